//! The planning table: a plan as one HTML file that opens by a double click, without a network.
//!
//! | file | what it does |
//! |---|---|
//! | `data` | what the page shows, from the [`Plan`]: figures, ledgers and sentences are those of `parkward-planning` |
//! | `columns.rs` | lays its numbers out, so that they take little room |
//! | `container.rs` | packs all, so that nothing in it can end a tag |
//! | `document.rs` | puts it into the built page, `page.html.gz` |
//! | `web` | the page's source; `scripts/page` builds it, and only that needs Node |
//!
//! The same plan gives the same bytes.

mod columns;
mod container;
mod data;
mod document;

use parkward_model::Lang;
use parkward_planning::{Plan, PlanError};

pub use data::ledgers::{MOST_ENTERPRISES, MOST_PAIRS};

/// The page of a plan, which opens in `lang` and speaks both languages: one HTML file in UTF-8 that asks
/// nothing of any network.
///
/// Up to [`MOST_ENTERPRISES`] enterprises and [`MOST_PAIRS`] pairs of them and parks, it has the ledger of each;
/// of larger plans it says that `parkward explain` has it.
///
/// ```no_run
/// use parkward_model::Lang;
/// use parkward_planning::Plan;
///
/// fn write(plan: &Plan) -> Result<(), Box<dyn std::error::Error>> {
///     Ok(std::fs::write("report.html", parkward_page::page(plan, Lang::Zh)?)?)
/// }
/// ```
///
/// # Errors
/// [`PlanError::RuleBook`] if the plan's rule book is damaged.
pub fn page(plan: &Plan, lang: Lang) -> Result<Vec<u8>, PlanError> {
    let (json, columns) = data::of(plan, lang)?;
    let packed =
        container::packed(&json, &columns.bytes).expect("memory takes what is written to it");
    let title = plan.options.title.in_lang(lang);
    let title = if title.is_empty() { "Parkward" } else { title };
    Ok(document::document(lang, title, &packed).expect("the built page is a text"))
}
