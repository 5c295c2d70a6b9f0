//! What a ledger says: of every park an entry, of the unplaced what would place them.

use crate::answer::explain::subject::Subject;
use crate::by_road::travel::Travel;
use parkward_model::{Lang, Metres, ParkId, Text};
use parkward_policy::{ClassScore, Quality, Refusal, TERMS, Term, Terms};
use serde::Serialize;

/// The ledger of one enterprise or project.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Ledger {
    /// The enterprise or project, with its verdict: under the key `enterprise` or `project`.
    #[serde(flatten)]
    pub subject: Subject,
    /// How its quality was scored, element by element.
    pub quality: Quality,
    /// How its class was found, if the rule book has classes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub class: Option<ClassScore>,
    /// The ledger as a paragraph to be read to whom it concerns; empty where only the table is wanted.
    pub prose: Text,
    /// The paragraph's sentences, each with what it is about.
    #[serde(skip)]
    pub sentences: Vec<Sentence>,
    /// Every park of the survey: those that may take it in order of cost, then the others in order
    /// of distance.
    pub parks: Vec<Entry>,
    /// For the unplaced: what would place them, what saves the whole plan most first.
    pub repairs: Vec<Repair>,
}

/// A sentence of a ledger.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sentence {
    /// What it is about.
    pub topic: Topic,
    /// The sentence.
    pub text: Text,
}

impl Sentence {
    /// Sentences as a paragraph.
    pub fn paragraph(sentences: &[Self]) -> Text {
        let [zh, en]: [Vec<&str>; 2] = [Lang::Zh, Lang::En]
            .map(|lang| sentences.iter().map(|sentence| sentence.text.in_lang(lang)).collect());
        Text::new(zh.concat(), en.join(" "))
    }
}

/// What a sentence is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Topic {
    /// What becomes of it.
    Decision,
    /// Where it stands, and on how much land.
    Place,
    /// What the rules found.
    Rules,
    /// The land that it gets, and why.
    Land,
    /// Its quality and class.
    Quality,
    /// What the move costs.
    Cost,
    /// What other parks answered, and the second choice.
    Parks,
    /// How sure it is.
    Certainty,
    /// What would change it.
    Repairs,
    /// Who comes to a park.
    Comers,
    /// Who does not, and why.
    Refused,
}

impl Topic {
    /// The heading of a section about it.
    pub fn heading(self) -> Text {
        let [zh, en] = match self {
            Self::Decision => ["结论", "Decision"],
            Self::Place => ["现状", "As it is"],
            Self::Rules => ["规则依据", "What the rules found"],
            Self::Land => ["用地", "Land"],
            Self::Quality => ["四要素与类别", "Quality and class"],
            Self::Cost => ["综合成本", "What it costs"],
            Self::Parks => ["其他园区", "Other parks"],
            Self::Certainty => ["结论的稳定性", "How sure it is"],
            Self::Repairs => ["何种调整可改变结论", "What would change it"],
            Self::Comers => ["迁入与入驻", "Who comes"],
            Self::Refused => ["未能迁入的企业", "Who does not come, and why"],
        };
        Text::new(zh, en)
    }
}

/// One park in the ledger.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Entry {
    /// The park.
    pub park: ParkId,
    /// Its name.
    pub name: Text,
    /// From the site to the park, over the ellipsoid or by road; `None`: a project that names no place, or a park
    /// that no road leads to.
    pub distance_m: Option<Metres>,
    /// How one goes there, where distances are by road.
    #[serde(flatten)]
    pub travel: Option<Travel>,
    /// What the way counts, in kilometre-equivalents, where that is not the distance but the time.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub time_km: Option<f64>,
    /// The terms, where the rules admit the enterprise.
    pub terms: Option<Terms>,
    /// What it costs to leave an earlier plan for this park, in kilometre-equivalents; `None`: there is no earlier
    /// plan to keep, or nothing was asked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub change_km: Option<f64>,
    /// Distance, terms and change, in kilometre-equivalents.
    pub cost_km: Option<f64>,
    /// What the land it needs is worth there, in kilometre-equivalents: what others would pay.
    pub rent_km: Option<f64>,
    /// What came of it.
    pub answer: Answer,
    /// The answer in words.
    pub text: Text,
}

impl Entry {
    /// What the way to the park counts, in kilometre-equivalents.
    pub fn counted_km(&self) -> Option<f64> {
        self.time_km.or(self.distance_m.map(Metres::kilometres))
    }
}

/// A part of what a pair costs; the cost is the sum of all.
#[derive(Clone, Copy, Debug)]
pub enum CostPart {
    /// The way from the site to the park.
    Distance,
    /// A term of the rule book.
    Term(&'static Term),
    /// What it adds that an earlier plan sent it elsewhere.
    Change,
}

impl CostPart {
    /// All parts, in the order in which they are shown.
    pub fn all() -> impl Iterator<Item = Self> {
        [Self::Distance].into_iter().chain(TERMS.iter().map(Self::Term)).chain([Self::Change])
    }

    /// What it is called in a sentence.
    pub fn name(self) -> Text {
        let [zh, en] = match self {
            Self::Distance => ["距离", "distance"],
            Self::Term(term) => term.name,
            Self::Change => ["变更较早方案", "changing the earlier plan"],
        };
        Text::new(zh, en)
    }

    /// What it is called at the head of a column.
    pub fn heading(self) -> Text {
        let [zh, en] = match self {
            Self::Distance => ["距离（公里）", "Distance km"],
            Self::Term(term) => term.heading,
            Self::Change => ["变更（公里）", "Change km"],
        };
        Text::new(zh, en)
    }

    /// How much it is in a park, in kilometre-equivalents; `None`: there is no such part.
    pub fn of(self, entry: &Entry) -> Option<f64> {
        match self {
            Self::Distance => entry.counted_km(),
            Self::Term(term) => entry.terms.as_ref().map(|terms| terms.of(term)),
            Self::Change => entry.change_km,
        }
    }
}

/// Why a park is, or is not, where the enterprise goes.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Answer {
    /// It goes there.
    Chosen,
    /// There was room, and another park is cheaper in all.
    Dearer,
    /// Nobody else needs to be there for it to lack room.
    TooSmall {
        /// `land`, or the id of the resource that is short.
        resource: String,
        /// How much of it is lacking.
        short: f64,
        /// Its unit.
        unit: Text,
    },
    /// Others have the land.
    Outbid {
        /// `land`, or the id of the resource that is short.
        resource: String,
        /// How much of it is lacking.
        short: f64,
        /// Its unit.
        unit: Text,
    },
    /// Further than the cut-off.
    TooFar,
    /// No road leads there.
    NoRoad,
    /// A rule refuses it.
    Refused(Refusal),
    /// The planner has decided that it does not go there: to another park, or not to this one.
    Decided,
    /// Nothing was asked: the enterprise does not move.
    NotAsked,
}

/// One change that would place an unplaced enterprise or project.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Repair {
    /// What is changed.
    pub kind: RepairKind,
    /// The park where it would go.
    pub park: ParkId,
    /// What the whole plan would cost more (below 0: less), in kilometre-equivalents, if all others
    /// stayed as they are. Planned anew with the change, it costs no more than that.
    pub change_km: f64,
    /// The change in words.
    pub what: Text,
    /// The change and its price in words.
    pub text: Text,
    /// The cut-off that it needs, in kilometres, if that is changed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cut_off_km: Option<f64>,
    /// The fit at which the park admits it, if that is changed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fit: Option<f64>,
    /// What planning anew with the change came to, where that was asked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub solved: Option<Solved>,
}

/// What planning anew with a change came to.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Solved {
    /// What the whole plan then costs more (below 0: less), in kilometre-equivalents.
    pub change_km: f64,
    /// No plan with the change costs less than that more.
    pub bound_km: f64,
    /// Whether the two are the same.
    pub proven: bool,
    /// Whether the unplaced has a place then.
    pub placed: bool,
}

/// What a repair changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum RepairKind {
    /// The park gets more of what is short.
    More,
    /// The cut-off reaches the park, which gets what is short.
    CutOff,
    /// The park admits the industry, and gets what is short.
    Admit,
    /// Somebody else leaves the park.
    MakeWay,
}
