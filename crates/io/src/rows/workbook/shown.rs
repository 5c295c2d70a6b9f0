//! What a sheet shows of a number, by the format of its cell.

use crate::rows::Cell;
use compact_str::{CompactString, ToCompactString};
use parkward_model::Dimension;

/// A cell as its sheet shows it.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Shown {
    Nothing,
    /// What is shown is what is kept.
    Value(Cell),
    /// What is shown, with the number that is kept: `0131` and 131.
    Formatted(CompactString, f64),
    /// A number shown in per cent, and as which text.
    Percent(f64, CompactString),
    /// `#N/A`, `#REF!` and the like.
    Error(CompactString),
    /// A formula that nobody has calculated yet.
    Uncalculated(CompactString),
    /// A number shown in thousands or tens of thousands, by this format.
    Scaled(f64, CompactString),
}

impl Shown {
    pub(super) fn of_text(text: &str) -> Self {
        Cell::of_text(text).map_or(Self::Nothing, Self::Value)
    }

    /// The cell as text, as far as it tells rows from titles and sums.
    pub(super) fn text(&self) -> String {
        match self {
            Self::Nothing => String::new(),
            Self::Value(cell) => cell.text().into_owned(),
            Self::Formatted(text, _)
            | Self::Percent(_, text)
            | Self::Error(text)
            | Self::Uncalculated(text) => text.to_string(),
            Self::Scaled(number, _) => number.to_string(),
        }
    }

    /// A number under a format such as `0000`, `0.00%` or `0.0"亩"`.
    pub(super) fn of_number(number: f64, format: &str) -> Self {
        let kept = || Self::Value(Cell::Number(number));
        let format = Format::of(format);
        let is_general = format.mask.is_empty();
        if is_general || number < 0.0 {
            return kept();
        }
        if format.scaled {
            return Self::Scaled(number, format.code.into());
        }
        if format.mask.contains('%') {
            let percent = (number * 1e12).round() / 1e10;
            return Self::Percent(number, format!("{percent}%").into());
        }
        let zeros = format.mask.len();
        let padded = (zeros > 1 && format.mask.bytes().all(|byte| byte == b'0'))
            .then(|| format!("{number:0>zeros$}"))
            .filter(|text| text.bytes().all(|byte| byte.is_ascii_digit()));
        let is_code = !format.before.is_empty() && format.before.chars().all(char::is_alphanumeric);
        let is_unit = Dimension::is_unit(&format.behind);
        if padded.is_none() && !is_code && !is_unit {
            return kept();
        }
        let digits = padded.unwrap_or_else(|| number.to_string());
        let before = if is_code { format.before.as_str() } else { "" };
        let behind = if is_unit { format.behind.as_str() } else { "" };
        match format!("{before}{digits}{behind}") {
            text if text == number.to_string() => kept(),
            text => Self::Formatted(text.into(), number),
        }
    }

    /// A number of which the file itself says how it is shown.
    pub(super) fn of_shown(number: f64, text: &str) -> Self {
        let text = text.trim();
        let is_code = text.len() > 1
            && text.starts_with('0')
            && text.bytes().all(|byte| byte.is_ascii_digit())
            && text.parse() == Ok(number);
        let unit = text.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '.' | ','));
        let is_unit = unit.len() < text.len() && Dimension::is_unit(unit.trim());
        match (is_code, is_unit) {
            (true, _) => Self::Formatted(text.into(), number),
            // With all digits, not only those that are shown.
            (_, true) => Self::Formatted(format!("{number}{}", unit.trim()).into(), number),
            _ => Self::Value(Cell::Number(number)),
        }
    }
}

/// The part of a number format that positive numbers have.
#[derive(Default)]
struct Format {
    code: String,
    before: String,
    /// Digits, points and signs of per cent; nothing for a format that shows numbers as they are.
    mask: String,
    behind: String,
    /// Whether it shows a thousandth of the number, or puts a point among its digits.
    scaled: bool,
}

impl Format {
    fn of(code: &str) -> Self {
        let mut format = Self::default();
        let mut chars = code.chars().peekable();
        let mut pending_comma = false;
        while let Some(c) = chars.next() {
            let literal: String = match c {
                ';' => break,
                '"' => chars.by_ref().take_while(|c| *c != '"').collect(),
                '\\' | '!' => chars.next().into_iter().collect(),
                '_' | '*' => {
                    chars.next();
                    continue;
                }
                '[' => {
                    chars.by_ref().find(|c| *c == ']');
                    continue;
                }
                '0' | '#' | '?' | '.' | '%' => {
                    // A point or text that was put between digits, as `0!.0,` has it for tens of thousands.
                    format.scaled |= !format.behind.is_empty() && c != '%';
                    pending_comma = false;
                    format.mask.push(c);
                    continue;
                }
                ',' => {
                    pending_comma = !format.mask.is_empty();
                    continue;
                }
                c => c.to_string(),
            };
            let side = if format.mask.is_empty() { &mut format.before } else { &mut format.behind };
            side.push_str(literal.trim());
            format.scaled |= pending_comma;
        }
        format.scaled |= pending_comma;
        if matches!(&*format.before.to_lowercase(), "general" | "@" | "g/通用格式") {
            return Self::default();
        }
        code.clone_into(&mut format.code);
        format
    }
}

/// Whether a format shows days or times of day.
pub(super) fn is_date(code: &str) -> bool {
    let (mut quoted, mut bracket) = (false, false);
    let mut last = ' ';
    let code = code.split(';').next().unwrap_or_default();
    if code.to_ascii_lowercase().starts_with('g') {
        return false;
    }
    code.chars().any(|c| {
        let escaped = matches!(last, '\\' | '!' | '_' | '*');
        last = if escaped { ' ' } else { c };
        match c {
            '"' if !escaped => quoted = !quoted,
            // `[h]` is hours; all other brackets are colours, conditions and currencies.
            '[' => bracket = true,
            ']' => bracket = false,
            _ => {}
        }
        let is_part = matches!(c.to_ascii_lowercase(), 'y' | 'm' | 'd' | 'h' | 's');
        is_part && !quoted && !bracket && !escaped
    })
}

/// A day, moment or time of day out of a number of days since 1900 (1904 with `since_1904`).
pub(super) fn date(number: f64, since_1904: bool) -> Option<CompactString> {
    if !(0.0..2_958_466.0).contains(&number) {
        return None;
    }
    #[expect(clippy::cast_possible_truncation, reason = "below 2,958,466 days")]
    let seconds = (number * 86_400.0).round() as i64;
    let (days, second) = (seconds.div_euclid(86_400), seconds.rem_euclid(86_400));
    let time = format!("{:02}:{:02}:{:02}", second / 3600, second / 60 % 60, second % 60);
    if days == 0 && !since_1904 {
        return Some(time.into());
    }
    // Lotus 1-2-3 took 1900 for a leap year, and so do all sheets since.
    let since = if since_1904 {
        24_107
    } else if days < 60 {
        25_568
    } else {
        25_569
    };
    let (year, month, day) = civil(days - since);
    Some(match second {
        0 => format!("{year:04}-{month:02}-{day:02}").to_compact_string(),
        _ => format!("{year:04}-{month:02}-{day:02} {time}").to_compact_string(),
    })
}

/// Year, month and day of a day since 1970 in the proleptic Gregorian calendar (Howard Hinnant,
/// `civil_from_days`).
fn civil(days: i64) -> (i64, i64, i64) {
    let days = days + 719_468;
    let era = days.div_euclid(146_097);
    let day_of_era = days.rem_euclid(146_097);
    let year = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year + year / 4 - year / 100);
    let month = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month + 2) / 5 + 1;
    let month = if month < 10 { month + 3 } else { month - 9 };
    (year + era * 400 + i64::from(month < 3), month, day)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test")]

    use super::*;

    #[test]
    fn a_number_is_what_its_format_shows() {
        let formatted = |text: &str, number| Shown::Formatted(text.into(), number);
        let kept = |number| Shown::Value(Cell::Number(number));
        for (number, format, expected) in [
            (131.0, "0000", formatted("0131", 131.0)),
            (2511.0, "0000", kept(2511.0)),
            (7.0, "\"C\"0000", formatted("C0007", 7.0)),
            (12.345, "0.0\"亩\"", formatted("12.345亩", 12.345)),
            (3.0, "0\"人\"", formatted("3人", 3.0)),
            (3.0, "0\"件\"", kept(3.0)),
            (1234.5, "#,##0.00", kept(1234.5)),
            (1234.5, "\"¥\"#,##0.00", kept(1234.5)),
            (1234.5, "_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * \"-\"??_ ;_ @_ ", kept(1234.5)),
            (1.0, "General", kept(1.0)),
            (1.0, "G/通用格式", kept(1.0)),
            (1.0, "@", kept(1.0)),
            (0.12, "0%", Shown::Percent(0.12, "12%".into())),
            (0.125, "0.0%", Shown::Percent(0.125, "12.5%".into())),
            (123_456.0, "0!.0,\"万\"", Shown::Scaled(123_456.0, "0!.0,\"万\"".into())),
            (123_456.0, "#,##0,", Shown::Scaled(123_456.0, "#,##0,".into())),
            (-5.0, "0000", kept(-5.0)),
        ] {
            assert_eq!(Shown::of_number(number, format), expected, "{format}");
        }
        for (number, text, expected) in [
            (131.0, "0131", formatted("0131", 131.0)),
            (12.345, "12.3亩", formatted("12.345亩", 12.345)),
            (1234.5, "1,234.50", kept(1234.5)),
            (0.0, "0", kept(0.0)),
        ] {
            assert_eq!(Shown::of_shown(number, text), expected, "{text}");
        }
    }

    #[test]
    fn days_are_those_that_a_sheet_shows() {
        for (number, expected) in [
            (1.0, "1900-01-01"),
            (59.0, "1900-02-28"),
            (61.0, "1900-03-01"),
            (45_350.0, "2024-02-28"),
            (45_350.043_078_703_7, "2024-02-28 01:02:02"),
            (0.5, "12:00:00"),
        ] {
            assert_eq!(date(number, false).unwrap(), expected);
        }
        assert_eq!(date(43_888.0, true).unwrap(), "2024-02-28");
        assert_eq!(date(1e9, false), None);
        for (format, is) in [
            ("yyyy\\-mm\\-dd", true),
            ("[$-804]yyyy\"年\"m\"月\"", true),
            ("h:mm", true),
            ("General", false),
            ("0.0\"days\"", false),
            ("[Red]0.00", false),
            ("0\\d", false),
        ] {
            assert_eq!(is_date(format), is, "{format}");
        }
    }
}
