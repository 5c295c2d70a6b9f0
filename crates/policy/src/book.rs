//! The rule file: its tables, and the checks that make it a [`RuleBook`].

use crate::land_need::GuideIndex;
use crate::{
    ClassRules, Date, Effect, Eligibility, Indicator, LandClass, LandGuide, LandNeedRules, LandUse,
    Measure, Preference, Principle, QualityElement, ScreeningRule, SpatialRule, Test, TomlError,
    ZoneKind, parse_toml,
};
use parkward_model::{Classification, ClassificationError, FieldKind, IndustryCode, ParkId, Text};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// What the file is, and which classification its codes belong to.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Book {
    /// A short name.
    pub id: String,
    /// The version, which provenance.json names.
    pub version: String,
    /// The title.
    pub title: Text,
    /// The district it was written for.
    pub district: Text,
    /// The day whose rules are applied when the plan names none.
    pub as_of: Date,
    /// Path of the classification table, beside the rule file.
    pub classification: String,
}

/// The prices of a plan, in kilometre-equivalents: how many kilometres further a planner would
/// accept for what the term measures.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Weights {
    /// Kilometres for the whole way from no fit to perfect fit.
    pub fit_km: f64,
    /// Kilometres for the whole way from an empty park to one that is fully built.
    pub utilisation_km: f64,
    /// Pairs whose industry fit (0…1) lies below this are not allowed.
    pub minimum_fit: f64,
    /// Pairs further apart than this are not allowed.
    pub cut_off_km: f64,
    /// What leaving an enterprise of no quality unplaced costs; more than any move.
    pub unplaced_km: f64,
    /// What it costs beyond that for an enterprise of quality 1.
    pub quality_km: f64,
    /// What it costs beyond all that to leave a new project unplaced.
    #[serde(default, skip_serializing_if = "is_nothing")]
    pub project_km: f64,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "what serde hands over")]
fn is_nothing(km: &f64) -> bool {
    km.to_bits() == 0
}

/// A type of park, in the order of the legend.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ParkType {
    /// The key that parks refer to.
    pub id: String,
    /// The name.
    pub name: Text,
    /// The colour on maps, `#rrggbb`.
    pub colour: String,
}

/// A role that a park can have (pillar zone, chemical park …).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Role {
    /// The key that parks, preferences and eligibility refer to.
    pub id: String,
    /// The name.
    pub name: Text,
}

/// A named list of industries.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Industries {
    /// The key.
    pub id: String,
    /// The name.
    pub name: Text,
    /// Codes of any length.
    pub industries: Vec<IndustryCode>,
}

/// What the policy says of one park.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ParkRules {
    /// Key of a [`ParkType`].
    #[serde(rename = "type")]
    pub park_type: String,
    /// Keys of [`Role`]s.
    #[serde(default)]
    pub roles: Vec<String>,
    /// Industries admitted, with fit in 0…1. The longest prefix wins. Empty: see
    /// [`parkward_model::Park::industries`].
    #[serde(default)]
    pub plan: BTreeMap<IndustryCode, f64>,
    /// Where the plan comes from.
    #[serde(default)]
    pub plan_source: String,
    /// Key of a [`crate::ZoneType`], by the park's own statement.
    #[serde(default)]
    pub zone_type: Option<String>,
}

/// A quantity of the enterprises that is summed up before and after the plan.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Total {
    /// The key.
    pub id: String,
    /// The name.
    pub name: Text,
    /// The enterprise's field.
    pub field: String,
    /// The unit, for people.
    pub unit: String,
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

fn no_classification() -> Classification {
    Classification::from_csv("code,name_zh\n").expect("a table of no codes is a table")
}

/// A rule file that cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RuleBookError {
    /// Not TOML, or not the keys of a rule file.
    #[error(transparent)]
    Toml(#[from] TomlError),
    /// The classification table is damaged.
    #[error("{file}: {reason}")]
    Classification {
        /// The table.
        file: String,
        /// What is wrong in it.
        reason: ClassificationError,
    },
    /// A value that no plan can be made with.
    #[error("{file}: {place}: expected {expected}, found {found}")]
    Value {
        /// The rule file.
        file: String,
        /// The key.
        place: String,
        /// What would be usable.
        expected: String,
        /// What stands there.
        found: String,
    },
}

impl RuleBook {
    /// Reads a rule file. `classification` gets the path that the file names in
    /// `book.classification` and returns the table's text; the caller knows where files are.
    ///
    /// # Errors
    /// The outer error is the caller's own, for a table that cannot be found;
    /// [`RuleBookError`] names the file, the place, what was expected and what was found.
    pub fn parse<E>(
        text: &str,
        file: &str,
        classification: impl FnOnce(&str) -> Result<String, E>,
    ) -> Result<Result<Self, RuleBookError>, E> {
        let mut rules: Self = match parse_toml(text, file) {
            Ok(rules) => rules,
            Err(error) => return Ok(Err(error.into())),
        };
        let table = classification(&rules.book.classification)?;
        rules.classification = match Classification::from_csv(&table) {
            Ok(classification) => classification,
            Err(reason) => {
                let file = rules.book.classification;
                return Ok(Err(RuleBookError::Classification { file, reason }));
            }
        };
        Ok(rules.check(file).and_then(|()| {
            rules.guide_index = rules.index_guide().map_err(|[place, expected, found]| {
                RuleBookError::Value { file: file.to_owned(), place, expected, found }
            })?;
            Ok(rules)
        }))
    }

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

    /// Rules that rate nobody, because the book holds no limit for any industry.
    pub fn unrated(&self) -> impl Iterator<Item = &ScreeningRule> {
        self.screening.iter().filter(|rule| rule.rates_nobody())
    }

    /// Every key refers to something, every code exists, every number can be used.
    ///
    /// Called by [`RuleBook::parse`]; call it again after changing a weight. `file` names the culprit.
    ///
    /// # Errors
    /// [`RuleBookError::Value`] with the place, what was expected and what was found.
    pub fn check(&self, file: &str) -> Result<(), RuleBookError> {
        let value = |place: String, expected: &str, found: &dyn std::fmt::Display| {
            Err(RuleBookError::Value {
                file: file.to_owned(),
                place,
                expected: expected.to_owned(),
                found: found.to_string(),
            })
        };
        let w = &self.weights;
        for (key, number) in [
            ("fit_km", w.fit_km),
            ("utilisation_km", w.utilisation_km),
            ("cut_off_km", w.cut_off_km),
            ("unplaced_km", w.unplaced_km),
            ("quality_km", w.quality_km),
            ("project_km", w.project_km),
        ] {
            if !(0.0..=1e6).contains(&number) {
                return value(format!("weights.{key}"), "a number from 0 to 1,000,000", &number);
            }
        }
        if !(0.0..=1.0).contains(&w.minimum_fit) {
            return value("weights.minimum_fit".into(), "a number from 0 to 1", &w.minimum_fit);
        }
        let dearest = self.dearest_move_km();
        if w.unplaced_km <= dearest {
            let expected = format!(
                "more than {dearest} km, the dearest move these weights allow (cut-off, fit, \
                 utilisation and preferences together)"
            );
            return value("weights.unplaced_km".into(), &expected, &w.unplaced_km);
        }
        if let Some((place, expected, found)) = self.land_use.as_ref().and_then(LandUse::fault) {
            return value(place, &expected, &found);
        }
        self.check_codes(&value)?;
        self.check_references(&value)?;
        self.check_classes(&value)
    }

    /// The most that a move can cost: the cut-off and every term at its worst.
    pub fn dearest_move_km(&self) -> f64 {
        let w = &self.weights;
        let preferences: f64 = self.preferences.iter().map(|preference| preference.adds_km).sum();
        w.cut_off_km + w.fit_km + w.utilisation_km + preferences
    }

    fn check_codes(&self, value: &ValueError<'_>) -> Result<(), RuleBookError> {
        let lists = self.pillar_industries.iter().chain(&self.high_technology);
        let listed = lists.flat_map(|l| l.industries.iter().map(move |c| (l.id.clone(), c)));
        let planned = self.parks.iter().flat_map(|(id, park)| {
            park.plan.keys().map(move |code| (format!("parks.{id}.plan"), code))
        });
        let eligible = self
            .eligibility
            .iter()
            .flat_map(|e| e.industries.iter().map(move |c| (e.id.clone(), c)));
        let preferred = self
            .preferences
            .iter()
            .flat_map(|p| p.industries.iter().map(move |c| (p.id.clone(), c)));
        let screened = self.screening.iter().flat_map(|s| {
            s.industries.iter().chain(s.test.codes()).map(move |code| (s.id.clone(), code))
        });
        let counted = self.principles.iter().flat_map(|p| {
            p.counts.iter().flat_map(|count| count.industries()).map(move |c| (p.id.clone(), c))
        });
        let guided = self.land_guide.iter().enumerate();
        let guided = guided.flat_map(|(place, row)| {
            row.industries.iter().map(move |code| (format!("land_guide {}", place + 1), code))
        });
        let spatial =
            self.spatial.iter().flat_map(|s| s.industries.iter().map(move |c| (s.id.clone(), c)));
        let ruled = eligible.chain(preferred).chain(screened).chain(spatial);
        let ruled = ruled.chain(counted).chain(guided);
        for (place, code) in listed.chain(planned).chain(ruled) {
            match self.classification.parse(code.as_str()) {
                Ok(canonical) if canonical == *code => {}
                Ok(canonical) => return value(place, &canonical.to_string(), code),
                Err(_) => return value(place, "a code of the classification", code),
            }
        }
        Ok(())
    }

    fn check_references(&self, value: &ValueError<'_>) -> Result<(), RuleBookError> {
        let types: Vec<&str> = self.park_types.iter().map(|t| t.id.as_str()).collect();
        let roles: Vec<&str> = self.roles.iter().map(|r| r.id.as_str()).collect();
        let one_of = |known: &[&str]| format!("one of {}", known.join(", "));
        for (id, park) in &self.parks {
            if !types.contains(&park.park_type.as_str()) {
                return value(format!("parks.{id}.type"), &one_of(&types), &park.park_type);
            }
            if let Some(role) = park.roles.iter().find(|role| !roles.contains(&role.as_str())) {
                return value(format!("parks.{id}.roles"), &one_of(&roles), role);
            }
            let zones = self.land_use.iter().flat_map(|land_use| &land_use.zone_types);
            let zones: Vec<&str> = zones.map(|zone| zone.id.as_str()).collect();
            if let Some(zone) = park.zone_type.as_ref().filter(|z| !zones.contains(&z.as_str())) {
                return value(format!("parks.{id}.zone_type"), &one_of(&zones), zone);
            }
            if let Some((code, fit)) = park.plan.iter().find(|(_, fit)| !(0.0..=1.0).contains(*fit))
            {
                return value(format!("parks.{id}.plan.{code}"), "a fit from 0 to 1", fit);
            }
        }
        let needed = self.eligibility.iter().map(|e| (&e.id, &e.needs_role));
        let lacked = self.preferences.iter().map(|p| (&p.id, &p.lacks_role));
        let counted = self
            .principles
            .iter()
            .flat_map(|p| p.counts.iter().filter_map(|count| Some((&p.id, count.role()?))));
        let asked = needed.chain(lacked).chain(counted);
        if let Some((id, role)) = asked.into_iter().find(|(_, r)| !roles.contains(&r.as_str())) {
            return value(id.clone(), &one_of(&roles), role);
        }
        if let Some(p) = self.preferences.iter().find(|p| !(0.0..=1e6).contains(&p.adds_km)) {
            return value(format!("{}.adds_km", p.id), "a number from 0 to 1,000,000", &p.adds_km);
        }
        if let Some(t) = self.park_types.iter().find(|t| !is_colour(&t.colour)) {
            return value(
                format!("park_types.{}.colour", t.id),
                "a colour such as #3b6fb6",
                &t.colour,
            );
        }
        if let Some(q) = self.quality.iter().find(|q| !(q.weight > 0.0 && q.weight.is_finite())) {
            return value(format!("quality.{}.weight", q.id), "a positive number", &q.weight);
        }
        for q in &self.quality {
            if let Measure::Ratio { worst, best, .. } = q.measure
                && (worst == best || !(worst.is_finite() && best.is_finite()))
            {
                let place = format!("quality.{}.measure.ratio.best", q.id);
                return value(place, "a number other than `worst`", &best);
            }
        }
        for rule in &self.screening {
            let mut limits = rule.test.limits().into_iter().flat_map(|measure| &measure.limits);
            if let Some((code, limit)) = limits.find(|(_, limit)| !(0.0..=1e12).contains(*limit)) {
                let expected = "a number from 0 to 1,000,000,000,000";
                return value(format!("{}.limits.{code}", rule.id), expected, limit);
            }
            if rule.test == (Test::Industry {}) && rule.effect != Effect::Notes {
                let expected = "notes: an industry code alone has no consequence";
                return value(
                    format!("{}.effect", rule.id),
                    expected,
                    &"a test of the industry alone",
                );
            }
        }
        self.check_spatial(value)?;
        let mut seen = BTreeSet::new();
        let spatial = self.spatial.iter().map(|rule| &rule.id);
        let ids = self.screening.iter().map(|rule| &rule.id).chain(spatial);
        if let Some(twice) = ids
            .chain(self.quality.iter().map(|q| &q.id))
            .chain(self.improve.iter().map(|i| &i.id))
            .find(|id| !seen.insert(*id))
        {
            return value(twice.clone(), "an id that no other rule has", twice);
        }
        let mut seen = BTreeSet::from(["land"]);
        if let Some(twice) = self.totals.iter().find(|total| !seen.insert(total.id.as_str())) {
            return value("totals".into(), "an id that no other total has, nor land", &twice.id);
        }
        Ok(())
    }
}

impl RuleBook {
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

    fn check_spatial(&self, value: &ValueError<'_>) -> Result<(), RuleBookError> {
        let kinds: Vec<&str> = self.zone_kinds.iter().map(|kind| kind.id.as_str()).collect();
        let one_of = format!("one of the zone_kinds: {}", kinds.join(", "));
        if let Some(kind) = self.zone_kinds.iter().find(|kind| !is_colour(&kind.colour)) {
            let place = format!("zone_kinds.{}.colour", kind.id);
            return value(place, "a colour such as #3b6fb6", &kind.colour);
        }
        for rule in &self.spatial {
            if !kinds.contains(&rule.kind.as_str()) {
                return value(format!("spatial.{}.kind", rule.id), &one_of, &rule.kind);
            }
            let place = format!("spatial.{}.distance_m", rule.id);
            match rule.distance_m {
                Some(metres) if rule.own_distance => {
                    return value(place, "no distance beside own_distance = true", &metres);
                }
                Some(metres) if !(0.0..=MOST_METRES).contains(&metres) => {
                    return value(place, "metres from 0 to 100,000", &metres);
                }
                None if !rule.own_distance => {
                    return value(
                        place,
                        "metres, 0 for within, or own_distance = true",
                        &"neither",
                    );
                }
                _ => {}
            }
        }
        let inside = |class: &LandClass| Some((class.id.clone(), class.inside.clone()?));
        if let Some((id, kind)) = self
            .land_classes
            .iter()
            .filter_map(inside)
            .find(|(_, kind)| !kinds.contains(&kind.as_str()))
        {
            return value(format!("land_classes.{id}.inside"), &one_of, &kind);
        }
        if self.land_classes.len() > 254 {
            let count = self.land_classes.len();
            return value("land_classes".to_owned(), "at most 254 classes", &count);
        }
        Ok(())
    }
}

/// No rule of space reaches further: a slip of the pen, or kilometres for metres.
const MOST_METRES: f64 = 100_000.0;

/// The name under which rules ask for the land an enterprise needs, in hectares.
pub(crate) const LAND: &str = "land_ha";

pub(crate) type ValueError<'a> =
    dyn Fn(String, &str, &dyn std::fmt::Display) -> Result<(), RuleBookError> + 'a;

fn is_colour(text: &str) -> bool {
    text.len() == 7 && text.starts_with('#') && text[1..].bytes().all(|b| b.is_ascii_hexdigit())
}

/// Whether any of `codes` is a prefix of `industry`. An empty list covers every industry.
pub(crate) fn covers(codes: &[IndustryCode], industry: &IndustryCode) -> bool {
    codes.is_empty() || codes.iter().any(|code| industry.starts_with(code))
}
