//! Who gives to whom: trees of notices from the centre to the counties, with gaps, copies, changes and defects.
//! Not for: what a notice says (`make`).

use std::collections::BTreeSet;

use hongtou_chain::FindingCode;
use hongtou_notice::codes::{AmountRole, CitationRole, ColumnRole, Level, RowKind};
use hongtou_notice::{CENTRE, Date, DivisionCode, Divisions, DocumentNumber, FundName, Money, XPCC};
use rust_decimal::Decimal;

use super::defect::DEFECTS;
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

/// One notice in so many is defective; one in so many middle ones is missing.
const DEFECTIVE: u64 = 40;
const MISSING: u64 = 20;

/// Numbers that look random and are the same every time (SplitMix64).
pub(super) struct Dice(u64);

impl Dice {
    pub(super) fn roll(&mut self, sides: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) % sides
    }

    pub(super) fn one_in(&mut self, sides: u64) -> bool {
        self.roll(sides) == 0
    }

    pub(super) fn days(&mut self, from: u64, to: u64) -> i64 {
        i64::try_from(from + self.roll(to - from + 1)).unwrap_or_default()
    }
}

/// What a notice has to know of the one above it.
#[derive(Clone)]
pub(super) struct Above {
    pub(super) id: String,
    pub(super) number: DocumentNumber,
    pub(super) date: Date,
    pub(super) held: bool,
    /// Key of its node in a link.
    pub(super) key: String,
    /// Key of the notice above it, where it is held.
    pub(super) upper: Option<String>,
    pub(super) issued: Issued,
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
pub(super) enum Issued {
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
pub(super) fn write_rows(draft: &mut Draft, rows: &[(Office, Money)]) -> Money {
    let mut total = Money::ZERO;
    for (office, sum) in rows {
        draft.row(&office.name, Some(&office.code), RowKind::Child, ColumnRole::Allocated, *sum);
        total = plus(total, *sum);
    }
    total
}

pub(super) struct Maker {
    pub(super) archive: Archive,
    pub(super) dice: Dice,
    pub(super) wanted: usize,
    pub(super) tree: u32,
    pub(super) last: bool,
    pub(super) sources: usize,
    pub(super) next_defect: usize,
    /// Counties that their province deals with directly (省直管县), in this tree.
    pub(super) direct: BTreeSet<DivisionCode>,
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

pub(super) fn later(date: Date, days: i64) -> Date {
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

pub(super) fn fen(fen: u64) -> Money {
    Money(Decimal::new(i64::try_from(fen).unwrap_or_default(), 2).normalize())
}

pub(super) fn plus(a: Money, b: Money) -> Money {
    a.checked_add(b).unwrap_or(a)
}

impl Maker {
    pub(super) fn full(&self) -> bool {
        self.archive.notices.len() >= self.wanted
    }

    pub(super) fn source(&mut self) -> usize {
        self.sources += 1;
        self.sources
    }

    pub(super) fn serial(&self) -> u32 {
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

    /// The notice above is missing: what linking may or must say of it.
    pub(super) fn gap(&mut self, above: &Above, child: &str) {
        let truth = &mut self.archive.truth;
        if let Some(upper) = &above.upper {
            truth.may.insert(format!("{upper}>{}", above.key));
        }
        truth.planted.insert((FindingCode::MiddleNoticeMissing, child.to_owned()));
    }

    pub(super) fn give(&mut self, fund: &Fund, to: &Office, money: Money) {
        let sum = self.archive.truth.given.entry((fund.key.clone(), to.code.clone())).or_default();
        *sum = plus(*sum, money);
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
}
