//! What can go wrong with an output.

use parkward_model::{InWords, Text};
use std::fs::OpenOptions;
use std::io::Write as _;
use std::path::{Path, PathBuf};

/// An output that cannot be written.
#[derive(Debug, thiserror::Error)]
#[error("{}", self.in_words().en)]
pub enum WriteError {
    /// The operating system refused.
    File {
        /// The file or folder.
        path: PathBuf,
        /// What the system said.
        reason: std::io::Error,
    },
    /// The target is something that a plan did not write.
    NotOurs {
        /// The folder.
        path: PathBuf,
    },
    /// The target is what a build wrote that made no list of its files.
    Unlisted {
        /// The folder.
        path: PathBuf,
    },
    /// The target is what another command wrote.
    Another {
        /// The folder.
        path: PathBuf,
        /// The command that wrote it.
        holds: String,
        /// The command that was to.
        command: &'static str,
    },
    /// A file that we did not write has the name of one that is to be written.
    InTheWay {
        /// The file.
        path: PathBuf,
    },
    /// A file of ours that somebody has changed.
    Changed {
        /// The file.
        path: PathBuf,
    },
    /// A file or folder of ours that somebody has protected.
    Protected {
        /// The file or folder.
        path: PathBuf,
    },
    /// A file is read for what would replace it.
    Input {
        /// The file.
        path: PathBuf,
    },
    /// The target is a file that the command did not write.
    Foreign {
        /// The file.
        path: PathBuf,
    },
    /// The target is a file that the command wrote and somebody has changed.
    Altered {
        /// The file.
        path: PathBuf,
    },
    /// The output is complete, but what it replaced could not be put away.
    LeftBeside {
        /// The hidden folder.
        path: PathBuf,
        /// What the system said.
        reason: std::io::Error,
    },
    /// Nothing writes this format.
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
    Crs {
        /// The format.
        format: &'static str,
        /// What it can have.
        expected: Text,
        /// What was asked for.
        found: String,
    },
    /// More rows than a sheet has.
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
    /// What is to be a database is none that layers are written to.
    NoDatabase {
        /// What was asked for, without a password.
        found: String,
    },
    /// The schema of a database is there already.
    Schema {
        /// The database, without a password.
        database: String,
        /// The schema.
        schema: String,
    },
    /// GDAL or SQLite refused.
    Layer {
        /// The file.
        path: PathBuf,
        /// The layer.
        layer: String,
        /// What they said.
        reason: String,
    },
}

impl InWords for WriteError {
    fn in_words(&self) -> Text {
        match self {
            Self::File { path, reason } => {
                let reason = reason.in_words();
                Text::new(format!("无法写入：{}", reason.zh), format!("cannot be written: {}", reason.en))
                    .at(path.display())
            }
            Self::LeftBeside { path, reason } => Text::new(
                format!(
                    "结果已写好，但存放被替换内容的这个隐藏文件夹未能移走（{}）；请查看其中有无您的文件，然后删除",
                    reason.in_words().zh
                ),
                format!(
                    "the output is written, but this hidden folder with what it replaced could not be put away \
                     ({reason}); look for files of yours in it, and delete it"
                ),
            )
            .at(path.display()),
            Self::Format { name, gdal, known, drivers } => Text::new(
                format!(
                    "{name:?} 不是可用的格式：应为 {known} 之一，或所装 GDAL {gdal} 中能新建图层的驱动：{drivers}"
                ),
                format!(
                    "{name:?} is no format here: expected one of {known}, or a driver of the installed GDAL \
                     {gdal} that creates layers, which are {drivers}"
                ),
            ),
            Self::Crs { format, expected, found } => Text::new(
                format!("{format} 需要{}；实为 {found}", expected.zh),
                format!("{format} needs {}; found {found}", expected.en),
            ),
            Self::Sheet { path, sheet, rows, most } => Text::new(
                format!("工作表 {sheet} 将有 {rows} 行，而工作表最多 {most} 行；请改用 CSV 或 FlatGeobuf"),
                format!(
                    "sheet {sheet} would have {rows} rows, and a workbook's sheets have at most {most}; take CSV \
                     or FlatGeobuf instead"
                ),
            )
            .at(path.display()),
            Self::NoDatabase { found } => Text::new(
                format!("应为 PostgreSQL 的连接，如 PG:dbname=land 或 postgresql://…；实为 {found}"),
                format!("expected a connection to PostgreSQL, such as PG:dbname=land or postgresql://…; found {found}"),
            ),
            Self::Schema { database, schema } => Text::new(
                format!("已有模式 {schema:?}，其中什么都不改动；请用 --schema 另指定一个，或先在数据库中删除它"),
                format!(
                    "the schema {schema:?} is there, and nothing in it is changed; name another with --schema, or \
                     drop it in the database"
                ),
            )
            .at(database),
            Self::Layer { path, layer, reason } => {
                Text::new(format!("图层 {layer}：“{reason}”"), format!("layer {layer}: {reason}"))
                    .at(path.display())
            }
            Self::NotOurs { path }
            | Self::Unlisted { path }
            | Self::Another { path, .. }
            | Self::InTheWay { path }
            | Self::Changed { path }
            | Self::Protected { path }
            | Self::Input { path }
            | Self::Altered { path }
            | Self::Foreign { path } => self.why_kept().at(path.display()),
        }
    }
}

impl WriteError {
    /// Why what is there is not replaced.
    fn why_kept(&self) -> Text {
        let (zh, en) = match self {
            Self::NotOurs { .. } => (
                "其中的文件不是 Parkward 的方案，因此不予替换；请用 -o 另指定文件夹，或先清空它",
                "holds files that are not a plan of Parkward's, so it is not replaced; name another folder with \
                 -o, or empty it",
            ),
            Self::Unlisted { .. } => (
                "其中的 provenance.json 没有 Parkward 所写文件的清单（早期版本不写清单），因此不予替换；请用 -o 另指定文件夹，\
                 或把它移走",
                "its provenance.json has no list of the files that Parkward wrote, as earlier builds made none, so \
                 nothing in it is replaced; name another folder with -o, or move it away",
            ),
            Self::InTheWay { .. } => (
                "占用了要写的位置，且不是 Parkward 所写，因此什么都不替换；请把它移走，或用 -o 另指定文件夹",
                "is in the way, and Parkward did not write it, so nothing is replaced; move it away, or name \
                 another folder with -o",
            ),
            Self::Changed { .. } => (
                "自 Parkward 写出后被改动过，因此什么都不替换；请移走或删除它，或用 -o 另指定文件夹",
                "was changed since Parkward wrote it, so nothing is replaced; move it away or delete it, or name \
                 another folder with -o",
            ),
            Self::Protected { .. } => (
                "受写保护，因此什么都不替换；请用 -o 另指定位置，或允许写入（chmod u+w）",
                "is write-protected, so nothing is replaced; name another place with -o, or allow writing \
                 (chmod u+w)",
            ),
            Self::Input { .. } => (
                "既是这个方案的输入，又是将被替换的方案的输出；请用 -o 另指定文件夹，或读取它的副本",
                "is an input of this plan and an output of the one that would be replaced; name another folder \
                 with -o, or read a copy of it",
            ),
            Self::Another { holds, command, .. } => {
                return Text::new(
                    format!(
                        "其中是 `parkward {holds}` 所写的内容，`parkward {command}` 不予替换；请用 -o 另指定文件夹"
                    ),
                    format!(
                        "holds what `parkward {holds}` wrote, which `parkward {command}` does not replace; name \
                         another folder with -o"
                    ),
                );
            }
            Self::Altered { .. } => (
                "自 Parkward 写出后被改动过，因此不予替换；请用 -o 另指定文件，或把它移走",
                "was changed since Parkward wrote it, so it is not replaced; name another file with -o, or move it \
                 away",
            ),
            _ => (
                "已经存在，且不是这条命令以前所写，因此不予替换；请用 -o 另指定文件，或把它移走",
                "is there already, and is not what this command wrote before, so it is not replaced; name another \
                 file with -o, or move it away",
            ),
        };
        Text::new(zh, en)
    }
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
            Err(reason) if reason.in_words().en != reason.to_string() => {
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
