//! Reads the files of `../shared`, which is not part of the repository, and holds them against their truth.
//! Absent there, every test says so and passes.

use std::path::PathBuf;

use hongtou_document::{Block, Document, Table, TableMark};
use hongtou_read::{Options, read};

fn shared(path: &str) -> Option<PathBuf> {
    let root =
        std::env::var_os("HONGTOU_SHARED").map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared"), PathBuf::from);
    let found = root.join(path);
    if !found.exists() {
        println!("skipped: ../shared is absent");
        return None;
    }
    Some(found)
}

fn read_shared(path: &str) -> Option<Document> {
    let file = shared(path)?;
    let bytes = std::fs::read(&file).unwrap();
    Some(read(&bytes, file.to_str(), &Options::default()).unwrap_or_else(|error| panic!("{path}: {error}")))
}

fn tables(document: &Document) -> Vec<&Table> {
    document.blocks().iter().filter_map(|block| if let Block::Table(table) = block { Some(table) } else { None }).collect()
}

#[test]
fn dump() {
    let Ok(path) = std::env::var("DUMP") else { return };
    let Some(document) = read_shared(&path) else { return };
    println!("{:?} {:?}", document.metadata(), document.warnings());
    for block in document.blocks() {
        match block {
            Block::Paragraph(p) => println!("P  {}", document.slice(p.span).replace('\n', "⏎").replace('\t', "→")),
            Block::Table(t) => {
                println!("T  {}x{} {:?}", t.rows(), t.cols(), t.mark);
                let mut row = 0;
                for c in t.cells() {
                    if c.row != row {
                        println!();
                        row = c.row;
                    }
                    print!(" [{},{} {}x{} {}]", c.row, c.col, c.row_span, c.col_span, document.slice(c.span).replace('\n', "⏎"));
                }
                println!();
            }
        }
    }
    let _ = (tables(&document), TableMark::Ruled);
}
