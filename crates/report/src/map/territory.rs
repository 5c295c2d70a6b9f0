//! The ground: surroundings, the district, its towns, the parks.

use super::canvas::{Canvas, N};
use super::options::MapOptions;
use super::symbols;
use super::theme::{HATCHES, Palette, ParkPaint};
use super::view::{View, extent, path, polygons};
use geo_types::{Coord, Geometry, MultiPolygon};
use parkward_model::Footprint;
use parkward_planning::{PARK_POINT, Plan, PlannedPark};

/// Parks smaller than this on the sheet get a dot, in points: they would be lost without.
const TINY: f64 = 4.5;

/// A park on the sheet.
pub(crate) struct DrawnPark<'a> {
    pub(crate) planned: &'a PlannedPark,
    /// Outer rings and holes; empty for a park that is only a point.
    pub(crate) rings: Vec<Vec<(f64, f64)>>,
    /// The point, for a park that is only one.
    pub(crate) point: Option<(f64, f64)>,
    /// Area on the sheet, in square points.
    area: f64,
    /// Drawn as surroundings: the page is another park's.
    pub(crate) faded: bool,
}

/// The parks on the sheet, the largest first, so that nested ones lie on top of those around them.
/// With a `focus`, the others are faded, and left out where they are not seen.
pub(crate) fn parks<'a>(
    plan: &'a Plan,
    view: &View,
    focus: Option<&PlannedPark>,
) -> Vec<DrawnPark<'a>> {
    let faded = |planned: &PlannedPark| focus.is_some_and(|f| f.park.id != planned.park.id);
    let drawn = |planned: &'a PlannedPark| match &planned.park.footprint {
        Footprint::Point(point) => {
            let point = Some(view.place(point.0));
            DrawnPark { planned, rings: Vec::new(), point, area: 0.0, faded: faded(planned) }
        }
        Footprint::Boundary(MultiPolygon(parts)) => {
            let area = parts.iter().map(|part| {
                let mut rings = view.rings(part).into_iter().map(|ring| area(&ring));
                rings.next().unwrap_or(0.0) - rings.sum::<f64>()
            });
            let area = area.sum();
            let rings = parts.iter().flat_map(|part| view.rings(part)).collect();
            DrawnPark { planned, rings, point: None, area, faded: faded(planned) }
        }
    };
    let mut parks: Vec<_> = plan.parks.iter().map(drawn).collect();
    let seen = |park: &DrawnPark<'_>| {
        let places = park.rings.iter().flatten().chain(&park.point);
        extent(places).is_some_and(|rect| rect.grown(1.0).overlaps(&view.rect()))
    };
    parks.retain(|park| !park.faded || seen(park));
    parks.sort_by(|a, b| {
        b.area.total_cmp(&a.area).then_with(|| a.planned.park.id.cmp(&b.planned.park.id))
    });
    parks
}

/// The area of a closed ring, without sign.
pub(crate) fn area(ring: &[(f64, f64)]) -> f64 {
    ring.windows(2).map(|e| e[0].0 * e[1].1 - e[1].0 * e[0].1).sum::<f64>().abs() / 2.0
}

/// Draws surroundings, district and towns.
pub(crate) fn draw_land(canvas: &mut Canvas<'_>, options: &MapOptions, view: &View) {
    let palette = canvas.palette;
    let Palette { land, border, town: towns, .. } = palette;
    let ground = if options.outline.is_empty() { land } else { palette.surround };
    canvas.put(format_args!(
        r#"<rect x="{}" y="{}" width="{}" height="{}" fill="{ground}"/>"#,
        N(canvas.layout.map.x),
        N(canvas.layout.map.y),
        N(canvas.layout.map.width),
        N(canvas.layout.map.height),
    ));
    let district: String = options.outline.iter().map(|g| shape(g, view)).collect();
    if !district.is_empty() {
        canvas.put(format_args!(
            r#"<defs><path id="district" d="{district}" fill-rule="evenodd" stroke-linejoin="round"/></defs>"#
        ));
        // A shade that fades outwards lifts the district off its surroundings.
        for step in (1..=9).rev() {
            let Some(shade) = palette.shade else { break };
            let width = N(2.6 * f64::from(step));
            canvas.put(format_args!(
                r##"<use href="#district" fill="none" stroke="{shade}" stroke-width="{width}" stroke-opacity="0.06"/>"##
            ));
        }
        canvas.put(format_args!(r##"<use href="#district" fill="{land}"/>"##));
    }
    for town in &options.towns {
        let d = shape(town, view);
        canvas.put(format_args!(
            r#"<path d="{d}" fill="none" stroke="{towns}" stroke-width="0.55" stroke-dasharray="3.2 2.2" stroke-opacity="0.75" stroke-linejoin="round"/>"#
        ));
    }
    if !district.is_empty() {
        canvas.put(format_args!(
            r##"<use href="#district" fill="none" stroke="{border}" stroke-width="1.1"/>"##
        ));
    }
}

/// Draws the parks that have a boundary.
pub(crate) fn draw_parks(canvas: &mut Canvas<'_>, parks: &[DrawnPark<'_>], options: &MapOptions) {
    canvas.put(format_args!(r#"<g id="parks">"#));
    for park in parks.iter().filter(|park| park.point.is_none()) {
        let ParkPaint { fill, edge, hatch, .. } =
            canvas.palette.park(park.planned, &options.park_types);
        let fade = if park.faded { r#" opacity="0.45""# } else { "" };
        let d: String = park.rings.iter().map(|ring| path(ring, true)).collect();
        canvas.put(format_args!(
            r#"<path d="{d}" fill="{fill}" fill-opacity="0.9" fill-rule="evenodd" stroke="{edge}" stroke-width="0.9" stroke-linejoin="round"{fade}/>"#
        ));
        if let Some(hatch) = hatch {
            canvas.put(format_args!(
                r##"<path d="{d}" fill="url(#hatch{hatch})" fill-rule="evenodd"{fade}/>"##
            ));
        }
        let tiny = extent(park.rings.iter().flatten());
        if let Some(tiny) = tiny.filter(|rect| rect.width.max(rect.height) < TINY) {
            let (x, y) = (N(tiny.centre().0), N(tiny.centre().1));
            canvas.put(format_args!(
                r##"<circle cx="{x}" cy="{y}" r="2.2" fill="{edge}" stroke="#ffffff" stroke-width="0.5"{fade}/>"##
            ));
        }
    }
    canvas.put(format_args!("</g>"));
}

/// Draws the parks that are only points, as signs.
pub(crate) fn draw_points(canvas: &mut Canvas<'_>, parks: &[DrawnPark<'_>], options: &MapOptions) {
    for park in parks {
        let Some((x, y)) = park.point else { continue };
        let paint = canvas.palette.park(park.planned, &options.park_types);
        marker(canvas, x, y, &paint);
    }
}

/// Defines the hatching of the types of parks, where the theme has any.
pub(crate) fn define_hatches(canvas: &mut Canvas<'_>, options: &MapOptions) {
    for index in 0..options.park_types.len().min(HATCHES.len()) {
        let paint = canvas.palette.park_type(Some(index), &options.park_types);
        let (Some(hatch), edge) = (paint.hatch, paint.edge) else { continue };
        let d = HATCHES[hatch];
        canvas.put(format_args!(
            r#"<pattern id="hatch{hatch}" width="6" height="6" patternUnits="userSpaceOnUse"><path d="{d}" fill="none" stroke="{edge}" stroke-width="0.9" stroke-linecap="round"/></pattern>"#
        ));
    }
}

/// The sign of a park without a boundary.
pub(crate) fn marker(canvas: &mut Canvas<'_>, x: f64, y: f64, paint: &ParkPaint) {
    symbols::painted(canvas, &PARK_POINT, &paint.fill, (x, y));
}

/// The rings of a geometry as one path.
fn shape(geometry: &Geometry<f64>, view: &View) -> String {
    let rings = polygons(geometry).into_iter().flat_map(|polygon| view.rings(&polygon));
    rings.map(|ring| path(&ring, true)).collect()
}

/// The coordinates that a park has to be shown by: its outer rings, or its point.
pub(crate) fn coordinates(planned: &PlannedPark) -> Vec<Coord<f64>> {
    match &planned.park.footprint {
        Footprint::Point(point) => vec![point.0],
        Footprint::Boundary(parts) => {
            parts.iter().flat_map(|part| part.exterior().coords().copied()).collect()
        }
    }
}

/// All coordinates that the map has to show: of the outline if there is one, of the parks always,
/// and of the enterprises where there is no outline: then, of both, those that lie with the bulk of them. An enterprise
/// far from its district is a mistake in the data, and must not shrink the map to a dot.
pub(crate) fn shown(plan: &Plan, outline: &[Geometry<f64>]) -> Vec<Coord<f64>> {
    let mut places: Vec<Coord<f64>> = outline.iter().flat_map(super::view::coordinates).collect();
    let all: Vec<_> = plan.parks.iter().map(coordinates).collect();
    if !outline.is_empty() {
        places.extend(all.into_iter().flatten());
        return places;
    }
    let sites = plan.enterprises().map(|planned| vec![planned.enterprise().site.0]);
    super::bulk::of(all.into_iter().chain(sites).collect())
}
