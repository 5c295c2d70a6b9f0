//! What is known of an enterprise or a park beyond what every plan needs.

use schemars::JsonSchema;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

/// One known value of a field. An unknown value is absent, never zero and never "no".
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
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

/// Names of fields in their order, each once. A clone shares them, so that all rows of a table have
/// one list of names between them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FieldNames(Arc<Vec<Box<str>>>);

impl FieldNames {
    /// The names, sorted and each once.
    pub fn new<N: Into<Box<str>>>(names: impl IntoIterator<Item = N>) -> Self {
        let mut names: Vec<Box<str>> = names.into_iter().map(Into::into).collect();
        names.sort_unstable();
        names.dedup();
        Self(Arc::new(names))
    }

    /// The names, in order.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &str> {
        self.0.iter().map(AsRef::as_ref)
    }
}

/// Fields by name, in order of name. Which fields count is decided by the rule book, not here.
///
/// Looking one up is a binary search: O(log n) in the number of fields. The names are shared with
/// whatever else was made with the same [`FieldNames`]; a value takes 24 bytes and the text of a word.
///
/// ```
/// use parkward_model::{Facts, Value};
/// let facts: Facts = [("jobs", Value::Number(42.0))].into_iter().collect();
/// assert_eq!(facts.number("jobs"), Some(42.0));
/// assert_eq!(facts.flag("safety_licence"), None); // unknown, which is not "no"
/// ```
#[derive(Clone, Default, JsonSchema)]
#[schemars(with = "BTreeMap<String, Value>")]
pub struct Facts {
    /// `None` where there are no fields, which must cost nothing.
    names: Option<FieldNames>,
    /// One value a name.
    values: Box<[Option<Value>]>,
}

impl Facts {
    /// The fields of a row: one value for each of `names`, in their order.
    ///
    /// # Panics
    /// If there are more or fewer values than names.
    pub fn new(names: &FieldNames, values: impl IntoIterator<Item = Option<Value>>) -> Self {
        let values: Box<[_]> = values.into_iter().collect();
        assert_eq!(values.len(), names.0.len(), "one value a name");
        if values.iter().all(Option::is_none) {
            return Self::default();
        }
        Self { names: Some(names.clone()), values }
    }

    #[inline]
    fn names(&self) -> &[Box<str>] {
        self.names.as_ref().map_or(&[], |names| &names.0)
    }

    /// The value of a field, if known.
    pub fn value(&self, field: &str) -> Option<&Value> {
        let index = self.names().binary_search_by(|name| name.as_ref().cmp(field)).ok()?;
        self.values[index].as_ref()
    }

    /// The number in a field; `None` if unknown or not a number.
    pub fn number(&self, field: &str) -> Option<f64> {
        match self.value(field)? {
            Value::Number(number) => Some(*number),
            Value::Flag(_) | Value::Word(_) => None,
        }
    }

    /// The yes or no in a field; `None` if unknown or neither.
    pub fn flag(&self, field: &str) -> Option<bool> {
        match self.value(field)? {
            Value::Flag(flag) => Some(*flag),
            Value::Number(_) | Value::Word(_) => None,
        }
    }

    /// The word in a field; `None` if unknown or not a word.
    pub fn word(&self, field: &str) -> Option<&str> {
        match self.value(field)? {
            Value::Word(word) => Some(word),
            Value::Number(_) | Value::Flag(_) => None,
        }
    }

    /// Sets a field: linear in the number of fields, for making facts by hand.
    pub fn insert(&mut self, field: impl Into<String>, value: Value) {
        let known = self.iter().map(|(name, value)| (name.to_owned(), value.clone()));
        *self = known.chain([(field.into(), value)]).collect();
    }

    /// All known fields, in order of name.
    #[inline]
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Value)> {
        let known = self.names().iter().zip(&self.values);
        known.filter_map(|(name, value)| Some((name.as_ref(), value.as_ref()?)))
    }
}

/// Of several values for one name, the last counts.
impl<F: Into<String>> FromIterator<(F, Value)> for Facts {
    fn from_iter<I: IntoIterator<Item = (F, Value)>>(fields: I) -> Self {
        let fields: BTreeMap<String, Value> =
            fields.into_iter().map(|(field, value)| (field.into(), value)).collect();
        let names = FieldNames::new(fields.keys().map(String::as_str));
        Self::new(&names, fields.into_values().map(Some))
    }
}

/// Equal are facts that know the same, whatever the names that they have no value for.
impl PartialEq for Facts {
    fn eq(&self, other: &Self) -> bool {
        self.iter().eq(other.iter())
    }
}

impl fmt::Debug for Facts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(self.iter()).finish()
    }
}

impl Serialize for Facts {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.iter())
    }
}

impl<'de> Deserialize<'de> for Facts {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        BTreeMap::<String, Value>::deserialize(deserializer).map(Self::from_iter)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_unknown_makes_no_difference() {
        let names = FieldNames::new(["voc", "cod", "energy", "cod"]);
        assert_eq!(names.iter().collect::<Vec<_>>(), ["cod", "energy", "voc"]);
        let number = |number| Some(Value::Number(number));
        let facts = Facts::new(&names, [number(1.0), None, Some(Value::Flag(true))]);
        let same: Facts =
            [("voc", Value::Flag(true)), ("cod", Value::Number(1.0))].into_iter().collect();
        assert_eq!(facts, same);
        assert_eq!((facts.number("cod"), facts.value("energy")), (Some(1.0), None));
        assert_eq!(
            (facts.flag("voc"), facts.word("voc"), facts.number("x")),
            (Some(true), None, None)
        );
        assert_eq!(Facts::new(&names, [None, None, None]), Facts::default());
    }

    #[test]
    fn a_field_can_be_set_and_set_again() {
        let mut facts = Facts::default();
        for (field, number) in [("b", 1.0), ("a", 2.0), ("b", 3.0)] {
            facts.insert(field, Value::Number(number));
        }
        let known: Vec<_> = facts.iter().map(|(name, _)| (name, facts.number(name))).collect();
        assert_eq!(known, [("a", Some(2.0)), ("b", Some(3.0))]);
    }

    #[test]
    fn a_row_of_a_million_stays_small() {
        assert_eq!(size_of::<Facts>(), 24);
        assert_eq!(size_of::<Option<Value>>(), 24);
        assert_eq!(size_of::<crate::Enterprise>(), 120);
    }
}
