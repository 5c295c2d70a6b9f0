//! Inputs that nobody would write, made from those that people do: bytes, words and numbers changed, parts repeated, left
//! out, and taken from elsewhere; documents of JSON by their values.

use parkward_assignment::Random;
use serde_json::{Value, json};

/// What readers stumble over.
const WORDS: [&str; 40] = [
    "",
    "0",
    "-0",
    "-1",
    "1e999",
    "-1e308",
    "1e-320",
    "nan",
    "inf",
    "9007199254740993",
    "18446744073709551616",
    "0x10",
    "null",
    "true",
    "[]",
    "{}",
    "[[",
    "\"",
    "\"\"",
    "'",
    "\\",
    "\\u0000",
    "\0",
    "\u{feff}",
    "\u{202e}",
    "\u{fffd}",
    "é",
    "园区",
    "，",
    "\r\n",
    "\n",
    "\t",
    ",",
    ";",
    "|",
    "%",
    "亩",
    "121°30′",
    "POINT EMPTY",
    "SRID=4490;",
];

/// One of the seeds, changed some times.
pub(crate) fn mutated(seeds: &[Vec<u8>], dice: &mut Random) -> Vec<u8> {
    let mut bytes = one_of(seeds, dice).clone();
    for _ in 0..=dice.below(4) {
        change(&mut bytes, seeds, dice);
    }
    bytes
}

fn one_of<'a, T>(list: &'a [T], dice: &mut Random) -> &'a T {
    &list[dice.below(list.len())]
}

/// A part of a text: short ones are likelier.
fn part(bytes: &[u8], dice: &mut Random) -> std::ops::Range<usize> {
    let start = dice.below(bytes.len() + 1);
    let most = [1, 8, 64, bytes.len()][dice.below(4)];
    start..(start + dice.below(most + 1)).min(bytes.len())
}

fn change(bytes: &mut Vec<u8>, seeds: &[Vec<u8>], dice: &mut Random) {
    let here = part(bytes, dice);
    match dice.below(10) {
        0 if !here.is_empty() => bytes[here.start] ^= 1 << dice.below(8),
        1 => drop(bytes.splice(here, [])),
        2 => {
            let again = bytes[here.clone()].repeat(1 + dice.below(50));
            bytes.splice(here.start..here.start, again);
        }
        3 => {
            let other = one_of(seeds, dice);
            let there = part(other, dice);
            bytes.splice(here, other[there].to_vec());
        }
        4 => bytes.truncate(here.start),
        5 => {
            let there = part(bytes, dice);
            let moved = bytes[there].to_vec();
            bytes.splice(here, moved);
        }
        6 | 7 => {
            // A word or a number for another one.
            let is_word = |byte: &u8| byte.is_ascii_alphanumeric() || b".-+_".contains(byte);
            let length = bytes[here.start..].iter().take_while(|byte| is_word(byte)).count();
            let word = one_of(&WORDS, dice).bytes();
            bytes.splice(here.start..here.start + length, word);
        }
        _ => {
            let word = one_of(&WORDS, dice).bytes();
            bytes.splice(here.start..here.start, word);
        }
    }
}

/// One of the documents with some of its values changed; nothing but JSON comes out.
pub(crate) fn mutated_json(seeds: &[Vec<u8>], dice: &mut Random) -> Vec<u8> {
    let seed: &Vec<u8> = one_of(seeds, dice);
    let mut document: Value = serde_json::from_slice(seed).unwrap();
    for _ in 0..=dice.below(3) {
        let taken = somewhere(&mut document, dice).clone();
        let place = somewhere(&mut document, dice);
        *place = other(place, taken, dice);
    }
    document.to_string().into_bytes()
}

/// A value in a document: down a random way, until it ends or the dice say so.
fn somewhere<'a>(value: &'a mut Value, dice: &mut Random) -> &'a mut Value {
    let size = match &*value {
        Value::Array(list) => list.len(),
        Value::Object(map) => map.len(),
        _ => 0,
    };
    if size == 0 || dice.below(8) == 0 {
        return value;
    }
    let at = dice.below(size);
    match value {
        Value::Array(list) => somewhere(&mut list[at], dice),
        Value::Object(map) => somewhere(map.values_mut().nth(at).unwrap(), dice),
        _ => unreachable!("only these have parts"),
    }
}

fn other(value: &Value, taken: Value, dice: &mut Random) -> Value {
    let number = value.as_f64().unwrap_or(1.0);
    match (dice.below(12), value) {
        (0, _) => Value::Null,
        (1, _) => taken,
        (2, _) => json!(-number),
        (3, _) => json!(number * 1e300),
        (4, _) => json!(*one_of(&[0_i64, -1, 1, i64::MAX, i64::MIN, 1 << 53], dice)),
        (5, _) => json!(*one_of(&WORDS, dice)),
        (6 | 7, Value::Array(list)) if !list.is_empty() => {
            let mut list = list.clone();
            let at = dice.below(list.len());
            match dice.below(2) {
                0 => drop(list.remove(at)),
                _ => list.push(list[at].clone()),
            }
            Value::Array(list)
        }
        (6 | 7, Value::Object(map)) if !map.is_empty() => {
            let mut map = map.clone();
            let key = map.keys().nth(dice.below(map.len())).unwrap().clone();
            map.shift_remove(&key);
            Value::Object(map)
        }
        (8, _) => json!([value]),
        _ => json!(number + 1.0),
    }
}
