//! In which year each move happens: within the land that a year gives, the better enterprises first.
//!
//! This is an assignment problem of its own: moves are the jobs, years the agents, land is what a year
//! gives. A move that waits costs its years of waiting times its weight, land × (1 + quality); one that no
//! year takes waits until the year after the last. The engine proves how good the answer is.

use crate::amounts::hectares;
use crate::bucket::Bucket;
use crate::error::PlanError;
use crate::plan::Plan;
use crate::plan::ended::Stop;
use crate::plan::enterprise::PlannedEnterprise;
use crate::plan::schedule::{Phase, Schedule};
use crate::plan::solution::Status;
use crate::settings::phases::{Phases, Year};
use parkward_assignment::{Effort, Limits, Price, Problem, Solution, Start, solve_from, verify};
use parkward_model::Hectares;
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};

/// The gap at which the search for a schedule ends: a ten-thousandth of the hectare-years of waiting.
const GAP: f64 = 1e-4;

/// Steps of effort for it; quotas are few and wide, so this is plenty.
const EFFORT: u64 = 50_000_000;

/// What a move weighs: its square metres times 1 + quality. A move without land weighs nothing.
#[expect(clippy::cast_possible_truncation, clippy::cast_precision_loss, reason = "far below 2^53")]
fn weight(land: i64, quality: f64) -> i64 {
    (land as f64 * (1.0 + quality)).round() as i64
}

/// The land that a move takes in the park.
fn taken_by(enterprise: PlannedEnterprise<'_>) -> i64 {
    enterprise.land_taken().map_or(0, Hectares::square_metres)
}

impl Phases {
    /// Gives every move of the plan a year. The year of each enterprise, 0 for none, in the order of
    /// their rows, and what it comes to. Cancelled, or with something that had `stop`ped it before, it is
    /// the first schedule that is found, which is always the same.
    fn schedule(
        &self,
        plan: &Plan,
        mut stop: Option<Stop>,
        cancel: Option<&AtomicBool>,
    ) -> Result<(Schedule, Vec<u16>), PlanError> {
        let years: Vec<u16> = self.years.keys().map(|year| year.0).collect();
        let (first, last) = (years[0], years[years.len() - 1]);
        let mut movers: Vec<usize> = (0..plan.enterprises.len())
            .filter(|index| plan.enterprise(*index).verdict() == Bucket::Moves)
            .collect();
        // Of schedules that are as good, the one that is found rests on the order of the moves.
        movers.sort_unstable_by_key(|index| &plan.enterprise(*index).enterprise().id);
        let mut shares = Vec::with_capacity(movers.len());
        let mut builder = Problem::builder(1);
        let agents: Vec<u32> = self
            .years
            .values()
            .map(|quota| builder.agent(&[Hectares(*quota).square_metres()]))
            .collect();
        for mover in &movers {
            let enterprise = plan.enterprise(*mover);
            let land = taken_by(enterprise);
            let weight = weight(land, enterprise.quality());
            let waits = |year: u16| weight * i64::from(year - first);
            let list: Vec<(u32, i64)> =
                agents.iter().zip(&years).map(|(agent, year)| (*agent, waits(*year))).collect();
            builder.job(&[land], waits(last + 1), &list);
            shares.push((weight, land));
        }
        let problem = builder.build()?;
        let limits =
            Limits { gap: GAP, effort: Effort::Steps(EFFORT), cancel, ..Limits::default() };
        let first = Limits { gap: GAP, effort: Effort::Steps(1), ..Limits::default() };
        let prices = self.prices(shares);
        let start = Start { prices: &prices, assignment: &[] };
        let limits = if stop.is_none() { &limits } else { &first };
        let mut solution = solve_from(&problem, limits, &start);
        if cancel.is_some_and(|cancel| cancel.load(Ordering::Relaxed)) {
            stop = Some(Stop::Interrupted);
            solution = solve_from(&problem, &first, &start);
        }
        verify(&problem, &solution)?;
        let mut by_enterprise = vec![0; plan.enterprises.len()];
        for (mover, agent) in movers.iter().zip(&solution.assignment) {
            by_enterprise[*mover] = agent.map_or(0, |agent| years[agent as usize]);
        }
        let closures = self.closures().0;
        for (year, enterprise) in by_enterprise.iter_mut().zip(plan.enterprises()) {
            if matches!(enterprise.verdict(), Bucket::Closes | Bucket::InParkCloses) {
                *year = closures;
            }
        }
        Ok((self.sums(plan, &by_enterprise, &solution, stop), by_enterprise))
    }

    /// What land is worth in each year where moves may be divided, given the weight and the land of each:
    /// the heaviest by land go first, and the one on the border of two years is worth as much in either.
    /// By single moves, of which thousands weigh the same by land, these prices are far.
    #[expect(clippy::cast_precision_loss, reason = "far below 2^53")]
    fn prices(&self, mut shares: Vec<(i64, i64)>) -> Vec<Price> {
        shares.retain(|(_, land)| *land > 0);
        let by_land = |(weight, land): &(i64, i64)| *weight as f64 / *land as f64;
        shares.sort_unstable_by(|a, b| by_land(b).total_cmp(&by_land(a)));
        let mut moves = shares.iter();
        let (mut taken, mut given) = (0, 0);
        let border = |quota: &f64| {
            given += Hectares(*quota).square_metres();
            let mut last = 0.0;
            // A move that is too large for the rest of one year may be so for the next, too: it is not taken yet.
            while taken <= given {
                let Some(next) = moves.clone().next() else { return 0.0 };
                last = by_land(next);
                if taken + next.1 > given {
                    break;
                }
                taken += next.1;
                moves.next();
            }
            last
        };
        let borders: Vec<f64> = self.years.values().map(border).collect();
        let years: Vec<u16> = self.years.keys().map(|year| year.0).collect();
        let mut price = 0.0;
        let mut prices: Vec<Price> = (0..years.len())
            .rev()
            .map(|year| {
                let next = years.get(year + 1).map_or(years[year] + 1, |next| *next);
                price += borders[year] * f64::from(next - years[year]);
                Price::from_f64(price)
            })
            .collect();
        prices.reverse();
        prices
    }

    fn sums(
        &self,
        plan: &Plan,
        by_enterprise: &[u16],
        solution: &Solution,
        stop: Option<Stop>,
    ) -> Schedule {
        let mut sums: BTreeMap<u16, (usize, usize, i64, i64)> = BTreeMap::new();
        for (year, enterprise) in by_enterprise.iter().zip(plan.enterprises()) {
            let outside = enterprise.stands_in().len() == 0;
            let (moves, closures, taken, released) = sums.entry(*year).or_default();
            match enterprise.verdict() {
                Bucket::Moves => {
                    *moves += 1;
                    *taken += taken_by(enterprise);
                }
                Bucket::Closes | Bucket::InParkCloses => *closures += 1,
                _ => continue,
            }
            let present = enterprise.enterprise().land.map_or(0, Hectares::square_metres);
            *released += if outside { present } else { 0 };
        }
        let of = |year: u16| sums.get(&year).copied().unwrap_or_default();
        let phase = |(year, quota): (&Year, &f64)| {
            let (moves, closures, taken, released) = of(year.0);
            Phase {
                year: year.0,
                quota_ha: *quota,
                moves,
                closures,
                taken_ha: hectares(taken),
                released_ha: hectares(released),
            }
        };
        let (later, _, later_land, _) = of(0);
        Schedule {
            phases: self.clone(),
            years: self.years.iter().map(phase).collect(),
            later,
            later_ha: hectares(later_land),
            waiting_ha_years: hectares(solution.cost),
            lower_bound_ha_years: hectares(solution.certificate.lower_bound),
            gap: solution.gap(),
            status: match solution.status {
                parkward_assignment::Status::Optimal => Status::Optimal,
                parkward_assignment::Status::Feasible(_) => Status::Feasible,
            },
            stop,
            prices: solution.certificate.prices.iter().map(|price| price.raw()).collect(),
        }
    }
}

impl Plan {
    /// Gives every move a year; see [`Phases::schedule`].
    pub(crate) fn phase(
        &mut self,
        phases: &Phases,
        stop: Option<Stop>,
        cancel: Option<&AtomicBool>,
    ) -> Result<(), PlanError> {
        let (schedule, years) = phases.schedule(self, stop, cancel)?;
        self.schedule = Some(schedule);
        let years = years.into_iter().map(|year| (year > 0).then_some(year));
        self.enterprises.store(years, |stored| &mut stored.year);
        Ok(())
    }
}
