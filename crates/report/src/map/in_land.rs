//! In which units land and distances stand on a map.

use super::options::MapOptions;
use crate::numbers::decimal;
use parkward_model::{AreaUnits, Hectares, Lang, Text};
use parkward_planning::Plan;

/// How land stands on a map.
#[derive(Clone, Copy)]
pub(crate) struct InLand {
    areas: AreaUnits,
    lang: Lang,
}

impl InLand {
    pub(crate) fn new(areas: AreaUnits, lang: Lang) -> Self {
        Self { areas, lang }
    }

    pub(crate) fn of(plan: &Plan, options: &MapOptions) -> Self {
        Self::new(plan.options.area_unit, options.lang.numbers())
    }

    /// Hectares in the unit of the map.
    pub(crate) fn number(self, hectares: f64, places: usize) -> String {
        decimal(self.areas.shown(Hectares(hectares), self.lang), places, self.lang)
    }

    /// What there is to the hectare, to the unit of the map.
    pub(crate) fn per(self, per_hectare: f64, places: usize) -> String {
        decimal(self.areas.shown_per(per_hectare, self.lang), places, self.lang)
    }

    /// The unit, in the language of the numbers.
    pub(crate) fn unit(self) -> String {
        self.areas.of(self.lang).name().in_lang(self.lang).to_owned()
    }

    /// Words that end with the unit, in both languages.
    pub(crate) fn head(self, zh: &str, en: &str) -> Text {
        let unit = self.areas.of(self.lang).name();
        Text::new(format!("{zh}{}", unit.zh), format!("{en}{}", unit.en))
    }
}

/// Kilometres behind a number.
pub(crate) fn kilometres(options: &MapOptions) -> &'static str {
    match options.lang.numbers() {
        Lang::Zh => "公里",
        Lang::En => "km",
    }
}
