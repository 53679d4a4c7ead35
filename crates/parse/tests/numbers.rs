//! Document numbers against the case file, and properties that hold for all of them.

#![expect(clippy::unwrap_used, reason = "a test may fail by panic, its helpers too")]

use hongtou_notice::codes::{Confidence, Doubt, NumberKind};
use hongtou_parse::recognise::{
    Anaphor, find_anaphora, find_dates, find_money, find_numbers, parse_figure, parse_stripped_date, parse_value,
};
use proptest::prelude::*;
use serde::Deserialize;

#[derive(Deserialize)]
struct Cases {
    positive: Vec<Case>,
    negative: Vec<Plain>,
    anaphora: Vec<Plain>,
}

#[derive(Deserialize)]
struct Case {
    id: String,
    text: String,
    expect: Vec<Expected>,
    damaged: bool,
}

#[derive(Deserialize)]
struct Expected {
    normalized: String,
    kind: String,
    form: String,
}

#[derive(Deserialize)]
struct Plain {
    id: String,
    text: String,
}

fn cases() -> Cases {
    serde_json::from_str(include_str!("data/docnumber_cases.json")).unwrap()
}

#[test]
fn every_case_reads_as_expected() {
    let mut wrong = Vec::new();
    for case in cases().positive {
        let found = find_numbers(&case.text);
        let read: Vec<_> = found.iter().map(|found| (found.number.to_string(), found.number.kind.code().to_owned())).collect();
        let expected: Vec<_> = case
            .expect
            .into_iter()
            // The case file has no kind of its own for 字第.
            .map(|number| (number.normalized, if number.form == "zi_no" { NumberKind::Series.code().to_owned() } else { number.kind }))
            .collect();
        if read != expected {
            wrong.push(format!("{}: {:?}\n  read {read:?}\n  want {expected:?}", case.id, case.text));
        }
        let certain = found.iter().all(|found| found.confidence == Confidence::Certain);
        let doubted = found.iter().all(|found| found.doubts.contains(&Doubt::RepairedNumber));
        if certain == case.damaged || doubted != case.damaged {
            wrong.push(format!("{}: {:?}: certain {certain}, damaged {}, {:?}", case.id, case.text, case.damaged, found));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn nothing_is_found_where_nothing_is() {
    for case in cases().negative {
        assert_eq!(find_numbers(&case.text), [], "{}: {}", case.id, case.text);
    }
}

#[test]
fn pointing_phrases_have_the_meaning_of_the_case_file() {
    let meaning = |id: &str| match id {
        "A01" | "A02" => Anaphor::LastNamed,
        "A03" => Anaphor::ThisOrLast,
        "A04" => Anaphor::This,
        "A05" => Anaphor::AllNamed,
        "A06" => Anaphor::SomeNamed(2),
        "A07" => Anaphor::Upstream,
        "A08" | "A09" => Anaphor::SecondMention,
        "A10" => Anaphor::EarlierIssue,
        "A11" | "A12" => Anaphor::Later,
        "A13" => Anaphor::WithLast,
        _ => Anaphor::SameTitle,
    };
    for case in cases().anaphora {
        let found: Vec<Anaphor> = find_anaphora(&case.text).iter().map(|found| found.meaning).collect();
        assert_eq!(found, [meaning(&case.id)], "{}", case.text);
    }
}

/// Codes of the table that stand before a year.
fn codes() -> Vec<&'static str> {
    let table = include_str!("../../notice/data/agency_codes.csv");
    let codes = table.lines().filter(|line| !line.starts_with('#')).skip(1).filter_map(|line| line.split(',').next());
    codes.filter(|code| code.chars().count() > 1 && !code.ends_with('令') && !code.ends_with("公告")).collect()
}

const BEFORE: [&str; 16] = [
    "",
    "（",
    "根据",
    "的通知》（",
    "按照自治区财政厅",
    "收到",
    "某县财政局文件\n\n",
    "依据地区财政局、民政局《关于下达资金的通知》（",
    "前期已以",
    "、",
    "根据《办法》和",
    "，现将",
    "转发",
    "特急　",
    "发文字号：",
    "7423万",
];
const AFTER: [&str; 8] = ["", "）", "文件精神，", "\n\n关于下达资金的通知", "《关于下达资金的通知》", "，2023年", "2023年第一批", "等"];

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_good_number_is_found_in_any_sentence(
        code in proptest::sample::select(codes()),
        year in 1990_u16..2030,
        serial in 1_u32..2000,
        before in proptest::sample::select(BEFORE.as_slice()),
        after in proptest::sample::select(AFTER.as_slice()),
    ) {
        let number = format!("{code}〔{year}〕{serial}号");
        let text = format!("{before}{number}{after}");
        let found = find_numbers(&text);
        prop_assert_eq!(found.len(), 1, "{}: {:?}", text, found);
        prop_assert_eq!(found[0].number.to_string(), number.clone());
        let start = before.chars().count();
        prop_assert_eq!((found[0].start as usize, found[0].end as usize), (start, start + number.chars().count()));
        prop_assert_eq!(found[0].confidence, Confidence::Certain);
    }

    #[test]
    fn a_line_break_anywhere_inside_changes_nothing(
        code in proptest::sample::select(codes()),
        before in proptest::sample::select(BEFORE.as_slice()),
        cut in any::<proptest::sample::Index>(),
    ) {
        let number = format!("{code}〔2023〕110号");
        let cut = 1 + cut.index(number.chars().count() - 1);
        let (head, rest): (String, String) = (number.chars().take(cut).collect(), number.chars().skip(cut).collect());
        let text = format!("{before}{head}\n{rest}精神");
        let found: Vec<String> = find_numbers(&text).iter().map(|found| found.number.to_string()).collect();
        prop_assert_eq!(found, [number], "{}", text);
    }

    #[test]
    fn normal_forms_read_back(text in "[财社预农建办发函电令第号〔〕（）\\[\\]0-9年、新渝根据 \n公告]{0,40}") {
        for found in find_numbers(&text) {
            let normal = found.number.to_string();
            let again = find_numbers(&normal);
            prop_assert!(again.iter().any(|again| again.number == found.number), "{:?}: {} read {:?}", text, normal, again);
        }
    }

    #[test]
    fn no_text_breaks_the_recognisers(text in "(\\PC|[0-9,.年月日万亿元〔〕（）号令字第财一二十百〇\n ≥-]){0,60}") {
        let length = u32::try_from(text.chars().count()).unwrap();
        let mut last = 0;
        for found in find_numbers(&text) {
            prop_assert!(found.start < found.end && found.end <= length && last <= found.start);
            last = found.end;
        }
        let mut last = 0;
        for found in find_money(&text) {
            prop_assert!(last <= found.start && found.start < found.end && found.end <= length);
            last = found.end;
        }
        let mut last = 0;
        for found in find_dates(&text) {
            prop_assert!(last <= found.start && found.start < found.end && found.end <= length);
            last = found.end;
        }
        let _ = (find_anaphora(&text), parse_figure(&text), parse_stripped_date(&text));
        prop_assert!(!parse_value(&text).text.contains(' '));
    }
}

#[test]
fn numbers_in_odd_dress() {
    let read = |text: &str| find_numbers(text).into_iter().map(|found| found.number.to_string()).collect::<Vec<_>>();
    assert_eq!(read("报新财社〔2024〕210号备案"), ["新财社〔2024〕210号"]);
    assert_eq!(read("各地要抓好落实我市新财社〔2024〕210号文"), ["新财社〔2024〕210号"]);
    assert_eq!(read("江財(cái)社〔2025〕27號"), ["江财社〔2025〕27号"]);
    assert_eq!(read("粤财社2023-291.pdf"), ["粤财社〔2023〕291号"]);
    assert_eq!(read("财农字（89）12号"), ["财农字〔1989〕12号"]);
    assert_eq!(read("财社〔2023〕12-40号"), ["财社〔2023〕12号", "财社〔2023〕40号"]);
    assert_eq!(read("财政部、税务总局公告〔2023〕8号"), ["财政部 税务总局公告2023年第8号"]);
    assert_eq!(read("财政部 民政部\n财社〔2023〕152号\n财政部 民政部"), ["财社〔2023〕152号"]);
    assert_eq!(read("新 财 社 〔 2 0 2 4 〕 2 1 0 号"), ["新财社〔2024〕210号"]);
    assert_eq!(read("财资环2021年108号"), ["财资环〔2021〕108号"]);
    // An office of the party below a city or county, behind the bracket of a citation or a word that leads to it.
    assert_eq!(read("《关于印发分配方案的通知》（常鼎委农办〔2025〕4号）"), ["常鼎委农办〔2025〕4号"]);
    assert_eq!(read("根据常鼎委农办〔2025〕4号文件"), ["常鼎委农办〔2025〕4号"]);
    assert_eq!(read("《关于高龄补贴发放的意见》（常卫老龄202221号）"), ["常卫老龄〔2022〕21号"]);
    for nothing in [
        "CKCG〔2021〕33号",
        "项目编号：新财采〔2023〕12号",
        "（2010）乌中民二终字第12号",
        "许可证京财字第12号",
        "购买理财金3号产品",
        "本市财政局3号楼",
        "资金管理（2024）12号",
        "财社2023年12月5日",
        "财教2020-2022年",
        "命令第3号",
        "新财社\n\n〔2024〕210号",
        "财\n社\n〔2024〕210号",
    ] {
        assert_eq!(read(nothing), [] as [&str; 0], "{nothing}");
    }
    assert_eq!(read("根据赣财农指〔2019〕17、18文件"), ["赣财农指〔2019〕17号", "赣财农指〔2019〕18号"]);
    let list = find_numbers("根据商财办教(2020)22、23号文件");
    assert_eq!(list.iter().map(|found| (found.start, found.end)).collect::<Vec<_>>(), [(2, 14), (15, 18)]);
}

#[test]
fn the_one_who_speaks_is_no_part_of_the_code() {
    for text in ["我市以湘潭财社〔2020〕31号文件下拨", "全区以岳区财〔2020〕31号拨付", "县区以湘潭财社〔2020〕31号分解"]
    {
        let found = find_numbers(text);
        let number = found.first().map(|found| found.number.to_string()).unwrap_or_default();
        assert!(!number.contains('以') && number.ends_with("〔2020〕31号"), "{text}: {number}");
    }
}

#[test]
fn the_earlier_one_is_no_part_of_the_code() {
    let read = |text: &str| find_numbers(text).iter().map(|found| found.number.to_string()).collect::<Vec<_>>();
    assert_eq!(read("现收回原石财农〔2023〕64号下达的资金150万元。"), ["石财农〔2023〕64号"]);
    assert_eq!(read("现收回原渝财农〔2023〕6号资金。"), ["渝财农〔2023〕6号"]);
    // 原平 is a place.
    assert_eq!(read("根据原平财农〔2023〕6号文件。"), ["原平财农〔2023〕6号"]);
}

#[test]
fn words_that_lead_to_a_number_are_no_part_of_the_code() {
    let read = |text: &str| find_numbers(text).iter().map(|found| found.number.to_string()).collect::<Vec<_>>();
    for (text, number) in [
        ("补助资金除滨财社〔2017〕25号文已告知的以外", "滨财社〔2017〕25号"),
        ("经研究，决定对泸州财教〔2020〕4号下达的资金进行调整", "泸州财教〔2020〕4号"),
        ("拟对邢财农〔2013〕9号文件安排的项目作调整", "邢财农〔2013〕9号"),
        ("县财政随后以兴城财发〔2020〕14号分配到乡镇", "兴城财发〔2020〕14号"),
        ("省财政再以粤财农〔2020〕14号追加", "粤财农〔2020〕14号"),
        // 并 is Taiyuan behind a word that leads to a document, and a conjunction elsewhere.
        ("根据并财农〔2021〕96号文件", "并财农〔2021〕96号"),
        ("转发冀财农〔2021〕9号，并按并财农〔2021〕96号文件", "冀财农〔2021〕9号"),
        ("按要求执行，并冀财农〔2021〕9号文件", "冀财农〔2021〕9号"),
    ] {
        assert_eq!(read(text).first().map(String::as_str), Some(number), "{text}");
    }
}
