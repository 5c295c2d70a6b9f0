//! Units in which guides write limits, as multiples of those of the enterprise file.

/// What is measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Coal,
    Mass,
    Volume,
    Money,
    Land,
    People,
    Share,
}

/// Names of units, what they measure, and how many they are of the first of their kind.
const UNITS: [(&[&str], Kind, f64); 18] = [
    (&["tce", "吨标煤", "吨标准煤"], Kind::Coal, 1.0),
    (&["kgce", "千克标煤", "公斤标煤", "千克标准煤", "公斤标准煤"], Kind::Coal, 1e-3),
    (&["t", "吨"], Kind::Mass, 1.0),
    (&["kg", "千克", "公斤"], Kind::Mass, 1e-3),
    (&["g", "克"], Kind::Mass, 1e-6),
    (&["m3", "m³", "立方米"], Kind::Volume, 1.0),
    (&["万元", "10,000 yuan", "10k yuan"], Kind::Money, 1.0),
    (&["元", "yuan"], Kind::Money, 1e-4),
    (&["百万元", "million yuan"], Kind::Money, 1e2),
    (&["亿元", "100 million yuan"], Kind::Money, 1e4),
    (&["ha", "公顷"], Kind::Land, 1.0),
    (&["mu", "亩"], Kind::Land, 1.0 / 15.0),
    (&["m2", "m²", "平方米"], Kind::Land, 1e-4),
    (&["km2", "km²", "平方公里"], Kind::Land, 1e2),
    (&["people", "person", "人"], Kind::People, 1.0),
    (&["万人"], Kind::People, 1e4),
    (&["1"], Kind::Share, 1.0),
    (&["%"], Kind::Share, 1e-2),
];

/// Ends of the names of columns, and the units that they say.
const ENDS: [(&str, &str); 9] = [
    ("_tce", "tce"),
    ("_t", "t"),
    ("_kg", "kg"),
    ("_m3", "m3"),
    ("_10k_yuan", "万元"),
    ("_ha", "ha"),
    ("_m2", "m2"),
    ("_share", "1"),
    ("jobs", "人"),
];

type Unit = (Kind, f64);

fn unit(name: &str) -> Option<Unit> {
    let name = name.trim().to_lowercase();
    let known = UNITS.iter().find(|(names, ..)| names.contains(&name.as_str()))?;
    Some((known.1, known.2))
}

/// What a column measures, by the end of its name.
fn of_column(column: &str) -> Option<Unit> {
    ENDS.iter().find(|(end, _)| column.ends_with(end)).and_then(|(_, name)| unit(name))
}

/// How many a unit is of the measure `field / per`; `None` where it is another kind of thing, or nobody knows what the
/// columns measure.
///
/// ```text
/// kgce/万元 of energy_tce / output_10k_yuan: 0.001     万元/亩 of output_10k_yuan / land_ha: 15
/// ```
pub(crate) fn factor(name: &str, field: &str, per: Option<&str>) -> Option<f64> {
    let (above, below) = match name.split_once('/') {
        Some((above, below)) => (unit(above)?, Some(unit(below)?)),
        None => (unit(name)?, None),
    };
    let of = |(kind, many): Unit, column: &str| {
        let (measured, one) = of_column(column)?;
        (kind == measured).then(|| many / one)
    };
    match (below, per) {
        (None, None) => of(above, field),
        (Some(below), Some(per)) => Some(of(above, field)? / of(below, per)?),
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
