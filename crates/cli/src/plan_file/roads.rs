//! The table `[roads]` of the plan file: by which roads distances are measured.

use parkward_io::{Encoding, Source, is_osm};
use parkward_planning::RoadSettings;
use parkward_roads::{Measure, Profile};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::path::PathBuf;

/// Roads, as the plan file describes them: the keys of a source, and how they are measured.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RoadsFile {
    /// What distances are: by these roads, or straight all the same.
    #[serde(default)]
    distance: Distance,
    /// See [`Source::file`].
    pub(crate) file: String,
    /// See [`Source::copy`].
    #[serde(skip)]
    pub(crate) copy: Option<PathBuf>,
    /// See [`Source::layer`].
    #[serde(default)]
    layer: Option<String>,
    /// See [`Source::crs`].
    #[serde(default)]
    crs: Option<String>,
    /// See [`Source::header_row`].
    #[serde(default)]
    header_row: Option<u64>,
    /// See [`Source::encoding`].
    #[serde(default)]
    encoding: Option<Encoding>,
    /// See [`Source::columns`].
    #[serde(default)]
    columns: BTreeMap<String, String>,
    /// See [`RoadSettings::km_per_minute`].
    #[serde(default)]
    km_per_minute: Option<f64>,
    /// See [`RoadSettings::reach_km`].
    #[serde(default)]
    reach_km: Option<f64>,
    /// See [`RoadSettings::tolerance_m`].
    #[serde(default)]
    tolerance_m: Option<f64>,
    /// See [`RoadSettings::profile`].
    #[serde(default)]
    profile: Profile,
    /// The gates of parks.
    #[serde(default)]
    pub(crate) gates: Option<Source>,
}

/// What distances of a plan are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Distance {
    /// Over the ellipsoid; the roads are not read.
    Straight,
    /// Along the roads.
    #[default]
    Road,
    /// The time along the roads.
    Time,
}

impl RoadsFile {
    /// Where the roads are read from.
    pub(crate) fn source(&self) -> Source {
        let Self { file, copy, layer, crs, header_row, encoding, columns, .. } = self;
        Source {
            file: file.clone(),
            copy: copy.clone(),
            layer: layer.clone(),
            crs: crs.clone(),
            header_row: *header_row,
            encoding: *encoding,
            columns: columns.clone(),
            ..Source::default()
        }
    }

    /// How they are measured; `None`: not at all.
    pub(crate) fn settings(&self) -> Option<RoadSettings> {
        let measure = match self.distance {
            Distance::Straight => return None,
            Distance::Road => Measure::Distance,
            Distance::Time => Measure::Time,
        };
        let usual = RoadSettings::default();
        Some(RoadSettings {
            measure,
            km_per_minute: self.km_per_minute.unwrap_or(usual.km_per_minute),
            reach_km: self.reach_km.unwrap_or(usual.reach_km),
            tolerance_m: self.tolerance_m.unwrap_or(match is_osm(&self.file) {
                true => 0.0, // its roads meet where they share a node, and nowhere else
                false => usual.tolerance_m,
            }),
            profile: self.profile.clone(),
        })
    }
}
