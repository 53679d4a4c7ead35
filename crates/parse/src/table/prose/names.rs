//! Who gets a sum that is told in running text: the names before the figure. See `docs/amounts.md`, prose. Not for: the sums themselves
//! (`items`).

use hongtou_notice::{DivisionCode, Match};

use super::super::recipient;
use super::Scope;
use super::takers::{LONGEST_NAME, is_recipient};

/// Words between a name and its figure, or before a name, that are no part of it.
const BEFORE: &[&str] = &[
    "具体金额为",
    "具体金额",
    "具体为",
    "其中",
    "分别",
    "同时",
    "现",
    "另",
    "重新",
    "拟",
    "共",
    "安排",
    "下达",
    "拨付",
    "分配",
    "补助",
    "给予",
    "奖励",
    "给",
    "及",
    "和",
    "与",
    "对",
    "向",
    "将",
    "相应",
    "收回",
    "调减",
    "核减",
    "追减",
    "调增",
    "核增",
    "压减",
    ":",
];
const AFTER: &[&str] = &[
    "调减",
    "调增",
    "核减",
    "核增",
    "压减",
    "追减",
    "收回",
    "缴回",
    "分别为",
    "分别",
    "安排",
    "下达",
    "拨付",
    "分配",
    "补助",
    "奖励",
    "资金",
    "金额",
    "为",
    "各",
    "共",
    "计",
    ":",
];
/// Whom the money goes to stands behind these.
const TO: &[&str] = &[
    "安排给",
    "下达给",
    "拨付给",
    "分配给",
    "调整给",
    "调剂给",
    "下达至",
    "拨付至",
    "分配至",
    "转拨至",
    "下达到",
    "拨付到",
    "分配到",
    "安排用于",
    "调整用于",
];
/// Words of money that may stand between a name and its figure, as a clause of their own (某区项目9个，资金356.4万元).
const MONEY: &[&str] = &["资金", "补助资金", "奖补资金", "补助", "经费", "补助经费", "金额", "补助金额", "共", "共计", "计"];
/// How the name of a fund ends.
const FUNDS: &[&str] = &["资金", "经费", "补助", "补贴", "专款"];
/// What a note behind a sum is replaced by.
pub(super) const NOTE: char = '\u{1}';
/// A longer clause holds no name beside that of the money.
const LONGEST_CLAUSE: usize = 48;
/// Characters between an item's name and its figure, at most.
const LONGEST_ITEM: usize = 120;

/// A name with its place in the folded text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Name {
    pub(super) text: String,
    pub(super) from: usize,
    pub(super) to: usize,
}

/// The names of a figure.
#[derive(Debug, Clone, Default)]
pub(super) struct Found {
    pub(super) names: Vec<Name>,
    /// Words about projects, or what the money is for, stand between the name and the figure.
    pub(super) far: bool,
    /// The name opens an item, whose further sums are its own too (甲区：农田建设200万元、水利100万元).
    pub(super) owner: bool,
    /// One sum for each of the names follows (甲区、乙区分别为20万元、30万元).
    pub(super) each_own: bool,
}

impl Found {
    fn of(name: Name) -> Self {
        Self { names: vec![name], ..Self::default() }
    }
}

fn read(folded: &[char], from: usize, to: usize) -> String {
    folded.get(from..to).unwrap_or_default().iter().collect()
}

/// The last of some places outside brackets that close again before `to`: a list in brackets is not cut (（甲街道乙社区、丙社区）20万元).
fn last_mark(folded: &[char], from: usize, to: usize, mark: impl Fn(char) -> bool) -> Option<usize> {
    let mut depth = 0usize;
    for at in (from..to).rev() {
        match folded.get(at) {
            Some(')') => depth += 1,
            Some('(') if depth > 0 => depth -= 1,
            Some(c) if depth == 0 && mark(*c) => return Some(at),
            _ => {}
        }
    }
    None
}

/// Where the clause begins that ends at a place.
fn clause(folded: &[char], from: usize, to: usize) -> usize {
    last_mark(folded, from, to, |c| matches!(c, ',' | ';' | '。' | ':' | '、' | '(' | NOTE)).map_or(from, |at| at + 1)
}

/// The names before a figure that begins at `end`; the sum before it ends at `start`.
pub(super) fn names(folded: &[char], start: usize, end: usize, scope: &Scope<'_>) -> Found {
    let issuer = scope.issuer;
    // 某镇：48.6万元 in a list: the colon parts the name from its figure.
    let end = if end.checked_sub(1).filter(|last| *last > start).and_then(|last| folded.get(last)) == Some(&':') { end - 1 } else { end };
    let lead = clause(folded, start, end);
    let words = read(folded, lead, end);
    if words.ends_with('各') {
        return Found { names: list(folded, list_from(folded, start, end), end), ..Found::default() };
    }
    if let Some(found) = each_own(folded, start, end, issuer) {
        return found;
    }
    let good = |name: &Name| is_recipient(&name.text, issuer);
    // 某区：省级专项扶贫资金2405万元; in a list: the fund stands between the name and its figure. So may the project.
    if let Some(colon) = lead.checked_sub(1).filter(|at| *at > start && folded.get(*at) == Some(&':')) {
        let from = clause(folded, start, colon);
        let before = name(folded, from, colon).and_then(|name| placed(folded, name, issuer)).filter(good);
        let fund = FUNDS.iter().any(|word| words.ends_with(word));
        // 甲县财政局：现下达你县资金30万元 begins a letter, no item.
        let item = !["你", "现", "根据", "按照"].iter().any(|word| words.contains(word));
        let opens = || opens(folded, start, from) && !words.is_empty() && !tells_other(&words);
        if let Some(name) = before.filter(|_| item && (fund || opens())) {
            return Found { owner: true, ..Found::of(name) };
        }
    }
    let whole = name(folded, lead, end);
    if let Some(company) = whole.as_ref().and_then(company) {
        return Found { owner: opens(folded, start, lead), far: true, ..Found::of(company) };
    }
    let direct = whole.and_then(|name| placed(folded, name, issuer)).map(|name| behind_verb(name, scope));
    if direct.as_ref().is_some_and(good) {
        return direct.map(Found::of).unwrap_or_default();
    }
    if MONEY.contains(&words.as_str())
        && let Some(name) = far(folded, start, lead, issuer)
    {
        return Found { far: true, ..Found::of(name) };
    }
    if let Some(name) = direct.as_ref().and_then(|clause| addressed(clause, scope)) {
        return Found { owner: opens(folded, start, lead), far: true, ..Found::of(name) };
    }
    direct.map(Found::of).unwrap_or_default()
}

/// The name behind the verb of a clause that says who pays: 由你局拨付甲粮库200.2万元, 将资金拨付县中医院58万元.
fn behind_verb(clause: Name, scope: &Scope<'_>) -> Name {
    const VERBS: &[&str] = &["拨付", "下达", "分配", "安排"];
    let text = clause.text.as_str();
    let last = VERBS
        .iter()
        .filter_map(|verb| text.rfind(verb).map(|at| at + verb.len()))
        .max()
        .filter(|_| text.contains(['你', '我']) || text.starts_with('由') || text.contains("将资金") || !scope.takes(text));
    let name =
        last.and_then(|at| text.get(at..)).filter(|name| name.chars().count() > 2 && !name.contains(['我', '你']) && scope.takes(name));
    match name {
        Some(name) => Name { from: clause.to - name.chars().count(), text: name.to_owned(), to: clause.to },
        None => clause,
    }
}

/// The name that a clause begins with, one whom the notice is addressed to, whose rest is what the money is for: 县林业局石漠化治理520万元. Where
/// the name of a government ends is plain without it: 安定镇人民政府山塘项目资金60万元.
fn addressed(clause: &Name, scope: &Scope<'_>) -> Option<Name> {
    let known = scope.addressed.iter().filter(|name| clause.text.starts_with(name.as_str())).map(String::len);
    let ends = GOVERNMENTS.iter().filter_map(|end| clause.text.find(end).filter(|at| *at > 0).map(|at| at + end.len()));
    let governments = ends.filter(|length| clause.text.get(..*length).is_some_and(|name| scope.takes(name)));
    known.chain(governments).filter_map(|length| before_purpose(clause, length)).max_by_key(|name| name.to)
}

/// How the names of governments of places end.
const GOVERNMENTS: &[&str] = &["人民政府", "街道办事处", "管理委员会", "管委会"];

/// The company that a clause begins with, before its project: 甲有限公司节能改造项目补助280万元. 农民专业合作社 names none, and who builds is not who gets
/// (由甲公司承建的污水处理项目).
fn company(clause: &Name) -> Option<Name> {
    const GENERAL: &[&str] = &["农民专业合作社", "农业专业合作社", "专业合作社", "龙头公司", "农民合作社"];
    let ends = COMPANIES.iter().filter_map(|end| clause.text.find(end).filter(|at| *at > 0).map(|at| at + end.len()));
    let named = |name: &Name| {
        let text = name.text.as_str();
        let rest = clause.text.get(text.len()..).unwrap_or_default();
        let many = text.contains('等') || text.starts_with('各') || ["家企业", "户企业"].iter().any(|word| text.contains(word));
        let begun = !["由", "支持", "扶持", "培育", "引导", "鼓励", "委托", "通过", "以"].iter().any(|word| text.starts_with(word));
        let builds = ["承建", "施工", "负责", "实施的", "建设的", "运营", "安排", "代建"].iter().any(|word| rest.starts_with(word));
        text.chars().count() <= LONGEST_NAME && !many && begun && !builds && !GENERAL.iter().any(|end| text.ends_with(end))
    };
    ends.filter_map(|length| before_purpose(clause, length)).max_by_key(|name| name.to).filter(named)
}

/// The first bytes of a clause as a name, where its rest is what money is for.
fn before_purpose(clause: &Name, length: usize) -> Option<Name> {
    let (name, rest) = clause.text.split_at_checked(length)?;
    let purpose = rest.chars().count() >= SHORTEST_PURPOSE && !rest.starts_with(['等', '级', '本']);
    let given = purpose && !tells_other(rest) && !NOT_GIVEN.iter().any(|word| rest.contains(word));
    given.then(|| Name { to: clause.from + name.chars().count(), from: clause.from, text: name.to_owned() })
}

/// How companies are called (公司法 第七条; 农民专业合作社法 第十二条).
const COMPANIES: &[&str] = &["有限公司", "有限责任公司", "股份公司", "合作社", "家庭农场"];
/// Words behind a name that tell of other money than what is given now: spent, planned, had before, of somebody else.
const NOT_GIVEN: &[&str] = &[
    "财政",
    "支出",
    "预算",
    "投资",
    "投入",
    "需求",
    "缺口",
    "前两年",
    "前期",
    "此前",
    "以前",
    "上年",
    "去年",
    "往年",
    "累计",
    "整合",
    "概算",
    "申报",
    "代管",
    "所属",
];
/// Fewer characters say nothing of what money is for.
const SHORTEST_PURPOSE: usize = 2;

/// Words that make a sum something else than what the item gives.
fn tells_other(words: &str) -> bool {
    ["其中", "含", "包括", "配套", "自筹", "收回", "调减", "核减", "已", "每", "标准", "不超过"].iter().any(|word| words.contains(word))
}

/// Whether an item begins at a place, but for its numbering.
pub(super) fn opens(folded: &[char], start: usize, at: usize) -> bool {
    let before = |at: usize| at.checked_sub(1).filter(|last| *last >= start).and_then(|last| folded.get(last));
    let mut at = at;
    // 一、 is cut off by its own mark.
    if matches!(before(at), Some('、')) {
        let number = (start..at - 1).rev().take_while(|at| folded.get(*at).is_some_and(|c| recipient::is_ordinal(*c))).count();
        if number == 0 {
            return false;
        }
        at -= number + 1;
    }
    matches!(before(at), None | Some(&(';' | '。' | ':' | NOTE))) || read(folded, start, at).ends_with("其中,")
}

/// Where a list of names begins that ends at a place.
fn list_from(folded: &[char], start: usize, end: usize) -> usize {
    last_mark(folded, start, end, |c| matches!(c, ',' | ';' | '。' | ':' | '(' | NOTE)).map_or(start, |at| at + 1)
}

/// The names of a list.
fn list(folded: &[char], from: usize, end: usize) -> Vec<Name> {
    let mut out = Vec::new();
    let mut at = from;
    let mut depth = 0usize;
    for to in from..=end {
        match folded.get(to).filter(|_| to < end) {
            Some('(') => depth += 1,
            Some(')') => depth = depth.saturating_sub(1),
            // 和田县: what begins a name parts none.
            Some('、' | '和' | '及') if depth == 0 && to > at => {
                out.extend(name(folded, at, to));
                at = to + 1;
            }
            None => out.extend(name(folded, at, end)),
            _ => {}
        }
    }
    out
}

/// 甲区、乙区、丙县分别为20万元、19万元、20万元; 分别下达甲区、乙区20万元、19万元: as many names as sums.
fn each_own(folded: &[char], start: usize, end: usize, issuer: Option<&DivisionCode>) -> Option<Found> {
    let from = list_from(folded, start, end);
    let words = read(folded, from, end);
    words.find("分别")?;
    // 下达至甲区、乙县，分别为600万元、400万元.
    let comma = from.checked_sub(1).filter(|at| words.starts_with("分别") && *at > start && folded.get(*at) == Some(&','));
    let (from, end) = comma.map_or((from, end), |comma| (list_from(folded, start, comma), comma));
    let names = list(folded, from, end);
    let good = names.len() > 1 && names.iter().all(|name| is_recipient(&name.text, issuer));
    good.then(|| Found { names, each_own: true, ..Found::default() })
}

/// The name that an item begins with whose figure stands behind words about its projects: 甲区项目9个，资金356.4万元;
/// 乙镇（4个村）：丙村、丁村，资金40万元.
fn far(folded: &[char], start: usize, end: usize, issuer: Option<&DivisionCode>) -> Option<Name> {
    let item = last_mark(folded, start, end, |c| matches!(c, ';' | '。' | NOTE)).map_or(start, |at| at + 1);
    let item = item.max(end.saturating_sub(LONGEST_ITEM));
    let mark = |at: &usize| folded.get(*at).is_some_and(|c| matches!(c, ',' | ':' | '、'));
    let begins = std::iter::once(item).chain((item..end).filter(mark).map(|at| at + 1));
    let stops = |c: char| matches!(c, '(' | ':' | ',' | '、' | ';') || c.is_ascii_digit();
    begins.filter(|from| *from < end).find_map(|from| {
        let length = folded.get(from..end)?.iter().take(LONGEST_NAME).position(|c| stops(*c))?;
        let to = from + length;
        let found = name(folded, from, to)?;
        let text = found.text.strip_suffix("项目").unwrap_or(&found.text).to_owned();
        let found = Name { to: found.from + text.chars().count(), text, from: found.from };
        // A name in a list of places is one of those that an item goes through.
        let listed = folded.get(to) == Some(&'、');
        (!listed && is_recipient(&found.text, issuer)).then_some(found)
    })
}

/// A name without the words around it.
fn name(folded: &[char], mut from: usize, mut to: usize) -> Option<Name> {
    // 2.某镇：52.4万元 in a list.
    let number = (from..to).take_while(|at| folded.get(*at).is_some_and(char::is_ascii_digit)).count();
    if number > 0 && folded.get(from + number).is_some_and(|c| matches!(c, '.' | '、')) {
        from += number + 1;
    }
    // （二）某镇12.5万元.
    let ordinal = |c: &char| c.is_ascii_digit() || "一二三四五六七八九十".contains(*c);
    if folded.get(from) == Some(&'(') {
        let number = (from + 1..to).take_while(|at| folded.get(*at).is_some_and(ordinal)).count();
        if number > 0 && folded.get(from + 1 + number) == Some(&')') {
            from += number + 2;
        }
    }
    // 将收回的资金安排给甲县60万元.
    let text = read(folded, from, to);
    if let Some(at) = TO.iter().filter_map(|word| text.rfind(word).map(|at| at + word.len())).max().filter(|at| *at < text.len()) {
        from += text.get(..at).map_or(0, |head| head.chars().count());
    }
    let township = is_alone(folded, to) && begins_township(folded, from, to);
    loop {
        let text = read(folded, from, to);
        // 和田县, 将乐县: what begins a place's name is no word before it.
        let placed = township || crate::agencies::place(&text, None).is_some();
        if let Some(word) = BEFORE.iter().find(|word| !placed && text.starts_with(**word) && text.chars().count() > word.chars().count()) {
            from += word.chars().count();
        } else if let Some(word) = AFTER.iter().find(|word| text.ends_with(**word) && text.chars().count() > word.chars().count()) {
            to -= word.chars().count();
        } else if let Some(length) = counted(&text) {
            to -= length;
        } else {
            break;
        }
    }
    // 县水利局（N号）18.5万元: the notice in brackets behind a name is no part of it.
    if read(folded, from, to).ends_with(')')
        && let Some(open) = (from..to).rev().find(|at| folded.get(*at) == Some(&'('))
        && folded.get(open..to).is_some_and(|note| note.contains(&'〔'))
    {
        to = open;
    }
    let text = read(folded, from, to);
    // 甲县财政局安排30万元 is what that county gives.
    let gives = text.ends_with("财政局")
        && ["安排", "配套", "承担", "自筹", "筹集"].iter().any(|word| read(folded, to, to + word.chars().count()) == **word);
    ((2..=LONGEST_CLAUSE).contains(&text.chars().count()) && !gives).then_some(Name { text, from, to })
}

/// Whether nothing but a figure stands between a place and the next mark: what stands before it is then a name without a verb.
fn is_alone(folded: &[char], at: usize) -> bool {
    let rest = folded.get(at..).unwrap_or_default();
    let rest = rest.strip_prefix(&[':']).unwrap_or(rest);
    let figure = rest.iter().take_while(|c| c.is_ascii_digit() || matches!(c, '.' | '万' | '亿' | '元')).count();
    figure > 0 && rest.get(figure).is_none_or(|mark| matches!(mark, ',' | ';' | '。' | '、' | '(' | '\n'))
}

/// Whether a word before names begins the name of a township instead: 将军镇, 向前镇, 及第镇. 对, 向, 将 lead to a name only where a verb follows
/// it, and then to more than one; 和 and 及 leave a name of two characters or more and its 镇, and follow no mark.
fn begins_township(folded: &[char], from: usize, to: usize) -> bool {
    let is_mark = |at: usize| folded.get(at).is_some_and(|c| matches!(c, '、' | ',' | ';' | ':' | '。' | '.' | '(' | ')'));
    let Some(first) = folded.get(from).filter(|_| from.checked_sub(1).is_none_or(is_mark)) else { return false };
    let length = to.saturating_sub(from);
    let township =
        folded.get(to.saturating_sub(1)).is_some_and(|last| matches!(last, '镇' | '乡')) && (3..=LONGEST_TOWNSHIP).contains(&length);
    let around = from.saturating_sub(LONGEST_ITEM)..(to + LONGEST_ITEM).min(folded.len());
    let again =
        || around.clone().filter(|at| *at != from && folded.get(*at) == Some(first) && at.checked_sub(1).is_some_and(is_mark)).count() > 0;
    // 现将安定镇: one word before a name behind another.
    let led = folded.get(from + 1).is_some_and(|c| matches!(c, '将' | '对' | '向' | '给'));
    township
        && !led
        && match first {
            '将' | '对' | '向' | '现' | '共' | '与' => !again(),
            '和' | '及' => length == 3 && !again(),
            _ => false,
        }
}

/// Characters of a township's name, at most, that begins like a word before names.
const LONGEST_TOWNSHIP: usize = 5;

/// Characters of a count of villages or projects behind a name: 甲镇4个村, 乙区项目9个. In 贫困乡2个 the name itself is counted.
fn counted(text: &str) -> Option<usize> {
    let tail = text.rfind("个").filter(|at| text.get(*at..).is_some_and(|tail| tail.chars().count() <= LONGEST_COUNTED))?;
    let head = text.get(..tail)?;
    let rest = head.trim_end_matches(|c: char| c.is_ascii_digit());
    let projects = rest.strip_suffix("项目");
    let counts = rest.len() < head.len() && (projects.is_some() || !text.ends_with('个'));
    let rest = projects.unwrap_or(rest);
    (counts && !rest.is_empty() && !rest.ends_with('第')).then(|| text.chars().count() - rest.chars().count())
}

/// 个 and what is counted.
const LONGEST_COUNTED: usize = 5;

/// A name, or the place in it where the name of the money stands in the same clause.
fn placed(folded: &[char], name: Name, issuer: Option<&DivisionCode>) -> Option<Name> {
    if is_recipient(&name.text, issuer) {
        return Some(name);
    }
    let behind: String = folded.iter().skip(name.to).take(2).collect();
    let Some((skipped, text)) = place_beside_fund(&name.text, &behind, issuer) else { return Some(name) };
    let from = name.from + skipped;
    Some(Name { to: from + text.chars().count(), text, from })
}

/// The division in a clause that names the money too (its last word may stand behind it), and how many characters stand before it: 甲县扶贫资金875万元,
/// 2020年中央环境整治资金（统筹部分）甲县59万元. Money that the division itself gives (配套, 财政) is not what it gets.
fn place_beside_fund(clause: &str, behind: &str, issuer: Option<&DivisionCode>) -> Option<(usize, String)> {
    const OWN: &[&str] = &["财政", "配套", "自筹", "承担", "本级", "上缴", "筹集"];
    let below = |name: &str| matches!(recipient::division(name, issuer), Match::One(code) if issuer != Some(&code));
    if FUNDS.iter().any(|word| clause.ends_with(word) || behind.starts_with(word)) {
        let rest = crate::agencies::place(clause, issuer)?.rest;
        let place = clause.strip_suffix(rest)?;
        let gets = !rest.starts_with('级') && rest.chars().count() > 2 && !OWN.iter().any(|word| rest.contains(word));
        return (gets && below(place) && is_recipient(place, issuer)).then(|| (0, place.to_owned()));
    }
    let fund = FUNDS.iter().filter_map(|word| clause.rfind(word).map(|at| at + word.len())).max()?;
    let rest = clause.get(fund..)?;
    let name = if rest.starts_with('(') { rest.split_once(')')?.1 } else { rest };
    (below(name) && is_recipient(name, issuer)).then(|| (clause.chars().count() - name.chars().count(), name.to_owned()))
}
