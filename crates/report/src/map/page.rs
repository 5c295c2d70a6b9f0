//! The sheet: its size, and where on it everything stands. All lengths in points of the design, which are points
//! (1/72 inch) on A3; other sheets are enlarged or reduced a little, and have more room or less.

use parkward_model::{InWords, Text};
use std::str::FromStr;

/// Size of the printed sheet, landscape.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum PageSize {
    /// 297 × 210 mm.
    A4,
    /// 420 × 297 mm.
    #[default]
    A3,
    /// 594 × 420 mm.
    A2,
    /// 841 × 594 mm.
    A1,
    /// 1189 × 841 mm.
    A0,
}

impl PageSize {
    /// Width and height in millimetres.
    pub fn millimetres(self) -> (f64, f64) {
        match self {
            Self::A4 => (297.0, 210.0),
            Self::A3 => (420.0, 297.0),
            Self::A2 => (594.0, 420.0),
            Self::A1 => (841.0, 594.0),
            Self::A0 => (1189.0, 841.0),
        }
    }

    /// All sizes, the smallest first.
    pub const ALL: [Self; 5] = [Self::A4, Self::A3, Self::A2, Self::A1, Self::A0];

    /// The name in plan files and on the command line: `a4` … `a0`.
    pub fn name(self) -> &'static str {
        match self {
            Self::A4 => "a4",
            Self::A3 => "a3",
            Self::A2 => "a2",
            Self::A1 => "a1",
            Self::A0 => "a0",
        }
    }

    /// Points of paper to a point of the design: on large sheets, words grow less than the sheet, so that there is
    /// room for more of them; on the smallest, the smallest words are still of five points.
    pub(crate) fn enlarged(self) -> f64 {
        match self {
            Self::A4 => 0.85,
            Self::A3 => 1.0,
            Self::A2 => 1.2,
            Self::A1 => 1.45,
            Self::A0 => 1.75,
        }
    }
}

impl FromStr for PageSize {
    type Err = UnknownName;

    fn from_str(text: &str) -> Result<Self, UnknownName> {
        UnknownName::find(&Self::ALL, Self::name, &text.to_ascii_lowercase())
    }
}

/// A name of a theme, a sheet or a language that is none.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.in_words().en)]
pub struct UnknownName {
    expected: String,
    found: String,
}

impl InWords for UnknownName {
    fn in_words(&self) -> Text {
        let Self { expected, found } = self;
        Text::new(
            format!("应为 {expected} 之一，实为 {found:?}"),
            format!("expected one of {expected}, found {found:?}"),
        )
    }
}

impl UnknownName {
    /// The one of `all` whose name is `text`.
    pub(crate) fn find<T: Copy>(
        all: &[T],
        name: fn(T) -> &'static str,
        text: &str,
    ) -> Result<T, Self> {
        all.iter().copied().find(|one| name(*one) == text).ok_or_else(|| Self {
            expected: all.iter().map(|one| name(*one)).collect::<Vec<_>>().join(", "),
            found: text.to_owned(),
        })
    }
}

/// A rectangle on the sheet, y downwards.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Rect {
    pub(crate) x: f64,
    pub(crate) y: f64,
    pub(crate) width: f64,
    pub(crate) height: f64,
}

impl Rect {
    pub(crate) const fn new(x: f64, y: f64, width: f64, height: f64) -> Self {
        Self { x, y, width, height }
    }

    /// About a centre.
    pub(crate) fn about(x: f64, y: f64, width: f64, height: f64) -> Self {
        Self::new(x - width / 2.0, y - height / 2.0, width, height)
    }

    pub(crate) fn right(&self) -> f64 {
        self.x + self.width
    }

    pub(crate) fn bottom(&self) -> f64 {
        self.y + self.height
    }

    pub(crate) fn centre(&self) -> (f64, f64) {
        (self.x + self.width / 2.0, self.y + self.height / 2.0)
    }

    /// Larger by `by` on every side, or smaller where negative.
    pub(crate) fn grown(&self, by: f64) -> Self {
        Self::new(self.x - by, self.y - by, self.width + 2.0 * by, self.height + 2.0 * by)
    }

    /// Whether the two have more than an edge in common.
    pub(crate) fn overlaps(&self, other: &Self) -> bool {
        self.x < other.right()
            && other.x < self.right()
            && self.y < other.bottom()
            && other.y < self.bottom()
    }

    pub(crate) fn contains(&self, x: f64, y: f64) -> bool {
        self.x <= x && x <= self.right() && self.y <= y && y <= self.bottom()
    }

    pub(crate) fn covers(&self, other: &Self) -> bool {
        self.contains(other.x, other.y) && self.contains(other.right(), other.bottom())
    }

    /// Whether the line between two points has any point in the rectangle (Liang and Barsky, 1984).
    pub(crate) fn meets(&self, (x0, y0): (f64, f64), (x1, y1): (f64, f64)) -> bool {
        let (dx, dy) = (x1 - x0, y1 - y0);
        let (mut enters, mut leaves) = (0.0_f64, 1.0_f64);
        for (way, room) in [
            (-dx, x0 - self.x),
            (dx, self.right() - x0),
            (-dy, y0 - self.y),
            (dy, self.bottom() - y0),
        ] {
            if way == 0.0 {
                if room < 0.0 {
                    return false;
                }
            } else if way < 0.0 {
                enters = enters.max(room / way);
            } else {
                leaves = leaves.min(room / way);
            }
        }
        enters <= leaves
    }

    /// The point of the rectangle that is nearest to (x, y).
    pub(crate) fn nearest(&self, x: f64, y: f64) -> (f64, f64) {
        (x.clamp(self.x, self.right()), y.clamp(self.y, self.bottom()))
    }
}

/// White around everything.
const MARGIN: f64 = 30.0;
/// The panel with figures and legend, at the right.
pub(crate) const PANEL_WIDTH: f64 = 250.0;
/// Between the map and the panel.
const GUTTER: f64 = 20.0;
/// Where the map and the panel begin, and what lies below them.
const TOP: f64 = 92.0;
const BELOW: f64 = 74.0;
/// Height of a line of the notes, and how many there is always room for.
pub(crate) const NOTE_LINE: f64 = 7.7;
const LINES: usize = 5;
/// Width of the band of degrees.
pub(crate) const BAND: f64 = 11.0;

/// Height of a row of the title block, and of one in which somebody signs; how many sign in a row.
pub(crate) const ROW: f64 = 17.0;
pub(crate) const SIGNED: f64 = 22.0;
pub(crate) const SIDE_BY_SIDE: usize = 3;

/// Where everything stands on a sheet.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Layout {
    pub(crate) sheet: Rect,
    /// Title and subtitle.
    pub(crate) title: Rect,
    /// The map with the band of degrees about it.
    pub(crate) frame: Rect,
    /// The map itself.
    pub(crate) map: Rect,
    /// Figures, legend, load of the parks.
    pub(crate) panel: Rect,
    /// Notice, projection, sources.
    pub(crate) foot: Rect,
    /// The title block, at the lower right: its height is what it has to say.
    pub(crate) block: Rect,
    /// Height of a line of the legend.
    pub(crate) line: f64,
    /// Metres of paper to a point of the design.
    pub(crate) metres_per_point: f64,
}

impl Layout {
    /// Of a sheet with a title block of some height, 0 for none, and notes of so many lines: the map gives way to what
    /// has to be said, down to half of the sheet.
    pub(crate) fn of(page: PageSize, block: f64, lines: usize) -> Self {
        let (width, height) = page.millimetres();
        let metres_per_point = page.enlarged() * 0.0254 / 72.0;
        let points = |mm: f64| mm / 1_000.0 / metres_per_point;
        let sheet = Rect::new(0.0, 0.0, points(width), points(height));
        let more = lines.saturating_sub(LINES) as f64 * NOTE_LINE;
        let below = BELOW + more.min(sheet.height / 2.0 - BELOW);
        let (inner, bottom) = (sheet.width - 2.0 * MARGIN, sheet.height - below);
        let frame = Rect::new(MARGIN, TOP, inner - GUTTER - PANEL_WIDTH, bottom - TOP);
        let last = sheet.height - 22.0;
        let right = sheet.width - MARGIN - PANEL_WIDTH;
        let above = if block > 0.0 { last - block - 8.0 } else { bottom };
        Self {
            sheet,
            title: Rect::new(MARGIN, MARGIN, inner, TOP - MARGIN - 14.0),
            frame,
            map: frame.grown(-BAND),
            panel: Rect::new(right, TOP, PANEL_WIDTH, above.min(bottom) - TOP),
            foot: Rect::new(
                MARGIN,
                bottom + 11.0,
                if block > 0.0 { frame.width } else { inner },
                last - bottom - 11.0,
            ),
            block: Rect::new(right, last - block, PANEL_WIDTH, block),
            line: if page == PageSize::A4 { 10.4 } else { 13.2 },
            metres_per_point,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_meets_what_it_goes_through() {
        let rect = Rect::new(10.0, 10.0, 20.0, 10.0);
        assert!(rect.meets((0.0, 0.0), (40.0, 30.0)));
        assert!(rect.meets((15.0, 15.0), (16.0, 16.0)));
        assert!(rect.meets((0.0, 15.0), (50.0, 15.0)));
        assert!(!rect.meets((0.0, 9.0), (50.0, 9.0)));
        assert!(!rect.meets((0.0, 15.0), (9.0, 15.0)));
        assert!(!rect.meets((0.0, 25.0), (40.0, 22.0)));
    }

    #[test]
    fn sizes_are_named_in_either_case() {
        assert_eq!("A0".parse(), Ok(PageSize::A0));
        for size in PageSize::ALL {
            assert_eq!(size.name().parse(), Ok(size));
        }
        let error = "a5".parse::<PageSize>().unwrap_err().to_string();
        assert_eq!(error, "expected one of a4, a3, a2, a1, a0, found \"a5\"");
    }

    #[test]
    fn the_parts_of_the_sheet_do_not_overlap() {
        let shapes = [(0.0, 0), (96.0, 0), (0.0, 9), (96.0, 30), (0.0, 1_000)];
        for (page, (block, lines)) in PageSize::ALL.into_iter().flat_map(|p| shapes.map(|s| (p, s)))
        {
            let layout = Layout::of(page, block, lines);
            let Layout { sheet, title, frame, panel, foot, block, .. } = layout;
            assert!(foot.height >= NOTE_LINE * lines.clamp(5, 20) as f64, "{page:?}");
            let parts = [title, frame, panel, foot, block];
            for (index, part) in parts.iter().enumerate() {
                assert!(sheet.covers(part), "{page:?}: {part:?}");
                assert!(parts[..index].iter().all(|other| !part.overlaps(other)), "{page:?}");
            }
        }
    }
}
