//! One run at a time in an out folder. The system takes the lock back when the process ends, however it ends. Not for: what
//! the run does.

use std::fs::{File, TryLockError};
use std::path::Path;

use super::LedgerError;

/// The file that is locked. It stays, and holds nothing.
const LOCK: &str = ".lock";

/// Held while a run writes to an out folder.
#[derive(Debug)]
pub(crate) struct Lock {
    _file: File,
}

impl Lock {
    /// Takes the lock of a folder that is there.
    pub(crate) fn take(folder: &Path) -> Result<Self, LedgerError> {
        let wrong = |source| LedgerError::NoLock { folder: folder.to_owned(), source };
        let file = File::options().create(true).truncate(false).write(true).open(folder.join(LOCK)).map_err(wrong)?;
        match file.try_lock() {
            Ok(()) => Ok(Self { _file: file }),
            Err(TryLockError::WouldBlock) => Err(LedgerError::Locked { folder: folder.to_owned() }),
            Err(TryLockError::Error(source)) => Err(wrong(source)),
        }
    }
}

/// Whether a run is writing to a folder.
pub(crate) fn is_locked(folder: &Path) -> bool {
    let open = File::open(folder.join(LOCK));
    open.is_ok_and(|file| matches!(file.try_lock_shared(), Err(TryLockError::WouldBlock)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_one_has_the_lock() {
        let folder = tempfile::tempdir().unwrap();
        assert!(!is_locked(folder.path()));
        let lock = Lock::take(folder.path()).unwrap();
        assert!(is_locked(folder.path()));
        assert!(matches!(Lock::take(folder.path()), Err(LedgerError::Locked { .. })));
        drop(lock);
        Lock::take(folder.path()).unwrap();
    }
}
