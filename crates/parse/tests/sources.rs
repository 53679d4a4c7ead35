//! Where money comes from and what became of it, in the wordings of many bureaus: advances, settlements, sources, columns of document numbers.
//! Not for: sums per recipient (`sums`), numbers themselves (`numbers`).

#![expect(clippy::unwrap_used, reason = "a test may fail by panic, its helpers too")]

mod common;

use common::notice;
use hongtou_document::{CellDraft, DocumentBuilder, Format, TableDraft, TableMark};
use hongtou_notice::Notice;
use hongtou_notice::codes::{AmountRole, CitationRole, NoticeKind};
use hongtou_parse::{Hints, parse};

/// A notice of the prefecture of 鹤壁.
fn issued(title: &str, text: &[&str]) -> Notice {
    let head = ["鹤壁市财政局文件", "鹤财预〔2023〕41号", title, "各县（区）财政局："];
    notice(&[&head[..], text].concat())
}

fn sums(read: &Notice) -> Vec<(&str, AmountRole)> {
    read.amounts.iter().map(|amount| (&*amount.text, amount.role)).collect()
}

fn cited(read: &Notice) -> Vec<(String, CitationRole)> {
    read.citations.iter().filter_map(|citation| Some((citation.number.as_ref()?.to_string(), citation.role))).collect()
}

const TITLE: &str = "鹤壁市财政局关于下达2023年村级公路养护资金的通知";

#[test]
fn sources_are_told_in_many_ways() {
    use AmountRole::{Central, County, Prefectural, Provincial, Total};
    for (text, wanted) in [
        (
            "现拨付养护资金96万元，由两块构成：来自中央财政的61万元，省级财政负担的35万元。",
            vec![("96万元", Total), ("61万元", Central), ("35万元", Provincial)],
        ),
        (
            "现拨付养护资金225万元；属中央财政的135万元，属省财政的90万元。",
            vec![("225万元", Total), ("135万元", Central), ("90万元", Provincial)],
        ),
        (
            "核拨你县养护资金39.9万元，按来源划分为：中央24万元、省13.5万元、市2.4万元。",
            vec![("39.9万元", Total), ("24万元", Central), ("13.5万元", Provincial), ("2.4万元", Prefectural)],
        ),
        (
            "现下达养护资金187万元，由省级资金120万元、市级资金45万元、县级资金22万元组成。",
            vec![("187万元", Total), ("120万元", Provincial), ("45万元", Prefectural), ("22万元", County)],
        ),
        (
            "先预拨养护资金286万元，来源分别是中央专款158万元、省专款76万元、市财政补贴52万元。",
            vec![("286万元", Total), ("158万元", Central), ("76万元", Provincial), ("52万元", Prefectural)],
        ),
    ] {
        assert_eq!(sums(&issued(TITLE, &[text])), wanted, "{text}");
    }
}

#[test]
fn what_was_given_before_is_an_advance_and_what_is_given_now_the_total() {
    use AmountRole::{Advance, Other, Total};
    for (text, wanted) in [
        ("养护资金除豫财建〔2022〕25号文已先期告知的1442万元以外，此番再补足271万元。", vec![("1442万元", Advance), ("271万元", Total)]),
        ("现下达养护资金1253万元。其中已于3月预拨200万元，此次一并清算。", vec![("1253万元", Total), ("200万元", Advance)]),
        // What a county lent is no issue.
        ("现下达养护资金1326万元。前期县财政为应急垫付的310万元，从本次资金中归还。", vec![("1326万元", Total), ("310万元", Other)]),
    ] {
        assert_eq!(sums(&issued(TITLE, &[text])), wanted, "{text}");
    }
    let advance = issued(
        "鹤壁市财政局关于提前下达2024年村级公路养护资金的通知",
        &["根据《河南省财政厅关于提前下达2024年村级公路养护资金的通知》（豫财建〔2023〕97号），先期下达2024年村级公路养护资金168万元。"],
    );
    assert_eq!(sums(&advance), [("168万元", Total)]);
    let told = issued("鹤壁市财政局关于提前下达2024年产粮大县奖励资金的通知", &["现将2024年产粮大县奖励资金243万元提前通知你们。"]);
    assert_eq!(sums(&told), [("243万元", Total)]);
}

#[test]
fn a_settlement_tells_what_was_paid_and_what_comes_back() {
    use AmountRole::{Advance, Recovered};
    let settled = |text: &str| issued("鹤壁市财政局关于清算2022年退耕还林现金补助资金的通知", &[text]);
    let read = settled(
        "2022年退耕还林现金补助资金清算数为1563万元，2022年通过《关于预拨2022年退耕还林现金补助资金的通知》（鹤财农〔2022〕20号）预拨1600万元。多拨的37万元从2023年补助中扣回。",
    );
    assert_eq!(sums(&read).get(1..), Some([("1600万元", Advance), ("37万元", Recovered)].as_slice()));
    let read = settled("2022年补助资金结算数为4526万元，抵减年内陆续预拨的4390万元，现将差额136万元拨付你们。");
    assert_eq!(sums(&read).get(1), Some(&("4390万元", Advance)));
}

#[test]
fn cuts_and_raises_are_told_by_more_verbs() {
    use AmountRole::{AdjustDown, AdjustUp};
    let title = "鹤壁市财政局关于追减追加2023年小型农田水利资金的通知";
    let read =
        issued(title, &["对鹤财农〔2023〕9号文件安排的项目作调整。浚县、淇县分别追减，合计追减395万元；淇滨区追加，合计追加395万元。"]);
    assert_eq!(read.kind.value, NoticeKind::Adjust);
    assert_eq!(sums(&read), [("395万元", AdjustDown), ("395万元", AdjustUp)]);
    let title = "鹤壁市财政局关于调减2023年人才引进补助经费的通知";
    let read = issued(title, &["现作如下变更：浚县压减28.8万元，淇县压减19.2万元，两县合计压减48万元。"]);
    assert_eq!(read.amounts.last().map(|amount| amount.role), Some(AdjustDown));
    assert_eq!(read.allocations.iter().map(|row| &*row.recipient).collect::<Vec<_>>(), ["浚县", "淇县"]);
    let title = "鹤壁市财政局关于收回2022年畜牧业发展资金的通知";
    let read = issued(title, &["现将鹤财农〔2022〕74号下达的项目资金收回，合计收回92.8万元。其中：浚县收回52.8万元，淇县收回40万元。"]);
    assert_eq!(read.allocations.iter().map(|row| &*row.recipient).collect::<Vec<_>>(), ["浚县", "淇县"]);
}

#[test]
fn the_verb_that_passes_money_on_may_be_any_of_many() {
    let upstream = |text: &str| cited(&issued(TITLE, &[text])).first().map(|(_, role)| *role);
    for text in [
        "依照《关于拨付2023年村级公路养护资金的通知》（豫财建〔2023〕71号），核拨你县养护资金399万元。",
        "根据豫财建〔2023〕61号，提前下达2024年养护资金3260万元。",
        "省财政厅、省交通运输厅以豫财建〔2023〕92号紧急预拨我市养护资金750万元，现火速转拨你们。",
        "省厅《关于清算下达2022年养护资金的通知》（豫财建〔2023〕139号）核定补拨我市235万元，现全部下达。",
        "此项资金从《河南省财政厅关于提前下达2023年中央养护资金的通知》（豫财建〔2022〕68号）12.9万元、《河南省财政厅关于提前下达2023年省级养护资金的通知》（豫财建〔2022〕71号）8.4万元支出。本次共拨付21.3万元。",
    ] {
        assert_eq!(upstream(text), Some(CitationRole::Upstream), "{text}");
    }
    // A rule by which the money is used gives none.
    let text = "根据《河南省村级公路养护资金管理办法》（豫财建〔2021〕6号），现下达养护资金399万元。";
    assert_eq!(upstream(text), Some(CitationRole::Basis));
}

#[test]
fn what_is_taken_back_beside_an_issue_is_amended() {
    let read = issued(
        TITLE,
        &[
            "现拨付养护资金1346万元。同时，将《鹤壁市财政局关于批复2023年项目支出预算的通知》（鹤财预〔2023〕33号）中批复下达的上述项目经费410万元予以收回。",
        ],
    );
    assert_eq!(cited(&read), [("鹤财预〔2023〕33号".to_owned(), CitationRole::Amended)]);
    assert_eq!(sums(&read), [("1346万元", AmountRole::Total), ("410万元", AmountRole::Recovered)]);
}

#[test]
fn columns_of_document_numbers_are_citations() {
    let read = |title: &str, text: &str, head: &str, number: &str| {
        let mut builder = DocumentBuilder::new(Format::Text);
        for line in [
            "鹤壁市财政局文件",
            "鹤财预〔2023〕41号",
            title,
            "各县（区）财政局：",
            text,
            "附件：明细表",
            "鹤壁市财政局",
            "2023年6月1日",
            "明细表",
        ] {
            builder.paragraph(line);
        }
        let rows = [["序号", "单位", head, "金额（万元）"], ["1", "浚县", number, "44.5"], ["合计", "", "", "44.5"]];
        let cells = (0..).zip(rows).flat_map(|(row, cells)| {
            (0..).zip(cells).map(move |(col, text)| CellDraft { row, col, text: text.into(), ..CellDraft::default() })
        });
        builder.table(&TableDraft { cells: cells.collect(), mark: TableMark::Delimited, page: None, bbox: None }).unwrap();
        cited(&parse(&builder.finish("x"), &Hints::default()))
    };
    let back = "鹤壁市财政局关于收回2021年涉农资金的通知";
    let taken = read(back, "现将未使用的资金44.5万元收回。", "原下达文号", "鹤财农〔2021〕12号");
    assert_eq!(taken, [("鹤财农〔2021〕12号".to_owned(), CitationRole::Amended)]);
    let given = read(TITLE, "现下达养护资金44.5万元。", "上级文号", "豫财建〔2023〕12号");
    assert_eq!(given, [("豫财建〔2023〕12号".to_owned(), CitationRole::Upstream)]);
    // Its own number, repeated in a column, is no citation.
    let own = read(TITLE, "现下达养护资金44.5万元。", "文号", "鹤财预〔2023〕41号");
    assert!(own.is_empty(), "{own:?}");
}

#[test]
fn a_call_for_projects_passes_no_money() {
    let read = issued("鹤壁市财政局关于组织申报2023年渔业发展补助资金项目的通知", &["请于5月20日前报送，每艘补助不超过40万元。"]);
    assert_eq!(read.kind.value, NoticeKind::Other);
}

#[test]
fn so_much_for_so_many_is_a_standard_and_so_is_its_limit() {
    let read = issued(
        "鹤壁市财政局关于印发《鹤壁市冷链奖补办法》的通知",
        &["第三条 新增冷链仓储能力每100吨奖补8万元。", "第四条 单个项目补助额度不超过核定投资的20%，最高不超过200万元。"],
    );
    assert_eq!(sums(&read), [("8万元", AmountRole::Standard), ("200万元", AmountRole::Standard)]);
}

/// A notice with a table of two counties below its text.
fn with_table(text: &str, heads: [&str; 3], rows: [[&str; 3]; 3]) -> Notice {
    let mut builder = DocumentBuilder::new(Format::Text);
    for line in
        ["鹤财预〔2023〕41号", TITLE, "各县（区）财政局：", text, "附件：分配表", "鹤壁市财政局", "2023年6月1日", "分配表", "单位：万元"]
    {
        builder.paragraph(line);
    }
    let cells = (0..).zip(std::iter::once(heads).chain(rows)).flat_map(|(row, cells)| {
        (0..).zip(cells).map(move |(col, text)| CellDraft { row, col, text: text.into(), ..CellDraft::default() })
    });
    builder.table(&TableDraft { cells: cells.collect(), mark: TableMark::Delimited, page: None, bbox: None }).unwrap();
    parse(&builder.finish("x"), &Hints::default())
}

#[test]
fn the_table_tells_which_sum_is_the_notices_own() {
    use AmountRole::{Advance, Central, Other, Provincial, Total};
    let rows = [["浚县", "40", "60"], ["淇县", "30", "50"], ["合计", "70", "110"]];
    // No list holds the verb.
    let read = with_table("省里给我市切块110万元，全数奉转。", ["县区", "上年数", "补助金额"], rows);
    assert_eq!(sums(&read), [("110万元", Total)]);
    let read = with_table("在已通报70万元的基础上，再给各县110万元。", ["县区", "提前下达", "本次下达"], rows);
    assert_eq!(sums(&read), [("70万元", Advance), ("110万元", Total)]);
    // A part may have a table of its own.
    let read = with_table("现下达养护资金300万元，其中桥梁养护110万元。", ["县区", "上年数", "补助金额"], rows);
    assert_eq!(sums(&read), [("300万元", Total), ("110万元", Other)]);
    // Levels that add up to it are its parts.
    let read = with_table("共筹得110万元，中央出80万元，省级出30万元。", ["县区", "上年数", "补助金额"], rows);
    assert_eq!(sums(&read), [("110万元", Total), ("80万元", Central), ("30万元", Provincial)]);
}

#[test]
fn a_number_that_a_notice_rests_on_is_where_its_money_came_from() {
    let upstream = |text: &str| cited(&issued(TITLE, &[text])).first().map(|(_, role)| *role);
    let led = "依照河南省财政厅豫财建〔2023〕74号文件，给你们增列养护资金120万元。";
    assert_eq!(upstream(led), Some(CitationRole::Upstream));
    for rule in [
        "请你们按照财建〔2022〕49号文件确定的支出范围使用养护资金120万元。",
        "现安排养护资金120万元，收回闲置资金20万元（豫财建〔2021〕9号）。",
    ] {
        assert_ne!(upstream(rule), Some(CitationRole::Upstream), "{rule}");
    }
}

#[test]
fn the_table_does_not_overrule_what_the_notice_says_of_itself() {
    use AmountRole::{Other, Settled, Total};
    let role = |read: &Notice, sum: &str| sums(read).iter().find(|(text, _)| *text == sum).map(|(_, role)| *role);
    let rows = [["浚县", "40", "60"], ["淇县", "30", "50"], ["合计", "70", "110"]];
    // A table of the whole year beside what is given now.
    let read = with_table("全年预算110万元，现下达养护资金80万元。", ["县区", "上年数", "金额"], rows);
    assert_eq!((role(&read, "80万元"), role(&read, "110万元")), (Some(Total), Some(Other)));
    // Two columns that both give: of two years.
    let read = with_table("现下达养护资金110万元。2022年下达70万元。", ["县区", "2022年下达数", "2023年下达数"], rows);
    assert_eq!(role(&read, "110万元"), Some(Total));
    // What others have to find.
    let read = with_table("拨付养护资金80万元，请落实配套资金110万元。", ["县区", "上年数", "金额"], rows);
    assert_eq!((role(&read, "80万元"), role(&read, "110万元")), (Some(Total), Some(Other)));
    let read = issued("鹤壁市财政局关于清算2022年养护资金的通知", &["2022年应补助资金1000万元，已预拨700万元，此次清算下达300万元。"]);
    assert_eq!((role(&read, "1000万元"), role(&read, "300万元")), (Some(Other), Some(Settled)));
}

#[test]
fn levels_that_say_what_money_is_for_are_no_sources() {
    use AmountRole::{Other, Standard, Total};
    for (text, wanted) in [
        ("现下达资金80万元。市政道路养护50万元；县道养护30万元。", vec![("80万元", Total), ("50万元", Other), ("30万元", Other)]),
        (
            "现下达资金800万元。省级示范社每个补助500万元，市级示范社每个补助300万元。",
            vec![("800万元", Total), ("500万元", Standard), ("300万元", Standard)],
        ),
        (
            "现下达资金450万元，300万元由市级统筹实施，150万元由县级组织实施。",
            vec![("450万元", Total), ("300万元", Other), ("150万元", Other)],
        ),
    ] {
        assert_eq!(sums(&issued(TITLE, &[text])), wanted, "{text}");
    }
}

#[test]
fn what_came_back_and_is_given_anew_is_given() {
    let read = issued(TITLE, &["现将追回资金80万元重新拨付你们。"]);
    assert_eq!(sums(&read), [("80万元", AmountRole::Total)]);
    let read = issued("鹤壁市财政局关于扣回审计查出问题资金后下达2023年养护资金的通知", &["实际下达你们240万元。"]);
    assert_eq!(read.kind.value, NoticeKind::Issue);
    let read = issued("鹤壁市财政局关于追回2022年科技创新资金的通知", &["决定予以追回，追回金额总计为236万元。"]);
    assert_eq!((read.kind.value, sums(&read)), (NoticeKind::Recover, vec![("236万元", AmountRole::Recovered)]));
}

#[test]
fn what_was_given_last_year_stays_outside() {
    let read = issued(
        TITLE,
        &["此次核拨2023年养护资金519万元；去年底《关于提前下达2023年养护资金的通知》（豫财建〔2022〕92号）提前下达的736万元另计。"],
    );
    assert_eq!(sums(&read), [("519万元", AmountRole::Total), ("736万元", AmountRole::Advance)]);
    let read = issued(TITLE, &["省财政厅今年拨来养护资金（豫财建〔2023〕40号）。根据核定的名册，现下达养护资金93万元。"]);
    assert_eq!(cited(&read), [("豫财建〔2023〕40号".to_owned(), CitationRole::Upstream)]);
}

#[test]
fn a_notice_that_pays_speaks_of_what_is_to_come() {
    use AmountRole::{Advance, Other, Total};
    for (text, wanted) in [
        ("现将养护资金134万元全数拨付你们使用，用途为设施维护79万元。", vec![("134万元", Total), ("79万元", Other)]),
        (
            "省里拨来的养护资金，除已经鹤财预〔2023〕21号预拨的97万元以外，所余65万元由本通知拨付。",
            vec![("97万元", Advance), ("65万元", Total)],
        ),
    ] {
        assert_eq!(sums(&issued(TITLE, &[text])), wanted, "{text}");
    }
    let read = issued("鹤壁市财政局关于核减2023年养护资金的通知", &["现核减养护资金514万元，核减后你们合计尚余4236万元。"]);
    assert_eq!(sums(&read), [("514万元", AmountRole::AdjustDown), ("4236万元", Other)]);
}

#[test]
fn what_the_speaker_adds_is_of_its_own_level() {
    use AmountRole::{Central, Prefectural, Provincial, Total};
    let read = issued(TITLE, &["给你们追加养护资金7413万元（中央3588万元，省级2625万元，我市配套1200万元），现予拨付。"]);
    assert_eq!(sums(&read), [("7413万元", Total), ("3588万元", Central), ("2625万元", Provincial), ("1200万元", Prefectural)]);
}
