//! Random numbers that do not depend on the order in which they are asked for.

/// SplitMix64 (Steele, Lea, Flood 2014), one for each run and enterprise, so that no order matters.
pub(crate) struct Random(u64);

impl Random {
    pub(super) fn of(seed: u64, run: u16, enterprise: u64) -> Self {
        let mut random = Self(seed);
        random.0 ^= random.next().wrapping_add(u64::from(run));
        random.0 ^= random.next().wrapping_add(enterprise);
        random
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// Even over 0…1.
    #[expect(clippy::cast_precision_loss, reason = "53 bits")]
    pub(super) fn unit(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// 1 ± at most `share`.
    pub(super) fn around(&mut self, share: f64) -> f64 {
        1.0 + share * (2.0 * self.unit() - 1.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_do_not_depend_on_the_order_in_which_they_are_asked_for() {
        let of = |run, enterprise| Random::of(3, run, enterprise).next();
        assert_eq!(of(1, 5), of(1, 5));
        assert!(of(1, 5) != of(2, 5) && of(1, 5) != of(1, 6));
    }
}
