//! The ledger of one enterprise or project: every park it could have had, what refused or outbid it, and what
//! would have to change.

use crate::assemble::Prepared;
use crate::decisions::Ruling;
use crate::problem::{kilometres, millimetres};
use crate::prose::prose;
use crate::repairs::{Repair, make_way, repairs};
use crate::{
    Bucket, EnterpriseRecord, Plan, PlanError, PlannedPark, PlannedProject, ProjectBucket,
};
use geo_types::Point;
use parkward_assignment::Price;
use parkward_model::{Facts, Hectares, IndustryCode, Lang, Metres, Park, ParkId, Text};
use parkward_policy::{ClassScore, Quality, Refusal, RuleBook, Terms};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// The ledger of one enterprise or project.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Ledger {
    /// Whose it is, with its verdict: under the key `enterprise` or `project`.
    #[serde(flatten)]
    pub subject: Subject,
    /// How its quality was scored, element by element.
    pub quality: Quality,
    /// How its class was found, if the rule book has classes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub class: Option<ClassScore>,
    /// The ledger as a paragraph to be read to whom it concerns; empty where only the table is wanted.
    pub prose: Text,
    /// Every park of the survey: those that may take it in order of cost, then the others in order
    /// of distance.
    pub parks: Vec<Entry>,
    /// For the unplaced: what would place them, what saves the whole plan most first.
    pub repairs: Vec<Repair>,
}

/// Whose ledger it is.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Subject {
    /// An enterprise's.
    Enterprise(EnterpriseRecord),
    /// A new project's.
    Project(PlannedProject),
}

impl Subject {
    /// Its id.
    pub fn id(&self) -> &str {
        match self {
            Self::Enterprise(record) => record.enterprise.id.as_str(),
            Self::Project(planned) => planned.project.id.as_str(),
        }
    }

    /// Its name; empty where the file has none.
    pub fn name(&self) -> &str {
        match self {
            Self::Enterprise(record) => &record.enterprise.name,
            Self::Project(planned) => &planned.project.name,
        }
    }

    /// Its verdict in words.
    pub fn verdict(&self) -> Text {
        match self {
            Self::Enterprise(record) => record.verdict.label(),
            Self::Project(planned) => planned.verdict.label(),
        }
    }

    /// Why, one sentence a reason.
    pub fn reasons(&self) -> &[Text] {
        match self {
            Self::Enterprise(record) => &record.reasons,
            Self::Project(planned) => &planned.reasons,
        }
    }

    /// Its industry.
    pub fn industry(&self) -> Option<&IndustryCode> {
        match self {
            Self::Enterprise(record) => record.enterprise.industry.as_ref(),
            Self::Project(planned) => planned.project.industry.as_ref(),
        }
    }

    /// The land it needs.
    pub fn land(&self) -> Option<Hectares> {
        match self {
            Self::Enterprise(record) => {
                record.land_need.map(|need| need.need).or(record.enterprise.land)
            }
            Self::Project(planned) => planned.project.land,
        }
    }

    /// The park where it goes.
    pub fn park(&self) -> Option<&ParkId> {
        match self {
            Self::Enterprise(record) => record.chosen.as_ref().map(|choice| &choice.park),
            Self::Project(planned) => planned.chosen.as_ref().map(|choice| &choice.park),
        }
    }

    /// Whether a place is sought for it and none is found.
    pub(crate) fn is_unplaced(&self) -> bool {
        match self {
            Self::Enterprise(record) => record.verdict == Bucket::Unplaced,
            Self::Project(planned) => planned.verdict == ProjectBucket::Unplaced,
        }
    }

    fn facts(&self) -> &Facts {
        match self {
            Self::Enterprise(record) => &record.enterprise.facts,
            Self::Project(planned) => &planned.project.facts,
        }
    }

    /// Of the runs under other data and weights, the share that agrees; if that was asked.
    pub fn agreement(&self) -> Option<f64> {
        match self {
            Self::Enterprise(record) => record.agreement,
            Self::Project(_) => None,
        }
    }

    /// Parks that it stands in.
    fn stands_in(&self) -> &[ParkId] {
        match self {
            Self::Enterprise(record) => &record.stands_in,
            Self::Project(_) => &[],
        }
    }

    fn site(&self) -> Option<Point<f64>> {
        match self {
            Self::Enterprise(record) => Some(record.enterprise.site),
            Self::Project(planned) => planned.project.site,
        }
    }
}

/// One park in the ledger.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Entry {
    /// The park.
    pub park: ParkId,
    /// Its name.
    pub name: Text,
    /// From the site to the boundary; `None`: a project that names no place.
    pub distance_m: Option<Metres>,
    /// The terms, where the rules admit the enterprise.
    pub terms: Option<Terms>,
    /// Distance and terms, in kilometre-equivalents.
    pub cost_km: Option<f64>,
    /// What the land it needs is worth there, in kilometre-equivalents: what others would pay.
    pub rent_km: Option<f64>,
    /// What came of it.
    pub answer: Answer,
    /// The answer in words.
    pub text: Text,
}

/// Why a park is, or is not, where the enterprise goes.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Answer {
    /// It goes there.
    Chosen,
    /// There was room, and another park is cheaper in all.
    Dearer,
    /// Others who lose more by going elsewhere have the land.
    Outbid {
        /// `land`, or the id of the resource that is short.
        resource: String,
        /// How much of it is lacking.
        short: f64,
        /// Its unit.
        unit: String,
    },
    /// Further than the cut-off.
    TooFar,
    /// A rule refuses it.
    Refused(Refusal),
    /// The planner has decided that it does not go there: to another park, or not to this one.
    Decided,
    /// Nothing was asked: the enterprise does not move.
    NotAsked,
}

/// What the ledgers of a plan have in common. Everything is computed again from the plan, so a plan that
/// was read back answers like the one that was made.
pub struct Ledgers<'p> {
    pub(crate) plan: &'p Plan,
    pub(crate) rules: RuleBook,
    pub(crate) prepared: Prepared,
    /// What every park answers to each industry of the survey.
    offers: BTreeMap<IndustryCode, Vec<Result<Terms, Refusal>>>,
    prices: Vec<Price>,
    /// The movers' jobs, which stand in the order of space, by their position in the survey.
    jobs: HashMap<usize, usize>,
}

impl Ledgers<'_> {
    /// The prices of the plan, park by park.
    pub(crate) fn prices(&self) -> &[Price] {
        &self.prices
    }

    /// The ledger of the enterprise at a position, without its prose: a distance to every park.
    pub fn ledger(&self, place: usize) -> Ledger {
        let subject = Subject::Enterprise(self.plan.enterprise(place).record());
        let mut ledger = self.open(subject, self.jobs.get(&place).copied(), Some(place));
        let enterprise = &self.plan.enterprises.read[place];
        ledger.class = self
            .prepared
            .classes
            .as_ref()
            .and_then(|classes| self.rules.class_score(classes, place, enterprise));
        ledger
    }

    /// The ledger of the project at a position, without its prose.
    pub fn project_ledger(&self, place: usize) -> Ledger {
        let Self { plan, prepared: Prepared { problem, .. }, .. } = self;
        let open = problem.projects.iter().position(|project| *project == place);
        let job = open.map(|open| problem.movers.len() + open);
        self.open(Subject::Project(plan.projects[place].clone()), job, None)
    }

    /// `enterprise` is its position in the survey, if it is one.
    fn open(&self, subject: Subject, job: Option<usize>, enterprise: Option<usize>) -> Ledger {
        let Self { plan, rules, prepared, offers, prices, .. } = self;
        let of_industry = subject.industry().map(|industry| &offers[industry]);
        let near: Vec<(usize, Option<Metres>)> = match subject.site() {
            Some(site) => prepared.index.nearest(site).map(|(p, d)| (p, Some(d))).collect(),
            None => (0..plan.parks.len()).map(|park| (park, None)).collect(),
        };
        let leaves_it = Err(Refusal::Leaves);
        let ruling = enterprise.and_then(|place| prepared.rulings.of(place));
        let entry = |(park, distance): (usize, Option<Metres>)| {
            let leaves = subject.stands_in().contains(&plan.parks[park].park.id);
            let offer = of_industry.map(|offers| match &offers[park] {
                Ok(_) if leaves => &leaves_it,
                offer => offer,
            });
            let decided = ruling.and_then(|ruling| plan.decided(ruling, park));
            // A pin holds at any fit.
            let pinned = match (&decided, subject.industry()) {
                (Some((true, _)), Some(industry)) => {
                    let read = &plan.parks[park].park;
                    Some(prepared.hosts.offer_at_any_fit(park, industry, read, rules))
                }
                _ => None,
            };
            let offer = pinned.as_ref().or(offer).filter(|_| job.is_some());
            let decided = decided.filter(|_| job.is_some());
            let rent = |park| job.map_or(0.0, |job| prepared.problem.rent_km(job, park, prices));
            plan.entry(&subject, (park, distance), offer, decided, rules, rent)
        };
        let mut parks: Vec<Entry> = near.into_iter().map(entry).collect();
        parks.sort_by(|a, b| match (a.cost_km, b.cost_km) {
            (Some(a), Some(b)) => a.total_cmp(&b),
            (a, b) => b.is_some().cmp(&a.is_some()),
        });
        let quality = match &subject {
            Subject::Enterprise(record) => rules.quality(&record.enterprise),
            Subject::Project(planned) => rules.quality(&planned.project.as_enterprise()),
        };
        let mut ledger = Ledger {
            subject,
            quality,
            class: None,
            prose: Text::default(),
            parks,
            repairs: Vec::new(),
        };
        if ledger.subject.is_unplaced() {
            let job = job.expect("who is unplaced was to be placed");
            let penalty_km = kilometres(prepared.problem.penalty(job));
            ledger.repairs = repairs(&ledger, plan, rules, penalty_km);
        }
        ledger
    }

    /// Adds what takes longer: who could make way, and the paragraph.
    fn told(&self, mut ledger: Ledger, job: Option<usize>) -> Ledger {
        if let (true, Some(job)) = (ledger.subject.is_unplaced(), job) {
            ledger.repairs.extend(make_way(self, job));
            ledger.repairs.sort_by(|a, b| a.change_km.total_cmp(&b.change_km));
        }
        ledger.prose = prose(&ledger, self.plan, &self.rules);
        ledger
    }
}

impl Plan {
    /// What gives the ledger of one enterprise after another.
    ///
    /// # Errors
    /// As [`Plan::prepare_again`].
    pub fn ledgers(&self) -> Result<Ledgers<'_>, PlanError> {
        let (rules, prepared) = self.prepare_again()?;
        let survey = self.survey();
        let industries: BTreeSet<IndustryCode> = survey
            .enterprises
            .iter()
            .filter_map(|enterprise| enterprise.industry.clone())
            .chain(survey.projects.iter().filter_map(|project| project.industry.clone()))
            .collect();
        let answers = |i| prepared.hosts.offers(i, &survey.parks, &rules);
        let offers = industries.iter().map(|i| (i.clone(), answers(i))).collect();
        let prices = self.solution.prices.iter().flatten().map(|raw| Price::from_raw(*raw));
        let movers = prepared.problem.movers.iter().enumerate();
        let jobs = movers.map(|(job, mover)| (*mover, job)).collect();
        Ok(Ledgers { plan: self, rules, prepared, offers, prices: prices.collect(), jobs })
    }

    /// The ledger of an enterprise, or else of the project of that id, told in full.
    ///
    /// # Errors
    /// [`PlanError::NoSuchEnterprise`] names the id most like it.
    pub fn explain(&self, id: &str) -> Result<Ledger, PlanError> {
        let mut ids = self.enterprises.read.iter().map(|enterprise| enterprise.id.as_str());
        let Some(place) = ids.position(|known| known == id) else {
            if self.projects.iter().any(|project| project.project.id.as_str() == id) {
                return self.explain_project(id);
            }
            return Err(PlanError::NoSuchEnterprise {
                id: id.to_owned(),
                nearest: self.nearest_id(id),
            });
        };
        let ledgers = self.ledgers()?;
        Ok(ledgers.told(ledgers.ledger(place), ledgers.jobs.get(&place).copied()))
    }

    /// The ledger of a project, told in full, also where an enterprise has the same id.
    ///
    /// # Errors
    /// [`PlanError::NoSuchProject`] names the id most like it.
    pub fn explain_project(&self, id: &str) -> Result<Ledger, PlanError> {
        let ids = || self.projects.iter().map(|project| project.project.id.as_str());
        let Some(place) = ids().position(|known| known == id) else {
            let (id, nearest) = (id.to_owned(), most_like(id, ids()));
            return Err(PlanError::NoSuchProject { id, nearest });
        };
        let ledgers = self.ledgers()?;
        let problem = &ledgers.prepared.problem;
        let open = problem.projects.iter().position(|project| *project == place);
        let job = open.map(|open| problem.movers.len() + open);
        Ok(ledgers.told(ledgers.project_ledger(place), job))
    }

    /// The first limit of the park that leaves too little for the enterprise, if any does.
    fn shortage(&self, subject: &Subject, park: &PlannedPark) -> Option<(Answer, Text)> {
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
        let short = |limit: &crate::Limit| {
            let free = limit.capacity.unwrap_or(0.0) - limit.taken;
            let short = self.need(subject, &limit.resource).unwrap_or(0.0) - free;
            let name = self.resource_name(&limit.resource);
            // Amounts are counted in whole square metres and thousandths.
            (short > 5e-5).then(|| (name, short, limit.unit.clone()))
        };
        park.limits.iter().filter_map(short).collect()
    }

    /// What was decided of an enterprise and a park, if anything: whether it goes there, and in words.
    fn decided(&self, ruling: &Ruling, park: usize) -> Option<(bool, Text)> {
        let words = |zh: &str, en: &str, why: &Text| {
            let (zh_why, en_why) = (why.in_lang(Lang::Zh), why.in_lang(Lang::En));
            Text::new(format!("{zh}：{zh_why}"), format!("{en}: {en_why}"))
        };
        if let Some((to, pin)) = ruling.pin {
            let (here, why) = (to.index() == park, &self.decisions.pins[pin].why);
            let text = match here {
                true => words("经决定迁入该园区", "goes there by decision", why),
                false => words("经决定迁入其他园区", "goes elsewhere by decision", why),
            };
            return Some((here, text));
        }
        let (_, forbid) = ruling.forbids.iter().find(|(other, _)| other.index() == park)?;
        let why = &self.decisions.forbids[*forbid].why;
        Some((false, words("经决定不得迁入", "not there by decision", why)))
    }

    pub(crate) fn resource_name(&self, id: &str) -> Text {
        let resource = self.resources.iter().find(|resource| resource.id == id);
        resource.map_or_else(|| Text::new("用地", "land"), |resource| resource.name.clone())
    }

    fn nearest_id(&self, id: &str) -> Option<String> {
        let enterprises = self.enterprises.read.iter().map(|enterprise| enterprise.id.as_str());
        let projects = self.projects.iter().map(|project| project.project.id.as_str());
        most_like(id, enterprises.chain(projects))
    }

    fn entry(
        &self,
        subject: &Subject,
        (place, away): (usize, Option<Metres>),
        offer: Option<&Result<Terms, Refusal>>,
        decided: Option<(bool, Text)>,
        rules: &RuleBook,
        rent: impl Fn(usize) -> f64,
    ) -> Entry {
        let planned = &self.parks[place];
        let distance = away.unwrap_or_default();
        let park: &Park = &planned.park;
        let terms = offer.and_then(|offer| offer.as_ref().ok()).cloned();
        let chosen = subject.park() == Some(&park.id);
        let (answer, text) = match offer {
            Some(Err(refusal)) => (Answer::Refused(refusal.clone()), refusal.text()),
            Some(Ok(_)) if decided.is_some() => {
                let (here, text) = decided.unwrap_or_default();
                (if here { Answer::Chosen } else { Answer::Decided }, text)
            }
            None => (Answer::NotAsked, Text::new("不迁移", "does not move")),
            Some(Ok(_)) if distance.kilometres() > rules.weights.cut_off_km => {
                let (km, cut_off) = (distance.kilometres(), rules.weights.cut_off_km);
                let zh = format!("距离 {km:.2} km 超过截止距离 {cut_off} km");
                (
                    Answer::TooFar,
                    Text::new(zh, format!("{km:.2} km away, beyond the cut-off of {cut_off} km")),
                )
            }
            Some(Ok(_)) if chosen => (Answer::Chosen, Text::new("迁入该园区", "goes there")),
            Some(Ok(_)) => self.shortage(subject, planned).unwrap_or_else(|| {
                let text = Text::new("有空余，但综合成本较高", "has room, and costs more in all");
                (Answer::Dearer, text)
            }),
        };
        let cost_km = terms.as_ref().filter(|_| answer != Answer::TooFar).map(|terms| {
            let change_mm = match (self.earlier.as_ref(), subject) {
                (Some(earlier), Subject::Enterprise(record)) => {
                    earlier.adds_mm(&record.enterprise.id, Some(&park.id))
                }
                _ => 0,
            };
            let terms_mm = millimetres(terms.total_km());
            kilometres(distance.millimetres() + terms_mm + change_mm)
        });
        Entry {
            park: park.id.clone(),
            name: Text::new(park.label(Lang::Zh), park.label(Lang::En)),
            distance_m: away,
            rent_km: cost_km.map(|_| rent(place)),
            cost_km,
            terms,
            answer,
            text,
        }
    }
}

/// The id that is most like another, if any is.
fn most_like<'a>(id: &str, ids: impl Iterator<Item = &'a str>) -> Option<String> {
    let likeness = |other: &str| strsim::jaro_winkler(id, other);
    // Of several that are as like, the last: as it is written.
    let best = ids.max_by(|a, b| likeness(a).total_cmp(&likeness(b)))?;
    (likeness(best) > 0.8).then(|| best.to_owned())
}
