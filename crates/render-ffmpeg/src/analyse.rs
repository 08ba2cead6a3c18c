//! Finds the spans worth showing, a picture of each, and what a browser needs to look through the footage, while the
//! one decode goes on.

use std::{
    collections::{HashSet, VecDeque},
    path::{Path, PathBuf},
    time::Duration,
};

use domain::{
    AnalysedSegment, Analysis, FootageFile, Probe, Progress, RenderError, Scores, TellSegment, ViewingFiles,
};

use crate::{
    decode::{Decode, PROXY, SHEET, thumbnail_name},
    gaze::Gaze,
    listen, probe,
    process::{self, Call},
    segments::{Cutter, Seen, Span},
    tools::Tools,
};

/// How long analysis may take: a start, and for each second of footage what two slow threads need for 8K.
const LIMIT_START: Duration = Duration::from_mins(2);
const LIMIT_EACH_SECOND: Duration = Duration::from_secs(30);
/// How long the picture of one moment may take.
const PICTURE_LIMIT: Duration = Duration::from_mins(1);

/// Finds the spans worth showing, and tells each as soon as it is certain.
pub(crate) async fn analyse(
    tools: &Tools,
    file: &FootageFile,
    scratch: &Path,
    progress: Progress<'_>,
    tell: TellSegment<'_>,
) -> Result<Analysis, RenderError> {
    let found = probe::probe(tools, file).await?;
    let decode = Decode::of(file, &found.probe);
    let scratch = std::path::absolute(scratch)
        .map_err(|source| RenderError::Io { doing: "find the scratch folder", source })?;
    let limit = LIMIT_START + LIMIT_EACH_SECOND * (found.probe.duration_ms / 1000 + 1);
    let pixels = u64::from(found.probe.width) * u64::from(found.probe.height);
    let _place = tools.admission.enter_to_look(pixels).await?;
    let mut gaze = Gaze::new(decode.grey, decode.fps, decode.expected, progress);
    let mut cutting = Cutting::new(&decode, &scratch, &found.probe, tell);
    let call = Call {
        program: &tools.ffmpeg,
        doing: "analysing the footage",
        args: decode.arguments(file, &found.probe, tools.threads)?,
        dir: &scratch,
        limit,
    };
    let mut take = |bytes: &[u8]| {
        if gaze.take(bytes) {
            cutting.go_on(&gaze);
        }
    };
    let looking = process::run(call, &mut take);
    let listening = listen::listen(tools, file, &found, limit);
    let (ended, sound) = tokio::try_join!(looking, listening)?;
    let frames = gaze.differences.len();
    decode.judge(&ended, &found, frames)?;
    if file.container.is_still() {
        let analysis = still(&found.probe, &gaze, &scratch)?;
        progress(1.0);
        return Ok(analysis);
    }
    let segments = cutting.end(&gaze);
    clear_away(&segments, frames.div_ceil(decode.step), &scratch).await?;
    let viewing = ViewingFiles {
        proxy: scratch.join(PROXY),
        sheet: scratch.join(SHEET),
        sprites: decode.sprites(frames),
        sound,
    };
    progress(1.0);
    let probe = Probe { duration_ms: decode.ms(frames), ..found.probe };
    Ok(Analysis { probe, segments, viewing: Some(viewing) })
}

/// Takes the picture of one moment.
pub(crate) async fn picture(
    tools: &Tools,
    file: &FootageFile,
    at_ms: u32,
    out: &Path,
) -> Result<(), RenderError> {
    let found = probe::probe(tools, file).await?;
    let call = Call {
        program: &tools.ffmpeg,
        doing: "taking a picture of the footage",
        args: Decode::of(file, &found.probe).picture(file, &found.probe, at_ms, out)?,
        dir: &tools.work_dir,
        limit: PICTURE_LIMIT,
    };
    process::run(call, &mut |_| {}).await?.success()?;
    if out.is_file() {
        return Ok(());
    }
    Err(RenderError::Unusable("the footage holds no picture at this moment".to_owned()))
}

/// A still picture is one segment, in which nothing moves.
fn still(probe: &Probe, gaze: &Gaze<'_>, scratch: &Path) -> Result<Analysis, RenderError> {
    let seen = Seen { fps: 1.0, differences: &gaze.differences, shifts: &gaze.shifts, looks: &gaze.looks };
    let span = Cutter::default().end(&seen).pop();
    let span = span.ok_or_else(|| RenderError::Unusable("the picture is empty".to_owned()))?;
    let segment = AnalysedSegment {
        start_ms: 0,
        end_ms: probe.duration_ms,
        scores: Scores { motion: 0.0, variance: 0.0, steadiness: Some(1.0), ..span.scores },
        hash: span.hash,
        thumbnail: thumbnail(scratch, 0),
    };
    Ok(Analysis { probe: *probe, segments: vec![segment], viewing: None })
}

/// The spans that were found so far, each told once its picture is written.
struct Cutting<'c> {
    decode: &'c Decode,
    scratch: &'c Path,
    probe: &'c Probe,
    tell: TellSegment<'c>,
    cutter: Cutter,
    waiting: VecDeque<(usize, AnalysedSegment)>,
    told: Vec<AnalysedSegment>,
}

impl<'c> Cutting<'c> {
    fn new(decode: &'c Decode, scratch: &'c Path, probe: &'c Probe, tell: TellSegment<'c>) -> Self {
        let (cutter, waiting, told) = (Cutter::default(), VecDeque::new(), Vec::new());
        Self { decode, scratch, probe, tell, cutter, waiting, told }
    }

    /// Goes on with what was seen since.
    fn go_on(&mut self, gaze: &Gaze<'_>) {
        let spans = self.cutter.go_on(&self.seen(gaze));
        self.wait(spans, usize::MAX);
        // A picture is whole when the next one is begun.
        while self.waiting.front().is_some_and(|(n, _)| thumbnail(self.scratch, n + 1).exists()) {
            let Some((_, segment)) = self.waiting.pop_front() else { return };
            (self.tell)(self.probe, segment.clone());
            self.told.push(segment);
        }
    }

    /// Returns all spans when no more comes; the last ones were not told.
    fn end(mut self, gaze: &Gaze<'_>) -> Vec<AnalysedSegment> {
        let taken = gaze.differences.len().div_ceil(self.decode.step);
        let spans = std::mem::take(&mut self.cutter).end(&self.seen(gaze));
        self.wait(spans, taken.saturating_sub(1));
        self.told.extend(self.waiting.into_iter().map(|(n, segment)| AnalysedSegment {
            thumbnail: thumbnail(self.scratch, n.min(taken.saturating_sub(1))),
            ..segment
        }));
        self.told
    }

    fn seen<'g>(&self, gaze: &'g Gaze<'_>) -> Seen<'g> {
        let Gaze { differences, shifts, looks, .. } = gaze;
        Seen { fps: self.decode.fps, differences, shifts, looks }
    }

    /// Lets spans wait for the pictures nearest to their middles.
    fn wait(&mut self, spans: Vec<Span>, last: usize) {
        for span in spans {
            let middle = usize::midpoint(span.frames.start, span.frames.end);
            let nearest = ((middle + self.decode.step / 2) / self.decode.step).min(last);
            let Span { start_ms, end_ms, scores, hash, .. } = span;
            let thumbnail = thumbnail(self.scratch, nearest);
            self.waiting.push_back((nearest, AnalysedSegment { start_ms, end_ms, scores, hash, thumbnail }));
        }
    }
}

fn thumbnail(scratch: &Path, number: usize) -> PathBuf {
    scratch.join(thumbnail_name(&format!("{number:06}")))
}

/// Deletes the pictures that no segment has.
async fn clear_away(segments: &[AnalysedSegment], taken: usize, scratch: &Path) -> Result<(), RenderError> {
    let kept: HashSet<&Path> = segments.iter().map(|segment| segment.thumbnail.as_path()).collect();
    for path in (0..taken).map(|n| thumbnail(scratch, n)).filter(|path| !kept.contains(path.as_path())) {
        tokio::fs::remove_file(path)
            .await
            .map_err(|source| RenderError::Io { doing: "delete a picture of the analysis", source })?;
    }
    Ok(())
}
