//! Plain text in any encoding and the tables of its dumps. Nothing may panic, take long, or point outside the text.
#![no_main]

mod checked;

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| checked::read_checked(bytes, "a.txt"));
