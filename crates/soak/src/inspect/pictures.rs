//! The pictures: decoded to the last frame, and known by their shop's tint.

use std::path::Path;

use super::{Findings, files::Files};
use crate::{
    Fault, process,
    street::{Shop, Tint},
};

/// What a video or picture shows.
#[derive(Debug, Clone, Copy)]
pub(super) struct Seen {
    /// How many frames it has.
    pub(super) frames: u32,
    tint: Tint,
}

/// Decodes a file to its end.
///
/// # Errors
/// When a frame of it cannot be decoded.
pub(super) async fn look(file: &Path) -> Result<Seen, Fault> {
    /// Two pixels by two in three planes.
    const FRAME: usize = 12;
    let file = file.to_str().ok_or("a folder with a name in UTF-8 is needed")?;
    // A sheet of small pictures is black behind the last; the first is in its corner.
    let part = if file.ends_with("sprites.jpg") { "crop=16:16:0:0," } else { "" };
    let line = format!(
        "-nostdin -v error -xerror -threads 1 -i FILE -vf {part}scale=2:2:flags=area -fps_mode passthrough -f rawvideo \
         -pix_fmt yuv444p pipe:1"
    );
    let line: Vec<&str> =
        line.split_whitespace().map(|word| if word == "FILE" { file } else { word }).collect();
    let output = process::run("ffmpeg", &line).await?;
    if !output.stderr.is_empty() {
        return Err(String::from_utf8_lossy(&output.stderr).into());
    }
    let mean = |from: usize| {
        let values =
            output.stdout.chunks_exact(FRAME).filter_map(|frame| frame.get(from..from + 4)).flatten();
        let (sum, count) =
            values.fold((0_u64, 0_u64), |(sum, count), value| (sum + u64::from(*value), count + 1));
        sum.checked_div(count).and_then(|mean| u8::try_from(mean).ok()).ok_or("no frame")
    };
    let frames = u32::try_from(output.stdout.len() / FRAME)?;
    Ok(Seen { frames, tint: Tint { u: mean(4)?, v: mean(8)? } })
}

/// Looks at every picture in a shop's folder.
pub(super) async fn check(
    shop: &Shop,
    place: &Path,
    files: &Files,
    findings: &mut Findings,
) -> Result<(), Fault> {
    let profile = shop.ctx.profile().to_string();
    for path in files.keys().filter(|path| path.starts_with(&profile)) {
        if !path.extension().is_some_and(|end| end == "mp4" || end == "jpg") {
            continue;
        }
        match look(&place.join(path.strip_prefix(&profile)?)).await {
            Ok(seen) if seen.tint.is_near(shop.tint) => {}
            Ok(seen) => {
                findings.accuse(format!("{} shows {:?}, not {}'s", path.display(), seen.tint, shop.name));
            }
            Err(fault) => findings.accuse(format!("{} cannot be decoded: {fault}", path.display())),
        }
    }
    Ok(())
}

impl Tint {
    /// Captions and encoding change a tint less than it differs from another shop's.
    fn is_near(self, other: Self) -> bool {
        self.u.abs_diff(other.u) < 30 && self.v.abs_diff(other.v) < 30
    }
}
