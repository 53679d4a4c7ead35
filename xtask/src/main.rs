//! What hongtou's developers run: `cargo xtask COMMAND`. The gate is here, in a package that needs no other, so that its
//! first step starts at once; everything else is handed to `tools`. Not for: anything that users need.

mod ci;
#[cfg(test)]
mod licences;
mod passed_over;

use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

const USAGE: &str = "\
usage: cargo xtask COMMAND

  ci                everything that must hold before a change lands: formatting, lints, docs, tests, licences
  bench             MB/s of the number recogniser beside ripgrep, and how the cost of parsing grows
  COMMAND           any other, built in release form if it measures; `cargo xtask help` lists them
";

/// Commands of `tools` that measure nothing, for which a release build would only be a wait.
const UNMEASURED: [&str; 3] = ["schemas", "bulk", "help"];
const TOOLS: [&str; 4] = ["run", "--quiet", "--package", "hongtou-tools"];

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = args.iter().map(String::as_str).collect();
    let done = match words.as_slice() {
        [] => Err(USAGE.to_owned()),
        ["ci"] => ci::run(&workspace()),
        ["bench"] => cargo(&["bench", "--package", "hongtou-parse", "--bench", "numbers"]),
        [command, ..] if UNMEASURED.contains(command) => cargo(&[&TOOLS[..], &["--"], &words].concat()),
        _ => cargo(&[&TOOLS[..], &["--release", "--"], &words].concat()),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            #[expect(clippy::print_stderr, reason = "this is the developer's terminal")]
            {
                eprintln!("{message}");
            }
            ExitCode::FAILURE
        }
    }
}

fn workspace() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn cargo(args: &[&str]) -> Result<(), String> {
    let status = Command::new(env!("CARGO")).args(args).status().map_err(|error| format!("cargo: {error}"))?;
    if status.success() { Ok(()) } else { Err(format!("cargo {} failed", args.join(" "))) }
}
