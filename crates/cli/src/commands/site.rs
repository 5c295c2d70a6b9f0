//! Parks for a new project.

use super::site_table;
use crate::args::{Common, Site as Arguments};
use crate::exit::Exit;
use crate::fault::{Fault, Result};
use crate::output::{InLand, print_json, say, warn};
use crate::project::Project;
use crate::resolve;
use crate::table::table;
use crate::{layer_file, plan_folder};
use geo_types::Point;
use parkward_io::read_parks;
use parkward_model::{AreaUnits, FieldKind, Hectares, Lang, Survey};
use parkward_planning::{NewProject, PlaceZone, Resource, Site, site_layer};
use parkward_policy::{Date, RuleBook};
use serde_json::json;

pub(crate) fn run(arguments: &Arguments, common: &Common) -> Result<Exit> {
    if let Some(file) = &arguments.projects {
        return site_table::run(arguments, file, common);
    }
    let found = if arguments.plan.is_dir() {
        after_plan(arguments)?
    } else {
        before_plan(arguments, common)?
    };
    let lang = resolve::lang(common, found.lang);
    let land = InLand { areas: found.areas, lang };
    if let Some(path) = &arguments.output {
        let layers = [site_layer(&found.sites, lang).for_readers(lang)];
        layer_file::write(&[(&layers, path)], &found.day.to_string(), land)?;
    }
    if common.json {
        print_json(&json!({
            "industry": found.project.industry,
            "land_ha": found.project.land,
            "at": arguments.at,
            "after_plan": found.after_plan,
            "not_looked_at": found.not_looked_at,
            "place": found.place,
            "sites": found.sites,
        }))?;
    } else if !common.quiet {
        say!("{}", report(&found, land))?;
        if let Some(path) = &arguments.output {
            say!("{}: {}", if lang == Lang::Zh { "图层" } else { "Layer" }, path.display())?;
        }
    }
    Ok(Exit::Done)
}

/// The project, and what every park says to it.
struct Found {
    project: NewProject,
    industry_name: String,
    after_plan: bool,
    sites: Vec<Site>,
    /// What rules of space say of the place that was named.
    place: Vec<PlaceZone>,
    /// Resources that parks limit and whose need nobody named.
    not_looked_at: Vec<String>,
    lang: Lang,
    day: Date,
    areas: AreaUnits,
}

fn after_plan(arguments: &Arguments) -> Result<Found> {
    let plan = plan_folder::read(&arguments.plan)?;
    let rules = plan.rules()?;
    let (project, not_looked_at) = new_project(arguments, &rules, &plan.options.resources)?;
    Ok(Found {
        place: project.place(&plan.zones, &rules, plan.options.as_of),
        sites: plan.sites(&project)?,
        industry_name: rules.classification.name(&project.industry).to_owned(),
        project,
        after_plan: true,
        not_looked_at,
        lang: plan_folder::lang(&arguments.plan),
        day: plan.options.as_of,
        areas: plan.options.area_unit,
    })
}

fn before_plan(arguments: &Arguments, common: &Common) -> Result<Found> {
    let opened = Project::open(&arguments.plan)?.with_copies()?;
    let mut survey = Survey::default();
    opened.read_zones(&mut survey)?;
    let Project { file, folder, rules, .. } = &opened;
    let (project, not_looked_at) = new_project(arguments, rules, &file.resources)?;
    let quotas = file.resources.iter().map(|r| (r.quota.clone(), FieldKind::Number)).collect();
    read_parks(&file.parks, folder, Some(&rules.classification), &quotas, &mut survey)?;
    let by_road = opened.by_road(&mut survey)?;
    let options = resolve::options(&opened, None, None, by_road)?;
    warn(&survey, common, resolve::lang(common, file.lang));
    Ok(Found {
        place: project.place(&survey.zones, rules, options.as_of),
        sites: project.sites(&survey, rules, &options)?,
        industry_name: rules.classification.name(&project.industry).to_owned(),
        project,
        after_plan: false,
        not_looked_at,
        lang: file.lang,
        day: options.as_of,
        areas: options.area_unit,
    })
}

/// The project that the arguments describe, and the resources that they say nothing of.
fn new_project(
    arguments: &Arguments,
    rules: &RuleBook,
    resources: &[Resource],
) -> Result<(NewProject, Vec<String>)> {
    let code = arguments.industry.as_deref().unwrap_or_default();
    let Ok(industry) = rules.classification.parse(code) else {
        return Err(Fault::new(
            format!("--industry：应为行业分类中的代码，实为 {code:?}"),
            format!("--industry: expected a code of the classification, found {code:?}"),
        ));
    };
    let ids = || resources.iter().map(|resource| resource.id.as_str());
    if let Some((unknown, _)) = arguments.need.iter().find(|(id, _)| !ids().any(|i| i == id)) {
        let known = ids().collect::<Vec<_>>().join(", ");
        let [zh, en] = if resources.is_empty() { ["无", "none"] } else { [&*known, &*known] };
        return Err(Fault::new(
            format!("--need：园区没有限制 {unknown:?}；用地之外受限制的有：{zh}"),
            format!(
                "--need: the parks do not limit {unknown:?}; what they limit besides land: {en}"
            ),
        ));
    }
    let project = NewProject {
        industry,
        land: Hectares(arguments.land.unwrap_or_default()),
        needs: arguments.need.iter().cloned().collect(),
        at: arguments.at.map(|[lon, lat]| Point::new(lon, lat)),
    };
    let silent = ids().filter(|id| !project.needs.contains_key(*id)).map(str::to_owned).collect();
    Ok((project, silent))
}

fn report(found: &Found, land: InLand) -> String {
    let lang = land.lang;
    let zh = lang == Lang::Zh;
    let word = |chinese: &'static str, english: &'static str| if zh { chinese } else { english };
    let number = |number: Option<f64>| number.map(|n| format!("{n:.2}")).unwrap_or_default();
    let left = land.head("余地", "Left");
    let rows = found.sites.iter().map(|site| {
        [
            site.rank.map(|rank| rank.to_string()).unwrap_or_default(),
            site.name.in_lang(lang).to_owned(),
            number(site.distance_m.map(|distance| distance.kilometres())),
            number(site.terms.as_ref().map(|terms| terms.fit)),
            number(site.cost_km),
            number(site.rent_km),
            site.free_ha.map(|free| land.number(free)).unwrap_or_default(),
            site.text.in_lang(lang).to_owned(),
        ]
    });
    let header = if zh {
        ["", "园区", "距离（公里）", "适配度", "成本（公里）", "影子价格（公里）", &left, "结论"]
    } else {
        ["", "Park", "Distance km", "Fit", "Cost km", "Shadow price km", &left, "Answer"]
    };
    let (industry, wanted) = (&found.project.industry, land.text(found.project.land));
    let when = if found.after_plan {
        word("按规划后的剩余用地", "with what the plan left, at its prices")
    } else {
        word("按规划前的可接收用地", "before anybody moves")
    };
    let mut lines = vec![
        format!("{industry} {}, {wanted}: {when}", found.industry_name),
        table(header, 2..7, rows),
    ];
    for zone in &found.place {
        let (refused, noted) = (word("此处不得建设", "Not here"), word("注意", "Note"));
        let what = if zone.refuses { refused } else { noted };
        lines.push(format!("{what}: {}", zone.text.in_lang(lang)));
    }
    if !found.sites.iter().any(|site| site.rank.is_some()) {
        lines.push(word("没有园区可以接收。", "No park takes it.").to_owned());
    }
    if !found.not_looked_at.is_empty() {
        let silent = found.not_looked_at.join(", ");
        let what = word("未考虑（未用 --need 给出）", "Not looked at, for want of --need");
        lines.push(format!("{what}: {silent}"));
    }
    lines.join("\n")
}
