//! The layer of all issues: a point for each that has a place.

use crate::issue::Issue;
use parkward_layer::{Cell, FeatureGeometry, PlanLayer, Shape, Table};
use parkward_model::{Lang, Text};

/// The layer `issues`, a row for each issue, in its order.
pub fn issues_layer(issues: &[Issue], lang: Lang) -> PlanLayer<'_> {
    Table::<&Issue>::new()
        .text("severity", "严重程度", "Severity", |issue| Some(issue.severity().key()))
        .text("kind", "类型", "Kind", |issue| Some(issue.key()))
        .text("label", "问题", "Issue", move |issue| {
            Cell::of_words(issue.label().in_lang(lang).to_owned())
        })
        .text("file", "文件", "File", |issue| Some(issue.file.as_str()))
        .integer("row", "行", "Row", |issue| issue.row.map_or(Cell::Unknown, Cell::from))
        .text("id", "编号", "Id", |issue| issue.id.as_deref())
        .text("column", "列", "Column", |issue| issue.column.as_deref())
        .text("value", "值", "Value", |issue| Cell::of_text(&issue.value))
        .text("text", "说明", "In words", move |issue| Cell::of_text(issue.text.in_lang(lang)))
        .text("fix", "建议", "Proposed fix", move |issue| Cell::of_text(issue.fix.in_lang(lang)))
        .layer(
            ("issues", Text::new("数据问题", "Issues of the inputs")),
            Shape::Point,
            issues.len(),
            move |at| &issues[at],
            |issue| issue.at.map(FeatureGeometry::Point),
        )
}
