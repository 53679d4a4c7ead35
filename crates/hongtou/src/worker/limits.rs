//! Limits that a worker puts on itself. Not for: time, which the supervisor watches.

/// Bounds the memory of this process and sees that it ends with its parent. Where the system has no such limits nothing is
/// bounded.
#[cfg(unix)]
pub(super) fn bind(memory: u64) {
    use rustix::process::{Resource, Rlimit, setrlimit};
    let limit = |bytes| Rlimit { current: Some(bytes), maximum: Some(bytes) };
    let bounds = [(Resource::As, memory), (Resource::Core, 0)];
    for (resource, bytes) in bounds {
        if let Err(error) = setrlimit(resource, limit(bytes)) {
            tracing::warn!(?resource, %error, "a limit cannot be set");
        }
    }
    #[cfg(target_os = "linux")]
    if let Err(error) = rustix::process::set_parent_process_death_signal(Some(rustix::process::Signal::KILL)) {
        tracing::warn!(%error, "the worker will outlive a killed run until its document is done");
    }
}

/// As on Unix, where there are such limits.
#[cfg(not(unix))]
pub(super) fn bind(_memory: u64) {}
