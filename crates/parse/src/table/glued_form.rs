//! Indicator parts whose cells ran together: `一级指标二级指标三级指标指标值产出指标数量指标培训人数≥500人`, on one line or many. The head
//! words give the columns, the level words the rows, and a row is read only where its values can be parted in one way
//! (`docs/tables.md`, glued forms). Everything from here says `table_inferred`. Not for: cells that blanks or lines part (`loose_form`).

use hongtou_document::Span;
use hongtou_notice::Indicator;
use hongtou_notice::codes::{Confidence, Doubt, Period};

use super::grid::Slot;
use super::indicator::{self, Found, Part, Role};
use super::letters::Letters;
use super::levels::Levels;
use super::loose_form::Loose;
use super::words;
use crate::recognise::value;

/// More lines no form has.
const MOST_LINES: usize = 400;
/// Characters of the longest form.
const LONGEST_FORM: usize = 6_000;
/// Characters of the longest head or level word.
const LONGEST_WORD: usize = 14;
/// Characters between two head words that belong to the first (…和改进措施).
const LONGEST_REST: usize = 12;
/// Characters of the shortest and the longest name.
const NAME: std::ops::RangeInclusive<usize> = 3..=44;
/// A figure inside a name may look like a value; the name may go on for so many characters behind it.
const LOOK_ON: usize = 12;
/// Characters of the longest value in words.
const LONGEST_TERM: usize = 8;

/// Reads the indicator part whose glued head begins on line `at`, if one does.
pub(crate) fn find(part: &Part<'_>, lines: &[Span], at: usize) -> Option<Loose> {
    let first = lines.get(at)?;
    // Most lines hold no head; there are many.
    if !part.document.slice(*first).contains("三级指标") {
        return None;
    }
    let ink = Letters::of(part.document, lines.get(at..lines.len().min(at + MOST_LINES))?, LONGEST_FORM);
    let head = ink.find("二级指标三级指标", 0).filter(|head| ink.lines.get(*head) == Some(&0))?;
    let (columns, body) = columns(&ink, head + "二级指标三级指标".chars().count())?;
    let (indicators, used) = rows(part, &ink, body, &columns);
    let last = used.checked_sub(1).and_then(|last| ink.lines.get(last)).copied()?;
    (indicators.len() >= 2).then_some(Loose { indicators, lines_before: 0, lines: last + 1 })
}

/// The columns behind the names, and where the first level word stands.
fn columns(ink: &Letters, from: usize) -> Option<(Vec<Role>, usize)> {
    const CLASSES: &[&str] = &["target_head", "achieved_head", "score_head", "weight_head", "reason_head"];
    let known = |key: &str| CLASSES.iter().any(|class| words::is(class, key));
    let (mut out, mut at, mut rest) = (Vec::new(), from, 0);
    while level(ink, at).is_none() {
        let word = (2..=LONGEST_WORD).rev().find(|length| at + length <= ink.chars.len() && known(&ink.text(at, at + length)));
        match word {
            Some(length) => {
                out.push(indicator::role(&ink.text(at, at + length)));
                (at, rest) = (at + length, 0);
            }
            None => (at, rest) = (at + 1, rest + 1),
        }
        if rest > LONGEST_REST || at >= ink.chars.len() {
            return None;
        }
    }
    // 指标值甲区乙县: targets of several places, which one target column cannot hold.
    let places = rest > 0 && crate::agencies::place(&ink.text(at - rest, at), None).is_some();
    (!places && out.iter().filter(|role| **role == Role::Target).count() == 1).then_some((out, at))
}

/// The level word that begins at a place, with its points (70分), and where it ends.
fn level(ink: &Letters, at: usize) -> Option<(&'static words::LevelWord, usize)> {
    // A figure before the word is the end of the row above (20成本指标).
    ink.chars.get(at).filter(|c| crate::agencies::is_han(**c))?;
    let (length, word) = (4..=LONGEST_WORD).rev().find_map(|length| {
        let text = ink.text(at, at + length);
        (text.chars().count() == length && text.ends_with("指标")).then(|| words::level(&text)).flatten().map(|word| (length, word))
    })?;
    let to = at + length;
    let points = ink.text(to, to + 6);
    let close = points.find(')').filter(|close| points.starts_with('(') && points.get(..*close).is_some_and(|inner| inner.ends_with('分')));
    Some((word, to + close.map_or(0, |close| points.get(..=close).map_or(0, |points| points.chars().count()))))
}

/// Whether the form ends at a place.
fn ends(ink: &Letters, at: usize) -> bool {
    const WORDS: &[&str] = &["总分", "注:", "说明:", "预算执行率", "合计", "打印关闭", "打印本页", "【打印"];
    const LINES: &[&str] = &["附件", "抄送", "填表人", "填报人", "联系人"];
    let begins = |word: &&str| ink.text(at, at + word.chars().count()) == **word;
    let line = at > 0 && ink.lines.get(at) != ink.lines.get(at - 1);
    WORDS.iter().any(&begins) || line && (LINES.iter().any(begins) || signed(ink, at))
}

/// Whether a body signs at a place, with the date behind its name.
fn signed(ink: &Letters, at: usize) -> bool {
    let name = ink.chars.iter().skip(at).take(LONGEST_SIGNATURE).take_while(|c| crate::agencies::is_han(**c)).count();
    let body = ink.text(at, at + name);
    crate::vocab::AGENCY_ENDS.at_end(&body).is_some() && date_end(ink, at + name).is_some()
}

/// Characters of the longest body that signs.
const LONGEST_SIGNATURE: usize = 40;

/// The rows below the head, and how many characters they took.
fn rows(part: &Part<'_>, ink: &Letters, from: usize, columns: &[Role]) -> (Vec<Indicator>, usize) {
    let mut levels = Levels::default();
    let mut out: Vec<Indicator> = Vec::new();
    let (mut at, mut end, mut after_first) = (from, from, false);
    while at < ink.chars.len() && !ends(ink, at) {
        if let Some((word, to)) = level(ink, at) {
            let over = level(ink, to).is_some_and(|(next, _)| next.second);
            if word.first && (!word.second || over) {
                levels.set_first(&word.normal);
                after_first = true;
            } else {
                levels.set_second(word, after_first);
                after_first = false;
            }
            at = to;
            continue;
        }
        after_first = false;
        at = unfilled(ink, at);
        let to = (at..ink.chars.len().min(at + NAME.end() * 2)).find(|at| level(ink, *at).is_some() || ends(ink, *at));
        let Some(row) = row(ink, at, to.unwrap_or(ink.chars.len()), columns) else {
            // What cannot be parted is left out, up to the next level.
            match to.filter(|to| *to > at) {
                Some(to) => at = to,
                None if level(ink, at).is_some() || ends(ink, at) => continue,
                None => break,
            }
            continue;
        };
        out.extend(record(part, ink, at, &row, columns, &levels, out.len()));
        at = row.end;
        end = at;
    }
    (out, end)
}

/// Behind the numbering of a row and the lines of the blank form that nobody filled in (指标2:……).
fn unfilled(ink: &Letters, mut at: usize) -> usize {
    loop {
        let numbered = ink.text(at, at + 2) == "指标" && ink.digit(at + 2);
        let colon = (at + 3..at + 6).find(|at| ink.chars.get(*at) == Some(&':')).filter(|_| numbered);
        let dots = ink.chars.iter().skip(at).take_while(|c| matches!(c, '…' | '.' | '·')).count();
        match colon {
            Some(colon) => at = colon + 1,
            None if dots > 0 => at += dots,
            None => return at,
        }
    }
}

/// A row by the places of its cells.
#[derive(Debug, Clone)]
struct Row {
    name: usize,
    /// Begin and end of the cell of each column; `None` where it is empty.
    cells: Vec<Option<(usize, usize)>>,
    end: usize,
    sure: bool,
}

/// The row that begins at a place: the only way to part it in which target and achievement are the same text, or the only way at all.
fn row(ink: &Letters, at: usize, to: usize, columns: &[Role]) -> Option<Row> {
    let mut found: Vec<Row> = Vec::new();
    let mut last = at + NAME.end();
    for name in at + NAME.start()..to {
        if name > last {
            break;
        }
        let before = ink.chars.get(name - 1).copied().unwrap_or_default();
        if matches!(before, '≥' | '≤' | '>' | '<' | '=') {
            break;
        }
        // 2031年6月 is one date.
        let dated = matches!(before, '年' | '月') && ink.digit(name) && name > 1 && ink.digit(name - 2);
        let closes = matches!(before, '、' | ',' | '(' | '.' | ':' | '%') || before.is_ascii_digit() && ink.digit(name) || dated;
        if closes {
            continue;
        }
        let known = found.len();
        cells(ink, name, to, columns, &mut Vec::new(), &mut found, name);
        if found.len() > known {
            last = last.min(name + LOOK_ON);
        }
    }
    let place = |role: Role| columns.iter().position(|column| *column == role);
    let text = |row: &Row, role: Role| {
        let (from, to) = row.cells.get(place(role)?).copied().flatten()?;
        Some(ink.text(from, to))
    };
    let same = |row: &&Row| text(row, Role::Target).is_some() && text(row, Role::Target) == text(row, Role::Achieved);
    let points = |row: &&Row| text(row, Role::Weight) == text(row, Role::Score);
    let compared = |row: &&Row| text(row, Role::Target).is_some_and(|text| text.starts_with(['≥', '≤', '>', '<', '=', '不']));
    let only = |rows: Vec<&Row>| if let [row] = rows.as_slice() { Some((*row).clone()) } else { None };
    // A run of digits is parted (1010 → 10 · 10) only where that makes target and achievement the same.
    let natural = |row: &&Row| {
        let inside = |(_, end): (usize, usize)| ink.digit(end - 1) && ink.digit(end) && !ink.gap(end);
        !row.cells.iter().flatten().any(|cell| inside(*cell))
    };
    let equal: Vec<&Row> = found.iter().filter(same).collect();
    let full: Vec<&Row> = equal.iter().copied().filter(points).collect();
    only(equal)
        .or_else(|| only(full))
        .or_else(|| only(found.iter().filter(natural).collect()))
        .or_else(|| only(found.iter().filter(natural).filter(compared).collect()))
        .map(|row| Row { sure: found.len() == 1, ..row })
}

/// Every way to part the cells of the columns from a place on.
fn cells(ink: &Letters, at: usize, to: usize, columns: &[Role], taken: &mut Vec<Option<(usize, usize)>>, out: &mut Vec<Row>, name: usize) {
    if out.len() >= MOST_WAYS {
        return;
    }
    let Some((column, rest)) = columns.split_first() else {
        // The next row begins with a word, or the segment ends.
        let begins =
            at >= to || ink.chars.get(at).is_some_and(|c| crate::agencies::is_han(*c) || matches!(c, '“' | '"' | '《' | '(' | '…'));
        // What is left before the next level and is too short for a row is the end of the value (≥120|万尾).
        let rest = ink.chars.get(at..to).unwrap_or_default();
        let left = (1..=LONGEST_UNIT).contains(&rest.len()) && rest.iter().all(|c| crate::agencies::is_han(*c)) && segment_ends(ink, to);
        if begins && !left {
            out.push(Row { name, cells: taken.clone(), end: at, sure: false });
        }
        return;
    };
    let ways: Vec<usize> = match column {
        Role::Target | Role::Achieved => value_ends(ink, at, to),
        Role::Weight | Role::Score => points_ends(ink, at, to),
        // What a reason says has no shape; 无 says that there is none.
        _ => {
            if ink.chars.get(at) == Some(&'无') {
                vec![at + 1]
            } else {
                vec![at]
            }
        }
    };
    for end in ways {
        taken.push((end > at).then_some((at, end)));
        cells(ink, end, to, rest, taken, out, name);
        taken.pop();
    }
}

/// More ways to part a row are not looked at.
const MOST_WAYS: usize = 64;

/// Where points that begin at a place may end: at most 100, with at most two decimals.
fn points_ends(ink: &Letters, at: usize, to: usize) -> Vec<usize> {
    let mut ends = Vec::new();
    for end in at + 1..=to.min(at + 5) {
        if end > at + 1 && ink.gap(end - 1) {
            break;
        }
        let text = ink.text(at, end);
        let shape =
            text.chars().all(|c| c.is_ascii_digit() || c == '.') && text.starts_with(|c: char| c.is_ascii_digit()) && !text.ends_with('.');
        let zero = text.len() > 1 && text.starts_with('0') && !text.starts_with("0.");
        if shape && !zero && text.parse::<f64>().is_ok_and(|points| points <= 100.0) && !(ink.gap(end) && ends_inside(ink, end)) {
            ends.push(end);
        }
    }
    ends
}

/// Whether a point and decimals follow, so that a figure does not end here.
fn ends_inside(ink: &Letters, end: usize) -> bool {
    ink.chars.get(end) == Some(&'.') && ink.digit(end + 1)
}

/// Characters of the longest figure.
const LONGEST_FIGURE: usize = 16;
/// Characters of the longest unit that is taken without being listed.
const LONGEST_UNIT: usize = 4;

/// Where a value that begins at a place may end.
fn value_ends(ink: &Letters, at: usize, to: usize) -> Vec<usize> {
    let mut sign = at;
    while sign < to && ink.chars.get(sign).is_some_and(|c| matches!(c, '≥' | '≤' | '>' | '<' | '=')) {
        sign += 1;
    }
    if let Some(word) =
        ["不低于", "不少于", "不超过", "不高于", "大于", "小于"].iter().find(|word| ink.text(sign, sign + word.chars().count()) == **word)
    {
        sign += word.chars().count();
    }
    if !ink.digit(sign) {
        // 合格率 begins no value.
        let goes_on = |end: usize| ink.chars.get(end).is_some_and(|c| matches!(c, '率' | '度' | '性' | '数' | '量')) && !ink.gap(end);
        let term = |length: &usize| {
            at + length <= to
                && (value::is_qualitative(&ink.text(at, at + length)) && !goes_on(at + length)
                    || at + length == to && segment_ends(ink, to) && is_change(&ink.text(at, to)))
        };
        return (2..=LONGEST_TERM).rev().find(term).map(|length| at + length).into_iter().collect();
    }
    if let Some(end) = date_end(ink, sign).filter(|end| *end <= to) {
        return vec![end];
    }
    let mut ends = Vec::new();
    let mut end = sign;
    while end < to.min(sign + LONGEST_FIGURE)
        && (ink.digit(end) || matches!(ink.chars.get(end), Some('.' | ',')) && ink.digit(end + 1))
        && (end == sign || !ink.gap(end))
    {
        end += 1;
        let text = ink.text(sign, end);
        let zero = text.len() > 1 && text.starts_with('0') && !text.starts_with("0.");
        if zero || text.ends_with(['.', ',']) || ends_inside(ink, end) {
            continue;
        }
        let more = ink.digit(end) && !ink.gap(end);
        // A unit stands behind the whole figure.
        let unit = if more { 0 } else { value::unit_length(&ink.text(end, (end + 8).min(to))) };
        // 4000元/年, 2次/季: so much for each of what one or two letters name.
        let slash = end + unit + 1;
        let each = ink.chars.get(slash..to).unwrap_or_default().iter().take_while(|c| crate::agencies::is_han(**c)).count();
        if unit > 0 && ink.chars.get(slash - 1) == Some(&'/') && (1..=2).contains(&each) {
            ends.push(slash + each);
            continue;
        }
        ends.push(end + unit);
        // A unit that no list has stands before the next level: ≥120万尾时效指标.
        let unknown = |end: usize| ink.chars.get(end..to).is_some_and(|unit| unit.iter().all(|c| crate::agencies::is_han(*c)));
        if !more && end + unit < to && to - end <= LONGEST_UNIT && segment_ends(ink, to) && unknown(end) {
            ends.push(to);
        }
        // A unit that no list has stands before the next figure: 50厘米≥50厘米.
        let next = (end..=end + LONGEST_UNIT).find(|at| !ink.chars.get(*at).is_some_and(|c| crate::agencies::is_han(*c)));
        let figure = |at: &usize| *at > end + unit && *at < to && (ink.digit(*at) || matches!(ink.chars.get(*at), Some('≥' | '≤')));
        if let Some(next) = next.filter(figure).filter(|_| !more) {
            ends.push(next);
        }
    }
    ends
}

/// Whether the rows of a level end at a place: the next level or the end of the form begins.
fn segment_ends(ink: &Letters, at: usize) -> bool {
    at >= ink.chars.len() || level(ink, at).is_some() || ends(ink, at)
}

/// A change in words at the end of a row: 有所恢复, 持续增强.
fn is_change(text: &str) -> bool {
    const HOW: &[&str] = &["有所", "显著", "明显", "持续", "不断", "逐步", "逐年", "稳步", "有效", "大幅", "进一步"];
    HOW.iter().filter_map(|how| text.strip_prefix(how)).any(|change| change.chars().count() == 2)
}

/// Where a date ends that begins at a place: 2031年6月底前.
fn date_end(ink: &Letters, at: usize) -> Option<usize> {
    let figure = |at: usize, most: usize| (at..at + most).take_while(|at| ink.digit(*at)).count();
    let is = |at: usize, wanted: char| ink.chars.get(at) == Some(&wanted);
    let year = figure(at, 5);
    if year != 4 || !is(at + 4, '年') {
        return None;
    }
    let mut end = at + 5;
    for unit in ['月', '日'] {
        let length = figure(end, 3);
        if length == 0 || length > 2 || !is(end + length, unit) {
            break;
        }
        end += length + 1;
    }
    let words = ["底前", "底之前", "末前", "之前", "以前", "前", "底", "末"];
    let word = words.iter().find(|word| ink.text(end, end + word.chars().count()) == **word);
    Some(end + word.map_or(0, |word| word.chars().count()))
}

/// A row as an indicator.
fn record(part: &Part<'_>, ink: &Letters, at: usize, row: &Row, columns: &[Role], levels: &Levels, nth: usize) -> Option<Indicator> {
    let line = u32::try_from(nth + 1).unwrap_or(u32::MAX);
    let slot = |from: usize, to: usize, col: usize| {
        Some(Slot::loose(part.document, ink.span(from, to)?, line, u32::try_from(col).unwrap_or(u32::MAX), nth * 8 + col))
    };
    let name = slot(at, row.name, 0)?;
    let cell = |role: Role| {
        let col = columns.iter().position(|column| *column == role)?;
        let (from, to) = row.cells.get(col).copied().flatten()?;
        slot(from, to, col + 1)
    };
    let (target, achieved, score) = (cell(Role::Target), cell(Role::Achieved), cell(Role::Score));
    let found =
        Found { name: Some(&name), target: target.as_ref(), achieved: achieved.as_ref(), score: score.as_ref(), ..Found::default() };
    let confidence = if row.sure { Confidence::Likely } else { Confidence::Doubtful };
    let mut indicator = part.record(&found, levels, Period::Annual, None, Some(confidence))?;
    indicator.doubts = Doubt::TableInferred.into();
    Some(indicator)
}

#[cfg(test)]
mod tests {
    use hongtou_document::{DocumentBuilder, Format};

    use super::super::{Context, read_tables};

    /// Level 2, name, target, achieved and score of every indicator in the lines.
    fn read(lines: &[&str]) -> Vec<String> {
        let mut builder = DocumentBuilder::new(Format::Text);
        for line in lines {
            builder.paragraph(line);
        }
        let document = builder.finish("x");
        let tables = read_tables(&Context { document: &document, issuer: None, kind: None, body_units: &[] });
        let told = |i: &hongtou_notice::Indicator| {
            let text = |value: Option<&hongtou_notice::IndicatorValue>| value.map_or("-".to_owned(), |value| value.text.to_string());
            let (target, achieved) = (text(i.target.as_ref()), text(i.achieved.as_deref()));
            format!("{} {} {target} {achieved} {}", i.level2.as_deref().unwrap_or("-"), i.level3, i.score.as_deref().unwrap_or("-"))
        };
        tables.indicators.iter().map(told).collect()
    }

    #[test]
    fn points_around_target_and_achievement() {
        let form = "一级指标二级指标三级指标分值年度指标值全年实际值得分未完成原因及拟采取的改进措施产出指标(70分)数量指标栽植行道树10≥266米≥266米10\
                    树带宽度10≥50厘米≥50厘米10质量指标苗木验收合格率20100%100%20成本指标总投资1020万元20万元10满意度指标(10分)\
                    服务对象满意度指标居民满意度10≥95%≥97%10……总分100100";
        let wanted = [
            "数量指标 栽植行道树 ≥266米 ≥266米 10",
            "数量指标 树带宽度 ≥50厘米 ≥50厘米 10",
            "质量指标 苗木验收合格率 100% 100% 20",
            "成本指标 总投资 20万元 20万元 10",
            "服务对象满意度指标 居民满意度 ≥95% ≥97% 10",
        ];
        assert_eq!(read(&[form]), wanted);
    }

    #[test]
    fn targets_alone() {
        let form = "一级指标二级指标三级指标指标值产出指标数量指标培育蟹苗数量≥350万只质量指标苗种抽检合格率100%时效指标投放完成时间2031年6月底前\
                    效益指标生态效益指标河口湿地面貌有所改观满意度指标服务对象满意度指标渔民满意度≥85%";
        let wanted = [
            "数量指标 培育蟹苗数量 ≥350万只 - -",
            "质量指标 苗种抽检合格率 100% - -",
            "时效指标 投放完成时间 2031年6月底前 - -",
            "生态效益指标 河口湿地面貌 有所改观 - -",
            "服务对象满意度指标 渔民满意度 ≥85% - -",
        ];
        assert_eq!(read(&[form]), wanted);
        assert_eq!(read(&[form, "某某市农业农村局", "2031年3月5日"]), wanted);
    }

    #[test]
    fn a_unit_may_be_for_each() {
        let form = "一级指标二级指标三级指标指标值分值产出指标数量指标开展巡查≥2次/季10效益指标经济效益指标带动务工增收≥4000元/年10满意度指标服务对象满意度指标群众满意度≥95%10";
        let wanted =
            ["数量指标 开展巡查 ≥2次/季 - -", "经济效益指标 带动务工增收 ≥4000元/年 - -", "服务对象满意度指标 群众满意度 ≥95% - -"];
        assert_eq!(read(&[form]), wanted);
    }

    #[test]
    fn figures_in_names_and_figures_that_ran_together() {
        let lines = [
            "一级",
            "指标",
            "二级指标三级指标指标值全年实际完成值未完成原因和改进措施",
            "产出指标",
            "数量指标新建县道32.1公里2020",
            "质量指标500吨储备粮到位率100%100%",
            "时效指标按期完成投资率9010",
            "满意度指标服务对象满意度指标群众满意度9595",
        ];
        // 9010 can be parted in many ways, and in none so that target and achievement are the same.
        let wanted =
            ["数量指标 新建县道32.1公里 20 20 -", "质量指标 500吨储备粮到位率 100% 100% -", "服务对象满意度指标 群众满意度 95 95 -"];
        assert_eq!(read(&lines), wanted);
    }
}
