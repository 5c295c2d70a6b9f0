//! How much land an enterprise gets in a park: what it has or wants, as far as its output or its
//! investment justifies it by the guide to industrial land (产业用地指南).

use crate::book::RuleBook;
use crate::fields::number;
use parkward_model::{Enterprise, Hectares, Text};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The land that an enterprise gets in a park, and what set it.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct LandNeed {
    /// The land, in whole square metres; at least one if it has any now.
    #[serde(rename = "need_ha")]
    pub need: Hectares,
    /// What set it.
    #[serde(rename = "need_basis")]
    pub basis: LandBasis,
}

/// What set a land need.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
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
    /// What an enterprise gets in a park: the smaller of the land it has (or wants, if that is more)
    /// and of what its indicators justify, the largest that is known. `None`: its land is unknown.
    ///
    /// An enterprise that `may_not_expand` never gets more than it has. Where nothing is known, and in
    /// a book without a guide, the need is the present land.
    pub fn land_need(&self, enterprise: &Enterprise, may_not_expand: bool) -> Option<LandNeed> {
        let present = enterprise.land?.square_metres();
        let not_rated =
            LandNeed { need: Hectares::from_square_metres(present), basis: LandBasis::NotRated };
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
        // At least 1 m² for who has land now: a need of 0 would fit into a full park.
        Some(LandNeed { need: Hectares::from_square_metres(need.max(present.min(1))), basis })
    }

    /// The land that the indicators justify, in square metres.
    fn justified(&self, enterprise: &Enterprise) -> Option<i64> {
        let guide = self.land_guide(enterprise.industry.as_ref()?)?;
        let known = guide.indicators.iter().filter_map(|indicator| {
            Some(number(enterprise, &indicator.field)?.max(0.0) / indicator.per_ha)
        });
        Some(Hectares(known.reduce(f64::max)?).square_metres())
    }
}
