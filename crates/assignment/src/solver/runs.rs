//! Which runs of annealing come next.

use crate::heat_bath::HEATS;

/// Which temperatures the next run of annealing takes, and for how long: every other time those that gained most for
/// their effort of late, else each in turn; lengths as Luby, Sinclair & Zuckerman (1993) proposed
/// for searches of which nobody knows how long they should be: 1, 1, 2, 1, 1, 2, 4, 1, ...
pub(super) struct Runs {
    /// What the runs of each kind gained for their effort of late, and how many there were.
    gains: [f64; HEATS.len()],
    runs: [u64; HEATS.len()],
    count: usize,
}

impl Runs {
    pub(super) const NONE: Self =
        Runs { gains: [0.0; HEATS.len()], runs: [0; HEATS.len()], count: 0 };

    pub(super) fn next(&mut self) -> usize {
        self.count += 1;
        let best = (0..HEATS.len()).rev().max_by(|&a, &b| self.gains[a].total_cmp(&self.gains[b]));
        let best = best.filter(|&best| self.count.is_multiple_of(2) && self.gains[best] > 0.0);
        best.unwrap_or(self.count / 2 % HEATS.len())
    }

    /// How long the next run of a kind is, in shortest ones.
    pub(super) fn length(&mut self, kind: usize) -> u64 {
        self.runs[kind] += 1;
        luby(self.runs[kind])
    }

    pub(super) fn note(&mut self, kind: usize, gain: i64, steps: u64) {
        self.gains[kind] = 0.5 * self.gains[kind] + gain as f64 / steps as f64;
    }
}

/// The `n`-th of their lengths, from 1.
fn luby(n: u64) -> u64 {
    let block = u64::BITS - n.leading_zeros();
    match n + 1 == 1 << block {
        true => 1 << (block - 1),
        false => luby(n + 1 - (1 << (block - 1))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_are_those_of_the_sequence() {
        let lengths = Vec::from_iter((1..=15).map(luby));
        assert_eq!(lengths, [1, 1, 2, 1, 1, 2, 4, 1, 1, 2, 1, 1, 2, 4, 8]);
    }

    #[test]
    fn what_gained_most_of_late_is_tried_every_other_time() {
        let mut runs = Runs::NONE;
        let mut tried = Vec::new();
        for _ in 0..6 {
            let kind = runs.next();
            tried.push(kind);
            runs.note(kind, if kind == 2 { 90 } else { 10 }, 5);
        }
        // None is known at first; then the best of those tried, and from when it is known, the third.
        assert_eq!(tried, [0, 0, 1, 0, 2, 2]);
    }
}
