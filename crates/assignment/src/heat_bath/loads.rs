//! The loads of agents, and what empty room and overload cost.

/// Entries by agent; the last one stands for staying unplaced, whose load is always 0 and costs nothing.
pub(super) struct Loads {
    pub(super) load: Vec<f64>,
    capacity: Vec<f64>,
    /// Cost of a unit of room and of overload.
    under: Vec<f64>,
    over: Vec<f64>,
    pub(super) overloaded: usize,
}

impl Loads {
    pub(super) fn new(capacities: &[i64]) -> Self {
        let nothing = vec![0.0; capacities.len() + 1];
        Loads {
            load: nothing.clone(),
            capacity: capacities.iter().map(|&room| room as f64).chain([0.0]).collect(),
            under: nothing.clone(),
            over: nothing,
            overloaded: 0,
        }
    }

    pub(super) fn add(&mut self, agent: usize, change: f64) {
        let before = self.load[agent] > self.capacity[agent];
        self.load[agent] += change;
        let after = self.load[agent] > self.capacity[agent];
        self.overloaded = self.overloaded + usize::from(after) - usize::from(before);
    }

    /// Makes room cost this part of its price, and overload `aversion` times that of a price that is not too low.
    pub(super) fn weigh(&mut self, prices: &[f64], stiffness: f64, aversion: f64) {
        let mean = prices.iter().sum::<f64>() / prices.len().max(1) as f64;
        let floor = (0.2 * mean).max(1e-9);
        for (agent, &price) in prices.iter().enumerate() {
            self.under[agent] = price * stiffness.min(1.0);
            self.over[agent] = price.max(floor) * stiffness * aversion;
        }
    }

    /// The cost of the agent's empty room or overload at this load.
    #[inline]
    pub(super) fn owes(&self, agent: usize, load: f64) -> f64 {
        let over = load - self.capacity[agent];
        if over > 0.0 { self.over[agent] * over } else { -self.under[agent] * over }
    }

    /// The loads of an agent that cost at most `spare`.
    pub(super) fn window(&self, agent: usize, spare: f64) -> (f64, f64) {
        let lowest = self.capacity[agent] - spare / self.under[agent].max(1e-12);
        let highest = self.capacity[agent] + spare / self.over[agent].max(1e-12);
        (lowest, highest)
    }
}
