//! Brings a clip's sound to its loudness: measure, compress the voice gently, measure the mix, raise, limit the peaks.
//!
//! Speech, and synthetic speech most, has peaks some 16 dB above its loudness; at -14 LUFS they would be far over
//! full scale. `loudnorm` then leaves its linear mode and rides the gain, and misses the aim by more than it may.
//! Here the gain is one number, and only the peaks are bent.

use std::{ffi::OsString, path::Path, time::Duration};

use domain::{FPS, Frames, LOUDNESS_LUFS, RenderError, TRUE_PEAK_DBTP};

use crate::{
    input::words,
    limits::{Limits, SILENCE},
    lines::Log,
    mix::{Levels, Sound},
    process::{self, Call},
    progress::Meter,
    tools::Tools,
};

/// Below this a sound is silence; ffmpeg's meter answers -70 when nothing passes its gate.
const SILENCE_LUFS: f64 = -69.0;
/// How far below the highest true peak the limiter works: AAC moves peaks by up to about 1 dB.
const AAC_MARGIN_DB: f64 = 1.5;
/// How near to the aim a file must come, in LU. A clip may be off by 0.5.
const NEAR_LU: f64 = 0.15;
/// The limiter looks so many samples of 48 kHz ahead (5 ms), by which it delays the sound.
const LOOKAHEAD: usize = 240;
/// The meter hears whole blocks of 0.4 s alone, and nothing in a sound of less. One below the first length is heard
/// over and over, until it is as long as the second.
const SHORT: Frames = Frames(FPS);
const REPEATED: Frames = Frames(3 * FPS);
/// How long a measurement may take, for each second of sound and at least.
const LIMIT_EACH_SECOND: Duration = Duration::from_secs(2);
const LIMIT_START: Duration = Duration::from_mins(1);

/// How loud a sound is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Loudness {
    /// Integrated loudness in LUFS (ITU-R BS.1770); -70 for silence.
    pub(crate) integrated_lufs: f64,
    /// Highest true peak in dBTP.
    pub(crate) true_peak_dbtp: f64,
}

impl Loudness {
    /// Tells whether there is nothing to hear.
    pub(crate) fn is_silence(&self) -> bool {
        self.integrated_lufs < SILENCE_LUFS
    }

    fn parse(log: &Log) -> Option<Self> {
        let lines = log.last_lines();
        let value = |name: &str, unit: &str| {
            let line = lines.lines().rev().find_map(|line| line.trim().strip_prefix(name))?;
            line.trim().strip_suffix(unit)?.trim().parse::<f64>().ok()
        };
        Some(Self {
            integrated_lufs: value("I:", "LUFS")?.max(-70.0),
            true_peak_dbtp: value("Peak:", "dBFS")?,
        })
    }
}

/// The numbers of the chain through which a clip's sound goes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Mastering {
    levels: Levels,
    after_db: f64,
    limit_dbtp: f64,
}

impl Default for Mastering {
    fn default() -> Self {
        Self { levels: Levels::default(), after_db: 0.0, limit_dbtp: TRUE_PEAK_DBTP - AAC_MARGIN_DB }
    }
}

impl Mastering {
    /// Finds the numbers for a clip's sound.
    ///
    /// # Errors
    /// Those of a child.
    pub(crate) async fn of(
        tools: &Tools,
        sound: &Sound<'_>,
        meters: &mut [Meter<'_>; 2],
    ) -> Result<Self, RenderError> {
        let ([first, second], frames) = (meters, sound.frames);
        let raw = measure(tools, &sound.inputs, VOICE, frames, first).await?;
        let mut levels = Levels::of_voice(&raw);
        if raw.is_silence() && !sound.has_bed() {
            return Ok(Self::default());
        }
        if sound.has_bed() && !raw.is_silence() {
            let voice = measure(tools, &sound.inputs, &Sound::voice(levels), frames, second).await?;
            levels.voice_lufs = Some(voice.integrated_lufs);
        }
        let mix = measure(tools, &sound.inputs, &sound.graph(levels), frames, second).await?;
        let after_db = if mix.is_silence() { 0.0 } else { LOUDNESS_LUFS - mix.integrated_lufs };
        Ok(Self { levels, after_db, ..Self::default() })
    }

    /// Corrects the numbers by what came out; `None` when it is as it should be, or silence.
    pub(crate) fn corrected(&self, found: &Loudness) -> Option<Self> {
        let missing_lu = LOUDNESS_LUFS - found.integrated_lufs;
        let over_db = found.true_peak_dbtp - TRUE_PEAK_DBTP;
        if found.is_silence() || (missing_lu.abs() <= NEAR_LU && over_db <= 0.0) {
            return None;
        }
        let limit_dbtp = if over_db > 0.0 { self.limit_dbtp - over_db - 0.2 } else { self.limit_dbtp };
        Some(Self { after_db: self.after_db + missing_lu, limit_dbtp, ..*self })
    }

    /// The whole chain from the inputs of a sound to the pad `[sound]`, of exactly so many frames.
    pub(crate) fn graph(&self, sound: &Sound<'_>) -> String {
        format!("{},{}[sound]", sound.graph(self.levels), self.chain(sound.frames))
    }

    /// The second half. The limiter works at four times the rate, so that it sees the peaks between samples.
    pub(crate) fn chain(&self, frames: Frames) -> String {
        let (after, limit) = (self.after_db, self.limit_dbtp);
        let end = LOOKAHEAD + frames.samples();
        format!(
            "volume={after:.2}dB,aresample=192000,\
             alimiter=limit={limit:.2}dB:attack=5:release=50:level=disabled,aresample=48000,\
             atrim=start_sample={LOOKAHEAD}:end_sample={end},asetpts=PTS-STARTPTS"
        )
    }
}

/// One voice on both channels, as loud on each: a mixer's pan law would change it.
pub(crate) const STEREO: &str = "pan=stereo|c0=c0|c1=c0";
const VOICE: &str = "[0:a:0]pan=stereo|c0=c0|c1=c0";
/// The sound of the first input as it is.
pub(crate) const AS_IT_IS: &str = "[0:a:0]anull";

/// Returns the filter by which a short sound is heard over and over, with the comma before it. Where its end meets its
/// beginning, its peak may be found too high, and never too low.
fn repeated(frames: Frames) -> String {
    if frames >= SHORT {
        return String::new();
    }
    // So many times more; where there is less to hear than so many samples, it is all of that.
    format!(",aloop=loop={}:size={}", REPEATED.0 / frames.0.max(1), frames.samples())
}

/// Measures what comes out of a graph of filters. `inputs` are the arguments up to the last file's name.
///
/// # Errors
/// Those of a child.
pub(crate) async fn measure(
    tools: &Tools,
    inputs: &[OsString],
    graph: &str,
    frames: Frames,
    meter: &mut Meter<'_>,
) -> Result<Loudness, RenderError> {
    let end = frames.samples();
    let mut args = words("-nostdin -xerror -hide_banner -loglevel info -nostats -progress pipe:1");
    args.extend(inputs.iter().cloned());
    args.push("-filter_complex".into());
    let repeated = repeated(frames);
    args.push(
        format!("{graph},atrim=end_sample={end}{repeated},ebur128=peak=true:framelog=verbose[out]").into(),
    );
    args.extend(words("-map [out] -f null -"));
    let seconds = frames.0 / FPS + 1;
    let limit = LIMIT_START + LIMIT_EACH_SECOND * seconds;
    let call =
        Call { program: &tools.ffmpeg, doing: "measuring the loudness", args, dir: &tools.work_dir, limit };
    let limits = Limits { silence: Some(SILENCE), ..Limits::default() };
    let log = process::run_within(limits, call, &mut |bytes| meter.take(bytes)).await?.success()?;
    Loudness::parse(&log).ok_or_else(|| RenderError::Child {
        program: "ffmpeg",
        doing: "measuring the loudness",
        last_lines: log.last_lines(),
    })
}

/// Returns the arguments that read a file's sound.
///
/// # Errors
/// [`RenderError::Io`] for an empty path.
pub(crate) fn sound_input(path: &Path, format: &str, whitelist: &str) -> Result<Vec<OsString>, RenderError> {
    let line = format!("-protocol_whitelist file,pipe -format_whitelist {whitelist} -f {format} -i");
    let mut args = words(&line);
    args.push(crate::input::file(path)?);
    Ok(args)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_measurement_is_read_from_the_summary() {
        let mut log = Log::default();
        log.take(
            b"[x] Summary:\n\n  Integrated loudness:\n    I:         -17.8 LUFS\n    Threshold: -27.8 LUFS\n\n  \
              True peak:\n    Peak:       -1.9 dBFS\n",
        );
        let found = Loudness::parse(&log).unwrap();
        assert_eq!(found, Loudness { integrated_lufs: -17.8, true_peak_dbtp: -1.9 });
        let mut silent = Log::default();
        silent.take(b"    I:         -70.0 LUFS\n    Peak:       -inf dBFS\n");
        assert!(Loudness::parse(&silent).unwrap().is_silence());
        assert_eq!(Loudness::parse(&Log::default()), None);
    }

    #[test]
    fn a_sound_of_less_than_a_second_is_heard_until_the_meter_has_its_blocks() {
        assert_eq!(repeated(Frames(10)), ",aloop=loop=9:size=16000");
        assert_eq!(repeated(Frames(1)), ",aloop=loop=90:size=1600");
        assert_eq!(repeated(SHORT), "");
    }

    #[test]
    fn what_is_off_is_corrected_and_what_is_near_is_left() {
        let plain = Mastering::default();
        let found = |integrated_lufs, true_peak_dbtp| Loudness { integrated_lufs, true_peak_dbtp };
        assert_eq!(plain.corrected(&found(-14.1, -1.6)), None);
        assert_eq!(plain.corrected(&found(-70.0, -90.0)), None);
        let quiet = plain.corrected(&found(-14.8, -3.0)).unwrap();
        assert!((quiet.after_db - 0.8).abs() < 1e-9);
        assert!(plain.corrected(&found(-14.0, -1.0)).unwrap().limit_dbtp < plain.limit_dbtp);
    }
}
