//! A page as a picture: a PDF's drawn, a picture's decoded. Not for: reading what is on it, or drawing upon it (`overlay`).

use std::io::Cursor;
use std::sync::Arc;
use std::time::Duration;

use hayro::hayro_interpret::InterpreterSettings;
use hayro::hayro_syntax::page::Page;
use hayro::vello_cpu::color::palette::css::WHITE;
use hayro::{PixmapSettings, RenderCache, RenderSettings};
use hongtou_document::Format;
use image::{ImageReader, RgbImage};
use thiserror::Error;

use crate::pdf::{bomb, guard, pages};
use crate::{Limits, ReadError, sniff};

/// Points in an inch.
const INCH: f64 = 72.0;
/// Most pixels on one side that the renderer can count.
const SIDE: f64 = 65_000.0;

/// Why a page could not be made a picture.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum RasterError {
    /// The file cannot be read.
    #[error(transparent)]
    Read(#[from] ReadError),
    /// The format has no pages that look one way only.
    #[error("a {} file has no pages to draw; PDFs and pictures have", format.code())]
    NoPicture {
        /// The format.
        format: Format,
    },
    /// There is no page of that number.
    #[error("there is no page {page}; the last page is page {pages}")]
    NoPage {
        /// The number asked for.
        page: u32,
        /// How many pages there are.
        pages: u32,
    },
}

/// Draws page `page` (from 1) on white, at `dpi` pixels an inch, as displayed: cut to the crop box, turned, in colour. A picture
/// is its own page 1 and comes as it is. A page so large that the picture would go over
/// [`page_pixels`](Limits::page_pixels) comes in a lower resolution, so compare its size with the page's.
///
/// # Errors
/// When the file cannot be read, has no such page, or is of a format without pages.
pub fn render_page(bytes: &[u8], page: u32, dpi: f64, limits: &Limits) -> Result<RgbImage, RasterError> {
    match sniff(bytes, None) {
        Format::Pdf => render_pdf(bytes, page, dpi, *limits),
        Format::Image if page == 1 => Ok(decode(bytes, limits)?),
        Format::Image => Err(RasterError::NoPage { page, pages: 1 }),
        format => Err(RasterError::NoPicture { format }),
    }
}

fn render_pdf(bytes: &[u8], page: u32, dpi: f64, limits: Limits) -> Result<RgbImage, RasterError> {
    bomb::check(bytes, limits.inflated_bytes)?;
    let bytes = Arc::new(bytes.to_vec());
    let seconds = limits.pdf_seconds;
    let drawn = guard::within(Duration::from_secs(seconds), move |_| {
        let pages::Opened { pdf, .. } = pages::open(bytes, &limits)?;
        let count = u32::try_from(pdf.pages().len()).unwrap_or(u32::MAX);
        let index = page.checked_sub(1).and_then(|index| usize::try_from(index).ok());
        let found = index.and_then(|index| pdf.pages().get(index)).ok_or(RasterError::NoPage { page, pages: count })?;
        draw(found, dpi, &limits)
    });
    drawn.unwrap_or_else(|lost| {
        Err(RasterError::Read(match lost {
            guard::Lost::Late => ReadError::TooLarge { detail: format!("page {page} takes more than {seconds} seconds to draw") },
            guard::Lost::Broken => ReadError::Damaged { detail: format!("page {page} cannot be drawn; fetch the file again") },
        }))
    })
}

fn draw(page: &Page<'_>, dpi: f64, limits: &Limits) -> Result<RgbImage, RasterError> {
    let (width, height) = page.render_dimensions();
    let scale = scale((f64::from(width), f64::from(height)), dpi, limits.page_pixels) as f32;
    let settings = PixmapSettings { x_scale: scale, y_scale: scale, bg_color: WHITE };
    let picture = hayro::render(page, &RenderCache::new(), &InterpreterSettings::default(), &RenderSettings::default(), &settings);
    let size = (u32::from(picture.width()), u32::from(picture.height()));
    // On white nothing is left to shine through, so the colours are the plain ones.
    let colours = picture.data_as_u8_slice().chunks_exact(4).flat_map(|pixel| [pixel[0], pixel[1], pixel[2]]).collect();
    let empty = || RasterError::Read(ReadError::Damaged { detail: "the page has no size; fetch the file again".into() });
    RgbImage::from_raw(size.0, size.1, colours).filter(|picture| picture.width() > 0 && picture.height() > 0).ok_or_else(empty)
}

/// Pixels a point: as asked, or as many as the limits allow.
fn scale((width, height): (f64, f64), dpi: f64, most: u64) -> f64 {
    let asked = dpi.clamp(1.0, 2400.0) / INCH;
    let area = (most as f64 / (width * height).max(1.0)).sqrt();
    asked.min(area).min(SIDE / width.max(height).max(1.0))
}

/// Decodes a picture (JPEG, PNG, TIFF).
fn decode(bytes: &[u8], limits: &Limits) -> Result<RgbImage, ReadError> {
    let wrong = |error: image::ImageError| match error {
        image::ImageError::Limits(_) => ReadError::TooLarge { detail: format!("it has more than {} pixels", limits.page_pixels) },
        error => ReadError::Damaged { detail: format!("the picture cannot be decoded ({error}); fetch it again") },
    };
    let mut reader = ImageReader::new(Cursor::new(bytes)).with_guessed_format().map_err(|error| wrong(error.into()))?;
    let mut room = image::Limits::default();
    // Red, green, blue and what the decoder itself needs.
    room.max_alloc = Some(limits.page_pixels.saturating_mul(8));
    reader.limits(room);
    Ok(reader.decode().map_err(wrong)?.into_rgb8())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn large_pages_come_in_a_lower_resolution() {
        assert!((scale((595.0, 842.0), 144.0, 40 << 20) - 2.0).abs() < 1e-9);
        let small = scale((6000.0, 6000.0), 300.0, 9_000_000);
        assert!((small - 0.5).abs() < 1e-9, "{small}");
        assert!(scale((200_000.0, 10.0), 300.0, u64::MAX) < 0.5);
    }

    #[test]
    fn pictures_are_their_own_first_page() {
        let mut png = Cursor::new(Vec::new());
        RgbImage::from_pixel(3, 2, image::Rgb([200, 0, 0])).write_to(&mut png, image::ImageFormat::Png).unwrap();
        let bytes = png.into_inner();
        let picture = render_page(&bytes, 1, 300.0, &Limits::default()).unwrap();
        assert_eq!((picture.dimensions(), picture.get_pixel(2, 1).0), ((3, 2), [200, 0, 0]));
        assert_eq!(render_page(&bytes, 2, 300.0, &Limits::default()), Err(RasterError::NoPage { page: 2, pages: 1 }));
    }

    #[test]
    fn what_has_no_pages_says_so() {
        let wrong = render_page("通知".as_bytes(), 1, 72.0, &Limits::default()).unwrap_err();
        assert_eq!(wrong, RasterError::NoPicture { format: Format::Text });
        assert!(matches!(render_page(b"%PDF-1.4 nothing", 1, 72.0, &Limits::default()), Err(RasterError::Read(_))));
    }
}
