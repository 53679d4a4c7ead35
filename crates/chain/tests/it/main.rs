//! Assembling and linking seen from outside, on small archives built by hand. Real documents are tested where they
//! are parsed (`hongtou`).

mod build;
mod chains;
mod copies;
mod dev;
mod findings;
mod flows;
mod grants;
mod links;
mod order;
mod seeds;
