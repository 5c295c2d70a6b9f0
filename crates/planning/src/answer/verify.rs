//! The plan against itself: everything is computed again from what was written.

use crate::error::PlanError;
use crate::make::Solved;
use crate::measure::certainty::Agreement;
use crate::plan::ended::Ended;
use crate::plan::solution::{Proof, Status};
use crate::plan::{Plan, SCHEMA};
use crate::prepare::{Given, Prepared};
use parkward_assignment::{
    Certificate, Limits, Price, Solution, Stop, lengthen, lower_bound, verify,
};
use parkward_policy::RuleBook;

/// What was checked of a plan, and what did not agree.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Verification {
    /// What was checked, for people.
    pub checks: Vec<String>,
    /// What did not agree: what was computed, and what is written.
    pub disagreements: Vec<String>,
}

impl Verification {
    /// Whether everything agrees.
    pub fn holds(&self) -> bool {
        self.disagreements.is_empty()
    }

    fn check<T: PartialEq + std::fmt::Debug>(&mut self, what: &str, again: &T, written: &T) {
        self.same(what, again, written);
        self.checks.push(what.to_owned());
    }

    fn same<T: PartialEq + std::fmt::Debug>(&mut self, what: &str, again: &T, written: &T) {
        if again != written {
            self.disagreements.push(format!("{what}: computed {again:?}, written {written:?}"));
        }
    }
}

impl Verification {
    /// The sums that a plan states: every row in one bucket, nothing gained or lost.
    fn sums(&mut self, plan: &Plan) {
        self.check("schema", &SCHEMA, &plan.schema.as_str());
        if !plan.summary.balances() {
            self.disagreements.push("summary: the buckets do not sum to the input".to_owned());
        }
        let balances = plan.balances();
        let off = balances.iter().filter(|balance| !balance.balances());
        let off = off
            .map(|balance| format!("balance of {}: what is there before is not after", balance.id));
        self.disagreements.extend(off);
        self.checks.push(format!("balance of {} quantities, in whole units", balances.len()));
        if !plan.project_summary.balances() {
            self.disagreements.push("project_summary: the buckets do not sum".to_owned());
        }
    }

    /// The solution that a plan states, held against the problem in exact arithmetic; `None` if it is none.
    fn solution(&mut self, plan: &Plan, prepared: &mut Prepared) -> Option<Solution> {
        let assignment = plan.assignment(prepared);
        let prices: Vec<Price> =
            plan.solution.prices.iter().flatten().map(|raw| Price::from_raw(*raw)).collect();
        let expected = plan.parks.len() * prepared.problem.problem.resources();
        if prices.len() != expected {
            let found = prices.len();
            let what = format!("solution.prices: expected {expected} prices, found {found}");
            self.disagreements.push(what);
            return None;
        }
        let (problem, market) = prepared.problem.with_market(prepared.ground.distances());
        lengthen(problem, &market, &prices, &assignment);
        let problem = &prepared.problem.problem;
        let bound = lower_bound(problem, &prices);
        let solution = Solution {
            assignment,
            cost: plan.solution.cost_mm,
            certificate: Certificate {
                prices,
                price_bound: plan.solution.price_bound_mm,
                lower_bound: plan.solution.lower_bound_mm,
                proof: match plan.solution.proof {
                    Proof::Prices => parkward_assignment::Proof::Prices,
                    Proof::Search { nodes } => parkward_assignment::Proof::Search { nodes },
                },
                limited_by: bound.limited_by,
            },
            status: match plan.solution.status {
                Status::Optimal => parkward_assignment::Status::Optimal,
                Status::Feasible => parkward_assignment::Status::Feasible(Stop::Effort),
            },
        };
        match verify(problem, &solution) {
            Ok(()) => {
                let exact =
                    "placements, capacities, cost and the bound of the prices, in exact arithmetic";
                self.checks.push(exact.to_owned());
                Some(solution)
            }
            Err(violation) => {
                self.disagreements.push(format!("solution: {violation}"));
                None
            }
        }
    }

    /// A bound from a search has no proof but the search, which is made again from the beginning: the lists of
    /// candidates that were verified may be longer than those it was made with.
    fn search_again(&mut self, plan: &Plan, rules: &RuleBook) -> Result<(), PlanError> {
        let (survey, options) = (plan.survey(), &plan.options);
        let mut fresh = Prepared::new(&survey, rules, options)?;
        let limits = Limits { effort: plan.solution.effort.again(), ..Limits::default() };
        let again = fresh.solve(&survey, options, &limits, &mut |_| {});
        let (proven, claimed) = (again.certificate.lower_bound, plan.solution.lower_bound_mm);
        if proven >= claimed {
            self.checks.push("the bound from branch and bound, by searching again".to_owned());
        } else {
            self.disagreements.push(format!(
                "solution.lower_bound_mm: searching again proves {proven}, written is {claimed}; a plan \
                 made with a time limit cannot be repeated exactly"
            ));
        }
        Ok(())
    }

    /// What is said of the whole plan.
    fn figures(&mut self, again: &Plan, written: &Plan) {
        self.check("summary", &again.summary, &written.summary);
        self.check("solution", &again.solution, &written.solution);
        if !again.indicators.is_empty() || !written.indicators.is_empty() {
            self.check("indicators", &again.indicators, &written.indicators);
        }
        if !again.principles.is_empty() || !written.principles.is_empty() {
            self.check("principles", &again.principles, &written.principles);
        }
        if !(again.land_use.is_empty() && written.land_use.is_empty()) {
            self.check("land use", &again.land_use, &written.land_use);
        }
        if written.schedule.is_some() {
            self.check("schedule", &again.schedule, &written.schedule);
        }
    }

    /// Park by park, project by project, enterprise by enterprise.
    fn rows(&mut self, again: &Plan, written: &Plan) {
        for (again, written) in again.parks.iter().zip(&written.parks) {
            self.same(&format!("park {}", written.park.id), again, written);
        }
        self.same("project_summary", &again.project_summary, &written.project_summary);
        for (again, written) in again.projects.iter().zip(&written.projects) {
            self.same(&format!("project {}", written.project.id), again, written);
        }
        for (again, written) in again.enterprises().zip(written.enterprises()) {
            let (again, written) = (again.record(), written.record());
            self.same(&format!("enterprise {}", written.enterprise.id), &again, &written);
        }
        self.checks.push(format!(
            "{} enterprises and {} parks: place, verdict, distances, costs, loads",
            written.enterprises.len(),
            written.parks.len()
        ));
    }
}

impl Plan {
    /// Checks the plan as if a stranger had written it: in-park flags, screening, distances, costs,
    /// loads and sums are computed again from survey and rules, the placements are held against
    /// every limit in exact arithmetic, and the prices must prove the bound that is claimed. A bound
    /// that a search raised above what the prices prove is searched for again.
    ///
    /// ```
    /// # mod district { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/district/mod.rs")); }
    /// # use district::*;
    /// let mut plan = tight();
    /// assert_eq!(plan.verify()?.disagreements, [""; 0]);
    /// plan.solution.cost_mm -= 1;
    /// assert_eq!(plan.verify()?.disagreements.len(), 1);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// [`PlanError`] if the plan cannot even be computed again; what merely disagrees is in the
    /// [`Verification`].
    pub fn verify(&self) -> Result<Verification, PlanError> {
        let mut found = Verification::default();
        found.sums(self);
        let (rules, mut prepared) = self.prepare_again()?;
        let Some(solution) = found.solution(self, &mut prepared) else { return Ok(found) };
        if let Proof::Search { .. } = self.solution.proof {
            found.search_again(self, &rules)?;
        }
        let again = self.make_again(&rules, prepared, &solution)?;
        found.figures(&again, self);
        found.rows(&again, self);
        Ok(found)
    }

    /// The plan that the same placements and prices make, described anew.
    fn make_again(
        &self,
        rules: &RuleBook,
        prepared: Prepared,
        solution: &Solution,
    ) -> Result<Self, PlanError> {
        let (survey, options) = (self.survey(), &self.options);
        let mut agreement = Agreement::default();
        if let (Some(robustness), Some(runs)) = (&self.options.robustness, self.runs_done()) {
            let given = Given { survey: &survey, rules, options };
            let limits = Limits::default();
            agreement = robustness.agreement(given, &prepared, solution, runs, &limits)?;
            agreement.cut = self.robustness_cut;
        }
        let ended = Ended { effort: self.solution.effort, stop: self.solution.stop };
        let solved = Solved { solution, ended, agreement };
        let text = self.rule_book.clone();
        let mut again = Self::assemble(survey, rules, text, options, prepared, solved);
        if let Some(written) = &self.schedule {
            again.phase(&written.phases, written.stop, None)?;
        }
        Ok(again)
    }
}
