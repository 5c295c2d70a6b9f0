//! What becomes of the new projects.

use crate::summary::page::{LISTED, Page};
use crate::table::Align::{Left, Right};
use crate::table::{MarkdownTable, escaped};
use parkward_model::Lang;
use parkward_planning::ProjectBucket;

impl Page<'_> {
    /// The buckets of the projects with their sum, then every project.
    pub(super) fn projects(&self) -> Option<String> {
        let plan = self.plan;
        if !plan.has_projects() {
            return None;
        }
        let mut buckets = MarkdownTable::new(&[
            (self.say("结论", "Verdict"), Left),
            (self.say("项目数", "Projects"), Right),
            (&self.land_head("用地", "Land"), Right),
        ]);
        let (mut sum, mut land_sum, mut unknown) = (0, 0.0, 0);
        for bucket in ProjectBucket::ALL {
            let number = plan.project_summary.count(bucket);
            let (land, without) = plan.project_land(bucket);
            let land_text = match bucket {
                ProjectBucket::Rejected => "–".to_owned(),
                _ => self.land(land.0),
            };
            buckets.row([self.of(&bucket.label()), &self.count(number), &land_text]);
            (sum, land_sum, unknown) = (sum + number, land_sum + land.0, unknown + without);
        }
        buckets.row([
            format!("**{}**", self.say("合计", "Sum")),
            format!("**{}**", self.count(sum)),
            format!("**{}**", self.land(land_sum)),
        ]);
        let input = self.count(plan.project_summary.input);
        let line = match (plan.project_summary.balances(), self.lang) {
            (true, Lang::Zh) => format!("项目输入 {input} 行，每一行都在上表之中。"),
            (true, Lang::En) => {
                format!("The project input has {input} rows; every one is in this table.")
            }
            (false, Lang::Zh) => format!("**注意：与输入的 {input} 行不符。**"),
            (false, Lang::En) => format!("**Attention: the input has {input} rows.**"),
        };
        let missing = match (unknown, self.lang) {
            (0, _) => String::new(),
            (n, Lang::Zh) => format!("其中 {} 个项目用地未知，未计入面积。", self.count(n)),
            (n, Lang::En) => {
                format!(" The land of {} is unknown and not in the hectares.", self.count(n))
            }
        };
        let mut list = MarkdownTable::new(&[
            (self.say("项目", "Project"), Left),
            (self.say("名称", "Name"), Left),
            (self.say("结论", "Verdict"), Left),
            (self.say("理由", "Reasons"), Left),
        ]);
        for project in plan.projects.iter().take(LISTED) {
            let reasons: Vec<&str> = project.reasons.iter().map(|reason| self.of(reason)).collect();
            list.row([
                escaped(project.project.id.as_str()),
                escaped(&project.project.name),
                escaped(self.of(&project.verdict.label())),
                escaped(&reasons.join(self.lang.semicolon())),
            ]);
        }
        let hidden = plan.projects.len().saturating_sub(LISTED);
        let more = match (hidden, self.lang) {
            (0, _) => String::new(),
            (n, Lang::Zh) => format!("\n另有 {} 个，见图层 projects。\n", self.count(n)),
            (n, Lang::En) => {
                format!("\nAnd {} more, in the layer `projects`.\n", self.count(n))
            }
        };
        let (buckets, list) = (buckets.finish(), list.finish());
        let body = format!("{buckets}\n{line}{missing}\n\n{list}{more}");
        Some(self.section("新项目", "New projects", &body))
    }
}
