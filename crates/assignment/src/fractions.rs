//! A knapsack that may take parts of items: the prices of its room that go with the best filling.
//!
//! That is a linear programme with a row for each resource, and its dual is to be solved: prices p ≥ 0 that
//! minimise p · room + Σ max(0, value − p · needs). From prices of zero the dual simplex method with long steps
//! (Maros 2003) walks down: one price, or one mixture of prices, moves past all items that it turns until one of
//! them stops the descent.

use crate::problem::narrow;

/// Steps end here whatever is left, as rounding might turn in a circle: any prices give a bound.
const MOST_STEPS: usize = 20;
/// Rounding is smaller than this part of what it spoils.
const TINY: f64 = 1e-9;

/// Working space.
#[derive(Default)]
pub(crate) struct Fractions {
    /// By row what is partly filled: an item, or from the number of items on the spare room of a resource.
    basis: Vec<u32>,
    /// The inverse of the columns of the basis, a row for each of them.
    inverse: Vec<f64>,
    /// Whether an item is taken whole; those of the basis are not.
    whole: Vec<bool>,
    rest: Vec<f64>,
    /// Where along the step something turns, what, and how much less steep it becomes.
    turns: Vec<(f64, u32, f64)>,
    column: Vec<f64>,
    pub(crate) prices: Vec<f64>,
    /// Steps of the last call.
    pub(crate) steps: u64,
}

/// What the next step of the descent changes.
struct Step {
    /// The row that leaves the basis.
    row: usize,
    /// 1 where it becomes empty, -1 where it becomes a whole item.
    sign: f64,
    /// How fast the objective falls.
    slope: f64,
}

impl Fractions {
    /// Sets the prices for items of positive values, whose needs stand in rows of resources.
    pub(crate) fn solve(&mut self, values: impl Fn(usize) -> f64, needs: &[i64], room: &[i64]) {
        let (q, items) = (room.len(), needs.len() / room.len());
        self.begin(q, items);
        self.steps = 0;
        while self.steps < (MOST_STEPS + 4 * q) as u64 {
            self.steps += 1;
            let Some(step) = self.steepest(needs, room) else { break };
            let Some(enters) = self.walk(&step, &values, needs) else { break };
            if !self.pivot(&step, enters, needs) {
                break;
            }
            self.set_prices(&values, items);
        }
    }

    /// Nothing has a price, all is taken, and the spare room of every resource is in the basis.
    fn begin(&mut self, q: usize, items: usize) {
        self.basis.clear();
        self.basis.extend((items..items + q).map(narrow));
        self.inverse.clear();
        self.inverse.resize(q * q, 0.0);
        (0..q).for_each(|row| self.inverse[row * q + row] = 1.0);
        self.whole.clear();
        self.whole.resize(items, true);
        self.prices.clear();
        self.prices.resize(q, 0.0);
    }

    /// The row of the basis that is farthest from what it may be; `None` at the optimum.
    fn steepest(&mut self, needs: &[i64], room: &[i64]) -> Option<Step> {
        let q = room.len();
        self.rest.clear();
        self.rest.extend(room.iter().map(|&room| room as f64));
        let whole = needs.chunks_exact(q).zip(&self.whole).filter(|(_, whole)| **whole);
        for (needs, _) in whole {
            self.rest.iter_mut().zip(needs).for_each(|(rest, &need)| *rest -= need as f64);
        }
        let mut best: Option<(f64, Step)> = None;
        for row in 0..q {
            let amount = dot(&self.inverse[row * q..][..q], &self.rest);
            let (most, unit) = match (self.basis[row] as usize).checked_sub(self.whole.len()) {
                None => (1.0, 1.0),
                Some(resource) => (f64::INFINITY, room[resource].max(1) as f64),
            };
            let (slope, sign) = if amount < 0.0 { (-amount, 1.0) } else { (amount - most, -1.0) };
            let share = slope / unit;
            if share > TINY && best.as_ref().is_none_or(|best| share > best.0) {
                best = Some((share, Step { row, sign, slope }));
            }
        }
        Some(best?.1)
    }

    /// Goes past what turns until the objective falls no more; says what stopped it.
    fn walk(
        &mut self,
        step: &Step,
        values: &impl Fn(usize) -> f64,
        needs: &[i64],
    ) -> Option<usize> {
        let q = self.prices.len();
        let way = &self.inverse[step.row * q..][..q];
        self.turns.clear();
        for (item, needs) in needs.chunks_exact(q).enumerate() {
            let (mut surplus, mut change) = (values(item), 0.0);
            for ((price, way), &need) in self.prices.iter().zip(way).zip(needs) {
                surplus -= price * need as f64;
                change += step.sign * way * need as f64;
            }
            let towards = if self.whole[item] { change } else { -change };
            let number = narrow(item);
            if towards > TINY && !self.basis.contains(&number) {
                let at = if self.whole[item] { surplus } else { -surplus };
                self.turns.push((at.max(0.0) / towards, number, towards));
            }
        }
        for (resource, (price, way)) in self.prices.iter().zip(way).enumerate() {
            let number = narrow(self.whole.len() + resource);
            let change = step.sign * way;
            if change < 0.0 && !self.basis.contains(&number) {
                self.turns.push((price / -change, number, f64::INFINITY));
            }
        }
        self.turns.sort_unstable_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        let mut slope = step.slope;
        for &(_, number, less) in &self.turns {
            slope -= less;
            if slope <= 0.0 {
                return Some(number as usize);
            }
            self.whole[number as usize] ^= true;
        }
        None
    }

    /// Puts a column in the place of a row of the basis; false if that cannot be told from nothing.
    fn pivot(&mut self, step: &Step, enters: usize, needs: &[i64]) -> bool {
        let (q, items) = (self.prices.len(), self.whole.len());
        self.column.clear();
        for row in self.inverse.chunks_exact(q) {
            self.column.push(match enters.checked_sub(items) {
                Some(resource) => row[resource],
                None => {
                    let needs = &needs[enters * q..][..q];
                    row.iter().zip(needs).map(|(entry, &need)| entry * need as f64).sum()
                }
            });
        }
        let by = self.column[step.row];
        if by.abs() < f64::MIN_POSITIVE {
            return false;
        }
        let leaves = self.basis[step.row] as usize;
        if leaves < items {
            self.whole[leaves] = step.sign < 0.0;
        }
        if enters < items {
            self.whole[enters] = false;
        }
        self.basis[step.row] = narrow(enters);
        let own: Vec<f64> =
            self.inverse[step.row * q..][..q].iter().map(|entry| entry / by).collect();
        for (row, &times) in self.column.iter().enumerate() {
            let entries = self.inverse[row * q..][..q].iter_mut().zip(&own);
            match row == step.row {
                true => entries.for_each(|(entry, own)| *entry = *own),
                false => entries.for_each(|(entry, own)| *entry -= times * own),
            }
        }
        true
    }

    fn set_prices(&mut self, values: &impl Fn(usize) -> f64, items: usize) {
        let q = self.prices.len();
        self.prices.fill(0.0);
        for (row, &basic) in self.basis.iter().enumerate().filter(|(_, b)| (**b as usize) < items) {
            let value = values(basic as usize);
            let entries = &self.inverse[row * q..][..q];
            self.prices.iter_mut().zip(entries).for_each(|(price, entry)| *price += value * entry);
        }
        self.prices.iter_mut().for_each(|price| *price = price.max(0.0));
    }
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::Random;

    /// What prices leave: they buy the room, and items are worth what is beyond them.
    fn objective(prices: [f64; 2], values: &[f64], needs: &[i64], room: [i64; 2]) -> f64 {
        let worth = |amounts: &[i64]| -> f64 {
            prices.iter().zip(amounts).map(|(price, &amount)| price * amount as f64).sum()
        };
        let beyond = values.iter().zip(needs.chunks_exact(2)).map(|(v, n)| (v - worth(n)).max(0.0));
        worth(&room) + beyond.sum::<f64>()
    }

    /// The least of the objective, which is convex and made of planes: it lies where two of their edges meet.
    fn least(values: &[f64], needs: &[i64], room: [i64; 2]) -> f64 {
        let items = values.iter().zip(needs.chunks_exact(2));
        let mut lines: Vec<[f64; 3]> =
            items.map(|(&value, needs)| [needs[0] as f64, needs[1] as f64, value]).collect();
        lines.extend([[1.0, 0.0, 0.0], [0.0, 1.0, 0.0]]);
        let mut best = f64::INFINITY;
        for [a, b, c] in &lines {
            for [d, e, f] in &lines {
                let by = a * e - b * d;
                let prices = [(c * e - b * f) / by, (a * f - c * d) / by];
                if prices.iter().all(|price| *price >= 0.0) {
                    best = best.min(objective(prices, values, needs, room));
                }
            }
        }
        best
    }

    #[test]
    fn prices_are_as_good_as_any_corner_of_all() {
        let mut random = Random::new(5);
        let mut fractions = Fractions::default();
        let mut priced = [0; 3];
        for _ in 0..2_000 {
            let count = 1 + random.below(8);
            let values: Vec<f64> = (0..count).map(|_| 1.0 + random.below(90) as f64).collect();
            let mut below = |n: usize| i64::try_from(random.below(n)).expect("small");
            let needs: Vec<i64> = (0..2 * count).map(|_| below(30)).collect();
            let room = [below(60), below(60)];
            fractions.solve(|item| values[item], &needs, &room);
            let prices = [fractions.prices[0], fractions.prices[1]];
            let found = objective(prices, &values, &needs, room);
            let least = least(&values, &needs, room);
            assert!((found - least).abs() < 1e-6 * least.max(1.0), "{found} {least}");
            priced[prices.iter().filter(|price| **price > 0.0).count()] += 1;
        }
        assert!(priced.iter().all(|&count| count > 50), "{priced:?}");
    }
}
