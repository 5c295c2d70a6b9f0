//! Where most things lie: what a map without an outline is framed by.

use geo_types::Coord;

/// How much of the things lies between the quantiles on either side, and how far beyond them the bulk reaches, as a
/// share of what lies between.
const TAIL: f64 = 0.05;
const BEYOND: f64 = 0.25;
/// Leaving things out is worth it where the ground that is framed shrinks to less than this.
const SHRUNK: f64 = 0.6;

/// The coordinates of things, those left out that lie far from the bulk, where they would shrink the map much.
/// O(n log n).
pub(crate) fn of(things: Vec<Vec<Coord<f64>>>) -> Vec<Coord<f64>> {
    let usable = |c: &Coord<f64>| c.x.is_finite() && c.y.is_finite();
    let middles: Vec<Coord<f64>> = things.iter().flatten().copied().filter(usable).collect();
    let firsts: Vec<Coord<f64>> =
        things.iter().filter_map(|thing| thing.first().copied()).filter(usable).collect();
    let Some([x, y]) = fences(&firsts) else { return things.concat() };
    let within = |c: &Coord<f64>| x.0 <= c.x && c.x <= x.1 && y.0 <= c.y && c.y <= y.1;
    let kept: Vec<Coord<f64>> = things
        .iter()
        .filter(|thing| thing.first().is_some_and(within))
        .flatten()
        .copied()
        .collect();
    if ground(&kept) < SHRUNK * ground(&middles) { kept } else { things.concat() }
}

fn fences(places: &[Coord<f64>]) -> Option<[(f64, f64); 2]> {
    let fence = |of: fn(&Coord<f64>) -> f64| {
        let mut values: Vec<f64> = places.iter().map(of).collect();
        values.sort_by(f64::total_cmp);
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "an index")]
        let tail = (values.len() as f64 * TAIL) as usize;
        let (low, high) = (*values.get(tail)?, *values.get(values.len().checked_sub(1 + tail)?)?);
        let beyond = BEYOND * (high - low);
        Some((low - beyond, high + beyond))
    };
    Some([fence(|c| c.x)?, fence(|c| c.y)?])
}

/// The square degrees that places span.
fn ground(places: &[Coord<f64>]) -> f64 {
    let span = |of: fn(&Coord<f64>) -> f64| {
        let ends =
            places.iter().map(of).fold((f64::MAX, f64::MIN), |e, v| (e.0.min(v), e.1.max(v)));
        (ends.1 - ends.0).max(0.0)
    };
    span(|c| c.x) * span(|c| c.y)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn grid() -> Vec<Vec<Coord<f64>>> {
        let places =
            (0..100).map(|n| Coord { x: 118.0 + f64::from(n % 10), y: 28.0 + f64::from(n / 10) });
        places.map(|place| vec![place]).collect()
    }

    #[test]
    fn the_frame_follows_the_bulk_and_leaves_out_what_lies_far() {
        assert_eq!(of(grid()).len(), 100, "nothing lies apart");
        let far = Coord { x: 80.0, y: 45.0 };
        let mut places = grid();
        places.push(vec![far]);
        assert!(!of(places).contains(&far));
        // A park that lies a little outside is no outlier.
        let mut places = grid();
        places.push(vec![Coord { x: 128.0, y: 30.0 }]);
        assert_eq!(of(places).len(), 101);
    }

    #[test]
    fn few_are_all_shown() {
        let two = vec![vec![Coord { x: 0.0, y: 0.0 }], vec![Coord { x: 90.0, y: 45.0 }]];
        assert_eq!(of(two).len(), 2);
        assert!(of(Vec::new()).is_empty());
    }
}
