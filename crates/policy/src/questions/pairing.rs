//! May an enterprise go to a park, and at what price beside the distance?

use crate::book::RuleBook;
use crate::fields::covers;
use crate::tables::pairing::Preference;
use crate::tables::terms::{Measures, Terms, sum};
use parkward_model::{IndustryCode, Lang, Park, Text};
use serde::{Deserialize, Serialize};

/// Why a park refuses an enterprise, whatever its distance and its room.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Refusal {
    /// The park takes nobody.
    Closed,
    /// Nobody knows how much land the park has left.
    CapacityUnknown,
    /// The park's plan does not admit the industry, or not well enough.
    Fit {
        /// The fit.
        fit: f64,
        /// The least fit allowed.
        minimum: f64,
    },
    /// An eligibility rule wants a role that the park lacks.
    Role {
        /// The rule's id.
        rule: String,
        /// What the rule says, and by which clause.
        text: Text,
    },
    /// The park lies in or near a zone that a rule of space keeps the industry away from.
    Zone {
        /// The rule's id.
        rule: String,
        /// Which zone, how far away, and by which clause.
        text: Text,
    },
    /// A rule of space wants the enterprise out of this very park.
    Leaves,
}

impl Refusal {
    /// A sentence for the ledger.
    pub fn text(&self) -> Text {
        match self {
            Self::Closed => Text::new("园区不接收企业", "the park takes nobody"),
            Self::CapacityUnknown => {
                Text::new("园区剩余用地未知", "the land left in the park is unknown")
            }
            Self::Fit { fit, minimum } => Text::new(
                format!("产业适配度 {fit:.2} 低于下限 {minimum:.2}"),
                format!("industry fit {fit:.2} is below the minimum of {minimum:.2}"),
            ),
            Self::Role { text, .. } | Self::Zone { text, .. } => text.clone(),
            Self::Leaves => Text::new("须迁出该园区", "it has to leave this park"),
        }
    }
}

impl RuleBook {
    /// How well the industry fits the park: the fit of the longest prefix in the park's plan, 0 if
    /// none matches. The rule book's plan comes first, then the park file's own list; a park with
    /// neither admits every industry with fit 1.
    pub fn fit(&self, industry: &IndustryCode, park: &Park) -> f64 {
        let found = match self.park(&park.id) {
            Some(rules) if !rules.plan.is_empty() => industry.longest_prefix(&rules.plan),
            _ if park.industries.is_empty() => return 1.0,
            _ => industry.longest_prefix(park.industries.iter().map(|(code, fit)| (code, fit))),
        };
        found.map_or(0.0, |(_, fit)| *fit)
    }

    /// Whether an enterprise of `industry` may go to `park`, and at what terms.
    ///
    /// A park whose built rate is unknown counts as fully built in the utilisation term: missing
    /// data earns no advantage.
    ///
    /// # Errors
    /// [`Refusal`]: the first of role and fit that applies. Whether the park takes anyone, and how
    /// much, is not asked here.
    pub fn pair(&self, industry: &IndustryCode, park: &Park) -> Result<Terms, Refusal> {
        let terms = self.at_any_fit(industry, park)?;
        let (fit, minimum) = (terms.fit, self.weights.minimum_fit);
        if fit <= 0.0 || fit < minimum {
            return Err(Refusal::Fit { fit, minimum });
        }
        Ok(terms)
    }

    /// As [`RuleBook::pair`], where a person has decided that the fit need not reach the minimum.
    ///
    /// # Errors
    /// [`Refusal`]: any but that of the fit.
    pub fn at_any_fit(&self, industry: &IndustryCode, park: &Park) -> Result<Terms, Refusal> {
        let roles = self.park(&park.id).map_or(&[][..], |rules| &rules.roles);
        let has = |role: &String| roles.contains(role);
        if let Some(rule) = self
            .eligibility
            .iter()
            .find(|rule| covers(&rule.industries, industry) && !has(&rule.needs_role))
        {
            let clause = &rule.clause;
            let text = rule.name.map(
                |name| format!("{name}（{}）", clause.in_lang(Lang::Zh)),
                |name| format!("{name} ({})", clause.in_lang(Lang::En)),
            );
            return Err(Refusal::Role { rule: rule.id.clone(), text });
        }
        let fit = self.fit(industry, park);
        let applies = |p: &&Preference| covers(&p.industries, industry) && !has(&p.lacks_role);
        let pair = Measures {
            fit,
            built_rate: park.land.built_rate().map_or(1.0, |rate| rate.clamp(0.0, 1.0)),
            preferences_km: sum(self.preferences.iter().filter(applies)),
        };
        Ok(Terms::new(&self.weights, &pair))
    }
}
