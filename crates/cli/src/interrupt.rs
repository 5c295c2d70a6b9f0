//! Ctrl-C, and being told to terminate: while a plan is being solved, the first asks for the best plan so
//! far. At any other time, and the second time, the program ends at once and nothing is half-written.

use crate::fault::Result;
use parkward_io::{Maker, OutputFile, OutputFolder, WriteError};
use parkward_model::Lang;
use std::fs;
use std::io::{IsTerminal, Write, stderr};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, Once, PoisonError};

/// What the program is at.
enum Now {
    /// Nothing is there yet that would be worth writing.
    Preparing,
    /// The best plan so far can be had.
    Solving,
    /// Hidden folders are filled that nobody is to see unfinished.
    Writing(Vec<PathBuf>),
    /// Everything is written.
    Written,
}

struct State {
    now: Now,
    lang: Lang,
    /// Folders that are only needed while the program runs.
    scratch: Vec<PathBuf>,
}

/// Locked while a finished folder takes its place, so that nothing ends in between.
static STATE: Mutex<State> =
    Mutex::new(State { now: Now::Preparing, lang: Lang::En, scratch: Vec::new() });
static INTERRUPTED: AtomicBool = AtomicBool::new(false);
/// What a shell says of a program that Ctrl-C ended.
pub(crate) const EXIT_CODE: u8 = 130;

fn state() -> MutexGuard<'static, State> {
    STATE.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Hears interruptions from the first call on, and answers in `lang`.
pub(crate) fn listen(lang: Lang) {
    state().lang = lang;
    hear();
}

/// Hears interruptions from the first call on.
pub(crate) fn hear() {
    static HANDLERS: Once = Once::new();
    HANDLERS.call_once(|| {
        // Where no handler can be installed, the program ends as it always did.
        let _ = ctrlc::set_handler(interrupt);
        #[cfg(unix)]
        if let Ok(mut signals) = signal_hook::iterator::Signals::new([signal_hook::consts::SIGTERM])
        {
            let listening = move || signals.forever().for_each(|_| interrupt());
            let _ = std::thread::Builder::new().spawn(listening);
        }
    });
}

/// From now on a file that may not grow any more is an error, which can be told, and not the end.
pub(crate) fn outlive_limits() {
    #[cfg(unix)]
    let _ = signal_hook::flag::register(signal_hook::consts::SIGXFSZ, Arc::default());
}

/// From now on the first interruption asks for the best plan so far.
pub(crate) fn solving() {
    state().now = Now::Solving;
}

/// The flag that an interruption sets while a plan is being solved.
pub(crate) fn flag() -> &'static AtomicBool {
    &INTERRUPTED
}

pub(crate) fn interrupted() -> bool {
    INTERRUPTED.load(Ordering::Relaxed)
}

/// A folder for a plan at `target`, which goes if the program ends before it is complete.
pub(crate) fn create(target: &Path, made_by: Maker) -> Result<OutputFolder, WriteError> {
    let mut state = state();
    let folder = OutputFolder::create(target, made_by)?;
    state.now = Now::Writing(vec![folder.path().to_owned()]);
    Ok(folder)
}

/// From now on a folder that is only needed while the program runs goes with it.
pub(crate) fn making(scratch: &Path) {
    state().scratch.push(scratch.to_owned());
}

/// Puts a folder in its place, and says its digest.
pub(crate) fn complete(folder: OutputFolder, provenance: serde_json::Value) -> Result<String> {
    let mut state = state();
    let digest = folder.complete(provenance)?;
    state.now = Now::Written;
    Ok(digest)
}

/// Puts a folder in its place that is the user's from then on.
pub(crate) fn hand_over(folder: OutputFolder) -> Result<()> {
    let mut state = state();
    folder.hand_over()?;
    state.now = Now::Written;
    Ok(())
}

/// Files for layers at `targets`, which go if the program ends before they are complete.
pub(crate) fn create_files(targets: &[&Path]) -> Result<Vec<OutputFile>> {
    let mut state = state();
    let files = targets.iter().map(|target| OutputFile::create(target));
    let files = files.collect::<Result<Vec<_>, _>>()?;
    state.now = Now::Writing(files.iter().map(|file| file.folder().to_owned()).collect());
    Ok(files)
}

/// Puts files in their places, or none of them if one of the places is not free.
pub(crate) fn complete_files(files: Vec<OutputFile>) -> Result<()> {
    let mut state = state();
    files.iter().try_for_each(OutputFile::check)?;
    files.into_iter().try_for_each(OutputFile::complete)?;
    state.now = Now::Written;
    Ok(())
}

fn interrupt() {
    let state = state();
    let zh = state.lang == Lang::Zh;
    if matches!(state.now, Now::Solving) && !INTERRUPTED.swap(true, Ordering::Relaxed) {
        say(match zh {
            true => "已中断，以目前最好的方案收尾（再按一次 Ctrl-C：立即结束，不写入任何内容）",
            false => {
                "interrupted; finishing with the best plan so far (Ctrl-C again: end at once, write nothing)"
            }
        });
        return;
    }
    state.scratch.iter().for_each(|folder| remove(folder));
    if let Now::Writing(folders) = &state.now {
        folders.iter().for_each(|folder| remove(folder));
    }
    if !matches!(state.now, Now::Written) {
        say(if zh {
            "已中断，未写入任何内容"
        } else {
            "interrupted; nothing was written"
        });
    }
    // Without running exit handlers of libraries that other threads are still using.
    signal_hook::low_level::exit(EXIT_CODE.into());
}

/// Says a line on standard error, below what a terminal may show there.
fn say(what: &str) {
    let start = if stderr().is_terminal() { "\n" } else { "" };
    // Standard error may be closed, and there is no one to tell.
    let _ = writeln!(stderr(), "{start}parkward: {what}");
}

/// Removes an unfinished folder as far as that can be done: under another name, where nobody finds it who
/// is still writing.
fn remove(folder: &Path) {
    let aside = folder.with_extension("ended");
    let folder = if fs::rename(folder, &aside).is_ok() { &aside } else { folder };
    let _ = fs::remove_dir_all(folder);
}
