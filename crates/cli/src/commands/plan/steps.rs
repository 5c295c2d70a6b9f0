//! What is going on, on standard error.

use crate::args::Common;
use crate::output::tell;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use parkward_model::{Lang, Text};
use std::time::{Duration, Instant};

/// A line on standard error that says what is going on; nothing unless that is a terminal. With `-v`
/// it stays, with the seconds that each step took. With `--progress` each is a line of its own.
pub(super) struct Steps {
    /// The language of what people read; programs that ask for lines read them in English.
    lang: Lang,
    bar: ProgressBar,
    verbose: bool,
    /// When the last line was written, if lines are wanted.
    lines: Option<Instant>,
    current: Option<(Text, Instant)>,
}

impl Steps {
    pub(super) fn new(common: &Common, progress: bool, lang: Lang) -> Self {
        let bar = ProgressBar::new_spinner().with_style(ProgressStyle::default_spinner());
        if common.quiet {
            bar.set_draw_target(ProgressDrawTarget::hidden());
        }
        bar.enable_steady_tick(Duration::from_millis(120));
        let verbose = common.verbose && !common.quiet;
        Self { lang, bar, verbose, lines: progress.then(Instant::now), current: None }
    }

    /// The plan file has said in which language.
    pub(super) fn speak(&mut self, lang: Lang) {
        self.lang = lang;
    }

    /// The next step begins.
    pub(super) fn say(&mut self, zh: &str, en: &str) {
        let what = Text::new(zh, en);
        if self.current.as_ref().is_none_or(|(current, _)| *current != what) {
            self.end();
            self.bar.set_message(what.in_lang(self.lang).to_owned());
            self.line(en);
            self.current = Some((what, Instant::now()));
        }
    }

    /// How far the step is.
    pub(super) fn show(&mut self, what: &Text) {
        self.bar.set_message(what.in_lang(self.lang).to_owned());
        if self.lines.is_some_and(|last| last.elapsed() > Duration::from_millis(500)) {
            self.line(&what.en);
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
    pub(super) fn took(&self, what: &Text, time: Duration) {
        if self.verbose {
            self.bar.suspend(|| tell!("{}: {:.2} s", what.in_lang(self.lang), time.as_secs_f64()));
        }
    }

    pub(super) fn done(&mut self) {
        self.end();
        self.bar.finish_and_clear();
    }
}
