//! A workbook's archive, and the XML of its parts.

use parkward_model::Text;
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufReader, Read};
use std::path::Path;
use std::str::FromStr;
use zip::ZipArchive;

pub(super) struct Package(ZipArchive<BufReader<File>>);

/// By id, what something is and in which part it stands.
pub(super) type Related = BTreeMap<String, (String, String)>;

impl Package {
    pub(super) fn open(path: &Path) -> Result<Self, Text> {
        let file = File::open(path).map_err(Text::quoted)?;
        ZipArchive::new(BufReader::new(file)).map(Self).map_err(Text::quoted)
    }

    pub(super) fn has(&self, part: &str) -> bool {
        self.0.index_for_name(part).is_some()
    }

    /// Hands all events of a part to `take`.
    pub(super) fn each(
        &mut self,
        part: &str,
        mut take: impl FnMut(&Event<'_>) -> Result<(), Text>,
    ) -> Result<(), Text> {
        let entry =
            self.0.by_name(part).map_err(|error| part_error(&format!("{part}: {error}")))?;
        let mut entry = BufReader::new(entry);
        let mut reader = Reader::from_reader(&mut entry);
        let mut buffer = Vec::new();
        let failed = |error: &dyn std::fmt::Display| part_error(&format!("{part}: {error}"));
        let mut depth = 0_usize;
        loop {
            match reader.read_event_into(&mut buffer).map_err(|error| failed(&error))? {
                // An archive that is cut off ends in the middle of what it holds.
                Event::Eof if depth > 0 => return Err(failed(&"it ends before it is closed")),
                Event::Eof => break,
                event => {
                    match &event {
                        Event::Start(_) => depth += 1,
                        Event::End(_) => depth = depth.saturating_sub(1),
                        _ => {}
                    }
                    take(&event)?;
                }
            }
            buffer.clear();
        }
        // The sum of the archive is compared at its end.
        std::io::copy(&mut entry, &mut std::io::sink()).map(drop).map_err(|error| failed(&error))
    }

    /// Whether an archive of OpenDocument has a password: its parts are encrypted, or all of it in one part.
    pub(super) fn has_password(&mut self) -> bool {
        let mut is_encrypted = self.has("encrypted-package");
        // A manifest that cannot be read says nothing of it.
        let _ = self.each("META-INF/manifest.xml", |event| {
            if let Event::Start(tag) | Event::Empty(tag) = event {
                is_encrypted |= tag.local_name().as_ref() == b"encryption-data";
            }
            Ok(())
        });
        is_encrypted
    }

    /// What a part of relations names; nothing if there is no such part. `folder`: of what they are relations.
    pub(super) fn related(&mut self, part: &str, folder: &str) -> Result<Related, Text> {
        let mut related = Related::new();
        if !self.has(part.trim_start_matches('/')) {
            return Ok(related);
        }
        self.each(part.trim_start_matches('/'), |event| {
            if let Event::Start(tag) | Event::Empty(tag) = event
                && let (Some(id), Some(kind), Some(target)) =
                    (attribute(tag, b"Id"), attribute(tag, b"Type"), attribute(tag, b"Target"))
            {
                let kind = kind.rsplit('/').next().unwrap_or_default().to_owned();
                related.insert(id, (kind, resolved(folder, &target)));
            }
            Ok(())
        })?;
        Ok(related)
    }

    /// The beginning of a part.
    pub(super) fn start_of(&mut self, part: &str) -> String {
        let mut start = Vec::new();
        let read = self.0.by_name(part).map(|entry| entry.take(4096).read_to_end(&mut start));
        read.map(|_| String::from_utf8_lossy(&start).into_owned()).unwrap_or_default()
    }
}

/// A target beside the part that names it, or at the root of the archive.
fn resolved(folder: &str, target: &str) -> String {
    if let Some(target) = target.strip_prefix('/') {
        return target.to_owned();
    }
    let mut place: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in target.split('/') {
        match part {
            ".." => drop(place.pop()),
            "." => {}
            part => place.push(part),
        }
    }
    place.join("/")
}

/// An attribute by its name, whatever its prefix; one without a prefix goes first.
pub(super) fn attribute(tag: &BytesStart<'_>, name: &[u8]) -> Option<String> {
    let mut found = None;
    for known in tag.attributes().flatten() {
        if known.key.local_name().as_ref() == name {
            let value = known.unescape_value().ok()?.into_owned();
            if known.key.prefix().is_none() {
                return Some(value);
            }
            found.get_or_insert(value);
        }
    }
    found
}

pub(super) fn number<T: FromStr>(tag: &BytesStart<'_>, name: &[u8]) -> Option<T> {
    attribute(tag, name)?.trim().parse().ok()
}

/// What an event says, if it is a text.
pub(super) fn text(event: &Event<'_>) -> Result<String, Text> {
    match event {
        Event::Text(text) => text.unescape().map(Into::into).map_err(Text::quoted),
        Event::CData(text) => Ok(String::from_utf8_lossy(text).into_owned()),
        _ => Ok(String::new()),
    }
}

pub(super) fn part_error(words: &str) -> Text {
    Text::quoted(words)
}
