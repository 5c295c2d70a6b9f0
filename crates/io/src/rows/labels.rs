//! Texts of a drawing: in a CAD file, names stand beside what they name.

use super::drawn::Drawn;
use super::row::{Cell, Wanted};
use crate::Source;
use ::gdal::vector::{Feature, Layer, LayerAccess};
use geo::{
    BoundingRect, Contains, Coord, CoordsIter, Distance, Euclidean, Geometry, Point, Polygon,
};
use parkward_model::{IssueKind, Note, Text};

/// The texts of a drawing, and where they stand.
#[derive(Default)]
pub(super) struct Labels {
    texts: Vec<(Point<f64>, String)>,
    /// Whether there are closed lines, which they then name; else each is a row, and its own name.
    closed: bool,
}

/// The column of GDAL's that holds them.
const TEXT: &str = "Text";

impl Labels {
    /// Those of a layer of a DXF file.
    pub(super) fn of(layer: &mut Layer<'_>) -> Self {
        let Self { mut texts, mut closed } = Self::default();
        for feature in layer.features() {
            let geometry = feature.geometry_by_index(0).map(Drawn::of_gdal);
            match geometry.ok().and_then(|drawn| drawn.geometry) {
                Some(Geometry::Point(point)) => {
                    texts.extend(text(&feature).map(|text| (point, text)));
                }
                Some(Geometry::LineString(line)) => closed |= line.is_closed() && line.0.len() > 3,
                Some(Geometry::Polygon(_) | Geometry::MultiPolygon(_)) => closed = true,
                _ => {}
            }
        }
        Self { texts, closed }
    }

    /// Whether a feature is one of them, and so no row.
    pub(super) fn has(&self, feature: &Feature<'_>, drawn: &Drawn) -> bool {
        self.closed && matches!(drawn.geometry, Some(Geometry::Point(_))) && text(feature).is_some()
    }

    /// Puts the nearest text into the cell of the name, or the feature's own, if the drawing has no column for it.
    pub(super) fn name(
        &self,
        feature: &Feature<'_>,
        drawn: &Drawn,
        wanted: &[Wanted],
        places: &[Option<usize>],
        cells: &mut [Option<Cell>],
    ) {
        let name = wanted.iter().position(|w| matches!(&*w.key, "name" | "name_zh"));
        if let Some(at) = name.filter(|at| !self.texts.is_empty() && places[*at].is_none())
            && let Some(geometry) = &drawn.geometry
        {
            cells[at] = match self.closed {
                true => self.nearest(geometry).and_then(Cell::of_text),
                false => text(feature).as_deref().and_then(Cell::of_text),
            };
        }
    }

    /// The text within an area, or the nearest that is no further from it than it is large.
    fn nearest(&self, geometry: &Geometry<f64>) -> Option<&str> {
        let area = match geometry {
            Geometry::LineString(line) if line.is_closed() => {
                Geometry::Polygon(Polygon::new(line.clone(), Vec::new()))
            }
            other => other.clone(),
        };
        let extent = area.bounding_rect()?;
        let size = extent.width().hypot(extent.height());
        let distance = |at: &Point<f64>| match area.contains(at) {
            true => 0.0,
            false => {
                let to = |c: Coord<f64>| Euclidean.distance(*at, Point(c));
                area.coords_iter().map(to).fold(f64::INFINITY, f64::min)
            }
        };
        let near = self.texts.iter().map(|(at, text)| (distance(at), text));
        let (least, text) = near.min_by(|a, b| a.0.total_cmp(&b.0))?;
        (least <= size).then_some(text)
    }

    /// What was done with them.
    pub(super) fn note(&self, source: &Source) -> Option<Note> {
        let n = self.texts.len();
        let text = match self.closed {
            true => Text::new(
                format!("图中 {n} 处文字不作为数据行，用作最近图形的名称"),
                format!("{n} text(s) of the drawing are no rows; the nearest names each area"),
            ),
            false => Text::new(
                format!("图中 {n} 处文字各为一行，以其文字为名称（图中没有闭合的线可供命名）"),
                format!(
                    "{n} text(s) of the drawing are rows with a name each, since it has no closed lines that they \
                     could name"
                ),
            ),
        };
        (n > 0).then(|| Note { file: source.label(), row: None, text, issue: IssueKind::Noted })
    }
}

/// The text of a feature, if it has one. Many programs write UTF-8 and declare a western code page.
fn text(feature: &Feature<'_>) -> Option<String> {
    let at = feature.field_index(TEXT).ok()?;
    let text = feature.field_as_string(at).ok().flatten().filter(|text| !text.is_empty())?;
    let bytes: Option<Vec<u8>> = text.chars().map(|c| u8::try_from(u32::from(c)).ok()).collect();
    let meant = bytes.filter(|_| !text.is_ascii()).and_then(|bytes| String::from_utf8(bytes).ok());
    Some(meant.unwrap_or(text))
}
