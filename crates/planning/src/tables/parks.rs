//! The layer of parks.

use crate::plan::Plan;
use crate::plan::parks::PlannedPark;
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
        for (place, limit) in
            self.parks.first().map_or(&[][..], |park| &park.limits).iter().enumerate()
        {
            let (id, unit) = (&limit.resource, &limit.unit);
            let column = |name: &str| {
                if place == 0 { format!("{name}_{unit}") } else { format!("{id}_{name}") }
            };
            let price = if place == 0 {
                "shadow_price_km_per_ha".to_owned()
            } else {
                format!("{id}_shadow_price_km")
            };
            table = table
                .real(
                    &column("capacity"),
                    &format!("可接收 {id}（{unit}）"),
                    &format!("Capacity for newcomers, {id} ({unit})"),
                    move |p| p.limits[place].capacity,
                )
                .real(
                    &column("taken"),
                    &format!("已分配 {id}（{unit}）"),
                    &format!("Taken by newcomers, {id} ({unit})"),
                    move |p| p.limits[place].taken,
                )
                .real(
                    &price,
                    &format!("影子价格 {id}（公里/{unit}）"),
                    &format!("Shadow price, {id} (km per {unit})"),
                    move |p| p.limits[place].shadow_price_km,
                );
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
        let is_point = |park: &PlannedPark| matches!(park.park.footprint, Footprint::Point(_));
        let points = self.parks.iter().filter(|park| is_point(park)).count();
        let shape = match points {
            0 => Shape::Polygon,
            _ if points == self.parks.len() => Shape::Point,
            _ => Shape::PolygonOrPoint,
        };
        table.layer(
            ("parks", Text::new("园区", "Parks")),
            shape,
            self.parks.len(),
            |place| &self.parks[place],
            |park| Some((&park.park.footprint).into()),
        )
    }
}
