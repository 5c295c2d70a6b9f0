//! The assignment problem of a survey: who may go where, at what cost, within what limits.

use crate::decisions::{Ruling, Rulings};
use crate::hosts::{Host, Hosts};
use crate::position::Position;
use crate::projects::Candidate;
use crate::{PlanOptions, Resource, Standing};
use geo_types::Point;
use hashbrown::HashMap;
use parkward_assignment::{Market, Needs, Parts, Price, Problem, ProblemError};
use parkward_geometry::{Neighbourhood, ParkIndex, space_order_by};
use parkward_model::{Enterprise, Facts, Hectares, IndustryCode, Metres, Park, Project, Survey};
use parkward_policy::{Classes, RuleBook, Terms};
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::ops::Range;

/// The assignment problem, and what its numbers stand for.
#[derive(Debug)]
pub struct PlanningProblem {
    /// Jobs are movers, then projects; agents are parks in the order of the survey, resource 0 is land in square
    /// metres, the others are in thousandths of their unit.
    ///
    /// Lists of candidates hold the nearest parks first and may be short: the solver asks for the
    /// rest.
    pub problem: Problem,
    /// Enterprises that should move, by their position in the survey. Jobs are in the order in
    /// which they stand in space, so that neighbours are neighbours in memory.
    pub movers: Vec<usize>,
    /// Projects that should settle, by their position in the survey: the jobs after the movers.
    pub(crate) projects: Vec<usize>,
    /// Where each job's enterprise stands, what it may be offered, and what it needs.
    wishes: Wishes,
}

/// What the movers look for.
#[derive(Debug)]
struct Wishes {
    groups: Vec<Group>,
    /// Of the movers, which are the first jobs.
    sites: Vec<Point<f64>>,
    /// Of the projects, which are the other jobs; `None`: anywhere.
    places: Vec<Option<Point<f64>>>,
    /// By job, as all that follows.
    group_of: Vec<u32>,
    needs: Vec<i64>,
    capacities: Vec<i64>,
    cut_off: Metres,
    /// Jobs that are pinned. Their needs are taken off the park beforehand, and they need nothing here.
    pinned: BTreeMap<usize, Pinned>,
    /// What changing an earlier plan costs; by default nothing.
    change: Change,
}

/// Where a job goes by decision.
#[derive(Debug)]
struct Pinned {
    park: usize,
    /// What it needs there, by resource.
    needs: Vec<i64>,
}

/// Where an earlier plan sent the jobs, and what it costs to send them elsewhere.
#[derive(Debug, Default)]
struct Change {
    mm: i64,
    /// By job; empty without an earlier plan.
    parks: Vec<Option<Before>>,
}

/// Where an earlier plan sent a job.
#[derive(Clone, Copy, Debug)]
enum Before {
    /// To a park of the survey.
    To(Position),
    /// To one that is no more.
    Gone,
}

impl Change {
    fn new(survey: &Survey, movers: &[usize], options: &PlanOptions) -> Self {
        let Some(earlier) = &options.earlier else { return Self::default() };
        let places: HashMap<_, _> =
            survey.parks.iter().enumerate().map(|(place, park)| (&park.id, place)).collect();
        let before = |mover: &usize| {
            let park = earlier.destinations.get(&survey.enterprises[*mover].id)?;
            Some(places.get(park).map_or(Before::Gone, |place| Before::To(Position::of(*place))))
        };
        Self { mm: millimetres(earlier.change_km), parks: movers.iter().map(before).collect() }
    }

    fn before(&self, job: usize) -> Option<Before> {
        self.parks.get(job).copied().flatten()
    }

    /// What it adds to the cost that a job goes to a park, or nowhere.
    fn adds(&self, job: usize, park: Option<usize>) -> i64 {
        match (self.before(job), park) {
            (None, _) => 0,
            (Some(Before::To(before)), Some(park)) if before.index() == park => 0,
            _ => self.mm,
        }
    }
}

/// What the parks offer to the enterprises of one industry, or of several that all parks treat alike.
#[derive(Debug, PartialEq)]
pub(crate) struct Group {
    /// By park; `None`: the rules refuse.
    offers: Vec<Option<Offer>>,
    /// The least that any of them adds to the distance, in millimetre-equivalents.
    least_mm: i64,
}

#[derive(Clone, Copy, Debug, PartialEq)]
struct Offer {
    fit: f64,
    /// What the pair costs beside the distance, in millimetre-equivalents.
    adds_mm: i64,
}

/// Parks that a mover finds when its list begins; more where movers are few, since whole enterprises
/// are packed the better the more places each knows.
const FIRST: usize = 3;
/// Pairs that few movers list at first, all together.
const AT_FIRST: usize = 150_000;
/// Up to so many pairs of movers and parks all are listed at once: branch and bound can do more with
/// complete lists.
const COMPLETE: usize = 1 << 18;
/// Movers that look for parks together, and movers whose lists are made in one go.
const BLOCK: usize = 64;
const BATCH: usize = 1 << 15;

/// What is known of the enterprises before the problem is built.
#[derive(Clone, Copy)]
pub(crate) struct Askers<'a> {
    pub(crate) standing: &'a [Standing],
    pub(crate) classes: Option<&'a Classes>,
    pub(crate) candidates: &'a [Candidate],
}

/// Builds the problem from those who should move.
///
/// Every park within the cut-off whose rules admit the enterprise is a pair, so the bound that the
/// solver proves holds over all allowed parks, listed or not. A park too small for an enterprise all
/// alone is left out. A mover whose need of some resource is unknown has been settled as review
/// before; a park whose quota of a resource is unknown has none to give.
///
/// # Errors
/// [`ProblemError`] if a number is too large for exact arithmetic.
pub(crate) fn problem(
    survey: &Survey,
    askers: Askers<'_>,
    index: &ParkIndex,
    rulings: &Rulings,
    hosts: &Hosts,
    rules: &RuleBook,
    options: &PlanOptions,
) -> Result<PlanningProblem, ProblemError> {
    let Askers { standing, candidates, .. } = askers;
    let movers = movers(survey, standing);
    let mut projects: Vec<usize> =
        (0..candidates.len()).filter(|i| candidates[*i].settled.is_none()).collect();
    projects.sort_by_key(|place| &survey.projects[*place].id);
    let jobs = (&movers[..], &projects[..]);
    let wishes = wishes(survey, standing, rulings, jobs, hosts, rules, options);
    PlanningProblem::new((movers, projects), wishes, askers, index, rules, &options.resources)
}

impl PlanningProblem {
    fn new(
        (movers, projects): (Vec<usize>, Vec<usize>),
        wishes: Wishes,
        Askers { standing, classes, candidates }: Askers<'_>,
        index: &ParkIndex,
        rules: &RuleBook,
        resources: &[Resource],
    ) -> Result<Self, ProblemError> {
        let priority = classes.map(|classes| classes.priority_km(rules));
        let penalty = |(job, mover): (usize, &usize)| {
            let quality = rules.weights.quality_km * standing[*mover].quality;
            let class = priority.as_ref().map_or(0.0, |priority| priority(*mover));
            let penalty = millimetres(rules.weights.unplaced_km + quality + class);
            wishes.penalty(job, penalty, index)
        };
        let mut penalties: Vec<i64> = movers.iter().enumerate().map(penalty).collect();
        penalties.extend(projects.iter().map(|project| {
            let quality = rules.weights.quality_km * candidates[*project].quality;
            millimetres(rules.weights.unplaced_km + rules.weights.project_km + quality)
        }));
        let first = match movers.len() * index.len() {
            ..=COMPLETE => usize::MAX,
            _ => FIRST.max(AT_FIRST / movers.len()),
        };
        let market = ParkMarket { wishes: &wishes, index };
        let mut parts = Parts {
            resources: 1 + resources.len(),
            agent_count: index.len(),
            capacities: wishes.capacities.clone(),
            starts: Vec::with_capacity(movers.len() + 1),
            unlisted_costs: Vec::with_capacity(movers.len()),
            needs: Needs::PerJob(wishes.needs.clone()),
            penalties,
            ..Parts::default()
        };
        parts.starts.push(0);
        // A batch at a time: the lists of all, and the same in one array, are too much at once.
        for batch in 0..movers.len().div_ceil(BATCH) {
            let batch = batch * BATCH..movers.len().min((batch + 1) * BATCH);
            let blocks: Vec<Lists> = batch
                .clone()
                .into_par_iter()
                .step_by(BLOCK)
                .map(|job| market.first_lists(job..batch.end.min(job + BLOCK), first))
                .collect();
            let pairs: usize = blocks.iter().map(|block| block.list.len()).sum();
            if parts.agents.capacity() - parts.agents.len() < pairs {
                let rest = pairs * (movers.len() - batch.start).div_ceil(batch.len());
                parts.agents.reserve_exact(rest + rest / 16);
                parts.costs.reserve_exact(rest + rest / 16);
            }
            for Lists { list, ends } in blocks {
                let start = parts.agents.len();
                parts.agents.extend(list.iter().map(|pair| pair.0));
                parts.costs.extend(list.iter().map(|pair| pair.1));
                parts.starts.extend(ends.iter().map(|(end, _)| start + end));
                parts.unlisted_costs.extend(ends.iter().map(|(_, unlisted)| *unlisted));
            }
        }
        for job in movers.len()..movers.len() + projects.len() {
            let mut list = Vec::new();
            market.all(job, &mut list);
            parts.agents.extend(list.iter().map(|pair| pair.0));
            parts.costs.extend(list.iter().map(|pair| pair.1));
            parts.starts.push(parts.agents.len());
            parts.unlisted_costs.push(None);
        }
        Ok(Self { problem: Problem::new(parts)?, movers, projects, wishes })
    }

    /// Where an earlier plan sent each job, if there is one.
    pub(crate) fn earlier(&self) -> Vec<Option<u32>> {
        let place = |job| match self.wishes.change.before(job) {
            Some(Before::To(park)) => Some(u32::try_from(park.index()).expect("a position")),
            Some(Before::Gone) | None => None,
        };
        (0..self.problem.jobs()).map(place).collect()
    }

    /// The problem of the same movers under other rules, each with its site and needs as `vary` makes them,
    /// which is handed the mover's position in the survey.
    pub(crate) fn varied(
        &self,
        survey: &Survey,
        prepared: &crate::Prepared,
        rules: &RuleBook,
        options: &PlanOptions,
        vary: impl Fn(usize, &mut Point<f64>, &mut [i64]),
    ) -> Result<Self, ProblemError> {
        let crate::Prepared { index, standing, hosts, rulings, classes, candidates, .. } = prepared;
        let (movers, projects) = (self.movers.clone(), self.projects.clone());
        let jobs = (&movers[..], &projects[..]);
        let mut wishes = wishes(survey, standing, rulings, jobs, hosts, rules, options);
        let needs = wishes.needs.chunks_mut(1 + options.resources.len());
        for ((mover, site), needs) in movers.iter().zip(&mut wishes.sites).zip(needs) {
            vary(*mover, site, needs);
        }
        let askers = Askers { standing, classes: classes.as_ref(), candidates };
        Self::new((movers, projects), wishes, askers, index, rules, &options.resources)
    }
}

/// Who should move, along a curve that keeps neighbours together.
fn movers(survey: &Survey, standing: &[Standing]) -> Vec<usize> {
    let movers: Vec<usize> =
        (0..standing.len()).filter(|i| standing[*i].settled.is_none()).collect();
    let sites: Vec<Point<f64>> = movers.iter().map(|i| survey.enterprises[*i].site).collect();
    // By id in a cell, so that the plan does not depend on the order of rows.
    let id = |place: usize| &survey.enterprises[movers[place]].id;
    let order = space_order_by(&sites, |a, b| id(a).cmp(id(b)));
    order.into_par_iter().map(|place| movers[place]).collect()
}

fn wishes(
    survey: &Survey,
    standing: &[Standing],
    rulings: &Rulings,
    (movers, projects): (&[usize], &[usize]),
    hosts: &Hosts,
    rules: &RuleBook,
    options: &PlanOptions,
) -> Wishes {
    let resources = &options.resources;
    let (groups, of_asked) = groups(survey, standing, projects, hosts, rules);
    // Neighbours in space are far apart in the survey: most of the time goes into getting at them.
    let enterprises = movers.par_iter().map(|mover| &survey.enterprises[*mover]);
    let (sites, mut group_of): (Vec<_>, Vec<_>) = enterprises
        .clone()
        .zip(movers)
        .map(|(enterprise, mover)| {
            (enterprise.site, of_asked[&asks(enterprise, &standing[*mover])])
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
    // Without a guide, who may not expand makes no difference and is not looked up.
    if rules.rates_land() {
        needs.par_chunks_mut(q).zip(movers).for_each(|(needs, mover)| {
            let may_not_expand = standing[*mover].may_not_expand();
            let need = rules.land_need(&survey.enterprises[*mover], may_not_expand);
            needs[0] = need.map_or(0, |need| need.need.square_metres());
        });
    }
    let projects = || projects.iter().map(|place| &survey.projects[*place]);
    group_of.extend(projects().map(|project| of_asked[&newcomer(project)]));
    needs.extend(projects().flat_map(|project| needs_of(project.land, &project.facts, resources)));
    let mut wishes = Wishes {
        groups,
        sites,
        places: projects().map(|project| project.site).collect(),
        group_of,
        needs,
        capacities: hosts.iter().flat_map(capacities).collect(),
        cut_off: Metres(rules.weights.cut_off_km * 1_000.0),
        pinned: BTreeMap::new(),
        change: Change::new(survey, movers, options),
    };
    if !rulings.is_empty() {
        for (job, mover) in movers.iter().enumerate() {
            if let Some(ruling) = rulings.of(*mover) {
                let offer = |park: usize| {
                    let industry = industry(&survey.enterprises[*mover].industry);
                    let terms = hosts.offer_at_any_fit(park, industry, &survey.parks[park], rules);
                    Offer::new(&terms.expect("a pin is held against the rules before"))
                };
                wishes.rule(job, ruling, offer);
            }
        }
    }
    wishes
}

impl Wishes {
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
    fn adds(&self, job: usize, park: usize) -> Option<i64> {
        let offer = self.groups[self.group_of[job] as usize].offers[park]?;
        Some(offer.adds_mm + self.change.adds(job, Some(park)))
    }

    /// The one pair of a job that is pinned: the park and what it costs there.
    fn pair(&self, job: usize, index: &ParkIndex) -> Option<(u32, i64)> {
        let park = self.pinned.get(&job)?.park;
        let adds = self.adds(job, park).expect("a pin is an offer");
        let distance = index.distance(park, self.sites[job]);
        Some((u32::try_from(park).expect("fewer than 2^32 parks"), distance.millimetres() + adds))
    }

    /// What it costs to leave a job unplaced, given what its quality says. A pin is not left out, however
    /// far it goes.
    fn penalty(&self, job: usize, penalty: i64, index: &ParkIndex) -> i64 {
        let penalty = penalty.saturating_add(self.change.adds(job, None));
        self.pair(job, index).map_or(penalty, |(_, cost)| penalty.max(cost + 1))
    }
}

#[expect(clippy::ref_option, reason = "a field as it stands")]
fn industry(known: &Option<IndustryCode>) -> &IndustryCode {
    known.as_ref().expect("who moves has an industry")
}

/// What decides what parks offer to a mover: its industry, and the parks that it has to leave, the most
/// specific first, for one that stands in some.
type Asks<'a> = (&'a IndustryCode, Option<Position>, &'a [Position]);

fn asks<'a>(mover: &'a Enterprise, standing: &'a Standing) -> Asks<'a> {
    (industry(&mover.industry), standing.inside, standing.seldom.around())
}

fn newcomer(project: &Project) -> Asks<'_> {
    (industry(&project.industry), None, &[])
}

/// What the parks offer to those who should move, and to which of it each of them belongs. Those whom
/// all parks treat alike share a group.
fn groups<'a>(
    survey: &'a Survey,
    standing: &'a [Standing],
    projects: &[usize],
    hosts: &Hosts,
    rules: &RuleBook,
) -> (Vec<Group>, HashMap<Asks<'a>, u32>) {
    let mut groups: Vec<Group> = Vec::new();
    let mut of_asked = HashMap::new();
    let movers = survey.enterprises.iter().zip(standing).filter(|(_, s)| s.settled.is_none());
    let movers = movers.map(|(mover, standing)| asks(mover, standing));
    let projects = projects.iter().map(|place| newcomer(&survey.projects[*place]));
    for asked in movers.chain(projects) {
        of_asked.entry(asked).or_insert_with(|| {
            let (industry, inside, around) = asked;
            let left = inside.iter().chain(around);
            let group = Group::new(industry, left, &survey.parks, hosts, rules);
            let place = groups.iter().position(|other| *other == group).unwrap_or_else(|| {
                groups.push(group);
                groups.len() - 1
            });
            u32::try_from(place).expect("fewer industries than 2^32")
        });
    }
    (groups, of_asked)
}

impl Offer {
    fn new(terms: &Terms) -> Self {
        Self { fit: terms.fit, adds_mm: millimetres(terms.total_km()) }
    }
}

impl Group {
    /// Fit, and distance and terms in kilometre-equivalents, of a park that is offered, at a distance to
    /// the millimetre, with what changing an earlier plan adds.
    pub(crate) fn terms(&self, park: usize, distance: Metres, change_mm: i64) -> (f64, f64) {
        let offer = self.offers[park].expect("a choice is allowed");
        (offer.fit, kilometres(distance.millimetres() + offer.adds_mm + change_mm))
    }

    /// What parks offer to an industry, but for those that have to be `left`.
    fn new<'a>(
        industry: &IndustryCode,
        left: impl Iterator<Item = &'a Position>,
        parks: &[Park],
        hosts: &Hosts,
        rules: &RuleBook,
    ) -> Self {
        let answers = hosts.offers(industry, parks, rules).into_iter();
        let offers = answers.map(|terms| terms.ok().map(|terms| Offer::new(&terms)));
        let mut offers: Vec<Option<Offer>> = offers.collect();
        left.for_each(|park| offers[park.index()] = None);
        Self::of(offers)
    }

    fn of(offers: Vec<Option<Offer>>) -> Self {
        let least_mm = offers.iter().flatten().map(|offer| offer.adds_mm).min().unwrap_or(0);
        Self { offers, least_mm }
    }
}

/// Lists of consecutive jobs, one after the other.
#[derive(Default)]
struct Lists {
    /// Park and cost.
    list: Vec<(u32, i64)>,
    /// Where each job's list ends, and the least that any park beyond it costs.
    ends: Vec<(usize, Option<i64>)>,
}

/// Where the solver gets longer lists of parks: out of the R-tree.
#[derive(Clone, Copy)]
pub(crate) struct ParkMarket<'a> {
    wishes: &'a Wishes,
    index: &'a ParkIndex,
}

impl ParkMarket<'_> {
    fn group(&self, job: usize) -> &Group {
        &self.wishes.groups[self.wishes.group_of[job] as usize]
    }

    /// Whether the rules admit the job to the park, and the park could hold it, all alone.
    fn wants(&self, job: usize, park: usize) -> bool {
        let Wishes { group_of, needs, capacities, .. } = self.wishes;
        let q = needs.len() / group_of.len();
        let room = &capacities[park * q..][..q];
        let needs = &needs[job * q..][..q];
        self.group(job).offers[park].is_some()
            && needs.iter().zip(room).all(|(need, room)| need <= room)
    }

    /// Appends all parks for a project. They are few, and one that has no place, or one in a park, is
    /// not in anybody's neighbourhood.
    fn all(&self, job: usize, list: &mut Vec<(u32, i64)>) {
        let offers = &self.group(job).offers;
        let near = self.wishes.distances(job, self.index, offers.len());
        for (park, distance) in near {
            if let (Some(offer), true) = (offers[park], self.wants(job, park)) {
                let park = u32::try_from(park).expect("fewer than 2^32 parks");
                list.push((park, distance.millimetres() + offer.adds_mm));
            }
        }
    }

    fn first_lists(&self, jobs: Range<usize>, count: usize) -> Lists {
        let mut neighbourhood = self.index.neighbourhood(&self.wishes.sites[jobs.clone()]);
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
        let Wishes { sites, cut_off, change, .. } = self.wishes;
        if let Some(pair) = self.wishes.pair(job, self.index) {
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
                let adds = offer.adds_mm + change.adds(job, Some(park));
                let park = u32::try_from(park).expect("fewer than 2^32 parks");
                list.push((park, distance.millimetres() + adds));
            }
        }
        let least = group.least_mm + change.adds(job, None);
        (near.beyond < *cut_off).then(|| near.beyond.millimetres() + least)
    }
}

impl Market for ParkMarket<'_> {
    #[expect(clippy::cast_precision_loss, reason = "costs stay below 2^52")]
    fn list(&self, job: usize, below: i64, list: &mut Vec<(u32, i64)>) -> Option<i64> {
        if job >= self.wishes.sites.len() {
            self.all(job, list);
            return None;
        }
        let group = self.group(job);
        let within = Metres(below.saturating_sub(group.least_mm).max(0) as f64 / 1_000.0);
        let site = self.wishes.sites[job];
        self.find(job, &mut self.index.neighbourhood(&[site]), FIRST, within, list)
    }

    fn cost(&self, job: usize, agent: u32) -> Option<i64> {
        if let Some((park, cost)) = self.wishes.pair(job, self.index) {
            return (park == agent).then_some(cost);
        }
        let park = agent as usize;
        if !self.wants(job, park) {
            return None;
        }
        let distance = self.wishes.distance(job, park, self.index);
        let adds = self.wishes.adds(job, park)?;
        (distance <= self.wishes.cut_off).then(|| distance.millimetres() + adds)
    }
}

/// A park that a mover may go to.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Pair {
    /// The park's position in the survey.
    pub(crate) park: usize,
    /// From the site to the park's boundary, to the millimetre.
    pub(crate) distance: Metres,
}

impl Wishes {
    /// Where a job is; `None` of a project that has no place.
    fn site(&self, job: usize) -> Option<Point<f64>> {
        match job.checked_sub(self.sites.len()) {
            None => Some(self.sites[job]),
            Some(project) => self.places[project],
        }
    }

    /// How far a park is from a job: 0 for a project that has no place.
    fn distance(&self, job: usize, park: usize, index: &ParkIndex) -> Metres {
        self.site(job).map_or(Metres(0.0), |site| index.distance(park, site))
    }

    /// Every one of `parks` parks within the cut-off of a job, with its distance: 0 for a project that
    /// has no place.
    fn distances(&self, job: usize, index: &ParkIndex, parks: usize) -> Vec<(usize, Metres)> {
        match self.site(job) {
            None => (0..parks).map(|park| (park, Metres(0.0))).collect(),
            Some(site) => index.nearest(site).take_while(|(_, d)| d <= &self.cut_off).collect(),
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
        let group = &self.wishes.groups[self.wishes.group_of[job] as usize];
        group.terms(pair.park, pair.distance, self.wishes.change.adds(job, Some(pair.park)))
    }

    /// The problem and the source of its longer lists.
    pub(crate) fn with_market<'a>(
        &'a mut self,
        index: &'a ParkIndex,
    ) -> (&'a mut Problem, ParkMarket<'a>) {
        (&mut self.problem, ParkMarket { wishes: &self.wishes, index })
    }

    /// The place of each job in the order of the survey, among the movers.
    pub(crate) fn places_in_survey_order(&self) -> Vec<u32> {
        let mut jobs: Vec<u32> = (0..).take(self.movers.len()).collect();
        jobs.par_sort_unstable_by_key(|job| self.movers[*job as usize]);
        let mut places = vec![0; jobs.len()];
        for (place, job) in (0..).zip(jobs) {
            places[job as usize] = place;
        }
        places
    }

    /// The job's place among [`PlanningProblem::into_groups`].
    pub(crate) fn group(&self, job: usize) -> u32 {
        self.wishes.group_of[job]
    }

    /// What remains of the problem once it is solved.
    pub(crate) fn into_groups(self) -> Vec<Group> {
        self.wishes.groups
    }

    /// What a job needs of each resource, land first; also where it is pinned.
    pub(crate) fn needs(&self, job: usize) -> &[i64] {
        let q = self.problem.resources();
        let pinned = self.wishes.pinned.get(&job);
        pinned.map_or_else(|| &self.wishes.needs[job * q..][..q], |pinned| &pinned.needs)
    }

    /// What a job's needs are worth in a park, in kilometre-equivalents.
    #[expect(clippy::cast_precision_loss, reason = "for people")]
    pub(crate) fn rent_km(&self, job: usize, park: usize, prices: &[Price]) -> f64 {
        let q = self.problem.resources();
        let (needs, prices) = (self.needs(job), &prices[park * q..][..q]);
        needs.iter().zip(prices).map(|(need, price)| *need as f64 * price.to_f64()).sum::<f64>()
            / 1e6
    }

    /// The park where the job goes, and the one that is cheapest beside it with land at its prices,
    /// each with what it costs so, in kilometre-equivalents.
    pub(crate) fn choices(
        &self,
        job: usize,
        chosen: Option<u32>,
        prices: &[Price],
        index: &ParkIndex,
    ) -> [Option<(Pair, f64)>; 2] {
        let mut longer = Vec::new();
        let mut unlisted = self.problem.unlisted_cost(job);
        let listed = || self.problem.candidates(job).map(|c| (c.agent, c.cost));
        let mut choices = self.two(job, chosen, prices, listed());
        let market = ParkMarket { wishes: &self.wishes, index };
        let mut below = unlisted.unwrap_or(0);
        // A park that is not listed may be the second choice.
        while let Some(least) = unlisted {
            match choices[1] {
                Some((_, priced)) if priced <= kilometres(least) => break,
                Some((_, priced)) => below = millimetres(priced) + 1,
                None => below = below.saturating_mul(2).max(1_000_000),
            }
            longer.clear();
            unlisted = market.list(job, below, &mut longer);
            choices = self.two(job, chosen, prices, longer.iter().copied());
        }
        choices
    }

    /// The chosen and the cheapest other pair out of a list of park and cost.
    fn two(
        &self,
        job: usize,
        chosen: Option<u32>,
        prices: &[Price],
        list: impl Iterator<Item = (u32, i64)>,
    ) -> [Option<(Pair, f64)>; 2] {
        let mut two: [Option<(Pair, f64)>; 2] = [None, None];
        for (park, cost_mm) in list {
            let place = usize::from(Some(park) != chosen);
            let park = park as usize;
            let priced = kilometres(cost_mm) + self.rent_km(job, park, prices);
            // Parks are in order of id.
            let better = |(pair, least): (Pair, f64)| (priced, park) < (least, pair.park);
            if two[place].is_none_or(better) {
                let adds = self.wishes.adds(job, park).expect("a candidate is allowed");
                #[expect(clippy::cast_precision_loss, reason = "lengths on Earth")]
                let distance = Metres((cost_mm - adds) as f64 / 1_000.0);
                two[place] = Some((Pair { park, distance }, priced));
            }
        }
        two
    }

    /// The parks within the cut-off that the rules allow to the job, whatever their size.
    pub(crate) fn allowed(&self, job: usize, index: &ParkIndex) -> impl Iterator<Item = usize> {
        let Wishes { groups, group_of, cut_off, .. } = &self.wishes;
        let origin = self.wishes.site(job).map(|site| index.origin(site));
        let offers = groups[group_of[job] as usize].offers.iter().enumerate();
        offers.filter(|(_, offer)| offer.is_some()).map(|(park, _)| park).filter(move |park| {
            origin.as_ref().is_none_or(|origin| origin.is_within(*park, *cut_off))
        })
    }

    /// What a job costs in a park that is allowed to it, in millimetre-equivalents.
    pub(crate) fn cost(&self, job: usize, park: usize, index: &ParkIndex) -> i64 {
        let distance = self.wishes.distance(job, park, index);
        let adds = self.wishes.adds(job, park).expect("the park is allowed");
        distance.millimetres() + adds
    }

    /// What the parks have for those who are not pinned, by park and resource.
    pub(crate) fn capacities(&self) -> &[i64] {
        &self.wishes.capacities
    }

    /// What a job takes of [`PlanningProblem::capacities`]: nothing if it is pinned, since its needs were
    /// taken off before.
    pub(crate) fn open_needs(&self, job: usize) -> &[i64] {
        let q = self.problem.resources();
        &self.wishes.needs[job * q..][..q]
    }
}

/// What a park can give of each resource, land first; unknown counts as nothing.
pub(crate) fn capacities(host: &Host) -> impl Iterator<Item = i64> {
    let land = host.land.map_or(0, |land| land.square_metres());
    let quotas = host.quotas.iter().map(|quota| quota.map_or(0, thousandths));
    std::iter::once(land).chain(quotas)
}

/// What an enterprise needs of each resource, land first.
pub(crate) fn needs_of<'a>(
    land: Option<Hectares>,
    facts: &'a Facts,
    resources: &'a [Resource],
) -> impl Iterator<Item = i64> {
    let land = land.map_or(0, |land| land.square_metres());
    let need = |resource: &Resource| facts.number(&resource.need).map_or(0, thousandths);
    std::iter::once(land).chain(resources.iter().map(need))
}

/// Kilometres to whole millimetres.
pub(crate) fn millimetres(km: f64) -> i64 {
    Metres(km * 1_000.0).millimetres()
}

/// Millimetre-equivalents to kilometres, for people.
#[expect(clippy::cast_precision_loss, reason = "costs stay below 2^53 millimetres")]
pub(crate) fn kilometres(mm: i64) -> f64 {
    mm as f64 / 1e6
}

#[expect(clippy::cast_possible_truncation, reason = "saturates; the solver refuses such numbers")]
fn thousandths(amount: f64) -> i64 {
    (amount * 1_000.0).round() as i64
}
