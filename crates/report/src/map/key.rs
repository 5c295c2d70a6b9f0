//! Very many parks: those whose names find no room on the map have numbers there, and the panel says whose they are.

use super::canvas::{Anchor, Canvas, Type};
use super::options::MapOptions;
use super::panel::{in_order, label};
use super::phrase::{LEAST, fitted, heading, remark};
use super::territory::DrawnPark;
use super::words::text;
use crate::fonts::Weight;
use crate::numbers::count;
use parkward_model::ParkId;
use std::collections::BTreeMap;

/// With more parks than this, the panel has a key instead of bars.
pub(crate) const MANY: usize = 40;
const COLUMNS: usize = 3;
const ROW: f64 = 7.4;
const GUTTER: f64 = 6.0;

/// The number of each park: its place in the order of lists.
pub(crate) fn numbers<'a>(
    parks: &[DrawnPark<'a>],
    options: &MapOptions,
) -> BTreeMap<&'a ParkId, usize> {
    let order = in_order(parks.iter().map(|park| park.planned), options);
    (1..).zip(order).map(|(number, park)| (&park.park.id, number)).collect()
}

/// Lists number, name and how many come, down the columns, as far as there is room.
pub(crate) fn draw(canvas: &mut Canvas<'_>, parks: &[DrawnPark<'_>], options: &MapOptions, y: f64) {
    let (lang, palette, panel) = (options.lang.numbers(), canvas.palette, canvas.layout.panel);
    let top = heading(canvas, options, &text("园区编号", "Key to the parks"), y);
    remark(canvas, options, &text("编号，名称，迁入企业", "number, name, who comes"), top);
    let order = in_order(parks.iter().map(|park| park.planned), options);
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a panel has few rows"
    )]
    let rows = ((panel.bottom() - top - 3.0) / ROW).floor().max(1.0) as usize;
    let room = rows * COLUMNS;
    let listed = if order.len() <= room { order.len() } else { room - 1 };
    let width = (panel.width - GUTTER * (COLUMNS - 1) as f64) / COLUMNS as f64;
    let at = |index: usize| {
        let (column, row) = (index / rows, index % rows);
        (panel.x + column as f64 * (width + GUTTER), top + 3.0 + (row + 1) as f64 * ROW)
    };
    for (index, park) in order.iter().take(listed).enumerate() {
        let (x, base) = at(index);
        let style = Type::bold(LEAST, palette.text).anchored(Anchor::End);
        canvas.text(x + 12.0, base, style, &(index + 1).to_string());
        let come = match park.incoming {
            0 => String::new(),
            n => format!("+{}", count(n, lang)),
        };
        let style = Type::regular(LEAST, palette.muted).anchored(Anchor::End);
        let used = canvas.text(x + width, base, style, &come);
        let name = label(park, options);
        let left = width - 15.0 - used - 2.0;
        let (size, name) =
            fitted(canvas, options.lang.lead(&name), (LEAST, LEAST), Weight::Regular, left);
        canvas.text(x + 15.0, base, Type::regular(size, palette.text), &name);
    }
    if listed < order.len() {
        let more = count(order.len() - listed, lang);
        let (x, base) = at(listed);
        let words = text(&format!("另 {more} 个见汇总"), &format!("{more} more: summary"));
        canvas.text(x, base, Type::regular(LEAST, palette.muted), options.lang.lead(&words));
    }
}
