//! Numbers and land of a row, as a person reads them.

use super::columns::Cells;
use crate::quantity::{self, Quantity, Trap, tidy};
use crate::rows::{Cell, Problem};
use crate::source::LandUnit;
use parkward_model::{Dimension, Hectares, IssueKind, Text};

impl Cells<'_> {
    pub(super) fn number(&self, key: &str) -> Result<Option<f64>, Problem> {
        let quantity = self.quantity(key)?;
        Ok(quantity.map(Quantity::value))
    }

    /// A number with its unit, as a person reads them.
    fn quantity(&self, key: &str) -> Result<Option<Quantity>, Problem> {
        let quantity = match self.cell(key) {
            None => return Ok(None),
            Some(Cell::Number(number)) if !number.is_nan() => {
                Ok(Quantity { number: *number, factor: None })
            }
            Some(Cell::Number(_)) if self.is_unknown(key) => return Ok(None),
            Some(Cell::Text(text)) => match text.parse::<f64>() {
                Ok(number) if !number.is_nan() => Ok(Quantity { number, factor: None }),
                _ if self.is_unknown(key) => return Ok(None),
                _ => quantity::read(text, Dimension::of(key)).inspect(|quantity| {
                    let unit =
                        if key.ends_with("_ha") && quantity.factor.is_some() { " ha" } else { "" };
                    self.interpreted(key, || {
                        let number = (quantity.value() * 1e6).round() / 1e6;
                        [Text::same(text), Text::same(format_args!("{number}{unit}"))]
                    });
                }),
            },
            Some(Cell::Number(_) | Cell::Flag(_)) => Err(Trap::None),
        };
        if let Some(Cell::Text(text)) = self.cell(key)
            && text.contains([',', '，'])
        {
            self.compared(|seen, row| seen.comma(key, row, text));
        }
        match quantity {
            Ok(quantity) if quantity.number.is_finite() => Ok(Some(quantity)),
            Ok(_) | Err(Trap::None) => Err(self.problem(key, "数字", "a number")),
            Err(Trap::Nothing) => Err(self.problem(
                key,
                "0 或留空（“无”可能表示 0，也可能表示未知）",
                "0, or an empty cell (that there is nothing may mean either)",
            )),
            Err(Trap::Percent) => Err(self.problem(
                key,
                "不带百分号的数字（写 85 还是 0.85 须明确）",
                "a number without a per cent sign (85 or 0.85, as it is meant)",
            )),
            Err(Trap::Comma) => Err(self.problem(
                key,
                "含义明确的数字（逗号可能是小数点，也可能是千位分隔）",
                "a number with one meaning (its comma may be a decimal one, or part thousands)",
            )),
            Err(Trap::Unit) => Err(self.problem(
                key,
                "不带单位的数字，或以该列单位计的数字",
                "a number without a unit, or in one that the column can have",
            )),
            Err(Trap::Axis) => Err(self
                .problem(
                    key,
                    "该轴的坐标（经度与纬度似乎颠倒）",
                    "a coordinate of this axis (longitude and latitude seem to be swapped)",
                )
                .of(IssueKind::SwappedAxes)),
        }
    }

    pub(super) fn land(&self, key: &str) -> Result<Option<Hectares>, Problem> {
        let Some(quantity) = self.quantity(key)? else { return Ok(None) };
        if quantity.number < 0.0 {
            return Err(self
                .problem(key, "不小于 0 的面积", "an area of 0 or more")
                .of(IssueKind::Impossible));
        }
        let area = Hectares(match (quantity.factor, self.columns.land_unit) {
            (Some(_), _) | (None, LandUnit::Hectare) => quantity.value(),
            (None, LandUnit::Mu) => tidy(Hectares::from_mu(quantity.number).0),
            (None, LandUnit::SquareMetre) => tidy(quantity.number / Hectares::SQUARE_METRES),
        });
        if area.0 > MOST_LAND {
            return Err(self
                .problem(
                    key,
                    "不大于一百万公顷的面积（检查 land_unit）",
                    "an area of at most a million hectares (check land_unit)",
                )
                .of(IssueKind::Impossible));
        }
        Ok(Some(area))
    }
}

/// More land than any enterprise or park has, in hectares: a sum of millions of such areas in
/// square metres still fits 64 bits.
const MOST_LAND: f64 = 1e6;
