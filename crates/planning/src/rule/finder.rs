//! Whom a decision concerns.

use crate::settings::decision_error::DecisionError;
use crate::settings::decisions::Who;
use parkward_model::{Enterprise, EnterpriseId, IndustryCode, InputKind, Survey, Text, most_like};
use parkward_policy::{Classes, RuleBook};
use std::collections::{BTreeMap, HashMap};

/// Finds enterprises by what a decision says of them.
pub(crate) struct Finder<'a> {
    survey: &'a Survey,
    rules: &'a RuleBook,
    classes: Option<&'a Classes>,
    by_id: HashMap<&'a EnterpriseId, usize>,
}

impl<'a> Finder<'a> {
    pub(super) fn new(
        survey: &'a Survey,
        rules: &'a RuleBook,
        classes: Option<&'a Classes>,
    ) -> Self {
        let by_id = survey.enterprises.iter().enumerate().map(|(index, e)| (&e.id, index));
        Self { survey, rules, classes, by_id: by_id.collect() }
    }

    /// Positions in the survey, each with whether it was named by its id.
    pub(super) fn find(
        &self,
        place: &Text,
        who: &Who,
    ) -> Result<BTreeMap<usize, bool>, DecisionError> {
        let Who { enterprise, enterprises, industries, classes } = who;
        let mut found = BTreeMap::new();
        let codes = industries.iter().map(|code| {
            self.rules.classification.parse(code).map_err(|unknown| DecisionError::Unknown {
                place: place.clone(),
                what: Text::new("行业", "industry"),
                id: unknown.found,
                nearest: None,
            })
        });
        let codes: Vec<IndustryCode> = codes.collect::<Result<_, _>>()?;
        let known = || self.classes.into_iter().flat_map(Classes::keys);
        if let Some(class) = classes.iter().find(|class| known().all(|key| key != class.as_str())) {
            return Err(DecisionError::Unknown {
                place: place.clone(),
                what: Text::new("类别", "class"),
                id: class.clone(),
                nearest: most_like(class, known()),
            });
        }
        if !(codes.is_empty() && classes.is_empty()) {
            let of_industry = |e: &Enterprise| {
                e.industry.as_ref().is_some_and(|i| codes.iter().any(|code| i.starts_with(code)))
            };
            let of_class = |position: usize| {
                self.classes.is_some_and(|of| classes.iter().any(|key| key == of.of(position)))
            };
            let of_them = |(position, e): &(usize, &Enterprise)| {
                (codes.is_empty() || of_industry(e)) && (classes.is_empty() || of_class(*position))
            };
            let all = self.survey.enterprises.iter().enumerate();
            found.extend(all.filter(of_them).map(|(position, _)| (position, false)));
        }
        for id in enterprise.iter().chain(enterprises) {
            let Some(position) = self.by_id.get(id) else {
                if let Some(reject) = self.survey.rejected(InputKind::Enterprises, id.as_str()) {
                    return Err(DecisionError::Rejected {
                        place: place.clone(),
                        enterprise: id.clone(),
                        file: reject.file.clone(),
                        row: reject.row,
                    });
                }
                let known = self.survey.enterprises.iter().map(|e| e.id.as_str());
                return Err(DecisionError::Unknown {
                    place: place.clone(),
                    what: Text::new("企业", "enterprise"),
                    id: id.to_string(),
                    nearest: most_like(id.as_str(), known),
                });
            };
            found.insert(*position, true);
        }
        if enterprise.is_none()
            && enterprises.is_empty()
            && industries.is_empty()
            && classes.is_empty()
        {
            let expected = Text::new(
                "enterprise、enterprises、industries 或 classes",
                "enterprise, enterprises, industries or classes",
            );
            return Err(DecisionError::Empty { place: place.clone(), expected });
        }
        Ok(found)
    }
}
