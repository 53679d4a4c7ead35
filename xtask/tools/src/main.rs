//! What hongtou's developers measure and write with: `cargo xtask COMMAND` builds and runs it. Not for: the gate (`ci`), which
//! must not wait for all of this to be built, and anything that users need.

mod archive;
mod bench;
mod bulk;
mod calibrate;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

const USAGE: &str = "\
usage: cargo xtask COMMAND

  schemas           write schemas/*.schema.json from the record types
  schemas --check   fail when they differ from the types
  bench read [PDF]  pages a CPU-second and peak memory beside pdftotext and mutool; ../shared/pdfs where no file is named
  bench isolation DIR  what worker processes cost beside threads
  bench stages DIR  where the CPU time of a run over the files of a folder goes
  calibrate [KIND] [--rows]
                    how often certain, likely and doubtful rows are right, on the labelled notices as they are and
                    damaged; KIND measures one kind of damage, --rows shows the rows that speak against us
  archive --notices N [-o DIR]
                    make an archive with known chains, link it, say how much is found; DIR: for `hongtou link DIR`
  bulk --notices N -o DIR
                    write a folder of small notices in four formats, to measure bulk runs on
";

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = args.iter().map(String::as_str).collect();
    let done = match words.as_slice() {
        ["schemas"] => write_schemas(),
        ["schemas", "--check"] => check_schemas(),
        ["bench", "read", files @ ..] => bench::read(&workspace(), files).map(|table| say(&table)),
        ["bench", "isolation", folder] => bench::isolation(&workspace(), Path::new(folder)).map(|table| say(&table)),
        ["bench", "stages", folder] => bench::stages(Path::new(folder)).map(|table| say(&table)),
        ["calibrate", more @ ..] => calibrate::run(&workspace(), more),
        ["bulk", "--notices", count, "-o", out] => bulk(count, out),
        ["archive", "--notices", count, rest @ ..] => archive(count, rest),
        ["help"] => {
            say(USAGE);
            Ok(())
        }
        _ => Err(USAGE.to_owned()),
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

fn say(told: &str) {
    #[expect(clippy::print_stdout, reason = "this is the developer's terminal")]
    {
        print!("{told}");
    }
}

fn workspace() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn bulk(count: &str, out: &str) -> Result<(), String> {
    let count = count.parse().map_err(|error| format!("{count}: {error}\n{USAGE}"))?;
    bulk::run(count, Path::new(out)).map(|told| say(&told))
}

fn archive(count: &str, rest: &[&str]) -> Result<(), String> {
    let out = match rest {
        [] => None,
        ["-o", out] => Some(Path::new(*out)),
        _ => return Err(USAGE.to_owned()),
    };
    let count = count.parse().map_err(|error| format!("{count}: {error}\n{USAGE}"))?;
    archive::run(count, out).map(|told| say(&told))
}

fn folder() -> PathBuf {
    workspace().join("schemas")
}

fn write_schemas() -> Result<(), String> {
    let folder = folder();
    std::fs::create_dir_all(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    for (name, text) in hongtou_export::schema::files() {
        let path = folder.join(name);
        std::fs::write(&path, text).map_err(|error| format!("{}: {error}", path.display()))?;
    }
    Ok(())
}

fn check_schemas() -> Result<(), String> {
    let stale: Vec<String> = hongtou_export::schema::files()
        .into_iter()
        .filter(|(name, text)| std::fs::read_to_string(folder().join(name)).ok().as_ref() != Some(text))
        .map(|(name, _)| name)
        .collect();
    if stale.is_empty() { Ok(()) } else { Err(format!("run `cargo xtask schemas`: {}", stale.join(", "))) }
}
