//! A row's cells as the values that are wanted of them.

use super::ids::UsedIds;
use super::seen::Seen;
use crate::marks::is_unknown;
use crate::quantity::{self, half_width};
use crate::rows::{Cell, Drawn, GEOMETRY, Problem, Wanted, Written};
use crate::source::LandUnit;
use geo_types::{Coord, Point};
use parkward_geometry::{Transformer, epsg_code};
use parkward_model::{Facts, FieldKind, FieldNames, IssueKind, Text, Value};
use std::borrow::Cow;
use std::cell::{OnceCell, RefCell};
use std::collections::BTreeMap;

/// What all rows of one input share.
pub(super) struct Columns<'a> {
    wanted: &'a [Wanted],
    pub(super) land_unit: LandUnit,
    /// The facts that are asked for, and the columns that are kept as they are, by name.
    facts: BTreeMap<&'a str, Option<FieldKind>>,
    names: FieldNames,
    /// What was read otherwise than it stands.
    seen: RefCell<Seen>,
    /// Set once a position was read from columns of coordinates.
    placed: OnceCell<()>,
}

/// One row's cells, with the columns they belong to.
pub(super) struct Cells<'a> {
    pub(super) columns: &'a Columns<'a>,
    cells: &'a [Option<Cell>],
    row: u64,
    /// Where the row's position stands: the key of a column, if not in the geometry of the row; set when it is read.
    position_in: OnceCell<&'static str>,
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
        Self { wanted, land_unit, facts, names, seen: RefCell::default(), placed: OnceCell::new() }
    }

    /// What was read otherwise than it stands, since the last call.
    pub(super) fn take_seen(&self) -> Seen {
        self.seen.take()
    }

    /// Whether a position was read from columns of coordinates.
    pub(super) fn placed(&self) -> bool {
        self.placed.get().is_some()
    }

    /// The cells of the row of that number.
    pub(super) fn open<'r>(
        &'r self,
        cells: &'r Result<Vec<Option<Cell>>, Problem>,
        row: u64,
    ) -> Result<Cells<'r>, Problem> {
        match cells {
            Ok(cells) => match self.unwritable(cells) {
                None => Ok(Cells { columns: self, cells, row, position_in: OnceCell::new() }),
                Some(problem) => Err(problem),
            },
            Err(problem) => Err(problem.clone()),
        }
    }

    /// The first cell with a character that files of text and tables cannot hold: control characters but tab
    /// and ends of lines, and what Unicode keeps for no character.
    fn unwritable(&self, cells: &[Option<Cell>]) -> Option<Problem> {
        let is_bad = |c: char| matches!(c, '\0'..='\x08' | '\x0b' | '\x0c' | '\x0e'..='\x1f' | '\u{fffe}' | '\u{ffff}');
        // Either of these bytes is in each of them, and in few other texts.
        let may = |text: &str| text.bytes().any(|byte| byte < 0x20 || byte == 0xef);
        cells.iter().zip(self.wanted).find_map(|(cell, wanted)| match cell {
            Some(Cell::Text(text)) if may(text) && text.contains(is_bad) => Some(Problem {
                issue: IssueKind::Unreadable,
                column: wanted.key.clone(),
                expected: Text::new(
                    "不含控制字符（如 NUL）的文本",
                    "text without control characters such as NUL",
                ),
                found: Text::same(text.escape_debug()),
            }),
            _ => None,
        })
    }
}

impl Cells<'_> {
    pub(super) fn cell(&self, key: &str) -> Option<&Cell> {
        // If a key is wanted twice, the last one counts. A linear search is fastest in so short a list.
        let index = self.columns.wanted.iter().rposition(|wanted| wanted.key == key)?;
        self.cells.get(index)?.as_ref()
    }

    /// A problem in the column of `key`.
    pub(super) fn problem(&self, key: &str, zh: &str, en: &str) -> Problem {
        Problem {
            column: key.to_owned(),
            issue: IssueKind::Unreadable,
            expected: Text::new(zh, en),
            found: self.cell(key).map_or_else(|| Text::new("空", "nothing"), Text::same),
        }
    }

    /// The row's id, which no earlier row may have.
    pub(super) fn id(&self, used: &UsedIds) -> Result<Cow<'_, str>, Problem> {
        if let Some(Cell::Number(number)) = self.cell("id")
            && number.abs() >= EXACT
        {
            return Err(self.problem(
                "id",
                "不超过 15 位的数字编号，更长的编号须存为文本（否则末位已丢失）",
                "an id of at most 15 digits, or as text: a longer number has lost its last digits",
                )
                .of(IssueKind::RoundedId));
        }
        let id = self
            .text("id")
            .ok_or_else(|| self.problem("id", "编号", "an id").of(IssueKind::NoId))?;
        if is_abbreviated(&id) {
            return Err(self
                .problem(
                    "id",
                    "完整的编号（此为表格软件缩写的数字，末位已丢失）；编号列须存为文本",
                    "a whole id (a spreadsheet has abbreviated it as a number); store the column as text",
                )
                .of(IssueKind::RoundedId));
        }
        match used.row_of(&id) {
            None => Ok(id),
            Some(first) => {
                let zh = format!("未用过的编号（第 {first} 行已用）");
                Err(self
                    .problem("id", &zh, &format!("an id of its own (row {first} has it)"))
                    .of(IssueKind::TakenId))
            }
        }
    }

    pub(super) fn text(&self, key: &str) -> Option<Cow<'_, str>> {
        self.cell(key).map(Cell::text)
    }

    /// Remembers a cell whose text had to be interpreted (units, commas, degrees): what it says, and what it was
    /// read as.
    pub(super) fn interpreted(&self, key: &str, as_what: impl Fn() -> [Text; 2]) {
        self.columns.seen.borrow_mut().interpreted(key, self.row, as_what);
    }

    /// Remembers the text of a cell that only says something beside others of its column.
    pub(super) fn compared(&self, see: impl FnOnce(&mut Seen, u64)) {
        see(&mut self.columns.seen.borrow_mut(), self.row);
    }

    /// Whether a cell says that there is no value, which is remembered.
    pub(super) fn is_unknown(&self, key: &str) -> bool {
        let text = match self.cell(key) {
            Some(Cell::Text(text)) if is_unknown(text) => text.as_str(),
            Some(Cell::Number(number)) if number.is_nan() => "NaN",
            _ => return false,
        };
        self.columns.seen.borrow_mut().unknown(key, self.row, text);
        true
    }

    pub(super) fn flag(&self, key: &str) -> Result<Option<bool>, Problem> {
        let word = match self.cell(key) {
            None => return Ok(None),
            Some(Cell::Flag(flag)) => return Ok(Some(*flag)),
            Some(other) => half_width(&other.to_string()).to_lowercase(),
        };
        match word.as_str() {
            "yes" | "y" | "true" | "t" | "1" | "是" | "有" => Ok(Some(true)),
            "no" | "n" | "false" | "f" | "0" | "否" | "无" | "没有" => Ok(Some(false)),
            _ if self.is_unknown(key) => Ok(None),
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
        ["wkt", "lon", "lat"].iter().all(|key| self.cell(key).is_none()) && self.pair().is_none()
    }

    /// The two coordinates of one cell.
    fn pair(&self) -> Option<[f64; 2]> {
        quantity::pair(&self.text("lonlat")?)
    }

    /// Whether the row has both coordinates, and what should be WKT does not begin as such: a column of that name
    /// may hold anything.
    fn is_no_wkt(&self, wkt: &str) -> bool {
        let named = self.columns.wanted.iter().any(|wanted| wanted.key == "wkt" && wanted.named);
        !named
            && !Written::of(wkt).seems_one()
            && (self.cell("lon").is_some() && self.cell("lat").is_some() || self.pair().is_some())
    }

    /// The geometry: the feature's own, else WKT, else a point from two columns; in the file's CRS. `crs` is
    /// the one that extended WKT has to name, if it names one; `None`: the user has said which it is.
    pub(super) fn geometry(&self, own: Drawn, crs: Option<&str>) -> Result<Drawn, Problem> {
        let drawn = match self.text("wkt") {
            Some(wkt)
                if own.geometry.is_none() && own.refused.is_none() && !self.is_no_wkt(&wkt) =>
            {
                self.stands_in("wkt");
                self.wkt(&wkt, crs)?
            }
            _ => own,
        };
        if let Some(problem) = drawn.refused {
            return Err(problem);
        }
        if drawn.geometry.is_some() {
            return Ok(drawn);
        }
        // Set by the first; it is no matter that it is set already.
        let _ = self.columns.placed.set(());
        if let (None, None, Some(text)) = (self.cell("lon"), self.cell("lat"), self.text("lonlat"))
        {
            self.stands_in("lonlat");
            let [x, y] = self.pair().ok_or_else(|| {
                self.problem("lonlat", "两个坐标，经度在前", "two coordinates, longitude first")
                    .of(IssueKind::NoPlace)
            })?;
            self.interpreted("lonlat", || {
                [Text::same(&text), Text::same(format_args!("{x}, {y}"))]
            });
            return Ok(Drawn { geometry: Some(Point::new(x, y).into()), ..Drawn::default() });
        }
        self.stands_in("lon");
        match (self.number("lon")?, self.number("lat")?) {
            (Some(x), Some(y)) => {
                Ok(Drawn { geometry: Some(Point::new(x, y).into()), ..Drawn::default() })
            }
            (None, _) => Err(self.problem("lon", "坐标", "a coordinate").of(IssueKind::NoPlace)),
            (_, None) => Err(self.problem("lat", "坐标", "a coordinate").of(IssueKind::NoPlace)),
        }
    }

    /// Remembers where the position stands.
    fn stands_in(&self, key: &'static str) {
        // A row is placed once; read again, it is placed the same.
        let _ = self.position_in.set(key);
    }

    fn wkt(&self, wkt: &str, crs: Option<&str>) -> Result<Drawn, Problem> {
        let written = Written::of(wkt);
        if let (Some(srid), Some(crs)) = (written.srid, crs)
            && epsg_code(crs) != Some(srid)
        {
            return Err(self.problem(
                "wkt",
                &format!("坐标系 {crs} 下的几何（SRID 须与之相符，或设置 crs）"),
                &format!("a geometry in {crs} (its SRID says another CRS; or set crs)"),
            ));
        }
        if written.is_deeper_than(DEEPEST) {
            let zh = format!("嵌套不超过 {DEEPEST} 层的 WKT 几何");
            return Err(self.problem("wkt", &zh, &format!("WKT nested at most {DEEPEST} deep")));
        }
        let mut drawn = written.drawn();
        if let Some(problem) = drawn.as_mut().and_then(|drawn| drawn.refused.as_mut()) {
            "wkt".clone_into(&mut problem.column);
        }
        drawn.ok_or_else(|| {
            self.problem(
                "wkt",
                "以 WKT、十六进制 WKB 或 GeoJSON 写的几何",
                "a geometry in WKT, WKB in hexadecimal digits, or GeoJSON",
            )
        })
    }

    /// Moves one position to WGS84 and checks that it is on the Earth.
    pub(super) fn position(
        &self,
        c: Coord<f64>,
        to_wgs84: &Transformer,
    ) -> Result<Coord<f64>, Problem> {
        let wrong = |zh: &str, en: &str| {
            // A file of geometries may have columns of coordinates besides, which nobody has read.
            let column = self.position_in.get().unwrap_or(&GEOMETRY);
            let (column, issue) = ((*column).to_owned(), IssueKind::OutsideCrs);
            let found = Text::same(format_args!("({}, {})", c.x, c.y));
            Problem { column, issue, expected: Text::new(zh, en), found }
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
                .of(IssueKind::SwappedAxes)
            } else {
                wrong(
                    "经度 -180…180、纬度 -90…90（若为投影坐标，请设置 crs）",
                    "longitude -180…180 and latitude -90…90 (set crs if these are metres)",
                )
                .of(IssueKind::MetresAsDegrees)
            });
        }
        let moved = to_wgs84.to_wgs84(&Point(c)).map(|point| point.0);
        if to_wgs84.seems_swapped(c, moved.as_ref().ok().copied()) {
            return Err(if to_wgs84.is_projected() {
                wrong(
                    "东坐标在前、北坐标在后（坐标轴似乎颠倒，测量中 X 指北）",
                    "easting first, then northing (the axes seem to be swapped: to surveyors X is north)",
                )
                .of(IssueKind::SwappedAxes)
            } else {
                wrong(
                    "经度在前、纬度在后（坐标轴似乎颠倒）",
                    "longitude first, then latitude (the axes seem to be swapped)",
                )
                .of(IssueKind::SwappedAxes)
            });
        }
        // What stands for an unknown position, in degrees or in the metres of a zone.
        if c == Coord::zero()
            && moved.as_ref().is_ok_and(|at| !to_wgs84.is_projected() || at.y.abs() < 1.0)
        {
            return Err(wrong(
                "已知的位置（0, 0 表示未知）",
                "a known position (0, 0 stands for none)",
            )
            .of(IssueKind::ZeroPlace));
        }
        if moved.as_ref().is_ok_and(|at| to_wgs84.is_far_from_home(*at)) {
            return Err(wrong(
                "所设坐标系适用范围内的坐标",
                "coordinates in the area that the declared CRS is made for",
            ));
        }
        moved.map_err(|_| {
            // Gauss-Krüger zones 13 to 45 of China write their number before the easting.
            if (1.3e7..4.6e7).contains(&c.x) {
                wrong(
                    "所设坐标系内的坐标（横坐标似带有带号，请用带号坐标系，如 EPSG:4528）",
                    "coordinates inside the declared CRS (the easting seems to carry a zone number: \
                     use the CRS of the zone, such as EPSG:4528)",
                )
                .of(IssueKind::ZonePrefix)
            } else {
                wrong("所设坐标系内的坐标", "coordinates inside the declared CRS")
            }
        })
    }
}

/// Whether a text is how spreadsheets show long numbers: `9.13101E+17`.
fn is_abbreviated(text: &str) -> bool {
    let parts = text.trim().split_once("E+").and_then(|(digits, exponent)| {
        let (whole, _) = digits.split_once('.')?;
        let exponent: u32 = exponent.parse().ok()?;
        digits.parse::<f64>().ok()?;
        Some(whole.len() == 1 && (10..=99).contains(&exponent))
    });
    parts.unwrap_or(false)
}

/// From here on not every whole number is one of floating point.
const EXACT: f64 = 9_007_199_254_740_992.0; // 2^53

fn on_earth(c: Coord<f64>) -> bool {
    c.x.abs() <= 180.0 && c.y.abs() <= 90.0
}

/// How deep brackets of WKT may be nested: GDAL takes ever longer for more, and then refuses.
const DEEPEST: usize = 16;
