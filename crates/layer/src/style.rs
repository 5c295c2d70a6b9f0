//! How a layer looks.

/// A style that goes with a layer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LayerStyle {
    /// The layer's name.
    pub layer: &'static str,
    /// The style's name, at most 30 characters.
    pub name: String,
    /// What it shows.
    pub description: String,
    /// The style as QGIS writes it.
    pub qml: String,
    /// The style for other programs; empty for a table.
    pub sld: String,
    /// Whether QGIS applies it when it opens the layer.
    pub default: bool,
    /// Whether the layer has geometries.
    pub geometry: bool,
}
