//! What stands round a sum in running text, cut once for all rules. Not for: what it tells (`rules`).

use hongtou_notice::Money;

use crate::amounts::lead::behind_bracket;
use crate::sentence;

/// The surroundings of a sum.
#[derive(Debug)]
pub(super) struct Said<'a> {
    /// The paragraph's text.
    pub(super) text: &'a str,
    /// Byte where the sum begins.
    pub(super) from: usize,
    /// Byte where it ends.
    pub(super) to: usize,
    /// The sum.
    pub(super) money: Money,
    /// Byte where its sentence begins.
    pub(super) sentence: usize,
    /// Byte where the lead begins.
    pub(super) lead_start: usize,
    /// What stands between the sum before it in the sentence, or the sentence's beginning, and the sum.
    pub(super) lead: &'a str,
    /// The clause before it.
    pub(super) clause: &'a str,
    /// The words right before it.
    pub(super) near: &'a str,
    /// The words right behind it, and behind the bracket that explains it: in 资金100万元（中央80万元、省级20万元）分配给你们 the verb stands there.
    pub(super) tail: &'a str,
}

/// Characters of a text that count as right before a sum.
const NEAR: usize = 14;

/// Characters of a text that count as right behind it.
const TAIL: usize = 10;

impl<'a> Said<'a> {
    /// Cuts what stands round the sum at the bytes `from..to`; `last` is the byte where the sum before it ended.
    pub(super) fn round(text: &'a str, (from, to): (usize, usize), last: Option<usize>, money: Money) -> Self {
        let sentence = sentence::around(text, from).start;
        let lead_start = last.filter(|last| *last > sentence).unwrap_or(sentence).min(from);
        Self {
            text,
            from,
            to,
            money,
            sentence,
            lead_start,
            lead: text.get(lead_start..from).unwrap_or_default(),
            clause: sentence::clause_before(text, from),
            near: sentence::before(text, from, NEAR),
            tail: sentence::after(text, behind_bracket(text, to), TAIL),
        }
    }

    /// The sum as it is printed.
    pub(super) fn printed(&self) -> &'a str {
        self.text.get(self.from..self.to).unwrap_or_default()
    }

    /// Whether the sum is printed in 元, without a greater unit.
    pub(super) fn in_yuan(&self) -> bool {
        !self.printed().contains(['万', '亿', '千', '仟', '萬'])
    }

    /// The lead behind what names money given before: of 对第二批下达的某项目 it is 某项目.
    pub(super) fn lead_of_own(&self) -> &'a str {
        const GIVEN: &[&str] = &["下达的", "安排的", "拨付的", "批复的"];
        let behind = GIVEN.iter().filter_map(|word| Some(self.lead.rfind(word)? + word.len())).max();
        behind.and_then(|at| self.lead.get(at..)).unwrap_or(self.lead)
    }
}
