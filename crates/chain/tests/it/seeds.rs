//! The five seeds as their facts stand in the gold files: what ties them, and what does not.

use hongtou_chain::{Basis, FindingCode, Relation};
use hongtou_notice::codes::{AmountRole, CitationRole, ColumnRole, Confidence, NoticeKind, RowKind};

use crate::build::{Build, bare, found, lines, linked, notice, wan};

fn seed_000() -> Build {
    notice(NoticeKind::Advance, "伽财社〔2023〕49号", "653129")
        .by("伽师县财政局")
        .title("关于拨付2024年自治区财政困难群众救助补助资金预算的通知")
        .fund("2024年自治区财政困难群众救助补助资金预算", 2024)
        .printed("2023-12-29")
        .to("伽师县民政局", &[])
        .tag("01", "自治区直达资金")
        .total("1252")
        .amount(AmountRole::Provincial, "1252")
        .cites(CitationRole::Upstream, "喀地财社〔2023〕110号", "关于提前下达2024年自治区财政困难群众救助补助资金预算的通知")
}

fn seed_001() -> Build {
    notice(NoticeKind::Adjust, "塔地财社〔2022〕82号", "654200")
        .fund("2022年自治区困难群众救助补助资金", 2022)
        .on("2022-10-31")
        .total("")
        .cites(CitationRole::Basis, "新财社〔2018〕199号", "关于转发〈中央财政困难群众救助补助资金管理办法〉的通知")
        .cites(CitationRole::Basis, "新财社〔2021〕156号", "关于修改困难群众救助资金管理办法的通知")
        .cell(2, 2, "合计", "", RowKind::Total, ColumnRole::Net, "-120")
        .cell(3, 2, "塔城市", "654201", RowKind::Child, ColumnRole::Net, "-120")
}

fn seed_003() -> Build {
    notice(NoticeKind::Issue, "库开财发〔2020〕13号", "652801Z")
        .by("新疆库尔勒经济技术开发区财政局")
        .fund("2020年中央财政困难群众救助补助资金（第二批）", 2020)
        .on("2020-07-03")
        .to("开发区社会发展局", &[])
        .tag("02001", "参照直达资金")
        .total("8")
        .cites(CitationRole::Upstream, "巴财社〔2020〕70号", "关于拨付2020年中央财政困难群众救助补助资金（第二批）的通知")
        .cites(CitationRole::Prior, "巴财社〔2020〕55号", "关于拨付2020年中央财政第二批困难群众救助补助资金的通知")
}

fn seed_004() -> Build {
    let title = "关于下达2024年中央财政困难群众救助补助资金（支持困难失能老年人等群体基本养老服务救助方向）预算的通知";
    bare(NoticeKind::SelfEvaluation, "~4004", "4004")
        .at("650000")
        .by("新疆维吾尔自治区民政厅")
        .fund("中央财政困难群众救助补助资金（支持困难失能老年人基本养老服务救助方向）", 2024)
        .total("8454")
        .cites(CitationRole::Basis, "财监〔2025〕1号", "财政部关于开展2024年度绩效自评工作的通知")
        .cites(CitationRole::Upstream, "财社〔2024〕179号", title)
        .told("8454")
        .cites(CitationRole::Issued, "新财社〔2024〕210号", title)
        .cites(CitationRole::Basis, "财预〔2015〕230号", "中央对地方专项转移支付管理办法")
        .child("乌鲁木齐市", "650100", "550")
        .child("喀什地区", "653100", "2583")
}

#[test]
fn the_links_of_the_seeds() {
    let out = linked([seed_000(), seed_001(), seed_003(), seed_004()]);
    let expected = [
        "grants:喀地财社〔2023〕110号>伽财社〔2023〕49号@653129 12520000 cited certain",
        "grants:巴财社〔2020〕70号>库开财发〔2020〕13号@652801Z 80000 cited certain",
        "grants:财社〔2024〕179号>新财社〔2024〕210号 84540000 reported likely",
        "reissues:巴财社〔2020〕55号>巴财社〔2020〕70号 ? inferred likely",
        "reports_on:财社〔2024〕179号>~4004 84540000 cited certain",
    ];
    assert_eq!(lines(&out), expected);
    assert_eq!(out.chains.len(), 3);
}

#[test]
fn a_report_is_a_witness_and_no_end() {
    let out = linked([seed_004()]);
    let grants: Vec<_> = out.links.iter().filter(|link| link.relation == Relation::Grants).collect();
    let [link] = grants.as_slice() else { panic!("{grants:?}") };
    assert_eq!((link.basis, link.confidence, link.money), (Basis::Reported, Confidence::Likely, Some(wan("8454"))));
    assert_eq!((link.parent_notice_id.as_ref(), link.child_notice_id.as_ref()), (None, None));
    assert_eq!(link.fund_key.as_deref(), Some("困难群众救助"));
    let texts: Vec<_> = link.evidence.iter().map(|evidence| evidence.text.as_str()).collect();
    assert_eq!(texts, ["新财社〔2024〕210号", "财社〔2024〕179号"]);
    let to: Vec<_> = out.flows.iter().map(|flow| (flow.parent_number.as_deref(), flow.recipient.as_str(), flow.counts)).collect();
    assert_eq!(to, [(Some("新财社〔2024〕210号"), "乌鲁木齐市", true), (Some("新财社〔2024〕210号"), "喀什地区", true)]);
}

#[test]
fn the_findings_of_the_seeds() {
    let out = linked([seed_000(), seed_001(), seed_003(), seed_004()]);
    let seen: Vec<_> = out.findings.iter().map(|finding| finding.id.as_str()).collect();
    let expected = [
        "blank_amount:塔地财社〔2022〕82号@654200:a1",
        "middle_notice_missing:伽财社〔2023〕49号@653129:喀地财社〔2023〕110号",
        "middle_notice_missing:库开财发〔2020〕13号@652801Z:巴财社〔2020〕70号",
    ];
    assert_eq!(seen, expected);
    assert_eq!(found(&out, FindingCode::UpstreamNotCited).len(), 0);
}
