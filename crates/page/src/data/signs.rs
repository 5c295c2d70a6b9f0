//! Signs, as the one table of them has it, in shapes and colours that need no rules to be drawn.

use parkward_planning::Sign;
use serde::Serialize;

/// A sign that is ready to be drawn.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct SignShown {
    /// Closed outlines, or lines where there is no inside, in a box from -1 to 1; none: a circle.
    corners: Vec<Vec<(f64, f64)>>,
    size_mm: f64,
    /// `None`: it has no inside.
    fill: Option<String>,
    edge: String,
    edge_mm: f64,
}

impl SignShown {
    pub(super) fn of(sign: &Sign, own: &str) -> Self {
        Self {
            corners: sign.shape.corners(),
            size_mm: sign.size_mm,
            fill: sign.shape.has_inside().then(|| sign.fill.of(own).to_owned()),
            edge: sign.edge.of(own).to_owned(),
            edge_mm: sign.edge_mm,
        }
    }
}
