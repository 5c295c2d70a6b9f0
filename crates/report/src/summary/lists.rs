//! Row by row: who is unplaced, what could not be used, what is to be known of the inputs.

use crate::summary::page::{LISTED, Page};
use crate::table::Align::{Left, Right};
use crate::table::{MarkdownTable, escaped};
use parkward_planning::Bucket;

impl Page<'_> {
    pub(super) fn unplaced(&self) -> Option<String> {
        let all = self.plan.enterprises().filter(|e| e.verdict() == Bucket::Unplaced);
        let mut table = MarkdownTable::new(&[
            (self.say("企业", "Enterprise"), Left),
            (self.say("行", "Row"), Right),
            (self.say("行业", "Industry"), Left),
            (&self.land_head("用地", "Land"), Right),
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
                self.known_land(enterprise.land.map(|land| land.0)),
                reasons.collect::<Vec<_>>().join(self.lang.semicolon()),
            ]);
        }
        let body = format!("{}{}", table.finish(), self.more(total));
        (total > 0).then(|| self.section("未能安置", "Unplaced", &body))
    }

    pub(super) fn rejects(&self) -> Option<String> {
        let mut table = MarkdownTable::new(&[
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
                self.kind(reject.kind).to_owned(),
                reject.row.to_string(),
                escaped(&reject.column),
                escaped(self.of(&reject.expected)),
                escaped(self.of(&reject.found)),
            ]);
        }
        let total = self.plan.rejects.len();
        let body = format!("{}{}", table.finish(), self.more(total));
        (total > 0).then(|| self.section("不能使用的行", "Rows that could not be used", &body))
    }

    pub(super) fn notes(&self) -> Option<String> {
        let mut table = MarkdownTable::new(&[
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

    pub(super) fn inputs(&self) -> Option<String> {
        let mut table = MarkdownTable::new(&[
            (self.say("图层", "Layer"), Left),
            (self.say("文件", "File"), Left),
            (self.say("行数", "Rows"), Right),
            (self.say("坐标系", "CRS"), Left),
            ("SHA-256", Left),
        ]);
        for input in &self.plan.inputs {
            table.row([
                self.kind(input.kind).to_owned(),
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
}
