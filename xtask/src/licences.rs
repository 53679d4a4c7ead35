//! The allow-list of dependency licences, held over what `cargo metadata` says of every crate in the lock
//! file. Not for: the licences of data, which stand in NOTICE.

use std::path::Path;

use cargo_metadata::MetadataCommand;
use spdx::{Expression, LicenseReq};

/// Permissive licences that a dependency may ask for. Copyleft ones are refused: hongtou is linked into
/// other people's programs.
const ALLOWED: &[&str] = &[
    "MIT",
    "MIT-0",
    "Apache-2.0",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "BSL-1.0",
    "CC0-1.0",
    "ISC",
    "Unicode-3.0",
    "Unlicense",
    "Zlib",
    "0BSD",
];

/// Every dependency whose licence is not allowed, with what it says. Empty when all are.
pub(crate) fn refused(workspace: &Path) -> Result<Vec<String>, String> {
    let metadata =
        MetadataCommand::new().manifest_path(workspace.join("Cargo.toml")).exec().map_err(|error| format!("cargo metadata: {error}"))?;
    let mut refused = Vec::new();
    for package in &metadata.packages {
        let licence = package.license.clone().unwrap_or_default().replace('/', " OR ");
        if !allowed(&licence) {
            let said = if licence.is_empty() { "no licence" } else { &licence };
            refused.push(format!("{} {}: {said}", package.name, package.version));
        }
    }
    Ok(refused)
}

fn allowed(licence: &str) -> bool {
    Expression::parse(licence)
        .is_ok_and(|expression| expression.evaluate(|asked: &LicenseReq| asked.license.id().is_some_and(|id| ALLOWED.contains(&id.name))))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn expressions_are_read_as_a_lawyer_would() {
        assert!(allowed("MIT OR GPL-3.0-only"));
        assert!(!allowed("MIT AND GPL-3.0-only"));
        assert!(allowed("(MIT OR Apache-2.0) AND Unicode-3.0"));
        assert!(allowed("Apache-2.0 WITH LLVM-exception"));
        assert!(!allowed(""));
    }

    #[test]
    fn every_dependency_is_permissive() {
        let workspace = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
        assert_eq!(refused(&workspace).unwrap(), Vec::<String>::new());
    }
}
