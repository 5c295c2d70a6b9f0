//! How much a plan was searched for, and why the search ended before the optimum was proven.

use parkward_assignment::{Limits, Solution, Status};
use parkward_model::Text;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// How much work the search was allowed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Effort {
    /// In proportion to the problem.
    #[default]
    Standard,
    /// A tenth of that.
    Quick,
    /// Twenty times that.
    Thorough,
    /// This number of steps.
    Steps(u64),
    /// As much as the time allowed.
    Unlimited,
}

impl Effort {
    /// As the solver calls it.
    fn of(effort: parkward_assignment::Effort) -> Self {
        match effort {
            parkward_assignment::Effort::Standard => Self::Standard,
            parkward_assignment::Effort::Quick => Self::Quick,
            parkward_assignment::Effort::Thorough => Self::Thorough,
            parkward_assignment::Effort::Steps(steps) => Self::Steps(steps),
            parkward_assignment::Effort::Unlimited => Self::Unlimited,
        }
    }

    /// What the solver is allowed when it has to prove the same again: as much as before, but never without
    /// a limit, which could take for ever.
    pub(crate) fn again(self) -> parkward_assignment::Effort {
        match self {
            Self::Standard => parkward_assignment::Effort::Standard,
            Self::Quick => parkward_assignment::Effort::Quick,
            Self::Thorough | Self::Unlimited => parkward_assignment::Effort::Thorough,
            Self::Steps(steps) => parkward_assignment::Effort::Steps(steps),
        }
    }

    pub(crate) fn is_standard(&self) -> bool {
        *self == Self::Standard
    }
}

/// Why the search ended before the optimum was proven.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Stop {
    /// The plan is within the gap that was wanted.
    Gap,
    /// What is left of the gap is not worth the rest of the standard effort.
    Near,
    /// The effort is spent; in older plans, or nothing was left to try.
    Effort,
    /// Nothing is left to try.
    Exhausted,
    /// The time is over.
    Time,
    /// Somebody interrupted it.
    Interrupted,
}

impl Stop {
    /// Why the search ended and what may tighten the result, in a short sentence.
    pub(crate) fn sentence(self, effort: Effort) -> Text {
        let (why_zh, why_en) = match (self, effort) {
            (Self::Gap, _) => ("已达到要求的差距", "stopped within the wanted gap"),
            (Self::Near, _) => (
                "所余差距极小，不值得继续标准搜索",
                "stopped because what is left of the gap is not worth the rest of the standard effort",
            ),
            (Self::Time, _) => ("已到时间上限", "stopped by its time limit"),
            (Self::Interrupted, _) => ("被中断", "interrupted"),
            (Self::Effort, Effort::Quick) => ("快速搜索量已用完", "stopped by its quick effort"),
            (Self::Effort, Effort::Standard) => {
                ("标准搜索量已用完", "stopped by its standard effort")
            }
            (Self::Effort, Effort::Thorough) => {
                ("深入搜索量已用完", "stopped by its thorough effort")
            }
            (Self::Effort, Effort::Steps(_)) => ("搜索量已用完", "stopped by its effort"),
            (Self::Exhausted, _) | (Self::Effort, Effort::Unlimited) => {
                // The only stop that neither more effort nor more time would postpone.
                return Text::new(
                    "搜索已穷尽其方法，增加搜索量或时间无益",
                    "stopped with nothing left to try; more effort or time would not help",
                );
            }
        };
        let (more_zh, more_en) = match (self, effort) {
            (Self::Gap, _) => ("更小的 `--gap`", "a smaller `--gap`"),
            (Self::Time, _) => ("更长的 `--time-limit`", "a longer `--time-limit`"),
            (Self::Interrupted, _) => ("完整运行", "a run to the end"),
            (Self::Effort, Effort::Quick) => (
                "`--effort standard` 或 `--effort thorough`",
                "`--effort standard` or `--effort thorough`",
            ),
            (Self::Effort, Effort::Thorough) => ("`--time-limit 600`", "`--time-limit 600`"),
            (Self::Near | Self::Effort | Self::Exhausted, _) => (
                "`--effort thorough` 或 `--time-limit 60`",
                "`--effort thorough` or `--time-limit 60`",
            ),
        };
        Text::new(
            format!("{why_zh}；{more_zh} 可能找到更好的方案或更紧的下界"),
            format!("{why_en}; {more_en} may find a better plan or a better bound"),
        )
    }
}

/// Why a search ended before the optimum was proven and what may tighten the result, in a short sentence;
/// `None` of an optimal solution.
///
/// ```
/// use parkward_assignment::{Limits, Problem, solve};
/// use parkward_planning::why_not_optimal;
///
/// let mut builder = Problem::builder(1);
/// let agent = builder.agent(&[3]);
/// builder.job(&[3], 500, &[(agent, 10)]);
/// let (problem, limits) = (builder.build()?, Limits::default());
/// assert_eq!(why_not_optimal(&solve(&problem, &limits), &limits), None); // it is optimal
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn why_not_optimal(solution: &Solution, limits: &Limits<'_>) -> Option<Text> {
    let Ended { effort, stop } = Ended::of(solution, limits);
    Some(stop?.sentence(effort))
}

/// How much search was allowed, and why it ended.
#[derive(Clone, Copy)]
pub(crate) struct Ended {
    pub(crate) effort: Effort,
    pub(crate) stop: Option<Stop>,
}

impl Ended {
    pub(crate) fn of(solution: &Solution, limits: &Limits<'_>) -> Self {
        let stop = match solution.status {
            Status::Optimal => None,
            Status::Feasible(stop) => Some(match stop {
                parkward_assignment::Stop::Gap => Stop::Gap,
                parkward_assignment::Stop::Near => Stop::Near,
                parkward_assignment::Stop::Effort => Stop::Effort,
                parkward_assignment::Stop::Exhausted => Stop::Exhausted,
                parkward_assignment::Stop::Time => Stop::Time,
                parkward_assignment::Stop::Cancelled => Stop::Interrupted,
            }),
        };
        Self { effort: Effort::of(limits.effort), stop }
    }
}

/// What cut the runs short.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct CutShort {
    /// How many runs were done, from the first on.
    pub runs: u16,
    /// Why there are no more of them.
    pub stop: Stop,
}
