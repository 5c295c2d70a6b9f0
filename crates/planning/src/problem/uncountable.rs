//! Which amount the solver cannot count.

use crate::error::PlanError;
use crate::settings::PlanOptions;
use crate::settings::resource::MOST;
use parkward_model::{Facts, InputKind, Survey};

/// The first amount of a resource that is negative or too large, as the error that names its row: enterprises before
/// projects and parks. Looked for only when the solver has refused a number.
pub(crate) fn uncountable(survey: &Survey, options: &PlanOptions) -> Option<PlanError> {
    let enterprises = survey
        .enterprises
        .iter()
        .map(|e| (InputKind::Enterprises, e.id.as_str(), Some(e.row), &e.facts));
    let projects =
        survey.projects.iter().map(|p| (InputKind::Projects, p.id.as_str(), Some(p.row), &p.facts));
    let parks = survey.parks.iter().map(|park| {
        let row = survey.park_rows.get(&park.id).copied();
        (InputKind::Parks, park.id.as_str(), row, &park.facts)
    });
    let wrong = |input: InputKind, facts: &Facts| {
        let columns = options.resources.iter().map(|resource| match input {
            InputKind::Parks => &resource.quota,
            _ => &resource.need,
        });
        let amounts = columns.filter_map(|column| Some((column, facts.number(column)?)));
        amounts.into_iter().find(|(_, amount)| !(0.0..=MOST).contains(amount))
    };
    enterprises.chain(projects).chain(parks).find_map(|(input, id, row, facts)| {
        let (column, found) = wrong(input, facts)?;
        let file = survey.inputs.iter().find(|read| read.kind == input);
        Some(PlanError::Amount {
            file: file.map(|read| read.file.clone()).unwrap_or_default(),
            row,
            id: id.to_owned(),
            column: column.clone(),
            found,
        })
    })
}
