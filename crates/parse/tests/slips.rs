//! Forms that give a quota, and papers that tell of money which others gave. Not for: notices with a red head (`heads`, `wordings`).

mod common;

use common::notice;
use hongtou_notice::Notice;
use hongtou_notice::codes::{AmountRole, CitationRole, NoticeKind};

fn citations(read: &Notice) -> Vec<(String, CitationRole)> {
    let number = |citation: &hongtou_notice::Citation| citation.number.as_ref().map(ToString::to_string).unwrap_or_default();
    read.citations.iter().map(|citation| (number(citation), citation.role)).collect()
}

#[test]
fn a_slip_may_set_its_labels_on_lines() {
    let read = notice(&[
        "吴忠市财政局预算指标通知书",
        "吴财（农）指标〔2024〕18号",
        "吴忠市农业农村局：",
        "经市人民政府批准，现追加你单位2024年预算指标，请据此办理用款手续。",
        "项目名称：高标准农田建后管护补助资金",
        "指标金额：1,860,000.00元（人民币大写：壹佰捌拾陆万元整）",
        "资金来源：自治区财政转移支付，宁财（农）指标〔2024〕7号",
        "支出功能分类科目：2130153 耕地建设与利用",
        "吴忠市财政局（预算专用章）",
        "2024年7月3日",
    ]);
    assert_eq!(read.issuers.iter().map(|issuer| issuer.value.name.as_str()).collect::<Vec<_>>(), ["吴忠市财政局"]);
    let sums: Vec<_> = read.amounts.iter().map(|amount| (amount.money.unwrap().to_string(), amount.role)).collect();
    assert_eq!(sums, [("1860000".to_owned(), AmountRole::Total)]);
    assert_eq!(read.fund_name.unwrap().value.as_str(), "高标准农田建后管护补助资金");
    assert_eq!(read.budget_subjects.iter().map(|subject| subject.value.code.as_str()).collect::<Vec<_>>(), ["2130153"]);
}

#[test]
fn an_announcement_tells_by_which_notices_its_money_came_and_went_on() {
    let read = notice(&[
        "岳西县2025年第一批财政衔接资金分配结果公告",
        "现将岳西县2025年第一批财政衔接资金分配情况公告如下：",
        "2025年中央财政衔接推进乡村振兴补助资金12480万元（皖财农〔2024〕82号）、省级财政衔接推进乡村振兴补助资金6310万元（皖财农〔2024〕90号），共计18790万元。",
        "岳西县财政局《关于下达2025年第一批财政衔接资金的通知》（岳财农〔2025〕3号）已分解到乡镇。",
        "岳西县财政局",
        "2025年1月13日",
    ]);
    assert_eq!(read.kind.value, NoticeKind::Announcement);
    let wanted = [
        ("皖财农〔2024〕82号", CitationRole::Upstream),
        ("皖财农〔2024〕90号", CitationRole::Upstream),
        ("岳财农〔2025〕3号", CitationRole::Issued),
    ];
    assert_eq!(citations(&read), wanted.map(|(number, role)| (number.to_owned(), role)));
}

#[test]
fn what_is_forwarded_names_the_fund() {
    let read = notice(&[
        "商丘市财政局关于转发《河南省财政厅关于下达2018年第二批困难群众救助补助资金的通知》并下达资金的通知",
        "各县（市、区）财政局：",
        "现将《河南省财政厅关于下达2018年第二批困难群众救助补助资金的通知》（豫财社〔2018〕7号）转发给你们，同时下达你县资金3600万元。",
    ]);
    assert_eq!(read.fund_name.unwrap().value.as_str(), "困难群众救助补助资金");
}

#[test]
fn the_body_above_may_stand_before_its_number_alone() {
    let read = notice(&[
        "天长市财政局关于下达2023年产粮大县奖励资金及绩效目标的通知",
        "天财农〔2023〕40号",
        "市粮食和物资储备中心：",
        "省财政厅皖财建〔2023〕12号文件下达我市2023年产粮大县奖励资金5730万元。现下达你单位1200万元。此前我局皖财农〔2022〕3号文件已拨付300万元。",
        "天长市财政局",
        "2023年9月8日",
    ]);
    assert_eq!(citations(&read).first(), Some(&("皖财建〔2023〕12号".to_owned(), CitationRole::Upstream)));
    assert_eq!(citations(&read).len(), 2);
    assert_eq!(read.fund_name.unwrap().value.as_str(), "产粮大县奖励资金");
}

#[test]
fn what_money_is_for_is_no_recipient_though_it_ends_like_one() {
    let read = notice(&[
        "商洛市财政局关于下达2019年公共文化服务资金的通知",
        "商州区、洛南县财政局：",
        "现下达资金120万元。戏曲进乡村80万元，商州区、洛南县各20万元。",
    ]);
    assert_eq!(read.allocations.iter().map(|row| &*row.recipient).collect::<Vec<_>>(), ["商州区", "洛南县"]);
}
