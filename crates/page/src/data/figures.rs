//! What the plan comes to, before and after.

use super::signs::SignShown;
use parkward_model::{Hectares, Text};
use parkward_planning::{
    Balance, Bucket, IndicatorChange, Plan, PrincipleFigure, ProjectBucket, Schedule, Status,
};
use serde::Serialize;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Figures {
    input: usize,
    verdicts: Vec<VerdictShown>,
    project_input: usize,
    project_verdicts: Vec<VerdictShown>,
    /// Indices of the verdicts in the order in which signs are drawn.
    drawn: Vec<usize>,
    cost_km: f64,
    lower_bound_km: f64,
    gap: f64,
    optimal: bool,
    why_not_optimal: Option<Text>,
    released_ha: Hectares,
    /// Land that newcomers take by the guide, and what it saves.
    by_guide_ha: Option<[Hectares; 2]>,
    balances: Vec<BalanceShown>,
    indicators: Vec<IndicatorShown>,
    principles: Vec<PrincipleShown>,
    certainty: Option<[usize; 2]>,
    runs: Option<u16>,
    schedule: Option<Schedule>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct VerdictShown {
    key: &'static str,
    label: Text,
    colour: &'static str,
    sign: Option<SignShown>,
    count: usize,
    land_ha: f64,
    land_unknown: usize,
}

/// Where land, or an amount that the rule book sums up, is before and after.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct BalanceShown {
    name: Text,
    unit: Text,
    is_land: bool,
    total: f64,
    in_parks: [f64; 2],
    outside: [f64; 2],
    closed: f64,
    saved: f64,
    unknown: usize,
}

#[derive(Serialize)]
struct IndicatorShown {
    #[serde(flatten)]
    of: IndicatorChange,
    change: Option<f64>,
    judgement: i8,
}

#[derive(Serialize)]
struct PrincipleShown {
    #[serde(flatten)]
    of: PrincipleFigure,
    share: Option<f64>,
}

impl Figures {
    pub(super) fn of(plan: &Plan) -> Self {
        let solution = &plan.solution;
        let balances = plan.balances();
        let land = balances.first().expect("land is always summed up");
        let place = |bucket: &Bucket| Bucket::ALL.iter().position(|other| other == bucket);
        let schedule =
            plan.schedule.clone().map(|schedule| Schedule { prices: Vec::new(), ..schedule });
        let district = plan.indicators.iter().filter(|indicator| indicator.park.is_none());
        Self {
            input: plan.summary.input,
            verdicts: Bucket::ALL.iter().map(|bucket| verdict(plan, *bucket, land)).collect(),
            project_input: plan.project_summary.input,
            project_verdicts: ProjectBucket::ALL
                .iter()
                .map(|b| project_verdict(plan, *b))
                .collect(),
            drawn: Bucket::DRAWN.iter().filter_map(place).collect(),
            cost_km: solution.cost_km,
            lower_bound_km: solution.lower_bound_km,
            gap: solution.gap,
            optimal: solution.status == Status::Optimal,
            why_not_optimal: solution.why_not_optimal(),
            released_ha: plan.released_land(),
            by_guide_ha: plan.land_by_guide(),
            balances: balances
                .iter()
                .enumerate()
                .map(|(index, b)| balance(b, index == 0))
                .collect(),
            indicators: district.map(indicator).collect(),
            principles: plan.principles.iter().map(principle).collect(),
            certainty: plan.certainty(),
            runs: plan.runs_done(),
            schedule,
        }
    }
}

fn verdict(plan: &Plan, bucket: Bucket, land: &Balance) -> VerdictShown {
    let place = Bucket::ALL.iter().position(|other| *other == bucket);
    VerdictShown {
        key: bucket.key(),
        label: bucket.label(),
        colour: bucket.colour(),
        sign: (bucket != Bucket::Rejected).then(|| SignShown::of(&bucket.sign(), bucket.colour())),
        count: plan.summary.count(bucket),
        land_ha: land.in_unit(land.bucket(bucket)),
        land_unknown: place.map_or(0, |place| land.unknown[place]),
    }
}

fn project_verdict(plan: &Plan, bucket: ProjectBucket) -> VerdictShown {
    let (land, land_unknown) = plan.project_land(bucket);
    let colour = bucket.like().colour();
    VerdictShown {
        key: bucket.key(),
        label: bucket.label(),
        colour,
        sign: (bucket != ProjectBucket::Rejected).then(|| SignShown::of(&bucket.sign(), colour)),
        count: plan.project_summary.count(bucket),
        land_ha: land.0,
        land_unknown,
    }
}

fn balance(balance: &Balance, is_land: bool) -> BalanceShown {
    let shown = |amount: i128| balance.in_unit(amount);
    BalanceShown {
        name: balance.name.clone(),
        unit: balance.unit.clone(),
        is_land,
        total: shown(balance.total),
        in_parks: [shown(balance.in_parks_before), shown(balance.in_parks_after())],
        outside: [shown(balance.outside_before()), shown(balance.outside_after())],
        closed: shown(balance.closed()),
        saved: shown(balance.saved()),
        unknown: balance.unknown(),
    }
}

fn indicator(of: &IndicatorChange) -> IndicatorShown {
    IndicatorShown { of: of.clone(), change: of.change(), judgement: of.judgement() }
}

fn principle(of: &PrincipleFigure) -> PrincipleShown {
    PrincipleShown { of: of.clone(), share: of.share() }
}
