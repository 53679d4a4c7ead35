//! Whether the figures under a head are money: by the words of the head, and where they say nothing by the sums that the figures
//! make. See `docs/tables.md`, columns. Not for: what a money column says of the money (`columns`).

use rust_decimal::Decimal;

use super::columns::{Column, Content};
use super::figure;
use super::grid::Slot;
use super::header::Head;
use super::loose::Who;
use super::{recipient, text, words};

/// What a head says of the figures below it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Says {
    /// They are money.
    Money,
    /// They count or measure other things, or are rates.
    Other,
    /// Nothing.
    Nothing,
}

/// What a head says. The innermost text decides first, then those above it.
pub(crate) fn says(head: &Head) -> Says {
    // 单价(元), 补助标准(元): a rate in yuan, no sum.
    if words::ends("rate_end", &text::core(head.leaf())) {
        return Says::Other;
    }
    // 资金来源文号 over 吉财综指〔2020〕911号: the money that came by that notice.
    if is_number(head.leaf()) {
        return Says::Money;
    }
    for (at, key) in head.keys.iter().enumerate().rev() {
        if figure::unit_of_header(key).is_some() {
            return Says::Money;
        }
        if says_other(key) {
            return Says::Other;
        }
        // 受益人数/合计: a sum of what the head above it counts.
        let core = text::core(key);
        let counted = || head.keys.iter().take(at).any(|above| says_other(above) && figure::unit_of_header(above).is_none());
        if (recipient::is_total(&core) || recipient::is_subtotal(&core)) && counted() {
            return Says::Other;
        }
        if words::has("money", key) || words::ends("money_end", &core) {
            return Says::Money;
        }
    }
    if head.keys.iter().any(|key| words::has("of_which", key)) { Says::Money } else { Says::Nothing }
}

/// Whether a head is the number of a document and nothing else.
fn is_number(key: &str) -> bool {
    let whole = |number: &crate::recognise::NumberMatch| number.start == 0 && number.end as usize == key.chars().count();
    key.ends_with('号') && matches!(crate::recognise::find_numbers(key).as_slice(), [number] if whole(number))
}

/// Whether a head says that its figures are no money: people, areas, rates, numbers of things.
pub(crate) fn says_other(key: &str) -> bool {
    let core = text::core(key);
    // 资金规模 is a sum; 规模 alone is a size.
    if core.ends_with("资金规模") {
        return false;
    }
    words::has("not_money", &core)
        || words::ends("not_money_end", &core)
        || core.ends_with('率')
        || counts_things(&core)
        || figure::is_measured_otherwise(key)
}

/// Whether a head names what its figures measure: (户), (亩), 人数, 面积.
fn names_a_measure(key: &str) -> bool {
    let core = text::core(key);
    // 垃圾分类 is a work as well as a kind of thing.
    let ends = words::ends("not_money_end", &core) && !words::ends("kind_end", &core) && !core.ends_with("资金规模");
    figure::is_measured_otherwise(key) || words::has("not_money", &core) || ends
}

/// Whether a head ends in a counting word behind the thing that is counted: 桩数, 采购量. Behind an act of budgets the word means a
/// sum (核定数, 拨付数).
pub(super) fn counts_things(core: &str) -> bool {
    core.strip_suffix(['数', '量'])
        .is_some_and(|thing| !thing.is_empty() && !words::ends("sum_number", thing) && !words::ends("money", thing))
}

/// Figures of a column by line.
fn figure_at(line: &[&Slot], col: usize) -> Option<Decimal> {
    line.get(col).and_then(|slot| figure::number(&slot.key))
}

fn is_total_line(line: &[&Slot]) -> bool {
    line.iter().any(|slot| recipient::is_total(&slot.key))
}

/// The total of a column: printed, else added up.
pub(crate) fn total(lines: &[Vec<&Slot>], col: usize) -> Option<Decimal> {
    let printed = lines.iter().filter(|line| is_total_line(line)).find_map(|line| figure_at(line, col));
    printed.or_else(|| {
        lines
            .iter()
            .filter(|line| !line.iter().any(|slot| recipient::is_subtotal(&slot.key)))
            .filter_map(|line| figure_at(line, col))
            .try_fold(Decimal::ZERO, Decimal::checked_add)
    })
}

/// Whether in most lines some columns add up to another; lines without a total say nothing.
pub(crate) fn adds_up(lines: &[Vec<&Slot>], whole: usize, parts: &[usize]) -> bool {
    let told: Vec<&Vec<&Slot>> = lines.iter().filter(|line| figure_at(line, whole).is_some()).collect();
    let sum = |line: &[&Slot]| parts.iter().filter_map(|col| figure_at(line, *col)).try_fold(Decimal::ZERO, Decimal::checked_add);
    let right = told.iter().filter(|line| sum(line) == figure_at(line, whole)).count();
    right >= 2 && right * 3 >= told.len() * 2
}

/// Columns that only the table's unit makes money, beside columns whose heads speak of money: where sums tie one to the others, or
/// the text tells the total of one, they are money. Otherwise nothing shows that they do not count things.
pub(crate) fn prove(columns: &mut [Column], lines: &[Vec<&Slot>], who: &Who<'_>) {
    let money: Vec<usize> =
        (0..columns.len()).filter(|col| columns.get(*col).is_some_and(|column| column.content == Content::Money)).collect();
    let open: Vec<usize> = money
        .iter()
        .copied()
        .filter(|col| columns.get(*col).is_some_and(|column| !column.printed && says(&column.head) == Says::Nothing))
        .collect();
    let told: Vec<usize> = money.iter().copied().filter(|col| !open.contains(col)).collect();
    if open.is_empty() || told.is_empty() {
        return;
    }
    let tells = |col: usize| total(lines, col).is_some_and(|sum| !sum.is_zero() && who.tells(sum));
    let tied = told.iter().any(|whole| {
        let others: Vec<usize> = money.iter().copied().filter(|col| col != whole).collect();
        let run: Vec<usize> = open.iter().copied().filter(|col| col < whole).collect();
        let rest: Vec<usize> = open.iter().copied().filter(|col| col > whole).collect();
        [&others, &open, &run, &rest].iter().any(|parts| parts.iter().any(|col| open.contains(col)) && adds_up(lines, *whole, parts))
    });
    let reckoned = |column: &Column| column.head.formula.as_deref().is_some_and(|formula| formula.contains('='));
    if tied || columns.iter().any(reckoned) || open.iter().any(|col| tells(*col)) {
        return;
    }
    for col in open {
        if let Some(column) = columns.get_mut(col) {
            column.unproved = true;
        }
    }
}

/// Columns of figures whose heads do not speak of money (基本建设, 草原补奖) are money where they add up to a column of
/// totals in most rows; so are those whose heads would mean other things (垃圾分类) but name no measure, if that completes the sum.
pub(crate) fn parts_by_sums(columns: &mut [Column], lines: &[Vec<&Slot>]) {
    let money: Vec<usize> =
        (0..columns.len()).filter(|col| columns.get(*col).is_some_and(|column| column.content == Content::Money)).collect();
    let of_figures = |col: &usize| {
        let filled = lines.iter().filter(|line| line.get(*col).is_some_and(|slot| !slot.is_empty())).count();
        let figures = lines.iter().filter(|line| figure_at(line, *col).is_some()).count();
        figures > 0 && figures * 2 >= filled
    };
    let measured = |column: &Column| column.head.keys.iter().any(|key| says_other(key)) || words::ends("descriptor", column.head.leaf());
    // 新建(户), 面积, 人数: as many things at one unit of money each make the same sum.
    let counted = |col: &usize| columns.get(*col).is_some_and(|column| column.head.keys.iter().any(|key| names_a_measure(key)));
    let other = (0..columns.len()).filter(|col| columns.get(*col).is_some_and(|column| column.content == Content::Other));
    let other = other.filter(|col| !counted(col));
    let (odd, open): (Vec<usize>, Vec<usize>) = other.filter(of_figures).partition(|col| columns.get(*col).is_some_and(measured));
    let leaf = |col: usize| columns.get(col).map_or_else(String::new, |column| text::core(column.head.leaf()));
    let wholes: Vec<usize> = money
        .iter()
        .copied()
        .filter(|col| recipient::is_total(&leaf(*col)) || recipient::is_subtotal(&leaf(*col)) || money.len() == 1)
        .collect();
    let over = |col: usize| columns.get(col).and_then(|column| column.head.keys.split_last()).map_or(&[][..], |(_, over)| over);
    // Of the columns that a total may add up, those below the same head.
    let below = |whole: usize, col: usize| columns.get(col).is_some_and(|column| column.head.keys.starts_with(over(whole)));
    let found = wholes.iter().find_map(|whole| {
        let plain: Vec<usize> = money.iter().copied().filter(|col| col != whole && below(*whole, *col)).collect();
        let open: Vec<usize> = open.iter().copied().filter(|col| below(*whole, *col)).collect();
        let odd: Vec<usize> = odd.iter().copied().filter(|col| below(*whole, *col)).collect();
        let single = odd.iter().map(|col| vec![*col]);
        let tried = std::iter::once(Vec::new()).chain(single).chain([odd.clone()]).map(|more| [open.as_slice(), &more].concat());
        tried.filter(|some| !some.is_empty()).find(|some| {
            // One column beside its total may be as many things at one unit of money each.
            let sound = some.iter().all(|col| open.contains(col)) || plain.len() + some.len() >= 2;
            sound && adds_up(lines, *whole, &[plain.as_slice(), some].concat())
        })
    });
    for col in found.unwrap_or_default() {
        if let Some(column) = columns.get_mut(col) {
            column.content = Content::Money;
        }
    }
}
