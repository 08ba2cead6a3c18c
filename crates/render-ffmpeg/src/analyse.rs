//! Finds the spans worth showing, and a picture of each, in one decode.

use std::{
    collections::HashSet,
    path::{Path, PathBuf},
    time::Duration,
};

use domain::{AnalysedSegment, Analysis, FootageFile, Probe, Progress, RenderError, whole};

use crate::{
    gaze::Gaze,
    input::{self, args, words},
    picture::{TONE_MAP, assumed_colours},
    probe::{self, Found},
    process::{self, Call, Ended},
    scenes::scenes,
    segments::{Seen, Span},
    tools::Tools,
};

/// The most frames a second that are looked at.
const MAX_FPS: f64 = 30.0;
/// The longer side of the grey frames in pixels.
const GREY_PX: u32 = 320;
/// The width of thumbnails in pixels, and the most height.
const THUMBNAIL_PX: (u32, u32) = (360, 640);
/// Thumbnails are taken this often; the one nearest to a segment's middle stays.
const THUMBNAILS_EACH_SECOND: f64 = 2.0;
/// How long analysis may take: a start, and for each second of footage what two slow threads need for 8K.
const LIMIT_START: Duration = Duration::from_mins(2);
const LIMIT_EACH_SECOND: Duration = Duration::from_secs(30);

/// Finds the spans worth showing.
pub(crate) async fn analyse(
    tools: &Tools,
    file: &FootageFile,
    scratch: &Path,
    progress: Progress<'_>,
) -> Result<Analysis, RenderError> {
    let found = probe::probe(tools, file).await?;
    let decode = Decode::of(&found.probe);
    let scratch = std::path::absolute(scratch)
        .map_err(|source| RenderError::Io { doing: "find the scratch folder", source })?;
    let mut gaze = Gaze::new(decode.grey, decode.fps, decode.expected, progress);
    let call = Call {
        program: &tools.ffmpeg,
        doing: "analysing the footage",
        args: decode.arguments(file, &found.probe, tools.threads)?,
        dir: &scratch,
        limit: LIMIT_START + LIMIT_EACH_SECOND * (found.probe.duration_ms / 1000 + 1),
    };
    let ended = process::run(call, &mut |bytes| gaze.take(bytes)).await?;
    let frames = gaze.differences.len();
    let decoded_ms = decode.ms(frames);
    decode.judge(&ended, &found, frames)?;
    let seen = Seen { fps: decode.fps, differences: &gaze.differences, looks: &gaze.looks };
    let spans = seen.spans(&scenes(&gaze.differences));
    let segments = decode.with_thumbnails(spans, frames, &scratch).await?;
    progress(1.0);
    Ok(Analysis { probe: Probe { duration_ms: decoded_ms, ..found.probe }, segments })
}

/// How the one decode goes.
#[derive(Debug, PartialEq)]
struct Decode {
    fps: f64,
    grey: (u32, u32),
    thumbnail: (u32, u32),
    /// A thumbnail is taken every so many frames.
    step: usize,
    expected: u32,
}

impl Decode {
    fn of(probe: &Probe) -> Self {
        let fps = probe.fps.clamp(1.0, MAX_FPS);
        Self {
            fps,
            grey: fit(probe, (GREY_PX, GREY_PX)),
            thumbnail: fit(probe, THUMBNAIL_PX),
            step: usize::try_from(whole(fps / THUMBNAILS_EACH_SECOND)).unwrap_or(1).max(1),
            expected: whole(f64::from(probe.duration_ms) / 1000.0 * fps),
        }
    }

    /// The most frames: twice the stated length. A clock that jumps by hours would fill the disk.
    fn most(&self) -> u32 {
        self.expected.saturating_mul(2).saturating_add(300)
    }

    fn arguments(
        &self,
        file: &FootageFile,
        probe: &Probe,
        threads: u8,
    ) -> Result<Vec<std::ffi::OsString>, RenderError> {
        let (threads, most) = (threads.to_string(), self.most().to_string());
        let mut all = words("-nostdin -xerror -hide_banner -loglevel error -nostats -y");
        all.extend(args(&["-filter_threads", &threads, "-filter_complex_threads", &threads]));
        all.extend(input::confined(file.container));
        all.extend(args(assumed_colours(probe)));
        all.extend(args(&["-threads", &threads, "-an", "-sn", "-dn", "-i"]));
        all.push(input::file(&file.path)?);
        all.extend(args(&["-filter_complex", &self.graph(probe)]));
        let output = |pad: &str, rest: &str| {
            let line = format!("-map {pad} -fps_mode passthrough -frames:v {most} -threads {threads} {rest}");
            words(&line)
        };
        all.extend(output("[grey]", "-f rawvideo pipe:1"));
        all.extend(output("[thumbnail]", "-c:v mjpeg -q:v 4 -f image2 -start_number 0"));
        all.push(format!("file:{}", thumbnail_name("%06d")).into());
        Ok(all)
    }

    fn graph(&self, probe: &Probe) -> String {
        let ((width, height), (grey_width, grey_height)) = (self.thumbnail, self.grey);
        let tone_map = if probe.is_hdr { format!(",{TONE_MAP}") } else { String::new() };
        format!(
            "[0:V:0]fps={:.6}:start_time=0,scale={width}:{height}:flags=area{tone_map},setsar=1,split[a][b];\
             [a]scale={grey_width}:{grey_height}:flags=area,format=gray[grey];\
             [b]select='not(mod(n,{}))',format=yuvj420p[thumbnail]",
            self.fps, self.step
        )
    }

    fn ms(&self, frames: usize) -> u32 {
        whole(f64::from(u32::try_from(frames).unwrap_or(u32::MAX)) / self.fps * 1000.0)
    }

    /// Refuses what breaks off, and what has nothing to show.
    fn judge(&self, ended: &Ended, found: &Found, frames: usize) -> Result<(), RenderError> {
        let lines = ended.log.last_lines();
        if ended.by_signal || lines.contains("Cannot allocate memory") || lines.contains("No space left") {
            return Err(ended.failure());
        }
        let decoded_ms = self.ms(frames);
        let short = found.stated_ms.is_some_and(|stated| {
            let missing = stated.saturating_sub(decoded_ms);
            missing > 1000 && missing > stated / 10
        });
        let breaks_off = ["File ended prematurely", "partial file"]
            .into_iter()
            .any(|sign| ended.log.notable(sign).next().is_some());
        if !ended.well || short || breaks_off {
            tracing::info!(lines, decoded_ms, "footage is damaged");
            return Err(RenderError::Unusable(format!(
                "the video is damaged or breaks off: {} s of {} s could be read; upload the whole file again, and if \
                 it stays so, export it anew from a video editor",
                input::seconds(decoded_ms),
                input::seconds(found.probe.duration_ms.max(decoded_ms)),
            )));
        }
        if frames == 0 {
            return Err(RenderError::Unusable("the video holds no picture that can be shown".to_owned()));
        }
        if u32::try_from(frames).unwrap_or(u32::MAX) >= self.most() {
            return Err(RenderError::Unusable(
                "the times in the video contradict each other; export it anew from a video editor, and upload that"
                    .to_owned(),
            ));
        }
        Ok(())
    }

    /// Gives each span the picture nearest to its middle, and deletes the others.
    async fn with_thumbnails(
        &self,
        spans: Vec<Span>,
        frames: usize,
        scratch: &Path,
    ) -> Result<Vec<AnalysedSegment>, RenderError> {
        let taken = frames.div_ceil(self.step);
        let path = |n: usize| scratch.join(thumbnail_name(&format!("{n:06}")));
        let nearest = |span: &Span| {
            let middle = usize::midpoint(span.frames.start, span.frames.end);
            ((middle + self.step / 2) / self.step).min(taken.saturating_sub(1))
        };
        let kept: HashSet<usize> = spans.iter().map(nearest).collect();
        for n in (0..taken).filter(|n| !kept.contains(n)) {
            tokio::fs::remove_file(path(n))
                .await
                .map_err(|source| RenderError::Io { doing: "delete a picture of the analysis", source })?;
        }
        let segment = |span: Span| {
            let thumbnail: PathBuf = path(nearest(&span));
            let Span { start_ms, end_ms, scores, .. } = span;
            AnalysedSegment { start_ms, end_ms, scores, thumbnail }
        };
        Ok(spans.into_iter().map(segment).collect())
    }
}

fn thumbnail_name(number: &str) -> String {
    format!("thumbnail-{number}.jpg")
}

/// Returns the picture's size within a frame, its shape kept, in even numbers.
fn fit(probe: &Probe, (width, height): (u32, u32)) -> (u32, u32) {
    let (own_width, own_height) = (f64::from(probe.width), f64::from(probe.height));
    let scale = (f64::from(width) / own_width).min(f64::from(height) / own_height);
    let even = |side: f64| (whole(side * scale / 2.0) * 2).max(16);
    (even(own_width), even(own_height))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pictures_keep_their_shape_in_a_small_frame() {
        let probe = |width, height| Probe {
            duration_ms: 10_000,
            width,
            height,
            fps: 59.94,
            has_sound: false,
            is_hdr: false,
        };
        let wide = Decode::of(&probe(1920, 1080));
        assert_eq!((wide.grey, wide.thumbnail), ((320, 180), (360, 202)));
        assert_eq!((wide.expected, wide.step), (300, 15));
        let tall = Decode::of(&probe(1080, 1920));
        assert_eq!((tall.grey, tall.thumbnail), ((180, 320), (360, 640)));
        assert_eq!(Decode::of(&probe(8000, 64)).grey, (320, 16));
    }
}
