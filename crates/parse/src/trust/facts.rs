//! The fields of the notice itself: dates that fit each other, subjects that can exist, names whose brackets close
//! (`docs/confidence.md`, the notice). Not for: rows.

use hongtou_document::{Document, Span};
use hongtou_notice::Notice;
use hongtou_notice::codes::{Confidence, Doubt, NoticeKind, SubjectSide};

use super::garble;

/// A notice is printed within so many days of its date.
const PRINTED_WITHIN: i64 = 60;

pub(super) fn weigh(notice: &mut Notice) {
    dates(notice);
    truncated(notice);
    for fact in &mut notice.budget_subjects {
        let code = fact.value.code.as_str();
        // The classes of the expenditure classification (支出功能分类) end with 234; the economic ones have five digits.
        let class = code.get(..3).and_then(|class| class.parse::<u16>().ok()).unwrap_or(0);
        let wrong = match fact.value.side {
            Some(SubjectSide::Expenditure) => !(201..=234).contains(&class),
            Some(SubjectSide::Revenue) => !(101..=110).contains(&class),
            Some(SubjectSide::DepartmentEconomic | SubjectSide::GovernmentEconomic) => code.len() > 5,
            None => false,
        };
        if wrong {
            fact.doubt(Confidence::Doubtful, Doubt::DamagedText);
        }
    }
    let damaged = |text: &str| garble::is_misread(text) || garble::is_unbalanced(text);
    notice
        .recipients
        .iter_mut()
        .filter(|fact| damaged(&fact.value.name))
        .for_each(|fact| fact.doubt(Confidence::Doubtful, Doubt::DamagedText));
    notice.cc.iter_mut().filter(|fact| damaged(&fact.value)).for_each(|fact| fact.doubt(Confidence::Doubtful, Doubt::DamagedText));
    notice
        .issuers
        .iter_mut()
        .filter(|fact| damaged(&fact.value.name))
        .for_each(|fact| fact.doubt(Confidence::Doubtful, Doubt::DamagedText));
    if let Some(title) =
        notice.title.as_mut().filter(|title| damaged(&title.value) || title.value.contains('〔') && !title.value.contains('《'))
    {
        title.doubt(Confidence::Doubtful, Doubt::DamagedText);
    }
}

/// In a damaged copy a title that passes no money stands over a text that does (现下达你单位…): its verb or its fund is misread.
pub(super) fn weigh_kind(document: &Document, notice: &mut Notice) {
    let text = document.slice(Span::new(0, document.text().len()));
    let acts = ["现下达", "现拨付", "现预拨", "现紧急预拨", "现安排", "现提前下达", "现追加", "现收回", "下达给你们"];
    if notice.kind.value == NoticeKind::Other && acts.iter().any(|act| text.contains(act)) {
        notice.kind.doubt(Confidence::Doubtful, Doubt::DamagedText);
    }
}

/// The title of a notice has its matter behind 关于 (GB/T 9704-2012, 7.3.1); one without has lost its first line, and
/// what the notice does can only be guessed.
fn truncated(notice: &mut Notice) {
    let Some(title) = notice.title.as_mut() else { return };
    let bare = title.value.split(['（', '(']).next().filter(|bare| !bare.is_empty()).unwrap_or(&title.value);
    let notice_words = ["的通知", "的函", "的批复", "的意见"].iter().any(|end| bare.ends_with(end) || title.value.ends_with(end));
    if notice_words && !title.value.contains("关于") && !title.value.contains("印发") {
        title.doubt(Confidence::Doubtful, Doubt::Truncated);
        notice.kind.doubt(Confidence::Doubtful, Doubt::Truncated);
    }
}

/// The years of number, date and money belong together: money is issued for the year, the one before (advance issue)
/// or the one after (settlement).
fn dates(notice: &mut Notice) {
    let issued = notice.issued_on.as_ref().map(|fact| fact.value);
    let number = notice.number.as_ref().and_then(|fact| fact.value.year).map(i32::from);
    let money = notice.budget_year.as_ref().map(|fact| fact.value);
    let doubtful = Confidence::Doubtful;
    if let (Some(issued), Some(number)) = (issued, number)
        && !(0..=1).contains(&(issued.year() - number))
    {
        notice.issued_on.iter_mut().for_each(|fact| fact.doubt(doubtful, Doubt::DateConflict));
        // The year of the money tells which of the two is off.
        let off = money.is_none_or(|money| (money - number).abs() > 1);
        notice.number.iter_mut().filter(|_| off).for_each(|fact| fact.doubt(doubtful, Doubt::DateConflict));
    }
    let year =
        number.into_iter().chain(issued.map(|issued| issued.year())).find(|year| money.is_some_and(|money| (money - year).abs() <= 2));
    if money.is_some() && (number.is_some() || issued.is_some()) && year.is_none() {
        notice.budget_year.iter_mut().for_each(|fact| fact.doubt(doubtful, Doubt::DateConflict));
        let titled = notice.title.as_mut().filter(|title| money.is_some_and(|money| title.value.contains(&money.to_string())));
        titled.into_iter().for_each(|fact| fact.doubt(doubtful, Doubt::DateConflict));
    }
    if let (Some(issued), Some(printed)) = (issued, notice.printed_on.as_mut())
        && !(0..=PRINTED_WITHIN).contains(&printed.value.days_since(issued))
    {
        printed.doubt(doubtful, Doubt::DateConflict);
        notice.issued_on.iter_mut().for_each(|fact| fact.doubt(Confidence::Likely, Doubt::DateConflict));
    }
}
