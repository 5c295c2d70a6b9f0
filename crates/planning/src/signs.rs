//! The signs of verdicts: the one table from which the printed map and QGIS draw. Told apart by shape where there is
//! no colour; what is pale has a dark rim, so that it is seen on paper of any tone.

use crate::bucket::{Bucket, ProjectBucket};
use parkward_model::mixed;
use std::f64::consts::{FRAC_1_SQRT_2, SQRT_2, TAU};

/// The dark rim of pale signs.
const DARK: &str = "#262626";
const WHITE: &str = "#ffffff";

/// The shape of a sign, named and drawn as the simple markers of QGIS are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SignShape {
    /// A circle.
    Circle,
    /// A square on its side.
    Square,
    /// A square on its corner.
    Diamond,
    /// A regular pentagon, a corner on top.
    Pentagon,
    /// A regular hexagon, a corner on top.
    Hexagon,
    /// A triangle, a corner on top.
    Triangle,
    /// A star of five points.
    Star,
    /// An upright cross with an inside.
    Plus,
    /// Two lines that cross aslant.
    Cross,
    /// A star of eight rays.
    Asterisk,
}

impl SignShape {
    /// All of them.
    pub const ALL: [Self; 10] = [
        Self::Circle,
        Self::Square,
        Self::Diamond,
        Self::Pentagon,
        Self::Hexagon,
        Self::Triangle,
        Self::Star,
        Self::Plus,
        Self::Cross,
        Self::Asterisk,
    ];

    /// The corners, y downwards, in a box from -1 to 1: of closed outlines, or of lines where there is no inside.
    /// A circle has none.
    pub fn corners(self) -> Vec<Vec<(f64, f64)>> {
        let regular = |corners: u32| {
            let turn = |k: u32| TAU * f64::from(k) / f64::from(corners);
            vec![(0..corners).map(|k| (turn(k).sin(), -turn(k).cos())).collect()]
        };
        // A pentagram: its sides are straight lines from point to point.
        let inner = (TAU / 5.0).cos() / (TAU / 10.0).cos();
        let point = |k: u32| {
            let turn = TAU * f64::from(k) / 10.0;
            let r = if k.is_multiple_of(2) { 1.0 } else { inner };
            (r * turn.sin(), -r * turn.cos())
        };
        match self {
            Self::Circle => Vec::new(),
            Self::Square => vec![vec![(-1.0, -1.0), (1.0, -1.0), (1.0, 1.0), (-1.0, 1.0)]],
            Self::Diamond => regular(4),
            Self::Pentagon => regular(5),
            Self::Hexagon => regular(6),
            Self::Triangle => vec![vec![(0.0, -1.0), (1.0, 1.0), (-1.0, 1.0)]],
            Self::Star => vec![(0..10).map(point).collect()],
            Self::Plus => vec![plus()],
            Self::Cross => vec![vec![(-1.0, -1.0), (1.0, 1.0)], vec![(1.0, -1.0), (-1.0, 1.0)]],
            Self::Asterisk => vec![asterisk()],
        }
    }

    /// Whether it has an inside, which is filled.
    pub fn has_inside(self) -> bool {
        self != Self::Cross
    }
}

/// Four arms of an even width.
fn plus() -> Vec<(f64, f64)> {
    const HALF: f64 = 0.2;
    let quarter = [(-HALF, -1.0), (HALF, -1.0), (HALF, -HALF)];
    let turned = |turns: usize| quarter.map(|at| (0..turns).fold(at, |(x, y), _| (-y, x)));
    (0..4).flat_map(turned).collect()
}

/// Eight rays of an even width.
fn asterisk() -> Vec<(f64, f64)> {
    const HALF: f64 = 0.15;
    // Where the sides of two neighbouring rays meet.
    let meet = HALF + 2.0 * HALF / SQRT_2;
    let slant = 2.0 * HALF / SQRT_2 * 0.5;
    let quarter = [
        (-HALF, -1.0),
        (HALF, -1.0),
        (HALF, -meet),
        (FRAC_1_SQRT_2 - slant, -FRAC_1_SQRT_2 - slant),
        (FRAC_1_SQRT_2 + slant, -FRAC_1_SQRT_2 + slant),
        (meet, -HALF),
    ];
    let turned = |turns: usize| quarter.map(|at| (0..turns).fold(at, |(x, y), _| (-y, x)));
    (0..4).flat_map(turned).collect()
}

/// What a part of a sign is painted with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ink {
    /// The colour of the verdict.
    Own,
    /// White.
    White,
    /// Nearly black, whatever the theme.
    Dark,
}

impl Ink {
    /// As `#rrggbb`, where the verdict has a colour.
    pub fn of(self, own: &str) -> &str {
        match self {
            Self::Own => own,
            Self::White => WHITE,
            Self::Dark => DARK,
        }
    }
}

/// A sign, on a sheet of A3 among so many others that it has its ordinary size.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Sign {
    /// Its shape.
    pub shape: SignShape,
    /// Width of the box that holds it, in millimetres.
    pub size_mm: f64,
    /// What it is filled with, if it has an inside.
    pub fill: Ink,
    /// Its rim, or its lines.
    pub edge: Ink,
    /// Width of the rim or the lines, in millimetres.
    pub edge_mm: f64,
}

const fn sign(shape: SignShape, size_mm: f64, fill: Ink, edge: Ink, edge_mm: f64) -> Sign {
    Sign { shape, size_mm, fill, edge, edge_mm }
}

impl Bucket {
    /// The buckets in the order in which signs are drawn: what needs a decision lies on top.
    pub const DRAWN: [Self; 7] = [
        Self::InPark,
        Self::InParkCloses,
        Self::Closes,
        Self::Kept,
        Self::Moves,
        Self::Review,
        Self::Unplaced,
    ];

    /// The sign of the enterprises that end here. Rejected rows have no place, and are not drawn.
    pub fn sign(self) -> Sign {
        use Ink::{Dark, Own, White};
        match self {
            Self::InPark | Self::Rejected => sign(SignShape::Circle, 1.06, Own, White, 0.1),
            Self::InParkCloses => sign(SignShape::Square, 1.13, Own, White, 0.12),
            Self::Closes => sign(SignShape::Cross, 1.3, Own, Own, 0.33),
            Self::Kept => sign(SignShape::Pentagon, 1.6, Own, Dark, 0.2),
            Self::Moves => sign(SignShape::Circle, 1.02, White, Own, 0.33),
            Self::Review => sign(SignShape::Diamond, 1.62, Own, Dark, 0.2),
            Self::Unplaced => sign(SignShape::Triangle, 1.8, Own, Dark, 0.2),
        }
    }
}

impl ProjectBucket {
    /// The enterprises that fare likewise, whose colour it has.
    pub fn like(self) -> Bucket {
        match self {
            Self::Settles => Bucket::Moves,
            Self::Unplaced => Bucket::Unplaced,
            Self::NotAdmitted => Bucket::Closes,
            Self::Review => Bucket::Review,
            Self::Rejected => Bucket::Rejected,
        }
    }

    /// The sign of the projects that end here, larger than any enterprise's ordinary one.
    pub fn sign(self) -> Sign {
        let shape = match self {
            Self::Settles | Self::Rejected => SignShape::Star,
            Self::Unplaced => SignShape::Plus,
            Self::NotAdmitted => SignShape::Asterisk,
            Self::Review => SignShape::Hexagon,
        };
        sign(shape, 3.0, Ink::Own, Ink::Dark, 0.2)
    }
}

/// A move: a line that is wide at the site and narrow at the park, in millimetres.
pub const MOVE_MM: [f64; 2] = [0.53, 0.11];

/// The more moves, the fainter each.
pub fn move_opacity(count: usize) -> f64 {
    (0.62 * (300.0 / count.max(1) as f64).powf(0.25)).clamp(0.12, 0.7)
}

/// The colour of parks whose type the rule book does not know.
pub const UNTYPED: &str = "#7d8790";

/// A park of which only a point is known.
pub const PARK_POINT: Sign = sign(SignShape::Diamond, 3.4, Ink::Own, Ink::Dark, 0.3);

/// A facility that keeps a circle free.
pub const ZONE_POINT: Sign = sign(SignShape::Triangle, 1.8, Ink::Own, Ink::White, 0.18);

/// Fill and edge of a park whose type has a colour.
pub fn park_tones(colour: &str) -> [String; 2] {
    [mixed(colour, WHITE, 0.58), mixed(colour, "#000000", 0.3)]
}

/// The size of signs where `count` of them share the map: ordinary at 1,500, and such that the paper
/// they cover grows with the square root of their number; few are never huge.
pub fn sign_size(count: usize) -> f64 {
    (1_500.0 / count.max(1) as f64).powf(0.25).clamp(0.4, 1.6)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_verdicts_share_shape_and_fill() {
        let projects = ProjectBucket::ALL.into_iter().filter(|b| *b != ProjectBucket::Rejected);
        let signs = Bucket::DRAWN.into_iter().map(Bucket::sign);
        let signs: Vec<Sign> = signs.chain(projects.map(ProjectBucket::sign)).collect();
        for (index, a) in signs.iter().enumerate() {
            let same = |b: &&Sign| (b.shape, b.fill) == (a.shape, a.fill);
            assert_eq!(signs[..index].iter().find(same), None, "{a:?}");
        }
    }

    #[test]
    fn every_shape_fills_its_box_and_no_more() {
        for shape in SignShape::ALL {
            let corners = shape.corners().concat();
            let far = corners.iter().map(|(x, y)| x.abs().max(y.abs())).fold(0.0, f64::max);
            assert!(shape == SignShape::Circle || (far - 1.0).abs() < 1e-9, "{shape:?}: {far}");
        }
    }
}
