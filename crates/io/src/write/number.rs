//! Numbers as text.

use std::io::{Result, Write};

/// Writes the shortest decimal that reads back as this number; what is not finite is `null`.
///
/// The text is that of `serde_json`. Nearly all numbers in layers have at most seven decimals and fifteen
/// digits: no two such decimals are the same number, so theirs is the shortest, and a whole number with
/// a point in it needs no search.
pub(super) fn write_real(out: &mut impl Write, number: f64) -> Result<()> {
    let scaled = number.abs() * SCALE;
    if !(LEAST..MOST).contains(&scaled) {
        return serde_json::to_writer(out, &number).map_err(Into::into);
    }
    // Half of one is added and the rest cut off: `round` is a call on processors without an instruction.
    #[expect(clippy::cast_possible_truncation, reason = "at most 10^15")]
    let whole = (scaled + 0.5) as i64;
    if whole as f64 / SCALE != number.abs() {
        return serde_json::to_writer(out, &number).map_err(Into::into);
    }
    let [mut units, mut decimals] = [whole / ONE, whole % ONE].map(small);
    // Units grow from the point to the left; of the decimals, zeros at the end are cut off.
    let mut text = [b'0'; POINT + 1 + DECIMALS];
    text[POINT] = b'.';
    for index in (POINT + 1..text.len()).rev() {
        text[index] = digit(decimals);
        decimals /= 10;
    }
    let mut start = POINT;
    while start == POINT || units > 0 {
        start -= 1;
        text[start] = digit(units);
        units /= 10;
    }
    let mut end = text.len();
    while text[end - 1] == b'0' && end > POINT + 2 {
        end -= 1;
    }
    if number < 0.0 {
        start -= 1;
        text[start] = b'-';
    }
    out.write_all(&text[start..end])
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "0 to 10^8")]
fn small(number: i64) -> u32 {
    number as u32
}

/// The last digit.
fn digit(number: u32) -> u8 {
    b'0' + (number % 10) as u8
}

/// Where the point stands: after a sign and nine digits.
const POINT: usize = 10;
const DECIMALS: usize = 7;
const ONE: i64 = 10_000_000;
const SCALE: f64 = 1e7;
/// Smaller numbers are written with an exponent.
const LEAST: f64 = 1e3;
/// Fifteen digits.
const MOST: f64 = 1e15;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_text_is_that_of_serde_json() {
        let same = |number: f64| {
            let mut found = Vec::new();
            write_real(&mut found, number).unwrap();
            let expected = serde_json::to_vec(&number).unwrap();
            assert_eq!(String::from_utf8_lossy(&found), String::from_utf8_lossy(&expected));
        };
        for number in [0.0, -0.0, 1.0, 121.0, -0.5, 1e-4, 9.99e-5, 1e-7, 1e8, 99_999_999.999_999_9]
        {
            same(number);
            same(-number);
        }
        [f64::NAN, f64::INFINITY, f64::MAX, f64::MIN_POSITIVE].into_iter().for_each(same);
        let mut numbers = parkward_assignment::Random::new(71);
        let mut random = || numbers.next_number();
        for _ in 0..200_000 {
            same(f64::from_bits(random()));
            let decimals = i32::try_from(random() % 10).unwrap();
            let digits = 10_u64.pow(u32::try_from(random() % 17).unwrap());
            let whole = i64::try_from(random() % digits.max(2)).unwrap() as f64;
            same(whole / 10_f64.powi(decimals));
            same(-((whole / 10_f64.powi(decimals)) * 1e7).round() / 1e7);
        }
    }
}
