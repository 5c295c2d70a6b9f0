//! Which park each enterprise stands in, and which is nearest.

use super::{print_csv, print_json};
use crate::Outcome;
use crate::args::{Common, Locate};
use crate::project::plain;
use anyhow::Result;
use parkward_geometry::ParkIndex;
use parkward_io::{Fields, read};
use parkward_model::Survey;
use serde_json::json;
use std::path::Path;

pub(crate) fn run(arguments: &Locate, common: &Common) -> Result<Outcome> {
    let reading = &arguments.reading;
    let parks = plain(&arguments.parks, reading.crs.as_ref(), &arguments.park_columns);
    let enterprises = plain(&arguments.enterprises, reading.crs.as_ref(), &reading.columns);
    let survey = read(&parks, &enterprises, Path::new(""), None, &Fields::default())?;
    let index = ParkIndex::build(&survey.parks)?;
    let located = survey.enterprises.iter().map(|enterprise| {
        let inside: Vec<&str> = index
            .containing(enterprise.site)
            .all()
            .iter()
            .map(|park| survey.parks[*park].id.as_str())
            .collect();
        let nearest = index.nearest(enterprise.site).next();
        (
            enterprise,
            inside,
            nearest.map(|(park, metres)| (survey.parks[park].id.as_str(), metres.0)),
        )
    });
    if common.json {
        let rows: Vec<_> = located
            .map(|(e, inside, nearest)| {
                json!({ "id": e.id, "stands_in": inside, "nearest": nearest.map(|n| n.0), "distance_m": nearest.map(|n| n.1) })
            })
            .collect();
        print_json(&json!({ "enterprises": rows, "rejects": survey.rejects }))?;
    } else {
        let rows = located.map(|(e, inside, nearest)| {
            let (park, metres) = nearest
                .map_or((String::new(), String::new()), |(park, metres)| {
                    (park.to_owned(), format!("{metres:.1}"))
                });
            [e.id.to_string(), inside.join(" "), park, metres]
        });
        print_csv(["id", "stands_in", "nearest", "distance_m"], rows)?;
        warn(&survey, common);
    }
    Ok(Outcome::Done)
}

/// Rejected rows, on standard error: they are not in the table.
pub(super) fn warn(survey: &Survey, common: &Common) {
    let most = if common.verbose { usize::MAX } else { 5 };
    for reject in survey.rejects.iter().take(most).filter(|_| !common.quiet) {
        eprintln!(
            "parkward: {}, row {}, column {}: expected {}, found {}; the row is left out",
            reject.file, reject.row, reject.column, reject.expected.en, reject.found
        );
    }
    if survey.rejects.len() > most && !common.quiet {
        eprintln!("parkward: {} more rows are left out; -v shows all", survey.rejects.len() - most);
    }
}
