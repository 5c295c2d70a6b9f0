//! The spatial index of a GeoPackage layer, packed and written at once.
//!
//! The index is an R-tree of SQLite's (GeoPackage 1.2, annex F.3). Filling it through SQLite inserts row
//! by row, which splits nodes and touches them at random: nine of ten parts of the time that a million
//! features take. SQLite keeps the tree in three ordinary tables, whose format is documented at the
//! head of its `rtree.c`; here they are filled with full nodes in the order of a Hilbert curve. SQLite's
//! own `rtreecheck()` looks at the result in the tests.

use super::flatgeobuf::bounds;
use super::hilbert::{Bounds, hilbert_order};
use parkward_layer::PlanLayer;
use rusqlite::{Connection, Result, params};

/// Most cells of a node: what SQLite itself takes, whatever the page, for pages from 1,536 bytes on.
const CELLS: usize = 51;
/// Bytes of a cell: a number, and a rectangle of four single-precision numbers.
const CELL: usize = 8 + 4 * 4;
/// Bytes of a node: depth, number of cells, cells.
const NODE: usize = 4 + CELLS * CELL;

/// Indexes the column `geom` of a layer's table, whose rows have the numbers from 1 on, and adds the
/// triggers that keep the index true when somebody edits the layer.
pub(super) fn index(layer: &PlanLayer<'_>, database: &Connection) -> Result<()> {
    let (table, tree) = (layer.name, format!("rtree_{}_geom", layer.name));
    database.execute_batch(&format!(
        "CREATE VIRTUAL TABLE \"{tree}\" USING rtree(id, minx, maxx, miny, maxy);"
    ))?;
    fill(layer, &tree, database)?;
    database.execute_batch(&triggers(table, &tree))?;
    database.execute_batch(EXTENSIONS)?;
    database.execute(
        "INSERT INTO gpkg_extensions VALUES (?, 'geom', 'gpkg_rtree_index', \
         'http://www.geopackage.org/spec120/#extension_rtree', 'write-only')",
        params![table],
    )?;
    Ok(())
}

/// The table of extensions, as the standard has it.
const EXTENSIONS: &str = "CREATE TABLE IF NOT EXISTS gpkg_extensions (table_name TEXT,\
    column_name TEXT,extension_name TEXT NOT NULL,definition TEXT NOT NULL,scope TEXT NOT NULL,\
    CONSTRAINT ge_tce UNIQUE (table_name, column_name, extension_name))";

/// Numbers of nodes, the leaves first. The root is node 1, and each level follows the one above it.
struct Levels(Vec<usize>);

impl Levels {
    fn of(rows: usize) -> Self {
        let mut levels = vec![rows.div_ceil(CELLS).max(1)];
        while let Some(nodes @ 2..) = levels.last().copied() {
            levels.push(nodes.div_ceil(CELLS));
        }
        Self(levels)
    }

    /// The number of a node at its place within a level.
    fn number(&self, level: usize, index: usize) -> i64 {
        let before: usize = self.0[level + 1..].iter().sum();
        i64::try_from(1 + before + index).expect("fewer than 2^63 nodes")
    }
}

fn fill(layer: &PlanLayer<'_>, tree: &str, database: &Connection) -> Result<()> {
    let at = |index: usize| layer.geometry(index).map_or(Bounds::EMPTY, |g| bounds(&g));
    let all = (0..layer.len()).map(at).fold(Bounds::EMPTY, |all, one| all.with(&one));
    let mut order = hilbert_order(layer.len(), all, at);
    let empty = order.iter().rev().take_while(|index| at(**index as usize).is_empty()).count();
    order.truncate(order.len() - empty);
    let levels = Levels::of(order.len());
    let root = levels.0.len() - 1;

    let mut insert =
        database.prepare(&format!("INSERT OR REPLACE INTO \"{tree}_node\" VALUES (?, ?)"))?;
    let mut leaf_of = vec![0_u32; layer.len()]; // by row; 0 for those without a geometry
    let mut below = Vec::with_capacity(levels.0[0]);
    let mut chunks = order.chunks(CELLS);
    for leaf in 0..levels.0[0] {
        let number = levels.number(0, leaf);
        let mut node = Node::default();
        for index in chunks.next().unwrap_or_default() {
            node.add(i64::from(*index) + 1, &at(*index as usize));
            leaf_of[*index as usize] = u32::try_from(number).expect("fewer than 2^32 nodes");
        }
        insert.execute(params![number, node.bytes(root == 0, root)])?;
        below.push(node.bounds);
    }
    for level in 1..levels.0.len() {
        let mut above = Vec::with_capacity(levels.0[level]);
        for (index, children) in below.chunks(CELLS).enumerate() {
            let mut node = Node::default();
            for (child, bounds) in children.iter().enumerate() {
                node.add(levels.number(level - 1, index * CELLS + child), bounds);
            }
            insert
                .execute(params![levels.number(level, index), node.bytes(level == root, root)])?;
            above.push(node.bounds);
        }
        below = above;
    }

    let mut insert = database.prepare(&format!("INSERT INTO \"{tree}_parent\" VALUES (?, ?)"))?;
    for level in (0..root).rev() {
        for index in 0..levels.0[level] {
            let parent = levels.number(level + 1, index / CELLS);
            insert.execute(params![levels.number(level, index), parent])?;
        }
    }
    let mut insert = database.prepare(&format!("INSERT INTO \"{tree}_rowid\" VALUES (?, ?)"))?;
    for (row, leaf) in (1_i64..).zip(leaf_of).filter(|(_, leaf)| *leaf != 0) {
        insert.execute(params![row, leaf])?;
    }
    Ok(())
}

/// A node in the making.
struct Node {
    cells: u16,
    bounds: Bounds,
    bytes: Vec<u8>,
}

impl Default for Node {
    fn default() -> Self {
        Self { cells: 0, bounds: Bounds::EMPTY, bytes: vec![0; 4] }
    }
}

impl Node {
    /// Adds a row or a child. Numbers are big-endian; rectangles are rounded outwards.
    fn add(&mut self, number: i64, bounds: &Bounds) {
        self.cells += 1;
        self.bounds = self.bounds.with(bounds);
        self.bytes.extend_from_slice(&number.to_be_bytes());
        for axis in [0, 1] {
            self.bytes.extend_from_slice(&down(bounds.low[axis]).to_be_bytes());
            self.bytes.extend_from_slice(&(-down(-bounds.high[axis])).to_be_bytes());
        }
    }

    /// The node as SQLite stores it. The root also says how far the leaves are below it.
    fn bytes(&mut self, is_root: bool, depth: usize) -> &[u8] {
        let depth = if is_root { u16::try_from(depth).expect("a tree is not so deep") } else { 0 };
        self.bytes[0..2].copy_from_slice(&depth.to_be_bytes());
        self.bytes[2..4].copy_from_slice(&self.cells.to_be_bytes());
        self.bytes.resize(NODE, 0);
        &self.bytes
    }
}

/// The greatest number in single precision that is not greater.
#[expect(clippy::cast_possible_truncation, reason = "rounding is what it is for")]
fn down(number: f64) -> f32 {
    let nearest = number as f32;
    if f64::from(nearest) > number { nearest.next_down() } else { nearest }
}

/// The triggers of the standard.
fn triggers(table: &str, tree: &str) -> String {
    let put = format!(
        "INSERT OR REPLACE INTO \"{tree}\" VALUES (NEW.\"fid\",ST_MinX(NEW.\"geom\"), \
         ST_MaxX(NEW.\"geom\"),ST_MinY(NEW.\"geom\"), ST_MaxY(NEW.\"geom\"));"
    );
    let there = "(NEW.\"geom\" NOTNULL AND NOT ST_IsEmpty(NEW.\"geom\"))";
    let gone = "(NEW.\"geom\" ISNULL OR ST_IsEmpty(NEW.\"geom\"))";
    let drop = format!("DELETE FROM \"{tree}\" WHERE id = OLD.\"fid\";");
    let drop_both = format!("DELETE FROM \"{tree}\" WHERE id IN (OLD.\"fid\", NEW.\"fid\");");
    let (same, other) = ("OLD.\"fid\" = NEW.\"fid\"", "OLD.\"fid\" != NEW.\"fid\"");
    [
        ("insert", "INSERT", there.to_owned(), put.clone()),
        ("update1", "UPDATE OF \"geom\"", format!("{same} AND {there}"), put.clone()),
        ("update2", "UPDATE OF \"geom\"", format!("{same} AND {gone}"), drop.clone()),
        ("update3", "UPDATE", format!("{other} AND {there}"), format!("{drop} {put}")),
        ("update4", "UPDATE", format!("{other} AND {gone}"), drop_both),
        ("delete", "DELETE", "OLD.\"geom\" NOT NULL".to_owned(), drop),
    ]
    .iter()
    .map(|(name, event, when, what)| {
        format!(
            "CREATE TRIGGER \"{tree}_{name}\" AFTER {event} ON \"{table}\" WHEN {when} \
             BEGIN {what} END;\n"
        )
    })
    .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use geo::Coord;
    use parkward_layer::{FeatureGeometry, Shape};
    use parkward_model::Text;

    #[test]
    fn sqlite_finds_no_fault_and_finds_what_is_there() {
        for rows in [0_usize, 1, 2, 51, 52, 51 * 51, 51 * 51 + 1, 20_000] {
            let at = |index: usize| {
                let (x, y) = ((index * 7_919 % 1_000) as f64, (index * 104_729 % 777) as f64);
                Coord { x: x / 1_000.0 + 120.0, y: y / 777.0 - 0.5 }
            };
            let layer = PlanLayer::new(
                ("moves", Text::default()),
                Shape::Line,
                Vec::new(),
                rows,
                move |index| {
                    let to = at(index + 1);
                    (index % 10 != 3).then_some(FeatureGeometry::Line([at(index), to]))
                },
                |_, _| {},
            );
            let database = Connection::open_in_memory().unwrap();
            database.execute_batch("CREATE TABLE moves (fid INTEGER PRIMARY KEY, geom)").unwrap();
            index(&layer, &database).unwrap();
            let one =
                |sql: &str| database.query_row(sql, [], |row| row.get::<_, String>(0)).unwrap();
            assert_eq!(one("SELECT rtreecheck('rtree_moves_geom')"), "ok", "{rows} rows");
            let window = |b: &Bounds| {
                b.low[0] <= 120.6 && b.high[0] >= 120.5 && b.low[1] <= 0.25 && b.high[1] >= 0.1
            };
            let expected: Vec<i64> = (0..rows)
                .filter(|index| layer.geometry(*index).is_some_and(|g| window(&bounds(&g))))
                .map(|index| i64::try_from(index).unwrap() + 1)
                .collect();
            let mut query = database
                .prepare(
                    "SELECT id FROM rtree_moves_geom WHERE minx <= 120.6 AND maxx >= 120.5 AND \
                     miny <= 0.25 AND maxy >= 0.1 ORDER BY id",
                )
                .unwrap();
            let found = query.query_map([], |row| row.get(0)).unwrap();
            let found: Vec<i64> = found.map(std::result::Result::unwrap).collect();
            assert_eq!(found, expected, "{rows} rows");
            // It can be changed afterwards like any other.
            database
                .execute_batch(
                    "INSERT INTO rtree_moves_geom VALUES (100000, 1, 2, 3, 4); \
                     DELETE FROM rtree_moves_geom WHERE id % 3 = 1;",
                )
                .unwrap();
            assert_eq!(one("SELECT rtreecheck('rtree_moves_geom')"), "ok", "{rows} rows");
        }
    }
}
