//! What became of every enterprise, kept small: decisions and placements, and what follows from them.

use crate::bucket::Bucket;
use crate::distances::Distances;
use crate::position::Position;
use crate::prepare::Prepared;
use crate::problem::offers::Group;
use crate::problem::room_left::RoomLeft;
use crate::reasons::LeftOut;
use crate::rule::rulings::Rulings;
use crate::screened::enterprises::{Rare, ScreenedEnterprise};
use crate::screened::land_classes::LandClasses;
use hashbrown::HashSet;
use parkward_assignment::Solution;
use parkward_geometry::ParkIndex;
use parkward_model::{Enterprise, IndustryCode, Metres, Text};
use parkward_policy::{Classes, LandNeed, RuleBook};
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::sync::OnceLock;

/// All enterprises of a plan, in the order of their rows; empty by default. They are looked at
/// through [`Plan::enterprises`](crate::Plan::enterprises).
///
/// About 150 bytes an enterprise, and 48 more for one that should move.
#[derive(Debug, Default)]
pub struct Enterprises {
    pub(crate) read: Vec<Enterprise>,
    /// One for each enterprise.
    pub(crate) decisions: Vec<Decision>,
    /// One for each that should move.
    pub(crate) placements: Vec<Placement>,
    /// In which year each moves or closes, 0 for none; empty without phases, or if the plan was read.
    pub(crate) years: Vec<u16>,
    /// How many runs send each where the plan does; empty unless that was asked, or if the plan was read.
    pub(crate) agreement: Vec<u16>,
    pub(crate) derived: Derived,
    /// By enterprise, if the rule book has classes.
    pub(crate) classes: Option<Classes>,
    /// The rule book, which a plan that was read parses when it is first asked for.
    pub(crate) book: OnceLock<Option<Box<RuleBook>>>,
    /// The class of land of each, if classes are told apart.
    pub(crate) land_classes: LandClasses,
}

impl Enterprises {
    /// How many there are.
    pub fn len(&self) -> usize {
        self.read.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.read.is_empty()
    }
}

/// What was decided of one enterprise.
#[derive(Debug)]
pub(crate) struct Decision {
    /// The most specific park that it stands in.
    pub(crate) inside: Option<Position>,
    pub(crate) rare: Rare,
    pub(crate) quality: f64,
    pub(crate) verdict: Bucket,
    /// Its placement, if it should move.
    pub(crate) placement: Option<Position>,
}

/// What was decided of one that should move.
#[derive(Clone, Debug)]
pub(crate) struct Placement {
    /// The park where it goes, and the one next in line.
    pub(crate) parks: [Option<Position>; 2],
    /// How far they are; 0 where there is none.
    pub(crate) distances: [Metres; 2],
    /// How much more the second costs at the prices of the plan, in kilometre-equivalents.
    pub(crate) margin_km: f64,
    /// To which of [`Derived::Computed::groups`] it belongs, of which fit and cost follow.
    pub(crate) group: u32,
    /// Why it goes to none, if so.
    pub(crate) left_out: Option<LeftOut>,
}

/// What follows from the decisions.
#[derive(Debug)]
pub(crate) enum Derived {
    /// Of a plan that was made: computed when it is asked for.
    Computed {
        index: Box<ParkIndex>,
        lists: BTreeMap<IndustryCode, Lists>,
        groups: Vec<Group>,
        /// What was decided of single enterprises.
        rulings: Rulings,
        /// Where moves end, by placement; computed all at once when first asked for.
        entries: OnceLock<Vec<[f64; 2]>>,
    },
    /// Of a plan that was read: as written, one for each enterprise, so that it can be verified.
    Written(Vec<Written>),
}

impl Default for Derived {
    fn default() -> Self {
        Self::Written(Vec::new())
    }
}

impl Derived {
    pub(crate) fn computed(
        enterprises: &[Enterprise],
        rules: &RuleBook,
        index: ParkIndex,
        groups: Vec<Group>,
        rulings: Rulings,
    ) -> Self {
        let industries: HashSet<&IndustryCode> =
            enterprises.iter().filter_map(|enterprise| enterprise.industry.as_ref()).collect();
        let of = |industry: &IndustryCode| Lists {
            pillar_industry: rules.pillar_industry(industry).map(|list| list.id.clone()),
            high_technology: rules.high_technology(industry).map(|list| list.id.clone()),
        };
        // In most rule books few industries are in a list, or none is: the others need not be looked for.
        let lists = industries.into_iter().map(|industry| (industry, of(industry)));
        let lists =
            lists.filter(|(_, l)| l.pillar_industry.is_some() || l.high_technology.is_some());
        let lists = lists.map(|(industry, lists)| (industry.clone(), lists)).collect();
        Self::Computed { index: Box::new(index), lists, groups, rulings, entries: OnceLock::new() }
    }
}

/// Keys of the rule book's lists that an industry belongs to.
#[derive(Debug, Default)]
pub(crate) struct Lists {
    pub(super) pillar_industry: Option<String>,
    pub(super) high_technology: Option<String>,
}

/// What a written plan says of one enterprise and follows from the rest.
#[derive(Debug)]
pub(crate) struct Written {
    pub(super) reasons: Vec<Text>,
    pub(super) lists: Lists,
    pub(super) land_need: Option<LandNeed>,
    pub(super) class: Option<String>,
    pub(super) year: Option<u16>,
    pub(super) agreement: Option<f64>,
    /// Of the choice and the one next in line: fit, cost, and where the move ends.
    pub(super) terms: [Option<(f64, f64, [f64; 2])>; 2],
}

/// What becomes of everybody: what was settled before, and where the movers go.
pub(crate) fn decisions(
    screened: Vec<ScreenedEnterprise>,
    placements: &[Placement],
) -> Vec<Decision> {
    let mut jobs = 0..placements.len();
    let one = |screened: ScreenedEnterprise| {
        let ScreenedEnterprise { inside, rare, quality, settled } = screened;
        let job = if settled.is_none() { jobs.next() } else { None };
        let placed = job.is_some_and(|job| placements[job].parks[0].is_some());
        let open = if placed { Bucket::Moves } else { Bucket::Unplaced };
        let verdict = settled.unwrap_or(open);
        Decision { inside, rare, quality, verdict, placement: job.map(Position::of) }
    };
    screened.into_iter().map(one).collect()
}

/// Where every mover goes, and what else it could have had, in the order of the survey.
pub(crate) fn placements(
    prepared: &Prepared,
    solution: &Solution,
    room: &RoomLeft<'_, impl Distances>,
) -> Vec<Placement> {
    let mut belongs = prepared.problem.places_in_survey_order();
    // Jobs that follow each other stand near each other: in any other order most of the time goes into
    // getting at them.
    let jobs = (0..prepared.problem.movers.len()).into_par_iter();
    let mut placements: Vec<Placement> =
        jobs.map(|job| place_one(job, prepared, solution, room)).collect();
    // Each changes places with the one that stands where it belongs: twice as many of them at once would be
    // the most memory that a plan takes.
    for place in 0..placements.len() {
        while belongs[place] as usize != place {
            let there = belongs[place] as usize;
            placements.swap(place, there);
            belongs.swap(place, there);
        }
    }
    placements
}

fn place_one(
    job: usize,
    prepared: &Prepared,
    solution: &Solution,
    room: &RoomLeft<'_, impl Distances>,
) -> Placement {
    let Prepared { ground, problem, .. } = prepared;
    let agent = solution.assignment[job];
    let [chosen, second] =
        problem.choices(job, agent, &solution.certificate.prices, ground.distances());
    Placement {
        parks: [chosen, second].map(|choice| choice.map(|(pair, _)| Position::of(pair.park))),
        distances: [chosen, second]
            .map(|choice| choice.map_or(Metres(0.0), |(pair, _)| pair.distance)),
        margin_km: match (chosen, second) {
            (Some((_, first)), Some((_, second))) => second - first,
            _ => 0.0,
        },
        group: problem.group(job),
        left_out: chosen.is_none().then(|| room.why(job)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_million_of_them_stay_small() {
        assert_eq!(size_of::<Decision>(), 32);
        assert_eq!(size_of::<ScreenedEnterprise>(), 24);
        // Of which twelve say why somebody goes nowhere, with two counts of parks.
        assert_eq!(size_of::<Placement>(), 48);
    }
}
