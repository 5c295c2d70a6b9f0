//! What is wrong with a solution, with names in the place of the solver's numbers.

use crate::plan::Plan;
use crate::prepare::Prepared;
use crate::settings::resource::LAND;
use parkward_assignment::Violation;
use parkward_model::Text;

/// What is wrong, for people.
pub(super) fn in_words(violation: &Violation, plan: &Plan, prepared: &Prepared) -> Text {
    let job = |job: usize| {
        let movers = &prepared.problem.movers;
        match movers.get(job) {
            Some(mover) => plan.enterprise(*mover).enterprise().id.to_string(),
            None => {
                let project = prepared.problem.projects[job - movers.len()];
                plan.projects[project].project.id.to_string()
            }
        }
    };
    let park = |agent: usize| plan.parks[agent].park.id.to_string();
    match violation {
        Violation::NotACandidate { job: number, agent } => {
            let (who, park) = (job(*number), park(*agent as usize));
            Text::new(
                format!("{who} 迁入 {park}：规则、距离或决定不允许"),
                format!("{who} goes to {park}, which rules, distance or decisions do not allow"),
            )
        }
        Violation::Overload { agent, resource, load, capacity } => {
            let (park, others) = (park(*agent), &plan.options.resources);
            let name = resource.checked_sub(1).map_or(LAND, |index| others[index].id.as_str());
            let unit = if *resource == 0 { "m²" } else { "/1000" };
            Text::new(
                format!("园区 {park}，{name}：迁入者需要 {load}，最多 {capacity}（{unit}）"),
                format!(
                    "park {park}, {name}: newcomers need {load}, and there is {capacity} ({unit})"
                ),
            )
        }
        Violation::Cost { expected, found } => Text::new(
            format!("求解结果，cost_mm：应为 {expected}，实为 {found}"),
            format!("solution, cost_mm: should be {expected}, and is {found}"),
        ),
        Violation::PriceBound { expected, found } => Text::new(
            format!("求解结果，price_bound_mm：价格证得 {expected}，实为 {found}"),
            format!("solution, price_bound_mm: the prices prove {expected}, and it is {found}"),
        ),
        Violation::LowerBound { least, most, found } => Text::new(
            format!("求解结果，lower_bound_mm：应在 {least} 与 {most} 之间，实为 {found}"),
            format!("solution, lower_bound_mm: should be {least} to {most}, and is {found}"),
        ),
        other => Text::new(format!("求解结果：{other}"), format!("solution: {other}")),
    }
}
