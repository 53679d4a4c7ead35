//! `cargo xtask ci`: everything that must hold before a change lands, in the order in which it fails
//! cheapest. Not for: benches and corpora, which no machine can judge in minutes.

use std::path::Path;
use std::process::Command;

use crate::passed_over::passed_over;

/// What runs, each with the sentence that is shown before it.
const STEPS: &[(&str, &[&str])] = &[
    ("formatting", &["fmt", "--all", "--check"]),
    ("lints", &["clippy", "--workspace", "--all-targets", "--locked", "--", "-D", "warnings"]),
    ("the parser builds without the readers", &["check", "--package", "hongtou-parse", "--locked"]),
    ("the readers build one by one", &["check", "--package", "hongtou-read", "--no-default-features", "--features", "text", "--locked"]),
    ("documentation", &["doc", "--workspace", "--no-deps", "--locked"]),
    ("examples in the documentation", &["test", "--workspace", "--doc", "--locked", "--quiet"]),
    ("tests", &["nextest", "run", "--workspace", "--locked", "--no-fail-fast"]),
];

/// Runs every step, and says at the end which tests were passed over; stops at the first that fails.
pub(crate) fn run(workspace: &Path) -> Result<(), String> {
    for (what, arguments) in STEPS {
        #[expect(clippy::print_stderr, reason = "this is the developer's terminal")]
        {
            eprintln!("\n== {what}: cargo {}", arguments.join(" "));
        }
        let status = Command::new(env!("CARGO"))
            .args(*arguments)
            .current_dir(workspace)
            .env("RUSTDOCFLAGS", "-D warnings")
            .status()
            .map_err(|error| format!("cargo {}: {error}", arguments.join(" ")))?;
        if !status.success() {
            return Err(format!("{what} failed (cargo {})", arguments.join(" ")));
        }
    }
    for test in passed_over(workspace) {
        #[expect(clippy::print_stderr, reason = "this is the developer's terminal")]
        {
            eprintln!("skipped {test}");
        }
    }
    Ok(())
}
