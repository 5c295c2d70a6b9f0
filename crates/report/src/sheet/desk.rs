//! What all sheets of a plan have in common.

use super::block::Block;
use crate::Fonts;
use geo_types::Geometry;
use parkward_model::{Lang, Text};
use parkward_planning::{ByRoad, Outline, Plan, Sentence, Topic};
use parkward_policy::RuleBook;

/// Makes sheets of one plan in one language.
///
/// ```
/// use parkward_model::Lang;
/// use parkward_planning::Plan;
/// use parkward_report::{Desk, Fonts, SheetFormat};
///
/// fn hand_over(plan: &Plan) -> Result<(), Box<dyn std::error::Error>> {
///     let fonts = Fonts::system()?;
///     let desk = Desk::new(plan, plan.rules()?, Lang::Zh, &fonts);
///     let sheet = desk.subject(&plan.explain("E0042")?);
///     std::fs::write("E0042.docx", SheetFormat::Docx.write(&[sheet], Lang::Zh, &fonts)?)?;
///     Ok(())
/// }
/// ```
pub struct Desk<'a> {
    pub(super) plan: &'a Plan,
    pub(super) rules: RuleBook,
    pub(super) lang: Lang,
    pub(super) fonts: &'a Fonts,
    pub(super) outline: Vec<Geometry<f64>>,
}

impl<'a> Desk<'a> {
    /// A desk for the sheets of a plan with its rule book.
    pub fn new(plan: &'a Plan, rules: RuleBook, lang: Lang, fonts: &'a Fonts) -> Self {
        let outline = plan.base.district.iter().map(Outline::geometry).collect();
        Self { plan, rules, lang, fonts, outline }
    }

    pub(super) fn say(&self, zh: &str, en: &str) -> String {
        if self.lang == Lang::Zh { zh } else { en }.to_owned()
    }

    pub(super) fn of(&self, text: &Text) -> String {
        text.in_lang(self.lang).to_owned()
    }

    /// Of which plan a sheet is.
    pub(super) fn about(&self) -> Vec<String> {
        let options = &self.plan.options;
        let day = options.as_of;
        let title = self.of(&options.title);
        let day = self.say(&format!("适用规则日期：{day}"), &format!("Rules as of {day}"));
        [title, day].into_iter().filter(|line| !line.is_empty()).collect()
    }

    /// What has to be known of data and rules, and what the sheet was made from.
    pub(super) fn notices(&self, unconfirmed: bool) -> impl Iterator<Item = Block> {
        let notice = self.of(&self.plan.options.data_notice);
        let open = unconfirmed.then(|| {
            self.say(
                "标注“未核实”的规则，其依据或限值尚未核实；以此作出的结论须在核实后方可执行。",
                "Where a rule is marked as not confirmed, nobody has confirmed its clause or limit yet: confirm it \
                 before anything is carried out that rests on it.",
            )
        });
        let book = &self.plan.rule_book;
        let sum = book.sha256.get(..8).unwrap_or_default();
        let distances = ByRoad::in_words(self.plan.options.by_road.as_ref());
        let made = self.say(
            &format!(
                "规则文件：{}（SHA-256 前八位 {sum}）。费用以公里当量计。{}。",
                book.file, distances.zh
            ),
            &format!(
                "Rule book: {} (SHA-256 {sum}). Costs are in kilometre-equivalents. {}.",
                book.file, distances.en
            ),
        );
        [Some(notice), open, Some(made)]
            .into_iter()
            .flatten()
            .filter(|notice| !notice.is_empty())
            .map(Block::Notice)
    }

    /// Sentences about some topics, each topic below its heading, with what else stands there.
    pub(super) fn sections(
        &self,
        sentences: &[Sentence],
        topics: &[Topic],
        besides: impl Fn(Topic) -> Vec<Block>,
    ) -> Vec<Block> {
        let section = |topic: &Topic| {
            let about = sentences.iter().filter(|sentence| sentence.topic == *topic);
            let mut section: Vec<Block> =
                about.map(|sentence| Block::Sentence(self.of(&sentence.text))).collect();
            section.extend(besides(*topic));
            if !section.is_empty() {
                section.insert(0, Block::Heading(self.of(&topic.heading())));
            }
            section
        };
        topics.iter().flat_map(section).collect()
    }

    /// Sentences that stand at the head of a sheet.
    pub(super) fn lead(&self, sentences: &[Sentence]) -> Block {
        let decision = sentences.iter().filter(|sentence| sentence.topic == Topic::Decision);
        Block::Lead(decision.map(|sentence| self.of(&sentence.text)).collect())
    }

    pub(super) fn signatures(&self, whom: [&str; 2]) -> Block {
        let who = vec![
            self.say(whom[0], whom[1]),
            self.say("经办单位（签字、盖章）", "For the planning authority (signature, seal)"),
        ];
        Block::Signatures { who, date: self.say("日期", "Date") }
    }
}
