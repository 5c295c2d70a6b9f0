//! Amounts as the solver counts them, in whole millimetres, square metres and thousandths, and as people read them.

use parkward_model::{Hectares, Metres};

/// Kilometres to whole millimetres.
pub(crate) fn millimetres(km: f64) -> i64 {
    Metres(km * 1_000.0).millimetres()
}

/// Millimetre-equivalents to kilometres, for people.
#[expect(clippy::cast_precision_loss, reason = "costs stay below 2^53 millimetres")]
pub(crate) fn kilometres(mm: i64) -> f64 {
    mm as f64 / 1e6
}

#[expect(clippy::cast_possible_truncation, reason = "saturates; the solver refuses such numbers")]
pub(crate) fn thousandths(amount: f64) -> i64 {
    (amount * 1_000.0).round() as i64
}

/// A number rounded up to `decimals` decimals: what is shown is then enough.
pub(crate) fn rounded_up(number: f64, decimals: i32) -> f64 {
    let unit = 10_f64.powi(decimals);
    // Noise of the last digits is no reason for one more unit.
    (number * unit - 1e-6).ceil() / unit
}

pub(crate) fn hectares(square_metres: i64) -> f64 {
    Hectares::from_square_metres(square_metres).0
}
