//! What comes to the parks, and where more room would save most.

use crate::figures::land_limit;
use crate::summary::page::Page;
use crate::table::Align::{Left, Right};
use crate::table::{MarkdownTable, escaped};
use parkward_model::{Footprint, Text};

/// How many shadow prices are listed.
const PRICES: usize = 10;

impl Page<'_> {
    pub(super) fn parks(&self) -> Option<String> {
        let parks = &self.plan.parks;
        if parks.is_empty() {
            return None;
        }
        let mut table = MarkdownTable::new(&[
            (self.say("园区", "Park"), Left),
            (self.say("类型", "Type"), Left),
            (self.say("保留", "Stay"), Right),
            (self.say("淘汰", "Close"), Right),
            (self.say("迁入", "Come"), Right),
            (&self.land_head("前", "Before"), Right),
            (&self.land_head("后", "After"), Right),
            (&self.land_head("容量", "Capacity"), Right),
            (&self.land_head("迁入占用", "Taken"), Right),
            (&self.land_head("剩余", "Free"), Right),
        ]);
        let mut taken_by_all = 0.0;
        for park in parks {
            let limit = land_limit(park);
            let capacity = limit.and_then(|limit| limit.capacity);
            let taken = limit.map_or(0.0, |limit| limit.taken);
            taken_by_all += taken;
            table.row([
                escaped(park.park.label(self.lang)),
                escaped(self.of(&park.park_type_name)),
                self.count(park.staying),
                self.count(park.closing),
                self.count(park.incoming),
                self.land(park.load_before_ha.0),
                self.land(park.load_after_ha.0),
                self.known_land(capacity),
                self.land(taken),
                self.known_land(capacity.map(|capacity| capacity - taken)),
            ]);
        }
        let all = |number: fn(&parkward_planning::PlannedPark) -> usize| {
            self.count(parks.iter().map(number).sum())
        };
        let capacities = parks.iter().map(|park| land_limit(park)?.capacity);
        let capacity: Option<f64> = capacities.sum();
        table.row([
            format!("**{}**", self.say("合计", "Sum")),
            String::new(),
            all(|park| park.staying),
            all(|park| park.closing),
            all(|park| park.incoming),
            self.land(parks.iter().map(|park| park.load_before_ha.0).sum()),
            self.land(parks.iter().map(|park| park.load_after_ha.0).sum()),
            self.known_land(capacity),
            self.land(taken_by_all),
            self.known_land(capacity.map(|capacity| capacity - taken_by_all)),
        ]);
        let nested = self.say(
            "企业计入它所在的最内层园区。前、后：所调查企业的用地。容量：可供迁入企业使用的土地。",
            "An enterprise counts in the innermost park that it stands in. Before, after: land of \
             the surveyed enterprises. Capacity: land that incoming enterprises may take.",
        );
        let body = format!("{}\n{nested}\n", table.finish());
        Some(self.section("园区负荷", "Load of the parks", &body))
    }

    pub(super) fn points_only(&self) -> Option<String> {
        let points =
            self.plan.parks.iter().filter(|p| matches!(p.park.footprint, Footprint::Point(_)));
        let names: Vec<_> = points.map(|p| escaped(p.park.label(self.lang))).collect();
        if names.is_empty() {
            return None;
        }
        let text = self.say(
            "以下园区只有一个点而没有边界，无法判断企业是否在园区内；距离算到该点：",
            "No boundary is known of these parks, only a point. Whether an enterprise stands in \
             them cannot be decided; distances are to the point: ",
        );
        let body = format!("{text}{}\n", names.join(self.say("、", ", ")));
        Some(self.section("没有边界的园区", "Parks without a boundary", &body))
    }

    pub(super) fn prices(&self) -> Option<String> {
        let limits =
            self.plan.parks.iter().flat_map(|park| park.limits.iter().map(move |l| (park, l)));
        let mut dear: Vec<_> = limits.filter(|(_, limit)| limit.shadow_price_km > 0.0).collect();
        if dear.is_empty() {
            return None;
        }
        dear.sort_by(|(a, x), (b, y)| {
            y.shadow_price_km
                .total_cmp(&x.shadow_price_km)
                .then_with(|| a.park.id.cmp(&b.park.id))
                .then_with(|| x.resource.cmp(&y.resource))
        });
        let mut table = MarkdownTable::new(&[
            (self.say("园区", "Park"), Left),
            (self.say("资源", "Resource"), Left),
            (self.say("每增一单位可节省（公里当量）", "One unit more saves (km-eq.)"), Right),
            (self.say("单位", "Unit"), Left),
        ]);
        for (park, limit) in dear.into_iter().take(PRICES) {
            let named =
                self.plan.options.resources.iter().find(|resource| resource.id == limit.resource);
            let land = Text::new("土地", "land");
            let areas = self.plan.options.area_unit;
            let (price, unit) = match limit.resource == crate::figures::LAND {
                true => (areas.shown_per(limit.shadow_price_km, self.lang), self.land_unit()),
                false => (limit.shadow_price_km, self.of(&limit.unit).to_owned()),
            };
            table.row([
                escaped(park.park.label(self.lang)),
                match named {
                    None if limit.resource == crate::figures::LAND => self.of(&land).to_owned(),
                    None => escaped(&limit.resource),
                    Some(resource) => escaped(self.of(&resource.name)),
                },
                self.decimal(price, 3),
                escaped(&unit),
            ]);
        }
        let title = ("最值得扩容之处", "Where one more hectare saves the most");
        Some(self.section(title.0, title.1, &table.finish()))
    }
}
