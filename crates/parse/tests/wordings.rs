//! Wordings of heads and sums, one by one; whole notices with them are in `crates/cli/tests/labelled`.

mod common;

use common::notice;
use hongtou_notice::Notice;
use hongtou_notice::codes::{AmountRole, CitationRole, Level, NoticeKind};

/// The roles of the sums in a paragraph under a title, as (printed sum, role).
fn sums(title: &str, text: &str) -> Vec<(String, AmountRole)> {
    let read = notice(&["某财农〔2024〕3号", title, "各县（市、区）财政局：", text]);
    read.amounts.into_iter().map(|amount| (amount.text.to_string(), amount.role)).collect()
}

fn wanted(sums: &[(&str, AmountRole)]) -> Vec<(String, AmountRole)> {
    sums.iter().map(|(text, role)| ((*text).to_owned(), *role)).collect()
}

#[test]
fn parts_may_stand_behind_the_whole_or_in_a_sentence_of_their_own() {
    use AmountRole::{Advance, Central, Provincial, Total};
    let title = "关于下达2024年农业生产发展资金的通知";
    let parts = wanted(&[("100万元", Total), ("80万元", Central), ("20万元", Provincial)]);
    assert_eq!(sums(title, "现将资金100万元下达给你们（详见附件），中央资金80万元、省级资金20万元。"), parts);
    assert_eq!(sums(title, "现下达资金100万元。其中：中央资金80万元，自治区资金20万元。"), parts);
    assert_eq!(sums(title, "现下达资金100万元（含提前下达数80万元）。"), wanted(&[("100万元", Total), ("80万元", Advance)]));
}

#[test]
fn adjustments_recoveries_and_settlements() {
    use AmountRole::{AdjustDown, AdjustUp, Advance, Other, Recovered, Settled};
    assert_eq!(
        sums("关于调整2024年水利发展资金的通知", "因部分项目前期工作滞后，经研究予以调整，共调减10万元，调增8万元。"),
        wanted(&[("10万元", AdjustDown), ("8万元", AdjustUp)])
    );
    assert_eq!(sums("关于收回2023年农田建设补助资金结余的通知", "现收回你单位资金结余5.5万元。"), wanted(&[("5.5万元", Recovered)]));
    assert_eq!(
        sums(
            "关于清算2023年度农业保险保费补贴资金的通知",
            "经核查，2023年应补贴资金100万元，已通过某财金〔2023〕12号预拨90万元，现清算下达10万元。"
        ),
        wanted(&[("100万元", Other), ("90万元", Advance), ("10万元", Settled)])
    );
}

#[test]
fn sums_that_are_together_more_than_can_be_told_are_not_added_up() {
    use AmountRole::{Other, Total};
    // Each is one that an exact decimal holds; both are not.
    let (one, other) = ("792281625142643375935亿元", "692281625142643375935亿元");
    let read = sums("关于下达2024年公用经费的通知", &format!("现下达你单位公用经费{one}、课本费{other}，合共100亿元。"));
    assert_eq!(read, wanted(&[(one, Total), (other, Other), ("100亿元", Other)]));
}

#[test]
fn an_adverb_may_stand_between_now_and_the_verb() {
    let read = notice(&[
        "毕财社〔2024〕77号",
        "关于下达2024年基本公共卫生服务补助资金的通知",
        "各县（市、区）财政局：",
        "根据《关于下达2024年基本公共卫生服务补助资金预算的通知》（黔财社〔2024〕43号），现一并下达补助资金100万元。",
    ]);
    assert_eq!(read.citations.first().map(|citation| citation.role), Some(CitationRole::Upstream));
}

#[test]
fn a_number_glued_to_its_title_and_a_page_box_are_no_title() {
    let title = |read: &Notice| read.title.as_ref().map(|fact| fact.value.clone());
    let glued = notice(&["西财农字〔2023〕689号关于提前下达2024年林业资金的通知", "德令哈市财政局："]);
    assert_eq!(title(&glued).as_deref(), Some("关于提前下达2024年林业资金的通知"));
    let boxed = notice(&[
        "索引号：11210000001 发文字号：辽财指社〔2024〕318号",
        "发布机构：辽宁省财政厅 成文日期：2024年07月16日",
        "标题：关于下达2024年彩票公益金的通知",
        "关于下达2024年彩票公益金的通知",
        "各市财政局：",
    ]);
    assert_eq!(title(&boxed).as_deref(), Some("关于下达2024年彩票公益金的通知"));
    assert_eq!(boxed.number.map(|fact| fact.value.to_string()).as_deref(), Some("辽财指社〔2024〕318号"));
    assert_eq!(boxed.recipients.len(), 1);
}

#[test]
fn a_headline_is_no_notice() {
    let read = notice(&["某市提前下达资金支持春季农业生产", "发布时间：2024-01-30 来源：某市财政局", "全市已提前下达资金3.2亿元。"]);
    assert_eq!(read.title.map(|fact| fact.value).as_deref(), Some("某市提前下达资金支持春季农业生产"));
    assert_eq!(read.kind.value, NoticeKind::Other);
}

#[test]
fn a_township_is_below_its_county() {
    let read = notice(&["泾县云岭镇人民政府文件", "云政〔2024〕31号", "关于分配2024年乡村建设补助资金的通知", "章渡村村民委员会："]);
    assert_eq!(read.level.map(|fact| fact.value), Some(Level::Township));
}

#[test]
fn money_that_comes_with_a_forwarded_notice_and_a_region_that_begins_like_a_unit() {
    let cited = |title: &str, text: &str| {
        let read = notice(&["某财农〔2024〕12号", title, "各有关单位：", text]);
        let first = read.citations.into_iter().next();
        first.map(|citation| (citation.number.map(|number| number.to_string()).unwrap_or_default(), citation.role))
    };
    assert_eq!(
        cited(
            "关于转下达2024年草原生态保护补助奖励资金的通知",
            "现将《关于下达2024年草原生态保护补助奖励资金预算的通知》（阿财农〔2024〕36号）转发给你们，并将资金10万元一并下达。"
        ),
        Some(("阿财农〔2024〕36号".into(), CitationRole::Upstream))
    );
    let number = cited("关于收回2023年公益金的通知", "根据万财教〔2023〕31号文件，现将未使用的资金4万元予以收回。");
    assert_eq!(number.map(|(number, _)| number).as_deref(), Some("万财教〔2023〕31号"));
}

#[test]
fn a_code_right_behind_the_verb_is_a_subject() {
    let read = notice(&["关于下达2024年补助资金的通知", "各县财政局：", "该资金列2130135“农业资源保护修复与利用”，请及时兑付。"]);
    assert_eq!(read.budget_subjects.first().map(|subject| subject.value.code.as_str()), Some("2130135"));
}

#[test]
fn a_word_broken_before_a_code_is_no_part_of_it() {
    let read = notice(&[
        "财教〔2024〕71号",
        "关于下达2024年国家文物保护资金预算的通知",
        "有关省、自治区、直辖市财政厅（局）：",
        "现下达2024年国家文物保护资金预算。加上此\n前财教〔2023〕195号已提前下达的263000万元，全年共下达41.7亿元。",
    ]);
    let numbers: Vec<String> = read.citations.iter().filter_map(|citation| citation.number.as_ref().map(ToString::to_string)).collect();
    assert_eq!(numbers, ["财教〔2023〕195号"]);
}

#[test]
fn the_sign_of_the_yuan_and_words_alone_tell_a_sum() {
    use AmountRole::Total;
    let title = "关于下达2024年农业生产发展资金的通知";
    assert_eq!(sums(title, "现下达资金叁万陆仟元整（¥36,000.00）。"), wanted(&[("36,000.00", Total)]));
    assert_eq!(sums(title, "现下达资金壹佰贰拾万元整，请专款专用。"), wanted(&[("壹佰贰拾万元整", Total)]));
}

#[test]
fn the_verb_before_a_row_of_cuts_holds_for_all() {
    use AmountRole::{AdjustDown, AdjustUp};
    assert_eq!(
        sums("关于调整2024年水利发展资金的通知", "核减甲村项目资金60万元、乙村项目资金45万元；调增丙村项目资金105万元。"),
        wanted(&[("60万元", AdjustDown), ("45万元", AdjustDown), ("105万元", AdjustUp)])
    );
}

#[test]
fn a_clause_that_only_names_a_level_is_a_part() {
    use AmountRole::{Central, County, Prefectural, Provincial, Total};
    let title = "关于下达2024年农业生产发展资金的通知";
    assert_eq!(
        sums(title, "现下达资金100万元，其中中央资金80万元；县级财政配套60万元。"),
        wanted(&[("100万元", Total), ("80万元", Central), ("60万元", County)])
    );
    assert_eq!(
        sums(title, "现将资金100万元（中央80万元、省级12万元、娄底市级8万元）分配给你们。"),
        wanted(&[("100万元", Total), ("80万元", Central), ("12万元", Provincial), ("8万元", Prefectural)])
    );
}

#[test]
fn words_inside_the_name_of_money_are_no_verbs() {
    use AmountRole::Total;
    assert_eq!(
        sums("关于提前下达2025年均衡性转移支付预算的通知", "现提前下达2025年均衡性转移支付预算指标18.6亿元。"),
        wanted(&[("18.6亿元", Total)])
    );
    assert_eq!(sums("关于下达2025年社会化发放补助资金的通知", "现下达2025年社会化发放补助资金5万元。"), wanted(&[("5万元", Total)]));
}

#[test]
fn the_own_act_tells_the_own_sum() {
    use AmountRole::{Advance, Other, Total};
    let text = "省财政下达我县生态保护资金8437万元，扣除已提前下达数6250万元，此次安排2187万元。";
    assert_eq!(sums("关于下达2024年生态保护资金的通知", text), wanted(&[("8437万元", Other), ("6250万元", Advance), ("2187万元", Total)]));
}

#[test]
fn notes_behind_sums_and_short_names_in_prose() {
    let read = notice(&[
        "某财教〔2024〕19号",
        "关于下达2024年特殊教育补助资金的通知",
        "区教委、区特殊教育学校：",
        "现将补助资金76万元下达给你们，其中：区教委31万元（资源中心建设），区特殊教育学校45万元（设备购置30万元、送教上门15万元）。",
        "另安排甲庙镇2万元；乙平镇3万元。",
    ]);
    let told: Vec<(String, String)> =
        read.allocations.iter().map(|row| (row.recipient.to_string(), row.money.unwrap().to_string())).collect();
    let wanted = [("区教委", "310000"), ("区特殊教育学校", "450000"), ("甲庙镇", "20000"), ("乙平镇", "30000")];
    assert_eq!(told, wanted.map(|(name, yuan)| (name.to_owned(), yuan.to_owned())));
}

#[test]
fn a_division_of_the_corps_stands_on_the_level_of_a_prefecture() {
    let read = notice(&[
        "新疆生产建设兵团第三师图木舒克市财政局文件",
        "师市财社〔2023〕64号",
        "关于下达2023年就业补助资金的通知",
        "各团场财政所：",
        "现下达就业补助资金10万元。",
    ]);
    assert_eq!(read.level.map(|fact| fact.value), Some(Level::Prefecture));
    assert_eq!(read.division.map(|fact| fact.value.0).as_deref(), Some("659003"));
}

#[test]
fn letters_read_for_digits_in_a_year_and_a_day() {
    let read = notice(&[
        "某财农〔2022〕18号",
        "关于下达2O22年水库移民扶持基金预算的通知",
        "各乡镇人民政府：",
        "现下达水库移民扶持基金10万元。",
        "某县财政局",
        "2022年5月l7日",
    ]);
    assert_eq!(read.title.as_ref().map(|fact| fact.value.as_str()), Some("关于下达2022年水库移民扶持基金预算的通知"));
    assert_eq!(read.budget_year.map(|fact| fact.value), Some(2022));
    assert_eq!(read.issued_on.map(|fact| fact.value.to_string()).as_deref(), Some("2022-05-17"));
}

#[test]
fn calls_for_applications_and_audits_give_nothing() {
    for title in ["关于组织申报2024年度科技创新专项资金项目的通知", "某市2022年度农业专项资金审计结果公告"]
    {
        let read = notice(&[title, "各有关单位：", "专项资金预算总额1200万元。单个项目资助不超过50万元。"]);
        assert_eq!(read.kind.value, NoticeKind::Other, "{title}");
        assert!(read.fund_name.is_none() && read.budget_year.is_none(), "{title}");
    }
}

#[test]
fn a_sum_of_the_ones_before_it_is_the_notices_own() {
    use AmountRole::{Other, Total};
    assert_eq!(
        sums("关于下达2024年公用经费及课本费的通知", "现下达你单位2024年公用经费118万元、课本费2万元，合共120万元，列2024年支出。"),
        wanted(&[("118万元", Other), ("2万元", Other), ("120万元", Total)])
    );
}

#[test]
fn a_base_is_a_standard_and_a_source_names_its_level() {
    use AmountRole::{Central, Other, Standard, Total};
    assert_eq!(sums("关于下达2024年残疾人补助资金的通知", "按照每个乡镇基数10000元及人数测算。"), wanted(&[("10000元", Standard)]));
    assert_eq!(
        sums("关于下达2024年衔接资金的通知", "现下达资金310万元，资金来源为中央衔接资金212万元、历年结余资金98万元。"),
        wanted(&[("310万元", Total), ("212万元", Central), ("98万元", Other)])
    );
}

#[test]
fn an_evaluation_form_without_a_title_tells_its_kind_year_and_body() {
    let read = notice(&[
        "报表编号：510000",
        "部门预算项目支出绩效自评表（2023年度）",
        "项目名称 水旱灾害防御经费 ",
        "实施单位 （盖章） 中江县水利局",
        "一级指标 二级指标 三级指标 指标值 完成值",
    ]);
    assert_eq!(read.kind.value, NoticeKind::SelfEvaluation);
    assert_eq!(read.budget_year.map(|fact| fact.value), Some(2023));
    assert_eq!(read.issuers.iter().map(|fact| fact.value.name.as_str()).collect::<Vec<_>>(), ["中江县水利局"]);
    assert_eq!(read.fund_name.map(|fact| fact.value).as_deref(), Some("水旱灾害防御经费"));
}

#[test]
fn an_office_of_the_party_may_sign_on_two_lines() {
    let read = notice(&[
        "关于拨付2024年衔接资金的通知",
        "华亭镇人民政府：",
        "现拨付衔接资金20万元，请专款专用。",
        "中共莆田市城厢区委农村",
        "工作领导小组办公室",
        "2025年7月31日",
    ]);
    let names: Vec<&str> = read.issuers.iter().map(|fact| fact.value.name.as_str()).collect();
    assert_eq!(names, ["中共莆田市城厢区委农村工作领导小组办公室"]);
    assert_eq!(read.level.map(|fact| fact.value), Some(Level::County));
}

#[test]
fn the_source_of_a_sum_may_stand_behind_it() {
    use AmountRole::{Central, County, Total};
    let title = "关于下达2025年动物防疫补助资金的通知";
    assert_eq!(
        sums(
            title,
            "现下达补助资金9.5万元，其中：第一批（春季）补助资金6.3万元，资金来源为县级防控经费；第二批补助资金3.2万元，资金来源为2025年中央财政动物防疫补助（湘财农〔2024〕8号）。"
        ),
        wanted(&[("9.5万元", Total), ("6.3万元", County), ("3.2万元", Central)])
    );
    // Sources with sums of their own, and a notice's own sum.
    assert_eq!(
        sums(title, "合计资金310万元，资金来源为中央资金212万元、结余资金98万元。").first().map(|(text, _)| text.as_str()),
        Some("310万元")
    );
    assert_eq!(sums(title, "本次安排补助资金185万元，来源为省级财政预算。"), wanted(&[("185万元", Total)]));
}

#[test]
fn a_number_in_the_clause_of_the_source_is_upstream() {
    let read = notice(&[
        "各镇人民政府：",
        "现将2025年动物防疫补助资金9万元下拨给你们，资金来源为2024年省级财政农业防灾减灾和水利救灾资金动物防疫补助（张财农〔2024〕68号）。",
        "临泽县农业农村局",
        "2025年5月6日",
    ]);
    assert_eq!(read.citations.first().map(|citation| citation.role), Some(CitationRole::Upstream));
}

#[test]
fn how_a_thing_is_to_be_done_passes_no_money_on() {
    let read = notice(&[
        "财建〔2019〕87号",
        "财政部关于下达2019年节能减排补助资金预算的通知",
        "有关省财政厅：",
        "根据《关于做好高效电机补贴清算工作的通知》（财建〔2017〕16号）规定，现下达你省2019年节能减排补助资金。",
    ]);
    assert_eq!(read.citations.first().map(|citation| citation.role), Some(CitationRole::Basis));
}

#[test]
fn lines_below_the_heading_of_sources_are_parts_by_level() {
    use AmountRole::{Central, Other, Prefectural, Provincial, Total};
    let read = notice(&[
        "2023年桃源县衔接资金分配结果公告",
        "现将桃源县2023年衔接资金分配情况公告如下：",
        "一、资金来源",
        "2023年中央财政衔接补助资金1587万元（湘财农〔2022〕79号）、2023年省级财政衔接补助资金726万元（湘财农〔2022〕84号），共计2313万元。",
        "二、资金分配情况",
        "（一）安排产业发展项目资金1443万元。",
        "桃源县乡村振兴局",
        "2023年1月6日",
    ]);
    let told: Vec<(String, AmountRole)> = read.amounts.iter().map(|amount| (amount.text.to_string(), amount.role)).collect();
    assert_eq!(told, wanted(&[("1587万元", Central), ("726万元", Provincial), ("2313万元", Total), ("1443万元", Other)]));
    let read = notice(&[
        "2023年扶贫资金分配情况公示",
        "现将资金分配情况公示如下：",
        "中央资金125.5万元",
        "市级资金24.6万元",
        "以上资金合计150.1万元。",
    ]);
    let told: Vec<(String, AmountRole)> = read.amounts.iter().map(|amount| (amount.text.to_string(), amount.role)).collect();
    assert_eq!(told, wanted(&[("125.5万元", Central), ("24.6万元", Prefectural), ("150.1万元", Total)]));
}

#[test]
fn money_given_before_is_named_and_taken_back() {
    use AmountRole::{Recovered, Total};
    assert_eq!(
        sums(
            "2022年衔接资金调整情况公示",
            "对第二批下达的服装加工项目39.5万元（洛财预〔2021〕65号），收回资金重新安排项目。本次财政衔接资金分配218万元。"
        ),
        wanted(&[("39.5万元", Recovered), ("218万元", Total)])
    );
}

#[test]
fn the_level_may_stand_behind_the_purpose_of_a_part() {
    use AmountRole::{Central, Provincial, Total};
    assert_eq!(
        sums(
            "关于下达2023年公立医院综合改革补助资金的通知",
            "现下达你单位2023年公立医院综合改革补助资金220万元（其中综合改革中央补助资金144万元，取消药品加成省级补助资金76万元）。"
        ),
        wanted(&[("220万元", Total), ("144万元", Central), ("76万元", Provincial)])
    );
}

#[test]
fn documents_repealed_together_are_none_of_the_sources() {
    let read = notice(&[
        "财建〔2022〕80号",
        "财政部关于下达2022年农村客运补贴资金预算指标的通知",
        "各省财政厅：",
        "现将2022年农村客运补贴资金预算指标下达你们。",
        "本通知下发后，《财政部关于下达2016年农村客运补贴预算指标的通知》（财建〔2016〕31号）、《财政部关于提前下达2018年补助预算指标的通知》（财建〔2017〕67号）同时废止。",
    ]);
    assert!(read.citations.iter().all(|citation| citation.role == CitationRole::Other), "{:?}", read.citations);
}

#[test]
fn money_taken_back_by_the_notice_that_gave_it() {
    use AmountRole::Recovered;
    let title = "关于调整下达2031年产业协作资金计划的通知";
    let text = "根据县政府意见，现收回原青财农〔2031〕8号下达柳湾镇仓储项目资金210万元、加工设备项目资金90万元。收回资金计划300万元，调整用于烘干设备等2个项目。";
    assert_eq!(sums(title, text), wanted(&[("210万元", Recovered), ("90万元", Recovered), ("300万元", Recovered)]));
}

#[test]
fn what_is_given_for_each_piece_is_a_standard() {
    use AmountRole::{Standard, Total};
    let title = "关于下达2031年山塘整治补助资金的通知";
    let text = "现下达补助资金80万元。一类县每座补助2万元、二类县每座补助3万元，新购闸门每扇奖励5000元。";
    assert_eq!(sums(title, text), wanted(&[("80万元", Total), ("2万元", Standard), ("3万元", Standard), ("5000元", Standard)]));
}

#[test]
fn sources_may_bear_a_note_and_a_verb() {
    use AmountRole::{Central, Provincial, Total};
    let read = notice(&[
        "现将2031年草场改良资金分配情况公示如下：",
        "一、资金来源",
        "1.中央资金（新财农〔2031〕48号）1200万元",
        "2.自治区资金（新财农〔2031〕52号）300万元",
        "以上合计1500万元。",
        "二、分配原则",
    ]);
    let roles: Vec<(String, AmountRole)> = read.amounts.iter().map(|amount| (amount.text.to_string(), amount.role)).collect();
    assert_eq!(roles, wanted(&[("1200万元", Central), ("300万元", Provincial), ("1500万元", Total)]));
    let read = notice(&[
        "现将2031年草场改良资金分配情况公示如下：",
        "一、资金来源",
        "收到2031年中央草场改良资金（统筹部分）476万元、2031年自治区草场改良资金（统筹部分）371.3万元。",
    ]);
    let roles: Vec<(String, AmountRole)> = read.amounts.iter().map(|amount| (amount.text.to_string(), amount.role)).collect();
    assert_eq!(roles, wanted(&[("476万元", Central), ("371.3万元", Provincial)]));
}

#[test]
fn a_report_tells_its_budget() {
    use AmountRole::{Arrived, Budget};
    let read = notice(&[
        "青河县档案馆2031年度项目支出绩效自评报告",
        "一、基本情况",
        "本年实施项目9个，年初批复预算5个项目985万元，调整后项目预算861.5万元，实际到位资金334.7万元。",
    ]);
    let roles: Vec<(String, AmountRole)> = read.amounts.iter().map(|amount| (amount.text.to_string(), amount.role)).collect();
    assert_eq!(roles, wanted(&[("985万元", Budget), ("861.5万元", Budget), ("334.7万元", Arrived)]));
}

#[test]
fn own_earlier_notices_with_whose_money_this_is_used_are_prior() {
    let read = notice(&[
        "云和县农业农村局关于下达2031年改厕奖补资金计划的通知",
        "相关镇人民政府：",
        "现将2030年结余改厕奖补资金下达给你们，请结合《云和县农业农村局关于下达2031年衔接资金计划的通知》（云农发〔2031〕6号）《云和县农业农村局关于下达2031年第二批衔接资金计划的通知》（云农发〔2031〕9号）下达的资金，按照任务统筹安排。",
        "云和县农业农村局",
        "2031年11月5日",
    ]);
    let roles: Vec<CitationRole> = read.citations.iter().map(|citation| citation.role).collect();
    assert_eq!(roles, [CitationRole::Prior, CitationRole::Prior]);
}

#[test]
fn a_plan_that_is_shown_is_an_announcement() {
    let read = notice(&["经研究，拟下达拨付老店评选经费9.5万元，以及各县奖补资金12万元，共计21.5万元。", "公示期2031年1月9日至13日。"]);
    assert_eq!(read.kind.value, NoticeKind::Announcement);
    let read = notice(&[
        "根据《关于提前下达2032年茶园改造资金预算的通知》（财农〔2031〕7号），拟将提前下达我省的2032年茶园改造资金（省级统筹部分）310万元，用于低产园改造，现予公示。",
    ]);
    assert_eq!(read.kind.value, NoticeKind::Announcement);
    assert_eq!(read.fund_name.map(|fact| fact.value.to_string()).as_deref(), Some("茶园改造资金"));
}

#[test]
fn a_zone_may_be_addressed() {
    let read = notice(&[
        "青财农〔2031〕3号",
        "青河县财政局关于调整2031年肉羊项目资金预算的通知",
        "青河县畜牧业发展中心、青河县生态工业园区：",
        "现调整如下。",
    ]);
    let names: Vec<String> = read.recipients.iter().map(|fact| fact.value.name.to_string()).collect();
    assert_eq!(names, ["青河县畜牧业发展中心、青河县生态工业园区"]);
}

#[test]
fn bodies_side_by_side_sign_on_one_line_with_the_date_or_without() {
    for last in ["遵义市财政局 遵义市民政局 2031年2月24日", "遵义市财政局   遵义市民政局"] {
        let read = notice(&["关于下达2031年补助资金的通知", "各县财政局：", "现下达补助资金80万元，请按规定使用。", last]);
        let names: Vec<String> = read.issuers.iter().map(|fact| fact.value.name.to_string()).collect();
        assert_eq!(names, ["遵义市财政局", "遵义市民政局"], "{last}");
    }
}

#[test]
fn a_target_of_the_start_of_the_year_is_a_target() {
    let read = notice(&[
        "浚县教育局2023年实训室改造经费绩效自评报告",
        "数量指标：改造实训室数量，年初目标≥4间，实际完成5间；更新工位数量，年初目标120个，实际完成118个。",
        "成本指标：教师培训人均成本，年初目标≤1.8万元，实际完成1.77万元。",
    ]);
    let told: Vec<(&str, Option<&str>, Option<&str>)> = read
        .indicators
        .iter()
        .map(|row| (&*row.level3, row.target.as_ref().map(|value| &*value.text), row.achieved.as_ref().map(|value| &*value.text)))
        .collect();
    let cost = ("教师培训人均成本", Some("≤1.8万元"), Some("1.77万元"));
    assert_eq!(told, [("改造实训室数量", Some("≥4间"), Some("5间")), ("更新工位数量", Some("120个"), Some("118个")), cost]);
    assert_eq!(read.amounts, []);
}
