//! Where a new project may go: every park with its terms, the best first, and what refuses the others.

use crate::amounts::kilometres;
use crate::bucket::ProjectBucket;
use crate::distances::Distances;
use crate::error::PlanError;
use crate::plan::Plan;
use crate::plan::parks::Limit;
use crate::problem::offers::Offer;
use crate::reasons::no_road_leads_there;
use crate::receive::{ReceivingPark, ReceivingParks};
use crate::screened::candidates::{Candidate, candidates};
use crate::screened::zoning::{PlaceZone, Zoning};
use crate::settings::PlanOptions;
use crate::settings::resource::{Amounts, LAND, Resource};
use geo_types::Point;
use parkward_model::{
    AreaUnit, AreaUnits, Footprint, Hectares, IndustryCode, Lang, Metres, Park, ParkId, Project,
    Survey, Text, Zone,
};
use parkward_policy::{Date, Refusal, RuleBook, Screening, Terms};
use serde::Serialize;
use std::collections::BTreeMap;

/// A project that looks for a park.
#[derive(Clone, Debug, PartialEq)]
pub struct NewProject {
    /// Its industry.
    pub industry: IndustryCode,
    /// The land it needs.
    pub land: Hectares,
    /// What else it needs, by the id of the resource. A resource that is not here is not looked at.
    pub needs: BTreeMap<String, f64>,
    /// Where it would like to be, in longitude and latitude on WGS84.
    pub at: Option<Point<f64>>,
}

impl NewProject {
    /// Every park of the survey for the project, before anybody moves: those that suit in the order of
    /// cost, then those without room or out of reach, then those whose rules refuse it.
    ///
    /// ```
    /// # mod district { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/district/mod.rs")); }
    /// # use district::*;
    /// use parkward_model::Hectares;
    /// use parkward_planning::NewProject;
    ///
    /// let industry = rules().classification.parse("36")?;
    /// let project = NewProject { industry, land: Hectares(1.0), needs: Default::default(), at: None };
    /// let survey = before(&[park("A", 30.98, Some(0.4)), park("B", 31.012, Some(2.0))]);
    /// let sites = project.sites(&survey, &rules(), &options(Vec::new()))?;
    /// let answers: Vec<_> = sites.iter().map(|site| (site.park.as_str(), site.answer.key())).collect();
    /// assert_eq!(answers, [("B", "suits"), ("A", "short")]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// [`PlanError::Index`] if a boundary is not on the globe, [`PlanError::Decision`] if a park cannot be
    /// changed as it was decided.
    pub fn sites(
        &self,
        survey: &Survey,
        rules: &RuleBook,
        options: &PlanOptions,
    ) -> Result<Vec<Site>, PlanError> {
        let untouched = |receiver: &ReceivingPark| {
            let limit = |resource: &str, unit: &Text, capacity| Limit {
                resource: resource.to_owned(),
                unit: unit.clone(),
                capacity,
                taken: 0.0,
                shadow_price_km: 0.0,
            };
            let land = limit(LAND, &AreaUnit::Ha.name(), receiver.land.map(|land| land.0));
            let quotas = options.resources.iter().zip(&receiver.quotas);
            let quotas = quotas.map(|(r, quota)| limit(&r.id, &r.unit, *quota));
            std::iter::once(land).chain(quotas).collect()
        };
        let limits = |receiving: &ReceivingParks| receiving.iter().map(untouched).collect();
        let mut sites = self.ask(&survey.parks, &survey.zones, rules, options, limits)?;
        for site in &mut sites {
            (site.rent_km, site.shadow_price_km_per_ha) = (None, None);
        }
        Ok(sites)
    }

    /// What rules of space say of the place that was named, before any park is asked.
    ///
    /// ```
    /// # mod district { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/district/by_the_river.rs")); }
    /// # use district::*;
    /// use parkward_model::Hectares;
    /// use parkward_planning::NewProject;
    ///
    /// let rules = rules_of_space(); // chemicals keep a kilometre from the river
    /// let (chemicals, cars) = (rules.classification.parse("26")?, rules.classification.parse("36")?);
    /// let at = Some(geo_types::Point::new(121.005, 31.01)); // half a kilometre north of it
    /// let project = NewProject { industry: chemicals, land: Hectares(1.0), needs: Default::default(), at };
    /// let (zones, day) = ([river()], "2026-01-01".parse()?);
    /// assert_eq!(project.place(&zones, &rules, day).len(), 1);
    /// assert!(NewProject { industry: cars, ..project }.place(&zones, &rules, day).is_empty());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn place(&self, zones: &[Zone], rules: &RuleBook, day: Date) -> Vec<PlaceZone> {
        let zoning = Zoning::new(zones, rules, day);
        self.at.map_or_else(Vec::new, |at| zoning.place(at, &self.industry))
    }

    /// Every park, as it stands to newcomers and with the limits that it has then.
    fn ask(
        &self,
        parks: &[Park],
        zones: &[Zone],
        rules: &RuleBook,
        options: &PlanOptions,
        limits: impl FnOnce(&ReceivingParks) -> Vec<Vec<Limit>>,
    ) -> Result<Vec<Site>, PlanError> {
        let ground = options.ground(parks)?;
        let zoning = Zoning::new(zones, rules, options.as_of);
        let receiving = ReceivingParks::decided(parks, &zoning, rules, options)?;
        let limits = limits(&receiving);
        let offers = receiving.offers(&self.industry, parks, rules);
        let mut distances = vec![None; parks.len()];
        let all = |at: &Point<f64>| ground.distances().within(*at, Metres(f64::INFINITY));
        for (park, distance) in self.at.iter().flat_map(all) {
            distances[park] = Some(distance);
        }
        let asked = parks.iter().zip(&limits).zip(offers).zip(distances);
        let mut sites: Vec<Site> = asked
            .map(|(((park, limits), offer), distance)| {
                self.ask_one(park, limits, offer, distance, (rules, options.area_unit))
            })
            .collect();
        let order = |site: &Site| {
            let group = match site.answer {
                SiteAnswer::Suits => 0,
                SiteAnswer::Short { .. } | SiteAnswer::TooFar | SiteAnswer::NoRoad => 1,
                SiteAnswer::Refused(_) => 2,
            };
            let price = site.cost_km.map(|cost| cost + site.rent_km.unwrap_or(0.0));
            let no_road = if site.answer == SiteAnswer::NoRoad { f64::INFINITY } else { 0.0 };
            let price = price.or(site.distance_m.map(Metres::kilometres)).unwrap_or(no_road);
            (group, price)
        };
        // Stable: parks come in the order of their ids, which breaks ties.
        sites.sort_by(|a, b| {
            let ((a, a_km), (b, b_km)) = (order(a), order(b));
            a.cmp(&b).then(a_km.total_cmp(&b_km))
        });
        let suits = sites.iter_mut().filter(|site| site.answer == SiteAnswer::Suits);
        suits.zip(1..).for_each(|(site, rank)| site.rank = Some(rank));
        Ok(sites)
    }

    fn ask_one(
        &self,
        park: &Park,
        limits: &[Limit],
        pair: Result<Terms, Refusal>,
        distance: Option<Metres>,
        (rules, areas): (&RuleBook, AreaUnits),
    ) -> Site {
        let cut_off = rules.weights.cut_off_km;
        let (answer, text) = match (&pair, distance) {
            (Err(refusal), _) => (SiteAnswer::Refused(refusal.clone()), refusal.text()),
            (Ok(_), None) if self.at.is_some() => (SiteAnswer::NoRoad, no_road_leads_there()),
            (Ok(_), Some(distance)) if distance.kilometres() > cut_off => {
                let km = distance.kilometres();
                let zh = format!("距离 {km:.2} 公里，超过截止距离 {cut_off} 公里");
                let en = format!("{km:.2} km away, beyond the cut-off of {cut_off} km");
                (SiteAnswer::TooFar, Text::new(zh, en))
            }
            (Ok(terms), _) => match self.shortage(limits, areas) {
                Some(short) => short,
                None => (SiteAnswer::Suits, suits(terms, distance, &limits[0], areas)),
            },
        };
        let terms = pair.ok();
        let away = distance.unwrap_or_default();
        let cost = |terms: &Terms| kilometres(Offer::new(terms).pair_cost(away, 0));
        let rent = limits.iter().filter_map(|l| Some(self.need(&l.resource)? * l.shadow_price_km));
        Site {
            rank: None,
            park: park.id.clone(),
            name: Text::new(park.label(Lang::Zh), park.label(Lang::En)),
            answer,
            text,
            distance_m: distance,
            cost_km: terms.as_ref().filter(|_| self.at.is_none() || distance.is_some()).map(cost),
            rent_km: terms.as_ref().map(|_| rent.sum()),
            terms,
            capacity_ha: limits[0].capacity,
            free_ha: free(&limits[0]),
            shadow_price_km_per_ha: Some(limits[0].shadow_price_km),
            footprint: park.footprint.clone(),
        }
    }

    fn need(&self, resource: &str) -> Option<f64> {
        if resource == LAND { Some(self.land.0) } else { self.needs.get(resource).copied() }
    }

    /// The first limit that leaves too little, if any does.
    fn shortage(&self, limits: &[Limit], areas: AreaUnits) -> Option<(SiteAnswer, Text)> {
        limits.iter().find_map(|limit| {
            let free = free(limit).unwrap_or(0.0);
            let short = self.need(&limit.resource)? - free;
            let (resource, unit) = (limit.resource.clone(), limit.unit.clone());
            let in_chinese = if resource == LAND { "用地" } else { &resource };
            let amounts = Amounts::new(&limit.resource, &limit.unit, areas);
            let (free, lacking) = (amounts.say(free), amounts.at_least(short));
            let text = Text::new(
                format!("{in_chinese}余 {}，缺 {}", free.zh, lacking.zh),
                format!("{} of {resource} left; short by {}", free.en, lacking.en),
            );
            // Amounts are counted in whole square metres and thousandths.
            (short > 5e-5).then_some((SiteAnswer::Short { resource, short, unit }, text))
        })
    }
}

/// One park, as it stands to a new project.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Site {
    /// From 1, for the parks that suit.
    pub rank: Option<usize>,
    /// The park.
    pub park: ParkId,
    /// Its name.
    pub name: Text,
    /// Whether it suits.
    pub answer: SiteAnswer,
    /// The answer in words.
    pub text: Text,
    /// From the place that was named to the boundary.
    pub distance_m: Option<Metres>,
    /// The terms, where the rules admit the industry.
    pub terms: Option<Terms>,
    /// Distance (where a place was named) and terms, in kilometre-equivalents.
    pub cost_km: Option<f64>,
    /// What the project's needs are worth there to those who move, in kilometre-equivalents: the
    /// shadow prices. Nothing before a plan.
    pub rent_km: Option<f64>,
    /// The land that newcomers may take in all.
    pub capacity_ha: Option<f64>,
    /// The land that is left: after a plan, without what it gave away.
    pub free_ha: Option<f64>,
    /// What one hectare more would save those who move; nothing before a plan.
    pub shadow_price_km_per_ha: Option<f64>,
    /// Where it is, for the layer.
    #[serde(skip)]
    pub(crate) footprint: Footprint,
}

/// Whether a park suits a new project.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum SiteAnswer {
    /// The rules admit it, it is near enough and there is room.
    Suits,
    /// The rules admit it, and too little is left.
    Short {
        /// `land`, or the id of the resource that is short.
        resource: String,
        /// How much of it is lacking.
        short: f64,
        /// Its unit.
        unit: Text,
    },
    /// Further than the cut-off.
    TooFar,
    /// No road leads there.
    NoRoad,
    /// A rule refuses it.
    Refused(Refusal),
}

impl SiteAnswer {
    /// The key in files: `suits`, `short`, `too_far`, `refused`.
    pub fn key(&self) -> &'static str {
        match self {
            Self::Suits => "suits",
            Self::Short { .. } => "short",
            Self::TooFar => "too_far",
            Self::NoRoad => "no_road",
            Self::Refused(_) => "refused",
        }
    }
}

/// What is left of a limit; `None`: unknown.
fn free(limit: &Limit) -> Option<f64> {
    // Rounding may leave slightly less than 0 of what is all taken.
    limit.capacity.map(|capacity| (capacity - limit.taken).max(0.0))
}

fn suits(terms: &Terms, distance: Option<Metres>, land: &Limit, areas: AreaUnits) -> Text {
    let (fit, free) = (terms.fit, areas.text(Hectares(free(land).unwrap_or(0.0)), 2));
    let (far_zh, far_en) = match distance {
        Some(distance) => (format!("，距离 {distance}"), format!(", {distance} away")),
        None => Default::default(),
    };
    Text::new(
        format!("产业适配度 {fit:.2}{far_zh}，余地 {}", free.zh),
        format!("industry fit {fit:.2}{far_en}, {} left", free.en),
    )
}

/// The least price that does not print as nought.
const LEAST_SHOWN: f64 = 0.005;

/// Says of every park without room whether that is worth making for the project: what it would save
/// there, against its next choice, and what the room is worth to others at the prices of the plan. A
/// comparison of prices, not a plan: `parkward plan` with the project decides it.
fn worth_making_room(sites: &mut [Site], unplaced_km: f64) {
    let price = |site: &Site| Some(site.cost_km? + site.rent_km.unwrap_or(0.0));
    let suits = |site: &&Site| site.answer == SiteAnswer::Suits;
    let next = sites.iter().filter(suits).filter_map(price).reduce(f64::min);
    for site in sites.iter_mut() {
        let (SiteAnswer::Short { .. }, Some(cost), Some(rent)) =
            (&site.answer, site.cost_km, site.rent_km)
        else {
            continue;
        };
        let saves = next.unwrap_or(unplaced_km) - cost;
        let (zh, en) = if saves > rent && rent >= LEAST_SHOWN {
            ("值得为它调整安排", "worth making room for")
        } else if rent >= LEAST_SHOWN {
            ("不值得为它调整安排", "not worth making room for")
        } else {
            // Land may be short for a whole project and yet have no price: 0 would mislead.
            continue;
        };
        let (here_zh, here_en) = if saves < 0.0 { ("多费", "cost") } else { ("可省", "save") };
        let (more, km) = (if saves < 0.0 { " more" } else { "" }, saves.abs());
        site.text.zh += &format!(
            "；所需用地按影子价格合 {rent:.2} 公里，本项目在此{here_zh} {km:.2} 公里，{zh}"
        );
        site.text.en += &format!(
            "; what it needs is worth {rent:.2} km at the prices of the plan, and the project would {here_en} \
             {km:.2} km{more}: {en}"
        );
    }
}

/// A project of a table, and what every park says to it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ProjectSites {
    /// The project as read.
    #[serde(flatten)]
    pub project: Project,
    /// `not_admitted` or `review`, if the rules say so, and no park is asked; else nothing.
    pub settled: Option<ProjectBucket>,
    /// Why, one sentence a reason.
    pub reasons: Vec<Text>,
    /// The parks, the best first.
    pub sites: Vec<Site>,
}

impl ProjectSites {
    /// Screens each project of a table, and asks all parks with `ask` for each that may settle, alone.
    /// What it needs besides land stands in its fields. The survey has the zones, and the enterprises that
    /// relative limits are found among.
    ///
    /// # Errors
    /// What `ask` fails with.
    pub fn of(
        projects: &[Project],
        survey: &Survey,
        rules: &RuleBook,
        options: &PlanOptions,
        ask: impl Fn(&NewProject) -> Result<Vec<Site>, PlanError>,
    ) -> Result<Vec<Self>, PlanError> {
        let table = Survey { projects: projects.to_vec(), ..Survey::default() };
        let zoning = Zoning::new(&survey.zones, rules, options.as_of);
        let screening = Screening::new(rules, options.as_of, &survey.enterprises);
        let candidates = candidates(&table, &zoning, rules, &screening, &options.resources);
        let one = |(project, candidate): (&Project, Candidate)| {
            let mut found = Self {
                reasons: candidate.reasons(project, &options.resources),
                settled: candidate.settled,
                sites: Vec::new(),
                project: project.clone(),
            };
            if let (None, Some(industry), Some(land)) =
                (found.settled, &project.industry, project.land)
            {
                let need = |resource: &Resource| {
                    Some((resource.id.clone(), project.facts.number(&resource.need)?))
                };
                let needs = options.resources.iter().filter_map(need).collect();
                let (industry, at) = (industry.clone(), project.site);
                found.sites = ask(&NewProject { industry, land, needs, at })?;
            }
            Ok(found)
        };
        projects.iter().zip(candidates).map(one).collect()
    }
}

impl Plan {
    /// Every park of the plan for a new project that comes after everybody has moved: what the plan gave
    /// away is gone, and what is left has the plan's prices. Otherwise as [`NewProject::sites`].
    ///
    /// ```
    /// # mod district { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/district/mod.rs")); }
    /// # use district::*;
    /// use parkward_model::Hectares;
    /// use parkward_planning::{NewProject, SiteAnswer};
    ///
    /// let industry = rules().classification.parse("36")?;
    /// let project = NewProject { industry, land: Hectares(1.0), needs: Default::default(), at: None };
    /// let sites = tight().sites(&project)?; // both parks are full
    /// assert!(sites.iter().all(|site| matches!(site.answer, SiteAnswer::Short { .. })));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// [`PlanError::RuleBook`] if the plan's rule book is damaged.
    pub fn sites(&self, project: &NewProject) -> Result<Vec<Site>, PlanError> {
        let rules = self.rules()?;
        let parks: Vec<Park> = self.parks.iter().map(|park| park.park.clone()).collect();
        let limits = |_: &ReceivingParks| self.parks.iter().map(|p| p.limits.clone()).collect();
        let mut sites = project.ask(&parks, &self.zones, &rules, &self.options, limits)?;
        worth_making_room(&mut sites, rules.weights.unplaced_km);
        Ok(sites)
    }
}
