//! What a park lacks for somebody.

use crate::answer::explain::ledger::Answer;
use crate::answer::explain::subject::Subject;
use crate::plan::Plan;
use crate::plan::parks::{Limit, PlannedPark};
use parkward_model::Text;

impl Plan {
    /// The first limit of the park that leaves too little for the enterprise, if any does.
    pub(super) fn shortage(&self, subject: &Subject, park: &PlannedPark) -> Option<(Answer, Text)> {
        let need = |resource: &str| self.need(subject, resource);
        park.limits.iter().find_map(|limit| {
            let free = limit.capacity.unwrap_or(0.0) - limit.taken;
            let short = need(&limit.resource).unwrap_or(0.0) - free;
            let (resource, unit) = (limit.resource.clone(), limit.unit.clone());
            let name = self.resource_name(&resource);
            let text = Text::new(
                format!("{}已分配给更需要的企业，缺 {short:.2} {unit}", name.zh),
                format!(
                    "its {} went to others who lose more elsewhere; short by {short:.2} {unit}",
                    name.en
                ),
            );
            // Amounts are counted in whole square metres and thousandths.
            (short > 5e-5).then_some((Answer::Outbid { resource, short, unit }, text))
        })
    }

    /// What it needs of `land` or a resource.
    fn need(&self, subject: &Subject, resource: &str) -> Option<f64> {
        match self.resources.iter().find(|known| known.id == resource) {
            Some(resource) => subject.facts().number(&resource.need),
            None => subject.land().map(|land| land.0),
        }
    }

    /// All that a park lacks for it beyond what is left: name, amount, unit.
    pub(crate) fn shortages(
        &self,
        subject: &Subject,
        park: &PlannedPark,
    ) -> Vec<(Text, f64, String)> {
        let short = |limit: &Limit| {
            let free = limit.capacity.unwrap_or(0.0) - limit.taken;
            let short = self.need(subject, &limit.resource).unwrap_or(0.0) - free;
            let name = self.resource_name(&limit.resource);
            // Amounts are counted in whole square metres and thousandths.
            (short > 5e-5).then(|| (name, short, limit.unit.clone()))
        };
        park.limits.iter().filter_map(short).collect()
    }

    pub(crate) fn resource_name(&self, id: &str) -> Text {
        let resource = self.resources.iter().find(|resource| resource.id == id);
        resource.map_or_else(|| Text::new("用地", "land"), |resource| resource.name.clone())
    }
}
