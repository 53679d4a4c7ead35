//! OFD: text and tables from packages as producers write them.
#![cfg(feature = "ofd")]
#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests may fail like tests")]

mod common;

use common::{drawn, package, read_as, tables};
use hongtou_read::{Document, Format, Limits, ReadError, ofd_attachments, sniff};

const NS: &str = r#"xmlns:ofd="http://www.ofdspec.org/2016""#;

fn main_part(bodies: &str) -> String {
    format!(r#"<?xml version="1.0" encoding="UTF-8"?><ofd:OFD {NS}>{bodies}</ofd:OFD>"#)
}

fn body(root: &str) -> String {
    format!("<ofd:DocBody><ofd:DocInfo><ofd:Title>t</ofd:Title></ofd:DocInfo><ofd:DocRoot>{root}</ofd:DocRoot></ofd:DocBody>")
}

fn root_part(content: &str) -> String {
    format!(
        r#"<ofd:Document {NS}><ofd:CommonData><ofd:PageArea><ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox></ofd:PageArea>
        <ofd:TemplatePage ID="9" BaseLoc="Tpls/Tpl_0.xml"/></ofd:CommonData>{content}</ofd:Document>"#
    )
}

fn page_part(template: bool, objects: &str) -> String {
    let template = if template { r#"<ofd:Template TemplateID="9"/>"# } else { "" };
    format!(r#"<ofd:Page {NS}>{template}<ofd:Content><ofd:Layer ID="1">{objects}</ofd:Layer></ofd:Content></ofd:Page>"#)
}

/// A line of text whose baseline is at a place, in letters of 5 mm.
fn text(x: f64, y: f64, line: &str) -> String {
    let steps = line.chars().count().saturating_sub(1);
    format!(
        r#"<ofd:TextObject ID="2" Boundary="{x} {y} 100 10" Size="5"><ofd:TextCode X="0" Y="5" DeltaX="g {steps} 5">{line}</ofd:TextCode></ofd:TextObject>"#
    )
}

/// A package of one page.
fn one_page(objects: &str) -> Vec<u8> {
    package(&[
        ("OFD.xml", &main_part(&body("Doc_0/Document.xml"))),
        ("Doc_0/Document.xml", &root_part(r#"<ofd:Pages><ofd:Page ID="1" BaseLoc="Pages/Page_0/Content.xml"/></ofd:Pages>"#)),
        ("Doc_0/Pages/Page_0/Content.xml", &page_part(false, objects)),
    ])
}

fn read_page(objects: &str) -> Document {
    read_as(&one_page(objects), "a.ofd").unwrap()
}

#[test]
fn text_stands_where_its_steps_say() {
    let document = read_page(&format!("{}{}", text(30.0, 40.0, "关于下达预算的通知"), text(30.0, 60.0, "第二行")));
    assert_eq!(drawn(&document).split_whitespace().collect::<Vec<&str>>(), ["关于下达预算的通知", "第二行"]);
    let (page, bbox) = document.place(document.blocks()[0].span());
    let bbox = bbox.unwrap();
    let near = |a: f64, mm: f64| (a - mm * 72.0 / 25.4).abs() < 1.0;
    assert!(page == Some(1) && near(bbox.x0, 30.0) && near(bbox.x1, 75.0) && near(bbox.y1, 45.6), "{bbox:?}");
    assert_eq!((document.format(), document.pages().len()), (Format::Ofd, 1));
    assert_eq!(document.metadata(), [("title".to_owned(), "t".to_owned())]);
}

#[test]
fn matrices_scale_and_steps_may_lead_to_the_next_line() {
    let objects = r#"<ofd:TextObject Boundary="20 20 100 100" CTM="0.5 0 0 0.5 0 0" Size="10">
        <ofd:TextCode X="0" Y="10" DeltaX="10 -10 10" DeltaY="0 20 0">甲乙丙丁</ofd:TextCode></ofd:TextObject>"#;
    assert_eq!(drawn(&read_page(objects)).split_whitespace().collect::<String>().replace('/', ""), "甲乙丙丁");
}

#[test]
fn a_figure_that_a_line_end_or_an_object_parts_is_one() {
    // Lines of thirty letters from one margin to the other; the second ends within a figure, the third falls into two objects.
    let full = "一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十";
    let at_end = "为支持各地做好有关工作，经研究，现下达你市补助资金共计人民币2";
    let objects = [
        text(30.0, 40.0, full),
        text(30.0, 50.0, at_end),
        text(30.0, 60.0, "583万元，其中：甲县"),
        text(85.0, 60.0, "1,2"),
        text(100.0, 60.0, "34万元。"),
    ];
    let document = read_page(&objects.concat());
    let lines = drawn(&document);
    assert!(lines.contains("人民币2/583万元") || lines.contains("人民币2583万元"), "{lines}");
    assert!(lines.contains("甲县1,234万元。"), "{lines}");
}

#[test]
fn rules_make_tables() {
    let line = |x0: u32, y0: u32, x1: u32, y1: u32| {
        format!(
            r#"<ofd:PathObject Boundary="0 0 210 297"><ofd:AbbreviatedData>M {x0} {y0} L {x1} {y1}</ofd:AbbreviatedData></ofd:PathObject>"#
        )
    };
    let mut objects: String = [30, 50, 70].map(|y| line(20, y, 120, y)).concat();
    objects += &[20, 70].map(|x| line(x, 30, x, 70)).concat();
    // One as a thin filled bar, as some producers draw all.
    objects += r#"<ofd:PathObject Boundary="120 30 0.2 40" Stroke="false" Fill="true"><ofd:AbbreviatedData>M 0 0 L 0.2 0 L 0.2 40 L 0 40 C</ofd:AbbreviatedData></ofd:PathObject>"#;
    for (x, y, cell) in [(25.0, 35.0, "地区"), (75.0, 35.0, "金额"), (25.0, 55.0, "合计"), (75.0, 55.0, "100")] {
        objects += &text(x, y, cell);
    }
    let document = read_page(&objects);
    let table = tables(&document)[0];
    let texts: Vec<&str> = table.cells().iter().map(|cell| document.slice(cell.span)).collect();
    assert_eq!((table.rows(), table.cols(), texts), (2, 2, vec!["地区", "金额", "合计", "100"]));
}

#[test]
fn templates_annotations_units_and_several_documents_are_read() {
    let bodies = body("/Doc_0/Document.xml") + &body("Doc_1\\Document.xml");
    let note = |kind: &str, line: &str| {
        format!(r#"<ofd:Annot Type="{kind}"><ofd:Appearance Boundary="20 100 90 20">{}</ofd:Appearance></ofd:Annot>"#, text(0.0, 0.0, line))
    };
    let first = root_part(
        r#"<ofd:Pages><ofd:Page ID="1" BaseLoc="PAGES/Content.xml"/></ofd:Pages><ofd:Annotations>Annots/A.xml</ofd:Annotations>"#,
    )
    .replace("<ofd:TemplatePage", "<ofd:DocumentRes>Res.xml</ofd:DocumentRes><ofd:TemplatePage");
    let unit = r#"<ofd:CompositeObject ID="5" Boundary="0 120 90 20" ResourceID="7"/>"#;
    let bytes = package(&[
        ("OFD.xml", &main_part(&bodies)),
        ("Doc_0/Document.xml", &first),
        ("Doc_0/Tpls/Tpl_0.xml", &page_part(false, &text(20.0, 20.0, "模板文字"))),
        ("Doc_0/Pages/Content.xml", &page_part(true, &(text(20.0, 50.0, "页面文字") + unit))),
        (
            "Doc_0/Annots/A.xml",
            &format!(r#"<ofd:Annotations {NS}><ofd:Page PageID="1"><ofd:FileLoc>P.xml</ofd:FileLoc></ofd:Page></ofd:Annotations>"#),
        ),
        ("Doc_0/Annots/P.xml", &format!("<ofd:PageAnnot {NS}>{}{}</ofd:PageAnnot>", note("Stamp", "批注文字"), note("Watermark", "水印"))),
        (
            "Doc_0/Res.xml",
            &format!(
                r#"<ofd:Res {NS}><ofd:CompositeGraphicUnits><ofd:CompositeGraphicUnit ID="7"><ofd:Content>{}</ofd:Content></ofd:CompositeGraphicUnit></ofd:CompositeGraphicUnits></ofd:Res>"#,
                text(20.0, 20.0, "图元文字")
            ),
        ),
        ("Doc_1/Document.xml", &root_part(r#"<ofd:Pages><ofd:Page ID="1" BaseLoc="./Content.xml"/></ofd:Pages>"#)),
        ("Doc_1/Content.xml", &page_part(false, &text(20.0, 20.0, "第二份文件"))),
    ]);
    let document = read_as(&bytes, "a.ofd").unwrap();
    let words: Vec<String> = drawn(&document).split(['/', '\n']).filter(|line| !line.is_empty()).map(str::to_owned).collect();
    assert_eq!(words, ["模板文字", "页面文字", "批注文字", "图元文字", "第二份文件"]);
    assert_eq!(document.pages().len(), 2);
}

#[test]
fn attachments_are_handed_out() {
    let list = format!(
        r#"<ofd:Attachments {NS}><ofd:Attachment ID="1" Name="附件1" Format="txt"><ofd:FileLoc>a.txt</ofd:FileLoc></ofd:Attachment>
        <ofd:Attachment ID="2" Name="b.doc"><ofd:FileLoc>gone.doc</ofd:FileLoc></ofd:Attachment></ofd:Attachments>"#
    );
    let bytes = package(&[
        ("OFD.xml", &main_part(&body("Doc_0/Document.xml"))),
        ("Doc_0/Document.xml", &root_part("<ofd:Attachments>Attachs/Attachments.xml</ofd:Attachments>")),
        ("Doc_0/Attachs/Attachments.xml", &list),
        ("Doc_0/Attachs/a.txt", "x"),
    ]);
    let found = ofd_attachments(&bytes, &Limits::default()).unwrap();
    assert_eq!((found[0].name.as_str(), found[0].bytes.as_deref()), ("附件1.txt", Ok(b"x".as_slice())));
    assert!(found[1].name == "b.doc" && matches!(found[1].bytes, Err(ReadError::Damaged { .. })));
}

#[test]
fn pictures_need_ocr_and_broken_packages_say_so() {
    let error = |bytes: &[u8]| read_as(bytes, "a.ofd").unwrap_err();
    assert_eq!(error(&one_page(r#"<ofd:ImageObject ResourceID="1" Boundary="0 0 210 297"/>"#)), ReadError::NeedsOcr { pages: 1 });
    assert!(matches!(error(&package(&[("OFD.xml", &main_part(""))])), ReadError::Damaged { .. }));
    let locked = package(&[("OFD.xml", &main_part("")), ("Encryptions.xml", "<x/>")]);
    assert_eq!(sniff(&locked, None), Format::Ofd);
    assert_eq!(error(&locked), ReadError::Encrypted);
    let whole = one_page("");
    assert!(matches!(error(&whole[..whole.len() - 30]), ReadError::Damaged { .. }));
}

#[test]
fn units_within_themselves_end() {
    let first = root_part(r#"<ofd:Pages><ofd:Page ID="1" BaseLoc="c.xml"/></ofd:Pages>"#)
        .replace("<ofd:TemplatePage", "<ofd:DocumentRes>r.xml</ofd:DocumentRes><ofd:TemplatePage");
    let again = r#"<ofd:CompositeObject Boundary="0 0 9 9" ResourceID="7"/>"#.repeat(20);
    let units = format!(
        r#"<ofd:Res {NS}><ofd:CompositeGraphicUnit ID="7"><ofd:Content>{again}</ofd:Content></ofd:CompositeGraphicUnit></ofd:Res>"#
    );
    let bytes = package(&[
        ("OFD.xml", &main_part(&body("d/Document.xml"))),
        ("d/Document.xml", &first),
        ("d/r.xml", &units),
        ("d/c.xml", &page_part(false, &again)),
    ]);
    assert_eq!(drawn(&read_as(&bytes, "a.ofd").unwrap()), "");
}
