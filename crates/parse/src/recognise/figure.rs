//! A printed figure with its thousands, decimals and damage, as it stands in cells of text. Not for: units.

use rust_decimal::Decimal;

use super::fold::is_han;
use super::ink::{Gap, Ink};

/// A figure between two cells.
#[derive(Debug, Clone, Copy)]
pub(super) struct Scan {
    pub(super) from: usize,
    pub(super) to: usize,
    pub(super) value: Decimal,
    /// Thousands, decimals or a line break had to be put right.
    pub(super) repaired: bool,
    /// A letter was read as a digit.
    pub(super) letters: bool,
}

/// One run of digits and what stands before it.
struct Group {
    mark: char,
    from: usize,
    digits: String,
}

/// What scanning a figure may step over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// Running text: a line break inside, where the line before ends in a figure that text leads to.
    Text,
    /// A cell of its own: blanks and line breaks.
    Cell,
}

/// Reads the figure that begins at a digit. Returns the cell after the whole run of digits and marks in any case, so
/// that no run is looked at twice.
pub(super) fn scan(ink: &Ink, at: usize, place: Place) -> (usize, Option<Scan>) {
    let led = at > 0 && ink.gap(at) < Gap::Break && (is_han(ink.c(at - 1)) || ink.c(at - 1) == ':');
    // 14 815万元, 8 06.4万元: a blank inside the figure of a sum, where letters lead to it and a unit follows.
    let glued = led && ink.gap(at) == Gap::None;
    let crosses = |i: usize, after_mark: bool| match (ink.gap(i), place) {
        (Gap::None, _) => true,
        (Gap::Wall, _) => false,
        (_, Place::Cell) => true,
        (Gap::Break, Place::Text) => led,
        (Gap::Blank, Place::Text) => {
            after_mark || i - at <= 3 && (glued || led && ink.gap(at) == Gap::Blank && three_digits(ink, i)) && to_unit(ink, i)
        }
    };
    let mut groups = vec![Group { mark: '\0', from: at, digits: String::new() }];
    let (mut i, mut repaired, mut letters) = (at, false, false);
    // 资金l260万元: a letter that prints like 1 in front of the digits, right behind a word.
    if at > 1
        && place == Place::Text
        && matches!(ink.c(at - 1), 'l' | 'I')
        && ink.gap(at) == Gap::None
        && ink.gap(at - 1) == Gap::None
        && is_han(ink.c(at - 2))
        && to_unit(ink, at)
        && let Some(group) = groups.last_mut()
    {
        group.from = at - 1;
        group.digits.push('1');
        letters = true;
    }
    while i < ink.len() {
        let c = ink.c(i);
        let Some(group) = groups.last_mut() else { break };
        let first = group.digits.is_empty() || i == at;
        if i > at && !crosses(i, first) {
            break;
        }
        if c.is_ascii_digit() {
            group.digits.push(c);
        } else if let Some(digit) = letter(ink, i, place).filter(|_| !first) {
            group.digits.push(digit);
            letters = true;
        } else if matches!(c, ',' | '.' | '·') && !first && ink.c(i + 1).is_ascii_digit() && crosses(i + 1, true) {
            repaired |= c == '·' || (c == ',' && ink.cell(i).is_some_and(|cell| cell.raw != ','));
            groups.push(Group { mark: if c == '·' { '.' } else { c }, from: i + 1, digits: String::new() });
        } else {
            break;
        }
        repaired |= i > at && ink.gap(i) != Gap::None;
        i += 1;
    }
    (i, read(&groups).map(|(from, value, mended)| Scan { from, to: i, value, repaired: repaired || mended, letters }))
}

/// Whether just three digits follow: 资金 2 400.00 万元, thousands parted by a blank (GB/T 15835-2011, 5.3) in a text that sets its figures apart.
fn three_digits(ink: &Ink, from: usize) -> bool {
    let digits = (from..from + 4).take_while(|i| ink.c(*i).is_ascii_digit() && (*i == from || ink.gap(*i) == Gap::None)).count();
    // 项目3 200万元 are two figures; decimals are those of one.
    digits == 3 && ink.c(from + 3) == '.'
}

/// Whether the digits from a cell on run to a unit of money.
fn to_unit(ink: &Ink, from: usize) -> bool {
    let run = (from..from + 12)
        .take_while(|i| ink.c(*i).is_ascii_digit() || matches!(ink.c(*i), '.' | ',') && ink.c(i + 1).is_ascii_digit())
        .count();
    run > 0 && ink.gap(from + run) <= Gap::Blank && matches!(ink.c(from + run), '万' | '亿' | '元')
}

/// A letter inside a figure that prints like a digit: before digits or a unit, with other such letters between, or a zero at the end of a
/// cell (2OO).
fn letter(ink: &Ink, i: usize, place: Place) -> Option<char> {
    let digit = alike(ink.c(i))?;
    let run = (i..i + MOST_ALIKE).take_while(|i| alike(ink.c(*i)).is_some() && ink.gap(*i) == Gap::None).count();
    let next = ink.c(i + run);
    let zeros = || place == Place::Cell && i + run == ink.len() && (i..i + run).all(|i| alike(ink.c(i)) == Some('0'));
    (run > 0 && (next.is_ascii_digit() || matches!(next, '万' | '亿' | '元') || zeros())).then_some(digit)
}

/// More letters in a row are no figure.
const MOST_ALIKE: usize = 4;

/// The digit that a letter prints like.
fn alike(c: char) -> Option<char> {
    match c {
        'O' | 'o' | '〇' => Some('0'),
        'l' | 'I' => Some('1'),
        _ => None,
    }
}

/// Joins the groups: where the figure begins, its value, and whether its marks are out of order.
fn read(groups: &[Group]) -> Option<(usize, Decimal, bool)> {
    let thousands = |groups: &[Group], mark: char| {
        groups.first().is_some_and(|group| group.digits.len() <= 3)
            && groups.iter().skip(1).all(|group| group.mark == mark && group.digits.len() == 3)
    };
    let decimal = |whole: &[Group], part: Option<&Group>| {
        let mut text: String = whole.iter().map(|group| group.digits.as_str()).collect();
        if let Some(part) = part {
            text.push('.');
            text.push_str(&part.digits);
        }
        // More digits than an exact decimal holds are no sum of money.
        (text.len() <= 28).then(|| text.parse::<Decimal>().ok()).flatten()
    };
    let (last, whole) = groups.split_last()?;
    let from = groups.first()?.from;
    if whole.is_empty() {
        return Some((from, decimal(groups, None)?, false));
    }
    if last.mark == '.' && (whole.len() == 1 || thousands(whole, ',')) {
        return Some((from, decimal(whole, Some(last))?, false));
    }
    if thousands(groups, ',') {
        return Some((from, decimal(groups, None)?, false));
    }
    // 34.568.64: points for the thousands.
    if last.mark == '.' && thousands(whole, '.') {
        let part = (last.digits.len() != 3).then_some(last);
        return Some((from, decimal(if part.is_some() { whole } else { groups }, part)?, true));
    }
    // 1,286,50: a comma for the point, behind thousands.
    if last.mark == ',' && last.digits.len() == 2 && whole.len() >= 2 && thousands(whole, ',') {
        return Some((from, decimal(whole, Some(last))?, true));
    }
    // Commas that part figures of a list (12,13万元): the last figure has the unit.
    let start = groups.iter().rposition(|group| group.mark == ',').unwrap_or(groups.len() - 2);
    let (head, part) = (groups.get(start)?, groups.get(start + 1));
    Some((head.from, decimal(std::slice::from_ref(head), part)?, true))
}
