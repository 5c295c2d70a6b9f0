//! The ids that rows have used, and where.

use hashbrown::{DefaultHashBuilder, HashTable};
use std::hash::BuildHasher;

/// Ids with the row that used each, in about 35 bytes an id: the texts stand one behind the other, and
/// the table holds numbers.
#[derive(Default)]
pub(super) struct UsedIds {
    hasher: DefaultHashBuilder,
    table: HashTable<Slot>,
    text: String,
    /// Where each id ends in `text`, and its row.
    ends: Vec<(usize, u64)>,
}

/// Half the hash of an id, so that few texts have to be looked at and none when the table grows, and
/// the id's position in `ends`.
struct Slot {
    hash: u32,
    index: u32,
}

impl UsedIds {
    #[expect(clippy::cast_possible_truncation, reason = "half of it is enough")]
    fn hash(&self, id: &str) -> u32 {
        self.hasher.hash_one(id) as u32
    }

    /// The row that used `id`, if one did.
    pub(super) fn row_of(&self, id: &str) -> Option<u64> {
        let hash = self.hash(id);
        let same =
            |slot: &Slot| slot.hash == hash && text_at(&self.text, &self.ends, slot.index) == id;
        Some(self.ends[self.table.find(spread(hash), same)?.index as usize].1)
    }

    /// Notes that `row` uses `id`, which no other does.
    pub(super) fn insert(&mut self, id: &str, row: u64) {
        let hash = self.hash(id);
        let index = u32::try_from(self.ends.len()).expect("fewer than 2^32 rows");
        self.text.push_str(id);
        self.ends.push((self.text.len(), row));
        self.table.insert_unique(spread(hash), Slot { hash, index }, |slot| spread(slot.hash));
    }
}

/// The table takes its bits from both ends of 64.
fn spread(hash: u32) -> u64 {
    u64::from(hash) << 32 | u64::from(hash)
}

fn text_at<'a>(text: &'a str, ends: &[(usize, u64)], index: u32) -> &'a str {
    let index = index as usize;
    let start = if index == 0 { 0 } else { ends[index - 1].0 };
    &text[start..ends[index].0]
}

#[cfg(test)]
mod tests {
    use super::UsedIds;

    #[test]
    fn every_id_is_found_with_its_row_and_no_other() {
        let mut used = UsedIds::default();
        let id = |n: u64| format!("{}{n}", "企".repeat((n % 4) as usize));
        for n in 0..5_000 {
            assert_eq!(used.row_of(&id(n)), None);
            used.insert(&id(n), n + 2);
        }
        for n in 0..10_000 {
            assert_eq!(used.row_of(&id(n)), (n < 5_000).then_some(n + 2));
        }
        used.insert("", 1);
        assert_eq!(used.row_of(""), Some(1));
    }
}
