//! The ledger of one enterprise: every park it could have had, what refused or outbid it, and what
//! would have to change.

use crate::assemble::Prepared;
use crate::decisions::Ruling;
use crate::problem::{kilometres, millimetres};
use crate::{Bucket, EnterpriseRecord, Plan, PlanError, PlannedPark};
use parkward_assignment::Price;
use parkward_model::{IndustryCode, Lang, Metres, Park, ParkId, Text};
use parkward_policy::{Refusal, RuleBook, Terms};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// The ledger of one enterprise.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Ledger {
    /// The enterprise with its verdict.
    pub enterprise: EnterpriseRecord,
    /// Every park of the survey: those that may take it in order of cost, then the others in order
    /// of distance.
    pub parks: Vec<Entry>,
    /// For the unplaced: what would place them, the cheapest first.
    pub repairs: Vec<Text>,
}

/// One park in the ledger.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Entry {
    /// The park.
    pub park: ParkId,
    /// Its name.
    pub name: Text,
    /// From the site to the boundary.
    pub distance_m: Metres,
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
    plan: &'p Plan,
    rules: RuleBook,
    prepared: Prepared,
    /// What every park answers to each industry of the survey.
    offers: BTreeMap<IndustryCode, Vec<Result<Terms, Refusal>>>,
    prices: Vec<Price>,
    /// The movers' jobs, which stand in the order of space, by their position in the survey.
    jobs: HashMap<usize, usize>,
}

impl Ledgers<'_> {
    /// The ledger of the enterprise at a position: a distance to every park.
    pub fn ledger(&self, place: usize) -> Ledger {
        let Self { plan, rules, prepared, offers, prices, jobs } = self;
        let mut ledger = Ledger {
            enterprise: plan.enterprise(place).record(),
            parks: Vec::new(),
            repairs: Vec::new(),
        };
        let job = jobs.get(&place).copied();
        let offers = ledger.enterprise.enterprise.industry.as_ref().map(|i| &offers[i]);
        for (park, distance) in prepared.index.nearest(ledger.enterprise.enterprise.site) {
            let offer = offers.map(|offers| offers[park].clone()).filter(|_| job.is_some());
            let decided = prepared.rulings.of(place).and_then(|ruling| plan.decided(ruling, park));
            // A pin holds at any fit.
            let offer = match (&decided, &ledger.enterprise.enterprise.industry) {
                (Some((true, _)), Some(industry)) => {
                    let read = &plan.parks[park].park;
                    Some(prepared.hosts.offer_at_any_fit(park, industry, read, rules))
                }
                _ => offer,
            };
            ledger.parks.push(plan.entry(
                &ledger.enterprise,
                park,
                distance,
                offer.as_ref(),
                decided.filter(|_| job.is_some()),
                rules,
                |park| job.map_or(0.0, |job| prepared.problem.rent_km(job, park, prices)),
            ));
        }
        ledger.parks.sort_by(|a, b| match (a.cost_km, b.cost_km) {
            (Some(a), Some(b)) => a.total_cmp(&b),
            (a, b) => b.is_some().cmp(&a.is_some()),
        });
        if ledger.enterprise.verdict == Bucket::Unplaced {
            ledger.repairs = repairs(&ledger, rules, |id| plan.resource_name(id));
        }
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
            .collect();
        let answers = |i| prepared.hosts.offers(i, &survey.parks, &rules);
        let offers = industries.iter().map(|i| (i.clone(), answers(i))).collect();
        let prices = self.solution.prices.iter().flatten().map(|raw| Price::from_raw(*raw));
        let movers = prepared.problem.movers.iter().enumerate();
        let jobs = movers.map(|(job, mover)| (*mover, job)).collect();
        Ok(Ledgers { plan: self, rules, prepared, offers, prices: prices.collect(), jobs })
    }

    /// The ledger of one enterprise.
    ///
    /// # Errors
    /// [`PlanError::NoSuchEnterprise`] names the id most like it.
    pub fn explain(&self, id: &str) -> Result<Ledger, PlanError> {
        let mut ids = self.enterprises.read.iter().map(|enterprise| enterprise.id.as_str());
        let Some(place) = ids.position(|known| known == id) else {
            return Err(PlanError::NoSuchEnterprise {
                id: id.to_owned(),
                nearest: self.nearest_id(id),
            });
        };
        Ok(self.ledgers()?.ledger(place))
    }

    /// The first limit of the park that leaves too little for the enterprise, if any does.
    fn shortage(
        &self,
        enterprise: &EnterpriseRecord,
        park: &PlannedPark,
    ) -> Option<(Answer, Text)> {
        let need = |resource: &str| match self.resources.iter().find(|r| r.id == resource) {
            Some(resource) => enterprise.enterprise.facts.number(&resource.need),
            None => enterprise.enterprise.land.map(|land| land.0),
        };
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

    fn resource_name(&self, id: &str) -> Text {
        let resource = self.resources.iter().find(|resource| resource.id == id);
        resource.map_or_else(|| Text::new("用地", "land"), |resource| resource.name.clone())
    }

    fn nearest_id(&self, id: &str) -> Option<String> {
        let likeness = |other: &str| strsim::jaro_winkler(id, other);
        let ids = self.enterprises.read.iter().map(|enterprise| enterprise.id.as_str());
        let best = ids.max_by(|a, b| likeness(a).total_cmp(&likeness(b)))?;
        (likeness(best) > 0.8).then(|| best.to_owned())
    }

    fn entry(
        &self,
        enterprise: &EnterpriseRecord,
        place: usize,
        distance: Metres,
        offer: Option<&Result<Terms, Refusal>>,
        decided: Option<(bool, Text)>,
        rules: &RuleBook,
        rent: impl Fn(usize) -> f64,
    ) -> Entry {
        let planned = &self.parks[place];
        let park: &Park = &planned.park;
        let terms = offer.and_then(|offer| offer.as_ref().ok()).cloned();
        let chosen = enterprise.chosen.as_ref().is_some_and(|chosen| chosen.park == park.id);
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
            Some(Ok(_)) => self.shortage(enterprise, planned).unwrap_or_else(|| {
                let text = Text::new("有空余，但综合成本较高", "has room, and costs more in all");
                (Answer::Dearer, text)
            }),
        };
        let cost_km = terms.as_ref().filter(|_| answer != Answer::TooFar).map(|terms| {
            let (earlier, id) = (self.earlier.as_ref(), &enterprise.enterprise.id);
            let change_mm = earlier.map_or(0, |earlier| earlier.adds_mm(id, Some(&park.id)));
            let terms_mm = millimetres(terms.total_km());
            kilometres(distance.millimetres() + terms_mm + change_mm)
        });
        Entry {
            park: park.id.clone(),
            name: Text::new(park.label(Lang::Zh), park.label(Lang::En)),
            distance_m: distance,
            rent_km: cost_km.map(|_| rent(place)),
            cost_km,
            terms,
            answer,
            text,
        }
    }
}

/// For an unplaced enterprise: more land where it may go, a longer cut-off for parks that admit
/// it, admission to those within reach; each with what the move would then cost.
fn repairs(ledger: &Ledger, rules: &RuleBook, names: impl Fn(&str) -> Text) -> Vec<Text> {
    let mut repairs: Vec<(f64, Text)> = Vec::new();
    let fit_km = rules.weights.fit_km;
    for entry in &ledger.parks {
        let km = entry.distance_m.kilometres();
        let (zh, en) = (entry.name.in_lang(Lang::Zh), entry.name.in_lang(Lang::En));
        match (&entry.answer, entry.cost_km) {
            (Answer::Outbid { resource, short, unit }, Some(cost)) => repairs.push((
                cost,
                Text::new(
                    format!("{zh} 增加{} {short:.2} {unit}，成本 {cost:.1} km", names(resource).zh),
                    format!(
                        "+{short:.2} {unit} of {} in {en}, at a cost of {cost:.1} km",
                        names(resource).en
                    ),
                ),
            )),
            (Answer::TooFar, _) => {
                let cost = km + entry.terms.as_ref().map_or(0.0, Terms::total_km);
                repairs.push((
                    cost,
                    Text::new(
                        format!("截止距离由 {} 增至 {km:.1} km，可达 {zh}，成本 {cost:.1} km", rules.weights.cut_off_km),
                        format!("cut-off {} → {km:.1} km, which reaches {en}, at a cost of {cost:.1} km", rules.weights.cut_off_km),
                    ),
                ));
            }
            (Answer::Refused(Refusal::Fit { .. }), _) if km <= rules.weights.cut_off_km => {
                let industry = ledger.enterprise.enterprise.industry.as_ref();
                let code = industry.map_or("", |code| code.as_str());
                let cost = km + fit_km * (1.0 - rules.weights.minimum_fit);
                repairs.push((
                    cost,
                    Text::new(
                        format!("{zh} 准入行业 {code}，成本约 {cost:.1} km（尚需容量）"),
                        format!(
                            "admit {code} to {en}, at a cost of about {cost:.1} km (given room)"
                        ),
                    ),
                ));
            }
            _ => {}
        }
    }
    repairs.sort_by(|a, b| a.0.total_cmp(&b.0));
    repairs.into_iter().map(|(_, text)| text).collect()
}
