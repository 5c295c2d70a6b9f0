//! What parks say of their land, held against itself, against their boundaries and against who stands in them.

use crate::issue::Issue;
use crate::things::{Thing, land_unit};
use geo::{BoundingRect, CoordsIter};
use geo_types::Point;
use parkward_geometry::{Overlap, ParkIndex, Sharing, area};
use parkward_model::{Footprint, Hectares, InputKind, IssueKind, Park, Survey, Text};

/// A declared area and a drawn one may differ by roads, water and planned extensions: by a fifth or a third, not by
/// more than this.
const APART: f64 = 1.5;
/// How exactly a unit shows in the ratio of two areas.
const EXACTLY: f64 = 1.2;
/// Sums and shares that are rounded.
const ROUNDING: f64 = 1.01;
/// Enterprises of a park may hold a little more than its outline, which is drawn along the middle of roads.
const OVERFULL: f64 = 1.2;
/// Two drawings of one park share this much of the larger; a zone and its sub-zone do not.
const ALIKE: f64 = 0.95;
/// Fewer enterprises in a park prove nothing: one large one may stand half in it.
const SOME: usize = 5;

/// What is wrong with the land of parks.
pub(crate) fn parks(survey: &Survey, things: &[Thing<'_>]) -> Vec<Issue> {
    let things: Vec<&Thing<'_>> =
        things.iter().filter(|thing| thing.input == InputKind::Parks).collect();
    let each = survey.parks.iter().zip(&things).flat_map(|(park, thing)| {
        let area = area_mismatch(park, thing);
        area.into_iter().chain(capacity(park, thing)).chain(account(park, thing))
    });
    let index = ParkIndex::build(&survey.parks).ok();
    let beyond = index.iter().flat_map(|index| beyond_park(survey, &things, index));
    each.chain(beyond).chain(sharing(survey, &things, index.as_ref())).collect()
}

/// The area of the boundary, where there is one.
fn drawn(park: &Park) -> Option<Hectares> {
    match &park.footprint {
        Footprint::Boundary(boundary) => Some(area(boundary)).filter(|area| area.0 > 0.0),
        Footprint::Point(_) => None,
    }
}

/// A park whose declared area is not that of its boundary.
fn area_mismatch(park: &Park, thing: &Thing<'_>) -> Option<Issue> {
    let (declared, drawn) = (park.area.filter(|area| area.0 > 0.0)?, drawn(park)?);
    let ratio = declared.0 / drawn.0;
    (ratio.max(1.0 / ratio) > APART).then_some(())?;
    let units = [
        (15.0, "亩", "mu"),
        (10_000.0, "平方米", "square metres"),
        (0.01, "平方公里", "square kilometres"),
    ];
    let unit =
        units.iter().find(|(factor, ..)| (1.0 / EXACTLY..EXACTLY).contains(&(ratio / factor)));
    let issue =
        thing.issue(IssueKind::AreaMismatch).column("area_ha").value(declared.to_string()).text(
            format!("登记 {declared}，图形 {drawn}"),
            format!("declared {declared}, drawn {drawn}"),
        );
    Some(match unit {
        Some((factor, zh, en)) => {
            let meant = Hectares(declared.0 / factor);
            issue.fix(
                format!("似以{zh}计，应为 {meant}"),
                format!("it seems to be in {en}: {meant}"),
            )
        }
        None => issue,
    })
}

/// A park that takes more land than it has, by its register or, without one, by its boundary.
fn capacity(park: &Park, thing: &Thing<'_>) -> Option<Issue> {
    let (capacity, has) = (park.capacity?, park.area.or_else(|| drawn(park))?);
    (capacity.0 > ROUNDING * has.0).then(|| {
        let (zh, en) =
            (format!("可接收 {capacity}，园区 {has}"), format!("takes {capacity} and has {has}"));
        thing
            .issue(IssueKind::CapacityAboveArea)
            .column("capacity_ha")
            .value(capacity.to_string())
            .text(zh, en)
    })
}

/// Parts of a land account that are larger than what they are parts of (TD/T 1029: A2 ≤ A ≤ D, G ≤ D − A).
fn account(park: &Park, thing: &Thing<'_>) -> Vec<Issue> {
    let land = &park.land;
    let unbuilt =
        land.supplied.zip(land.built).map(|(supplied, built)| Hectares(supplied.0 - built.0));
    let parts = [
        ("industrial_ha", land.industrial, "built_ha", land.built),
        ("built_ha", land.built, "supplied_ha", land.supplied),
        ("built_ha", land.built, "area_ha", park.area),
        ("idle_ha", land.idle, "supplied_ha - built_ha", unbuilt),
    ];
    let wrong = parts.into_iter().filter_map(|(part, some, whole, all)| {
        let (some, all) = (some?, all?);
        (some.0 > ROUNDING * all.0 + 0.01).then(|| {
            thing.issue(IssueKind::LandAccount).column(part).value(some.to_string()).text(
                format!("{part} {some} 大于 {whole} {all}"),
                format!("{part} {some} is more than {whole} {all}"),
            )
        })
    });
    wrong.collect()
}

/// Parks that share land: in part, or most of it; nested ones share only that of the smaller.
fn sharing(survey: &Survey, things: &[&Thing<'_>], index: Option<&ParkIndex>) -> Vec<Issue> {
    let overlaps = parkward_geometry::overlaps(&survey.parks);
    let found = overlaps.into_iter().flat_map(|overlap| {
        let size = |at: usize| drawn(&survey.parks[at]).map_or(0.0, |area| area.0);
        let larger = size(overlap.first).max(size(overlap.second));
        let (first, second) = (things[overlap.first], things[overlap.second]);
        let at = index.and_then(|index| in_both(index, survey, &overlap));
        let alike = (overlap.shared.0 > ALIKE * larger).then(|| {
            let Text { zh, en } = overlap.land();
            second.issue(IssueKind::SameBoundary).text(
                format!("与 {} 共有 {zh}，几乎是全部用地", first.id),
                format!("shares {en} with {}, nearly all of both", first.id),
            )
        });
        let partial = (overlap.sharing == Sharing::Partial).then(|| {
            let Text { zh, en } = overlap.text(&survey.parks);
            first.issue(IssueKind::Overlap).text(zh, en)
        });
        let place = move |issue: Issue| if at.is_some() { issue.at(at) } else { issue };
        alike.into_iter().chain(partial).map(place)
    });
    found.collect()
}

/// A place in the land that two parks share: the middle of what the boxes around them share, if that is in both, else
/// a vertex of one that the other holds.
fn in_both(index: &ParkIndex, survey: &Survey, overlap: &Overlap) -> Option<Point<f64>> {
    let boundary = |at: usize| match &survey.parks[at].footprint {
        Footprint::Boundary(boundary) => Some(boundary),
        Footprint::Point(_) => None,
    };
    let (a, b) = (boundary(overlap.first)?, boundary(overlap.second)?);
    let both = [overlap.first, overlap.second];
    let is_in_both = |at: &Point<f64>| {
        let parks = index.containing(*at);
        both.iter().all(|park| parks.all().contains(park))
    };
    let vertices = a.coords_iter().chain(b.coords_iter()).map(Point);
    let (one, other) = (a.bounding_rect()?, b.bounding_rect()?);
    let between = |low: f64, high: f64| f64::midpoint(low, high);
    let middle = Point::new(
        between(one.min().x.max(other.min().x), one.max().x.min(other.max().x)),
        between(one.min().y.max(other.min().y), one.max().y.min(other.max().y)),
    );
    if is_in_both(&middle) {
        Some(middle)
    } else {
        vertices.into_iter().find(is_in_both).or(Some(middle))
    }
}

/// Parks whose enterprises have more land than they: nearly always a unit.
fn beyond_park(survey: &Survey, parks: &[&Thing<'_>], index: &ParkIndex) -> Vec<Issue> {
    let in_hectares = land_unit(survey) == "ha";
    let mut sums = vec![(0, 0.0); survey.parks.len()];
    for enterprise in &survey.enterprises {
        let Some(Hectares(land)) = enterprise.land else { continue };
        for park in index.containing(enterprise.site).all() {
            sums[*park].0 += 1;
            sums[*park].1 += land;
        }
    }
    let each = survey.parks.iter().zip(parks).zip(sums);
    let over = each.filter_map(|((park, thing), (n, sum))| {
        let (sum, has) = (Hectares(sum), drawn(park)?);
        (n >= SOME && sum.0 > OVERFULL * has.0).then(|| {
            let issue = thing.issue(IssueKind::LandBeyondPark).column("land_ha");
            let issue = issue.value(sum.to_string()).text(
                format!("其中 {n} 家企业用地之和 {sum}，园区 {has}"),
                format!("{n} enterprises in it have {sum}, and it has {has}"),
            );
            let unit = [("mu", 15.0), ("m2", 10_000.0)];
            let unit = unit.iter().find(|(_, factor)| sum.0 <= OVERFULL * factor * has.0);
            match unit.filter(|_| in_hectares) {
                Some((unit, _)) => issue.fix(
                    format!("若该列以 {unit} 计，设置 [enterprises] land_unit = \"{unit}\""),
                    format!("if the column is in {unit}, set [enterprises] land_unit = \"{unit}\""),
                ),
                None => issue,
            }
        })
    });
    over.collect()
}

#[cfg(test)]
mod tests {
    use super::parks;
    use crate::things::things;
    use geo_types::{MultiPolygon, Point, Rect};
    use parkward_model::{
        Enterprise, Facts, Footprint, Hectares, IssueKind, LandAccount, Park, Survey, Text,
    };

    /// A park of 106 hectares (0.01 by 0.01 degrees), and five enterprises of ten hectares in it.
    fn survey() -> Survey {
        let square = Rect::new((121.30, 30.80), (121.31, 30.81)).to_polygon();
        let park = Park {
            id: "P".into(),
            name: Text::default(),
            footprint: Footprint::Boundary(MultiPolygon(vec![square])),
            capacity: Some(Hectares(50.0)),
            area: Some(Hectares(100.0)),
            land: LandAccount {
                built: Some(Hectares(60.0)),
                industrial: Some(Hectares(40.0)),
                supplied: Some(Hectares(80.0)),
                idle: Some(Hectares(20.0)),
                ..LandAccount::default()
            },
            industries: Vec::new(),
            open: true,
            facts: Facts::default(),
        };
        let enterprises = (1..=5_u32).map(|number| Enterprise {
            id: number.to_string().as_str().into(),
            name: "".into(),
            site: Point::new(121.30 + 0.001 * f64::from(number), 30.805),
            industry: None,
            land: Some(Hectares(10.0)),
            facts: Facts::default(),
            row: u64::from(number),
        });
        Survey { parks: vec![park], enterprises: enterprises.collect(), ..Survey::default() }
    }

    fn found(change: impl FnOnce(&mut Survey)) -> Vec<(IssueKind, Option<String>, String)> {
        let mut survey = survey();
        change(&mut survey);
        let issues = parks(&survey, &things(&survey));
        issues.into_iter().map(|issue| (issue.kind, issue.column, issue.fix.en)).collect()
    }

    #[test]
    fn each_contradiction_is_told_and_what_holds_is_not() {
        assert_eq!(found(|_| {}), []);
        let unit = found(|survey| survey.parks[0].area = Some(Hectares(1_500.0)));
        assert_eq!(unit[0].0, IssueKind::AreaMismatch);
        assert!(unit[0].2.contains("mu: 100.00 ha"), "{unit:?}");
        let capacity = found(|survey| survey.parks[0].capacity = Some(Hectares(120.0)));
        assert_eq!(capacity[0].0, IssueKind::CapacityAboveArea);
        let account = found(|survey| survey.parks[0].land.idle = Some(Hectares(30.0)));
        assert_eq!(
            (account[0].0, account[0].1.as_deref()),
            (IssueKind::LandAccount, Some("idle_ha"))
        );
        let land = found(|survey| {
            survey.enterprises.iter_mut().for_each(|e| e.land = Some(Hectares(150.0)))
        });
        assert_eq!(land[0].0, IssueKind::LandBeyondPark);
    }
}
