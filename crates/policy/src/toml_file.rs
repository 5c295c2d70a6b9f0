//! TOML with errors that a person can act on: the line, and the key that was probably meant.

use parkward_model::{InWords, Text, serde_words};
use serde::de::DeserializeOwned;

/// A TOML file that cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.in_words().en)]
pub struct TomlError {
    /// The file, as the user named it.
    pub file: String,
    /// The line, from 1, where it is known.
    pub line: Option<usize>,
    /// What is wrong and what to write instead.
    pub message: Text,
}

/// Reads `text`, the contents of `file`, into `T`. Types should carry
/// `#[serde(deny_unknown_fields)]`, so that a misspelt key is an error.
///
/// # Errors
/// [`TomlError`] with the line; for an unknown key it proposes the nearest known one.
///
/// ```
/// #[derive(Debug, serde::Deserialize)]
/// #[serde(deny_unknown_fields)]
/// struct Weights { #[allow(dead_code)] cut_off_km: f64 }
///
/// let error = parkward_policy::parse_toml::<Weights>("cutoff_km = 30.0", "rules.toml").unwrap_err();
/// assert_eq!(error.to_string(), "rules.toml, line 1: unknown key `cutoff_km`; did you mean `cut_off_km`?");
/// ```
pub fn parse_toml<T: DeserializeOwned>(text: &str, file: &str) -> Result<T, TomlError> {
    toml::from_str(text).map_err(|error| TomlError {
        file: file.to_owned(),
        line: error.span().map(|span| text[..span.start.min(text.len())].matches('\n').count() + 1),
        message: serde_words(error.message()),
    })
}

impl InWords for TomlError {
    fn in_words(&self) -> Text {
        let Self { file, line, message } = self;
        let place = line.map_or_else(
            || Text::same(file),
            |line| Text::new(format!("{file} 第 {line} 行"), format!("{file}, line {line}")),
        );
        // What stands in the library's words is about how something is written.
        let syntax = if message.zh.starts_with('“') { "写法有误：" } else { "" };
        Text::new(
            format!("{}：{syntax}{}", place.zh, message.zh),
            format!("{}: {}", place.en, message.en),
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, serde::Deserialize)]
    #[serde(deny_unknown_fields)]
    #[allow(dead_code)]
    struct File {
        weights: Option<Weights>,
    }

    #[derive(Debug, serde::Deserialize)]
    #[serde(deny_unknown_fields)]
    #[allow(dead_code)]
    struct Weights {
        fit_km: f64,
        cut_off_km: f64,
    }

    fn message(text: &str) -> String {
        parse_toml::<File>(text, "plan.toml").unwrap_err().to_string()
    }

    #[test]
    fn an_unknown_key_gets_the_nearest_known_one() {
        assert_eq!(
            message("[weights]\nfit = 1\n"),
            "plan.toml, line 2: unknown key `fit`; did you mean `fit_km`?"
        );
    }

    #[test]
    fn a_key_like_no_other_gets_the_list() {
        assert!(message("[weights]\nzzz = 1\n").ends_with("known here: fit_km, cut_off_km"));
    }

    #[test]
    fn syntax_errors_name_the_line() {
        assert!(message("[weights]\n\nfit_km = \n").starts_with("plan.toml, line 3"));
    }
}
