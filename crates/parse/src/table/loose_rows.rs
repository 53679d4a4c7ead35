//! Words of a loose table put into columns and rows: its shape by the head, its rows by the alternation of names and figures, empty
//! cells by the totals. See `docs/tables.md`, loose tables. Not for: finding where such a table begins and ends (`loose`).

use hongtou_document::{Document, Span};
use hongtou_notice::DivisionCode;
use rust_decimal::Decimal;

use super::columns::names_recipients;
use super::grid::{Grid, Slot};
use super::loose::{MOST_HEADS, Who};
use super::loose_words::Token;
use super::{figure, heads, recipient, words};

/// How the words of a loose table fall into columns.
#[derive(Debug)]
pub(super) struct Shape {
    /// Head words.
    heads: usize,
    /// Columns of names.
    names: usize,
    /// Whether rows begin with a serial number.
    serial: bool,
    /// Whether that number is a code of several digits.
    coded: bool,
    /// Whether the recipients stand in the head and labels before the figures.
    turned: bool,
}

/// Whether a word can number a row.
pub(super) fn is_ordinal(key: &str) -> bool {
    let inner = key.trim_matches(['(', ')', '、', '.']);
    !inner.is_empty() && inner.chars().count() <= 3 && inner.chars().all(recipient::is_ordinal)
}

impl Shape {
    /// The shape, from the words before the first figure.
    pub(super) fn of(tokens: &[Token], issuer: Option<&DivisionCode>) -> Option<Self> {
        let serial = tokens.first().is_some_and(|token| words::is("serial", &token.key));
        let known = |token: &Token| recipient::is_place(&token.key, issuer) || recipient::is_own_level(&recipient::bare(&token.key));
        // Bodies named behind the figures (主管部门) are remarks.
        let text =
            |token: &&Token| names_recipients(&token.key) || words::ends("descriptor", &token.key) || words::is("serial", &token.key);
        let named = |heads: usize| tokens.iter().take(heads).take_while(text).filter(|token| names_recipients(&token.key)).count();
        let first = tokens.iter().position(Token::is_figure)?;
        // 市 · 县区 · 金额 · 甲市 · 乙县 · 5: two names right before the figure are those of a row.
        let places = tokens.iter().skip(1).take_while(|token| known(token) || recipient::is_total(&token.key)).count();
        if tokens.iter().take(first).skip(1).filter(|token| known(token)).count() >= 2 && places > 0 {
            return (places + 2 == first).then_some(Self { heads: places + 1, names: 1, serial: false, coded: false, turned: true });
        }
        // 乡镇（街道） · 甲镇 · 乙街道 · 合计 · 补助资金 · 2.1 …: the label of the first row may take two lines.
        let body = |token: &&Token| is_recipient(&token.key, issuer) || recipient::is_total(&token.key);
        let bodies = tokens.iter().skip(1).take_while(body).count();
        if !serial
            && bodies >= 2
            && tokens.first().is_some_and(|token| names_recipients(&token.key))
            && first.checked_sub(bodies).is_some_and(|label| (2..=3).contains(&label))
        {
            return Some(Self { heads: bodies + 1, names: 1, serial: false, coded: false, turned: true });
        }
        // A code (单位编码) numbers the rows too, with figures of its own.
        let coded = tokens.first().is_some_and(|token| words::ends("code_end", &token.key));
        let heads = if let Some(total) = total_first(tokens, first).filter(|_| serial || coded) {
            total
        } else if coded {
            first
        } else if serial {
            tokens.iter().position(|token| is_ordinal(&token.key))?
        } else {
            // One or two names stand before the first figure; what stands before them must not be a name itself.
            [1, 2].into_iter().filter_map(|names| first.checked_sub(names)).find(|heads| {
                heads
                    .checked_sub(1)
                    .and_then(|last| tokens.get(last))
                    .is_some_and(|token| !known(token) && !is_recipient(&token.key, issuer))
            })?
        };
        let names = if coded {
            tokens.iter().take(heads).skip(1).take_while(text).filter(|token| names_recipients(&token.key)).count()
        } else {
            named(heads)
        };
        let fits = (2..=MOST_HEADS).contains(&heads) && (1..=2).contains(&names);
        fits.then_some(Self { heads, names, serial: serial || coded, coded, turned: false })
    }

    /// Puts a label of several words before the figures of a turned table into one.
    pub(super) fn with_whole_labels(&self, tokens: Vec<Token>) -> Vec<Token> {
        if !self.turned {
            return tokens;
        }
        let mut out: Vec<Token> = Vec::new();
        let mut label: Vec<Token> = Vec::new();
        for (at, token) in tokens.into_iter().enumerate() {
            if at >= self.heads && !token.is_figure() {
                label.push(token);
                continue;
            }
            if let Some(span) = label.iter().map(|word| word.span).reduce(Span::cover) {
                out.push(Token { span, key: label.drain(..).map(|word| word.key).collect() });
            }
            out.push(token);
        }
        // What follows the last figures is no label.
        out.append(&mut label);
        out
    }

    /// Figures that a row should have, if every head word is a column.
    fn figures(&self, tokens: &[Token]) -> usize {
        let head = tokens.iter().take(self.heads);
        let names = head.clone().filter(|token| names_recipients(&token.key)).count();
        let head = head.skip(usize::from(self.coded));
        let texts = head.filter(|token| !names_recipients(&token.key) && words::ends("descriptor", &token.key)).count();
        self.heads.saturating_sub(names + usize::from(self.serial) + texts)
    }

    /// Cuts the words after the head into rows. `None` where they do not alternate as the head asks.
    pub(super) fn rows(self, tokens: &[Token], who: &Who<'_>) -> Option<Found> {
        let issuer = who.issuer;
        let figures_wanted = self.figures(tokens);
        let key = |at: usize| tokens.get(at).map_or("", |token| token.key.as_str());
        let mut rows: Vec<Row> = Vec::new();
        let mut at = self.heads;
        let mut end = at;
        while at < tokens.len() {
            let run = |from: usize, figure: bool| {
                let length = tokens.iter().skip(from).take_while(|token| token.is_figure() == figure).count();
                (from..from + length).collect::<Vec<usize>>()
            };
            let mut lead = None;
            // The remark of the row above stands before the serial number that comes next.
            let remark = run(at, false);
            let expected = rows.last().and_then(|row| row.lead).and_then(|lead| key(lead).parse::<usize>().ok()).map(|number| number + 1);
            if self.serial && !remark.is_empty() && expected.is_some() && key(at + remark.len()).parse::<usize>().ok() == expected {
                at += remark.len();
            }
            let numbers = |key: &str| is_ordinal(key) || self.coded && is_code(key);
            if self.serial && tokens.get(at).is_some_and(Token::is_figure) && numbers(key(at)) {
                lead = Some(at);
                at += 1;
            }
            let mut names = run(at, false);
            at += names.len();
            let mut figures = run(at, true);
            if names.is_empty() || figures.is_empty() {
                break;
            }
            // The next row's serial number stands behind this row's figures.
            let numbered = |at: usize| key(at).parse::<usize>().ok();
            let next = lead.and_then(numbered).map(|number| number + 1);
            let last = figures.last().copied();
            let full = figures.len() == figures_wanted + 1 && last.is_some_and(|last| numbers(key(last)));
            // Behind a total without a number of its own the rows begin.
            let begins = lead.is_none() && rows.is_empty() && last.is_some_and(|last| key(last) == "1" && last + 1 < tokens.len());
            if self.serial && figures.len() > 1 && (full || begins || next.is_some() && last.and_then(numbered) == next) {
                figures.pop();
            }
            at += figures.len();
            // A serial number in characters parts the remark of the row above from the name.
            if let Some(place) = names.iter().rposition(|name| self.serial && is_ordinal(key(*name))) {
                lead = names.get(place).copied();
                names.drain(..=place);
            }
            // Words too many before a name are the remark of the row above.
            if names.len() > self.names && !rows.is_empty() {
                names.drain(..names.len() - self.names);
            }
            if names.is_empty() || names.len() > self.names {
                return None;
            }
            let total = names.iter().any(|name| recipient::is_total(key(*name)));
            rows.push(Row { lead, names, figures: figures.into_iter().map(Some).collect(), total });
            end = at;
            if total && rows.len() > 2 {
                break;
            }
        }
        let width = rows.iter().map(|row| row.figures.len()).max()?;
        if !self.turned {
            place_total(&mut rows, tokens, width);
            place_holes(&mut rows, tokens, width);
        }
        let known = |row: &&Row| row.total || row.names.iter().any(|name| is_recipient(key(*name), issuer));
        let regular = rows.iter().filter(|row| row.figures.len() == width).count();
        // A table of one row is one where the text tells its sum, or the whole of which its other figures are the parts.
        let single = match rows.as_slice() {
            [row] if !self.turned => {
                let figures: Vec<Decimal> =
                    row.figures.iter().flatten().filter_map(|at| tokens.get(*at)).filter_map(|token| figure::number(&token.key)).collect();
                let sum: Decimal = figures.iter().sum();
                !figures.is_empty()
                    && (figures.iter().all(|figure| who.tells(*figure))
                        || figures.iter().any(|figure| who.tells(*figure) && sum - figure == *figure))
            }
            _ => false,
        };
        let confirmed = !self.turned && confirmed(&rows, tokens, width) || single;
        // A total that the rows add up to shows that names which nobody knows are recipients as well.
        let good = if self.turned {
            regular == rows.len() && width + 1 == self.heads
        } else {
            (rows.len() >= 2 || single)
                && (confirmed && rows.len() > 2 || rows.iter().filter(known).count() * 2 > rows.len())
                && regular * 5 >= rows.len() * 4
        };
        good.then_some(Found { shape: self, rows, width, confirmed, tokens: end })
    }
}

/// Where the total row stands first: 序号 · 县区 · 金额 · 合计 · 595 · 1 · 甲区 … Behind a head that ends in 合计 the first row's number would be
/// followed by its name.
fn total_first(tokens: &[Token], first: usize) -> Option<usize> {
    let before = first.checked_sub(1)?;
    let total = tokens.get(before).is_some_and(|token| recipient::is_total(&token.key));
    let next_is_figure = tokens.get(first + 1).is_some_and(Token::is_figure);
    (total && next_is_figure).then_some(before)
}

/// Whether a word is a code: digits and nothing else.
fn is_code(key: &str) -> bool {
    (3..=12).contains(&key.len()) && key.chars().all(|c| c.is_ascii_digit())
}

/// Whether a name is a place or ends like a unit.
fn is_recipient(key: &str, issuer: Option<&DivisionCode>) -> bool {
    let name = recipient::bare(key);
    recipient::is_place(key, issuer) || recipient::is_own_level(&name) || name.chars().count() >= 3 && words::ends("unit_ending", &name)
}

/// Whether in every column the rows add up to the total row.
fn confirmed(rows: &[Row], tokens: &[Token], width: usize) -> bool {
    let number = |row: &Row, col: usize| {
        row.figures.get(col).copied().flatten().and_then(|at| tokens.get(at)).and_then(|token| figure::number(&token.key))
    };
    let Some(total) = rows.iter().find(|row| row.total) else { return false };
    let sum = |col: usize| -> Decimal { rows.iter().filter(|row| !row.total).filter_map(|row| number(row, col)).sum() };
    // What does not add up (补助标准) has no total; its place among the figures is known by the others.
    let placed = total.figures.len() == width;
    (0..width).all(|col| number(total, col).map_or(placed, |total| total == sum(col))) && (0..width).any(|col| number(total, col).is_some())
}

/// A total row with fewer figures than the others: each stands under the column whose sum it is, if that is so in one way only.
fn place_total(rows: &mut [Row], tokens: &[Token], width: usize) {
    let value = |at: usize| tokens.get(at).and_then(|token| figure::number(&token.key));
    let Some(at) = rows.iter().position(|row| row.total && row.figures.len() < width) else { return };
    let others: Vec<&Row> = rows.iter().filter(|row| !row.total).collect();
    if others.len() < 2 || others.iter().any(|row| row.figures.len() != width) {
        return;
    }
    let sum = |col: usize| -> Decimal { others.iter().filter_map(|row| row.figures.get(col).copied().flatten()).filter_map(value).sum() };
    let sums: Vec<Decimal> = (0..width).map(sum).collect();
    let figures: Vec<usize> = rows.get(at).into_iter().flat_map(|row| row.figures.iter().flatten().copied()).collect();
    let fits = |places: &Vec<usize>| places.iter().zip(&figures).all(|(place, figure)| value(*figure) == sums.get(*place).copied());
    let mut found = choices(width, figures.len()).into_iter().filter(fits);
    let (Some(places), None) = (found.next(), found.next()) else { return };
    let mut cells = vec![None; width];
    for (place, figure) in places.iter().zip(&figures) {
        if let Some(cell) = cells.get_mut(*place) {
            *cell = Some(*figure);
        }
    }
    if let Some(row) = rows.get_mut(at) {
        row.figures = cells;
    }
}

/// More ways to place the empty cells are not tried.
const MOST_WAYS: usize = 4_096;

/// More short rows are not placed: with two ways each they have more than are tried.
const MOST_SHORT: usize = 12;

/// A row with fewer figures than the others has empty cells that left no trace. They stand where all columns add up to
/// the total row, if that is so in one way only.
fn place_holes(rows: &mut [Row], tokens: &[Token], width: usize) {
    let short: Vec<usize> = (0..rows.len()).filter(|at| rows.get(*at).is_some_and(|row| row.figures.len() < width)).collect();
    let full = rows.iter().any(|row| row.total && row.figures.len() == width);
    if short.is_empty() || !full || short.len() + 1 > rows.len() || short.len() > MOST_SHORT {
        return;
    }
    let value = |at: usize| tokens.get(at).and_then(|token| figure::number(&token.key)).unwrap_or_default();
    // What the short rows must give in each column.
    let mut open: Vec<Decimal> = vec![Decimal::ZERO; width];
    for (at, row) in rows.iter().enumerate().filter(|(at, _)| !short.contains(at)) {
        let _ = at;
        for (sum, cell) in open.iter_mut().zip(&row.figures) {
            let figure = cell.map(value).unwrap_or_default();
            *sum = if row.total { *sum + figure } else { *sum - figure };
        }
    }
    let figures: Vec<Vec<usize>> =
        short.iter().filter_map(|at| rows.get(*at)).map(|row| row.figures.iter().flatten().copied().collect()).collect();
    let ways: Vec<Vec<Vec<usize>>> = figures.iter().map(|row| choices(width, row.len())).collect();
    if !matches!(ways.iter().map(Vec::len).try_fold(1usize, usize::checked_mul), Some(1..=MOST_WAYS)) {
        return;
    }
    let mut found: Vec<Vec<usize>> = Vec::new();
    let mut several = false;
    let mut stack: Vec<usize> = vec![0; ways.len()];
    'ways: loop {
        let mut rest = open.clone();
        for (nth, way) in stack.iter().enumerate() {
            let places = ways.get(nth).and_then(|ways| ways.get(*way));
            for (place, at) in places.into_iter().flatten().zip(figures.get(nth).into_iter().flatten()) {
                if let Some(sum) = rest.get_mut(*place) {
                    *sum -= value(*at);
                }
            }
        }
        if rest.iter().all(Decimal::is_zero) {
            several |= !found.is_empty();
            found = stack.iter().enumerate().filter_map(|(nth, way)| ways.get(nth)?.get(*way).cloned()).collect();
        }
        for (nth, way) in stack.iter_mut().enumerate() {
            *way += 1;
            if *way < ways.get(nth).map_or(0, Vec::len) {
                continue 'ways;
            }
            *way = 0;
        }
        break;
    }
    if several || found.is_empty() {
        return;
    }
    for ((at, places), row) in short.iter().zip(&found).zip(&figures) {
        let mut cells = vec![None; width];
        for (place, figure) in places.iter().zip(row) {
            if let Some(cell) = cells.get_mut(*place) {
                *cell = Some(*figure);
            }
        }
        if let Some(row) = rows.get_mut(*at) {
            row.figures = cells;
        }
    }
}

/// All ways to choose `taken` of `width` places, in order.
fn choices(width: usize, taken: usize) -> Vec<Vec<usize>> {
    let mut ways: Vec<Vec<usize>> = vec![Vec::new()];
    for place in 0..width {
        let more: Vec<Vec<usize>> =
            ways.iter().filter(|way| way.len() < taken).map(|way| way.iter().copied().chain([place]).collect()).collect();
        ways.retain(|way| way.len() + (width - place - 1) >= taken || way.len() == taken);
        ways.extend(more);
        if ways.len() > MOST_WAYS {
            return Vec::new();
        }
    }
    ways.retain(|way| way.len() == taken);
    ways
}

/// A row by the places of its words.
#[derive(Debug)]
struct Row {
    lead: Option<usize>,
    names: Vec<usize>,
    /// `None` where a cell is empty and the columns show which.
    figures: Vec<Option<usize>>,
    total: bool,
}

/// A table found, before it becomes a grid.
#[derive(Debug)]
pub(super) struct Found {
    shape: Shape,
    rows: Vec<Row>,
    /// Figures in a row.
    width: usize,
    pub(super) confirmed: bool,
    /// Words used.
    pub(super) tokens: usize,
}

impl Found {
    /// Whether the figures of several glued columns may have run together (甲县300200100): the head word over them names more than one
    /// column, and the text tells no total of theirs. Where the sums hold by every digit, the run of them holds too.
    pub(super) fn may_hold_several(&self, tokens: &[Token], who: &Who<'_>) -> bool {
        let several =
            |token: &Token| words::list("column_word").iter().map(|word| token.key.matches(word.as_str()).count()).sum::<usize>() > 1;
        let heads = tokens.iter().take(self.shape.heads).filter(|token| !names_recipients(&token.key));
        let numbers = |row: &Row| -> Vec<Decimal> {
            row.figures.iter().flatten().filter_map(|at| tokens.get(*at)).filter_map(|token| figure::number(&token.key)).collect()
        };
        let told = self.rows.iter().filter(|row| row.total).flat_map(numbers).any(|total| who.tells(total));
        !told && heads.into_iter().any(several)
    }

    /// Head and rows as a grid: serial number, names, figures.
    pub(super) fn grid(&self, document: &Document, tokens: &[Token]) -> Option<Grid> {
        let lead = usize::from(self.shape.serial);
        let fixed = lead + self.shape.names;
        let cols = fixed + self.width;
        let head = tokens.get(..self.shape.heads)?;
        let keys: Vec<&str> = head.iter().map(|token| token.key.as_str()).collect();
        // Head words of text columns that no row fills (备注) stand last and are dropped.
        let given = keys
            .iter()
            .skip(fixed)
            .rposition(|key| self.shape.turned || !words::ends("descriptor", key) && !names_recipients(key))
            .map_or(0, |last| last + 1);
        let keys: Vec<&str> = keys.into_iter().take(fixed + given).collect();
        let paths: Vec<Vec<usize>> = if given <= self.width {
            (fixed..fixed + given).map(|at| vec![at]).collect()
        } else {
            let number = |row: usize, col: usize| {
                let at = self.rows.get(row)?.figures.get(col).copied().flatten()?;
                figure::number(&tokens.get(at)?.key)
            };
            heads::unfold(&keys, fixed, self.width, &heads::Figures { rows: self.rows.len(), number: &number })?
        };
        let depth = paths.iter().map(Vec::len).max().unwrap_or(1);
        let mut cell = 0;
        let mut slot = |at: Option<usize>, row: usize, col: usize| {
            cell += 1;
            match at.and_then(|at| tokens.get(at)) {
                Some(token) => Slot::loose(document, token.span, count(row), count(col), cell),
                None => Slot::empty(count(row), count(col)),
            }
        };
        let mut rows = Vec::new();
        for level in 0..depth {
            rows.push(
                (0..cols)
                    .map(|col| {
                        let at = if col < fixed {
                            (level == 0).then_some(col)
                        } else {
                            paths.get(col - fixed).and_then(|path| path.get(level)).copied()
                        };
                        slot(at, level, col)
                    })
                    .collect(),
            );
        }
        for row in &self.rows {
            let at = rows.len();
            let names = row.names.len();
            rows.push(
                (0..cols)
                    .map(|col| {
                        let place = if col < lead {
                            row.lead
                        } else if col < fixed {
                            // A name lost because its cell was merged is the one on the left.
                            (col + names).checked_sub(fixed).and_then(|nth| row.names.get(nth)).copied()
                        } else {
                            row.figures.get(col - fixed).copied().flatten()
                        };
                        slot(place, at, col)
                    })
                    .collect(),
            );
        }
        Some(Grid { rows, merges_known: true, inferred: true })
    }
}

fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}
