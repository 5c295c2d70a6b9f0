//! What was decided of single enterprises, and whether it can be carried out.

use crate::bucket::Bucket;
use crate::distances::Distances;
use crate::position::Position;
use crate::reasons::{Reason, unknown};
use crate::receive::ReceivingParks;
use crate::rule::finder::Finder;
use crate::screened::enterprises::ScreenedEnterprise;
use crate::settings::PlanOptions;
use crate::settings::decision_error::{DecisionError, at, park_of};
use crate::settings::decisions::{Decisions, Forbid, Lock};
use crate::settings::resource::{LAND, Resource, needs_of};
use parkward_geometry::ParkIndex;
use parkward_model::{AreaUnit, Enterprise, Lang, Survey, Text};
use parkward_policy::{Classes, RuleBook};
use std::collections::BTreeMap;

/// What was decided of single enterprises, by their positions in the survey.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Rulings(BTreeMap<usize, Ruling>);

impl Rulings {
    /// What was decided of the enterprise at a position.
    pub(crate) fn of(&self, enterprise: usize) -> Option<&Ruling> {
        self.0.get(&enterprise)
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Finds out whom the decisions concern, holds them against the rules, and puts them into
    /// `screened`: who is locked is kept, who is pinned moves.
    ///
    /// # Errors
    /// [`DecisionError`] at the first decision that cannot be carried out.
    pub(crate) fn apply(
        options: &PlanOptions,
        survey: &Survey,
        index: &ParkIndex,
        rules: &RuleBook,
        classes: Option<&Classes>,
        receiving: &ReceivingParks,
        screened: &mut [ScreenedEnterprise],
    ) -> Result<Self, DecisionError> {
        let Decisions { pins, forbids, locks, .. } = &options.decisions;
        let mut rulings = Self::default();
        if pins.is_empty() && forbids.is_empty() && locks.is_empty() {
            return Ok(rulings);
        }
        let finder = Finder::new(survey, rules, classes);
        for (number, lock) in locks.iter().enumerate() {
            rulings.lock(number, lock, &finder, screened)?;
        }
        for (number, forbid) in forbids.iter().enumerate() {
            rulings.forbid(number, forbid, &finder, survey)?;
        }
        for (number, pin) in pins.iter().enumerate() {
            let place = at("pins", number);
            let park = park_of(&survey.parks, &place, &pin.park)?;
            for (enterprise, named) in finder.find(&place, &pin.who)? {
                let read = &survey.enterprises[enterprise];
                let stands = &mut screened[enterprise];
                if !named && stands.settled.is_some() {
                    continue; // a pin by industry concerns only those who should move
                }
                may_move(&place, read, stands, options)?;
                if index.containing(read.site).all().contains(&park) {
                    let (enterprise, park) = (read.id.clone(), pin.park.clone());
                    return Err(DecisionError::StandsThere { place, enterprise, park });
                }
                let industry = read.industry.as_ref().expect("who moves has an industry");
                let offer = receiving.offer_at_any_fit(park, industry, &survey.parks[park], rules);
                if let Err(refusal) = offer {
                    let (enterprise, park) = (read.id.clone(), pin.park.clone());
                    let refusal = Box::new(refusal);
                    return Err(DecisionError::Refused { place, enterprise, park, refusal });
                }
                let ruling = rulings.0.entry(enterprise).or_default();
                if let Some(other) = ruling.against(park) {
                    let enterprise = read.id.to_string();
                    return Err(DecisionError::Contradiction { place, other, enterprise });
                }
                ruling.pin = Some((Position::of(park), number));
                stands.settled = None;
            }
        }
        rulings.check_room(survey, receiving, rules, screened, &options.resources)?;
        Ok(rulings)
    }

    fn lock(
        &mut self,
        number: usize,
        lock: &Lock,
        finder: &Finder<'_>,
        screened: &mut [ScreenedEnterprise],
    ) -> Result<(), DecisionError> {
        for (enterprise, _) in finder.find(&at("locks", number), &lock.who)? {
            self.0.entry(enterprise).or_default().lock = Some(number);
            let settled = &mut screened[enterprise].settled;
            *settled = settled.or(Some(Bucket::Kept));
        }
        Ok(())
    }

    fn forbid(
        &mut self,
        number: usize,
        forbid: &Forbid,
        finder: &Finder<'_>,
        survey: &Survey,
    ) -> Result<(), DecisionError> {
        let place = at("forbids", number);
        let parks = forbid.park.iter().chain(&forbid.parks);
        let parks: Vec<usize> =
            parks.map(|park| park_of(&survey.parks, &place, park)).collect::<Result<_, _>>()?;
        if parks.is_empty() {
            let expected = Text::new("park 或 parks", "park or parks");
            return Err(DecisionError::Empty { place, expected });
        }
        for (enterprise, _) in finder.find(&place, &forbid.who)? {
            let ruling = self.0.entry(enterprise).or_default();
            ruling.forbids.extend(parks.iter().map(|park| (Position::of(*park), number)));
        }
        Ok(())
    }

    /// Whether everybody who is pinned has a way there.
    ///
    /// # Errors
    /// [`DecisionError::NoRoad`] at the first who has none.
    pub(crate) fn check_ways(
        &self,
        survey: &Survey,
        distances: &impl Distances,
    ) -> Result<(), DecisionError> {
        let pins = self.0.iter().filter_map(|(who, ruling)| Some((*who, ruling.pin?)));
        for (who, (park, number)) in pins {
            let read = &survey.enterprises[who];
            if distances.between(read.site, park.index()).0.is_infinite() {
                let (enterprise, park) = (read.id.clone(), survey.parks[park.index()].id.clone());
                return Err(DecisionError::NoRoad { place: at("pins", number), enterprise, park });
            }
        }
        Ok(())
    }

    /// Whether the parks have room for those who are pinned to them.
    fn check_room(
        &self,
        survey: &Survey,
        receiving: &ReceivingParks,
        rules: &RuleBook,
        screened: &[ScreenedEnterprise],
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
                    let need = rules.land_need(read, screened[*enterprise].may_not_expand());
                    need.map(|need| need.need)
                }
                false => read.land,
            };
            for (sum, need) in sums.iter_mut().zip(needs_of(land, &read.facts, resources)) {
                *sum = sum.saturating_add(need);
            }
        }
        for (park, needs) in needs {
            let room = receiving.room(park.index());
            let Some(short) = needs.iter().zip(&room).position(|(need, room)| need > room) else {
                continue;
            };
            let (resource, unit, decimals) = match short.checked_sub(1) {
                None => (LAND.to_owned(), AreaUnit::Ha.name(), 4),
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
    /// The decision that a pin to a park contradicts, if there is one.
    fn against(&self, park: usize) -> Option<Text> {
        let forbidden = self.forbids.iter().find(|(other, _)| other.index() == park);
        match (self.pin, self.lock, forbidden) {
            (Some((_, other)), ..) => Some(at("pins", other)),
            (_, Some(other), _) => Some(at("locks", other)),
            (.., Some((_, other))) => Some(at("forbids", *other)),
            _ => None,
        }
    }

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

/// A number that is counted in units of its last decimal, of which there are `decimals`: 15 with one is 1.5.
fn decimal(whole: i64, decimals: u32) -> String {
    let one = 10_i64.pow(decimals);
    let digits = format!("{}.{:0width$}", whole / one, whole % one, width = decimals as usize);
    digits.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// Whether an enterprise that is named in a pin may be sent somewhere.
fn may_move(
    place: &Text,
    enterprise: &Enterprise,
    screened: &ScreenedEnterprise,
    options: &PlanOptions,
) -> Result<(), DecisionError> {
    let mut reasons = screened.findings().iter().map(|finding| finding.text.clone());
    let unknown = unknown(enterprise, &options.resources).next().map(|unknown| {
        let reason = Reason::Unknown(unknown);
        let [zh, en] = [Lang::Zh, Lang::En].map(|lang| {
            let mut words = String::new();
            reason.say(lang, &mut words);
            words
        });
        Text::new(zh, en)
    });
    let (verdict, reasons) = match (screened.settled, unknown) {
        (None | Some(Bucket::InPark), None) => return Ok(()),
        (None | Some(Bucket::InPark), unknown) => (Bucket::Review, unknown),
        // A lock beside a pin is reported by the caller, as a contradiction.
        (Some(Bucket::Kept), _) => return Ok(()),
        (Some(verdict), unknown) => (verdict, reasons.next().or(unknown)),
    };
    Err(DecisionError::DoesNotMove {
        place: place.clone(),
        enterprise: enterprise.id.clone(),
        verdict: verdict.label(),
        reasons,
    })
}
