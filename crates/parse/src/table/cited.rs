//! Documents that a column of a table of money cites: 上级文号, 原下达文号. Not for: numbers in the head of a column, which say what its money came
//! by (`allocation`), or in running text (`citations`).

use hongtou_document::{Document, Span};
use hongtou_notice::codes::{CitationRole, Level, NoticeKind, Origin};
use hongtou_notice::{AgencyCodes, CENTRE, Citation, DivisionCode, Divisions, DocumentNumber, Doubts};

use super::grid::Grid;
use super::{text, words};
use crate::place::evidence;
use crate::recognise::{self, NumberMatch};

/// What the head of a column says of the documents below it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Head {
    /// 上级文号: the notices of the level above.
    Above,
    /// 原下达文号: those that gave the money before.
    Given,
    /// 本级下达文号: those of the level that speaks.
    Own,
    /// 文号: any.
    Any,
}

/// A document that a cell cites.
#[derive(Debug, Clone)]
pub(crate) struct Cited {
    head: Head,
    found: NumberMatch,
    place: Span,
}

/// A head of a column stands in one of so many rows.
const HEAD_ROWS: usize = 3;

/// The documents in the columns of a table that are headed so; each once.
pub(super) fn read(document: &Document, grid: &Grid) -> Vec<Cited> {
    let mut all: Vec<Cited> = Vec::new();
    for (row, line) in grid.rows.iter().enumerate().take(HEAD_ROWS) {
        for (col, slot) in line.iter().enumerate().filter(|(_, slot)| slot.origin) {
            let Some(head) = head(&text::core(&slot.key)) else { continue };
            for below in grid.rows.iter().skip(row + 1).filter_map(|line| line.get(col)).filter(|below| below.origin) {
                for found in recognise::find_numbers(document.slice(below.span)) {
                    if all.iter().all(|known| known.found.number != found.number) {
                        let place = Span::new(below.span.start + found.start, below.span.start + found.end);
                        all.push(Cited { head, found, place });
                    }
                }
            }
        }
    }
    all
}

/// The same in a table that has no recipients but money beside the numbers: 资金名称 | 上级文号 | 金额.
pub(super) fn read_alone(document: &Document, grid: &Grid) -> Vec<Cited> {
    let money = grid.rows.iter().take(HEAD_ROWS).flatten().any(|slot| words::has("money", &text::core(&slot.key)));
    let mut all = if money { read(document, grid) } else { Vec::new() };
    all.retain(|cited| matches!(cited.head, Head::Above | Head::Given));
    all
}

fn head(core: &str) -> Option<Head> {
    let is = |class: &str| words::is(class, core);
    match () {
        () if is("cited_above") => Some(Head::Above),
        () if is("cited_given") => Some(Head::Given),
        () if is("cited_own") => Some(Head::Own),
        () if is("cited_any") => Some(Head::Any),
        () => None,
    }
}

/// The citations, each with the role that the head of its column gives it in a notice of this kind (`docs/linking.md`, citation roles). A
/// document of which it says nothing that linking could use is left out.
pub(crate) fn citations(
    document: &Document,
    cited: &[Cited],
    kind: NoticeKind,
    own: Option<&DocumentNumber>,
    division: Option<&DivisionCode>,
) -> Vec<Citation> {
    let others = cited.iter().filter(|cited| own != Some(&cited.found.number));
    let citation = |cited: &Cited| {
        let mut doubts: Doubts = cited.found.doubts.iter().copied().collect();
        doubts.insert(hongtou_notice::codes::Doubt::RoleInferred);
        Some(Citation {
            role: role(cited, kind, own, division)?,
            number: Some(cited.found.number.clone()),
            title: None,
            issuers: Vec::new(),
            told_date: None,
            told_money: None,
            evidence: evidence(document, cited.place, Origin::Table),
            confidence: cited.found.confidence.max(hongtou_notice::codes::Confidence::Likely),
            doubts,
        })
    };
    others.filter_map(citation).collect()
}

fn role(cited: &Cited, kind: NoticeKind, own: Option<&DocumentNumber>, division: Option<&DivisionCode>) -> Option<CitationRole> {
    use NoticeKind::{Adjust, Advance, Announcement, Issue, Recover, SelfEvaluation, Settle};
    // Plans of other offices pass no money.
    let (region, _) = cited.found.number.prefix.split_once('财')?;
    let theirs = AgencyCodes::get().infer(&cited.found.number.prefix, division).and_then(|code| code.agency.division);
    let of_own = own.and_then(|own| own.prefix.split_once('财')).is_some_and(|(own, _)| own == region)
        || theirs.is_some() && theirs.as_ref() == division;
    // Money comes from above, whoever the letters are of where no table tells.
    let above = || {
        theirs.as_ref().zip(division).is_none_or(|(theirs, own)| Divisions::get().within(own, theirs.as_str()) || theirs.as_str() == CENTRE)
    };
    // 湘教财: what another office numbers; above a province there is the ministry alone.
    let office = theirs.is_none()
        && (region.ends_with(['教', '农', '林', '交', '水', '民', '卫', '文', '府'])
            || division.and_then(|own| Divisions::get().level(own)) == Some(Level::Province) && !region.is_empty());
    let upstream = || (above() && !office).then_some(CitationRole::Upstream);
    match (cited.head, kind) {
        (Head::Above, Issue | Advance | Announcement | SelfEvaluation) => upstream(),
        (Head::Given | Head::Own | Head::Any, Adjust | Recover) => Some(CitationRole::Amended),
        (Head::Own, Announcement | SelfEvaluation) => Some(CitationRole::Issued),
        (Head::Given | Head::Any, Announcement | SelfEvaluation) if of_own => Some(CitationRole::Issued),
        (Head::Given | Head::Any, Issue | Advance | Settle) if of_own => Some(CitationRole::Prior),
        (Head::Given | Head::Any, Announcement | SelfEvaluation | Issue | Advance) => upstream(),
        _ => None,
    }
}
