//! The blocks of a file in OpenStreetMap's format PBF, each of which is packed on its own
//! (<https://wiki.openstreetmap.org/wiki/PBF_Format>).

use super::elements::Block;
use super::wire::{Damaged, Fields};
use super::wrong::{Start, Wrong};
use flate2::read::ZlibDecoder;
use rayon::prelude::*;
use std::borrow::Cow;
use std::fs::File;
use std::io::{BufReader, Read};
use std::path::Path;

/// What a block may take unpacked, and packed. The format says so, and it keeps small files from filling the memory.
const LARGEST: u64 = 32 << 20;

/// What the header of a block may take, as the format says.
const LARGEST_HEADER: u64 = 64 << 10;

/// How many times as large as the file its blocks may be together, beyond the first few. Those of real files are two to
/// three times as large; memory is bounded by what is read, which a file of nothing but repetitions could make a
/// thousand times its own size.
const SWELLS: (u64, u64) = (20, 2 * LARGEST);

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
    let mut blobs =
        Blobs { from: BufReader::new(File::open(path)?), at: 0, blocks: 0, unpacked: 0 };
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
        // The first block that is wrong is named, whichever processor was faster.
        for read in read.collect::<Vec<Result<_, Wrong>>>() {
            let (number, read) = read?;
            read.into_iter().for_each(|read| keep(number, read));
        }
    }
}

/// Blocks as they stand in the file.
struct Blobs {
    from: BufReader<File>,
    /// How far it has been read.
    at: u64,
    blocks: usize,
    /// What the blocks so far say they are unpacked.
    unpacked: u64,
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
            self.unpacked += unpacked_size(&data).map_err(|Damaged| Wrong::Damaged { at })?;
            if self.unpacked > self.at * SWELLS.0 + SWELLS.1 {
                return Err(Wrong::Swells { times: SWELLS.0 });
            }
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

/// What a block says it is unpacked: what does not say so may be as large as any.
fn unpacked_size(blob: &[u8]) -> Result<u64, Damaged> {
    let (mut said, mut raw) = (None, None);
    for field in Fields(blob) {
        match field? {
            (1, value) => raw = Some(value.bytes()?.len() as u64),
            (2, value) => said = Some(value.number()?.min(LARGEST)),
            _ => {}
        }
    }
    Ok(raw.or(said).unwrap_or(LARGEST))
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
