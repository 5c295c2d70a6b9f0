//! What is said on standard output and standard error.

use crate::args::Common;
use anyhow::Result;
use parkward_model::Survey;

/// A line on standard output; fails, and does not panic, when nobody reads it any more.
macro_rules! say {
    ($($text:tt)*) => {{
        use std::io::Write;
        writeln!(std::io::stdout(), $($text)*)
    }};
}
pub(crate) use say;

/// Rows of text as CSV on standard output, with cells that a spreadsheet would run as formulas
/// neutralised.
pub(crate) fn print_csv<const N: usize>(
    header: [&str; N],
    rows: impl IntoIterator<Item = [String; N]>,
) -> Result<()> {
    let mut out = csv::Writer::from_writer(std::io::stdout().lock());
    out.write_record(header)?;
    for row in rows {
        out.write_record(row.map(|cell| match cell.as_bytes().first() {
            Some(b'=' | b'+' | b'@') => format!("'{cell}"),
            Some(b'-') if cell.parse::<f64>().is_err() => format!("'{cell}"),
            _ => cell,
        }))?;
    }
    out.flush()?;
    Ok(())
}

/// A value as JSON on standard output.
pub(crate) fn print_json(value: &impl serde::Serialize) -> Result<()> {
    say!("{}", serde_json::to_string_pretty(value)?)?;
    Ok(())
}

/// Rejected rows, on standard error: they are not in the table.
pub(crate) fn warn(survey: &Survey, common: &Common) {
    let most = if common.verbose { usize::MAX } else { 5 };
    for reject in survey.rejects.iter().take(most).filter(|_| !common.quiet) {
        eprintln!(
            "parkward: {}, row {}, column {}: expected {}, found {}; the row is left out",
            reject.file, reject.row, reject.column, reject.expected.en, reject.found
        );
    }
    if survey.rejects.len() > most && !common.quiet {
        eprintln!("parkward: {} more rows are left out; -v shows all", survey.rejects.len() - most);
    }
}
