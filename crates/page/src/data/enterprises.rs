//! Enterprises, column by column, so that a million of them are no million objects.

use super::ground::Towns;
use super::places::{Words, park_at};
use super::shapes::degrees;
use crate::columns::{Column, Columns};
use geo_types::Point;
use parkward_model::{Hectares, IndustryCode, Text, Value};
use parkward_planning::{Bucket, Plan, PlannedEnterprise};
use serde::Serialize;
use std::collections::BTreeMap;

/// Units of a kilometre, a kilometre-equivalent and a minute in columns: what the page shows of them.
pub(super) const PER_KM: f64 = 1e2;
const PER_MINUTE: f64 = 1e1;
/// Units of a share.
const PER_ONE: f64 = 1e4;
/// Units of a coordinate that are about a metre.
const METRE: i64 = 10;

/// The column of the survey that names the town, where there is one.
const TOWN: &str = "town";

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct EnterprisesShown<'a> {
    ids: [Column; 2],
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
        let mut columns_of = BTreeMap::new();
        let mut index = |name, of: &mut dyn FnMut(PlannedEnterprise<'_>) -> Option<usize>| {
            columns_of.insert(name, columns.index(all().map(of)));
        };
        index("verdict", &mut |e| Bucket::ALL.iter().position(|bucket| *bucket == e.verdict()));
        index("industry", &mut |e| codes.at(e.enterprise().industry.as_ref()?.as_str()));
        let mut towns_of = town_of.into_iter();
        index("town", &mut |_| towns_of.next()?);
        index("class", &mut |e| classes.at(e.class()?));
        index("pillar", &mut |e| pillars.at(e.pillar_industry()?));
        index("technology", &mut |e| technologies.at(e.high_technology()?));
        index("landClass", &mut |e| {
            let own = e.land_class()?;
            plan.land_classes.iter().position(|class| class.id == own.id)
        });
        index("inside", &mut |e| park_at(plan, e.stands_in().next()?));
        index("park", &mut |e| park_at(plan, e.chosen()?.park));
        index("second", &mut |e| park_at(plan, e.second_choice()?.choice.park));
        index("year", &mut |e| e.stored().year.map(usize::from));
        index("certain", &mut |e| e.is_certain().map(usize::from));
        columns_of.insert("row", columns.course(read().map(|e| e.row.cast_signed())));
        let mut number = |name, of: &dyn Fn(PlannedEnterprise<'_>) -> Option<i64>| {
            columns_of.insert(name, columns.number(all().map(of)));
        };
        // Where a million are, a metre is small, and ten where moves end.
        let grain = if with_facts { 1 } else { METRE };
        let site = |e: PlannedEnterprise<'_>, axis: usize| {
            let site = e.enterprise().site;
            degrees([site.x(), site.y()][axis]) / grain * grain
        };
        number("lon", &|e| Some(site(e, 0)));
        number("lat", &|e| Some(site(e, 1)));
        // From the site on.
        let entry = |e: PlannedEnterprise<'_>, axis: usize| {
            let far = degrees(e.entry()?[axis]) - site(e, axis);
            Some(far / (grain * METRE) * (grain * METRE))
        };
        number("entryLon", &|e| entry(e, 0));
        number("entryLat", &|e| entry(e, 1));
        number("land", &|e| e.enterprise().land.map(Hectares::square_metres));
        number("landTaken", &|e| e.land_need().map(|n| n.need.square_metres()));
        number("quality", &|e| Some(in_units(e.quality(), PER_ONE)));
        number("agreement", &|e| Some(in_units(e.stored().agreement?, PER_ONE)));
        number("distance", &|e| Some(in_units(e.chosen()?.distance.kilometres(), PER_KM)));
        number("cost", &|e| Some(in_units(e.chosen()?.cost_km, PER_KM)));
        number("margin", &|e| Some(in_units(e.second_choice()?.margin_km, PER_KM)));
        let travel = |e: PlannedEnterprise<'_>| e.chosen()?.travel;
        number("straight", &|e| Some(in_units(travel(e)?.straight_m.kilometres(), PER_KM)));
        number("minutes", &|e| Some(in_units(travel(e)?.minutes, PER_MINUTE)));
        number("access", &|e| Some(in_units(travel(e)?.access_m.kilometres(), PER_KM)));
        let book = plan.book();
        let name = |key: &str, lists: &[parkward_policy::Industries]| {
            let list = lists.iter().find(|list| list.id == key);
            list.map_or_else(|| Text::new(key, key), |list| list.name.clone())
        };
        Self {
            ids: columns.texts(read().map(|enterprise| enterprise.id.as_str())),
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
            columns: columns_of,
            facts: with_facts.then(|| facts(plan)),
        }
    }
}

#[expect(clippy::cast_possible_truncation, reason = "amounts of an enterprise are far below 2^63")]
pub(super) fn in_units(amount: f64, per_one: f64) -> i64 {
    (amount * per_one).round() as i64
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
