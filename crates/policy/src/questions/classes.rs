//! Classes of enterprises by how well they use land and energy (资源利用效率评价, A to D): a ranking
//! of the whole survey, cut at shares.

use crate::book::RuleBook;
use crate::fields::number;
use crate::questions::quality::ElementScore;
use crate::tables::classes::{Baseline, ClassElement, ClassRules};
use parkward_model::Enterprise;
use rayon::prelude::*;
use serde::Serialize;

/// The class of every enterprise of a survey, in its order: one byte each.
#[derive(Clone, Debug, PartialEq)]
pub struct Classes {
    /// The best first; those that are not rated last.
    keys: Vec<String>,
    /// By enterprise: its place among the keys.
    of: Box<[u8]>,
    /// By element: what scores 1 in this survey; `None`: nobody has the values for a mean.
    baselines: Vec<Option<f64>>,
}

impl Classes {
    /// The keys, the best class first; those that are not rated last.
    pub fn keys(&self) -> impl ExactSizeIterator<Item = &str> {
        self.keys.iter().map(String::as_str)
    }

    /// The class of the enterprise at a position of the survey.
    ///
    /// # Panics
    /// If there is no enterprise at that position.
    pub fn of(&self, index: usize) -> &str {
        &self.keys[usize::from(self.of[index])]
    }

    /// What an element scores 1 at, by its position in the book.
    pub fn baseline(&self, element: usize) -> Option<f64> {
        self.baselines[element]
    }

    /// By enterprise, what its class adds to the cost of leaving it unplaced.
    pub fn priority_km<'a>(&'a self, rules: &'a RuleBook) -> impl Fn(usize) -> f64 + 'a {
        let priorities = rules.classes.as_ref().map(|classes| &classes.priority_km);
        let of = |key: &String| priorities.and_then(|p| p.get(key)).copied().unwrap_or(0.0);
        let by_key: Vec<f64> = self.keys.iter().map(of).collect();
        move |index| by_key[usize::from(self.of[index])]
    }
}

/// The class of one enterprise, and how it was found.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ClassScore {
    /// The class.
    pub class: String,
    /// Σ weight·score / Σ weight; `None`: not rated.
    pub score: Option<f64>,
    /// The elements, in the order of the book.
    pub elements: Vec<ElementScore>,
}

impl RuleBook {
    /// Classes every enterprise of a survey; `None`: the book has no classes.
    ///
    /// Those for whom every element is known are ranked by score, equal scores by id; small plots
    /// among themselves. Of n that are ranked, a class reaches down to rank `round(share · n)`. Sums
    /// are made in thousandths, so the answer depends neither on the order of rows nor on the number of
    /// threads. O(n log n).
    pub fn classify(&self, enterprises: &[Enterprise]) -> Option<Classes> {
        let rules = self.classes.as_ref()?;
        let baselines: Vec<Option<f64>> =
            rules.elements.iter().map(|element| element.baseline(enterprises)).collect();
        let mut shares: Vec<(f64, &String)> = rules.shares.iter().map(|(k, s)| (*s, k)).collect();
        shares.sort_by(|a, b| a.0.total_cmp(&b.0).then_with(|| a.1.cmp(b.1)));
        let mut keys: Vec<String> = shares.iter().map(|(_, key)| (*key).clone()).collect();
        keys.push(rules.not_rated.clone());
        let not_rated = u8::try_from(keys.len() - 1).expect("checked: few classes");
        let mut of = vec![not_rated; enterprises.len()].into_boxed_slice();
        let mut ranked: Vec<(bool, f64, u32)> = enterprises
            .par_iter()
            .enumerate()
            .filter_map(|(index, enterprise)| {
                let small = match rules.small_below_ha {
                    None => false,
                    Some(limit) => enterprise.land?.0 < limit,
                };
                let index = u32::try_from(index).expect("fewer than 2^32 enterprises");
                Some((small, rules.score(&baselines, enterprise)?, index))
            })
            .collect();
        let id = |index: u32| &enterprises[index as usize].id;
        ranked.par_sort_unstable_by(|a, b| {
            let score = b.1.total_cmp(&a.1);
            a.0.cmp(&b.0).then(score).then_with(|| id(a.2).cmp(id(b.2)))
        });
        let large = ranked.partition_point(|(small, _, _)| !small);
        for group in [&ranked[..large], &ranked[large..]] {
            let ends: Vec<usize> =
                shares.iter().map(|(share, _)| end(*share, group.len())).collect();
            for (rank, (_, _, index)) in group.iter().enumerate() {
                let class = ends.iter().position(|end| rank < *end).expect("the last share is 1");
                of[*index as usize] = u8::try_from(class).expect("checked: few classes");
            }
        }
        Some(Classes { keys, of, baselines })
    }

    /// The class of one enterprise with the score of each element.
    pub fn class_score(
        &self,
        classes: &Classes,
        index: usize,
        of: &Enterprise,
    ) -> Option<ClassScore> {
        let rules = self.classes.as_ref()?;
        let elements = rules.elements.iter().zip(&classes.baselines);
        let elements = elements.map(|(element, baseline)| ElementScore {
            element: element.id.clone(),
            score: element.score(*baseline, of),
        });
        Some(ClassScore {
            class: classes.of(index).to_owned(),
            score: rules.score(&classes.baselines, of),
            elements: elements.collect(),
        })
    }
}

/// The rank that a class ends at, which has this share of `count` enterprises with all classes before it.
#[expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a share of a count"
)]
fn end(share: f64, count: usize) -> usize {
    if share >= 1.0 { count } else { (share * count as f64 + 0.5).floor() as usize }
}

impl ClassRules {
    fn score(&self, baselines: &[Option<f64>], enterprise: &Enterprise) -> Option<f64> {
        let (mut sum, mut weights) = (0.0, 0.0);
        for (element, baseline) in self.elements.iter().zip(baselines) {
            sum += element.weight * element.score(*baseline, enterprise)?;
            weights += element.weight;
        }
        Some(sum / weights)
    }
}

impl ClassElement {
    /// The numerator and the denominator, if both are known and the latter is positive.
    fn amounts(&self, enterprise: &Enterprise) -> Option<(f64, f64)> {
        let amount = number(enterprise, &self.field)?;
        let base = self.per.as_ref().map_or(Some(1.0), |per| number(enterprise, per))?;
        (base > 0.0).then_some((amount, base))
    }

    fn score(&self, baseline: Option<f64>, enterprise: &Enterprise) -> Option<f64> {
        let (amount, base) = self.amounts(enterprise)?;
        Some((amount / base / baseline?).clamp(0.0, self.cap))
    }

    #[expect(clippy::cast_precision_loss, reason = "a mean, of sums that are exact")]
    fn baseline(&self, enterprises: &[Enterprise]) -> Option<f64> {
        let mean = match self.baseline {
            Baseline::Value(value) => return Some(value),
            Baseline::Mean { mean } => mean,
        };
        let known = enterprises.par_iter().filter_map(|enterprise| self.amounts(enterprise));
        let (amount, base) = known
            .map(|(amount, base)| (thousandths(amount), thousandths(base)))
            .reduce(|| (0, 0), |a, b| (a.0 + b.0, a.1 + b.1));
        let baseline = mean * (amount as f64 / base as f64);
        (base > 0 && baseline > 0.0).then_some(baseline)
    }
}

#[expect(clippy::cast_possible_truncation, reason = "saturates")]
fn thousandths(amount: f64) -> i128 {
    (amount * 1_000.0).round() as i128
}
