//! Every key refers to something, and every number can be used.

use crate::book::RuleBook;
use crate::book::check::spatial::is_colour;
use crate::error::{ValueFault, not_one_of, wrong};
use crate::tables::quality::Measure;
use crate::tables::screening::{Effect, Relative, Test};
use parkward_model::Text;
use std::collections::BTreeSet;

impl RuleBook {
    pub(super) fn check_references(&self) -> Result<(), ValueFault> {
        self.check_parks()?;
        self.check_roles()?;
        self.check_preferences()?;
        self.check_colours()?;
        self.check_quality()?;
        self.check_screening()?;
        self.check_spatial()?;
        self.check_ids()
    }

    /// Parks have types, roles and types of zones that there are, and plans with fits.
    fn check_parks(&self) -> Result<(), ValueFault> {
        let types: Vec<&str> = self.park_types.iter().map(|t| t.id.as_str()).collect();
        let roles = self.role_ids();
        let zones = self.land_use.iter().flat_map(|land_use| &land_use.zone_types);
        let zones: Vec<&str> = zones.map(|zone| zone.id.as_str()).collect();
        for (id, park) in &self.parks {
            if !types.contains(&park.park_type.as_str()) {
                return not_one_of(format!("parks.{id}.type"), &types, &park.park_type);
            }
            if let Some(role) = park.roles.iter().find(|role| !roles.contains(&role.as_str())) {
                return not_one_of(format!("parks.{id}.roles"), &roles, role);
            }
            if let Some(zone) = park.zone_type.as_ref().filter(|z| !zones.contains(&z.as_str())) {
                return not_one_of(format!("parks.{id}.zone_type"), &zones, zone);
            }
            if let Some((code, fit)) = park.plan.iter().find(|(_, fit)| !(0.0..=1.0).contains(*fit))
            {
                return wrong(
                    format!("parks.{id}.plan.{code}"),
                    [" 0 至 1 的适配度", "a fit from 0 to 1"],
                    fit,
                );
            }
        }
        Ok(())
    }

    fn role_ids(&self) -> Vec<&str> {
        self.roles.iter().map(|role| role.id.as_str()).collect()
    }

    /// Roles that rules ask for are there.
    fn check_roles(&self) -> Result<(), ValueFault> {
        let roles = self.role_ids();
        let needed = self.eligibility.iter().map(|e| (&e.id, &e.needs_role));
        let lacked = self.preferences.iter().map(|p| (&p.id, &p.lacks_role));
        let counted = self
            .principles
            .iter()
            .flat_map(|p| p.counts.iter().filter_map(|count| Some((&p.id, count.role()?))));
        let mut asked = needed.chain(lacked).chain(counted);
        match asked.find(|(_, role)| !roles.contains(&role.as_str())) {
            Some((id, role)) => not_one_of(id.clone(), &roles, role),
            None => Ok(()),
        }
    }

    fn check_preferences(&self) -> Result<(), ValueFault> {
        match self.preferences.iter().find(|p| !(0.0..=1e6).contains(&p.adds_km)) {
            Some(p) => wrong(
                format!("{}.adds_km", p.id),
                [" 0 至 1,000,000 的数", "a number from 0 to 1,000,000"],
                p.adds_km,
            ),
            None => Ok(()),
        }
    }

    fn check_colours(&self) -> Result<(), ValueFault> {
        match self.park_types.iter().find(|park_type| !is_colour(&park_type.colour)) {
            Some(park_type) => wrong(
                format!("park_types.{}.colour", park_type.id),
                ["颜色，如 #3b6fb6", "a colour such as #3b6fb6"],
                &park_type.colour,
            ),
            None => Ok(()),
        }
    }

    /// Elements of quality have weights, and scales with two ends.
    fn check_quality(&self) -> Result<(), ValueFault> {
        if let Some(q) = self.quality.iter().find(|q| !(q.weight > 0.0 && q.weight.is_finite())) {
            return wrong(
                format!("quality.{}.weight", q.id),
                ["正数", "a positive number"],
                q.weight,
            );
        }
        for q in &self.quality {
            if let Measure::Ratio { worst, best, .. } = q.measure
                && (worst == best || !(worst.is_finite() && best.is_finite()))
            {
                let place = format!("quality.{}.measure.ratio.best", q.id);
                return wrong(place, ["不同于 `worst` 的数", "a number other than `worst`"], best);
            }
        }
        Ok(())
    }

    /// Limits are numbers, and nothing follows from an industry alone.
    fn check_screening(&self) -> Result<(), ValueFault> {
        for rule in &self.screening {
            let mut limits = rule.test.limits().into_iter().flat_map(|measure| &measure.limits);
            if let Some((code, limit)) = limits.find(|(_, limit)| !(0.0..=1e12).contains(*limit)) {
                let expected =
                    [" 0 至 1,000,000,000,000 的数", "a number from 0 to 1,000,000,000,000"];
                return wrong(format!("{}.limits.{code}", rule.id), expected, limit);
            }
            if let Some((measure, from)) =
                rule.test.limits().and_then(|measure| Some((measure, measure.from_table.as_ref()?)))
            {
                if self.limits.is_none() {
                    let expected =
                        ["规则书的键 limits = \"….csv\"", "the book's key limits = \"….csv\""];
                    return Err(ValueFault::none(format!("{}.from_table", rule.id), expected));
                }
                self.limit_table.check_rule(&rule.id, measure, from)?;
            }
            if let Some(relative) = rule.test.limits().and_then(|measure| measure.relative) {
                check_relative(&rule.id, relative)?;
            }
            if rule.test == (Test::Industry {}) && rule.effect != Effect::Notes {
                let place = format!("{}.effect", rule.id);
                let expected = [
                    " notes：仅凭行业代码不产生后果",
                    "notes: an industry code alone has no consequence",
                ];
                let found = Text::new("只看行业的检验", "a test of the industry alone");
                return Err(ValueFault { found, ..ValueFault::none(place, expected) });
            }
        }
        Ok(())
    }

    /// No two rules have the same id, and no two totals.
    fn check_ids(&self) -> Result<(), ValueFault> {
        let mut seen = BTreeSet::new();
        let spatial = self.spatial.iter().map(|rule| &rule.id);
        let ids = self.screening.iter().map(|rule| &rule.id).chain(spatial);
        if let Some(twice) = ids
            .chain(self.quality.iter().map(|q| &q.id))
            .chain(self.improve.iter().map(|i| &i.id))
            .find(|id| !seen.insert(*id))
        {
            return wrong(
                twice.clone(),
                ["其他规则没有的 id", "an id that no other rule has"],
                twice,
            );
        }
        let mut seen = BTreeSet::from(["land"]);
        if let Some(twice) = self.totals.iter().find(|total| !seen.insert(total.id.as_str())) {
            return wrong(
                "totals",
                ["其他合计没有的 id，也不能是 land", "an id that no other total has, nor land"],
                &twice.id,
            );
        }
        Ok(())
    }
}

/// A relative limit lies at one place, and enough enterprises are more than one.
fn check_relative(rule: &str, relative: Relative) -> Result<(), ValueFault> {
    let Relative { times_median, percentile, at_least } = relative;
    let place = |field: &str| format!("{rule}.relative{field}");
    match (times_median, percentile) {
        (Some(times), None) if !(times > 0.0 && times <= 1e6) => {
            let expected = ["大于 0 的数，不超过 1,000,000", "a number above 0, at most 1,000,000"];
            wrong(place(".times_median"), expected, times)
        }
        (None, Some(percentile)) if !(percentile > 0.0 && percentile < 100.0) => {
            let expected = ["大于 0、小于 100 的数", "a number above 0 and below 100"];
            wrong(place(".percentile"), expected, percentile)
        }
        (Some(_), Some(_)) | (None, None) => {
            let expected =
                [" `times_median` 或 `percentile` 之一", "one of `times_median` and `percentile`"];
            let found = match times_median {
                Some(_) => Text::new("两者都有", "both"),
                None => Text::new("两者都没有", "neither"),
            };
            Err(ValueFault { found, ..ValueFault::none(place(""), expected) })
        }
        _ if at_least < 2 => {
            let expected = [" 2 以上的整数", "a whole number of at least 2"];
            wrong(place(".at_least"), expected, at_least)
        }
        _ => Ok(()),
    }
}
