//! The limits of the search, out of what was typed.

use crate::args::{Effort as Typed, Search};
use anyhow::{Result, bail};
use parkward_assignment::{Effort, Limits};
use parkward_model::Lang;
use std::sync::atomic::AtomicBool;
use std::time::Duration;

/// The longest time limit in seconds: thirty years, which a [`Duration`] holds.
const LONGEST: f64 = 1e9;

impl Search {
    /// The limits that were asked for. A time limit alone is used up: the effort is unlimited then.
    ///
    /// # Errors
    /// A time limit or gap out of range, in one sentence in `lang`.
    pub(crate) fn limits<'a>(&self, cancel: &'a AtomicBool, lang: Lang) -> Result<Limits<'a>> {
        let Self { time_limit, effort, gap } = *self;
        if let Some(seconds) = time_limit
            && !(0.0..=LONGEST).contains(&seconds)
        {
            match lang {
                Lang::Zh => bail!("--time-limit：应为 0 至 10^9 之间的秒数，实为 {seconds}"),
                Lang::En => {
                    bail!("--time-limit: expected seconds from 0 to 10^9, found {seconds}")
                }
            }
        }
        if !(0.0..1.0).contains(&gap) {
            match lang {
                Lang::Zh => bail!("--gap：应为 0 至 1（不含 1）之间的数，实为 {gap}"),
                Lang::En => {
                    bail!("--gap: expected a number from 0 up to but not including 1, found {gap}")
                }
            }
        }
        let effort = match (effort, time_limit) {
            (Some(Typed::Quick), _) => Effort::Quick,
            (Some(Typed::Thorough), _) => Effort::Thorough,
            (Some(Typed::Standard), _) | (None, None) => Effort::Standard,
            (None, Some(_)) => Effort::Unlimited,
        };
        let time = time_limit.map(Duration::from_secs_f64);
        Ok(Limits { time, effort, gap, cancel: Some(cancel), ..Limits::default() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn limits(time_limit: Option<f64>, effort: Option<Typed>, gap: f64) -> Result<Limits<'static>> {
        static CANCEL: AtomicBool = AtomicBool::new(false);
        Search { time_limit, effort, gap }.limits(&CANCEL, Lang::En)
    }

    #[test]
    fn a_time_limit_is_used_up_unless_an_effort_is_named() {
        for (time, typed, expected) in [
            (None, None, Effort::Standard),
            (None, Some(Typed::Quick), Effort::Quick),
            (Some(60.0), None, Effort::Unlimited),
            (Some(60.0), Some(Typed::Standard), Effort::Standard),
            (Some(60.0), Some(Typed::Thorough), Effort::Thorough),
        ] {
            let limits = limits(time, typed, 0.0).unwrap();
            assert_eq!(limits.effort, expected);
            assert_eq!(limits.time, time.map(Duration::from_secs_f64));
        }
    }

    #[test]
    fn times_and_gaps_out_of_range_are_refused() {
        for seconds in [-1.0, f64::NAN, f64::INFINITY, 1e300] {
            assert!(limits(Some(seconds), None, 0.0).is_err(), "{seconds}");
        }
        for gap in [-0.001, 1.0, 2.0, f64::NAN, f64::INFINITY] {
            assert!(limits(None, None, gap).is_err(), "{gap}");
        }
        assert!(limits(Some(0.0), None, 0.999).is_ok());
    }
}
