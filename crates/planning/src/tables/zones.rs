//! The layer of zones.

use crate::plan::Plan;
use crate::tables::facts::with_facts;
use parkward_layer::{Cell, PlanLayer, Shape, Table};
use parkward_model::{Text, Zone};

impl Plan {
    pub(super) fn zones_layer(&self) -> PlanLayer<'_> {
        // A rule book that cannot be read again names no rules.
        let spatial = self.book().map_or(&[][..], |book| &book.spatial);
        let in_force = spatial.iter().filter(|rule| rule.effective.on(self.options.as_of));
        let used = |zone: &Zone| -> (Vec<&str>, Vec<f64>) {
            let used =
                in_force.clone().filter_map(|rule| Some((rule.id.as_str(), rule.reach(zone)?)));
            used.unzip()
        };
        let used: Vec<_> = self.zones.iter().map(used).collect();
        let by_rule: Vec<String> = used.iter().map(|(rules, _)| rules.join(", ")).collect();
        let reach = |(_, reach): &(_, Vec<f64>)| reach.iter().copied().reduce(f64::max);
        let by_reach: Vec<Option<f64>> = used.iter().map(reach).collect();
        let table = Table::<usize>::new()
            .text("id", "编号", "Id", |index| Some(self.zones[index].id.as_str()))
            .text("kind", "类别", "Kind", |index| Some(self.zones[index].kind.as_str()))
            .text("name_zh", "名称", "Name (Chinese)", |index| {
                Cell::of_text(&self.zones[index].name.zh)
            })
            .text("name_en", "英文名称", "Name (English)", |index| {
                Cell::of_text(&self.zones[index].name.en)
            })
            .text("rules", "适用规则", "Rules that use it", move |index| {
                Cell::of_words(by_rule[index].clone())
            })
            .real("distance_m", "规则距离（米）", "How far rules reach (m)", move |index| {
                by_reach[index]
            });
        let facts = self.zones.iter().map(|zone| &zone.facts);
        with_facts(table, facts, |index| &self.zones[index].facts).layer(
            ("zones", Text::new("空间管控区", "Zones")),
            Shape::Any,
            self.zones.len(),
            |index| index,
            |index| Some((&self.zones[index].shape).into()),
        )
    }
}
