//! Sums in running text: what each is, and which of them are told per recipient. Not for: single figures (`values`), or the wordings of
//! heads (`wordings`).

mod common;

use common::notice;
use hongtou_notice::Notice;
use hongtou_notice::codes::{AmountRole, CitationRole};

/// A notice of a prefecture with these paragraphs.
fn issued(title: &str, text: &[&str]) -> Notice {
    let head = ["鹤壁市财政局文件", "鹤财预〔2023〕41号", title, "各县（区）财政局："];
    notice(&[&head[..], text].concat())
}

fn sums(read: &Notice) -> Vec<(&str, AmountRole)> {
    read.amounts.iter().map(|amount| (&*amount.text, amount.role)).collect()
}

fn rows(read: &Notice) -> Vec<(&str, &str)> {
    read.allocations.iter().map(|row| (&*row.recipient, &*row.text)).collect()
}

const TITLE: &str = "鹤壁市财政局关于下达2023年村级公路养护资金的通知";

#[test]
fn funds_side_by_side_are_each_the_notices_own_unless_a_whole_follows() {
    use AmountRole::{Central, Other, Provincial, Total};
    let read =
        issued(TITLE, &["现下达2023年村级公路养护资金310万元（其中：中央200万元，省级110万元）、危桥改造补助资金85.5万元，请抓紧实施。"]);
    assert_eq!(sums(&read), [("310万元", Total), ("200万元", Central), ("110万元", Provincial), ("85.5万元", Total)]);
    let read = issued(TITLE, &["现将2023年村级公路养护资金310万元、危桥改造补助资金85.5万元下达你们，共计395.5万元。"]);
    assert_eq!(sums(&read), [("310万元", Other), ("85.5万元", Other), ("395.5万元", Total)]);
    // What the money of one sum is for is no other fund.
    let read = issued(TITLE, &["现下达资金310万元，用于路面养护250万元、桥梁养护补助60万元。"]);
    assert_eq!(sums(&read), [("310万元", Total), ("250万元", Other), ("60万元", Other)]);
}

#[test]
fn a_whole_behind_its_parts_by_level_is_the_total() {
    use AmountRole::{Advance, Central, Other, Prefectural, Provincial, Total};
    let read = issued(TITLE, &["现下达中央补助资金200万元、省级补助资金90.5万元、市级配套30万元，共计320.5万元。"]);
    assert_eq!(sums(&read), [("200万元", Central), ("90.5万元", Provincial), ("30万元", Prefectural), ("320.5万元", Total)]);
    let read = issued(TITLE, &["一、下达危桥改造资金200万元。", "二、下达路面养护资金90.5万元。", "上述资金合计290.5万元，请抓紧实施。"]);
    assert_eq!(sums(&read), [("200万元", Other), ("90.5万元", Other), ("290.5万元", Total)]);
    // What is left of the year's sum is given now.
    let read = issued(TITLE, &["现下达2023年养护资金320.5万元（含提前下达的200万元，此次实际下达120.5万元）。"]);
    assert_eq!(sums(&read), [("320.5万元", Other), ("200万元", Advance), ("120.5万元", Total)]);
}

#[test]
fn a_note_that_tells_the_whole_per_recipient_is_read() {
    use AmountRole::{Other, Total};
    let read = issued(TITLE, &["现下达你们养护资金180万元（其中：浚县95万元、淇县60.5万元、淇滨区24.5万元）。"]);
    assert_eq!(rows(&read), [("浚县", "95万元"), ("淇县", "60.5万元"), ("淇滨区", "24.5万元")]);
    assert_eq!(sums(&read), [("180万元", Total)]);
    // A note that does not add up, or tells levels, only explains.
    let read = issued(TITLE, &["现下达你们养护资金180万元（其中：浚县95万元、淇县60.5万元）。"]);
    assert!(rows(&read).is_empty());
    let read = issued(TITLE, &["现下达浚县70万元（中央50万元、省级20万元）、淇县60万元（中央50万元、省级10万元），合计130万元。"]);
    assert_eq!(rows(&read), [("浚县", "70万元"), ("淇县", "60万元")]);
    assert_eq!(sums(&read), [("50万元", Other), ("20万元", Other), ("10万元", Other), ("130万元", Total)]);
}

#[test]
fn items_that_say_what_their_money_is_for_are_rows() {
    let read = issued(
        TITLE,
        &[
            "现将养护资金88.2万元安排如下：",
            "（一）浚县交通运输局41万元，用于桥面铺装；",
            "（二）屯子镇25.2万元，用于路肩整治；",
            "（三）卫溪街道22万元，用于边沟清理。",
        ],
    );
    assert_eq!(rows(&read), [("浚县交通运输局", "41万元"), ("屯子镇", "25.2万元"), ("卫溪街道", "22万元")]);
    assert_eq!(sums(&read), [("88.2万元", AmountRole::Total)]);
}

#[test]
fn so_much_for_each_of_what_is_counted_is_a_standard() {
    use AmountRole::{Standard, Total};
    for rate in ["每千瓦180元", "每立方米补助35元", "每件专利奖励3000元", "每台1.2万元"] {
        let read = issued(TITLE, &["现下达资金60万元。", &format!("补助按{rate}核定。")]);
        let [(_, whole), (_, each)] = sums(&read)[..] else { panic!("{rate}: {:?}", sums(&read)) };
        assert_eq!((whole, each), (Total, Standard), "{rate}");
    }
}

#[test]
fn ten_thousands_of_other_things_are_no_money() {
    let read = issued(TITLE, &["现下达资金60万元，用于数字化加工档案35万页、更换灯具2万盏、节电120万度。"]);
    assert_eq!(sums(&read), [("60万元", AmountRole::Total)]);
}

#[test]
fn what_came_in_is_passed_on_and_what_was_asked_is_answered() {
    let role = |text: &str| issued(TITLE, &[text]).citations.first().map(|citation| citation.role);
    let given = "《河南省财政厅关于下达2023年村级公路养护资金的通知》（豫财建〔2023〕90号）收悉。现将养护资金60万元分配如下：";
    assert_eq!(role(given), Some(CitationRole::Upstream));
    let asked = "《浚县财政局关于拨付2023年村级公路养护资金的请示》（浚财〔2023〕9号）收悉。现下达养护资金60万元。";
    assert_eq!(role(asked), Some(CitationRole::Basis));
}

#[test]
fn a_unit_is_addressed_whatever_its_last_word_is() {
    for unit in ["市水文勘测队", "浚县大伾山景区游客服务点", "局机关各科室"] {
        let line = format!("{unit}：");
        let read =
            notice(&["鹤财预〔2023〕41号", TITLE, &line, "根据年初预算安排，现下达你单位养护资金60万元，请按规定用途使用并及时报送绩效。"]);
        assert_eq!(read.recipients.iter().map(|group| group.value.name.as_str()).collect::<Vec<_>>(), [unit]);
    }
    let read = notice(&[
        "鹤财预〔2023〕41号",
        TITLE,
        "市级资金来源：",
        "根据年初预算安排，现下达你单位养护资金60万元，请按规定用途使用并及时报送绩效。",
    ]);
    assert!(read.recipients.is_empty());
}

#[test]
fn a_report_is_by_the_unit_in_front_of_its_title() {
    let read = notice(&["浚县水文勘测队关于2023年水情监测经费绩效自评的报告", "县财政局：", "按照要求，现将自评情况报告如下。"]);
    assert_eq!(read.issuers.iter().map(|body| body.value.name.as_str()).collect::<Vec<_>>(), ["浚县水文勘测队"]);
}

#[test]
fn matching_money_names_its_level_behind_other_words() {
    use AmountRole::{County, Prefectural, Total};
    let read = issued(TITLE, &["现下达养护资金60万元，并核定你县市级配套资金12.5万元，由你县落实县级财政配套8万元。"]);
    assert_eq!(sums(&read), [("60万元", Total), ("12.5万元", Prefectural), ("8万元", County)]);
    // Matching money may be what is passed on.
    assert_eq!(sums(&issued(TITLE, &["现下达你局2023年危桥改造市级配套补助资金12.5万元。"])), [("12.5万元", Total)]);
}

#[test]
fn an_item_that_passes_on_without_a_subject_rests_on_what_it_names() {
    let read = issued(
        TITLE,
        &[
            "一、根据《河南省财政厅关于下达2023年中央公路养护资金的通知》（豫财建〔2023〕11号），现下达你们中央养护资金200万元。",
            "二、根据《河南省财政厅关于下达2023年省级危桥改造资金的通知》（豫财建〔2023〕35号），下达省级危桥改造资金96.5万元。",
            "三、根据《河南省财政厅关于下达养护资金的通知》（豫财建〔2023〕7号），安排资金应当优先用于危桥。",
            "四、上述资金合计296.5万元。",
        ],
    );
    let roles: Vec<CitationRole> = read.citations.iter().map(|citation| citation.role).collect();
    assert_eq!(roles, [CitationRole::Upstream, CitationRole::Upstream, CitationRole::Basis]);
    use AmountRole::{Central, Provincial, Total};
    assert_eq!(sums(&read), [("200万元", Central), ("96.5万元", Provincial), ("296.5万元", Total)]);
}

#[test]
fn what_is_given_anew_is_told_per_recipient() {
    let read =
        issued("鹤壁市财政局关于调整2023年村级公路养护资金的通知", &["经研究，收回结余资金60万元。其中：重新安排浚县25万元、淇县35万元。"]);
    assert_eq!(rows(&read), [("浚县", "25万元"), ("淇县", "35万元")]);
}

#[test]
fn money_of_two_levels_side_by_side_has_no_whole_but_the_one_that_is_told() {
    use AmountRole::{Central, County, Prefectural, Provincial, Total};
    let parts = [("200万元", Central), ("90.5万元", Provincial)];
    for text in [
        "现下达你县中央养护资金200万元、省级养护资金90.5万元。",
        "现下达你县中央补助资金200万元和省级补助资金90.5万元，请抓紧实施。",
        "现下达中央公路养护资金200万元，同时下达省级配套资金90.5万元。",
        "现将中央养护资金200万元、省级养护资金90.5万元下达给你们。",
    ] {
        assert_eq!(sums(&issued(TITLE, &[text])), parts, "{text}");
    }
    let read = issued(TITLE, &["现下达你县中央资金200万元、省级资金90.5万元，共290.5万元。"]);
    assert_eq!(sums(&read), [("200万元", Central), ("90.5万元", Provincial), ("290.5万元", Total)]);
    let read = issued(TITLE, &["现下达你县中央资金200万元、省级资金90.5万元、市级资金30万元，共320.5万元。"]);
    assert_eq!(sums(&read), [("200万元", Central), ("90.5万元", Provincial), ("30万元", Prefectural), ("320.5万元", Total)]);
    // What the recipient gives himself is not passed on, and parts stay parts of their whole.
    let read = issued(TITLE, &["现下达你县省级养护资金90.5万元，县级配套资金12万元由你县落实。"]);
    assert_eq!(sums(&read), [("90.5万元", Total), ("12万元", County)]);
    let read = issued(TITLE, &["现下达中央和省级养护资金290.5万元，其中：中央200万元、省级90.5万元。"]);
    assert_eq!(sums(&read), [("290.5万元", Total), ("200万元", Central), ("90.5万元", Provincial)]);
}

#[test]
fn two_funds_passed_on_in_one_notice_are_both_its_own() {
    use AmountRole::Total;
    let both = [("310万元", Total), ("85.5万元", Total)];
    for text in [
        "现将2023年村级公路养护补助资金310万元、2022年危桥改造补助资金85.5万元下达给你们。",
        "现下达村级公路养护补助资金310万元，下达危桥改造补助资金85.5万元。",
    ] {
        assert_eq!(sums(&issued(TITLE, &[text])), both, "{text}");
    }
    let read =
        issued(TITLE, &["根据豫财建〔2023〕8号文件，现将2023年村级公路服务补助资金310万元、2022年危桥改造补助资金85.5万元下达给你们。"]);
    assert_eq!(sums(&read), both);
    // What is paid first is a part of the whole.
    let read = issued(TITLE, &["现将村级公路养护资金下达给你们，总额310万元，分两批拨付，首批85.5万元在本月到账。"]);
    assert_eq!(sums(&read), [("310万元", Total), ("85.5万元", AmountRole::Other)]);
    let read = issued(TITLE, &["一、下达村级公路养护补助资金310万元。", "二、下达危桥改造补助资金85.5万元。"]);
    assert_eq!(sums(&read), both);
}

#[test]
fn what_is_left_what_came_before_and_net_changes() {
    use AmountRole::{AdjustNet, Advance, Other, OtherFunds, Settled, Total};
    assert_eq!(sums(&issued(TITLE, &["现下达剩余养护资金90.5万元。"])), [("90.5万元", Total)]);
    let read = issued(TITLE, &["现下达养护资金90.5万元，连同提前下达的200万元，专项用于路面养护。"]);
    assert_eq!(sums(&read), [("90.5万元", Total), ("200万元", Advance)]);
    let read = issued(TITLE, &["现下达养护资金90.5万元，其中：省级60万元，社会资本30.5万元。"]);
    assert_eq!(sums(&read)[2], ("30.5万元", OtherFunds));
    let read = issued(TITLE, &["现下达养护资金90.5万元，同时清算2022年养护资金-12.5万元。"]);
    assert_eq!(sums(&read), [("90.5万元", Total), ("-12.5万元", Settled)]);
    let read = issued(TITLE, &["现下达养护资金90.5万元，分配到山区县的资金为60万元，占比为66.3%。"]);
    assert_eq!(sums(&read), [("90.5万元", Total), ("60万元", Other)]);
    for net in ["净调减51.2万元", "核减净额51.2万元", "调整净额51.2万元"] {
        let read = issued("鹤壁市财政局关于调整2023年村级公路养护资金的通知", &[&format!("经研究，{net}。")]);
        assert_eq!(sums(&read), [("51.2万元", AdjustNet)], "{net}");
    }
}

#[test]
fn a_sum_in_words_says_digits_again_only_in_brackets_or_behind_its_label() {
    use AmountRole::Total;
    for text in ["现下达养护资金42万元（肆拾贰万元整）。", "现下达养护资金42万元（大写：人民币肆拾贰万元整）。"]
    {
        assert_eq!(sums(&issued(TITLE, &[text])), [("42万元", Total)], "{text}");
    }
    let read = issued(TITLE, &["现下达养护资金42万元（叁拾贰万元整）。"]);
    assert!(read.remarks.iter().any(|remark| remark.code == "words_amount_differs"));
    let read = issued(TITLE, &["现下达养护资金42万元，其中：路面叁拾万元，桥梁壹拾贰万元。"]);
    assert_eq!(sums(&read).iter().map(|(text, _)| *text).collect::<Vec<_>>(), ["42万元", "叁拾万元", "壹拾贰万元"]);
    assert!(!read.remarks.iter().any(|remark| remark.code == "words_amount_differs"));
}

#[test]
fn what_the_issuer_gave_himself_came_from_nobody_above() {
    use CitationRole::{Prior, Upstream};
    let roles = |text: &str| issued(TITLE, &[text]).citations.iter().map(|citation| citation.role).collect::<Vec<_>>();
    assert_eq!(roles("根据《鹤壁市财政局关于下达2022年公路养护资金的通知》（鹤财预〔2022〕15号），现下达你们养护资金90万元。"), [Prior]);
    assert_eq!(roles("根据《关于预拨2022年公路养护资金的通知》（鹤财预〔2022〕15号），现下达你们养护资金90万元。"), [Prior]);
    // The province's series may have the same letters where it leaves its own out.
    let read = notice(&[
        "财建〔2023〕41号",
        "河南省财政厅关于下达2023年公路养护资金的通知",
        "各市财政局：",
        "根据《财政部关于下达2023年公路养护资金的通知》（财建〔2023〕8号），现下达你们养护资金90万元。",
    ]);
    assert_eq!(read.citations.iter().map(|citation| citation.role).collect::<Vec<_>>(), [Upstream]);
}

#[test]
fn the_numbers_of_a_list_are_cited_for_one_reason() {
    let read = issued(TITLE, &["根据《河南省财政厅关于下达2023年公路养护资金的通知》（豫财建〔2023〕8-10号），现下达你们养护资金90万元。"]);
    assert_eq!(read.citations.iter().map(|citation| citation.role).collect::<Vec<_>>(), [CitationRole::Upstream; 3]);
}

#[test]
fn a_quota_by_its_number_is_money_whatever_its_title_calls_it() {
    let text = "根据《河南省财政厅关于下达2023年抗旱特别国债额度的通知》（豫财建指〔2023〕8号），现下达你们90万元，用于抗旱。";
    assert_eq!(issued(TITLE, &[text]).citations[0].role, CitationRole::Upstream);
}

#[test]
fn a_report_tells_what_its_own_government_passed_on() {
    let roles = |text: &str| {
        let read = notice(&[
            "鹤壁市2023年危桥改造补助资金绩效自评报告",
            "河南省财政厅：",
            "按照要求，现将自评情况报告如下。",
            text,
            "鹤壁市财政局",
        ]);
        read.citations.iter().map(|citation| citation.role).collect::<Vec<_>>()
    };
    assert_eq!(roles("我市以鹤财预〔2023〕41号文件将资金分解下达至各县。"), [CitationRole::Issued]);
    let read = notice(&[
        "浚县水利局2023年水情监测经费绩效自评报告",
        "县财政局：",
        "按照要求，现将自评情况报告如下。",
        "县财政局以浚财预〔2023〕15号文件拨付县供水公司310万元。",
    ]);
    assert_eq!(read.citations.iter().map(|citation| citation.role).collect::<Vec<_>>(), [CitationRole::Issued]);
    let read = notice(&[
        "浚县水利局2023年水情监测经费绩效自评报告",
        "县财政局：",
        "按照要求，现将自评情况报告如下。",
        "县财政局以浚财预〔2023〕15号文件下达我局310万元。",
    ]);
    assert_eq!(read.citations.iter().map(|citation| citation.role).collect::<Vec<_>>(), [CitationRole::Upstream]);
}

#[test]
fn the_sum_of_the_year_and_the_sum_after_a_change_are_totals() {
    use AmountRole::{AdjustNet, Other, Total};
    let read = notice(&[
        "鹤壁市2023年危桥改造补助资金绩效自评报告",
        "河南省财政厅：",
        "2022年11月省财政厅下达我市310万元，2023年5月下达85.5万元，全年共下达395.5万元。",
        "鹤壁市财政局",
    ]);
    assert_eq!(sums(&read), [("310万元", Other), ("85.5万元", Other), ("395.5万元", Total)]);
    let read =
        issued("鹤壁市财政局关于调整2023年村级公路养护资金的通知", &["本次净调减17.5万元收回市级统筹，调整后全市养护资金为82.5万元。"]);
    assert_eq!(sums(&read), [("17.5万元", AdjustNet), ("82.5万元", Total)]);
}

#[test]
fn the_act_may_stand_behind_the_sum_or_be_that_of_the_body_above() {
    use AmountRole::{Advance, Other, Settled, Total};
    let read = issued(TITLE, &["现将2023年新增债券资金24.6亿元转贷你们，其中：一般债券9.1亿元，专项债券15.5亿元。"]);
    assert_eq!(sums(&read), [("24.6亿元", Total), ("9.1亿元", Other), ("15.5亿元", Other)]);
    let read = issued(TITLE, &["省拨我市2023年村级公路养护资金4260万元，现全额转拨给你们。"]);
    assert_eq!(sums(&read), [("4260万元", Total)]);
    let read = issued(TITLE, &["现下达资金31,850万元，具体见附件。上述资金包括已由豫财建〔2022〕98号提前下达的中央资金15,200万元。"]);
    assert_eq!(sums(&read), [("31,850万元", Total), ("15,200万元", Advance)]);
    let read = issued("鹤壁市财政局关于清算2022年公路养护资金的通知", &["市里对2022年资金进行了清算，各县区此次清算净补助资金328万元。"]);
    assert_eq!(sums(&read), [("328万元", Settled)]);
}

#[test]
fn a_hospital_of_the_county_is_no_money_of_the_county() {
    use AmountRole::{Central, Provincial, Standard, Total};
    let text = "现拨付你县（区）2023年县级公立医院综合改革补助资金1630万元（其中中央1200万元，省级430万元）。";
    assert_eq!(sums(&issued(TITLE, &[text])), [("1630万元", Total), ("1200万元", Central), ("430万元", Provincial)]);
    let read = issued(TITLE, &["2023年补助标准为每人每年360元，其中新增的40元由市级全额负担。"]);
    assert_eq!(sums(&read), [("360元", Standard), ("40元", Standard)]);
}

#[test]
fn places_before_a_comma_have_the_sums_told_one_for_each_behind_it() {
    let text = "市财政局以鹤财建〔2023〕31号文转下达至浚县、淇县、淇滨区，分别为600万元、400万元、350万元。";
    assert_eq!(rows(&issued(TITLE, &[text])), [("浚县", "600万元"), ("淇县", "400万元"), ("淇滨区", "350万元")]);
}

#[test]
fn ranges_and_limits_of_a_standard() {
    use AmountRole::{Standard, Total};
    let read = issued(TITLE, &["现下达资金310万元。平均标准为每处3300元，具体标准由各县在2000元至4500元之间确定。"]);
    assert_eq!(sums(&read), [("310万元", Total), ("3300元", Standard), ("2000元", Standard), ("4500元", Standard)]);
    let read = issued(TITLE, &["现下达资金310万元。单台补贴额一般不超过5万元，大型机具不超过15万元。"]);
    assert_eq!(sums(&read), [("310万元", Total), ("5万元", Standard), ("15万元", Standard)]);
}

#[test]
fn both_sides_of_a_settlement_and_what_the_bureau_takes_back() {
    use AmountRole::{AdjustDown, AdjustUp, Advance, Other, Recovered, Settled, Total};
    let title = "鹤壁市财政局关于清算2022年村级公路养护资金的通知";
    let read = issued(title, &["各县区应补助2046.5万元，已预拨1930万元，清算净增116.5万元，其中应补180.7万元、应扣64.2万元。"]);
    let wanted = [("2046.5万元", Other), ("1930万元", Advance), ("116.5万元", Settled), ("180.7万元", AdjustUp), ("64.2万元", AdjustDown)];
    assert_eq!(sums(&read), wanted);
    let read = issued(TITLE, &["现下达资金310万元。预拨资金中尚未使用的86万元由市财政收回。"]);
    assert_eq!(sums(&read), [("310万元", Total), ("86万元", Recovered)]);
}

#[test]
fn to_whom_parts_go_is_no_level_that_pays() {
    use AmountRole::{Other, Total};
    let read = issued(TITLE, &["现下达资金310万元，其中：市县266万元（附件1），市本级44万元（附件2）。"]);
    assert_eq!(sums(&read), [("310万元", Total), ("266万元", Other), ("44万元", Other)]);
    let read = issued(TITLE, &["以前结余资金16.4万元一并使用，使用预备费20万元。"]);
    assert_eq!(sums(&read), [("16.4万元", AmountRole::CarriedOver), ("20万元", Other)]);
}

#[test]
fn one_recipient_in_a_numbered_item_is_a_row_beside_others() {
    let head = [
        "鹤壁市财政局文件",
        "鹤财教〔2023〕88号",
        "鹤壁市财政局关于下达2023年公共文化专项资金的通知",
        "浚县、淇县财政局，市文化和旅游局：",
    ];
    let list = [
        "现下达专项资金138万元，具体为：",
        "一、戏曲进乡村18万元，浚县、淇县各9万元。",
        "二、市文化和旅游局120万元，用于市图书馆数字化设备更新。",
    ];
    let read = notice(&[&head[..], &list[..]].concat());
    assert_eq!(rows(&read), [("浚县", "9万元"), ("淇县", "9万元"), ("市文化和旅游局", "120万元")]);
    let numbers: Vec<u32> = read.allocations.iter().map(|row| row.row).collect();
    assert_eq!(numbers, [1, 2, 3]);
    // Alone among purposes it is told as a sum.
    let list = ["现下达专项资金138万元，具体为：", "一、戏曲进乡村18万元。", "二、市文化和旅游局120万元，用于市图书馆数字化设备更新。"];
    assert_eq!(rows(&notice(&[&head[..], &list[..]].concat())), []);
}

#[test]
fn a_list_whose_first_item_a_full_line_drew_to_itself() {
    let read = issued(
        TITLE,
        &[
            "根据豫财资环指〔2023〕39号文，现拨付2023年中央村级公路养护资金（第二批）5260万元，其中：",
            "浚县2160万元，专项用于县道改造工程（其中勘察设计费不超过86万元）；",
            "淇县3100万元，专项用于桥梁加固工程。",
        ],
    );
    assert_eq!(rows(&read), [("浚县", "2160万元"), ("淇县", "3100万元")]);
    assert_eq!(sums(&read), [("5260万元", AmountRole::Total), ("86万元", AmountRole::Standard)]);
}

#[test]
fn a_share_told_behind_the_notices_own_sum() {
    let read = issued(
        TITLE,
        &["现提前下达2023年村级公路养护资金310万元（详见附件），占2022年下达数的90%。其中：浚县200万元，鹤山工业区110万元。"],
    );
    assert_eq!(sums(&read), [("310万元", AmountRole::Total)]);
    assert_eq!(rows(&read), [("浚县", "200万元"), ("鹤山工业区", "110万元")]);
}

#[test]
fn who_builds_pays_or_had_money_before_is_given_none() {
    let none = |text: &str| assert_eq!(rows(&issued(TITLE, &[text])), [], "{text}");
    none("现拨付工程款100万元，由甲建筑有限公司施工的学校改造工程60万元，由乙监理有限公司监理的医院改造工程40万元。");
    none("现下达资金500万元，其中：支持农民专业合作社能力提升200万元、支持农业产业化龙头公司技术改造300万元。");
    let head = ["鹤壁市财政局文件", "鹤财预〔2023〕41号", TITLE, "浚县、淇县财政局，市教育局："];
    let told = |text: &str| {
        let read = notice(&[&head[..], &[text][..]].concat());
        read.allocations.iter().map(|row| (row.recipient.to_string(), row.text.to_string())).collect::<Vec<_>>()
    };
    assert_eq!(told("现下达资金500万元。浚县水利发展资金支出120万元，淇县水利发展资金支出90万元。"), []);
    assert_eq!(told("现下达资金500万元。浚县前两年下达资金共300万元、淇县此前分配资金200万元。"), []);
    // Who pays stands before whom he pays.
    let paid = [("市人民医院".to_owned(), "58万元".to_owned()), ("市中医院".to_owned(), "20万元".to_owned())];
    assert_eq!(told("由市卫健局负责将资金拨付市人民医院58万元、市中医院20万元。"), paid);
    // What a note in brackets tells per recipient is told per recipient.
    let noted = [("浚县".to_owned(), "200万元".to_owned()), ("淇县".to_owned(), "300万元".to_owned())];
    assert_eq!(told("现将资金下达给有关县（其中：浚县200万元、淇县300万元），请抓紧拨付。"), noted);
}

#[test]
fn brackets_inside_brackets_cost_no_more() {
    let mut text = "现下达资金42元".to_owned();
    for depth in 0..200 {
        text.push_str(&format!("（浚县1元、淇县{}元", 240 - depth));
    }
    text.push_str(&"）".repeat(200));
    // That it ends is what is asked.
    assert!(issued(TITLE, &[&text]).amounts.len() < 1_000);
}

#[test]
fn sums_that_only_look_like_advances_standards_and_limits() {
    use AmountRole::{Other, Settled, Standard, Total};
    let read = issued(TITLE, &["根据《河南省财政厅关于提前下达2024年养护资金的通知》（豫财农〔2023〕120号），提前下达资金500万元。"]);
    assert_eq!(sums(&read), [("500万元", Total)]);
    let read = issued(TITLE, &["补贴标准为每亩120元，补贴面积21万亩，中央财政下达资金25200000元。"]);
    assert_eq!(sums(&read), [("120元", Standard), ("25200000元", Total)]);
    let read = issued(TITLE, &["现下达资金310万元，中标价不超过1200万元，用于产业项目不得超过200万元。"]);
    assert_eq!(sums(&read), [("310万元", Total), ("1200万元", Other), ("200万元", Other)]);
    let read = issued("鹤壁市财政局关于清算2022年村级公路养护资金的通知", &["经审核，此次清算应下达你县资金326万元，请及时拨付。"]);
    assert_eq!(sums(&read), [("326万元", Settled)]);
    let read = issued(TITLE, &["现下达资金310万元，公租房每套补助3万元，棚改每套1.5万元。"]);
    assert_eq!(sums(&read), [("310万元", Total), ("3万元", Standard), ("1.5万元", Standard)]);
}
