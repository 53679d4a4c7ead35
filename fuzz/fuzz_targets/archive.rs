//! Archives of every kind and archives inside them. Nothing may panic or take long, no path may leave the folder it is
//! unpacked to, and no more may come out than the limits say.
#![no_main]

use std::panic;

use hongtou_read::{Limits, for_each_member};
use libfuzzer_sys::fuzz_target;

fuzz_target!(
    init: {
        // The reader of RAR is young and runs caught; libfuzzer would end the process at its panics all the same.
        panic::set_hook(Box::new(|info| {
            if !info.location().is_some_and(|location| location.file().contains("/registry/")) {
                eprintln!("{info}");
                std::process::abort();
            }
        }));
    },
    |bytes: &[u8]| {
        let mut limits = Limits::default();
        limits.members = 500;
        limits.member_bytes = 8 << 20;
        limits.archive_bytes = 32 << 20;
        limits.archive_window = 16 << 20;
        let (mut count, mut unpacked) = (0, 0);
        let _ = for_each_member(bytes, Some("a.zip"), &limits, &mut |member| {
            count += 1;
            unpacked += member.bytes.as_ref().map_or(0, Vec::len) as u64;
            assert!(!member.path.starts_with('/') && !member.path.is_empty());
            assert!(member.path.split('/').all(|step| step != ".." && step != "." && !step.is_empty()));
        });
        assert!(count <= limits.members && unpacked <= limits.archive_bytes + limits.member_bytes);
    }
);
