//! The one way to make a [`Document`]: append text in reading order and say what it is.
//! Not for: deciding what is a table; readers do that.

use crate::document::{Block, Document, Format, Line, Page, Paragraph, TextFrom};
use crate::{Cell, Rect, Span, Table, TableError, TableMark, Text};

/// A cell before its place in the text is known.
#[derive(Debug, Clone, Default)]
pub struct CellDraft {
    /// Row of the top-left slot, from 0.
    pub row: u32,
    /// Column of the top-left slot, from 0.
    pub col: u32,
    /// Rows covered; 0 is read as 1.
    pub row_span: u32,
    /// Columns covered; 0 is read as 1.
    pub col_span: u32,
    /// The cell's text; its paragraphs parted by line breaks.
    pub text: String,
    /// Tables inside the cell; their text follows the cell's own.
    pub nested: Vec<TableDraft>,
    /// Page, from 1.
    pub page: Option<u32>,
    /// Box on that page.
    pub bbox: Option<Rect>,
}

/// A table before its place in the text is known.
#[derive(Debug, Clone)]
pub struct TableDraft {
    /// The cells, in any order.
    pub cells: Vec<CellDraft>,
    /// How the table was recognised.
    pub mark: TableMark,
    /// Page of the first row, from 1.
    pub page: Option<u32>,
    /// Box on that page.
    pub bbox: Option<Rect>,
}

/// Builds a [`Document`] in reading order. Two ways to work: append text (`paragraph`, `table`), or start
/// from a whole text ([`DocumentBuilder::verbatim`]) and point into it (`paragraph_at`, `table_at`).
#[derive(Debug)]
pub struct DocumentBuilder {
    format: Format,
    text: String,
    chars: u32,
    pages: Vec<Page>,
    blocks: Vec<Block>,
    metadata: Vec<(String, String)>,
    text_from: TextFrom,
    engine: String,
    warnings: Vec<String>,
    unsure: Vec<(u32, Rect)>,
}

impl DocumentBuilder {
    /// An empty document of a format.
    #[must_use]
    pub fn new(format: Format) -> Self {
        Self::verbatim(format, String::new())
    }

    /// A document whose text is already whole; blocks point into it.
    #[must_use]
    pub fn verbatim(format: Format, text: String) -> Self {
        let chars = count(&text);
        Self {
            format,
            text,
            chars,
            pages: Vec::new(),
            blocks: Vec::new(),
            metadata: Vec::new(),
            text_from: TextFrom::Text,
            engine: String::from("hongtou"),
            warnings: Vec::new(),
            unsure: Vec::new(),
        }
    }

    /// Sets where the characters came from (default: [`TextFrom::Text`]).
    pub fn text_from(&mut self, text_from: TextFrom) -> &mut Self {
        self.text_from = text_from;
        self
    }

    /// Sets the engine's name (default: `hongtou`).
    pub fn engine(&mut self, engine: impl Into<String>) -> &mut Self {
        self.engine = engine.into();
        self
    }

    /// Adds a page.
    pub fn page(&mut self, page: Page) -> &mut Self {
        self.pages.push(page);
        self
    }

    /// Adds something that the file says about itself.
    pub fn metadata(&mut self, key: impl Into<String>, value: impl Into<String>) -> &mut Self {
        self.metadata.push((key.into(), value.into()));
        self
    }

    /// Notes something that could not be read or had to be guessed.
    pub fn warning(&mut self, warning: impl Into<String>) -> &mut Self {
        self.warnings.push(warning.into());
        self
    }

    /// Marks what stands in a box of a page as not surely read: the lines, or the cells where the place of
    /// lines is not known, whose middle lies in the box.
    pub fn unsure(&mut self, page: u32, area: Rect) -> &mut Self {
        self.unsure.push((page, area));
        self
    }

    /// Appends a whole paragraph without geometry and ends it with a line break.
    pub fn paragraph(&mut self, text: &str) -> &mut Self {
        let span = self.append(text);
        self.append("\n");
        self.paragraph_at(vec![Line { span, page: None, bbox: None }], true)
    }

    /// Appends printed lines as one paragraph, each ended by a line break.
    pub fn lines<'a>(&mut self, lines: impl IntoIterator<Item = (&'a str, Option<u32>, Option<Rect>)>, complete: bool) -> &mut Self {
        let mut placed = Vec::new();
        for (text, page, bbox) in lines {
            let span = self.append(text);
            self.append("\n");
            placed.push(Line { span, page, bbox });
        }
        self.paragraph_at(placed, complete)
    }

    /// Adds a paragraph whose lines already stand in the text. Without lines nothing is added.
    pub fn paragraph_at(&mut self, lines: Vec<Line>, complete: bool) -> &mut Self {
        if let (Some(first), Some(last)) = (lines.first(), lines.last()) {
            let span = first.span.cover(last.span);
            self.blocks.push(Block::Paragraph(Paragraph { span, lines, complete }));
        }
        self
    }

    /// Appends a table: cells parted by TAB, rows by a line break.
    ///
    /// # Errors
    /// When the cells do not make a grid; nothing is appended then.
    pub fn table(&mut self, draft: &TableDraft) -> Result<&mut Self, TableError> {
        check(draft)?;
        let table = self.place_table(draft)?;
        self.blocks.push(Block::Table(table));
        Ok(self)
    }

    /// Adds a table whose cells already stand in the text.
    pub fn table_at(&mut self, table: Table) -> &mut Self {
        self.blocks.push(Block::Table(table));
        self
    }

    /// The document. `source_id` is the SHA-256 of the bytes read, in lower-case hex.
    #[must_use]
    pub fn finish(self, source_id: impl Into<String>) -> Document {
        let unsure = self.unsure_spans();
        Document {
            source_id: source_id.into(),
            format: self.format,
            text: Text::from(self.text),
            pages: self.pages,
            blocks: self.blocks,
            metadata: self.metadata,
            text_from: self.text_from,
            engine: self.engine,
            warnings: self.warnings,
            unsure,
        }
    }

    /// The spans of the lines and cells whose middle lies in an unsure box.
    fn unsure_spans(&self) -> Vec<Span> {
        if self.unsure.is_empty() {
            return Vec::new();
        }
        let mut spans = Vec::new();
        let mut take = |span: Span, page: Option<u32>, bbox: Option<Rect>| {
            let Some((page, bbox)) = page.zip(bbox) else { return };
            let (x, y) = (f64::midpoint(bbox.x0, bbox.x1), f64::midpoint(bbox.y0, bbox.y1));
            let within = |area: &Rect| (area.x0..=area.x1).contains(&x) && (area.y0..=area.y1).contains(&y);
            if self.unsure.iter().any(|(on, area)| *on == page && within(area)) {
                spans.push(span);
            }
        };
        for block in &self.blocks {
            match block {
                Block::Paragraph(paragraph) => paragraph.lines.iter().for_each(|line| take(line.span, line.page, line.bbox)),
                Block::Table(table) => {
                    for cell in table.cells() {
                        if cell.lines.is_empty() {
                            take(cell.span, cell.page.or(table.page), cell.bbox);
                        } else {
                            cell.lines.iter().for_each(|line| take(line.span, line.page, line.bbox));
                        }
                    }
                }
            }
        }
        spans.sort_unstable();
        spans.dedup();
        spans
    }

    fn append(&mut self, text: &str) -> Span {
        let start = self.chars;
        self.text.push_str(text);
        self.chars += count(text);
        Span::new(start, self.chars)
    }

    fn place_table(&mut self, draft: &TableDraft) -> Result<Table, TableError> {
        let mut order: Vec<&CellDraft> = draft.cells.iter().collect();
        order.sort_by_key(|cell| (cell.row, cell.col));
        let start = self.chars;
        let mut end = start;
        let mut cells = Vec::with_capacity(order.len());
        let mut row = order.first().map_or(0, |cell| cell.row);
        for (index, cell) in order.iter().enumerate() {
            if cell.row != row {
                self.append("\n");
                row = cell.row;
            } else if index > 0 {
                self.append("\t");
            }
            let mut span = self.append(&cell.text);
            let mut nested = Vec::with_capacity(cell.nested.len());
            for inner in &cell.nested {
                if !span.is_empty() {
                    self.append("\n");
                }
                let inner = self.place_table(inner)?;
                span.end = span.end.max(inner.span.end);
                nested.push(inner);
            }
            end = span.end;
            cells.push(Cell {
                row: cell.row,
                col: cell.col,
                row_span: cell.row_span.max(1),
                col_span: cell.col_span.max(1),
                span,
                page: cell.page,
                bbox: cell.bbox,
                lines: Vec::new(),
                nested,
            });
        }
        self.append("\n");
        let mut table = Table::new(cells, draft.mark, Span::new(start, end))?;
        table.page = draft.page;
        table.bbox = draft.bbox;
        Ok(table)
    }
}

/// Checks a draft, nested tables included, before any text is appended.
fn check(draft: &TableDraft) -> Result<(), TableError> {
    let cells = draft
        .cells
        .iter()
        .map(|cell| Cell {
            row: cell.row,
            col: cell.col,
            row_span: cell.row_span.max(1),
            col_span: cell.col_span.max(1),
            span: Span::default(),
            page: None,
            bbox: None,
            lines: Vec::new(),
            nested: Vec::new(),
        })
        .collect();
    Table::new(cells, draft.mark, Span::default())?;
    draft.cells.iter().flat_map(|cell| &cell.nested).try_for_each(check)
}

fn count(text: &str) -> u32 {
    u32::try_from(text.chars().count()).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_is_written_row_by_row_and_every_cell_can_be_sliced() {
        let mut builder = DocumentBuilder::new(Format::Docx);
        builder.paragraph("单位：万元");
        let cell = |row, col, text: &str| CellDraft { row, col, text: text.into(), ..CellDraft::default() };
        let inner = TableDraft { cells: vec![cell(0, 0, "内"), cell(0, 1, "表")], mark: TableMark::Markup, page: None, bbox: None };
        let mut last = cell(1, 1, "8454");
        last.nested.push(inner);
        builder
            .table(&TableDraft {
                cells: vec![last, cell(0, 0, "地区"), cell(0, 1, "金额"), cell(1, 0, "新疆")],
                mark: TableMark::Markup,
                page: None,
                bbox: None,
            })
            .unwrap();
        let document = builder.finish("x");
        assert_eq!(document.text().as_str(), "单位：万元\n地区\t金额\n新疆\t8454\n内\t表\n\n");
        let Block::Table(table) = &document.blocks()[1] else { panic!("a table") };
        let texts: Vec<&str> = table.cells().iter().map(|cell| document.slice(cell.span)).collect();
        assert_eq!(texts, ["地区", "金额", "新疆", "8454\n内\t表"]);
        assert_eq!(document.slice(table.cells()[3].nested[0].cells()[1].span), "表");
    }

    #[test]
    fn what_stands_in_an_unsure_box_is_unsure() {
        let rect = |y0: f64| Rect { x0: 50.0, y0, x1: 300.0, y1: y0 + 16.0 };
        let mut builder = DocumentBuilder::new(Format::Pdf);
        builder.lines([("下达资金", Some(1), Some(rect(100.0))), ("8454万元", Some(1), Some(rect(120.0)))], true);
        builder.lines([("8454万元", Some(2), Some(rect(120.0)))], true);
        builder.text_from(TextFrom::Ocr).unsure(1, rect(120.0));
        let document = builder.finish("x");
        let unsure: Vec<&str> = document.unsure().iter().map(|span| document.slice(*span).trim_end()).collect();
        assert_eq!(unsure, ["8454万元"]);
        let [first, second] = document.blocks() else { panic!("two paragraphs") };
        assert!(document.is_unsure(first.span()) && !document.is_unsure(second.span()));
        assert!(!document.is_unsure(Span::new(0, 4)) && document.is_ocr(Span::new(0, 4)));
    }
}
