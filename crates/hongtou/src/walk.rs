//! Which inputs a run has, and what each is called in the records. Not for: opening them.

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsString;
use std::fs::{self, FileType, Metadata};
use std::io;
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use hongtou_export::rows::{FileError, FileStatus};
use serde::{Deserialize, Serialize};
use walkdir::WalkDir;

use crate::ledger::Stamp;
use crate::name::spelled;
use crate::scratch::{Scratch, Sorted, Sorting};
use crate::select::Select;
use crate::spool::{Spool, Spooled};
use crate::{Error, one};

/// One input, under its name.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Input {
    pub(crate) lies: Lies,
    /// What the system says of it, or why it is not to be opened.
    pub(crate) content: Content,
}

/// Where an input lies.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Lies {
    root: u32,
    /// Its path, if that is not its name in `files` below the root.
    at: Option<OsString>,
    #[cfg(test)]
    #[serde(skip)]
    _counted: crate::held::Counted,
}

impl Lies {
    /// The last part of the path of an input that is called so.
    pub(crate) fn file_name(&self, name: &str) -> String {
        one::file_name(self.at.as_deref().map_or(Path::new(name), Path::new))
    }
}

/// What was found, before it has a name.
#[derive(Debug, Serialize, Deserialize)]
struct Found {
    root: u32,
    path: OsString,
    content: Content,
}

/// A file or folder that was named.
#[derive(Debug)]
struct Root {
    given: PathBuf,
    real: PathBuf,
    folder: bool,
    /// A path out of a list, which may name what is not there any more.
    missing: Option<(FileStatus, FileError)>,
}

impl Root {
    /// The path of an input below a folder; nothing for a file that was named itself.
    fn relative<'a>(&self, path: &'a Path) -> &'a Path {
        if self.folder { path.strip_prefix(&self.given).unwrap_or(path) } else { Path::new("") }
    }
}

/// The named files and folders, each once.
#[derive(Debug)]
pub(crate) struct Roots(Vec<Root>);

impl Roots {
    /// Looks at every named path; nothing is walked yet. Of the `listed` ones some may be missing: that is a row of
    /// `files`.
    pub(crate) fn new(paths: &[PathBuf], listed: Option<&[PathBuf]>) -> Result<Self, Error> {
        if paths.is_empty() && listed.is_none() {
            return Err(Error::NoInput);
        }
        let mut roots: BTreeMap<PathBuf, Root> = BTreeMap::new();
        for given in paths {
            let wrong = |source: io::Error| match source.kind() {
                io::ErrorKind::NotFound => Error::NotFound { path: given.clone() },
                _ => Error::Unreadable { path: given.clone(), source },
            };
            let real = fs::canonicalize(given).map_err(wrong)?;
            let folder = fs::metadata(given).map_err(wrong)?.is_dir();
            if folder {
                fs::read_dir(given).map_err(wrong)?;
            }
            add_root(&mut roots, Root { given: given.clone(), real, folder, missing: None });
        }
        for given in listed.unwrap_or_default() {
            let looked = fs::canonicalize(given).and_then(|real| fs::metadata(given).map(|data| (real, data.is_dir())));
            let root = match looked {
                Ok((real, folder)) => Root { given: given.clone(), real, folder, missing: None },
                Err(error) => Root { given: given.clone(), real: given.clone(), folder: false, missing: Some(unreadable(&error)) },
            };
            add_root(&mut roots, root);
        }
        // By real path: a folder comes before what lies in it and was named as well.
        Ok(Self(roots.into_values().collect()))
    }

    /// Every input by its name, in the order of the names; `scratch` is for passing files. The folder `out` is left out, and what
    /// of the folders is not selected.
    pub(crate) fn walk(&self, out: &Path, select: &Select, scratch: &Path) -> Result<Sorted<Input>, Error> {
        let out = fs::canonicalize(out).map_err(|source| Error::Unreadable { path: out.to_owned(), source })?;
        let several = self.0.len() > 1;
        let mut found = Spool::new(scratch)?;
        let mut places = Sorting::new(Scratch::new(scratch)?);
        for (index, root) in (0..).zip(&self.0) {
            if root.real == out {
                return Err(Error::OutIsInput { path: root.given.clone() });
            }
            let mut add = |relative: &Path, path: &Path, content| {
                let found_here = Found { root: index, path: path.into(), content };
                // Of what lies below several roots the first one counts.
                if several { places.put(&key(&root.real.join(relative)), &found_here) } else { found.put(&found_here) }
            };
            if root.folder {
                walk_folder(root, &out, select, &mut add)?;
            } else {
                let content = match &root.missing {
                    Some(missing) => Err(missing.clone()),
                    None => fs::metadata(&root.given).map_err(|error| unreadable(&error)).and_then(|data| opened(&data)),
                };
                add(Path::new(""), &root.given, content)?;
            }
        }
        let mut last = None;
        for next in places.finish()?.each() {
            let (place, found_here) = next?;
            if last.as_ref() != Some(&place) {
                found.put(&found_here)?;
                last = Some(place);
            }
        }
        self.named(&mut found.finish()?, scratch)
    }

    /// Gives names: relative paths; where those of two roots collide, both get the name of their folder in front, and where that
    /// is not enough, their whole path.
    fn named(&self, found: &mut Spooled<Found>, scratch: &Path) -> Result<Sorted<Input>, Error> {
        let mut fronts: Vec<usize> = vec![0; self.0.len()];
        loop {
            let mut inputs = Sorting::new(Scratch::new(scratch)?);
            for found in found.each()? {
                let Found { root: index, path, content } = found?;
                let at = place(index);
                let Some((root, front)) = self.0.get(at).zip(fronts.get(at)) else { continue };
                let name = self.name(at, root.relative(Path::new(&path)), *front);
                let below = root.given.join(&name).as_os_str() == path;
                inputs.put(
                    &name,
                    &Input {
                        lies: Lies {
                            root: index,
                            at: (!below).then_some(path),
                            #[cfg(test)]
                            _counted: crate::held::Counted::default(),
                        },
                        content,
                    },
                )?;
            }
            let inputs = inputs.finish()?;
            let longer = if self.0.len() > 1 { colliding(&inputs, &fronts)? } else { BTreeSet::new() };
            if longer.is_empty() {
                return Ok(inputs);
            }
            fronts.iter_mut().enumerate().filter(|(index, _)| longer.contains(index)).for_each(|(_, front)| *front += 1);
        }
    }

    /// Where an input of this name lies.
    pub(crate) fn path(&self, name: &str, Lies { root, at, .. }: &Lies) -> PathBuf {
        match at {
            Some(at) => at.into(),
            None => self.0.get(place(*root)).map(|root| root.given.join(name)).unwrap_or_default(),
        }
    }

    fn name(&self, index: usize, relative: &Path, front: usize) -> String {
        let root = &self.0[index];
        // What stands before the relative path of a folder's files, or is the name of a file.
        let (home, tail) = if root.folder {
            (root.real.as_path(), relative.to_owned())
        } else {
            (
                root.real.parent().unwrap_or(&root.real),
                root.given.file_name().or(root.real.file_name()).map(PathBuf::from).unwrap_or_default(),
            )
        };
        match front {
            0 => spelled(&tail),
            1 => spelled(&home.file_name().map(PathBuf::from).unwrap_or_default().join(tail)),
            _ => spelled(&home.join(tail)),
        }
    }
}

/// The roots whose inputs are called like those of others, and may be called otherwise.
fn colliding(inputs: &Sorted<Input>, fronts: &[usize]) -> Result<BTreeSet<usize>, Error> {
    let mut colliding = BTreeSet::new();
    let mut last: Option<(Box<str>, u32)> = None;
    for input in inputs.each() {
        let (name, Input { lies: Lies { root, .. }, .. }) = input?;
        if let Some((_, other)) = last.as_ref().filter(|(before, other)| *before == name && *other != root) {
            colliding.extend([place(*other), place(root)]);
        }
        last = Some((name, root));
    }
    colliding.retain(|index| fronts.get(*index).is_some_and(|front| *front < 2));
    Ok(colliding)
}

fn place(index: u32) -> usize {
    usize::try_from(index).unwrap_or(usize::MAX)
}

/// A path as text, each its own.
fn key(path: &Path) -> String {
    let path: PathBuf = path.components().collect();
    path.as_os_str().as_encoded_bytes().iter().copied().map(char::from).collect()
}

/// Of two spellings of one path the smaller one is kept, whatever their order.
fn add_root(roots: &mut BTreeMap<PathBuf, Root>, root: Root) {
    match roots.get(&root.real) {
        Some(kept) if kept.given <= root.given => {}
        _ => drop(roots.insert(root.real.clone(), root)),
    }
}

pub(crate) type Content = Result<Stamp, (FileStatus, FileError)>;

/// Calls `add` for every input of a folder, in no order: all names of a folder at a time may be many.
fn walk_folder(
    root: &Root,
    out: &Path,
    select: &Select,
    add: &mut impl FnMut(&Path, &Path, Content) -> Result<(), Error>,
) -> Result<(), Error> {
    let inside = |entry: &walkdir::DirEntry| {
        let relative = root.relative(entry.path());
        if entry.file_type().is_dir() { select.enters(relative) && root.real.join(relative) != out } else { select.takes(relative) }
    };
    for entry in WalkDir::new(&root.given).follow_links(false).into_iter().filter_entry(inside) {
        match entry {
            Ok(entry) if entry.file_type().is_dir() => {}
            Ok(entry) => add(root.relative(entry.path()), entry.path(), look(entry.path(), entry.file_type()))?,
            Err(error) => {
                let path = error.path().unwrap_or(&root.given).to_owned();
                let content = Err((FileStatus::Failed, FileError { code: "unreadable".into(), message: said(error) }));
                add(root.relative(&path), &path, content)?;
            }
        }
    }
    Ok(())
}

fn said(error: walkdir::Error) -> String {
    let why = error.into_io_error().map_or_else(|| "it cannot be walked".to_owned(), |error| error.to_string());
    format!("the folder cannot be read: {why}; give hongtou the right to read it")
}

fn look(path: &Path, kind: FileType) -> Content {
    // Follows a link to a file; a link to a folder could lead round in a circle and is only named.
    let data = fs::metadata(path).map_err(|error| unreadable(&error))?;
    if kind.is_symlink() && data.is_dir() {
        let message = "a link to a folder is not followed; name the folder itself".to_owned();
        return Err((FileStatus::Unsupported, FileError { code: "link_to_folder".into(), message }));
    }
    opened(&data)
}

fn opened(data: &Metadata) -> Content {
    if data.is_file() {
        return Ok(stamp(data));
    }
    let message = "not a regular file (a pipe, socket or device); only files are read".to_owned();
    Err((FileStatus::Failed, FileError { code: "not_a_file".into(), message }))
}

pub(crate) fn stamp(data: &Metadata) -> Stamp {
    let signed = |number: u64| i64::try_from(number).unwrap_or(i64::MAX);
    let written = data.modified().ok().and_then(|moment| moment.duration_since(UNIX_EPOCH).ok());
    let written = written.map_or(0, |since| i64::try_from(since.as_nanos()).unwrap_or(i64::MAX));
    #[cfg(unix)]
    let changed = {
        use std::os::unix::fs::MetadataExt;
        data.ctime().saturating_mul(1_000_000_000).saturating_add(data.ctime_nsec())
    };
    #[cfg(not(unix))]
    let changed = 0;
    Stamp { bytes: signed(data.len()), written, changed }
}

/// The row of a file that the system does not let be read.
pub(crate) fn unreadable(error: &io::Error) -> (FileStatus, FileError) {
    let message = format!("the file cannot be read: {error}; check that it is there and that hongtou may read it");
    (FileStatus::Failed, FileError { code: "unreadable".into(), message })
}
