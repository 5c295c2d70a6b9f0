//! What stands in brackets behind the names of columns: units, datums, and what the program does not know.

use super::row::{Wanted, folded, split_unit};
use parkward_model::Dimension;

/// What stands in brackets behind the name of a column.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Bracket {
    /// The CRS of the coordinates, as `crs` in a plan has it.
    Datum(&'static str),
    /// Something that the program does not know; the column is read as if it were not there.
    Unknown(String),
    /// A unit that the column cannot have; no column is read.
    NoUnit(String),
}

/// What says nothing that is not known anyway, in small half-width letters.
const PLAIN: [&str; 30] = [
    "°",
    "度",
    "十进制度",
    "deg",
    "degree",
    "degrees",
    "米",
    "m",
    "metre",
    "metres",
    "meter",
    "meters",
    "东经",
    "北纬",
    "e",
    "n",
    "x",
    "y",
    "东",
    "北",
    "必填",
    "选填",
    "required",
    "optional",
    "人",
    "个",
    "家",
    "户",
    "persons",
    "people",
];

/// Words for datums, and what `crs` has to be for each.
const DATUMS: [(&str, &str); 8] = [
    ("gcj02", "gcj02"),
    ("火星", "gcj02"),
    ("国测局", "gcj02"),
    ("bd09", "bd09"),
    ("百度", "bd09"),
    ("wgs84", "EPSG:4326"),
    ("cgcs2000", "EPSG:4490"),
    ("国家2000", "EPSG:4490"),
];

/// The datum that a text names, as `crs` has it.
pub(crate) fn datum(text: &str) -> Option<&'static str> {
    let text = folded(text).replace(['-', '_'], "");
    DATUMS.iter().find(|(word, _)| text.contains(word)).map(|(_, crs)| *crs)
}

impl Wanted {
    /// What stands in brackets behind the name of the column that this is, with the column, if it is not simply
    /// a unit of it; else the column that would be this one, were it not for its brackets. What the user names
    /// is taken as it is, but for a datum.
    pub(crate) fn bracket(&self, columns: &[String]) -> Option<(usize, Bracket)> {
        if self.is_kept() {
            return None;
        }
        let is_place = matches!(&*self.key, "lon" | "lat" | "lonlat");
        if let Some(at) = self.find(columns) {
            let column = folded(&columns[at]);
            let (_, inside) = split_unit(&column)?;
            if let Some(crs) = datum(inside).filter(|_| is_place) {
                return Some((at, Bracket::Datum(crs)));
            }
            let named = self.names.iter().any(|name| folded(name) == column);
            let is_unit = Dimension::of(&self.key).is_some_and(|own| own.factor(inside).is_some());
            let is_known = named || is_unit || PLAIN.contains(&inside);
            return (!is_known).then(|| (at, Bracket::Unknown(inside.to_owned())));
        }
        let mut near = columns.iter().enumerate().filter_map(|(at, column)| {
            let column = folded(column);
            let (base, inside) = split_unit(&column)?;
            let is_it = self.names.iter().any(|name| folded(name) == base);
            is_it.then(|| (at, Bracket::NoUnit(inside.to_owned())))
        });
        near.next()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn brackets_are_known_or_named() {
        let wanted = |key: &str, name: &str| Wanted {
            key: key.to_owned(),
            names: vec![key.to_owned(), name.to_owned()],
            named: false,
            numbers: true,
        };
        let bracket = |wanted: &Wanted, column: &str| {
            wanted.bracket(&[column.to_owned()]).map(|(_, bracket)| bracket)
        };
        let (lon, land, jobs) = (wanted("lon", "x"), wanted("land_ha", "面积"), wanted("jobs", ""));
        for (wanted, column) in [
            (&lon, "lon"),
            (&lon, "x（米）"),
            (&lon, "lon（°）"),
            (&land, "面积（亩）"),
            (&land, "面积（单位：亩）"),
            (&land, "面积（万平方米）"),
            (&jobs, "jobs（人）"),
            (&jobs, "jobs（万人）"),
        ] {
            assert_eq!(bracket(wanted, column), None, "{column}");
        }
        for (column, crs) in [
            ("x（GCJ02）", "gcj02"),
            ("x（GCJ-02坐标系）", "gcj02"),
            ("x（火星）", "gcj02"),
            ("lon(BD09)", "bd09"),
            ("x（百度）", "bd09"),
            ("lon [WGS 84]", "EPSG:4326"),
            ("lon（CGCS2000）", "EPSG:4490"),
        ] {
            assert_eq!(bracket(&lon, column), Some(Bracket::Datum(crs)), "{column}");
        }
        let unknown = |text: &str| Some(Bracket::Unknown(text.to_owned()));
        assert_eq!(bracket(&lon, "x（分）"), unknown("分"));
        assert_eq!(bracket(&lon, "x（分钟）"), unknown("分钟"));
        assert_eq!(bracket(&wanted("rd_share", ""), "rd_share（含外协）"), unknown("含外协"));
        for (wanted, column, unit) in
            [(&jobs, "jobs（万元）", "万元"), (&wanted("rd_share", ""), "rd_share（%）", "%")]
        {
            assert_eq!(bracket(wanted, column), Some(Bracket::NoUnit(unit.to_owned())), "{column}");
        }
        assert_eq!(bracket(&land, "面积（kWh）"), Some(Bracket::NoUnit("kwh".to_owned())));
    }
}
