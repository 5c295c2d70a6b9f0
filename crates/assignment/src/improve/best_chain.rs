//! The chain of at most three jobs that begins with one of them and saves most.

use crate::plan::Plan;

/// What a chain does: the arcs of the first job and of those it displaces (`None`: unplaced).
pub(super) type Step = (usize, Option<usize>);

/// The best chain that begins with a job, if there is any, and how many steps it took to see it.
pub(super) struct Look {
    pub(super) chain: Vec<Step>,
    pub(super) steps: u64,
}

/// A plan as it would be without one of its jobs.
struct Without<'a, 'p> {
    plan: &'a Plan<'p>,
    job: usize,
    /// Where the job is.
    agent: u32,
}

impl Without<'_, '_> {
    /// Whether another job fits there.
    #[inline]
    fn fits(&self, job: usize, arc: usize) -> bool {
        if self.plan.problem.arc_agent[arc] == self.agent {
            self.plan.fits_without(job, arc, self.job)
        } else {
            self.plan.fits(job, arc)
        }
    }

    /// Whether there would be room if `leaver`, now at the same agent, left too.
    #[inline]
    fn fits_without(&self, job: usize, arc: usize, leaver: usize) -> bool {
        if self.plan.problem.arc_agent[arc] == self.agent {
            self.plan.fits_without_both(job, arc, [self.job, leaver])
        } else {
            self.plan.fits_without(job, arc, leaver)
        }
    }
}

/// The best chain so far and what it saves.
struct Best {
    saving: i64,
    chain: [Step; 3],
    length: usize,
}

impl Best {
    fn set(&mut self, saving: i64, chain: &[Step]) {
        self.saving = saving;
        self.chain[..chain.len()].copy_from_slice(chain);
        self.length = chain.len();
    }
}

/// Finds the chain that begins with `job` and saves most.
pub(super) fn best_chain(plan: &Plan<'_>, job: usize, depth: usize) -> Look {
    let problem = plan.problem;
    let old = plan.job_cost(job);
    let rest = Without { plan, job, agent: plan.agent(job) };
    let mut best = Best { saving: 0, chain: [(job, None); 3], length: 0 };
    let mut steps = 1;
    if problem.penalties[job] < old {
        best.set(old - problem.penalties[job], &[(job, None)]);
    }
    for arc in problem.arcs(job) {
        let saving = old - problem.arc_cost[arc];
        if saving <= best.saving {
            break;
        }
        if plan.fits(job, arc) {
            best.set(saving, &[(job, Some(arc))]);
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
            let out = saving + stays - problem.penalties[leaver];
            if out > best.saving {
                best.set(out, &[(job, Some(arc)), (leaver, None)]);
            }
            for exit in problem.arcs(leaver) {
                let net = saving + stays - problem.arc_cost[exit];
                steps += 1;
                if net <= best.saving {
                    break;
                }
                if problem.arc_agent[exit] == agent {
                    continue;
                }
                let head = [(job, Some(arc)), (leaver, Some(exit))];
                if rest.fits(leaver, exit) {
                    best.set(net, &head);
                    break;
                }
                if depth >= 3 {
                    steps += displace(&rest, head, net, &mut best);
                }
            }
        }
    }
    Look { chain: best.chain[..best.length].to_vec(), steps }
}

/// The third job of a chain: whoever makes way for the second. `net` is the saving of the first
/// two moves. Says how many steps it looked at.
fn displace(rest: &Without<'_, '_>, head: [Step; 2], net: i64, best: &mut Best) -> u64 {
    let (plan, problem) = (rest.plan, rest.plan.problem);
    let [(job, Some(arc)), (leaver, Some(exit))] = head else { return 0 };
    let (left, entered) = (problem.arc_agent[arc], problem.arc_agent[exit]);
    let left_arc = plan.arc(leaver).expect("a member of an agent is placed");
    let mut steps = 0;
    for &third in plan.members(entered) {
        let third = third as usize;
        steps += 1;
        if third == job || !rest.fits_without(leaver, exit, third) {
            continue;
        }
        let stays = plan.job_cost(third);
        let out = net + stays - problem.penalties[third];
        if out > best.saving {
            best.set(out, &[head[0], head[1], (third, None)]);
        }
        for last in problem.arcs(third) {
            let total = net + stays - problem.arc_cost[last];
            steps += 1;
            if total <= best.saving {
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
                rest.fits(third, last)
            };
            if fits {
                best.set(total, &[head[0], head[1], (third, Some(last))]);
                break;
            }
        }
    }
    steps
}
