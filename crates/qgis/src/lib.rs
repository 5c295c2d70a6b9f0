//! How QGIS shows a plan, in the colours of the rule book and the legend.
//!
//! [`styles()`] gives what the GeoPackage's `layer_styles` table holds, so that a double-click opens
//! the layers finished; [`project()`] the project file that opens them all together, with a print
//! layout and a page for every park. The plugin brings the program into QGIS itself:
//! [`plugin_files`], [`package_plugin`].

mod answers;
mod extent;
mod layout;
mod plugin;
mod project;
mod reference;
mod sld;
mod style;
mod styles;
mod symbol;
mod words;
mod xml;

pub use answers::answer_styles;
pub use layout::TitleBlock;
pub use plugin::{package_plugin, plugin_files, plugin_folder};
pub use project::{ProjectError, project};
pub use styles::styles;

/// The oldest version of QGIS that opens what is written here.
const QGIS: &str = "3.22.0";
