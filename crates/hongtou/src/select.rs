//! Which files of a folder are asked for. Not for: walking it (`walk`).

use std::path::Path;

use globset::{GlobBuilder, GlobSet, GlobSetBuilder};

use crate::Error;
use crate::name::spelled;

/// Patterns in the manner of `.gitignore`: one without `/` is held against every name of a path, one with `/` against the whole
/// path from the named folder on. `*` and `?` pass over no `/`, `**` does.
#[derive(Debug, Clone, Default)]
pub(crate) struct Select {
    include: Option<Patterns>,
    exclude: Option<Patterns>,
}

#[derive(Debug, Clone)]
struct Patterns {
    names: GlobSet,
    paths: GlobSet,
}

impl Patterns {
    fn new(patterns: &[String]) -> Result<Option<Self>, Error> {
        if patterns.is_empty() {
            return Ok(None);
        }
        let (mut names, mut paths) = (GlobSetBuilder::new(), GlobSetBuilder::new());
        for pattern in patterns {
            let bad = |source| Error::Pattern { pattern: pattern.clone(), source };
            let text = pattern.trim_end_matches('/');
            let glob = GlobBuilder::new(text.trim_start_matches('/')).literal_separator(true).build().map_err(bad)?;
            if text.contains('/') {
                paths.add(glob)
            } else {
                names.add(glob)
            };
        }
        let built = |builder: GlobSetBuilder| builder.build().map_err(|source| Error::Pattern { pattern: patterns.join(" "), source });
        Ok(Some(Self { names: built(names)?, paths: built(paths)? }))
    }

    fn meets(&self, relative: &Path) -> bool {
        let path = spelled(relative);
        path.split('/').any(|name| self.names.is_match(name)) || self.paths.is_match(path.as_str())
    }
}

impl Select {
    pub(crate) fn new(include: &[String], exclude: &[String]) -> Result<Self, Error> {
        Ok(Self { include: Patterns::new(include)?, exclude: Patterns::new(exclude)? })
    }

    /// Whether a folder is entered.
    pub(crate) fn enters(&self, relative: &Path) -> bool {
        relative.as_os_str().is_empty() || !self.exclude.as_ref().is_some_and(|exclude| exclude.meets(relative))
    }

    /// Whether a file is an input.
    pub(crate) fn takes(&self, relative: &Path) -> bool {
        self.enters(relative) && self.include.as_ref().is_none_or(|include| include.meets(relative))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn takes(include: &[&str], exclude: &[&str], path: &str) -> bool {
        let owned = |list: &[&str]| list.iter().map(|&item| item.to_owned()).collect::<Vec<_>>();
        Select::new(&owned(include), &owned(exclude)).unwrap().takes(Path::new(path))
    }

    #[test]
    fn patterns_meet_names_and_paths() {
        assert!(takes(&[], &[], "a/b.pdf"));
        assert!(takes(&["*.pdf"], &[], "a/b.pdf"));
        assert!(!takes(&["*.pdf"], &[], "a/b.doc"));
        assert!(!takes(&["*.pdf"], &["草稿"], "草稿/b.pdf"));
        assert!(takes(&["2024/*.pdf"], &[], "2024/b.pdf"));
        assert!(!takes(&["2024/*.pdf"], &[], "2024/x/b.pdf"));
        assert!(takes(&["2024/**/*.pdf"], &[], "2024/x/b.pdf"));
        assert!(!takes(&[], &["/2024/x/"], "2024/x"));
    }

    #[test]
    fn a_pattern_that_is_none_is_named() {
        let error = Select::new(&["[".to_owned()], &[]).unwrap_err();
        assert!(error.to_string().contains('['), "{error}");
    }
}
