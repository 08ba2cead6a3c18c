//! Reads a person's picture: its pixels as PNG, and nothing else of it.

use std::{path::Path, time::Duration};

use domain::{Container, MAX_PICTURE_SIDE, PictureFile, PictureSize, RenderError};

use crate::{
    input::{self, words},
    piece::EXACT_BYTES,
    probe,
    process::{self, Call},
    tools::Tools,
    unfinished::Unfinished,
};

/// How long the conversion may take.
const LIMIT: Duration = Duration::from_mins(1);

/// Writes a picture as PNG and tells how large it is.
pub(crate) async fn read(tools: &Tools, file: &PictureFile, out: &Path) -> Result<PictureSize, RenderError> {
    let unfinished = Unfinished::new(out);
    let mut all = words("-nostdin -xerror -hide_banner -v error -y");
    all.extend(input::confined(file.container));
    all.push("-i".into());
    all.push(input::file(&file.path)?);
    let most = MAX_PICTURE_SIDE;
    let smaller = format!(
        "scale=w='min(iw,{most})':h='min(ih,{most})':force_original_aspect_ratio=decrease,setsar=1,format=rgba"
    );
    all.extend(words("-map 0:V:0 -frames:v 1 -vf"));
    all.push(smaller.into());
    all.extend(words(EXACT_BYTES));
    all.extend(words("-c:v png -f image2pipe"));
    all.push(input::file(out)?);
    let doing = "reading the picture";
    let call = Call { program: &tools.ffmpeg, doing, args: all, dir: &tools.work_dir, limit: LIMIT };
    let ended = process::run(call, &mut |_| {}).await?;
    if !ended.well {
        return Err(match ended.failure() {
            // What the decoder refuses is the file's fault; a crash or a full disk is not.
            RenderError::Child { last_lines, .. } => broken(&last_lines),
            other => other,
        });
    }
    let found = size(tools, out).await?;
    unfinished.keep();
    Ok(found)
}

async fn size(tools: &Tools, written: &Path) -> Result<PictureSize, RenderError> {
    let mut all = words("-hide_banner -v error -show_streams -show_format -print_format json");
    all.extend(input::confined(Container::Png));
    all.push("-i".into());
    all.push(input::file(written)?);
    let answer = probe::ask(tools, all, "probing the picture").await?;
    let (answer, _log) = answer.map_err(|lines| broken(&lines))?;
    let stream = answer.streams.first().filter(|stream| stream.width > 0 && stream.height > 0);
    let size = stream.map(|stream| PictureSize { width: stream.width, height: stream.height });
    size.ok_or_else(|| broken("it has no size"))
}

fn broken(lines: &str) -> RenderError {
    tracing::debug!(lines, "ffmpeg refused the picture");
    RenderError::Unusable(
        "the picture cannot be read: it is damaged, too large, or not what it says it is; open it on your device, save \
         it as PNG, and upload it again"
            .to_owned(),
    )
}
