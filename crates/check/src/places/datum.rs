//! Coordinates of web maps of China passed off as WGS84, and the reverse: found by who stands in which area.
//!
//! GCJ-02 is some 500 m off WGS84 and BD-09 about 1.2 km, each in its own direction. Enterprises crowd in parks and
//! stay within their district, so a file that is off by such a shift fits its areas best when the shift is undone,
//! and a file that is right fits best as it stands. Shifts of the same length in other directions are held against
//! it: what fits better by chance does so in any direction.

use crate::issue::Issue;
use crate::places::home::Home;
use crate::places::sample::some_of;
use crate::things::{Thing, file_of};
use geo_types::{Coord, MultiPolygon, Point};
use parkward_geometry::{Crs, ParkIndex, Transformer};
use parkward_model::{Footprint, InputKind, IssueKind, Survey};

/// At most so many points of a file are asked, spread evenly over it: that is enough to see, and keeps large files
/// quick.
const ASKED: usize = 4_000;
/// The best shift has to hold so many standard deviations more points than any other, were every point that comes
/// in or goes out a toss of a coin; about one file in ten thousand does so by chance.
const DEVIATIONS: f64 = 4.0;
/// And at least so many points more.
const AT_LEAST: f64 = 8.0;

/// Files whose coordinates are shifted, if it is to be seen.
pub(crate) fn shifted(survey: &Survey, things: &[Thing<'_>], home: &Home) -> Vec<Issue> {
    let parks = ParkIndex::build(&survey.parks).ok();
    let boundaries = survey.parks.iter().filter_map(|park| match &park.footprint {
        Footprint::Boundary(boundary) => Some(boundary),
        Footprint::Point(_) => None,
    });
    let corners: Vec<Point<f64>> =
        boundaries.flat_map(MultiPolygon::iter).flat_map(corners).collect();
    let of = |input: InputKind| things.iter().filter(move |thing| thing.input == input);
    let sites: Vec<Point<f64>> = of(InputKind::Enterprises).filter_map(|thing| thing.at).collect();
    let district: Vec<&ParkIndex> = home.district.iter().collect();
    let mut areas = district.clone();
    areas.extend(&parks);

    let kinds = [(InputKind::Parks, corners, district), (InputKind::Enterprises, sites, areas)];
    let found = kinds.into_iter().filter_map(|(input, points, areas)| {
        let points: Vec<Point<f64>> = points.into_iter().filter(|at| home.has(*at)).collect();
        let shift = best_shift(&points, &areas)?;
        Some(issue(survey, input, shift))
    });
    // Parks that are shifted themselves would accuse the enterprises in them.
    found.take(1).collect()
}

fn corners(part: &geo_types::Polygon<f64>) -> impl Iterator<Item = Point<f64>> {
    part.exterior().points().skip(1)
}

/// A shift that would mend a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Shift {
    /// `gcj02` or `bd09`.
    crs: &'static str,
    /// Whether it is to be taken away: the file is shifted. Else it is to be added.
    undo: bool,
}

impl Shift {
    const ALL: [Self; 4] = [
        Self { crs: "gcj02", undo: true },
        Self { crs: "bd09", undo: true },
        Self { crs: "gcj02", undo: false },
        Self { crs: "bd09", undo: false },
    ];

    fn apply(self, way: &Transformer, at: Point<f64>) -> Option<Point<f64>> {
        if self.undo { way.to_wgs84(&at).ok() } else { way.from_wgs84(&at).ok() }
    }
}

/// The shift after which the points fit the areas best, if it is plainly better than none and than any other.
fn best_shift(points: &[Point<f64>], areas: &[&ParkIndex]) -> Option<Shift> {
    let points = some_of(points.to_vec(), ASKED);
    let fits = |moved: &[Point<f64>]| -> Vec<usize> {
        let inside = |at: &Point<f64>| {
            areas.iter().map(|area| usize::from(!area.containing(*at).all().is_empty())).sum()
        };
        moved.iter().map(inside).collect()
    };
    let sum = |fits: &[usize]| fits.iter().sum::<usize>() as f64;
    let now = fits(&points);
    let candidates = Shift::ALL.iter().filter_map(|shift| {
        let way = Crs::built_in(shift.crs)?.transformer().ok()?;
        let moved: Option<Vec<_>> = points.iter().map(|at| shift.apply(&way, *at)).collect();
        let moved = moved?;
        let fits = fits(&moved);
        Some((*shift, moved, fits))
    });
    let (shift, moved, best) = candidates.max_by(|a, b| sum(&a.2).total_cmp(&sum(&b.2)))?;
    let changed = now.iter().zip(&best).filter(|(now, best)| now != best).count();
    let plainly = AT_LEAST.max(DEVIATIONS * (changed as f64).sqrt());
    let beats = |other: f64| sum(&best) >= other + plainly;
    if !beats(sum(&now)) {
        return None;
    }
    let aside = (1..8).map(|eighth| {
        let turned: Vec<Point<f64>> =
            points.iter().zip(&moved).map(|(from, to)| turned(*from, *to, eighth)).collect();
        sum(&fits(&turned))
    });
    aside.into_iter().all(beats).then_some(shift)
}

/// A point moved as far as another was, so many eighths of a circle away from that direction.
fn turned(from: Point<f64>, to: Point<f64>, eighths: u8) -> Point<f64> {
    let shrink = from.y().to_radians().cos(); // of a degree of longitude
    let (dx, dy) = ((to.x() - from.x()) * shrink, to.y() - from.y());
    let (sin, cos) = (f64::from(eighths) * std::f64::consts::FRAC_PI_4).sin_cos();
    let Coord { x, y } = Coord { x: dx * cos - dy * sin, y: dx * sin + dy * cos };
    Point::new(from.x() + x / shrink, from.y() + y)
}

fn issue(survey: &Survey, input: InputKind, Shift { crs, undo }: Shift) -> Issue {
    let file = file_of(survey, input);
    let declared = survey.inputs.iter().find(|input| input.file == file).map(|input| &input.crs);
    let is_declared =
        declared.and_then(|crs| Crs::built_in(crs)).is_some_and(|crs| crs.is_obfuscated());
    match (undo, is_declared) {
        (true, _) => Issue::in_file(IssueKind::ShiftedAsTrue, file)
            .text(
                format!("按 {crs} 读取时与园区、区界最为吻合"),
                format!("fits parks and district best if read as {crs}"),
            )
            .fix(format!("设置 crs = \"{crs}\""), format!("set crs = \"{crs}\"")),
        (false, true) => Issue::in_file(IssueKind::TrueAsShifted, file).text(
            "按 WGS84 读取时与园区、区界最为吻合",
            "fits parks and district best if read as WGS84",
        ),
        // What the points are held against is shifted, not they.
        (false, false) => {
            Issue::in_file(IssueKind::ShiftedAsTrue, file_of(survey, InputKind::Parks))
                .text(
                    format!("园区按 {crs} 读取时与企业最为吻合"),
                    format!("the parks fit the enterprises best if read as {crs}"),
                )
                .fix(
                    format!("为园区设置 crs = \"{crs}\""),
                    format!("set crs = \"{crs}\" for the parks"),
                )
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]
mod tests {
    use super::{Shift, best_shift};
    use geo_types::{MultiPolygon, Point, Rect};
    use parkward_geometry::{Crs, ParkIndex};
    use parkward_model::{Facts, Footprint, LandAccount, Park, Text};

    /// A park of three kilometres, filled evenly.
    fn park() -> (ParkIndex, Vec<Point<f64>>) {
        let square = Rect::new((121.30, 30.80), (121.33, 30.83)).to_polygon();
        let park = Park {
            id: "P".into(),
            name: Text::default(),
            footprint: Footprint::Boundary(MultiPolygon(vec![square])),
            capacity: None,
            area: None,
            land: LandAccount::default(),
            industries: Vec::new(),
            open: true,
            facts: Facts::default(),
        };
        let steps = || (0..30_u32).map(|step| (f64::from(step) + 0.5) * 0.001);
        let sites = steps().flat_map(|x| steps().map(move |y| Point::new(121.30 + x, 30.80 + y)));
        (ParkIndex::build(&[park]).unwrap(), sites.collect())
    }

    #[test]
    fn a_shift_is_found_in_both_directions() {
        let (park, sites) = park();
        assert_eq!(best_shift(&sites, &[&park]), None);
        for shift in Shift::ALL {
            let way = Crs::built_in(shift.crs).unwrap().transformer().unwrap();
            // What undoing the shift puts right was shifted forwards.
            let other = Shift { undo: !shift.undo, ..shift };
            let moved: Vec<_> = sites.iter().map(|at| other.apply(&way, *at).unwrap()).collect();
            assert_eq!(best_shift(&moved, &[&park]), Some(shift), "{shift:?}");
        }
        assert_eq!(best_shift(&[], &[&park]), None);
    }
}
