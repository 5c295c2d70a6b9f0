//! What keeps a file from being read.

use crate::ReadError;
use parkward_model::Text;
use std::io;

/// What a file with more than one version of things asks for.
const HISTORY: &str = "HistoricalInformation";

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
    /// It unpacks to more than so many times its size.
    Swells { times: u64 },
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
            Self::Swells { times } => (
                Text::new(
                    format!("解压后不超过自身 {times} 倍大小的 OSM PBF 文件"),
                    format!("an OSM PBF file that unpacks to at most {times} times its size"),
                ),
                Text::new("更大", "more"),
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
    /// What a file is by its first bytes.
    pub(super) fn of(bytes: &[u8]) -> Self {
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
