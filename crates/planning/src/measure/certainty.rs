//! How sure each destination is: the same movers are placed again and again with positions, needs and weights
//! that are off by as much as they may well be, and it is counted how often each goes where the plan sends it.

use crate::error::PlanError;
use crate::plan::Plan;
use crate::plan::ended::{CutShort, Stop};
use crate::plan::enterprises::Decision;
use crate::prepare::{Given, Prepared};
use crate::problem::jobs::{JobOwners, jobs};
use crate::problem::{Everybody, PlanningProblem};
use crate::settings::robustness::{Positions, Robustness};
use geo_types::Point;
use parkward_assignment::{Effort, Limits, ProblemError, Random, Solution, Start, solve_growing};
use parkward_model::{Enterprise, Text, is_same_word, wgs84};
use parkward_policy::Weight;
use rayon::prelude::*;
use std::sync::atomic::Ordering;
use std::time::Instant;

/// How many runs send each enterprise where the plan does.
#[derive(Default)]
pub(crate) struct Agreement {
    /// In the order of the survey; 0 for those who do not move.
    pub(crate) counts: Vec<u16>,
    pub(crate) cut: Option<CutShort>,
}

impl Agreement {
    /// Has a plan say how many runs there were, and what share of them agrees with where it sends each.
    pub(crate) fn store(self, plan: &mut Plan) {
        plan.robustness_cut = self.cut;
        let Some(runs) = plan.runs_done().filter(|runs| *runs > 0) else { return };
        let of = |(decision, agree): (&Decision, &u16)| {
            decision.placement.map(|_| f64::from(*agree) / f64::from(runs))
        };
        let shares = plan.enterprises.decisions.iter().zip(&self.counts).map(of);
        let shares: Vec<Option<f64>> = shares.collect();
        plan.enterprises.store(shares, |stored| &mut stored.agreement);
    }
}

/// Effort of a run: a plan that is near the best will do, since what is asked is where most go.
const EFFORT: u64 = 5_000_000;
const EFFORT_A_PAIR: u64 = 50;

const GAP: f64 = 2e-4;

impl Robustness {
    /// How many of the first `runs` runs send each enterprise where `solution` does. Runs are independent
    /// of each other, and of the number of threads; each begins with the prices of the solution. Those that
    /// cancellation cuts short do not count, nor do those that time leaves no room for.
    pub(crate) fn agreement(
        &self,
        given: Given<'_>,
        prepared: &Prepared,
        solution: &Solution,
        runs: u16,
        limits: &Limits<'_>,
    ) -> Result<Agreement, PlanError> {
        let deadline = limits.time.and_then(|time| Instant::now().checked_add(time));
        let interrupted = || limits.cancel.is_some_and(|cancel| cancel.load(Ordering::Relaxed));
        let late = || deadline.is_some_and(|deadline| Instant::now() >= deadline);
        let run = |run: u16| {
            if interrupted() || late() {
                return Ok(None);
            }
            // No limit of time, with which a run would depend on the machine; it is short by its effort.
            let mut problem = self.run(run, given, prepared)?;
            let pairs = problem.problem.candidate_count() as u64;
            let limits = Limits {
                time: None,
                effort: Effort::Steps(EFFORT + EFFORT_A_PAIR * pairs),
                gap: GAP,
                seed: self.seed,
                cancel: limits.cancel,
            };
            let (problem, market) = problem.with_market(prepared.ground.distances());
            // With its prices only: runs that start from its placements would agree with it too often.
            let start = Start { prices: &solution.certificate.prices, assignment: &[] };
            let placed = solve_growing(problem, &market, &limits, Some(&start), &mut |_| {});
            Ok((!interrupted()).then_some(placed.assignment))
        };
        let mut counts = vec![0; given.survey.enterprises.len()];
        let mut done = 0;
        let all: Vec<u16> = (1..=runs).collect();
        // In chunks, so that it is the first runs that are done when time is over, and few are in memory.
        for some in all.chunks(rayon::current_num_threads()) {
            let placed = some.par_iter().map(|number| run(*number));
            let placed: Vec<Option<Vec<Option<u32>>>> = placed.collect::<Result<_, PlanError>>()?;
            for placed in placed.iter().map_while(Option::as_ref) {
                done += 1;
                for (job, mover) in prepared.problem.movers.iter().enumerate() {
                    counts[*mover] += u16::from(placed[job] == solution.assignment[job]);
                }
            }
        }
        let stop = if interrupted() { Stop::Interrupted } else { Stop::Time };
        let cut = (done < runs).then_some(CutShort { runs: done, stop });
        Ok(Agreement { counts, cut })
    }

    /// The problem of one run.
    fn run(
        &self,
        run: u16,
        Given { survey, rules, options }: Given<'_>,
        prepared: &Prepared,
    ) -> Result<PlanningProblem, PlanError> {
        // Each run and mover, by its id, has a generator of its own: no order matters, neither of rows nor of work.
        let of_run = Random::new(self.seed).with(run.into());
        let mut random = of_run.clone().with(u64::MAX);
        let mut rules = rules.clone();
        for weight in Weight::all().filter(|weight| weight.varies()) {
            *weight.of_mut(&mut rules.weights) *= around(self.weights, &mut random);
        }
        let vary = |mover: usize, site: &mut Point<f64>, needs: &mut [i64]| {
            let enterprise = &survey.enterprises[mover];
            let id = enterprise.id.as_str().as_bytes();
            let mut random = id.iter().fold(of_run.clone(), |of, byte| of.with((*byte).into()));
            let metres = self.positions.of(enterprise);
            *site = moved(*site, metres, random.unit(), random.unit());
            for need in needs {
                *need = scaled(*need, around(self.needs, &mut random));
            }
        };
        Ok(prepared.problem.varied(Given { survey, rules: &rules, options }, prepared, vary)?)
    }
}

/// 1 ± at most `share`.
fn around(share: f64, random: &mut Random) -> f64 {
    1.0 + share * (2.0 * random.unit() - 1.0)
}

impl PlanningProblem {
    /// The problem of the same movers under other rules, each with its site and needs as `vary` makes them,
    /// which is handed the mover's position in the survey.
    pub(crate) fn varied(
        &self,
        Given { survey, rules, options }: Given<'_>,
        prepared: &Prepared,
        vary: impl Fn(usize, &mut Point<f64>, &mut [i64]),
    ) -> Result<Self, ProblemError> {
        let Prepared { ground, screened, receiving, rulings, classes, candidates, .. } = prepared;
        let owners = JobOwners { movers: self.movers.clone(), projects: self.projects.clone() };
        let mut jobs = jobs(survey, screened, rulings, &owners, receiving, rules, options);
        let needs = jobs.needs.chunks_mut(1 + options.resources.len());
        for ((mover, site), needs) in owners.movers.iter().zip(&mut jobs.sites).zip(needs) {
            vary(*mover, site, needs);
        }
        let everybody = Everybody { screened, classes: classes.as_ref(), candidates };
        Self::new(owners, jobs, everybody, ground.distances(), rules, &options.resources)
    }
}

#[expect(clippy::cast_possible_truncation, clippy::cast_precision_loss, reason = "far below 2^53")]
fn scaled(need: i64, factor: f64) -> i64 {
    (need as f64 * factor).round() as i64
}

/// A point of the disc of `metres` around a site, even over the disc where `share` and `turn` are even over
/// 0…1. Exact to a hundred-thousandth of the way: a degree has the length that it has at the site.
fn moved(site: Point<f64>, metres: f64, share: f64, turn: f64) -> Point<f64> {
    let (sin, cos) = site.y().to_radians().sin_cos();
    let flat = 1.0 - wgs84::E2 * sin * sin;
    let across = wgs84::A / flat.sqrt();
    let along = across * (1.0 - wgs84::E2) / flat;
    let (dy, dx) = (std::f64::consts::TAU * turn).sin_cos();
    let reach = metres * share.sqrt();
    let lon = site.x() + (reach * dx / (across * cos.max(1e-6))).to_degrees();
    let lat = site.y() + (reach * dy / along).to_degrees();
    Point::new(lon.clamp(-180.0, 180.0), lat.clamp(-90.0, 90.0))
}

impl Positions {
    fn of(&self, enterprise: &Enterprise) -> f64 {
        match self {
            Self::Metres(metres) => *metres,
            Self::ByWord { field, metres } => {
                let word = enterprise.facts.word(field);
                let named = |word: &str| metres.iter().find(|(name, _)| is_same_word(name, word));
                word.and_then(named).map_or(0.0, |(_, metres)| *metres)
            }
        }
    }
}

impl Plan {
    /// Why there were fewer runs than were asked for, in a sentence, if there were.
    pub fn why_fewer_runs(&self) -> Option<Text> {
        let asked = self.options.robustness.as_ref()?.runs;
        let CutShort { runs, stop } = self.robustness_cut?;
        let (why_zh, why_en) = match stop {
            Stop::Interrupted => ("被中断", "it was interrupted"),
            _ => ("已到时间上限", "its time was over"),
        };
        let (zh, en) = match runs {
            0 => (
                format!("要求重新分配 {asked} 次，{why_zh}，一次也未完成：去向是否确定未知。"),
                format!(
                    "None of the {asked} runs was done, because {why_en}: how sure the destinations are is not known."
                ),
            ),
            _ => (
                format!("要求重新分配 {asked} 次，{why_zh}，只完成前 {runs} 次。"),
                format!("Only the first {runs} of {asked} runs were done, because {why_en}."),
            ),
        };
        Some(Text::new(zh, en))
    }

    /// Movers whose destination is certain and contested, if that was asked and there were runs.
    ///
    /// ```
    /// # mod district { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/district/by_the_river.rs")); }
    /// # use district::*;
    /// assert_eq!(by_the_river().certainty(), Some([1, 0])); // E1 goes to A in all runs
    /// assert_eq!(tight().certainty(), None); // nobody asked
    /// ```
    pub fn certainty(&self) -> Option<[usize; 2]> {
        self.runs_done().filter(|runs| *runs > 0)?;
        let mut counts = [0; 2];
        for certain in self.enterprises().filter_map(|enterprise| enterprise.is_certain()) {
            counts[usize::from(!certain)] += 1;
        }
        Some(counts)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_site_moves_within_its_disc_and_fills_it() {
        let site = Point::new(121.3, 30.8);
        let mut random = Random::new(7);
        let (mut inner, mut sum) = (0, (0.0, 0.0));
        for _ in 0..10_000 {
            let there = moved(site, 500.0, random.unit(), random.unit());
            // At 30.8° N a degree of latitude has 110,866 m and one of longitude 95,705 m.
            let (dx, dy) = ((there.x() - site.x()) * 95_705.0, (there.y() - site.y()) * 110_866.0);
            let metres = dx.hypot(dy);
            assert!(metres <= 500.5, "{metres}");
            inner += usize::from(metres < 250.0);
            sum = (sum.0 + dx, sum.1 + dy);
        }
        assert!((2_300..2_700).contains(&inner), "a quarter of the disc: {inner}");
        assert!(sum.0.abs() < 100_000.0 && sum.1.abs() < 100_000.0, "{sum:?}");
        assert_eq!(moved(site, 0.0, 0.5, 0.5), site);
    }
}
