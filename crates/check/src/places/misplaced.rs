//! Places that are not where the plan is, and what explains them.

use crate::issue::Issue;
use crate::places::home::Home;
use crate::places::sample::some_of;
use crate::places::systems::Systems;
use crate::things::Thing;
use geo_types::{Coord, Point};
use parkward_geometry::Transformer;
use parkward_model::{InputKind, IssueKind, Reject, Survey};
use std::collections::BTreeMap;

/// Everything outside of the district or far from everything, with what would put it in its place, if anything known
/// would.
pub(crate) fn misplaced(survey: &Survey, things: &[Thing<'_>], home: &Home) -> Vec<Issue> {
    let placed = things.iter().filter_map(|thing| Some((thing, thing.at?)));
    let (near, far): (Vec<_>, Vec<_>) = placed.partition(|(_, at)| home.has(*at));
    let mut found = Vec::new();
    for (thing, at) in near.into_iter().filter(|(thing, _)| thing.input != InputKind::Zones) {
        let Some(distance) = home.outside(at) else { continue };
        let (zh, en) = (format!("区界以外 {distance}"), format!("{distance} outside"));
        found.push(thing.issue(IssueKind::OutsideDistrict).value(place(at)).text(zh, en));
    }
    let mut files: BTreeMap<&str, Vec<(&Thing<'_>, Point<f64>)>> = BTreeMap::new();
    far.into_iter().for_each(|(thing, at)| files.entry(thing.file).or_default().push((thing, at)));
    for (file, far) in files {
        let explanation = Explanation::of(survey, file, &far, home);
        found.extend(far.iter().map(|(thing, at)| explanation.issue(thing, *at, home)));
    }
    found
}

/// Gives rows that were rejected for their coordinates the CRS that would put them in their place; `issues` are
/// those of the rejects.
pub(crate) fn explain_rejects(survey: &Survey, home: &Home, issues: &mut [Issue]) {
    let kinds = [IssueKind::MetresAsDegrees, IssueKind::ZonePrefix, IssueKind::OutsideCrs];
    let mut systems = None;
    let rejected = survey.rejects.iter().zip(issues);
    for (reject, issue) in rejected.filter(|(reject, _)| kinds.contains(&reject.issue)) {
        let systems = systems.get_or_insert_with(|| Systems::around(home));
        if let Some(code) = coordinates(reject).and_then(|c| systems.putting(c, home)) {
            issue.fix = Systems::fix(code);
            // Web Mercator has eastings like those of the western zones.
            if reject.issue == IssueKind::ZonePrefix && !Systems::has_zone_number(code) {
                issue.kind = IssueKind::WrongCrs;
            }
        }
    }
}

/// The coordinates that a reject names.
fn coordinates(reject: &Reject) -> Option<Coord<f64>> {
    let (x, y) = reject.found.en.strip_prefix('(')?.strip_suffix(')')?.split_once(", ")?;
    Some(Coord { x: x.parse().ok()?, y: y.parse().ok()? })
}

/// A place as people read it.
pub(crate) fn place(at: Point<f64>) -> String {
    format!("{:.6}, {:.6}", at.x(), at.y())
}

/// Why those rows of a file that are far off may be so.
struct Explanation {
    /// The way back to what stands in the file.
    read_in: Option<Transformer>,
    of_all: OfAll,
}

/// What explains nearly all of them at once.
enum OfAll {
    /// They are in the CRS of that code of EPSG's.
    System(u32, Systems),
    /// They were converted with the meridian of another zone before they came here: degrees too far east.
    Meridian(f64),
    /// Nothing that is known.
    Nothing,
}

/// An explanation of a whole file holds for at least so many of its rows that are far off, and for this share of
/// them. Single places that were geocoded into another province hit a zone's width by chance: one in three does.
const AT_LEAST: usize = 3;
const NEARLY_ALL: f64 = 0.9;
/// Rows that are asked for it, at most: they are alike.
const ASKED: usize = 20;

impl Explanation {
    fn of(survey: &Survey, file: &str, far: &[(&Thing<'_>, Point<f64>)], home: &Home) -> Self {
        let input = survey.inputs.iter().find(|input| input.file == file);
        let crs = input.and_then(|input| parkward_crs::parse(&input.crs).ok());
        let read_in = crs.and_then(|crs| crs.transformer().ok());
        let mut explanation = Self { read_in, of_all: OfAll::Nothing };
        let asked = some_of(far.iter().map(|(_, at)| *at).collect(), ASKED);
        let explains = |puts: &dyn Fn(Point<f64>) -> bool| {
            let hits = asked.iter().filter(|at| puts(**at)).count();
            hits >= AT_LEAST && hits as f64 >= NEARLY_ALL * asked.len() as f64
        };
        if explanation.read_in.as_ref().is_some_and(Transformer::is_projected) {
            let systems = Systems::around(home);
            let puts = |code: u32| {
                explains(&|at| explanation.in_file(at).is_some_and(|c| systems.puts(code, c, home)))
            };
            let found = systems.codes().find(|code| puts(*code));
            if let Some(code) = found {
                explanation.of_all = OfAll::System(code, systems);
                return explanation;
            }
        }
        // Zones are 3° or 6° wide. Further off than three of the wide ones is another country.
        let degrees = (1..=6).flat_map(|zones| [3.0 * f64::from(zones), -3.0 * f64::from(zones)]);
        let mut degrees =
            degrees.filter(|off| explains(&|at| home.has(Point::new(at.x() - off, at.y()))));
        if let Some(off) = degrees.next() {
            explanation.of_all = OfAll::Meridian(off);
        }
        explanation
    }

    /// The issue of a thing that is far off: the first that explains it is told.
    fn issue(&self, thing: &Thing<'_>, at: Point<f64>, home: &Home) -> Issue {
        let Coord { x, y } = at.0;
        let issue = |kind| thing.issue(kind).value(place(at));
        let swapped = self.in_file(at).and_then(|c| self.read(Coord { x: c.y, y: c.x }));
        if swapped.is_some_and(|at| home.has(at)) {
            return issue(IssueKind::SwappedAxes);
        }
        let flipped = [(-x, y), (x, -y), (-x, -y)].map(|(x, y)| Point::new(x, y));
        if let Some(meant) = flipped.into_iter().find(|at| home.has(*at)) {
            let meant = place(meant);
            return issue(IssueKind::FlippedSign)
                .fix(format!("应为 {meant}？"), format!("meant as {meant}?"));
        }
        match &self.of_all {
            OfAll::System(code, systems)
                if self.in_file(at).is_some_and(|c| systems.puts(*code, c, home)) =>
            {
                Issue { fix: Systems::fix(*code), ..issue(IssueKind::WrongCrs) }
            }
            OfAll::Meridian(off) if home.has(Point::new(x - off, y)) => issue(IssueKind::WrongCrs)
                .fix(
                    format!("经度偏了 {off}°：换算时的中央经线似不对，请以正确的中央经线重新换算"),
                    format!(
                        "longitudes are {off}° off: convert again, with the right central meridian"
                    ),
                ),
            _ => {
                let distance = home.distance(at);
                let (zh, en) = (format!("相距 {distance}"), format!("{distance} from the others"));
                issue(IssueKind::FarAway).text(zh, en)
            }
        }
    }

    /// What stands in the file for a place.
    fn in_file(&self, at: Point<f64>) -> Option<Coord<f64>> {
        Some(self.read_in.as_ref()?.from_wgs84(&at).ok()?.0)
    }

    /// Where the file's coordinates are.
    fn read(&self, c: Coord<f64>) -> Option<Point<f64>> {
        self.read_in.as_ref()?.to_wgs84(&Point(c)).ok()
    }
}
