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
        let found = schema.unwrap_or_else(|| "none".to_owned());
        return Err(anyhow!("{place}: expected a plan of schema {SCHEMA}, found {found}"));
    }
    serde_json::from_str(&text)
        .with_context(|| format!("{place}: is not the plan that was written"))
}
