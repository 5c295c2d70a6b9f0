//! The ledger of one enterprise or project: every park it could have had, what refused or outbid it, and what
//! would have to change.

pub(crate) mod ledger;
mod park;
pub(crate) mod park_ledger;
mod park_prose;
pub(crate) mod prose;
pub(crate) mod repairs;
pub(crate) mod shortage;
mod solve;
pub(crate) mod subject;

use crate::amounts::kilometres;
use crate::answer::explain::ledger::{Answer, Entry, Ledger, Sentence};
use crate::answer::explain::prose::sentences;
use crate::answer::explain::repairs::{make_way, repairs};
use crate::answer::explain::subject::Subject;
use crate::distances::{Distances, Move};
use crate::error::PlanError;
use crate::plan::Plan;
use crate::prepare::Prepared;
use crate::problem::offers::Offer;
use crate::reasons::no_road_leads_there;
use crate::rule::rulings::Ruling;
use parkward_assignment::Price;
use parkward_model::{IndustryCode, Lang, Metres, Park, Text, most_like};
use parkward_policy::{Refusal, RuleBook, Terms};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// What the ledgers of a plan have in common. Everything is computed again from the plan, so a plan that
/// was read back answers like the one that was made.
pub(crate) struct Ledgers<'p> {
    pub(crate) plan: &'p Plan,
    pub(crate) rules: RuleBook,
    pub(crate) prepared: Prepared,
    /// What every park answers to each industry of the survey.
    offers: BTreeMap<IndustryCode, Vec<Result<Terms, Refusal>>>,
    prices: Vec<Price>,
    /// The movers' jobs, which stand in the order of space, by their position in the survey.
    jobs: HashMap<usize, usize>,
}

/// A park, as it is asked for one enterprise or project.
struct AskedPark<'a> {
    at: AtPark,
    /// What it answers to the industry; `None`: nothing is asked, since nobody moves.
    offer: Option<&'a Result<Terms, Refusal>>,
    decided: Option<Decided>,
    /// What the land that is needed is worth there, in kilometre-equivalents.
    rent_km: f64,
}

/// A park by its position in the plan, and how far it is.
#[derive(Clone, Copy)]
struct AtPark {
    park: usize,
    /// The distance that counts; `None`: there is no place to measure from, or no road leads there.
    distance: Option<Metres>,
    /// How one goes there, if that is to be told.
    going: Option<Move>,
}

/// To no more parks than this a ledger tells how one goes.
const TRAVELS: usize = 50;

/// What the planner has decided of an enterprise and a park.
struct Decided {
    /// Whether it goes there.
    here: bool,
    text: Text,
}

impl Ledgers<'_> {
    /// The ledger of the enterprise at a position, without its prose: a distance to every park.
    pub(crate) fn ledger(&self, index: usize) -> Ledger {
        let subject = Subject::Enterprise(self.plan.enterprise(index).record());
        let mut ledger = self.open(subject, self.jobs.get(&index).copied(), Some(index));
        let enterprise = &self.plan.enterprises.read[index];
        ledger.class = self
            .prepared
            .classes
            .as_ref()
            .and_then(|classes| self.rules.class_score(classes, index, enterprise));
        ledger
    }

    /// The ledger of the project at a position, with its prose.
    fn project_with_prose(&self, index: usize) -> Ledger {
        let Self { plan, prepared: Prepared { problem, .. }, .. } = self;
        let open = problem.projects.iter().position(|project| *project == index);
        let job = open.map(|open| problem.movers.len() + open);
        let subject = Subject::Project(plan.projects[index].clone());
        self.with_prose(self.open(subject, job, None), job)
    }

    /// `enterprise` is its position in the survey, if it is one.
    fn open(&self, subject: Subject, job: Option<usize>, enterprise: Option<usize>) -> Ledger {
        let Self { plan, rules, prepared, .. } = self;
        let near: Vec<(usize, Option<Metres>)> = match subject.site() {
            Some(site) => {
                let all = prepared.ground.distances().within(site, Metres(f64::INFINITY));
                let mut met = vec![false; plan.parks.len()];
                all.iter().for_each(|(park, _)| met[*park] = true);
                let reached = all.into_iter().map(|(park, distance)| (park, Some(distance)));
                let others = (0..plan.parks.len()).filter(|park| !met[*park]);
                reached.chain(others.map(|park| (park, None))).collect()
            }
            None => (0..plan.parks.len()).map(|park| (park, None)).collect(),
        };
        let reached = near.iter().take_while(|(_, distance)| distance.is_some()).take(TRAVELS);
        let asked: Vec<usize> = reached.map(|(park, _)| *park).collect();
        let mut going = self.going(&subject, &asked).into_iter();
        let entry = |(park, distance)| {
            let at = AtPark { park, distance, going: going.next() };
            self.entry(&subject, job, enterprise, at)
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
            sentences: Vec::new(),
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

    /// How somebody goes to some parks by road, each of which can be reached.
    fn going(&self, subject: &Subject, parks: &[usize]) -> Vec<Move> {
        let ground = &self.prepared.ground;
        match subject.site().filter(|_| ground.roads.is_some()) {
            Some(site) => ground.moves(&parks.iter().map(|park| (site, *park)).collect::<Vec<_>>()),
            None => Vec::new(),
        }
    }

    /// What one park answers somebody.
    fn entry(
        &self,
        subject: &Subject,
        job: Option<usize>,
        enterprise: Option<usize>,
        at: AtPark,
    ) -> Entry {
        let park = at.park;
        let Self { plan, rules, prepared, offers, prices, .. } = self;
        let of_industry = subject.industry().map(|industry| &offers[industry]);
        let leaves_it = Err(Refusal::Leaves);
        let ruling = enterprise.and_then(|index| prepared.rulings.of(index));
        let leaves = subject.stands_in().contains(&plan.parks[park].park.id);
        let offer = of_industry.map(|offers| match &offers[park] {
            Ok(_) if leaves => &leaves_it,
            offer => offer,
        });
        let decided = ruling.and_then(|ruling| plan.decided(ruling, park));
        // A pin holds at any fit.
        let pinned = match (&decided, subject.industry()) {
            (Some(Decided { here: true, .. }), Some(industry)) => {
                let read = &plan.parks[park].park;
                Some(prepared.receiving.offer_at_any_fit(park, industry, read, rules))
            }
            _ => None,
        };
        let offer = pinned.as_ref().or(offer).filter(|_| job.is_some());
        let decided = decided.filter(|_| job.is_some());
        let rent_km = job.map_or(0.0, |job| prepared.problem.rent_km(job, park, prices));
        plan.entry(subject, &AskedPark { at, offer, decided, rent_km }, rules)
    }

    /// Adds what takes longer: who could make way, and the paragraph.
    fn with_prose(&self, mut ledger: Ledger, job: Option<usize>) -> Ledger {
        if let (true, Some(job)) = (ledger.subject.is_unplaced(), job) {
            ledger.repairs.extend(make_way(self.plan, &self.prepared, &self.prices, job));
            ledger.repairs.sort_by(|a, b| a.change_km.total_cmp(&b.change_km));
        }
        ledger.sentences = sentences(&ledger, self.plan, &self.rules);
        ledger.prose = Sentence::paragraph(&ledger.sentences);
        ledger
    }
}

impl Plan {
    /// What gives the ledger of one enterprise after another.
    ///
    /// # Errors
    /// As [`Plan::prepare_again`].
    pub(crate) fn ledgers(&self) -> Result<Ledgers<'_>, PlanError> {
        let (rules, prepared) = self.prepare_again()?;
        let survey = self.survey();
        let industries: BTreeSet<IndustryCode> = survey
            .enterprises
            .iter()
            .filter_map(|enterprise| enterprise.industry.clone())
            .chain(survey.projects.iter().filter_map(|project| project.industry.clone()))
            .collect();
        let answers = |i| prepared.receiving.offers(i, &survey.parks, &rules);
        let offers = industries.iter().map(|i| (i.clone(), answers(i))).collect();
        let prices = self.prices(&prepared);
        let movers = prepared.problem.movers.iter().enumerate();
        let jobs = movers.map(|(job, mover)| (*mover, job)).collect();
        Ok(Ledgers { plan: self, rules, prepared, offers, prices, jobs })
    }

    /// The ledger of an enterprise, or else of the project of that id, with its prose. It looks at every park.
    ///
    /// ```
    /// # mod district { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/district/mod.rs")); }
    /// # use district::*;
    /// let ledger = tight().explain("E1")?;
    /// assert_eq!(ledger.parks[0].park.as_str(), "A"); // the cheapest, and others have its land
    /// assert_eq!(ledger.parks[0].text.en, "its land went to others; short by 2.00 ha");
    /// assert!(ledger.prose.en.starts_with("Enterprise E1 (C36) moves to B."));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// [`PlanError::NoSuchEnterprise`] names the id most like it.
    pub fn explain(&self, id: &str) -> Result<Ledger, PlanError> {
        let mut ids = self.enterprises.read.iter().map(|enterprise| enterprise.id.as_str());
        let Some(index) = ids.position(|known| known == id) else {
            if self.projects.iter().any(|project| project.project.id.as_str() == id) {
                return self.explain_project(id);
            }
            return Err(PlanError::NoSuchEnterprise {
                id: id.to_owned(),
                nearest: self.nearest_id(id),
            });
        };
        let ledgers = self.ledgers()?;
        Ok(ledgers.with_prose(ledgers.ledger(index), ledgers.jobs.get(&index).copied()))
    }

    /// The ledgers of all enterprises, then of all projects, each with its prose, made as they are asked for.
    ///
    /// ```
    /// # mod district { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/district/mod.rs")); }
    /// # use district::*;
    /// let plan = tight();
    /// let ledgers: Vec<_> = plan.explain_each()?.collect();
    /// assert_eq!(ledgers.len(), plan.summary.input);
    /// assert_eq!(ledgers[0], plan.explain("E1")?);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// As [`Plan::rules`].
    pub fn explain_each(&self) -> Result<impl Iterator<Item = Ledger>, PlanError> {
        let (ledgers, enterprises) = (self.ledgers()?, self.enterprises.len());
        Ok((0..enterprises + self.projects.len()).map(move |index| {
            match index.checked_sub(enterprises) {
                None => {
                    ledgers.with_prose(ledgers.ledger(index), ledgers.jobs.get(&index).copied())
                }
                Some(project) => ledgers.project_with_prose(project),
            }
        }))
    }

    /// The ledger of a project, with its prose, also where an enterprise has the same id.
    ///
    /// ```
    /// # mod district { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/district/by_the_river.rs")); }
    /// # use district::*;
    /// let ledger = by_the_river().explain_project("P1")?;
    /// let parks: Vec<_> = ledger.parks.iter().map(|p| (p.park.as_str(), p.text.en.as_str())).collect();
    /// let taken = "its land went to others; short by 1.00 ha";
    /// assert_eq!(parks, [("A", taken), ("B", "goes there")]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// [`PlanError::NoSuchProject`] names the id most like it.
    pub fn explain_project(&self, id: &str) -> Result<Ledger, PlanError> {
        let ids = || self.projects.iter().map(|project| project.project.id.as_str());
        let Some(index) = ids().position(|known| known == id) else {
            let (id, nearest) = (id.to_owned(), most_like(id, ids()));
            return Err(PlanError::NoSuchProject { id, nearest });
        };
        Ok(self.ledgers()?.project_with_prose(index))
    }

    /// What was decided of an enterprise and a park, if anything: whether it goes there, and in words.
    fn decided(&self, ruling: &Ruling, park: usize) -> Option<Decided> {
        let words = |zh: &str, en: &str, why: &Text| {
            let (zh_why, en_why) = (why.in_lang(Lang::Zh), why.in_lang(Lang::En));
            Text::new(format!("{zh}：{zh_why}"), format!("{en}: {en_why}"))
        };
        if let Some((to, pin)) = ruling.pin {
            let (here, why) = (to.index() == park, &self.options.decisions.pins[pin].why);
            let text = match here {
                true => words("经决定迁入该园区", "goes there by decision", why),
                false => words("经决定迁入其他园区", "goes elsewhere by decision", why),
            };
            return Some(Decided { here, text });
        }
        let (_, forbid) = ruling.forbids.iter().find(|(other, _)| other.index() == park)?;
        let why = &self.options.decisions.forbids[*forbid].why;
        let text = words("经决定不得迁入", "not there by decision", why);
        Some(Decided { here: false, text })
    }

    fn nearest_id(&self, id: &str) -> Option<String> {
        let enterprises = self.enterprises.read.iter().map(|enterprise| enterprise.id.as_str());
        let projects = self.projects.iter().map(|project| project.project.id.as_str());
        most_like(id, enterprises.chain(projects))
    }

    fn entry(&self, subject: &Subject, asked: &AskedPark<'_>, rules: &RuleBook) -> Entry {
        let AskedPark { offer, decided, at, .. } = asked;
        let planned = &self.parks[at.park];
        let distance = at.distance.unwrap_or_default();
        // Who has a place and no distance has no way.
        let no_road = at.distance.is_none() && subject.site().is_some();
        let park: &Park = &planned.park;
        let terms = offer.and_then(|offer| offer.as_ref().ok()).cloned();
        let chosen = subject.park() == Some(&park.id);
        let (answer, text) = match offer {
            Some(Err(refusal)) => (Answer::Refused(refusal.clone()), refusal.text()),
            None => (Answer::NotAsked, Text::new("不迁移", "does not move")),
            Some(Ok(_)) if let Some(Decided { here, text }) = decided => {
                (if *here { Answer::Chosen } else { Answer::Decided }, text.clone())
            }
            Some(Ok(_)) if no_road => (Answer::NoRoad, no_road_leads_there()),
            Some(Ok(_)) if distance.kilometres() > rules.weights.cut_off_km => {
                let (km, cut_off) = (distance.kilometres(), rules.weights.cut_off_km);
                let zh = format!("距离 {km:.2} 公里，超过截止距离 {cut_off} 公里");
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
        let change_mm = match (self.options.earlier.as_ref(), subject) {
            (Some(earlier), Subject::Enterprise(record)) => {
                Some(earlier.adds_mm(&record.enterprise.id, Some(&park.id)))
            }
            _ => None,
        };
        let cost_km = terms
            .as_ref()
            .filter(|_| answer != Answer::TooFar && answer != Answer::NoRoad)
            .map(|terms| kilometres(Offer::new(terms).pair_cost(distance, change_mm.unwrap_or(0))));
        Entry {
            park: park.id.clone(),
            name: Text::new(park.label(Lang::Zh), park.label(Lang::En)),
            distance_m: at.going.and_then(|going| going.distance).or(at.distance),
            travel: at.going.and_then(|going| going.travel),
            time_km: at
                .going
                .and_then(|going| going.distance)
                .and(at.distance)
                .map(Metres::kilometres),
            rent_km: cost_km.map(|_| asked.rent_km),
            change_km: offer.and(change_mm).map(kilometres),
            cost_km,
            terms,
            answer,
            text,
        }
    }
}
