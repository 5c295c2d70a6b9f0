//! The table of rows that could not be read.

use crate::plan::Plan;
use parkward_layer::{PlanLayer, Shape, Table};
use parkward_model::{Lang, Text};

impl Plan {
    pub(super) fn rejects_layer(&self, lang: Lang) -> PlanLayer<'_> {
        use parkward_model::{InputKind, Reject};
        Table::<&Reject>::new()
            .text("layer", "输入", "Input", |r| {
                Some(match r.kind {
                    InputKind::Parks => "parks",
                    InputKind::Enterprises => "enterprises",
                    InputKind::Zones => "zones",
                    InputKind::Projects => "projects",
                    InputKind::Roads => "roads",
                    InputKind::Gates => "gates",
                })
            })
            .text("file", "文件", "File", |r| Some(r.file.as_str()))
            .integer("row", "行", "Row", |r| r.row)
            .text("id", "编号", "Id", |r| r.id.as_deref())
            .text("column", "列", "Column", |r| Some(r.column.as_str()))
            .text("expected", "应为", "Expected", move |r| Some(r.expected.in_lang(lang)))
            .text("found", "实为", "Found", move |r| Some(r.found.in_lang(lang)))
            .layer(
                ("rejects", Text::new("无效数据行", "Rejected rows")),
                Shape::None,
                self.rejects.len(),
                |index| &self.rejects[index],
                |_| None,
            )
    }
}
