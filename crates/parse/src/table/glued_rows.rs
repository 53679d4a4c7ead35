//! Tables of recipients whose cells ran together with text between name and figure: `单位项目名称科目金额甲县技能培训2080711补贴1,260.00乙县…合计3,444.50`.
//! A row begins at a place below the issuer and ends in the figure right before the next place or 合计, and the table is read only where the
//! figures add up to the total (`docs/tables.md`, loose tables). Not for: rows of nothing but names and figures (`loose`).

use hongtou_document::{Document, Span};
use hongtou_notice::{DivisionCode, Divisions};
use rust_decimal::Decimal;

use super::columns::names_recipients;
use super::figure;
use super::grid::{Grid, Slot};
use super::letters::Letters;
use super::loose::{Loose, Who};

/// Letters of the longest line that is looked at.
const LONGEST: usize = 40_000;
/// Letters of the longest head, and of the longest row.
const LONGEST_HEAD: usize = 60;
const LONGEST_ROW: usize = 120;
/// Letters of the longest figure.
const LONGEST_FIGURE: usize = 20;
/// Letters of the longest name of a head of recipients.
const LONGEST_NAME: usize = 8;

/// The table in a line, if there is one.
pub(super) fn find(document: &Document, line: Span, who: &Who<'_>) -> Option<Loose> {
    let text = document.slice(line);
    // Most lines hold no table; there are many.
    if !text.contains("合计") || !(text.contains("单位：") || text.contains("单位:")) {
        return None;
    }
    let letters = Letters::of(document, &[line], LONGEST);
    let unit = letters.find("单位:", 0)?;
    let mark = unit + "单位:".chars().count();
    let end = (mark..mark + 3).find(|at| letters.chars.get(*at) == Some(&'元'))? + 1;
    let head = (2..=LONGEST_NAME).find(|length| names_recipients(&letters.text(end, end + length)))?;
    let first = (end + head..end + LONGEST_HEAD).find(|at| place(&letters, *at, who.issuer).is_some())?;
    letters.find("金额", end).filter(|at| *at < first)?;
    let mut rows: Vec<[(usize, usize); 2]> = Vec::new();
    let mut at = first;
    let total = loop {
        let name = match place(&letters, at, who.issuer) {
            Some(length) => at + length,
            None if letters.text(at, at + 2) == "合计" => break at,
            None => return None,
        };
        let figure = (name..name + LONGEST_ROW).filter(|from| begins_figure(&letters, *from)).find_map(|from| {
            let to = figure_end(&letters, from);
            let next = letters.text(to, to + 2) == "合计" || place(&letters, to, who.issuer).is_some();
            next.then_some((from, to))
        })?;
        rows.push([(at, name), figure]);
        at = figure.1;
    };
    let sum = (total + 2, figure_end(&letters, total + 2));
    let number = |(from, to): (usize, usize)| figure::number(&letters.text(from, to));
    let told: Decimal = rows.iter().filter_map(|[_, figure]| number(*figure)).sum();
    if rows.len() < 2 || number(sum) != Some(told) {
        return None;
    }
    rows.push([(total, total + 2), sum]);
    let money = letters.find("金额", end)?;
    let cells = std::iter::once([(end, end + head), (money, money + 2)]).chain(rows);
    let grid = cells.enumerate().map(|(row, cells)| {
        let slot = |(col, (from, to)): (usize, (usize, usize))| {
            let (row, col) = (u32::try_from(row).unwrap_or(u32::MAX), u32::try_from(col).unwrap_or(u32::MAX));
            letters
                .span(from, to)
                .map_or_else(|| Slot::empty(row, col), |span| Slot::loose(document, span, row, col, 2 * row as usize + col as usize))
        };
        cells.into_iter().enumerate().map(slot).collect()
    });
    let grid = Grid { rows: grid.collect(), merges_known: true, inferred: true };
    Some(Loose { grid, before: vec![letters.span(unit, end)?], confirmed: true, lines: 1, part: letters.span(unit, sum.1) })
}

/// The length of the place below the issuer whose full name begins at a letter.
fn place(letters: &Letters, at: usize, issuer: Option<&DivisionCode>) -> Option<usize> {
    let text = letters.text(at, at + LONGEST_FIGURE);
    let (length, found) = Divisions::get().prefix(&text, issuer)?;
    let code = found.one()?;
    let below = issuer.is_none_or(|issuer| code != *issuer && Divisions::get().within(&code, issuer.as_str()));
    let name = text.get(..length)?;
    (below && name.ends_with(['省', '市', '州', '盟', '县', '区', '旗', '师'])).then(|| name.chars().count())
}

/// Whether a figure begins at a letter, not in the middle of one.
fn begins_figure(letters: &Letters, at: usize) -> bool {
    letters.digit(at)
        && at.checked_sub(1).is_none_or(|before| !letters.digit(before) && !matches!(letters.chars.get(before), Some('.' | ',')))
}

/// Where the figure ends that begins at a letter.
fn figure_end(letters: &Letters, from: usize) -> usize {
    let part = |at: &usize| letters.digit(*at) || matches!(letters.chars.get(*at), Some('.' | ',')) && letters.digit(*at + 1);
    from + (from..from + LONGEST_FIGURE).take_while(part).count()
}
