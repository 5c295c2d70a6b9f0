//! The limits of the search, out of what was typed.

use crate::args::Search;
use crate::fault::{Fault, Result};
use parkward_assignment::{Effort, Limits};
use std::sync::atomic::AtomicBool;
use std::time::Duration;

/// The longest time limit in seconds: thirty years, which a [`Duration`] holds.
const LONGEST: f64 = 1e9;

impl Search {
    /// The limits that were asked for. With only a time limit, effort is unlimited.
    ///
    /// # Errors
    /// A time limit, effort or gap that is none.
    pub(crate) fn limits<'a>(&self, cancel: &'a AtomicBool) -> Result<Limits<'a>> {
        let Self { time_limit, effort, gap } = self;
        let time = time_limit.as_ref().map(|typed| match typed.parse() {
            Ok(seconds) if (0.0..=LONGEST).contains(&seconds) => {
                Ok(Duration::from_secs_f64(seconds))
            }
            _ => refused("--time-limit", typed, ["0 至 10^9 之间的秒数", "seconds from 0 to 10^9"]),
        });
        let gap = match gap.parse() {
            Ok(share) if (0.0..1.0).contains(&share) => share,
            _ => refused(
                "--gap",
                gap,
                ["0 至 1（不含 1）之间的数", "a number from 0 up to but not including 1"],
            )?,
        };
        let effort = match (effort.as_deref(), &time) {
            (Some("quick"), _) => Effort::Quick,
            (Some("thorough"), _) => Effort::Thorough,
            (Some("standard"), _) | (None, None) => Effort::Standard,
            (None, Some(_)) => Effort::Unlimited,
            (Some(typed), _) => refused(
                "--effort",
                typed,
                ["quick、standard 或 thorough", "quick, standard or thorough"],
            )?,
        };
        let time = time.transpose()?;
        Ok(Limits { time, effort, gap, cancel: Some(cancel), ..Limits::default() })
    }
}

/// The sentence that refuses what was typed.
fn refused<T>(option: &str, typed: &str, [zh, en]: [&str; 2]) -> Result<T> {
    Err(Fault::new(
        format!("{option}：应为 {zh}，实为 {typed}"),
        format!("{option}: expected {en}, found {typed}"),
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn limits(
        time_limit: Option<&str>,
        effort: Option<&str>,
        gap: &str,
    ) -> Result<Limits<'static>> {
        static CANCEL: AtomicBool = AtomicBool::new(false);
        let [time_limit, effort] = [time_limit, effort].map(|typed| typed.map(str::to_owned));
        Search { time_limit, effort, gap: gap.to_owned() }.limits(&CANCEL)
    }

    #[test]
    fn a_time_limit_is_used_up_unless_an_effort_is_named() {
        for (time, typed, expected) in [
            (None, None, Effort::Standard),
            (None, Some("quick"), Effort::Quick),
            (Some("60"), None, Effort::Unlimited),
            (Some("60"), Some("standard"), Effort::Standard),
            (Some("60"), Some("thorough"), Effort::Thorough),
        ] {
            let limits = limits(time, typed, "0").unwrap();
            assert_eq!(limits.effort, expected);
            assert_eq!(limits.time, time.map(|_| Duration::from_secs(60)));
        }
    }

    #[test]
    fn what_is_no_time_effort_or_gap_is_refused() {
        for seconds in ["-1", "NaN", "inf", "1e300", "soon", ""] {
            assert!(limits(Some(seconds), None, "0").is_err(), "{seconds}");
        }
        for gap in ["-0.001", "1", "2", "NaN", "inf", "1 %"] {
            assert!(limits(None, None, gap).is_err(), "{gap}");
        }
        assert!(limits(None, Some("much"), "0").is_err());
        assert!(limits(Some("0"), None, "0.999").is_ok());
    }
}
