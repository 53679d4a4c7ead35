//! Workers and the threads that watch over them: tasks are handed out, a worker that dies is replaced, its task gets one
//! more try alone. Not for: one worker (`process`).

use std::path::Path;
use std::sync::{Mutex, PoisonError};
use std::thread;

use hongtou_export::rows::{FileError, FileRow, FileStatus};

use super::Watch;
pub(crate) use super::process::Came;
use super::process::{Death, Worker};
use crate::Error;
use crate::take;
use crate::task::{Avoid, Parsed, Setup, Task};

/// After so many deaths over one input, the rest of it is given up.
const DEATHS: usize = 32;

/// How work is handed to workers.
pub(crate) struct Pool<'a> {
    pub(crate) program: &'a Path,
    pub(crate) setup: &'a Setup,
    pub(crate) watch: Watch,
    pub(crate) jobs: usize,
    /// Where workers put their passing files.
    pub(crate) scratch: &'a Path,
}

/// Tells what is next, makes the task of it, and takes what came of that. All are called from several threads.
pub(crate) trait Work: Sync {
    type Step: Send;
    fn next(&self) -> Result<Option<Self::Step>, Error>;
    fn task(&self, step: &Self::Step) -> Result<Task, Error>;
    fn done(&self, step: &Self::Step, came: Came) -> Result<(), Error>;
}

impl Pool<'_> {
    /// Has all work done, in any order.
    ///
    /// # Errors
    /// When no worker can be started, or what came cannot be kept. What was done until then is kept.
    pub(crate) fn run(&self, work: &impl Work) -> Result<(), Error> {
        // How many steps were begun; `None` when no more are to be.
        let begun = Mutex::new(Some(0usize));
        let again = Mutex::new(Vec::new());
        let next = || {
            let mut begun = begun.lock().unwrap_or_else(PoisonError::into_inner);
            let Some(at) = begun.as_mut() else { return Ok(None) };
            *at += 1;
            Ok::<_, Error>(work.next()?.map(|step| (*at, step)))
        };
        let supervise = || {
            let mut worker = None;
            while let Some((at, step)) = next()? {
                match self.perform(&mut worker, &work.task(&step)?)? {
                    Ok(came) => work.done(&step, came)?,
                    Err(_) => again.lock().unwrap_or_else(PoisonError::into_inner).push((at, step)),
                }
            }
            Ok(())
        };
        let ended = thread::scope(|scope| {
            let supervisors: Vec<_> = (0..self.jobs)
                .map(|_| {
                    scope.spawn(|| {
                        let ended = supervise();
                        if ended.is_err() {
                            // The others have no reason to go on.
                            *begun.lock().unwrap_or_else(PoisonError::into_inner) = None;
                        }
                        ended
                    })
                })
                .collect();
            // All of them are waited for, whatever the first one says.
            let ends: Vec<_> = supervisors.into_iter().map(|supervisor| supervisor.join().unwrap_or(Err(Error::Supervisor))).collect();
            ends.into_iter().collect::<Result<(), _>>()
        });
        ended?;

        let mut again = again.into_inner().unwrap_or_else(PoisonError::into_inner);
        again.sort_unstable_by_key(|(at, _)| *at);
        let mut worker = None;
        for (_, step) in again {
            let came = self.alone(&mut worker, work.task(&step)?)?;
            work.done(&step, came)?;
        }
        Ok(())
    }

    fn perform(&self, worker: &mut Option<Worker>, task: &Task) -> Result<Result<Came, Box<Death>>, Error> {
        let mut own = match worker.take() {
            Some(own) => own,
            None => Worker::start(self.program, self.setup, self.scratch)
                .map_err(|source| Error::Worker { program: self.program.to_owned(), source })?,
        };
        let ended = own.perform(task, &self.watch);
        if ended.is_ok() {
            *worker = Some(own);
        }
        Ok(ended)
    }

    /// The second try of a task, while no other is under way. A part that kills its worker is left out, the others are kept.
    fn alone(&self, worker: &mut Option<Worker>, mut task: Task) -> Result<Came, Error> {
        for deaths in 1.. {
            let Death { code, message, tail, mut came } = match self.perform(worker, &task)? {
                Ok(came) => return Ok(came),
                Err(death) => *death,
            };
            // The members of an archive that came before it broke are not lost with it.
            let broken = matches!(task, Task::Take { .. }) && tail.is_empty() && !came.parts.is_empty();
            if broken || deaths >= DEATHS || task.avoid_mut().iter().any(|avoid| avoid.tail == tail) {
                give_up(&task, code, &message, &mut came);
                return Ok(came);
            }
            task.avoid_mut().push(Avoid { tail, code: code.to_owned(), message });
        }
        Ok(Came::default())
    }
}

/// What has not come will not come: every part that is known of gets its row.
fn give_up(task: &Task, code: &str, message: &str, came: &mut Came) {
    let error = FileError { code: code.to_owned(), message: message.to_owned() };
    match task {
        Task::Take { content, bytes, .. } => {
            let row = FileRow { bytes: Some(*bytes), ..FileRow::new("", FileStatus::Failed) };
            came.parts.push(take::died(row, content.clone(), *bytes, error));
        }
        Task::Parse { documents, .. } => {
            let unheard = documents.iter().filter(|(tail, _)| !came.parsed.iter().any(|(known, _)| known == tail));
            let failed = |tail: &String| (tail.clone(), Parsed { notice: None, status: FileStatus::Failed, error: Some(error.clone()) });
            let failed: Vec<_> = unheard.map(|(tail, _)| failed(tail)).collect();
            came.parsed.extend(failed);
        }
    }
}
