//! Where each enterprise stands, and what the rules say of it: stays, closes, review, or should move.

use crate::bucket::Bucket;
use crate::position::Position;
use crate::reasons::unknown;
use crate::screened::zoning::Zoning;
use crate::settings::resource::Resource;
use parkward_geometry::ParkIndex;
use parkward_model::{Enterprise, Survey};
use parkward_policy::{Finding, Outcome, RuleBook, Screened, Screening, Verdict};
use rayon::prelude::*;

/// One enterprise before anybody is placed. There is one for each of a million enterprises: it stays
/// small, and where nothing is to be said nothing is allocated.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct ScreenedEnterprise {
    /// The most specific park that it stands in.
    pub(crate) inside: Option<Position>,
    /// What few have.
    pub(crate) rare: Rare,
    /// Its score by the "four elements", 0…1.
    pub(crate) quality: f64,
    /// Where it ends, or `None`: it should move.
    pub(crate) settled: Option<Bucket>,
}

impl ScreenedEnterprise {
    /// The most specific park that it stands in, by its position in the survey.
    pub(crate) fn inside(&self) -> Option<usize> {
        self.inside.map(Position::index)
    }

    /// What the screening rules found.
    pub(crate) fn findings(&self) -> &[Finding] {
        self.rare.findings()
    }

    /// Whether a rule forbids it more land than it has.
    pub(crate) fn may_not_expand(&self) -> bool {
        may_not_expand(self.findings())
    }
}

/// What few enterprises have: findings, and parks around the park that they stand in, the most specific
/// first. Eight bytes where there is neither.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Rare(Option<Box<RareParts>>);

impl Rare {
    pub(crate) fn new(findings: Vec<Finding>, around: &[Position]) -> Self {
        let is_empty = findings.is_empty() && around.is_empty();
        Self(
            (!is_empty)
                .then(|| Box::new(RareParts { findings: findings.into(), around: around.into() })),
        )
    }

    pub(crate) fn findings(&self) -> &[Finding] {
        self.0.as_ref().map_or(&[], |parts| &parts.findings)
    }

    pub(crate) fn around(&self) -> &[Position] {
        self.0.as_ref().map_or(&[], |parts| &parts.around)
    }
}

#[derive(Clone, Debug, PartialEq)]
struct RareParts {
    findings: Box<[Finding]>,
    around: Box<[Position]>,
}

/// Whether a finding forbids more land.
pub(crate) fn may_not_expand(findings: &[Finding]) -> bool {
    findings.iter().any(|finding| finding.outcome == Outcome::CapsLand)
}

/// Locates and screens every enterprise of the survey, in its order.
///
/// Enterprises are independent of each other: the work is spread over all cores and the answer does
/// not depend on their number. O(n log parks).
pub(crate) fn screen(
    survey: &Survey,
    index: &ParkIndex,
    zoning: &Zoning<'_>,
    rules: &RuleBook,
    screening: &Screening<'_>,
    resources: &[Resource],
) -> Vec<ScreenedEnterprise> {
    let one = |enterprise| one(enterprise, index, zoning, rules, screening, resources);
    survey.enterprises.par_iter().map(one).collect()
}

fn one(
    enterprise: &Enterprise,
    index: &ParkIndex,
    zoning: &Zoning<'_>,
    rules: &RuleBook,
    screening: &Screening<'_>,
    resources: &[Resource],
) -> ScreenedEnterprise {
    let containing = index.containing(enterprise.site);
    let stands_in: Vec<Position> = containing.all().iter().copied().map(Position::of).collect();
    let inside = !stands_in.is_empty();
    let Screened { mut verdict, mut findings } = screening.screen(enterprise);
    let in_zones = zoning.findings(enterprise);
    if !in_zones.is_empty() {
        findings.extend(in_zones);
        verdict = Verdict::of(&findings);
    }
    let leaves = || findings.iter().any(|finding| finding.outcome == Outcome::Moves);
    let settled = match (verdict, inside) {
        (Verdict::Closes, true) => Some(Bucket::InParkCloses),
        (Verdict::Closes, false) => Some(Bucket::Closes),
        (Verdict::Review, _) => Some(Bucket::Review),
        (Verdict::Passes, true) if !leaves() => Some(Bucket::InPark),
        (Verdict::Passes, _) => unknown(enterprise, resources).next().map(|_| Bucket::Review),
    };
    ScreenedEnterprise {
        inside: stands_in.first().copied(),
        rare: Rare::new(findings, stands_in.get(1..).unwrap_or_default()),
        quality: rules.quality_score(enterprise),
        settled,
    }
}
