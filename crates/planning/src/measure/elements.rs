//! What the enterprises of a plan score in each of the "four elements".

use crate::plan::Plan;
use rayon::prelude::*;

/// The mean score of one element.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ElementMean {
    /// The mean over those that are rated, 0…1; `None`: nobody is.
    pub mean: Option<f64>,
    /// How many are rated.
    pub rated: usize,
    /// How many enterprises there are.
    pub of: usize,
}

impl Plan {
    /// The mean score of each element, in the order of the rule book. O(n) for each.
    ///
    /// Summed in millionths, so that it depends neither on the order nor on the number of threads.
    ///
    /// ```
    /// # mod district { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/district/by_the_river.rs")); }
    /// # use district::*;
    /// let plan = by_the_river();
    /// let means = plan.element_means();
    /// let energy = means[0]; // 1 tce on 2 ha, of 1 tce on 1 ha that is best
    /// assert_eq!((energy.mean, energy.rated, energy.of), (Some(0.5), 2, 2));
    /// ```
    pub fn element_means(&self) -> Vec<ElementMean> {
        let Some(book) = self.book() else { return Vec::new() };
        let enterprises = &self.enterprises.read;
        let mean = |element| {
            let scores = enterprises.par_iter().filter_map(|e| book.element_score(element, e));
            let (sum, rated) = scores
                .map(|score| (millionths(score), 1))
                .reduce(|| (0, 0), |a, b| (a.0 + b.0, a.1 + b.1));
            let mean = (rated > 0).then(|| ratio(sum, rated));
            ElementMean { mean, rated, of: enterprises.len() }
        };
        book.quality.iter().map(mean).collect()
    }
}

#[expect(clippy::cast_possible_truncation, reason = "0 to 1,000,000")]
fn millionths(score: f64) -> i64 {
    (score * 1e6).round() as i64
}

#[expect(clippy::cast_precision_loss, reason = "for people")]
fn ratio(millionths: i64, count: usize) -> f64 {
    millionths as f64 / 1e6 / count as f64
}
