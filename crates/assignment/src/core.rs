//! The best choice of jobs for one agent at a price, by the few that the price does not decide.
//!
//! A price for room decides nearly every item: an item is in if it is worth more than its room. A choice loses
//! the surplus of each item that it decides against the price, and the price of room that stays empty; the sum
//! is its waste. An item that alone would lose more than the least waste known is decided by the price in
//! every better choice. The other items are the core: they are decided one after the other, those nearest to
//! the price first, over lists of undominated states (Balas & Zemel 1980; Pisinger 1997).
//!
//! Where needs, surpluses and price are integers below 2⁵³ nothing is rounded.

use crate::plan::NONE;
use crate::problem::narrow;

/// The most states kept; those with the least loss stay.
const STATES: usize = 1_000;

/// What may be in or not.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Item {
    pub(crate) need: i64,
    /// What it is worth to have it in, beyond its need at the price.
    pub(crate) surplus: f64,
    /// Whose it is.
    pub(crate) source: u32,
}

/// A choice of items: their total need, and how much less they are worth than if the price decided every item.
#[derive(Clone, Copy)]
struct State {
    load: i64,
    loss: f64,
    /// The last item decided against the price.
    last: u32,
}

/// The best choice found.
pub(crate) struct Choice {
    pub(crate) waste: f64,
    /// The end of its trail of items decided against the price; `None` as long as there is no choice.
    last: Option<u32>,
}

/// What the choice that is looked for has to keep to.
#[derive(Clone, Copy)]
struct Goal {
    capacity: i64,
    price: f64,
    /// How much less a better choice has to waste.
    least: f64,
}

impl Goal {
    /// Takes a state for the best choice if it fits and wastes enough less.
    fn consider(&self, state: &State, best: &mut Choice) {
        let waste = state.loss + self.price * (self.capacity - state.load) as f64;
        if state.load <= self.capacity && waste <= best.waste - self.least {
            *best = Choice { waste, last: Some(state.last) };
        }
    }
}

/// Memory that is used again for every agent.
#[derive(Default)]
pub(crate) struct Core {
    /// In order of how near to the price they are.
    items: Vec<Item>,
    states: Vec<State>,
    merged: Vec<State>,
    /// An item of the core, and the index in this list of the one before it.
    trail: Vec<(u32, u32)>,
    /// Lower bound on the waste of every choice that the last search dropped to save memory.
    pub(crate) given_up: f64,
    /// States looked at.
    pub(crate) steps: u64,
}

impl Core {
    /// The choice within the capacity that wastes least, if that is less than `below` by at least `least`.
    pub(crate) fn choose(
        &mut self,
        items: impl Iterator<Item = Item>,
        capacity: i64,
        price: f64,
        below: f64,
        least: f64,
    ) -> Option<Choice> {
        self.items.clear();
        let mut load = 0;
        for item in items {
            if item.surplus > 0.0 {
                load += item.need;
            }
            if item.surplus.abs() < below {
                self.items.push(item);
            }
        }
        self.items.sort_unstable_by(|a, b| {
            a.surplus.abs().total_cmp(&b.surplus.abs()).then(a.source.cmp(&b.source))
        });
        self.steps = self.items.len() as u64;
        self.given_up = f64::INFINITY;
        self.trail.clear();
        self.states.clear();
        self.states.push(State { load, loss: 0.0, last: NONE });
        let goal = Goal { capacity, price, least };
        let mut best = Choice { waste: below, last: None };
        goal.consider(&self.states[0], &mut best);
        for number in 0..self.items.len() {
            if self.items[number].surplus.abs() >= best.waste {
                break;
            }
            self.merge(number, goal, &mut best);
            std::mem::swap(&mut self.states, &mut self.merged);
            if self.states.len() > STATES {
                let mut losses: Vec<f64> = self.states.iter().map(|s| s.loss).collect();
                let cut = *losses.select_nth_unstable_by(STATES, f64::total_cmp).1;
                self.states.retain(|s| s.loss < cut);
                self.given_up = self.given_up.min(cut);
            }
        }
        best.last.is_some().then_some(best)
    }

    /// Puts into `merged` what the states become with one more item of the core, decided by the price or against it.
    /// States that are no better than another are left out, and those that lose as much as the best choice wastes.
    fn merge(&mut self, number: usize, goal: Goal, best: &mut Choice) {
        let item = self.items[number];
        let loss = item.surplus.abs();
        let change = if item.surplus > 0.0 { -item.need } else { item.need };
        self.merged.clear();
        // Both runs are in order of load: the old states, and the same with the item turned.
        let (mut old, mut new) = (0, 0);
        let mut most = f64::NEG_INFINITY;
        self.steps += self.states.len() as u64;
        while old < self.states.len() || new < self.states.len() {
            let turned = self.states.get(new).map(|s| s.load + change);
            let kept = self.states.get(old).map(|s| s.load);
            let take_old = match (kept, turned) {
                (Some(kept), Some(turned)) => kept <= turned,
                (kept, _) => kept.is_some(),
            };
            let mut state = if take_old { self.states[old] } else { self.states[new] };
            if take_old {
                old += 1;
            } else {
                new += 1;
                state.load += change;
                state.loss += loss;
            }
            if state.loss >= best.waste {
                continue;
            }
            // With less load and as much gain another state is better whatever comes.
            let gain = goal.price * state.load as f64 - state.loss;
            if gain <= most {
                continue;
            }
            most = gain;
            if !take_old {
                self.trail.push((narrow(number), state.last));
                state.last = narrow(self.trail.len() - 1);
                goal.consider(&state, best);
            }
            self.merged.push(state);
        }
    }

    /// The sources of the items decided against the price.
    pub(crate) fn turned(&self, choice: &Choice) -> impl Iterator<Item = u32> {
        let mut at = choice.last.unwrap_or(NONE);
        std::iter::from_fn(move || {
            let &(item, before) = self.trail.get(at as usize)?;
            at = before;
            Some(self.items[item as usize].source)
        })
    }
}
