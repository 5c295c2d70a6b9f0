//! What is known of an enterprise or a park beyond what every plan needs.

use serde::{Deserialize, Serialize};

/// One known value of a field. An unknown value is absent, never zero and never "no".
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Value {
    /// A yes or a no.
    Flag(bool),
    /// A number in the unit that the field's name carries (`energy_tce`, `jobs`).
    Number(f64),
    /// A word, such as a process class or the precision of a position.
    Word(String),
}

/// What kind of value a field has, as the rule that looks at it says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum FieldKind {
    /// A finite number.
    Number,
    /// Yes or no.
    Flag,
    /// A word.
    Word,
}

/// Fields by name, in order of name. Which fields count is decided by the rule book, not here.
///
/// Looking one up is a binary search: O(log n) in the number of known fields.
///
/// ```
/// use parkward_model::{Facts, Value};
/// let facts: Facts = [("jobs", Value::Number(42.0))].into_iter().collect();
/// assert_eq!(facts.number("jobs"), Some(42.0));
/// assert_eq!(facts.flag("safety_licence"), None); // unknown, which is not "no"
/// ```
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Facts(std::collections::BTreeMap<String, Value>);

impl Facts {
    /// The value of a field, if known.
    pub fn value(&self, field: &str) -> Option<&Value> {
        self.0.get(field)
    }

    /// The number in a field; `None` if unknown or not a number.
    pub fn number(&self, field: &str) -> Option<f64> {
        match self.0.get(field)? {
            Value::Number(number) => Some(*number),
            Value::Flag(_) | Value::Word(_) => None,
        }
    }

    /// The yes or no in a field; `None` if unknown or neither.
    pub fn flag(&self, field: &str) -> Option<bool> {
        match self.0.get(field)? {
            Value::Flag(flag) => Some(*flag),
            Value::Number(_) | Value::Word(_) => None,
        }
    }

    /// The word in a field; `None` if unknown or not a word.
    pub fn word(&self, field: &str) -> Option<&str> {
        match self.0.get(field)? {
            Value::Word(word) => Some(word),
            Value::Number(_) | Value::Flag(_) => None,
        }
    }

    /// Sets a field.
    pub fn insert(&mut self, field: impl Into<String>, value: Value) {
        self.0.insert(field.into(), value);
    }

    /// All known fields, in order of name.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Value)> {
        self.0.iter().map(|(field, value)| (field.as_str(), value))
    }
}

impl<F: Into<String>> FromIterator<(F, Value)> for Facts {
    fn from_iter<I: IntoIterator<Item = (F, Value)>>(fields: I) -> Self {
        Self(fields.into_iter().map(|(field, value)| (field.into(), value)).collect())
    }
}
