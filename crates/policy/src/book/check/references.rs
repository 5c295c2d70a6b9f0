//! Every key refers to something, and every number can be used.

use crate::book::RuleBook;
use crate::book::check::spatial::is_colour;
use crate::error::{RuleBookError, ValueError};
use crate::tables::quality::Measure;
use crate::tables::screening::{Effect, Test};
use std::collections::BTreeSet;

impl RuleBook {
    pub(super) fn check_references(&self, value: &ValueError<'_>) -> Result<(), RuleBookError> {
        self.check_parks(value)?;
        self.check_roles(value)?;
        self.check_preferences(value)?;
        self.check_colours(value)?;
        self.check_quality(value)?;
        self.check_screening(value)?;
        self.check_spatial(value)?;
        self.check_ids(value)
    }

    /// Parks have types, roles and types of zones that there are, and plans with fits.
    fn check_parks(&self, value: &ValueError<'_>) -> Result<(), RuleBookError> {
        let types: Vec<&str> = self.park_types.iter().map(|t| t.id.as_str()).collect();
        let roles = self.role_ids();
        let zones = self.land_use.iter().flat_map(|land_use| &land_use.zone_types);
        let zones: Vec<&str> = zones.map(|zone| zone.id.as_str()).collect();
        for (id, park) in &self.parks {
            if !types.contains(&park.park_type.as_str()) {
                return value(format!("parks.{id}.type"), &one_of(&types), &park.park_type);
            }
            if let Some(role) = park.roles.iter().find(|role| !roles.contains(&role.as_str())) {
                return value(format!("parks.{id}.roles"), &one_of(&roles), role);
            }
            if let Some(zone) = park.zone_type.as_ref().filter(|z| !zones.contains(&z.as_str())) {
                return value(format!("parks.{id}.zone_type"), &one_of(&zones), zone);
            }
            if let Some((code, fit)) = park.plan.iter().find(|(_, fit)| !(0.0..=1.0).contains(*fit))
            {
                return value(format!("parks.{id}.plan.{code}"), "a fit from 0 to 1", fit);
            }
        }
        Ok(())
    }

    fn role_ids(&self) -> Vec<&str> {
        self.roles.iter().map(|role| role.id.as_str()).collect()
    }

    /// Roles that rules ask for are there.
    fn check_roles(&self, value: &ValueError<'_>) -> Result<(), RuleBookError> {
        let roles = self.role_ids();
        let needed = self.eligibility.iter().map(|e| (&e.id, &e.needs_role));
        let lacked = self.preferences.iter().map(|p| (&p.id, &p.lacks_role));
        let counted = self
            .principles
            .iter()
            .flat_map(|p| p.counts.iter().filter_map(|count| Some((&p.id, count.role()?))));
        let mut asked = needed.chain(lacked).chain(counted);
        match asked.find(|(_, role)| !roles.contains(&role.as_str())) {
            Some((id, role)) => value(id.clone(), &one_of(&roles), role),
            None => Ok(()),
        }
    }

    fn check_preferences(&self, value: &ValueError<'_>) -> Result<(), RuleBookError> {
        match self.preferences.iter().find(|p| !(0.0..=1e6).contains(&p.adds_km)) {
            Some(p) => {
                value(format!("{}.adds_km", p.id), "a number from 0 to 1,000,000", &p.adds_km)
            }
            None => Ok(()),
        }
    }

    fn check_colours(&self, value: &ValueError<'_>) -> Result<(), RuleBookError> {
        match self.park_types.iter().find(|park_type| !is_colour(&park_type.colour)) {
            Some(park_type) => value(
                format!("park_types.{}.colour", park_type.id),
                "a colour such as #3b6fb6",
                &park_type.colour,
            ),
            None => Ok(()),
        }
    }

    /// Elements of quality have weights, and scales with two ends.
    fn check_quality(&self, value: &ValueError<'_>) -> Result<(), RuleBookError> {
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
        Ok(())
    }

    /// Limits are numbers, and nothing follows from an industry alone.
    fn check_screening(&self, value: &ValueError<'_>) -> Result<(), RuleBookError> {
        for rule in &self.screening {
            let mut limits = rule.test.limits().into_iter().flat_map(|measure| &measure.limits);
            if let Some((code, limit)) = limits.find(|(_, limit)| !(0.0..=1e12).contains(*limit)) {
                let expected = "a number from 0 to 1,000,000,000,000";
                return value(format!("{}.limits.{code}", rule.id), expected, limit);
            }
            if rule.test == (Test::Industry {}) && rule.effect != Effect::Notes {
                let expected = "notes: an industry code alone has no consequence";
                let found = "a test of the industry alone";
                return value(format!("{}.effect", rule.id), expected, &found);
            }
        }
        Ok(())
    }

    /// No two rules have the same id, and no two totals.
    fn check_ids(&self, value: &ValueError<'_>) -> Result<(), RuleBookError> {
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

fn one_of(known: &[&str]) -> String {
    format!("one of {}", known.join(", "))
}
