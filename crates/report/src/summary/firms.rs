//! What the rules say of the enterprises: who is eliminated and by which rule.

use crate::summary::page::Page;
use crate::table::Align::{Left, Right};
use crate::table::{MarkdownTable, escaped};
use parkward_model::{Hectares, Lang};
use parkward_planning::{Balance, Bucket, ElementMean};
use parkward_policy::{Finding, LandBasis, Measure, Outcome, RuleBook, ScreeningRule};
use std::collections::BTreeMap;

/// What came of one rule, over all enterprises.
#[derive(Clone, Copy, Default)]
struct Fired {
    /// By [`Outcome::ALL`].
    outcomes: [usize; Outcome::ALL.len()],
    /// The largest margin.
    margin: Option<f64>,
}

/// Buckets of enterprises that were read.
const READ: usize = Bucket::ALL.len() - 1;

impl Page<'_> {
    /// The "four to eliminate", one table a heading, every rule of the book with what came of it.
    pub(super) fn rules(&self) -> Option<String> {
        let mut fired: BTreeMap<&str, Fired> = BTreeMap::new();
        // Rules of space have a section of their own.
        let book = self.plan.book();
        let spatial = book.as_ref().map_or(&[][..], |book| &book.spatial);
        let of_space = |finding: &&Finding| {
            finding.outcome == Outcome::Moves || spatial.iter().any(|rule| rule.id == finding.rule)
        };
        for finding in self.plan.enterprises().flat_map(|e| e.findings()).filter(|f| !of_space(f)) {
            let one = fired.entry(&finding.rule).or_default();
            let index = Outcome::ALL.iter().position(|outcome| *outcome == finding.outcome);
            one.outcomes[index.expect("all outcomes are listed")] += 1;
            one.margin = [one.margin, finding.margin].into_iter().flatten().reduce(f64::max);
        }
        // A rule book that cannot be read again says no more than the findings do.
        let screening = book.as_ref().map_or(&[][..], |book| &book.screening);
        let mut headings: Vec<&str> = Vec::new();
        for rule in screening {
            let heading = self.of(&rule.eliminates);
            if !headings.contains(&heading) {
                headings.push(heading);
            }
        }
        let mut body = String::new();
        for heading in headings {
            let rules = screening.iter().filter(|rule| self.of(&rule.eliminates) == heading);
            let rows = rules.map(|rule| (rule.id.as_str(), Some(rule)));
            body += &format!("### {}\n\n{}\n", escaped(heading), self.rule_table(rows, &fired));
        }
        let unknown = fired.keys().filter(|id| !screening.iter().any(|rule| rule.id == **id));
        let unknown: Vec<_> = unknown.map(|id| (*id, None)).collect();
        if !unknown.is_empty() {
            body += &format!("{}\n", self.rule_table(unknown.into_iter(), &fired));
        }
        if let Some(book) = &book {
            body += &self.unrated(book);
        }
        let body = body.trim_end();
        (!body.is_empty())
            .then(|| self.section("哪些规则起了作用", "Which rules fire", &format!("{body}\n")))
    }

    fn rule_table<'r>(
        &self,
        rules: impl Iterator<Item = (&'r str, Option<&'r ScreeningRule>)>,
        fired: &BTreeMap<&str, Fired>,
    ) -> String {
        let outcomes = Outcome::ALL.map(Outcome::label);
        let mut columns = vec![
            (self.say("规则", "Rule"), Left),
            (self.say("名称", "Name"), Left),
            (self.say("依据", "Clause"), Left),
            (self.say("已核实", "Confirmed"), Left),
        ];
        columns.extend(outcomes.iter().map(|label| (self.of(label), Right)));
        columns.push((self.say("最大超出", "Largest margin"), Right));
        let mut table = MarkdownTable::new(&columns);
        for (id, rule) in rules {
            let Fired { outcomes, margin } = fired.get(id).copied().unwrap_or_default();
            let (name, clause, confirmed) = match rule {
                None => Default::default(),
                Some(rule) => (
                    escaped(self.of(&rule.name)),
                    escaped(self.of(&rule.clause)),
                    if rule.confirmed { self.say("是", "yes") } else { self.say("否", "no") },
                ),
            };
            let margin = margin
                .map_or_else(|| "–".to_owned(), |m| format!("{} %", self.decimal(100.0 * m, 0)));
            let outcomes = outcomes.map(|n| self.count(n));
            let id = escaped(id);
            let mut row: Vec<&str> = vec![&id, &name, &clause, confirmed];
            row.extend(outcomes.iter().map(String::as_str));
            row.push(&margin);
            table.row(row);
        }
        table.finish()
    }

    /// The land that those who move have, take and leave, by what set their need.
    pub(super) fn land_need(&self) -> Option<String> {
        let book = self.plan.book().filter(|book| book.rates_land())?;
        let mut table = MarkdownTable::new(&[
            (self.say("迁入企业的用地需求", "Land need of those who move"), Left),
            (self.say("企业数", "Enterprises"), Right),
            (&self.land_head("现状用地", "Present land"), Right),
            (&self.land_head("园区占用", "Taken in parks"), Right),
            (&self.land_head("节约", "Saved"), Right),
        ]);
        // In square metres, so that the sums are exact.
        let mut sums: BTreeMap<LandBasis, [i64; 3]> = BTreeMap::new();
        for moves in self.plan.enterprises().filter(|e| e.verdict() == Bucket::Moves) {
            let (Some(land), Some(present)) = (moves.land_need(), moves.enterprise().land) else {
                continue;
            };
            let sum = sums.entry(land.basis).or_default();
            let one = [1, present.square_metres(), land.need.square_metres()];
            sum.iter_mut().zip(one).for_each(|(sum, one)| *sum += one);
        }
        let mut all = [0; 3];
        let ha = |square_metres: i64| self.land(Hectares::from_square_metres(square_metres).0);
        for (basis, sum) in &sums {
            all.iter_mut().zip(sum).for_each(|(all, one)| *all += one);
            let [count, present, taken] = *sum;
            let label = basis.label();
            table.row([
                self.of(&label),
                &self.count(usize::try_from(count).unwrap_or_default()),
                &ha(present),
                &ha(taken),
                &ha(present - taken),
            ]);
        }
        let [count, present, taken] = all;
        table.row([
            format!("**{}**", self.say("合计", "Sum")),
            format!("**{}**", self.count(usize::try_from(count).unwrap_or_default())),
            format!("**{}**", ha(present)),
            format!("**{}**", ha(taken)),
            format!("**{}**", ha(present - taken)),
        ]);
        let mut guides: Vec<String> = Vec::new();
        for row in &book.land_guide {
            let sure = if row.confirmed {
                self.say("已核实", "confirmed")
            } else {
                self.say("未核实", "not confirmed")
            };
            let words = [&row.level, &row.edition, &row.clause];
            let words = words.map(|words| self.of(words));
            let words = words.into_iter().filter(|words| !words.is_empty());
            let words = words.map(escaped).collect::<Vec<_>>().join(", ");
            let guide = format!("{words} ({sure})");
            if !guides.contains(&guide) {
                guides.push(guide);
            }
        }
        let (released, unit) = (self.plan.released_land(), self.land_unit());
        let line = match self.lang {
            Lang::Zh => format!(
                "园区外腾退 {} {unit}，迁入企业在园区占用 {} {unit}，按指南节约 {} {unit}。用地指南：{}。",
                self.land(released.0),
                ha(taken),
                ha(present - taken),
                guides.join("；")
            ),
            Lang::En => format!(
                "{} {unit} are released outside the parks, those who move take {} {unit} in parks, and the \
                 guide saves {} {unit}. Land guide: {}.",
                self.land(released.0),
                ha(taken),
                ha(present - taken),
                guides.join("; ")
            ),
        };
        let body = format!("{}\n{line}\n", table.finish());
        Some(self.section("按用地指南核定的用地", "Land by the land guide", &body))
    }

    /// The "four elements": how each is measured, and what the survey comes to.
    pub(super) fn elements(&self) -> Option<String> {
        let book = self.plan.book().filter(|book| !book.quality.is_empty())?;
        let weights: f64 = book.quality.iter().map(|element| element.weight).sum();
        let mut table = MarkdownTable::new(&[
            (self.say("要素", "Element"), Left),
            (self.say("权重", "Weight"), Right),
            (self.say("指标", "Measure"), Left),
            (self.say("0 分", "0 at"), Right),
            (self.say("1 分", "1 at"), Right),
            (self.say("平均得分", "Mean score"), Right),
            (self.say("已评价", "Rated"), Right),
        ]);
        for (element, ElementMean { mean, rated, of }) in
            book.quality.iter().zip(self.plan.element_means())
        {
            let (measure, worst, best) = match &element.measure {
                Measure::Ratio { field, per, worst, best } => {
                    let per = per.as_ref().map_or_else(String::new, |per| format!(" / {per}"));
                    (format!("{field}{per}"), worst.to_string(), best.to_string())
                }
                Measure::HighTechnology {} => {
                    let name = self.say("属鼓励的高新技术", "encouraged high technology");
                    let (no, yes) = (self.say("否", "no"), self.say("是", "yes"));
                    (name.to_owned(), no.to_owned(), yes.to_owned())
                }
            };
            let [rated, of] = [rated, of].map(|n| self.count(n));
            table.row([
                escaped(self.of(&element.name)),
                format!("{} %", self.decimal(100.0 * element.weight / weights, 1)),
                escaped(&measure),
                worst,
                best,
                mean.map_or_else(|| "–".to_owned(), |mean| self.decimal(mean, 3)),
                match self.lang {
                    Lang::Zh => format!("{rated} / {of}"),
                    Lang::En => format!("{rated} of {of}"),
                },
            ]);
        }
        let line = self.say(
            "平均得分按已评价企业计算；未评价的要素在企业综合质量中计 0 分。",
            "Means are over those that are rated; in the quality of an enterprise, an element that is \
             not rated counts as 0.",
        );
        let body = format!("{}\n{line}\n", table.finish());
        Some(self.section("四要素", "Four elements", &body))
    }

    /// How many of each class ended in which bucket.
    pub(super) fn classes(&self) -> Option<String> {
        let book = self.plan.book()?;
        let rules = book.classes.as_ref()?;
        let buckets = &Bucket::ALL[..READ];
        let mut counts: BTreeMap<&str, [usize; READ]> = BTreeMap::new();
        for enterprise in self.plan.enterprises() {
            let Some(class) = enterprise.class() else { continue };
            let index = buckets.iter().position(|bucket| *bucket == enterprise.verdict());
            counts.entry(class).or_default()[index.expect("nobody is rejected here")] += 1;
        }
        let mut keys: Vec<(f64, &str)> =
            rules.shares.iter().map(|(k, s)| (*s, k.as_str())).collect();
        keys.sort_by(|a, b| a.0.total_cmp(&b.0).then_with(|| a.1.cmp(b.1)));
        keys.push((1.0, &rules.not_rated));
        let labels: Vec<_> = buckets.iter().map(|bucket| bucket.label()).collect();
        let mut columns =
            vec![(self.say("分类", "Class"), Left), (self.say("企业数", "Enterprises"), Right)];
        columns.extend(labels.iter().map(|label| (self.of(label), Right)));
        columns.push((self.say("优先（公里）", "Priority (km)"), Right));
        let mut table = MarkdownTable::new(&columns);
        for (_, key) in &keys {
            let row = counts.get(key).copied().unwrap_or_default();
            let all = self.count(row.iter().sum());
            let priority = rules.priority_km.get(*key).copied().unwrap_or(0.0);
            let mut cells = vec![escaped(key), all];
            cells.extend(row.map(|n| self.count(n)));
            cells.push(self.decimal(priority, 1));
            table.row(cells);
        }
        let mut line = self.say(
            "优先：使该类企业未能安置的额外成本。最后一类：要素资料不足，未评价。",
            "Priority: what leaving one of the class unplaced costs beyond the rest. The last class is \
             not rated, for want of data.",
        ).to_owned();
        if let Some(limit) = rules.small_below_ha {
            let (limit, unit) = (self.land(limit), self.land_unit());
            line += &match self.lang {
                Lang::Zh => format!("用地不足 {limit} {unit}的企业单独排序。"),
                Lang::En => {
                    format!(" Plots below {limit} {unit} are ranked among themselves.")
                }
            };
        }
        let body = format!("{}\n{line}\n", table.finish());
        Some(self.section("企业分类", "Classes of enterprises", &body))
    }

    /// Where land and the totals of the rule book are before the plan, and what becomes of them.
    pub(super) fn balance(&self) -> Option<String> {
        if !self.plan.has_balance() {
            return None;
        }
        let mut table = MarkdownTable::new(&[
            (self.say("指标", "Quantity"), Left),
            (self.say("单位", "Unit"), Left),
            (self.say("合计", "All"), Right),
            (self.say("规划前园区内", "In parks before"), Right),
            (self.say("规划前园区外", "Outside before"), Right),
            (self.say("园区外腾退", "Released outside"), Right),
            (self.say("迁入", "Moves"), Right),
            (self.say("淘汰", "Closes"), Right),
            (self.say("规划后园区内", "In parks after"), Right),
            (self.say("规划后园区外", "Outside after"), Right),
            (self.say("节约", "Saved"), Right),
            (self.say("未知企业", "Unknown"), Right),
        ]);
        let balances = self.plan.balances();
        for b in &balances {
            let is_land = b.id == crate::figures::LAND;
            let amount = |amount: i128| match is_land {
                true => self.land(b.in_unit(amount)),
                false => self.decimal(b.in_unit(amount), 2),
            };
            let unit = if is_land { self.land_unit() } else { self.of(&b.unit).to_owned() };
            table.row([
                escaped(self.of(&b.name)),
                escaped(&unit),
                amount(b.total),
                amount(b.in_parks_before),
                amount(b.outside_before()),
                amount(b.released()),
                amount(b.bucket(Bucket::Moves)),
                amount(b.closed()),
                amount(b.in_parks_after()),
                amount(b.outside_after()),
                amount(b.saved()),
                self.count(b.unknown()),
            ]);
        }
        let line = if balances.iter().all(Balance::balances) {
            self.say(
                "每一行：合计＝规划后园区内＋园区外＋淘汰＋节约，精确到平方米或千分之一。",
                "In every row, all = in parks after + outside after + closes + saved, to the square metre \
                 or thousandth.",
            )
        } else {
            self.say("**注意：表中有不平衡的行。**", "**Attention: a row does not balance.**")
        };
        let body = format!("{}\n{line}\n", table.finish());
        Some(self.section("平衡表", "Balance", &body))
    }

    /// The rules that rate nobody.
    fn unrated(&self, book: &RuleBook) -> String {
        let unrated: Vec<_> = book.unrated().map(|rule| escaped(&rule.id)).collect();
        if unrated.is_empty() {
            return String::new();
        }
        let text = self.say(
            "未评价（规则文件没有限值）：",
            "Not rated, because the rule file holds no limit: ",
        );
        format!("{text}{}\n", unrated.join(self.say("、", ", ")))
    }
}
