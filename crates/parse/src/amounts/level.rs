//! Whose money a sum is: the level of government that a part comes from, by the words round it (`docs/amounts.md`, roles). Not for: any other
//! role (`role`).

use hongtou_notice::codes::{AmountRole, Level};
use hongtou_notice::{DivisionCode, Divisions};

use super::lead::behind_bracket;
use super::role::{Reader, Section};
use super::words::{self, Part};
use crate::agencies;
use crate::sentence;
use crate::vocab::any;

/// A clause that does no more than name a level is no longer: 自治区财政补助资金安排.
pub(super) const SHORT_CLAUSE: usize = 14;

impl Reader<'_> {
    /// Whether a part tells to whom the money goes, and not whose it is: 市县51730万元（附件1）、自治区本级4488万元（附件2）, each with its own table.
    fn goes_to(&self, own: &str, to: usize) -> bool {
        let kind = own.ends_with("市县") || own.ends_with("本级");
        kind && self
            .unit
            .text()
            .get(to..)
            .is_some_and(|rest| ["（附件", "（详见附件", "（见附件"].iter().any(|note| rest.starts_with(note)))
    }

    /// A part of the sum before: behind 其中, or one of a row of level words.
    pub(super) fn part(&self, lead: &str, lead_start: usize, sentence_start: usize, to: usize) -> Option<AmountRole> {
        if self.goes_to(lead, to) {
            return Some(AmountRole::Other);
        }
        // ；县级财政配套60万元: a clause that only names a level goes on with the parts, also in a sentence of its own.
        let own = lead.rsplit(['；', '，', ';', ',', '。', '）']).next().unwrap_or_default();
        // 38.6万元（N1号中央资金30万元、N2号省级资金8.6万元）: the notice that each part came by stands before its level.
        let own = own.rsplit_once('号').filter(|(number, _)| number.contains('〔')).map_or(own, |(_, level)| level);
        // 属省财政的760万元; 由省级资金120万元…组成.
        let own = ["来自", "来源于", "属于", "属", "由"].iter().find_map(|word| own.strip_prefix(word)).unwrap_or(own);
        let own = own.strip_suffix('的').filter(|level| only_level(level)).unwrap_or(own);
        if let Some((_, level)) =
            words::roles().levels.iter().find(|(word, _)| own.starts_with(word)).filter(|_| self.part_of.is_some() && only_level(own))
        {
            return Some(self.level_role(*level));
        }
        // 其中：中央资金620万元，列“…”；省级农房抗震资金220万元: the parts go on behind ；.
        let text = self.unit.text();
        let before = sentence_start.checked_sub('；'.len_utf8()).filter(|at| text.get(*at..sentence_start) == Some("；"));
        let goes_on = before.is_some_and(|at| self.part_of == Some(sentence::around(text, at).start));
        let money = own.chars().count() <= SHORT_CLAUSE && (own.ends_with("资金") || own.ends_with("经费") || own.ends_with("补助"));
        if let Some((_, level)) = words::roles().levels.iter().filter(|_| goes_on && money).find(|(word, _)| own.starts_with(word)) {
            return Some(self.level_role(*level));
        }
        let own_level = own.trim_start_matches('、').strip_prefix("本级").is_some_and(|rest| rest.contains("配套") && only_level(rest));
        if let Some(role) = self.own_role().filter(|_| own_level && !self.own) {
            return Some(role);
        }
        // 县级财政足额配套120万元: matching money names its level wherever it stands, unless it is what is passed on (现下达市级配套资金24万元).
        let matching =
            |word: &str| own.rfind(word).and_then(|at| own.get(at..)).is_some_and(|tail| tail.contains("配套") && only_level(tail));
        if let Some((_, level)) = words::roles().levels.iter().filter(|_| !self.own).find(|(word, _)| {
            own.starts_with(word) && own.contains("配套") && own.chars().count() <= SHORT_CLAUSE || matching(word) && *word != "配套"
        }) {
            return Some(self.level_role(*level));
        }
        // 由某公司等企业自筹840万元.
        if !self.own && (own.ends_with("自筹") || own.ends_with("自筹资金")) && !own.contains("不含") {
            return Some(AmountRole::OtherFunds);
        }
        if let Some(role) = self.borne(own).filter(|_| !self.own) {
            return Some(role);
        }
        // 资金来源为中央衔接资金212万元、结余资金98万元: where a sum told before comes from.
        let source =
            ["资金来源为", "资金来源：", "资金来源是", "资金构成为", "资金构成：", "构成为"].iter().find_map(|word| own.strip_prefix(word));
        let source = source.map(|source| source.trim_start_matches(['：', ':']));
        if let Some((_, level)) = source
            .and_then(|source| words::roles().levels.iter().find(|(word, _)| source.starts_with(word)))
            .filter(|_| self.last.is_some())
        {
            return Some(self.level_role(*level));
        }
        let whole = self.part_of == Some(sentence_start) || lead.contains("其中");
        // 包括中央资金2310万元、自治区资金636万元.
        let told = |word: &&str| lead.rfind(*word).filter(|at| lead.get(..*at).is_some_and(|head| !head.ends_with('不')));
        let which = ["其中", "包括", "包含"].iter().filter_map(|word| Some(told(word)? + word.len())).max();
        let after_which = which.map(|at| lead.get(at..).unwrap_or_default());
        let follows = self.last.is_some_and(|last| last == lead_start);
        let part = after_which.or(if follows && whole { Some(lead) } else { None })?;
        let part = part.trim_start_matches(['，', '、', '：', ':', '；', '和', '及', '（', '(', ',', '）', ')', '含']);
        // 其中：N1号下达中央资金2780万元: the number of the notice that each part came by.
        let part = part.rsplit_once('号').filter(|(number, _)| number.contains('〔')).map_or(part, |(_, behind)| behind);
        // 中央资金45200万元（N）、省级资金7280万元: the number of the part before stands between.
        let part = part.trim_start_matches("文件").trim_start_matches(['）', ')', '、', '，']);
        let part = part.strip_prefix("安排").or_else(|| part.strip_prefix("下达")).unwrap_or(part);
        // 1150万元，由省级…资金（N）安排800万元、州级预备费安排350万元.
        let part = part.strip_prefix('由').filter(|rest| rest.ends_with("安排") || only_level(rest)).unwrap_or(part);
        // 资金9600万元，由两块构成：来自中央财政的6120万元; 属省财政的760万元: what is said of the parts before the first, and of each.
        let part = part
            .rsplit_once('：')
            .filter(|(head, level)| {
                ["构成", "组成", "来源"].iter().any(|word| head.contains(word)) && (only_level(level) || level.starts_with("来自"))
            })
            .map_or(part, |(_, part)| part);
        let part = ["其来源分别是", "来源分别是", "来源分别为", "分别来自"].iter().find_map(|word| part.strip_prefix(word)).unwrap_or(part);
        // 中央240万元、省135万元、市24万元. Without a larger level beside it a 市 gets the money.
        let told = self.unit.text().get(sentence_start..lead_start).unwrap_or_default();
        let larger = ["中央", "省级", "省财政", "自治区"].iter().any(|word| told.contains(word)) && !told.contains("地方");
        let part = match part {
            "市" if larger => "市级",
            "县" | "区" if larger => "县级",
            part => part,
        };
        let part = ["来自", "来源于"].iter().find_map(|word| part.strip_prefix(word)).unwrap_or(part);
        // 10万元下达给你们（详见附件），中央资金8万元: the level may open a short clause of its own behind the whole.
        let own = part.rsplit(['，', ',', '；']).next().filter(|own| own.chars().count() <= SHORT_CLAUSE).unwrap_or(part);
        // 地方病, 地方戏 are no local money, nor is 中央厨房 the centre's.
        let opens = |text: &str, word: &str| {
            text.strip_prefix(word).is_some_and(|rest| match word {
                "地方" => !rest.starts_with(['病', '戏', '志', '特', '标']),
                "中央" => !["厨房", "空调", "公园", "大街"].iter().any(|thing| rest.starts_with(thing)),
                _ => true,
            })
        };
        let told = words::roles()
            .levels
            .iter()
            .find(|(word, _)| opens(part, word))
            .or_else(|| words::roles().levels.iter().find(|(word, _)| opens(own, word)));
        // 市财政未作提留，全数拨付你们使用，用途为设施维护790万元: the level of another clause.
        if let Some((_, level)) = told.filter(|_| !own.contains("用途") && !own.contains("用于")) {
            return Some(self.level_role(*level));
        }
        // 娄底市级65万元: the level by its name.
        let place = agencies::place(own, self.speaker.division)
            .filter(|place| (place.rest.starts_with('级') || place.rest.starts_with("本级")) && only_level(place.rest));
        let Some(place) = place else { return self.behind_purpose(own, lead_start) };
        match Divisions::get().level(&place.division)? {
            Level::Central => Some(AmountRole::Central),
            Level::Province => Some(AmountRole::Provincial),
            Level::Prefecture => Some(AmountRole::Prefectural),
            Level::County | Level::Township => Some(AmountRole::County),
        }
    }

    /// 市本级应负担的134.4万元, 连同州级预留的40万元: money that a level gives itself.
    fn borne(&self, own: &str) -> Option<AmountRole> {
        let who = words::get().bears.iter().find_map(|word| own.strip_suffix(word))?;
        let who = who.rsplit("连同").next().unwrap_or(who);
        // 加上市本级从年初预算中匹配的140万元.
        let who = who.rsplit("加上").next().unwrap_or(who);
        let who = who.split_once('从').filter(|(_, from)| from.ends_with('中')).map_or(who, |(who, _)| who);
        let who = who.strip_suffix('另').unwrap_or(who);
        if who.ends_with("本级") && only_level(who) && !who.starts_with(['省', '自']) {
            return self.own_role();
        }
        let level = words::roles().levels.iter().find(|(word, _)| who.starts_with(word)).filter(|_| only_level(who))?;
        Some(self.level_role(level.1))
    }

    /// 综合改革中央补助资金144万元，取消加成省级补助资金76万元: the level may stand behind the purpose, right before the sum, where the
    /// parts are of different levels. Parts of one level (公卫中央补助资金…、计生中央补助资金…) are told by their purpose.
    fn behind_purpose(&self, own: &str, at: usize) -> Option<AmountRole> {
        const WORDS: &[(&str, &[&str])] =
            &[("中央", &["中央"]), ("省级", &["省级", "省财政", "自治区"]), ("市级", &["市级", "州级"]), ("县级", &["县级", "区级"])];
        let text = self.unit.text();
        let sentence = sentence::around(text, at);
        let parts = text.get(sentence)?.split("其中").nth(1)?;
        let named =
            |words: &[&str]| words.iter().any(|word| parts.contains(&format!("{word}补助")) || parts.contains(&format!("{word}资金")));
        if WORDS.iter().filter(|(_, words)| named(words)).count() < 2 {
            return None;
        }
        let behind = |word: &str| own.rfind(word).and_then(|at| own.get(at..)).is_some_and(only_level);
        let level = WORDS.iter().find(|(_, words)| words.iter().any(|word| behind(word))).map(|(level, _)| *level)?;
        words::roles().levels.iter().find(|(word, _)| level.starts_with(word)).map(|(_, level)| self.level_role(*level))
    }

    /// A line that says no more than a level and its sum (中央资金125.5万元；), and below the heading 资金来源 any money of a level
    /// (2025年中央财政…补助资金15587万元), tell how much came from there.
    pub(super) fn line_of_level(&self, lead: &str, to: usize) -> Option<AmountRole> {
        let text = self.unit.text();
        // 省级资金（N）1997万元: a note behind the name of the money is no part of it.
        let lead = if lead.ends_with('）') { lead.rfind('（').and_then(|open| lead.get(..open)).unwrap_or(lead) } else { lead };
        let own = lead.rsplit(['；', '，', '、', '：', '。', '）']).next().unwrap_or_default();
        let own = ["收到", "到位", "上级下达"].iter().find_map(|verb| own.strip_prefix(verb)).unwrap_or(own);
        let own = if without_year(own).len() < own.len() {
            own
        } else {
            own.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '.' | '．'))
        };
        let own = without_year(own);
        // 中央及省级财政资金 is of two levels; 省派 says who was sent.
        if ["中央及", "中央和", "中央与", "中省", "省市", "省派", "市派", "县派"].iter().any(|word| own.starts_with(word))
        {
            return None;
        }
        let level = words::roles().levels.iter().find(|(word, _)| own.starts_with(word)).map(|(_, level)| *level)?;
        let ends = text.get(to..)?.trim_matches(['；', '。', '，', ';']).is_empty();
        let whole_line = self.last.is_none() && ends && only_level(own);
        let source = self.section == Section::Sources && !own.contains(['用', '支']);
        (whole_line || source).then(|| self.level_role(level))
    }

    /// 补助资金6.3万元，资金来源为县级防疫经费: the source of a sum, told behind it.
    pub(super) fn source_behind(&self, to: usize) -> Option<AmountRole> {
        let text = self.unit.text();
        let rest = text.get(behind_bracket(text, to)..)?.trim_start_matches(['，', '；']);
        // 其中车辆购置税补助905万元属中央资金.
        let kind = ["属于", "属", "系", "为"]
            .iter()
            .find_map(|word| rest.strip_prefix(word))
            .map(|rest| rest.split(['，', '；', '。', '、', '）']).next().unwrap_or(rest));
        let kind = kind.filter(|kind| only_level(kind) && kind.ends_with("资金"));
        let words = ["资金来源为", "资金来源：", "资金来源是", "资金来源于", "来源为"];
        let source = kind.or_else(|| words.iter().find_map(|word| rest.strip_prefix(word)))?;
        let level = without_year(source);
        // 合计310万元，资金来源为中央资金212万元、…: the sources have sums of their own.
        let clause = level.split(['，', '；', '。']).next().unwrap_or_default();
        if clause.contains('元') {
            return None;
        }
        words::roles().levels.iter().find(|(word, _)| level.starts_with(word)).map(|(_, level)| self.level_role(*level))
    }

    /// The level that a clause names last: 2023年就业中央补助资金, 省级资金; or one that stands behind the sum: 其余91万元出自市财政.
    pub(super) fn named_level(&self, clause: &str, tail: &str) -> Option<AmountRole> {
        const BEHIND: &[&str] = &["出自", "来自", "由"];
        const PAYS: &[&str] = &["财政", "承担", "负担", "出资", "兜底", "解决"];
        // 由省财政厅直接拨付, 由县级组织实施: who handles it.
        const HANDLES: &[&str] = &["拨付", "支付", "审核", "实施", "组织", "统筹", "直接"];
        let behind = BEHIND.iter().find_map(|word| tail.strip_prefix(word)).filter(|rest| any(rest, PAYS) && !any(rest, HANDLES));
        // 用于市级河道治理500万元: what it is for.
        const FOR: &[&str] = &["用于", "项目", "示范", "列入", "纳入", "实施", "应急"];
        behind.and_then(|rest| self.level_in(rest)).or_else(|| self.level_in(clause).filter(|_| !any(clause, FOR)))
    }

    fn level_in(&self, clause: &str) -> Option<AmountRole> {
        const WORDS: &[&str] = &[
            "中央",
            "财政部",
            "省级",
            "省财政",
            "自治区",
            "市级",
            "市财政",
            "州级",
            "盟级",
            "县级",
            "县财政",
            "区级",
            "旗级",
            "本级",
            "我市配套",
            "我县配套",
            "我市财政",
            "我县财政",
        ];
        // ；省360万元；市180万元: the level and nothing else, or at the head of whose money it is.
        let opening = clause.trim_start_matches(['、', '及', '和', '，', '；', '：']);
        // 县道养护, 市政道路 are no money of a level.
        let of_level = |next: Option<char>| next.is_none_or(|next| "级财资承负安出补配".contains(next));
        let bare = || match opening.chars().next().filter(|_| of_level(opening.chars().nth(1)))? {
            '省' => Some("省级"),
            '市' => Some("市级"),
            '州' => Some("州级"),
            '县' => Some("县级"),
            _ => None,
        };
        // 省财政厅下达我市310万元 tells who gave it, which is a body and no source.
        let body = |at: usize, word: &str| clause.get(at + word.len()..).is_some_and(|rest| rest.starts_with(['厅', '局']));
        let named = |word: &&'static str| clause.rfind(*word).filter(|at| !body(*at, word)).map(|at| (at, *word));
        let Some((at, last)) = WORDS.iter().filter_map(named).max() else {
            return self.role_of(bare()?);
        };
        // 中央和省级补助资金 is of both.
        let before = clause.get(..at)?.trim_end_matches(['和', '及', '与', '、', '以']);
        if before.len() < at && WORDS.iter().any(|word| before.ends_with(word) || before.ends_with(&format!("{word}财政"))) {
            return None;
        }
        self.role_of(last)
    }

    fn role_of(&self, word: &str) -> Option<AmountRole> {
        match word {
            "本级" | "我市配套" | "我县配套" | "我市财政" | "我县财政" => self.own_role(),
            "财政部" => Some(AmountRole::Central),
            word => words::roles().levels.iter().find(|(known, _)| word.starts_with(known)).map(|(_, level)| self.level_role(*level)),
        }
    }

    /// Whether the speaker is a city of county level whose prefecture is no city: there 市级 can only be its own.
    fn is_city_of_no_city(&self) -> bool {
        let divisions = Divisions::get();
        let city = |division: &DivisionCode| divisions.by_code(division.as_str()).is_some_and(|division| division.name.ends_with('市'));
        self.speaker.division.is_some_and(|own| {
            let above = divisions.at_level(own, Level::Prefecture).map(|above| above.code.clone());
            divisions.level(own) == Some(Level::County) && city(own) && above.is_some_and(|above| !city(&above))
        })
    }

    /// The role of the speaker's own level: 本级配套250万元.
    fn own_role(&self) -> Option<AmountRole> {
        Some(match Divisions::get().level(self.speaker.division?)? {
            Level::Central => AmountRole::Central,
            Level::Province => AmountRole::Provincial,
            Level::Prefecture => AmountRole::Prefectural,
            Level::County | Level::Township => AmountRole::County,
        })
    }

    fn level_role(&self, level: Part) -> AmountRole {
        match level {
            Part::Role(role) => role,
            // In the mouth of a city below a prefecture that is none (格尔木市 of 海西州) the city is itself.
            Part::City if self.is_city_of_no_city() => AmountRole::County,
            Part::City => {
                let municipality = self
                    .speaker
                    .division
                    .and_then(|division| Divisions::get().at_level(division, Level::Province))
                    .is_some_and(|province| province.name.ends_with('市'));
                if municipality { AmountRole::Provincial } else { AmountRole::Prefectural }
            }
        }
    }
}

/// How far down the level of a division stands, the centre at 0.
pub(super) fn rank_of(division: &DivisionCode) -> Option<u8> {
    Some(match Divisions::get().level(division)? {
        Level::Central => 0,
        Level::Province => 1,
        Level::Prefecture => 2,
        Level::County | Level::Township => 3,
    })
}

/// The rank of the level that a role names.
pub(super) fn rank(role: AmountRole) -> Option<u8> {
    match role {
        AmountRole::Central => Some(0),
        AmountRole::Provincial => Some(1),
        AmountRole::Prefectural => Some(2),
        AmountRole::County => Some(3),
        _ => None,
    }
}

/// A name of money without the year before it: 2025年省级财政…, 2025年度中央….
pub(super) fn without_year(name: &str) -> &str {
    let digits = name.chars().take_while(char::is_ascii_digit).count();
    let rest = name.get(digits..).filter(|rest| digits == 4 && rest.starts_with('年')).map(|rest| rest.trim_start_matches(['年', '度']));
    rest.unwrap_or(name)
}

/// Whether a clause names whose money it is and nothing else: 县级财政配套, 省级补助资金.
pub(super) fn only_level(clause: &str) -> bool {
    let mut rest = clause;
    while let Some(shorter) = words::get().clause.iter().find_map(|word| rest.strip_suffix(word)) {
        rest = shorter;
    }
    rest.is_empty()
}
