//! Where things are, and where they cannot be.

pub(crate) mod datum;
pub(crate) mod home;
pub(crate) mod minutes;
pub(crate) mod misplaced;
pub(crate) mod sample;
pub(crate) mod stacks;
pub(crate) mod systems;
