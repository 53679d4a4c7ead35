//! Attachments: whose they are, and what becomes of an annex that lies there twice.

use std::collections::BTreeMap;

use hongtou_chain::{Assembled, ContentId, FindingCode, HeldOpen, Shelf, Stock, assemble, join_attachments};
use hongtou_notice::codes::{Confidence, Doubt, NoticeKind};
use hongtou_notice::{Attachment, Fact, Notice};

use crate::build::{Build, bare, notice, seen};

/// An archive of contents with their paths and links.
#[derive(Default)]
struct Desk {
    notices: Vec<Notice>,
    shelves: BTreeMap<String, Shelf>,
}

impl Desk {
    fn put(mut self, build: Build, path: &str) -> Self {
        self.shelves.entry(build.source()).or_default().paths.push(path.into());
        self.notices.push(build.0);
        self
    }

    fn linked(mut self, source: &str, text: &str, target: &str) -> Self {
        self.shelves.entry(source.into()).or_default().links.push((text.into(), target.into()));
        self
    }

    /// Every source joined, with the id of its notice; the order of the notices must not matter, nor what joining does not ask
    /// for.
    fn joined(&self) -> (Assembled, BTreeMap<hongtou_notice::Text, hongtou_notice::Text>) {
        let there = join_attachments(assemble(self.notices.clone()), &self.shelves);
        let back = join_attachments(assemble(self.notices.iter().rev().cloned()), &self.shelves);
        assert_eq!(there, back);
        assert_eq!(join_attachments(assemble(self.notices.clone()), &self.wanted()), there);
        there
    }

    /// The shelves, as far as joining asks for them.
    fn wanted(&self) -> BTreeMap<String, Shelf> {
        let mut stock = Stock::new(HeldOpen::default());
        for notice in self.notices.clone() {
            let Ok(()) = stock.add(notice);
        }
        let Ok(()) = stock.assemble();
        let mut beside = stock.beside();
        let all = || self.shelves.iter().flat_map(|(id, shelf)| shelf.paths.iter().map(move |path| (id, path)));
        all().for_each(|(id, path)| beside.see(&ContentId::from(id.as_str()), path));
        let mut wanted: BTreeMap<String, Shelf> = BTreeMap::new();
        for (id, path) in all().filter(|(_, path)| beside.wants(path)) {
            wanted.entry(id.clone()).or_default().paths.push(path.clone());
        }
        for id in stock.pointing(&wanted) {
            let id = id.text().into_owned();
            let links = self.shelves.get(&id).map(|shelf| shelf.links.clone()).unwrap_or_default();
            wanted.entry(id).or_default().links = links;
        }
        wanted
    }
}

fn grant(number: &str, source: &str, announces: &[&str]) -> Build {
    let mut build = notice(NoticeKind::Issue, number, "430600").title("关于下达2024年就业补助资金的通知").on("2024-03-01");
    build.0.source_ids = vec![source.into()];
    for (title, ordinal) in announces.iter().zip(1..) {
        let attachment = Attachment { ordinal, title: (*title).into(), source_id: None };
        build.0.attachments.push(Fact::new(attachment, seen(source, title)));
    }
    build
}

/// A sheet: two counties and their sums.
fn sheet(source: &str, first: &str, second: &str) -> Build {
    bare(NoticeKind::Other, &format!("~{source}"), source).child("平江县", "430626", first).child("湘阴县", "430624", second)
}

const ONE: &str = "岳财社〔2024〕1号";
const TWO: &str = "岳财社〔2024〕2号";

#[test]
fn a_file_inside_a_notice_is_its_attachment_whatever_lies_beside_it() {
    let desk = Desk::default()
        .put(grant(ONE, "one", &[]), "a/one.ofd")
        .put(grant(TWO, "two", &["分配表"]), "a/two.docx")
        .put(sheet("part", "1", "2"), "a/one.ofd!/附件包.zip!/分配表.xlsx")
        .put(bare(NoticeKind::Other, "~note", "note"), "a/one.ofd!/说明.txt");
    let (assembled, joined) = desk.joined();
    let one = hongtou_notice::Text::from(format!("{ONE}@430600"));
    assert_eq!(joined, BTreeMap::from([("part".into(), one.clone()), ("note".into(), one.clone())]));
    let owner = assembled.notices.iter().find(|notice| notice.id == one).unwrap();
    assert_eq!(
        (owner.allocations.len(), owner.source_ids.as_slice()),
        (2, ["one", "note", "part"].map(hongtou_notice::Text::from).as_slice())
    );
}

#[test]
fn a_link_or_a_number_outweighs_every_likeness() {
    let desk = Desk::default()
        .put(grant(ONE, "one", &[]), "a/one.html")
        .put(grant(TWO, "two", &["就业补助资金分配表"]), "a/two.html")
        .put(sheet("part", "1", "2"), "a/就业补助资金分配表.xlsx");
    assert_eq!(desk.joined().1["part"], format!("{TWO}@430600"));
    let desk = desk.linked("one", "下载", "/files/就业补助资金分配表.xlsx");
    assert_eq!(desk.joined().1["part"], format!("{ONE}@430600"));
    // The end of another name is not the name.
    let desk = desk.put(sheet("other", "3", "4"), "a/表.xlsx");
    assert!(!desk.joined().1.contains_key("other"));
    let desk = desk.put(sheet("numbered", "5", "6"), "a/岳财社〔2024〕1号就业补助资金分配表.xlsx");
    assert_eq!(desk.joined().1["numbered"], format!("{ONE}@430600"));
}

#[test]
fn the_full_title_comes_before_a_part_of_it() {
    let desk = Desk::default()
        .put(grant(ONE, "one", &["岳阳楼区就业补助资金分配表"]), "a/1.docx")
        .put(grant(TWO, "two", &["就业补助资金分配表"]), "a/2.docx")
        .put(sheet("part", "1", "2"), "a/附件：岳阳楼区就业补助资金分配表.xlsx");
    assert_eq!(desk.joined().1["part"], format!("{ONE}@430600"));
}

#[test]
fn an_annex_that_lies_there_twice_counts_once() {
    let same = Desk::default()
        .put(grant(ONE, "one", &["分配表", "绩效目标表"]), "a.zip!/通知.docx")
        .put(sheet("sheet", "1", "2"), "a.zip!/附件1.xlsx")
        .put(sheet("print", "1", "2"), "a.zip!/附件1.pdf")
        .put(sheet("again", "2", "1"), "a.zip!/附件1-1.pdf")
        .put(sheet("third", "1", "2"), "a.zip!/附件1-2.pdf");
    let (assembled, joined) = same.joined();
    assert_eq!(joined.len(), 4);
    let [owner] = assembled.notices.as_slice() else { panic!("{:?}", assembled.notices) };
    // By path, 附件1-1 comes first; its figures are others, so it is another table.
    let tables: Vec<_> = owner.allocations.iter().map(|row| (row.table, row.evidence.source_id.as_str())).collect();
    assert_eq!(tables, [(1, "again"), (1, "again"), (2, "third"), (2, "third")]);
    assert_eq!(owner.source_ids, ["one", "again", "third", "print", "sheet"]);
    assert_eq!(assembled.findings, []);
}

#[test]
fn copies_of_an_annex_that_disagree_are_told_and_a_picture_never_leads() {
    let mut scan = sheet("aaaa", "1", "8");
    scan.0.allocations[1].confidence = Confidence::Likely;
    scan.0.allocations[1].doubts = Doubt::Ocr.into();
    let desk = Desk::default()
        .put(grant(ONE, "one", &["分配表"]), "a.zip!/通知.docx")
        .put(scan, "a.zip!/附件1.pdf")
        .put(sheet("zzzz", "1", "2"), "a.zip!/附件1.xlsx");
    let (assembled, _) = desk.joined();
    let [owner] = assembled.notices.as_slice() else { panic!("{:?}", assembled.notices) };
    assert!(owner.allocations.iter().all(|row| row.evidence.source_id == "zzzz") && owner.allocations.len() == 2);
    let [found] = assembled.findings.as_slice() else { panic!("{:?}", assembled.findings) };
    assert_eq!(found.code, FindingCode::CopiesDisagree);
    assert_eq!((found.expected.as_deref(), found.actual.as_deref()), (Some("湘阴县: 20000"), Some("湘阴县: 80000")));
    assert_eq!(found.evidence.len(), 2);
}

#[test]
fn an_annex_without_its_notice_says_so() {
    let desk = Desk::default().put(sheet("part", "1", "2"), "a/附件1.xlsx");
    let (assembled, joined) = desk.joined();
    assert!(joined.is_empty());
    assert_eq!(assembled.findings[0].code, FindingCode::NoticeMissing);
}

#[test]
fn nameless_annexes_of_one_notice_are_no_collision() {
    let same_id = |source: &str, first: &str, second: &str| {
        let mut sheet = sheet(source, first, second);
        sheet.0.id = "~0000000000000000".into();
        sheet
    };
    let desk = Desk::default()
        .put(grant(ONE, "one", &[]), "a/one.ofd")
        .put(same_id("first", "1", "2"), "a/one.ofd!/甲.xlsx")
        .put(same_id("second", "3", "4"), "a/one.ofd!/乙.xlsx");
    assert!(assemble(desk.notices.clone()).findings.iter().any(|found| found.code == FindingCode::NumberCollision));
    let (assembled, joined) = desk.joined();
    assert_eq!(joined.len(), 2);
    assert_eq!(assembled.findings, []);
}

#[test]
fn what_is_of_another_year_is_joined_by_a_link_only() {
    let form = |year: i32| sheet("form", "80", "40").title("就业补助资金分配表").fund("就业补助资金", year);
    let desk = |year: i32| {
        let owner = grant(ONE, "one", &["就业补助资金分配表"]).fund("就业补助资金", 2024);
        Desk::default().put(owner, "a/one.docx").put(form(year), "a/form.xlsx")
    };
    assert_eq!(desk(2023).joined().1.len(), 1);
    assert_eq!(desk(2020).joined().1.len(), 0);
    assert_eq!(desk(2020).linked("one", "附件", "form.xlsx").joined().1.len(), 1);
}

#[test]
fn a_link_of_a_copy_in_another_folder_counts() {
    let mut copy = grant(ONE, "copy", &[]);
    copy.0.title = grant(ONE, "one", &[]).0.title;
    let desk = Desk::default()
        .put(grant(ONE, "one", &[]), "a/one.txt")
        .put(grant(TWO, "two", &[]), "a/two.txt")
        .put(copy, "b/one.html")
        .put(sheet("x", "1", "2"), "a/P020240501.xls")
        .linked("copy", "资金分配表", "./files/P020240501.xls");
    let (assembled, joined) = desk.joined();
    assert_eq!((assembled.notices.len(), joined.len()), (2, 1));
    assert!(joined[&hongtou_notice::Text::from("x")].starts_with(ONE));
    assert_eq!(desk.wanted()["copy"].paths, Vec::<String>::new());
}

#[test]
fn a_file_that_calls_itself_an_attachment_belongs_to_the_one_notice_of_its_folder() {
    let desk = |other: &str| {
        let desk = Desk::default().put(grant(ONE, "one", &[]), "a/自评报告.docx").put(sheet("part", "1", "2"), "a/附件：自评表.xlsx");
        desk.put(grant(TWO, "two", &[]), other)
    };
    assert_eq!(desk("b/two.docx").joined().1.len(), 1);
    // Beside another notice nothing tells whose it is.
    assert_eq!(desk("a/two.docx").joined().1.len(), 0);
}
