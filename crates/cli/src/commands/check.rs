//! The rehearsal of a plan: what was read and how, what is wrong with it, how a plan would fare.

mod findings;
mod first_page;
mod outlook;

use crate::args::{CheckArgs, Common};
use crate::exit::Exit;
use crate::fault::{Fault, Result};
use crate::interrupt;
use crate::layers::write_layer;
use crate::output::{InLand, named, print_json, put, say, tell_rejects};
use crate::project::Project;
use crate::resolve;
use geo_types::{Geometry, MultiPolygon};
use parkward_check::{Findings, Inputs, Issue, Severity, check, issues_layer};
use parkward_io::{Format, Maker, OutputFolder, read_outlines};
use parkward_model::{Lang, Survey};
use serde_json::{Value, json};
use std::path::Path;

pub(crate) fn run(arguments: &CheckArgs, common: &Common) -> Result<Exit> {
    let project = Project::open(&arguments.plan)?.with_copies()?;
    let lang = resolve::lang(common, project.file.lang);
    if let Some(output) = &arguments.output {
        OutputFolder::check(output, Maker::Check, &project.inputs())?;
    }
    let (mut survey, unusable) = project.survey_with_fault()?;
    let by_road = project.by_road(&mut survey)?;
    let options = resolve::options(&project, None, None, by_road)?;
    let district = district(&project)?;
    let found = check(&Inputs {
        survey: &survey,
        rules: &project.rules,
        options: &options,
        district: district.as_ref(),
        plan_file: &project.path.display().to_string(),
        rule_file: &project.file.rules,
    });
    if let Some(output) = &arguments.output {
        write(output, &survey, &found, &options.as_of.to_string(), lang)?;
    }
    if common.json {
        print_json(&record(&survey, &found))?;
    } else if common.quiet {
        tell_rejects(&survey.inputs, lang);
    } else {
        let most = if common.verbose { usize::MAX } else { 3 };
        say!("{}", first_page::page(&survey, common.verbose, lang))?;
        say!("{}", findings::page(&found.issues, most, lang))?;
        if let Some(rehearsal) = &found.rehearsal {
            say!("{}", outlook::page(rehearsal, most, InLand { areas: options.area_unit, lang }))?;
        }
        say!("{}", findings::sums(&survey, &found.issues, lang))?;
        if let Some(output) = &arguments.output {
            say!("{}: {}", if lang == Lang::Zh { "已写入" } else { "Written" }, output.display())?;
        }
    }
    if let Some(fault) = unusable {
        return Err(fault);
    }
    let is_error = |issue: &Issue| issue.severity() == Severity::Error;
    Ok(if arguments.strict && found.issues.iter().any(is_error) { Exit::Found } else { Exit::Done })
}

/// The district's outline, where the plan file has one.
fn district(project: &Project) -> Result<Option<MultiPolygon<f64>>> {
    let Some(source) = &project.file.district else { return Ok(None) };
    let areas =
        read_outlines(source, &project.folder)?.into_iter().flat_map(|outline| {
            match outline.geometry {
                Geometry::Polygon(polygon) => vec![polygon],
                Geometry::MultiPolygon(polygons) => polygons.0,
                _ => Vec::new(),
            }
        });
    let areas = MultiPolygon(areas.collect());
    Ok((!areas.0.is_empty()).then_some(areas))
}

/// Everything that was found, for programs.
fn record(survey: &Survey, found: &Findings) -> Value {
    let inputs = survey.inputs.iter().zip(&survey.how_read).map(|(input, how)| {
        let mut input = json!(input);
        if let (Value::Object(input), Value::Object(how)) = (&mut input, json!(how)) {
            input.extend(how);
        }
        input
    });
    let count = |severity| found.issues.iter().filter(|issue| issue.severity() == severity).count();
    json!({
        "inputs": inputs.collect::<Vec<_>>(),
        "counts": {
            "error": count(Severity::Error),
            "warning": count(Severity::Warning),
            "remark": count(Severity::Remark),
        },
        "issues": found.issues,
        "rehearsal": found.rehearsal,
        "rejects": survey.rejects,
        "notes": survey.notes,
    })
}

/// Writes what was found as JSON, and as a layer of points.
fn write(target: &Path, survey: &Survey, found: &Findings, stamp: &str, lang: Lang) -> Result<()> {
    interrupt::listen(lang);
    let folder = interrupt::create(target, Maker::Check)?;
    let files = || {
        let mut text = serde_json::to_string_pretty(&record(survey, found)).map_err(Fault::ours)?;
        text.push('\n');
        put(folder.path(), "issues.json", text.as_bytes())?;
        let layer = issues_layer(&found.issues, lang);
        let path = folder.path().join("issues.geojson");
        write_layer(&layer, &Format::Geojson, false, stamp, &path)
    };
    files().map_err(|error| named(&folder, error))?;
    let provenance = json!({
        "tool": "parkward",
        "version": env!("CARGO_PKG_VERSION"),
        "inputs": survey.inputs,
    });
    interrupt::complete(folder, provenance).map(drop)
}
