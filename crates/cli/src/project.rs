//! A plan file with what it points to: rule book and survey.

use crate::args::Reading;
use crate::fault::{At, Fault, Result};
use crate::plan_file::PlanFile;
use crate::plan_file::roads::RoadsFile;
use crate::streams;
use geo_types::Geometry;
use parkward_io::{
    Fields, ReadError, Scratch, Source, ZoneSource, read_enterprises, read_gates, read_outlines,
    read_parks, read_projects, read_roads, read_zones,
};
use parkward_model::{
    FieldKind, InWords, IssueKind, Lang, Note, Survey, Text, Zone, ZoneShape, why_unread,
};
use parkward_planning::{
    Base, ByRoad, Outline, ParkRoads, Phases, PlanError, Positions, Robustness, RuleBookText,
};
use parkward_policy::{BookTable, RuleBook, SpatialRule, parse_toml};
use sha2::{Digest, Sha256};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// A plan file with its rule book.
pub(crate) struct Project {
    pub(crate) file: PlanFile,
    /// The plan file, as the user named it.
    pub(crate) path: PathBuf,
    /// SHA-256 of the plan file.
    pub(crate) sha256: String,
    /// Where relative paths start.
    pub(crate) folder: PathBuf,
    pub(crate) rules: RuleBook,
    pub(crate) rule_book: RuleBookText,
    /// Copies of inputs that can be read only once.
    copies: Option<Scratch>,
}

impl Project {
    pub(crate) fn open(path: &Path) -> Result<Self> {
        let text = read_text(path, ["方案文件", "plan file"])?;
        let file: PlanFile = parse_toml(&text, &path.display().to_string())?;
        let folder = path.parent().unwrap_or(Path::new("")).to_owned();
        let (mut rules, rule_book) = open_rules(&folder.join(&file.rules))?;
        for (weight, number) in &file.weights {
            *weight.of_mut(&mut rules.weights) = *number;
        }
        rules.check(&path.display().to_string())?;
        check_kinds(&file.zones, &rules, path)?;
        file.outputs.check().at("[outputs]").at(path.display())?;
        if let Some(Phases { years, closures: Some(year) }) = &file.phases
            && !years.contains_key(year)
        {
            let years = years.keys().map(ToString::to_string).collect::<Vec<_>>().join(", ");
            return Err(Fault::new(
                format!("[phases] closures：应为其中的年份（{years}）之一，实为 {year}"),
                format!("[phases] closures: expected one of its years ({years}), found {year}"),
            )
            .at(path.display()));
        }
        if let Some(fault) = file.robustness.as_ref().and_then(Robustness::fault) {
            let Text { zh, en } = fault;
            let fault = Fault::new(format!("[robustness] {zh}"), format!("[robustness] {en}"));
            return Err(fault.at(path.display()));
        }
        if let Some(fault) =
            file.roads.as_ref().and_then(RoadsFile::settings).and_then(|settings| settings.fault())
        {
            let Text { zh, en } = fault;
            return Err(
                Fault::new(format!("[roads] {zh}"), format!("[roads] {en}")).at(path.display())
            );
        }
        let sha256 = sha256(&text);
        Ok(Self { file, path: path.to_owned(), sha256, folder, rules, rule_book, copies: None })
    }

    /// The project whose inputs can all be read several times, those from standard input and pipes too.
    pub(crate) fn with_copies(mut self) -> Result<Self> {
        let PlanFile { parks, enterprises, projects, district, city, towns, zones, roads, .. } =
            &mut self.file;
        let one = [parks, enterprises].into_iter();
        let (roads, gates) = match roads {
            Some(RoadsFile { file, copy, gates, .. }) => (Some((&**file, copy)), gates.as_mut()),
            None => (None, None),
        };
        let some = [projects, district, city, towns].into_iter().flatten().chain(gates);
        let sources = one.chain(some).map(|source| (&*source.file, &mut source.copy));
        let zones = zones.iter_mut().map(|zones| (&*zones.file, &mut zones.copy));
        self.copies = streams::copies(&self.folder, sources.chain(zones).chain(roads))?;
        Ok(self)
    }

    /// What the plan file names as its inputs.
    fn files(&self) -> Vec<&str> {
        let PlanFile { parks, enterprises, projects, district, city, towns, zones, roads, .. } =
            &self.file;
        let one = [parks, enterprises].into_iter();
        let gates = roads.as_ref().and_then(|roads| roads.gates.as_ref());
        let some = [projects, district, city, towns].into_iter().flatten().chain(gates);
        let sources = one.chain(some).map(|source| source.file.as_str());
        let zones = zones.iter().map(|zones| zones.file.as_str());
        sources.chain(zones).chain(roads.as_ref().map(|roads| roads.file.as_str())).collect()
    }

    /// All files that are read, as far as they are files.
    pub(crate) fn inputs(&self) -> Vec<PathBuf> {
        let files = self.files().into_iter().map(|file| self.folder.join(file));
        files.chain([self.path.clone(), self.folder.join(&self.file.rules)]).collect()
    }

    /// Those of its inputs that could be read only once, by what the plan file calls them.
    pub(crate) fn streams(&self) -> Vec<&str> {
        let files = self.files();
        files.into_iter().filter(|file| streams::was_stream(file, &self.folder)).collect()
    }

    /// Everything that is planned with.
    pub(crate) fn survey(&self) -> Result<Survey> {
        match self.survey_with_fault()? {
            (survey, None) => Ok(survey),
            (_, Some(fault)) => Err(fault),
        }
    }

    /// As [`Project::survey`], but a file of which no row can be used keeps nobody from reading the others: its rows
    /// are rejects, and the first such fault comes beside the survey.
    pub(crate) fn survey_with_fault(&self) -> Result<(Survey, Option<Fault>)> {
        let needs = self.file.resources.iter().map(|r| (r.need.clone(), FieldKind::Number));
        let accuracy = match self.file.robustness.as_ref().map(|robustness| &robustness.positions) {
            Some(Positions::ByWord { field, .. }) => Some((field.clone(), FieldKind::Word)),
            _ => None,
        };
        let quotas = self.file.resources.iter().map(|r| (r.quota.clone(), FieldKind::Number));
        let fields = Fields {
            enterprises: self.rules.fields().into_iter().chain(needs).chain(accuracy).collect(),
            parks: quotas.collect(),
        };
        let PlanFile { parks, enterprises, projects, zones, .. } = &self.file;
        let (folder, codes) = (&self.folder, Some(&self.rules.classification));
        let (mut survey, mut fault) = (Survey::default(), None);
        let mut go_on = |read: Result<(), ReadError>| match read {
            Err(error @ ReadError::NothingUsable { .. }) => {
                fault.get_or_insert(Fault::from(error));
                Ok(())
            }
            read => read,
        };
        go_on(read_parks(parks, folder, codes, &fields.parks, &mut survey))?;
        go_on(read_enterprises(enterprises, folder, codes, &fields.enterprises, &mut survey))?;
        if let Some(projects) = projects {
            go_on(read_projects(projects, folder, codes, &fields.enterprises, &mut survey))?;
        }
        for zones in zones {
            go_on(read_zones(zones, folder, &mut survey))?;
        }
        self.note_unrated(&mut survey);
        Ok((survey, fault))
    }

    /// Reads the zones into a survey, and notes those whose own distance a rule lacks.
    pub(crate) fn read_zones(&self, survey: &mut Survey) -> Result<()> {
        for zones in &self.file.zones {
            read_zones(zones, &self.folder, survey)?;
        }
        self.note_unrated(survey);
        Ok(())
    }

    /// Reads the roads that distances are measured along, if there are any, and lets them meet the parks of the survey,
    /// which gets what there is to know of them.
    pub(crate) fn by_road(&self, survey: &mut Survey) -> Result<Option<ByRoad>> {
        let Some(file) = &self.file.roads else { return Ok(None) };
        let Some(settings) = file.settings() else { return Ok(None) };
        let source = file.source();
        let mut layer = read_roads(&source, &self.folder, survey)?;
        if let Some(gates) = &file.gates {
            layer.gates = read_gates(gates, &self.folder, survey)?;
        }
        let found = ParkRoads::of(layer, &survey.parks, &settings);
        let roads = found.map_err(|error| Fault::Said(error.in_words()).at(&source.file))?;
        survey.notes.extend(roads.notes(&source.label()));
        let sites: Vec<_> = survey.enterprises.iter().map(|enterprise| enterprise.site).collect();
        survey.notes.extend(roads.offset(&sites).map(|text| Note {
            file: source.label(),
            row: None,
            text,
            issue: IssueKind::ShiftedAsTrue,
        }));
        Ok(Some(ByRoad { settings, roads: Some(Arc::new(roads)) }))
    }

    fn note_unrated(&self, survey: &mut Survey) {
        let own = |zone: &&Zone| {
            let asked = |rule: &SpatialRule| rule.own_distance && rule.kind == zone.kind;
            zone.distance.is_none() && self.rules.spatial.iter().any(asked)
        };
        let unrated: Vec<Note> = survey.zones.iter().filter(own).map(unrated).collect();
        survey.notes.extend(unrated);
    }

    /// Reads what maps are drawn on.
    pub(crate) fn base(&self) -> Result<Base> {
        let read = |source: &Option<Source>| match source {
            Some(source) => read_outlines(source, &self.folder),
            None => Ok(Vec::new()),
        };
        let outlines = |read: Vec<parkward_io::Outline>| {
            let outline =
                |o: parkward_io::Outline| Some(Outline { shape: shape(o.geometry)?, name: o.name });
            read.into_iter().filter_map(outline).collect()
        };
        let PlanFile { district, city, towns, .. } = &self.file;
        Ok(Base {
            district: outlines(read(district)?),
            city: outlines(read(city)?),
            towns: outlines(read(towns)?),
        })
    }

    /// An error of a decision with the name of the plan file, in which it stands.
    pub(crate) fn decided<T>(&self, outcome: Result<T, PlanError>) -> Result<T> {
        outcome.map_err(|error| match error {
            PlanError::Decision(_) => Fault::from(error).at(self.path.display()),
            error => error.into(),
        })
    }
}

/// The shape of an outline: areas, else lines; `None` for what no map shows.
fn shape(geometry: Geometry<f64>) -> Option<ZoneShape> {
    Some(match geometry {
        Geometry::Polygon(area) => ZoneShape::Area(area.into()),
        Geometry::MultiPolygon(area) => ZoneShape::Area(area),
        Geometry::LineString(line) => ZoneShape::Line(line.into()),
        Geometry::MultiLineString(lines) => ZoneShape::Line(lines),
        Geometry::Point(at) => ZoneShape::Point(at),
        Geometry::GeometryCollection(parts) => {
            let shapes: Vec<ZoneShape> = parts.into_iter().filter_map(shape).collect();
            let areas = shapes.iter().filter_map(|shape| match shape {
                ZoneShape::Area(area) => Some(area.0.clone()),
                _ => None,
            });
            let areas: Vec<_> = areas.flatten().collect();
            match areas.is_empty() {
                false => ZoneShape::Area(areas.into()),
                true => shapes.into_iter().next()?,
            }
        }
        _ => return None,
    })
}

/// Whether the rule book knows every kind of zone.
fn check_kinds(zones: &[ZoneSource], rules: &RuleBook, path: &Path) -> Result<()> {
    let Some(zone) = zones.iter().find(|zone| rules.zone_kind(&zone.kind).is_none()) else {
        return Ok(());
    };
    let kinds: Vec<&str> = rules.zone_kinds.iter().map(|kind| kind.id.as_str()).collect();
    let (known, kind) = (kinds.join(", "), &zone.kind);
    let fault = match &kinds[..] {
        [] => Fault::new(
            format!("zones.kind：规则中没有 zone_kinds，请在那里加上 {kind:?}"),
            format!("zones.kind: the rule book has no zone_kinds; add {kind:?} there"),
        ),
        _ => Fault::new(
            format!("zones.kind：应为规则中的 zone_kinds 之一：{known}；实为 {kind:?}"),
            format!(
                "zones.kind: expected one of the rule book's zone_kinds: {known}; found {kind:?}"
            ),
        ),
    };
    Err(fault.at(path.display()))
}

fn unrated(zone: &Zone) -> Note {
    let [zh, en] = [Lang::Zh, Lang::En].map(|lang| zone.label(lang));
    Note {
        file: zone.kind.clone(),
        row: None,
        text: Text::new(
            format!("{zh} 无自身防护距离，未评定"),
            format!("{en} has no distance of its own: not rated"),
        ),
        issue: IssueKind::ZoneWithoutDistance,
    }
}

/// Reads a rule file and the classification beside it.
pub(crate) fn open_rules(path: &Path) -> Result<(RuleBook, RuleBookText)> {
    let text = read_text(path, ["规则文件", "rule file"])?;
    let file = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let (mut classification, mut limits) = (String::new(), String::new());
    let beside = |table: &str| path.parent().unwrap_or(Path::new("")).join(table);
    let rules = RuleBook::parse(&text, &file, |table| {
        let (read, into) = match table {
            // The table that ships is known by its name, wherever the rule book stands.
            BookTable::Classification(name) if BUILT_IN.0 == name && !beside(name).exists() => {
                (BUILT_IN.1.to_owned(), &mut classification)
            }
            BookTable::Classification(name) => {
                let what = ["行业分类表", "classification table"];
                (read_text(&beside(name), what)?, &mut classification)
            }
            BookTable::Limits(name) => {
                (read_text(&beside(name), ["限值表", "table of limits"])?, &mut limits)
            }
        };
        into.clone_from(&read);
        Ok::<_, Fault>(read)
    })??;
    Ok((rules, RuleBookText { file, sha256: sha256(&text), text, classification, limits }))
}

/// The classification that `init` puts beside a rule book, by its file's name.
pub(crate) const BUILT_IN: (&str, &str) =
    ("gbt4754_2017.csv", include_str!("../../../data/classification/gbt4754_2017.csv"));

/// SHA-256 of a text, in hexadecimal.
pub(crate) fn sha256(text: &str) -> String {
    Sha256::digest(text).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// A text file in UTF-8.
fn read_text(path: &Path, [zh, en]: [&str; 2]) -> Result<String> {
    let bytes = std::fs::read(path).map_err(|error| match error.kind() {
        std::io::ErrorKind::NotFound => {
            Fault::new(format!("没有这个{zh}"), format!("there is no such {en}"))
        }
        _ => {
            let why = why_unread(&error);
            Fault::new(
                format!("{zh}无法读取：{}", why.zh),
                format!("the {en} cannot be read: {}", why.en),
            )
        }
    });
    let text = bytes.and_then(|bytes| {
        String::from_utf8(bytes).map_err(|error| {
            let after = error.utf8_error().valid_up_to();
            Fault::new(
                format!("应为 UTF-8 编码的{zh}，实为第 {after} 字节之后另有编码；请另存为 UTF-8"),
                format!("expected a {en} in UTF-8, found another encoding after byte {after}; save it as UTF-8"),
            )
        })
    });
    text.at(path.display())
}

/// A source for a plain file named on the command line; the CRS is that of files that name none.
pub(crate) fn plain(file: &str, reading: &Reading) -> Source {
    Source {
        file: file.to_owned(),
        crs_if_silent: reading.crs.clone(),
        columns: reading.columns.iter().cloned().collect(),
        layer: reading.layer.clone(),
        encoding: reading.encoding,
        ..Source::default()
    }
}
