//! `summary.md`: what the plan comes to.

mod decided;
mod improve;
mod land_use;
mod projects;
mod space;

use crate::figures::{Distances, Land, RELEASING, land_limit};
use crate::numbers::{count, decimal, percent};
use crate::table::Align::{Left, Right};
use crate::table::{Table, escaped};
use parkward_model::{Footprint, Lang, Layer, Text};
use parkward_planning::{Bucket, Plan, PlannedEnterprise, Proof, Status};
use std::collections::BTreeMap;

mod firms;

/// How many of the unplaced, the rejects and the notes are listed one by one.
const LISTED: usize = 20;
/// How many shadow prices are listed.
const PRICES: usize = 10;

/// The plan in figures and tables, as Markdown in `lang`.
///
/// The buckets are printed with their sum, which is the number of input rows; the plan is called
/// optimal only if its status says so. Names from the inputs are escaped: they cannot end a cell
/// or open a tag. Sections that have nothing to say are left out.
///
/// # Units
/// Land in hectares, distances in kilometres, costs in kilometre-equivalents.
pub fn summary(plan: &Plan, lang: Lang) -> String {
    let page = Page { plan, lang };
    let sections = [
        page.head(),
        page.buckets(),
        page.quality(),
        page.projects(),
        page.parks(),
        page.land_use(),
        page.points_only(),
        page.decisions(),
        page.replanning(),
        page.phases(),
        page.robustness(),
        page.released(),
        page.land_classes(),
        page.land_need(),
        page.distances(),
        page.prices(),
        page.rules(),
        page.zones(),
        page.elements(),
        page.classes(),
        page.balance(),
        page.industries(),
        page.improvements(),
        page.principles(),
        page.unplaced(),
        page.rejects(),
        page.notes(),
        page.inputs(),
    ];
    sections.into_iter().flatten().collect::<Vec<_>>().join("\n")
}

struct Page<'a> {
    plan: &'a Plan,
    lang: Lang,
}

impl Page<'_> {
    fn say<'t>(&self, zh: &'t str, en: &'t str) -> &'t str {
        match self.lang {
            Lang::Zh => zh,
            Lang::En => en,
        }
    }

    fn of<'t>(&self, text: &'t Text) -> &'t str {
        text.in_lang(self.lang)
    }

    fn count(&self, number: usize) -> String {
        count(number, self.lang)
    }

    fn decimal(&self, number: f64, places: usize) -> String {
        decimal(number, places, self.lang)
    }

    /// A number that may be unknown, which is never nought.
    fn known(&self, number: Option<f64>) -> String {
        number.map_or_else(|| self.say("未知", "unknown").to_owned(), |n| self.decimal(n, 2))
    }

    fn section(&self, zh: &str, en: &str, body: &str) -> String {
        format!("## {}\n\n{body}", self.say(zh, en))
    }

    fn head(&self) -> Option<String> {
        let plan = self.plan;
        let mut text = format!("# {}\n\n", escaped(self.of(&plan.title)));
        let notice = self.of(&plan.data_notice);
        if !notice.is_empty() {
            text += &format!("> {}\n\n", escaped(notice));
        }
        let book = &plan.rule_book;
        let short: String = book.sha256.chars().take(12).collect();
        let (file, day, version) = (escaped(&book.file), plan.as_of, env!("CARGO_PKG_VERSION"));
        text += &match self.lang {
            Lang::Zh => format!(
                "规则：{file}（SHA-256 {short}…），适用日期 {day}。程序：Parkward {version}。\n"
            ),
            Lang::En => format!(
                "Rules: {file} (SHA-256 {short}…), as of {day}. Program: Parkward {version}.\n"
            ),
        };
        Some(text)
    }

    fn buckets(&self) -> Option<String> {
        let summary = &self.plan.summary;
        let mut table = Table::new(&[
            (self.say("结论", "Verdict"), Left),
            (self.say("企业数", "Enterprises"), Right),
            (self.say("占比", "Share"), Right),
            (self.say("用地（公顷）", "Land (ha)"), Right),
        ]);
        let share = |n: usize| match summary.input {
            0 => "–".to_owned(),
            all => format!("{} %", self.decimal(100.0 * n as f64 / all as f64, 1)),
        };
        for bucket in Bucket::ALL {
            let land = match bucket {
                Bucket::Rejected => "–".to_owned(),
                bucket => self.decimal(Land::of(self.plan, &[bucket]).known.0, 2),
            };
            let number = summary.count(bucket);
            table.row([self.of(&bucket.label()), &self.count(number), &share(number), &land]);
        }
        let total: usize = Bucket::ALL.iter().map(|bucket| summary.count(*bucket)).sum();
        let land = Land::of(self.plan, &Bucket::ALL);
        table.row([
            format!("**{}**", self.say("合计", "Sum")),
            format!("**{}**", self.count(total)),
            share(total),
            format!("**{}**", self.decimal(land.known.0, 2)),
        ]);
        let (rows, input) = (self.count(total), self.count(summary.input));
        let line = match (summary.balances(), self.lang) {
            (true, Lang::Zh) => format!("输入 {input} 行，每一行都在上表之中。"),
            (true, Lang::En) => format!("The input has {input} rows; every one is in this table."),
            (false, Lang::Zh) => format!("**注意：表中 {rows} 行，输入 {input} 行，两者不符。**"),
            (false, Lang::En) => {
                format!("**Attention: {rows} rows in this table, but {input} in the input.**")
            }
        };
        let unknown = match (land.unknown, self.lang) {
            (0, _) => String::new(),
            (n, Lang::Zh) => format!("其中 {} 家用地未知，未计入公顷数。", self.count(n)),
            (n, Lang::En) => {
                format!(" The land of {} is unknown and not in the hectares.", self.count(n))
            }
        };
        let body = format!("{}\n{line}{unknown}\n", table.finish());
        Some(self.section("每家企业的去向", "What becomes of every enterprise", &body))
    }

    fn quality(&self) -> Option<String> {
        let solution = &self.plan.solution;
        let mut table =
            Table::new(&[(self.say("项目", "Measure"), Left), (self.say("数值", "Value"), Right)]);
        let km = |km: f64| format!("{} {}", self.decimal(km, 3), self.say("公里当量", "km-eq."));
        table.row([self.say("成本", "Cost"), &km(solution.cost_km)]);
        table.row([
            self.say("任何方案的成本下界", "Lower bound for any plan"),
            &km(solution.lower_bound_km),
        ]);
        table.row([self.say("差距", "Gap"), &percent(solution.gap)]);
        let status = match solution.status {
            Status::Optimal => self.say("最优：没有成本更低的方案", "optimal: no plan costs less"),
            Status::Feasible => self.say(
                "可行：与任何更好方案的差距不超过上述数值",
                "feasible: no plan is better by more than the gap",
            ),
        };
        table.row([self.say("状态", "Status"), status]);
        if let Some(why) = solution.why_not_optimal() {
            table.row([self.say("搜索为何结束", "Why the search ended"), why.in_lang(self.lang)]);
        }
        let proof = match (solution.proof, self.lang) {
            (Proof::Prices, Lang::Zh) => "园区土地的影子价格".to_owned(),
            (Proof::Prices, Lang::En) => "prices on the land of the parks".to_owned(),
            (Proof::Search { nodes }, Lang::Zh) => format!("影子价格与分支定界（{nodes} 个节点）"),
            (Proof::Search { nodes }, Lang::En) => {
                format!("prices and branch and bound ({nodes} nodes)")
            }
        };
        table.row([self.say("下界的依据", "Bound proven by"), &proof]);
        Some(self.section("方案有多好", "How good the plan is", &table.finish()))
    }

    fn parks(&self) -> Option<String> {
        let parks = &self.plan.parks;
        if parks.is_empty() {
            return None;
        }
        let mut table = Table::new(&[
            (self.say("园区", "Park"), Left),
            (self.say("类型", "Type"), Left),
            (self.say("保留", "Stay"), Right),
            (self.say("淘汰", "Close"), Right),
            (self.say("迁入", "Come"), Right),
            (self.say("前（公顷）", "Before (ha)"), Right),
            (self.say("后（公顷）", "After (ha)"), Right),
            (self.say("容量（公顷）", "Capacity (ha)"), Right),
            (self.say("迁入占用（公顷）", "Taken (ha)"), Right),
            (self.say("剩余（公顷）", "Free (ha)"), Right),
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
                self.decimal(park.load_before_ha.0, 2),
                self.decimal(park.load_after_ha.0, 2),
                self.known(capacity),
                self.decimal(taken, 2),
                self.known(capacity.map(|capacity| capacity - taken)),
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
            self.decimal(parks.iter().map(|park| park.load_before_ha.0).sum(), 2),
            self.decimal(parks.iter().map(|park| park.load_after_ha.0).sum(), 2),
            self.known(capacity),
            self.decimal(taken_by_all, 2),
            self.known(capacity.map(|capacity| capacity - taken_by_all)),
        ]);
        let nested = self.say(
            "企业计入它所在的最内层园区。前、后：所调查企业的用地。容量：可供迁入企业使用的土地。",
            "An enterprise counts in the innermost park that it stands in. Before, after: land of \
             the surveyed enterprises. Capacity: land that incoming enterprises may take.",
        );
        let body = format!("{}\n{nested}\n", table.finish());
        Some(self.section("园区负荷", "Load of the parks", &body))
    }

    fn points_only(&self) -> Option<String> {
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

    fn released(&self) -> Option<String> {
        let mut table = Table::new(&[
            (self.say("园区外企业", "Outside the parks"), Left),
            (self.say("企业数", "Enterprises"), Right),
            (self.say("用地（公顷）", "Land (ha)"), Right),
            (self.say("用地未知", "Land unknown"), Right),
        ]);
        for bucket in RELEASING {
            let land = Land::freed(self.plan, &[bucket]);
            table.row([
                self.of(&bucket.label()),
                &self.count(land.enterprises),
                &self.decimal(land.known.0, 2),
                &self.count(land.unknown),
            ]);
        }
        let land = Land::released(self.plan);
        table.row([
            format!("**{}**", self.say("合计", "Sum")),
            format!("**{}**", self.count(land.enterprises)),
            format!("**{}**", self.decimal(land.known.0, 2)),
            self.count(land.unknown),
        ]);
        Some(self.section("腾退用地", "Land released", &table.finish()))
    }

    fn distances(&self) -> Option<String> {
        let distances = Distances::of(self.plan.enterprises())?;
        let mut table = Table::new(&[
            (self.say("平均", "Mean"), Right),
            (self.say("中位数", "Median"), Right),
            (self.say("最远", "Longest"), Right),
        ]);
        let km = |m: parkward_model::Metres| format!("{} km", self.decimal(m.kilometres(), 2));
        table.row([km(distances.mean), km(distances.median), km(distances.longest)]);
        let how = self.say(
            "椭球面上从厂址到园区边界的距离。",
            "On the ellipsoid, from the site to the boundary of the park.",
        );
        let body = format!("{}\n{how}\n", table.finish());
        Some(self.section("迁移距离", "How far the moves are", &body))
    }

    fn prices(&self) -> Option<String> {
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
        let mut table = Table::new(&[
            (self.say("园区", "Park"), Left),
            (self.say("资源", "Resource"), Left),
            (self.say("每增一单位可节省（公里当量）", "One unit more saves (km-eq.)"), Right),
            (self.say("单位", "Unit"), Left),
        ]);
        for (park, limit) in dear.into_iter().take(PRICES) {
            let named = self.plan.resources.iter().find(|resource| resource.id == limit.resource);
            let land = Text::new("土地", "land");
            table.row([
                escaped(park.park.label(self.lang)),
                match named {
                    None if limit.resource == crate::figures::LAND => self.of(&land).to_owned(),
                    None => escaped(&limit.resource),
                    Some(resource) => escaped(self.of(&resource.name)),
                },
                self.decimal(limit.shadow_price_km, 3),
                escaped(&limit.unit),
            ]);
        }
        let title = ("最值得扩容之处", "Where one more hectare saves the most");
        Some(self.section(title.0, title.1, &table.finish()))
    }

    /// How far the pillar industries and the encouraged technologies stand in parks, before and after.
    fn industries(&self) -> Option<String> {
        // A rule book that cannot be read again says nothing here.
        let rules = self.plan.book()?;
        let mut table = Table::new(&[
            (self.say("产业", "Industry"), Left),
            (self.say("企业数", "Enterprises"), Right),
            (self.say("规划前在园区", "In parks before"), Right),
            (self.say("规划后在园区", "In parks after"), Right),
        ]);
        let lists = [
            (&rules.pillar_industries, "支柱", "pillar", self.members(|e| e.pillar_industry())),
            (&rules.high_technology, "鼓励", "encouraged", self.members(|e| e.high_technology())),
        ];
        let mut rows = 0;
        for (lists, zh, en, members) in lists {
            for list in lists {
                let [all, before, after] =
                    members.get(list.id.as_str()).copied().unwrap_or_default();
                let name = format!("{} ({})", escaped(self.of(&list.name)), self.say(zh, en));
                table.row([&name, &self.count(all), &self.count(before), &self.count(after)]);
                rows += 1;
            }
        }
        let body = table.finish();
        (rows > 0).then(|| {
            self.section(
                "支柱产业与鼓励技术",
                "Pillar industries and encouraged technologies",
                &body,
            )
        })
    }

    /// By list: enterprises in all, in parks before, in parks after.
    fn members<'p>(
        &'p self,
        list: impl Fn(PlannedEnterprise<'p>) -> Option<&'p str>,
    ) -> BTreeMap<&'p str, [usize; 3]> {
        let mut members: BTreeMap<&str, [usize; 3]> = BTreeMap::new();
        for enterprise in self.plan.enterprises() {
            let Some(list) = list(enterprise) else { continue };
            let [all, before, after] = members.entry(list).or_default();
            let inside = enterprise.stands_in().len() > 0;
            let leaves = enterprise.verdict() == Bucket::InParkCloses;
            *all += 1;
            *before += usize::from(inside);
            *after += usize::from(inside && !leaves || enterprise.verdict() == Bucket::Moves);
        }
        members
    }

    fn unplaced(&self) -> Option<String> {
        let all = self.plan.enterprises().filter(|e| e.verdict() == Bucket::Unplaced);
        let mut table = Table::new(&[
            (self.say("企业", "Enterprise"), Left),
            (self.say("行", "Row"), Right),
            (self.say("行业", "Industry"), Left),
            (self.say("用地（公顷）", "Land (ha)"), Right),
            (self.say("原因", "Why"), Left),
        ]);
        let total = all.clone().count();
        for planned in all.take(LISTED) {
            let enterprise = planned.enterprise();
            let reasons = planned.reasons();
            let reasons = reasons.iter().map(|reason| escaped(self.of(reason)));
            let id = escaped(enterprise.id.as_str());
            let name = match enterprise.name.as_ref() {
                "" => id,
                name => format!("{id} {}", escaped(name)),
            };
            table.row([
                name,
                enterprise.row.to_string(),
                enterprise.industry.as_ref().map_or_else(|| "–".to_owned(), ToString::to_string),
                self.known(enterprise.land.map(|land| land.0)),
                reasons.collect::<Vec<_>>().join("; "),
            ]);
        }
        let body = format!("{}{}", table.finish(), self.more(total));
        (total > 0).then(|| self.section("未能安置", "Unplaced", &body))
    }

    fn rejects(&self) -> Option<String> {
        let mut table = Table::new(&[
            (self.say("文件", "File"), Left),
            (self.say("图层", "Layer"), Left),
            (self.say("行", "Row"), Right),
            (self.say("列", "Column"), Left),
            (self.say("应为", "Expected"), Left),
            (self.say("实为", "Found"), Left),
        ]);
        for reject in self.plan.rejects.iter().take(LISTED) {
            table.row([
                escaped(&reject.file),
                self.layer(reject.layer).to_owned(),
                reject.row.to_string(),
                escaped(&reject.column),
                escaped(self.of(&reject.expected)),
                escaped(&reject.found),
            ]);
        }
        let total = self.plan.rejects.len();
        let body = format!("{}{}", table.finish(), self.more(total));
        (total > 0).then(|| self.section("不能使用的行", "Rows that could not be used", &body))
    }

    fn notes(&self) -> Option<String> {
        let mut table = Table::new(&[
            (self.say("文件", "File"), Left),
            (self.say("行", "Row"), Right),
            (self.say("说明", "Note"), Left),
        ]);
        for note in self.plan.notes.iter().take(LISTED) {
            let row = note.row.map_or_else(|| "–".to_owned(), |row| row.to_string());
            table.row([escaped(&note.file), row, escaped(self.of(&note.text))]);
        }
        let total = self.plan.notes.len();
        let body = format!("{}{}", table.finish(), self.more(total));
        (total > 0).then(|| self.section("对输入数据的说明", "Notes on the inputs", &body))
    }

    fn inputs(&self) -> Option<String> {
        let mut table = Table::new(&[
            (self.say("图层", "Layer"), Left),
            (self.say("文件", "File"), Left),
            (self.say("行数", "Rows"), Right),
            (self.say("坐标系", "CRS"), Left),
            ("SHA-256", Left),
        ]);
        for input in &self.plan.inputs {
            table.row([
                self.layer(input.layer).to_owned(),
                escaped(&input.file),
                input.rows.to_string(),
                escaped(&input.crs),
                match input.sha256.as_str() {
                    "" => "–".to_owned(),
                    sum => format!("`{}`", escaped(sum)),
                },
            ]);
        }
        let some = !self.plan.inputs.is_empty();
        some.then(|| self.section("输入文件", "Inputs", &table.finish()))
    }

    fn layer(&self, layer: Layer) -> &'static str {
        match (layer, self.lang) {
            (Layer::Parks, Lang::Zh) => "园区",
            (Layer::Parks, Lang::En) => "parks",
            (Layer::Zones, Lang::Zh) => "空间图层",
            (Layer::Zones, Lang::En) => "zones",
            (Layer::Projects, Lang::Zh) => "新项目",
            (Layer::Projects, Lang::En) => "new projects",
            (Layer::Enterprises, Lang::Zh) => "企业",
            (Layer::Enterprises, Lang::En) => "enterprises",
        }
    }

    /// What a list that was cut leaves out.
    fn more(&self, total: usize) -> String {
        let left = total.saturating_sub(LISTED);
        match (left, self.lang) {
            (0, _) => String::new(),
            (_, Lang::Zh) => format!("\n另有 {} 项，见数据图层。\n", self.count(left)),
            (_, Lang::En) => format!("\nAnd {} more: see the layers.\n", self.count(left)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing;
    use parkward_planning::Stop;

    /// The cells of the rows of the first table behind `heading`.
    fn table(markdown: &str, heading: &str) -> Vec<Vec<String>> {
        let (_, behind) = markdown.split_once(heading).unwrap();
        let rows = behind.lines().skip_while(|line| !line.starts_with('|'));
        rows.take_while(|line| line.starts_with('|'))
            .skip(2)
            .map(|line| line.trim_matches('|').split(" | ").map(|c| c.trim().to_owned()).collect())
            .collect()
    }

    #[test]
    fn the_buckets_sum_to_the_input() {
        for (lang, heading) in [(Lang::En, "What becomes"), (Lang::Zh, "每家企业的去向")] {
            let plan = testing::plan();
            let rows = table(&summary(&plan, lang), heading);
            assert_eq!(rows.len(), Bucket::ALL.len() + 1);
            let number = |row: &[String]| row[1].trim_matches('*').parse::<usize>().unwrap();
            assert_eq!(
                rows[..rows.len() - 1].iter().map(|row| number(row)).sum::<usize>(),
                plan.summary.input
            );
            assert_eq!(number(rows.last().unwrap()), plan.summary.input);
        }
    }

    #[test]
    fn a_sum_that_does_not_match_is_said() {
        let mut plan = testing::plan();
        plan.summary.input += 1;
        assert!(summary(&plan, Lang::En).contains("Attention: 40 rows in this table, but 41"));
    }

    #[test]
    fn optimal_is_said_only_of_the_optimum() {
        let mut plan = testing::plan();
        assert!(!summary(&plan, Lang::En).to_lowercase().contains("optim"));
        assert!(!summary(&plan, Lang::Zh).contains("最优"));
        plan.solution.stop = Some(Stop::Effort);
        assert!(
            summary(&plan, Lang::En)
                .contains("stopped by its standard effort; `--effort thorough`")
        );
        assert!(summary(&plan, Lang::Zh).contains("标准搜索量已用完；`--effort thorough`"));
        assert!(!summary(&plan, Lang::En).to_lowercase().contains("optim"));
        plan.solution.stop = None;
        plan.solution.status = Status::Optimal;
        plan.solution.gap = 0.0;
        assert!(summary(&plan, Lang::En).contains("optimal: no plan costs less"));
        assert!(summary(&plan, Lang::Zh).contains("最优"));
    }

    #[test]
    fn every_table_is_rectangular_whatever_the_names() {
        for lang in [Lang::Zh, Lang::En] {
            let text = summary(&testing::plan(), lang);
            let mut width = 0;
            for line in text.lines() {
                let cells = line.replace("\\|", "").matches('|').count();
                let continues = line.starts_with('|') && width > 0;
                assert!(!continues || cells == width, "{line}");
                width = if line.starts_with('|') { cells } else { 0 };
            }
            assert!(!text.contains("<b>"));
        }
    }

    #[test]
    fn a_plan_without_anything_has_a_summary() {
        let text = summary(&testing::empty(), Lang::En);
        assert!(text.contains("The input has 0 rows"));
        assert!(!text.contains("NaN"));
    }

    #[test]
    fn released_land_and_points_are_there() {
        let text = summary(&testing::plan(), Lang::En);
        let rows = table(&text, "Land released");
        assert_eq!(rows[2][2], "**20.00**");
        assert!(text.contains("Whether an enterprise stands in them cannot be decided"));
    }

    #[test]
    fn long_lists_are_cut_and_say_so() {
        let mut plan = testing::plan();
        plan.notes = vec![plan.notes[0].clone(); 23];
        assert!(summary(&plan, Lang::En).contains("And 3 more"));
    }
}
