//! Positions in lists, in four bytes.

use std::num::NonZeroU32;

/// A position in a list: four bytes, also where there may be none, since there is one for every
/// choice of a million enterprises.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Position(NonZeroU32);

impl Position {
    /// # Panics
    /// From 2³² − 1 on: a list of that length does not fit in memory.
    pub(crate) fn of(index: usize) -> Self {
        let number = u32::try_from(index + 1).ok().and_then(NonZeroU32::new);
        Self(number.expect("lists are shorter than 2^32"))
    }

    pub(crate) fn index(self) -> usize {
        self.0.get() as usize - 1
    }
}
