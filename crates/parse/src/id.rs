//! The id of a notice (`docs/records.md`, ids). It depends on the notice's own document alone.

use hongtou_notice::{Agency, Date, DivisionCode, DocumentNumber};
use sha2::{Digest, Sha256};

/// `number@division`; without a number `~` and 16 hex digits over folded title, issuers and date.
pub(crate) fn of(
    number: Option<&DocumentNumber>,
    division: Option<&DivisionCode>,
    title: Option<&str>,
    issuers: &[&Agency],
    date: Option<Date>,
) -> String {
    if let Some(number) = number {
        return format!("{number}@{}", division.map_or("?", DivisionCode::as_str));
    }
    let mut hash = Sha256::new();
    let mut part = |text: &str| {
        let folded: String = text.chars().filter(|c| !c.is_whitespace()).map(crate::recognise::fold_char).collect();
        hash.update(folded.as_bytes());
        hash.update([0]);
    };
    part(title.unwrap_or_default());
    for issuer in issuers {
        part(&issuer.name);
    }
    part(&date.map(|date| date.to_string()).unwrap_or_default());
    let digest = hash.finalize();
    let hex: String = digest.iter().take(8).map(|byte| format!("{byte:02x}")).collect();
    format!("~{hex}")
}
