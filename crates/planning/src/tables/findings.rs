//! The table of findings: every rule that fired for somebody or could not be judged.

use crate::bucket::Bucket;
use crate::plan::Plan;
use crate::plan::enterprise::PlannedEnterprise;
use parkward_layer::{Cell, PlanLayer, Shape, Table};
use parkward_model::{Lang, Text};
use parkward_policy::{Finding, Outcome, ScreeningRule, SpatialRule};
use std::collections::BTreeMap;
use std::sync::Arc;

/// One row: whom it is about, what was found, and the rule, if the book has it.
#[derive(Clone, Copy)]
struct FindingRow<'a> {
    enterprise: PlannedEnterprise<'a>,
    finding: &'a Finding,
    rule: Option<&'a ScreeningRule>,
    /// The same, for a rule of space.
    spatial: Option<&'a SpatialRule>,
}

impl Plan {
    /// The table `findings`, one row a finding, in the order of the enterprises and of the book; `None`
    /// if the book screens nobody and has no rules of space.
    pub(crate) fn findings_layer(&self, lang: Lang) -> Option<PlanLayer<'_>> {
        let screening = self.book().map_or(&[][..], |book| &book.screening);
        let rules: BTreeMap<&str, &ScreeningRule> =
            screening.iter().map(|rule| (rule.id.as_str(), rule)).collect();
        let spatial = self.book().map_or(&[][..], |book| &book.spatial);
        if rules.is_empty() && spatial.is_empty() {
            return None;
        }
        // Only two indices are kept of each finding: its row is made when it is asked for.
        let mut indices: Vec<(u32, u32)> = Vec::new();
        for (index, enterprise) in (0..).zip(self.enterprises()) {
            indices.extend((0..).take(enterprise.findings().len()).map(|finding| (index, finding)));
        }
        let (length, indices, rules) = (indices.len(), Arc::new(indices), Arc::new(rules));
        let row = move |row: usize| {
            let (index, finding) = indices[row];
            let enterprise = self.enterprise(index as usize);
            let finding = &enterprise.findings()[finding as usize];
            let rule = rules.get(finding.rule.as_str()).copied();
            let spatial = spatial.iter().find(|rule| rule.id == finding.rule);
            FindingRow { enterprise, finding, rule, spatial }
        };
        let table = Table::<FindingRow<'_>>::new()
            .text("id", "企业编号", "Enterprise", |r| {
                Some(r.enterprise.enterprise().id.as_str())
            })
            .text("name", "名称", "Name", |r| Cell::of_text(&r.enterprise.enterprise().name))
            .text("industry", "行业代码", "Industry", |r| {
                r.enterprise.enterprise().industry.as_ref().map(|code| code.as_str())
            })
            .text("stands_in", "现位于园区", "Stands in", |r| {
                r.enterprise.stands_in().next().map(parkward_model::ParkId::as_str)
            })
            .text("verdict", "结论", "Verdict", |r| Some(Bucket::key(r.enterprise.verdict())))
            .text("rule", "规则", "Rule", |r| Some(r.finding.rule.as_str()))
            .text("eliminates", "淘汰类别", "Eliminates", move |r| {
                r.rule.map(|rule| rule.eliminates.in_lang(lang))
            })
            .text("rule_name", "规则名称", "Name of the rule", move |r| {
                let name = r.rule.map(|rule| &rule.name);
                name.or(r.spatial.map(|rule| &rule.name)).map(|name| name.in_lang(lang))
            })
            .text("clause", "依据", "Clause", move |r| {
                Cell::of_text(r.finding.clause.in_lang(lang))
            })
            .column(
                "confirmed",
                Text::new("已核实", "Confirmed"),
                parkward_layer::ColumnKind::Flag,
                |r| {
                    let confirmed = r.rule.map(|rule| rule.confirmed);
                    let confirmed = confirmed.or(r.spatial.map(|rule| rule.confirmed));
                    confirmed.map_or(Cell::Unknown, Cell::Flag)
                },
            )
            .text("outcome", "结果", "Outcome", |r| Some(Outcome::key(r.finding.outcome)))
            .real("value", "数值", "Value", |r| r.finding.value)
            .real("limit", "限值", "Limit", |r| r.finding.limit)
            .real("margin", "超出比例", "Margin beyond the limit", |r| r.finding.margin)
            .text("text", "说明", "In words", move |r| Some(r.finding.text.in_lang(lang)));
        let title = Text::new("筛查结果", "Findings");
        Some(table.layer(("findings", title), Shape::None, length, row, |_| None))
    }
}
