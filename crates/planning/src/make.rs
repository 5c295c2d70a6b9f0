//! The pipeline: survey, screening, problem and solution into a plan, which is verified before anybody sees it.

use crate::error::PlanError;
use crate::measure::certainty::Agreement;
use crate::measure::land_use::land_use;
use crate::plan::ended::Ended;
use crate::plan::enterprises::{Derived, Enterprises, Keys, Made, decisions, placements};
use crate::plan::parks::parks;
use crate::plan::projects::{ProjectSummary, planned};
use crate::plan::solution::summarise;
use crate::plan::{Plan, RuleBookText, summary};
use crate::prepare::{Given, Prepared};
use crate::problem::room_left::RoomLeft;
use crate::settings::PlanOptions;
use parkward_assignment::{Limits, Progress, Solution, Start, solve_growing};
use parkward_model::{InputKind, Survey};
use parkward_policy::RuleBook;
use std::sync::OnceLock;
use std::time::Instant;

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

/// A solution, and what is known of how it was found.
pub(crate) struct Solved<'a> {
    pub(crate) solution: &'a Solution,
    pub(crate) ended: Ended,
    pub(crate) agreement: Agreement,
}

impl Prepared {
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
        let (problem, market) = self.problem.with_market(self.ground.distances());
        solve_growing(problem, &market, limits, start.as_ref(), progress)
    }
}

impl Plan {
    /// Makes the plan: locates, screens, solves, assembles, and verifies the solution in exact
    /// arithmetic.
    ///
    /// Cancelled, it is the best plan so far, and says what was cut short. With a robustness half of the
    /// time is for that.
    ///
    /// ```
    /// # mod district { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/district/mod.rs")); }
    /// # use district::*;
    /// use parkward_assignment::Limits;
    /// use parkward_model::Survey;
    /// use parkward_planning::{Bucket, Plan, PlanOptions};
    ///
    /// // Two parks, each with room for one enterprise, and a third that a rule closes.
    /// let parks = vec![park("A", 30.98, Some(2.0)), park("B", 31.012, Some(2.0))];
    /// let enterprises = vec![
    ///     enterprise("E1", 31.0, "none"), // A is nearer, but E2 would lose more in B
    ///     enterprise("E2", 30.965, "none"),
    ///     enterprise("E3", 31.0, "eliminated"),
    /// ];
    /// let survey = Survey { parks, enterprises, ..Survey::default() };
    /// let options = PlanOptions::on("2026-01-01".parse()?);
    /// let plan =
    ///     Plan::make(survey, &rules(), book(), &options, &Limits::default(), &mut |_| {})?;
    /// let ends: Vec<Bucket> = plan.enterprises().map(|enterprise| enterprise.verdict()).collect();
    /// assert_eq!(ends, [Bucket::Moves, Bucket::Moves, Bucket::Closes]);
    /// assert_eq!(plan.enterprise(0).chosen().expect("it moves").park.as_str(), "B");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
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
                let given = Given { survey: &survey, rules, options };
                robustness.agreement(given, &prepared, &solution, robustness.runs, &limits)?
            }
        };
        step(Step::Describing);
        let solved = Solved { solution: &solution, ended, agreement };
        let mut plan = Self::assemble(survey, rules, rule_book, options, prepared, solved);
        if let Some(phases) = &options.phases {
            step(Step::Phases);
            plan.phase(phases, None, limits.cancel)?;
        }
        Ok(plan)
    }

    /// Words and sums for a solution; everything in the plan but the placements and the prices
    /// follows from the survey and the rules. Years come later.
    pub(crate) fn assemble(
        survey: Survey,
        rules: &RuleBook,
        rule_book: RuleBookText,
        options: &PlanOptions,
        prepared: Prepared,
        Solved { solution, ended, agreement }: Solved<'_>,
    ) -> Self {
        let room = RoomLeft::new(
            &prepared.problem,
            &prepared.receiving,
            prepared.ground.distances(),
            solution,
        );
        let placements = placements(&prepared, solution, &room);
        let given = Given { survey: &survey, rules, options };
        let parks = parks(given, &prepared, solution);
        let land_use = land_use(&parks, rules);
        let projects = planned(given, &prepared, solution, &room);
        let rejected_projects = Self::rejected_projects(&survey.rejects);
        let Prepared { ground, screened, classes, rulings, problem, land_classes, .. } = prepared;
        let groups = problem.into_groups(); // the lists of pairs, the largest of all, are dropped here
        let decisions = decisions(screened, &placements);
        let rejected = survey.rejects.iter().filter(|r| r.kind == InputKind::Enterprises).count();
        let mut plan = Self {
            summary: summary(&decisions, rejected),
            solution: summarise(solution, survey.parks.len(), ended),
            parks,
            land_use,
            enterprises: Enterprises {
                stored: Vec::new(),
                keys: Keys::of(&survey.enterprises, rules, classes.as_ref(), land_classes.each()),
                derived: Derived::Made(Box::new(Made {
                    ground,
                    groups,
                    rulings,
                    entries: OnceLock::new(),
                    moves: OnceLock::new(),
                })),
                read: survey.enterprises,
                decisions,
                placements,
                book: OnceLock::from(Some(Box::new(rules.clone()))),
                on_roads: OnceLock::new(),
            },
            zones: survey.zones,
            land_classes: land_classes.names,
            project_summary: ProjectSummary::of(&projects, rejected_projects),
            projects,
            rejects: survey.rejects,
            notes: survey.notes,
            inputs: survey.inputs,
            ..Self::empty(options.clone(), rules.weights.clone(), rule_book)
        };
        agreement.store(&mut plan);
        plan.indicators = plan.measure(rules);
        plan.principles = plan.principle_figures(rules);
        plan
    }
}
