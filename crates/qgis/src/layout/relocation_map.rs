//! The relocation map, on one sheet.

use crate::extent::{at_round_scale, framed};
use crate::layout::items::{graticule, legend, map_item, north_arrow, numeric_scale, scale_bar};
use crate::layout::page::plain;
use crate::layout::page::{A3, Area, LEGEND, MAP, PICTURE, Page, SCALE_BAR};
use crate::layout::sheet::Sheet;
use crate::words::Words;
use crate::xml::Element;
use parkward_model::Lang;
use parkward_planning::{Bucket, Plan};

pub(super) fn relocation_map(sheet: &Sheet<'_, '_, '_>) -> Element {
    const AREA: Area = [10.0, 28.0, 300.0, 238.0];
    let (plan, words, title) = (sheet.plan, sheet.words, &sheet.plan.options.title);
    let mut page = Page::new(A3);
    let map = page.id();
    let extent = at_round_scale(framed(sheet.whole, 0.03, (AREA[2], AREA[3])), AREA[2]);
    page.put(map_item(page.item(MAP, AREA, &map), Some(extent)).holding(graticule()));
    page.label([10.0, 8.0, 400.0, 10.0], 22.0, true, &plain(title.in_lang(Lang::Zh)));
    page.label([10.0, 18.0, 400.0, 8.0], 12.0, false, &plain(words.either("", &title.en)));
    let item = page.next(SCALE_BAR, [16.0, 250.0, 100.0, 12.0]);
    page.put(scale_bar(item, &map, extent, AREA[2], words));
    let item = page.next(SCALE_BAR, [122.0, 254.0, 40.0, 8.0]);
    page.put(numeric_scale(item, &map));
    let item = page.next(PICTURE, [294.0, 32.0, 12.0, 14.0]);
    page.put(north_arrow(item, &map));
    let item = page.next(LEGEND, [316.0, 28.0, 94.0, 150.0]);
    page.put(legend(item, &map, sheet.looks, (1, 9)));
    page.label([316.0, 196.0, 94.0, 64.0], 9.0, false, &numbers(plan, words));
    page.label([10.0, 270.0, 300.0, 20.0], 8.0, false, &sheet.notes());
    if let Some(block) = &sheet.block {
        block.draw(&mut page, [316.0, 262.0, 94.0, 28.0], &plain(&words.of(title)), words);
    }
    page.layout(&words.say("迁移图", "Relocation map"), vec![A3])
}

/// Sums and proof, as everywhere.
fn numbers(plan: &Plan, words: Words) -> String {
    let of_bucket =
        |bucket: &Bucket| (words.of(&bucket.label()), plan.summary.count(*bucket).to_string());
    let (solution, km) = (&plan.solution, words.either("公里当量", "km-eq."));
    let mut lines: Vec<(String, String)> = Bucket::ALL.iter().map(of_bucket).collect();
    let mut line = |zh: &str, en: &str, value: String| lines.push((words.say(zh, en), value));
    line("合计", "Sum", plan.summary.input.to_string());
    line("腾退用地", "Land released", words.land(plan.released_land()));
    line("成本", "Cost", format!("{:.1} {km}", solution.cost_km));
    line("下界", "Lower bound", format!("{:.1} {km}", solution.lower_bound_km));
    line("差距", "Gap", format!("{:.4} %", 100.0 * solution.gap));
    let lines: Vec<String> = lines.iter().map(|(name, value)| format!("{name}: {value}")).collect();
    lines.join("\n")
}
