//! Recipients (主送机关): the printed groups, and the divisions that each names (`docs/notice-form.md`).
//! Not for: recipients of money in tables.

use hongtou_document::Document;
use hongtou_notice::codes::Origin;
use hongtou_notice::{DivisionCode, Fact, RecipientGroup};

use crate::agencies;
use crate::flow::Unit;
use crate::place::evidence;

/// The groups of a recipients line. ， parts groups; 、 parts names inside one; parentheses part nothing.
pub(crate) fn read(document: &Document, lines: &[Unit], issuer: Option<&DivisionCode>) -> Vec<Fact<RecipientGroup>> {
    let mut groups = Vec::new();
    for unit in lines {
        let text = unit.text();
        let end = text.trim_end_matches(['：', ':']).len();
        let mut start = 0;
        let mut depth = 0i32;
        let marks: Vec<(usize, char)> = text.char_indices().filter(|(at, _)| *at < end).chain([(end, '，')]).collect();
        for (at, c) in marks {
            match c {
                '（' | '(' => depth += 1,
                '）' | ')' => depth -= 1,
                '，' | ',' | '；' if depth <= 0 => {
                    if let Some(name) = text.get(start..at).filter(|name| !name.is_empty()) {
                        let value = RecipientGroup { name: name.to_owned(), divisions: divisions(name, issuer) };
                        groups.push(Fact::new(value, evidence(document, unit.view.span(start..at), Origin::Body)));
                    }
                    start = at + c.len_utf8();
                }
                _ => {}
            }
        }
    }
    groups
}

/// The divisions that a group names. `蓬江区、江海区、新会区财政局` names three; 各县（市） names none.
fn divisions(group: &str, issuer: Option<&DivisionCode>) -> Vec<DivisionCode> {
    let mut found = Vec::new();
    for name in group.split('、') {
        if name.starts_with(['各', '有']) {
            continue;
        }
        let code = match agencies::place(name, issuer) {
            Some(place) if !place.ambiguous => Some(place.division),
            _ => agencies::agency(name, issuer).division.filter(|_| crate::vocab::AGENCY_ENDS.at_end(name).is_some()),
        };
        if let Some(code) = code.filter(|code| !found.contains(code)) {
            found.push(code);
        }
    }
    found
}
