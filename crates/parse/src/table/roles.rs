//! What the money columns of a table say of their money, and which of them is this notice's own. See `docs/tables.md`, columns and
//! counting cells. Not for: which columns are money (`columns`, `money_head`).

use hongtou_notice::codes::{ColumnRole, NoticeKind};
use rust_decimal::Decimal;

use super::columns::{Column, Content};
use super::loose::Who;
use super::{recipient, text, words};

/// Gives every money column its role, by words and by sums, and marks the ones that count.
pub(crate) fn roles(columns: &mut [Column], rows: &[Vec<Option<Decimal>>], kind: Option<NoticeKind>, told_sums: &Told<'_>) {
    let money: Vec<usize> =
        (0..columns.len()).filter(|col| columns.get(*col).is_some_and(|column| column.content == Content::Money)).collect();
    // 成品油税费改革转移支付 is the name of money, and nothing was paid out.
    let unnamed = |key: &str| key.replace("转移支付", "转移");
    let keys = |columns: &[Column], col: usize| columns.get(col).map_or_else(String::new, |column| unnamed(&column.head.keys.join("/")));
    let told: Vec<String> = money.iter().map(|col| keys(columns, *col)).collect();
    let any = |class: &str| told.iter().any(|key| words::has(class, key));
    let adjusts = any("after") || any("original") || any("cut") && any("raise");
    let executes = told.iter().any(|key| words::has("executed", key)) && money.len() >= 2;
    // In an advance notice what is given ahead is its own money (docs/tables.md, counting cells), also beside what is settled of years past.
    let ahead = kind == Some(NoticeKind::Advance) && any("ahead");
    let this = if ahead && !any("this_time") { Vec::new() } else { of_this_issue(&money, &told) };
    let batches = !this.is_empty() || kind != Some(NoticeKind::Advance) && any("advance") && money.len() >= 2;
    for (col, key) in money.iter().zip(&told) {
        let leaf = columns.get(*col).map_or_else(String::new, |column| unnamed(column.head.leaf()));
        let own = this.contains(col) || ahead && this.is_empty() && words::has("ahead", key);
        let earlier = ahead && !own && words::has("advance", key);
        let by_words = role_by_words(key, &leaf, adjusts, executes, batches || earlier, own);
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
    if !adjusts {
        what_remains(columns, &money, rows);
    }
    parts(columns, &money, rows);
    of_the_whole(columns, &money, &told);
    own_sum(columns, &money, told_sums);
    one_total(columns, &money, told_sums);
    told_part(columns, &money, told_sums);
    count(columns, &money);
}

/// The columns of this issue: those that say so (本次, 此次, 本批); else those that say 实际下达 and the like; else, where 已拨付 or 应补 stand
/// by, what is settled now. What was due in the settlement (清算应补助金额) is not given now.
fn of_this_issue(money: &[usize], told: &[String]) -> Vec<usize> {
    let cols =
        |of: &dyn Fn(&str) -> bool| -> Vec<usize> { money.iter().zip(told).filter(|(_, key)| of(key)).map(|(col, _)| *col).collect() };
    let settled = |key: &str| words::has("settled", key);
    let settles =
        told.iter().any(|key| settled(key)) && told.iter().any(|key| words::has("due", key) || !settled(key) && words::has("advance", key));
    // 清算应补助金额 is due; 清算资金 over 应补 is settled.
    let owed = |key: &str| key.split('/').any(|part| words::has("settled", part) && words::has("due", part));
    let now = cols(&|key| words::has("this_time", key));
    let said = cols(&|key| words::has("this", key));
    let open = if settles { cols(&|key| settled(key) && !owed(key)) } else { Vec::new() };
    let all = if settles { cols(&|key| settled(key)) } else { Vec::new() };
    if !now.is_empty() {
        return now;
    }
    let open = if open.is_empty() { all } else { open };
    money.iter().copied().filter(|col| said.contains(col) || open.contains(col)).collect()
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

    /// Whether the totals of all these columns are zero.
    fn come_to_nothing(&self, cols: &[usize]) -> bool {
        !cols.is_empty() && cols.iter().all(|col| self.totals.get(*col).copied().flatten().is_some_and(|total| total.is_zero()))
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

/// Beside columns of this issue, what neither makes them up nor is made up by them is another sum: the whole year's (全年应补), what is due
/// (应下达数) and their parts; unless the text tells the sum of them all.
fn beside_this(columns: &mut [Column], money: &[usize], this: &[usize], rows: &[Vec<Option<Decimal>>], told_sums: &Told<'_>) {
    let allocated = of_role(columns, money, ColumnRole::Allocated);
    let (these, rest): (Vec<usize>, Vec<usize>) = allocated.iter().copied().partition(|col| this.contains(col));
    let tied = these.iter().any(|whole| adds_up(rows, *whole, &rest)) || rest.iter().any(|whole| adds_up(rows, *whole, &these));
    if !tied && !these.is_empty() && !told_sums.tells(&allocated) {
        set_role(columns, &rest, ColumnRole::Other);
    }
}

/// A sum that is what was given before and what another column gives is not given now: 补助资金 | 其中：提前下达 | 下达资金. Printed
/// formulas say the same (3=1-2).
fn what_remains(columns: &mut [Column], money: &[usize], rows: &[Vec<Option<Decimal>>]) {
    let before = given_before(columns, money);
    let mut allocated = of_role(columns, money, ColumnRole::Allocated);
    let now = |col: &usize| columns.get(*col).is_some_and(|column| words::has("this_time", &column.head.keys.join("/")));
    if allocated.iter().any(now) {
        allocated.retain(now);
    }
    let rest = |whole: usize, col: usize| adds_up(rows, whole, &[before.as_slice(), &[col]].concat());
    let reckoned: Vec<usize> = allocated.iter().flat_map(|col| minuends(columns, *col)).collect();
    let gross: Vec<usize> = allocated
        .iter()
        .copied()
        .filter(|whole| {
            let summed = !before.is_empty() && allocated.iter().any(|col| col != whole && rest(*whole, *col) && !rest(*col, *whole));
            summed || reckoned.contains(whole)
        })
        .collect();
    set_role(columns, &gross, ColumnRole::Other);
}

/// The money columns of what was given before, also where they are told as part of the whole (其中：提前下达).
fn given_before(columns: &[Column], money: &[usize]) -> Vec<usize> {
    let part = |col: &usize| {
        columns.get(*col).is_some_and(|column| column.role == ColumnRole::OfWhich && words::has("advance", &column.head.keys.join("/")))
    };
    [of_role(columns, money, ColumnRole::Advance), money.iter().copied().filter(part).collect()].concat()
}

/// The columns from which the printed formula of a column takes others away: of 3=1-2 the first.
fn minuends(columns: &[Column], col: usize) -> Vec<usize> {
    let bare = |text: &str| text.trim_matches(['(', ')']).to_owned();
    let Some((_, right)) = columns.get(col).and_then(|column| column.head.formula.as_deref()).and_then(|formula| formula.split_once('='))
    else {
        return Vec::new();
    };
    let Some((first, _)) = right.split_once('-').filter(|(first, _)| !first.is_empty()) else { return Vec::new() };
    let labelled = |column: &Column| column.head.formula.as_deref().is_some_and(|text| bare(text) == bare(first));
    (0..columns.len()).filter(|other| *other != col && columns.get(*other).is_some_and(labelled)).collect()
}

/// A lone 合计 beside other sums is all that the row gets, though its parts are not to be found or one of them is a zero-sum
/// correction; so the others are parts of it.
fn one_total(columns: &mut [Column], money: &[usize], told_sums: &Told<'_>) {
    let allocated = of_role(columns, money, ColumnRole::Allocated);
    let whole = |col: &usize| {
        columns.get(*col).is_some_and(|column| column.head.keys.len() == 1 && words::ends("total", &text::core(column.head.leaf())))
    };
    let (wholes, rest): (Vec<usize>, Vec<usize>) = allocated.iter().copied().partition(whole);
    if wholes.len() == 1 && !rest.is_empty() && !told_sums.tells(&allocated) && !rest.iter().any(|col| told_sums.tells(&[*col])) {
        set_role(columns, &rest, ColumnRole::OfWhich);
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
    // A column of corrections that come to nothing adds nothing to the sum of them all.
    if told.len() == 1 && (!told_sums.tells(&proved) || told_sums.come_to_nothing(&rest)) {
        set_role(columns, &rest, ColumnRole::Other);
    }
}

/// 总投资 | 其中：财政补助 | 其中：自筹, 资金总额 | 其中：本次下达: beside an investment, or told as given now, a part whose total alone the text tells is
/// this notice's money and the whole is not. Elsewhere a part that the text tells (其中中央资金300万元) stays a part.
fn told_part(columns: &mut [Column], money: &[usize], told_sums: &Told<'_>) {
    let allocated = of_role(columns, money, ColumnRole::Allocated);
    let parts = of_role(columns, money, ColumnRole::OfWhich);
    let says = |col: usize, class: &str| columns.get(col).is_some_and(|column| words::has(class, &column.head.keys.join("/")));
    let invested = !allocated.is_empty() && allocated.iter().all(|col| says(*col, "investment")) || allocated.is_empty();
    let own = |col: &usize| (invested || says(*col, "this_time")) && !says(*col, "advance");
    let told: Vec<usize> = parts.into_iter().filter(|col| told_sums.tells(&[*col]) && own(col)).collect();
    let whole_told = allocated.iter().any(|col| told_sums.tells(&[*col])) || told_sums.tells(&allocated);
    let changes = [ColumnRole::Net, ColumnRole::After, ColumnRole::Cut, ColumnRole::Raise, ColumnRole::Original];
    let adjusts = changes.into_iter().any(|role| !of_role(columns, money, role).is_empty());
    if told.len() == 1 && !whole_told && !adjusts {
        set_role(columns, &allocated, ColumnRole::Other);
        set_role(columns, &told, ColumnRole::Allocated);
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
    parts.extend(given_before(columns, money));
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

/// Marks the columns that are this notice's money: the net change of an adjustment, else what is allocated. What nothing shows to be
/// money, or to stand under its head, never counts.
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
        if let Some(column) = columns.get_mut(col).filter(|column| !column.unproved) {
            column.counts = true;
        }
    }
}
