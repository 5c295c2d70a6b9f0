//! Words in the two languages that every output speaks.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

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

/// One text in Chinese and English. Either may be empty; [`Text::in_lang`] then falls back to the other.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Text {
    /// The Chinese wording.
    #[serde(default)]
    pub zh: String,
    /// The English wording.
    #[serde(default)]
    pub en: String,
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
