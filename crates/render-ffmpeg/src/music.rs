//! Reads a piece of music: its sound as FLAC, how long and how loud it is.

use std::{path::Path, time::Duration};

use domain::{Frames, LONGEST_MUSIC_MS, MusicFacts, RenderError, SOUND_RATE_HZ, SampleFile, ignore_progress};

use crate::{
    input::{self, args, words},
    loudness::{self, sound_input},
    piece::EXACT_BYTES,
    probe,
    process::{self, Call},
    progress::Meter,
    sample,
    tools::Tools,
    unfinished::Unfinished,
};

/// How long the conversion may take.
const LIMIT: Duration = Duration::from_mins(2);

/// Writes a piece as FLAC and measures it.
pub(crate) async fn read(tools: &Tools, file: &SampleFile, out: &Path) -> Result<MusicFacts, RenderError> {
    let unfinished = Unfinished::new(out);
    convert(tools, file, out).await?;
    let duration_ms = length_ms(tools, out).await?;
    // The meter stops where the frames end; two more than there are make it hear the last sample.
    let heard = Frames(Frames::within_ms(duration_ms).0 + 2);
    let mut meter = Meter::new(heard, 0.0, 1.0, &ignore_progress);
    let written = sound_input(out, "flac", "flac")?;
    let loudness = loudness::measure(tools, &written, loudness::AS_IT_IS, heard, &mut meter).await?;
    unfinished.keep();
    Ok(MusicFacts { duration_ms, loudness_lufs: loudness.integrated_lufs })
}

async fn convert(tools: &Tools, file: &SampleFile, out: &Path) -> Result<(), RenderError> {
    let (forced, whitelist) = sample::demuxer(file.format);
    let seconds = (LONGEST_MUSIC_MS / 1000 + 1).to_string();
    let mut all = words("-nostdin -xerror -hide_banner -v error -y -t");
    all.extend(args(&[&seconds]));
    all.extend(sound_input(&file.path, forced, whitelist)?);
    // A cover stays behind: only the first track of sound is taken.
    all.extend(words("-map 0:a:0 -vn -sn -dn -ac 2 -c:a flac -sample_fmt s16"));
    all.extend(args(&["-ar", &SOUND_RATE_HZ.to_string(), "-t", &seconds]));
    all.extend(words(EXACT_BYTES));
    all.extend(args(&["-f", "flac"]));
    all.push(input::file(out)?);
    let doing = "reading the music";
    let call = Call { program: &tools.ffmpeg, doing, args: all, dir: &tools.work_dir, limit: LIMIT };
    let ended = process::run(call, &mut |_| {}).await?;
    if ended.well { Ok(()) } else { Err(refused(ended.failure())) }
}

/// What the decoder refuses is the file's fault; a crash or a full disk is not.
fn refused(error: RenderError) -> RenderError {
    match error {
        RenderError::Child { last_lines, .. } => {
            tracing::debug!(last_lines, "ffmpeg refused the music");
            broken()
        }
        other => other,
    }
}

async fn length_ms(tools: &Tools, written: &Path) -> Result<u32, RenderError> {
    let mut all = words("-hide_banner -v error -show_streams -show_format -print_format json");
    all.extend(sound_input(written, "flac", "flac")?);
    let answer = probe::ask(tools, all, "probing the music").await?;
    let (answer, _log) = answer.map_err(|lines| {
        tracing::debug!(lines, "ffprobe refused the music");
        broken()
    })?;
    let stream = answer.streams.first();
    stream.and_then(|stream| stream.duration.as_deref()).and_then(probe::ms).ok_or_else(broken)
}

fn broken() -> RenderError {
    RenderError::Unusable(
        "the music cannot be read to its end: it is damaged, breaks off, or has no sound; check that it plays on your \
         device, save it as MP3 or WAV, and upload it again"
            .to_owned(),
    )
}
