//! How QGIS shows a plan: a style for every layer, in the colours of the rule book and the legend.
//!
//! [`styles`] gives what the GeoPackage's `layer_styles` table holds, so that a double-click opens
//! the layers finished. The plugin brings the program into QGIS itself: [`install_plugin`],
//! [`package_plugin`].

mod answers;
mod plugin;
mod qml;
mod styles;

pub use answers::answer_styles;
pub use plugin::{PluginError, install_plugin, package_plugin};
pub use styles::styles;
