//! What can go wrong with a whole input file. What goes wrong with a row is a reject.

use parkward_geometry::CrsError;
use parkward_model::{InWords, Lang, Reject, Text};

/// An input file that cannot be read.
#[derive(Debug, thiserror::Error)]
#[error("{}", self.in_words().en)]
pub enum ReadError {
    /// No such file.
    Missing {
        /// The path as given.
        file: String,
        /// Where it was looked for.
        place: String,
    },
    /// It is no file of this machine, and the user has not allowed anything else.
    Remote {
        /// What was to be read, without passwords.
        file: String,
    },
    /// The file is there and cannot be understood.
    Unreadable {
        /// The file.
        file: String,
        /// What was expected.
        expected: Text,
        /// What was found, or what the reader of the format said.
        found: Text,
    },
    /// The file has several layers, or not the one that is named.
    Layer {
        /// The file.
        file: String,
        /// Which layer was wanted.
        expected: Text,
        /// Which there are.
        known: String,
    },
    /// A column is not in the file.
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
    Crs {
        /// The file.
        file: String,
        /// What is wrong with it.
        reason: CrsError,
    },
    /// The coordinates contradict the CRS.
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
    /// The two columns of coordinates are of two pairs, such as `x, y` and `lon, lat`.
    Pairs {
        /// The file.
        file: String,
        /// The column that would be the longitude or easting.
        lon: String,
        /// And the latitude or northing.
        lat: String,
        /// Another column of coordinates.
        other: String,
    },
    /// A column has decimal commas, and numbers whose comma may be one or part thousands.
    Commas {
        /// The file.
        file: String,
        /// The column.
        column: String,
        /// The first row of each.
        rows: [u64; 2],
        /// What stands there.
        found: Box<[String; 2]>,
    },
    /// Nothing in it.
    Empty {
        /// The file.
        file: String,
        /// Park or enterprise.
        noun: Text,
        /// The names of its columns, if there are any.
        columns: String,
    },
    /// Not one usable row.
    NothingUsable {
        /// The file.
        file: String,
        /// How many rows there are.
        rows: u64,
        /// Why the first of them cannot.
        first: Box<Reject>,
    },
}

impl InWords for ReadError {
    fn in_words(&self) -> Text {
        match self {
            Self::Missing { file, place } => Text::new(
                format!("{file}：没有这个文件（{place}）；请检查方案文件中的 `file`"),
                format!("{file}: there is no such file; check `file` in the plan ({place})"),
            ),
            Self::Remote { file } => Text::new(
                format!(
                    "{file}：不是本机的文件，而是网络地址、数据库连接或由 GDAL 转读的来源；确认可信后，请加 --allow-remote"
                ),
                format!(
                    "{file}: is no file of this machine, but an address, a connection or something that GDAL \
                     reads through something else; if you trust it, add --allow-remote"
                ),
            ),
            Self::Unreadable { file, expected, found } => Text::new(
                format!("{file}：应为{}，实为{}", expected.zh, found.zh),
                format!("{file}: expected {}, found {}", expected.en, found.en),
            ),
            Self::Layer { file, expected, known } if known.is_empty() => Text::new(
                format!("{file}：应有{}；文件中没有任何图层，请核对文件", expected.zh),
                format!("{file}: expected {}, found no layers at all; check the file", expected.en),
            ),
            Self::Layer { file, expected, known } => Text::new(
                format!("{file}：应有{}；文件中的图层为 {known}", expected.zh),
                format!("{file}: expected {}; its layers are {known}", expected.en),
            ),
            Self::Column { file, key, known, .. } if known.is_empty() => Text::new(
                format!("{file}：应有用作 {key} 的列，实为没有任何列；请核对文件或图层"),
                format!(
                    "{file}: expected a column for {key}, found no columns at all; check the file, or its layer"
                ),
            ),
            Self::Column { file, column, key, nearest, known } => {
                let guess = nearest.as_ref().map(|name| {
                    Text::new(
                        format!("（是否应为 {name:?}？）"),
                        format!(" (did you mean {name:?}?)"),
                    )
                });
                let guess = guess.unwrap_or_default();
                Text::new(
                    format!(
                        "{file}：没有用作 {key} 的列 {column:?}{}；文件中的列为 {known}。请写 columns.{key} = \"…\"，\
                         填其中一列",
                        guess.zh
                    ),
                    format!(
                        "{file}: there is no column {column:?} for {key}{}; its columns are {known}. Write \
                         columns.{key} = \"…\" with one of these",
                        guess.en
                    ),
                )
            }
            Self::Twice { file, column, first, second } => Text::new(
                format!(
                    "{file}：列 {column:?} 重复，为第 {first} 列和第 {second} 列；请给其中一列改名"
                ),
                format!(
                    "{file}: the column {column:?} stands there twice, as columns {first} and {second}; give \
                     one of them another name"
                ),
            ),
            Self::ColumnKey { file, key, nearest, known } => {
                let guess = nearest.as_ref().map_or_else(
                    || Text::new("。", "."),
                    |n| {
                        Text::new(
                            format!("；是否应为 columns.{n}？"),
                            format!("; did you mean columns.{n}?"),
                        )
                    },
                );
                Text::new(
                    format!("{file} 没有 columns.{key} 这一项{}可用的有：{known}", guess.zh),
                    format!("columns.{key} means nothing for {file}{} Known: {known}", guess.en),
                )
            }
            Self::Crs { file, reason } => reason.in_words().at(file),
            Self::Degrees { file, crs, x, y } => Text::new(
                format!(
                    "{file}：坐标 ({x}, {y}) 像是以度为单位，而 {crs} 以米为单位；请把 crs 写成 EPSG:4326、EPSG:4490、\
                     gcj02 或 bd09"
                ),
                format!(
                    "{file}: the coordinates ({x}, {y}) look like degrees, but {crs} is in metres; set crs to \
                     EPSG:4326, EPSG:4490, gcj02 or bd09"
                ),
            ),
            Self::Datum { file, column, said, crs } => Text::new(
                format!(
                    "{file}：列 {column:?} 写明的基准与读取坐标所用的 {crs} 不同；请为这项输入写 crs = \"{said}\"，\
                     或给该列改名"
                ),
                format!(
                    "{file}: the column {column:?} says another datum than {crs}, in which its coordinates would \
                     be read; write crs = \"{said}\" for this input, or give the column another name"
                ),
            ),
            Self::Commas { file, column, rows: [row, other], found } => {
                let [decimal, either] = &**found;
                Text::new(
                    format!(
                        "{file}：{column} 列第 {row} 行的 {decimal} 以逗号为小数点，第 {other} 行的 {either} 则可能是\
                         小数，也可能是千位分隔；请统一写法，如用小数点"
                    ),
                    format!(
                        "{file}: in column {column} the comma of {decimal} in row {row} is a decimal one, and that of \
                         {either} in row {other} may be one or part thousands; write them alike, with points"
                    ),
                )
            }
            Self::Pairs { file, lon, lat, other } => Text::new(
                format!(
                    "{file}：坐标列 {lon} 与 {lat} 不成对，另有坐标列 {other}；请写 columns.lon = \"…\" 和 \
                     columns.lat = \"…\"，指明是哪两列"
                ),
                format!(
                    "{file}: the columns {lon} and {lat} are no pair of coordinates, and there is {other} besides; \
                     write columns.lon = \"…\" and columns.lat = \"…\" to say which two they are"
                ),
            ),
            Self::Empty { file, noun, columns } if !columns.is_empty() => Text::new(
                format!(
                    "{file}：至少应有一个{}，实为零个；只有列名（{columns}），没有数据行",
                    noun.zh
                ),
                format!(
                    "{file}: expected at least one {}, found none; there are the names of its columns ({columns}), \
                     and no rows",
                    noun.en
                ),
            ),
            Self::Empty { file, noun, .. } => Text::new(
                format!("{file}：至少应有一个{}，实为零个；图层是空的", noun.zh),
                format!(
                    "{file}: expected at least one {}, found none; the layer is empty",
                    noun.en
                ),
            ),
            Self::NothingUsable { file, rows, first } => {
                let Reject { row, column, expected, .. } = &**first;
                Text::new(
                    format!(
                        "{file}：{rows} 行均不可用；第一处在第 {row} 行 {column} 列：应为{}，实为{}",
                        expected.zh,
                        first.found_in(Lang::Zh)
                    ),
                    format!(
                        "{file}: none of its {rows} rows can be used; the first, row {row}, column {column}: expected \
                         {}, found {}",
                        expected.en,
                        first.found_in(Lang::En)
                    ),
                )
            }
        }
    }
}
