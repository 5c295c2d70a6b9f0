//! In which words and units styles and the project speak.

use parkward_model::{AreaUnits, Lang, Text};

/// Chinese alone for Chinese readers; else both languages: who reads an English map of a Chinese district meets the
/// Chinese names on the spot.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Words {
    lang: Lang,
    areas: AreaUnits,
}

impl Words {
    pub(crate) fn new(lang: Lang, areas: AreaUnits) -> Self {
        Self { lang, areas }
    }

    /// A text.
    pub(crate) fn of(self, text: &Text) -> String {
        match self.lang {
            Lang::Zh => text.in_lang(Lang::Zh).to_owned(),
            Lang::En => text.both(),
        }
    }

    /// A text by its wordings.
    pub(crate) fn say(self, zh: &str, en: &str) -> String {
        self.of(&Text::new(zh, en))
    }

    /// One wording or the other: of sentences that are not said twice.
    pub(crate) fn either<'t>(self, zh: &'t str, en: &'t str) -> &'t str {
        match self.lang {
            Lang::Zh => zh,
            Lang::En => en,
        }
    }

    /// The unit of land.
    pub(crate) fn land_unit(self) -> String {
        self.areas.name().in_lang(self.lang).to_owned()
    }

    /// Kilometres to the unit of land.
    pub(crate) fn price_unit(self) -> String {
        format!("{}/{}", self.either("公里", "km"), self.land_unit())
    }

    /// Land as text.
    pub(crate) fn land(self, land: parkward_model::Hectares) -> String {
        self.areas.text(land, 2).in_lang(self.lang).to_owned()
    }

    /// What there is to the hectare, to the unit of land.
    pub(crate) fn per_land(self, per_hectare: f64) -> f64 {
        self.areas.shown_per(per_hectare, self.lang)
    }

    /// A column in hectares as an expression of QGIS in the unit of land.
    pub(crate) fn land_column(self, column: &str) -> String {
        self.scaled(column, '*')
    }

    /// A column of what there is to the hectare, likewise.
    pub(crate) fn per_land_column(self, column: &str) -> String {
        self.scaled(column, '/')
    }

    fn scaled(self, column: &str, by: char) -> String {
        match self.areas.of(self.lang).per_hectare() {
            1.0 => format!("\"{column}\""),
            many => format!("\"{column}\" {by} {many}"),
        }
    }
}
