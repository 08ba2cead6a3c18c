//! Joins chunks by stream copy and lays the sound under them.

use std::{
    io::Write as _,
    path::{Path, PathBuf},
    time::Duration,
};

use domain::{FPS, Frames, Progress, RenderError, Soundtrack, ignore_progress};

use crate::{
    input::{self, args, words},
    limits::Limits,
    loudness::{AS_IT_IS, Mastering, measure, sound_input},
    mix::Sound,
    piece::EXACT_BYTES,
    process::{self, Call},
    progress::Meter,
    tools::Tools,
    unfinished::Unfinished,
};

/// How often the file is written again to come nearer to the loudness.
const CORRECTIONS: usize = 3;
/// How long joining may take, at least and for each second of the clip.
const LIMIT_START: Duration = Duration::from_mins(2);
const LIMIT_EACH_SECOND: Duration = Duration::from_secs(10);
/// The settings of the sound.
pub(crate) const AAC: &str = "-c:a aac -b:a 192k -ar 48000 -flags:a +bitexact";

/// The input that reads a list of chunks. The only list that may name any file is ours.
const LISTED: &str = "-protocol_whitelist file,pipe -format_whitelist concat,mov,mp4,m4a,3gp,3g2,mj2 -f concat \
    -safe 0 -i file:chunks.txt";
/// How exactly lengths are written, a second. The default of 1000 would round the length of a chunk, by which the
/// next one is placed, and that of the sound, which is cut to the sample.
pub(crate) const TIMESCALE: &str = "-movie_timescale 48000";

/// Joins chunks and sound to `out`.
pub(crate) async fn join(
    tools: &Tools,
    chunks: &[PathBuf],
    sound: &Soundtrack,
    out: &Path,
    progress: Progress<'_>,
) -> Result<(), RenderError> {
    let scratch = tools.scratch()?;
    write_list(scratch.path(), chunks)?;
    let unfinished = Unfinished::new(out);
    let frames = sound.frames;
    let sound = Sound::open(tools, sound, scratch.path()).await?;
    let mut meters = [Meter::new(frames, 0.0, 0.15, progress), Meter::new(frames, 0.15, 0.3, progress)];
    let mut mastering = Mastering::of(tools, &sound, &mut meters).await?;
    let joining = Joining { tools, scratch: scratch.path(), sound: &sound, out };
    let written = sound_input(out, "mov", "mov,mp4,m4a,3gp,3g2,mj2")?;
    let mut meter = Meter::new(frames, 0.3, 0.8, progress);
    joining.write(&mastering, &mut meter).await?;
    for _ in 0..CORRECTIONS {
        // The file itself is measured: encoding changes loudness, too.
        let mut meter = Meter::new(frames, 0.8, 0.95, progress);
        let found = measure(tools, &written, AS_IT_IS, frames, &mut meter).await?;
        let Some(better) = mastering.corrected(&found) else { break };
        mastering = better;
        joining.write(&mastering, &mut Meter::new(frames, 0.95, 1.0, &ignore_progress)).await?;
    }
    unfinished.keep();
    progress(1.0);
    Ok(())
}

struct Joining<'j> {
    tools: &'j Tools,
    scratch: &'j Path,
    sound: &'j Sound<'j>,
    out: &'j Path,
}

impl Joining<'_> {
    async fn write(&self, mastering: &Mastering, meter: &mut Meter<'_>) -> Result<(), RenderError> {
        let mut all = words("-nostdin -xerror -hide_banner -loglevel warning -nostats -progress pipe:1 -y");
        all.extend(self.sound.inputs.iter().cloned());
        all.extend(words(LISTED));
        let picture = format!("{}:v:0", self.sound.count);
        all.extend(args(&["-filter_complex", &mastering.graph(self.sound)]));
        all.extend(args(&["-map", &picture, "-map", "[sound]", "-c:v", "copy"]));
        all.extend(words(AAC));
        all.extend(words(EXACT_BYTES));
        all.extend(words(TIMESCALE));
        all.extend(args(&["-movflags", "+faststart", "-f", "mp4"]));
        all.push(input::file(self.out)?);
        let call = Call {
            program: &self.tools.ffmpeg,
            doing: "joining the sentences",
            args: all,
            dir: self.scratch,
            limit: LIMIT_START + LIMIT_EACH_SECOND * (self.sound.frames.0 / FPS + 1),
        };
        let limits = Limits::of_picture(self.sound.frames);
        process::run_within(limits, call, &mut |bytes| meter.take(bytes)).await?.success()?;
        Ok(())
    }
}

/// Puts the pieces of a chunk together without encoding again.
///
/// # Errors
/// Those of a child.
pub(crate) async fn stitch(
    tools: &Tools,
    pieces: &[PathBuf],
    frames: Frames,
    out: &Path,
) -> Result<(), RenderError> {
    let scratch = tools.scratch()?;
    write_list(scratch.path(), pieces)?;
    let mut all = words("-nostdin -xerror -hide_banner -loglevel warning -y");
    all.extend(words(LISTED));
    all.extend(words("-map 0:v:0 -c:v copy"));
    all.extend(words(EXACT_BYTES));
    all.extend(words(TIMESCALE));
    all.extend(args(&["-f", "mp4"]));
    all.push(input::file(out)?);
    let limit = LIMIT_START + LIMIT_EACH_SECOND * (frames.0 / FPS + 1);
    let doing = "putting a sentence together";
    let call = Call { program: &tools.ffmpeg, doing, args: all, dir: scratch.path(), limit };
    // It tells no progress.
    let limits = Limits { silence: None, ..Limits::of_picture(frames) };
    process::run_within(limits, call, &mut |_| {}).await?.success()?;
    Ok(())
}

/// Writes the list that ffmpeg's concat demuxer reads.
fn write_list(scratch: &Path, chunks: &[PathBuf]) -> Result<(), RenderError> {
    let write = || {
        let mut list = std::fs::File::create(scratch.join("chunks.txt"))?;
        list.write_all(b"ffconcat version 1.0\n")?;
        for chunk in chunks {
            let chunk = std::path::absolute(chunk)?;
            list.write_all(b"file '")?;
            let quoted =
                chunk.as_os_str().as_encoded_bytes().split(|byte| *byte == b'\'').collect::<Vec<_>>();
            list.write_all(&quoted.join(&b"'\\''"[..]))?;
            list.write_all(b"'\n")?;
        }
        std::io::Result::Ok(())
    };
    write().map_err(|source| RenderError::Io { doing: "write the list of chunks", source })
}
