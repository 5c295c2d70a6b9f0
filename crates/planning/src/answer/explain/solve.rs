//! Repairs planned anew: what the whole plan comes to with each, when everybody may move.

use crate::amounts::kilometres;
use crate::answer::explain::ledger::{Ledger, Repair, RepairKind, Sentence, Solved};
use crate::answer::explain::prose::{REPAIRS, sentences};
use crate::answer::explain::subject::Subject;
use crate::error::PlanError;
use crate::plan::Plan;
use crate::prepare::Prepared;
use crate::settings::PlanOptions;
use crate::settings::decisions::{Pin, Revision};
use crate::settings::resource::LAND;
use parkward_assignment::{Limits, Start, solve_growing, verify};
use parkward_model::{EnterpriseId, Survey, Text};
use parkward_policy::RuleBook;

impl Plan {
    /// The ledger of somebody who is unplaced, with each repair that its sentences name planned anew: from the plan's
    /// placements and prices, with the change, by the engine that made the plan. Anybody else's is handed back.
    ///
    /// ```
    /// # mod district { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/district/by_the_river.rs")); }
    /// # use district::*;
    /// use parkward_assignment::Limits;
    /// let plan = by_the_river();
    /// let ledger = plan.with_repairs_solved(plan.explain("P1")?, &Limits::default())?;
    /// assert!(ledger.repairs.iter().all(|repair| repair.solved.is_some())); // it is placed, and needs none
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// As [`Plan::rules`] and [`Plan::make`].
    pub fn with_repairs_solved(
        &self,
        mut ledger: Ledger,
        limits: &Limits<'_>,
    ) -> Result<Ledger, PlanError> {
        if ledger.repairs.is_empty() {
            return Ok(ledger);
        }
        let rules = self.rules()?;
        for index in 0..ledger.repairs.len().min(REPAIRS) {
            let changed = self.changed(&ledger, &ledger.repairs[index], &rules);
            let Some(changed) = changed else { continue };
            let Some(solved) = self.solved(&ledger, changed, limits)? else { continue };
            let repair = &mut ledger.repairs[index];
            repair.text = solved.words(&repair.what);
            repair.solved = Some(solved);
        }
        ledger.sentences = sentences(&ledger, self, &rules);
        ledger.prose = Sentence::paragraph(&ledger.sentences);
        Ok(ledger)
    }

    /// What the plan is made of, with a repair; `None`: no setting says it.
    fn changed(&self, ledger: &Ledger, repair: &Repair, rules: &RuleBook) -> Option<Changed> {
        let (mut survey, mut rules, mut options) =
            (self.survey(), rules.clone(), self.options.clone());
        let park = self.parks.iter().position(|planned| planned.park.id == repair.park)?;
        let subject = &ledger.subject;
        let mut to = None;
        match repair.kind {
            RepairKind::MakeWay => {
                let Subject::Enterprise(record) = subject else { return None };
                options.decisions.pins.push(pin(&record.enterprise.id, repair));
                to = Some(park);
            }
            RepairKind::More | RepairKind::CutOff | RepairKind::Admit => {
                self.enlarge(subject, park, &mut options);
            }
        }
        if let Some(cut_off_km) = repair.cut_off_km {
            rules.weights.cut_off_km = cut_off_km;
        }
        if let Some(fit) = repair.fit {
            let industry = subject.industry()?.clone();
            match rules.parks.get_mut(&repair.park).filter(|park| !park.plan.is_empty()) {
                Some(park) => drop(park.plan.insert(industry, fit)),
                None => {
                    let admitted = &mut survey.parks[park].industries;
                    admitted.retain(|(code, _)| *code != industry);
                    admitted.push((industry, fit));
                }
            }
        }
        Some(Changed { survey, rules, options, to })
    }

    /// Gives a park what it lacks for somebody.
    fn enlarge(&self, subject: &Subject, park: usize, options: &mut PlanOptions) {
        let planned = &self.parks[park];
        let lacking: Vec<(&str, f64)> = planned
            .limits
            .iter()
            .filter_map(|limit| {
                let short = self.short_of(subject, limit)?;
                Some((limit.resource.as_str(), limit.capacity.unwrap_or(0.0) + short))
            })
            .collect();
        if lacking.is_empty() {
            return;
        }
        let changes = &mut options.decisions.park_changes;
        let at = changes.iter().position(|change| change.park == planned.park.id);
        let at = at.unwrap_or_else(|| {
            changes.push(Revision {
                park: planned.park.id.clone(),
                open: None,
                capacity_ha: None,
                add_ha: None,
                quotas: Default::default(),
                why: why(),
            });
            changes.len() - 1
        });
        for (resource, capacity) in lacking {
            match resource {
                LAND => (changes[at].capacity_ha, changes[at].add_ha) = (Some(capacity), None),
                other => drop(changes[at].quotas.insert(other.to_owned(), capacity)),
            }
        }
    }

    /// Plans with a change from what the plan came to; `None` where somebody who should make way for it does not.
    fn solved(
        &self,
        ledger: &Ledger,
        changed: Changed,
        limits: &Limits<'_>,
    ) -> Result<Option<Solved>, PlanError> {
        let Changed { survey, rules, options, to } = changed;
        let mut prepared = Prepared::new(&survey, &rules, &options)?;
        let assignment = self.assignment(&prepared);
        let prices = self.prices(&prepared);
        let start = Start { prices: &prices, assignment: &assignment };
        let (problem, market) = prepared.problem.with_market(prepared.ground.distances());
        let solution = solve_growing(problem, &market, limits, Some(&start), &mut |_| {});
        verify(&prepared.problem.problem, &solution)?;
        let job = self.job_of(&ledger.subject, &prepared);
        let goes = job.and_then(|job| solution.assignment[job]);
        if to.is_some() && goes.is_none() {
            return Ok(None);
        }
        let before = self.solution.cost_mm;
        Ok(Some(Solved {
            change_km: kilometres(solution.cost - before),
            bound_km: kilometres(solution.certificate.lower_bound.min(solution.cost) - before),
            proven: solution.certificate.lower_bound >= solution.cost,
            placed: goes.is_some(),
        }))
    }

    fn job_of(&self, subject: &Subject, prepared: &Prepared) -> Option<usize> {
        let problem = &prepared.problem;
        match subject {
            Subject::Enterprise(record) => {
                let id = |mover: &usize| &self.enterprises.read[*mover].id;
                problem.movers.iter().position(|mover| *id(mover) == record.enterprise.id)
            }
            Subject::Project(planned) => {
                let id = |project: &usize| &self.projects[*project].project.id;
                let at = problem.projects.iter().position(|p| *id(p) == planned.project.id)?;
                Some(problem.movers.len() + at)
            }
        }
    }
}

/// What a plan is made of, changed.
struct Changed {
    survey: Survey,
    rules: RuleBook,
    options: PlanOptions,
    /// The park that somebody has to be in.
    to: Option<usize>,
}

fn pin(id: &EnterpriseId, repair: &Repair) -> Pin {
    let who =
        crate::settings::decisions::Who { enterprise: Some(id.clone()), ..Default::default() };
    Pin { who, park: repair.park.clone(), why: why() }
}

/// The reason of a decision that nobody reads.
fn why() -> Text {
    Text::new("调整", "a repair")
}

impl Solved {
    /// A change, and what the whole plan comes to with it.
    fn words(&self, what: &Text) -> Text {
        let (km, bound) = (self.change_km.abs(), self.bound_km);
        let less = self.change_km < 0.0;
        let (sure_zh, sure_en) = match (self.proven, less) {
            (true, _) => ("（已证最优）".to_owned(), " (proven)".to_owned()),
            (_, true) => (
                format!("（至多减少 {:.2} 公里）", -bound),
                format!(" (no plan with it saves more than {:.2} km)", -bound),
            ),
            (_, false) if bound < 0.0 => (
                format!("（至多减少 {:.2} 公里）", -bound),
                format!(" (no plan with it saves more than {:.2} km)", -bound),
            ),
            _ => (
                format!("（至少增加 {bound:.2} 公里）"),
                format!(" (no plan with it costs less than {bound:.2} km more)"),
            ),
        };
        let (out_zh, out_en) = match self.placed {
            true => ("", ""),
            false => (
                "，但仍未能安置，所增部分另有更需要者",
                ", and it is still unplaced: others need it more",
            ),
        };
        let (zh, en) = if less { ("减少", "saves") } else { ("增加", "costs") };
        let more = if less { "" } else { " more" };
        Text::new(
            format!("{}：重新求解，全方案成本{zh} {km:.2} 公里{sure_zh}{out_zh}", what.zh),
            format!("{}: planned anew, it {en} {km:.2} km{more}{sure_en}{out_en}", what.en),
        )
    }
}
