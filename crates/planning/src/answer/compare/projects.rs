//! New projects in both plans.

use crate::answer::compare::followed::followed;
use crate::answer::compare::kind::ChangeKind;
use crate::bucket::ProjectBucket;
use crate::plan::Plan;
use crate::plan::projects::PlannedProject;
use geo_types::Point;
use parkward_model::ParkId;
use serde::Serialize;
use std::collections::BTreeMap;

/// One new project that changes.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ProjectChange {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// What changes.
    pub change: ChangeKind,
    /// What the first plan says of it.
    pub before: Option<ProjectState>,
    /// What the second says.
    pub after: Option<ProjectState>,
    /// Its place, for the layer.
    #[serde(skip)]
    pub(crate) site: Option<Point<f64>>,
}

/// What a plan says of a new project.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ProjectState {
    /// Where it ends.
    pub verdict: ProjectBucket,
    /// The park where it settles.
    pub park: Option<ParkId>,
    /// What that costs, in kilometre-equivalents.
    pub cost_km: Option<f64>,
}

followed!(ProjectChange, ProjectState);

/// The projects that change, in the order of the first plan; then those that only the second has.
pub(super) fn project_changes(before: &Plan, after: &Plan) -> Vec<ProjectChange> {
    let by_id = |plan: &'_ Plan| -> BTreeMap<String, PlannedProject> {
        let of = |planned: &PlannedProject| (planned.project.id.to_string(), planned.clone());
        plan.projects.iter().map(of).collect()
    };
    let (old, new) = (by_id(before), by_id(after));
    let state = |planned: &PlannedProject| ProjectState {
        verdict: planned.verdict,
        park: planned.chosen.as_ref().map(|choice| choice.park.clone()),
        cost_km: planned.chosen.as_ref().map(|choice| choice.cost_km),
    };
    let added = after.projects.iter().filter(|p| !old.contains_key(p.project.id.as_str()));
    let change = |planned: &PlannedProject| {
        let id = planned.project.id.as_str();
        let (a, b) = (old.get(id).map(state), new.get(id).map(state));
        let change = ChangeKind::between(a.as_ref(), b.as_ref())?;
        let (id, name) = (id.to_owned(), planned.project.name.to_string());
        let site = planned.project.site;
        Some(ProjectChange { id, name, change, before: a, after: b, site })
    };
    before.projects.iter().chain(added).filter_map(change).collect()
}
