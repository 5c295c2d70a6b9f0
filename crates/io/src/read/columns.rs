//! A row's cells as the values that are wanted of them.

use super::ids::UsedIds;
use crate::rows::{Cell, Problem, Wanted};
use crate::source::LandUnit;
use geo_types::{Coord, Geometry, Point};
use parkward_geometry::Transformer;
use parkward_model::{Facts, FieldKind, FieldNames, Hectares, Text, Value};
use std::borrow::Cow;
use std::collections::BTreeMap;

/// What all rows of one input share.
pub(super) struct Columns<'a> {
    wanted: &'a [Wanted],
    land_unit: LandUnit,
    /// The facts that are asked for, and the columns that are kept as they are, by name.
    facts: BTreeMap<&'a str, Option<FieldKind>>,
    names: FieldNames,
}

/// One row's cells, with the columns they belong to.
pub(super) struct Cells<'a> {
    columns: &'a Columns<'a>,
    cells: &'a [Option<Cell>],
}

impl<'a> Columns<'a> {
    /// `fields` are the facts that are asked for, `keep` the columns that are kept as they are.
    pub(super) fn new(
        wanted: &'a [Wanted],
        land_unit: LandUnit,
        fields: &'a BTreeMap<String, FieldKind>,
        keep: &'a [String],
    ) -> Self {
        let mut facts: BTreeMap<&str, Option<FieldKind>> =
            keep.iter().map(|column| (column.as_str(), None)).collect();
        facts.extend(fields.iter().map(|(field, kind)| (field.as_str(), Some(*kind))));
        let names = FieldNames::new(facts.keys().copied());
        Self { wanted, land_unit, facts, names }
    }

    /// The row's cells.
    pub(super) fn open<'r>(
        &'r self,
        cells: &'r Result<Vec<Option<Cell>>, Problem>,
    ) -> Result<Cells<'r>, Problem> {
        match cells {
            Ok(cells) => Ok(Cells { columns: self, cells }),
            Err(problem) => Err(problem.clone()),
        }
    }
}

impl Cells<'_> {
    fn cell(&self, key: &str) -> Option<&Cell> {
        // If a key is wanted twice, the last one counts. A linear search is fastest in so short a list.
        let index = self.columns.wanted.iter().rposition(|wanted| wanted.key == key)?;
        self.cells.get(index)?.as_ref()
    }

    /// A problem in the column of `key`.
    pub(super) fn problem(&self, key: &str, zh: &str, en: &str) -> Problem {
        Problem {
            column: key.to_owned(),
            expected: Text::new(zh, en),
            found: self.cell(key).map_or_else(|| "空 (empty)".to_owned(), Cell::to_string),
        }
    }

    /// The row's id, which no earlier row may have.
    pub(super) fn id(&self, used: &UsedIds) -> Result<Cow<'_, str>, Problem> {
        let id = self.text("id").ok_or_else(|| self.problem("id", "编号", "an id"))?;
        match used.row_of(&id) {
            None => Ok(id),
            Some(first) => {
                let zh = format!("未用过的编号（第 {first} 行已用）");
                Err(self.problem("id", &zh, &format!("an id of its own (row {first} has it)")))
            }
        }
    }

    pub(super) fn text(&self, key: &str) -> Option<Cow<'_, str>> {
        self.cell(key).map(Cell::text)
    }

    pub(super) fn number(&self, key: &str) -> Result<Option<f64>, Problem> {
        let number = match self.cell(key) {
            None => return Ok(None),
            Some(Cell::Number(number)) => Some(*number),
            Some(Cell::Text(text)) => text.parse().ok(),
            Some(Cell::Flag(_)) => None,
        };
        match number {
            Some(number) if number.is_finite() => Ok(Some(number)),
            _ => Err(self.problem(key, "数字", "a number")),
        }
    }

    pub(super) fn land(&self, key: &str) -> Result<Option<Hectares>, Problem> {
        let Some(area) = self.number(key)? else { return Ok(None) };
        if area < 0.0 {
            return Err(self.problem(key, "不小于 0 的面积", "an area of 0 or more"));
        }
        let area = match self.columns.land_unit {
            LandUnit::Hectare => Hectares(area),
            LandUnit::Mu => Hectares::from_mu(area),
            LandUnit::SquareMetre => Hectares(area / 10_000.0),
        };
        if area.0 > MOST_LAND {
            return Err(self.problem(
                key,
                "不大于一百万公顷的面积（检查 land_unit）",
                "an area of at most a million hectares (check land_unit)",
            ));
        }
        Ok(Some(area))
    }

    pub(super) fn flag(&self, key: &str) -> Result<Option<bool>, Problem> {
        let word = match self.cell(key) {
            None => return Ok(None),
            Some(Cell::Flag(flag)) => return Ok(Some(*flag)),
            Some(other) => other.to_string().to_lowercase(),
        };
        match word.as_str() {
            "yes" | "y" | "true" | "t" | "1" | "是" | "有" => Ok(Some(true)),
            "no" | "n" | "false" | "f" | "0" | "否" | "无" | "没有" => Ok(Some(false)),
            _ => Err(self.problem(key, "是/否", "yes or no")),
        }
    }

    /// The facts that are asked for, and the columns that are kept as they are.
    pub(super) fn facts(&self) -> Result<Facts, Problem> {
        if self.columns.facts.is_empty() {
            return Ok(Facts::default());
        }
        let value = |(field, kind): (&&str, &Option<FieldKind>)| {
            Ok(match kind {
                Some(FieldKind::Number) => self.number(field)?.map(Value::Number),
                Some(FieldKind::Flag) => self.flag(field)?.map(Value::Flag),
                Some(FieldKind::Word) => self.text(field).map(|word| Value::Word(word.into())),
                None => self.cell(field).map(|cell| match cell {
                    Cell::Number(number) => Value::Number(*number),
                    Cell::Flag(flag) => Value::Flag(*flag),
                    Cell::Text(text) => Value::Word(text.to_string()),
                }),
            })
        };
        let values: Vec<_> =
            self.columns.facts.iter().map(value).collect::<Result<_, Problem>>()?;
        Ok(Facts::new(&self.columns.names, values))
    }

    /// Whether the row says nothing of where it is.
    pub(super) fn has_no_place(&self) -> bool {
        ["wkt", "lon", "lat"].iter().all(|key| self.cell(key).is_none())
    }

    /// The geometry: the feature's own, else WKT, else a point from two columns; in the file's CRS.
    pub(super) fn geometry(&self, own: Option<Geometry<f64>>) -> Result<Geometry<f64>, Problem> {
        if let Some(geometry) = own {
            return Ok(geometry);
        }
        if let Some(wkt) = self.text("wkt") {
            let parsed = gdal::vector::Geometry::from_wkt(&wkt).ok();
            let geometry = parsed.and_then(|geometry| geometry.to_geo().ok());
            return geometry.ok_or_else(|| self.problem("wkt", "WKT 几何", "a geometry in WKT"));
        }
        match (self.number("lon")?, self.number("lat")?) {
            (Some(x), Some(y)) => Ok(Point::new(x, y).into()),
            (None, _) => Err(self.problem("lon", "坐标", "a coordinate")),
            (_, None) => Err(self.problem("lat", "坐标", "a coordinate")),
        }
    }

    /// Moves one position to WGS84 and checks that it is on the Earth.
    pub(super) fn position(
        &self,
        c: Coord<f64>,
        to_wgs84: &Transformer,
    ) -> Result<Coord<f64>, Problem> {
        let wrong = |zh: &str, en: &str| {
            let column = match (self.cell("lon"), self.cell("wkt")) {
                (Some(_), _) => "lon",
                (None, Some(_)) => "wkt",
                (None, None) => GEOMETRY,
            };
            let column = column.to_owned();
            Problem { column, expected: Text::new(zh, en), found: format!("({}, {})", c.x, c.y) }
        };
        if !(c.x.is_finite() && c.y.is_finite()) {
            return Err(wrong("有限的坐标", "finite coordinates"));
        }
        if !to_wgs84.is_projected() && !on_earth(c) {
            return Err(if on_earth(Coord { x: c.y, y: c.x }) {
                wrong(
                    "经度在前、纬度在后（坐标轴似乎颠倒）",
                    "longitude first, then latitude (the axes seem to be swapped)",
                )
            } else {
                wrong(
                    "经度 -180…180、纬度 -90…90（若为投影坐标，请设置 crs）",
                    "longitude -180…180 and latitude -90…90 (set crs if these are metres)",
                )
            });
        }
        let moved = to_wgs84.to_wgs84(&Point(c));
        moved.map(|point| point.0).map_err(|_| {
            // Gauss-Krüger zones 13 to 45 of China write their number before the easting.
            if (1.3e7..4.6e7).contains(&c.x) {
                wrong(
                    "所设坐标系内的坐标（横坐标似带有带号，请用带号坐标系，如 EPSG:4528）",
                    "coordinates inside the declared CRS (the easting seems to carry a zone number: \
                     use the CRS of the zone, such as EPSG:4528)",
                )
            } else {
                wrong("所设坐标系内的坐标", "coordinates inside the declared CRS")
            }
        })
    }
}

/// What stands for the geometry where a reject names its column.
pub(super) const GEOMETRY: &str = "geometry";

fn on_earth(c: Coord<f64>) -> bool {
    c.x.abs() <= 180.0 && c.y.abs() <= 90.0
}

/// More land than any enterprise or park has, in hectares: a sum of millions of such areas in
/// square metres still fits 64 bits.
const MOST_LAND: f64 = 1e6;
