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

/// Every schema that plans have had, and what reads it; the last is [`SCHEMA`].
const READERS: [(&str, &str); 2] =
    [("parkward-plan/1", "Parkward 0.1.0 up to commit a460787"), (SCHEMA, "this version")];

/// A schema that this version does not read, and what does, if it is one of Parkward's.
fn with_its_reader(schema: &str) -> String {
    if let Some((_, reader)) = READERS.iter().find(|(known, _)| *known == schema) {
        return format!("{schema}, which {reader} reads; plan again, or read it with that");
    }
    match schema.starts_with("parkward-plan/") {
        true => format!("{schema}, which only a later version may read"),
        false => schema.to_owned(),
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
