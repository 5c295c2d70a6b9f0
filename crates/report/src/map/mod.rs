//! The printed relocation map: who moves where, on one sheet; and a sheet for each park.
//!
//! A page is drawn in this order: ground (surroundings, district, towns, graticule) → parks, the
//! largest first → those who stay → moves → everybody else, what needs a decision on top → names →
//! inset, scale, frame, panel, notes. Names are placed before anything is drawn over them: on as
//! little ink as can be, and never on each other.
//!
//! | where | what |
//! |---|---|
//! | `page` | the sheet: where everything stands |
//! | `theme` | the colours |
//! | `sites`, `crowd`, `moves`, `symbols` | enterprises: signs, or cells and streams |
//! | `labels`, `ink` | where names stand |
//! | `panel`, `legend`, `park_page` | what stands beside the map |
//! | `golden` (tests) | whole pages against pictures |

mod canvas;
mod crowd;
mod frame;
#[cfg(test)]
mod golden;
mod ink;
mod inset;
mod labels;
mod legend;
mod moves;
mod names;
mod page;
mod panel;
mod park_page;
mod projection;
mod projects;
mod sheet;
mod sites;
mod symbols;
mod territory;
mod theme;
mod view;
mod words;
mod zones;

pub use page::{PageSize, UnknownName};
pub use park_page::park_pages;
pub use theme::Theme;
pub use words::MapLang;

use crate::Fonts;
use canvas::{Canvas, N, xml_escaped};
use geo::InteriorPoint;
use geo_types::{Geometry, Point};
use ink::Ink;
use inset::Inset;
use page::{MAP, SHEET};
use parkward_model::{Text, Zone};
use parkward_planning::{Plan, PlannedProject};
use parkward_policy::{Date, ParkType, ZoneKind};
use sites::{Grades, Sites};
use territory::DrawnPark;
use view::View;

/// What a map shows besides the plan.
#[derive(Clone, Debug, Default)]
pub struct MapOptions {
    /// The language; by default Chinese with English beneath.
    pub lang: MapLang,
    /// The sheet; by default A3.
    pub page: PageSize,
    /// The colours; by default those for screens.
    pub theme: Theme,
    /// The outline of the district, in degrees of longitude and latitude on WGS84. Without one, the
    /// map shows all parks and enterprises, and no surroundings.
    pub outline: Vec<Geometry<f64>>,
    /// Outlines of towns, drawn faintly.
    pub towns: Vec<Geometry<f64>>,
    /// Names set where the map has room for them.
    pub places: Vec<PlaceName>,
    /// Types of parks in the order of the legend, as the rule book gives them.
    pub park_types: Vec<ParkType>,
    /// Kinds of zones that are drawn, in the order of the legend.
    pub zone_kinds: Vec<ZoneKind>,
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
/// It shows the outline and the parks; without an outline, the enterprises too. The area of a sign
/// grows with the land that the enterprise needs. Beyond 8,000 enterprises, they are counted in
/// hexagons and their moves gathered into streams. Enterprises beyond the frame are counted in the
/// legend. Names too long for the map end in an ellipsis, characters that the font lacks are □,
/// parks without a name show their id. The same plan, options and font give the same bytes.
///
/// # Errors
/// [`MapError::Nothing`] if nothing has a place.
pub fn svg(plan: &Plan, options: &MapOptions, fonts: &Fonts) -> Result<String, MapError> {
    let shown = territory::shown(plan, &options.outline);
    let view = View::of(&shown).ok_or(MapError::Nothing)?;
    let parks = territory::parks(plan, &view, None);
    let sites = Sites::of(plan.enterprises(), Grades::of(plan), &view);
    let mut canvas = open(&plan.title, options, fonts);
    let inset = Inset::Globe(view.middle_deg());
    let drawn = (&sites, &plan.projects[..]);
    draw_map(&mut canvas, &plan.zones, &parks, drawn, options, &view, &inset);
    sheet::draw_title(&mut canvas, plan, &plan.title, options);
    canvas.put(format_args!(r#"<g id="panel">"#));
    panel::draw(&mut canvas, plan, &parks, options, &sites);
    canvas.put(format_args!("</g>"));
    sheet::draw_notes(&mut canvas, plan, options, &view);
    Ok(close(canvas))
}

/// A sheet without anything on it.
fn open<'a>(title: &Text, options: &MapOptions, fonts: &'a Fonts) -> Canvas<'a> {
    let mut canvas = Canvas::new(fonts, options.theme);
    let (width, height) = options.page.millimetres();
    let family = xml_escaped(fonts.family());
    let title = xml_escaped(options.lang.lead(title));
    canvas.put(format_args!(
        r##"<svg xmlns="http://www.w3.org/2000/svg" width="{}mm" height="{}mm" viewBox="0 0 {} {}" font-family="{family}, sans-serif"><title>{title}</title><defs><clipPath id="map"><rect x="{}" y="{}" width="{}" height="{}"/></clipPath>"##,
        N(width),
        N(height),
        N(SHEET.width),
        N(SHEET.height),
        N(MAP.x),
        N(MAP.y),
        N(MAP.width),
        N(MAP.height),
    ));
    territory::define_hatches(&mut canvas, options);
    zones::define_hatches(&mut canvas, options);
    let (width, height) = (N(SHEET.width), N(SHEET.height));
    canvas.put(format_args!(
        r##"</defs><rect width="{width}" height="{height}" fill="#ffffff"/><g>"##
    ));
    canvas
}

fn close(mut canvas: Canvas<'_>) -> String {
    canvas.put(format_args!("</g></svg>"));
    canvas.finish()
}

/// Draws the map within its frame.
fn draw_map(
    canvas: &mut Canvas<'_>,
    zones: &[Zone],
    parks: &[DrawnPark<'_>],
    (sites, projects): (&Sites, &[PlannedProject]),
    options: &MapOptions,
    view: &View,
    inset: &Inset<'_>,
) {
    let names_avoid = ink(parks, sites, options, view, 0.02);
    // Cards may lie on ground; what they must not hide is what stands on it.
    let cards_avoid = ink(parks, sites, options, view, 0.001);
    let cards = frame::corners(&cards_avoid, [inset.size(), frame::CARD]);
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
    names::draw(canvas, parks, options, view, &names_avoid, &cards);
    let [inset_card, scale_card] = cards;
    inset.draw(canvas, &inset_card, options);
    frame::draw_scale(canvas, &scale_card, view, options);
    canvas.put(format_args!("</g>"));
    frame::draw(canvas, view);
}

/// What names and cards should not cover; `ground` is what a cell of the district's ground weighs.
fn ink(
    parks: &[DrawnPark<'_>],
    sites: &Sites,
    options: &MapOptions,
    view: &View,
    ground: f64,
) -> Ink {
    let mut ink = Ink::over(MAP);
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
    ink.seal();
    ink
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing;
    use parkward_planning::{Bucket, Enterprises};
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
        let pdf = || crate::Drawing::of(&draw(), &fonts).unwrap().pdf().unwrap();
        assert_eq!(pdf(), pdf());
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
    fn every_verdict_is_on_the_map_in_every_theme() {
        let fonts = Fonts::system().unwrap();
        for theme in Theme::ALL {
            let svg = svg(&testing::plan(), &MapOptions { theme, ..options() }, &fonts).unwrap();
            for bucket in symbols::ORDER {
                assert!(svg.contains(theme.palette().verdict(bucket)), "{theme:?} {bucket:?}");
            }
        }
    }

    #[test]
    fn a_crowd_is_counted_in_cells() {
        let fonts = Fonts::system().unwrap();
        let moves = testing::enterprise(1, (121.2, 30.8), Bucket::Moves);
        let plan = testing::plan_with(vec![moves; 9_000]);
        let svg = svg(&plan, &options(), &fonts).unwrap();
        assert!(svg.contains("未绘") && svg.contains("计入网格") && svg.contains("股迁移流"));
        assert!(svg.len() < 1_000_000);
    }

    #[test]
    fn every_park_has_a_page_with_everybody_who_comes() {
        let fonts = Fonts::system().unwrap();
        let mut incoming: Vec<_> =
            (100..600).map(|n| testing::enterprise(n, (121.2, 30.8), Bucket::Moves)).collect();
        incoming.iter_mut().for_each(|e| e.enterprise.name = "".into());
        let plan = testing::plan_with(incoming);
        for page in [PageSize::A4, PageSize::A0] {
            let options = MapOptions { page, ..options() };
            let pages: Vec<_> = park_pages(&plan, &options, &fonts).map(Result::unwrap).collect();
            assert!(pages.len() > plan.parks.len(), "a long table runs on");
            pages.iter().for_each(|page| drop(parsed(page, &fonts)));
            for planned in plan.enterprises().filter(|e| e.chosen().is_some()) {
                let id = format!(">{}</text>", planned.enterprise().id);
                assert_eq!(pages.iter().filter(|page| page.contains(&id)).count(), 1, "{id}");
            }
        }
        // Among very many larger ones, the park itself still has its name.
        let mut plan = testing::plan();
        for n in 0..90 {
            let west = 121.0 + 0.005 * f64::from(n);
            let bounds = [west, 30.7, west + 0.3, 31.0];
            plan.parks.push(testing::park(&format!("z{n}"), Text::default(), bounds, "x"));
        }
        let (options, is_c) = (options(), |park: &str| park.contains("<title>c</title>"));
        let mut pages = park_pages(&plan, &options, &fonts).map(Result::unwrap);
        let page = pages.find(|page| is_c(page)).unwrap();
        assert_eq!(page.matches(">c</text>").count(), 2, "in the title and on the map");
        let none = testing::empty();
        assert_eq!(park_pages(&none, &options, &fonts).count(), 0);
    }
}
