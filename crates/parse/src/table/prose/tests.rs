//! Behaviour of the reader of sums told per recipient.

use hongtou_document::{DocumentBuilder, Format};

use super::*;

fn rows_of(document: &Document, span: Span, scope: &Scope<'_>) -> Vec<Allocation> {
    read_prose(document, span, scope).rows
}

fn told(text: &str, issuer: &str) -> Vec<(String, String, Option<String>)> {
    let mut builder = DocumentBuilder::new(Format::Text);
    builder.paragraph(text);
    let document = builder.finish("x");
    let span = document.blocks()[0].span();
    let rows = rows_of(&document, span, &Scope { issuer: Some(&DivisionCode(issuer.into())), addressed: &[], tabled: false });
    for row in &rows {
        assert_eq!(row.evidence.text, document.slice(row.evidence.span().unwrap()));
    }
    rows.into_iter()
        .map(|row| (row.recipient.to_string(), row.money.unwrap().to_string(), row.division.map(|code| code.as_str().to_owned())))
        .collect()
}

fn row(name: &str, yuan: &str, code: &str) -> (String, String, Option<String>) {
    (name.into(), yuan.into(), Some(code.into()))
}

#[test]
fn a_series_of_places() {
    let text = "现下达资金共600万元，其中：播州区310万元，仁怀市 250 万元、遵义新蒲新区40万元。";
    let wanted = [row("播州区", "3100000", "520304"), row("仁怀市", "2500000", "520382"), row("遵义新蒲新区", "400000", "520300Z")];
    assert_eq!(told(text, "520300"), wanted);
    assert_eq!(told("安排播州区、仁怀市各100万元。", "520300"), [row("播州区", "1000000", "520304"), row("仁怀市", "1000000", "520382")]);
}

#[test]
fn places_beside_the_name_of_the_money() {
    let text = "一、下达播州区茶产业发展资金875万元；二、下达仁怀市茶产业发展资金30万元。";
    assert_eq!(told(text, "520300"), [row("播州区", "8750000", "520304"), row("仁怀市", "300000", "520382")]);
    let text = "2031年中央农村河道综合整治补助资金（统筹整合部分）播州区58.97万元，仁怀市40.9万元。2031年省级河道整治资金（统筹部分）播州区46万元，仁怀市2.2万元。";
    let wanted = [
        row("播州区", "589700", "520304"),
        row("仁怀市", "409000", "520382"),
        row("播州区", "460000", "520304"),
        row("仁怀市", "22000", "520382"),
    ];
    assert_eq!(told(text, "520300"), wanted);
    // A place's name may begin with such a word: 和, 将.
    assert_eq!(
        told("其中：和田县20万元，和田市30.5万元。", "653200"),
        [row("和田县", "200000", "653221"), row("和田市", "305000", "653201")]
    );
    // What counties give themselves is no allocation.
    assert_eq!(told("播州区配套资金20万元，仁怀市配套资金30万元。", "520300"), []);
}

#[test]
fn levels_of_government_and_single_sums_are_none() {
    assert_eq!(told("下达500万元，其中中央资金409万元、省级资金91万元。", "520300"), []);
    assert_eq!(told("现下达播州区310万元。", "520300"), []);
    assert_eq!(told("每个项目补助5000元，奖励项目300万元。", "520300"), []);
}

/// Recipient, yuan and confidence.
fn sure(text: &str, issuer: &str) -> Vec<(String, String, Confidence)> {
    let mut builder = DocumentBuilder::new(Format::Text);
    builder.paragraph(text);
    let document = builder.finish("x");
    let rows = rows_of(
        &document,
        document.blocks()[0].span(),
        &Scope { issuer: Some(&DivisionCode(issuer.into())), addressed: &[], tabled: false },
    );
    rows.into_iter().map(|row| (row.recipient.to_string(), row.money.unwrap().to_string(), row.confidence)).collect()
}

fn all(rows: &[(&str, &str)], confidence: Confidence) -> Vec<(String, String, Confidence)> {
    rows.iter().map(|(name, yuan)| ((*name).to_owned(), (*yuan).to_owned(), confidence)).collect()
}

#[test]
fn the_name_of_the_money_behind_the_first_name() {
    let rows = [("播州区", "400000"), ("仁怀市", "1100000"), ("赤水市", "600000")];
    for text in [
        "现下达资金210万元，其中：播州区资金40万元，仁怀市资金110万元，赤水市资金60万元。",
        "现下达资金210万元，具体为：播州区补助资金40万元，仁怀市补助资金110万元，赤水市补助资金60万元。",
        "播州区项目4个，资金40万元；仁怀市项目2个，资金110万元；赤水市项目1个，资金60万元，共210万元。",
    ] {
        let sums: Vec<_> = sure(text, "520300").into_iter().map(|(name, yuan, _)| (name, yuan)).collect();
        assert_eq!(sums, rows.map(|(name, yuan)| (name.to_owned(), yuan.to_owned())), "{text}");
    }
    assert_eq!(
        sure("下达资金150万元，其中：播州区财政局40万元、仁怀市财政局110万元。", "520300"),
        all(&[("播州区财政局", "400000"), ("仁怀市财政局", "1100000")], Confidence::Certain)
    );
    // What finance offices give themselves is none.
    assert_eq!(sure("共150万元，其中：播州区财政局安排40万元、仁怀市财政局安排110万元。", "520300"), []);
}

#[test]
fn sums_that_miss_the_whole_are_doubtful() {
    let told = |text: &str| sure(text, "520300");
    let rows = [("播州区", "400000"), ("仁怀市", "1100000")];
    assert_eq!(told("下达210万元，其中：播州区40万元，仁怀市110万元。"), all(&rows, Confidence::Doubtful));
    assert_eq!(told("下达210万元。其中：播州区40万元，仁怀市110万元。"), all(&rows, Confidence::Doubtful));
    // Sums for something else among them make the whole up.
    assert_eq!(told("下达210万元，其中：播州区40万元，仁怀市110万元，前期工作费60万元。"), all(&rows, Confidence::Certain));
    assert_eq!(told("播州区40万元，仁怀市110万元。"), all(&rows, Confidence::Certain));
    // Parts of one recipient's sum explain it.
    let parts = "下达150万元，其中：播州区40万元，其中中央30万元、省级10万元；仁怀市110万元，其中中央110万元。";
    assert_eq!(told(parts), all(&rows, Confidence::Certain));
}

#[test]
fn names_with_projects_between_them_and_their_figures() {
    let rows = all(&[("青岩镇", "400000"), ("高坡镇", "200000")], Confidence::Certain);
    for text in [
        "下达资金60万元，其中：青岩镇（2个）：谷通、摆早，资金40万元，高坡镇（1个）：平寨，资金20万元。",
        "下达资金60万元，其中：青岩镇2个村40万元，高坡镇1个村20万元。",
        "下达资金60万元，分配如下：一、青岩镇：林下种植发展资金40万元；二、高坡镇：道路硬化20万元。",
    ] {
        assert_eq!(sure(text, "520111"), rows, "{text}");
    }
    // Without the whole nothing proves what stands apart.
    let apart = "青岩镇（2个）：谷通、摆早，资金40万元；高坡镇（1个）：平寨，资金20万元。";
    assert!(sure(apart, "520111").iter().all(|(_, _, confidence)| *confidence == Confidence::Likely));
    // A class of villages is no recipient, nor is a list in brackets cut.
    assert_eq!(sure("补助贫困乡2个40万元、贫困行政村3个20万元。", "520111"), []);
    assert_eq!(sure("社区服务站（甲街道乙社区、丙社区）20万元，养老服务站（丁街道、戊社区）30万元。", "520111"), []);
}

#[test]
fn several_sums_of_one_recipient() {
    let rows = all(&[("播州区", "400000"), ("播州区", "100000"), ("仁怀市", "1100000")], Confidence::Certain);
    assert_eq!(sure("下达160万元，其中，播州区：灌溉40万元、育种10万元；仁怀市：灌溉110万元。", "520300"), rows);
    // The first is the whole of the others.
    let rows = all(&[("播州区", "500000"), ("仁怀市", "1100000")], Confidence::Certain);
    assert_eq!(sure("播州区：资金50万元，灌溉40万元、育种10万元；仁怀市：灌溉110万元。", "520300"), rows);
    assert_eq!(sure("播州区财政局：现下达你区灌溉资金40万元、育种资金10万元。", "520300"), []);
}

#[test]
fn names_first_and_sums_behind() {
    let rows = all(&[("播州区", "400000"), ("仁怀市", "350000"), ("赤水市", "200000")], Confidence::Certain);
    assert_eq!(sure("其中播州区、仁怀市、赤水市分别为40万元、35万元、20万元。", "520300"), rows);
    assert_eq!(sure("分别下达播州区、仁怀市和赤水市40万元、35万元、20万元。", "520300"), rows);
    // One sum is missing.
    assert_eq!(sure("其中播州区、仁怀市、赤水市分别为40万元、35万元。", "520300"), []);
}

#[test]
fn sums_in_words_and_without_the_yuan() {
    let told = |text: &str| sure(text, "520300").into_iter().map(|(name, yuan, _)| (name, yuan)).collect::<Vec<_>>();
    let rows = [("播州区".to_owned(), "1400000".to_owned()), ("仁怀市".to_owned(), "900000".to_owned())];
    assert_eq!(told("下达抗旱经费贰佰叁拾万元，其中：播州区一百四十万元，仁怀市九十万元。"), rows);
    assert_eq!(told("播州区140万元（大写：壹佰肆拾万元整），仁怀市90万元（大写：玖拾万元整）。"), rows);
    assert_eq!(told("给予播州区奖励140万、仁怀市奖励90万。"), rows);
    // People, and so much for each of them.
    assert_eq!(told("常住人口播州区140万、仁怀市90万。"), []);
    assert_eq!(told("补助标准为播州区140元/人、仁怀市90元/人。"), []);
    assert_eq!(told("播州区每村10万元、仁怀市每村20万元。"), []);
}

#[test]
fn what_was_taken_back_and_given_anew() {
    let told = |text: &str| {
        let mut builder = DocumentBuilder::new(Format::Text);
        builder.paragraph(text);
        let document = builder.finish("x");
        let rows = rows_of(
            &document,
            document.blocks()[0].span(),
            &Scope { issuer: Some(&DivisionCode("520300".into())), addressed: &[], tabled: false },
        );
        rows.into_iter().map(|row| (row.recipient.to_string(), row.column_role)).collect::<Vec<_>>()
    };
    let all = |names: &[&str], role| names.iter().map(|name| ((*name).to_owned(), role)).collect::<Vec<_>>();
    let (anew, taken) = (|names: &[&str]| all(names, ColumnRole::Raise), |names: &[&str]| all(names, ColumnRole::Cut));
    let both = [taken(&["播州区", "仁怀市"]), anew(&["赤水市"])].concat();
    assert_eq!(told("收回播州区60万元、仁怀市40万元；重新安排赤水市100万元。"), both);
    let both = [taken(&["播州区"]), anew(&["仁怀市", "赤水市"])].concat();
    assert_eq!(told("核减播州区60万元，同时下达仁怀市40万元、赤水市20万元。"), both);
    assert_eq!(told("将收回的资金安排给仁怀市40万元、赤水市20万元。"), anew(&["仁怀市", "赤水市"]));
    assert_eq!(told("收回播州区60万元，仁怀市40万元。"), taken(&["播州区", "仁怀市"]));
    // One alone is told as an amount.
    assert_eq!(told("收回播州区60万元。"), []);
    let moved = "调减播州区水利发展资金60万元；相应调增仁怀市40万元、赤水市20万元。";
    assert_eq!(told(moved), both);
    // Beside a table, prose only tells again what its rows say.
    let mut builder = DocumentBuilder::new(Format::Text);
    builder.paragraph(moved);
    let document = builder.finish("x");
    let scope = Scope { issuer: Some(&DivisionCode("520300".into())), addressed: &[], tabled: true };
    assert_eq!(rows_of(&document, document.blocks()[0].span(), &scope), []);
}

#[test]
fn whom_the_notice_is_addressed_to_and_what_the_money_is_for() {
    let addressed = ["县自然资源和规划局", "县林业局", "练塘镇"].map(str::to_owned);
    let rows = |text: &str| -> Vec<(String, String)> {
        let mut builder = DocumentBuilder::new(Format::Text);
        builder.paragraph(text);
        let document = builder.finish("x");
        let code = DivisionCode("520322".into());
        let rows = rows_of(&document, document.blocks()[0].span(), &Scope { issuer: Some(&code), addressed: &addressed, tabled: false });
        rows.into_iter().map(|row| (row.recipient.to_string(), row.money.unwrap().to_string())).collect()
    };
    let pair = |name: &str, yuan: &str| (name.to_owned(), yuan.to_owned());
    let text = "现分配如下：县自然资源和规划局1,150万元，其中矿山治理950万元、监测评估200万元；县林业局石漠化治理520万元。";
    assert_eq!(rows(text), [pair("县自然资源和规划局", "11500000"), pair("县林业局", "5200000")]);
    // What they give themselves, or had before, they are not given.
    assert_eq!(rows("县自然资源和规划局配套资金20万元，县林业局配套资金30万元。"), []);
    let text = "现拨付甲山锰业有限公司节能改造项目补助280万元、乙水茧丝绸有限责任公司生产线项目补助165万元，合计445万元。";
    assert_eq!(rows(text), [pair("甲山锰业有限公司", "2800000"), pair("乙水茧丝绸有限责任公司", "1650000")]);
    assert_eq!(rows("奖励甲有限公司等3家企业技术改造30万元、乙有限公司等2家企业上云项目20万元。"), []);
}

#[test]
fn what_is_taken_back_from_several_and_given_anew() {
    let mut builder = DocumentBuilder::new(Format::Text);
    builder.paragraph("一、收回播州区150万元、仁怀市96万元，共计收回246万元。二、将收回的资金重新安排给桐梓县130万元、绥阳县116万元。");
    let document = builder.finish("x");
    let code = DivisionCode("520300".into());
    let rows = rows_of(&document, document.blocks()[0].span(), &Scope { issuer: Some(&code), addressed: &[], tabled: false });
    let rows: Vec<(&str, String, ColumnRole)> =
        rows.iter().map(|row| (row.recipient.as_str(), row.money.unwrap().to_string(), row.column_role)).collect();
    let wanted = [
        ("播州区", "1500000", ColumnRole::Cut),
        ("仁怀市", "960000", ColumnRole::Cut),
        ("桐梓县", "1300000", ColumnRole::Raise),
        ("绥阳县", "1160000", ColumnRole::Raise),
    ];
    assert_eq!(rows, wanted.map(|(name, yuan, role)| (name, yuan.to_owned(), role)));
}
