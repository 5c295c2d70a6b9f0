//! Roads, ferries and restrictions of turns of OpenStreetMap, from a file in its format PBF.
//!
//! The file is read twice, so that memory is bounded by its roads: first the ways that are roads, and the
//! restrictions; then the nodes along them. The second pass leaves out the blocks without nodes.

mod elements;
mod figures;
mod kinds;
mod nodes;
mod pbf;
mod pieces;
mod restriction;
#[cfg(test)]
mod tests;
mod wire;

use crate::ReadError;
use elements::Block;
use figures::Figure;
use kinds::{Kind, Road};
use nodes::{Ids, Nodes};
use parkward_geometry::length;
use parkward_model::Text;
use parkward_roads::{Direction, Turn, Way};
use pbf::{Wrong, each_block};
use pieces::{Cutter, Piece, point};
use restriction::{Passed, Restriction};
use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::Path;
use wire::Damaged;

/// The roads of a file, cut into pieces where something begins or ends; in the order of OpenStreetMap's ids, and along
/// each way.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct OsmRoads {
    /// Pieces of roads. They meet at shared vertices and nowhere else: to be joined with no tolerance.
    pub(crate) ways: Vec<Way>,
    /// Restrictions of turns between pieces.
    pub(crate) turns: Vec<Turn>,
    /// The OpenStreetMap id of the way that each piece is of.
    pub(crate) ids: Vec<i64>,
    /// The name of each piece, or else its number; empty where it has neither.
    pub(crate) names: Vec<String>,
    /// What was read, and what was left out.
    pub(crate) counts: OsmCounts,
}

/// What a file has, and what became of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct OsmCounts {
    /// Ways of any kind.
    pub(crate) ways: u64,
    /// Ways that are roads or ferries, and of which something is left.
    pub(crate) roads: u64,
    /// Of these, those on which nobody may drive.
    pub(crate) closed: u64,
    /// Tracks that are not hard, which were left out.
    pub(crate) soft_tracks: u64,
    /// Ways that stand in the file twice, of which the first counts.
    pub(crate) twice: u64,
    /// Nodes along roads that the file does not have, as extracts do at their border.
    pub(crate) missing_nodes: u64,
    /// Roads that were cut where nodes are missing.
    pub(crate) cut: u64,
    /// Roads of which no two nodes that follow each other are there.
    pub(crate) lost: u64,
    /// Nodes at the place of another one, which are no junction with it.
    pub(crate) at_one_place: u64,
    /// Nodes that nobody passes.
    pub(crate) barriers: u64,
    /// Values of `maxspeed`, `maxweight` and `duration` that could not be understood.
    pub(crate) unread_figures: u64,
    /// Relations that restrict turns.
    pub(crate) restrictions: u64,
    /// Those that count.
    pub(crate) in_force: u64,
    /// Those that forbid what one cannot do anyhow: against a one-way road, or past a barrier.
    pub(crate) moot: u64,
    /// Those that name roads which are none here, or are not in the file.
    pub(crate) elsewhere: u64,
    /// Those that hold at some hours only.
    pub(crate) conditional: u64,
    /// Those that lead over a way.
    pub(crate) via_way: u64,
    /// Those that concern buses, bicycles and others who carry no goods.
    pub(crate) for_others: u64,
    /// Those that do not say which turn.
    pub(crate) unclear: u64,
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

/// A way that is a road.
struct Found {
    id: i64,
    road: Box<Road>,
    nodes: Box<[i64]>,
}

/// What the first pass over a file collects.
#[derive(Default)]
struct Pass {
    /// In the order of their ids, each once.
    ways: Vec<Found>,
    restrictions: Vec<Result<Restriction, Passed>>,
    counts: OsmCounts,
    /// Of each block whether it has nodes.
    with_nodes: Vec<bool>,
}

impl Pass {
    fn of(path: &Path) -> Result<Self, Wrong> {
        let mut pass = Self::default();
        each_block(path, |_| true, Self::of_block, |number, block| pass.take(number, block))?;
        let before = pass.ways.len();
        pass.ways.sort_by_key(|way| way.id);
        pass.ways.dedup_by_key(|way| way.id);
        pass.counts.twice = (before - pass.ways.len()) as u64;
        Ok(pass)
    }

    fn of_block(block: &Block<'_>) -> Result<Self, Damaged> {
        let mut pass = Self { with_nodes: vec![block.has_nodes()?], ..Self::default() };
        let Self { ways, restrictions, counts, .. } = &mut pass;
        block.each_way(|way| {
            counts.ways += 1;
            match kinds::kind(&way.tags) {
                Kind::Road(road) => {
                    let nodes = way.nodes.flatten().collect();
                    ways.push(Found { id: way.id, road, nodes });
                }
                Kind::SoftTrack => counts.soft_tracks += 1,
                Kind::Other => {}
            }
        })?;
        block.each_relation(|relation| restrictions.extend(Restriction::of(&relation)))?;
        Ok(pass)
    }

    fn take(&mut self, number: usize, block: Self) {
        self.ways.extend(block.ways);
        self.restrictions.extend(block.restrictions);
        self.counts.ways += block.counts.ways;
        self.counts.soft_tracks += block.counts.soft_tracks;
        self.with_nodes.resize(number, false);
        self.with_nodes.extend(block.with_nodes);
    }
}

/// Which piece of a road ends at a node, and whether with its last vertex.
type End = (usize, bool);

/// Roads on their way into pieces, and restrictions into turns between these.
struct Assembly<'a> {
    nodes: &'a Nodes<'a>,
    roads: OsmRoads,
    /// The pieces that end at the junctions of restrictions, by road and node.
    ends: BTreeMap<(i64, usize), Vec<End>>,
}

impl<'a> Assembly<'a> {
    fn new(
        nodes: &'a Nodes<'a>,
        restrictions: &[Result<Restriction, Passed>],
        counts: OsmCounts,
    ) -> Self {
        let named = restrictions.iter().flatten().flat_map(|restriction| {
            let roads = restriction.from.iter().chain(&restriction.to);
            let via = nodes.of_id(restriction.via);
            roads.filter_map(move |road| Some(((*road, via?), Vec::new())))
        });
        let ends = named.collect();
        Self { nodes, roads: OsmRoads { counts, ..OsmRoads::default() }, ends }
    }

    fn roads(mut self, ways: Vec<Found>, restrictions: &[Result<Restriction, Passed>]) -> OsmRoads {
        let mut cutter = Cutter::new(self.nodes);
        let named: BTreeSet<i64> = self.ends.keys().map(|(road, _)| *road).collect();
        for Found { id, road, nodes } in ways {
            let of_id = |id: &i64| self.nodes.of_id(*id).expect("nodes of roads are wanted");
            let way: Vec<usize> = nodes.iter().map(of_id).collect();
            let is_named = named.contains(&id);
            let cut = |node| is_named && self.ends.contains_key(&(id, node));
            let pieces = cutter.pieces(&way, !road.closed, cut);
            let whole = way.iter().all(|node| self.nodes.place(*node).is_some());
            self.count(&road, &pieces, whole);
            self.push(id, &road, pieces);
        }
        self.roads.counts.restrictions = restrictions.len() as u64;
        restrictions.iter().for_each(|restriction| self.restrict(restriction));
        self.roads
    }

    fn count(&mut self, road: &Road, pieces: &[Piece], whole: bool) {
        let counts = &mut self.roads.counts;
        if pieces.is_empty() {
            counts.lost += 1;
            return;
        }
        counts.roads += 1;
        counts.cut += u64::from(!whole);
        counts.closed += u64::from(road.closed);
        let figures = [road.speed, road.max_t, road.minutes];
        let unread = figures.iter().filter(|figure| **figure == Figure::Unread);
        counts.unread_figures += unread.count() as u64;
    }

    fn push(&mut self, id: i64, road: &Road, pieces: Vec<Piece>) {
        let minutes = road.minutes.value();
        let metres = |piece: &Piece| minutes.map_or(0.0, |_| length(&piece.line).0);
        let whole: f64 = pieces.iter().map(metres).sum();
        for piece in pieces {
            let number = self.roads.ways.len();
            for (end, is_last) in piece.ends.into_iter().zip([false, true]) {
                let end = end.and_then(|node| self.ends.get_mut(&(id, node)));
                end.into_iter().for_each(|pieces| pieces.push((number, is_last)));
            }
            // The time of a ferry is that of all its pieces together.
            let minutes = minutes.map(|minutes| minutes * metres(&piece) / whole);
            self.roads.ways.push(Way {
                kind: road.kind.to_owned(),
                direction: road.direction,
                structure: road.structure,
                closed: road.closed || piece.barred,
                speed_kmh: road.speed.value(),
                minutes,
                max_t: road.max_t.value(),
                hazmat: road.hazmat,
                hgv: road.hgv,
                ..Way::along(piece.line)
            });
            self.roads.ids.push(id);
            self.roads.names.push(road.name.as_deref().unwrap_or_default().to_owned());
        }
    }

    /// Makes turns of a restriction, or counts why not.
    fn restrict(&mut self, restriction: &Result<Restriction, Passed>) {
        let outcome = restriction.as_ref().map(|restriction| self.turns(restriction));
        let counts = &mut self.roads.counts;
        *match outcome {
            Ok(Outcome::Turns(turns)) => {
                self.roads.turns.extend(turns);
                &mut counts.in_force
            }
            Ok(Outcome::Moot) => &mut counts.moot,
            Ok(Outcome::Elsewhere) => &mut counts.elsewhere,
            Ok(Outcome::Unclear) | Err(Passed::Unclear) => &mut counts.unclear,
            Err(Passed::Conditional) => &mut counts.conditional,
            Err(Passed::ViaWay) => &mut counts.via_way,
            Err(Passed::Others) => &mut counts.for_others,
        } += 1;
    }

    /// The turns from and to the pieces that end at the junction. A road that leads on beyond it in both directions
    /// does not say from which side, or to which.
    fn turns(&self, restriction: &Restriction) -> Outcome {
        let via = self.nodes.of_id(restriction.via);
        let Some((via, place)) = via.and_then(|via| Some((via, self.nodes.place(via)?))) else {
            return Outcome::Elsewhere;
        };
        if self.nodes.is_barred(via) {
            return Outcome::Moot;
        }
        let mut turns = Vec::new();
        let pairs = restriction
            .from
            .iter()
            .flat_map(|from| restriction.to.iter().map(move |to| (*from, *to)));
        for (from, to) in pairs {
            let (from_ends, to_ends) = (&self.ends[&(from, via)], &self.ends[&(to, via)]);
            if from_ends.is_empty() || to_ends.is_empty() {
                return Outcome::Elsewhere;
            }
            let (arriving, leaving) = (self.open(from_ends, true), self.open(to_ends, false));
            let turn = |from, to| Turn {
                from,
                via: point(place),
                to,
                only: restriction.only,
                hgv: restriction.hgv,
            };
            match (&arriving[..], &leaving[..]) {
                // Nobody may turn back into the road that he came along, from whichever side.
                _ if from == to && restriction.u_turn && apart(from_ends) => {
                    let back = arriving.iter().filter(|piece| leaving.contains(piece));
                    turns.extend(back.map(|piece| turn(*piece, *piece)));
                }
                ([], _) => {}
                (_, []) if !restriction.only => {}
                ([from], [to]) => turns.push(turn(*from, *to)),
                _ => return Outcome::Unclear,
            }
        }
        if turns.is_empty() { Outcome::Moot } else { Outcome::Turns(turns) }
    }

    /// The pieces along which one may come to a junction, or leave it.
    fn open(&self, ends: &[End], arriving: bool) -> Vec<usize> {
        let is_open = |(piece, is_last): &&End| {
            let way = &self.roads.ways[*piece];
            let against =
                if *is_last == arriving { Direction::Backward } else { Direction::Forward };
            !way.closed && way.direction != against
        };
        ends.iter().filter(is_open).map(|(piece, _)| *piece).collect()
    }
}

/// Whether no piece ends there twice, as one that goes round does.
fn apart(ends: &[End]) -> bool {
    ends.iter().map(|(piece, _)| piece).collect::<BTreeSet<_>>().len() == ends.len()
}

/// What became of a restriction.
enum Outcome {
    Turns(Vec<Turn>),
    Moot,
    Elsewhere,
    Unclear,
}

impl OsmCounts {
    /// What a user should know of it: a sentence each, none for what there is none of.
    pub(crate) fn notes(&self) -> Vec<Text> {
        let some = [
            (
                self.cut,
                "条道路因缺少节点而被截断（提取范围的边缘）",
                "road(s) were cut where nodes are missing, as at the border of an extract",
            ),
            (
                self.lost,
                "条道路缺少节点，未采用",
                "road(s) were left out because their nodes are missing",
            ),
            (
                self.twice,
                "条道路重复出现，只采用第一处",
                "road(s) stand in the file twice; the first one counts",
            ),
            (
                self.at_one_place,
                "个道路节点与另一节点位置相同而不是同一节点，不作路口",
                "node(s) of roads are at the place of another one without being it: no junction",
            ),
            (
                self.soft_tracks,
                "条未硬化的便道（highway=track）未采用",
                "track(s) that are not hard (highway=track) were left out",
            ),
            (
                self.unread_figures,
                "处 maxspeed、maxweight 或 duration 无法识别，按未填处理",
                "value(s) of maxspeed, maxweight or duration could not be understood and count as not given",
            ),
            (
                self.conditional,
                "条转弯限制只在部分时段有效，未采用",
                "restriction(s) of turns hold at some hours only and do not count",
            ),
            (
                self.via_way,
                "条转弯限制经过一条路径（via 为 way），未采用",
                "restriction(s) of turns lead over a way (via) and do not count",
            ),
            (
                self.unclear,
                "条转弯限制不明确，未采用",
                "restriction(s) of turns are unclear and do not count",
            ),
        ];
        let some = some.into_iter().filter(|(count, ..)| *count > 0);
        some.map(|(count, zh, en)| Text::new(format!("{count} {zh}"), format!("{count} {en}")))
            .collect()
    }
}
