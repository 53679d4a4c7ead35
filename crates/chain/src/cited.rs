//! The ends of ties as they are held in memory, and the numbers among them that no document of the archive carries: these lie aside,
//! each once and in order. Not for: which number a citation means (`archive`).

use std::sync::Arc;

use hongtou_notice::DivisionCode;

use crate::archive::{Cited, End};
use crate::pile::Pile;
use crate::room::Room;
use crate::rows::{large, small};
use crate::store::Store;

/// One end of a tie in four bytes, in the order of the ends once the cited numbers are in order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Tip(u32);

/// Stands before the number of a cited one: no archive has so many notices.
const CITED: u32 = 1 << 31;

impl Tip {
    /// A notice of the archive, by its place.
    pub(crate) fn held(at: usize) -> Self {
        Self(small(at))
    }

    /// A number that is cited, by its own number among them.
    pub(crate) fn cited(at: usize) -> Self {
        Self(small(at) | CITED)
    }

    /// The place of a held notice.
    pub(crate) fn place(self) -> Option<usize> {
        (self.0 < CITED).then(|| large(self.0))
    }

    /// The number of a cited one.
    pub(crate) fn number(self) -> Option<usize> {
        self.0.checked_sub(CITED).map(large)
    }

    /// The same where each cited one has the number that stands at its own.
    pub(crate) fn renumbered(self, numbers: &[u32]) -> Self {
        self.number().and_then(|at| numbers.get(at)).map_or(self, |number| Self::cited(large(*number)))
    }

    /// The end itself.
    pub(crate) fn end(self, cited: &Store<Cited>) -> End {
        match self.number() {
            None => End::Held(large(self.0)),
            // What is lost is an error of the whole.
            Some(number) => End::Cited(cited.get(number).unwrap_or_else(|| Arc::new(Cited::default()))),
        }
    }
}

/// The same numbers sorted, each once; and for each of those given its number among them.
pub(crate) fn in_order(room: &Room, cited: &Store<Cited>) -> (Store<Cited>, Vec<u32>) {
    let mut pile: Pile<(u32, Cited)> = Pile::new(room);
    for (at, cited) in cited.all() {
        let division = cited.division.as_ref().map(|division| format!("\u{1}{}", division.as_str())).unwrap_or_default();
        let key = format!("{}\0{}\0{division}", cited.number, cited.prefix);
        pile.put(&key, &(small(at), cited));
    }
    let (pile, mut sorted, mut numbers) = (pile.finish(), Store::new(room), vec![0; cited.len()]);
    let mut last = None;
    for (key, (at, cited)) in pile.each() {
        if last.as_ref() != Some(&key) {
            sorted.add(&cited);
            last = Some(key);
        }
        numbers.get_mut(large(at)).into_iter().for_each(|number| *number = small(sorted.len().saturating_sub(1)));
    }
    (sorted, numbers)
}

/// The same numbers, which are sorted; one without a place that is otherwise always of one place has that one.
pub(crate) fn settled(room: &Room, sorted: &Store<Cited>) -> Store<Cited> {
    let mut settled = Store::new(room);
    let mut all = sorted.all().map(|(_, cited)| cited).peekable();
    while let Some(first) = all.next() {
        let mut same = vec![first];
        while let Some(other) = all.next_if(|other| same.first().is_some_and(|first| first.number == other.number)) {
            same.push(other);
        }
        let mut places: Vec<DivisionCode> = same.iter().filter_map(|cited| cited.division.clone()).collect();
        places.sort();
        places.dedup();
        let only = if let [only] = places.as_slice() { Some(only) } else { None };
        for mut cited in same {
            cited.division = cited.division.or_else(|| only.cloned());
            settled.add(&cited);
        }
    }
    settled
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::keep::{Desk, HeldOpen};

    /// `财社1@65` is a number with a place, `财社1` one without.
    fn cited(text: &str) -> Cited {
        let (number, place) = text.split_once('@').map_or((text, None), |(number, place)| (number, Some(place)));
        Cited { number: number.into(), prefix: "财社".into(), division: place.map(|place| DivisionCode(place.into())) }
    }

    fn store(room: &Room, texts: &[&str]) -> Store<Cited> {
        let mut store = Store::new(room);
        texts.iter().for_each(|text| assert!(store.add(&cited(text)) < texts.len()));
        store
    }

    #[test]
    fn tips_are_in_the_order_of_their_ends() {
        let room = Room::new(Arc::new(Desk::new(HeldOpen::default())));
        let texts = ["财社10", "财社1", "财社1@65", "财社1", "财社2@43", "财社1@43", "财社1@65", "财社"];
        let given = store(&room, &texts);
        let (sorted, numbers) = in_order(&room, &given);
        let wanted = ["财社", "财社1", "财社1@43", "财社1@65", "财社10", "财社2@43"].map(cited);
        assert!(sorted.all().map(|(_, cited)| cited).eq(wanted.clone()) && wanted.is_sorted());
        for at in 0..texts.len() {
            let tip = Tip::cited(at);
            assert_eq!(tip.renumbered(&numbers).end(&sorted), tip.end(&given));
            assert!(Tip::held(usize::MAX >> 40) < tip && tip.place().is_none() && tip.number() == Some(at));
        }
        let held = Tip::held(7);
        assert_eq!((held.renumbered(&numbers), held.end(&sorted), held.number()), (held, End::Held(7), None));
    }

    #[test]
    fn a_number_of_one_place_is_of_it_everywhere() {
        let room = Room::new(Arc::new(Desk::new(HeldOpen::default())));
        let given = ["财社1", "财社1@65", "财社2", "财社3", "财社3@43", "财社3@65", "财社4@43"];
        let wanted = ["财社1@65", "财社1@65", "财社2", "财社3", "财社3@43", "财社3@65", "财社4@43"];
        assert!(settled(&room, &store(&room, &given)).all().map(|(_, cited)| cited).eq(wanted.map(cited)));
    }
}
