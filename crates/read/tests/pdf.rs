//! PDFs made with lopdf: what the reader makes of fonts that are not embedded, of rules, turned pages, hidden layers,
//! passwords, and files that cannot be read.
#![cfg(feature = "pdf")]
#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests may fail like tests")]

use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use hongtou_document::{Block, Document, TextFrom};
use hongtou_read::{Beat, Limits, Options, ReadError, pdf_attachments, read};
use lopdf::encryption::crypt_filters::{Aes256CryptFilter, CryptFilter};
use lopdf::{Document as Pdf, EncryptionState, EncryptionVersion, Object, Permissions, Stream, StringFormat, dictionary};
use proptest::prelude::*;

#[path = "common/pdf.rs"]
mod made;
use made::{bytes, one_page};

/// Shows a text in a font that no file holds: characters by their UCS-2 code.
fn show(x: f64, y: f64, size: f64, text: &str) -> String {
    let hex: String = text.encode_utf16().map(|unit| format!("{unit:04X}")).collect();
    format!("BT /F {size} Tf 1 0 0 1 {x} {y} Tm <{hex}> Tj ET\n")
}

struct Page<'a> {
    content: &'a str,
    rotate: i64,
    picture: bool,
}

fn page(content: &str) -> Page<'_> {
    Page { content, rotate: 0, picture: false }
}

fn build(pages: &[Page<'_>]) -> Pdf {
    let mut pdf = Pdf::with_version("1.5");
    let tree = pdf.new_object_id();
    let descendant = pdf.add_object(dictionary! {
        "Type" => "Font", "Subtype" => "CIDFontType0", "BaseFont" => "STSong-Light",
        "CIDSystemInfo" => dictionary! {
            "Registry" => Object::string_literal("Adobe"), "Ordering" => Object::string_literal("GB1"), "Supplement" => 2,
        },
    });
    let font = pdf.add_object(dictionary! {
        "Type" => "Font", "Subtype" => "Type0", "BaseFont" => "STSong-Light", "Encoding" => "UniGB-UCS2-H", "DescendantFonts" => vec![descendant.into()],
    });
    let picture = pdf.add_object(Stream::new(
        dictionary! { "Type" => "XObject", "Subtype" => "Image", "Width" => 1, "Height" => 1, "ColorSpace" => "DeviceGray", "BitsPerComponent" => 8 },
        vec![200],
    ));
    let kids: Vec<Object> = pages
        .iter()
        .map(|page| {
            let picture_drawn = if page.picture { "q 595 0 0 842 0 0 cm /P Do Q\n" } else { "" };
            let content = pdf.add_object(Stream::new(dictionary! {}, format!("{picture_drawn}{}", page.content).into_bytes()));
            let resources = dictionary! { "Font" => dictionary! { "F" => font }, "XObject" => dictionary! { "P" => picture } };
            pdf.add_object(dictionary! {
                "Type" => "Page", "Parent" => tree, "Contents" => content, "Resources" => resources, "Rotate" => page.rotate,
                "MediaBox" => vec![0.into(), 0.into(), 595.into(), 842.into()],
            })
            .into()
        })
        .collect();
    let count = i64::try_from(kids.len()).unwrap();
    pdf.objects.insert(tree, dictionary! { "Type" => "Pages", "Kids" => kids, "Count" => count }.into());
    let catalog = pdf.add_object(dictionary! { "Type" => "Catalog", "Pages" => tree });
    let title = "财政".encode_utf16().flat_map(u16::to_be_bytes);
    let title: Vec<u8> = [0xFE, 0xFF].into_iter().chain(title).collect();
    let info = pdf.add_object(dictionary! { "Title" => Object::String(title, StringFormat::Hexadecimal) });
    pdf.trailer.set("Root", catalog);
    pdf.trailer.set("Info", info);
    pdf
}

fn of(pages: &[Page<'_>]) -> Result<Document, ReadError> {
    read(&bytes(build(pages)), Some("a.pdf"), &Options::default())
}

fn notice() -> String {
    show(73.5, 780.0, 16.0, "关于下达资金的通知") + &show(73.5, 740.0, 16.0, "各市财政局：")
}

#[test]
fn a_font_that_is_not_embedded_is_read_with_its_place() {
    let document = of(&[page(&notice())]).unwrap();
    assert_eq!(document.text().as_str(), "关于下达资金的通知\n各市财政局：\n");
    assert_eq!(document.engine(), "hayro-interpret 0.9");
    assert_eq!(document.metadata(), [("title".to_owned(), "财政".to_owned())]);
    assert_eq!(document.warnings(), &[] as &[String]);
    let Block::Paragraph(first) = &document.blocks()[0] else { panic!("a paragraph") };
    let place = first.lines[0].bbox.unwrap();
    assert_eq!((place.x0, place.x1, place.y1.round()), (73.5, 73.5 + 9.0 * 16.0, 64.0));
}

#[test]
fn every_page_gives_a_sign_of_life() {
    let notice = notice();
    let pages = [page(&notice), page(&notice), page(&notice)];
    let beats = Arc::new(AtomicUsize::new(0));
    let seen = Arc::clone(&beats);
    let options = Options::default().beat(Beat::new(move || {
        seen.fetch_add(1, Ordering::Relaxed);
    }));
    let document = read(&bytes(build(&pages)), None, &options).unwrap();
    assert!(beats.load(Ordering::Relaxed) >= 3, "{beats:?}");
    // The hook has no part in the document, nor in the key under which it is kept.
    assert_eq!(document.text(), of(&pages).unwrap().text());
    assert_eq!((&options, hashed(&options)), (&Options::default(), hashed(&Options::default())));
}

fn hashed(options: &Options) -> u64 {
    let mut hasher = DefaultHasher::new();
    options.hash(&mut hasher);
    hasher.finish()
}

#[test]
fn strokes_and_thin_bars_make_a_table() {
    // Lines across are strokes, lines down are filled bars; a white bar is none.
    let mut content = String::from("0 0 0 RG 0 0 0 rg\n");
    for y in [700, 670, 640] {
        content += &format!("100 {y} m 400 {y} l S\n");
    }
    for x in [100, 250, 400] {
        content += &format!("{x} 640 0.5 60 re f\n");
    }
    content += "1 1 1 rg 300 640 0.5 60 re f 0 0 0 rg\n";
    for (x, y, text) in [(110.0, 680.0, "地区"), (260.0, 680.0, "金额"), (110.0, 650.0, "喀什"), (260.0, 650.0, "八十四")] {
        content += &show(x, y, 12.0, text);
    }
    for rotate in [0, 90, 180, 270] {
        let document = of(&[Page { content: &content, rotate, picture: false }]).unwrap();
        let [Block::Table(table)] = document.blocks() else { panic!("{rotate}: {:?}", document.text().as_str()) };
        let texts: Vec<&str> = table.cells().iter().map(|cell| document.slice(cell.span)).collect();
        assert_eq!(texts, ["地区", "金额", "喀什", "八十四"], "{rotate}");
    }
}

#[test]
fn clipped_and_off_page_text_is_not_read() {
    let content = notice() + "q 0 0 300 300 re W n\n" + &show(400.0, 400.0, 16.0, "剪去") + "Q\n" + &show(700.0, 400.0, 16.0, "页外");
    assert_eq!(of(&[page(&content)]).unwrap().text().as_str(), "关于下达资金的通知\n各市财政局：\n");
}

#[test]
fn letters_drawn_twice_are_read_once() {
    // Bold by drawing again a little to the right, as word processors do; then by a stroke over the same place.
    let twice = show(73.5, 780.0, 16.0, "资金八十四") + &show(73.9, 780.0, 16.0, "资金八十四") + &show(73.5, 780.0, 16.0, "资金八十四");
    assert_eq!(of(&[page(&twice)]).unwrap().text().as_str(), "资金八十四\n");
    // The same letter beside itself stays.
    assert_eq!(of(&[page(&show(73.5, 780.0, 16.0, "一一"))]).unwrap().text().as_str(), "一一\n");
}

#[test]
fn heads_in_two_columns_are_read_one_after_the_other() {
    // Two issuers below each other, the word for both at their right (GB/T 9704-2012, 7.2.4), then number and signer on one line.
    let head = show(120.0, 760.0, 22.0, "甲省财政厅")
        + &show(120.0, 720.0, 22.0, "甲省民政厅")
        + &show(300.0, 733.0, 44.0, "文件")
        + &show(100.0, 660.0, 16.0, "甲财社〔二〕四号")
        + &show(380.0, 660.0, 16.0, "签发人：赵红");
    let document = of(&[page(&head)]).unwrap();
    assert_eq!(document.text().as_str(), "甲省财政厅\n甲省民政厅\n文件\n甲财社〔二〕四号    签发人：赵红\n");
}

#[test]
fn vertical_writing_is_read_from_the_right() {
    let mut pdf = build(&[page(&(show(400.0, 700.0, 16.0, "财政通知") + &show(370.0, 700.0, 16.0, "请照办")))]);
    for object in pdf.objects.values_mut() {
        if let Ok(font) = object.as_dict_mut()
            && font.has(b"DescendantFonts")
        {
            font.set("Encoding", "UniGB-UCS2-V");
        }
    }
    assert_eq!(read(&bytes(pdf), None, &Options::default()).unwrap().text().as_str(), "财政通知\n请照办\n");
}

#[test]
fn scans_need_ocr_and_say_how_many_pages() {
    let scan = || Page { content: "", rotate: 0, picture: true };
    assert_eq!(of(&[scan(), scan()]), Err(ReadError::NeedsOcr { pages: 2 }));
    let mixed = of(&[page(&notice()), scan(), scan()]).unwrap();
    assert_eq!(mixed.warnings(), ["pages 2 to 3 cannot be read without OCR"]);
    assert_eq!(mixed.pages().len(), 3);
    // A blank page needs nothing.
    assert_eq!(of(&[page(&notice()), page("")]).unwrap().warnings(), &[] as &[String]);
}

#[test]
fn an_ocr_layer_is_read_and_named() {
    let layer = format!("3 Tr\n{}", notice());
    let document = of(&[Page { content: &layer, rotate: 0, picture: true }]).unwrap();
    assert_eq!(document.text_from(), TextFrom::Ocr);
    assert_eq!(document.warnings(), ["the text of page 1 is the scan's own OCR layer"]);
    assert!(document.text().as_str().starts_with("关于下达资金的通知"));
}

#[test]
fn hidden_text_of_an_ordinary_page_is_left_out() {
    let content = notice() + "3 Tr\n" + &show(73.5, 500.0, 16.0, "藏");
    assert_eq!(of(&[page(&content)]).unwrap().text().as_str(), "关于下达资金的通知\n各市财政局：\n");
}

fn encrypted(user: &str) -> Vec<u8> {
    let mut pdf = build(&[page(&notice())]);
    pdf.trailer.set("ID", vec![Object::string_literal("a"), Object::string_literal("a")]);
    let filter: std::sync::Arc<dyn CryptFilter> = std::sync::Arc::new(Aes256CryptFilter);
    let version = EncryptionVersion::V5 {
        encrypt_metadata: true,
        crypt_filters: [(b"StdCF".to_vec(), filter)].into(),
        file_encryption_key: &[7; 32],
        stream_filter: b"StdCF".to_vec(),
        string_filter: b"StdCF".to_vec(),
        owner_password: "owner",
        user_password: user,
        permissions: Permissions::all(),
    };
    let state = EncryptionState::try_from(version).unwrap();
    pdf.encrypt(&state).unwrap();
    bytes(pdf)
}

#[test]
fn only_a_users_password_keeps_a_file_shut() {
    assert_eq!(read(&encrypted("geheim"), None, &Options::default()), Err(ReadError::Encrypted));
    assert!(read(&encrypted(""), None, &Options::default()).unwrap().text().as_str().starts_with("关于"));
}

#[test]
fn a_password_for_the_files_inside_leaves_the_pages_open() {
    let mut pdf = build(&[page(&notice())]);
    let stream = pdf.add_object(Stream::new(dictionary! { "Type" => "EmbeddedFile" }, b"sealed".to_vec()));
    let file = dictionary! { "Type" => "Filespec", "F" => Object::string_literal("a.txt"), "EF" => dictionary! { "F" => stream } };
    let catalog = pdf.trailer.get(b"Root").unwrap().as_reference().unwrap();
    pdf.get_dictionary_mut(catalog).unwrap().set("AF", vec![file.into()]);
    // Nobody's password makes these keys.
    let key = || Object::String(vec![7; 48], StringFormat::Hexadecimal);
    let filter = |key: &str| -> Object { key.into() };
    let encryption = |streams: &str| {
        dictionary! {
            "Filter" => "Standard", "V" => 5, "R" => 6, "Length" => 256, "P" => -1, "O" => key(), "U" => key(), "OE" => key(), "UE" => key(),
            "CF" => dictionary! { "StdCF" => dictionary! { "AuthEvent" => "EFOpen", "CFM" => "AESV3", "Length" => 32 } },
            "StmF" => filter(streams), "StrF" => "Identity", "EFF" => "StdCF",
        }
    };
    let id = pdf.add_object(encryption("Identity"));
    pdf.trailer.set("Encrypt", id);
    pdf.trailer.set("ID", vec![Object::string_literal("a"), Object::string_literal("a")]);
    let open = bytes(pdf.clone());
    assert!(read(&open, None, &Options::default()).unwrap().text().as_str().starts_with("关于"));
    let files = pdf_attachments(&open, &Limits::default()).unwrap();
    assert_eq!(files.iter().map(|file| (file.name.as_str(), &file.bytes)).collect::<Vec<_>>(), [("a.txt", &Err(ReadError::Encrypted))]);
    // The same with streams behind the password is shut.
    pdf.objects.insert(id, encryption("StdCF").into());
    let shut = bytes(pdf);
    assert_eq!(read(&shut, None, &Options::default()), Err(ReadError::Encrypted));
    assert_eq!(pdf_attachments(&shut, &Limits::default()), Err(ReadError::Encrypted));
}

#[test]
fn a_file_without_pages_is_damaged() {
    let error = read(b"%PDF-1.7", Some("a.pdf"), &Options::default()).unwrap_err();
    assert!(matches!(&error, ReadError::Damaged { detail } if detail.contains("fetch it again")), "{error}");
}

#[test]
fn limits_hold() {
    let with = |change: fn(&mut Limits)| {
        let mut limits = Limits::default();
        change(&mut limits);
        Options::default().limits(limits)
    };
    let two = bytes(build(&[page(&notice()), page(&notice())]));
    let mut bomb = build(&[page(&" ".repeat(4 << 20))]);
    bomb.compress();
    let bomb = bytes(bomb);
    // Packed twice: the first layer is small.
    let packed = |bytes: &[u8]| {
        let mut packer = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::best());
        std::io::Write::write_all(&mut packer, bytes).unwrap();
        packer.finish().unwrap()
    };
    let mut twice = build(&[page("")]);
    let filters: Vec<Object> = vec!["FlateDecode".into(), "FlateDecode".into()];
    twice.add_object(Stream::new(dictionary! { "Filter" => filters }, packed(&packed(&vec![b' '; 4 << 20]))));
    let twice = bytes(twice);
    let cases: [(&str, &[u8], Options); 4] = [
        ("packed twice", &twice, with(|limits| limits.inflated_bytes = 1 << 20)),
        ("pages", &two, with(|limits| limits.pages = 1)),
        ("glyphs", &two, with(|limits| limits.page_glyphs = 3)),
        ("inflated", &bomb, with(|limits| limits.inflated_bytes = 1 << 20)),
    ];
    for (case, bytes, options) in cases {
        let result = read(bytes, None, &options);
        assert!(matches!(result, Err(ReadError::TooLarge { .. })), "{case}: {:?}", result.map(|document| document.text().len()));
    }
    let drawing: String = (0..50).map(|y| format!("0 {y} m 100 {y} l S\n")).collect();
    let bytes = bytes(build(&[page(&(notice() + &drawing))]));
    let document = read(&bytes, None, &with(|limits| limits.page_rules = 20)).unwrap();
    assert!(document.text().as_str().starts_with("关于") && document.warnings()[0].contains("rules"));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn no_cut_or_changed_file_panics(cut in 0.0..1.0f64, at in 0.0..1.0f64, byte in any::<u8>()) {
        let mut bytes = bytes(build(&[page(&notice())]));
        let place = |share: f64, length: usize| (share * length as f64) as usize;
        let index = place(at, bytes.len());
        bytes[index] = byte;
        let _ = read(&bytes, Some("a.pdf"), &Options::default());
        bytes.truncate(place(cut, bytes.len()).max(6));
        let _ = read(&bytes, Some("a.pdf"), &Options::default());
    }

    #[test]
    fn no_content_panics(parts in proptest::collection::vec(prop_oneof![
        Just("q\n"), Just("Q\n"), Just("BT\n"), Just("ET\n"), Just("/F 12 Tf\n"), Just("1 0 0 1 50 50 Tm\n"), Just("<8D22653F> Tj\n"), Just("0 0 0 0 0 0 cm\n"),
        Just("10 10 m 300 10 l S\n"), Just("10 10 0.5 300 re f\n"), Just("0 0 9 9 re W n\n"), Just("3 Tr\n"), Just("/P Do\n"), Just("99999999 0 0 1 0 0 cm\n"),
        Just("0.7 0.7 -0.7 0.7 9 9 Tm\n"), Just("(\n"), Just("-500 Tz\n"), Just("[<8D22> -9000 <653F>] TJ\n"),
    ], 0..30)) {
        let _ = of(&[page(&parts.concat())]);
    }
}

/// A page in fonts of one's own: `/F`, and what stands in it.
fn in_font(font: impl FnOnce(&mut Pdf) -> lopdf::ObjectId, content: &[u8]) -> Result<Document, ReadError> {
    let (pdf, ..) = one_page(font, content);
    read(&bytes(pdf), Some("a.pdf"), &Options::default())
}

#[test]
fn bytes_of_gbk_in_a_font_that_calls_itself_latin_are_ideographs() {
    // The font is called 宋体 in GBK.
    let font = |pdf: &mut Pdf| {
        pdf.add_object(dictionary! {
            "Type" => "Font", "Subtype" => "TrueType", "BaseFont" => Object::Name(b"\xCB\xCE\xCC\xE5".to_vec()), "Encoding" => "WinAnsiEncoding",
            "FirstChar" => 0, "LastChar" => 255, "Widths" => vec![Object::Integer(500); 256],
        })
    };
    let (text, _, _) = encoding_rs::GBK.encode("关于下达2024年资金的通知");
    let content = [b"BT /F 16 Tf 73.5 780 Td (".as_slice(), &text, b") Tj ET"].concat();
    assert_eq!(in_font(font, &content).unwrap().text().as_str(), "关于下达2024年资金的通知\n");
}

#[test]
fn codes_that_a_font_says_are_unicode_are_read() {
    // `ToUnicode` as a name in place of a map.
    let font = |pdf: &mut Pdf| {
        let descendant = pdf.add_object(dictionary! {
            "Type" => "Font", "Subtype" => "CIDFontType2", "BaseFont" => "SimFang",
            "CIDSystemInfo" => dictionary! {
                "Registry" => Object::string_literal("Adobe"), "Ordering" => Object::string_literal("Identity"), "Supplement" => 0,
            },
        });
        pdf.add_object(dictionary! {
            "Type" => "Font", "Subtype" => "Type0", "BaseFont" => "SimFang", "Encoding" => "Identity-H", "ToUnicode" => "Identity-H",
            "DescendantFonts" => vec![descendant.into()],
        })
    };
    let content = show(73.5, 780.0, 16.0, "各市财政局：");
    assert_eq!(in_font(font, content.as_bytes()).unwrap().text().as_str(), "各市财政局：\n");
}

#[test]
fn drawn_letters_are_read_whatever_their_unit() {
    // A font of pictures of letters that counts in dots: a letter is some 50 dots wide, and a dot 0.24 points.
    let font = |names: &'static str| {
        move |pdf: &mut Pdf| {
            let letter = pdf.add_object(Stream::new(dictionary! {}, b"50 0 d0 5 0 40 60 re f".to_vec()));
            let names: Vec<Object> = std::iter::once(65.into()).chain(names.split(' ').map(Object::from)).collect();
            let letters: lopdf::Dictionary = names.iter().filter_map(|name| Some((name.as_name().ok()?.to_vec(), letter.into()))).collect();
            pdf.add_object(dictionary! {
                "Type" => "Font", "Subtype" => "Type3", "FontMatrix" => vec![1.into(), 0.into(), 0.into(), 1.into(), 0.into(), 0.into()],
                "FontBBox" => vec![0.into(), 0.into(), 60.into(), 60.into()], "FirstChar" => 65, "LastChar" => 67,
                "Widths" => vec![50.into(), 40.into(), 60.into()], "CharProcs" => letters,
                "Encoding" => dictionary! { "Type" => "Encoding", "Differences" => names },
            })
        }
    };
    let content = b"BT /F 0.24 Tf 73.5 700 Td (ABC) Tj ET BT /F 0.24 Tf 73.5 600 Td (CCAB) Tj ET";
    // By the names of the letters, and by names that are their codes.
    for names in ["A B C", "a65 a66 a67"] {
        assert_eq!(in_font(font(names), content).unwrap().text().as_str(), "ABC\nCCAB\n", "{names}");
    }
    // Names that tell nothing are not guessed at by the first engine.
    assert_ne!(in_font(font("g1 g2 g3"), content).map(|document| document.engine().to_owned()), Ok("hayro-interpret 0.9".to_owned()));
}
