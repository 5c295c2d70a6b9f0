//! Words in the two languages that every output speaks.

use schemars::JsonSchema;
use serde::de::value::MapAccessDeserializer;
use serde::de::{MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize};
use std::fmt;

/// The language of messages and outputs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Lang {
    /// Chinese (简体中文).
    Zh,
    /// English.
    #[default]
    En,
}

impl Lang {
    /// What parts reasons that follow each other in one line.
    pub fn semicolon(self) -> &'static str {
        match self {
            Self::Zh => "；",
            Self::En => "; ",
        }
    }
}

/// One text in Chinese and English. Either may be empty; [`Text::in_lang`] then falls back to the other.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Text {
    /// The Chinese wording.
    #[serde(default)]
    pub zh: String,
    /// The English wording.
    #[serde(default)]
    pub en: String,
}

/// A text as files have it; people also write one that is the same in both languages, as it stands.
impl<'de> Deserialize<'de> for Text {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Words;

        impl<'de> Visitor<'de> for Words {
            type Value = Text;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a text, or { zh = \"…\", en = \"…\" }")
            }

            fn visit_str<E>(self, text: &str) -> Result<Text, E> {
                Ok(Text::new(text, text))
            }

            fn visit_map<M: MapAccess<'de>>(self, map: M) -> Result<Text, M::Error> {
                #[derive(Deserialize)]
                #[serde(deny_unknown_fields)]
                struct Both {
                    #[serde(default)]
                    zh: String,
                    #[serde(default)]
                    en: String,
                }
                let Both { zh, en } = Both::deserialize(MapAccessDeserializer::new(map))?;
                Ok(Text { zh, en })
            }
        }
        deserializer.deserialize_any(Words)
    }
}

impl Text {
    /// A text from its two wordings.
    pub fn new(zh: impl Into<String>, en: impl Into<String>) -> Self {
        Self { zh: zh.into(), en: en.into() }
    }

    /// The wording in `lang`, or the other one where that is empty.
    ///
    /// ```
    /// use parkward_model::{Lang, Text};
    /// let name = Text::new("枫泾工业区", "");
    /// assert_eq!(name.in_lang(Lang::En), "枫泾工业区");
    /// ```
    pub fn in_lang(&self, lang: Lang) -> &str {
        match lang {
            Lang::Zh if !self.zh.is_empty() => &self.zh,
            Lang::En if !self.en.is_empty() => &self.en,
            Lang::Zh => &self.en,
            Lang::En => &self.zh,
        }
    }

    /// Each wording made into another.
    #[must_use]
    pub fn map(&self, zh: impl Fn(&str) -> String, en: impl Fn(&str) -> String) -> Self {
        Self::new(zh(self.in_lang(Lang::Zh)), en(self.in_lang(Lang::En)))
    }

    /// Both wordings, the Chinese first; one of them where they are the same.
    ///
    /// ```
    /// use parkward_model::Text;
    /// assert_eq!(Text::new("园区", "Parks").both(), "园区 Parks");
    /// assert_eq!(Text::new("", "Parks").both(), "Parks");
    /// ```
    pub fn both(&self) -> String {
        match (self.in_lang(Lang::Zh), self.in_lang(Lang::En)) {
            (zh, en) if zh == en => zh.to_owned(),
            (zh, en) => format!("{zh} {en}"),
        }
    }
}
