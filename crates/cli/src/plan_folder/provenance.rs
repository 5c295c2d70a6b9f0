//! `provenance.json`: where a folder comes from, and all that is needed to make it again.

use crate::fault::{Fault, Result};
use crate::layers::Layers;
use crate::plan_file::Outputs;
use crate::plan_folder::files::PROVENANCE;
use crate::project::Project;
use parkward_io::gdal_release;
use parkward_model::{Lang, Text, serde_words, why_unread};
use parkward_planning::Plan;
use parkward_policy::RuleBook;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use std::fs;
use std::path::Path;

/// What a provenance says beside what follows from the plan.
#[derive(Debug, Deserialize)]
pub(crate) struct Provenance {
    /// The version of Parkward that wrote the folder.
    pub(crate) version: String,
    /// The release of GDAL that it wrote with.
    pub(crate) gdal: String,
    /// The fonts of the map, if there is one.
    #[serde(default)]
    pub(crate) font: Option<String>,
    /// When, if that was asked for.
    pub(crate) written_unix_s: Option<u64>,
    /// The plan file, if there was one.
    #[serde(default)]
    pub(crate) plan_file: Option<PlanFileRecord>,
    /// The language of the outputs.
    pub(crate) lang: Lang,
    /// What was written.
    outputs: Value,
}

/// A plan file, as it was when it was read.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct PlanFileRecord {
    /// Its path as the user named it, or its name if that path began at the root.
    pub(crate) file: String,
    /// SHA-256 in hexadecimal.
    pub(crate) sha256: String,
}

impl Provenance {
    /// Of what is written now.
    pub(crate) fn of(layers: &Layers<'_>, project: Option<&Project>) -> Self {
        let record = |project: &Project| {
            let path = &project.path;
            let place = if path.is_absolute() { path.file_name().map(Path::new) } else { None };
            let file = place.unwrap_or(path).to_string_lossy().into_owned();
            PlanFileRecord { file, sha256: project.sha256.clone() }
        };
        Self {
            version: env!("CARGO_PKG_VERSION").to_owned(),
            gdal: gdal_release(),
            font: None,
            written_unix_s: None,
            plan_file: project.map(record),
            lang: layers.lang,
            outputs: serde_json::to_value(layers.outputs).expect("settings are plain values"),
        }
    }

    /// Of a folder, with all that stands there.
    pub(crate) fn read(folder: &Path) -> Result<(Self, Value)> {
        let path = folder.join(PROVENANCE);
        let place = path.display();
        let text =
            fs::read_to_string(&path).map_err(|error| Fault::Said(why_unread(&error)).at(place))?;
        let value: Value = serde_json::from_str(&text).map_err(|error| {
            let Text { zh, en } = serde_words(&error.to_string());
            let (zh, en) = (
                format!("不是 `parkward` 写的内容：{zh}"),
                format!("is not what `parkward` wrote: {en}"),
            );
            Fault::new(zh, en).at(path.display())
        })?;
        let read = Self::deserialize(&value).map_err(|error| {
            let Text { zh, en } = serde_words(&error.to_string());
            let zh = format!("缺少重做各文件所需的内容，早先版本的文件夹即如此：{zh}");
            let en = format!("lacks what is needed to make the files again, as in folders of earlier builds: {en}");
            Fault::new(zh, en).at(path.display())
        })?;
        Ok((read, value))
    }

    /// What was written.
    pub(crate) fn outputs(&self) -> Result<Outputs> {
        Outputs::deserialize(&self.outputs)
            .map_err(|error| Fault::Said(serde_words(&error.to_string())))
    }

    /// All of it, but for the list of files.
    pub(crate) fn value(&self, plan: &Plan, rules: &RuleBook) -> Value {
        let (book, text) = (&rules.book, &plan.rule_book);
        let crs = self.outputs["crs"].as_str().unwrap_or_default();
        json!({
            "tool": "parkward",
            "version": self.version,
            "gdal": self.gdal,
            "font": self.font,
            "schema": plan.schema,
            "written_unix_s": self.written_unix_s,
            "plan_file": self.plan_file,
            "inputs": plan.inputs,
            "rule_book": { "id": book.id, "version": book.version, "file": text.file, "sha256": text.sha256, "as_of": plan.options.as_of },
            "weights": plan.weights,
            "crs_of_outputs": match parkward_crs::parse(crs).is_ok_and(|crs| crs.is_epsg_4326()) {
                true => "EPSG:4326 (WGS84), longitude then latitude".to_owned(),
                false => format!("{crs} in the files that name it, else EPSG:4326 (WGS84)"),
            },
            "seed": plan.options.robustness.as_ref().map(|robustness| robustness.seed),
            "summary": plan.summary,
            "cost_km": plan.solution.cost_km,
            "lower_bound_km": plan.solution.lower_bound_km,
            "gap": plan.solution.gap,
            "status": plan.solution.status,
            "data_notice": plan.options.data_notice,
            "lang": self.lang,
            "outputs": self.outputs,
        })
    }
}

/// The line in which commands say the digest of a folder.
pub(crate) fn digest_line(digest: &str, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("摘要（SHA-256）: {digest}"),
        Lang::En => format!("Digest (SHA-256): {digest}"),
    }
}
