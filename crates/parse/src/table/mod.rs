//! Understanding tables: allocations to recipients, indicator and evaluation forms, fund boxes.
//!
//! Tables are understood from header words and geometry, never from a list of known titles. The rules and
//! their sources are in `docs/tables.md`; the vocabularies are data files of the crate. The way of a table:
//! [`grid`] resolves merged cells, [`segment`] cuts glued tables apart, [`caption`] reads what stands above,
//! then [`form`] takes indicator and evaluation forms and [`allocation`] tables of recipients. Tables without
//! marks are found by [`loose`], sums told per recipient in running text by [`prose`].
//!
//! Not for: finding tables on a page (`hongtou-read`), or running text otherwise (`body`).

mod allocation;
mod caption;
mod cited;
mod columns;
mod continued;
mod figure;
mod form;
mod fund_box;
mod glued_form;
mod glued_rows;
mod grid;
mod groups;
mod header;
mod heads;
mod indicator;
mod letters;
mod levels;
mod loose;
mod loose_chunks;
mod loose_form;
mod loose_rows;
mod loose_words;
mod money_head;
mod prose;
mod rates;
mod recipient;
mod repair;
mod roles;
mod segment;
mod slid;
mod slid_head;
mod sums;
#[cfg(test)]
mod tests;
mod text;
mod turned;
mod value;
mod words;

use hongtou_document::{Block, Document, Span, Table};
use hongtou_notice::codes::{Confidence, NoticeKind};
use hongtou_notice::{Allocation, Amount, DivisionCode, DocumentNumber, Indicator, Money, MoneyUnit, Remark};

pub(crate) use cited::citations as cited_in;
pub(crate) use levels::Levels as LevelsInForce;
pub(crate) use prose::{Scope, read_prose};
pub(crate) use words::level as level_word;

use caption::Caption;
use grid::Grid;

/// What the tables of a document need to know of it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Context<'a> {
    /// The document.
    pub(crate) document: &'a Document,
    /// Division of the lead issuer; names of recipients are resolved in its mouth.
    pub(crate) issuer: Option<&'a DivisionCode>,
    /// What the notice does, where that is known.
    pub(crate) kind: Option<NoticeKind>,
    /// The sums in running text with their units, for tables that print no unit.
    pub(crate) body_units: &'a [(Money, MoneyUnit)],
}

/// What the tables of a document say.
#[derive(Debug, Default)]
pub(crate) struct Tables {
    /// Money cells of tables of recipients.
    pub(crate) allocations: Vec<Allocation>,
    /// Performance indicators.
    pub(crate) indicators: Vec<Indicator>,
    /// Sums in fund boxes.
    pub(crate) amounts: Vec<Amount>,
    /// Sums and formulas that do not fit.
    pub(crate) remarks: Vec<Remark>,
    /// Text that belongs to tables, captions and unit lines included; sorted.
    pub(crate) used: Vec<Span>,
    /// Number and title of every table that was understood and has a title.
    pub(crate) titles: Vec<(u32, String)>,
    /// Documents that columns of tables of money cite.
    pub(crate) cited: Vec<cited::Cited>,
    count: u32,
}

/// Reads every table of the document, those without marks included.
pub(crate) fn read_tables(context: &Context<'_>) -> Tables {
    let mut tables = Tables::default();
    let blocks = context.document.blocks();
    let mut lines: Vec<Span> = Vec::new();
    // A table waits until it is known that the next one does not go on with it.
    let mut waiting: Option<(Grid, Caption, Vec<&Table>)> = None;
    for (at, block) in blocks.iter().enumerate() {
        let table = match block {
            Block::Paragraph(paragraph) => {
                lines.extend(paragraph.lines.iter().map(|line| line.span));
                continue;
            }
            Block::Table(table) => table,
        };
        let mut grid = Grid::of(context.document, table);
        tables.used.push(table.span);
        let aligned = waiting.as_ref().is_some_and(|(before, ..)| before.inferred && grid.inferred);
        let name = aligned.then(|| continued::begins_name(context.document, &lines, &mut grid)).flatten();
        tables.used.extend(name);
        let beside = || name.is_some() || continued::nothing_between(context.document, &lines);
        let follows = |before: &Grid| beside() && continued::goes_on(before, &grid, context.issuer);
        match waiting.as_mut().filter(|(before, _, _)| follows(before)) {
            Some((before, _, parts)) => {
                continued::append(before, grid);
                parts.push(table);
                lines.clear();
            }
            None => {
                tables.take(context, waiting.take());
                tables.loose(context, &std::mem::take(&mut lines));
                waiting = Some((grid, Caption::above(context.document, blocks, at), vec![table]));
            }
        }
    }
    tables.take(context, waiting);
    tables.loose(context, &lines);
    tables.used.sort();
    tables
}

impl Tables {
    /// Reads a table whose end has come, then the tables inside its cells.
    fn take(&mut self, context: &Context<'_>, waiting: Option<(Grid, Caption, Vec<&Table>)>) {
        let Some((grid, caption, parts)) = waiting else { return };
        self.read(context, &grid, caption);
        parts.into_iter().for_each(|table| self.nested(context, table));
    }

    /// Tables inside cells are tables of their own.
    fn nested(&mut self, context: &Context<'_>, table: &Table) {
        for inner in table.cells().iter().flat_map(|cell| &cell.nested) {
            self.read(context, &Grid::of(context.document, inner), Caption::default());
            self.nested(context, inner);
        }
    }

    /// Reads the tables without marks in a run of lines.
    fn loose(&mut self, context: &Context<'_>, lines: &[Span]) {
        let document = context.document;
        let lines: Vec<Span> = lines.iter().copied().filter(|line| !document.slice(*line).chars().all(text::is_blank)).collect();
        let mut words = loose::Lines::new(document, &lines, context.issuer);
        let (mut at, mut done) = (0, 0);
        while at < lines.len() {
            words.forget(done, at);
            done = at;
            if let Some(taken) = self.loose_form(context, &lines, at) {
                at += taken;
                continue;
            }
            let who = loose::Who { issuer: context.issuer, told: context.body_units };
            let taken = loose::find(&words, at, &who).and_then(|found| self.loose_table(context, &lines, at, &found));
            let whole = || loose_chunks::find(document, &lines, at, &who);
            let taken = taken.or_else(|| self.loose_table(context, &lines, at, &whole()?));
            let glued = || glued_rows::find(document, lines.get(at).copied()?, &who);
            let taken = taken.or_else(|| self.loose_table(context, &lines, at, &glued()?));
            at += taken.unwrap_or(1);
        }
    }

    /// Reads a table of recipients without marks; how many lines it took.
    fn loose_table(&mut self, context: &Context<'_>, lines: &[Span], at: usize, found: &loose::Loose) -> Option<usize> {
        let document = context.document;
        let mut caption = Caption::upwards(document, lines.iter().take(at).rev().copied());
        for span in &found.before {
            caption.take_row(document.slice(*span), &text::key(document.slice(*span)));
        }
        let table = self.count + 1;
        let mut read = allocation::read(context, &found.grid, &mut caption, table)?;
        if !found.confirmed {
            let inferred = hongtou_notice::codes::Doubt::TableInferred;
            read.allocations.iter_mut().for_each(|row| allocation::doubted(row, Confidence::Doubtful, inferred));
        }
        self.count = table;
        self.cited.extend(cited::read(document, &found.grid));
        self.allocations.extend(read.allocations);
        self.remarks.extend(read.remarks);
        match found.part {
            Some(part) => self.used.push(part),
            None => {
                // The text may have run into the table: it ends where the first cell stands.
                let first = found.grid.rows.iter().flatten().filter(|slot| !slot.is_empty()).map(|slot| slot.span.start).min();
                let text = lines.get(at).zip(first).map(|(line, first)| Span::new(line.start, first.clamp(line.start, line.end)));
                let ran_in = text.filter(|text| document.slice(*text).contains('。')).map_or(0, |text| text.end);
                self.used.extend(lines.iter().skip(at).take(found.lines).map(|line| Span::new(line.start.max(ran_in), line.end)));
            }
        }
        self.used.extend(caption.spans);
        self.titles.extend(caption.title.map(|title| (table, title)));
        Some(found.lines)
    }

    /// Reads an indicator part without marks; how many lines it took.
    fn loose_form(&mut self, context: &Context<'_>, lines: &[Span], at: usize) -> Option<usize> {
        let document = context.document;
        let mut part = indicator::Part { document, table: self.count + 1, project: None, scope: None, issuer: context.issuer };
        let found = loose_form::find(&mut part, lines, at).or_else(|| glued_form::find(&part, lines, at))?;
        let start = at.saturating_sub(found.lines_before);
        let before = lines.get(start..at).unwrap_or_default();
        if let Some(grid) = loose_form::fund_rows(document, before).or_else(|| loose_form::fund_pairs(document, before)) {
            let (amounts, remarks) = fund_box::read(context, &grid, 0..grid.rows.len(), None);
            let inferred = |mut amount: Amount| {
                amount.confidence = amount.confidence.max(Confidence::Likely);
                amount.doubts.insert(hongtou_notice::codes::Doubt::TableInferred);
                amount
            };
            self.amounts.extend(amounts.into_iter().map(inferred));
            self.remarks.extend(remarks);
        }
        let caption = Caption::upwards(document, lines.iter().take(start).rev().copied());
        self.count = part.table;
        self.indicators.extend(
            found
                .indicators
                .into_iter()
                .map(|row| Indicator { scope: row.scope.clone().or_else(|| caption.scope.as_deref().map(Into::into)), ..row }),
        );
        let form = lines.iter().skip(start).take(at - start + found.lines);
        match lines.get(start).and_then(|first| front(document, *first)) {
            // The text ran into the form: what stands before its head is text, and may hold a table of its own.
            Some((text, head)) => {
                let rest = form.map(|line| Span::new(line.start.max(text.end), line.end));
                self.used.extend(rest);
                let who = loose::Who { issuer: context.issuer, told: context.body_units };
                if let Some(found) = glued_rows::find(document, text.cover(head), &who) {
                    self.loose_table(context, lines, start, &found);
                }
            }
            None => self.used.extend(form),
        }
        self.used.extend(caption.spans);
        self.titles.extend(caption.title.map(|title| (part.table, title)));
        Some(found.lines)
    }

    /// Reads one grid, which may hold several tables.
    fn read(&mut self, context: &Context<'_>, grid: &Grid, above: Caption) {
        let mut above = Some(above);
        for part in segment::cut(grid) {
            let mut caption = above.take().unwrap_or_default();
            let table = self.count + 1;
            if form::is_form(&part) {
                let read = form::read(context, &part, &mut caption, table);
                self.indicators.extend(read.indicators);
                self.amounts.extend(read.amounts);
                self.remarks.extend(read.remarks);
            } else if let Some(read) = allocation::read(context, &part, &mut caption, table) {
                self.cited.extend(cited::read(context.document, &part));
                self.allocations.extend(read.allocations);
                self.remarks.extend(read.remarks);
            } else {
                self.cited.extend(cited::read_alone(context.document, &part));
                continue;
            }
            self.count = table;
            self.used.extend(caption.spans);
            self.titles.extend(caption.title.map(|title| (table, title)));
        }
    }
}

/// The text before the form that it ran into on one line (a notice's sentences, up to the date that closes them or the last stop), and what
/// stands between it and 一级指标: the form's name, a table.
fn front(document: &Document, line: Span) -> Option<(Span, Span)> {
    const ACTS: &[&str] = &["现下达", "现拨付", "现将", "现提前", "现安排", "通知如下", "下达你", "拨付你"];
    let text = document.slice(line);
    let head = text.get(..text.find("一级指标")?)?;
    let closed = crate::recognise::find_dates(head).last().map(|date| date.end);
    let letters = |text: &str| u32::try_from(text.chars().count()).unwrap_or(u32::MAX);
    let stop = || head.rfind('。').map(|at| at + '。'.len_utf8());
    let end = closed.or_else(|| head.get(..stop()?).map(letters)).filter(|_| ACTS.iter().any(|act| head.contains(act)))?;
    let text = Span::new(line.start, line.start + end);
    Some((text, Span::new(text.end, line.start + letters(head))))
}

/// The document number in a header cell, if one is there.
fn number_in(text: &str) -> Option<DocumentNumber> {
    crate::recognise::find_numbers(text).into_iter().next().map(|found| found.number)
}

/// Whether a head's path ends in a word for names or serial numbers, or in a measure that is no money.
pub(crate) fn heads_no_money(path: &str) -> bool {
    let key = |part: &str| text::key(part);
    let parts: Vec<String> = path.split('/').map(key).collect();
    let serial = parts.iter().any(|part| words::is("serial", &text::core(part)));
    serial
        || parts
            .last()
            .is_some_and(|leaf| columns::names_recipients(leaf) && figure::unit_of_header(leaf).is_none() && !words::has("money", leaf))
}

/// Whether level 1 and level 2 of an indicator are words of the form that go together. Levels that are not there fit.
pub(crate) fn levels_fit(first: Option<&str>, second: Option<&str>) -> bool {
    let family = |level: &str| {
        ["满意", "效益", "效果", "影响", "成本", "产出", "完成"].iter().position(|word| level.contains(word)).map(|at| match at {
            1..=3 => 1,
            5.. => 5,
            at => at,
        })
    };
    let known =
        |level: &str, second: bool| words::level(&text::key(level)).is_some_and(|word| if second { word.second } else { word.first });
    let firsts = first.is_none_or(|first| known(first, false));
    let seconds = second.is_none_or(|second| known(second, true));
    let parent = second.and_then(|second| words::level(&text::key(second))).and_then(|word| word.parent.clone());
    let together = match (first, &parent) {
        (Some(first), Some(parent)) => {
            let (one, two) = (family(first), family(parent));
            // 成本指标 stands under 产出 in older forms and by itself in newer ones.
            one == two || first.contains("成本") || second.is_some_and(|second| second.contains("成本"))
        }
        _ => true,
    };
    firsts && seconds && together
}

/// Whether an indicator's name is a level word or begins with one: cells have run together.
pub(crate) fn begins_with_level(name: &str) -> bool {
    let key = text::key(name);
    let glued = |at: usize| words::level(key.get(..at + "指标".len()).unwrap_or_default()).is_some();
    // 服务对象满意度 without 指标 is what many forms name their only indicator of satisfaction.
    let named = key.ends_with("满意度");
    words::level(&key).is_some() && !named || key.find("指标").is_some_and(glued)
}
