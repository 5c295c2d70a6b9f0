//! New projects: they compete with those who move for the same land, and end in buckets of their own.

use crate::bucket::ProjectBucket;
use crate::by_road::travel::Travel;
use crate::distances::Distances;
use crate::prepare::{Given, Prepared};
use crate::problem::choices::Pair;
use crate::problem::room_left::RoomLeft;
use crate::reasons::Reason;
use crate::screened::candidates::Candidate;
use parkward_assignment::Solution;
use parkward_model::{Lang, Metres, Park, ParkId, Project, Text};
use parkward_policy::{Finding, Industries};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// How many project rows ended in which bucket: the last five sum to the first.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
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
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
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
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ProjectChoice {
    /// The park.
    pub park: ParkId,
    /// Industry fit, 0…1.
    pub fit: f64,
    /// From its place to the park, over the ellipsoid to its boundary or by road; `None`: it has no place.
    pub distance_m: Option<Metres>,
    /// How one goes, where distances are by road.
    #[serde(flatten)]
    pub travel: Option<Travel>,
    /// Distance and all terms, in kilometre-equivalents.
    pub cost_km: f64,
    /// The nearest point of the boundary, or the gate, longitude and latitude, for drawing; `None`: it has no place,
    /// or its place is in the park.
    pub entry: Option<[f64; 2]>,
}

/// The park next in line, at the prices of the plan.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ProjectSecondChoice {
    /// The park and its terms.
    #[serde(flatten)]
    pub choice: ProjectChoice,
    /// How much more it costs than the first choice, land at its prices, in kilometre-equivalents.
    pub margin_km: f64,
}

/// What becomes of every project, in the order of the survey.
pub(crate) fn planned<D: Distances>(
    given: Given<'_>,
    prepared: &Prepared,
    solution: &Solution,
    room: &RoomLeft<'_, D>,
) -> Vec<PlannedProject> {
    let settling = Settling { given, prepared, solution, room };
    let jobs = &prepared.problem.projects;
    let one = |(index, (project, candidate)): (usize, (&Project, &Candidate))| {
        let open = jobs.iter().position(|open| *open == index);
        let job = open.map(|open| prepared.problem.movers.len() + open);
        settling.settle(project, candidate, job)
    };
    given.survey.projects.iter().zip(&prepared.candidates).enumerate().map(one).collect()
}

/// What says where projects settle.
struct Settling<'a, 'r, D> {
    given: Given<'a>,
    prepared: &'a Prepared,
    solution: &'a Solution,
    room: &'a RoomLeft<'r, D>,
}

impl<D: Distances> Settling<'_, '_, D> {
    /// `job` is the project's, if a place is sought for it.
    fn settle(
        &self,
        project: &Project,
        candidate: &Candidate,
        job: Option<usize>,
    ) -> PlannedProject {
        let Given { rules, options, .. } = self.given;
        let (chosen, second) = job.map_or((None, None), |job| self.choices(project, job));
        let mut reasons = candidate.reasons(project, &options.resources);
        let open = if chosen.is_some() { ProjectBucket::Settles } else { ProjectBucket::Unplaced };
        let verdict = candidate.settled.unwrap_or(open);
        match (verdict, job) {
            (ProjectBucket::Settles, _) => reasons.extend(chosen.as_ref().map(|c| self.why(c))),
            (ProjectBucket::Unplaced, Some(job)) => {
                reasons.push(Reason::LeftOut(self.room.why(job)).text());
            }
            _ => {}
        }
        let industry = project.industry.as_ref();
        let list = |list: Option<&Industries>| list.map(|list| list.id.clone());
        PlannedProject {
            project: project.clone(),
            verdict,
            reasons,
            findings: candidate.findings.clone(),
            quality: candidate.quality,
            pillar_industry: list(industry.and_then(|industry| rules.pillar_industry(industry))),
            high_technology: list(industry.and_then(|industry| rules.high_technology(industry))),
            chosen,
            second_choice: second,
        }
    }

    /// The park where a job's project settles, and the one next in line.
    fn choices(
        &self,
        project: &Project,
        job: usize,
    ) -> (Option<ProjectChoice>, Option<ProjectSecondChoice>) {
        let Prepared { ground, problem, .. } = self.prepared;
        let Solution { assignment, certificate, .. } = self.solution;
        let prices = &certificate.prices;
        let choices = problem.choices(job..job + 1, assignment, prices, ground.distances())[0];
        let second = choices.second.map(|second| ProjectSecondChoice {
            choice: self.choice(project, job, second.pair),
            margin_km: choices.margin_km(),
        });
        (choices.chosen.map(|chosen| self.choice(project, job, chosen.pair)), second)
    }

    fn choice(&self, project: &Project, job: usize, pair: Pair) -> ProjectChoice {
        let Prepared { ground, problem, .. } = self.prepared;
        let (fit, cost_km) = problem.terms(job, pair);
        let outside = project.site.filter(|_| pair.distance.0 > 0.0);
        let going = outside.map(|site| ground.moves(&[(site, pair.park)])[0]);
        let told = going.and_then(|going| going.distance);
        ProjectChoice {
            park: self.given.survey.parks[pair.park].id.clone(),
            fit,
            distance_m: project.site.map(|_| told.unwrap_or(pair.distance)),
            travel: going.and_then(|going| going.travel),
            cost_km,
            entry: going.map(|going| going.entry),
        }
    }

    fn why(&self, choice: &ProjectChoice) -> Text {
        let park = self.given.survey.parks.iter().find(|park| park.id == choice.park);
        why(choice, park.expect("a choice is a park of the survey"))
    }
}

fn why(choice: &ProjectChoice, park: &Park) -> Text {
    let (zh, en, fit) = (park.label(Lang::Zh), park.label(Lang::En), choice.fit);
    match choice.distance_m {
        Some(distance) => {
            let km = distance.kilometres();
            let (over, away) = match &choice.travel {
                Some(travel) => ("道路距离", travel.aside()),
                None => ("距离", Text::new(" 公里", " km away")),
            };
            Text::new(
                format!("入驻 {zh}：{over} {km:.2}{}，产业适配度 {fit:.2}", away.zh),
                format!("settles in {en}: {km:.2}{}, industry fit {fit:.2}", away.en),
            )
        }
        None => Text::new(
            format!("入驻 {zh}：无指定位置，产业适配度 {fit:.2}"),
            format!("settles in {en}: no place is given, industry fit {fit:.2}"),
        ),
    }
}
