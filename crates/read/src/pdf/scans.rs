//! Pages of a PDF that are pictures: drawn, recognised, and put in place of what was read of them. A scan's own hidden layer of text is
//! held against what is recognised. Not for: recognition itself (`ocr`).

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use super::{Body, Draft, guard, pages, pages_named};
use crate::ocr::{BATCH, DPI, Engine, Picture, Scan};
use crate::{Beat, Limits, Options};
use hayro::vello_cpu::color::palette::css::WHITE;
use hayro::{PixmapSettings, RenderCache, RenderSettings, hayro_interpret::InterpreterSettings, render};

/// Reads the pages of a draft that need it.
pub(super) fn read(mut draft: Draft, bytes: &Arc<Vec<u8>>, engine: &Engine, options: &Options) -> Draft {
    let Options { limits, beat, .. } = options;
    let mut layout = match draft.body {
        Body::Open(layout) => layout,
        Body::Done(_) => return draft,
    };
    let mut wanted: Vec<u32> = draft.blind.iter().chain(&draft.layered).copied().collect();
    wanted.sort_unstable();
    for batch in wanted.chunks(BATCH) {
        let read = pictures(batch.to_vec(), bytes, engine.wants_pages(), *limits, beat)
            .and_then(|(scans, lost)| Ok((engine.read(&scans, options)?, lost)));
        let (pages, lost) = match read {
            Ok(read) => read,
            Err(reason) => {
                draft.warnings.push(format!("{}: {reason}", pages_named(batch)));
                draft.failure.get_or_insert(reason);
                continue;
            }
        };
        draft.warnings.extend(lost);
        for mut page in pages {
            let number = page.sheet.number;
            if let Some(layer) = draft.layers.remove(&number) {
                draft.readable = draft.readable.saturating_sub(layer.iter().filter(|glyph| !glyph.ch.is_whitespace()).count());
                page.compare(&layer);
            }
            draft.blind.retain(|blind| *blind != number);
            draft.layered.retain(|layered| *layered != number);
            draft.recognised.push(number);
            draft.readable += page.readable;
            layout.replace(page.sheet);
        }
    }
    if !draft.recognised.is_empty() {
        let all = draft.recognised.len() as u64 >= u64::from(draft.pages);
        draft.engine = if all { engine.name() } else { format!("{}, {}", draft.engine, engine.name()) };
        draft.unreadable = if all { 0 } else { draft.unreadable };
    }
    draft.body = Body::Done(layout.finish(hongtou_document::Format::Pdf));
    draft
}

/// Pages drawn and made ready, and what is to be said of those that could not be.
fn pictures(
    numbers: Vec<u32>,
    bytes: &Arc<Vec<u8>>,
    keep_page: bool,
    limits: Limits,
    beat: &Beat,
) -> Result<(Vec<Scan>, Vec<String>), String> {
    let (bytes, beat) = (Arc::clone(bytes), beat.clone());
    let seconds = limits.ocr_seconds.saturating_mul(numbers.len() as u64);
    let work = move |late: &AtomicBool| {
        let mut lost = Vec::new();
        let Ok(pages::Opened { pdf, .. }) = pages::open(bytes, &limits) else { return (Vec::new(), lost) };
        let cache = RenderCache::new();
        let mut scans = Vec::new();
        for number in numbers {
            let page = pdf.pages().get(number as usize - 1).filter(|_| !late.load(Ordering::Relaxed));
            let Some(page) = page else { continue };
            beat.tick();
            let (width, height) = page.render_dimensions();
            let scale = (DPI / 72.0) as f32;
            let (across, down) = (f64::from(width * scale), f64::from(height * scale));
            if across * down > limits.picture_dots as f64 || across.max(down) >= f64::from(u16::MAX) {
                lost.push(format!("page {number} is too large to be recognised"));
                continue;
            }
            let settings = PixmapSettings { x_scale: scale, y_scale: scale, bg_color: WHITE };
            let drawn = render(page, &cache, &InterpreterSettings::default(), &RenderSettings::default(), &settings);
            let rgb = drawn.data_as_u8_slice().chunks_exact(4).flat_map(|dot| [dot[0], dot[1], dot[2]]).collect();
            let picture = Picture::new(drawn.width().into(), drawn.height().into(), rgb);
            let size = (f64::from(width), f64::from(height));
            scans.extend(picture.map(|picture| Scan::new(number, size, &picture, keep_page)));
        }
        (scans, lost)
    };
    guard::within(Duration::from_secs(seconds), work).map_err(|lost| match lost {
        guard::Lost::Late => format!("drawing them took more than {seconds} seconds"),
        guard::Lost::Broken => "they cannot be drawn".to_owned(),
    })
}
