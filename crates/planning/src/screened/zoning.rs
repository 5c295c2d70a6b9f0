//! What the zones of a survey and the rules of space in force come to: for an enterprise where it stands,
//! for a park, for the place of a new project; and the class of land by the zones around it.

use geo_types::Point;
use parkward_geometry::ZoneIndex;
use parkward_model::{Enterprise, IndustryCode, Lang, Metres, Park, Text, Zone};
use parkward_policy::{
    Date, Finding, ForExisting, ForParks, ForProjects, LandClass, Outcome, Refusal, RuleBook,
    SpatialRule,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Zones and rules, joined: one entry of the index for every rule and zone that it looks at.
pub(crate) struct Zoning<'a> {
    zones: &'a [Zone],
    index: ZoneIndex,
    /// The rule and the zone of each entry, and how far the rule reaches.
    pairs: Vec<(&'a SpatialRule, usize, f64)>,
    classes: &'a [LandClass],
    /// Each area that a class of land looks at, by its kind.
    areas: ZoneIndex,
    kinds: Vec<&'a str>,
}

impl<'a> Zoning<'a> {
    /// The rules in force on `day` and the zones that they look at.
    pub(crate) fn new(zones: &'a [Zone], rules: &'a RuleBook, day: Date) -> Self {
        let in_force = rules.spatial.iter().filter(|rule| rule.effective.on(day));
        let pairs: Vec<_> = in_force
            .flat_map(|rule| {
                let reached = move |(index, zone): (usize, &Zone)| {
                    rule.reach(zone).map(|reach| (rule, index, reach))
                };
                zones.iter().enumerate().filter_map(reached)
            })
            .collect();
        // Every kind that a class looks at must be there: without its layer it is unknown who stands outside.
        let known = |kind: &str| zones.iter().any(|zone| zone.kind == kind);
        let looked_at = || rules.land_classes.iter().filter_map(|class| class.inside.as_deref());
        let classes = if looked_at().all(known) && looked_at().next().is_some() {
            &rules.land_classes[..]
        } else {
            &[]
        };
        let areas: Vec<&Zone> = zones
            .iter()
            .filter(|zone| classes.iter().any(|class| class.inside.as_ref() == Some(&zone.kind)))
            .collect();
        Self {
            index: ZoneIndex::build(
                pairs.iter().map(|(_, index, reach)| (&zones[*index].shape, Metres(*reach))),
            ),
            zones,
            pairs,
            classes,
            kinds: areas.iter().map(|zone| zone.kind.as_str()).collect(),
            areas: ZoneIndex::build(areas.iter().map(|zone| (&zone.shape, Metres(0.0)))),
        }
    }

    /// What rules of space have to say of an enterprise where it stands, in the order of the book; of
    /// several zones for one rule, the nearest. An unknown industry makes a rule unknown that closes or
    /// moves some industries.
    pub(crate) fn findings(&self, enterprise: &Enterprise) -> Vec<Finding> {
        if self.index.is_empty() {
            return Vec::new();
        }
        let mut found: Vec<(usize, Metres)> = Vec::new();
        for (pair, distance) in self.index.near(enterprise.site) {
            let rule = self.pairs[pair].0;
            let (Some(_), true) = (rule.existing, may_concern(rule, enterprise.industry.as_ref()))
            else {
                continue;
            };
            keep_nearest(&mut found, pair, distance, |a, b| {
                self.pairs[a].0.id == self.pairs[b].0.id
            });
        }
        found
            .into_iter()
            .filter_map(|(pair, distance)| self.finding(enterprise, pair, distance))
            .collect()
    }

    fn finding(&self, enterprise: &Enterprise, pair: usize, distance: Metres) -> Option<Finding> {
        let (rule, _, reach) = self.pairs[pair];
        let outcome = match rule.existing? {
            ForExisting::Moves => Outcome::Moves,
            ForExisting::Closes => Outcome::Closes,
            ForExisting::Notes => Outcome::Noted,
        };
        let text = self.text(pair, distance);
        let unknown = enterprise.industry.is_none() && !rule.industries.is_empty();
        let (outcome, text) = match outcome {
            Outcome::Noted if unknown => return None,
            _ if unknown => (
                Outcome::Unknown,
                Text::new(
                    format!("{}；行业未知，须人工核实", text.zh),
                    format!("{}; industry is unknown; to be checked", text.en),
                ),
            ),
            _ => (outcome, text),
        };
        let (rule, clause) = (rule.id.clone(), rule.clause.clone());
        let (value, limit) = (Some(distance.0), Some(reach));
        Some(Finding {
            rule,
            clause,
            outcome,
            value,
            limit,
            margin: None,
            origin: None,
            peers: None,
            text,
        })
    }

    /// The rules of space that a park lies within reach of, in the order of the book; of several zones
    /// for one rule, the nearest.
    pub(crate) fn park(&self, park: &Park) -> Vec<ParkZone> {
        let mut found = Vec::new();
        if self.index.is_empty() {
            return Vec::new();
        }
        for (pair, distance) in self.index.near_park(&park.footprint) {
            let holds = match self.pairs[pair].0.parks {
                None => false,
                Some(ForParks::Refuses | ForParks::Notes) => true,
                Some(ForParks::RefusesIfInside) => self.index.holds_park(pair, &park.footprint),
            };
            if holds {
                keep_nearest(&mut found, pair, distance, |a, b| {
                    self.pairs[a].0.id == self.pairs[b].0.id
                });
            }
        }
        let park_zone = |(pair, distance): (usize, Metres)| {
            let (rule, zone, reach) = self.pairs[pair];
            ParkZone {
                rule: rule.id.clone(),
                kind: rule.kind.clone(),
                zone: self.zones[zone].id.clone(),
                distance_m: distance,
                limit_m: Metres(reach),
                refuses: rule.parks != Some(ForParks::Notes),
                text: self.text(pair, distance),
            }
        };
        found.into_iter().map(park_zone).collect()
    }

    /// What rules of space say of a place for a new project of an industry.
    pub(crate) fn place(&self, at: Point<f64>, industry: &IndustryCode) -> Vec<PlaceZone> {
        let mut found = Vec::new();
        for (pair, distance) in self.index.near(at) {
            let rule = self.pairs[pair].0;
            if rule.projects.is_some() && rule.concerns(industry) {
                keep_nearest(&mut found, pair, distance, |a, b| {
                    self.pairs[a].0.id == self.pairs[b].0.id
                });
            }
        }
        let place_zone = |(pair, distance): (usize, Metres)| PlaceZone {
            rule: self.pairs[pair].0.id.clone(),
            refuses: self.pairs[pair].0.projects == Some(ForProjects::Refuses),
            text: self.text(pair, distance),
        };
        found.into_iter().map(place_zone).collect()
    }

    /// The classes of land that are told apart; none without the layers that they look at.
    pub(crate) fn classes(&self) -> &'a [LandClass] {
        self.classes
    }

    /// The class of land of a place, by its position among the classes.
    pub(crate) fn class(&self, at: Point<f64>) -> Option<usize> {
        let around: Vec<usize> = self.areas.near(at).map(|(area, _)| area).collect();
        self.classes.iter().position(|class| match &class.inside {
            None => true,
            Some(kind) => around.iter().any(|area| self.kinds[*area] == kind),
        })
    }

    /// Rule, clause, zone, distance and limit.
    fn text(&self, pair: usize, distance: Metres) -> Text {
        let (rule, zone, reach) = self.pairs[pair];
        let zone = &self.zones[zone];
        let (zh, en) = (zone.label(Lang::Zh), zone.label(Lang::En));
        let (where_zh, where_en) = if distance.0 == 0.0 {
            (format!("位于{zh}内"), format!("within {en}"))
        } else {
            (
                format!("距{zh} {:.0} 米，限 {reach:.0} 米", distance.0),
                format!("{:.0} m from {en}, limit {reach:.0} m", distance.0),
            )
        };
        Text::new(
            format!(
                "{}（{}）：{where_zh}",
                rule.name.in_lang(Lang::Zh),
                rule.clause.in_lang(Lang::Zh)
            ),
            format!(
                "{} ({}): {where_en}",
                rule.name.in_lang(Lang::En),
                rule.clause.in_lang(Lang::En)
            ),
        )
    }
}

/// A rule of space that a park lies within reach of.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ParkZone {
    /// The rule's id.
    pub rule: String,
    /// The zone's kind and id.
    pub kind: String,
    /// See `kind`.
    pub zone: String,
    /// From the nearest place of the park to the zone; 0 where they meet.
    pub distance_m: Metres,
    /// How far the rule reaches.
    pub limit_m: Metres,
    /// Whether the park takes no newcomers of the rule's industries for that; else it is only noted.
    pub refuses: bool,
    /// All of that in words.
    pub text: Text,
}

/// A rule of space that the place of a new project lies within reach of.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PlaceZone {
    /// The rule's id.
    pub rule: String,
    /// Whether the project may not be built there; else it is only noted.
    pub refuses: bool,
    /// Zone, distance and clause in words.
    pub text: Text,
}

/// Whether a rule may have something to say of an industry, which may be unknown.
fn may_concern(rule: &SpatialRule, industry: Option<&IndustryCode>) -> bool {
    industry.is_none_or(|industry| rule.concerns(industry))
}

/// Keeps the nearest of those that are the `same`; the first of equals.
fn keep_nearest(
    found: &mut Vec<(usize, Metres)>,
    pair: usize,
    distance: Metres,
    same: impl Fn(usize, usize) -> bool,
) {
    match found.iter_mut().find(|(other, _)| same(*other, pair)) {
        Some(nearest) if distance < nearest.1 => *nearest = (pair, distance),
        Some(_) => {}
        None => found.push((pair, distance)),
    }
}

/// The first refusal of a park that concerns an industry.
pub(crate) fn refusal(
    zones: &[ParkZone],
    industry: &IndustryCode,
    rules: &RuleBook,
) -> Option<Refusal> {
    let concerns = |zone: &&ParkZone| {
        let rule = rules.spatial.iter().find(|rule| rule.id == zone.rule);
        zone.refuses && rule.is_some_and(|rule| rule.concerns(industry))
    };
    let zone = zones.iter().find(concerns)?;
    Some(Refusal::Zone { rule: zone.rule.clone(), text: zone.text.clone() })
}
