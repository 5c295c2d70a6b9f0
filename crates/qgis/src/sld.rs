//! SLD, the style format of the Open Geospatial Consortium, for programs other than QGIS. Labels, map
//! tips and aliases have no place in it.

use crate::style::{Quantity, Renderer, Style};
use crate::symbol::Symbol;
use crate::xml::{Element, leaf};

impl Style {
    /// The style as an SLD 1.1 document for a layer; nothing for a table.
    pub(crate) fn sld(&self, layer: &str) -> Option<Element> {
        let rules: Vec<Element> = match &self.renderer {
            Renderer::None => return None,
            Renderer::Single(symbol) => vec![rule(&self.name, None, symbol)],
            Renderer::Categorised(field, classes) => {
                let classes = classes.iter().map(|class| {
                    let filter = if class.value.is_empty() {
                        Element::new("se:ElseFilter")
                    } else {
                        Element::new("ogc:Filter").holding(compared(
                            "ogc:PropertyIsEqualTo",
                            leaf("ogc:PropertyName", field),
                            &class.value,
                        ))
                    };
                    rule(&class.label, Some(filter), &class.symbol)
                });
                classes.collect()
            }
            Renderer::Graduated(quantity, classes) => {
                let floors = std::iter::once(None).chain(classes.iter().map(|c| Some(c.value)));
                let classes = floors.zip(classes).map(|(floor, class)| {
                    let bound = |comparison, value: f64| {
                        compared(comparison, measured(*quantity), &value.to_string())
                    };
                    let below = bound("ogc:PropertyIsLessThanOrEqualTo", class.value);
                    let within = match floor {
                        None => below,
                        Some(floor) => Element::new("ogc:And")
                            .holding(bound("ogc:PropertyIsGreaterThan", floor))
                            .holding(below),
                    };
                    let filter = Element::new("ogc:Filter").holding(within);
                    rule(&class.label, Some(filter), &class.symbol)
                });
                classes.collect()
            }
        };
        let style = Element::new("UserStyle")
            .holding(leaf("se:Name", &self.name))
            .holding(Element::new("se:FeatureTypeStyle").holding_all(rules));
        let layer = Element::new("NamedLayer").holding(leaf("se:Name", layer)).holding(style);
        let document = Element::new("StyledLayerDescriptor").with_all(&[
            ("version", "1.1.0"),
            ("xmlns", "http://www.opengis.net/sld"),
            ("xmlns:ogc", "http://www.opengis.net/ogc"),
            ("xmlns:se", "http://www.opengis.net/se"),
        ]);
        Some(document.holding(layer))
    }
}

fn rule(title: &str, filter: Option<Element>, symbol: &Symbol) -> Element {
    Element::new("se:Rule")
        .holding(leaf("se:Name", title))
        .holding(Element::new("se:Description").holding(leaf("se:Title", title)))
        .holding_all(filter)
        .holding(symbol.sld())
}

fn compared(comparison: &'static str, what: Element, value: &str) -> Element {
    Element::new(comparison).holding(what).holding(leaf("ogc:Literal", value))
}

fn measured(quantity: Quantity) -> Element {
    let property = |field| leaf("ogc:PropertyName", field);
    match quantity {
        Quantity::Field(field) => property(field),
        Quantity::Percent(part, whole) => Element::new("ogc:Mul")
            .holding(leaf("ogc:Literal", 100))
            .holding(Element::new("ogc:Div").holding(property(part)).holding(property(whole))),
    }
}
