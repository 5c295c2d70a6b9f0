//! Numbers as people write them.

use parkward_model::Lang;

/// A number with thousands separated by commas in English and run together in Chinese.
pub(crate) fn count(number: usize, lang: Lang) -> String {
    separated(&number.to_string(), lang)
}

/// A number with a fixed count of decimals.
pub(crate) fn decimal(number: f64, places: usize, lang: Lang) -> String {
    let text = format!("{number:.places$}");
    // A sum of hectares that cancels out is nought, not "-0.0".
    let text = match text.strip_prefix('-') {
        Some(rest) if rest.bytes().all(|b| b == b'0' || b == b'.') => rest,
        _ => &text,
    };
    match text.split_once('.') {
        Some((whole, fraction)) => format!("{}.{fraction}", separated(whole, lang)),
        None => separated(text, lang),
    }
}

/// A ratio as per cent, with as many decimals as it needs: only nought is printed as 0.
pub(crate) fn percent(ratio: f64) -> String {
    let percent = ratio * 100.0;
    match percent {
        0.0 => "0 %".to_owned(),
        p if p.abs() < 0.000_1 => format!("{} 0.0001 %", if p < 0.0 { "> −" } else { "<" }),
        p if p.abs() < 0.01 => format!("{p:.4} %"),
        p if p.abs() < 1.0 => format!("{p:.3} %"),
        p => format!("{p:.2} %"),
    }
}

fn separated(digits: &str, lang: Lang) -> String {
    let (sign, digits) = digits.strip_prefix('-').map_or(("", digits), |rest| ("−", rest));
    if lang == Lang::Zh {
        return format!("{sign}{digits}");
    }
    let mut text = sign.to_owned();
    for (index, digit) in digits.char_indices() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_are_separated_in_english_only() {
        assert_eq!(count(1_234_567, Lang::En), "1,234,567");
        assert_eq!(count(1_234_567, Lang::Zh), "1234567");
        assert_eq!(decimal(-1234.56, 1, Lang::En), "−1,234.6");
        assert_eq!(decimal(-0.001, 2, Lang::En), "0.00");
        assert_eq!(count(100, Lang::En), "100");
    }

    #[test]
    fn only_nought_is_printed_as_nought() {
        assert_eq!(percent(0.0), "0 %");
        assert_eq!(percent(1e-9), "< 0.0001 %");
        assert_eq!(percent(0.000_012), "0.0012 %");
        assert_eq!(percent(0.001_5), "0.150 %");
        assert_eq!(percent(0.25), "25.00 %");
    }
}
