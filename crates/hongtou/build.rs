//! Tells builds of the parser apart: a digest of the sources and data of the crates that documents pass through, so that
//! what one build has parsed is not taken for the work of another. Not for: reading (`hongtou_read::VERSION`).

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

/// What parsing and linking depend on, beside this crate. `read` is there for builds under development only.
const CRATES: [&str; 5] = ["document", "notice", "parse", "chain", "export"];

fn main() -> io::Result<()> {
    let home = PathBuf::from(std::env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default());
    let folder = |name: &str| home.join("..").join(name);
    let digest = |names: &[&str]| -> io::Result<String> {
        let mut hasher = Sha256::new();
        for name in names {
            for part in ["src", "data"] {
                let part = folder(name).join(part);
                // Cargo takes a path that is not there for one that has changed, and would build anew each time. Data
                // that come later are used by sources, which are watched.
                if part.is_dir() {
                    println!("cargo::rerun-if-changed={}", part.display());
                    add(&part, &mut hasher)?;
                }
            }
        }
        // Eight bytes tell builds apart.
        Ok(hasher.finalize().iter().take(8).map(|byte| format!("{byte:02x}")).collect())
    };
    println!("cargo::rustc-env=HONGTOU_PARSE_BUILD={}", digest(&CRATES)?);
    println!("cargo::rustc-env=HONGTOU_OWN_BUILD={}", digest(&["hongtou"])?);
    println!("cargo::rustc-env=HONGTOU_READ_BUILD={}", digest(&["document", "read"])?);
    Ok(())
}

/// Adds every file of a folder, in the order of their names.
fn add(folder: &Path, hasher: &mut Sha256) -> io::Result<()> {
    let mut entries = fs::read_dir(folder)?.map(|entry| entry.map(|entry| entry.path())).collect::<io::Result<Vec<_>>>()?;
    entries.sort();
    for entry in entries {
        if entry.is_dir() {
            add(&entry, hasher)?;
        } else {
            hasher.update(entry.file_name().unwrap_or_default().as_encoded_bytes());
            hasher.update(fs::read(&entry)?);
        }
    }
    Ok(())
}
