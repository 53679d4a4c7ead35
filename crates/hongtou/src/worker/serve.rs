//! The worker's side: tasks in, answers out, until the pipe is closed. Not for: the work itself (`task`).

use std::io::{self, Read, Write};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

use super::{Hello, frame, limits};
use crate::run::STACK;
use crate::task::{Answer, Emit, Setup, Task, perform};

/// Reads documents for a run in another process, until `input` ends. The program that [`Isolation::Worker`](crate::Isolation)
/// names calls this on its standard input and output when its one argument is [`WORKER`](crate::WORKER), and writes
/// nothing else to its output. From then on the memory of the process is bounded.
///
/// # Errors
/// When the pipe breaks off or carries something else; there is nobody left to tell.
pub fn serve(input: impl Read + Send + 'static, output: impl Write + Send + 'static) -> io::Result<()> {
    // Nested tables and XML are read by recursion: on a thread with room for it.
    let thread = thread::Builder::new().name("hongtou-worker".into()).stack_size(STACK);
    let served = thread.spawn(move || on_this_thread(input, output))?.join();
    served.unwrap_or_else(|_| Err(io::Error::other("the worker stumbled outside of a document")))
}

fn on_this_thread(mut input: impl Read, mut output: impl Write + Send + 'static) -> io::Result<()> {
    frame::write(&mut output, &Hello::own())?;
    let Some(setup) = frame::read::<Setup>(&mut input)? else { return Ok(()) };
    limits::bind(setup.memory);
    let output = Arc::new(Mutex::new(output));
    let emit: Emit = Arc::new(move |answer: Answer| {
        // A thread that stumbled while it wrote has left half a message: the reader of the pipe will tell.
        frame::write(&mut *output.lock().unwrap_or_else(PoisonError::into_inner), &answer)
    });
    while let Some(task) = frame::read::<Task>(&mut input)? {
        perform(&task, &setup, &emit)?;
    }
    Ok(())
}
