//! Assembling and linking seen from outside, on small archives built by hand. Real documents are tested where they
//! are parsed (`hongtou`).

#![allow(clippy::unwrap_used, clippy::panic)] // clippy.toml allows them in `#[test]` functions, not in their helpers

mod attach;
mod build;
mod chains;
mod codes;
mod copies;
mod dev;
mod findings;
mod flows;
mod grants;
mod held;
mod lessons;
mod links;
mod near;
mod order;
mod seeds;
