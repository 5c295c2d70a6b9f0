//! The plan against its inputs.

use crate::fault::{Fault, Result};
use crate::plan_folder::{self, PlanFileRecord, ROADS};
use crate::project::Project;
use parkward_io::sha256_of_input;
use parkward_model::Text;
use parkward_planning::{ByRoad, Earlier, Plan, Verification};
use std::path::{Path, PathBuf};

pub(super) fn check(
    plan: &Plan,
    folder: &Path,
    record: Option<&PlanFileRecord>,
    named: Option<&Path>,
    found: &mut Verification,
) -> Result<()> {
    let path = plan_file(folder, record, named)?;
    match look(plan, &path, record, found) {
        Ok(()) => Ok(()),
        Err(error) => {
            let Text { zh, en } = error.text();
            found.disagree(format!("输入：{zh}"), format!("inputs: {en}"));
            Ok(())
        }
    }
}

/// The plan file: the one that is named, or that of the recorded path, from here or from the folder and those
/// above it.
fn plan_file(
    folder: &Path,
    record: Option<&PlanFileRecord>,
    named: Option<&Path>,
) -> Result<PathBuf> {
    let recorded = Path::new(record.map_or("plan.toml", |record| &record.file));
    let name = Path::new(recorded.file_name().unwrap_or(recorded.as_os_str()));
    if let Some(named) = named {
        return Ok(if named.is_dir() { named.join(name) } else { named.to_owned() });
    }
    let place = folder.canonicalize()?;
    let here = std::iter::once(Path::new(""));
    let mut places =
        here.chain(place.ancestors()).flat_map(|place| [place.join(recorded), place.join(name)]);
    places.find(|path| path.is_file()).ok_or_else(|| {
        let (folder, example) = (folder.display(), Path::new("DIR").join(name));
        let example = example.display();
        Fault::new(
            format!("不在此处，也不在 {folder} 之上的文件夹里；请用 --inputs={example} 指明"),
            format!(
                "is neither here nor in a folder above {folder}; say where with --inputs={example}"
            ),
        )
        .at(recorded.display())
    })
}

fn look(
    plan: &Plan,
    path: &Path,
    record: Option<&PlanFileRecord>,
    found: &mut Verification,
) -> Result<()> {
    let project = Project::open(path)?;
    let place = path.display();
    match record.is_some_and(|record| record.sha256 == project.sha256) {
        true => found.checked(
            format!("{place}：方案所用的方案文件（SHA-256）"),
            format!("{place}: the plan file that the plan was made from (SHA-256)"),
        ),
        false => found.disagree(
            format!("{place}：不是方案所用的方案文件（SHA-256 不同）"),
            format!("{place}: is not the plan file that the plan was made from (another SHA-256)"),
        ),
    }
    let book = Text::new("规则书", "rule book");
    found.same(&book, &project.rule_book, &plan.rule_book);
    if !project.streams().is_empty() {
        without_streams(plan, &project, found);
        return Ok(());
    }
    let base = project.base()?;
    found.same(&Text::new("区界", "district"), &base.district, &plan.base.district);
    found.same(&Text::new("镇界", "towns"), &base.towns, &plan.base.towns);
    let mut survey = project.survey()?;
    let by_road = project.by_road(&mut survey)?;
    let roads = |by_road: Option<&ByRoad>| by_road.and_then(|by_road| by_road.roads.clone());
    let (now, then) = (roads(by_road.as_ref()), roads(plan.options.by_road.as_ref()));
    if now.as_ref().map(|roads| roads.layer()) != then.as_ref().map(|roads| roads.layer()) {
        found.disagree(
            format!("{ROADS}：不是从输入重新读取的道路"),
            format!("{ROADS}: is not what the input of roads says when it is read again"),
        );
    }
    let before = found.disagreements.len();
    for now in &survey.inputs {
        let then = plan.inputs.iter().find(|then| then.file == now.file && then.kind == now.kind);
        if then.is_none_or(|then| then.sha256 != now.sha256) {
            disagree(&now.file, found);
        }
    }
    tell_number(survey.inputs.len(), before, found);
    let as_of = project.file.as_of.unwrap_or(project.rules.book.as_of);
    let options = project.file.options(as_of, earlier(&project, plan, found), by_road);
    let outcome = plan.verify_inputs(survey, &project.rules, &options);
    found.append(project.decided(outcome)?);
    Ok(())
}

/// The inputs as far as they can be read again: standard input and pipes are gone.
fn without_streams(plan: &Plan, project: &Project, found: &mut Verification) {
    let streams = project.streams();
    for file in &streams {
        let input = plan.inputs.iter().find(|input| input.file == *file);
        let hash = input.map_or("–", |input| &input.sha256);
        found.leave_open(
            format!("{file}：来自标准输入或管道，无法再次读取；所读内容的 SHA-256 为 {hash}"),
            format!(
                "{file}: came from standard input or a pipe and cannot be read again; the SHA-256 of what came is {hash}"
            ),
        );
    }
    found.leave_open(
        "因此未据输入重新编制方案；方案本身与其余输入已核对",
        "so the plan was not made again from its inputs; the plan itself and the other inputs were looked at",
    );
    let before = found.disagreements.len();
    let others = plan.inputs.iter().filter(|input| !streams.contains(&input.file.as_str()));
    let mut number = 0;
    for input in others.filter(|input| !input.sha256.is_empty()) {
        number += 1;
        let now = sha256_of_input(&project.folder.join(&input.file));
        if now.is_err() || now.is_ok_and(|now| now != input.sha256) {
            disagree(&input.file, found);
        }
    }
    tell_number(number, before, found);
}

fn disagree(file: &str, found: &mut Verification) {
    found.disagree(
        format!("{file}：不是方案所用的文件（SHA-256 不同）"),
        format!("{file}: is not the file that the plan was made from (another SHA-256)"),
    );
}

fn tell_number(number: usize, before: usize, found: &mut Verification) {
    found.checked_since(
        before,
        format!("{number} 个输入文件的 SHA-256 与方案中的一致"),
        format!("{number} input files have the SHA-256 that the plan says"),
    );
}

/// The earlier plan, read again if it is still there.
fn earlier(project: &Project, plan: &Plan, found: &mut Verification) -> Option<Earlier> {
    let (set, then) = (project.file.earlier.as_ref()?, plan.options.earlier.as_ref());
    let Some(then) = then else {
        return plan_folder::read(&project.folder.join(&set.folder))
            .ok()
            .map(|plan| Earlier::of(&plan, &set.folder, set.change_km));
    };
    // Another one was named on the command line.
    let path = match set.folder == then.folder {
        true => project.folder.join(&set.folder),
        false => PathBuf::from(&then.folder),
    };
    match plan_folder::read(&path) {
        Ok(before) => Some(Earlier::of(&before, &then.folder, set.change_km)),
        Err(_) => {
            let place = path.display();
            found.leave_open(
                format!("既有方案 {place} 已不在，未核对"),
                format!("the earlier plan {place} is not there any more, and was not looked at"),
            );
            Some(Earlier { change_km: set.change_km, ..then.clone() })
        }
    }
}
