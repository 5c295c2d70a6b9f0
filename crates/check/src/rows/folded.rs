//! Texts without what people do not see or do not mean: case, width, blanks, invisible characters.

/// The text in small half-width letters, without blanks and invisible characters.
pub(crate) fn folded(text: &str) -> String {
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
