//! The reader of plain text: the file's own characters, kept as they are, with paragraphs and tables that
//! point into them. Not for: joining lines to paragraphs, which takes knowledge of what they say.

mod aligned;
mod bar_cells;
mod bar_leads;
mod bar_rows;
mod bars;
mod cell_lines;
mod encoding;
mod markup;
mod piece;
mod places;
mod tab_rows;

use hongtou_document::{Block, Cell, Document, DocumentBuilder, Format, Line, Span, Table, TableMark};

use crate::{Input, ReadError, Reader, source_id};
use piece::Piece;

/// Bytes that are enough to tell an encoding.
const SAMPLE: usize = 64 << 10;

/// Reads plain text in UTF-8, UTF-16 and GB18030 (with GBK and GB2312).
#[derive(Debug, Clone, Copy, Default)]
pub struct TextReader;

impl Reader for TextReader {
    fn format(&self) -> Format {
        Format::Text
    }

    fn read(&self, input: &Input<'_>) -> Result<Document, ReadError> {
        let limit = input.options.limits.text_bytes;
        if input.bytes.len() as u64 > limit {
            return Err(ReadError::TooLarge { detail: format!("{} bytes of text, at most {limit} are read", input.bytes.len()) });
        }
        let encoding = encoding::guess(input.bytes).ok_or(ReadError::Unsupported { format: Format::Unknown })?;
        let decoded = encoding::decode(input.bytes, encoding);
        if decoded.text.chars().all(piece::is_blank) {
            return Err(ReadError::Empty);
        }
        let mut builder = DocumentBuilder::verbatim(Format::Text, decoded.text.clone());
        builder.metadata("encoding", encoding.name());
        for warning in decoded.warnings() {
            builder.warning(warning);
        }
        for block in blocks(&decoded.text) {
            match block {
                Block::Paragraph(paragraph) => builder.paragraph_at(paragraph.lines, paragraph.complete),
                Block::Table(table) => builder.table_at(table),
            };
        }
        Ok(builder.finish(source_id(input.bytes)))
    }
}

/// Whether bytes without any other mark are a text.
pub(crate) fn is_text(bytes: &[u8]) -> bool {
    encoding::guess(bytes).is_some()
}

/// What a recogniser says about the lines from the first one given.
struct Found {
    /// Lines looked at. Without rows: it need not be asked again for any of them.
    lines: usize,
    /// The cells of each row; empty where there is no table.
    rows: Vec<Vec<Span>>,
}

impl Found {
    fn nothing(lines: usize) -> Self {
        Self { lines: lines.max(1), rows: Vec::new() }
    }
}

type Recogniser = fn(&[Piece<'_>]) -> Found;

/// The surest mark first.
const RECOGNISERS: [(Recogniser, TableMark); 7] = [
    (tab_rows::find, TableMark::Delimited),
    (cell_lines::find, TableMark::CellPerLine),
    (bar_rows::find, TableMark::CellPerLine),
    (bar_leads::find, TableMark::CellPerLine),
    (bar_cells::find, TableMark::CellPerLine),
    (bars::find, TableMark::Delimited),
    (aligned::find, TableMark::Aligned),
];

/// Paragraphs and tables of a text with `\n` line ends.
fn blocks(text: &str) -> Vec<Block> {
    let lines: Vec<Piece<'_>> = Piece::whole(text).split('\n').collect();
    let mut blocks = Vec::new();
    // For each recogniser the line from which it may be asked again; keeps the work linear.
    let mut next_try = [0usize; RECOGNISERS.len()];
    let mut at = 0;
    while let Some(line) = lines.get(at) {
        let drawn = lines.get(at..).and_then(markup::find).or_else(|| table_at(&lines, at, &mut next_try));
        if let Some((table, taken)) = drawn {
            blocks.push(Block::Table(table));
            at += taken;
            continue;
        }
        let printed = line.trimmed().plain();
        if !printed.text.is_empty() {
            let span = printed.span();
            let lines = vec![Line { span, page: None, bbox: None }];
            blocks.push(Block::Paragraph(hongtou_document::Paragraph { span, lines, complete: false }));
        }
        at += 1;
    }
    blocks
}

/// The table that begins at a line, and the lines it takes.
fn table_at(lines: &[Piece<'_>], at: usize, next_try: &mut [usize]) -> Option<(Table, usize)> {
    let rest = lines.get(at..)?;
    for ((recogniser, mark), next_try) in RECOGNISERS.iter().zip(next_try) {
        if at < *next_try {
            continue;
        }
        let found = recogniser(rest);
        // A grid beyond all limits is no table that anybody drew: its lines stay paragraphs.
        match grid(&found.rows, *mark) {
            Some(table) => return Some((table, found.lines)),
            None => *next_try = at + found.lines,
        }
    }
    None
}

/// Rows of cells as a table: one column a cell, nothing merged, because a dump does not tell.
fn grid(rows: &[Vec<Span>], mark: TableMark) -> Option<Table> {
    let mut cells = Vec::new();
    for (row, spans) in rows.iter().enumerate() {
        for (col, span) in spans.iter().enumerate() {
            cells.push(Cell {
                row: u32::try_from(row).ok()?,
                col: u32::try_from(col).ok()?,
                row_span: 1,
                col_span: 1,
                span: *span,
                page: None,
                bbox: None,
                lines: Vec::new(),
                nested: Vec::new(),
            });
        }
    }
    let whole = cells.iter().map(|cell| cell.span).reduce(Span::cover)?;
    Table::new(cells, mark, whole).ok()
}
