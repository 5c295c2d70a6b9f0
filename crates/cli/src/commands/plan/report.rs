//! What the terminal shows at the end.

use crate::output::{InLand, counted};
use crate::plan_folder::{self, GEOPACKAGE, MAPS, PARK_MAPS, QGIS_PROJECT, SUMMARY};
use crate::project::Project;
use crate::table::table;
use parkward_io::Format;
use parkward_model::Lang;
use parkward_planning::{Bucket, Plan, ProjectBucket, ReleasedByClass, Status};
use std::path::Path;

/// How many parks are named where more room would save most.
const PRICES: usize = 5;

/// What the terminal shows at the end: what becomes of everybody, how good the plan is, where its files are.
pub(super) fn report(
    plan: &Plan,
    project: &Project,
    lang: Lang,
    output: &Path,
    digest: &str,
) -> String {
    let report = Report { plan, lang };
    let mut lines = vec![plan.options.title.in_lang(lang).to_owned(), report.enterprises()];
    lines.extend(report.projects());
    lines.extend(report.solution());
    lines.extend(report.land());
    lines.extend(report.prices());
    lines.extend(report.unrated(project));
    lines.extend(report.rows());
    let notice = plan.options.data_notice.in_lang(lang);
    lines.extend((!notice.is_empty()).then(|| notice.to_owned()));
    lines.push(plan_folder::digest_line(digest, lang));
    lines.push(String::new());
    lines.extend(report.files(project, output));
    lines.join("\n")
}

struct Report<'a> {
    plan: &'a Plan,
    lang: Lang,
}

impl Report<'_> {
    fn word(&self, zh: &'static str, en: &'static str) -> &'static str {
        if self.lang == Lang::Zh { zh } else { en }
    }

    fn in_land(&self) -> InLand {
        InLand { areas: self.plan.options.area_unit, lang: self.lang }
    }

    /// How many enterprises end in which bucket.
    fn enterprises(&self) -> String {
        let summary = &self.plan.summary;
        let count = |bucket: &Bucket| {
            [bucket.label().in_lang(self.lang).to_owned(), summary.count(*bucket).to_string()]
        };
        let rows = Bucket::ALL.iter().map(count);
        self.counts([("企业", "Enterprises"), ("数量", "Count")], rows, summary.input)
    }

    /// How many new projects end in which bucket, if there are any.
    fn projects(&self) -> Option<String> {
        let summary = &self.plan.project_summary;
        let count = |bucket: &ProjectBucket| {
            [bucket.label().in_lang(self.lang).to_owned(), summary.count(*bucket).to_string()]
        };
        let rows = ProjectBucket::ALL.iter().map(count);
        let heads = [("新项目", "New projects"), ("数量", "Count")];
        self.plan.has_projects().then(|| self.counts(heads, rows, summary.input))
    }

    fn counts(
        &self,
        heads: [(&'static str, &'static str); 2],
        rows: impl Iterator<Item = [String; 2]>,
        sum: usize,
    ) -> String {
        let name = self.word("合计（输入行数）", "Sum, which is the input").to_owned();
        let rows = rows.chain([[name, sum.to_string()]]);
        table(heads.map(|(zh, en)| self.word(zh, en)), 1..2, rows)
    }

    /// What the plan costs, how near to the best that is, and why it is no nearer.
    fn solution(&self) -> Vec<String> {
        let (solution, km) = (&self.plan.solution, self.word("公里当量", "km"));
        let status = match solution.status {
            Status::Optimal => self.word("最优", "optimal"),
            Status::Feasible => self.word("可行", "feasible"),
        };
        let mut lines = vec![format!(
            "{}: {:.1} {km} · {}: {:.1} {km} · {}: {:.4} % ({status})",
            self.word("成本", "Cost"),
            solution.cost_km,
            self.word("下界", "no plan costs less than"),
            solution.lower_bound_km,
            self.word("差距", "gap"),
            100.0 * solution.gap
        )];
        let why = solution.why_not_optimal();
        lines.extend(why.map(|why| format!("  {}", why.in_lang(self.lang))));
        let fewer = self.plan.why_fewer_runs();
        lines.extend(fewer.map(|why| why.in_lang(self.lang).to_owned()));
        lines
    }

    /// The land that is released, taken, saved, and of which classes.
    fn land(&self) -> Vec<String> {
        let land = self.in_land();
        let mut lines = vec![format!(
            "{}: {}",
            self.word("腾退用地", "Land released outside parks"),
            land.text(self.plan.released_land())
        )];
        if let Some([taken, saved]) = self.plan.land_by_guide() {
            let [taken, saved] = [taken, saved].map(|amount| land.text(amount));
            lines.push(format!(
                "{}: {taken}, {}: {saved}",
                self.word("园区占用", "Land taken in parks"),
                self.word("按用地指南节约", "saved by the land guide")
            ));
        }
        let classes = self.plan.released_by_class();
        if !classes.is_empty() {
            let part = |part: &ReleasedByClass<'_>| {
                let class = part.class.map_or("–", |class| class.id.as_str());
                format!("{class}: {}", land.text(part.land()))
            };
            let parts: Vec<String> = classes.iter().map(part).collect();
            let by_class = self.word("按用地类别", "by class of land");
            lines.push(format!("  {by_class}: {}", parts.join(" · ")));
        }
        lines
    }

    /// Where more room would save most.
    fn prices(&self) -> Vec<String> {
        let parks = self.plan.parks.iter();
        let mut priced: Vec<_> = parks.filter(|park| park.shadow_price_km_per_ha > 0.0).collect();
        priced.sort_by(|a, b| b.shadow_price_km_per_ha.total_cmp(&a.shadow_price_km_per_ha));
        let (land, km) = (self.in_land(), self.word("公里", "km"));
        let head = self.word("影子价格最高的园区：", "Where more room would save most:");
        let prices = priced.iter().take(PRICES).map(|park| {
            let (price, name) = (park.shadow_price_km_per_ha, park.park.label(self.lang));
            let (price, unit) = (land.per(price), land.unit());
            format!("  {price:>6.2} {km}/{unit}  {name}")
        });
        let head = (!priced.is_empty()).then(|| head.to_owned());
        head.into_iter().chain(prices).collect()
    }

    /// The rules that rate nobody.
    fn unrated(&self, project: &Project) -> Vec<String> {
        let head = self.word("无限值，未评定：规则", "Rates nobody, for want of a limit: rule");
        let unrated = project.rules.unrated();
        unrated
            .map(|rule| format!("{head} {} ({})", rule.id, rule.name.in_lang(self.lang)))
            .collect()
    }

    /// How many rows could not be used, and how many notes there are on the others.
    fn rows(&self) -> Option<String> {
        let (rejects, notes) = (self.plan.rejects.len(), self.plan.notes.len());
        match (rejects, notes, self.lang) {
            (0, 0, _) => None,
            (_, _, Lang::Zh) => Some(format!("{rejects} 行无效，{notes} 条提示，见 {SUMMARY}")),
            (_, _, Lang::En) => {
                let (rejects, notes) =
                    (counted(rejects as u64, "row"), counted(notes as u64, "note"));
                Some(format!("{rejects} rejected, {notes}: see {SUMMARY}"))
            }
        }
    }

    /// What was written, and where.
    fn files(&self, project: &Project, output: &Path) -> Vec<String> {
        let outputs = &project.file.outputs;
        let mut files: Vec<(&str, String)> = Vec::new();
        if outputs.map {
            files.push((self.word("地图", "Map"), MAPS[2].to_owned()));
            if outputs.map_parks && !self.plan.parks.is_empty() {
                files.push((self.word("各园区", "Pages of the parks"), PARK_MAPS.to_owned()));
            }
        }
        for format in &outputs.formats {
            if *format == Format::Geopackage {
                files.push((self.word("QGIS 工程", "QGIS project"), QGIS_PROJECT.to_owned()));
                files.push((self.word("图层", "Layers"), GEOPACKAGE.to_owned()));
            } else {
                files.push((format.title(), format.place(&outputs.crs)));
            }
        }
        files.push((self.word("摘要", "Summary"), SUMMARY.to_owned()));
        let line =
            |(what, file): &(&str, String)| format!("{what}: {}", output.join(file).display());
        files.iter().map(line).collect()
    }
}
