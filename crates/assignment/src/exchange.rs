//! Cyclic exchanges among many agents, for one resource.
//!
//! A job enters an agent, another leaves it for a third agent, and so on until the last enters
//! the agent that the first left (ejection chains: Glover 1992, Yagiura, Ibaraki & Glover 2004;
//! cyclic transfers: Thompson & Psaraftis 1993). The cost of a plan over the bound is what its
//! agents *owe*: the reduced costs of their jobs and their priced room. Each agent on the chain
//! then gains or loses by itself, and as in Lin & Kernighan 1973 only chains whose gains so far
//! sum to more than nothing need to be followed: every cycle that pays has a first agent from
//! which they do. What may leave an agent follows from what enters: it must make room, yet leave
//! little. Near the optimum a handful of jobs come into question, so that chains can be long.

use crate::Problem;
use crate::limits::Clock;
use crate::plan::{NONE, Plan, narrow};
use crate::price::priced;
use crate::random::Random;

/// The most choices a job has here.
const CHOICES: usize = 24;
/// The longest chain.
const LONGEST: usize = 10;

/// Whether this method applies.
pub(crate) fn applies(problem: &Problem) -> bool {
    problem.resources == 1
}

/// A choice of a job.
#[derive(Clone, Copy)]
struct Choice {
    arc: u32,
    agent: u32,
    need: f64,
    /// Reduced cost over that of the job's best choice.
    extra: f64,
}

/// A job at its agent.
#[derive(Clone, Copy)]
struct Member {
    need: f64,
    extra: f64,
    job: u32,
}

pub(crate) struct Exchange<'p> {
    problem: &'p Problem,
    prices: Vec<f64>,
    starts: Vec<u32>,
    choices: Vec<Choice>,
    /// The choice each job has taken.
    taken: Vec<u32>,
    /// The jobs of each agent in order of need. The last list has the unplaced.
    members: Vec<Vec<Member>>,
    room: Vec<f64>,
    pub(crate) cost: i64,
    /// The chain under construction: jobs and the choices they would take.
    chain: Vec<(u32, u32)>,
    on_chain: Vec<bool>,
    nodes: u64,
    node_limit: u64,
    /// How much worse a chain may make the plan.
    leeway: f64,
    depth: usize,
}

impl<'p> Exchange<'p> {
    /// `reach` is the reduced cost above which a choice takes no part.
    pub(crate) fn new(plan: &Plan<'p>, prices: &[f64], reach: f64) -> Self {
        let problem = plan.problem;
        let mut exchange = Exchange {
            problem,
            prices: prices.iter().copied().chain([0.0]).collect(),
            starts: vec![0],
            choices: Vec::new(),
            taken: Vec::new(),
            members: vec![Vec::new(); problem.agents + 1],
            room: problem.capacities.iter().map(|&c| c as f64).chain([f64::INFINITY]).collect(),
            cost: plan.cost(),
            chain: Vec::new(),
            on_chain: vec![false; problem.agents + 1],
            nodes: 0,
            node_limit: 0,
            leeway: 0.0,
            depth: 0,
        };
        exchange.list_choices(plan, reach);
        for job in 0..problem.jobs() {
            let Choice { agent, need, extra, .. } = exchange.choices[exchange.taken[job] as usize];
            exchange.members[agent as usize].push(Member { need, extra, job: narrow(job) });
            if agent as usize != problem.agents {
                exchange.room[agent as usize] -= need;
            }
        }
        for list in &mut exchange.members {
            list.sort_unstable_by(|a, b| a.need.total_cmp(&b.need).then(a.job.cmp(&b.job)));
        }
        exchange
    }

    fn list_choices(&mut self, plan: &Plan<'_>, reach: f64) {
        let problem = self.problem;
        let unplaced = narrow(problem.agents);
        let mut list: Vec<Choice> = Vec::new();
        for job in 0..problem.jobs() {
            list.clear();
            let penalty = problem.penalties[job] as f64;
            list.push(Choice { arc: NONE, agent: unplaced, need: 0.0, extra: penalty });
            list.extend(problem.arcs(job).map(|arc| Choice {
                arc: narrow(arc),
                agent: problem.arc_agent[arc],
                need: problem.need(job, arc)[0] as f64,
                extra: priced(problem, &self.prices, job, arc),
            }));
            list.sort_unstable_by(|a, b| a.extra.total_cmp(&b.extra).then(a.arc.cmp(&b.arc)));
            let least = list[0].extra;
            let now = plan.arc(job).map_or(NONE, narrow);
            for (rank, choice) in list.iter().enumerate() {
                let extra = choice.extra - least;
                if choice.arc == now {
                    self.taken.push(narrow(self.choices.len()));
                }
                if choice.arc == now || (extra <= reach && rank < CHOICES) {
                    self.choices.push(Choice { extra, ..*choice });
                }
            }
            self.starts.push(narrow(self.choices.len()));
        }
    }

    pub(crate) fn agents(&self) -> Vec<u32> {
        let unplaced = narrow(self.problem.agents);
        let agent = |&choice: &u32| match self.choices[choice as usize].agent {
            agent if agent == unplaced => NONE,
            agent => agent,
        };
        self.taken.iter().map(agent).collect()
    }

    fn list(&self, job: usize) -> std::ops::Range<usize> {
        self.starts[job] as usize..self.starts[job + 1] as usize
    }

    /// Looks for a chain that begins with `job` and makes the plan dearer by at most `leeway`
    /// (cheaper, if that is negative), and applies it. Says the steps it took and whether there
    /// was one.
    pub(crate) fn try_job(
        &mut self,
        job: usize,
        leeway: f64,
        depth: usize,
        node_limit: u64,
        random: &mut Random,
    ) -> (u64, bool) {
        (self.nodes, self.leeway, self.depth) = (0, leeway, depth);
        self.node_limit = node_limit;
        let now = self.choices[self.taken[job] as usize];
        self.on_chain[now.agent as usize] = true;
        let list = self.list(job);
        let count = list.len();
        let turn = random.below(count);
        let mut found = false;
        for at in 0..count {
            let at = list.start + (at + turn) % count;
            if self.choices[at].agent == now.agent {
                continue;
            }
            self.chain.clear();
            self.chain.push((narrow(job), narrow(at)));
            if self.extend(now, 0.0, random) {
                found = true;
                break;
            }
        }
        self.on_chain[now.agent as usize] = false;
        if found {
            self.apply();
        }
        (10 + self.nodes, found)
    }

    /// The last job of the chain has entered its agent: tries all who may leave there. `first` is
    /// what the first job of the chain left. True once a chain is complete.
    fn extend(&mut self, first: Choice, gain: f64, random: &mut Random) -> bool {
        let &(_, at) = self.chain.last().expect("a chain has a first job");
        let enters = self.choices[at as usize];
        let agent = enters.agent as usize;
        let (price, room) = (self.prices[agent], self.room[agent]);
        let over = enters.need - room;
        if over <= 0.0 {
            // Room enough: the chain ends here, and the first agent keeps the room.
            let here = price * enters.need - enters.extra;
            let there = first.extra - self.prices[first.agent as usize] * first.need;
            if gain + here + there >= -self.leeway {
                return true;
            }
        }
        let mut from = 0;
        if over > 0.0 {
            from = self.members[agent].partition_point(|member| member.need < over);
        }
        // Who leaves more room than this cannot be paid for, however bad a choice it was.
        let credit = gain + self.leeway.max(0.0) - enters.extra
            + if agent < self.problem.agents { price * room } else { 0.0 };
        let count = self.members[agent].len() - from;
        for i in from..from + count {
            let leaves = self.members[agent][i];
            let left = leaves.need - over;
            self.nodes += 1;
            let mut sum = credit + leaves.extra;
            if agent < self.problem.agents {
                sum -= price * left;
            }
            let sum = sum - self.leeway.max(0.0);
            if sum + self.leeway <= 0.0 {
                continue;
            }
            if self.nodes > self.node_limit {
                return false;
            }
            if self.pass_on(first, agent, leaves, sum, random) {
                return true;
            }
        }
        false
    }

    /// `leaves` leaves its agent: back to where the chain began, or on to another agent.
    fn pass_on(
        &mut self,
        first: Choice,
        agent: usize,
        leaves: Member,
        gain: f64,
        random: &mut Random,
    ) -> bool {
        let list = self.list(leaves.job as usize);
        let home = first.agent;
        if let Some(at) = list.clone().find(|&at| self.choices[at].agent == home) {
            let choice = self.choices[at];
            let price = self.prices[home as usize];
            if choice.need <= self.room[home as usize] + first.need {
                let there = first.extra - choice.extra + price * (choice.need - first.need);
                if gain + there >= -self.leeway {
                    self.chain.push((leaves.job, narrow(at)));
                    return true;
                }
            }
        }
        if self.chain.len() + 1 >= self.depth {
            return false;
        }
        self.on_chain[agent] = true;
        let count = list.len();
        let turn = random.below(count);
        for at in 0..count {
            let at = list.start + (at + turn) % count;
            let next = self.choices[at].agent as usize;
            if self.on_chain[next] {
                continue;
            }
            self.chain.push((leaves.job, narrow(at)));
            if self.extend(first, gain, random) {
                self.on_chain[agent] = false;
                return true;
            }
            self.chain.pop();
        }
        self.on_chain[agent] = false;
        false
    }

    fn apply(&mut self) {
        for i in 0..self.chain.len() {
            let (job, to) = self.chain[i];
            self.leave(job);
            self.enter(job, to);
        }
    }

    fn price_of(&self, job: u32, choice: u32) -> i64 {
        match self.choices[choice as usize].arc {
            NONE => self.problem.penalties[job as usize],
            arc => self.problem.arc_cost[arc as usize],
        }
    }

    fn leave(&mut self, job: u32) {
        let taken = self.taken[job as usize];
        let agent = self.choices[taken as usize].agent as usize;
        let list = &mut self.members[agent];
        let at = list.iter().position(|member| member.job == job).expect("a member");
        list.remove(at);
        self.room[agent] += self.choices[taken as usize].need;
        self.cost -= self.price_of(job, taken);
    }

    fn enter(&mut self, job: u32, choice: u32) {
        let Choice { agent, need, extra, .. } = self.choices[choice as usize];
        let list = &mut self.members[agent as usize];
        let at = list.partition_point(|member| member.need < need);
        list.insert(at, Member { need, extra, job });
        self.room[agent as usize] -= need;
        self.taken[job as usize] = choice;
        self.cost += self.price_of(job, choice);
    }

    #[allow(dead_code)]
    fn debug(&self) -> (f64, f64) {
        let rc: f64 = self.taken.iter().map(|&t| self.choices[t as usize].extra).sum();
        let slack: f64 = (0..self.problem.agents).map(|a| self.room[a] * self.prices[a]).sum();
        (rc, slack)
    }
}

/// Exchanges until `steps` are spent; `plan` becomes the cheapest met.
pub(crate) fn exchange(
    plan: &mut Plan<'_>,
    prices: &[f64],
    reach: f64,
    steps: u64,
    random: &mut Random,
    clock: &mut Clock<'_>,
) {
    let mut state = Exchange::new(plan, prices, reach);
    let env = |n: &str, d: f64| std::env::var(n).ok().and_then(|v| v.parse().ok()).unwrap_or(d);
    let mut left = steps;
    let mut best = (state.cost, state.agents());
    let mut fruitless = 0;
    let jobs = plan.problem.jobs();
    let mut depth = 3;
    let t0 = std::time::Instant::now();
    let mut found_count = 0_u64;
    let mut tries = 0_u64;
    let mut next_print = 0.0;
    while left > 0 {
        let job = random.below(jobs);
        let (spent, found) = state.try_job(job, -0.5, depth, env("NL", 5000.0) as u64, random);
        tries += 1;
        left = left.saturating_sub(spent);
        if !clock.spend(spent) {
            break;
        }
        if found {
            found_count += 1;
            fruitless = 0;
            if state.cost < best.0 {
                best = (state.cost, state.agents());
            }
        } else {
            fruitless += 1;
            if fruitless > 2 * jobs {
                depth = (depth + 1).min(LONGEST);
                fruitless = 0;
            }
        }
        if std::env::var("XTRACE").is_ok() && t0.elapsed().as_secs_f64() > next_print {
            next_print += 1.0;
            let (rc, slack) = state.debug();
            eprintln!("{:.1}s cost {} best {} depth {depth} found {found_count} tries {tries} rc {rc:.1} slack {slack:.1}", t0.elapsed().as_secs_f64(), state.cost, best.0);
        }
    }
    *plan = Plan::from_agents(plan.problem, &best.1);
}
