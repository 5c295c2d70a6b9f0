//! What serde says of a file that it cannot read, in words that a person can act on.

use crate::{Text, most_like};

/// A message of serde's in both languages: the common ones in words of our own, an unknown key with the one that
/// was probably meant; any other in the library's words, quoted.
///
/// ```
/// use parkward_model::serde_words;
/// let text = serde_words("unknown field `fit`, expected `fit_km` or `land_km`");
/// assert_eq!(text.en, "unknown key `fit`; did you mean `fit_km`?");
/// assert_eq!(text.zh, "未知的键 `fit`；是否应为 `fit_km`？");
/// assert_eq!(serde_words("missing field `lang`").zh, "缺少键 `lang`");
/// let text = serde_words("invalid type: integer `5`, expected a text, or { zh = \"…\", en = \"…\" }");
/// assert_eq!(text.zh, "应为文本，或 { zh = \"…\", en = \"…\" }，实为整数 `5`");
/// ```
pub fn serde_words(message: &str) -> Text {
    let (message, place) = without_place(message);
    let Text { zh, en } = words(message.trim_end());
    match place {
        None => Text { zh, en },
        Some([line, column]) => Text::new(
            format!("{zh}（第 {line} 行第 {column} 列）"),
            format!("{en} at line {line} column {column}"),
        ),
    }
}

/// A message of `serde_json`'s without the place at its end.
fn without_place(message: &str) -> (&str, Option<[&str; 2]>) {
    let split = message.rsplit_once(" at line ");
    match split.and_then(|(message, place)| Some((message, place.split_once(" column ")?))) {
        Some((message, (line, column))) => (message, Some([line, column])),
        None => (message, None),
    }
}

fn words(message: &str) -> Text {
    if let Some(text) = Text::carried(message) {
        return text;
    }
    if let Some(rest) = message.strip_prefix("unknown field ") {
        return unknown_key(rest);
    }
    let after = |start: &str| message.strip_prefix(start);
    let chinese = if let Some(key) = after("missing field ") {
        format!("缺少键 {key}")
    } else if let Some(key) = after("duplicate field ") {
        format!("键 {key} 重复")
    } else if message == "duplicate key" {
        "键重复".to_owned()
    } else if let Some(rest) = after("unknown variant ") {
        let mut names = in_backticks(rest);
        let found = names.next().unwrap_or_default();
        format!("未知的值 `{found}`；应为 {} 之一", names.collect::<Vec<_>>().join("、"))
    } else if let Some(rest) = ["invalid type: ", "invalid value: ", "invalid length "]
        .into_iter()
        .find_map(after)
        .and_then(|rest| rest.rsplit_once(", expected "))
    {
        let (found, expected) = rest;
        format!("应为{}，实为{}", kind(expected), value(found))
    } else if let Some(expected) = after("expected a ").or_else(|| after("expected ")) {
        format!("应为{}", kind(expected))
    } else {
        format!("“{message}”")
    };
    Text::new(chinese, message)
}

fn in_backticks(text: &str) -> impl Iterator<Item = &str> {
    text.split('`').skip(1).step_by(2)
}

fn unknown_key(rest: &str) -> Text {
    let mut quoted = in_backticks(rest);
    let found = quoted.next().unwrap_or_default();
    let known: Vec<&str> = quoted.collect();
    match most_like(found, known.iter().copied()) {
        Some(key) => Text::new(
            format!("未知的键 `{found}`；是否应为 `{key}`？"),
            format!("unknown key `{found}`; did you mean `{key}`?"),
        ),
        // Flattened tables do not list the keys that they know.
        _ if known.is_empty() => {
            Text::new(format!("未知的键 `{found}`"), format!("unknown key `{found}`"))
        }
        _ => {
            let known = known.join(", ");
            Text::new(
                format!("未知的键 `{found}`；此处可用：{known}"),
                format!("unknown key `{found}`; known here: {known}"),
            )
        }
    }
}

/// What serde expects, by its own name of it.
fn kind(expected: &str) -> String {
    let word = match expected {
        "f64" | "f32" => "数",
        "u8" | "u16" | "u32" | "u64" | "usize" => "不小于 0 的整数",
        "i8" | "i16" | "i32" | "i64" | "isize" => "整数",
        "a string" | "string" | "str" => "文本",
        "a boolean" => " true 或 false",
        "a sequence" => "数组",
        "a map" => "表",
        "string or map" | "string or table" => "文本或表",
        "a text, or { zh = \"…\", en = \"…\" }" => "文本，或 { zh = \"…\", en = \"…\" }",
        "metres, or { field = \"…\", metres = { word = metres, … } }" => {
            "米数，或 { field = \"…\", metres = { 词 = 米数, … } }"
        }
        _ if expected.starts_with("struct ") || expected.starts_with("internally tagged") => "表",
        _ => return format!("“{expected}”"),
    };
    word.to_owned()
}

/// What serde found, which it names before the value.
fn value(found: &str) -> String {
    let named = [
        ("string ", "文本 "),
        ("integer ", "整数 "),
        ("floating point ", "数 "),
        ("boolean ", " "),
        ("sequence", "数组"),
        ("map", "表"),
        ("null", "空值"),
    ];
    let word = named.iter().find_map(|(en, zh)| Some((zh, found.strip_prefix(en)?)));
    word.map_or_else(|| format!("“{found}”"), |(zh, rest)| format!("{zh}{rest}"))
}
