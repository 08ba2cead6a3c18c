//! The filters through which every picture goes. No path and no text of a person is ever in a filter.

use domain::{HEIGHT, Probe, WIDTH};

/// High dynamic range (PQ or HLG, BT.2020) to BT.709, by the Hable curve on linear light of 100 nits.
pub(crate) const TONE_MAP: &str = "zscale=t=linear:npl=100,format=gbrpf32le,zscale=p=bt709,\
    tonemap=tonemap=hable:desat=0,zscale=t=bt709:m=bt709:r=tv,format=yuv420p";

/// Burns the captions in. Files are named as seen from a scratch folder, in which ffmpeg then works.
pub(crate) const CAPTIONS: &str = "ass=filename=captions.ass:fontsdir=../fonts";

/// The height in pixels from which untagged video is BT.709 and not BT.601, as players take it.
const HD_HEIGHT: u32 = 720;

/// Returns the colours of a picture whose decoder finds none stated in the stream. What the container alone states
/// is not seen; players differ there, too.
pub(crate) fn assumed_colours(probe: &Probe) -> &'static [&'static str] {
    if probe.is_hdr {
        &["-colorspace", "bt2020nc", "-color_primaries", "bt2020"]
    } else if probe.width.min(probe.height) >= HD_HEIGHT {
        &["-colorspace", "bt709"]
    } else {
        &["-colorspace", "smpte170m"]
    }
}

/// Returns the filters that fill the clip's size with a picture, its middle kept, in BT.709 of limited range.
pub(crate) fn fill(probe: &Probe) -> String {
    // What is outside is cut off first: scaling it would be work for nothing.
    let crop = format!("crop=w='min(iw,ih*{WIDTH}/{HEIGHT}/sar)':h='min(ih,iw*sar*{HEIGHT}/{WIDTH})'");
    if probe.is_hdr {
        format!("{crop},scale={WIDTH}:{HEIGHT},{TONE_MAP},setsar=1")
    } else {
        format!("{crop},scale={WIDTH}:{HEIGHT}:out_color_matrix=bt709:out_range=tv,format=yuv420p,setsar=1")
    }
}
