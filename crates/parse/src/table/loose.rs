//! Tables of recipients told without marks: one cell a line, one row a line, everything on one line, or even
//! without blanks. Recognised by a head word of recipients and the alternation of names and figures; confirmed by
//! the total. See `docs/tables.md`, loose tables. Everything from here says `table_inferred`.
//! Not for: tables that a reader found, or sums in sentences (`prose`).

use std::cell::OnceCell;
use std::ops::Range;

use hongtou_document::{Document, Span};
use hongtou_notice::{DivisionCode, Money, MoneyUnit};
use rust_decimal::Decimal;

use super::columns::names_recipients;
use super::grid::{Grid, Slot, filled};
use super::loose_rows::{Shape, is_ordinal};
use super::loose_words::{self, Token};
use super::{caption, continued, words};

/// A line with a longer word is running text.
const LONGEST_WORD: usize = 24;
/// More head cells no loose table has.
pub(super) const MOST_HEADS: usize = 16;

/// More columns of text before the figures no loose table has.
const MOST_TEXTS: usize = 4;

/// A table must show itself within so many lines before the others are looked at, which keeps the cost linear.
const LINES_TO_SHOW: usize = 60;

/// A loose table.
#[derive(Debug)]
pub(crate) struct Loose {
    /// Head and body as a grid.
    pub(crate) grid: Grid,
    /// What stands before the head on its own line.
    pub(crate) before: Vec<Span>,
    /// Whether the total confirms the figures.
    pub(crate) confirmed: bool,
    /// How many lines it takes.
    pub(crate) lines: usize,
    /// The part of its line that it takes, where that is not all of it.
    pub(crate) part: Option<Span>,
}

/// A run of lines, each parted into words once: a table may begin on every line, and is looked for on many more.
pub(crate) struct Lines<'a> {
    document: &'a Document,
    spans: &'a [Span],
    issuer: Option<&'a DivisionCode>,
    words: Vec<OnceCell<Vec<Token>>>,
}

impl<'a> Lines<'a> {
    pub(crate) fn new(document: &'a Document, spans: &'a [Span], issuer: Option<&'a DivisionCode>) -> Self {
        Self { document, spans, issuer, words: vec![OnceCell::new(); spans.len()] }
    }

    fn words(&self, at: usize) -> &[Token] {
        let (Some(words), Some(span)) = (self.words.get(at), self.spans.get(at)) else { return &[] };
        words.get_or_init(|| loose_words::tokens(self.document, *span, self.issuer))
    }

    /// Lets go of the words of the lines before a place: no table is looked for there any more.
    pub(crate) fn forget(&mut self, from: usize, to: usize) {
        self.words.iter_mut().take(to).skip(from).for_each(|words| drop(words.take()));
    }
}

/// The loose table that begins on a line, if one does.
pub(crate) fn find(lines: &Lines<'_>, at: usize, context: &Who<'_>) -> Option<Loose> {
    let all = lines.spans.len();
    let shown = all.min(at + LINES_TO_SHOW);
    let found = find_in(lines, at..shown, context)?;
    if found.lines + 1 < shown - at || shown == all { Some(found) } else { find_in(lines, at..all, context) }
}

/// Who speaks, and which sums the text tells with their units.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Who<'a> {
    pub(crate) issuer: Option<&'a DivisionCode>,
    pub(crate) told: &'a [(Money, MoneyUnit)],
}

impl Who<'_> {
    /// Whether the text tells a sum by this figure.
    pub(super) fn tells(&self, figure: Decimal) -> bool {
        self.told.iter().any(|(money, unit)| figure.checked_mul(unit.yuan()).is_some_and(|yuan| yuan == money.0))
    }
}

/// Lines that show whether each is a cell of its own.
const CELLS_TO_SHOW: usize = 16;

/// Whether the lines are cells: hardly any holds two words.
fn is_cell_per_line(lines: &Lines<'_>, range: Range<usize>) -> bool {
    let shown: Vec<usize> = range.take(CELLS_TO_SHOW).map(|at| lines.words(at).len()).filter(|words| *words > 0).collect();
    shown.len() >= 4 && shown.iter().filter(|words| **words == 1).count() * 5 >= shown.len() * 4
}

/// A cell of several words is one word (贫困县 定向分配), a note in brackets below a head belongs to it
/// (森林城镇奖补⏎（10万元/个）), and what ends a name to the name above (大麦屿⏎街道).
fn as_cell(mut words: Vec<Token>, before: Option<&mut Token>, in_head: bool) -> Vec<Token> {
    if words.len() > 1
        && !words.iter().any(Token::is_figure)
        && let Some(span) = words.iter().map(|word| word.span).reduce(Span::cover)
    {
        words = vec![Token { span, key: words.iter().map(|word| word.key.as_str()).collect() }];
    }
    let note = |word: &Token| word.key.starts_with('(') && word.key.ends_with(')') && !is_ordinal(&word.key);
    let end = |word: &Token| matches!(word.key.as_str(), "街道" | "办事处" | "街道办事处" | "管委会" | "管理委员会");
    match (words.as_slice(), before) {
        ([word], Some(before)) if in_head && note(word) || end(word) && !before.is_figure() => {
            before.span = before.span.cover(word.span);
            before.key.push_str(&word.key);
            Vec::new()
        }
        _ => words,
    }
}

fn find_in(lines: &Lines<'_>, range: Range<usize>, who: &Who<'_>) -> Option<Loose> {
    let (document, issuer) = (lines.document, who.issuer);
    let first = lines.words(range.start);
    let head = first.iter().position(|token| is_head(token) || turned_head(&token.key))?;
    let (before, tokens) = first.split_at(head);
    let before: Vec<Span> = before.iter().map(|token| token.span).collect();
    let mut tokens = tokens.to_vec();
    let mut ends = vec![tokens.len()];
    let cells = is_cell_per_line(lines, range.clone());
    let mut in_head = true;
    let mut one_word = false;
    for at in range.skip(1) {
        let mut more = lines.words(at).to_vec();
        in_head &= !more.iter().any(Token::is_figure);
        if cells && !more.is_empty() {
            more = as_cell(more, tokens.last_mut(), in_head);
            if more.is_empty() {
                ends.push(tokens.len());
                continue;
            }
        }
        // A page ends inside the table, or below it.
        if lines.spans.get(at).is_some_and(|line| is_page_number(document.slice(*line))) {
            ends.push(tokens.len());
            continue;
        }
        // A lone bar is an empty cell.
        if more.is_empty() && lines.spans.get(at).is_some_and(|line| document.slice(*line).contains('|')) {
            ends.push(tokens.len());
            continue;
        }
        if more.is_empty() || !is_tabular(&more) {
            break;
        }
        // 宜城⏎市 1.60 160: the line broke inside a name.
        if !cells
            && !in_head
            && one_word
            && let Some(whole) = tokens.last().and_then(|before| broken_name(before, &more))
        {
            tokens.pop();
            more.splice(..1, [whole]);
        }
        one_word = more.len() == 1;
        tokens.extend(more);
        ends.push(tokens.len());
    }
    let all = tokens.len();
    let tokens = without_texts(without_formulas(with_serial_head(tokens)));
    let shape = Shape::of(&tokens, issuer)?;
    let tokens = shape.with_whole_labels(tokens);
    let table = shape.rows(&tokens, who)?;
    // Without blanks the figures of neighbouring columns run together; only a right total shows that they did not.
    let glued = tokens.windows(2).any(|pair| matches!(pair, [name, figure] if figure.is_figure() && name.span.end == figure.span.start));
    if glued && (!table.confirmed || table.may_hold_several(&tokens, who)) {
        return None;
    }
    let words = (table.tokens + all).saturating_sub(tokens.len());
    let used = ends.iter().position(|end| *end >= words).map_or(ends.len(), |at| at + 1);
    let grid = table.grid(document, &tokens)?;
    // 县区单位 over 甲县县医院: the names of two columns ran together.
    let confirmed = table.confirmed && !(glued && tokens.first().is_some_and(|token| is_two_heads(&token.key)));
    Some(Loose { grid, before, confirmed, lines: used, part: None })
}

/// A line of one word and the next with its figures, where the line break parted a name.
fn broken_name(before: &Token, line: &[Token]) -> Option<Token> {
    let [rest, figure, ..] = line else { return None };
    let broken = !before.is_figure() && !rest.is_figure() && figure.is_figure() && continued::parted(&before.key, &rest.key);
    broken.then(|| Token { span: before.span.cover(rest.span), key: format!("{}{}", before.key, rest.key) })
}

/// Whether a line is the number of a page between dashes: — 2 — (GB/T 9704-2012, 7.5).
fn is_page_number(line: &str) -> bool {
    let dash = |c: char| matches!(c, '—' | '-' | '–' | '―' | '－' | '─');
    let inner = line.trim().strip_prefix(dash).and_then(|rest| rest.strip_suffix(dash)).map(|rest| rest.trim_matches(dash).trim());
    inner.is_some_and(|number| (1..=3).contains(&number.len()) && number.chars().all(|c| c.is_ascii_digit()))
}

/// A grid found by alignment whose rows have different numbers of cells, put in order by the same rules.
pub(crate) fn reshaped(document: &Document, grid: &Grid, issuer: Option<&DivisionCode>) -> Option<Grid> {
    let who = Who { issuer, told: &[] };
    let start = grid.rows.iter().position(|row| filled(row).len() >= 2)?;
    let rows = grid.rows.get(start..)?;
    let wide = |row: &Vec<Slot>| filled(row).len();
    if rows.iter().all(|row| wide(row) == rows.first().map_or(0, wide)) {
        return None;
    }
    let tokens: Vec<Token> = rows.iter().flat_map(|row| unspaced(row)).collect();
    let tokens = without_formulas(tokens);
    if !tokens.first().is_some_and(|token| is_head(token) || turned_head(&token.key)) {
        return None;
    }
    Shape::of(&tokens, issuer)?.rows(&tokens, &who)?.grid(document, &tokens)
}

/// The cells of a row; single characters that make up a word of heads or totals (`地  区`, `合  计`) are one cell that
/// was set wide (docs/notice-form.md, issuers).
fn unspaced(row: &[Slot]) -> Vec<Token> {
    let mut tokens: Vec<Token> = Vec::new();
    let mut open: Vec<Token> = Vec::new();
    let wide = |open: &[Token]| -> Option<Token> {
        let key: String = open.iter().map(|token| token.key.as_str()).collect();
        let word =
            ["recipient", "serial", "total", "subtotal"].iter().any(|class| words::is(class, &key)) || key == "金额" || key == "备注";
        let span = open.iter().map(|token| token.span).reduce(Span::cover)?;
        (open.len() > 1 && word).then_some(Token { span, key })
    };
    for slot in filled(row) {
        let token = Token { span: slot.span, key: slot.key.clone() };
        let single = token.key.chars().count() == 1 && !token.is_figure();
        if !single {
            tokens.append(&mut open);
            tokens.push(token);
            continue;
        }
        open.push(token);
        if let Some(word) = wide(&open) {
            open.clear();
            tokens.push(word);
        }
    }
    tokens.append(&mut open);
    tokens
}

/// Whether a word is two heads of recipients in one: 县区单位.
fn is_two_heads(key: &str) -> bool {
    let head = |part: &str| words::is("recipient", part);
    !head(key) && key.char_indices().skip(1).any(|(at, _)| key.split_at_checked(at).is_some_and(|(one, two)| head(one) && head(two)))
}

/// Whether a word heads a column of recipients or of serial numbers.
fn is_head(token: &Token) -> bool {
    token.key.chars().count() <= 12
        && (words::is("serial", &token.key) || words::ends("code_end", &token.key) || names_recipients(&token.key))
}

/// Whether a word heads the labels of a table whose recipients stand in the head.
fn turned_head(key: &str) -> bool {
    matches!(key, "项目" | "资金" | "资金名称" | "项目名称" | "科目")
}

/// Whether the words of a line can be cells.
fn is_tabular(tokens: &[Token]) -> bool {
    tokens.iter().all(|token| {
        token.key.chars().count() <= LONGEST_WORD
            && !token.key.contains(['。', ';', '!', '?', '《'])
            && (!token.key.ends_with([',', ':', '、']) || token.key == "其中:")
            && (token.is_figure() || token.key.starts_with("其中") || !caption::is_caption_cell(&token.key))
    })
}

/// Rows may be numbered though no word heads their numbers: 1 甲镇 … 2 乙镇 …. A head without text is put there.
fn with_serial_head(mut tokens: Vec<Token>) -> Vec<Token> {
    let numbered = tokens.windows(2).filter_map(|pair| match pair {
        [number, name] if number.is_figure() && !name.is_figure() => Some(number.key.as_str()),
        _ => None,
    });
    let rows = numbered.zip(1..).take_while(|(number, row)| number.parse() == Ok(*row)).count();
    let first = tokens.iter().position(Token::is_figure);
    let headed = tokens.first().is_none_or(|token| words::is("serial", &token.key));
    // The name before the first figure of a row without a number would be taken for a head.
    let number = first.and_then(|at| tokens.get(at)).is_some_and(|token| token.key == "1");
    if rows >= 2
        && number
        && !headed
        && let Some(start) = tokens.first().map(|token| token.span.start)
    {
        tokens.insert(0, Token { span: Span::new(start, start), key: "序号".into() });
    }
    tokens
}

/// Leaves out a row of column numbers and formulas: `栏次 1 2 3=1-2`.
fn without_formulas(tokens: Vec<Token>) -> Vec<Token> {
    let Some(start) = tokens.iter().position(|token| token.key == "栏次").filter(|at| *at <= MOST_HEADS) else { return tokens };
    let formula = |token: &&Token| token.key.contains('=') || is_ordinal(&token.key);
    let first = tokens.iter().skip(start + 1).take_while(|token| !token.key.contains('=')).filter(formula).count();
    // The first data row may begin with a serial number, which is no formula.
    let numbers = tokens.iter().skip(start + 1).take_while(formula).count();
    let formulas =
        tokens.iter().skip(start + 1).take(numbers).rposition(|token| token.key.contains('=')).map_or(first.min(numbers), |last| last + 1);
    tokens.into_iter().enumerate().filter(|(at, _)| *at < start || *at > start + formulas).map(|(_, token)| token).collect()
}

/// Leaves out columns of text beside the names (资金名称, 下达文号, 项目内容): their head words, and their cells in the
/// rows that have as many words before the figures as the head has text columns.
fn without_texts(tokens: Vec<Token>) -> Vec<Token> {
    let Some((heads, texts)) = text_columns(&tokens) else { return tokens };
    let first = usize::from(tokens.first().is_some_and(|token| words::is("serial", &token.key)));
    let mut dropped: Vec<usize> = texts.iter().enumerate().filter(|(_, name)| !**name).map(|(nth, _)| first + nth).collect();
    let mut at = heads;
    while at < tokens.len() {
        at += tokens.iter().skip(at).take_while(|token| token.is_figure()).count();
        let run = tokens.iter().skip(at).take_while(|token| !token.is_figure()).count();
        if let Some(start) = run.checked_sub(texts.len()).map(|over| at + over) {
            dropped.extend(texts.iter().enumerate().filter(|(_, name)| !**name).map(|(nth, _)| start + nth));
        }
        at += run;
    }
    let mut dropped = dropped.into_iter().peekable();
    let keep = |at: usize| {
        if dropped.peek() == Some(&at) {
            dropped.next();
            return false;
        }
        true
    };
    let kept: Vec<bool> = (0..tokens.len()).map(keep).collect();
    tokens.into_iter().zip(kept).filter_map(|(token, kept)| kept.then_some(token)).collect()
}

/// Where the head ends, and for every text column before the figures whether it names recipients. `None` where the
/// names stand alone.
fn text_columns(tokens: &[Token]) -> Option<(usize, Vec<bool>)> {
    let serial = usize::from(tokens.first().is_some_and(|token| words::is("serial", &token.key)));
    let texts = |heads: usize| -> Vec<bool> {
        let head = tokens.iter().take(heads).skip(serial);
        let text = |token: &Token| {
            let name = names_recipients(&token.key);
            (name || words::ends("descriptor", &token.key)).then_some(name)
        };
        head.map_while(text).collect()
    };
    let first = tokens.iter().position(Token::is_figure)?;
    let heads = if serial == 1 {
        tokens.iter().position(|token| is_ordinal(&token.key))?
    } else {
        (2..=MOST_TEXTS)
            .filter_map(|count| Some((count, first.checked_sub(count)?)))
            .find(|(count, heads)| texts(*heads).len() == *count)?
            .1
    };
    let found = texts(heads);
    let good = found.len() < heads - serial && (2..=MOST_TEXTS).contains(&found.len()) && found.contains(&true) && found.contains(&false);
    good.then_some((heads, found))
}
