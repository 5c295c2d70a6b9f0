//! Rows to roads, and to the gates of parks.

use super::columns::Cells;
use super::conversion::Place;
use super::osm::{OsmRoads, is_osm, read_osm_roads};
use super::reading::Reading;
use crate::quantity::half_width;
use crate::rows::{GEOMETRY, Problem, kind};
use crate::source::{GATES, ROADS, Source};
use crate::{ReadError, source::Known};
use geo::{Geometry, LineString, MapCoords};
use geo_types::Point;
use parkward_model::{CrsFrom, HowRead, Input, InputKind, IssueKind, ParkId, Survey, Text};
use parkward_roads::{Direction, RoadLayer, RoadName, Structure, Way};
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::path::Path;

/// Reads the roads of a line layer in any format and CRS, or of OpenStreetMap's PBF; the survey gets the record of the
/// file, and the rows that are no roads.
///
/// # Errors
/// [`ReadError`] for what is wrong with the whole file, an empty one included.
pub fn read_roads(
    source: &Source,
    folder: &Path,
    survey: &mut Survey,
) -> Result<RoadLayer, ReadError> {
    if is_osm(&source.file) && !source.is_connection() {
        return of_osm(source, folder, survey);
    }
    let convert = |cells: &Cells<'_>, place: Place<'_>| {
        let name = RoadName {
            row: place.row,
            id: place.id.to_owned(),
            name: Text::new(
                cells.text("name_zh").unwrap_or_default(),
                cells.text("name_en").unwrap_or_default(),
            ),
        };
        let lines = lines(cells, place)?;
        let way = way(cells)?;
        Ok((name, lines.into_iter().map(|line| Way { line, ..way.clone() }).collect::<Vec<_>>()))
    };
    let noun = Text::new("道路", "road");
    let rows = every(source, folder, ROADS, InputKind::Roads, noun, survey, convert)?;
    let mut roads = RoadLayer::default();
    for (name, ways) in rows {
        roads.names.extend(std::iter::repeat_n(name, ways.len()));
        roads.ways.extend(ways);
    }
    Ok(roads)
}

/// The roads of a file of OpenStreetMap, whose positions are on WGS84 whatever anybody says.
fn of_osm(source: &Source, folder: &Path, survey: &mut Survey) -> Result<RoadLayer, ReadError> {
    let reading = Reading::start(source, folder, ROADS, &BTreeMap::new())?;
    let read = || read_osm_roads(&reading.path, &source.label());
    let (OsmRoads { ways, turns, ids, names, counts }, sha256) = reading.hashed(read)?;
    let called = ids.iter().zip(names).map(|(id, name)| RoadName {
        row: u64::try_from(*id).unwrap_or_default(),
        id: id.to_string(),
        name: Text::new("", name),
    });
    let note = |text| reading.note(None, IssueKind::Roads, text);
    survey.notes.extend(counts.notes().into_iter().map(note));
    survey.how_read.push(HowRead {
        crs_from: CrsFrom::Declared,
        columns: Vec::new(),
        unread: Vec::new(),
    });
    survey.inputs.push(Input {
        kind: InputKind::Roads,
        file: source.label(),
        sha256,
        crs: "EPSG:4326".to_owned(),
        rows: counts.roads,
        rejected: 0,
    });
    Ok(RoadLayer { names: called.collect(), ways, turns, ..RoadLayer::default() })
}

/// Reads the gates of parks: points, each with the id of its park.
///
/// # Errors
/// As [`read_roads`].
pub fn read_gates(
    source: &Source,
    folder: &Path,
    survey: &mut Survey,
) -> Result<BTreeMap<ParkId, Vec<Point<f64>>>, ReadError> {
    let parks: Vec<ParkId> = survey.parks.iter().map(|park| park.id.clone()).collect();
    let convert = |cells: &Cells<'_>, place: Place<'_>| {
        let missing = || cells.problem("park", "园区编号", "the id of a park");
        let id = cells.text("park").ok_or_else(missing)?;
        let park = parks.iter().find(|park| park.as_str() == id);
        let park = park.ok_or_else(|| {
            let problem =
                cells.problem("park", "园区数据中的编号", "the id of a park that was read");
            problem.of(IssueKind::UnmatchedId)
        })?;
        let at = match &place.geometry {
            Geometry::Point(at) => *at,
            Geometry::MultiPoint(all) if all.len() == 1 => all.0[0],
            other => return Err(wrong(["点", "a point"], other)),
        };
        Ok((park.clone(), Point(cells.position(at.0, place.to_wgs84)?)))
    };
    let noun = Text::new("出入口", "gate");
    let rows = every(source, folder, GATES, InputKind::Gates, noun, survey, convert)?;
    let mut gates: BTreeMap<ParkId, Vec<Point<f64>>> = BTreeMap::new();
    rows.into_iter().for_each(|(park, at)| gates.entry(park).or_default().push(at));
    Ok(gates)
}

/// What comes of every row that can be used: a survey has no room for it.
fn every<T>(
    source: &Source,
    folder: &Path,
    known: &[Known],
    input: InputKind,
    noun: Text,
    survey: &mut Survey,
    convert: impl Fn(&Cells<'_>, Place<'_>) -> Result<T, Problem>,
) -> Result<Vec<T>, ReadError> {
    let fields = BTreeMap::new();
    let reading = Reading::start(source, folder, known, &fields)?.without_ids();
    let rows: RefCell<Vec<(u64, T)>> = RefCell::default();
    let with_row = |cells: &Cells<'_>, place: Place<'_>| {
        let row = place.row;
        Ok((row, convert(cells, place)?))
    };
    let keep = |(row, item): (u64, T), _: &mut Survey| {
        let mut rows = rows.borrow_mut();
        // A file that is read once more, in the CRS that stands at its end, begins anew.
        if rows.last().is_some_and(|(last, _)| *last >= row) {
            rows.clear();
        }
        rows.push((row, item));
    };
    let header = reading.each(input, noun, &fields, survey, with_row, keep)?;
    survey.notes.extend(header.notes);
    Ok(rows.into_inner().into_iter().map(|(_, item)| item).collect())
}

/// The lines of a road in longitude and latitude.
fn lines(cells: &Cells<'_>, place: Place<'_>) -> Result<Vec<LineString<f64>>, Problem> {
    let Place { geometry, to_wgs84, .. } = place;
    let geometry = geometry.try_map_coords(|c| cells.position(c, to_wgs84))?;
    let lines = match geometry {
        Geometry::LineString(line) => vec![line],
        Geometry::MultiLineString(lines) => lines.0,
        other => return Err(wrong(["线", "a line"], &other)),
    };
    match lines.is_empty() || lines.iter().any(|line| line.0.len() < 2) {
        false => Ok(lines),
        true => Err(Problem {
            issue: IssueKind::BadShape,
            column: GEOMETRY.to_owned(),
            expected: Text::new("线", "a line"),
            found: Text::new("不足两点的线", "a line of fewer than two points"),
        }),
    }
}

fn wrong([zh, en]: [&str; 2], found: &Geometry<f64>) -> Problem {
    Problem {
        issue: IssueKind::BadShape,
        column: GEOMETRY.to_owned(),
        expected: Text::new(zh, en),
        found: Text::same(kind(found)),
    }
}

/// What the columns of a row say of its road.
fn way(cells: &Cells<'_>) -> Result<Way, Problem> {
    let above_0 = |key: &str| match cells.number(key)? {
        Some(number) if !(number > 0.0 && number.is_finite()) => {
            let problem = cells.problem(key, "大于 0 的数", "a number above 0");
            Err(problem.of(IssueKind::Impossible))
        }
        number => Ok(number),
    };
    Ok(Way {
        kind: cells.text("kind").unwrap_or_default().into_owned(),
        direction: direction(cells)?,
        structure: structure(cells)?,
        closed: cells.flag("closed")?.unwrap_or(false),
        speed_kmh: speed(cells)?,
        length_m: above_0("length_m")?,
        minutes: above_0("minutes")?,
        max_t: above_0("max_t")?,
        hazmat: cells.flag("hazmat")?,
        hgv: cells.flag("hgv")?,
        ..Way::along(LineString::new(Vec::new()))
    })
}

/// How fast one drives. Extracts of OpenStreetMap have 0 where nobody knows.
fn speed(cells: &Cells<'_>) -> Result<Option<f64>, Problem> {
    match cells.number("speed_kmh")? {
        Some(0.0) => {
            let unknown = || [Text::same("0"), Text::new("未知", "unknown")];
            cells.interpreted("speed_kmh", unknown);
            Ok(None)
        }
        Some(speed) if speed < 0.0 => {
            let problem = cells.problem("speed_kmh", "大于 0 的车速（公里/小时）", "km/h above 0");
            Err(problem.of(IssueKind::Impossible))
        }
        speed => Ok(speed),
    }
}

/// Which way one may drive, in the words of several makers of maps. A word that is none of theirs is refused: the
/// wrong way along a road is worse than a row to be mended.
fn direction(cells: &Cells<'_>) -> Result<Direction, Problem> {
    let Some(word) = cells.text("oneway") else { return Ok(Direction::Both) };
    match half_width(&word).to_lowercase().trim() {
        "no" | "n" | "false" | "0" | "both" | "b" | "双向" | "否" => Ok(Direction::Both),
        "yes" | "y" | "true" | "1" | "forward" | "f" | "ft" | "单向" | "正向" | "顺向" | "是" => {
            Ok(Direction::Forward)
        }
        "-1" | "reverse" | "backward" | "t" | "tf" | "反向" | "逆向" => Ok(Direction::Backward),
        _ if cells.is_unknown("oneway") => Ok(Direction::Both),
        _ => Err(cells.problem(
            "oneway",
            "否（双向）、是（沿线方向）或 -1（逆线方向）",
            "no (both ways), yes (along the line) or -1 (against it)",
        )),
    }
}

fn structure(cells: &Cells<'_>) -> Result<Structure, Problem> {
    // Layers of OpenStreetMap say what kind of bridge it is.
    let is = |key: &str| match cells.text(key) {
        Some(kind) if matches!(&*kind, "viaduct" | "movable" | "culvert" | "building_passage") => {
            Ok(kind != "building_passage")
        }
        _ => Ok(cells.flag(key)? == Some(true)),
    };
    let word = cells.text("structure").unwrap_or_default();
    match half_width(&word).to_lowercase().trim() {
        "bridge" | "桥" | "桥梁" | "高架" => return Ok(Structure::Bridge),
        "tunnel" | "隧道" => return Ok(Structure::Tunnel),
        "" | "ground" | "地面" => {}
        _ if cells.is_unknown("structure") => {}
        _ => {
            let (zh, en) = ("ground、bridge 或 tunnel", "ground, bridge or tunnel");
            return Err(cells.problem("structure", zh, en));
        }
    }
    Ok(match (is("bridge")?, is("tunnel")?) {
        (true, _) => Structure::Bridge,
        (_, true) => Structure::Tunnel,
        _ => Structure::Ground,
    })
}
