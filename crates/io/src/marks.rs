//! What else stands in cells of numbers: marks for no value, and commas that may be two things.

use crate::quantity::half_width;

/// Whether a text says that there is no value: a dash, or a word that databases, spreadsheets and people have for it.
pub(crate) fn is_unknown(text: &str) -> bool {
    const WORDS: [&str; 20] = [
        "/", "\\", "n/a", "na", "n.a.", "#n/a", "nan", "null", "(null)", "<null>", "none", "\\n",
        "unknown", "?", "…", "...", "不详", "未知", "不明", "待定",
    ];
    let text = half_width(text);
    let text =
        text.trim_matches(|c: char| c.is_whitespace() || matches!(c, '\u{200b}' | '\u{feff}'));
    let is_dash = |c: char| matches!(c, '-' | '‐'..='―' | '−' | '─' | '﹣' | '_');
    text.chars().all(is_dash) || WORDS.contains(&&*text.to_lowercase())
}

/// What a number's only comma is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Comma {
    /// A decimal one: `12,5`.
    Decimal,
    /// A decimal one, or between thousands: `1,234`.
    Either,
}

/// What the comma of a number is that has no other and no point; a unit may stand behind it.
pub(crate) fn comma(text: &str) -> Option<Comma> {
    let text = half_width(text);
    let number = text.trim().trim_start_matches(['-', '+']);
    let end = number.find(|c: char| !c.is_ascii_digit() && c != ',' && c != '.');
    let (whole, fraction) = number[..end.unwrap_or(number.len())].split_once(',')?;
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let is_thousands = fraction.len() == 3 && whole.len() < 4 && !whole.starts_with('0');
    let comma = if is_thousands { Comma::Either } else { Comma::Decimal };
    (digits(whole) && digits(fraction)).then_some(comma)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_says_that_there_is_no_value_is_known() {
        for text in [
            "—", "–", "-", "--", "——", "－", "/", "／", "N/A", "NA", "n/a", "ＮＡ", "#N/A", "NaN",
            "NULL", "null", "none", "\\N", "\u{200b}", "　", "不详",
        ] {
            assert!(is_unknown(text), "{text}");
        }
        for text in ["0", "-1", "无", "nil", "n", "NB", "1/2", "- 5", "—5"] {
            assert!(!is_unknown(text), "{text}");
        }
    }

    #[test]
    fn a_comma_is_a_decimal_one_or_may_be() {
        for (text, expected) in [
            ("12,5", Some(Comma::Decimal)),
            ("0,123", Some(Comma::Decimal)),
            ("-12，5 亩", Some(Comma::Decimal)),
            ("1234,567", Some(Comma::Decimal)),
            ("1,234", Some(Comma::Either)),
            ("１，２３４", Some(Comma::Either)),
            ("1,234.5", None),
            ("1,234,567", None),
            ("12", None),
            ("a,b", None),
        ] {
            assert_eq!(comma(text), expected, "{text}");
        }
    }
}
