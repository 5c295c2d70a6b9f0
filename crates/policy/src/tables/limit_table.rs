//! Limits as a table: what a guide has for each industry, indicator and level, in its own units, by edition.

use crate::date::Date;
use crate::error::{ValueFault, wrong};
use crate::tables::screening::{FromTable, Limits};
use crate::unit::factor;
use parkward_model::{Classification, IndustryCode, Text, is_same_word};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// The table that the key `limits` of a rule book names.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct LimitTable(Vec<LimitRow>);

/// A row: one limit.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct LimitRow {
    industry: IndustryCode,
    indicator: String,
    from: Date,
    /// What is said of it.
    pub(crate) origin: LimitOrigin,
}

/// Where a limit out of the table comes from.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct LimitOrigin {
    /// The level, as in `baseline` or 准入值.
    pub level: String,
    /// The value as it stands in the guide.
    pub value: f64,
    /// Its unit there.
    pub unit: String,
    /// The edition: a year or a day.
    pub edition: String,
    /// The clause it stands in.
    pub clause: String,
    /// Whether somebody read the source.
    pub confirmed: bool,
}

impl LimitOrigin {
    /// Level, edition, clause and the value as it stands there.
    pub(crate) fn words(&self) -> Text {
        let Self { level, value, unit, edition, clause, .. } = self;
        let parts = [level, edition, clause].into_iter().filter(|part| !part.is_empty());
        let parts: Vec<&str> = parts.map(String::as_str).collect();
        Text::new(
            format!("{}：{value} {unit}", parts.join("，")),
            format!("{}: {value} {unit}", parts.join(", ")),
        )
    }
}

/// A limit of an industry, in the unit of the measure, and its row.
pub(crate) type InForce<'a> = BTreeMap<IndustryCode, (f64, &'a LimitOrigin)>;

/// The columns, and what else they may be called; the last may be left out.
const COLUMNS: [(&str, &str); 8] = [
    ("industry", "行业代码"),
    ("indicator", "指标"),
    ("level", "级别"),
    ("value", "限值"),
    ("unit", "单位"),
    ("edition", "版本"),
    ("clause", "条款"),
    ("confirmed", "已确认"),
];

impl LimitTable {
    /// Reads a table whose columns stand in any order, under their English or Chinese names; what is wrong with it,
    /// and in which line.
    pub(crate) fn from_csv(table: &str, codes: &Classification) -> Result<Self, (u64, ValueFault)> {
        let mut reader =
            csv::ReaderBuilder::new().from_reader(table.trim_start_matches('\u{feff}').as_bytes());
        let unreadable = |error: csv::Error| {
            let line = error.position().map_or(1, csv::Position::line);
            let expected = ["与表头列数相同的一行", "as many cells as the header has"];
            let found = Text::quoted(error);
            (line, ValueFault { found, ..ValueFault::none("limits", expected) })
        };
        let header = reader.headers().map_err(unreadable)?.clone();
        let place =
            |(en, zh): (&str, &str)| header.iter().position(|cell| [en, zh].contains(&cell.trim()));
        let columns = COLUMNS.map(place);
        let missing =
            COLUMNS.iter().zip(&columns).take(COLUMNS.len() - 1).find(|(_, at)| at.is_none());
        if let Some(((en, zh), _)) = missing {
            let found = header.iter().collect::<Vec<_>>().join(",");
            let expected = [&*format!("列 {en}（或 {zh}）"), &*format!("a column {en} (or {zh})")];
            return Err((1, ValueFault::new("limits", expected, found)));
        }
        let (mut rows, mut seen) = (Vec::new(), BTreeSet::new());
        for record in reader.records() {
            let record = record.map_err(unreadable)?;
            let line = record.position().map_or(0, csv::Position::line);
            let cell =
                |column: usize| columns[column].and_then(|at| record.get(at)).unwrap_or("").trim();
            if record.iter().all(|cell| cell.trim().is_empty()) {
                continue;
            }
            let row = row(cell, codes).map_err(|fault| (line, fault))?;
            let of =
                (row.industry.clone(), row.indicator.clone(), row.origin.level.clone(), row.from);
            if !seen.insert(of) {
                let expected = [
                    "同一行业、指标、级别、版本只有一行",
                    "one row for an industry, indicator, level and edition",
                ];
                return Err((line, ValueFault::new("industry", expected, row.industry)));
            }
            rows.push(row);
        }
        Ok(Self(rows))
    }

    /// Whether each row that a rule asks for has a unit of its measure, and whether there is any.
    pub(crate) fn check_rule(
        &self,
        rule: &str,
        measure: &Limits,
        from: &FromTable,
    ) -> Result<(), ValueFault> {
        let rows = || self.0.iter().filter(|row| row.is_of(from));
        if rows().next().is_none() {
            let known: Vec<String> = self
                .0
                .iter()
                .map(|row| format!("{} / {}", row.indicator, row.origin.level))
                .collect();
            let known = known.join(", ");
            let expected = [
                &*format!(" limits 表中有的指标与级别：{known}"),
                &*format!("an indicator and a level of the table of limits: {known}"),
            ];
            let found = format!("{} / {}", from.indicator, from.level);
            return wrong(format!("{rule}.from_table"), expected, found);
        }
        let per = measure.per.as_deref();
        let odd = rows().find(|row| factor(&row.origin.unit, &measure.field, per).is_none());
        odd.map_or(Ok(()), |row| {
            let columns = per
                .map_or_else(|| measure.field.clone(), |per| format!("{} / {per}", measure.field));
            let expected = [&*format!("{columns} 的单位"), &*format!("a unit of {columns}")];
            let place = format!("{rule}.from_table, {}, {}", row.industry, row.origin.edition);
            wrong(place, expected, &row.origin.unit)
        })
    }

    /// The limits of a rule on a day: of the latest edition that had come out. An edition takes the place of the one
    /// before it whole: what it leaves out has no limit.
    pub(crate) fn in_force(&self, measure: &Limits, day: Date) -> InForce<'_> {
        let Some(from) = &measure.from_table else { return InForce::new() };
        let rows = || self.0.iter().filter(|row| row.is_of(from) && row.from <= day);
        let Some(latest) = rows().map(|row| row.from).max() else { return InForce::new() };
        let limit = |row: &'_ LimitRow| {
            let factor = factor(&row.origin.unit, &measure.field, measure.per.as_deref())?;
            Some(row.origin.value * factor)
        };
        let latest = rows().filter(|row| row.from == latest);
        latest.filter_map(|row| Some((row.industry.clone(), (limit(row)?, &row.origin)))).collect()
    }
}

impl LimitRow {
    fn is_of(&self, from: &FromTable) -> bool {
        is_same_word(&self.indicator, &from.indicator)
            && is_same_word(&self.origin.level, &from.level)
    }
}

/// A row by its cells, in the order of [`COLUMNS`].
fn row<'c>(
    cell: impl Fn(usize) -> &'c str,
    codes: &Classification,
) -> Result<LimitRow, ValueFault> {
    let industry = codes.parse(cell(0)).map_err(|_| {
        ValueFault::new("industry", ["行业分类中的代码", "a code of the classification"], cell(0))
    })?;
    let value = cell(3).parse::<f64>().ok().filter(|value| (0.0..=1e12).contains(value));
    let value = value.ok_or_else(|| {
        ValueFault::new("value", ["不小于 0 的数", "a number from 0 on"], cell(3))
    })?;
    let edition = cell(5);
    let day = if edition.len() == 4 { format!("{edition}-01-01") } else { edition.to_owned() };
    let from = day.parse::<Date>().map_err(|_| {
        let expected =
            ["年份或日期，如 2023 或 2023-07-01", "a year or a day, as 2023 or 2023-07-01"];
        ValueFault::new("edition", expected, edition)
    })?;
    let confirmed = match cell(7).to_lowercase().as_str() {
        "" | "no" | "false" | "0" | "否" => false,
        "yes" | "true" | "1" | "是" => true,
        other => return Err(ValueFault::new("confirmed", ["是或否", "yes or no"], other)),
    };
    let text = |column: usize| cell(column).to_owned();
    let (level, unit, clause) = (text(2), text(4), text(6));
    let origin = LimitOrigin { level, value, unit, edition: edition.to_owned(), clause, confirmed };
    Ok(LimitRow { industry, indicator: text(1), from, origin })
}
