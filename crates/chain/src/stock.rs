//! The notices of an archive on their way to one notice a document: cards of all of them, and the keeper that has the
//! notices themselves. Not for: merging (`assemble`), joining (`attach`) and following (`lib`), which work on it.

use std::sync::Arc;

use hongtou_notice::Notice;

use crate::assemble::Assembled;
use crate::card::{Card, Known};
use crate::cards::Cards;
use crate::keep::{Desk, HeldOpen, Keep, Opens};
use crate::model::Finding;
use crate::room::Room;

/// The notices of an archive, one of them open at a time. What is done with one is done in this order: notices are added,
/// copies merged, attachments joined, and the money is followed.
///
/// ```
/// let mut stock = hongtou_chain::Stock::new(hongtou_chain::HeldOpen::default());
/// let Ok(()) = stock.assemble();
/// let Ok(followed) = stock.follow();
/// assert_eq!(followed.notices(), 0);
/// ```
#[derive(Debug)]
pub struct Stock<K: Keep> {
    pub(crate) desk: Arc<Desk<K>>,
    pub(crate) room: Room,
    pub(crate) cards: Cards,
    pub(crate) findings: Vec<Finding>,
}

impl<K: Keep> Stock<K> {
    /// No notices yet.
    pub fn new(keep: K) -> Self {
        let desk = Arc::new(Desk::new(keep));
        let room = Room::new(Arc::clone(&desk) as Arc<dyn Opens>);
        Self { desk, cards: Cards::new(&room), room, findings: Vec::new() }
    }

    /// Adds a notice.
    ///
    /// # Errors
    /// When it cannot be kept.
    pub fn add(&mut self, notice: Notice) -> Result<(), K::Error> {
        self.add_with(Card::of(&notice), |keep| keep.lay(notice))
    }

    /// Adds a notice whose card was made elsewhere, by another thread say, and that `lay` lays in: it gives the place.
    ///
    /// # Errors
    /// When it cannot be kept.
    pub fn add_with(&mut self, card: Card, lay: impl FnOnce(&K) -> Result<usize, K::Error>) -> Result<(), K::Error> {
        let place = lay(self.desk.keep())?;
        self.cards.add(&card.0.lying(place));
        self.desk.sound()
    }

    /// Lays in a notice that was made of others, and gives its card.
    pub(crate) fn laid(&self, notice: Notice) -> Result<Known, K::Error> {
        let card = Known::of(&notice);
        self.desk.keep().lay(notice).map(|place| card.lying(place))
    }

    /// A notice to be changed.
    pub(crate) fn own(&self, card: &Known) -> Result<Notice, K::Error> {
        self.desk.keep().open(card.place).map(Arc::unwrap_or_clone)
    }

    /// How many notices there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.cards.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

impl Stock<HeldOpen> {
    /// Notices that are held open.
    pub(crate) fn held_open(notices: impl IntoIterator<Item = Notice>) -> Self {
        let mut stock = Self::new(HeldOpen::default());
        for notice in notices {
            let Ok(()) = stock.add(notice);
        }
        stock
    }

    /// The desk, which nothing else shares any more.
    fn into_desk(self) -> Arc<Desk<HeldOpen>> {
        self.desk
    }
}

impl From<Assembled> for Stock<HeldOpen> {
    fn from(assembled: Assembled) -> Self {
        Self { findings: assembled.findings, ..Self::held_open(assembled.notices) }
    }
}

impl From<Stock<HeldOpen>> for Assembled {
    fn from(mut stock: Stock<HeldOpen>) -> Self {
        let places: Vec<usize> = stock.cards.all().map(|(_, card)| card.place).collect();
        let findings = std::mem::take(&mut stock.findings);
        Self { notices: into_notices(stock.into_desk(), places), findings }
    }
}

/// The notices at these places, once nothing else shares the desk.
pub(crate) fn into_notices(desk: Arc<Desk<HeldOpen>>, places: Vec<usize>) -> Vec<Notice> {
    let keep = Arc::into_inner(desk).map(Desk::into_keep).unwrap_or_default();
    keep.into_notices(places.into_iter())
}
