//! Renders a sentence's picture: in one piece, or in several where footage is so large that its decoders together
//! would take too much memory.

use std::{collections::HashMap, ops::Range, path::Path};

use domain::{
    Chunk, ChunkInput, Cut, FootageFile, Frames, Logo, Probe, Progress, RenderError, SourceVideoId,
    Unwritable,
};

use crate::{
    captions::{self, Writable},
    card::{self, SetCard},
    join::stitch,
    look,
    piece::{Piece, Setting},
    progress::Meter,
    shot::Shot,
    take::Take,
    tools::Tools,
    typeset::Page,
    unfinished::Unfinished,
};

/// The most pixels of pictures that one ffmpeg may have open, so that it takes less than 600 MB. Of H.264 in 1080p it
/// took 289 MB with one decoder, 573 with six and 720 with nine: so six cuts of 1080p are a piece, and one of 4K. A
/// shot that is larger by itself is a piece all the same; two decoders of 4K, for one that blends, took 559 MB.
const OPEN_PIXELS: u64 = 13_000_000;

type Footage = HashMap<SourceVideoId, (FootageFile, Probe)>;

/// Renders a chunk to `out`.
pub(crate) async fn render(
    tools: &Tools,
    input: &ChunkInput<'_>,
    out: &Path,
    progress: Progress<'_>,
) -> Result<(), RenderError> {
    let chunk = input.chunk;
    let card = match &chunk.card {
        Some(card) => Some(card::set(&tools.fonts, card, input.format, chunk.look.logo.as_ref())?),
        None => None,
    };
    let shots = shots(chunk, input.footage)?;
    let setting = setting(tools, input, card.as_ref())?;
    let texts = Texts::of(tools, input, card)?;
    let pieces = pieces(&setting, &shots, chunk.frames);
    let unfinished = Unfinished::new(out);
    let share = |frames: u32| domain::ratio(u64::from(frames), u64::from(chunk.frames.0));
    if let [piece] = &pieces[..] {
        let mut meter = Meter::new(chunk.frames, 0.0, 1.0, progress);
        piece.render(tools, texts.ass(&piece.place), out, &mut meter).await?;
    } else {
        let (scratch, mut parts) = (tools.scratch()?, Vec::new());
        for (n, piece) in pieces.iter().enumerate() {
            let part = scratch.path().join(format!("{n}.mp4"));
            let Range { start, end } = piece.place;
            let mut meter = Meter::new(Frames(end - start), share(start), share(end), progress);
            piece.render(tools, texts.ass(&piece.place), &part, &mut meter).await?;
            parts.push(part);
        }
        stitch(tools, &parts, chunk.frames, out).await?;
    }
    unfinished.keep();
    Ok(())
}

fn setting<'c>(
    tools: &Tools,
    input: &ChunkInput<'c>,
    card: Option<&SetCard>,
) -> Result<Setting<'c>, RenderError> {
    let (look, format) = (&input.chunk.look, input.format);
    let canvas = input.quality.canvas(format);
    let laid = |logo: &Logo| {
        if let Some(card) = card {
            return look::over_card(logo, format, canvas, card.logo);
        }
        // Where captions may stand, whatever they say: the logo stays where it is from sentence to sentence.
        let page = Page::of(&tools.fonts, std::iter::empty(), input.chunk.style, format);
        look::over_footage(logo, format, canvas, &page.rows())
    };
    let logo = match (&look.logo, input.logo) {
        (Some(logo), Some(picture)) => Some((laid(logo), picture)),
        (None, _) => None,
        (Some(_), None) => return Err(wrong("the logo's picture is missing")),
    };
    Ok(Setting { format, quality: input.quality, look, logo, card: input.chunk.card.as_ref() })
}

/// Groups shots so that no group opens too many pixels at once. A card is one group.
fn pieces<'p, 'c>(setting: &'p Setting<'c>, shots: &'p [Shot<'c>], all: Frames) -> Vec<Piece<'p, 'c>> {
    if shots.is_empty() {
        return vec![Piece { setting, shots, place: 0..all.0 }];
    }
    let (mut pieces, mut rest, mut at) = (Vec::new(), shots, 0);
    while !rest.is_empty() {
        let mut open = 0;
        let fits = rest.iter().take_while(|shot| {
            open += shot.pixels();
            open <= OPEN_PIXELS
        });
        let (now, later) = rest.split_at(fits.count().max(1));
        let frames: Frames = now.iter().map(|shot| shot.take.cut.frames).sum();
        pieces.push(Piece { setting, shots: now, place: at..at + frames.0 });
        (rest, at) = (later, at + frames.0);
    }
    pieces
}

/// What is written over a chunk.
enum Texts<'t> {
    Captions(Option<Writable<'t>>),
    Card(String),
}

impl<'t> Texts<'t> {
    fn of(tools: &'t Tools, input: &ChunkInput<'t>, card: Option<SetCard>) -> Result<Self, RenderError> {
        match card {
            Some(card) => Ok(Self::Card(card.ass)),
            None => Ok(Self::Captions(captions_of(tools, input)?)),
        }
    }

    fn ass(&self, place: &Range<u32>) -> Option<String> {
        match self {
            Self::Captions(captions) => captions.as_ref().map(|captions| captions.ass(place)),
            Self::Card(ass) => Some(ass.clone()),
        }
    }
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

fn wrong(what: &str) -> RenderError {
    RenderError::Unusable(format!("the plan of the video is wrong: {what}; generate it again"))
}

/// Finds the footage of every shot, and what it follows.
fn shots<'c>(chunk: &'c Chunk, footage: &'c Footage) -> Result<Vec<Shot<'c>>, RenderError> {
    let planned: Frames = chunk.cuts.iter().map(|cut| cut.frames).sum();
    if chunk.card.is_some() != chunk.cuts.is_empty() {
        return Err(wrong("a chunk has either cuts or an end card"));
    }
    if (planned != chunk.frames && chunk.card.is_none()) || chunk.frames == Frames(0) {
        return Err(wrong("the cuts of a sentence are not as long as the sentence"));
    }
    let take = |cut: &Cut| {
        let found = footage.get(&cut.source_video);
        let (file, probe) = found.ok_or_else(|| wrong("a source video is missing"))?;
        cut.transform.checked().map_err(|bad| wrong(&bad.to_string()))?;
        Ok(Take::of(*cut, file, probe))
    };
    let (mut before, mut shots) = (chunk.before.as_ref().map(take).transpose()?, Vec::new());
    for cut in chunk.cuts.iter().filter(|cut| cut.frames > Frames(0)) {
        let take = take(cut)?;
        shots.push(Shot::after(before, take));
        before = Some(take);
    }
    Ok(shots)
}

#[cfg(test)]
mod tests {
    use domain::{Container, Format, Look, Quality};

    use super::*;

    #[test]
    fn large_footage_is_rendered_in_pieces() {
        let file = FootageFile { path: "/a".into(), container: Container::Mp4 };
        let cut = Cut::plain(SourceVideoId::new(), 0, Frames(45));
        let look = Look::default();
        let setting = Setting {
            format: Format::default(),
            quality: Quality::default(),
            look: &look,
            logo: None,
            card: None,
        };
        let places = |sizes: &[(u32, u32)]| -> Vec<Range<u32>> {
            let probe = |(width, height): &(u32, u32)| {
                let (width, height) = (*width, *height);
                Probe {
                    duration_ms: 9000,
                    width,
                    height,
                    fps: 30.0,
                    has_sound: false,
                    is_hdr: false,
                    quirks: domain::Quirks::NONE,
                }
            };
            let probes: Vec<Probe> = sizes.iter().map(probe).collect();
            let shots: Vec<Shot<'_>> =
                probes.iter().map(|probe| Shot::after(None, Take::of(cut, &file, probe))).collect();
            let all = Frames(45 * u32::try_from(sizes.len()).unwrap());
            pieces(&setting, &shots, all).into_iter().map(|piece| piece.place).collect()
        };
        let one = |place: Range<u32>| vec![place];
        assert_eq!(places(&[(1920, 1080); 6]), one(0..270));
        assert_eq!(places(&[(1920, 1080); 9]), [0..270, 270..405]);
        assert_eq!(places(&[(3840, 2160); 3]), [0..45, 45..90, 90..135]);
        assert_eq!(places(&[(7680, 4320), (1920, 1080), (7680, 4320)]), [0..45, 45..90, 90..135]);
    }
}
