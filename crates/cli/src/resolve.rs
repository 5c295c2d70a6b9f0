//! What the command line says goes before what the plan file says.

use crate::args::Plan;
use crate::project::Project;
use anyhow::Result;
use parkward_planning::PlanOptions;

/// Opens the plan file, and puts into its outputs what the command line asks for.
pub(crate) fn open(arguments: &Plan) -> Result<Project> {
    let mut project = Project::open(&arguments.plan)?;
    let outputs = &mut project.file.outputs;
    outputs.map_theme = arguments.theme.unwrap_or(outputs.map_theme);
    outputs.map_page = arguments.page.unwrap_or(outputs.map_page);
    outputs.map_parks |= arguments.map_parks;
    Ok(project)
}

/// What the plan is made with: the day and the earlier plan are the command line's, if it names any.
pub(crate) fn options(project: &Project, arguments: &Plan) -> Result<PlanOptions> {
    project.options(arguments.as_of, arguments.earlier.as_deref())
}
