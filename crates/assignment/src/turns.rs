//! The best choice of jobs for one agent at prices of several resources: like [`crate::core`], whose lists of
//! undominated states several resources would make long, but over sets of turned items, the most promising
//! first.
//!
//! A set is extended by turning one more item, further on in the order of losses. The waste of all its
//! extensions is at least the set's loss plus the cheapest way to free overdrawn room or fill empty room: at
//! the best rate that any item further on offers. The search ends once no bound is below the least waste known.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use crate::items::whole;
use crate::plan::NONE;
use crate::problem::narrow;

/// Rates are multiplied by this, so that rounding errors cannot make a bound too high.
const CAUTION: f64 = 1.0 - 1e-12;

/// A set of items decided against the prices.
#[derive(Clone, Copy)]
struct Set {
    loss: i64,
    /// The last item, in order of loss, and the set of the others.
    last: u32,
    rest: u32,
}

/// The items of one agent, and what it offers.
pub(crate) struct Offer<'a> {
    /// What each item is worth beyond its needs at the prices; by this it is in or out at first.
    pub(crate) surplus: &'a [i64],
    /// A row of resources for each item.
    pub(crate) needs: &'a [i64],
    pub(crate) room: &'a [i64],
    pub(crate) prices: &'a [i64],
}

/// Memory that is used again for every agent.
#[derive(Default)]
pub(crate) struct Turns {
    /// Loss of turning an item, and its place; in that order.
    order: Vec<(i64, u32)>,
    /// Of the items from each on, the least loss for a unit freed of each resource, then the least for a unit
    /// of worth filled: a row each.
    rates: Vec<f64>,
    sets: Vec<Set>,
    /// What each set leaves of the room, a row each.
    rooms: Vec<i64>,
    next: BinaryHeap<Reverse<(i64, u32)>>,
    /// Lower bound on the waste of every set that was not examined.
    pub(crate) given_up: i64,
    pub(crate) steps: u64,
}

impl Turns {
    /// The set that wastes least, if that is less than `below`, and what it wastes. All numbers are integers
    /// whose sums floating-point numbers hold exactly.
    pub(crate) fn choose(
        &mut self,
        offer: &Offer<'_>,
        below: i64,
        most: usize,
    ) -> Option<(i64, u32)> {
        let Offer { surplus, needs, room, prices } = *offer;
        let q = room.len();
        self.order.clear();
        let losses = (0..).zip(surplus).map(|(item, surplus)| (surplus.abs(), item));
        self.order.extend(losses.filter(|(loss, _)| *loss < below));
        self.order.sort_unstable();
        self.set_rates(offer);
        let row = |item: u32| &needs[item as usize * q..][..q];
        self.sets.clear();
        self.next.clear();
        self.rooms.clear();
        self.rooms.extend_from_slice(room);
        for (item, _) in (0..).zip(surplus).filter(|(_, surplus)| **surplus > 0) {
            self.rooms.iter_mut().zip(row(item)).for_each(|(room, need)| *room -= need);
        }
        let (mut best, mut found) = (below, None);
        let mut look = |set: Set, rooms: &[i64], number: usize, best: &mut i64, rates: &[f64]| {
            let empty: i64 = rooms.iter().zip(prices).map(|(room, price)| room * price).sum();
            let mut more = if empty > 0 { empty as f64 * rates[q] } else { 0.0 };
            let mut fits = true;
            for (&room, rate) in rooms.iter().zip(rates) {
                if room < 0 {
                    fits = false;
                    more = more.max(-room as f64 * rate);
                }
            }
            if fits && set.loss + empty < *best {
                (*best, found) = (set.loss + empty, Some(narrow(number)));
            }
            set.loss.saturating_add(whole(more * CAUTION))
        };
        let all = Set { loss: 0, last: NONE, rest: NONE };
        let promise = look(all, &self.rooms, 0, &mut best, &self.rates);
        self.sets.push(all);
        self.next.push(Reverse((promise, 0)));
        self.given_up = i64::MAX;
        self.steps = surplus.len() as u64;
        let mut rooms = vec![0; q];
        let mut made = 0;
        while let Some(Reverse((promise, number))) = self.next.pop() {
            if promise >= best {
                break;
            }
            made += 1;
            if made > most {
                self.given_up = promise;
                break;
            }
            let set = self.sets[number as usize];
            let first = if set.last == NONE { 0 } else { set.last as usize + 1 };
            for last in first..self.order.len() {
                let (loss, item) = self.order[last];
                let larger = Set { loss: set.loss + loss, last: narrow(last), rest: number };
                if larger.loss >= best {
                    break;
                }
                self.steps += 1;
                let before = &self.rooms[number as usize * q..][..q];
                let frees = surplus[item as usize] > 0;
                for ((room, before), need) in rooms.iter_mut().zip(before).zip(row(item)) {
                    *room = if frees { before + need } else { before - need };
                }
                let rates = &self.rates[(last + 1) * (q + 1)..][..=q];
                let known = best;
                let promise = look(larger, &rooms, self.sets.len(), &mut best, rates);
                if promise < best || best < known {
                    self.next.push(Reverse((promise, narrow(self.sets.len()))));
                    self.sets.push(larger);
                    self.rooms.extend_from_slice(&rooms);
                }
            }
        }
        found.map(|number| (best, number))
    }

    fn set_rates(&mut self, offer: &Offer<'_>) {
        let q = offer.room.len();
        let width = q + 1;
        self.rates.clear();
        self.rates.resize(width * (self.order.len() + 1), f64::INFINITY);
        self.rates[width * self.order.len() + q] = 1.0; // to leave it empty
        for (at, &(loss, item)) in self.order.iter().enumerate().rev() {
            let (from, to) = self.rates.split_at_mut((at + 1) * width);
            let (from, to) = (&mut from[at * width..], &to[..width]);
            from.copy_from_slice(to);
            let needs = &offer.needs[item as usize * q..][..q];
            if offer.surplus[item as usize] > 0 {
                for (rate, &need) in from.iter_mut().zip(needs) {
                    *rate = rate.min(loss as f64 / need as f64);
                }
            } else {
                let worth: i64 =
                    needs.iter().zip(offer.prices).map(|(need, price)| need * price).sum();
                from[q] = from[q].min(loss as f64 / worth as f64);
            }
        }
    }

    /// The items of a set.
    pub(crate) fn turned(&self, number: u32) -> impl Iterator<Item = u32> {
        let mut at = number;
        std::iter::from_fn(move || {
            let set = self.sets.get(at as usize)?;
            at = set.rest;
            Some(self.order.get(set.last as usize)?.1)
        })
    }
}
