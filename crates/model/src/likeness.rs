//! "Did you mean": the known name that is most like another.

/// The text of `known` that is most like `word`, if any is like it; of equals the last.
///
/// ```
/// use parkward_model::most_like;
///
/// let known = ["id", "industry", "land"];
/// assert_eq!(most_like("indstry", known).as_deref(), Some("industry"));
/// assert_eq!(most_like("colour", known), None);
/// ```
pub fn most_like<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<String> {
    let known = known.into_iter().map(|other| (strsim::jaro_winkler(word, other), other));
    let (likeness, other) = known.max_by(|a, b| a.0.total_cmp(&b.0))?;
    (likeness > ENOUGH).then(|| other.to_owned())
}

/// What is less like a word (by Jaro and Winkler, 0…1) is another word, not a misspelt one.
const ENOUGH: f64 = 0.8;
