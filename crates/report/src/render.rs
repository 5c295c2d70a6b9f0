//! An SVG page as PNG and as PDF.

use crate::Fonts;
use krilla::geom::Size;
use krilla::page::PageSettings;
use krilla::surface::Surface;
use krilla_svg::{SurfaceExt, SvgSettings};
use parkward_model::{InWords, Text};
use resvg::tiny_skia::{Color, Pixmap, Transform};
use resvg::usvg::{Options, Tree};

/// A page that cannot be drawn.
#[derive(Debug, thiserror::Error)]
#[error("{}", self.in_words().en)]
pub enum RenderError {
    /// Not an SVG of ours.
    Svg(#[from] resvg::usvg::Error),
    /// More pixels than can be held, or none.
    Pixels {
        /// Pixels across.
        width: f32,
        /// Pixels down.
        height: f32,
    },
    /// The picture could not be encoded.
    Png(String),
    /// The document could not be written.
    Pdf(String),
    /// Nor could that for word processors.
    Docx(String),
}

impl InWords for RenderError {
    fn in_words(&self) -> Text {
        let (zh, en, detail) = match self {
            Self::Svg(error) => {
                ("页面不是可用的 SVG", "the page is not usable SVG", error.to_string())
            }
            Self::Pixels { width, height } => {
                return Text::new(
                    format!("无法绘制 {width} × {height} 像素的页面：请选 20 至 600 dpi 的分辨率"),
                    format!(
                        "a page of {width} × {height} pixels cannot be drawn: choose a resolution from 20 to 600 \
                         dpi"
                    ),
                );
            }
            Self::Png(reason) => {
                ("页面无法写成 PNG", "the page cannot be written as PNG", reason.clone())
            }
            Self::Pdf(reason) => {
                ("页面无法写成 PDF", "the page cannot be written as PDF", reason.clone())
            }
            Self::Docx(reason) => {
                ("页面无法写成 DOCX", "the page cannot be written as DOCX", reason.clone())
            }
        };
        Text::new(format!("{zh}：“{detail}”"), format!("{en}: {detail}"))
    }
}

/// CSS pixels to the inch: the unit of `usvg`'s sizes.
const CSS_DPI: f32 = 96.0;

/// The most pixels a picture may have: an A0 page at 300 dpi has 140 million.
const MOST_PIXELS: f32 = 200e6;

/// A page that was read, its texts shaped: from here on, pictures are cheap.
pub struct Drawing(Tree);

impl Drawing {
    /// Reads an SVG page.
    ///
    /// # Errors
    /// [`RenderError::Svg`] if it is not SVG.
    pub fn of(svg: &str, fonts: &Fonts) -> Result<Self, RenderError> {
        let options = Options {
            fontdb: fonts.database(),
            font_family: fonts.family().to_owned(),
            dpi: CSS_DPI,
            ..Options::default()
        };
        Ok(Self(Tree::from_str(svg, &options)?))
    }

    /// The page as PNG on white.
    ///
    /// # Units
    /// `dpi` in pixels to the inch: 96 for the screen, 200 or 300 for print.
    ///
    /// # Errors
    /// [`RenderError::Pixels`] if the resolution is of no use.
    pub fn png(&self, dpi: f32) -> Result<Vec<u8>, RenderError> {
        let pixmap = self.pixels(dpi)?;
        pixmap.encode_png().map_err(|error| RenderError::Png(error.to_string()))
    }

    pub(crate) fn pixels(&self, dpi: f32) -> Result<Pixmap, RenderError> {
        let scale = dpi / CSS_DPI;
        let (width, height) = (self.0.size().width() * scale, self.0.size().height() * scale);
        let pixels = || RenderError::Pixels { width, height };
        if !(1.0..=MOST_PIXELS).contains(&(width * height)) {
            return Err(pixels());
        }
        #[expect(clippy::cast_possible_truncation, reason = "bounded by MOST_PIXELS")]
        #[expect(clippy::cast_sign_loss, reason = "sizes are positive")]
        let mut pixmap =
            Pixmap::new(width.round() as u32, height.round() as u32).ok_or_else(pixels)?;
        pixmap.fill(Color::WHITE);
        resvg::render(&self.0, Transform::from_scale(scale, scale), &mut pixmap.as_mut());
        Ok(pixmap)
    }

    /// The page as PDF at its own size, with text that can be selected and searched, and only the
    /// glyphs that it uses. It carries no date and no random identifier.
    ///
    /// # Errors
    /// [`RenderError::Pdf`] if a font may not be embedded.
    pub fn pdf(&self) -> Result<Vec<u8>, RenderError> {
        let mut document = krilla::Document::new();
        self.append_to(&mut document)?;
        finished(document)
    }

    fn append_to(&self, document: &mut krilla::Document) -> Result<(), RenderError> {
        let points = 72.0 / CSS_DPI;
        let (width, height) = (self.0.size().width() * points, self.0.size().height() * points);
        let settings = PageSettings::from_wh(width, height).ok_or_else(no_size)?;
        let mut page = document.start_page_with(settings);
        let mut surface = page.surface();
        self.draw_on(&mut surface, (width, height))?;
        surface.finish();
        page.finish();
        Ok(())
    }

    /// Draws the page over a width and a height.
    pub(crate) fn draw_on(
        &self,
        surface: &mut Surface<'_>,
        (width, height): (f32, f32),
    ) -> Result<(), RenderError> {
        let size = Size::from_wh(width, height).ok_or_else(no_size)?;
        let drawn = surface.draw_svg(&self.0, size, SvgSettings::default());
        drawn.ok_or_else(|| RenderError::Pdf("the drawing was refused".to_owned()))
    }
}

fn no_size() -> RenderError {
    RenderError::Pdf("no page size".to_owned())
}

/// Pages as one PDF, as [`Drawing::pdf`]; `None` where there are no pages. Pages are drawn one by
/// one: only one of them is held as a drawing.
///
/// # Errors
/// As [`Drawing::of`] and [`Drawing::pdf`]; and the first error among the pages.
pub fn pdf<E: From<RenderError>>(
    pages: impl IntoIterator<Item = Result<String, E>>,
    fonts: &Fonts,
) -> Result<Option<Vec<u8>>, E> {
    let mut document = krilla::Document::new();
    let mut empty = true;
    for page in pages {
        Drawing::of(&page?, fonts)?.append_to(&mut document)?;
        empty = false;
    }
    if empty { Ok(None) } else { Ok(Some(finished(document)?)) }
}

pub(crate) fn finished(document: krilla::Document) -> Result<Vec<u8>, RenderError> {
    document.finish().map_err(|error| RenderError::Pdf(format!("{error:?}")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    const PAGE: &str = r##"<svg xmlns="http://www.w3.org/2000/svg" width="40mm" height="20mm" viewBox="0 0 400 200"><rect width="200" height="200" fill="#0072b2"/><text x="10" y="100" font-size="40" font-family="sans-serif">金山 ABC</text></svg>"##;

    #[test]
    fn a_page_has_its_size_and_its_text() {
        let fonts = Fonts::system().unwrap();
        let bytes = Drawing::of(PAGE, &fonts).unwrap().png(254.0).unwrap();
        let picture = Pixmap::decode_png(&bytes).unwrap();
        assert_eq!((picture.width(), picture.height()), (400, 200));
        let colours: BTreeSet<[u8; 3]> =
            picture.pixels().iter().map(|p| [p.red(), p.green(), p.blue()]).collect();
        assert!(colours.contains(&[0, 0x72, 0xb2]) && colours.contains(&[255, 255, 255]));
        assert!(colours.contains(&[0, 0, 0]), "the text is gone");
    }

    #[test]
    fn two_runs_give_the_same_bytes() {
        let fonts = Fonts::system().unwrap();
        let draw = || Drawing::of(PAGE, &fonts).unwrap();
        assert_eq!(draw().pdf().unwrap(), draw().pdf().unwrap());
        assert_eq!(draw().png(96.0).unwrap(), draw().png(96.0).unwrap());
    }

    #[test]
    fn pages_become_one_document_and_none_no_document() {
        let fonts = Fonts::system().unwrap();
        let pages = |count| (0..count).map(|_| Ok::<_, RenderError>(PAGE.to_owned()));
        assert_eq!(pdf(pages(0), &fonts).unwrap(), None);
        let three = pdf(pages(3), &fonts).unwrap().unwrap();
        assert!(three.starts_with(b"%PDF"));
        assert_eq!(three, pdf(pages(3), &fonts).unwrap().unwrap());
    }

    #[test]
    fn useless_resolutions_are_refused() {
        let fonts = Fonts::system().unwrap();
        for dpi in [0.0, -1.0, f32::NAN, f32::INFINITY, 1e6] {
            let drawing = Drawing::of(PAGE, &fonts).unwrap();
            assert!(matches!(drawing.png(dpi), Err(RenderError::Pixels { .. })), "{dpi}");
        }
        assert!(matches!(Drawing::of("<svg", &fonts), Err(RenderError::Svg(_))));
    }
}
