//! What a way along the roads comes to, in whole numbers.

use parkward_model::Metres;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What ways are measured by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Measure {
    /// By length: a [`Weight`] is millimetres.
    #[default]
    Distance,
    /// By the time it takes: a [`Weight`] is milliseconds.
    Time,
}

/// What an arc, or a way along arcs, comes to: whole millimetres, or whole milliseconds where the network is
/// measured by [time](Measure::Time). Always rounded up, so that a way is never shorter than what it is made of.
///
/// # Units
/// Up to 4,294 km, or 49 days; what is further counts as out of reach ([`Weight::plus`] says `None`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Weight(pub u32);

impl Weight {
    /// A length in whole millimetres, rounded up; `None` if it is not a number, below 0 or too long.
    ///
    /// ```
    /// use parkward_model::Metres;
    /// use parkward_roads::Weight;
    /// assert_eq!(Weight::of_length(Metres(1.0001)), Some(Weight(1_001)));
    /// assert_eq!(Weight::of_length(Metres(5e6)), None);
    /// ```
    #[must_use]
    pub fn of_length(length: Metres) -> Option<Self> {
        rounded_up(length.0 * 1_000.0)
    }

    /// How long a length takes at a speed, in whole milliseconds, rounded up; `None` where there is no such time.
    #[must_use]
    pub fn of_time(length: Metres, kmh: f64) -> Option<Self> {
        rounded_up(length.0 * 3_600.0 / kmh)
    }

    /// Minutes as whole milliseconds, rounded up; `None` if they are not a number, below 0 or too many.
    #[must_use]
    pub fn of_minutes(minutes: f64) -> Option<Self> {
        rounded_up(minutes * 60_000.0)
    }

    /// The length, of a weight in millimetres.
    #[must_use]
    pub fn metres(self) -> Metres {
        Metres(f64::from(self.0) / 1_000.0)
    }

    /// The time, of a weight in milliseconds.
    #[must_use]
    pub fn minutes(self) -> f64 {
        f64::from(self.0) / 60_000.0
    }

    /// Both together; `None` if that is too far.
    #[inline]
    #[must_use]
    pub fn plus(self, further: Self) -> Option<Self> {
        // The greatest number stands for "none" in tables.
        self.0.checked_add(further.0).filter(|sum| *sum < u32::MAX).map(Self)
    }

    /// The part of an arc of this weight up to `at` of `length`, rounded down. Parts of an arc therefore sum to
    /// the whole, and what is left of it behind `at` is rounded up.
    #[must_use]
    pub(crate) fn up_to(self, at: Self, length: Self) -> Self {
        if length.0 == 0 {
            return Self(0);
        }
        let part = u64::from(self.0) * u64::from(at.0.min(length.0)) / u64::from(length.0);
        Self(u32::try_from(part).expect("no more than the whole"))
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "within 0 and u32::MAX"
)]
fn rounded_up(number: f64) -> Option<Weight> {
    let number = number.ceil();
    (0.0..f64::from(u32::MAX)).contains(&number).then_some(Weight(number as u32))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_sum_to_the_whole() {
        let (whole, length) = (Weight(1_000_003), Weight(777));
        for at in 0..777 {
            let before = whole.up_to(Weight(at), length);
            let after = whole.up_to(Weight(at + 1), length);
            assert!(before <= after && after <= whole);
        }
        assert_eq!(whole.up_to(Weight(0), length), Weight(0));
        assert_eq!(whole.up_to(length, length), whole);
        assert_eq!(whole.up_to(Weight(0), Weight(0)), Weight(0));
    }

    #[test]
    fn what_is_no_length_is_refused() {
        for metres in [f64::NAN, -1.0, f64::INFINITY, 4_294_967.295] {
            assert_eq!(Weight::of_length(Metres(metres)), None, "{metres}");
        }
        assert_eq!(Weight::of_length(Metres(-0.0)), Some(Weight(0)));
        assert_eq!(Weight::of_time(Metres(1_000.0), 0.0), None);
        assert_eq!(Weight::of_time(Metres(1_000.0), 60.0), Some(Weight(60_000)));
        assert_eq!(Weight::of_minutes(0.5), Some(Weight(30_000)));
        assert_eq!(Weight(u32::MAX - 1).plus(Weight(1)), None);
    }
}
