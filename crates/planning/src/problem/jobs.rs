//! What those who should move or settle look for: their sites, their needs, and what they may be offered.

use crate::distances::Distances;
use crate::problem::change::Change;
use crate::problem::offers::{Group, Inquiry, Offer, groups, industry};
use crate::receive::{ReceivingPark, ReceivingParks};
use crate::rule::rulings::{Ruling, Rulings};
use crate::screened::enterprises::ScreenedEnterprise;
use crate::settings::PlanOptions;
use crate::settings::resource::needs_of;
use geo_types::Point;
use parkward_geometry::space_order_by;
use parkward_model::{Metres, Survey};
use parkward_policy::RuleBook;
use rayon::prelude::*;
use std::collections::BTreeMap;

/// Whose jobs they are, by position in the survey: first those who should move, then the projects that should
/// settle.
#[derive(Clone, Debug)]
pub(crate) struct JobOwners {
    pub(crate) movers: Vec<usize>,
    pub(crate) projects: Vec<usize>,
}

/// What the movers look for.
#[derive(Debug)]
pub(crate) struct Jobs {
    pub(super) groups: Vec<Group>,
    /// Of the movers, which are the first jobs.
    pub(crate) sites: Vec<Point<f64>>,
    /// Of the projects, which are the other jobs; `None`: anywhere.
    places: Vec<Option<Point<f64>>>,
    /// By job, as all that follows.
    pub(super) group_of: Vec<u32>,
    pub(crate) needs: Vec<i64>,
    pub(super) capacities: Vec<i64>,
    pub(super) cut_off: Metres,
    /// Jobs that are pinned. Their needs are taken off the park beforehand, and they need nothing here.
    pub(super) pinned: BTreeMap<usize, Pinned>,
    /// What changing an earlier plan costs; by default nothing.
    pub(super) change: Change,
}

impl Jobs {
    /// Carries out what was decided of a job. It gets a group of its own, so that all others pay nothing
    /// for it.
    fn rule(&mut self, job: usize, ruling: &Ruling, offer: impl Fn(usize) -> Offer) {
        let mut offers = self.groups[self.group_of[job] as usize].offers.clone();
        if let Some((park, _)) = ruling.pin {
            let park = park.index();
            let q = self.needs.len() / self.group_of.len();
            offers.fill(None);
            offers[park] = Some(offer(park));
            let needs = &mut self.needs[job * q..][..q];
            let rooms = &mut self.capacities[park * q..][..q];
            rooms.iter_mut().zip(needs.iter()).for_each(|(room, need)| *room -= need);
            let pinned = Pinned { park, needs: needs.to_vec() };
            needs.fill(0);
            self.pinned.insert(job, pinned);
        } else {
            ruling.forbids.iter().for_each(|(park, _)| offers[park.index()] = None);
        }
        self.group_of[job] = u32::try_from(self.groups.len()).expect("fewer groups than 2^32");
        self.groups.push(Group::of(offers));
    }

    /// What a job costs in a park beside the distance, in millimetre-equivalents.
    pub(super) fn adds(&self, job: usize, park: usize) -> Option<i64> {
        let offer = self.groups[self.group_of[job] as usize].offers[park]?;
        Some(offer.adds_mm + self.change.adds(job, Some(park)))
    }

    /// What a job costs in a park at a distance, in millimetre-equivalents; `None`: the rules refuse.
    pub(super) fn cost(&self, job: usize, park: usize, distance: Metres) -> Option<i64> {
        let offer = self.groups[self.group_of[job] as usize].offers[park]?;
        Some(offer.pair_cost(distance, self.change.adds(job, Some(park))))
    }

    /// The one pair of a job that is pinned: the park and what it costs there.
    pub(super) fn pair(&self, job: usize, distances: &impl Distances) -> Option<(u32, i64)> {
        let park = self.pinned.get(&job)?.park;
        let distance = distances.between(self.sites[job], park);
        let cost = self.cost(job, park, distance).expect("a pin is an offer");
        Some((u32::try_from(park).expect("fewer than 2^32 parks"), cost))
    }

    /// What it costs to leave a job unplaced, given what its quality says. A pin is not left out, however
    /// far it goes.
    pub(super) fn penalty(&self, job: usize, penalty: i64, distances: &impl Distances) -> i64 {
        let penalty = penalty.saturating_add(self.change.adds(job, None));
        self.pair(job, distances).map_or(penalty, |(_, cost)| penalty.max(cost + 1))
    }

    /// Where a job is; `None` of a project that has no place.
    pub(super) fn site(&self, job: usize) -> Option<Point<f64>> {
        match job.checked_sub(self.sites.len()) {
            None => Some(self.sites[job]),
            Some(project) => self.places[project],
        }
    }

    /// How far a park is from a job: 0 for a project that has no place.
    pub(super) fn distance(&self, job: usize, park: usize, distances: &impl Distances) -> Metres {
        self.site(job).map_or(Metres(0.0), |site| distances.between(site, park))
    }

    /// Every one of `parks` parks within the cut-off of a job, with its distance: 0 for a project that
    /// has no place.
    pub(super) fn distances(
        &self,
        job: usize,
        distances: &impl Distances,
        parks: usize,
    ) -> Vec<(usize, Metres)> {
        match self.site(job) {
            None => (0..parks).map(|park| (park, Metres(0.0))).collect(),
            Some(site) => distances.within(site, self.cut_off),
        }
    }
}

/// Where a job goes by decision.
#[derive(Debug)]
pub(super) struct Pinned {
    park: usize,
    /// What it needs there, by resource.
    pub(super) needs: Vec<i64>,
}

/// Who should move, along a curve that keeps neighbours together.
pub(crate) fn movers(survey: &Survey, screened: &[ScreenedEnterprise]) -> Vec<usize> {
    let movers: Vec<usize> =
        (0..screened.len()).filter(|i| screened[*i].settled.is_none()).collect();
    let sites: Vec<Point<f64>> = movers.iter().map(|i| survey.enterprises[*i].site).collect();
    // By id in a cell, so that the plan does not depend on the order of rows.
    let id = |index: usize| &survey.enterprises[movers[index]].id;
    let order = space_order_by(&sites, |a, b| id(a).cmp(id(b)));
    order.into_par_iter().map(|index| movers[index]).collect()
}

pub(crate) fn jobs(
    survey: &Survey,
    screened: &[ScreenedEnterprise],
    rulings: &Rulings,
    JobOwners { movers, projects }: &JobOwners,
    receiving: &ReceivingParks,
    rules: &RuleBook,
    options: &PlanOptions,
) -> Jobs {
    let resources = &options.resources;
    let (groups, of_asked) = groups(survey, screened, projects, receiving, rules);
    // In parallel, because neighbours in space are far apart in the survey: nearly every one is a cache miss.
    let enterprises = movers.par_iter().map(|mover| &survey.enterprises[*mover]);
    let (sites, mut group_of): (Vec<_>, Vec<_>) = enterprises
        .clone()
        .zip(movers)
        .map(|(enterprise, mover)| {
            (enterprise.site, of_asked[&Inquiry::of_mover(enterprise, &screened[*mover])])
        })
        .unzip();
    let q = 1 + resources.len();
    let mut needs = vec![0; movers.len() * q];
    needs.par_chunks_mut(q).zip(enterprises).for_each(|(needs, enterprise)| {
        needs
            .iter_mut()
            .zip(needs_of(enterprise.land, &enterprise.facts, resources))
            .for_each(|(to, need)| *to = need);
    });
    // Without a land guide it makes no difference who may not expand, so it is not looked up.
    if rules.rates_land() {
        needs.par_chunks_mut(q).zip(movers).for_each(|(needs, mover)| {
            let may_not_expand = screened[*mover].may_not_expand();
            let need = rules.land_need(&survey.enterprises[*mover], may_not_expand);
            needs[0] = need.map_or(0, |need| need.need.square_metres());
        });
    }
    let projects = || projects.iter().map(|index| &survey.projects[*index]);
    group_of.extend(projects().map(|project| of_asked[&Inquiry::of_project(project)]));
    needs.extend(projects().flat_map(|project| needs_of(project.land, &project.facts, resources)));
    let mut jobs = Jobs {
        groups,
        sites,
        places: projects().map(|project| project.site).collect(),
        group_of,
        needs,
        capacities: receiving.iter().flat_map(ReceivingPark::capacities).collect(),
        cut_off: Metres(rules.weights.cut_off_km * 1_000.0),
        pinned: BTreeMap::new(),
        change: Change::new(survey, movers, options),
    };
    if !rulings.is_empty() {
        for (job, mover) in movers.iter().enumerate() {
            if let Some(ruling) = rulings.of(*mover) {
                let offer = |park: usize| {
                    let industry = industry(&survey.enterprises[*mover].industry);
                    let terms =
                        receiving.offer_at_any_fit(park, industry, &survey.parks[park], rules);
                    Offer::new(&terms.expect("a pin is held against the rules before"))
                };
                jobs.rule(job, ruling, offer);
            }
        }
    }
    jobs
}
