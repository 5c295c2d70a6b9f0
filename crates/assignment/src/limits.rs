//! How long to search, and how to follow or stop it.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

/// How much work a solve may do, in steps (a step looks at about one candidate).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Effort {
    /// In proportion to the problem: some seconds for small hard ones, linear for large ones. Twice that where the gap
    /// stays wide.
    #[default]
    Standard,
    /// A tenth of the standard effort.
    Quick,
    /// Twenty times the standard effort.
    Thorough,
    /// So many steps. The first plan is always completed.
    Steps(u64),
    /// As long as time and cancellation allow.
    Unlimited,
}

/// When to stop. The plan returned is always the best so far, with its bound.
///
/// Without a `time` the result depends on the problem and the seed only, not on the machine or
/// its number of cores.
///
/// ```
/// use parkward_assignment::{Effort, Limits};
/// use std::time::Duration;
///
/// let quick = Limits { effort: Effort::Steps(1_000_000), gap: 1e-4, ..Limits::default() };
/// let overnight = Limits::within(Duration::from_secs(8 * 3600));
/// assert_eq!(overnight.effort, Effort::Unlimited);
/// assert!(quick.time.is_none());
/// ```
#[derive(Debug, Clone, Copy, Default)]
pub struct Limits<'a> {
    /// Wall-clock time. Results are then no longer repeatable.
    pub time: Option<Duration>,
    /// Work, deterministic.
    pub effort: Effort,
    /// Stop when (cost − bound) / cost is at most this. Zero asks for a proven optimum.
    pub gap: f64,
    /// Seed of the random choices in the search for better plans.
    pub seed: u64,
    /// Stop soon after this becomes true.
    pub cancel: Option<&'a AtomicBool>,
}

impl Limits<'_> {
    /// Searches until the time is over or the plan is proven optimal.
    #[must_use]
    pub fn within(time: Duration) -> Self {
        Limits { time: Some(time), effort: Effort::Unlimited, ..Limits::default() }
    }
}

/// What the solver is doing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Phase {
    /// Raising the prices, and with them the bound.
    Pricing,
    /// Building a plan from prices and improving it.
    Placing,
    /// Looking further: annealing, branch and bound.
    Searching,
}

/// How far the solver has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// What it is doing.
    pub phase: Phase,
    /// The cost of the best plan so far.
    pub cost: i64,
    /// The best bound so far.
    pub lower_bound: i64,
}

/// Why the solver stopped.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stop {
    /// The plan is within [`Limits::gap`] of the bound.
    Gap,
    /// What is left of the gap is not worth the rest of the standard effort.
    Near,
    /// [`Limits::effort`] is spent.
    Effort,
    /// Nothing is left to try: no effort would help.
    Exhausted,
    /// [`Limits::time`] is over.
    Time,
    /// [`Limits::cancel`] was set.
    Cancelled,
}

/// Counts steps and looks at the real clock from time to time.
pub(crate) struct Clock<'a> {
    left: u64,
    deadline: Option<Instant>,
    cancel: Option<&'a AtomicBool>,
    unchecked: u64,
    stopped: Option<Stop>,
    started: Instant,
    spent: u64,
}

/// The standard effort: steps for any problem, for each of the first `SMALL` candidates, and for every one.
const STANDARD: u64 = 2_000_000_000;
const SMALL: u64 = 200_000;
const SMALL_A_PAIR: u64 = 10_000;
const A_PAIR: u64 = 400;

/// Steps between two looks at the clock: well under a millisecond.
const CHECK: u64 = 20_000;

impl<'a> Clock<'a> {
    pub(crate) fn new(limits: &Limits<'a>, candidates: usize) -> Self {
        let pairs = candidates as u64;
        let standard = STANDARD + SMALL_A_PAIR * pairs.min(SMALL) + A_PAIR * pairs;
        let left = match limits.effort {
            // The second half is for wide gaps only, see `Solver::near_enough`.
            Effort::Standard => 2 * standard,
            Effort::Quick => standard / 10,
            Effort::Thorough => 20 * standard,
            Effort::Steps(steps) => steps,
            Effort::Unlimited => u64::MAX,
        };
        let deadline = limits.time.and_then(|time| Instant::now().checked_add(time));
        let mut clock = Clock {
            left,
            deadline,
            cancel: limits.cancel,
            unchecked: 0,
            stopped: None,
            started: Instant::now(),
            spent: 0,
        };
        clock.look();
        clock
    }

    /// Takes note of `steps` of work; false when it is time to stop.
    pub(crate) fn spend(&mut self, steps: u64) -> bool {
        if self.stopped.is_some() {
            return false;
        }
        self.left = self.left.saturating_sub(steps);
        if self.left == 0 {
            self.stopped = Some(Stop::Effort);
        }
        self.spent = self.spent.saturating_add(steps);
        self.unchecked = self.unchecked.saturating_add(steps);
        if self.unchecked >= CHECK {
            self.unchecked = 0;
            self.look();
        }
        self.stopped.is_none()
    }

    pub(crate) fn stopped(&self) -> Option<Stop> {
        self.stopped
    }

    /// Whether it is time to stop, by a look at the real clock: for work that counts its steps only at
    /// the end, and for other threads.
    pub(crate) fn is_over(&self) -> bool {
        self.stopped.is_some() || self.cut_short().is_some()
    }

    /// Takes note if it is time to stop; true unless it is.
    pub(crate) fn goes_on(&mut self) -> bool {
        self.look();
        self.stopped.is_none()
    }

    /// Why the solve was stopped from outside (cancelled or out of time), if it was.
    pub(crate) fn cut_short(&self) -> Option<Stop> {
        if self.cancel.is_some_and(|flag| flag.load(Ordering::Relaxed)) {
            Some(Stop::Cancelled)
        } else if self.deadline.is_some_and(|deadline| Instant::now() >= deadline) {
            Some(Stop::Time)
        } else {
            None
        }
    }

    /// Steps taken so far.
    pub(crate) fn spent(&self) -> u64 {
        self.spent
    }

    /// Steps still allowed.
    pub(crate) fn left(&self) -> u64 {
        self.left
    }

    /// Whether half of the effort is spent.
    pub(crate) fn is_half_spent(&self) -> bool {
        self.spent >= self.left
    }

    /// Allows no more than so many steps from now on.
    pub(crate) fn allow(&mut self, steps: u64) {
        self.left = self.left.min(steps);
    }

    /// Allows so many steps more.
    pub(crate) fn grant(&mut self, steps: u64) {
        self.left = self.left.saturating_add(steps);
        if self.left > 0 && self.stopped == Some(Stop::Effort) {
            self.stopped = None;
        }
    }

    /// Takes all remaining effort, so that none is left, and says how much it was.
    pub(crate) fn give_up(&mut self) -> u64 {
        std::mem::take(&mut self.left)
    }

    /// A clock for a part of the work, with `part` of `whole` of the effort and the same end in time.
    #[allow(clippy::cast_possible_truncation)] // a part of what is left
    pub(crate) fn part(&self, part: usize, whole: usize) -> Self {
        let left = match self.left {
            u64::MAX => u64::MAX,
            left => (u128::from(left) * part as u128 / whole.max(1) as u128) as u64,
        };
        Clock { left, unchecked: 0, started: Instant::now(), spent: 0, ..*self }
    }

    /// A clock for work beside the rest: so many steps and the same end in time.
    pub(crate) fn beside(&self, steps: u64) -> Self {
        let mut clock = Clock { left: steps, stopped: None, unchecked: 0, spent: 0, ..*self };
        clock.look();
        clock
    }

    /// Takes note of what a part of the work took.
    pub(crate) fn join(&mut self, part: &Clock<'_>) {
        self.spend(part.spent);
    }

    /// Steps that effort and time, at the pace so far, will allow.
    pub(crate) fn foreseen(&self) -> u64 {
        let Some(deadline) = self.deadline else { return self.left };
        let (now, spent) = (Instant::now(), self.spent.max(1) as f64);
        let left = deadline.saturating_duration_since(now).as_secs_f64();
        let pace = spent / now.duration_since(self.started).as_secs_f64().max(1e-6);
        whole(pace * left).min(self.left)
    }

    fn look(&mut self) {
        self.stopped = self.stopped.or_else(|| self.cut_short());
    }
}

#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // saturates
fn whole(value: f64) -> u64 {
    value as u64
}
