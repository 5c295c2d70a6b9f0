//! What a style is: how features are told apart, what is written beside them, and what coded fields
//! mean. [`Style::qml`] gives what QGIS reads, in the GeoPackage and in the project alike.

use crate::symbol::{Colour, Symbol};
use crate::words::Words;
use crate::xml::{Element, leaf};
use parkward_layer::{ColumnKind, Field};

/// One class of a style.
#[derive(Clone, Debug)]
pub(crate) struct Class<T> {
    pub(crate) value: T,
    pub(crate) label: String,
    pub(crate) symbol: Symbol,
}

/// How features are told apart.
#[derive(Clone, Debug)]
pub(crate) enum Renderer {
    /// All alike.
    Single(Symbol),
    /// By the value of a field; the class without a value takes everything else.
    Categorised(&'static str, Vec<Class<String>>),
    /// By size: each class reaches up to its value, from that of the class before; the first from
    /// anything below.
    Graduated(Quantity, Vec<Class<f64>>),
    /// Not drawn: a table.
    None,
}

/// What a graduated style goes by.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Quantity {
    /// A field.
    Field(&'static str),
    /// One field in per cent of another; nothing where that is 0.
    Percent(&'static str, &'static str),
}

impl Quantity {
    /// As an expression of QGIS.
    fn expression(self) -> String {
        match self {
            Self::Field(field) => format!("\"{field}\""),
            Self::Percent(part, whole) => format!("100 * \"{part}\" / nullif(\"{whole}\", 0)"),
        }
    }
}

/// A map tip whose values are text, whatever they are: QGIS puts them into its HTML as they are.
fn harmless(tip: &str) -> String {
    let tip = tip.replace("[% ", "[% replace(");
    tip.replace(" %]", ", array('&', '<'), array('&amp;', '&lt;')) %]")
}

/// A style under its name.
#[derive(Clone, Debug)]
pub(crate) struct Style {
    /// At most 30 characters.
    pub(crate) name: String,
    pub(crate) renderer: Renderer,
    /// What is written beside each feature.
    pub(crate) label: Option<Label>,
    /// HTML with `[% expressions %]`, shown when the pointer rests on a feature.
    pub(crate) tip: Option<String>,
}

/// A label.
#[derive(Clone, Debug)]
pub(crate) struct Label {
    /// An expression of QGIS.
    pub(crate) expression: String,
    pub(crate) bold: bool,
    pub(crate) colour: Colour,
    /// From 0 to 10: who gives way where two labels would overlap.
    pub(crate) priority: u8,
}

/// A value of a coded field and what it stands for.
pub(crate) type Meaning = (String, String);

/// A field with what QGIS should know of it.
#[derive(Clone, Debug)]
pub(crate) struct FieldForm {
    pub(crate) name: String,
    pub(crate) alias: String,
    pub(crate) kind: ColumnKind,
    /// What its values stand for, if it is coded.
    pub(crate) meanings: Vec<Meaning>,
}

impl FieldForm {
    pub(crate) fn new(field: &Field, meanings: Vec<Meaning>, words: Words) -> Self {
        let alias = words.of(&field.title);
        Self { name: field.name.clone(), alias, kind: field.kind, meanings }
    }

    /// The widget of the field in forms and tables.
    fn widget(&self) -> Option<Element> {
        let option = |kind: &str, name: &str, value: &str| {
            Element::new("Option").with("type", kind).with("name", name).with("value", value)
        };
        let map = || Element::new("Option").with("type", "Map");
        let (widget, settings) = if !self.meanings.is_empty() {
            let values = self
                .meanings
                .iter()
                .map(|(value, meaning)| map().holding(option("QString", meaning, value)));
            let list = Element::new("Option").with("type", "List").with("name", "map");
            ("ValueMap", map().holding(list.holding_all(values)))
        } else if self.kind == ColumnKind::Flag {
            let states = [("CheckedState", "1"), ("UncheckedState", "0")];
            let states = states.map(|(name, value)| option("QString", name, value));
            ("CheckBox", map().holding_all(states))
        } else {
            return None;
        };
        let widget = Element::new("editWidget").with("type", widget);
        Some(
            Element::new("field")
                .with("name", &self.name)
                .with("configurationFlags", "None")
                .holding(widget.holding(Element::new("config").holding(settings))),
        )
    }
}

impl Style {
    /// The parts of a QML document, which are those of a layer in a project file too.
    pub(crate) fn parts(&self, fields: &[FieldForm]) -> Vec<Element> {
        let mut parts = vec![self.renderer()];
        if let Some(label) = &self.label {
            parts.push(labelling(label));
        }
        let forms = fields.iter().filter_map(FieldForm::widget);
        parts.push(Element::new("fieldConfiguration").holding_all(forms));
        let aliases = fields.iter().enumerate().map(|(index, field)| {
            // Column 0 is the GeoPackage's own row number.
            Element::new("alias")
                .with("index", index + 1)
                .with("field", &field.name)
                .with("name", &field.alias)
        });
        parts.push(Element::new("aliases").holding_all(aliases));
        if let Some(tip) = &self.tip {
            parts.push(leaf("mapTip", harmless(tip)));
        }
        parts
    }

    /// The style as a QML document.
    pub(crate) fn qml(&self, fields: &[FieldForm]) -> Element {
        Element::new("qgis")
            .with("version", crate::QGIS)
            .with("styleCategories", "Symbology|Labeling|Fields|Forms|MapTips")
            .with("labelsEnabled", u8::from(self.label.is_some()))
            .holding_all(self.parts(fields))
    }

    fn renderer(&self) -> Element {
        let renderer = |kind: &str| {
            Element::new("renderer-v2").with("type", kind).with_all(&[
                ("symbollevels", "0"),
                ("enableorderby", "0"),
                ("forceraster", "0"),
            ])
        };
        let symbols = |symbols: Vec<Element>| Element::new("symbols").holding_all(symbols);
        match &self.renderer {
            Renderer::None => renderer("nullSymbol"),
            Renderer::Single(symbol) => {
                renderer("singleSymbol").holding(symbols(vec![symbol.qml("0")]))
            }
            Renderer::Categorised(field, classes) => {
                let categories = classes.iter().enumerate().map(|(index, class)| {
                    Element::new("category")
                        .with("render", true)
                        .with("symbol", index)
                        .with("value", &class.value)
                        .with("label", &class.label)
                        .with("type", "string")
                });
                renderer("categorizedSymbol")
                    .with("attr", field)
                    .holding(Element::new("categories").holding_all(categories))
                    .holding(symbols(numbered(classes)))
            }
            Renderer::Graduated(quantity, classes) => {
                let floors = std::iter::once(-1e9).chain(classes.iter().map(|class| class.value));
                let ranges = floors.zip(classes).enumerate().map(|(index, (floor, class))| {
                    Element::new("range")
                        .with("render", true)
                        .with("symbol", index)
                        .with("lower", format!("{floor:.6}"))
                        .with("upper", format!("{:.6}", class.value))
                        .with("label", &class.label)
                });
                renderer("graduatedSymbol")
                    .with("attr", quantity.expression())
                    .with("graduatedMethod", "GraduatedColor")
                    .holding(Element::new("ranges").holding_all(ranges))
                    .holding(symbols(numbered(classes)))
            }
        }
    }
}

fn numbered<T>(classes: &[Class<T>]) -> Vec<Element> {
    let symbols = classes.iter().enumerate();
    symbols.map(|(index, class)| class.symbol.qml(&index.to_string())).collect()
}

fn labelling(label: &Label) -> Element {
    let buffer = Element::new("text-buffer").with_all(&[
        ("bufferDraw", "1"),
        ("bufferSize", "0.8"),
        ("bufferSizeUnits", "MM"),
        ("bufferColor", "255,255,255,255"),
        ("bufferOpacity", "1"),
        ("bufferNoFill", "0"),
        ("bufferJoinStyle", "128"),
    ]);
    let text = text_style(8.0, label.bold, label.colour)
        .with("fieldName", &label.expression)
        .with("isExpression", 1)
        .holding(buffer);
    let settings = Element::new("settings")
        .with("calloutType", "simple")
        .holding(text)
        .holding(Element::new("text-format").with("multilineAlign", 1))
        .holding(
            // In the middle of the polygon: beside it, it would seem to be another's name.
            Element::new("placement")
                .with("priority", label.priority)
                .with_all(&[("placement", "1"), ("polygonPlacementFlags", "2")]),
        )
        .holding(Element::new("rendering").with_all(&[
            ("obstacle", "0"),
            ("scaleVisibility", "0"),
            ("displayAll", "0"),
            ("mergeLines", "0"),
            ("labelPerPart", "0"),
        ]));
    Element::new("labeling").with("type", "simple").holding(settings)
}

/// The fonts that have Chinese, by system: the first that is there is used.
pub(crate) const FONTS: [&str; 4] =
    ["Noto Sans CJK SC", "Microsoft YaHei", "PingFang SC", "WenQuanYi Micro Hei"];

/// A text style in points.
pub(crate) fn text_style(points: f64, bold: bool, colour: Colour) -> Element {
    let families = FONTS.map(|font| Element::new("family").with("name", font));
    Element::new("text-style")
        .with("fontFamily", FONTS[0])
        .with("fontSize", points)
        .with("fontSizeUnit", "Point")
        .with("textColor", colour.channels())
        .with("namedStyle", if bold { "Bold" } else { "Regular" })
        .with("fontWeight", if bold { 75 } else { 50 })
        .with_all(&[("textOpacity", "1"), ("multilineHeight", "1"), ("fontKerning", "1")])
        .holding(Element::new("families").holding_all(families))
}
