//! Numbers as people write them: with units, thousands separators, full-width digits, degrees and minutes.
//!
//! What has one meaning is read; what could mean two things is not, and the caller names the trap.

use parkward_model::Dimension;
use std::borrow::Cow;

/// A number and the factor of the unit that is written behind it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Quantity {
    pub(crate) number: f64,
    /// `None`: no unit.
    pub(crate) factor: Option<f64>,
}

impl Quantity {
    /// The number in the dimension's own unit.
    pub(crate) fn value(self) -> f64 {
        self.factor.map_or(self.number, |factor| tidy(self.number * factor))
    }
}

/// What a conversion of units comes to, without the traces of binary fractions at its end: 10.8 mu are 0.72 ha, not
/// 0.7200000000000001. Fourteen digits count.
pub(crate) fn tidy(number: f64) -> f64 {
    format!("{number:.13e}").parse().unwrap_or(number)
}

/// Why a text is no number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Trap {
    /// It is none.
    None,
    /// “None”: 0, or unknown?
    Nothing,
    /// 0.85, or 85?
    Percent,
    /// 1.234, or 1234?
    Comma,
    /// A unit that is not one of the column's.
    Unit,
    /// North or south in a column of longitudes, or east or west in one of latitudes.
    Axis,
}

/// Full-width letters, digits and signs as ASCII.
pub(crate) fn half_width(text: &str) -> Cow<'_, str> {
    let is_wide = |c: char| matches!(c, '\u{ff01}'..='\u{ff5e}' | '\u{3000}');
    if !text.contains(is_wide) {
        return text.into();
    }
    let narrow = |c: char| match c {
        '\u{3000}' => ' ',
        c if is_wide(c) => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
        c => c,
    };
    text.chars().map(narrow).collect::<String>().into()
}

/// The number that a text is to a person, in a column of a dimension.
pub(crate) fn read(text: &str, dimension: Option<Dimension>) -> Result<Quantity, Trap> {
    let text = half_width(text);
    let text = text.trim();
    if matches!(dimension, Some(Dimension::Longitude | Dimension::Latitude))
        && let Some(degrees) = degrees(text, dimension == Some(Dimension::Longitude))
    {
        return degrees.map(|number| Quantity { number, factor: None });
    }
    let is_number = |c: char| c.is_ascii_digit() || matches!(c, '.' | ',' | '-' | '+');
    // The exponent of 1.2e5 is no unit.
    let end = match text.parse::<f64>() {
        Ok(_) => text.len(),
        Err(_) => text.find(|c| !is_number(c)).unwrap_or(text.len()),
    };
    if matches!(text, "无" | "没有" | "暂无" | "nil") {
        return Err(Trap::Nothing);
    }
    let (digits, unit) = text.split_at(end);
    let unit = unit.trim();
    let number = plain(digits)?;
    if unit == "%" || unit == "‰" {
        return Err(Trap::Percent);
    }
    let factor = match (unit, dimension) {
        ("", _) => None,
        (unit, Some(dimension)) => Some(dimension.factor(unit).ok_or(Trap::Unit)?),
        (_, None) => return Err(Trap::Unit),
    };
    Ok(Quantity { number, factor })
}

/// A number of digits, a point, and commas between thousands.
fn plain(digits: &str) -> Result<f64, Trap> {
    if !digits.contains(',') {
        return digits.parse().map_err(|_| Trap::None);
    }
    let whole = digits.trim_start_matches(['-', '+']);
    let (whole, fraction) = whole.split_once('.').unwrap_or((whole, ""));
    let mut groups = whole.split(',');
    let is_first = |group: &str| (1..=3).contains(&group.len()) && group != "0";
    let all_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let thousands = groups.next().is_some_and(is_first)
        && groups.all(|group| group.len() == 3)
        && all_digits(&whole.replace(',', ""))
        && all_digits(fraction);
    match thousands {
        true => digits.replace(',', "").parse().map_err(|_| Trap::None),
        false => Err(Trap::Comma),
    }
}

/// Degrees with a sign of their own: °, minutes, seconds, or E, W, N and S; `None` where there is none of them.
fn degrees(text: &str, is_longitude: bool) -> Option<Result<f64, Trap>> {
    const NAMES: [(&str, bool, f64); 8] = [
        ("东经", true, 1.0),
        ("西经", true, -1.0),
        ("北纬", false, 1.0),
        ("南纬", false, -1.0),
        ("E", true, 1.0),
        ("W", true, -1.0),
        ("N", false, 1.0),
        ("S", false, -1.0),
    ];
    let upper = text.to_uppercase();
    let named = NAMES.iter().find_map(|(name, axis, sign)| {
        let rest = upper.strip_prefix(name).or_else(|| upper.strip_suffix(name))?;
        Some((rest.trim_matches([' ', ':', '：']), *axis, *sign))
    });
    let (rest, axis, sign) = named.unwrap_or((&upper, is_longitude, 1.0));
    if named.is_none() && !rest.contains(MARKS[0]) {
        return None;
    }
    Some(match angle(rest).map(|degrees| sign * degrees) {
        // A sign and a letter would say it twice.
        Some(_) if sign < 0.0 && rest.starts_with('-') => Err(Trap::None),
        Some(_) if axis != is_longitude => Err(Trap::Axis),
        Some(degrees) => Ok(degrees),
        None => Err(Trap::None),
    })
}

/// What stands behind degrees, minutes and seconds; the last of them, or all, may go without.
const MARKS: [&[char]; 3] =
    [&['°', 'º', '度'], &['′', '\'', '’', '‘', '分'], &['″', '"', '”', '“', '秒']];

/// Degrees with minutes and seconds behind them, each once and in that order.
fn angle(text: &str) -> Option<f64> {
    let (size, mut rest) = text.strip_prefix('-').map_or((1.0, text), |rest| (-1.0, rest));
    let mut sum = 0.0;
    for (unit, marks) in [1.0, 60.0, 3600.0].into_iter().zip(MARKS) {
        let end = rest.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(rest.len());
        let part: f64 = rest[..end].parse().ok()?;
        if unit > 1.0 && part >= 60.0 {
            return None;
        }
        sum += part / unit;
        rest = rest[end..].trim_start();
        // Two apostrophes are often written for seconds.
        let doubled = rest.strip_prefix("''").filter(|_| unit > 60.0);
        rest = doubled.or_else(|| rest.strip_prefix(marks)).unwrap_or(rest).trim_start();
        if rest.is_empty() {
            return Some(size * sum);
        }
    }
    None
}

/// The two coordinates of one cell, longitude or easting first unless letters say otherwise.
pub(crate) fn pair(text: &str) -> Option<[f64; 2]> {
    let text = half_width(text);
    let text = text.trim().trim_matches(['[', ']', '(', ')', '"']);
    let mut parts = text.split([',', '、', ';', ' ', '\t', '/']).filter(|part| !part.is_empty());
    let (x, y) = (parts.next()?, parts.next()?);
    let read = |x: &str, y: &str| {
        let x = read(x, Some(Dimension::Longitude)).ok()?;
        Some([x.number, read(y, Some(Dimension::Latitude)).ok()?.number])
    };
    if parts.next().is_some() { None } else { read(x, y).or_else(|| read(y, x)) }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::float_cmp, reason = "a test")]

    use super::*;

    #[test]
    fn what_a_person_reads_is_read() {
        let land = Some(Dimension::Hectares);
        for (text, dimension, expected) in [
            ("12.5", None, 12.5),
            ("1e3", None, 1000.0),
            ("1,234.5", None, 1234.5),
            ("-1,234,567", None, -1_234_567.0),
            ("１２．５", None, 12.5),
            ("12亩", land, 0.8),
            ("1.2 ha", land, 1.2),
            ("8000㎡", land, 0.8),
            ("1,200 万元", Dimension::of("industrial_tax_10k_yuan"), 1200.0),
            ("50000元", Dimension::of("industrial_tax_10k_yuan"), 5.0),
            ("2.5吨标煤", Dimension::of("energy_tce"), 2.5),
            ("1.2万人", Dimension::of("jobs"), 12_000.0),
            ("35 人", Dimension::of("residents"), 35.0),
            ("1.5公里", Dimension::of("distance_m"), 1500.0),
            ("3万立方米", Dimension::of("water_t"), 30_000.0),
            ("120°21′00″", Dimension::of("lon"), 120.35),
            ("120°21'00\"E", Dimension::of("lon"), 120.35),
            ("120度21分0秒", Dimension::of("lon"), 120.35),
            ("120° 21' 0''", Dimension::of("lon"), 120.35),
            ("120°21", Dimension::of("lon"), 120.35),
            ("E 120 21 00", Dimension::of("lon"), 120.35),
            ("-0°30′", Dimension::of("lon"), -0.5),
            ("东经120.35", Dimension::of("lon"), 120.35),
            ("W70.5", Dimension::of("lon"), -70.5),
            ("Ｎ３１．９１", Dimension::of("lat"), 31.91),
            ("532133.1", Dimension::of("lon"), 532_133.1),
        ] {
            let Quantity { number, factor } = read(text, dimension).unwrap();
            let found = number * factor.unwrap_or(1.0);
            assert!((found - expected).abs() < 1e-9, "{text}: {found}");
        }
    }

    #[test]
    fn what_is_doubtful_is_named() {
        let land = Some(Dimension::Hectares);
        for (text, dimension, trap) in [
            ("85%", None, Trap::Percent),
            ("８５％", None, Trap::Percent),
            ("12,5", None, Trap::Comma),
            ("1,23,456", None, Trap::Comma),
            ("0,123", None, Trap::Comma),
            ("12万元", land, Trap::Unit),
            ("12人", None, Trap::Unit),
            ("约12", land, Trap::None),
            ("无", land, Trap::Nothing),
            (" 没有 ", None, Trap::Nothing),
            ("", land, Trap::None),
            ("N31.9", Dimension::of("lon"), Trap::Axis),
            ("120°61′", Dimension::of("lon"), Trap::None),
            ("W-70", Dimension::of("lon"), Trap::None),
            ("120′21″5°", Dimension::of("lon"), Trap::None),
            ("120°°21′", Dimension::of("lon"), Trap::None),
            ("120°21″05′", Dimension::of("lon"), Trap::None),
            ("120°21′5″6", Dimension::of("lon"), Trap::None),
        ] {
            assert_eq!(read(text, dimension), Err(trap), "{text}");
        }
    }

    #[test]
    fn two_coordinates_stand_in_one_cell() {
        for text in
            ["120.35,31.91", "120.35，31.91", "[120.35, 31.91]", "120.35 31.91", "N31.91 E120.35"]
        {
            assert_eq!(pair(text), Some([120.35, 31.91]), "{text}");
        }
        for text in ["120.35", "a,b", "1,2,3", ""] {
            assert_eq!(pair(text), None, "{text}");
        }
    }
}
