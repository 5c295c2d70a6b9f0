//! An SVG page as PNG and as PDF.

use crate::Fonts;
use krilla::geom::Size;
use krilla::page::PageSettings;
use krilla_svg::{SurfaceExt, SvgSettings};
use resvg::tiny_skia::{Color, Pixmap, Transform};
use resvg::usvg::{Options, Tree};

/// A page that cannot be drawn.
#[derive(Debug, thiserror::Error)]
pub enum RenderError {
    /// Not an SVG of ours.
    #[error("the page is not usable SVG: {0}")]
    Svg(#[from] resvg::usvg::Error),
    /// More pixels than can be held, or none.
    #[error(
        "a page of {width} × {height} pixels cannot be drawn: choose a resolution from 20 to 600 dpi"
    )]
    Pixels {
        /// Pixels across.
        width: f32,
        /// Pixels down.
        height: f32,
    },
    /// The picture could not be encoded.
    #[error("the page cannot be written as PNG: {0}")]
    Png(String),
    /// The document could not be written.
    #[error("the page cannot be written as PDF: {0}")]
    Pdf(String),
}

/// CSS pixels to the inch: the unit of `usvg`'s sizes.
const CSS_DPI: f32 = 96.0;

/// The most pixels a picture may have: an A0 page at 300 dpi has 140 million.
const MOST_PIXELS: f32 = 200e6;

/// The page as PNG on white.
///
/// # Units
/// `dpi` in pixels to the inch: 96 for the screen, 200 or 300 for print.
///
/// # Errors
/// [`RenderError`] if `svg` is not SVG, or the resolution is of no use.
pub fn png(svg: &str, dpi: f32, fonts: &Fonts) -> Result<Vec<u8>, RenderError> {
    let tree = tree(svg, fonts)?;
    let scale = dpi / CSS_DPI;
    let (width, height) = (tree.size().width() * scale, tree.size().height() * scale);
    let pixels = || RenderError::Pixels { width, height };
    if !(1.0..=MOST_PIXELS).contains(&(width * height)) {
        return Err(pixels());
    }
    #[expect(clippy::cast_possible_truncation, reason = "bounded by MOST_PIXELS")]
    #[expect(clippy::cast_sign_loss, reason = "sizes are positive")]
    let mut pixmap = Pixmap::new(width.round() as u32, height.round() as u32).ok_or_else(pixels)?;
    pixmap.fill(Color::WHITE);
    resvg::render(&tree, Transform::from_scale(scale, scale), &mut pixmap.as_mut());
    pixmap.encode_png().map_err(|error| RenderError::Png(error.to_string()))
}

/// The page as PDF at its own size, with text that can be selected and searched, and only the glyphs
/// that it uses. It carries no date and no random identifier.
///
/// # Errors
/// [`RenderError`] if `svg` is not SVG, or a font may not be embedded.
pub fn pdf(svg: &str, fonts: &Fonts) -> Result<Vec<u8>, RenderError> {
    let tree = tree(svg, fonts)?;
    let points = 72.0 / CSS_DPI;
    let (width, height) = (tree.size().width() * points, tree.size().height() * points);
    let failed = |what: &str| RenderError::Pdf(what.to_owned());
    let mut document = krilla::Document::new();
    let settings = PageSettings::from_wh(width, height).ok_or_else(|| failed("no page size"))?;
    let size = Size::from_wh(width, height).ok_or_else(|| failed("no page size"))?;
    let mut page = document.start_page_with(settings);
    let mut surface = page.surface();
    surface
        .draw_svg(&tree, size, SvgSettings::default())
        .ok_or_else(|| failed("the drawing was refused"))?;
    surface.finish();
    page.finish();
    document.finish().map_err(|error| RenderError::Pdf(format!("{error:?}")))
}

fn tree(svg: &str, fonts: &Fonts) -> Result<Tree, RenderError> {
    let options = Options {
        fontdb: fonts.database(),
        font_family: fonts.family().to_owned(),
        dpi: CSS_DPI,
        ..Options::default()
    };
    Ok(Tree::from_str(svg, &options)?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    const PAGE: &str = r##"<svg xmlns="http://www.w3.org/2000/svg" width="40mm" height="20mm" viewBox="0 0 400 200"><rect width="200" height="200" fill="#0072b2"/><text x="10" y="100" font-size="40" font-family="sans-serif">金山 ABC</text></svg>"##;

    #[test]
    fn a_page_has_its_size_and_its_text() {
        let fonts = Fonts::system().unwrap();
        let bytes = png(PAGE, 254.0, &fonts).unwrap();
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
        assert_eq!(pdf(PAGE, &fonts).unwrap(), pdf(PAGE, &fonts).unwrap());
        assert_eq!(png(PAGE, 96.0, &fonts).unwrap(), png(PAGE, 96.0, &fonts).unwrap());
    }

    #[test]
    fn useless_resolutions_are_refused() {
        let fonts = Fonts::system().unwrap();
        for dpi in [0.0, -1.0, f32::NAN, f32::INFINITY, 1e6] {
            assert!(matches!(png(PAGE, dpi, &fonts), Err(RenderError::Pixels { .. })), "{dpi}");
        }
        assert!(matches!(png("<svg", 96.0, &fonts), Err(RenderError::Svg(_))));
    }
}
