//! The tables of the rule file: data, with what each table alone can say of itself.

pub(crate) mod classes;
pub(crate) mod district;
pub(crate) mod improve;
pub(crate) mod land_guide;
pub(crate) mod land_indicator;
pub(crate) mod land_use;
pub(crate) mod limit_table;
pub(crate) mod pairing;
pub(crate) mod quality;
pub(crate) mod screening;
pub(crate) mod spatial;
pub(crate) mod terms;
pub(crate) mod weights;
