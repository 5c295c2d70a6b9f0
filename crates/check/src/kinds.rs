//! What every kind of issue is called, how grave it is and what to do about it: the most serious first.

use crate::severity::Severity::{self, Error, Remark, Warning};
use parkward_model::{IssueKind, IssueKind as K, Text};

/// One kind of issue.
pub(crate) struct About {
    kind: IssueKind,
    /// The key in files.
    pub(crate) key: &'static str,
    pub(crate) severity: Severity,
    /// Chinese and English, as all words here.
    label: [&'static str; 2],
    fix: [&'static str; 2],
}

impl About {
    pub(crate) fn label(&self) -> Text {
        Text::new(self.label[0], self.label[1])
    }

    pub(crate) fn fix(&self) -> Text {
        Text::new(self.fix[0], self.fix[1])
    }
}

/// What is known of a kind.
pub(crate) fn about(kind: IssueKind) -> &'static About {
    KINDS.iter().find(|about| about.kind == kind).expect("every kind has its row")
}

/// The place of a kind among all, the most serious first.
pub(crate) fn rank(kind: IssueKind) -> usize {
    KINDS.iter().position(|about| about.kind == kind).expect("every kind has its row")
}

const fn row(
    kind: IssueKind,
    key: &'static str,
    severity: Severity,
    label: [&'static str; 2],
    fix: [&'static str; 2],
) -> About {
    About { kind, key, severity, label, fix }
}

/// Every kind, the most serious first: what concerns whole files before what concerns rows.
#[rustfmt::skip]
const KINDS: &[About] = &[
    row(K::SwappedAxes, "swapped_axes", Error,
        ["坐标轴颠倒（纬度在前，或测量坐标 X 为北）", "axes swapped: latitude, or northing, comes first"],
        ["对调两列：columns.lon 与 columns.lat 互换", "exchange the two columns: columns.lon and columns.lat"]),
    row(K::FlippedSign, "flipped_sign", Error,
        ["经度或纬度的正负号相反", "longitude or latitude has the wrong sign"],
        ["改正该坐标的正负号", "mend the sign of the coordinate"]),
    row(K::WrongCrs, "wrong_crs", Error,
        ["坐标系有误：坐标属于另一带号、中央经线或投影", "wrong CRS: the coordinates are of another zone, meridian or projection"],
        ["把 crs 设为实际使用的坐标系", "set crs to the one that was used"]),
    row(K::ShiftedAsTrue, "shifted_as_wgs84", Error,
        ["偏移坐标（GCJ-02 或 BD-09）被当作 WGS84", "shifted coordinates (GCJ-02 or BD-09) passed off as WGS84"],
        ["在该输入中设置 crs = \"gcj02\" 或 \"bd09\"", "set crs = \"gcj02\" or \"bd09\" for this input"]),
    row(K::TrueAsShifted, "wgs84_as_shifted", Error,
        ["WGS84 坐标被当作偏移坐标（GCJ-02 或 BD-09）", "coordinates of WGS84 passed off as shifted ones (GCJ-02 or BD-09)"],
        ["去掉该输入的 crs 设置", "take away crs of this input"]),
    row(K::MinutesAsDecimals, "minutes_as_decimals", Error,
        ["度分秒被当作小数度", "degrees, minutes and seconds read as decimal degrees"],
        ["换算为小数度：度 + 分/60 + 秒/3600，或写作 120°21′30″", "convert to degrees + minutes/60 + seconds/3600, or write 120°21′30″"]),
    row(K::MetresAsDegrees, "metres_as_degrees", Error,
        ["米制坐标被当作经纬度", "metres where degrees are expected"],
        ["把 crs 设为投影坐标系，如 EPSG:4549", "set crs to the projection, such as EPSG:4549"]),
    row(K::ZonePrefix, "zone_prefix", Error,
        ["横坐标带有带号", "the easting carries a zone number"],
        ["把 crs 设为带号坐标系，如 EPSG:4528", "set crs to that of the zone, such as EPSG:4528"]),
    row(K::OutsideCrs, "outside_crs", Error,
        ["坐标不在所设坐标系的范围内", "coordinates that the CRS does not hold"],
        ["核对坐标与 crs", "check the coordinates and crs"]),
    row(K::FarAway, "far_away", Error,
        ["远离其他一切位置", "far from everything else"],
        ["核对地址与坐标（地理编码可能匹配到同名地点）", "check address and coordinates: a geocoder may have found a place of the same name"]),
    row(K::UnmatchedId, "unmatched_id", Error,
        ["引用的编号不存在", "an id that no row has"],
        ["改正编号", "mend the id"]),
    row(K::NoPlan, "no_plan", Error,
        ["据此无法规划", "no plan can be made with this"],
        ["修改该决定或数值", "change the decision or the number"]),
    row(K::TakenId, "taken_id", Error,
        ["编号重复", "an id that an earlier row has"],
        ["删除重复行，或改为各自的编号", "drop the row if it is a copy, else give it an id of its own"]),
    row(K::NoId, "no_id", Error, ["缺少编号", "no id"], ["补上编号", "give the row an id"]),
    row(K::RoundedId, "rounded_id", Error,
        ["编号过长，作为数字已丢失末位", "an id as a number that has lost its last digits"],
        ["把编号列存为文本", "store the column of ids as text"]),
    row(K::NoPlace, "no_place", Error, ["缺少位置", "no position"], ["补上坐标", "give the row its coordinates"]),
    row(K::ZeroPlace, "zero_place", Error, ["位置为 0, 0", "a position of 0, 0"], ["补上坐标", "give the row its coordinates"]),
    row(K::SameBoundary, "same_boundary", Error,
        ["两个园区的边界相同或几乎相同", "two parks with the same boundary, or nearly so"],
        ["若为同一园区，只留一个；否则换成各自的边界", "keep one of them if they are one park, else draw each"]),
    row(K::OldCode, "code_of_2011", Error,
        ["2011 版行业代码", "industry code of the edition of 2011"],
        ["改用现行代码", "use the code of the present edition"]),
    row(K::UnknownCode, "unknown_code", Error,
        ["行业分类中没有的代码", "industry code that the classification does not have"],
        ["核对代码", "check the code"]),
    row(K::Impossible, "impossible", Error,
        ["不可能的数值", "an amount that cannot be"],
        ["核对数值与单位", "check the number and its unit"]),
    row(K::BadShape, "bad_shape", Error,
        ["几何无效或类型不符", "a geometry that is not valid, or not of a kind that fits"],
        ["重新绘制", "redraw it"]),
    row(K::Unreadable, "unreadable", Error,
        ["无法读取的行", "a row that cannot be read"],
        ["改正该单元格", "mend the cell"]),

    row(K::LandUnit, "land_unit", Warning,
        ["用地面积的单位似有误", "land in another unit, it seems"],
        ["核对单位（公顷、亩、平方米）", "check the unit: hectares, mu or square metres"]),
    row(K::NoLand, "no_land", Warning,
        ["用地为 0", "land of 0"],
        ["补上面积；未知则留空", "fill it in, or leave it empty if it is not known"]),
    row(K::LandBeyondPark, "land_beyond_park", Warning,
        ["园区内企业用地之和超过园区面积", "the enterprises in a park have more land than the park"],
        ["核对用地面积的单位（land_unit）", "check the unit of land (land_unit)"]),
    row(K::MoneyUnit, "money_unit", Warning,
        ["金额的单位似有误（元、万元）", "an amount of money in another unit, it seems"],
        ["换算为万元", "convert to 10,000 yuan"]),
    row(K::MassUnit, "mass_unit", Warning,
        ["重量的单位似有误（千克、吨）", "a mass in another unit, it seems"],
        ["换算为吨", "convert to tonnes"]),
    row(K::CapacityAboveArea, "capacity_above_area", Warning,
        ["可接收用地超过园区面积", "a park takes more land than it has"],
        ["核对面积及其单位", "check the areas and their units"]),
    row(K::AreaMismatch, "area_mismatch", Warning,
        ["园区图形面积与登记面积不符", "the drawn area of a park is not the declared one"],
        ["核对边界与面积及其单位", "check the boundary, the area and its unit"]),
    row(K::LandAccount, "land_account", Warning,
        ["土地账目自相矛盾", "a land account that contradicts itself"],
        ["核对各项面积", "check the areas"]),
    row(K::StackedParks, "stacked_parks", Warning,
        ["多个园区叠在一点", "several parks on one point"],
        ["换成各园区自己的边界或点位", "give each park its own boundary or point"]),
    row(K::ReusedCode, "reused_code", Warning,
        ["代码在两版中含义不同，而文件中另有 2011 版代码", "a code that means something else in each edition, in a file with codes of 2011"],
        ["核对该代码属于哪一版", "check which edition it is of"]),
    row(K::OutsideDistrict, "outside_district", Warning,
        ["位于区界以外", "outside of the district"],
        ["核对坐标，或从输入中去掉", "check the coordinates, or leave the row out"]),
    row(K::Duplicate, "duplicate", Warning,
        ["重复的记录", "a row that repeats another"],
        ["保留一条", "keep one of them"]),
    row(K::NearDuplicate, "near_duplicate", Warning,
        ["近似重复的记录（名称与位置相近）", "rows of nearly the same name and place"],
        ["核对是否同一企业，保留一条", "check whether they are one, and keep one"]),
    row(K::AlikeIds, "alike_ids", Warning,
        ["编号仅在大小写、全半角、空格或不可见字符上不同", "ids that differ only in case, width, blanks or invisible characters"],
        ["统一编号的写法", "write the ids alike"]),
    row(K::ShortenedIds, "shortened_ids", Warning,
        ["编号似丢失了前导 0", "ids that seem to have lost zeros"],
        ["把编号列存为文本", "store the column of ids as text"]),
    row(K::StackedEnterprises, "stacked_enterprises", Warning,
        ["多家企业叠在一点", "many enterprises on one point"],
        ["取得各自的坐标，或在 [robustness] 中设置位置误差", "find their own coordinates, or say in [robustness] how accurate they are"]),
    row(K::ScatteredEnterprises, "scattered_enterprises", Warning,
        ["多家企业散布在一点周围（似为地理编码加随机偏移）", "many enterprises scattered around one point, as by a geocoder with jitter"],
        ["取得各自的坐标，或在 [robustness] 中设置位置误差", "find their own coordinates, or say in [robustness] how accurate they are"]),
    row(K::Overlap, "overlap", Warning,
        ["园区相互重叠", "parks that overlap"],
        ["核对边界", "check the boundaries"]),
    row(K::UnknownWord, "unknown_word", Warning,
        ["规则不认识的词", "a value that no rule knows"],
        ["改用规则书中的词", "write it as the rule book does"]),
    row(K::Mojibake, "mojibake", Warning,
        ["乱码", "garbled text"],
        ["按正确的编码重新导出", "export it again in its own encoding"]),
    row(K::MissingPark, "missing_park", Warning,
        ["规则书中的园区不在文件中", "a park of the rule book that the file does not have"],
        ["核对园区编号", "check the ids of the parks"]),
    row(K::UnknownCapacity, "unknown_capacity", Warning,
        ["园区可接收用地未知，不予安排迁入", "a park whose capacity is unknown: nobody is sent there"],
        ["补上 capacity_ha", "fill in capacity_ha"]),
    row(K::UnknownResource, "unknown_resource", Warning,
        ["资源数量未知", "an amount of a resource that is unknown"],
        ["补上数值，或从 resources 中去掉该资源", "fill it in, or take the resource out of resources"]),
    row(K::AbsentColumn, "absent_column", Warning,
        ["缺少规划所需的列", "a column that every plan needs is missing"],
        ["在 columns 中指明该列", "name the column in columns"]),
    row(K::UnreadUnit, "unread_unit", Warning,
        ["写有单位但未据此换算", "a unit that is not read from where it stands"],
        ["把单位写在列名中，或设置 land_unit", "write it in the name of the column, or set land_unit"]),

    row(K::AbsentField, "absent_field", Remark,
        ["规则或资源需要的列不存在", "a column that rules or resources ask for is missing"],
        ["如有数据，在 columns 中指明", "name the column in columns, if there is one"]),
    row(K::UnruledPark, "unruled_park", Remark,
        ["规则书未提及的园区", "a park of which the rule book says nothing"],
        ["在规则书的 [parks] 中补上", "add it to [parks] of the rule book"]),
    row(K::PointPark, "point_park", Remark,
        ["园区只有点位，无法判断谁在其中", "a park that is only a point: nobody can be inside"],
        ["提供边界", "give its boundary"]),
    row(K::Roads, "roads", Remark,
        ["道路或其与园区的连接有疑问", "something about the roads, or how parks meet them"],
        ["在图层 road_problems 中查看", "look at the layer road_problems"]),
    row(K::ZoneWithoutDistance, "zone_without_distance", Remark,
        ["管控区无自身防护距离，未评定", "a zone without a distance of its own is not rated"],
        ["补上 distance_m", "fill in distance_m"]),
    row(K::Repaired, "repaired", Remark,
        ["边界已修复", "a boundary was put right"],
        ["如需保留原意，请在源文件中改正", "mend it in the file, if something else was meant"]),
    row(K::SecondColumn, "second_column", Remark,
        ["同义的列未读取", "a second column of one meaning is not read"],
        ["在 columns 中指明以哪一列为准", "say in columns which one counts"]),
    row(K::Interpreted, "interpreted", Remark,
        ["单元格按其含义读取", "cells were read as meant"],
        ["核对所举的例子", "check the example"]),
    row(K::Decoded, "decoded", Remark,
        ["编码不是 UTF-8", "the text is not in UTF-8"],
        ["如有乱码，请设置 encoding", "set encoding, if it is garbled"]),
    row(K::Simplified, "simplified", Remark,
        ["几何已简化", "geometries were simplified"],
        ["无须处理", "nothing to do"]),
    row(K::PassedOver, "passed_over", Remark,
        ["不是数据的行已略过", "rows that are no data were passed over"],
        ["核对略过的行；必要时设置 header_row", "check them; set header_row, if it is wrong"]),
    row(K::Noted, "noted", Remark,
        ["读取时的说明", "said while reading"],
        ["核对", "check it"]),
];

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]
mod tests {
    use super::KINDS;
    use std::collections::BTreeSet;

    #[test]
    fn the_data_dictionary_lists_every_kind() {
        let guide = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/data-dictionary.md");
        let guide = std::fs::read_to_string(guide).unwrap();
        let listed = |about: &&super::About| {
            let row =
                format!("| `{}` | {} | {} |", about.key, about.severity.key(), about.label[1]);
            guide.lines().any(|line| line == row)
        };
        let missing: Vec<&str> =
            KINDS.iter().filter(|about| !listed(about)).map(|about| about.key).collect();
        assert!(missing.is_empty(), "{missing:?}");
    }

    #[test]
    fn kinds_are_named_once_and_stand_in_the_order_of_their_severity() {
        let kinds: BTreeSet<_> = KINDS.iter().map(|about| about.kind).collect();
        let keys: BTreeSet<_> = KINDS.iter().map(|about| about.key).collect();
        assert_eq!((kinds.len(), keys.len()), (KINDS.len(), KINDS.len()));
        assert!(KINDS.is_sorted_by_key(|about| about.severity));
        for about in KINDS {
            let words = about.label.iter().chain(&about.fix);
            assert!(words.into_iter().all(|words| !words.is_empty()), "{}", about.key);
        }
    }
}
