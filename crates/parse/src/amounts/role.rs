//! What a sum in running text is (`docs/amounts.md`, roles): by the words before and behind it, and by the sums told
//! before it in the sentence. Not for: whose money a part is (`level`), finding sums, and which of several totals is the notice's own (`amounts`).

use hongtou_document::{Document, Span};
use hongtou_notice::codes::{AmountRole, NoticeKind, Origin};
use hongtou_notice::{Amount, Money};

use super::lead::{behind_bracket, joins, last_cue, passes_on};
use super::level::{SHORT_CLAUSE, only_level, without_year};
use super::standard::{in_standards, is_average, is_rate};
use super::words;
use super::{Speaker, infer};
use crate::flow::{self, Unit};
use crate::place::evidence;
use crate::recognise::MoneyMatch;
use crate::sentence;
use crate::vocab::MONEY_WORDS;

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

/// Behind what was due, what was paid of it is told within so many characters.
const PAID_OF_DUE: usize = 60;

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
        let sentence = sentence::around(text, from);
        let lead_start = self.last.filter(|last| *last > sentence.start).unwrap_or(sentence.start).min(from);
        let lead = text.get(lead_start..from).unwrap_or_default();
        self.row = self.row.filter(|_| lead_start > sentence.start);
        self.own = ["现", "此次", "本次"].iter().any(|word| {
            lead.rfind(word).is_some_and(|at| {
                lead.get(at..).is_some_and(|rest| words::get().passes.iter().any(|verb| sentence::after(rest, 0, 8).contains(verb)))
            })
        });
        // 现将其中的116万元划拨至你单位: the verb stands behind.
        let behind = sentence::after(text, behind_bracket(text, to), 10);
        self.own |= lead.contains("现将") && words::get().passes.iter().any(|verb| behind.starts_with(verb));
        // 465万元下达你们，共计785万元.
        let opening = lead.rsplit(['，', '；', ',']).next().unwrap_or_default().trim_start_matches('、');
        self.sums_up = lead_start > sentence.start
            && lead.chars().count() <= SHORT_CLAUSE
            && (opening == "共"
                || ["合共", "合计", "共计", "总计", "两项", "三项", "全年共", "累计"].iter().any(|word| opening.starts_with(word)));
        self.sums_up_all = ["上述", "以上"].iter().any(|all| {
            let said = lead.rfind(all).and_then(|at| lead.get(at + all.len()..));
            said.is_some_and(|said| ["合计", "共计", "总计"].contains(&said.trim_start_matches("资金").trim_start_matches("各项")))
        });
        self.sums_up |= self.sums_up_all;
        self.level = self.named_level(sentence::clause_before(text, from));
        self.joined = lead_start > sentence.start && joins(lead);
        self.listed = self.joined && self.opened && lead.starts_with(['、', '和', '及', '以']);
        self.opened = lead.contains("现将") || self.listed;
        self.standard_before = self.standard && lead_start > sentence.start;
        let (role, sure) = self.role(lead, lead_start, (from, to), sentence.start, found.money);
        let may_stand = role == AmountRole::Other && !sure || role == AmountRole::Total && !self.own;
        self.beside = may_stand && self.stands_beside(sentence.start, from);
        let role = if self.beside { AmountRole::Total } else { role };
        self.standard = role == AmountRole::Standard;
        self.row = Some(role).filter(|role| matches!(role, AmountRole::AdjustUp | AmountRole::AdjustDown | AmountRole::Recovered));
        // 现下达…万元。其中：中央…，省级…: the parts may fill a sentence of their own.
        if role == AmountRole::Total || lead.contains("其中") {
            self.part_of = Some(sentence.start);
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

    fn role(&self, lead: &str, lead_start: usize, (from, to): (usize, usize), sentence_start: usize, money: Money) -> (AmountRole, bool) {
        let text = self.unit.text();
        // 资金100万元（中央80万元、省级20万元）分配给你们: the verb stands behind the bracket.
        let tail = sentence::after(text, behind_bracket(text, to), 10);
        let clause = sentence::clause_before(text, from);
        let near = sentence::before(text, from, 14);
        let has = |text: &str, words: &[&str]| words.iter().any(|word| text.contains(word));
        // 某镇40万元（中央30万元、县级10万元）: what explains the sum of one recipient is no part of the notice's own.
        if from < self.note_to {
            return (AmountRole::Other, true);
        }
        if has(tail, &["罚款"]) || has(clause, &["罚款", "保证金", "限价", "违约金", "优惠", "首存"]) {
            return (AmountRole::Other, true);
        }
        let per = tail.starts_with(['/', '／', '·', '*', '每'])
            || tail.starts_with("的标准")
            || tail.starts_with("标准")
            || is_rate(clause)
            || ["人均", "村均", "户均", "亩均", "生均", "校均"].iter().any(|word| is_average(clause, word))
            || clause.ends_with("标准")
            || clause.ends_with("基数")
            || has(clause, &["封顶", "户均", "单户"])
            || ["不超过", "不得超过", "最高不超过", "补助上限", "补贴上限"].iter().any(|limit| clause.ends_with(limit)) && has(clause, &["补助", "补贴", "奖", "资助", "费", "每", "单", "额"])
                && !has(clause, &["总额", "规模", "概算", "总投资", "合计", "工程款", "中标", "拨付", "用于", "累计"])
            || tail.starts_with("以内") && has(clause, &["控制在", "补助", "补贴"])
            || has(clause, &["不超过", "不高于", "最高", "上限"])
                && has(clause, &["单个", "单项", "每", "补助", "奖励", "资助", "补贴", "给予", "支持"])
            // 补助标准为：修缮户均0.8万元；翻建2万元、2.4万元.
            || in_standards(text, from);
        // 每人55元，中央承担44元: who bears how much of it.
        // 每人每年360元，其中新增40元: a part of it.
        // 每人550元，其中中央财政补助330元、省级财政补助94元: what each level pays of it, in 元 too.
        let by_level = self.standard_before
            && lead.starts_with(['、', '，'])
            && lead.chars().count() <= SHORT_CLAUSE
            && has(lead, &["中央", "省", "自治区", "市级", "州级", "县级", "地方", "市财政", "县财政"])
            && has(lead, &["补助", "财政"])
            && !has(lead, &["下达", "拨付", "共"])
            && !text.get(from..to).is_some_and(|sum| sum.contains(['万', '亿']));
        let share = by_level
            || self.standard
                && self.last == Some(lead_start)
                && (has(lead, &["承担", "负担", "分担"]) || lead.starts_with("，其中"))
                && lead.chars().count() <= 14;
        // 具体标准在2000元至4500元之间确定; 单台补贴一般不超过5万元，大型不超过15万元: the range and the limits of a standard.
        let range = tail.starts_with('至') && has(clause, &["标准"]) || lead == "至" && self.standard;
        let limit = self.standard && self.last == Some(lead_start) && ["不超过", "不高于", "最高"].iter().any(|word| lead.ends_with(word));
        if per || share || range || limit || has(near, &["标准为", "标准提高到", "标准达到", "项目不超过", "一档", "二档", "三档", "四档"])
        {
            return (AmountRole::Standard, true);
        }
        if self.speaker.kind == NoticeKind::Other && has(clause, &["一次性奖励", "一次性补助", "一次性补贴", "一次性资助", "一次性给予"])
        {
            return (AmountRole::Standard, true);
        }
        if self.speaker.kind == NoticeKind::Other {
            return (AmountRole::Other, !has(lead, &["下达", "拨付", "安排"]));
        }
        if let Some(role) = self.part(lead, lead_start, sentence_start, to) {
            return (role, true);
        }
        if let Some(role) = self.source_behind(to).filter(|_| !self.own).or_else(|| self.line_of_level(lead, to)) {
            return (role, true);
        }
        // 分配到…的资金为4365万元，占比为87.3%: a share of another sum.
        if tail.starts_with("，占") && !self.own {
            return (AmountRole::Other, true);
        }
        // 调增调减相抵，全市资金规模维持1640万元不变.
        if tail.starts_with("不变") || tail.starts_with("保持不变") {
            return (AmountRole::Total, true);
        }
        // 收回甲县20万元、乙县30万元，共计50万元, told per recipient.
        if self.speaker.kind == NoticeKind::Recover && ["，共计", "，合计", "，共收回", "，共计收回", "，合计收回"].contains(&lead)
        {
            return (AmountRole::Recovered, true);
        }
        // 现提前下达…，同时清算上年补助资金-59.65万元.
        if matches!(self.speaker.kind, NoticeKind::Issue | NoticeKind::Advance)
            && self.last.is_some()
            && ["，同时清算", "，并清算", "，清算"].iter().any(|verb| lead.contains(verb))
        {
            return (AmountRole::Settled, true);
        }
        // 此前已拨付的周转金300万元不再收回 is no part of this money.
        if ["不再收回", "不予收回", "不再扣回", "不再扣减"].iter().any(|word| tail.starts_with(word)) {
            return (AmountRole::Other, true);
        }
        // 对第二批下达的项目39.5万元（N号），收回资金重新安排; 尚未使用的86万元由市财政收回: the money is taken back.
        let by_whom = tail.strip_prefix('由').and_then(|rest| rest.split_once("收回")).is_some_and(|(who, _)| who.ends_with("财政"));
        let taken_back = by_whom || ["，收回资金", "，资金收回", "，予以收回"].iter().any(|word| tail.starts_with(word));
        if taken_back && !tail.contains(|c: char| c.is_ascii_digit()) {
            return (AmountRole::Recovered, true);
        }
        // 本次下达的资金中有2587万元纳入直达管理: a part by purpose, whatever verb stands before.
        if ["资金中有", "资金中，", "资金中", "其中有", "经费中有"].iter().any(|word| clause.ends_with(word)) {
            return (AmountRole::Other, true);
        }
        // 961万元列“2109999…”: a sum told before, now with its subject.
        if tail.starts_with('列') && !has(clause, &["下达", "拨付", "安排"]) {
            return (AmountRole::Other, false);
        }
        // 含提前下达数24300万元: a part of the sum before that was issued earlier.
        if has(
            lead,
            &[
                "含提前下达",
                "含已提前下达",
                "其中提前下达",
                "其中：提前下达",
                "其中:提前下达",
                "其中已提前",
                "连同提前下达",
                "连同已提前下达",
            ],
        ) {
            return (AmountRole::Advance, true);
        }
        // 连同N号提前下达的1960万元.
        let by_it = ["提前下达的", "提前下达资金", "提前下达数"].iter().find_map(|end| lead.strip_suffix(end));
        if by_it.is_some_and(|head| head.contains('〕') && ["号", "号文", "号文件"].iter().any(|end| head.ends_with(end))) {
            return (AmountRole::Advance, true);
        }
        // （已含N号提前下达数41000万元）.
        if lead.trim_start_matches(['（', '(', '，']).strip_prefix("已").unwrap_or(lead).starts_with(['含', '（'])
            && lead.contains('含')
            && lead.contains("提前下达")
            && self.last == Some(lead_start)
        {
            return (AmountRole::Advance, true);
        }
        // 前期工作 and 前期费用 are work and costs, no earlier issue.
        let last = |words: &[&str]| words.iter().filter_map(|word| lead.rfind(word)).max();
        let works = last(&["前期工作", "前期准备", "前期费", "前期经费", "前期资金", "前期手续"]);
        // 已扣除…应扣回资金60万元: what was to be taken back.
        if has(clause, &["扣回"]) {
            return (AmountRole::Recovered, true);
        }
        let by_number =
            ["已通过", "已由", "已以", "已按"].iter().any(|word| lead.split(word).nth(1).is_some_and(|behind| behind.contains('号')));
        let earlier = by_number
            || has(lead, &["已提前下达", "此前", "已下达", "扣除", "已拨付", "已通过", "已预拨", "不含"])
            || lead.rfind("前期").is_some_and(|at| Some(at) != works);
        let advance = lead.contains("提前") || by_number;
        // 前期已下达的《…》（N）要求，现下达…: the later word decides.
        let now = last(&["现下达", "现拨付", "现安排", "现提前", "现追加", "现分配", "现将", "此次", "本次"]);
        let before = last(&["已提前", "此前", "前期", "已下达", "扣除", "已拨付", "已通过", "已预拨", "不含"]);
        if earlier && (advance || has(lead, &["扣除", "已下达", "已拨付", "已预拨", "前期"])) && now <= before {
            return (AmountRole::Advance, true);
        }
        if self.speaker.kind == NoticeKind::Recover && has(tail, &["收回", "缴回", "上缴"]) {
            return (AmountRole::Recovered, true);
        }
        // 现收回《…》（N）安排的资金合计100万元.
        if self.speaker.kind == NoticeKind::Recover
            && has(lead, &["现收回", "现追减", "决定追减", "决定收回", "予以收回", "共收回", "合计收回"])
        {
            return (AmountRole::Recovered, true);
        }
        // 现收回原N号下达某项目资金200万元: what was given by that notice is taken back.
        if let Some(back) = lead.rfind("收回").and_then(|at| lead.get(at + "收回".len()..))
            && back.contains('〕')
            && let Some(given) = ["下达", "安排", "拨付", "分配"].iter().find_map(|verb| back.split_once(verb))
            && !has(given.1, &["下达", "安排", "拨付", "分配", "用于"])
            && !has(given.0, &["重新", "现"])
        {
            return (AmountRole::Recovered, true);
        }
        // 调减N号文件安排的补助资金61.3万元: what was given by that notice is cut.
        if self.speaker.kind == NoticeKind::Adjust
            && let Some(cut) =
                ["调减", "核减", "追减"].iter().filter_map(|verb| Some(lead.rfind(verb)? + verb.len())).max().and_then(|at| lead.get(at..))
            && cut.contains('〕')
            && !has(cut, &["，", "。", "用于", "重新", "调增"])
        {
            return (AmountRole::AdjustDown, true);
        }
        // What was due for the year is told beside what is left of it; what is left (清算净增) is settled, and so is what a settlement passes on.
        let due = ["应补", "应享受", "应下达", "应清算", "应拨", "应安排", "清算数", "结算数", "清算金额"];
        let found = ["此次清算", "本次清算", "清算净", "结算净"];
        // 清算净增116.5万元，其中应补180.7万元、应扣64.2万元: the two sides of a net sum.
        if self.speaker.kind == NoticeKind::Settle && self.last == Some(lead_start) {
            let part = lead.trim_start_matches(['（', '(', '，', '、', '；']);
            let part = part.strip_prefix("其中").unwrap_or(part).trim_start_matches(['：', ':', '，']);
            if ["应补拨", "应补", "应增拨"].contains(&part) {
                return (AmountRole::AdjustUp, true);
            }
            if ["应扣", "应扣回", "应扣减", "应收回", "应缴回"].contains(&part) {
                return (AmountRole::AdjustDown, true);
            }
        }
        // 应补助2176万元，已预拨1850万元，本次清算下达326万元; 此次清算应下达326万元 is what is settled.
        let now = has(clause, &["此次", "本次", "现清算", "现结算"]);
        let paid = ["已", "本次", "此次", "净"].iter().any(|word| sentence::after(text, to, PAID_OF_DUE).contains(word));
        if self.speaker.kind == NoticeKind::Settle && has(clause, &due) {
            return (if paid && !now { AmountRole::Other } else { AmountRole::Settled }, true);
        }
        if self.speaker.kind == NoticeKind::Settle && has(clause, &found) && !has(clause, &words::get().passes) {
            return (AmountRole::Settled, true);
        }
        // 决定发放…高龄津贴，…全县共发放86.4万元: a notice that pays tells its own sum by the verb.
        let pays = matches!(self.speaker.kind, NoticeKind::Issue | NoticeKind::Advance);
        if pays && has(clause, &["共发放", "合计发放", "共计发放", "总计发放", "发放共计", "发放合计"]) && !has(lead, &["已发放", "累计"])
        {
            return (AmountRole::Total, true);
        }
        let told = last_cue(lead).filter(|role| {
            // 现下达剩余资金100万元: what is left of the year's money is passed on.
            let spent = matches!(role, AmountRole::Executed | AmountRole::Budget | AmountRole::CarriedOver | AmountRole::Other);
            !(spent && passes_on(clause))
        });
        if let Some(role) = told {
            // 现收回…资金结余5万元: what is left over is what is recovered.
            let left = matches!(role, AmountRole::Other | AmountRole::CarriedOver);
            if left && has(clause, &["收回", "缴回", "上缴"]) {
                return (AmountRole::Recovered, true);
            }
            // 结余5.5万元结转下年使用: the balance is carried over; a balance alone is only told.
            // A report's balance is what is left of its money.
            let reports = self.speaker.kind == NoticeKind::SelfEvaluation;
            // 上年末结余资金1216.4万元一并使用 is used with this money.
            let used = tail.starts_with("一并使用") || tail.starts_with("统筹使用") || tail.starts_with("继续使用");
            let carried = role == AmountRole::Other
                && (clause.contains("结余") || clause.contains("剩余"))
                && (reports || used || tail.starts_with("结转"));
            return (if carried { AmountRole::CarriedOver } else { role }, true);
        }
        // 年初批复预算985万元, 调整后项目预算861万元: what a report was given to spend.
        if self.speaker.kind == NoticeKind::SelfEvaluation
            && clause.contains("预算")
            && !has(clause, &["预算执行", "下达", "拨付", "收到", "争取"])
        {
            return (AmountRole::Budget, true);
        }
        // 对第二批下达的某项目39.5万元: money given before is named, not given.
        let named = ["下达的", "安排的", "拨付的", "批复的"].iter().filter_map(|word| lead.rfind(word)).max();
        let lead = named.and_then(|at| lead.get(at + "下达的".len()..)).unwrap_or(lead);
        let words = words::get();
        if has(lead, &words.passes) || has(lead, &words.wholes) || has(tail, &words.brings) {
            let strong = has(lead, &["现", "此次", "本次", "共", "收到", "下达", "总额", "预拨"])
                || words.brings.iter().any(|verb| tail.starts_with(verb));
            return (AmountRole::Total, strong);
        }
        // 本次财政衔接资金分配2184万元: the verb stands behind what it gives.
        let now = ["本次", "此次"].iter().any(|word| clause.starts_with(word));
        if now && ["分配", "下达", "安排", "拨付"].iter().any(|verb| clause.ends_with(verb)) {
            return (AmountRole::Total, true);
        }
        // 共计23513万元, behind the sums of the levels below 资金来源.
        if self.section == Section::Sources && self.last.is_some() && has(clause, &["合计", "共计", "总计"]) {
            return (AmountRole::Total, true);
        }
        // 补贴面积21.08万亩，亩均补贴12.5元，共计263.5万元: so much for each, and what it comes to.
        if self.standard_before && ["共计", "合计", "总计"].contains(&clause) {
            return (AmountRole::Total, false);
        }
        // 以上合计241万元, behind sums told per recipient.
        if clause.starts_with("以上") && has(clause, &["合计", "共计", "总计"]) || has(clause, &["以上合计", "以上共计", "以上总计"])
        {
            return (AmountRole::Total, true);
        }
        if has(lead, &["资金", "补助", "经费", "金额"]) && has(lead, &["总", "共", "合计", "资金规模", "资金额度"]) {
            return (AmountRole::Total, false);
        }
        // 核减甲村60万元、乙村45万元: the verb before the first of a row holds for all.
        if let Some(role) = self.row.filter(|_| lead.chars().count() <= 24 && lead.starts_with(['、', '和', '及', '，', ','])) {
            return (role, true);
        }
        // 吨水补助2.6元, 省级财政补助94元: no notice gives a recipient less than a thousand yuan; so much is a standard.
        let small = text.get(from..to).is_some_and(|sum| sum.ends_with('元') && !sum.contains(['万', '亿', '千', '仟', '萬']));
        if pays && small && money.0 < LEAST_GIVEN.into() && has(clause, &["补助", "补贴", "奖励", "定额", "标准"]) {
            return (AmountRole::Standard, false);
        }
        (AmountRole::Other, false)
    }
}

/// Yuan: less is given to nobody by notice.
const LEAST_GIVEN: u32 = 1_000;
