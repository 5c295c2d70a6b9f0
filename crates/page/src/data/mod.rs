//! What the page shows of a plan. The page's side of it is `web/src/data.ts`: names there are the same.

mod book;
mod earlier;
mod enterprises;
mod figures;
mod ground;
pub(crate) mod ledgers;
mod parks;
mod places;
mod projects;
mod roads;
mod shapes;
mod signs;

use crate::columns::{Column, Columns};
use parkward_model::{AreaUnit, Lang, Text};
use parkward_planning::{Bucket, MOVE_MM, Plan, PlanError, move_opacity, sign_size};
use serde::Serialize;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Page<'a> {
    /// Of the program that wrote it.
    version: &'static str,
    lang: Lang,
    title: &'a Text,
    data_notice: &'a Text,
    as_of: String,
    /// In which unit land is shown at first, by language.
    area_unit: [AreaUnit; 2],
    units: [Unit; 2],
    sign_size: f64,
    /// Width of a move at the site and at the park.
    move_mm: [f64; 2],
    move_opacity: f64,
    figures: figures::Figures,
    book: book::BookShown<'a>,
    ground: ground::Ground<'a>,
    parks: Vec<parks::ParkShown<'a>>,
    enterprises: enterprises::EnterprisesShown<'a>,
    projects: Vec<projects::ProjectShown<'a>>,
    ledgers: Option<ledgers::Ledgers>,
    earlier: Option<earlier::EarlierShown<'a>>,
    roads: Option<roads::RoadsShown>,
    /// Longitudes and latitudes of the corners of all shapes.
    corners: [Column; 2],
}

/// A unit of area.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Unit {
    unit: AreaUnit,
    name: Text,
    per_hectare: f64,
}

/// The JSON text, and the columns behind it.
pub(crate) fn of(plan: &Plan, lang: Lang) -> Result<(Vec<u8>, Columns), PlanError> {
    let mut columns = Columns::default();
    let of_unit =
        |unit: AreaUnit| Unit { unit, name: unit.name(), per_hectare: unit.per_hectare() };
    let moves = plan.summary.count(Bucket::Moves);
    let ledgers = ledgers::Ledgers::of(plan, &mut columns)?;
    let mut shapes = shapes::Shapes::default();
    let ground = ground::Ground::of(plan, &mut shapes);
    let parks = parks::parks(plan, &mut shapes, ledgers.is_some())?;
    let roads = roads::RoadsShown::of(plan, &mut shapes, &mut columns);
    let page = Page {
        version: env!("CARGO_PKG_VERSION"),
        lang,
        title: &plan.options.title,
        data_notice: &plan.options.data_notice,
        as_of: plan.options.as_of.to_string(),
        area_unit: [Lang::Zh, Lang::En].map(|lang| plan.options.area_unit.of(lang)),
        units: [AreaUnit::Ha, AreaUnit::Mu].map(of_unit),
        sign_size: sign_size(plan.enterprises.len()),
        move_mm: MOVE_MM,
        move_opacity: move_opacity(moves),
        figures: figures::Figures::of(plan),
        book: book::BookShown::of(plan),
        ground,
        parks,
        enterprises: enterprises::EnterprisesShown::of(plan, &mut columns, ledgers.is_some()),
        projects: projects::projects(plan),
        ledgers,
        earlier: earlier::EarlierShown::of(plan, &mut columns),
        roads,
        corners: shapes.columns(&mut columns),
    };
    Ok((serde_json::to_vec(&page).expect("text and finite numbers make JSON"), columns))
}
