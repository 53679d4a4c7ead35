//! Pages of an OFD package that are pictures: put together from their images, recognised, and put in place of what was read of them.
//! Not for: recognition itself (`ocr`), or images on pages of text.

use image::RgbImage;
use image::imageops::{FilterType, resize};

use super::package::Package;
use super::space::Matrix;
use super::{Picture, Reading};
use crate::ocr::{BATCH, DPI, Engine, Picture as Dots, Scan};
use crate::{Limits, Options, picture_file};

/// Dots a point.
const DOTS: f64 = DPI / 72.0;

/// Reads the pages that need it.
pub(super) fn read(reading: &mut Reading, package: &mut Package<'_>, engine: &Engine, options: &Options) {
    let mut waiting: Vec<Picture> = Vec::new();
    let mut scans: Vec<Scan> = Vec::new();
    let mut pictures = std::mem::take(&mut reading.pictures).into_iter().peekable();
    while let Some(picture) = pictures.next() {
        options.beat.tick();
        match drawn(&picture, package, &options.limits) {
            Ok(dots) => {
                scans.push(Scan::new(picture.page, picture.size, &dots, engine.wants_pages()));
                waiting.push(picture);
            }
            Err(reason) => {
                reading.warnings.push(format!("page {}: {reason}", picture.page));
                reading.failure.get_or_insert(reason);
                reading.pictures.push(picture);
            }
        }
        if scans.len() < BATCH && pictures.peek().is_some() || scans.is_empty() {
            continue;
        }
        match engine.read(&scans, options) {
            Ok(pages) => {
                for mut page in pages {
                    let number = page.sheet.number;
                    if let Some(picture) = waiting.iter().find(|picture| picture.page == number).filter(|picture| !picture.layer.is_empty())
                    {
                        page.compare(&picture.layer);
                    }
                    reading.glyphs += page.readable;
                    reading.recognised.push(number);
                    reading.layout.replace(page.sheet);
                }
                waiting.clear();
            }
            Err(reason) => {
                reading.warnings.push(reason.clone());
                reading.failure.get_or_insert(reason);
                reading.pictures.append(&mut waiting);
            }
        }
        scans.clear();
    }
}

/// The page as it looks, on white.
fn drawn(picture: &Picture, package: &mut Package<'_>, limits: &Limits) -> Result<Dots, String> {
    let (width, height) = ((picture.size.0 * DOTS).round(), (picture.size.1 * DOTS).round());
    if !(width >= 1.0 && height >= 1.0) || width * height > limits.picture_dots as f64 {
        return Err(String::from("it is too large to be recognised"));
    }
    let mut page = RgbImage::from_pixel(width as u32, height as u32, image::Rgb([255; 3]));
    let mut failure = None;
    let mut any = false;
    for (part, space) in &picture.images {
        let Some(bytes) = part.as_deref().and_then(|part| package.part(part).transpose()) else { continue };
        match bytes.and_then(|bytes| picture_file::first(&bytes, limits)) {
            Ok(image) => {
                paint(&mut page, &image, *space);
                any = true;
            }
            Err(error) => failure = Some(error.to_string()),
        }
    }
    if !any {
        return Err(failure.unwrap_or_else(|| String::from("its picture is not in the package")));
    }
    let (width, height) = (page.width() as usize, page.height() as usize);
    Dots::new(width, height, page.into_raw()).ok_or_else(|| String::from("it has no size"))
}

/// Lays an image over the page; it fills the unit square of its space.
fn paint(page: &mut RgbImage, image: &RgbImage, space: Matrix) {
    let Some(back) = space.inverse() else { return };
    let corner = space.point(0.0, 0.0);
    let side = |to: (f64, f64)| ((to.0 - corner.0).hypot(to.1 - corner.1) * DOTS).round().clamp(1.0, 20_000.0) as u32;
    let (across, down) = (side(space.point(1.0, 0.0)), side(space.point(0.0, 1.0)));
    let most = u64::from(page.width()) * u64::from(page.height()) * 4;
    // First to its size on the page, so that no dot of it is lost; then to its place, which may be turned.
    let same = across.abs_diff(image.width()) <= 1 && down.abs_diff(image.height()) <= 1;
    let scaled = (!same && u64::from(across) * u64::from(down) <= most).then(|| resize(image, across, down, FilterType::CatmullRom));
    let image = scaled.as_ref().unwrap_or(image);
    let area = space.rect(0.0, 0.0, 1.0, 1.0);
    let dot = |points: f64, most: u32| (points * DOTS).floor().clamp(0.0, f64::from(most)) as u32;
    for y in dot(area.y0, page.height())..dot(area.y1 + 1.0 / DOTS, page.height()) {
        for x in dot(area.x0, page.width())..dot(area.x1 + 1.0 / DOTS, page.width()) {
            let (u, v) = back.point((f64::from(x) + 0.5) / DOTS, (f64::from(y) + 0.5) / DOTS);
            if (0.0..1.0).contains(&u) && (0.0..1.0).contains(&v) {
                let place = (u * f64::from(image.width())) as u32;
                let line = (v * f64::from(image.height())) as u32;
                page.put_pixel(x, y, *image.get_pixel(place.min(image.width() - 1), line.min(image.height() - 1)));
            }
        }
    }
}
