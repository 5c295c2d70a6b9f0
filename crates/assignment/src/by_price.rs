//! A knapsack by prices for its room and the few items that they do not decide ([`crate::core`]; with several
//! resources [`crate::turns`]).

use crate::core::{self, Core};
use crate::fractions::Fractions;
use crate::items::{Items, MOST, whole};
use crate::turns::{Offer, Turns};

/// At most this many binary places are added to values.
const PLACES: u32 = 16;

/// All numbers are integers, in units so small that rounding prices to integers costs little.
#[derive(Default)]
pub(crate) struct ByPrice {
    items: Vec<Scaled>,
    /// A row of resources for each item.
    needs: Vec<i64>,
    room: Vec<i64>,
    /// How many binary places are added to values.
    places: u32,
    prices: Vec<f64>,
    /// Upper bounds on the value of a choice: by the prices alone, and the best one known.
    most: f64,
    best: f64,
    fractions: Fractions,
    core: Core,
    turns: Turns,
    order: Vec<(f64, u32)>,
    steps: u64,
    /// With several resources, at most this many sets of items are examined.
    most_sets: usize,
}

#[derive(Clone, Copy)]
struct Scaled {
    value: f64,
    /// What it is worth beyond its needs at the prices.
    surplus: f64,
    taken: bool,
}

/// What needs or room are worth.
fn worth(prices: &[f64], amounts: &[i64]) -> f64 {
    prices.iter().zip(amounts).map(|(price, &amount)| price * amount as f64).sum()
}

impl ByPrice {
    pub(crate) fn new(most_sets: usize) -> Self {
        ByPrice { most_sets, ..ByPrice::default() }
    }

    /// See [`crate::knapsack::Knapsack::solve`].
    pub(crate) fn solve(&mut self, items: &Items, room: &[i64]) -> i64 {
        let sum: i64 = items.values.iter().sum();
        self.places = (MOST / 4 / sum.max(1)).max(1).ilog2().min(PLACES);
        self.room.clear();
        self.room.extend_from_slice(room);
        self.needs.clear();
        self.needs.extend_from_slice(&items.needs);
        self.items.clear();
        self.items.extend(items.values.iter().map(|value| Scaled {
            value: (value << self.places) as f64,
            surplus: 0.0,
            taken: false,
        }));
        self.set_prices();
        let rest: f64 = self.items.iter().map(|item| item.surplus.max(0.0)).sum();
        self.most = worth(&self.prices, room) + rest;
        let waste = self.most - self.fill_greedily();
        let (waste, given_up) = match room.len() {
            1 => self.turn_core(waste),
            _ => self.turn_sets(waste),
        };
        self.best = self.most - waste.min(given_up);
        self.rounded(self.best)
    }

    /// The best prices, as integers, and the order in which they take items.
    fn set_prices(&mut self) {
        let items = &self.items;
        self.fractions.solve(|item| items[item].value, &self.needs, &self.room);
        self.prices.clear();
        self.prices.extend(self.fractions.prices.iter().map(|price| price.floor()));
        self.set_surplus();
        let rate = |(item, needs): (&Scaled, &[i64])| item.value / worth(&self.prices, needs);
        let rates = self.items.iter().zip(self.needs.chunks_exact(self.room.len())).map(rate);
        self.order.clear();
        self.order.extend(rates.zip(0..));
        self.order.sort_unstable_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    }

    fn set_surplus(&mut self) {
        for (item, needs) in self.items.iter_mut().zip(self.needs.chunks_exact(self.room.len())) {
            item.surplus = item.value - worth(&self.prices, needs);
        }
    }

    /// Takes items while they fit, the worthiest first; says their value.
    fn fill_greedily(&mut self) -> f64 {
        let q = self.room.len();
        let mut room = self.room.clone();
        let mut value = 0.0;
        for &(_, place) in &self.order {
            let needs = &self.needs[place as usize * q..][..q];
            if needs.iter().zip(&room).all(|(need, room)| need <= room) {
                room.iter_mut().zip(needs).for_each(|(room, need)| *room -= need);
                let item = &mut self.items[place as usize];
                value += item.value;
                item.taken = true;
            }
        }
        value
    }

    /// With one resource: the least waste found, and a lower bound on the waste of the choices that were dropped.
    fn turn_core(&mut self, waste: f64) -> (f64, f64) {
        let items = (0..).zip(&self.items).zip(&self.needs);
        let core =
            items.map(|((source, item), &need)| core::Item { need, surplus: item.surplus, source });
        let choice = self.core.choose(core, self.room[0], self.prices[0], waste, 1.0);
        self.steps = 32 * self.core.steps + 200 * self.items.len() as u64;
        let Some(choice) = choice else { return (waste, self.core.given_up) };
        self.items.iter_mut().for_each(|item| item.taken = item.surplus > 0.0);
        for place in self.core.turned(&choice) {
            let item = &mut self.items[place as usize];
            item.taken = !item.taken;
        }
        (choice.waste, self.core.given_up)
    }

    /// The same of several resources.
    fn turn_sets(&mut self, waste: f64) -> (f64, f64) {
        let surplus: Vec<i64> = self.items.iter().map(|item| whole(item.surplus)).collect();
        let prices: Vec<i64> = self.prices.iter().map(|&price| whole(price)).collect();
        let (needs, room) = (&self.needs, &self.room);
        let offer = Offer { surplus: &surplus, needs, room, prices: &prices };
        let found = self.turns.choose(&offer, whole(waste), self.most_sets);
        self.steps = 60 * self.turns.steps + 20 * self.fractions.steps * self.needs.len() as u64;
        let given_up = self.turns.given_up as f64;
        let Some((waste, set)) = found else { return (waste, given_up) };
        self.items.iter_mut().for_each(|item| item.taken = item.surplus > 0.0);
        for place in self.turns.turned(set) {
            let item = &mut self.items[place as usize];
            item.taken = !item.taken;
        }
        (waste as f64, given_up)
    }

    /// What the last solving took, in entries of a table.
    pub(crate) fn work(&self) -> u64 {
        self.steps
    }

    fn rounded(&self, value: f64) -> i64 {
        whole((value / (1_i64 << self.places) as f64).ceil())
    }

    pub(crate) fn chosen(&self, mark: impl FnMut(usize)) {
        (0..self.items.len()).filter(|&k| self.items[k].taken).for_each(mark);
    }

    pub(crate) fn beside(&self, needs: &[i64]) -> Option<i64> {
        let most = self.most - worth(&self.prices, needs);
        let fits = needs.iter().zip(&self.room).all(|(need, room)| need <= room);
        fits.then(|| self.rounded(most.min(self.best)))
    }

    pub(crate) fn decisions(&self, mut each: impl FnMut(usize, i64, Option<i64>)) {
        let best = self.rounded(self.best);
        let rows = self.needs.chunks_exact(self.room.len());
        for ((k, item), needs) in self.items.iter().enumerate().zip(rows) {
            let other = self.rounded((self.most - item.surplus.abs()).min(self.best));
            // An item that is decided as the price wants changes nothing.
            let (without, with) = match item.surplus > 0.0 {
                true => (other, best),
                false => (best, other),
            };
            let fits = needs.iter().zip(&self.room).all(|(need, room)| need <= room);
            each(k, without, fits.then_some(with));
        }
    }
}
