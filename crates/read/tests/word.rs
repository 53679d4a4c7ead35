//! Binary Word documents and RTF: what a reader sees is what comes out.
#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stdout, reason = "helpers of tests may fail and speak like tests")]

mod common;

use std::io::{Cursor, Write as _};

use common::{drawn, read_as, shared};
use encoding_rs::GBK;
use hongtou_read::{Document, Options, ReadError, read};
use proptest::prelude::*;

/// An RTF file with this content.
fn rtf(content: &str) -> Document {
    let head = r"{\rtf1\ansi\ansicpg936\deff0{\fonttbl{\f0\fnil\fcharset134 \'cb\'ce\'cc\'e5;}{\f1\fcharset2 Wingdings;}{\f2\fcharset2 Wingdings 2;}}";
    read_as(format!("{head}{content}}}").as_bytes(), "a.rtf").unwrap()
}

/// Text as RTF writers put it: bytes of GBK in hex.
fn hex(text: &str) -> String {
    GBK.encode(text).0.iter().map(|byte| if byte.is_ascii() { char::from(*byte).to_string() } else { format!("\\'{byte:02x}") }).collect()
}

fn drawn_rtf(content: &str) -> String {
    drawn(&rtf(content))
}

#[test]
fn gbk_and_unicode_are_read() {
    let content = format!(r"\pard {}\par \u-28671?\uc2\u20803\'d4\'aa\uc1 \u55362?\u57271?\par", hex("财社〔2024〕3号"));
    assert_eq!(drawn_rtf(&content), "财社〔2024〕3号\n逡元𠮷\n".replace('逡', &char::from_u32(36865).unwrap().to_string()));
}

#[test]
fn gbk_without_a_code_page_is_read() {
    let document = read_as(format!(r"{{\rtf1\ansi {}\par}}", hex("预算表")).as_bytes(), "a.rtf").unwrap();
    assert_eq!(drawn(&document), "预算表\n");
}

#[test]
fn numbers_stand_before_their_paragraphs_as_printed() {
    let content = format!(
        r"{{\listtext\pard\plain {}\tab}}\pard\ls1 {}\par {{\pntext\f0 1.\tab}}\pard 2024{}\par",
        hex("一、"),
        hex("总体"),
        hex("年")
    );
    assert_eq!(drawn_rtf(&content), "一、总体\n1. 2024年\n");
}

#[test]
fn revisions_are_accepted_and_hidden_text_is_left_out() {
    let content = r"\pard a{\deleted b}{\revised c}{\v d}e\v f\v0 g\par x{\deleted\par}y\par";
    assert_eq!(drawn_rtf(content), "aceg\nxy\n");
}

#[test]
fn merged_cells_are_found_by_their_edges_and_marks() {
    let row = |cells: &str, texts: &[&str]| {
        let texts: String = texts.iter().map(|text| format!(r"{text}\cell ")).collect();
        format!(r"\trowd\trleft-108{cells}\pard\intbl {texts}\row")
    };
    let content = [
        row(r"\clvmgf\cellx1000\cellx3000", &["a", "b"]),
        // An edge that is a little off is the same edge.
        row(r"\clvmrg\cellx1008\cellx2000\cellx2995", &["", "c", r"d\par e"]),
        r"\pard after\par".to_owned(),
    ];
    assert_eq!(drawn_rtf(&content.concat()), "Markup 2x3\n [2x1 a][1x2 b]\n [c][d/e]\nafter\n");
}

#[test]
fn a_table_in_a_cell_stays_there() {
    let content = r"\trowd\cellx1000\cellx2000\pard\intbl a\par \pard\intbl\itap2 x\nestcell y\nestcell
        {\*\nesttableprops\trowd\cellx400\cellx800\nestrow}{\nonesttables\par}\pard\intbl z\cell b\cell\row\pard\par";
    let document = rtf(content);
    let table = common::tables(&document)[0];
    let nested = &table.cells()[0].nested[0];
    assert_eq!((table.rows(), table.cols(), nested.rows(), nested.cols()), (1, 2, 1, 2));
    assert_eq!(document.slice(table.cells()[0].span), "a\nz\nx\ty");
}

#[test]
fn symbols_and_boxes_are_characters() {
    let content = r#"\pard {\f1\'fe}a{\f2\u-3933?}b{\field{\*\fldinst SYMBOL 168 \\f "Wingdings"}{\fldrslt}}c
        {\field{\*\fldinst FORMCHECKBOX {\*\formfield{\fftype1\ffres25{\*\ffname Check1}\ffdefres1}}}{\fldrslt}}d{\field{\*\fldinst PAGE}{\fldrslt 3}}\par"#;
    assert_eq!(drawn_rtf(content), "☑a□b□c        ☑d3\n");
}

#[test]
fn text_boxes_heads_and_feet_have_their_places() {
    let content = r"{\header\pard head\par}{\footer\pard foot\par}{\info{\title t}{\author me}}\pard a
        {\shp{\*\shpinst\shpleft1{\sp{\sn x}{\sv 1}}{\shptxt\pard in\par}}{\shprslt{\*\do{\dptxbxtext twice}}}}b{\footnote note}\par c\par";
    let document = rtf(content);
    assert_eq!(drawn(&document), "a        b\nin\nc\n");
    let metadata: Vec<String> = document.metadata().iter().map(|(key, value)| format!("{key}={value}")).collect();
    assert_eq!(metadata, ["header=head", "footer=foot", "title=t", "creator=me"]);
}

#[test]
fn a_file_that_breaks_off_gives_what_came_before() {
    let document = read_as(br"{\rtf1\pard one\par two {\b th", "a.rtf").unwrap();
    assert_eq!(drawn(&document), "one\ntwo th\n");
    assert_eq!(document.warnings().len(), 1);
    let deep = format!(r"{{\rtf1 {}", "{".repeat(1000));
    assert!(matches!(read_as(deep.as_bytes(), "a.rtf"), Err(ReadError::TooLarge { .. })));
}

/// A binary document of one piece, whose text is bytes of CP936, with these header flags.
fn doc(text: &str, magic: u16, flags: u16) -> Vec<u8> {
    let (text, _, _) = GBK.encode(text);
    let length = u32::try_from(text.len()).unwrap();
    let mut main = vec![0; 0x800];
    main[..4].copy_from_slice(&[magic.to_le_bytes(), 0xc1u16.to_le_bytes()].concat());
    main[0x0a..0x0c].copy_from_slice(&flags.to_le_bytes());
    main[0x4c..0x50].copy_from_slice(&length.to_le_bytes());
    let mut pieces = vec![2, 16, 0, 0, 0];
    for number in [0, length, 0, 0] {
        pieces.extend(number.to_le_bytes());
    }
    // Two bytes of flags, then the place of narrow text, doubled, then no modifier.
    pieces[15..19].copy_from_slice(&(0x4000_0000u32 | 0x1000).to_le_bytes());
    main[0x1a6..0x1aa].copy_from_slice(&u32::try_from(pieces.len()).unwrap().to_le_bytes());
    main.extend(text.iter());
    let mut file = cfb::CompoundFile::create(Cursor::new(Vec::new())).unwrap();
    // Padded: streams below 4 KiB lie in another part of the container.
    main.resize(0x2000, 0);
    for (name, content) in [("/WordDocument", &main), ("/0Table", &pieces)] {
        file.create_stream(name).unwrap().write_all(content).unwrap();
    }
    file.flush().unwrap();
    file.into_inner().into_inner()
}

#[test]
fn pieces_in_cp936_are_read() {
    let document = read_as(&doc("财政部文件\r财社〔2024〕3号\u{b}续\r\u{13} PAGE \u{14}1\u{15}\r", 0xa5ec, 0), "a.doc").unwrap();
    assert_eq!(drawn(&document), "财政部文件\n财社〔2024〕3号/续\n1\n");
    assert_eq!(document.format().code(), "doc");
    let named_wps = read_as(&doc("正文\r", 0xa5ec, 0), "a.wps").unwrap();
    assert_eq!(named_wps.format().code(), "wps");
}

#[test]
fn what_cannot_be_read_says_why() {
    assert_eq!(read_as(&doc("x\r", 0xa5ec, 0x100), "a.doc").unwrap_err(), ReadError::Encrypted);
    let old = read_as(&doc("x\r", 0xa5dc, 0), "a.doc").unwrap_err();
    assert_eq!((old.code(), old.to_string().contains("Word 95")), ("unsupported", true));
    let whole = doc("正文\r", 0xa5ec, 0);
    assert_eq!(read_as(&whole[..600], "a.doc").unwrap_err().code(), "damaged");
}

fn try_all(bytes: &[u8]) {
    for name in ["a.doc", "a.rtf"] {
        if let Ok(document) = read(bytes, Some(name), &Options::default()) {
            assert!(document.blocks().iter().all(|block| block.span().end <= document.text().len()));
        }
    }
}

proptest! {
    #[test]
    fn no_changed_document_panics(changes in proptest::collection::vec((any::<u16>(), any::<u8>()), 1..20), cut in any::<u16>()) {
        let mut bytes = doc("财政部\r一\u{7}二\u{7}\u{7}\u{13}a\u{14}b\u{15}\r", 0xa5ec, 0);
        for (at, byte) in &changes {
            let at = usize::from(*at) % bytes.len();
            bytes[at] = *byte;
        }
        try_all(&bytes);
        bytes.truncate(usize::from(cut));
        try_all(&bytes);
    }

    #[test]
    fn no_words_panic(parts in proptest::collection::vec(prop_oneof![
        Just("{"), Just("}"), Just("\\cell "), Just("\\row "), Just("\\trowd "), Just("\\cellx100 "), Just("\\cellx-2147483648 "), Just("\\intbl "),
        Just("\\itap3 "), Just("\\nestcell "), Just("\\nestrow "), Just("{\\shptxt "), Just("{\\*\\fldinst SYMBOL "), Just("\\u-1 "), Just("\\u55362 "),
        Just("\\uc9 "), Just("\\'b9"), Just("\\'"), Just("\\par "), Just("{\\header "), Just("\\clvmrg "), Just("\\clmrg "), Just("\\trleft2147483647 "),
        Just("\\bin5 "), Just("x"), Just("{\\*\\nesttableprops "), Just("\\deleted "), Just("{\\listtext "), Just("\\\n"),
    ], 0..60)) {
        try_all(format!("{{\\rtf1{}", parts.concat()).as_bytes());
        try_all(format!("{{\\rtf1{}}}", parts.concat()).as_bytes());
    }
}

#[test]
fn no_changed_sample_panics() {
    let Some(office) = shared::shared("office") else { return };
    let mut seed = 1u64;
    for name in ["rich.doc", "perf.doc", "rich.rtf", "perf.rtf"] {
        let sample = std::fs::read(office.join(name)).unwrap();
        for _ in 0..150 {
            let mut bytes = sample.clone();
            for _ in 0..8 {
                seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                let at = usize::try_from(seed >> 33).unwrap() % bytes.len();
                bytes[at] = seed.to_le_bytes()[3];
            }
            try_all(&bytes);
        }
    }
}
