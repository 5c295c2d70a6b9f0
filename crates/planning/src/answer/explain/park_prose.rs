//! The ledger of a park as sentences: who comes, what that takes of it, who does not come and why.

use crate::answer::explain::ledger::{Answer, Sentence, Topic};
use crate::answer::explain::park_ledger::ParkLedger;
use crate::plan::Plan;
use crate::plan::parks::Limit;
use crate::settings::resource::{Amounts, LAND};
use parkward_model::{Hectares, Lang, Text};
use std::collections::BTreeMap;

/// Whether an answer is of a kind.
type Is = fn(&Answer) -> bool;

/// Prices below are shown as 0.
const NO_PRICE: f64 = 0.005;

/// Every sentence in both languages, in the order in which they are read.
pub(super) fn sentences(ledger: &ParkLedger, plan: &Plan) -> Vec<Sentence> {
    let teller = Teller { ledger, plan };
    let mut sentences = vec![
        (Topic::Decision, teller.decision()),
        (Topic::Place, teller.stands()),
        (Topic::Land, teller.load()),
    ];
    let limits = || ledger.planned.limits.iter();
    sentences.extend(limits().map(|limit| (Topic::Land, teller.limit(limit))));
    sentences.extend(limits().map(|limit| (Topic::Cost, teller.price(limit))));
    sentences.extend(teller.years().map(|text| (Topic::Comers, text)));
    sentences.push((Topic::Refused, teller.refused()));
    sentences.into_iter().map(|(topic, text)| Sentence { topic, text }).collect()
}

struct Teller<'a> {
    ledger: &'a ParkLedger,
    plan: &'a Plan,
}

impl Teller<'_> {
    fn area(&self, land: Hectares) -> Text {
        self.plan.options.area_unit.in_both(land, 2)
    }

    fn decision(&self) -> Text {
        let planned = &self.ledger.planned;
        let [zh, en] = [Lang::Zh, Lang::En].map(|lang| planned.park.label(lang));
        let (moves, projects) = (planned.incoming, planned.projects);
        if moves + projects == 0 {
            return Text::new(
                format!("没有企业迁入{zh}，也没有项目入驻。"),
                format!("Nobody moves to {en} or settles in it."),
            );
        }
        let taken = planned.limits.iter().find(|limit| limit.resource == LAND);
        let land = self.area(Hectares(taken.map_or(0.0, |limit| limit.taken)));
        let (new_zh, new_en) = match projects {
            0 => (String::new(), String::new()),
            1 => ("，入驻新项目 1 个".to_owned(), ", 1 new project settles in it".to_owned()),
            n => (format!("，入驻新项目 {n} 个"), format!(", {n} new projects settle in it")),
        };
        let moved = match moves {
            0 => "No enterprise moves".to_owned(),
            1 => "1 enterprise moves".to_owned(),
            n => format!("{n} enterprises move"),
        };
        Text::new(
            format!("{moves} 家企业迁入{zh}{new_zh}，共占用园区用地 {}。", land.zh),
            format!("{moved} to {en}{new_en}; in all they take {} of its land.", land.en),
        )
    }

    /// Who stands in it already.
    fn stands(&self) -> Text {
        let planned = &self.ledger.planned;
        let (staying, closing, leaving) = (planned.staying, planned.closing, planned.leaving);
        Text::new(
            format!(
                "园区内的调查企业中，{staying} 家保留或待核定，{closing} 家淘汰，{leaving} 家迁出。"
            ),
            format!(
                "Surveyed enterprises in it: {staying} staying or to be reviewed, {closing} closing, {leaving} leaving."
            ),
        )
    }

    fn load(&self) -> Text {
        let planned = &self.ledger.planned;
        let (before, after) = (self.area(planned.load_before_ha), self.area(planned.load_after_ha));
        Text::new(
            format!("园区内调查企业与新项目的用地，规划前 {}，规划后 {}。", before.zh, after.zh),
            format!(
                "The land of surveyed enterprises and new projects in it is {} before the plan and {} after it.",
                before.en, after.en
            ),
        )
    }

    /// What there is of a limit, what newcomers take, what is left.
    fn limit(&self, limit: &Limit) -> Text {
        let name = self.plan.resource_name(&limit.resource);
        let amounts = Amounts::new(&limit.resource, &limit.unit, self.plan.options.area_unit);
        let taken = amounts.say(limit.taken);
        let Some(capacity) = limit.capacity else {
            return Text::new(
                format!("{}可供量未知，不安排迁入。", name.zh),
                format!("How much {} it can give is unknown, and nobody is sent there.", name.en),
            );
        };
        let (all, left) = (amounts.say(capacity), amounts.say((capacity - limit.taken).max(0.0)));
        Text::new(
            format!("{}可供 {}，占用 {}，剩余 {}。", name.zh, all.zh, taken.zh, left.zh),
            format!(
                "Of {}, newcomers may take {}; they take {}, and {} is left.",
                name.en, all.en, taken.en, left.en
            ),
        )
    }

    /// What one unit more of a limit would save.
    fn price(&self, limit: &Limit) -> Text {
        let name = self.plan.resource_name(&limit.resource);
        let areas = self.plan.options.area_unit;
        let is_land = limit.resource == LAND;
        let in_lang = |lang: Lang| match is_land {
            true => (
                areas.shown_per(limit.shadow_price_km, lang),
                areas.name().in_lang(lang).to_owned(),
            ),
            false => (limit.shadow_price_km, limit.unit.in_lang(lang).to_owned()),
        };
        let ((zh_km, zh_unit), (en_km, en_unit)) = (in_lang(Lang::Zh), in_lang(Lang::En));
        let zh = match zh_km > NO_PRICE {
            true => format!(
                "{}的影子价格为每{zh_unit} {zh_km:.2} 公里：每增加 1 {zh_unit}，全方案成本约可减少这么多。",
                name.zh
            ),
            false => format!("{}的影子价格为 0：略有增加不能降低全方案成本。", name.zh),
        };
        let en = match en_km > NO_PRICE {
            true => format!(
                "The shadow price of its {} is {en_km:.2} km per {en_unit}: about so much would 1 {en_unit} more \
                 save the whole plan.",
                name.en
            ),
            false => format!(
                "The shadow price of its {} is 0: a little more of it would save the plan nothing.",
                name.en
            ),
        };
        Text::new(zh, en)
    }

    /// How many come in which year.
    fn years(&self) -> Option<Text> {
        let mut years: BTreeMap<u16, usize> = BTreeMap::new();
        for comer in &self.ledger.comers {
            if let Some(year) = comer.year {
                *years.entry(year).or_default() += 1;
            }
        }
        if years.is_empty() {
            return None;
        }
        let open = self.ledger.comers.len() - years.values().sum::<usize>();
        let (open_zh, open_en) = match open {
            0 => Default::default(),
            n => (format!("，未排年度 {n} 家"), format!(", {n} in no year")),
        };
        let list = |one: &dyn Fn(&u16, &usize) -> String| {
            years.iter().map(|(year, count)| one(year, count)).collect::<Vec<_>>()
        };
        Some(Text::new(
            format!("分年度：{}{open_zh}。", list(&|y, n| format!("{y} 年 {n} 家")).join("，")),
            format!("By year: {}{open_en}.", list(&|y, n| format!("{n} in {y}")).join(", ")),
        ))
    }

    /// How many do not come, by reason.
    fn refused(&self) -> Text {
        let refused = &self.ledger.refused;
        if refused.is_empty() {
            return Text::new(
                "没有企业或项目因此园区不能接收而去往更远或成本更高之处。",
                "Nobody for whom it would have been nearer or cheaper goes elsewhere.",
            );
        }
        let reasons: [(Is, &str, &str); 7] = [
            (|a| matches!(a, Answer::Refused(_)), "规则不准入", "refused by the rules"),
            (|a| matches!(a, Answer::TooSmall { .. }), "总量不足", "for whom it is too small"),
            (
                |a| matches!(a, Answer::Outbid { .. }),
                "容量已分配给其他企业",
                "for whom others leave too little",
            ),
            (|a| *a == Answer::Decided, "按决定另有安排", "sent elsewhere by decision"),
            (|a| *a == Answer::TooFar, "超过截止距离", "beyond the cut-off"),
            (|a| *a == Answer::NoRoad, "没有道路通到", "without a road that leads there"),
            (|a| *a == Answer::Dearer, "综合成本较高", "for whom another costs less in all"),
        ];
        let count = |is: Is| refused.iter().filter(|one| is(&one.answer)).count();
        let counts = reasons.map(|(is, zh, en)| (count(is), zh, en));
        let counts = || counts.iter().filter(|(count, ..)| *count > 0);
        let zh: Vec<String> = counts().map(|(n, zh, _)| format!("{zh} {n} 家")).collect();
        let en: Vec<String> = counts().map(|(n, _, en)| format!("{n} {en}")).collect();
        let all = refused.len();
        let nowhere = refused.iter().filter(|one| one.instead.is_none()).count();
        Text::new(
            format!(
                "未能迁入、而本园区更近、成本更低或其本身未能安置的企业与项目共 {all} 家（其中未能安置 {nowhere} 家）：{}。",
                zh.join("，")
            ),
            format!(
                "Nearer or cheaper than where they go, or for want of any place, it would have suited {all} more \
                 enterprises and projects, of which {nowhere} go nowhere: {}.",
                en.join(", ")
            ),
        )
    }
}
