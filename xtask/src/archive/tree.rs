//! Who gives to whom: trees of notices from the centre to the counties, with gaps, copies, changes and defects.
//! Not for: what a notice says (`make`).

use std::collections::BTreeSet;

use hongtou_chain::FindingCode;
use hongtou_notice::codes::{AmountRole, CitationRole, ColumnRole, Level, NoticeKind, RowKind};
use hongtou_notice::{CENTRE, Date, DivisionCode, Divisions, DocumentNumber, FundName, Money, XPCC};
use rust_decimal::Decimal;

use super::make::{Archive, Draft, Fund, Office, Truth, copy, office};

const FUNDS: &[&str] = &[
    "困难群众救助补助资金",
    "林业改革发展资金",
    "城镇保障性安居工程补助资金",
    "优抚对象医疗保障经费",
    "水利发展资金",
    "基本药物制度补助资金",
    "学生资助补助经费",
    "大气污染防治资金",
    "就业补助资金",
    "残疾人事业发展补助资金",
    "农业生产发展资金",
    "计划生育转移支付资金",
];

/// Short forms of the provinces in document numbers, by the first two digits of their codes.
const LETTERS: &[(&str, char)] = &[
    ("11", '京'),
    ("12", '津'),
    ("13", '冀'),
    ("14", '晋'),
    ("15", '内'),
    ("21", '辽'),
    ("22", '吉'),
    ("23", '黑'),
    ("31", '沪'),
    ("32", '苏'),
    ("33", '浙'),
    ("34", '皖'),
    ("35", '闽'),
    ("36", '赣'),
    ("37", '鲁'),
    ("41", '豫'),
    ("42", '鄂'),
    ("43", '湘'),
    ("44", '粤'),
    ("45", '桂'),
    ("46", '琼'),
    ("50", '渝'),
    ("51", '川'),
    ("52", '黔'),
    ("53", '云'),
    ("54", '藏'),
    ("61", '陕'),
    ("62", '甘'),
    ("63", '青'),
    ("64", '宁'),
    ("65", '新'),
];

pub(crate) fn province_letter(code: &DivisionCode) -> char {
    LETTERS.iter().find(|(digits, _)| code.as_str().starts_with(digits)).map_or('某', |(_, letter)| *letter)
}

/// What is wrong with a county's notice. The first of them are the parser's to see; the rest is for linking.
const DEFECTS: &[FindingCode] = &[
    FindingCode::AllocationTotalMismatch,
    FindingCode::ColumnFormulaMismatch,
    FindingCode::WordsAmountDiffers,
    FindingCode::RateMismatch,
    FindingCode::IssuerConflict,
    FindingCode::PartsTotalMismatch,
    FindingCode::TextTableMismatch,
    FindingCode::ChildAboveParent,
    FindingCode::AllocationNotPassedOn,
    FindingCode::LateBeyond30Days,
    FindingCode::TagChanged,
    FindingCode::TagLost,
    FindingCode::TagAdded,
    FindingCode::SubjectChanged,
    FindingCode::FundRenamed,
    FindingCode::BlankAmount,
    FindingCode::BlankRecipient,
    FindingCode::AttachmentMissing,
    FindingCode::UpstreamNotCited,
    FindingCode::CopiesDisagree,
    FindingCode::NumberCollision,
    FindingCode::DateConflict,
    FindingCode::IndicatorDropped,
    FindingCode::IndicatorWeakened,
    FindingCode::TargetMissed,
    FindingCode::CycleRefused,
    FindingCode::CycleRefused,
];

/// Codes that no notice of a made-up archive can show, and why.
#[cfg(test)]
pub(crate) const NOT_PLANTED: &[(FindingCode, &str)] =
    &[(FindingCode::NoticeMissing, "attachments are joined before linking; a made-up archive has no files")];

/// One notice in so many is defective; one in so many middle ones is missing.
const DEFECTIVE: u64 = 40;
const MISSING: u64 = 20;

/// Numbers that look random and are the same every time (SplitMix64).
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) % sides
    }

    fn one_in(&mut self, sides: u64) -> bool {
        self.roll(sides) == 0
    }

    fn days(&mut self, from: u64, to: u64) -> i64 {
        i64::try_from(from + self.roll(to - from + 1)).unwrap_or_default()
    }
}

/// What a notice has to know of the one above it.
#[derive(Clone)]
struct Above {
    id: String,
    number: DocumentNumber,
    date: Date,
    held: bool,
    /// Key of its node in a link.
    key: String,
    /// Key of the notice above it, where it is held.
    upper: Option<String>,
    issued: Issued,
}

impl Above {
    /// Whether a notice says that it passes this one's money on.
    fn used(&self, truth: &Truth) -> bool {
        let from = format!("{}>", self.key);
        truth.links.range(from.clone()..).next().is_some_and(|link| link.starts_with(&from))
    }
}

/// How the notice above hands its money down.
#[derive(Clone)]
enum Issued {
    Once,
    /// A second time under another number.
    Again {
        number: DocumentNumber,
        first: DocumentNumber,
    },
    /// In two batches, the second under `number`, with `more` for the county at hand.
    TwoBatches {
        number: DocumentNumber,
        more: Money,
    },
}

/// Writes a row for each office. Gives their sum.
fn write_rows(draft: &mut Draft, rows: &[(Office, Money)]) -> Money {
    let mut total = Money::ZERO;
    for (office, sum) in rows {
        draft.row(&office.name, Some(&office.code), RowKind::Child, ColumnRole::Allocated, *sum);
        total = plus(total, *sum);
    }
    total
}

struct Maker {
    archive: Archive,
    dice: Dice,
    wanted: usize,
    tree: u32,
    last: bool,
    sources: usize,
    next_defect: usize,
    /// Counties that their province deals with directly (省直管县), in this tree.
    direct: BTreeSet<DivisionCode>,
}

impl Archive {
    /// About `wanted` notices; always the same ones.
    pub(crate) fn make(wanted: usize) -> Self {
        let mut maker = Maker {
            archive: Self::default(),
            dice: Dice(20_240_601),
            wanted,
            tree: 0,
            last: false,
            sources: 0,
            next_defect: 0,
            direct: BTreeSet::new(),
        };
        // A whole tree has about 3,200 notices. No later tree shows every place of the last one, which is cut off, and of the
        // one before it.
        while maker.archive.notices.len() < wanted {
            maker.last = maker.archive.notices.len() + 7_200 >= wanted;
            maker.grow();
            maker.tree += 1;
        }
        maker.archive
    }
}

fn later(date: Date, days: i64) -> Date {
    let (mut year, mut month, mut day) = (date.year(), u32::from(date.month()), i64::from(date.day()) + days);
    loop {
        let Some(length) = (28..=31).rev().find(|day| Date::new(year, u8::try_from(month).unwrap_or(1), *day).is_some()) else {
            return date;
        };
        if day < 1 {
            month = if month == 1 { 12 } else { month - 1 };
            year -= i32::from(month == 12);
            let before = (28..=31).rev().find(|day| Date::new(year, u8::try_from(month).unwrap_or(1), *day).is_some()).unwrap_or(28);
            day += i64::from(before);
        } else if day > i64::from(length) {
            day -= i64::from(length);
            month = if month == 12 { 1 } else { month + 1 };
            year += i32::from(month == 1);
        } else {
            return Date::new(year, u8::try_from(month).unwrap_or(1), u8::try_from(day).unwrap_or(1)).unwrap_or(date);
        }
    }
}

fn fen(fen: u64) -> Money {
    Money(Decimal::new(i64::try_from(fen).unwrap_or_default(), 2).normalize())
}

fn plus(a: Money, b: Money) -> Money {
    a.checked_add(b).unwrap_or(a)
}

impl Maker {
    fn full(&self) -> bool {
        self.archive.notices.len() >= self.wanted
    }

    fn source(&mut self) -> usize {
        self.sources += 1;
        self.sources
    }

    fn serial(&self) -> u32 {
        self.tree % 400 * 12 + 1
    }

    fn grow(&mut self) {
        let Some(start) = Date::new(1990, 1, 10) else { return };
        let date = later(start, i64::from(self.tree) * 45);
        let name = FUNDS.get(self.tree as usize % FUNDS.len()).copied().unwrap_or_default();
        let title = format!("{}年中央财政{name}", date.year());
        let fund = Fund { key: FundName::parse(&title).key(), title, year: date.year(), tag: self.tree.is_multiple_of(2) };
        let Some(centre) = office(CENTRE) else { return };
        let mut draft = Draft::new(self.source(), &centre, &fund, date, self.serial());
        let number = centre.number(date, self.serial());
        let above = Above { id: draft.id(), number, date, held: true, key: draft.id(), upper: None, issued: Issued::Once };
        let mut total = Money::ZERO;
        self.direct.clear();
        let provinces = LETTERS.iter().map(|(digits, _)| format!("{digits}0000")).chain([XPCC.to_owned()]);
        for province in provinces.filter_map(|code| office(&code)) {
            if self.full() {
                break;
            }
            let sum = self.pass(&province, &fund, &above);
            draft.row(&province.name, Some(&province.code), RowKind::Child, ColumnRole::Allocated, sum);
            total = plus(total, sum);
        }
        draft.amount(AmountRole::Total, Some(total));
        self.archive.add(draft.0);
    }

    /// The notice by which an office passes on what it was given, and all below it. Gives the sum.
    fn pass(&mut self, own: &Office, fund: &Fund, above: &Above) -> Money {
        let below = self.below(own);
        if below.is_empty() || own.level >= Level::County {
            return self.spend(own, fund, above);
        }
        let date = later(above.date, self.dice.days(1, 28));
        let held = !(above.held && self.dice.one_in(MISSING));
        let mut draft = Draft::new(self.source(), own, fund, date, self.serial());
        let number = own.number(date, self.serial());
        let key = if held { draft.id() } else { number.to_string() };
        let mut here =
            Above { id: draft.id(), number, date, held, key, upper: above.held.then(|| above.key.clone()), issued: Issued::Once };
        let first = here.clone();
        if held && above.held && own.level == Level::Prefecture {
            here.issued = self.issued(own, date);
            if let Issued::Again { number, .. } = &here.issued {
                here.number = number.clone();
                here.id = format!("{number}@{}", own.code);
                here.key = here.id.clone();
            }
        }
        let mut rows: Vec<(Office, Money)> = Vec::new();
        let mut second: Vec<(Office, Money)> = Vec::new();
        for child in below {
            if self.full() {
                break;
            }
            if let Issued::TwoBatches { more, .. } = &mut here.issued {
                *more = fen(100 + self.dice.roll(1_000_000));
            }
            let mut sum = self.pass(&child, fund, &here);
            if let Issued::TwoBatches { more, .. } = here.issued {
                sum = sum.checked_sub(more).unwrap_or_default();
                second.push((child.clone(), more));
            }
            rows.push((child, sum));
        }
        let kept = fen(10_000 + self.dice.roll(90_000_000));
        draft.row("本级", None, RowKind::OwnLevel, ColumnRole::Allocated, kept);
        let mut total = plus(kept, write_rows(&mut draft, &rows));
        draft.amount(AmountRole::Total, Some(total));
        draft.cite(CitationRole::Upstream, above.number.clone());
        match here.issued.clone() {
            Issued::Once => {}
            Issued::Again { .. } => self.reissue(own, fund, above, (&first, &here), &draft),
            Issued::TwoBatches { number, .. } => total = plus(total, self.second_batch(own, fund, above, (number, date), &second)),
        }
        self.give(fund, own, total);
        if held {
            self.archive.truth.links.insert(format!("{}>{}", above.key, first.key));
            if !above.held {
                self.gap(above, &first.key);
            }
            if self.dice.one_in(50) {
                let twin = copy(&draft.0, self.source());
                self.archive.add(twin);
            }
            self.archive.add(draft.0);
            if matches!(here.issued, Issued::Once) {
                let due = self.afterwards(own, fund, above, &here, &rows);
                self.give(fund, own, due);
                total = plus(total, due);
            }
        }
        total
    }

    /// The offices that an office gives to. A province deals with some counties itself, which their prefecture then leaves
    /// out (省直管县).
    fn below(&mut self, own: &Office) -> Vec<Office> {
        let divisions = Divisions::get();
        let children = |code: &DivisionCode| {
            let all = divisions.children(code.as_str());
            all.map(|division| Office { code: division.code.clone(), name: division.name.clone(), level: division.level }).collect()
        };
        let mut below: Vec<Office> = children(&own.code);
        if own.level == Level::Province && self.dice.one_in(2) {
            let first = below.iter().find(|office| office.level == Level::Prefecture).map(|office| children(&office.code));
            let county = first.and_then(|counties| counties.into_iter().find(|office| office.name.ends_with('县')));
            self.direct.extend(county.iter().map(|county| county.code.clone()));
            below.extend(county);
        } else {
            below.retain(|office| !self.direct.contains(&office.code));
        }
        below
    }

    /// Whether a prefecture issues its money once, again under another number, or in two batches.
    fn issued(&mut self, own: &Office, date: Date) -> Issued {
        match self.dice.roll(30) {
            0 => Issued::Again { number: own.number(date, self.serial() + 4), first: own.number(date, self.serial()) },
            1 => Issued::TwoBatches { number: own.number(date, self.serial() + 5), more: Money::ZERO },
            _ => Issued::Once,
        }
    }

    /// The same rows under another number (55号 and 70号): nothing is given twice.
    fn reissue(&mut self, own: &Office, fund: &Fund, above: &Above, (first, again): (&Above, &Above), draft: &Draft) {
        let mut other = Draft::new(self.source(), own, fund, again.date, again.number.serial);
        other.0.allocations.clone_from(&draft.0.allocations);
        other.0.amounts.clone_from(&draft.0.amounts);
        other.cite(CitationRole::Upstream, above.number.clone());
        let truth = &mut self.archive.truth;
        truth.links.insert(format!("{}>{}", above.key, again.key));
        if again.used(truth) {
            truth.others.insert(format!("reissues:{}>{}", first.key, again.key));
        }
        self.archive.add(other.0);
    }

    /// More money of the same fund on the same day, which the counties pass on together with the first. Gives its sum.
    fn second_batch(
        &mut self,
        own: &Office,
        fund: &Fund,
        above: &Above,
        (number, date): (DocumentNumber, Date),
        rows: &[(Office, Money)],
    ) -> Money {
        let batch = Fund { title: format!("{}（第二批）", fund.title), ..fund.clone() };
        let mut draft = Draft::new(self.source(), own, &batch, date, number.serial);
        let total = write_rows(&mut draft, rows);
        draft.amount(AmountRole::Total, Some(total));
        draft.cite(CitationRole::Upstream, above.number.clone());
        self.archive.truth.links.insert(format!("{}>{}", above.key, draft.id()));
        self.archive.add(draft.0);
        total
    }

    /// What may follow a notice: money moved, taken back or settled; an announcement or a report, which give nothing. Gives
    /// what the office got for it from above.
    fn afterwards(&mut self, own: &Office, fund: &Fund, above: &Above, here: &Above, rows: &[(Office, Money)]) -> Money {
        let place = self.dice.roll(36);
        match place {
            0..=2 => self.change(own, fund, here, rows),
            3 => self.recover(own, fund, here, rows),
            4 => return self.settle(own, fund, above, here, rows),
            5 => self.announce(own, fund, here, rows),
            6 => self.report(own, fund, above, here, rows),
            _ => {}
        }
        Money::ZERO
    }

    /// A notice that takes back a part of what a county was given.
    fn recover(&mut self, own: &Office, fund: &Fund, here: &Above, rows: &[(Office, Money)]) {
        let Some((county, _)) = rows.first() else { return };
        let mut draft = Draft::new(self.source(), own, fund, later(here.date, 90), self.serial() + 2);
        let taken = fen(1_00 + self.dice.roll(90_000));
        draft.0.kind.value = NoticeKind::Recover;
        draft.row(&county.name, Some(&county.code), RowKind::Child, ColumnRole::Allocated, taken);
        draft.amount(AmountRole::Recovered, Some(taken));
        draft.cite(CitationRole::Amended, here.number.clone());
        self.archive.truth.others.insert(format!("recovers:{}>{}", here.key, draft.id()));
        self.give(fund, county, Money::ZERO.checked_sub(taken).unwrap_or_default());
        self.archive.add(draft.0);
    }

    /// A settlement: what is still due after the first notice, out of the same source.
    fn settle(&mut self, own: &Office, fund: &Fund, above: &Above, here: &Above, rows: &[(Office, Money)]) -> Money {
        let Some((county, _)) = rows.first() else { return Money::ZERO };
        let mut draft = Draft::new(self.source(), own, fund, here.date, self.serial() + 3);
        let due = fen(1_00 + self.dice.roll(90_000));
        draft.0.kind.value = NoticeKind::Settle;
        draft.row(&county.name, Some(&county.code), RowKind::Child, ColumnRole::Allocated, due);
        draft.amount(AmountRole::Settled, Some(due));
        draft.cite(CitationRole::Upstream, above.number.clone());
        draft.cite(CitationRole::Prior, here.number.clone());
        let id = draft.id();
        self.archive.truth.links.insert(format!("{}>{id}", above.key));
        self.archive.truth.others.insert(format!("settles:{}>{id}", here.key));
        if !above.held {
            self.gap(above, &id);
        }
        // The county passes on what it got first and not this.
        self.archive.truth.allowed.insert((FindingCode::AllocationNotPassedOn, id));
        self.give(fund, county, due);
        self.archive.add(draft.0);
        due
    }

    /// An announcement repeats the rows of the notice.
    fn announce(&mut self, own: &Office, fund: &Fund, here: &Above, rows: &[(Office, Money)]) {
        let mut draft = self.paper(own, fund, later(here.date, 15), NoticeKind::Announcement, "资金安排情况的公示");
        write_rows(&mut draft, rows);
        draft.cite(CitationRole::Other, here.number.clone());
        self.archive.truth.others.insert(format!("announces:{}>{}", here.key, draft.id()));
        self.archive.add(draft.0);
    }

    /// A report tells both steps and repeats the rows.
    fn report(&mut self, own: &Office, fund: &Fund, above: &Above, here: &Above, rows: &[(Office, Money)]) {
        let mut draft = self.paper(own, fund, later(here.date, 200), NoticeKind::SelfEvaluation, "绩效自评报告");
        write_rows(&mut draft, rows);
        draft.cite(CitationRole::Upstream, above.number.clone());
        draft.cite(CitationRole::Issued, here.number.clone());
        self.archive.truth.others.insert(format!("reports_on:{}>{}", above.key, draft.id()));
        self.archive.add(draft.0);
    }

    /// A paper without a number.
    fn paper(&mut self, own: &Office, fund: &Fund, date: Date, kind: NoticeKind, words: &str) -> Draft {
        let source = self.source();
        let mut draft = Draft::new(source, own, fund, date, self.serial());
        let title = format!("{}{}{words}", own.name, fund.title);
        draft.0.id = format!("~{source:016x}");
        draft.0.number = None;
        draft.0.kind.value = kind;
        draft.0.title = Some(draft.fact(title.clone(), &title));
        draft
    }

    /// The notice above is missing: what linking may or must say of it.
    fn gap(&mut self, above: &Above, child: &str) {
        let truth = &mut self.archive.truth;
        if let Some(upper) = &above.upper {
            truth.may.insert(format!("{upper}>{}", above.key));
        }
        truth.planted.insert((FindingCode::MiddleNoticeMissing, child.to_owned()));
    }

    fn give(&mut self, fund: &Fund, to: &Office, money: Money) {
        let sum = self.archive.truth.given.entry((fund.key.clone(), to.code.clone())).or_default();
        *sum = plus(*sum, money);
    }

    /// An adjustment: what one county loses another gains.
    fn change(&mut self, own: &Office, fund: &Fund, here: &Above, rows: &[(Office, Money)]) {
        let [(first, _), (second, _), ..] = rows else { return };
        let date = later(here.date, 40);
        let mut draft = Draft::new(self.source(), own, fund, date, self.serial() + 1);
        let moved = fen(1_00 + self.dice.roll(100_000));
        let taken = Money::ZERO.checked_sub(moved).unwrap_or_default();
        draft.0.kind.value = NoticeKind::Adjust;
        draft.row(&first.name, Some(&first.code), RowKind::Child, ColumnRole::Net, moved);
        draft.row(&second.name, Some(&second.code), RowKind::Child, ColumnRole::Net, taken);
        draft.cite(CitationRole::Amended, here.number.clone());
        self.archive.truth.others.insert(format!("amends:{}>{}", here.key, draft.id()));
        self.archive.add(draft.0);
        self.give(fund, first, moved);
        self.give(fund, second, taken);
    }

    /// A county's notice to its bureau, sometimes with something wrong.
    fn spend(&mut self, own: &Office, fund: &Fund, above: &Above) -> Money {
        let sum = fen(100_000 + self.dice.roll(500_000_000));
        let turn = self.next_defect % DEFECTS.len();
        let once = matches!(above.issued, Issued::Once);
        let mut defect = (once && self.dice.one_in(DEFECTIVE)).then(|| DEFECTS.get(turn).copied()).flatten();
        // Both ends must be there for a difference between them, and for the sum that was given.
        if defect.is_some() {
            let fits = above.held && !(self.last && defect == Some(FindingCode::AllocationNotPassedOn));
            let tagged = match defect {
                Some(FindingCode::TagChanged | FindingCode::TagLost) => fund.tag,
                Some(FindingCode::TagAdded) => !fund.tag,
                _ => true,
            };
            self.next_defect += usize::from(above.held);
            defect = defect.filter(|_| fits && tagged);
        }
        let more = if let Issued::TwoBatches { more, .. } = above.issued { more } else { Money::ZERO };
        let sum = plus(sum, more);
        self.give(fund, own, sum);
        if defect == Some(FindingCode::CycleRefused) && turn + 1 == DEFECTS.len() {
            return self.circle(own, fund, above, sum);
        }
        if defect == Some(FindingCode::AllocationNotPassedOn) {
            self.archive.truth.planted.insert((FindingCode::AllocationNotPassedOn, above.id.clone()));
            return sum;
        }
        let days = match defect {
            Some(FindingCode::LateBeyond30Days) => self.dice.days(31, 90),
            Some(FindingCode::CycleRefused) => -self.dice.days(1, 5),
            _ => self.dice.days(1, 28),
        };
        let mut draft = Draft::new(self.source(), own, fund, later(above.date, days), self.serial());
        draft.to(&format!("{}民政局", own.name));
        let id = draft.id();
        let step = format!("{}>{id}", above.key);
        match defect {
            Some(FindingCode::UpstreamNotCited) => drop(self.archive.truth.may.insert(step)),
            Some(FindingCode::CycleRefused) => {
                draft.cite(CitationRole::Upstream, above.number.clone());
                // The source may also be of a later year.
                self.archive.truth.allowed.insert((FindingCode::DateConflict, id.clone()));
            }
            _ => {
                self.archive.truth.links.insert(step);
                self.cite_sources(&mut draft, fund, above, &id);
            }
        }
        if !above.held {
            self.gap(above, &id);
        }
        let printed = match defect {
            Some(FindingCode::ChildAboveParent) => Some(plus(sum, fen(1))),
            Some(FindingCode::BlankAmount) => None,
            _ => Some(sum),
        };
        draft.amount(AmountRole::Total, printed);
        if let Some(code) = defect {
            self.archive.truth.planted.insert((code, id));
            self.spoil(&mut draft, code, sum);
        }
        let twin = match defect {
            Some(FindingCode::CopiesDisagree) => {
                let mut twin = copy(&draft.0, self.source());
                twin.issued_on = twin.issued_on.map(|fact| fact.map(|date| later(date, 1)));
                Some(twin)
            }
            None if self.dice.one_in(50) => Some(copy(&draft.0, self.source())),
            _ => None,
        };
        self.archive.add(draft.0);
        twin.into_iter().for_each(|twin| self.archive.add(twin));
        sum
    }

    /// Cites the notice above in the way in which it was issued.
    fn cite_sources(&mut self, draft: &mut Draft, fund: &Fund, above: &Above, id: &str) {
        let title = Some(format!("关于下达{}的通知", fund.title));
        match &above.issued {
            Issued::Once => draft.cite(CitationRole::Upstream, above.number.clone()),
            Issued::Again { first, .. } => {
                draft.cite_titled(CitationRole::Prior, first.clone(), title.clone());
                draft.cite_titled(CitationRole::Upstream, above.number.clone(), title);
            }
            Issued::TwoBatches { number, .. } => {
                draft.cite(CitationRole::Upstream, above.number.clone());
                draft.cite(CitationRole::Upstream, number.clone());
                let other = above.id.replace(&above.number.to_string(), &number.to_string());
                self.archive.truth.links.insert(format!("{other}>{id}"));
            }
        }
    }

    /// Two notices of one county that name each other as the source: neither can be.
    fn circle(&mut self, own: &Office, fund: &Fund, above: &Above, sum: Money) -> Money {
        let date = later(above.date, 9);
        let serials = [self.serial(), self.serial() + 6];
        for (serial, other) in [(serials[0], serials[1]), (serials[1], serials[0])] {
            let mut draft = Draft::new(self.source(), own, fund, date, serial);
            draft.to(&format!("{}民政局", own.name));
            draft.amount(AmountRole::Total, Some(sum));
            draft.cite(CitationRole::Upstream, own.number(date, other));
            self.archive.truth.planted.insert((FindingCode::CycleRefused, draft.id()));
            self.archive.add(draft.0);
        }
        // What came from above is passed on by neither.
        self.archive.truth.allowed.insert((FindingCode::AllocationNotPassedOn, above.id.clone()));
        sum
    }

    fn spoil(&mut self, draft: &mut Draft, code: FindingCode, sum: Money) {
        let half = Money((sum.0 / Decimal::TWO).round_dp(2));
        let rest = sum.checked_sub(half).unwrap_or_default();
        let unit = |draft: &mut Draft, name: &str, money| draft.row(name, None, RowKind::Unit, ColumnRole::Allocated, money);
        match code {
            FindingCode::AllocationTotalMismatch
            | FindingCode::ColumnFormulaMismatch
            | FindingCode::WordsAmountDiffers
            | FindingCode::RateMismatch
            | FindingCode::IssuerConflict => draft.remark(code),
            FindingCode::PartsTotalMismatch => {
                draft.amount(AmountRole::Central, Some(half));
                draft.amount(AmountRole::Provincial, Some(plus(rest, fen(100))));
            }
            FindingCode::TextTableMismatch => {
                unit(draft, "福利院", half);
                unit(draft, "救助站", plus(rest, fen(100)));
            }
            FindingCode::BlankRecipient => {
                unit(draft, "福利院", half);
                unit(draft, "", rest);
            }
            FindingCode::TagChanged | FindingCode::TagAdded => draft.tag("09", "其他资金"),
            FindingCode::AttachmentMissing => draft.announce("资金明细表"),
            FindingCode::TagLost => draft.0.direct_fund_tags.clear(),
            FindingCode::SubjectChanged => draft.subject("2130505"),
            FindingCode::FundRenamed => {
                let name = "民生综合保障金";
                draft.0.fund_title = Some(name.to_owned());
                draft.0.fund_name = Some(draft.fact(name.to_owned(), name));
            }
            FindingCode::NumberCollision => {
                let mut other = copy(&draft.0, self.source());
                other.kind.value = NoticeKind::Other;
                other.title = Some(draft.fact("关于开展年度检查的通知".to_owned(), "检查"));
                other.issued_on = other.issued_on.map(|fact| fact.map(|date| later(date, 3)));
                other.amounts.clear();
                other.citations.clear();
                other.indicators.clear();
                other.fund_title = None;
                other.fund_name = None;
                self.archive.add(other);
            }
            FindingCode::DateConflict => {
                let before = draft.0.issued_on.as_ref().map(|fact| later(fact.value, -1));
                draft.0.printed_on = before.map(|date| draft.fact(date, &date.to_string()));
            }
            FindingCode::IndicatorDropped => drop(draft.0.indicators.pop()),
            FindingCode::IndicatorWeakened => {
                draft.0.indicators.pop();
                draft.goal("政策知晓率", 80, None);
            }
            FindingCode::TargetMissed => draft.goal("满意度", 90, Some(85)),
            _ => {}
        }
    }
}
