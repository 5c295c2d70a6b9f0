//! Where names stand: near what they name, on as little ink as can be, and never on each other.

use super::ink::Ink;
use super::page::Rect;

/// Names keep this far from each other and from the frame, in points.
const APART: f64 = 2.5;
/// A name further than this from its ground gets a line to it, in points.
const LEADER: f64 = 6.0;
/// How far beyond its ground a name may stand, in points.
const REACH: f64 = 48.0;
/// Places tried across and down.
const TRIES: usize = 26;
/// A name that may be left out is, where its best place costs more than this.
const DEAR: f64 = 70.0;
/// Rounds in which every name may find a better place among the others.
const ROUNDS: usize = 4;

/// A name that wants a place.
pub(crate) struct Name {
    /// Width and height of the words.
    pub(crate) size: (f64, f64),
    /// The ground that it names: points along its edge, in order, closed; or a single point.
    pub(crate) edge: Vec<(f64, f64)>,
    /// The best place for its middle, were there nothing else.
    pub(crate) middle: (f64, f64),
    /// Its own number as an owner of ground, and those of the grounds that surround it.
    pub(crate) owner: u32,
    pub(crate) around: Vec<u32>,
    /// Left out, rather than far away or on much ink.
    pub(crate) optional: bool,
}

/// From the words to the ground.
type Line = ((f64, f64), (f64, f64));

/// A place for a name.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Place {
    pub(crate) rect: Rect,
    /// A line from the name to its ground, where it stands apart.
    pub(crate) leader: Option<Line>,
}

impl Place {
    /// Whether the two cannot both be: words on words, or a leader through words.
    fn hinders(&self, other: &Self) -> bool {
        let through = |leader: Option<Line>, rect: &Rect| {
            leader.is_some_and(|(from, to)| rect.grown(1.0).meets(from, to))
        };
        self.rect.grown(APART).overlaps(&other.rect)
            || through(self.leader, &other.rect)
            || through(other.leader, &self.rect)
    }
}

/// Places for `names`, in their order; `None` where there is no room without covering another name.
///
/// Greedy, in the order given (most important first), on a lattice of candidates about each ground;
/// then a few rounds in which each name moves to where it is best among the others. Deterministic.
/// O(names · candidates · (names + cells of a name)).
pub(crate) fn place(names: &[Name], ink: &Ink, area: &Rect, taken: &[Rect]) -> Vec<Option<Place>> {
    let mut places: Vec<Option<Place>> = vec![None; names.len()];
    let area = area.grown(-APART);
    // Costs do not depend on the other names: once is enough.
    let candidates: Vec<Vec<(f64, Place)>> =
        names.iter().map(|name| candidates(name, ink, &area, taken)).collect();
    for _ in 0..ROUNDS {
        let before = places.clone();
        for index in 0..names.len() {
            let free = |place: &Place| {
                let mut others = places.iter().enumerate().filter(|(other, _)| *other != index);
                others.all(|(_, other)| other.is_none_or(|other| !other.hinders(place)))
            };
            let found = candidates[index].iter().find(|(_, place)| free(place));
            places[index] = found.map(|(_, place)| *place);
        }
        if places == before {
            break;
        }
    }
    places
}

/// All places for a name within `area`, cheapest first.
fn candidates(name: &Name, ink: &Ink, area: &Rect, taken: &[Rect]) -> Vec<(f64, Place)> {
    let Some(ground) = super::view::extent(&name.edge) else { return Vec::new() };
    let (width, height) = name.size;
    let span = Rect::new(
        ground.x - width / 2.0 - REACH,
        ground.y - height / 2.0 - REACH,
        ground.width + width + 2.0 * REACH,
        ground.height + height + 2.0 * REACH,
    );
    let step = |length: f64| length / (TRIES - 1) as f64;
    let mut all = vec![name.middle];
    for row in 0..TRIES {
        for column in 0..TRIES {
            let x = span.x + column as f64 * step(span.width);
            all.push((x, span.y + row as f64 * step(span.height)));
        }
    }
    let mut priced: Vec<(f64, Place)> = all
        .into_iter()
        .map(|(x, y)| Rect::about(x, y, width, height))
        .filter(|rect| area.covers(rect) && !taken.iter().any(|t| t.grown(APART).overlaps(rect)))
        .map(|rect| price(name, ink, rect))
        .filter(|(cost, place)| !name.optional || (place.leader.is_none() && *cost < DEAR))
        .collect();
    // Stable: equal prices stay in the order of the lattice.
    priced.sort_by(|(a, _), (b, _)| a.total_cmp(b));
    priced
}

/// What it costs to put a name there: ink covered, ground of others covered, distance from its own
/// ground, a leader.
fn price(name: &Name, ink: &Ink, rect: Rect) -> (f64, Place) {
    let own = ink.owned(&rect, |owner| f64::from(u8::from(owner == Some(name.owner))));
    let foreign = ink.owned(&rect, |owner| match owner {
        Some(owner) if owner == name.owner => 0.0,
        Some(owner) if name.around.contains(&owner) => 0.06,
        Some(_) => 1.0,
        None => 0.0,
    });
    let (gap, from, to) = gap(&rect, &name.edge);
    let apart = if own > 0.0 { 0.0 } else { gap };
    let (x, y) = rect.centre();
    let astray = (x - name.middle.0).hypot(y - name.middle.1);
    let mut cost = ink.sum(&rect) + 320.0 * foreign + 1.6 * apart + 0.05 * astray;
    // A name half inside its park reads worse than one inside or outside.
    cost += 24.0 * own * (1.0 - own) + 6.0 * (1.0 - own);
    let leader = if apart > LEADER {
        cost += 10.0;
        Some((from, to))
    } else if !name.around.is_empty() && own < 0.3 {
        // On the ground of a park around its own, a line has to say whose name it is.
        Some((rect.nearest(name.middle.0, name.middle.1), name.middle))
    } else {
        None
    };
    (cost, Place { rect, leader })
}

/// The distance from a rectangle to the nearest point of an edge, and the two points.
fn gap(rect: &Rect, edge: &[(f64, f64)]) -> (f64, (f64, f64), (f64, f64)) {
    let mut best = (f64::INFINITY, rect.centre(), rect.centre());
    let mut consider = |x: f64, y: f64| {
        let near = rect.nearest(x, y);
        let apart = (near.0 - x).hypot(near.1 - y);
        if apart < best.0 {
            best = (apart, near, (x, y));
        }
    };
    for pair in edge.windows(2) {
        let ((x0, y0), (x1, y1)) = (pair[0], pair[1]);
        // Long edges are looked at every few points.
        let steps = ((x1 - x0).hypot(y1 - y0) / 6.0).ceil().clamp(1.0, 100.0);
        let mut step = 0.0;
        while step < steps {
            consider(x0 + (x1 - x0) * step / steps, y0 + (y1 - y0) * step / steps);
            step += 1.0;
        }
    }
    if let Some((x, y)) = edge.last() {
        consider(*x, *y);
    }
    best
}

#[cfg(test)]
mod tests {
    use super::*;

    /// xorshift64: the same boxes on every run.
    struct Random(u64);

    impl Random {
        fn below(&mut self, most: f64) -> f64 {
            self.0 ^= self.0 << 13;
            self.0 ^= self.0 >> 7;
            self.0 ^= self.0 << 17;
            (self.0 >> 11) as f64 / (1_u64 << 53) as f64 * most
        }
    }

    fn names(seed: u64, count: u32, area: &Rect) -> Vec<Name> {
        let mut random = Random(seed);
        (0..count)
            .map(|owner| {
                let x = area.x + random.below(area.width);
                let y = area.y + random.below(area.height);
                let half = random.below(30.0);
                Name {
                    size: (10.0 + random.below(100.0), 6.0 + random.below(20.0)),
                    edge: vec![
                        (x - half, y - half),
                        (x + half, y - half),
                        (x + half, y + half),
                        (x - half, y + half),
                        (x - half, y - half),
                    ],
                    middle: (x, y),
                    owner,
                    around: Vec::new(),
                    optional: owner % 3 == 0,
                }
            })
            .collect()
    }

    #[test]
    fn names_never_overlap_each_other_nor_the_frame_nor_what_is_taken() {
        let area = Rect::new(40.0, 90.0, 800.0, 600.0);
        let taken = [Rect::new(60.0, 500.0, 200.0, 120.0)];
        for seed in 1..40_u64 {
            let names = names(seed, 5 + u32::try_from(seed).unwrap() * 4, &area);
            let mut ink = Ink::over(area);
            for name in &names {
                ink.ground(std::slice::from_ref(&name.edge), Some(name.owner), 0.1);
            }
            ink.seal();
            let places = place(&names, &ink, &area, &taken);
            let set: Vec<Rect> = places.iter().flatten().map(|place| place.rect).collect();
            assert!(!set.is_empty(), "seed {seed}");
            for (index, rect) in set.iter().enumerate() {
                assert!(area.covers(rect), "seed {seed}: {rect:?}");
                assert!(!rect.overlaps(&taken[0]), "seed {seed}: {rect:?}");
                assert!(set[..index].iter().all(|other| !rect.overlaps(other)), "seed {seed}");
            }
            for (from, to) in places.iter().flatten().filter_map(|place| place.leader) {
                let through = set.iter().filter(|rect| rect.meets(from, to));
                assert!(through.count() <= 1, "seed {seed}: a leader through a name");
            }
        }
    }

    #[test]
    fn a_name_alone_stands_on_its_ground() {
        let area = Rect::new(0.0, 0.0, 800.0, 600.0);
        let mut ink = Ink::over(area);
        let edge =
            vec![(300.0, 200.0), (500.0, 200.0), (500.0, 400.0), (300.0, 400.0), (300.0, 200.0)];
        ink.ground(std::slice::from_ref(&edge), Some(0), 0.0);
        ink.seal();
        let name = Name {
            size: (80.0, 20.0),
            edge,
            middle: (400.0, 300.0),
            owner: 0,
            around: Vec::new(),
            optional: false,
        };
        let places = place(&[name], &ink, &area, &[]);
        let found = places[0].unwrap();
        assert_eq!((found.rect.centre(), found.leader), ((400.0, 300.0), None));
    }

    #[test]
    fn a_name_wider_than_the_map_has_no_place() {
        let area = Rect::new(0.0, 0.0, 100.0, 100.0);
        let mut ink = Ink::over(area);
        ink.seal();
        let mut name = names(1, 1, &area);
        name[0].size = (200.0, 10.0);
        assert_eq!(place(&name, &ink, &area, &[]), [None]);
    }
}
