//! Pages that are pictures, read by a program beside this one (`docs/scans.md`). A picture is made ready (`scan`), read by an engine
//! (`tesseract`, `command`) and put back as characters with boxes, which the layout takes like those of a PDF.
//! Not for: where pictures come from (`pdf`, `picture_file`), lines and tables (`layout`), what figures mean.

mod command;
mod figures;
mod ink;
mod layer;
mod lines;
mod marks;
mod picture;
mod process;
mod read;
mod ring;
mod rules;
mod scan;
mod sheet;
mod signs;
mod skew;
mod tesseract;
#[cfg(test)]
mod tests;
mod tsv;
mod turns;

use std::time::Duration;

pub(crate) use picture::Picture;
pub(crate) use scan::Scan;
pub(crate) use sheet::Page;
use tesseract::Tesseract;

use crate::{Ocr, Options};

/// Dots an inch that pictures of pages are wanted in.
pub(crate) const DPI: f64 = picture::DPI;
/// Pages that are read at once: an engine takes its time to start, and the lines of a page their room.
pub(crate) const BATCH: usize = 8;

/// What reads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Engine {
    /// Tesseract.
    Tesseract(Tesseract),
    /// A program that the user names.
    Command(String),
}

/// What would recognise pages that are pictures, as `sources.engine` calls it; `None` if nothing would.
#[must_use]
pub fn ocr_engine(ocr: &Ocr) -> Option<String> {
    Engine::of(ocr).map(|engine| engine.name())
}

impl Engine {
    /// The engine that is asked for; `None` if none is, or none is on the machine.
    pub(crate) fn of(ocr: &Ocr) -> Option<Self> {
        match ocr {
            Ocr::Off => None,
            Ocr::Auto => Tesseract::find().map(Self::Tesseract),
            Ocr::Command(command) if command.trim().is_empty() => None,
            Ocr::Command(command) => Some(Self::Command(command.clone())),
        }
    }

    /// What `sources.engine` calls it.
    pub(crate) fn name(&self) -> String {
        match self {
            Self::Tesseract(tesseract) => tesseract.name(),
            Self::Command(command) => {
                let program = command.split_whitespace().next().unwrap_or_default();
                program.rsplit(['/', '\\']).next().unwrap_or_default().to_owned()
            }
        }
    }

    /// Whether it wants whole pages.
    pub(crate) fn wants_pages(&self) -> bool {
        matches!(self, Self::Command(_))
    }

    /// Reads pages. Those without any writing cost nothing.
    ///
    /// # Errors
    /// The reason, in words for the user, if they could not be read.
    pub(crate) fn read(&self, scans: &[Scan], options: &Options) -> Result<Vec<Page>, String> {
        let time = Duration::from_secs(options.limits.ocr_seconds);
        match self {
            Self::Tesseract(tesseract) => {
                let pages = u32::try_from(scans.len()).unwrap_or(u32::MAX);
                turns::pages(tesseract, scans, time * pages, &options.beat)
            }
            Self::Command(command) => command::pages(command, scans, time, &options.beat),
        }
    }
}
