//! What the rules found, apart by what follows from it, and how sure each of them is.

use super::Narrator;
use crate::answer::explain::subject::Subject;
use parkward_policy::{Finding, Outcome};

impl Narrator<'_> {
    pub(super) fn findings(&self) -> &[Finding] {
        match &self.ledger.subject {
            Subject::Enterprise(record) => &record.findings,
            Subject::Project(planned) => &planned.findings,
        }
    }

    /// What the rules found, as they word it: clause, value, limit; what decides first, then what is only noted.
    pub(super) fn found(&self) -> Vec<String> {
        let heads = [
            (Outcome::Closes, "淘汰依据", "It has to close because of"),
            (Outcome::Moves, "外迁依据", "It has to leave because of"),
            (Outcome::CapsLand, "不得扩大用地的依据", "It may not expand because of"),
            (Outcome::Review, "须由人工核定的依据", "A person has to decide because of"),
            (Outcome::Unknown, "待核实", "To be checked"),
            (Outcome::Noted, "另有提示，不影响结论", "Noted, without consequence"),
        ];
        let sentences: Vec<String> = heads
            .into_iter()
            .filter_map(|(outcome, zh, en)| {
                let of = self.findings().iter().filter(|finding| finding.outcome == outcome);
                let texts: Vec<String> = of.map(|finding| self.finding(finding)).collect();
                (!texts.is_empty()).then(|| {
                    self.say(
                        format!("{zh}：{}。", texts.join("；")),
                        format!("{en}: {}.", texts.join("; ")),
                    )
                })
            })
            .collect();
        if sentences.is_empty() {
            let none = self.say(
                "未触发淘汰类规则。".to_owned(),
                "No screening rule applies to it.".to_owned(),
            );
            return vec![none];
        }
        sentences
    }

    /// A finding, and that its rule is not confirmed where something follows from it.
    fn finding(&self, finding: &Finding) -> String {
        let text = finding.text.in_lang(self.lang);
        let open = self.rules.confirms(finding) == Some(false);
        if !open || matches!(finding.outcome, Outcome::Noted | Outcome::Unknown) {
            return text.to_owned();
        }
        self.say(
            format!("{text}（规则依据或限值尚未核实）"),
            format!("{text} (nobody has confirmed this rule's clause or limit yet)"),
        )
    }
}
