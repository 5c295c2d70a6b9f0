//! Enterprises, column by column, so that a million of them are no million objects.

use super::ground::Towns;
use super::places::{Words, park_at};
use crate::container::{Column, Columns};
use geo_types::Point;
use parkward_model::{Hectares, IndustryCode, Text, Value};
use parkward_planning::{Bucket, Plan, PlannedEnterprise};
use serde::Serialize;
use std::collections::BTreeMap;

/// Units of a degree in columns of coordinates: a decimetre.
const PER_DEGREE: f64 = 1e6;

/// The column of the survey that names the town, where there is one.
const TOWN: &str = "town";

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct EnterprisesShown<'a> {
    ids: Vec<&'a str>,
    /// Empty where nobody has one.
    names: Vec<&'a str>,
    industries: Vec<IndustryShown<'a>>,
    /// The groups of industries that filters offer.
    divisions: Vec<DivisionShown>,
    towns: Vec<Text>,
    classes: Vec<&'a str>,
    land_classes: Vec<&'a Text>,
    pillars: Vec<Text>,
    technologies: Vec<Text>,
    columns: BTreeMap<&'static str, Column>,
    /// What else is known of each, where the page has ledgers.
    facts: Option<FactsShown<'a>>,
}

#[derive(Serialize)]
struct IndustryShown<'a> {
    code: &'a str,
    /// As the classification names it; empty where it does not.
    name: &'a str,
}

/// A division, or what else a classification has of that length.
#[derive(PartialEq, Serialize)]
struct DivisionShown {
    code: String,
    name: String,
}

#[derive(Serialize)]
struct FactsShown<'a> {
    fields: Vec<FieldShown<'a>>,
    /// By enterprise, a value a field.
    values: Vec<Vec<Option<&'a Value>>>,
}

#[derive(Serialize)]
struct FieldShown<'a> {
    id: &'a str,
    name: Text,
    unit: Text,
}

impl<'a> EnterprisesShown<'a> {
    pub(super) fn of(plan: &'a Plan, columns: &mut Columns, with_facts: bool) -> Self {
        let all = || plan.enterprises();
        let read = || plan.enterprises().map(PlannedEnterprise::enterprise);
        let codes = Words::new(read().filter_map(|e| Some(e.industry.as_ref()?.as_str())));
        let classes = Words::new(all().filter_map(PlannedEnterprise::class));
        let pillars = Words::new(all().filter_map(PlannedEnterprise::pillar_industry));
        let technologies = Words::new(all().filter_map(PlannedEnterprise::high_technology));
        let named = read().any(|enterprise| !enterprise.name.is_empty());
        let (towns, town_of) = towns(plan);
        let mut of = BTreeMap::new();
        let verdict = |e: PlannedEnterprise<'_>| {
            Bucket::ALL.iter().position(|bucket| *bucket == e.verdict()).unwrap_or_default()
        };
        let verdicts = all().map(|e| u8::try_from(verdict(e)).expect("eight buckets"));
        of.insert("verdict", columns.u8(verdicts));
        of.insert("lon", columns.i32(read().map(|e| degrees(e.site.x()))));
        of.insert("lat", columns.i32(read().map(|e| degrees(e.site.y()))));
        of.insert("row", columns.f64(read().map(|e| Some(e.row as f64))));
        of.insert(
            "industry",
            columns.index(read().map(|e| codes.at(e.industry.as_ref()?.as_str()))),
        );
        of.insert("town", columns.index(town_of.into_iter()));
        of.insert("class", columns.index(all().map(|e| classes.at(e.class()?))));
        of.insert("pillar", columns.index(all().map(|e| pillars.at(e.pillar_industry()?))));
        of.insert(
            "technology",
            columns.index(all().map(|e| technologies.at(e.high_technology()?))),
        );
        let land_class = |e: PlannedEnterprise<'_>| {
            let own = e.land_class()?;
            plan.land_classes.iter().position(|class| class.id == own.id)
        };
        of.insert("landClass", columns.index(all().map(land_class)));
        of.insert("inside", columns.index(all().map(|e| park_at(plan, e.stands_in().next()?))));
        of.insert("park", columns.index(all().map(|e| park_at(plan, e.chosen()?.park))));
        let second = |e: PlannedEnterprise<'_>| park_at(plan, e.second_choice()?.choice.park);
        of.insert("second", columns.index(all().map(second)));
        of.insert("land", columns.f64(read().map(|e| e.land.map(square_metres))));
        of.insert(
            "landTaken",
            columns.f64(all().map(|e| e.land_need().map(|n| square_metres(n.need)))),
        );
        of.insert("quality", columns.f64(all().map(|e| Some((e.quality() * 1e6).round()))));
        of.insert(
            "distance",
            columns.f64(all().map(|e| Some((e.chosen()?.distance.0 * 1e3).round()))),
        );
        of.insert("cost", columns.f64(all().map(|e| Some((e.chosen()?.cost_km * 1e6).round()))));
        let margin = |e: PlannedEnterprise<'_>| Some((e.second_choice()?.margin_km * 1e6).round());
        of.insert("margin", columns.f64(all().map(margin)));
        let entry = |axis: usize| {
            move |e: PlannedEnterprise<'_>| e.entry().map_or(0, |at| degrees(at[axis]))
        };
        of.insert("entryLon", columns.i32(all().map(entry(0))));
        of.insert("entryLat", columns.i32(all().map(entry(1))));
        of.insert("year", columns.index(all().map(|e| e.stored().year.map(usize::from))));
        of.insert("agreement", columns.f64(all().map(|e| e.stored().agreement)));
        let certain = |e: PlannedEnterprise<'_>| e.is_certain().map(usize::from);
        of.insert("certain", columns.index(all().map(certain)));
        let book = plan.book();
        let name = |key: &str, lists: &[parkward_policy::Industries]| {
            let list = lists.iter().find(|list| list.id == key);
            list.map_or_else(|| Text::new(key, key), |list| list.name.clone())
        };
        Self {
            ids: read().map(|enterprise| enterprise.id.as_str()).collect(),
            names: if named { read().map(|e| e.name.as_ref()).collect() } else { Vec::new() },
            industries: industries(plan, &codes),
            divisions: divisions(plan, &codes),
            towns,
            classes: classes.iter().collect(),
            land_classes: plan.land_classes.iter().map(|class| &class.name).collect(),
            pillars: pillars
                .iter()
                .map(|k| name(k, book.map_or(&[], |b| &b.pillar_industries)))
                .collect(),
            technologies: technologies
                .iter()
                .map(|k| name(k, book.map_or(&[], |b| &b.high_technology)))
                .collect(),
            columns: of,
            facts: with_facts.then(|| facts(plan)),
        }
    }
}

#[expect(clippy::cast_possible_truncation, reason = "degrees are at most 180")]
fn degrees(degrees: f64) -> i32 {
    (degrees * PER_DEGREE).round() as i32
}

#[expect(clippy::cast_precision_loss, reason = "an enterprise has less than 2^53 square metres")]
fn square_metres(land: Hectares) -> f64 {
    land.square_metres() as f64
}

fn industries<'a>(plan: &'a Plan, codes: &Words<'a>) -> Vec<IndustryShown<'a>> {
    let book = plan.book();
    let name = |code: &str| {
        let book = book?;
        Some(book.classification.name(&book.classification.parse(code).ok()?))
    };
    codes.iter().map(|code| IndustryShown { code, name: name(code).unwrap_or_default() }).collect()
}

/// How long the code of a division is: `C36`.
const DIVISION: usize = 3;

/// The divisions of codes, each once, in order.
fn divisions(plan: &Plan, codes: &Words<'_>) -> Vec<DivisionShown> {
    let Some(book) = plan.book() else { return Vec::new() };
    let parsed = codes.iter().filter_map(|code| book.classification.parse(code).ok());
    let division = parsed.filter_map(|code| {
        let short = |prefix: &IndustryCode| prefix.as_str().len() <= DIVISION;
        let widest = |a: &IndustryCode, b: &IndustryCode| a.as_str().len().cmp(&b.as_str().len());
        code.prefixes().filter(short).max_by(widest)
    });
    let mut all: Vec<DivisionShown> = division
        .map(|code| DivisionShown {
            code: code.to_string(),
            name: book.classification.name(&code).to_owned(),
        })
        .collect();
    all.dedup();
    all
}

/// The towns, and who is in which: as the survey says, else by where they lie.
fn towns(plan: &Plan) -> (Vec<Text>, Vec<Option<usize>>) {
    let word = |e: PlannedEnterprise<'_>| e.enterprise().facts.word(TOWN).map(str::to_owned);
    let said: Vec<Option<String>> = plan.enterprises().map(word).collect();
    if said.iter().any(Option::is_some) {
        let words = Words::new(said.iter().flatten().map(String::as_str));
        let known = |word: &str| {
            let names = plan.base.towns.iter().map(|town| &town.name);
            let same = |name: &&Text| name.zh == word || name.en == word;
            names.clone().find(same).cloned().unwrap_or_else(|| Text::new(word, word))
        };
        let of = said.iter().map(|word| words.at(word.as_ref()?)).collect();
        return (words.iter().map(known).collect(), of);
    }
    let by_place = Towns::of(plan);
    let of = |e: PlannedEnterprise<'_>| by_place.at(Point(e.enterprise().site.0));
    (plan.base.towns.iter().map(|t| t.name.clone()).collect(), plan.enterprises().map(of).collect())
}

fn facts(plan: &Plan) -> FactsShown<'_> {
    let read = || plan.enterprises().map(PlannedEnterprise::enterprise);
    let fields = Words::new(read().flat_map(|e| e.facts.iter().map(|(field, _)| field)));
    let named = |id| {
        let names = plan.book().map_or(&[][..], |book| &book.field_names);
        let field = names.iter().find(|field| field.id == id);
        let name = field.map_or_else(|| Text::new(id, id), |field| field.name.clone());
        FieldShown { id, name, unit: field.map(|field| field.unit.clone()).unwrap_or_default() }
    };
    FactsShown {
        values: read().map(|e| fields.iter().map(|field| e.facts.value(field)).collect()).collect(),
        fields: fields.iter().map(named).collect(),
    }
}
