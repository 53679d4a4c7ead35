//! Notices whose line breaks were lost: one long line that holds title, recipients, body, attachments, signature and
//! date is opened where one part ends and the next begins (`docs/notice-form.md`, what conversions do).
//! Not for: joining printed lines (`flow`).

use hongtou_document::Document;

use crate::agencies;
use crate::flow::Unit;
use crate::head;
use crate::recognise;

/// A shorter line holds no whole notice, in characters.
const LONG: usize = 160;
/// Title and recipients are no longer, in bytes.
const HEAD: usize = 480;
/// More bodies sign no notice.
const SIGNERS: usize = 6;
/// A longer name has no body, in characters.
const NAME: usize = 36;

/// More characters before a place's name are no part of it.
const LONGEST_PLACE: usize = 12;

/// Opens the long units of a document.
pub(crate) fn open(document: &Document, units: Vec<Unit>) -> Vec<Unit> {
    let mut opened = Vec::with_capacity(units.len());
    let mut first = true;
    for unit in units {
        if unit.text().len() < LONG || unit.text().chars().count() < LONG {
            // 某市财政局关于…的通知各县财政局：: title and recipients on one line.
            let seam = title_end(unit.text()).filter(|_| first).filter(|end| {
                let rest = unit.text().get(*end..).and_then(|rest| rest.strip_suffix('：'));
                rest.is_some_and(head::looks_like_recipients)
            });
            first &= !unit.text().ends_with('。');
            match seam {
                Some(end) => {
                    opened.push(unit.part(document, 0..end));
                    let rest = unit.part(document, end..unit.text().len());
                    opened.push(Unit { indent: 0, after_table: false, ..rest });
                }
                None => opened.push(unit),
            }
            continue;
        }
        let seams = seams(&unit, first);
        first = false;
        if seams.is_empty() {
            opened.push(unit);
            continue;
        }
        let ends = seams.iter().copied().skip(1).chain([unit.text().len()]);
        let starts = [0].into_iter().chain(seams.iter().copied());
        let ends = seams.first().copied().into_iter().chain(ends);
        for (nth, (start, end)) in starts.zip(ends).enumerate() {
            let part = unit.part(document, start..end);
            if part.view.is_empty() {
                continue;
            }
            let indent = if nth == 0 { unit.indent } else { 0 };
            opened.push(Unit { indent, after_table: unit.after_table && nth == 0, ..part });
        }
    }
    opened
}

/// The bytes of a unit at which a new part begins. `first`: nothing but short lines stands above it.
fn seams(unit: &Unit, first: bool) -> Vec<usize> {
    let text = unit.text();
    let mut seams = Vec::new();
    let mut from = 0;
    let head = if first { run_on_head(unit) } else { Vec::new() };
    if let Some(end) = head.last() {
        from = *end;
        seams.extend(&head);
    } else if first {
        // 温财农〔2023〕6号各区财政局：…: the number opens the line.
        if let Some(end) = number_end(text) {
            seams.push(end);
            from = end;
        }
        if let Some(end) = title_end(text).filter(|_| from == 0) {
            seams.push(end);
            from = end;
        }
        if let Some(title) = report_title(text).filter(|_| from == 0) {
            from = title.end;
            seams.extend([title.start, title.end]);
        }
        let window = text.get(from..text.floor_char_boundary(from + HEAD)).unwrap_or_default();
        if let Some(colon) = window.find('：') {
            let end = from + colon + '：'.len_utf8();
            if end < text.len() && text.get(from..from + colon).is_some_and(head::looks_like_recipients) {
                seams.push(end);
                from = end;
            }
        }
    }
    let head_found = !seams.is_empty();
    let signed = signature(unit, from);
    // Headings and attachments are parted only in a text that shows by head or signature that it lost its breaks.
    if head_found || !signed.is_empty() {
        seams.extend(openings(text, from));
    }
    seams.extend(signed);
    seams.sort_unstable();
    seams.dedup();
    seams.retain(|seam| *seam > 0 && *seam < text.len());
    seams
}

/// Where the parts of a head begin that stands on one line with the text and with blanks between them: …首页 > 资金分配 某省财政厅关于…的通知 时间：…
/// 某财行〔2015〕213号 有关市财政局： 为提高…. The last is where the text begins; none where nobody is addressed below a title or number.
fn run_on_head(unit: &Unit) -> Vec<usize> {
    let text = unit.text();
    let words = unit.view.words();
    let word = |at: usize| words.get(at).and_then(|range| text.get(range.clone())).unwrap_or_default();
    let near = words.iter().take_while(|range| range.start < RUN_ON_HEAD).count();
    let addressed = |at: &usize| word(*at).strip_suffix('：').is_some_and(head::looks_like_recipients);
    let Some(to) = (1..near).find(addressed) else { return Vec::new() };
    let mut seams: Vec<usize> = Vec::new();
    let mut cut = |from: usize, last: usize| {
        seams.extend(words.get(from).zip(words.get(last)).into_iter().flat_map(|(one, two)| [one.start, two.end]))
    };
    let title = (0..to).find(|at| word(*at).contains("关于")).and_then(|about| {
        // Joint bodies stand before 关于, each with a blank behind it.
        let from = (0..about).rev().take_while(|at| agencies::is_agency_line(word(*at))).last().unwrap_or(about);
        let joined = |last: usize| words.get(from).zip(words.get(last)).and_then(|(one, two)| text.get(one.start..two.end));
        (about..to).find(|last| joined(*last).is_some_and(head::is_title)).map(|last| (from, last))
    });
    if let Some((from, last)) = title {
        cut(from, last);
    }
    let number = |at: &usize| title.is_none_or(|(from, last)| *at < from || *at > last) && head::is_number_line(word(*at));
    let numbers: Vec<usize> = (0..to).filter(number).collect();
    numbers.iter().for_each(|at| cut(*at, *at));
    if title.is_none() && numbers.is_empty() {
        return Vec::new();
    }
    cut(to, to);
    seams.sort_unstable();
    seams.dedup();
    seams
}

/// Bytes of the longest head of such a line.
const RUN_ON_HEAD: usize = 1_200;

/// Where the document number ends that a text begins with, if recipients or a title follow.
fn number_end(text: &str) -> Option<usize> {
    let window = text.get(..text.floor_char_boundary(HEAD))?;
    let found = recognise::find_numbers(window).into_iter().next().filter(|found| found.start == 0)?;
    let end = window.char_indices().nth(found.end as usize).map(|(at, _)| at)?;
    let rest = window.get(end..)?;
    let addressed = rest.find('：').and_then(|colon| rest.get(..colon)).is_some_and(head::looks_like_recipients);
    addressed.then_some(end)
}

/// Where the title ends that a text begins with: behind 的通知, where the text goes on.
fn title_end(text: &str) -> Option<usize> {
    let window = text.get(..text.floor_char_boundary(HEAD))?;
    let about = window.find("关于")?;
    if window.get(..about)?.contains(['。', '，', '：', '《']) {
        return None;
    }
    let mut depth = 0i32;
    for (at, c) in window.char_indices() {
        match c {
            '《' => depth += 1,
            '》' => depth -= 1,
            '。' | '，' | '：' => return None,
            _ => {}
        }
        let rest = window.get(at..)?;
        let kind = ["的通知", "的公示", "的公告", "的函", "的复函", "的批复", "的通报"].iter().find(|kind| rest.starts_with(**kind));
        let Some(kind) = kind.filter(|_| depth == 0 && at > about) else { continue };
        let mut end = at + kind.len();
        let mut behind = window.get(end..)?;
        if let Some(close) = behind.find('）').filter(|close| behind.starts_with('（') && *close < 40) {
            end += close + '）'.len_utf8();
            behind = window.get(end..)?;
        }
        let goes_on = behind.chars().next().is_some_and(|c| agencies::is_han(c) && !matches!(c, '要' | '精' | '文' | '和' | '及' | '规'));
        return goes_on.then_some(end);
    }
    None
}

/// Where the title of a report stands that a text begins with, behind the label of an attachment: 附件3|某县2021年…绩效自评报告|为规范….
fn report_title(text: &str) -> Option<std::ops::Range<usize>> {
    let window = text.get(..text.floor_char_boundary(HEAD))?;
    let label = window.strip_prefix("附件").map_or(window, |rest| rest.trim_start_matches(|c: char| c.is_ascii_digit() || c == '：'));
    let start = window.len() - label.len();
    let (at, kind) = ["绩效自评报告", "绩效自评价报告", "绩效评价报告", "自评情况报告"]
        .iter()
        .filter_map(|kind| Some((window.find(kind)?, kind)))
        .min()?;
    let end = at + kind.len();
    let title = window.get(start..end)?;
    let whole = !title.contains(['。', '，', '：', '；', '《']) && (title.starts_with("20") || agencies::place(title, None).is_some());
    let opens =
        ["为", "根据", "按照", "依据", "一、", "按"].iter().any(|word| window.get(end..).is_some_and(|rest| rest.starts_with(word)));
    (whole && opens).then_some(start..end)
}

/// Where headings (一、) and attachments (附件：) open behind a stop.
fn openings(text: &str, from: usize) -> Vec<usize> {
    let mut found = Vec::new();
    let mut depth = 0i32;
    let mut before = None;
    for (at, c) in text.char_indices() {
        match c {
            '《' | '（' => depth += 1,
            '》' | '）' => depth = (depth - 1).max(0),
            _ => {}
        }
        let stop = matches!(before, Some('。' | '：' | '；' | '，' | '）' | '”'));
        before = Some(c);
        if at <= from || depth > 0 || !stop {
            continue;
        }
        let rest = text.get(at..).unwrap_or_default();
        let heading = "一二三四五六七八九十".contains(c) && rest.get(c.len_utf8()..).is_some_and(|rest| rest.starts_with('、'));
        if heading || rest.starts_with("附件：") || rest.starts_with("附件1：") {
            found.push(at);
        }
    }
    found
}

/// Where the bodies begin that sign, where their date begins and where it ends: 某市财政局2022年1月17日, with nothing
/// behind it but an attachment or a note in brackets.
fn signature(unit: &Unit, from: usize) -> Vec<usize> {
    let text = unit.text();
    let byte = |chars: u32| text.char_indices().nth(chars as usize).map_or(text.len(), |(at, _)| at);
    for date in recognise::find_dates(text).iter().rev().take(40) {
        let (start, end) = (byte(date.start), byte(date.end));
        let rest = text.get(end..).unwrap_or_default();
        let closes = rest.is_empty()
            || rest == "。"
            || rest.starts_with("抄送")
            || rest.starts_with("附件")
            || rest.starts_with('（')
            || unit.view.gap_before(end);
        if !closes || start <= from {
            continue;
        }
        let mut names = Vec::new();
        let mut at = start;
        while let Some(name) = name_before(text, from, at).filter(|_| names.len() < SIGNERS) {
            names.push(name);
            at = name;
        }
        if !names.is_empty() {
            names.extend([start, end]);
            return names;
        }
    }
    Vec::new()
}

/// Where the body begins whose name, with its place, ends right before a byte.
fn name_before(text: &str, from: usize, end: usize) -> Option<usize> {
    let head = text.get(from..end)?;
    let starts: Vec<usize> = head.char_indices().rev().take(NAME).map(|(at, _)| at).collect();
    let whole = |at: usize| {
        let name = head.get(at..)?;
        let place = agencies::place(name, None)?;
        (agencies::is_agency(name) && !place.rest.is_empty() && agencies::is_agency(place.rest)).then_some(at)
    };
    let mut start = starts.iter().copied().find_map(whole)?;
    // 缙云县财政局: the name of a place may end like that of another one.
    let office = |at: usize| head.get(at..).and_then(|name| agencies::place(name, None)).map(|place| place.rest);
    let inner = office(start);
    let longer = |at: &usize| *at < start && office(*at) == inner && head.get(*at..).is_some_and(agencies::is_agency);
    start = starts.iter().copied().skip_while(|at| *at >= start).take(LONGEST_PLACE).filter(longer).last().unwrap_or(start);
    // 江苏省南京市财政局: the name may begin with the place above.
    for at in starts {
        let above = head.get(at..start).filter(|above| !above.is_empty());
        if above.and_then(|above| agencies::place(above, None)).is_some_and(|place| place.rest.is_empty()) {
            start = at;
        }
    }
    // 中共某县委…振兴工作领导小组办公室: an office of the party is named from 中共 on, though a place may stand inside its name.
    let party = head.rfind("中共").filter(|at| *at < start && head.get(*at..).is_some_and(agencies::is_agency));
    start = party.unwrap_or(start);
    let led = head.get(..start).and_then(|lead| lead.chars().next_back());
    (!led.is_some_and(|c| matches!(c, '由' | '经' | '据' | '在' | '与' | '和' | '对' | '向'))).then_some(from + start)
}

#[cfg(test)]
mod tests {
    use hongtou_document::{DocumentBuilder, Format};

    use super::*;

    fn opened(text: &str) -> Vec<String> {
        let mut builder = DocumentBuilder::new(Format::Text);
        builder.paragraph(text);
        let document = builder.finish("0".repeat(64));
        open(&document, crate::flow::units(&document)).iter().map(|unit| unit.text().to_owned()).collect()
    }

    #[test]
    fn a_notice_on_one_line_is_opened() {
        let text = "关于下达2023年水土保持补助资金的通知各县（区）财政局：根据省财政厅《关于下达2023年水土保持补助资金的通知》（滇财农〔2023〕18号），\
                    现下达你县（区）补助资金120万元（详见附件），专项用于坡耕地治理，有关事项通知如下：一、收入列“1100252”，支出列“2130310”。\
                    二、请加强资金管理，专款专用，不得截留挪用。三、请按时报送绩效自评。附件：1.资金分配表楚雄州财政局2023年5月8日";
        let parts = opened(text);
        assert_eq!(parts.first().map(String::as_str), Some("关于下达2023年水土保持补助资金的通知"));
        assert_eq!(parts.get(1).map(String::as_str), Some("各县（区）财政局："));
        assert!(parts.iter().any(|part| part == "附件：1.资金分配表"), "{parts:?}");
        assert_eq!(parts.iter().rev().take(2).rev().collect::<Vec<_>>(), ["楚雄州财政局", "2023年5月8日"]);
    }

    #[test]
    fn the_place_that_signs_is_the_whole_one() {
        let text = "缙财建〔2024〕5号缙云县林业局：根据上级文件精神，现下达你单位2024年省级林业草原专项资金110万元，专项用于疫木清理，款列支出科目“2130234”，                    请严格按照有关规定使用，不得用于弥补公用经费，及时兑付防治作业费用，年终开展绩效自评，并按时报送有关情况，接受财政和审计部门的监督检查。                    附件：2024年省级林业草原专项资金绩效目标表缙云县财政局2024年9月2日";
        assert_eq!(opened(text).iter().rev().take(2).rev().collect::<Vec<_>>(), ["缙云县财政局", "2024年9月2日"]);
    }

    #[test]
    fn a_report_on_one_line_is_opened_behind_its_title() {
        let body = "为规范资金管理，按照有关规定开展了自评，现将自评情况报告如下：本年度共收到补助资金，用于渠道清淤和机井维护，".repeat(4);
        let parts = opened(&format!("附件3楚雄州双柏县2020年渠道清淤专项资金绩效自评报告{body}"));
        assert_eq!(parts.get(1).map(String::as_str), Some("楚雄州双柏县2020年渠道清淤专项资金绩效自评报告"));
        assert!(parts.get(2).is_some_and(|part| part.starts_with("为规范资金管理")), "{parts:?}");
    }

    #[test]
    fn a_long_paragraph_stays_whole() {
        let text = "为做好困难群众救助工作，根据省财政厅2023年1月8日召开的会议要求，各地要按照规定的范围和标准及时足额发放救助资金，确保困难群众基本生活，\
                    任何单位和个人不得截留、挤占、挪用，市财政局2023年6月将会同有关部门开展检查，对发现的问题严肃处理，\
                    并将检查结果作为以后年度资金分配的重要因素，同时请各地于每季度终了后十日内报送资金使用情况，确保数据真实准确。";
        assert_eq!(opened(text).len(), 1);
    }
}
