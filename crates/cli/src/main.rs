//! The `parkward` command: arguments, configuration, progress, exit codes. Glue only.

#![deny(clippy::print_stdout, clippy::print_stderr, reason = "they panic where nobody reads")]

mod args;
mod commands;
mod exit;
mod fault;
mod help;
mod interrupt;
mod layer_file;
mod layer_name;
mod layers;
mod output;
mod plan_file;
mod plan_folder;
mod project;
mod resolve;
mod search;
mod streams;
mod table;
mod usage;

use clap::FromArgMatches;
use exit::Exit;
use output::tell;
use parkward_model::Lang;
use std::process::ExitCode;

fn main() -> ExitCode {
    interrupt::outlive_limits();
    #[cfg(all(target_os = "linux", target_env = "gnu"))]
    give_back_large_blocks();
    let typed = std::env::args_os().map(|word| word.to_string_lossy().into_owned());
    let lang = resolve::of_help(typed);
    let matches = help::command(lang).try_get_matches();
    let args = match matches.and_then(|matches| args::Args::from_arg_matches(&matches)) {
        Ok(args) => args,
        Err(error) => match usage::in_chinese(&error).filter(|_| lang == Lang::Zh) {
            None => error.exit(),
            Some(sentence) => {
                tell!("{sentence}");
                return ExitCode::from(2);
            }
        },
    };
    if !args.common.allow_remote {
        keep_proj_offline();
    }
    let lang = resolve::Saying::of(&args);
    match commands::run(args) {
        Ok(Exit::Done) => ExitCode::SUCCESS,
        Ok(Exit::Found) => ExitCode::from(1),
        Ok(Exit::Interrupted) => ExitCode::from(interrupt::EXIT_CODE),
        Err(fault) => match fault.in_lang(lang.of_failure()) {
            None => ExitCode::SUCCESS,
            Some(sentence) => {
                tell!("{}", output::one_line(sentence));
                ExitCode::from(2)
            }
        },
    }
}

/// Has the allocator give blocks of a megabyte back as soon as they are freed. By itself it keeps ever larger ones: a
/// million enterprises then take 9 % more memory.
#[cfg(all(target_os = "linux", target_env = "gnu"))]
#[expect(unsafe_code, reason = "the allocator has no safe way to it")]
fn give_back_large_blocks() {
    // SAFETY: sets a number of the allocator's own, before any other thread is there.
    unsafe { libc::mallopt(libc::M_MMAP_THRESHOLD, 1_000_000) };
}

/// Has PROJ fetch nothing, whatever its settings say: a coordinate system may name a grid by its address.
#[expect(unsafe_code, reason = "PROJ reads it from the environment, in each of its contexts")]
fn keep_proj_offline() {
    // SAFETY: no other thread is there yet.
    unsafe { std::env::set_var("PROJ_NETWORK", "OFF") };
}
