//! The indicator part of a form: its head, its blocks of columns, its rows. See `docs/tables.md`, indicator tables.
//! Not for: rows that slid out of their columns (`repair`), or the form around the part (`form`).

use hongtou_document::{Document, Span};
use hongtou_notice::codes::{Confidence, Doubt, Origin, Period};
use hongtou_notice::{DivisionCode, Indicator};

use super::grid::{Grid, Slot, filled};
use super::levels::{Levels, in_order, level_column, set_levels};
use super::repair;
use super::{figure, recipient, text, value, words};

/// What a column of an indicator part holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Role {
    /// Level 1.
    First,
    /// Level 2.
    Second,
    /// The indicator's name.
    Name,
    /// The target.
    Target,
    /// What was achieved.
    Achieved,
    /// Points to be had.
    Weight,
    /// Points given.
    Score,
    /// Why a target was missed.
    Reason,
    /// The comparator of the target, in a column of its own.
    Sign,
    /// The unit of the target, in a column of its own.
    Unit,
    /// Anything else.
    Other,
}

/// What a head cell says its column holds.
pub(crate) fn role(key: &str) -> Role {
    let core = text::core(key);
    // 2021年目标, 2021年度指标值: the year is no part of what the head says.
    let core =
        core.split_once('年').filter(|(year, _)| year.len() == 4 && year.parse::<u16>().is_ok()).map_or(core.as_str(), |(_, rest)| rest);
    let core = core.trim_start_matches('度');
    let is = |class: &str| words::is(class, core);
    let (ends, has) = (|tail: &str| core.ends_with(tail), |word: &str| core.contains(word));
    if is("level1_head") {
        Role::First
    } else if is("level2_head") {
        Role::Second
    } else if is("level3_head") {
        Role::Name
    } else if is("reason_head") || words::has("reason_head", core) {
        Role::Reason
    } else if is("score_head") || ends("得分") {
        Role::Score
    } else if is("weight_head") || ends("分值") || ends("权重") {
        Role::Weight
    } else if is("achieved_head") || ends("完成值") || ends("实际值") || has("实际完成") || has("完成指标值") {
        Role::Achieved
    } else if is("target_head") || ends("指标值") || ends("目标值") {
        Role::Target
    } else if is("sign_head") {
        Role::Sign
    } else if is("unit_head") {
        Role::Unit
    } else {
        Role::Other
    }
}

/// Whether a row is the head of an indicator part: two level columns, or one and a target.
pub(crate) fn is_head(row: &[Slot]) -> bool {
    let roles: Vec<Role> = filled(row).iter().map(|cell| role(&cell.key)).collect();
    let has = |role: Role| roles.contains(&role);
    let levels = usize::from(has(Role::First)) + usize::from(has(Role::Second)) + usize::from(has(Role::Name));
    levels >= 2 || levels == 1 && (has(Role::Target) || has(Role::Achieved)) && roles.len() >= 2
}

/// A block of columns that repeats name and target: the medium-term and the annual one.
#[derive(Debug, Clone)]
pub(crate) struct Block {
    /// Role and printed leaf of every column; columns of other blocks are `Other`.
    pub(crate) roles: Vec<Role>,
    /// Heads of target columns that name a place or project instead of saying 指标值.
    pub(crate) labels: Vec<Option<String>>,
    /// Its period.
    pub(crate) period: Period,
}

/// What a part's rows are read with.
#[derive(Debug)]
pub(crate) struct Part<'a> {
    /// The document.
    pub(crate) document: &'a Document,
    /// Number of the table.
    pub(crate) table: u32,
    /// The project of the form.
    pub(crate) project: Option<String>,
    /// The place of the form.
    pub(crate) scope: Option<String>,
    /// Division of the issuer.
    pub(crate) issuer: Option<&'a DivisionCode>,
}

/// One indicator before it becomes a record.
#[derive(Debug, Clone, Default)]
pub(crate) struct Found<'g> {
    /// The name.
    pub(crate) name: Option<&'g Slot>,
    /// The target.
    pub(crate) target: Option<&'g Slot>,
    /// What was achieved.
    pub(crate) achieved: Option<&'g Slot>,
    /// The points given.
    pub(crate) score: Option<&'g Slot>,
    /// Why it was missed.
    pub(crate) reason: Option<&'g Slot>,
    /// The comparator in a column of its own.
    pub(crate) sign: Option<&'g Slot>,
    /// The unit in a column of its own.
    pub(crate) unit: Option<&'g Slot>,
}

/// The blocks of the head rows `rows`. `above` are the rows over the head, where a period may stand, `body` those below it.
pub(crate) fn blocks(rows: &[Vec<Slot>], above: &[Vec<Slot>], body: &[Vec<Slot>], issuer: Option<&DivisionCode>) -> Vec<Block> {
    let width = rows.first().map_or(0, Vec::len);
    let mut roles = vec![Role::Other; width];
    let mut labels: Vec<Option<String>> = vec![None; width];
    for col in 0..width {
        let keys: Vec<&Slot> = rows.iter().rev().filter_map(|row| row.get(col)).filter(|slot| !slot.is_empty()).collect();
        let told = keys.iter().map(|slot| role(&slot.key)).find(|role| *role != Role::Other);
        let Some(leaf) = keys.first() else { continue };
        let place = recipient::is_place(&leaf.key, issuer) || is_whole(&leaf.key) && rows.iter().any(|row| among_places(row, issuer));
        if let (Some(slot), Some(entry)) = (roles.get_mut(col), labels.get_mut(col)) {
            *slot = told.unwrap_or(if place { Role::Target } else { Role::Other });
            if *slot == Role::Target && role(&leaf.key) == Role::Other {
                *entry = Some(leaf.plain.clone());
            }
        }
    }
    level_column(&mut roles, body);
    named_targets(&mut roles, &mut labels, rows, body);
    let replaced = replaced(&roles, rows, above);
    let cell = |col: usize| rows.iter().rev().find_map(|row| row.get(col).filter(|slot| !slot.is_empty()).and_then(|slot| slot.cell));
    let mut starts = vec![0usize];
    let mut valued = false;
    for col in 0..width {
        let here = roles.get(col).copied().unwrap_or(Role::Other);
        let continued = col > 0 && cell(col) == cell(col - 1);
        if valued && !continued && matches!(here, Role::First | Role::Second | Role::Name) {
            starts.push(col);
            valued = false;
        }
        valued |= here == Role::Target;
    }
    let periods = periods(above, starts.len());
    let ends = starts.iter().skip(1).copied().chain([width]);
    // 绩效指标 | 名称 | 值 | 名称 | 值: one column of levels before the first block is that of all.
    let before_names = roles.iter().position(|role| *role == Role::Name).unwrap_or_default();
    let seconds = roles.iter().filter(|role| **role == Role::Second).count();
    let shared = |role: Role, col: usize| role == Role::First || role == Role::Second && seconds == 1 && col < before_names;
    let parted = starts.iter().zip(ends).zip(periods).map(|((start, end), period)| Block {
        roles: roles
            .iter()
            .enumerate()
            .map(|(col, role)| if (*start..end).contains(&col) || shared(*role, col) && col < *start { *role } else { Role::Other })
            .collect(),
        labels: labels.clone(),
        period,
    });
    let mut blocks: Vec<Block> = parted.collect();
    for block in &mut blocks {
        for (col, role) in block.roles.iter_mut().enumerate() {
            if *role == Role::Target && replaced.contains(&col) {
                *role = Role::Other;
            }
        }
    }
    // A block of its own for what was before the adjustment has lost its targets.
    if blocks.len() > 1 && !replaced.is_empty() {
        blocks.retain(|block| block.roles.contains(&Role::Target));
    }
    blocks
}

/// Columns right of the names whose heads name funds or projects (数字乡村 | 冷链物流) are targets where no head says so and their
/// cells are values.
fn named_targets(roles: &mut [Role], labels: &mut [Option<String>], rows: &[Vec<Slot>], body: &[Vec<Slot>]) {
    let valued = |role: &Role| matches!(role, Role::Target | Role::Achieved);
    let Some(name) = roles.iter().rposition(|role| *role == Role::Name).filter(|_| !roles.iter().any(valued)) else { return };
    for col in name + 1..roles.len() {
        let head = rows.iter().rev().filter_map(|row| row.get(col)).find(|slot| !slot.is_empty());
        let cells: Vec<&Slot> = body.iter().filter_map(|row| row.get(col)).filter(|slot| !slot.is_empty()).collect();
        let values = cells.iter().filter(|slot| value::looks_like_value(&slot.key)).count();
        let (Some(head), Some(role), Some(label)) = (head, roles.get_mut(col), labels.get_mut(col)) else { continue };
        if *role == Role::Other && values > 0 && values * 3 >= cells.len() * 2 {
            *role = Role::Target;
            let plain = words::has("target_after", &head.key) || words::has("target_before", &head.key);
            *label = (!plain).then(|| head.plain.clone());
        }
    }
}

/// The target columns of what an adjustment replaces (调整前), where those of what replaces it stand beside them.
fn replaced(roles: &[Role], rows: &[Vec<Slot>], above: &[Vec<Slot>]) -> Vec<usize> {
    let says = |class: &str| -> Vec<usize> {
        let told =
            |col: &usize| above.last().into_iter().chain(rows).filter_map(|row| row.get(*col)).any(|slot| words::has(class, &slot.key));
        let targets = roles.iter().enumerate().filter(|(_, role)| **role == Role::Target).map(|(col, _)| col);
        targets.filter(told).collect()
    };
    let after = says("target_after");
    if after.is_empty() { Vec::new() } else { says("target_before").into_iter().filter(|col| !after.contains(col)).collect() }
}

/// Whether a head says that its column is for the whole of the issuer's place: 全市, 合计, 市本级.
fn is_whole(key: &str) -> bool {
    let core = text::core(key);
    core.chars().count() == 2 && core.starts_with('全') || recipient::is_total(&core) || recipient::is_own_level(&core)
}

/// Whether several cells of a head row are places.
fn among_places(row: &[Slot], issuer: Option<&DivisionCode>) -> bool {
    filled(row).iter().filter(|cell| recipient::is_place(&cell.key, issuer)).count() >= 2
}

/// The periods of side-by-side blocks, from the row over the head that names them.
fn periods(above: &[Vec<Slot>], blocks: usize) -> Vec<Period> {
    if blocks < 2 {
        return vec![Period::Annual; blocks];
    }
    let told = above.iter().rev().find_map(|row| {
        let periods: Vec<Period> = filled(row)
            .iter()
            .filter(|cell| cell.key.contains("目标"))
            .filter_map(|cell| {
                if words::has("medium_term", &cell.key) {
                    Some(Period::MediumTerm)
                } else {
                    words::has("annual", &cell.key).then_some(Period::Annual)
                }
            })
            .collect();
        (periods.len() == blocks).then_some(periods)
    });
    told.unwrap_or_else(|| vec![Period::Annual; blocks])
}

/// Reads the rows under a head.
pub(crate) fn rows(part: &Part<'_>, grid: &Grid, rows: std::ops::Range<usize>, blocks: &[Block], out: &mut Vec<Indicator>) {
    let mut levels = Levels::default();
    for row in grid.rows.get(rows).unwrap_or_default() {
        let row = &repair::broken_level(row, blocks);
        let cells = filled(row);
        if cells.first().is_none_or(|cell| is_end(&cell.key)) {
            continue;
        }
        let clean: Option<Vec<Vec<Found<'_>>>> = blocks.iter().map(|block| in_columns(row, block)).collect();
        match clean {
            Some(found) if grid.merges_known || in_order(row, blocks) => {
                set_levels(row, blocks, &mut levels, grid.merges_known);
                for (block, found) in blocks.iter().zip(found) {
                    let labels: Vec<Option<String>> = targets(row, block).into_iter().map(|(_, label)| label).collect();
                    for (at, found) in found.iter().enumerate() {
                        let label = labels.get(at).cloned().flatten();
                        out.extend(part.record(found, &levels, block.period, label, None));
                    }
                }
            }
            _ => repair::row(part, &cells, blocks, &mut levels, out),
        }
    }
}

/// Whether a row's first cell shows that it is no indicator: a note or the total of points.
pub(crate) fn is_end(key: &str) -> bool {
    let core = text::core(key);
    words::is("end_of_form", &core)
        || words::starts("end_of_form", key) && (key.contains(':') || key.chars().count() > 12)
        || core.contains("预算执行率")
}

/// The target cells of a block in a row, with the label of their column.
fn targets<'g>(row: &'g [Slot], block: &Block) -> Vec<(&'g Slot, Option<String>)> {
    let mut seen = Vec::new();
    let mut out = Vec::new();
    for ((slot, role), label) in row.iter().zip(&block.roles).zip(&block.labels) {
        if *role == Role::Target && !slot.is_empty() && !seen.contains(&slot.cell) {
            seen.push(slot.cell);
            out.push((slot, label.clone()));
        }
    }
    // Of several targets a dash is one that this place or project does not have.
    if out.len() > 1 && out.iter().any(|(slot, _)| !is_dash(slot)) {
        out.retain(|(slot, _)| !is_dash(slot));
    }
    out
}

fn is_dash(slot: &Slot) -> bool {
    figure::read(&slot.key) == figure::Figure::Dash
}

/// The indicators of a row, one for each target, read by the columns of the head. `None` where a column holds
/// what does not belong there.
fn in_columns<'g>(row: &'g [Slot], block: &Block) -> Option<Vec<Found<'g>>> {
    let first =
        |wanted: Role| row.iter().zip(&block.roles).filter(move |(slot, role)| **role == wanted && !slot.is_empty()).map(|(slot, _)| slot);
    let name = first(Role::Name).next_back().filter(|slot| words::level(&slot.key).is_none_or(|_| first(Role::Second).next().is_some()))?;
    let targets = targets(row, block);
    let achieved = first(Role::Achieved).next();
    if targets.is_empty() && achieved.is_none() {
        // An indicator without any value is a line of an unfilled form, if its name is no value that slid there.
        return (!value::looks_like_value(&name.key)).then(Vec::new);
    }
    let base = Found {
        name: Some(name),
        target: None,
        achieved,
        score: first(Role::Score).next(),
        reason: first(Role::Reason).next(),
        sign: first(Role::Sign).next(),
        unit: first(Role::Unit).next(),
    };
    if targets.is_empty() {
        return Some(vec![base]);
    }
    Some(targets.into_iter().map(|(target, _)| Found { target: Some(target), ..base.clone() }).collect())
}

impl Part<'_> {
    /// The record of an indicator; `None` without a name. `doubt` is set where the pairing was repaired.
    pub(crate) fn record(
        &self,
        found: &Found<'_>,
        levels: &Levels,
        period: Period,
        label: Option<String>,
        doubt: Option<Confidence>,
    ) -> Option<Indicator> {
        let name = found.name?;
        let filled = |slot: Option<&Slot>| {
            slot.filter(|slot| !slot.is_empty() && figure::read(&slot.key) != figure::Figure::Dash).map(|slot| slot.plain.clone())
        };
        let target = filled(found.target)
            .map(|text| value::read(&text, found.sign.map(|slot| slot.key.as_str()), found.unit.map(|slot| slot.plain.as_str())));
        let achieved = filled(found.achieved).map(|text| value::read(&text, None, None));
        let place = label.as_deref().is_some_and(|label| recipient::is_place(&text::key(label), self.issuer));
        let (project, scope) = match label {
            Some(label) if place => (self.project.clone(), Some(label)),
            Some(label) => (Some(label), self.scope.clone()),
            None => (self.project.clone(), self.scope.clone()),
        };
        let mut span = name.span;
        if let Some(target) = found.target.filter(|target| self.adjacent(name.span, target.span)) {
            span = span.cover(target.span);
        }
        Some(Indicator {
            table: self.table,
            row: name.row + 1,
            project: project.map(Into::into),
            scope: scope.map(Into::into),
            period,
            level1: levels.first.as_deref().map(Into::into),
            level2: levels.second.as_deref().map(Into::into),
            level3: name.plain.as_str().into(),
            target,
            achieved: achieved.map(Box::new),
            score: filled(found.score),
            reason: filled(found.reason),
            evidence: crate::place::evidence(self.document, span, Origin::Table),
            confidence: doubt.unwrap_or(Confidence::Certain),
            doubts: doubt.map(|_| Doubt::RepairedPairing).into_iter().collect(),
        })
    }

    /// Whether only blanks part two spans.
    fn adjacent(&self, one: Span, other: Span) -> bool {
        one.end <= other.start && self.document.slice(Span::new(one.end, other.start)).chars().all(text::is_blank)
    }
}
