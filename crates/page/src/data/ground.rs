//! What the map is drawn on: district, towns, zones.

use super::signs::SignShown;
use geo::{BoundingRect, Contains, MapCoordsInPlace};
use geo_types::{Geometry, Point, Rect};
use parkward_model::{Metres, Text, ZoneShape};
use parkward_planning::{Outline, Plan, ZONE_POINT};
use parkward_policy::ZoneKind;
use serde::Serialize;

/// Degrees that coordinates of shapes are rounded to: a centimetre.
const DEGREES: f64 = 1e-7;

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
    geometry: ZoneShape,
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
    geometry: ZoneShape,
    /// The circle that a point keeps free.
    distance_m: Option<Metres>,
}

impl<'a> Ground<'a> {
    pub(super) fn of(plan: &'a Plan) -> Self {
        let kinds = plan.book().map_or_else(Vec::new, |b| b.kinds_in_force(plan.options.as_of));
        let zones = plan.zones.iter().filter_map(|zone| {
            let kind = kinds.iter().position(|kind| kind.id == zone.kind)?;
            let geometry = rounded(&zone.shape);
            Some(ZoneShown {
                kind,
                id: &zone.id,
                name: &zone.name,
                geometry,
                distance_m: zone.distance,
            })
        });
        Self {
            district: outlines(&plan.base.district),
            city: outlines(&plan.base.city),
            towns: outlines(&plan.base.towns),
            zones: zones.collect(),
            zone_kinds: kinds.into_iter().map(shown).collect(),
        }
    }
}

fn shown(ZoneKind { name, colour, .. }: ZoneKind) -> ZoneKindShown {
    ZoneKindShown { name, sign: SignShown::of(&ZONE_POINT, &colour), colour }
}

fn outlines(all: &[Outline]) -> Vec<OutlineShown<'_>> {
    all.iter().map(|one| OutlineShown { name: &one.name, geometry: rounded(&one.shape) }).collect()
}

fn rounded(shape: &ZoneShape) -> ZoneShape {
    let mut shape = shape.clone();
    match &mut shape {
        ZoneShape::Area(area) => to_centimetres(area),
        ZoneShape::Line(lines) => to_centimetres(lines),
        ZoneShape::Point(at) => to_centimetres(at),
    }
    shape
}

pub(super) fn to_centimetres(shape: &mut impl MapCoordsInPlace<f64>) {
    let round = |degrees: f64| (degrees / DEGREES).round() * DEGREES;
    // A multiple of 1e-7 has long digits; what JSON is to have are the shortest.
    let short = |degrees: f64| format!("{:.7}", round(degrees)).parse().expect("a number");
    shape.map_coords_in_place(|at| geo_types::coord! { x: short(at.x), y: short(at.y) });
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
