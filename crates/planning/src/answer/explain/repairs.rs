//! What would place the unplaced, and what the whole plan would then cost more or less.

use crate::amounts::{kilometres, millimetres, rounded_up};
use crate::answer::explain::ledger::{Answer, Ledger, Repair, RepairKind};
use crate::plan::Plan;
use crate::prepare::Prepared;
use crate::problem::PlanningProblem;
use crate::problem::offers::Offer;
use parkward_assignment::{Certificate, Price, Proof, Solution, Status};
use parkward_model::{Lang, Metres, Text};
use parkward_policy::{Refusal, RuleBook, Terms};

/// More land where it may go, a longer cut-off, admission; what saves most first. Each names all that
/// is needed, so that its price holds with everybody else where they are.
pub(crate) fn repairs(
    ledger: &Ledger,
    plan: &Plan,
    rules: &RuleBook,
    penalty_km: f64,
) -> Vec<Repair> {
    let subject = &ledger.subject;
    let weights = &rules.weights;
    let code = subject.industry().map_or("", |code| code.as_str());
    let mut repairs = Vec::new();
    for entry in &ledger.parks {
        if entry.distance_m.is_none() && subject.site().is_some() {
            continue; // no road leads there
        }
        let distance = entry.time_km.map(|km| Metres(km * 1_000.0)).or(entry.distance_m);
        let distance = distance.unwrap_or_default();
        let km = distance.kilometres();
        // Going nowhere is a change as well, and the penalty holds it: the difference of the two is right.
        let change_mm = millimetres(entry.change_km.unwrap_or(0.0));
        let cost_km = |terms: &Terms| kilometres(Offer::new(terms).pair_cost(distance, change_mm));
        let (zh, en) = (entry.name.in_lang(Lang::Zh), entry.name.in_lang(Lang::En));
        let (mut cut_off_km, mut fit) = (None, None);
        let (kind, cost, what) = match (&entry.answer, &entry.terms) {
            (Answer::TooSmall { .. } | Answer::Outbid { .. } | Answer::Dearer, Some(terms)) => {
                let what = Text::new(format!("迁入 {zh}"), format!("room in {en}"));
                (RepairKind::More, cost_km(terms), what)
            }
            (Answer::TooFar, Some(terms)) => {
                let (from, to) = (weights.cut_off_km, rounded_up(km, 1));
                // The rule book demands that leaving somebody out costs more than any move: with this cut-off
                // it would be refused.
                if rules.dearest_move_km() - from + to >= weights.unplaced_km {
                    continue;
                }
                let what = Text::new(
                    format!("截止距离由 {from} 增至 {to:.1} 公里，可达 {zh}"),
                    format!("cut-off {from} → {to:.1} km, which reaches {en}"),
                );
                cut_off_km = Some(to);
                (RepairKind::CutOff, cost_km(terms), what)
            }
            (Answer::Refused(Refusal::Fit { fit: own, .. }), _) if km <= weights.cut_off_km => {
                // At the lowest fit that is enough.
                let least = weights.minimum_fit.max(*own);
                fit = Some(least);
                let what = Text::new(
                    format!("{zh} 准入行业 {code}（适配度 {least:.2}）"),
                    format!("admit {code} to {en} at a fit of {least:.2}"),
                );
                (RepairKind::Admit, cost_km(&rules.worst_terms(least)), what)
            }
            _ => continue,
        };
        let park = plan.parks.iter().find(|planned| planned.park.id == entry.park);
        let short = plan.shortages(subject, park.expect("a park of the plan"));
        let change_km = cost - penalty_km;
        let what = and_more(&what, &short);
        let text = with_price(&what, change_km, true);
        let park = entry.park.clone();
        repairs.push(Repair { kind, park, change_km, what, text, cut_off_km, fit, solved: None });
    }
    repairs.sort_by(|a, b| a.change_km.total_cmp(&b.change_km));
    repairs
}

/// A change, and what the park needs besides.
fn and_more(what: &Text, short: &[[Text; 2]]) -> Text {
    if short.is_empty() {
        return what.clone();
    }
    let amount = |lang: Lang| {
        let one = |[name, short]: &[Text; 2]| match lang {
            Lang::Zh => format!("{} {}", name.zh, short.zh),
            Lang::En => format!("+{} of {}", short.en, name.en),
        };
        short.iter().map(one).collect::<Vec<_>>()
    };
    let (zh, en) = (amount(Lang::Zh).join("、"), amount(Lang::En).join(" and "));
    Text::new(format!("{}，需增加{zh}", what.zh), format!("{}, with {en} there", what.en))
}

fn with_price(what: &Text, change_km: f64, at_least: bool) -> Text {
    let km = change_km.abs();
    let (least_zh, least_en) = if at_least { ("至少", "at least ") } else { ("", "") };
    if change_km < 0.0 {
        Text::new(
            format!("{}：全方案成本{least_zh}减少 {km:.2} 公里", what.zh),
            format!("{}: saves {least_en}{km:.2} km", what.en),
        )
    } else {
        let (most_zh, most_en) = if at_least { ("至多", "at most ") } else { ("", "") };
        Text::new(
            format!("{}：全方案成本{most_zh}增加 {km:.2} 公里", what.zh),
            format!("{}: costs {most_en}{km:.2} km more", what.en),
        )
    }
}

/// Who could make way for a job, park by park: only where every list of parks is complete, which is so
/// in small plans.
pub(crate) fn make_way(
    plan: &Plan,
    prepared: &Prepared,
    prices: &[Price],
    job: usize,
) -> Vec<Repair> {
    let problem = &prepared.problem;
    if !problem.is_complete() {
        return Vec::new();
    }
    let certificate = Certificate {
        prices: prices.to_vec(),
        price_bound: plan.solution.price_bound_mm,
        lower_bound: plan.solution.price_bound_mm,
        proof: Proof::Prices,
        limited_by: Vec::new(),
    };
    let solution = Solution {
        assignment: plan.assignment(prepared),
        cost: plan.solution.cost_mm,
        certificate,
        status: Status::Optimal, // the ledger does not read it
    };
    let alternatives = parkward_assignment::Ledger::new(&problem.problem, &solution);
    let repair = |alternative: parkward_assignment::Alternative| {
        let exchange = alternative.exchange?;
        let park = &plan.parks[alternative.agent as usize].park;
        let leaver = who(plan, problem, exchange.job);
        let change_km = kilometres(exchange.change);
        let to = exchange.to.map(|to| &plan.parks[to as usize].park);
        let what = match to {
            Some(to) => Text::new(
                format!("{} 由 {} 改迁 {}", leaver.zh, park.label(Lang::Zh), to.label(Lang::Zh)),
                format!(
                    "{} goes to {} instead of {}",
                    leaver.en,
                    to.label(Lang::En),
                    park.label(Lang::En)
                ),
            ),
            None => Text::new(
                format!("{} 让出 {}，自身不再安置", leaver.zh, park.label(Lang::Zh)),
                format!("{} leaves {} and is unplaced itself", leaver.en, park.label(Lang::En)),
            ),
        };
        let text = with_price(&what, change_km, false);
        let (kind, park) = (RepairKind::MakeWay, park.id.clone());
        Some(Repair {
            kind,
            park,
            change_km,
            what,
            text,
            cut_off_km: None,
            fit: None,
            solved: None,
        })
    };
    alternatives.alternatives(job).into_iter().filter_map(repair).collect()
}

/// The enterprise or project whose job it is.
fn who(plan: &Plan, problem: &PlanningProblem, job: usize) -> Text {
    match job.checked_sub(problem.movers.len()) {
        None => {
            let id = &plan.enterprise(problem.movers[job]).enterprise().id;
            Text::new(format!("企业 {id}"), format!("enterprise {id}"))
        }
        Some(project) => {
            let id = &plan.projects[problem.projects[project]].project.id;
            Text::new(format!("项目 {id}"), format!("project {id}"))
        }
    }
}
