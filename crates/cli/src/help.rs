//! `--help` in Chinese. The English of every text stands in `args`, as clap takes it from the comments there.

mod chinese;

use crate::args::Args;
use chinese::CHINESE;
use clap::{Arg, ArgAction, Command, CommandFactory};
use parkward_model::Lang;

/// The arguments with help in a language.
pub(crate) fn command(lang: Lang) -> Command {
    let mut command = Args::command();
    if lang == Lang::Zh {
        // Options of every command go to the commands first, so that they are found there.
        command.build();
        command = in_chinese(command, "");
    }
    command
}

/// What `--help` says of a command or of one of its arguments, if there is anything; `path` is the command as it is
/// typed, without the program's name.
fn chinese(path: &str, what: &str) -> Option<&'static str> {
    // Clap puts `help` below every command that has others.
    let path = if path.ends_with("help") { "help" } else { path };
    // Options of every command, and of several, stand once.
    let found = |at: &str| CHINESE.iter().find(|(command, of, _)| *command == at && *of == what);
    found(path).or_else(|| found("*")).map(|(.., text)| *text)
}

/// The whole of what follows the arguments.
const AFTER: &str = "[after]";

fn in_chinese(mut command: Command, path: &str) -> Command {
    let after = chinese(path, AFTER).filter(|_| command.get_after_help().is_some());
    let about = chinese(path, "");
    let ids: Vec<String> = command.get_arguments().map(|arg| arg.get_id().to_string()).collect();
    for id in ids {
        command = command.mut_arg(&id, |arg| argument(arg, chinese(path, &id)));
    }
    let names: Vec<String> = command.get_subcommands().map(|c| c.get_name().to_owned()).collect();
    for name in names {
        let path = format!("{path} {name}");
        command = command.mut_subcommand(&name, |inner| in_chinese(inner, path.trim_start()));
    }
    if let Some(about) = about {
        command = command.about(about).long_about(about);
    }
    if let Some(after) = after {
        command = command.after_help(after);
    }
    command
        .subcommand_help_heading("命令")
        .subcommand_value_name("命令")
        .help_template("{about-with-newline}\n用法：{usage}\n\n{all-args}{after-help}")
}

/// An argument with its help, default and possible values in Chinese.
fn argument(arg: Arg, text: Option<&str>) -> Arg {
    let mut help = text.unwrap_or_default().to_owned();
    let values: Vec<String> =
        match arg.get_action().takes_values() && !arg.is_hide_possible_values_set() {
            true => arg.get_possible_values().iter().map(|v| v.get_name().to_owned()).collect(),
            false => Vec::new(),
        };
    if !values.is_empty() {
        help += &format!(" [可选：{}]", values.join("、"));
    }
    let defaults: Vec<String> =
        arg.get_default_values().iter().map(|value| value.to_string_lossy().into_owned()).collect();
    if arg.get_action().takes_values() && !defaults.is_empty() {
        help += &format!(" [默认：{}]", defaults.join("、"));
    }
    let heading = if arg.is_positional() { "参数" } else { "选项" };
    let arg = match arg.get_action() {
        // Clap says of its own flags more in long than in short.
        ArgAction::Help | ArgAction::HelpShort | ArgAction::HelpLong | ArgAction::Version => arg,
        _ => arg.hide_possible_values(true).hide_default_value(true),
    };
    arg.help(help.clone()).long_help(help).help_heading(heading)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    /// Everything that help says: command and argument.
    fn said(command: &Command, path: &str, all: &mut Vec<(String, String)>) {
        all.push((path.to_owned(), String::new()));
        if command.get_after_help().is_some() {
            all.push((path.to_owned(), AFTER.to_owned()));
        }
        all.extend(command.get_arguments().map(|arg| (path.to_owned(), arg.get_id().to_string())));
        for inner in command.get_subcommands().filter(|c| c.get_name() != "help") {
            said(inner, format!("{path} {}", inner.get_name()).trim_start(), all);
        }
    }

    #[test]
    fn whatever_help_says_it_says_in_both_languages() {
        let mut english = Args::command();
        english.build();
        let mut all = Vec::new();
        said(&english, "", &mut all);
        let lacking: Vec<_> =
            all.iter().filter(|(path, what)| chinese(path, what).is_none()).collect();
        assert!(lacking.is_empty(), "no Chinese for {lacking:?}");
        all.push(("help".to_owned(), String::new()));
        let known: BTreeSet<_> = all
            .iter()
            .flat_map(|(path, what)| [(path.as_str(), what.as_str()), ("*", what)])
            .collect();
        let left: Vec<_> =
            CHINESE.iter().filter(|(path, what, _)| !known.contains(&(*path, *what))).collect();
        assert!(left.is_empty(), "Chinese for what is not there: {left:?}");
    }

    #[test]
    fn chinese_help_has_no_english_sentence() {
        fn look(command: &mut Command) {
            let text = command.render_long_help().to_string();
            // Examples and usage are typed as they stand.
            let words = |line: &str| {
                let is_word =
                    |word: &&str| word.len() > 1 && word.bytes().all(|b| b.is_ascii_lowercase());
                line.split(' ').filter(is_word).count()
            };
            for line in
                text.lines().filter(|line| !line.contains("parkward ") && !line.contains("用法"))
            {
                assert!(words(line) < 3, "{}: {line}", command.get_name());
            }
            assert!(
                !["Usage", "Options", "Print", "default:"].iter().any(|word| text.contains(word)),
                "{text}"
            );
            let names: Vec<String> =
                command.get_subcommands().map(|c| c.get_name().to_owned()).collect();
            for name in names.iter().filter(|name| *name != "help") {
                look(command.find_subcommand_mut(name).unwrap());
            }
        }
        look(&mut command(Lang::Zh));
    }

    #[test]
    fn chinese_help_parses_what_english_help_does() {
        let typed = ["parkward", "plan", "p.toml", "--effort", "quick", "--lang", "zh"];
        assert!(command(Lang::Zh).try_get_matches_from(typed).is_ok());
        assert!(command(Lang::En).try_get_matches_from(typed).is_ok());
    }
}
