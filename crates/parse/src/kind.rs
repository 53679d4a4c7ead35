//! What a notice does, by its title (`docs/notice-form.md`, kinds).
//! Not for: what other documents' titles mean (`citations`), though they are read with the same words.

use hongtou_notice::codes::NoticeKind;

use crate::vocab::{ISSUE_VERBS, MONEY_WORDS, RULE_WORDS, TRADE_WORDS};

/// The kind that a title says. What stands inside 《》 is another document's title: a notice that forwards
/// or prints a rule is judged by its own verb.
pub(crate) fn of_title(title: &str) -> NoticeKind {
    let own = outside_marks(title);
    let has = |words: &[&str]| words.iter().any(|word| own.contains(word));
    if has(&["自评报告", "自评情况", "绩效自评", "绩效目标自评", "评价报告", "绩效报告"]) && !own.ends_with("通知")
    {
        return NoticeKind::SelfEvaluation;
    }
    // 关于申请拨付…的请示 asks for money.
    if own.ends_with("请示") {
        return NoticeKind::Other;
    }
    let passes = passes_money(&own);
    if !passes && TRADE_WORDS.in_text(&own) {
        return NoticeKind::Other;
    }
    let announces = !passes
        && !matter(&own).starts_with("调整")
        && (own.ends_with("公示") || own.ends_with("公告") || own.ends_with("公开") || has(&["情况公开", "公示", "分配情况", "分配结果"]));
    // 关于组织申报…资金的公告 calls for applications, 资金审计结果公告 judges: neither tells of money given.
    if announces && is_money_matter(&own) && !has(&["申报", "征集", "招募", "招聘", "检查", "抽查", "审计"]) {
        return NoticeKind::Announcement;
    }
    let matter = matter(&own);
    // 预算指标通知单, 拨款通知书: a form without a red head that gives a quota (docs/notice-form.md, special forms).
    if crate::slip::is_slip(&own) {
        return NoticeKind::Issue;
    }
    // 关于更正N号文件分配数额的通知 changes what that notice gave; 更正公告 of a page does not.
    let corrected = matter.strip_prefix("更正").or_else(|| matter.strip_prefix("勘误"));
    const SUMS: &[&str] = &["分配", "数额", "金额", "额度", "分配表", "分配数", "分配方案"];
    if own.ends_with("通知") && corrected.is_some_and(|what| crate::vocab::ends(what, SUMS)) {
        return NoticeKind::Adjust;
    }
    if !passes && has(&["转发", "废止", "征求意见"]) || title.contains('《') && has(&["印发", "修改", "修订"]) {
        return NoticeKind::Other;
    }
    if !passes && !is_money_matter(&own) {
        return NoticeKind::Other;
    }
    // A reply (复函, 批复) agrees to what was asked for: 关于同意调整…的复函.
    let matter = matter.strip_prefix("同意").unwrap_or(matter);
    // 关于共和县调整…的批复: whom it is about stands before the verb.
    let about = crate::agencies::place(matter, None).map(|place| place.rest).filter(|rest| rest.starts_with(['调', '变', '收', '核']));
    let matter = about.unwrap_or(matter);
    let starts = |words: &[&str]| words.iter().any(|word| matter.starts_with(word));
    // 核减和重新下达…: what is taken off is given anew. 收回…并重新安排 takes back, whatever it is given for later.
    // 追减追加… changes, 核减 alone too; 核减并收回 takes back.
    let given_too = has(&["重新下达", "重新安排", "重新分配", "追加", "核增", "调增"]);
    if starts(&["核减", "追减"]) && given_too || starts(&["核减"]) && !has(&["收回", "上缴", "缴回", "结余", "结转", "存量"])
    {
        return NoticeKind::Adjust;
    }
    // 撤销N号文件并收回…资金.
    let withdrawn = starts(&["撤销", "撤回"]) && has(&["收回"]);
    // 扣回问题资金后下达…, 追回资金安排使用 give.
    let given_anew = has(&["后下达", "后重新", "重新下达", "重新拨付", "重新安排", "安排使用", "资金安排", "奖励", "工作经费", "并下达"]);
    if withdrawn || starts(&["收回", "上缴", "追减", "盘活", "核减", "缴回"]) || starts(&["扣回", "追回", "收缴", "清收"]) && !given_anew
    {
        return NoticeKind::Recover;
    }
    // 结算补助 is the name of a fund; 清算下达, 结算下达 and 据实结算 settle.
    if starts(&["清算", "据实结算", "结算下达"])
        || starts(&["办理", "做好"]) && has(&["结算事项", "财政结算", "年终结算"])
        || has(&["清算资金", "清算下达", "据实结算", "结算资金"])
        || starts(&["办理"]) && ["结算", "清算"].iter().any(|end| matter.ends_with(end))
        || (starts(&["结算"]) && !starts(&["结算补助"]))
    {
        return NoticeKind::Settle;
    }
    if starts(&["调整", "调剂", "变更", "调减", "调增", "核增", "重新安排"])
        || has(&["调整下达", "调整安排", "分配方案调整"])
        || ["资金调整", "指标调整", "预算调整", "计划调整", "调整计划", "资金变更", "资金调剂"].iter().any(|end| matter.ends_with(end))
    {
        return NoticeKind::Adjust;
    }
    // 关于同意…财政衔接资金项目变更建设内容的批复.
    if has(&["变更建设内容", "调整建设内容", "项目变更", "变更项目", "变更实施"]) && !passes {
        return NoticeKind::Adjust;
    }
    // 关于组织申报…补助资金项目的通知 calls for applications.
    if starts(&["组织申报", "组织开展", "开展", "申报", "征集", "做好"]) && has(&["申报"]) && !passes && !has(&["资金安排", "经费安排"])
    {
        return NoticeKind::Other;
    }
    // 关于切实做好…补助资金发放的通知 tells how money given before is to be paid.
    if starts(&["做好", "切实做好", "进一步做好", "认真做好", "扎实做好"]) && !has(&["下达", "拨付"]) {
        return NoticeKind::Other;
    }
    if is_advance(&own) {
        return NoticeKind::Advance;
    }
    // 关于发放…补贴的通知 pays; 补贴发放工作 speaks of how it is done.
    let pays = starts(&["发放", "兑付"]);
    if passes || (ISSUE_VERBS.in_text(matter) || pays) && !rule_title(&own) {
        return NoticeKind::Issue;
    }
    NoticeKind::Other
}

/// Whether the verb right behind 关于 passes money on: then the words between it and the money name what the money is for
/// (下达…维修改造资金, 拨付政府采购监管经费), and none of them is a verb of the title.
fn passes_money(own: &str) -> bool {
    let matter = matter(own);
    let about = ["公示", "公告", "公开", "请示", "报告"].iter().any(|end| own.ends_with(end));
    let acts = is_advance(matter) && matter.starts_with("提前") || ISSUE_VERBS.at_start(matter).is_some();
    let object = without_brackets(matter);
    let money = MONEY_WORDS.at_end(object).is_some() || object.ends_with(['费', '款', '金']) || object.ends_with("工资");
    !about && acts && money
}

/// A title without the notes in brackets at its end.
fn without_brackets(title: &str) -> &str {
    let mut bare = title;
    while let Some(shorter) = bare.strip_suffix(['）', ')']) {
        match shorter.rfind(['（', '(']).and_then(|open| shorter.get(..open)) {
            Some(before) => bare = before,
            None => break,
        }
    }
    bare
}

/// Whether a title speaks of money at all.
fn is_money_matter(title: &str) -> bool {
    MONEY_WORDS.in_text(title)
}

/// Whether a title is of an advance issue (提前下达).
pub(crate) fn is_advance(title: &str) -> bool {
    ["提前下达", "提前拨付", "提前安排", "提前预下达", "提前告知"].iter().any(|word| title.contains(word))
}

/// Whether a cited title is of a notice that passes money on.
pub(crate) fn issues_money(title: &str) -> bool {
    let own = outside_marks(title);
    let matter = matter(&own);
    // 关于做好…补贴清算工作的通知 tells how it is done.
    let instructs =
        matter.ends_with("工作") && ["做好", "进一步", "切实", "开展", "加强", "规范"].iter().any(|verb| matter.starts_with(verb));
    !instructs
        && ISSUE_VERBS.in_text(matter)
        && is_money_matter(matter)
        && !rule_title(&own)
        && !title.contains("印发")
        && !title.contains("转发")
}

/// Whether a cited title is a rule, a policy or a plan: what it is about ends in such a word (管理办法,
/// 实施细则, 意见), or it issues, changes or calls for one. A fund may carry the same word inside its name
/// (基本药物制度补助资金), and an allocation plan (分配方案) is none of these.
pub(crate) fn rule_title(title: &str) -> bool {
    if passes_money(title) {
        return false;
    }
    if ["印发", "修订", "修改", "绩效自评", "绩效评价", "绩效管理", "绩效监控"].iter().any(|word| title.contains(word))
    {
        return true;
    }
    // 《关于〈…管理办法〉补充通知》 goes with the rule.
    let bare = matter(title).trim_end_matches(['>', '〉', '》']);
    let mut bare = bare.strip_suffix("的补充通知").or_else(|| bare.strip_suffix("补充通知")).unwrap_or(bare);
    while let Some(shorter) = bare.strip_suffix(['）', ')', '》', '〉']) {
        bare = match shorter.rfind(['（', '(']) {
            Some(open) if bare.ends_with(['）', ')']) => shorter.get(..open).unwrap_or_default(),
            _ => shorter,
        };
    }
    // 关于…直达资金备案审核的意见; 关于调整…补助标准的通知 tells how much each is to get.
    if title.ends_with("意见") || (bare.starts_with("调整") || bare.starts_with("提高")) && bare.ends_with("标准") {
        return true;
    }
    let plan = ["分配方案", "安排方案", "资金方案", "补助标准"].iter().any(|word| bare.ends_with(word));
    !plan && RULE_WORDS.at_end(bare).is_some()
}

/// What stands behind a document that a title forwards and acts on at once: 转发某财农〔2021〕6号文件并下达…资金的通知 passes the money on.
fn behind_forwarded(matter: &str) -> &str {
    let Some(rest) = matter.strip_prefix("转发") else { return matter };
    // The document is named by its number, or stands in 《》, which the caller has taken out.
    let number =
        rest.find('号').filter(|at| rest.get(..*at).is_some_and(|number| number.chars().count() <= 60 && !number.contains("关于")));
    let rest = number.and_then(|at| rest.get(at + '号'.len_utf8()..)).unwrap_or(rest);
    let rest = rest.trim_start_matches(['）', ')']);
    let rest = rest.strip_prefix("文件").or_else(|| rest.strip_prefix('文')).unwrap_or(rest).trim_start_matches(['，', ',']);
    let joined = ["并", "和", "及", "暨"].iter().find_map(|and| rest.strip_prefix(and));
    let acts = |rest: &str| ISSUE_VERBS.at_start(rest).is_some() || rest.starts_with("提前");
    let act = joined.or(number.map(|_| rest)).filter(|rest| acts(rest));
    act.unwrap_or(matter)
}

/// Whether a title forwards a document and passes its money on at once.
pub(crate) fn forwards_money(title: &str) -> bool {
    let own = outside_marks(title);
    own.contains("关于转发") && passes_money(&own)
}

/// What stands behind 关于, without the kind of document.
pub(crate) fn matter(title: &str) -> &str {
    let from = title.find("关于").map_or(0, |at| at + "关于".len());
    let rest = title.get(from..).unwrap_or_default();
    let rest = behind_forwarded(rest);
    rest.rfind('的').and_then(|at| rest.get(..at)).filter(|matter| !matter.is_empty()).unwrap_or(rest)
}

/// The title without what stands inside 《》 and 〈〉.
fn outside_marks(title: &str) -> String {
    let mut depth = 0i32;
    title
        .chars()
        .filter(|c| match c {
            '《' | '〈' => {
                depth += 1;
                false
            }
            '》' | '〉' => {
                depth -= 1;
                false
            }
            c => depth <= 0 && !c.is_whitespace(),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_by_title() {
        for (title, kind) in [
            ("关于拨付2024年自治区财政困难群众救助补助资金预算的通知", NoticeKind::Issue),
            ("某省财政厅关于提前下达2025年农村综合改革转移支付预算的通知", NoticeKind::Advance),
            ("关于调整2022年自治区困难群众救助补助资金分配方案的通知", NoticeKind::Adjust),
            ("关于收回2021年结余资金的通知", NoticeKind::Recover),
            ("关于核减2022年就业补助资金预算指标的通知", NoticeKind::Adjust),
            ("关于组织申报2022年渔业发展补助资金项目的通知", NoticeKind::Other),
            ("关于同意甲镇、乙乡财政衔接资金项目变更建设内容的批复", NoticeKind::Adjust),
            ("关于追减追加2013年小型农田水利资金的通知", NoticeKind::Adjust),
            ("关于追减2021年度部分专项资金指标的通知", NoticeKind::Recover),
            ("关于核减并收回2020年部分项目资金的通知", NoticeKind::Recover),
            ("关于核减和重新下达2021年茶园改造补助资金的通知", NoticeKind::Adjust),
            ("关于收回并重新安排2021年茶园改造补助资金的通知", NoticeKind::Recover),
            ("关于发放2024年第二季度高龄津贴的通知", NoticeKind::Issue),
            ("关于做好高龄津贴发放工作的通知", NoticeKind::Other),
            ("关于切实做好2021年森林抚育补助资金发放的通知", NoticeKind::Other),
            ("关于产业奖补项目资金调整的通知", NoticeKind::Adjust),
            ("关于清算下达2021年城乡义务教育补助经费的通知", NoticeKind::Settle),
            ("关于同意调整2024年援助资金用途的复函", NoticeKind::Adjust),
            ("关于下达2021年结算补助资金的通知", NoticeKind::Issue),
            ("关于下达2023年校舍翻修改扩建资金的通知", NoticeKind::Issue),
            ("关于拨付2023年政府采购监管经费的通知", NoticeKind::Issue),
            ("关于下达2023年公示栏更新补助资金的函", NoticeKind::Issue),
            ("关于提前下达2024年第三方绩效评价经费（第一批）的通知", NoticeKind::Advance),
            ("关于下达2023年财政支出绩效评价任务的通知", NoticeKind::Other),
            ("关于印发《水利发展资金管理办法》的通知", NoticeKind::Other),
            ("关于转发某财农〔2020〕61号文件下达2020年茶园改造补助资金的通知", NoticeKind::Issue),
            ("关于转发某财农〔2020〕61号文件并下达2020年茶园改造补助资金的通知", NoticeKind::Issue),
            ("关于转发《某厅关于下达茶园资金的通知》并提前下达2021年茶园改造补助资金的通知", NoticeKind::Advance),
            ("关于转发某财农〔2020〕61号文件的通知", NoticeKind::Other),
            ("某县2021年水利发展资金绩效自评报告", NoticeKind::SelfEvaluation),
            ("关于开展2021年度转移支付资金绩效自评工作的通知", NoticeKind::Other),
            ("2024年公路养护补助资金绩效目标自评表", NoticeKind::SelfEvaluation),
            ("2023年衔接资金分配情况公示", NoticeKind::Announcement),
            ("小型水库维修养护工程竞争性磋商公告", NoticeKind::Other),
            ("某市民政局2022年度福利彩票公益金使用情况公告", NoticeKind::Announcement),
            ("关于组织申报2024年工业发展资金的公告", NoticeKind::Other),
            ("某市2022年度农业专项资金审计结果公告", NoticeKind::Other),
            ("关于办理2022年度省对市县财政结算事项的通知", NoticeKind::Settle),
        ] {
            assert_eq!(of_title(title), kind, "{title}");
        }
    }
}
