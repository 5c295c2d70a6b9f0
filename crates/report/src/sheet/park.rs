//! The sheet of a park.

use super::block::{Block, Sheet};
use super::desk::Desk;
use super::tables::{comers_table, refused_table};
use crate::map::{SmallMap, line_of};
use parkward_planning::{Bucket, ParkLedger, Topic};

impl Desk<'_> {
    /// The sheet of a park, from its ledger.
    pub fn park(&self, ledger: &ParkLedger) -> Sheet {
        let park = &ledger.planned.park;
        let (label, id) = (park.label(self.lang), park.id.as_str());
        let title = match label == id {
            true => id.to_owned(),
            false => self.say(&format!("{label}（{id}）"), &format!("{label} ({id})")),
        };
        let comers = ledger.comers.len();
        let verdict = self.say(
            &format!("迁入与入驻 {comers} 家，未能迁入 {} 家", ledger.refused.len()),
            &format!("{comers} come, {} do not", ledger.refused.len()),
        );
        let mut blocks = vec![self.lead(&ledger.sentences)];
        blocks.extend(self.park_map(ledger));
        let topics = [Topic::Place, Topic::Land, Topic::Cost, Topic::Comers, Topic::Refused];
        blocks.extend(self.sections(&ledger.sentences, &topics, |topic| {
            let table = match topic {
                Topic::Comers => comers_table(ledger, self.plan, self.lang),
                Topic::Refused => refused_table(ledger, self.plan, self.lang),
                _ => None,
            };
            table.map(Block::Table).into_iter().collect()
        }));
        blocks.extend(self.notices(false));
        blocks.push(self.signatures(["园区（签字、盖章）", "For the park (signature, seal)"]));
        let foot = format!("{title} · {}", self.about().join(" · "));
        Sheet { title, about: self.about(), verdict, blocks, foot }
    }

    /// The park, who comes and from where.
    fn park_map(&self, ledger: &ParkLedger) -> Option<Block> {
        let id = &ledger.planned.park.id;
        let comers = self.plan.enterprises().filter(|e| e.chosen().is_some_and(|c| c.park == id));
        let (sites, moves) = comers
            .map(|comer| ((comer.enterprise().site, Bucket::Moves), line_of(comer)))
            .unzip::<_, _, Vec<_>, Vec<_>>();
        let map = SmallMap {
            plan: self.plan,
            park_types: &self.rules.park_types,
            outline: &self.outline,
            lang: self.lang,
            sites,
            moves: moves.into_iter().flatten().collect(),
            park: Some(id),
            second: None,
            around: Vec::new(),
        };
        let svg = map.svg(self.fonts).ok()?;
        let caption = self.say(
            "位置示意：本园区（粗边）、迁入企业的现址（圆点）与迁移方向、邻近园区。",
            "On the map: the park (bold edge), where those who move to it stand (dots) and their ways, the parks around.",
        );
        Some(Block::Map { svg, caption })
    }
}
