//! What the planner has decided of parks, put into what they can take.

use crate::receive::ReceivingParks;
use crate::screened::zoning::Zoning;
use crate::settings::PlanOptions;
use crate::settings::decision_error::{DecisionError, at, park_of};
use crate::settings::decisions::{Decisions, Revision};
use crate::settings::resource::Resource;
use parkward_model::{Hectares, Park, Text, most_like};
use parkward_policy::RuleBook;
use std::collections::BTreeMap;

impl ReceivingParks {
    /// The parks as they stand to newcomers, with what the planner has decided of them.
    ///
    /// # Errors
    /// [`DecisionError`] at the first change of a park that cannot be carried out.
    pub(crate) fn decided(
        parks: &[Park],
        zoning: &Zoning<'_>,
        rules: &RuleBook,
        options: &PlanOptions,
    ) -> Result<Self, DecisionError> {
        let mut receiving = Self::new(parks, zoning, rules, options);
        options.decisions.revise(parks, &options.resources, &mut receiving)?;
        Ok(receiving)
    }
}

impl Decisions {
    /// The parks as they stand to newcomers, with what was decided of them.
    fn revise(
        &self,
        parks: &[Park],
        resources: &[Resource],
        receiving: &mut ReceivingParks,
    ) -> Result<(), DecisionError> {
        let mut seen: BTreeMap<usize, usize> = BTreeMap::new();
        for (number, revision) in self.park_changes.iter().enumerate() {
            let place = at("park_changes", number);
            let park = park_of(parks, &place, &revision.park)?;
            if let Some(other) = seen.insert(park, number) {
                let (other, enterprise) = (at("park_changes", other), revision.park.to_string());
                return Err(DecisionError::Contradiction { place, other, enterprise });
            }
            for resource in revision.quotas.keys() {
                if !resources.iter().any(|known| known.id == *resource) {
                    let nearest = most_like(resource, resources.iter().map(|r| r.id.as_str()));
                    let (what, id) = (Text::new("资源", "resource"), resource.clone());
                    return Err(DecisionError::Unknown { place, what, id, nearest });
                }
            }
            let Revision { open, capacity_ha, add_ha, quotas, .. } = revision;
            if (open, capacity_ha, add_ha) == (&None, &None, &None) && quotas.is_empty() {
                let expected = Text::new(
                    "open、capacity_ha、add_ha 或 quotas",
                    "open, capacity_ha, add_ha or quotas",
                );
                return Err(DecisionError::Empty { place, expected });
            }
            let receiver = receiving.park_mut(park);
            let land = match (capacity_ha, add_ha, receiver.land) {
                (None, None, land) => land.map(|land| land.0),
                (Some(capacity), None, _) => Some(*capacity),
                (None, Some(more), Some(land)) => Some(land.0 + more),
                (Some(_), Some(_), _) => {
                    let found =
                        Text::new("capacity_ha 加 add_ha 两个面积", "both capacity_ha and add_ha");
                    let (park, expected) =
                        (revision.park.clone(), Text::new("其中之一", "one of them"));
                    return Err(DecisionError::Amount { place, park, found, expected });
                }
                (None, Some(more), None) => {
                    let found = Text::new(
                        format!("比未知容量还多的 {more} 公顷"),
                        format!("{more} ha more than an unknown capacity"),
                    );
                    let (park, expected) =
                        (revision.park.clone(), Text::new(" capacity_ha", "capacity_ha"));
                    return Err(DecisionError::Amount { place, park, found, expected });
                }
            };
            let amounts = land.iter().chain(quotas.values());
            if let Some(found) = amounts.copied().find(|amount| !(0.0..=1e9).contains(amount)) {
                let expected = Text::new("不小于 0 的数", "a number from 0 on");
                let (park, found) = (revision.park.clone(), Text::same(found));
                return Err(DecisionError::Amount { place, park, found, expected });
            }
            receiver.open = open.unwrap_or(receiver.open);
            receiver.land = land.map(Hectares);
            for (resource, quota) in resources.iter().zip(&mut receiver.quotas) {
                *quota = quotas.get(&resource.id).copied().or(*quota);
            }
        }
        Ok(())
    }
}
