//! What a PDF holds beside its pages' content, and what is done where that cannot be found: attachments, values of forms,
//! signatures, metadata, repair. The files are made with lopdf.
#![cfg(feature = "pdf")]
#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests may fail like tests")]

use hongtou_document::Block;
use hongtou_read::{Limits, Options, ReadError, pdf_attachments, read};
use lopdf::{Dictionary, Document as Pdf, Object, ObjectId, Stream, StringFormat, dictionary};

#[path = "common/pdf.rs"]
mod made;
use made::{bytes, one_page};

/// A file of one page that says `Notice`, and the ids of its catalog and its page.
fn build(content: &str) -> (Pdf, ObjectId, ObjectId) {
    let font = |pdf: &mut Pdf| {
        pdf.add_object(dictionary! { "Type" => "Font", "Subtype" => "Type1", "BaseFont" => "Helvetica", "Encoding" => "WinAnsiEncoding" })
    };
    one_page(font, format!("BT /F 12 Tf 50 700 Td (Notice) Tj ET\n{content}").as_bytes())
}

/// A text string in UTF-16.
fn text(text: &str) -> Object {
    let bytes = [0xFE, 0xFF].into_iter().chain(text.encode_utf16().flat_map(u16::to_be_bytes)).collect();
    Object::String(bytes, StringFormat::Hexadecimal)
}

/// A file inside the file.
fn file(pdf: &mut Pdf, name: &str, content: &str) -> ObjectId {
    let mut stream = Stream::new(dictionary! { "Type" => "EmbeddedFile" }, content.as_bytes().to_vec());
    stream.compress().unwrap();
    let stream = pdf.add_object(stream);
    pdf.add_object(
        dictionary! { "Type" => "Filespec", "F" => Object::string_literal("x"), "UF" => text(name), "EF" => dictionary! { "F" => stream } },
    )
}

fn set(pdf: &mut Pdf, id: ObjectId, key: &str, value: impl Into<Object>) {
    pdf.get_dictionary_mut(id).unwrap().set(key, value);
}

/// A file with one attachment in its tree of names, one pinned to the page, and the first one again on the page.
fn with_attachments() -> Vec<u8> {
    let (mut pdf, catalog, page) = build("");
    let listed = file(&mut pdf, "附件1.txt", "第一件");
    let pinned = file(&mut pdf, "附件2.txt", "第二件");
    let leaf = pdf.add_object(dictionary! { "Names" => vec![text("一"), listed.into()] });
    let names = dictionary! { "EmbeddedFiles" => dictionary! { "Kids" => vec![leaf.into()] } };
    set(&mut pdf, catalog, "Names", names);
    let pin = |file: ObjectId| -> Object { dictionary! { "Type" => "Annot", "Subtype" => "FileAttachment", "FS" => file }.into() };
    set(&mut pdf, page, "Annots", vec![pin(listed), pin(pinned)]);
    bytes(pdf)
}

#[test]
fn attachments_are_given_once_each_with_their_names() {
    let found = pdf_attachments(&with_attachments(), &Limits::default()).unwrap();
    let told: Vec<(&str, &str)> =
        found.iter().map(|file| (file.name.as_str(), std::str::from_utf8(file.bytes.as_ref().unwrap()).unwrap())).collect();
    assert_eq!(told, [("附件1.txt", "第一件"), ("附件2.txt", "第二件")]);
    assert_eq!(pdf_attachments(&bytes(build("").0), &Limits::default()), Ok(vec![]));
    assert!(matches!(pdf_attachments(b"%PDF-1.7", &Limits::default()), Err(ReadError::Damaged { .. })));
}

#[test]
fn attachments_keep_to_the_limits() {
    let mut limits = Limits::default();
    limits.member_bytes = 3;
    let found = pdf_attachments(&with_attachments(), &limits).unwrap();
    assert!(found.iter().all(|file| matches!(file.bytes, Err(ReadError::TooLarge { .. }))) && found.len() == 2);
    let mut limits = Limits::default();
    limits.unpacked_bytes = 10;
    let found = pdf_attachments(&with_attachments(), &limits).unwrap();
    assert!(found[0].bytes.is_ok() && matches!(found[1].bytes, Err(ReadError::TooLarge { .. })));
    let mut limits = Limits::default();
    limits.members = 1;
    assert_eq!(pdf_attachments(&with_attachments(), &limits).unwrap().len(), 1);
}

#[test]
fn a_tree_of_names_that_holds_itself_ends() {
    let (mut pdf, catalog, _) = build("");
    let node = pdf.new_object_id();
    let own = file(&mut pdf, "a", "a");
    pdf.objects.insert(node, dictionary! { "Names" => vec![text("a"), own.into()], "Kids" => vec![node.into(), node.into()] }.into());
    set(&mut pdf, catalog, "Names", dictionary! { "EmbeddedFiles" => node });
    assert_eq!(pdf_attachments(&bytes(pdf), &Limits::default()).unwrap().len(), 1);
}

fn widget(rect: [i64; 4], more: Dictionary) -> Object {
    let mut field = dictionary! {
        "Type" => "Annot", "Subtype" => "Widget", "FT" => "Tx", "DA" => Object::string_literal("/F 12 Tf 0 g"),
        "Rect" => rect.iter().map(|side| (*side).into()).collect::<Vec<Object>>(),
    };
    field.extend(&more);
    field.into()
}

/// A table of two rows and two columns, whose right cells are fields.
fn form(rotate: i64) -> Vec<u8> {
    let mut content = String::from("0 0 0 RG BT /F 12 Tf 110 610 Td (Region) Tj ET BT /F 12 Tf 110 580 Td (Sum) Tj ET\n");
    for y in [630, 600, 570] {
        content += &format!("100 {y} m 400 {y} l S\n");
    }
    for x in [100, 250, 400] {
        content += &format!("{x} 570 m {x} 630 l S\n");
    }
    let (mut pdf, _, page) = build(&content);
    let mut drawn = Stream::new(
        dictionary! { "Type" => "XObject", "Subtype" => "Form", "BBox" => vec![0.into(), 0.into(), 9.into(), 9.into()] },
        vec![],
    );
    drawn.set_plain_content(Vec::new());
    let drawn = pdf.add_object(drawn);
    let parent = pdf.add_object(dictionary! { "FT" => "Tx", "V" => text("喀什地区") });
    let annotations: Vec<Object> = vec![
        widget([252, 602, 398, 628], dictionary! { "Parent" => parent }),
        widget([252, 572, 398, 598], dictionary! { "V" => Object::string_literal("8454") }),
        widget([252, 572, 398, 598], dictionary! { "V" => Object::string_literal("hidden"), "F" => 2 }),
        widget([252, 572, 398, 598], dictionary! { "V" => Object::string_literal("drawn"), "AP" => dictionary! { "N" => drawn } }),
        widget([252, 572, 398, 598], dictionary! { "V" => Object::string_literal("secret"), "Ff" => 1 << 13 }),
        dictionary! {
            "Type" => "Annot", "Subtype" => "FreeText", "Contents" => Object::string_literal("paid"), "Rect" => vec![50.into(), 500.into(), 150.into(), 520.into()],
        }
        .into(),
    ];
    set(&mut pdf, page, "Annots", annotations);
    set(&mut pdf, page, "Rotate", rotate);
    bytes(pdf)
}

#[test]
fn values_of_a_form_that_no_appearance_draws_stand_in_their_cells() {
    for rotate in [0, 90, 180, 270] {
        let document = read(&form(rotate), None, &Options::default()).unwrap();
        let tables: Vec<Vec<&str>> = document
            .blocks()
            .iter()
            .filter_map(|block| if let Block::Table(table) = block { Some(table) } else { None })
            .map(|table| table.cells().iter().map(|cell| document.slice(cell.span)).collect())
            .collect();
        assert_eq!(tables, [["Region", "喀什地区", "Sum", "8454"]], "{rotate}");
        let text = document.text().as_str();
        assert!(text.ends_with("paid\n") && !text.contains("hidden") && !text.contains("drawn") && !text.contains("secret"), "{text}");
    }
}

#[test]
fn long_values_stay_within_their_boxes() {
    let (mut pdf, _, page) = build("");
    let long = "各地要切实加强资金管理，".repeat(10);
    set(&mut pdf, page, "Annots", vec![widget([50, 400, 250, 500], dictionary! { "V" => text(&long), "Ff" => 1 << 12 })]);
    let document = read(&bytes(pdf), None, &Options::default()).unwrap();
    let read: String = document.text().as_str().lines().skip(1).collect();
    assert_eq!(read, long);
    for line in document.blocks().iter().skip(1).filter_map(|block| if let Block::Paragraph(lines) = block { Some(lines) } else { None }) {
        let place = line.lines[0].bbox.unwrap();
        assert!(place.x0 >= 49.9 && place.x1 <= 250.1 && place.y0 >= 342.0 - 0.1 && place.y1 <= 442.1, "{place:?}");
    }
}

#[test]
fn signatures_and_xmp_are_metadata() {
    let (mut pdf, catalog, _) = build("");
    let signature = pdf.add_object(
        dictionary! { "Type" => "Sig", "Name" => text("某某财政局"), "M" => Object::string_literal("D:20240105103000+08'00'") },
    );
    let field = pdf.add_object(dictionary! { "FT" => "Sig", "V" => signature });
    let outer = pdf.add_object(dictionary! { "Kids" => vec![field.into()] });
    set(&mut pdf, catalog, "AcroForm", dictionary! { "Fields" => vec![outer.into()] });
    let packet = r#"<x:xmpmeta><rdf:Description xmp:CreatorTool="WPS"><dc:title>XMP</dc:title></rdf:Description></x:xmpmeta>"#;
    let packet = pdf.add_object(Stream::new(dictionary! { "Type" => "Metadata", "Subtype" => "XML" }, packet.into()));
    set(&mut pdf, catalog, "Metadata", packet);
    let info = pdf.add_object(dictionary! { "Title" => text("通知") });
    pdf.trailer.set("Info", info);
    let document = read(&bytes(pdf), None, &Options::default()).unwrap();
    let told: Vec<(&str, &str)> = document.metadata().iter().map(|(key, value)| (key.as_str(), value.as_str())).collect();
    assert_eq!(told, [("title", "通知"), ("creator", "WPS"), ("signed_by", "某某财政局"), ("signed", "2024-01-05T10:30:00+08:00")]);
}

#[test]
fn pages_that_no_tree_holds_are_read_and_named_damaged() {
    let (mut pdf, catalog, page) = build("");
    let tree = pdf.get_dictionary(page).unwrap().get(b"Parent").unwrap().as_reference().unwrap();
    pdf.objects.remove(&tree);
    pdf.objects.remove(&catalog);
    let document = read(&bytes(pdf), None, &Options::default()).unwrap();
    assert_eq!(document.text().as_str(), "Notice\n");
    assert_eq!(document.engine(), "hayro-interpret 0.9 after repair by lopdf 0.47");
    assert_eq!(document.warnings(), ["the file is damaged; its pages may be incomplete or out of order"]);
}

#[test]
fn a_file_of_no_pages_is_damaged() {
    let (mut pdf, _, page) = build("");
    let tree = pdf.get_dictionary(page).unwrap().get(b"Parent").unwrap().as_reference().unwrap();
    pdf.objects.remove(&page);
    set(&mut pdf, tree, "Kids", Vec::<Object>::new());
    assert!(matches!(read(&bytes(pdf), None, &Options::default()), Err(ReadError::Damaged { .. })));
}

#[test]
fn accents_all_over_are_no_text() {
    let (pdf, ..) = build(
        "BT /F 12 Tf 50 600 Td (\\271\\330\\323\\332\\317\\302\\264\\357\\327\\312\\275\\360\\265\\304\\315\\250\\326\\252\\243\\272\\271\\330\\323\\332\\317\\302\\264\\357) Tj ET",
    );
    assert_eq!(read(&bytes(pdf), None, &Options::default()), Err(ReadError::NeedsOcr { pages: 1 }));
    // A list of letters is no Chinese: à À â Â ä Ä ç Ç é É è È ê Ê ë Ë î Î ï Ï ô Ô.
    let (pdf, ..) = build(
        "BT /F 12 Tf 50 600 Td (\\340\\300\\342\\302\\344\\304\\347\\307\\351\\311\\350\\310\\352\\312\\353\\313\\356\\316\\357\\317\\364\\324) Tj ET",
    );
    assert!(read(&bytes(pdf), None, &Options::default()).unwrap().text().as_str().contains("àÀâÂäÄçÇ"));
}
