//! Which inputs a run has, and what each is called in the records. Not for: opening them.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, FileType, Metadata};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::UNIX_EPOCH;

use hongtou_export::rows::{FileError, FileStatus};
use walkdir::WalkDir;

use crate::Error;
use crate::ledger::Stamp;
use crate::name::spelled;
use crate::select::Select;

/// One input.
#[derive(Debug)]
pub(crate) struct Input {
    /// What it is called in `files`.
    pub(crate) name: String,
    /// Where it lies.
    pub(crate) place: Lies,
    /// What the system says of it, or why it is not to be opened.
    pub(crate) content: Content,
}

/// Where an input lies. There is one for each, so those that are called after their path share that of the folder.
#[derive(Debug)]
pub(crate) enum Lies {
    /// Below the folder, under its name in `files`.
    Below(Arc<Path>),
    At(Box<Path>),
}

impl Lies {
    fn new(root: &Arc<Path>, name: &str, path: PathBuf) -> Self {
        if root.join(name) == path { Self::Below(Arc::clone(root)) } else { Self::At(path.into()) }
    }

    /// The path of an input that is called so.
    pub(crate) fn path(&self, name: &str) -> PathBuf {
        match self {
            Self::Below(root) => root.join(name),
            Self::At(path) => path.to_path_buf(),
        }
    }
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

    /// Every input, sorted by name. The folder `out` is left out, and what of the folders is not selected.
    pub(crate) fn walk(&self, out: &Path, select: &Select) -> Result<Vec<Input>, Error> {
        let out = fs::canonicalize(out).map_err(|source| Error::Unreadable { path: out.to_owned(), source })?;
        let mut found = Vec::new();
        let mut seen = BTreeSet::new();
        for (index, root) in self.0.iter().enumerate() {
            if root.real == out {
                return Err(Error::OutIsInput { path: root.given.clone() });
            }
            let several = self.0.len() > 1;
            let mut add = |relative: PathBuf, path: PathBuf, content| {
                if !several || seen.insert(root.real.join(&relative)) {
                    found.push((index, path, content));
                }
            };
            if root.folder {
                walk_folder(root, &out, select, &mut add);
            } else {
                let content = match &root.missing {
                    Some(missing) => Err(missing.clone()),
                    None => fs::metadata(&root.given).map_err(|error| unreadable(&error)).and_then(|data| opened(&data)),
                };
                add(PathBuf::new(), root.given.clone(), content);
            }
        }
        drop(seen);
        let names = self.names(found.iter().map(|(index, path, _)| (*index, self.0[*index].relative(path))));
        let roots: Vec<Arc<Path>> = self.0.iter().map(|root| root.given.as_path().into()).collect();
        let inputs = names.into_iter().zip(found).map(|(name, (index, path, content))| {
            let place = Lies::new(&roots[index], &name, path);
            Input { name, place, content }
        });
        let mut inputs: Vec<Input> = inputs.collect();
        inputs.sort_by(|a, b| a.name.cmp(&b.name));
        Ok(inputs)
    }

    /// Relative paths; where those of two roots collide, both get the name of their folder in front, and where that is
    /// not enough, their whole path.
    fn names<'a>(&self, found: impl Iterator<Item = (usize, &'a Path)> + Clone) -> Vec<String> {
        let mut fronts: Vec<usize> = vec![0; self.0.len()];
        loop {
            let named: Vec<(usize, String)> =
                found.clone().map(|(index, relative)| (index, self.name(index, relative, fronts[index]))).collect();
            let mut owners: Vec<(&str, usize)> = named.iter().map(|(index, name)| (name.as_str(), *index)).collect();
            owners.sort_unstable();
            owners.dedup();
            let several = owners.chunk_by(|a, b| a.0 == b.0).filter(|owners| owners.len() > 1);
            let colliding: BTreeSet<usize> = several.flatten().map(|(_, index)| *index).collect();
            let longer: Vec<usize> = colliding.into_iter().filter(|index| fronts[*index] < 2).collect();
            if longer.is_empty() {
                return named.into_iter().map(|(_, name)| name).collect();
            }
            for index in longer {
                fronts[index] += 1;
            }
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

/// Of two spellings of one path the smaller one is kept, whatever their order.
fn add_root(roots: &mut BTreeMap<PathBuf, Root>, root: Root) {
    match roots.get(&root.real) {
        Some(kept) if kept.given <= root.given => {}
        _ => drop(roots.insert(root.real.clone(), root)),
    }
}

pub(crate) type Content = Result<Stamp, (FileStatus, FileError)>;

fn walk_folder(root: &Root, out: &Path, select: &Select, add: &mut impl FnMut(PathBuf, PathBuf, Content)) {
    let relative = |path: &Path| root.relative(path).to_owned();
    let walk = WalkDir::new(&root.given).follow_links(false).sort_by_file_name();
    let inside = |entry: &walkdir::DirEntry| {
        let relative = relative(entry.path());
        if entry.file_type().is_dir() { select.enters(&relative) && root.real.join(relative) != out } else { select.takes(&relative) }
    };
    for entry in walk.into_iter().filter_entry(inside) {
        match entry {
            Ok(entry) if entry.file_type().is_dir() => {}
            Ok(entry) => {
                let content = look(entry.path(), entry.file_type());
                add(relative(entry.path()), entry.into_path(), content);
            }
            Err(error) => {
                let path = error.path().unwrap_or(&root.given).to_owned();
                add(relative(&path), path, Err((FileStatus::Failed, FileError { code: "unreadable".into(), message: said(error) })));
            }
        }
    }
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

fn stamp(data: &Metadata) -> Stamp {
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
