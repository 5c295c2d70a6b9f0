//! Reads a plan back from its folder.

use crate::plan_folder::files::{PLAN, PROVENANCE};
use anyhow::{Context, Result, anyhow};
use parkward_planning::{Plan, SCHEMA};
use serde::Deserialize;
use std::fs;
use std::path::Path;

/// Reads a plan back.
pub(crate) fn read(folder: &Path) -> Result<Plan> {
    let path = folder.join(PLAN);
    let place = path.display();
    let text = fs::read_to_string(&path).map_err(|_| {
        if folder.join(PROVENANCE).is_file() {
            anyhow!(
                "{place}: this plan was written without plan.json, which is needed here; plan again \
                 with plan_json = true under [outputs]"
            )
        } else {
            anyhow!("{place}: there is no plan here; expected a folder that `parkward plan` wrote")
        }
    })?;
    /// What is looked at before all the rest.
    #[derive(Deserialize)]
    struct Head {
        schema: Option<String>,
    }
    let schema = serde_json::from_str::<Head>(&text).ok().and_then(|head| head.schema);
    if schema.as_deref() != Some(SCHEMA) {
        let found = schema.as_deref().map_or("none".to_owned(), with_its_reader);
        return Err(anyhow!("{place}: expected a plan of schema {SCHEMA}, found {found}"));
    }
    serde_json::from_str(&text)
        .with_context(|| format!("{place}: is not the plan that was written"))
}

/// A schema that this version does not read, and the version that does, if it is one of Parkward's.
fn with_its_reader(schema: &str) -> String {
    let version = env!("CARGO_PKG_VERSION");
    let number = |schema: &str| schema.rsplit_once('/')?.1.parse::<u32>().ok();
    let found = number(schema);
    match found {
        None => schema.to_owned(),
        _ if found < number(SCHEMA) => format!(
            "{schema}, which builds before {version} read; plan again, or read it with one of them"
        ),
        _ => format!("{schema}, which a version later than {version} reads"),
    }
}
