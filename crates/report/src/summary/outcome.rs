//! What the plan comes to: whose it is, how many end where, how good it is, how far the moves are.

use crate::figures::{Distances, Land, RELEASING};
use crate::numbers::percent;
use crate::summary::page::Page;
use crate::table::Align::{Left, Right};
use crate::table::{MarkdownTable, escaped};
use parkward_model::Lang;
use parkward_planning::{Bucket, Proof, Status};

impl Page<'_> {
    pub(super) fn head(&self) -> Option<String> {
        let plan = self.plan;
        let mut text = format!("# {}\n\n", escaped(self.of(&plan.options.title)));
        let notice = self.of(&plan.options.data_notice);
        if !notice.is_empty() {
            text += &format!("> {}\n\n", escaped(notice));
        }
        let book = &plan.rule_book;
        let short: String = book.sha256.chars().take(12).collect();
        let (file, day, version) =
            (escaped(&book.file), plan.options.as_of, env!("CARGO_PKG_VERSION"));
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

    pub(super) fn buckets(&self) -> Option<String> {
        let summary = &self.plan.summary;
        let mut table = MarkdownTable::new(&[
            (self.say("结论", "Verdict"), Left),
            (self.say("企业数", "Enterprises"), Right),
            (self.say("占比", "Share"), Right),
            (&self.land_head("用地", "Land"), Right),
        ]);
        let share = |n: usize| match summary.input {
            0 => "–".to_owned(),
            all => format!("{} %", self.decimal(100.0 * n as f64 / all as f64, 1)),
        };
        for bucket in Bucket::ALL {
            let land = match bucket {
                Bucket::Rejected => "–".to_owned(),
                bucket => self.land(Land::of(self.plan, &[bucket]).known.0),
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
            format!("**{}**", self.land(land.known.0)),
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
            (n, Lang::Zh) => format!("其中 {} 家用地未知，未计入面积。", self.count(n)),
            (n, Lang::En) => {
                format!(" The land of {} is unknown and not in the hectares.", self.count(n))
            }
        };
        let body = format!("{}\n{line}{unknown}\n", table.finish());
        Some(self.section("每家企业的去向", "What becomes of every enterprise", &body))
    }

    pub(super) fn quality(&self) -> Option<String> {
        let solution = &self.plan.solution;
        let mut table = MarkdownTable::new(&[
            (self.say("项目", "Measure"), Left),
            (self.say("数值", "Value"), Right),
        ]);
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

    pub(super) fn released(&self) -> Option<String> {
        let mut table = MarkdownTable::new(&[
            (self.say("园区外企业", "Outside the parks"), Left),
            (self.say("企业数", "Enterprises"), Right),
            (&self.land_head("用地", "Land"), Right),
            (self.say("用地未知", "Land unknown"), Right),
        ]);
        for bucket in RELEASING {
            let land = Land::freed(self.plan, &[bucket]);
            table.row([
                self.of(&bucket.label()),
                &self.count(land.enterprises),
                &self.land(land.known.0),
                &self.count(land.unknown),
            ]);
        }
        let land = Land::released(self.plan);
        table.row([
            format!("**{}**", self.say("合计", "Sum")),
            format!("**{}**", self.count(land.enterprises)),
            format!("**{}**", self.land(land.known.0)),
            self.count(land.unknown),
        ]);
        Some(self.section("腾退用地", "Land released", &table.finish()))
    }

    pub(super) fn distances(&self) -> Option<String> {
        let distances = Distances::of(self.plan.enterprises())?;
        let mut table = MarkdownTable::new(&[
            (self.say("平均", "Mean"), Right),
            (self.say("中位数", "Median"), Right),
            (self.say("最远", "Longest"), Right),
        ]);
        let km = |m: parkward_model::Metres| format!("{} km", self.decimal(m.kilometres(), 2));
        table.row([km(distances.mean), km(distances.median), km(distances.longest)]);
        let how = match self.plan.options.by_road {
            None => self.say(
                "椭球面上从厂址到园区边界的距离。",
                "On the ellipsoid, from the site to the boundary of the park.",
            ),
            Some(_) => self.say(
                "从厂址沿道路到园区出入口的距离，含接驳。",
                "Along the roads, from the site to the gate of the park, with the legs off the roads.",
            ),
        };
        let body = format!("{}\n{how}\n", table.finish());
        Some(self.section("迁移距离", "How far the moves are", &body))
    }
}
