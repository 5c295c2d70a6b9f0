//! New projects: a sign at the place that they name, and a line to the park where they settle.

use super::canvas::{Anchor, Canvas, N, Type};
use super::ink::Ink;
use super::options::MapOptions;
use super::phrase::phrase;
use super::symbols;
use super::view::View;
use super::words::text;
use crate::numbers::count;
use parkward_model::Text;
use parkward_planning::{Bucket, Plan, PlannedProject, ProjectBucket};

/// Size of the words of the legend.
const SIZE: f64 = 7.2;

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
            symbols::project(canvas, project.verdict, view.place(site.0));
        }
    }
    canvas.put(format_args!("</g>"));
}

/// Puts ink where names should not stand.
pub(crate) fn ink(projects: &[PlannedProject], view: &View, ink: &mut Ink) {
    for site in projects.iter().filter_map(|project| project.project.site) {
        let (x, y) = view.place(site.0);
        for (dx, dy) in [(0.0, 0.0), (3.0, 0.0), (-3.0, 0.0), (0.0, 3.0), (0.0, -3.0)] {
            ink.point(x + dx, y + dy, 8.0);
        }
    }
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
            symbols::project(canvas, bucket, (canvas.layout.panel.x + 9.0, y + 6.2));
        }
        let label = bucket.label();
        let label = text(&format!("新项目：{}", label.zh), &format!("New project: {}", label.en));
        let number = count(summary.count(bucket), lang);
        counted(canvas, options, y, &label, (Type::regular(SIZE, palette.text), &number));
        y += canvas.layout.line;
    }
    let nowhere = plan.projects.iter().filter(|project| project.project.site.is_none()).count();
    let (zh, en) = match nowhere {
        0 => (String::new(), String::new()),
        n => (format!("（{n} 个无位置）"), format!(", {n} no place")),
    };
    let label = text(&format!("新项目合计{zh}"), &format!("Sum{en}"));
    let number = count(summary.input, lang);
    counted(canvas, options, y, &label, (Type::bold(SIZE, palette.text), &number));
    y + canvas.layout.line + 2.0
}

/// A line of words, and its number at the end.
fn counted(
    canvas: &mut Canvas<'_>,
    options: &MapOptions,
    y: f64,
    words: &Text,
    (style, number): (Type<'_>, &str),
) {
    let panel = canvas.layout.panel;
    phrase(canvas, options, words, (panel.x + 23.0, y + 8.6), SIZE, panel.width - 63.0);
    canvas.text(panel.right(), y + 8.6, style.anchored(Anchor::End), number);
}
