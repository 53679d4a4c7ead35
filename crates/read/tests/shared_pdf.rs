//! Reads the PDFs of `../shared/pdfs` and holds characters and cells against their truth. Where the folder is absent the test
//! says so and passes.
#![cfg(feature = "pdf")]
#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stdout, reason = "helpers of tests may fail and speak like tests")]

mod common;

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use common::shared::shared;
use hongtou_document::{Block, Document, Table};
use hongtou_read::{Options, ReadError, read};
use unicode_normalization::UnicodeNormalization as _;

/// What a file must reach. The truth of files with less than all of it also holds text that lies off their pages.
const LESS: [(&str, f64, f64); 5] =
    [("raw_vertical_b", 0.99, 0.0), ("raw_gbkeucV_b", 0.99, 0.0), ("raw_", 0.95, 0.98), ("rotcm_", 0.88, 0.92), ("xelatex_a", 0.79, 0.49)];

/// Files whose fonts do not tell what their glyphs mean, and scans.
const BLIND: [&str; 4] = ["notouni_lo_", "notouni_typst_", "scan300_", "scanG4_"];

/// NFKC, blanks removed.
fn fold(text: &str) -> String {
    text.nfkc().filter(|ch| !ch.is_whitespace()).collect()
}

/// How many of the wanted things were found.
fn share<T: std::hash::Hash + Eq>(wanted: impl Iterator<Item = T>, found: impl Iterator<Item = T>) -> (usize, usize) {
    let mut have: HashMap<T, usize> = HashMap::new();
    found.for_each(|thing| *have.entry(thing).or_default() += 1);
    let (mut hit, mut all) = (0, 0);
    for thing in wanted {
        all += 1;
        if let Some(left) = have.get_mut(&thing).filter(|left| **left > 0) {
            *left -= 1;
            hit += 1;
        }
    }
    (hit, all)
}

fn cells(document: &Document) -> Vec<String> {
    fn of(document: &Document, table: &Table, texts: &mut Vec<String>) {
        for cell in table.cells() {
            texts.push(fold(document.slice(cell.span)));
            cell.nested.iter().for_each(|inner| of(document, inner, texts));
        }
    }
    let mut texts = Vec::new();
    for block in document.blocks() {
        if let Block::Table(table) = block {
            of(document, table, &mut texts);
        }
    }
    texts
}

fn name(path: &Path) -> String {
    path.file_stem().unwrap().to_string_lossy().into_owned()
}

#[test]
fn characters_and_cells_are_right() {
    let Some(folder) = shared("pdfs") else { return };
    let truth: HashMap<String, Vec<String>> = serde_json::from_slice(&std::fs::read(folder.join("cells.json")).unwrap()).unwrap();
    let mut files: Vec<PathBuf> = std::fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.retain(|path| path.extension().is_some_and(|ending| ending == "pdf") && path.with_extension("txt").exists());
    files.sort();
    let (mut low, mut sum) = (Vec::new(), (0, 0));
    for path in files {
        let name = name(&path);
        let document = read(&std::fs::read(&path).unwrap(), None, &Options::default());
        if BLIND.iter().any(|blind| name.starts_with(blind)) {
            assert!(matches!(document, Err(ReadError::NeedsOcr { .. })), "{name} is read though nobody can");
            continue;
        }
        let document = document.unwrap_or_else(|error| panic!("{name}: {error}"));
        let (need_chars, need_cells) =
            LESS.iter().find(|(start, ..)| name.starts_with(start)).map_or((0.99, 0.93), |less| (less.1, less.2));
        let text = fold(&std::fs::read_to_string(path.with_extension("txt")).unwrap());
        let (hit, all) = share(text.chars(), fold(document.text().as_str()).chars());
        let documents = name.rsplit('_').next().unwrap();
        let wanted =
            documents.chars().flat_map(|letter| &truth[&letter.to_string()]).map(|cell| fold(cell)).filter(|cell| !cell.is_empty());
        let (cell_hit, cell_all) = share(wanted, cells(&document).into_iter());
        if need_cells > 0.0 {
            sum = (sum.0 + cell_hit, sum.1 + cell_all);
        }
        println!("{name:32} characters {hit:6} of {all:6}, cells {cell_hit:4} of {cell_all:4}");
        if (hit as f64) < need_chars * all as f64 || (cell_hit as f64) < need_cells * cell_all as f64 {
            low.push(name);
        }
    }
    assert!(low.is_empty(), "too low: {low:?}");
    assert!(sum.0 as f64 >= 0.985 * sum.1 as f64, "cells in all: {} of {}", sum.0, sum.1);
}
