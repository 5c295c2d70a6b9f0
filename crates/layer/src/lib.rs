//! Tables with geometry and a style: what every output is made from.
//!
//! [`Table`] says which columns there are and how a row's cells are made; [`Table::layer`] gives a
//! [`PlanLayer`] out of it, which writers ask for one [`Feature`] after another. [`Placed`] puts its geometries
//! into another coordinate system, [`LayerStyle`] says how it looks.

mod placed;
mod style;
mod table;

pub use placed::Placed;
pub use style::LayerStyle;
pub use table::{
    Cell, ColumnKind, Feature, FeatureGeometry, Field, LandColumn, PlanLayer, Shape, Table,
};
