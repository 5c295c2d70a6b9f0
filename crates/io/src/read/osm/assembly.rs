//! Ways cut into pieces, and restrictions of turns between these.

use super::counts::OsmCounts;
use super::figures::Figure;
use super::kinds::Road;
use super::nodes::Nodes;
use super::pass::Found;
use super::pieces::{Cutter, Piece, point};
use super::restriction::{Passed, Restriction};
use super::roads::OsmRoads;
use parkward_geometry::length;
use parkward_roads::{Direction, Turn, Way};
use std::collections::{BTreeMap, BTreeSet};

/// Which piece of a road ends at a node, and whether with its last vertex.
type End = (usize, bool);

/// Roads on their way into pieces, and restrictions into turns between these.
pub(super) struct Assembly<'a> {
    nodes: &'a Nodes<'a>,
    roads: OsmRoads,
    /// The pieces that end at the junctions of restrictions, by road and node.
    ends: BTreeMap<(i64, usize), Vec<End>>,
}

impl<'a> Assembly<'a> {
    pub(super) fn new(
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

    pub(super) fn roads(
        mut self,
        ways: Vec<Found>,
        restrictions: &[Result<Restriction, Passed>],
    ) -> OsmRoads {
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
        let (mut turns, mut elsewhere) = (Vec::new(), false);
        let pairs = restriction
            .from
            .iter()
            .flat_map(|from| restriction.to.iter().map(move |to| (*from, *to)));
        for (from, to) in pairs {
            let (from_ends, to_ends) = (&self.ends[&(from, via)], &self.ends[&(to, via)]);
            if from_ends.is_empty() || to_ends.is_empty() {
                elsewhere = true;
                continue;
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
        match elsewhere {
            _ if !turns.is_empty() => Outcome::Turns(turns),
            true => Outcome::Elsewhere,
            false => Outcome::Moot,
        }
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
