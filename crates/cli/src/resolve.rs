//! What the command line says goes before what the plan file says.

use crate::args::{Args, CheckArgs, Command, Common, PlanArgs};
use crate::fault::{Fault, Result};
use crate::plan_file::EarlierFile;
use crate::plan_folder;
use crate::project::Project;
use parkward_model::Lang;
use parkward_planning::{ByRoad, Earlier, PlanOptions};
use parkward_policy::Date;
use std::path::{Path, PathBuf};

/// The language of what is said and written; `own` is that of what the command looks at.
pub(crate) fn lang(common: &Common, own: Lang) -> Lang {
    common.lang.map_or(own, Lang::from)
}

/// What says in which language a failure is told.
pub(crate) struct Saying {
    /// The command line.
    typed: Option<Lang>,
    /// The plan file that the command reads, or the folder.
    plan: Option<PathBuf>,
}

impl Saying {
    pub(crate) fn of(args: &Args) -> Self {
        let plan = match &args.command {
            Command::Plan(PlanArgs { plan, .. }) | Command::Check(CheckArgs { plan, .. }) => {
                Some(plan.clone())
            }
            Command::Site(site) => Some(site.plan.clone()),
            Command::Explain(explain) => Some(explain.folder.clone()),
            Command::Compare { after, .. } => Some(after.clone()),
            Command::Export(export) => Some(export.folder.clone()),
            Command::Verify(verify) => Some(verify.folder.clone()),
            _ => None,
        };
        Self { typed: args.common.lang.map(Lang::from), plan }
    }

    /// The language of a failure: what is typed, what the plan file says even where it cannot be read as a
    /// whole, else that of the environment, as nobody has said another.
    pub(crate) fn of_failure(&self) -> Lang {
        let planned = || {
            let plan = self.plan.as_ref()?;
            match plan.is_dir() {
                // English is what outputs speak when nobody says otherwise.
                true => Some(plan_folder::lang(plan)).filter(|lang| *lang == Lang::Zh),
                false => lang_line(&std::fs::read_to_string(plan).ok()?),
            }
        };
        self.typed.or_else(planned).unwrap_or_else(of_environment)
    }
}

/// The language of help, which is asked for before anything is read: what is typed, else that of the environment.
pub(crate) fn of_help(typed: impl Iterator<Item = String>) -> Lang {
    let mut typed = typed.skip_while(|word| !word.starts_with("--lang"));
    let value = typed.next().map(|word| match word.split_once('=') {
        Some((_, value)) => value.to_owned(),
        None => typed.next().unwrap_or_default(),
    });
    match value.as_deref() {
        Some("zh") => Lang::Zh,
        Some("en") => Lang::En,
        _ => of_environment(),
    }
}

/// What the line `lang = "…"` before the first table of a plan file says.
fn lang_line(text: &str) -> Option<Lang> {
    let lines = text.lines().map(str::trim).take_while(|line| !line.starts_with('['));
    let values = lines.filter_map(|line| line.strip_prefix("lang")?.trim_start().strip_prefix('='));
    let value = values.last()?.split('#').next().unwrap_or_default().trim();
    match value.trim_matches(['"', '\'']) {
        "zh" => Some(Lang::Zh),
        "en" => Some(Lang::En),
        _ => None,
    }
}

/// The language of messages as POSIX has it: the first of three variables that says anything.
pub(crate) fn of_environment() -> Lang {
    let said = ["LC_ALL", "LC_MESSAGES", "LANG"].into_iter().filter_map(std::env::var_os);
    let first = said.map(|value| value.to_string_lossy().into_owned()).find(|v| !v.is_empty());
    if first.is_some_and(|value| value.starts_with("zh")) { Lang::Zh } else { Lang::En }
}

/// Opens the plan file, and puts into its outputs what the command line asks for.
pub(crate) fn open(arguments: &PlanArgs) -> Result<Project> {
    let mut project = Project::open(&arguments.plan)?.with_copies()?;
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
    by_road: Option<ByRoad>,
) -> Result<PlanOptions> {
    let as_of = as_of.or(project.file.as_of).unwrap_or(project.rules.book.as_of);
    Ok(project.file.options(as_of, earlier(project, folder)?, by_road))
}

/// The earlier plan, if there is one.
fn earlier(project: &Project, folder: Option<&Path>) -> Result<Option<Earlier>> {
    let place = project.path.display();
    let Some(EarlierFile { folder: named, change_km }) = &project.file.earlier else {
        return match folder {
            None => Ok(None),
            Some(_) => Err(Fault::new(
                "--earlier 需要方案文件中有 [earlier] 及 change_km，即改变方案的成本",
                "--earlier wants [earlier] with change_km, which says what changing a plan costs",
            )
            .at(place)),
        };
    };
    if !(0.0..=1e6).contains(change_km) {
        return Err(Fault::new(
            format!("[earlier] change_km：应为 0 至 1000000，实为 {change_km}"),
            format!("[earlier] change_km: expected 0 to 1000000, found {change_km}"),
        )
        .at(place));
    }
    let (path, named) = match folder {
        Some(folder) => (folder.to_owned(), folder.display().to_string()),
        None => (project.folder.join(named), named.clone()),
    };
    let plan = plan_folder::read(&path)?;
    Ok(Some(Earlier::of(&plan, &named, *change_km)))
}
