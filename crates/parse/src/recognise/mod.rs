//! The recognisers: what a stretch of printed text says, taken by itself. Document numbers, sums of money, dates,
//! values of indicators. Each is one pass with bounded look-back, so its cost is linear in the text.
//!
//! Not for: what a number, a sum or a date *means* in its document (role, issuer, chain); flow and layout.
//!
//! All offsets are Unicode code points into the text that was given, which is raw: blanks and line breaks as printed.

pub mod anaphora;
pub mod date;
mod figure;
mod fold;
mod ink;
pub mod money;
pub mod number;
mod numeral;
pub mod value;

pub use anaphora::{Anaphor, AnaphorMatch, find_anaphora};
pub use date::{DateMatch, find_dates, parse_stripped_date};
pub use fold::fold_char;
pub(crate) use fold::{LONGEST_READING, is_pinyin, is_toned};
pub use money::{Figure, MoneyMatch, find_money, parse_figure};
pub use number::{NumberMatch, find_numbers};
pub use value::parse_value;

/// The entries of an embedded word list: blank-separated words, `#` starts a line of comment.
fn words(data: &'static str) -> impl Iterator<Item = &'static str> {
    data.lines().filter(|line| !line.starts_with('#')).flat_map(str::split_whitespace)
}
