//! Writing SVG: numbers, escaping, text with its measure, colours.

use super::options::MapOptions;
use super::page::Layout;
use super::theme::Palette;
use crate::fonts::{Fonts, Weight};
use std::fmt::{self, Write as _};

/// A number with two decimals at most.
pub(crate) struct N(pub(crate) f64);

impl fmt::Display for N {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = format!("{:.2}", self.0);
        let text = text.trim_end_matches('0').trim_end_matches('.');
        f.write_str(if text == "-0" { "0" } else { text })
    }
}

/// Where a text stands relative to its point.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Anchor {
    Start,
    Middle,
    End,
}

/// How a text is set.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Type<'a> {
    /// Size in points.
    pub(crate) size: f64,
    pub(crate) weight: Weight,
    pub(crate) colour: &'a str,
    pub(crate) anchor: Anchor,
    /// Width of a white halo in points; 0 for none.
    pub(crate) halo: f64,
}

impl<'a> Type<'a> {
    pub(crate) fn regular(size: f64, colour: &'a str) -> Self {
        Self { size, weight: Weight::Regular, colour, anchor: Anchor::Start, halo: 0.0 }
    }

    pub(crate) fn bold(size: f64, colour: &'a str) -> Self {
        Self { weight: Weight::Bold, ..Self::regular(size, colour) }
    }

    pub(crate) fn anchored(self, anchor: Anchor) -> Self {
        Self { anchor, ..self }
    }

    pub(crate) fn with_halo(self, halo: f64) -> Self {
        Self { halo, ..self }
    }
}

/// The drawing as it grows.
pub(crate) struct Canvas<'a> {
    pub(crate) fonts: &'a Fonts,
    pub(crate) palette: &'static Palette,
    pub(crate) layout: Layout,
    svg: String,
}

impl<'a> Canvas<'a> {
    pub(crate) fn new(fonts: &'a Fonts, options: &MapOptions) -> Self {
        let palette = options.theme.palette();
        Self { fonts, palette, layout: options.layout(), svg: String::with_capacity(1 << 18) }
    }

    /// Appends markup. Numbers go through [`N`]; anything from a file through [`Canvas::text`].
    pub(crate) fn put(&mut self, markup: fmt::Arguments<'_>) {
        // Writing to a String cannot fail.
        let _ = self.svg.write_fmt(markup);
        self.svg.push('\n');
    }

    /// Sets one line and returns its width. Characters that the font does not have are replaced,
    /// and everything is escaped: `words` may come from anywhere.
    pub(crate) fn text(&mut self, x: f64, y: f64, style: Type<'_>, words: &str) -> f64 {
        let words = self.fonts.settable(words);
        if words.trim().is_empty() {
            return 0.0;
        }
        let width = self.fonts.width(&words, style.size, style.weight);
        let anchor = match style.anchor {
            Anchor::Start => "",
            Anchor::Middle => r#" text-anchor="middle""#,
            Anchor::End => r#" text-anchor="end""#,
        };
        let weight = match style.weight {
            Weight::Regular => "",
            Weight::Bold => r#" font-weight="700""#,
        };
        let halo = if style.halo > 0.0 {
            format!(
                r##" stroke="#ffffff" stroke-width="{}" stroke-opacity="0.85" stroke-linejoin="round" paint-order="stroke""##,
                N(style.halo)
            )
        } else {
            String::new()
        };
        let (size, colour) = (N(style.size), style.colour);
        let words = xml_escaped(&words);
        self.put(format_args!(
            r#"<text x="{}" y="{}" font-size="{size}" fill="{colour}"{weight}{anchor}{halo}>{words}</text>"#,
            N(x),
            N(y),
        ));
        width
    }

    pub(crate) fn finish(self) -> String {
        self.svg
    }
}

/// Text as XML content or attribute value. Control characters, which XML cannot hold, are spaces.
pub(crate) fn xml_escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            c if c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}') => safe.push(' '),
            c => safe.push(c),
        }
    }
    safe
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_short() {
        let short = [1.0, 1.5, -0.001, 12.345_6, 100.0].map(|x| N(x).to_string());
        assert_eq!(short, ["1", "1.5", "0", "12.35", "100"]);
    }

    #[test]
    fn names_cannot_break_out() {
        assert_eq!(
            xml_escaped("<a & 'b' \"c\">\u{0}\u{1f}"),
            "&lt;a &amp; &#39;b&#39; &quot;c&quot;&gt;  "
        );
    }
}
