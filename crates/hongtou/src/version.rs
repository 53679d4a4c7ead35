//! What the ledger's caches are keyed by. Not for: the version of the records (`export::SCHEMA_VERSION`).

use hongtou_read::{Ocr, ocr_engine};

/// Names the build of everything behind reading. Documents that were read are parsed again by another build.
pub(crate) fn build() -> String {
    env!("HONGTOU_PARSE_BUILD").to_owned()
}

/// Names all that tables depend on beside the inputs and the options.
pub(crate) fn of_tables() -> String {
    format!("{} {} {}", env!("CARGO_PKG_VERSION"), build(), env!("HONGTOU_OWN_BUILD"))
}

/// Names what documents depend on beside their bytes and names. Reading may mean hours of recognition: its version is raised by
/// hand when a document may come out otherwise, and in builds under development with every change.
pub(crate) fn read_key(ocr: &Ocr) -> String {
    let build = if cfg!(debug_assertions) { env!("HONGTOU_READ_BUILD") } else { "release" };
    let engine = ocr_engine(ocr).unwrap_or_else(|| "none".to_owned());
    format!("{} {build} {engine}", hongtou_read::VERSION)
}

/// Names what the notice of a part depends on beside its document.
pub(crate) fn parse_key(tail: &str, file_name: &str) -> String {
    if tail.is_empty() { format!("{} {file_name}", build()) } else { build() }
}
