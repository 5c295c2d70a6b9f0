//! What the layouts show.

use super::TitleBlock;
use crate::extent::OntoMap;
use crate::layout::page::plain;
use crate::styles::Look;
use crate::words::Words;
use geo_types::Rect;
use parkward_model::{Lang, MapGrid};
use parkward_planning::Plan;

/// What the layouts show.
pub(crate) struct Sheet<'a, 'p, 'l> {
    pub(crate) plan: &'a Plan,
    pub(crate) looks: &'a [Look<'p, 'l>],
    pub(crate) words: Words,
    /// The grid that the map is drawn in.
    pub(crate) grid: MapGrid,
    /// Everything there is to show, on the map.
    pub(crate) whole: Rect<f64>,
    pub(crate) onto_map: &'a OntoMap,
    /// What the title block says, if there is one.
    pub(crate) block: Option<TitleBlock<'a>>,
}

impl Sheet<'_, '_, '_> {
    /// The foot of both layouts: the notice on the data, and their sources.
    pub(super) fn notes(&self) -> String {
        let plan = self.plan;
        let inputs: Vec<&str> = plan.inputs.iter().map(|input| input.file.as_str()).collect();
        let date = "[% format_date(now(), 'yyyy-MM-dd') %]";
        let (words, notice) = (self.words, &plan.options.data_notice);
        let made_of = format!(
            "{}: {}. {}: {}, {}. {}: {date}. Parkward {}",
            words.say("资料", "Sources"),
            plain(&inputs.join(", ")),
            words.say("规则", "Rules"),
            plain(&plan.rule_book.file),
            plan.options.as_of,
            words.say("打印", "Printed"),
            env!("CARGO_PKG_VERSION")
        );
        [
            plain(words.either(notice.in_lang(Lang::Zh), &notice.zh)),
            plain(words.either("", &notice.en)),
            format!("{}: {}", words.say("投影", "Projection"), words.of(&self.grid.name())),
            made_of,
        ]
        .join("\n")
    }
}
