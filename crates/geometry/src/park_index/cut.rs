//! Edges cut into pieces so short that their chords lie a millimetre below the ellipsoid at most.

use geo_types::Coord;

/// The longest piece in metres. A chord of length L lies L²/8R below the ellipsoid: 0.8 mm.
const LONGEST: f64 = 200.0;

/// The most pieces an edge is cut into, so that a crude polygon cannot fill the memory: edges over
/// 800 km get longer pieces, and a chord of L km lies 20·L² mm deep (4 cm for an edge
/// of 6,000 km), still far below 0.1 % of the distances at that scale.
const MOST: f64 = 4_096.0;

/// The starts of the pieces that the edge is cut into, the first being `a`.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "1 to MOST")]
pub(super) fn cut(a: Coord<f64>, b: Coord<f64>) -> impl Iterator<Item = Coord<f64>> {
    const DEGREE: f64 = 111_700.0; // the longest, of latitude at the poles
    let along = b - a;
    let widest = a.y.abs().min(b.y.abs()).to_radians().cos();
    let widest = if a.y * b.y < 0.0 { 1.0 } else { widest };
    let length = (along.x * widest).hypot(along.y) * DEGREE;
    let pieces = (length / LONGEST).ceil().clamp(1.0, MOST) as u32;
    (0..pieces).map(move |i| a + along * (f64::from(i) / f64::from(pieces)))
}
