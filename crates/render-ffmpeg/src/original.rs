//! The footage's own sound: each shot's cut to the sample, the next laid over its end where the pictures blend.

use std::{
    collections::HashMap,
    path::{Path, PathBuf},
    time::Duration,
};

use domain::{Container, FootageFile, Frames, HeardShot, RenderError, Transition};
use tokio::io::AsyncWriteExt as _;

use crate::{
    input::{self, args, seconds, words},
    probe,
    process::{self, Call},
    tools::Tools,
};

/// How long reading a shot's sound may take.
const LIMIT: Duration = Duration::from_mins(2);
/// How much of a transport stream is read before a shot: its demuxer lands anywhere.
const STREAM_LEAD_MS: u32 = 10_000;
/// How long a cut fades at both sides, in samples (5 ms): a jump would click.
const SOFT: usize = 240;
/// Two channels of 16 bits.
const BYTES_EACH: usize = 4;

/// Writes the sound of shots that follow each other to `out`: 48 kHz, stereo, 16 bits, without a header.
///
/// # Errors
/// Those of a child, and of the disk.
pub(crate) async fn write(tools: &Tools, shots: &[HeardShot], out: &Path) -> Result<(), RenderError> {
    let failed = |source| RenderError::Io { doing: "write the footage's sound", source };
    let mut file = tokio::fs::File::create(out).await.map_err(failed)?;
    // What of the shot before still sounds under the next one.
    let mut tail: Vec<i16> = Vec::new();
    let mut tracks = Tracks::default();
    let mut rest = shots.iter().peekable();
    while let Some(shot) = rest.next() {
        let blend = rest.peek().map_or(Frames(0), |next| blend_frames(next));
        let mut samples = read(tools, &mut tracks, shot, shot.frames.plus(blend)).await?;
        let later = samples.split_off((shot.frames.samples() * 2).min(samples.len()));
        lay_over(&mut samples, &tail);
        if blend == Frames(0) {
            fade_out(&mut samples);
        }
        tail = later;
        let bytes: Vec<u8> = samples.iter().flat_map(|sample| sample.to_le_bytes()).collect();
        file.write_all(&bytes).await.map_err(failed)?;
    }
    file.flush().await.map_err(failed)
}

/// Returns how long a shot and the one before sound together.
fn blend_frames(shot: &HeardShot) -> Frames {
    match shot.entry {
        Transition::Dip | Transition::Crossfade => shot.entry.frames().min(shot.frames),
        Transition::Cut | Transition::Flash => Frames(0),
    }
}

/// Raises the beginning of a shot, and lowers what still sounds of the one before meanwhile.
fn lay_over(samples: &mut [i16], tail: &[i16]) {
    let length = if tail.is_empty() { SOFT } else { tail.len() / 2 };
    for (n, pair) in samples.chunks_exact_mut(2).take(length).enumerate() {
        for (sample, under) in pair.iter_mut().zip(tail.get(n * 2..n * 2 + 2).unwrap_or(&[0, 0])) {
            *sample = part(*sample, n, length).saturating_add(part(*under, length - n, length));
        }
    }
}

fn fade_out(samples: &mut [i16]) {
    for (n, pair) in samples.rchunks_exact_mut(2).take(SOFT).enumerate() {
        for sample in pair {
            *sample = part(*sample, n, SOFT);
        }
    }
}

/// Returns a share of a sample.
fn part(sample: i16, share: usize, of: usize) -> i16 {
    let number = |value: usize| i64::try_from(value).unwrap_or(1);
    let product = i64::from(sample) * number(share) / number(of).max(1);
    i16::try_from(product).unwrap_or(sample)
}

/// The track of each file that is heard: the one that its analysis listened to, if any can be read.
#[derive(Default)]
struct Tracks(HashMap<PathBuf, Option<u32>>);

impl Tracks {
    async fn of(&mut self, tools: &Tools, file: &FootageFile) -> Result<Option<u32>, RenderError> {
        if let Some(known) = self.0.get(&file.path) {
            return Ok(*known);
        }
        let track = probe::probe(tools, file).await?.sound_track;
        self.0.insert(file.path.clone(), track);
        Ok(track)
    }
}

/// Reads so many frames of a shot's sound; what the file does not hold, or what of it cannot be read, is silent.
async fn read(
    tools: &Tools,
    tracks: &mut Tracks,
    shot: &HeardShot,
    frames: Frames,
) -> Result<Vec<i16>, RenderError> {
    let wanted = frames.samples() * 2;
    let Some(file) = &shot.file else { return Ok(vec![0; wanted]) };
    let Some(track) = tracks.of(tools, file).await? else { return Ok(vec![0; wanted]) };
    let lead_ms = if file.container == Container::MpegTs { STREAM_LEAD_MS.min(shot.start_ms) } else { 0 };
    let mut all = words("-nostdin -hide_banner -v error");
    all.extend(input::confined(file.container));
    all.extend(input::sound_alone());
    all.extend(args(&["-ss", &seconds(shot.start_ms - lead_ms), "-i"]));
    all.push(input::file(&file.path)?);
    let chain = chain(shot, lead_ms, frames);
    let map = format!("0:{track}");
    all.extend(args(&["-map", &map, "-af", &chain, "-ac", "2", "-ar", "48000", "-f", "s16le", "pipe:1"]));
    let doing = "reading the footage's sound";
    let call = Call { program: &tools.ffmpeg, doing, args: all, dir: &tools.work_dir, limit: LIMIT };
    let mut bytes = Vec::with_capacity(wanted * 2);
    let mut take = |piece: &[u8]| bytes.extend_from_slice(piece);
    let ended = process::run(call, &mut take).await?;
    if ended.is_no_fault_of_input() {
        return Err(ended.failure());
    }
    if !ended.well {
        tracing::warn!(lines = ended.log.last_lines(), "the sound of a shot cannot be read to its end");
    }
    bytes.resize(frames.samples() * BYTES_EACH, 0);
    let sample = |pair: &[u8]| <[u8; 2]>::try_from(pair).map(i16::from_le_bytes).unwrap_or_default();
    Ok(bytes.chunks_exact(2).map(sample).collect())
}

/// Returns the filters that bring a shot's sound to its speed and length.
fn chain(shot: &HeardShot, lead_ms: u32, frames: Frames) -> String {
    let speed = match shot.speed_percent {
        100 => String::new(),
        // The filter is at its best from half to double speed.
        slow @ ..50 => format!("atempo=0.5,atempo={:.4},", f64::from(slow) / 50.0),
        fast @ 201.. => format!("atempo=2,atempo={:.4},", f64::from(fast) / 200.0),
        speed => format!("atempo={:.2},", f64::from(speed) / 100.0),
    };
    let lead = u64::from(lead_ms) * 48;
    format!(
        "aresample=48000:async=1:first_pts=0,atrim=start_sample={lead},asetpts=N/SR/TB,{speed}apad,\
         atrim=end_sample={}",
        frames.samples()
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shots_blend_by_equal_parts_and_cuts_do_not_click() {
        let mut samples = vec![1000; 2000];
        lay_over(&mut samples, &[1000; 1000]);
        assert!(samples.iter().all(|sample| (999..=1000).contains(sample)), "{samples:?}");
        let mut cut = vec![1000; 2000];
        lay_over(&mut cut, &[]);
        fade_out(&mut cut);
        assert_eq!((cut[0], cut[1000], cut[1999]), (0, 1000, 0));
        assert!(cut.windows(3).all(|three| (three[0] - three[2]).abs() < 6));
    }
}
