//! Records that anybody may have put in order by whoever keeps things: of an archive's paths and contents as few are in memory as of
//! what is made of its notices. Not for: how they are sorted (`pile`).

use std::fmt::Debug;
use std::sync::Arc;

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::keep::{Desk, Keep, Opens};
use crate::pile::Pile;
use crate::room::Room;

/// Records on their way into the order of their keys.
///
/// ```
/// let mut sorting = hongtou_chain::Sorting::new(hongtou_chain::HeldOpen::default());
/// for (key, record) in [("b", 1), ("a", 2), ("b", 3)] {
///     let Ok(()) = sorting.put(key, &record);
/// }
/// let Ok(sorted) = sorting.finish();
/// let records: Vec<i32> = sorted.each().map(|Ok((_, record))| record).collect();
/// assert_eq!(records, [2, 1, 3]);
/// ```
#[derive(Debug)]
pub struct Sorting<K: Keep, T>(Sorted<K, T>);

/// Records in the order of their keys; those of one key in the order in which they came.
#[derive(Debug)]
pub struct Sorted<K: Keep, T> {
    desk: Arc<Desk<K>>,
    pile: Pile<T>,
    count: usize,
}

impl<K: Keep, T: Serialize + DeserializeOwned> Sorting<K, T> {
    /// No records yet; `keep` keeps all but a few.
    pub fn new(keep: K) -> Self {
        let desk = Arc::new(Desk::new(keep));
        let pile = Pile::new(&Room::new(Arc::clone(&desk) as Arc<dyn Opens>));
        Self(Sorted { desk, pile, count: 0 })
    }

    /// Adds a record.
    ///
    /// # Errors
    /// When it cannot be kept.
    pub fn put(&mut self, key: &str, record: &T) -> Result<(), K::Error> {
        self.0.count += 1;
        self.0.pile.put(key, record);
        self.0.desk.sound()
    }

    /// To be called when all are added.
    ///
    /// # Errors
    /// When one could not be kept.
    pub fn finish(self) -> Result<Sorted<K, T>, K::Error> {
        let Sorted { desk, pile, count } = self.0;
        let pile = pile.finish();
        desk.sound()?;
        Ok(Sorted { desk, pile, count })
    }
}

impl<K: Keep, T: Serialize + DeserializeOwned> Sorted<K, T> {
    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.count
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// The records with their keys. Behind an error nothing is as it was.
    pub fn each(&self) -> impl Iterator<Item = Result<(Box<str>, T), K::Error>> {
        let mut all = self.pile.each();
        std::iter::from_fn(move || {
            let next = all.next();
            self.desk.sound().map_or_else(|error| Some(Err(error)), |()| next.map(Ok))
        })
    }
}
