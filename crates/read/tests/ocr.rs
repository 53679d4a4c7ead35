//! Scans made by the test, read with the tesseract of this machine. Where it is not installed the tests say so and pass.
#![cfg(all(feature = "ocr", feature = "pdf"))]
#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stdout, reason = "helpers of tests may fail and speak like tests")]

mod common;

use std::io::Cursor;
use std::sync::Arc;

use common::{package_of, tables};
use hayro::hayro_syntax::Pdf;
use hayro::vello_cpu::color::palette::css::WHITE;
use hongtou_document::{Document, Format, TextFrom};
use hongtou_read::{Ocr, Options, ReadError, ocr_engine, read};
use image::codecs::jpeg::JpegEncoder;
use image::{GrayImage, RgbImage};
use lopdf::{Object, Stream, dictionary};

/// Rows of a table of figures.
const ROWS: [[&str; 3]; 5] =
    [["Name", "Budget", "Paid"], ["1", "1252", "1,048.50"], ["2", "80872", "37.5"], ["3", "306", "6,900.00"], ["4", "19", "240.08"]];

fn engine() -> Option<String> {
    let engine = ocr_engine(&Ocr::Auto);
    if engine.is_none() {
        println!("skipped: tesseract with chi_sim is not installed");
    }
    engine
}

fn auto() -> Options {
    Options::default().ocr(Ocr::Auto)
}

/// A PDF with a page for each content, of Helvetica, with the pictures that the contents name.
fn pdf(contents: &[String], pictures: Vec<(&str, Stream)>) -> Vec<u8> {
    let mut file = lopdf::Document::with_version("1.5");
    let pages = file.new_object_id();
    let font = file.add_object(dictionary! { "Type" => "Font", "Subtype" => "Type1", "BaseFont" => "Helvetica" });
    let mut named = lopdf::Dictionary::new();
    for (name, picture) in pictures {
        named.set(name, file.add_object(picture));
    }
    let resources = file.add_object(dictionary! { "Font" => dictionary! { "F" => font }, "XObject" => named });
    let kids: Vec<Object> = contents
        .iter()
        .map(|content| {
            let content = file.add_object(Stream::new(dictionary! {}, content.clone().into_bytes()));
            file.add_object(dictionary! { "Type" => "Page", "Parent" => pages, "Contents" => content }).into()
        })
        .collect();
    let count = i64::try_from(kids.len()).unwrap();
    let tree = dictionary! {
        "Type" => "Pages", "Kids" => kids, "Count" => count, "Resources" => resources,
        "MediaBox" => vec![0.into(), 0.into(), 595.into(), 842.into()],
    };
    file.objects.insert(pages, tree.into());
    let root = file.add_object(dictionary! { "Type" => "Catalog", "Pages" => pages });
    file.trailer.set("Root", root);
    let mut bytes = Vec::new();
    file.save_to(&mut bytes).unwrap();
    bytes
}

fn text_page(lines: &[&str]) -> String {
    (0..).zip(lines).map(|(row, line)| format!("BT /F 12 Tf 70 {} Td ({line}) Tj ET\n", 780 - 20 * row)).collect()
}

/// The table with its rules.
fn table_page() -> String {
    let mut page = String::from("BT /F 20 Tf 180 760 Td (Budget of the year 2024) Tj ET 0.8 w\n");
    for row in 0..=ROWS.len() {
        page += &format!("80 {y} m 500 {y} l S\n", y = 700 - 30 * row);
    }
    for x in [80, 220, 360, 500] {
        page += &format!("{x} 700 m {x} {} l S\n", 700 - 30 * ROWS.len());
    }
    for (row, cells) in ROWS.iter().enumerate() {
        for (col, cell) in cells.iter().enumerate() {
            page += &format!("BT /F 12 Tf {} {} Td ({cell}) Tj ET\n", 90 + 140 * col, 680 - 30 * row);
        }
    }
    page
}

/// A page as a scanner delivers it: askew, a little grey, with specks of noise.
fn scanned(bytes: Vec<u8>, degrees: f64) -> GrayImage {
    let pdf = Pdf::new(Arc::new(bytes)).unwrap();
    let scale = 300.0 / 72.0;
    let settings = hayro::PixmapSettings { x_scale: scale, y_scale: scale, bg_color: WHITE };
    let page = hayro::render(
        &pdf.pages()[0],
        &hayro::RenderCache::new(),
        &hayro::hayro_interpret::InterpreterSettings::default(),
        &hayro::RenderSettings::default(),
        &settings,
    );
    let (w, h) = (u32::from(page.width()), u32::from(page.height()));
    let straight = GrayImage::from_raw(w, h, page.data_as_u8_slice().chunks_exact(4).map(|dot| dot[0]).collect()).unwrap();
    let (sin, cos) = degrees.to_radians().sin_cos();
    let (mx, my) = (f64::from(w) / 2.0, f64::from(h) / 2.0);
    let mut noise = 1_u32;
    GrayImage::from_fn(w, h, |x, y| {
        let (dx, dy) = (f64::from(x) - mx, f64::from(y) - my);
        let place = (mx + dx * cos + dy * sin, my - dx * sin + dy * cos);
        noise = noise.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        let ink = image::imageops::interpolate_bilinear(&straight, place.0 as f32, place.1 as f32).map_or(255, |dot| dot.0[0]);
        image::Luma([(u32::from(ink) * 236 / 255).saturating_sub(noise >> 28) as u8])
    })
}

fn jpeg(picture: &GrayImage) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = JpegEncoder::new_with_quality(&mut bytes, 60);
    encoder.set_pixel_density(image::codecs::jpeg::PixelDensity::dpi(300));
    encoder.encode_image(picture).unwrap();
    bytes
}

/// The picture as an object of a PDF.
fn object(picture: &GrayImage) -> Stream {
    let form = dictionary! {
        "Type" => "XObject", "Subtype" => "Image", "Width" => i64::from(picture.width()), "Height" => i64::from(picture.height()),
        "ColorSpace" => "DeviceGray", "BitsPerComponent" => 8, "Filter" => "DCTDecode",
    };
    Stream::new(form, jpeg(picture)).with_compression(false)
}

fn assert_table(document: &Document) {
    let tables = tables(document);
    assert_eq!(tables.len(), 1, "{}", document.text().as_str());
    let cells: Vec<&str> = tables[0].cells().iter().map(|cell| document.slice(cell.span)).collect();
    assert_eq!(cells, ROWS.concat());
    let figures = tables[0].cells().iter().filter(|cell| cell.row > 0);
    let unsure: Vec<&str> = figures.filter(|cell| document.is_unsure(cell.span)).map(|cell| document.slice(cell.span)).collect();
    assert!(unsure.len() <= 4, "most figures of a clean scan are sure, but not {unsure:?}");
    assert!(tables[0].cells().iter().all(|cell| document.is_ocr(cell.span)));
}

#[test]
fn a_picture_of_a_table_is_read_cell_by_cell() {
    let Some(engine) = engine() else { return };
    let picture = jpeg(&scanned(pdf(&[table_page()], Vec::new()), 0.9));
    let document = read(&picture, Some("a.jpg"), &auto()).unwrap();
    assert_eq!((document.format(), document.text_from(), document.engine()), (Format::Image, TextFrom::Ocr, engine.as_str()));
    assert!(document.text().as_str().contains("2024"), "{}", document.text().as_str());
    assert_table(&document);
    let page = &document.pages()[0];
    assert!((page.width - 595.0).abs() < 2.0 && (page.height - 842.0).abs() < 2.0);
    // Where the cell was drawn, but for the skew.
    let place = document.place(tables(&document)[0].cells()[4].span).1.unwrap();
    assert!((place.x0 - 230.0).abs() < 6.0 && (place.y1 - 162.0 - 30.0).abs() < 12.0, "{place:?}");
}

#[test]
fn only_the_scanned_page_of_a_mixed_document_is_recognised() {
    let Some(engine) = engine() else { return };
    let scan = scanned(pdf(&[table_page()], Vec::new()), -0.7);
    let text = text_page(&["The first page holds characters.", "They are read as they are: O0 l1.", "The second page is a picture."]);
    let pages = [text, "q 595 0 0 842 0 0 cm /P Do Q".to_owned(), String::new()];
    let document = read(&pdf(&pages, vec![("P", object(&scan))]), None, &auto()).unwrap();
    assert_eq!(document.text_from(), TextFrom::Mixed);
    assert!(document.engine().starts_with("hayro") && document.engine().ends_with(&engine));
    assert!(document.text().as_str().starts_with("The first page holds characters."));
    assert!(document.text().as_str().contains("O0 l1"));
    let from: Vec<TextFrom> = document.pages().iter().map(|page| page.text_from).collect();
    assert_eq!(from, [TextFrom::Text, TextFrom::Ocr, TextFrom::Text]);
    assert_table(&document);
    assert_eq!(document.warnings(), [""; 0]);
}

#[test]
fn a_hidden_layer_that_says_something_else_makes_a_line_unsure() {
    if engine().is_none() {
        return;
    }
    let scan = scanned(pdf(&[table_page()], Vec::new()), 0.0);
    // The layer has 1262 for 1252.
    let layer = table_page().replace("(1252)", "(1262)").replace(" S\n", " n\n").replace(" Td (", " Td 3 Tr (");
    let page = format!("q 595 0 0 842 0 0 cm /P Do Q {layer}");
    let document = read(&pdf(&[page], vec![("P", object(&scan))]), None, &auto()).unwrap();
    let cells = tables(&document)[0].cells().to_vec();
    let at = |row: u32, col: u32| cells.iter().find(|cell| (cell.row, cell.col) == (row, col)).unwrap().span;
    assert_eq!((document.slice(at(1, 1)), document.slice(at(2, 1))), ("1252", "80872"));
    assert!(document.is_unsure(at(1, 1)));
    assert!(!document.is_unsure(at(2, 1)));
}

/// An OFD package of one page that shows a picture on all of A4, and these objects.
fn ofd(picture: &[u8], objects: &str) -> Vec<u8> {
    let page = format!(
        r#"<Page><Content><Layer><ImageObject Boundary="0 0 210 297" CTM="210 0 0 297 0 0" ResourceID="7"/>{objects}</Layer></Content></Page>"#
    );
    package_of(&[
        ("OFD.xml", b"<OFD><DocBody><DocRoot>Doc_0/Document.xml</DocRoot></DocBody></OFD>"),
        (
            "Doc_0/Document.xml",
            br#"<Document><CommonData><PageArea><PhysicalBox>0 0 210 297</PhysicalBox></PageArea><DocumentRes>DocumentRes.xml</DocumentRes></CommonData>
            <Pages><Page ID="1" BaseLoc="Pages/Page_0/Content.xml"/></Pages></Document>"#,
        ),
        (
            "Doc_0/DocumentRes.xml",
            br#"<Res BaseLoc="Res"><MultiMedias><MultiMedia ID="7" Type="Image"><MediaFile>scan.jpg</MediaFile></MultiMedia></MultiMedias></Res>"#,
        ),
        ("Doc_0/Res/scan.jpg", picture),
        ("Doc_0/Pages/Page_0/Content.xml", page.as_bytes()),
    ])
}

#[test]
fn a_page_of_ofd_that_is_a_picture_is_recognised() {
    let Some(engine) = engine() else { return };
    let picture = jpeg(&scanned(pdf(&[table_page()], Vec::new()), 0.6));
    let document = read(&ofd(&picture, ""), Some("a.ofd"), &auto()).unwrap();
    assert_eq!((document.format(), document.text_from(), document.engine()), (Format::Ofd, TextFrom::Ocr, engine.as_str()));
    assert_table(&document);
    assert_eq!(document.warnings(), [""; 0]);
    let place = document.place(tables(&document)[0].cells()[4].span).1.unwrap();
    assert!((place.x0 - 230.0).abs() < 6.0 && (place.y1 - 162.0 - 30.0).abs() < 12.0, "{place:?}");
    // Without an engine, and with a picture that nobody can decode, it says so.
    assert_eq!(read(&ofd(&picture, ""), None, &Options::default()), Err(ReadError::NeedsOcr { pages: 1 }));
    assert!(matches!(read(&ofd(b"no picture", ""), None, &auto()), Err(ReadError::NotRecognised { .. })));
    // A page with characters of its own is text.
    let stamp = r#"<TextObject Boundary="20 20 100 10" Size="5"><TextCode X="0" Y="5" DeltaX="g 4 5">2024-1</TextCode></TextObject>"#;
    assert!(read(&ofd(&picture, stamp), None, &Options::default()).unwrap().text().as_str().contains("2024-1"));
}

#[test]
fn without_an_engine_pictures_are_told_to_need_one() {
    let picture = jpeg(&GrayImage::from_pixel(200, 300, image::Luma([255])));
    assert_eq!(read(&picture, None, &Options::default()), Err(ReadError::NeedsOcr { pages: 1 }));
    let command = Options::default().ocr(Ocr::Command("no-such-program-anywhere".into()));
    let scan = jpeg(&GrayImage::from_fn(2480, 3508, |x, y| image::Luma([if (x / 40 + y / 40) % 2 == 0 && y < 400 { 0 } else { 255 }])));
    let error = read(&scan, None, &command).unwrap_err();
    assert!(matches!(&error, ReadError::NotRecognised { detail } if detail.contains("no-such-program-anywhere")), "{error}");
}

#[cfg(unix)]
#[test]
fn another_engine_is_asked_page_by_page() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = tempfile::tempdir().unwrap();
    let program = folder.path().join("engine");
    let answer =
        r#"[{"text": "合计 12", "bbox": [300, 300, 700, 350], "confidence": 0.9}, {"text": "见附件", "bbox": [300, 400, 440, 450]}]"#;
    std::fs::write(&program, format!("#!/bin/sh\ntest \"$1\" = --fast && test -s \"$2\" && echo '{answer}'\n")).unwrap();
    std::fs::set_permissions(&program, std::fs::Permissions::from_mode(0o755)).unwrap();
    let picture = jpeg(&scanned(pdf(&[table_page()], Vec::new()), 0.0));
    let options = Options::default().ocr(Ocr::Command(format!("{} --fast", program.display())));
    let document = read(&picture, None, &options).unwrap();
    assert_eq!(document.engine(), "engine");
    assert_eq!(document.text().as_str().trim_end(), "合计 12\n见附件");
    let unsure: Vec<&str> = document.unsure().iter().map(|span| document.slice(*span)).collect();
    assert_eq!(unsure, ["见附件"]);
}

#[test]
fn damaged_pictures_are_told() {
    let whole = jpeg(&GrayImage::from_pixel(400, 600, image::Luma([120])));
    let mut png = Vec::new();
    RgbImage::new(30, 40).write_to(&mut Cursor::new(&mut png), image::ImageFormat::Png).unwrap();
    for (bytes, options) in [(&whole[..whole.len() / 4], auto()), (&png[..40], auto())] {
        if ocr_engine(&options.ocr).is_some() {
            assert!(matches!(read(bytes, None, &options), Err(ReadError::Damaged { .. } | ReadError::NeedsOcr { .. })));
        }
    }
}
