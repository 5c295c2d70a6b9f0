//! Survey, screening, problem and solution into a plan, which is verified before anybody sees it.

use crate::plan::{
    Choice, Limit, Plan, PlannedEnterprise, PlannedPark, Proof, Resource, RuleBookText, SCHEMA,
    SecondChoice, SolutionSummary, Status, Summary,
};
use crate::problem::{Pair, PlanningProblem, problem};
use crate::standing::{Standing, stand};
use crate::{Bucket, PlanError};
use parkward_assignment::{Certificate, Limits, Price, Progress, Solution, solve_with};
use parkward_geometry::{ParkIndex, Sharing, area, overlaps};
use parkward_model::{Footprint, Hectares, Lang, Layer, ParkId, Survey, Text};
use parkward_policy::{Date, RuleBook};

/// What a plan is made with, beside the survey and the rule book.
#[derive(Clone, Debug)]
pub struct PlanOptions {
    /// The title, as printed on maps.
    pub title: Text,
    /// What is synthetic, assumed or illustrative in the inputs.
    pub data_notice: Text,
    /// The day whose rules are applied.
    pub as_of: Date,
    /// Resources besides land.
    pub resources: Vec<Resource>,
}

/// A survey that has been located, screened and turned into numbers: all that comes before solving.
#[derive(Debug)]
pub struct Prepared {
    /// The R-tree of park boundaries.
    pub index: ParkIndex,
    /// Every enterprise of the survey, in its order.
    pub standing: Vec<Standing>,
    /// The assignment problem of those who should move.
    pub problem: PlanningProblem,
}

impl Prepared {
    /// Locates and screens everybody, and builds the problem of those who should move.
    ///
    /// # Errors
    /// [`PlanError::Problem`] if a number is too large for exact arithmetic.
    pub fn new(
        survey: &Survey,
        rules: &RuleBook,
        options: &PlanOptions,
    ) -> Result<Self, PlanError> {
        let index = ParkIndex::build(&survey.parks)?;
        let standing = stand(survey, &index, rules, &options.resources, options.as_of);
        let problem = problem(survey, &standing, &index, rules, &options.resources)?;
        Ok(Self { index, standing, problem })
    }
}

impl Plan {
    /// Makes the plan: locates, screens, solves, assembles, and verifies the solution in exact
    /// arithmetic.
    ///
    /// # Errors
    /// [`PlanError`]: numbers too large, or a solution that fails its verification (which would be
    /// a fault of the program, and is never written).
    pub fn make(
        survey: Survey,
        rules: &RuleBook,
        rule_book: RuleBookText,
        options: &PlanOptions,
        limits: &Limits<'_>,
        progress: &mut dyn FnMut(Progress),
    ) -> Result<Self, PlanError> {
        let prepared = Prepared::new(&survey, rules, options)?;
        let solution = solve_with(&prepared.problem.problem, limits, None, progress);
        parkward_assignment::verify(&prepared.problem.problem, &solution)?;
        Ok(Self::assemble(survey, rules, rule_book, options, &prepared, &solution))
    }

    /// Words and sums for a solution; everything in the plan but the placements and the prices
    /// follows from the survey and the rules.
    pub(crate) fn assemble(
        survey: Survey,
        rules: &RuleBook,
        rule_book: RuleBookText,
        options: &PlanOptions,
        prepared: &Prepared,
        solution: &Solution,
    ) -> Self {
        let enterprises = enterprises(&survey, prepared, solution);
        let parks = parks(&survey, rules, options, prepared, solution, &enterprises);
        let rejected = survey.rejects.iter().filter(|r| r.layer == Layer::Enterprises).count();
        Self {
            schema: SCHEMA.to_owned(),
            title: options.title.clone(),
            data_notice: options.data_notice.clone(),
            as_of: options.as_of,
            weights: rules.weights.clone(),
            summary: summary(&enterprises, rejected),
            solution: summarise(solution, survey.parks.len()),
            parks,
            enterprises,
            rejects: survey.rejects,
            notes: survey.notes,
            inputs: survey.inputs,
            resources: options.resources.clone(),
            rule_book,
        }
    }
}

fn summary(enterprises: &[PlannedEnterprise], rejected: usize) -> Summary {
    let mut summary =
        Summary { input: enterprises.len() + rejected, rejected, ..Summary::default() };
    for enterprise in enterprises {
        *match enterprise.verdict {
            Bucket::InPark => &mut summary.in_park,
            Bucket::InParkCloses => &mut summary.in_park_closes,
            Bucket::Closes => &mut summary.closes,
            Bucket::Review => &mut summary.review,
            Bucket::Moves => &mut summary.moves,
            Bucket::Unplaced => &mut summary.unplaced,
            Bucket::Rejected => &mut summary.rejected,
        } += 1;
    }
    summary
}

fn summarise(solution: &Solution, parks: usize) -> SolutionSummary {
    let Certificate { prices, price_bound, lower_bound, proof, .. } = &solution.certificate;
    let per_park = prices.len() / parks.max(1);
    SolutionSummary {
        cost_km: kilometres(solution.cost),
        lower_bound_km: kilometres(*lower_bound),
        gap: solution.gap(),
        status: match solution.status {
            parkward_assignment::Status::Optimal => Status::Optimal,
            parkward_assignment::Status::Feasible(_) => Status::Feasible,
        },
        cost_mm: solution.cost,
        lower_bound_mm: *lower_bound,
        price_bound_mm: *price_bound,
        proof: match proof {
            parkward_assignment::Proof::Prices => Proof::Prices,
            parkward_assignment::Proof::Search { nodes } => Proof::Search { nodes: *nodes },
        },
        prices: prices
            .chunks(per_park.max(1))
            .map(|park| park.iter().map(|price| price.raw()).collect())
            .collect(),
    }
}

/// Millimetre-equivalents to kilometres, for people.
#[expect(clippy::cast_precision_loss, reason = "costs stay below 2^53 millimetres")]
pub(crate) fn kilometres(mm: i64) -> f64 {
    mm as f64 / 1e6
}

fn enterprises(
    survey: &Survey,
    prepared: &Prepared,
    solution: &Solution,
) -> Vec<PlannedEnterprise> {
    let mut jobs = prepared.problem.movers.iter().enumerate().peekable();
    survey
        .enterprises
        .iter()
        .zip(&prepared.standing)
        .enumerate()
        .map(|(place, (enterprise, standing))| {
            let job = jobs.next_if(|(_, mover)| **mover == place).map(|(job, _)| job);
            let mut planned = PlannedEnterprise {
                enterprise: enterprise.clone(),
                verdict: standing.settled.unwrap_or(Bucket::Unplaced),
                reasons: standing.reasons.clone(),
                findings: standing.findings.clone(),
                stands_in: standing.stands_in.iter().map(|p| survey.parks[*p].id.clone()).collect(),
                quality: standing.quality,
                pillar_industry: standing.pillar_industry.clone(),
                high_technology: standing.high_technology.clone(),
                chosen: None,
                second_choice: None,
            };
            if let Some(job) = job {
                place_one(&mut planned, job, survey, prepared, solution);
            }
            planned
        })
        .collect()
}

/// Fills in where a mover goes, why, and what else it could have had.
fn place_one(
    planned: &mut PlannedEnterprise,
    job: usize,
    survey: &Survey,
    prepared: &Prepared,
    solution: &Solution,
) {
    let pairs = &prepared.problem.pairs[job];
    let choice = |pair: &Pair| Choice {
        park: survey.parks[pair.park].id.clone(),
        fit: pair.terms.fit,
        distance_m: pair.distance,
        cost_km: kilometres(pair.cost_mm),
        entry: prepared
            .index
            .nearest_point(pair.park, planned.enterprise.site)
            .map(|entry| [entry.x(), entry.y()])
            .expect("a park that is near has a boundary"),
    };
    let agent = solution.assignment[job].map(|agent| agent as usize);
    let chosen = pairs.iter().find(|pair| Some(pair.park) == agent);
    let priced = |pair: &Pair| {
        kilometres(pair.cost_mm) + rent_km(job, pair.park, prepared, &solution.certificate.prices)
    };
    let others = pairs.iter().filter(|pair| Some(pair.park) != agent);
    let second = others.min_by(|a, b| {
        priced(a).total_cmp(&priced(b)).then_with(|| a.park.cmp(&b.park)) // parks are in order of id
    });
    planned.second_choice = second.map(|second| SecondChoice {
        choice: choice(second),
        margin_km: chosen.map_or(0.0, |chosen| priced(second) - priced(chosen)),
    });
    if let Some(chosen) = chosen {
        planned.verdict = Bucket::Moves;
        let park = &survey.parks[chosen.park];
        let (km, fit) = (chosen.distance.kilometres(), chosen.terms.fit);
        planned.reasons.push(Text::new(
            format!("迁入 {}：距离 {km:.2} km，产业适配度 {fit:.2}", park.label(Lang::Zh)),
            format!("moves to {}: {km:.2} km away, industry fit {fit:.2}", park.label(Lang::En)),
        ));
        planned.chosen = Some(choice(chosen));
    } else if pairs.is_empty() {
        planned.reasons.push(Text::new(
            "截止距离内没有园区可接收该行业",
            "no park within the cut-off may take its industry",
        ));
    } else {
        planned.reasons.push(Text::new(
            format!("可接收的 {} 个园区均无足够容量", pairs.len()),
            format!("none of the {} parks that may take it has room for it", pairs.len()),
        ));
    }
}

/// What an enterprise's needs are worth in a park, in kilometre-equivalents.
#[expect(clippy::cast_precision_loss, reason = "for people")]
pub(crate) fn rent_km(job: usize, park: usize, prepared: &Prepared, prices: &[Price]) -> f64 {
    let problem = &prepared.problem.problem;
    let prices = &prices[park * problem.resources()..];
    let agent = u32::try_from(park).expect("fewer than 2^32 parks");
    problem.candidate(job, agent).map_or(0.0, |candidate| {
        candidate
            .needs
            .iter()
            .zip(prices)
            .map(|(need, price)| *need as f64 * price.to_f64())
            .sum::<f64>()
            / 1e6
    })
}

#[expect(clippy::cast_precision_loss, reason = "amounts of land and quotas stay far below 2^53")]
fn parks(
    survey: &Survey,
    rules: &RuleBook,
    options: &PlanOptions,
    prepared: &Prepared,
    solution: &Solution,
    enterprises: &[PlannedEnterprise],
) -> Vec<PlannedPark> {
    let problem = &prepared.problem.problem;
    let resources = problem.resources();
    let mut taken = vec![0_i64; survey.parks.len() * resources];
    let nested = nested(survey);
    let mut planned: Vec<PlannedPark> = survey
        .parks
        .iter()
        .enumerate()
        .map(|(place, park)| PlannedPark {
            park: park.clone(),
            park_type: rules.park_type(&park.id).map(|park_type| park_type.id.clone()),
            park_type_name: rules
                .park_type(&park.id)
                .map_or_else(Text::default, |t| t.name.clone()),
            lies_in: lies_in(survey, &nested, place),
            staying: 0,
            closing: 0,
            incoming: 0,
            load_before_ha: Hectares(0.0),
            load_after_ha: Hectares(0.0),
            shadow_price_km_per_ha: 0.0,
            limits: Vec::new(),
        })
        .collect();
    // Loads are summed in square metres, so that they do not depend on the order of summing.
    let mut loads = vec![(0_i64, 0_i64); survey.parks.len()];
    for (enterprise, standing) in enterprises.iter().zip(&prepared.standing) {
        let Some(park) = standing.stands_in.first() else { continue };
        let land = enterprise.enterprise.land.map_or(0, |land| land.square_metres());
        loads[*park].0 += land;
        if enterprise.verdict == Bucket::InParkCloses {
            planned[*park].closing += 1;
        } else {
            planned[*park].staying += 1;
            loads[*park].1 += land;
        }
    }
    for (job, agent) in solution.assignment.iter().enumerate() {
        let Some(agent) = *agent else { continue };
        let park = agent as usize;
        let needs = problem.candidate(job, agent).expect("placements are verified").needs;
        planned[park].incoming += 1;
        loads[park].1 += needs[0];
        for (sum, need) in taken[park * resources..].iter_mut().zip(needs) {
            *sum += need;
        }
    }
    for (place, (park, (before, after))) in planned.iter_mut().zip(loads).enumerate() {
        park.load_before_ha = Hectares(before as f64 / M2_PER_HA);
        park.load_after_ha = Hectares(after as f64 / M2_PER_HA);
        let slot = place * resources;
        let prices = &solution.certificate.prices[slot..slot + resources];
        park.shadow_price_km_per_ha = prices[0].to_f64() * M2_PER_HA / 1e6;
        park.limits.push(Limit {
            resource: "land".to_owned(),
            unit: "ha".to_owned(),
            capacity: park.park.capacity.map(|capacity| capacity.0),
            taken: taken[slot] as f64 / M2_PER_HA,
            shadow_price_km: park.shadow_price_km_per_ha,
        });
        for (offset, resource) in options.resources.iter().enumerate() {
            park.limits.push(Limit {
                resource: resource.id.clone(),
                unit: resource.unit.clone(),
                capacity: park.park.facts.number(&resource.quota),
                taken: taken[slot + 1 + offset] as f64 / 1e3,
                shadow_price_km: prices[1 + offset].to_f64() * 1e3 / 1e6,
            });
        }
    }
    planned
}

/// Pairs of parks of which the first lies in the second, by their positions in the survey.
fn nested(survey: &Survey) -> Vec<(usize, usize)> {
    let size = |park: usize| match &survey.parks[park].footprint {
        Footprint::Boundary(boundary) => area(boundary).0,
        Footprint::Point(_) => 0.0,
    };
    let nested = overlaps(&survey.parks).into_iter().filter(|o| o.sharing == Sharing::Nested);
    nested
        .map(
            |o| {
                if size(o.first) < size(o.second) {
                    (o.first, o.second)
                } else {
                    (o.second, o.first)
                }
            },
        )
        .collect()
}

/// The parks that a park lies in, in the order of their ids.
fn lies_in(survey: &Survey, nested: &[(usize, usize)], park: usize) -> Vec<ParkId> {
    let outer = nested.iter().filter(|(inner, _)| *inner == park).map(|(_, outer)| *outer);
    let mut outer: Vec<ParkId> = outer.map(|outer| survey.parks[outer].id.clone()).collect();
    outer.sort();
    outer
}

const M2_PER_HA: f64 = 10_000.0;
