//! What became of every enterprise, kept small: what the plan decided is held, what follows from it
//! (words, lists, where moves end) is made when somebody asks.

use crate::decisions::Rulings;
use crate::land_classes::{LandClasses, NamedClass};
use crate::left_out::LeftOut;
use crate::position::Position;
use crate::problem::Group;
use crate::reasons::{Reason, unknown};
use crate::record::{ChoiceRecord, EnterpriseRecord, SecondChoiceRecord};
use crate::standing::{Seldom, may_not_expand};
use crate::{Bucket, Plan, PlannedPark};
use hashbrown::HashSet;
use parkward_geometry::ParkIndex;
use parkward_model::{Enterprise, Hectares, IndustryCode, Lang, Metres, ParkId, Text};
use parkward_policy::{Classes, Finding, LandBasis, LandNeed, Outcome, RuleBook};
use std::collections::BTreeMap;
use std::sync::OnceLock;

/// All enterprises of a plan, in the order of their rows; empty by default. They are looked at
/// through [`Plan::enterprises`].
///
/// About 150 bytes an enterprise, and 48 more for one that should move.
#[derive(Debug, Default)]
pub struct Enterprises {
    pub(crate) read: Vec<Enterprise>,
    /// One for each enterprise.
    pub(crate) decisions: Vec<Decision>,
    /// One for each that should move.
    pub(crate) placements: Vec<Placement>,
    /// In which year each moves or closes, 0 for none; empty without phases, or if the plan was read.
    pub(crate) years: Vec<u16>,
    /// How many runs send each where the plan does; empty unless that was asked, or if the plan was read.
    pub(crate) agreement: Vec<u16>,
    pub(crate) derived: Derived,
    /// By enterprise, if the rule book has classes.
    pub(crate) classes: Option<Classes>,
    /// The rule book, which a plan that was read parses when it is first asked for.
    pub(crate) book: OnceLock<Option<Box<RuleBook>>>,
    /// The class of land of each, if classes are told apart.
    pub(crate) land_classes: LandClasses,
}

/// What was decided of one enterprise.
#[derive(Debug)]
pub(crate) struct Decision {
    /// The most specific park that it stands in.
    pub(crate) inside: Option<Position>,
    pub(crate) seldom: Seldom,
    pub(crate) quality: f64,
    pub(crate) verdict: Bucket,
    /// Its placement, if it should move.
    pub(crate) placement: Option<Position>,
}

/// What was decided of one that should move.
#[derive(Clone, Debug)]
pub(crate) struct Placement {
    /// The park where it goes, and the one next in line.
    pub(crate) parks: [Option<Position>; 2],
    /// How far they are; 0 where there is none.
    pub(crate) distances: [Metres; 2],
    /// How much more the second costs at the prices of the plan, in kilometre-equivalents.
    pub(crate) margin_km: f64,
    /// To which of [`Derived::Computed::groups`] it belongs, of which fit and cost follow.
    pub(crate) group: u32,
    /// Why it goes to none, if so.
    pub(crate) left_out: Option<LeftOut>,
}

/// Which of a placement's parks.
#[derive(Clone, Copy)]
enum Rank {
    Chosen = 0,
    Second = 1,
}

/// What follows from the decisions.
#[derive(Debug)]
pub(crate) enum Derived {
    /// Of a plan that was made: computed when it is asked for.
    Computed {
        index: Box<ParkIndex>,
        lists: BTreeMap<IndustryCode, Lists>,
        groups: Vec<Group>,
        /// What was decided of single enterprises.
        rulings: Rulings,
        /// Where moves end, by placement; computed all at once when first asked for.
        entries: OnceLock<Vec<[f64; 2]>>,
    },
    /// Of a plan that was read: as written, one for each enterprise, so that it can be verified.
    Written(Vec<Written>),
}

impl Default for Derived {
    fn default() -> Self {
        Self::Written(Vec::new())
    }
}

/// Keys of the rule book's lists that an industry belongs to.
#[derive(Debug, Default)]
pub(crate) struct Lists {
    pillar_industry: Option<String>,
    high_technology: Option<String>,
}

/// What a written plan says of one enterprise and follows from the rest.
#[derive(Debug)]
pub(crate) struct Written {
    reasons: Vec<Text>,
    lists: Lists,
    land_need: Option<LandNeed>,
    class: Option<String>,
    year: Option<u16>,
    agreement: Option<f64>,
    /// Of the choice and the one next in line: fit, cost, and where the move ends.
    terms: [Option<(f64, f64, [f64; 2])>; 2],
}

impl Derived {
    pub(crate) fn computed(
        enterprises: &[Enterprise],
        rules: &RuleBook,
        index: ParkIndex,
        groups: Vec<Group>,
        rulings: Rulings,
    ) -> Self {
        let industries: HashSet<&IndustryCode> =
            enterprises.iter().filter_map(|enterprise| enterprise.industry.as_ref()).collect();
        let of = |industry: &IndustryCode| Lists {
            pillar_industry: rules.pillar_industry(industry).map(|list| list.id.clone()),
            high_technology: rules.high_technology(industry).map(|list| list.id.clone()),
        };
        // In most rule books few industries are in a list, or none is: the others need not be looked for.
        let lists = industries.into_iter().map(|industry| (industry, of(industry)));
        let lists =
            lists.filter(|(_, l)| l.pillar_industry.is_some() || l.high_technology.is_some());
        let lists = lists.map(|(industry, lists)| (industry.clone(), lists)).collect();
        Self::Computed { index: Box::new(index), lists, groups, rulings, entries: OnceLock::new() }
    }
}

/// An enterprise of a plan that names a park which the plan does not have.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("enterprise {enterprise}: expected a park of the plan, found {park}")]
pub struct NoSuchPark {
    /// The enterprise's id.
    pub enterprise: String,
    /// The park's id.
    pub park: String,
}

impl Enterprises {
    /// How many there are.
    pub fn len(&self) -> usize {
        self.read.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.read.is_empty()
    }

    /// The enterprises of records, as `plan.json` holds them. `parks` are the plan's, in the order
    /// of their ids.
    ///
    /// # Errors
    /// [`NoSuchPark`] at the first park that is not among `parks`.
    pub fn from_records(
        records: impl IntoIterator<Item = EnterpriseRecord>,
        parks: &[PlannedPark],
    ) -> Result<Self, NoSuchPark> {
        let places: BTreeMap<&ParkId, usize> =
            parks.iter().enumerate().map(|(place, park)| (&park.park.id, place)).collect();
        let mut all = Self::default();
        let mut written = Vec::new();
        for record in records {
            let place = |park: &ParkId| match places.get(park) {
                Some(place) => Ok(Position::of(*place)),
                None => Err(NoSuchPark {
                    enterprise: record.enterprise.id.to_string(),
                    park: park.to_string(),
                }),
            };
            let second = record.second_choice.as_ref();
            let choices = [record.chosen.as_ref(), second.map(|second| &second.choice)];
            let park = |choice: Option<&ChoiceRecord>| choice.map(|c| place(&c.park)).transpose();
            let placement = Placement {
                parks: [park(choices[0])?, park(choices[1])?],
                distances: choices.map(|choice| choice.map_or(Metres(0.0), |c| c.distance_m)),
                margin_km: second.map_or(0.0, |second| second.margin_km),
                // Terms and words are as written.
                group: 0,
                left_out: None,
            };
            let moves = choices.iter().any(Option::is_some);
            if moves {
                all.placements.push(placement);
            }
            written.push(Written {
                terms: choices.map(|choice| choice.map(|c| (c.fit, c.cost_km, c.entry))),
                reasons: record.reasons,
                land_need: record.land_need,
                class: record.class,
                year: record.year,
                agreement: record.agreement,
                lists: Lists {
                    pillar_industry: record.pillar_industry,
                    high_technology: record.high_technology,
                },
            });
            let stands_in: Vec<Position> =
                record.stands_in.iter().map(place).collect::<Result<_, _>>()?;
            all.decisions.push(Decision {
                inside: stands_in.first().copied(),
                seldom: Seldom::new(record.findings, stands_in.get(1..).unwrap_or_default()),
                quality: record.quality,
                verdict: record.verdict,
                placement: moves.then(|| Position::of(all.placements.len() - 1)),
            });
            all.read.push(record.enterprise);
        }
        all.derived = Derived::Written(written);
        Ok(all)
    }
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

/// An enterprise of a plan with its verdict: a view, which costs nothing to hand on.
#[derive(Clone, Copy)]
pub struct PlannedEnterprise<'a> {
    plan: &'a Plan,
    place: usize,
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
        self.decision().seldom.findings()
    }

    /// Parks that it stands in, the most specific first.
    pub fn stands_in(self) -> impl ExactSizeIterator<Item = &'a ParkId> {
        let Decision { inside, seldom, .. } = self.decision();
        // A slice knows its length, a chain does not.
        let count = usize::from(inside.is_some()) + seldom.around().len();
        let park = move |place: usize| match place.checked_sub(1) {
            None => inside.expect("the first is the one that it is inside of"),
            Some(place) => seldom.around()[place],
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
    fn second_entry(self) -> Option<[f64; 2]> {
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

    /// Everything about it, as `plan.json` has it.
    pub fn record(self) -> EnterpriseRecord {
        let choice = |choice: Choice<'_>, entry: Option<[f64; 2]>| ChoiceRecord {
            park: choice.park.clone(),
            fit: choice.fit,
            distance_m: choice.distance,
            cost_km: choice.cost_km,
            entry: entry.expect("a choice has an entry"),
        };
        EnterpriseRecord {
            enterprise: self.enterprise().clone(),
            verdict: self.verdict(),
            reasons: self.reasons(),
            findings: self.findings().to_vec(),
            stands_in: self.stands_in().cloned().collect(),
            quality: self.quality(),
            class: self.class().map(str::to_owned),
            land_need: self.land_need(),
            pillar_industry: self.pillar_industry().map(str::to_owned),
            high_technology: self.high_technology().map(str::to_owned),
            land_class: self.land_class().map(|class| class.id.clone()),
            chosen: self.chosen().map(|chosen| choice(chosen, self.entry())),
            second_choice: self.second_choice().map(|second| SecondChoiceRecord {
                choice: choice(second.choice, self.second_entry()),
                margin_km: second.margin_km,
            }),
            year: self.year(),
            agreement: self.agreement(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_million_of_them_stay_small() {
        assert_eq!(size_of::<Decision>(), 32);
        assert_eq!(size_of::<crate::Standing>(), 24);
        // Of which twelve say why somebody goes nowhere, with two counts of parks.
        assert_eq!(size_of::<Placement>(), 48);
    }
}
