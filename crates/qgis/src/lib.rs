//! How QGIS shows a plan: a style for every layer, in the colours of the rule book and the legend.
//!
//! [`styles`] gives what the GeoPackage's `layer_styles` table holds, so that a double-click opens
//! the layers finished.

mod qml;
mod styles;

pub use styles::styles;
