//! The head of a notice (版头) and what follows it up to the recipients: mark, number, signatory, title,
//! recipients (GB/T 9704-2012, 7.2 and 7.3.1–7.3.2; `docs/notice-form.md`). Not for: the body and the end.

use hongtou_document::{Document, Span};
use hongtou_notice::codes::Origin;
use hongtou_notice::{DocumentNumber, Fact};

mod title;

pub(crate) use self::title::is_title;
use self::title::{below_title, find_title, labelled_title, number_before_title, page_title, title_fact, title_in_box};
use crate::agencies;
use crate::chrome;
use crate::flow::{self, Unit};
use crate::place::{evidence, metadata_evidence};
use crate::recognise::{self, NumberMatch};
use crate::vocab::{ISSUE_VERBS, ISSUER_LABELS, MONEY_WORDS, NUMBER_LABELS, PAGE_LABELS, TITLE_ENDS};

/// How many units from the top a number may stand below (a mark, a copy number, urgency, a web page's box).
const HEAD_UNITS: usize = 15;
/// What the head says.
#[derive(Debug, Default)]
pub(crate) struct Head {
    pub(crate) number: Option<Fact<DocumentNumber>>,
    pub(crate) signatory: Option<Fact<String>>,
    pub(crate) title: Option<Fact<String>>,
    /// Names on the mark, and the spans of its lines.
    pub(crate) mark: Option<(Vec<String>, Vec<Span>)>,
    /// The line of recipients, as units.
    pub(crate) recipients: Vec<Unit>,
    /// Whether the title is the headline of a page (news), not that of a kind of document.
    pub(crate) headline: bool,
    /// Index of the first unit of the body.
    pub(crate) body: usize,
}

/// Reads the head off the units of a document.
pub(crate) fn read(document: &Document, units: &[Unit]) -> Head {
    let mut head = Head::default();
    let (number_at, number_end) = find_number(document, units, &mut head).unzip();
    if head.number.is_none() {
        head.number = number_in_metadata(document);
    }
    find_signatory(document, units, &mut head);
    // A number glued to its title: the title begins on the number's line.
    let glued =
        number_at.zip(number_end).filter(|(at, end)| units.get(*at).and_then(|unit| unit.text().get(*end..)).is_some_and(opens_title));
    let boxed = document.metadata().iter().any(|(label, _)| NUMBER_LABELS.is(label) || ISSUER_LABELS.is(label));
    let title = glued
        .and_then(|(at, _)| find_title(units, at, true, boxed))
        .or_else(|| number_at.and_then(|at| find_title(units, at + 1, true, boxed)))
        .or_else(|| find_title(units, 0, number_at.is_some(), boxed).filter(|(first, _)| *first < HEAD_UNITS));
    // A page heads its copy with words of its own; the title that stands right above the number is the notice's.
    let above = number_at.and_then(|at| at.checked_sub(1)).filter(|at| {
        let text = units.get(*at).map_or("", Unit::text);
        title.is_some_and(|(_, last)| last < *at) && text.contains("关于") && !is_page_box(text) && title::is_title(bare(text))
    });
    let title = above.map(|at| (at, at)).or(title);
    // …and below that heading the title may stand once more with its bodies above it: 某县林业局 某县财政局⏎关于…的通知.
    let signed = title.filter(|(first, last)| first == last).and_then(|(first, _)| {
        let heading = units.get(first).map(|unit| bare(unit.text()))?;
        let again = |at: &usize| units.get(*at).is_some_and(|unit| bare(unit.text()) == heading);
        let at = (first + 2..first + HEAD_UNITS).find(again)?;
        let bodies =
            units.get(at - 1).filter(|unit| agencies::names(&unit.view, 0..usize::MAX).len() >= 2 && heading.starts_with("关于"))?;
        (agencies::is_agency_line(bodies.text()) && !is_page_box(bodies.text())).then_some((at - 1, at))
    });
    let title = signed.or(title);
    let headline = page_title(units).filter(|_| title.is_none());
    head.headline = headline.is_some();
    let title = title.or(headline.map(|at| (at, at)));
    let mut next = number_at.map_or(0, |at| at + 1);
    let mut mark_end = number_at;
    if let Some((first, last)) = title {
        let from = glued.filter(|(at, _)| *at == first).map_or(0, |(_, end)| end);
        // The box of a page holds the number; the title may carry it once more.
        let from = if from == 0 { units.get(first).map_or(0, |unit| number_before_title(document, unit)) } else { from };
        head.title = title_fact(document, units.get(first..=last).unwrap_or_default(), from);
        next = next.max(last + 1);
        mark_end = Some(mark_end.map_or(first, |at| at.min(first)));
    }
    if let Some(end) = mark_end {
        head.mark = find_mark(units.get(..end).unwrap_or_default());
    }
    while units.get(next).is_some_and(|unit| unit.text().starts_with("签发人") || is_meeting_note(unit.text())) {
        next += 1;
    }
    if head.title.is_none() || head.headline {
        let boxed = title_in_box(document, units);
        head.headline &= boxed.is_none();
        head.title = boxed.or(head.title);
    }
    if let Some(title) = &head.title {
        next = below_title(units, next, &title.value);
    }
    // A copy without a title begins with the recipients.
    let found = title.is_some() || {
        let at = units.iter().skip(next).take(HEAD_UNITS).position(|unit| is_recipients_line(unit.text()));
        next += at.unwrap_or(0);
        at.is_some()
    };
    head.body = next;
    if found {
        find_recipients(document, units, &mut head);
    }
    head
}

/// The headline of a page that is no notice and bears no title of one.
pub(crate) fn headline(document: &Document, units: &[Unit]) -> Option<Fact<String>> {
    title::headline(document, units)
}

/// The notice's own number stands alone on a line of the head, or shares it with the signatory or title.
/// The index of its unit, and the byte where it ends there.
fn find_number(document: &Document, units: &[Unit], head: &mut Head) -> Option<(usize, usize)> {
    // A box that sets labels and values on lines of their own (• 文号⏎• N) is longer than a head.
    let near = units.iter().enumerate().take_while(|(at, unit)| *at < HEAD_UNITS || unit.text().starts_with(BULLETS));
    for (at, unit) in near {
        let span = unit.span();
        // N关于…的通知.pdf is a file to be loaded.
        if FILE_ENDS.iter().any(|end| unit.text().to_ascii_lowercase().ends_with(end)) {
            continue;
        }
        let found = recognise::find_numbers(document.slice(span));
        let Some(first) = found.first().filter(|_| found.len() == 1) else { continue };
        if stands_alone(document, span, first) {
            let place = Span::new(span.start + first.start, span.start + first.end);
            let mut fact = Fact::new(first.number.clone(), evidence(document, place, Origin::Body));
            fact.confidence = first.confidence;
            for doubt in &first.doubts {
                fact.doubt(first.confidence, *doubt);
            }
            head.number = Some(fact);
            return Some((at, unit.view.byte_of(place.end)));
        }
    }
    order_number(document, units, head)
}

/// An order bears its number below the mark: 某市人民政府令 / 第56号 (GB/T 9704-2012, 10.2).
fn order_number(document: &Document, units: &[Unit], head: &mut Head) -> Option<(usize, usize)> {
    let at = units.iter().take(HEAD_UNITS).zip(units.iter().skip(1)).position(|(mark, number)| {
        let (mark, number) = (mark.text(), number.text());
        mark.ends_with('令')
            && mark.chars().count() <= 60
            && number.starts_with('第')
            && number.ends_with('号')
            && number.chars().count() <= 8
    })?;
    let (mark, number) = (units.get(at)?, units.get(at + 1)?);
    let found = recognise::find_numbers(&format!("{}{}", mark.text(), number.text()));
    let first = found.first().filter(|first| found.len() == 1 && first.start == 0)?;
    head.number = Some(Fact::new(first.number.clone(), evidence(document, mark.span().cover(number.span()), Origin::Body)));
    Some((at + 1, number.text().len()))
}

/// A page keeps the number in its metadata box (发文字号, 文号) and not in the text.
fn number_in_metadata(document: &Document) -> Option<Fact<DocumentNumber>> {
    let (_, value) = document.metadata().iter().find(|(label, value)| NUMBER_LABELS.is(label) && !value.trim().is_empty())?;
    let found = recognise::find_numbers(value);
    let first = found.first().filter(|_| found.len() == 1)?;
    let mut fact = Fact::new(first.number.clone(), metadata_evidence(document, value));
    for doubt in &first.doubts {
        fact.doubt(first.confidence, *doubt);
    }
    Some(fact)
}

fn stands_alone(document: &Document, span: Span, found: &NumberMatch) -> bool {
    let before = document.slice(Span::new(span.start, span.start + found.start));
    let after = document.slice(Span::new(span.start + found.end, span.end));
    // A bar parts the cells of a box drawn as a table.
    // Labels of a page in traditional letters are the same labels (備注/文號).
    let simple = |c: char| if agencies::is_han(c) { recognise::fold_char(c) } else { c };
    let strip = |text: &str| text.chars().filter(|c| !c.is_whitespace() && *c != '|').map(simple).collect::<String>();
    // | 文号： | N | 是否有效： | 是 |, [ 索引号 ] | 11500238 | [ 发文字号 ] | N |: a number with a cell of its own behind its label's.
    let cell = after.trim_start().starts_with('|') && before.trim_end().ends_with('|');
    let label = before.trim_end().trim_end_matches('|').rsplit('|').next().map(strip).unwrap_or_default();
    if cell && NUMBER_LABELS.is(label.trim_start_matches(['[', '［', '【']).trim_end_matches(['：', ':', ']', '］', '】'])) {
        return true;
    }
    let (before, after) = (strip(before), strip(after));
    // • 发文字号⏎• N; 发文字号N发文时间2021-11-10: boxes without colons.
    let before = before.trim_start_matches(BULLETS).to_owned();
    if NUMBER_LABELS.is(&before) && (after.is_empty() || PAGE_LABELS.at_start(&after).is_some()) {
        return true;
    }
    // [索引号] 0152/2023 [发文字号] N [发布机构] …: labels in brackets.
    let named = before.strip_suffix([']', '］', '】']).and_then(|head| head.rsplit(['[', '［', '【']).next());
    if named.is_some_and(|label| NUMBER_LABELS.is(label)) && (after.is_empty() || after.starts_with(['[', '［', '【'])) {
        return true;
    }
    // [财预〔2020〕49号] [2020-06-05]: collections of laws set number and date in brackets.
    let bracketed = matches!(before.as_str(), "[" | "［" | "【")
        && after.starts_with([']', '］', '】'])
        && after.chars().skip(1).all(|c| c.is_ascii_digit() || "[]［］【】-./年月日".contains(c));
    if bracketed {
        return true;
    }
    let label = ["", "特急", "加急", "急件", "特提", "平急", "文号：", "文号:", "发文字号：", "发文字号:", "（", "("];
    // The line of a web page's box may hold several labels (索引号：… 发文字号：…).
    let boxed = is_page_box(&before) && before.strip_suffix(['：', ':']).is_some_and(|text| NUMBER_LABELS.at_end(text).is_some());
    // 等级 特急·明电 …〔2019〕4号 共2页: the box of a telegram (docs/notice-form.md, special forms).
    let telegram = is_telegram_box(&before) && {
        let sender = TELEGRAM_WORDS.iter().fold(before.clone(), |rest, word| rest.replace(word, ""));
        sender.is_empty() || agencies::is_agency(&sender)
    };
    let pages = after.starts_with('共') && after.ends_with(['页', '份']) && after.chars().count() <= 5;
    let follows = after.is_empty() || pages || after.starts_with("签发人") || opens_title(&after) || matches!(after.as_str(), "）" | ")");
    (label.contains(&before.as_str()) || boxed || telegram || chrome::is_menu_word(&before)) && (follows || boxed && is_page_box(&after))
}

/// Whether what stands behind a number on its line is the title, with its body or without: N 某市财政局关于…的通知.
fn opens_title(rest: &str) -> bool {
    rest.starts_with("关于")
        || rest
            .split_once("关于")
            .is_some_and(|(body, matter)| agencies::is_agency_line(body.trim()) && TITLE_ENDS.at_end(matter).is_some())
}

/// `签发人：赵 红`: up to the next blank that is not inside a two-character name.
fn find_signatory(document: &Document, units: &[Unit], head: &mut Head) {
    for unit in units.iter().take(HEAD_UNITS) {
        let text = unit.text();
        let Some(at) = text.find("签发人") else { continue };
        let from = at + "签发人".len();
        let Some(colon) = text.get(from..).and_then(|tail| tail.chars().next()).filter(|c| matches!(c, '：' | ':')) else { continue };
        let from = from + colon.len_utf8();
        let name: String = text.get(from..).unwrap_or_default().chars().take_while(|&c| agencies::is_han(c) || c == '·').take(12).collect();
        if name.is_empty() {
            continue;
        }
        let place = unit.view.span(from..from + name.len());
        head.signatory = Some(Fact::new(name, evidence(document, place, Origin::Body)));
        return;
    }
}

/// Whether a line is nothing but a document number, as the second one of a joint notice (常建〔2006〕40号⏎常财建〔2006〕12号).
pub(crate) fn is_number_line(text: &str) -> bool {
    let found = recognise::find_numbers(text);
    found.len() == 1 && found.first().is_some_and(|found| found.start == 0 && found.end as usize == text.chars().count())
}

/// A line without the bars that a page's table leaves behind its last cell.
fn bare(text: &str) -> &str {
    text.trim_end_matches('|')
}

/// Whether a line is the recipients of a notice and nothing else.
fn is_recipients_line(text: &str) -> bool {
    text.strip_suffix('：').is_some_and(|names| names.chars().count() <= 120 && !is_page_box(text) && looks_like_recipients(names))
}

/// Signs before the lines of a list.
const BULLETS: [char; 6] = ['•', '·', '●', '■', '◆', '-'];

/// A label of so many letters begins no body's name.
const LONG_LABEL: usize = 4;

/// A longer line is no box.
const LONGEST_BOX: usize = 60;

/// Names of attached files.
const FILE_ENDS: &[&str] = &[".pdf", ".doc", ".docx", ".xls", ".xlsx", ".zip", ".rar", ".ofd", ".wps", ".et"];

/// What stands in the box of a telegram beside the number.
const TELEGRAM_WORDS: &[&str] = &["等级", "编号", "发电单位", "特急", "加急", "特提", "平急", "明电", "密电", "·", "•", "-", "：", ":"];

/// Whether a line below the title is of the page, whatever its label: a value behind a label (法规效力：现行有效), an address of
/// the web, a time of the clock, an unclosed choice of type (【字体：). Who is addressed stands in one paragraph that ends with
/// its colon and bears none of these (GB/T 9704-2012, 7.3.2).
pub(super) fn is_line_of_page(text: &str) -> bool {
    if text.chars().count() > LONGEST_BOX || text.contains(['。', '；']) {
        return false;
    }
    let web = ["http:", "https:", "http：", "https：", "www.", ".gov", ".com", ".cn"].iter().any(|sign| text.contains(sign));
    let digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
    let clock = text.char_indices().any(|(at, c)| {
        matches!(c, '：' | ':')
            && digit(text.get(..at).and_then(|head| head.chars().next_back()))
            && digit(text.get(at + c.len_utf8()..).and_then(|rest| rest.chars().next()))
    });
    let colon = text.find(['：', ':']);
    let (label, value) = colon.map_or(("", ""), |at| (text.get(..at).unwrap_or_default(), text.get(at..).unwrap_or_default()));
    // 甲镇财政所：你单位… addresses; 附件： and 抄送： are parts of the notice.
    let parts = ["附件", "附", "抄送", "主送", "签发人", "联系"];
    let labelled = value.chars().count() > 1
        && (2..=8).contains(&label.chars().count())
        && label.chars().all(agencies::is_han)
        && !looks_like_recipients(label)
        && !agencies::is_agency(label)
        && !parts.iter().any(|part| label.starts_with(part))
        && MONEY_WORDS.at_end(label).is_none()
        && !value.contains("元");
    // 公开范围 各乡镇 主题词 …: labels of the box without colons.
    let labels = !text.ends_with(['：', ':'])
        && PAGE_LABELS
            .at_start(text)
            .is_some_and(|label| label.chars().count() >= LONG_LABEL || text.get(label.len()..).is_some_and(|rest| PAGE_LABELS.is(rest)));
    web || clock || labelled || labels || text.starts_with(['【', '[']) && !text.contains('〔')
}

/// Whether a line is of the box that a telegram has for a head: 发电单位, 签批盖章, 等级.
fn is_telegram_box(text: &str) -> bool {
    ["发电单位", "签批盖章", "等级", "发往", "传真电报"].iter().any(|label| text.starts_with(label))
}

/// Whether a line is of the box that web pages set above a notice: it begins with one of the box's labels and a colon.
fn is_page_box(text: &str) -> bool {
    let text = text.trim_start_matches(['【', '[']).trim_start_matches(BULLETS);
    // 2018-01-19 15:57 来源：… 点击：…
    let posted = text.starts_with(|c: char| c.is_ascii_digit())
        && text.chars().count() <= LONGEST_BOX
        && !text.contains(['。', '〔'])
        && ["来源：", "点击", "浏览", "阅读", "作者："].iter().any(|label| text.contains(label));
    if posted {
        return true;
    }
    let label = PAGE_LABELS.at_start(text);
    label.and_then(|label| text.get(label.len()..)).is_some_and(|rest| rest.starts_with(['：', ':']))
}

/// The mark (发文机关标志) above the number: names, with 文件 dropped. `None` when nothing there is a name.
fn find_mark(units: &[Unit]) -> Option<(Vec<String>, Vec<Span>)> {
    let mut pieces: Vec<String> = Vec::new();
    let mut spans = Vec::new();
    for unit in units {
        let text = unit.text();
        if text.chars().count() > 60 || text.contains(['：', ':', '。', '|']) || text.chars().any(|c| c.is_ascii_digit()) {
            continue;
        }
        // 发文机关财政部: a line of the page's box.
        // 索引号⏎…⏎主题分类⏎…: a box that sets labels and values on lines of their own.
        if ISSUER_LABELS.at_start(text).is_some() || PAGE_LABELS.is(text) || labelled_title(text).is_some_and(title::is_title) {
            continue;
        }
        let urgency = ["特急", "加急", "特提", "平急", "绝密", "机密", "秘密"].iter().any(|word| text.starts_with(word));
        if urgency {
            continue;
        }
        if is_telegram_box(text) {
            let sender = unit.view.words().into_iter().filter_map(|range| text.get(range)).skip(1).take(1);
            pieces.extend(sender.filter(|_| text.starts_with("发电单位")).map(str::to_owned));
            continue;
        }
        pieces.extend(unit.view.words().into_iter().filter_map(|range| text.get(range)).map(str::to_owned));
        spans.push(unit.span());
    }
    // 文件 stands last, alone, glued to a name, letter-spaced, or between stacked names.
    let mut words: Vec<String> = Vec::new();
    for piece in pieces {
        match piece.as_str() {
            "文件" | "文" | "件" => {}
            other => {
                let body = other.strip_suffix("文件").or_else(|| other.strip_suffix("命令")).or_else(|| other.strip_suffix('令'));
                words.push(body.unwrap_or(other).to_owned());
            }
        }
    }
    // 经济建设处 alone above a title is the office of the body whose page it is, never a mark (GB/T 9704-2012, 7.2.4).
    let inner = |word: &str| word.ends_with(['处', '科', '股', '室']) && agencies::place(word, None).is_none();
    let words: Vec<&str> = words.iter().flat_map(|word| word.split('、')).filter(|word| !word.is_empty() && !inner(word)).collect();
    let names = agencies::join_names(&words);
    (!names.is_empty()).then_some((names, spans))
}

/// `（2024年3月1日经…会议通过）`, `（2024年度）`: a note under the title, no recipient.
fn is_meeting_note(text: &str) -> bool {
    text.starts_with(['（', '(']) && text.ends_with(['）', ')'])
}

/// Whether the first line is one of recipients whose colon was lost: 各省、自治区、直辖市财政厅（局）, with the text below it.
fn recipients_without_colon(units: &[Unit]) -> bool {
    let [first, next, ..] = units else { return false };
    let text = first.text();
    // 闽清县交通运输局⏎你局《…》收悉。
    let addressed = ["你局", "你县", "你市", "你区", "你州", "你单位", "你委", "你办", "你校", "你院", "你公司", "你镇", "你乡", "你们"];
    if agencies::is_agency_line(text) && agencies::place(text, None).is_some() && addressed.iter().any(|you| next.text().starts_with(you)) {
        return true;
    }
    // 区退役军人事务局⏎为落实…: an office of the issuer's own, right above the text.
    let opens = ["为", "根据", "按照", "经", "依据"].iter().any(|word| next.text().starts_with(word)) && next.text().chars().count() > 40;
    if opens && text.starts_with(['省', '市', '县', '区', '州', '旗']) && agencies::is_agency_line(text) && !first.after_table {
        return true;
    }
    (text.starts_with('各') || text.starts_with("有关"))
        && text.contains(['、', '，'])
        && !text.contains(['。', '；', '：'])
        && crate::vocab::AGENCY_ENDS.at_end(text.trim_end_matches("（局）")).is_some()
        && looks_like_recipients(text)
        && next.text().ends_with(['。', '：'])
}

/// The recipients (主送机关) stand flush left below the title and end with a colon.
fn find_recipients(document: &Document, units: &[Unit], head: &mut Head) {
    let mut lines: Vec<&Unit> = Vec::new();
    let from = head.body + lines_of_page(units.get(head.body..).unwrap_or_default());
    let bare = recipients_without_colon(units.get(from..).unwrap_or_default());
    for unit in units.iter().skip(from).take(if bare { 1 } else { 5 }) {
        let text = unit.text();
        lines.push(unit);
        if text.contains(['。', '；']) || text.contains("如下") || unit.after_table && lines.len() > 1 {
            return;
        }
        if text.ends_with(['：', ':']) {
            break;
        }
        if lines.len() > 1 && !text.contains(['、', '，', ',']) && text.chars().count() < 4 {
            return;
        }
    }
    let whole: String = lines.iter().map(|unit| unit.text()).collect();
    let names = whole.trim_end_matches(['：', ':']);
    let below = units.get(from + lines.len());
    let alone = lines.len() == 1 && head.title.is_some() && below.is_some_and(|below| is_addressed(names, below.text()));
    let passes = (names.len() < whole.len() || bare) && names.chars().count() <= 400 && (looks_like_recipients(names) || alone);
    if passes {
        let spans: Vec<Span> = lines.iter().flat_map(|unit| unit.lines.iter().copied()).collect();
        let view = crate::view::View::new(document, &spans);
        head.recipients.push(Unit { lines: spans, view, indent: 0, complete: true, after_table: false });
        head.body = from + lines.len();
    }
}

/// How many lines stand above the recipients that no name of theirs can begin with: lines of the page, dates, a second title.
/// Recipients are one paragraph: it begins with a body, a place or a class (各, 有关, 市), and a line above that is none of these
/// and does not go on into it (、，) is not theirs.
fn lines_of_page(units: &[Unit]) -> usize {
    let near = units.get(..5.min(units.len())).unwrap_or_default();
    let Some(end) = near.iter().position(|unit| unit.text().ends_with(['：', ':']) && !is_line_of_page(unit.text())) else { return 0 };
    let lines = near.get(..end).unwrap_or_default();
    let foreign = |unit: &Unit| {
        let text = unit.text();
        let titled = title::is_title(bare(text)) && (text.contains("关于") || !agencies::is_agency_line(text));
        is_line_of_page(text) || is_page_box(text) || titled || flow::is_date_line(text)
    };
    lines.iter().rposition(foreign).map_or(0, |last| last + 1)
}

/// Whether a short line with a colon, right under the title and above the text, addresses a unit whatever its last word is: 县水文队：, 局机关
/// 各科室：. A label (资金来源：, 市级：) does not.
fn is_addressed(name: &str, below: &str) -> bool {
    let label = [
        "级", "情况", "来源", "名称", "地点", "时间", "对象", "内容", "标准", "要求", "原则", "办法", "方案", "范围", "目标", "依据",
        "日期",
    ];
    let text = below.chars().count() > 30 && below.contains(['，', '。']);
    (3..=20).contains(&name.chars().count())
        && name.chars().all(agencies::is_han)
        && text
        && (name.starts_with(['省', '市', '州', '盟', '县', '区', '旗', '镇', '乡', '师', '局']) || agencies::place(name, None).is_some())
        && !label.iter().any(|end| name.ends_with(end))
        && MONEY_WORDS.at_end(name).is_none()
}

pub(crate) fn looks_like_recipients(names: &str) -> bool {
    let last = names.rsplit(['、', '，', ',']).next().unwrap_or(names);
    // Schools, museums and villages are addressed too; behind a body's name in the list they need no other sign.
    let listed = names.split(['、', '，', ',']).any(agencies::is_agency);
    // Towns and their finance offices stand in rows: 甲镇、乙街道、丙镇财政所.
    let town = |name: &str| {
        let length = (2..=16).contains(&name.chars().count());
        length && name.ends_with(['镇', '乡', '所', '团', '师', '场', '村', '连']) || name.ends_with("街道") || name.ends_with("社区")
    };
    let listed = listed || names.split(['、', '，', ',']).count() > 1 && names.split(['、', '，', ',']).all(town);
    // 甲镇财政所、甲镇中心小学、某实验幼儿园: units side by side.
    let units = ["所", "站", "馆", "小学", "中学", "学校", "大学", "学院", "幼儿园", "医院", "卫生院", "中心", "公司"];
    let is_unit = |name: &str| name.chars().count() >= 4 && units.iter().any(|end| name.ends_with(end));
    let listed = listed || names.split(['、', '，', ',']).count() > 1 && names.split(['、', '，', ',']).all(is_unit);
    let unit = listed
        && last.chars().count() <= 16
        && (last.ends_with(['馆', '校', '园', '站', '所', '队', '团', '村', '场', '会', '镇', '乡', '中']) || last.ends_with("街道"));
    // 甲乡财政所, 乙街道便民服务中心: an office of a township, alone.
    let township = (5..=16).contains(&last.chars().count())
        && ["财政所", "财政分局", "服务中心", "卫生院", "中心校", "工作站", "林业站", "水利站", "农技站"]
            .iter()
            .any(|end| last.ends_with(end))
        && ["镇", "乡", "街道"]
            .iter()
            .any(|town| last.char_indices().any(|(at, _)| at > 0 && last.get(at..).is_some_and(|rest| rest.starts_with(town))));
    let unit = unit || township;
    let zone =
        listed && last.chars().count() <= 16 && ["园区", "开发区", "示范区", "高新区", "管理区"].iter().any(|end| last.ends_with(end));
    let ends = unit
        || zone
        || crate::vocab::AGENCY_ENDS.at_end(last.trim_end_matches(['）', ')'])).is_some()
        || last.ends_with("单位")
        || last.ends_with("部门")
        || last.ends_with("机关")
        || last.ends_with("主管");
    // 县水利局，各镇（街道）: behind a body's name a class of places needs no office of its own.
    let class = listed && last.starts_with('各') && last.chars().count() <= 16;
    let classes = names.starts_with(['各', '有']) || names.contains("有关") || class;
    (ends || classes)
        && !names.contains("现将")
        && !names.contains("根据")
        && ISSUE_VERBS.at_start(names).is_none()
        && flow::heading_level(names).is_none()
}
