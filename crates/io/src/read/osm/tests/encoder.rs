//! Writes small files of OpenStreetMap, of every kind that the format allows.

use flate2::{Compression, write::ZlibEncoder};
use std::io::Write as _;

type Tags = Vec<(String, String)>;

/// Id, longitude and latitude in 10⁻⁷ degrees, tags.
type Node = (i64, [i64; 2], Tags);

/// Id, nodes, tags.
type Way = (i64, Vec<i64>, Tags);

/// Tags, members: role, kind, id.
type Relation = (Tags, Vec<(String, u64, i64)>);

/// A file before it is written.
#[derive(Clone, Debug, Default)]
pub(super) struct Osm {
    pub(super) nodes: Vec<Node>,
    pub(super) ways: Vec<Way>,
    pub(super) relations: Vec<Relation>,
    pub(super) features: Vec<String>,
    pub(super) packing: Packing,
    /// Nodes field by field.
    pub(super) dense: bool,
    /// How many elements a block has; 0: all in one.
    pub(super) a_block: usize,
    /// In billionths of a degree; 0: 100.
    pub(super) granularity: i64,
    pub(super) offset: [i64; 2],
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Packing {
    #[default]
    None,
    Zlib,
    /// Zstandard by its number, with nothing that could be unpacked.
    Zstd,
}

fn tags(tags: &[(&str, &str)]) -> Tags {
    tags.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect()
}

impl Osm {
    pub(super) fn new() -> Self {
        Self {
            features: vec!["OsmSchema-V0.6".to_owned(), "DenseNodes".to_owned()],
            ..Self::default()
        }
    }

    /// A node some thousandths of a degree east and north of 121° E, 30.7° N.
    pub(super) fn node(&mut self, id: i64, at: [f64; 2], own: &[(&str, &str)]) -> &mut Self {
        let whole = |degrees: f64, from: i64| {
            #[expect(clippy::cast_possible_truncation, reason = "small")]
            let steps = (degrees * 1e4).round() as i64;
            from + steps
        };
        let at = [whole(at[0], 1_210_000_000), whole(at[1], 307_000_000)];
        self.nodes.push((id, at, tags(own)));
        self
    }

    pub(super) fn way(&mut self, id: i64, nodes: &[i64], own: &[(&str, &str)]) -> &mut Self {
        self.ways.push((id, nodes.to_vec(), tags(own)));
        self
    }

    /// Members: role, 0 for a node and 1 for a way, id.
    pub(super) fn relation(
        &mut self,
        own: &[(&str, &str)],
        members: &[(&str, u64, i64)],
    ) -> &mut Self {
        let members = members.iter().map(|(role, kind, id)| ((*role).to_owned(), *kind, *id));
        self.relations.push((tags(own), members.collect()));
        self
    }

    pub(super) fn bytes(&self) -> Vec<u8> {
        let features: Vec<u8> =
            self.features.iter().flat_map(|name| field(4, name.as_bytes())).collect();
        let mut file = self.block("OSMHeader", &features);
        let size = if self.a_block == 0 { usize::MAX } else { self.a_block };
        for nodes in self.nodes.chunks(size) {
            let mut strings = Strings::new();
            let group = if self.dense {
                self.dense(nodes, &mut strings)
            } else {
                self.plain(nodes, &mut strings)
            };
            file.extend(self.block("OSMData", &self.data(&strings, &group)));
        }
        for ways in self.ways.chunks(size) {
            let mut strings = Strings::new();
            let ways = ways.iter().flat_map(|(id, nodes, tags)| {
                let refs = field(8, &sums(nodes.iter().copied()));
                field(3, &[number(1, id.cast_unsigned()), strings.tags(tags), refs].concat())
            });
            let group: Vec<u8> = ways.collect();
            file.extend(self.block("OSMData", &self.data(&strings, &group)));
        }
        for relations in self.relations.chunks(size) {
            let mut strings = Strings::new();
            let relations = relations.iter().flat_map(|(tags, members)| {
                let roles: Vec<u8> =
                    members.iter().flat_map(|m| varint(strings.of(&m.0))).collect();
                let kinds: Vec<u8> = members.iter().flat_map(|m| varint(m.1)).collect();
                let ids = sums(members.iter().map(|m| m.2));
                let members = [field(8, &roles), field(9, &ids), field(10, &kinds)].concat();
                field(4, &[number(1, 7), strings.tags(tags), members].concat())
            });
            let group: Vec<u8> = relations.collect();
            file.extend(self.block("OSMData", &self.data(&strings, &group)));
        }
        file
    }

    fn steps(&self, at: [i64; 2]) -> [i64; 2] {
        let granularity = if self.granularity == 0 { 100 } else { self.granularity };
        [0, 1].map(|axis| (at[axis] * 100 - self.offset[axis]) / granularity)
    }

    fn plain(&self, nodes: &[Node], strings: &mut Strings) -> Vec<u8> {
        let node = |(id, at, tags): &Node| {
            let [lon, lat] = self.steps(*at);
            let fields = [
                number(1, zigzag(*id)),
                strings.tags(tags),
                number(8, zigzag(lat)),
                number(9, zigzag(lon)),
            ];
            field(1, &fields.concat())
        };
        nodes.iter().flat_map(node).collect()
    }

    fn dense(&self, nodes: &[Node], strings: &mut Strings) -> Vec<u8> {
        let axis = |axis: usize| sums(nodes.iter().map(|node| self.steps(node.1)[axis]));
        let mut tags = Vec::new();
        if nodes.iter().any(|node| !node.2.is_empty()) {
            for (key, value) in
                nodes.iter().flat_map(|node| node.2.iter().map(Some).chain([None])).map(|tag| {
                    tag.map_or((0, None), |(key, value)| (strings.of(key), Some(strings.of(value))))
                })
            {
                tags.extend(varint(key));
                tags.extend(value.into_iter().flat_map(varint));
            }
        }
        let ids = sums(nodes.iter().map(|node| node.0));
        field(
            2,
            &[field(1, &ids), field(8, &axis(1)), field(9, &axis(0)), field(10, &tags)].concat(),
        )
    }

    fn data(&self, strings: &Strings, group: &[u8]) -> Vec<u8> {
        let table: Vec<u8> = strings.0.iter().flat_map(|text| field(1, text.as_bytes())).collect();
        let mut data = [field(1, &table), field(2, group)].concat();
        if self.granularity != 0 {
            data.extend(number(17, self.granularity.cast_unsigned()));
        }
        for (axis, of) in [(20, 0), (19, 1)] {
            if self.offset[of] != 0 {
                data.extend(number(axis, self.offset[of].cast_unsigned()));
            }
        }
        data
    }

    pub(super) fn block(&self, kind: &str, data: &[u8]) -> Vec<u8> {
        let content = match self.packing {
            Packing::None => field(1, data),
            Packing::Zlib => [number(2, data.len() as u64), field(3, &zlib(data))].concat(),
            Packing::Zstd => [number(2, data.len() as u64), field(7, data)].concat(),
        };
        framed(kind, &content)
    }
}

/// A block of content that is written already.
pub(super) fn framed(kind: &str, content: &[u8]) -> Vec<u8> {
    let header = [field(1, kind.as_bytes()), number(3, content.len() as u64)].concat();
    let length = u32::try_from(header.len()).unwrap().to_be_bytes();
    [&length[..], &header, content].concat()
}

pub(super) fn zlib(data: &[u8]) -> Vec<u8> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(data).unwrap();
    encoder.finish().unwrap()
}

/// The texts of a block, the first of which is none.
struct Strings(Vec<String>);

impl Strings {
    fn new() -> Self {
        Self(vec![String::new()])
    }

    fn of(&mut self, text: &str) -> u64 {
        let known = self.0.iter().skip(1).position(|own| own == text).map(|at| at + 1);
        let at = known.unwrap_or_else(|| {
            self.0.push(text.to_owned());
            self.0.len() - 1
        });
        at as u64
    }

    fn tags(&mut self, tags: &[(String, String)]) -> Vec<u8> {
        let keys: Vec<u8> = tags.iter().flat_map(|tag| varint(self.of(&tag.0))).collect();
        let values: Vec<u8> = tags.iter().flat_map(|tag| varint(self.of(&tag.1))).collect();
        [field(2, &keys), field(3, &values)].concat()
    }
}

pub(super) fn field(key: u64, bytes: &[u8]) -> Vec<u8> {
    [varint(key << 3 | 2), varint(bytes.len() as u64), bytes.to_vec()].concat()
}

pub(super) fn number(key: u64, value: u64) -> Vec<u8> {
    [varint(key << 3), varint(value)].concat()
}

pub(super) fn varint(mut value: u64) -> Vec<u8> {
    let mut bytes = Vec::new();
    loop {
        let [low, ..] = (value & 0x7f).to_le_bytes();
        value >>= 7;
        bytes.push(if value == 0 { low } else { low | 0x80 });
        if value == 0 {
            return bytes;
        }
    }
}

fn zigzag(value: i64) -> u64 {
    (value << 1 ^ value >> 63).cast_unsigned()
}

fn sums(values: impl Iterator<Item = i64>) -> Vec<u8> {
    let mut before = 0;
    let step = |value: i64| {
        let step = value - before;
        before = value;
        varint(zigzag(step))
    };
    values.flat_map(step).collect()
}
