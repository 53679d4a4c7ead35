//! What the columns of a table of figures are: serial numbers, names, money and its role.
//! See `docs/tables.md`, columns. Not for: rows.

use hongtou_notice::codes::ColumnRole;
use hongtou_notice::{DivisionCode, MoneyUnit};

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
    match columns.iter().position(|column| column.content == Content::Name) {
        // 设区市 | 县区: what groups the names and is places itself names them too, whatever its head.
        Some(first) => name_by_cells(columns.get_mut(..first).unwrap_or_default(), lines, |key| recipient::is_place(key, who.issuer)),
        None => {
            name_by_cells(&mut columns, lines, |key| recipient::is_place(key, who.issuer));
            if !columns.iter().any(|column| column.content == Content::Name) {
                name_by_townships(&mut columns, lines);
            }
        }
    }
    seats(&mut columns);
    departments(&mut columns, lines, who.issuer);
    money_head::parts_by_sums(&mut columns, lines);
    money_head::prove(&mut columns, lines, who);
    columns.iter_mut().filter(|column| column.head.guessed).for_each(|column| column.unproved = true);
    columns
}

/// 企业名称 | 所在乡镇: where a recipient lies is not its name.
fn seats(columns: &mut [Column]) {
    let seat = |column: &Column| ["所在", "所属", "属地"].iter().any(|word| text::core(column.head.leaf()).starts_with(word));
    let names = columns.iter().filter(|column| column.content == Content::Name);
    if names.clone().any(|column| !seat(column)) && names.clone().next().is_some_and(|first| !seat(first)) {
        columns
            .iter_mut()
            .filter(|column| column.content == Content::Name && seat(column))
            .for_each(|column| column.content = Content::Other);
    }
}

/// 主管部门 | 县区: a place right of a department is the recipient, through which the department's money goes.
fn departments(columns: &mut [Column], lines: &[Vec<&Slot>], issuer: Option<&DivisionCode>) {
    let names: Vec<usize> =
        (0..columns.len()).filter(|col| columns.get(*col).is_some_and(|column| column.content == Content::Name)).collect();
    let [department, place] = names.as_slice() else { return };
    let cells = || lines.iter().filter(|line| !line.iter().any(|slot| recipient::is_total(&slot.key)));
    let keys: Vec<&str> = cells().filter_map(|line| line.get(*place)).map(|slot| slot.key.as_str()).filter(|key| !key.is_empty()).collect();
    let places = keys.iter().filter(|key| recipient::is_place(key, issuer) || recipient::is_subtotal(key)).count();
    let headed = columns.get(*department).is_some_and(|column| words::ends("department_end", &text::core(column.head.leaf())));
    if headed
        && !keys.is_empty()
        && places * 3 >= keys.len() * 2
        && let Some(column) = columns.get_mut(*department)
    {
        column.content = Content::Other;
    }
}

/// A column without a telling head is one of recipients when most of its cells are places or totals.
fn name_by_cells(columns: &mut [Column], lines: &[Vec<&Slot>], is_place: impl Fn(&str) -> bool) {
    for (col, column) in columns.iter_mut().enumerate().filter(|(_, column)| column.content == Content::Other) {
        let cells: Vec<&Slot> = lines.iter().filter_map(|line| line.get(col).copied()).filter(|slot| !slot.is_empty()).collect();
        let places = cells.iter().filter(|slot| is_place(&slot.key) || recipient::is_own_level(&recipient::bare(&slot.key))).count();
        let totals = cells.iter().filter(|slot| recipient::is_total(&slot.key) || recipient::is_subtotal(&slot.key)).count();
        if places >= 1 && (places + totals) * 5 >= cells.len() * 3 {
            column.content = Content::Name;
            return;
        }
    }
}

/// Where no column names a recipient, one of townships does, unless its head says that it tells where or what for (建设地点, 项目内容).
fn name_by_townships(columns: &mut [Column], lines: &[Vec<&Slot>]) {
    let says_other =
        |column: &Column| words::ends("descriptor", &text::core(column.head.leaf())) || words::has("what_for", column.head.leaf());
    for (col, column) in columns.iter_mut().enumerate().filter(|(_, column)| column.content == Content::Other && !says_other(column)) {
        let cells: Vec<&Slot> = lines.iter().filter_map(|line| line.get(col).copied()).filter(|slot| !slot.is_empty()).collect();
        let named = cells.iter().filter(|slot| recipient::is_township(&slot.key)).count();
        let totals = cells.iter().filter(|slot| recipient::is_total(&slot.key) || recipient::is_subtotal(&slot.key)).count();
        if named >= 2 && named + totals == cells.len() {
            column.content = Content::Name;
            return;
        }
    }
}

fn is_serial(head: &Head, cells: &[&Slot], col: usize) -> bool {
    // A head of numbers over or under another one still heads numbers.
    let told = head.keys.iter().any(|key| words::is("serial", &text::core(key)));
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
    // （县、区） below 市州: the whole head stands in brackets.
    let core = if core.is_empty() { key.trim_matches(['(', ')']).to_owned() } else { core };
    if key.is_empty() || words::ends("descriptor", &core) {
        return false;
    }
    core.split(['/', '、', '和', '或', '\\']).chain([key, &*core]).any(|part| {
        words::is("recipient", part)
            || words::list("recipient").iter().any(|word| word.chars().count() >= 2 && part.ends_with(word.as_str()))
            || is_kind_of_place(part)
    })
}

/// Whether a head is a kind of place with what the money does there before it: 项目县, 受益村, 实施苏木镇 (docs/tables.md, columns). A name
/// alone (新站镇) is none.
fn is_kind_of_place(part: &str) -> bool {
    part.chars().count() <= LONGEST_KIND && words::starts("place_use", part) && words::ends("place_kind", part)
}

/// Characters of the longest kind of place.
const LONGEST_KIND: usize = 8;
