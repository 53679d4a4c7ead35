//! How many notices are open at a time, and how much is held of what is made of them, does not depend on how many there are.

use std::collections::BTreeMap;
use std::convert::Infallible;
use std::io;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, Weak};

use hongtou_chain::{Assembled, HeldOpen, Keep, Linked, Piece, Shelf, Stock, assemble, join_attachments, link};
use hongtou_notice::Notice;
use hongtou_notice::codes::{CitationRole, NoticeKind, RowKind};

use crate::build::{Build, bare, notice};

/// Opens a notice anew whenever it is asked for, and counts those that are still held.
#[derive(Debug, Default)]
struct Counting {
    laid: Mutex<Vec<Notice>>,
    written: HeldOpen,
    open: Mutex<Vec<Weak<Notice>>>,
    most: Arc<AtomicUsize>,
    records: Arc<AtomicUsize>,
    bytes: Arc<AtomicUsize>,
}

impl Keep for Counting {
    type Error = Infallible;

    fn open(&self, place: usize) -> Result<Arc<Notice>, Infallible> {
        let notice = Arc::new(self.laid.lock().unwrap()[place].clone());
        let mut open = self.open.lock().unwrap();
        open.retain(|held| held.strong_count() > 0);
        open.push(Arc::downgrade(&notice));
        self.most.fetch_max(open.len(), Ordering::Relaxed);
        Ok(notice)
    }

    fn lay(&self, notice: Notice) -> Result<usize, Infallible> {
        let mut laid = self.laid.lock().unwrap();
        laid.push(notice);
        Ok(laid.len() - 1)
    }

    fn write(&self, bytes: &[u8]) -> Result<u64, Infallible> {
        self.records.fetch_add(1, Ordering::Relaxed);
        self.bytes.fetch_add(bytes.len(), Ordering::Relaxed);
        self.written.write(bytes)
    }

    fn read(&self, begin: u64, length: usize, take: &mut dyn FnMut(&[u8]) -> io::Result<()>) -> Result<(), Infallible> {
        self.written.read(begin, length, take)
    }
}

/// A provincial notice for each prefecture, the prefecture's own, a copy of it, and a table that lies beside it; and reports.
fn papers(places: usize) -> (Vec<Notice>, BTreeMap<String, Shelf>) {
    let mut papers: Vec<Build> = Vec::new();
    let mut shelves = BTreeMap::new();
    for place in 1..=places {
        let (above, below) = (format!("新财社〔2024〕{place}号"), format!("喀地财社〔2024〕{place}号"));
        let fund = "2024年困难群众救助补助资金";
        let giver = notice(NoticeKind::Issue, &above, "650000").fund(fund, 2024).total("20").on("2024-05-01");
        papers.push(giver.child("喀什地区", "653100", "20"));
        let own = notice(NoticeKind::Issue, &below, "653100").fund(fund, 2024).total("20").on("2024-05-20").from(&above);
        let mut copy = own.clone();
        copy.0.source_ids = vec![format!("copy {place}").into()];
        shelves.insert(own.source(), Shelf { paths: vec![format!("a/{place}/{below}.txt")], links: Vec::new() });
        papers.extend([own, copy]);
        let table = bare(NoticeKind::Other, &format!("~{place}"), &format!("table {place}"));
        shelves.insert(table.source(), Shelf { paths: vec![format!("a/{place}/附件 {below}.xlsx")], links: Vec::new() });
        papers.push(table.child("伽师县", "653129", "20").row("合计", "", RowKind::Total, "20"));
        let report = bare(NoticeKind::SelfEvaluation, &format!("~report {place}"), &format!("report {place}"));
        papers.push(report.at("650000").from(&above).child("喀什地区", "653100", "20"));
    }
    (papers.into_iter().map(|paper| paper.0).collect(), shelves)
}

#[test]
fn few_notices_are_open_at_a_time() {
    let (papers, shelves) = papers(200);
    let keep = Counting::default();
    let most = Arc::clone(&keep.most);
    let mut stock = Stock::new(keep);
    for paper in papers.clone() {
        let Ok(()) = stock.add(paper);
    }
    let Ok(()) = stock.assemble();
    let Ok(attached) = stock.join_attachments(&shelves);
    let Ok(followed) = stock.follow();
    let mut opened = Linked::default();
    let Ok(()) = followed.for_each(|piece| -> Result<(), Infallible> {
        match piece {
            Piece::Notice(notice, _) => opened.notices.push(notice.clone()),
            Piece::Grant(row) => opened.grants.push(row),
            Piece::Flow(flow) => opened.flows.push(flow),
            Piece::Link(link) => opened.links.push(link),
            Piece::Chain(chain) => opened.chains.push(chain),
            Piece::Path(path) => opened.paths.push(path),
            Piece::Finding(finding) => opened.findings.push(finding),
            Piece::Parts(_) => {}
        }
        Ok(())
    });
    assert!((1..=16).contains(&most.load(Ordering::Relaxed)), "{most:?} of {} notices were open at a time", papers.len());

    // What is opened one at a time gives what all held open give.
    let (held, joined): (Assembled, _) = join_attachments(assemble(papers), &shelves);
    assert_eq!((joined.len(), attached), (200, joined));
    let linked = link(held);
    assert!(linked.links.len() >= 400 && linked.notices.len() == 600, "{} {}", linked.links.len(), linked.notices.len());
    assert_eq!(opened, Linked { resolved_divisions: opened.resolved_divisions.clone(), ..linked });
}

#[test]
fn what_is_made_of_notices_is_laid_aside() {
    let written = |places| {
        let (papers, _) = papers(places);
        let keep = Counting::default();
        let (records, bytes) = (Arc::clone(&keep.records), Arc::clone(&keep.bytes));
        let mut stock = Stock::new(keep);
        papers.into_iter().for_each(|paper| stock.add(paper).unwrap());
        let Ok(followed) = stock.follow();
        let mut links = 0;
        let Ok(()) = followed.for_each(|piece| -> Result<(), Infallible> {
            links += usize::from(matches!(piece, Piece::Link(_)));
            Ok(())
        });
        (links, records.load(Ordering::Relaxed), bytes.load(Ordering::Relaxed))
    };
    let (links, records, few) = written(100);
    assert!(links >= 200 && records >= links, "the evidence of {links} ties is held, but for {records}");
    // Chains, walks, findings and what reports tell: of a larger archive no more is held than of a small one.
    let (.., many) = written(2_000);
    assert!(many > 30 * few, "of twenty times as much {many} bytes are laid aside, and not only {few}");
}

#[test]
fn cards_of_notices_are_laid_aside() {
    let written = |places| {
        let (papers, shelves) = papers(places);
        let count = papers.len();
        let keep = Counting::default();
        let records = Arc::clone(&keep.records);
        let mut stock = Stock::new(keep);
        papers.into_iter().for_each(|paper| stock.add(paper).unwrap());
        let mut laid = vec![records.swap(0, Ordering::Relaxed)];
        let Ok(()) = stock.assemble();
        laid.push(records.swap(0, Ordering::Relaxed));
        let Ok(_) = stock.join_attachments(&shelves);
        laid.push(records.swap(0, Ordering::Relaxed));
        let Ok(_) = stock.follow();
        laid.push(records.load(Ordering::Relaxed));
        (count, laid)
    };
    let (count, laid) = written(400);
    assert!(laid.iter().all(|laid| laid * 100 >= count), "the cards of {count} notices are held, but for {laid:?}");
}

#[test]
fn what_many_witnesses_say_is_laid_aside_once() {
    let written = |witnesses: usize| {
        let (above, below, fund) = ("新财社〔2024〕1号", "喀地财社〔2024〕2号", "2024年困难群众救助补助资金");
        let own = notice(NoticeKind::Issue, below, "653100").fund(fund, 2024).total("20").on("2024-05-20").from(above);
        let reports = (0..witnesses).map(|at| {
            let report = bare(NoticeKind::SelfEvaluation, &format!("~report {at}"), &format!("report {at}"));
            report.at("653100").fund(fund, 2024).from(above).cites(CitationRole::Issued, below, "")
        });
        let keep = Counting::default();
        let bytes = Arc::clone(&keep.bytes);
        let mut stock = Stock::new(keep);
        reports.chain([own]).for_each(|paper| stock.add(paper.0).unwrap());
        let Ok(followed) = stock.follow();
        let mut most = 0;
        let Ok(()) = followed.for_each(|piece| -> Result<(), Infallible> {
            if let Piece::Link(link) = piece {
                most = most.max(link.evidence.len());
            }
            Ok(())
        });
        assert!(most > witnesses, "{most} places for {witnesses} witnesses");
        bytes.load(Ordering::Relaxed)
    };
    let (few, many) = (written(50), written(400));
    assert!(many < 10 * few, "eight times as many witnesses take {many} bytes, and not {few}");
}

/// A keeper that loses a notice, or what was written after a while.
#[derive(Debug)]
struct Losing {
    laid: Mutex<Vec<Arc<Notice>>>,
    lost: usize,
    written: HeldOpen,
    /// So many times it reads, and writes, what is made of notices.
    reads: AtomicUsize,
    writes: AtomicUsize,
}

impl Losing {
    fn new(lost: usize, reads: usize, writes: usize) -> Self {
        Self { laid: Mutex::default(), lost, written: HeldOpen::default(), reads: reads.into(), writes: writes.into() }
    }

    /// An error once the number is used up.
    fn once_more(left: &AtomicUsize) -> Result<(), usize> {
        left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| left.checked_sub(1)).map(drop)
    }
}

impl Keep for Losing {
    type Error = usize;

    fn open(&self, place: usize) -> Result<Arc<Notice>, usize> {
        self.laid.lock().unwrap().get(place).filter(|_| place != self.lost).cloned().ok_or(place)
    }

    fn lay(&self, notice: Notice) -> Result<usize, usize> {
        let mut laid = self.laid.lock().unwrap();
        laid.push(Arc::new(notice));
        Ok(laid.len() - 1)
    }

    fn write(&self, bytes: &[u8]) -> Result<u64, usize> {
        Self::once_more(&self.writes)?;
        self.written.write(bytes).map_err(|never| match never {})
    }

    fn read(&self, begin: u64, length: usize, take: &mut dyn FnMut(&[u8]) -> io::Result<()>) -> Result<(), usize> {
        Self::once_more(&self.reads)?;
        self.written.read(begin, length, take).map_err(|never| match never {})
    }
}

#[test]
fn nothing_is_made_of_an_archive_that_lost_a_notice() {
    let (papers, shelves) = papers(3);
    for lost in 0..papers.len() {
        let mut stock = Stock::new(Losing::new(lost, usize::MAX, usize::MAX));
        papers.iter().for_each(|paper| stock.add(paper.clone()).unwrap());
        let out = stock.assemble().and_then(|()| stock.join_attachments(&shelves)).and_then(|_| stock.follow());
        assert_eq!(out.err(), Some(lost));
    }
}

#[test]
fn nothing_is_made_of_an_archive_whose_records_are_lost() {
    let (papers, shelves) = papers(3);
    let run = |reads, writes| -> Result<(), usize> {
        let mut stock = Stock::new(Losing::new(usize::MAX, reads, writes));
        papers.iter().for_each(|paper| stock.add(paper.clone()).unwrap());
        stock.assemble()?;
        stock.join_attachments(&shelves)?;
        stock.follow()?.for_each(|_| Ok(()))
    };
    assert_eq!(run(usize::MAX, usize::MAX), Ok(()));
    for few in 0..6 {
        assert_eq!([run(few, usize::MAX), run(usize::MAX, few)], [Err(0), Err(0)], "{few}");
    }
}
