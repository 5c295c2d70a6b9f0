//! What the planner has decided beforehand: who goes where, who does not, who stays, and what parks can
//! take other than their rows say. Decisions are given with a reason, which is printed wherever they show.

use crate::hosts::Hosts;
use crate::plan::LAND;
use crate::position::Position;
use crate::problem::needs_of;
use crate::reasons::{Reason, unknown};
use crate::{Bucket, PlanOptions, Resource, Standing};
use parkward_geometry::ParkIndex;
use parkward_model::{
    Enterprise, EnterpriseId, Hectares, IndustryCode, Lang, Park, ParkId, Survey, Text,
};
use parkward_policy::{Classes, Refusal, RuleBook};
use serde::{Deserialize, Deserializer, Serialize};
use std::collections::{BTreeMap, HashMap};

/// The planner's decisions; by default none.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Decisions {
    /// Who goes to a certain park.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub pins: Vec<Pin>,
    /// Who does not go to certain parks.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub forbids: Vec<Forbid>,
    /// Who stays where it is.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub locks: Vec<Lock>,
    /// What parks take other than their rows say.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub park_changes: Vec<Revision>,
}

/// Whom a decision concerns: enterprises by id, or all those of some industries or classes; of both, if both
/// are named.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Who {
    /// One enterprise.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub enterprise: Option<EnterpriseId>,
    /// Several.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub enterprises: Vec<EnterpriseId>,
    /// Codes of the classification, each with all that lies under it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub industries: Vec<String>,
    /// Keys of the rule book's classes.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub classes: Vec<String>,
}

/// Somebody goes to a park, however well its industry fits and however far it is. A closed park, a rule
/// that refuses the pair, and the room that there is are not overridden.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pin {
    /// Who: by id also those who stand in another park; by industry those who should move.
    #[serde(flatten)]
    pub who: Who,
    /// Where to.
    pub park: ParkId,
    /// The reason.
    #[serde(deserialize_with = "words")]
    pub why: Text,
}

/// Somebody does not go to some parks.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Forbid {
    /// Who.
    #[serde(flatten)]
    pub who: Who,
    /// Where not to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub park: Option<ParkId>,
    /// Where else not to.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub parks: Vec<ParkId>,
    /// The reason.
    #[serde(deserialize_with = "words")]
    pub why: Text,
}

/// Somebody who should move stays. A rule that closes it is not overridden.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Lock {
    /// Who.
    #[serde(flatten)]
    pub who: Who,
    /// The reason.
    #[serde(deserialize_with = "words")]
    pub why: Text,
}

/// A park takes other than its row says.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Revision {
    /// The park.
    pub park: ParkId,
    /// Whether it takes anyone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub open: Option<bool>,
    /// The land that newcomers may take.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub capacity_ha: Option<f64>,
    /// How much more of it there is than in the row; less, if negative.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub add_ha: Option<f64>,
    /// What newcomers may take of resources besides land, by their ids.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub quotas: BTreeMap<String, f64>,
    /// The reason.
    #[serde(deserialize_with = "words")]
    pub why: Text,
}

/// A reason, in one language or in both; it may not be empty.
fn words<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Text, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged, expecting = "expected a reason: a text, or { zh = \"…\", en = \"…\" }")]
    enum Words {
        One(String),
        Both(Text),
    }
    let text = match Words::deserialize(deserializer)? {
        Words::One(text) => Text::new(text.clone(), text),
        Words::Both(text) => text,
    };
    if text.in_lang(Lang::En).trim().is_empty() {
        return Err(serde::de::Error::custom("expected why it was decided so, found nothing"));
    }
    Ok(text)
}

/// A decision that cannot be carried out.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum DecisionError {
    /// It names an enterprise, a park, an industry or a resource that is not there.
    #[error("{place}: there is no {what} {id:?}{}", .nearest.as_ref().map(|n| format!("; did you mean {n:?}?")).unwrap_or_default())]
    Unknown {
        /// The decision.
        place: String,
        /// What kind of thing.
        what: &'static str,
        /// What it names.
        id: String,
        /// The name most like it.
        nearest: Option<String>,
    },
    /// It names nobody, no park or no change.
    #[error("{place}: expected {expected}, found none")]
    Empty {
        /// The decision.
        place: String,
        /// What is missing.
        expected: &'static str,
    },
    /// An amount of a park that cannot be.
    #[error("{place}: {park} cannot take {found}; expected {expected}")]
    Amount {
        /// The decision.
        place: String,
        /// The park.
        park: ParkId,
        /// What it would come to.
        found: String,
        /// What is possible.
        expected: &'static str,
    },
    /// An enterprise that is pinned does not move.
    #[error("{place}: {enterprise} does not move ({verdict}{}); leave it out, or settle that first", .reasons.as_ref().map(|r| format!(": {r}")).unwrap_or_default())]
    DoesNotMove {
        /// The decision.
        place: String,
        /// The enterprise.
        enterprise: EnterpriseId,
        /// Where it ends.
        verdict: &'static str,
        /// Why, in words.
        reasons: Option<String>,
    },
    /// An enterprise is pinned to the park that it stands in.
    #[error("{place}: {enterprise} stands in {park} already; leave it out")]
    StandsThere {
        /// The decision.
        place: String,
        /// The enterprise.
        enterprise: EnterpriseId,
        /// The park.
        park: ParkId,
    },
    /// Two decisions contradict each other.
    #[error("{place}: {enterprise} is decided on in {other} too, and both cannot be; keep one")]
    Contradiction {
        /// The decision.
        place: String,
        /// The other.
        other: String,
        /// The enterprise, or the park.
        enterprise: String,
    },
    /// The park refuses an enterprise that is pinned to it.
    #[error("{place}: {enterprise} cannot go to {park}: {}; a pin does not override that", .refusal.text().in_lang(Lang::En))]
    Refused {
        /// The decision.
        place: String,
        /// The enterprise.
        enterprise: EnterpriseId,
        /// The park.
        park: ParkId,
        /// Why not.
        refusal: Box<Refusal>,
    },
    /// Those who are pinned to a park need more than it can take.
    #[error(
        "pins: those pinned to {park} need {need} {unit} of {resource}, and it can take {room} {unit}; pin fewer, or give it more in park_changes"
    )]
    Room {
        /// The park.
        park: ParkId,
        /// What there is too little of.
        resource: String,
        /// Its unit.
        unit: String,
        /// What they need together.
        need: String,
        /// What there is.
        room: String,
    },
}

/// The place of a decision in the plan file, for people.
fn at(table: &str, place: usize) -> String {
    format!("[[{table}]] number {}", place + 1)
}

/// The name out of `known` that is most like `id`, if any is.
pub(crate) fn nearest<'a>(id: &str, known: impl Iterator<Item = &'a str>) -> Option<String> {
    let likeness = |other: &str| strsim::jaro_winkler(id, other);
    let best = known.max_by(|a, b| likeness(a).total_cmp(&likeness(b)))?;
    (likeness(best) > 0.8).then(|| best.to_owned())
}

impl Decisions {
    /// Whether nothing was decided.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// The parks as they stand to newcomers, with what was decided of them.
    pub(crate) fn revise(
        &self,
        parks: &[Park],
        resources: &[Resource],
        hosts: &mut Hosts,
    ) -> Result<(), DecisionError> {
        let mut seen: BTreeMap<usize, usize> = BTreeMap::new();
        for (number, revision) in self.park_changes.iter().enumerate() {
            let place = at("park_changes", number);
            let park = park_of(parks, &place, &revision.park)?;
            if let Some(other) = seen.insert(park, number) {
                let (other, enterprise) = (at("park_changes", other), revision.park.to_string());
                return Err(DecisionError::Contradiction { place, other, enterprise });
            }
            for resource in revision.quotas.keys() {
                if !resources.iter().any(|known| known.id == *resource) {
                    let nearest = nearest(resource, resources.iter().map(|r| r.id.as_str()));
                    let (what, id) = ("resource", resource.clone());
                    return Err(DecisionError::Unknown { place, what, id, nearest });
                }
            }
            let Revision { open, capacity_ha, add_ha, quotas, .. } = revision;
            if (open, capacity_ha, add_ha) == (&None, &None, &None) && quotas.is_empty() {
                let expected = "open, capacity_ha, add_ha or quotas";
                return Err(DecisionError::Empty { place, expected });
            }
            let host = hosts.host_mut(park);
            let land = match (capacity_ha, add_ha, host.land) {
                (None, None, land) => land.map(|land| land.0),
                (Some(capacity), None, _) => Some(*capacity),
                (None, Some(more), Some(land)) => Some(land.0 + more),
                (Some(_), Some(_), _) => {
                    let found = "both capacity_ha and add_ha".to_owned();
                    let (park, expected) = (revision.park.clone(), "one of them");
                    return Err(DecisionError::Amount { place, park, found, expected });
                }
                (None, Some(more), None) => {
                    let found = format!("{more} ha more than an unknown capacity");
                    let (park, expected) = (revision.park.clone(), "capacity_ha");
                    return Err(DecisionError::Amount { place, park, found, expected });
                }
            };
            let amounts = land.iter().chain(quotas.values());
            if let Some(found) = amounts.copied().find(|amount| !(0.0..=1e9).contains(amount)) {
                let (park, expected) = (revision.park.clone(), "a number from 0 on");
                let found = found.to_string();
                return Err(DecisionError::Amount { place, park, found, expected });
            }
            host.open = open.unwrap_or(host.open);
            host.land = land.map(Hectares);
            for (resource, quota) in resources.iter().zip(&mut host.quotas) {
                *quota = quotas.get(&resource.id).copied().or(*quota);
            }
        }
        Ok(())
    }
}

/// The park of that id, by its position.
fn park_of(parks: &[Park], place: &str, id: &ParkId) -> Result<usize, DecisionError> {
    parks.iter().position(|park| park.id == *id).ok_or_else(|| DecisionError::Unknown {
        place: place.to_owned(),
        what: "park",
        id: id.to_string(),
        nearest: nearest(id.as_str(), parks.iter().map(|park| park.id.as_str())),
    })
}

/// What was decided of single enterprises, by their positions in the survey.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Rulings(BTreeMap<usize, Ruling>);

/// What was decided of one enterprise.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Ruling {
    /// The park that it goes to, and the number of the pin.
    pub(crate) pin: Option<(Position, usize)>,
    /// Parks that it does not go to, each with the number of the forbid.
    pub(crate) forbids: Vec<(Position, usize)>,
    /// It stays: the number of the lock.
    pub(crate) lock: Option<usize>,
}

impl Ruling {
    /// The reasons that it gives to an enterprise.
    pub(crate) fn reasons<'a>(
        &self,
        decisions: &'a Decisions,
        verdict: Bucket,
    ) -> impl Iterator<Item = Reason<'a>> {
        let lock = self.lock.map(|lock| {
            let why = &decisions.locks[lock].why;
            match verdict {
                Bucket::Closes | Bucket::InParkCloses => Reason::LockedAndClosed(why),
                _ => Reason::Locked(why),
            }
        });
        let pin = self.pin.map(|(_, pin)| Reason::Pinned(&decisions.pins[pin].why));
        let asked = matches!(verdict, Bucket::Moves | Bucket::Unplaced);
        let mut numbers: Vec<usize> = self.forbids.iter().map(|(_, number)| *number).collect();
        numbers.dedup();
        let forbids = numbers.into_iter().map(|number| {
            let Forbid { park, parks, why, .. } = &decisions.forbids[number];
            Reason::Forbidden(park.iter().chain(parks).collect(), why)
        });
        lock.into_iter().chain(pin).chain(forbids.filter(move |_| asked))
    }
}

impl Rulings {
    /// What was decided of the enterprise at a position.
    pub(crate) fn of(&self, enterprise: usize) -> Option<&Ruling> {
        self.0.get(&enterprise)
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Finds out whom the decisions concern, holds them against the rules, and puts them into
    /// `standing`: who is locked is kept, who is pinned moves.
    ///
    /// # Errors
    /// [`DecisionError`] at the first decision that cannot be carried out.
    pub(crate) fn apply(
        options: &PlanOptions,
        survey: &Survey,
        index: &ParkIndex,
        (rules, classes): (&RuleBook, Option<&Classes>),
        hosts: &Hosts,
        standing: &mut [Standing],
    ) -> Result<Self, DecisionError> {
        let Decisions { pins, forbids, locks, .. } = &options.decisions;
        let mut rulings = Self::default();
        if pins.is_empty() && forbids.is_empty() && locks.is_empty() {
            return Ok(rulings);
        }
        let finder = Finder::new(survey, rules, classes);
        for (number, lock) in locks.iter().enumerate() {
            let place = at("locks", number);
            for (enterprise, _) in finder.find(&place, &lock.who)? {
                rulings.0.entry(enterprise).or_default().lock = Some(number);
                let settled = &mut standing[enterprise].settled;
                *settled = settled.or(Some(Bucket::Kept));
            }
        }
        for (number, forbid) in forbids.iter().enumerate() {
            let place = at("forbids", number);
            let parks = forbid.park.iter().chain(&forbid.parks);
            let parks: Vec<usize> =
                parks.map(|park| park_of(&survey.parks, &place, park)).collect::<Result<_, _>>()?;
            if parks.is_empty() {
                return Err(DecisionError::Empty { place, expected: "park or parks" });
            }
            for (enterprise, _) in finder.find(&place, &forbid.who)? {
                let ruling = rulings.0.entry(enterprise).or_default();
                ruling.forbids.extend(parks.iter().map(|park| (Position::of(*park), number)));
            }
        }
        for (number, pin) in pins.iter().enumerate() {
            let place = at("pins", number);
            let park = park_of(&survey.parks, &place, &pin.park)?;
            for (enterprise, named) in finder.find(&place, &pin.who)? {
                let read = &survey.enterprises[enterprise];
                let stands = &mut standing[enterprise];
                if !named && stands.settled.is_some() {
                    continue; // a pin by industry is for those of it who should move
                }
                may_move(&place, read, stands, options)?;
                if index.containing(read.site).all().contains(&park) {
                    let (enterprise, park) = (read.id.clone(), pin.park.clone());
                    return Err(DecisionError::StandsThere { place, enterprise, park });
                }
                let industry = read.industry.as_ref().expect("who moves has an industry");
                let offer = hosts.offer_at_any_fit(park, industry, &survey.parks[park], rules);
                if let Err(refusal) = offer {
                    let (enterprise, park) = (read.id.clone(), pin.park.clone());
                    return Err(DecisionError::Refused {
                        place,
                        enterprise,
                        park,
                        refusal: Box::new(refusal),
                    });
                }
                let ruling = rulings.0.entry(enterprise).or_default();
                let forbidden = ruling.forbids.iter().find(|(other, _)| other.index() == park);
                let other = match (ruling.pin, ruling.lock, forbidden) {
                    (Some((_, other)), ..) => Some(at("pins", other)),
                    (_, Some(other), _) => Some(at("locks", other)),
                    (.., Some((_, other))) => Some(at("forbids", *other)),
                    _ => None,
                };
                if let Some(other) = other {
                    let enterprise = read.id.to_string();
                    return Err(DecisionError::Contradiction { place, other, enterprise });
                }
                ruling.pin = Some((Position::of(park), number));
                stands.settled = None;
            }
        }
        rulings.check_room(survey, hosts, rules, standing, &options.resources)?;
        Ok(rulings)
    }

    /// Whether the parks have room for those who are pinned to them.
    fn check_room(
        &self,
        survey: &Survey,
        hosts: &Hosts,
        rules: &RuleBook,
        standing: &[Standing],
        resources: &[Resource],
    ) -> Result<(), DecisionError> {
        let q = 1 + resources.len();
        let mut needs: BTreeMap<Position, Vec<i64>> = BTreeMap::new();
        for (enterprise, ruling) in &self.0 {
            let Some((park, _)) = ruling.pin else { continue };
            let sums = needs.entry(park).or_insert_with(|| vec![0; q]);
            let read = &survey.enterprises[*enterprise];
            let land = match rules.rates_land() {
                true => {
                    let need = rules.land_need(read, standing[*enterprise].may_not_expand());
                    need.map(|need| need.need)
                }
                false => read.land,
            };
            for (sum, need) in sums.iter_mut().zip(needs_of(land, &read.facts, resources)) {
                *sum = sum.saturating_add(need);
            }
        }
        for (park, needs) in needs {
            let room = hosts.room(park.index());
            let Some(short) = needs.iter().zip(&room).position(|(need, room)| need > room) else {
                continue;
            };
            let (resource, unit, decimals) = match short.checked_sub(1) {
                None => (LAND.to_owned(), "ha".to_owned(), 4),
                Some(r) => (resources[r].id.clone(), resources[r].unit.clone(), 3),
            };
            return Err(DecisionError::Room {
                park: survey.parks[park.index()].id.clone(),
                resource,
                unit,
                need: decimal(needs[short], decimals),
                room: decimal(room[short], decimals),
            });
        }
        Ok(())
    }
}

/// A whole number of the last of so many decimals.
fn decimal(whole: i64, decimals: u32) -> String {
    let one = 10_i64.pow(decimals);
    let digits = format!("{}.{:0width$}", whole / one, whole % one, width = decimals as usize);
    digits.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// Whether an enterprise that is named in a pin may be sent somewhere.
fn may_move(
    place: &str,
    enterprise: &Enterprise,
    standing: &Standing,
    options: &PlanOptions,
) -> Result<(), DecisionError> {
    let mut reasons = standing.findings().iter().map(|f| f.text.in_lang(Lang::En).to_owned());
    let unknown = unknown(enterprise, &options.resources).next().map(|unknown| {
        let mut words = String::new();
        Reason::Unknown(unknown).say(Lang::En, &mut words);
        words
    });
    let (verdict, reasons) = match (standing.settled, unknown) {
        (None | Some(Bucket::InPark), None) => return Ok(()),
        (None | Some(Bucket::InPark), unknown) => (Bucket::Review, unknown),
        // A lock beside a pin is told of as the contradiction that it is.
        (Some(Bucket::Kept), _) => return Ok(()),
        (Some(verdict), unknown) => (verdict, reasons.next().or(unknown)),
    };
    Err(DecisionError::DoesNotMove {
        place: place.to_owned(),
        enterprise: enterprise.id.clone(),
        verdict: verdict.words(Lang::En),
        reasons,
    })
}

/// Finds enterprises by what a decision says of them.
struct Finder<'a> {
    survey: &'a Survey,
    rules: &'a RuleBook,
    classes: Option<&'a Classes>,
    by_id: HashMap<&'a EnterpriseId, usize>,
}

impl<'a> Finder<'a> {
    fn new(survey: &'a Survey, rules: &'a RuleBook, classes: Option<&'a Classes>) -> Self {
        let by_id = survey.enterprises.iter().enumerate().map(|(place, e)| (&e.id, place));
        Self { survey, rules, classes, by_id: by_id.collect() }
    }

    /// Positions in the survey, each with whether it was named by its id.
    fn find(&self, place: &str, who: &Who) -> Result<BTreeMap<usize, bool>, DecisionError> {
        let Who { enterprise, enterprises, industries, classes } = who;
        let mut found = BTreeMap::new();
        let codes = industries.iter().map(|code| {
            self.rules.classification.parse(code).map_err(|unknown| DecisionError::Unknown {
                place: place.to_owned(),
                what: "industry",
                id: unknown.found,
                nearest: None,
            })
        });
        let codes: Vec<IndustryCode> = codes.collect::<Result<_, _>>()?;
        let known = || self.classes.into_iter().flat_map(Classes::keys);
        if let Some(class) = classes.iter().find(|class| known().all(|key| key != class.as_str())) {
            return Err(DecisionError::Unknown {
                place: place.to_owned(),
                what: "class",
                id: class.clone(),
                nearest: nearest(class, known()),
            });
        }
        if !(codes.is_empty() && classes.is_empty()) {
            let of_industry = |e: &Enterprise| {
                e.industry.as_ref().is_some_and(|i| codes.iter().any(|code| i.starts_with(code)))
            };
            let of_class = |position: usize| {
                self.classes.is_some_and(|of| classes.iter().any(|key| key == of.of(position)))
            };
            let of_them = |(position, e): &(usize, &Enterprise)| {
                (codes.is_empty() || of_industry(e)) && (classes.is_empty() || of_class(*position))
            };
            let all = self.survey.enterprises.iter().enumerate();
            found.extend(all.filter(of_them).map(|(position, _)| (position, false)));
        }
        for id in enterprise.iter().chain(enterprises) {
            let Some(position) = self.by_id.get(id) else {
                let known = self.survey.enterprises.iter().map(|e| e.id.as_str());
                return Err(DecisionError::Unknown {
                    place: place.to_owned(),
                    what: "enterprise",
                    id: id.to_string(),
                    nearest: nearest(id.as_str(), known),
                });
            };
            found.insert(*position, true);
        }
        if enterprise.is_none()
            && enterprises.is_empty()
            && industries.is_empty()
            && classes.is_empty()
        {
            let expected = "enterprise, enterprises, industries or classes";
            return Err(DecisionError::Empty { place: place.to_owned(), expected });
        }
        Ok(found)
    }
}
