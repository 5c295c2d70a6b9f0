//! Where each enterprise stands, and what the rules say of it: stays, closes, review, or should move.

use crate::position::Position;
use crate::reasons::unknown;
use crate::{Bucket, Resource};
use parkward_geometry::ParkIndex;
use parkward_model::{Enterprise, Survey};
use parkward_policy::{Date, Finding, RuleBook, Verdict};
use rayon::prelude::*;

/// One enterprise before anybody is placed. There is one for each of a million enterprises: it stays
/// small, and where nothing is to be said nothing is allocated.
#[derive(Clone, Debug, PartialEq)]
pub struct Standing {
    /// Parks that it stands in, by their position in the survey, the most specific first.
    pub(crate) stands_in: Box<[Position]>,
    /// What the screening rules found.
    pub findings: Box<[Finding]>,
    /// Its score by the "four elements", 0…1.
    pub quality: f64,
    /// Where it ends, or `None`: it should move.
    pub settled: Option<Bucket>,
}

impl Standing {
    /// The most specific park that it stands in, by its position in the survey.
    pub fn inside(&self) -> Option<usize> {
        self.stands_in.first().map(|park| park.index())
    }
}

/// Locates and screens every enterprise of the survey, in its order.
///
/// Enterprises are independent of each other: the work is spread over all cores and the answer does
/// not depend on their number. O(n log parks).
pub fn stand(
    survey: &Survey,
    index: &ParkIndex,
    rules: &RuleBook,
    resources: &[Resource],
    day: Date,
) -> Vec<Standing> {
    let one = |enterprise| one(enterprise, index, rules, resources, day);
    survey.enterprises.par_iter().map(one).collect()
}

fn one(
    enterprise: &Enterprise,
    index: &ParkIndex,
    rules: &RuleBook,
    resources: &[Resource],
    day: Date,
) -> Standing {
    let containing = index.containing(enterprise.site);
    let inside = containing.most_specific().is_some();
    let screened = rules.screen(enterprise, day);
    let settled = match (screened.verdict, inside) {
        (Verdict::Closes, true) => Some(Bucket::InParkCloses),
        (Verdict::Closes, false) => Some(Bucket::Closes),
        (Verdict::Review, _) => Some(Bucket::Review),
        (Verdict::Passes, true) => Some(Bucket::InPark),
        (Verdict::Passes, false) => unknown(enterprise, resources).next().map(|_| Bucket::Review),
    };
    Standing {
        stands_in: containing.all().iter().map(|park| Position::of(*park)).collect(),
        findings: screened.findings.into_boxed_slice(),
        quality: rules.quality_score(enterprise),
        settled,
    }
}
