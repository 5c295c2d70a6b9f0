//! Why a plan cannot be made.

use crate::settings::decision_error::DecisionError;
use parkward_assignment::{ProblemError, Violation};
use parkward_geometry::IndexError;
use parkward_policy::RuleBookError;

/// Why a plan cannot be made, or made again.
#[derive(Debug, thiserror::Error)]
pub enum PlanError {
    /// A number is too large for exact arithmetic.
    #[error("the survey cannot be planned in exact arithmetic: {0}")]
    Problem(#[from] ProblemError),
    /// A park's boundary is not on the globe.
    #[error(transparent)]
    Index(#[from] IndexError),
    /// The solution failed its verification: a fault of the program.
    #[error("the solution failed its verification and was not written; please report this: {0}")]
    Violation(#[from] Violation),
    /// The rule book inside a written plan is damaged.
    #[error("the plan's rule book: {0}")]
    RuleBook(#[from] RuleBookError),
    /// A decision of the planner cannot be carried out.
    #[error(transparent)]
    Decision(Box<DecisionError>),
    /// No enterprise of that id.
    #[error("there is no enterprise {id:?} in the plan{}", .nearest.as_ref().map(|n| format!("; did you mean {n:?}?")).unwrap_or_default())]
    NoSuchEnterprise {
        /// The id.
        id: String,
        /// The id in the plan that is most like it.
        nearest: Option<String>,
    },
    /// No project of that id.
    #[error("there is no project {id:?} in the plan{}", .nearest.as_ref().map(|n| format!("; did you mean {n:?}?")).unwrap_or_default())]
    NoSuchProject {
        /// The id.
        id: String,
        /// The id in the plan that is most like it.
        nearest: Option<String>,
    },
}

impl From<DecisionError> for PlanError {
    fn from(error: DecisionError) -> Self {
        Self::Decision(Box::new(error))
    }
}
