//! Other documents that a notice cites: by 《title》（number）, by a number alone, or by a title alone.
//! Why they are cited is decided in `roles`. Rules: `docs/linking.md`, citation roles.

use std::collections::HashMap;

use hongtou_document::Document;
use hongtou_notice::codes::{CitationRole, Confidence, Origin};
use hongtou_notice::{Citation, DocumentNumber};

use crate::flow::Unit;
use crate::place::evidence;
use crate::recognise;
use crate::sentence;
use crate::told_sums::{self, Source};
use crate::vocab::TITLE_ENDS;

/// One mention of another document in a paragraph.
#[derive(Debug, Clone)]
pub(crate) struct Mention {
    /// Index of the paragraph.
    pub(crate) paragraph: usize,
    /// Byte range in the paragraph's view: from 《 (or the number) to the end of the number (or 》).
    pub(crate) range: std::ops::Range<usize>,
    /// Byte range of the title without its marks.
    pub(crate) title: Option<std::ops::Range<usize>>,
    /// The bodies named in front of the title.
    pub(crate) issuers: Vec<String>,
    pub(crate) number: Option<DocumentNumber>,
    pub(crate) confidence: Confidence,
    pub(crate) doubts: Vec<hongtou_notice::codes::Doubt>,
}

impl Mention {
    fn source(&self) -> Source {
        Source { range: self.range.clone(), title: self.title.clone() }
    }
}

/// Every mention in the paragraphs, in order. The notice's own number is no citation.
pub(crate) fn mentions(document: &Document, paragraphs: &[Unit], own: Option<&DocumentNumber>) -> Vec<Mention> {
    let mut all = Vec::new();
    for (index, unit) in paragraphs.iter().enumerate() {
        let text = unit.text();
        let marks = titles(text);
        let mut named = vec![false; marks.len()];
        let start = unit.span().start;
        for found in recognise::find_numbers(document.slice(unit.span())) {
            if own == Some(&found.number) {
                continue;
            }
            let from = unit.view.byte_of(start + found.start);
            let to = unit.view.byte_of(start + found.end);
            // 《…》（N） or 《…》N; also the second number of one parenthesis. A number inside 《》 is the title's.
            if marks.iter().any(|mark| mark.start < from && to <= mark.end) {
                continue;
            }
            let title = marks.iter().enumerate().rev().find(|(_, mark)| mark.end <= from).filter(|(at, mark)| {
                let between = text.get(mark.end..from).unwrap_or_default();
                !named.get(*at).copied().unwrap_or(false)
                    && (matches!(between, "》" | "》([" | "》（以下简称" | "》（文号：") || OPENINGS.contains(&between))
            });
            // N《title》: a number right before the title names it too.
            let title = title.or_else(|| {
                marks.iter().enumerate().find(|(at, mark)| {
                    !named.get(*at).copied().unwrap_or(false)
                        && text.get(to..mark.start).is_some_and(|between| matches!(between, "《" | "）《" | "文《" | "文件《" | ")《"))
                })
            });
            if let Some((at, _)) = title
                && let Some(flag) = named.get_mut(at)
            {
                *flag = true;
            }
            let title = title.map(|(_, mark)| mark.clone());
            let begin = title.as_ref().map_or(from, |mark| (mark.start - '《'.len_utf8()).min(from));
            let end = title.as_ref().map_or(to, |mark| mark.end.max(to));
            // The parenthesis that the number stands in belongs to the mention.
            let closes = title.is_some() && text.get(end..).is_some_and(|rest| rest.starts_with('）'));
            let end = if closes { end + '）'.len_utf8() } else { end };
            all.push(Mention {
                paragraph: index,
                range: begin..end,
                issuers: title.as_ref().map(|mark| issuers_before(text, mark.start - '《'.len_utf8())).unwrap_or_default(),
                title,
                number: Some(found.number),
                confidence: found.confidence,
                doubts: found.doubts,
            });
        }
        for (mark, named) in marks.iter().zip(&named) {
            if !named && is_document_title(text.get(mark.clone()).unwrap_or_default()) {
                let open = mark.start - '《'.len_utf8();
                all.push(Mention {
                    paragraph: index,
                    range: open..mark.end + '》'.len_utf8(),
                    issuers: issuers_before(text, open),
                    title: Some(mark.clone()),
                    number: None,
                    confidence: Confidence::Certain,
                    doubts: Vec::new(),
                });
            }
        }
    }
    all.sort_by_key(|mention| (mention.paragraph, mention.range.start));
    all
}

/// What stands between a title and its number: pages print other brackets for the round ones too.
const OPENINGS: &[&str] = &["》（", "》(", "》〔", "》【", "》[", "》{", "》｛"];

/// One citation a document: the first mention, with what later mentions add.
pub(crate) fn collect(
    document: &Document,
    paragraphs: &[Unit],
    mentions: &[Mention],
    roles: &[(CitationRole, Confidence)],
) -> Vec<Citation> {
    let mut citations: Vec<Citation> = Vec::new();
    let mut index = Index::default();
    let mut sources: HashMap<(usize, CitationRole), Vec<Source>> = HashMap::new();
    for (mention, (role, _)) in mentions.iter().zip(roles) {
        sources.entry((mention.paragraph, *role)).or_default().push(mention.source());
    }
    for (mention, (role, role_confidence)) in mentions.iter().zip(roles) {
        let Some(unit) = paragraphs.get(mention.paragraph) else { continue };
        let title = mention.title.as_ref().and_then(|range| title_text(unit, range));
        let at = index.find(mention.number.as_ref(), title.as_ref());
        match at.and_then(|at| Some((at, citations.get_mut(at)?))) {
            Some((at, known)) => {
                known.number = known.number.take().or_else(|| mention.number.clone());
                known.title = known.title.take().or(title);
                index.add(at, known.number.as_ref(), known.title.as_ref());
                if known.issuers.is_empty() {
                    known.issuers.clone_from(&mention.issuers);
                }
                // A clearer mention later decides: money words beat the default role.
                if rank(*role) < rank(known.role) {
                    known.role = *role;
                    known.confidence = *role_confidence;
                }
            }
            None => {
                index.add(citations.len(), mention.number.as_ref(), title.as_ref());
                citations.push(Citation {
                    number: mention.number.clone(),
                    title,
                    issuers: mention.issuers.clone(),
                    role: *role,
                    told_date: told_date(unit, mention),
                    told_money: told_sums::told(
                        unit.text(),
                        &mention.source(),
                        sources.get(&(mention.paragraph, *role)).map_or(&[], Vec::as_slice),
                    ),
                    evidence: evidence(document, unit.view.span(mention.range.clone()), Origin::Body),
                    confidence: mention.confidence.max(*role_confidence),
                    doubts: mention.doubts.iter().copied().collect(),
                });
            }
        }
    }
    citations
}

/// Which citation a number or a title is; looked up, so that the cost stays linear in the number of mentions.
#[derive(Default)]
struct Index {
    numbers: HashMap<DocumentNumber, usize>,
    titles: HashMap<Option<String>, usize>,
    /// Titles cited without a number so far.
    bare: HashMap<String, usize>,
}

impl Index {
    /// The citation of the same number; one of the same title where either has no number.
    fn find(&self, number: Option<&DocumentNumber>, title: Option<&String>) -> Option<usize> {
        let Some(number) = number else { return self.titles.get(&title.cloned()).copied() };
        let bare = title.and_then(|title| self.bare.get(title));
        self.numbers.get(number).into_iter().chain(bare).copied().min()
    }

    fn add(&mut self, at: usize, number: Option<&DocumentNumber>, title: Option<&String>) {
        self.titles.entry(title.cloned()).or_insert(at);
        match (number, title) {
            (Some(number), _) => {
                self.numbers.entry(number.clone()).or_insert(at);
                if let Some(title) = title.filter(|title| self.bare.get(*title) == Some(&at)) {
                    self.bare.remove(title);
                }
            }
            (None, Some(title)) => {
                self.bare.entry(title.clone()).or_insert(at);
            }
            (None, None) => {}
        }
        if title.is_some() && self.titles.get(&None) == Some(&at) {
            self.titles.remove(&None);
        }
    }
}

/// Order in which a role overrules another mention's.
fn rank(role: CitationRole) -> u8 {
    match role {
        CitationRole::Amended | CitationRole::Forwarded => 0,
        CitationRole::Upstream | CitationRole::Issued => 1,
        CitationRole::Prior => 2,
        CitationRole::Other => 3,
        CitationRole::Basis => 4,
    }
}

/// The title with a blank where two issuers inside it were parted by one.
fn title_text(unit: &Unit, range: &std::ops::Range<usize>) -> Option<String> {
    let text = unit.text().get(range.clone())?;
    let about = text.find("关于").unwrap_or(0);
    let mut title = String::with_capacity(text.len());
    for (at, c) in text.char_indices() {
        if at > 0
            && at < about
            && unit.view.gap_before(range.start + at)
            && crate::agencies::is_agency(title.rsplit(' ').next().unwrap_or_default())
        {
            title.push(' ');
        }
        title.push(c);
    }
    (!title.is_empty()).then_some(title)
}

/// Byte ranges of titles between outer 《 and 》, without the marks.
fn titles(text: &str) -> Vec<std::ops::Range<usize>> {
    let mut found = Vec::new();
    let mut open: Vec<usize> = Vec::new();
    for (at, c) in text.char_indices() {
        match c {
            '《' => open.push(at + c.len_utf8()),
            '》' => {
                if let Some(start) = open.pop()
                    && open.is_empty()
                {
                    found.push(start..at);
                }
            }
            // An opening mark that is never closed must not swallow the paragraph.
            '。' if open.len() == 1 && open.first().is_some_and(|start| at - start > 400) => open.clear(),
            _ => {}
        }
    }
    found
}

/// Whether a title between 《》 is of an official document (and not of a form, a standard or a book).
fn is_document_title(title: &str) -> bool {
    let ends = TITLE_ENDS.at_end(title).is_some()
        || ["条例", "法", "方案", "规划", "制度", "规则", "纲要", "准则"].iter().any(|end| title.ends_with(end));
    ends && title.chars().count() >= 4 && !title.ends_with("附件")
}

/// Bodies named right before a title: `财政部、民政部《…》`.
fn issuers_before(text: &str, open: usize) -> Vec<String> {
    let clause = sentence::clause_before(text, open);
    let head = text.get(..open).unwrap_or_default();
    // Several bodies are parted by 、 inside one clause, so the clause is enough.
    let mut clause = clause;
    for word in ["根据", "按照", "依据", "遵照", "参照", "贯彻", "落实", "转发", "以及", "执行", "收到", "印发"] {
        if let Some(at) = clause.rfind(word) {
            clause = clause.get(at + word.len()..).unwrap_or_default();
        }
    }
    let clause = clause.trim_start_matches(['和', '与', '及', '》', '）', '以', '由', '按']);
    if head.is_empty() || clause.is_empty() {
        return Vec::new();
    }
    let names: Vec<&str> = clause.split(['、', '和', '与']).filter(|name| !name.is_empty()).collect();
    let all = names.iter().all(|name| crate::agencies::is_agency(name));
    if all {
        names.into_iter().map(str::to_owned).collect()
    } else {
        crate::agencies::is_agency(clause).then(|| clause.to_owned()).into_iter().collect()
    }
}

/// The month or day that the sentence gives for the document: `2024年12月，《…》（N），下达…`.
fn told_date(unit: &Unit, mention: &Mention) -> Option<(i32, Option<u8>, Option<u8>)> {
    let text = unit.text();
    let sentence = sentence::around(text, mention.range.start);
    let before = text.get(sentence.start..mention.range.start)?;
    let year_at = before.find('年')?;
    let year: i32 = before.get(year_at.checked_sub(4)?..year_at)?.parse().ok()?;
    let rest = before.get(year_at + '年'.len_utf8()..)?;
    let month_end = rest.find('月')?;
    let month: u8 = rest.get(..month_end)?.parse().ok().filter(|month| (1..=12).contains(month))?;
    let rest = rest.get(month_end + '月'.len_utf8()..)?;
    let day = rest.find('日').and_then(|end| rest.get(..end)?.parse().ok());
    Some((year, Some(month), day))
}
