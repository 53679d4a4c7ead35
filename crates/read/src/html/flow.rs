//! Blocks and lines of the content as paragraphs and tables in the order of the page.
//! Not for: choosing the content (`content`), or the grid of a table (`grid`).

use hongtou_document::{CellDraft, TableDraft, TableMark};

use super::grid;
use super::tree::{Element, Node, is_blank};

/// A paragraph or a table.
#[derive(Debug)]
pub(super) enum Piece {
    Paragraph {
        lines: Vec<String>,
        /// Whether the page says that the paragraph ends here.
        complete: bool,
    },
    Table(TableDraft),
}

/// The content in reading order, and the number of cells in its tables.
pub(super) fn pieces(content: &Element) -> (Vec<Piece>, usize) {
    let mut flow = Flow::default();
    flow.element(content);
    flow.end_block();
    (bars(flow.pieces), flow.cells)
}

#[derive(Default)]
struct Flow {
    pieces: Vec<Piece>,
    /// Lines of the open block; the last one is open too.
    lines: Vec<String>,
    cells: usize,
}

impl Flow {
    fn element(&mut self, element: &Element) {
        let is_block = element.is_block();
        if is_block {
            self.end_block();
        }
        match element.name.as_str() {
            "br" => self.lines.push(String::new()),
            "table" if element.is_data() => {
                for caption in grid::captions(element) {
                    self.element(caption);
                }
                self.table(element);
            }
            name => {
                for child in &element.children {
                    match child {
                        Node::Text(text) if name == "pre" => self.preformatted(text),
                        Node::Text(text) => self.text(text),
                        Node::Element(child) => self.element(child),
                    }
                }
            }
        }
        if is_block {
            self.end_block();
        }
    }

    /// Runs of ASCII blanks are one blank, none at the beginning of a line; wider blanks stay.
    fn text(&mut self, text: &str) {
        if self.lines.is_empty() {
            self.lines.push(String::new());
        }
        let Some(line) = self.lines.last_mut() else { return };
        for c in text.chars() {
            match c {
                ' ' | '\t' | '\n' | '\r' | '\u{c}' => {
                    // Editors break Chinese lines in the source anywhere; no blank is printed between such characters
                    // by intent, but one is by browsers.
                    if !line.is_empty() && !line.ends_with(' ') {
                        line.push(' ');
                    }
                }
                '\u{200b}'..='\u{200d}' | '\u{feff}' | '\u{ad}' | '\u{2060}' => {}
                c if c.is_control() => {}
                c => line.push(c),
            }
        }
    }

    fn preformatted(&mut self, text: &str) {
        for (index, line) in text.split('\n').enumerate() {
            if index > 0 || self.lines.is_empty() {
                self.lines.push(String::new());
            }
            if let Some(last) = self.lines.last_mut() {
                last.push_str(line.trim_end_matches('\r'));
            }
        }
    }

    /// Closes a block. Lines of one block parted by `<br>` are paragraphs where the page sets them as such: an empty
    /// line or an indent between them. Otherwise the parser must decide.
    fn end_block(&mut self) {
        let lines = std::mem::take(&mut self.lines);
        let count = lines.iter().filter(|line| !line.trim_matches(is_blank).is_empty()).count();
        let indented = |line: &String| line.starts_with(['\u{3000}', '\u{2003}']) || line.starts_with("\u{a0}\u{a0}");
        for (index, line) in lines.iter().enumerate() {
            let printed = line.trim_matches(is_blank);
            if printed.is_empty() {
                continue;
            }
            let next = lines.get(index + 1);
            let complete = count == 1 || next.is_none_or(|next| next.trim_matches(is_blank).is_empty() || indented(next));
            self.pieces.push(Piece::Paragraph { lines: vec![printed.to_owned()], complete });
        }
    }

    fn table(&mut self, table: &Element) {
        let placed = grid::place(table);
        if !grid::says_something(&placed) {
            return;
        }
        let (titles, placed) = grid::part_titles(placed);
        for title in titles {
            for child in &title.children {
                match child {
                    Node::Text(text) => self.text(text),
                    Node::Element(child) => self.element(child),
                }
            }
            self.end_block();
        }
        let draft = self.draft(placed);
        self.pieces.push(Piece::Table(draft));
    }

    fn draft(&mut self, placed: Vec<grid::Placed<'_>>) -> TableDraft {
        self.cells += placed.len();
        let cells = placed.into_iter().map(|cell| {
            let mut inner = Flow::default();
            inner.element(cell.element);
            inner.end_block();
            self.cells += inner.cells;
            let mut text: Vec<String> = Vec::new();
            let mut nested = Vec::new();
            for piece in inner.pieces {
                match piece {
                    Piece::Paragraph { lines, .. } => text.extend(lines),
                    Piece::Table(table) => nested.push(table),
                }
            }
            CellDraft {
                row: cell.row,
                col: cell.col,
                row_span: cell.row_span,
                col_span: cell.col_span,
                text: text.join("\n"),
                nested,
                ..CellDraft::default()
            }
        });
        TableDraft { cells: cells.collect(), mark: TableMark::Markup, page: None, bbox: None }
    }
}

/// Runs of paragraphs that are rows of `甲 | 乙 | 丙` as tables.
fn bars(pieces: Vec<Piece>) -> Vec<Piece> {
    let mut done: Vec<Piece> = Vec::new();
    let mut rows: Vec<(Piece, Vec<String>)> = Vec::new();
    for piece in pieces {
        match cells_of(&piece) {
            Some(cells) => rows.push((piece, cells)),
            None => {
                close(&mut rows, &mut done);
                done.push(piece);
            }
        }
    }
    close(&mut rows, &mut done);
    done
}

fn close(rows: &mut Vec<(Piece, Vec<String>)>, done: &mut Vec<Piece>) {
    let rows = std::mem::take(rows);
    if rows.len() < 2 {
        done.extend(rows.into_iter().map(|(piece, _)| piece));
        return;
    }
    // A bar at the edge closes the row; only where some row has text outside it does it part two cells.
    let open = |edge: fn(&[String]) -> Option<&String>| rows.iter().any(|(_, row)| edge(row).is_some_and(|cell| !cell.is_empty()));
    let (left, right) = (usize::from(!open(|row| row.first())), usize::from(!open(|row| row.last())));
    let mut cells = Vec::new();
    for (row, (_, texts)) in (0u32..).zip(rows) {
        let count = texts.len().saturating_sub(left + right);
        for (col, text) in (0u32..).zip(texts.into_iter().skip(left).take(count)) {
            cells.push(CellDraft { row, col, row_span: 1, col_span: 1, text, ..CellDraft::default() });
        }
    }
    done.push(Piece::Table(TableDraft { cells, mark: TableMark::Delimited, page: None, bbox: None }));
}

/// The cells of a line with bars.
fn cells_of(piece: &Piece) -> Option<Vec<String>> {
    let Piece::Paragraph { lines, .. } = piece else { return None };
    let [line] = lines.as_slice() else { return None };
    let cells: Vec<String> = line.split(['|', '｜']).map(|cell| cell.trim_matches(is_blank).to_owned()).collect();
    (cells.len() >= 2).then_some(cells)
}
