//! From longitude and latitude to the sheet.

use super::options::MapOptions;
use super::page::{Layout, Rect};
use super::projection::LocalMercator;
use geo::CoordsIter;
use geo_types::{Coord, Geometry, LineString, MultiPolygon, Polygon};
use parkward_model::{MapGrid, round_scale};

/// Nothing is shown smaller than this: a single point stands in two kilometres of ground.
const LEAST_M: f64 = 2_000.0;
/// Empty ground on each side, as a share of what is shown.
const MARGIN: f64 = 0.035;

/// What the map shows, and how large.
#[derive(Clone, Copy, Debug)]
pub(crate) struct View {
    projection: LocalMercator,
    /// The grid that the projection is of, where it is one.
    grid: Option<MapGrid>,
    /// Points of the sheet to a metre on the ground.
    scale: f64,
    /// The ground metres that stand in the middle of the map.
    middle: (f64, f64),
    /// West, south, east, north of what is shown, in degrees.
    bounds: [f64; 4],
    /// Where on the sheet.
    rect: Rect,
}

impl View {
    /// The smallest view of a round scale in the map that shows all of `places`, in a grid or in that of their middle;
    /// `None` where there are none with a usable longitude and latitude.
    pub(crate) fn of(
        places: &[Coord<f64>],
        layout: &Layout,
        grid: Option<MapGrid>,
    ) -> Option<Self> {
        let bounds = bounds(places)?;
        let (x, y) = (f64::midpoint(bounds[0], bounds[2]), f64::midpoint(bounds[1], bounds[3]));
        let grid = grid.unwrap_or_else(|| MapGrid::at(x, y));
        let mut view = Self::about(places, layout.map, grid.central_deg)?;
        let fitting = 1.0 / (view.scale * layout.metres_per_point);
        view.scale = 1.0 / (round_scale(fitting) * layout.metres_per_point);
        Some(Self { grid: Some(grid), ..view })
    }

    /// The smallest view in a rectangle that shows all of `places`, about their own middle.
    pub(crate) fn within(places: &[Coord<f64>], rect: Rect) -> Option<Self> {
        let [west, _, east, _] = bounds(places)?;
        Self::about(places, rect, f64::midpoint(west, east))
    }

    fn about(places: &[Coord<f64>], rect: Rect, central_deg: f64) -> Option<Self> {
        let bounds = bounds(places)?;
        let projection = LocalMercator::about(central_deg);
        let (mut low, mut high) = ((f64::MAX, f64::MAX), (f64::MIN, f64::MIN));
        for (x, y) in usable(places).map(|c| projection.forward(c.x, c.y)) {
            low = (low.0.min(x), low.1.min(y));
            high = (high.0.max(x), high.1.max(y));
        }
        let span = |low: f64, high: f64| (high - low).max(LEAST_M) * (1.0 + 2.0 * MARGIN);
        let scale = (rect.width / span(low.0, high.0)).min(rect.height / span(low.1, high.1));
        let middle = (f64::midpoint(low.0, high.0), f64::midpoint(low.1, high.1));
        Some(Self { projection, grid: None, scale, middle, bounds, rect })
    }

    /// Where on the sheet it is.
    pub(crate) fn rect(&self) -> Rect {
        self.rect
    }

    /// The grid that it is drawn in.
    pub(crate) fn grid(&self) -> Option<MapGrid> {
        self.grid
    }

    /// Where a place stands on the sheet. Finite for every finite place.
    pub(crate) fn place(&self, c: Coord<f64>) -> (f64, f64) {
        let (x, y) = self.projection.forward(c.x, c.y);
        let (mid_x, mid_y) = self.rect.centre();
        (mid_x + (x - self.middle.0) * self.scale, mid_y - (y - self.middle.1) * self.scale)
    }

    /// About which place stands at a point of the sheet: exact in the middle, and as good as an
    /// overview needs everywhere else.
    pub(crate) fn ground(&self, (x, y): (f64, f64)) -> Coord<f64> {
        let [west, south, east, north] = self.bounds;
        let mut place = Coord { x: f64::midpoint(west, east), y: f64::midpoint(south, north) };
        let metres_per_degree = 111_320.0;
        // Newton's steps with the lengths of a degree, which are nearly right.
        for _ in 0..4 {
            let (at_x, at_y) = self.place(place);
            let east_m = (x - at_x) / self.scale;
            let north_m = (at_y - y) / self.scale;
            let narrow = place.y.to_radians().cos().max(0.01);
            let middle = f64::midpoint(west, east);
            place.x = (place.x + east_m / (metres_per_degree * narrow))
                .clamp(middle - 180.0, middle + 180.0);
            place.y = (place.y + north_m / metres_per_degree).clamp(-90.0, 90.0);
        }
        place
    }

    /// West, south, east, north of the ground that is seen, in degrees.
    pub(crate) fn seen(&self) -> [f64; 4] {
        let Rect { x, y, .. } = self.rect;
        let (right, bottom, (mid_x, mid_y)) =
            (self.rect.right(), self.rect.bottom(), self.rect.centre());
        let edge = [(x, y), (mid_x, y), (right, y), (x, mid_y), (right, mid_y)];
        let below = [(x, bottom), (mid_x, bottom), (right, bottom)];
        let [mut west, mut south, mut east, mut north] = self.bounds;
        for place in edge.into_iter().chain(below).map(|at| self.ground(at)) {
            (west, east) = (west.min(place.x), east.max(place.x));
            (south, north) = (south.min(place.y), north.max(place.y));
        }
        let middle = f64::midpoint(west, east);
        [west.max(middle - 180.0), south, east.min(middle + 180.0), north]
    }

    /// The middle of the map in degrees.
    pub(crate) fn middle_deg(&self) -> (f64, f64) {
        let [west, south, east, north] = self.bounds;
        (f64::midpoint(west, east), f64::midpoint(south, north))
    }

    /// A ring or a line on the sheet.
    pub(crate) fn line(&self, line: &LineString<f64>) -> Vec<(f64, f64)> {
        line.coords()
            .filter(|c| c.x.is_finite() && c.y.is_finite())
            .map(|c| self.place(*c))
            .collect()
    }

    /// The rings of a polygon on the sheet.
    pub(crate) fn rings(&self, polygon: &Polygon<f64>) -> Vec<Vec<(f64, f64)>> {
        std::iter::once(polygon.exterior())
            .chain(polygon.interiors())
            .map(|r| self.line(r))
            .collect()
    }

    /// Points of the sheet to a metre on the ground, along the central meridian.
    pub(crate) fn points_per_metre(&self) -> f64 {
        self.scale
    }

    /// The scale as it is written, 1:75,000.
    pub(crate) fn ratio(&self, options: &MapOptions) -> String {
        let metres_per_point = options.layout().metres_per_point;
        let ratio = (1.0 / (self.scale * metres_per_point)).round();
        format!("1:{}", crate::numbers::decimal(ratio, 0, options.lang.numbers()))
    }

    /// The largest error of lengths in what is shown: 0.001 is 0.1 %.
    pub(crate) fn scale_error(&self) -> f64 {
        let [west, south, east, north] = self.bounds;
        let corners = [(west, south), (west, north), (east, south), (east, north)];
        let errors = corners.map(|(lon, lat)| self.projection.scale_error(lon, lat).abs());
        errors.into_iter().fold(0.0, f64::max)
    }
}

/// Places with a longitude and a latitude.
fn usable(places: &[Coord<f64>]) -> impl Iterator<Item = &Coord<f64>> {
    places.iter().filter(|c| c.x.abs() <= 360.0 && c.y.abs() <= 90.0)
}

/// West, south, east, north of places.
fn bounds(places: &[Coord<f64>]) -> Option<[f64; 4]> {
    let first = usable(places).next()?;
    Some(usable(places).fold([first.x, first.y, first.x, first.y], |b, c| {
        [b[0].min(c.x), b[1].min(c.y), b[2].max(c.x), b[3].max(c.y)]
    }))
}

/// The polygons of a geometry, of whatever kind.
pub(crate) fn polygons(geometry: &Geometry<f64>) -> Vec<Polygon<f64>> {
    match geometry {
        Geometry::Polygon(polygon) => vec![polygon.clone()],
        Geometry::MultiPolygon(MultiPolygon(polygons)) => polygons.clone(),
        Geometry::Rect(rect) => vec![rect.to_polygon()],
        Geometry::Triangle(triangle) => vec![triangle.to_polygon()],
        Geometry::GeometryCollection(parts) => parts.iter().flat_map(polygons).collect(),
        Geometry::Point(_)
        | Geometry::MultiPoint(_)
        | Geometry::Line(_)
        | Geometry::LineString(_)
        | Geometry::MultiLineString(_) => Vec::new(),
    }
}

/// All coordinates of a geometry.
pub(crate) fn coordinates(geometry: &Geometry<f64>) -> impl Iterator<Item = Coord<f64>> + '_ {
    geometry.coords_iter()
}

/// A path through `line`; `closed` to come back to its beginning.
pub(crate) fn path(line: &[(f64, f64)], closed: bool) -> String {
    use super::canvas::N;
    use std::fmt::Write as _;
    let mut d = String::with_capacity(line.len() * 14);
    for (index, (x, y)) in line.iter().enumerate() {
        let _ = write!(d, "{}{} {}", if index == 0 { "M" } else { "L" }, N(*x), N(*y));
    }
    if closed {
        d.push('Z');
    }
    d
}

/// The rectangle about points; `None` where there are none.
pub(crate) fn extent<'a>(points: impl IntoIterator<Item = &'a (f64, f64)>) -> Option<Rect> {
    let mut points = points.into_iter();
    let first = points.next()?;
    let (mut low, mut high) = (*first, *first);
    for (x, y) in points {
        low = (low.0.min(*x), low.1.min(*y));
        high = (high.0.max(*x), high.1.max(*y));
    }
    Some(Rect::new(low.0, low.1, high.0 - low.0, high.1 - low.1))
}

#[cfg(test)]
mod tests {
    use super::super::page::PageSize;
    use super::*;

    fn of(places: &[Coord<f64>]) -> Option<View> {
        View::of(places, &Layout::of(PageSize::A3, 0.0, 0), None)
    }

    #[test]
    fn everything_shown_stands_within_the_map() {
        for places in [
            vec![Coord { x: 121.0, y: 30.7 }, Coord { x: 121.4, y: 31.0 }],
            vec![Coord { x: 121.0, y: 30.7 }],
            vec![Coord { x: -170.0, y: -60.0 }, Coord { x: 170.0, y: 80.0 }],
        ] {
            let view = of(&places).unwrap();
            for place in places {
                let (x, y) = view.place(place);
                assert!(view.rect().contains(x, y), "{place:?} stands at {x}, {y}");
            }
        }
    }

    #[test]
    fn the_ground_of_a_point_stands_there() {
        let view = of(&[Coord { x: 121.0, y: 30.7 }, Coord { x: 121.4, y: 31.0 }]).unwrap();
        let map = view.rect();
        for at in [(map.x, map.y), map.centre(), (map.right(), map.bottom())] {
            let (x, y) = view.place(view.ground(at));
            assert!((x - at.0).abs() < 0.5 && (y - at.1).abs() < 0.5, "{at:?}: {x}, {y}");
        }
    }

    #[test]
    fn north_is_up_and_unusable_places_are_left_out() {
        let nowhere = Coord { x: f64::NAN, y: 0.0 };
        assert!(of(&[nowhere]).is_none());
        let south = Coord { x: 121.0, y: 30.0 };
        let view = of(&[nowhere, south, Coord { x: 121.0, y: 31.0 }]).unwrap();
        assert!(view.place(south).1 > view.rect().centre().1);
    }
}
