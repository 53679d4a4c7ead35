//! The words of lines that may be rows or cells of a table without marks, and how glued words are parted.
//! Not for: deciding whether they make a table (`loose`).

use hongtou_document::{Document, Span};
use hongtou_notice::DivisionCode;

use super::columns::names_recipients;
use super::{figure, recipient, text, words};

/// Glued head words and the first name are no longer.
const MOST_GLUED: usize = 60;
/// A word of a loose table.
#[derive(Debug, Clone)]
pub(crate) struct Token {
    /// Where it is printed.
    pub(crate) span: Span,
    /// Its folded text.
    pub(crate) key: String,
}

impl Token {
    /// Whether it is a figure or a sign for none.
    pub(crate) fn is_figure(&self) -> bool {
        matches!(figure::read(&self.key), figure::Figure::Number { .. } | figure::Figure::Dash)
    }
}

/// The words of a line. A line of several words without figures is one cell if its pieces are single characters
/// (`合 计`); a word with figures inside (`某市412.36`) is parted at them.
pub(crate) fn tokens(document: &Document, line: Span, issuer: Option<&DivisionCode>) -> Vec<Token> {
    let printed: Vec<char> = document.slice(line).chars().collect();
    let mut pieces: Vec<(usize, usize)> = Vec::new();
    let mut start = None;
    for (at, c) in printed.iter().enumerate().chain([(printed.len(), &' ')]) {
        match (start, text::is_blank(*c) || *c == '|') {
            (None, false) => start = Some(at),
            (Some(from), true) => {
                pieces.push((from, at));
                start = None;
            }
            _ => {}
        }
    }
    let mut joined: Vec<(usize, usize)> = Vec::new();
    for piece in pieces {
        let single = |(from, to): (usize, usize)| to - from == 1 && printed.get(from).is_some_and(|c| !c.is_ascii_digit());
        match joined.last_mut() {
            Some(last) if single(piece) && (single(*last) || is_spaced(&printed, *last)) || is_split_total(&printed, *last, piece) => {
                last.1 = piece.1
            }
            _ => joined.push(piece),
        }
    }
    let mut tokens = Vec::new();
    let joined = joined.into_iter().flat_map(|piece| after_unit(&printed, piece));
    for (from, to) in joined {
        let part = printed.get(from..to).unwrap_or_default();
        for (a, b) in parted(part, issuer) {
            let span = Span::new(line.start + count(from + a), line.start + count(from + b));
            let word: String = part.get(a..b).unwrap_or_default().iter().collect();
            let key = text::key(&word);
            if !key.is_empty() {
                tokens.push(Token { span, key });
            }
        }
    }
    tokens
}

/// Whether a blank parts the two characters of 合计 inside longer words.
fn is_split_total(printed: &[char], last: (usize, usize), piece: (usize, usize)) -> bool {
    let before = last.1.checked_sub(1).and_then(|at| printed.get(at));
    before.is_some_and(|c| matches!(c, '合' | '总' | '小')) && printed.get(piece.0) == Some(&'计')
}

/// Parts a glued word behind its unit line: `…分配表单位：万元地区金额…`.
fn after_unit(printed: &[char], (from, to): (usize, usize)) -> Vec<(usize, usize)> {
    let word = printed.get(from..to).unwrap_or_default();
    // Most words hold no label; there are many.
    if !word.contains(&'单') {
        return vec![(from, to)];
    }
    let word: String = word.iter().collect();
    let end = ["万元", "亿元", "千元", "元"].iter().find_map(|unit| {
        let at =
            ["单位：", "单位:"].iter().find_map(|label| word.find(&format!("{label}{unit}")).map(|at| at + label.len() + unit.len()))?;
        Some(word.get(..at)?.chars().count())
    });
    match end.filter(|end| from + end < to) {
        Some(end) => vec![(from, from + end), (from + end, to)],
        None => vec![(from, to)],
    }
}

/// Whether a piece is already several single characters.
fn is_spaced(printed: &[char], (from, to): (usize, usize)) -> bool {
    printed.get(from..to).is_some_and(|piece| piece.iter().any(|c| text::is_blank(*c)))
}

/// Parts a word at its figures: `地区金额某市412.36另市318` → 地区金额, 某市, 412.36, 另市, 318.
fn parted(word: &[char], issuer: Option<&DivisionCode>) -> Vec<(usize, usize)> {
    let digit = |at: usize| word.get(at).is_some_and(|c| crate::recognise::fold_char(*c).is_ascii_digit());
    let inside = |at: usize| word.get(at).is_some_and(|c| matches!(c, '.' | ',' | '，' | '．')) && digit(at + 1) && at > 0 && digit(at - 1);
    let mut runs: Vec<(usize, usize, bool)> = Vec::new();
    for at in 0..word.len() {
        let figure = digit(at) || inside(at);
        match runs.last_mut() {
            Some(last) if last.2 == figure => last.1 = at + 1,
            _ => runs.push((at, at + 1, figure)),
        }
    }
    let whole = vec![(0, word.len())];
    let figures = runs.iter().filter(|run| run.2).count();
    // Dates, years, document numbers and single figures in words stay whole; `某市412.36` and longer runs are parted.
    let last_is_figure = runs.last().is_some_and(|run| run.2);
    let first_is_name = runs.first().is_some_and(|run| !run.2);
    if figures == 0 || !last_is_figure || !first_is_name {
        return whole;
    }
    let name =
        |run: &(usize, usize, bool)| word.get(run.0..run.1).map(|part| text::key(&part.iter().collect::<String>())).unwrap_or_default();
    let names: Vec<&(usize, usize, bool)> = runs.iter().filter(|run| !run.2).collect();
    let known = |key: &str| recipient::is_total(key) || recipient::is_place(key, issuer);
    // Townships and units are known by their ending; a name glued to head words begins where the last word for money ends.
    let unit = |key: &str| (3..=12).contains(&key.chars().count()) && words::ends("unit_ending", key);
    let good = names.iter().skip(1).filter(|run| known(&name(run)) || unit(&name(run))).count();
    if names.len() == 1 && !known(&name(names[0])) || names.len() > 1 && good * 2 < names.len() - 1 {
        return whole;
    }
    let mut out = Vec::new();
    for (nth, (from, to, figure)) in runs.iter().copied().enumerate() {
        let key = name(&(from, to, figure));
        if nth == 0 && !known(&key) {
            // Caption, head words and the first name are glued: the longest known name at the end parts them.
            let reach = to.saturating_sub(MOST_GLUED).max(from + 1)..to;
            let behind_head = |at: &usize| unit(&name(&(*at, to, false))) && words::ends("money", &name(&(from, *at, false)));
            let split = reach.clone().find(|at| known(&name(&(*at, to, false)))).or_else(|| reach.rev().find(behind_head));
            let Some(split) = split else { return whole };
            out.extend(head_words(word, from, split));
            out.push((split, to));
        } else {
            out.push((from, to));
        }
    }
    out
}

/// Parts glued head words: what goes before the head word of recipients is a caption.
fn head_words(word: &[char], from: usize, to: usize) -> Vec<(usize, usize)> {
    let key = |a: usize, b: usize| word.get(a..b).map(|part| text::key(&part.iter().collect::<String>())).unwrap_or_default();
    if let Some(middle) =
        (from + 1..to).rev().find(|middle| names_recipients(&key(from, *middle)) && words::has("money", &key(*middle, to)))
    {
        return vec![(from, middle), (middle, to)];
    }
    for middle in (from + 1..to).rev().take(MOST_GLUED) {
        for start in middle.saturating_sub(8).max(from)..middle {
            if words::is("recipient", &key(start, middle)) && words::has("money", &key(middle, to)) {
                return [(from, start), (start, middle), (middle, to)].into_iter().filter(|(a, b)| a < b).collect();
            }
        }
    }
    vec![(from, to)]
}

fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}
