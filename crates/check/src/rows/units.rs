//! Amounts in another unit than the rest of their column: mu or m² among hectares, yuan among 10,000 yuan, kilograms
//! among tonnes.
//!
//! No amount alone gives itself away, since enterprises differ a hundredfold. But within an industry two amounts of
//! one enterprise go together: its land and its jobs, its output and its tax. So each column is held, within each
//! industry, against whatever other column it goes with best, by their ratio; what lies off the usual ratio by just
//! the factor between two units, many times further than the rest lie apart, is in another unit.

use crate::issue::Issue;
use crate::things::{Thing, land_unit};
use parkward_model::{Enterprise, InputKind, IssueKind, Survey, Value};
use std::collections::{BTreeMap, BTreeSet};

/// Fewer enterprises have no distribution. The industries with fewer are taken together.
const ENOUGH: usize = 12;
/// What lies so many times further off than is usual, by the median deviation. Of a million normal ones, one does.
const FAR: f64 = 5.0;
/// In its own unit it has to be as near as others are: nearly all are within this.
const NEAR: f64 = 2.5;
/// Or so many times nearer to the unit than to what is usual: land of 1,000 hectares where one is usual.
const NEARER: f64 = 3.0;
/// The median deviation to the standard deviation, of a normal distribution.
const TO_STANDARD: f64 = 1.4826;
/// A column no pair of which goes together at least so well (the standard deviation of the logarithm of their ratio)
/// says nothing of anybody.
const LOOSE: f64 = 1.4;

/// How many times too large an amount is in another unit, with the words for it.
struct Slip {
    factor: f64,
    zh: &'static str,
    en: &'static str,
    /// How many of the unit that we count in one of the column's is.
    unit: f64,
}

impl Slip {
    /// The issue, with what the amount would be in the unit of the column.
    fn told(&self, issue: Issue, amount: f64, times: f64) -> Issue {
        let Self { factor, zh, en, unit } = self;
        let (times, meant) = (rounded(times), rounded(amount / factor / unit));
        issue
            .text(
                format!("为同行业常见比例的 {times} 倍，似以{zh}计"),
                format!("{times} times what is usual in its industry: {en} perhaps"),
            )
            .fix(format!("若以{zh}计，应为 {meant}"), format!("if it is in {en}, write {meant}"))
    }
}

/// Units of land: the key, the words, and how many hectares one is.
const LAND: [(&str, &str, &str, f64); 3] = [
    ("ha", "公顷", "hectares", 1.0),
    ("mu", "亩", "mu", 1.0 / 15.0),
    ("m2", "平方米", "square metres", 1e-4),
];

/// How land in other units than its column's shows.
fn land_slips(unit: &str) -> Vec<Slip> {
    let own = LAND.iter().find(|(key, ..)| *key == unit).map_or(1.0, |(.., hectares)| *hectares);
    let others = LAND.iter().filter(|(key, ..)| *key != unit);
    others
        .map(|&(_, zh, en, hectares)| Slip { factor: own / hectares, zh, en, unit: own })
        .collect()
}

/// How amounts in other units show, by the unit in the column's name.
fn slips(column: &str, land_unit: &str) -> Option<(IssueKind, Vec<Slip>)> {
    let has = |ending: &str| column.ends_with(ending);
    let slip = |factor, zh, en| Slip { factor, zh, en, unit: 1.0 };
    if has("_ha") {
        Some((IssueKind::LandUnit, land_slips(land_unit)))
    } else if has(MONEY) {
        let all = vec![slip(10_000.0, "元", "yuan"), slip(1e-4, "亿元", "100 million yuan")];
        Some((IssueKind::MoneyUnit, all))
    } else if has("_t") || has("_tce") {
        let all = vec![slip(1_000.0, "千克", "kilograms"), slip(1e-3, "千吨", "thousand tonnes")];
        Some((IssueKind::MassUnit, all))
    } else {
        None
    }
}

/// What the names of columns of money end in.
const MONEY: &str = "_10k_yuan";

/// Amounts of enterprises that seem to be in another unit.
pub(crate) fn unit_slips(survey: &Survey, things: &[Thing<'_>]) -> Vec<Issue> {
    let enterprises = &survey.enterprises;
    let industries = industries(enterprises);
    let columns = columns(enterprises);
    let things: Vec<&Thing<'_>> =
        things.iter().filter(|thing| thing.input == InputKind::Enterprises).collect();
    let mut found = whole_columns(&columns, &things);
    let unit = land_unit(survey);
    for (name, amounts) in &columns {
        let Some((kind, slips)) = slips(name, unit) else { continue };
        let others = columns
            .iter()
            .filter(|(other, _)| *other != name)
            .map(|(name, other)| (name, Some(other)));
        let held = others.chain([(name, None)]);
        let held: Vec<(bool, Ratios)> = held
            .filter_map(|(other, column)| {
                // Output and tax of one row are often typed in by one hand, in one unit.
                let is_money = name.ends_with(MONEY) && other.ends_with(MONEY);
                Some((is_money && column.is_some(), Ratios::of(amounts, column, &industries)?))
            })
            .collect();
        let best = |among: &dyn Fn(&&(bool, Ratios)) -> bool| {
            held.iter().filter(among).min_by(|a, b| a.1.spread.total_cmp(&b.1.spread))
        };
        for (row, amount) in amounts.iter().enumerate() {
            let slip = |best: &(bool, Ratios)| {
                let ratios = &best.1;
                let off = ratios.off[row].filter(|off| off.abs() > FAR * ratios.spread)?;
                let distance = |slip: &&Slip| (off - slip.factor.ln()).abs();
                let nearest = slips.iter().min_by(|a, b| distance(a).total_cmp(&distance(b)))?;
                let near = distance(&nearest);
                (near < NEAR * ratios.spread || NEARER * near < off.abs()).then_some((nearest, off))
            };
            let all = best(&|_| true).and_then(slip);
            let Some((slip, off)) = all.or_else(|| best(&|(is_money, _)| !is_money).and_then(slip))
            else {
                continue;
            };
            if is_to_blame(&held, row, slip) {
                let amount = amount.unwrap_or_default().exp();
                let shown = rounded(amount / slip.unit);
                let issue = things[row].issue(kind).column(name).value(shown);
                found.push(slip.told(issue, amount, off.exp()));
            }
        }
    }
    found
}

/// Money a hectare, in 10,000 yuan, that half of a column's rows do not reach: three billion yuan, while the average
/// of the best industrial zones is a hundredth of it. In yuan, every column is above it.
const MOST_A_HECTARE: f64 = 3e5;

/// Columns of money that are in yuan as a whole: no row differs from the others.
fn whole_columns(columns: &BTreeMap<String, Amounts>, things: &[&Thing<'_>]) -> Vec<Issue> {
    let Some((first, land)) = things.first().zip(columns.get(LAND_COLUMN)) else {
        return Vec::new();
    };
    let money = columns.iter().filter(|(name, _)| name.ends_with(MONEY));
    let found = money.filter_map(|(name, amounts)| {
        let ratios = amounts.iter().zip(land).filter_map(|(amount, land)| Some((*amount)? - (*land)?));
        let ratios: Vec<f64> = ratios.collect();
        let usual = (ratios.len() >= ENOUGH).then(|| median(ratios).exp())?;
        (usual > MOST_A_HECTARE).then(|| {
            let usual = rounded(usual);
            Issue::in_file(IssueKind::MoneyUnit, first.file).column(name).text(
                format!("全列似以元计：中位数为每公顷 {usual} 万元"),
                format!("the whole column is in yuan perhaps: half of its rows have more than {usual} times 10,000 yuan a hectare"),
            )
            .fix(
                format!("若以元计，把列名写作“…（元）”，并写 columns.{name} = \"…（元）\""),
                format!("if it is in yuan, call the column \"… (元)\" and write columns.{name} = \"… (元)\""),
            )
        })
    });
    found.collect()
}

/// The column of land.
const LAND_COLUMN: &str = "land_ha";

/// Whether it is this column that is off, not the one that it is held against: against at least half of all that it
/// goes with, and no less than two, it is off by most of the factor.
fn is_to_blame(held: &[(bool, Ratios)], row: usize, slip: &Slip) -> bool {
    let factor = slip.factor.ln();
    let mut shares: Vec<f64> =
        held.iter().filter_map(|(_, ratios)| Some(ratios.off[row]? / factor)).collect();
    shares.sort_by(f64::total_cmp);
    shares.len() > 1 && shares[(shares.len() - 1) / 2] > 0.5
}

/// Three digits that count, and whole numbers as they are.
fn rounded(number: f64) -> String {
    let digits = 2.0 - number.abs().max(1e-9).log10().floor();
    let scale = 10_f64.powf(digits.clamp(0.0, 9.0));
    ((number * scale).round() / scale).to_string()
}

/// The rows of each industry that has enough, by its first two digits, and those of all others.
fn industries(enterprises: &[Enterprise]) -> Vec<Vec<usize>> {
    let mut by_division: BTreeMap<Option<&str>, Vec<usize>> = BTreeMap::new();
    for (row, enterprise) in enterprises.iter().enumerate() {
        let division = enterprise.industry.as_ref().and_then(|code| code.as_str().get(..3));
        by_division.entry(division).or_default().push(row);
    }
    let (mut enough, few): (Vec<_>, Vec<_>) =
        by_division.into_values().partition(|rows| rows.len() >= ENOUGH);
    enough.push(few.concat());
    enough
}

/// The logarithms of a column, where they are known and positive, row by row.
type Amounts = Vec<Option<f64>>;

/// The columns of numbers, land among them.
fn columns(enterprises: &[Enterprise]) -> BTreeMap<String, Amounts> {
    let mut names: BTreeSet<&str> = BTreeSet::new();
    for (name, value) in enterprises.iter().flat_map(|enterprise| enterprise.facts.iter()) {
        if matches!(value, Value::Number(_)) {
            names.insert(name);
        }
    }
    let amounts = |of: &dyn Fn(&Enterprise) -> Option<f64>| -> Amounts {
        let logarithm = |e| of(e).filter(|n| *n > 0.0).map(f64::ln);
        enterprises.iter().map(logarithm).collect()
    };
    let land = (LAND_COLUMN.to_owned(), amounts(&|e| e.land.map(|land| land.0)));
    let others = names.into_iter().map(|name| {
        let amounts = amounts(&|e| e.facts.number(name));
        (name.to_owned(), amounts)
    });
    others.chain([land]).collect()
}

/// How far each row's ratio of two columns lies off the median of its industry, as a logarithm.
struct Ratios {
    off: Vec<Option<f64>>,
    /// The usual deviation.
    spread: f64,
}

impl Ratios {
    /// Of a column to another, or of the column alone; `None` if they do not go together.
    fn of(amounts: &Amounts, other: Option<&Amounts>, industries: &[Vec<usize>]) -> Option<Self> {
        let ratio = |row: usize| match other {
            Some(other) => Some(amounts[row]? - other[row]?),
            None => amounts[row],
        };
        let mut off = vec![None; amounts.len()];
        for rows in industries {
            let known: Vec<f64> = rows.iter().filter_map(|row| ratio(*row)).collect();
            if known.len() < ENOUGH {
                continue;
            }
            let usual = median(known);
            rows.iter().for_each(|row| off[*row] = ratio(*row).map(|ratio| ratio - usual));
        }
        let deviations: Vec<f64> = off.iter().flatten().map(|off| off.abs()).collect();
        if 2 * deviations.len() < amounts.iter().flatten().count() || deviations.len() < ENOUGH {
            return None;
        }
        let spread = TO_STANDARD * median(deviations);
        (0.0 < spread && spread < LOOSE).then_some(Self { off, spread })
    }
}

fn median(mut values: Vec<f64>) -> f64 {
    let middle = values.len() / 2;
    *values.select_nth_unstable_by(middle, f64::total_cmp).1
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]
mod tests {
    use super::{rounded, unit_slips};
    use crate::things::things;
    use geo_types::Point;
    use parkward_model::{Enterprise, Facts, Hectares, IssueKind, Survey, Value};

    /// Enterprises of one industry whose land, jobs and output go together to a few per cent, from one hectare to
    /// forty.
    fn survey() -> Survey {
        let enterprises = (1..=40_u32).map(|number| {
            let size = f64::from(number);
            let wobble = |by: u32| 1.0 + f64::from(number * by % 11) / 50.0;
            let facts: Facts = [
                ("jobs", Value::Number(30.0 * size * wobble(3))),
                ("output_10k_yuan", Value::Number(3_000.0 * size * wobble(5))),
            ]
            .into_iter()
            .collect();
            Enterprise {
                id: format!("E{number}").as_str().into(),
                name: "".into(),
                site: Point::new(121.0, 31.0),
                industry: None,
                land: Some(Hectares(size * wobble(7))),
                facts,
                row: u64::from(number),
            }
        });
        Survey { enterprises: enterprises.collect(), ..Survey::default() }
    }

    fn found(survey: &Survey) -> Vec<(IssueKind, String)> {
        let issues = unit_slips(survey, &things(survey));
        issues.into_iter().map(|issue| (issue.kind, issue.id.unwrap())).collect()
    }

    #[test]
    fn what_is_in_another_unit_is_told_and_its_partner_is_not() {
        let mut survey = survey();
        assert_eq!(found(&survey), []);
        survey.enterprises[4].land = survey.enterprises[4].land.map(|land| Hectares(15.0 * land.0));
        let output = survey.enterprises[9].facts.number("output_10k_yuan").unwrap();
        survey.enterprises[9].facts.insert("output_10k_yuan", Value::Number(10_000.0 * output));
        // Seven times the usual is unusual, and no unit.
        survey.enterprises[20].land =
            survey.enterprises[20].land.map(|land| Hectares(5.0 * land.0));
        let land = (IssueKind::LandUnit, "E5".to_owned());
        assert_eq!(found(&survey), [land, (IssueKind::MoneyUnit, "E10".to_owned())]);
    }

    #[test]
    fn few_rows_have_no_distribution() {
        let mut survey = survey();
        survey.enterprises.truncate(8);
        survey.enterprises[4].land = Some(Hectares(5e4));
        assert_eq!(found(&survey), []);
    }

    #[test]
    fn numbers_are_told_with_three_digits() {
        for (number, told) in
            [(0.123_456, "0.123"), (12.3456, "12.3"), (123_456.0, "123456"), (0.0, "0")]
        {
            assert_eq!(rounded(number), told);
        }
    }
}
