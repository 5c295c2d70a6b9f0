//! What a solved problem says of a job: the park where it goes, the one next in line, and at what cost.

use crate::amounts::{kilometres, millimetres};
use crate::distances::Distances;
use crate::problem::PlanningProblem;
use crate::problem::jobs::Jobs;
use crate::problem::market::ParkMarket;
use crate::problem::offers::Group;
use parkward_assignment::{Market, Price};
use parkward_model::Metres;
use rayon::prelude::*;
use std::ops::Range;

/// A park that a mover may go to.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Pair {
    /// The park's position in the survey.
    pub(crate) park: usize,
    /// From the site to the park's boundary, to the millimetre.
    pub(crate) distance: Metres,
}

/// A pair, and what it costs with land at its prices, in kilometre-equivalents.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct PricedPair {
    pub(crate) pair: Pair,
    pub(crate) km: f64,
}

/// The park where a job goes, and the one that is cheapest beside it.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Choices {
    pub(crate) chosen: Option<PricedPair>,
    pub(crate) second: Option<PricedPair>,
}

impl Choices {
    /// How much more the second costs than the first, in kilometre-equivalents; 0 unless there are both.
    pub(crate) fn margin_km(&self) -> f64 {
        match (self.chosen, self.second) {
            (Some(first), Some(second)) => second.km - first.km,
            _ => 0.0,
        }
    }

    /// Up to which cost a list must go on for the second choice to be sure, if one that had everything below `below` is
    /// too short. `unlisted` is the least that a park beyond it costs.
    fn asks(&self, unlisted: i64, below: i64) -> Option<i64> {
        match self.second {
            Some(second) if second.km <= kilometres(unlisted) => None,
            Some(second) => Some(millimetres(second.km) + 1),
            None => Some(below.saturating_mul(2).max(1_000_000)),
        }
    }
}

impl PlanningProblem {
    /// What it costs to leave a job unplaced, in millimetre-equivalents.
    pub(crate) fn penalty(&self, job: usize) -> i64 {
        self.problem.penalty(job)
    }

    /// Whether every list of candidates is complete.
    pub(crate) fn is_complete(&self) -> bool {
        let jobs = self.movers.len() + self.projects.len();
        (0..jobs).all(|job| self.problem.unlisted_cost(job).is_none())
    }

    /// Fit and cost of a job in a park, in kilometre-equivalents.
    pub(crate) fn terms(&self, job: usize, pair: Pair) -> (f64, f64) {
        let group = &self.jobs.groups[self.jobs.group_of[job] as usize];
        group.terms(pair.park, pair.distance, self.jobs.change.adds(job, Some(pair.park)))
    }

    /// The index of the job's group in [`PlanningProblem::into_groups`].
    pub(crate) fn group(&self, job: usize) -> u32 {
        self.jobs.group_of[job]
    }

    /// What remains of the problem once it is solved.
    pub(crate) fn into_groups(self) -> Vec<Group> {
        self.jobs.groups
    }

    /// The rank of each job among the movers in the order of the survey.
    pub(crate) fn ranks_in_survey_order(&self) -> Vec<u32> {
        let mut jobs: Vec<u32> = (0..).take(self.movers.len()).collect();
        jobs.par_sort_unstable_by_key(|job| self.movers[*job as usize]);
        let mut ranks = vec![0; jobs.len()];
        for (rank, job) in (0..).zip(jobs) {
            ranks[job as usize] = rank;
        }
        ranks
    }

    /// What a job needs of each resource, land first; also where it is pinned.
    pub(crate) fn needs(&self, job: usize) -> &[i64] {
        let q = self.problem.resources();
        let pinned = self.jobs.pinned.get(&job);
        pinned.map_or_else(|| &self.jobs.needs[job * q..][..q], |pinned| &pinned.needs)
    }

    /// What a job's needs are worth in a park, in kilometre-equivalents.
    #[expect(clippy::cast_precision_loss, reason = "for people")]
    pub(crate) fn rent_km(&self, job: usize, park: usize, prices: &[Price]) -> f64 {
        let q = self.problem.resources();
        let (needs, prices) = (self.needs(job), &prices[park * q..][..q]);
        needs.iter().zip(prices).map(|(need, price)| *need as f64 * price.to_f64()).sum::<f64>()
            / 1e6
    }

    /// Where consecutive jobs go by an assignment, and where they would go otherwise, with land at its prices.
    pub(crate) fn choices(
        &self,
        jobs: Range<usize>,
        assignment: &[Option<u32>],
        prices: &[Price],
        distances: &impl Distances,
    ) -> Vec<Choices> {
        let market = ParkMarket { jobs: &self.jobs, distances };
        let of_listed = |job: usize| {
            let listed = self.problem.candidates(job).map(|c| (c.agent, c.cost));
            self.two(job, assignment[job], prices, listed)
        };
        let mut choices: Vec<Choices> = jobs.clone().map(of_listed).collect();
        let asks = |(job, choices): (usize, &Choices)| {
            let unlisted = self.problem.unlisted_cost(job);
            Some((job, choices.asks(unlisted?, unlisted?)?))
        };
        // A park that is not listed may be the second choice.
        let mut asking: Vec<(usize, i64)> = jobs.clone().zip(&choices).filter_map(asks).collect();
        while !asking.is_empty() {
            let lists = market.lists(&asking);
            let longer =
                asking.into_iter().zip(lists).filter_map(|((job, below), (list, rest))| {
                    let choices = &mut choices[job - jobs.start];
                    *choices = self.two(job, assignment[job], prices, list.into_iter());
                    Some((job, choices.asks(rest?, below)?))
                });
            asking = longer.collect();
        }
        choices
    }

    /// How many jobs that stand side by side are best asked for at once.
    pub(crate) fn batch(&self, distances: &impl Distances) -> usize {
        ParkMarket { jobs: &self.jobs, distances }.batch()
    }

    /// The chosen and the cheapest other pair out of a list of park and cost.
    fn two(
        &self,
        job: usize,
        chosen: Option<u32>,
        prices: &[Price],
        list: impl Iterator<Item = (u32, i64)>,
    ) -> Choices {
        let mut two = Choices::default();
        for (park, cost_mm) in list {
            let best = if Some(park) == chosen { &mut two.chosen } else { &mut two.second };
            let park = park as usize;
            let km = kilometres(cost_mm) + self.rent_km(job, park, prices);
            // Parks are in order of id.
            if best.is_none_or(|best| (km, park) < (best.km, best.pair.park)) {
                let adds = self.jobs.adds(job, park).expect("a candidate is allowed");
                #[expect(clippy::cast_precision_loss, reason = "lengths on Earth")]
                let distance = Metres((cost_mm - adds) as f64 / 1_000.0);
                *best = Some(PricedPair { pair: Pair { park, distance }, km });
            }
        }
        two
    }

    /// The parks within the cut-off that the rules allow to the job, whatever their size.
    pub(crate) fn allowed(
        &self,
        job: usize,
        distances: &impl Distances,
    ) -> impl Iterator<Item = usize> {
        let Jobs { groups, group_of, cut_off, .. } = &self.jobs;
        let is_within = self.jobs.site(job).map(|site| distances.reach(site, *cut_off));
        let offers = groups[group_of[job] as usize].offers.iter().enumerate();
        offers
            .filter(|(_, offer)| offer.is_some())
            .map(|(park, _)| park)
            .filter(move |park| is_within.as_ref().is_none_or(|is_within| is_within(*park)))
    }

    /// Whether a job has a place, and no way from there to any park.
    pub(crate) fn is_cut_off(&self, job: usize, distances: &impl Distances) -> bool {
        self.jobs.site(job).is_some_and(|site| distances.is_cut_off(site))
    }

    /// What a job costs in a park that is allowed to it, in millimetre-equivalents.
    pub(crate) fn cost(&self, job: usize, park: usize, distances: &impl Distances) -> i64 {
        let distance = self.jobs.distance(job, park, distances);
        self.jobs.cost(job, park, distance).expect("the park is allowed")
    }

    /// What the parks have for those who are not pinned, by park and resource.
    pub(crate) fn capacities(&self) -> &[i64] {
        &self.jobs.capacities
    }

    /// What a job takes of [`PlanningProblem::capacities`]: nothing if it is pinned, since its needs were
    /// taken off before.
    pub(crate) fn open_needs(&self, job: usize) -> &[i64] {
        let q = self.problem.resources();
        &self.jobs.needs[job * q..][..q]
    }
}
