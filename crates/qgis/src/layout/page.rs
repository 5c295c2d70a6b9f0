//! A layout in the making: pages, and the items on them.

use crate::style::{FONTS, text_style};
use crate::symbol::{Colour, Symbol};
use crate::xml::Element;

/// Kinds of items, as QGIS numbers them.
pub(super) const PAGE: u32 = 65_638;
pub(super) const MAP: u32 = 65_639;
pub(super) const PICTURE: u32 = 65_640;
pub(super) const LABEL: u32 = 65_641;
pub(super) const LEGEND: u32 = 65_642;
pub(super) const SCALE_BAR: u32 = 65_646;
pub(super) const FRAME: u32 = 65_647;
pub(super) const TABLE: u32 = 65_649;

/// The pages of a layout: width, height, and the gap that QGIS leaves between two of them.
#[derive(Clone, Copy)]
pub(super) struct Paper(f64, f64);

pub(super) const A3: Paper = Paper(420.0, 297.0);
pub(super) const A4: Paper = Paper(297.0, 210.0);
const BETWEEN_PAGES: f64 = 10.0;

/// Left, top, width, height on a page.
pub(super) type Area = [f64; 4];

/// Text of a plan, in which QGIS is to find no expression.
pub(super) fn plain(text: &str) -> String {
    text.replace("[%", "[ %")
}

/// A layout in the making.
pub(super) struct Page {
    paper: Paper,
    /// Which page items go to, from 0.
    pub(super) number: usize,
    pub(super) items: Vec<Element>,
    ids: usize,
}

impl Page {
    pub(super) fn new(paper: Paper) -> Self {
        Self { paper, number: 0, items: Vec::new(), ids: 0 }
    }

    /// An id that no other item of the layout has.
    pub(super) fn id(&mut self) -> String {
        self.ids += 1;
        format!("{{00000000-0000-4000-8000-{:012}}}", self.ids)
    }

    pub(super) fn put(&mut self, item: Element) {
        self.items.push(item);
    }

    pub(super) fn next(&mut self, kind: u32, area: Area) -> Element {
        let id = self.id();
        self.item(kind, area, &id)
    }

    pub(super) fn item(&self, kind: u32, area: Area, id: &str) -> Element {
        self.bordered(kind, area, id, kind == MAP)
    }

    fn bordered(&self, kind: u32, [x, y, width, height]: Area, id: &str, border: bool) -> Element {
        #[expect(clippy::cast_precision_loss, reason = "a few pages")]
        let above = self.number as f64 * (self.paper.1 + BETWEEN_PAGES);
        Element::new("LayoutItem")
            .with("type", kind)
            .with("uuid", id)
            .with("templateUuid", id)
            .with("size", format!("{width},{height},mm"))
            .with("position", format!("{x},{},mm", above + y))
            .with("positionOnPage", format!("{x},{y},mm"))
            .with("zValue", self.items.len() + 1)
            .with_all(&[
                ("referencePoint", "0"),
                ("itemRotation", "0"),
                ("opacity", "1"),
                ("blendMode", "0"),
                ("visibility", "1"),
                ("excludeFromExports", "0"),
                ("positionLock", "false"),
                ("outlineWidthM", "0.3,mm"),
                ("frameJoinStyle", "miter"),
                ("frame", if border { "true" } else { "false" }),
                ("background", if border { "true" } else { "false" }),
            ])
            .holding(channels("FrameColor", 0))
            .holding(channels("BackgroundColor", 255))
    }

    pub(super) fn label(&mut self, area: Area, points: f64, bold: bool, text: &str) {
        let item = self.next(LABEL, area);
        self.words(item, ["0", "32"], points, bold, text);
    }

    /// A label with a border, its words in the middle of its height.
    pub(super) fn cell(&mut self, area: Area, points: f64, text: &str) {
        let id = self.id();
        let item = self.bordered(LABEL, area, &id, true);
        self.words(item, ["1", "128"], points, false, text);
    }

    fn words(
        &mut self,
        item: Element,
        [margin, alignment]: [&'static str; 2],
        points: f64,
        bold: bool,
        text: &str,
    ) {
        let weight = if bold { 75 } else { 50 };
        let item = item
            .with("labelText", text)
            .with_all(&[
                ("htmlState", "0"),
                ("halign", "1"),
                ("valign", alignment),
                ("marginX", margin),
                ("marginY", "0"),
            ])
            .holding(
                Element::new("LabelFont")
                    .with("description", format!("{},{points},-1,5,{weight},0,0,0,0,0", FONTS[0])),
            )
            .holding(channels("FontColor", 20))
            .holding(text_style(points, bold, Colour::new("#141414", 255)));
        self.put(item);
    }

    /// A frame through which the table with this id is seen; gives what the table says of it.
    pub(super) fn frame(&mut self, area: Area, table: &str, hidden_if_empty: bool) -> Element {
        let id = self.id();
        let item = self
            .item(FRAME, area, &id)
            .with("multiFrame", table)
            .with("multiFrameTemplateUuid", table)
            .with("hidePageIfEmpty", u8::from(hidden_if_empty))
            .with("hideBackgroundIfEmpty", 0);
        self.put(item);
        Element::new("childFrame").with("uuid", &id).with("templateUuid", &id)
    }

    pub(super) fn layout(self, name: &str, papers: Vec<Paper>) -> Element {
        let white = || {
            Symbol::Fill { fill: Colour::new("#ffffff", 255), outline: Colour::new("#ffffff", 0) }
                .qml("")
        };
        let mut pages = Element::new("PageCollection").holding(white());
        for (number, paper) in papers.into_iter().enumerate() {
            let page = Page { paper, number, items: Vec::new(), ids: 0 };
            let id = format!("{{00000000-0000-4000-9000-{number:012}}}");
            pages =
                pages.holding(page.item(PAGE, [0.0, 0.0, paper.0, paper.1], &id).holding(white()));
        }
        Element::new("Layout")
            .with("name", name)
            .with_all(&[("units", "mm"), ("printResolution", "300"), ("worldFileMap", "")])
            .holding(pages)
            .holding_all(self.items)
    }
}

pub(super) fn channels(name: &'static str, grey: u8) -> Element {
    Element::new(name).with("red", grey).with("green", grey).with("blue", grey).with("alpha", 255)
}
