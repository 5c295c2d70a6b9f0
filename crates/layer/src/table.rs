//! A layer as columns and rows that are made one by one, as a writer asks for them: six layers of a
//! million rows are never in memory.

use geo_types::{Coord, MultiLineString, MultiPolygon};
use parkward_geometry::Crs;
use parkward_model::{AreaUnit, Footprint, Lang, Text, Value, ZoneShape};
use std::borrow::Cow;
use std::fmt;

/// A layer: columns, and rows that are made when a writer asks for them.
pub struct PlanLayer<'a> {
    /// The name, as in the GeoPackage and in `name.geojson`.
    pub name: &'static str,
    /// The name for people.
    pub title: Text,
    /// What its geometries are.
    pub shape: Shape,
    /// What their coordinates are.
    pub crs: Crs,
    /// Its columns.
    pub fields: Vec<Field>,
    length: usize,
    geometry: GeometryOf<'a>,
    cells: CellsOf<'a>,
}

type GeometryOf<'a> = Box<dyn Fn(usize) -> Option<FeatureGeometry<'a>> + Send + Sync + 'a>;
type CellsOf<'a> = Box<dyn Fn(usize, &mut Vec<Cell<'a>>) + Send + Sync + 'a>;

/// What the geometries of a layer are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// Points.
    Point,
    /// Lines.
    Line,
    /// Polygons, as multipolygons.
    Polygon,
    /// Polygons, and points where there is no boundary.
    PolygonOrPoint,
    /// Polygons, lines and points.
    Any,
    /// None: a table.
    None,
}

/// A column.
#[derive(Clone, Debug, PartialEq)]
pub struct Field {
    /// The name in files.
    pub name: String,
    /// The name for people, and the unit.
    pub title: Text,
    /// What it holds.
    pub kind: ColumnKind,
    /// Of a column in hectares, or of what a hectare has, which people may read in another unit.
    pub land: Option<LandColumn>,
}

/// A column in hectares, or of kilometre-equivalents to the hectare.
#[derive(Clone, Debug, PartialEq)]
pub struct LandColumn {
    /// The name for people, without the unit.
    title: Text,
    /// Whether the hectare is what something is counted to.
    per: bool,
}

impl LandColumn {
    /// The name for people, with a unit of land.
    fn title(&self, unit: AreaUnit) -> Text {
        let (Text { zh, en }, unit) = (&self.title, unit.name());
        match self.per {
            true => {
                Text::new(format!("{zh}（公里/{}）", unit.zh), format!("{en} (km per {})", unit.en))
            }
            false => Text::new(format!("{zh}（{}）", unit.zh), format!("{en} ({})", unit.en)),
        }
    }
}

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ColumnKind {
    /// Text. A carried column whose values are of several kinds is text too, though its cells are not.
    Text,
    /// Whole numbers.
    Integer,
    /// Numbers.
    Real,
    /// Yes or no.
    Flag,
}

/// A row: a geometry and one cell a field.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Feature<'a> {
    /// The geometry, if it has one.
    pub geometry: Option<FeatureGeometry<'a>>,
    /// The cells, in the order of the fields.
    pub cells: Vec<Cell<'a>>,
}

/// A geometry, in longitude and latitude on WGS84 unless its layer says otherwise.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum FeatureGeometry<'a> {
    /// A point.
    Point(Coord<f64>),
    /// A straight line between two different points.
    Line([Coord<f64>; 2]),
    /// A line along at least two vertices.
    Path(&'a [Coord<f64>]),
    /// Lines of any number of vertices.
    Lines(&'a MultiLineString<f64>),
    /// A boundary.
    Boundary(&'a MultiPolygon<f64>),
}

impl<'a> From<&'a ZoneShape> for FeatureGeometry<'a> {
    fn from(shape: &'a ZoneShape) -> Self {
        match shape {
            ZoneShape::Area(area) => Self::Boundary(area),
            ZoneShape::Line(lines) => Self::Lines(lines),
            ZoneShape::Point(point) => Self::Point(point.0),
        }
    }
}

impl<'a> From<&'a Footprint> for FeatureGeometry<'a> {
    fn from(footprint: &'a Footprint) -> Self {
        match footprint {
            Footprint::Boundary(boundary) => Self::Boundary(boundary),
            Footprint::Point(point) => Self::Point(point.0),
        }
    }
}

/// One cell.
#[derive(Clone, Debug, PartialEq)]
pub enum Cell<'a> {
    /// Nothing is known.
    Unknown,
    /// A yes or a no.
    Flag(bool),
    /// A whole number.
    Integer(i64),
    /// A number.
    Real(f64),
    /// A text.
    Text(Cow<'a, str>),
}

impl<'a> Cell<'a> {
    /// The cell as text; nothing for what is unknown.
    pub fn text(&self) -> Cow<'_, str> {
        match self {
            Self::Unknown => "".into(),
            Self::Flag(flag) => if *flag { "true" } else { "false" }.into(),
            Self::Integer(number) => number.to_string().into(),
            Self::Real(number) => number.to_string().into(),
            Self::Text(text) => text.as_ref().into(),
        }
    }

    /// A borrowed text; unknown if it is empty.
    pub fn of_text(text: &'a str) -> Self {
        if text.is_empty() { Self::Unknown } else { Self::Text(text.into()) }
    }

    /// A text that was made; unknown if it is empty.
    pub fn of_words(text: String) -> Self {
        if text.is_empty() { Self::Unknown } else { Self::Text(text.into()) }
    }
}

impl<'a> From<Option<&'a str>> for Cell<'a> {
    fn from(text: Option<&'a str>) -> Self {
        text.map_or(Self::Unknown, |text| Self::Text(text.into()))
    }
}

impl From<Option<f64>> for Cell<'_> {
    fn from(number: Option<f64>) -> Self {
        number.map_or(Self::Unknown, Self::Real)
    }
}

impl From<f64> for Cell<'_> {
    fn from(number: f64) -> Self {
        Self::Real(number)
    }
}

impl From<usize> for Cell<'_> {
    fn from(number: usize) -> Self {
        Self::Integer(i64::try_from(number).unwrap_or(i64::MAX))
    }
}

impl From<u64> for Cell<'_> {
    fn from(number: u64) -> Self {
        Self::Integer(i64::try_from(number).unwrap_or(i64::MAX))
    }
}

impl From<bool> for Cell<'_> {
    fn from(flag: bool) -> Self {
        Self::Flag(flag)
    }
}

impl<'a> From<Option<&'a Value>> for Cell<'a> {
    fn from(value: Option<&'a Value>) -> Self {
        match value {
            None => Self::Unknown,
            Some(Value::Flag(flag)) => Self::Flag(*flag),
            Some(Value::Number(number)) => Self::Real(*number),
            Some(Value::Word(word)) => Self::Text(word.as_str().into()),
        }
    }
}

impl<'a> PlanLayer<'a> {
    /// A layer from what makes its rows: `geometry` and `cells` are asked by position, the latter to
    /// add one cell a field.
    pub fn new(
        (name, title): (&'static str, Text),
        shape: Shape,
        fields: Vec<Field>,
        length: usize,
        geometry: impl Fn(usize) -> Option<FeatureGeometry<'a>> + Send + Sync + 'a,
        cells: impl Fn(usize, &mut Vec<Cell<'a>>) + Send + Sync + 'a,
    ) -> Self {
        let (geometry, cells) = (Box::new(geometry), Box::new(cells));
        Self { name, title, shape, crs: Crs::wgs84(), fields, length, geometry, cells }
    }

    /// The layer with other geometries, in their CRS.
    pub(crate) fn with_geometries(
        mut self,
        crs: Crs,
        geometry: impl Fn(usize) -> Option<FeatureGeometry<'a>> + Send + Sync + 'a,
    ) -> Self {
        self.crs = crs;
        self.geometry = Box::new(geometry);
        self
    }

    /// The layer as readers of a language get it: for Chinese ones in Chinese alone; for others in both languages, as
    /// they meet the Chinese names on the spot.
    #[must_use]
    pub fn for_readers(mut self, lang: Lang) -> Self {
        let alone = |title: &mut Text| *title = Text::new(title.in_lang(Lang::Zh), "");
        if lang == Lang::Zh {
            alone(&mut self.title);
            self.fields.iter_mut().for_each(|field| alone(&mut field.title));
        }
        self
    }

    /// The layer without some of its columns.
    #[must_use]
    pub fn without(mut self, unwanted: impl Fn(&Field) -> bool) -> Self {
        let kept: Vec<bool> = self.fields.iter().map(|field| !unwanted(field)).collect();
        self.fields.retain(|field| !unwanted(field));
        let all = self.cells;
        self.cells = Box::new(move |index, cells| {
            let mut row = Vec::with_capacity(kept.len());
            all(index, &mut row);
            cells.extend(
                row.into_iter().zip(&kept).filter(|(_, kept)| **kept).map(|(cell, _)| cell),
            );
        });
        self
    }

    /// The layer with land in another unit than the hectare, in titles and cells: for people, who read no column
    /// names.
    #[must_use]
    pub fn in_area_unit(mut self, unit: AreaUnit) -> Self {
        let many = unit.per_hectare();
        let factor = |field: &Field| {
            field.land.as_ref().map(|land| if land.per { 1.0 / many } else { many })
        };
        let factors: Vec<Option<f64>> = self.fields.iter().map(factor).collect();
        for field in &mut self.fields {
            if let Some(land) = &field.land {
                field.title = land.title(unit);
            }
        }
        let hectares = self.cells;
        self.cells = Box::new(move |index, cells| {
            let start = cells.len();
            hectares(index, cells);
            for (cell, factor) in cells[start..].iter_mut().zip(&factors) {
                if let (Cell::Real(number), Some(factor)) = (cell, factor) {
                    *number *= factor;
                }
            }
        });
        self
    }

    /// How many rows there are.
    pub fn len(&self) -> usize {
        self.length
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.length == 0
    }

    /// The geometry of the row at a position, without its cells.
    pub fn geometry(&self, index: usize) -> Option<FeatureGeometry<'a>> {
        (self.geometry)(index)
    }

    /// Makes the row at a position in `feature`, whose memory is used again.
    pub fn row(&self, index: usize, feature: &mut Feature<'a>) {
        feature.geometry = self.geometry(index);
        feature.cells.clear();
        (self.cells)(index, &mut feature.cells);
        debug_assert_eq!(feature.cells.len(), self.fields.len());
    }

    /// Hands all rows to `visit`, in order, until one fails.
    ///
    /// # Errors
    /// What `visit` fails with.
    pub fn try_each<E>(
        &self,
        mut visit: impl FnMut(&Feature<'a>) -> Result<(), E>,
    ) -> Result<(), E> {
        let mut feature = Feature::default();
        (0..self.length).try_for_each(|index| {
            self.row(index, &mut feature);
            visit(&feature)
        })
    }
}

impl fmt::Debug for PlanLayer<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PlanLayer")
            .field("name", &self.name)
            .field("fields", &self.fields)
            .field("length", &self.length)
            .finish_non_exhaustive()
    }
}

type Column<'a, T> = Box<dyn Fn(T) -> Cell<'a> + Send + Sync + 'a>;

/// Columns with the way to their cells, which makes a layer of whatever has the rows.
///
/// ```
/// use parkward_layer::{Shape, Table};
/// use parkward_model::Text;
/// let parks = [("a", 12.5), ("b", 3.0)];
/// let layer = Table::<&(&str, f64)>::new()
///     .text("id", "编号", "Id", |park| Some(park.0))
///     .real("area_ha", "面积（公顷）", "Area (ha)", |park| park.1)
///     .layer(("parks", Text::new("园区", "Parks")), Shape::None, 2, |row| &parks[row], |_| None);
/// assert_eq!((layer.len(), layer.fields.len()), (2, 2));
/// ```
pub struct Table<'a, T> {
    fields: Vec<Field>,
    columns: Vec<Column<'a, T>>,
}

impl<'a, T: Copy + 'a> Default for Table<'a, T> {
    fn default() -> Self {
        Self::new()
    }
}

impl<'a, T: Copy + 'a> Table<'a, T> {
    /// No columns yet.
    pub fn new() -> Self {
        Self { fields: Vec::new(), columns: Vec::new() }
    }

    /// Whether there is a column of that name.
    pub fn has(&self, name: &str) -> bool {
        self.fields.iter().any(|field| field.name == name)
    }

    /// With one more column, whose cells are made out of the rows.
    pub fn column<C: Into<Cell<'a>>>(
        mut self,
        name: &str,
        title: Text,
        kind: ColumnKind,
        cell: impl Fn(T) -> C + Send + Sync + 'a,
    ) -> Self {
        self.fields.push(Field { name: name.to_owned(), title, kind, land: None });
        self.columns.push(Box::new(move |row| cell(row).into()));
        self
    }

    /// With a column of text, whose title is given in both languages.
    pub fn text<C: Into<Cell<'a>>>(
        self,
        name: &str,
        zh: &str,
        en: &str,
        cell: impl Fn(T) -> C + Send + Sync + 'a,
    ) -> Self {
        self.column(name, Text::new(zh, en), ColumnKind::Text, cell)
    }

    /// With a column of whole numbers, whose title is given in both languages.
    pub fn integer<C: Into<Cell<'a>>>(
        self,
        name: &str,
        zh: &str,
        en: &str,
        cell: impl Fn(T) -> C + Send + Sync + 'a,
    ) -> Self {
        self.column(name, Text::new(zh, en), ColumnKind::Integer, cell)
    }

    /// With a column of numbers, whose title is given in both languages.
    pub fn real<C: Into<Cell<'a>>>(
        self,
        name: &str,
        zh: &str,
        en: &str,
        cell: impl Fn(T) -> C + Send + Sync + 'a,
    ) -> Self {
        self.column(name, Text::new(zh, en), ColumnKind::Real, cell)
    }

    /// With a column of land in hectares; the titles are without the unit.
    ///
    /// ```
    /// use parkward_layer::{Cell, Feature, Shape, Table};
    /// use parkward_model::{AreaUnit, Text};
    /// let layer = Table::<f64>::new()
    ///     .land("area_ha", "面积", "Area", |land| land)
    ///     .layer(("parks", Text::default()), Shape::None, 1, |_| 2.0, |_| None);
    /// assert_eq!(layer.fields[0].title.zh, "面积（公顷）");
    /// let (layer, mut row) = (layer.in_area_unit(AreaUnit::Mu), Feature::default());
    /// layer.row(0, &mut row);
    /// assert_eq!((&*layer.fields[0].title.zh, &row.cells[0]), ("面积（亩）", &Cell::Real(30.0)));
    /// ```
    pub fn land<C: Into<Cell<'a>>>(
        self,
        name: &str,
        zh: &str,
        en: &str,
        cell: impl Fn(T) -> C + Send + Sync + 'a,
    ) -> Self {
        self.of_land(name, LandColumn { title: Text::new(zh, en), per: false }, cell)
    }

    /// With a column of kilometre-equivalents to the hectare; the titles are without the unit.
    pub fn per_land<C: Into<Cell<'a>>>(
        self,
        name: &str,
        zh: &str,
        en: &str,
        cell: impl Fn(T) -> C + Send + Sync + 'a,
    ) -> Self {
        self.of_land(name, LandColumn { title: Text::new(zh, en), per: true }, cell)
    }

    fn of_land<C: Into<Cell<'a>>>(
        self,
        name: &str,
        land: LandColumn,
        cell: impl Fn(T) -> C + Send + Sync + 'a,
    ) -> Self {
        let mut table = self.column(name, land.title(AreaUnit::Ha), ColumnKind::Real, cell);
        table.fields.last_mut().expect("just added").land = Some(land);
        table
    }

    /// With a column of yes and no.
    pub fn flag(
        self,
        name: &str,
        zh: &str,
        en: &str,
        cell: impl Fn(T) -> bool + Send + Sync + 'a,
    ) -> Self {
        self.column(name, Text::new(zh, en), ColumnKind::Flag, cell)
    }

    /// The layer whose row at a position is `rows` of it, for `length` positions.
    pub fn layer(
        self,
        name: (&'static str, Text),
        shape: Shape,
        length: usize,
        rows: impl Fn(usize) -> T + Clone + Send + Sync + 'a,
        geometry: impl Fn(T) -> Option<FeatureGeometry<'a>> + Send + Sync + 'a,
    ) -> PlanLayer<'a> {
        let columns = self.columns;
        let row = rows.clone();
        PlanLayer::new(
            name,
            shape,
            self.fields,
            length,
            move |index| geometry(row(index)),
            move |index, cells| {
                let row = rows(index);
                cells.extend(columns.iter().map(|column| column(row)));
            },
        )
    }
}
