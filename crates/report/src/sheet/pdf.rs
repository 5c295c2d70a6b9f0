//! Sheets as PDF: text that can be selected and searched, maps as vectors.

use super::block::{Sheet, inert};
use super::flow::{LEFT, Op, PAPER, Style, pages};
use crate::fonts::Weight;
use crate::map::SMALL_MAP;
use crate::render::finished;
use crate::{Drawing, Fonts, RenderError};
use krilla::color::rgb;
use krilla::geom::{PathBuilder, Point, Rect, Transform};
use krilla::metadata::Metadata;
use krilla::page::PageSettings;
use krilla::paint::{Fill, FillRule};
use krilla::surface::Surface;
use krilla::text::{Font, GlyphId, KrillaGlyph};
use parkward_model::Lang;

pub(super) fn write(sheets: &[Sheet], lang: Lang, fonts: &Fonts) -> Result<Vec<u8>, RenderError> {
    let number = |page, all| match lang {
        Lang::Zh => format!("第 {page} 页，共 {all} 页"),
        Lang::En => format!("page {page} of {all}"),
    };
    let mut document = krilla::Document::new();
    let title = sheets.first().map_or("", |sheet| &sheet.title);
    let code = if lang == Lang::Zh { "zh-CN" } else { "en" };
    document.set_metadata(Metadata::new().title(inert(title)).language(code.to_owned()));
    let pen = Pen {
        regular: Typeface::of(fonts, Weight::Regular)?,
        bold: Typeface::of(fonts, Weight::Bold)?,
    };
    for sheet in sheets {
        for ops in pages(sheet, fonts, number) {
            let settings = PageSettings::from_wh(single(PAPER.0), single(PAPER.1))
                .ok_or_else(|| failed("no page size"))?;
            let mut page = document.start_page_with(settings);
            let mut surface = page.surface();
            for op in &ops {
                pen.draw(&mut surface, op, fonts)?;
            }
            surface.finish();
            page.finish();
        }
    }
    finished(document)
}

fn failed(what: &str) -> RenderError {
    RenderError::Pdf(what.to_owned())
}

#[expect(clippy::cast_possible_truncation, reason = "points of a page")]
fn single(points: f64) -> f32 {
    points as f32
}

struct Pen {
    regular: Typeface,
    bold: Typeface,
}

/// A typeface: to embed, and to find glyphs in.
struct Typeface {
    data: Vec<u8>,
    index: u32,
    font: Font,
}

impl Typeface {
    fn of(fonts: &Fonts, weight: Weight) -> Result<Self, RenderError> {
        let (data, index) = fonts.data(weight).ok_or_else(|| failed("the font is gone"))?;
        let font = Font::new(data.clone().into(), index);
        let font = font.ok_or_else(|| failed("the font cannot be embedded"))?;
        Ok(Self { data, index, font })
    }

    /// The glyphs of a text, one a character.
    fn glyphs(&self, face: &ttf_parser::Face<'_>, text: &str) -> Vec<KrillaGlyph> {
        let em = f32::from(face.units_per_em());
        let glyph = |(at, c): (usize, char)| {
            let glyph = face.glyph_index(c).unwrap_or_default();
            let advance =
                face.glyph_hor_advance(glyph).map_or(1.0, |advance| f32::from(advance) / em);
            let range = at..at + c.len_utf8();
            KrillaGlyph::new(GlyphId::new(glyph.0.into()), advance, 0.0, 0.0, 0.0, range, None)
        };
        text.char_indices().map(glyph).collect()
    }
}

impl Pen {
    fn draw(
        &self,
        surface: &mut Surface<'_>,
        op: &Op<'_>,
        fonts: &Fonts,
    ) -> Result<(), RenderError> {
        match op {
            Op::Text { x, y, style, text } => {
                self.text(surface, [*x, *y].map(single), *style, text)?
            }
            Op::Fill { x, y, width, height, colour } => {
                let [x, y, width, height] = [*x, *y, *width, *height].map(single);
                let rect = Rect::from_xywh(x, y, width, height);
                let mut path = PathBuilder::new();
                path.push_rect(rect.ok_or_else(|| failed("an empty rectangle"))?);
                surface.set_fill(Some(paint(*colour)));
                surface.draw_path(&path.finish().ok_or_else(|| failed("an empty path"))?);
            }
            Op::Map { y, svg } => {
                let (width, height) = (single(SMALL_MAP.0), single(SMALL_MAP.1));
                surface.push_transform(&Transform::from_translate(single(LEFT), single(*y)));
                let mut edge = PathBuilder::new();
                let frame = Rect::from_xywh(0.0, 0.0, width, height);
                edge.push_rect(frame.ok_or_else(|| failed("an empty map"))?);
                let edge = edge.finish().ok_or_else(|| failed("an empty map"))?;
                surface.push_clip_path(&edge, &FillRule::NonZero);
                Drawing::of(svg, fonts)?.draw_on(surface, (width, height))?;
                surface.pop();
                surface.pop();
            }
        }
        Ok(())
    }

    fn text(
        &self,
        surface: &mut Surface<'_>,
        [x, y]: [f32; 2],
        Style { size, weight, colour }: Style,
        text: &str,
    ) -> Result<(), RenderError> {
        let typeface = if weight == Weight::Bold { &self.bold } else { &self.regular };
        let face = ttf_parser::Face::parse(&typeface.data, typeface.index);
        let face = face.map_err(|error| failed(&error.to_string()))?;
        let glyphs = typeface.glyphs(&face, text);
        surface.set_fill(Some(paint(colour)));
        surface.set_stroke(None);
        let font = typeface.font.clone();
        surface.draw_glyphs(Point::from_xy(x, y), &glyphs, font, text, single(size), false);
        Ok(())
    }
}

fn paint([red, green, blue]: [u8; 3]) -> Fill {
    Fill { paint: rgb::Color::new(red, green, blue).into(), ..Fill::default() }
}
