//! The notices of an archive on their way to one notice a document: cards of all of them, and the keeper that has the
//! notices themselves. Not for: merging (`assemble`), joining (`attach`) and following (`lib`), which work on it.

use hongtou_notice::Notice;

use crate::assemble::Assembled;
use crate::card::{Card, Known, Names};
use crate::keep::{HeldOpen, Keep};
use crate::model::Finding;

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
pub struct Stock<K> {
    pub(crate) keep: K,
    pub(crate) cards: Vec<Known>,
    pub(crate) names: Names,
    pub(crate) findings: Vec<Finding>,
}

impl<K: Keep> Stock<K> {
    /// No notices yet.
    pub fn new(keep: K) -> Self {
        Self { keep, cards: Vec::new(), names: Names::default(), findings: Vec::new() }
    }

    /// Makes room for the cards of so many more notices.
    pub fn reserve(&mut self, more: usize) {
        self.cards.reserve_exact(more);
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
    pub fn add_with(&mut self, card: Card, lay: impl FnOnce(&mut K) -> Result<usize, K::Error>) -> Result<(), K::Error> {
        let Card(mut card) = card;
        card.place = lay(&mut self.keep)?;
        self.names.share(&mut card);
        self.cards.push(card);
        Ok(())
    }

    /// How many notices there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.cards.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.cards.is_empty()
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
}

impl From<Assembled> for Stock<HeldOpen> {
    fn from(assembled: Assembled) -> Self {
        Self { findings: assembled.findings, ..Self::held_open(assembled.notices) }
    }
}

impl From<Stock<HeldOpen>> for Assembled {
    fn from(stock: Stock<HeldOpen>) -> Self {
        Self { notices: stock.keep.into_notices(stock.cards.iter().map(|card| card.place)), findings: stock.findings }
    }
}
