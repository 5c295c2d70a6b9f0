//! What a command came to.

/// What a command came to.
pub(crate) enum Exit {
    /// Everything is done.
    Done,
    /// Done, and `--strict` found rejects or unplaced, or a verification disagrees.
    Found,
    /// The user interrupted, and got the best plan so far.
    Interrupted,
}
