//! `plan.json`: the plan as it is written and read back, enterprise by enterprise.

use crate::bucket::Bucket;
use crate::plan::ended::CutShort;
use crate::plan::enterprise::{Choice, PlannedEnterprise};
use crate::plan::enterprises::{Decision, Derived, Enterprises, Lists, Placement, Written};
use crate::plan::figures::{IndicatorChange, ParkLandUse, PrincipleFigure};
use crate::plan::parks::PlannedPark;
use crate::plan::projects::{PlannedProject, ProjectSummary};
use crate::plan::schedule::Schedule;
use crate::plan::solution::SolutionSummary;
use crate::plan::{Plan, RuleBookText, SCHEMA, Summary};
use crate::position::Position;
use crate::screened::enterprises::Rare;
use crate::screened::land_classes::{LandClasses, NONE, NamedClass};
use crate::settings::decisions::Decisions;
use crate::settings::earlier::Earlier;
use crate::settings::resource::Resource;
use crate::settings::robustness::Robustness;
use parkward_model::{Enterprise, Input, Metres, Note, ParkId, Reject, Text, Zone};
use parkward_policy::{Date, Finding, LandNeed, Weights};
use schemars::generate::SchemaSettings;
use schemars::{JsonSchema, Schema};
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::json;
use std::collections::BTreeMap;

/// An enterprise with its verdict, as `plan.json` has it: everything spelt out.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct EnterpriseRecord {
    /// The enterprise as read.
    #[serde(flatten)]
    pub enterprise: Enterprise,
    /// Where it ended; never [`Bucket::Rejected`].
    pub verdict: Bucket,
    /// Why, one sentence a reason.
    pub reasons: Vec<Text>,
    /// What the screening rules found.
    pub findings: Vec<Finding>,
    /// Parks that it stands in, the most specific first.
    pub stands_in: Vec<ParkId>,
    /// Its score by the "four elements", 0…1.
    pub quality: f64,
    /// Its class, if the rule book has classes.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub class: Option<String>,
    /// The land that it gets in a park, if it should move and the rule book has a land guide.
    #[serde(flatten)]
    pub land_need: Option<LandNeed>,
    /// Key of the pillar industry that it belongs to.
    pub pillar_industry: Option<String>,
    /// Key of the encouraged new or high technology that it belongs to.
    pub high_technology: Option<String>,
    /// Key of the class of the land that it stands on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub land_class: Option<String>,
    /// The park that it moves to, with the terms of the move.
    #[serde(flatten)]
    pub chosen: Option<ChoiceRecord>,
    /// The park that it would take otherwise.
    pub second_choice: Option<SecondChoiceRecord>,
    /// The year in which it moves or closes, where the plan has phases.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub year: Option<u16>,
    /// The share of the runs that agree with where it goes, where that was asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agreement: Option<f64>,
}

/// A park that an enterprise may go to, and at what cost.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ChoiceRecord {
    /// The park.
    pub park: ParkId,
    /// Industry fit, 0…1.
    pub fit: f64,
    /// Ellipsoidal distance from the site to the park's boundary.
    pub distance_m: Metres,
    /// Distance and all terms, in kilometre-equivalents.
    pub cost_km: f64,
    /// Where the move ends, for drawing: the nearest point of the boundary, longitude and latitude.
    pub entry: [f64; 2],
}

/// The park next in line, at the prices of the plan.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct SecondChoiceRecord {
    /// The park and its terms.
    #[serde(flatten)]
    pub choice: ChoiceRecord,
    /// How much more it costs than the first choice, land at its prices, in kilometre-equivalents.
    /// Near 0: contested.
    pub margin_km: f64,
}

/// The plan as it is read.
#[derive(Deserialize)]
pub(crate) struct PlanRecord {
    schema: String,
    title: Text,
    data_notice: Text,
    as_of: Date,
    weights: Weights,
    summary: Summary,
    solution: SolutionSummary,
    parks: Vec<PlannedPark>,
    #[serde(default)]
    land_use: Vec<ParkLandUse>,
    enterprises: Vec<EnterpriseRecord>,
    #[serde(default)]
    zones: Vec<Zone>,
    #[serde(default)]
    land_classes: Vec<NamedClass>,
    #[serde(default)]
    project_summary: ProjectSummary,
    #[serde(default)]
    projects: Vec<PlannedProject>,
    rejects: Vec<Reject>,
    notes: Vec<Note>,
    inputs: Vec<Input>,
    resources: Vec<Resource>,
    #[serde(default)]
    decisions: Decisions,
    #[serde(default)]
    earlier: Option<Earlier>,
    #[serde(default)]
    robustness: Option<Robustness>,
    #[serde(default)]
    robustness_cut: Option<CutShort>,
    #[serde(default)]
    schedule: Option<Schedule>,
    rule_book: RuleBookText,
    #[serde(default)]
    indicators: Vec<IndicatorChange>,
    #[serde(default)]
    principles: Vec<PrincipleFigure>,
}

impl TryFrom<PlanRecord> for Plan {
    type Error = NoSuchPark;

    fn try_from(record: PlanRecord) -> Result<Self, Self::Error> {
        Ok(Self {
            schema: record.schema,
            title: record.title,
            data_notice: record.data_notice,
            as_of: record.as_of,
            weights: record.weights,
            summary: record.summary,
            solution: record.solution,
            enterprises: Enterprises {
                land_classes: LandClasses::written(record.land_classes, &record.enterprises),
                ..Enterprises::from_records(record.enterprises, &record.parks)?
            },
            zones: record.zones,
            parks: record.parks,
            project_summary: record.project_summary,
            projects: record.projects,
            land_use: record.land_use,
            rejects: record.rejects,
            notes: record.notes,
            inputs: record.inputs,
            resources: record.resources,
            decisions: record.decisions,
            earlier: record.earlier,
            robustness: record.robustness,
            robustness_cut: record.robustness_cut,
            schedule: record.schedule,
            rule_book: record.rule_book,
            indicators: record.indicators,
            principles: record.principles,
        })
    }
}

impl<'de> Deserialize<'de> for Plan {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::try_from(PlanRecord::deserialize(deserializer)?).map_err(D::Error::custom)
    }
}

/// The plan as it is written: record by record, so that a writer never holds more than one.
#[derive(Serialize, JsonSchema)]
#[schemars(title = "plan.json of Parkward", transform = names_its_version)]
struct PlanView<'a> {
    schema: &'a str,
    title: &'a Text,
    data_notice: &'a Text,
    as_of: Date,
    weights: &'a Weights,
    summary: &'a Summary,
    solution: &'a SolutionSummary,
    parks: &'a [PlannedPark],
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    land_use: &'a [ParkLandUse],
    #[schemars(with = "Vec<EnterpriseRecord>")]
    enterprises: Records<'a>,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    zones: &'a [Zone],
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    land_classes: &'a [NamedClass],
    #[serde(skip_serializing_if = "ProjectSummary::is_empty")]
    project_summary: &'a ProjectSummary,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    projects: &'a [PlannedProject],
    rejects: &'a [Reject],
    notes: &'a [Note],
    inputs: &'a [Input],
    resources: &'a [Resource],
    #[serde(skip_serializing_if = "Decisions::is_empty")]
    decisions: &'a Decisions,
    #[serde(skip_serializing_if = "Option::is_none")]
    earlier: Option<&'a Earlier>,
    #[serde(skip_serializing_if = "Option::is_none")]
    robustness: Option<&'a Robustness>,
    #[serde(skip_serializing_if = "Option::is_none")]
    robustness_cut: Option<CutShort>,
    #[serde(skip_serializing_if = "Option::is_none")]
    schedule: Option<&'a Schedule>,
    rule_book: &'a RuleBookText,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    indicators: &'a [IndicatorChange],
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    principles: &'a [PrincipleFigure],
}

/// The JSON Schema of `plan.json` (draft 2020-12), with what every field means; as JSON it is
/// `docs/plan.schema.json`.
pub fn plan_schema() -> Schema {
    let settings = SchemaSettings::draft2020_12().for_serialize();
    settings.into_generator().into_root_schema_for::<PlanView<'static>>()
}

fn names_its_version(schema: &mut Schema) {
    schema.insert("description".to_owned(), format!("A relocation plan, {SCHEMA}").into());
    if let Some(version) = schema.pointer_mut("/properties/schema") {
        *version = json!({ "const": SCHEMA });
    }
}

struct Records<'a>(&'a Plan);

impl Serialize for Records<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.enterprises().map(PlannedEnterprise::record))
    }
}

impl Serialize for Plan {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        PlanView {
            schema: &self.schema,
            title: &self.title,
            data_notice: &self.data_notice,
            as_of: self.as_of,
            weights: &self.weights,
            summary: &self.summary,
            solution: &self.solution,
            parks: &self.parks,
            land_use: &self.land_use,
            enterprises: Records(self),
            zones: &self.zones,
            land_classes: self.enterprises.land_classes.names(),
            project_summary: &self.project_summary,
            projects: &self.projects,
            rejects: &self.rejects,
            notes: &self.notes,
            inputs: &self.inputs,
            resources: &self.resources,
            decisions: &self.decisions,
            earlier: self.earlier.as_ref(),
            robustness: self.robustness.as_ref(),
            robustness_cut: self.robustness_cut,
            schedule: self.schedule.as_ref(),
            rule_book: &self.rule_book,
            indicators: &self.indicators,
            principles: &self.principles,
        }
        .serialize(serializer)
    }
}

/// An enterprise of a plan that names a park which the plan does not have.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("enterprise {enterprise}: expected a park of the plan, found {park}")]
pub struct NoSuchPark {
    /// The enterprise's id.
    pub enterprise: String,
    /// The park's id.
    pub park: String,
}

impl Enterprises {
    /// The enterprises of records, as `plan.json` holds them. `parks` are the plan's, in the order
    /// of their ids.
    ///
    /// # Errors
    /// [`NoSuchPark`] at the first park that is not among `parks`.
    pub fn from_records(
        records: impl IntoIterator<Item = EnterpriseRecord>,
        parks: &[PlannedPark],
    ) -> Result<Self, NoSuchPark> {
        let places: BTreeMap<&ParkId, usize> =
            parks.iter().enumerate().map(|(place, park)| (&park.park.id, place)).collect();
        let mut all = Self::default();
        let mut written = Vec::new();
        for record in records {
            let place = |park: &ParkId| match places.get(park) {
                Some(place) => Ok(Position::of(*place)),
                None => Err(NoSuchPark {
                    enterprise: record.enterprise.id.to_string(),
                    park: park.to_string(),
                }),
            };
            let second = record.second_choice.as_ref();
            let choices = [record.chosen.as_ref(), second.map(|second| &second.choice)];
            let park = |choice: Option<&ChoiceRecord>| choice.map(|c| place(&c.park)).transpose();
            let placement = Placement {
                parks: [park(choices[0])?, park(choices[1])?],
                distances: choices.map(|choice| choice.map_or(Metres(0.0), |c| c.distance_m)),
                margin_km: second.map_or(0.0, |second| second.margin_km),
                // Terms and words are as written.
                group: 0,
                left_out: None,
            };
            let moves = choices.iter().any(Option::is_some);
            if moves {
                all.placements.push(placement);
            }
            written.push(Written {
                terms: choices.map(|choice| choice.map(|c| (c.fit, c.cost_km, c.entry))),
                reasons: record.reasons,
                land_need: record.land_need,
                class: record.class,
                year: record.year,
                agreement: record.agreement,
                lists: Lists {
                    pillar_industry: record.pillar_industry,
                    high_technology: record.high_technology,
                },
            });
            let stands_in: Vec<Position> =
                record.stands_in.iter().map(place).collect::<Result<_, _>>()?;
            all.decisions.push(Decision {
                inside: stands_in.first().copied(),
                rare: Rare::new(record.findings, stands_in.get(1..).unwrap_or_default()),
                quality: record.quality,
                verdict: record.verdict,
                placement: moves.then(|| Position::of(all.placements.len() - 1)),
            });
            all.read.push(record.enterprise);
        }
        all.derived = Derived::Written(written);
        Ok(all)
    }
}

impl<'a> PlannedEnterprise<'a> {
    /// Everything about it, as `plan.json` has it.
    pub fn record(self) -> EnterpriseRecord {
        let choice = |choice: Choice<'_>, entry: Option<[f64; 2]>| ChoiceRecord {
            park: choice.park.clone(),
            fit: choice.fit,
            distance_m: choice.distance,
            cost_km: choice.cost_km,
            entry: entry.expect("a choice has an entry"),
        };
        EnterpriseRecord {
            enterprise: self.enterprise().clone(),
            verdict: self.verdict(),
            reasons: self.reasons(),
            findings: self.findings().to_vec(),
            stands_in: self.stands_in().cloned().collect(),
            quality: self.quality(),
            class: self.class().map(str::to_owned),
            land_need: self.land_need(),
            pillar_industry: self.pillar_industry().map(str::to_owned),
            high_technology: self.high_technology().map(str::to_owned),
            land_class: self.land_class().map(|class| class.id.clone()),
            chosen: self.chosen().map(|chosen| choice(chosen, self.entry())),
            second_choice: self.second_choice().map(|second| SecondChoiceRecord {
                choice: choice(second.choice, self.second_entry()),
                margin_km: second.margin_km,
            }),
            year: self.year(),
            agreement: self.agreement(),
        }
    }
}

impl LandClasses {
    /// As records of a plan have them.
    pub(crate) fn written(names: Vec<NamedClass>, records: &[EnterpriseRecord]) -> Self {
        if names.is_empty() {
            return Self::default();
        }
        let place = |record: &EnterpriseRecord| {
            let place =
                names.iter().position(|class| Some(&class.id) == record.land_class.as_ref());
            place.and_then(|place| u8::try_from(place).ok()).unwrap_or(NONE)
        };
        let of = records.iter().map(place).collect();
        Self { names, of }
    }
}
