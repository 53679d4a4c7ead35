//! Rows whose empty cells left no mark but room: which column every cell stands in, by where it is printed. An ideograph takes two
//! places of a line, every other character one. Not for: knowing that the rows are a table (`aligned`).

use std::collections::BTreeSet;

use hongtou_document::Span;

use super::piece::{Piece, is_blank, is_numeric};

/// More columns no table that blanks align has.
const MOST_COLUMNS: usize = 32;

/// A cell with the places of its line that it takes.
#[derive(Debug, Clone, Copy)]
pub(super) struct Placed<'a> {
    pub(super) piece: Piece<'a>,
    from: usize,
    to: usize,
}

/// Gives every cell of a line its places.
pub(super) fn place<'a>(line: Piece<'a>, cells: &[Piece<'a>]) -> Vec<Placed<'a>> {
    let mut chars = line.text.chars();
    let (mut at, mut column) = (line.start, 0usize);
    let mut out = Vec::with_capacity(cells.len());
    for piece in cells {
        while at < piece.start {
            column += chars.next().map_or(0, width);
            at += 1;
        }
        let from = column;
        for c in piece.text.chars() {
            chars.next();
            column += width(c);
            at += 1;
        }
        out.push(Placed { piece: *piece, from, to: column });
    }
    out
}

fn width(c: char) -> usize {
    match c {
        '\u{feff}' | '\u{200b}' => 0,
        '\u{2e80}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{fe30}'..='\u{fe4f}' | '\u{ff00}'..='\u{ff60}' | '\u{ffe0}'..='\u{ffe6}' => {
            2
        }
        '\u{2014}' | '\u{2018}'..='\u{201d}' | '\u{2026}' | '\u{2460}'..='\u{2473}' => 2,
        _ => 1,
    }
}

/// The rows with a cell for every column, empty ones where nothing is printed. `None` where no row lacks a cell, or where the cells do
/// not stand under each other.
pub(super) fn fill(rows: &[Vec<Placed<'_>>]) -> Option<Vec<Vec<Span>>> {
    let first = rows.iter().position(|row| is_data(row)).filter(|first| *first > 0)?;
    let (head, body) = rows.split_at_checked(first)?;
    let columns = columns(body)?;
    let widest = rows.iter().map(Vec::len).max()?;
    if columns.len() != widest || widest > MOST_COLUMNS || rows.iter().all(|row| row.len() == widest) {
        return None;
    }
    let mut filled = Vec::with_capacity(rows.len());
    // The lowest row of the head stands over the columns one by one, the rows above it over groups of them.
    let (lowest, upper) = head.split_last()?;
    let leaves = nearest(lowest, &columns)?;
    for row in upper {
        filled.push(line(row, &groups(row, &columns, &leaves)?, columns.len()));
    }
    filled.push(line(lowest, &leaves, columns.len()));
    for row in body {
        let places: Option<Vec<usize>> =
            row.iter().map(|cell| columns.iter().position(|(from, to)| cell.from < *to && *from < cell.to)).collect();
        filled.push(line(row, &places?, columns.len()));
    }
    Some(filled)
}

fn is_data(row: &[Placed<'_>]) -> bool {
    row.iter().skip(1).any(|cell| is_numeric(cell.piece.text))
}

/// The stretches of the line that the cells of the body take: each a column, if no row has two cells in one.
fn columns(body: &[Vec<Placed<'_>>]) -> Option<Vec<(usize, usize)>> {
    let mut all: Vec<(usize, usize, usize)> =
        body.iter().enumerate().flat_map(|(at, row)| row.iter().map(move |cell| (cell.from, cell.to, at))).collect();
    all.sort_unstable();
    let mut columns: Vec<(usize, usize)> = Vec::new();
    let mut rows: BTreeSet<usize> = BTreeSet::new();
    for (from, to, row) in all {
        match columns.last_mut().filter(|(_, end)| from < *end) {
            Some((_, end)) => {
                if !rows.insert(row) {
                    return None;
                }
                *end = to.max(*end);
            }
            None => {
                columns.push((from, to));
                rows = BTreeSet::from([row]);
            }
        }
    }
    Some(columns)
}

/// The column that each head cell stands over: the nearest, none twice and in order.
fn nearest(row: &[Placed<'_>], columns: &[(usize, usize)]) -> Option<Vec<usize>> {
    if row.len() == columns.len() {
        return Some((0..columns.len()).collect());
    }
    let far =
        |cell: &Placed<'_>, (from, to): &(usize, usize)| (cell.from.max(*from).saturating_sub(cell.to.min(*to)), cell.from.abs_diff(*from));
    let places: Vec<usize> = row
        .iter()
        .map(|cell| columns.iter().enumerate().min_by_key(|(_, column)| far(cell, column)).map(|(at, _)| at))
        .collect::<Option<_>>()?;
    places.windows(2).all(|pair| pair.first() < pair.get(1)).then_some(places)
}

/// The first column below each cell of an upper head row. A cell stands over the columns from the first that ends behind its start
/// to the next cell; a column without a word of its own in the lowest row needs one here.
fn groups(row: &[Placed<'_>], columns: &[(usize, usize)], leaves: &[usize]) -> Option<Vec<usize>> {
    let owner = |(_, to): &(usize, usize)| row.iter().rposition(|cell| cell.from < *to);
    let owners: Vec<usize> = columns.iter().map(owner).collect::<Option<_>>()?;
    let first = |cell: usize| owners.iter().position(|owner| *owner == cell);
    let starts: Vec<usize> = (0..row.len()).map(first).collect::<Option<_>>()?;
    let whole = |col: usize| leaves.contains(&col) || starts.contains(&col);
    (0..columns.len()).all(whole).then_some(starts)
}

/// A row of spans: its cells in their columns, an empty one at the end of the cell before in all others.
fn line(row: &[Placed<'_>], places: &[usize], width: usize) -> Vec<Span> {
    let start = row.first().map_or(0, |cell| cell.piece.start);
    let mut end = start;
    (0..width)
        .map(|col| match places.iter().position(|place| *place == col).and_then(|at| row.get(at)) {
            Some(cell) => {
                let span = cell.piece.span();
                end = span.end;
                span
            }
            None => Span::new(end, end),
        })
        .collect()
}

/// Whether at least half of the rows hold numbers.
pub(super) fn has_numbers(rows: &[Vec<Placed<'_>>]) -> bool {
    let data = rows.iter().filter(|row| is_data(row)).count();
    data >= 2 && data * 2 >= rows.len() && !rows.iter().flatten().any(|cell| cell.piece.text.chars().all(is_blank))
}

#[cfg(test)]
mod tests {
    use super::super::aligned;
    use super::*;

    fn read(text: &str) -> Vec<Vec<String>> {
        let lines: Vec<Piece<'_>> = Piece::whole(text).split('\n').collect();
        let chars: Vec<char> = text.chars().collect();
        let cell = |span: &Span| chars[span.start as usize..span.end as usize].iter().collect::<String>();
        aligned::find(&lines).rows.iter().map(|row| row.iter().map(cell).collect()).collect()
    }

    #[test]
    fn empty_cells_are_known_by_their_room() {
        let text = "\
单位         修缮补助     设备补助     合计
甲中学       30,000.00                 30,000.00
县职业学校                30,000.00    30,000.00
乙中学       12,000.00    8,000.00     20,000.00
合计         42,000.00    38,000.00    80,000.00";
        assert_eq!(
            read(text),
            [
                ["单位", "修缮补助", "设备补助", "合计"],
                ["甲中学", "30,000.00", "", "30,000.00"],
                ["县职业学校", "", "30,000.00", "30,000.00"],
                ["乙中学", "12,000.00", "8,000.00", "20,000.00"],
                ["合计", "42,000.00", "38,000.00", "80,000.00"],
            ]
        );
    }

    #[test]
    fn a_head_cell_stands_over_the_columns_up_to_the_next() {
        let text = "\
乡镇     船数     应付资金           已付资金
         （艘）   机动     非机动    机动     非机动
东港镇   12       30.50    8.00      20.00
西港镇   7        10.00                       3.00
合计     19       40.50    8.00      20.00    3.00";
        assert_eq!(
            read(text),
            [
                ["乡镇", "船数", "应付资金", "", "已付资金", ""],
                ["", "（艘）", "机动", "非机动", "机动", "非机动"],
                ["东港镇", "12", "30.50", "8.00", "20.00", ""],
                ["西港镇", "7", "10.00", "", "", "3.00"],
                ["合计", "19", "40.50", "8.00", "20.00", "3.00"],
            ]
        );
    }

    #[test]
    fn cells_that_do_not_stand_under_each_other_are_left_as_they_come() {
        let text = "\
单位     金额     备注
甲中学   30       说明
乙中学      1234567890     说明
丙小学   9";
        assert!(read(text).iter().all(|row| row.iter().all(|cell| !cell.is_empty())));
    }
}
