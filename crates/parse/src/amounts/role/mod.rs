//! What a sum in running text is (`docs/amounts.md`, roles): by the words before and behind it, and by the sums told
//! before it in the sentence. The rules are a list in which the first that speaks decides (`rules`). Not for: whose money a part is (`level`),
//! finding sums, and which of several totals is the notice's own (`amounts`).

mod earlier;
mod returned;
mod rules;
mod said;
mod standard;

use hongtou_document::{Document, Span};
use hongtou_notice::Amount;
use hongtou_notice::codes::{AmountRole, Origin};

use self::said::Said;
use super::lead::{behind_bracket, joins};
use super::level::{SHORT_CLAUSE, only_level, without_year};
use super::words;
use super::{Speaker, infer};
use crate::flow::{self, Unit};
use crate::place::evidence;
use crate::recognise::MoneyMatch;
use crate::sentence;
use crate::vocab::MONEY_WORDS;
use crate::vocab::any;

/// What a paragraph stands under.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Section {
    /// 一、资金来源: the sums below it tell where the money comes from.
    Sources,
    /// Anything else.
    Other,
}

/// The section that a heading opens; `None` for a paragraph that is no heading.
pub(super) fn section(text: &str) -> Option<Section> {
    let level = flow::heading_level(text)?;
    let title = text.trim_start_matches(|c: char| "一二三四五六七八九十、（）().．".contains(c) || c.is_ascii_digit());
    match level {
        1 | 2 if title.trim_end_matches('：') == "资金来源" || title.starts_with("资金来源情况") => Some(Section::Sources),
        1 => Some(Section::Other),
        _ => None,
    }
}

/// A fund's name is no longer, in characters.
const LONGEST_FUND: usize = 40;

/// Reads the sums of a paragraph one after the other.
pub(super) struct Reader<'a> {
    document: &'a Document,
    pub(super) unit: &'a Unit,
    pub(super) speaker: Speaker<'a>,
    /// Byte where the sum before this one ended.
    pub(super) last: Option<usize>,
    /// Byte where the note ends that stands in brackets behind a sum told per recipient.
    note_to: usize,
    /// Byte behind the last sum that was the notice's own, with the note in brackets behind it.
    whole_to: Option<usize>,
    /// Whether the last sum is the notice's own beside another one: …资金624万元（…）、…经费1310万元.
    pub(super) beside: bool,
    /// Byte where the sentence of a sum began whose parts may follow.
    pub(super) part_of: Option<usize>,
    /// What the sum before this one in the sentence was, if it was raised, cut or taken back.
    row: Option<AmountRole>,
    /// Whether the last sum was told by a word of the notice's own act.
    pub(super) own: bool,
    /// Whether the last sum was a standard.
    standard: bool,
    /// Whether it was one of the same sentence.
    standard_before: bool,
    /// Whether the last sum was told as that of the ones before it (合共, 合计).
    pub(super) sums_up: bool,
    /// Whether that is said of all sums above (上述资金合计), in paragraphs before this one too.
    pub(super) sums_up_all: bool,
    /// Whether the last sum was joined to the one before it in the sentence: …100万元、省级资金60万元.
    pub(super) joined: bool,
    /// Whether a list of sums was opened whose verb stands behind them (现将甲资金310万元、乙资金85.5万元下达你们).
    opened: bool,
    /// Whether the last sum goes on with such a list.
    pub(super) listed: bool,
    /// The level that the clause before the last sum names.
    pub(super) level: Option<AmountRole>,
    /// Whether the words before the last sum tell it of other money than what is given now.
    pub(super) aside: bool,
    /// What the paragraph stands under.
    pub(super) section: Section,
}

impl<'a> Reader<'a> {
    /// A reader that has read nothing of the paragraph yet.
    pub(super) fn new(document: &'a Document, unit: &'a Unit, speaker: Speaker<'a>, section: Section) -> Self {
        Self {
            document,
            unit,
            speaker,
            last: None,
            note_to: 0,
            whole_to: None,
            beside: false,
            part_of: None,
            row: None,
            own: false,
            standard: false,
            standard_before: false,
            sums_up: false,
            sums_up_all: false,
            joined: false,
            opened: false,
            listed: false,
            level: None,
            aside: false,
            section,
        }
    }

    /// Notes that the sum just read is the notice's own: another may stand beside it.
    pub(super) fn keep_whole(&mut self) {
        self.whole_to = self.last.map(|to| behind_bracket(self.unit.text(), to));
    }

    /// Passes a sum that is no amount: it is told per recipient.
    pub(super) fn pass(&mut self, span: Span) {
        let to = self.unit.view.byte_of(span.end);
        self.last = Some(to);
        self.note_to = behind_bracket(self.unit.text(), to);
    }

    /// The sum with its role.
    pub(super) fn amount(&mut self, found: &MoneyMatch, span: Span) -> Amount {
        let text = self.unit.text();
        let from = self.unit.view.byte_of(span.start);
        let to = self.unit.view.byte_of(span.end);
        let said = Said::round(text, (from, to), self.last, found.money);
        self.row = self.row.filter(|_| said.lead_start > said.sentence);
        self.own = told_by_own_act(&said);
        self.sums_up_all = sums_up_all(said.lead);
        self.sums_up = self.sums_up_all || sums_up(&said);
        self.aside = any(said.clause, &words::get().aside);
        self.level = self.named_level(said.clause, said.tail);
        self.joined = said.lead_start > said.sentence && joins(said.lead);
        self.listed = self.joined && self.opened && said.lead.starts_with(['、', '和', '及', '以']);
        self.opened = said.lead.contains("现将") || self.listed;
        self.standard_before = self.standard && said.lead_start > said.sentence;
        let (role, sure) = rules::role(self, &said);
        let may_stand = role == AmountRole::Other && !sure || role == AmountRole::Total && !self.own;
        self.beside = may_stand && self.stands_beside(said.sentence, from);
        let role = if self.beside { AmountRole::Total } else { role };
        self.standard = role == AmountRole::Standard;
        self.row = Some(role).filter(|role| matches!(role, AmountRole::AdjustUp | AmountRole::AdjustDown | AmountRole::Recovered));
        // 现下达…万元。其中：中央…，省级…: the parts may fill a sentence of their own.
        if role == AmountRole::Total || said.lead.contains("其中") {
            self.part_of = Some(said.sentence);
        }
        self.last = Some(to);
        let mut amount = Amount {
            origin: Origin::Body,
            money: Some(found.money),
            text: found.text.as_str().into(),
            unit: Some(found.unit),
            role,
            absence: None,
            evidence: evidence(self.document, span, Origin::Body),
            confidence: found.confidence,
            doubts: found.doubts.iter().copied().collect(),
        };
        if !sure {
            infer(&mut amount);
        }
        amount
    }

    /// Whether a sum of the same sentence is the notice's own and a fund of its own name stands between it and this one.
    fn stands_beside(&self, sentence_start: usize, from: usize) -> bool {
        let between = self.whole_to.filter(|to| *to > sentence_start).and_then(|to| self.unit.text().get(to..from));
        let listed = |between: &'a str| ["、", "和", "及", "以及"].iter().find_map(|word| between.strip_prefix(word));
        // …资金276万元，下达…经费138.5万元: a clause of its own passes it on.
        let passed = |between: &'a str| {
            let clause = between.strip_prefix(['，', '；'])?;
            let clause = ["同时", "并", "另", "现"].iter().find_map(|word| clause.strip_prefix(word)).unwrap_or(clause);
            let name = ["下达", "拨付", "安排", "追加"].iter().find_map(|verb| clause.strip_prefix(verb))?;
            crate::agencies::place(without_year(name), self.speaker.division)
                .is_none_or(|place| place.rest.starts_with('级'))
                .then_some(name)
        };
        let name = between.and_then(|between| listed(between).or_else(|| passed(between)));
        name.map(without_year).is_some_and(|name| {
            MONEY_WORDS.at_end(name).is_some()
                && (4..=LONGEST_FUND).contains(&name.chars().count())
                && !name.contains(['，', '。', '；', '：', '元'])
                && !only_level(name)
        })
    }
}

/// Whether a word of the notice's own act tells the sum: 现下达, 此次安排; in 现将其中的116万元划拨至你单位 the verb stands behind.
fn told_by_own_act(said: &Said<'_>) -> bool {
    let passes = &words::get().passes;
    let act = |word: &&str| {
        let rest = said.lead.rfind(*word).and_then(|at| said.lead.get(at..));
        rest.is_some_and(|rest| any(sentence::after(rest, 0, 8), passes))
    };
    ["现", "此次", "本次"].iter().any(act) || said.lead.contains("现将") && passes.iter().any(|verb| said.tail.starts_with(verb))
}

/// Whether the sum is told as that of those before it in the sentence: 465万元下达你们，共计785万元.
fn sums_up(said: &Said<'_>) -> bool {
    let opening = said.lead.rsplit(['，', '；', ',']).next().unwrap_or_default().trim_start_matches('、');
    said.lead_start > said.sentence
        && said.lead.chars().count() <= SHORT_CLAUSE
        && (opening == "共" || words::get().sums_up.iter().any(|word| opening.starts_with(word)))
}

/// Whether the sum is told as that of all above: 上述资金合计785万元.
fn sums_up_all(lead: &str) -> bool {
    ["上述", "以上"].iter().any(|all| {
        let said = lead.rfind(all).and_then(|at| lead.get(at + all.len()..));
        said.is_some_and(|said| ["合计", "共计", "总计"].contains(&said.trim_start_matches("资金").trim_start_matches("各项")))
    })
}
