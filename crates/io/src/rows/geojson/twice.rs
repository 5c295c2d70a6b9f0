//! Names of properties that stand twice in a feature; of what a parser makes of it only the last is left.

use serde::de::{Deserialize, Deserializer, IgnoredAny, MapAccess, Visitor};
use serde_json::value::RawValue;
use std::fmt;

/// The first of a feature's properties that it has twice, and where they stand, from 1.
pub(super) fn twice(raw: &RawValue) -> Option<(String, usize, usize)> {
    let Properties { properties } = serde_json::from_str(raw.get()).ok()?;
    let Names(names) = properties?;
    let again = |(at, name): (usize, &String)| {
        let first = names[..at].iter().position(|other| other == name)?;
        Some((name.clone(), first + 1, at + 1))
    };
    names.iter().enumerate().find_map(again)
}

#[derive(serde::Deserialize)]
struct Properties {
    properties: Option<Names>,
}

/// The names of an object's members, each as often as it has them.
struct Names(Vec<String>);

impl<'de> Deserialize<'de> for Names {
    fn deserialize<D: Deserializer<'de>>(json: D) -> Result<Self, D::Error> {
        struct Each;
        impl<'de> Visitor<'de> for Each {
            type Value = Names;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Names, A::Error> {
                let mut names = Vec::new();
                while let Some((name, IgnoredAny)) = members.next_entry()? {
                    names.push(name);
                }
                Ok(Names(names))
            }
        }
        json.deserialize_map(Each)
    }
}
