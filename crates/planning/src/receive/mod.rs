//! What every park can take, and from whom: what stands in its row, and what the rules say of it.

pub(crate) mod revise;
pub(crate) mod spare;

use crate::amounts::thousandths;
pub(crate) use crate::receive::spare::capacities;
use crate::screened::zoning::ParkZone;
use crate::screened::zoning::Zoning;
use crate::screened::zoning::refusal;
use crate::settings::PlanOptions;
use crate::settings::resource::Resource;
use parkward_model::Hectares;
use parkward_model::IndustryCode;
use parkward_model::Park;
use parkward_policy::Refusal;
use parkward_policy::RuleBook;
use parkward_policy::Terms;

/// The parks as they stand to newcomers, in the order of the survey.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct ReceivingParks(Vec<ReceivingPark>);

impl ReceivingParks {
    pub(crate) fn new(
        parks: &[Park],
        zoning: &Zoning<'_>,
        rules: &RuleBook,
        options: &PlanOptions,
    ) -> Self {
        let quota = |park: &Park, resource: &Resource| park.facts.number(&resource.quota);
        let receiver = |(park, land): (&Park, Option<Hectares>)| ReceivingPark {
            open: park.open,
            land,
            quotas: options.resources.iter().map(|resource| quota(park, resource)).collect(),
            zones: zoning.park(park),
        };
        Self(parks.iter().zip(capacities(parks, rules)).map(receiver).collect())
    }

    /// The park at a position, to be changed by decision.
    pub(crate) fn park_mut(&mut self, park: usize) -> &mut ReceivingPark {
        &mut self.0[park]
    }

    /// What the park at a position can give of each resource, land first, in the solver's units; unknown
    /// counts as nothing.
    pub(crate) fn room(&self, park: usize) -> Vec<i64> {
        self.0[park].capacities().collect()
    }

    /// Whether an enterprise of `industry` that is pinned to the park at a position may go there, and at
    /// what terms: any fit will do.
    pub(crate) fn offer_at_any_fit(
        &self,
        index: usize,
        industry: &IndustryCode,
        park: &Park,
        rules: &RuleBook,
    ) -> Result<Terms, Refusal> {
        self.0[index].refuses(industry, rules).map_or_else(|| rules.at_any_fit(industry, park), Err)
    }

    /// The parks, one after the other.
    pub(crate) fn iter(&self) -> impl ExactSizeIterator<Item = &ReceivingPark> {
        self.0.iter()
    }

    /// Whether an enterprise of `industry` may go to each of `parks`, which are the survey's, and at
    /// what terms; the first refusal that applies.
    pub(crate) fn offers(
        &self,
        industry: &IndustryCode,
        parks: &[Park],
        rules: &RuleBook,
    ) -> Vec<Result<Terms, Refusal>> {
        let offer = |(receiver, park): (&ReceivingPark, &Park)| {
            receiver.refuses(industry, rules).map_or_else(|| rules.pair(industry, park), Err)
        };
        self.iter().zip(parks).map(offer).collect()
    }
}

/// One park as it stands to newcomers.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct ReceivingPark {
    /// Whether it takes anyone at all.
    pub(crate) open: bool,
    /// Land that newcomers may take; `None`: unknown, and nobody is sent there.
    pub(crate) land: Option<Hectares>,
    /// What they may take of each resource besides land; `None`: unknown, and there is none to give.
    pub(crate) quotas: Vec<Option<f64>>,
    /// Rules of space that it lies within reach of.
    pub(crate) zones: Vec<ParkZone>,
}

impl ReceivingPark {
    /// What it can give of each resource, land first, in the solver's units; unknown counts as nothing.
    pub(crate) fn capacities(&self) -> impl Iterator<Item = i64> {
        let land = self.land.map_or(0, |land| land.square_metres());
        let quotas = self.quotas.iter().map(|quota| quota.map_or(0, thousandths));
        std::iter::once(land).chain(quotas)
    }

    /// What refuses an industry whatever its fit, if anything does.
    fn refuses(&self, industry: &IndustryCode, rules: &RuleBook) -> Option<Refusal> {
        match self {
            Self { open: false, .. } => Some(Refusal::Closed),
            Self { land: None, .. } => Some(Refusal::CapacityUnknown),
            _ => refusal(&self.zones, industry, rules),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use geo_types::Point;
    use parkward_model::{Facts, Footprint, LandAccount, Text};

    #[test]
    fn a_park_that_takes_nobody_is_not_asked_for_its_plan() {
        let rules = "[book]\nid = 'x'\nversion = '1'\ntitle = {}\ndistrict = {}\nas_of = 2026-01-01\n\
                     classification = ''\n[weights]\nfit_km = 0\nutilisation_km = 0\nminimum_fit = 0\n\
                     cut_off_km = 9\nunplaced_km = 10\nquality_km = 0\n";
        let codes = "code,name_zh\nC,制造业\n36,汽车制造业\n".to_owned();
        let Ok(rules) =
            RuleBook::parse(rules, "x", |_| Ok::<_, std::convert::Infallible>(codes.clone()));
        let rules = rules.unwrap();
        let open = Park {
            id: "a".into(),
            name: Text::default(),
            footprint: Footprint::Point(Point::new(121.0, 31.0)),
            capacity: Some(Hectares(1.0)),
            area: None,
            land: LandAccount::default(),
            industries: Vec::new(),
            open: true,
            facts: Facts::default(),
        };
        let closed = Park { open: false, ..open.clone() };
        let unknown = Park { capacity: None, ..open.clone() };
        let options = PlanOptions::on(rules.book.as_of);
        let parks = [open, closed, unknown];
        let industry = rules.classification.parse("36").unwrap();
        let zoning = Zoning::new(&[], &rules, options.as_of);
        let receiving = ReceivingParks::new(&parks, &zoning, &rules, &options);
        let answers = receiving.offers(&industry, &parks, &rules);
        assert!(answers[0].is_ok());
        assert_eq!(answers[1], Err(Refusal::Closed));
        assert_eq!(answers[2], Err(Refusal::CapacityUnknown));
    }
}
