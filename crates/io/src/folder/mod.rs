//! Outputs that appear whole or not at all, and never in the place of what somebody else wrote.

mod altered;
mod file;
mod list;
mod output;
mod place;
mod scratch;
mod unfinished;

pub use altered::Altered;
pub use file::OutputFile;
pub use list::Maker;
pub use output::OutputFolder;
pub use scratch::Scratch;
