//! Counts what there is one of for each input, for the test that few are held at a time. Not for: anything but tests.

use std::sync::atomic::{AtomicUsize, Ordering};

static HELD: AtomicUsize = AtomicUsize::new(0);
static MOST: AtomicUsize = AtomicUsize::new(0);

/// Stands in whatever there is one of for each input.
#[derive(Debug)]
pub(crate) struct Counted(());

impl Default for Counted {
    fn default() -> Self {
        MOST.fetch_max(HELD.fetch_add(1, Ordering::Relaxed) + 1, Ordering::Relaxed);
        Self(())
    }
}

impl Clone for Counted {
    fn clone(&self) -> Self {
        Self::default()
    }
}

impl Drop for Counted {
    fn drop(&mut self) {
        HELD.fetch_sub(1, Ordering::Relaxed);
    }
}

#[test]
fn few_inputs_are_held_at_a_time() {
    const INPUTS: usize = 5_000;
    let home = tempfile::tempdir().unwrap();
    let (folder, out) = (home.path().join("in"), home.path().join("out"));
    std::fs::create_dir(&folder).unwrap();
    // Every third a copy, every seventh empty.
    for at in 0..INPUTS {
        let text = if at % 7 == 0 { String::new() } else { format!("{}", at / 3) };
        std::fs::write(folder.join(format!("{at}.dat")), text).unwrap();
    }
    let few = |doing: &str| {
        let most = MOST.swap(0, Ordering::Relaxed);
        assert!((1..INPUTS / 2).contains(&most), "{most} are held at a time while {doing}");
    };
    for doing in ["reading", "finding nothing to do"] {
        let report = crate::Ingest::new(&folder).out(&out).run(|_| {}).unwrap();
        assert_eq!(report.inputs(), 5_000);
        few(doing);
    }
    assert_eq!(crate::relink(&out, &[]).unwrap().inputs(), 5_000);
    few("linking");
}
