//! How far the pillar industries and the encouraged technologies stand in parks.

use crate::summary::page::Page;
use crate::table::Align::{Left, Right};
use crate::table::{MarkdownTable, escaped};
use parkward_planning::{Bucket, PlannedEnterprise};
use std::collections::BTreeMap;

impl Page<'_> {
    /// How far the pillar industries and the encouraged technologies stand in parks, before and after.
    pub(super) fn industries(&self) -> Option<String> {
        // A rule book that cannot be read again says nothing here.
        let rules = self.plan.book()?;
        let mut table = MarkdownTable::new(&[
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
}
