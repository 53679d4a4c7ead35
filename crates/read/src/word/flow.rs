//! A stream of paragraphs, cell ends and row ends becomes blocks. Word's older forms write tables so: a paragraph
//! tells how deep in tables it stands, a mark ends each cell, and the end of a row tells where its cells' edges are.
//! Not for: reading marks out of bytes.

use hongtou_document::TableDraft;

use crate::docx::table::{Merge, Row, RowCell, TableRows};
use crate::{Limits, ReadError};

/// Twips within which two edges are one: producers round the edges of each row for itself.
const SNAP: i32 = 30;
/// Tables inside tables that are still told apart.
const DEEPEST: usize = 32;

/// A block before it has a place in the text.
#[derive(Debug)]
pub(super) enum Block {
    Paragraph(String),
    Table(TableDraft),
}

/// What the end of a row tells about its cells.
#[derive(Debug, Clone, Default)]
pub(super) struct Shape {
    /// Twips from the page's edge: the left edge of the first cell, then the right one of each.
    pub(super) edges: Vec<i32>,
    pub(super) merges: Vec<(Merge, Merge)>,
}

impl Shape {
    /// How the cell hangs together with the one to the left and the one above.
    fn merge(&self, cell: usize) -> (Merge, Merge) {
        self.merges.get(cell).copied().unwrap_or_default()
    }
}

/// A table that is open.
#[derive(Debug, Default)]
struct Open {
    rows: Vec<(Shape, Vec<Vec<Block>>)>,
    /// Ended cells of the open row.
    cells: Vec<Vec<Block>>,
    /// Blocks of the open cell.
    blocks: Vec<Block>,
}

/// Takes the stream. A text box is a flow of its own.
#[derive(Debug, Default)]
pub(super) struct Flow {
    root: Vec<Block>,
    open: Vec<Open>,
    /// Text of a paragraph whose end mark was deleted: it begins the next paragraph.
    carried: String,
    cells: usize,
}

impl Flow {
    /// Ends a paragraph, `depth` tables deep.
    pub(super) fn paragraph(&mut self, depth: usize, text: &str) {
        self.go_to(depth);
        let text = std::mem::take(&mut self.carried) + text;
        let text = trim(&text);
        if !text.is_empty() {
            self.target().push(Block::Paragraph(text.to_owned()));
        }
    }

    /// Keeps the text for the next paragraph.
    pub(super) fn carry(&mut self, text: &str) {
        self.carried.push_str(text);
    }

    /// Adds blocks where the stream stands.
    pub(super) fn add(&mut self, blocks: Vec<Block>) {
        self.target().extend(blocks);
    }

    /// Ends a cell, `text` being its last paragraph.
    pub(super) fn cell(&mut self, depth: usize, text: &str, limits: &Limits) -> Result<(), ReadError> {
        self.paragraph(depth.max(1), text);
        self.cells += 1;
        if self.cells > limits.cells {
            return Err(ReadError::TooLarge { detail: format!("more than {} table cells", limits.cells) });
        }
        if let Some(open) = self.open.last_mut() {
            open.cells.push(std::mem::take(&mut open.blocks));
        }
        Ok(())
    }

    /// Ends a row. A dropped one was deleted or is hidden.
    pub(super) fn row(&mut self, depth: usize, shape: Shape, dropped: bool) {
        self.go_to(depth.max(1));
        if let Some(open) = self.open.last_mut() {
            let cells = std::mem::take(&mut open.cells);
            if !dropped && !cells.is_empty() {
                open.rows.push((shape, cells));
            }
        }
    }

    /// The blocks in reading order.
    pub(super) fn finish(mut self) -> Vec<Block> {
        self.paragraph(0, "");
        self.root
    }

    fn target(&mut self) -> &mut Vec<Block> {
        match self.open.last_mut() {
            Some(open) => &mut open.blocks,
            None => &mut self.root,
        }
    }

    /// Opens and closes tables until the stream stands at a depth.
    fn go_to(&mut self, depth: usize) {
        let depth = depth.min(DEEPEST);
        while self.open.len() > depth {
            let Some(mut open) = self.open.pop() else { break };
            if !open.blocks.is_empty() {
                open.cells.push(std::mem::take(&mut open.blocks));
            }
            if !open.cells.is_empty() {
                open.rows.push((Shape::default(), std::mem::take(&mut open.cells)));
            }
            let table = table(open.rows);
            self.target().extend(table.map(Block::Table));
        }
        while self.open.len() < depth {
            self.open.push(Open::default());
        }
    }
}

/// The grid of a table: its columns are cut wherever some row has an edge.
fn table(rows: Vec<(Shape, Vec<Vec<Block>>)>) -> Option<TableDraft> {
    let mut edges: Vec<i32> = rows.iter().flat_map(|(shape, _)| shape.edges.iter().copied()).collect();
    edges.sort_unstable();
    edges.dedup();
    let mut columns: Vec<i32> = Vec::new();
    for edge in edges {
        if columns.last().is_none_or(|last| edge.saturating_sub(*last) > SNAP) {
            columns.push(edge);
        }
    }
    let column = |edge: i32| u32::try_from(columns.partition_point(|start| *start <= edge).saturating_sub(1)).unwrap_or(0);
    let mut table = TableRows::default();
    for (shape, cells) in rows {
        let mut row = Row { before: shape.edges.first().map_or(0, |edge| column(*edge)), ..Row::default() };
        for (index, blocks) in cells.into_iter().enumerate() {
            let span = match (shape.edges.get(index), shape.edges.get(index + 1)) {
                (Some(left), Some(right)) => column(*right).saturating_sub(column(*left)),
                _ => 1,
            };
            let (horizontal, vertical) = shape.merge(index);
            let mut cell = RowCell { span, horizontal, vertical, ..RowCell::default() };
            let mut paragraphs = Vec::new();
            for block in blocks {
                match block {
                    Block::Paragraph(text) => paragraphs.push(text),
                    Block::Table(table) => cell.nested.push(table),
                }
            }
            cell.text = paragraphs.join("\n");
            row.cells.push(cell);
        }
        table.add(row);
    }
    table.finish()
}

/// The blocks as plain text: a page head or foot.
pub(super) fn plain(blocks: Vec<Block>) -> String {
    let texts = blocks.into_iter().flat_map(|block| match block {
        Block::Paragraph(text) => vec![text],
        Block::Table(table) => table.cells.into_iter().map(|cell| cell.text).filter(|text| !text.is_empty()).collect(),
    });
    texts.collect::<Vec<String>>().join("\n")
}

/// Without the blanks that indent a paragraph or trail it.
fn trim(text: &str) -> &str {
    text.trim_matches(|c: char| c.is_whitespace() || matches!(c, '\u{feff}' | '\u{200b}'))
}
