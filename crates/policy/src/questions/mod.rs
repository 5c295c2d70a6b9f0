//! What the rule book is asked.

pub(crate) mod classes;
pub(crate) mod gauge;
pub(crate) mod land_need;
pub(crate) mod land_use;
pub(crate) mod limit_gaps;
pub(crate) mod pairing;
pub(crate) mod peers;
pub(crate) mod quality;
pub(crate) mod screening;
