//! Parks, with their ledgers where the page has any.

use super::places::park_at;
use super::shapes::{ShapeShown, Shapes};
use super::signs::SignShown;
use parkward_model::{Footprint, Hectares, Lang, Text};
use parkward_planning::{
    Named, PARK_POINT, ParkLedger, Plan, PlanError, PlannedPark, UNTYPED, park_tones,
};
use serde::Serialize;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct ParkShown<'a> {
    id: &'a str,
    name: Text,
    type_name: &'a Text,
    fill: String,
    edge: String,
    footprint: ShapeShown,
    /// What it is drawn as where only a point of it is known.
    sign: Option<SignShown>,
    open: bool,
    capacity_ha: Option<Hectares>,
    area_ha: Option<Hectares>,
    lies_in: Vec<usize>,
    staying: usize,
    closing: usize,
    incoming: usize,
    leaving: usize,
    projects: usize,
    before_ha: Hectares,
    after_ha: Hectares,
    built_rate_before: Option<f64>,
    built_rate_after: Option<f64>,
    limits: Vec<LimitShown<'a>>,
    zones: Vec<&'a Text>,
    ledger: Option<ParkLedgerShown>,
}

/// One limit: land first, in hectares, then the resources.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct LimitShown<'a> {
    /// `None`: land.
    name: Option<&'a Text>,
    unit: &'a Text,
    capacity: Option<f64>,
    taken: f64,
    shadow_price_km: f64,
}

#[derive(Serialize)]
struct ParkLedgerShown {
    prose: Text,
    comers: Vec<ComerShown>,
    refused: Vec<NotComingShown>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ComerShown {
    #[serde(flatten)]
    who: Named,
    land_ha: Option<Hectares>,
    distance_m: Option<f64>,
    year: Option<u16>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct NotComingShown {
    #[serde(flatten)]
    who: Named,
    distance_m: Option<f64>,
    instead: Option<usize>,
    text: Text,
}

pub(super) fn parks<'a>(
    plan: &'a Plan,
    shapes: &mut Shapes,
    with_ledgers: bool,
) -> Result<Vec<ParkShown<'a>>, PlanError> {
    let mut shown: Vec<ParkShown<'_>> =
        (0..plan.parks.len()).map(|index| park(plan, shapes, index)).collect();
    if with_ledgers {
        for (park, ledger) in shown.iter_mut().zip(plan.explain_each_park()?) {
            park.ledger = Some(ledger_shown(plan, ledger));
        }
    }
    Ok(shown)
}

fn park<'a>(plan: &'a Plan, shapes: &mut Shapes, index: usize) -> ParkShown<'a> {
    let planned: &PlannedPark = &plan.parks[index];
    let park = &planned.park;
    let park_type = plan.book().and_then(|book| book.park_type(&park.id));
    let colour = park_type.map_or(UNTYPED, |park_type| park_type.colour.as_str());
    let [fill, edge] = park_tones(colour);
    let land_use = plan.land_use.get(index);
    let is_point = matches!(park.footprint, Footprint::Point(_));
    let sign = is_point.then(|| SignShown::of(&PARK_POINT, &fill));
    let limits = planned.limits.iter().map(|limit| LimitShown {
        name: plan.options.resources.iter().find(|r| r.id == limit.resource).map(|r| &r.name),
        unit: &limit.unit,
        capacity: limit.capacity,
        taken: limit.taken,
        shadow_price_km: limit.shadow_price_km,
    });
    ParkShown {
        id: park.id.as_str(),
        name: Text::new(park.label(Lang::Zh), park.label(Lang::En)),
        type_name: &planned.park_type_name,
        fill,
        edge,
        footprint: shapes.footprint(&park.footprint),
        sign,
        open: park.open,
        capacity_ha: park.capacity,
        area_ha: park.area,
        lies_in: planned.lies_in.iter().filter_map(|id| park_at(plan, id)).collect(),
        staying: planned.staying,
        closing: planned.closing,
        incoming: planned.incoming,
        leaving: planned.leaving,
        projects: planned.projects,
        before_ha: planned.load_before_ha,
        after_ha: planned.load_after_ha,
        built_rate_before: land_use.and_then(|land_use| land_use.built_rate_before),
        built_rate_after: land_use.and_then(|land_use| land_use.built_rate_after),
        limits: limits.collect(),
        zones: planned.zones.iter().map(|zone| &zone.text).collect(),
        ledger: None,
    }
}

fn ledger_shown(plan: &Plan, ledger: ParkLedger) -> ParkLedgerShown {
    let comers = ledger.comers.into_iter().map(|comer| ComerShown {
        who: comer.who,
        land_ha: comer.land_ha,
        distance_m: comer.distance_m.map(|distance| distance.0),
        year: comer.year,
    });
    let refused = ledger.refused.into_iter().map(|one| NotComingShown {
        who: one.who,
        distance_m: one.distance_m.map(|distance| distance.0),
        instead: one.instead.and_then(|id| park_at(plan, &id)),
        text: one.text,
    });
    ParkLedgerShown { prose: ledger.prose, comers: comers.collect(), refused: refused.collect() }
}
