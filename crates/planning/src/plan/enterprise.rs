//! An enterprise of a plan: a view of what the plan holds of it (decision, keys), with what follows from that
//! (words, terms, where its move ends), which is computed on demand.

use crate::bucket::Bucket;
use crate::by_road::ByRoad;
use crate::by_road::travel::Travel;
use crate::by_road::used::{Loads, OnRoads};
use crate::distances::Move;
use crate::plan::Plan;
use crate::plan::enterprises::{
    Decision, Derived, Enterprises, Made, Placement, Rank, Ranked, Written,
};
use crate::plan::stored::Stored;
use crate::position::Position;
use crate::reasons::{Reason, unknown};
use crate::screened::enterprises::may_not_expand;
use crate::screened::land_classes::NamedClass;
use geo_types::{Coord, Point};
use parkward_model::{Enterprise, Hectares, Lang, Metres, Park, ParkId, Text};
use parkward_policy::{Finding, LandBasis, LandNeed, Outcome, RuleBook};
use parkward_roads::Measure;

/// An enterprise of a plan with its verdict: a view, which costs nothing to hand on.
#[derive(Clone, Copy)]
pub struct PlannedEnterprise<'a> {
    plan: &'a Plan,
    /// In the order of the survey.
    index: usize,
}

/// How the plan holds what does not stand in a decision: to be computed, or as it was written.
enum HeldAs<'a> {
    Made(&'a Made),
    Written(&'a Written),
}

impl<'a> PlannedEnterprise<'a> {
    fn decision(self) -> &'a Decision {
        &self.plan.enterprises.decisions[self.index]
    }

    fn placement(self) -> Option<&'a Placement> {
        Some(&self.plan.enterprises.placements[self.decision().placement?.index()])
    }

    fn park(self, position: Position) -> &'a parkward_model::Park {
        &self.plan.parks[position.index()].park
    }

    fn held_as(self) -> HeldAs<'a> {
        match &self.plan.enterprises.derived {
            Derived::Made(made) => HeldAs::Made(made),
            Derived::Written(written) => HeldAs::Written(&written[self.index]),
        }
    }

    /// The enterprise as read.
    pub fn enterprise(self) -> &'a Enterprise {
        &self.plan.enterprises.read[self.index]
    }

    /// Where it ended; never [`Bucket::Rejected`].
    pub fn verdict(self) -> Bucket {
        self.decision().verdict
    }

    /// What the screening rules found.
    pub fn findings(self) -> &'a [Finding] {
        self.decision().rare.findings()
    }

    /// Parks that it stands in, the most specific first.
    pub fn stands_in(self) -> impl ExactSizeIterator<Item = &'a ParkId> {
        let Decision { inside, rare, .. } = self.decision();
        // A slice knows its length, a chain does not.
        let count = usize::from(inside.is_some()) + rare.around().len();
        let park = move |index: usize| match index.checked_sub(1) {
            None => inside.expect("the first is the one that it is inside of"),
            Some(index) => rare.around()[index],
        };
        (0..count).map(move |index| &self.park(park(index)).id)
    }

    /// Its score by the "four elements", 0…1.
    pub fn quality(self) -> f64 {
        self.decision().quality
    }

    /// The land that it gets in a park, and what set it, if it should move and the rule book has a
    /// land guide.
    pub fn land_need(self) -> Option<LandNeed> {
        if let HeldAs::Written(written) = self.held_as() {
            return written.land_need;
        }
        let should_move = matches!(self.verdict(), Bucket::Moves | Bucket::Unplaced);
        let book = self.plan.book().filter(|book| should_move && book.rates_land())?;
        book.land_need(self.enterprise(), may_not_expand(self.findings()))
    }

    /// The land that it needs in a park: its present land where no guide says otherwise.
    pub fn land_taken(self) -> Option<Hectares> {
        self.land_need().map(|need| need.need).or(self.enterprise().land)
    }

    /// Its class, if the rule book has classes.
    pub fn class(self) -> Option<&'a str> {
        self.plan.enterprises.keys.class.get(self.index)
    }

    /// Key of the pillar industry that it belongs to.
    pub fn pillar_industry(self) -> Option<&'a str> {
        self.plan.enterprises.keys.pillar_industry.get(self.index)
    }

    /// Key of the encouraged new or high technology that it belongs to.
    pub fn high_technology(self) -> Option<&'a str> {
        self.plan.enterprises.keys.high_technology.get(self.index)
    }

    /// The class of the land that it stands on, if classes are told apart.
    pub fn land_class(self) -> Option<&'a NamedClass> {
        let key = self.plan.enterprises.keys.land_class.get(self.index)?;
        self.plan.land_classes.iter().find(|class| class.id == key)
    }

    /// The park that it moves to, as the solver numbers them.
    pub(crate) fn chosen_agent(self) -> Option<u32> {
        let park = self.placement()?.parks.chosen?.index();
        Some(u32::try_from(park).expect("fewer than 2^32 parks"))
    }

    /// The park of a choice, and how far it is: what is asked of every row, and costs less than all.
    fn goal(self, rank: Rank) -> Option<(&'a ParkId, Metres)> {
        let park = self.placement()?.parks.at(rank)?;
        Some((&self.park(park).id, self.distance(rank)?))
    }

    /// How far the park of a choice is: by road, where distances are.
    fn distance(self, rank: Rank) -> Option<Metres> {
        let Placement { parks, distances, .. } = self.placement()?;
        parks.at(rank)?;
        let is_time = |by_road: &ByRoad| by_road.settings.measure == Measure::Time;
        let told = self.plan.options.by_road.as_ref().filter(|by_road| is_time(by_road));
        told.and_then(|_| self.going(rank)?.distance).or(Some(distances.at(rank)))
    }

    /// How the move goes to the park of a choice.
    fn going(self, rank: Rank) -> Option<Move> {
        let park = self.placement()?.parks.at(rank)?;
        match self.held_as() {
            HeldAs::Written(written) => written.terms.at(rank).map(|terms| terms.going),
            HeldAs::Made(made) if made.ground.roads.is_some() => {
                self.plan.moves(made)[self.decision().placement?.index()].at(rank)
            }
            HeldAs::Made(made) => {
                let entry = match rank {
                    Rank::Chosen => self.plan.entries(made)[self.decision().placement?.index()],
                    Rank::Second => made.ground.entry(self.enterprise().site, park.index()),
                };
                Some(Move { entry, ..Move::default() })
            }
        }
    }

    /// The park that it moves to, and how far it is.
    pub(crate) fn chosen_goal(self) -> Option<(&'a ParkId, Metres)> {
        self.goal(Rank::Chosen)
    }

    /// The park that it would take otherwise, how far it is, and how much more it costs.
    pub(crate) fn second_goal(self) -> Option<(&'a ParkId, Metres, f64)> {
        let (park, distance) = self.goal(Rank::Second)?;
        Some((park, distance, self.placement()?.margin_km))
    }

    fn choice(self, rank: Rank) -> Option<Choice<'a>> {
        let Placement { parks, distances, group, .. } = self.placement()?;
        let (park, counted) = (parks.at(rank)?, distances.at(rank));
        let (fit, cost_km) = match self.held_as() {
            HeldAs::Made(made) => {
                let (earlier, id) = (&self.plan.options.earlier, &self.enterprise().id);
                let to = &self.park(park).id;
                let change_mm = earlier.as_ref().map_or(0, |earlier| earlier.adds_mm(id, Some(to)));
                made.groups[*group as usize].terms(park.index(), counted, change_mm)
            }
            HeldAs::Written(written) => {
                let terms = written.terms.at(rank)?;
                (terms.fit, terms.cost_km)
            }
        };
        let distance = self.distance(rank)?;
        let by_road = self.plan.options.by_road.is_some();
        let travel = if by_road { self.going(rank)?.travel } else { None };
        Some(Choice { park: &self.park(park).id, fit, distance, travel, cost_km })
    }

    /// The park that it moves to, with the terms of the move.
    pub fn chosen(self) -> Option<Choice<'a>> {
        self.choice(Rank::Chosen)
    }

    /// The park that it would take otherwise.
    pub fn second_choice(self) -> Option<SecondChoice<'a>> {
        let margin_km = self.placement()?.margin_km;
        Some(SecondChoice { choice: self.choice(Rank::Second)?, margin_km })
    }

    /// Where its move ends, for drawing, longitude and latitude: the nearest point of the park's boundary, or the
    /// gate by which the roads lead in.
    pub fn entry(self) -> Option<[f64; 2]> {
        Some(self.going(Rank::Chosen)?.entry)
    }

    /// As [`PlannedEnterprise::entry`], for the second choice.
    pub(super) fn second_entry(self) -> Option<[f64; 2]> {
        Some(self.going(Rank::Second)?.entry)
    }

    /// The line of its move along the roads, where distances are by road and the roads are there.
    pub fn path(self) -> Option<&'a [Coord<f64>]> {
        self.placement()?.parks.chosen?;
        self.plan.on_roads().paths.get(self.decision().placement?.index())?.as_deref()
    }

    /// Whether the plan frees the land outside parks that it stands on.
    pub fn releases(self) -> bool {
        matches!(self.verdict(), Bucket::Moves | Bucket::Closes) && self.decision().inside.is_none()
    }

    /// Whether a rule of space wants it elsewhere.
    fn leaves(self) -> bool {
        self.findings().iter().any(|finding| finding.outcome == Outcome::Moves)
    }

    /// What is stored of it beside where it goes: when it moves, how sure that is.
    pub fn stored(self) -> Stored {
        self.plan.enterprises.stored.get(self.index).cloned().unwrap_or_default()
    }

    /// Whether enough runs agree for its destination to be certain.
    pub fn is_certain(self) -> Option<bool> {
        Some(self.stored().agreement? >= self.plan.options.robustness.as_ref()?.certain_from)
    }

    /// Hands every reason to `each`, in order.
    fn each_reason(self, mut each: impl FnMut(Reason<'_>)) {
        let made = match self.held_as() {
            HeldAs::Made(made) => made,
            HeldAs::Written(written) => {
                return written.reasons.iter().for_each(|text| each(Reason::Written(text)));
            }
        };
        let decision = self.decision();
        let inside = decision.inside;
        if let Some(park) = inside {
            each(Reason::StandsIn(self.park(park)));
        }
        self.findings().iter().for_each(|finding| each(Reason::Found(finding)));
        if let (Some(LandNeed { need, basis }), Some(present)) =
            (self.land_need(), self.enterprise().land)
            && !matches!(basis, LandBasis::NotRated | LandBasis::Present)
        {
            let areas = self.plan.options.area_unit;
            each(Reason::LandNeed { need, basis, present, areas });
        }
        match (decision.verdict, self.placement()) {
            (Bucket::Review, _) if inside.is_none() || self.leaves() => {
                let unknown = unknown(self.enterprise(), &self.plan.options.resources);
                unknown.for_each(|unknown| each(Reason::Unknown(unknown)));
            }
            (
                _,
                Some(Placement {
                    parks: Ranked { chosen: Some(park), .. }, distances, group, ..
                }),
            ) => {
                let counted = distances.chosen;
                let (fit, _) = made.groups[*group as usize].terms(park.index(), counted, 0);
                let distance = self.distance(Rank::Chosen).unwrap_or(counted);
                let by_road = self.plan.options.by_road.is_some();
                let travel =
                    if by_road { self.going(Rank::Chosen).and_then(|m| m.travel) } else { None };
                each(Reason::Moves { park: self.park(*park), distance, travel, fit });
            }
            (_, Some(Placement { left_out: Some(why), .. })) => each(Reason::LeftOut(*why)),
            (_, _) => {}
        }
        if let Some(ruling) = made.rulings.of(self.index) {
            ruling.reasons(&self.plan.options.decisions, decision.verdict).for_each(each);
        }
    }

    /// Why, one sentence a reason.
    pub fn reasons(self) -> Vec<Text> {
        let mut reasons = Vec::new();
        self.each_reason(|reason| reasons.push(reason.text()));
        reasons
    }

    /// Why, in one language, the reasons joined with its semicolons.
    pub fn reasons_in(self, lang: Lang) -> String {
        let mut words = String::with_capacity(96); // more than most have to say
        self.each_reason(|reason| {
            if !words.is_empty() {
                words.push_str(lang.semicolon());
            }
            reason.say(lang, &mut words);
        });
        words
    }
}

/// A park that an enterprise may go to, and at what cost.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Choice<'a> {
    /// The park.
    pub park: &'a ParkId,
    /// Industry fit, 0…1.
    pub fit: f64,
    /// From the site to the park: over the ellipsoid to its boundary, or by road.
    pub distance: Metres,
    /// How it goes, where distances are by road.
    pub travel: Option<Travel>,
    /// Distance and all terms, in kilometre-equivalents.
    pub cost_km: f64,
}

/// The park next in line, at the prices of the plan.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SecondChoice<'a> {
    /// The park and its terms.
    pub choice: Choice<'a>,
    /// How much more it costs than the first choice, land at its prices, in kilometre-equivalents.
    /// Near 0: contested.
    pub margin_km: f64,
}

impl Plan {
    /// The enterprises with their verdicts, in the order of their rows.
    ///
    /// ```
    /// # mod district { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/district/mod.rs")); }
    /// # use district::*;
    /// let plan = tight();
    /// let ends: Vec<_> = plan.enterprises().map(|e| (e.enterprise().id.as_str(), e.verdict().key())).collect();
    /// assert_eq!(ends, [("E1", "moves"), ("E2", "moves"), ("E3", "closes")]);
    /// ```
    pub fn enterprises(&self) -> impl ExactSizeIterator<Item = PlannedEnterprise<'_>> + Clone {
        (0..self.enterprises.len()).map(|index| PlannedEnterprise { plan: self, index })
    }

    /// The enterprise at an index in the order of rows.
    ///
    /// ```
    /// # mod district { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/district/mod.rs")); }
    /// # use district::*;
    /// let plan = tight();
    /// let choice = plan.enterprise(0).chosen().expect("it moves");
    /// assert_eq!(choice.park.as_str(), "B");
    /// assert!((choice.distance.0 - 1_330.4).abs() < 0.1);
    /// ```
    ///
    /// # Panics
    /// If there is no enterprise at that index.
    pub fn enterprise(&self, index: usize) -> PlannedEnterprise<'_> {
        assert!(index < self.enterprises.len(), "there is no enterprise {index}");
        PlannedEnterprise { plan: self, index }
    }

    /// The rule book that was applied; `None` if somebody has damaged it.
    pub fn book(&self) -> Option<&RuleBook> {
        self.enterprises.book.get_or_init(|| self.rules().ok().map(Box::new)).as_deref()
    }

    /// The sites of those who should move, by placement.
    fn sites_of_movers(&self) -> Vec<Point<f64>> {
        let Enterprises { read, decisions, placements, .. } = &self.enterprises;
        let mut sites = vec![Point::new(f64::NAN, f64::NAN); placements.len()];
        for (enterprise, decision) in read.iter().zip(decisions) {
            if let Some(placement) = decision.placement {
                sites[placement.index()] = enterprise.site;
            }
        }
        sites
    }

    /// The moves to the parks of one rank: whose they are, by placement, from where and to which park.
    fn moves_to(&self, rank: Rank) -> (Vec<usize>, Vec<(Point<f64>, usize)>) {
        let placements = self.enterprises.placements.iter().zip(self.sites_of_movers()).enumerate();
        let moves = placements.filter_map(|(index, (placement, site))| {
            Some((index, (site, placement.parks.at(rank)?.index())))
        });
        moves.unzip()
    }

    /// Where straight moves end, by placement: computed when first asked for.
    fn entries<'a>(&self, made: &'a Made) -> &'a [[f64; 2]] {
        made.entries.get_or_init(|| {
            // Not in parallel, as ways by road are not.
            let placements = self.enterprises.placements.iter().zip(self.sites_of_movers());
            let end = |(placement, site): (&Placement, Point<f64>)| {
                let park = placement.parks.chosen;
                park.map_or([f64::NAN; 2], |park| made.ground.entry(site, park.index()))
            };
            placements.map(end).collect()
        })
    }

    /// How moves by road go, by placement: computed when first asked for.
    fn moves<'a>(&self, made: &'a Made) -> &'a [Ranked<Option<Move>>] {
        made.moves.get_or_init(|| {
            let none = Ranked { chosen: None, second: None };
            let mut moves = vec![none; self.enterprises.placements.len()];
            for rank in [Rank::Chosen, Rank::Second] {
                let (whose, asked) = self.moves_to(rank);
                for (index, going) in whose.into_iter().zip(made.ground.moves(&asked)) {
                    *moves[index].at_mut(rank) = Some(going);
                }
            }
            moves
        })
    }

    /// The lines of moves along the roads by placement, and what the roads carry; nothing where distances are
    /// straight or the roads are not there. Computed when first asked for.
    pub(crate) fn on_roads(&self) -> &OnRoads {
        self.enterprises.on_roads.get_or_init(|| {
            let parks: Vec<Park> = self.parks.iter().map(|planned| planned.park.clone()).collect();
            let Ok(Some(roads)) = self.options.roads_to(&parks) else { return OnRoads::default() };
            let (whose, asked) = self.moves_to(Rank::Chosen);
            let are_drawn = whose.len() <= MOST_PATHS;
            let mut paths =
                vec![None; if are_drawn { self.enterprises.placements.len() } else { 0 }];
            let mut loads = Loads::default();
            let land = self.land_of_movers();
            roads.each_way(&asked, |index, way| {
                let Some(way) = way else { return };
                loads.add(&way.route, land[whose[index]]);
                if are_drawn {
                    paths[whose[index]] = roads.path(asked[index].0, &way);
                }
            });
            OnRoads { paths, loads: loads.along(&roads) }
        })
    }

    /// The land that each takes who should move, by placement.
    fn land_of_movers(&self) -> Vec<f64> {
        let mut land = vec![0.0; self.enterprises.placements.len()];
        for (index, decision) in self.enterprises.decisions.iter().enumerate() {
            if let Some(placement) = decision.placement {
                let taken = self.enterprise(index).land_taken();
                land[placement.index()] = taken.map_or(0.0, |land| land.0);
            }
        }
        land
    }
}

/// More moves than this are drawn straight, for their lines would take gigabytes.
const MOST_PATHS: usize = 50_000;
