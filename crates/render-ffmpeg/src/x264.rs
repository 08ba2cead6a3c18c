//! The settings of the picture's encoder, by quality.

use domain::Quality;

/// Lets chunks be joined without encoding again: closed groups, and no count of frames in the header. And the same frames
/// become the same bytes: looking ahead in a thread of its own, x264 now and then spends its bits otherwise when the
/// machine is busy.
const STITCHABLE: &str = "-profile:v high -x264-params stitchable=1:open-gop=0:sync-lookahead=0";

/// Returns the settings with which a chunk is encoded.
pub(crate) fn settings(quality: Quality) -> String {
    let (preset, crf) = match quality {
        Quality::Draft => ("ultrafast", 26),
        Quality::Standard => ("veryfast", 20),
        Quality::Final => ("medium", 20),
    };
    format!("-c:v libx264 -preset {preset} -crf {crf} {STITCHABLE}")
}

/// Names the settings of every quality.
pub(crate) fn all() -> String {
    Quality::ALL.map(settings).join("; ")
}
