//! Why a plan cannot be made.

use crate::distances::NoGround;
use crate::settings::decision_error::DecisionError;
use crate::settings::resource::MOST;
use parkward_assignment::{ProblemError, Violation};
use parkward_geometry::IndexError;
use parkward_model::{InWords, Text};
use parkward_policy::RuleBookError;

/// Why a plan cannot be made, or made again.
#[derive(Debug, thiserror::Error)]
#[error("{}", self.in_words().en)]
pub enum PlanError {
    /// A number is too large for exact arithmetic.
    Problem(#[from] ProblemError),
    /// An amount of a row is too large for exact arithmetic, or negative.
    Amount {
        /// The file.
        file: String,
        /// The row, as an editor shows it.
        row: Option<u64>,
        /// The row's id.
        id: String,
        /// The column.
        column: String,
        /// What stands there.
        found: f64,
    },
    /// A park's boundary is not on the globe.
    Index(#[from] IndexError),
    /// The solution failed its verification: a fault of the program.
    Violation(#[from] Violation),
    /// Distances are by road, and the roads are not there.
    NoRoads,
    /// The rule book inside a written plan is damaged.
    RuleBook(#[from] RuleBookError),
    /// A decision of the planner cannot be carried out.
    Decision(Box<DecisionError>),
    /// No enterprise of that id.
    NoSuchEnterprise {
        /// The id.
        id: String,
        /// The id in the plan that is most like it.
        nearest: Option<String>,
    },
    /// No project of that id.
    NoSuchProject {
        /// The id.
        id: String,
        /// The id in the plan that is most like it.
        nearest: Option<String>,
    },
    /// No park of that id.
    NoSuchPark {
        /// The id.
        id: String,
        /// The id in the plan that is most like it.
        nearest: Option<String>,
    },
}

impl InWords for PlanError {
    fn in_words(&self) -> Text {
        match self {
            Self::Problem(error) => Text::new(
                format!("数据无法用精确的整数运算来规划：“{error}”"),
                format!("the survey cannot be planned in exact arithmetic: {error}"),
            ),
            Self::Amount { file, row, id, column, found } => {
                let [zh, en] = row
                    .map(|row| [format!("第 {row} 行，"), format!(" row {row},")])
                    .unwrap_or_default();
                Text::new(
                    format!(
                        "{file}：{zh}{id}，{column}：应为 0 至 {MOST}，实为 {found}；请核对数值与单位"
                    ),
                    format!(
                        "{file}:{en} {id}, {column}: expected 0 to {MOST}, found {found}; check the number and its unit"
                    ),
                )
            }
            Self::Index(error) => error.in_words(),
            Self::NoRoads => Text::new(
                "方案的距离按道路计算，而其文件夹中没有 roads.json；请放回，或重新规划",
                "the plan goes by road, and roads.json is not in its folder: put it back, or plan again",
            ),
            Self::Violation(error) => Text::new(
                format!("解未通过核验，没有写出；请报告这个程序错误：“{error}”"),
                format!(
                    "the solution failed its verification and was not written; please report this: {error}"
                ),
            ),
            Self::RuleBook(error) => {
                let Text { zh, en } = error.in_words();
                Text::new(format!("方案中的规则：{zh}"), format!("the plan's rule book: {en}"))
            }
            Self::Decision(error) => error.in_words(),
            Self::NoSuchEnterprise { id, nearest } => {
                nobody(["企业", "enterprise"], id, nearest.as_deref())
            }
            Self::NoSuchProject { id, nearest } => {
                nobody(["项目", "project"], id, nearest.as_deref())
            }
            Self::NoSuchPark { id, nearest } => nobody(["园区", "park"], id, nearest.as_deref()),
        }
    }
}

fn nobody([zh, en]: [&str; 2], id: &str, nearest: Option<&str>) -> Text {
    let guess = Text::did_you_mean(nearest);
    Text::new(
        format!("方案中没有{zh} {id:?}{}", guess.zh),
        format!("there is no {en} {id:?} in the plan{}", guess.en),
    )
}

impl From<NoGround> for PlanError {
    fn from(error: NoGround) -> Self {
        match error {
            NoGround::Index(error) => Self::Index(error),
            NoGround::NoRoads => Self::NoRoads,
        }
    }
}

impl From<DecisionError> for PlanError {
    fn from(error: DecisionError) -> Self {
        Self::Decision(Box::new(error))
    }
}
