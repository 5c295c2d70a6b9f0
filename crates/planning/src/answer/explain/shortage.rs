//! What a park lacks for somebody.

use crate::answer::explain::ledger::Answer;
use crate::answer::explain::subject::Subject;
use crate::plan::Plan;
use crate::plan::parks::{Limit, PlannedPark};
use crate::settings::resource::Amounts;
use parkward_model::Text;

impl Plan {
    /// The first limit of the park that is too small for the enterprise, or else that leaves too little, if any
    /// does.
    pub(super) fn shortage(&self, subject: &Subject, park: &PlannedPark) -> Option<(Answer, Text)> {
        let too_small = park.limits.iter().find_map(|limit| {
            let capacity = limit.capacity.unwrap_or(0.0);
            let short = self.lacks(subject, limit, capacity)?;
            let (resource, unit) = (limit.resource.clone(), limit.unit.clone());
            let (name, amounts) = (self.resource_name(&resource), self.amounts(limit));
            let (all, lacking) = (amounts.say(capacity), amounts.at_least(short));
            let text = Text::new(
                format!("{}总量 {}，小于所需，缺 {}", name.zh, all.zh, lacking.zh),
                format!("too small: its {} is {} in all; short by {}", name.en, all.en, lacking.en),
            );
            Some((Answer::TooSmall { resource, short, unit }, text))
        });
        too_small.or_else(|| {
            park.limits.iter().find_map(|limit| {
                let short = self.lacks(subject, limit, left(limit))?;
                let (resource, unit) = (limit.resource.clone(), limit.unit.clone());
                let (name, lacking) =
                    (self.resource_name(&resource), self.amounts(limit).at_least(short));
                let text = Text::new(
                    format!("{}已分配给其他企业，缺 {}", name.zh, lacking.zh),
                    format!("its {} went to others; short by {}", name.en, lacking.en),
                );
                Some((Answer::Outbid { resource, short, unit }, text))
            })
        })
    }

    /// How much more it needs of a limit than is `free`; `None`: that is enough.
    fn lacks(&self, subject: &Subject, limit: &Limit, free: f64) -> Option<f64> {
        let short = self.need(subject, &limit.resource).unwrap_or(0.0) - free;
        // Amounts are counted in whole square metres and thousandths.
        (short > 5e-5).then_some(short)
    }

    /// How much more it needs of a limit than the plan leaves.
    pub(super) fn short_of(&self, subject: &Subject, limit: &Limit) -> Option<f64> {
        self.lacks(subject, limit, left(limit))
    }

    /// What it needs of `land` or a resource.
    fn need(&self, subject: &Subject, resource: &str) -> Option<f64> {
        match self.options.resources.iter().find(|known| known.id == resource) {
            Some(resource) => subject.facts().number(&resource.need),
            None => subject.land().map(|land| land.0),
        }
    }

    /// How amounts of a limit are shown.
    fn amounts<'a>(&self, limit: &'a Limit) -> Amounts<'a> {
        Amounts::new(&limit.resource, &limit.unit, self.options.area_unit)
    }

    /// All that a park lacks for it beyond what is left: name, and how much.
    pub(crate) fn shortages(&self, subject: &Subject, park: &PlannedPark) -> Vec<[Text; 2]> {
        let short = |limit: &Limit| {
            let short = self.lacks(subject, limit, left(limit))?;
            Some([self.resource_name(&limit.resource), self.amounts(limit).at_least(short)])
        };
        park.limits.iter().filter_map(short).collect()
    }

    pub(crate) fn resource_name(&self, id: &str) -> Text {
        let resource = self.options.resources.iter().find(|resource| resource.id == id);
        resource.map_or_else(|| Text::new("用地", "land"), |resource| resource.name.clone())
    }
}

/// What the plan leaves of a limit.
fn left(limit: &Limit) -> f64 {
    limit.capacity.unwrap_or(0.0) - limit.taken
}
