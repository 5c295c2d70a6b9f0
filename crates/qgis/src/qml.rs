//! QML, the style format of QGIS: one value a part of a style, each of which writes its own XML.

use parkward_planning::PlanLayer;
use std::fmt::Write as _;

/// A colour `#rrggbb` with an opacity 0…255.
pub(crate) struct Colour<'a>(pub(crate) &'a str, pub(crate) u8);

impl Colour<'_> {
    /// As QML writes it: `r,g,b,a`.
    fn channels(&self) -> String {
        let channel = |at: usize| {
            self.0.get(at..at + 2).and_then(|hex| u8::from_str_radix(hex, 16).ok()).unwrap_or(0)
        };
        format!("{},{},{},{}", channel(1), channel(3), channel(5), self.1)
    }
}

/// How a feature is drawn.
pub(crate) enum Symbol<'a> {
    /// A filled polygon with an outline.
    Fill { fill: Colour<'a>, outline: Colour<'a> },
    /// A point marker; the shape is QGIS's name for it.
    Marker { fill: Colour<'a>, shape: &'a str, size_mm: f64 },
    /// A line with an arrowhead.
    Arrow { line: Colour<'a>, width_mm: f64 },
}

impl Symbol<'_> {
    fn write(&self, name: &str) -> String {
        let (kind, class, properties) = match self {
            Self::Fill { fill, outline } => (
                "fill",
                "SimpleFill",
                vec![
                    ("color", fill.channels()),
                    ("outline_color", outline.channels()),
                    ("outline_style", "solid".to_owned()),
                    ("outline_width", "0.4".to_owned()),
                    ("outline_width_unit", "MM".to_owned()),
                    ("style", "solid".to_owned()),
                ],
            ),
            Self::Marker { fill, shape, size_mm } => (
                "marker",
                "SimpleMarker",
                vec![
                    ("color", fill.channels()),
                    ("name", (*shape).to_owned()),
                    ("outline_color", "255,255,255,255".to_owned()),
                    ("outline_width", "0.15".to_owned()),
                    ("size", size_mm.to_string()),
                    ("size_unit", "MM".to_owned()),
                ],
            ),
            Self::Arrow { line, width_mm } => (
                "line",
                "ArrowLine",
                vec![
                    ("arrow_width", width_mm.to_string()),
                    ("arrow_start_width", (width_mm / 4.0).to_string()),
                    ("arrow_width_unit", "MM".to_owned()),
                    ("arrow_start_width_unit", "MM".to_owned()),
                    ("head_length", "1.6".to_owned()),
                    ("head_length_unit", "MM".to_owned()),
                    ("head_thickness", "0.9".to_owned()),
                    ("head_thickness_unit", "MM".to_owned()),
                    ("head_type", "0".to_owned()),
                    ("arrow_type", "0".to_owned()),
                    ("is_curved", "0".to_owned()),
                    ("is_repeated", "0".to_owned()),
                    ("color", line.channels()),
                ],
            ),
        };
        let mut xml = format!(
            "<symbol type=\"{kind}\" name=\"{name}\" alpha=\"1\" clip_to_extent=\"1\" force_rhr=\"0\">"
        );
        let _ = write!(xml, "<layer class=\"{class}\" enabled=\"1\" pass=\"0\" locked=\"0\">");
        for (key, value) in properties {
            let _ = write!(xml, "<prop k=\"{key}\" v=\"{}\"/>", escaped(&value));
        }
        if let Self::Arrow { line, .. } = self {
            let fill = Symbol::Fill { fill: Colour(line.0, line.1), outline: Colour(line.0, 0) };
            xml.push_str(&fill.write(&format!("@{name}@0")));
        }
        xml.push_str("</layer></symbol>");
        xml
    }
}

/// One class of a categorised style.
pub(crate) struct Category<'a> {
    pub(crate) value: String,
    pub(crate) label: String,
    pub(crate) symbol: Symbol<'a>,
}

/// How features are told apart.
pub(crate) enum Renderer<'a> {
    /// All alike.
    Single(Symbol<'a>),
    /// By the value of a field.
    Categorised { field: &'static str, categories: Vec<Category<'a>> },
    /// Not drawn: a table.
    None,
}

impl Renderer<'_> {
    fn write(&self) -> String {
        match self {
            Self::None => "<renderer-v2 type=\"nullSymbol\"/>".to_owned(),
            Self::Single(symbol) => format!(
                "<renderer-v2 type=\"singleSymbol\" symbollevels=\"0\" enableorderby=\"0\"><symbols>{}</symbols></renderer-v2>",
                symbol.write("0")
            ),
            Self::Categorised { field, categories } => {
                let (mut classes, mut symbols) = (String::new(), String::new());
                for (place, category) in categories.iter().enumerate() {
                    let (value, label) = (escaped(&category.value), escaped(&category.label));
                    let _ = write!(
                        classes,
                        "<category render=\"true\" symbol=\"{place}\" value=\"{value}\" label=\"{label}\" type=\"string\"/>"
                    );
                    symbols.push_str(&category.symbol.write(&place.to_string()));
                }
                format!(
                    "<renderer-v2 type=\"categorizedSymbol\" attr=\"{field}\" symbollevels=\"0\" enableorderby=\"0\">\
                     <categories>{classes}</categories><symbols>{symbols}</symbols></renderer-v2>"
                )
            }
        }
    }
}

/// A whole style.
pub(crate) struct Style<'a> {
    pub(crate) renderer: Renderer<'a>,
    /// A QGIS expression whose value is written beside each feature.
    pub(crate) label: Option<&'static str>,
    /// HTML with `[% expressions %]`, shown when the pointer rests on a feature.
    pub(crate) tip: Option<&'static str>,
}

impl Style<'_> {
    /// The style of `layer` as a QML document, with the layer's field names for people.
    pub(crate) fn write(&self, layer: &PlanLayer<'_>) -> String {
        let labels = u8::from(self.label.is_some());
        let mut xml = format!(
            "<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>\n\
             <qgis version=\"3.22.0\" styleCategories=\"Symbology|Labeling|Fields|MapTips\" labelsEnabled=\"{labels}\">"
        );
        xml.push_str(&self.renderer.write());
        if let Some(expression) = self.label {
            let _ = write!(
                xml,
                "<labeling type=\"simple\"><settings calloutType=\"simple\">\
                 <text-style fieldName=\"{}\" isExpression=\"1\" fontFamily=\"Noto Sans CJK SC\" \
                 fontSize=\"9\" fontSizeUnit=\"Point\" textColor=\"32,32,32,255\" namedStyle=\"Regular\" fontWeight=\"50\">\
                 <text-buffer bufferDraw=\"1\" bufferSize=\"0.8\" bufferSizeUnits=\"MM\" bufferColor=\"255,255,255,255\" bufferOpacity=\"1\" bufferNoFill=\"0\" bufferJoinStyle=\"128\"/>\
                 </text-style><text-format multilineAlign=\"1\"/>\
                 <placement placement=\"1\" priority=\"8\" polygonPlacementFlags=\"2\"/><rendering obstacle=\"0\" scaleVisibility=\"0\" displayAll=\"0\" mergeLines=\"0\" labelPerPart=\"0\"/></settings></labeling>",
                escaped(expression)
            );
        }
        xml.push_str("<aliases>");
        for (place, field) in layer.fields.iter().enumerate() {
            let title = if field.title.zh == field.title.en {
                field.title.zh.clone()
            } else {
                format!("{} {}", field.title.zh, field.title.en)
            };
            let (name, title) = (escaped(&field.name), escaped(&title));
            // Column 0 is the GeoPackage's own row number.
            let _ =
                write!(xml, "<alias index=\"{}\" field=\"{name}\" name=\"{title}\"/>", place + 1);
        }
        xml.push_str("</aliases>");
        if let Some(tip) = self.tip {
            let _ = write!(xml, "<mapTip>{}</mapTip>", escaped(tip));
        }
        xml.push_str("</qgis>\n");
        xml
    }
}

/// A text as XML character data or attribute value; characters that XML cannot hold are left out.
pub(crate) fn escaped(text: &str) -> String {
    let mut xml = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => xml.push_str("&amp;"),
            '<' => xml.push_str("&lt;"),
            '>' => xml.push_str("&gt;"),
            '"' => xml.push_str("&quot;"),
            '\n' => xml.push_str("&#10;"),
            '\t' => xml.push_str("&#9;"),
            c if c.is_control() => {}
            c => xml.push(c),
        }
    }
    xml
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_xml_cannot_hold_is_escaped_or_left_out() {
        assert_eq!(escaped("<A & \"B\">\u{1}\n"), "&lt;A &amp; &quot;B&quot;&gt;&#10;");
    }

    #[test]
    fn colours_are_channels() {
        assert_eq!(Colour("#4a7fb5", 128).channels(), "74,127,181,128");
    }
}
