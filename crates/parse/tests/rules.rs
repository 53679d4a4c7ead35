//! The rules by which a sum in running text gets its role, each with what it reads and a near miss (`docs/amounts.md`, roles). Not for: several sums
//! that decide on each other (`sums`).

mod common;

use common::notice;
use hongtou_notice::Notice;
use hongtou_notice::codes::AmountRole::{self, *};
use hongtou_notice::codes::{CitationRole, NoticeKind};

const ISSUE: &str = "商洛市财政局关于下达2023年农村供水工程维修养护资金的通知";
const SETTLE: &str = "商洛市财政局关于清算2022年农村供水工程维修养护资金的通知";
const RECOVER: &str = "商洛市财政局关于收回2022年农村供水工程维修养护资金的通知";
const ADJUST: &str = "商洛市财政局关于调整2022年农村供水工程维修养护资金的通知";
const REPORT: &str = "商洛市水利局2022年农村供水工程维修养护资金绩效自评报告";
const RULE: &str = "商洛市财政局关于印发农村供水工程维修养护资金管理办法的通知";

/// A paper of a prefecture with one paragraph.
fn paper(title: &str, text: &str) -> Notice {
    notice(&["商洛市财政局文件", "商财农〔2023〕41号", title, "各县（区）财政局：", text])
}

/// The role of the sum printed so.
fn role(title: &str, text: &str, sum: &str) -> Option<AmountRole> {
    paper(title, text).amounts.iter().find(|amount| &*amount.text == sum).map(|amount| amount.role)
}

#[test]
fn each_rule_reads_its_own_words_and_not_their_likes() {
    #[rustfmt::skip]
    let cases = [
        // fine
        (ISSUE, "现下达资金100万元。截留挪用的处5万元罚款。", "5万元", Other),
        // standard
        (ISSUE, "现下达资金100万元，按每户1200元补助。", "1200元", Standard),
        (ISSUE, "现下达资金100万元，单个项目补助不超过20万元。", "20万元", Standard),
        (ISSUE, "现下达资金100万元。户均补助分别为：维修0.3万元，翻建1.2万元。", "1.2万元", Standard),
        (ISSUE, "现下达生均公用经费补助资金共100万元。", "100万元", Total),
        (RULE, "对通过验收的供水站给予一次性奖励3万元。", "3万元", Standard),
        // part
        (ISSUE, "现下达资金100万元，其中：中央资金70万元，省级资金30万元。", "30万元", Provincial),
        (ISSUE, "现下达资金100万元，包括中央资金70万元、省级资金30万元。", "70万元", Central),
        (ISSUE, "现下达资金100万元，其中：中央资金70万元，列“2130305 水利工程建设”；省级维修资金30万元。", "30万元", Provincial),
        (ISSUE, "现下达资金100万元。市本级应负担的12万元另行安排。", "12万元", Prefectural),
        (ISSUE, "现下达资金100万元。工程总投资180万元，由受益村自筹80万元。", "80万元", OtherFunds),
        (ISSUE, "现下达地方病防治资金100万元。", "100万元", Total),
        // source
        (ISSUE, "现下达资金100万元，其中水质检测20万元属省级资金。", "20万元", Provincial),
        // share, unchanged
        (ADJUST, "因项目变更调整如下。资金总额500万元不变。", "500万元", Total),
        // returned
        (RECOVER, "现收回你县（区）资金86.5万元。", "86.5万元", Recovered),
        (RECOVER, "此前已拨付的周转金30万元不再收回。", "30万元", Other),
        (ISSUE, "现下达资金100万元，同时清算上年资金-8万元。", "-8万元", Settled),
        // settlement
        (SETTLE, "经核实应补助217万元，已预拨180万元，本次清算下达37万元。", "217万元", Other),
        (SETTLE, "经核实应补助217万元，已预拨180万元，本次清算下达37万元。", "37万元", Settled),
        // by purpose
        (ISSUE, "现下达资金100万元。本次下达的资金中有25万元纳入直达管理。", "25万元", Other),
        // earlier
        (ISSUE, "现下达2023年资金100万元（含提前下达40万元）。", "40万元", Advance),
        (ISSUE, "今年已通过商财农〔2023〕9号下达第一批资金60万元，现下达资金100万元。", "60万元", Other),
        (ISSUE, "扣除已提前下达的60万元，现下达资金100万元。", "60万元", Advance),
        (ISSUE, "现下达前期工作经费100万元。", "100万元", Total),
        // cue
        (REPORT, "项目累计兑付资金95.2万元。", "95.2万元", Executed),
        (REPORT, "岑川镇延迟发放12.6万元。", "12.6万元", Other),
        (REPORT, "其余4.8万元因账户有误结转下年兑付。", "4.8万元", CarriedOver),
        (ISSUE, "现下达剩余资金100万元。", "100万元", Total),
        // budget of a report
        (REPORT, "该项目年初批复预算100万元。", "100万元", Budget),
        // passed on
        (ISSUE, "现将省财政厅下达的2023年资金100万元全额分解到县。", "100万元", Total),
        (ISSUE, "现将2023年资金100万元转拨你县。", "100万元", Total),
        // near misses
        (ISSUE, "现下达资金100万元，不包括省级资金30万元。", "30万元", Other),
        (ISSUE, "现下达资金100万元，包括中央厨房建设80万元。", "80万元", Other),
        (ISSUE, "现下达资金100万元。对已兑付10万元的，由财政部门扣回。", "10万元", Other),
        (ISSUE, "现下达资金500万元。前期已拨付第一批200万元，扣除后本次下达300万元。", "200万元", Advance),
        (ISSUE, "人均财力补助和生均公用经费分别为1200万元和800万元，现下达共2000万元。", "1200万元", Other),
        (REPORT, "其余20万元账户有误，结转下年50万元。", "20万元", Other),
        // row
        (ISSUE, "吨水补助2.6元，现下达资金100万元。", "2.6元", Standard),
    ];
    for (title, text, sum, wanted) in cases {
        assert_eq!(role(title, text, sum), Some(wanted), "{sum} in {text}");
    }
}

#[test]
fn a_cited_title_passes_nothing_on_in_a_notice_that_changes() {
    let text = "我局《关于下达2022年农村供水工程维修养护资金的通知》（商财农〔2022〕7号）中，山阳县由86.4万元更正为64.8万元。";
    let read = paper("商洛市财政局关于更正商财农〔2022〕7号文件分配数额的通知", text);
    assert_eq!(read.kind.value, NoticeKind::Adjust);
    assert_eq!(read.fund_name.as_ref().map(|fund| &*fund.value), Some("农村供水工程维修养护资金"));
    assert!(read.amounts.iter().all(|amount| amount.role == Other), "{:?}", read.amounts);
    // Where a page is corrected no money moves.
    let page = paper("商洛市财政局关于更正采购公告的通知", "现将采购公告予以更正。");
    assert_eq!(page.kind.value, NoticeKind::Other);
}

#[test]
fn what_is_withdrawn_and_taken_back_is_a_recovery() {
    let read = paper(
        "商洛市财政局关于撤销商财农〔2022〕7号文件并收回农村供水工程维修养护资金的通知",
        "现将该文件予以撤销，原下达的资金480万元全部收回。",
    );
    assert_eq!(read.kind.value, NoticeKind::Recover);
    assert_eq!(read.fund_name.as_ref().map(|fund| &*fund.value), Some("农村供水工程维修养护资金"));
    assert_eq!(read.amounts.iter().map(|amount| amount.role).collect::<Vec<_>>(), [Recovered]);
}

#[test]
fn the_number_by_which_money_came_is_upstream_wherever_it_stands() {
    let cited = |text: &str| paper(ISSUE, text).citations.iter().map(|citation| citation.role).collect::<Vec<_>>();
    for text in [
        "现将省财政厅陕财农〔2023〕12号下达的2023年农村供水工程维修养护资金865万元全额分解到县。",
        "现预拨资金1150万元，由省级水利救灾资金（陕财农〔2023〕12号）安排800万元、市级预备费安排350万元。",
        "根据《陕西省财政厅关于下达2023年农村供水工程维修养护资金的通知》（陕财农〔2023〕12号）和绩效评价结果，经核定应补助193万元。本次实际下达34万元。",
    ] {
        assert_eq!(cited(text), [CitationRole::Upstream], "{text}");
    }
    // What is done by a rule did not come by it.
    assert_eq!(cited("现下达资金100万元，请严格执行陕财办农〔2021〕12号有关规定。"), [CitationRole::Basis]);
}

#[test]
fn townships_are_recipients_whatever_their_names_begin_with() {
    for name in [
        "城关镇",
        "全胜乡",
        "新城乡",
        "将军镇",
        "将台堡镇",
        "向前镇",
        "共乐镇",
        "对龙镇",
        "与儿街镇",
        "及第镇",
        "多宝镇",
        "两河口镇",
        "本溪镇",
    ] {
        let text = format!("现下达资金360万元，其中：{name}110万元，安定镇120万元，龙门镇130万元。");
        let read = notice(&["山阳县财政局文件", "山财农〔2023〕41号", "关于下达2023年农村供水资金的通知", "有关镇（乡）人民政府：", &text]);
        let rows: Vec<&str> = read.allocations.iter().map(|row| &*row.recipient).collect();
        assert_eq!(rows, [name, "安定镇", "龙门镇"]);
    }
    // Kinds of townships, and words that lead to a name, are none.
    let read = notice(&[
        "山阳县财政局文件",
        "山财农〔2023〕41号",
        "关于下达2023年农村供水资金的通知",
        "有关镇（乡）人民政府：",
        "现将收回的资金调整给安定镇20万元、给龙门镇30万元。",
    ]);
    let rows: Vec<&str> = read.allocations.iter().map(|row| &*row.recipient).collect();
    assert_eq!(rows, ["安定镇", "龙门镇"]);
    for text in [
        "现将安定镇20万元、龙门镇30万元下达给你们。",
        "现下达资金50万元，其中：向安定镇20万元，向龙门镇30万元。",
        "现下达资金50万元，其中：龙门镇20万元和安定镇30万元。",
    ] {
        let read = notice(&["山阳县财政局文件", "山财农〔2023〕41号", "关于下达2023年农村供水资金的通知", "有关镇人民政府：", text]);
        let mut rows: Vec<&str> = read.allocations.iter().map(|row| &*row.recipient).collect();
        rows.sort_unstable();
        assert_eq!(rows, ["安定镇", "龙门镇"], "{text}");
    }
    let text = "现下达资金180万元，其中：城镇120万元，集镇20万元，全镇40万元。";
    let read = notice(&["山阳县财政局文件", "山财农〔2023〕41号", "关于下达2023年农村供水资金的通知", "有关镇人民政府：", text]);
    assert!(read.allocations.is_empty(), "{:?}", read.allocations);
}

#[test]
fn a_place_whose_name_begins_like_a_note_begins_none() {
    let text = "现下达资金360万元，其中：和县110万元，含山县120万元，当涂县130万元。";
    let read = notice(&["马鞍山市财政局文件", "马财农〔2023〕41号", "关于下达2023年农村供水资金的通知", "有关县财政局：", text]);
    let rows: Vec<&str> = read.allocations.iter().map(|row| &*row.recipient).collect();
    assert_eq!(rows, ["和县", "含山县", "当涂县"]);
}

#[test]
fn what_came_in_advance_is_told_from_what_a_rule_says_of_it() {
    let title = "辽源市财政局关于提前下达2021年黑土地保护利用资金的通知";
    let read = paper(title, "省财政厅已以陕财农〔2020〕906号文件提前下达我市该项资金1405万元。现将指标提前下达你们。");
    assert_eq!(read.citations.iter().map(|citation| citation.role).collect::<Vec<_>>(), [CitationRole::Upstream]);
    assert_eq!(read.amounts.iter().map(|amount| amount.role).collect::<Vec<_>>(), [Total]);
    let cited = |text: &str| paper(ISSUE, text).citations.iter().map(|citation| citation.role).collect::<Vec<_>>();
    assert_eq!(cited("现下达资金100万元。根据财预〔2019〕100号有关规定，提前下达的资金应当编入预算。"), [CitationRole::Basis]);
    assert_eq!(cited("现清算资金100万元。预拨资金由商财农〔2022〕151号文件下达。"), [CitationRole::Prior]);
}
