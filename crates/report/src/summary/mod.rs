//! `summary.md`: what the plan comes to.

mod decided;
mod firms;
mod improve;
mod industries;
mod land_use;
mod lists;
mod outcome;
mod page;
mod parks;
mod projects;
mod space;

use crate::summary::page::Page;
use parkward_model::Lang;
use parkward_planning::Plan;

/// The plan in figures and tables, as Markdown in `lang`.
///
/// The buckets are printed with their sum, which is the number of input rows; the plan is called
/// optimal only if its status says so. Names from the inputs are escaped: they cannot end a cell
/// or open a tag. Sections that have nothing to say are left out.
///
/// # Units
/// Land in hectares, distances in kilometres, costs in kilometre-equivalents.
pub fn summary(plan: &Plan, lang: Lang) -> String {
    let page = Page { plan, lang };
    let sections = [
        page.head(),
        page.buckets(),
        page.quality(),
        page.projects(),
        page.parks(),
        page.land_use(),
        page.points_only(),
        page.decisions(),
        page.replanning(),
        page.phases(),
        page.robustness(),
        page.released(),
        page.land_classes(),
        page.land_need(),
        page.distances(),
        page.prices(),
        page.rules(),
        page.zones(),
        page.elements(),
        page.classes(),
        page.balance(),
        page.industries(),
        page.improvements(),
        page.principles(),
        page.unplaced(),
        page.rejects(),
        page.notes(),
        page.inputs(),
    ];
    sections.into_iter().flatten().collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing;
    use parkward_planning::{Bucket, Status, Stop};

    /// The cells of the rows of the first table behind `heading`.
    fn table(markdown: &str, heading: &str) -> Vec<Vec<String>> {
        let (_, behind) = markdown.split_once(heading).unwrap();
        let rows = behind.lines().skip_while(|line| !line.starts_with('|'));
        rows.take_while(|line| line.starts_with('|'))
            .skip(2)
            .map(|line| line.trim_matches('|').split(" | ").map(|c| c.trim().to_owned()).collect())
            .collect()
    }

    #[test]
    fn the_buckets_sum_to_the_input() {
        for (lang, heading) in [(Lang::En, "What becomes"), (Lang::Zh, "每家企业的去向")] {
            let plan = testing::plan();
            let rows = table(&summary(&plan, lang), heading);
            assert_eq!(rows.len(), Bucket::ALL.len() + 1);
            let number = |row: &[String]| row[1].trim_matches('*').parse::<usize>().unwrap();
            assert_eq!(
                rows[..rows.len() - 1].iter().map(|row| number(row)).sum::<usize>(),
                plan.summary.input
            );
            assert_eq!(number(rows.last().unwrap()), plan.summary.input);
        }
    }

    #[test]
    fn a_sum_that_does_not_match_is_said() {
        let mut plan = testing::plan();
        plan.summary.input += 1;
        assert!(summary(&plan, Lang::En).contains("Attention: 40 rows in this table, but 41"));
    }

    #[test]
    fn optimal_is_said_only_of_the_optimum() {
        let mut plan = testing::plan();
        assert!(!summary(&plan, Lang::En).to_lowercase().contains("optim"));
        assert!(!summary(&plan, Lang::Zh).contains("最优"));
        plan.solution.stop = Some(Stop::Effort);
        assert!(
            summary(&plan, Lang::En)
                .contains("stopped by its standard effort; `--effort thorough`")
        );
        assert!(summary(&plan, Lang::Zh).contains("标准搜索量已用完；`--effort thorough`"));
        assert!(!summary(&plan, Lang::En).to_lowercase().contains("optim"));
        plan.solution.stop = None;
        plan.solution.status = Status::Optimal;
        plan.solution.gap = 0.0;
        assert!(summary(&plan, Lang::En).contains("optimal: no plan costs less"));
        assert!(summary(&plan, Lang::Zh).contains("最优"));
    }

    #[test]
    fn every_table_is_rectangular_whatever_the_names() {
        for lang in [Lang::Zh, Lang::En] {
            let text = summary(&testing::plan(), lang);
            let mut width = 0;
            for line in text.lines() {
                let cells = line.replace("\\|", "").matches('|').count();
                let continues = line.starts_with('|') && width > 0;
                assert!(!continues || cells == width, "{line}");
                width = if line.starts_with('|') { cells } else { 0 };
            }
            assert!(!text.contains("<b>"));
        }
    }

    #[test]
    fn a_plan_without_anything_has_a_summary() {
        let text = summary(&testing::empty(), Lang::En);
        assert!(text.contains("The input has 0 rows"));
        assert!(!text.contains("NaN"));
    }

    #[test]
    fn released_land_and_points_are_there() {
        let text = summary(&testing::plan(), Lang::En);
        let rows = table(&text, "Land released");
        assert_eq!(rows[2][2], "**20.00**");
        assert!(text.contains("Whether an enterprise stands in them cannot be decided"));
    }

    #[test]
    fn long_lists_are_cut_and_say_so() {
        let mut plan = testing::plan();
        plan.notes = vec![plan.notes[0].clone(); 23];
        assert!(summary(&plan, Lang::En).contains("And 3 more"));
    }
}
