//! Sums, dates and values of indicators against the case file.

#![expect(clippy::unwrap_used, reason = "a test may fail by panic, its helpers too")]

use hongtou_notice::codes::{Comparator, Confidence, Doubt, ValueKind};
use hongtou_notice::{Money, MoneyUnit};
use hongtou_parse::recognise::{Figure, find_dates, find_money, parse_figure, parse_stripped_date, parse_value};
use serde_json::Value;

fn cases(section: &str) -> Vec<(String, Value)> {
    let all: Value = serde_json::from_str(include_str!("data/value_cases.json")).unwrap();
    let section = all[section].as_array().unwrap().clone();
    section.into_iter().map(|case| (case["text"].as_str().unwrap().to_owned(), case["expect"].clone())).collect()
}

#[test]
fn every_amount_reads_as_expected() {
    for (text, expect) in cases("amounts") {
        let wanted = if expect.is_array() { expect.as_array().unwrap().clone() } else { vec![expect] };
        let found = find_money(&text);
        let unitless = wanted.iter().all(|one| one["unit"].as_str().is_none_or(|unit| unit.contains("from")));
        if unitless {
            assert_eq!(found, [], "{text}");
            let value = wanted[0]["value"].as_str().map(|value| value.parse().unwrap());
            match parse_figure(&text) {
                Figure::Number { value: read, unit: None, repaired: false } => assert_eq!(Some(read), value, "{text}"),
                Figure::Blank => assert!(text.is_empty() && value.is_none(), "{text}"),
                Figure::Dash => assert!(!text.is_empty() && value.is_none(), "{text}"),
                other => panic!("{text}: {other:?}"),
            }
            continue;
        }
        let wanted: Vec<&Value> = wanted.iter().filter(|one| !one["value"].is_null()).collect();
        assert_eq!(found.len(), wanted.len(), "{text}: {found:?}");
        for (found, wanted) in found.iter().zip(wanted) {
            let word = wanted["unit"].as_str().unwrap().replace("(元)", "");
            let unit = MoneyUnit::from_word(&word).unwrap();
            assert_eq!(found.unit, unit, "{text}");
            assert_eq!(Some(found.money), Money::parse(wanted["value"].as_str().unwrap(), unit), "{text}");
            if let Some(yuan) = wanted["yuan"].as_i64() {
                assert_eq!(found.money.to_string(), yuan.to_string(), "{text}");
            }
            let flagged = wanted["flag"].is_string();
            assert_eq!(found.doubts.contains(&Doubt::RepairedAmount), flagged, "{text}");
        }
    }
}

#[test]
fn every_date_reads_as_expected() {
    for (text, expect) in cases("dates") {
        let expect = expect.as_str().unwrap();
        let stripped = parse_stripped_date(&text);
        let found = find_dates(&text);
        if text.len() == 7 {
            let stripped = stripped.unwrap();
            let doubted = stripped.doubts == [Doubt::AmbiguousDate];
            assert_eq!(doubted, expect.starts_with("ambiguous"), "{text}");
            assert!(expect.contains(&stripped.date.to_string()), "{text}");
            assert_ne!(stripped.confidence, Confidence::Certain, "{text}");
            assert_eq!(found, [], "{text}");
            continue;
        }
        assert_eq!(stripped, None, "{text}");
        let read: Vec<String> = found.iter().map(|found| found.date.to_string()).collect();
        let wanted: Vec<&str> = expect.split(' ').filter(|word| word.len() == 10 && word.contains('-')).collect();
        assert_eq!(read, wanted, "{text}");
    }
}

#[test]
fn sums_in_odd_dress() {
    let read = |text: &str| {
        find_money(text)
            .into_iter()
            .map(|found| (found.text, found.money.to_string(), found.unit, found.confidence, found.in_words))
            .collect::<Vec<_>>()
    };
    let one = |text: &str, money: &str, unit, confidence, in_words| vec![(text.to_owned(), money.to_owned(), unit, confidence, in_words)];
    use Confidence::{Certain, Doubtful, Likely};
    use MoneyUnit::{HundredMillion, Million, TenThousand, Yuan};
    assert_eq!(read("3亿元"), one("3亿元", "300000000", HundredMillion, Certain, false));
    assert_eq!(read("资金50\n0 万元"), one("500万元", "5000000", TenThousand, Likely, false));
    assert_eq!(read("2100元/人·月"), one("2100元", "2100", Yuan, Certain, false));
    assert_eq!(read("1.2亿"), one("1.2亿", "120000000", HundredMillion, Certain, false));
    assert_eq!(read("7423万冀财社2021152号"), one("7423万", "74230000", TenThousand, Likely, false));
    assert_eq!(read("人民币壹佰零伍万元整。"), one("壹佰零伍万元整", "1050000", Yuan, Certain, true));
    assert_eq!(read("叁仟元伍角整"), one("叁仟元伍角整", "3000.5", Yuan, Certain, true));
    assert_eq!(read("三百二十万元"), one("三百二十万元", "3200000", Yuan, Likely, true));
    assert_eq!(read("3百万元"), one("3百万元", "3000000", Million, Certain, false));
    assert_eq!(read("2千万元"), one("2千万元", "20000000", TenThousand, Certain, false));
    assert_eq!(read("1.2万亿元"), one("1.2万亿元", "1200000000000", HundredMillion, Certain, false));
    assert_eq!(read("1亿2000万元"), one("1亿2000万元", "120000000", TenThousand, Certain, false));
    assert_eq!(read("为-120万元"), one("-120万元", "-1200000", TenThousand, Certain, false));
    assert_eq!(read("资金1O5万元"), one("1O5万元", "1050000", TenThousand, Doubtful, false));
    assert_eq!(read("1252 萬圓"), one("1252萬圓", "12520000", TenThousand, Certain, false));
    for nothing in ["3万人", "12.5万亩", "2024元旦", "5万美元", "补助资金 万元", "几十万元", "二元结构", "2023年12月", "十"]
    {
        assert_eq!(read(nothing), [], "{nothing}");
    }
}

#[test]
fn figures_of_cells() {
    let number = |text: &str| match parse_figure(text) {
        Figure::Number { value, unit, .. } => Some((value.to_string(), unit)),
        _ => None,
    };
    assert_eq!(number("1,284.36"), Some(("1284.36".into(), None)));
    for minus in ["－120", "-120", "(120)", "（120）", "−120"] {
        assert_eq!(number(minus), Some(("-120".into(), None)), "{minus}");
    }
    assert_eq!(number("105万元"), Some(("105".into(), Some(MoneyUnit::TenThousand))));
    assert_eq!(number(" 14869.\n11 "), Some(("14869.11".into(), None)));
    for dash in ["—", "-", "/", "——"] {
        assert_eq!(parse_figure(dash), Figure::Dash, "{dash}");
    }
    assert_eq!(parse_figure(" \n"), Figure::Blank);
    for other in ["95%", "12人", "2024-12-31", "1、2", "和田", "4=3-2", "1\n\n2"] {
        assert_eq!(parse_figure(other), Figure::Other, "{other}");
    }
}

#[test]
fn dates_in_odd_dress() {
    let read = |text: &str| find_dates(text).into_iter().map(|found| found.date.to_string()).collect::<Vec<_>>();
    assert_eq!(read("2 0 2 4 年 1 2 月 3 1 日"), ["2024-12-31"]);
    assert_eq!(read("二O二四年十二月\n三十一日"), ["2024-12-31"]);
    assert_eq!(read("2023-12-29至2023/12/30，2023.1.2"), ["2023-12-29", "2023-12-30", "2023-01-02"]);
    for nothing in ["2024年13月1日", "2023年2月29日", "1.2.3.4", "GB/T 9704-2012", "2020-0091", "2022年1月5万元"] {
        assert_eq!(read(nothing), [] as [&str; 0], "{nothing}");
    }
    assert_eq!(parse_stripped_date("20201231").unwrap().date.to_string(), "2020-12-31");
    assert_eq!(parse_stripped_date("18000101"), None);
}

#[test]
fn every_value_reads_as_expected() {
    for (text, expect) in cases("indicator_values") {
        let read = parse_value(&text);
        let field = |name: &str| expect[name].as_str();
        let kind = match field("class") {
            Some("deadline") => ValueKind::Deadline,
            Some("range") => ValueKind::Range,
            Some("text" | "empty") => ValueKind::Text,
            Some(_) => ValueKind::Qualitative,
            None => ValueKind::Number,
        };
        assert_eq!(read.kind, kind, "{text}: {read:?}");
        if let Some(op) = field("op") {
            assert_eq!(read.comparator, if op == "about" { Comparator::None } else { op.parse().unwrap() }, "{text}");
        }
        let number = |name: &str| field(name).map(|number| number.parse().unwrap());
        if kind != ValueKind::Deadline || field("num").is_some() {
            assert_eq!(read.value, number("num").or(number("lo")), "{text}");
        }
        assert_eq!(read.upper, number("hi"), "{text}");
        if field("unit").is_some() {
            assert_eq!(read.unit.as_deref(), field("unit"), "{text}");
        }
        let before = field("before").filter(|before| before.len() == 10);
        assert_eq!(read.deadline.map(|date| date.to_string()).as_deref(), before, "{text}");
        assert!(!read.text.contains(char::is_whitespace), "{text}");
    }
}

#[test]
fn values_in_odd_dress() {
    let read = |text: &str| {
        let read = parse_value(text);
        (read.kind, read.comparator, read.value.map(|value| value.to_string()), read.unit, read.per)
    };
    let number = |comparator, value: &str, unit: Option<&str>, per: Option<&str>| {
        (ValueKind::Number, comparator, Some(value.to_owned()), unit.map(Into::into), per.map(Into::into))
    };
    assert_eq!(read(">=530元/人*月"), number(Comparator::Ge, "530", Some("元/人*月"), Some("人*月")));
    assert_eq!(read("2100元/人·月"), number(Comparator::Eq, "2100", Some("元/人·月"), Some("人·月")));
    assert_eq!(read("<=5300元/户"), number(Comparator::Le, "5300", Some("元/户"), Some("户")));
    assert_eq!(read("50元左右"), number(Comparator::None, "50", Some("元"), None));
    assert_eq!(read("95%以上"), number(Comparator::Ge, "95", Some("%"), None));
    assert_eq!(read("≥1,200人（次）"), number(Comparator::Ge, "1200", Some("人（次）"), None));
    assert_eq!(read("不少于3个项目"), number(Comparator::Ge, "3", Some("个项目"), None));
    assert_eq!(read("-5%"), number(Comparator::Eq, "-5", Some("%"), None));
    assert_eq!(parse_value("≥90%，≤95%").upper, Some(95.into()));
    assert_eq!(parse_value("2020年12月底").deadline.map(|date| date.to_string()).as_deref(), Some("2020-12-31"));
    assert_eq!(parse_value("2020年底前").deadline.map(|date| date.to_string()).as_deref(), Some("2020-12-31"));
    assert_eq!(parse_value("较上年提高").comparator, Comparator::Gt);
    for text in ["", "保障困难群众基本生活", "1.2.3", "见附件2", "≥", "（一）", "2019年度"] {
        assert_eq!(parse_value(text).kind, ValueKind::Text, "{text}");
    }
}

#[test]
fn thousands_parted_by_a_blank_in_a_text_that_sets_figures_apart() {
    let sums = |text: &str| -> Vec<String> { find_money(text).into_iter().map(|found| found.money.to_string()).collect() };
    assert_eq!(sums("现下达 2019 年度资金 2 400.00 万元"), ["24000000"]);
    // Two figures side by side are two.
    assert_eq!(sums("见表 2 40 万元"), ["400000"]);
    assert_eq!(sums("谷城县项目 3 200 万元"), ["2000000"]);
}
