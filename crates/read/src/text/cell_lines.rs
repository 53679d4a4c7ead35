//! Tables of dumps that give each cell lines of its own: a TAB opens a cell, lines without one go on with it,
//! an empty line ends the row. Not for: rows on one line (`tab_rows`).

use hongtou_document::Span;

use super::Found;
use super::piece::{Piece, is_blank, is_numeric};

/// Characters from which a line that follows a number is taken for running text.
const RUNNING: usize = 30;
/// Characters below which a numbered line is an item of a cell rather than a heading after the table.
const ITEM: usize = 8;

/// Lines of a cell that are searched for the item before; keeps the work linear.
const LOOK_BACK: usize = 100;

/// A cell with its lines so far.
struct Open<'a> {
    span: Span,
    lines: Vec<&'a str>,
    /// Whether it holds numbers and nothing else.
    numeric: bool,
}

impl<'a> Open<'a> {
    fn new(first: Piece<'a>) -> Self {
        let first = first.trimmed();
        Self { span: first.span(), lines: vec![first.text], numeric: is_numeric(first.text) }
    }

    fn add(&mut self, line: Piece<'a>) {
        let line = line.trimmed();
        self.span = if self.span.is_empty() { line.span() } else { self.span.cover(line.span()) };
        self.numeric &= is_numeric(line.text);
        self.lines.push(line.text);
    }
}

/// Finds a table whose first cell opens on the first line.
pub(super) fn find(lines: &[Piece<'_>]) -> Found {
    let mut rows: Vec<Vec<Open<'_>>> = Vec::new();
    let mut row: Vec<Open<'_>> = Vec::new();
    let mut taken = 0;
    let mut empty_lines = 0;
    // Cells whose line has a TAB inside; where most are so, the lines are rows of another kind.
    let (mut cells, mut with_tab) = (0usize, 0usize);
    for (index, line) in lines.iter().enumerate() {
        if let Some(text) = line.text.strip_prefix('\t') {
            cells += 1;
            with_tab += usize::from(text.contains('\t'));
            row.push(Open::new(Piece { text, start: line.start.saturating_add(1) }));
            empty_lines = 0;
        } else if line.is_blank() {
            rows.extend((!row.is_empty()).then(|| std::mem::take(&mut row)));
            empty_lines += 1;
            if empty_lines == 2 {
                break;
            }
            continue;
        } else {
            match row.last_mut() {
                Some(cell) if !is_after_table(*line, cell) => cell.add(*line),
                _ => break,
            }
        }
        taken = index + 1;
    }
    rows.extend((!row.is_empty()).then_some(row));
    let found = rows.len() >= 2 && rows.iter().any(|row| row.len() >= 2) && with_tab * 2 <= cells && !is_prose(&rows);
    if !found {
        return Found::nothing(taken);
    }
    Found { lines: taken, rows: rows.into_iter().map(|row| row.into_iter().map(|cell| cell.span).collect()).collect() }
}

/// Whether the lines are paragraphs that a TAB indents.
fn is_prose(rows: &[Vec<Open<'_>>]) -> bool {
    let texts = || rows.iter().flatten().filter_map(|cell| cell.lines.last()).filter(|text| !text.is_empty());
    let sentences = texts().filter(|text| text.chars().count() > 20 && text.ends_with(['。', '；', '：', '！', '？'])).count();
    sentences * 2 > texts().count()
}

/// Whether a line without TAB is no part of the open cell: running text may follow the last cell at once.
fn is_after_table(line: Piece<'_>, cell: &Open<'_>) -> bool {
    let text = line.trimmed().text;
    let long = text.chars().count();
    if let Some((style, number)) = numbering(text) {
        let item_before = |line: &&str| numbering(line) == Some((style, number.saturating_sub(1)));
        let goes_on = if number > 1 { cell.lines.iter().rev().take(LOOK_BACK).any(item_before) } else { opens_list(cell) };
        return long >= ITEM && !goes_on;
    }
    long >= RUNNING && cell.numeric
}

/// Whether the cell's last line may be followed by the first item of a list.
fn opens_list(cell: &Open<'_>) -> bool {
    cell.lines.last().is_some_and(|line| line.is_empty() || line.ends_with(['：', ':', '；', ';', '。', '，', '、']))
}

/// The kinds of Chinese numbering: `（一）` and `一、`. Digits number the items inside a cell as well, so they
/// tell nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Style {
    Brackets,
    Comma,
}

fn numbering(text: &str) -> Option<(Style, u32)> {
    let text = text.trim_start_matches(is_blank);
    let (style, rest) = match text.strip_prefix(['（', '(']) {
        Some(rest) => (Style::Brackets, rest),
        None => (Style::Comma, text),
    };
    let digits: String = rest.chars().take_while(|c| "一二三四五六七八九十".contains(*c)).take(3).collect();
    let after = rest.get(digits.len()..)?.chars().next()?;
    let closed = match style {
        Style::Brackets => matches!(after, '）' | ')'),
        Style::Comma => after == '、',
    };
    closed.then(|| small_number(&digits)).flatten().map(|number| (style, number))
}

/// Chinese numerals up to 99.
fn small_number(digits: &str) -> Option<u32> {
    let digit = |c: char| "一二三四五六七八九".chars().position(|known| known == c).and_then(|at| u32::try_from(at + 1).ok());
    match digits.chars().collect::<Vec<char>>().as_slice() {
        ['十'] => Some(10),
        [unit] => digit(*unit),
        ['十', unit] => Some(10 + digit(*unit)?),
        [ten, '十'] => Some(10 * digit(*ten)?),
        [ten, '十', unit] => Some(10 * digit(*ten)? + digit(*unit)?),
        _ => None,
    }
}
