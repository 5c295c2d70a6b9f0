//! How a plan would fare, as far as that is known before anything is solved.

use crate::bucket::{Bucket, ProjectBucket};
use crate::error::PlanError;
use crate::prepare::Prepared;
use crate::problem::prospects::Prospect;
use crate::reasons::{Unknown, unknown};
use crate::receive::ReceivingPark;
use crate::settings::PlanOptions;
use crate::settings::resource::{LAND, Resource};
use parkward_model::{AreaUnit, Enterprise, Lang, ParkId, Survey, Text};
use parkward_policy::{Finding, LimitGap, Outcome, RuleBook};
use rayon::prelude::*;
use serde::Serialize;

/// How a plan would fare: who is settled before anything is solved, and why; for whom of the others there is no
/// park; whether there is enough of everything.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Rehearsal {
    /// What becomes of the enterprises, in the order of the buckets; those that nobody falls into are left out.
    pub enterprises: Vec<Outlook>,
    /// Likewise of the new projects.
    pub projects: Vec<Outlook>,
    /// Land first, then the other resources.
    pub supplies: Vec<Supply>,
    /// Open parks whose capacity is not known, by whatever the rule book takes it from: nobody is sent there.
    pub unknown_capacity: Vec<ParkId>,
    /// Industries for which the rule book's table of limits has none, rule by rule.
    pub limit_gaps: Vec<LimitGap>,
}

/// Those of whom the same becomes.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Outlook {
    /// The key of the bucket: `closes`, `review`, `moves` …; `moves` are all that should move.
    pub key: &'static str,
    /// In words.
    pub label: Text,
    /// Whom it concerns, in the order of the survey.
    pub ids: Vec<String>,
    /// Why: the rules that fired, what is not known; of those who should move, what bars some of them from every
    /// park. One may stand under several.
    pub causes: Vec<Cause>,
}

/// One cause, and whom it concerns.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Cause {
    /// The id of a rule or resource; `industry`, `land`; `no_park`, `no_capacity`, `too_far`, `too_large`.
    pub key: String,
    /// In words.
    pub label: Text,
    /// Whom it concerns, in the order of the survey.
    pub ids: Vec<String>,
}

/// What is needed of a resource, and what there is, in its unit.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Supply {
    /// `land`, or the resource's id.
    pub resource: String,
    /// The name.
    pub name: Text,
    /// The unit.
    pub unit: Text,
    /// What all those need who should move or settle.
    pub need: f64,
    /// What the parks have that take anybody.
    pub room: f64,
}

impl Supply {
    /// Whether it is of land, in hectares.
    pub fn is_land(&self) -> bool {
        self.resource == LAND
    }

    /// Whether not all can be placed, however they are dealt out.
    pub fn is_short(&self) -> bool {
        self.need > self.room
    }
}

impl Rehearsal {
    /// Locates and screens everybody and lists their parks, as [`Plan::make`](crate::Plan::make) does before it
    /// solves.
    ///
    /// ```
    /// # mod district { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/district/mod.rs")); }
    /// # use district::*;
    /// use parkward_model::Survey;
    /// use parkward_planning::Rehearsal;
    ///
    /// // One park with two hectares, two enterprises of two hectares each, and a third that a rule closes.
    /// let parks = vec![park("A", 30.98, Some(2.0))];
    /// let enterprises = vec![
    ///     enterprise("E1", 31.0, "none"),
    ///     enterprise("E2", 32.0, "none"), // a hundred kilometres off
    ///     enterprise("E3", 31.0, "eliminated"),
    /// ];
    /// let survey = Survey { parks, enterprises, ..Survey::default() };
    /// let rehearsal = Rehearsal::of(&survey, &rules(), &options(Vec::new()))?;
    /// let [closes, moves] = &rehearsal.enterprises[..] else { panic!() };
    /// assert_eq!((closes.key, &closes.ids[..], &*closes.causes[0].key), ("closes", &["E3".to_owned()][..], "process"));
    /// assert_eq!((moves.key, moves.ids.len()), ("moves", 2));
    /// assert_eq!((&*moves.causes[0].key, &moves.causes[0].ids[..]), ("too_far", &["E2".to_owned()][..]));
    /// assert!(rehearsal.supplies[0].is_short()); // 4 ha are needed, 2 ha are there
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// [`PlanError`], as for a plan before it is solved.
    pub fn of(survey: &Survey, rules: &RuleBook, options: &PlanOptions) -> Result<Self, PlanError> {
        let prepared = Prepared::new(survey, rules, options)?;
        let prospects = Prospects::of(&prepared);
        Ok(Self {
            enterprises: enterprises(survey, rules, options, &prepared, &prospects),
            projects: projects(survey, rules, options, &prepared, &prospects),
            supplies: supplies(options, &prepared),
            unknown_capacity: unknown_capacity(survey, &prepared),
            limit_gaps: rules.limit_gaps(options.as_of, &survey.enterprises),
        })
    }
}

fn unknown_capacity(survey: &Survey, prepared: &Prepared) -> Vec<ParkId> {
    let parks = survey.parks.iter().zip(prepared.receiving.iter());
    let unknown = parks.filter(|(_, receiving)| receiving.open && receiving.land.is_none());
    unknown.map(|(park, _)| park.id.clone()).collect()
}

/// What everybody may hope for who should move or settle.
struct Prospects {
    /// By position in the survey.
    enterprises: Vec<Prospect>,
    projects: Vec<Prospect>,
}

impl Prospects {
    fn of(prepared: &Prepared) -> Self {
        let Prepared { problem, ground, screened, candidates, .. } = prepared;
        let jobs = problem.movers.len() + problem.projects.len();
        let found: Vec<Prospect> = (0..jobs)
            .into_par_iter()
            .map(|job| problem.prospect(job, ground.distances()))
            .collect();
        let (movers, settlers) = found.split_at(problem.movers.len());
        let spread = |owners: &[usize], found: &[Prospect], all: usize| {
            let mut by_position = vec![Prospect::Some; all];
            owners.iter().zip(found).for_each(|(at, found)| by_position[*at] = *found);
            by_position
        };
        Self {
            enterprises: spread(&problem.movers, movers, screened.len()),
            projects: spread(&problem.projects, settlers, candidates.len()),
        }
    }
}

/// Outlooks in the making, in the order in which they are to stand.
struct Outlooks(Vec<Outlook>);

impl Outlooks {
    fn new(buckets: impl Iterator<Item = (&'static str, Text)>) -> Self {
        let empty = |(key, label)| Outlook { key, label, ids: Vec::new(), causes: Vec::new() };
        Self(buckets.map(empty).collect())
    }

    fn add(&mut self, key: &str, id: &str, causes: impl IntoIterator<Item = (String, Text)>) {
        let outlook = self.0.iter_mut().find(|outlook| outlook.key == key).expect("a bucket");
        outlook.ids.push(id.to_owned());
        for (key, label) in causes {
            match outlook.causes.iter_mut().find(|cause| cause.key == key) {
                Some(cause) if cause.ids.last().is_none_or(|last| last != id) => {
                    cause.ids.push(id.to_owned());
                }
                Some(_) => {}
                None => outlook.causes.push(Cause { key, label, ids: vec![id.to_owned()] }),
            }
        }
    }

    /// Those that somebody falls into, the most frequent cause first.
    fn done(mut self) -> Vec<Outlook> {
        self.0.retain(|outlook| !outlook.ids.is_empty());
        for outlook in &mut self.0 {
            outlook.causes.sort_by(|a, b| (b.ids.len(), &a.key).cmp(&(a.ids.len(), &b.key)));
        }
        self.0
    }
}

fn enterprises(
    survey: &Survey,
    rules: &RuleBook,
    options: &PlanOptions,
    prepared: &Prepared,
    prospects: &Prospects,
) -> Vec<Outlook> {
    let label = |bucket: Bucket| match bucket {
        Bucket::Moves => Text::new("应迁入园区", "Should move to a park"),
        bucket => bucket.label(),
    };
    let buckets = Bucket::ALL.iter().map(|bucket| (bucket.key(), label(*bucket)));
    let mut outlooks = Outlooks::new(buckets);
    for (at, screened) in prepared.screened.iter().enumerate() {
        let enterprise = &survey.enterprises[at];
        let bucket = screened.settled.unwrap_or(Bucket::Moves);
        let causes = match bucket {
            Bucket::Moves => bars(prospects.enterprises[at], prepared),
            Bucket::Review => lacking(enterprise, screened.findings(), rules, &options.resources),
            Bucket::Closes | Bucket::InParkCloses => {
                fired(screened.findings(), &[Outcome::Closes], rules)
            }
            _ => Vec::new(),
        };
        outlooks.add(bucket.key(), enterprise.id.as_str(), causes);
    }
    outlooks.done()
}

fn projects(
    survey: &Survey,
    rules: &RuleBook,
    options: &PlanOptions,
    prepared: &Prepared,
    prospects: &Prospects,
) -> Vec<Outlook> {
    let label = |bucket: ProjectBucket| match bucket {
        ProjectBucket::Settles => Text::new("应入驻园区", "Should settle in a park"),
        bucket => bucket.label(),
    };
    let buckets = ProjectBucket::ALL.iter().map(|bucket| (bucket.key(), label(*bucket)));
    let mut outlooks = Outlooks::new(buckets);
    for (at, candidate) in prepared.candidates.iter().enumerate() {
        let project = &survey.projects[at];
        let bucket = candidate.settled.unwrap_or(ProjectBucket::Settles);
        let causes = match bucket {
            ProjectBucket::Settles => bars(prospects.projects[at], prepared),
            ProjectBucket::Review => {
                lacking(&project.as_enterprise(), &candidate.findings, rules, &options.resources)
            }
            _ => fired(&candidate.findings, &[Outcome::Closes, Outcome::CapsLand], rules),
        };
        outlooks.add(bucket.key(), project.id.as_str(), causes);
    }
    outlooks.done()
}

/// The rules whose finding has one of some outcomes.
fn fired(findings: &[Finding], outcomes: &[Outcome], rules: &RuleBook) -> Vec<(String, Text)> {
    let fired = findings.iter().filter(|finding| outcomes.contains(&finding.outcome));
    fired.map(|finding| (finding.rule.clone(), rule_name(&finding.rule, rules))).collect()
}

/// What a person has to decide, and what is not known and has to be: for rules, or to be sent anywhere.
fn lacking(
    enterprise: &Enterprise,
    findings: &[Finding],
    rules: &RuleBook,
    resources: &[Resource],
) -> Vec<(String, Text)> {
    let mut causes = fired(findings, &[Outcome::Review, Outcome::Unknown], rules);
    causes.extend(unknown(enterprise, resources).map(|unknown| match unknown {
        Unknown::Industry => ("industry".to_owned(), Text::new("行业未知", "industry unknown")),
        Unknown::Land => (LAND.to_owned(), Text::new("用地未知", "land unknown")),
        Unknown::Need(Resource { id, name, .. }) => (
            id.clone(),
            Text::new(
                format!("{}需求未知", name.in_lang(Lang::Zh)),
                format!("need of {} unknown", name.in_lang(Lang::En)),
            ),
        ),
    }));
    causes
}

fn rule_name(id: &str, rules: &RuleBook) -> Text {
    let screening = rules.screening.iter().find(|rule| rule.id == id).map(|rule| &rule.name);
    let spatial = || rules.spatial.iter().find(|rule| rule.id == id).map(|rule| &rule.name);
    screening.or_else(spatial).cloned().unwrap_or_else(|| Text::new(id, id))
}

/// What bars somebody from every park.
fn bars(prospect: Prospect, prepared: &Prepared) -> Vec<(String, Text)> {
    let is_unknown = |park: &ReceivingPark| park.open && park.land.is_none();
    let (key, zh, en) = match prospect {
        Prospect::Some => return Vec::new(),
        Prospect::NoPark if prepared.receiving.iter().any(is_unknown) => (
            "no_capacity",
            "没有可接收用地已知、且规则准许其入驻的园区",
            "no park whose capacity is known has rules that admit it",
        ),
        Prospect::NoPark => ("no_park", "没有园区的规则准许其入驻", "no park's rules admit it"),
        Prospect::NoRoad => (
            "no_road",
            "附近没有可驶入并通往园区的道路",
            "no road near it that can be got onto leads to any park",
        ),
        Prospect::TooFar => (
            "too_far",
            "准许其入驻的园区均在截止距离以外",
            "all parks that admit it are beyond the cut-off",
        ),
        Prospect::TooLarge => (
            "too_large",
            "截止距离内准许其入驻的园区均容纳不下",
            "too large for every park within the cut-off that admits it",
        ),
    };
    vec![(key.to_owned(), Text::new(zh, en))]
}

#[expect(clippy::cast_precision_loss, reason = "for people")]
fn supplies(options: &PlanOptions, prepared: &Prepared) -> Vec<Supply> {
    let Prepared { problem, receiving, .. } = prepared;
    let resources = 1 + options.resources.len();
    let (mut needs, mut rooms) = (vec![0.0; resources], vec![0.0; resources]);
    for job in 0..problem.movers.len() + problem.projects.len() {
        needs.iter_mut().zip(problem.needs(job)).for_each(|(sum, need)| *sum += *need as f64);
    }
    let takes = receiving.iter().enumerate().filter(|(_, park)| park.open && park.land.is_some());
    for (park, _) in takes {
        rooms.iter_mut().zip(receiving.room(park)).for_each(|(sum, room)| *sum += room as f64);
    }
    let (name, unit) = (Text::new("用地", "land"), AreaUnit::Ha.name());
    let land = (LAND, &name, &unit, 1e4);
    let others = options.resources.iter().map(|r| (r.id.as_str(), &r.name, &r.unit, 1e3));
    let all = std::iter::once(land).chain(others).zip(needs.iter().zip(&rooms));
    all.map(|((resource, name, unit, one), (need, room))| Supply {
        resource: resource.to_owned(),
        name: name.clone(),
        unit: unit.clone(),
        need: need / one,
        room: room / one,
    })
    .collect()
}
