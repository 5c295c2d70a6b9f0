//! Joins survey, policy, geometry and assignment into a verified plan.
