//! One file, written through a buffer.

use crate::WriteError;
use parkward_layer::{Feature, PlanLayer};
use rayon::prelude::*;
use std::fs::File;
use std::io::{BufWriter, Result, Write};
use std::path::Path;

/// Writes a file through a buffer; what goes wrong names the file.
pub(super) fn write_file(
    path: &Path,
    write: impl FnOnce(&mut BufWriter<File>) -> Result<()>,
) -> std::result::Result<(), WriteError> {
    let file = File::create(path).map_err(WriteError::file(path))?;
    let mut out = BufWriter::with_capacity(BUFFER, file);
    write(&mut out).and_then(|()| out.flush()).map_err(WriteError::file(path))
}

/// Writes the rows of a layer, each as `row` says it. Workers make them in turns: while one turn is written, the next
/// is made.
pub(super) fn write_rows<'a>(
    layer: &PlanLayer<'a>,
    out: &mut (impl Write + Send),
    row: impl Fn(&mut Vec<u8>, usize, &Feature<'a>) -> Result<()> + Sync,
) -> Result<()> {
    let chunk = |first: usize| -> Result<Vec<u8>> {
        let mut text = Vec::with_capacity(BUFFER);
        let mut feature = Feature::default();
        for index in first..layer.len().min(first + CHUNK) {
            layer.row(index, &mut feature);
            row(&mut text, index, &feature)?;
        }
        Ok(text)
    };
    let turn = |first: usize| -> Result<Vec<Vec<u8>>> {
        let firsts: Vec<usize> = (first..layer.len().min(first + TURN)).step_by(CHUNK).collect();
        firsts.into_par_iter().map(chunk).collect()
    };
    let mut made = turn(0)?;
    for first in (TURN..layer.len() + TURN).step_by(TURN) {
        let write = || made.iter().try_for_each(|text| out.write_all(text));
        let (written, next) = rayon::join(write, || turn(first));
        written?;
        made = next?;
    }
    Ok(())
}

/// Rows that a worker makes at a time, and rows of a turn: they stay in the caches.
const CHUNK: usize = 1 << 8;
const TURN: usize = 16 * CHUNK;

/// Whether any byte of a text is one that is `meant`. All are looked at, since that takes sixteen at once,
/// and nearly always there is none.
pub(super) fn any_of(text: &str, meant: impl Fn(u8) -> bool) -> bool {
    text.bytes().fold(false, |any, byte| any | meant(byte))
}

/// Bytes of a buffer: enough that the system is not asked for every few rows.
pub(super) const BUFFER: usize = 1 << 18;
