//! What was decided beforehand, what changed since an earlier plan, what happens when, and how sure it is.

use crate::summary::page::{LISTED, Page};
use crate::table::Align::{Left, Right};
use crate::table::{MarkdownTable, escaped};
use parkward_model::{Lang, Text};
use parkward_planning::{Robustness, Status, Who};
use std::collections::BTreeMap;

impl Page<'_> {
    /// Every decision with its reason.
    pub(super) fn decisions(&self) -> Option<String> {
        let decisions = &self.plan.options.decisions;
        if decisions.is_empty() {
            return None;
        }
        let mut table = MarkdownTable::new(&[
            (self.say("决定", "Decision"), Left),
            (self.say("对象", "Whom or what"), Left),
            (self.say("理由", "Reason"), Left),
        ]);
        let mut row = |what: String, whom: String, why: &Text| {
            table.row([what, escaped(&whom), escaped(self.of(why))]);
        };
        for pin in &decisions.pins {
            let park = escaped(&self.park_name(&pin.park));
            row(format!("{} {park}", self.say("指定迁入", "goes to")), who(&pin.who), &pin.why);
        }
        for forbid in &decisions.forbids {
            let parks = forbid.park.iter().chain(&forbid.parks);
            let parks: Vec<String> = parks.map(|park| escaped(&self.park_name(park))).collect();
            let parks = parks.join(self.say("、", ", "));
            let what = format!("{} {parks}", self.say("不得迁入", "does not go to"));
            row(what, who(&forbid.who), &forbid.why);
        }
        for lock in &decisions.locks {
            row(self.say("原地保留", "stays").to_owned(), who(&lock.who), &lock.why);
        }
        for change in &decisions.park_changes {
            let mut what = Vec::new();
            match change.open {
                Some(true) => what.push(self.say("开放", "opens").to_owned()),
                Some(false) => what.push(self.say("关闭", "closes").to_owned()),
                None => {}
            }
            let (ha, unit) = (|ha: f64| self.land(ha), self.land_unit());
            what.extend(change.capacity_ha.map(|land| format!("{} {unit}", ha(land))));
            what.extend(
                change.add_ha.map(|land| {
                    format!("{}{} {unit}", if land < 0.0 { "" } else { "+" }, ha(land))
                }),
            );
            let quota = |(id, amount): (&String, &f64)| {
                let resource = self.plan.options.resources.iter().find(|known| known.id == *id);
                let name = resource.map_or(id.as_str(), |resource| self.of(&resource.name));
                format!("{} {}", escaped(name), self.decimal(*amount, 2))
            };
            what.extend(change.quotas.iter().map(quota));
            row(what.join(self.say("、", ", ")), self.park_name(&change.park), &change.why);
        }
        let note = self.say(
            "决定不能推翻关闭的园区、准入规则与淘汰规则。",
            "Decisions do not override closed parks, rules of admission, or rules that close an enterprise.",
        );
        let body = format!("{}\n{note}\n", table.finish());
        Some(self.section("事先的决定", "Decided beforehand", &body))
    }

    /// What became of the destinations of an earlier plan.
    pub(super) fn replanning(&self) -> Option<String> {
        let (counts, earlier) = (self.plan.replanning()?, self.plan.options.earlier.as_ref()?);
        let mut table = MarkdownTable::new(&[
            (self.say("与较早方案相比", "Against the earlier plan"), Left),
            (self.say("企业数", "Enterprises"), Right),
        ]);
        for (zh, en, count) in [
            ("去向不变", "Kept: go where it sent them", counts.kept),
            ("改往其他园区", "Changed: go to another park", counts.changed),
            ("现未能安置", "Changed: find no park now", counts.unplaced),
            ("现无须迁移", "Need not move any more", counts.settled),
            ("已不在数据中", "Gone from the data", counts.gone),
            ("新增迁移", "New: did not move in it", counts.new),
        ] {
            table.row([self.say(zh, en).to_owned(), self.count(count)]);
        }
        let (folder, km) = (escaped(&earlier.folder), self.decimal(earlier.change_km, 2));
        let note = match self.lang {
            Lang::Zh => format!("较早方案：{folder}。每改变一家企业的去向计 {km} 公里当量。"),
            Lang::En => format!("The earlier plan: {folder}. Each change counts {km} km-eq."),
        };
        let body = format!("{}\n{note}\n", table.finish());
        Some(self.section("对较早方案的改动", "Changes to the earlier plan", &body))
    }

    /// What happens in which year.
    pub(super) fn phases(&self) -> Option<String> {
        let schedule = self.plan.schedule.as_ref()?;
        let mut table = MarkdownTable::new(&[
            (self.say("年份", "Year"), Left),
            (&self.land_head("用地指标", "Quota"), Right),
            (self.say("迁移", "Move"), Right),
            (&self.land_head("占用", "Taken"), Right),
            (self.say("淘汰", "Close"), Right),
            (&self.land_head("腾退", "Released"), Right),
        ]);
        for phase in &schedule.years {
            table.row([
                phase.year.to_string(),
                self.land(phase.quota_ha),
                self.count(phase.moves),
                self.land(phase.taken_ha),
                self.count(phase.closures),
                self.land(phase.released_ha),
            ]);
        }
        if schedule.later > 0 {
            let none = || "–".to_owned();
            table.row([
                self.say("以后", "later").to_owned(),
                none(),
                self.count(schedule.later),
                self.land(schedule.later_ha),
                none(),
                none(),
            ]);
        }
        let waiting = self.land(schedule.waiting_ha_years);
        let bound = self.land(schedule.lower_bound_ha_years);
        let (gap, unit) = (crate::numbers::percent(schedule.gap), self.land_unit());
        let optimal = schedule.status == Status::Optimal;
        let note = match self.lang {
            Lang::Zh => format!(
                "质量高者优先：用地 ×（1 + 质量）× 等待年数之和为 {waiting} {unit}·年，任何安排不少于 {bound}，\
                 差距 {gap}{}。",
                if optimal { "（最优）" } else { "" }
            ),
            Lang::En => format!(
                "The better first: land × (1 + quality) × years of waiting comes to {waiting} {unit}-years; no \
                 schedule waits less than {bound}: gap {gap}{}.",
                if optimal { " (optimal)" } else { "" }
            ),
        };
        let mut body = format!("{}\n{note}\n", table.finish());
        if schedule.stop.is_some() {
            let first = self.say(
                "被中断：这是最先得到的安排，未作进一步搜索。",
                "It was interrupted: this is the first schedule that was found, and none was searched for.",
            );
            body += &format!("\n{first}\n");
        }
        Some(self.section("分年实施", "Phases", &body))
    }

    /// How sure the destinations are.
    pub(super) fn robustness(&self) -> Option<String> {
        let fewer = self.plan.why_fewer_runs().map(|why| format!("{}\n", self.of(&why)));
        let Some([certain, contested]) = self.plan.certainty() else {
            return Some(self.section("去向的确定性", "How sure the destinations are", &fewer?));
        };
        let Robustness { weights, needs, certain_from, .. } =
            self.plan.options.robustness.as_ref()?;
        let runs = self.plan.runs_done()?;
        let [certain, contested] = [certain, contested].map(|count| self.count(count));
        let share = |share: &f64| format!("{} %", self.decimal(100.0 * share, 0));
        let (weights, needs, from) = (share(weights), share(needs), share(certain_from));
        let mut body = match self.lang {
            Lang::Zh => format!(
                "同一批企业在位置按各自精度、需求 ±{needs}、权重 ±{weights} 的变动下重新分配 {runs} 次：\
                 {certain} 家去向确定（至少 {from} 的次数一致），{contested} 家有争议。\n"
            ),
            Lang::En => format!(
                "The same enterprises were placed {runs} times more, with positions off by their accuracy, needs \
                 by ±{needs} and weights by ±{weights}: the destination of {certain} is certain (at least {from} \
                 of the runs agree), that of {contested} is contested.\n"
            ),
        };
        if let Some(fewer) = fewer {
            body += &format!("\n{fewer}");
        }
        let mut parks: BTreeMap<&str, [usize; 2]> = BTreeMap::new();
        for enterprise in self.plan.enterprises() {
            let (Some(certain), Some(choice)) = (enterprise.is_certain(), enterprise.chosen())
            else {
                continue;
            };
            let counts = parks.entry(choice.park.as_str()).or_default();
            counts[0] += 1;
            counts[1] += usize::from(!certain);
        }
        let mut parks: Vec<_> = parks.into_iter().filter(|(_, [_, open])| *open > 0).collect();
        parks.sort_by_key(|(_, [_, open])| std::cmp::Reverse(*open));
        if !parks.is_empty() {
            let mut table = MarkdownTable::new(&[
                (self.say("园区", "Park"), Left),
                (self.say("迁入", "Come"), Right),
                (self.say("其中有争议", "Of them contested"), Right),
            ]);
            for (park, [come, open]) in parks.iter().take(LISTED) {
                let read = self.plan.parks.iter().find(|planned| planned.park.id.as_str() == *park);
                let name = read.map_or(*park, |planned| planned.park.label(self.lang));
                table.row([escaped(name), self.count(*come), self.count(*open)]);
            }
            body += &format!("\n{}", table.finish());
        }
        Some(self.section("去向的确定性", "How sure the destinations are", &body))
    }
}

/// Whom a decision concerns.
fn who(who: &Who) -> String {
    let ids = who.enterprise.iter().chain(&who.enterprises).map(|id| id.as_str());
    let groups = who.industries.iter().chain(&who.classes).map(String::as_str);
    ids.chain(groups).collect::<Vec<_>>().join(", ")
}
