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
use parkward_geometry::{Crs, ParkIndex};
use parkward_model::{Footprint, InputKind, IssueKind, Survey};
use rayon::prelude::*;
use std::ops::Range;

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
    let every = areas.clone();

    let kinds = [(InputKind::Parks, corners, district), (InputKind::Enterprises, sites, areas)];
    let mut found = kinds.into_iter().filter_map(|(input, points, areas)| {
        let points: Vec<Point<f64>> = points.into_iter().filter(|at| home.has(*at)).collect();
        let shift = best_shift(&points, &areas, declared(survey, input))?;
        Some(issue(survey, input, shift))
    });
    // Parks that are shifted themselves would accuse the enterprises in them.
    let whole = found.next();
    whole.or_else(|| part(survey, things, home, &every)).into_iter().collect()
}

/// Fewer rows in a row are no part of a file.
const PART: usize = 100;
/// At most so many rows are asked, spread evenly.
const ASKED_FOR_PARTS: usize = 20_000;
/// A part has to gain by the shift, and more than by any other of that length, by so many standard deviations.
const GAIN: f64 = 2.0;
/// Its gain has to differ by so many from that of as many others, which fit worse when they are shifted.
const UNLIKE: f64 = 5.0;

/// The part of the enterprises' file, rows one after the other, that alone is shifted: two lists were put one below
/// the other.
fn part(survey: &Survey, things: &[Thing<'_>], home: &Home, areas: &[&ParkIndex]) -> Option<Issue> {
    let enterprises = things.iter().filter(|thing| thing.input == InputKind::Enterprises);
    let placed =
        enterprises.filter_map(|thing| Some((thing, thing.at.filter(|at| home.has(*at))?)));
    let placed: Vec<(&Thing<'_>, Point<f64>)> = placed.collect();
    let step = placed.len().div_ceil(ASKED_FOR_PARTS).max(1);
    let (rows, points): (Vec<&Thing<'_>>, Vec<Point<f64>>) =
        placed.into_iter().step_by(step).unzip();
    let shifts = Shift::of(declared(survey, InputKind::Enterprises)).into_iter();
    let (crs, part) = shifts.filter(|shift| shift.undo).find_map(|shift| {
        Some((shift.crs, shifted_part(&points, &shift.apply(&points)?, areas)?))
    })?;
    let [from, to] = [part.start, part.end - 1].map(|at| rows[at].row.unwrap_or_default());
    let text = [
        format!("约第 {from} 至 {to} 行按 {crs} 读取时与园区、区界最为吻合，其余各行不是"),
        format!(
            "rows {from} to {to} or so fit parks and district best if read as {crs}, the others do not"
        ),
    ];
    let fix = [
        format!("把这些行由 {crs} 换算为与其余各行相同的坐标系"),
        format!("convert these rows from {crs} to what the others are in"),
    ];
    let issue = Issue::in_file(IssueKind::ShiftedAsTrue, rows[part.start].file);
    let ([zh, en], [fix_zh, fix_en]) = (text, fix);
    Some(issue.text(zh, en).fix(fix_zh, fix_en))
}

/// The rows that gain most by being moved, if they gain plainly and the others do not.
fn shifted_part(
    points: &[Point<f64>],
    moved: &[Point<f64>],
    areas: &[&ParkIndex],
) -> Option<Range<usize>> {
    let (now, then) = (fits(points, areas), fits(moved, areas));
    let gains: Vec<f64> = now.iter().zip(&then).map(|(a, b)| *b as f64 - *a as f64).collect();
    let part = heaviest(&gains);
    let others = gains.len() - part.len();
    if part.len() < PART || others < PART {
        return None;
    }
    let gain: f64 = gains[part.clone()].iter().sum();
    let changed = gains[part.clone()].iter().filter(|gain| **gain != 0.0).count();
    let deviation = (changed as f64).sqrt();
    let of_others = (gains.iter().sum::<f64>() - gain) / others as f64;
    let plainly = AT_LEAST.max(GAIN * deviation);
    if gain < plainly || gain - of_others * (part.len() as f64) < UNLIKE * deviation {
        return None;
    }
    let (points, moved) = (&points[part.clone()], &moved[part.clone()]);
    let sum = |fits: &[usize]| fits.iter().sum::<usize>() as f64;
    let best = sum(&then[part.clone()]);
    let aside = (1..8).map(|eighth| sum(&fits(&turned_all(points, moved, eighth), areas)));
    aside.into_iter().all(|aside| best >= aside + plainly).then_some(part)
}

/// The range with the largest sum; of equals the first.
fn heaviest(values: &[f64]) -> Range<usize> {
    let (mut best, mut most) = (0..0, 0.0);
    let (mut start, mut sum) = (0, 0.0);
    for (at, value) in values.iter().enumerate() {
        if sum <= 0.0 {
            (start, sum) = (at, 0.0);
        }
        sum += value;
        if sum > most {
            (best, most) = (start..at + 1, sum);
        }
    }
    best
}

/// The shifted CRS that a file is read in, if it is one.
fn declared(survey: &Survey, input: InputKind) -> Option<&'static str> {
    let crs = &survey.inputs.iter().find(|read| read.kind == input)?.crs;
    ["gcj02", "bd09"].into_iter().find(|name| name == crs)
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
    /// The other shifted CRS that the file was read in, which is to be added before.
    read_as: Option<&'static str>,
}

impl Shift {
    const ALL: [Self; 4] = [
        Self { crs: "gcj02", undo: true, read_as: None },
        Self { crs: "bd09", undo: true, read_as: None },
        Self { crs: "gcj02", undo: false, read_as: None },
        Self { crs: "bd09", undo: false, read_as: None },
    ];

    /// What may be the matter with a file that is read in the shifted CRS, if in any.
    fn of(read_as: Option<&'static str>) -> Vec<Self> {
        let other = read_as.map(|name| if name == "gcj02" { "bd09" } else { "gcj02" });
        let mistaken = other.map(|crs| Self { crs, undo: true, read_as });
        Self::ALL.into_iter().chain(mistaken).collect()
    }

    /// The points as they would be.
    fn apply(self, points: &[Point<f64>]) -> Option<Vec<Point<f64>>> {
        let way = |crs: &str| Crs::built_in(crs)?.transformer().ok();
        let (own, before) = (way(self.crs)?, self.read_as.map(way));
        let moved = points.iter().map(|at| {
            let at = match &before {
                None => *at,
                Some(way) => way.as_ref()?.from_wgs84(at).ok()?,
            };
            if self.undo { own.to_wgs84(&at).ok() } else { own.from_wgs84(&at).ok() }
        });
        moved.collect()
    }
}

/// The shift after which the points fit the areas best, if it is plainly better than none and than any other.
fn best_shift(
    points: &[Point<f64>],
    areas: &[&ParkIndex],
    read_as: Option<&'static str>,
) -> Option<Shift> {
    let points = some_of(points.to_vec(), ASKED);
    let sum = |fits: &[usize]| fits.iter().sum::<usize>() as f64;
    let now = fits(&points, areas);
    let candidates = Shift::of(read_as).into_iter().filter_map(|shift| {
        let moved = shift.apply(&points)?;
        let fits = fits(&moved, areas);
        Some((shift, moved, fits))
    });
    let (shift, moved, best) = candidates.max_by(|a, b| sum(&a.2).total_cmp(&sum(&b.2)))?;
    let changed = now.iter().zip(&best).filter(|(now, best)| now != best).count();
    let plainly = AT_LEAST.max(DEVIATIONS * (changed as f64).sqrt());
    let beats = |other: f64| sum(&best) >= other + plainly;
    if !beats(sum(&now)) {
        return None;
    }
    let aside = (1..8).map(|eighth| sum(&fits(&turned_all(&points, &moved, eighth), areas)));
    aside.into_iter().all(beats).then_some(shift)
}

/// In how many of the areas each point is.
fn fits(points: &[Point<f64>], areas: &[&ParkIndex]) -> Vec<usize> {
    let inside = |at: &Point<f64>| {
        areas.iter().map(|area| usize::from(!area.containing(*at).all().is_empty())).sum()
    };
    points.par_iter().map(inside).collect()
}

fn turned_all(points: &[Point<f64>], moved: &[Point<f64>], eighths: u8) -> Vec<Point<f64>> {
    points.iter().zip(moved).map(|(from, to)| turned(*from, *to, eighths)).collect()
}

/// A point moved as far as another was, so many eighths of a circle away from that direction.
fn turned(from: Point<f64>, to: Point<f64>, eighths: u8) -> Point<f64> {
    let shrink = from.y().to_radians().cos(); // of a degree of longitude
    let (dx, dy) = ((to.x() - from.x()) * shrink, to.y() - from.y());
    let (sin, cos) = (f64::from(eighths) * std::f64::consts::FRAC_PI_4).sin_cos();
    let Coord { x, y } = Coord { x: dx * cos - dy * sin, y: dx * sin + dy * cos };
    Point::new(from.x() + x / shrink, from.y() + y)
}

fn issue(survey: &Survey, input: InputKind, Shift { crs, undo, .. }: Shift) -> Issue {
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
    use parkward_geometry::ParkIndex;
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
        assert_eq!(best_shift(&sites, &[&park], None), None);
        for shift in Shift::ALL {
            // What undoing the shift puts right was shifted forwards.
            let moved = Shift { undo: !shift.undo, ..shift }.apply(&sites).unwrap();
            assert_eq!(best_shift(&moved, &[&park], None), Some(shift), "{shift:?}");
        }
        assert_eq!(best_shift(&[], &[&park], None), None);
    }
}
