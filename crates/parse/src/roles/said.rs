//! What stands round the mention of a document, cut once for all rules. Not for: what it tells (`rules`).

use crate::citations::Mention;
use crate::flow::Unit;
use crate::sentence;

use super::Speaker;

/// A mention with its surroundings.
#[derive(Debug)]
pub(super) struct Said<'a> {
    pub(super) mention: &'a Mention,
    pub(super) speaker: &'a Speaker<'a>,
    /// The paragraph's text.
    pub(super) text: &'a str,
    /// The cited title.
    pub(super) title: Option<&'a str>,
    /// The words before the mention.
    pub(super) lead: &'a str,
    /// The clause right before it, with the one that leads into it.
    pub(super) clause: &'a str,
    /// What stands behind it in the sentence.
    pub(super) behind: &'a str,
    /// What is said of a list of documents behind the last of them: 《甲》（N1）、《乙》（N2）同时废止.
    pub(super) behind_list: &'a str,
    /// What follows and speaks of this document, not of the next one or of other money.
    pub(super) near: &'a str,
}

/// Characters before a mention, and right behind it, that speak of it.
const NEAR: usize = 24;

/// More documents are seldom listed in one breath.
const MOST_LISTED: usize = 12;

impl<'a> Said<'a> {
    /// Cuts what stands round a mention.
    pub(super) fn round(unit: &'a Unit, mention: &'a Mention, speaker: &'a Speaker<'a>) -> Self {
        let text = unit.text();
        let lead = sentence::before(text, mention.range.start, NEAR);
        let behind = text.get(mention.range.end..sentence::around(text, mention.range.end).end).unwrap_or_default();
        Self {
            mention,
            speaker,
            text,
            title: mention.title.as_ref().and_then(|range| text.get(range.clone())),
            lead,
            clause: last_clauses(lead),
            behind,
            behind_list: behind_list(behind),
            near: near(sentence::after(text, mention.range.end, NEAR)),
        }
    }

    /// The clause before the mention without the bracket or mark that opens it.
    pub(super) fn unopened(&self) -> &'a str {
        self.clause.trim_end_matches(['《', '（', '('])
    }
}

/// The clause at the end of a text, with the mark or bracket that closes the one before it as its border.
fn last_clauses(lead: &str) -> &str {
    let start =
        lead.char_indices().rev().find(|(_, c)| matches!(c, '，' | '。' | '；' | '》' | '）')).map_or(0, |(at, c)| at + c.len_utf8());
    lead.get(start..).unwrap_or_default()
}

/// What follows speaks of this document up to the next one named.
fn near(behind: &str) -> &str {
    let near = behind.split(['《', '〔']).next().unwrap_or_default();
    // （N），扣除提前下达的…: what is taken off was issued by another document.
    let near = near.split("扣除").next().unwrap_or_default();
    // （N）规定，我局将提前下达的…资金490.2万元下达你局: what came in advance is passed on now.
    let near = near.split("将").next().unwrap_or_default();
    if near.contains("前期") || near.contains("此前") { "" } else { near }
}

fn behind_list(behind: &str) -> &str {
    let mut rest = behind.trim_start_matches(['）', ')']);
    for _ in 0..MOST_LISTED {
        // The mark between two documents may be lost.
        let next = rest.strip_prefix(['、', '和', '及', '，']).unwrap_or(rest);
        let Some(next) = Some(next).filter(|next| next.starts_with('《')) else { break };
        let Some(end) = next.find('》') else { break };
        rest = next.get(end + '》'.len_utf8()..).unwrap_or_default();
        if let Some(close) = rest.find('）').filter(|_| rest.starts_with('（')) {
            rest = rest.get(close + '）'.len_utf8()..).unwrap_or_default();
        }
    }
    rest
}
