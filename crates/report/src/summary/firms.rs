//! What the rules say of the enterprises: who is eliminated and by which rule.

use super::Page;
use crate::table::Align::{Left, Right};
use crate::table::{Table, escaped};
use parkward_policy::{Outcome, RuleBook, ScreeningRule};
use std::collections::BTreeMap;

/// What came of one rule, over all enterprises.
#[derive(Clone, Copy, Default)]
struct Fired {
    /// By [`Outcome::ALL`].
    outcomes: [usize; 4],
    /// The largest margin.
    margin: Option<f64>,
}

impl Page<'_> {
    /// The "four to eliminate", one table a heading, every rule of the book with what came of it.
    pub(super) fn rules(&self) -> Option<String> {
        let mut fired: BTreeMap<&str, Fired> = BTreeMap::new();
        for finding in self.plan.enterprises().flat_map(|e| e.findings()) {
            let one = fired.entry(&finding.rule).or_default();
            let place = Outcome::ALL.iter().position(|outcome| *outcome == finding.outcome);
            one.outcomes[place.expect("all outcomes are listed")] += 1;
            one.margin = [one.margin, finding.margin].into_iter().flatten().reduce(f64::max);
        }
        // A rule book that cannot be read again says no more than the findings do.
        let book = self.plan.rules().ok();
        let screening = book.as_ref().map_or(&[][..], |book| &book.screening);
        let mut headings: Vec<&str> = Vec::new();
        for rule in screening {
            if !headings.contains(&rule.eliminates.as_str()) {
                headings.push(&rule.eliminates);
            }
        }
        let mut body = String::new();
        for heading in headings {
            let rules = screening.iter().filter(|rule| rule.eliminates == heading);
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
        let mut table = Table::new(&columns);
        for (id, rule) in rules {
            let Fired { outcomes, margin } = fired.get(id).copied().unwrap_or_default();
            let (name, clause, confirmed) = match rule {
                None => Default::default(),
                Some(rule) => (
                    escaped(self.of(&rule.name)),
                    escaped(&rule.clause),
                    if rule.confirmed { self.say("是", "yes") } else { self.say("否", "no") },
                ),
            };
            let margin = margin
                .map_or_else(|| "–".to_owned(), |m| format!("{} %", self.decimal(100.0 * m, 0)));
            let [closes, caps, noted, unknown] = outcomes.map(|n| self.count(n));
            table.row([
                &escaped(id),
                &name,
                &clause,
                confirmed,
                &closes,
                &caps,
                &noted,
                &unknown,
                &margin,
            ]);
        }
        table.finish()
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
