//! Where the solver gets longer lists of parks: out of the R-tree.

use crate::problem::change::Before;
use crate::problem::jobs::Jobs;
use crate::problem::offers::Group;
use parkward_assignment::Market;
use parkward_geometry::{Neighbourhood, ParkIndex};
use parkward_model::Metres;
use std::ops::Range;

/// Parks that a mover finds when its list begins; more where movers are few, since whole enterprises
/// are packed the better the more places each knows.
pub(crate) const FIRST: usize = 3;

/// Lists of consecutive jobs, one after the other.
#[derive(Default)]
pub(crate) struct Lists {
    /// Park and cost.
    pub(super) list: Vec<(u32, i64)>,
    /// Where each job's list ends, and the least that any park beyond it costs.
    pub(super) ends: Vec<(usize, Option<i64>)>,
}

/// Where the solver gets longer lists of parks: out of the R-tree.
#[derive(Clone, Copy)]
pub(crate) struct ParkMarket<'a> {
    pub(super) jobs: &'a Jobs,
    pub(super) index: &'a ParkIndex,
}

impl ParkMarket<'_> {
    fn group(&self, job: usize) -> &Group {
        &self.jobs.groups[self.jobs.group_of[job] as usize]
    }

    /// Whether the rules admit the job to the park, and the park could hold it, all alone.
    fn wants(&self, job: usize, park: usize) -> bool {
        let Jobs { group_of, needs, capacities, .. } = self.jobs;
        let q = needs.len() / group_of.len();
        let room = &capacities[park * q..][..q];
        let needs = &needs[job * q..][..q];
        self.group(job).offers[park].is_some()
            && needs.iter().zip(room).all(|(need, room)| need <= room)
    }

    /// Appends all parks for a project. They are few, and one that has no place, or one in a park, is
    /// not in anybody's neighbourhood.
    pub(super) fn all(&self, job: usize, list: &mut Vec<(u32, i64)>) {
        let offers = &self.group(job).offers;
        let near = self.jobs.distances(job, self.index, offers.len());
        for (park, distance) in near {
            if let (Some(offer), true) = (offers[park], self.wants(job, park)) {
                let park = u32::try_from(park).expect("fewer than 2^32 parks");
                list.push((park, offer.pair_cost(distance, 0)));
            }
        }
    }

    pub(super) fn first_lists(&self, jobs: Range<usize>, count: usize) -> Lists {
        let mut neighbourhood = self.index.neighbourhood(&self.jobs.sites[jobs.clone()]);
        let mut lists = Lists::default();
        for job in jobs {
            let unlisted = self.find(job, &mut neighbourhood, count, Metres(0.0), &mut lists.list);
            lists.ends.push((lists.list.len(), unlisted));
        }
        lists
    }

    /// Appends the parks for one job: the `count` nearest, and all `within`, but none beyond the
    /// cut-off. Says the least that the others cost.
    fn find(
        &self,
        job: usize,
        neighbourhood: &mut Neighbourhood<'_>,
        count: usize,
        within: Metres,
        list: &mut Vec<(u32, i64)>,
    ) -> Option<i64> {
        let Jobs { sites, cut_off, change, .. } = self.jobs;
        if let Some(pair) = self.jobs.pair(job, self.index) {
            list.push(pair);
            return None;
        }
        let group = self.group(job);
        let wanted = |park: usize| self.wants(job, park);
        // A millimetre more: what is known to be further than the cut-off is then known for sure.
        let all = Metres(cut_off.0 + 0.001);
        let (count, within) =
            if count == usize::MAX { (0, all) } else { (count, Metres(within.0.min(all.0))) };
        let near = neighbourhood.nearest(&self.index.origin(sites[job]), wanted, count, within);
        // Where an earlier plan sent it is always listed, so that all that is not pays for the change.
        let earlier = match change.before(job) {
            Some(Before::To(park)) => Some(park.index()),
            _ => None,
        };
        let further =
            earlier.filter(|park| wanted(*park) && near.parks.iter().all(|p| p.0 != *park));
        let further = further.map(|park| (park, self.index.distance(park, sites[job])));
        for (park, distance) in near.parks.iter().copied().chain(further) {
            if let (Some(offer), true) = (group.offers[park], distance <= *cut_off) {
                let cost = offer.pair_cost(distance, change.adds(job, Some(park)));
                let park = u32::try_from(park).expect("fewer than 2^32 parks");
                list.push((park, cost));
            }
        }
        let least = group.least_mm + change.adds(job, None);
        (near.beyond < *cut_off).then(|| near.beyond.millimetres() + least)
    }
}

impl Market for ParkMarket<'_> {
    #[expect(clippy::cast_precision_loss, reason = "costs stay below 2^52")]
    fn list(&self, job: usize, below: i64, list: &mut Vec<(u32, i64)>) -> Option<i64> {
        if job >= self.jobs.sites.len() {
            self.all(job, list);
            return None;
        }
        let group = self.group(job);
        let within = Metres(below.saturating_sub(group.least_mm).max(0) as f64 / 1_000.0);
        let site = self.jobs.sites[job];
        self.find(job, &mut self.index.neighbourhood(&[site]), FIRST, within, list)
    }

    fn cost(&self, job: usize, agent: u32) -> Option<i64> {
        if let Some((park, cost)) = self.jobs.pair(job, self.index) {
            return (park == agent).then_some(cost);
        }
        let park = agent as usize;
        if !self.wants(job, park) {
            return None;
        }
        let distance = self.jobs.distance(job, park, self.index);
        let cost = self.jobs.cost(job, park, distance)?;
        (distance <= self.jobs.cut_off).then_some(cost)
    }
}
