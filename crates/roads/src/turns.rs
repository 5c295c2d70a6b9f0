//! Restrictions of turns: a junction is there once more for each way into it that may not go on everywhere.

use crate::edges::{Edge, Edges};
use crate::place::Place;
use crate::problem::{Problem, ProblemKind};
use crate::way::Turn;
use parkward_geometry::distance_between;
use parkward_model::Metres;
use std::collections::{BTreeMap, BTreeSet};

/// An edge driven in one direction: twice its number, and one more from its second end to its first.
pub(crate) type Drive = u32;

/// The drive along an edge, back or forth.
pub(crate) fn drive(edge: usize, back: bool) -> Drive {
    u32::try_from(2 * edge).expect("fewer than 2^31 edges") + u32::from(back)
}

/// The edge of a drive, and which of its ends comes first.
pub(crate) fn edge_of(drive: Drive) -> (usize, usize) {
    ((drive / 2) as usize, (drive % 2) as usize)
}

/// A junction once more: for those who come to it by one drive and may not go on by some.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Copy {
    junction: u32,
    arriving: Drive,
    banned: BTreeSet<Drive>,
}

/// Copies of junctions, which are nodes behind all junctions. So a restriction of turns is a matter of which arcs
/// there are, and nothing that searches has to know of it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Copies {
    junctions: u32,
    /// By junction, then by drive.
    copies: Vec<Copy>,
    /// Where the copy for a drive stands.
    by_drive: BTreeMap<Drive, u32>,
}

impl Copies {
    /// The copies that some restrictions ask for. Each names roads that end at its junction, or lie no further
    /// than `tolerance` from it.
    pub(crate) fn of(
        turns: &[Turn],
        edges: &Edges,
        junctions: &[Place],
        tolerance: Metres,
        problems: &mut Vec<Problem>,
    ) -> Self {
        let around = Around::of(turns, edges, junctions, tolerance);
        let mut banned: BTreeMap<(u32, Drive), BTreeSet<Drive>> = BTreeMap::new();
        for turn in turns {
            let Some((junction, arriving, leaving)) = around.resolve(turn) else {
                let kind = ProblemKind::UnclearTurn { to: turn.to, via: turn.via };
                problems.push(Problem { way: turn.from, kind });
                continue;
            };
            let banned = banned.entry((junction, arriving)).or_default();
            if turn.only {
                banned.extend(around.leaving(junction).filter(|drive| *drive != leaving));
            } else {
                banned.insert(leaving);
            }
        }
        let junctions = u32::try_from(junctions.len()).expect("fewer than 2^32 junctions");
        let by_drive = (junctions..).zip(banned.keys()).map(|(node, key)| (key.1, node)).collect();
        let copy = |((junction, arriving), banned)| Copy { junction, arriving, banned };
        Self { junctions, copies: banned.into_iter().map(copy).collect(), by_drive }
    }

    pub(crate) fn nodes(&self) -> usize {
        self.junctions as usize + self.copies.len()
    }

    /// The node that a drive comes to.
    pub(crate) fn head(&self, edge: &Edge, drive: Drive) -> u32 {
        let junction = edge.ends[1 - edge_of(drive).1];
        self.by_drive.get(&drive).copied().unwrap_or(junction)
    }

    /// The nodes at which a drive may begin: its junction, and the copies of that which do not forbid it.
    pub(crate) fn tails(&self, edge: &Edge, drive: Drive) -> impl Iterator<Item = u32> + '_ {
        let junction = edge.ends[edge_of(drive).1];
        let first = self.copies.partition_point(|copy| copy.junction < junction);
        let copies = (self.junctions..).zip(&self.copies).skip(first);
        let copies = copies.take_while(move |(_, copy)| copy.junction == junction);
        let open = copies.filter(move |(_, copy)| !copy.banned.contains(&drive));
        std::iter::once(junction).chain(open.map(|(node, _)| node))
    }
}

/// The drives around junctions at which turns are restricted.
struct Around<'a> {
    edges: &'a Edges,
    /// Junction and edge, of the roads that restrictions name, by road.
    of_way: BTreeMap<u32, Vec<usize>>,
    leaving: BTreeMap<u32, BTreeSet<Drive>>,
    junctions: &'a [Place],
    tolerance: Metres,
}

impl<'a> Around<'a> {
    fn of(turns: &[Turn], edges: &'a Edges, junctions: &'a [Place], tolerance: Metres) -> Self {
        let named = turns.iter().flat_map(|turn| [turn.from, turn.to]);
        let named: BTreeSet<u32> = named.filter_map(|way| u32::try_from(way).ok()).collect();
        let mut of_way: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
        let mut near: BTreeSet<u32> = BTreeSet::new();
        for (number, edge) in
            edges.all.iter().enumerate().filter(|(_, edge)| named.contains(&edge.way))
        {
            of_way.entry(edge.way).or_default().push(number);
            near.extend(edge.ends);
        }
        let mut leaving: BTreeMap<u32, BTreeSet<Drive>> = BTreeMap::new();
        for (number, edge) in edges.all.iter().enumerate() {
            for back in [false, true] {
                let junction = edge.ends[usize::from(back)];
                if edge.open[usize::from(back)] && near.contains(&junction) {
                    leaving.entry(junction).or_default().insert(drive(number, back));
                }
            }
        }
        Self { edges, of_way, leaving, junctions, tolerance }
    }

    fn leaving(&self, junction: u32) -> impl Iterator<Item = Drive> + '_ {
        self.leaving.get(&junction).into_iter().flatten().copied()
    }

    /// The junction of a restriction, the drive to it and the one from it; `None` unless there is one of each.
    fn resolve(&self, turn: &Turn) -> Option<(u32, Drive, Drive)> {
        let arriving = self.drives(turn.from, turn, 1);
        let leaving = self.drives(turn.to, turn, 0);
        match (&arriving[..], &leaving[..]) {
            ([(at, arriving)], [(from, leaving)]) if at == from => Some((*at, *arriving, *leaving)),
            _ => None,
        }
    }

    /// Drives along a road that end (1) or begin (0) at the junction of a restriction.
    fn drives(&self, way: usize, turn: &Turn, end: usize) -> Vec<(u32, Drive)> {
        let edges = u32::try_from(way).ok().and_then(|way| self.of_way.get(&way));
        let both = edges.into_iter().flatten().flat_map(|edge| [(*edge, false), (*edge, true)]);
        both.filter_map(|(edge, back)| {
            let Edge { ends, open, .. } = self.edges.all[edge];
            let junction = ends[usize::from(back) ^ end];
            let at = self.junctions[junction as usize].point();
            let here = distance_between(at, turn.via).0 <= self.tolerance.0.max(0.05);
            (here && open[usize::from(back)]).then(|| (junction, drive(edge, back)))
        })
        .collect()
    }
}
