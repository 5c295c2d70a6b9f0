//! Where an input is, and what its columns are called.

use crate::Encoding;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::path::PathBuf;

/// One input, as the plan file describes it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// A file, or anything else that GDAL opens (`PG:dbname=…`).
    pub file: String,
    /// Where a copy of it stands, if it can be read only once; no key of the plan file.
    #[serde(skip)]
    pub copy: Option<PathBuf>,
    /// The layer or sheet, where there are several.
    #[serde(default)]
    pub layer: Option<String>,
    /// The CRS of the coordinates: an EPSG code, a PROJ string, WKT, `gcj02` or `bd09`. Absent: what
    /// the file says, else WGS84.
    #[serde(default)]
    pub crs: Option<String>,
    /// The CRS of a file that names none itself, where [`Source::crs`] is absent; no key of the plan file.
    #[serde(skip)]
    pub crs_if_silent: Option<String>,
    /// The row of a table's column names, as an editor shows it. Absent: the first, unless another is plainly it.
    #[serde(default)]
    pub header_row: Option<u64>,
    /// The encoding of a text file. Absent: UTF-8 if it is valid UTF-8, else GBK or Windows-1252, as its letters show.
    #[serde(default)]
    pub encoding: Option<Encoding>,
    /// The unit of the columns of land.
    #[serde(default)]
    pub land_unit: LandUnit,
    /// Parkward's name of a column to the file's own.
    #[serde(default)]
    pub columns: BTreeMap<String, String>,
    /// Further columns to carry into the outputs as they are.
    #[serde(default)]
    pub keep: Vec<String>,
}

impl Source {
    /// Whether it is something that only GDAL can open, rather than a file: `PG:…`,
    /// `postgresql://…`, `/vsizip/parks.zip`.
    pub(crate) fn is_connection(&self) -> bool {
        // A single letter is a drive of Windows.
        let scheme = self.file.split_once(':').is_some_and(|(scheme, _)| scheme.len() > 1);
        scheme || self.file.starts_with("/vsi")
    }

    /// The file as messages and outputs name it: as the user wrote it, without passwords.
    ///
    /// ```
    /// let source = parkward_io::Source { file: "PG:dbname=land password=secret".into(), ..Default::default() };
    /// assert_eq!(source.label(), "PG:dbname=land password=***");
    /// ```
    pub fn label(&self) -> String {
        if !self.is_connection() {
            return self.file.clone();
        }
        let file = self.file.as_str();
        if let Some((before, after)) = file.split_once("password=") {
            let quoted = after.strip_prefix('\'').and_then(|rest| rest.split_once('\''));
            let rest = match quoted {
                Some((_, rest)) => rest,
                None => after.find(char::is_whitespace).map_or("", |end| &after[end..]),
            };
            return format!("{before}password=***{rest}");
        }
        let user = file.split_once("://").and_then(|(_, rest)| rest.split_once('@'));
        match user.and_then(|(user, _)| user.split_once(':')) {
            Some((_, password)) => file.replacen(&format!(":{password}@"), ":***@", 1),
            None => self.file.clone(),
        }
    }
}

/// One input of zones, as the plan file describes it: the keys of a [`Source`], and their kind.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ZoneSource {
    /// Key of the zones' kind in the rule book.
    pub kind: String,
    /// See [`Source::file`].
    pub file: String,
    /// See [`Source::copy`].
    #[serde(skip)]
    pub copy: Option<PathBuf>,
    /// See [`Source::layer`].
    #[serde(default)]
    pub layer: Option<String>,
    /// See [`Source::crs`].
    #[serde(default)]
    pub crs: Option<String>,
    /// See [`Source::header_row`].
    #[serde(default)]
    pub header_row: Option<u64>,
    /// See [`Source::encoding`].
    #[serde(default)]
    pub encoding: Option<Encoding>,
    /// See [`Source::columns`].
    #[serde(default)]
    pub columns: BTreeMap<String, String>,
    /// See [`Source::keep`].
    #[serde(default)]
    pub keep: Vec<String>,
}

impl ZoneSource {
    /// Where the zones are read from.
    // Spelt out, because serde cannot flatten and refuse unknown keys at once.
    pub(crate) fn source(&self) -> Source {
        let Self { file, copy, layer, crs, header_row, encoding, columns, keep, .. } = self.clone();
        Source { file, copy, layer, crs, header_row, encoding, columns, keep, ..Source::default() }
    }
}

/// The unit of land in a file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum LandUnit {
    /// Hectares.
    #[default]
    #[serde(rename = "ha")]
    Hectare,
    /// Mu (亩), 15 to the hectare.
    #[serde(rename = "mu", alias = "亩")]
    Mu,
    /// Square metres.
    #[serde(rename = "m2")]
    SquareMetre,
}

impl LandUnit {
    /// Its key in the plan file.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Hectare => "ha",
            Self::Mu => "mu",
            Self::SquareMetre => "m2",
        }
    }
}

/// A column that Parkward knows: its name in the plan file, and what else files call it.
pub(crate) struct Known {
    pub(crate) key: &'static str,
    pub(crate) also: &'static [&'static str],
}

const fn known(key: &'static str, also: &'static [&'static str]) -> Known {
    Known { key, also }
}

const LON: Known = known("lon", &["lng", "longitude", "x", "经度"]);
const LAT: Known = known("lat", &["latitude", "y", "纬度"]);
const LONLAT: Known = known(
    "lonlat",
    &[
        "坐标",
        "经纬度",
        "经纬度坐标",
        "位置坐标",
        "lnglat",
        "location",
        "coordinate",
        "coordinates",
    ],
);
const WKT: Known = known("wkt", &["geometry", "geom"]);

/// Columns of parks.
pub(crate) const PARKS: &[Known] = &[
    known("id", &["编号", "园区编号", "pid", "序号", "fid"]),
    known("name_zh", &["name", "名称", "园区名称"]),
    known("name_en", &[]),
    known("capacity_ha", &["可用面积"]),
    known("area_ha", &["面积"]),
    known("built_ha", &["已建成城镇建设用地"]),
    known("industrial_ha", &["工矿仓储用地"]),
    known("supplied_ha", &["已供应国有建设用地"]),
    known("idle_ha", &["闲置土地"]),
    known("ready_ha", &["其他达到供地条件土地"]),
    known("undeveloped_ha", &["未建成用地"]),
    known("floor_area_m2", &["总建筑面积"]),
    known("footprint_m2", &["建筑基底总面积"]),
    known("industrial_floor_area_m2", &["工业用地总建筑面积"]),
    known("industrial_footprint_m2", &["工业用地建筑基底面积"]),
    known("industrial_assets_10k_yuan", &["工业固定资产投资总额"]),
    known("industrial_tax_10k_yuan", &["工业税收总额"]),
    known("business_tax_10k_yuan", &["二三产业税收总额"]),
    known("residents", &["常住人口"]),
    known("industries", &["suit"]),
    known("open", &[]),
    LON,
    LAT,
    LONLAT,
    WKT,
];

/// Columns of enterprises.
pub(crate) const ENTERPRISES: &[Known] = &[
    known(
        "id",
        &["编号", "企业编号", "eid", "统一社会信用代码", "社会信用代码", "信用代码", "序号", "fid"],
    ),
    known("name", &["名称", "企业名称"]),
    known("industry", &["行业代码", "行业"]),
    known("land_ha", &["用地面积"]),
    LON,
    LAT,
    LONLAT,
    WKT,
];

/// Columns of zones.
pub(crate) const ZONES: &[Known] = &[
    known("id", &["编号", "fid"]),
    known("name_zh", &["name", "名称"]),
    known("name_en", &[]),
    known("distance_m", &["安全距离", "防护距离"]),
    LON,
    LAT,
    LONLAT,
    WKT,
];

/// Columns of new projects.
pub(crate) const PROJECTS: &[Known] = &[
    known("id", &["编号", "项目编号", "序号", "fid"]),
    known("name", &["名称", "项目名称"]),
    known("industry", &["行业代码", "行业"]),
    known("land_ha", &["用地面积"]),
    LON,
    LAT,
    LONLAT,
    WKT,
];

/// Columns of roads.
pub(crate) const ROADS: &[Known] = &[
    known("id", &["编号", "osm_id", "fid"]),
    known("name_zh", &["name", "名称", "路名", "道路名称"]),
    known("name_en", &[]),
    known("kind", &["highway", "fclass", "类型", "等级", "道路等级", "道路类型"]),
    known("oneway", &["单向", "单行", "通行方向", "dir_travel"]),
    known("structure", &["结构"]),
    known("bridge", &["桥梁", "桥"]),
    known("tunnel", &["隧道"]),
    known("closed", &["封闭", "禁行"]),
    known("speed_kmh", &["maxspeed", "限速", "速度", "车速"]),
    known("length_m", &["长度"]),
    known("minutes", &["分钟", "时间", "通行时间"]),
    known("max_t", &["maxweight", "限重"]),
    known("hazmat", &["危险品", "危化品", "危险货物"]),
    known("hgv", &["货车", "货车通行"]),
    WKT,
];

/// Columns of the gates of parks.
pub(crate) const GATES: &[Known] =
    &[known("park", &["园区", "园区编号", "pid"]), LON, LAT, LONLAT, WKT];

/// What tables of China call columns that rules and resources often ask for. Units stand behind, in brackets.
const USUAL: &[Known] = &[
    known("output_10k_yuan", &["产值", "总产值", "工业总产值", "年产值"]),
    known("tax_10k_yuan", &["税收", "税收总额", "纳税额", "年税收"]),
    known("investment_10k_yuan", &["投资额", "总投资", "固定资产投资"]),
    known("jobs", &["从业人数", "从业人员", "职工人数", "员工人数"]),
    known("energy_tce", &["能耗", "综合能耗", "能源消费量", "综合能源消费量"]),
    known("water_t", &["用水量", "取水量"]),
    known("cod_t", &["COD", "COD排放量", "化学需氧量"]),
    known("nox_t", &["NOx", "氮氧化物"]),
    known("voc_t", &["VOC", "VOCs", "挥发性有机物"]),
    known("pollutant_permit", &["排污许可", "排污许可证"]),
    known("safety_licence", &["安全许可", "安全生产许可", "安全生产许可证"]),
    known("process_class", &["工艺类别"]),
    known("rd_share", &["研发投入占比", "研发占比"]),
];

/// The usual Chinese names of a field.
pub(crate) fn usual_names(field: &str) -> &'static [&'static str] {
    USUAL.iter().find(|known| known.key == field).map_or(&[], |known| known.also)
}

/// Columns of outlines, in the order in which they are read.
pub(crate) const OUTLINES: &[Known] = &[known("name_zh", &["name", "名称"]), known("name_en", &[])];

#[cfg(test)]
mod tests {
    use super::Source;

    #[test]
    fn passwords_are_named_nowhere() {
        for (file, label) in [
            ("PG:dbname=a password='two words' host=b", "PG:dbname=a password=*** host=b"),
            ("PG:dbname=a password=x host=b", "PG:dbname=a password=*** host=b"),
            ("postgresql://me:secret@host/db", "postgresql://me:***@host/db"),
            ("postgresql://me@host/db", "postgresql://me@host/db"),
            ("C:\\land\\parks.shp", "C:\\land\\parks.shp"),
            ("password=1.csv", "password=1.csv"),
        ] {
            let source = Source { file: file.to_owned(), ..Source::default() };
            assert_eq!(source.label(), label);
        }
    }
}
