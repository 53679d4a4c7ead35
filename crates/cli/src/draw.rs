//! A document drawn for people: its lines, and its tables as boxes. Not for: programs, which want `--json`.

use hongtou::{Block, Document, Page, Table, TextFrom};

/// Columns of the terminal that a column of a table takes at most and at least; what is longer is wrapped.
const WIDEST: usize = 36;
const NARROWEST: usize = 4;

/// The text of a document in reading order, tables drawn in their places, each page under a mark of its own. `only` leaves out
/// all pages but one; `furniture` puts what stands on a page but not in the text below its mark.
pub(crate) fn document(document: &Document, only: Option<u32>, furniture: bool) -> String {
    let mut sheets = Sheets { text: String::new(), pages: document.pages(), next: 0, only, furniture };
    for block in document.blocks() {
        match block {
            Block::Paragraph(paragraph) => {
                for line in &paragraph.lines {
                    sheets.turn_to(line.page);
                    sheets.write(line.page, || document.slice(line.span).trim_end_matches(['\r', '\n']).to_owned() + "\n");
                }
            }
            Block::Table(table) => {
                sheets.turn_to(table.page);
                // A table is drawn in one piece, where it begins.
                let last = table.cells().iter().filter_map(|cell| cell.page).max().filter(|last| Some(*last) > table.page);
                sheets.write(table.page, || {
                    let drawn = boxed(table, |cell| document.slice(cell.span));
                    last.map_or(drawn.clone(), |last| format!("{drawn}(this table ends on page {last})\n"))
                });
            }
        }
    }
    sheets.turn_to(document.pages().last().map(|page| page.number));
    sheets.text
}

/// Text that is written page by page.
struct Sheets<'d> {
    text: String,
    pages: &'d [Page],
    /// Index of the first page whose mark is not written.
    next: usize,
    only: Option<u32>,
    furniture: bool,
}

impl Sheets<'_> {
    /// Writes the marks of all pages up to one. A blank page has its mark, too.
    fn turn_to(&mut self, number: Option<u32>) {
        while let Some(page) = self.pages.get(self.next).filter(|page| Some(page.number) <= number) {
            self.next += 1;
            if self.only.is_some_and(|only| only != page.number) {
                continue;
            }
            let how = if page.text_from == TextFrom::Ocr { ", recognised in a picture" } else { "" };
            self.text += &format!("── page {}{how} ──\n", page.number);
            for furniture in page.furniture.iter().filter(|_| self.furniture) {
                self.text += &format!("┈ {}\n", furniture.text.replace(['\r', '\n'], " "));
            }
        }
    }

    /// Writes what stands on a page.
    fn write(&mut self, page: Option<u32>, text: impl FnOnce() -> String) {
        if self.only.is_none() || self.only == page {
            self.text += &text();
        }
    }
}

/// How many terminal columns a character takes: two for the wide ones of East Asia.
fn width(c: char) -> usize {
    match u32::from(c) {
        0x1100..=0x115F | 0x2E80..=0xA4CF | 0xAC00..=0xD7A3 | 0xF900..=0xFAFF | 0xFE30..=0xFE6F => 2,
        0xFF01..=0xFF60 | 0xFFE0..=0xFFE6 | 0x1F300..=0x1FAFF | 0x20000..=0x3FFFD => 2,
        0x0300..=0x036F | 0x200B..=0x200F | 0xFE00..=0xFE0F | 0xFEFF => 0,
        _ => 1,
    }
}

/// Lines of at most `room` terminal columns.
fn wrapped(text: &str, room: usize) -> Vec<String> {
    let mut lines = Vec::new();
    for printed in text.lines() {
        let (mut line, mut used) = (String::new(), 0);
        for c in printed.trim().chars().map(|c| if c.is_control() { ' ' } else { c }) {
            if used + width(c) > room {
                lines.push(std::mem::take(&mut line));
                used = 0;
            }
            used += width(c);
            line.push(c);
        }
        lines.push(line);
    }
    lines
}

/// Where the columns or rows of a grid begin and end, rules counted: `edges[n]` is the rule before the `n`th.
fn edges(sizes: &[usize]) -> Vec<usize> {
    let mut at = 0;
    let mut edges = vec![0];
    for size in sizes {
        at += size + 1;
        edges.push(at);
    }
    edges
}

/// A table as boxes, merged cells merged.
fn boxed<'a>(table: &Table, text_of: impl Fn(&hongtou::Cell) -> &'a str) -> String {
    let grid = table.grid();
    let mut widths = vec![NARROWEST; table.cols() as usize];
    for cell in table.cells().iter().filter(|cell| cell.col_span == 1) {
        let longest = text_of(cell).lines().map(|line| line.trim().chars().map(width).sum()).max().unwrap_or(0);
        widths[cell.col as usize] = widths[cell.col as usize].max(longest.min(WIDEST));
    }
    // One blank on either side.
    let across = edges(&widths.iter().map(|width| width + 2).collect::<Vec<_>>());
    let room = |cell: &hongtou::Cell| across[(cell.col + cell.col_span) as usize] - across[cell.col as usize] - 3;
    let texts: Vec<Vec<String>> = table.cells().iter().map(|cell| wrapped(text_of(cell), room(cell))).collect();
    let mut heights = vec![1; table.rows() as usize];
    for (cell, lines) in table.cells().iter().zip(&texts) {
        let last = (cell.row + cell.row_span - 1) as usize;
        let above: usize = heights[cell.row as usize..last].iter().map(|height| height + 1).sum();
        heights[last] = heights[last].max(lines.len().saturating_sub(above));
    }
    let down = edges(&heights);
    let mut canvas = Canvas::new(across.last().copied().unwrap_or(0) + 1, down.last().copied().unwrap_or(0) + 1);
    rules(&mut canvas, &grid, &across, &down);
    for (cell, lines) in table.cells().iter().zip(&texts) {
        for (offset, line) in lines.iter().enumerate() {
            canvas.write(across[cell.col as usize] + 2, down[cell.row as usize] + 1 + offset, line);
        }
    }
    canvas.text()
}

/// Draws the rules between slots that do not belong to one cell.
fn rules(canvas: &mut Canvas, grid: &[Vec<Option<usize>>], across: &[usize], down: &[usize]) {
    let (rows, cols) = (down.len() - 1, across.len() - 1);
    // Whether a rule stands above slot (row, col), and left of it; beyond the grid there is nothing.
    let parted = |a: Option<(usize, usize)>, b: Option<(usize, usize)>| match (a, b) {
        (None, None) => false,
        (Some((r, c)), Some((s, d))) => grid[r][c].is_none() || grid[r][c] != grid[s][d],
        _ => true,
    };
    let slot = |row: Option<usize>, col: Option<usize>| row.zip(col).filter(|(row, col)| *row < rows && *col < cols);
    for row in 0..=rows {
        for col in 0..=cols {
            let (north, west) = (row.checked_sub(1), col.checked_sub(1));
            let (nw, ne) = (slot(north, west), slot(north, Some(col)));
            let (sw, se) = (slot(Some(row), west), slot(Some(row), Some(col)));
            let (up, down_arm, left, right) = (parted(nw, ne), parted(sw, se), parted(nw, sw), parted(ne, se));
            canvas.put(across[col], down[row], corner(up, down_arm, left, right));
            if right {
                (across[col] + 1..across[col + 1]).for_each(|x| canvas.put(x, down[row], '─'));
            }
            if down_arm {
                (down[row] + 1..down[row + 1]).for_each(|y| canvas.put(across[col], y, '│'));
            }
        }
    }
}

fn corner(up: bool, down: bool, left: bool, right: bool) -> char {
    match (up, down, left, right) {
        (true, true, true, true) => '┼',
        (true, true, true, false) => '┤',
        (true, true, false, true) => '├',
        (true, false, true, true) => '┴',
        (false, true, true, true) => '┬',
        (true, false, false, true) => '└',
        (true, false, true, false) => '┘',
        (false, true, false, true) => '┌',
        (false, true, true, false) => '┐',
        (true, _, false, false) | (false, true, false, false) => '│',
        (false, false, false, false) => ' ',
        (false, false, _, _) => '─',
    }
}

/// A grid of terminal columns. The second column of a wide character holds nothing.
struct Canvas {
    rows: Vec<Vec<Option<char>>>,
}

impl Canvas {
    fn new(width: usize, height: usize) -> Self {
        Self { rows: vec![vec![Some(' '); width]; height] }
    }

    fn put(&mut self, x: usize, y: usize, c: char) {
        if let Some(slot) = self.rows.get_mut(y).and_then(|row| row.get_mut(x)) {
            *slot = Some(c);
        }
    }

    fn write(&mut self, mut x: usize, y: usize, text: &str) {
        for c in text.chars().filter(|c| width(*c) > 0) {
            self.put(x, y, c);
            if width(c) == 2
                && let Some(slot) = self.rows.get_mut(y).and_then(|row| row.get_mut(x + 1))
            {
                *slot = None;
            }
            x += width(c);
        }
    }

    fn text(&self) -> String {
        let line = |row: &Vec<Option<char>>| row.iter().flatten().collect::<String>().trim_end().to_owned() + "\n";
        self.rows.iter().map(line).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn merged_cells_are_one_box() {
        let texts = ["地区", "金额（万元）", "小计", "其中：直达资金", "喀什地区", "8454", "27.67005"];
        let places = [(0, 0, 2, 1), (0, 1, 1, 2), (1, 1, 1, 1), (1, 2, 1, 1), (2, 0, 1, 1), (2, 1, 1, 1), (2, 2, 1, 1)];
        let cell = |(index, (row, col, row_span, col_span))| hongtou::Cell {
            row,
            col,
            row_span,
            col_span,
            // The span stands for the index of the text.
            span: hongtou::Span::new(index, index),
            page: None,
            bbox: None,
            lines: vec![],
            nested: vec![],
        };
        let cells = (0..).zip(places).map(cell).collect();
        let table = Table::new(cells, hongtou::TableMark::Markup, hongtou::Span::default()).unwrap();
        let drawn = boxed(&table, |cell| texts[cell.span.start as usize]);
        assert_eq!(
            drawn,
            "\
┌──────────┬───────────────────────┐
│ 地区     │ 金额（万元）          │
│          ├──────┬────────────────┤
│          │ 小计 │ 其中：直达资金 │
├──────────┼──────┼────────────────┤
│ 喀什地区 │ 8454 │ 27.67005       │
└──────────┴──────┴────────────────┘
"
        );
    }

    #[test]
    fn long_cells_are_wrapped() {
        assert_eq!(wrapped("困难群众\r\n救助", 4), ["困难", "群众", "救助"]);
    }
}
