//! Zones that rules of space look at: hatched areas, lines, and points with the circle that they keep
//! free. They lie on the ground, beneath the parks and everybody.

use super::canvas::{Canvas, N};
use super::options::MapOptions;
use super::symbols;
use super::view::{View, path};
use parkward_model::{Text, Zone, ZoneShape};
use parkward_planning::{Plan, ZONE_POINT};

/// Distance of hatching lines, in points of the sheet.
const TILE: u8 = 5;

/// Defines the hatching of each kind.
pub(crate) fn define_hatches(canvas: &mut Canvas<'_>, options: &MapOptions) {
    for (index, kind) in options.zone_kinds.iter().enumerate() {
        let colour = canvas.palette.zone(kind).to_owned();
        let t = TILE;
        let colour = super::canvas::xml_escaped(&colour);
        canvas.put(format_args!(
            r#"<pattern id="zone{index}" width="{t}" height="{t}" patternUnits="userSpaceOnUse" patternTransform="rotate({turn})"><path d="M0 0H{t}" fill="none" stroke="{colour}" stroke-width="0.9"/></pattern>"#,
            turn = 45 + 30 * index,
        ));
    }
}

/// Draws the zones of the kinds that the map shows.
pub(crate) fn draw(canvas: &mut Canvas<'_>, zones: &[Zone], options: &MapOptions, view: &View) {
    for (index, kind) in options.zone_kinds.iter().enumerate() {
        for zone in zones.iter().filter(|zone| zone.kind == kind.id) {
            let colour = super::canvas::xml_escaped(canvas.palette.zone(kind));
            match &zone.shape {
                ZoneShape::Area(area) => {
                    let rings = area.iter().flat_map(|part| view.rings(part));
                    let d: String = rings.map(|ring| path(&ring, true)).collect();
                    canvas.put(format_args!(
                        r#"<path d="{d}" fill="url(#zone{index})" fill-opacity="0.35" fill-rule="evenodd" stroke="{colour}" stroke-width="0.7" stroke-opacity="0.8" stroke-dasharray="4 1.6"/>"#
                    ));
                }
                ZoneShape::Line(lines) => {
                    let d: String =
                        lines.iter().map(|line| path(&view.line(line), false)).collect();
                    canvas.put(format_args!(
                        r#"<path d="{d}" fill="none" stroke="{colour}" stroke-width="2.4" stroke-opacity="0.55" stroke-linejoin="round" stroke-linecap="round"/>"#
                    ));
                }
                ZoneShape::Point(at) => {
                    let (x, y) = view.place(at.0);
                    let reach =
                        zone.distance.map_or(0.0, |metres| metres.0) * view.points_per_metre();
                    canvas.put(format_args!(
                        r#"<circle cx="{}" cy="{}" r="{}" fill="url(#zone{index})" fill-opacity="0.35" stroke="{colour}" stroke-width="0.7" stroke-dasharray="4 1.6"/>"#,
                        N(x),
                        N(y),
                        N(reach)
                    ));
                    mark(canvas, (x, y), &colour);
                }
            }
        }
    }
}

/// The sign of a facility.
fn mark(canvas: &mut Canvas<'_>, at: (f64, f64), colour: &str) {
    symbols::painted(canvas, &ZONE_POINT, colour, at);
}

/// Draws a line of the legend for each kind of which the plan has a zone; `words` sets the words and
/// says how high a line is. Returns where the next line begins.
pub(crate) fn legend(
    canvas: &mut Canvas<'_>,
    plan: &Plan,
    options: &MapOptions,
    mut y: f64,
    words: impl Fn(&mut Canvas<'_>, &Text, f64) -> f64,
) -> f64 {
    for (index, kind) in options.zone_kinds.iter().enumerate() {
        let Some(zone) = plan.zones.iter().find(|zone| zone.kind == kind.id) else { continue };
        let colour = super::canvas::xml_escaped(canvas.palette.zone(kind));
        let (left, middle) = (canvas.layout.panel.x + 1.0, y + 6.4);
        match zone.shape {
            ZoneShape::Area(_) => canvas.put(format_args!(
                r#"<rect x="{}" y="{}" width="16" height="8" fill="url(#zone{index})" fill-opacity="0.6" stroke="{colour}" stroke-width="0.7" stroke-dasharray="4 1.6"/>"#,
                N(left),
                N(y + 2.4)
            )),
            ZoneShape::Line(_) => canvas.put(format_args!(
                r#"<path d="M{} {}h16" stroke="{colour}" stroke-width="2.4" stroke-opacity="0.55"/>"#,
                N(left),
                N(middle)
            )),
            ZoneShape::Point(_) => mark(canvas, (left + 8.0, middle), &colour),
        }
        y += words(canvas, &kind.name, y);
    }
    y
}
