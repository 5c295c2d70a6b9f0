//! What a file has, in numbers.

use parkward_model::Text;

/// What a file has, and what became of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct OsmCounts {
    /// Ways of any kind.
    pub(crate) ways: u64,
    /// Ways that are roads or ferries, and of which something is left.
    pub(crate) roads: u64,
    /// Of these, those on which nobody may drive.
    pub(crate) closed: u64,
    /// Tracks that are not hard, which were left out.
    pub(crate) soft_tracks: u64,
    /// Ways that stand in the file twice, of which the first counts.
    pub(crate) twice: u64,
    /// Nodes along roads that the file does not have, as extracts do at their border.
    pub(crate) missing_nodes: u64,
    /// Roads that were cut where nodes are missing.
    pub(crate) cut: u64,
    /// Roads of which no two nodes that follow each other are there.
    pub(crate) lost: u64,
    /// Nodes at the place of another one, which are no junction with it.
    pub(crate) at_one_place: u64,
    /// Nodes that nobody passes.
    pub(crate) barriers: u64,
    /// Values of `maxspeed`, `maxweight` and `duration` that could not be understood.
    pub(crate) unread_figures: u64,
    /// Relations that restrict turns.
    pub(crate) restrictions: u64,
    /// Those that count.
    pub(crate) in_force: u64,
    /// Those that forbid what one cannot do anyhow: against a one-way road, or past a barrier.
    pub(crate) moot: u64,
    /// Those that name roads which are none here, or are not in the file.
    pub(crate) elsewhere: u64,
    /// Those that hold at some hours only.
    pub(crate) conditional: u64,
    /// Those that lead over a way.
    pub(crate) via_way: u64,
    /// Those that concern buses, bicycles and others who carry no goods.
    pub(crate) for_others: u64,
    /// Those that do not say which turn.
    pub(crate) unclear: u64,
}

impl OsmCounts {
    /// What a user should know of it: a sentence each, none for what there is none of.
    pub(crate) fn notes(&self) -> Vec<Text> {
        let some = [
            (
                self.cut,
                "条道路因缺少节点而被截断（提取范围的边缘）",
                "road(s) were cut where nodes are missing, as at the border of an extract",
            ),
            (
                self.lost,
                "条道路缺少节点，未采用",
                "road(s) were left out because their nodes are missing",
            ),
            (
                self.twice,
                "条道路重复出现，只采用第一处",
                "road(s) stand in the file twice; the first one counts",
            ),
            (
                self.at_one_place,
                "个道路节点与另一节点位置相同而不是同一节点，不作路口",
                "node(s) of roads are at the place of another one without being it: no junction",
            ),
            (
                self.soft_tracks,
                "条未硬化的便道（highway=track）未采用",
                "track(s) that are not hard (highway=track) were left out",
            ),
            (
                self.unread_figures,
                "处 maxspeed、maxweight 或 duration 无法识别，按未填处理",
                "value(s) of maxspeed, maxweight or duration could not be understood and count as not given",
            ),
            (
                self.conditional,
                "条转弯限制只在部分时段有效，未采用",
                "restriction(s) of turns hold at some hours only and do not count",
            ),
            (
                self.via_way,
                "条转弯限制经过一条路径（via 为 way），未采用",
                "restriction(s) of turns lead over a way (via) and do not count",
            ),
            (
                self.unclear,
                "条转弯限制不明确，未采用",
                "restriction(s) of turns are unclear and do not count",
            ),
        ];
        let some = some.into_iter().filter(|(count, ..)| *count > 0);
        some.map(|(count, zh, en)| Text::new(format!("{count} {zh}"), format!("{count} {en}")))
            .collect()
    }
}
