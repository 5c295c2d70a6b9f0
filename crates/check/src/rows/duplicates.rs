//! Rows that stand for the same enterprise, project or park twice.

use crate::issue::Issue;
use crate::places::stacks::{apart, cell};
use crate::things::Thing;
use parkward_model::{Enterprise, InputKind, IssueKind, Survey, Value, folded};
use std::collections::{BTreeMap, HashMap};

/// Two rows of one name within this distance are one enterprise, in metres: a site is no larger, and two geocoders
/// differ by less.
const NEAR: f64 = 300.0;
/// Names of fewer letters say little.
const LETTERS: usize = 3;
/// Rows that agree in fewer amounts than this may do so by chance.
const AMOUNTS: usize = 2;

/// What enterprises are called beside their name.
const FORMS: [&str; 6] = ["有限责任公司", "股份有限公司", "有限公司", "分公司", "公司", "coltd"];

/// Rows that repeat an earlier one of the same input, whatever their ids.
pub(crate) fn duplicates(survey: &Survey, things: &[Thing<'_>]) -> Vec<Issue> {
    let enterprises: Vec<&Thing<'_>> =
        things.iter().filter(|thing| thing.input == InputKind::Enterprises).collect();
    let mut found = copies(&survey.enterprises, &enterprises);
    found.extend(namesakes(things));
    found
}

/// Enterprises that agree with an earlier one in place, industry, land and every further field. Those that have
/// names are compared by them.
fn copies(enterprises: &[Enterprise], things: &[&Thing<'_>]) -> Vec<Issue> {
    let mut first: HashMap<String, &Thing<'_>> = HashMap::new();
    let mut found = Vec::new();
    for (enterprise, thing) in enterprises.iter().zip(things) {
        let Enterprise { site, industry, land, facts, name, .. } = enterprise;
        let amounts =
            facts.iter().filter(|(_, value)| matches!(value, Value::Number(n) if *n != 0.0));
        if !name.is_empty() || usize::from(land.is_some()) + amounts.count() < AMOUNTS {
            continue;
        }
        let key = format!("{site:?} {industry:?} {land:?} {facts:?}");
        match first.get(&key) {
            Some(other) => found.push(repeats(IssueKind::Duplicate, thing, other)),
            None => {
                first.insert(key, thing);
            }
        }
    }
    found
}

/// Things of nearly one name at nearly one place. In each cell of a grid and its neighbours to the north and east
/// names are compared with the next ones in their order only, so that a crowd on one point costs no more than sorting
/// it.
fn namesakes(things: &[Thing<'_>]) -> Vec<Issue> {
    type Named<'t, 'a> = (String, &'t Thing<'a>);
    let mut cells: BTreeMap<(InputKind, (i64, i64)), Vec<Named<'_, '_>>> = BTreeMap::new();
    for thing in things.iter().filter(|thing| thing.input != InputKind::Zones) {
        let name = bare(thing.name);
        if let Some(at) = thing.at.filter(|_| name.chars().count() >= LETTERS) {
            // Into its own cell and those beside it: whoever is near shares one with it.
            let (row, column) = cell(at, NEAR);
            for near in [(0, 0), (0, 1), (1, 0), (1, 1)] {
                let at = (thing.input, (row + near.0, column + near.1));
                cells.entry(at).or_default().push((name.clone(), thing));
            }
        }
    }
    let mut pairs = BTreeMap::new();
    for named in cells.values_mut() {
        named.sort_by(|a, b| (&a.0, a.1.row, a.1.id).cmp(&(&b.0, b.1.row, b.1.id)));
        for pair in named.windows(2) {
            let [(a, one), (b, other)] = pair else { continue };
            let (Some(here), Some(there)) = (one.at, other.at) else { continue };
            if apart(here, there) < NEAR && (a == b || is_misspelt(a, b)) {
                let (first, second) =
                    if one.row <= other.row { (one, other) } else { (other, one) };
                pairs.insert((second.input, second.row, second.id), (*second, *first));
            }
        }
    }
    let told = |(second, first): (&Thing<'_>, &Thing<'_>)| {
        let kind = match second.name == first.name && second.at == first.at {
            true => IssueKind::Duplicate,
            false => IssueKind::NearDuplicate,
        };
        repeats(kind, second, first)
    };
    pairs.into_values().map(told).collect()
}

fn repeats(kind: IssueKind, thing: &Thing<'_>, other: &Thing<'_>) -> Issue {
    let row = other.row.map(|row| [format!("第 {row} 行 "), format!("row {row}, ")]);
    let [zh, en] = row.unwrap_or_default();
    let called = |thing: &Thing<'_>| match thing.name {
        "" => thing.id.to_owned(),
        name => name.to_owned(),
    };
    let other = called(other);
    let (zh, en) =
        (format!("与{zh}{other} 相同或相近"), format!("the same as, or like, {en}{other}"));
    thing.issue(kind).value(called(thing)).text(zh, en)
}

/// A name without marks and without the form of the enterprise.
fn bare(name: &str) -> String {
    let name: String = folded(name).chars().filter(|c| c.is_alphanumeric()).collect();
    let form = FORMS.iter().find_map(|form| name.strip_suffix(form));
    form.filter(|rest| !rest.is_empty()).unwrap_or(&name).to_owned()
}

/// Whether two names differ in one letter of at least five: shorter ones, and those that end in different numbers,
/// are different names.
fn is_misspelt(a: &str, b: &str) -> bool {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let same_start = a.iter().zip(&b).take_while(|(a, b)| a == b).count();
    let rest = a.len().min(b.len()) - same_start;
    let same_end = a.iter().rev().zip(b.iter().rev()).take_while(|(a, b)| a == b).count().min(rest);
    let (in_a, in_b) = (a.len() - same_start - same_end, b.len() - same_start - same_end);
    let differing = a
        .get(same_start..same_start + in_a)
        .into_iter()
        .chain(b.get(same_start..same_start + in_b));
    // 一厂 and 二厂, 3号 and 4号, 东区 and 西区 are told apart by one letter that counts or points.
    let counts = |c: &char| {
        c.is_numeric() || "一二三四五六七八九十甲乙丙丁东西南北中上下前后新老大小".contains(*c)
    };
    a.len().min(b.len()) >= 5 && in_a.max(in_b) == 1 && !differing.flatten().any(counts)
}

#[cfg(test)]
mod tests {
    use super::{bare, is_misspelt};

    #[test]
    fn names_are_compared_without_form_and_marks() {
        assert_eq!(bare("上海 金山（精细）化工有限公司"), bare("上海金山精细化工公司"));
        assert_eq!(bare("有限公司"), "有限公司");
        assert!(is_misspelt("金山精细化工", "金山精细化公"));
        assert!(is_misspelt("金山精细化工", "金山精细化工厂"));
        for (a, b) in [
            ("金山第一机械厂", "金山第二机械厂"),
            ("金山化工", "金山化公"),
            ("金山东区机械", "金山西区机械"),
            ("北方机械制造", "金山精细化工"),
        ] {
            assert!(!is_misspelt(a, b), "{a} {b}");
        }
    }
}
