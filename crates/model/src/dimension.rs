//! What the numbers of columns measure, and the units that people write behind them.

/// What a column's numbers measure, by the ending of its key. Each has a unit of its own, in which columns are kept.
///
/// ```
/// use parkward_model::Dimension;
///
/// let energy = Dimension::of("energy_tce").expect("tonnes of coal equivalent");
/// assert_eq!((energy.factor("kgce"), energy.factor("亩")), (Some(1e-3), None));
/// assert!(Dimension::is_unit("亩") && Dimension::of("name").is_none());
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dimension {
    /// Land in hectares.
    Hectares,
    /// Floors and footprints in square metres.
    SquareMetres,
    /// 10,000 yuan.
    Money,
    /// Tonnes of coal equivalent.
    Coal,
    /// Tonnes.
    Mass,
    /// Tonnes of water, which are cubic metres.
    Water,
    /// People.
    People,
    /// Metres.
    Length,
    /// Degrees of longitude and of latitude, or metres.
    Longitude,
    /// See [`Self::Longitude`].
    Latitude,
}

/// Units, what they measure, and how many of the dimension's own unit one is.
const UNITS: &[(&[&str], Dimension, f64)] = &[
    (&["公顷", "ha", "hm2", "hm²"], Dimension::Hectares, 1.0),
    (&["亩", "mu"], Dimension::Hectares, 1.0 / 15.0),
    (&["平方米", "㎡", "m2", "m²"], Dimension::Hectares, 1e-4),
    (&["万平方米", "万㎡", "万m2", "万m²"], Dimension::Hectares, 1.0),
    (&["平方公里", "平方千米", "km2", "km²"], Dimension::Hectares, 100.0),
    (&["平方米", "㎡", "m2", "m²"], Dimension::SquareMetres, 1.0),
    (&["万平方米", "公顷", "ha"], Dimension::SquareMetres, 1e4),
    (&["亩", "mu"], Dimension::SquareMetres, 10_000.0 / 15.0),
    (&["万元", "万", "10,000 yuan", "10k yuan"], Dimension::Money, 1.0),
    (&["元", "yuan"], Dimension::Money, 1e-4),
    (&["千元"], Dimension::Money, 0.1),
    (&["百万元", "million yuan"], Dimension::Money, 100.0),
    (&["千万元"], Dimension::Money, 1e3),
    (&["亿元", "亿", "100 million yuan"], Dimension::Money, 1e4),
    (&["吨标煤", "吨标准煤", "tce"], Dimension::Coal, 1.0),
    (&["千克标煤", "千克标准煤", "公斤标煤", "公斤标准煤", "kgce"], Dimension::Coal, 1e-3),
    (&["万吨标煤", "万吨标准煤"], Dimension::Coal, 1e4),
    (&["吨", "t"], Dimension::Mass, 1.0),
    (&["千克", "公斤", "kg"], Dimension::Mass, 1e-3),
    (&["克", "g"], Dimension::Mass, 1e-6),
    (&["万吨"], Dimension::Mass, 1e4),
    (&["吨", "t", "立方米", "方", "m3", "m³"], Dimension::Water, 1.0),
    (&["千克", "公斤", "kg", "升", "l"], Dimension::Water, 1e-3),
    (&["万吨", "万立方米", "万方", "万m3", "万m³"], Dimension::Water, 1e4),
    (&["人", "名", "person", "persons", "people"], Dimension::People, 1.0),
    (&["百人"], Dimension::People, 100.0),
    (&["千人"], Dimension::People, 1e3),
    (&["万人"], Dimension::People, 1e4),
    (&["米", "m", "metres", "meters"], Dimension::Length, 1.0),
    (&["公里", "千米", "km"], Dimension::Length, 1e3),
];

impl Dimension {
    /// That of a column.
    pub fn of(key: &str) -> Option<Self> {
        let endings = [
            ("_ha", Self::Hectares),
            ("_m2", Self::SquareMetres),
            ("_10k_yuan", Self::Money),
            ("_tce", Self::Coal),
            ("_t", Self::Mass),
            ("_m", Self::Length),
        ];
        match key {
            "jobs" | "residents" => Some(Self::People),
            "water_t" => Some(Self::Water),
            "lon" => Some(Self::Longitude),
            "lat" => Some(Self::Latitude),
            key => Some(endings.iter().find(|(ending, _)| key.ends_with(ending))?.1),
        }
    }

    /// Whether any column may be measured in `unit`.
    pub fn is_unit(unit: &str) -> bool {
        let unit = unit.to_lowercase();
        UNITS.iter().any(|(units, _, _)| units.contains(&unit.as_str()))
    }

    /// How many of its own unit one of `unit` is.
    pub fn factor(self, unit: &str) -> Option<f64> {
        let unit = unit.to_lowercase();
        let known = UNITS
            .iter()
            .find(|(units, dimension, _)| *dimension == self && units.contains(&unit.as_str()));
        known.map(|(_, _, factor)| *factor)
    }
}
