//! The work of a run while it is done: what is next, and where what came of it goes. Not for: who does it (`worker`), or what is
//! to be done (`roll`).

use std::collections::BTreeMap;
use std::io;
use std::sync::{Arc, Mutex, PoisonError};

use hongtou_export::rows::{FileError, FileStatus};

use crate::identify::Listed;
use crate::ledger::Place;
use crate::part::Part;
use crate::roll::{Mark, Needed, Rolled};
use crate::run::Run;
use crate::task::{Answer, Emit, Setup, Task, perform};
use crate::worker::{Came, Work};
use crate::{Error, Event, version};

/// The places of the inputs that were lost while they were read, and why.
pub(crate) type Lost = BTreeMap<u32, FileError>;

/// A content with which something is to be done.
pub(crate) struct Step {
    /// The place and the first of the inputs that hold it under its name, which is read.
    at: u32,
    first: Listed,
    place: Place,
    work: Needed,
    /// The places and names of the others that are done with it.
    others: Vec<(u32, String)>,
}

impl Step {
    fn name(&self) -> &str {
        &self.first.entry.path
    }

    /// The inputs that it is the document of: empty ones lack a document each, and others are copies.
    fn inputs(&self) -> impl Iterator<Item = (u32, &str)> {
        let empty = self.first.bytes() == Some(0);
        let others = self.others.iter().filter(move |_| empty).map(|(at, name)| (*at, name.as_str()));
        std::iter::once((self.at, self.name())).chain(others)
    }

    /// Every path that is done with it.
    fn paths(&self) -> impl Iterator<Item = &str> {
        std::iter::once(self.name()).chain(self.others.iter().map(|(_, name)| name.as_str()))
    }

    /// The error of what came of it and cannot be read.
    pub(crate) fn unpacked(&self, source: io::Error) -> Error {
        Error::Pack { name: self.name().to_owned(), source }
    }
}

/// The steps while they are done.
pub(crate) struct Bench<'r, 'a, I> {
    run: &'r Run<'a>,
    /// The inputs that were not looked at yet.
    roll: Mutex<I>,
    lost: Mutex<Lost>,
}

impl<'r, 'a, I> Bench<'r, 'a, I> {
    pub(crate) fn new(run: &'r Run<'a>, roll: I) -> Self {
        Self { run, roll: Mutex::new(roll), lost: Mutex::default() }
    }

    /// What was lost.
    pub(crate) fn lost(self) -> Lost {
        self.lost.into_inner().unwrap_or_else(PoisonError::into_inner)
    }

    fn lose(&self, step: &Step, code: &str, message: &str) {
        let error = FileError { code: code.to_owned(), message: message.to_owned() };
        for (at, path) in step.inputs() {
            self.run.tell(Event::Done { path, status: FileStatus::Failed, error: Some(&error) });
            self.lost.lock().unwrap_or_else(PoisonError::into_inner).insert(at, error.clone());
        }
    }
}

impl<I: Iterator<Item = Result<Rolled, Error>> + Send> Work for Bench<'_, '_, I> {
    type Step = Step;

    fn next(&self) -> Result<Option<Step>, Error> {
        let mut roll = self.roll.lock().unwrap_or_else(PoisonError::into_inner);
        for one in roll.by_ref() {
            // Every input with something to be done has a content.
            if let (at, first, Some(Mark::First(work, others))) = one?
                && let Some(place) = first.place()
            {
                return Ok(Some(Step { at, first, place, work, others }));
            }
        }
        Ok(None)
    }

    fn task(&self, step: &Step) -> Result<Task, Error> {
        let Place { content, file_name } = step.place.clone();
        Ok(match &step.work {
            Needed::Read => {
                let path = self.run.roots.path(step.name(), &step.first.lies).into_os_string();
                Task::Take { path, file_name, content, bytes: step.first.bytes().unwrap_or(0), avoid: Vec::new() }
            }
            Needed::Parse(id, tails) => Task::Parse { file_name, documents: self.run.ledger.documents(*id, tails)?, avoid: Vec::new() },
        })
    }

    fn done(&self, step: &Step, came: Came) -> Result<(), Error> {
        let key = |tail: &str| version::parse_key(tail, &step.place.file_name);
        if came.changed {
            self.lose(step, "changed", "the file was written to while it was read; run again");
            return Ok(());
        }
        if let Some(why) = came.gone {
            self.lose(step, "unreadable", &format!("the file cannot be read: {why}; check that it is there and that hongtou may read it"));
            return Ok(());
        }
        let ledger = &self.run.ledger;
        match &step.work {
            Needed::Read => ledger.keep(&step.place, &self.run.read_key, &came.parts, key, step.paths())?,
            Needed::Parse(id, _) => ledger.renew(*id, &came.parsed, key, step.paths())?,
        }
        for (_, name) in step.inputs() {
            for Part { row, .. } in &came.parts {
                let path = format!("{name}{}", row.path);
                self.run.tell(Event::Done { path: &path, status: row.status, error: row.error.as_ref() });
            }
            for (tail, parsed) in &came.parsed {
                let path = format!("{name}{tail}");
                self.run.tell(Event::Done { path: &path, status: parsed.status, error: parsed.error.as_ref() });
            }
        }
        Ok(())
    }
}

/// Does a task in this thread.
pub(crate) fn here(task: &Task, setup: &Setup) -> io::Result<Came> {
    let came = Arc::new(Mutex::new(Came::default()));
    let heard = Arc::clone(&came);
    let emit: Emit = Arc::new(move |answer: Answer| {
        heard.lock().unwrap_or_else(PoisonError::into_inner).add(answer);
        Ok(())
    });
    perform(task, setup, &emit)?;
    let mut came = came.lock().unwrap_or_else(PoisonError::into_inner);
    Ok(std::mem::take(&mut came))
}
