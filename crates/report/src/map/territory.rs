//! The ground: surroundings, the district, its towns, the parks.

use super::MapOptions;
use super::canvas::{Canvas, N, mixed};
use super::page::MAP;
use super::view::{View, path, polygons};
use geo_types::{Coord, Geometry, MultiPolygon};
use parkward_model::Footprint;
use parkward_planning::{Plan, PlannedPark};

/// Beyond the district.
pub(crate) const SURROUND: &str = "#e6ebee";
/// The district.
const LAND: &str = "#fbf9f3";
/// The district's edge.
pub(crate) const BORDER: &str = "#57524a";
/// The towns' edges and names.
pub(crate) const TOWN: &str = "#8d8778";
/// Parks whose type the rule book does not know.
const UNTYPED: &str = "#7d8790";

/// A park on the sheet.
pub(crate) struct DrawnPark<'a> {
    pub(crate) planned: &'a PlannedPark,
    /// Outer rings and holes; empty for a park that is only a point.
    pub(crate) rings: Vec<Vec<(f64, f64)>>,
    /// The point, for a park that is only one.
    pub(crate) point: Option<(f64, f64)>,
    /// Area on the sheet, in square points.
    area: f64,
}

/// The parks on the sheet, the largest first, so that nested ones lie on top of those around them.
pub(crate) fn parks<'a>(plan: &'a Plan, view: &View) -> Vec<DrawnPark<'a>> {
    let drawn = |planned: &'a PlannedPark| match &planned.park.footprint {
        Footprint::Point(point) => {
            DrawnPark { planned, rings: Vec::new(), point: Some(view.place(point.0)), area: 0.0 }
        }
        Footprint::Boundary(MultiPolygon(parts)) => {
            let area = parts.iter().map(|part| {
                let mut rings = view.rings(part).into_iter().map(|ring| area(&ring));
                rings.next().unwrap_or(0.0) - rings.sum::<f64>()
            });
            let area = area.sum();
            let rings = parts.iter().flat_map(|part| view.rings(part)).collect();
            DrawnPark { planned, rings, point: None, area }
        }
    };
    let mut parks: Vec<_> = plan.parks.iter().map(drawn).collect();
    parks.sort_by(|a, b| {
        b.area.total_cmp(&a.area).then_with(|| a.planned.park.id.cmp(&b.planned.park.id))
    });
    parks
}

/// The area of a closed ring, without sign.
pub(crate) fn area(ring: &[(f64, f64)]) -> f64 {
    ring.windows(2).map(|e| e[0].0 * e[1].1 - e[1].0 * e[0].1).sum::<f64>().abs() / 2.0
}

/// The colour of a park by its type.
pub(crate) fn colour<'a>(planned: &PlannedPark, options: &'a MapOptions) -> &'a str {
    let found = options.park_types.iter().find(|t| Some(&t.id) == planned.park_type.as_ref());
    found.map_or(UNTYPED, |park_type| park_type.colour.as_str())
}

/// How a park of a colour is painted: fill, edge.
pub(crate) fn tints(colour: &str) -> (String, String) {
    (mixed(colour, "#ffffff", 0.58), mixed(colour, "#000000", 0.3))
}

/// Draws surroundings, district and towns.
pub(crate) fn draw_land(canvas: &mut Canvas<'_>, options: &MapOptions, view: &View) {
    let ground = if options.outline.is_empty() { LAND } else { SURROUND };
    canvas.put(format_args!(
        r#"<rect x="{}" y="{}" width="{}" height="{}" fill="{ground}"/>"#,
        N(MAP.x),
        N(MAP.y),
        N(MAP.width),
        N(MAP.height),
    ));
    let district: String = options.outline.iter().map(|g| shape(g, view)).collect();
    if !district.is_empty() {
        canvas.put(format_args!(
            r#"<defs><path id="district" d="{district}" fill-rule="evenodd" stroke-linejoin="round"/></defs>"#
        ));
        // A shade that fades outwards lifts the district off its surroundings.
        for step in (1..=9).rev() {
            let (width, opacity) = (2.6 * f64::from(step), 0.06);
            canvas.put(format_args!(
                r##"<use href="#district" fill="none" stroke="#8c9aa3" stroke-width="{}" stroke-opacity="{}"/>"##,
                N(width),
                N(opacity)
            ));
        }
        canvas.put(format_args!(r##"<use href="#district" fill="{LAND}"/>"##));
    }
    for town in &options.towns {
        let d = shape(town, view);
        canvas.put(format_args!(
            r#"<path d="{d}" fill="none" stroke="{TOWN}" stroke-width="0.55" stroke-dasharray="3.2 2.2" stroke-opacity="0.75" stroke-linejoin="round"/>"#
        ));
    }
    if !district.is_empty() {
        canvas.put(format_args!(
            r##"<use href="#district" fill="none" stroke="{BORDER}" stroke-width="1.1"/>"##
        ));
    }
}

/// Draws the parks that have a boundary.
pub(crate) fn draw_parks(canvas: &mut Canvas<'_>, parks: &[DrawnPark<'_>], options: &MapOptions) {
    for park in parks.iter().filter(|park| park.point.is_none()) {
        let (fill, edge) = tints(colour(park.planned, options));
        let d: String = park.rings.iter().map(|ring| path(ring, true)).collect();
        canvas.put(format_args!(
            r#"<path d="{d}" fill="{fill}" fill-opacity="0.9" fill-rule="evenodd" stroke="{edge}" stroke-width="0.9" stroke-linejoin="round"/>"#
        ));
    }
}

/// Draws the parks that are only points, as squares on their corner.
pub(crate) fn draw_points(canvas: &mut Canvas<'_>, parks: &[DrawnPark<'_>], options: &MapOptions) {
    for park in parks {
        let Some((x, y)) = park.point else { continue };
        let (fill, edge) = tints(colour(park.planned, options));
        marker(canvas, x, y, &fill, &edge);
    }
}

/// The sign of a park without a boundary.
pub(crate) fn marker(canvas: &mut Canvas<'_>, x: f64, y: f64, fill: &str, edge: &str) {
    canvas.put(format_args!(
        r#"<path d="M{} {}l5.5 5.5l-5.5 5.5l-5.5 -5.5Z" fill="{fill}" stroke="{edge}" stroke-width="1.3" stroke-linejoin="round"/>"#,
        N(x),
        N(y - 5.5)
    ));
    let (x, y) = (N(x), N(y));
    canvas.put(format_args!(r#"<circle cx="{x}" cy="{y}" r="1.3" fill="{edge}"/>"#));
}

/// The rings of a geometry as one path.
fn shape(geometry: &Geometry<f64>, view: &View) -> String {
    let rings = polygons(geometry).into_iter().flat_map(|polygon| view.rings(&polygon));
    rings.map(|ring| path(&ring, true)).collect()
}

/// All coordinates that the map has to show: of the outline if there is one, of the parks always,
/// and of the enterprises where there is no outline. An enterprise far from its district is a
/// mistake in the data, and must not shrink the map to a dot.
pub(crate) fn shown(plan: &Plan, outline: &[Geometry<f64>]) -> Vec<Coord<f64>> {
    let mut places: Vec<Coord<f64>> = outline.iter().flat_map(super::view::coordinates).collect();
    for planned in &plan.parks {
        match &planned.park.footprint {
            Footprint::Point(point) => places.push(point.0),
            Footprint::Boundary(parts) => {
                places.extend(parts.iter().flat_map(|part| part.exterior().coords().copied()));
            }
        }
    }
    if outline.is_empty() {
        places.extend(plan.enterprises().map(|planned| planned.enterprise().site.0));
    }
    places
}
