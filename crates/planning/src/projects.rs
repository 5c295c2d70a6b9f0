//! New projects: they compete with those who move for the same land, and end in buckets of their own.

use crate::assemble::Prepared;
use crate::left_out::RoomLeft;
use crate::problem::Pair;
use crate::reasons::{Reason, unknown};
use crate::zoning::Zoning;
use crate::{Plan, Resource};
use parkward_assignment::Solution;
use parkward_layer::{Cell, FeatureGeometry, PlanLayer, Shape, Table};
use parkward_model::{Hectares, Lang, Layer, Metres, Park, ParkId, Project, Survey, Text};
use parkward_policy::{Date, Finding, Outcome, RuleBook, Verdict};
use serde::{Deserialize, Serialize};

/// Where a project row ends. Every row ends in exactly one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ProjectBucket {
    /// Settles in a park.
    Settles,
    /// May settle, and no park takes it.
    Unplaced,
    /// A rule fires that closes enterprises or lets them not expand: it is refused.
    NotAdmitted,
    /// Cannot be decided, for want of data.
    Review,
    /// Could not be read.
    Rejected,
}

impl ProjectBucket {
    /// All buckets, in the order of every table and legend.
    pub const ALL: [Self; 5] =
        [Self::Settles, Self::Unplaced, Self::NotAdmitted, Self::Review, Self::Rejected];

    /// The key in files: `settles`, `not_admitted` …
    pub fn key(self) -> &'static str {
        match self {
            Self::Settles => "settles",
            Self::Unplaced => "unplaced",
            Self::NotAdmitted => "not_admitted",
            Self::Review => "review",
            Self::Rejected => "rejected",
        }
    }

    /// The words on maps and in tables.
    pub fn label(self) -> Text {
        match self {
            Self::Settles => Text::new("入驻园区", "Settles in a park"),
            Self::Unplaced => Text::new("未能安置", "Unplaced"),
            Self::NotAdmitted => Text::new("不予准入", "Not admitted"),
            Self::Review => Text::new("资料不足，待核", "To review, data missing"),
            Self::Rejected => Text::new("数据无效", "Rejected row"),
        }
    }
}

/// How many project rows ended in which bucket: the last five sum to the first.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProjectSummary {
    /// Rows of the project input; 0: the plan has none.
    pub input: usize,
    /// Settle in a park.
    pub settles: usize,
    /// May settle, and no park takes them.
    pub unplaced: usize,
    /// Are refused by a screening rule.
    pub not_admitted: usize,
    /// Cannot be decided, for want of data.
    pub review: usize,
    /// Could not be read.
    pub rejected: usize,
}

impl ProjectSummary {
    /// Counts the rows of a plan.
    pub(crate) fn of(projects: &[PlannedProject], rejected: usize) -> Self {
        let count = |bucket| projects.iter().filter(|project| project.verdict == bucket).count();
        Self {
            input: projects.len() + rejected,
            settles: count(ProjectBucket::Settles),
            unplaced: count(ProjectBucket::Unplaced),
            not_admitted: count(ProjectBucket::NotAdmitted),
            review: count(ProjectBucket::Review),
            rejected,
        }
    }

    /// The count of one bucket.
    pub fn count(&self, bucket: ProjectBucket) -> usize {
        match bucket {
            ProjectBucket::Settles => self.settles,
            ProjectBucket::Unplaced => self.unplaced,
            ProjectBucket::NotAdmitted => self.not_admitted,
            ProjectBucket::Review => self.review,
            ProjectBucket::Rejected => self.rejected,
        }
    }

    /// Whether the buckets sum to the input.
    pub fn balances(&self) -> bool {
        ProjectBucket::ALL.iter().map(|bucket| self.count(*bucket)).sum::<usize>() == self.input
    }

    /// Whether there is nothing to say.
    pub(crate) fn is_empty(&self) -> bool {
        self.input == 0
    }
}

/// A project of a plan with its verdict; there are few, so everything is spelt out.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PlannedProject {
    /// The project as read.
    #[serde(flatten)]
    pub project: Project,
    /// Where it ended; never [`ProjectBucket::Rejected`].
    pub verdict: ProjectBucket,
    /// Why, one sentence a reason.
    pub reasons: Vec<Text>,
    /// What the screening rules found.
    pub findings: Vec<Finding>,
    /// Its score by the "four elements", 0…1.
    pub quality: f64,
    /// Key of the pillar industry that it belongs to.
    pub pillar_industry: Option<String>,
    /// Key of the encouraged new or high technology that it belongs to.
    pub high_technology: Option<String>,
    /// The park where it settles, with the terms.
    #[serde(flatten)]
    pub chosen: Option<ProjectChoice>,
    /// The park that it would take otherwise.
    pub second_choice: Option<ProjectSecondChoice>,
}

/// A park where a project may settle, and at what cost.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ProjectChoice {
    /// The park.
    pub park: ParkId,
    /// Industry fit, 0…1.
    pub fit: f64,
    /// Ellipsoidal distance from its place to the park's boundary; `None`: it has no place.
    pub distance_m: Option<Metres>,
    /// Distance and all terms, in kilometre-equivalents.
    pub cost_km: f64,
    /// The nearest point of the boundary, longitude and latitude, for drawing; `None`: it has no place,
    /// or its place is in the park.
    pub entry: Option<[f64; 2]>,
}

/// The park next in line, at the prices of the plan.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ProjectSecondChoice {
    /// The park and its terms.
    #[serde(flatten)]
    pub choice: ProjectChoice,
    /// How much more it costs than the first choice, land at its prices, in kilometre-equivalents.
    pub margin_km: f64,
}

/// One project before anybody is placed.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Candidate {
    findings: Vec<Finding>,
    /// What rules of space say of the place that it names.
    place: Vec<Text>,
    pub(crate) quality: f64,
    /// Where it ends, or `None`: it should settle.
    pub(crate) settled: Option<ProjectBucket>,
}

impl Candidate {
    /// What the rules found, and what is not known.
    pub(crate) fn reasons(&self, project: &Project, resources: &[Resource]) -> Vec<Text> {
        let mut reasons: Vec<Text> =
            self.findings.iter().map(|finding| Reason::Found(finding).text()).collect();
        reasons.extend(self.place.iter().cloned());
        if self.settled == Some(ProjectBucket::Review) {
            let applicant = project.as_enterprise();
            reasons.extend(unknown(&applicant, resources).map(|u| Reason::Unknown(u).text()));
        }
        reasons
    }
}

/// Screens every project of the survey, in its order. A process that may not expand is not begun
/// either. Where a project would like to be decides nothing, since it has to settle in a park; what
/// rules of space say of that place is among its reasons.
pub(crate) fn candidates(
    survey: &Survey,
    zoning: &Zoning<'_>,
    rules: &RuleBook,
    resources: &[Resource],
    day: Date,
) -> Vec<Candidate> {
    let one = |project: &Project| {
        let applicant = project.as_enterprise();
        let screened = rules.screen(&applicant, day);
        let expands = |finding: &Finding| finding.outcome == Outcome::CapsLand;
        let settled = match screened.verdict {
            Verdict::Passes if screened.findings.iter().any(expands) => {
                Some(ProjectBucket::NotAdmitted)
            }
            Verdict::Closes => Some(ProjectBucket::NotAdmitted),
            Verdict::Review => Some(ProjectBucket::Review),
            Verdict::Passes => unknown(&applicant, resources).next().map(|_| ProjectBucket::Review),
        };
        let quality = rules.quality_score(&applicant);
        let named = project.site.zip(project.industry.as_ref());
        let zones = named.map_or_else(Vec::new, |(site, industry)| zoning.place(site, industry));
        let place = zones.into_iter().map(|zone| zone.text).collect();
        Candidate { findings: screened.findings, place, quality, settled }
    };
    survey.projects.iter().map(one).collect()
}

/// What becomes of every project, in the order of the survey.
pub(crate) fn planned(
    survey: &Survey,
    rules: &RuleBook,
    resources: &[Resource],
    prepared: &Prepared,
    solution: &Solution,
    room: &RoomLeft<'_>,
) -> Vec<PlannedProject> {
    let jobs = &prepared.problem.projects;
    let one = |(place, (project, candidate)): (usize, (&Project, &Candidate))| {
        let open = jobs.iter().position(|open| *open == place);
        let job = open.map(|open| prepared.problem.movers.len() + open);
        settle(project, candidate, job, &survey.parks, rules, resources, prepared, solution, room)
    };
    survey.projects.iter().zip(&prepared.candidates).enumerate().map(one).collect()
}

#[expect(clippy::too_many_arguments, reason = "everything that a record is made of")]
fn settle(
    project: &Project,
    candidate: &Candidate,
    job: Option<usize>,
    parks: &[Park],
    rules: &RuleBook,
    resources: &[Resource],
    prepared: &Prepared,
    solution: &Solution,
    room: &RoomLeft<'_>,
) -> PlannedProject {
    let Prepared { index, problem, .. } = prepared;
    let [chosen, second] = job.map_or([None, None], |job| {
        problem.choices(job, solution.assignment[job], &solution.certificate.prices, index)
    });
    let choice = |pair: Pair| {
        let (fit, cost_km) = problem.terms(job.expect("a choice has a job"), pair);
        let entry = project.site.filter(|_| pair.distance.0 > 0.0);
        ProjectChoice {
            park: parks[pair.park].id.clone(),
            fit,
            distance_m: project.site.map(|_| pair.distance),
            cost_km,
            entry: entry
                .and_then(|site| index.nearest_point(pair.park, site))
                .map(|entry| [entry.x(), entry.y()]),
        }
    };
    let (fallback, margin_km) = match (chosen, second) {
        (Some((_, first)), Some((pair, second))) => (Some(choice(pair)), second - first),
        (None, Some((pair, _))) => (Some(choice(pair)), 0.0),
        (_, None) => (None, 0.0),
    };
    let picked = chosen.map(|(pair, _)| choice(pair));
    let mut reasons = candidate.reasons(project, resources);
    let open = if picked.is_some() { ProjectBucket::Settles } else { ProjectBucket::Unplaced };
    let verdict = candidate.settled.unwrap_or(open);
    match (verdict, job) {
        (ProjectBucket::Settles, _) => reasons.extend(
            picked.as_ref().zip(chosen).map(|(choice, (pair, _))| why(choice, &parks[pair.park])),
        ),
        (ProjectBucket::Unplaced, Some(job)) => {
            reasons.push(Reason::LeftOut(room.why(job)).text());
        }
        _ => {}
    }
    let industry = project.industry.as_ref();
    let list = |list: Option<&parkward_policy::Industries>| list.map(|list| list.id.clone());
    PlannedProject {
        project: project.clone(),
        verdict,
        reasons,
        findings: candidate.findings.clone(),
        quality: candidate.quality,
        pillar_industry: list(industry.and_then(|industry| rules.pillar_industry(industry))),
        high_technology: list(industry.and_then(|industry| rules.high_technology(industry))),
        chosen: picked,
        second_choice: fallback.map(|choice| ProjectSecondChoice { choice, margin_km }),
    }
}

fn why(choice: &ProjectChoice, park: &Park) -> Text {
    let (zh, en, fit) = (park.label(Lang::Zh), park.label(Lang::En), choice.fit);
    match choice.distance_m {
        Some(distance) => {
            let km = distance.kilometres();
            Text::new(
                format!("入驻 {zh}：距离 {km:.2} km，产业适配度 {fit:.2}"),
                format!("settles in {en}: {km:.2} km away, industry fit {fit:.2}"),
            )
        }
        None => Text::new(
            format!("入驻 {zh}：无指定位置，产业适配度 {fit:.2}"),
            format!("settles in {en}: no place is given, industry fit {fit:.2}"),
        ),
    }
}

impl Plan {
    /// Whether the plan has an input of new projects.
    pub fn has_projects(&self) -> bool {
        !self.project_summary.is_empty()
    }

    /// Rows of the project input that could not be read.
    pub(crate) fn rejected_projects(rejects: &[parkward_model::Reject]) -> usize {
        rejects.iter().filter(|reject| reject.layer == Layer::Projects).count()
    }

    /// Land of the projects in a bucket, as far as it is known, and of how many it is not.
    pub fn project_land(&self, bucket: ProjectBucket) -> (Hectares, usize) {
        let all = || self.projects.iter().filter(|project| project.verdict == bucket);
        let known = all().filter_map(|project| project.project.land).sum();
        (known, all().filter(|project| project.project.land.is_none()).count())
    }

    pub(crate) fn projects_layer(&self, lang: Lang) -> PlanLayer<'_> {
        type Row<'a> = &'a PlannedProject;
        let table = Table::<Row<'_>>::new()
            .text("id", "编号", "Id", |p| Some(p.project.id.as_str()))
            .text("name", "名称", "Name", |p| Cell::of_text(&p.project.name))
            .text("verdict", "结论", "Verdict", |p| Some(p.verdict.key()))
            .text("verdict_text", "结论说明", "Verdict in words", move |p| {
                Cell::of_words(p.verdict.label().in_lang(lang).to_owned())
            })
            .text("reason", "理由", "Reasons", move |p| {
                let reasons: Vec<&str> = p.reasons.iter().map(|r| r.in_lang(lang)).collect();
                Cell::of_words(reasons.join("; "))
            })
            .text("industry", "行业代码", "Industry", |p| {
                p.project.industry.as_ref().map(|code| code.as_str())
            })
            .text("pillar", "支柱产业", "Pillar industry", |p| p.pillar_industry.as_deref())
            .text("high_tech", "鼓励的高新技术", "Encouraged high technology", |p| {
                p.high_technology.as_deref()
            })
            .real("land_ha", "用地需求（公顷）", "Land need (ha)", |p| {
                p.project.land.map(|land| land.0)
            })
            .real("quality", "综合质量", "Quality, 0 to 1", |p| p.quality)
            .text("park", "入驻园区", "Settles in", |p| {
                p.chosen.as_ref().map(|choice| choice.park.as_str())
            })
            .real("fit", "产业适配度", "Industry fit", |p| p.chosen.as_ref().map(|c| c.fit))
            .real("distance_m", "距离（米）", "Distance (m)", |p| {
                p.chosen.as_ref()?.distance_m.map(|distance| distance.0)
            })
            .real("cost_km", "综合成本（公里）", "Cost (km-equivalents)", |p| {
                p.chosen.as_ref().map(|c| c.cost_km)
            })
            .text("second_park", "第二选择", "Second choice", |p| {
                p.second_choice.as_ref().map(|second| second.choice.park.as_str())
            })
            .real(
                "second_margin_km",
                "第二选择差额（公里）",
                "Second choice, margin (km)",
                |p| p.second_choice.as_ref().map(|second| second.margin_km),
            )
            .integer("row", "输入行", "Row of the input", |p| p.project.row);
        let facts = self.projects.iter().map(|project| &project.project.facts);
        crate::layers::with_facts(table, facts, |p| &p.project.facts).layer(
            ("projects", Text::new("新项目", "New projects")),
            Shape::Point,
            self.projects.len(),
            |place| &self.projects[place],
            |p| p.project.site.map(|site| FeatureGeometry::Point(site.0)),
        )
    }
}
