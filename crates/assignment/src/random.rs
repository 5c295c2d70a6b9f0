//! A small seeded generator, so that results depend on no other crate's version.

/// Pseudorandom numbers from a seed: `SplitMix64` (Steele, Lea & Flood 2014), a counter and a mixing function. The
/// same seed gives the same numbers for ever.
///
/// ```
/// let mut random = parkward_assignment::Random::new(0);
/// assert_eq!(random.next_number(), 0xe220_a839_7b1d_cdaf);
/// assert!(random.unit() < 1.0 && random.below(6) < 6);
/// ```
#[derive(Clone, Debug)]
pub struct Random(u64);

impl Random {
    /// The generator of a seed.
    #[must_use]
    pub fn new(seed: u64) -> Self {
        Random(seed)
    }

    /// Another generator for each number, whatever others were asked for before.
    #[must_use]
    pub fn with(mut self, number: u64) -> Self {
        self.0 ^= self.next_number().wrapping_add(number);
        self
    }

    /// Any number, all equally often.
    pub fn next_number(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A whole number below `n` (0 when `n` is 0).
    pub fn below(&mut self, n: usize) -> usize {
        let wide = u128::from(self.next_number()) * n as u128;
        usize::try_from(wide >> 64).expect("less than n")
    }

    /// A number from 0 up to but not including 1.
    pub fn unit(&mut self) -> f64 {
        (self.next_number() >> 11) as f64 / (1_u64 << 53) as f64
    }
}
