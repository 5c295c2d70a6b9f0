//! "Did you mean": the known name that is most like another.

/// The name out of `known` that is most like `id`, if any is.
pub(crate) fn most_like<'a>(id: &str, known: impl Iterator<Item = &'a str>) -> Option<String> {
    let likeness = |other: &str| strsim::jaro_winkler(id, other);
    let best = known.max_by(|a, b| likeness(a).total_cmp(&likeness(b)))?;
    (likeness(best) > 0.8).then(|| best.to_owned())
}
