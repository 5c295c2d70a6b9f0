//! The ids that rows have used, and where.

use hashbrown::{DefaultHashBuilder, HashTable};
use parkward_model::Text;
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

/// Half the hash of an id, and the id's index in `ends`. With the hash few texts have to be compared, and none when
/// the table grows.
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

    /// What to say where some ids seem to have lost leading zeros, as in spreadsheets that take ids for numbers:
    /// all ids are digits, those that begin with a zero all have the same length, and others are shorter.
    pub(super) fn without_zeros(&self) -> Option<Text> {
        let ids = (0..self.ends.len()).map(|n| {
            let (start, (end, row)) = (if n == 0 { 0 } else { self.ends[n - 1].0 }, self.ends[n]);
            (&self.text[start..end], row)
        });
        let mut whole: Option<&str> = None;
        let mut shorter: Vec<(&str, u64)> = Vec::new();
        for (id, row) in ids {
            if id.is_empty() || !id.bytes().all(|byte| byte.is_ascii_digit()) {
                return None;
            }
            match (id.starts_with('0'), whole) {
                (true, Some(other)) if other.len() != id.len() => return None,
                (true, _) => whole = Some(id),
                (false, _) => shorter.push((id, row)),
            }
        }
        let whole = whole?;
        shorter.retain(|(id, _)| id.len() < whole.len());
        let (first, row) = *shorter.first()?;
        let n = shorter.len();
        Some(Text::new(
            format!("{n} 个编号似乎丢失了前导 0，如第 {row} 行的 {first}（另有 {whole}）"),
            format!(
                "{n} id{} to have lost zeros at the beginning, such as {first} in row {row} (another \
                 is {whole})",
                if n == 1 { " seems" } else { "s seem" }
            ),
        ))
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
