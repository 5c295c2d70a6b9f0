//! Where each enterprise stands, and what the rules say of it: stays, closes, review, or should move.

use crate::{Bucket, Resource};
use parkward_geometry::ParkIndex;
use parkward_model::{Enterprise, Lang, Survey, Text};
use parkward_policy::{Date, Finding, RuleBook, Verdict};
use rayon::prelude::*;

/// One enterprise before anybody is placed.
#[derive(Clone, Debug, PartialEq)]
pub struct Standing {
    /// Parks that it stands in, by their position in the survey, the most specific first.
    pub stands_in: Vec<usize>,
    /// Where it ends, or `None`: it should move.
    pub settled: Option<Bucket>,
    /// Why, one sentence a reason; empty for those who should move.
    pub reasons: Vec<Text>,
    /// What the screening rules found.
    pub findings: Vec<Finding>,
    /// Its score by the "four elements", 0…1.
    pub quality: f64,
    /// Key of the pillar industry that it belongs to.
    pub pillar_industry: Option<String>,
    /// Key of the encouraged new or high technology that it belongs to.
    pub high_technology: Option<String>,
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
    let one = |enterprise| one(enterprise, survey, index, rules, resources, day);
    survey.enterprises.par_iter().map(one).collect()
}

fn one(
    enterprise: &Enterprise,
    survey: &Survey,
    index: &ParkIndex,
    rules: &RuleBook,
    resources: &[Resource],
    day: Date,
) -> Standing {
    let stands_in = index.containing(enterprise.site).all().to_vec();
    let screened = rules.screen(enterprise, day);
    let inside = stands_in.first().map(|park| &survey.parks[*park]);
    let industry = enterprise.industry.as_ref();
    let unknown = missing(enterprise, resources);
    let settled = match (screened.verdict, inside) {
        (Verdict::Closes, Some(_)) => Some(Bucket::InParkCloses),
        (Verdict::Closes, None) => Some(Bucket::Closes),
        (Verdict::Review, _) => Some(Bucket::Review),
        (Verdict::Passes, Some(_)) => Some(Bucket::InPark),
        (Verdict::Passes, None) if !unknown.is_empty() => Some(Bucket::Review),
        (Verdict::Passes, None) => None,
    };
    let mut reasons: Vec<Text> = Vec::new();
    if let Some(park) = inside {
        reasons.push(Text::new(
            format!("位于 {}", park.label(Lang::Zh)),
            format!("stands in {}", park.label(Lang::En)),
        ));
    }
    reasons.extend(screened.findings.iter().map(|finding| finding.text.clone()));
    if settled == Some(Bucket::Review) && inside.is_none() {
        reasons.extend(unknown);
    }
    Standing {
        stands_in,
        settled,
        reasons,
        findings: screened.findings,
        quality: rules.quality(enterprise).score,
        pillar_industry: industry
            .and_then(|i| rules.pillar_industry(i))
            .map(|list| list.id.clone()),
        high_technology: industry
            .and_then(|i| rules.high_technology(i))
            .map(|list| list.id.clone()),
    }
}

/// What has to be known before an enterprise can be sent anywhere, and is not.
fn missing(enterprise: &Enterprise, resources: &[Resource]) -> Vec<Text> {
    let mut missing = Vec::new();
    if enterprise.industry.is_none() {
        missing.push(Text::new("行业未知，须人工核实", "its industry is unknown; to be checked"));
    }
    if enterprise.land.is_none() {
        missing
            .push(Text::new("用地需求未知，须人工核实", "its land need is unknown; to be checked"));
    }
    for resource in resources {
        if !enterprise.facts.number(&resource.need).is_some_and(|need| need >= 0.0) {
            missing.push(Text::new(
                format!("{} 需求未知，须人工核实", resource.name.in_lang(Lang::Zh)),
                format!(
                    "its need of {} is unknown; to be checked",
                    resource.name.in_lang(Lang::En)
                ),
            ));
        }
    }
    missing
}
