//! Reads a plan back from its folder.

use crate::fault::{At, Fault, Result};
use crate::plan_folder::files::{PLAN, PROVENANCE, ROADS};
use parkward_model::{InWords, Lang, Park, Text, serde_words, why_unread};
use parkward_planning::{ByRoad, ParkRoads, Plan, RoadSettings, SCHEMA};
use serde::Deserialize;
use std::convert::Infallible;
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Reads a plan back, with its roads if it goes by road and they are there.
pub(crate) fn read(folder: &Path) -> Result<Plan> {
    let path = folder.join(PLAN);
    let mut plan = text(folder, &path).and_then(|text| parse(&text)).at(path.display())?;
    if let Some(by_road) = plan.options.by_road.clone() {
        let parks: Vec<Park> = plan.parks.iter().map(|planned| planned.park.clone()).collect();
        let roads = roads(&folder.join(ROADS), &parks, &by_road.settings)?;
        plan.options.by_road = Some(ByRoad { roads: roads.map(Arc::new), ..by_road });
    }
    Ok(plan)
}

/// The roads of a plan; `None`: they are not there.
fn roads(path: &Path, parks: &[Park], settings: &RoadSettings) -> Result<Option<ParkRoads>> {
    let bytes = match fs::read(path) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        read => read.map_err(|error| Fault::Said(why_unread(&error)).at(path.display()))?,
    };
    let layer = serde_json::from_slice(&bytes).map_err(|error| {
        let Text { zh, en } = serde_words(&error.to_string());
        let (zh, en) = (
            format!("不是写出时的道路，或已被截断：{zh}"),
            format!("is not the file of roads that was written, or is cut off: {en}"),
        );
        Fault::new(zh, en).at(path.display())
    })?;
    let roads = ParkRoads::of(layer, parks, settings);
    Ok(Some(roads.map_err(|error| Fault::Said(error.in_words()).at(path.display()))?))
}

/// The folder that is named: people name the plan in it, too.
#[expect(clippy::unnecessary_wraps, reason = "what a command line reads its arguments with")]
pub(crate) fn of_plan(named: &str) -> std::result::Result<PathBuf, Infallible> {
    let path = PathBuf::from(named);
    let plan = path.ends_with(PLAN) && path.is_file();
    Ok(match path.parent().filter(|_| plan) {
        None => path,
        Some(folder) if folder.as_os_str().is_empty() => ".".into(),
        Some(folder) => folder.to_owned(),
    })
}

/// The language that the outputs in a folder speak; English where nothing says it.
pub(crate) fn lang(folder: &Path) -> Lang {
    #[derive(Deserialize)]
    struct Said {
        lang: Lang,
    }
    let text = fs::read_to_string(folder.join(PROVENANCE)).unwrap_or_default();
    serde_json::from_str(&text).map_or(Lang::En, |Said { lang }| lang)
}

fn text(folder: &Path, path: &Path) -> Result<String> {
    fs::read_to_string(path).map_err(|error| match error.kind() {
        ErrorKind::NotFound if lists_plan(folder) => Fault::new(
            "plan.json 曾写入这里，现已不在；请从备份恢复，或重新规划",
            "it was written here, and is not there any more; bring it back from a copy, or plan again",
        ),
        ErrorKind::NotFound | ErrorKind::NotADirectory if folder.join(PROVENANCE).is_file() => {
            Fault::new(
                "这个方案写出时没有 plan.json，而此处需要它；请在 [outputs] 下写 plan_json = true，重新规划",
                "this plan was written without plan.json, which is needed here; plan again with plan_json = \
                 true under [outputs]",
            )
        }
        ErrorKind::NotFound | ErrorKind::NotADirectory => Fault::new(
            "这里没有方案；应为 `parkward plan` 写出的文件夹",
            "there is no plan here; expected a folder that `parkward plan` wrote",
        ),
        _ => {
            let Text { zh, en } = why_unread(&error);
            Fault::new(format!("无法读取：{zh}"), format!("cannot be read: {en}"))
        }
    })
}

/// Whether the list of what was written into a folder has a plan on it.
fn lists_plan(folder: &Path) -> bool {
    #[derive(Deserialize)]
    struct Listed {
        files: Vec<String>,
    }
    let text = fs::read_to_string(folder.join(PROVENANCE)).unwrap_or_default();
    serde_json::from_str(&text).is_ok_and(|Listed { files }| files.iter().any(|file| file == PLAN))
}

fn parse(text: &str) -> Result<Plan> {
    /// What is looked at before all the rest.
    #[derive(Deserialize)]
    struct Head {
        schema: Option<String>,
    }
    let head = serde_json::from_str::<Head>(text).map_err(|error| {
        let Text { zh, en } = serde_words(&error.to_string());
        Fault::new(
            format!("不是写出时的方案，或已被截断：{zh}"),
            format!("is not the plan that was written, or is cut off: {en}"),
        )
    })?;
    let schema = head.schema;
    if schema.as_deref() != Some(SCHEMA) {
        let none = || Text::new("空", "none");
        let found = schema.as_deref().map_or_else(none, with_its_reader);
        return Err(Fault::new(
            format!("应为 schema 是 {SCHEMA} 的方案，实为 {}", found.zh),
            format!("expected a plan of schema {SCHEMA}, found {}", found.en),
        ));
    }
    serde_json::from_str(text).map_err(|error| {
        let Text { zh, en } = serde_words(&error.to_string());
        Fault::new(
            format!("不是写出时的方案：{zh}"),
            format!("is not the plan that was written: {en}"),
        )
    })
}

/// Every schema that plans have had, and what reads it; the last is [`SCHEMA`].
const READERS: [(&str, [&str; 2]); 2] = [
    (
        "parkward-plan/1",
        ["Parkward 0.1.0 提交 a460787 及以前的版本", "Parkward 0.1.0 up to commit a460787"],
    ),
    (SCHEMA, ["本版本", "this version"]),
];

/// A schema that this version does not read, and what does, if it is one of Parkward's.
fn with_its_reader(schema: &str) -> Text {
    if let Some((_, [zh, en])) = READERS.iter().find(|(known, _)| *known == schema) {
        return Text::new(
            format!("{schema}，可由 {zh}读取；请重新规划，或用那个版本读取"),
            format!("{schema}, which {en} reads; plan again, or read it with that"),
        );
    }
    match schema.starts_with("parkward-plan/") {
        true => Text::new(
            format!("{schema}，或许更新的版本才能读取"),
            format!("{schema}, which only a later version may read"),
        ),
        false => Text::same(schema),
    }
}

#[cfg(test)]
mod tests {
    use super::{READERS, SCHEMA};

    #[test]
    fn the_table_of_schemas_has_all_of_them() {
        let all = (1..).zip(READERS).map(|(number, (schema, _))| (number, schema));
        assert!(
            all.into_iter().all(|(number, schema)| schema == format!("parkward-plan/{number}"))
        );
        assert_eq!(READERS.last().map(|(schema, _)| *schema), Some(SCHEMA));
    }
}
