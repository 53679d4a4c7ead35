//! Tables of recipients told without marks: one cell a line, one row a line, everything on one line, or even
//! without blanks. Recognised by a head word of recipients and the alternation of names and figures; confirmed by
//! the total. See `docs/tables.md`, loose tables (domain.md 6.4 E). Everything from here says `table_inferred`.
//! Not for: tables that a reader found, or sums in sentences (`prose`).

use hongtou_document::{Document, Span};
use hongtou_notice::DivisionCode;
use rust_decimal::Decimal;

use super::columns::names_recipients;
use super::grid::{Grid, Slot};
use super::{caption, figure, heads, recipient, text, words};

/// A line with a longer word is running text.
const LONGEST_WORD: usize = 24;
/// More head cells no loose table has.
const MOST_HEADS: usize = 12;

/// Glued head words and the first name are no longer.
const MOST_GLUED: usize = 60;
/// A table must show itself within so many lines before the others are looked at, which keeps the cost linear.
const LINES_TO_SHOW: usize = 60;

/// A word of a loose table.
#[derive(Debug, Clone)]
struct Token {
    span: Span,
    key: String,
}

impl Token {
    fn is_figure(&self) -> bool {
        matches!(figure::read(&self.key), figure::Figure::Number { .. } | figure::Figure::Dash)
    }
}

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
}

/// The loose table that begins on the first of these lines, if one does.
pub(crate) fn find(document: &Document, lines: &[Span], issuer: Option<&DivisionCode>) -> Option<Loose> {
    let (shown, rest) = lines.split_at(lines.len().min(LINES_TO_SHOW));
    let found = find_in(document, shown, issuer)?;
    if found.lines + 1 < shown.len() || rest.is_empty() { Some(found) } else { find_in(document, lines, issuer) }
}

fn find_in(document: &Document, lines: &[Span], issuer: Option<&DivisionCode>) -> Option<Loose> {
    let mut tokens = tokens(document, *lines.first()?, issuer);
    let head = tokens.iter().position(is_head)?;
    let before: Vec<Span> = tokens.drain(..head).map(|token| token.span).collect();
    let mut ends = vec![tokens.len()];
    for line in lines.iter().skip(1) {
        let more = self::tokens(document, *line, issuer);
        if more.is_empty() || !is_tabular(&more) {
            break;
        }
        tokens.extend(more);
        ends.push(tokens.len());
    }
    let table = Shape::of(&tokens)?.rows(&tokens, issuer)?;
    let used = ends.iter().position(|end| *end >= table.tokens).map_or(ends.len(), |at| at + 1);
    let grid = table.grid(document, &tokens)?;
    Some(Loose { grid, before, confirmed: table.confirmed, lines: used })
}

/// Whether a word heads a column of recipients or of serial numbers.
fn is_head(token: &Token) -> bool {
    token.key.chars().count() <= 12 && (words::is("serial", &token.key) || names_recipients(&token.key))
}

/// Whether the words of a line can be cells.
fn is_tabular(tokens: &[Token]) -> bool {
    tokens.iter().all(|token| {
        token.key.chars().count() <= LONGEST_WORD
            && !token.key.contains(['。', ';', '!', '?', '《'])
            && !token.key.ends_with([',', ':', '、'])
            && !(caption::is_caption_cell(&token.key) && !token.is_figure())
    })
}

/// The words of a line. A line of several words without figures is one cell if its pieces are single characters
/// (`合 计`); a word with figures inside (`某市412.36`) is parted at them.
fn tokens(document: &Document, line: Span, issuer: Option<&DivisionCode>) -> Vec<Token> {
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
            Some(last) if single(piece) && (single(*last) || is_spaced(&printed, *last)) => last.1 = piece.1,
            _ => joined.push(piece),
        }
    }
    let mut tokens = Vec::new();
    for (from, to) in joined {
        let part = printed.get(from..to).unwrap_or_default();
        for (a, b) in parted(part, issuer) {
            let span = Span::new(line.start + count(from + a), line.start + count(from + b));
            let key = text::key(document.slice(span));
            if !key.is_empty() {
                tokens.push(Token { span, key });
            }
        }
    }
    tokens
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
    let good = names.iter().skip(1).filter(|run| known(&name(run))).count();
    if names.len() == 1 && !known(&name(names[0])) || names.len() > 1 && good * 2 < names.len() - 1 {
        return whole;
    }
    let mut out = Vec::new();
    for (nth, (from, to, figure)) in runs.iter().copied().enumerate() {
        let key = name(&(from, to, figure));
        if nth == 0 && !known(&key) {
            // Caption, head words and the first name are glued: the longest known name at the end parts them.
            let Some(split) = (to.saturating_sub(MOST_GLUED).max(from + 1)..to).find(|at| known(&name(&(*at, to, false)))) else {
                return whole;
            };
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
    for middle in (from + 1..to).rev().take(MOST_GLUED) {
        for start in middle.saturating_sub(8).max(from)..middle {
            if words::is("recipient", &key(start, middle)) && words::has("money", &key(middle, to)) {
                return [(from, start), (start, middle), (middle, to)].into_iter().filter(|(a, b)| a < b).collect();
            }
        }
    }
    vec![(from, to)]
}

/// How the words of a loose table fall into columns.
#[derive(Debug)]
struct Shape {
    /// Head words.
    heads: usize,
    /// Names in a row.
    names: usize,
    /// Whether rows begin with a serial number.
    serial: bool,
}

impl Shape {
    /// The shape, from the words before the first figure.
    fn of(tokens: &[Token]) -> Option<Self> {
        let first = tokens.iter().position(Token::is_figure)?;
        let serial = tokens.first().is_some_and(|token| words::is("serial", &token.key));
        let named = |heads: usize| tokens.iter().take(heads).filter(|token| names_recipients(&token.key)).count();
        let (heads, names) = if serial {
            (first, named(first))
        } else {
            [1, 2]
                .into_iter()
                .filter_map(|names| Some((first.checked_sub(names)?, names)))
                .find(|(heads, names)| named(*heads) == *names)?
        };
        (heads >= 2 && heads <= MOST_HEADS && (1..=2).contains(&names)).then_some(Self { heads, names, serial })
    }

    /// Cuts the words after the head into rows. `None` where they do not alternate as the head asks.
    fn rows(self, tokens: &[Token], issuer: Option<&DivisionCode>) -> Option<Found> {
        let mut rows: Vec<Row> = Vec::new();
        let mut at = self.heads;
        let mut ordinal = 1u32;
        let mut end = at;
        while at < tokens.len() {
            let run = |mut at: usize, figure: bool| {
                let from = at;
                while tokens.get(at).is_some_and(|token| token.is_figure() == figure) {
                    at += 1;
                }
                (from..at).collect::<Vec<usize>>()
            };
            let mut lead = None;
            if self.serial && tokens.get(at).is_some_and(|token| token.key == ordinal.to_string()) {
                lead = Some(at);
                ordinal += 1;
                at += 1;
            }
            let mut names = run(at, false);
            at += names.len();
            let mut figures = run(at, true);
            if names.is_empty() || figures.is_empty() {
                break;
            }
            // The next row's serial number stands behind this row's figures.
            if self.serial
                && figures.len() > 1
                && figures.last().and_then(|last| tokens.get(*last)).is_some_and(|token| token.key == ordinal.to_string())
            {
                figures.pop();
            }
            at += figures.len();
            // Words too many before a name are the remark of the row above.
            while names.len() > self.names && !rows.is_empty() {
                names.remove(0);
            }
            if names.len() > self.names {
                return None;
            }
            let total = names.iter().any(|name| tokens.get(*name).is_some_and(|token| recipient::is_total(&token.key)));
            rows.push(Row { lead, names, figures, total });
            end = at;
            if total && rows.len() > 2 {
                break;
            }
        }
        let width = rows.iter().map(|row| row.figures.len()).max()?;
        let known =
            |row: &&Row| row.total || row.names.iter().filter_map(|name| tokens.get(*name)).any(|token| is_recipient(&token.key, issuer));
        let regular = rows.iter().filter(|row| row.figures.len() == width).count();
        let good = rows.len() >= 2 && rows.iter().filter(known).count() * 2 > rows.len() && regular * 5 >= rows.len() * 4;
        let confirmed = confirmed(&rows, tokens, width);
        good.then_some(Found { shape: self, rows, width, confirmed, tokens: end })
    }
}

/// Whether a name is a place or ends like a unit.
fn is_recipient(key: &str, issuer: Option<&DivisionCode>) -> bool {
    let name = recipient::bare(key);
    recipient::is_place(key, issuer) || recipient::is_own_level(&name) || name.chars().count() >= 3 && words::ends("unit_ending", &name)
}

/// Whether in every column the rows add up to the total row.
fn confirmed(rows: &[Row], tokens: &[Token], width: usize) -> bool {
    let number = |row: &Row, col: usize| row.figures.get(col).and_then(|at| tokens.get(*at)).and_then(|token| figure::number(&token.key));
    let Some(total) = rows.iter().find(|row| row.total) else { return false };
    (0..width).all(|col| {
        let sum: Decimal = rows.iter().filter(|row| !row.total).filter_map(|row| number(row, col)).sum();
        number(total, col) == Some(sum)
    })
}

/// A row by the places of its words.
#[derive(Debug)]
struct Row {
    lead: Option<usize>,
    names: Vec<usize>,
    figures: Vec<usize>,
    total: bool,
}

/// A table found, before it becomes a grid.
#[derive(Debug)]
struct Found {
    shape: Shape,
    rows: Vec<Row>,
    /// Figures in a row.
    width: usize,
    confirmed: bool,
    /// Words used.
    tokens: usize,
}

impl Found {
    /// Head and rows as a grid: serial number, names, figures.
    fn grid(&self, document: &Document, tokens: &[Token]) -> Option<Grid> {
        let lead = usize::from(self.shape.serial);
        let fixed = lead + self.shape.names;
        let cols = fixed + self.width;
        let head = tokens.get(..self.shape.heads)?;
        let keys: Vec<&str> = head.iter().map(|token| token.key.as_str()).collect();
        // Head words of text columns that no row fills (备注) stand last and are dropped.
        let given = keys.iter().skip(fixed).filter(|key| !words::ends("descriptor", key)).count();
        let paths: Vec<Vec<usize>> = if given <= self.width {
            (fixed..fixed + given).map(|at| vec![at]).collect()
        } else {
            heads::unfold(&keys, fixed, self.width)?
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
                            row.figures.get(col - fixed).copied()
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

#[cfg(test)]
mod tests {
    use hongtou_document::{DocumentBuilder, Format};

    use super::super::{Context, read_tables};
    use super::*;

    fn read(lines: &[&str]) -> Vec<(String, Option<String>, String, String)> {
        let mut builder = DocumentBuilder::new(Format::Text);
        for line in lines {
            builder.paragraph(line);
        }
        let document = builder.finish("x");
        let issuer = DivisionCode("520000".into());
        let tables = read_tables(&Context { document: &document, issuer: Some(&issuer), kind: None, body_units: &[] });
        let row = |a: &hongtou_notice::Allocation| {
            (a.recipient.clone(), a.column.clone(), a.money.unwrap().to_string(), a.confidence.to_string())
        };
        tables.allocations.iter().map(row).collect()
    }

    fn wanted(confidence: &str) -> Vec<(String, Option<String>, String, String)> {
        [("遵义市", "10000"), ("毕节市", "25000"), ("合计", "35000")]
            .map(|(name, yuan)| (name.to_owned(), Some("金额".to_owned()), yuan.to_owned(), confidence.to_owned()))
            .to_vec()
    }

    #[test]
    fn one_cell_a_line() {
        let lines = ["资金分配表", "单位：万元", "市州", "金额", "遵义市", "1", "毕节市", "2.5", "合 计", "3.5", "请遵照执行。"];
        assert_eq!(read(&lines), wanted("likely"));
    }

    #[test]
    fn everything_on_one_line_with_blanks_or_without() {
        assert_eq!(read(&["单位：万元", "市州 金额 遵义市 1 毕节市 2.5 合计 3.5"]), wanted("likely"));
        assert_eq!(read(&["资金分配表单位：万元市州金额遵义市1毕节市2.5合计3.5"]), wanted("likely"));
        assert_eq!(
            read(&["单位：万元", "市州 金额 遵义市 1 毕节市 2.5 合计 9"]).last().map(|row| row.3.clone()).as_deref(),
            Some("doubtful")
        );
    }

    #[test]
    fn one_row_a_line_with_serial_numbers() {
        assert_eq!(read(&["单位：万元", "序号 市州 金额", "1 遵义市 1", "2 毕节市 2.5", "合计 3.5"]), wanted("likely"));
    }

    #[test]
    fn sentences_are_no_tables() {
        assert_eq!(read(&["各单位：", "现下达补助资金35万元。", "地区生产总值增长5%。"]), []);
    }
}
