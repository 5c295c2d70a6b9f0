//! `plan.json`: the plan as it is written and read back, enterprise by enterprise.

use crate::bucket::Bucket;
use crate::by_road::ByRoad;
use crate::by_road::travel::Travel;
use crate::distances::Move;
use crate::plan::base::Outline;
use crate::plan::ended::CutShort;
use crate::plan::enterprise::{Choice, PlannedEnterprise};
use crate::plan::enterprises::{
    Decision, Derived, Enterprises, Keys, Placement, Ranked, Terms, Written,
};
use crate::plan::figures::{IndicatorChange, ParkLandUse, PrincipleFigure};
use crate::plan::key_column::KeyColumn;
use crate::plan::parks::PlannedPark;
use crate::plan::projects::{PlannedProject, ProjectSummary};
use crate::plan::schedule::Schedule;
use crate::plan::solution::SolutionSummary;
use crate::plan::stored::Stored;
use crate::plan::{Plan, RuleBookText, SCHEMA, Summary};
use crate::position::Position;
use crate::screened::enterprises::Rare;
use crate::screened::land_classes::NamedClass;
use crate::settings::PlanOptions;
use crate::settings::decisions::Decisions;
use crate::settings::earlier::Earlier;
use crate::settings::resource::Resource;
use crate::settings::robustness::Robustness;
use parkward_model::{
    AreaUnits, Enterprise, InWords, Input, Metres, Note, ParkId, Reject, Text, Zone,
};
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
    /// What is stored of it beside where it goes.
    #[serde(flatten)]
    pub stored: Stored,
}

/// A park that an enterprise may go to, and at what cost.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ChoiceRecord {
    /// The park.
    pub park: ParkId,
    /// Industry fit, 0…1.
    pub fit: f64,
    /// From the site to the park: over the ellipsoid to its boundary, or by road.
    pub distance_m: Metres,
    /// How it goes, where distances are by road.
    #[serde(flatten)]
    pub travel: Option<Travel>,
    /// Distance and all terms, in kilometre-equivalents.
    pub cost_km: f64,
    /// Where the move ends, for drawing, longitude and latitude: the nearest point of the boundary, or the gate.
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

/// The fields of `plan.json`, in their order, each with what serde is told of it: the one list that the plan
/// as it is read, the plan as it is written, and the ways from and to [`Plan`] are made of. Behind the `=`: the
/// part of the plan that holds the field, if it is one. Enterprises stand among them and are told apart, being
/// held otherwise than written.
macro_rules! plan_json {
    (
        { $($(#[$above_attr:meta])* $above:ident: $above_type:ty $(= $above_part:ident)?,)* }
        enterprises
        { $($(#[$below_attr:meta])* $below:ident: $below_type:ty $(= $below_part:ident)?,)* }
    ) => {
        /// The plan as it is read; the schema is made of it.
        #[derive(Deserialize, JsonSchema)]
        #[schemars(title = "plan.json of Parkward", transform = names_its_version)]
        pub(crate) struct PlanRecord {
            $($(#[$above_attr])* $above: $above_type,)*
            enterprises: Vec<EnterpriseRecord>,
            $($(#[$below_attr])* $below: $below_type,)*
        }

        /// The plan as it is written: record by record, so that a writer never holds more than one.
        #[derive(Serialize)]
        struct PlanView<'a> {
            $($(#[$above_attr])* $above: &'a $above_type,)*
            enterprises: Records<'a>,
            $($(#[$below_attr])* $below: &'a $below_type,)*
        }

        impl<'a> PlanView<'a> {
            fn of(plan: &'a Plan) -> Self {
                Self {
                    $($above: &plan $(.$above_part)? .$above,)*
                    enterprises: Records(plan),
                    $($below: &plan $(.$below_part)? .$below,)*
                }
            }
        }

        impl TryFrom<PlanRecord> for Plan {
            type Error = NoSuchPark;

            fn try_from(record: PlanRecord) -> Result<Self, Self::Error> {
                let options = PlanOptions::on(record.as_of);
                let mut plan =
                    Self::empty(options, record.weights.clone(), RuleBookText::default());
                plan.enterprises = Enterprises::from_records(record.enterprises, &record.parks)?;
                $(plan $(.$above_part)? .$above = record.$above;)*
                $(plan $(.$below_part)? .$below = record.$below;)*
                let phases = |schedule: &Schedule| schedule.phases.clone();
                plan.options.phases = plan.schedule.as_ref().map(phases);
                Ok(plan)
            }
        }
    };
}

plan_json! {
    {
        schema: String,
        title: Text = options,
        data_notice: Text = options,
        as_of: Date = options,
        weights: Weights,
        summary: Summary,
        solution: SolutionSummary,
        parks: Vec<PlannedPark>,
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        land_use: Vec<ParkLandUse>,
    }
    enterprises
    {
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        zones: Vec<Zone>,
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        land_classes: Vec<NamedClass>,
        #[serde(default, skip_serializing_if = "ProjectSummary::is_empty")]
        project_summary: ProjectSummary,
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        projects: Vec<PlannedProject>,
        rejects: Vec<Reject>,
        notes: Vec<Note>,
        inputs: Vec<Input>,
        resources: Vec<Resource> = options,
        #[serde(default, skip_serializing_if = "Decisions::is_empty")]
        decisions: Decisions = options,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        earlier: Option<Earlier> = options,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        robustness: Option<Robustness> = options,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        by_road: Option<ByRoad> = options,
        #[serde(default, skip_serializing_if = "AreaUnits::are_default")]
        area_unit: AreaUnits = options,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        robustness_cut: Option<CutShort>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        schedule: Option<Schedule>,
        rule_book: RuleBookText,
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        indicators: Vec<IndicatorChange>,
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        principles: Vec<PrincipleFigure>,
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        district: Vec<Outline> = base,
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        city: Vec<Outline> = base,
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        towns: Vec<Outline> = base,
    }
}

impl<'de> Deserialize<'de> for Plan {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::try_from(PlanRecord::deserialize(deserializer)?).map_err(D::Error::custom)
    }
}

impl Serialize for Plan {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        PlanView::of(self).serialize(serializer)
    }
}

/// The JSON Schema of `plan.json` (draft 2020-12), with what every field means; as JSON it is
/// `docs/plan.schema.json`.
///
/// ```
/// use parkward_planning::{SCHEMA, plan_schema};
///
/// let schema = plan_schema();
/// assert_eq!(schema.pointer("/properties/schema/const"), Some(&SCHEMA.into()));
/// ```
pub fn plan_schema() -> Schema {
    let settings = SchemaSettings::draft2020_12().for_serialize();
    settings.into_generator().into_root_schema_for::<PlanRecord>()
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

/// An enterprise of a plan that names a park which the plan does not have.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.in_words().en)]
pub struct NoSuchPark {
    /// The enterprise's id.
    pub enterprise: String,
    /// The park's id.
    pub park: String,
}

impl InWords for NoSuchPark {
    fn in_words(&self) -> Text {
        let Self { enterprise, park } = self;
        Text::new(
            format!("企业 {enterprise}：应为方案中的园区，实为 {park}"),
            format!("enterprise {enterprise}: expected a park of the plan, found {park}"),
        )
    }
}

impl Enterprises {
    /// The enterprises of records, as `plan.json` holds them. `parks` are the plan's, in the order
    /// of their ids.
    ///
    /// ```
    /// # mod district { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/district/mod.rs")); }
    /// # use district::*;
    /// use parkward_planning::{EnterpriseRecord, Enterprises, Plan, PlannedEnterprise};
    ///
    /// let plan = tight();
    /// let records: Vec<EnterpriseRecord> = plan.enterprises().map(PlannedEnterprise::record).collect();
    /// let enterprises = Enterprises::from_records(records.clone(), &plan.parks)?;
    /// let read = Plan { enterprises, ..tight() };
    /// assert!(read.enterprises().map(PlannedEnterprise::record).eq(records));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// [`NoSuchPark`] at the first park that is not among `parks`.
    pub fn from_records(
        records: Vec<EnterpriseRecord>,
        parks: &[PlannedPark],
    ) -> Result<Self, NoSuchPark> {
        let numbered = parks.iter().enumerate();
        let numbered = numbered.map(|(index, park)| (&park.park.id, Position::of(index)));
        let positions: BTreeMap<&ParkId, Position> = numbered.collect();
        let keys = |key: fn(&EnterpriseRecord) -> &Option<String>| {
            KeyColumn::of(records.iter().map(|record| key(record).as_deref()))
        };
        let keys = Keys {
            class: keys(|record| &record.class),
            pillar_industry: keys(|record| &record.pillar_industry),
            high_technology: keys(|record| &record.high_technology),
            land_class: keys(|record| &record.land_class),
        };
        let mut all = Self { keys, ..Self::default() };
        let mut written = Vec::with_capacity(records.len());
        let mut stored = Vec::new();
        for record in records {
            let position = |park: &ParkId| match positions.get(park) {
                Some(position) => Ok(*position),
                None => Err(NoSuchPark {
                    enterprise: record.enterprise.id.to_string(),
                    park: park.to_string(),
                }),
            };
            let second = record.second_choice.as_ref();
            let choices =
                Ranked { chosen: record.chosen.as_ref(), second: second.map(|s| &s.choice) };
            let park =
                |choice: Option<&ChoiceRecord>| choice.map(|c| position(&c.park)).transpose();
            let placement = Placement {
                parks: Ranked { chosen: park(choices.chosen)?, second: park(choices.second)? },
                distances: choices.map(|choice| choice.map_or(Metres(0.0), |c| c.distance_m)),
                margin_km: second.map_or(0.0, |second| second.margin_km),
                // Only a plan that was made derives terms and words of these.
                group: 0,
                left_out: None,
            };
            let moves = choices.chosen.is_some() || choices.second.is_some();
            if moves {
                all.placements.push(placement);
            }
            let terms = |c: &ChoiceRecord| {
                let going = Move { distance: None, travel: c.travel, entry: c.entry };
                Terms { fit: c.fit, cost_km: c.cost_km, going }
            };
            let terms = choices.map(|choice| choice.map(terms));
            written.push(Written { reasons: record.reasons, land_need: record.land_need, terms });
            let stands_in: Vec<Position> =
                record.stands_in.iter().map(position).collect::<Result<_, _>>()?;
            all.decisions.push(Decision {
                inside: stands_in.first().copied(),
                rare: Rare::new(record.findings, stands_in.get(1..).unwrap_or_default()),
                quality: record.quality,
                verdict: record.verdict,
                placement: moves.then(|| Position::of(all.placements.len() - 1)),
            });
            stored.push(record.stored);
            all.read.push(record.enterprise);
        }
        if stored.iter().any(|stored| *stored != Stored::default()) {
            all.stored = stored;
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
            travel: choice.travel,
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
            stored: self.stored(),
        }
    }
}
