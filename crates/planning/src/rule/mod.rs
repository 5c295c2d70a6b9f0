//! The planner's rulings on single enterprises: whom the decisions concern, held against the rules.

pub(crate) mod finder;
pub(crate) mod rulings;
