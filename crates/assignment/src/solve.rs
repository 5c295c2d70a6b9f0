//! From a problem to a solution: prices, lists of candidates that grow with them, and the search.

use std::borrow::Cow;

use crate::apart::{Beginning, search_apart};
use crate::ascent::{SWEEPS, TOLERANCE, coordinate_ascent};
use crate::further::{complete_small, list_plan, place_rest, reach_further};
use crate::grow::{grow, perfect, refine, sample};
use crate::limits::Clock;
use crate::market::Market;
use crate::presolve::presolved;
use crate::price::priced;
use crate::solution::Start;
use crate::transport::{self, transport};
use crate::{Effort, Limits, Phase, Problem, Progress, Solution};

/// How often agents further off are looked for, for jobs that are left out.
const LOOK_FURTHER: usize = 3;

/// Solves the problem: the best plan found within the limits, with prices and a proven bound.
///
/// Always returns a plan within all capacities; in the worst case nobody is placed. Same problem
/// and limits, same solution, on any number of threads (unless `time` or `cancel` cut it short).
///
/// # Method
/// Lagrangian prices by coordinate ascent, with one resource exactly by a transportation problem; a plan
/// from prices by regret; ejection chains; then annealing and, for problems of moderate size, branch and bound with
/// reduced-cost fixing, in turns. With one resource, branch and bound relaxes the placing of jobs
/// instead of the capacities, a knapsack for each agent; dives follow that bound down, and
/// annealing takes compound moves.
///
/// # Complexity
/// O(candidates) memory. A pricing pass and a local search pass are about linear in the
/// candidates; the rest is bounded by [`Limits::effort`].
///
/// ```
/// use parkward_assignment::{Limits, Problem, Status, solve};
///
/// let mut builder = Problem::builder(2); // land, energy
/// let a = builder.agent(&[10, 100]);
/// let b = builder.agent(&[10, 100]);
/// builder.job(&[6, 30], 1_000, &[(a, 2), (b, 9)]);
/// builder.job(&[6, 30], 1_000, &[(a, 1), (b, 4)]);
/// builder.job(&[2, 70], 1_000, &[(a, 5)]);
/// let problem = builder.build()?;
/// let solution = solve(&problem, &Limits::default());
/// assert_eq!(solution.assignment, [Some(a), Some(b), Some(a)]);
/// assert_eq!((solution.cost, solution.status), (11, Status::Optimal));
/// # Ok::<(), parkward_assignment::ProblemError>(())
/// ```
#[must_use]
pub fn solve(problem: &Problem, limits: &Limits<'_>) -> Solution {
    solve_with(problem, limits, None, &mut |_| {})
}

/// Like [`solve`], from an earlier solution of a similar problem (same agents and resources): a changed
/// capacity, a closed agent or a few other jobs then cost little.
///
/// Prices only need to rise or fall where something changed. A job stays where it was as long as that
/// loses no more at the prices than it did before; the others are placed anew.
///
/// ```
/// use parkward_assignment::{Limits, Problem, solve, solve_from};
///
/// let mut builder = Problem::builder(1);
/// builder.agent(&[1]);
/// builder.job(&[1], 10, &[(0, 2)]);
/// builder.job(&[1], 10, &[(0, 3)]);
/// let problem = builder.build()?;
/// let first = solve(&problem, &Limits::default());
/// let again = solve_from(&problem, &Limits::default(), &first.as_start());
/// assert_eq!(again.cost, first.cost);
/// # Ok::<(), parkward_assignment::ProblemError>(())
/// ```
///
/// # Panics
/// When the start is not one of this problem, see [`Start`].
#[must_use]
pub fn solve_from(problem: &Problem, limits: &Limits<'_>, start: &Start<'_>) -> Solution {
    solve_with(problem, limits, Some(start), &mut |_| {})
}

/// Like [`solve`] and [`solve_from`], and reports every step ahead.
///
/// ```
/// use parkward_assignment::{Limits, Problem, solve_with};
///
/// let mut builder = Problem::builder(1);
/// builder.agent(&[1]);
/// builder.job(&[1], 10, &[(0, 2)]);
/// let mut last = None;
/// let solution = solve_with(&builder.build()?, &Limits::default(), None, &mut |p| last = Some(p));
/// assert_eq!(last.map(|p| (p.cost, p.lower_bound)), Some((2, 2)));
/// # Ok::<(), parkward_assignment::ProblemError>(())
/// ```
///
/// # Panics
/// When the start is not one of this problem, see [`Start`].
#[must_use]
pub fn solve_with(
    problem: &Problem,
    limits: &Limits<'_>,
    start: Option<&Start<'_>>,
    progress: &mut dyn FnMut(Progress),
) -> Solution {
    let mut lowered = Cow::Borrowed(problem);
    let fillable = problem.fillable();
    if fillable != problem.capacities {
        lowered.to_mut().capacities = fillable;
    }
    let problem = &*lowered;
    let useful = presolved(problem);
    let mut clock = Clock::new(limits, problem.candidate_count());
    let mut prices = first_prices(problem, start);
    coordinate_ascent(&useful, &mut prices, SWEEPS, TOLERANCE, &mut clock);
    let mut plan = vec![None; problem.jobs()];
    if transport::applies(problem) {
        let divided = transport(&mut useful.clone().into_owned(), prices, None, &mut clock);
        (prices, plan) = (divided.prices, divided.agents);
    }
    if let Some(start) = start {
        keep(problem, &prices, start, &mut plan);
    }
    let beginning = Beginning { prices, plan: &plan, earlier: start };
    search_apart(problem, &useful, limits, &mut clock, beginning, progress)
}

/// Solves a problem whose candidate lists are short at first and become longer where the proof
/// needs it; `problem` then holds the longer lists, and the bound speaks of all agents that the
/// market knows.
///
/// Prices are raised and lists made longer in turns, until no list limits the bound; small problems list
/// all. (Where a problem of moderate size then gets better prices still, [`crate::Certificate::limited_by`]
/// says whether longer lists would prove more.)
///
/// ```
/// use parkward_assignment::{Limits, Market, Problem, Status, solve_growing, verify};
///
/// /// Every job is at zero on a line, agent `a` at `a`.
/// struct Line(u32);
/// impl Market for Line {
///     fn list(&self, _job: usize, below: i64, list: &mut Vec<(u32, i64)>) -> Option<i64> {
///         let end = (0..self.0).find(|&a| i64::from(a) >= below).unwrap_or(self.0);
///         list.extend((0..end).map(|a| (a, i64::from(a))));
///         (end < self.0).then_some(i64::from(end))
///     }
/// }
///
/// let mut builder = Problem::builder(1);
/// (0..9_000).for_each(|_| { builder.agent(&[1]); });
/// for _ in 0..3 {
///     builder.job(&[1], 100, &[(0, 0)]);
///     builder.unlisted_cost(1);
/// }
/// let mut problem = builder.build()?;
/// let limits = Limits::default();
/// let solution = solve_growing(&mut problem, &Line(9_000), &limits, None, &mut |_| {});
/// assert_eq!((solution.cost, solution.status), (3, Status::Optimal)); // 0 + 1 + 2, of all
/// assert!(problem.candidate_count() < 3 * 9_000);
/// verify(&problem, &solution).expect("every solution passes its check");
/// # Ok::<(), parkward_assignment::ProblemError>(())
/// ```
///
/// # Panics
/// When needs depend on the agent, or the start is not one of this problem, see [`Start`].
#[must_use]
pub fn solve_growing(
    problem: &mut Problem,
    market: &dyn Market,
    limits: &Limits<'_>,
    start: Option<&Start<'_>>,
    progress: &mut dyn FnMut(Progress),
) -> Solution {
    let mut clock = Clock::new(limits, problem.candidate_count());
    let unplaced = problem.penalties.iter().sum();
    let mut report = |bound: f64| {
        #[allow(clippy::cast_possible_truncation)] // costs stay below 2^63
        progress(Progress { phase: Phase::Pricing, cost: unplaced, lower_bound: bound as i64 });
    };
    // Prices have a clock of their own: without good ones no effort finds good plans.
    let free = Limits { effort: Effort::Unlimited, ..*limits };
    let mut pricing = Clock::new(&free, problem.candidate_count());
    let fillable = problem.fillable();
    let capacities = std::mem::replace(&mut problem.capacities, fillable);
    complete_small(problem, market);
    let mut prices = first_prices(problem, start);
    let calm = grow(problem, market, &mut prices, &mut pricing, &mut report);
    if start.is_none() && !calm {
        let warm = sample(problem, market, &mut pricing);
        let (sampled, tau) = warm.map_or((prices, None), |(prices, tau)| (prices, Some(tau)));
        prices = sampled;
        refine(problem, market, &mut prices, tau, &mut pricing);
    }
    let mut plan = vec![None; problem.jobs()];
    if transport::applies(problem) {
        let divided = perfect(problem, market, prices, &mut pricing);
        (prices, plan) = (divided.prices, divided.agents);
    }
    if let Some(start) = start {
        list_plan(problem, market, start.assignment, &pricing);
        keep(problem, &prices, start, &mut plan);
    }
    let mut further = 0;
    loop {
        let useful = presolved(problem);
        let beginning = Beginning { prices: prices.clone(), plan: &plan, earlier: start };
        let mut solution = search_apart(problem, &useful, limits, &mut clock, beginning, progress);
        // Prices see shares of a job; a whole one may need an agent further off.
        if further == LOOK_FURTHER
            || !clock.goes_on()
            || !reach_further(problem, market, &solution.assignment)
        {
            let saved = place_rest(problem, market, &mut solution.assignment, &clock);
            solution.lower_cost(saved);
            problem.capacities = capacities;
            return solution;
        }
        plan = solution.assignment;
        further += 1;
    }
}

/// Prices to begin with.
fn first_prices(problem: &Problem, start: Option<&Start<'_>>) -> Vec<f64> {
    let slots = problem.agents() * problem.resources();
    let Some(start) = start else { return vec![0.0; slots] };
    start.check(problem);
    start.prices.iter().map(|price| price.to_f64()).collect()
}

/// Keeps jobs of a plan where they were at the start, if that loses no more at the prices than it did.
fn keep(problem: &Problem, prices: &[f64], start: &Start<'_>, plan: &mut [Option<u32>]) {
    let before = first_prices(problem, Some(start));
    for (job, (place, old)) in plan.iter_mut().zip(start.assignment).enumerate() {
        let Some(agent) = old.filter(|_| place != old) else { continue };
        let mut arcs = problem.arcs(job);
        let Some(arc) = arcs.find(|&arc| problem.arc_agent[arc] == agent) else { continue };
        let [loss, known] = [prices, &before[..]]
            .map(|prices| priced(problem, prices, job, arc) - problem.least(prices, job));
        if loss <= known + 1.0 {
            *place = *old;
        }
    }
}
