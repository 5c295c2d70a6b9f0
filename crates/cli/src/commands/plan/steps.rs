//! What is going on, on standard error.

use crate::args::Common;
use crate::output::tell;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::time::{Duration, Instant};

/// A line on standard error that says what is going on; nothing unless that is a terminal. With `-v`
/// it stays, with the seconds that each step took. With `--progress` each is a line of its own.
pub(super) struct Steps {
    bar: ProgressBar,
    verbose: bool,
    /// When the last line was written, if lines are wanted.
    lines: Option<Instant>,
    current: Option<(String, Instant)>,
}

impl Steps {
    pub(super) fn new(common: &Common, progress: bool) -> Self {
        let bar = ProgressBar::new_spinner().with_style(ProgressStyle::default_spinner());
        if common.quiet {
            bar.set_draw_target(ProgressDrawTarget::hidden());
        }
        bar.enable_steady_tick(Duration::from_millis(120));
        let verbose = common.verbose && !common.quiet;
        Self { bar, verbose, lines: progress.then(Instant::now), current: None }
    }

    /// The next step begins.
    pub(super) fn say(&mut self, what: &str) {
        if self.current.as_ref().is_none_or(|(current, _)| current != what) {
            self.end();
            self.current = Some((what.to_owned(), Instant::now()));
            self.bar.set_message(what.to_owned());
            self.line(what);
        }
    }

    /// How far the step is.
    pub(super) fn show(&mut self, what: &str) {
        self.bar.set_message(what.to_owned());
        if self.lines.is_some_and(|last| last.elapsed() > Duration::from_millis(500)) {
            self.line(what);
        }
    }

    fn line(&mut self, what: &str) {
        if let Some(last) = &mut self.lines {
            *last = Instant::now();
            self.bar.suspend(|| tell!("{what}"));
        }
    }

    fn end(&mut self) {
        if let Some((what, since)) = self.current.take() {
            self.took(&what, since.elapsed());
        }
    }

    /// A part of the present step is done.
    pub(super) fn took(&self, what: &str, time: Duration) {
        if self.verbose {
            self.bar.suspend(|| tell!("{what}: {:.2} s", time.as_secs_f64()));
        }
    }

    pub(super) fn done(&mut self) {
        self.end();
        self.bar.finish_and_clear();
    }
}
