//! Quantities with their unit in the type.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::fmt;

/// A length in metres on the ellipsoid.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, PartialOrd, Serialize, Deserialize, JsonSchema,
)]
#[serde(transparent)]
pub struct Metres(pub f64);

impl Metres {
    /// The length in kilometres.
    pub fn kilometres(self) -> f64 {
        self.0 / 1_000.0
    }

    /// The length in whole millimetres, rounded to the nearest: the unit in which plans are costed.
    ///
    /// Lengths on the Earth stay below 2·10¹⁰ mm; larger values saturate.
    #[expect(clippy::cast_possible_truncation, reason = "saturates; lengths on Earth fit")]
    pub fn millimetres(self) -> i64 {
        (self.0 * 1_000.0).round() as i64
    }
}

impl fmt::Display for Metres {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0.abs() < 1_000.0 {
            write!(f, "{:.0} m", self.0)
        } else {
            write!(f, "{:.2} km", self.kilometres())
        }
    }
}

/// An area of land in hectares (1 ha = 10,000 m² = 15 mu).
#[derive(
    Clone, Copy, Debug, Default, PartialEq, PartialOrd, Serialize, Deserialize, JsonSchema,
)]
#[serde(transparent)]
pub struct Hectares(pub f64);

impl Hectares {
    /// Square metres in a hectare.
    pub const SQUARE_METRES: f64 = 10_000.0;

    /// Hectares from whole square metres.
    #[expect(clippy::cast_precision_loss, reason = "areas on Earth stay far below 2^53 m²")]
    pub fn from_square_metres(square_metres: i64) -> Self {
        Self(square_metres as f64 / Self::SQUARE_METRES)
    }

    /// Hectares from mu (亩), 15 to the hectare.
    pub fn from_mu(mu: f64) -> Self {
        Self(mu / 15.0)
    }

    /// The area in mu (亩).
    pub fn mu(self) -> f64 {
        self.0 * 15.0
    }

    /// The area in whole square metres, rounded to the nearest: the unit in which land is counted
    /// exactly when a plan is verified.
    #[expect(clippy::cast_possible_truncation, reason = "saturates; areas on Earth fit")]
    pub fn square_metres(self) -> i64 {
        (self.0 * Self::SQUARE_METRES).round() as i64
    }
}

impl std::iter::Sum for Hectares {
    fn sum<I: Iterator<Item = Self>>(areas: I) -> Self {
        // The empty sum of floats is -0.
        Self(areas.fold(0.0, |sum, area| sum + area.0))
    }
}

impl fmt::Display for Hectares {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:.2} ha", self.0)
    }
}
