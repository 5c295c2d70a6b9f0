//! Why a decision cannot be carried out.

use parkward_model::{EnterpriseId, Lang, Park, ParkId, most_like};
use parkward_policy::Refusal;

/// A decision that cannot be carried out.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum DecisionError {
    /// It names an enterprise, a park, an industry or a resource that is not there.
    #[error("{place}: there is no {what} {id:?}{}", .nearest.as_ref().map(|n| format!("; did you mean {n:?}?")).unwrap_or_default())]
    Unknown {
        /// The decision.
        place: String,
        /// What kind of thing.
        what: &'static str,
        /// What it names.
        id: String,
        /// The name most like it.
        nearest: Option<String>,
    },
    /// It names nobody, no park or no change.
    #[error("{place}: expected {expected}, found none")]
    Empty {
        /// The decision.
        place: String,
        /// What is missing.
        expected: &'static str,
    },
    /// An amount of a park that cannot be.
    #[error("{place}: {park} cannot take {found}; expected {expected}")]
    Amount {
        /// The decision.
        place: String,
        /// The park.
        park: ParkId,
        /// What it would come to.
        found: String,
        /// What is possible.
        expected: &'static str,
    },
    /// An enterprise that is pinned does not move.
    #[error("{place}: {enterprise} does not move ({verdict}{}); leave it out, or settle that first", .reasons.as_ref().map(|r| format!(": {r}")).unwrap_or_default())]
    DoesNotMove {
        /// The decision.
        place: String,
        /// The enterprise.
        enterprise: EnterpriseId,
        /// Where it ends.
        verdict: &'static str,
        /// Why, in words.
        reasons: Option<String>,
    },
    /// An enterprise is pinned to the park that it stands in.
    #[error("{place}: {enterprise} stands in {park} already; leave it out")]
    StandsThere {
        /// The decision.
        place: String,
        /// The enterprise.
        enterprise: EnterpriseId,
        /// The park.
        park: ParkId,
    },
    /// Two decisions contradict each other.
    #[error("{place}: {enterprise} is decided on in {other} too, and both cannot be; keep one")]
    Contradiction {
        /// The decision.
        place: String,
        /// The other.
        other: String,
        /// The enterprise, or the park.
        enterprise: String,
    },
    /// The park refuses an enterprise that is pinned to it.
    #[error("{place}: {enterprise} cannot go to {park}: {}; a pin does not override that", .refusal.text().in_lang(Lang::En))]
    Refused {
        /// The decision.
        place: String,
        /// The enterprise.
        enterprise: EnterpriseId,
        /// The park.
        park: ParkId,
        /// Why not.
        refusal: Box<Refusal>,
    },
    /// Those who are pinned to a park need more than it can take.
    #[error(
        "pins: those pinned to {park} need {need} {unit} of {resource}, and it can take {room} {unit}; pin fewer, or give it more in park_changes"
    )]
    Room {
        /// The park.
        park: ParkId,
        /// What there is too little of.
        resource: String,
        /// Its unit.
        unit: String,
        /// What they need together.
        need: String,
        /// What there is.
        room: String,
    },
}

/// The place of a decision in the plan file, for people.
pub(crate) fn at(table: &str, index: usize) -> String {
    format!("[[{table}]] number {}", index + 1)
}

/// The park of that id, by its position.
pub(crate) fn park_of(parks: &[Park], place: &str, id: &ParkId) -> Result<usize, DecisionError> {
    parks.iter().position(|park| park.id == *id).ok_or_else(|| DecisionError::Unknown {
        place: place.to_owned(),
        what: "park",
        id: id.to_string(),
        nearest: most_like(id.as_str(), parks.iter().map(|park| park.id.as_str())),
    })
}
