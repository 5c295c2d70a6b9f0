//! Ledgers as sheets to hand over: all in one file, or a file each in a folder.

use crate::args::Explain;
use crate::fault::{Fault, Result};
use crate::output::{named, put};
use crate::{interrupt, layer_file};
use parkward_io::{Maker, OutputFolder, WriteError};
use parkward_model::Lang;
use parkward_planning::{Ledger, ParkLedger, Plan, Subject};
use parkward_report::{Desk, Fonts, Sheet, SheetFormat};
use rayon::prelude::*;
use serde::Serialize;
use serde_json::json;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// A ledger that was asked for.
#[derive(Serialize)]
#[serde(untagged)]
pub(super) enum Asked {
    Subject(Box<Ledger>),
    Park(Box<ParkLedger>),
}

/// Where sheets go.
pub(super) enum Target {
    /// All of them.
    File(PathBuf, SheetFormat),
    /// A file each.
    Folder(PathBuf, SheetFormat),
}

impl Target {
    /// By the ending of the name; without one, of all, a folder.
    pub(super) fn of(output: &Path, arguments: &Explain) -> Result<Self> {
        let (format, place) = (SheetFormat::of(output), output.to_owned());
        match (format, arguments.format) {
            (Some(format), None) => Ok(Self::File(place, format)),
            (None, format) if arguments.all && output.extension().is_none() => {
                OutputFolder::check(output, Maker::Explain, &[])?;
                Ok(Self::Folder(place, format.map_or(SheetFormat::Pdf, SheetFormat::from)))
            }
            (Some(_), Some(_)) => Err(Fault::new(
                "--format 只用于文件夹：文件的格式由其结尾决定",
                "--format is for folders: a file's name ends in its format",
            )
            .at(output.display())),
            _ => Err(Fault::new(
                "文件名应以 .docx、.pdf 或 .html 结尾；用 --all 时，也可以是文件夹",
                "expected a file that ends in .docx, .pdf or .html, or with --all a folder",
            )
            .at(output.display())),
        }
    }

    /// What is said when they are there.
    pub(super) fn said(&self, lang: Lang) -> String {
        let word = if lang == Lang::Zh { "告知单" } else { "Sheets" };
        let (Self::File(place, _) | Self::Folder(place, _)) = self;
        format!("{word}: {}", place.display())
    }
}

pub(super) fn write(plan: &Plan, asked: &[Asked], lang: Lang, target: &Target) -> Result<()> {
    let fonts = Fonts::system()?;
    let desk = Desk::new(plan, plan.rules()?, lang, &fonts);
    let sheet = |one: &Asked| match one {
        Asked::Subject(ledger) => desk.subject(ledger),
        Asked::Park(ledger) => desk.park(ledger),
    };
    match target {
        Target::File(file, format) => {
            let sheets: Vec<Sheet> = asked.par_iter().map(sheet).collect();
            let bytes = format.write(&sheets, lang, &fonts)?;
            layer_file::whole(&[file], lang, |_, path| {
                let failed = |reason| WriteError::File { path: path.to_owned(), reason };
                fs::write(path, &bytes).map_err(|reason| failed(reason).into())
            })
        }
        Target::Folder(place, format) => {
            interrupt::listen(lang);
            let folder = interrupt::create(place, Maker::Explain)?;
            let names = names(asked, format.ending());
            let one = |(one, name): (&Asked, &String)| {
                put(folder.path(), name, &format.write(&[sheet(one)], lang, &fonts)?)
            };
            let written: Result<()> = asked.par_iter().zip(&names).try_for_each(one);
            written.map_err(|error| named(&folder, error))?;
            let provenance = json!({
                "tool": "parkward",
                "version": env!("CARGO_PKG_VERSION"),
                "inputs": plan.inputs,
            });
            interrupt::complete(folder, provenance).map(|_| ())
        }
    }
}

/// What each sheet's file is called: after its id, of which everything is left out that a system might take for
/// something else.
fn names(asked: &[Asked], ending: &str) -> Vec<String> {
    let mut taken: BTreeMap<String, usize> = BTreeMap::new();
    let name = |one: &Asked| {
        let (noun, id) = match one {
            Asked::Subject(ledger) => match &ledger.subject {
                Subject::Enterprise(_) => ("enterprise", ledger.subject.id()),
                Subject::Project(_) => ("project", ledger.subject.id()),
            },
            Asked::Park(ledger) => ("park", ledger.planned.park.id.as_str()),
        };
        let plain = |c: char| if c.is_alphanumeric() || c == '-' { c } else { '_' };
        // Some systems take names for the same that differ in capitals, and none takes very long ones.
        let id: String = id.chars().map(plain).take(60).collect();
        let stem = format!("{noun}-{id}");
        let count = taken.entry(stem.to_lowercase()).or_default();
        *count += 1;
        match *count {
            1 => format!("{stem}.{ending}"),
            n => format!("{stem}_{n}.{ending}"),
        }
    };
    asked.iter().map(name).collect()
}
