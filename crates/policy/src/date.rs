//! A calendar day, for rules that begin and end.

use parkward_model::{InWords, Text};
use schemars::JsonSchema;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;
use std::str::FromStr;

/// A day; ordered by time. Written `2021-03-01`, in TOML with or without quotes.
///
/// ```
/// use parkward_policy::Date;
/// let day: Date = "2021-03-01".parse()?;
/// assert!(day < "2024-02-01".parse()?);
/// assert_eq!(day.to_string(), "2021-03-01");
/// # Ok::<(), parkward_policy::NotADate>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, JsonSchema)]
#[schemars(with = "String")]
pub struct Date(toml::value::Date);

/// A text that is no day.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.in_words().en)]
pub struct NotADate {
    /// The text.
    pub found: String,
}

impl InWords for NotADate {
    fn in_words(&self) -> Text {
        let found = &self.found;
        Text::new(
            format!("应为日期，如 2021-03-01，实为 {found:?}"),
            format!("expected a day such as 2021-03-01, found {found:?}"),
        )
    }
}

impl FromStr for Date {
    type Err = NotADate;

    fn from_str(text: &str) -> Result<Self, NotADate> {
        let wrong = || NotADate { found: text.to_owned() };
        let parsed = text.parse::<toml::value::Datetime>().map_err(|_| wrong())?;
        match parsed {
            toml::value::Datetime { date: Some(date), time: None, offset: None } => Ok(Self(date)),
            _ => Err(wrong()),
        }
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl Serialize for Date {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Date {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(untagged)]
        enum Written {
            Toml(toml::value::Datetime),
            Text(String),
        }
        let text = match Written::deserialize(deserializer)? {
            Written::Toml(day) => day.to_string(),
            Written::Text(text) => text,
        };
        text.parse().map_err(|error: NotADate| serde::de::Error::custom(error.in_words().carry()))
    }
}
