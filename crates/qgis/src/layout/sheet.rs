//! What the layouts show.

use crate::extent::OntoMap;
use crate::styles::Look;
use geo_types::Rect;
use parkward_planning::Plan;

/// What the layouts show.
pub(crate) struct Sheet<'a, 'p, 'l> {
    pub(crate) plan: &'a Plan,
    pub(crate) looks: &'a [Look<'p, 'l>],
    /// Everything there is to show, on the map.
    pub(crate) whole: Rect<f64>,
    pub(crate) onto_map: &'a OntoMap,
}

impl Sheet<'_, '_, '_> {
    /// The foot of both layouts: the notice on the data, and their sources.
    pub(super) fn notes(&self) -> String {
        let plan = self.plan;
        let inputs: Vec<&str> = plan.inputs.iter().map(|input| input.file.as_str()).collect();
        let date = "[% format_date(now(), 'yyyy-MM-dd') %]";
        [
            plan.options.data_notice.zh.clone(),
            plan.options.data_notice.en.clone(),
            format!(
                "资料 Sources: {}. 规则 Rules: {}, {}. 打印 Printed: {date}. Parkward {}",
                inputs.join(", "),
                plan.rule_book.file,
                plan.options.as_of,
                env!("CARGO_PKG_VERSION")
            ),
        ]
        .join("\n")
    }
}
