//! Where the solver gets longer lists of parks: from the distances.

use crate::distances::{Asked, Distances};
use crate::problem::change::Before;
use crate::problem::jobs::Jobs;
use crate::problem::offers::Group;
use parkward_assignment::{List, Market};
use parkward_geometry::Near;
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

/// Where the solver gets longer lists of parks: from the distances.
pub(crate) struct ParkMarket<'a, D> {
    pub(super) jobs: &'a Jobs,
    pub(super) distances: &'a D,
}

impl<D: Distances> ParkMarket<'_, D> {
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
        let near = self.jobs.distances(job, self.distances, offers.len());
        for (park, distance) in near {
            if let (Some(offer), true) = (offers[park], self.wants(job, park)) {
                let park = u32::try_from(park).expect("fewer than 2^32 parks");
                list.push((park, offer.pair_cost(distance, 0)));
            }
        }
    }

    /// The `count` nearest parks of each of a few movers that stand near each other.
    pub(super) fn first_lists(&self, jobs: Range<usize>, count: usize) -> Lists {
        let mut lists = Lists::default();
        let asked = jobs.map(|job| (job, self.asked(job, count, Metres(0.0)))).collect();
        self.find(asked, |job, near| {
            let unlisted = self.list_of(job, near, &mut lists.list);
            lists.ends.push((lists.list.len(), unlisted));
        });
        lists
    }

    /// What a mover asks of the distances: the `count` nearest parks, and all `within`, but none beyond the
    /// cut-off.
    fn asked(&self, job: usize, count: usize, within: Metres) -> Asked {
        // A millimetre beyond the cut-off, so that parks left out are further than it whatever rounding does.
        let all = Metres(self.jobs.cut_off.0 + 0.001);
        let (count, within) = match count {
            _ if self.jobs.pinned.contains_key(&job) => (0, Metres(0.0)),
            usize::MAX => (0, all),
            _ => (count, Metres(within.0.min(all.0))),
        };
        Asked { site: self.jobs.sites[job], count, within }
    }

    /// Hands each of a few movers, in their order, what is near it to `each`.
    fn find(&self, movers: Vec<(usize, Asked)>, mut each: impl FnMut(usize, &Near)) {
        let (jobs, asked): (Vec<usize>, Vec<Asked>) = movers.into_iter().unzip();
        let near = self.distances.first(&asked, |index, park| self.wants(jobs[index], park));
        jobs.into_iter().zip(&near).for_each(|(job, near)| each(job, near));
    }

    /// Appends the parks that are near a mover. Says the least that the others cost.
    fn list_of(&self, job: usize, near: &Near, list: &mut Vec<(u32, i64)>) -> Option<i64> {
        let Jobs { sites, cut_off, change, .. } = self.jobs;
        if let Some(pair) = self.jobs.pair(job, self.distances) {
            list.push(pair);
            return None;
        }
        let group = self.group(job);
        // The park of the earlier plan is always listed, so that every unlisted one costs the change on top.
        let earlier = match change.before(job) {
            Some(Before::To(park)) => Some(park.index()),
            _ => None,
        };
        let further = earlier
            .filter(|park| self.wants(job, *park) && near.parks.iter().all(|p| p.0 != *park));
        let further = further.map(|park| (park, self.distances.between(sites[job], park)));
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

    /// What a mover asks for to know all parks that cost it less than `below`.
    #[expect(clippy::cast_precision_loss, reason = "costs stay below 2^52")]
    fn asked_below(&self, &(job, below): &(usize, i64)) -> (usize, Asked) {
        let millimetres = below.saturating_sub(self.group(job).least_mm).max(0);
        (job, self.asked(job, FIRST, Metres(millimetres as f64 / 1_000.0)))
    }
}

impl<D: Distances> Market for ParkMarket<'_, D> {
    fn list(&self, job: usize, below: i64, list: &mut Vec<(u32, i64)>) -> Option<i64> {
        if job >= self.jobs.sites.len() {
            self.all(job, list);
            return None;
        }
        let mut unlisted = None;
        self.find(vec![self.asked_below(&(job, below))], |job, near| {
            unlisted = self.list_of(job, near, list);
        });
        unlisted
    }

    fn lists(&self, asked: &[(usize, i64)]) -> Vec<List> {
        // Movers come before projects.
        let movers = asked.partition_point(|(job, _)| *job < self.jobs.sites.len());
        let mut lists = Vec::with_capacity(asked.len());
        for some in asked[..movers].chunks(self.distances.batch()) {
            self.find(some.iter().map(|asked| self.asked_below(asked)).collect(), |job, near| {
                let mut list = Vec::new();
                let unlisted = self.list_of(job, near, &mut list);
                lists.push((list, unlisted));
            });
        }
        for &(project, _) in &asked[movers..] {
            let mut list = Vec::new();
            self.all(project, &mut list);
            lists.push((list, None));
        }
        lists
    }

    fn batch(&self) -> usize {
        self.distances.batch().max(1 << 8)
    }

    fn cost(&self, job: usize, agent: u32) -> Option<i64> {
        if let Some((park, cost)) = self.jobs.pair(job, self.distances) {
            return (park == agent).then_some(cost);
        }
        let park = agent as usize;
        if !self.wants(job, park) {
            return None;
        }
        let distance = self.jobs.distance(job, park, self.distances);
        if distance > self.jobs.cut_off {
            return None; // infinite, where no road leads there
        }
        self.jobs.cost(job, park, distance)
    }
}
