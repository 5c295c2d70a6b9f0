//! The geometry of a row: plain points, lines and areas, whatever the format makes of them.

use super::problem::Problem;
use ::gdal::vector::{Geometry as GdalGeometry, OGRwkbGeometryType as Kind};
use geo::{Coord, CoordsIter};
use geo_types::{Geometry, GeometryCollection, LineString, MultiPolygon, Point, Polygon};
use parkward_model::{IssueKind, Text};

/// What a row's geometry came to.
#[derive(Default)]
pub(crate) struct Drawn {
    /// The geometry, where the row has one, still in the file's CRS.
    pub(crate) geometry: Option<Geometry<f64>>,
    /// Whether a ring of it was open in the file; in memory all are closed.
    pub(crate) unclosed: bool,
    /// Whether it had heights or measures, which are left out.
    pub(crate) flattened: bool,
    /// Whether it had curves, which are now short lines.
    pub(crate) curved: bool,
    /// Why there is none.
    pub(crate) refused: Option<Problem>,
}

/// What stands for the geometry where a reject names its column.
pub(crate) const GEOMETRY: &str = "geometry";

impl Drawn {
    /// A geometry as it is, but for collections whose meaning is plain: those of areas alone, of lines alone
    /// or of points alone, or of one geometry.
    pub(crate) fn of_geo(geometry: Geometry<f64>) -> Self {
        let name = kind(&geometry);
        match plain(geometry) {
            Some(geometry) => Self { geometry: Some(geometry), ..Self::default() },
            None => Self::empty(name),
        }
    }

    /// A geometry of GDAL's: without heights and measures, curves as short lines, the patches of surfaces
    /// as parts.
    pub(crate) fn of_gdal(geometry: &GdalGeometry) -> Self {
        let kind = geometry.geometry_type();
        let flattened =
            ::gdal::vector::geometry_type_has_z(kind) || ::gdal::vector::geometry_type_has_m(kind);
        let found = || geometry.geometry_name();
        if geometry.is_empty() {
            return Self::empty(&found());
        }
        let curved = is_curved(geometry);
        let converted =
            if curved { linear(geometry, convert).flatten() } else { convert(geometry) };
        let drawn = match converted {
            Some(converted) => Self::of_geo(converted),
            None => Self::refused(
                IssueKind::BadShape,
                Text::new("点、线或面", "points, lines or polygons"),
                Text::same(found()),
            ),
        };
        Self { flattened, curved, unclosed: has_open_ring(geometry), ..drawn }
    }

    /// For a row that GDAL could not make sense of.
    pub(super) fn unreadable(words: String) -> Self {
        let expected = Text::new("可读的行", "a row that can be read");
        Self::refused(IssueKind::Unreadable, expected, Text::quoted(words))
    }

    fn empty(name: &str) -> Self {
        let found = format!("{} EMPTY", name.to_ascii_uppercase());
        Self::refused(
            IssueKind::NoPlace,
            Text::new("有坐标的几何", "a geometry with coordinates"),
            Text::same(found),
        )
    }

    /// For what is no geometry that can be used.
    pub(super) fn refused(issue: IssueKind, expected: Text, found: Text) -> Self {
        let problem = Problem { column: GEOMETRY.to_owned(), issue, expected, found };
        Self { refused: Some(problem), ..Self::default() }
    }
}

/// A geometry without collections, if they can be told; `None` if it holds no position.
fn plain(geometry: Geometry<f64>) -> Option<Geometry<f64>> {
    let Geometry::GeometryCollection(parts) = geometry else {
        return (geometry.coords_count() > 0).then_some(geometry);
    };
    let mut parts: Vec<Geometry<f64>> = parts.into_iter().filter_map(plain).collect();
    if parts.len() < 2 {
        return parts.pop();
    }
    let (mut areas, mut lines, mut points) = (Vec::new(), Vec::new(), Vec::new());
    let mut sorted = 0;
    for part in &parts {
        sorted += 1;
        match part.clone() {
            Geometry::Polygon(area) => areas.push(area),
            Geometry::MultiPolygon(more) => areas.extend(more),
            Geometry::LineString(line) => lines.push(line),
            Geometry::MultiLineString(more) => lines.extend(more),
            Geometry::Point(point) => points.push(point),
            Geometry::MultiPoint(more) => points.extend(more),
            _ => sorted -= 1,
        }
    }
    Some(match (areas.is_empty(), lines.is_empty(), points.is_empty()) {
        (false, true, true) if sorted == parts.len() => MultiPolygon(areas).into(),
        (true, false, true) if sorted == parts.len() => geo_types::MultiLineString(lines).into(),
        (true, true, false) if sorted == parts.len() => geo_types::MultiPoint(points).into(),
        _ => Geometry::GeometryCollection(GeometryCollection(parts)),
    })
}

fn parts_of(geometry: &GdalGeometry) -> impl Iterator<Item = ::gdal::vector::GeometryRef<'_>> {
    (0..geometry.geometry_count()).map(|part| geometry.get_geometry(part))
}

/// What a geometry is called in GeoJSON and WKT.
pub(crate) fn kind(geometry: &Geometry<f64>) -> &'static str {
    match geometry {
        Geometry::Point(_) => "Point",
        Geometry::Line(_) | Geometry::LineString(_) => "LineString",
        Geometry::Polygon(_) | Geometry::Rect(_) | Geometry::Triangle(_) => "Polygon",
        Geometry::MultiPoint(_) => "MultiPoint",
        Geometry::MultiLineString(_) => "MultiLineString",
        Geometry::MultiPolygon(_) => "MultiPolygon",
        Geometry::GeometryCollection(_) => "GeometryCollection",
    }
}

fn flat_kind(geometry: &GdalGeometry) -> Kind::Type {
    ::gdal::vector::geometry_type_flatten(geometry.geometry_type())
}

/// Whether a curve is in it.
fn is_curved(geometry: &GdalGeometry) -> bool {
    match flat_kind(geometry) {
        Kind::wkbCircularString
        | Kind::wkbCompoundCurve
        | Kind::wkbCurvePolygon
        | Kind::wkbMultiCurve
        | Kind::wkbMultiSurface => true,
        Kind::wkbGeometryCollection => parts_of(geometry).any(|part| is_curved(&part)),
        _ => false,
    }
}

/// What is made of the geometry with short lines, of 4° of arc each, in its curves' stead.
#[expect(unsafe_code, reason = "has no safe wrapper")]
fn linear<T>(geometry: &GdalGeometry, make: impl Fn(&GdalGeometry) -> T) -> Option<T> {
    // SAFETY: GDAL gives a geometry of its own, or null. It is only lent to the wrapper, which does not
    // destroy what it does not own, and is destroyed here, after its last use.
    unsafe {
        let drawn =
            gdal_sys::OGR_G_GetLinearGeometry(geometry.c_geometry(), 0.0, std::ptr::null_mut());
        if drawn.is_null() {
            return None;
        }
        let lent = GdalGeometry::lazy_feature_geometry();
        lent.set_c_geometry(drawn);
        let made = make(&lent);
        drop(lent);
        gdal_sys::OGR_G_DestroyGeometry(drawn);
        Some(made)
    }
}

/// A geometry without curves in two dimensions; `None` for what is no point, line or area.
fn convert(geometry: &GdalGeometry) -> Option<Geometry<f64>> {
    let all = || parts_of(geometry).map(|part| convert(&part)).collect::<Option<Vec<_>>>();
    Some(match flat_kind(geometry) {
        Kind::wkbPoint => point(geometry).map_or_else(
            || Geometry::MultiPoint(geo_types::MultiPoint(Vec::new())),
            Geometry::Point,
        ),
        Kind::wkbLineString | Kind::wkbLinearRing => Geometry::LineString(line(geometry)),
        Kind::wkbPolygon | Kind::wkbTriangle => {
            let mut rings = parts_of(geometry).map(|ring| line(&ring));
            let exterior = rings.next().unwrap_or_else(|| LineString(Vec::new()));
            Geometry::Polygon(Polygon::new(exterior, rings.collect()))
        }
        // Each is a collection of its own kind, and told again once all is converted. A part without a
        // position counts for nothing.
        Kind::wkbMultiPoint
        | Kind::wkbMultiLineString
        | Kind::wkbMultiPolygon
        | Kind::wkbPolyhedralSurface
        | Kind::wkbTIN => {
            let is_areas =
                !matches!(flat_kind(geometry), Kind::wkbMultiPoint | Kind::wkbMultiLineString);
            let collected = plain(Geometry::GeometryCollection(GeometryCollection(all()?)));
            match collected {
                // One part of several is no other kind of geometry.
                Some(Geometry::Polygon(area)) if is_areas => MultiPolygon(vec![area]).into(),
                Some(Geometry::Point(point)) => geo_types::MultiPoint(vec![point]).into(),
                Some(Geometry::LineString(line)) => geo_types::MultiLineString(vec![line]).into(),
                Some(other) => other,
                None => geo_types::MultiPoint(Vec::new()).into(),
            }
        }
        Kind::wkbGeometryCollection => Geometry::GeometryCollection(GeometryCollection(all()?)),
        _ => return None,
    })
}

/// The point, unless it is empty.
fn point(geometry: &GdalGeometry) -> Option<Point<f64>> {
    let (x, y, _) = geometry.get_point(0);
    (!geometry.is_empty()).then_some(Point::new(x, y))
}

fn line(geometry: &GdalGeometry) -> LineString<f64> {
    let mut points = Vec::new();
    geometry.get_points(&mut points);
    points.into_iter().map(|(x, y, _)| Coord { x, y }).collect()
}

/// Whether a ring of a polygon ends elsewhere than it began.
fn has_open_ring(geometry: &GdalGeometry) -> bool {
    match flat_kind(geometry) {
        Kind::wkbMultiPolygon => parts_of(geometry).any(|part| has_open_ring(&part)),
        Kind::wkbPolygon => parts_of(geometry).any(|ring| {
            let last = i32::try_from(ring.point_count()).unwrap_or(0) - 1;
            let at = |place: i32| {
                let (x, y, _) = ring.get_point(place);
                (x, y)
            };
            last > 0 && at(0) != at(last)
        }),
        _ => false,
    }
}
