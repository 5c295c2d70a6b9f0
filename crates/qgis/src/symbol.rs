//! Colours and symbols, as QML and as SLD.

use crate::xml::{Element, leaf};
use parkward_planning::{Grades, Ink, MOVE_MM, Sign, SignShape};

/// A colour with an opacity 0…255.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Colour([u8; 3], u8);

impl Colour {
    /// From `#rrggbb`; black where it is none.
    pub(crate) fn new(hex: &str, opacity: u8) -> Self {
        let channel = |at| hex.get(at..at + 2).and_then(|hex| u8::from_str_radix(hex, 16).ok());
        Self([1, 3, 5].map(|at| channel(at).unwrap_or(0)), opacity)
    }

    /// The colour at `share` (0…1) of the ramp from pale yellow over orange to dark red, which stays
    /// a ramp in greyscale and to those who cannot tell red from green.
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "0 to 255")]
    pub(crate) fn on_ramp(share: f64, opacity: u8) -> Self {
        const RAMP: [[f64; 3]; 3] =
            [[255.0, 240.0, 180.0], [240.0, 140.0, 50.0], [110.0, 15.0, 35.0]];
        let (from, to, along) = if share < 0.5 {
            (RAMP[0], RAMP[1], 2.0 * share)
        } else {
            (RAMP[1], RAMP[2], 2.0 * share - 1.0)
        };
        let channel = |at: usize| (from[at] + (to[at] - from[at]) * along).round() as u8;
        Self([0, 1, 2].map(channel), opacity)
    }

    /// The colour of the class at `place`: neighbours in the list lie far apart on the wheel of hues.
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "0 to 255")]
    pub(crate) fn of_class(index: usize, opacity: u8) -> Self {
        /// The golden angle: any number of hues in a row are spread evenly.
        const TURN: f64 = 0.381_966_011_25;
        const LIGHTNESS: [f64; 3] = [0.42, 0.58, 0.33];
        #[expect(clippy::cast_precision_loss, reason = "a few thousand classes")]
        let hue = (index as f64 * TURN).fract() * 6.0;
        let lightness = LIGHTNESS[index % LIGHTNESS.len()];
        let chroma = (1.0 - (2.0 * lightness - 1.0_f64).abs()) * 0.7;
        let channel = |shift: f64| {
            let distance = ((hue + shift) % 6.0 - 3.0).abs() - 1.0;
            let share = lightness + chroma * (distance.clamp(0.0, 1.0) - 0.5);
            (255.0 * share).round() as u8
        };
        Self([channel(0.0), channel(4.0), channel(2.0)], opacity)
    }

    /// The same colour, this opaque.
    pub(crate) fn opaque(self, opacity: u8) -> Self {
        Self(self.0, opacity)
    }

    /// As QML writes it: `r,g,b,a`.
    pub(crate) fn channels(self) -> String {
        let Self([red, green, blue], opacity) = self;
        format!("{red},{green},{blue},{opacity}")
    }

    fn hex(self) -> String {
        let [red, green, blue] = self.0;
        format!("#{red:02x}{green:02x}{blue:02x}")
    }

    fn share(self) -> String {
        format!("{:.2}", f64::from(self.1) / 255.0)
    }
}

/// How a feature is drawn. Lengths are millimetres on paper.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Symbol {
    /// A filled polygon with an outline.
    Fill { fill: Colour, outline: Colour },
    /// A polygon's outline alone.
    Outline { line: Colour, width_mm: f64 },
    /// A hatched polygon with an outline.
    Hatch { line: Colour },
    /// A line.
    Stroke { line: Colour, width_mm: f64 },
    /// A sign at a point.
    Marker(Marker),
    /// A line that is wide at the site and narrow at the park.
    Move { line: Colour },
}

/// What SLD calls a shape, and by how much it is turned: a square on its corner has no name. What other programs do
/// not know they draw as a square.
fn in_sld(shape: SignShape) -> (&'static str, Option<u8>) {
    match shape {
        SignShape::Cross => ("x", None),
        SignShape::Plus => ("cross", None),
        SignShape::Diamond => ("square", Some(45)),
        shape => (in_qml(shape), None),
    }
}

fn in_qml(shape: SignShape) -> &'static str {
    match shape {
        SignShape::Circle => "circle",
        SignShape::Square => "square",
        SignShape::Diamond => "diamond",
        SignShape::Pentagon => "pentagon",
        SignShape::Hexagon => "hexagon",
        SignShape::Triangle => "triangle",
        SignShape::Star => "star",
        SignShape::Plus => "cross_fill",
        SignShape::Cross => "cross2",
        SignShape::Asterisk => "asterisk_fill",
    }
}

/// A sign in a colour. Its size may grow with the land in `land_ha`, as that of printed signs does.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Marker {
    pub(crate) sign: Sign,
    pub(crate) own: Colour,
    /// In ordinary sizes.
    pub(crate) size: f64,
    pub(crate) by_land: Option<Grades>,
}

impl Marker {
    pub(crate) fn new(sign: Sign, own: Colour) -> Self {
        Self { sign, own, size: 1.0, by_land: None }
    }

    /// A filled sign with a white rim.
    pub(crate) fn plain(shape: SignShape, size_mm: f64, own: Colour) -> Symbol {
        let sign = Sign { shape, size_mm, fill: Ink::Own, edge: Ink::White, edge_mm: 0.15 };
        Symbol::Marker(Self::new(sign, own))
    }

    fn ink(&self, ink: Ink) -> Colour {
        match ink {
            Ink::Own => self.own,
            other => Colour::new(other.of(""), 255),
        }
    }

    fn size_mm(&self) -> f64 {
        self.sign.size_mm * self.size
    }

    fn properties(&self) -> Vec<(&'static str, String)> {
        vec![
            ("color", self.ink(self.sign.fill).channels()),
            ("name", in_qml(self.sign.shape).to_owned()),
            ("outline_color", self.ink(self.sign.edge).channels()),
            ("outline_width", rounded(self.sign.edge_mm * self.size)),
            ("outline_width_unit", "MM".to_owned()),
            ("joinstyle", "round".to_owned()),
            ("cap_style", "flat".to_owned()),
            ("size", rounded(self.size_mm())),
            ("size_unit", "MM".to_owned()),
        ]
    }

    /// The size by land, which QGIS computes of every feature.
    fn size_by_land(&self) -> Option<Element> {
        let Grades { median_ha, .. } = self.by_land?;
        let [least, most] = Grades::RANGE;
        let expression = format!(
            "{} * if(coalesce($id, -1) < 0, 1, max({least}, min({most}, sqrt(max(0, coalesce(\"land_ha\", 0) / {median_ha})))))",
            rounded(self.size_mm()),
        );
        Some(by_expression("size", &expression))
    }

    fn sld(&self) -> Element {
        let (name, turned) = in_sld(self.sign.shape);
        let mark = Element::new("se:Mark")
            .holding(leaf("se:WellKnownName", name))
            .holding_all(self.sign.shape.has_inside().then(|| filled(&self.ink(self.sign.fill))))
            .holding(drawn(&self.ink(self.sign.edge), self.sign.edge_mm * self.size));
        let turned =
            turned.map(|degrees| Element::new("se:Rotation").holding(leaf("ogc:Literal", degrees)));
        // A square on its corner is as wide as its diagonal.
        let side = if turned.is_some() { std::f64::consts::FRAC_1_SQRT_2 } else { 1.0 };
        let graphic = Element::new("se:Graphic")
            .holding(mark)
            .holding(leaf("se:Size", pixels(self.size_mm() * side)))
            .holding_all(turned);
        Element::new("se:PointSymbolizer").holding(graphic)
    }
}

/// A property of a symbol's layer that QGIS computes of every feature.
fn by_expression(property: &str, expression: &str) -> Element {
    let option = |name: &str, value: &str, kind: &str| {
        Element::new("Option").with("name", name).with("value", value).with("type", kind)
    };
    let map = || Element::new("Option").with("type", "Map");
    let computed = map()
        .with("name", property)
        .holding(option("active", "true", "bool"))
        .holding(option("expression", expression, "QString"))
        .holding(option("type", "3", "int"));
    let all = map()
        .holding(option("name", "", "QString"))
        .holding(map().with("name", "properties").holding(computed))
        .holding(option("type", "collection", "QString"));
    Element::new("data_defined_properties").holding(all)
}

/// On the page of a park, the moves of the others are hidden; everywhere else there is no such page.
const OF_THE_PAGE: &str = "coalesce(@atlas_pagename, '') in ('', \"park\")";

fn rounded(number: f64) -> String {
    format!("{}", (number * 1_000.0).round() / 1_000.0)
}

impl Symbol {
    /// As QML, under a name that renderers refer to.
    pub(crate) fn qml(&self, name: &str) -> Element {
        let area = |fill: &Colour, outline: &Colour, edge: &str, style: &str| {
            vec![
                ("color", fill.channels()),
                ("outline_color", outline.channels()),
                ("outline_style", edge.to_owned()),
                ("outline_width", "0.32".to_owned()),
                ("outline_width_unit", "MM".to_owned()),
                ("style", style.to_owned()),
            ]
        };
        let stroke = |line: &Colour, width_mm: &f64| {
            vec![
                ("line_color", line.channels()),
                ("line_style", "solid".to_owned()),
                ("line_width", width_mm.to_string()),
                ("line_width_unit", "MM".to_owned()),
            ]
        };
        let (kind, class, properties) = match self {
            Self::Fill { fill, outline } => {
                ("fill", "SimpleFill", area(fill, outline, "solid", "solid"))
            }
            Self::Outline { line, width_mm } => ("fill", "SimpleLine", stroke(line, width_mm)),
            Self::Hatch { line } => ("fill", "SimpleFill", area(line, line, "dash", "b_diagonal")),
            Self::Stroke { line, width_mm } => ("line", "SimpleLine", stroke(line, width_mm)),
            Self::Marker(marker) => ("marker", "SimpleMarker", marker.properties()),
            Self::Move { .. } => (
                "line",
                "ArrowLine",
                vec![
                    ("arrow_width", MOVE_MM[1].to_string()),
                    ("arrow_start_width", MOVE_MM[0].to_string()),
                    ("arrow_width_unit", "MM".to_owned()),
                    ("arrow_start_width_unit", "MM".to_owned()),
                    ("head_length", "0".to_owned()),
                    ("head_length_unit", "MM".to_owned()),
                    ("head_thickness", "0".to_owned()),
                    ("head_thickness_unit", "MM".to_owned()),
                    ("head_type", "0".to_owned()),
                    ("arrow_type", "0".to_owned()),
                    ("is_curved", "0".to_owned()),
                    ("is_repeated", "0".to_owned()),
                ],
            ),
        };
        let mut layer = Element::new("layer").with("class", class).with_all(&[
            ("enabled", "1"),
            ("pass", "0"),
            ("locked", "0"),
        ]);
        layer = layer.holding_all(
            properties
                .into_iter()
                .map(|(key, value)| Element::new("prop").with("k", key).with("v", value)),
        );
        if let Self::Move { line } = self {
            let fill = Self::Fill { fill: *line, outline: line.opaque(0) };
            layer = layer
                .holding(by_expression("enabled", OF_THE_PAGE))
                .holding(fill.qml(&format!("@{name}@0")));
        }
        if let Self::Marker(marker) = self {
            layer = layer.holding_all(marker.size_by_land());
        }
        Element::new("symbol")
            .with("type", kind)
            .with("name", name)
            .with_all(&[("alpha", "1"), ("clip_to_extent", "1"), ("force_rhr", "0")])
            .holding(layer)
    }

    /// As an SLD symbolizer. SLD has no lines that taper: they are as wide everywhere.
    pub(crate) fn sld(&self) -> Element {
        match self {
            Self::Fill { fill, outline } => Element::new("se:PolygonSymbolizer")
                .holding(filled(fill))
                .holding(drawn(outline, 0.32)),
            Self::Outline { line, width_mm } => {
                Element::new("se:PolygonSymbolizer").holding(drawn(line, *width_mm))
            }
            // SLD hatches with pictures only: a pale tone must do.
            Self::Hatch { line } => Element::new("se:PolygonSymbolizer")
                .holding(filled(&line.opaque(50)))
                .holding(drawn(line, 0.32)),
            Self::Stroke { line, width_mm } => {
                Element::new("se:LineSymbolizer").holding(drawn(line, *width_mm))
            }
            Self::Move { line } => {
                let width_mm = f64::midpoint(MOVE_MM[0], MOVE_MM[1]);
                Element::new("se:LineSymbolizer").holding(drawn(line, width_mm))
            }
            Self::Marker(marker) => marker.sld(),
        }
    }
}

fn parameter(name: &'static str, value: String) -> Element {
    Element::new("se:SvgParameter").with("name", name).saying(value)
}

fn filled(fill: &Colour) -> Element {
    Element::new("se:Fill")
        .holding(parameter("fill", fill.hex()))
        .holding(parameter("fill-opacity", fill.share()))
}

fn drawn(line: &Colour, width_mm: f64) -> Element {
    Element::new("se:Stroke")
        .holding(parameter("stroke", line.hex()))
        .holding(parameter("stroke-opacity", line.share()))
        .holding(parameter("stroke-width", pixels(width_mm)))
}

/// Lengths of SLD are pixels of 0.28 mm.
fn pixels(mm: f64) -> String {
    format!("{:.2}", mm / 0.28)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_are_channels() {
        assert_eq!(Colour::new("#4a7fb5", 128).channels(), "74,127,181,128");
        assert_eq!(Colour::new("none", 1).channels(), "0,0,0,1");
    }

    /// The printed map draws from the same table.
    #[test]
    fn markers_have_shape_colours_and_sizes_of_the_table_of_signs() {
        for bucket in parkward_planning::Bucket::DRAWN {
            let (sign, own) = (bucket.sign(), Colour::new(bucket.colour(), 255));
            let symbol = Symbol::Marker(Marker { size: 1.5, ..Marker::new(sign, own) });
            let (qml, sld) = (symbol.qml("0").to_string(), symbol.sld().to_string());
            let edge = Colour::new(sign.edge.of(bucket.colour()), 255);
            for (key, value) in [
                ("name", in_qml(sign.shape).to_owned()),
                ("size", rounded(1.5 * sign.size_mm)),
                ("outline_width", rounded(1.5 * sign.edge_mm)),
                ("outline_color", edge.channels()),
            ] {
                assert!(qml.contains(&format!(r#"k="{key}" v="{value}""#)), "{qml}");
            }
            assert!(sld.contains(&edge.hex()) && sld.contains(in_sld(sign.shape).0), "{sld}");
            let fill = Colour::new(sign.fill.of(bucket.colour()), 255);
            assert_eq!(sld.contains("se:Fill"), sign.shape.has_inside());
            assert!(!sign.shape.has_inside() || sld.contains(&fill.hex()), "{sld}");
        }
    }

    #[test]
    fn a_ramp_darkens_all_the_way() {
        let light = |share: f64| Colour::on_ramp(share, 255).0.map(f64::from);
        let grey = |[r, g, b]: [f64; 3]| 0.299 * r + 0.587 * g + 0.114 * b;
        for step in 0..10 {
            let share = f64::from(step) / 10.0;
            assert!(grey(light(share)) > grey(light(share + 0.1)));
        }
    }

    #[test]
    fn classes_differ() {
        let colours: Vec<Colour> = (0..24).map(|index| Colour::of_class(index, 255)).collect();
        for (index, colour) in colours.iter().enumerate() {
            assert!(!colours[..index].contains(colour), "{colour:?}");
        }
    }
}
