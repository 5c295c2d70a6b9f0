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
//! | `theme` | the colours |
//! | `sites`, `crowd`, `moves`, `symbols` | enterprises: signs, or cells and streams |
//! | `labels`, `ink`, `numbers`, `edge` | where names and numbers stand |
//! | `bulk`, `view` | what the frame follows |
//! | `panel`, `legend`, `key`, `phrase`, `park_page`, `block` | what stands beside the map |
//! | `golden` (tests) | whole pages against pictures |

mod block;
mod bulk;
mod canvas;
mod compose;
mod crowd;
mod edge;
mod frame;
#[cfg(test)]
mod golden;
mod in_land;
mod ink;
mod inset;
mod key;
mod labels;
mod legend;
mod moves;
mod names;
mod numbers;
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
pub use options::{MapError, MapOptions, PlaceName, TitleBlock};
pub use page::{PageSize, UnknownName};
pub use park_page::park_pages;
pub(crate) use small::{SIZE as SMALL_MAP, SmallMap, line_of};
pub use theme::Theme;
pub use words::MapLang;

use crate::Fonts;
use compose::{Drawn, close, draw_map, open};
use inset::Inset;
use parkward_planning::{Grades, Plan, PlannedEnterprise};
use sites::Sites;
use view::View;

/// Ids of more bytes than this are no numbers: enterprises have those of their rows.
const SHORT: usize = 8;

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
    let options = &sheet::with_room(plan, options, fonts);
    let shown = territory::shown(plan, &options.outline);
    let view = View::of(&shown, &options.layout(), options.grid).ok_or(MapError::Nothing)?;
    let parks = territory::parks(plan, &view, None);
    let by_id = plan.enterprises().all(|e| e.enterprise().id.as_str().len() <= SHORT);
    let number = |planned: &PlannedEnterprise<'_>| {
        let enterprise = planned.enterprise();
        let number = if by_id { enterprise.id.to_string() } else { enterprise.row.to_string() };
        options.numbers.then_some(number)
    };
    let sites = Sites::of(plan.enterprises(), Grades::of(plan), &view, &number);
    let mut canvas = open(&plan.options.title, options, fonts);
    let inset = Inset::of(options, &view, false);
    let drawn =
        Drawn { zones: &plan.zones, parks: &parks, sites: &sites, projects: &plan.projects };
    let numbered = draw_map(&mut canvas, drawn, options, &view, inset.as_ref());
    sheet::draw_title(&mut canvas, plan, &plan.options.title, options);
    canvas.put(format_args!(r#"<g id="panel">"#));
    panel::draw(&mut canvas, plan, &parks, options, &sites, numbered);
    canvas.put(format_args!("</g>"));
    sheet::draw_notes(&mut canvas, plan, options, Some(&view));
    block::draw(&mut canvas, plan, &plan.options.title, options, Some(&view));
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
    fn a_notice_is_never_cut() {
        let fonts = Fonts::system().unwrap();
        let sentence = |of: &str| (0..60).map(|n| format!("{of}{n:02} x. ")).collect::<String>();
        let mut plan = testing::plan();
        plan.options.data_notice = Text::new(sentence("zh"), sentence("en"));
        for (page, lang) in PageSize::ALL
            .into_iter()
            .flat_map(|page| [MapLang::Zh, MapLang::En, MapLang::Both].map(|lang| (page, lang)))
        {
            let options = MapOptions { page, lang, ..options() };
            let pages = park_pages(&plan, &options, &fonts).next().unwrap().unwrap();
            for svg in [svg(&plan, &options, &fonts).unwrap(), pages] {
                for n in 0..60 {
                    let said = |of: &str| svg.contains(&format!("{of}{n:02}"));
                    assert!(lang == MapLang::En || said("zh"), "{page:?} {lang:?} {n}");
                    assert!(lang == MapLang::Zh || said("en"), "{page:?} {lang:?} {n}");
                }
            }
        }
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

    fn sizes(svg: &str) -> impl Iterator<Item = f64> + '_ {
        let quoted = |part: &str| part.split('"').next().unwrap().parse().unwrap();
        svg.split("font-size=\"").skip(1).map(quoted)
    }

    #[test]
    fn no_word_is_smaller_than_five_points_on_any_sheet() {
        let (plan, fonts) = (testing::plan(), Fonts::system().unwrap());
        for (page, lang) in PageSize::ALL.into_iter().flat_map(|p| MapLang::ALL.map(|l| (p, l))) {
            let options = MapOptions { page, lang, block: block(), numbers: true, ..options() };
            let mut sheets = vec![svg(&plan, &options, &fonts).unwrap()];
            sheets.extend(park_pages(&plan, &options, &fonts).map(Result::unwrap));
            for sheet in sheets {
                let least = sizes(&sheet).fold(f64::MAX, f64::min) * page.enlarged();
                assert!(least >= 5.0, "{page:?} {lang:?}: {least}");
            }
        }
    }

    fn block() -> TitleBlock {
        TitleBlock {
            issuer: Text::new("某区规划局", "Planning Bureau"),
            drawing_number: "JS-07".into(),
            date: None,
            approvals: vec![Text::new("编制", "Prepared"), Text::new("批准", "Approved")],
        }
    }

    #[test]
    fn the_title_block_says_what_the_plan_file_says_on_every_sheet_and_stands_over_nothing() {
        let (plan, fonts) = (testing::plan(), Fonts::system().unwrap());
        for page in PageSize::ALL {
            let options = MapOptions { page, block: block(), lang: MapLang::Zh, ..options() };
            let mut sheets = vec![svg(&plan, &options, &fonts).unwrap()];
            sheets.extend(park_pages(&plan, &options, &fonts).map(Result::unwrap));
            for sheet in sheets {
                let day = plan.options.as_of.to_string();
                for words in ["某区规划局", "JS-07", "编制", "批准", "1:", &day] {
                    let of_block = sheet.split(r#"<g id="block">"#).nth(1).unwrap();
                    assert!(of_block.contains(words) || words == "1:", "{page:?}: {words}");
                }
                let block = options.layout().block;
                let rest =
                    sheet.split(r#"<g id="block">"#).next().unwrap().to_owned() + "</g></svg>";
                let tree = parsed(&rest, &fonts);
                let mut found = Vec::new();
                boxes(tree.root(), &mut found);
                let over = found.into_iter().filter(|b| {
                    let rect = page::Rect::new(
                        f64::from(b.left()),
                        f64::from(b.top()),
                        f64::from(b.width()),
                        f64::from(b.height()),
                    );
                    // What was parsed is in pixels.
                    let scale = page.millimetres().0 / 25.4 * 96.0 / options.layout().sheet.width;
                    let block = page::Rect::new(
                        block.x * scale,
                        block.y * scale,
                        block.width * scale,
                        block.height * scale,
                    );
                    rect.overlaps(&block) && rect.width < block.x
                });
                assert_eq!(over.count(), 0, "{page:?}");
            }
        }
    }

    /// Where everything stands that is drawn, but the sheet itself.
    fn boxes(group: &resvg::usvg::Group, found: &mut Vec<resvg::tiny_skia::Rect>) {
        for node in group.children() {
            match node {
                resvg::usvg::Node::Group(group) => boxes(group, found),
                node => found.push(node.abs_bounding_box()),
            }
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
            for bucket in Bucket::DRAWN {
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
        let (options, is_c) = (options(), |park: &str| park.contains(" · c</title>"));
        let mut pages = park_pages(&plan, &options, &fonts).map(Result::unwrap);
        let page = pages.find(|page| is_c(page)).unwrap();
        assert_eq!(page.matches(">c</text>").count(), 1, "on the map");
        let none = testing::empty();
        assert_eq!(park_pages(&none, &options, &fonts).count(), 0);
    }
}
