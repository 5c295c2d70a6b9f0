//! The printed relocation map: who moves where, on one sheet; and a sheet for each park.
//!
//! A page is drawn in this order: ground (surroundings, district, towns, graticule) → parks, the
//! largest first → those who stay → moves → everybody else, what needs a decision on top → names →
//! inset, scale, frame, panel, notes. Names are placed before anything is drawn over them: on as
//! little ink as can be, and never on each other.
//!
//! | where | what |
//! |---|---|
//! | `page`, `compose` | the sheet: where everything stands, what is drawn after what |
//! | `theme`, `colour` | the colours |
//! | `sites`, `crowd`, `moves`, `symbols` | enterprises: signs, or cells and streams |
//! | `labels`, `ink` | where names stand |
//! | `panel`, `legend`, `phrase`, `park_page` | what stands beside the map |
//! | `golden` (tests) | whole pages against pictures |

mod canvas;
mod colour;
mod compose;
mod crowd;
mod frame;
#[cfg(test)]
mod golden;
mod in_land;
mod ink;
mod inset;
mod labels;
mod legend;
mod moves;
mod names;
mod options;
mod page;
mod panel;
mod park_page;
mod phrase;
mod projection;
mod projects;
mod sheet;
mod sites;
mod small;
mod symbols;
mod territory;
mod theme;
mod view;
mod words;
mod zones;

pub(crate) use canvas::xml_escaped;
pub use options::{MapError, MapOptions, PlaceName};
pub use page::{PageSize, UnknownName};
pub use park_page::park_pages;
pub(crate) use small::{SIZE as SMALL_MAP, SmallMap};
pub use theme::Theme;
pub use words::MapLang;

use crate::Fonts;
use compose::{Drawn, close, draw_map, open};
use inset::Inset;
use parkward_planning::Plan;
use sites::{Grades, Sites};
use view::View;

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
    let mut canvas = open(&plan.options.title, options, fonts);
    let inset = Inset::Globe(view.middle_deg());
    let drawn =
        Drawn { zones: &plan.zones, parks: &parks, sites: &sites, projects: &plan.projects };
    draw_map(&mut canvas, drawn, options, &view, &inset);
    sheet::draw_title(&mut canvas, plan, &plan.options.title, options);
    canvas.put(format_args!(r#"<g id="panel">"#));
    panel::draw(&mut canvas, plan, &parks, options, &sites);
    canvas.put(format_args!("</g>"));
    sheet::draw_notes(&mut canvas, plan, options, &view);
    Ok(close(canvas))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing;
    use geo_types::Point;
    use parkward_model::Text;
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
            Enterprises::from_records(vec![only], &[]).unwrap()
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
