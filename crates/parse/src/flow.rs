//! From blocks to the paragraphs that were meant. Dumps break a paragraph at every printed line or page;
//! this joins what belongs together (`docs/notice-form.md`, what conversions do). Not for: what a paragraph says.

use hongtou_document::{Block, Cell, Document, Span, Table};

use crate::agencies;
use crate::recognise;
use crate::view::View;
use crate::vocab::{DATE_LABELS, ISSUER_LABELS, NUMBER_LABELS, PAGE_LABELS, TITLE_LABELS};

/// A line or paragraph of running text, as the reader gave it or after joining.
#[derive(Debug, Clone)]
pub(crate) struct Unit {
    /// Document spans of its lines, in order.
    pub(crate) lines: Vec<Span>,
    /// What it says, without blanks.
    pub(crate) view: View,
    /// Blanks before its first line.
    pub(crate) indent: u32,
    /// Whether the reader knows that it is a whole paragraph.
    pub(crate) complete: bool,
    /// Whether a table stands between this unit and the one before.
    pub(crate) after_table: bool,
}

impl Unit {
    /// The part of a unit between two bytes of its text.
    pub(crate) fn part(&self, document: &Document, range: std::ops::Range<usize>) -> Self {
        let span = self.view.span(range);
        let lines: Vec<Span> = self
            .lines
            .iter()
            .filter(|line| line.overlaps(span))
            .map(|line| Span::new(line.start.max(span.start), line.end.min(span.end)))
            .collect();
        Self { view: View::new(document, &lines), lines, ..self.clone() }
    }

    pub(crate) fn text(&self) -> &str {
        self.view.as_str()
    }

    /// From its first to its last character.
    pub(crate) fn span(&self) -> Span {
        match (self.lines.first(), self.lines.last()) {
            (Some(first), Some(last)) => first.cover(*last),
            _ => Span::default(),
        }
    }
}

/// Every paragraph block as a unit of its own, page numbers left out.
pub(crate) fn units(document: &Document) -> Vec<Unit> {
    up_to(document, usize::MAX)
}

/// The first lines, where a page that was saved as text has its box.
pub(crate) fn first_units(document: &Document) -> Vec<Unit> {
    up_to(document, BOX_LINES)
}

/// A page's box lies in its first lines.
const BOX_LINES: usize = 20;

/// The lines outside tables, up to a number of them.
fn up_to(document: &Document, most: usize) -> Vec<Unit> {
    let mut units = Vec::new();
    let mut after_table = false;
    for block in document.blocks() {
        if units.len() >= most {
            break;
        }
        let paragraph = match block {
            Block::Paragraph(paragraph) => paragraph,
            Block::Table(table) if is_colophon(document, table) => {
                units.extend(table.cells().iter().filter_map(|cell| cell_unit(document, cell)));
                continue;
            }
            // A page's box stands above the notice; what a table below it is headed by is no label of a page.
            Block::Table(table) if units.len() <= ABOVE_BOX && is_page_box(document, table) => {
                units.extend(box_units(document, table));
                continue;
            }
            Block::Table(_) => {
                after_table = true;
                continue;
            }
        };
        let lines: Vec<Span> = paragraph.lines.iter().map(|line| line.span).collect();
        let view = View::new(document, &lines);
        if view.is_empty() || is_page_number(view.as_str()) {
            continue;
        }
        let indent = indent(document, paragraph.span.start);
        units.push(Unit { lines, view, indent, complete: paragraph.complete, after_table: std::mem::take(&mut after_table) });
    }
    units
}

/// More lines above a page's box are the notice.
const ABOVE_BOX: usize = 6;

/// A cell of a page's box as a label: without blanks and its colon.
fn box_label(document: &Document, cell: &Cell) -> String {
    let text: String = document.slice(cell.span).chars().filter(|c| !c.is_whitespace()).map(recognise::fold_char).collect();
    text.trim_end_matches([':', '：']).to_owned()
}

/// Whether a table is the box of metadata that web pages set above a notice (`docs/notice-form.md`, special forms): every row
/// begins with one of the box's labels.
fn is_page_box(document: &Document, table: &Table) -> bool {
    let label = |cell: &&Cell| PAGE_LABELS.is(&box_label(document, cell));
    let rows = table.cells().iter().map(|cell| cell.row).max().map_or(0, |last| last + 1);
    let first = table.cells().iter().filter(|cell| cell.col == 0).filter(label).count();
    rows > 0 && u32::try_from(first).is_ok_and(|first| first == rows) && table.cells().iter().filter(label).count() >= 3
}

/// The labels of a page's box with their values, each pair a unit: of number, date, issuer and title, which are the notice's.
fn box_units(document: &Document, table: &Table) -> Vec<Unit> {
    let mut pairs: Vec<(u32, bool, Vec<Span>)> = Vec::new();
    for cell in table.cells().iter().filter(|cell| !cell.span.is_empty()) {
        let label = box_label(document, cell);
        match pairs.last_mut().filter(|(row, ..)| *row == cell.row && !PAGE_LABELS.is(&label)) {
            Some((_, _, lines)) => lines.push(cell.span),
            None => {
                let kept = [&NUMBER_LABELS, &DATE_LABELS, &ISSUER_LABELS, &TITLE_LABELS].iter().any(|labels| labels.is(&label));
                pairs.push((cell.row, kept, vec![cell.span]));
            }
        }
    }
    let unit = |lines: Vec<Span>| Unit { view: View::new(document, &lines), lines, indent: 0, complete: true, after_table: false };
    pairs.into_iter().filter(|(_, kept, lines)| *kept && lines.len() > 1).map(|(_, _, lines)| unit(lines)).collect()
}

/// Word sets the colophon (版记) as a small table, for its rules. What stands in it is text.
pub(crate) fn is_colophon(document: &Document, table: &Table) -> bool {
    let says = |cell: &Cell| {
        let text = document.slice(cell.span).trim_start();
        text.starts_with("抄送") || text.starts_with("主送") || text.trim_end().ends_with("印发")
    };
    table.cells().len() <= 8 && table.cells().iter().any(says)
}

fn cell_unit(document: &Document, cell: &Cell) -> Option<Unit> {
    let lines = vec![cell.span];
    let view = View::new(document, &lines);
    (!view.is_empty()).then_some(Unit { lines, view, indent: 0, complete: true, after_table: false })
}

/// Joins units to the paragraphs that were meant. `skip` are spans that belong to tables.
pub(crate) fn paragraphs(document: &Document, units: &[Unit], skip: &[Span]) -> Vec<Unit> {
    let width = printed_width(units);
    // By where they begin, each with the furthest end so far: a document may have thousands of tables.
    let mut skip: Vec<Span> = skip.to_vec();
    skip.sort_by_key(|span| span.start);
    let mut end = 0;
    for span in &mut skip {
        end = end.max(span.end);
        span.end = end;
    }
    // What a table leaves of a line: all of most lines, the front of one that the table ran into.
    let left = |unit: &Unit| -> Option<Unit> {
        let span = unit.span();
        let first = skip.partition_point(|other| other.end <= span.start);
        let Some(table) = skip.get(first).filter(|table| table.overlaps(span)) else { return Some(unit.clone()) };
        let front = unit.view.byte_of(table.start);
        let ran_in = table.start > span.start && unit.lines.len() == 1 && unit.text().get(..front).is_some_and(|text| text.contains('。'));
        ran_in.then(|| unit.part(document, 0..front))
    };
    let mut joined: Vec<Unit> = Vec::new();
    for unit in units.iter().filter_map(left) {
        match joined.last_mut() {
            Some(before) if !unit.after_table && goes_on(before, &unit, width) => {
                for line in &unit.lines {
                    before.lines.push(*line);
                    before.view.push(document, *line);
                }
                before.complete = unit.complete;
            }
            _ => joined.push(unit),
        }
    }
    joined
}

/// Whether `next` is the rest of the paragraph that `before` begins.
fn goes_on(before: &Unit, next: &Unit, width: usize) -> bool {
    if before.complete || next.complete {
        return false;
    }
    let text = before.text();
    if text.chars().count() > 4000 || opens_new(next.text()) {
        return false;
    }
    if open_marks(text) {
        return true;
    }
    // …3286.5万元，其中：⏎省级资金2400万元: a line that reaches the margin is broken there, whatever its mark opens.
    let parts = text.ends_with("其中：") || text.ends_with("其中:");
    if text.ends_with(['。', '！', '？', '；', '：', ':', '”']) && !parts
        || agencies::is_agency_line(next.text())
        || is_signed_line(next.text())
    {
        return false;
    }
    let last_line = before.lines.last().map_or(0, |span| span.len() as usize);
    // A line that stops well before the right margin ended there by intent.
    let full = last_line + 3 >= width || last_line >= 24;
    let indented_more = next.indent > 0 && next.indent >= before.indent && before.lines.len() > 1 || next.indent > before.indent;
    full && !indented_more && !is_date_line(text)
}

/// Whether a text begins something new, whatever stands before it.
pub(crate) fn opens_new(text: &str) -> bool {
    let starts = ["附件", "抄送", "主送", "签发人", "单位：", "金额单位", "（此页无正文", "(此页无正文", "附：", "附表：", "第一条"];
    starts.iter().any(|start| text.starts_with(start)) || heading_level(text).is_some() || is_date_line(text) || text.ends_with("印发")
}

/// The level of a numbered heading: 1 `一、`, 2 `（一）`, 3 `1.`, 4 `（1）` (GB/T 9704-2012, 7.3.3).
pub(crate) fn heading_level(text: &str) -> Option<u8> {
    let chinese = |c: char| "一二三四五六七八九十".contains(c);
    let mut chars = text.chars().peekable();
    let first = chars.next()?;
    if chinese(first) {
        let rest: String = text.chars().skip_while(|&c| chinese(c)).take(1).collect();
        return (rest == "、").then_some(1);
    }
    if matches!(first, '（' | '(') {
        let inner: String = text.chars().skip(1).take_while(|c| !matches!(c, '）' | ')')).collect();
        if inner.is_empty() || inner.chars().count() > 3 {
            return None;
        }
        if inner.chars().all(chinese) {
            return Some(2);
        }
        return inner.chars().all(|c| c.is_ascii_digit()).then_some(4);
    }
    if first.is_ascii_digit() {
        let digits = text.chars().take_while(char::is_ascii_digit).count();
        let mut rest = text.get(digits..)?.chars();
        let mark = rest.next()?;
        let after = rest.clone().next();
        if digits <= 2 && matches!(mark, '.' | '．' | '、') && (!after.is_some_and(|c| c.is_ascii_digit()) || is_year(rest.as_str())) {
            return Some(3);
        }
    }
    None
}

/// Whether a text begins with a year: 2.2024年…绩效目标表 is the second item of a list.
pub(crate) fn is_year(text: &str) -> bool {
    let digits =
        text.get(..4).is_some_and(|year| year.bytes().all(|c| c.is_ascii_digit()) && (year.starts_with("20") || year.starts_with("19")));
    digits && text.get(4..).is_some_and(|rest| rest.starts_with('年'))
}

/// Whether a line is nothing but a date.
pub(crate) fn is_date_line(text: &str) -> bool {
    // A page's table leaves bars behind its last cell.
    let text = text.trim_end_matches('|');
    text.len() <= LONGEST_DATE && {
        let found = recognise::find_dates(text);
        found.first().is_some_and(|date| date.start == 0 && date.end as usize == text.chars().count())
    }
}

/// Whether a line is bodies with the date behind them and nothing else: 甲县财政局2031年6月1日.
fn is_signed_line(text: &str) -> bool {
    let near = text.ends_with('日') && text.chars().count() <= LONGEST_SIGNED;
    let date = near.then(|| recognise::find_dates(text).pop()).flatten();
    let name = date.and_then(|date| text.char_indices().nth(date.start as usize)).and_then(|(at, _)| text.get(..at));
    name.is_some_and(|name| agencies::place(name, None).is_some() && agencies::is_agency_line(name))
}

/// Characters of the longest line of bodies with their date.
const LONGEST_SIGNED: usize = 64;

/// No date is longer, in bytes.
const LONGEST_DATE: usize = 120;

fn is_page_number(text: &str) -> bool {
    let bare = text.trim_matches(['-', '—', '–', '－', '·', '第', '页']);
    bare.len() < text.len() && !bare.is_empty() && bare.len() <= 4 && bare.chars().all(|c| c.is_ascii_digit())
}

/// Whether a quotation mark, title mark or parenthesis is still open at the end.
fn open_marks(text: &str) -> bool {
    let mut depths = [0_u32; 4];
    for c in text.chars() {
        let (mark, opens) = match c {
            '“' => (0, true),
            '”' => (0, false),
            '《' => (1, true),
            '》' => (1, false),
            '（' => (2, true),
            '）' => (2, false),
            '〔' => (3, true),
            '〕' => (3, false),
            _ => continue,
        };
        depths[mark] = if opens { depths[mark] + 1 } else { depths[mark].saturating_sub(1) };
    }
    depths != [0; 4]
}

fn indent(document: &Document, start: u32) -> u32 {
    let from = start.saturating_sub(80);
    let before = document.slice(Span::new(from, start));
    let blanks = before.chars().rev().take_while(|c| c.is_whitespace() && *c != '\n');
    blanks.map(|c| if c == '\u{3000}' { 2 } else { 1 }).sum()
}

/// How many characters a full printed line of this document holds: the longest line that repeats, as far
/// as lines of prose go. A dump with a paragraph a line gives a large number.
fn printed_width(units: &[Unit]) -> usize {
    let mut lengths: Vec<usize> =
        units.iter().filter(|unit| !unit.complete).flat_map(|unit| unit.lines.iter().map(|line| line.len() as usize)).collect();
    lengths.sort_unstable();
    let at = lengths.len().saturating_sub(lengths.len() / 10 + 1);
    lengths.get(at).copied().unwrap_or(0).max(16)
}
