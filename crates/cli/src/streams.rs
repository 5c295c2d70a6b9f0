//! Inputs that can be read only once (`-`, `/dev/stdin`, pipes), copied so that they are files like all others.

use crate::fault::{At, Fault, Result};
use crate::interrupt;
use parkward_io::{Scratch, Source};
use parkward_model::why_unread;
use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, IsTerminal, Read, Write, stdin};
use std::path::{Path, PathBuf};

/// Says of those `files` that can be read only once where their copies stand, by what they are in `folder`; the
/// copies go with what is returned.
pub(crate) fn copies<'a>(
    folder: &Path,
    files: impl IntoIterator<Item = (&'a str, &'a mut Option<PathBuf>)>,
) -> Result<Option<Scratch>> {
    let mut streams = BTreeMap::new();
    for (file, copy) in files {
        let path = folder.join(file);
        if !is_stream(file, &path) {
            continue;
        }
        let stream = if is_stdin(file) { "/dev/stdin".into() } else { path };
        if let Some((other, _)) = streams.insert(stream, (file, copy)) {
            return Err(twice(other)).at(file);
        }
    }
    let mut scratch = None;
    for (number, (stream, (file, copy))) in streams.into_iter().enumerate() {
        let place = match &scratch {
            Some(scratch) => scratch,
            None => scratch.insert(make().at(file)?),
        };
        *copy = Some(copied_into(place, number, &stream).at(file)?);
    }
    Ok(scratch)
}

/// As [`copies`], for inputs that the command line names.
pub(crate) fn copies_of(sources: &mut [&mut Source]) -> Result<Option<Scratch>> {
    let files = sources.iter_mut().map(|source| (&*source.file, &mut source.copy));
    copies(Path::new(""), files)
}

fn is_stdin(file: &str) -> bool {
    matches!(file, "-" | "/dev/stdin" | "/dev/fd/0" | "/proc/self/fd/0")
}

/// Whether something could be read only once, when it was there: standard input, a pipe that has a name, or one of
/// `<(…)`, which is gone with the shell's command.
pub(crate) fn was_stream(file: &str, folder: &Path) -> bool {
    let unnamed = ["/dev/fd/", "/proc/self/fd/"].iter().any(|place| file.starts_with(place));
    unnamed || is_stream(file, &folder.join(file))
}

#[cfg(unix)]
fn is_stream(file: &str, path: &Path) -> bool {
    use std::os::unix::fs::FileTypeExt;
    let kind = fs::metadata(path).map(|known| known.file_type());
    is_stdin(file) || kind.is_ok_and(|kind| kind.is_fifo() || kind.is_char_device())
}

#[cfg(not(unix))]
fn is_stream(file: &str, _: &Path) -> bool {
    is_stdin(file)
}

fn twice(other: &str) -> Fault {
    Fault::new(
        format!("与另一项输入 {other} 是同一来源，只能读一次；请先存为文件"),
        format!(
            "is the same as another input, {other}, and can be read only once; save it to a file first"
        ),
    )
}

/// A folder for copies, which also goes when the program is interrupted.
fn make() -> Result<Scratch> {
    interrupt::hear();
    let made = Scratch::places().map(|place| Scratch::new(&place));
    let made = made.reduce(|first, next| first.or(next)).expect("there is a place to try")?;
    interrupt::making(made.path());
    Ok(made)
}

/// The copy of a stream, under a name by which its format is known.
fn copied_into(place: &Scratch, number: usize, stream: &Path) -> Result<PathBuf> {
    let unread = |error: io::Error| {
        let why = why_unread(&error);
        Fault::new(format!("无法读取：{}", why.zh), format!("cannot be read: {}", why.en))
    };
    let mut from: Box<dyn Read> = if is_stdin(&stream.to_string_lossy()) {
        if stdin().is_terminal() {
            let en = "standard input is a terminal; pipe a file into it";
            return Err(Fault::new("标准输入是终端；请用管道送入文件", en));
        }
        Box::new(stdin().lock())
    } else {
        Box::new(File::open(stream).map_err(unread)?)
    };
    let mut head = Vec::new();
    from.by_ref().take(HEAD).read_to_end(&mut head).map_err(unread)?;
    if head.is_empty() {
        return Err(Fault::new("输入是空的", "there is nothing in it"));
    }
    let path = place.path().join(format!("{number}.{}", ending(&head)));
    let mut copy = File::create(&path)?;
    copy.write_all(&head)?;
    io::copy(&mut from, &mut copy)?;
    Ok(path)
}

/// How much is looked at to tell the format.
const HEAD: u64 = 4096;

/// The ending of a file that begins so.
fn ending(head: &[u8]) -> &'static str {
    let has = |word: &str| head.windows(word.len()).any(|part| part == word.as_bytes());
    let begins = |start: &[u8]| head.starts_with(start);
    let text = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head).trim_ascii_start();
    match text.first() {
        _ if begins(b"SQLite format 3\0") && head.get(68..72) == Some(b"GPKG") => "gpkg",
        _ if begins(b"SQLite format 3\0") => "sqlite",
        _ if begins(b"PK") && has("opendocument.spreadsheet") => "ods",
        _ if begins(b"PK") && has(".shp") => "shp.zip",
        _ if begins(b"PK") && has(".kml") => "kmz",
        _ if begins(b"PK") => "xlsx",
        _ if begins(b"\xd0\xcf\x11\xe0") => "xls",
        _ if begins(b"fgb") => "fgb",
        _ if begins(b"PAR1") => "parquet",
        Some(b'{') => "geojson",
        Some(b'<') if has("<kml") => "kml",
        Some(b'<') if has("<gpx") => "gpx",
        Some(b'<') => "gml",
        Some(b'0') if has("SECTION") => "dxf",
        _ => "csv",
    }
}

#[cfg(test)]
mod tests {
    use super::ending;

    #[test]
    fn a_format_is_known_by_its_beginning() {
        for (head, expected) in [
            (&b"\xef\xbb\xbf {\"type\":"[..], "geojson"),
            (b"id,lon,lat\n", "csv"),
            (b"\xff\xfei\0d\0", "csv"),
            (b"PK\x03\x04 [Content_Types].xml", "xlsx"),
            (b"PK\x03\x04 mimetypeapplication/vnd.oasis.opendocument.spreadsheet", "ods"),
            (b"<?xml version=\"1.0\"?><kml>", "kml"),
            (b"fgb\x03fgb\x00", "fgb"),
            (b"  0\r\nSECTION\r\n", "dxf"),
            (b"0,1\n", "csv"),
        ] {
            assert_eq!(ending(head), expected, "{head:?}");
        }
        let mut database = [&b"SQLite format 3\0"[..], &[0; 52], b"GPKG"].concat();
        assert_eq!(ending(&database), "gpkg");
        database[70] = 0;
        assert_eq!(ending(&database), "sqlite");
    }
}
