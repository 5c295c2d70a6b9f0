//! The rule book: the tables of a rule file together, read and checked.

pub(crate) mod check;
pub(crate) mod land_guide;

use crate::date::Date;
use crate::error::RuleBookError;
use crate::fields::{LAND, covers};
use crate::tables::classes::ClassRules;
use crate::tables::district::{Book, FieldName, Industries, ParkRules, ParkType, Role, Total};
use crate::tables::improve::{Indicator, Principle};
use crate::tables::land_guide::{GuideIndex, LandGuide, LandNeedRules};
use crate::tables::land_use::LandUse;
use crate::tables::limit_table::LimitTable;
use crate::tables::pairing::{Eligibility, Preference};
use crate::tables::quality::QualityElement;
use crate::tables::screening::ScreeningRule;
use crate::tables::spatial::{LandClass, SpatialRule, ZoneKind};
use crate::tables::terms::{Measures, Terms};
use crate::tables::weights::Weights;
use crate::toml_file::parse_toml;
use parkward_model::{Classification, FieldKind, IndustryCode, Lang, Park, ParkId, Text};
use serde::Deserialize;
use std::collections::BTreeMap;

/// A table that a rule file names, by its path from there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BookTable<'a> {
    /// The industry codes that exist.
    Classification(&'a str),
    /// Limits by industry, indicator and level.
    Limits(&'a str),
}

/// The rule book of a district.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RuleBook {
    /// What the file is.
    pub book: Book,
    /// Prices of a plan.
    pub weights: Weights,
    /// Types of parks.
    #[serde(default)]
    pub park_types: Vec<ParkType>,
    /// Roles of parks.
    #[serde(default)]
    pub roles: Vec<Role>,
    /// The district's pillar industries.
    #[serde(default)]
    pub pillar_industries: Vec<Industries>,
    /// Encouraged new and high technology.
    #[serde(default)]
    pub high_technology: Vec<Industries>,
    /// What is said of each park.
    #[serde(default)]
    pub parks: BTreeMap<ParkId, ParkRules>,
    /// Who may only go where.
    #[serde(default)]
    pub eligibility: Vec<Eligibility>,
    /// Who should rather go where.
    #[serde(default)]
    pub preferences: Vec<Preference>,
    /// What people call the fields that rules look at.
    #[serde(default)]
    pub field_names: Vec<FieldName>,
    /// Path of the table of limits, beside the rule file.
    #[serde(default)]
    pub limits: Option<String>,
    /// The "four to eliminate".
    #[serde(default)]
    pub screening: Vec<ScreeningRule>,
    /// Kinds of zones, in the order of the legend.
    #[serde(default)]
    pub zone_kinds: Vec<ZoneKind>,
    /// Rules of space.
    #[serde(default)]
    pub spatial: Vec<SpatialRule>,
    /// Classes of the land that enterprises stand on.
    #[serde(default)]
    pub land_classes: Vec<LandClass>,
    /// The "four elements".
    #[serde(default)]
    pub quality: Vec<QualityElement>,
    /// The "four to improve".
    #[serde(default)]
    pub improve: Vec<Indicator>,
    /// The principles, and what is counted of them.
    #[serde(default)]
    pub principles: Vec<Principle>,
    /// How the land need is found, beside the guide.
    #[serde(default)]
    pub land_need: LandNeedRules,
    /// The guide to industrial land.
    #[serde(default)]
    pub land_guide: Vec<LandGuide>,
    /// How enterprises are classed.
    #[serde(default)]
    pub classes: Option<ClassRules>,
    /// What is summed up before and after the plan, beside land.
    #[serde(default)]
    pub totals: Vec<Total>,
    /// The table of limits.
    #[serde(skip)]
    pub(crate) limit_table: LimitTable,
    /// The rows of the land guide by code.
    #[serde(skip)]
    pub(crate) guide_index: GuideIndex,
    /// How well parks use their land, and what is left of it.
    #[serde(default)]
    pub land_use: Option<LandUse>,
    /// The codes that exist.
    #[serde(skip, default = "no_classification")]
    pub classification: Classification,
}

impl RuleBook {
    /// Reads a rule file. `tables` is asked for the text of each table that the file names, the classification first;
    /// the caller knows where files are.
    ///
    /// # Errors
    /// The outer error is the caller's own, for a table that cannot be found;
    /// [`RuleBookError`] names the file, the place, what was expected and what was found.
    pub fn parse<E>(
        text: &str,
        file: &str,
        mut tables: impl FnMut(BookTable<'_>) -> Result<String, E>,
    ) -> Result<Result<Self, RuleBookError>, E> {
        let mut rules: Self = match parse_toml(text, file) {
            Ok(rules) => rules,
            Err(error) => return Ok(Err(error.into())),
        };
        let table = tables(BookTable::Classification(&rules.book.classification))?;
        rules.classification = match Classification::from_csv(&table) {
            Ok(classification) => classification,
            Err(reason) => {
                let file = rules.book.classification;
                return Ok(Err(RuleBookError::Classification { file, reason }));
            }
        };
        if let Some(path) = &rules.limits {
            let table = tables(BookTable::Limits(path))?;
            rules.limit_table = match LimitTable::from_csv(&table, &rules.classification) {
                Ok(table) => table,
                Err((line, fault)) => {
                    let (file, fault) = (format!("{path}:{line}"), fault.into());
                    return Ok(Err(RuleBookError::Value { file, fault }));
                }
            };
        }
        Ok(rules.check(file).and_then(|()| {
            rules.guide_index = rules.index_guide().map_err(|fault| RuleBookError::Value {
                file: file.to_owned(),
                fault: fault.into(),
            })?;
            Ok(rules)
        }))
    }
}

fn no_classification() -> Classification {
    Classification::from_csv("code,name_zh\n").expect("a table of no codes is a table")
}

impl RuleBook {
    /// What the book says of a park, if anything.
    pub fn park(&self, id: &ParkId) -> Option<&ParkRules> {
        self.parks.get(id)
    }

    /// The type of a park, if the book gives it one.
    pub fn park_type(&self, id: &ParkId) -> Option<&ParkType> {
        let wanted = &self.park(id)?.park_type;
        self.park_types.iter().find(|park_type| park_type.id == *wanted)
    }

    /// The pillar industry that the code belongs to, if any: the first list with a matching prefix.
    pub fn pillar_industry(&self, industry: &IndustryCode) -> Option<&Industries> {
        self.pillar_industries.iter().find(|list| covers(&list.industries, industry))
    }

    /// The encouraged new or high technology that the code belongs to, if any: likewise.
    pub fn high_technology(&self, industry: &IndustryCode) -> Option<&Industries> {
        self.high_technology.iter().find(|list| covers(&list.industries, industry))
    }

    /// All fields of an enterprise that a rule of this book looks at, and what they must hold.
    pub fn fields(&self) -> BTreeMap<String, FieldKind> {
        let screening = self.screening.iter().flat_map(|rule| rule.test.fields());
        let quality = self.quality.iter().flat_map(QualityElement::fields);
        let improve = self.improve.iter().flat_map(|indicator| indicator.measure.fields());
        let classes = self.classes.iter().flat_map(ClassRules::fields);
        let totals = self.totals.iter().map(|total| total.field.as_str());
        let numbers = quality.chain(improve).chain(self.land_fields()).chain(classes).chain(totals);
        screening
            .chain(numbers.map(|field| (field, FieldKind::Number)))
            .filter(|(field, _)| *field != LAND)
            .map(|(field, kind)| (field.to_owned(), kind))
            .collect()
    }

    /// Whether a limit depends on who else is in the survey.
    pub fn has_relative_limits(&self) -> bool {
        let mut limits = self.screening.iter().filter_map(|rule| rule.test.limits());
        limits.any(|measure| measure.relative.is_some())
    }

    /// What people call a field: as the book says, else its key.
    pub(crate) fn field_name(&self, field: &str) -> Text {
        let named = self.field_names.iter().find(|named| named.id == field);
        named.map_or_else(|| Text::new(field, field), |named| named.name.clone())
    }

    /// What people call a measure, one field for each of another if there is one, and its unit.
    pub(crate) fn measure_name(&self, field: &str, per: Option<&str>) -> [Text; 2] {
        let unit = |field: &str| {
            let named = self.field_names.iter().find(|named| named.id == field);
            named.map(|named| named.unit.clone()).unwrap_or_default()
        };
        let (name, own) = (self.field_name(field), unit(field));
        let Some(per) = per else { return [name, own] };
        let (base, base_unit) = (self.field_name(per), unit(per));
        let over = |unit: &str, base: &str| match (unit, base) {
            ("", "") => String::new(),
            (unit, "") => unit.to_owned(),
            ("", base) => format!("1/{base}"),
            (unit, base) => format!("{unit}/{base}"),
        };
        let units = own.map(
            |unit| over(unit, base_unit.in_lang(Lang::Zh)),
            |unit| over(unit, base_unit.in_lang(Lang::En)),
        );
        let names = name.map(
            |name| format!("单位{}{name}", base.in_lang(Lang::Zh)),
            |name| format!("{name} per {}", base.in_lang(Lang::En)),
        );
        [names, units]
    }

    /// Rules that rate nobody, because the book holds no limit for any industry.
    pub fn unrated(&self) -> impl Iterator<Item = &ScreeningRule> {
        self.screening.iter().filter(|rule| rule.rates_nobody())
    }

    /// The most that a move can cost: the cut-off and every term at its worst.
    pub fn dearest_move_km(&self) -> f64 {
        let worst = self.worst_terms(0.0);
        worst.each().fold(self.weights.cut_off_km, |sum, (_, km)| sum + km)
    }

    /// The terms of a pair at a fit, all others as dear as they can be.
    pub fn worst_terms(&self, fit: f64) -> Terms {
        Terms::new(&self.weights, &Measures::at_worst(fit, &self.preferences))
    }

    /// The kind of zone with a key.
    pub fn zone_kind(&self, id: &str) -> Option<&ZoneKind> {
        self.zone_kinds.iter().find(|kind| kind.id == id)
    }

    /// The kinds of zones that a rule of space in force on `day` looks at, in the order of the book.
    pub fn kinds_in_force(&self, day: Date) -> Vec<ZoneKind> {
        let in_force = |kind: &&ZoneKind| {
            self.spatial.iter().any(|rule| rule.kind == kind.id && rule.effective.on(day))
        };
        self.zone_kinds.iter().filter(in_force).cloned().collect()
    }

    /// The zone type that the book states for a park.
    pub fn stated_zone_type(&self, park: &Park) -> Option<&str> {
        self.park(&park.id)?.zone_type.as_deref()
    }
}
