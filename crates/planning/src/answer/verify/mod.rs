//! The plan against itself: everything is computed again from what was written.

pub(crate) mod found;
pub(crate) mod geodesics;
pub(crate) mod inputs;
mod violated;

use crate::answer::verify::found::Verification;
use crate::answer::verify::violated::in_words;
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
use parkward_model::Text;
use parkward_policy::RuleBook;
use serde::Serialize;
use std::fmt::Display;

impl Verification {
    /// Holds a part of the plan, and says that it was checked.
    fn check<T: PartialEq + Serialize>(&mut self, [zh, en]: [&str; 2], again: &T, written: &T) {
        let before = self.disagreements.len();
        self.same(&Text::new(zh, en), again, written);
        self.checked_since(before, zh, en);
    }

    /// The sums that a plan states: every row in one bucket, nothing gained or lost.
    fn sums(&mut self, plan: &Plan) {
        self.check(["格式版本", "schema"], &SCHEMA, &plan.schema.as_str());
        if !plan.summary.balances() {
            self.disagree(
                "汇总：各去向之和不等于输入行数",
                "summary: the buckets do not sum to the input",
            );
        }
        let before = self.disagreements.len();
        let balances = plan.balances();
        for balance in balances.iter().filter(|balance| !balance.balances()) {
            let id = &balance.id;
            self.disagree(
                format!("平衡 {id}：之前的总量不等于之后的总量"),
                format!("balance of {id}: what is there before is not after"),
            );
        }
        let number = balances.len();
        self.checked_since(
            before,
            format!("{number} 项总量平衡，按整数单位"),
            format!("balance of {number} quantities, in whole units"),
        );
        if !plan.project_summary.balances() {
            self.disagree(
                "项目汇总：各去向之和不等于输入行数",
                "project_summary: the buckets do not sum",
            );
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
            self.disagree(
                format!("求解结果：应有 {expected} 个价格，实有 {found} 个"),
                format!("solution, prices: should be {expected}, and are {found}"),
            );
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
                self.checked(
                    "安置、容量、成本及价格下界，按精确算术",
                    "placements, capacities, cost and the bound of the prices, in exact arithmetic",
                );
                Some(solution)
            }
            Err(violation) => {
                self.disagreements.push(in_words(&violation, plan, prepared));
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
            self.checked(
                "分支定界的下界，重新搜索",
                "the bound from branch and bound, by searching again",
            );
        } else {
            self.disagree(
                format!("求解结果，lower_bound_mm：重新搜索证得 {proven}，文件中为 {claimed}；有时间上限的方案无法完全重复"),
                format!(
                    "solution, lower_bound_mm: searching again proves {proven}, and it is {claimed}; a plan \
                     made with a time limit cannot be repeated exactly"
                ),
            );
        }
        Ok(())
    }

    /// What is said of the whole plan.
    fn figures(&mut self, again: &Plan, written: &Plan) {
        self.check(["汇总", "summary"], &again.summary, &written.summary);
        self.check(["求解结果", "solution"], &again.solution, &written.solution);
        if !again.indicators.is_empty() || !written.indicators.is_empty() {
            self.check(["指标", "indicators"], &again.indicators, &written.indicators);
        }
        if !again.principles.is_empty() || !written.principles.is_empty() {
            self.check(["原则", "principles"], &again.principles, &written.principles);
        }
        if !(again.land_use.is_empty() && written.land_use.is_empty()) {
            self.check(["土地利用", "land use"], &again.land_use, &written.land_use);
        }
        if !(again.land_classes.is_empty() && written.land_classes.is_empty()) {
            self.check(["用地类别", "land classes"], &again.land_classes, &written.land_classes);
        }
        if written.schedule.is_some() {
            self.check(["分年安排", "schedule"], &again.schedule, &written.schedule);
        }
    }

    /// Park by park, project by project, enterprise by enterprise.
    fn rows(&mut self, again: &Plan, written: &Plan) {
        let before = self.disagreements.len();
        for (again, written) in again.parks.iter().zip(&written.parks) {
            self.same(&park(&written.park.id), again, written);
        }
        let what = Text::new("项目汇总", "project_summary");
        self.same(&what, &again.project_summary, &written.project_summary);
        for (again, written) in again.projects.iter().zip(&written.projects) {
            self.same(&project(&written.project.id), again, written);
        }
        for (again, written) in again.enterprises().zip(written.enterprises()) {
            let (again, written) = (again.record(), written.record());
            self.same(&enterprise(&written.enterprise.id), &again, &written);
        }
        let (enterprises, parks) = (written.enterprises.len(), written.parks.len());
        self.checked_since(
            before,
            format!("{enterprises} 家企业、{parks} 个园区：位置、结论、距离、成本、用地"),
            format!(
                "{enterprises} enterprises and {parks} parks: place, verdict, distances, costs, loads"
            ),
        );
    }
}

fn park(id: &impl Display) -> Text {
    Text::new(format!("园区 {id}"), format!("park {id}"))
}

fn project(id: &impl Display) -> Text {
    Text::new(format!("项目 {id}"), format!("project {id}"))
}

fn enterprise(id: &impl Display) -> Text {
    Text::new(format!("企业 {id}"), format!("enterprise {id}"))
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
    /// assert!(plan.verify()?.holds());
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
        again.base = self.base.clone();
        if let Some(written) = &self.schedule {
            again.phase(&written.phases, written.stop, None)?;
        }
        Ok(again)
    }
}
