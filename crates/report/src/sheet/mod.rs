//! Sheets that are handed to somebody: the decision on one enterprise, project or park, with its reasons, a small map
//! and a place to sign.
//!
//! | where | what |
//! |---|---|
//! | `block` | what a sheet is made of, whatever file it becomes |
//! | `desk`, `subject`, `park`, `tables` | from ledgers to sheets: the sentences are the ledger's, word by word |
//! | `html`, `docx`, `pdf` | a writer each; `flow` breaks lines and pages for the last, `columns` divides tables |

mod block;
mod columns;
mod desk;
mod docx;
mod flow;
mod html;
mod park;
mod pdf;
mod subject;
mod tables;

pub use block::{Sheet, Table};
pub use desk::Desk;
pub use tables::{comers_table, parks_table, refused_table};

use crate::{Fonts, RenderError};
use parkward_model::Lang;
use std::path::Path;

/// A kind of file that sheets are written to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SheetFormat {
    /// For word processors: WordprocessingML.
    Docx,
    /// For print.
    Pdf,
    /// For browsers: one file, that needs no other and no script.
    Html,
}

impl SheetFormat {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Docx, Self::Pdf, Self::Html];

    /// How names of its files end: `docx`, `pdf`, `html`.
    pub fn ending(self) -> &'static str {
        match self {
            Self::Docx => "docx",
            Self::Pdf => "pdf",
            Self::Html => "html",
        }
    }

    /// The kind that a file's name ends in; `None`: none of them.
    pub fn of(path: &Path) -> Option<Self> {
        let ending = path.extension()?.to_string_lossy().to_ascii_lowercase();
        Self::ALL.into_iter().find(|format| format.ending() == ending)
    }

    /// Sheets as one file, each from a page of its own on. The same sheets and fonts give the same bytes.
    ///
    /// # Errors
    /// [`RenderError`] if a map or a page cannot be drawn.
    pub fn write(
        self,
        sheets: &[Sheet],
        lang: Lang,
        fonts: &Fonts,
    ) -> Result<Vec<u8>, RenderError> {
        match self {
            Self::Docx => docx::write(sheets, lang, fonts),
            Self::Pdf => pdf::write(sheets, lang, fonts),
            Self::Html => Ok(html::write(sheets, lang, fonts).into_bytes()),
        }
    }
}
