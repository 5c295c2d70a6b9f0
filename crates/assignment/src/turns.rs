//! The best choice of jobs for one agent at prices of several resources: like [`crate::core`], whose lists of
//! undominated states several resources would make long, but over sets of turned items, the most promising
//! first.
//!
//! Items are taken in the order of losses: each is joined to a set, or left out of it for good. The waste of all
//! extensions is at least the set's loss plus that of the next item, or plus the cheapest way to free overdrawn room
//! or fill empty room: at the best rate that any item further on offers. The search ends once no bound is below the
//! least waste known.

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
    /// What the room that it leaves is worth at the prices.
    empty: i64,
    trail: Trail,
}

/// The last item of a set, in order of loss, and the set of the others.
#[derive(Clone, Copy)]
struct Trail {
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
    /// What sets waste at least that extend one by items from some place on.
    next: BinaryHeap<Reverse<(i64, u32, u32)>>,
    best: i64,
    found: Option<u32>,
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
        let Offer { surplus, needs, room, .. } = *offer;
        let q = room.len();
        self.order.clear();
        let losses = (0..).zip(surplus).map(|(item, surplus)| (surplus.abs(), item));
        self.order.extend(losses.filter(|(loss, _)| *loss < below));
        self.order.sort_unstable();
        self.set_rates(offer);
        self.sets.clear();
        self.next.clear();
        self.rooms.clear();
        self.steps = surplus.len() as u64;
        (self.best, self.found, self.given_up) = (below, None, i64::MAX);
        let row = |item: u32| &needs[item as usize * q..][..q];
        let mut rooms = room.to_vec();
        for (item, _) in (0..).zip(surplus).filter(|(_, surplus)| **surplus > 0) {
            rooms.iter_mut().zip(row(item)).for_each(|(room, need)| *room -= need);
        }
        self.enter(offer, 0, Trail { last: NONE, rest: NONE }, &rooms, 0);
        for _ in 0..most {
            let Some(&Reverse((promise, number, at))) = self.next.peek() else { break };
            if promise >= self.best {
                break;
            }
            // The next item stays as the prices want it, or is turned.
            match self.promise(q, number, at + 1) {
                Some(promise) => {
                    *self.next.peek_mut().expect("peeked") = Reverse((promise, number, at + 1));
                }
                None => drop(self.next.pop()),
            }
            let (loss, item) = self.order[at as usize];
            rooms.copy_from_slice(&self.rooms[number as usize * q..][..q]);
            let frees = surplus[item as usize] > 0;
            for (room, need) in rooms.iter_mut().zip(row(item)) {
                *room = if frees { *room + need } else { *room - need };
            }
            let loss = self.sets[number as usize].loss + loss;
            self.enter(offer, loss, Trail { last: at, rest: number }, &rooms, at + 1);
        }
        if let Some(Reverse((promise, ..))) = self.next.pop() {
            self.given_up = promise;
        }
        self.found.map(|number| (self.best, number))
    }

    /// A new set, which its items from `at` on may extend.
    fn enter(&mut self, offer: &Offer<'_>, loss: i64, trail: Trail, rooms: &[i64], at: u32) {
        let number = narrow(self.sets.len());
        let empty: i64 = rooms.iter().zip(offer.prices).map(|(room, price)| room * price).sum();
        if loss + empty < self.best && rooms.iter().all(|&room| room >= 0) {
            (self.best, self.found) = (loss + empty, Some(number));
        }
        self.sets.push(Set { loss, empty, trail });
        self.rooms.extend_from_slice(rooms);
        if let Some(promise) = self.promise(rooms.len(), number, at) {
            self.next.push(Reverse((promise, number, at)));
        }
    }

    /// What a set wastes at least that is extended by items from `at` on; `None` if no less than the best.
    fn promise(&mut self, q: usize, number: u32, at: u32) -> Option<i64> {
        self.steps += 1;
        let &(least, _) = self.order.get(at as usize)?;
        let set = &self.sets[number as usize];
        let rates = &self.rates[at as usize * (q + 1)..][..=q];
        let mut more = if set.empty > 0 { set.empty as f64 * rates[q] } else { 0.0 };
        for (&room, rate) in self.rooms[number as usize * q..][..q].iter().zip(rates) {
            if room < 0 {
                more = more.max(-room as f64 * rate);
            }
        }
        let promise = set.loss.saturating_add(whole(more * CAUTION).max(least));
        (promise < self.best).then_some(promise)
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
            let trail = self.sets.get(at as usize)?.trail;
            at = trail.rest;
            Some(self.order.get(trail.last as usize)?.1)
        })
    }
}
