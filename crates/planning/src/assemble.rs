//! Survey, screening, problem and solution into a plan, which is verified before anybody sees it.

use crate::decisions::{Decisions, Rulings};
use crate::earlier::Earlier;
use crate::ended::Ended;
use crate::enterprises::{Decision, Derived, Enterprises, Placement};
use crate::hosts::{Host, Hosts};
use crate::land_classes::LandClasses;
use crate::land_use::land_use;
use crate::left_out::RoomLeft;
use crate::phases::Phases;
use crate::plan::{
    LAND, Limit, Plan, PlannedPark, Proof, Resource, RuleBookText, SCHEMA, SolutionSummary, Status,
    Summary,
};
use crate::position::Position;
use crate::problem::{Askers, PlanningProblem, kilometres, problem};
use crate::projects::{Candidate, ProjectSummary, candidates, planned};
use crate::robustness::{Agreement, Robustness};
use crate::standing::{Standing, stand};
use crate::zoning::Zoning;
use crate::{Bucket, PlanError};
use parkward_assignment::{Certificate, Limits, Progress, Solution, Start, solve_growing};
use parkward_geometry::{ParkIndex, nested};
use parkward_model::{Hectares, Layer, Metres, ParkId, Survey, Text};
use parkward_policy::{Classes, Date, RuleBook};
use rayon::prelude::*;
use std::collections::BTreeSet;
use std::sync::OnceLock;
use std::time::Instant;

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
    /// What the planner has decided beforehand.
    pub decisions: Decisions,
    /// An earlier plan, which the new one should not change without need.
    pub earlier: Option<Earlier>,
    /// What each year gives.
    pub phases: Option<Phases>,
    /// How far off the inputs may be.
    pub robustness: Option<Robustness>,
}

impl PlanOptions {
    /// Nothing but the day whose rules are applied.
    pub fn on(as_of: Date) -> Self {
        Self {
            title: Text::default(),
            data_notice: Text::default(),
            as_of,
            resources: Vec::new(),
            decisions: Decisions::default(),
            earlier: None,
            phases: None,
            robustness: None,
        }
    }
}

/// A survey that has been located, screened and turned into numbers: all that comes before solving.
#[derive(Debug)]
pub struct Prepared {
    /// The R-tree of park boundaries.
    pub index: ParkIndex,
    /// Every enterprise of the survey, in its order.
    pub standing: Vec<Standing>,
    /// The class of every enterprise, if the rule book has classes.
    pub classes: Option<Classes>,
    /// Every project of the survey, in its order.
    pub(crate) candidates: Vec<Candidate>,
    /// The parks as they stand to newcomers.
    pub(crate) hosts: Hosts,
    /// What was decided of single enterprises.
    pub(crate) rulings: Rulings,
    /// The assignment problem of those who should move or settle.
    pub problem: PlanningProblem,
    /// The class of land that everybody stands on.
    pub(crate) land_classes: LandClasses,
}

impl Prepared {
    /// Locates and screens everybody, and builds the problem of those who should move.
    ///
    /// # Errors
    /// [`PlanError::Problem`] if a number is too large for exact arithmetic, [`PlanError::Decision`] if a
    /// decision cannot be carried out.
    pub fn new(
        survey: &Survey,
        rules: &RuleBook,
        options: &PlanOptions,
    ) -> Result<Self, PlanError> {
        let index = ParkIndex::build(&survey.parks)?;
        let zoning = Zoning::new(&survey.zones, rules, options.as_of);
        let mut standing = stand(survey, &index, &zoning, rules, &options.resources, options.as_of);
        let candidates = candidates(survey, &zoning, rules, &options.resources, options.as_of);
        let mut hosts = Hosts::new(&survey.parks, &zoning, rules, options);
        options.decisions.revise(&survey.parks, &options.resources, &mut hosts)?;
        let classes = rules.classify(&survey.enterprises);
        let book = (rules, classes.as_ref());
        let rulings = Rulings::apply(options, survey, &index, book, &hosts, &mut standing)?;
        let askers =
            Askers { standing: &standing, classes: classes.as_ref(), candidates: &candidates };
        let problem = problem(survey, askers, &index, &rulings, &hosts, rules, options)?;
        let land_classes = LandClasses::of(survey, &zoning);
        Ok(Self { index, standing, classes, candidates, hosts, rulings, problem, land_classes })
    }

    /// Solves the problem, from an earlier plan if there is one.
    pub(crate) fn solve(
        &mut self,
        survey: &Survey,
        options: &PlanOptions,
        limits: &Limits<'_>,
        progress: &mut dyn FnMut(Progress),
    ) -> Solution {
        let earlier = options.earlier.as_ref().filter(|earlier| !earlier.prices.is_empty());
        let earlier = earlier.map(|earlier| {
            (earlier.prices_of(&survey.parks, &options.resources), self.problem.earlier())
        });
        let start = earlier.as_ref().map(|(prices, assignment)| Start { prices, assignment });
        let (problem, market) = self.problem.with_market(&self.index);
        solve_growing(problem, &market, limits, start.as_ref(), progress)
    }
}

/// What is being done for a plan.
#[derive(Clone, Copy, Debug)]
pub enum Step {
    /// The search for the best plan, and how far it is. From here on a plan can be had at any time.
    Solving(Option<Progress>),
    /// Placing everybody again, to see how sure the destinations are.
    Robustness,
    /// Words and sums.
    Describing,
    /// In which year each move happens.
    Phases,
}

impl Plan {
    /// Makes the plan: locates, screens, solves, assembles, and verifies the solution in exact
    /// arithmetic.
    ///
    /// Cancelled, it is the best plan so far, and says what was cut short. With a robustness half of the
    /// time is for that.
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
        step: &mut dyn FnMut(Step),
    ) -> Result<Self, PlanError> {
        let mut prepared = Prepared::new(&survey, rules, options)?;
        step(Step::Solving(None));
        let started = Instant::now();
        let parts = if options.robustness.is_some() { 2 } else { 1 };
        let search = Limits { time: limits.time.map(|time| time / parts), ..*limits };
        let mut progress = |at| step(Step::Solving(Some(at)));
        let solution = prepared.solve(&survey, options, &search, &mut progress);
        parkward_assignment::verify(&prepared.problem.problem, &solution)?;
        let ended = Ended::of(&solution, limits);
        let agreement = match &options.robustness {
            None => Agreement::default(),
            Some(robustness) => {
                step(Step::Robustness);
                let time = limits.time.map(|time| time.saturating_sub(started.elapsed()));
                let limits = Limits { time, ..*limits };
                let again = (&survey, rules, options);
                robustness.agreement(again, &prepared, &solution, robustness.runs, &limits)?
            }
        };
        step(Step::Describing);
        let mut plan = Self::assemble(
            survey, rules, rule_book, options, prepared, &solution, ended, agreement,
        );
        if let Some(phases) = &options.phases {
            step(Step::Phases);
            plan.phase(phases, None, limits.cancel)?;
        }
        Ok(plan)
    }

    /// Words and sums for a solution; everything in the plan but the placements and the prices
    /// follows from the survey and the rules. Years come later.
    #[expect(clippy::too_many_arguments, reason = "all that a plan is made of")]
    pub(crate) fn assemble(
        survey: Survey,
        rules: &RuleBook,
        rule_book: RuleBookText,
        options: &PlanOptions,
        prepared: Prepared,
        solution: &Solution,
        ended: Ended,
        agreement: Agreement,
    ) -> Self {
        let room = RoomLeft::new(&prepared.problem, &prepared.index, solution);
        let placements = placements(&prepared, solution, &room);
        let parks = parks(&survey, rules, options, &prepared, solution);
        let land_use = land_use(&parks, rules);
        let projects = planned(&survey, rules, &options.resources, &prepared, solution, &room);
        let rejected_projects = Self::rejected_projects(&survey.rejects);
        let Prepared { index, standing, classes, rulings, problem, land_classes, .. } = prepared;
        let groups = problem.into_groups(); // the rest is the largest of all, and nothing asks it any more
        let decisions = decisions(standing, &placements);
        let rejected = survey.rejects.iter().filter(|r| r.layer == Layer::Enterprises).count();
        let mut plan = Self {
            schema: SCHEMA.to_owned(),
            title: options.title.clone(),
            data_notice: options.data_notice.clone(),
            as_of: options.as_of,
            weights: rules.weights.clone(),
            summary: summary(&decisions, rejected),
            solution: summarise(solution, survey.parks.len(), ended),
            parks,
            land_use,
            enterprises: Enterprises {
                derived: Derived::computed(&survey.enterprises, rules, index, groups, rulings),
                read: survey.enterprises,
                decisions,
                placements,
                classes,
                book: OnceLock::from(Some(Box::new(rules.clone()))),
                land_classes,
                years: Vec::new(),
                agreement: agreement.counts,
            },
            zones: survey.zones,
            project_summary: ProjectSummary::of(&projects, rejected_projects),
            projects,
            rejects: survey.rejects,
            notes: survey.notes,
            inputs: survey.inputs,
            resources: options.resources.clone(),
            decisions: options.decisions.clone(),
            earlier: options.earlier.clone(),
            robustness: options.robustness.clone(),
            robustness_cut: agreement.cut,
            schedule: None,
            rule_book,
            indicators: Vec::new(),
            principles: Vec::new(),
        };
        plan.indicators = plan.measure(rules);
        plan.principles = plan.judge(rules);
        plan
    }
}

fn summary(decisions: &[Decision], rejected: usize) -> Summary {
    let mut summary = Summary { input: decisions.len() + rejected, rejected, ..Summary::default() };
    for decision in decisions {
        *match decision.verdict {
            Bucket::InPark => &mut summary.in_park,
            Bucket::InParkCloses => &mut summary.in_park_closes,
            Bucket::Closes => &mut summary.closes,
            Bucket::Kept => &mut summary.kept,
            Bucket::Review => &mut summary.review,
            Bucket::Moves => &mut summary.moves,
            Bucket::Unplaced => &mut summary.unplaced,
            Bucket::Rejected => &mut summary.rejected,
        } += 1;
    }
    summary
}

fn summarise(solution: &Solution, parks: usize, ended: Ended) -> SolutionSummary {
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
        effort: ended.effort,
        stop: ended.stop,
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

/// What becomes of everybody: what was settled before, and where the movers go.
fn decisions(standing: Vec<Standing>, placements: &[Placement]) -> Vec<Decision> {
    let mut jobs = 0..placements.len();
    let one = |standing: Standing| {
        let Standing { inside, seldom, quality, settled } = standing;
        let job = if settled.is_none() { jobs.next() } else { None };
        let placed = job.is_some_and(|job| placements[job].parks[0].is_some());
        let open = if placed { Bucket::Moves } else { Bucket::Unplaced };
        let verdict = settled.unwrap_or(open);
        Decision { inside, seldom, quality, verdict, placement: job.map(Position::of) }
    };
    standing.into_iter().map(one).collect()
}

/// Where every mover goes, and what else it could have had, in the order of the survey.
fn placements(prepared: &Prepared, solution: &Solution, room: &RoomLeft<'_>) -> Vec<Placement> {
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
    room: &RoomLeft<'_>,
) -> Placement {
    let Prepared { index, problem, .. } = prepared;
    let agent = solution.assignment[job];
    let [chosen, second] = problem.choices(job, agent, &solution.certificate.prices, index);
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

#[expect(clippy::cast_precision_loss, reason = "amounts of land and quotas stay far below 2^53")]
fn parks(
    survey: &Survey,
    rules: &RuleBook,
    options: &PlanOptions,
    prepared: &Prepared,
    solution: &Solution,
) -> Vec<PlannedPark> {
    let Prepared { standing, hosts, problem: PlanningProblem { problem, movers, .. }, .. } =
        prepared;
    let resources = problem.resources();
    let mut taken = vec![0_i64; survey.parks.len() * resources];
    let nested = survey.nested.clone().unwrap_or_else(|| nested(&survey.parks));
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
            leaving: 0,
            projects: 0,
            load_before_ha: Hectares(0.0),
            load_after_ha: Hectares(0.0),
            shadow_price_km_per_ha: 0.0,
            limits: Vec::new(),
            zones: Vec::new(),
        })
        .collect();
    // Loads are summed in square metres, so that they do not depend on the order of summing.
    let mut loads = vec![(0_i64, 0_i64); survey.parks.len()];
    let gone = leaving(survey, prepared, solution);
    for (place, (enterprise, standing)) in survey.enterprises.iter().zip(standing).enumerate() {
        let Some(park) = standing.inside() else { continue };
        let land = enterprise.land.map_or(0, |land| land.square_metres());
        loads[park].0 += land;
        if standing.settled == Some(Bucket::InParkCloses) {
            planned[park].closing += 1;
        } else if gone.contains(&place) {
            planned[park].leaving += 1;
        } else {
            planned[park].staying += 1;
            loads[park].1 += land;
        }
    }
    for (job, agent) in solution.assignment.iter().enumerate() {
        let Some(agent) = *agent else { continue };
        let park = agent as usize;
        let needs = prepared.problem.needs(job);
        if job < movers.len() {
            planned[park].incoming += 1;
        } else {
            planned[park].projects += 1;
        }
        loads[park].1 += needs[0];
        for (sum, need) in taken[park * resources..].iter_mut().zip(needs) {
            *sum += need;
        }
    }
    let hosts = hosts.iter();
    for (place, ((park, (before, after)), host)) in
        planned.iter_mut().zip(loads).zip(hosts).enumerate()
    {
        let Host { land, quotas, zones, .. } = host;
        park.zones.clone_from(zones);
        park.load_before_ha = Hectares(before as f64 / M2_PER_HA);
        park.load_after_ha = Hectares(after as f64 / M2_PER_HA);
        let slot = place * resources;
        let prices = &solution.certificate.prices[slot..slot + resources];
        park.shadow_price_km_per_ha = prices[0].to_f64() * M2_PER_HA / 1e6;
        park.limits.push(Limit {
            resource: LAND.to_owned(),
            unit: "ha".to_owned(),
            capacity: land.map(|land| land.0),
            taken: taken[slot] as f64 / M2_PER_HA,
            shadow_price_km: park.shadow_price_km_per_ha,
        });
        for (offset, (resource, quota)) in options.resources.iter().zip(quotas).enumerate() {
            park.limits.push(Limit {
                resource: resource.id.clone(),
                unit: resource.unit.clone(),
                capacity: *quota,
                taken: taken[slot + 1 + offset] as f64 / 1e3,
                shadow_price_km: prices[1 + offset].to_f64() * 1e3 / 1e6,
            });
        }
    }
    planned
}

/// Who stands in a park and moves to another, by position in the survey.
fn leaving(survey: &Survey, prepared: &Prepared, solution: &Solution) -> BTreeSet<usize> {
    if survey.zones.is_empty() && prepared.rulings.is_empty() {
        return BTreeSet::new(); // nobody who stands in a park should move
    }
    let placed = prepared.problem.movers.iter().zip(&solution.assignment);
    placed
        .filter(|(mover, agent)| agent.is_some() && prepared.standing[**mover].inside.is_some())
        .map(|(mover, _)| *mover)
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
