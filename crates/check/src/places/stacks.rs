//! Parks and enterprises that stand on one point, or scattered around one, where a geocoder knew no better.

use crate::issue::Issue;
use crate::places::misplaced::place;
use crate::things::Thing;
use geo_types::Point;
use parkward_model::{Footprint, InputKind, IssueKind, Survey};
use std::collections::BTreeMap;

/// From how many enterprises on one point it is worth telling; five share a building, too, but then their positions
/// should still be looked at.
const STACK: usize = 5;
/// Points of parks nearer than this are no two parks, in metres: parks are hundreds of metres across.
const PARKS_APART: f64 = 100.0;
/// Geocoders that scatter do so by about a hundred metres.
const CELL: f64 = 250.0;
/// So many enterprises within three cells of each way, and fewer than a quarter of them in the five times larger
/// ring around: no district is built like that.
const CROWD: usize = 20;
const RING_SHARE: usize = 4;

/// Metres in a degree, to half a per cent.
const DEGREE: f64 = 111_320.0;

/// Square cells of a size in metres, by their places in a grid. Far from the equator they are narrower in degrees.
struct Grid<'t, 'a>(BTreeMap<(i64, i64), Vec<&'t Thing<'a>>>);

impl<'t, 'a> Grid<'t, 'a> {
    fn new(things: impl Iterator<Item = &'t Thing<'a>>, metres: f64) -> Self {
        let mut cells: BTreeMap<_, Vec<_>> = BTreeMap::new();
        for thing in things {
            if let Some(at) = thing.at {
                cells.entry(cell(at, metres)).or_default().push(thing);
            }
        }
        Self(cells)
    }

    /// Those in a square of cells around one, so many to each side.
    fn around(&self, (row, column): (i64, i64), sides: i64) -> impl Iterator<Item = &'t Thing<'a>> {
        let rows = row - sides..=row + sides;
        let in_row = move |row| self.0.range((row, column - sides)..=(row, column + sides));
        rows.flat_map(in_row).flat_map(|(_, things)| things.iter().copied())
    }
}

#[expect(clippy::cast_possible_truncation, reason = "saturates; degrees are small")]
pub(crate) fn cell(at: Point<f64>, metres: f64) -> (i64, i64) {
    // One width for each band of a degree, so that cells of a row are aligned.
    let shrink = at.y().round().to_radians().cos().max(0.01);
    ((at.y() * DEGREE / metres).floor() as i64, (at.x() * DEGREE * shrink / metres).floor() as i64)
}

/// Metres between two points that are near each other.
pub(crate) fn apart(a: Point<f64>, b: Point<f64>) -> f64 {
    let shrink = a.y().to_radians().cos();
    DEGREE * ((a.x() - b.x()) * shrink).hypot(a.y() - b.y())
}

/// Parks that are points and stand on or beside one another: an issue for each, which names how many.
pub(crate) fn stacked_parks(survey: &Survey, things: &[Thing<'_>]) -> Vec<Issue> {
    let is_point = survey.parks.iter().map(|park| matches!(park.footprint, Footprint::Point(_)));
    let parks = things.iter().filter(|thing| thing.input == InputKind::Parks);
    let points: Vec<&Thing<'_>> =
        parks.zip(is_point).filter_map(|(thing, is_point)| is_point.then_some(thing)).collect();
    let grid = Grid::new(points.iter().copied(), PARKS_APART);
    let mut found = Vec::new();
    for thing in points {
        let Some(at) = thing.at else { continue };
        let near = grid.around(cell(at, PARKS_APART), 1);
        let near =
            near.filter(|other| other.at.is_some_and(|other| apart(at, other) < PARKS_APART));
        let n = near.count();
        if n > 1 {
            found.push(thing.issue(IssueKind::StackedParks).value(place(at)).text(
                format!("此处 {PARKS_APART} 米内有 {n} 个园区"),
                format!("{n} parks stand within {PARKS_APART} m of here"),
            ));
        }
    }
    found
}

/// Points that many enterprises share: an issue for each point, which names one of them.
pub(crate) fn stacked_enterprises(things: &[Thing<'_>]) -> Vec<Issue> {
    let mut by_point: BTreeMap<(u64, u64), Vec<&Thing<'_>>> = BTreeMap::new();
    for thing in things.iter().filter(|thing| thing.input == InputKind::Enterprises) {
        let Some(Point(at)) = thing.at else { continue };
        by_point.entry((at.x.to_bits(), at.y.to_bits())).or_default().push(thing);
    }
    let stacks = by_point.into_values().filter(|stack| stack.len() >= STACK);
    stacks
        .filter_map(|stack| {
            let (n, first) = (stack.len(), stack.iter().min_by_key(|thing| thing.row)?);
            Some(first.issue(IssueKind::StackedEnterprises).value(place(first.at?)).text(
                format!("{n} 家企业在此一点，位置可能只精确到镇"),
                format!("{n} enterprises on this point: their positions may be those of a town"),
            ))
        })
        .collect()
}

/// Crowds of enterprises with next to nobody around: an issue for each crowd.
pub(crate) fn scattered(things: &[Thing<'_>]) -> Vec<Issue> {
    // Who stands on one point is told of there.
    let mut seen = std::collections::BTreeSet::new();
    let enterprises = things.iter().filter(|thing| thing.input == InputKind::Enterprises);
    let apart = enterprises.filter(|thing| {
        thing.at.is_some_and(|Point(at)| seen.insert((at.x.to_bits(), at.y.to_bits())))
    });
    let grid = Grid::new(apart, CELL);
    let mut found = Vec::new();
    for (at, things) in &grid.0 {
        let crowd = grid.around(*at, 1).count();
        if crowd < CROWD || RING_SHARE * (grid.around(*at, 3).count() - crowd) > crowd {
            continue;
        }
        // One crowd fills several cells: the fullest tells, of equals the first.
        let fullest = (-1..=1).flat_map(|dy| (-1..=1).map(move |dx| (at.0 + dy, at.1 + dx)));
        let fullest =
            fullest.filter_map(|cell| Some((grid.0.get(&cell)?.len(), std::cmp::Reverse(cell))));
        if fullest.max().is_none_or(|(_, best)| best.0 != *at) {
            continue;
        }
        let first = things.iter().min_by_key(|thing| thing.row);
        let Some((first, at)) = first.and_then(|first| Some((first, first.at?))) else { continue };
        let issue = first.issue(IssueKind::ScatteredEnterprises).value(place(at));
        found.push(issue.text(
            format!("{crowd} 家企业散布在此处数百米内，四周几乎没有其他企业"),
            format!("{crowd} enterprises within some hundred metres, and hardly any around"),
        ));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::{scattered, stacked_enterprises};
    use crate::things::Thing;
    use geo_types::Point;
    use parkward_model::{Facts, InputKind};
    use std::sync::LazyLock;

    static NONE: LazyLock<Facts> = LazyLock::new(Facts::default);

    fn things(sites: &[(f64, f64)]) -> Vec<Thing<'static>> {
        let thing = |(row, (x, y)): (u64, &(f64, f64))| Thing {
            input: InputKind::Enterprises,
            file: "firms.csv",
            row: Some(row),
            id: "",
            name: "",
            at: Some(Point::new(*x, *y)),
            facts: &NONE,
        };
        (2..).zip(sites).map(thing).collect()
    }

    /// Points on a spiral of so many metres around a place.
    fn spiral(count: u32, metres: f64) -> Vec<(f64, f64)> {
        let point = |number: u32| {
            let far = metres / 111_320.0 * (f64::from(number) / f64::from(count)).sqrt();
            let (sin, cos) = (2.4 * f64::from(number)).sin_cos();
            (121.3 + far * cos / 0.86, 30.8 + far * sin)
        };
        (1..=count).map(point).collect()
    }

    #[test]
    fn a_stack_is_one_issue_from_five_on() {
        let mut sites = vec![(121.3, 30.8); 4];
        assert_eq!(stacked_enterprises(&things(&sites)), []);
        sites.push((121.3, 30.8));
        sites.extend([(121.31, 30.8); 7]);
        let found = stacked_enterprises(&things(&sites));
        assert_eq!(found.iter().map(|issue| issue.row).collect::<Vec<_>>(), [Some(2), Some(7)]);
    }

    #[test]
    fn a_crowd_alone_is_told_once_and_a_town_is_not() {
        assert_eq!(scattered(&things(&spiral(60, 120.0))).len(), 1);
        assert_eq!(scattered(&things(&spiral(19, 120.0))).len(), 0);
        // As dense, and going on for a kilometre and a half.
        assert_eq!(scattered(&things(&spiral(2_000, 1_500.0))).len(), 0);
        // One point is no crowd.
        assert_eq!(scattered(&things(&[(121.3, 30.8); 60])).len(), 0);
    }
}
