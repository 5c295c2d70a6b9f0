//! The 0-1 knapsack problem, with what every single decision would cost: by dynamic programming over the
//! capacity where that has few values (Bellman 1957), else by prices ([`crate::by_price`]).

use crate::by_price::ByPrice;
use crate::items::{Items, whole};

/// Capacities of more values are not tabulated.
const COLUMNS: i64 = 4096;

/// One knapsack; kept to save allocations.
#[derive(Default)]
pub(crate) struct Knapsack {
    table: Table,
    by_price: ByPrice,
    /// Which of the two was asked last.
    tabulated: bool,
}

impl Knapsack {
    /// A knapsack that examines at most `most_sets` sets of items where there are several resources.
    pub(crate) fn new(most_sets: usize) -> Self {
        Knapsack { by_price: ByPrice::new(most_sets), ..Knapsack::default() }
    }

    /// A value that no choice of items that fit together exceeds, and as a rule the greatest; values of
    /// all items must sum up to no more than [`MOST`]. All needs are multiples of `grain`.
    pub(crate) fn solve(&mut self, items: &Items, room: &[i64], grain: i64) -> i64 {
        self.tabulated = room.len() == 1 && room[0] / grain < COLUMNS;
        match self.tabulated {
            true => self.table.solve(items, room[0], grain),
            false => self.by_price.solve(items, room),
        }
    }

    /// Effort of the last call, counted in table entries.
    pub(crate) fn work(&self) -> u64 {
        match self.tabulated {
            true => (self.table.items.values.len() as u64 + 1) * (self.table.capacity as u64 + 1),
            false => self.by_price.work(),
        }
    }

    /// Marks the items of one choice that fit together, as a rule of greatest value.
    pub(crate) fn chosen(&self, mark: impl FnMut(usize)) {
        match self.tabulated {
            true => self.table.chosen(mark),
            false => self.by_price.chosen(mark),
        }
    }

    /// Upper bound on the value if `needs`, by resource, have to stay free; `None`: there is not as much room.
    pub(crate) fn beside(&self, needs: &[i64]) -> Option<i64> {
        match self.tabulated {
            true => self.table.beside(needs[0]),
            false => self.by_price.beside(needs),
        }
    }

    /// For each item, what no choice exceeds without it and with it (`None`: too large).
    pub(crate) fn decisions(&mut self, each: impl FnMut(usize, i64, Option<i64>)) {
        match self.tabulated {
            true => self.table.decisions(each),
            false => self.by_price.decisions(each),
        }
    }
}

/// By a table over the capacity.
#[derive(Default)]
struct Table {
    items: Items,
    capacity: usize,
    /// Best value of the first `k` items within `w`, entry `k * (capacity + 1) + w`; integers.
    first: Vec<f64>,
    /// Best value of the items from `k` on within `capacity - w`.
    last: Vec<f64>,
    unit: i64,
}

impl Table {
    /// The greatest total value of items that fit together. All needs are multiples of `grain`, so
    /// nothing is lost by counting in it.
    fn solve(&mut self, items: &Items, capacity: i64, grain: i64) -> i64 {
        self.unit = grain;
        self.capacity = self.scaled(capacity);
        self.items.clone_from(items);
        let width = self.capacity + 1;
        let size = (items.values.len() + 1) * width;
        if self.first.len() < size {
            self.first.resize(size, 0.0);
        }
        self.first[..width].fill(0.0);
        for (k, (&value, &need)) in items.values.iter().zip(&items.needs).enumerate() {
            let need = self.scaled(need).min(width);
            let (above, below) = self.first.split_at_mut((k + 1) * width);
            let (from, to) = (&above[k * width..], &mut below[..width]);
            to[..need].copy_from_slice(&from[..need]);
            add(&mut to[need..], &from[need..], from, value as f64);
        }
        whole(self.first[size - 1])
    }

    fn scaled(&self, amount: i64) -> usize {
        usize::try_from(amount / self.unit).unwrap_or(0)
    }

    /// Marks the items of one best choice.
    fn chosen(&self, mut mark: impl FnMut(usize)) {
        let width = self.capacity + 1;
        let mut at = self.capacity;
        for k in (0..self.items.values.len()).rev() {
            #[allow(clippy::float_cmp)] // integers, and the same one where the item is left out
            if self.first[(k + 1) * width + at] != self.first[k * width + at] {
                at -= self.scaled(self.items.needs[k]);
                mark(k);
            }
        }
    }

    /// The greatest value that leaves `need` free.
    fn beside(&self, need: i64) -> Option<i64> {
        let left = self.capacity.checked_sub(self.scaled(need))?;
        Some(whole(self.first[self.items.values.len() * (self.capacity + 1) + left]))
    }

    /// For each item, the greatest values of choices without it and with it (`None`: too large).
    fn decisions(&mut self, mut each: impl FnMut(usize, i64, Option<i64>)) {
        let (width, count) = (self.capacity + 1, self.items.values.len());
        let size = (count + 1) * width;
        if self.last.len() < size {
            self.last.resize(size, 0.0);
        }
        self.last[count * width..size].fill(0.0);
        for k in (0..count).rev() {
            let left = width.saturating_sub(self.scaled(self.items.needs[k]));
            let (above, below) = self.last.split_at_mut((k + 1) * width);
            let (from, to) = (&below[..width], &mut above[k * width..]);
            to[left..].copy_from_slice(&from[left..]);
            add(&mut to[..left], &from[..left], &from[width - left..], self.items.values[k] as f64);
        }
        let mut taken = vec![false; count];
        self.chosen(|k| taken[k] = true);
        let best = whole(self.first[count * width + self.capacity]);
        for (k, (value, &need)) in self.items.values.iter().zip(&self.items.needs).enumerate() {
            let before = &self.first[k * width..(k + 1) * width];
            let after = &self.last[(k + 1) * width..(k + 2) * width];
            if taken[k] {
                each(k, whole(most(before, after)), Some(best));
            } else {
                let need = self.scaled(need);
                let with = (need < width)
                    .then(|| value + whole(most(&before[..width - need], &after[need..])));
                each(k, best, with);
            }
        }
    }
}

/// One more item, where there is room for it: the better of `without` and `with` its value.
fn add(to: &mut [f64], without: &[f64], with: &[f64], value: f64) {
    for ((new, &without), &with) in to.iter_mut().zip(without).zip(with) {
        let with = with + value;
        *new = if with > without { with } else { without };
    }
}

/// The greatest sum of two entries in the same place.
fn most(a: &[f64], b: &[f64]) -> f64 {
    const LANES: usize = 8;
    let mut best = [0.0_f64; LANES];
    let (a, b) = (a.chunks(LANES), b.chunks(LANES));
    for (a, b) in a.zip(b) {
        for ((best, a), b) in best.iter_mut().zip(a).zip(b) {
            let sum = a + b;
            *best = if sum > *best { sum } else { *best };
        }
    }
    best.into_iter().fold(0.0, f64::max)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::Random;

    /// Tries all subsets that hold `inside` and none of `outside`.
    fn best(items: &Items, room: &[i64], inside: u32, outside: u32) -> Option<i64> {
        let subsets =
            (0..1_u32 << items.values.len()).filter(|s| s & inside == inside && s & outside == 0);
        let within = |s: u32| (0..items.values.len()).filter(move |k| s >> k & 1 == 1);
        let q = room.len();
        let fits = |s: &u32| {
            (0..q).all(|r| within(*s).map(|k| items.needs[k * q + r]).sum::<i64>() <= room[r])
        };
        subsets.filter(fits).map(|s| within(s).map(|k| items.values[k]).sum()).max()
    }

    fn items(count: usize, mut one: impl FnMut() -> (i64, Vec<i64>)) -> Items {
        let mut items = Items::default();
        for _ in 0..count {
            let (value, needs) = one();
            items.push(value, &needs);
        }
        items
    }

    /// Holds what the knapsack says of the items against all subsets; true if nothing is overstated.
    fn holds(knapsack: &mut Knapsack, items: &Items, room: &[i64], grain: i64) -> bool {
        let q = room.len();
        let greatest = best(items, room, 0, 0).expect("none fit always");
        let value = knapsack.solve(items, room, grain);
        assert!(value >= greatest);
        let (mut left, mut sum) = (room.to_vec(), 0);
        knapsack.chosen(|k| {
            sum += items.values[k];
            left.iter_mut().zip(&items.needs[k * q..]).for_each(|(left, need)| *left -= need);
        });
        assert!(left.iter().all(|&left| left >= 0) && sum <= greatest);
        let mut exact = value == greatest && sum == greatest;
        knapsack.decisions(|k, without, with| {
            let real = best(items, room, 0, 1 << k).expect("none fit always");
            assert!(real <= without && without <= value && with.is_none_or(|with| with <= value));
            exact &= without == real;
            match (with, best(items, room, 1 << k, 0)) {
                (Some(with), Some(real)) => {
                    assert!(with >= real);
                    exact &= with == real;
                }
                (with, real) => assert_eq!(with, real),
            }
        });
        for spare in [1, 3] {
            let needs: Vec<i64> =
                room.iter().map(|room| (room / spare + spare - 2).max(0)).collect();
            let left: Vec<i64> = room.iter().zip(&needs).map(|(room, need)| room - need).collect();
            let rest = left.iter().all(|&left| left >= 0).then(|| best(items, &left, 0, 0));
            match (knapsack.beside(&needs), rest.flatten()) {
                (Some(most), Some(rest)) => {
                    assert!(most >= rest);
                    exact &= most == rest;
                }
                (most, rest) => assert_eq!(most, rest),
            }
        }
        exact
    }

    #[test]
    fn by_a_table_all_is_as_trying_all_subsets_says() {
        let mut random = Random::new(1);
        let mut knapsack = Knapsack::default();
        let mut below = |n: usize| i64::try_from(random.below(n)).expect("small");
        for _ in 0..300 {
            let count = usize::try_from(below(9)).expect("small");
            let items = items(count, || (1 + below(20), vec![below(12)]));
            assert!(holds(&mut knapsack, &items, &[below(30)], 1));
        }
    }

    #[test]
    fn counting_in_the_grain_of_the_needs_loses_nothing() {
        let mut random = Random::new(3);
        let (mut fine, mut coarse) = (Knapsack::default(), Knapsack::default());
        let mut below = |n: usize| i64::try_from(random.below(n)).expect("small");
        for _ in 0..100 {
            let mut items = items(8, || (1 + below(20), vec![below(30)]));
            let capacity = below(100);
            let least = fine.solve(&items, &[capacity], 1);
            items.needs.iter_mut().for_each(|need| *need *= 10_000);
            let room = [capacity * 10_000 + below(10_000)];
            assert_eq!(coarse.solve(&items, &room, 10_000), least);
        }
    }

    #[test]
    fn by_prices_nothing_is_understated_and_values_of_few_items_are_exact() {
        let mut random = Random::new(2);
        let mut knapsack = Knapsack::new(10_000);
        for round in 0..2_000 {
            let mut below = |n: usize| i64::try_from(random.below(n)).expect("small");
            let most = [20, 1_000_000_000][round % 2];
            let count = usize::try_from(below(11)).expect("small");
            let q = 1 + round % 4;
            let items = items(count, || (1 + below(most), (0..q).map(|_| below(90_000)).collect()));
            let room: Vec<i64> = (0..q).map(|_| 5_000 + below(300_000)).collect();
            holds(&mut knapsack, &items, &room, 1);
            let value = knapsack.solve(&items, &room, 1);
            assert_eq!(Some(value), best(&items, &room, 0, 0), "round {round}");
        }
    }

    #[test]
    fn cut_short_nothing_is_understated() {
        let mut random = Random::new(7);
        let mut knapsack = Knapsack::new(2);
        let mut inexact = 0;
        for _ in 0..500 {
            let mut below = |n: usize| i64::try_from(random.below(n)).expect("small");
            let items = items(11, || (100 + below(900), vec![1 + below(90), below(50), below(9)]));
            let room = [60 + below(400), 40 + below(200), 5 + below(40)];
            holds(&mut knapsack, &items, &room, 1);
            let value = knapsack.solve(&items, &room, 1);
            inexact += usize::from(Some(value) != best(&items, &room, 0, 0));
        }
        assert!(inexact > 20, "only {inexact} were cut short");
    }
}
