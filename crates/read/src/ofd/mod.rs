//! OFD (GB/T 33190), the electronic form of paper that offices use beside PDF: a zip package of XML that says where
//! every character stands. Pages that are pictures are recognised where that is asked for; a package of nothing else is
//! [`NeedsOcr`](ReadError::NeedsOcr) then. Not for: signatures and fonts.

mod objects;
mod package;
#[cfg(feature = "ocr")]
mod scans;
mod space;
mod tree;

use std::collections::HashMap;

use hongtou_document::{Document, Format, TextFrom};

use self::objects::{Drawn, Pen};
use self::package::Package;
use self::space::{Matrix, POINTS};
use self::tree::Node;
use crate::layout::{Glyph, Layout, Sheet};
use crate::{Attachment, Beat, Input, Limits, ReadError, Reader, source_id};

/// A4, for packages that do not tell their pages' size.
const A4: [f64; 4] = [0.0, 0.0, 210.0, 297.0];
/// What a package says about itself, and how that is called in the metadata of other formats.
const PROPERTIES: [(&str, &str); 4] = [("Title", "title"), ("Author", "creator"), ("CreationDate", "created"), ("ModDate", "modified")];

/// Reads OFD.
#[derive(Debug, Clone, Copy, Default)]
pub struct OfdReader;

impl Reader for OfdReader {
    fn format(&self) -> Format {
        Format::Ofd
    }

    fn read(&self, input: &Input<'_>) -> Result<Document, ReadError> {
        let limits = &input.options.limits;
        let mut package = Package::open(input.bytes, limits)?;
        let mut reading = Reading { layout: Layout::new(limits.cells), ..Reading::new(limits.cells) };
        let bodies = bodies(&mut package)?;
        for body in &bodies {
            reading.body(&mut package, body, &input.options.beat)?;
        }
        #[cfg(feature = "ocr")]
        let engine = match crate::ocr::Engine::of(&input.options.ocr).filter(|_| !reading.pictures.is_empty()) {
            Some(engine) => {
                scans::read(&mut reading, &mut package, &engine, input.options);
                Some(engine.name()).filter(|_| !reading.recognised.is_empty())
            }
            None => None,
        };
        if reading.glyphs == 0 && !reading.pictures.is_empty() {
            return Err(match reading.failure {
                Some(detail) => ReadError::NotRecognised { detail },
                None => ReadError::NeedsOcr { pages: reading.pages },
            });
        }
        let mut builder = reading.layout.finish(Format::Ofd);
        for (key, value) in reading.metadata {
            builder.metadata(key, value);
        }
        #[cfg(feature = "ocr")]
        if let Some(engine) = engine {
            builder.engine(engine);
        }
        let layered = reading.pictures.iter().any(|picture| !picture.layer.is_empty());
        if layered || !reading.recognised.is_empty() {
            let all = reading.pictures.len() + reading.recognised.len() >= reading.pages as usize;
            builder.text_from(if all { TextFrom::Ocr } else { TextFrom::Mixed });
        }
        for picture in &reading.pictures {
            builder.warning(if picture.layer.is_empty() {
                format!("page {} is a picture and cannot be read without OCR", picture.page)
            } else {
                format!("the text of page {} is the scan's own OCR layer", picture.page)
            });
        }
        for warning in reading.warnings {
            builder.warning(warning);
        }
        Ok(builder.finish(source_id(input.bytes)))
    }
}

/// The files that an OFD package carries beside its pages.
///
/// # Errors
/// When the package cannot be opened; what is wrong with one file stands in its [`Attachment::bytes`].
pub fn ofd_attachments(bytes: &[u8], limits: &Limits) -> Result<Vec<Attachment>, ReadError> {
    let mut package = Package::open(bytes, limits)?;
    let mut found = Vec::new();
    for body in bodies(&mut package)? {
        let Some((root, document)) = document(&mut package, &body)? else { continue };
        for (name, location, part) in attached(&mut package, &root, &document)? {
            let bytes = match part {
                Some(part) => package.part(&part).and_then(|bytes| bytes.ok_or_else(|| missing(&location))),
                None => Err(missing(&location)),
            };
            found.push(Attachment { name, bytes });
        }
    }
    Ok(found)
}

/// What a document lists as attached: shown name, location as written, and the part that is meant.
fn attached(package: &mut Package<'_>, root: &str, document: &Node) -> Result<Vec<(String, String, Option<String>)>, ReadError> {
    let Some(list) = document.text_of("Attachments").and_then(|location| package.find(root, root, location)) else {
        return Ok(Vec::new());
    };
    let tree = package.tree(&list)?.unwrap_or_default();
    let each = tree.every("Attachment").into_iter().map(|attachment| {
        let location = attachment.text_of("FileLoc").unwrap_or_default();
        (attachment_name(attachment, location), location.to_owned(), package.find(root, &list, location))
    });
    Ok(each.collect())
}

fn missing(location: &str) -> ReadError {
    ReadError::Damaged { detail: format!("the package has no {location}") }
}

/// The name that readers are shown, with the ending of the file where it has none.
fn attachment_name(attachment: &Node, location: &str) -> String {
    let file = location.rsplit(['/', '\\']).next().unwrap_or_default();
    let name = attachment.attribute("Name").filter(|name| !name.is_empty()).unwrap_or(file);
    let ending = file.rsplit_once('.').map(|(_, ending)| ending).or_else(|| attachment.attribute("Format")).unwrap_or_default();
    let ended = ending.is_empty() || name.to_lowercase().ends_with(&format!(".{}", ending.to_lowercase()));
    if ended { name.to_owned() } else { format!("{name}.{ending}") }
}

/// The documents of a package.
fn bodies(package: &mut Package<'_>) -> Result<Vec<Node>, ReadError> {
    let main = package.find("", "", "OFD.xml").ok_or_else(|| missing("OFD.xml"))?;
    let tree = package.tree(&main)?.unwrap_or_default();
    let bodies: Vec<Node> = tree.every("DocBody").into_iter().cloned().collect();
    if !bodies.is_empty() {
        return Ok(bodies);
    }
    Err(if package.has_file("encryptions.xml") {
        ReadError::Encrypted
    } else {
        ReadError::Damaged { detail: String::from("the package names no document; it may be cut short, fetch it again") }
    })
}

/// The main part of a document: its name and its tree. Of several versions the last is named first.
fn document(package: &mut Package<'_>, body: &Node) -> Result<Option<(String, Node)>, ReadError> {
    let root = body.text_of("DocRoot").and_then(|location| package.find("", "", location));
    match root {
        Some(root) => Ok(package.tree(&root)?.map(|tree| (root, tree))),
        None => Ok(None),
    }
}

/// A package as far as it is read.
struct Reading {
    layout: Layout,
    pages: u32,
    glyphs: usize,
    /// Pages that are pictures, in their order, as long as they are not recognised.
    pictures: Vec<Picture>,
    /// Pages that were recognised.
    recognised: Vec<u32>,
    /// Why pages were not recognised though that was asked for.
    failure: Option<String>,
    metadata: Vec<(String, String)>,
    warnings: Vec<String>,
}

/// A page that is a picture.
#[cfg_attr(not(feature = "ocr"), allow(dead_code, reason = "only recognition looks at pictures"))]
struct Picture {
    page: u32,
    /// Width and height in points.
    size: (f64, f64),
    /// The part of the package that fills the unit square of a space.
    images: Vec<(Option<String>, Matrix)>,
    /// The text that somebody's recognition laid over it.
    layer: Vec<Glyph>,
}

/// What the pages of a document share.
struct Shared {
    root: String,
    templates: HashMap<String, Node>,
    units: HashMap<String, Node>,
    annotations: HashMap<String, Vec<Node>>,
    /// Images: parts of the package by number.
    media: HashMap<String, String>,
    size: Vec<f64>,
}

impl Reading {
    fn new(cells: usize) -> Self {
        Self {
            layout: Layout::new(cells),
            pages: 0,
            glyphs: 0,
            pictures: Vec::new(),
            recognised: Vec::new(),
            failure: None,
            metadata: Vec::new(),
            warnings: Vec::new(),
        }
    }

    fn body(&mut self, package: &mut Package<'_>, body: &Node, beat: &Beat) -> Result<(), ReadError> {
        let limits = package.limits;
        for (name, key) in PROPERTIES {
            if let Some(value) = body.child("DocInfo").and_then(|info| info.text_of(name)) {
                self.metadata.push((key.to_owned(), value.to_owned()));
            }
        }
        let Some((root, document)) = document(package, body)? else {
            if package.has_file("encryptions.xml") {
                return Err(ReadError::Encrypted);
            }
            self.warnings.push(String::from("a document that the package names is not in it"));
            return Ok(());
        };
        let mut shared = Shared::read(package, root, &document)?;
        let pages: Vec<&Node> =
            document.child("Document").and_then(|document| document.child("Pages")).map(|pages| pages.every("Page")).unwrap_or_default();
        for page in pages {
            if self.pages >= limits.pages {
                return Err(ReadError::TooLarge { detail: format!("more than {} pages", limits.pages) });
            }
            self.pages += 1;
            beat.tick();
            let location = page.attribute("BaseLoc").unwrap_or_default();
            let part = package.find(&shared.root, &shared.root, location);
            let content = match &part {
                Some(part) => package.tree(part)?,
                None => None,
            };
            let (Some(content), Some(part)) = (content, part) else {
                self.warnings.push(format!("page {} is not in the package", self.pages));
                continue;
            };
            shared.resources(package, &part, content.every("PageRes"))?;
            self.page(&shared, page.attribute("ID").unwrap_or_default(), &content, limits);
        }
        for (name, location, _) in attached(package, &shared.root, &document)? {
            self.metadata.push((String::from("attachment"), format!("{name}\t{location}")));
        }
        Ok(())
    }

    fn page(&mut self, shared: &Shared, id: &str, content: &Node, limits: &Limits) {
        let own = content.every("PhysicalBox").first().map(|area| tree::numbers(&area.text)).filter(|area| area.len() == 4);
        let area = own.unwrap_or_else(|| shared.size.clone());
        let [left, top, width, height] = *area.as_slice() else { return };
        let space = Matrix::page(left, top);
        let mut pen = Pen { limits, units: &shared.units, drawn: Drawn::default(), composites: 0 };
        for template in content.every("Template") {
            if let Some(template) = template.attribute("TemplateID").and_then(|id| shared.templates.get(id)) {
                draw_page(&mut pen, template, space);
            }
        }
        draw_page(&mut pen, content, space);
        for appearance in shared.annotations.get(id).into_iter().flatten() {
            pen.draw(appearance, space.within(&appearance.numbers("Boundary"), &[]), 0);
        }
        let drawn = pen.drawn;
        if drawn.full {
            self.warnings.push(format!("page {} has more characters than are read", self.pages));
        }
        self.glyphs += drawn.glyphs.len();
        let layered = drawn.unseen * 2 > drawn.glyphs.len();
        if !drawn.images.is_empty() && drawn.glyphs.is_empty() || layered {
            let images = drawn.images.into_iter().map(|(id, space)| (shared.media.get(&id).cloned(), space)).collect();
            let layer = if layered { drawn.glyphs.clone() } else { Vec::new() };
            self.pictures.push(Picture { page: self.pages, size: (width * POINTS, height * POINTS), images, layer });
        }
        // Too many rules are a drawing, whose nets would cost more than they tell.
        let rules = if drawn.rules.len() > limits.page_rules { Vec::new() } else { drawn.rules };
        self.layout.page(Sheet {
            number: self.pages,
            width: width * POINTS,
            height: height * POINTS,
            glyphs: drawn.glyphs,
            rules,
            text_from: if layered { TextFrom::Ocr } else { TextFrom::Text },
            ..Sheet::default()
        });
    }
}

/// Draws the content of a page or a template.
fn draw_page(pen: &mut Pen<'_>, part: &Node, space: Matrix) {
    for page in part.children.iter().filter(|child| child.name == "Page") {
        pen.draw(page, space, 0);
    }
}

impl Shared {
    fn read(package: &mut Package<'_>, root: String, document: &Node) -> Result<Self, ReadError> {
        let size = document.every("PhysicalBox").first().map(|area| tree::numbers(&area.text)).filter(|area| area.len() == 4);
        let mut shared = Self {
            templates: HashMap::new(),
            units: HashMap::new(),
            annotations: HashMap::new(),
            media: HashMap::new(),
            size: size.unwrap_or_else(|| A4.to_vec()),
            root,
        };
        for template in document.every("TemplatePage") {
            let (Some(id), Some(location)) = (template.attribute("ID"), template.attribute("BaseLoc")) else { continue };
            if let Some(part) = package.find(&shared.root, &shared.root, location)
                && let Some(tree) = package.tree(&part)?
            {
                shared.templates.insert(id.to_owned(), tree);
            }
        }
        for kind in ["PublicRes", "DocumentRes"] {
            let root = shared.root.clone();
            shared.resources(package, &root, document.every(kind))?;
        }
        shared.annotations(package, document)?;
        Ok(shared)
    }

    /// Graphics and images of lists of resources that a part names.
    fn resources(&mut self, package: &mut Package<'_>, from: &str, locations: Vec<&Node>) -> Result<(), ReadError> {
        for location in locations {
            let Some(part) = package.find(&self.root, from, location.text.trim()) else { continue };
            let Some(tree) = package.tree(&part)? else { continue };
            let units = tree.every("CompositeGraphicUnit").into_iter();
            self.units.extend(units.filter_map(|unit| Some((unit.attribute("ID")?.to_owned(), unit.clone()))));
            let base = tree.every("Res").first().and_then(|list| list.attribute("BaseLoc")).unwrap_or_default().to_owned();
            for medium in tree.every("MultiMedia") {
                let (Some(id), Some(file)) = (medium.attribute("ID"), medium.text_of("MediaFile")) else { continue };
                let found = package.find(&self.root, &part, &format!("{base}/{file}")).or_else(|| package.find(&self.root, &part, file));
                if let Some(found) = found {
                    self.media.insert(id.to_owned(), found);
                }
            }
        }
        Ok(())
    }

    /// What was laid over the pages: notes and stamps, but no watermarks.
    fn annotations(&mut self, package: &mut Package<'_>, document: &Node) -> Result<(), ReadError> {
        let Some(list) = document.text_of("Annotations").and_then(|location| package.find(&self.root, &self.root, location)) else {
            return Ok(());
        };
        let Some(tree) = package.tree(&list)? else { return Ok(()) };
        for page in tree.every("Page") {
            let (Some(id), Some(location)) = (page.attribute("PageID"), page.text_of("FileLoc")) else { continue };
            let Some(part) = package.find(&self.root, &list, location) else { continue };
            let Some(tree) = package.tree(&part)? else { continue };
            let seen = tree.every("Annot").into_iter().filter(|note| !note.is_hidden() && note.attribute("Type") != Some("Watermark"));
            let appearances = seen.flat_map(|note| note.every("Appearance")).cloned();
            self.annotations.entry(id.to_owned()).or_default().extend(appearances);
        }
        Ok(())
    }
}
