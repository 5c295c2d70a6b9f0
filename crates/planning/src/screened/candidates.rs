//! New projects before anybody is placed: which may settle, which are refused or to be reviewed.

use crate::bucket::ProjectBucket;
use crate::reasons::{Reason, unknown};
use crate::screened::zoning::Zoning;
use crate::settings::resource::Resource;
use parkward_model::{Project, Survey, Text};
use parkward_policy::{Finding, Outcome, RuleBook, Screening, Verdict};

/// One project before anybody is placed.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Candidate {
    pub(crate) findings: Vec<Finding>,
    /// What rules of space say of the place that it names.
    place: Vec<Text>,
    pub(crate) quality: f64,
    /// Where it ends, or `None`: it should settle.
    pub(crate) settled: Option<ProjectBucket>,
}

impl Candidate {
    /// What the rules found, and what is not known.
    pub(crate) fn reasons(&self, project: &Project, resources: &[Resource]) -> Vec<Text> {
        let mut reasons: Vec<Text> =
            self.findings.iter().map(|finding| Reason::Found(finding).text()).collect();
        reasons.extend(self.place.iter().cloned());
        if self.settled == Some(ProjectBucket::Review) {
            let applicant = project.as_enterprise();
            reasons.extend(unknown(&applicant, resources).map(|u| Reason::Unknown(u).text()));
        }
        reasons
    }
}

/// Screens every project of the survey, in its order. A process that may not expand is not begun
/// either. Where a project would like to be decides nothing, since it has to settle in a park; what
/// rules of space say of that place is among its reasons.
pub(crate) fn candidates(
    survey: &Survey,
    zoning: &Zoning<'_>,
    rules: &RuleBook,
    screening: &Screening<'_>,
    resources: &[Resource],
) -> Vec<Candidate> {
    let one = |project: &Project| {
        let applicant = project.as_enterprise();
        let screened = screening.screen(&applicant);
        let expands = |finding: &Finding| finding.outcome == Outcome::CapsLand;
        let settled = match screened.verdict {
            Verdict::Passes if screened.findings.iter().any(expands) => {
                Some(ProjectBucket::NotAdmitted)
            }
            Verdict::Closes => Some(ProjectBucket::NotAdmitted),
            Verdict::Review => Some(ProjectBucket::Review),
            Verdict::Passes => unknown(&applicant, resources).next().map(|_| ProjectBucket::Review),
        };
        let quality = rules.quality_score(&applicant);
        let named = project.site.zip(project.industry.as_ref());
        let zones = named.map_or_else(Vec::new, |(site, industry)| zoning.place(site, industry));
        let place = zones.into_iter().map(|zone| zone.text).collect();
        Candidate { findings: screened.findings, place, quality, settled }
    };
    survey.projects.iter().map(one).collect()
}
