//! Which park each enterprise stands in, and which is nearest.

use crate::args::{Common, Locate, Reading};
use crate::exit::Exit;
use crate::fault::{Fault, Result};
use crate::output::{print_csv, print_json, warn};
use crate::project::plain;
use crate::resolve;
use crate::streams::copies_of;
use parkward_geometry::ParkIndex;
use parkward_io::{read_enterprises, read_parks};
use parkward_model::{Lang, Survey};
use serde_json::json;
use std::collections::BTreeMap;
use std::path::Path;

pub(crate) fn run(arguments: &Locate, common: &Common) -> Result<Exit> {
    let reading = &arguments.reading;
    let of_parks = Reading {
        crs: reading.crs.clone(),
        columns: arguments.park_columns.clone(),
        layer: arguments.park_layer.clone(),
        encoding: arguments.park_encoding,
    };
    let mut parks = plain(&arguments.parks, &of_parks);
    let mut enterprises = plain(&arguments.enterprises, reading);
    let _copies = copies_of(&mut [&mut parks, &mut enterprises])?;
    let (mut survey, folder, fields) = (Survey::default(), Path::new(""), BTreeMap::new());
    read_parks(&parks, folder, None, &fields, &mut survey)
        .map_err(|error| Fault::from(error).with_options("park-"))?;
    read_enterprises(&enterprises, folder, None, &fields, &mut survey)
        .map_err(|error| Fault::from(error).with_options(""))?;
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
        warn(&survey, common, resolve::lang(common, Lang::En));
    }
    Ok(Exit::Done)
}
