//! Which vertices of lines are one and the same, and which of them are junctions.

use crate::place::{Place, Plane};
use parkward_geometry::distance_between;
use parkward_model::Metres;
use rayon::prelude::*;

/// The lines of ways, one after the other.
#[derive(Default)]
pub(crate) struct Lines {
    pub(crate) places: Vec<Place>,
    /// Where each line ends among the places. Each has two different vertices or more.
    pub(crate) ends: Vec<usize>,
}

impl Lines {
    pub(crate) fn line(&self, index: usize) -> std::ops::Range<usize> {
        let start = index.checked_sub(1).map_or(0, |before| self.ends[before]);
        start..self.ends[index]
    }
}

/// The vertices of all lines, each once, along the Hilbert curve.
pub(crate) struct Vertices {
    /// Where each is.
    pub(crate) places: Vec<Place>,
    /// For each place of the lines, the vertex there: where ends were joined, the first of those joined.
    pub(crate) of_line: Vec<u32>,
    /// Whether lines end or meet there.
    pub(crate) is_junction: Vec<bool>,
    /// Ends that were joined to other vertices: line, the end, and how far it was from what it was joined to.
    pub(crate) joined: Vec<(usize, Place, Metres)>,
}

impl Vertices {
    /// Finds vertices at the same place, and joins to others the ends of lines at which no other line is and that are
    /// no further than `tolerance` from a vertex of another one (or from the other end of the same). *n* log *n*.
    pub(crate) fn of(lines: &Lines, tolerance: Metres) -> Self {
        let number = |n: usize| u32::try_from(n).expect("fewer than 2^32 vertices");
        let mut order: Vec<(u64, Place, u32)> = lines
            .places
            .par_iter()
            .enumerate()
            .map(|(i, place)| (place.along_curve(), *place, number(i)))
            .collect();
        order.par_sort_unstable();
        let mut vertices = Self {
            places: Vec::new(),
            of_line: vec![0; lines.places.len()],
            is_junction: Vec::new(),
            joined: Vec::new(),
        };
        for (_, place, index) in order {
            if vertices.places.last() == Some(&place) {
                *vertices.is_junction.last_mut().expect("there is one") = true;
            } else {
                vertices.places.push(place);
                vertices.is_junction.push(false);
            }
            vertices.of_line[index as usize] = number(vertices.places.len() - 1);
        }
        let loose = vertices.loose_ends(lines);
        vertices.join(lines, &loose, tolerance);
        vertices
    }

    /// Makes the ends of lines junctions. Says which of them no other line has: line, and place in its lines.
    fn loose_ends(&mut self, lines: &Lines) -> Vec<(usize, usize)> {
        let line_ends =
            |line: usize| [lines.line(line).start, lines.line(line).end - 1].map(|end| (line, end));
        let ends: Vec<(usize, usize)> = (0..lines.ends.len()).flat_map(line_ends).collect();
        let is_loose = |(_, end): &(usize, usize)| !self.is_junction[self.of_line[*end] as usize];
        let loose = ends.iter().copied().filter(is_loose).collect();
        ends.iter().for_each(|(_, end)| self.is_junction[self.of_line[*end] as usize] = true);
        loose
    }

    /// Joins loose ends to the vertices near them.
    fn join(&mut self, lines: &Lines, loose: &[(usize, usize)], tolerance: Metres) {
        let mut by_latitude: Vec<(i32, u32)> =
            (0..).zip(&self.places).map(|(v, p)| (p.lat, v)).collect();
        by_latitude.par_sort_unstable();
        let mut same = Same((0..).zip(&self.places).map(|(v, _)| v).collect());
        let find = |&(line, end): &(usize, usize)| {
            let near = self.near(self.of_line[end], tolerance, &by_latitude);
            let near =
                near.into_iter().filter(|(vertex, gap)| self.may_join(lines, line, *vertex, *gap));
            (line, end, near.collect::<Vec<_>>())
        };
        for (line, end, near) in loose.par_iter().map(find).collect::<Vec<_>>() {
            near.iter().for_each(|(vertex, _)| same.unite(self.of_line[end], *vertex));
            let gap = near.into_iter().map(|(_, gap)| gap).min_by(|a, b| a.0.total_cmp(&b.0));
            self.joined.extend(gap.map(|gap| (line, lines.places[end], gap)));
        }
        for vertex in &mut self.of_line {
            let first = same.first(*vertex);
            if first != *vertex {
                self.is_junction[*vertex as usize] = false;
                self.is_junction[first as usize] = true;
                *vertex = first;
            }
        }
    }

    /// The other vertices within a distance of one.
    fn near(&self, vertex: u32, limit: Metres, by_latitude: &[(i32, u32)]) -> Vec<(u32, Metres)> {
        let at = self.places[vertex as usize];
        let plane = Plane::at(at.coord());
        // A little more than the limit, in 10⁻⁷ degrees of at least 1.1 cm.
        let band = Place::of(plane.coord([0.0, limit.0 * 1.01]))
            .map_or(0, |up| (up.lat - at.lat).abs())
            + 1;
        let start = by_latitude.partition_point(|(lat, _)| *lat < at.lat.saturating_sub(band));
        let band =
            by_latitude[start..].iter().take_while(|(lat, _)| *lat <= at.lat.saturating_add(band));
        band.filter(|(_, other)| *other != vertex)
            .filter_map(|&(_, other)| {
                let there = self.places[other as usize];
                let roughly = plane.metres(there.coord());
                let near = roughly[0].hypot(roughly[1]) <= limit.0 * 1.01;
                let gap = near.then(|| distance_between(at.point(), there.point()))?;
                (gap <= limit).then_some((other, gap))
            })
            .collect()
    }

    /// Whether the end of a line may be joined to a vertex: of another line, or of itself if that is its other end and
    /// it goes round.
    fn may_join(&self, lines: &Lines, line: usize, vertex: u32, gap: Metres) -> bool {
        let own = &self.of_line[lines.line(line)];
        let inner = own.len() > 2 && own[1..own.len() - 1].contains(&vertex);
        let is_end = [own[0], own[own.len() - 1]].contains(&vertex);
        let goes_round = || {
            let steps = lines.places[lines.line(line)].windows(2);
            let length: f64 = steps.map(|w| distance_between(w[0].point(), w[1].point()).0).sum();
            length > 3.0 * gap.0
        };
        !inner && (!is_end || goes_round())
    }
}

/// Which vertices are the same: a forest whose roots are the first of each kind (Tarjan 1975).
struct Same(Vec<u32>);

impl Same {
    fn first(&mut self, mut vertex: u32) -> u32 {
        while self.0[vertex as usize] != vertex {
            let above = self.0[vertex as usize];
            self.0[vertex as usize] = self.0[above as usize];
            vertex = above;
        }
        vertex
    }

    fn unite(&mut self, a: u32, b: u32) {
        let (a, b) = (self.first(a), self.first(b));
        self.0[a.max(b) as usize] = a.min(b);
    }
}
