//! What changes between two plans.

use crate::args::Common;
use crate::exit::Exit;
use crate::fault::Result;
use crate::output::{InLand, Words, print_json, say};
use crate::resolve;
use crate::table::table;
use crate::{layer_file, plan_folder};
use parkward_model::{Hectares, Lang, ParkId, Text};
use parkward_planning::{Bucket, Comparison, ProjectState, State};
use std::path::Path;

/// The files of a comparison's folder.
const GEOPACKAGE: &str = "changes.gpkg";

pub(crate) fn run(
    before: &Path,
    after: &Path,
    output: Option<&Path>,
    common: &Common,
) -> Result<Exit> {
    let (first, second) = (plan_folder::read(before)?, plan_folder::read(after)?);
    let comparison = Comparison::of(&first, &second);
    let lang = resolve::lang(common, plan_folder::lang(after));
    let land = InLand { areas: second.options.area_unit, lang };
    if let Some(folder) = output {
        let layers = comparison.layers(lang).into_iter().map(|layer| layer.for_readers(lang));
        let layers: Vec<_> = layers.collect();
        let day = second.options.as_of.to_string();
        let geopackage = folder.join(GEOPACKAGE);
        let tables: Vec<_> =
            layers.iter().map(|layer| folder.join(format!("{}.csv", layer.name))).collect();
        let mut files = vec![(&layers[..], geopackage.as_path())];
        let alone = layers.iter().map(std::slice::from_ref);
        files.extend(alone.zip(tables.iter().map(|path| path.as_path())));
        layer_file::write(&files, &day, land)?;
    }
    if common.json {
        print_json(&comparison)?;
    } else if !common.quiet {
        say!("{}", report(&comparison, common, land))?;
        if let Some(folder) = output {
            let word = if lang == Lang::Zh { "图层" } else { "Layers" };
            say!("{word}: {}", folder.join(GEOPACKAGE).display())?;
        }
    }
    Ok(Exit::Done)
}

/// How many lines a table has, unless all are wanted.
const MOST: usize = 20;

fn report(comparison: &Comparison, common: &Common, land: InLand) -> String {
    let lang = land.lang;
    let word = Words(lang);
    let mut lines = vec![match &comparison.premises[..] {
        [] => word
            .of(
                "两个方案的依据相同",
                "Both plans were made by the same rules, with the same settings",
            )
            .to_owned(),
        premises => {
            let texts: Vec<&str> = premises.iter().map(|text| text.in_lang(lang)).collect();
            format!("{}{}", word.of("依据的差别：", "Made with: "), texts.join(lang.semicolon()))
        }
    }];
    lines.push(totals(comparison, word, land));
    if comparison.parks.iter().any(|park| park.changes()) {
        lines.push(parks(comparison, word, land));
    }
    if !comparison.projects.is_empty() {
        lines.push(projects(comparison, word));
    }
    if comparison.enterprises.is_empty() {
        lines.push(word.of("没有企业改变", "No enterprise changes").to_owned());
        return lines.join("\n");
    }
    let most = if common.verbose { usize::MAX } else { MOST };
    lines.push(enterprises(comparison, most, word));
    let hidden = comparison.enterprises.len().saturating_sub(most);
    if hidden > 0 {
        lines.push(match lang {
            Lang::Zh => format!("… 另有 {hidden} 家；-v 全部显示，-o 写成图层"),
            Lang::En => format!("… and {hidden} more; -v shows all, -o writes them as layers"),
        });
    }
    lines.join("\n")
}

fn totals(comparison: &Comparison, word: Words, land: InLand) -> String {
    let counts = Bucket::ALL.iter().map(|bucket| {
        let [before, after] = comparison.count(*bucket);
        (bucket.words(word.0), before, after)
    });
    let input = word.of("合计（输入行数）", "Sum, which is the input");
    let input = (input, comparison.before.input, comparison.after.input);
    let mut rows: Vec<[String; 4]> = counts
        .chain([input])
        .map(|(what, before, after)| {
            let change = after.cast_signed() - before.cast_signed();
            [what.to_owned(), before.to_string(), after.to_string(), signed(change)]
        })
        .collect();
    let (a, b) = (&comparison.before, &comparison.after);
    let without_projects = a.projects_cost_km + b.projects_cost_km == 0.0;
    let new_projects =
        (word.of("  新项目", "  new projects"), a.projects_cost_km, b.projects_cost_km);
    let costs = [
        (word.of("成本（公里）", "Cost, km"), a.cost_km, b.cost_km),
        (word.of("  迁移", "  moves"), a.moves_cost_km, b.moves_cost_km),
    ];
    let in_unit = |hectares: f64| land.areas.shown(Hectares(hectares), land.lang);
    let taken = land.head("新占园区用地", "Land taken in parks,");
    let others = [
        (word.of("  未安置", "  the unplaced"), a.unplaced_cost_km, b.unplaced_cost_km),
        (
            word.of("下界（公里）", "No plan costs less than, km"),
            a.lower_bound_km,
            b.lower_bound_km,
        ),
        (word.of("迁移距离（公里）", "All moves, km"), a.moves_distance_km, b.moves_distance_km),
        (&taken, in_unit(a.taken_ha), in_unit(b.taken_ha)),
    ];
    // A plan without new projects has no line for them.
    let new_projects = (!without_projects).then_some(new_projects);
    for (what, before, after) in costs.into_iter().chain(new_projects).chain(others) {
        rows.push([
            what.to_owned(),
            format!("{before:.2}"),
            format!("{after:.2}"),
            signed_number(after - before),
        ]);
    }
    let header = ["", word.of("前", "Before"), word.of("后", "After"), word.of("变化", "Change")];
    table(header, 1..4, rows)
}

fn parks(comparison: &Comparison, word: Words, land: InLand) -> String {
    let changed = comparison.parks.iter().filter(|park| park.changes());
    let rows = changed.map(|park| {
        let (a, b) = (&park.before, &park.after);
        let before_and_after = |before: Option<String>, after: Option<String>| {
            let none = || "–".to_owned();
            format!("{} → {}", before.unwrap_or_else(none), after.unwrap_or_else(none))
        };
        let amount = |hectares: Option<f64>| hectares.map(|hectares| land.number(hectares));
        let price = |price: Option<f64>| price.map(|price| format!("{:.2}", land.per(price)));
        [
            park.name.in_lang(word.0).to_owned(),
            before_and_after(
                a.as_ref().map(|state| state.incoming.to_string()),
                b.as_ref().map(|state| state.incoming.to_string()),
            ),
            before_and_after(
                amount(a.as_ref().map(|state| state.taken_ha)),
                amount(b.as_ref().map(|state| state.taken_ha)),
            ),
            before_and_after(
                amount(a.as_ref().and_then(|state| state.capacity_ha)),
                amount(b.as_ref().and_then(|state| state.capacity_ha)),
            ),
            before_and_after(
                price(a.as_ref().map(|state| state.shadow_price_km_per_ha)),
                price(b.as_ref().map(|state| state.shadow_price_km_per_ha)),
            ),
        ]
    });
    let header = [
        word.of("园区", "Park"),
        word.of("迁入企业", "Coming"),
        &land.head("已分配", "Taken"),
        &land.head("可接收", "Capacity"),
        &land.per_head("影子价格", "Price"),
    ];
    table(header, 1..5, rows)
}

fn enterprises(comparison: &Comparison, most: usize, word: Words) -> String {
    let known = |state: &State| (state.verdict.label(), state.park.clone());
    let describe = |state| describe(comparison, state, word);
    let rows = comparison.enterprises.iter().take(most).map(|change| {
        [
            change.id.clone(),
            change.change.label().in_lang(word.0).to_owned(),
            describe(change.before.as_ref().map(known)),
            describe(change.after.as_ref().map(known)),
            change.distance_change_m.map(|m| signed_number(m / 1_000.0)).unwrap_or_default(),
            change.cost_change_km.map(signed_number).unwrap_or_default(),
        ]
    });
    let header = [
        word.of("企业", "Enterprise"),
        word.of("变化", "Change"),
        word.of("前", "Before"),
        word.of("后", "After"),
        word.of("距离（公里）", "Distance km"),
        word.of("成本（公里）", "Cost km"),
    ];
    table(header, 4..6, rows)
}

fn projects(comparison: &Comparison, word: Words) -> String {
    let known = |state: &ProjectState| (state.verdict.label(), state.park.clone());
    let describe = |state| describe(comparison, state, word);
    let rows = comparison.projects.iter().map(|change| {
        [
            change.id.clone(),
            change.change.label().in_lang(word.0).to_owned(),
            describe(change.before.as_ref().map(known)),
            describe(change.after.as_ref().map(known)),
        ]
    });
    let header = [
        word.of("新项目", "New project"),
        word.of("变化", "Change"),
        word.of("前", "Before"),
        word.of("后", "After"),
    ];
    table(header, 4..4, rows)
}

/// What became of somebody in one of the plans, and the park by what people call it.
fn describe(comparison: &Comparison, state: Option<(Text, Option<ParkId>)>, word: Words) -> String {
    let Some((verdict, park)) = state else { return "–".to_owned() };
    let verdict = verdict.in_lang(word.0);
    let Some(id) = park else { return verdict.to_owned() };
    let park = comparison.parks.iter().find(|change| change.park == id);
    let name = park.map_or(id.as_str(), |change| change.name.in_lang(word.0));
    format!("{verdict}: {name}")
}

fn signed(number: isize) -> String {
    if number == 0 { String::new() } else { format!("{number:+}") }
}

/// Two decimals and a sign; nothing for what rounds to nothing.
fn signed_number(number: f64) -> String {
    if number.abs() < 0.005 { String::new() } else { format!("{number:+.2}") }
}
