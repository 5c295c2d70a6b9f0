//! Where everybody stands and what the rules say of it: of enterprises, of new projects, of parks and places.

pub(crate) mod candidates;
pub(crate) mod enterprises;
pub(crate) mod land_classes;
pub(crate) mod zoning;
