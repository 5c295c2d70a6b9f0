//! Local search: every step keeps the plan within the capacities and makes it cheaper.
//!
//! Ejection chains (Glover 1992; for this problem Yagiura, Ibaraki & Glover 2004): a job moves to
//! an agent it would rather have; if there is no room, one job there makes way and takes its next
//! choice, which may displace a third. Swaps are the chains that return to where they began;
//! staying unplaced is a choice like any other, so placed and unplaced jobs trade places too.

use crate::limits::Clock;
use crate::plan::{NONE, Plan};

/// What a chain does: the arcs of the first job and of those it displaces (`None`: unplaced).
type Step = (usize, Option<usize>);

/// Repeats all chains of at most `depth` jobs (1 to 3) until none makes the plan cheaper, or the
/// clock stops.
pub(crate) fn improve(plan: &mut Plan<'_>, depth: usize, clock: &mut Clock<'_>) {
    let mut tick = 1_u64;
    let mut changed = vec![tick; plan.problem.agents()];
    let mut tried = vec![0_u64; plan.problem.jobs()];
    let mut chain = Vec::new();
    loop {
        let before = plan.cost();
        for (job, tried) in tried.iter_mut().enumerate() {
            if !worth_trying(plan, job, &changed, *tried) {
                continue;
            }
            *tried = tick;
            let (found, steps) = best_chain(plan, job, depth, &mut chain);
            if !clock.spend(steps) {
                return;
            }
            if !found {
                let steps = make_room(plan, job, &mut changed, &mut tick);
                if !clock.spend(steps) {
                    return;
                }
                continue;
            }
            tick += 1;
            apply(plan, &chain, &mut changed, tick);
        }
        if plan.cost() == before {
            return;
        }
    }
}

/// Whether an agent the job would rather have has changed since it was last tried.
fn worth_trying(plan: &Plan<'_>, job: usize, changed: &[u64], tried: u64) -> bool {
    let (problem, cost) = (plan.problem, plan.job_cost(job));
    if plan.arc(job).is_some() && problem.penalties[job] < cost {
        return true;
    }
    let better = problem.arcs(job).take_while(|&arc| problem.arc_cost[arc] < cost);
    better.into_iter().any(|arc| changed[problem.arc_agent[arc] as usize] > tried)
}

fn apply(plan: &mut Plan<'_>, chain: &[Step], changed: &mut [u64], tick: u64) {
    for &(job, _) in chain {
        let agent = plan.agent(job);
        if agent != NONE {
            changed[agent as usize] = tick;
        }
        plan.remove(job);
    }
    for &(job, arc) in chain {
        plan.shift(job, arc);
        let agent = plan.agent(job);
        if agent != NONE {
            changed[agent as usize] = tick;
        }
    }
}

/// Finds the chain that begins with `job` and saves most; leaves the plan as it was. Also says
/// how many steps it looked at.
fn best_chain(plan: &mut Plan<'_>, job: usize, depth: usize, chain: &mut Vec<Step>) -> (bool, u64) {
    let problem = plan.problem;
    let old = plan.job_cost(job);
    let old_arc = plan.arc(job);
    plan.remove(job);
    let mut best = 0; // the saving so far
    let mut steps = 1;
    if problem.penalties[job] < old {
        best = old - problem.penalties[job];
        set(chain, &[(job, None)]);
    }
    for arc in problem.arcs(job) {
        let saving = old - problem.arc_cost[arc];
        if saving <= best {
            break;
        }
        if plan.fits(job, arc) {
            best = saving;
            set(chain, &[(job, Some(arc))]);
            break; // what follows is dearer
        }
        if depth < 2 {
            continue;
        }
        let agent = problem.arc_agent[arc];
        for &leaver in plan.members(agent) {
            let leaver = leaver as usize;
            steps += 1;
            if !plan.fits_without(job, arc, leaver) {
                continue;
            }
            let stays = plan.job_cost(leaver);
            if saving + stays - problem.penalties[leaver] > best {
                best = saving + stays - problem.penalties[leaver];
                set(chain, &[(job, Some(arc)), (leaver, None)]);
            }
            for exit in problem.arcs(leaver) {
                let net = saving + stays - problem.arc_cost[exit];
                steps += 1;
                if net <= best {
                    break;
                }
                if problem.arc_agent[exit] == agent {
                    continue;
                }
                if plan.fits(leaver, exit) {
                    best = net;
                    set(chain, &[(job, Some(arc)), (leaver, Some(exit))]);
                    break;
                }
                if depth >= 3 {
                    let head = [(job, Some(arc)), (leaver, Some(exit))];
                    steps += displace(plan, head, net, &mut best, chain);
                }
            }
        }
    }
    if let Some(arc) = old_arc {
        plan.place(job, arc);
    }
    (best > 0, steps)
}

/// The third job of a chain: whoever makes way for the second. `net` is the saving of the first
/// two moves. Says how many steps it looked at.
fn displace(
    plan: &Plan<'_>,
    head: [(usize, Option<usize>); 2],
    net: i64,
    best: &mut i64,
    chain: &mut Vec<Step>,
) -> u64 {
    let problem = plan.problem;
    let [(job, Some(arc)), (leaver, Some(exit))] = head else { return 0 };
    let (left, entered) = (problem.arc_agent[arc], problem.arc_agent[exit]);
    let left_arc = plan.arc(leaver).expect("a member of an agent is placed");
    let mut steps = 0;
    for &third in plan.members(entered) {
        let third = third as usize;
        steps += 1;
        if !plan.fits_without(leaver, exit, third) {
            continue;
        }
        let stays = plan.job_cost(third);
        if net + stays - problem.penalties[third] > *best {
            *best = net + stays - problem.penalties[third];
            set(chain, &[head[0], head[1], (third, None)]);
        }
        for last in problem.arcs(third) {
            let total = net + stays - problem.arc_cost[last];
            steps += 1;
            if total <= *best {
                break;
            }
            let agent = problem.arc_agent[last];
            let fits = if agent == entered {
                false
            } else if agent == left {
                let freed = problem.need(leaver, left_arc).iter();
                let taken = problem.need(job, arc).iter().zip(problem.need(third, last));
                let room = plan.residual(left).iter().zip(freed);
                room.zip(taken).all(|((room, freed), (a, b))| a + b <= room + freed)
            } else {
                plan.fits(third, last)
            };
            if fits {
                *best = total;
                set(chain, &[head[0], head[1], (third, Some(last))]);
                break;
            }
        }
    }
    steps
}

fn set(chain: &mut Vec<Step>, steps: &[Step]) {
    chain.clear();
    chain.extend_from_slice(steps);
}

/// An unplaced job may be worth several smaller ones: at each of its agents in order of cost, let
/// those go that lose least for the room they give, until it fits, and keep the change if it pays.
/// Says how many steps it looked at.
fn make_room(plan: &mut Plan<'_>, job: usize, changed: &mut [u64], tick: &mut u64) -> u64 {
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
