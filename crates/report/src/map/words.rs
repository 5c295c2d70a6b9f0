//! The map's own words, and which language leads.

use super::page::UnknownName;
use parkward_model::{Lang, Text};
use std::str::FromStr;

/// The language of a map.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum MapLang {
    /// Chinese.
    Zh,
    /// English.
    En,
    /// Chinese, with English smaller beside or beneath it.
    #[default]
    Both,
}

impl FromStr for MapLang {
    type Err = UnknownName;

    fn from_str(text: &str) -> Result<Self, UnknownName> {
        UnknownName::find(&Self::ALL, Self::name, text)
    }
}

impl MapLang {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Zh, Self::En, Self::Both];

    /// The name in plan files: `zh`, `en`, `both`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Zh => "zh",
            Self::En => "en",
            Self::Both => "both",
        }
    }

    /// The wording that is set large.
    pub(crate) fn lead(self, text: &Text) -> &str {
        match self {
            Self::Zh | Self::Both => text.in_lang(Lang::Zh),
            Self::En => text.in_lang(Lang::En),
        }
    }

    /// The wording that is set small, where there is another one.
    pub(crate) fn second(self, text: &Text) -> Option<&str> {
        let other = self == Self::Both && !text.en.is_empty() && text.en != self.lead(text);
        other.then_some(text.en.as_str())
    }

    /// That of a plan's map where the planner chose none: Chinese for Chinese readers, both for others.
    pub fn of(lang: Lang) -> Self {
        match lang {
            Lang::Zh => Self::Zh,
            Lang::En => Self::Both,
        }
    }

    /// How numbers are written.
    pub(crate) fn numbers(self) -> Lang {
        match self {
            Self::Zh => Lang::Zh,
            Self::En | Self::Both => Lang::En,
        }
    }
}

/// A text of the program's own.
pub(crate) fn text(zh: &str, en: &str) -> Text {
    Text::new(zh, en)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_never_set_twice() {
        assert_eq!(MapLang::Both.second(&text("甲", "A")), Some("A"));
        assert_eq!(MapLang::Both.second(&text("", "A")), None);
        assert_eq!(MapLang::Both.second(&text("A", "A")), None);
        assert_eq!(MapLang::Zh.second(&text("甲", "A")), None);
        assert_eq!(MapLang::En.lead(&text("甲", "")), "甲");
    }
}
