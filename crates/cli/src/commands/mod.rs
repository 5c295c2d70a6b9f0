//! One file a command.

mod assign;
mod check;
mod compare;
mod explain;
mod explain_sheets;
mod export;
mod init;
mod locate;
mod plan;
mod qgis;
mod screen;
mod site;
mod site_table;
mod verify;

use crate::args::{Args, Command};
use crate::exit::Exit;
use crate::fault::{Fault, Result};
use crate::output::{print_json, unwritten};
use clap::CommandFactory;
use std::io::Write;

pub(crate) fn run(args: Args) -> Result<Exit> {
    let Args { command, common } = args;
    threads()?;
    if common.allow_remote {
        parkward_io::allow_remote();
    }
    parkward_io::unpack_at_most(common.unpack_limit);
    match command {
        Command::Plan(plan) => plan::run(&plan, &common),
        Command::Check(arguments) => check::run(&arguments, &common),
        Command::Locate(locate) => locate::run(&locate, &common),
        Command::Screen(screen) => screen::run(&screen, &common),
        Command::Assign(assign) => assign::run(&assign, &common),
        Command::Explain(explain) => explain::run(&explain, &common),
        Command::Site(site) => site::run(&site, &common),
        Command::Compare { before, after, output } => {
            compare::run(&before, &after, output.as_deref(), &common)
        }
        Command::Export(export) => export::run(&export, &common),
        Command::Verify(verify) => verify::run(&verify, &common),
        Command::Init { folder } => init::run(&folder, &common),
        Command::Qgis { action } => qgis::run(&action, &common),
        Command::Schema => {
            print_json(&parkward_planning::plan_schema())?;
            Ok(Exit::Done)
        }
        Command::Completions { shell } => {
            // It panics where it cannot write.
            let mut script = Vec::new();
            clap_complete::generate(shell, &mut Args::command(), "parkward", &mut script);
            std::io::stdout().write_all(&script).map_err(unwritten)?;
            Ok(Exit::Done)
        }
    }
}

/// Whether the system gives the threads that everything runs on: what finds none later has no way to say so.
fn threads() -> Result<()> {
    let given = rayon::ThreadPoolBuilder::new().build();
    given.map(|_| ()).map_err(|_| {
        Fault::new(
            "系统不再给本程序分配线程；请放宽内存和进程数的限制（ulimit -v、ulimit -u）",
            "the system gives this program no threads; raise its limits of memory and processes (ulimit -v, ulimit -u)",
        )
    })
}
