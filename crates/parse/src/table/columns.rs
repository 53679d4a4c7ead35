//! What the columns of a table of figures are: serial numbers, names, money and its role.
//! See `docs/tables.md`, columns. Not for: rows.

use hongtou_notice::codes::{ColumnRole, NoticeKind};
use hongtou_notice::{DivisionCode, MoneyUnit};
use rust_decimal::Decimal;

use super::figure::{self, Figure};
use super::grid::Slot;
use super::header::Head;
use super::loose::Who;
use super::money_head::{self, Says, says};
use super::{recipient, text, words};

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Content {
    /// Serial numbers; never keys.
    Serial,
    /// Names of recipients.
    Name,
    /// Money.
    Money,
    /// Anything else.
    Other,
}

/// One column.
#[derive(Debug, Clone)]
pub(crate) struct Column {
    /// Its head.
    pub(crate) head: Head,
    /// What it holds.
    pub(crate) content: Content,
    /// The unit printed in its head.
    pub(crate) unit: Option<MoneyUnit>,
    /// What a money column says.
    pub(crate) role: ColumnRole,
    /// Whether its cells are this notice's money for the recipient.
    pub(crate) counts: bool,
    /// Whether most of its cells print their own unit of money.
    pub(crate) printed: bool,
    /// Neither its head nor any sum shows that it is money.
    pub(crate) unproved: bool,
}

/// Tells what every column holds; `lines` are the body's slots by logical column.
pub(crate) fn contents(heads: Vec<Head>, lines: &[Vec<&Slot>], unit: Option<MoneyUnit>, who: &Who<'_>) -> Vec<Column> {
    let any_unit = unit.is_some() || heads.iter().any(|head| head.keys.iter().any(|key| figure::unit_of_header(key).is_some()));
    let mut columns: Vec<Column> = Vec::with_capacity(heads.len());
    for (col, head) in heads.into_iter().enumerate() {
        let cells: Vec<&Slot> = lines.iter().filter_map(|line| line.get(col).copied()).filter(|slot| !slot.is_empty()).collect();
        let figures = cells.iter().filter(|slot| matches!(figure::read(&slot.key), Figure::Number { .. })).count();
        let unit = head.keys.iter().rev().find_map(|key| figure::unit_of_header(key));
        // 46.8万元: cells that print their own unit are money whatever the head says, but for a price.
        let own_unit = cells.iter().filter(|slot| matches!(figure::read(&slot.key), Figure::Number { unit: Some(_), .. })).count();
        let printed = own_unit > 0 && own_unit * 2 > cells.len() && !words::ends("rate_end", &text::core(head.leaf()));
        let is_money = |head: &Head| match says(head) {
            Says::Money => true,
            Says::Other => false,
            // The table's unit holds for what has a head.
            Says::Nothing => any_unit && !head.keys.is_empty(),
        };
        let is_unit = |key: &str| words::is("measure", key) || matches!(key, "元" | "万元");
        let content = if is_serial(&head, &cells, col) {
            Content::Serial
        } else if figures * 2 < cells.len() && is_name_head(&head) && !cells.iter().all(|slot| is_unit(&slot.key)) {
            Content::Name
        } else if words::ends("descriptor", &text::core(head.leaf())) && figures * 2 <= cells.len() {
            // 资金名称, 项目内容: a column of text, into which a total row may have slid.
            Content::Other
        } else if printed || (figures > 0 && is_money(&head) && !cells.iter().any(|slot| slot.key.ends_with('%'))) {
            Content::Money
        } else {
            Content::Other
        };
        columns.push(Column { head, content, unit, role: ColumnRole::Other, counts: false, printed, unproved: false });
    }
    // Recipients stand left of their money; bodies behind it (主管部门, 牵头单位) are remarks.
    let first_money = columns.iter().position(|column| column.content == Content::Money).unwrap_or(columns.len());
    if columns.iter().take(first_money).any(|column| column.content == Content::Name) {
        columns
            .iter_mut()
            .skip(first_money)
            .filter(|column| column.content == Content::Name)
            .for_each(|column| column.content = Content::Other);
    }
    if !columns.iter().any(|column| column.content == Content::Name) {
        name_by_cells(&mut columns, lines, who.issuer);
    }
    money_head::parts_by_sums(&mut columns, lines);
    money_head::prove(&mut columns, lines, who);
    columns
}

/// A column without a telling head is one of recipients when most of its cells are places or totals.
fn name_by_cells(columns: &mut [Column], lines: &[Vec<&Slot>], issuer: Option<&DivisionCode>) {
    for (col, column) in columns.iter_mut().enumerate().filter(|(_, column)| column.content == Content::Other) {
        let cells: Vec<&Slot> = lines.iter().filter_map(|line| line.get(col).copied()).filter(|slot| !slot.is_empty()).collect();
        let places = cells
            .iter()
            .filter(|slot| recipient::is_place(&slot.key, issuer) || recipient::is_own_level(&recipient::bare(&slot.key)))
            .count();
        let totals = cells.iter().filter(|slot| recipient::is_total(&slot.key) || recipient::is_subtotal(&slot.key)).count();
        if places >= 1 && (places + totals) * 5 >= cells.len() * 3 {
            column.content = Content::Name;
            return;
        }
    }
}

fn is_serial(head: &Head, cells: &[&Slot], col: usize) -> bool {
    let told = words::is("serial", &text::core(head.leaf()));
    let ordinal = |slot: &&Slot| slot.key.chars().all(|c| recipient::is_ordinal(c) || matches!(c, '(' | ')' | '、' | '.' | '-'));
    told || col == 0 && head.leaf().is_empty() && !cells.is_empty() && cells.iter().all(ordinal)
}

/// Whether a head names recipients: `地区`, `县(市、区)`, `单位/地区`, `学校名称`.
pub(crate) fn is_name_head(head: &Head) -> bool {
    head.keys.iter().rev().take(1).any(|key| names_recipients(key))
}

/// Whether a folded head text names recipients.
pub(crate) fn names_recipients(key: &str) -> bool {
    let core = text::core(key);
    if key.is_empty() || words::ends("descriptor", &core) {
        return false;
    }
    core.split(['/', '、', '和', '或', '\\']).chain([key, &*core]).any(|part| {
        words::is("recipient", part)
            || words::list("recipient").iter().any(|word| word.chars().count() >= 2 && part.ends_with(word.as_str()))
    })
}

/// Gives every money column its role, by words and by sums, and marks the ones that count.
pub(crate) fn roles(columns: &mut [Column], rows: &[Vec<Option<Decimal>>], kind: Option<NoticeKind>, told_sums: &Told<'_>) {
    let money: Vec<usize> =
        (0..columns.len()).filter(|col| columns.get(*col).is_some_and(|column| column.content == Content::Money)).collect();
    let keys = |columns: &[Column], col: usize| columns.get(col).map_or_else(String::new, |column| column.head.keys.join("/"));
    let told: Vec<String> = money.iter().map(|col| keys(columns, *col)).collect();
    let any = |class: &str| told.iter().any(|key| words::has(class, key));
    let adjusts = any("after") || any("original") || any("cut") && any("raise");
    let executes = told.iter().any(|key| words::has("executed", key)) && money.len() >= 2;
    // 应补资金 | 已拨付资金 | 清算资金: what is settled now is this notice's money.
    let settled = |key: &String| words::has("settled", key);
    let settles =
        told.iter().any(settled) && told.iter().any(|key| !settled(key) && (words::has("advance", key) || words::has("due", key)));
    let this: Vec<usize> =
        money.iter().zip(&told).filter(|(_, key)| words::has("this", key) || settles && settled(key)).map(|(col, _)| *col).collect();
    let batches = !this.is_empty() || kind != Some(NoticeKind::Advance) && any("advance") && money.len() >= 2;
    for (col, key) in money.iter().zip(&told) {
        let leaf = columns.get(*col).map_or_else(String::new, |column| column.head.leaf().to_owned());
        let by_words = role_by_words(key, &leaf, adjusts, executes, batches, this.contains(col));
        // What is to be taken back beside what is given is no gift.
        let back = kind != Some(NoticeKind::Recover) && !adjusts && money.len() > 1 && words::has("taken_back", &leaf);
        let role = if back { ColumnRole::Other } else { by_words };
        if let Some(column) = columns.get_mut(*col) {
            column.role = role;
        }
    }
    if adjusts {
        // The sum before an adjustment often only says what money it is.
        let first = money.first().copied().filter(|col| columns.get(*col).is_some_and(|column| column.role == ColumnRole::Allocated));
        if let Some(column) = first.and_then(|col| columns.get_mut(col)).filter(|_| !any("original")) {
            column.role = ColumnRole::Original;
        }
    }
    // 调整额/中央: the change by fund or level, where no column adds it up.
    if adjusts && of_role(columns, &money, ColumnRole::Net).is_empty() {
        let open = of_role(columns, &money, ColumnRole::Allocated);
        let net: Vec<usize> =
            money.iter().zip(&told).filter(|(col, key)| open.contains(col) && words::has("net", key)).map(|(col, _)| *col).collect();
        set_role(columns, &net, ColumnRole::Net);
    }
    if !this.is_empty() {
        whole_year(columns, &money, &this, rows);
        beside_this(columns, &money, &this, rows, told_sums);
    }
    parts(columns, &money, rows);
    of_the_whole(columns, &money, &told);
    own_sum(columns, &money, told_sums);
    count(columns, &money);
}

/// What the text tells of the totals of columns.
#[derive(Debug)]
pub(crate) struct Told<'a> {
    /// The total of every column.
    pub(crate) totals: &'a [Option<Decimal>],
    /// The sums of the text.
    pub(crate) who: &'a Who<'a>,
}

impl Told<'_> {
    /// Whether the text tells the sum of the totals of these columns.
    fn tells(&self, cols: &[usize]) -> bool {
        let total = |col: &usize| self.totals.get(*col).copied().flatten();
        let sum = cols.iter().map(total).try_fold(Decimal::ZERO, |sum, total| sum.checked_add(total?));
        sum.is_some_and(|sum| !sum.is_zero() && self.who.tells(sum))
    }
}

/// The money columns of a role.
fn of_role(columns: &[Column], money: &[usize], role: ColumnRole) -> Vec<usize> {
    money.iter().copied().filter(|col| columns.get(*col).is_some_and(|column| column.role == role)).collect()
}

fn set_role(columns: &mut [Column], cols: &[usize], role: ColumnRole) {
    for col in cols {
        if let Some(column) = columns.get_mut(*col) {
            column.role = role;
        }
    }
}

/// Beside columns of this issue whose sum the text tells, what neither makes it up nor is made up by it is another sum: the whole
/// year's (全年应补) and its parts.
fn beside_this(columns: &mut [Column], money: &[usize], this: &[usize], rows: &[Vec<Option<Decimal>>], told_sums: &Told<'_>) {
    let allocated = of_role(columns, money, ColumnRole::Allocated);
    let (these, rest): (Vec<usize>, Vec<usize>) = allocated.iter().copied().partition(|col| this.contains(col));
    let own = these.iter().any(|col| told_sums.tells(&[*col])) || told_sums.tells(&these);
    let tied = these.iter().any(|whole| adds_up(rows, *whole, &rest)) || rest.iter().any(|whole| adds_up(rows, *whole, &these));
    // What is due in all needs no figure of the text.
    let due = |col: &usize| columns.get(*col).is_some_and(|column| column.head.keys.iter().any(|key| words::has("due", key)));
    let others: Vec<usize> = rest.iter().copied().filter(|col| own || !these.is_empty() && due(col)).collect();
    if !tied && !told_sums.tells(&allocated) {
        set_role(columns, &others, ColumnRole::Other);
    }
}

/// 补贴总额 | 首批拨付: what is paid first is part of the whole beside it.
fn of_the_whole(columns: &mut [Column], money: &[usize], told: &[String]) {
    let allocated = of_role(columns, money, ColumnRole::Allocated);
    let key = |col: usize| money.iter().zip(told).find(|(other, _)| **other == col).map_or("", |(_, key)| key.as_str());
    let (first, rest): (Vec<usize>, Vec<usize>) = allocated.iter().copied().partition(|col| words::has("first_batch", key(*col)));
    let whole = |col: &usize| words::ends("total", &text::core(key(*col)));
    if matches!(rest.as_slice(), [one] if whole(one)) {
        set_role(columns, &first, ColumnRole::OfWhich);
    }
}

/// Of several columns that could be this notice's money the one whose total the text tells is it, unless the text tells the sum
/// of them all or the totals of several.
fn own_sum(columns: &mut [Column], money: &[usize], told_sums: &Told<'_>) {
    let allocated = of_role(columns, money, ColumnRole::Allocated);
    let (proved, open): (Vec<usize>, Vec<usize>) =
        allocated.iter().copied().partition(|col| columns.get(*col).is_some_and(|column| !column.unproved));
    if !proved.is_empty() {
        set_role(columns, &open, ColumnRole::Other);
    }
    let (told, rest): (Vec<usize>, Vec<usize>) = proved.iter().copied().partition(|col| told_sums.tells(&[*col]));
    if told.len() == 1 && !told_sums.tells(&proved) {
        set_role(columns, &rest, ColumnRole::Other);
    }
}

fn role_by_words(key: &str, leaf: &str, adjusts: bool, executes: bool, batches: bool, this: bool) -> ColumnRole {
    let core = text::core(leaf);
    if words::has("of_which", key) {
        return ColumnRole::OfWhich;
    }
    if words::has("after", key) {
        return ColumnRole::After;
    }
    if words::has("original", key) {
        return ColumnRole::Original;
    }
    if adjusts {
        if words::has("cut", &core) {
            return ColumnRole::Cut;
        }
        if words::has("raise", &core) {
            return ColumnRole::Raise;
        }
        if words::has("net", &core)
            || words::has("net", key) && (words::is("subtotal", &core) || words::is("total", &core))
            || key.contains("调整") && words::has("subtotal", &core)
        {
            return ColumnRole::Net;
        }
    }
    if batches {
        if this {
            return ColumnRole::Allocated;
        }
        if words::has("advance", key) {
            return ColumnRole::Advance;
        }
    }
    if words::has("elsewhere", &core) {
        return ColumnRole::Other;
    }
    if executes {
        if words::has("executed", &core) && !core.contains("预算执行率") {
            return ColumnRole::Executed;
        }
        if words::has("budget", &core) {
            return ColumnRole::Budget;
        }
    }
    if batches && words::is("total", &core) { ColumnRole::Other } else { ColumnRole::Allocated }
}

/// Whether in most rows some columns add up to another.
fn adds_up(rows: &[Vec<Option<Decimal>>], total: usize, some: &[usize]) -> bool {
    let mut seen = 0usize;
    let mut right = 0usize;
    for row in rows {
        let Some(whole) = row.get(total).copied().flatten() else { continue };
        let sum: Decimal = some.iter().filter_map(|col| row.get(*col).copied().flatten()).sum();
        seen += 1;
        right += usize::from(sum == whole);
    }
    seen > 0 && right * 3 >= seen * 2 && !some.is_empty()
}

/// A column that is this issue and the earlier ones together is not this notice's money.
fn whole_year(columns: &mut [Column], money: &[usize], this: &[usize], rows: &[Vec<Option<Decimal>>]) {
    let mut parts = of_role(columns, money, ColumnRole::Allocated);
    parts.retain(|col| this.contains(col));
    parts.extend(of_role(columns, money, ColumnRole::Advance));
    for col in money.iter().copied().filter(|col| !this.contains(col)) {
        if let Some(column) = columns.get_mut(col).filter(|column| column.role == ColumnRole::Allocated && adds_up(rows, col, &parts)) {
            column.role = ColumnRole::Other;
        }
    }
}

/// Columns whose figures add up to one total column are parts of it.
fn parts(columns: &mut [Column], money: &[usize], rows: &[Vec<Option<Decimal>>]) {
    let given = |columns: &[Column], role: ColumnRole| -> Vec<usize> {
        money.iter().copied().filter(|col| columns.get(*col).is_some_and(|column| column.role == role)).collect()
    };
    let allocated = given(columns, ColumnRole::Allocated);
    if allocated.len() < 2 {
        return;
    }
    let adds_up = |total: usize, some: &[usize]| adds_up(rows, total, some);
    let leaf = |col: usize| columns.get(col).map_or_else(String::new, |column| text::core(column.head.leaf()));
    let is_sum_word = |col: usize| recipient::is_total(&leaf(col)) || recipient::is_subtotal(&leaf(col)) || leaf(col) == "金额";
    let mut order = allocated.clone();
    order.sort_by_key(|col| !is_sum_word(*col));
    let found = order.iter().copied().find_map(|total| {
        let others: Vec<usize> = allocated.iter().copied().filter(|col| *col != total).collect();
        let sums: Vec<usize> = others.iter().copied().filter(|col| is_sum_word(*col)).collect();
        let plain: Vec<usize> = others.iter().copied().filter(|col| !is_sum_word(*col)).collect();
        [others.clone(), sums, plain].iter().any(|some| adds_up(total, some)).then_some((total, others))
    });
    if let Some((_, others)) = found {
        for col in others {
            if let Some(column) = columns.get_mut(col) {
                column.role = ColumnRole::OfWhich;
            }
        }
    }
}

/// Marks the columns that are this notice's money: the net change of an adjustment, else what is allocated.
fn count(columns: &mut [Column], money: &[usize]) {
    let of = |role: ColumnRole| -> Vec<usize> {
        money.iter().copied().filter(|col| columns.get(*col).is_some_and(|column| column.role == role)).collect()
    };
    let chosen = [ColumnRole::Net, ColumnRole::Allocated, ColumnRole::After].into_iter().map(of).find(|some| !some.is_empty());
    // Cut and raise without a net column: only one of them is filled in a row.
    let adjusted: Vec<usize> = [of(ColumnRole::Cut), of(ColumnRole::Raise)].concat();
    let net = !of(ColumnRole::Net).is_empty();
    let chosen = if !net && !adjusted.is_empty() { Some(adjusted) } else { chosen };
    for col in chosen.unwrap_or_default() {
        if let Some(column) = columns.get_mut(col) {
            column.counts = true;
        }
    }
}
