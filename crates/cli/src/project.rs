//! The plan file and what it points to.

use crate::args::Plan;
use anyhow::{Context, Result, anyhow};
use clap::ValueEnum;
use parkward_geometry::Crs;
use parkward_io::{Fields, Format, Source, ZoneSource, read, read_projects, read_zones};
use parkward_model::{FieldKind, Lang, Note, Survey, Text, Zone};
use parkward_planning::{
    Decisions, Earlier, Forbid, Lock, Phases, Pin, PlanError, PlanOptions, Positions, Resource,
    Revision, Robustness, RuleBookText,
};
use parkward_policy::{Date, RuleBook, SpatialRule, Weights, parse_toml};
use parkward_report::{MapLang, PageSize, Theme};
use serde::de::Error as _;
use serde::{Deserialize, Deserializer};
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Display;
use std::path::{Path, PathBuf};
use std::str::FromStr;

/// The plan file: one TOML document per plan. Paths in it start at its own folder.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct PlanFile {
    /// The title, as printed on maps.
    pub(crate) title: Text,
    /// What is synthetic, assumed or illustrative in the inputs.
    #[serde(default)]
    pub(crate) data_notice: Text,
    /// Language of the outputs.
    #[serde(default)]
    pub(crate) lang: Lang,
    /// The rule file.
    pub(crate) rules: String,
    /// The day whose rules are applied; absent: the rule book's.
    #[serde(default)]
    pub(crate) as_of: Option<Date>,
    /// The parks.
    pub(crate) parks: Source,
    /// The enterprises.
    pub(crate) enterprises: Source,
    /// New projects, which have to settle in parks.
    #[serde(default)]
    pub(crate) projects: Option<Source>,
    /// The district's outline, for the map.
    #[serde(default)]
    pub(crate) district: Option<Source>,
    /// Outlines within the district, for the map.
    #[serde(default)]
    pub(crate) towns: Option<Source>,
    /// Areas, lines and points that rules of space look at.
    #[serde(default)]
    pub(crate) zones: Vec<ZoneSource>,
    /// Weights that differ from the rule book's.
    #[serde(default)]
    pub(crate) weights: WeightChanges,
    /// Resources besides land that parks limit.
    #[serde(default)]
    pub(crate) resources: Vec<Resource>,
    /// Who goes to a certain park, by decision.
    #[serde(default)]
    pins: Vec<Pin>,
    /// Who does not go to certain parks.
    #[serde(default)]
    forbids: Vec<Forbid>,
    /// Who stays where it is.
    #[serde(default)]
    locks: Vec<Lock>,
    /// What parks take other than their rows say.
    #[serde(default)]
    park_changes: Vec<Revision>,
    /// An earlier plan, which this one should not change without need.
    #[serde(default)]
    earlier: Option<EarlierFile>,
    /// What each year gives.
    #[serde(default)]
    phases: Option<Phases>,
    /// How far off the inputs may be.
    #[serde(default)]
    robustness: Option<Robustness>,
    /// What is written.
    #[serde(default)]
    pub(crate) outputs: Outputs,
}

/// Where an earlier plan is, and what changing it costs.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct EarlierFile {
    /// A folder that `plan` wrote.
    pub(crate) folder: String,
    /// What it costs to send somebody elsewhere, in kilometre-equivalents.
    pub(crate) change_km: f64,
}

/// What a plan writes beside the summary and the provenance.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Outputs {
    /// Formats of the layers.
    pub(crate) formats: BTreeSet<Format>,
    /// The layers; absent: all.
    pub(crate) layers: Option<BTreeSet<LayerName>>,
    /// Whether the map is drawn.
    pub(crate) map: bool,
    /// The map's colours.
    #[serde(deserialize_with = "named")]
    pub(crate) map_theme: Theme,
    /// The map's sheet.
    #[serde(deserialize_with = "named")]
    pub(crate) map_page: PageSize,
    /// The map's language.
    #[serde(deserialize_with = "named")]
    pub(crate) map_lang: MapLang,
    /// Whether each park has a page of its own too.
    pub(crate) map_parks: bool,
    /// Whether `plan.json` is written, without which a plan cannot be explained or verified.
    pub(crate) plan_json: bool,
    /// Whether CSV files begin with the byte order mark.
    pub(crate) csv_bom: bool,
    /// What the coordinates are of all files but the GeoPackage.
    #[serde(deserialize_with = "crs")]
    pub(crate) crs: Crs,
}

fn crs<'de, D: serde::Deserializer<'de>>(text: D) -> Result<Crs, D::Error> {
    let text = String::deserialize(text)?;
    Crs::parse(&text).map_err(serde::de::Error::custom)
}

impl Default for Outputs {
    fn default() -> Self {
        Self {
            formats: [Format::Geopackage, Format::Geojson].into(),
            layers: None,
            map: true,
            map_theme: Theme::default(),
            map_page: PageSize::default(),
            map_lang: MapLang::default(),
            map_parks: false,
            plan_json: true,
            csv_bom: false,
            crs: Crs::wgs84(),
        }
    }
}

/// A value by its name, as on the command line.
fn named<'de, T, D>(deserializer: D) -> std::result::Result<T, D::Error>
where
    T: FromStr<Err: Display>,
    D: Deserializer<'de>,
{
    String::deserialize(deserializer)?.parse().map_err(D::Error::custom)
}

impl Outputs {
    /// What the command line asks for goes first.
    pub(crate) fn overridden_by(&mut self, arguments: &Plan) {
        self.map_theme = arguments.theme.unwrap_or(self.map_theme);
        self.map_page = arguments.page.unwrap_or(self.map_page);
        self.map_parks |= arguments.map_parks;
    }

    /// Whether each format can be written in the CRS. The GeoPackage is on WGS84 whatever the others
    /// are: the QGIS project has a CRS of its own.
    fn check(&self) -> Result<()> {
        Ok(self.formats.iter().try_for_each(|format| format.check(&self.crs))?)
    }

    /// Whether a layer is wanted.
    pub(crate) fn wants(&self, layer: &str) -> bool {
        self.layers.as_ref().is_none_or(|layers| layers.iter().any(|l| l.name() == layer))
    }
}

/// A layer of the plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize, ValueEnum)]
#[serde(rename_all = "snake_case")]
#[value(rename_all = "snake_case")]
pub(crate) enum LayerName {
    Zones,
    Parks,
    ReleasedLand,
    Moves,
    Enterprises,
    Unplaced,
    Projects,
    Rejects,
    Indicators,
    Principles,
    Findings,
    Balance,
    LandUse,
    Phases,
}

impl LayerName {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Zones => "zones",
            Self::Parks => "parks",
            Self::ReleasedLand => "released_land",
            Self::Moves => "moves",
            Self::Enterprises => "enterprises",
            Self::Unplaced => "unplaced",
            Self::Projects => "projects",
            Self::Rejects => "rejects",
            Self::Indicators => "indicators",
            Self::Principles => "principles",
            Self::Findings => "findings",
            Self::Balance => "balance",
            Self::LandUse => "land_use",
            Self::Phases => "phases",
        }
    }
}

/// Weights that a plan changes; see [`Weights`].
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct WeightChanges {
    fit_km: Option<f64>,
    utilisation_km: Option<f64>,
    minimum_fit: Option<f64>,
    cut_off_km: Option<f64>,
    unplaced_km: Option<f64>,
    quality_km: Option<f64>,
    project_km: Option<f64>,
}

impl WeightChanges {
    fn apply(&self, weights: &mut Weights) {
        let set = |weight: &mut f64, change: Option<f64>| *weight = change.unwrap_or(*weight);
        set(&mut weights.fit_km, self.fit_km);
        set(&mut weights.utilisation_km, self.utilisation_km);
        set(&mut weights.minimum_fit, self.minimum_fit);
        set(&mut weights.cut_off_km, self.cut_off_km);
        set(&mut weights.unplaced_km, self.unplaced_km);
        set(&mut weights.quality_km, self.quality_km);
        set(&mut weights.project_km, self.project_km);
    }
}

/// A plan file with its rule book.
pub(crate) struct Project {
    pub(crate) file: PlanFile,
    /// The plan file, as the user named it.
    pub(crate) path: PathBuf,
    /// Where relative paths start.
    pub(crate) folder: PathBuf,
    pub(crate) rules: RuleBook,
    pub(crate) rule_book: RuleBookText,
}

impl Project {
    pub(crate) fn open(path: &Path) -> Result<Self> {
        let text = read_text(path, "plan file")?;
        let file: PlanFile = parse_toml(&text, &path.display().to_string())?;
        let folder = path.parent().unwrap_or(Path::new("")).to_owned();
        let (mut rules, rule_book) = open_rules(&folder.join(&file.rules))?;
        file.weights.apply(&mut rules.weights);
        rules.check(&path.display().to_string())?;
        check_kinds(&file.zones, &rules, path)?;
        file.outputs.check().with_context(|| format!("{}: [outputs]", path.display()))?;
        if let Some(Phases { years, closures: Some(year) }) = &file.phases
            && !years.contains_key(year)
        {
            let years = years.keys().map(ToString::to_string).collect::<Vec<_>>().join(", ");
            let place = path.display();
            return Err(anyhow!(
                "{place}: [phases] closures: expected one of its years ({years}), found {year}"
            ));
        }
        if let Some(fault) = file.robustness.as_ref().and_then(Robustness::fault) {
            return Err(anyhow!("{}: [robustness] {fault}", path.display()));
        }
        Ok(Self { file, path: path.to_owned(), folder, rules, rule_book })
    }

    pub(crate) fn survey(&self) -> Result<Survey> {
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
        let PlanFile { parks, enterprises, projects, .. } = &self.file;
        let codes = Some(&self.rules.classification);
        let mut survey = read(parks, enterprises, &self.folder, codes, &fields)?;
        if let Some(projects) = projects {
            read_projects(projects, &self.folder, codes, &fields.enterprises, &mut survey)?;
        }
        self.read_zones(&mut survey)?;
        Ok(survey)
    }

    /// Reads the zones into a survey, and notes those whose own distance a rule lacks.
    pub(crate) fn read_zones(&self, survey: &mut Survey) -> Result<()> {
        for zones in &self.file.zones {
            read_zones(zones, &self.folder, survey)?;
        }
        let own = |zone: &&Zone| {
            let asked = |rule: &SpatialRule| rule.own_distance && rule.kind == zone.kind;
            zone.distance.is_none() && self.rules.spatial.iter().any(asked)
        };
        let unrated: Vec<Note> = survey.zones.iter().filter(own).map(unrated).collect();
        survey.notes.extend(unrated);
        Ok(())
    }

    /// What the plan is made with. `earlier` is the folder of an earlier plan, instead of the plan file's.
    pub(crate) fn options(
        &self,
        as_of: Option<Date>,
        earlier: Option<&Path>,
    ) -> Result<PlanOptions> {
        let PlanFile { pins, forbids, locks, park_changes, .. } = &self.file;
        Ok(PlanOptions {
            decisions: Decisions {
                pins: pins.clone(),
                forbids: forbids.clone(),
                locks: locks.clone(),
                park_changes: park_changes.clone(),
            },
            earlier: self.earlier(earlier)?,
            phases: self.file.phases.clone(),
            robustness: self.file.robustness.clone(),
            title: self.file.title.clone(),
            data_notice: self.file.data_notice.clone(),
            as_of: as_of.or(self.file.as_of).unwrap_or(self.rules.book.as_of),
            resources: self.file.resources.clone(),
        })
    }

    /// An error of a decision with the name of the plan file, in which it stands.
    pub(crate) fn decided<T>(&self, outcome: Result<T, PlanError>) -> Result<T> {
        outcome.map_err(|error| match error {
            PlanError::Decision(error) => anyhow!("{}: {error}", self.path.display()),
            error => error.into(),
        })
    }

    /// The earlier plan, if there is one.
    fn earlier(&self, folder: Option<&Path>) -> Result<Option<Earlier>> {
        let place = self.path.display();
        let Some(EarlierFile { folder: named, change_km }) = &self.file.earlier else {
            return match folder {
                None => Ok(None),
                Some(_) => Err(anyhow!(
                    "{place}: --earlier wants [earlier] with change_km, which says what changing a plan costs"
                )),
            };
        };
        if !(0.0..=1e6).contains(change_km) {
            return Err(anyhow!(
                "{place}: [earlier] change_km: expected 0 to 1000000, found {change_km}"
            ));
        }
        let (path, named) = match folder {
            Some(folder) => (folder.to_owned(), folder.display().to_string()),
            None => (self.folder.join(named), named.clone()),
        };
        let plan = crate::plan_folder::read(&path)?;
        Ok(Some(Earlier::of(&plan, &named, *change_km)))
    }
}

/// Whether the rule book knows every kind of zone.
fn check_kinds(zones: &[ZoneSource], rules: &RuleBook, path: &Path) -> Result<()> {
    let Some(zone) = zones.iter().find(|zone| rules.zone_kind(&zone.kind).is_none()) else {
        return Ok(());
    };
    let kinds: Vec<&str> = rules.zone_kinds.iter().map(|kind| kind.id.as_str()).collect();
    let known = match &kinds[..] {
        [] => "the rule book has no zone_kinds; add the kind there".to_owned(),
        kinds => format!("one of the rule book's zone_kinds: {}", kinds.join(", ")),
    };
    Err(anyhow!("{}: zones.kind: expected {known}; found {:?}", path.display(), zone.kind))
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
    }
}

/// Reads a rule file and the classification beside it.
pub(crate) fn open_rules(path: &Path) -> Result<(RuleBook, RuleBookText)> {
    let text = read_text(path, "rule file")?;
    let file = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let mut classification = String::new();
    let rules = RuleBook::parse(&text, &file, |table| {
        let table = path.parent().unwrap_or(Path::new("")).join(table);
        classification = read_text(&table, "classification table")?;
        anyhow::Ok(classification.clone())
    })??;
    Ok((rules, RuleBookText { file, sha256: sha256(&text), text, classification }))
}

/// SHA-256 of a text, in hexadecimal.
pub(crate) fn sha256(text: &str) -> String {
    Sha256::digest(text).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// A text file in UTF-8.
fn read_text(path: &Path, what: &str) -> Result<String> {
    let place = path.display();
    let bytes = std::fs::read(path).map_err(|error| match error.kind() {
        std::io::ErrorKind::NotFound => anyhow!("{place}: there is no such {what}"),
        _ => anyhow!("{place}: the {what} cannot be read: {error}"),
    })?;
    String::from_utf8(bytes).with_context(|| format!("{place}: expected a {what} in UTF-8"))
}

/// A source for a plain file named on the command line.
pub(crate) fn plain(file: &str, crs: Option<&String>, columns: &[(String, String)]) -> Source {
    Source {
        file: file.to_owned(),
        crs: crs.cloned(),
        columns: columns.iter().cloned().collect::<BTreeMap<_, _>>(),
        ..Source::default()
    }
}
