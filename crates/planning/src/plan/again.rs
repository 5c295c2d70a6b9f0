//! A plan made again from what it holds: its rules, its survey, its options, its problem.

use crate::error::PlanError;
use crate::plan::Plan;
use crate::prepare::Prepared;
use parkward_assignment::Price;
use parkward_model::{ParkId, Survey};
use parkward_policy::{BookTable, RuleBook};

impl Plan {
    /// The rule book that the plan carries, with the weights that were applied.
    ///
    /// # Errors
    /// [`PlanError::RuleBook`] if somebody has damaged it.
    pub fn rules(&self) -> Result<RuleBook, PlanError> {
        let parsed = RuleBook::parse(&self.rule_book.text, &self.rule_book.file, |table| {
            Ok::<_, std::convert::Infallible>(match table {
                BookTable::Classification(_) => self.rule_book.classification.clone(),
                BookTable::Limits(_) => self.rule_book.limits.clone(),
            })
        });
        let Ok(parsed) = parsed;
        let mut rules = parsed?;
        rules.weights.clone_from(&self.weights);
        Ok(rules)
    }

    /// The survey that the plan was made from.
    pub fn survey(&self) -> Survey {
        Survey {
            parks: self.parks.iter().map(|park| park.park.clone()).collect(),
            enterprises: self.enterprises.read.clone(),
            zones: self.zones.clone(),
            projects: self.projects.iter().map(|project| project.project.clone()).collect(),
            rejects: self.rejects.clone(),
            notes: self.notes.clone(),
            inputs: self.inputs.clone(),
            ..Survey::default()
        }
    }

    /// Locates and screens everybody again and builds the problem again.
    ///
    /// # Errors
    /// As [`Plan::rules`] and [`Prepared::new`].
    pub(crate) fn prepare_again(&self) -> Result<(RuleBook, Prepared), PlanError> {
        let rules = self.rules()?;
        let prepared = Prepared::new(&self.survey(), &rules, &self.options)?;
        Ok((rules, prepared))
    }

    /// What the plan says that each resource of each park is worth. What it does not say, which `verify` tells, is worth
    /// nothing: whoever damaged the plan may have left some out.
    pub(crate) fn prices(&self, prepared: &Prepared) -> Vec<Price> {
        let written = self.solution.prices.iter().flatten().map(|raw| Price::from_raw(*raw));
        let expected = self.parks.len() * prepared.problem.problem.resources();
        written.chain(std::iter::repeat(Price::ZERO)).take(expected).collect()
    }

    /// Where every job of the problem goes, as the plan has it.
    pub(crate) fn assignment(&self, prepared: &Prepared) -> Vec<Option<u32>> {
        let movers = prepared.problem.movers.iter();
        let movers = movers.map(|mover| self.enterprise(*mover).chosen_agent());
        let agent = |park: &ParkId| {
            let index = self.parks.iter().position(|planned| planned.park.id == *park);
            index.and_then(|index| u32::try_from(index).ok())
        };
        let projects = prepared.problem.projects.iter().map(|index| {
            let chosen = self.projects[*index].chosen.as_ref();
            chosen.and_then(|choice| agent(&choice.park))
        });
        movers.chain(projects).collect()
    }
}
