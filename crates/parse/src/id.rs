//! The id of a notice (`docs/records.md`, ids). It depends on the notice's own document alone.

use hongtou_notice::{Agency, Date, DivisionCode, DocumentNumber};
use sha2::{Digest, Sha256};

/// `number@division`; without a number `~` and 16 hex digits over folded title, issuers and date, or over the text where the
/// document has none of these either: two papers that name themselves in no way are not the same one.
pub(crate) fn of(
    number: Option<&DocumentNumber>,
    division: Option<&DivisionCode>,
    title: Option<&str>,
    issuers: &[&Agency],
    date: Option<Date>,
    text: &str,
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
    if title.is_none() && issuers.is_empty() && date.is_none() {
        part(text);
    }
    let digest = hash.finalize();
    let hex: String = digest.iter().take(8).map(|byte| format!("{byte:02x}")).collect();
    format!("~{hex}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn papers_that_name_themselves_in_no_way_are_told_apart_by_their_text() {
        let of = |title: Option<&str>, text: &str| of(None, None, title, &[], None, text);
        assert_ne!(of(None, "甲村修渠"), of(None, "乙村修路"));
        assert_eq!(of(None, "甲村 修渠"), of(None, "甲村修渠"));
        assert_eq!(of(Some("关于修渠的通知"), "甲村"), of(Some("关于修渠的通知"), "乙村"));
    }
}
