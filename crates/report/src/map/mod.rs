//! The printed relocation map: who moves where, on one sheet.
//!
//! A page is drawn in this order: ground (surroundings, district, towns) → parks, the largest first
//! → those who stay → moves → everybody else, what needs a decision on top → names → frame, scale,
//! panel, notes. Names are placed before anything is drawn over them: on as little ink as can be,
//! and never on each other.

mod canvas;
mod frame;
mod ink;
mod labels;
mod legend;
mod moves;
mod names;
mod page;
mod panel;
mod projection;
mod sheet;
mod symbols;
mod territory;
mod view;
mod words;

pub use page::PageSize;
pub use words::MapLang;

use crate::Fonts;
use canvas::{Canvas, N, xml_escaped};
use geo::InteriorPoint;
use geo_types::{Geometry, Point};
use ink::Ink;
use moves::Move;
use page::{MAP, SHEET};
use parkward_model::Text;
use parkward_planning::{Bucket, Plan};
use parkward_policy::{Date, ParkType};
use view::View;

/// Beyond this many enterprises, those that stay or close are counted in the legend and not drawn:
/// their signs would be a blanket.
const CROWD: usize = 20_000;

/// What a map shows besides the plan.
#[derive(Clone, Debug, Default)]
pub struct MapOptions {
    /// The language; by default Chinese with English beneath.
    pub lang: MapLang,
    /// The sheet; by default A3.
    pub page: PageSize,
    /// The outline of the district, in degrees of longitude and latitude on WGS84. Without one, the
    /// map shows all parks and enterprises, and no surroundings.
    pub outline: Vec<Geometry<f64>>,
    /// Outlines of towns, drawn faintly.
    pub towns: Vec<Geometry<f64>>,
    /// Names set where the map has room for them.
    pub places: Vec<PlaceName>,
    /// Types of parks in the order of the legend, as the rule book gives them.
    pub park_types: Vec<ParkType>,
    /// The day to print. Without one, a map of the same plan is the same on every day.
    pub printed_on: Option<Date>,
}

/// A name on the map, of a town or a village.
#[derive(Clone, Debug, PartialEq)]
pub struct PlaceName {
    /// The name.
    pub name: Text,
    /// Where it would best stand, in degrees of longitude and latitude on WGS84.
    pub at: Point<f64>,
}

impl PlaceName {
    /// A name in the middle of an area; `None` for an area without coordinates.
    pub fn within(name: Text, area: &Geometry<f64>) -> Option<Self> {
        area.interior_point().map(|at| Self { name, at })
    }
}

/// A map that cannot be drawn.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MapError {
    /// Nothing with a place on the Earth: no outline, no parks, no enterprises.
    #[error(
        "the map has nothing to show: expected an outline, a park or an enterprise with a usable \
         longitude and latitude, found none"
    )]
    Nothing,
}

/// The relocation map of a plan as SVG, text as text.
///
/// It shows the outline and the parks; without an outline, the enterprises too. Enterprises beyond
/// the frame are counted in the legend. Names too long for the map end in an ellipsis, characters
/// that the font lacks are □, parks without a name show their id. The same plan, options and font
/// give the same bytes.
///
/// # Errors
/// [`MapError::Nothing`] if nothing has a place.
pub fn svg(plan: &Plan, options: &MapOptions, fonts: &Fonts) -> Result<String, MapError> {
    let shown = territory::shown(plan, &options.outline);
    let view = View::of(&shown).ok_or(MapError::Nothing)?;
    let parks = territory::parks(plan, &view);
    let sites = Sites::of(plan, &view);
    let ink = ink(&parks, &sites, options, &view);
    let card = frame::card(&ink);

    let mut canvas = Canvas::new(fonts);
    open(&mut canvas, plan, options);
    canvas.put(format_args!(r#"<g clip-path="url(#map)">"#));
    territory::draw_land(&mut canvas, options, &view);
    frame::draw_crosses(&mut canvas, &view);
    territory::draw_parks(&mut canvas, &parks, options);
    sites.draw(&mut canvas);
    territory::draw_points(&mut canvas, &parks, options);
    names::draw(&mut canvas, &parks, options, &view, &ink, &[card]);
    frame::draw_scale(&mut canvas, &card, &view, options);
    canvas.put(format_args!("</g>"));
    frame::draw(&mut canvas, &view);
    sheet::draw_title(&mut canvas, plan, options);
    panel::draw(&mut canvas, plan, &parks, options, &sites.drawn);
    sheet::draw_notes(&mut canvas, plan, options, &view);
    canvas.put(format_args!("</g></svg>"));
    Ok(canvas.finish())
}

fn open(canvas: &mut Canvas<'_>, plan: &Plan, options: &MapOptions) {
    let (width, height) = options.page.millimetres();
    let family = xml_escaped(canvas.fonts.family());
    let title = xml_escaped(options.lang.lead(&plan.title));
    canvas.put(format_args!(
        r##"<svg xmlns="http://www.w3.org/2000/svg" width="{}mm" height="{}mm" viewBox="0 0 {} {}" font-family="{family}, sans-serif"><title>{title}</title><defs><clipPath id="map"><rect x="{}" y="{}" width="{}" height="{}"/></clipPath></defs><rect width="{2}" height="{3}" fill="#ffffff"/><g>"##,
        N(width),
        N(height),
        N(SHEET.width),
        N(SHEET.height),
        N(MAP.x),
        N(MAP.y),
        N(MAP.width),
        N(MAP.height),
    ));
}

/// The enterprises on the sheet.
struct Sites {
    /// Where the enterprises of each bucket of [`symbols::ORDER`] stand.
    by_bucket: [Vec<(f64, f64)>; 6],
    moves: Vec<Move>,
    /// Size of the signs.
    size: f64,
    drawn: legend::Drawn,
}

impl Sites {
    fn of(plan: &Plan, view: &View) -> Self {
        let crowded = plan.enterprises.len() > CROWD;
        let left_out: Vec<Bucket> = if crowded {
            vec![Bucket::InPark, Bucket::InParkCloses, Bucket::Closes]
        } else {
            Vec::new()
        };
        let mut by_bucket: [Vec<(f64, f64)>; 6] = Default::default();
        let (mut moves, mut beyond) = (Vec::new(), 0);
        for planned in plan.enterprises() {
            let site = planned.enterprise().site.0;
            if !(site.x.is_finite() && site.y.is_finite()) {
                beyond += 1;
                continue;
            }
            let at = view.place(site);
            if let Some([x, y]) = planned.entry()
                && x.is_finite()
                && y.is_finite()
            {
                moves.push((at, view.place(geo_types::Coord { x, y })));
            }
            if !MAP.contains(at.0, at.1) {
                beyond += 1;
                continue;
            }
            let bucket = symbols::ORDER.iter().position(|bucket| *bucket == planned.verdict());
            if let Some(bucket) = bucket.filter(|_| !left_out.contains(&planned.verdict())) {
                by_bucket[bucket].push(at);
            }
        }
        let size = symbols::size_for(by_bucket.iter().map(Vec::len).sum());
        let drawn = legend::Drawn { left_out, beyond, moves: moves.len() };
        Self { by_bucket, moves, size, drawn }
    }

    fn draw(&self, canvas: &mut Canvas<'_>) {
        for (bucket, sites) in symbols::ORDER.into_iter().zip(&self.by_bucket) {
            if bucket == Bucket::Moves {
                moves::draw(canvas, &self.moves);
            }
            if sites.is_empty() {
                continue;
            }
            canvas.put(format_args!("<g {}>", symbols::paint(bucket, self.size)));
            for site in sites {
                symbols::sign(canvas, bucket, *site, self.size);
            }
            canvas.put(format_args!("</g>"));
        }
    }
}

/// What names should not cover.
fn ink(
    parks: &[territory::DrawnPark<'_>],
    sites: &Sites,
    options: &MapOptions,
    view: &View,
) -> Ink {
    let mut ink = Ink::over(MAP);
    for geometry in &options.outline {
        for polygon in view::polygons(geometry) {
            ink.ground(&view.rings(&polygon), None, 0.02);
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
    for (bucket, sites) in symbols::ORDER.into_iter().zip(&sites.by_bucket) {
        let weight = match bucket {
            Bucket::InPark | Bucket::InParkCloses => 1.0,
            Bucket::Closes | Bucket::Moves => 2.0,
            Bucket::Review | Bucket::Unplaced | Bucket::Rejected => 5.0,
        };
        sites.iter().for_each(|(x, y)| ink.point(*x, *y, weight));
    }
    sites.moves.iter().for_each(|(from, to)| ink.line(*from, *to, 0.2));
    ink.seal();
    ink
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing;
    use parkward_planning::Enterprises;
    use resvg::usvg::{Options, Tree};

    fn options() -> MapOptions {
        let outline = geo_types::Rect::new((121.0, 30.7), (121.5, 31.0)).to_polygon();
        MapOptions {
            outline: vec![outline.clone().into()],
            towns: vec![outline.into()],
            places: vec![PlaceName {
                name: Text::new("某镇", "Some Town"),
                at: Point::new(121.4, 30.95),
            }],
            park_types: testing::park_types(),
            ..MapOptions::default()
        }
    }

    fn parsed(svg: &str, fonts: &Fonts) -> Tree {
        let options = Options { fontdb: fonts.database(), ..Options::default() };
        Tree::from_str(svg, &options).unwrap()
    }

    #[test]
    fn hostile_names_give_well_formed_svg_in_every_language() {
        let fonts = Fonts::system().unwrap();
        for lang in [MapLang::Zh, MapLang::En, MapLang::Both] {
            let svg = svg(&testing::plan(), &MapOptions { lang, ..options() }, &fonts).unwrap();
            parsed(&svg, &fonts);
            assert!(!svg.contains("<b>") && !svg.contains('\u{1}'));
            assert!(svg.contains(">c</text>"), "a park without a name shows its id");
        }
    }

    #[test]
    fn all_text_lies_on_the_sheet() {
        fn texts(group: &resvg::usvg::Group, found: &mut Vec<resvg::tiny_skia::Rect>) {
            for node in group.children() {
                match node {
                    resvg::usvg::Node::Group(group) => texts(group, found),
                    resvg::usvg::Node::Text(text) => found.push(text.abs_bounding_box()),
                    _ => {}
                }
            }
        }
        let fonts = Fonts::system().unwrap();
        let tree = parsed(&svg(&testing::plan(), &options(), &fonts).unwrap(), &fonts);
        let mut found = Vec::new();
        texts(tree.root(), &mut found);
        assert!(found.len() > 50);
        for text in found {
            assert!(text.left() > 0.0 && text.right() < tree.size().width(), "{text:?}");
            assert!(text.top() > 0.0 && text.bottom() < tree.size().height(), "{text:?}");
        }
    }

    #[test]
    fn the_same_plan_is_the_same_bytes() {
        let fonts = Fonts::system().unwrap();
        let draw = || svg(&testing::plan(), &options(), &fonts).unwrap();
        assert_eq!(draw(), draw());
        assert_eq!(crate::pdf(&draw(), &fonts).unwrap(), crate::pdf(&draw(), &fonts).unwrap());
    }

    #[test]
    fn little_is_enough_for_a_map_and_nothing_is_too_little() {
        let fonts = Fonts::system().unwrap();
        let bare = MapOptions::default();
        let mut plan = testing::empty();
        assert_eq!(svg(&plan, &bare, &fonts), Err(MapError::Nothing));
        assert!(svg(&plan, &options(), &fonts).is_ok());
        let at = |x| {
            let only = testing::enterprise(1, (x, 30.8), Bucket::Unplaced);
            Enterprises::from_records([only], &[]).unwrap()
        };
        plan.enterprises = at(121.2);
        parsed(&svg(&plan, &bare, &fonts).unwrap(), &fonts);
        plan.enterprises = at(f64::NAN);
        assert_eq!(svg(&plan, &bare, &fonts), Err(MapError::Nothing));
        plan.parks = vec![testing::park("p", Text::default(), [121.2, 30.8, 121.2, 30.8], "x")];
        parsed(&svg(&plan, &bare, &fonts).unwrap(), &fonts);
    }

    #[test]
    fn every_verdict_is_on_the_map() {
        let fonts = Fonts::system().unwrap();
        let svg = svg(&testing::plan(), &options(), &fonts).unwrap();
        for bucket in symbols::ORDER {
            assert!(svg.contains(bucket.colour()), "{bucket:?}");
        }
        let picture = crate::png(&svg, 48.0, &fonts).unwrap();
        let picture = resvg::tiny_skia::Pixmap::decode_png(&picture).unwrap();
        assert_eq!((picture.width(), picture.height()), (794, 561));
        let first = picture.pixels()[0];
        let inked = picture.pixels().iter().filter(|pixel| **pixel != first).count();
        assert!(inked * 2 > picture.pixels().len());
    }

    #[test]
    fn a_crowd_is_counted_and_not_drawn() {
        let fonts = Fonts::system().unwrap();
        let stays = testing::enterprise(1, (121.2, 30.8), Bucket::InPark);
        let plan = testing::plan_with(vec![stays; CROWD]);
        let svg = svg(&plan, &options(), &fonts).unwrap();
        assert!(svg.contains("未绘"));
        assert!(svg.len() < 1_000_000);
    }
}
