//! The whole reader on changed PDFs. Panics of the engines are caught by the reader, which may not panic itself.
#![no_main]

use std::panic;

use hongtou_read::{Limits, Options, read};
use libfuzzer_sys::fuzz_target;

fuzz_target!(
    init: {
        // libfuzzer ends the process at every panic, caught or not; here only those of this project's code end it.
        panic::set_hook(Box::new(|info| {
            if !info.location().is_some_and(|location| location.file().contains("/registry/")) {
                eprintln!("{info}");
                std::process::abort();
            }
        }));
    },
    |bytes: &[u8]| {
        let mut limits = Limits::default();
        limits.pdf_seconds = 15;
        limits.pages = 40;
        limits.inflated_bytes = 16 << 20;
        if let Ok(document) = read(bytes, Some("a.pdf"), &Options::default().limits(limits)) {
            let end = document.text().len();
            assert!(document.blocks().iter().all(|block| block.span().end <= end));
        }
    }
);
