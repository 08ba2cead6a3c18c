//! Packs speech into the forms that programs ask for.

use std::{path::Path, time::Duration};

use domain::{RenderError, SoundFormat};

use crate::{
    input::{self, words},
    loudness::sound_input,
    piece::EXACT_BYTES,
    process::{self, Call},
    tools::Tools,
    unfinished::Unfinished,
};

/// How long packing may take: a quarter of an hour of speech takes some ten seconds.
const LIMIT: Duration = Duration::from_mins(5);

/// Packs a WAV file of ours to `out`.
pub(crate) async fn encode(
    tools: &Tools,
    wav: &Path,
    format: SoundFormat,
    out: &Path,
) -> Result<(), RenderError> {
    let unfinished = Unfinished::new(out);
    let mut all = words("-nostdin -xerror -hide_banner -loglevel warning -nostats -y");
    all.extend(sound_input(wav, "wav", "wav")?);
    all.extend(words("-map 0:a:0"));
    all.extend(words(settings(format)));
    all.extend(words(EXACT_BYTES));
    all.push(input::file(out)?);
    let scratch = tools.scratch()?;
    let doing = "packing the sound";
    let call = Call { program: &tools.ffmpeg, doing, args: all, dir: scratch.path(), limit: LIMIT };
    let ended = process::run(call, &mut |_| {}).await?;
    if !ended.well && ended.log.last_lines().contains("Unknown encoder") {
        return Err(RenderError::Tool { cure: cure(format) });
    }
    ended.success()?;
    unfinished.keep();
    Ok(())
}

/// The encoder and the muxer; speech in one channel needs no more than these rates.
const fn settings(format: SoundFormat) -> &'static str {
    match format {
        SoundFormat::Mp3 => "-c:a libmp3lame -b:a 96k -f mp3",
        SoundFormat::M4a => "-c:a aac -b:a 96k -movflags +faststart -f ipod",
        SoundFormat::Aac => "-c:a aac -b:a 96k -f adts",
        SoundFormat::Opus => "-c:a libopus -b:a 48k -application voip -f ogg",
        SoundFormat::Flac => "-c:a flac -f flac",
    }
}

fn cure(format: SoundFormat) -> String {
    format!(
        "this ffmpeg cannot write {}; install one with libmp3lame and libopus (Debian and Ubuntu: apt-get install \
         ffmpeg), or take wav",
        format.ending()
    )
}
