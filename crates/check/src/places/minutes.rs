//! Degrees, minutes and seconds that were written as one decimal number: 121°20′30″ as 121.2030.

use crate::issue::Issue;
use crate::things::Thing;
use parkward_geometry::Crs;
use parkward_model::{InputKind, IssueKind, Survey};

/// Of so many different coordinates none has by chance only minutes and seconds below 60 behind its point: three of
/// five decimals have, so that of 30 about one file in 5 million does.
const AT_LEAST: usize = 30;

/// Files in degrees all of whose coordinates can be read as degrees, minutes and seconds.
pub(crate) fn minutes(survey: &Survey, things: &[Thing<'_>]) -> Vec<Issue> {
    let inputs = [InputKind::Parks, InputKind::Enterprises, InputKind::Projects];
    let found = inputs.into_iter().filter_map(|input| {
        let crs = &survey.inputs.iter().find(|read| read.kind == input)?.crs;
        // What was converted on the way in is not what stands in the file.
        let as_written = Crs::built_in(crs).is_some_and(|crs| crs.is_wgs84());
        let sites = things.iter().filter(|thing| thing.input == input).filter_map(|thing| thing.at);
        let mut numbers: Vec<f64> = sites.flat_map(|at| [at.x(), at.y()]).collect();
        numbers.sort_by(f64::total_cmp);
        numbers.dedup();
        let all = numbers.iter().all(|number| can_be_minutes(*number));
        (as_written && numbers.len() >= AT_LEAST && all).then_some(())?;
        let first = things.iter().find(|thing| thing.input == input)?;
        let meant = first.at.map(|at| format!("{:.6}, {:.6}", decimal(at.x()), decimal(at.y())));
        let meant = meant.unwrap_or_default();
        let text = Issue::in_file(IssueKind::MinutesAsDecimals, first.file);
        Some(text.row(first.row, first.id).at(first.at).value(first.at.map(crate::places::misplaced::place).unwrap_or_default()).text(
            format!("小数部分全都可读作分、秒（均小于 60）；首行应为 {meant}"),
            format!("all decimals read as minutes and seconds below 60; the first row would be {meant}"),
        ))
    });
    found.collect()
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
