//! The plan against itself: everything is computed again from what was written.

use crate::error::PlanError;
use crate::measure::certainty::Agreement;
use crate::plan::ended::Ended;
use crate::plan::solution::{Proof, Status};
use crate::plan::{Plan, SCHEMA};
use crate::prepare::Prepared;
use parkward_assignment::{
    Certificate, Limits, Price, Solution, Stop, lengthen, lower_bound, verify,
};

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

    /// A bound from a search has no proof but the search: what it proved when it was made again.
    fn search_again(&mut self, proven: i64, claimed: i64) {
        if proven >= claimed {
            self.checks.push("the bound from branch and bound, by searching again".to_owned());
        } else {
            self.disagreements.push(format!(
                "solution.lower_bound_mm: searching again proves {proven}, written is {claimed}; a plan \
                 made with a time limit cannot be repeated exactly"
            ));
        }
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
        found.check("schema", &SCHEMA, &self.schema.as_str());
        if !self.summary.balances() {
            found.disagreements.push("summary: the buckets do not sum to the input".to_owned());
        }
        let (rules, mut prepared) = self.prepare_again()?;
        let balances = self.balances();
        let off = balances.iter().filter(|balance| !balance.balances());
        let off = off
            .map(|balance| format!("balance of {}: what is there before is not after", balance.id));
        found.disagreements.extend(off);
        found.checks.push(format!("balance of {} quantities, in whole units", balances.len()));
        if !self.project_summary.balances() {
            found.disagreements.push("project_summary: the buckets do not sum".to_owned());
        }
        let assignment = self.assignment(&prepared);
        let prices: Vec<Price> =
            self.solution.prices.iter().flatten().map(|raw| Price::from_raw(*raw)).collect();
        let expected = self.parks.len() * prepared.problem.problem.resources();
        if prices.len() != expected {
            let what =
                format!("solution.prices: expected {expected} prices, found {}", prices.len());
            found.disagreements.push(what);
            return Ok(found);
        }
        let (problem, market) = prepared.problem.with_market(prepared.ground.distances());
        lengthen(problem, &market, &prices, &assignment);
        let problem = &prepared.problem.problem;
        let bound = lower_bound(problem, &prices);
        let solution = Solution {
            assignment,
            cost: self.solution.cost_mm,
            certificate: Certificate {
                prices,
                price_bound: self.solution.price_bound_mm,
                lower_bound: self.solution.lower_bound_mm,
                proof: match self.solution.proof {
                    Proof::Prices => parkward_assignment::Proof::Prices,
                    Proof::Search { nodes } => parkward_assignment::Proof::Search { nodes },
                },
                limited_by: bound.limited_by,
            },
            status: match self.solution.status {
                Status::Optimal => parkward_assignment::Status::Optimal,
                Status::Feasible => parkward_assignment::Status::Feasible(Stop::Effort),
            },
        };
        match verify(problem, &solution) {
            Ok(()) => found.checks.push(
                "placements, capacities, cost and the bound of the prices, in exact arithmetic"
                    .to_owned(),
            ),
            Err(violation) => {
                found.disagreements.push(format!("solution: {violation}"));
                return Ok(found);
            }
        }
        if let Proof::Search { .. } = self.solution.proof {
            // From the beginning, as it was made: lists of candidates may be longer by now.
            let (survey, options) = (self.survey(), self.options());
            let mut fresh = Prepared::new(&survey, &rules, &options)?;
            let limits = Limits { effort: self.solution.effort.again(), ..Limits::default() };
            let again = fresh.solve(&survey, &options, &limits, &mut |_| {});
            found.search_again(again.certificate.lower_bound, self.solution.lower_bound_mm);
        }
        let (survey, options) = (self.survey(), self.options());
        let mut agreement = Agreement::default();
        if let (Some(robustness), Some(runs)) = (&self.robustness, self.runs_done()) {
            let again = (&survey, &rules, &options);
            let limits = Limits::default();
            agreement = robustness.agreement(again, &prepared, &solution, runs, &limits)?;
            agreement.cut = self.robustness_cut;
        }
        let mut again = Self::assemble(
            survey,
            &rules,
            self.rule_book.clone(),
            &options,
            prepared,
            &solution,
            Ended { effort: self.solution.effort, stop: self.solution.stop },
            agreement,
        );
        if let Some(written) = &self.schedule {
            again.phase(&written.phases, written.stop, None)?;
        }
        found.check("summary", &again.summary, &self.summary);
        found.check("solution", &again.solution, &self.solution);
        if !again.indicators.is_empty() || !self.indicators.is_empty() {
            found.check("indicators", &again.indicators, &self.indicators);
        }
        if !again.principles.is_empty() || !self.principles.is_empty() {
            found.check("principles", &again.principles, &self.principles);
        }
        if !(again.land_use.is_empty() && self.land_use.is_empty()) {
            found.check("land use", &again.land_use, &self.land_use);
        }
        if self.schedule.is_some() {
            found.check("schedule", &again.schedule, &self.schedule);
        }
        for (again, written) in again.parks.iter().zip(&self.parks) {
            found.same(&format!("park {}", written.park.id), again, written);
        }
        found.same("project_summary", &again.project_summary, &self.project_summary);
        for (again, written) in again.projects.iter().zip(&self.projects) {
            found.same(&format!("project {}", written.project.id), again, written);
        }
        for (again, written) in again.enterprises().zip(self.enterprises()) {
            let (again, written) = (again.record(), written.record());
            found.same(&format!("enterprise {}", written.enterprise.id), &again, &written);
        }
        found.checks.push(format!(
            "{} enterprises and {} parks: place, verdict, distances, costs, loads",
            self.enterprises.len(),
            self.parks.len()
        ));
        Ok(found)
    }
}
