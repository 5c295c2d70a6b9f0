//! The whole job.

use crate::args::{Common, Plan as Arguments};
use crate::interrupt;
use crate::outcome::Outcome;
use crate::output::{print_json, say};
use crate::plan_folder::{self, GEOPACKAGE, MAPS, PARK_MAPS, QGIS_PROJECT, SUMMARY};
use crate::project::Project;
use crate::resolve;
use crate::table::table;
use anyhow::Result;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use parkward_io::Format;
use parkward_model::Lang;
use parkward_planning::{Bucket, Plan, ProjectBucket, ReleasedByClass, Step};
use std::path::Path;
use std::time::{Duration, Instant};

pub(crate) fn run(arguments: &Arguments, common: &Common) -> Result<Outcome> {
    interrupt::listen(common.lang.map_or(Lang::En, Lang::from));
    let mut steps = Steps::new(common, arguments.progress);
    steps.say("reading");
    let project = resolve::open(arguments)?;
    let lang = common.lang.map_or(project.file.lang, Lang::from);
    interrupt::listen(lang);
    let limits = arguments.search.limits(interrupt::flag(), lang)?;
    let survey = project.survey()?;

    steps.say("locating, screening and listing parks");
    let options = resolve::options(&project, arguments)?;
    let plan = Plan::make(
        survey,
        &project.rules,
        project.rule_book.clone(),
        &options,
        &limits,
        &mut |step| match step {
            Step::Solving(None) => {
                interrupt::solving();
                steps.say("solving");
            }
            Step::Solving(Some(at)) => steps.show(&format!(
                "solving: cost {:.1} km, bound {:.1} km",
                km(at.cost),
                km(at.lower_bound)
            )),
            Step::Robustness => steps.say("placing again"),
            Step::Describing => steps.say("describing"),
            Step::Phases => steps.say("spreading over years"),
        },
    );
    let plan = project.decided(plan)?;

    steps.say("writing");
    let took = |what: &str, time| steps.took(&format!("writing {what}"), time);
    let (stamp, target) = (arguments.timestamp, &arguments.output);
    plan_folder::write(&plan, &project, lang, stamp, target, took)?;
    steps.done();

    if common.json {
        print_json(
            &serde_json::json!({ "summary": plan.summary, "solution": plan.solution, "folder": arguments.output }),
        )?;
    } else if !common.quiet {
        say!("{}", report(&plan, &project, lang, &arguments.output))?;
    }
    if interrupt::interrupted() {
        return Ok(Outcome::Interrupted);
    }
    let found = !plan.rejects.is_empty() || plan.summary.unplaced > 0;
    Ok(if arguments.strict && found { Outcome::Found } else { Outcome::Done })
}

#[expect(clippy::cast_precision_loss, reason = "for people")]
fn km(mm: i64) -> f64 {
    mm as f64 / 1e6
}

/// What the terminal shows at the end.
fn report(plan: &Plan, project: &Project, lang: Lang, output: &Path) -> String {
    let zh = lang == Lang::Zh;
    let word = |chinese: &'static str, english: &'static str| if zh { chinese } else { english };
    let mut rows: Vec<[String; 2]> = Bucket::ALL
        .iter()
        .map(|bucket| {
            [bucket.label().in_lang(lang).to_owned(), plan.summary.count(*bucket).to_string()]
        })
        .collect();
    rows.push([
        word("合计（输入行数）", "Sum, which is the input").to_owned(),
        plan.summary.input.to_string(),
    ]);
    let buckets = table([word("企业", "Enterprises"), word("数量", "Count")], 1..2, rows);

    let mut priced: Vec<_> = plan.parks.iter().filter(|p| p.shadow_price_km_per_ha > 0.0).collect();
    priced.sort_by(|a, b| b.shadow_price_km_per_ha.total_cmp(&a.shadow_price_km_per_ha));
    let prices = priced
        .iter()
        .take(5)
        .map(|p| format!("  {:>6.2} km/ha  {}", p.shadow_price_km_per_ha, p.park.label(lang)));
    let solution = &plan.solution;
    let status = match solution.status {
        parkward_planning::Status::Optimal => word("最优", "optimal"),
        parkward_planning::Status::Feasible => word("可行", "feasible"),
    };
    let mut lines = vec![plan.title.in_lang(lang).to_owned(), buckets];
    if plan.has_projects() {
        lines.push(projects(plan, lang));
    }
    lines.extend([format!(
        "{}: {:.1} km · {}: {:.1} km · {}: {:.4} % ({status})",
        word("成本", "Cost"),
        solution.cost_km,
        word("下界", "no plan costs less than"),
        solution.lower_bound_km,
        word("差距", "gap"),
        100.0 * solution.gap
    )]);
    if let Some(why) = solution.why_not_optimal() {
        lines.push(format!("  {}", why.in_lang(lang)));
    }
    lines.extend(plan.why_fewer_runs().map(|why| why.in_lang(lang).to_owned()));
    lines.extend([format!(
        "{}: {}",
        word("腾退用地", "Land released outside parks"),
        plan.released_land()
    )]);
    if let Some([taken, saved]) = plan.land_by_guide() {
        lines.push(format!(
            "{}: {taken}, {}: {saved}",
            word("园区占用", "Land taken in parks"),
            word("按用地指南节约", "saved by the land guide")
        ));
    }
    let classes = plan.released_by_class();
    if !classes.is_empty() {
        let part = |part: &ReleasedByClass<'_>| {
            let class = part.class.map_or("–", |class| class.id.as_str());
            format!("{class}: {}", part.land())
        };
        let parts: Vec<String> = classes.iter().map(part).collect();
        lines.push(format!("  {}: {}", word("按用地类别", "by class of land"), parts.join(" · ")));
    }
    if !priced.is_empty() {
        lines.push(
            word("影子价格最高的园区：", "Where one more hectare would save most:").to_owned(),
        );
        lines.extend(prices);
    }
    for rule in project.rules.unrated() {
        let name = rule.name.in_lang(lang);
        lines.push(format!(
            "{} {} ({name})",
            word("无限值，未评定：规则", "Rates nobody, for want of a limit: rule"),
            rule.id
        ));
    }
    if !plan.rejects.is_empty() || !plan.notes.is_empty() {
        let (rejects, notes) = (plan.rejects.len(), plan.notes.len());
        lines.push(if zh {
            format!("{rejects} 行无效，{notes} 条提示，见 {SUMMARY}")
        } else {
            format!("{rejects} rows rejected, {notes} notes: see {SUMMARY}")
        });
    }
    let notice = plan.data_notice.in_lang(lang);
    if !notice.is_empty() {
        lines.push(notice.to_owned());
    }
    lines.push(String::new());
    let outputs = &project.file.outputs;
    let mut files: Vec<(&str, String)> = Vec::new();
    if outputs.map {
        files.push((word("地图", "Map"), MAPS[2].to_owned()));
        if outputs.map_parks && !plan.parks.is_empty() {
            files.push((word("各园区", "Pages of the parks"), PARK_MAPS.to_owned()));
        }
    }
    for format in &outputs.formats {
        if *format == Format::Geopackage {
            files.push((word("QGIS 工程", "QGIS project"), QGIS_PROJECT.to_owned()));
            files.push((word("图层", "Layers"), GEOPACKAGE.to_owned()));
        } else {
            files.push((format.title(), format.place(&outputs.crs)));
        }
    }
    files.push((word("摘要", "Summary"), SUMMARY.to_owned()));
    lines.extend(
        files.iter().map(|(what, file)| format!("{what}: {}", output.join(file).display())),
    );
    lines.join("\n")
}

/// What becomes of the new projects.
fn projects(plan: &Plan, lang: Lang) -> String {
    let word = |zh: &'static str, en: &'static str| if lang == Lang::Zh { zh } else { en };
    let summary = &plan.project_summary;
    let count = |bucket: &ProjectBucket| {
        [bucket.label().in_lang(lang).to_owned(), summary.count(*bucket).to_string()]
    };
    let sum = word("合计（输入行数）", "Sum, which is the input").to_owned();
    let rows = ProjectBucket::ALL.iter().map(count).chain([[sum, summary.input.to_string()]]);
    table([word("新项目", "New projects"), word("数量", "Count")], 1..2, rows)
}

/// A line on standard error that says what is going on; nothing unless that is a terminal. With `-v`
/// it stays, with the seconds that each step took. With `--progress` each is a line of its own.
struct Steps {
    bar: ProgressBar,
    verbose: bool,
    /// When the last line was written, if lines are wanted.
    lines: Option<Instant>,
    current: Option<(String, Instant)>,
}

impl Steps {
    fn new(common: &Common, progress: bool) -> Self {
        let bar = ProgressBar::new_spinner().with_style(ProgressStyle::default_spinner());
        if common.quiet {
            bar.set_draw_target(ProgressDrawTarget::hidden());
        }
        bar.enable_steady_tick(Duration::from_millis(120));
        let verbose = common.verbose && !common.quiet;
        Self { bar, verbose, lines: progress.then(Instant::now), current: None }
    }

    /// The next step begins.
    fn say(&mut self, what: &str) {
        if self.current.as_ref().is_none_or(|(current, _)| current != what) {
            self.end();
            self.current = Some((what.to_owned(), Instant::now()));
            self.bar.set_message(what.to_owned());
            self.line(what);
        }
    }

    /// How far the step is.
    fn show(&mut self, what: &str) {
        self.bar.set_message(what.to_owned());
        if self.lines.is_some_and(|last| last.elapsed() > Duration::from_millis(500)) {
            self.line(what);
        }
    }

    fn line(&mut self, what: &str) {
        if let Some(last) = &mut self.lines {
            *last = Instant::now();
            self.bar.suspend(|| eprintln!("parkward: {what}"));
        }
    }

    fn end(&mut self) {
        if let Some((what, since)) = self.current.take() {
            self.took(&what, since.elapsed());
        }
    }

    /// A part of the present step is done.
    fn took(&self, what: &str, time: Duration) {
        if self.verbose {
            self.bar.suspend(|| eprintln!("parkward: {what}: {:.2} s", time.as_secs_f64()));
        }
    }

    fn done(&mut self) {
        self.end();
        self.bar.finish_and_clear();
    }
}
