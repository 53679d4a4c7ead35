//! Indicator parts told without marks: one cell a line, or rows whose cells only blanks part. The head words give
//! the columns, the level words the rows. See `docs/tables.md`, loose tables. Everything from here says
//! `table_inferred`. Not for: parts in a grid (`indicator`).

use hongtou_document::{Document, Span};
use hongtou_notice::Indicator;
use hongtou_notice::codes::{Confidence, Doubt, Period};

use super::grid::{Grid, Slot};
use super::indicator::{self, Found, Part, Role};
use super::levels::Levels;
use super::loose_words::Token;
use super::{caption, recipient, repair, text, value, words};

/// Longer lines are running text.
const LONGEST_LINE: usize = 200;
/// More lines no form has.
const MOST_LINES: usize = 400;
/// Lines above the head in which the form's project stands.
const LINES_OF_HEAD: usize = 80;

/// Indicators found in lines.
#[derive(Debug)]
pub(crate) struct Loose {
    /// The indicators.
    pub(crate) indicators: Vec<Indicator>,
    /// Lines before the first one that belong to the form.
    pub(crate) lines_before: usize,
    /// Lines from the first one on.
    pub(crate) lines: usize,
}

/// The cells of a line: parted by two blanks or more, a bar or TAB; by single blanks where `fine`.
fn cells(document: &Document, line: Span, fine: bool) -> Vec<Token> {
    let printed: Vec<char> = document.slice(line).chars().collect();
    let mut tokens: Vec<Token> = Vec::new();
    let mut from = None;
    let wide = |at: usize| {
        let blank = |at: usize| printed.get(at).is_none_or(|c| text::is_blank(*c));
        printed.get(at).is_none_or(|c| matches!(c, '\t' | '|')) || blank(at) && (fine || blank(at + 1) || at > 0 && blank(at - 1))
    };
    for at in 0..=printed.len() {
        match (from, wide(at)) {
            (None, false) => from = Some(at),
            (Some(start), true) => {
                let place = |at: usize| line.start + u32::try_from(at).unwrap_or(u32::MAX);
                let span = Span::new(place(start), place(at));
                let key = text::key(document.slice(span));
                if !key.is_empty() {
                    tokens.push(Token { span, key });
                }
                from = None;
            }
            _ => {}
        }
    }
    tokens
}

/// Reads the indicator part whose head begins on line `at`, if one does.
pub(crate) fn find(part: &mut Part<'_>, lines: &[Span], at: usize) -> Option<Loose> {
    let first = lines.get(at)?;
    let head_word = |key: &str| matches!(indicator::role(key), Role::First | Role::Second);
    let begins = cells(part.document, *first, true);
    let fine = begins.iter().filter(|token| indicator::role(&token.key) != Role::Other).count() > 3 && begins.len() > 8;
    // 绩效指标 · 一级指标 · 二级指标: the label of the whole part may stand before its head.
    let label = usize::from(begins.len() > 2 && begins.first().is_some_and(|token| repair::is_part_label(&token.key)));
    let opening = begins.get(label).filter(|token| head_word(&token.key) || words::is("serial", &token.key)).is_some();
    if !opening && (!fine || !begins.iter().any(|token| head_word(&token.key))) {
        return None;
    }
    let mut tokens: Vec<Token> = Vec::new();
    let mut ends: Vec<usize> = Vec::new();
    for line in lines.iter().skip(at).take(MOST_LINES) {
        let key = text::key(part.document.slice(*line));
        let table = !tokens.is_empty() && (caption::is_caption_cell(&key) || caption::is_title_cell(&key) && key.ends_with('表'));
        // A reason ends with a stop as well; then the form goes on with a level or an indicator.
        let goes_on = || {
            let near = lines.iter().skip(at + ends.len() + 1).take(AFTER_REASON);
            near.map(|line| text::key(part.document.slice(*line))).any(|key| words::level(key.trim_end_matches('|')).is_some())
        };
        if table || key.chars().count() > LONGEST_LINE && !fine || !tokens.is_empty() && key.ends_with('。') && !goes_on() {
            break;
        }
        tokens.extend(cells(part.document, *line, fine).into_iter().filter(|token| !is_unfilled(&token.key)));
        join_broken(&mut tokens);
        ends.push(tokens.len());
    }
    let start = tokens.iter().position(|token| head_word(&token.key))?;
    let serial = tokens.iter().take(start).any(|token| words::is("serial", &token.key));
    tokens.drain(..start);
    let heads: Vec<Role> = tokens.iter().map(|token| indicator::role(&token.key)).take_while(|role| *role != Role::Other).collect();
    let levels = heads.iter().filter(|role| matches!(role, Role::First | Role::Second | Role::Name)).count();
    let columns: Vec<Role> = heads.iter().copied().filter(|role| !matches!(role, Role::First | Role::Second | Role::Name)).collect();
    if levels < 2 || !columns.contains(&Role::Target) {
        return None;
    }
    let before = lines.get(at.saturating_sub(LINES_OF_HEAD)..at).unwrap_or_default();
    let (project, lines_before) = project(part.document, before, fine);
    part.project = project;
    // 指标值 over places (甲区 · 乙区): a target for each of them.
    let place = |token: &&Token| words::level(&token.key).is_none() && recipient::is_place(&token.key, part.issuer);
    let places: Vec<Token> = tokens.iter().skip(heads.len()).take_while(place).cloned().collect();
    let (columns, places) = match (columns.as_slice(), places.len()) {
        ([Role::Target], 2..) => (vec![Role::Target; places.len()], places),
        _ => (columns, Vec::new()),
    };
    let (indicators, used) = rows(part, &tokens, heads.len() + places.len(), &columns, &places, serial);
    let used = used + start;
    let lines = ends.iter().position(|end| *end >= used).map_or(ends.len(), |at| at + 1);
    (indicators.len() >= 2).then_some(Loose { indicators, lines_before, lines })
}

/// The fund box above a form of targets told one cell a line, as a grid of labels with their figures: 资金情况（万元） · 年度金额： · 614 · 其中：中央补助 · 614.
/// A label without a figure right behind it has none.
pub(crate) fn fund_pairs(document: &Document, before: &[Span]) -> Option<Grid> {
    let tokens: Vec<Token> = before.iter().flat_map(|line| cells(document, *line, false)).collect();
    let from = tokens.iter().rposition(|token| token.key.starts_with("资金情况") || token.key.starts_with("资金投入"))?;
    let number = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
    let slot = |token: &Token, row: usize, col: usize| Slot::loose(document, token.span, number(row), number(col), 2 * row + col);
    let mut rows = vec![vec![slot(tokens.get(from)?, 0, 0), Slot::empty(0, 1)]];
    for pair in tokens.get(from + 1..)?.windows(2) {
        let [label, figure] = pair else { continue };
        if !label.is_figure() && figure.is_figure() && words::fund_role(&label.key).is_some() {
            let row = rows.len();
            rows.push(vec![slot(label, row, 0), slot(figure, row, 1)]);
        }
    }
    (rows.len() > 1).then_some(Grid { rows, merges_known: true, inferred: true })
}

/// The fund box above an evaluation form told one cell a line, as a grid: the row of its heads (全年预算数, 全年执行数 …) and the rows
/// below it that have a figure for each of them. Blank cells leave no trace, so that a shorter row cannot be told.
pub(crate) fn fund_rows(document: &Document, before: &[Span]) -> Option<Grid> {
    let mut tokens: Vec<Token> = Vec::new();
    for line in before {
        for token in cells(document, *line, false) {
            tokens.push(token);
            let [.., year, head] = tokens.as_slice() else { continue };
            if matches!(year.key.as_str(), "年初" | "全年") && matches!(head.key.as_str(), "预算数" | "执行数") {
                let joined = Token { span: year.span.cover(head.span), key: format!("{}{}", year.key, head.key) };
                tokens.truncate(tokens.len() - 2);
                tokens.push(joined);
            }
        }
    }
    let head = |key: &str| ["预算数", "执行数", "到位数", "分值", "执行率", "得分", "权重"].iter().any(|word| key.ends_with(word));
    let from = tokens.iter().position(|token| head(&token.key))?;
    let heads: Vec<&Token> = tokens.iter().skip(from).take_while(|token| head(&token.key)).collect();
    // 项目资金 and its unit may stand on lines of their own.
    let near = tokens.get(from.saturating_sub(2)..from).unwrap_or_default();
    let label = near.iter().find(|token| token.key.contains("资金")).zip(near.last());
    let label = label.map(|(name, last)| Token { span: name.span.cover(last.span), key: name.key.clone() })?;
    let label = &label;
    if heads.len() < 3 || !heads.iter().any(|token| token.key.contains("执行数")) {
        return None;
    }
    let number = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
    let row = |at: usize, label: &Token, values: &[&Token]| -> Vec<Slot> {
        let cells = std::iter::once(label).chain(values.iter().copied()).enumerate();
        cells.map(|(col, token)| Slot::loose(document, token.span, number(at), number(col), at * (heads.len() + 1) + col)).collect()
    };
    let mut rows = vec![row(0, label, &heads)];
    let value = |token: &Token| value::looks_like_value(&token.key) || token.is_figure();
    let mut at = from + heads.len();
    while let Some(label) = tokens.get(at).filter(|token| !token.key.contains("目标")) {
        let values: Vec<&Token> = tokens.iter().skip(at + 1).take_while(|token| value(token)).collect();
        at += 1 + values.len();
        if values.len() == heads.len() && words::fund_role(&label.key).is_some() {
            rows.push(row(rows.len(), label, &values));
        }
    }
    (rows.len() > 1).then_some(Grid { rows, merges_known: true, inferred: true })
}

/// Lines behind a reason in which the next row of a form begins.
const AFTER_REASON: usize = 12;

/// Whether a cell is a line of the blank form that was not filled in: 指标2, ……
fn is_unfilled(key: &str) -> bool {
    key.strip_prefix("指标").is_some_and(|rest| !rest.is_empty() && rest.chars().all(|c| c.is_ascii_digit()))
        || !key.is_empty() && key.chars().all(|c| matches!(c, '…' | '.' | '·'))
}

/// Puts the last cell together with the one before where a line break inside a head word or level parted them: 年度 · 指标值,
/// 经济效益 · 指标.
fn join_broken(tokens: &mut Vec<Token>) {
    let [.., before, last] = tokens.as_slice() else { return };
    let whole = format!("{}{}", before.key, last.key);
    let head = matches!(before.key.as_str(), "年度" | "全年" | "实际" | "全年实际" | "预期" | "目标" | "完成")
        && indicator::role(&whole) != Role::Other;
    let level = last.key == "指标" && words::level(&whole).is_some();
    if head || level {
        let joined = Token { span: before.span.cover(last.span), key: whole };
        tokens.truncate(tokens.len() - 2);
        tokens.push(joined);
    }
}

/// The project named above the head, and how many lines above it stands.
fn project(document: &Document, before: &[Span], fine: bool) -> (Option<String>, usize) {
    let lines: Vec<Vec<Token>> = before.iter().map(|line| cells(document, *line, fine)).collect();
    let label = |token: &Token| words::is("project_name", &text::core(&token.key)) || words::is("project_name", &token.key);
    for (at, line) in lines.iter().enumerate().rev() {
        let Some(place) = line.iter().position(label) else { continue };
        let name = line.get(place + 1).or_else(|| lines.get(at + 1).and_then(|next| next.first()));
        return (name.map(|token| text::plain(document.slice(token.span))), lines.len() - at);
    }
    (None, 0)
}

/// Cuts the cells after the head into rows by level words; returns the indicators and how many cells they took. Where the columns are
/// targets of several places, a row must have one for each.
fn rows(part: &Part<'_>, tokens: &[Token], from: usize, columns: &[Role], places: &[Token], serial: bool) -> (Vec<Indicator>, usize) {
    let key = |at: usize| tokens.get(at).map_or("", |token| token.key.as_str());
    let level = |at: usize| words::level(key(at));
    let is_value = |at: usize| value::looks_like_value(key(at));
    // 预算执行率 closes a form with points of its own; right behind a level it is an indicator like any other.
    let is_end = |at: usize| {
        let named = at > from && level(at - 1).is_some_and(|word| word.second) && is_value(at + 1);
        indicator::is_end(key(at)) && !named || crate::flow::heading_level(key(at)) == Some(1) && level(at).is_none() && !is_value(at + 1)
    };
    let measured = columns.first() == Some(&Role::Unit);
    // Where a row can begin: a level word, a serial number before words, a name before a value, the end.
    let begins = |at: usize| {
        at >= tokens.len()
            || level(at).is_some()
            || is_end(at)
            || serial && key(at).chars().all(recipient::is_ordinal) && !is_value(at + 1)
            || !is_value(at) && is_value(at + 1)
            || measured && !is_value(at) && !is_value(at + 1) && is_value(at + 2)
    };
    let mut levels = Levels::default();
    let mut out = Vec::new();
    let mut at = from;
    let mut end = from;
    while at < tokens.len() && !is_end(at) {
        if serial && key(at).chars().all(recipient::is_ordinal) && !is_value(at + 1) {
            at += 1;
            continue;
        }
        // A value that no column took names nothing.
        if out.len() > 1 && is_value(at) && level(at - 1).is_none() {
            at += 1;
            continue;
        }
        // 绩效指标, the label of the whole part, may stand before its first level.
        if repair::is_part_label(key(at)) && level(at + 1).is_some() {
            at += 1;
            continue;
        }
        if let Some(word) = level(at) {
            let over = level(at + 1).is_some_and(|next| next.second);
            // 服务对象满意度指标 | 服务对象满意度 | ≥85%: below the level of that name the same words without 指标 name the indicator.
            let names_itself =
                !key(at).ends_with("指标") && is_value(at + 1) && at > from && level(at - 1).is_some_and(|above| above == word);
            if names_itself {
                let rest = at + 1..(at + 1 + columns.len()).min(tokens.len());
                let count = rest.take_while(|at| is_value(*at)).count();
                out.extend(row(part, tokens, at, count, columns, &levels, out.len()));
                at += 1 + count;
                end = at;
                continue;
            }
            if word.first && (!word.second || over) {
                levels.set_first(&word.normal);
            } else {
                let first_printed = at > from && level(at - 1).is_some_and(|before| before.first);
                levels.set_second(word, first_printed);
            }
            at += 1;
            continue;
        }
        // The longest run of values after which a row can begin; blank cells are lost, so it may be shorter.
        let fits = |count: &usize| (at + 1..=at + count).all(|at| at < tokens.len() && level(at).is_none()) && begins(at + 1 + count);
        let fewest = places.len().max(1);
        let alone = || (is_value(at + 1) && places.is_empty()).then_some(1);
        let Some(count) = (fewest..=columns.len()).rev().find(fits).or_else(alone) else { break };
        let slots = slots(part, tokens, at, count, out.len());
        for (place, slot) in places.iter().zip(slots.iter().skip(1)) {
            let found = Found { name: slots.first(), target: Some(slot), ..Found::default() };
            if let Some(mut indicator) = part.record(&found, &levels, Period::Annual, None, Some(Confidence::Likely)) {
                indicator.doubts = Doubt::TableInferred.into();
                indicator.scope = Some(text::plain(part.document.slice(place.span)).into());
                out.push(indicator);
            }
        }
        if !places.is_empty() {
            at += 1 + count;
            end = at;
            continue;
        }
        out.extend(row(part, tokens, at, count, columns, &levels, out.len()));
        at += 1 + count;
        end = at;
    }
    (out, end)
}

/// The cells of a row: its name and as many values as it has.
fn slots(part: &Part<'_>, tokens: &[Token], at: usize, count: usize, above: usize) -> Vec<Slot> {
    let number = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
    let cells = tokens.get(at..).unwrap_or_default().iter().take(count + 1).enumerate();
    cells.map(|(col, token)| Slot::loose(part.document, token.span, number(above + 1), number(col), at + col)).collect()
}

/// The indicator of a row of cells, by the columns of the head.
fn row(part: &Part<'_>, tokens: &[Token], at: usize, count: usize, columns: &[Role], levels: &Levels, above: usize) -> Option<Indicator> {
    let slots = slots(part, tokens, at, count, above);
    let mut found = Found { name: slots.first(), ..Found::default() };
    // A blank unit (有所提高 has none) leaves a row of one cell less.
    let unmeasured = count + 1 == columns.len() && columns.contains(&Role::Unit);
    let filled = columns.iter().filter(|role| !unmeasured || **role != Role::Unit);
    for (role, slot) in filled.zip(slots.iter().skip(1)) {
        match role {
            Role::Target => found.target = Some(slot),
            Role::Achieved => found.achieved = Some(slot),
            Role::Score => found.score = Some(slot),
            Role::Reason => found.reason = Some(slot),
            _ => {}
        }
    }
    let mut indicator = part.record(&found, levels, Period::Annual, None, Some(Confidence::Likely))?;
    indicator.doubts = Doubt::TableInferred.into();
    Some(indicator)
}

#[cfg(test)]
mod tests {
    use hongtou_document::{DocumentBuilder, Format};

    use super::super::{Context, read_tables};

    #[test]
    fn a_form_with_one_cell_a_line() {
        let lines = [
            "项目绩效目标表",
            "项目名称",
            "农村公路养护资金",
            "一级指标",
            "二级指标",
            "三级指标",
            "指标值",
            "完成值",
            "产出指标",
            "数量指标",
            "养护里程",
            "≥60公里",
            "62公里",
            "修复桥梁",
            "3座",
            "3座",
            "满意度指标",
            "服务对象满意度指标",
            "群众满意度",
            "≥90%",
            "95%",
            "注：按年填报。",
        ];
        let mut builder = DocumentBuilder::new(Format::Text);
        for line in lines {
            builder.paragraph(line);
        }
        let document = builder.finish("x");
        let tables = read_tables(&Context { document: &document, issuer: None, kind: None, body_units: &[] });
        let told: Vec<String> = tables
            .indicators
            .iter()
            .map(|i| {
                let text = |value: Option<&hongtou_notice::IndicatorValue>| value.map_or(String::new(), |value| value.text.to_string());
                format!("{} {} {} {}", i.level2.as_deref().unwrap_or(""), i.level3, text(i.target.as_ref()), text(i.achieved.as_deref()))
            })
            .collect();
        assert_eq!(told, ["数量指标 养护里程 ≥60公里 62公里", "数量指标 修复桥梁 3座 3座", "服务对象满意度指标 群众满意度 ≥90% 95%"]);
        assert_eq!(tables.indicators[0].project.as_deref(), Some("农村公路养护资金"));
    }
}
