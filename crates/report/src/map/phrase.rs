//! Words of the panel in one or two languages: headings, remarks, phrases.

use super::canvas::{Anchor, Canvas, N, Type};
use super::options::MapOptions;
use crate::fonts::Weight;
use parkward_model::Text;

/// The size of the smallest words: five points on A4, the smallest sheet.
pub(crate) const LEAST: f64 = 5.9;

/// Words in a size between two, such that they are no wider than `width`: shortened where even the smallest are.
pub(crate) fn fitted(
    canvas: &Canvas<'_>,
    words: &str,
    sizes: (f64, f64),
    weight: Weight,
    width: f64,
) -> (f64, String) {
    canvas.fonts.fitted(&canvas.fonts.settable(words), sizes, weight, width)
}

/// A heading with a rule under it; returns where the next thing may begin.
pub(crate) fn heading(canvas: &mut Canvas<'_>, options: &MapOptions, words: &Text, y: f64) -> f64 {
    let (base, palette) = (y + 9.0, canvas.palette);
    let style = Type::bold(9.4, palette.text);
    let lead = canvas.text(canvas.layout.panel.x, base, style, options.lang.lead(words));
    if let Some(second) = options.lang.second(words) {
        canvas.text(
            canvas.layout.panel.x + lead + 5.0,
            base,
            Type::regular(7.0, palette.muted),
            second,
        );
    }
    let (x0, x1, under, ink) =
        (N(canvas.layout.panel.x), N(canvas.layout.panel.right()), N(base + 4.6), palette.text);
    canvas.put(format_args!(r#"<path d="M{x0} {under}H{x1}" stroke="{ink}" stroke-width="0.7"/>"#));
    base + 4.6
}

/// A remark at the right of a heading that ends at `y`.
pub(crate) fn remark(canvas: &mut Canvas<'_>, options: &MapOptions, words: &Text, y: f64) {
    let words = match options.lang.second(words) {
        Some(second) => format!("{} {second}", options.lang.lead(words)),
        None => options.lang.lead(words).to_owned(),
    };
    let style = Type::regular(6.0, canvas.palette.muted).anchored(Anchor::End);
    canvas.text(canvas.layout.panel.right(), y - 4.6, style, &words);
}

/// Lead and second wording on one line, within `width`: smaller where it must be.
pub(crate) fn phrase(
    canvas: &mut Canvas<'_>,
    options: &MapOptions,
    words: &Text,
    (x, y): (f64, f64),
    size: f64,
    width: f64,
) {
    let palette = canvas.palette;
    let sizes = (size, (size * 0.8).max(LEAST));
    let (size, lead) = fitted(canvas, options.lang.lead(words), sizes, Weight::Regular, width);
    let used = canvas.text(x, y, Type::regular(size, palette.text), &lead);
    let Some(second) = options.lang.second(words) else { return };
    let left = width - used - 4.0;
    let sizes = ((size * 0.8).max(LEAST), LEAST);
    let (small, second) = fitted(canvas, second, sizes, Weight::Regular, left);
    // An ellipsis alone, or two letters of a name, say nothing.
    if !second.ends_with('…') || second.chars().count() > 4 {
        canvas.text(x + used + 4.0, y, Type::regular(small, palette.muted), &second);
    }
}
