//! All checks, one after the other.

use crate::amounts::{amounts, capacities};
use crate::groups::sort;
use crate::inputs::Inputs;
use crate::issue::Issue;
use crate::parks::parks;
use crate::places::datum::shifted;
use crate::places::home::Home;
use crate::places::minutes::minutes;
use crate::places::misplaced::{explain_rejects, misplaced};
use crate::places::stacks::{scattered, stacked_enterprises, stacked_parks};
use crate::reading::reading;
use crate::references::references;
use crate::rows::codes::reused_codes;
use crate::rows::duplicates::duplicates;
use crate::rows::ids::alike_ids;
use crate::rows::units::unit_slips;
use crate::rows::unknown_words::unknown_words;
use crate::rows::words::garbled;
use crate::things::{Thing, things};
use parkward_model::{InWords, IssueKind, Metres, Survey, Text};
use parkward_planning::{PlanError, PlanOptions, Rehearsal};
use rayon::prelude::*;

/// What was found.
pub struct Findings {
    /// Everything that is wrong or worth knowing, the most serious first; [`crate::groups`] puts them together.
    pub issues: Vec<Issue>,
    /// How a plan would fare; `None` if none can be made, for which there is an issue. Decisions that cannot be
    /// carried out are left out of it.
    pub rehearsal: Option<Rehearsal>,
}

/// Looks at everything, on all cores; what is found does not depend on their number. O(n log n) in the rows.
pub fn check(inputs: &Inputs<'_>) -> Findings {
    let Inputs { survey, rules, district, .. } = *inputs;
    let things = things(survey);
    let things = things.as_slice();
    let home = Home::of(things, district, Metres(rules.weights.cut_off_km * 1_000.0));
    let at_home = |detector: fn(&Survey, &[Thing<'_>], &Home) -> Vec<Issue>| {
        home.as_ref().map_or_else(Vec::new, |home| detector(survey, things, home))
    };
    let read = || {
        let mut issues = reading(survey, things, rules);
        home.iter().for_each(|home| explain_rejects(survey, home, &mut issues));
        issues
    };
    let detectors: [&(dyn Fn() -> Vec<Issue> + Sync); 16] = [
        &read,
        &|| at_home(misplaced),
        &|| at_home(shifted),
        &|| minutes(survey, things),
        &|| stacked_parks(survey, things),
        &|| stacked_enterprises(things),
        &|| scattered(things),
        &|| alike_ids(things),
        &|| duplicates(survey, things),
        &|| unit_slips(survey, things),
        &|| reused_codes(survey, things, &rules.classification),
        &|| garbled(things),
        &|| unknown_words(rules, things),
        &|| parks(survey, things),
        &|| references(inputs, things),
        &|| amounts(inputs, things),
    ];
    let mut issues: Vec<Issue> =
        detectors.par_iter().flat_map_iter(|detector| detector()).collect();
    let rehearsal = rehearse(inputs, &mut issues);
    issues.extend(capacities(inputs, rehearsal.as_ref(), things));
    sort(&mut issues);
    Findings { issues, rehearsal }
}

/// How a plan would fare, without the decisions if one of them cannot be carried out.
fn rehearse(inputs: &Inputs<'_>, issues: &mut Vec<Issue>) -> Option<Rehearsal> {
    let Inputs { survey, rules, options, plan_file, .. } = inputs;
    // Of a file without a row that can be used, nothing more is to be said.
    if survey.parks.is_empty() || survey.enterprises.is_empty() {
        return None;
    }
    // An id that is not there has been told of, with all others.
    let told_of = |issue: &Issue| issue.kind == IssueKind::UnmatchedId;
    let mut is_told = issues.iter().any(told_of);
    let mut tell = |error: &PlanError| {
        if !std::mem::replace(&mut is_told, true) {
            let issue = Issue::in_file(IssueKind::NoPlan, plan_file);
            let Text { zh, en } = error.in_words();
            issues.push(issue.text(format!("无法规划：{zh}"), en));
        }
    };
    let found = Rehearsal::of(survey, rules, options).or_else(|error| {
        tell(&error);
        let decisions = Default::default();
        Rehearsal::of(survey, rules, &PlanOptions { decisions, ..(*options).clone() })
    });
    found.map_err(|error| tell(&error)).ok()
}
