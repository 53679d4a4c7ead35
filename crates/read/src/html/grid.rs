//! Rows of an HTML table as a grid, and whether a table holds data at all. Rows are those of the table itself,
//! never those of tables inside its cells. Not for: what stands in the cells (`flow`).

use std::collections::BTreeSet;

use super::tree::{Element, squeezed};

/// Columns and rows a cell may cover, as browsers have it.
const WIDEST: u32 = 1000;
const HIGHEST: u32 = 65_534;
/// Columns that cells may make by covering many.
const MOST: u32 = 4096;
/// Characters of a cell that is a page and not a datum.
const LONG: usize = 300;

/// A cell at its slot.
#[derive(Debug)]
pub(super) struct Placed<'a> {
    pub(super) row: u32,
    pub(super) col: u32,
    pub(super) row_span: u32,
    pub(super) col_span: u32,
    pub(super) element: &'a Element,
}

/// The rows of a table with their cells.
pub(super) fn rows(table: &Element) -> Vec<Vec<&Element>> {
    let mut rows = Vec::new();
    collect(table, &mut rows);
    rows
}

fn collect<'a>(parent: &'a Element, rows: &mut Vec<Vec<&'a Element>>) {
    for child in parent.elements() {
        match child.name.as_str() {
            "tr" => rows.push(child.elements().filter(|cell| matches!(cell.name.as_str(), "td" | "th")).collect()),
            // Forms inside tables are kept by parsers where they stand.
            "thead" | "tbody" | "tfoot" | "form" => collect(child, rows),
            _ => {}
        }
    }
}

/// The captions of a table.
pub(super) fn captions(table: &Element) -> impl Iterator<Item = &Element> {
    table.elements().filter(|child| child.name == "caption")
}

/// Whether a table only puts blocks to their places; asked once a table, see [`Element::is_layout`].
pub(super) fn is_layout(table: &Element) -> bool {
    let rows = rows(table);
    let filled: Vec<Vec<&&Element>> = rows.iter().map(|row| row.iter().filter(|cell| cell.weight() > 0).collect()).collect();
    let cells = || filled.iter().flatten();
    if cells().count() <= 1 {
        return true;
    }
    let widest = filled.iter().map(Vec::len).max().unwrap_or(0);
    let blocks =
        |cell: &Element| cell.all().iter().skip(1).filter(|below| below.is_block() && !below.has_blocks() && below.weight() > 0).count();
    if widest == 1 {
        return cells().any(|cell| blocks(cell) > 1 || cell.weight() > LONG || has_tables(cell));
    }
    let nested: usize = cells().map(|cell| nested_weight(cell)).sum();
    if nested * 2 > table.weight() {
        return true;
    }
    // A side bar beside a text, a head above it.
    let blocky = || cells().any(|cell| has_tables(cell) || blocks(cell) > 3 && cell.weight() > LONG);
    // Two rows of several cells are a grid.
    let wide = filled.iter().filter(|row| row.len() > 1).count();
    let few = filled.iter().filter(|row| !row.is_empty()).count() <= 3;
    let drawn = is_drawn(table) || cells().any(|cell| is_drawn(cell));
    wide <= 1 && few && !drawn && blocky()
}

/// Whether lines are drawn around a table or a cell.
fn is_drawn(element: &Element) -> bool {
    let is = |key: &str, test: fn(&str) -> bool| element.attribute(key).is_some_and(test);
    is("border", |border| !matches!(border.trim(), "" | "0"))
        || is("class", |class| class.contains("Mso"))
        || is("style", |style| style.contains("border") && style.contains("solid"))
}

fn has_tables(cell: &Element) -> bool {
    cell.elements().any(|child| child.name == "table" && child.weight() > 0 || has_tables(child))
}

fn nested_weight(cell: &Element) -> usize {
    cell.elements().map(|child| if child.name == "table" { child.weight() } else { nested_weight(child) }).sum()
}

/// The cells of a table on its grid. Where cells claim one slot, the earlier keeps it; rows and columns in which
/// no cell begins are closed up.
pub(super) fn place<'a>(table: &'a Element) -> Vec<Placed<'a>> {
    let rows = rows(table);
    let last = u32::try_from(rows.len()).unwrap_or(u32::MAX);
    let mut placed: Vec<Placed<'a>> = Vec::new();
    // By column, the row up to which a cell from above covers it.
    let mut covered: Vec<u32> = Vec::new();
    for (row, cells) in (0u32..).zip(rows) {
        let mut col = 0u32;
        for element in cells {
            let taken = |col: u32| covered.get(col as usize).is_some_and(|until| *until > row);
            while taken(col) {
                col += 1;
            }
            let span = |key: &str| element.attribute(key).and_then(number);
            let wanted = span("colspan").unwrap_or(1).clamp(1, WIDEST).min(MOST.saturating_sub(col));
            let free = (col..col + wanted).take_while(|col| !taken(*col)).count();
            let col_span = u32::try_from(free).unwrap_or(1).max(1);
            let rest = last.saturating_sub(row);
            // A row span of 0 goes to the end.
            let row_span = match span("rowspan") {
                Some(0) => rest,
                span => span.unwrap_or(1).clamp(1, HIGHEST).min(rest),
            };
            let end = (col + col_span) as usize;
            if covered.len() < end {
                covered.resize(end, 0);
            }
            covered.get_mut(col as usize..end).unwrap_or_default().fill(row + row_span);
            placed.push(Placed { row, col, row_span, col_span, element });
            col += col_span;
        }
    }
    close_up(&mut placed);
    placed
}

/// A number as browsers read it: the digits at the beginning.
fn number(text: &str) -> Option<u32> {
    let text = text.trim();
    let end = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    text.get(..end)?.parse().ok()
}

fn close_up(placed: &mut [Placed<'_>]) {
    let rows: Vec<u32> = placed.iter().map(|cell| cell.row).collect::<BTreeSet<_>>().into_iter().collect();
    let cols: Vec<u32> = placed.iter().map(|cell| cell.col).collect::<BTreeSet<_>>().into_iter().collect();
    let index = |starts: &[u32], at: u32| u32::try_from(starts.partition_point(|start| *start < at)).unwrap_or(0);
    for cell in placed {
        let (row, col) = (index(&rows, cell.row), index(&cols, cell.col));
        cell.row_span = (index(&rows, cell.row + cell.row_span) - row).max(1);
        cell.col_span = (index(&cols, cell.col + cell.col_span) - col).max(1);
        (cell.row, cell.col) = (row, col);
    }
}

/// Parts the rows above a table that were pasted with it from a sheet (its title, 单位：万元) from its own: rows
/// with one filled cell, that reaches over the table or stands among empty ones.
pub(super) fn part_titles(mut placed: Vec<Placed<'_>>) -> (Vec<&Element>, Vec<Placed<'_>>) {
    let mut titles = Vec::new();
    let mut row = 0u32;
    loop {
        let cells = || placed.iter().filter(|cell| cell.row == row);
        let filled: Vec<&Placed<'_>> = cells().filter(|cell| cell.element.weight() > 0).collect();
        let [only] = filled.as_slice() else { break };
        let wide = only.col_span > 1 || cells().count() > 1;
        if !wide || cells().any(|cell| cell.row_span > 1) || has_tables(only.element) {
            break;
        }
        titles.push(only.element);
        row += 1;
    }
    // Without a row of several cells below, there is no table to be titled.
    if placed.iter().all(|cell| cell.row < row) {
        return (Vec::new(), placed);
    }
    placed.retain(|cell| cell.row >= row);
    for cell in &mut placed {
        cell.row -= row;
    }
    // A title may have been the only cell to begin in a column.
    close_up(&mut placed);
    (titles, placed)
}

/// Whether any cell of a table says something.
pub(super) fn says_something(placed: &[Placed<'_>]) -> bool {
    placed.iter().any(|cell| !squeezed(&cell.element.text()).is_empty())
}
