//! What the ledger of a park says: who comes, and who does not.

use crate::answer::explain::ledger::{Answer, Sentence};
use crate::plan::parks::PlannedPark;
use parkward_model::{Hectares, Metres, ParkId, Text};
use serde::Serialize;

/// What a plan makes of one park.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ParkLedger {
    /// The park, with its loads, limits and prices.
    #[serde(flatten)]
    pub planned: PlannedPark,
    /// The ledger as a paragraph.
    pub prose: Text,
    /// The paragraph's sentences, each with what it is about.
    #[serde(skip)]
    pub sentences: Vec<Sentence>,
    /// Who comes, the most land first.
    pub comers: Vec<Comer>,
    /// Who does not come, though the park is nearer or cheaper than where they go, or they go nowhere; the nearest
    /// first.
    pub refused: Vec<NotComing>,
}

/// An enterprise or project, as the ledger of a park names it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Named {
    /// Its id.
    pub id: String,
    /// Its name; empty where the file has none.
    pub name: String,
    /// Whether it is a new project.
    pub project: bool,
}

/// Somebody who comes to a park.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Comer {
    /// Who.
    #[serde(flatten)]
    pub who: Named,
    /// The land that it takes.
    pub land_ha: Option<Hectares>,
    /// How far it comes; `None`: a project that names no place.
    pub distance_m: Option<Metres>,
    /// When, where there are phases.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub year: Option<u16>,
}

/// Somebody who does not come to a park.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct NotComing {
    /// Who.
    #[serde(flatten)]
    pub who: Named,
    /// How far it is; `None`: a project that names no place.
    pub distance_m: Option<Metres>,
    /// Where it goes instead; `None`: nowhere.
    pub instead: Option<ParkId>,
    /// What the park answered.
    pub answer: Answer,
    /// The answer in words.
    pub text: Text,
}
