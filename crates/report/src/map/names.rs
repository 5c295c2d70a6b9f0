//! Names of parks and places: broken into lines, placed, set.

use super::canvas::{Anchor, Canvas, N, Type};
use super::ink::Ink;
use super::labels::{self, Name};
use super::numbers::{self, Numbered};
use super::options::MapOptions;
use super::page::Rect;
use super::territory::{self, DrawnPark};
use super::view::{View, extent};
use super::{edge, key};
use crate::fonts::{Fonts, Weight};
use geo::{Contains, InteriorPoint};
use geo_types::{LineString, Point, Polygon};
use parkward_model::mixed;

const LEAD: f64 = 8.6;
const SECOND: f64 = 6.1;
/// Height of a line, in sizes.
const LEADING: f64 = 1.2;
/// The widest a name may be.
const WIDEST: f64 = 118.0;
/// Where there are more parks than this, only this many, the largest, have their names set, small, in one language, and
/// only where there is room.
const MANY: usize = 60;
const PLACE_SIZE: f64 = 7.4;
const PLACE_SECOND: f64 = 6.0;

/// A name in lines: text, size, weight.
struct Block {
    lines: Vec<(String, f64, Weight)>,
    size: (f64, f64),
}

impl Block {
    fn new(fonts: &Fonts, lead: &str, second: Option<&str>, sizes: (f64, f64), bold: bool) -> Self {
        let weight = if bold { Weight::Bold } else { Weight::Regular };
        let set = |text: &str, size, weight, most| {
            let text = fonts.settable(text);
            let lines = fonts.balanced(&text, size, weight, WIDEST, most);
            lines.into_iter().map(move |line| (line, size, weight)).collect::<Vec<_>>()
        };
        let mut lines = set(lead, sizes.0, weight, 3);
        lines.extend(second.map_or_else(Vec::new, |text| set(text, sizes.1, Weight::Regular, 2)));
        let widths = lines.iter().map(|(text, size, weight)| fonts.width(text, *size, *weight));
        let width = widths.fold(0.0, f64::max) + 2.0;
        let height = lines.iter().map(|(_, size, _)| size * LEADING).sum::<f64>() + 1.0;
        Self { lines, size: (width, height) }
    }

    fn draw(&self, canvas: &mut Canvas<'_>, rect: &Rect, colour: &str) {
        let (x, mut y) = (rect.centre().0, rect.y + 0.5);
        for (text, size, weight) in &self.lines {
            y += size * LEADING;
            let style = match weight {
                Weight::Bold => Type::bold(*size, colour),
                Weight::Regular => Type::regular(*size, colour),
            };
            let style = style.anchored(Anchor::Middle).with_halo(size * 0.3);
            // Ideographs reach further down than the baseline by an eighth of an em.
            canvas.text(x, y - size * 0.26, style, text);
        }
    }
}

/// Places and draws the names of parks, then those of places where there is room.
pub(crate) fn draw(
    canvas: &mut Canvas<'_>,
    parks: &[DrawnPark<'_>],
    options: &MapOptions,
    view: &View,
    ink: &Ink,
    cards: &[Rect],
) -> Vec<Rect> {
    let lang = options.lang;
    let mut taken = edge::draw(canvas, parks, options, view, cards);
    // The park that the page is of goes first, whatever its size; grounds keep their numbers.
    let mut named: Vec<(usize, &DrawnPark<'_>)> = parks.iter().enumerate().collect();
    named.sort_by_key(|(_, park)| park.faded);
    let of_one_park = parks.iter().any(|park| park.faded);
    let crowded = named.len() > key::MANY;
    named.truncate(if of_one_park { MANY } else { most(&ink.area()) });
    let minor = |park: &DrawnPark<'_>| park.faded || (crowded && !of_one_park);
    let blocks: Vec<Block> = named
        .iter()
        .map(|(_, park)| {
            let name = &park.planned.park.name;
            let lead = match lang.lead(name) {
                "" => park.planned.park.id.as_str(),
                name => name,
            };
            let second = lang.second(name).filter(|_| !(crowded && minor(park)));
            let sizes = if minor(park) { (PLACE_SIZE, PLACE_SECOND) } else { (LEAD, SECOND) };
            Block::new(canvas.fonts, lead, second, sizes, !park.faded)
        })
        .collect();
    let names: Vec<Name> = named
        .iter()
        .zip(&blocks)
        .map(|((i, park), block)| Name {
            optional: minor(park),
            ..park_name(*i, park, block, parks)
        })
        .collect();
    let places = labels::place(&names, ink, &ink.area(), &taken);
    let palette = canvas.palette;
    let colour = |park: &DrawnPark<'_>| match park.faded {
        true => palette.muted.to_owned(),
        false => palette.park(park.planned, &options.park_types).name,
    };
    for ((_, park), place) in named.iter().zip(&places) {
        let Some(labels::Place { rect, leader }) = place else { continue };
        taken.push(*rect);
        if let Some((from, to)) = leader {
            draw_leader(canvas, *from, *to, &colour(park));
        }
    }
    for (((_, park), block), place) in named.iter().zip(&blocks).zip(&places) {
        if let Some(place) = place {
            block.draw(canvas, &place.rect, &colour(park));
        }
    }
    if crowded && !of_one_park {
        let known: Vec<usize> =
            named.iter().zip(&places).filter(|(_, p)| p.is_some()).map(|((i, _), _)| *i).collect();
        draw_numbers(canvas, parks, &known, options, ink, &taken);
    }
    taken.extend(draw_places(canvas, options, view, ink, &taken));
    taken
}

/// How many parks are named on a map: as many as share an A3 sheet, more on a larger one.
fn most(map: &Rect) -> usize {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "hundreds")]
    let by_room = (map.width * map.height / 8_500.0) as usize;
    by_room.max(MANY / 2)
}

/// Numbers the parks that have no name on the map.
fn draw_numbers(
    canvas: &mut Canvas<'_>,
    parks: &[DrawnPark<'_>],
    known: &[usize],
    options: &MapOptions,
    ink: &Ink,
    taken: &[Rect],
) {
    let numbers = key::numbers(parks, options);
    let sign = |park: &DrawnPark<'_>| {
        let number = numbers.get(&park.planned.park.id)?;
        Some(Numbered {
            at: park.point.unwrap_or_else(|| middle(&park.rings)),
            radius: 3.5,
            number: number.to_string(),
            upon: park.point.is_none(),
        })
    };
    let unnamed = parks.iter().enumerate().filter(|(index, _)| !known.contains(index));
    let signs: Vec<Numbered> = unnamed.filter_map(|(_, park)| sign(park)).collect();
    let colour = canvas.palette.text;
    numbers::draw(canvas, &signs, ink, taken, colour);
}

fn draw_leader(canvas: &mut Canvas<'_>, from: (f64, f64), to: (f64, f64), colour: &str) {
    let [x0, y0, x1, y1] = [from.0, from.1, to.0, to.1].map(N);
    canvas.put(format_args!(
        r##"<path d="M{x0} {y0}L{x1} {y1}" stroke="#ffffff" stroke-width="2.2" stroke-opacity="0.8" fill="none"/>"##
    ));
    canvas.put(format_args!(
        r#"<path d="M{x0} {y0}L{x1} {y1}" stroke="{colour}" stroke-width="0.6" fill="none"/>"#
    ));
    canvas.put(format_args!(r#"<circle cx="{x1}" cy="{y1}" r="1.2" fill="{colour}"/>"#));
}

fn draw_places(
    canvas: &mut Canvas<'_>,
    options: &MapOptions,
    view: &View,
    ink: &Ink,
    taken: &[Rect],
) -> Vec<Rect> {
    let lang = options.lang;
    let set: Vec<(Block, Name)> = options
        .places
        .iter()
        .filter(|place| !lang.lead(&place.name).is_empty())
        .map(|place| {
            let (lead, second) = (lang.lead(&place.name), lang.second(&place.name));
            let sizes = (PLACE_SIZE, PLACE_SECOND);
            let block = Block::new(canvas.fonts, lead, second, sizes, false);
            let at = view.place(place.at.0);
            let name = Name {
                size: block.size,
                edge: vec![at],
                middle: at,
                owner: u32::MAX,
                around: Vec::new(),
                optional: true,
            };
            (block, name)
        })
        .collect();
    let (blocks, names): (Vec<Block>, Vec<Name>) = set.into_iter().unzip();
    let places = labels::place(&names, ink, &ink.area(), taken);
    for (block, place) in blocks.iter().zip(&places) {
        if let Some(place) = place {
            block.draw(canvas, &place.rect, &mixed(canvas.palette.town, "#000000", 0.15));
        }
    }
    places.into_iter().flatten().map(|place| place.rect).collect()
}

fn park_name(index: usize, park: &DrawnPark<'_>, block: &Block, parks: &[DrawnPark<'_>]) -> Name {
    let owner = |i: usize| u32::try_from(i).unwrap_or(u32::MAX - 1);
    let around = parks.iter().enumerate();
    let around = around.filter(|(_, other)| park.planned.lies_in.contains(&other.planned.park.id));
    let (edge, middle) = match park.point {
        Some((x, y)) => (vec![(x, y)], (x, y + 6.5 + block.size.1 / 2.0)),
        None => (edge_of(&park.rings), middle(&park.rings)),
    };
    Name {
        size: block.size,
        edge,
        middle,
        owner: owner(index),
        around: around.map(|(i, _)| owner(i)).collect(),
        optional: false,
    }
}

/// The edge that a leader may end on: that of the largest part.
fn edge_of(rings: &[Vec<(f64, f64)>]) -> Vec<(f64, f64)> {
    let largest = rings.iter().max_by(|a, b| territory::area(a).total_cmp(&territory::area(b)));
    largest.cloned().unwrap_or_default()
}

/// A point well inside the largest part: the middle of its extent where that is inside.
fn middle(rings: &[Vec<(f64, f64)>]) -> (f64, f64) {
    let edge = edge_of(rings);
    let Some(extent) = extent(&edge) else { return (0.0, 0.0) };
    let polygon = Polygon::new(LineString::from(edge), Vec::new());
    let (x, y) = extent.centre();
    if polygon.contains(&Point::new(x, y)) {
        return (x, y);
    }
    polygon.interior_point().map_or((x, y), |point| (point.x(), point.y()))
}
