//! One file a command.

mod assign;
mod check;
mod compare;
mod explain;
mod export;
mod init;
mod locate;
mod plan;
mod qgis;
mod screen;
mod site;
mod site_table;
mod verify;

/// A line on standard output; fails, and does not panic, when nobody reads it any more.
macro_rules! say {
    ($($text:tt)*) => {{
        use std::io::Write;
        writeln!(std::io::stdout(), $($text)*)
    }};
}
use say;

use crate::Outcome;
use crate::args::{Args, Command};
use anyhow::Result;
use clap::CommandFactory;

pub(crate) fn run(args: Args) -> Result<Outcome> {
    let Args { command, common } = args;
    match command {
        Command::Plan(plan) => plan::run(&plan, &common),
        Command::Check { plan, strict } => check::run(&plan, strict, &common),
        Command::Locate(locate) => locate::run(&locate, &common),
        Command::Screen(screen) => screen::run(&screen, &common),
        Command::Assign(assign) => assign::run(&assign, &common),
        Command::Explain { folder, enterprise, project } => {
            explain::run(&folder, &enterprise, project, &common)
        }
        Command::Site(site) => site::run(&site, &common),
        Command::Compare { before, after, output } => {
            compare::run(&before, &after, output.as_deref(), &common)
        }
        Command::Export(export) => export::run(&export, &common),
        Command::Verify { folder } => verify::run(&folder, &common),
        Command::Init { folder } => init::run(&folder, &common),
        Command::Qgis { action } => qgis::run(&action, &common),
        Command::Completions { shell } => {
            clap_complete::generate(
                shell,
                &mut Args::command(),
                "parkward",
                &mut std::io::stdout(),
            );
            Ok(Outcome::Done)
        }
    }
}

/// Rows of text as CSV on standard output, with cells that a spreadsheet would run as formulas
/// neutralised.
fn print_csv<const N: usize>(
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
fn print_json(value: &impl serde::Serialize) -> Result<()> {
    say!("{}", serde_json::to_string_pretty(value)?)?;
    Ok(())
}
