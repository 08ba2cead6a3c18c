//! Measures a finished clip, and takes the picture that stands for it.

use std::{path::Path, time::Duration};

use domain::{Container, FPS, Frames, Measured, Progress, RenderError, ignore_progress};

use crate::{
    input::{self, args, seconds, words},
    loudness::{self, sound_input},
    picture::JPEG_COLOURS,
    probe::{self, Answer, Stream},
    process::{self, Call},
    progress::Meter,
    tools::Tools,
    unfinished::Unfinished,
};

/// Where in a clip its thumbnail is taken, in milliseconds: past a first blink.
const THUMBNAIL_AT_MS: u32 = 1000;
/// How long taking it may take.
const THUMBNAIL_LIMIT: Duration = Duration::from_mins(1);

/// Measures a clip.
pub(crate) async fn measure(tools: &Tools, clip: &Path) -> Result<Measured, RenderError> {
    let answer = ask(tools, clip, &["-count_packets"]).await?;
    let (picture, sound) = (stream(&answer, "video")?, stream(&answer, "audio")?);
    let counted = picture.nb_read_packets.as_deref().and_then(|text| text.parse().ok());
    let frames = Frames(counted.ok_or_else(|| unmeasurable("its frames could not be counted"))?);
    let sound_ms = length_ms(sound)?;
    let metadata = tokio::fs::metadata(clip)
        .await
        .map_err(|source| RenderError::Io { doing: "read the clip's size", source })?;
    let input = sound_input(clip, "mov", "mov,mp4,m4a,3gp,3g2,mj2")?;
    let heard = Frames(u32::try_from(u64::from(sound_ms) * u64::from(FPS) / 1000 + 2).unwrap_or(u32::MAX));
    let quiet: Progress<'_> = &ignore_progress;
    let loudness =
        loudness::measure(tools, &input, loudness::AS_IT_IS, heard, &mut Meter::new(heard, 0.0, 1.0, quiet))
            .await?;
    Ok(Measured {
        frames,
        picture_ms: length_ms(picture)?,
        sound_ms,
        width: picture.width,
        height: picture.height,
        loudness_lufs: loudness.integrated_lufs,
        true_peak_dbtp: loudness.true_peak_dbtp,
        size_bytes: metadata.len(),
    })
}

/// Writes a JPEG of a clip's beginning, 540 pixels wide.
pub(crate) async fn thumbnail(tools: &Tools, clip: &Path, out: &Path) -> Result<(), RenderError> {
    let answer = ask(tools, clip, &[]).await?;
    let at_ms = THUMBNAIL_AT_MS.min(length_ms(stream(&answer, "video")?)? / 2);
    let mut all = words("-nostdin -xerror -hide_banner -v error -y");
    all.extend(input::confined(Container::Mp4));
    all.extend(args(&["-ss", &seconds(at_ms), "-i"]));
    all.push(input::file(clip)?);
    all.extend(words("-map 0:v:0 -frames:v 1 -vf"));
    all.push(format!("scale=540:-2:{JPEG_COLOURS}").into());
    all.extend(words("-q:v 3 -flags:v +bitexact -f mjpeg"));
    all.push(input::file(out)?);
    let unfinished = Unfinished::new(out);
    let doing = "taking the thumbnail";
    let call =
        Call { program: &tools.ffmpeg, doing, args: all, dir: &tools.work_dir, limit: THUMBNAIL_LIMIT };
    let ended = process::run(call, &mut |_| {}).await?;
    if ended.well && std::fs::metadata(out).is_ok_and(|written| written.len() > 0) {
        unfinished.keep();
        return Ok(());
    }
    Err(ended.failure())
}

async fn ask(tools: &Tools, clip: &Path, more: &[&str]) -> Result<Answer, RenderError> {
    let mut all = words("-hide_banner -v error -show_streams -show_format -print_format json");
    all.extend(args(more));
    all.extend(input::confined(Container::Mp4));
    all.extend([std::ffi::OsString::from("-i"), input::file(clip)?]);
    let asked = probe::ask(tools, all, "measuring the clip").await?;
    asked.map(|(answer, _)| answer).map_err(|lines| unmeasurable(&lines))
}

fn stream<'a>(answer: &'a Answer, kind: &str) -> Result<&'a Stream, RenderError> {
    let found = answer.streams.iter().find(|stream| stream.codec_type == kind);
    found.ok_or_else(|| unmeasurable(&format!("it has no {kind} stream")))
}

fn length_ms(stream: &Stream) -> Result<u32, RenderError> {
    let length = stream.duration.as_deref().and_then(probe::ms);
    length.ok_or_else(|| unmeasurable("a stream does not say how long it is"))
}

fn unmeasurable(why: &str) -> RenderError {
    RenderError::Child { program: "ffprobe", doing: "measuring the clip", last_lines: why.to_owned() }
}
