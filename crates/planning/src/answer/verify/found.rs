//! What a verification found, in words.

use parkward_model::Text;
use serde::Serialize;
use serde_json::{Map, Value};

/// What was checked, what did not agree, and what could not be looked at; each a sentence for people.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Verification {
    /// What was checked and holds, apart from what is in the other two.
    pub checks: Vec<Text>,
    /// What does not agree: what should be there, and what is.
    pub disagreements: Vec<Text>,
    /// What could not be checked, and why.
    pub open: Vec<Text>,
}

/// How many differences of one thing are told.
const MOST: usize = 5;

impl Verification {
    /// Whether nothing disagrees.
    pub fn holds(&self) -> bool {
        self.disagreements.is_empty()
    }

    /// Something was checked.
    pub fn checked(&mut self, zh: impl Into<String>, en: impl Into<String>) {
        self.checks.push(Text::new(zh, en));
    }

    /// Something was checked, unless there are more disagreements now than `before`.
    pub fn checked_since(&mut self, before: usize, zh: impl Into<String>, en: impl Into<String>) {
        if self.disagreements.len() == before {
            self.checked(zh, en);
        }
    }

    /// Something does not agree.
    pub fn disagree(&mut self, zh: impl Into<String>, en: impl Into<String>) {
        self.disagreements.push(Text::new(zh, en));
    }

    /// Something could not be checked.
    pub fn leave_open(&mut self, zh: impl Into<String>, en: impl Into<String>) {
        self.open.push(Text::new(zh, en));
    }

    /// Adds what another one found.
    pub fn append(&mut self, other: Self) {
        self.checks.extend(other.checks);
        self.disagreements.extend(other.disagreements);
        self.open.extend(other.open);
    }

    /// Holds what is `found` against what is `expected`, and names every leaf in which they differ.
    pub fn same<T: PartialEq + Serialize>(&mut self, what: &Text, expected: &T, found: &T) {
        if expected != found {
            self.hold(what, expected, found, 0.0);
        }
    }

    /// The same, where sums may have been taken in another order.
    pub(super) fn nearly<T: PartialEq + Serialize>(
        &mut self,
        what: &Text,
        expected: &T,
        found: &T,
    ) {
        if expected != found {
            self.hold(what, expected, found, 1e-9);
        }
    }

    fn hold<T: Serialize>(&mut self, what: &Text, expected: &T, found: &T, tolerance: f64) {
        let [expected, found] =
            [expected, found].map(|value| serde_json::to_value(value).unwrap_or_default());
        let mut leaves = Vec::new();
        differences(&expected, &found, tolerance, &mut String::new(), &mut leaves);
        let more = leaves.len().saturating_sub(MOST);
        for Leaf { path, expected, found } in leaves.into_iter().take(MOST) {
            let [zh, en] = [&what.zh, &what.en].map(|what| match path.as_str() {
                "" => what.clone(),
                path => format!("{what}, {path}"),
            });
            self.disagree(
                format!("{zh}：应为 {}，实为 {}", expected.zh, found.zh),
                format!("{en}: should be {}, and is {}", expected.en, found.en),
            );
        }
        if more > 0 {
            self.disagree(
                format!("{}：另有 {more} 处不同", what.zh),
                format!("{}: {more} more differences", what.en),
            );
        }
    }
}

/// A place where two values differ.
struct Leaf {
    path: String,
    expected: Text,
    found: Text,
}

/// Collects the leaves in which two values differ by more than a share of them.
fn differences(
    expected: &Value,
    found: &Value,
    tolerance: f64,
    path: &mut String,
    leaves: &mut Vec<Leaf>,
) {
    let length = path.len();
    match (expected, found) {
        (Value::Object(a), Value::Object(b)) => {
            for key in keys(a, b) {
                let dot = if length == 0 { "" } else { "." };
                path.push_str(&format!("{dot}{key}"));
                let [a, b] = [a, b].map(|map| map.get(key).unwrap_or(&Value::Null));
                differences(a, b, tolerance, path, leaves);
                path.truncate(length);
            }
        }
        (Value::Array(a), Value::Array(b)) => {
            for index in 0..a.len().max(b.len()) {
                path.push_str(&format!("[{}]", index + 1));
                let [a, b] = [a, b].map(|list| list.get(index).unwrap_or(&Value::Null));
                differences(a, b, tolerance, path, leaves);
                path.truncate(length);
            }
        }
        _ if expected == found || are_near(expected, found, tolerance) => {}
        _ => leaves.push(Leaf {
            path: path.clone(),
            expected: in_words(expected),
            found: in_words(found),
        }),
    }
}

/// The keys of both, those of the first first.
fn keys<'a>(a: &'a Map<String, Value>, b: &'a Map<String, Value>) -> impl Iterator<Item = &'a str> {
    let only_b = b.keys().filter(|key| !a.contains_key(*key));
    a.keys().chain(only_b).map(String::as_str)
}

fn are_near(a: &Value, b: &Value, tolerance: f64) -> bool {
    let (Some(a), Some(b)) = (a.as_f64(), b.as_f64()) else { return false };
    (a - b).abs() <= tolerance * a.abs().max(b.abs())
}

/// A value as people read it; long ones are cut.
fn in_words(value: &Value) -> Text {
    const LONG: usize = 60;
    let text = match value {
        Value::Null => return Text::new("无", "nothing"),
        Value::Bool(true) => return Text::new("是", "yes"),
        Value::Bool(false) => return Text::new("否", "no"),
        value => value.to_string(),
    };
    let text = match text.char_indices().nth(LONG) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text,
    };
    Text::new(text.clone(), text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn told(expected: Value, found: Value) -> Vec<String> {
        let mut all = Verification::default();
        all.same(&Text::new("园区 A", "park A"), &expected, &found);
        all.disagreements.into_iter().map(|text| text.en).collect()
    }

    #[test]
    fn every_leaf_that_differs_is_named() {
        let found = told(
            json!({ "ha": 1.5, "open": true, "list": ["a", "b"], "same": 1 }),
            json!({ "ha": 2.5, "list": ["a"], "same": 1, "new": "x" }),
        );
        assert_eq!(
            found,
            [
                "park A, ha: should be 1.5, and is 2.5",
                "park A, open: should be yes, and is nothing",
                "park A, list[2]: should be \"b\", and is nothing",
                "park A, new: should be nothing, and is \"x\""
            ]
        );
    }

    #[test]
    fn long_lists_and_texts_are_cut() {
        let found = told(json!([1, 2, 3, 4, 5, 6, 7]), json!([]));
        assert_eq!((found.len(), found[5].as_str()), (6, "park A: 2 more differences"));
        assert_eq!(in_words(&json!("字".repeat(99))).zh.chars().count(), 61);
    }

    #[test]
    fn sums_in_another_order_are_near_and_nothing_else_is() {
        let mut all = Verification::default();
        all.nearly(&Text::default(), &0.3, &(0.1 + 0.2));
        assert!(all.holds());
        all.nearly(&Text::default(), &0.3, &0.300_000_01);
        assert!(!all.holds());
    }
}
