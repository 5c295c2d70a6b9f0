//! Nodes, ways and relations of a block.

use super::wire::{Damaged, Fields, Numbers, Sums, Value};

/// A block that is unpacked. Nothing in it is copied: elements are read off one by one.
pub(super) struct Block<'a> {
    strings: Vec<&'a str>,
    groups: Vec<&'a [u8]>,
    /// Billionths of a degree in one step of longitude or latitude.
    granularity: i64,
    /// Longitude and latitude, in billionths of a degree, that all positions are counted from.
    offset: [i64; 2],
}

/// A position in whole 10⁻⁷ degrees, longitude and latitude: the precision of OpenStreetMap.
pub(super) type Place = [i32; 2];

/// Keys with their values.
#[derive(Clone, Debug, Default)]
pub(super) struct Tags<'a>(pub(super) Vec<(&'a str, &'a str)>);

/// A node.
pub(super) struct Node<'a> {
    pub(super) id: i64,
    /// Where it is; `None` if that is not on the globe.
    pub(super) place: Option<Place>,
    pub(super) tags: Tags<'a>,
}

/// A way.
#[derive(Default)]
pub(super) struct Way<'a> {
    pub(super) id: i64,
    pub(super) tags: Tags<'a>,
    /// The ids of its nodes.
    pub(super) nodes: Sums<'a>,
}

/// A relation.
pub(super) struct Relation<'a> {
    pub(super) tags: Tags<'a>,
    pub(super) members: Vec<Member<'a>>,
}

/// A member of a relation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Member<'a> {
    pub(super) role: &'a str,
    pub(super) kind: MemberKind,
    pub(super) id: i64,
}

/// What a member is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum MemberKind {
    Node,
    Way,
    Relation,
}

impl<'a> Tags<'a> {
    /// The value of a key.
    pub(super) fn of(&self, key: &str) -> Option<&'a str> {
        self.0.iter().find(|(own, _)| *own == key).map(|(_, value)| *value)
    }
}

impl<'a> Block<'a> {
    pub(super) fn of(bytes: &'a [u8]) -> Result<Self, Damaged> {
        let mut block =
            Self { strings: Vec::new(), groups: Vec::new(), granularity: 100, offset: [0; 2] };
        for field in Fields(bytes) {
            match field? {
                (1, value) => block.strings = strings(value.bytes()?)?,
                (2, value) => block.groups.push(value.bytes()?),
                (17, value) => block.granularity = value.signed()?,
                (19, value) => block.offset[1] = value.signed()?,
                (20, value) => block.offset[0] = value.signed()?,
                _ => {}
            }
        }
        Ok(block)
    }

    /// Whether there are nodes in it.
    pub(super) fn has_nodes(&self) -> Result<bool, Damaged> {
        for group in &self.groups {
            for field in Fields(group) {
                if matches!(field?.0, 1 | 2) {
                    return Ok(true);
                }
            }
        }
        Ok(false)
    }

    /// Visits the nodes.
    pub(super) fn each_node(&self, mut visit: impl FnMut(Node<'a>)) -> Result<(), Damaged> {
        self.each(1, |bytes| {
            visit(self.node(bytes)?);
            Ok(())
        })?;
        self.each(2, |bytes| self.each_dense(bytes, &mut visit))
    }

    /// Visits the ways.
    pub(super) fn each_way(&self, mut visit: impl FnMut(Way<'a>)) -> Result<(), Damaged> {
        self.each(3, |bytes| {
            let (mut way, mut tags) = (Way::default(), KeysValues::default());
            for field in Fields(bytes) {
                match field? {
                    (1, value) => way.id = value.signed()?,
                    (8, value) => way.nodes = Sums::of(value.bytes()?),
                    (number, value) => tags.take(number, value)?,
                }
            }
            way.tags = self.tags(tags)?;
            // Whoever goes along the nodes need not fear for them.
            way.nodes.clone().try_for_each(|node| node.map(drop))?;
            visit(way);
            Ok(())
        })
    }

    /// Visits the relations.
    pub(super) fn each_relation(&self, mut visit: impl FnMut(Relation<'a>)) -> Result<(), Damaged> {
        self.each(4, |bytes| {
            let (mut roles, mut ids) = (Numbers::default(), Sums::default());
            let (mut kinds, mut tags) = (Numbers::default(), KeysValues::default());
            for field in Fields(bytes) {
                match field? {
                    (8, value) => roles = Numbers(value.bytes()?),
                    (9, value) => ids = Sums::of(value.bytes()?),
                    (10, value) => kinds = Numbers(value.bytes()?),
                    (number, value) => tags.take(number, value)?,
                }
            }
            let tags = self.tags(tags)?;
            let mut members = Vec::new();
            loop {
                let (role, id, kind) = match (roles.next(), ids.next(), kinds.next()) {
                    (None, None, None) => break,
                    (Some(role), Some(id), Some(kind)) => (role?, id?, kind?),
                    _ => return Err(Damaged),
                };
                let kind = match kind {
                    0 => MemberKind::Node,
                    1 => MemberKind::Way,
                    2 => MemberKind::Relation,
                    _ => return Err(Damaged),
                };
                members.push(Member { role: self.string(role)?, kind, id });
            }
            visit(Relation { tags, members });
            Ok(())
        })
    }

    /// Visits what stands in one field of the groups.
    fn each(
        &self,
        wanted: u64,
        mut visit: impl FnMut(&'a [u8]) -> Result<(), Damaged>,
    ) -> Result<(), Damaged> {
        for field in self.groups.iter().flat_map(|group| Fields(group)) {
            let (number, value) = field?;
            if number == wanted {
                visit(value.bytes()?)?;
            }
        }
        Ok(())
    }

    fn node(&self, bytes: &'a [u8]) -> Result<Node<'a>, Damaged> {
        let (mut id, mut at, mut tags) = (0, [0; 2], KeysValues::default());
        // A single number in the notation of sums is itself.
        let number = |value: Value<'a>| {
            let number = value.number()?;
            Ok((number >> 1).cast_signed() ^ -((number & 1).cast_signed()))
        };
        for field in Fields(bytes) {
            match field? {
                (1, value) => id = number(value)?,
                (8, value) => at[1] = number(value)?,
                (9, value) => at[0] = number(value)?,
                (number, value) => tags.take(number, value)?,
            }
        }
        Ok(Node { id, place: self.place(at), tags: self.tags(tags)? })
    }

    /// Visits nodes that are written field by field: first all ids, and so on.
    fn each_dense(&self, bytes: &'a [u8], visit: &mut impl FnMut(Node<'a>)) -> Result<(), Damaged> {
        let (mut ids, mut lons, mut lats) = (Sums::default(), Sums::default(), Sums::default());
        let mut tags = Numbers::default();
        for field in Fields(bytes) {
            match field? {
                (1, value) => ids = Sums::of(value.bytes()?),
                (8, value) => lats = Sums::of(value.bytes()?),
                (9, value) => lons = Sums::of(value.bytes()?),
                (10, value) => tags = Numbers(value.bytes()?),
                _ => {}
            }
        }
        for id in ids {
            let (lon, lat) = (lons.next().ok_or(Damaged)??, lats.next().ok_or(Damaged)??);
            let mut own = Tags::default();
            // The tags of each node end in a 0; if no node has any, nothing stands there at all.
            while let Some(key) = tags.next().transpose()?.filter(|key| *key != 0) {
                let value = tags.next().ok_or(Damaged)??;
                own.0.push((self.string(key)?, self.string(value)?));
            }
            visit(Node { id: id?, place: self.place([lon, lat]), tags: own });
        }
        Ok(())
    }

    fn place(&self, at: [i64; 2]) -> Option<Place> {
        let whole = |axis: usize, most: i64| {
            let steps = self.granularity.checked_mul(at[axis])?;
            let billionths = self.offset[axis].checked_add(steps)?;
            let whole = billionths.checked_add(50)?.div_euclid(100);
            i32::try_from(whole).ok().filter(|_| whole.abs() <= most * 10_000_000)
        };
        Some([whole(0, 180)?, whole(1, 90)?])
    }

    fn tags(&self, KeysValues { keys, values }: KeysValues<'a>) -> Result<Tags<'a>, Damaged> {
        let (mut tags, mut values) = (Tags::default(), Numbers(values));
        for key in Numbers(keys) {
            let value = values.next().ok_or(Damaged)??;
            tags.0.push((self.string(key?)?, self.string(value)?));
        }
        Ok(tags)
    }

    fn string(&self, number: u64) -> Result<&'a str, Damaged> {
        let number = usize::try_from(number).map_err(|_| Damaged)?;
        self.strings.get(number).copied().ok_or(Damaged)
    }
}

/// The tags of an element, as numbers of strings.
#[derive(Clone, Copy, Default)]
struct KeysValues<'a> {
    keys: &'a [u8],
    values: &'a [u8],
}

impl<'a> KeysValues<'a> {
    fn take(&mut self, number: u64, value: Value<'a>) -> Result<(), Damaged> {
        match number {
            2 => self.keys = value.bytes()?,
            3 => self.values = value.bytes()?,
            _ => {}
        }
        Ok(())
    }
}

/// The texts of a block. One that is not UTF-8 is no key or value that is known here, and may be any other.
fn strings(bytes: &[u8]) -> Result<Vec<&str>, Damaged> {
    let mut strings = Vec::new();
    for field in Fields(bytes) {
        if let (1, value) = field? {
            strings.push(std::str::from_utf8(value.bytes()?).unwrap_or("\u{fffd}"));
        }
    }
    Ok(strings)
}
