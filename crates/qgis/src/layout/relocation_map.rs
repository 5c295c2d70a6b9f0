//! The relocation map, on one sheet.

use crate::extent::framed;
use crate::layout::items::{legend, map_item, north_arrow, scale_bar};
use crate::layout::page::{A3, Area, LEGEND, MAP, PICTURE, Page, SCALE_BAR};
use crate::layout::sheet::{Sheet, plain};
use crate::xml::Element;
use parkward_planning::{Bucket, Plan};

pub(super) fn relocation_map(sheet: &Sheet<'_, '_, '_>) -> Element {
    const AREA: Area = [10.0, 28.0, 300.0, 238.0];
    let plan = sheet.plan;
    let mut page = Page::new(A3);
    let map = page.id();
    let extent = framed(sheet.whole, 0.03, (AREA[2], AREA[3]));
    page.put(map_item(page.item(MAP, AREA, &map), Some(extent)));
    page.label([10.0, 8.0, 400.0, 10.0], 22.0, true, &plain(&plan.options.title.zh));
    page.label([10.0, 18.0, 400.0, 8.0], 12.0, false, &plain(&plan.options.title.en));
    let item = page.next(SCALE_BAR, [16.0, 250.0, 100.0, 12.0]);
    page.put(scale_bar(item, &map, extent, AREA[2]));
    let item = page.next(PICTURE, [294.0, 32.0, 12.0, 14.0]);
    page.put(north_arrow(item, &map));
    let item = page.next(LEGEND, [316.0, 28.0, 94.0, 150.0]);
    page.put(legend(item, &map, sheet.looks));
    page.label([316.0, 202.0, 94.0, 64.0], 9.0, false, &numbers(plan));
    page.label([10.0, 270.0, 400.0, 20.0], 8.0, false, &sheet.notes());
    page.layout("迁移图 Relocation map", vec![A3])
}

/// Sums and proof, as everywhere.
fn numbers(plan: &Plan) -> String {
    let mut lines: Vec<String> = Bucket::ALL
        .iter()
        .map(|bucket| format!("{}: {}", bucket.label().both(), plan.summary.count(*bucket)))
        .collect();
    let solution = &plan.solution;
    lines.push(format!("合计 Sum: {}", plan.summary.input));
    lines.push(format!("腾退用地 Land released: {}", plan.released_land()));
    lines.push(format!("成本 Cost: {:.1} km-eq.", solution.cost_km));
    lines.push(format!("下界 Lower bound: {:.1} km-eq.", solution.lower_bound_km));
    lines.push(format!("差距 Gap: {:.4} %", 100.0 * solution.gap));
    lines.join("\n")
}
