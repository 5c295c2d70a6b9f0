//! What the two plans were made with, where it differs.

use crate::plan::Plan;
use parkward_model::Text;
use parkward_policy::Weight;

/// What the two plans were made with, where it differs.
pub(crate) fn premises(before: &Plan, after: &Plan) -> Vec<Text> {
    let mut premises = Vec::new();
    if before.rule_book.sha256 != after.rule_book.sha256 {
        premises.push(Text::new("规则文件不同", "the rule books differ"));
    }
    if before.options.as_of != after.options.as_of {
        let (a, b) = (before.options.as_of, after.options.as_of);
        premises.push(Text::new(format!("规则日期 {a} → {b}"), format!("rules of {a} → {b}")));
    }
    for weight in Weight::all() {
        let (a, b) = (weight.of(&before.weights), weight.of(&after.weights));
        if a.to_bits() != b.to_bits() {
            let text = format!("{} {a} → {b}", weight.key());
            premises.push(Text::new(text.clone(), text));
        }
    }
    if before.options.resources != after.options.resources {
        premises.push(Text::new("限制的资源不同", "the limited resources differ"));
    }
    premises.extend(decided(before, after));
    use parkward_model::InputKind;
    for kind in [
        InputKind::Parks,
        InputKind::Enterprises,
        InputKind::Projects,
        InputKind::Zones,
        InputKind::Roads,
        InputKind::Gates,
    ] {
        let hash = |plan: &Plan| -> Vec<String> {
            let read = plan.inputs.iter().filter(|input| input.kind == kind);
            read.map(|input| input.sha256.clone()).collect()
        };
        if hash(before) != hash(after) {
            premises.push(match kind {
                InputKind::Parks => Text::new("园区数据不同", "the park files differ"),
                InputKind::Zones => Text::new("空间图层不同", "the zone files differ"),
                InputKind::Projects => Text::new("项目数据不同", "the project files differ"),
                InputKind::Roads => Text::new("道路数据不同", "the road files differ"),
                InputKind::Gates => Text::new("园区出入口数据不同", "the files of gates differ"),
                InputKind::Enterprises => Text::new("企业数据不同", "the enterprise files differ"),
            });
        }
    }
    premises
}

/// What the planner had decided beforehand, where it differs.
fn decided(before: &Plan, after: &Plan) -> Vec<Text> {
    let mut premises = Vec::new();
    let (a, b) = (&before.options.decisions, &after.options.decisions);
    for (zh, en, differ, counts) in [
        ("指定迁入", "pins", a.pins != b.pins, [a.pins.len(), b.pins.len()]),
        ("禁止迁入", "forbids", a.forbids != b.forbids, [a.forbids.len(), b.forbids.len()]),
        ("原地保留", "locks", a.locks != b.locks, [a.locks.len(), b.locks.len()]),
        (
            "园区调整",
            "changes of parks",
            a.park_changes != b.park_changes,
            [a.park_changes.len(), b.park_changes.len()],
        ),
    ] {
        if differ {
            let [before, after] = counts;
            premises.push(Text::new(
                format!("决定不同：{zh} {before} → {after} 条"),
                format!("other decisions: {before} → {after} {en}"),
            ));
        }
    }
    let phases = |plan: &Plan| plan.schedule.as_ref().map(|schedule| schedule.phases.clone());
    if phases(before) != phases(after) {
        premises.push(Text::new("分年指标不同", "the phases differ"));
    }
    let change = |plan: &Plan| plan.options.earlier.as_ref().map(|earlier| earlier.change_km);
    if before.options.earlier != after.options.earlier {
        let words = |plan: &Plan, none: &str| {
            change(plan).map_or_else(|| none.to_owned(), |km| format!("{km} km"))
        };
        premises.push(Text::new(
            format!("较早方案的变更成本 {} → {}", words(before, "无"), words(after, "无")),
            format!(
                "cost of changing an earlier plan {} → {}",
                words(before, "none"),
                words(after, "none")
            ),
        ));
    }
    premises
}
