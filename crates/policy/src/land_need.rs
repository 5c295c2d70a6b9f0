//! How much land an enterprise gets in a park: what it has or wants, as far as its output or its
//! investment justifies it by the guide to industrial land (产业用地指南).

use crate::book::RuleBook;
use crate::quality::number;
use parkward_model::{Enterprise, Hectares, IndustryCode, Text};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// How the land need is found, beside the guide.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LandNeedRules {
    /// The enterprise's field with the land that it wants in a park, in hectares.
    pub wanted: Option<String>,
    /// Which rows of the guide count; absent: all.
    pub level: Option<String>,
}

/// One row of the land guide: what an industry has to bring to a hectare.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LandGuide {
    /// Industries it concerns, the longest prefix wins; empty: all that no other row concerns.
    #[serde(default)]
    pub industries: Vec<IndustryCode>,
    /// What justifies land.
    pub indicators: Vec<GuideIndicator>,
    /// The guide's level, such as its control or its recommended value.
    #[serde(default)]
    pub level: String,
    /// The edition.
    pub edition: String,
    /// The clause it rests on.
    pub clause: String,
    /// Whether a source for the values was read that holds for the district.
    pub confirmed: bool,
}

/// An amount that justifies land.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GuideIndicator {
    /// The enterprise's field.
    pub field: String,
    /// How much of it a hectare has to bear, in the unit of the field; positive.
    pub per_ha: f64,
}

/// The rows of the guide by code.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct GuideIndex {
    by_code: BTreeMap<IndustryCode, usize>,
    others: Option<usize>,
}

/// What an enterprise gets in a park, and why so much.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct LandNeed {
    /// The land, in whole square metres; at least one if it has any now.
    #[serde(rename = "need_ha")]
    pub need: Hectares,
    /// What set it.
    #[serde(rename = "need_basis")]
    pub basis: LandBasis,
}

/// What set a land need.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LandBasis {
    /// Its present land: the guide has no row for it, or nothing that the row asks for is known.
    NotRated,
    /// Its present land, which its indicators justify.
    Present,
    /// What its indicators justify, less than it has or wants.
    Guide,
    /// The land it wants, more than it has, and justified.
    Wanted,
    /// Its present land: it wants more and may not expand.
    Capped,
}

impl LandBasis {
    /// The key in files: `not_rated`, `present`, `guide`, `wanted`, `capped`.
    pub fn key(self) -> &'static str {
        match self {
            Self::NotRated => "not_rated",
            Self::Present => "present",
            Self::Guide => "guide",
            Self::Wanted => "wanted",
            Self::Capped => "capped",
        }
    }

    /// The words in tables.
    pub fn label(self) -> Text {
        match self {
            Self::NotRated => Text::new("未评价，按现状用地", "not rated, the present land"),
            Self::Present => Text::new("现状用地合理", "the present land is justified"),
            Self::Guide => Text::new("按用地指南核定", "by the land guide"),
            Self::Wanted => Text::new("按需求扩大", "as much as it wants"),
            Self::Capped => Text::new("不得扩大，按现状用地", "may not expand"),
        }
    }
}

impl RuleBook {
    /// Whether the book has a land guide; without one everybody needs the land that it has.
    pub fn rates_land(&self) -> bool {
        !self.land_guide.is_empty()
    }

    /// The row of the guide that holds for an industry: that of its longest prefix.
    ///
    /// O(log rows), whatever the guide's length, and without allocating.
    pub fn land_guide(&self, industry: &IndustryCode) -> Option<&LandGuide> {
        let GuideIndex { by_code, others } = &self.guide_index;
        let row = industry.prefixes().find_map(|code| by_code.get(&code)).or(others.as_ref())?;
        Some(&self.land_guide[*row])
    }

    /// What an enterprise gets in a park: the smaller of the land it has (or wants, if that is more)
    /// and of what its indicators justify, the largest that is known. `None`: its land is unknown.
    ///
    /// An enterprise that `may_not_expand` never gets more than it has. Where nothing is known, and in
    /// a book without a guide, the need is the present land.
    pub fn land_need(&self, enterprise: &Enterprise, may_not_expand: bool) -> Option<LandNeed> {
        let present = enterprise.land?.square_metres();
        let not_rated = LandNeed { need: hectares(present), basis: LandBasis::NotRated };
        let Some(justified) = self.justified(enterprise) else { return Some(not_rated) };
        let wanted = self.land_need.wanted.as_ref().and_then(|field| number(enterprise, field));
        let base = wanted.map_or(present, |wanted| Hectares(wanted).square_metres().max(present));
        let need = base.min(justified);
        let (need, basis) = if may_not_expand && need > present {
            (present, LandBasis::Capped)
        } else if justified < base {
            (need, LandBasis::Guide)
        } else if base > present {
            (need, LandBasis::Wanted)
        } else {
            (need, LandBasis::Present)
        };
        // Who has a site needs one: a need of nothing would fit into any park.
        Some(LandNeed { need: hectares(need.max(present.min(1))), basis })
    }

    /// The land that the indicators justify, in square metres.
    fn justified(&self, enterprise: &Enterprise) -> Option<i64> {
        let guide = self.land_guide(enterprise.industry.as_ref()?)?;
        let known = guide.indicators.iter().filter_map(|indicator| {
            Some(number(enterprise, &indicator.field)?.max(0.0) / indicator.per_ha)
        });
        Some(Hectares(known.reduce(f64::max)?).square_metres())
    }

    /// The fields that the guide looks at; all are numbers.
    pub(crate) fn land_fields(&self) -> impl Iterator<Item = &str> {
        let indicators = self.land_guide.iter().flat_map(|row| &row.indicators);
        let wanted = self.land_need.wanted.iter().filter(|_| self.rates_land());
        indicators.map(|indicator| &indicator.field).chain(wanted).map(String::as_str)
    }

    /// The rows of the guide's level by code; a place that is wrong, what was expected and found.
    pub(crate) fn index_guide(&self) -> Result<GuideIndex, [String; 3]> {
        let wrong = |place: String, expected: &str, found: &dyn std::fmt::Display| {
            Err([place, expected.to_owned(), found.to_string()])
        };
        let mut index = GuideIndex::default();
        let counts =
            |row: &LandGuide| self.land_need.level.as_ref().is_none_or(|l| *l == row.level);
        if let Some(level) = &self.land_need.level
            && !self.land_guide.iter().any(counts)
        {
            return wrong("land_need.level".into(), "the level of a row of land_guide", level);
        }
        for (place, row) in self.land_guide.iter().enumerate() {
            let name = format!("land_guide {}", place + 1);
            if row.indicators.is_empty() {
                return wrong(format!("{name}.indicators"), "one or more", &"none");
            }
            for GuideIndicator { field, per_ha } in &row.indicators {
                if !(*per_ha > 0.0 && per_ha.is_finite()) {
                    return wrong(format!("{name}.{field}.per_ha"), "a positive number", per_ha);
                }
            }
            if !counts(row) {
                continue;
            }
            let expected = "a code that no other row of the level has";
            if row.industries.is_empty() && index.others.replace(place).is_some() {
                return wrong(format!("{name}.industries"), expected, &"none, as in a row before");
            }
            for code in &row.industries {
                if index.by_code.insert(code.clone(), place).is_some() {
                    return wrong(format!("{name}.industries"), expected, code);
                }
            }
        }
        Ok(index)
    }
}

#[expect(clippy::cast_precision_loss, reason = "areas on Earth stay far below 2^53 m²")]
fn hectares(square_metres: i64) -> Hectares {
    Hectares(square_metres as f64 / 10_000.0)
}
