//! A notice as a web page, for Word, and as a PDF. Not for: what it says.

use std::io::{Cursor, Write};

use lopdf::content::{Content, Operation};
use lopdf::{Document, Object, Stream, StringFormat, dictionary};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::Told;

pub(super) fn html(told: &Told) -> Vec<u8> {
    let rows: String = told.table.iter().map(|[place, sum]| format!("<tr><td>{place}</td><td>{sum}</td></tr>")).collect();
    let text: String = told.paragraphs.iter().map(|line| format!("<p>{line}</p>\n")).collect();
    let Told { body, number, title, .. } = told;
    let page = format!(
        "<!DOCTYPE html><html><head><meta charset=\"utf-8\"><title>{title}</title></head><body><div class=\"nav\"><a href=\"/\">首页</a></div>\n\
         <h1>{title}</h1>\n<p>{body}文件</p><p>{number}</p>\n{text}<p>单位：万元</p><table>{rows}</table></body></html>"
    );
    page.into_bytes()
}

pub(super) fn docx(told: &Told) -> Result<Vec<u8>, String> {
    let line = |text: &str| format!("<w:p><w:r><w:t>{text}</w:t></w:r></w:p>");
    let Told { body, number, title, paragraphs, table } = told;
    let mut lines = [&format!("{body}文件"), number, title].map(|text| line(text)).concat();
    lines += &paragraphs.iter().map(|text| line(text)).collect::<String>();
    lines += &line("单位：万元");
    let cell = |text: &String| format!("<w:tc>{}</w:tc>", line(text));
    lines += &format!(
        "<w:tbl>{}</w:tbl>",
        table.iter().map(|row| format!("<w:tr>{}</w:tr>", row.each_ref().map(cell).concat())).collect::<String>()
    );
    let document = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:body>{lines}</w:body></w:document>"
    );
    let types = "<?xml version=\"1.0\"?><Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/><Override PartName=\"/word/document.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml\"/></Types>";
    let relations = "<?xml version=\"1.0\"?><Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"r1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" Target=\"word/document.xml\"/></Relationships>";
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in [("[Content_Types].xml", types), ("_rels/.rels", relations), ("word/document.xml", &document)] {
        zip.start_file(name, SimpleFileOptions::default()).map_err(|error| error.to_string())?;
        zip.write_all(text.as_bytes()).map_err(|error| error.to_string())?;
    }
    zip.finish().map(Cursor::into_inner).map_err(|error| error.to_string())
}

/// One page. The font is not embedded, as many government systems leave it: its codes are UTF-16 by a predefined CMap.
pub(super) fn pdf(told: &Told) -> Result<Vec<u8>, String> {
    let mut document = Document::with_version("1.5");
    let descendant = document.add_object(dictionary! {
        "Type" => "Font", "Subtype" => "CIDFontType0", "BaseFont" => "STSong-Light",
        "CIDSystemInfo" => dictionary! {
            "Registry" => Object::string_literal("Adobe"), "Ordering" => Object::string_literal("GB1"), "Supplement" => 4
        },
        "DW" => 1000,
    });
    let font = document.add_object(dictionary! {
        "Type" => "Font", "Subtype" => "Type0", "BaseFont" => "STSong-Light", "Encoding" => "UniGB-UCS2-H",
        "DescendantFonts" => vec![descendant.into()],
    });
    let mut operations = Vec::new();
    let mut print = |x: f32, y: f32, text: &str| {
        let codes = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
        operations.extend([
            Operation::new("BT", Vec::new()),
            Operation::new("Tf", vec!["F".into(), 12.into()]),
            Operation::new("Td", vec![x.into(), y.into()]),
            Operation::new("Tj", vec![Object::String(codes, StringFormat::Hexadecimal)]),
            Operation::new("ET", Vec::new()),
        ]);
    };
    let mut y = 800.0;
    let head = [format!("{}文件", told.body), told.number.clone(), told.title.clone()];
    for text in head.iter().chain(&told.paragraphs) {
        let letters: Vec<char> = text.chars().collect();
        for line in letters.chunks(40) {
            print(72.0, y, &line.iter().collect::<String>());
            y -= 18.0;
        }
    }
    print(360.0, y, "单位：万元");
    let top = y - 6.0;
    for (at, [place, sum]) in (0_u16..).zip(&told.table) {
        let base = top - 18.0 * f32::from(at) - 14.0;
        print(76.0, base, place);
        print(306.0, base, sum);
    }
    let rows = u16::try_from(told.table.len()).unwrap_or(u16::MAX);
    let bottom = top - 18.0 * f32::from(rows);
    let mut rule = |from: (f32, f32), to: (f32, f32)| {
        operations.extend([
            Operation::new("m", vec![from.0.into(), from.1.into()]),
            Operation::new("l", vec![to.0.into(), to.1.into()]),
            Operation::new("S", Vec::new()),
        ]);
    };
    for at in 0..=rows {
        let y = top - 18.0 * f32::from(at);
        rule((72.0, y), (500.0, y));
    }
    for x in [72.0, 300.0, 500.0] {
        rule((x, top), (x, bottom));
    }
    let contents = Content { operations }.encode().map_err(|error| error.to_string())?;
    let contents = document.add_object(Stream::new(dictionary! {}, contents));
    let pages = document.new_object_id();
    let page = document.add_object(dictionary! {
        "Type" => "Page", "Parent" => pages, "MediaBox" => vec![0.into(), 0.into(), 595.into(), 842.into()], "Contents" => contents,
        "Resources" => dictionary! { "Font" => dictionary! { "F" => font } },
    });
    document.objects.insert(pages, dictionary! { "Type" => "Pages", "Kids" => vec![page.into()], "Count" => 1 }.into());
    let catalog = document.add_object(dictionary! { "Type" => "Catalog", "Pages" => pages });
    document.trailer.set("Root", catalog);
    document.compress();
    let mut bytes = Vec::new();
    document.save_to(&mut bytes).map_err(|error| error.to_string())?;
    Ok(bytes)
}
