//! Styles of the layers that answer a question: sites of a new project, changes between two plans. Their
//! classes depend on no rule book, so they stand as QGIS writes them in `styles/`.

use parkward_model::Lang;
use parkward_planning::{LayerStyle, PlanLayer};

const STYLES: [(&str, &str); 3] = [
    ("sites", include_str!("../styles/sites.qml")),
    ("changes", include_str!("../styles/changes.qml")),
    ("park_changes", include_str!("../styles/park_changes.qml")),
];

/// The default styles of those of `layers` that have one.
pub fn answer_styles(layers: &[PlanLayer<'_>]) -> Vec<LayerStyle> {
    let style = |layer: &PlanLayer<'_>| {
        let (_, qml) = STYLES.iter().find(|(name, _)| *name == layer.name)?;
        Some(LayerStyle {
            layer: layer.name,
            name: "Parkward".to_owned(),
            description: layer.title.in_lang(Lang::En).to_owned(),
            qml: (*qml).to_owned(),
            default: true,
            geometry: true,
        })
    };
    layers.iter().filter_map(style).collect()
}
