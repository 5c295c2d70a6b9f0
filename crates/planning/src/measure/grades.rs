//! How large signs are.

use crate::plan::Plan;
use parkward_model::{AreaUnits, Hectares, Lang};

/// How large a sign is, by the land that the enterprise has: its area grows with the land, between
/// a smallest and a largest sign. The median land of the plan has the ordinary size.
#[derive(Clone, Copy, Debug)]
pub struct Grades {
    /// The land of a sign of ordinary size, in hectares.
    pub median_ha: f64,
    /// In which unit legends say it.
    pub areas: AreaUnits,
}

impl Grades {
    /// The smallest and the largest sign, in ordinary ones.
    pub const RANGE: [f64; 2] = [0.6, 2.6];

    /// Of a plan; one hectare, where nobody's land is known. O(n).
    pub fn of(plan: &Plan) -> Self {
        let known = plan.enterprises().filter_map(|e| e.enterprise().land);
        let mut areas: Vec<f64> = known.map(|land| land.0).filter(|ha| *ha > 0.0).collect();
        let middle = areas.len() / 2;
        let median_ha = match areas.is_empty() {
            true => 1.0,
            false => *areas.select_nth_unstable_by(middle, f64::total_cmp).1,
        };
        Self { median_ha, areas: plan.options.area_unit }
    }

    /// The size of a sign, 1 being the ordinary; unknown land has the smallest.
    pub fn size(self, land: Option<Hectares>) -> f64 {
        let ratio = land.map_or(0.0, |land| land.0 / self.median_ha);
        let [least, most] = Self::RANGE;
        ratio.max(0.0).sqrt().clamp(least, most)
    }

    /// Round amounts of land for the legend, small to large, in the unit of a language, with the land that they are:
    /// within the range in which signs grow.
    pub fn samples(self, lang: Lang) -> [(f64, Hectares); 3] {
        let many = self.areas.of(lang).per_hectare();
        let round = |times: f64| round(times * self.median_ha * many);
        [0.5, 2.0, 6.0].map(round).map(|amount| (amount, Hectares(amount / many)))
    }
}

/// The nearest of 1, 2, 5 times a power of ten, in ratio.
fn round(value: f64) -> f64 {
    let power = 10_f64.powf(value.log10().floor());
    let apart = |digit: f64| (value / (digit * power)).ln().abs();
    let nearest = [1.0, 2.0, 5.0, 10.0].into_iter().min_by(|a, b| apart(*a).total_cmp(&apart(*b)));
    nearest.unwrap_or(1.0) * power
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_area_of_a_sign_grows_with_the_land() {
        let grades = Grades { median_ha: 0.8, areas: AreaUnits::default() };
        let size = |ha| grades.size(Some(Hectares(ha)));
        assert!((size(3.2) / size(0.8) - 2.0).abs() < 1e-9);
        assert_eq!((size(0.0), size(-1.0), grades.size(None)), (0.6, 0.6, 0.6));
        assert_eq!(size(1e9), 2.6);
        assert_eq!(grades.samples(Lang::En).map(|(amount, _)| amount), [0.5, 2.0, 5.0]);
        // 0.4, 1.6 and 4.8 ha are 6, 24 and 72 mu, which is nearer to 100 in ratio.
        assert_eq!(grades.samples(Lang::Zh).map(|(amount, _)| amount), [5.0, 20.0, 100.0]);
    }
}
