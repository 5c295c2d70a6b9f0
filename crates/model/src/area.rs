//! In which unit land is shown. It is stored, computed and handed to programs in hectares, whatever is shown.

use crate::{Hectares, Lang, Text};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A unit of land that people read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum AreaUnit {
    /// Hectares 公顷.
    Ha,
    /// Mu 亩, 15 to the hectare.
    Mu,
}

impl AreaUnit {
    /// The name.
    pub fn name(self) -> Text {
        match self {
            Self::Ha => Text::new("公顷", "ha"),
            Self::Mu => Text::new("亩", "mu"),
        }
    }

    /// How many of them are a hectare.
    pub fn per_hectare(self) -> f64 {
        match self {
            Self::Ha => 1.0,
            Self::Mu => Hectares(1.0).mu(),
        }
    }
}

/// The units in which land is shown, by language: the one that the planner chose; else mu in Chinese, hectares in
/// English.
///
/// ```
/// use parkward_model::{AreaUnit, AreaUnits, Hectares, Lang};
/// let shown = AreaUnits::default().text(Hectares(0.24), 2);
/// assert_eq!((&*shown.zh, &*shown.en), ("3.60 亩", "0.24 ha"));
/// let shown = AreaUnits::from(AreaUnit::Mu).text(Hectares(0.24), 2);
/// assert_eq!((&*shown.zh, &*shown.en), ("3.60 亩", "3.60 mu"));
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct AreaUnits(Option<AreaUnit>);

impl From<AreaUnit> for AreaUnits {
    fn from(unit: AreaUnit) -> Self {
        Self(Some(unit))
    }
}

impl AreaUnits {
    /// Whether the language decides.
    pub fn are_default(&self) -> bool {
        self.0.is_none()
    }

    /// The unit of a language.
    pub fn of(self, lang: Lang) -> AreaUnit {
        self.0.unwrap_or(match lang {
            Lang::Zh => AreaUnit::Mu,
            Lang::En => AreaUnit::Ha,
        })
    }

    /// The names of the units.
    pub fn name(self) -> Text {
        Text::new(self.of(Lang::Zh).name().zh, self.of(Lang::En).name().en)
    }

    /// Land in the unit of a language.
    pub fn shown(self, land: Hectares, lang: Lang) -> f64 {
        land.0 * self.of(lang).per_hectare()
    }

    /// What there is of something to a hectare, to the unit of a language.
    pub fn shown_per(self, per_hectare: f64, lang: Lang) -> f64 {
        per_hectare / self.of(lang).per_hectare()
    }

    /// Land with so many decimals, and its unit.
    pub fn text(self, land: Hectares, decimals: usize) -> Text {
        let amount = |lang| format!("{:.decimals$}", self.shown(land, lang));
        let Text { zh, en } = self.name();
        Text::new(format!("{} {zh}", amount(Lang::Zh)), format!("{} {en}", amount(Lang::En)))
    }

    /// As [`Self::text`], and in hectares behind it where another unit is shown: files and permits have both.
    ///
    /// ```
    /// use parkward_model::{AreaUnits, Hectares};
    /// let shown = AreaUnits::default().in_both(Hectares(0.24), 2);
    /// assert_eq!((&*shown.zh, &*shown.en), ("3.60 亩（0.24 公顷）", "0.24 ha"));
    /// ```
    pub fn in_both(self, land: Hectares, decimals: usize) -> Text {
        let (shown, hectares) =
            (self.text(land, decimals), Self::from(AreaUnit::Ha).text(land, decimals));
        let both = |shown: String, hectares: &str, [open, close]: [&str; 2]| match shown == hectares
        {
            true => shown,
            false => format!("{shown}{open}{hectares}{close}"),
        };
        Text::new(
            both(shown.zh, &hectares.zh, ["（", "）"]),
            both(shown.en, &hectares.en, [" (", ")"]),
        )
    }

    /// A unit of something to the hectare as one to the unit of a language, and how many of the latter are one of the
    /// former; `None`: it is not to the hectare, or the hectare is what is shown.
    ///
    /// ```
    /// use parkward_model::{AreaUnits, Lang, Text};
    /// let (units, unit) = (AreaUnits::default(), Text::new("万元/公顷", "10,000 yuan/ha"));
    /// assert_eq!(units.beside(&unit, Lang::Zh), Some(("万元/亩".to_owned(), 15.0)));
    /// assert_eq!(units.beside(&unit, Lang::En), None);
    /// ```
    pub fn beside(self, unit: &Text, lang: Lang) -> Option<(String, f64)> {
        let own = self.of(lang);
        let of = unit.in_lang(lang).strip_suffix(AreaUnit::Ha.name().in_lang(lang))?;
        let to = of.ends_with('/') && own != AreaUnit::Ha;
        to.then(|| (format!("{of}{}", own.name().in_lang(lang)), own.per_hectare()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mu_is_a_fifteenth_of_a_hectare_and_what_is_to_it_is_a_fifteenth() {
        let units = AreaUnits::from(AreaUnit::Mu);
        assert!((units.shown(Hectares(2.0), Lang::En) - 30.0).abs() < 1e-12);
        assert!((units.shown_per(30.0, Lang::En) - 2.0).abs() < 1e-12);
    }

    #[test]
    fn hectares_stand_alone_and_so_does_what_is_no_land() {
        let hectares = AreaUnits::from(AreaUnit::Ha);
        assert_eq!(hectares.beside(&Text::new("万元/公顷", ""), Lang::Zh), None);
        assert_eq!(AreaUnits::default().beside(&Text::new("公顷", "ha"), Lang::Zh), None);
        assert_eq!(AreaUnits::default().beside(&Text::same("tce"), Lang::Zh), None);
    }
}
