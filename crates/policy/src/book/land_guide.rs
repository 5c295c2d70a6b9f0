//! The rows of the land guide by code.

use crate::book::RuleBook;
use crate::tables::land_guide::{GuideIndex, GuideIndicator, LandGuide};
use parkward_model::IndustryCode;

impl RuleBook {
    /// Whether the book has a land guide; without one everybody needs the land that it has.
    pub fn rates_land(&self) -> bool {
        !self.land_guide.is_empty()
    }

    /// The row of the guide that holds for an industry: that of its longest prefix.
    ///
    /// O(log rows), whatever the guide's length, and without allocating.
    pub fn land_guide(&self, industry: &IndustryCode) -> Option<&LandGuide> {
        let GuideIndex { by_code, others } = &self.guide_index;
        let row = industry.prefixes().find_map(|code| by_code.get(&code)).or(others.as_ref())?;
        Some(&self.land_guide[*row])
    }

    /// The fields that the guide looks at; all are numbers.
    pub(crate) fn land_fields(&self) -> impl Iterator<Item = &str> {
        let indicators = self.land_guide.iter().flat_map(|row| &row.indicators);
        let wanted = self.land_need.wanted.iter().filter(|_| self.rates_land());
        indicators.map(|indicator| &indicator.field).chain(wanted).map(String::as_str)
    }

    /// The rows of the guide's level by code; a place that is wrong, what was expected and found.
    pub(crate) fn index_guide(&self) -> Result<GuideIndex, [String; 3]> {
        let wrong = |place: String, expected: &str, found: &dyn std::fmt::Display| {
            Err([place, expected.to_owned(), found.to_string()])
        };
        let mut index = GuideIndex::default();
        let counts =
            |row: &LandGuide| self.land_need.level.as_ref().is_none_or(|l| *l == row.level);
        if let Some(level) = &self.land_need.level
            && !self.land_guide.iter().any(counts)
        {
            return wrong("land_need.level".into(), "the level of a row of land_guide", level);
        }
        for (row_number, row) in self.land_guide.iter().enumerate() {
            let name = format!("land_guide {}", row_number + 1);
            if row.indicators.is_empty() {
                return wrong(format!("{name}.indicators"), "one or more", &"none");
            }
            for GuideIndicator { field, per_ha } in &row.indicators {
                if !(*per_ha > 0.0 && per_ha.is_finite()) {
                    return wrong(format!("{name}.{field}.per_ha"), "a positive number", per_ha);
                }
            }
            if !counts(row) {
                continue;
            }
            let expected = "a code that no other row of the level has";
            if row.industries.is_empty() && index.others.replace(row_number).is_some() {
                return wrong(format!("{name}.industries"), expected, &"none, as in a row before");
            }
            for code in &row.industries {
                if index.by_code.insert(code.clone(), row_number).is_some() {
                    return wrong(format!("{name}.industries"), expected, code);
                }
            }
        }
        Ok(index)
    }
}
