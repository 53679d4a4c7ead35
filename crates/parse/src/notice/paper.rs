//! What a notice does, for which year and from which fund: facts that its head, its first act, its form and the notice that gave the money
//! tell together (`docs/notice-form.md`). Not for: reading any of them (`head`, `act`, `form`, `fund`, `year`).

use hongtou_document::Document;
use hongtou_notice::codes::{CitationRole, Confidence, Doubt, Level, NoticeKind, Origin};
use hongtou_notice::{Citation, DivisionCode, DocumentNumber, Evidence, Fact, FundName, RecipientGroup};

use super::Hints;
use crate::act::{self, Act};
use crate::flow::Unit;
use crate::head::Head;
use crate::place::evidence;
use crate::tail::Tail;
use crate::{form, fund, kind, year};

/// A document in the middle of its reading.
#[derive(Debug)]
pub(super) struct Paper<'a> {
    pub(super) document: &'a Document,
    pub(super) head: &'a Head,
    pub(super) end: &'a Tail,
    /// What the text says first that it does, where there is no title to tell.
    pub(super) act: Option<&'a Act>,
    /// What it does, by its title or its act.
    pub(super) kind: NoticeKind,
    /// Whether it is a quota slip, by its title or, where it has none, by a line of its head.
    pub(super) slip: bool,
    /// The lead issuer's division.
    pub(super) division: Option<&'a DivisionCode>,
    /// The paragraphs with all that may be of tables.
    pub(super) rough: &'a [Unit],
    /// The paragraphs of the running text.
    pub(super) body: &'a [Unit],
}

/// The fund's canonical stem, and its name as the title prints it.
#[derive(Debug, Default)]
pub(super) struct Fund {
    pub(super) stem: Option<Fact<String>>,
    pub(super) title: Option<String>,
}

impl Fund {
    fn of(printed: Option<Fact<String>>) -> Self {
        let title = printed.as_ref().map(|fact| fact.value.clone());
        Self { stem: printed.map(|fact| fact.map(|name| FundName::parse(&name).stem)), title }
    }
}

/// What a document does, by its title; a copy may have lost its title, then its first act tells it.
pub(super) fn kind_told(document: &Document, head: &Head, act: Option<&Act>, rough: &[Unit]) -> NoticeKind {
    let title = head.title.as_ref().map(|fact| fact.value.as_str()).unwrap_or_default();
    let told = kind::of_title(title);
    match act {
        Some(act) => act.kind,
        // News tells of money (某市提前下达资金…) without passing any on.
        None if head.headline && told != NoticeKind::SelfEvaluation => NoticeKind::Other,
        None if head.title.is_none() && form::is_evaluation(document) => NoticeKind::SelfEvaluation,
        // 2023年度福利彩票公益金使用情况, whose text says 现将…情况公告如下.
        None if told == NoticeKind::Other && title.ends_with("情况") && act::announces(rough) => NoticeKind::Announcement,
        None => told,
    }
}

impl<'a> Paper<'a> {
    /// The title; empty where there is none.
    pub(super) fn title(&self) -> &'a str {
        self.head.title.as_ref().map(|fact| fact.value.as_str()).unwrap_or_default()
    }

    /// Its own number.
    pub(super) fn number(&self) -> Option<&'a DocumentNumber> {
        self.head.number.as_ref().map(|fact| &fact.value)
    }

    /// Whether it is the form of the targets of one fund, which has neither title nor act.
    fn is_target_form(&self) -> bool {
        self.head.title.is_none() && self.act.is_none() && self.kind == NoticeKind::Other && form::is_target(self.document)
    }

    /// The year of the money: told by the form, by the head or the text, or by the notice that gave it. `above` are the units of the head.
    pub(super) fn budget_year(&self, of_slip: Option<Fact<i32>>, above: &[Unit], citations: &[Citation]) -> Option<Fact<i32>> {
        // 根据《…下达2022年…的通知》，现下达第一批资金: the year of the money is told where it came from.
        let of_upstream = || {
            let act = self.act.filter(|act| act.kind != NoticeKind::Announcement)?;
            let (year, _) = fund::year_of_title(upstream(citations)?.title.as_deref()?)?;
            Some(act::fact(self.document, act, year))
        };
        let told = || year::of(self.document, self.head.title.as_ref(), above, self.body);
        of_slip
            .or_else(|| if self.kind == NoticeKind::Other { None } else { told() })
            .or_else(of_upstream)
            .or_else(|| form::year(self.document).filter(|_| self.is_target_form() || self.kind == NoticeKind::SelfEvaluation))
    }

    /// The kind as a fact. An issue all of whose upstream notices are advance issues is one too, unless the year of the money is over.
    pub(super) fn kind(&self, units: &[Unit], hints: &Hints, budget_year: Option<i32>, citations: &[Citation]) -> Fact<NoticeKind> {
        let kind = match self.act {
            Some(act) => act::fact(self.document, act, act.kind),
            None => self.kind_by_title(units, hints),
        };
        let own_year = self.number().and_then(|number| number.year).map(i32::from);
        let own_year = own_year.or(self.end.issued_on.as_ref().map(|fact| fact.value.year()));
        // Money of a year is issued in advance before that year's budgets are approved (预算法, art. 44 and 52), in its first months at the latest.
        let late = self
            .end
            .issued_on
            .as_ref()
            .map(|fact| fact.value)
            .filter(|date| Some(date.year()) == budget_year && date.month() > LAST_ADVANCE);
        let over = late.is_some() || own_year.zip(budget_year).is_some_and(|(own, budget)| own > budget);
        if over { kind } else { as_upstream(kind, citations) }
    }

    /// The kind that the title says, or the page where there is no title.
    fn kind_by_title(&self, units: &[Unit], hints: &Hints) -> Fact<NoticeKind> {
        if let Some(title) = &self.head.title {
            return title.clone().map(|_| self.kind);
        }
        let of_file = || {
            let name = hints.file_name.clone().unwrap_or_default();
            Evidence::unplaced(self.document.source_id(), Origin::FileName, name)
        };
        let place = units.first().map_or_else(of_file, |unit| evidence(self.document, unit.span(), Origin::Body));
        Fact::new(self.kind, place).doubted(Confidence::Doubtful, Doubt::RoleInferred)
    }

    /// The fund that the money is of. A form tells it in a field of its own, any other notice in its title or its act.
    pub(super) fn fund(&self, slip: Option<Fact<String>>, grants: bool, citations: &[Citation]) -> Fund {
        if self.slip {
            let act = act::read(self.rough).filter(|_| slip.is_none());
            return act.map_or_else(|| Fund::of(slip), |act| self.fund_of_act(&act, act.fund.clone()));
        }
        let fund = match self.act {
            // 现将市本级资金安排如下 names no fund: it is that of the notice which gave the money.
            Some(act) => {
                let given = || fund::of_title(upstream(citations)?.title.as_deref()?);
                self.fund_of_act(act, act.fund.clone().or_else(given))
            }
            None => {
                let title = self.head.title.as_ref().filter(|_| grants);
                Fund::of(title.and_then(|title| fund::of_title(&title.value).map(|name| title.clone().map(|_| name))))
            }
        };
        // 关于更正N号文件分配数额的通知 names a number for a fund: it is that of the notice which is changed.
        let of_number = fund.title.as_ref().is_some_and(|name| fund::holds_number(name));
        if of_number {
            let changed = citations.iter().find(|citation| citation.role == CitationRole::Amended && citation.title.is_some());
            let named = changed.and_then(|citation| Some((citation, fund::of_title(citation.title.as_deref()?)?)));
            return Fund::of(named.map(|(citation, name)| Fact::new(name, citation.evidence.clone())));
        }
        // 某县水利局水旱灾害防御股项目支出绩效自评: what ends like an office is who reports, not what about.
        let office = |name: &str| OFFICES.iter().any(|end| FundName::parse(name).stem.ends_with(end));
        // 某中心2022年度项目支出绩效自评表 names no money; the form does.
        let named_form = form::is_name(self.title()) && !form::names_money(self.title()) && form::fund(self.document).is_some();
        let unnamed = named_form || fund.stem.as_ref().is_none_or(|name| office(&name.value));
        if self.is_target_form() || self.kind == NoticeKind::SelfEvaluation && unnamed {
            return Fund::of(form::fund(self.document).or_else(|| form::opening(self.document, self.rough).map(|(_, fund)| fund)));
        }
        fund
    }

    fn fund_of_act(&self, act: &Act, name: Option<String>) -> Fund {
        Fund::of(name.map(|name| act::fact(self.document, act, name)))
    }
}

/// Last words of an office's name.
const OFFICES: &[&str] = &["股", "科", "科室", "处", "局", "办", "中心"];

/// The first notice that gave the money.
fn upstream(citations: &[Citation]) -> Option<&Citation> {
    citations.iter().find(|citation| citation.role == CitationRole::Upstream)
}

/// The last month of a year in which a notice may still pass on what was issued in advance for it, as such.
const LAST_ADVANCE: u8 = 3;

/// An issue all of whose upstream notices are advance issues is one too, unless the year of the money is over (`docs/notice-form.md`,
/// kinds).
fn as_upstream(mut kind: Fact<NoticeKind>, citations: &[Citation]) -> Fact<NoticeKind> {
    let mut upstream = citations.iter().filter(|citation| citation.role == CitationRole::Upstream).peekable();
    let advance = kind.value == NoticeKind::Issue
        && upstream.peek().is_some()
        && upstream.clone().all(|citation| citation.title.as_deref().is_some_and(kind::is_advance));
    if advance {
        kind.value = NoticeKind::Advance;
        kind.evidence.extend(upstream.map(|citation| citation.evidence.clone()));
    }
    kind
}

/// The level of an issuer that nothing names, by whom it addresses (`docs/notice-form.md`, issuers): counties as a
/// class are addressed by a prefecture, prefectures by a province, townships by a county.
pub(super) fn level_by_recipients(recipients: &[Fact<RecipientGroup>]) -> Option<Fact<Level>> {
    const CLASSES: &[(&[&str], Level)] = &[
        (&["各省、自治区", "各省（", "有关省", "各省级"], Level::Central),
        (&["各市州", "各市（州", "各设区", "各地级", "各市、县", "各市县", "各省辖市", "各盟市", "各地、州", "各州、市"], Level::Province),
        (&["各县", "各区县", "各区（", "各旗县", "各有关县", "有关县", "有关区县", "各区、县", "各区财政"], Level::Prefecture),
        (&["各乡", "各镇", "各街道", "有关乡", "有关镇", "各苏木"], Level::County),
    ];
    recipients.iter().find_map(|fact| {
        let level =
            CLASSES.iter().find(|(words, _)| words.iter().any(|word| fact.value.name.starts_with(word))).map(|(_, level)| *level)?;
        Some(fact.clone().map(|_| level).doubted(Confidence::Likely, Doubt::RoleInferred))
    })
}
