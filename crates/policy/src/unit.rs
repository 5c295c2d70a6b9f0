//! Units in which guides write limits, as multiples of those of the enterprise file.

use parkward_model::Dimension;

/// How many of a column's own unit one of `unit` is; `None` where it is another kind of thing, or nobody knows what the
/// column measures.
fn of_column(unit: &str, column: &str) -> Option<f64> {
    let unit = unit.trim();
    // What only guides have: columns in kilograms and cubic metres, and shares, which guides write in per cent.
    if column.ends_with("_kg") {
        return Dimension::Mass.factor(unit).map(|tonnes| tonnes * 1e3);
    }
    if column.ends_with("_m3") {
        return Dimension::Water.factor(unit);
    }
    match (column.ends_with("_share"), unit) {
        (true, "1") => Some(1.0),
        (true, "%") => Some(1e-2),
        _ => Dimension::of(column)?.factor(unit),
    }
}

/// How many a unit is of the measure `field / per`; `None` where it is another kind of thing, or nobody knows what the
/// columns measure.
///
/// ```text
/// kgce/万元 of energy_tce / output_10k_yuan: 0.001     万元/亩 of output_10k_yuan / land_ha: 15
/// ```
pub(crate) fn factor(name: &str, field: &str, per: Option<&str>) -> Option<f64> {
    match (name.split_once('/'), per) {
        (None, None) => of_column(name, field),
        (Some((above, below)), Some(per)) => {
            Some(of_column(above, field)? / of_column(below, per)?)
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::factor;

    #[test]
    fn a_unit_is_a_multiple_of_what_the_columns_measure() {
        let energy = |unit| factor(unit, "energy_tce", Some("output_10k_yuan"));
        assert_eq!(energy("tce/万元"), Some(1.0));
        assert_eq!(energy("千克标煤/万元"), Some(1e-3));
        assert_eq!(energy("kgce / 元"), Some(10.0));
        let land = |unit| factor(unit, "output_10k_yuan", Some("land_ha"));
        assert_eq!(land("万元/公顷"), Some(1.0));
        assert!((land("万元/亩").unwrap() - 15.0).abs() < 1e-12);
        assert!((land("亿元/平方公里").unwrap() - 100.0).abs() < 1e-12);
        assert_eq!(factor("%", "rd_share", None), Some(1e-2));
        assert_eq!(factor("t/万元", "voc_kg", Some("output_10k_yuan")), Some(1e3));
        assert_eq!(factor("m3/million yuan", "water_m3", Some("output_10k_yuan")), Some(1e-2));
    }

    #[test]
    fn what_is_of_another_kind_or_unknown_is_no_multiple() {
        let energy = |unit| factor(unit, "energy_tce", Some("output_10k_yuan"));
        for unit in ["t/万元", "tce", "tce/亩", "", "tce/万元/年", "barrels/万元"] {
            assert_eq!(energy(unit), None, "{unit:?}");
        }
        assert_eq!(factor("tce/万元", "coal", Some("output_10k_yuan")), None);
    }
}
