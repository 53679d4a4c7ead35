//! A notice, made by hand, with every kind of fact, and what linking may find in it.

use std::num::NonZeroU32;

use hongtou_chain as chain;
use hongtou_document::Rect;
use hongtou_notice::codes::{
    Absence, AmountRole, CitationRole, ColumnRole, Comparator, Confidence, Doubt, Effect, FundLevel, Level, NoticeKind, NumberKind, Origin,
    Period, RowKind, SubjectSide, ValueKind,
};
use hongtou_notice::*;

pub(crate) const SOURCE: &str = "5f70bf18a086007016e948b04aed3b82103a36bea41755b6cddfaf10ace3c6ef";
pub(crate) const ID: &str = "新财社〔2024〕210号@650000";

fn evidence(text: &str, origin: Origin) -> Evidence {
    let inside = !matches!(origin, Origin::FileName | Origin::Metadata);
    Evidence {
        source_id: SOURCE.into(),
        origin,
        page: inside.then_some(NonZeroU32::MIN),
        bbox: inside.then(|| Box::new(Rect { x0: 90.0, y0: 72.5, x1: 300.25, y1: 88.0 })),
        place: inside.then(|| Place::new(hongtou_document::Span::new(3, 3 + u32::try_from(text.chars().count()).unwrap())).unwrap()),
        text: text.into(),
    }
}

fn fact<T>(value: T, printed: &str) -> Fact<T> {
    Fact::new(value, evidence(printed, Origin::Body))
}

fn number(prefix: &str, serial: u32) -> DocumentNumber {
    DocumentNumber { prefix: prefix.into(), year: Some(2024), serial, kind: NumberKind::Document }
}

fn code(code: &str) -> DivisionCode {
    DivisionCode(code.into())
}

fn yuan(figure: &str) -> Option<Money> {
    Money::parse(figure, MoneyUnit::TenThousand)
}

fn tag() -> DirectFundTag {
    DirectFundTag { code: Some("01".into()), label: "中央直达资金".into() }
}

fn subject() -> Subject {
    Subject { code: "2081902".into(), name: Some("农村最低生活保障金支出".into()), side: Some(SubjectSide::Expenditure) }
}

fn allocation(row: u32, col: u32) -> Allocation {
    Allocation {
        table: 1,
        table_title: Some("分配表".into()),
        row,
        col,
        recipient: "喀什地区".into(),
        division: Some(code("653100")),
        row_kind: RowKind::Child,
        column: Some("合计/本次下达".into()),
        column_role: ColumnRole::Allocated,
        cited_number: Some(number("财社", 65)),
        text: "27.67005".into(),
        unit: Some(MoneyUnit::TenThousand),
        money: yuan("27.67005"),
        absence: None,
        counts: true,
        evidence: evidence("27.67005", Origin::Table),
        confidence: Confidence::Certain,
        doubts: Doubts::NONE,
    }
}

fn indicator(period: Period) -> Indicator {
    let value = |text: &str, kind, value: Option<i64>, deadline| IndicatorValue {
        text: text.into(),
        kind,
        comparator: if value.is_some() { Comparator::Ge } else { Comparator::None },
        value: value.map(Into::into),
        upper: None,
        unit: value.map(|_| "%".into()),
        per: None,
        deadline,
    };
    Indicator {
        table: 2,
        row: 5,
        project: Some("困难群众救助补助资金".into()),
        scope: Some("喀什地区".into()),
        period,
        level1: Some("产出指标".into()),
        level2: Some("数量指标".into()),
        level3: "救助对象覆盖率（%）".into(),
        target: Some(value("≥95%", ValueKind::Number, Some(95), None)),
        achieved: Some(Box::new(value("2024年12月31日前", ValueKind::Deadline, None, Date::new(2024, 12, 31)))),
        score: Some("9.5".into()),
        reason: Some("无".into()),
        evidence: evidence("救助对象覆盖率（%）", Origin::Table),
        confidence: Confidence::Likely,
        doubts: Doubt::RepairedPairing.into(),
    }
}

fn notice() -> Notice {
    let agency = Agency { name: "新疆维吾尔自治区财政厅".into(), division: Some(code("650000")), level: Some(Level::Province) };
    let group = RecipientGroup { name: "喀什地区财政局、民政局".into(), divisions: vec![code("653100")] };
    Notice {
        id: ID.into(),
        number: Some(fact(number("新财社", 210), "新财社﹝2024﹞210 号")),
        kind: fact(NoticeKind::Issue, "下达"),
        title: Some(fact("关于下达2024年困难群众救助补助资金的通知".into(), "关于下达2024年困难群众\n救助补助资金的通知")),
        issuers: vec![fact(agency, "新疆维吾尔自治区财政厅").doubted(Confidence::Likely, Doubt::IssuerFromCode)],
        level: Some(fact(Level::Province, "自治区")),
        division: Some(fact(code("650000"), "新疆维吾尔自治区")),
        signatory: Some(fact("张三".into(), "张三")),
        recipients: vec![fact(group, "喀什地区财政局、民政局")],
        cc: vec![fact("财政部新疆监管局".into(), "财政部新疆监管局")],
        issued_on: Date::new(2024, 6, 28).map(|date| fact(date, "2024年6月28日")),
        printed_on: Date::new(2024, 7, 1).map(|date| fact(date, "2024年7月1日")),
        printed_by: Some(fact("自治区财政厅办公室".into(), "自治区财政厅办公室")),
        budget_year: Some(fact(2024, "2024年")),
        fund_name: Some(fact("困难群众救助补助资金".into(), "困难群众救助补助资金")),
        fund_title: Some("2024年困难群众救助补助资金".into()),
        direct_fund_tags: vec![fact(tag(), "01中央直达资金")],
        budget_subjects: vec![fact(subject(), "2081902 农村最低生活保障金支出")],
        project_codes: vec![fact("10000013Z155080000017".into(), "10000013Z155080000017")],
        attachments: vec![fact(Attachment { ordinal: 1, title: "分配表".into(), source_id: Some(SOURCE.into()) }, "1.分配表")],
        citations: vec![Citation {
            number: Some(number("财社", 65)),
            title: Some("关于下达2024年中央财政困难群众救助补助资金预算的通知".into()),
            issuers: vec!["财政部".into(), "民政部".into()],
            role: CitationRole::Upstream,
            told_date: None,
            told_money: None,
            evidence: evidence("财社〔2024〕65号", Origin::Body),
            confidence: Confidence::Certain,
            doubts: Doubts::NONE,
        }],
        amounts: vec![
            Amount {
                origin: Origin::Body,
                money: yuan("8454"),
                text: "8454万元".into(),
                unit: Some(MoneyUnit::TenThousand),
                role: AmountRole::Total,
                absence: None,
                evidence: evidence("8454万元", Origin::Body),
                confidence: Confidence::Certain,
                doubts: Doubts::NONE,
            },
            Amount {
                origin: Origin::FundBox,
                money: None,
                text: hongtou_notice::Text::default(),
                unit: None,
                role: AmountRole::OtherFunds,
                absence: Some(Absence::Blank),
                evidence: evidence("", Origin::FundBox),
                confidence: Confidence::Doubtful,
                doubts: Doubt::UnitAssumed.into(),
            },
        ],
        allocations: vec![allocation(3, 2), Allocation { table: 0, cited_number: None, column: None, ..allocation(1, 1) }],
        indicators: vec![indicator(Period::Annual), indicator(Period::MediumTerm)],
        source_ids: vec![SOURCE.into()],
        remarks: vec![],
    }
}

fn grant() -> chain::GrantRow {
    chain::GrantRow {
        id: format!("{ID}/g1").into(),
        notice_id: ID.into(),
        grant: Grant {
            fund_key: "困难群众救助".into(),
            fund_name: "困难群众救助补助资金".into(),
            fund_level: Some(FundLevel::Central),
            fund_direction: None,
            budget_year: Some(2024),
            batch: Some(2),
            tag: Some(tag()),
            subjects: vec![subject()],
            project_code: Some("10000013Z155080000017".into()),
            money: yuan("8454"),
            effect: Effect::Add,
            evidence: evidence("8454万元", Origin::Body),
            confidence: Confidence::Certain,
            doubts: Doubts::NONE,
        },
    }
}

fn link() -> chain::Link {
    chain::Link {
        id: "grants:财社〔2024〕65号→新财社〔2024〕210号@650000".into(),
        relation: chain::Relation::Grants,
        parent_number: Some("财社〔2024〕65号".into()),
        child_number: Some("新财社〔2024〕210号".into()),
        parent_notice_id: None,
        child_notice_id: Some(ID.into()),
        fund_key: Some("困难群众救助".into()),
        budget_year: Some(2024),
        money: yuan("8454"),
        basis: chain::Basis::Cited,
        days: Some(28),
        evidence: vec![evidence("财社〔2024〕65号", Origin::Body)],
        confidence: Confidence::Certain,
        doubts: Doubts::NONE,
    }
}

fn flow() -> chain::Flow {
    chain::Flow {
        id: format!("{ID}/t1r3→653100").into(),
        grant_id: Some(format!("{ID}/g1").into()),
        child_grant_id: None,
        fund_key: Some("困难群众救助".into()),
        budget_year: Some(2024),
        from_division: Some(code("650000")),
        to_division: Some(code("652801Z")),
        recipient: "喀什地区".into(),
        money: yuan("-27.67005"),
        status: chain::FlowStatus::Allocated,
        counts: false,
        reason_not_counted: Some(chain::NotCounted::OfWhich),
        parent_notice_id: Some(ID.into()),
        parent_number: Some("新财社〔2024〕210号".into()),
        child_notice_id: None,
        child_number: None,
        issued_on: Date::new(2024, 6, 28),
        days: None,
        deadline_days: Some(30),
        evidence: vec![evidence("27.67005", Origin::Table)],
        confidence: Confidence::Certain,
        doubts: Doubts::NONE,
    }
}

fn chain() -> chain::Chain {
    chain::Chain {
        id: "困难群众救助/2024/财社〔2024〕65号".into(),
        fund_key: Some("困难群众救助".into()),
        fund_name: Some("困难群众救助补助资金".into()),
        budget_year: Some(2024),
        roots: vec!["财社〔2024〕65号".into()],
        complete: false,
        levels: vec![Level::Central, Level::Province],
        nodes: vec![chain::ChainNode {
            key: ID.into(),
            number: Some("新财社〔2024〕210号".into()),
            notice_id: Some(ID.into()),
            status: chain::NodeStatus::Held,
            level: Some(Level::Province),
            division: Some(code("650000")),
            name: Some("新疆维吾尔自治区财政厅".into()),
            issued_on: Date::new(2024, 6, 28),
            received: yuan("8454"),
            passed: None,
        }],
        edges: vec![link().id],
    }
}

/// The notice with everything that linking may say about it.
pub(crate) fn linked() -> chain::Linked {
    let step = |number: &str, division: &str| chain::PathStep {
        number: Some(number.into()),
        division: Some(code(division)),
        issued_on: Date::new(2024, 6, 28),
        money: yuan("8454"),
    };
    chain::Linked {
        notices: vec![notice()],
        grants: vec![grant()],
        links: vec![link()],
        flows: vec![flow()],
        chains: vec![chain()],
        paths: vec![chain::Path {
            id: format!("{}#1", chain().id).into(),
            chain_id: chain().id,
            fund_name: Some("困难群众救助补助资金".into()),
            budget_year: Some(2024),
            central: step("财社〔2024〕65号", CENTRE),
            province: step("新财社〔2024〕210号", "650000"),
            prefecture: chain::PathStep::default(),
            county: chain::PathStep::default(),
        }],
        findings: vec![chain::Finding {
            id: format!("late_beyond_30_days:{ID}"),
            code: chain::FindingCode::LateBeyond30Days,
            severity: chain::Severity::Warning,
            notice_id: Some(ID.into()),
            notice_ids: vec![ID.into()],
            chain_id: Some(chain().id.to_string()),
            message: "passed on after 45 days".into(),
            expected: Some("30".into()),
            actual: Some("45".into()),
            evidence: vec![evidence("2024年6月28日", Origin::Body)],
        }],
        resolved_divisions: [(ID.into(), code("650000"))].into(),
    }
}
