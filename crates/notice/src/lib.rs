//! The facts of a Chinese fiscal notice, each with the place where it is printed.
//!
//! [`Notice`] is what one document says: who issued it under which document number (发文字号), to whom,
//! when, about which fund, citing what, passing how much to which division (区划), with which performance
//! indicators (绩效指标). Every single fact is a [`Fact`] with [`Evidence`]: a fact without evidence does
//! not exist. Money is exact ([`Money`]), code lists are closed ([`codes`]), and the tables of divisions
//! and agency codes that give names their meaning live here too ([`Divisions`], [`AgencyCodes`]).
//!
//! Not for: finding facts in text (`hongtou-parse`), or tying notices together (`hongtou-chain`).

mod agency;
pub mod codes;
mod compact;
mod date;
mod division;
mod doubts;
mod fact;
mod fund;
mod fund_level;
mod money;
mod notice;
mod number;
mod rows;
mod shared;
mod words;

pub use agency::{Agency, AgencyCode, AgencyCodes};
pub use compact::Pool;
pub use date::Date;
pub use division::{CENTRE, Division, DivisionCode, Divisions, Match, XPCC};
pub use doubts::Doubts;
pub use fact::{Evidence, Fact, Place};
pub use fund::{FundName, year_of_digits};
pub use money::{Money, MoneyUnit};
pub use notice::{Attachment, DirectFundTag, Notice, RecipientGroup, Remark, Subject};
pub use number::DocumentNumber;
pub use rows::{Allocation, Amount, Citation, Grant, Indicator, IndicatorValue};
pub use shared::Text;
pub use words::{Word, WordClass, bodies, indicator_key, words};
