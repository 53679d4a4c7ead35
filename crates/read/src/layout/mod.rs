//! Glyphs and rules on pages to lines, paragraphs and tables. Whoever can say where characters and lines stand (a PDF, an
//! OFD, an OCR engine) gets the same layout. Not for: any file format, or what the text means.

mod aligned;
mod cells;
mod clean;
mod frame;
mod furniture;
mod grid;
mod join;
mod lines;
mod order;
mod page;
mod paragraphs;
mod rules;
#[cfg(test)]
mod tests;
mod tilt;
mod wrap;
mod write;

#[cfg(feature = "ocr")]
pub(crate) use frame::Frame;
pub(crate) use tilt::Tilt;

use hongtou_document::{DocumentBuilder, Format, Furniture, Rect, TableMark, TextFrom};

/// One character and where it stands. A ligature is given as one glyph a character.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Glyph {
    /// The character; blanks are welcome, they tell words apart.
    pub(crate) ch: char,
    /// Its box: the advance wide, the em high. Points from the top-left corner of the page as displayed.
    pub(crate) rect: Rect,
    /// Which way its top points.
    pub(crate) turn: Turn,
    /// Whether it was set in vertical writing: upright, the next one below.
    pub(crate) vertical: bool,
}

/// Which way the top of a glyph points.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Turn {
    /// Up, as usual.
    Up,
    /// To the right: the text runs down the page.
    Right,
    /// Down: the text stands on its head.
    Down,
    /// To the left: the text runs up the page.
    Left,
    /// Somewhere between: a seal, a watermark.
    Askew,
}

/// A drawn line or thin bar, as the box it fills. What is wider than high is horizontal.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Rule {
    /// Its box; may be of no width or no height.
    pub(crate) rect: Rect,
}

/// What stands on one page.
#[derive(Debug, Clone)]
pub(crate) struct Sheet {
    /// Number of the page, from 1.
    pub(crate) number: u32,
    /// Width in points, as displayed.
    pub(crate) width: f64,
    /// Height in points, as displayed.
    pub(crate) height: f64,
    /// The characters, in the order in which they were drawn.
    pub(crate) glyphs: Vec<Glyph>,
    /// The rules.
    pub(crate) rules: Vec<Rule>,
    /// Where the characters came from.
    pub(crate) text_from: TextFrom,
    /// How the page lies that was put straight for this sheet; the document has boxes of the page as it lies.
    pub(crate) tilt: Tilt,
    /// Boxes of the sheet; the lines whose middles lie in them may be wrong.
    pub(crate) unsure: Vec<Rect>,
}

impl Default for Sheet {
    fn default() -> Self {
        Self {
            number: 0,
            width: 0.0,
            height: 0.0,
            glyphs: Vec::new(),
            rules: Vec::new(),
            text_from: TextFrom::Text,
            tilt: Tilt::default(),
            unsure: Vec::new(),
        }
    }
}

/// A printed line of text on a page, or its part within a cell.
#[derive(Debug, Clone, PartialEq)]
struct TextLine {
    page: u32,
    text: String,
    rect: Rect,
    /// Size of the letters: the height of most of them.
    em: f64,
    /// The parts between wide gaps.
    parts: Vec<Part>,
    /// The parts between gaps of any width.
    words: Vec<Word>,
}

/// A part of a line between gaps of any width.
#[derive(Debug, Clone, PartialEq)]
struct Word {
    text: String,
    rect: Rect,
    /// Blanks that stand before it.
    blanks: usize,
}

/// A part of a line between wide gaps.
#[derive(Debug, Clone, PartialEq)]
struct Part {
    text: String,
    rect: Rect,
}

/// A cell of a table on a page.
#[derive(Debug, Clone, PartialEq)]
struct CellBox {
    row: u32,
    col: u32,
    row_span: u32,
    col_span: u32,
    page: u32,
    rect: Rect,
    lines: Vec<TextLine>,
    nested: Vec<TableBox>,
}

/// A table, on one page or joined over several.
#[derive(Debug, Clone, PartialEq)]
struct TableBox {
    /// Page of its first row.
    page: u32,
    /// Page of its last row.
    last_page: u32,
    /// Its box on its first page.
    rect: Rect,
    /// The edges of its columns, from left to right.
    edges: Vec<f64>,
    rows: u32,
    cells: Vec<CellBox>,
    mark: TableMark,
}

/// Something on a page, in reading order.
#[derive(Debug, Clone, PartialEq)]
enum Piece {
    Line(TextLine),
    Table(TableBox),
}

impl Piece {
    fn rect(&self) -> Rect {
        match self {
            Self::Line(line) => line.rect,
            Self::Table(table) => table.rect,
        }
    }
}

/// A page in the frame in which its text is upright.
#[derive(Debug, Clone)]
struct PageLayout {
    number: u32,
    /// Size as displayed.
    shown: (f64, f64),
    frame: frame::Frame,
    pieces: Vec<Piece>,
    furniture: Vec<Furniture>,
    text_from: TextFrom,
    tilt: Tilt,
    /// Boxes of the sheet that was laid out; the lines whose middles lie in them may be wrong.
    unsure: Vec<Rect>,
}

impl PageLayout {
    /// A box in the frame as it lies on the page as displayed.
    fn shown_at(&self, rect: Rect) -> Rect {
        self.tilt.leave(self.frame.leave(rect), self.shown)
    }

    /// Whether the middle of a box in the frame may be wrong.
    fn is_unsure(&self, rect: Rect) -> bool {
        let rect = self.frame.leave(rect);
        let (x, y) = (f64::midpoint(rect.x0, rect.x1), f64::midpoint(rect.y0, rect.y1));
        self.unsure.iter().any(|area| (area.x0..=area.x1).contains(&x) && (area.y0..=area.y1).contains(&y))
    }
}

/// Lays out the pages of a document one after the other, so that only one page's glyphs are held at a time.
#[derive(Debug)]
pub(crate) struct Layout {
    pages: Vec<PageLayout>,
    /// Cells that all tables together may still have.
    cells_left: usize,
    dropped_tables: u32,
}

impl Layout {
    /// No pages yet; all tables together get at most `cells` cells.
    pub(crate) fn new(cells: usize) -> Self {
        Self { pages: Vec::new(), cells_left: cells, dropped_tables: 0 }
    }

    /// Adds a page.
    pub(crate) fn page(&mut self, sheet: Sheet) {
        let page = page::lay_out(sheet, &mut self.cells_left, &mut self.dropped_tables);
        self.pages.push(page);
    }

    /// Lays a page out anew that was added before; nothing happens if there is none of its number.
    #[cfg(feature = "ocr")]
    pub(crate) fn replace(&mut self, sheet: Sheet) {
        if let Ok(index) = self.pages.binary_search_by_key(&sheet.number, |page| page.number) {
            self.pages[index] = page::lay_out(sheet, &mut self.cells_left, &mut self.dropped_tables);
        }
    }

    /// The document: furniture set aside, tables and paragraphs joined over pages.
    pub(crate) fn finish(mut self, format: Format) -> DocumentBuilder {
        furniture::set_aside(&mut self.pages);
        join::tables(&mut self.pages);
        let mut builder = write::document(format, &self.pages);
        if self.dropped_tables > 0 {
            builder.warning(format!("{} tables have more cells than are read; their text is given as lines", self.dropped_tables));
        }
        builder
    }
}

/// The boxes that rules part on an upright page, those of the smallest grids first: the cells of its tables, and what lies between rules
/// that hold no table.
#[cfg(feature = "ocr")]
pub(crate) fn boxes(rules: &[Rule]) -> Vec<Rect> {
    let grids: Vec<grid::Grid> = rules::nets(rules).iter().filter_map(cells::grid_of).collect();
    grids.iter().rev().flat_map(|grid| grid.slots.iter().map(|slot| grid.rect(slot))).collect()
}

/// Middle of a box, across.
fn mid_x(rect: Rect) -> f64 {
    f64::midpoint(rect.x0, rect.x1)
}

/// Middle of a box, down.
fn mid_y(rect: Rect) -> f64 {
    f64::midpoint(rect.y0, rect.y1)
}

fn width(rect: Rect) -> f64 {
    rect.x1 - rect.x0
}

fn height(rect: Rect) -> f64 {
    rect.y1 - rect.y0
}

/// How far two boxes share their extent across; negative is a gap.
fn shared_x(a: Rect, b: Rect) -> f64 {
    a.x1.min(b.x1) - a.x0.max(b.x0)
}

/// How far two boxes share their extent down; negative is a gap.
fn shared_y(a: Rect, b: Rect) -> f64 {
    a.y1.min(b.y1) - a.y0.max(b.y0)
}

/// The smallest box around all; `None` for none.
fn around(rects: impl IntoIterator<Item = Rect>) -> Option<Rect> {
    rects.into_iter().reduce(Rect::cover)
}
