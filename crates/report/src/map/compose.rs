//! A sheet: opened, the map drawn within its frame, closed.

use super::canvas::{Canvas, N, xml_escaped};
use super::ink::Ink;
use super::inset::Inset;
use super::options::MapOptions;
use super::sites::Sites;
use super::territory::DrawnPark;
use super::view::View;
use super::{frame, names, numbers, projects, territory, view, zones};
use crate::Fonts;
use parkward_model::{Text, Zone};
use parkward_planning::PlannedProject;

/// A sheet without anything on it.
pub(crate) fn open<'a>(title: &Text, options: &MapOptions, fonts: &'a Fonts) -> Canvas<'a> {
    let mut canvas = Canvas::new(fonts, options);
    let (width, height) = options.page.millimetres();
    let family = xml_escaped(fonts.family());
    let title = xml_escaped(options.lang.lead(title));
    canvas.put(format_args!(
        r##"<svg xmlns="http://www.w3.org/2000/svg" width="{}mm" height="{}mm" viewBox="0 0 {} {}" font-family="{family}, sans-serif"><title>{title}</title><defs><clipPath id="map"><rect x="{}" y="{}" width="{}" height="{}"/></clipPath>"##,
        N(width),
        N(height),
        N(canvas.layout.sheet.width),
        N(canvas.layout.sheet.height),
        N(canvas.layout.map.x),
        N(canvas.layout.map.y),
        N(canvas.layout.map.width),
        N(canvas.layout.map.height),
    ));
    territory::define_hatches(&mut canvas, options);
    zones::define_hatches(&mut canvas, options);
    let (width, height) = (N(canvas.layout.sheet.width), N(canvas.layout.sheet.height));
    canvas.put(format_args!(
        r##"</defs><rect width="{width}" height="{height}" fill="#ffffff"/><g>"##
    ));
    canvas
}

pub(crate) fn close(mut canvas: Canvas<'_>) -> String {
    canvas.put(format_args!("</g></svg>"));
    canvas.finish()
}

/// What is drawn on the map.
#[derive(Clone, Copy)]
pub(crate) struct Drawn<'a> {
    pub(crate) zones: &'a [Zone],
    pub(crate) parks: &'a [DrawnPark<'a>],
    pub(crate) sites: &'a Sites,
    pub(crate) projects: &'a [PlannedProject],
}

/// Draws the map within its frame; returns how many numbers of enterprises found room.
pub(crate) fn draw_map(
    canvas: &mut Canvas<'_>,
    drawn: Drawn<'_>,
    options: &MapOptions,
    view: &View,
    inset: Option<&Inset<'_>>,
) -> usize {
    let Drawn { zones, parks, sites, projects } = drawn;
    let names_avoid = ink(drawn, options, view, 0.02);
    // Cards may cover the ground of parks, but not the signs and names on it.
    let cards_avoid = ink(drawn, options, view, 0.001);
    let sizes: Vec<_> = inset.map(Inset::size).into_iter().chain([frame::CARD]).collect();
    let cards = frame::at_edges(&cards_avoid, &sizes);
    canvas.put(format_args!(r#"<g id="ground" clip-path="url(#map)">"#));
    territory::draw_land(canvas, options, view);
    zones::draw(canvas, zones, options, view);
    frame::draw_graticule(canvas, view);
    if let Some(crowd) = &sites.crowd {
        crowd.draw_cells(canvas);
    }
    territory::draw_parks(canvas, parks, options);
    sites.draw(canvas);
    projects::draw(canvas, projects, view);
    territory::draw_points(canvas, parks, options);
    let taken = names::draw(canvas, parks, options, view, &names_avoid, &cards);
    let colour = canvas.palette.text;
    let numbered = numbers::draw(canvas, &sites.numbered(), &names_avoid, &taken, colour);
    if let (Some(inset), [card, _]) = (inset, &cards[..]) {
        inset.draw(canvas, card);
    }
    if let Some(card) = cards.last() {
        frame::draw_scale(canvas, card, view, options);
    }
    canvas.put(format_args!("</g>"));
    frame::draw(canvas, view);
    numbered
}

/// What names and cards should not cover; `ground` is what a cell of the district's ground weighs.
fn ink(
    Drawn { parks, sites, projects, .. }: Drawn<'_>,
    options: &MapOptions,
    view: &View,
    ground: f64,
) -> Ink {
    let mut ink = Ink::over(view.rect());
    for geometry in &options.outline {
        for polygon in view::polygons(geometry) {
            ink.ground(&view.rings(&polygon), None, ground);
            for ring in view.rings(&polygon) {
                ring.windows(2).for_each(|edge| ink.line(edge[0], edge[1], 0.8));
            }
        }
    }
    for (owner, park) in (0..).zip(parks) {
        ink.ground(&park.rings, Some(owner), 0.0);
        for ring in &park.rings {
            ring.windows(2).for_each(|edge| ink.line(edge[0], edge[1], 0.8));
        }
        if let Some((x, y)) = park.point {
            ink.point(x, y, 30.0);
        }
    }
    sites.ink(&mut ink);
    projects::ink(projects, view, &mut ink);
    ink.seal();
    ink
}
