//! Signs of life while a document is read, so that a supervisor can tell a slow one from a stuck one. Not for: how far reading is,
//! or stopping it.

use std::fmt;
use std::hash::{Hash, Hasher};
use std::sync::Arc;

/// What is called each time a reader gets on; nothing by default. It has no part in what is read: all beats are equal,
/// so that options that differ in nothing else give the same key of a cache.
///
/// ```
/// use std::sync::Arc;
/// use std::sync::atomic::{AtomicU64, Ordering};
/// use hongtou_read::{Beat, Options, read};
///
/// let beats = Arc::new(AtomicU64::new(0));
/// let seen = Arc::clone(&beats);
/// let options = Options::default().beat(Beat::new(move || { seen.fetch_add(1, Ordering::Relaxed); }));
/// read("关于下达资金的通知".as_bytes(), None, &options)?;
/// assert_eq!((beats.load(Ordering::Relaxed) > 0, options == Options::default()), (true, true));
/// # Ok::<(), hongtou_read::ReadError>(())
/// ```
#[derive(Clone, Default)]
pub struct Beat(Option<Arc<dyn Fn() + Send + Sync>>);

impl Beat {
    /// Calls this for each page of a PDF or OFD, each page that is drawn and each that is recognised, each sheet of a workbook, and
    /// once for every document, and so for every member of an archive that is read. It may be called from another thread than the
    /// reader's, and often: it should do little, and must not panic.
    #[must_use]
    pub fn new(hook: impl Fn() + Send + Sync + 'static) -> Self {
        Self(Some(Arc::new(hook)))
    }

    /// Tells that reading got on.
    pub(crate) fn tick(&self) {
        if let Some(hook) = &self.0 {
            hook();
        }
    }
}

impl fmt::Debug for Beat {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.0.is_some() { "Beat(hook)" } else { "Beat(none)" })
    }
}

impl PartialEq for Beat {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Eq for Beat {}

impl Hash for Beat {
    fn hash<H: Hasher>(&self, _: &mut H) {}
}
