//! What is said on standard output and standard error.

use crate::args::Common;
use crate::fault::{Fault, Result};
use parkward_io::{OutputFolder, WriteError, of_csv};
use parkward_model::{AreaUnits, Hectares, InWords, Input, Lang, Reject, Survey, Text};
use std::fs;
use std::io::{self, ErrorKind};
use std::path::Path;

/// A line on standard output; fails, and does not panic, when nobody reads it any more.
macro_rules! say {
    ($($text:tt)*) => {{
        use std::io::Write;
        writeln!(std::io::stdout(), $($text)*).map_err(crate::output::unwritten)
    }};
}
pub(crate) use say;

/// Why standard output cannot be written. That its reader has closed it is no failure.
pub(crate) fn unwritten(error: io::Error) -> Fault {
    let Text { zh, en } = error.in_words();
    match error.kind() {
        ErrorKind::BrokenPipe => Fault::Unread,
        _ => Fault::new(
            format!("标准输出：无法写入：{zh}"),
            format!("standard output: cannot be written: {en}"),
        ),
    }
}

/// How land stands on the screen.
#[derive(Clone, Copy)]
pub(crate) struct InLand {
    pub(crate) areas: AreaUnits,
    pub(crate) lang: Lang,
}

impl InLand {
    /// Hectares in the unit of the language, at two decimals.
    pub(crate) fn number(self, hectares: f64) -> String {
        format!("{:.2}", self.areas.shown(Hectares(hectares), self.lang))
    }

    /// Land with its unit.
    pub(crate) fn text(self, land: Hectares) -> String {
        self.areas.text(land, 2).in_lang(self.lang).to_owned()
    }

    /// What there is to the hectare, to the unit of the language.
    pub(crate) fn per(self, per_hectare: f64) -> f64 {
        self.areas.shown_per(per_hectare, self.lang)
    }

    pub(crate) fn unit(self) -> String {
        self.areas.name().in_lang(self.lang).to_owned()
    }

    /// The head of a column of land, with the unit.
    pub(crate) fn head(self, zh: &str, en: &str) -> String {
        match self.lang {
            Lang::Zh => format!("{zh}（{}）", self.unit()),
            Lang::En => format!("{en} {}", self.unit()),
        }
    }

    /// The same of kilometres to the unit of land.
    pub(crate) fn per_head(self, zh: &str, en: &str) -> String {
        match self.lang {
            Lang::Zh => format!("{zh}（公里/{}）", self.unit()),
            Lang::En => format!("{en} km/{}", self.unit()),
        }
    }
}

/// A line on standard error. If standard error fails, there is no other place to report it.
macro_rules! remark {
    ($($text:tt)*) => {{
        use std::io::Write;
        let _ = writeln!(std::io::stderr(), $($text)*);
    }};
}
pub(crate) use remark;

/// A line on standard error, with the program's name.
macro_rules! tell {
    ($($text:tt)*) => {
        crate::output::remark!("parkward: {}", format_args!($($text)*))
    };
}
pub(crate) use tell;

/// A line of what is said: names and cells of a table may be several.
pub(crate) fn one_line(text: &str) -> String {
    text.replace(char::is_control, " ")
}

/// Writes a file of a folder that is in the making.
pub(crate) fn put(folder: &Path, name: &str, bytes: &[u8]) -> Result<()> {
    let path = folder.join(name);
    let made = path.parent().map_or(Ok(()), fs::create_dir_all);
    let written = made.and_then(|()| fs::write(&path, bytes));
    written.map_err(|reason| WriteError::File { path, reason }.into())
}

/// An error with the name of the folder that the user knows, where it names that in the making.
pub(crate) fn named(folder: &OutputFolder, error: Fault) -> Fault {
    error.map(|sentence| folder.named(sentence))
}

/// Rows of text as CSV on standard output, with cells that a spreadsheet would run as formulas
/// neutralised.
pub(crate) fn print_csv<const N: usize>(
    header: [&str; N],
    rows: impl IntoIterator<Item = [String; N]>,
) -> Result<()> {
    let mut out = csv::Writer::from_writer(std::io::stdout().lock());
    let failed = |error| unwritten(of_csv(error));
    out.write_record(header).map_err(failed)?;
    for row in rows {
        out.write_record(row.map(|cell| match cell.as_bytes().first() {
            Some(b'=' | b'+' | b'@') => format!("'{cell}"),
            Some(b'-') if cell.parse::<f64>().is_err() => format!("'{cell}"),
            _ => cell,
        }))
        .map_err(failed)?;
    }
    out.flush().map_err(unwritten)?;
    Ok(())
}

/// A value as JSON on standard output.
pub(crate) fn print_json(value: &impl serde::Serialize) -> Result<()> {
    say!("{}", serde_json::to_string_pretty(value).map_err(Fault::ours)?)
}

/// A number of things: `1 row`, `2 rows`.
pub(crate) fn counted(number: u64, noun: &str) -> String {
    format!("{number} {noun}{}", if number == 1 { "" } else { "s" })
}

/// The words of one language.
#[derive(Clone, Copy)]
pub(crate) struct Words(pub(crate) Lang);

impl Words {
    pub(crate) fn of(self, chinese: &'static str, english: &'static str) -> &'static str {
        if self.0 == Lang::Zh { chinese } else { english }
    }

    /// What stands behind a name before what is said of it.
    pub(crate) fn colon(self) -> &'static str {
        self.of("：", ": ")
    }

    /// Words in brackets.
    pub(crate) fn aside(self, what: &str) -> String {
        if self.0 == Lang::Zh { format!("（{what}）") } else { format!(" ({what})") }
    }

    /// A number of things: `2 行`, `2 rows`.
    pub(crate) fn counted(self, number: u64, chinese: &str, english: &str) -> String {
        if self.0 == Lang::Zh { format!("{number} {chinese}") } else { counted(number, english) }
    }
}

/// Says how many rows of which input are rejected, however quiet the program is to be.
pub(crate) fn tell_rejects(inputs: &[Input], lang: Lang) {
    for Input { file, rows, rejected, .. } in inputs.iter().filter(|input| input.rejected > 0) {
        match lang {
            Lang::Zh => tell!("{file}：{rows} 行中有 {rejected} 行被剔除（rejected）"),
            Lang::En => tell!("{file}: {rejected} of {} rejected", counted(*rows, "row")),
        }
    }
}

/// Rejected rows, on standard error: they are not in the table.
pub(crate) fn warn(survey: &Survey, common: &Common, lang: Lang) {
    if common.quiet {
        tell_rejects(&survey.inputs, lang);
        return;
    }
    let most = if common.verbose { usize::MAX } else { 5 };
    for reject in survey.rejects.iter().take(most) {
        let Reject { file, row, column, expected, .. } = reject;
        let (expected, found) = (expected.in_lang(lang), reject.found_in(lang));
        match lang {
            Lang::Zh => {
                tell!("{file} 第 {row} 行 {column} 列：应为{expected}，实为{found}；该行被剔除")
            }
            Lang::En => tell!(
                "{file}, row {row}, column {column}: expected {expected}, found {found}; the row is left out"
            ),
        }
    }
    for note in survey.notes.iter().take(most) {
        let (file, text) = (&note.file, note.text.in_lang(lang));
        match (note.row, lang) {
            (None, Lang::Zh) => tell!("{file}：{text}"),
            (None, Lang::En) => tell!("{file}: {text}"),
            (Some(row), Lang::Zh) => tell!("{file} 第 {row} 行：{text}"),
            (Some(row), Lang::En) => tell!("{file}, row {row}: {text}"),
        }
    }
    let more = |all: usize| all.saturating_sub(most) as u64;
    match (more(survey.notes.len()), lang) {
        (0, _) => {}
        (notes, Lang::Zh) => tell!("另有 {notes} 条提示；-v 全部显示"),
        (notes, Lang::En) => tell!("{}; -v shows all", counted(notes, "more note")),
    }
    match (more(survey.rejects.len()), lang) {
        (0, _) => {}
        (rows, Lang::Zh) => tell!("另有 {rows} 行被剔除；-v 全部显示"),
        (rows, Lang::En) => tell!("{} left out; -v shows all", counted(rows, "more row")),
    }
}
