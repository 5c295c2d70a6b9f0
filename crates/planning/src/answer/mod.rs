//! Questions to a plan: how would it fare, does it hold, why does somebody go there, where may a new project go,
//! what do two plans differ in.

pub(crate) mod compare;
pub(crate) mod explain;
pub(crate) mod rehearsal;
pub(crate) mod site;
pub(crate) mod verify;
