//! Ctrl-C: stop soon. While a plan is being solved, with the best plan so far; else change nothing.

use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, Ordering};

/// The flag that Ctrl-C sets; the handler is installed at the first call.
pub(crate) fn flag() -> &'static AtomicBool {
    static FLAG: AtomicBool = AtomicBool::new(false);
    static HANDLER: OnceLock<()> = OnceLock::new();
    HANDLER.get_or_init(|| {
        // Where no handler can be installed, Ctrl-C ends the program as it always did.
        let _ = ctrlc::set_handler(|| FLAG.store(true, Ordering::Relaxed));
    });
    &FLAG
}

pub(crate) fn interrupted() -> bool {
    flag().load(Ordering::Relaxed)
}

/// Takes note of the Ctrl-C, so that the next one counts anew.
pub(crate) fn heard() {
    flag().store(false, Ordering::Relaxed);
}
