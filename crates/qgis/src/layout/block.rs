//! The title block 图签 at the lower right of a page, as on the printed map.

use crate::layout::page::plain;
use crate::layout::page::{Area, Page};
use crate::words::Words;
use parkward_model::Text;
use parkward_policy::Date;

/// What the title block says, and who signs it.
#[derive(Clone, Copy, Debug)]
pub struct TitleBlock<'a> {
    /// Who issues the drawing.
    pub issuer: &'a Text,
    /// The number of the drawing.
    pub drawing_number: &'a str,
    /// Its day.
    pub date: Date,
    /// Who signs, each with a field.
    pub approvals: &'a [Text],
}

/// The most fields for signatures side by side.
const SIDE_BY_SIDE: usize = 3;

/// The scale of the page's map.
const SCALE: &str = "[% '1:' || format_number(map_get(item_variables('map'), 'map_scale'), 0) %]";

impl TitleBlock<'_> {
    /// Puts the block on a page; `title` is what the page shows.
    #[expect(clippy::cast_precision_loss, reason = "a few cells")]
    pub(super) fn draw(
        &self,
        page: &mut Page,
        [x, y, width, height]: Area,
        title: &str,
        words: Words,
    ) {
        let say = |zh, en| words.say(zh, en);
        let head = |head: String, value: &str| format!("{head}: {value}");
        let signed = self.approvals.chunks(SIDE_BY_SIDE);
        let mut rows = vec![
            vec![head(say("编制单位", "Issuer"), &plain(&words.of(self.issuer)))],
            vec![head(say("图名", "Title"), title)],
            vec![
                head(say("图号", "No."), &plain(self.drawing_number)),
                head(say("比例", "Scale"), SCALE),
                head(say("日期", "Date"), &self.date.to_string()),
            ],
        ];
        rows.extend(signed.map(|who| who.iter().map(|who| plain(&words.of(who))).collect()));
        let height = height / rows.len() as f64;
        for (row, cells) in rows.iter().enumerate() {
            let width = width / cells.len() as f64;
            for (column, text) in cells.iter().enumerate() {
                let (x, y) = (x + column as f64 * width, y + row as f64 * height);
                page.cell([x, y, width, height], 6.0, text);
            }
        }
    }
}
