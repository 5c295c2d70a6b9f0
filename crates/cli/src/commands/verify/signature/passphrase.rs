//! The passphrase of a key: asked for where nobody can read it on the screen, or the first line of standard input.
//! Neither the command line nor the environment holds it, which other programs can see.

use crate::fault::{At, Fault, Result};
use parkward_model::Lang;
use std::io::{BufRead, IsTerminal, Read, stdin};
use std::path::Path;

/// The longest that is read.
const LONGEST: usize = 4_096;

pub(super) fn asked_for(key: &Path, lang: Lang) -> Result<Vec<u8>> {
    let mut line = match stdin().is_terminal() {
        true => typed(key, lang)?,
        false => first_line()?,
    };
    while line.last().is_some_and(|last| b"\r\n".contains(last)) {
        line.pop();
    }
    if line.is_empty() {
        let zh = "密钥设有口令；请在终端上输入，或由标准输入送入一行";
        let en = "has a passphrase: type it on a terminal, or give it as a line of standard input";
        return Err(Fault::new(zh, en).at(key.display()));
    }
    Ok(line)
}

fn first_line() -> Result<Vec<u8>> {
    let mut line = Vec::new();
    stdin().lock().take(LONGEST as u64).read_until(b'\n', &mut line).at("-")?;
    Ok(line)
}

/// A line that the terminal does not show. Ctrl-C is a letter meanwhile, so that nothing ends while the terminal is
/// silent, and ends the line.
#[cfg(unix)]
fn typed(key: &Path, lang: Lang) -> Result<Vec<u8>> {
    use crate::interrupt::EXIT_CODE;
    use rustix::termios::{LocalModes, OptionalActions, SpecialCodeIndex, tcgetattr, tcsetattr};
    use std::io::Write;

    let key = key.display();
    let _ = match lang {
        Lang::Zh => write!(std::io::stderr(), "{key} 的口令："),
        Lang::En => write!(std::io::stderr(), "Passphrase of {key}: "),
    };
    let failed = |error: rustix::io::Errno| Fault::from(std::io::Error::from(error));
    let shown = tcgetattr(stdin()).map_err(failed)?;
    let mut silent = shown.clone();
    silent.local_modes.remove(LocalModes::ECHO | LocalModes::ISIG);
    let interrupt = shown.special_codes[SpecialCodeIndex::VINTR];
    silent.special_codes[SpecialCodeIndex::VEOL] = interrupt;
    tcsetattr(stdin(), OptionalActions::Flush, &silent).map_err(failed)?;
    // A terminal hands out one line at a time.
    let mut line = vec![0; LONGEST];
    let read = stdin().lock().read(&mut line);
    tcsetattr(stdin(), OptionalActions::Now, &shown).map_err(failed)?;
    let _ = writeln!(std::io::stderr());
    line.truncate(read.at("-")?);
    if line.last() == Some(&interrupt) {
        signal_hook::low_level::exit(EXIT_CODE.into());
    }
    Ok(line)
}

/// Without a way to hide what is typed, nothing is asked for.
#[cfg(not(unix))]
fn typed(_: &Path, _: Lang) -> Result<Vec<u8>> {
    Ok(Vec::new())
}
