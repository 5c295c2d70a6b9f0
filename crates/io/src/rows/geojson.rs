//! GeoJSON (RFC 7946), streamed feature by feature, so that one bad feature costs one row.

mod geometry;
mod lines;
mod twice;

pub(super) use self::geometry::drawn;
pub(super) use self::lines::read_lines;
use self::twice::twice;
use super::drawn::Drawn;
use super::failure::unreadable;
use super::problem::Problem;
use super::row::{Cell, Header, Places, Row, Rows, Wanted, missing};
use crate::{ReadError, Source};
use parkward_model::{IssueKind, Text, serde_words, why_unread};
use serde::de::{
    Deserialize, DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor,
};
use serde_json::value::RawValue;
use std::collections::BTreeMap;
use std::fmt;
use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;

pub(super) fn read(
    source: &Source,
    path: &Path,
    wanted: &[Wanted],
    rows: &mut dyn Rows,
) -> Result<Header, ReadError> {
    let unreadable = |found: Text| {
        let zh = " UTF-8 编码的 GeoJSON FeatureCollection";
        unreadable(source, Text::new(zh, "a GeoJSON FeatureCollection in UTF-8"), found)
    };
    let file = File::open(path).map_err(|error| unreadable(why_unread(&error)))?;
    let mut collection = Collection::new(source, wanted, rows);
    let mut file = BufReader::new(file);
    let bom = file.fill_buf().is_ok_and(|start| start.starts_with(b"\xef\xbb\xbf"));
    file.consume(if bom { 3 } else { 0 });
    let mut json = serde_json::Deserializer::from_reader(file);
    let parsed = collection.deserialize_from(&mut json);
    if let Some(error) = collection.refused {
        return Err(error);
    }
    parsed.map_err(|error| unreadable(serde_words(&error.to_string())))?;
    if let Err(error) = json.end() {
        let Text { zh, en } = serde_words(&error.to_string());
        return Err(unreadable(Text::new(
            format!("结尾之后还有内容：{zh}"),
            format!("more behind the end of it: {en}"),
        )));
    }
    collection.header()
}

/// Whether a file of JSON is one of Esri's, or a topology, both of which GDAL reads.
pub(super) fn is_other_json(path: &Path) -> bool {
    let mut start = Vec::new();
    let read = File::open(path).and_then(|file| file.take(START).read_to_end(&mut start));
    let has = |word: &[u8]| start.windows(word.len()).any(|part| part == word);
    let other = has(b"\"esriGeometry") || has(b"\"Topology\"");
    read.is_ok() && other && !has(b"\"FeatureCollection\"")
}

/// How much of a file is looked at.
const START: u64 = 65_536;

struct Collection<'a> {
    source: &'a Source,
    wanted: &'a [Wanted],
    rows: &'a mut dyn Rows,
    features: u64,
    /// Every property name, with the order in which it was first seen.
    columns: BTreeMap<String, usize>,
    /// The names of the last feature's properties, and where the wanted ones are.
    places: (Vec<String>, Places),
    crs: Option<String>,
    /// Whether the rows have begun.
    started: bool,
    /// Why the rows end before the file does.
    refused: Option<ReadError>,
}

impl<'a> Collection<'a> {
    fn new(source: &'a Source, wanted: &'a [Wanted], rows: &'a mut dyn Rows) -> Self {
        Self {
            source,
            wanted,
            rows,
            features: 0,
            columns: BTreeMap::new(),
            places: (Vec::new(), Places::of(wanted, &[])),
            crs: None,
            started: false,
            refused: None,
        }
    }

    /// What is known of the file once its rows are read.
    fn header(self) -> Result<Header, ReadError> {
        let Self { source, wanted, rows, features, columns, crs, started, .. } = self;
        if !started {
            rows.start(crs.as_deref())?;
        }
        let mut columns: Vec<(usize, String)> =
            columns.into_iter().map(|(name, index)| (index, name)).collect();
        columns.sort();
        let columns: Vec<String> = columns.into_iter().map(|(_, name)| name).collect();
        if features > 0
            && let Some(absent) = wanted.iter().find(|w| w.named && w.find(&columns).is_none())
        {
            return Err(missing(source, absent, &columns));
        }
        Ok(Header { columns, crs, ..Header::default() })
    }

    /// A line that is no JSON.
    fn no_feature(&mut self, words: &str) -> Result<(), ReadError> {
        self.start()?;
        self.features += 1;
        let problem = Problem {
            column: "*".to_owned(),
            issue: IssueKind::Unreadable,
            expected: Text::new("GeoJSON 要素", "a GeoJSON feature"),
            found: serde_words(words),
        };
        self.rows.row(&mut Row { number: self.features, cells: Err(problem), ..Row::default() })
    }

    fn start(&mut self) -> Result<(), ReadError> {
        match std::mem::replace(&mut self.started, true) {
            true => Ok(()),
            false => self.rows.start(self.crs.as_deref()),
        }
    }
}

impl Collection<'_> {
    fn deserialize_from<'de, D: Deserializer<'de>>(&mut self, json: D) -> Result<(), D::Error> {
        json.deserialize_map(self)
    }

    fn feature(&mut self, raw: &RawValue) -> Result<(), ReadError> {
        // A name that stands twice does so in every feature.
        if !self.started
            && let Some((column, first, second)) = twice(raw)
        {
            return Err(ReadError::Twice { file: self.source.label(), column, first, second });
        }
        self.start()?;
        self.features += 1;
        let mut row = Row { number: self.features, ..Row::default() };
        match raw.get().parse::<::geojson::Feature>() {
            Ok(feature) => match self.cells(feature, raw) {
                Ok((cells, drawn)) => (row.cells, row.drawn) = (Ok(cells), drawn),
                Err(problem) => row.cells = Err(problem),
            },
            Err(error) => row.cells = Err(nested(raw).unwrap_or_else(|| wrong(&error))),
        }
        self.rows.row(&mut row)
    }

    /// The wanted cells and the geometry.
    fn cells(&mut self, feature: ::geojson::Feature, raw: &RawValue) -> Result<Parsed, Problem> {
        let own_crs = |members: &Option<::geojson::JsonObject>| {
            members.as_ref().and_then(|members| crs_name(members.get("crs")?))
        };
        let geometry = feature.geometry.as_ref();
        let own = own_crs(&feature.foreign_members)
            .or_else(|| geometry.and_then(|geometry| own_crs(&geometry.foreign_members)));
        if let Some(own) = own
            && self.crs.as_ref() != Some(&own)
        {
            return Err(Problem {
                column: "crs".to_owned(),
                issue: IssueKind::OutsideCrs,
                expected: Text::new("与整个文件相同的坐标系", "the CRS of the whole file"),
                found: Text::same(own),
            });
        }
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
        let (names, places) = &mut self.places;
        if !properties.keys().eq(names.iter()) {
            *names = properties.keys().cloned().collect();
            *places = Places::of(self.wanted, names);
        }
        let (names, places) = &self.places;
        let cell = |at: &Option<usize>| {
            let name = &names[(*at)?];
            match &properties[name] {
                // More digits than a number of 64 bits has: as they stand in the file.
                serde_json::Value::Number(number)
                    if number.is_f64() && number.as_f64().is_some_and(|n| n.abs() >= EXACT) =>
                {
                    digits(raw, name)
                }
                value => cell(value),
            }
        };
        let cells = places.with_units(places.at.iter().map(cell).collect());
        let drawn = feature.geometry.map(drawn).transpose();
        Ok((cells, drawn.map_err(|error| wrong(&error))?.unwrap_or_default()))
    }
}

type Parsed = (Vec<Option<Cell>>, Drawn);

/// From here on not every whole number can be held as a floating-point number.
const EXACT: f64 = 9_007_199_254_740_992.0; // 2^53

/// A number of a feature's properties, or its id, as it is written.
fn digits(feature: &RawValue, name: &str) -> Option<Cell> {
    #[derive(serde::Deserialize)]
    struct Written<'a> {
        #[serde(borrow)]
        id: Option<&'a RawValue>,
        #[serde(borrow)]
        properties: Option<BTreeMap<String, &'a RawValue>>,
    }
    let written: Written<'_> = serde_json::from_str(feature.get()).ok()?;
    let property = written.properties.as_ref().and_then(|properties| properties.get(name).copied());
    Cell::of_text(property.or(written.id)?.get())
}

/// The problem of a member that is a collection itself.
fn nested(raw: &RawValue) -> Option<Problem> {
    #[derive(serde::Deserialize)]
    struct Named {
        r#type: String,
    }
    let named = serde_json::from_str::<Named>(raw.get()).ok()?.r#type;
    (named == "FeatureCollection").then(|| Problem {
        issue: IssueKind::Unreadable,
        column: "*".to_owned(),
        expected: Text::new(
            "要素；要素集合不可套在另一个集合中，请合并为一层",
            "a feature; a collection within another is not read, make one of them",
        ),
        found: Text::same(named),
    })
}

fn wrong(error: &::geojson::Error) -> Problem {
    Problem {
        issue: IssueKind::Unreadable,
        column: "geometry".to_owned(),
        expected: Text::new("有效的 GeoJSON 要素", "a valid GeoJSON feature"),
        found: Text::quoted(error),
    }
}

fn cell(value: &serde_json::Value) -> Option<Cell> {
    match value {
        serde_json::Value::Null => None,
        serde_json::Value::Bool(flag) => Some(Cell::Flag(*flag)),
        serde_json::Value::Number(number) => match (number.as_i64(), number.as_u64()) {
            (Some(number), _) => Some(Cell::of_integer(number)),
            (None, Some(number)) => Cell::of_text(&number.to_string()),
            (None, None) => number.as_f64().map(Cell::Number),
        },
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
        let (mut found, mut named) = (false, None);
        while let Some(key) = map.next_key::<String>()? {
            match key.as_str() {
                "features" => {
                    found = true;
                    map.next_value_seed(Features(self))?;
                }
                "crs" => {
                    self.crs = map.next_value::<serde_json::Value>().map(|crs| crs_name(&crs))?
                }
                "type" => {
                    named = map.next_value::<serde_json::Value>()?.as_str().map(str::to_owned)
                }
                _ => {
                    map.next_value::<IgnoredAny>()?;
                }
            }
        }
        if found { Ok(()) } else { Err(serde::de::Error::custom(no_features(named).carry())) }
    }
}

/// What stands where a collection should; `named` is its type.
fn no_features(named: Option<String>) -> Text {
    let kind =
        named.filter(|kind| kind != "FeatureCollection").map_or_else(Text::default, |kind| {
            Text::new(format!("的 {kind}"), format!("a {kind} with "))
        });
    Text::new(
        format!("没有成员 \"features\" {}", kind.zh).trim_end().to_owned(),
        format!("{}no member \"features\"", kind.en),
    )
}

/// What the `crs` member of GeoJSON before RFC 7946 names, in any of its forms; what cannot be
/// interpreted is returned as it is, so that an error can name it. `null` says nothing.
fn crs_name(crs: &serde_json::Value) -> Option<String> {
    let text = |value: &serde_json::Value| match value {
        serde_json::Value::String(text) => Some(text.trim().to_owned()),
        serde_json::Value::Number(number) => Some(number.to_string()),
        _ => None,
    };
    let properties = crs.get("properties");
    let member = |name: &str| properties?.get(name).and_then(text);
    let kind = crs.get("type").and_then(serde_json::Value::as_str).unwrap_or_default();
    let named = if crs.is_null() {
        return None;
    } else if let Some(code) = member("code").filter(|_| kind.eq_ignore_ascii_case("epsg")) {
        format!("EPSG:{}", code.rsplit(':').next().unwrap_or(&code))
    } else {
        member("name").or_else(|| text(crs)).unwrap_or_else(|| crs.to_string())
    };
    let upper = named.to_ascii_uppercase();
    // RFC 7946 (4): longitude and latitude on WGS84, with or without heights.
    if ["CRS84", "CRS84H"].iter().any(|name| upper.ends_with(name)) {
        return Some("EPSG:4326".to_owned());
    }
    let code = upper.rsplit([':', '/', '#']).next().filter(|_| upper.contains("EPSG"));
    Some(
        code.filter(|code| code.parse::<u32>().is_ok())
            .map_or(named, |code| format!("EPSG:{code}")),
    )
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
