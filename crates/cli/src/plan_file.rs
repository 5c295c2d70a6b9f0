//! The plan file: one TOML document per plan.

pub(crate) mod roads;

use crate::fault::Result;
use crate::layer_name::LayerName;
use crate::plan_file::roads::RoadsFile;
use parkward_geometry::Crs;
use parkward_io::{Format, Source, ZoneSource};
use parkward_model::{AreaUnits, InWords, Lang, Text};
use parkward_planning::{
    ByRoad, Decisions, Earlier, Forbid, Lock, Phases, Pin, PlanOptions, Resource, Revision,
    Robustness,
};
use parkward_policy::{Date, Weight};
use parkward_report::{MapLang, PageSize, Theme, TitleBlock};
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::collections::{BTreeMap, BTreeSet};
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
    /// The outline of the city that the district lies in, for the map's inset.
    #[serde(default)]
    pub(crate) city: Option<Source>,
    /// Outlines within the district, for the map.
    #[serde(default)]
    pub(crate) towns: Option<Source>,
    /// Areas, lines and points that rules of space look at.
    #[serde(default)]
    pub(crate) zones: Vec<ZoneSource>,
    /// The roads that distances are measured along.
    #[serde(default)]
    pub(crate) roads: Option<RoadsFile>,
    /// Weights that differ from the rule book's.
    #[serde(default)]
    pub(crate) weights: BTreeMap<Weight, f64>,
    /// Resources besides land that parks limit.
    #[serde(default)]
    pub(crate) resources: Vec<Resource>,
    /// Who goes to a certain park, by decision.
    #[serde(default)]
    pub(crate) pins: Vec<Pin>,
    /// Who does not go to certain parks.
    #[serde(default)]
    pub(crate) forbids: Vec<Forbid>,
    /// Who stays where it is.
    #[serde(default)]
    pub(crate) locks: Vec<Lock>,
    /// What parks take other than their rows say.
    #[serde(default)]
    pub(crate) park_changes: Vec<Revision>,
    /// An earlier plan, which this one should not change without need.
    #[serde(default)]
    pub(crate) earlier: Option<EarlierFile>,
    /// What each year gives.
    #[serde(default)]
    pub(crate) phases: Option<Phases>,
    /// How far off the inputs may be.
    #[serde(default)]
    pub(crate) robustness: Option<Robustness>,
    /// What is written.
    #[serde(default)]
    pub(crate) outputs: Outputs,
}

impl PlanFile {
    /// What the plan is made with, on a day, with an earlier plan and roads that are already read.
    pub(crate) fn options(
        &self,
        as_of: Date,
        earlier: Option<Earlier>,
        by_road: Option<ByRoad>,
    ) -> PlanOptions {
        PlanOptions {
            title: self.title.clone(),
            data_notice: self.data_notice.clone(),
            as_of,
            resources: self.resources.clone(),
            decisions: Decisions {
                pins: self.pins.clone(),
                forbids: self.forbids.clone(),
                locks: self.locks.clone(),
                park_changes: self.park_changes.clone(),
            },
            earlier,
            phases: self.phases.clone(),
            robustness: self.robustness.clone(),
            by_road,
            area_unit: self.outputs.area_unit,
        }
    }
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

impl Outputs {
    /// Whether each format can be written in the CRS. The GeoPackage is on WGS84 whatever the others
    /// are: the QGIS project has a CRS of its own.
    pub(crate) fn check(&self) -> Result<()> {
        Ok(self.formats.iter().try_for_each(|format| format.check(&self.crs))?)
    }

    /// Whether a layer is wanted.
    pub(crate) fn wants(&self, layer: &str) -> bool {
        self.layers.as_ref().is_none_or(|layers| layers.iter().any(|l| l.name() == layer))
    }
}

fn crs<'de, D: serde::Deserializer<'de>>(text: D) -> Result<Crs, D::Error> {
    let text = String::deserialize(text)?;
    parkward_crs::parse(&text).map_err(|error| D::Error::custom(error.in_words().carry()))
}

/// A value by its name, as on the command line.
fn named<'de, T, D>(deserializer: D) -> std::result::Result<T, D::Error>
where
    T: FromStr<Err: InWords>,
    D: Deserializer<'de>,
{
    let value = String::deserialize(deserializer)?.parse();
    value.map_err(|error: T::Err| D::Error::custom(error.in_words().carry()))
}

/// The same, of what may be absent.
fn some_named<'de, T, D>(deserializer: D) -> std::result::Result<Option<T>, D::Error>
where
    T: FromStr<Err: InWords>,
    D: Deserializer<'de>,
{
    named(deserializer).map(Some)
}

fn format_names<S: Serializer>(
    formats: &BTreeSet<Format>,
    out: S,
) -> std::result::Result<S::Ok, S::Error> {
    out.collect_seq(formats.iter().map(Format::name))
}

fn map_theme_name<S: Serializer>(theme: &Theme, out: S) -> std::result::Result<S::Ok, S::Error> {
    out.serialize_str(theme.name())
}

fn map_page_name<S: Serializer>(page: &PageSize, out: S) -> std::result::Result<S::Ok, S::Error> {
    out.serialize_str(page.name())
}

fn map_lang_name<S: Serializer>(
    lang: &Option<MapLang>,
    out: S,
) -> std::result::Result<S::Ok, S::Error> {
    lang.map(MapLang::name).serialize(out)
}

fn is_empty(block: &TitleBlock) -> bool {
    *block == TitleBlock::default()
}

fn crs_name<S: Serializer>(crs: &Crs, out: S) -> std::result::Result<S::Ok, S::Error> {
    out.collect_str(crs)
}

/// What a plan writes beside the summary and the provenance, which says it too.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Outputs {
    /// Formats of the layers.
    #[serde(serialize_with = "format_names")]
    pub(crate) formats: BTreeSet<Format>,
    /// The layers; absent: all.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) layers: Option<BTreeSet<LayerName>>,
    /// Whether the map is drawn.
    pub(crate) map: bool,
    /// The map's colours.
    #[serde(deserialize_with = "named", serialize_with = "map_theme_name")]
    pub(crate) map_theme: Theme,
    /// The map's sheet.
    #[serde(deserialize_with = "named", serialize_with = "map_page_name")]
    pub(crate) map_page: PageSize,
    /// The map's language; absent: Chinese in Chinese, else both.
    #[serde(
        deserialize_with = "some_named",
        serialize_with = "map_lang_name",
        skip_serializing_if = "Option::is_none"
    )]
    pub(crate) map_lang: Option<MapLang>,
    /// The unit in which land is shown; absent: mu in Chinese, hectares in English.
    #[serde(skip_serializing_if = "AreaUnits::are_default")]
    pub(crate) area_unit: AreaUnits,
    /// Whether each park has a page of its own too.
    pub(crate) map_parks: bool,
    /// Whether the map has the number of each enterprise.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub(crate) map_numbers: bool,
    /// Whether an inset shows where the map lies.
    pub(crate) map_inset: bool,
    /// Who issues the map, its number and day, who signs it.
    #[serde(skip_serializing_if = "is_empty")]
    pub(crate) title_block: TitleBlock,
    /// Whether the plan is written as a page, too.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub(crate) page: bool,
    /// Whether `plan.json` is written, without which a plan cannot be explained or verified.
    pub(crate) plan_json: bool,
    /// Whether CSV files begin with the byte order mark.
    pub(crate) csv_bom: bool,
    /// What the coordinates are of all files but the GeoPackage.
    #[serde(deserialize_with = "crs", serialize_with = "crs_name")]
    pub(crate) crs: Crs,
}

impl Default for Outputs {
    fn default() -> Self {
        Self {
            formats: [Format::Geopackage, Format::Geojson].into(),
            layers: None,
            map: true,
            map_theme: Theme::default(),
            map_page: PageSize::default(),
            map_lang: None,
            area_unit: AreaUnits::default(),
            map_parks: false,
            map_numbers: false,
            map_inset: true,
            title_block: TitleBlock::default(),
            page: false,
            plan_json: true,
            csv_bom: false,
            crs: Crs::wgs84(),
        }
    }
}
