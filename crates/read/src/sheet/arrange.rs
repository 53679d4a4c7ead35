//! The cells of one sheet as paragraphs and tables: what is hidden left out, titles and notes around a table
//! told from its rows. Not for: reading cells, or what they say.

use std::collections::{BTreeMap, BTreeSet};

use hongtou_document::{CellDraft, TableDraft, TableMark};

/// Slots of a merged region that may lie outside the cells with text; more is a whole column or row.
const REACH: u32 = 512;
/// Empty rows that no table has inside.
const FAR: u32 = 50;
/// Characters of the only cell of a row below a table from which it is a note and not a row.
const NOTE: usize = 12;

/// A rectangle of slots, ends included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Region {
    pub(super) top: u32,
    pub(super) left: u32,
    pub(super) bottom: u32,
    pub(super) right: u32,
}

/// A sheet as read.
#[derive(Debug, Default)]
pub(super) struct Sheet {
    pub(super) name: String,
    pub(super) hidden: bool,
    /// Printed text by row and column; no empty ones.
    pub(super) cells: BTreeMap<(u32, u32), String>,
    pub(super) merges: Vec<Region>,
    pub(super) hidden_rows: BTreeSet<u32>,
    pub(super) hidden_cols: BTreeSet<u32>,
}

/// A paragraph or a table of a sheet.
#[derive(Debug)]
pub(super) enum Piece {
    Paragraph(String),
    Table(TableDraft),
}

/// A cell with its extent among the visible slots.
#[derive(Debug, Clone)]
struct Placed {
    row: u32,
    col: u32,
    row_span: u32,
    col_span: u32,
    text: String,
}

impl Placed {
    fn is_filled(&self) -> bool {
        !self.text.trim().is_empty()
    }
}

impl Sheet {
    /// Rows and columns with text that are hidden.
    pub(super) fn hidden_counts(&self) -> (usize, usize) {
        let rows: BTreeSet<u32> = self.cells.keys().map(|(row, _)| *row).filter(|row| self.hidden_rows.contains(row)).collect();
        let cols: BTreeSet<u32> = self.cells.keys().map(|(_, col)| *col).filter(|col| self.hidden_cols.contains(col)).collect();
        (rows.len(), cols.len())
    }

    /// What is visible, in reading order.
    pub(super) fn pieces(&self) -> Vec<Piece> {
        let (placed, empty) = self.placed();
        let mut rows: BTreeMap<u32, Vec<Placed>> = BTreeMap::new();
        for cell in placed {
            rows.entry(cell.row).or_default().push(cell);
        }
        let mut pieces = Vec::new();
        for part in parts(rows) {
            arrange(part, &empty, &mut pieces);
        }
        pieces
    }

    /// The visible cells with text and the merged regions without, hidden rows and columns closed up.
    fn placed(&self) -> (Vec<Placed>, Vec<Placed>) {
        let last_row = self.cells.keys().map(|(row, _)| *row).max().unwrap_or(0);
        let last_col = self.cells.keys().map(|(_, col)| *col).max().unwrap_or(0);
        let mut origins: BTreeMap<(u32, u32), Region> = BTreeMap::new();
        let mut covered: BTreeSet<(u32, u32)> = BTreeSet::new();
        for region in &self.merges {
            let reach = |last: u32, end: u32, start: u32| if end.saturating_sub(start) > REACH { end.min(last.max(start)) } else { end };
            let region =
                Region { bottom: reach(last_row, region.bottom, region.top), right: reach(last_col, region.right, region.left), ..*region };
            let Some(slots) = slots(region) else { continue };
            // A region over another one is an error of the file: the first stays.
            if slots.iter().any(|slot| covered.contains(slot)) {
                continue;
            }
            covered.extend(slots);
            origins.insert((region.top, region.left), region);
        }
        let rows = Visible::new(&self.hidden_rows);
        let cols = Visible::new(&self.hidden_cols);
        let place = |region: Region, text: &str| {
            let (row, row_span) = rows.extent(region.top, region.bottom)?;
            let (col, col_span) = cols.extent(region.left, region.right)?;
            Some(Placed { row, col, row_span, col_span, text: text.to_owned() })
        };
        let mut placed = Vec::new();
        for ((row, col), text) in &self.cells {
            let region = match origins.remove(&(*row, *col)) {
                Some(region) => region,
                None if covered.contains(&(*row, *col)) => continue,
                None => Region { top: *row, left: *col, bottom: *row, right: *col },
            };
            placed.extend(place(region, text));
        }
        (placed, origins.into_values().filter_map(|region| place(region, "")).collect())
    }
}

/// All slots of a region; `None` for one turned round or too large to be meant.
fn slots(region: Region) -> Option<Vec<(u32, u32)>> {
    let rows = u64::from(region.bottom.checked_sub(region.top)?) + 1;
    let cols = u64::from(region.right.checked_sub(region.left)?) + 1;
    if rows * cols > 1 << 16 {
        return None;
    }
    Some((region.top..=region.bottom).flat_map(|row| (region.left..=region.right).map(move |col| (row, col))).collect())
}

/// Counting without what is hidden.
struct Visible<'a> {
    hidden: Vec<u32>,
    all: &'a BTreeSet<u32>,
}

impl<'a> Visible<'a> {
    fn new(all: &'a BTreeSet<u32>) -> Self {
        Self { hidden: all.iter().copied().collect(), all }
    }

    /// Where an extent begins and how long it is; `None` where nothing of it is visible.
    fn extent(&self, start: u32, end: u32) -> Option<(u32, u32)> {
        let hidden = u32::try_from(self.all.range(start..=end).count()).ok()?;
        let length = (end - start + 1).checked_sub(hidden).filter(|length| *length > 0)?;
        let before = self.hidden.partition_point(|index| *index < start);
        Some((start - u32::try_from(before).ok()?, length))
    }
}

/// Parts of a sheet: a run of empty rows parts them where a title follows.
fn parts(rows: BTreeMap<u32, Vec<Placed>>) -> Vec<Vec<Vec<Placed>>> {
    let mut parts: Vec<Vec<Vec<Placed>>> = Vec::new();
    let mut reach = 0;
    for (row, cells) in rows {
        let gap = row > reach;
        let far = row > reach.saturating_add(FAR);
        let title = matches!(cells.as_slice(), [only] if only.col_span > 1 || only.text.chars().count() >= NOTE);
        reach = cells.iter().map(|cell| cell.row + cell.row_span).max().unwrap_or(row + 1).max(reach);
        match parts.last_mut() {
            Some(part) if !(gap && title || far) => part.push(cells),
            _ => parts.push(vec![cells]),
        }
    }
    parts
}

/// One part: paragraphs, the table, paragraphs.
fn arrange(rows: Vec<Vec<Placed>>, empty: &[Placed], pieces: &mut Vec<Piece>) {
    let first = rows.iter().position(|row| !is_above(row)).unwrap_or(rows.len());
    let mut end = rows.len();
    // A cell of several rows holds the rows under it in the table.
    while end > first {
        let Some(row) = rows.get(end - 1) else { break };
        let number = row.first().map_or(0, |cell| cell.row);
        let held = rows.iter().take(end - 1).flatten().any(|cell| cell.row + cell.row_span > number);
        if held || !is_note(row) {
            break;
        }
        end -= 1;
    }
    let mut rows = rows.into_iter();
    let paragraphs = |rows: Vec<Vec<Placed>>, pieces: &mut Vec<Piece>| {
        let texts = rows.into_iter().flatten().filter(Placed::is_filled);
        pieces.extend(texts.map(|cell| Piece::Paragraph(cell.text)));
    };
    paragraphs(rows.by_ref().take(first).collect(), pieces);
    let table: Vec<Placed> = rows.by_ref().take(end - first).flatten().collect();
    pieces.extend(grid(table, empty).map(Piece::Table));
    paragraphs(rows.collect(), pieces);
}

/// A row above a table: one cell, or labels with their values.
fn is_above(row: &[Placed]) -> bool {
    let filled = row.iter().filter(|cell| cell.is_filled()).count();
    filled == 1 && row.iter().all(|cell| cell.row_span == 1)
        || filled <= 3 && row.iter().all(|cell| cell.row_span == 1 && is_label(&cell.text))
}

/// `单位：万元`, `填报单位：某县财政局`.
fn is_label(text: &str) -> bool {
    text.split_once(['：', ':']).is_some_and(|(label, _)| (1..=8).contains(&label.trim().chars().count()))
}

/// A row below a table that is running text.
fn is_note(row: &[Placed]) -> bool {
    match row {
        [only] => only.row_span == 1 && (only.text.chars().count() >= NOTE || only.col_span > 2 || is_label(&only.text)),
        cells => cells.iter().all(|cell| cell.row_span == 1 && is_label(&cell.text)),
    }
}

/// The cells as a table from its own corner, empty slots as empty cells.
fn grid(mut cells: Vec<Placed>, empty: &[Placed]) -> Option<TableDraft> {
    let top = cells.iter().map(|cell| cell.row).min()?;
    let left = cells.iter().map(|cell| cell.col).min()?;
    let bottom = cells.iter().map(|cell| cell.row + cell.row_span).max()?;
    let right = cells.iter().map(|cell| cell.col + cell.col_span).max()?;
    if u64::from(bottom - top) * u64::from(right - left) > hongtou_document::Table::MAX_SLOTS {
        // The builder says so in its own words.
        return Some(draft(cells.into_iter().map(|cell| moved(cell, top, left)).collect()));
    }
    let mut taken: BTreeSet<(u32, u32)> = BTreeSet::new();
    let all = |cell: &Placed| {
        let cols = cell.col..cell.col + cell.col_span;
        (cell.row..cell.row + cell.row_span).flat_map(move |row| cols.clone().map(move |col| (row, col))).collect::<Vec<_>>()
    };
    cells.iter().for_each(|cell| taken.extend(all(cell)));
    for cell in empty {
        let inside = cell.row >= top && cell.row + cell.row_span <= bottom && cell.col >= left && cell.col + cell.col_span <= right;
        if inside && !all(cell).iter().any(|slot| taken.contains(slot)) {
            taken.extend(all(cell));
            cells.push(cell.clone());
        }
    }
    let mut drafts: Vec<CellDraft> = cells.into_iter().map(|cell| moved(cell, top, left)).collect();
    for row in top..bottom {
        for col in left..right {
            if !taken.contains(&(row, col)) {
                drafts.push(CellDraft { row: row - top, col: col - left, row_span: 1, col_span: 1, ..CellDraft::default() });
            }
        }
    }
    Some(draft(drafts))
}

fn moved(cell: Placed, top: u32, left: u32) -> CellDraft {
    CellDraft {
        row: cell.row - top,
        col: cell.col - left,
        row_span: cell.row_span,
        col_span: cell.col_span,
        text: cell.text,
        ..CellDraft::default()
    }
}

fn draft(cells: Vec<CellDraft>) -> TableDraft {
    TableDraft { cells, mark: TableMark::Markup, page: None, bbox: None }
}
