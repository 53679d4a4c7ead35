//! The inputs of a run with what is to be done with each: contents are read once, whoever holds them. On the disk, in the order of
//! their names. Not for: which content an input holds (`identify`), or doing it (`work`).

use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::Error;
use crate::identify::Listed;
use crate::ledger::Place;
use crate::scratch::{Scratch, Sorted, Sorting};
use crate::spool::Spooled;

/// What is to be done with a content.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) enum Needed {
    /// It was never read, or is to be read again.
    Read,
    /// It was read; these parts of the content with this number are to be parsed.
    Parse(i64, Vec<String>),
}

/// What is to be known of an input beside what it holds.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) enum Mark {
    /// The input of this place holds the same bytes, and comes before it; whether something is to be done with them.
    Copy(u32, bool),
    /// Something is to be done with what it holds; the places and names of the others that are done with it.
    First(Needed, Vec<(u32, String)>),
    /// It is empty, and done with another one of its name.
    Waits,
}

impl Mark {
    /// Whether it is to be told yet what becomes of the input.
    pub(crate) fn waits(&self) -> bool {
        matches!(self, Self::First(..) | Self::Waits | Self::Copy(_, true))
    }
}

/// The place of an input, what it holds, and what else is to be known of it.
pub(crate) type Rolled = (u32, Listed, Option<Mark>);

/// The inputs of a run.
pub(crate) struct Roll {
    listed: Spooled<Listed>,
    /// By the places of their inputs; most inputs need none.
    marks: Sorted<Mark>,
    /// With how many contents something is to be done.
    pub(crate) steps: usize,
}

impl Roll {
    /// Asks of every content what is to be done with it. `scratch` is for passing files.
    pub(crate) fn new(
        mut listed: Spooled<Listed>,
        scratch: &Path,
        needed: impl Fn(&Place) -> Result<Option<Needed>, Error>,
    ) -> Result<Self, Error> {
        let sorting = || Scratch::new(scratch);
        let mut contents = Sorting::new(sorting()?);
        for (at, one) in (0u32..).zip(listed.each()?) {
            let one = one?;
            if let Some(Place { content, file_name }) = one.place() {
                // Empty files are not copies of each other: each of them lacks a document of its own.
                let key = if one.bytes() == Some(0) { format!("{content}\0{file_name}") } else { content };
                contents.put(&key, &(at, one.entry.path, file_name))?;
            }
        }
        let contents = contents.finish()?;
        let (mut marks, mut steps) = (Sorting::new(sorting()?), 0);
        let mut mark = |at: u32, mark| marks.put(&format!("{at:010}"), &mark);
        let mut all = contents.each().peekable();
        while let Some(first) = all.next() {
            let (key, (first, _, file_name)) = first?;
            let (content, empty) = key.split_once('\0').map_or((&*key, false), |(content, _)| (content, true));
            let work = needed(&Place { content: content.to_owned(), file_name })?;
            let mut others = Vec::new();
            while let Some(other) = all.next_if(|other| other.as_ref().is_ok_and(|(other, _)| *other == key)) {
                let (_, (at, path, _)) = other?;
                match (empty, &work) {
                    (false, work) => mark(at, Mark::Copy(first, work.is_some()))?,
                    (true, Some(_)) => mark(at, Mark::Waits)?,
                    (true, None) => {}
                }
                if work.is_some() {
                    others.push((at, path));
                }
            }
            if let Some(work) = work {
                steps += 1;
                mark(first, Mark::First(work, others))?;
            }
        }
        drop(all);
        Ok(Self { listed, marks: marks.finish()?, steps })
    }

    /// The inputs with their places, in the order of their names.
    pub(crate) fn each(&mut self) -> Result<impl Iterator<Item = Result<Rolled, Error>> + Send, Error> {
        let mut marks = self.marks.each().map(|mark| {
            let (at, mark) = mark?;
            Ok::<_, Error>((at.parse::<u32>().unwrap_or(u32::MAX), mark))
        });
        let mut next = marks.next().transpose()?;
        Ok((0u32..).zip(self.listed.each()?).map(move |(at, one)| {
            let mut own = None;
            if let Some((_, mark)) = next.take_if(|(place, _)| *place == at) {
                own = Some(mark);
                next = marks.next().transpose()?;
            }
            Ok((at, one?, own))
        }))
    }
}
