//! Keys of the rule book that enterprises have: few keys, many enterprises.

use crate::position::Position;
use hashbrown::HashMap;

/// A key for each enterprise, or none: four bytes each, and nothing where nobody has one.
#[derive(Debug, Default)]
pub(crate) struct KeyColumn {
    keys: Vec<String>,
    /// By enterprise: its key's position among the keys.
    of: Vec<Option<Position>>,
}

impl KeyColumn {
    /// Of the keys of all, in their order.
    pub(crate) fn of<'a>(each: impl Iterator<Item = Option<&'a str>>) -> Self {
        let mut known: HashMap<&str, Position> = HashMap::new();
        let mut keys = Vec::new();
        let mut position = |key: &'a str| {
            *known.entry(key).or_insert_with(|| {
                keys.push(key.to_owned());
                Position::of(keys.len() - 1)
            })
        };
        let of: Vec<Option<Position>> = each.map(|key| key.map(&mut position)).collect();
        if keys.is_empty() { Self::default() } else { Self { keys, of } }
    }

    /// The key of the enterprise at an index of the survey, if it has one.
    pub(crate) fn get(&self, index: usize) -> Option<&str> {
        let position = (*self.of.get(index)?)?;
        Some(&self.keys[position.index()])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_has_its_key_and_nobody_takes_nothing() {
        let keys = [Some("A"), None, Some("B"), Some("A")];
        let column = KeyColumn::of(keys.into_iter());
        let found: Vec<Option<&str>> = (0..5).map(|index| column.get(index)).collect();
        assert_eq!(found, [Some("A"), None, Some("B"), Some("A"), None]);
        assert_eq!(column.keys, ["A", "B"]);
        assert_eq!(KeyColumn::of([None, None].into_iter()).of.capacity(), 0);
    }
}
