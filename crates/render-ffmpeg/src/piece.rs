//! Renders one piece of a chunk: one ffmpeg, one input a cut, exact frames, captions burned in.

use std::{ffi::OsString, ops::Range, path::Path, time::Duration};

use domain::{Container, Cut, FPS, FootageFile, Frames, Probe, RenderError};

use crate::{
    captions,
    input::{self, args, seconds, words},
    join::TIMESCALE,
    picture::{CAPTIONS, assumed_colours, fill},
    process::{self, Call},
    progress::Meter,
    tools::Tools,
};

/// The encoder's settings. `stitchable` and closed groups let chunks be joined without encoding again.
pub(crate) const X264: &str =
    "-c:v libx264 -preset veryfast -crf 20 -profile:v high -x264-params stitchable=1:open-gop=0";
/// What keeps bytes free of times, versions and names.
pub(crate) const EXACT_BYTES: &str = "-fflags +bitexact -flags:v +bitexact -map_metadata -1 -map_chapters -1";
const BT709: &str =
    "-pix_fmt yuv420p -color_range tv -colorspace bt709 -color_primaries bt709 -color_trc bt709";

/// How much of a transport stream is read before a cut, in milliseconds: its demuxer lands anywhere, and a
/// decoder needs a key frame. Encoders set one at least every 250 frames, which is 10 s at 25 a second.
const STREAM_LEAD_MS: u32 = 10_000;
/// How long a chunk may take: a start, and for each second of it what two slow threads need for 8K footage.
const LIMIT_START: Duration = Duration::from_mins(2);
const LIMIT_EACH_SECOND: Duration = Duration::from_mins(1);

/// A cut with its file.
pub(crate) struct Source<'c> {
    /// The cut.
    pub(crate) cut: &'c Cut,
    /// The file.
    pub(crate) file: &'c FootageFile,
    /// What probing found of it.
    pub(crate) probe: &'c Probe,
}

/// What a piece shows: some cuts of a chunk that follow each other.
pub(crate) struct Piece<'p, 'c> {
    /// The cuts.
    pub(crate) cuts: &'p [Source<'c>],
    /// Where they lie in the chunk, in frames.
    pub(crate) place: Range<u32>,
}

impl Piece<'_, '_> {
    const fn frames(&self) -> Frames {
        Frames(self.place.end - self.place.start)
    }

    /// Renders the piece to `out`. `captions` are the ASS file for its place.
    ///
    /// # Errors
    /// [`RenderError::Unusable`] when the footage holds no picture there; those of a child.
    pub(crate) async fn render(
        &self,
        tools: &Tools,
        captions: Option<String>,
        out: &Path,
        meter: &mut Meter<'_>,
    ) -> Result<(), RenderError> {
        let scratch = tools.scratch()?;
        let has_captions = captions.is_some();
        if let Some(text) = captions {
            tokio::fs::write(scratch.path().join(captions::FILE), text)
                .await
                .map_err(|source| RenderError::Io { doing: "write the captions", source })?;
        }
        let call = Call {
            program: &tools.ffmpeg,
            doing: "rendering a sentence",
            args: arguments(self, has_captions, tools.threads, out)?,
            dir: scratch.path(),
            limit: LIMIT_START + LIMIT_EACH_SECOND * (self.frames().0 / FPS + 1),
        };
        let log = process::run(call, &mut |bytes| meter.take(bytes)).await?.success()?;
        tools.fonts.check_taken(&log)?;
        if meter.frames == self.frames().0 { Ok(()) } else { Err(too_short(meter.frames, self.frames())) }
    }
}

fn too_short(found: u32, planned: Frames) -> RenderError {
    RenderError::Unusable(format!(
        "only {found} of {} frames could be taken from the footage: it holds less picture than its analysis found; \
         upload it again",
        planned.0
    ))
}

fn arguments(
    piece: &Piece<'_, '_>,
    has_captions: bool,
    threads: u8,
    out: &Path,
) -> Result<Vec<OsString>, RenderError> {
    let threads = threads.to_string();
    // libass tells at this level which fonts it took.
    let mut all = words("-nostdin -xerror -hide_banner -loglevel info -nostats -progress pipe:1 -y");
    all.extend(args(&["-filter_threads", &threads, "-filter_complex_threads", &threads]));
    for source in piece.cuts {
        all.extend(input::confined(source.file.container));
        all.extend(args(assumed_colours(source.probe)));
        // Not accurate: the filter then sees the frame that is on screen when the cut begins, even if it came long
        // before, as in recordings of a still screen. The decoder has to begin at the key frame either way.
        let seek = seconds(source.cut.start_ms - lead_ms(source));
        all.extend(args(&[
            "-threads",
            &threads,
            "-an",
            "-sn",
            "-dn",
            "-noaccurate_seek",
            "-ss",
            &seek,
            "-i",
        ]));
        all.push(input::file(&source.file.path)?);
    }
    all.extend(args(&["-filter_complex", &graph(piece.cuts, has_captions), "-map", "[out]"]));
    all.extend(args(&["-frames:v", &piece.frames().0.to_string(), "-threads", &threads]));
    all.extend(words(X264));
    all.extend(words(BT709));
    all.extend(words(EXACT_BYTES));
    all.extend(words(TIMESCALE));
    all.extend(args(&["-f", "mp4"]));
    all.push(input::file(out)?);
    Ok(all)
}

fn lead_ms(source: &Source<'_>) -> u32 {
    match source.file.container {
        Container::MpegTs => source.cut.start_ms.min(STREAM_LEAD_MS),
        _ => 0,
    }
}

/// Writes the filter graph: each cut to exact frames of the clip's size, one after the other, captions on top.
fn graph(cuts: &[Source<'_>], has_captions: bool) -> String {
    let cut = |(n, source): (usize, &Source<'_>)| {
        let (lead, frames) = (seconds(lead_ms(source)), source.cut.frames.0);
        // The last frame stands still where a file ends before its cut does.
        let exact = format!(
            "fps={FPS}:start_time={lead},setpts=PTS-STARTPTS,tpad=stop=-1:stop_mode=clone,trim=end_frame={frames}"
        );
        format!("[{n}:V:0]{exact},{}[v{n}];", fill(source.probe))
    };
    let each = cuts.iter().enumerate().map(cut).collect::<Vec<_>>().concat();
    let pads = (0..cuts.len()).map(|n| format!("[v{n}]")).collect::<Vec<_>>().concat();
    let captions = if has_captions { format!(",{CAPTIONS}") } else { String::new() };
    let count = cuts.len();
    format!("{each}{pads}concat=n={count}:v=1:a=0,settb=1/{FPS},setpts=N{captions},format=yuv420p[out]")
}

#[cfg(test)]
mod tests {
    use domain::SourceVideoId;

    use super::*;

    fn source<'c>(cut: &'c Cut, file: &'c FootageFile, probe: &'c Probe) -> Source<'c> {
        Source { cut, file, probe }
    }

    #[test]
    fn no_path_is_in_the_graph_and_every_input_is_confined() {
        let file = FootageFile { path: "/data/it's [a],b;c:d".into(), container: Container::MpegTs };
        let probe = Probe {
            duration_ms: 60_000,
            width: 1920,
            height: 1080,
            fps: 30.0,
            has_sound: true,
            is_hdr: false,
        };
        let cut = Cut::plain(SourceVideoId::new(), 12_500, Frames(45));
        let cuts = [source(&cut, &file, &probe), source(&cut, &file, &probe)];
        let all = arguments(&Piece { cuts: &cuts, place: 30..120 }, true, 2, Path::new("/out.mp4")).unwrap();
        let all: Vec<&str> = all.iter().map(|text| text.to_str().unwrap()).collect();
        let graph = all[all.iter().position(|text| *text == "-filter_complex").unwrap() + 1];
        assert!(!graph.contains("data"), "{graph}");
        assert!(graph.contains("start_time=10.000") && all.contains(&"2.500"), "{graph}");
        for (at, _) in all.iter().enumerate().filter(|(_, text)| **text == "-i") {
            let before = &all[..at];
            for option in ["-protocol_whitelist", "-format_whitelist", "-f", "-max_pixels"] {
                assert!(before[before.len().saturating_sub(24)..].contains(&option), "{option}");
            }
            assert_eq!(all[at + 1], "file:/data/it's [a],b;c:d");
        }
    }
}
