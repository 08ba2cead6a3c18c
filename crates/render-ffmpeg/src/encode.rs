//! Packs speech into the forms that other programs take.

use std::{path::Path, time::Duration};

use domain::{RenderError, SoundFormat};

use crate::{
    input::{self, words},
    loudness::sound_input,
    process::{self, Call},
    tools::Tools,
    unfinished::Unfinished,
};

/// How long packing may take: an hour of speech takes some seconds.
const LIMIT: Duration = Duration::from_mins(5);

/// Packs a WAV file of our making into another form.
pub(crate) async fn encode(
    tools: &Tools,
    wav: &Path,
    format: SoundFormat,
    out: &Path,
) -> Result<(), RenderError> {
    let mut all = words("-nostdin -xerror -hide_banner -v error -y");
    all.extend(sound_input(wav, "wav", "wav")?);
    all.extend(words("-map 0:a:0 -map_metadata -1 -flags:a +bitexact -fflags +bitexact"));
    all.extend(words(codec(format)));
    all.push(input::file(out)?);
    let unfinished = Unfinished::new(out);
    let doing = "packing the sound";
    let call = Call { program: &tools.ffmpeg, doing, args: all, dir: &tools.work_dir, limit: LIMIT };
    process::run(call, &mut |_| {}).await?.success()?;
    unfinished.keep();
    Ok(())
}

/// Speech at rates at which nobody hears a difference.
const fn codec(format: SoundFormat) -> &'static str {
    match format {
        SoundFormat::Mp3 => "-c:a libmp3lame -b:a 128k -f mp3",
        SoundFormat::M4a => "-c:a aac -b:a 128k -movflags +faststart -f ipod",
        SoundFormat::Aac => "-c:a aac -b:a 128k -f adts",
        SoundFormat::Opus => "-c:a libopus -b:a 64k -f ogg",
        SoundFormat::Flac => "-c:a flac -f flac",
    }
}
