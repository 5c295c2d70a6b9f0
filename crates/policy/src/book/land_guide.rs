//! The rows of the land guide by code.

use crate::book::RuleBook;
use crate::error::ValueFault;
use crate::tables::land_guide::{GuideIndex, GuideIndicator, LandGuide};
use parkward_model::{IndustryCode, Text};

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
    pub(crate) fn index_guide(&self) -> Result<GuideIndex, ValueFault> {
        let mut index = GuideIndex::default();
        let counts = |row: &LandGuide| {
            self.land_need.level.as_ref().is_none_or(|l| *l == row.level.zh || *l == row.level.en)
        };
        if let Some(level) = &self.land_need.level
            && !self.land_guide.iter().any(counts)
        {
            let expected = [" land_guide 中某一行的 level", "the level of a row of land_guide"];
            return Err(ValueFault::new("land_need.level", expected, level));
        }
        for (row_number, row) in self.land_guide.iter().enumerate() {
            let name = format!("land_guide {}", row_number + 1);
            if row.indicators.is_empty() {
                let expected = ["一项或多项", "one or more"];
                return Err(ValueFault::none(format!("{name}.indicators"), expected));
            }
            for GuideIndicator { field, per_ha } in &row.indicators {
                if !(*per_ha > 0.0 && per_ha.is_finite()) {
                    let place = format!("{name}.{field}.per_ha");
                    return Err(ValueFault::new(place, ["正数", "a positive number"], per_ha));
                }
            }
            if !counts(row) {
                continue;
            }
            let place = format!("{name}.industries");
            let expected =
                ["同一 level 的其他行没有的代码", "a code that no other row of the level has"];
            if row.industries.is_empty() && index.others.replace(row_number).is_some() {
                let found = Text::new("空，与前面某行相同", "none, as in a row before");
                return Err(ValueFault { found, ..ValueFault::none(place, expected) });
            }
            for code in &row.industries {
                if index.by_code.insert(code.clone(), row_number).is_some() {
                    return Err(ValueFault::new(place, expected, code));
                }
            }
        }
        Ok(index)
    }
}
