//! Renders a sentence's picture: in one piece, or in several where footage is so large that its decoders together
//! would take too much memory.

use std::{collections::HashMap, ops::Range, path::Path};

use domain::{
    Chunk, ChunkInput, FootageFile, Frames, Probe, Progress, RenderError, SourceVideoId, Unwritable,
};

use crate::{
    captions::{self, Writable},
    join::stitch,
    piece::{Piece, Source},
    progress::Meter,
    tools::Tools,
    unfinished::Unfinished,
};

/// The most pixels of pictures that one ffmpeg may have open. Each open decoder holds about 27 bytes a pixel (measured
/// on HEVC of 10 bits), so a piece takes at most some 0.6 GB beside the encoder: nine cuts of 1080p, or two of 4K.
const OPEN_PIXELS: u64 = 20_000_000;

type Footage = HashMap<SourceVideoId, (FootageFile, Probe)>;

/// Renders a chunk to `out`.
pub(crate) async fn render(
    tools: &Tools,
    input: &ChunkInput<'_>,
    out: &Path,
    progress: Progress<'_>,
) -> Result<(), RenderError> {
    let chunk = input.chunk;
    let captions = captions_of(tools, input)?;
    let cuts = resolve(chunk, input.footage)?;
    let pieces = pieces(&cuts);
    let unfinished = Unfinished::new(out);
    let share = |frames: u32| domain::ratio(u64::from(frames), u64::from(chunk.frames.0));
    let ass = |place: &Range<u32>| captions.as_ref().map(|captions| captions.ass(place));
    if let [piece] = &pieces[..] {
        let mut meter = Meter::new(chunk.frames, 0.0, 1.0, progress);
        piece.render(tools, ass(&piece.place), out, &mut meter).await?;
    } else {
        let (scratch, mut parts) = (tools.scratch()?, Vec::new());
        for (n, piece) in pieces.iter().enumerate() {
            let part = scratch.path().join(format!("{n}.mp4"));
            let Range { start, end } = piece.place;
            let mut meter = Meter::new(Frames(end - start), share(start), share(end), progress);
            piece.render(tools, ass(&piece.place), &part, &mut meter).await?;
            parts.push(part);
        }
        stitch(tools, &parts, chunk.frames, out).await?;
    }
    unfinished.keep();
    Ok(())
}

/// Groups cuts so that no group opens too many pixels at once.
fn pieces<'p, 'c>(cuts: &'p [Source<'c>]) -> Vec<Piece<'p, 'c>> {
    let (mut pieces, mut rest, mut at) = (Vec::new(), cuts, 0);
    while !rest.is_empty() {
        let mut open = 0;
        let fits = rest.iter().take_while(|source| {
            open += u64::from(source.probe.width) * u64::from(source.probe.height);
            open <= OPEN_PIXELS
        });
        let (now, later) = rest.split_at(fits.count().max(1));
        let frames: Frames = now.iter().map(|source| source.cut.frames).sum();
        pieces.push(Piece { cuts: now, place: at..at + frames.0 });
        (rest, at) = (later, at + frames.0);
    }
    pieces
}

fn captions_of<'t>(tools: &'t Tools, input: &ChunkInput<'t>) -> Result<Option<Writable<'t>>, RenderError> {
    let chunk = input.chunk;
    let words = chunk.captions.iter().flat_map(|cue| &cue.words);
    let missing: String = words.flat_map(|word| tools.fonts.unwritable(&word.text)).collect();
    if missing.is_empty() {
        return Ok(captions::writable(&tools.fonts, &chunk.captions, chunk.style, input.format));
    }
    Err(RenderError::Unusable(Unwritable(missing).to_string()))
}

fn resolve<'c>(chunk: &'c Chunk, footage: &'c Footage) -> Result<Vec<Source<'c>>, RenderError> {
    let planned: Frames = chunk.cuts.iter().map(|cut| cut.frames).sum();
    let wrong = |what: &str| {
        RenderError::Unusable(format!("the plan of the video is wrong: {what}; generate it again"))
    };
    if planned != chunk.frames || chunk.frames == Frames(0) {
        return Err(wrong("the cuts of a sentence are not as long as the sentence"));
    }
    chunk
        .cuts
        .iter()
        .filter(|cut| cut.frames > Frames(0))
        .map(|cut| {
            let (file, probe) =
                footage.get(&cut.source_video).ok_or_else(|| wrong("a source video is missing"))?;
            Ok(Source { cut, file, probe })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use domain::{Container, Cut};

    use super::*;

    #[test]
    fn large_footage_is_rendered_in_pieces() {
        let file = FootageFile { path: "/a".into(), container: Container::Mp4 };
        let cut = Cut::plain(SourceVideoId::new(), 0, Frames(45));
        let places = |sizes: &[(u32, u32)]| -> Vec<Range<u32>> {
            let probe = |(width, height): &(u32, u32)| {
                let (width, height) = (*width, *height);
                Probe { duration_ms: 9000, width, height, fps: 30.0, has_sound: false, is_hdr: false }
            };
            let probes: Vec<Probe> = sizes.iter().map(probe).collect();
            let cuts: Vec<Source<'_>> =
                probes.iter().map(|probe| Source { cut: &cut, file: &file, probe }).collect();
            pieces(&cuts).into_iter().map(|piece| piece.place).collect()
        };
        let one = |place: Range<u32>| vec![place];
        assert_eq!(places(&[(1920, 1080); 6]), one(0..270));
        assert_eq!(places(&[(3840, 2160); 3]), [0..90, 90..135]);
        assert_eq!(places(&[(7680, 4320), (1920, 1080), (7680, 4320)]), [0..45, 45..90, 90..135]);
    }
}
