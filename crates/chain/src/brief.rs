//! What is asked of all cards, or of one again and again, in eight bytes that stay in memory. Not for: the rest of a card (`card`).

use std::collections::BTreeMap;
use std::sync::Arc;

use hongtou_notice::DivisionCode;
use hongtou_notice::codes::{Level, NoticeKind};

use crate::card::Known;
use crate::rows::push;

/// What is known of a notice without looking at its card.
#[derive(Debug, Clone, Copy)]
#[expect(clippy::struct_excessive_bools, reason = "each is asked for by itself")]
pub(crate) struct Brief {
    /// The number of the division, from one on; zero where there is none.
    division: u16,
    pub(crate) level: Option<Level>,
    pub(crate) kind: NoticeKind,
    pub(crate) no_head: bool,
    pub(crate) allocations: bool,
    pub(crate) numbers: bool,
    pub(crate) named: bool,
}

/// The number of a division that stands on the card only, since all numbers are taken.
const ON_CARD: u16 = u16::MAX;

/// The briefs of some cards. There are some four thousand divisions, so they are numbered.
#[derive(Debug, Default)]
pub(crate) struct Briefs {
    all: Vec<Brief>,
    divisions: Vec<DivisionCode>,
    numbers: BTreeMap<DivisionCode, u16>,
}

impl Briefs {
    /// Adds that of a card behind the others.
    pub(crate) fn add(&mut self, card: &Known) {
        let division = card.division.as_ref().map_or(0, |division| self.numbered(division));
        let Known { level, kind, has, .. } = *card;
        let (no_head, allocations, numbers, named) = (has.no_head, has.allocations, has.numbers, has.named);
        push(&mut self.all, Brief { division, level, kind, no_head, allocations, numbers, named });
    }

    fn numbered(&mut self, division: &DivisionCode) -> u16 {
        if let Some(known) = self.numbers.get(division) {
            return *known;
        }
        let number = u16::try_from(self.divisions.len() + 1).unwrap_or(ON_CARD);
        if number < ON_CARD {
            self.divisions.push(division.clone());
            self.numbers.insert(division.clone(), number);
        }
        number
    }

    pub(crate) fn get(&self, at: usize) -> Option<Brief> {
        self.all.get(at).copied()
    }

    /// The division of the notice at a place; `card` opens its card.
    pub(crate) fn division(&self, at: usize, card: impl FnOnce() -> Option<Arc<Known>>) -> Option<DivisionCode> {
        match self.get(at)?.division {
            ON_CARD => card()?.division.clone(),
            number => self.divisions.get(usize::from(number).checked_sub(1)?).cloned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use hongtou_notice::codes::Origin;
    use hongtou_notice::{Evidence, Fact, Notice};

    use super::*;
    use crate::rows::large;

    #[test]
    fn a_brief_is_small() {
        assert_eq!(size_of::<Brief>(), 8);
    }

    #[test]
    fn divisions_come_back_however_many_there_are() {
        let kind = Fact::new(NoticeKind::Issue, Evidence::unplaced("", Origin::Body, ""));
        let none = Known::of(&Notice::bare("", kind, ""));
        let card = |at: u32| {
            let mut card = none.clone();
            card.division = Some(DivisionCode(format!("{at:06}").into()));
            card
        };
        let mut briefs = Briefs::default();
        let count = u32::from(ON_CARD) + 10;
        (0..count).chain([7]).for_each(|at| briefs.add(&card(at)));
        briefs.add(&none);
        let division = |at: u32, of: u32| briefs.division(large(at), || Some(Arc::new(card(of))));
        for at in 0..count {
            assert_eq!(division(at, at), card(at).division, "{at}");
        }
        assert_eq!([division(count, 0), division(count + 1, 0)], [card(7).division, None]);
    }
}
