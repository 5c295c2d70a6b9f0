//! Why a command fails, in both languages: only what has words in both can be an error here.

use parkward_model::{InWords, Lang, Text};
use std::fmt::Display;

/// What a command comes to, or why it fails.
pub(crate) type Result<T, E = Fault> = std::result::Result<T, E>;

/// Why a command fails.
#[derive(Debug)]
pub(crate) enum Fault {
    /// In a sentence.
    Said(Text),
    /// Whoever reads standard output has seen enough, as `head` does: no failure.
    Unread,
}

impl<E: InWords> From<E> for Fault {
    fn from(error: E) -> Self {
        Self::Said(error.in_words())
    }
}

impl Fault {
    pub(crate) fn new(zh: impl Into<String>, en: impl Into<String>) -> Self {
        Self::Said(Text::new(zh, en))
    }

    /// What no input can bring about.
    pub(crate) fn ours(reason: impl Display) -> Self {
        Self::new(
            format!("程序自身的错误，请报告：“{reason}”"),
            format!("a fault of the program, please report it: {reason}"),
        )
    }

    /// The sentence with its wordings changed.
    pub(crate) fn map(self, change: impl Fn(&str) -> String) -> Self {
        match self {
            Self::Said(Text { zh, en }) => Self::new(change(&zh), change(&en)),
            Self::Unread => Self::Unread,
        }
    }

    /// The sentence behind the place that it speaks of.
    pub(crate) fn at(self, place: impl Display) -> Self {
        match self {
            Self::Said(text) => Self::Said(text.at(place)),
            Self::Unread => Self::Unread,
        }
    }

    /// The sentence with the keys of a source as the options that the command has for them, which begin with
    /// `--{prefix}`.
    pub(crate) fn with_options(self, prefix: &str) -> Self {
        let layer = format!("`--{prefix}layer …`");
        let columns = format!("--{prefix}columns ");
        self.map(|sentence| {
            let sentence = sentence.replace("`layer = \"…\"`", &layer);
            sentence.replace("columns.", &columns).replace(" = \"…\"", "=…")
        })
    }

    /// The sentence; none where there is no failure.
    pub(crate) fn text(self) -> Text {
        match self {
            Self::Said(text) => text,
            Self::Unread => Text::default(),
        }
    }

    /// The sentence in a language; none where there is no failure.
    pub(crate) fn in_lang(&self, lang: Lang) -> Option<&str> {
        match self {
            Self::Said(text) => Some(text.in_lang(lang)),
            Self::Unread => None,
        }
    }
}

/// Puts the place before an error.
pub(crate) trait At<T> {
    fn at(self, place: impl Display) -> Result<T>;
}

impl<T, E: Into<Fault>> At<T> for Result<T, E> {
    fn at(self, place: impl Display) -> Result<T> {
        self.map_err(|error| error.into().at(place))
    }
}
