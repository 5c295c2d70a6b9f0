//! Every key refers to something, and every number can be used.

use crate::book::RuleBook;
use crate::book::check::spatial::is_colour;
use crate::error::{RuleBookError, ValueError};
use crate::tables::quality::Measure;
use crate::tables::screening::{Effect, Test};
use std::collections::BTreeSet;

impl RuleBook {
    pub(super) fn check_references(&self, value: &ValueError<'_>) -> Result<(), RuleBookError> {
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
