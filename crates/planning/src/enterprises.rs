//! What became of every enterprise, kept small: what the plan decided is held, what follows from it
//! (words, lists, where moves end) is made when somebody asks.

use crate::position::Position;
use crate::reasons::{Reason, unknown};
use crate::record::{ChoiceRecord, EnterpriseRecord, SecondChoiceRecord};
use crate::{Bucket, Plan, PlannedPark};
use parkward_geometry::ParkIndex;
use parkward_model::{Enterprise, IndustryCode, Lang, Metres, ParkId, Text};
use parkward_policy::{Finding, RuleBook};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

/// All enterprises of a plan, in the order of their rows; empty by default. They are looked at
/// through [`Plan::enterprises`].
///
/// About 170 bytes an enterprise, and 80 more for one that should move.
#[derive(Debug, Default)]
pub struct Enterprises {
    pub(crate) read: Vec<Enterprise>,
    /// One for each enterprise.
    pub(crate) decisions: Vec<Decision>,
    /// One for each that should move.
    pub(crate) placements: Vec<Placement>,
    pub(crate) derived: Derived,
}

/// What was decided of one enterprise.
#[derive(Debug)]
pub(crate) struct Decision {
    pub(crate) stands_in: Box<[Position]>,
    pub(crate) findings: Box<[Finding]>,
    pub(crate) quality: f64,
    pub(crate) verdict: Bucket,
    /// Its placement, if it should move.
    pub(crate) placement: Option<Position>,
}

/// What was decided of one that should move.
#[derive(Clone, Debug, Default)]
pub(crate) struct Placement {
    pub(crate) chosen: Option<Terms>,
    /// The park next in line, and how much more it costs at the prices of the plan, in
    /// kilometre-equivalents.
    pub(crate) second: Option<(Terms, f64)>,
    /// How many parks may take it.
    pub(crate) options: u32,
}

/// A park at what it costs.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Terms {
    pub(crate) park: Position,
    pub(crate) fit: f64,
    pub(crate) distance: Metres,
    pub(crate) cost_km: f64,
}

/// What follows from the decisions.
#[derive(Debug)]
pub(crate) enum Derived {
    /// Of a plan that was made: computed when it is asked for.
    Computed {
        index: Box<ParkIndex>,
        lists: BTreeMap<IndustryCode, Lists>,
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
    entry: Option<[f64; 2]>,
    second_entry: Option<[f64; 2]>,
}

impl Derived {
    pub(crate) fn computed(enterprises: &[Enterprise], rules: &RuleBook, index: ParkIndex) -> Self {
        let industries: BTreeSet<&IndustryCode> =
            enterprises.iter().filter_map(|enterprise| enterprise.industry.as_ref()).collect();
        let of = |industry: &IndustryCode| Lists {
            pillar_industry: rules.pillar_industry(industry).map(|list| list.id.clone()),
            high_technology: rules.high_technology(industry).map(|list| list.id.clone()),
        };
        let lists = industries.into_iter().map(|i| (i.clone(), of(i))).collect();
        Self::Computed { index: Box::new(index), lists, entries: OnceLock::new() }
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
            let terms = |choice: &ChoiceRecord| {
                let ChoiceRecord { park, fit, distance_m, cost_km, .. } = choice;
                let (fit, distance, cost_km) = (*fit, *distance_m, *cost_km);
                Ok(Terms { park: place(park)?, fit, distance, cost_km })
            };
            let (chosen, second) = (record.chosen.as_ref(), record.second_choice.as_ref());
            let placement = Placement {
                chosen: chosen.map(terms).transpose()?,
                second: second
                    .map(|second| Ok((terms(&second.choice)?, second.margin_km)))
                    .transpose()?,
                options: 0, // only the words need it, and they are as written
            };
            let moves = placement.chosen.is_some() || placement.second.is_some();
            if moves {
                all.placements.push(placement);
            }
            written.push(Written {
                entry: chosen.map(|choice| choice.entry),
                second_entry: second.map(|second| second.choice.entry),
                reasons: record.reasons,
                lists: Lists {
                    pillar_industry: record.pillar_industry,
                    high_technology: record.high_technology,
                },
            });
            all.decisions.push(Decision {
                stands_in: record.stands_in.iter().map(place).collect::<Result<_, _>>()?,
                findings: record.findings.into_boxed_slice(),
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
                let (Some(chosen), Some(site)) = (&placement.chosen, site) else {
                    return [f64::NAN; 2];
                };
                nearest_point(index, chosen, *site)
            };
            // On this thread alone: one that waits for others may take up another file meanwhile,
            // which asks for the same, and waits for itself.
            placements.iter().zip(&sites).map(end).collect()
        })
    }
}

fn nearest_point(index: &ParkIndex, terms: &Terms, site: geo_types::Point<f64>) -> [f64; 2] {
    let entry = index.nearest_point(terms.park.index(), site);
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
        &self.decision().findings
    }

    /// Parks that it stands in, the most specific first.
    pub fn stands_in(self) -> impl ExactSizeIterator<Item = &'a ParkId> {
        self.decision().stands_in.iter().map(move |park| &self.park(*park).id)
    }

    /// Its score by the "four elements", 0…1.
    pub fn quality(self) -> f64 {
        self.decision().quality
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

    /// The park that it moves to, as the solver numbers them.
    pub(crate) fn chosen_agent(self) -> Option<u32> {
        let park = self.placement()?.chosen.as_ref()?.park.index();
        Some(u32::try_from(park).expect("fewer than 2^32 parks"))
    }

    fn choice(self, terms: &Terms) -> Choice<'a> {
        let Terms { park, fit, distance, cost_km } = *terms;
        Choice { park: &self.park(park).id, fit, distance, cost_km }
    }

    /// The park that it moves to, with the terms of the move.
    pub fn chosen(self) -> Option<Choice<'a>> {
        Some(self.choice(self.placement()?.chosen.as_ref()?))
    }

    /// The park that it would take otherwise.
    pub fn second_choice(self) -> Option<SecondChoice<'a>> {
        let (terms, margin_km) = self.placement()?.second.as_ref()?;
        Some(SecondChoice { choice: self.choice(terms), margin_km: *margin_km })
    }

    /// Where its move ends, for drawing: the nearest point of the park's boundary, longitude and
    /// latitude.
    pub fn entry(self) -> Option<[f64; 2]> {
        self.placement()?.chosen?;
        match &self.plan.enterprises.derived {
            Derived::Computed { index, entries, .. } => {
                let place = self.decision().placement?.index();
                Some(self.plan.entries(index, entries)[place])
            }
            Derived::Written(written) => written[self.place].entry,
        }
    }

    /// As [`PlannedEnterprise::entry`], for the second choice.
    fn second_entry(self) -> Option<[f64; 2]> {
        let (terms, _) = self.placement()?.second.as_ref()?;
        match &self.plan.enterprises.derived {
            Derived::Computed { index, .. } => {
                Some(nearest_point(index, terms, self.enterprise().site))
            }
            Derived::Written(written) => written[self.place].second_entry,
        }
    }

    /// Hands every reason to `each`, in order.
    fn each_reason(self, mut each: impl FnMut(Reason<'_>)) {
        if let Derived::Written(written) = &self.plan.enterprises.derived {
            return written[self.place].reasons.iter().for_each(|text| each(Reason::Written(text)));
        }
        let decision = self.decision();
        let inside = decision.stands_in.first();
        if let Some(park) = inside {
            each(Reason::StandsIn(self.park(*park)));
        }
        decision.findings.iter().for_each(|finding| each(Reason::Found(finding)));
        match (decision.verdict, self.placement()) {
            (Bucket::Review, _) if inside.is_none() => {
                let unknown = unknown(self.enterprise(), &self.plan.resources);
                unknown.for_each(|unknown| each(Reason::Unknown(unknown)));
            }
            (_, Some(Placement { chosen: Some(Terms { park, distance, fit, .. }), .. })) => {
                each(Reason::Moves { park: self.park(*park), distance: *distance, fit: *fit });
            }
            (_, Some(Placement { options: 0, .. })) => each(Reason::NoPark),
            (_, Some(Placement { options, .. })) => each(Reason::NoRoom(*options)),
            (_, None) => {}
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
        let mut words = String::new();
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
            pillar_industry: self.pillar_industry().map(str::to_owned),
            high_technology: self.high_technology().map(str::to_owned),
            chosen: self.chosen().map(|chosen| choice(chosen, self.entry())),
            second_choice: self.second_choice().map(|second| SecondChoiceRecord {
                choice: choice(second.choice, self.second_entry()),
                margin_km: second.margin_km,
            }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_million_of_them_stay_small() {
        assert_eq!(size_of::<Decision>(), 48);
        assert_eq!(size_of::<crate::Standing>(), 48);
        assert_eq!(size_of::<Placement>(), 80);
    }
}
