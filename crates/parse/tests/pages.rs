//! Notices as pages keep them when they are saved as text: without their title, under menus, on one line, with the cells of a
//! table one below the other (`docs/notice-form.md`, saved pages).

use hongtou_document::{DocumentBuilder, Format};
use hongtou_notice::Notice;
use hongtou_notice::codes::{AmountRole, CitationRole, Confidence, NoticeKind};
use hongtou_parse::{Hints, parse};

fn notice(lines: &[&str]) -> Notice {
    let mut builder = DocumentBuilder::new(Format::Text);
    for line in lines {
        builder.paragraph(line);
    }
    parse(&builder.finish("x"), &Hints::default())
}

fn recipients(notice: &Notice) -> Vec<&str> {
    notice.recipients.iter().map(|fact| fact.value.name.as_str()).collect()
}

fn title(notice: &Notice) -> Option<&str> {
    notice.title.as_ref().map(|fact| fact.value.as_str())
}

fn sums(notice: &Notice) -> Vec<(String, AmountRole)> {
    notice.amounts.iter().map(|amount| (amount.text.to_string(), amount.role)).collect()
}

fn cells(notice: &Notice) -> Vec<(String, String)> {
    notice.allocations.iter().map(|row| (row.recipient.to_string(), row.text.to_string())).collect()
}

#[test]
fn the_act_stands_in_for_a_lost_title() {
    let read = notice(&[
        "县水利局:",
        "根据市财政局《关于下达2021年抗旱补助资金的通知》(渝财农〔2021〕77号),现将2021年抗旱补助资金36万元下达你局,专项用于提水设备购置。",
        "城口县财政局",
        "2021年6月1日",
    ]);
    assert_eq!(read.kind.value, NoticeKind::Issue);
    assert_eq!(read.kind.confidence, Confidence::Likely);
    assert_eq!(title(&read), None);
    assert_eq!(recipients(&read), ["县水利局"]);
    assert_eq!(read.fund_name.as_ref().map(|fact| fact.value.as_str()), Some("抗旱补助资金"));
    assert_eq!(read.budget_year.as_ref().map(|fact| fact.value), Some(2021));
    assert_eq!(read.citations.first().map(|citation| citation.role), Some(CitationRole::Upstream));
    assert_eq!(sums(&read), [("36万元".to_owned(), AmountRole::Total)]);
}

#[test]
fn news_of_an_act_passes_nothing_on() {
    let read = notice(&["近日,市财政局下达2022年农村公路养护资金520万元,此次下达的资金由各县统筹使用。"]);
    assert_eq!(read.kind.value, NoticeKind::Other);
    assert!(read.amounts.iter().all(|amount| amount.role != AmountRole::Total));
}

#[test]
fn sums_in_links_to_news_are_no_money_of_the_notice() {
    let read = notice(&[
        "法规库",
        "关于拨付2020年湿地保护补助资金的通知",
        "发布时间：2020-05-06 来源：市财政局",
        "有关县财政局：",
        "现拨付2020年湿地保护补助资金90万元。",
        "某市财政局",
        "2020年5月4日",
        "上一篇：逾30亿元资金下达各地",
        "下一篇：我市争取补助资金2亿元",
    ]);
    assert_eq!(title(&read), Some("关于拨付2020年湿地保护补助资金的通知"));
    assert_eq!(recipients(&read), ["有关县财政局"]);
    assert_eq!(sums(&read), [("90万元".to_owned(), AmountRole::Total)]);
}

#[test]
fn a_heading_above_the_notices_own_title() {
    let read = notice(&[
        "当前位置：首页 > 通知",
        "娄底市财政局关于下达2022年病险水库资金的通知",
        "来源：娄底市财政局",
        "娄底市财政局关于下达2022年病险水库资金的通知",
        "娄财农指〔2022〕18号",
        "各县市区财政局：",
        "现下达资金70万元。",
    ]);
    assert_eq!(title(&read), Some("娄底市财政局关于下达2022年病险水库资金的通知"));
    assert_eq!(recipients(&read), ["各县市区财政局"]);
    assert_eq!(read.number.map(|fact| fact.value.to_string()).as_deref(), Some("娄财农指〔2022〕18号"));
}

#[test]
fn an_issue_in_the_year_of_its_money_is_no_advance() {
    let kind = |number: &str| {
        notice(&[
            number,
            "关于下达2024年水土保持补助资金的通知",
            "各县财政局：",
            "根据《省财政厅关于提前下达2024年水土保持补助资金的通知》（晋财农〔2023〕211号），现下达资金80万元。",
        ])
        .kind
        .value
    };
    assert_eq!(kind("临财农〔2023〕90号"), NoticeKind::Advance);
    assert_eq!(kind("临财农〔2024〕9号"), NoticeKind::Issue);
}

#[test]
fn the_average_in_a_funds_name_is_no_standard() {
    let read = notice(&[
        "粤财教〔2021〕9号",
        "关于下达2021年幼儿园生均经费补助资金的通知",
        "各市财政局：",
        "现下达2021年幼儿园生均经费补助资金共450万元。按生均500元的标准拨付。",
    ]);
    assert_eq!(sums(&read), [("450万元".to_owned(), AmountRole::Total), ("500元".to_owned(), AmountRole::Standard)]);
}

#[test]
fn a_cell_lost_without_a_trace_is_found_by_the_totals() {
    let mut lines =
        vec!["关于下达2022年救助资金的通知", "各县财政局：", "现下达资金100万元。", "单位：万元", "县区", "合计", "中央资金", "省级资金"];
    lines.extend(["合计", "100", "70", "30", "宁武县", "60", "40", "20", "静乐县", "30", "30", "神池县", "10", "10"]);
    let read = notice(&lines);
    let row = |name: &str| -> Vec<(String, String)> {
        read.allocations
            .iter()
            .filter(|row| row.recipient == name)
            .map(|row| (row.column.as_deref().unwrap_or_default().to_owned(), row.text.to_string()))
            .collect()
    };
    let pair = |column: &str, text: &str| (column.to_owned(), text.to_owned());
    assert_eq!(row("静乐县").first(), Some(&pair("合计", "30")));
    assert!(row("静乐县").contains(&pair("中央资金", "30")), "{:?}", row("静乐县"));
    assert!(row("神池县").contains(&pair("省级资金", "10")), "{:?}", row("神池县"));
}

#[test]
fn one_row_is_a_table_where_the_text_tells_its_sum() {
    let lines = |sum: &'static str| {
        notice(&["关于下达2017年村级公益事业奖补资金的通知", "各乡镇财政所：", sum, "县市区", "奖补资金", "临武县", "58"])
    };
    assert_eq!(cells(&lines("现安排奖补资金58万元。")), [("临武县".to_owned(), "58".to_owned())]);
    assert_eq!(cells(&lines("现安排奖补资金85万元。")), []);
}

#[test]
fn sums_told_in_a_list_with_the_fund_between() {
    let read = notice(&[
        "现将省财政厅下达我市2019年省级扶贫资金90万元,予以公告。",
        "巴州区:省级扶贫资金40万元;",
        "恩阳区:省级扶贫资金50万元。",
        "巴中市财政局",
        "2019年2月18日",
    ]);
    assert_eq!(read.kind.value, NoticeKind::Announcement);
    assert_eq!(cells(&read), [("巴州区".to_owned(), "40万元".to_owned()), ("恩阳区".to_owned(), "50万元".to_owned())]);
}

#[test]
fn a_letter_in_front_of_the_digits_of_a_sum() {
    let read = notice(&["关于下达2021年小麦病虫防控资金的通知", "各县财政局：", "现下达资金l260万元。"]);
    let sum = read.amounts.first().map(|amount| (amount.money.map(|money| money.to_string()), amount.confidence));
    assert_eq!(sum, Some((Some("12600000".to_owned()), Confidence::Doubtful)));
}
