//! What the command line says goes before what the plan file says.

use crate::args::{Common, PlanArgs};
use crate::plan_file::EarlierFile;
use crate::plan_folder;
use crate::project::Project;
use anyhow::{Result, anyhow};
use parkward_model::Lang;
use parkward_planning::{Earlier, PlanOptions};
use parkward_policy::Date;
use std::path::Path;

/// The language of what is said and written; `own` is that of what the command looks at.
pub(crate) fn lang(common: &Common, own: Lang) -> Lang {
    common.lang.map_or(own, Lang::from)
}

/// Opens the plan file, and puts into its outputs what the command line asks for.
pub(crate) fn open(arguments: &PlanArgs) -> Result<Project> {
    let mut project = Project::open(&arguments.plan)?;
    let outputs = &mut project.file.outputs;
    outputs.map_theme = arguments.theme.unwrap_or(outputs.map_theme);
    outputs.map_page = arguments.page.unwrap_or(outputs.map_page);
    outputs.map_parks |= arguments.map_parks;
    Ok(project)
}

/// What the plan is made with. `as_of` and `folder`, which is that of an earlier plan, are the command line's.
pub(crate) fn options(
    project: &Project,
    as_of: Option<Date>,
    folder: Option<&Path>,
) -> Result<PlanOptions> {
    let as_of = as_of.or(project.file.as_of).unwrap_or(project.rules.book.as_of);
    Ok(project.file.options(as_of, earlier(project, folder)?))
}

/// The earlier plan, if there is one.
fn earlier(project: &Project, folder: Option<&Path>) -> Result<Option<Earlier>> {
    let place = project.path.display();
    let Some(EarlierFile { folder: named, change_km }) = &project.file.earlier else {
        return match folder {
            None => Ok(None),
            Some(_) => Err(anyhow!(
                "{place}: --earlier wants [earlier] with change_km, which says what changing a plan costs"
            )),
        };
    };
    if !(0.0..=1e6).contains(change_km) {
        return Err(anyhow!(
            "{place}: [earlier] change_km: expected 0 to 1000000, found {change_km}"
        ));
    }
    let (path, named) = match folder {
        Some(folder) => (folder.to_owned(), folder.display().to_string()),
        None => (project.folder.join(named), named.clone()),
    };
    let plan = plan_folder::read(&path)?;
    Ok(Some(Earlier::of(&plan, &named, *change_km)))
}
