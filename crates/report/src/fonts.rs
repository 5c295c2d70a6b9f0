//! The typeface of the map, which characters it has, and how wide they are.

use parkward_model::{InWords, Text};
use resvg::usvg::fontdb::{Database, Family, ID, Query, Source, Style, Weight as FontWeight};
use std::collections::HashMap;
use std::sync::Arc;

/// Families with Chinese and Latin glyphs, in order of preference. The first is what Debian's
/// `fonts-noto-cjk` installs, and what the page is designed with.
const FAMILIES: [&str; 8] = [
    "Noto Sans CJK SC",
    "Noto Sans SC",
    "Source Han Sans SC",
    "Source Han Sans CN",
    "Microsoft YaHei",
    "PingFang SC",
    "WenQuanYi Micro Hei",
    "WenQuanYi Zen Hei",
];

/// What a family must be able to set to be of use: the map's own words and signs.
const PROBE: &str = "金山区迁移图例园区企业公顷比例尺 Relocation 0123456789 °′·→−≤²";

/// Set in place of a character that the typeface does not have (an emoji, a private character).
const REPLACEMENT: char = '□';

/// Normal or bold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Weight {
    Regular,
    Bold,
}

/// The fonts a map is set in: loaded once, shared by every page.
#[derive(Clone, Debug)]
pub struct Fonts {
    database: Arc<Database>,
    family: String,
    regular: Arc<Advances>,
    bold: Arc<Advances>,
}

/// No font can set the map. Text without glyphs would vanish from the picture without a word, so
/// this is an error.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.in_words().en)]
pub enum FontError {
    /// None of the families is installed.
    Missing {
        /// The families looked for.
        expected: String,
    },
}

impl InWords for FontError {
    fn in_words(&self) -> Text {
        let Self::Missing { expected } = self;
        Text::new(
            format!(
                "没有找到含汉字的字体；应有 {expected} 之一：请安装软件包 fonts-noto-cjk（Debian、Ubuntu）或 \
                 google-noto-sans-cjk-fonts（Fedora）"
            ),
            format!(
                "no font with Chinese characters found; expected one of {expected}: install the package \
                 fonts-noto-cjk (Debian, Ubuntu) or google-noto-sans-cjk-fonts (Fedora)"
            ),
        )
    }
}

/// Advance widths in em, by character.
#[derive(Debug, Default)]
struct Advances(HashMap<char, f32>);

impl Fonts {
    /// The fonts installed on this system.
    ///
    /// # Errors
    /// [`FontError::Missing`] names the package to install, if no family has Chinese characters.
    pub fn system() -> Result<Self, FontError> {
        let mut database = Database::new();
        database.load_system_fonts();
        Self::from_database(database)
    }

    fn from_database(database: Database) -> Result<Self, FontError> {
        for family in FAMILIES {
            let regular = Advances::of(&database, family, FontWeight::NORMAL);
            if PROBE.chars().all(|c| regular.0.contains_key(&c)) {
                let bold = Advances::of(&database, family, FontWeight::BOLD);
                let mut database = in_memory(&database, family);
                database.set_sans_serif_family(family);
                return Ok(Self {
                    database: Arc::new(database),
                    family: family.to_owned(),
                    regular: Arc::new(regular),
                    bold: Arc::new(bold),
                });
            }
        }
        Err(FontError::Missing { expected: FAMILIES.join(", ") })
    }

    /// The family with the sums of its files, by which it is known whether two systems have the same.
    pub fn edition(&self) -> String {
        let sums = [FontWeight::NORMAL, FontWeight::BOLD]
            .map(|weight| check_sum(&self.database, &self.family, weight).unwrap_or_default());
        format!("{} {:08x} {:08x}", self.family, sums[0], sums[1])
    }

    /// The family that text is set in.
    pub fn family(&self) -> &str {
        &self.family
    }

    pub(crate) fn database(&self) -> Arc<Database> {
        Arc::clone(&self.database)
    }

    /// The file of a weight, and which of the faces in it.
    pub(crate) fn data(&self, weight: Weight) -> Option<(Vec<u8>, u32)> {
        let weight = match weight {
            Weight::Regular => FontWeight::NORMAL,
            Weight::Bold => FontWeight::BOLD,
        };
        let face = face(&self.database, &self.family, weight)?;
        self.database.with_face_data(face, |data, index| (data.to_vec(), index))
    }

    /// `text` as it can be set: control characters are spaces, characters without a glyph are □.
    pub(crate) fn settable(&self, text: &str) -> String {
        let has_both_weights = |c| self.regular.0.contains_key(&c) && self.bold.0.contains_key(&c);
        text.chars()
            .map(|c| match c {
                c if c.is_control() || c == '\u{feff}' => ' ',
                c if has_both_weights(c) => c,
                _ => REPLACEMENT,
            })
            .collect()
    }

    /// Width of `text` in the unit of `size`. Kerning is left out, which would make most texts slightly narrower.
    pub(crate) fn width(&self, text: &str, size: f64, weight: Weight) -> f64 {
        let advances = match weight {
            Weight::Regular => &self.regular,
            Weight::Bold => &self.bold,
        };
        text.chars().map(|c| advances.0.get(&c).map_or(1.0, |em| f64::from(*em))).sum::<f64>()
            * size
    }

    /// `text`, or as much of its beginning as fits into `width` with an ellipsis behind it.
    pub(crate) fn shortened(&self, text: &str, size: f64, weight: Weight, width: f64) -> String {
        if self.width(text, size, weight) <= width {
            return text.to_owned();
        }
        let (mut kept, mut left) = (String::new(), width - self.width("…", size, weight));
        for c in text.chars() {
            left -= self.width(c.encode_utf8(&mut [0; 4]), size, weight);
            if left < 0.0 {
                break;
            }
            kept.push(c);
        }
        kept.truncate(kept.trim_end().len());
        kept + "…"
    }

    /// The size, from the first of `sizes` down to the second, at which `text` fits into `width`, and
    /// the text; where it is too long even for the second, as much of it as fits.
    pub(crate) fn fitted(
        &self,
        text: &str,
        (size, least): (f64, f64),
        weight: Weight,
        width: f64,
    ) -> (f64, String) {
        let wanted = self.width(text, size, weight);
        let size = if wanted > width { (size * width / wanted).max(least) } else { size };
        // A millionth more, since the ratio above is rounded.
        (size, self.shortened(text, size, weight, width + 1e-6))
    }

    /// `text` broken into at most `lines` lines of `width`, between words where it has them, after
    /// any character where it has none (as in Chinese). What does not fit gives way to an ellipsis.
    pub(crate) fn broken(
        &self,
        text: &str,
        size: f64,
        weight: Weight,
        width: f64,
        lines: usize,
    ) -> Vec<String> {
        let mut broken: Vec<String> = Vec::new();
        let mut rest = text.trim();
        while !rest.is_empty() {
            if broken.len() + 1 >= lines {
                broken.push(self.shortened(rest, size, weight, width));
                break;
            }
            let end = self.line_end(rest, size, weight, width);
            broken.push(rest[..end].trim_end().to_owned());
            rest = rest[end..].trim_start();
        }
        broken
    }

    /// As [`Fonts::broken`], with the lines as even as they can be: no word alone on the last.
    pub(crate) fn balanced(
        &self,
        text: &str,
        size: f64,
        weight: Weight,
        width: f64,
        lines: usize,
    ) -> Vec<String> {
        let mut best = self.broken(text, size, weight, width, lines);
        let cut = |lines: &[String]| lines.last().is_some_and(|line| line.ends_with('…'));
        if best.len() < 2 || cut(&best) {
            return best;
        }
        let mut narrower = width - size / 2.0;
        while narrower > width / 3.0 {
            let tried = self.broken(text, size, weight, narrower, lines);
            if tried.len() > best.len() || cut(&tried) {
                break;
            }
            best = tried;
            narrower -= size / 2.0;
        }
        best
    }

    /// Where the first line of `text` ends: a byte position on a character boundary, never 0.
    fn line_end(&self, text: &str, size: f64, weight: Weight, width: f64) -> usize {
        let (mut used, mut at_word, mut previous) = (0.0, None, None::<char>);
        for (index, c) in text.char_indices() {
            if let Some(before) = previous
                && may_break(before, c)
            {
                at_word = Some(index);
            }
            used += self.width(c.encode_utf8(&mut [0; 4]), size, weight);
            if used > width && c != ' ' {
                return at_word.unwrap_or(index.max(previous.map_or(c.len_utf8(), |_| index)));
            }
            previous = Some(c);
        }
        text.len()
    }
}

/// Whether a line may end between two characters: at a space, or beside an ideograph, but not so
/// that a closing mark begins a line or an opening one ends it.
fn may_break(before: char, after: char) -> bool {
    let wide = |c: char| ('\u{2e80}'..='\u{ffef}').contains(&c);
    let closing = "，。；：、）》」』！？%℃,.;:)".contains(after);
    let opening = "（《「『(".contains(before);
    before == ' ' || ((wide(before) || wide(after)) && !closing && !opening && after != ' ')
}

/// The upright face of a family.
fn face(database: &Database, family: &str, weight: FontWeight) -> Option<ID> {
    let families = &[Family::Name(family)];
    database.query(&Query { families, weight, style: Style::Normal, ..Query::default() })
}

/// The files of a family's two weights, read once: a database reads a file anew for every text that it shapes. No other
/// family is needed, as no character is set that this one does not have.
fn in_memory(database: &Database, family: &str) -> Database {
    let mut own = Database::new();
    let weights = [FontWeight::NORMAL, FontWeight::BOLD];
    let mut faces: Vec<ID> =
        weights.into_iter().filter_map(|weight| face(database, family, weight)).collect();
    faces.dedup();
    for face in faces {
        let data = database.with_face_data(face, |data, _| data.to_vec());
        own.load_font_source(Source::Binary(Arc::new(data.unwrap_or_default())));
    }
    own
}

/// The sum that a font file states of itself, in its table `head`.
fn check_sum(database: &Database, family: &str, weight: FontWeight) -> Option<u32> {
    let sum = |data: &[u8], index| {
        let face = ttf_parser::RawFace::parse(data, index).ok()?;
        let head = face.table(ttf_parser::Tag::from_bytes(b"head"))?;
        Some(u32::from_be_bytes(head.get(8..12)?.try_into().ok()?))
    };
    database.with_face_data(face(database, family, weight)?, sum).flatten()
}

impl Advances {
    fn of(database: &Database, family: &str, weight: FontWeight) -> Self {
        let Some(face) = face(database, family, weight) else { return Self::default() };
        let read = |data: &[u8], index| {
            let face = ttf_parser::Face::parse(data, index).ok()?;
            let em = f32::from(face.units_per_em());
            let mut advances = HashMap::new();
            for table in face.tables().cmap?.subtables.into_iter().filter(|s| s.is_unicode()) {
                table.codepoints(|code| {
                    let found = char::from_u32(code).and_then(|c| Some((c, face.glyph_index(c)?)));
                    if let Some((c, glyph)) = found {
                        let advance =
                            face.glyph_hor_advance(glyph).map_or(1.0, |a| f32::from(a) / em);
                        advances.insert(c, advance);
                    }
                });
            }
            Some(Self(advances))
        };
        database.with_face_data(face, read).flatten().unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_fonts_is_an_error_that_names_the_package() {
        let error = Fonts::from_database(Database::new()).unwrap_err();
        assert!(error.to_string().contains("fonts-noto-cjk"), "{error}");
    }

    #[test]
    fn what_has_no_glyph_is_replaced_by_something_that_has() {
        let fonts = Fonts::system().unwrap();
        let text = fonts.settable("金山\u{7}🦀\u{e000}A");
        assert_eq!(text, "金山 □□A");
        assert!(text.chars().all(|c| fonts.regular.0.contains_key(&c)));
    }

    #[test]
    fn an_ideograph_is_one_em() {
        let fonts = Fonts::system().unwrap();
        assert!((fonts.width("金山", 10.0, Weight::Regular) - 20.0).abs() < 1e-3);
    }

    #[test]
    fn nothing_is_wider_than_it_may_be() {
        let fonts = Fonts::system().unwrap();
        let long = "上海国际化工新材料产业园区 Park of New Materials ".repeat(9);
        for width in [12.0, 40.0, 111.0] {
            let line = fonts.shortened(&long, 8.0, Weight::Bold, width);
            assert!(fonts.width(&line, 8.0, Weight::Bold) <= width, "{line}");
            assert!(line.ends_with('…'));
            let lines = fonts.broken(&long, 8.0, Weight::Bold, width, 3);
            assert_eq!(lines.len(), 3);
            for line in lines {
                assert!(fonts.width(&line, 8.0, Weight::Bold) <= width + 1e-9, "{line}");
            }
        }
        let (size, text) = fonts.fitted("two words", (8.0, 4.0), Weight::Regular, 30.0);
        assert!((4.0..8.0).contains(&size) && text == "two words");
        let (size, text) = fonts.fitted(&long, (8.0, 4.0), Weight::Regular, 30.0);
        assert!(size == 4.0 && text.ends_with('…'));
        assert_eq!(fonts.broken("two words", 8.0, Weight::Regular, 25.0, 2), ["two", "words"]);
        assert_eq!(fonts.broken("", 8.0, Weight::Regular, 25.0, 2), Vec::<String>::new());
        let even =
            fonts.balanced("Green and Innovative Print Pilot Zone", 8.0, Weight::Regular, 130.0, 2);
        assert_eq!(even, ["Green and Innovative", "Print Pilot Zone"]);
    }
}
