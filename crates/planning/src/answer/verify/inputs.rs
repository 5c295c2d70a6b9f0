//! The plan against its inputs, which were read again: what was read, what was set, what comes of planning it again
//! in another order, and distances by another way.

use crate::answer::verify::found::Verification;
use crate::answer::verify::geodesics::Geodesics;
use crate::answer::verify::{enterprise, park, project};
use crate::error::PlanError;
use crate::plan::Plan;
use crate::plan::ended::{Effort, Stop};
use crate::plan::enterprise::PlannedEnterprise;
use crate::settings::PlanOptions;
use parkward_assignment::Limits;
use parkward_model::{Enterprise, Project, Survey, Text};
use parkward_policy::RuleBook;
use rayon::ThreadPoolBuilder;
use serde::Serialize;
use std::fmt::Display;

impl Plan {
    /// Holds the plan against the inputs as they were read again, with the rule book and the options as they are
    /// set now. The plan is made once more from them, with its enterprises and projects in reverse and by another
    /// number of threads, unless a limit of time had cut it short; and all distances are measured by a code that
    /// shares nothing with the index.
    ///
    /// ```
    /// # mod district { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/district/mod.rs")); }
    /// # use district::*;
    /// let plan = tight();
    /// let mut survey = plan.survey(); // in the place of files that are read again
    /// assert!(plan.verify_inputs(survey.clone(), &rules(), &plan.options)?.holds());
    /// survey.enterprises[0].land = None;
    /// let found = plan.verify_inputs(survey, &rules(), &plan.options)?;
    /// assert_eq!(found.disagreements[0].en, "enterprise E1, land_ha: should be nothing, and is 2.0");
    /// # Ok::<(), parkward_planning::PlanError>(())
    /// ```
    ///
    /// # Errors
    /// [`PlanError`] if the inputs cannot be planned.
    pub fn verify_inputs(
        &self,
        survey: Survey,
        rules: &RuleBook,
        options: &PlanOptions,
    ) -> Result<Verification, PlanError> {
        let mut found = Verification::default();
        found.settings(self, rules, options);
        let before = found.disagreements.len();
        found.survey(self, &survey);
        let rows: u64 = survey.inputs.iter().map(|input| input.rows).sum();
        found.checked_since(
            before,
            format!("重新读取的 {rows} 行与方案中的一致"),
            format!("{rows} rows, read again, are those of the plan"),
        );
        Geodesics::of(&survey.parks).check(self, &mut found);
        found.planned_again(self, survey, rules)?;
        Ok(found)
    }
}

impl Verification {
    /// What the planner has set.
    fn settings(&mut self, plan: &Plan, rules: &RuleBook, options: &PlanOptions) {
        let before = self.disagreements.len();
        let (now, then) = (options, &plan.options);
        let set = |zh: &str, en: &str| Text::new(zh, en);
        self.same(&set("标题", "title"), &now.title, &then.title);
        self.same(&set("数据说明", "data_notice"), &now.data_notice, &then.data_notice);
        self.same(&set("权重", "weights"), &rules.weights, &plan.weights);
        self.same(&set("资源", "resources"), &now.resources, &then.resources);
        self.same(&set("决定", "decisions"), &now.decisions, &then.decisions);
        self.same(&set("既有方案", "earlier"), &now.earlier, &then.earlier);
        self.same(&set("分年", "phases"), &now.phases, &then.phases);
        self.same(&set("稳健性", "robustness"), &now.robustness, &then.robustness);
        if now.as_of != then.as_of {
            let (now, then) = (now.as_of, then.as_of);
            self.leave_open(
                format!("方案日期为 {then}，方案文件与规则书为 {now}：除非以 --as-of 指定，否则不一致"),
                format!(
                    "as_of is {then}, and {now} by the plan file and the rule book: right only if --as-of said so"
                ),
            );
        }
        self.checked_since(
            before,
            "方案文件的设置与方案中的一致",
            "the plan file's settings are those of the plan",
        );
    }

    /// What was read.
    fn survey(&mut self, plan: &Plan, read: &Survey) {
        self.read_again(
            &read.parks,
            plan.parks.iter().map(|planned| &planned.park),
            |row| park(&row.id),
            ["园区", "parks"],
        );
        self.read_again(
            &read.enterprises,
            plan.enterprises().map(PlannedEnterprise::enterprise),
            |row| enterprise(&row.id),
            ["企业", "enterprises"],
        );
        self.read_again(
            &read.projects,
            plan.projects.iter().map(|planned| &planned.project),
            |row| project(&row.id),
            ["项目", "projects"],
        );
        let named = |zh: &str, en: &str, id: &dyn Display| {
            Text::new(format!("{zh} {id}"), format!("{en} {id}"))
        };
        let zone = |row: &parkward_model::Zone| named("空间图层", "zone", &row.id);
        self.read_again(&read.zones, plan.zones.iter(), zone, ["空间图层", "zones"]);
        let reject = |row: &parkward_model::Reject| {
            named("被剔除的行", "rejected row", &format_args!("{} {}", row.file, row.row))
        };
        self.read_again(
            &read.rejects,
            plan.rejects.iter(),
            reject,
            ["被剔除的行", "rejected rows"],
        );
        let note = |row: &parkward_model::Note| named("提示", "note on", &row.file);
        self.read_again(&read.notes, plan.notes.iter(), note, ["提示", "notes"]);
        let input = |row: &parkward_model::Input| named("输入", "input", &row.file);
        self.read_again(&read.inputs, plan.inputs.iter(), input, ["输入", "inputs"]);
    }

    /// One kind of row, in their order.
    fn read_again<'a, T: PartialEq + Serialize + 'a>(
        &mut self,
        read: &[T],
        written: impl ExactSizeIterator<Item = &'a T>,
        name: impl Fn(&T) -> Text,
        [zh, en]: [&str; 2],
    ) {
        let (now, then) = (read.len(), written.len());
        if now != then {
            self.disagree(
                format!("{zh}：文件中有 {now} 行，方案中有 {then} 行"),
                format!("{en}: the files have {now}, the plan {then}"),
            );
        }
        for (read, written) in read.iter().zip(written) {
            self.same(&name(written), read, written);
        }
    }

    /// The plan once more, in another order of work.
    fn planned_again(
        &mut self,
        plan: &Plan,
        mut survey: Survey,
        rules: &RuleBook,
    ) -> Result<(), PlanError> {
        if is_cut_short(plan) {
            self.leave_open(
                "方案受时间、差距上限或中断所限，无法完全重复；未重新求解",
                "a limit of time or gap, or an interruption, cut the plan short: it cannot be repeated, and was not planned again",
            );
            return Ok(());
        }
        reverse(&mut survey.enterprises, &mut survey.projects);
        let limits = Limits { effort: plan.solution.effort.again(), ..Limits::default() };
        let make = || {
            let book = plan.rule_book.clone();
            Plan::make(survey, rules, book, &plan.options, &limits, &mut |_| {})
        };
        let threads = rayon::current_num_threads() + 1;
        let again = match ThreadPoolBuilder::new().num_threads(threads).build() {
            Ok(pool) => pool.install(make)?,
            Err(_) => make()?, // no more threads to be had: the order of rows is another one all the same
        };
        let before = self.disagreements.len();
        self.compare(&again, plan);
        self.checked_since(
            before,
            format!("按相反的行序、以 {threads} 个线程重新规划，结果相同"),
            format!("planned again, rows in reverse and with {threads} threads: the same plan"),
        );
        Ok(())
    }

    /// A plan of rows in reverse.
    fn compare(&mut self, again: &Plan, plan: &Plan) {
        self.nearly(&Text::new("汇总", "summary"), &again.summary, &plan.summary);
        self.nearly(&Text::new("求解结果", "solution"), &again.solution, &plan.solution);
        self.nearly(&Text::new("指标", "indicators"), &again.indicators, &plan.indicators);
        self.nearly(&Text::new("原则", "principles"), &again.principles, &plan.principles);
        self.nearly(&Text::new("土地利用", "land use"), &again.land_use, &plan.land_use);
        self.nearly(&Text::new("分年安排", "schedule"), &again.schedule, &plan.schedule);
        for (again, written) in again.parks.iter().zip(&plan.parks) {
            self.nearly(&park(&written.park.id), again, written);
        }
        for (again, written) in again.projects.iter().rev().zip(&plan.projects) {
            self.nearly(&project(&written.project.id), again, written);
        }
        for (index, written) in plan.enterprises().enumerate() {
            let Some(mirrored) = again.enterprises.len().checked_sub(index + 1) else { break };
            let written = written.record();
            let again = again.enterprise(mirrored).record();
            self.nearly(&enterprise(&written.enterprise.id), &again, &written);
        }
    }
}

fn reverse(enterprises: &mut [Enterprise], projects: &mut [Project]) {
    enterprises.reverse();
    projects.reverse();
}

/// Whether something else than the problem decided when the search ended.
fn is_cut_short(plan: &Plan) -> bool {
    let cut = |stop: Stop| matches!(stop, Stop::Time | Stop::Interrupted | Stop::Gap);
    let years = plan.schedule.as_ref().and_then(|schedule| schedule.stop);
    let stops = [plan.solution.stop, years, plan.robustness_cut.map(|runs| runs.stop)];
    plan.solution.effort == Effort::Unlimited || stops.into_iter().flatten().any(cut)
}
