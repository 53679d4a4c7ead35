//! Pictures of pages: JPEG, PNG, and TIFF of many pages. Not for: recognising them (`ocr`), or pictures inside other files.

use std::io::Cursor;

use hongtou_document::{Document, Format, TextFrom};
use image::{DynamicImage, ImageDecoder as _, ImageReader as Decoder, Limits as DecoderLimits, RgbImage};
use tiff::ColorType;
use tiff::decoder::{DecodingResult, Limits as TiffLimits};
use tiff::tags::Tag;

use crate::layout::Layout;
use crate::ocr::{BATCH, DPI, Engine, Picture, Scan};
use crate::{Input, Limits, ReadError, Reader, source_id};

/// Short side of A4 in inches, for pictures that do not tell their size.
const A4: f64 = 8.27;
/// Short sides, in inches, that a page may have: from A5 to A2. Cameras and programs write any number of dots an inch.
const PAGE: std::ops::RangeInclusive<f64> = 5.5..=17.0;
const INCH: f64 = 2.54;

/// Reads pictures of pages.
#[derive(Debug, Clone, Copy, Default)]
pub struct PictureReader;

impl Reader for PictureReader {
    fn format(&self) -> Format {
        Format::Image
    }

    fn read(&self, input: &Input<'_>) -> Result<Document, ReadError> {
        let limits = &input.options.limits;
        if input.bytes.starts_with(b"GIF8") {
            return Err(ReadError::Unsupported { format: Format::Image });
        }
        let Some(engine) = Engine::of(&input.options.ocr) else {
            return Err(ReadError::NeedsOcr { pages: count(input.bytes) });
        };
        let mut layout = Layout::new(limits.cells);
        let (mut readable, mut number) = (0, 0);
        let mut scans: Vec<Scan> = Vec::new();
        let mut flush = |scans: &mut Vec<Scan>| -> Result<(), ReadError> {
            let pages = engine.read(scans, input.options).map_err(|detail| ReadError::NotRecognised { detail })?;
            scans.clear();
            for page in pages {
                readable += page.readable;
                layout.page(page.sheet);
            }
            Ok(())
        };
        each_page(input.bytes, limits, &mut |picture, dpi| {
            number += 1;
            input.options.beat.tick();
            if number > limits.pages {
                return Err(ReadError::TooLarge { detail: format!("more than {} pages", limits.pages) });
            }
            let (picture, size) = at_scale(picture, dpi, limits)?;
            scans.push(Scan::new(number, size, &picture, engine.wants_pages()));
            if scans.len() == BATCH { flush(&mut scans) } else { Ok(()) }
        })?;
        flush(&mut scans)?;
        if readable == 0 {
            return Err(ReadError::NeedsOcr { pages: number });
        }
        let mut builder = layout.finish(Format::Image);
        builder.text_from(TextFrom::Ocr).engine(engine.name());
        Ok(builder.finish(source_id(input.bytes)))
    }
}

fn damaged(error: impl ToString) -> ReadError {
    ReadError::Damaged { detail: format!("the picture cannot be decoded ({}); fetch it again", error.to_string()) }
}

fn too_large(limits: &Limits) -> ReadError {
    ReadError::TooLarge { detail: format!("a picture has more than {} dots", limits.picture_dots) }
}

fn is_tiff(bytes: &[u8]) -> bool {
    bytes.starts_with(b"II*\0") || bytes.starts_with(b"MM\0*")
}

/// How many pages a file has; 1 where that cannot be told.
fn count(bytes: &[u8]) -> u32 {
    let Some(mut decoder) = is_tiff(bytes).then(|| tiff::decoder::Decoder::new(Cursor::new(bytes)).ok()).flatten() else { return 1 };
    let mut pages = 1;
    while pages < 10_000 && decoder.more_images() && decoder.next_image().is_ok() {
        pages += 1;
    }
    pages
}

/// The first page of a picture, as it is stored.
#[cfg(feature = "ofd")]
pub(crate) fn first(bytes: &[u8], limits: &Limits) -> Result<RgbImage, ReadError> {
    let mut first = None;
    let result = each_page(bytes, limits, &mut |picture, _| {
        first = Some(picture);
        // The others are not wanted.
        Err(ReadError::Empty)
    });
    first.map_or_else(|| Err(result.err().unwrap_or(ReadError::Empty)), Ok)
}

/// Decodes the pages one by one, each with its dots an inch if it tells them.
fn each_page(bytes: &[u8], limits: &Limits, page: &mut dyn FnMut(RgbImage, Option<f64>) -> Result<(), ReadError>) -> Result<(), ReadError> {
    if is_tiff(bytes) {
        return each_tiff_page(bytes, limits, page);
    }
    let mut reader = Decoder::new(Cursor::new(bytes)).with_guessed_format().map_err(damaged)?;
    let mut allowed = DecoderLimits::default();
    allowed.max_alloc = Some(limits.picture_dots.saturating_mul(8));
    reader.limits(allowed);
    let mut decoder = reader.into_decoder().map_err(damaged)?;
    let (width, height) = decoder.dimensions();
    if u64::from(width) * u64::from(height) > limits.picture_dots {
        return Err(too_large(limits));
    }
    let orientation = decoder.orientation().map_err(damaged)?;
    let mut picture = DynamicImage::from_decoder(decoder).map_err(damaged)?;
    picture.apply_orientation(orientation);
    page(on_paper(picture), density(bytes))
}

/// The colours on white paper where they let it through.
fn on_paper(picture: DynamicImage) -> RgbImage {
    if !picture.color().has_alpha() {
        return picture.into_rgb8();
    }
    let dots = picture.into_rgba8();
    RgbImage::from_fn(dots.width(), dots.height(), |x, y| {
        let [r, g, b, alpha] = dots.get_pixel(x, y).0.map(u32::from);
        let over = |colour: u32| u8::try_from((colour * alpha + 255 * (255 - alpha)) / 255).unwrap_or(255);
        image::Rgb([over(r), over(g), over(b)])
    })
}

fn each_tiff_page(
    bytes: &[u8],
    limits: &Limits,
    page: &mut dyn FnMut(RgbImage, Option<f64>) -> Result<(), ReadError>,
) -> Result<(), ReadError> {
    let mut allowed = TiffLimits::default();
    allowed.decoding_buffer_size = usize::try_from(limits.picture_dots.saturating_mul(8)).unwrap_or(usize::MAX);
    let mut decoder = tiff::decoder::Decoder::new(Cursor::new(bytes)).map_err(damaged)?.with_limits(allowed);
    loop {
        let (width, height) = decoder.dimensions().map_err(damaged)?;
        if u64::from(width) * u64::from(height) > limits.picture_dots {
            return Err(too_large(limits));
        }
        let colours = decoder.colortype().map_err(damaged)?;
        let unit = decoder.find_tag(Tag::ResolutionUnit).ok().flatten().and_then(|value| value.into_u16().ok()).unwrap_or(2);
        let resolution = decoder.find_tag(Tag::XResolution).ok().flatten().and_then(|value| match value {
            tiff::decoder::ifd::Value::Rational(dots, per) if per > 0 => Some(f64::from(dots) / f64::from(per)),
            _ => None,
        });
        let dpi = resolution.map(|dots| if unit == 3 { dots * INCH } else { dots });
        let dots = match decoder.read_image().map_err(damaged)? {
            DecodingResult::U8(dots) => dots,
            DecodingResult::U16(dots) => dots.into_iter().map(|dot| u8::try_from(dot >> 8).unwrap_or(255)).collect(),
            _ => return Err(ReadError::Unsupported { format: Format::Image }),
        };
        page(coloured(width, height, colours, &dots)?, dpi)?;
        if !decoder.more_images() {
            return Ok(());
        }
        decoder.next_image().map_err(damaged)?;
    }
}

/// The dots of a page of a TIFF as colours.
fn coloured(width: u32, height: u32, colours: ColorType, dots: &[u8]) -> Result<RgbImage, ReadError> {
    let (w, h) = (width as usize, height as usize);
    let per_dot = match colours {
        // Eight dots a byte, rows begin on bytes.
        ColorType::Gray(1) => {
            let bit = |x: usize, y: usize| dots.get(y * w.div_ceil(8) + x / 8).is_none_or(|byte| byte >> (7 - x % 8) & 1 == 1);
            let colour = |x: u32, y: u32| image::Rgb([if bit(x as usize, y as usize) { 255 } else { 0 }; 3]);
            return Ok(RgbImage::from_fn(width, height, colour));
        }
        ColorType::Gray(8 | 16) => 1,
        ColorType::GrayA(8) => 2,
        ColorType::RGB(8 | 16) => 3,
        ColorType::RGBA(8 | 16) => 4,
        _ => return Err(ReadError::Unsupported { format: Format::Image }),
    };
    let rgb: Vec<u8> =
        dots.chunks_exact(per_dot).take(w * h).flat_map(|dot| if per_dot < 3 { [dot[0]; 3] } else { [dot[0], dot[1], dot[2]] }).collect();
    RgbImage::from_raw(width, height, rgb).ok_or_else(|| damaged("it is cut short"))
}

/// Brings a picture to the scale that is recognised; gives it with the page's size in points.
fn at_scale(picture: RgbImage, dpi: Option<f64>, limits: &Limits) -> Result<(Picture, (f64, f64)), ReadError> {
    let (w, h) = (f64::from(picture.width()), f64::from(picture.height()));
    let short = w.min(h);
    let dpi = dpi.filter(|dpi| PAGE.contains(&(short / dpi))).unwrap_or(short / A4).max(1.0);
    let factor = DPI / dpi;
    let size = (w / dpi * 72.0, h / dpi * 72.0);
    let scaled = |side: f64| (side * factor).round().max(1.0);
    if scaled(w) * scaled(h) > limits.picture_dots as f64 {
        return Err(too_large(limits));
    }
    let picture = if (factor - 1.0).abs() < 0.01 {
        picture
    } else {
        image::imageops::resize(&picture, scaled(w) as u32, scaled(h) as u32, image::imageops::FilterType::CatmullRom)
    };
    let (w, h) = (picture.width() as usize, picture.height() as usize);
    let picture = Picture::new(w, h, picture.into_raw()).ok_or(ReadError::Empty)?;
    Ok((picture, size))
}

/// Dots an inch, as the head of a JPEG (JFIF) or PNG (pHYs) tells them.
fn density(bytes: &[u8]) -> Option<f64> {
    let two = |at: usize| Some(f64::from(u16::from_be_bytes([*bytes.get(at)?, *bytes.get(at + 1)?])));
    if bytes.starts_with(b"\xff\xd8\xff\xe0") && bytes.get(6..11) == Some(b"JFIF\0") {
        let dots = two(14)?;
        return match bytes.get(13)? {
            1 => Some(dots),
            2 => Some(dots * INCH),
            _ => None,
        };
    }
    let head = bytes.get(..4096.min(bytes.len()))?;
    let place = head.windows(4).position(|name| name == b"pHYs")?;
    let four = |at: usize| Some(u32::from_be_bytes(bytes.get(at..at + 4)?.try_into().ok()?));
    (bytes.get(place + 12) == Some(&1)).then(|| four(place + 4).map(|dots| f64::from(dots) * INCH / 100.0)).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_head_of_a_picture_tells_its_density() {
        let jpeg = b"\xff\xd8\xff\xe0\x00\x10JFIF\0\x01\x01\x01\x00\xc8\x00\xc8\x00\x00";
        assert_eq!(density(jpeg), Some(200.0));
        let metric = b"\xff\xd8\xff\xe0\x00\x10JFIF\0\x01\x01\x02\x00\x64\x00\x64\x00\x00";
        assert_eq!(density(metric).map(f64::round), Some(254.0));
        let png = b"\x89PNG\r\n\x1a\n....IHDR.............\0\0\0\x09pHYs\0\0\x2e\x23\0\0\x2e\x23\x01";
        assert_eq!(density(png).map(f64::round), Some(300.0));
        assert_eq!(density(b"\xff\xd8\xff\xe1"), None);
    }

    #[test]
    fn a_density_that_makes_no_page_is_not_believed() {
        let page = |dpi| at_scale(RgbImage::new(827, 1169), dpi, &Limits::default()).map(|(_, size)| size.0.round());
        // 72 would make a poster of it.
        assert_eq!(page(Some(100.0)), Ok(595.0));
        assert_eq!(page(Some(30.0)), Ok(595.0));
        assert_eq!(page(None), Ok(595.0));
    }

    #[test]
    fn bits_of_a_fax_are_dots() {
        let picture = coloured(9, 2, ColorType::Gray(1), &[0b0111_1111, 0xff, 0xff, 0x7f]).unwrap();
        assert_eq!((picture.get_pixel(0, 0).0[0], picture.get_pixel(1, 0).0[0]), (0, 255));
        assert_eq!((picture.get_pixel(7, 1).0[0], picture.get_pixel(8, 1).0[0]), (255, 0));
    }
}
