//! New projects.

use super::places::park_at;
use parkward_model::{Hectares, Text};
use parkward_planning::{Plan, PlannedProject, ProjectBucket};
use serde::Serialize;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct ProjectShown<'a> {
    id: &'a str,
    name: &'a str,
    site: Option<[f64; 2]>,
    industry: Option<&'a str>,
    land_ha: Option<Hectares>,
    /// By its place among the verdicts of projects.
    verdict: usize,
    park: Option<usize>,
    distance_m: Option<f64>,
    cost_km: Option<f64>,
    entry: Option<[f64; 2]>,
    reasons: &'a [Text],
}

pub(super) fn projects(plan: &Plan) -> Vec<ProjectShown<'_>> {
    let shown =
        |planned: &'_ PlannedProject| planned.chosen.as_ref().map(|chosen| chosen.park.clone());
    let verdict = |planned: &PlannedProject| {
        ProjectBucket::ALL.iter().position(|bucket| *bucket == planned.verdict).unwrap_or_default()
    };
    let all = plan.projects.iter().map(|planned| ProjectShown {
        id: planned.project.id.as_str(),
        name: &planned.project.name,
        site: planned.project.site.map(|site| [site.x(), site.y()]),
        industry: planned.project.industry.as_ref().map(|code| code.as_str()),
        land_ha: planned.project.land,
        verdict: verdict(planned),
        park: shown(planned).and_then(|park| park_at(plan, &park)),
        distance_m: planned.chosen.as_ref().and_then(|c| Some(c.distance_m?.0)),
        cost_km: planned.chosen.as_ref().map(|chosen| chosen.cost_km),
        entry: planned.chosen.as_ref().and_then(|chosen| chosen.entry),
        reasons: &planned.reasons,
    });
    all.collect()
}
