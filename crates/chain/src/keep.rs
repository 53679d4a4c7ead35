//! Where the notices of an archive lie while it is put together and its money followed, and what is made of them. All of them
//! open at a time take more memory than anything else: a table of ten rows is some seven kilobytes. So what linking asks
//! again and again is on a card (`card`), and the notice itself is opened when it is looked at. Not for: files, which the keeper
//! knows, or what is written down of records (`room`).

use std::convert::Infallible;
use std::fmt::Debug;
use std::io;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use hongtou_notice::Notice;

/// Keeps notices and opens them again, one at a time.
pub trait Keep: Debug + Send + Sync + 'static {
    /// Why a notice could not be kept or opened again.
    type Error: Debug + Send + 'static;

    /// Opens the notice that was laid in at a place. It is the same as it was.
    ///
    /// # Errors
    /// When it cannot be had again.
    fn open(&self, place: usize) -> Result<Arc<Notice>, Self::Error>;

    /// Lays a notice in, and gives its place.
    ///
    /// # Errors
    /// When it cannot be kept.
    fn lay(&self, notice: Notice) -> Result<usize, Self::Error>;

    /// Writes bytes behind those that were written before, and gives where they begin.
    ///
    /// # Errors
    /// When they cannot be kept.
    fn write(&self, bytes: &[u8]) -> Result<u64, Self::Error>;

    /// Gives `length` bytes that were written, from where they begin, to `take`.
    ///
    /// # Errors
    /// When they cannot be had again, or `take` says that they are not what was written.
    fn read(&self, begin: u64, length: usize, take: &mut dyn FnMut(&[u8]) -> io::Result<()>) -> Result<(), Self::Error>;
}

/// Notices that are held open, for archives that are small beside the memory.
#[derive(Debug, Default)]
pub struct HeldOpen {
    notices: Mutex<Vec<Arc<Notice>>>,
    written: Mutex<Vec<u8>>,
}

impl Keep for HeldOpen {
    type Error = Infallible;

    fn open(&self, place: usize) -> Result<Arc<Notice>, Infallible> {
        // Places come from `lay`.
        Ok(Arc::clone(&locked(&self.notices)[place]))
    }

    fn lay(&self, notice: Notice) -> Result<usize, Infallible> {
        let mut notices = locked(&self.notices);
        notices.push(Arc::new(notice));
        Ok(notices.len() - 1)
    }

    fn write(&self, bytes: &[u8]) -> Result<u64, Infallible> {
        let mut written = locked(&self.written);
        let begin = written.len();
        written.extend_from_slice(bytes);
        Ok(u64::try_from(begin).unwrap_or(u64::MAX))
    }

    fn read(&self, begin: u64, length: usize, take: &mut dyn FnMut(&[u8]) -> io::Result<()>) -> Result<(), Infallible> {
        let written = locked(&self.written);
        let begin = usize::try_from(begin).unwrap_or(usize::MAX);
        // What lies in memory is what was written: else the type of a record is at fault, and nobody can be given the error.
        if let Err(error) = take(written.get(begin..).and_then(|rest| rest.get(..length)).unwrap_or_default()) {
            tracing::error!(%error, "a record that is held in memory is lost: this is a fault of hongtou, please report it");
        }
        Ok(())
    }
}

impl HeldOpen {
    /// The notices at these places, in their order. One is copied where somebody else holds it too.
    pub(crate) fn into_notices(self, places: impl Iterator<Item = usize>) -> Vec<Notice> {
        let notices = self.notices.into_inner().unwrap_or_else(PoisonError::into_inner);
        let mut all: Vec<Option<Arc<Notice>>> = notices.into_iter().map(Some).collect();
        places.filter_map(|place| all.get_mut(place)?.take()).map(Arc::unwrap_or_clone).collect()
    }
}

/// How many notices stay open after they were looked at: parents and children are looked at by turns.
const RECENT: usize = 8;

/// Opens notices for those who cannot stop where one fails to open: they go on without it, and the first error is kept, so
/// that nothing is made of what they found.
#[derive(Debug)]
pub(crate) struct Desk<K: Keep> {
    keep: K,
    /// The latest last.
    recent: Mutex<Vec<(usize, Arc<Notice>)>>,
    failed: Mutex<Option<K::Error>>,
}

/// A desk, whoever keeps its notices.
pub(crate) trait Opens: Debug + Send + Sync {
    /// The notice at a place; `None` where it does not open.
    fn notice(&self, place: usize) -> Option<Arc<Notice>>;

    /// [`Keep::write`]; `None` where the bytes cannot be kept.
    fn write(&self, bytes: &[u8]) -> Option<u64>;

    /// [`Keep::read`]; `None` where the bytes cannot be had again.
    fn read(&self, begin: u64, length: usize, take: &mut dyn FnMut(&[u8]) -> io::Result<()>) -> Option<()>;
}

pub(crate) fn locked<T>(of: &Mutex<T>) -> MutexGuard<'_, T> {
    of.lock().unwrap_or_else(PoisonError::into_inner)
}

impl<K: Keep> Desk<K> {
    pub(crate) fn new(keep: K) -> Self {
        Self { keep, recent: Mutex::default(), failed: Mutex::new(None) }
    }

    /// The notice at a place.
    pub(crate) fn open(&self, place: usize) -> Result<Arc<Notice>, K::Error> {
        let mut recent = locked(&self.recent);
        if let Some(at) = recent.iter().rposition(|(known, _)| *known == place) {
            let found = recent.remove(at);
            let notice = Arc::clone(&found.1);
            recent.push(found);
            return Ok(notice);
        }
        let notice = self.keep.open(place)?;
        if recent.len() >= RECENT {
            recent.remove(0);
        }
        recent.push((place, Arc::clone(&notice)));
        Ok(notice)
    }

    /// The first error of those that were passed over.
    pub(crate) fn sound(&self) -> Result<(), K::Error> {
        locked(&self.failed).take().map_or(Ok(()), Err)
    }

    /// What a result gives; an error is kept.
    pub(crate) fn passed_over<T>(&self, result: Result<T, K::Error>) -> Option<T> {
        match result {
            Ok(had) => Some(had),
            Err(error) => {
                locked(&self.failed).get_or_insert(error);
                None
            }
        }
    }

    /// Who keeps them.
    pub(crate) fn keep(&self) -> &K {
        &self.keep
    }

    pub(crate) fn into_keep(self) -> K {
        self.keep
    }
}

impl<K: Keep> Opens for Desk<K> {
    fn notice(&self, place: usize) -> Option<Arc<Notice>> {
        self.passed_over(self.open(place))
    }

    fn write(&self, bytes: &[u8]) -> Option<u64> {
        self.passed_over(self.keep.write(bytes))
    }

    fn read(&self, begin: u64, length: usize, take: &mut dyn FnMut(&[u8]) -> io::Result<()>) -> Option<()> {
        self.passed_over(self.keep.read(begin, length, take))
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use tracing::span::{Attributes, Id, Record};
    use tracing::{Event, Level, Metadata, Subscriber};

    use super::*;

    /// Tells of what is not as it was written.
    #[derive(Debug, Default)]
    pub(crate) struct Strict(HeldOpen);

    impl Keep for Strict {
        type Error = io::Error;

        fn open(&self, _: usize) -> io::Result<Arc<Notice>> {
            Err(io::ErrorKind::NotFound.into())
        }

        fn lay(&self, _: Notice) -> io::Result<usize> {
            Err(io::ErrorKind::Unsupported.into())
        }

        fn write(&self, bytes: &[u8]) -> io::Result<u64> {
            let Ok(begin) = self.0.write(bytes);
            Ok(begin)
        }

        fn read(&self, begin: u64, length: usize, take: &mut dyn FnMut(&[u8]) -> io::Result<()>) -> io::Result<()> {
            let mut taken = Ok(());
            let Ok(()) = self.0.read(begin, length, &mut |bytes| {
                taken = take(bytes);
                Ok(())
            });
            taken
        }
    }

    /// Counts the errors that are said.
    struct Heard(Arc<AtomicUsize>);

    impl Subscriber for Heard {
        fn enabled(&self, _: &Metadata<'_>) -> bool {
            true
        }
        fn new_span(&self, _: &Attributes<'_>) -> Id {
            Id::from_u64(1)
        }
        fn record(&self, _: &Id, _: &Record<'_>) {}
        fn record_follows_from(&self, _: &Id, _: &Id) {}
        fn event(&self, event: &Event<'_>) {
            self.0.fetch_add(usize::from(*event.metadata().level() == Level::ERROR), Ordering::Relaxed);
        }
        fn enter(&self, _: &Id) {}
        fn exit(&self, _: &Id) {}
    }

    #[test]
    fn a_record_of_held_notices_that_is_lost_is_said() {
        let heard = Arc::new(AtomicUsize::new(0));
        tracing::subscriber::with_default(Heard(Arc::clone(&heard)), || {
            let held = HeldOpen::default();
            let Ok(begin) = held.write(b"abc");
            let Ok(()) = held.read(begin, 3, &mut |_| Ok(()));
            assert_eq!(heard.load(Ordering::Relaxed), 0);
            let Ok(()) = held.read(begin, 3, &mut |_| Err(io::ErrorKind::InvalidData.into()));
        });
        assert_eq!(heard.load(Ordering::Relaxed), 1);
    }
}
