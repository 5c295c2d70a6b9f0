//! How wide the columns of tables are, in points.

use super::block::{Table, head_lines};
use crate::Fonts;
use crate::fonts::Weight;
use crate::map::SMALL_MAP;

/// How wide a table is, as a map is.
pub(super) const WIDTH: f64 = SMALL_MAP.0;
/// On each side of a cell.
pub(super) const PADDING: f64 = 3.0;

/// How wide the columns of a table are, with the room at their sides, and the size of its type: as wide as what stands
/// in them where there is room; else words are broken over lines, numbers never.
pub(super) fn columns(table: &Table, fonts: &Fonts, (most, least): (f64, f64)) -> (Vec<f64>, f64) {
    let room = WIDTH - 2.0 * PADDING * table.header.len() as f64;
    let mut size = most;
    loop {
        let (narrow, wide) = extents(table, fonts, size);
        let (narrowest, widest): (f64, f64) = (narrow.iter().sum(), wide.iter().sum());
        let fits = narrowest <= room;
        if !fits && size > least {
            size -= 0.4;
            continue;
        }
        let width = |(narrow, wide): (&f64, &f64)| match (fits, widest <= room) {
            (_, true) => wide * room / widest.max(1e-9),
            (true, _) => narrow + (wide - narrow) * (room - narrowest) / (widest - narrowest),
            // A word is longer than the page is wide.
            _ => narrow * room / narrowest,
        };
        let widths = narrow.iter().zip(&wide).map(width).map(|width| width + 2.0 * PADDING);
        return (widths.collect(), size);
    }
}

/// The narrowest and the widest that each column is of use at.
fn extents(table: &Table, fonts: &Fonts, size: f64) -> (Vec<f64>, Vec<f64>) {
    // An ideograph stands alone; a long text needs a few beside each other to be read.
    let few = fonts.width("汉字汉字", size, Weight::Regular);
    let word = |text: &str| {
        let longest = text.split([' ', '（', '）', '，', '；']).map(|word| {
            let wide = word.chars().filter(|c| ('\u{2e80}'..='\u{ffef}').contains(c)).count();
            let width = fonts.width(word, size, Weight::Regular);
            if wide * 2 > word.chars().count() { width.min(few) } else { width }
        });
        longest.fold(0.0, f64::max)
    };
    let column = |index: usize| {
        let texts = || table.rows.iter().filter_map(move |row| row.get(index));
        let numbers = table.numbers.contains(&index);
        let head = &table.header[index];
        let lines = || head_lines(head).flat_map(|line| line.split(' '));
        let head = lines().map(|line| fonts.width(line, size, Weight::Bold));
        let mut narrow = head.fold(0.0, f64::max);
        let mut wide = narrow;
        for text in texts() {
            let all = fonts.width(text, size, Weight::Regular);
            wide = wide.max(all);
            narrow = narrow.max(if numbers { all } else { word(text) });
        }
        (narrow + 0.1, wide + 0.1)
    };
    (0..table.header.len()).map(column).unzip()
}
