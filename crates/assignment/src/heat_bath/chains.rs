//! Exchanges between two agents and the chains around them, each drawn by its Boltzmann weight.

use super::{CHAINS, Edge, HOPELESS, RAY, Ray, State};
use crate::plan::NONE;
use crate::problem::narrow;
use crate::random::Random;

impl State<'_> {
    /// Whether the chains around two agents can be weighed in a step of moderate length.
    pub(super) fn few_chains(&self, a: usize, b: usize) -> bool {
        let [there, back] = [(a, b), (b, a)].map(|(a, b)| self.offers[a * self.agents + b].len());
        let rays = |agent: usize| if agent + 1 < self.agents { self.rays[agent].len() } else { 0 };
        (there + 1) * (back + 1) * (rays(a) + rays(b)) <= CHAINS
    }

    /// All exchanges between two agents with the weights of the chains around each; the sum of
    /// those, staying as it is included, and the steps taken.
    pub(super) fn list_edges(&mut self, a: usize, b: usize, chains: bool) -> (f64, u64) {
        let mut edges = std::mem::take(&mut self.edges);
        edges.clear();
        let (mut total, mut looked) = (1.0, 0);
        let there = &self.offers[a * self.agents + b];
        let back = &self.offers[b * self.agents + a];
        let (owed_a, owed_b) =
            (self.loads.owes(a, self.loads.load[a]), self.loads.owes(b, self.loads.load[b]));
        for i in 0..=there.len() {
            for j in 0..=back.len() {
                let (x, y) = (there.get(i), back.get(j));
                if x.is_none() && y.is_none() {
                    continue;
                }
                let change = x.map_or(0.0, |x| x.change) + y.map_or(0.0, |y| y.change);
                let to_a = y.map_or(0.0, |y| y.takes) - x.map_or(0.0, |x| x.leaves);
                let to_b = x.map_or(0.0, |x| x.takes) - y.map_or(0.0, |y| y.leaves);
                let most = HOPELESS * self.temperature - change;
                let (side_a, steps_a) = self.side(a, b, to_a, owed_a, most + owed_b, chains);
                looked += 1 + steps_a;
                if side_a <= 0.0 {
                    continue;
                }
                let (side_b, steps_b) = self.side(b, a, to_b, owed_b, most + owed_a, chains);
                looked += 1 + steps_b;
                let weight = exp(-change / self.temperature) * side_a * side_b;
                if weight > 0.0 {
                    total += weight;
                    edges.push(Edge { weight, there: i, back: j, to_a, to_b });
                }
            }
        }
        self.edges = edges;
        (total, looked)
    }

    /// Draws an exchange by weight; `None` is staying as it is.
    pub(super) fn draw_edge(&self, total: f64, random: &mut Random) -> Option<Edge> {
        let mut drawn = random.unit() * total - 1.0;
        if drawn <= 0.0 {
            return None;
        }
        for &edge in &self.edges {
            drawn -= edge.weight;
            if drawn <= 0.0 {
                return Some(edge);
            }
        }
        self.edges.last().copied()
    }

    /// The rays of an agent at the present loads.
    pub(super) fn refresh(&mut self, agent: usize) -> u64 {
        if self.fresh[agent] == self.version {
            return 0;
        }
        self.fresh[agent] = self.version;
        self.list_rays(agent)
    }

    /// Sum of Boltzmann weights of what one end of an exchange can do after its load changed by
    /// `change`: nothing, or one exchange with a third agent.
    fn side(
        &self,
        agent: usize,
        except: usize,
        change: f64,
        owed: f64,
        most: f64,
        chains: bool,
    ) -> (f64, u64) {
        if agent + 1 == self.agents {
            return (1.0, 0);
        }
        let load = self.loads.load[agent] + change;
        let scale = -1.0 / self.temperature;
        let alone = self.loads.owes(agent, load) - owed;
        let mut sum = if alone <= most { exp(alone * scale) } else { 0.0 };
        if !chains {
            return (sum, 1);
        }
        let rays = &self.rays[agent];
        let spare = most + owed - self.least[agent];
        if spare < 0.0 {
            return (sum, 1);
        }
        let (lowest, highest) = self.loads.window(agent, spare);
        let from = rays.partition_point(|ray| ray.delta < lowest - load);
        let mut looked = 3;
        for ray in &rays[from..] {
            let new = load + ray.delta;
            if new > highest {
                break;
            }
            looked += RAY;
            let rise = ray.rise + self.loads.owes(agent, new) - owed;
            if rise <= most && ray.other as usize != except {
                sum += exp(rise * scale);
            }
        }
        (sum, looked)
    }

    /// Draws what one end of the exchange does, as weighed by `side`.
    pub(super) fn draw_ray(
        &self,
        agent: usize,
        except: usize,
        change: f64,
        random: &mut Random,
    ) -> Option<Ray> {
        if agent + 1 == self.agents {
            return None;
        }
        let load = self.loads.load[agent] + change;
        let scale = -1.0 / self.temperature;
        let owed = self.loads.owes(agent, self.loads.load[agent]);
        let weigh = |rise: f64| exp(rise * scale);
        let alone = weigh(self.loads.owes(agent, load) - owed);
        let all = self.rays[agent].iter().filter(|ray| ray.other as usize != except);
        let weight = |ray: &Ray| weigh(ray.rise + self.loads.owes(agent, load + ray.delta) - owed);
        let total: f64 = alone + all.clone().map(weight).sum::<f64>();
        let mut drawn = random.unit() * total - alone;
        if drawn <= 0.0 {
            return None;
        }
        for ray in all {
            drawn -= weight(ray);
            if drawn <= 0.0 {
                return Some(*ray);
            }
        }
        None
    }

    /// All shifts and swaps of the centre that could be part of a chain, by change of load.
    fn list_rays(&mut self, centre: usize) -> u64 {
        let mut rays = std::mem::take(&mut self.rays[centre]);
        rays.clear();
        let most = HOPELESS * self.temperature + self.loads.owes(centre, self.loads.load[centre]);
        let mut looked = 0;
        for other in 0..self.agents {
            let there = &self.offers[centre * self.agents + other];
            let back = &self.offers[other * self.agents + centre];
            if there.is_empty() && back.is_empty() {
                continue;
            }
            let load = self.loads.load[other];
            let owed = self.loads.owes(other, load);
            looked += (there.len() + back.len() + there.len() * back.len()) as u64;
            for (leaves, x) in there.iter().enumerate() {
                let leaves = narrow(leaves);
                let rise = x.change + self.loads.owes(other, load + x.takes) - owed;
                if rise <= most {
                    let (delta, other) = (-x.leaves, narrow(other));
                    rays.push(Ray { delta, rise, other, leaves, enters: NONE });
                }
                for (enters, y) in back.iter().enumerate() {
                    let change = x.change + y.change;
                    if change > most + owed {
                        continue;
                    }
                    let rise = change + self.loads.owes(other, load + x.takes - y.leaves) - owed;
                    if rise <= most {
                        let (delta, other) = (y.takes - x.leaves, narrow(other));
                        let enters = narrow(enters);
                        rays.push(Ray { delta, rise, other, leaves, enters });
                    }
                }
            }
            for (enters, y) in back.iter().enumerate() {
                let rise = y.change + self.loads.owes(other, load - y.leaves) - owed;
                if rise <= most {
                    let (other, enters) = (narrow(other), narrow(enters));
                    rays.push(Ray { delta: y.takes, rise, other, leaves: NONE, enters });
                }
            }
        }
        rays.sort_unstable_by(|a, b| a.delta.total_cmp(&b.delta));
        looked += 4 * rays.len() as u64;
        self.least[centre] = rays.iter().map(|ray| ray.rise).fold(0.0, f64::min);
        self.rays[centre] = rays;
        looked
    }

    /// The jobs of a ray and the arcs they take.
    pub(super) fn shifts(&self, centre: usize, ray: Ray) -> [Option<(usize, u32)>; 2] {
        let (n, other) = (self.agents, ray.other as usize);
        [(ray.leaves, centre * n + other), (ray.enters, other * n + centre)].map(|(at, list)| {
            let offer = self.offers[list].get(at as usize)?;
            Some((offer.job as usize, offer.arc))
        })
    }
}

/// e^x to one part in ten thousand, the same on every machine.
#[inline]
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // within -1000..1000
pub(super) fn exp(x: f64) -> f64 {
    let t = (x * std::f64::consts::LOG2_E).clamp(-1000.0, 1000.0);
    let whole = t.floor();
    let f = t - whole;
    // Least squares on 0..1, exact at both ends.
    let power = 1.0 + f * (0.695_976_1 + f * (0.224_941_4 + f * 0.079_082_5));
    f64::from_bits(((whole as i64 + 1023) as u64) << 52) * power
}
