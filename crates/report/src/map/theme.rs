//! The themes: one table of named colours each. Everything drawn takes its colours from here.

use super::page::UnknownName;
use parkward_model::mixed;
use parkward_planning::{Bucket, PlannedPark, UNTYPED, park_tones};
use parkward_policy::{ParkType, ZoneKind};
use std::str::FromStr;

/// What a map is made for, which decides its colours.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Theme {
    /// For screens: the rule book's colours on tinted ground.
    #[default]
    Light,
    /// For paper: white ground, black words, no large tones, stronger lines.
    Print,
    /// For readers who confuse hues: colours that stay apart under every common deficiency, and
    /// hatching by type of park.
    ColourBlind,
    /// For printers without colour: parks by hatching, verdicts by shape and tone.
    Greyscale,
}

impl Theme {
    /// All themes.
    pub const ALL: [Self; 4] = [Self::Light, Self::Print, Self::ColourBlind, Self::Greyscale];

    /// The name in plan files and on the command line: `light`, `print`, `colour-blind`,
    /// `greyscale`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Light => "light",
            Self::Print => "print",
            Self::ColourBlind => "colour-blind",
            Self::Greyscale => "greyscale",
        }
    }

    pub(crate) fn palette(self) -> &'static Palette {
        match self {
            Self::Light => &LIGHT,
            Self::Print => &PRINT,
            Self::ColourBlind => &COLOUR_BLIND,
            Self::Greyscale => &GREYSCALE,
        }
    }
}

impl FromStr for Theme {
    type Err = UnknownName;

    fn from_str(text: &str) -> Result<Self, UnknownName> {
        UnknownName::find(&Self::ALL, Self::name, text)
    }
}

/// The colours of a theme, `#rrggbb`.
pub(crate) struct Palette {
    /// Words; the second language, units and remarks; rules and the edges of cards.
    pub(crate) text: &'static str,
    pub(crate) muted: &'static str,
    pub(crate) rule: &'static str,
    /// The notice is a warning, and looks like one.
    pub(crate) notice: &'static str,
    /// The district, what lies around it, and the shade that lifts it off, if any.
    pub(crate) land: &'static str,
    pub(crate) surround: &'static str,
    pub(crate) shade: Option<&'static str>,
    /// The district's edge; the towns' edges and names.
    pub(crate) border: &'static str,
    pub(crate) town: &'static str,
    /// Frame, scale and arrow; meridians and parallels.
    pub(crate) frame: &'static str,
    pub(crate) graticule: &'static str,
    /// Where the district lies, in the inset.
    pub(crate) here: &'static str,
    verdicts: [&'static str; 8],
    /// Few to many, where enterprises are counted in cells.
    pub(crate) density: [&'static str; 5],
    parks: ParkColours,
    /// Parks whose type the rule book does not know.
    untyped: &'static str,
}

enum ParkColours {
    /// As the rule book says.
    RuleBook,
    /// By place in the rule book's list, over and over; hatched too.
    Hatched(&'static [&'static str]),
}

/// How a park is painted.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct ParkPaint {
    pub(crate) fill: String,
    pub(crate) edge: String,
    /// Its name.
    pub(crate) name: String,
    /// The hatching over the fill, a place in [`HATCHES`].
    pub(crate) hatch: Option<usize>,
}

/// Paths of a tile of 6 points that hatch a park, apart from one another without any colour.
pub(crate) const HATCHES: [&str; 5] = [
    "M-1 7L7 -1M-1 1L1 -1M5 7L7 5",
    "M1.5 1.5h0.01M4.5 4.5h0.01",
    "M0 1.5H6M0 4.5H6",
    "M1.5 0V6M4.5 0V6",
    "M-1 -1L7 7M-1 7L7 -1",
];

impl Palette {
    /// The colour of a verdict.
    pub(crate) fn verdict(&self, bucket: Bucket) -> &'static str {
        let index = Bucket::ALL.iter().position(|other| *other == bucket);
        self.verdicts[index.unwrap_or(self.verdicts.len() - 1)]
    }

    /// The colour of a kind of zone: the rule book's, where the theme has its colours.
    pub(crate) fn zone<'k>(&self, kind: &'k ZoneKind) -> &'k str
    where
        Self: 'static,
    {
        match self.parks {
            ParkColours::RuleBook => &kind.colour,
            ParkColours::Hatched(_) => self.muted,
        }
    }

    /// How a park is painted, by the place of its type in the rule book.
    pub(crate) fn park(&self, planned: &PlannedPark, types: &[ParkType]) -> ParkPaint {
        let index = types.iter().position(|t| Some(&t.id) == planned.park_type.as_ref());
        self.park_type(index, types)
    }

    /// How parks of the type at a place of the rule book are painted; without a place, the others.
    pub(crate) fn park_type(&self, index: Option<usize>, types: &[ParkType]) -> ParkPaint {
        let known = index.and_then(|index| Some((index, types.get(index)?)));
        let (colour, hatch) = match (&self.parks, known) {
            (_, None) => (self.untyped, None),
            (ParkColours::RuleBook, Some((_, park_type))) => (park_type.colour.as_str(), None),
            (ParkColours::Hatched(colours), Some((index, _))) => {
                (colours[index % colours.len()], Some(index % HATCHES.len()))
            }
        };
        let [fill, edge] = park_tones(colour);
        ParkPaint { fill, edge, name: mixed(colour, "#000000", 0.58), hatch }
    }
}

/// Verdicts as in the layers (after Okabe and Ito, 2008), in the order of [`Bucket::ALL`].
const OKABE_ITO: [&str; 8] =
    ["#009e73", "#7f3b08", "#d55e00", "#56b4e9", "#f0e442", "#0072b2", "#cc79a7", "#999999"];
/// ColorBrewer's YlOrBr: its steps stay apart under every deficiency.
const YELLOW_TO_BROWN: [&str; 5] = ["#fee9a8", "#fec44f", "#f4902b", "#cc5a0e", "#8c3104"];

static LIGHT: Palette = Palette {
    text: "#23282d",
    muted: "#6a7178",
    rule: "#c9ced2",
    notice: "#8a3b12",
    land: "#fbf9f3",
    surround: "#e6ebee",
    shade: Some("#8c9aa3"),
    border: "#57524a",
    town: "#8d8778",
    frame: "#4a4f55",
    graticule: "#a9b3ba",
    here: "#d02f2f",
    verdicts: OKABE_ITO,
    density: YELLOW_TO_BROWN,
    parks: ParkColours::RuleBook,
    untyped: UNTYPED,
};

static PRINT: Palette = Palette {
    text: "#000000",
    muted: "#444444",
    rule: "#999999",
    notice: "#7a2d08",
    land: "#ffffff",
    surround: "#ffffff",
    shade: None,
    border: "#000000",
    town: "#6b6659",
    frame: "#000000",
    graticule: "#c4c4c4",
    here: "#c01818",
    verdicts: [
        "#007a58", "#5c2a05", "#c04f00", "#3a9fdc", "#f2de1b", "#00568a", "#b3528b", "#777777",
    ],
    density: YELLOW_TO_BROWN,
    parks: ParkColours::RuleBook,
    untyped: "#66707a",
};

static COLOUR_BLIND: Palette = Palette {
    text: "#16191c",
    muted: "#565c62",
    rule: "#b9bfc4",
    notice: "#7a2d08",
    land: "#fdfdfb",
    surround: "#e9ecee",
    shade: Some("#8c9aa3"),
    border: "#2b2b2b",
    town: "#77746c",
    frame: "#33373b",
    graticule: "#a9b3ba",
    here: "#d55e00",
    verdicts: [
        "#00795a", "#000000", "#d55e00", "#6cc3f2", "#f5e626", "#0064a6", "#d98cb9", "#8a8a8a",
    ],
    density: YELLOW_TO_BROWN,
    // Tol's light scheme, the four that differ most in tone.
    parks: ParkColours::Hatched(&["#77aadd", "#eedd88", "#aa7fb0", "#99c28a", "#b0b0b0"]),
    untyped: UNTYPED,
};

static GREYSCALE: Palette = Palette {
    text: "#000000",
    muted: "#4d4d4d",
    rule: "#aaaaaa",
    notice: "#000000",
    land: "#ffffff",
    surround: "#e9e9e9",
    shade: Some("#9a9a9a"),
    border: "#1a1a1a",
    town: "#777777",
    frame: "#222222",
    graticule: "#bdbdbd",
    here: "#000000",
    verdicts: [
        "#5a5a5a", "#000000", "#000000", "#dddddd", "#ffffff", "#333333", "#b5b5b5", "#777777",
    ],
    density: ["#e2e2e2", "#c2c2c2", "#9c9c9c", "#6f6f6f", "#3d3d3d"],
    parks: ParkColours::Hatched(&["#8c8c8c", "#b8b8b8", "#707070", "#a0a0a0", "#c8c8c8"]),
    untyped: "#9a9a9a",
};

#[cfg(test)]
mod tests {
    use super::*;
    use crate::perceive::{difference, lab};
    use crate::testing;

    /// A colour as a dichromat sees it: Viénot, Brettel and Mollon (1999) for the red-green ones,
    /// in linear light.
    fn seen(colour: &str, by: [[f64; 3]; 3]) -> [f64; 3] {
        let rgb = crate::perceive::linear(channels(colour));
        let row = |row: [f64; 3]| row[0] * rgb[0] + row[1] * rgb[1] + row[2] * rgb[2];
        lab(by.map(row).map(|c| c.clamp(0.0, 1.0)))
    }

    fn channels(colour: &str) -> [u8; 3] {
        [1, 3, 5].map(|at| u8::from_str_radix(&colour[at..at + 2], 16).unwrap())
    }

    const EVERYBODY: [[f64; 3]; 3] = [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]];
    const PROTANOPE: [[f64; 3]; 3] =
        [[0.112_38, 0.887_62, 0.0], [0.112_38, 0.887_62, 0.0], [0.004_01, -0.004_01, 1.0]];
    const DEUTERANOPE: [[f64; 3]; 3] =
        [[0.292_75, 0.707_25, 0.0], [0.292_75, 0.707_25, 0.0], [-0.022_34, 0.022_34, 1.0]];

    #[test]
    fn the_light_theme_has_the_colours_of_the_layers() {
        for bucket in Bucket::ALL {
            assert_eq!(LIGHT.verdict(bucket), bucket.colour());
        }
    }

    #[test]
    fn verdicts_stay_apart_for_those_who_confuse_red_and_green() {
        for eye in [EVERYBODY, PROTANOPE, DEUTERANOPE] {
            for (i, a) in COLOUR_BLIND.verdicts[..7].iter().enumerate() {
                for b in &COLOUR_BLIND.verdicts[..i] {
                    let apart = difference(seen(a, eye), seen(b, eye));
                    assert!(apart > 14.0, "{a} {b}: {apart:.1}");
                }
            }
        }
    }

    #[test]
    fn greyscale_is_grey_and_tells_types_by_hatching() {
        let types = testing::park_types();
        let paints = [Some(0), Some(1), None].map(|index| GREYSCALE.park_type(index, &types));
        let mut colours: Vec<&str> = GREYSCALE.verdicts.to_vec();
        colours.extend(GREYSCALE.density);
        colours.extend([GREYSCALE.text, GREYSCALE.here, GREYSCALE.notice, GREYSCALE.town]);
        for paint in &paints {
            colours.extend([paint.fill.as_str(), &paint.edge, &paint.name]);
        }
        for colour in colours {
            let [r, g, b] = channels(colour);
            assert!(r == g && g == b, "{colour}");
        }
        assert!(paints[0].hatch != paints[1].hatch && paints[2].hatch.is_none());
    }

    #[test]
    fn names_are_read_back_and_others_refused() {
        for theme in Theme::ALL {
            assert_eq!(theme.name().parse(), Ok(theme));
        }
        let error = "sepia".parse::<Theme>().unwrap_err();
        assert!(error.to_string().contains("colour-blind"), "{error}");
    }
}
