//! Colours, `#rrggbb`.

/// `colour` (`#rrggbb`) mixed with `with`; `share` of the latter, 0…1. What is no colour is grey.
///
/// ```
/// assert_eq!(parkward_model::mixed("#000000", "#ffffff", 0.5), "#808080");
/// ```
pub fn mixed(colour: &str, with: &str, share: f64) -> String {
    let (a, b) = (channels(colour), channels(with));
    let mix = |i: usize| a[i] + (b[i] - a[i]) * share;
    #[expect(clippy::cast_possible_truncation, reason = "between 0 and 255")]
    #[expect(clippy::cast_sign_loss, reason = "between 0 and 255")]
    let hex = [0, 1, 2].map(|i| mix(i).round() as u8);
    format!("#{:02x}{:02x}{:02x}", hex[0], hex[1], hex[2])
}

fn channels(colour: &str) -> [f64; 3] {
    let channel = |at: usize| u8::from_str_radix(colour.get(at..at + 2)?, 16).ok().map(f64::from);
    match (colour.starts_with('#'), channel(1), channel(3), channel(5)) {
        (true, Some(red), Some(green), Some(blue)) => [red, green, blue],
        _ => [136.0; 3],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_mix() {
        assert_eq!(mixed("#0072b2", "#ffffff", 0.0), "#0072b2");
        assert_eq!(mixed("no colour", "#000000", 0.0), "#888888");
        assert_eq!(mixed("#é23456", "#000000", 0.0), "#888888");
    }
}
