//! Texts without what people do not see or do not mean: case, width, blanks, invisible characters.

/// The text in small half-width letters, without blanks and invisible characters.
///
/// ```
/// assert_eq!(parkward_model::folded("Ｅ 0042\u{200b}"), "e0042");
/// ```
pub fn folded(text: &str) -> String {
    let narrow = |c: char| match c {
        // The full-width forms of ASCII stand in its order.
        '！'..='～' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        _ => c,
    };
    text.chars()
        .filter(|c| !c.is_whitespace() && !is_invisible(*c))
        .map(narrow)
        .flat_map(char::to_lowercase)
        .collect()
}

/// Whether two texts are the same but for case, width, blanks and invisible characters.
///
/// ```
/// use parkward_model::is_same_word;
/// assert!(is_same_word("ｅｌｉｍｉｎａｔｅｄ", "Eliminated "));
/// assert!(!is_same_word("淘汰类", "eliminated"));
/// ```
pub fn is_same_word(one: &str, other: &str) -> bool {
    // Nearly all words are plain: those need no copy.
    let is_plain = |text: &str| text.bytes().all(|byte| byte.is_ascii_graphic());
    match is_plain(one) && is_plain(other) {
        true => one.eq_ignore_ascii_case(other),
        false => folded(one) == folded(other),
    }
}

/// Characters without a glyph: zero-width, direction marks, soft hyphen, byte order mark, controls.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2064}' | '\u{feff}')
        || c.is_control()
}

#[cfg(test)]
mod tests {
    use super::folded;

    #[test]
    fn what_looks_alike_is_alike() {
        for text in [
            "E0042",
            "e0042",
            "Ｅ００４２",
            "E 0042",
            "E00\u{200b}42",
            "\u{feff}E0042",
            "E\u{a0}0042",
        ] {
            assert_eq!(folded(text), "e0042", "{text:?}");
        }
        assert_ne!(folded("E0042"), folded("E042"));
        assert_ne!(folded("E-0042"), folded("E0042"));
    }
}
