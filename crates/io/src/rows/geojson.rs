//! GeoJSON (RFC 7946), streamed feature by feature, so that one bad feature costs one row.

use super::row::{Cell, Header, Problem, Row, Rows, Wanted, missing};
use crate::{ReadError, Source};
use parkward_model::Text;
use serde::de::{
    Deserialize, DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor,
};
use serde_json::value::RawValue;
use std::collections::BTreeMap;
use std::fmt;
use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::Path;

pub(super) fn read(
    source: &Source,
    path: &Path,
    wanted: &[Wanted],
    rows: &mut dyn Rows,
) -> Result<Header, ReadError> {
    let unreadable = |found: String| ReadError::Unreadable {
        file: source.label(),
        expected: "a GeoJSON FeatureCollection in UTF-8".to_owned(),
        found,
    };
    let file = File::open(path).map_err(|error| unreadable(error.to_string()))?;
    let mut collection = Collection {
        wanted,
        rows,
        features: 0,
        columns: BTreeMap::new(),
        crs: None,
        started: false,
        refused: None,
    };
    let mut file = BufReader::new(file);
    let bom = file.fill_buf().is_ok_and(|start| start.starts_with(b"\xef\xbb\xbf"));
    file.consume(if bom { 3 } else { 0 });
    let mut json = serde_json::Deserializer::from_reader(file);
    let parsed = collection.deserialize_from(&mut json);
    if let Some(error) = collection.refused {
        return Err(error);
    }
    parsed.map_err(|error| unreadable(error.to_string()))?;
    if !collection.started {
        collection.rows.start(collection.crs.as_deref())?;
    }

    let mut columns: Vec<(usize, String)> =
        collection.columns.into_iter().map(|(name, index)| (index, name)).collect();
    columns.sort();
    let columns: Vec<String> = columns.into_iter().map(|(_, name)| name).collect();
    if collection.features > 0
        && let Some(absent) = wanted.iter().find(|w| w.named && w.find(&columns).is_none())
    {
        return Err(missing(source, absent, &columns));
    }
    Ok(Header { columns, crs: collection.crs, notes: Vec::new() })
}

struct Collection<'a> {
    wanted: &'a [Wanted],
    rows: &'a mut dyn Rows,
    features: u64,
    /// Every property name, with the order in which it was first seen.
    columns: BTreeMap<String, usize>,
    crs: Option<String>,
    /// Whether the rows have begun.
    started: bool,
    /// Why the rows end before the file does.
    refused: Option<ReadError>,
}

impl Collection<'_> {
    fn deserialize_from<'de, D: Deserializer<'de>>(&mut self, json: D) -> Result<(), D::Error> {
        json.deserialize_map(self)
    }

    fn feature(&mut self, raw: &RawValue) -> Result<(), ReadError> {
        if !std::mem::replace(&mut self.started, true) {
            self.rows.start(self.crs.as_deref())?;
        }
        self.features += 1;
        let mut row = Row { number: self.features, ..Row::default() };
        match raw.get().parse::<::geojson::Feature>() {
            Ok(feature) => {
                row.unclosed = feature.geometry.as_ref().is_some_and(|g| has_open_ring(&g.value));
                match self.cells(feature) {
                    Ok((cells, geometry)) => (row.cells, row.geometry) = (Ok(cells), geometry),
                    Err(problem) => row.cells = Err(problem),
                }
            }
            Err(error) => row.cells = Err(wrong(&error)),
        }
        self.rows.row(&mut row)
    }

    /// The wanted cells and the geometry.
    fn cells(&mut self, feature: ::geojson::Feature) -> Result<Parsed, Problem> {
        let mut properties = feature.properties.unwrap_or_default();
        // A feature's own id serves where there is no property of that name.
        if let Some(id) = feature.id
            && !properties.contains_key("id")
        {
            properties.insert(
                "id".to_owned(),
                match id {
                    ::geojson::feature::Id::String(id) => id.into(),
                    ::geojson::feature::Id::Number(id) => id.into(),
                },
            );
        }
        for name in properties.keys() {
            if !self.columns.contains_key(name) {
                self.columns.insert(name.clone(), self.columns.len());
            }
        }
        let names: Vec<String> = properties.keys().cloned().collect();
        let cell = |wanted: &Wanted| cell(&properties[&names[wanted.find(&names)?]]);
        let cells = self.wanted.iter().map(cell).collect();
        let geometry = feature.geometry.map(geo_types::Geometry::<f64>::try_from).transpose();
        Ok((cells, geometry.map_err(|error| wrong(&error))?))
    }
}

type Parsed = (Vec<Option<Cell>>, Option<geo_types::Geometry<f64>>);

/// Whether a ring of a polygon ends elsewhere than it began.
fn has_open_ring(geometry: &::geojson::GeometryValue) -> bool {
    use ::geojson::GeometryValue::{MultiPolygon, Polygon};
    let open =
        |rings: &[Vec<::geojson::Position>]| rings.iter().any(|ring| ring.first() != ring.last());
    match geometry {
        Polygon { coordinates } => open(coordinates),
        MultiPolygon { coordinates } => coordinates.iter().any(|part| open(part)),
        _ => false,
    }
}

fn wrong(error: &::geojson::Error) -> Problem {
    Problem {
        column: "geometry".to_owned(),
        expected: Text::new("有效的 GeoJSON 要素", "a valid GeoJSON feature"),
        found: error.to_string(),
    }
}

fn cell(value: &serde_json::Value) -> Option<Cell> {
    match value {
        serde_json::Value::Null => None,
        serde_json::Value::Bool(flag) => Some(Cell::Flag(*flag)),
        serde_json::Value::Number(number) => number.as_f64().map(Cell::Number),
        serde_json::Value::String(text) => Cell::of_text(text),
        other => Some(Cell::Text(other.to_string().into())),
    }
}

impl<'de> Visitor<'de> for &mut Collection<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a GeoJSON FeatureCollection")
    }

    fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<(), M::Error> {
        let mut found = false;
        while let Some(key) = map.next_key::<String>()? {
            match key.as_str() {
                "features" => {
                    found = true;
                    map.next_value_seed(Features(self))?;
                }
                "crs" => {
                    self.crs = map.next_value::<serde_json::Value>().map(|crs| crs_name(&crs))?
                }
                _ => {
                    map.next_value::<IgnoredAny>()?;
                }
            }
        }
        if found { Ok(()) } else { Err(serde::de::Error::custom("no member \"features\"")) }
    }
}

/// The name in the `crs` member of GeoJSON before RFC 7946; `CRS84` is WGS84.
fn crs_name(crs: &serde_json::Value) -> Option<String> {
    let name = crs.pointer("/properties/name")?.as_str()?;
    if name.ends_with("CRS84") {
        return None;
    }
    let code = name.rsplit(':').next().filter(|_| name.contains("EPSG"))?;
    Some(format!("EPSG:{code}"))
}

struct Features<'a, 'b>(&'a mut Collection<'b>);

impl<'de> DeserializeSeed<'de> for Features<'_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, json: D) -> Result<(), D::Error> {
        json.deserialize_seq(self)
    }
}

impl<'de> Visitor<'de> for Features<'_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an array of features")
    }

    fn visit_seq<S: SeqAccess<'de>>(self, mut features: S) -> Result<(), S::Error> {
        while let Some(feature) = features.next_element_seed(Raw)? {
            if let Err(error) = self.0.feature(&feature) {
                self.0.refused = Some(error);
                return Err(serde::de::Error::custom("no more rows are wanted"));
            }
        }
        Ok(())
    }
}

struct Raw;

impl<'de> DeserializeSeed<'de> for Raw {
    type Value = Box<RawValue>;

    fn deserialize<D: Deserializer<'de>>(self, json: D) -> Result<Self::Value, D::Error> {
        Box::<RawValue>::deserialize(json)
    }
}
