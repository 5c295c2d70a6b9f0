//! New projects: a star at the place that they name, and a line to the park where they settle.

use super::canvas::{Anchor, Canvas, N, Type};
use super::options::MapOptions;
use super::page::PANEL;
use super::phrase::phrase;
use super::view::View;
use super::words::text;
use crate::numbers::count;
use parkward_planning::{Bucket, Plan, PlannedProject, ProjectBucket};

/// From the middle of a star to its points.
const RADIUS: f64 = 4.2;
/// Height of a line of the legend, and size of its words.
const LINE: f64 = 12.0;
const SIZE: f64 = 7.2;

/// The colour of a project is that of the enterprises which fare likewise.
fn like(bucket: ProjectBucket) -> Bucket {
    match bucket {
        ProjectBucket::Settles => Bucket::Moves,
        ProjectBucket::Unplaced => Bucket::Unplaced,
        ProjectBucket::NotAdmitted => Bucket::Closes,
        ProjectBucket::Review => Bucket::Review,
        ProjectBucket::Rejected => Bucket::Rejected,
    }
}

/// Draws the projects that name a place, the lines first.
pub(crate) fn draw(canvas: &mut Canvas<'_>, projects: &[PlannedProject], view: &View) {
    if projects.is_empty() {
        return;
    }
    canvas.put(format_args!(r#"<g id="projects">"#));
    let colour = canvas.palette.verdict(Bucket::Moves);
    for project in projects {
        let entry = project.chosen.as_ref().and_then(|choice| choice.entry);
        if let (Some(site), Some(entry)) = (project.project.site, entry) {
            let ((x0, y0), (x1, y1)) = (view.place(site.0), view.place(entry.into()));
            canvas.put(format_args!(
                r#"<path d="M{} {}L{} {}" fill="none" stroke="{colour}" stroke-width="0.8" stroke-dasharray="2.4 1.6"/>"#,
                N(x0),
                N(y0),
                N(x1),
                N(y1)
            ));
        }
    }
    for project in projects {
        if let Some(site) = project.project.site {
            star(canvas, project.verdict, view.place(site.0));
        }
    }
    canvas.put(format_args!("</g>"));
}

fn star(canvas: &mut Canvas<'_>, bucket: ProjectBucket, (x, y): (f64, f64)) {
    let colour = canvas.palette.verdict(like(bucket));
    let point = |k: u32| {
        let radius = if k.is_multiple_of(2) { RADIUS } else { 0.45 * RADIUS };
        let angle = std::f64::consts::PI * (f64::from(k) / 5.0 - 0.5);
        format!("{} {}", N(x + radius * angle.cos()), N(y + radius * angle.sin()))
    };
    let points: Vec<String> = (0..10).map(point).collect();
    canvas.put(format_args!(
        r##"<path d="M{}Z" fill="{colour}" stroke="#ffffff" stroke-width="0.5"/>"##,
        points.join("L")
    ));
}

/// Draws the buckets of the projects with their counts and the sum; returns where the next line begins.
pub(crate) fn legend(
    canvas: &mut Canvas<'_>,
    plan: &Plan,
    options: &MapOptions,
    mut y: f64,
) -> f64 {
    if !plan.has_projects() {
        return y;
    }
    let summary = &plan.project_summary;
    let (lang, palette) = (options.lang.numbers(), canvas.palette);
    let there = ProjectBucket::ALL.into_iter().filter(|bucket| summary.count(*bucket) > 0);
    for bucket in there {
        if bucket != ProjectBucket::Rejected {
            star(canvas, bucket, (PANEL.x + 9.0, y + 6.2));
        }
        let label = bucket.label();
        let label = text(&format!("新项目：{}", label.zh), &format!("New project: {}", label.en));
        phrase(canvas, options, &label, (PANEL.x + 23.0, y + 8.6), SIZE, PANEL.width - 63.0);
        let style = Type::regular(SIZE, palette.text).anchored(Anchor::End);
        canvas.text(PANEL.right(), y + 8.6, style, &count(summary.count(bucket), lang));
        y += LINE;
    }
    let nowhere = plan.projects.iter().filter(|project| project.project.site.is_none()).count();
    let (zh, en) = match nowhere {
        0 => (String::new(), String::new()),
        n => (format!("（{n} 个无位置）"), format!(", {n} no place")),
    };
    let label = text(&format!("新项目合计{zh}"), &format!("Sum{en}"));
    phrase(canvas, options, &label, (PANEL.x + 23.0, y + 8.6), SIZE, PANEL.width - 63.0);
    let style = Type::bold(SIZE, palette.text).anchored(Anchor::End);
    canvas.text(PANEL.right(), y + 8.6, style, &count(summary.input, lang));
    y + LINE + 2.0
}
