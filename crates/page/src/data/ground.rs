//! What the map is drawn on: district, towns, zones.

use super::shapes::{ShapeShown, Shapes};
use super::signs::SignShown;
use geo::{BoundingRect, Contains};
use geo_types::{Geometry, Point, Rect};
use parkward_model::{Metres, Text};
use parkward_planning::{Outline, Plan, ZONE_POINT};
use parkward_policy::ZoneKind;
use serde::Serialize;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Ground<'a> {
    district: Vec<OutlineShown<'a>>,
    city: Vec<OutlineShown<'a>>,
    towns: Vec<OutlineShown<'a>>,
    zone_kinds: Vec<ZoneKindShown>,
    zones: Vec<ZoneShown<'a>>,
}

#[derive(Serialize)]
struct OutlineShown<'a> {
    name: &'a Text,
    geometry: ShapeShown,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ZoneKindShown {
    name: Text,
    colour: String,
    sign: SignShown,
}

/// A zone of a kind that some rule in force looks at.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ZoneShown<'a> {
    kind: usize,
    id: &'a str,
    name: &'a Text,
    geometry: ShapeShown,
    /// The circle that a point keeps free.
    distance_m: Option<Metres>,
}

impl<'a> Ground<'a> {
    pub(super) fn of(plan: &'a Plan, shapes: &mut Shapes) -> Self {
        let kinds = plan.book().map_or_else(Vec::new, |b| b.kinds_in_force(plan.options.as_of));
        let zones = plan.zones.iter().filter_map(|zone| {
            let kind = kinds.iter().position(|kind| kind.id == zone.kind)?;
            Some(ZoneShown {
                kind,
                id: &zone.id,
                name: &zone.name,
                geometry: shapes.zone(&zone.shape),
                distance_m: zone.distance,
            })
        });
        let zones = zones.collect();
        Self {
            district: outlines(&plan.base.district, shapes),
            city: outlines(&plan.base.city, shapes),
            towns: outlines(&plan.base.towns, shapes),
            zones,
            zone_kinds: kinds.into_iter().map(shown).collect(),
        }
    }
}

fn shown(ZoneKind { name, colour, .. }: ZoneKind) -> ZoneKindShown {
    ZoneKindShown { name, sign: SignShown::of(&ZONE_POINT, &colour), colour }
}

fn outlines<'a>(all: &'a [Outline], shapes: &mut Shapes) -> Vec<OutlineShown<'a>> {
    all.iter()
        .map(|one| OutlineShown { name: &one.name, geometry: shapes.zone(&one.shape) })
        .collect()
}

/// Towns by where they lie.
pub(super) struct Towns(Vec<(Rect<f64>, Geometry<f64>)>);

impl Towns {
    pub(super) fn of(plan: &Plan) -> Self {
        let towns = plan.base.towns.iter().map(Outline::geometry);
        let none = Rect::new((f64::MAX, f64::MAX), (f64::MAX, f64::MAX));
        Self(towns.map(|town| (town.bounding_rect().unwrap_or(none), town)).collect())
    }

    /// The first town that holds a place.
    pub(super) fn at(&self, site: Point<f64>) -> Option<usize> {
        self.0.iter().position(|(around, town)| around.contains(&site) && town.contains(&site))
    }
}
