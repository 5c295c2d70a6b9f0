//! The `parkward` command: arguments, configuration, progress, exit codes. Glue only.

mod args;
mod commands;
mod interrupt;
mod plan_folder;
mod project;
mod table;

use clap::Parser;
use std::process::ExitCode;

/// What a command came to.
enum Outcome {
    /// Everything is done.
    Done,
    /// Done, and `--strict` found rejects or unplaced, or a verification disagrees.
    Found,
    /// The user interrupted; nothing was changed.
    Interrupted,
}

fn main() -> ExitCode {
    match commands::run(args::Args::parse()) {
        Ok(Outcome::Done) => ExitCode::SUCCESS,
        Ok(Outcome::Found) => ExitCode::from(1),
        Ok(Outcome::Interrupted) => ExitCode::from(130),
        Err(error) => {
            eprintln!("parkward: {error:#}");
            ExitCode::from(2)
        }
    }
}
