//! A document's text as `hongtou text --json` shows it. Not for: drawing it for people (`hongtou-cli`).

use hongtou_document::{Block, Cell, Document, Line, Rect, Table};
use hongtou_export::text::{Bbox, TextCell, TextLine, TextPage, TextTable, TextView};

/// The text page by page. A format without pages is one page with neither number nor size; a table that runs over several
/// pages stands on its first.
#[must_use]
pub fn text_view(document: &Document) -> TextView {
    let sized = |page: &hongtou_document::Page| TextPage {
        page: Some(page.number),
        width: Some(page.width),
        height: Some(page.height),
        ..TextPage::default()
    };
    let mut pages: Vec<TextPage> = document.pages().iter().map(sized).collect();
    if pages.is_empty() {
        pages.push(TextPage::default());
    }
    let mut current = 0;
    for block in document.blocks() {
        match block {
            Block::Paragraph(paragraph) => {
                for line in &paragraph.lines {
                    current = place(&pages, line.page, current);
                    pages[current].lines.push(line_view(document, line));
                }
            }
            Block::Table(table) => {
                current = place(&pages, table.page, current);
                pages[current].tables.push(table_view(document, table));
            }
        }
    }
    TextView { pages }
}

/// The page of that number; what has no number stands where the text before it stood.
fn place(pages: &[TextPage], number: Option<u32>, current: usize) -> usize {
    number.and_then(|number| pages.iter().position(|page| page.page == Some(number))).unwrap_or(current)
}

fn sides(rect: Option<Rect>) -> Option<Bbox> {
    rect.map(|rect| [rect.x0, rect.y0, rect.x1, rect.y1]).filter(|sides| sides.iter().all(|side| side.is_finite()))
}

fn line_view(document: &Document, line: &Line) -> TextLine {
    TextLine { text: document.slice(line.span).to_owned(), bbox: sides(line.bbox), unsure: document.is_unsure(line.span) }
}

fn table_view(document: &Document, table: &Table) -> TextTable {
    let cell = |cell: &Cell| TextCell {
        row: cell.row,
        col: cell.col,
        row_span: cell.row_span,
        col_span: cell.col_span,
        text: document.slice(cell.span).to_owned(),
        bbox: sides(cell.bbox),
        unsure: document.is_unsure(cell.span),
    };
    TextTable { bbox: sides(table.bbox), cells: table.cells().iter().map(cell).collect() }
}
