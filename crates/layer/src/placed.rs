//! A layer's geometries in another coordinate system.

use crate::table::{FeatureGeometry, PlanLayer};
use geo_types::{Coord, Geometry, Line, LineString};
use parkward_geometry::{Crs, CrsError};

/// The geometries of a layer, converted; [`PlanLayer::placed`] gives the layer that has them.
#[derive(Clone, Debug)]
pub struct Placed {
    crs: Crs,
    geometries: Vec<Option<Geometry<f64>>>,
}

impl Placed {
    /// Converts every geometry. Boundaries are not checked again: no CRS in use folds them.
    ///
    /// # Errors
    /// [`CrsError`] names the first position that the CRS cannot hold.
    pub fn new(layer: &PlanLayer<'_>, crs: &Crs) -> Result<Self, CrsError> {
        let transformer = crs.transformer()?;
        let geometries = (0..layer.len()).map(|index| {
            let geometry = match layer.geometry(index) {
                None => return Ok(None),
                Some(FeatureGeometry::Point(at)) => Geometry::Point(at.into()),
                Some(FeatureGeometry::Line([from, to])) => Geometry::Line(Line::new(from, to)),
                Some(FeatureGeometry::Path(path)) => LineString(path.to_vec()).into(),
                Some(FeatureGeometry::Lines(lines)) => lines.clone().into(),
                Some(FeatureGeometry::Boundary(boundary)) => boundary.clone().into(),
            };
            transformer.from_wgs84(&geometry).map(Some)
        });
        Ok(Self { crs: crs.clone(), geometries: geometries.collect::<Result<_, _>>()? })
    }

    fn geometry(&self, index: usize) -> Option<FeatureGeometry<'_>> {
        match self.geometries[index].as_ref()? {
            Geometry::Point(point) => Some(FeatureGeometry::Point(point.0)),
            Geometry::Line(Line { start, end }) => {
                let ends: [Coord<f64>; 2] = [*start, *end];
                Some(FeatureGeometry::Line(ends))
            }
            Geometry::LineString(path) => Some(FeatureGeometry::Path(&path.0)),
            Geometry::MultiLineString(lines) => Some(FeatureGeometry::Lines(lines)),
            Geometry::MultiPolygon(boundary) => Some(FeatureGeometry::Boundary(boundary)),
            _ => None,
        }
    }
}

impl<'a> PlanLayer<'a> {
    /// The layer with these geometries, which are its own in another CRS.
    pub fn placed(self, placed: &'a Placed) -> Self {
        let crs = placed.crs.clone();
        self.with_geometries(crs, |index| placed.geometry(index))
    }
}
