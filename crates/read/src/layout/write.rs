//! The laid out pages as a document: one text with blocks that point into it. Not for: deciding anything about layout.

use hongtou_document::{Cell, DocumentBuilder, Format, Line, Page, Rect, Span, Table};

use super::paragraphs::{self, Block};
use super::{CellBox, PageLayout, TableBox, TextLine, width, wrap};

/// A text that grows, and where its lines and cells stand.
struct Writer<'a> {
    text: String,
    chars: u32,
    pages: &'a [PageLayout],
    /// The middles of lines and empty cells that are not sure, each with its page.
    unsure: Vec<(u32, Rect)>,
}

/// What stands in the text.
enum Placed {
    Paragraph(Vec<Line>, bool),
    Table(Table),
}

/// Writes the pages.
pub(super) fn document(format: Format, pages: &[PageLayout]) -> DocumentBuilder {
    let mut writer = Writer { text: String::new(), chars: 0, pages, unsure: Vec::new() };
    let placed: Vec<Placed> = paragraphs::blocks(pages).into_iter().map(|block| writer.block(block)).collect();
    let mut builder = DocumentBuilder::verbatim(format, writer.text);
    for block in placed {
        match block {
            Placed::Paragraph(lines, complete) => builder.paragraph_at(lines, complete),
            Placed::Table(table) => builder.table_at(table),
        };
    }
    for (page, middle) in writer.unsure {
        builder.unsure(page, middle);
    }
    for page in pages {
        let (width, height) = page.shown;
        builder.page(Page { number: page.number, width, height, furniture: page.furniture.clone(), text_from: page.text_from });
    }
    builder
}

impl Writer<'_> {
    fn append(&mut self, text: &str) -> Span {
        let start = self.chars;
        self.text.push_str(text);
        self.chars = self.chars.saturating_add(u32::try_from(text.chars().count()).unwrap_or(u32::MAX));
        Span::new(start, self.chars)
    }

    fn page(&self, number: u32) -> Option<&PageLayout> {
        self.pages.binary_search_by_key(&number, |page| page.number).ok().and_then(|index| self.pages.get(index))
    }

    /// A box of a page as displayed, of a line or an empty cell: notes if it is not sure.
    fn weighed(&mut self, page: u32, rect: Rect) -> Rect {
        let shown = self.shown(page, rect);
        if self.page(page).is_some_and(|page| page.is_unsure(rect)) {
            let (x, y) = (f64::midpoint(shown.x0, shown.x1), f64::midpoint(shown.y0, shown.y1));
            self.unsure.push((page, Rect { x0: x, y0: y, x1: x, y1: y }));
        }
        shown
    }

    /// A box of a page as displayed.
    fn shown(&self, page: u32, rect: Rect) -> Rect {
        let rect = self.page(page).map_or(rect, |page| page.shown_at(rect));
        let round = |side: f64| (side * 100.0).round() / 100.0;
        Rect { x0: round(rect.x0), y0: round(rect.y0), x1: round(rect.x1), y1: round(rect.y1) }
    }

    fn block(&mut self, block: Block<'_>) -> Placed {
        match block {
            Block::Paragraph(lines, complete) => {
                let lines = lines.into_iter().map(|line| {
                    let placed = self.line(line);
                    self.append("\n");
                    placed
                });
                Placed::Paragraph(lines.collect(), complete)
            }
            Block::Table(table) => {
                let placed = self.table(table).unwrap_or_else(|lines| Placed::Paragraph(lines, false));
                self.append("\n");
                placed
            }
        }
    }

    fn line(&mut self, line: &TextLine) -> Line {
        let span = self.append(&line.text);
        Line { span, page: Some(line.page), bbox: Some(self.weighed(line.page, line.rect)) }
    }

    /// A table; its lines if the cells make no grid, which the code that made them rules out.
    fn table(&mut self, table: &TableBox) -> Result<Placed, Vec<Line>> {
        let (cells, span) = self.cells(table);
        let lines: Vec<Line> = cells.iter().flat_map(|cell: &Cell| &cell.lines).cloned().collect();
        self.made(table, cells, span).map(Placed::Table).ok_or(lines)
    }

    fn made(&self, table: &TableBox, cells: Vec<Cell>, span: Span) -> Option<Table> {
        let mut made = Table::new(cells, table.mark, span).ok()?;
        made.page = Some(table.page);
        made.bbox = Some(self.shown(table.page, table.rect));
        Some(made)
    }

    fn cells(&mut self, table: &TableBox) -> (Vec<Cell>, Span) {
        let mut order: Vec<&CellBox> = table.cells.iter().collect();
        order.sort_by_key(|cell| (cell.row, cell.col));
        let start = self.chars;
        let mut end = start;
        let mut row = order.first().map_or(0, |cell| cell.row);
        let mut cells = Vec::with_capacity(order.len());
        for (index, cell) in order.into_iter().enumerate() {
            if cell.row != row {
                self.append("\n");
                row = cell.row;
            } else if index > 0 {
                self.append("\t");
            }
            let cell = self.cell(cell);
            end = cell.span.end;
            cells.push(cell);
        }
        (cells, Span::new(start, end))
    }

    fn cell(&mut self, cell: &CellBox) -> Cell {
        let mut span = Span::new(self.chars, self.chars);
        let joints = wrap::joints(&cell.lines, width(cell.rect));
        let mut lines = Vec::with_capacity(cell.lines.len());
        for (line, joint) in cell.lines.iter().zip(joints) {
            self.append(joint);
            lines.push(self.line(line));
        }
        span.end = self.chars;
        let mut nested = Vec::new();
        for inner in &cell.nested {
            if !span.is_empty() {
                self.append("\n");
            }
            let (cells, inner_span) = self.cells(inner);
            span.end = self.chars;
            nested.extend(self.made(inner, cells, inner_span));
        }
        let bbox = if lines.is_empty() { self.weighed(cell.page, cell.rect) } else { self.shown(cell.page, cell.rect) };
        Cell {
            row: cell.row,
            col: cell.col,
            row_span: cell.row_span,
            col_span: cell.col_span,
            span,
            page: Some(cell.page),
            bbox: Some(bbox),
            lines,
            nested,
        }
    }
}
