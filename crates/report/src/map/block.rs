//! The title block 图签 at the lower right of a sheet: who issues the drawing, what it is called and numbered, its scale
//! and day, and a field for each who signs it.

use super::canvas::{Anchor, Canvas, N, Type};
use super::options::MapOptions;
use super::page::{ROW, Rect, SIDE_BY_SIDE, SIGNED};
use super::phrase::fitted;
use super::view::View;
use super::words::text;
use crate::fonts::Weight;
use parkward_model::Text;
use parkward_planning::Plan;

/// Draws the block of a sheet; `title` is what the sheet shows.
pub(crate) fn draw(
    canvas: &mut Canvas<'_>,
    plan: &Plan,
    title: &Text,
    options: &MapOptions,
    view: Option<&View>,
) {
    let (block, whole) = (&options.block, canvas.layout.block);
    if whole.height <= 0.0 {
        return;
    }
    canvas.put(format_args!(r#"<g id="block">"#));
    let row = |index: f64, height: f64| Rect { y: whole.y + index * ROW, height, ..whole };
    let part = |row: Rect, index: usize, of: usize| {
        let width = row.width / of as f64;
        Rect { x: row.x + index as f64 * width, width, ..row }
    };
    let cell = |canvas: &mut Canvas<'_>, rect: Rect, head: Text, words: &Text| {
        draw_cell(canvas, options, rect, &head, words);
    };
    cell(canvas, row(0.0, ROW), text("编制单位", "Issuer"), &block.issuer);
    cell(canvas, row(1.0, ROW), text("图名", "Title"), title);
    let ratio = view.map_or_else(String::new, |view| view.ratio(options));
    let date = block.date.unwrap_or(plan.options.as_of).to_string();
    let facts = [
        (text("图号", "No."), block.drawing_number.clone()),
        (text("比例", "Scale"), ratio),
        (text("日期", "Date"), date),
    ];
    for (index, (head, words)) in facts.into_iter().enumerate() {
        cell(canvas, part(row(2.0, ROW), index, 3), head, &Text::new(words.clone(), words));
    }
    for (line, approvals) in block.approvals.chunks(SIDE_BY_SIDE).enumerate() {
        let row = Rect { y: whole.y + 3.0 * ROW + line as f64 * SIGNED, height: SIGNED, ..whole };
        for (index, approval) in approvals.iter().enumerate() {
            let rect = part(row, index, SIDE_BY_SIDE.min(block.approvals.len()));
            cell(canvas, rect, approval.clone(), &Text::default());
        }
    }
    outline(canvas, &whole, 1.0);
    canvas.put(format_args!("</g>"));
}

/// A cell with its head in small and what it says beside it.
fn draw_cell(canvas: &mut Canvas<'_>, options: &MapOptions, rect: Rect, head: &Text, words: &Text) {
    let palette = canvas.palette;
    outline(canvas, &rect, 0.5);
    let base = rect.y + rect.height / 2.0 + 2.4;
    let head = options.lang.lead(head).to_owned();
    let used = canvas.text(rect.x + 4.0, base, Type::regular(6.2, palette.muted), &head);
    let (lead, room) = (options.lang.lead(words), rect.width - used - 12.0);
    let (size, lead) = fitted(canvas, lead, (7.6, 6.0), Weight::Regular, room);
    let style = Type::regular(size, palette.text).anchored(Anchor::End);
    canvas.text(rect.right() - 4.0, base, style, &lead);
}

fn outline(canvas: &mut Canvas<'_>, rect: &Rect, width: f64) {
    let ink = canvas.palette.frame;
    canvas.put(format_args!(
        r#"<rect x="{}" y="{}" width="{}" height="{}" fill="none" stroke="{ink}" stroke-width="{width}"/>"#,
        N(rect.x),
        N(rect.y),
        N(rect.width),
        N(rect.height),
    ));
}
