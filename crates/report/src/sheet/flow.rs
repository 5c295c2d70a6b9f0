//! Sheets broken into lines and pages, in points.

use super::block::{Block, Sheet, Table, head_lines, inert};
use super::columns::{PADDING, WIDTH, columns};
use crate::Fonts;
use crate::fonts::Weight;
use crate::map::SMALL_MAP;

/// A4, upright.
pub(super) const PAPER: (f64, f64) = (595.28, 841.89);
pub(super) const LEFT: f64 = (PAPER.0 - WIDTH) / 2.0;
const RIGHT: f64 = LEFT + WIDTH;
const TOP: f64 = 52.0;
const BOTTOM: f64 = 782.0;
/// Where the last line of a page stands.
const FOOT: f64 = 806.0;
/// Between a line's height and its type's size.
const LEADING: f64 = 1.45;
/// A sentence of no more lines stays on one page.
const TOGETHER: usize = 8;
/// Type of tables, and the smallest where they are wide.
const CELL: (f64, f64) = (7.6, 5.6);

pub(super) type Colour = [u8; 3];
const INK: Colour = [26, 26, 26];
const MUTED: Colour = [85, 85, 85];
const ACCENT: Colour = [11, 61, 102];
const WARNING: Colour = [138, 59, 0];
const RULE: Colour = [200, 200, 200];

/// The type of sentences.
const SENTENCE: Style = regular(9.8, INK);

/// What is drawn on a page.
pub(super) enum Op<'a> {
    /// A line of text, from its left end on the base line.
    Text { x: f64, y: f64, style: Style, text: String },
    /// A rectangle.
    Fill { x: f64, y: f64, width: f64, height: f64, colour: Colour },
    /// A small map, from its top.
    Map { y: f64, svg: &'a str },
}

/// How text is set.
#[derive(Clone, Copy)]
pub(super) struct Style {
    pub(super) size: f64,
    pub(super) weight: Weight,
    pub(super) colour: Colour,
}

const fn regular(size: f64, colour: Colour) -> Style {
    Style { size, weight: Weight::Regular, colour }
}

const fn bold(size: f64, colour: Colour) -> Style {
    Style { size, weight: Weight::Bold, colour }
}

/// The pages of a sheet. `number` words a page's number, of how many.
pub(super) fn pages<'a>(
    sheet: &'a Sheet,
    fonts: &Fonts,
    number: impl Fn(usize, usize) -> String,
) -> Vec<Vec<Op<'a>>> {
    let mut flow = Flow { fonts, pages: vec![Vec::new()], y: TOP };
    flow.head(sheet);
    for (index, block) in sheet.blocks.iter().enumerate() {
        flow.block(block, sheet.blocks.get(index + 1));
    }
    let all = flow.pages.len();
    for page in 0..all {
        flow.foot(page, &sheet.foot, &number(page + 1, all));
    }
    flow.pages
}

struct Flow<'a, 'f> {
    fonts: &'f Fonts,
    pages: Vec<Vec<Op<'a>>>,
    y: f64,
}

impl<'a> Flow<'a, '_> {
    fn put(&mut self, op: Op<'a>) {
        self.pages.last_mut().expect("there is a first page").push(op);
    }

    fn lines(&self, text: &str, style: Style, width: f64) -> Vec<String> {
        let text = self.fonts.settable(&inert(text));
        self.fonts.broken(&text, style.size, style.weight, width, usize::MAX)
    }

    fn width(&self, text: &str, style: Style) -> f64 {
        self.fonts.width(text, style.size, style.weight)
    }

    fn text(&mut self, x: f64, y: f64, style: Style, text: String) {
        self.put(Op::Text { x, y, style, text });
    }

    fn rule(&mut self, x: f64, y: f64, width: f64, height: f64, colour: Colour) {
        self.put(Op::Fill { x, y, width, height, colour });
    }

    /// Goes to a page on which there is so much room; gives whether that is another one.
    fn need(&mut self, height: f64) -> bool {
        let full = self.y + height > BOTTOM && self.y > TOP;
        if full {
            self.pages.push(Vec::new());
            self.y = TOP;
        }
        full
    }

    /// Sets text from `x` on over `width`, line by line, over pages where it has to.
    fn paragraph(&mut self, text: &str, style: Style, x: f64, width: f64) {
        let (lines, line) = (self.lines(text, style, width), style.size * LEADING);
        if lines.len() <= TOGETHER {
            self.need(line * lines.len() as f64);
        }
        for words in lines {
            self.need(line);
            self.text(x, self.y + style.size, style, words);
            self.y += line;
        }
    }

    /// The title at the left, of which plan it is at the right, and the verdict.
    fn head(&mut self, sheet: &Sheet) {
        let (title, about) = (bold(15.0, INK), regular(8.4, MUTED));
        let names = self.lines(&sheet.title, title, WIDTH * 0.56);
        let plan: Vec<String> =
            sheet.about.iter().flat_map(|line| self.lines(line, about, WIDTH * 0.4)).collect();
        let heights = [names.len() as f64 * 21.0, plan.len() as f64 * 12.2];
        let base = self.y + heights[0].max(heights[1]);
        for (index, name) in names.iter().rev().enumerate() {
            self.text(LEFT, base - 6.0 - index as f64 * 21.0, title, name.clone());
        }
        for (index, line) in plan.iter().rev().enumerate() {
            let x = RIGHT - self.width(line, about);
            self.text(x, base - 6.0 - index as f64 * 12.2, about, line.clone());
        }
        self.rule(LEFT, base, WIDTH, 1.2, INK);
        self.y = base + 12.0;
        self.paragraph(&sheet.verdict, bold(19.0, ACCENT), LEFT, WIDTH);
        self.y += 3.0;
    }

    fn foot(&mut self, page: usize, foot: &str, number: &str) {
        let style = regular(7.6, MUTED);
        let right = self.width(number, style);
        let foot = self.fonts.settable(&inert(foot));
        let text = self.fonts.shortened(&foot, style.size, style.weight, WIDTH - right - 20.0);
        let number = number.to_owned();
        self.pages[page].extend([
            Op::Fill { x: LEFT, y: FOOT - 12.0, width: WIDTH, height: 0.4, colour: RULE },
            Op::Text { x: LEFT, y: FOOT, style, text },
            Op::Text { x: RIGHT - right, y: FOOT, style, text: number },
        ]);
    }

    fn block(&mut self, block: &'a Block, next: Option<&Block>) {
        match block {
            Block::Lead(sentences) => self.sentences(sentences),
            Block::Heading(heading) => {
                self.y += 8.0;
                // Never alone at the end of a page.
                self.need(26.0 + self.beginning(next));
                self.paragraph(heading, bold(11.2, ACCENT), LEFT, WIDTH);
                self.y += 1.0;
            }
            Block::Sentence(sentence) => {
                self.paragraph(sentence, SENTENCE, LEFT, WIDTH);
                self.y += 2.0;
            }
            Block::Facts(facts) => self.facts(facts),
            Block::Table(table) => self.table(table),
            Block::Map { svg, caption } => {
                self.need(SMALL_MAP.1 + 26.0);
                self.put(Op::Map { y: self.y + 4.0, svg });
                self.y += SMALL_MAP.1 + 8.0;
                self.paragraph(caption, regular(8.0, MUTED), LEFT, WIDTH);
            }
            Block::Notice(notice) => {
                self.y += 5.0;
                self.paragraph(notice, regular(8.0, WARNING), LEFT, WIDTH);
            }
            Block::Signatures { who, date } => self.signatures(who, date),
        }
    }

    /// How much of a block stays with the heading above it.
    fn beginning(&self, block: Option<&Block>) -> f64 {
        match block {
            Some(Block::Sentence(sentence)) => {
                let lines = self.lines(sentence, SENTENCE, WIDTH).len();
                let together = if lines > TOGETHER { 2 } else { lines };
                together as f64 * SENTENCE.size * LEADING
            }
            Some(Block::Table(_)) => 52.0,
            _ => 24.0,
        }
    }

    /// The decision, with a bar at its left.
    fn sentences(&mut self, sentences: &[String]) {
        let style = regular(11.0, INK);
        for sentence in sentences {
            let height =
                self.lines(sentence, style, WIDTH - 12.0).len() as f64 * style.size * LEADING;
            if height < BOTTOM - TOP {
                self.need(height);
                self.rule(LEFT, self.y, 2.4, height + 2.0, ACCENT);
            }
            self.paragraph(sentence, style, LEFT + 12.0, WIDTH - 12.0);
            self.y += 2.0;
        }
        self.y += 6.0;
    }

    /// What and how much, two of them a row.
    fn facts(&mut self, facts: &[[String; 2]]) {
        let (what, value) = (regular(8.8, MUTED), regular(8.8, INK));
        let column = WIDTH / 2.0;
        let label =
            facts.iter().map(|[w, _]| self.width(w, what)).fold(0.0, f64::max).min(120.0) + 8.0;
        self.rule(LEFT, self.y, WIDTH, 0.4, RULE);
        self.y += 4.0;
        for pair in facts.chunks(2) {
            let cells: Vec<Vec<String>> =
                pair.iter().map(|[_, v]| self.lines(v, value, column - label - 8.0)).collect();
            let height = cells.iter().map(Vec::len).max().unwrap_or(1).max(1) as f64 * 12.6;
            self.need(height);
            for (index, (cell, [name, _])) in cells.into_iter().zip(pair).enumerate() {
                let x = LEFT + index as f64 * column;
                let name = self.fonts.settable(&inert(name));
                self.text(x, self.y + 9.4, what, name);
                for (row, line) in cell.into_iter().enumerate() {
                    self.text(x + label, self.y + 9.4 + row as f64 * 12.6, value, line);
                }
            }
            self.y += height;
        }
        self.y += 3.0;
        self.rule(LEFT, self.y, WIDTH, 0.4, RULE);
        self.y += 5.0;
    }

    fn table(&mut self, table: &Table) {
        let (widths, size) = columns(table, self.fonts, CELL);
        self.y += 2.0;
        self.row(table, &table.header, &widths, bold(size, INK));
        self.rule(LEFT, self.y, WIDTH, 0.9, INK);
        self.y += 1.5;
        for row in &table.rows {
            let style = regular(size, INK);
            let height = self.cells(row, &widths, style).1;
            if self.need(height) {
                self.row(table, &table.header, &widths, bold(size, INK));
                self.rule(LEFT, self.y, WIDTH, 0.9, INK);
                self.y += 1.5;
            }
            self.row(table, row, &widths, style);
            self.rule(LEFT, self.y, WIDTH, 0.3, RULE);
        }
        self.y += 4.0;
    }

    /// The lines of a row's cells, and how high it is.
    fn cells<'c>(
        &self,
        row: &'c [String],
        widths: &[f64],
        style: Style,
    ) -> (Vec<Vec<String>>, f64) {
        // Heads are bold.
        let parts = |cell: &'c String| match style.weight {
            Weight::Bold => head_lines(cell).collect(),
            Weight::Regular => vec![cell.as_str()],
        };
        let cell = |(cell, width): (&'c String, &f64)| {
            let width = width - 2.0 * PADDING + 0.01;
            parts(cell).into_iter().flat_map(|part| self.lines(part, style, width)).collect()
        };
        let cells: Vec<Vec<String>> = row.iter().zip(widths).map(cell).collect();
        let lines = cells.iter().map(Vec::len).max().unwrap_or(1).max(1);
        (cells, lines as f64 * style.size * 1.34 + 3.0)
    }

    fn row(&mut self, table: &Table, row: &[String], widths: &[f64], style: Style) {
        let (cells, height) = self.cells(row, widths, style);
        let mut x = LEFT;
        for (column, (cell, width)) in cells.into_iter().zip(widths).enumerate() {
            for (index, line) in cell.into_iter().enumerate() {
                let right = x + width - PADDING - self.width(&line, style);
                let at = if table.numbers.contains(&column) { right } else { x + PADDING };
                let y = self.y + 1.5 + style.size + index as f64 * style.size * 1.34;
                self.text(at, y, style, line);
            }
            x += width;
        }
        self.y += height;
    }

    fn signatures(&mut self, who: &[String], date: &str) {
        let style = regular(9.4, INK);
        self.y += 10.0;
        self.need(72.0);
        let (gap, top) = (28.0, self.y);
        let width = (WIDTH - gap * (who.len().max(1) - 1) as f64) / who.len().max(1) as f64;
        for (index, who) in who.iter().enumerate() {
            let x = LEFT + index as f64 * (width + gap);
            self.text(x, top + style.size, style, who.clone());
            self.rule(x, top + 48.0, width, 0.6, INK);
            self.text(x, top + 52.0 + style.size, style, date.to_owned());
            self.rule(x + 44.0, top + 64.0, width - 44.0, 0.6, INK);
        }
        self.y += 76.0;
    }
}
