//! Where the plan lies, on the map that the project shows.

use geo_types::{Coord, MultiPoint, Point, Rect};
use parkward_geometry::{CrsError, Transformer};
use parkward_layer::{FeatureGeometry, PlanLayer};
use parkward_model::round_scale;

/// A box in degrees that holds all geometries of a layer; `None` if it has none.
pub(crate) fn of_layer(layer: &PlanLayer<'_>) -> Option<Rect<f64>> {
    let all = (0..layer.len()).filter_map(|index| layer.geometry(index).and_then(of_geometry));
    all.reduce(both)
}

pub(crate) fn of_geometry(geometry: FeatureGeometry<'_>) -> Option<Rect<f64>> {
    let around = |coords: &mut dyn Iterator<Item = Coord<f64>>| {
        let finite = coords.filter(|c| c.x.is_finite() && c.y.is_finite());
        finite.map(|c| Rect::new(c, c)).reduce(both)
    };
    match geometry {
        FeatureGeometry::Point(at) => around(&mut [at].into_iter()),
        FeatureGeometry::Line(ends) => around(&mut ends.into_iter()),
        FeatureGeometry::Path(path) => around(&mut path.iter().copied()),
        FeatureGeometry::Lines(lines) => {
            around(&mut lines.iter().flat_map(|line| line.coords().copied()))
        }
        FeatureGeometry::Boundary(boundary) => {
            around(&mut boundary.iter().flat_map(|p| p.exterior().coords().copied()))
        }
    }
}

pub(crate) fn both(a: Rect<f64>, b: Rect<f64>) -> Rect<f64> {
    let (low, high) = (a.min(), a.max());
    Rect::new(
        Coord { x: low.x.min(b.min().x), y: low.y.min(b.min().y) },
        Coord { x: high.x.max(b.max().x), y: high.y.max(b.max().y) },
    )
}

/// Degrees to the map's metres.
pub(crate) struct OntoMap(Transformer);

impl OntoMap {
    pub(crate) fn new(epsg: u32) -> Result<Self, CrsError> {
        Ok(Self(parkward_crs::parse(&format!("EPSG:{epsg}"))?.transformer()?))
    }

    /// The box on the map that holds a box of degrees, whose sides bend there.
    pub(crate) fn place(&self, degrees: Rect<f64>) -> Result<Rect<f64>, CrsError> {
        let (low, high) = (degrees.min(), degrees.max());
        let along = (0..=8).map(|step| f64::from(step) / 8.0);
        let edge: MultiPoint<f64> = along
            .flat_map(|share| {
                let x = low.x + share * degrees.width();
                let y = low.y + share * degrees.height();
                [(x, low.y), (x, high.y), (low.x, y), (high.x, y)].map(Point::from)
            })
            .collect();
        let edge = self.0.from_wgs84(&edge)?;
        let boxes = edge.iter().map(|point| Rect::new(point.0, point.0));
        Ok(boxes.reduce(both).unwrap_or(degrees))
    }
}

/// The box with `margin` of its size around it, made to the proportions `width : height`.
pub(crate) fn framed(place: Rect<f64>, margin: f64, (width, height): (f64, f64)) -> Rect<f64> {
    /// Metres: a single point has no size.
    const LEAST: f64 = 1_000.0;
    let wanted_width = (place.width() * (1.0 + 2.0 * margin)).max(LEAST);
    let wanted_height = (place.height() * (1.0 + 2.0 * margin)).max(LEAST);
    let scale = (wanted_width / width).max(wanted_height / height);
    let half = Coord { x: scale * width / 2.0, y: scale * height / 2.0 };
    Rect::new(place.center() - half, place.center() + half)
}

/// The box about the same middle that has a round scale on paper of so many millimetres in width.
pub(crate) fn at_round_scale(place: Rect<f64>, width_mm: f64) -> Rect<f64> {
    let fitting = place.width() / (width_mm / 1_000.0);
    let half = Coord { x: place.width() / 2.0, y: place.height() / 2.0 }
        * (round_scale(fitting) / fitting);
    Rect::new(place.center() - half, place.center() + half)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn frames_have_the_proportions_asked_for_and_hold_what_they_frame() {
        let place = Rect::new((0.0, 0.0), (4_000.0, 1_000.0));
        let frame = framed(place, 0.1, (2.0, 1.0));
        assert_eq!((frame.width(), frame.height()), (4_800.0, 2_400.0));
        assert_eq!(frame.center(), place.center());
        let point = Rect::new((5.0, 5.0), (5.0, 5.0));
        assert_eq!(framed(point, 0.1, (1.0, 1.0)).width(), 1_000.0);
    }
}
