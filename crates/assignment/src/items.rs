//! What a knapsack may hold.

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

#[allow(clippy::cast_possible_truncation)] // an integer of at most `MOST`
pub(crate) fn whole(value: f64) -> i64 {
    value as i64
}
