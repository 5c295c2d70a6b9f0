//! Why a decision cannot be carried out.

use parkward_model::{EnterpriseId, InWords, Lang, Park, ParkId, Text, most_like};
use parkward_policy::Refusal;

/// A decision that cannot be carried out.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[error("{}", self.in_words().en)]
#[non_exhaustive]
pub enum DecisionError {
    /// It names an enterprise, a park, an industry or a resource that is not there.
    Unknown {
        /// The decision.
        place: Text,
        /// What kind of thing.
        what: Text,
        /// What it names.
        id: String,
        /// The name most like it.
        nearest: Option<String>,
    },
    /// It names an enterprise whose row could not be used.
    Rejected {
        /// The decision.
        place: Text,
        /// The enterprise.
        enterprise: EnterpriseId,
        /// The file.
        file: String,
        /// The row, as an editor shows it.
        row: u64,
    },
    /// It names nobody, no park or no change.
    Empty {
        /// The decision.
        place: Text,
        /// What is missing.
        expected: Text,
    },
    /// An amount of a park that cannot be.
    Amount {
        /// The decision.
        place: Text,
        /// The park.
        park: ParkId,
        /// What it would come to.
        found: Text,
        /// What is possible.
        expected: Text,
    },
    /// An enterprise that is pinned does not move.
    DoesNotMove {
        /// The decision.
        place: Text,
        /// The enterprise.
        enterprise: EnterpriseId,
        /// Where it ends.
        verdict: Text,
        /// Why, in words.
        reasons: Option<Text>,
    },
    /// An enterprise is pinned to the park that it stands in.
    StandsThere {
        /// The decision.
        place: Text,
        /// The enterprise.
        enterprise: EnterpriseId,
        /// The park.
        park: ParkId,
    },
    /// Two decisions contradict each other.
    Contradiction {
        /// The decision.
        place: Text,
        /// The other.
        other: Text,
        /// The enterprise, or the park.
        enterprise: String,
    },
    /// The park refuses an enterprise that is pinned to it.
    Refused {
        /// The decision.
        place: Text,
        /// The enterprise.
        enterprise: EnterpriseId,
        /// The park.
        park: ParkId,
        /// Why not.
        refusal: Box<Refusal>,
    },
    /// No road leads from an enterprise to the park that it is pinned to.
    NoRoad {
        /// The decision.
        place: Text,
        /// The enterprise.
        enterprise: EnterpriseId,
        /// The park.
        park: ParkId,
    },
    /// Those who are pinned to a park need more than it can take.
    Room {
        /// The park.
        park: ParkId,
        /// What there is too little of.
        resource: String,
        /// Its unit.
        unit: Text,
        /// What they need together.
        need: String,
        /// What there is.
        room: String,
    },
}

impl InWords for DecisionError {
    fn in_words(&self) -> Text {
        let (place, zh, en) = match self {
            Self::Unknown { place, what, id, nearest } => {
                let guess = Text::did_you_mean(nearest.as_deref());
                (
                    place,
                    format!("没有{} {id:?}{}", what.zh, guess.zh),
                    format!("there is no {} {id:?}{}", what.en, guess.en),
                )
            }
            Self::Rejected { place, enterprise, file, row } => (
                place,
                format!("企业 {enterprise} 在 {file} 第 {row} 行，该行已被剔除；请先改正该行"),
                format!(
                    "{enterprise} stands in row {row} of {file}, which is rejected; mend that row first"
                ),
            ),
            Self::Empty { place, expected } => (
                place,
                format!("应写 {}，实为空", expected.zh),
                format!("expected {}, found none", expected.en),
            ),
            Self::Amount { place, park, found, expected } => (
                place,
                format!("园区 {park} 不能接收 {}；应为{}", found.zh, expected.zh),
                format!("{park} cannot take {}; expected {}", found.en, expected.en),
            ),
            Self::DoesNotMove { place, enterprise, verdict, reasons } => {
                let why =
                    reasons.as_ref().map(|why| (format!("：{}", why.zh), format!(": {}", why.en)));
                let (zh, en) = why.unwrap_or_default();
                (
                    place,
                    format!(
                        "企业 {enterprise} 不迁移（{}{zh}）；请删去它，或先解决上述问题",
                        verdict.zh
                    ),
                    format!(
                        "{enterprise} does not move ({}{en}); leave it out, or settle that first",
                        verdict.en
                    ),
                )
            }
            Self::StandsThere { place, enterprise, park } => (
                place,
                format!("企业 {enterprise} 已在园区 {park} 内；请删去它"),
                format!("{enterprise} stands in {park} already; leave it out"),
            ),
            Self::Contradiction { place, other, enterprise } => (
                place,
                format!("{enterprise} 在 {} 中也有决定，两者不能并存；请只留一个", other.zh),
                format!(
                    "{enterprise} is decided on in {} too, and both cannot be; keep one",
                    other.en
                ),
            ),
            Self::Refused { place, enterprise, park, refusal } => {
                let Text { zh, en } = refusal.text();
                (
                    place,
                    format!("企业 {enterprise} 不能去园区 {park}：{zh}；pins 不能越过规则"),
                    format!("{enterprise} cannot go to {park}: {en}; a pin does not override that"),
                )
            }
            Self::NoRoad { place, enterprise, park } => (
                place,
                format!("企业 {enterprise} 没有道路通往园区 {park}；请改正道路图层或删去它"),
                format!(
                    "no road leads from {enterprise} to {park}; mend the layer of roads, or leave it out"
                ),
            ),
            Self::Room { park, resource, unit, need, room } => {
                return Text::new(
                    format!(
                        "pins：指定去园区 {park} 的企业共需 {resource} {need} {0}，而它只能接收 {room} {0}；\
                         请少指定几家，或在 park_changes 中给它增加",
                        unit.in_lang(Lang::Zh)
                    ),
                    format!(
                        "pins: those pinned to {park} need {need} {0} of {resource}, and it can take {room} \
                         {0}; pin fewer, or give it more in park_changes",
                        unit.in_lang(Lang::En)
                    ),
                );
            }
        };
        Text::new(format!("{}：{zh}", place.zh), format!("{}: {en}", place.en))
    }
}

/// The place of a decision in the plan file, for people.
pub(crate) fn at(table: &str, index: usize) -> Text {
    let number = index + 1;
    Text::new(format!("[[{table}]] 第 {number} 项"), format!("[[{table}]] number {number}"))
}

/// The park of that id, by its position.
pub(crate) fn park_of(parks: &[Park], place: &Text, id: &ParkId) -> Result<usize, DecisionError> {
    parks.iter().position(|park| park.id == *id).ok_or_else(|| DecisionError::Unknown {
        place: place.clone(),
        what: Text::new("园区", "park"),
        id: id.to_string(),
        nearest: most_like(id.as_str(), parks.iter().map(|park| park.id.as_str())),
    })
}
