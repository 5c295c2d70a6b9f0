//! Where a plan is at home: what is far from there was misplaced.

use crate::things::Thing;
use geo::BoundingRect;
use geo_types::{MultiPolygon, Point};
use parkward_geometry::{ParkIndex, distance_between};
use parkward_model::{Facts, Footprint, InputKind, LandAccount, Metres, Park, Text};

/// The place of a plan on the Earth.
pub(crate) struct Home {
    centre: Point<f64>,
    radius: Metres,
    /// The district's outline, where the plan file has one.
    pub(crate) district: Option<ParkIndex>,
}

/// Nothing nearer than this is far away, in metres: districts and counties are 20 to 60 km across, and plans look
/// over their borders; an outlying island may be twice as far.
const NEAR: f64 = 100_000.0;

/// What is so many times further from the middle than half of the parks or enterprises is no part of them. Evenly
/// over a disc, the furthest is 1.4 times as far as half of them; in two clusters at the ends of a long district,
/// 2 times.
const SPREADS: f64 = 6.0;

/// An outline is drawn with an accuracy of some hundred metres, and so are positions at the border.
const BORDER: f64 = 500.0;

impl Home {
    /// Where most of the parks are, or of everything where there are few parks; the district's outline, where there
    /// is one, says it for certain. `cut_off` is the furthest move. `None` if nothing has a place.
    pub(crate) fn of(
        things: &[Thing<'_>],
        district: Option<&MultiPolygon<f64>>,
        cut_off: Metres,
    ) -> Option<Self> {
        let sites = |kind: InputKind| -> Vec<Point<f64>> {
            things.iter().filter(|t| t.input == kind).filter_map(|t| t.at).collect()
        };
        let (parks, enterprises) = (sites(InputKind::Parks), sites(InputKind::Enterprises));
        let outline = district.and_then(|outline| outline.bounding_rect());
        if let Some(around) = outline {
            let centre = Point::from(around.center());
            let corner = distance_between(centre, around.max().into());
            let radius = Metres(corner.0 + NEAR.max(cut_off.0));
            return Some(Self { centre, radius, district: district.and_then(index) });
        }
        let all: Vec<Point<f64>> = parks.iter().chain(&enterprises).copied().collect();
        let centre = median(if parks.len() < 3 { &all } else { &parks })?;
        let spread = spread(&parks).max(spread(&enterprises));
        let radius = Metres(NEAR.max(SPREADS * spread).max(2.0 * cut_off.0));
        Some(Self { centre, radius, district: None })
    }

    /// Whether a place may belong to the plan.
    pub(crate) fn has(&self, at: Point<f64>) -> bool {
        distance_between(self.centre, at).0 <= self.radius.0
    }

    /// The longitude of the middle.
    pub(crate) fn longitude(&self) -> f64 {
        self.centre.x()
    }

    /// How far a place is from the middle.
    pub(crate) fn distance(&self, at: Point<f64>) -> Metres {
        distance_between(self.centre, at)
    }

    /// How far a place is outside of the district, if it plainly is.
    pub(crate) fn outside(&self, at: Point<f64>) -> Option<Metres> {
        let (_, distance) = self.district.as_ref()?.nearest(at).next()?;
        (distance.0 > BORDER).then_some(distance)
    }
}

/// An area as what knows who is inside of it.
fn index(area: &MultiPolygon<f64>) -> Option<ParkIndex> {
    let park = Park {
        id: "".into(),
        name: Text::default(),
        footprint: Footprint::Boundary(area.clone()),
        capacity: None,
        area: None,
        land: LandAccount::default(),
        industries: Vec::new(),
        open: true,
        facts: Facts::default(),
    };
    ParkIndex::build(&[park]).ok()
}

/// The middle longitude and the middle latitude: half of the points may be anywhere without moving it far.
fn median(points: &[Point<f64>]) -> Option<Point<f64>> {
    let middle = |of: fn(Point<f64>) -> f64| {
        let mut values: Vec<f64> = points.iter().map(|point| of(*point)).collect();
        values.sort_by(f64::total_cmp);
        values.get(values.len() / 2).copied()
    };
    Some(Point::new(middle(|p| p.x())?, middle(|p| p.y())?))
}

/// How far half of the points are from their middle, in metres; 0 for none.
fn spread(points: &[Point<f64>]) -> f64 {
    let Some(centre) = median(points) else { return 0.0 };
    let distances = points.iter().map(|at| distance_between(centre, *at).0);
    let mut distances: Vec<f64> = distances.collect();
    distances.sort_by(f64::total_cmp);
    distances[distances.len() / 2]
}
