//! Tables told one cell a line, none of whose cells was lost: every row has as many lines as the head has columns. Words may stand between
//! figures and behind them, which tables known by the alternation of names and figures may not have. See `docs/tables.md`, loose tables.
//! Not for: tables whose rows have different numbers of cells (`loose`).

use std::ops::Range;

use hongtou_document::{Document, Span};
use rust_decimal::Decimal;

use super::columns::names_recipients;
use super::grid::{Grid, Slot};
use super::loose::{Loose, Who};
use super::loose_words::Token;
use super::{figure, recipient, text, words};

/// Columns of such a table.
const WIDTHS: Range<usize> = 3..13;
/// Head cells, with those over others.
const MOST_HEADS: usize = 20;
/// A longer line is no cell, in characters.
const LONGEST_CELL: usize = 60;

/// The table that begins on a line, if one does.
pub(super) fn find(document: &Document, lines: &[Span], at: usize, who: &Who<'_>) -> Option<Loose> {
    let cell = |line: &Span| {
        let key = text::key(document.slice(*line));
        (!key.is_empty() && key.chars().count() <= LONGEST_CELL).then_some(Token { span: *line, key })
    };
    let rest = lines.get(at..)?;
    let first = rest.first().and_then(cell)?;
    let serial = words::is("serial", &first.key);
    if !serial && !names_recipients(&first.key) {
        return None;
    }
    let shown: Vec<Token> = rest.iter().take(MOST_HEADS + 3 * WIDTHS.end).map_while(cell).collect();
    let plan = if serial { numbered(&shown) } else { plain(&shown) }?;
    let mut rows: Vec<Vec<Token>> = Vec::new();
    let mut to = plan.first;
    // A total may stand before the rows that are numbered.
    let mut total = shown.get(plan.heads..plan.first).filter(|cells| !cells.is_empty()).map(<[Token]>::to_vec);
    while let Some(row) = rest.get(to..to + plan.width).and_then(|row| row.iter().map(cell).collect::<Option<Vec<Token>>>()) {
        let next = rows.len() + 1;
        if !plan.fits(&row) || serial && row.first().and_then(|number| number.key.parse().ok()) != Some(next) {
            break;
        }
        rows.push(row);
        to += plan.width;
    }
    let figures = plan.figures.iter().filter(|is| **is).count() - usize::from(serial);
    let last: Vec<Token> = rest.get(to..).unwrap_or_default().iter().take(figures + 3).map_while(cell).collect();
    let closes = |cells: &[Token]| {
        let name = cells.iter().take_while(|token| !token.is_figure()).count();
        let sums = cells.iter().skip(name).take_while(|token| token.is_figure()).count();
        let told = cells.iter().take(name).any(|token| recipient::is_total(&token.key));
        (told && sums == figures && name > 0).then_some(name + sums)
    };
    let leads = total.is_some();
    // A total of another shape shows that the rows are read amiss.
    let shapeless = last.first().is_some_and(|cell| recipient::is_total(&cell.key)) && closes(&last).is_none();
    if let Some(taken) = closes(&last).filter(|_| !leads) {
        total = last.get(..taken).map(<[Token]>::to_vec);
        to += taken;
    }
    let sums = total.as_ref().map(|total| total.iter().filter_map(|token| figure::number(&token.key)).collect::<Vec<Decimal>>());
    let confirmed = sums.as_ref().is_some_and(|sums| *sums == plan.added(&rows, serial));
    let places = rows.iter().filter(|row| row.iter().any(|cell| !cell.is_figure() && recipient::is_place(&cell.key, who.issuer))).count();
    if rows.len() < 2 || shapeless || !confirmed && (total.is_some() || places < rows.len()) {
        return None;
    }
    let total = total.map(|cells| plan.total(&cells));
    let rows = rows.iter().map(|row| row.iter().map(|cell| Some(cell.span)).collect());
    let rows: Vec<Vec<Option<Span>>> = if leads { total.into_iter().chain(rows).collect() } else { rows.chain(total).collect() };
    let grid = grid(document, &plan, &shown, &rows);
    Some(Loose { grid, before: Vec::new(), confirmed, lines: to, part: None })
}

/// How a table is laid out.
#[derive(Debug)]
struct Plan {
    /// The heads of the columns, as places in the cells shown.
    leaves: Vec<Range<usize>>,
    /// Where the head ends.
    heads: usize,
    /// Where the rows begin.
    first: usize,
    width: usize,
    /// Which columns hold figures.
    figures: Vec<bool>,
}

impl Plan {
    fn fits(&self, row: &[Token]) -> bool {
        row.len() == self.width && row.iter().zip(&self.figures).all(|(cell, is)| cell.is_figure() == *is)
    }

    /// The cells of a total: its words in the first columns of words, a figure in each of figures but the numbers of rows.
    fn total(&self, cells: &[Token]) -> Vec<Option<Span>> {
        let serial = usize::from(self.figures.first() == Some(&true));
        let (figures, names): (Vec<&Token>, Vec<&Token>) = cells.iter().partition(|token| token.is_figure());
        let (mut figures, mut names) = (figures.into_iter(), names.into_iter());
        let place = |(col, is): (usize, &bool)| match is {
            true if col < serial => None,
            true => figures.next(),
            false => names.next(),
        };
        self.figures.iter().enumerate().map(place).map(|cell| cell.map(|cell| cell.span)).collect()
    }

    /// The sums of the columns of figures.
    fn added(&self, rows: &[Vec<Token>], serial: bool) -> Vec<Decimal> {
        let cols = (usize::from(serial)..self.width).filter(|col| self.figures.get(*col) == Some(&true));
        let sum = |col: usize| rows.iter().filter_map(|row| row.get(col)).filter_map(|cell| figure::number(&cell.key)).sum();
        cols.map(sum).collect()
    }
}

/// Without numbers before the rows: the one width at which the first two rows have words under words and figures under figures.
fn plain(cells: &[Token]) -> Option<Plan> {
    let first_figure = cells.iter().position(Token::is_figure)?;
    let kinds =
        |from: usize, width: usize| -> Option<Vec<bool>> { Some(cells.get(from..from + width)?.iter().map(Token::is_figure).collect()) };
    let fitting: Vec<(usize, Vec<bool>)> = WIDTHS
        .take_while(|width| *width <= first_figure)
        .filter_map(|width| {
            let row = kinds(width, width)?;
            let mixed = row.first() == Some(&false) && row.iter().any(|is| *is) && kinds(2 * width, width).as_ref() == Some(&row);
            mixed.then_some((width, row))
        })
        .collect();
    let [(width, figures)] = fitting.as_slice() else { return None };
    let leaves = (0..*width).map(|at| at..at + 1).collect();
    Some(Plan { leaves, heads: *width, first: *width, width: *width, figures: figures.clone() })
}

/// With numbers before the rows: 1 and 2 stand a row apart. The heads right above the first row, or above a total without a
/// number, are those of the columns.
fn numbered(cells: &[Token]) -> Option<Plan> {
    let key = |at: usize| cells.get(at).map_or("", |token| token.key.as_str());
    let ones = (WIDTHS.start..cells.len().min(MOST_HEADS + WIDTHS.end)).filter(|at| key(*at) == "1");
    ones.into_iter().find_map(|first| {
        let width = WIDTHS.clone().find(|width| key(first + width) == "2")?;
        let row = cells.get(first..first + width)?;
        let figures: Vec<bool> = row.iter().map(Token::is_figure).collect();
        // The total repeats the names that all rows have in common.
        let names: Vec<&str> = row.iter().filter(|cell| !cell.is_figure()).map(|cell| cell.key.as_str()).collect();
        let head = cells.get(..first)?;
        let heads = head.iter().position(|cell| cell.is_figure() || names.contains(&cell.key.as_str()) || recipient::is_total(&cell.key));
        let heads = heads.unwrap_or(first);
        // The unit in brackets below a head belongs to it.
        let mut leaves: Vec<Range<usize>> = Vec::new();
        for at in 1..heads {
            let unit = key(at).starts_with('(') && (figure::unit_of_header(key(at)).is_some() || figure::is_measured_otherwise(key(at)));
            match leaves.last_mut().filter(|_| unit) {
                Some(last) => last.end = at + 1,
                None => leaves.push(at..at + 1),
            }
        }
        // A column of remarks that all rows leave empty has no lines.
        let remarks = leaves.len() == width && leaves.last().is_some_and(|last| matches!(key(last.start), "备注" | "说明"));
        leaves.truncate(leaves.len() - usize::from(remarks));
        let mut leaves = leaves.split_off(leaves.len().checked_sub(width - 1)?);
        leaves.insert(0, 0..1);
        figures.iter().skip(1).any(|is| *is).then_some(Plan { leaves, heads, first, width, figures })
    })
}

fn grid(document: &Document, plan: &Plan, shown: &[Token], rows: &[Vec<Option<Span>>]) -> Grid {
    let mut cell = 0;
    let mut slot = |span: Option<Span>, row: usize, col: usize| {
        cell += 1;
        let (row, col) = (u32::try_from(row).unwrap_or(u32::MAX), u32::try_from(col).unwrap_or(u32::MAX));
        span.map_or_else(|| Slot::empty(row, col), |span| Slot::loose(document, span, row, col, cell))
    };
    let head = plan.leaves.iter().map(|cells| shown.get(cells.clone())?.iter().map(|cell| cell.span).reduce(Span::cover));
    let mut all: Vec<Vec<Slot>> = vec![head.enumerate().map(|(col, span)| slot(span, 0, col)).collect()];
    for row in rows {
        let at = all.len();
        all.push(row.iter().enumerate().map(|(col, span)| slot(*span, at, col)).collect());
    }
    Grid { rows: all, merges_known: true, inferred: true }
}
