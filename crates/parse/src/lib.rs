//! TEMP

pub mod recognise;
