//! Parks for a table of new projects, each alone.

use crate::args::{Common, Site as Arguments};
use crate::exit::Exit;
use crate::fault::{Fault, Result};
use crate::output::{InLand, print_json, say, warn};
use crate::project::{Project, plain};
use crate::resolve;
use crate::streams::copies_of;
use crate::table::table;
use crate::{layer_file, plan_folder};
use parkward_io::{Source, read_parks, read_projects};
use parkward_model::{FieldKind, Lang, Survey};
use parkward_planning::{NewProject, PlanOptions, ProjectSites, Site, project_sites_layer};
use parkward_policy::RuleBook;
use std::path::Path;

/// Parks of a project that the terminal shows; the file and `--json` have all.
const SHOWN: usize = 3;

pub(crate) fn run(arguments: &Arguments, file: &str, common: &Common) -> Result<Exit> {
    let mut source = plain(file, &arguments.reading);
    let _copies = copies_of(&mut [&mut source])?;
    let (found, lang, day, areas) = if arguments.plan.is_dir() {
        let plan = plan_folder::read(&arguments.plan)?;
        let lang = resolve::lang(common, plan_folder::lang(&arguments.plan));
        let (rules, options) = (plan.rules()?, &plan.options);
        let table = read_table(&source, &rules, options)?;
        warn(&table, common, lang);
        let ask = |project: &NewProject| plan.sites(project);
        let found = ProjectSites::of(&table.projects, &plan.survey(), &rules, options, ask)?;
        (found, lang, options.as_of, options.area_unit)
    } else {
        let opened = Project::open(&arguments.plan)?.with_copies()?;
        let mut survey = survey(&opened)?;
        let by_road = opened.by_road(&mut survey)?;
        let options = resolve::options(&opened, None, None, by_road)?;
        let Project { file: plan, rules, .. } = opened;
        let lang = resolve::lang(common, plan.lang);
        warn(&survey, common, lang);
        let table = read_table(&source, &rules, &options)?;
        warn(&table, common, lang);
        let ask = |project: &NewProject| project.sites(&survey, &rules, &options);
        let found = ProjectSites::of(&table.projects, &survey, &rules, &options, ask)?;
        (found, lang, options.as_of, options.area_unit)
    };
    if let Some(path) = &arguments.output {
        let layers = [project_sites_layer(&found, lang).for_readers(lang)];
        layer_file::write(&[(&layers, path)], &day.to_string(), InLand { areas, lang })?;
    }
    if common.json {
        print_json(&found)?;
    } else if !common.quiet {
        say!("{}", report(&found, lang))?;
        if let Some(path) = &arguments.output {
            say!("{}: {}", if lang == Lang::Zh { "表" } else { "Table" }, path.display())?;
        }
    }
    Ok(Exit::Done)
}

/// Parks and zones of a plan file; and its enterprises, where limits are relative to them.
fn survey(opened: &Project) -> Result<Survey> {
    let Project { file: plan, folder, rules, .. } = opened;
    if rules.has_relative_limits() {
        return opened.survey();
    }
    let mut survey = Survey::default();
    opened.read_zones(&mut survey)?;
    let quotas = plan.resources.iter().map(|r| (r.quota.clone(), FieldKind::Number)).collect();
    read_parks(&plan.parks, folder, Some(&rules.classification), &quotas, &mut survey)?;
    Ok(survey)
}

/// The table of new projects.
fn read_table(source: &Source, rules: &RuleBook, options: &PlanOptions) -> Result<Survey> {
    let needs = options.resources.iter().map(|r| (r.need.clone(), FieldKind::Number));
    let fields = rules.fields().into_iter().chain(needs).collect();
    let mut table = Survey::default();
    read_projects(source, Path::new(""), Some(&rules.classification), &fields, &mut table)
        .map_err(|error| Fault::from(error).with_options(""))?;
    Ok(table)
}

/// The best parks of each project, or why there is none.
fn report(found: &[ProjectSites], lang: Lang) -> String {
    let number = |number: Option<f64>| number.map(|n| format!("{n:.2}")).unwrap_or_default();
    let row = |project: &ProjectSites, site: &Site, first: bool| {
        [
            if first { project.project.id.to_string() } else { String::new() },
            site.rank.map(|rank| rank.to_string()).unwrap_or_default(),
            site.name.in_lang(lang).to_owned(),
            number(site.distance_m.map(|distance| distance.kilometres())),
            number(site.cost_km),
            number(site.rent_km),
            site.text.in_lang(lang).to_owned(),
        ]
    };
    let rows = found.iter().flat_map(|project| {
        let words: Vec<&str> = project.reasons.iter().map(|reason| reason.in_lang(lang)).collect();
        let none = project.sites.is_empty().then(|| {
            let what = project.settled.map(|bucket| bucket.label().in_lang(lang).to_owned());
            let answer = format!("{}: {}", what.unwrap_or_default(), words.join(lang.semicolon()));
            let id = project.project.id.to_string();
            [id, String::new(), "–".to_owned(), String::new(), String::new(), String::new(), answer]
        });
        let sites = project.sites.iter().take(SHOWN).enumerate();
        sites.map(|(index, site)| row(project, site, index == 0)).chain(none).collect::<Vec<_>>()
    });
    let header = if lang == Lang::Zh {
        ["项目", "", "园区", "距离（公里）", "成本（公里）", "影子价格（公里）", "结论"]
    } else {
        ["Project", "", "Park", "Distance km", "Cost km", "Shadow price km", "Answer"]
    };
    table(header, 3..6, rows)
}
