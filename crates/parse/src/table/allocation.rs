//! Tables of recipients: one record per money cell. See `docs/tables.md`, allocation tables.
//! Not for: tables without marks (`loose`) or sums told in prose (`prose`), which hand their grids or rows to here.

use std::collections::BTreeSet;

use hongtou_document::Document;
use hongtou_notice::codes::{Absence, ColumnRole, Confidence, Doubt, Level, NoticeKind, Origin, RowKind};
use hongtou_notice::{Allocation, DivisionCode, Divisions, Doubts, Money, MoneyUnit, Remark};
use rust_decimal::Decimal;

use super::caption::Caption;
use super::columns::{self, Column, Content};
use super::figure::{self, Figure};
use super::grid::{Grid, Slot};
use super::header::{self, Head};
use super::recipient::{self, Who};
use super::turned::{turned, turned_by_units};
use super::{Context, groups, loose, money_head, roles, slid, sums, text, words};

/// What a table of recipients gives.
#[derive(Debug, Default)]
pub(crate) struct Read {
    /// One record per money cell.
    pub(crate) allocations: Vec<Allocation>,
    /// Sums and formulas that do not fit.
    pub(crate) remarks: Vec<Remark>,
}

/// A row of the body.
#[derive(Debug)]
pub(crate) struct Line<'g> {
    /// The slots by logical column.
    pub(crate) slots: Vec<&'g Slot>,
    /// The slot that holds the recipient's name.
    pub(crate) name: &'g Slot,
    /// Serial number or name shows that a group of rows begins.
    pub(crate) heads_group: bool,
    /// The text in the first column of names, carried down.
    pub(crate) group: Option<String>,
    /// What the name stands for.
    pub(crate) who: Who,
    /// Part of another row's money (`其中：…`).
    pub(crate) of_which: bool,
    /// The name stands in a row above.
    pub(crate) carried: bool,
    /// The figures by logical column.
    pub(crate) figures: Vec<Figure>,
}

/// Reads a part of a table as one of recipients. `None` where it is none.
pub(crate) fn read(context: &Context<'_>, grid: &Grid, caption: &mut Caption, table: u32) -> Option<Read> {
    if let Some(reshaped) = Some(grid)
        .filter(|grid| grid.inferred && !grid.merges_known)
        .and_then(|grid| loose::reshaped(context.document, grid, context.issuer))
    {
        // Where the reader knew the places of the cells, they hold unless only their order makes the sums right.
        let placed = grid.rows.iter().flatten().any(|slot| slot.cell.is_some() && slot.is_empty());
        let off = |read: &Read| read.remarks.iter().any(|remark| remark.code == "allocation_total_mismatch");
        let mut seen = caption.clone();
        let by_place = if placed { read_upright(context, grid, &mut seen, table) } else { None };
        let mut told = caption.clone();
        let by_order =
            if by_place.as_ref().is_some_and(|read| !off(read)) { None } else { read_upright(context, &reshaped, &mut told, table) };
        let (read, heard) = match (by_place, by_order) {
            (Some(place), Some(order)) if off(&place) && !off(&order) => (Some(order), told),
            (Some(place), _) => (Some(place), seen),
            (None, order) => (order, told),
        };
        *caption = heard;
        return read;
    }
    if let Some(body) = turned_by_units(context, grid) {
        return read_upright(context, &body, caption, table);
    }
    read_upright(context, grid, caption, table).or_else(|| {
        let body = turned(context, grid)?;
        read_upright(context, &body, caption, table)
    })
}

fn read_upright(context: &Context<'_>, grid: &Grid, caption: &mut Caption, table: u32) -> Option<Read> {
    let mut seen = caption.clone();
    let layout = header::layout(grid, &mut seen, context.issuer)?;
    let heads = header::heads(grid, &layout);
    // A task list of a notice may tell prices and purchases per piece; in a page that passes no money they are offers.
    let sells = |key: &String| {
        words::has("procurement", key)
            && (!key.contains("单价") && !key.contains("采购") || context.kind.is_none_or(|kind| kind == NoticeKind::Other))
    };
    if heads.iter().any(|head| head.keys.iter().any(sells)) {
        return None;
    }
    let (heads, blocks) = side_by_side(heads);
    let below = grid.rows.get(layout.body..)?;
    let body = blocks.iter().flat_map(|start| below.iter().map(|row| block(row, *start, heads.len())));
    let body = body.filter(|line| is_body(line, &heads));
    let body: Vec<Vec<&Slot>> = body.map(|line| if grid.merges_known { line } else { slid::realigned(line, &heads) }).collect();
    let who = loose::Who { issuer: context.issuer, told: context.body_units };
    let mut columns = columns::contents(heads, &body, seen.unit, &who);
    let has = |content| columns.iter().any(|column| column.content == content);
    if !has(Content::Name) || !has(Content::Money) {
        return None;
    }
    let mut lines = lines(&body, &columns, context.issuer, grid.merges_known);
    let numbers: Vec<Vec<Option<Decimal>>> = lines.iter().map(|line| line.figures.iter().map(figure::value).collect()).collect();
    let totals: Vec<Option<Decimal>> = (0..columns.len()).map(|col| money_head::total(&body, col)).collect();
    roles::roles(&mut columns, &numbers, context.kind, &roles::Told { totals: &totals, who: &who });
    if !lines.iter().any(|line| money(&columns).any(|(col, _)| line.figures.get(col).is_some_and(|figure| figure::value(figure).is_some())))
    {
        return None;
    }
    *caption = seen;
    sums::subtotals(&mut lines, &columns, context.issuer);
    sums::some_of(&mut lines);
    let assumed = unit(context, caption, &columns, &lines);
    let mut read = records(context.document, grid, caption, &columns, &lines, assumed, table);
    if !grid.merges_known && slid_short(&columns, &body) {
        read.allocations.iter_mut().for_each(|row| doubted(row, Confidence::Doubtful, Doubt::TableInferred));
    }
    let nameless = if grid.inferred { Vec::new() } else { nameless(&body, &columns, grid.merges_known) };
    sums::check(context.document, &columns, &lines, &nameless, &mut read);
    if let Some((col, _)) = money(&columns).find(|(_, column)| column.counts) {
        read.remarks.extend(nameless.iter().filter_map(|slots| slots.get(col)).map(|slot| Remark {
            code: "blank_recipient".to_owned(),
            message: "A row gives money and names no recipient.".to_owned(),
            expected: None,
            actual: Some(slot.key.clone()),
            evidence: vec![slot.evidence(context.document, Origin::Table)],
        }));
    }
    Some(read)
}

/// Whether the rows lost empty cells and slid to the left, so that nothing shows under which head a figure stands: no row has an empty
/// cell between others, and none reaches the last head of money.
fn slid_short(columns: &[Column], body: &[Vec<&Slot>]) -> bool {
    let last =
        columns.iter().rposition(|column| !column.head.keys.is_empty() && !words::ends("descriptor", &text::core(column.head.leaf())));
    let Some(last) = last.filter(|last| columns.get(*last).is_some_and(|column| words::has("money", column.head.leaf()))) else {
        return false;
    };
    let several = columns.iter().take(last).filter(|column| column.content == Content::Money).count() > 0;
    let full = |slots: &&Vec<&Slot>| {
        let reach = slots.iter().rposition(|slot| !slot.is_empty());
        reach.is_some_and(|reach| reach >= last) || reach.is_some_and(|reach| slots.iter().take(reach).any(|slot| slot.is_empty()))
    };
    several && body.len() >= 2 && !body.iter().any(|slots| full(&slots))
}

/// Body rows that give money and say nothing else: their name is blank. One whose figure is the sum of all
/// rows is a total without its word. Where merged cells are not known, a blank may be the rest of the name above; a serial
/// number shows that it is not.
fn nameless<'b, 'g>(body: &'b [Vec<&'g Slot>], columns: &[Column], merges_known: bool) -> Vec<&'b Vec<&'g Slot>> {
    let Some((col, _)) = money(columns).find(|(_, column)| column.counts) else { return Vec::new() };
    let silent = |slots: &[&Slot]| {
        slots.iter().zip(columns).all(|(slot, column)| matches!(column.content, Content::Money | Content::Serial) || slot.is_empty())
    };
    let numbered = |slots: &[&Slot]| slots.iter().zip(columns).any(|(slot, column)| column.content == Content::Serial && !slot.is_empty());
    let whole: Decimal = body.iter().filter(|slots| !silent(slots)).filter_map(|slots| figure::number(&slots.get(col)?.key)).sum();
    let gives = |slots: &&Vec<&Slot>| {
        let figure = slots.get(col).and_then(|slot| figure::number(&slot.key));
        figure.is_some_and(|figure| !figure.is_zero() && figure != whole)
    };
    body.iter().filter(|slots| silent(slots) && (merges_known || numbered(slots))).filter(gives).collect()
}

/// The money columns with their numbers.
pub(crate) fn money(columns: &[Column]) -> impl Iterator<Item = (usize, &Column)> {
    columns.iter().enumerate().filter(|(_, column)| column.content == Content::Money)
}

/// Where pairs of columns stand side by side, the head of one block and where each block begins. Counties under the
/// province itself may stand beside the cities (市（地）｜资金｜省直管县｜资金).
fn side_by_side(heads: Vec<Head>) -> (Vec<Head>, Vec<usize>) {
    let used = heads.iter().rposition(|head| !head.keys.is_empty()).map_or(0, |last| last + 1);
    // 市｜资金｜县区｜资金 tells parts of the left in the right; 直管县 are no part of any city.
    let direct = |head: &Head| columns::is_name_head(head) && words::has("direct_county", head.leaf());
    let alike = |one: &Head, other: &Head| {
        one.keys == other.keys || columns::is_name_head(one) && direct(other) || direct(one) && columns::is_name_head(other)
    };
    let period = (2..=used / 2).find(|period| {
        used % period == 0
            && (*period..used).all(|col| heads.get(col).zip(heads.get(col - period)).is_some_and(|(one, other)| alike(one, other)))
            && heads.iter().take(*period).any(columns::is_name_head)
            && heads.iter().take(*period).any(|head| !columns::is_name_head(head))
    });
    match period {
        Some(period) => (heads.into_iter().take(period).collect(), (0..used).step_by(period).collect()),
        None => (heads, vec![0]),
    }
}

/// The cells of one of the blocks side by side. The total of all stands under the last one, its word under the first.
fn block(row: &[Slot], start: usize, width: usize) -> Vec<&Slot> {
    let mut cells: Vec<&Slot> = row.iter().skip(start).take(width).collect();
    let word = row.iter().take(width).enumerate().find(|(_, slot)| recipient::is_total(&slot.key)).filter(|_| start > 0);
    let alone = cells.iter().all(|slot| slot.is_empty() || figure::number(&slot.key).is_some())
        && row.iter().take(start).all(|slot| figure::number(&slot.key).is_none());
    if let Some((at, word)) = word.filter(|_| alone)
        && let Some(place) = cells.get_mut(at).filter(|slot| slot.is_empty())
    {
        *place = word;
    }
    cells
}

/// Whether a body row holds something and is no repeated head and no note under the table.
fn is_body(line: &[&Slot], heads: &[Head]) -> bool {
    let cells: Vec<&&Slot> = line.iter().filter(|slot| !slot.is_empty()).collect();
    let repeats =
        cells.len() >= 2 && line.iter().zip(heads).filter(|(slot, _)| !slot.is_empty()).all(|(slot, head)| head.keys.contains(&slot.key));
    let one = cells.windows(2).all(|pair| pair.first().and_then(|slot| slot.cell) == pair.get(1).and_then(|slot| slot.cell));
    let note = one && cells.first().is_some_and(|slot| slot.key.starts_with(['注', '说', '备']) || slot.key.chars().count() > 30);
    !cells.is_empty() && !repeats && !note
}

/// Reads names and figures of the body.
fn lines<'g>(body: &[Vec<&'g Slot>], columns: &[Column], issuer: Option<&DivisionCode>, merges_known: bool) -> Vec<Line<'g>> {
    let names: Vec<usize> =
        (0..columns.len()).filter(|col| columns.get(*col).is_some_and(|column| column.content == Content::Name)).collect();
    // A column of names with fewer cells than one right of it groups that one.
    let row = |slots: &&Vec<&Slot>| !slots.iter().any(|slot| recipient::is_total(&slot.key));
    let filled = |slots: &Vec<&Slot>, col: usize| slots.get(col).is_some_and(|slot| !slot.is_empty() && slot.origin);
    let cells = |col: &usize| body.iter().filter(row).filter(|slots| filled(slots, *col)).count();
    let counts: Vec<usize> = names.iter().map(cells).collect();
    let groups: Vec<bool> = counts.iter().enumerate().map(|(at, count)| counts.iter().skip(at + 1).any(|other| other > count)).collect();
    let mut carried: Vec<Option<&'g Slot>> = vec![None; names.len()];
    let mut lines = Vec::new();
    let opened = if merges_known { opened(body, columns, &names) } else { BTreeSet::new() };
    let mut headless = groups::Beside::of(body, columns);
    for (at, slots) in body.iter().enumerate() {
        let slots = &slid::in_place(slots, columns);
        let here: Vec<Option<&'g Slot>> = names.iter().map(|col| slots.get(*col).copied().filter(|slot| !slot.is_empty())).collect();
        // A total may stand in the column of serial numbers, its cell merged with the name's or not.
        let total = slots.iter().take(names.last().map_or(0, |last| last + 1)).copied().find(|slot| recipient::is_total(&slot.key));
        // Where names are merged or left out, the word may stand in the column of projects: | 合计 | below them all, 某局 | 小计 among its own.
        let first_money = columns.iter().position(|column| column.content == Content::Money).unwrap_or_default();
        let projects =
            || columns.iter().zip(slots.iter().copied()).take(first_money).filter(|(column, _)| column.content == Content::Other);
        let total = total.or_else(|| {
            projects()
                .map(|(_, slot)| slot)
                .find(|slot| here.iter().all(Option::is_none) && is_whole(&slot.key))
                .filter(|_| at + 1 == body.len())
        });
        headless.take(slots);
        // A 小计 may stand in the column of serial numbers too, where nothing else names its row.
        let subtotal = || slots.iter().take(names.first().copied().unwrap_or(0)).copied().find(|slot| recipient::is_subtotal(&slot.key));
        let found =
            total.or_else(|| most_particular(&here, &carried, &groups, issuer)).map(|name| headless.name_of(name)).or_else(subtotal);
        // A dump that lost merged cells leaves the name empty in the rows under it, which say what their money is for.
        let tells = |col: usize| slots.get(col).is_some_and(|slot| !slot.is_empty());
        let part = (!merges_known || opened.contains(&at))
            && found.is_none()
            && (0..first_money).any(|col| tells(col) && columns.get(col).is_some_and(|column| column.content == Content::Other));
        let Some(name) = found.or_else(|| carried.iter().copied().flatten().next_back().filter(|_| part)) else { continue };
        if total.is_some() {
            carried.fill(None);
        } else {
            carry(&mut carried, &here);
        }
        let group = (names.len() > 1).then(|| carried.first().copied().flatten()).flatten().map(|slot| slot.key.clone());
        // 市州 | 县区 | 乡镇: the innermost place beside the name is where it lies.
        let beside = carried.iter().rev().flatten().map(|slot| slot.key.as_str()).filter(|_| names.len() > 1);
        let place = beside.filter(|key| *key != name.key).find_map(|key| recipient::division(key, issuer).one());
        let mut who = recipient::who(&name.key, place.as_ref(), issuer);
        if who.kind == RowKind::OwnLevel && recipient::is_own_level_of_city(&name.key) {
            own_level_of_city(&mut who, &lines, issuer);
        }
        // `广州市 | 小计`: the row is the city's, the word only says what it is.
        let of_projects = || projects().any(|(_, slot)| matches!(slot.key.as_str(), "小计" | "合计"));
        if total.is_none() && (here.iter().flatten().any(|slot| recipient::is_subtotal(&slot.key)) || of_projects()) {
            who.kind = RowKind::Subtotal;
        }
        let figures = slots
            .iter()
            .zip(columns)
            .map(|(slot, column)| if column.content == Content::Money { figure::read(&slot.key) } else { Figure::Other });
        let serial = slots.iter().zip(columns).find(|(_, column)| column.content == Content::Serial).map(|(slot, _)| slot.key.as_str());
        lines.push(Line {
            slots: slots.clone(),
            name,
            heads_group: groups::is_outer(serial.unwrap_or(&name.key)),
            group,
            who,
            of_which: name.key.starts_with("其中"),
            carried: part,
            figures: figures.collect(),
        });
    }
    lines
}

/// 上饶市, and below it 市本级: in the table of a province the level is that of the city whose rows these are, and no one's where there is none.
fn own_level_of_city(who: &mut recipient::Who, above: &[Line<'_>], issuer: Option<&DivisionCode>) {
    let divisions = Divisions::get();
    // In a city under the centre it is the issuer's own.
    let province = |code: &DivisionCode| {
        divisions.level(code) == Some(Level::Province) && divisions.by_code(code.as_str()).is_some_and(|known| !known.name.ends_with('市'))
    };
    if !issuer.is_some_and(province) || who.division.as_ref() != issuer {
        return;
    }
    // All rows between lie in the city, and none is its own level already.
    let between = above.iter().rev().map_while(|line| line.who.division.as_ref().filter(|_| !recipient::is_own_level(&line.name.key)));
    let mut inside: Vec<&DivisionCode> = Vec::new();
    let mut city = None;
    for code in between {
        if divisions.level(code) == Some(Level::Prefecture) {
            city = Some(code).filter(|city| inside.iter().all(|inner| divisions.within(inner, city.as_str())));
            break;
        }
        inside.push(code);
    }
    who.kind = RowKind::Child;
    who.division = city.cloned();
    who.ambiguous = city.is_none();
}

/// Whether a folded cell is the word of a whole table's total and nothing else.
fn is_whole(key: &str) -> bool {
    matches!(key, "合计" | "总计" | "共计")
}

/// Rows without a name below a row whose every sum they add up to: 一、甲县 | 366, then its projects with 266 and 100.
fn opened(body: &[Vec<&Slot>], columns: &[Column], names: &[usize]) -> BTreeSet<usize> {
    let named = |slots: &[&Slot]| names.iter().any(|col| slots.get(*col).is_some_and(|slot| !slot.is_empty()));
    let figure = |at: usize, col: usize| body.get(at).and_then(|slots| slots.get(col)).and_then(|slot| figure::number(&slot.key));
    let mut opened = BTreeSet::new();
    let mut at = 0;
    while at < body.len() {
        let end = (at + 1..body.len()).find(|next| body.get(*next).is_none_or(|slots| named(slots))).unwrap_or(body.len());
        let whole = |col: usize| figure(at, col).filter(|whole| !whole.is_zero());
        let sum = |col: usize| (at + 1..end).filter_map(|row| figure(row, col)).try_fold(Decimal::ZERO, Decimal::checked_add);
        let sums: Vec<bool> = money(columns).filter_map(|(col, _)| whole(col).map(|whole| sum(col) == Some(whole))).collect();
        if body.get(at).is_some_and(|slots| named(slots)) && !sums.is_empty() && sums.iter().all(|fits| *fits) {
            opened.extend(at + 1..end);
        }
        at = end;
    }
    opened
}

/// The cell that names the recipient: a unit before a place, a small place before a large one, else the right-most.
fn most_particular<'g>(
    here: &[Option<&'g Slot>],
    carried: &[Option<&'g Slot>],
    groups: &[bool],
    issuer: Option<&DivisionCode>,
) -> Option<&'g Slot> {
    let told = || {
        here.iter().enumerate().filter_map(|(at, slot)| slot.map(|slot| (at, slot))).filter(|(_, slot)| !recipient::is_subtotal(&slot.key))
    };
    let last = told().map(|(at, _)| at).max();
    // 东部片区 | 甲县: what is neither place nor unit, in a column that groups another, is none of the recipients.
    let only_groups = |at: usize, slot: &Slot| {
        Some(at) < last && groups.get(at).copied().unwrap_or_default() && recipient::only_groups(&slot.key, issuer)
    };
    let named: Vec<&Slot> = told().filter(|(at, slot)| !only_groups(*at, slot)).map(|(_, slot)| slot).collect();
    if named.is_empty() {
        // A bare subtotal is that of the group carried down on its left; without a group it names itself.
        let at = here.iter().position(Option::is_some).unwrap_or_default();
        let group = carried.iter().take(at).copied().flatten().next_back();
        return group.or_else(|| here.iter().copied().flatten().next());
    }
    named.into_iter().max_by_key(|slot| recipient::particularity(&slot.key, issuer))
}

/// Remembers names of merged cells; a new name on the left ends those right of it.
fn carry<'g>(carried: &mut [Option<&'g Slot>], here: &[Option<&'g Slot>]) {
    for at in 0..carried.len() {
        if let Some(Some(slot)) = here.get(at) {
            if recipient::is_subtotal(&slot.key) {
                continue;
            }
            let new = carried.get(at).copied().flatten().is_none_or(|old| old.key != slot.key);
            if let Some(place) = carried.get_mut(at) {
                *place = Some(slot);
            }
            if new {
                carried.iter_mut().skip(at + 1).for_each(|later| *later = None);
            }
        }
    }
}

/// The unit of columns whose head has none, and whether it had to be assumed.
fn unit(context: &Context<'_>, caption: &Caption, columns: &[Column], lines: &[Line<'_>]) -> (MoneyUnit, Option<Confidence>) {
    if let Some(unit) = caption.unit.filter(|_| caption.units.is_empty()) {
        return (unit, None);
    }
    // A unit printed over one column holds for its neighbours.
    if let Some(unit) = money(columns).find_map(|(_, column)| column.unit) {
        return (unit, Some(Confidence::Likely));
    }
    let totals = lines.iter().filter(|line| line.who.kind == RowKind::Total);
    let figures: Vec<Decimal> = totals.flat_map(|line| line.figures.iter().filter_map(figure::value)).collect();
    let matched = context.body_units.iter().find_map(|(sum, _)| {
        let units = [MoneyUnit::TenThousand, MoneyUnit::Yuan, MoneyUnit::HundredMillion, MoneyUnit::Thousand];
        let named = |unit: &MoneyUnit| caption.units.is_empty() || caption.units.contains(unit);
        units
            .into_iter()
            .filter(named)
            .find(|unit| figures.iter().any(|figure| !figure.is_zero() && figure.checked_mul(unit.yuan()) == Some(sum.0)))
    });
    match matched {
        Some(unit) => (unit, Some(Confidence::Likely)),
        // 单位：亩、元、万元: the unit named last is that of the money, which stands in the last columns.
        None => (caption.units.last().copied().unwrap_or(MoneyUnit::TenThousand), Some(Confidence::Doubtful)),
    }
}

fn records(
    document: &Document,
    grid: &Grid,
    caption: &Caption,
    columns: &[Column],
    lines: &[Line<'_>],
    assumed: (MoneyUnit, Option<Confidence>),
    table: u32,
) -> Read {
    let mut read = Read::default();
    for line in lines {
        for (col, column) in money(columns) {
            let (Some(slot), Some(figure)) = (line.slots.get(col), line.figures.get(col)) else { continue };
            // The rest of a merged cell is no cell of its own.
            if slot.cell.is_some() && !slot.origin || matches!(figure, Figure::Other) {
                continue;
            }
            let empty = matches!(figure, Figure::Blank | Figure::Dash);
            if empty && matches!(line.who.kind, RowKind::Total | RowKind::Subtotal) {
                continue;
            }
            let (unit, doubt) = match (figure, column.unit) {
                (Figure::Number { unit: Some(unit), .. }, _) => (*unit, None),
                (_, Some(unit)) => (unit, None),
                _ => assumed,
            };
            let sum = figure::value(figure).and_then(|value| value.checked_mul(unit.yuan())).map(|value| Money(value.normalize()));
            let mut record = Allocation {
                table,
                table_title: caption.title.as_deref().map(Into::into),
                row: slot.row + 1,
                col: slot.col + 1,
                recipient: recipient::unnumbered(&line.name.plain).into(),
                division: line.who.division.clone(),
                row_kind: line.who.kind,
                column: column.head.name().map(Into::into),
                column_role: column.role,
                cited_number: column.head.path.iter().rev().find_map(|text| super::number_in(text)),
                text: document.slice(slot.span).into(),
                unit: sum.map(|_| unit),
                money: sum,
                absence: empty.then_some(Absence::Blank),
                counts: column.counts && sum.is_some() && !line.of_which && !matches!(line.who.kind, RowKind::Total | RowKind::Subtotal),
                evidence: slot.evidence(document, Origin::Table),
                confidence: Confidence::Certain,
                doubts: Doubts::NONE,
            };
            if let (Some(confidence), true) = (doubt, sum.is_some()) {
                doubted(&mut record, confidence, Doubt::UnitAssumed);
            }
            if matches!(figure, Figure::Number { repaired: true, .. }) {
                doubted(&mut record, Confidence::Doubtful, Doubt::RepairedAmount);
            }
            if line.carried {
                doubted(&mut record, Confidence::Likely, Doubt::TableInferred);
            }
            if line.who.ambiguous {
                doubted(&mut record, Confidence::Likely, Doubt::AmbiguousDivision);
            }
            if column.unproved {
                doubted(&mut record, Confidence::Doubtful, Doubt::RowShape);
            }
            if grid.inferred {
                doubted(&mut record, Confidence::Likely, Doubt::TableInferred);
            }
            read.allocations.push(record);
        }
    }
    one_counts(&mut read.allocations, columns);
    read
}

/// Of several counting cells in a row (cut and raise without a net column) an empty or zero one does not count.
fn one_counts(allocations: &mut [Allocation], columns: &[Column]) {
    let adjusted = money(columns).filter(|(_, column)| column.counts && matches!(column.role, ColumnRole::Cut | ColumnRole::Raise)).count();
    if adjusted < 2 {
        return;
    }
    for record in allocations.iter_mut().filter(|record| record.counts) {
        record.counts = record.money.is_some_and(|sum| !sum.0.is_zero());
    }
}

/// Lowers the confidence to at most `confidence` and adds a doubt.
pub(crate) fn doubted(record: &mut Allocation, confidence: Confidence, doubt: Doubt) {
    record.confidence = record.confidence.max(confidence);
    record.doubts.insert(doubt);
}
