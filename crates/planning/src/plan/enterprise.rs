//! An enterprise of a plan, as it is looked at: what the plan decided is held, what follows from it (words,
//! lists, where moves end) is made when somebody asks.

use crate::bucket::Bucket;
use crate::plan::Plan;
use crate::plan::enterprises::{Decision, Derived, Enterprises, Lists, Placement};
use crate::position::Position;
use crate::reasons::{Reason, unknown};
use crate::screened::enterprises::may_not_expand;
use crate::screened::land_classes::NamedClass;
use parkward_geometry::ParkIndex;
use parkward_model::{Enterprise, Hectares, Lang, Metres, ParkId, Text};
use parkward_policy::{Finding, LandBasis, LandNeed, Outcome, RuleBook};
use std::sync::OnceLock;

/// An enterprise of a plan with its verdict: a view, which costs nothing to hand on.
#[derive(Clone, Copy)]
pub struct PlannedEnterprise<'a> {
    plan: &'a Plan,
    place: usize,
}

impl<'a> PlannedEnterprise<'a> {
    fn decision(self) -> &'a Decision {
        &self.plan.enterprises.decisions[self.place]
    }

    fn placement(self) -> Option<&'a Placement> {
        Some(&self.plan.enterprises.placements[self.decision().placement?.index()])
    }

    fn park(self, place: Position) -> &'a parkward_model::Park {
        &self.plan.parks[place.index()].park
    }

    /// The enterprise as read.
    pub fn enterprise(self) -> &'a Enterprise {
        &self.plan.enterprises.read[self.place]
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
        let park = move |place: usize| match place.checked_sub(1) {
            None => inside.expect("the first is the one that it is inside of"),
            Some(place) => rare.around()[place],
        };
        (0..count).map(move |place| &self.park(park(place)).id)
    }

    /// Its score by the "four elements", 0…1.
    pub fn quality(self) -> f64 {
        self.decision().quality
    }

    /// The land that it gets in a park, and why so much, if it should move and the rule book has a
    /// land guide.
    pub fn land_need(self) -> Option<LandNeed> {
        if let Derived::Written(written) = &self.plan.enterprises.derived {
            return written[self.place].land_need;
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
        match &self.plan.enterprises.derived {
            Derived::Written(written) => written[self.place].class.as_deref(),
            Derived::Computed { .. } => {
                Some(self.plan.enterprises.classes.as_ref()?.of(self.place))
            }
        }
    }

    fn lists(self) -> Option<&'a Lists> {
        match &self.plan.enterprises.derived {
            Derived::Computed { lists, .. } => lists.get(self.enterprise().industry.as_ref()?),
            Derived::Written(written) => Some(&written[self.place].lists),
        }
    }

    /// Key of the pillar industry that it belongs to.
    pub fn pillar_industry(self) -> Option<&'a str> {
        self.lists()?.pillar_industry.as_deref()
    }

    /// Key of the encouraged new or high technology that it belongs to.
    pub fn high_technology(self) -> Option<&'a str> {
        self.lists()?.high_technology.as_deref()
    }

    /// The class of the land that it stands on, if classes are told apart.
    pub fn land_class(self) -> Option<&'a NamedClass> {
        self.plan.enterprises.land_classes.of_enterprise(self.place)
    }

    /// The park that it moves to, as the solver numbers them.
    pub(crate) fn chosen_agent(self) -> Option<u32> {
        let park = self.placement()?.parks[Rank::Chosen as usize]?.index();
        Some(u32::try_from(park).expect("fewer than 2^32 parks"))
    }

    /// The park of a choice, and how far it is: what is asked of every row, and costs less than all.
    fn goal(self, rank: Rank) -> Option<(&'a ParkId, Metres)> {
        let Placement { parks, distances, .. } = self.placement()?;
        Some((&self.park(parks[rank as usize]?).id, distances[rank as usize]))
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
        let (park, distance) = (parks[rank as usize]?, distances[rank as usize]);
        let (fit, cost_km) = match &self.plan.enterprises.derived {
            Derived::Computed { groups, .. } => {
                let (earlier, id) = (&self.plan.earlier, &self.enterprise().id);
                let to = &self.park(park).id;
                let change_mm = earlier.as_ref().map_or(0, |earlier| earlier.adds_mm(id, Some(to)));
                groups[*group as usize].terms(park.index(), distance, change_mm)
            }
            Derived::Written(written) => {
                let (fit, cost_km, _) = written[self.place].terms[rank as usize]?;
                (fit, cost_km)
            }
        };
        Some(Choice { park: &self.park(park).id, fit, distance, cost_km })
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

    /// Where its move ends, for drawing: the nearest point of the park's boundary, longitude and
    /// latitude.
    pub fn entry(self) -> Option<[f64; 2]> {
        self.placement()?.parks[Rank::Chosen as usize]?;
        match &self.plan.enterprises.derived {
            Derived::Computed { index, entries, .. } => {
                let place = self.decision().placement?.index();
                Some(self.plan.entries(index, entries)[place])
            }
            Derived::Written(written) => {
                written[self.place].terms[Rank::Chosen as usize].map(|(_, _, entry)| entry)
            }
        }
    }

    /// As [`PlannedEnterprise::entry`], for the second choice.
    pub(super) fn second_entry(self) -> Option<[f64; 2]> {
        let park = self.placement()?.parks[Rank::Second as usize]?;
        match &self.plan.enterprises.derived {
            Derived::Computed { index, .. } => {
                Some(nearest_point(index, park, self.enterprise().site))
            }
            Derived::Written(written) => {
                written[self.place].terms[Rank::Second as usize].map(|(_, _, entry)| entry)
            }
        }
    }

    /// Whether the plan frees the land outside parks that it stands on.
    pub fn releases(self) -> bool {
        matches!(self.verdict(), Bucket::Moves | Bucket::Closes) && self.decision().inside.is_none()
    }

    /// Whether a rule of space wants it elsewhere.
    fn leaves(self) -> bool {
        self.findings().iter().any(|finding| finding.outcome == Outcome::Moves)
    }

    /// The year in which it moves or closes: `None` if neither, if no year takes it, or without phases.
    pub fn year(self) -> Option<u16> {
        match &self.plan.enterprises.derived {
            Derived::Computed { .. } => {
                self.plan.enterprises.years.get(self.place).copied().filter(|year| *year > 0)
            }
            Derived::Written(written) => written[self.place].year,
        }
    }

    /// The share of the runs that agree with where it goes; `None` if it should not move, or if there were
    /// no runs.
    pub fn agreement(self) -> Option<f64> {
        match &self.plan.enterprises.derived {
            Derived::Computed { .. } => {
                self.decision().placement?;
                let runs = self.plan.runs_done().filter(|runs| *runs > 0)?;
                let agree = self.plan.enterprises.agreement.get(self.place)?;
                Some(f64::from(*agree) / f64::from(runs))
            }
            Derived::Written(written) => written[self.place].agreement,
        }
    }

    /// Whether enough runs agree for its destination to be certain.
    pub fn is_certain(self) -> Option<bool> {
        Some(self.agreement()? >= self.plan.robustness.as_ref()?.certain_from)
    }

    /// Hands every reason to `each`, in order.
    fn each_reason(self, mut each: impl FnMut(Reason<'_>)) {
        if let Derived::Written(written) = &self.plan.enterprises.derived {
            return written[self.place].reasons.iter().for_each(|text| each(Reason::Written(text)));
        }
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
            each(Reason::LandNeed { need, basis, present });
        }
        match (decision.verdict, self.placement()) {
            (Bucket::Review, _) if inside.is_none() || self.leaves() => {
                let unknown = unknown(self.enterprise(), &self.plan.resources);
                unknown.for_each(|unknown| each(Reason::Unknown(unknown)));
            }
            (
                _,
                Some(Placement { parks: [Some(park), _], distances: [distance, _], group, .. }),
            ) => {
                let Derived::Computed { groups, .. } = &self.plan.enterprises.derived else {
                    return;
                };
                let (fit, _) = groups[*group as usize].terms(park.index(), *distance, 0);
                each(Reason::Moves { park: self.park(*park), distance: *distance, fit });
            }
            (_, Some(Placement { left_out: Some(why), .. })) => each(Reason::LeftOut(*why)),
            (_, _) => {}
        }
        if let Derived::Computed { rulings, .. } = &self.plan.enterprises.derived
            && let Some(ruling) = rulings.of(self.place)
        {
            ruling.reasons(&self.plan.decisions, decision.verdict).for_each(each);
        }
    }

    /// Why, one sentence a reason.
    pub fn reasons(self) -> Vec<Text> {
        let mut reasons = Vec::new();
        self.each_reason(|reason| reasons.push(reason.text()));
        reasons
    }

    /// Why, in one language, the reasons joined with `"; "`.
    pub fn reasons_in(self, lang: Lang) -> String {
        let mut words = String::with_capacity(96); // more than most have to say
        self.each_reason(|reason| {
            if !words.is_empty() {
                words.push_str("; ");
            }
            reason.say(lang, &mut words);
        });
        words
    }
}

/// Which of a placement's parks.
#[derive(Clone, Copy)]
enum Rank {
    Chosen = 0,
    Second = 1,
}

/// A park that an enterprise may go to, and at what cost.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Choice<'a> {
    /// The park.
    pub park: &'a ParkId,
    /// Industry fit, 0…1.
    pub fit: f64,
    /// Ellipsoidal distance from the site to the park's boundary.
    pub distance: Metres,
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
    pub fn enterprises(&self) -> impl ExactSizeIterator<Item = PlannedEnterprise<'_>> + Clone {
        (0..self.enterprises.len()).map(|place| PlannedEnterprise { plan: self, place })
    }

    /// The enterprise at a position in the order of rows.
    ///
    /// # Panics
    /// If there are not so many.
    pub fn enterprise(&self, place: usize) -> PlannedEnterprise<'_> {
        assert!(place < self.enterprises.len(), "there is no enterprise {place}");
        PlannedEnterprise { plan: self, place }
    }

    /// The rule book that was applied; `None` if somebody has damaged it.
    pub fn book(&self) -> Option<&RuleBook> {
        self.enterprises.book.get_or_init(|| self.rules().ok().map(Box::new)).as_deref()
    }

    /// Where moves end, by placement: computed when first asked for.
    fn entries<'a>(
        &self,
        index: &ParkIndex,
        entries: &'a OnceLock<Vec<[f64; 2]>>,
    ) -> &'a [[f64; 2]] {
        entries.get_or_init(|| {
            let Enterprises { read, decisions, placements, .. } = &self.enterprises;
            let mut sites = vec![None; placements.len()];
            for (enterprise, decision) in read.iter().zip(decisions) {
                if let Some(placement) = decision.placement {
                    sites[placement.index()] = Some(enterprise.site);
                }
            }
            let end = |(placement, site): (&Placement, &Option<geo_types::Point<f64>>)| {
                let (Some(park), Some(site)) = (placement.parks[0], site) else {
                    return [f64::NAN; 2];
                };
                nearest_point(index, park, *site)
            };
            // On this thread alone: one that waits for others may take up another file meanwhile,
            // which asks for the same, and waits for itself.
            placements.iter().zip(&sites).map(end).collect()
        })
    }
}

fn nearest_point(index: &ParkIndex, park: Position, site: geo_types::Point<f64>) -> [f64; 2] {
    let entry = index.nearest_point(park.index(), site);
    let entry = entry.expect("a park that is near has a boundary");
    [entry.x(), entry.y()]
}

impl Plan {
    /// The classes of land that are told apart, in the order of the rule book.
    pub fn land_classes(&self) -> &[NamedClass] {
        self.enterprises.land_classes.names()
    }
}
