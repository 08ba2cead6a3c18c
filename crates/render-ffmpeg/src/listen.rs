//! Listens to the sound of footage: how loud it is, and where nothing is to be heard.

use std::time::Duration;

use domain::{FootageFile, RenderError, SoundCurve, SoundSpan, ratio};

use crate::{
    input::{self, args, words},
    probe::Found,
    process::{self, Call},
    tools::Tools,
};

/// Samples a second: enough to tell sound from silence.
const RATE_HZ: usize = 8000;
/// How many samples a level is measured over: 20 ms.
const STEP: usize = RATE_HZ / 50;
/// How many levels there are to a peak.
const STEPS_EACH_PEAK: usize = 5;
/// How far above the softest tenth of the recording a sound lies, in dB.
const ABOVE_FLOOR_DB: f32 = 10.0;
/// Whatever the floor: what is softer than the first is silence, and what is louder than the second is sound, in dB
/// of full scale.
const BOUNDS_DB: (f32, f32) = (-50.0, -35.0);
/// The shortest silence, and the shortest sound, in steps; anything shorter belongs to what is around it.
const SHORTEST_SILENCE: usize = 15;
const SHORTEST_SOUND: usize = 5;

/// Listens to the first sound track, or to the one that the file prefers. Where there is none that can be read,
/// there is nothing: the picture alone is footage.
pub(crate) async fn listen(
    tools: &Tools,
    file: &FootageFile,
    found: &Found,
    limit: Duration,
) -> Result<Option<SoundCurve>, RenderError> {
    let Some(track) = found.sound_track else { return Ok(None) };
    let mut all = words("-nostdin -hide_banner -loglevel error -nostats");
    all.extend(input::confined(file.container));
    all.extend(input::sound_alone());
    all.push("-i".into());
    all.push(input::file(&file.path)?);
    let map = format!("0:{track}");
    // Its time is that of the file: what begins late begins with silence.
    let filter = format!("aresample={RATE_HZ}:async=1:first_pts=0");
    all.extend(args(&[
        "-map",
        &map,
        "-af",
        &filter,
        "-ac",
        "1",
        "-c:a",
        "pcm_s16le",
        "-f",
        "s16le",
        "pipe:1",
    ]));
    let mut ear = Ear::default();
    let call = Call {
        program: &tools.ffmpeg,
        doing: "listening to the footage",
        args: all,
        dir: &tools.work_dir,
        limit,
    };
    let ended = process::run(call, &mut |bytes| ear.take(bytes)).await?;
    if ended.is_no_fault_of_input() {
        return Err(ended.failure());
    }
    if !ended.well {
        tracing::warn!(lines = ended.log.last_lines(), "the sound of the footage cannot be read");
        return Ok(None);
    }
    Ok(Some(ear.curve()))
}

/// Takes samples piece by piece; it holds two numbers for each 20 ms.
#[derive(Default)]
struct Ear {
    half: Option<u8>,
    squares: u64,
    peak: u16,
    taken: usize,
    /// The mean square of each step, as a share of full scale.
    powers: Vec<f32>,
    /// The peak of each step.
    peaks: Vec<u16>,
}

impl Ear {
    fn take(&mut self, bytes: &[u8]) {
        for byte in bytes {
            match self.half.take() {
                None => self.half = Some(*byte),
                Some(low) => self.sample(i16::from_le_bytes([low, *byte])),
            }
        }
    }

    fn sample(&mut self, sample: i16) {
        let level = sample.unsigned_abs();
        self.squares += u64::from(level) * u64::from(level);
        self.peak = self.peak.max(level);
        self.taken += 1;
        if self.taken == STEP {
            self.step();
        }
    }

    fn step(&mut self) {
        let full = u64::try_from(self.taken).unwrap_or(1) * (1 << 30);
        self.powers.push(ratio(self.squares, full));
        self.peaks.push(self.peak);
        (self.squares, self.peak, self.taken) = (0, 0, 0);
    }

    fn curve(mut self) -> SoundCurve {
        if self.taken > 0 {
            self.step();
        }
        let highest = |steps: &[u16]| ratio(u64::from(steps.iter().copied().max().unwrap_or(0)), 1 << 15);
        let peaks = self.peaks.chunks(STEPS_EACH_PEAK).map(highest).collect();
        let loud = loud(&self.powers);
        SoundCurve { peaks, silences: spans(&loud, false), sounds: spans(&loud, true) }
    }
}

/// Tells of each step whether something is to be heard.
fn loud(powers: &[f32]) -> Vec<bool> {
    let db = |power: f32| 10.0 * power.max(1e-9).log10();
    let mut levels: Vec<f32> = powers.iter().map(|power| db(*power)).collect();
    let steps: Vec<f32> = levels.clone();
    levels.sort_by(f32::total_cmp);
    let floor = levels.get(levels.len() / 10).copied().unwrap_or(BOUNDS_DB.0);
    let threshold = (floor + ABOVE_FLOOR_DB).clamp(BOUNDS_DB.0, BOUNDS_DB.1);
    let mut loud: Vec<bool> = steps.into_iter().map(|level| level > threshold).collect();
    fill(&mut loud, false, SHORTEST_SILENCE);
    fill(&mut loud, true, SHORTEST_SOUND);
    loud
}

/// Turns runs of a kind that are too short into the other kind; those at the ends may go on beyond the recording.
fn fill(loud: &mut [bool], kind: bool, shortest: usize) {
    for (from, to) in runs(loud, kind) {
        let inside = from > 0 && to < loud.len();
        if to - from < shortest && (inside || kind) {
            loud.iter_mut().take(to).skip(from).for_each(|step| *step = !kind);
        }
    }
}

/// Returns where each run of a kind begins and ends.
fn runs(loud: &[bool], kind: bool) -> Vec<(usize, usize)> {
    let mut at = 0;
    let mut runs = Vec::new();
    for run in loud.chunk_by(|a, b| a == b) {
        if run.first() == Some(&kind) {
            runs.push((at, at + run.len()));
        }
        at += run.len();
    }
    runs
}

fn spans(loud: &[bool], kind: bool) -> Vec<SoundSpan> {
    let ms = |step: usize| u32::try_from(step * STEP * 1000 / RATE_HZ).unwrap_or(u32::MAX);
    runs(loud, kind).into_iter().map(|(from, to)| SoundSpan { start_ms: ms(from), end_ms: ms(to) }).collect()
}

#[cfg(test)]
#[allow(
    clippy::as_conversions,
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    clippy::cast_sign_loss,
    clippy::float_cmp,
    reason = "fixtures are made of small numbers"
)]
mod tests {
    use super::*;

    /// A tone of a level in each of some parts, each so many milliseconds long.
    fn heard(parts: &[(u32, f32)]) -> SoundCurve {
        let mut ear = Ear::default();
        for (ms, level) in parts {
            for n in 0..ms * 8 {
                let sample = (f64::from(n) * 0.4).sin() * f64::from(*level) * 32767.0;
                // Odd pieces: a sample may come in two.
                let bytes = (sample as i16).to_le_bytes();
                ear.take(&bytes[..1]);
                ear.take(&bytes[1..]);
            }
        }
        ear.curve()
    }

    #[test]
    fn silence_and_sound_take_turns() {
        let curve = heard(&[(1000, 0.0), (2000, 0.5), (600, 0.001), (400, 0.25)]);
        let span = |start_ms, end_ms| SoundSpan { start_ms, end_ms };
        assert_eq!(curve.sounds, [span(1000, 3000), span(3600, 4000)]);
        assert_eq!(curve.silences, [span(0, 1000), span(3000, 3600)]);
        assert_eq!(curve.peaks.len(), 40);
        assert!((curve.peaks[15] - 0.5).abs() < 0.01 && curve.peaks[5] == 0.0, "{:?}", curve.peaks);
    }

    #[test]
    fn a_breath_between_words_is_no_silence_and_a_click_no_sound() {
        let curve = heard(&[(1000, 0.3), (200, 0.0), (1000, 0.3), (1000, 0.0), (60, 0.3), (1000, 0.0)]);
        assert_eq!(curve.sounds, [SoundSpan { start_ms: 0, end_ms: 2200 }]);
        assert_eq!(curve.silences, [SoundSpan { start_ms: 2200, end_ms: 4260 }]);
    }

    #[test]
    fn a_voice_above_a_humming_room_is_told_from_it() {
        let curve = heard(&[(2000, 0.006), (1000, 0.2), (2000, 0.006)]);
        assert_eq!(curve.sounds, [SoundSpan { start_ms: 2000, end_ms: 3000 }]);
        assert!(heard(&[]).peaks.is_empty());
    }
}
