//! What the planner has decided beforehand: who goes where, who does not, who stays, and what parks can
//! take other than their rows say. Decisions are given with a reason, which is printed wherever they show.

use parkward_model::{EnterpriseId, Lang, ParkId, Text};
use schemars::JsonSchema;
use serde::{Deserialize, Deserializer, Serialize};
use std::collections::BTreeMap;

/// The planner's decisions; by default none.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Decisions {
    /// Who goes to a certain park.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub pins: Vec<Pin>,
    /// Who does not go to certain parks.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub forbids: Vec<Forbid>,
    /// Who stays where it is.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub locks: Vec<Lock>,
    /// What parks take other than their rows say.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub park_changes: Vec<Revision>,
}

impl Decisions {
    /// Whether nothing was decided.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// Whom a decision concerns: enterprises by id, or all those of some industries or classes; of both, if both
/// are named.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Who {
    /// One enterprise.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub enterprise: Option<EnterpriseId>,
    /// Several.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub enterprises: Vec<EnterpriseId>,
    /// Codes of the classification, each with all that lies under it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub industries: Vec<String>,
    /// Keys of the rule book's classes.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub classes: Vec<String>,
}

/// Somebody goes to a park, however well its industry fits and however far it is. A closed park, a rule
/// that refuses the pair, and the room that there is are not overridden.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Pin {
    /// Who: by id also those who stand in another park; by industry those who should move.
    #[serde(flatten)]
    pub who: Who,
    /// Where to.
    pub park: ParkId,
    /// The reason.
    #[serde(deserialize_with = "words")]
    pub why: Text,
}

/// Somebody does not go to some parks.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Forbid {
    /// Who.
    #[serde(flatten)]
    pub who: Who,
    /// Where not to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub park: Option<ParkId>,
    /// Where else not to.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub parks: Vec<ParkId>,
    /// The reason.
    #[serde(deserialize_with = "words")]
    pub why: Text,
}

/// Somebody who should move stays. A rule that closes it is not overridden.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Lock {
    /// Who.
    #[serde(flatten)]
    pub who: Who,
    /// The reason.
    #[serde(deserialize_with = "words")]
    pub why: Text,
}

/// A park takes other than its row says.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Revision {
    /// The park.
    pub park: ParkId,
    /// Whether it takes anyone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub open: Option<bool>,
    /// The land that newcomers may take.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub capacity_ha: Option<f64>,
    /// How much more of it there is than in the row; less, if negative.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub add_ha: Option<f64>,
    /// What newcomers may take of resources besides land, by their ids.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub quotas: BTreeMap<String, f64>,
    /// The reason.
    #[serde(deserialize_with = "words")]
    pub why: Text,
}

/// A reason, in one language or in both; it may not be empty.
fn words<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Text, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged, expecting = "expected a reason: a text, or { zh = \"…\", en = \"…\" }")]
    enum Words {
        One(String),
        Both(Text),
    }
    let text = match Words::deserialize(deserializer)? {
        Words::One(text) => Text::new(text.clone(), text),
        Words::Both(text) => text,
    };
    if text.in_lang(Lang::En).trim().is_empty() {
        let words =
            Text::new("应写明决定的理由，实为空", "expected why it was decided so, found nothing");
        return Err(serde::de::Error::custom(words.carry()));
    }
    Ok(text)
}
