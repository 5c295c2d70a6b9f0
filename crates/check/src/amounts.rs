//! Capacities and amounts of resources that nobody knows, or that cannot be.

use crate::inputs::Inputs;
use crate::issue::Issue;
use crate::things::Thing;
use parkward_model::{Facts, Hectares, InputKind, IssueKind, LandAccount, Survey};
use parkward_planning::{MOST_OF_A_RESOURCE, Rehearsal};
use parkward_policy::{CapacityFrom, LandUse};
use std::collections::BTreeSet;

/// Amounts that parks and enterprises should have and do not, or that no plan can count; enterprises without land.
pub(crate) fn amounts(inputs: &Inputs<'_>, things: &[Thing<'_>]) -> Vec<Issue> {
    let of = |input: InputKind| -> Vec<&Thing<'_>> {
        things.iter().filter(|thing| thing.input == input).collect()
    };
    let (parks, enterprises) = (of(InputKind::Parks), of(InputKind::Enterprises));
    let projects = of(InputKind::Projects);
    let mut found = no_land(inputs.survey, &enterprises);
    for resource in &inputs.options.resources {
        let (zh, en) = (&resource.name.zh, &resource.name.en);
        found.extend(of_column(&parks, &resource.quota, [zh, en], true));
        found.extend(of_column(&enterprises, &resource.need, [zh, en], true));
        // Projects are reviewed one by one: what is unknown of them is told there.
        found.extend(of_column(&projects, &resource.need, [zh, en], false));
    }
    found
}

/// What is wrong with a column: an issue a row, and one for all rows if none of them has it.
fn of_column(
    things: &[&Thing<'_>],
    column: &str,
    [zh, en]: [&str; 2],
    is_needed: bool,
) -> Vec<Issue> {
    let number = |facts: &Facts| facts.number(column);
    let issue = |issue: Issue| {
        issue
            .column(column)
            .text(format!("{zh}（{column}）未知"), format!("{en} ({column}) is unknown"))
    };
    if let Some(first) = things.first()
        && things.len() > 1
        && things.iter().all(|thing| number(thing.facts).is_none())
    {
        let n = things.len();
        let all = Issue::in_file(IssueKind::UnknownResource, first.file).column(column).text(
            format!("{n} 行均无{zh}（{column}）"),
            format!("none of its {n} rows has {en} ({column})"),
        );
        let fix = format!("columns.{column} = \"…\"");
        let all = all.fix(
            format!("在该输入的 columns 中指明：{fix}；或从 resources 中去掉该资源"),
            format!("name the column: {fix}; or take the resource out of resources"),
        );
        return if is_needed { vec![all] } else { Vec::new() };
    }
    let found = things.iter().filter_map(|thing| match number(thing.facts) {
        None if is_needed => Some(issue(thing.issue(IssueKind::UnknownResource))),
        None => None,
        Some(amount) if amount < 0.0 => Some(
            issue(thing.issue(IssueKind::Impossible))
                .value(amount.to_string())
                .text(format!("{zh}为负数"), format!("{en} is negative")),
        ),
        Some(amount) if amount > MOST_OF_A_RESOURCE => {
            Some(issue(thing.issue(IssueKind::Impossible)).value(amount.to_string()).text(
                format!("{zh}过大，至多 {MOST_OF_A_RESOURCE}"),
                format!("{en} is too large; expected at most {MOST_OF_A_RESOURCE}"),
            ))
        }
        Some(_) => None,
    });
    found.collect()
}

/// Enterprises with a land of 0: nobody stands on nothing.
fn no_land(survey: &Survey, enterprises: &[&Thing<'_>]) -> Vec<Issue> {
    let both = survey.enterprises.iter().zip(enterprises);
    let none = both.filter(|(enterprise, _)| enterprise.land == Some(Hectares(0.0)));
    none.map(|(_, thing)| thing.issue(IssueKind::NoLand).column("land_ha").value("0")).collect()
}

/// Parks whose capacity is not known, and which columns it would come from.
pub(crate) fn capacities(
    inputs: &Inputs<'_>,
    rehearsal: Option<&Rehearsal>,
    things: &[Thing<'_>],
) -> Vec<Issue> {
    let unknown: BTreeSet<&str> =
        rehearsal.iter().flat_map(|r| &r.unknown_capacity).map(|id| id.as_str()).collect();
    let by_account =
        inputs.rules.land_use.as_ref().filter(|rule| rule.capacity == CapacityFrom::LandUse);
    let parks = things.iter().filter(|thing| thing.input == InputKind::Parks);
    let parks = inputs.survey.parks.iter().zip(parks);
    let unknown = parks.filter(|(_, thing)| unknown.contains(thing.id));
    unknown
        .map(|(park, thing)| {
            let issue = thing.issue(IssueKind::UnknownCapacity);
            let Some(rule) = by_account else { return issue.column("capacity_ha") };
            let columns = lacking(&park.land, rule);
            let (columns, rules) = (columns.join(", "), inputs.rule_file);
            issue
                .text(
                    format!("规则书的 [land_use] capacity = \"land_use\" 从土地账目计算，缺少 {columns}"),
                    format!("the rule book's [land_use] capacity = \"land_use\" counts it from the land account, which lacks {columns}"),
                )
                .fix(
                    format!("补上这些列；或在 {rules} 中设 capacity = \"column\"，以 capacity_ha 为准"),
                    format!("fill these in, or set capacity = \"column\" in {rules}, so that capacity_ha counts"),
                )
        })
        .collect()
}

/// The columns of the land account without which the usable sources of spare land are not known.
fn lacking(land: &LandAccount, rule: &LandUse) -> Vec<&'static str> {
    let built = ("built_ha", land.built.is_none());
    let supplied = ("supplied_ha", land.supplied.is_none());
    let idle = ("idle_ha", land.idle.is_none());
    let industrial = ("industrial_ha", land.industrial.is_none());
    let ready = ("ready_ha", land.ready.is_none());
    let floors = ("industrial_floor_area_m2", land.industrial_floor_area_m2.is_none());
    let shares = &rule.spare;
    let sources = [
        (shares.idle, vec![idle]),
        (shares.unbuilt, vec![supplied, built, idle]),
        (shares.ready, vec![ready, supplied, built]),
        (shares.structural, vec![built, industrial]),
        (shares.intensity, vec![industrial, floors]),
    ];
    let used = sources.into_iter().filter(|(share, _)| share * shares.usable > 0.0);
    let mut columns: Vec<&str> = Vec::new();
    for (column, is_unknown) in used.flat_map(|(_, columns)| columns) {
        if is_unknown && !columns.contains(&column) {
            columns.push(column);
        }
    }
    if columns.is_empty() {
        columns.push("[[land_use.targets]]");
    }
    columns
}
