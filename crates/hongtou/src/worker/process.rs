//! One worker process as its supervisor sees it. Not for: which documents it gets (`pool`).

use std::io::{self, BufReader, BufWriter, Read, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, Command, ExitStatus, Stdio};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use super::{Hello, WORKER, Watch, frame};
use crate::part::Part;
use crate::task::{Answer, Parsed, Setup, Task};

/// How long a program may take to say hello. Starting is slow on a loaded machine.
const HELLO: Duration = Duration::from_secs(60);
/// How much of what a worker says on standard error is kept: its last words.
const WORDS: usize = 4096;

/// What a task gave.
#[derive(Debug, Default)]
pub(crate) struct Came {
    /// The parts that were read.
    pub(crate) parts: Vec<Part>,
    /// The parts that were parsed again, by their tails.
    pub(crate) parsed: Vec<(String, Parsed)>,
    /// The file was written to since it was listed.
    pub(crate) changed: bool,
    /// The file cannot be opened any more, and why.
    pub(crate) gone: Option<String>,
}

impl Came {
    /// Takes an answer in; whether it was the last one.
    pub(crate) fn add(&mut self, answer: Answer) -> bool {
        match answer {
            Answer::At(_) | Answer::Page => {}
            Answer::Part(part) => self.parts.push(*part),
            Answer::Parsed(tail, parsed) => self.parsed.push((tail, parsed)),
            Answer::Changed => self.changed = true,
            Answer::Gone(why) => self.gone = Some(why),
            Answer::Done => return true,
        }
        false
    }
}

/// How a worker ended before its task did.
#[derive(Debug)]
pub(crate) struct Death {
    /// `timeout`, `memory`, or `crash`.
    pub(crate) code: &'static str,
    /// What is said of the document.
    pub(crate) message: String,
    /// The part that was being worked on.
    pub(crate) tail: String,
    /// What had come until then.
    pub(crate) came: Came,
}

/// A running worker. Dropped, it is killed with its children.
#[derive(Debug)]
pub(super) struct Worker {
    child: Child,
    input: BufWriter<ChildStdin>,
    answers: Receiver<io::Result<Answer>>,
    words: Arc<Mutex<Vec<u8>>>,
    listener: JoinHandle<()>,
}

impl Worker {
    /// Starts a worker and waits for its hello.
    ///
    /// # Errors
    /// When the program cannot be started, or is no worker of this build.
    pub(super) fn start(program: &Path, setup: &Setup, scratch: &Path) -> io::Result<Self> {
        let mut command = Command::new(program);
        command.arg(WORKER).env("TMPDIR", scratch).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        // A group of its own: killed as one, with the programs that recognise its pictures.
        #[cfg(unix)]
        std::os::unix::process::CommandExt::process_group(&mut command, 0);
        let mut child = command.spawn()?;
        let pipes = (child.stdin.take(), child.stdout.take(), child.stderr.take());
        let (Some(input), Some(output), Some(errors)) = pipes else { return Err(io::Error::other("the worker has no pipes")) };

        let (hello, said) = mpsc::channel();
        let (sender, answers) = mpsc::channel();
        thread::spawn(move || {
            let mut output = BufReader::with_capacity(1 << 16, output);
            // Nobody may listen any more: then there is nothing to tell.
            let _ = hello.send(frame::read::<Hello>(&mut output));
            loop {
                let answer = frame::read::<Answer>(&mut output).transpose();
                let Some(answer) = answer else { return };
                let over = answer.is_err();
                if sender.send(answer).is_err() || over {
                    return;
                }
            }
        });
        let words = Arc::new(Mutex::new(Vec::new()));
        let heard = Arc::clone(&words);
        let listener = thread::spawn(move || listen(errors, &heard));
        let mut worker = Self { child, input: BufWriter::new(input), answers, words, listener };
        match said.recv_timeout(HELLO) {
            Ok(Ok(Some(hello))) if hello == Hello::own() => {}
            Ok(Ok(Some(_))) => return Err(io::Error::other("it is of another build of hongtou")),
            Ok(Ok(None) | Err(_)) => return Err(io::Error::other(format!("it does not answer as a worker {}", worker.last_words()))),
            Err(_) => return Err(io::Error::new(io::ErrorKind::TimedOut, "it says nothing")),
        }
        frame::write(&mut worker.input, setup)?;
        Ok(worker)
    }

    /// Has a task done.
    ///
    /// # Errors
    /// How the worker ended, if it did so before the task: it is of no use any more.
    pub(super) fn perform(&mut self, task: &Task, watch: &Watch) -> Result<Came, Box<Death>> {
        let mut came = Came::default();
        let mut tail = String::new();
        if frame::write(&mut self.input, task).is_err() {
            return Err(self.died(tail, came));
        }
        let (mut begun, mut alive) = (Instant::now(), Instant::now());
        loop {
            let left = (begun + watch.timeout).min(alive + watch.stall).saturating_duration_since(Instant::now());
            match self.answers.recv_timeout(left) {
                Ok(Ok(answer)) => {
                    alive = Instant::now();
                    if let Answer::At(at) = &answer {
                        begun = alive;
                        tail.clone_from(at);
                    }
                    if came.add(answer) {
                        return Ok(came);
                    }
                }
                Ok(Err(_)) | Err(RecvTimeoutError::Disconnected) => return Err(self.died(tail, came)),
                Err(RecvTimeoutError::Timeout) => {
                    self.kill();
                    return Err(Box::new(Death { code: "timeout", message: watch.over(begun.elapsed()), tail, came }));
                }
            }
        }
    }

    /// The worker has ended by itself: why.
    fn died(&mut self, tail: String, came: Came) -> Box<Death> {
        // It may have closed its pipe and live on.
        let ended = self.wait_briefly();
        self.kill();
        let words = self.last_words();
        let (code, message) = judged(ended, &words);
        tracing::warn!(tail, code, words, "a worker died");
        Box::new(Death { code, message, tail, came })
    }

    fn wait_briefly(&mut self) -> Option<ExitStatus> {
        for _ in 0..200 {
            if let Ok(Some(status)) = self.child.try_wait() {
                return Some(status);
            }
            thread::sleep(Duration::from_millis(10));
        }
        None
    }

    fn kill(&mut self) {
        #[cfg(unix)]
        {
            // The group may be gone already.
            let _ = rustix::process::kill_process_group(rustix::process::Pid::from_child(&self.child), rustix::process::Signal::KILL);
        }
        let _ = self.child.kill();
        let _ = self.child.wait();
    }

    /// What the worker said last on standard error, once it is dead.
    fn last_words(&self) -> String {
        // A grandchild that outlives it may hold the pipe open.
        for _ in 0..50 {
            if self.listener.is_finished() {
                break;
            }
            thread::sleep(Duration::from_millis(10));
        }
        let words = self.words.lock().unwrap_or_else(PoisonError::into_inner);
        String::from_utf8_lossy(&words).trim().to_owned()
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        let _ = self.input.flush();
        self.kill();
    }
}

/// Keeps the last words.
fn listen(mut errors: impl Read, heard: &Mutex<Vec<u8>>) {
    let mut chunk = [0; 1024];
    while let Ok(got @ 1..) = errors.read(&mut chunk) {
        let mut words = heard.lock().unwrap_or_else(PoisonError::into_inner);
        words.extend_from_slice(&chunk[..got]);
        let over = words.len().saturating_sub(WORDS);
        words.drain(..over);
    }
}

/// Why a worker ended, by its status and its last words.
fn judged(status: Option<ExitStatus>, words: &str) -> (&'static str, String) {
    if words.contains("memory allocation of") {
        return ("memory", "it needs more memory than a worker may take; --max-memory gives it more".to_owned());
    }
    #[cfg(unix)]
    if let Some(signal) = status.and_then(|status| std::os::unix::process::ExitStatusExt::signal(&status)) {
        if words.contains("has overflowed its stack") {
            return ("crash", "its parts are nested too deeply for the reader's stack".to_owned());
        }
        if signal == rustix::process::Signal::KILL.as_raw() {
            return ("memory", "the system killed its worker, most often for want of memory; fewer jobs need less".to_owned());
        }
        return ("crash", format!("its worker was ended by signal {signal}; this is a fault of hongtou, please report it"));
    }
    let how = status.map_or_else(|| "closed its pipe".to_owned(), |status| format!("ended with {status}"));
    ("crash", format!("its worker {how}; this is a fault of hongtou, please report it"))
}
