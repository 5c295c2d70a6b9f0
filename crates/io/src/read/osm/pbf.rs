//! The blocks of a file in OpenStreetMap's format PBF, each of which is packed on its own
//! (<https://wiki.openstreetmap.org/wiki/PBF_Format>).

use super::elements::Block;
use super::wire::{Damaged, Fields};
use crate::ReadError;
use flate2::read::ZlibDecoder;
use parkward_model::Text;
use rayon::prelude::*;
use std::borrow::Cow;
use std::fs::File;
use std::io::{self, BufReader, Read};
use std::path::Path;

/// What a block may take unpacked, and packed. The format says so, and it keeps small files from filling the memory.
const LARGEST: u64 = 32 << 20;

/// What the header of a block may take, as the format says.
const LARGEST_HEADER: u64 = 64 << 10;

/// What is read before all processors unpack it: so many blocks, or so many bytes.
const BATCH: (usize, usize) = (64, 16 << 20);

/// Hands what `read` makes of each block to `keep`, in the order of the file, together with the block's number.
/// Blocks that are not `wanted` are passed over; memory is bounded by a few blocks.
pub(super) fn each_block<T: Send>(
    path: &Path,
    wanted: impl Fn(usize) -> bool + Sync,
    read: impl Fn(&Block<'_>) -> Result<T, Damaged> + Sync,
    mut keep: impl FnMut(usize, T),
) -> Result<(), Wrong> {
    let mut blobs = Blobs { from: BufReader::new(File::open(path)?), at: 0, blocks: 0 };
    loop {
        let batch = blobs.batch()?;
        if batch.is_empty() {
            return if blobs.at == 0 { Err(Wrong::NotOsm(Start::Nothing)) } else { Ok(()) };
        }
        let wanted = batch.into_par_iter().filter(|blob| wanted(blob.number));
        let read = wanted.map(|blob| {
            let unpacked = blob.unpacked()?;
            let damaged = |Damaged| Wrong::Damaged { at: blob.at };
            if blob.is_header {
                check_header(&unpacked).map_err(damaged)??;
                return Ok((blob.number, None));
            }
            let block = Block::of(&unpacked).map_err(damaged)?;
            Ok((blob.number, Some(read(&block).map_err(damaged)?)))
        });
        for (number, read) in read.collect::<Result<Vec<_>, Wrong>>()? {
            read.into_iter().for_each(|read| keep(number, read));
        }
    }
}

/// Why a file cannot be read.
#[derive(Debug)]
pub(super) enum Wrong {
    /// It is something else.
    NotOsm(Start),
    /// A block cannot be understood.
    Damaged { at: u64 },
    /// It ends within a block.
    CutOff { at: u64 },
    /// A block is too large.
    TooLarge { at: u64 },
    /// Blocks are packed in a way that is rare.
    Packed { how: &'static str },
    /// It asks for what is not understood here.
    Feature(String),
    /// The machine could not read it.
    Io(io::Error),
}

/// What a file is that begins otherwise.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Start {
    Nothing,
    Xml,
    Gzip,
    Bzip2,
    Other,
}

impl From<io::Error> for Wrong {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

impl Wrong {
    /// The same for the user, who calls the file `label`.
    pub(super) fn of(self, label: &str) -> ReadError {
        let (expected, found) = match self {
            Self::NotOsm(start) => {
                let (zh, en) = start.words();
                (Text::new(" OSM PBF 文件", "an OSM PBF file"), Text::new(zh, en))
            }
            Self::Damaged { at } => (
                Text::new("完好的 OSM PBF 文件", "an OSM PBF file that is whole"),
                Text::new(
                    format!("第 {at} 字节处的数据块已损坏"),
                    format!("a damaged block at byte {at}"),
                ),
            ),
            Self::CutOff { at } => (
                Text::new("完整的 OSM PBF 文件", "an OSM PBF file that is complete"),
                Text::new(
                    format!("第 {at} 字节处的数据块不完整；文件被截断"),
                    format!("its end within the block at byte {at}; it is cut off"),
                ),
            ),
            Self::TooLarge { at } => (
                Text::new(
                    "每个数据块不超过 32 MB 的 OSM PBF 文件",
                    "an OSM PBF file with blocks of at most 32 MB",
                ),
                Text::new(
                    format!("第 {at} 字节处的数据块更大"),
                    format!("a larger one at byte {at}"),
                ),
            ),
            Self::Packed { how } => (
                Text::new(
                    "以 zlib 压缩的 OSM PBF 文件（可用 osmium cat 转换）",
                    "an OSM PBF file that is packed by zlib (osmium cat converts it)",
                ),
                Text::new(format!("以 {how} 压缩"), format!("one that is packed by {how}")),
            ),
            Self::Feature(name) if name == HISTORY => (
                Text::new(
                    "某一时刻的 OSM 数据（可用 osmium time-filter 截取）",
                    "OSM data of one moment (osmium time-filter takes it out)",
                ),
                Text::new("含全部历史的文件", "a file with all its history"),
            ),
            Self::Feature(name) => (
                Text::new("OSM PBF 0.6 版文件", "an OSM PBF file of version 0.6"),
                Text::new(
                    format!("要求另行支持 {name} 的文件"),
                    format!("one that asks for {name} too"),
                ),
            ),
            Self::Io(error) => {
                (Text::new("可读取的文件", "a file that can be read"), Text::quoted(error))
            }
        };
        ReadError::Unreadable { file: label.to_owned(), expected, found }
    }
}

impl Start {
    fn of(bytes: &[u8]) -> Self {
        let text = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes).trim_ascii_start();
        match bytes {
            [] => Self::Nothing,
            [0x1f, 0x8b, ..] => Self::Gzip,
            [b'B', b'Z', b'h', ..] => Self::Bzip2,
            _ if text.starts_with(b"<") => Self::Xml,
            _ => Self::Other,
        }
    }

    fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::Nothing => ("空文件", "an empty file"),
            Self::Xml => (
                " XML；请用 osmium cat 转换为 .osm.pbf",
                "XML; convert it to .osm.pbf, with osmium cat",
            ),
            Self::Gzip => (
                " gzip 压缩文件；请先解压，若为 OSM XML 再用 osmium cat 转换",
                "a file packed by gzip; unpack it, and convert OSM XML with osmium cat",
            ),
            Self::Bzip2 => (
                " bzip2 压缩文件；请先解压，若为 OSM XML 再用 osmium cat 转换",
                "a file packed by bzip2; unpack it, and convert OSM XML with osmium cat",
            ),
            Self::Other => ("其他内容", "something else"),
        }
    }
}

/// Blocks as they stand in the file.
struct Blobs {
    from: BufReader<File>,
    /// How far it has been read.
    at: u64,
    blocks: usize,
}

/// A block as it stands in the file.
struct Blob {
    at: u64,
    number: usize,
    is_header: bool,
    bytes: Vec<u8>,
}

/// What kind a block is of, and what it holds.
type KindAndContent = (Vec<u8>, Vec<u8>);

impl Blobs {
    /// The next few blocks; none at the end of the file. Blocks of kinds that the format does not know are passed over,
    /// as it asks for.
    fn batch(&mut self) -> Result<Vec<Blob>, Wrong> {
        let (mut batch, mut bytes) = (Vec::new(), 0);
        while batch.len() < BATCH.0 && bytes < BATCH.1 {
            let at = self.at;
            let Some((kind, data)) = self.next()? else { break };
            bytes += data.len();
            let is_header = kind == b"OSMHeader";
            if at == 0 && !is_header {
                return Err(Wrong::NotOsm(Start::Other));
            }
            if is_header || kind == b"OSMData" {
                batch.push(Blob { at, number: self.blocks, is_header, bytes: data });
                self.blocks += 1;
            }
        }
        Ok(batch)
    }

    /// The next block; none at the end of the file.
    fn next(&mut self) -> Result<Option<KindAndContent>, Wrong> {
        let at = self.at;
        let length = self.bytes(4)?;
        if length.is_empty() {
            return Ok(None);
        }
        let Ok(four) = <[u8; 4]>::try_from(&length[..]) else {
            return Err(self.otherwise(&length, Wrong::CutOff { at }));
        };
        let length = u64::from(u32::from_be_bytes(four));
        if length > LARGEST_HEADER {
            return Err(self.otherwise(&four, Wrong::Damaged { at }));
        }
        let header = self.bytes(length)?;
        if (header.len() as u64) < length {
            return Err(Wrong::CutOff { at });
        }
        let Ok((kind, length)) = blob_header(&header) else {
            return Err(self.otherwise(&header, Wrong::Damaged { at }));
        };
        if length > LARGEST {
            return Err(Wrong::TooLarge { at });
        }
        let data = self.bytes(length)?;
        if (data.len() as u64) < length {
            return Err(Wrong::CutOff { at });
        }
        Ok(Some((kind, data)))
    }

    /// What is wrong with a block after whose first bytes one cannot go on: if it is the first one, what the file is.
    fn otherwise(&mut self, start: &[u8], wrong: Wrong) -> Wrong {
        if self.blocks > 0 {
            return wrong;
        }
        let more = self.bytes(64).unwrap_or_default();
        Wrong::NotOsm(Start::of(&[start, &more].concat()))
    }

    /// The next so many bytes, or fewer at the end of the file.
    fn bytes(&mut self, length: u64) -> Result<Vec<u8>, Wrong> {
        let mut bytes = Vec::new();
        let read = self.from.by_ref().take(length).read_to_end(&mut bytes)?;
        self.at += read as u64;
        Ok(bytes)
    }
}

/// The kind of a block, and how many bytes it takes.
fn blob_header(header: &[u8]) -> Result<(Vec<u8>, u64), Damaged> {
    let (mut kind, mut length) = (Vec::new(), None);
    for field in Fields(header) {
        match field? {
            (1, value) => value.bytes()?.clone_into(&mut kind),
            (3, value) => length = Some(value.number()?),
            _ => {}
        }
    }
    Ok((kind, length.ok_or(Damaged)?))
}

impl Blob {
    fn unpacked(&self) -> Result<Cow<'_, [u8]>, Wrong> {
        let damaged = |Damaged| Wrong::Damaged { at: self.at };
        let (mut size, mut unpacked) = (None, None);
        for field in Fields(&self.bytes) {
            match field.map_err(damaged)? {
                (1, value) => unpacked = Some(Cow::Borrowed(value.bytes().map_err(damaged)?)),
                (2, value) => size = Some(value.number().map_err(damaged)?),
                (3, value) => {
                    unpacked = Some(self.inflated(value.bytes().map_err(damaged)?)?.into());
                }
                (4, _) => return Err(Wrong::Packed { how: "LZMA" }),
                (5, _) => return Err(Wrong::Packed { how: "bzip2" }),
                (6, _) => return Err(Wrong::Packed { how: "LZ4" }),
                (7, _) => return Err(Wrong::Packed { how: "Zstandard" }),
                _ => {}
            }
        }
        let unpacked = unpacked.ok_or(Wrong::Damaged { at: self.at })?;
        if size.is_some_and(|size| size != unpacked.len() as u64) {
            return Err(Wrong::Damaged { at: self.at });
        }
        Ok(unpacked)
    }

    fn inflated(&self, packed: &[u8]) -> Result<Vec<u8>, Wrong> {
        let mut unpacked = Vec::new();
        let mut decoder = ZlibDecoder::new(packed).take(LARGEST + 1);
        match decoder.read_to_end(&mut unpacked) {
            Ok(size) if size as u64 > LARGEST => Err(Wrong::TooLarge { at: self.at }),
            Ok(_) => Ok(unpacked),
            Err(_) => Err(Wrong::Damaged { at: self.at }),
        }
    }
}

const HISTORY: &str = "HistoricalInformation";

/// Whether all that the header of a file asks for is understood.
fn check_header(header: &[u8]) -> Result<Result<(), Wrong>, Damaged> {
    for field in Fields(header) {
        if let (4, value) = field? {
            let feature = value.bytes()?;
            if ![&b"OsmSchema-V0.6"[..], b"DenseNodes"].contains(&feature) {
                let feature = String::from_utf8_lossy(feature).into_owned();
                return Ok(Err(Wrong::Feature(feature)));
            }
        }
    }
    Ok(Ok(()))
}
