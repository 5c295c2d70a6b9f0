//! Room for an unplaced job that is worth several smaller ones.

use super::best_chain::Step;
use crate::plan::Plan;

/// An unplaced job may be worth several smaller ones: at each of its agents in order of cost, let
/// those go that lose least for the room they give, until it fits, and keep the change if it pays.
/// Says how many steps it looked at.
pub(super) fn make_room(
    plan: &mut Plan<'_>,
    job: usize,
    changed: &mut [u64],
    tick: &mut u64,
) -> u64 {
    let problem = plan.problem;
    if plan.arc(job).is_some() {
        return 0;
    }
    let mut steps = 1;
    for arc in problem.arcs(job) {
        if problem.arc_cost[arc] >= problem.penalties[job] {
            break;
        }
        let agent = problem.arc_agent[arc];
        if !could_fit(plan, job, arc) {
            continue;
        }
        steps += 4 * plan.members(agent).len() as u64;
        let mut offers: Vec<(f64, usize)> = plan
            .members(agent)
            .iter()
            .filter_map(|&member| {
                let member = member as usize;
                let freed = freed_share(plan, job, arc, member);
                (freed > 0.0).then(|| (loss(plan, member) / freed, member))
            })
            .collect();
        offers.sort_unstable_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        let before = plan.cost();
        let mut undo: Vec<Step> = Vec::new();
        for (_, member) in offers {
            if plan.fits(job, arc) {
                break;
            }
            undo.push((member, plan.arc(member)));
            plan.shift(member, cheapest_exit(plan, member, agent));
        }
        if plan.fits(job, arc) {
            plan.place(job, arc);
            if plan.cost() < before {
                *tick += 1;
                for (member, old) in undo {
                    for at in [old, plan.arc(member)].into_iter().flatten() {
                        changed[problem.arc_agent[at] as usize] = *tick;
                    }
                }
                changed[agent as usize] = *tick;
                return steps;
            }
            plan.remove(job);
        }
        for &(member, _) in &undo {
            plan.remove(member);
        }
        for &(member, old) in &undo {
            plan.shift(member, old);
        }
    }
    steps
}

/// Whether the job fits into the agent when nobody else is there.
pub(crate) fn could_fit(plan: &Plan<'_>, job: usize, arc: usize) -> bool {
    let capacity = plan.problem.capacity(plan.problem.arc_agent[arc]);
    plan.problem.need(job, arc).iter().zip(capacity).all(|(need, capacity)| need <= capacity)
}

/// How much of the room that the job lacks a member would free, summed over resources.
pub(crate) fn freed_share(plan: &Plan<'_>, job: usize, arc: usize, member: usize) -> f64 {
    let own = plan.problem.need(member, plan.arc(member).expect("members are placed"));
    let room = plan.residual(plan.problem.arc_agent[arc]);
    let mut share = 0.0;
    for ((&need, &room), &own) in plan.problem.need(job, arc).iter().zip(room).zip(own) {
        if need > room {
            share += (own.min(need - room)) as f64 / (need - room) as f64;
        }
    }
    share
}

/// What it costs the member to go to its cheapest other agent with room, or to none.
fn loss(plan: &Plan<'_>, member: usize) -> f64 {
    let exit = cheapest_exit(plan, member, plan.agent(member));
    let cost = exit.map_or(plan.problem.penalties[member], |arc| plan.problem.arc_cost[arc]);
    (cost - plan.job_cost(member)) as f64
}

fn cheapest_exit(plan: &Plan<'_>, member: usize, from: u32) -> Option<usize> {
    let problem = plan.problem;
    problem
        .arcs(member)
        .take_while(|&arc| problem.arc_cost[arc] <= problem.penalties[member])
        .find(|&arc| problem.arc_agent[arc] != from && plan.fits(member, arc))
}
