//! The `hongtou` command: words on a terminal. Not for: anything that the library can do.

mod args;
mod chain;
mod check;
mod draw;
mod export;
mod ingest;
mod output;
mod single;
mod status;
mod trace;

use std::process::ExitCode;

use args::{Args, Command};
use clap::{CommandFactory, Parser};

/// Why a command ends early: what to say, and the exit status.
pub(crate) struct Stop {
    message: String,
    status: u8,
}

impl Stop {
    /// The command could not start or finish.
    pub(crate) fn unfit(message: impl ToString) -> Self {
        Self { message: message.to_string(), status: 2 }
    }

    /// The input is at fault.
    pub(crate) fn failed(message: impl ToString) -> Self {
        Self { message: message.to_string(), status: 1 }
    }
}

impl From<hongtou::Error> for Stop {
    fn from(error: hongtou::Error) -> Self {
        use hongtou::Error::{NoText, Panic, Read};
        if matches!(error, Read { .. } | NoText { .. } | Panic { .. }) { Self::failed(error) } else { Self::unfit(error) }
    }
}

fn main() -> ExitCode {
    quiet_workers();
    let args = Args::parse();
    let done = match args.command {
        Command::Ingest(args) => ingest::run(&args),
        Command::Parse { file, ocr } => single::parse(&file, ocr.choice()),
        Command::Text(args) => single::text(&args),
        Command::Export { folder, to } => export::run(&folder, &to),
        Command::Link { dir, add, quiet } => ingest::link(&dir, &add, quiet),
        Command::Chain { dir, number, whole, mermaid } => chain::print(&dir, &number, whole, mermaid),
        Command::Trace { dir, division, fund, year } => trace::print(&dir, &division, fund.as_deref(), year),
        Command::Check { dir, coverage } => check::run(&dir, coverage),
        Command::Status { dir } => status::status(&dir),
        Command::Failures { dir, paths } => status::failures(&dir, paths),
        Command::Worker => worker(),
        Command::Schema { name } => schema(name.as_deref()),
        Command::Completions { shell } => completions(shell),
    };
    match done {
        Ok(status) => status,
        Err(stop) => {
            output::tell(&format!("hongtou: {}", stop.message));
            ExitCode::from(stop.status)
        }
    }
}

/// A document over which a worker stumbles is told of by its row; the thread's own last words would only tear the bar.
fn quiet_workers() {
    let usual = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |info| {
        let worker = std::thread::current().name().is_some_and(|name| name.starts_with("hongtou-"));
        if !worker {
            usual(info);
        }
    }));
}

/// The other end of a run's pipes. What goes wrong here is told by the run.
fn worker() -> Result<ExitCode, Stop> {
    hongtou::serve_worker(std::io::stdin(), std::io::stdout()).map_err(Stop::unfit)?;
    Ok(ExitCode::SUCCESS)
}

fn schema(name: Option<&str>) -> Result<ExitCode, Stop> {
    use hongtou::export::schema::{files, name_of};
    let names = || files().into_iter().map(|(file, _)| name_of(&file).to_owned());
    let Some(name) = name else {
        return output::print(&names().map(|name| name + "\n").collect::<String>());
    };
    match hongtou::export::schema::by_name(name) {
        Some(text) => output::print(&text),
        None => Err(Stop::unfit(format!("there is no schema {name:?}; the schemas are: {}", names().collect::<Vec<_>>().join(", ")))),
    }
}

fn completions(shell: clap_complete::Shell) -> Result<ExitCode, Stop> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Args::command(), "hongtou", &mut script);
    output::print(&String::from_utf8_lossy(&script))
}
