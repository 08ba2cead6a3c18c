//! Reads a recording of a voice: what streams it has, its sound as WAV, how loud it is, and whether it was overdriven.

use std::{
    ffi::OsString,
    path::{Path, PathBuf},
    time::Duration,
};

use domain::{
    Frames, LONGEST_SAMPLE, MAX_SAMPLE_BYTES, NotASample, RenderError, SampleError, SampleFacts, SampleFile,
    SampleFormat, ignore_progress,
};

use crate::{
    input::{self, args, words},
    loudness::{self, sound_input},
    probe::{self, Answer},
    process::{self, Call},
    progress::Meter,
    tools::Tools,
    unfinished::Unfinished,
};

/// How long the conversion may take.
const LIMIT: Duration = Duration::from_mins(1);
/// Samples a second of what is written.
const RATE_HZ: u32 = 24_000;
/// How much less than it states a recording may hold, in milliseconds: more means that it breaks off.
const MAY_LACK_MS: u32 = 500;
/// At this a sample of 16 bits is at full scale; a resampler's ripple stays within the rest.
const FULL_SCALE: u16 = 32_700;
/// So many samples in a row at full scale are a flat top; one alone is a peak.
const FLAT: usize = 3;

/// The demuxer of each format, and the names under which ffmpeg may know it.
pub(crate) const fn demuxer(format: SampleFormat) -> (&'static str, &'static str) {
    match format {
        SampleFormat::Wav => ("wav", "wav"),
        SampleFormat::Mp3 => ("mp3", "mp3"),
        SampleFormat::Mp4 => ("mov", "mov,mp4,m4a,3gp,3g2,mj2"),
        SampleFormat::Aac => ("aac", "aac"),
        SampleFormat::Ogg => ("ogg", "ogg"),
        SampleFormat::Flac => ("flac", "flac"),
    }
}

/// Writes a recording as WAV and measures it.
pub(crate) async fn read(tools: &Tools, file: &SampleFile, out: &Path) -> Result<SampleFacts, SampleError> {
    let size = tokio::fs::metadata(&file.path)
        .await
        .map_err(|source| RenderError::Io { doing: "read the recording's size", source })?
        .len();
    if size > MAX_SAMPLE_BYTES {
        return Err(NotASample::TooLarge.into());
    }
    let stated_ms = the_one_stream(&ask(tools, file).await?)?;
    let unfinished = Unfinished::new(out);
    convert(tools, file, out).await?;
    let (duration_ms, clipped_basis_points) = look(out.to_owned()).await?;
    let longest_ms = u32::try_from(LONGEST_SAMPLE.as_millis()).unwrap_or(u32::MAX);
    let expected_ms = stated_ms.unwrap_or(0).min(longest_ms);
    if duration_ms == 0 || expected_ms.saturating_sub(duration_ms) > MAY_LACK_MS {
        return Err(broken().into());
    }
    // The meter stops where the frames end; two more than there are make it hear the last sample.
    let heard = Frames(Frames::within_ms(duration_ms).0 + 2);
    let mut meter = Meter::new(heard, 0.0, 1.0, &ignore_progress);
    let loudness =
        loudness::measure(tools, &sound_input(out, "wav", "wav")?, loudness::AS_IT_IS, heard, &mut meter)
            .await?;
    unfinished.keep();
    Ok(SampleFacts { duration_ms, loudness_lufs: loudness.integrated_lufs, clipped_basis_points })
}

/// Returns what stands before the recording's name: its demuxer, and this machine's files alone.
fn confined(file: &SampleFile) -> Result<Vec<OsString>, RenderError> {
    let (forced, whitelist) = demuxer(file.format);
    sound_input(&file.path, forced, whitelist)
}

async fn ask(tools: &Tools, file: &SampleFile) -> Result<Answer, RenderError> {
    let mut all = words("-hide_banner -v error -show_streams -show_format -print_format json");
    all.extend(confined(file)?);
    let asked = probe::ask(tools, all, "probing the recording").await?;
    asked.map(|(answer, _log)| answer).map_err(|lines| {
        tracing::debug!(lines, "ffprobe refused the recording");
        broken()
    })
}

/// Finds that there is one track of sound and nothing else; returns the length that it states.
fn the_one_stream(answer: &Answer) -> Result<Option<u32>, NotASample> {
    let mut sounds = 0;
    for stream in &answer.streams {
        match stream.codec_type.as_str() {
            "audio" => sounds += 1,
            "video" if stream.is_cover() => return Err(NotASample::Cover),
            "video" => return Err(NotASample::Video),
            // Chapters and the like carry nothing to hear.
            _ => {}
        }
    }
    match sounds {
        0 => Err(NotASample::NoSound),
        1 => {
            let sound = answer.streams.iter().find(|stream| stream.codec_type == "audio");
            Ok(sound.and_then(|sound| sound.duration.as_deref()).and_then(probe::ms))
        }
        _ => Err(NotASample::ManyTracks),
    }
}

async fn convert(tools: &Tools, file: &SampleFile, out: &Path) -> Result<(), RenderError> {
    let seconds = (LONGEST_SAMPLE.as_secs() + 1).to_string();
    let mut all = words("-nostdin -xerror -hide_banner -v error -y -t");
    all.extend(args(&[&seconds]));
    all.extend(confined(file)?);
    all.extend(words("-map 0:a:0 -vn -sn -dn -map_metadata -1 -map_chapters -1 -ac 1"));
    all.extend(args(&["-ar", &RATE_HZ.to_string(), "-c:a", "pcm_s16le", "-fflags", "+bitexact"]));
    all.extend(args(&["-fs", &MAX_SAMPLE_BYTES.to_string(), "-t", &seconds, "-f", "wav"]));
    all.push(input::file(out)?);
    let doing = "reading the recording";
    let call = Call { program: &tools.ffmpeg, doing, args: all, dir: &tools.work_dir, limit: LIMIT };
    let ended = process::run(call, &mut |_| {}).await?;
    if ended.well {
        return Ok(());
    }
    match ended.failure() {
        // What the decoder refuses is the recording's fault; a crash or a full disk is not.
        RenderError::Child { last_lines, .. } => {
            tracing::debug!(last_lines, "ffmpeg refused the recording");
            Err(broken())
        }
        other => Err(other),
    }
}

/// Reads the length in milliseconds, and how much is at full scale in hundredths of a per cent, of a WAV file that
/// ffmpeg wrote here.
async fn look(wav: PathBuf) -> Result<(u32, f64), RenderError> {
    let doing = "read the converted recording";
    let looked = tokio::task::spawn_blocking(move || {
        let bytes = std::fs::read(wav)?;
        Ok(measured(data(&bytes).unwrap_or_default()))
    });
    match looked.await {
        Ok(looked) => looked.map_err(|source| RenderError::Io { doing, source }),
        Err(error) => Err(RenderError::Io { doing, source: std::io::Error::other(error) }),
    }
}

/// Finds the samples of a WAV file, however many chunks stand before them.
fn data(wav: &[u8]) -> Option<&[u8]> {
    let mut rest = wav.get(12..)?;
    loop {
        let (head, after) = rest.split_at_checked(8)?;
        let size = usize::try_from(u32::from_le_bytes(head.get(4..8)?.try_into().ok()?)).ok()?;
        if head.starts_with(b"data") {
            return Some(after.get(..size).unwrap_or(after));
        }
        rest = after.get(size + size % 2..)?;
    }
}

fn measured(data: &[u8]) -> (u32, f64) {
    let (mut all, mut clipped, mut row) = (0_u64, 0_u64, 0_usize);
    for sample in data.chunks_exact(2) {
        let sample = <[u8; 2]>::try_from(sample).map(i16::from_le_bytes).unwrap_or_default();
        all += 1;
        row = if sample.unsigned_abs() >= FULL_SCALE { row + 1 } else { 0 };
        // The first of a row are counted when it is long enough.
        clipped += match row.cmp(&FLAT) {
            std::cmp::Ordering::Less => 0,
            std::cmp::Ordering::Equal => u64::try_from(FLAT).unwrap_or(0),
            std::cmp::Ordering::Greater => 1,
        };
    }
    let ms = u32::try_from(all * 1000 / u64::from(RATE_HZ)).unwrap_or(u32::MAX);
    (ms, f64::from(domain::ratio(clipped, all.max(1))) * 10_000.0)
}

fn broken() -> RenderError {
    RenderError::Unusable(
        "the recording cannot be read to its end: it is damaged, breaks off, or is not what it says it is; check that it \
         plays on your device, save it as WAV or MP3, and upload it again"
            .to_owned(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn flat_tops_are_counted_and_lone_peaks_are_not() {
        let wav =
            |samples: &[i16]| samples.iter().flat_map(|sample| sample.to_le_bytes()).collect::<Vec<u8>>();
        let mut samples = vec![0; 24_000];
        samples[10] = i16::MAX;
        samples[20] = i16::MIN;
        assert_eq!(measured(&wav(&samples)), (1000, 0.0));
        samples[100..124].fill(i16::MAX);
        samples[200..202].fill(i16::MIN);
        let (_ms, clipped) = measured(&wav(&samples));
        assert!((clipped - 10.0).abs() < 0.01, "24 of 24,000 are {clipped} hundredths of a per cent");
    }

    #[test]
    fn the_samples_are_found_behind_other_chunks() {
        let mut wav = b"RIFF\0\0\0\0WAVEfmt \x02\0\0\0..LIST\x03\0\0\0abc.data\x04\0\0\0".to_vec();
        wav.extend([1, 2, 3, 4]);
        assert_eq!(data(&wav), Some(&[1, 2, 3, 4][..]));
        assert_eq!(data(b"RIFF\0\0\0\0WAVE"), None);
    }
}
