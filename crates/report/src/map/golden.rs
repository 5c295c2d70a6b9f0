//! Whole pages against pictures that a person has looked at: `tests/golden/*.png`.
//!
//! What is drawn here goes through both of our renderers, the PDF by way of poppler, and has to
//! look like the picture by the measure of `crate::perceive`. `PARKWARD_BLESS=1 cargo test -p
//! parkward-report` writes the pictures anew; look at them before you commit them.

use super::{MapLang, MapOptions, PageSize, PlaceName, Theme, park_pages, svg};
use crate::perceive::{Blocks, reduced};
use crate::testing;
use crate::{Drawing, Fonts};
use geo_types::{LineString, Point, Polygon};
use parkward_model::{Hectares, Text};
use parkward_planning::{Bucket, EnterpriseRecord, Plan};
use resvg::tiny_skia::Pixmap;
use std::path::PathBuf;
use std::process::Command;

/// Enterprises scattered over the parks' surroundings, of all sizes and verdicts.
fn scattered(count: u64) -> Vec<EnterpriseRecord> {
    let mut seed = 7_u64;
    let mut random = || {
        seed ^= seed << 13;
        seed ^= seed >> 7;
        seed ^= seed << 17;
        (seed >> 11) as f64 / (1_u64 << 53) as f64
    };
    (0..count)
        .map(|n| {
            let site = (121.03 + 0.44 * random().powf(1.4), 30.73 + 0.24 * random());
            let buckets = [Bucket::Moves, Bucket::Moves, Bucket::Moves, Bucket::InPark];
            let others = [Bucket::Closes, Bucket::Review, Bucket::Unplaced, Bucket::InParkCloses];
            let bucket =
                if n % 3 == 0 { others[(n / 3 % 4) as usize] } else { buckets[(n % 4) as usize] };
            let mut record = testing::enterprise(1_000 + n, site, bucket);
            record.enterprise.land = Some(Hectares(0.3 + 8.0 * random().powi(4)));
            if let Some(choice) = &mut record.chosen {
                let east = site.0 > 121.25;
                choice.park = if east { "d" } else { "a" }.into();
                choice.entry = if east { [121.30, 30.76] } else { [121.15, 30.80] };
            }
            record
        })
        .collect()
}

fn scene(count: u64) -> Plan {
    let mut plan = testing::plan_with(scattered(count));
    plan.parks[3].park_type = Some("special".to_owned());
    for (park, land) in
        plan.parks.iter_mut().zip([(60.0, 140.0), (5.0, 9.0), (0.0, 0.0), (12.0, 30.0)])
    {
        (park.load_before_ha, park.load_after_ha) = (Hectares(land.0), Hectares(land.1));
        park.limits[0].capacity = Some(1.5 * (land.1 - land.0));
        park.limits[0].taken = land.1 - land.0;
    }
    plan
}

fn options(theme: Theme) -> MapOptions {
    let corners =
        vec![(121.0, 30.72), (121.38, 30.70), (121.5, 30.84), (121.4, 31.0), (121.05, 30.96)];
    let outline = Polygon::new(LineString::from(corners), Vec::new());
    let town = geo_types::Rect::new((121.02, 30.73), (121.25, 30.9)).to_polygon();
    MapOptions {
        theme,
        lang: MapLang::Both,
        outline: vec![outline.into()],
        towns: vec![town.into()],
        places: vec![PlaceName {
            name: Text::new("某镇", "Some Town"),
            at: Point::new(121.36, 30.93),
        }],
        park_types: testing::park_types(),
        ..MapOptions::default()
    }
}

/// Dots per inch at which pages are drawn to be compared.
const DPI: f32 = 96.0;

fn drawn(svg: &str, fonts: &Fonts) -> Pixmap {
    Drawing::of(svg, fonts).unwrap().pixels(DPI).unwrap()
}

/// The page by way of PDF and poppler.
fn printed(svg: &str, fonts: &Fonts) -> Pixmap {
    let folder = tempfile::tempdir().unwrap();
    let (page, picture) = (folder.path().join("page.pdf"), folder.path().join("page"));
    std::fs::write(&page, Drawing::of(svg, fonts).unwrap().pdf().unwrap()).unwrap();
    let mut pdftoppm = Command::new("pdftoppm");
    pdftoppm.args(["-r", "96", "-png", "-singlefile"]).arg(&page).arg(&picture);
    let status = pdftoppm.status().expect("pdftoppm runs; install poppler-utils");
    assert!(status.success());
    let bytes = std::fs::read(picture.with_extension("png")).unwrap();
    Pixmap::decode_png(&bytes).unwrap()
}

fn golden(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(format!("tests/golden/{name}.png"))
}

/// The page looks like the picture of that name, in both renderers.
fn assert_looks_like(name: &str, svg: &str, fonts: &Fonts) {
    let pictures = [("drawn", drawn(svg, fonts)), ("printed", printed(svg, fonts))];
    if std::env::var_os("PARKWARD_BLESS").is_some() {
        std::fs::write(golden(name), reduced(&pictures[0].1).encode_png().unwrap()).unwrap();
    }
    let bytes = std::fs::read(golden(name)).expect("a golden picture; PARKWARD_BLESS=1 makes it");
    let expected = Blocks::of(&Pixmap::decode_png(&bytes).unwrap());
    for (how, picture) in pictures {
        let difference = Blocks::of(&picture).against(&expected);
        println!("{name}, {how}: {difference:?}");
        if !difference.is_same() {
            let found = std::env::temp_dir().join(format!("parkward-{name}-{how}.png"));
            std::fs::write(&found, picture.encode_png().unwrap()).unwrap();
            panic!("{name}, {how}: {difference:?}; see {}", found.display());
        }
    }
}

#[test]
fn the_map_looks_as_it_did_in_every_theme() {
    let (plan, fonts) = (scene(160), Fonts::system().unwrap());
    for theme in Theme::ALL {
        assert_looks_like(theme.name(), &svg(&plan, &options(theme), &fonts).unwrap(), &fonts);
    }
}

#[test]
fn a_crowd_looks_as_it_did() {
    let (plan, fonts) = (scene(9_000), Fonts::system().unwrap());
    let page = svg(&plan, &options(Theme::Light), &fonts).unwrap();
    assert_looks_like("crowd", &page, &fonts);
}

#[test]
fn the_page_of_a_park_looks_as_it_did() {
    let (plan, fonts) = (scene(160), Fonts::system().unwrap());
    let options = MapOptions { page: PageSize::A4, ..options(Theme::Light) };
    let page = park_pages(&plan, &options, &fonts).next().unwrap().unwrap();
    assert_looks_like("park", &page, &fonts);
}

/// The measure is of use only if it sees what must not happen, and does not see what may.
#[test]
fn what_must_not_happen_is_seen_and_what_may_is_not() {
    let (plan, fonts) = (scene(160), Fonts::system().unwrap());
    let page = svg(&plan, &options(Theme::Light), &fonts).unwrap();
    let expected = Blocks::of(&drawn(&page, &fonts));
    let change = |from: &str, to: &str| {
        assert!(page.contains(from), "{from}");
        Blocks::of(&drawn(&page.replace(from, to), &fonts)).against(&expected)
    };
    let hidden = |group: &str| {
        change(&format!(r#"<g id="{group}""#), &format!(r#"<g id="{group}" display="none""#))
    };
    let shifted = |group: &str| {
        let moved = format!(r#"<g id="{group}" transform="translate(0 14)""#);
        change(&format!(r#"<g id="{group}""#), &moved)
    };
    let municipal = Theme::Light.palette().park_type(Some(0), &testing::park_types());
    for (what, difference) in [
        ("no moves", hidden("moves")),
        ("no parks", hidden("parks")),
        ("no panel", hidden("panel")),
        ("a moved legend", shifted("panel")),
        ("a moved map", shifted("ground")),
        ("parks of another colour", change(&municipal.fill, "#e7b58a")),
        ("verdicts of another colour", change(Bucket::Moves.colour(), Bucket::Closes.colour())),
        ("another ground", change(r##"fill="#fbf9f3""##, r##"fill="#ffffff""##)),
    ] {
        println!("{what}: {difference:?}");
        assert!(!difference.is_same(), "{what} went unseen: {difference:?}");
    }
    for (what, difference) in [
        ("a font a little wider", change(r#"font-size="7.2""#, r#"font-size="7.35""#)),
        ("names set a hair lighter", change(r#"stroke-opacity="0.85""#, r#"stroke-opacity="0.8""#)),
        ("another resolution", {
            let finer = Drawing::of(&page, &fonts).unwrap().pixels(110.0).unwrap();
            Blocks::of(&finer).against(&expected)
        }),
    ] {
        println!("{what}: {difference:?}");
        assert!(difference.is_same(), "{what} was taken for another map: {difference:?}");
    }
}
