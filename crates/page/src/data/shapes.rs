//! Shapes, whose corners stand in two columns, one course behind the other.

use crate::columns::{Column, Columns};
use geo_types::{Coord, LineString, MultiLineString, MultiPolygon};
use parkward_model::{Footprint, ZoneShape};
use serde::Serialize;

/// Units of a degree in columns of coordinates: a decimetre.
const PER_DEGREE: f64 = 1e6;

/// Corners of all shapes.
#[derive(Default)]
pub(super) struct Shapes(Vec<Coord<f64>>);

/// A shape by where its corners stand.
#[derive(Serialize)]
pub(super) struct ShapeShown {
    /// As GeoJSON has it.
    #[serde(rename = "type")]
    kind: &'static str,
    /// Its first corner.
    at: usize,
    /// How many corners each ring of each polygon has, or each line.
    lengths: Vec<Vec<usize>>,
}

impl Shapes {
    pub(super) fn zone(&mut self, shape: &ZoneShape) -> ShapeShown {
        match shape {
            ZoneShape::Area(area) => self.area(area),
            ZoneShape::Line(MultiLineString(lines)) => {
                let at = self.0.len();
                let lengths = vec![lines.iter().map(|line| self.chain(&line.0)).collect()];
                ShapeShown { kind: "MultiLineString", at, lengths }
            }
            ZoneShape::Point(at) => self.point(at.0),
        }
    }

    pub(super) fn footprint(&mut self, footprint: &Footprint) -> ShapeShown {
        match footprint {
            Footprint::Boundary(area) => self.area(area),
            Footprint::Point(at) => self.point(at.0),
        }
    }

    fn area(&mut self, MultiPolygon(area): &MultiPolygon<f64>) -> ShapeShown {
        let at = self.0.len();
        let mut ring = |ring: &LineString<f64>| self.chain(&ring.0);
        let rings = area.iter().map(|polygon| {
            let outer = ring(polygon.exterior());
            std::iter::once(outer).chain(polygon.interiors().iter().map(&mut ring)).collect()
        });
        ShapeShown { kind: "MultiPolygon", at, lengths: rings.collect() }
    }

    fn point(&mut self, at: Coord<f64>) -> ShapeShown {
        ShapeShown { kind: "Point", at: self.0.len(), lengths: vec![vec![self.chain(&[at])]] }
    }

    /// Adds a ring or line, and says how long it is.
    pub(super) fn chain(&mut self, corners: &[Coord<f64>]) -> usize {
        self.0.extend_from_slice(corners);
        corners.len()
    }

    pub(super) fn len(&self) -> usize {
        self.0.len()
    }

    /// Longitudes and latitudes.
    pub(super) fn columns(&self, columns: &mut Columns) -> [Column; 2] {
        let axes: [fn(&Coord<f64>) -> f64; 2] = [|at| at.x, |at| at.y];
        axes.map(|axis| columns.course(self.0.iter().map(|at| degrees(axis(at)))))
    }
}

#[expect(clippy::cast_possible_truncation, reason = "degrees are at most 180")]
pub(super) fn degrees(degrees: f64) -> i64 {
    (degrees * PER_DEGREE).round() as i64
}
