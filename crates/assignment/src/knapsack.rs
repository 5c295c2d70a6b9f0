//! The 0-1 knapsack problem, with what every single decision would cost: by dynamic programming over the
//! capacity where that has few values (Bellman 1957), else by prices ([`crate::by_price`]).

use crate::by_price::ByPrice;

/// Capacities of more values are not tabulated.
const COLUMNS: i64 = 4096;

/// What may be in a knapsack: what each item is worth, which must be positive, and what it takes, a row of
/// resources each.
#[derive(Debug, Clone, Default)]
pub(crate) struct Items {
    pub(crate) values: Vec<i64>,
    pub(crate) needs: Vec<i64>,
}

impl Items {
    pub(crate) fn clear(&mut self) {
        self.values.clear();
        self.needs.clear();
    }

    pub(crate) fn push(&mut self, value: i64, needs: &[i64]) {
        self.values.push(value);
        self.needs.extend_from_slice(needs);
    }
}

/// The greatest total value: up to here every integer is a floating-point number, of which a
/// processor compares several at a time.
pub(crate) const MOST: i64 = 1 << (f64::MANTISSA_DIGITS - 1);

/// One knapsack; kept to save allocations.
#[derive(Default)]
pub(crate) struct Knapsack {
    table: Table,
    by_price: ByPrice,
    /// Which of the two was asked last.
    tabulated: bool,
}

impl Knapsack {
    /// One that with several resources looks at so many sets of items at most.
    pub(crate) fn new(most_sets: usize) -> Self {
        Knapsack { by_price: ByPrice::new(most_sets), ..Knapsack::default() }
    }

    /// A value that no choice of items that fit together exceeds, and as a rule the greatest; values of
    /// all items must sum up to no more than [`MOST`]. All needs are multiples of `grain`, and `near` are prices that
    /// may be good, by which several resources begin.
    pub(crate) fn solve(&mut self, items: &Items, room: &[i64], grain: i64, near: &[f64]) -> i64 {
        self.tabulated = room.len() == 1 && room[0] / grain < COLUMNS;
        match self.tabulated {
            true => self.table.solve(items, room[0], grain),
            false => self.by_price.solve(items, room, near),
        }
    }

    /// What the last solving took, in entries of a table.
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

    /// What no value exceeds that leaves so much free; `None`: too large.
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

#[allow(clippy::cast_possible_truncation)] // an integer of at most `MOST`
pub(crate) fn whole(value: f64) -> i64 {
    value as i64
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::Random;

    /// Tries all subsets that hold `inside` and none of `outside`.
    fn best(items: &[Item], capacity: i64, inside: u32, outside: u32) -> Option<i64> {
        let subsets =
            (0..1_u32 << items.len()).filter(|s| s & inside == inside && s & outside == 0);
        let total = |s: u32, of: fn(&Item) -> i64| -> i64 {
            (0..items.len()).filter(|k| s >> k & 1 == 1).map(|k| of(&items[k])).sum()
        };
        let fitting = subsets.filter(|&s| total(s, |item| item.need) <= capacity);
        fitting.map(|s| total(s, |item| item.value)).max()
    }

    #[test]
    fn values_and_decisions_are_those_of_trying_all_subsets() {
        let mut random = Random::new(1);
        let mut knapsack = Knapsack::default();
        let mut below = |n: usize| i64::try_from(random.below(n)).expect("small");
        for _ in 0..300 {
            let count = below(9);
            let items: Vec<Item> =
                (0..count).map(|_| Item { need: below(12), value: 1 + below(20) }).collect();
            let capacity = below(30);
            let value = knapsack.solve(&items, capacity, 1);
            assert_eq!(Some(value), best(&items, capacity, 0, 0));
            let (mut need, mut sum) = (0, 0);
            knapsack.chosen(|k| (need, sum) = (need + items[k].need, sum + items[k].value));
            assert!(need <= capacity && sum == value);
            knapsack.decisions(|k, without, with| {
                assert_eq!(Some(without), best(&items, capacity, 0, 1 << k));
                assert_eq!(with, best(&items, capacity, 1 << k, 0));
            });
            let spare = below(31);
            let rest = if spare <= capacity { best(&items, capacity - spare, 0, 0) } else { None };
            assert_eq!(knapsack.beside(spare), rest);
        }
    }

    #[test]
    fn counting_in_the_grain_of_the_needs_loses_nothing() {
        let mut random = Random::new(3);
        let (mut fine, mut coarse) = (Knapsack::default(), Knapsack::default());
        let mut below = |n: usize| i64::try_from(random.below(n)).expect("small");
        for _ in 0..100 {
            let items: Vec<Item> =
                (0..8).map(|_| Item { need: below(30), value: 1 + below(20) }).collect();
            let capacity = below(100);
            let least = fine.solve(&items, capacity, 1);
            let grown = |item: &Item| Item { need: item.need * 10_000, ..*item };
            let items: Vec<Item> = items.iter().map(grown).collect();
            assert_eq!(coarse.solve(&items, capacity * 10_000 + below(10_000), 10_000), least);
        }
    }

    #[test]
    fn by_the_core_nothing_is_understated_and_decisions_hold() {
        let mut random = Random::new(2);
        let mut knapsack = Knapsack::default();
        let mut exact = 0;
        for round in 0..2_000 {
            let mut below = |n: usize| i64::try_from(random.below(n)).expect("small");
            let most = [20, 1_000_000_000][round % 2];
            let count = below(11);
            let items: Vec<Item> =
                (0..count).map(|_| Item { need: below(90_000), value: 1 + below(most) }).collect();
            let capacity = 5_000 + below(300_000);
            let greatest = best(&items, capacity, 0, 0).expect("none fit always");
            let value = knapsack.solve(&items, capacity, 1);
            assert!(value >= greatest, "round {round}");
            let (mut need, mut sum) = (0, 0);
            knapsack.chosen(|k| (need, sum) = (need + items[k].need, sum + items[k].value));
            assert!(need <= capacity && sum <= greatest);
            exact += usize::from(value == greatest && sum == greatest);
            knapsack.decisions(|k, without, with| {
                assert!(without >= best(&items, capacity, 0, 1 << k).expect("fits"));
                assert!(without <= value && with.is_none_or(|with| with <= value));
                match (with, best(&items, capacity, 1 << k, 0)) {
                    (Some(with), Some(real)) => assert!(with >= real),
                    (with, real) => assert_eq!(with, real),
                }
            });
            let spare = below(400_000);
            let rest = if spare <= capacity { best(&items, capacity - spare, 0, 0) } else { None };
            match (knapsack.beside(spare), rest) {
                (Some(most), Some(rest)) => assert!(most >= rest),
                (most, rest) => assert_eq!(most, rest),
            }
        }
        assert_eq!(exact, 2_000, "so few items lose nothing");
    }
}
