//! FlatGeobuf 3 (<https://flatgeobuf.org>): one file a layer, with an index by place.
//!
//! Rows are asked for in the order of a Hilbert curve, so nothing has to be sorted on disk or held in
//! memory: the index stands before the rows and has a size that is known, and room is left for it.

use super::file::{BUFFER, write_file};
use super::hilbert::{Bounds, hilbert_order};
use crate::WriteError;
use flatbuffers::{FlatBufferBuilder, VOffsetT, WIPOffset};
use geo::{BoundingRect, Coord, LineString};
use parkward_layer::{Cell, ColumnKind, Feature, FeatureGeometry, PlanLayer, Shape};
use std::fs::File;
use std::io::{BufWriter, Result, Seek, SeekFrom, Write};
use std::path::Path;

/// Writes a layer in the order of a Hilbert curve, with a packed R-tree of 16 children a node over its
/// geometries. Rows without a geometry come last; a layer without any has no index. Coordinates are
/// not rounded.
///
/// # Errors
/// [`WriteError::File`].
pub fn write_flatgeobuf(layer: &PlanLayer<'_>, path: &Path) -> std::result::Result<(), WriteError> {
    write_file(path, |out| write(layer, path, out))
}

/// The version of the format is in the fourth byte, its patch in the last.
const MAGIC: [u8; 8] = [0x66, 0x67, 0x62, 3, 0x66, 0x67, 0x62, 0];

fn write(layer: &PlanLayer<'_>, path: &Path, out: &mut BufWriter<File>) -> Result<()> {
    let at = |index: usize| layer.geometry(index).map_or(Bounds::EMPTY, |g| bounds(&g));
    let all = (0..layer.len()).fold(Bounds::EMPTY, |all, index| all.with(&at(index)));
    let mut builder = FlatBufferBuilder::new();
    out.write_all(&MAGIC)?;
    out.write_all(header(&mut builder, layer, all))?;

    let mut feature = Feature::default();
    let mut properties = Vec::new();
    if all.is_empty() {
        return (0..layer.len()).try_for_each(|index| {
            layer.row(index, &mut feature);
            out.write_all(encode(&mut builder, layer, &feature, &mut properties))
        });
    }
    let index = Index::of(layer.len());
    let start = out.stream_position()?;
    out.seek(SeekFrom::Start(start + index.bytes()))?;
    // A second handle writes the leaves, which have the order of the rows.
    let mut nodes = BufWriter::with_capacity(BUFFER, File::options().write(true).open(path)?);
    nodes.seek(SeekFrom::Start(start + index.leaves() * NODE))?;
    let mut parents = vec![Bounds::EMPTY; index.level(1)];
    let mut offset = 0_u64;
    for (leaf, index) in hilbert_order(layer.len(), all, at).into_iter().enumerate() {
        layer.row(index as usize, &mut feature);
        let encoded = encode(&mut builder, layer, &feature, &mut properties);
        out.write_all(encoded)?;
        let bounds = feature.geometry.as_ref().map_or(Bounds::EMPTY, bounds);
        write_node(&mut nodes, &bounds, offset)?;
        let parent = &mut parents[leaf / CHILDREN];
        *parent = parent.with(&bounds);
        offset += encoded.len() as u64;
    }
    index.write_above(parents, start, &mut nodes)?;
    nodes.flush()
}

/// Children of a node.
const CHILDREN: usize = 16;
/// Bytes of a node: four numbers and where it leads.
const NODE: u64 = 40;

/// The packed R-tree: how many nodes each level has, the leaves first. The root stands first in the
/// file and the leaves last.
struct Index(Vec<usize>);

impl Index {
    fn of(items: usize) -> Self {
        let mut levels = vec![items, items.div_ceil(CHILDREN)];
        while levels.last().is_some_and(|nodes| *nodes > 1) {
            levels.push(levels[levels.len() - 1].div_ceil(CHILDREN));
        }
        Self(levels)
    }

    fn level(&self, level: usize) -> usize {
        self.0[level]
    }

    /// The number of nodes before those of a level.
    fn before(&self, level: usize) -> u64 {
        self.0[level + 1..].iter().map(|nodes| *nodes as u64).sum()
    }

    fn leaves(&self) -> u64 {
        self.before(0)
    }

    fn bytes(&self) -> u64 {
        (self.leaves() + self.0[0] as u64) * NODE
    }

    /// Writes all levels above the leaves, of which `parents` holds the lowest.
    fn write_above(
        &self,
        mut parents: Vec<Bounds>,
        start: u64,
        out: &mut (impl Write + Seek),
    ) -> Result<()> {
        for level in 1..self.0.len() {
            out.seek(SeekFrom::Start(start + self.before(level) * NODE))?;
            // An inner node leads to the number of its first child.
            for (bounds, child) in parents.iter().zip((self.before(level - 1)..).step_by(CHILDREN))
            {
                write_node(out, bounds, child)?;
            }
            let above = parents
                .chunks(CHILDREN)
                .map(|children| children.iter().fold(Bounds::EMPTY, |all, child| all.with(child)));
            parents = above.collect();
        }
        Ok(())
    }
}

fn write_node(out: &mut impl Write, bounds: &Bounds, leads_to: u64) -> Result<()> {
    for number in [bounds.low[0], bounds.low[1], bounds.high[0], bounds.high[1]] {
        out.write_all(&number.to_le_bytes())?;
    }
    out.write_all(&leads_to.to_le_bytes())
}

pub(super) fn bounds(geometry: &FeatureGeometry<'_>) -> Bounds {
    let of = |a: Coord<f64>, b: Coord<f64>| Bounds {
        low: [a.x.min(b.x), a.y.min(b.y)],
        high: [a.x.max(b.x), a.y.max(b.y)],
    };
    match geometry {
        FeatureGeometry::Point(at) => of(*at, *at),
        FeatureGeometry::Line([from, to]) => of(*from, *to),
        FeatureGeometry::Path(path) => path.iter().fold(Bounds::EMPTY, |bounds, at| Bounds {
            low: [bounds.low[0].min(at.x), bounds.low[1].min(at.y)],
            high: [bounds.high[0].max(at.x), bounds.high[1].max(at.y)],
        }),
        FeatureGeometry::Lines(lines) => lines
            .bounding_rect()
            .map_or(Bounds::EMPTY, |rectangle| of(rectangle.min(), rectangle.max())),
        FeatureGeometry::Boundary(boundary) => boundary
            .bounding_rect()
            .map_or(Bounds::EMPTY, |rectangle| of(rectangle.min(), rectangle.max())),
    }
}

/// Places in the tables of the schema (`header.fbs`, `feature.fbs`).
const fn slot(field: VOffsetT) -> VOffsetT {
    4 + 2 * field
}

/// Kinds of geometry, as the schema numbers them.
mod kind {
    pub(super) const UNKNOWN: u8 = 0;
    pub(super) const POINT: u8 = 1;
    pub(super) const LINE: u8 = 2;
    pub(super) const POLYGON: u8 = 3;
    pub(super) const MULTI_LINE: u8 = 5;
    pub(super) const MULTI_POLYGON: u8 = 6;
}

fn header<'b>(
    builder: &'b mut FlatBufferBuilder<'_>,
    layer: &PlanLayer<'_>,
    all: Bounds,
) -> &'b [u8] {
    let columns: Vec<_> = layer
        .fields
        .iter()
        .map(|field| {
            let name = builder.create_string(&field.name);
            let title = builder.create_string(&field.title.en);
            let table = builder.start_table();
            builder.push_slot_always(slot(0), name);
            builder.push_slot_always(slot(2), title);
            builder.push_slot(slot(1), column_type(field.kind), 0);
            builder.end_table(table)
        })
        .collect();
    let columns = builder.create_vector(&columns);
    let (name, title) = (builder.create_string(layer.name), builder.create_string(&layer.title.zh));
    let description = builder.create_string(&layer.title.en);
    let code = layer.crs.epsg().and_then(|code| i32::try_from(code).ok());
    let organisation = code.map(|_| builder.create_string("EPSG"));
    let named = builder.create_string(&layer.crs.to_string());
    let crs = builder.start_table();
    if let (Some(organisation), Some(code)) = (organisation, code) {
        builder.push_slot_always(slot(0), organisation);
        builder.push_slot(slot(1), code, 0);
    } else {
        builder.push_slot_always(slot(2), named);
    }
    let crs = builder.end_table(crs);
    let [low, high] = [all.low, all.high];
    let envelope = builder.create_vector(&[low[0], low[1], high[0], high[1]]);

    let table = builder.start_table();
    builder.push_slot(slot(8), layer.len() as u64, 0);
    builder.push_slot_always(slot(0), name);
    if !all.is_empty() {
        builder.push_slot_always(slot(1), envelope);
    }
    builder.push_slot_always(slot(7), columns);
    if layer.shape != Shape::None {
        builder.push_slot_always(slot(10), crs);
    }
    builder.push_slot_always(slot(11), title);
    builder.push_slot_always(slot(12), description);
    let children: u16 = if all.is_empty() { 0 } else { 16 };
    builder.push_slot(slot(9), children, 16);
    builder.push_slot(slot(2), geometry_type(layer.shape), 0);
    let table = builder.end_table(table);
    builder.finish_size_prefixed(table, None);
    builder.finished_data()
}

fn geometry_type(shape: Shape) -> u8 {
    match shape {
        Shape::Point => kind::POINT,
        Shape::Line => kind::LINE,
        Shape::Polygon => kind::MULTI_POLYGON,
        Shape::PolygonOrPoint | Shape::Any | Shape::None => kind::UNKNOWN,
    }
}

/// Types of columns, as the schema numbers them.
fn column_type(kind: ColumnKind) -> u8 {
    match kind {
        ColumnKind::Flag => 2,
        ColumnKind::Integer => 7,
        ColumnKind::Real => 10,
        ColumnKind::Text => 11,
    }
}

/// One row, size-prefixed.
fn encode<'b>(
    builder: &'b mut FlatBufferBuilder<'_>,
    layer: &PlanLayer<'_>,
    feature: &Feature<'_>,
    properties: &mut Vec<u8>,
) -> &'b [u8] {
    builder.reset();
    properties.clear();
    for ((number, field), cell) in (0_u16..).zip(&layer.fields).zip(&feature.cells) {
        encode_cell(properties, number, field.kind, cell);
    }
    let properties = builder.create_vector(properties.as_slice());
    let geometry = feature.geometry.as_ref().map(|geometry| encode_geometry(builder, geometry));
    let table = builder.start_table();
    if let Some(geometry) = geometry {
        builder.push_slot_always(slot(0), geometry);
    }
    builder.push_slot_always(slot(1), properties);
    let table = builder.end_table(table);
    builder.finish_size_prefixed(table, None);
    builder.finished_data()
}

/// A cell as the number of its column and its value; unknown ones are left out.
fn encode_cell(out: &mut Vec<u8>, column: u16, kind: ColumnKind, cell: &Cell<'_>) {
    if *cell == Cell::Unknown {
        return;
    }
    out.extend_from_slice(&column.to_le_bytes());
    match (kind, cell) {
        (ColumnKind::Flag, Cell::Flag(flag)) => out.push(u8::from(*flag)),
        (ColumnKind::Integer, Cell::Integer(number)) => {
            out.extend_from_slice(&number.to_le_bytes());
        }
        (ColumnKind::Real, Cell::Real(number)) => out.extend_from_slice(&number.to_le_bytes()),
        // Only a column of text may hold other cells.
        (_, cell) => {
            let text = cell.text();
            let length = u32::try_from(text.len()).expect("a cell is shorter than 4 GB");
            out.extend_from_slice(&length.to_le_bytes());
            out.extend_from_slice(text.as_bytes());
        }
    }
}

type GeometryTable = WIPOffset<flatbuffers::TableFinishedWIPOffset>;

fn encode_geometry(
    builder: &mut FlatBufferBuilder<'_>,
    geometry: &FeatureGeometry<'_>,
) -> GeometryTable {
    match geometry {
        FeatureGeometry::Point(at) => coordinates(builder, kind::POINT, &[*at], &[]),
        FeatureGeometry::Line(ends) => coordinates(builder, kind::LINE, ends, &[]),
        FeatureGeometry::Path(path) => coordinates(builder, kind::LINE, path, &[]),
        // GDAL wants the ends of several lines, and none of one.
        FeatureGeometry::Lines(lines) if lines.0.len() == 1 => {
            coordinates(builder, kind::LINE, &lines.0[0].0, &[])
        }
        FeatureGeometry::Lines(lines) => {
            let (mut line_ends, mut all) = (Vec::new(), Vec::new());
            for LineString(line) in lines.iter() {
                all.extend_from_slice(line);
                line_ends.push(u32::try_from(all.len()).expect("fewer than 2^32 vertices"));
            }
            coordinates(builder, kind::MULTI_LINE, &all, &line_ends)
        }
        FeatureGeometry::Boundary(boundary) => {
            let parts: Vec<GeometryTable> = boundary
                .iter()
                .map(|part| {
                    let (mut ring_ends, mut all) = (Vec::new(), Vec::new());
                    let rings = std::iter::once(part.exterior()).chain(part.interiors());
                    for LineString(ring) in rings {
                        all.extend_from_slice(ring);
                        let end = u32::try_from(all.len()).expect("fewer than 2^32 vertices");
                        ring_ends.push(end);
                    }
                    coordinates(builder, kind::POLYGON, &all, &ring_ends)
                })
                .collect();
            let parts = builder.create_vector(&parts);
            let table = builder.start_table();
            builder.push_slot_always(slot(7), parts);
            builder.push_slot(slot(6), kind::MULTI_POLYGON, kind::UNKNOWN);
            builder.end_table(table)
        }
    }
}

/// A geometry without parts; `ring_ends` counts the vertices up to the end of each ring.
fn coordinates(
    builder: &mut FlatBufferBuilder<'_>,
    kind: u8,
    vertices: &[Coord<f64>],
    ring_ends: &[u32],
) -> GeometryTable {
    let ends = (ring_ends.len() > 1).then(|| builder.create_vector(ring_ends));
    let xy = builder.create_vector_from_iter(
        vertices.iter().flat_map(|c| [c.x, c.y]).collect::<Vec<_>>().into_iter(),
    );
    let table = builder.start_table();
    if let Some(ends) = ends {
        builder.push_slot_always(slot(0), ends);
    }
    builder.push_slot_always(slot(1), xy);
    builder.push_slot(slot(6), kind, kind::UNKNOWN);
    builder.end_table(table)
}
