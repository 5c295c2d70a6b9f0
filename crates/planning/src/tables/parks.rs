//! The layer of parks.

use crate::plan::Plan;
use crate::plan::parks::{Limit, PlannedPark};
use crate::tables::facts::{list, with_facts};
use parkward_layer::{Cell, PlanLayer, Shape, Table};
use parkward_model::{Footprint, Text};

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
            .real("load_before_ha", "规划前用地（公顷）", "Land used before (ha)", |p| {
                p.load_before_ha.0
            })
            .real("load_after_ha", "规划后用地（公顷）", "Land used after (ha)", |p| {
                p.load_after_ha.0
            })
            .real("area_ha", "面积（公顷）", "Area (ha)", |p| p.park.area.map(|a| a.0))
            .flag("boundary", "有边界", "Has a boundary", |p| {
                matches!(p.park.footprint, Footprint::Boundary(_))
            });
        if self.has_projects() {
            table = table.integer("projects", "入驻项目数", "Projects coming", |p| p.projects);
        }
        let limits = self.parks.first().map_or(&[][..], |park| &park.limits);
        for (number, limit) in limits.iter().enumerate() {
            table = with_limit(table, number, limit);
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
) -> Table<'p, &'p PlannedPark> {
    let (id, unit) = (&limit.resource, &limit.unit);
    let [capacity, taken, price] = match number {
        0 => [
            format!("capacity_{unit}"),
            format!("taken_{unit}"),
            "shadow_price_km_per_ha".to_owned(),
        ],
        _ => ["capacity", "taken", "shadow_price_km"].map(|name| format!("{id}_{name}")),
    };
    table
        .real(
            &capacity,
            &format!("可接收 {id}（{unit}）"),
            &format!("Capacity for newcomers, {id} ({unit})"),
            move |p| p.limits[number].capacity,
        )
        .real(
            &taken,
            &format!("已分配 {id}（{unit}）"),
            &format!("Taken by newcomers, {id} ({unit})"),
            move |p| p.limits[number].taken,
        )
        .real(
            &price,
            &format!("影子价格 {id}（公里/{unit}）"),
            &format!("Shadow price, {id} (km per {unit})"),
            move |p| p.limits[number].shadow_price_km,
        )
}
