//! Classes of numbers, pale to dark.

use crate::style::{Class, Quantity, Renderer};
use crate::symbol::{Colour, Symbol};

/// Classes of a graduated style.
pub(super) const CLASSES: usize = 5;

/// Classes up to each of the steps, pale to dark.
pub(super) fn graduated(
    quantity: Quantity,
    steps: &[f64],
    label: impl Fn(f64, f64) -> String,
    symbol: impl Fn(Colour) -> Symbol,
) -> Renderer {
    let last = steps.len().saturating_sub(1).max(1);
    let floors = std::iter::once(0.0).chain(steps.iter().copied());
    let classes = floors.zip(steps).enumerate().map(|(index, (from, to))| {
        #[expect(clippy::cast_precision_loss, reason = "a few classes")]
        let share = index as f64 / last as f64;
        Class { value: *to, label: label(from, *to), symbol: symbol(Colour::on_ramp(share, 230)) }
    });
    Renderer::Graduated(quantity, classes.collect())
}

/// The same classes, dark to pale.
pub(super) fn reversed(renderer: Renderer) -> Renderer {
    let Renderer::Graduated(quantity, mut classes) = renderer else { return renderer };
    let mut symbols: Vec<Symbol> = classes.iter().map(|class| class.symbol).collect();
    for class in &mut classes {
        class.symbol = symbols.pop().unwrap_or(class.symbol);
    }
    Renderer::Graduated(quantity, classes)
}

/// Upper ends of classes with about as many values each, rounded up to two figures.
pub(super) fn breaks(values: impl Iterator<Item = f64>) -> Vec<f64> {
    let mut values: Vec<f64> = values.filter(|value| value.is_finite()).collect();
    values.sort_unstable_by(f64::total_cmp);
    let ends = (1..=CLASSES).filter_map(|class| {
        let end = (values.len() * class).div_ceil(CLASSES).checked_sub(1)?;
        Some(rounded_up(*values.get(end)?))
    });
    let mut ends: Vec<f64> = ends.filter(|end| *end > 0.0).collect();
    ends.dedup();
    if ends.is_empty() { vec![1.0] } else { ends }
}

/// The next number of two figures.
fn rounded_up(value: f64) -> f64 {
    if value <= 0.0 {
        return 0.0;
    }
    #[expect(clippy::cast_possible_truncation, reason = "a power of ten")]
    let exponent = value.log10().floor() as i32 - 1;
    // Powers of ten below one are not exact: go by way of their reciprocals.
    if exponent < 0 {
        let scale = 10_f64.powi(-exponent);
        (value * scale - 1e-9).ceil() / scale
    } else {
        let scale = 10_f64.powi(exponent);
        (value / scale - 1e-9).ceil() * scale
    }
}

/// A number for a label.
pub(super) fn tidy(value: f64) -> String {
    if value < 1e-6 {
        "0".to_owned()
    } else {
        format!("{:.2}", value).trim_end_matches('0').trim_end_matches('.').to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn classes_hold_about_as_many_each_and_end_on_round_numbers() {
        let values = (1..=100).map(f64::from);
        assert_eq!(breaks(values), [20.0, 40.0, 60.0, 80.0, 100.0]);
        assert_eq!(breaks([0.123].into_iter()), [0.13]);
        assert_eq!(breaks([1_234.0, 1_235.0].into_iter()), [1_300.0]);
        assert_eq!(breaks([0.0].into_iter()), [1.0]);
        assert_eq!(breaks(std::iter::empty()), [1.0]);
    }
}
