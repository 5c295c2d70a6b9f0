//! Degrees, minutes and seconds that were written as one decimal number: 121°20′30″ as 121.2030.

use crate::issue::Issue;
use crate::places::misplaced::place;
use crate::things::Thing;
use geo_types::Point;
use parkward_geometry::Crs;
use parkward_model::{InputKind, IssueKind, Survey};

/// Of so many different coordinates none has by chance only minutes and seconds below 60 behind its point: three of
/// five decimals have, so that of 30 about one file in 5 million does.
const AT_LEAST: usize = 30;

/// Files in degrees all of whose coordinates can be read as degrees, minutes and seconds: an issue at the first row of
/// each.
pub(crate) fn minutes(survey: &Survey, things: &[Thing<'_>]) -> Vec<Issue> {
    let inputs = [InputKind::Parks, InputKind::Enterprises, InputKind::Projects];
    let found = inputs.into_iter().filter_map(|input| {
        let crs = &survey.inputs.iter().find(|read| read.kind == input)?.crs;
        let placed = things.iter().filter(|thing| thing.input == input);
        let placed: Vec<_> = placed.filter_map(|thing| Some((thing, thing.at?))).collect();
        // What was converted on the way in is not what stands in the file.
        let as_written = Crs::built_in(crs).is_some_and(|crs| crs.is_wgs84());
        let numbers = placed.iter().flat_map(|(_, at)| [at.x(), at.y()]).collect();
        let (first, at) = placed.first().filter(|_| as_written && all_can_be_minutes(numbers))?;
        let meant = place(Point::new(decimal(at.x()), decimal(at.y())));
        Some(first.issue(IssueKind::MinutesAsDecimals).value(place(*at)).text(
            format!("小数部分全都可读作分、秒（均小于 60）；此行应为 {meant}"),
            format!("all decimals read as minutes and seconds below 60; this row would be {meant}"),
        ))
    });
    found.collect()
}

fn all_can_be_minutes(mut numbers: Vec<f64>) -> bool {
    numbers.sort_by(f64::total_cmp);
    numbers.dedup();
    // Of whole minutes, and numbers with two decimals, nothing is to be seen.
    numbers.retain(|number| parts(*number).2 != 0.0);
    numbers.len() >= AT_LEAST && numbers.into_iter().all(can_be_minutes)
}

/// Minutes and seconds of a number whose decimals are both; seconds may have decimals of their own.
fn parts(number: f64) -> (f64, f64, f64) {
    // To a hundredth of a second, so that 20.2999999 is 20.30.
    let units = (number.abs() * 1e6).round();
    let (degrees, rest) = ((units / 1e6).floor(), units % 1e6);
    (degrees, (rest / 1e4).floor(), rest % 1e4 / 100.0)
}

fn can_be_minutes(number: f64) -> bool {
    let (_, minutes, seconds) = parts(number);
    minutes < 60.0 && seconds < 60.0
}

fn decimal(number: f64) -> f64 {
    let (degrees, minutes, seconds) = parts(number);
    number.signum() * (degrees + minutes / 60.0 + seconds / 3600.0)
}

#[cfg(test)]
mod tests {
    use super::{can_be_minutes, decimal};

    #[test]
    fn minutes_and_seconds_stay_below_sixty() {
        for number in [121.2030, -30.5959, 121.0, 121.203_059, 30.000_099] {
            assert!(can_be_minutes(number), "{number}");
        }
        for number in [121.6030, 121.2060, 30.9999] {
            assert!(!can_be_minutes(number), "{number}");
        }
        assert!((decimal(121.2030) - (121.0 + 20.0 / 60.0 + 30.0 / 3600.0)).abs() < 1e-9);
        assert!((decimal(-30.5959) + 30.0 + 59.0 / 60.0 + 59.0 / 3600.0).abs() < 1e-9);
    }
}
