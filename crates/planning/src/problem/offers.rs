//! What the parks offer to those who should move. Those whom all parks treat alike share an offer.

use crate::amounts::{kilometres, millimetres};
use crate::position::Position;
use crate::receive::ReceivingParks;
use crate::screened::enterprises::ScreenedEnterprise;
use hashbrown::HashMap;
use parkward_model::{Enterprise, IndustryCode, Metres, Park, Project, Survey};
use parkward_policy::{RuleBook, Terms};

/// What the parks offer to the enterprises of one industry, or of several that all parks treat alike.
#[derive(Debug, PartialEq)]
pub(crate) struct Group {
    /// By park; `None`: the rules refuse.
    pub(super) offers: Vec<Option<Offer>>,
    /// The least that any of them adds to the distance, in millimetre-equivalents.
    pub(super) least_mm: i64,
}

impl Group {
    /// Fit, and distance and terms in kilometre-equivalents, of a park that is offered, at a distance to
    /// the millimetre, with what changing an earlier plan adds.
    pub(crate) fn terms(&self, park: usize, distance: Metres, change_mm: i64) -> (f64, f64) {
        let offer = self.offers[park].expect("a choice is allowed");
        (offer.fit, kilometres(offer.pair_cost(distance, change_mm)))
    }

    /// What parks offer to an industry, but for those that have to be `left`.
    fn new<'a>(
        industry: &IndustryCode,
        left: impl Iterator<Item = &'a Position>,
        parks: &[Park],
        receiving: &ReceivingParks,
        rules: &RuleBook,
    ) -> Self {
        let answers = receiving.offers(industry, parks, rules).into_iter();
        let offers = answers.map(|terms| terms.ok().map(|terms| Offer::new(&terms)));
        let mut offers: Vec<Option<Offer>> = offers.collect();
        left.for_each(|park| offers[park.index()] = None);
        Self::of(offers)
    }

    pub(super) fn of(offers: Vec<Option<Offer>>) -> Self {
        let least_mm = offers.iter().flatten().map(|offer| offer.adds_mm).min().unwrap_or(0);
        Self { offers, least_mm }
    }
}

/// What one park offers.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Offer {
    fit: f64,
    /// What the pair costs beside the distance, in millimetre-equivalents.
    pub(super) adds_mm: i64,
}

impl Offer {
    pub(crate) fn new(terms: &Terms) -> Self {
        Self { fit: terms.fit, adds_mm: millimetres(terms.total_km()) }
    }

    /// What the pair costs in all, in millimetre-equivalents: the distance to the millimetre, the terms, and
    /// what changing an earlier plan adds.
    pub(crate) fn pair_cost(self, distance: Metres, change_mm: i64) -> i64 {
        distance.millimetres() + self.adds_mm + change_mm
    }
}

#[expect(clippy::ref_option, reason = "a field as it stands")]
pub(crate) fn industry(known: &Option<IndustryCode>) -> &IndustryCode {
    known.as_ref().expect("who moves has an industry")
}

/// What decides what parks offer to somebody.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct Inquiry<'a> {
    industry: &'a IndustryCode,
    /// The most specific park that it stands in and has to leave.
    inside: Option<Position>,
    /// Parks around that one, which it has to leave, too.
    around: &'a [Position],
}

impl<'a> Inquiry<'a> {
    pub(crate) fn of_mover(mover: &'a Enterprise, screened: &'a ScreenedEnterprise) -> Self {
        let (inside, around) = (screened.inside, screened.rare.around());
        Self { industry: industry(&mover.industry), inside, around }
    }

    pub(crate) fn of_project(project: &'a Project) -> Self {
        Self { industry: industry(&project.industry), inside: None, around: &[] }
    }
}

/// What the parks offer to those who should move, and to which of it each of them belongs. Those whom
/// all parks treat alike share a group.
pub(crate) fn groups<'a>(
    survey: &'a Survey,
    screened: &'a [ScreenedEnterprise],
    projects: &[usize],
    receiving: &ReceivingParks,
    rules: &RuleBook,
) -> (Vec<Group>, HashMap<Inquiry<'a>, u32>) {
    let mut groups: Vec<Group> = Vec::new();
    let mut of_asked = HashMap::new();
    let movers = survey.enterprises.iter().zip(screened).filter(|(_, s)| s.settled.is_none());
    let movers = movers.map(|(mover, screened)| Inquiry::of_mover(mover, screened));
    let projects = projects.iter().map(|index| Inquiry::of_project(&survey.projects[*index]));
    for asked in movers.chain(projects) {
        of_asked.entry(asked).or_insert_with(|| {
            let Inquiry { industry, inside, around } = asked;
            let left = inside.iter().chain(around);
            let group = Group::new(industry, left, &survey.parks, receiving, rules);
            let index = groups.iter().position(|other| *other == group).unwrap_or_else(|| {
                groups.push(group);
                groups.len() - 1
            });
            u32::try_from(index).expect("fewer industries than 2^32")
        });
    }
    (groups, of_asked)
}
