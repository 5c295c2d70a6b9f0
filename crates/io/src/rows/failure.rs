//! Messages of GDAL about failures, which it gives to a handler and does not return.

use super::drawn::Drawn;
use crate::{ReadError, Source};
use ::gdal::errors::CplErrType;
use ::gdal::vector::Feature;
use parkward_model::Text;
use std::cell::RefCell;
use std::sync::Once;

thread_local! {
    /// The first failure that GDAL has told of on this thread since it was last asked.
    static FAILURE: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// The first failure since this was last asked.
pub(crate) fn failure() -> Option<String> {
    FAILURE.take()
}

/// Fails if GDAL has told of a failure since this was last asked.
pub(super) fn check(source: &Source) -> Result<(), ReadError> {
    let expected = Text::new("各行都可读的文件", "rows that can all be read");
    let failed = |words: String| Err(unreadable(source, expected, Text::quoted(words)));
    failure().map_or(Ok(()), failed)
}

/// The error that a file does not hold what is expected.
pub(super) fn unreadable(source: &Source, expected: Text, found: Text) -> ReadError {
    let file = source.label();
    let labelled = |words: String| words.replace(&source.file, &file);
    let found = Text { zh: labelled(found.zh), en: labelled(found.en) };
    ReadError::Unreadable { expected, found, file }
}

/// The layer that a source names, where it was expected.
pub(super) fn layer_named(name: &str) -> Text {
    Text::new(format!("图层 {name:?}"), format!("the layer {name:?}"))
}

/// Once per process: GDAL reports through its return values and [`FAILURE`] only.
pub(crate) fn quiet() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        ::gdal::config::set_error_handler(|kind, _, words| {
            if matches!(kind, CplErrType::Failure | CplErrType::Fatal) {
                let words = || words.split_whitespace().collect::<Vec<_>>().join(" ");
                FAILURE.with_borrow_mut(|first| {
                    first.get_or_insert_with(words);
                });
            }
        });
    });
}

/// The geometry of a feature that GDAL has just read; refused if GDAL told of a failure, which is then the
/// row's.
pub(super) fn drawn_of(feature: &Feature<'_>) -> Drawn {
    let drawn = feature.geometry_by_index(0).map_or_else(|_| Drawn::default(), Drawn::of_gdal);
    match failure() {
        None => drawn,
        Some(words) => Drawn::unreadable(words),
    }
}
