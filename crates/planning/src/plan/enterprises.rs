//! What became of every enterprise, kept small: decisions and placements, and what follows from them.

use crate::bucket::Bucket;
use crate::by_road::used::OnRoads;
use crate::distances::{Distances, Ground, Move};
use crate::plan::key_column::KeyColumn;
use crate::plan::stored::Stored;
use crate::position::Position;
use crate::prepare::Prepared;
use crate::problem::PlanningProblem;
use crate::problem::choices::Choices;
use crate::problem::offers::Group;
use crate::problem::room_left::RoomLeft;
use crate::reasons::LeftOut;
use crate::rule::rulings::Rulings;
use crate::screened::enterprises::{Rare, ScreenedEnterprise};
use hashbrown::HashMap;
use parkward_assignment::Solution;
use parkward_model::{Enterprise, IndustryCode, Metres, Text};
use parkward_policy::{Classes, Industries, LandNeed, RuleBook};
use rayon::prelude::*;
use std::sync::OnceLock;

/// All enterprises of a plan, in the order of their rows; empty by default. They are looked at
/// through [`Plan::enterprises`](crate::Plan::enterprises).
///
/// About 150 bytes an enterprise, and 48 more for one that should move; 4 for each kind of key that the rule
/// book has, and 24 where there are phases or runs.
#[derive(Debug, Default)]
pub struct Enterprises {
    pub(crate) read: Vec<Enterprise>,
    /// One for each enterprise.
    pub(crate) decisions: Vec<Decision>,
    /// One for each that should move.
    pub(crate) placements: Vec<Placement>,
    /// What is stored of each beside that; empty if nothing is.
    pub(crate) stored: Vec<Stored>,
    pub(crate) keys: Keys,
    pub(crate) derived: Derived,
    /// The rule book, which a plan that was read parses when it is first asked for.
    pub(crate) book: OnceLock<Option<Box<RuleBook>>>,
    /// Moves along the roads; found all at once when first asked for.
    pub(crate) on_roads: OnceLock<OnRoads>,
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

    /// Stores something of each, in their order.
    pub(crate) fn store<T>(
        &mut self,
        each: impl IntoIterator<Item = T>,
        field: impl Fn(&mut Stored) -> &mut T,
    ) {
        self.stored.resize_with(self.read.len(), Stored::default);
        for (stored, value) in self.stored.iter_mut().zip(each) {
            *field(stored) = value;
        }
    }
}

/// What enterprises belong to, by the keys of the rule book.
#[derive(Debug, Default)]
pub(crate) struct Keys {
    pub(super) class: KeyColumn,
    pub(super) pillar_industry: KeyColumn,
    /// An encouraged new or high technology.
    pub(super) high_technology: KeyColumn,
    /// Of the land that it stands on.
    pub(super) land_class: KeyColumn,
}

impl Keys {
    /// `land_classes` are those of the land that each stands on.
    pub(crate) fn of<'a>(
        enterprises: &[Enterprise],
        rules: &RuleBook,
        classes: Option<&Classes>,
        land_classes: impl Iterator<Item = Option<&'a str>>,
    ) -> Self {
        let class = |classes: &Classes| {
            KeyColumn::of((0..enterprises.len()).map(|index| Some(classes.of(index))))
        };
        let pillar = |industry: &IndustryCode| rules.pillar_industry(industry);
        let technology = |industry: &IndustryCode| rules.high_technology(industry);
        Self {
            class: classes.map(class).unwrap_or_default(),
            pillar_industry: by_industry(enterprises, &rules.pillar_industries, pillar),
            high_technology: by_industry(enterprises, &rules.high_technology, technology),
            land_class: KeyColumn::of(land_classes),
        }
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
    pub(crate) parks: Ranked<Option<Position>>,
    /// How far they are; 0 where there is none.
    pub(crate) distances: Ranked<Metres>,
    /// How much more the second costs at the prices of the plan, in kilometre-equivalents.
    pub(crate) margin_km: f64,
    /// To which of [`Made::groups`] it belongs, of which fit and cost follow.
    pub(crate) group: u32,
    /// Why it goes to none, if so.
    pub(crate) left_out: Option<LeftOut>,
}

/// Something of the park where one goes, and of the one next in line.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Ranked<T> {
    pub(crate) chosen: T,
    pub(crate) second: T,
}

impl<T: Copy> Ranked<T> {
    pub(crate) fn at(&self, rank: Rank) -> T {
        match rank {
            Rank::Chosen => self.chosen,
            Rank::Second => self.second,
        }
    }

    pub(crate) fn at_mut(&mut self, rank: Rank) -> &mut T {
        match rank {
            Rank::Chosen => &mut self.chosen,
            Rank::Second => &mut self.second,
        }
    }

    pub(crate) fn map<U>(self, of: impl Fn(T) -> U) -> Ranked<U> {
        Ranked { chosen: of(self.chosen), second: of(self.second) }
    }
}

/// Which of the two.
#[derive(Clone, Copy)]
pub(crate) enum Rank {
    Chosen,
    Second,
}

/// What follows from the decisions.
#[derive(Debug)]
pub(crate) enum Derived {
    /// Of a plan that was made: computed when it is asked for.
    Made(Box<Made>),
    /// Of a plan that was read: as written, one for each enterprise, so that it can be verified.
    Written(Vec<Written>),
}

impl Default for Derived {
    fn default() -> Self {
        Self::Written(Vec::new())
    }
}

/// What words, terms and ends of moves are computed of.
#[derive(Debug)]
pub(crate) struct Made {
    pub(crate) ground: Ground,
    pub(crate) groups: Vec<Group>,
    /// What was decided of single enterprises.
    pub(crate) rulings: Rulings,
    /// Where straight moves end, by placement; computed all at once when first asked for.
    pub(crate) entries: OnceLock<Vec<[f64; 2]>>,
    /// How moves by road go, likewise.
    pub(crate) moves: OnceLock<Vec<Ranked<Option<Move>>>>,
}

/// What a written plan says of one enterprise and follows from the rest.
#[derive(Debug)]
pub(crate) struct Written {
    pub(super) reasons: Vec<Text>,
    pub(super) land_need: Option<LandNeed>,
    pub(super) terms: Ranked<Option<Terms>>,
}

/// What a written plan says of a park that somebody may go to.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Terms {
    pub(super) fit: f64,
    pub(super) cost_km: f64,
    pub(super) going: Move,
}

/// For every enterprise, the key of the list that its industry belongs to. Lists are looked through once an
/// industry.
fn by_industry<'a>(
    enterprises: &[Enterprise],
    lists: &'a [Industries],
    list: impl Fn(&IndustryCode) -> Option<&'a Industries>,
) -> KeyColumn {
    if lists.is_empty() {
        return KeyColumn::default();
    }
    let mut known: HashMap<&IndustryCode, Option<&str>> = HashMap::new();
    KeyColumn::of(enterprises.iter().map(|enterprise| {
        let industry = enterprise.industry.as_ref()?;
        *known.entry(industry).or_insert_with(|| list(industry).map(|list| list.id.as_str()))
    }))
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
        let placed = job.is_some_and(|job| placements[job].parks.chosen.is_some());
        let open = if placed { Bucket::Moves } else { Bucket::Unplaced };
        let verdict = settled.unwrap_or(open);
        Decision { inside, rare, quality, verdict, placement: job.map(Position::of) }
    };
    screened.into_iter().map(one).collect()
}

/// Batches of movers that are worked on side by side.
const BATCHES: usize = 64;

/// Where every mover goes, and what else it could have had, in the order of the survey.
pub(crate) fn placements(
    prepared: &Prepared,
    solution: &Solution,
    room: &RoomLeft<'_, impl Distances>,
) -> Vec<Placement> {
    let mut belongs = prepared.problem.ranks_in_survey_order();
    // In the order of jobs, which are neighbours in memory as in space: in the order of the survey most
    // of the time is spent on cache misses.
    let Prepared { ground, problem, .. } = prepared;
    let (movers, batch) = (problem.movers.len(), problem.batch(ground.distances()));
    let place = |first: usize| {
        let jobs = first..movers.min(first + batch);
        let prices = &solution.certificate.prices;
        let choices =
            problem.choices(jobs.clone(), &solution.assignment, prices, ground.distances());
        let place = |(job, choices)| place_one(job, choices, problem, room);
        jobs.zip(choices).map(place).collect::<Vec<Placement>>()
    };
    let mut placements = Vec::with_capacity(movers);
    // Some batches at a time: with all of them the placements would be in memory twice.
    for first in (0..movers).step_by(BATCHES * batch) {
        let some = first..movers.min(first + BATCHES * batch);
        let placed: Vec<_> = some.into_par_iter().step_by(batch).map(place).collect();
        placements.extend(placed.into_iter().flatten());
    }
    // Sorted in place, by swapping each with the one that stands at its index: a second array would be the
    // peak of the memory that a plan takes.
    for index in 0..placements.len() {
        while belongs[index] as usize != index {
            let there = belongs[index] as usize;
            placements.swap(index, there);
            belongs.swap(index, there);
        }
    }
    placements
}

fn place_one(
    job: usize,
    choices: Choices,
    problem: &PlanningProblem,
    room: &RoomLeft<'_, impl Distances>,
) -> Placement {
    let (chosen, margin_km) = (choices.chosen, choices.margin_km());
    let choices = Ranked { chosen, second: choices.second };
    Placement {
        parks: choices.map(|choice| choice.map(|choice| Position::of(choice.pair.park))),
        distances: choices.map(|choice| choice.map_or(Metres(0.0), |choice| choice.pair.distance)),
        margin_km,
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
        // Twelve of these bytes are `left_out`: a reason, with two counts of parks.
        assert_eq!(size_of::<Placement>(), 48);
    }
}
