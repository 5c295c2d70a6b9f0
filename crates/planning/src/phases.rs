//! In which year each move happens: within the land that a year gives, the better enterprises first.
//!
//! This is an assignment problem of its own: moves are the jobs, years the agents, land is what a year
//! gives. A move that waits costs its years of waiting times its weight, land × (1 + quality); one that no
//! year takes waits until the year after the last. The engine proves how good the answer is.

use crate::ended::Stop;
use crate::plan::Status;
use crate::{Bucket, Plan, PlanError, PlannedEnterprise};
use parkward_assignment::{Effort, Limits, Price, Problem, Solution, Start, solve_from, verify};
use parkward_model::Hectares;
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::collections::BTreeMap;
use std::fmt;
use std::sync::atomic::{AtomicBool, Ordering};

/// A calendar year. In files it is a key, and so a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Year(pub u16);

impl fmt::Display for Year {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl Serialize for Year {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_u16(self.0)
    }
}

impl<'de> Deserialize<'de> for Year {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(untagged, expecting = "expected a year, as 2027")]
        enum Written {
            Number(i64),
            Key(String),
        }
        let text = match Written::deserialize(deserializer)? {
            Written::Number(number) => number.to_string(),
            Written::Key(text) => text,
        };
        let year = text.parse().ok().filter(|year| (1900..=2999).contains(year));
        year.map(Self)
            .ok_or_else(|| D::Error::custom(format!("expected a year, as 2027, found {text:?}")))
    }
}

/// What each year gives: the phases of a plan.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Phases {
    /// Land that the moves of a year may take in the parks all together, in hectares.
    #[serde(deserialize_with = "years")]
    pub years: BTreeMap<Year, f64>,
    /// The year of the closures; absent: the first. They take no land.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub closures: Option<Year>,
}

fn years<'de, D: Deserializer<'de>>(deserializer: D) -> Result<BTreeMap<Year, f64>, D::Error> {
    let years = BTreeMap::<Year, f64>::deserialize(deserializer)?;
    if years.is_empty() {
        return Err(D::Error::custom("expected at least one year, as { 2027 = 60.0 }, found none"));
    }
    match years.iter().find(|(_, quota)| !(0.0..=1e9).contains(*quota)) {
        Some((year, quota)) => {
            Err(D::Error::custom(format!("{year}: expected hectares from 0 on, found {quota}")))
        }
        None => Ok(years),
    }
}

/// The phases with what happens in them, and the proof.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Schedule {
    /// What each year gives.
    pub phases: Phases,
    /// What happens in each year, in their order.
    pub years: Vec<Phase>,
    /// Moves that no year takes.
    pub later: usize,
    /// The land that they take, in hectares.
    pub later_ha: f64,
    /// Land × (1 + quality) × years of waiting, summed: in hectare-years.
    pub waiting_ha_years: f64,
    /// No schedule waits less than this.
    pub lower_bound_ha_years: f64,
    /// (waiting − bound) / waiting; 0 if nobody waits.
    pub gap: f64,
    /// `optimal` only if the gap is exactly 0.
    pub status: Status,
    /// What kept it from being searched for: then it is the first that was found.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stop: Option<Stop>,
    /// What land is worth in each year, in units of 2⁻²⁴ year per unit of weight: they prove the bound.
    pub prices: Vec<u64>,
}

/// What happens in a year.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Phase {
    /// The year.
    pub year: u16,
    /// Land that its moves may take.
    pub quota_ha: f64,
    /// Enterprises that move.
    pub moves: usize,
    /// Enterprises that close.
    pub closures: usize,
    /// Land that its moves take in the parks.
    pub taken_ha: f64,
    /// Land outside the parks that its moves and closures free.
    pub released_ha: f64,
}

/// Small enough that nobody would notice in a year.
const GAP: f64 = 1e-4;
/// Steps of effort for it: quotas are few and wide.
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

#[expect(clippy::cast_precision_loss, reason = "far below 2^53")]
fn hectares(square_metres: i64) -> f64 {
    square_metres as f64 / 10_000.0
}

impl Phases {
    /// The year of the closures.
    pub fn closures(&self) -> Year {
        let first = self.years.keys().next().copied();
        self.closures.or(first).expect("there is a year")
    }

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
        let movers: Vec<usize> = (0..plan.enterprises.len())
            .filter(|place| plan.enterprise(*place).verdict() == Bucket::Moves)
            .collect();
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
            // The move on the border of one year may be on that of the next, too.
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
        (self.schedule, self.enterprises.years) = (Some(schedule), years);
        Ok(())
    }
}
