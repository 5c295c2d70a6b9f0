//! The layer of parks.

use crate::plan::Plan;
use crate::plan::parks::{Limit, PlannedPark};
use crate::tables::facts::{list, with_facts};
use parkward_layer::{Cell, ColumnKind, PlanLayer, Shape, Table};
use parkward_model::{Footprint, Lang, Text};

impl Plan {
    pub(super) fn parks_layer(&self) -> PlanLayer<'_> {
        let mut table = Table::<&PlannedPark>::new()
            .text("id", "编号", "Id", |p| Some(p.park.id.as_str()))
            .text("name_zh", "名称", "Name (Chinese)", |p| Cell::of_text(&p.park.name.zh))
            .text("name_en", "英文名称", "Name (English)", |p| Cell::of_text(&p.park.name.en))
            .text("park_type", "类型代码", "Type key", |p| p.park_type.as_deref())
            .text("type_zh", "园区类型", "Type (Chinese)", |p| {
                Cell::of_text(&p.park_type_name.zh)
            })
            .text("type_en", "园区类型（英文）", "Type (English)", |p| {
                Cell::of_text(&p.park_type_name.en)
            })
            .text("lies_in", "位于园区", "Lies in parks", |p| list(p.lies_in.iter()))
            .integer("staying", "保留企业数", "Enterprises staying", |p| p.staying)
            .integer("closing", "淘汰企业数", "Enterprises closing", |p| p.closing)
            .integer("incoming", "迁入企业数", "Enterprises coming", |p| p.incoming)
            .land("load_before_ha", "规划前用地", "Land used before", |p| p.load_before_ha.0)
            .land("load_after_ha", "规划后用地", "Land used after", |p| p.load_after_ha.0)
            .land("area_ha", "面积", "Area", |p| p.park.area.map(|a| a.0))
            .flag("boundary", "有边界", "Has a boundary", |p| {
                matches!(p.park.footprint, Footprint::Boundary(_))
            });
        if self.has_projects() {
            table = table.integer("projects", "入驻项目数", "Projects coming", |p| p.projects);
        }
        let limits = self.parks.first().map_or(&[][..], |park| &park.limits);
        for (number, limit) in limits.iter().enumerate() {
            table = with_limit(table, number, limit, &self.resource_name(&limit.resource));
        }
        if self.parks.iter().any(|park| park.leaving > 0) {
            table =
                table.integer("leaving", "迁出企业数", "Enterprises leaving", |p| p.leaving);
        }
        let refuse = |p: &PlannedPark| p.zones.iter().any(|zone| zone.refuses);
        if self.parks.iter().any(refuse) {
            table =
                table.text("refused_by", "空间规则限制", "Refused by rules of space", |p| {
                    let rules = p.zones.iter().filter(|zone| zone.refuses);
                    Cell::of_words(
                        rules.map(|zone| zone.rule.as_str()).collect::<Vec<_>>().join(", "),
                    )
                });
        }
        let table = self.with_land_use(table);
        let table = with_facts(table, self.parks.iter().map(|p| &p.park.facts), |p| &p.park.facts);
        table.layer(
            ("parks", Text::new("园区", "Parks")),
            self.park_shape(),
            self.parks.len(),
            |index| &self.parks[index],
            |park| Some((&park.park.footprint).into()),
        )
    }

    /// Areas, points, or both.
    fn park_shape(&self) -> Shape {
        let is_point = |park: &&PlannedPark| matches!(park.park.footprint, Footprint::Point(_));
        match self.parks.iter().filter(is_point).count() {
            0 => Shape::Polygon,
            points if points == self.parks.len() => Shape::Point,
            _ => Shape::PolygonOrPoint,
        }
    }
}

/// What the parks have and give of one resource, by its number among the limits; the first is land.
fn with_limit<'p>(
    table: Table<'p, &'p PlannedPark>,
    number: usize,
    limit: &Limit,
    name: &Text,
) -> Table<'p, &'p PlannedPark> {
    let capacity = move |p: &PlannedPark| p.limits[number].capacity;
    let taken = move |p: &PlannedPark| p.limits[number].taken;
    let price = move |p: &PlannedPark| p.limits[number].shadow_price_km;
    let (Text { zh, en }, unit, id) = (name, &limit.unit, &limit.resource);
    let titles = [
        (format!("可接收{zh}"), format!("Capacity for newcomers, {en}")),
        (format!("已分配{zh}"), format!("Taken by newcomers, {en}")),
        (format!("{zh}影子价格"), format!("Shadow price, {en}")),
    ];
    let [capacity_title, taken_title, price_title] = &titles;
    if number == 0 {
        return table
            .land("capacity_ha", &capacity_title.0, &capacity_title.1, capacity)
            .land("taken_ha", &taken_title.0, &taken_title.1, taken)
            .per_land("shadow_price_km_per_ha", &price_title.0, &price_title.1, price);
    }
    let [in_zh, in_en] = [Lang::Zh, Lang::En].map(|lang| unit.in_lang(lang));
    let of = |title: &(String, String)| {
        Text::new(format!("{}（{in_zh}）", title.0), format!("{} ({in_en})", title.1))
    };
    let per = Text::new(
        format!("{}（公里/{in_zh}）", price_title.0),
        format!("{} (km per {in_en})", price_title.1),
    );
    table
        .column(&format!("{id}_capacity"), of(capacity_title), ColumnKind::Real, capacity)
        .column(&format!("{id}_taken"), of(taken_title), ColumnKind::Real, taken)
        .column(&format!("{id}_shadow_price_km"), per, ColumnKind::Real, price)
}
