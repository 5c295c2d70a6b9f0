//! Somebody who changes a written plan, and knows how digests are made.

use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};
use std::fs;
use std::path::Path;

/// One step on the way to a part of a JSON document.
#[derive(Clone, Debug)]
pub(crate) enum Step {
    Key(String),
    Index(usize),
}

/// A way by keys and numbers with `/` between them.
pub(crate) fn way(text: &str) -> Vec<Step> {
    let step = |part: &str| match part.parse() {
        Ok(index) => Step::Index(index),
        Err(_) => Step::Key(part.to_owned()),
    };
    text.split('/').map(step).collect()
}

/// The ways to everything in a document: leaves, lists and objects, the whole left out.
pub(crate) fn leaves(value: &Value) -> Vec<Vec<Step>> {
    fn walk(value: &Value, way: &mut Vec<Step>, ways: &mut Vec<Vec<Step>>) {
        let parts: Vec<(Step, &Value)> = match value {
            Value::Object(map) => {
                map.iter().map(|(key, value)| (Step::Key(key.clone()), value)).collect()
            }
            Value::Array(list) => {
                list.iter().enumerate().map(|(index, value)| (Step::Index(index), value)).collect()
            }
            _ => Vec::new(),
        };
        for (step, part) in parts {
            way.push(step);
            ways.push(way.clone());
            walk(part, way, ways);
            way.pop();
        }
    }
    let mut ways = Vec::new();
    walk(value, &mut Vec::new(), &mut ways);
    ways
}

/// The document with one part changed in every way that is tried, each with a name.
pub(crate) fn changes(document: &Value, way: &[Step]) -> Vec<(String, Value)> {
    let part = way.iter().fold(document, |value, step| at(value, step));
    let mut changes = Vec::new();
    let mut change = |what: &str, edit: &dyn Fn(&mut Value)| {
        let mut document = document.clone();
        edit(&mut document);
        changes.push((format!("{what} {way:?}"), document));
    };
    let other = match part {
        Value::Number(number) => Some(match (number.as_u64(), number.as_f64()) {
            (Some(whole), _) => json!(whole + 1),
            (_, Some(number)) => json!(number * 1.000_001 + 1e-6),
            _ => json!(1),
        }),
        Value::String(text) => Some(json!(format!("{text}x"))),
        Value::Bool(yes) => Some(json!(!yes)),
        Value::Null => Some(json!(1)),
        Value::Array(_) | Value::Object(_) => None,
    };
    if let Some(other) = other {
        change("changed", &|document| put(document, way, other.clone()));
    }
    match (way.split_last(), part) {
        (Some((Step::Index(index), above)), _) => {
            change("removed", &|document| {
                list(document, above).remove(*index);
            });
            change("twice", &|document| {
                let again = list(document, above)[*index].clone();
                list(document, above).insert(*index, again);
            });
        }
        (Some((Step::Key(key), above)), _) => {
            change("removed", &|document| {
                object(document, above).shift_remove(key);
            });
        }
        _ => {}
    }
    changes
}

fn at<'a>(value: &'a Value, step: &Step) -> &'a Value {
    match step {
        Step::Key(key) => &value[key],
        Step::Index(index) => &value[index],
    }
}

fn at_mut<'a>(value: &'a mut Value, way: &[Step]) -> &'a mut Value {
    way.iter().fold(value, |value, step| match step {
        Step::Key(key) => &mut value[key],
        Step::Index(index) => &mut value[index],
    })
}

/// Puts a value into a document.
pub(crate) fn put(document: &mut Value, way: &[Step], value: Value) {
    *at_mut(document, way) = value;
}

fn list<'a>(document: &'a mut Value, way: &[Step]) -> &'a mut Vec<Value> {
    at_mut(document, way).as_array_mut().unwrap()
}

fn object<'a>(document: &'a mut Value, way: &[Step]) -> &'a mut Map<String, Value> {
    at_mut(document, way).as_object_mut().unwrap()
}

/// A document as Parkward writes it.
pub(crate) fn as_written(document: &Value) -> String {
    serde_json::to_string_pretty(document).unwrap() + "\n"
}

fn hexadecimal(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The hash that a list has of a file.
pub(crate) fn sha256_of_output(path: &Path) -> String {
    let mut bytes = fs::read(path).unwrap();
    if bytes.starts_with(b"SQLite format 3\0") {
        for counted in [18..20, 24..28, 92..100] {
            bytes[counted].fill(0);
        }
    }
    hexadecimal(&bytes)
}

/// Puts the hash of the plan into the summary.
pub(crate) fn forge_summary(folder: &Path) {
    let path = folder.join("summary.md");
    let text = fs::read_to_string(&path).unwrap();
    let (above, _) = text.rsplit_once("\nSHA-256 of").unwrap();
    let hash = sha256_of_output(&folder.join("plan.json"));
    fs::write(&path, format!("{above}\nSHA-256 of `plan.json`: `{hash}`\n")).unwrap();
}

/// Puts the hashes of changed files into the list, takes those that are gone from it, and makes its digest right.
pub(crate) fn forge(folder: &Path, files: &[&str]) {
    let path = folder.join("provenance.json");
    let mut list: Value = serde_json::from_slice(&fs::read(&path).unwrap()).unwrap();
    for file in files {
        let place = folder.join(file);
        if place.exists() {
            list["sha256"][file] = sha256_of_output(&place).into();
            let names = list["files"].as_array_mut().unwrap();
            if !names.iter().any(|name| name == file) {
                names.push((*file).into());
            }
        } else {
            list["sha256"].as_object_mut().unwrap().shift_remove(*file);
            list["files"].as_array_mut().unwrap().retain(|name| name != file);
        }
    }
    list.as_object_mut().unwrap().shift_remove("digest");
    let text = as_written(&list);
    let above = text.strip_suffix("\n}\n").unwrap();
    let digest = hexadecimal(above.as_bytes());
    fs::write(&path, format!("{above},\n  \"digest\": \"{digest}\"\n}}\n")).unwrap();
}
