//! Word 97 and RTF. Nothing may panic, take long, or point outside the text.
#![no_main]

mod checked;

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| checked::read_checked(bytes, "a.doc"));
