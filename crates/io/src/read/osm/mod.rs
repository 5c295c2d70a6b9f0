//! Roads, ferries and restrictions of turns of OpenStreetMap, from a file in its format PBF.
//!
//! The file is read twice, so that memory is bounded by its roads: first the ways that are roads, and the
//! restrictions; then the nodes along them. The second pass leaves out the blocks without nodes.

mod assembly;
mod counts;
mod elements;
mod figures;
mod kinds;
mod nodes;
mod pass;
mod pbf;
mod pieces;
mod restriction;
mod roads;
#[cfg(test)]
mod tests;
mod wire;
mod wrong;

use crate::ReadError;
use assembly::Assembly;
use nodes::{Ids, Nodes};
use parkward_model::Text;
use pass::Pass;
use pbf::each_block;
use std::io;
use std::path::Path;
use wrong::Wrong;

pub(crate) use counts::OsmCounts;
pub(crate) use roads::OsmRoads;

/// Whether a file is one of OpenStreetMap's own by its name. XML is among them: it is refused with a word on how
/// it becomes PBF, since GDAL would hand out footpaths and rivers as lines and the tags in one text.
pub fn is_osm(file: &str) -> bool {
    let file = file.to_ascii_lowercase();
    let endings = [".pbf", ".osm", ".osm.xml", ".osm.gz", ".osm.bz2"];
    endings.iter().any(|ending| file.ends_with(ending))
}

/// Reads the roads of a file that messages call `label`.
///
/// # Errors
/// [`ReadError`] if it is no such file, is damaged or cut off, or has no road.
pub(crate) fn read_osm_roads(path: &Path, label: &str) -> Result<OsmRoads, ReadError> {
    let wrong = |wrong: Wrong| match wrong {
        Wrong::Io(error) if error.kind() == io::ErrorKind::NotFound => {
            ReadError::Missing { file: label.to_owned(), place: path.display().to_string() }
        }
        wrong => wrong.of(label),
    };
    let Pass { ways, restrictions, mut counts, with_nodes } = Pass::of(path).map_err(wrong)?;
    let ids = ways.iter().flat_map(|way| way.nodes.iter().copied()).collect();
    let ids = Ids::of(ids);
    let mut nodes = Nodes::new(&ids);
    let wanted = |block: usize| with_nodes.get(block) == Some(&true);
    each_block(path, wanted, |block| ids.in_block(block), |_, found| nodes.keep(found))
        .map_err(wrong)?;
    counts.missing_nodes = nodes.missing() as u64;
    counts.barriers = nodes.barriers() as u64;
    counts.at_one_place = nodes.part() as u64;
    let roads = Assembly::new(&nodes, &restrictions, counts).roads(ways, &restrictions);
    if roads.ways.is_empty() {
        let OsmCounts { ways, lost, .. } = roads.counts;
        return Err(no_roads(label, ways, lost));
    }
    Ok(roads)
}

fn no_roads(label: &str, ways: u64, lost: u64) -> ReadError {
    let found = if lost > 0 {
        Text::new(format!(" {lost} 条道路，但缺少其节点"), format!("{lost} without their nodes"))
    } else {
        Text::new(format!(" {ways} 条路径，均非道路"), format!("{ways} ways, none of which is one"))
    };
    ReadError::Unreadable {
        file: label.to_owned(),
        expected: Text::new(
            "至少一条机动车道路（highway=…）或渡线（route=ferry）",
            "at least one road for vehicles (highway=…) or ferry (route=ferry)",
        ),
        found,
    }
}
