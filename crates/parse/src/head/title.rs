//! The title of a notice: which lines it takes, where a page repeats or cuts it, and what it says in one piece
//! (GB/T 9704-2012, 7.3.1; `docs/notice-form.md`). Not for: what the title tells of the fund (`fund`) or the kind (`kind`).

use hongtou_document::Document;
use hongtou_notice::codes::{Confidence, Doubt, Origin};
use hongtou_notice::{Doubts, Fact};

use super::{
    BULLETS, FILE_ENDS, HEAD_UNITS, bare, is_line_of_page, is_number_line, is_page_box, is_recipients_line, is_telegram_box,
    recipients_without_colon,
};
use crate::agencies;
use crate::flow::{self, Unit};
use crate::form;
use crate::place::evidence;
use crate::recognise;
use crate::vocab::{ISSUER_LABELS, SPAM_WORDS, TITLE_ENDS, TITLE_LABELS};

/// Words of what a title without 关于 may publish.
const MATTERS: &[&str] = &["资金", "经费", "补助", "补贴", "预算", "决算", "指标", "公益金", "项目", "绩效"];

/// How many printed lines a title may take.
const TITLE_LINES: usize = 6;

/// First and last unit of the title: from the first line that can open one to the line that ends in a kind
/// of document (文种).
pub(super) fn find_title(units: &[Unit], from: usize, numbered: bool, boxed: bool) -> Option<(usize, usize)> {
    let mut first: Option<usize> = None;
    let mut joined = String::new();
    for (at, unit) in units.iter().enumerate().skip(from).take(HEAD_UNITS + TITLE_LINES) {
        let text = bare(unit.text());
        // 附件：1.…的通知 and the recipients stand below the title; a copy without a title goes on with them.
        // So does a heading of the text: 一、资金分配情况.
        if text.starts_with("附件：") || is_recipients_line(text) || first.is_none() && matches!(flow::heading_level(text), Some(1 | 2))
        {
            return None;
        }
        let spam = !text.contains("关于") && SPAM_WORDS.in_text(text);
        // 标题某市…的函, • 某市…的通知: the title as the box of the page repeats it.
        let boxed_title = text.starts_with(BULLETS) || ISSUER_LABELS.at_start(text).is_some() || labelled_title(text).is_some_and(is_title);
        if spam
            || boxed_title
            || is_number_line(text)
            || text.starts_with("签发人")
            || is_page_box(text)
            || is_telegram_box(text)
            || text.chars().all(|c| matches!(c, '_' | '—' | '＿' | '-' | '★'))
        {
            continue;
        }
        let ends_sentence = text.ends_with(['。', '；', '：', ':', '，']);
        if first.is_some_and(|first| at - first >= TITLE_LINES) {
            first = None;
            joined.clear();
        }
        if ends_sentence || text.chars().count() > 160 {
            if first.is_some() {
                first = None;
                joined.clear();
            }
            if ends_sentence && from > 0 && at > from + 1 {
                return None;
            }
            continue;
        }
        // 某市财政局转发某省财政厅⏎农业农村厅关于…的通知: whose notice is forwarded may end the title's first line.
        let agency = (agencies::is_agency_line(text) || text.ends_with("文件")) && !text.contains("转发");
        let opens = text.contains("关于") || !agency;
        if first.is_none() {
            // 某县某中心⏎2023年度…自评报告: a report without a number bears its author above.
            let report = |next: &str| !numbered && next.starts_with("20") && next.ends_with("报告") && is_title(next);
            // Joint bodies stand one below the other: 某市民政局⏎某市财政局⏎关于….
            let below = units.iter().skip(at + 1).take(TITLE_LINES).find(|unit| !agencies::is_agency_line(unit.text()));
            // Its title may take two lines.
            let below_it = |lines: usize| units.get(at + 1..at + 1 + lines).unwrap_or_default().iter().map(Unit::text).collect::<String>();
            let next_opens = below.is_some_and(|next| next.text().starts_with("关于")) || report(&below_it(1)) || report(&below_it(2));
            // An issuer on a line of its own opens the title only right before 关于,
            // and only below the number, or in a document that has none. Several names on one line are no mark of
            // the letter form, which bears the lead body alone; pages with a box of metadata leave the mark out.
            let several = || agencies::names(&unit.view, 0..usize::MAX).len() >= 2;
            if opens || (agency && next_opens && (from > 0 || !numbered || boxed || several()) && !text.ends_with("文件")) {
                first = Some(at);
            } else {
                continue;
            }
        }
        joined.push_str(without_site(text));
        // 政府信息公开指南⏎依申请公开: the menu of a page is no title.
        let menu = joined.ends_with("公开")
            && !joined.contains("关于")
            && !joined.contains(|c: char| c.is_ascii_digit())
            && !MATTERS.iter().any(|word| joined.contains(word));
        if menu {
            first = None;
            joined.clear();
            continue;
        }
        // 绩效自评表 alone is the printed name of any such form; with its matter in the same line (某县…自评表) it is the title.
        if form::is_name(&joined) {
            if !form::names_itself(text) {
                first = None;
                joined.clear();
                continue;
            }
            first = Some(at);
        }
        if is_title(&joined) {
            // …使用情况⏎公告: the kind of document may stand on a line of its own.
            let kind = units
                .get(at + 1)
                .map(Unit::text)
                .filter(|next| matches!(*next, "公告" | "公示" | "的公告" | "的公示" | "报告" | "的报告" | "的通知" | "说明"));
            let first = first.map(|first| first + words_of_page(units.get(first..=at).unwrap_or_default()));
            return first.map(|first| (first, at + usize::from(kind.is_some())));
        }
        // 2020-03-01: the day of posting, which pages set above the title.
        if flow::is_date_line(text) && !text.contains('年') {
            first = None;
            joined.clear();
            continue;
        }
        if flow::is_date_line(text) || flow::heading_level(text) == Some(1) {
            return None;
        }
    }
    None
}

/// How many lines before a title's own are of the page (法规库⏎关于…): above the line with 关于 stand bodies or nothing.
fn words_of_page(lines: &[Unit]) -> usize {
    // The last line may be the whole title, and the one above it the same in the page's box.
    let whole = lines
        .len()
        .checked_sub(1)
        .filter(|last| lines.get(*last).is_some_and(|unit| unit.text().contains("关于") && is_title(unit.text())));
    // 某县民政局2021年…公示: a title without 关于 that begins with its body, place or year is whole as well.
    let begun = |text: &str| text.starts_with("20") || agencies::place(text, None).is_some_and(|place| !place.ambiguous);
    let bare_whole = || {
        let last = lines.len().checked_sub(1)?;
        lines.get(last).is_some_and(|unit| is_title(bare(unit.text())) && begun(unit.text())).then_some(last)
    };
    let about = whole.or_else(|| lines.iter().position(|unit| unit.text().contains("关于"))).or_else(bare_whole);
    let Some(about) = about.filter(|about| *about > 0) else { return 0 };
    let body = |unit: &Unit| {
        let text = unit.text();
        let plain = text.chars().all(|c| agencies::is_han(c) || matches!(c, '（' | '）' | '、'));
        plain
            && (agencies::is_agency_line(text)
                || !agencies::names(&unit.view, 0..usize::MAX).is_empty()
                || agencies::place(text, None).is_some())
    };
    lines.get(..about).map_or(0, |above| above.iter().rposition(|unit| !body(unit)).map_or(0, |last| last + 1))
}

/// What stands behind the label of the title in a page's box, with or without a colon.
pub(super) fn labelled_title(text: &str) -> Option<&str> {
    let rest = TITLE_LABELS.at_start(text).and_then(|label| text.strip_prefix(label))?;
    Some(rest.trim_start_matches(['：', '|']))
}

/// The title that a page's box names, where the text below has none: 标题：某县关于…的通知.
pub(super) fn title_in_box(document: &Document, units: &[Unit]) -> Option<Fact<String>> {
    units.iter().take(HEAD_UNITS).find_map(|unit| {
        let text = unit.text();
        let rest = labelled_title(text)?;
        let title = without_site(rest);
        let from = text.len() - rest.len();
        (is_title(title) && title.contains("关于"))
            .then(|| Fact::new(title.to_owned(), evidence(document, unit.view.span(from..from + title.len()), Origin::Body)))
    })
}

/// Lines between the title and the recipients that are of the page: when it was posted, by whom, and the title once more.
pub(super) fn below_title(units: &[Unit], mut next: usize, title: &str) -> usize {
    let plain = |text: &str| text.chars().filter(|c| agencies::is_han(*c) || c.is_ascii_digit()).collect::<String>();
    let title = plain(title);
    let again = |text: &str| {
        // …的通知.docx is a file to be loaded.
        if FILE_ENDS.iter().any(|end| text.ends_with(end)) {
            return false;
        }
        let text = plain(bare(text));
        text.chars().count() >= 8 && (title == text || is_title(&text) && (title.ends_with(&text) || is_cut(&title, &text)))
    };
    // The mark of a notice below the heading of its page, with the recipients below it.
    let mark = |text: &str| agencies::is_agency_line(text) || text.ends_with("文件") && text.chars().count() <= 40;
    let addressed = |at: usize| {
        let mut near = units.iter().enumerate().skip(at + 1).take(6);
        near.any(|(at, unit)| is_recipients_line(unit.text()) || recipients_without_colon(units.get(at..).unwrap_or_default()))
    };
    // A page bears its heading, the box, and then the notice with its own title. It may bear the title once more below the
    // signature: there neither recipients nor text follow, and the text stands above (docs/notice-form.md, saved pages).
    let sentence = |unit: &Unit| unit.text().ends_with('。') && !is_page_box(unit.text());
    let repeated = |at: &usize| units.get(*at).is_some_and(|unit| again(unit.text()));
    let near: Vec<usize> = (next..next + HEAD_UNITS).filter(repeated).collect();
    let text_above = |at: usize| {
        let above = units.get(next..at).unwrap_or_default();
        above.iter().any(|unit| sentence(unit) || is_recipients_line(unit.text()))
    };
    let own = near.iter().rev().find(|at| addressed(**at)).or_else(|| near.iter().rev().find(|at| !text_above(**at)));
    if let Some(at) = own {
        next = at + 1;
    }
    while let Some(text) = units.get(next).map(Unit::text) {
        if mark(text) && addressed(next) {
            next += 1;
            continue;
        }
        let of_page = is_page_box(text)
            || is_line_of_page(text)
            || is_number_line(text)
            || !text.chars().any(agencies::is_han) && !text.contains('〔');
        if !of_page || text.ends_with('：') && is_recipients_line(text) {
            break;
        }
        next += 1;
    }
    next
}

/// Whether `text` is `whole` with a few characters lost.
fn is_cut(whole: &str, text: &str) -> bool {
    let (long, short) = (whole.chars().count(), text.chars().count());
    if short > long || long - short > long / 6 {
        return false;
    }
    let mut rest = whole.chars();
    text.chars().all(|c| rest.any(|other| other == c))
}

/// The title without the name of the site that a page's own title bears behind it: …的通知_某站.
fn without_site(text: &str) -> &str {
    let text = bare(text);
    text.split_once(['_', '＿']).map(|(title, _)| title).filter(|title| is_title(title)).unwrap_or(text)
}

/// The title of a page without a kind of document (news): the line right above the one that tells when it was posted.
pub(super) fn page_title(units: &[Unit]) -> Option<usize> {
    let posted = |text: &str| {
        ["发布时间", "发布日期", "时间", "日期", "来源", "信息来源", "文章来源", "编稿时间"].iter().any(|word| text.starts_with(word))
            && is_page_box(text)
    };
    let at = units.iter().take(HEAD_UNITS).position(|unit| posted(unit.text()))?.checked_sub(1)?;
    let text = units.get(at)?.text();
    // 某省：三年投入…: a headline may name whom it is about before a colon.
    let about = text.find('：').is_some_and(|at| text.get(..at).is_some_and(|place| agencies::place(place, None).is_some()));
    let plain = (6..=60).contains(&text.chars().count()) && (about || !text.contains('：')) && !text.contains(['。', ':', '>', '|', '；']);
    (plain && !agencies::is_agency_line(text)).then_some(at)
}

/// The headline of news: the line right above the first sentence of a page that is no notice.
pub(super) fn headline(document: &Document, units: &[Unit]) -> Option<Fact<String>> {
    let told = |unit: &Unit| unit.text().contains('。') && unit.text().chars().count() >= SENTENCE && !is_page_box(unit.text());
    let first = units.iter().take(HEAD_UNITS).position(told)?;
    let above = units.get(..first)?.iter().rposition(|unit| !is_page_box(unit.text()) && !is_line_of_page(unit.text()))?;
    let unit = units.get(above)?;
    let text = unit.text();
    let plain =
        (HEADLINE.contains(&text.chars().count())) && !text.contains(['。', '：', ':', '；', '>', '|']) && !text.starts_with("附件");
    let names = agencies::is_agency_line(text) || flow::heading_level(text).is_some() || flow::is_date_line(text);
    // 关于我们 联系方式 网站地图: words of a menu side by side.
    let menu = unit.view.words().len() > MOST_WORDS;
    let fact = (plain && !names && !menu).then(|| title_fact(document, std::slice::from_ref(unit), 0)).flatten()?;
    Some(fact.doubted(Confidence::Likely, Doubt::RoleInferred))
}

/// A headline has no more words with blanks between them.
const MOST_WORDS: usize = 2;

/// Characters of a headline.
const HEADLINE: std::ops::RangeInclusive<usize> = 8..=60;
/// A sentence of the text, not of the page's head, has more characters.
const SENTENCE: usize = 40;

/// Whether a text is a whole title. Parentheses may follow the kind of document: `…的通知（第二批）`.
pub(crate) fn is_title(text: &str) -> bool {
    let mut bare = text;
    while let Some(shorter) = bare.strip_suffix(['）', ')']) {
        match shorter.rfind(['（', '(']) {
            Some(open) => bare = shorter.get(..open).unwrap_or_default(),
            None => return false,
        }
    }
    let open = bare.matches('《').count() > bare.matches('》').count();
    let balanced = bare.matches(['（', '(']).count() == bare.matches(['）', ')']).count();
    // 财政、金融、审计、通知 is what a page's box says of the matter.
    let kind = TITLE_ENDS.at_end(bare).and_then(|kind| bare.strip_suffix(kind));
    !open && balanced && bare.chars().count() >= 6 && kind.is_some_and(|before| !before.ends_with('、'))
}

/// Where the title begins on a line that a document number opens: behind it, if 关于 follows.
pub(super) fn number_before_title(document: &Document, unit: &Unit) -> usize {
    let span = unit.span();
    let found = recognise::find_numbers(document.slice(span));
    let Some(first) = found.first().filter(|first| unit.view.byte_of(span.start + first.start) == 0) else { return 0 };
    let end = unit.view.byte_of(span.start + first.end);
    // The closing 号 may not belong to a damaged number.
    if unit.text().get(end..).is_some_and(|rest| rest.starts_with("关于")) { end } else { 0 }
}

/// The title's lines as one text. Breaks and blanks vanish, but for one between an issuer and what follows.
/// `from` is the byte where it begins in the first unit, which may bear the number before it.
pub(super) fn title_fact(document: &Document, units: &[Unit], from: usize) -> Option<Fact<String>> {
    let mut title = String::new();
    let mut places = Vec::new();
    let mut dirty = false;
    for (nth, unit) in units.iter().enumerate() {
        let text = unit.text();
        if text.starts_with("签发人") || is_page_box(text) {
            continue;
        }
        let from = if nth == 0 { from } else { 0 };
        let end = without_site(text).len();
        for word in unit.view.words().into_iter().filter_map(|range| text.get(range.start.max(from)..range.end.min(end))) {
            if !title.is_empty() && !title.contains("关于") && agencies::is_agency(title.rsplit(' ').next().unwrap_or_default()) {
                title.push(' ');
            }
            title.push_str(word);
        }
        let place = if from == 0 { unit.span() } else { unit.view.span(from..text.len()) };
        places.push(evidence(document, place, Origin::Body));
    }
    // A hijacked page puts advertising in front of 关于; agencies alone may stand there.
    if let Some(at) = title.find("关于").filter(|at| *at > 0)
        && title.get(..at).is_some_and(|front| SPAM_WORDS.in_text(front))
    {
        title.replace_range(..at, "");
        dirty = true;
    }
    let misread = repair_years(&mut title);
    let printed = places.iter().map(|place| place.text.as_str()).collect::<Vec<_>>().join("\n");
    let mut fact = Fact { value: title, printed: printed.into(), evidence: places, confidence: Confidence::Certain, doubts: Doubts::NONE };
    if dirty {
        fact.doubt(Confidence::Likely, Doubt::DirtyCopy);
    }
    if misread {
        fact.doubt(Confidence::Doubtful, Doubt::Ocr);
    }
    (!fact.value.is_empty()).then_some(fact)
}

/// Puts letters that OCR read for digits right in the years of a title: 2O22年. Whether there were any.
fn repair_years(title: &mut String) -> bool {
    let chars: Vec<char> = title.chars().collect();
    let digit = |c: char| match c {
        'O' | 'o' => Some('0'),
        'l' | 'I' => Some('1'),
        c => Some(c).filter(char::is_ascii_digit),
    };
    let mut out = chars.clone();
    for (at, _) in chars.iter().enumerate().filter(|(_, c)| **c == '年') {
        let Some(from) = at.checked_sub(4) else { continue };
        let year: Option<Vec<char>> = chars.get(from..at).and_then(|year| year.iter().map(|c| digit(*c)).collect());
        let lead = matches!(year.as_deref(), Some(['1', '9', ..] | ['2', '0', ..]));
        if let (true, Some(year), Some(place)) = (lead, year, out.get_mut(from..at)) {
            place.copy_from_slice(&year);
        }
    }
    let changed = out != chars;
    if changed {
        *title = out.into_iter().collect();
    }
    changed
}
