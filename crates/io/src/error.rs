//! What can go wrong with a whole file. What goes wrong with a row is a reject.

use parkward_geometry::CrsError;
use std::fs::OpenOptions;
use std::io::Write as _;
use std::path::{Path, PathBuf};

/// An input file that cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// No such file.
    #[error("{file}: there is no such file; check `file` in the plan ({place})")]
    Missing {
        /// The path as given.
        file: String,
        /// Where it was looked for.
        place: String,
    },
    /// The file is there and cannot be understood.
    #[error("{file}: expected {expected}, found {found}")]
    Unreadable {
        /// The file.
        file: String,
        /// What was expected.
        expected: String,
        /// What the reader of the format said.
        found: String,
    },
    /// The file has several layers, or not the one that is named.
    #[error("{file}: expected {expected}; its layers are {known}")]
    Layer {
        /// The file.
        file: String,
        /// Which layer was wanted.
        expected: String,
        /// Which there are.
        known: String,
    },
    /// A column is not in the file.
    #[error("{file}: there is no column {column:?} for {key}{}; its columns are {known}. Write columns.{key} = \"…\" with one of these", .nearest.as_ref().map(|n| format!(" (did you mean {n:?}?)")).unwrap_or_default())]
    Column {
        /// The file.
        file: String,
        /// The column that was looked for.
        column: String,
        /// What it was wanted for.
        key: String,
        /// The column of the file whose name is most like it.
        nearest: Option<String>,
        /// The columns of the file.
        known: String,
    },
    /// Two columns have one name.
    #[error(
        "{file}: the column {column:?} stands there twice, as columns {first} and {second}; give one of them another name"
    )]
    Twice {
        /// The file.
        file: String,
        /// The column.
        column: String,
        /// Where it stands first, from 1.
        first: usize,
        /// And again.
        second: usize,
    },
    /// A key of `columns` that means nothing.
    #[error(
        "columns.{key} means nothing for {file}{} Known: {known}",
        .nearest.as_ref().map_or_else(|| ".".to_owned(), |n| format!("; did you mean columns.{n}?"))
    )]
    ColumnKey {
        /// The file.
        file: String,
        /// The key.
        key: String,
        /// The known key most like it.
        nearest: Option<String>,
        /// All known keys.
        known: String,
    },
    /// The CRS is unknown, or cannot be used.
    #[error("{file}: {reason}")]
    Crs {
        /// The file.
        file: String,
        /// What is wrong with it.
        reason: CrsError,
    },
    /// The coordinates contradict the CRS.
    #[error(
        "{file}: the coordinates ({x}, {y}) look like degrees, but {crs} is in metres; set crs to EPSG:4326, EPSG:4490, gcj02 or bd09"
    )]
    Degrees {
        /// The file.
        file: String,
        /// The declared CRS.
        crs: String,
        /// First coordinate of the first row.
        x: f64,
        /// Second coordinate of the first row.
        y: f64,
    },
    /// The name of a column of coordinates contradicts the CRS.
    #[error(
        "{file}: the column {column:?} says another datum than {crs}, in which its coordinates would be read; write crs = \"{said}\" for this input, or give the column another name"
    )]
    Datum {
        /// The file.
        file: String,
        /// The column.
        column: String,
        /// The CRS that it names, as `crs` has it.
        said: &'static str,
        /// The CRS in force.
        crs: String,
    },
    /// Nothing in it.
    #[error("{file}: expected at least one {noun}, found none; the layer is empty")]
    Empty {
        /// The file.
        file: String,
        /// Park or enterprise.
        noun: &'static str,
    },
    /// Not one usable row.
    #[error(
        "{file}: none of its {rows} rows can be used; the first, row {row}, column {column}: expected {expected}, found {found}"
    )]
    NothingUsable {
        /// The file.
        file: String,
        /// How many rows there are.
        rows: u64,
        /// The first reject's row.
        row: u64,
        /// The first reject's column.
        column: String,
        /// What was expected there.
        expected: String,
        /// What was found there.
        found: String,
    },
}

/// An output that cannot be written.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    /// The operating system refused.
    #[error("{}: cannot be written: {}", .path.display(), in_words(.reason))]
    File {
        /// The file or folder.
        path: PathBuf,
        /// What the system said.
        reason: std::io::Error,
    },
    /// The target is something that a plan did not write.
    #[error("{}: holds files that are not a plan of Parkward's, so it is not replaced; name another folder with -o, or empty it", .path.display())]
    NotOurs {
        /// The folder.
        path: PathBuf,
    },
    /// The target is what a build wrote that made no list of its files.
    #[error("{}: its provenance.json has no list of the files that Parkward wrote, as earlier builds made none, so nothing in it is replaced; name another folder with -o, or move it away", .path.display())]
    Unlisted {
        /// The folder.
        path: PathBuf,
    },
    /// The target is what another command wrote.
    #[error("{}: holds what `parkward {holds}` wrote, which `parkward {command}` does not replace; name another folder with -o", .path.display())]
    Another {
        /// The folder.
        path: PathBuf,
        /// The command that wrote it.
        holds: String,
        /// The command that was to.
        command: &'static str,
    },
    /// A file that we did not write has the name of one that is to be written.
    #[error("{}: is in the way, and Parkward did not write it, so nothing is replaced; move it away, or name another folder with -o", .path.display())]
    InTheWay {
        /// The file.
        path: PathBuf,
    },
    /// A file of ours that somebody has changed.
    #[error("{}: was changed since Parkward wrote it, so nothing is replaced; move it away or delete it, or name another folder with -o", .path.display())]
    Changed {
        /// The file.
        path: PathBuf,
    },
    /// A file or folder of ours that somebody has protected.
    #[error("{}: is write-protected, so nothing is replaced; name another place with -o, or allow writing (chmod u+w)", .path.display())]
    Protected {
        /// The file or folder.
        path: PathBuf,
    },
    /// A file is read for what would replace it.
    #[error("{}: is an input of this plan and an output of the one that would be replaced; name another folder with -o, or read a copy of it", .path.display())]
    Input {
        /// The file.
        path: PathBuf,
    },
    /// The target is a file that the command did not write.
    #[error("{}: is there already, and is not what this command wrote before, so it is not replaced; name another file with -o, or move it away", .path.display())]
    Foreign {
        /// The file.
        path: PathBuf,
    },
    /// The output is complete, but what it replaced could not be put away.
    #[error("{}: the output is written, but this hidden folder with what it replaced could not be put away ({reason}); look for files of yours in it, and delete it", .path.display())]
    LeftBeside {
        /// The hidden folder.
        path: PathBuf,
        /// What the system said.
        reason: std::io::Error,
    },
    /// Nothing writes this format.
    #[error(
        "{name:?} is no format here: expected one of {known}, or a driver of the installed GDAL {gdal} that creates layers, which are {drivers}"
    )]
    Format {
        /// What was asked for.
        name: String,
        /// The version of GDAL.
        gdal: String,
        /// The formats with a name here.
        known: String,
        /// GDAL's drivers that write.
        drivers: String,
    },
    /// The format cannot have this CRS.
    #[error("{format} needs {expected}; found {found}")]
    Crs {
        /// The format.
        format: &'static str,
        /// What it can have.
        expected: &'static str,
        /// What was asked for.
        found: String,
    },
    /// More rows than a sheet has.
    #[error("{}: sheet {sheet} would have {rows} rows, and a workbook's sheets have at most {most}; take CSV or FlatGeobuf instead", .path.display())]
    Sheet {
        /// The workbook.
        path: PathBuf,
        /// The sheet.
        sheet: String,
        /// Its rows.
        rows: usize,
        /// What a sheet holds.
        most: usize,
    },
    /// GDAL or SQLite refused.
    #[error("{}: layer {layer}: {reason}", .path.display())]
    Layer {
        /// The file.
        path: PathBuf,
        /// The layer.
        layer: String,
        /// What they said.
        reason: String,
    },
}

/// What the system said, in words for what is common.
pub fn in_words(reason: &std::io::Error) -> String {
    use std::io::ErrorKind;
    let words = match reason.kind() {
        ErrorKind::StorageFull => "the disk is full; make room, or write elsewhere",
        ErrorKind::QuotaExceeded => {
            "your share of the disk is used up; make room, or write elsewhere"
        }
        ErrorKind::FileTooLarge => "a file may not grow this large here (ulimit -f)",
        ErrorKind::PermissionDenied => "you have no right to write there; write elsewhere",
        ErrorKind::ReadOnlyFilesystem => "it is on a disk that can only be read; write elsewhere",
        ErrorKind::NotADirectory => "a part of the path is a file",
        ErrorKind::AlreadyExists => "a file is in the way",
        ErrorKind::ResourceBusy => "it is in use; write elsewhere",
        _ => return reason.to_string(),
    };
    words.to_owned()
}

/// What the system said to a writer of CSV, whose own errors hide it.
pub fn of_csv(error: csv::Error) -> std::io::Error {
    match error.into_kind() {
        csv::ErrorKind::Io(reason) => reason,
        other => std::io::Error::other(format!("{other:?}")),
    }
}

impl WriteError {
    /// A layer of `path` could not be written, for a reason in the words of GDAL or SQLite; where it is the disk
    /// that takes no more, which they do not say in words, that is the reason.
    pub(crate) fn layer(path: &Path, layer: &str, reason: String) -> Self {
        let more = || OpenOptions::new().append(true).open(path)?.write_all(&[0; 1 << 16]);
        match more() {
            Err(reason) if in_words(&reason) != reason.to_string() => {
                Self::File { path: path.to_owned(), reason }
            }
            _ => Self::Layer { path: path.to_owned(), layer: layer.to_owned(), reason },
        }
    }

    pub(crate) fn file(path: impl Into<PathBuf>) -> impl FnOnce(std::io::Error) -> Self {
        let path = path.into();
        move |reason| Self::File { path, reason }
    }
}
