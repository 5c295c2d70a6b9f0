//! What rows say: ids, names, codes, amounts, letters.

pub(crate) mod codes;
pub(crate) mod duplicates;
pub(crate) mod ids;
pub(crate) mod units;
pub(crate) mod unknown_words;
pub(crate) mod words;
