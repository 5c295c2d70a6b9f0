//! What is wrong with a command line, in Chinese; clap says it in English.

use clap::Error;
use clap::error::{ContextKind, ContextValue, ErrorKind};
use parkward_model::Text;
use std::error::Error as _;
use std::fmt;

/// Why a value cannot be that of an argument.
#[derive(Debug)]
pub(crate) struct Unfit(pub(crate) Text);

impl Unfit {
    pub(crate) fn new(zh: &str, en: &str) -> Self {
        Self(Text::new(zh, en))
    }
}

impl fmt::Display for Unfit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.en)
    }
}

impl std::error::Error for Unfit {}

/// The sentence, and how the command is used; `None` for what is no error of usage, such as `--help`.
pub(crate) fn in_chinese(error: &Error) -> Option<String> {
    let of = |kind: ContextKind| match error.get(kind) {
        Some(ContextValue::String(text)) => text.clone(),
        Some(ContextValue::Strings(texts)) => texts.join("、"),
        Some(ContextValue::Number(number)) => number.to_string(),
        _ => String::new(),
    };
    let (argument, value) = (of(ContextKind::InvalidArg), of(ContextKind::InvalidValue));
    let of_these = |valid: String| match valid.as_str() {
        "" => String::new(),
        _ => format!("；可以是 {valid}"),
    };
    let meant = |suggested: String| match suggested.as_str() {
        "" => String::new(),
        _ => format!("；是否要写 {suggested}？"),
    };
    let sentence = match error.kind() {
        ErrorKind::UnknownArgument => {
            format!("没有 {argument} 这一参数{}", meant(of(ContextKind::SuggestedArg)))
        }
        ErrorKind::InvalidSubcommand => format!(
            "没有 {} 这一命令{}",
            of(ContextKind::InvalidSubcommand),
            meant(of(ContextKind::SuggestedSubcommand))
        ),
        ErrorKind::MissingSubcommand => {
            format!("缺少命令{}", of_these(of(ContextKind::ValidSubcommand)))
        }
        ErrorKind::MissingRequiredArgument => format!("缺少参数 {argument}"),
        ErrorKind::InvalidValue if value.is_empty() => {
            format!("{argument} 缺少值{}", of_these(of(ContextKind::ValidValue)))
        }
        ErrorKind::InvalidValue => {
            format!("{argument} 的值不能是 {value:?}{}", of_these(of(ContextKind::ValidValue)))
        }
        ErrorKind::ValueValidation => {
            let why = error.source().and_then(|why| why.downcast_ref::<Unfit>());
            let why = why.map_or("应为数", |Unfit(why)| &why.zh);
            format!("{argument} 的值不能是 {value:?}：{why}")
        }
        ErrorKind::ArgumentConflict => {
            format!("{argument} 不能与 {} 同时使用", of(ContextKind::PriorArg))
        }
        ErrorKind::NoEquals => format!("{argument} 的值要写在等号之后"),
        ErrorKind::TooManyValues => format!("{argument} 的值过多：{value:?}"),
        ErrorKind::TooFewValues | ErrorKind::WrongNumberOfValues => {
            format!("{argument} 的值的个数不对")
        }
        _ => return None,
    };
    let usage = match error.get(ContextKind::Usage) {
        Some(ContextValue::StyledStr(usage)) => usage.to_string(),
        _ => String::new(),
    };
    let usage = usage.trim().trim_start_matches("Usage:").trim();
    Some(match usage {
        "" => sentence,
        _ => format!("{sentence}\n用法：{usage}\n详见 --help"),
    })
}
