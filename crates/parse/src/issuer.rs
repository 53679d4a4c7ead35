//! Who issued a notice, of which division and level (`docs/notice-form.md`, issuers): mark, signature,
//! colophon, title, and last the number's code. Not for: names of other bodies.

use hongtou_document::Document;
use hongtou_notice::codes::{Confidence, Doubt, Level, NoticeKind, Origin};
use hongtou_notice::{Agency, AgencyCodes, DivisionCode, Divisions, Fact, Remark};

use crate::agencies;
use crate::flow::{self, Unit};
use crate::form;
use crate::head::Head;
use crate::place::{evidence, metadata_evidence};
use crate::slip;
use crate::tail::Tail;
use crate::vocab::ISSUER_LABELS;

/// The issuers, and where the lead one stands.
#[derive(Debug, Default)]
pub(crate) struct Issuers {
    pub(crate) bodies: Vec<Fact<Agency>>,
    pub(crate) division: Option<Fact<DivisionCode>>,
    pub(crate) level: Option<Fact<Level>>,
}

/// Where the names of issuers stand, in the order of trust.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Source {
    Mark,
    Signature,
    Colophon,
    Title,
    Metadata,
}

/// The names that each source gives.
struct Sources {
    mark: Vec<Fact<String>>,
    signature: Vec<Fact<String>>,
    colophon: Vec<Fact<String>>,
    title: Vec<Fact<String>>,
    metadata: Vec<Fact<String>>,
    /// The scope in which short names are read.
    scope: Option<DivisionCode>,
}

impl Sources {
    const ORDER: [Source; 5] = [Source::Mark, Source::Signature, Source::Colophon, Source::Title, Source::Metadata];

    fn names(&self, source: Source) -> &[Fact<String>] {
        match source {
            Source::Mark => &self.mark,
            Source::Signature => &self.signature,
            Source::Colophon => &self.colophon,
            Source::Title => &self.title,
            Source::Metadata => &self.metadata,
        }
    }

    fn agency(&self, fact: &Fact<String>) -> Agency {
        agencies::agency(&fact.value, self.scope.as_ref())
    }

    /// The source that decides: the first that names somebody, unless another one knows better.
    fn chosen(&self) -> Option<Source> {
        let first = Self::ORDER.into_iter().find(|source| !self.names(*source).is_empty())?;
        let signed = self.is_joint() || self.is_banner() || first == Source::Mark && self.is_placeless();
        let chosen = if signed { Source::Signature } else { first };
        Some(if chosen == Source::Signature && self.is_shortened() { Source::Title } else { chosen })
    }

    /// A joint letter bears the mark of the lead body alone and the names of all in its signature (GB/T 9704-2012, 7.2.4, 7.3.5).
    fn is_joint(&self) -> bool {
        let name = |fact: &Fact<String>| self.agency(fact).name;
        self.mark.len() == 1 && self.signature.len() > 1 && self.mark.first().map(name) == self.signature.first().map(name)
    }

    /// 某县人民政府 above the menu is the page's, whose finance office signs below.
    fn is_banner(&self) -> bool {
        let government = |fact: &Fact<String>| fact.value.ends_with("人民政府");
        let of_page = |fact: &Fact<String>| self.mark.iter().any(|mark| self.agency(mark).division == self.agency(fact).division);
        !self.mark.is_empty()
            && !self.signature.is_empty()
            && self.mark.iter().all(government)
            && self.signature.iter().all(|fact| !government(fact) && of_page(fact))
    }

    /// 网上政务大厅 in the menu of a page is no body of any place; who signs below with his place is.
    fn is_placeless(&self) -> bool {
        let place = |fact: &Fact<String>| agencies::place(&fact.value, self.scope.as_ref()).map(|place| !place.rest.is_empty());
        !self.signature.is_empty()
            && self.mark.iter().all(|fact| place(fact).is_none() && !fact.value.ends_with(['部', '署', '局']))
            && self.signature.iter().all(|fact| place(fact) == Some(true))
    }

    /// A signature may shorten what the title prints in full (某省住建厅 below, 某省住房和城乡建设厅 above): the title's names are the bodies'
    /// own (GB/T 9704-2012, 7.3.5: 全称或者规范化简称).
    fn is_shortened(&self) -> bool {
        self.signature.len() > 1
            && self.signature.len() == self.title.len()
            && self.signature.iter().zip(&self.title).all(|(signed, titled)| shortens(&signed.value, &titled.value))
    }

    /// The bodies that a source names; colophon and metadata name who printed or posted, most often the same.
    fn bodies(&self, source: Source, body: &[Unit]) -> Vec<Fact<Agency>> {
        let read = |fact: &Fact<String>| {
            let mut fact = fact.clone().map(|name| agencies::agency(&name, self.scope.as_ref()));
            if matches!(source, Source::Colophon | Source::Metadata) {
                fact.doubt(Confidence::Likely, Doubt::RoleInferred);
            }
            if agencies::place(&fact.value.name, self.scope.as_ref()).is_some_and(|place| place.ambiguous) {
                match cited_above(body, &fact.value.name) {
                    Some(agency) => {
                        fact = fact.map(|_| agency);
                        fact.doubt(Confidence::Likely, Doubt::RoleInferred);
                    }
                    None => fact.doubt(Confidence::Doubtful, Doubt::AmbiguousIssuer),
                }
            }
            fact
        };
        let mut bodies: Vec<Fact<Agency>> = self.names(source).iter().map(read).collect();
        complete_joint(&mut bodies);
        bodies
    }
}

/// Decides who issued the notice and notes where the sources disagree.
pub(crate) fn decide(document: &Document, head: &Head, tail: &Tail, body: &[Unit], kind: NoticeKind, remarks: &mut Vec<Remark>) -> Issuers {
    let number = head.number.as_ref().map(|fact| &fact.value);
    // The code alone gives the scope in which short names of the mark are read.
    let code = number.and_then(|number| AgencyCodes::get().infer(&number.prefix, None));
    let sources = Sources {
        mark: from_mark(document, head),
        signature: from_signature(document, tail),
        colophon: from_colophon(tail),
        title: from_title(head),
        metadata: from_metadata(document),
        scope: code.as_ref().and_then(|code| code.agency.division.clone()).or_else(|| title_place(head)),
    };
    let scope = sources.scope.as_ref();
    let of_report = || {
        let opened = || form::opening(document, body).map(|(body, _)| body);
        from_text(document, body, scope).or_else(opened).or_else(|| form::body(document))
    };
    // The contract: a body that the code alone names is likely, never certain.
    let of_code = || {
        let (fact, code) = head.number.as_ref().zip(code.as_ref())?;
        Some(fact.clone().map(|_| code.agency.clone()).doubted(Confidence::Likely.max(code.confidence), Doubt::IssuerFromCode))
    };
    let told = match sources.chosen() {
        Some(source) => sources.bodies(source, body),
        None if kind == NoticeKind::Announcement => from_source(document, scope).into_iter().collect(),
        None if kind == NoticeKind::SelfEvaluation => of_report().into_iter().collect(),
        None => Vec::new(),
    };
    let bodies = if told.is_empty() { of_code().into_iter().collect() } else { told };
    compare(&sources, &bodies, remarks);
    let lead = bodies.first();
    let division = lead.and_then(|lead| lead.value.division.clone().map(|division| lead.clone().map(|_| division)));
    let of_lead = lead.and_then(|lead| lead.value.level.map(|level| lead.clone().map(|_| level)));
    let level_of_code = || {
        let (fact, level) = head.number.as_ref().zip(code.as_ref().and_then(|code| code.agency.level))?;
        Some(fact.clone().map(|_| level).doubted(Confidence::Likely, Doubt::IssuerFromCode))
    };
    Issuers { level: of_lead.or_else(level_of_code), division, bodies }
}

/// The body that a name shared by several divisions means, where just one of them lies below a province or city whose paper the text
/// cites: 城中区财政局 passing on money of 《某省林业厅关于…》.
fn cited_above(body: &[Unit], name: &str) -> Option<Agency> {
    let own = agencies::agency(name, None);
    body.iter().take(CITING).flat_map(|unit| unit.text().split('《').skip(1)).find_map(|title| {
        let front = title.get(..title.find("关于")?)?;
        let above = agencies::place(front, None).filter(|place| !place.ambiguous && !place.rest.is_empty())?.division;
        let place = agencies::place(name, Some(&above)).filter(|place| !place.ambiguous)?;
        let inside = Divisions::get().within(&place.division, above.as_str()) && place.division != above;
        inside.then(|| Agency { name: own.name.clone(), level: Divisions::get().level(&place.division), division: Some(place.division) })
    })
}

/// Paragraphs in which the papers are cited that gave the money.
const CITING: usize = 4;

/// Whether a name is another one, or that one with letters left out.
fn shortens(short: &str, long: &str) -> bool {
    let mut rest = long.chars();
    let same_ends = short.chars().next_back() == long.chars().next_back();
    same_ends && short.chars().all(|c| rest.any(|other| other == c))
}

/// The place that the title begins with or names as the one who speaks.
fn title_place(head: &Head) -> Option<DivisionCode> {
    let title = head.title.as_ref()?.value.as_str();
    agencies::place(title, None).filter(|place| !place.ambiguous).map(|place| place.division)
}

fn from_mark(document: &Document, head: &Head) -> Vec<Fact<String>> {
    let Some((names, spans)) = &head.mark else { return Vec::new() };
    let Some(span) = spans.iter().copied().reduce(hongtou_document::Span::cover) else { return Vec::new() };
    names.iter().map(|name| Fact::new(name.clone(), evidence(document, span, Origin::Body))).collect()
}

fn from_signature(document: &Document, tail: &Tail) -> Vec<Fact<String>> {
    tail.signature.iter().map(|(name, span)| Fact::new(name.clone(), evidence(document, *span, Origin::Body))).collect()
}

/// 伽师县财政局行政办公室印发: the office prints for its body.
fn from_colophon(tail: &Tail) -> Vec<Fact<String>> {
    let Some(fact) = &tail.printed_by else { return Vec::new() };
    let body = ["行政办公室", "办公室", "秘书科", "秘书处", "办公厅"]
        .iter()
        .find_map(|office| fact.value.strip_suffix(office))
        .unwrap_or(&fact.value);
    if agencies::is_agency(body) { vec![fact.clone().map(|_| body.to_owned())] } else { Vec::new() }
}

/// The bodies in front of 关于, or the reporter in front of the year.
fn from_title(head: &Head) -> Vec<Fact<String>> {
    let Some(title) = &head.title else { return Vec::new() };
    let text = title.value.as_str();
    if let Some(at) = text.find("关于").filter(|at| *at > 0) {
        let front = text.get(..at).unwrap_or_default();
        let pieces: Vec<&str> = front.split([' ', '、', '，']).filter(|piece| !piece.is_empty()).collect();
        let names = agencies::join_names(&pieces);
        if names.is_empty() && names_unit(front) {
            return vec![title.clone().map(|_| front.to_owned()).doubted(Confidence::Likely, Doubt::RoleInferred)];
        }
        return names.into_iter().map(|name| title.clone().map(|_| name)).collect();
    }
    // 某旗教育局校园饮水设备采购公告, 某市财政局预算指标通知书: procurement and quota slips begin with the body that acts.
    if crate::vocab::TRADE_WORDS.in_text(text) || slip::is_slip(text) {
        let front = leading_body(text);
        return front
            .map(|name| title.clone().map(|_| name.to_owned()).doubted(Confidence::Likely, Doubt::RoleInferred))
            .into_iter()
            .collect();
    }
    // 张家川县民政局2024年…报告: a body right before the year.
    let year = text.find(|c: char| c.is_ascii_digit()).unwrap_or(0);
    let front = text.get(..year).unwrap_or_default().trim_end();
    // What stands before a year may also be what the money is for (某县小型水库2023年…): there the last word must be one of units.
    let unit = names_unit(front) && front.ends_with(['站', '所', '队', '馆', '校', '处', '社', '会']);
    if agencies::is_agency(front) || unit {
        vec![title.clone().map(|_| front.to_owned()).doubted(Confidence::Likely, Doubt::RoleInferred)]
    } else {
        Vec::new()
    }
}

/// Whether a text is the name of a place and of a unit there, whatever its last word is: 某县水文勘测队. In front of 关于 nothing else stands.
fn names_unit(front: &str) -> bool {
    (6..=30).contains(&front.chars().count())
        && front.chars().all(agencies::is_han)
        && agencies::place(front, None).is_some_and(|place| !place.ambiguous && place.rest.chars().count() >= 3)
}

/// The body that a page's metadata box names (发文机关).
fn from_metadata(document: &Document) -> Vec<Fact<String>> {
    let boxed = document.metadata().iter().find(|(label, value)| ISSUER_LABELS.is(label) && agencies::is_agency(value.trim()));
    let boxed = boxed.map(|(_, value)| vec![Fact::new(value.trim().to_owned(), metadata_evidence(document, value))]);
    boxed.or_else(|| from_box(document)).unwrap_or_default()
}

/// The bodies that the box names of a page saved as text: 发布机构：某市财政局某市农业农村局, in its first lines.
fn from_box(document: &Document) -> Option<Vec<Fact<String>>> {
    flow::first_units(document).iter().find_map(|unit| {
        let text = unit.text();
        let from = text.len() - text.trim_start_matches(['•', '·', '-']).len();
        let label = text.get(from..).and_then(|rest| ISSUER_LABELS.at_start(rest))?;
        let from = from + label.len();
        let from = from + text.get(from..)?.len() - text.get(from..)?.trim_start_matches(['：', '|']).len();
        let names = agencies::names(&unit.view, from..unit.text().len());
        let whole: usize = names.iter().map(String::len).sum();
        (!names.is_empty() && whole + 3 * names.len() >= text.len() - from).then(|| {
            names.into_iter().map(|name| Fact::new(name, evidence(document, unit.view.span(from..text.len()), Origin::Body))).collect()
        })
    })
}

/// An announcement without a signature is by the body that its page names as the source (来源：某县林业局). News names its
/// paper or station there, which is none.
fn from_source(document: &Document, scope: Option<&DivisionCode>) -> Option<Fact<Agency>> {
    flow::first_units(document).iter().find_map(|unit| {
        let text = unit.text();
        let from = ["信息来源：", "稿件来源：", "来源："].iter().find_map(|label| text.find(label).map(|at| at + label.len()))?;
        let rest = text.get(from..)?;
        let name = rest.split(|c: char| !agencies::is_han(c)).next().filter(|name| agencies::is_agency(name))?;
        let agency = agencies::agency(name, scope);
        agency.division.as_ref()?;
        let place = evidence(document, unit.view.span(from..from + name.len()), Origin::Body);
        Some(Fact::new(agency, place).doubted(Confidence::Likely, Doubt::RoleInferred))
    })
}

/// The body that a text begins with: a place and the first office behind it.
fn leading_body(text: &str) -> Option<&str> {
    let place = agencies::place(text, None).filter(|place| !place.ambiguous)?;
    let from = text.len() - place.rest.len();
    let end = ["人民政府", "委员会", "局", "厅"].iter().filter_map(|word| place.rest.find(word).map(|at| from + at + word.len())).min()?;
    text.get(..end).filter(|name| agencies::is_agency(name))
}

/// A report without mark and signature: the body that its first paragraph says did the work.
fn from_text(document: &Document, body: &[Unit], scope: Option<&DivisionCode>) -> Option<Fact<Agency>> {
    for unit in body.iter().take(3) {
        let text = unit.text();
        let mut from = 0;
        while let Some(range) = text.get(from..).and_then(relative_name) {
            let range = from + range.start..from + range.end;
            let name = text.get(range.clone()).unwrap_or_default();
            let agency = agencies::agency(name, scope);
            if agency.division.is_some() && agency.division.as_ref() == scope {
                let fact = Fact::new(agency, evidence(document, unit.view.span(range), Origin::Body));
                return Some(fact.doubted(Confidence::Likely, Doubt::RoleInferred));
            }
            from = range.end;
        }
    }
    None
}

/// The first relative name of a body (自治区民政厅, 县水利局) in a text.
fn relative_name(text: &str) -> Option<std::ops::Range<usize>> {
    let end = text.char_indices().find(|(at, c)| matches!(c, '厅' | '局' | '委') && *at > 0)?;
    let stop = end.0 + end.1.len_utf8();
    let head = text.get(..end.0)?;
    let start = head
        .char_indices()
        .rev()
        .take(14)
        .find(|(_, c)| !agencies::is_han(*c))
        .map_or_else(|| head.char_indices().rev().nth(13).map_or(0, |(at, _)| at), |(at, c)| at + c.len_utf8());
    Some(start..stop)
}

/// A joint issuer without a place of its own (`新疆维吾尔自治区财政厅 民政厅`) shares the lead's.
fn complete_joint(bodies: &mut [Fact<Agency>]) {
    let Some(lead) = bodies.first().map(|lead| lead.value.clone()) else { return };
    let Some(division) = lead.division.clone().filter(|division| division.as_str() != hongtou_notice::CENTRE) else { return };
    let prefix =
        agencies::place(&lead.name, None).map_or(String::new(), |place| lead.name.strip_suffix(place.rest).unwrap_or_default().to_owned());
    for body in bodies.iter_mut().skip(1) {
        if body.value.division.is_none() {
            let bare = !["自治区", "省", "市", "县", "区", "州", "地区"].iter().any(|word| body.value.name.starts_with(word));
            if bare && !prefix.is_empty() {
                body.value.name = format!("{prefix}{}", body.value.name);
            }
            body.value.division = Some(division.clone());
            body.value.level = lead.level;
        }
    }
}

/// Notes where two sources name different divisions.
fn compare(sources: &Sources, bodies: &[Fact<Agency>], remarks: &mut Vec<Remark>) {
    let Some(lead) = bodies.first() else { return };
    let Some(own) = &lead.value.division else { return };
    let divisions = Divisions::get();
    for other in Sources::ORDER.iter().flat_map(|source| sources.names(*source)) {
        let agency = sources.agency(other);
        let Some(division) = agency.division else { continue };
        if !divisions.within(&division, own.as_str()) && !divisions.within(own, division.as_str()) {
            remarks.push(Remark {
                code: "issuer_conflict".into(),
                message: format!("{} and {} belong to different divisions", lead.value.name, agency.name),
                expected: Some(lead.value.name.clone()),
                actual: Some(agency.name),
                evidence: lead.evidence.iter().chain(&other.evidence).cloned().collect(),
            });
            return;
        }
    }
}
