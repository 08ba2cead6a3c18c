//! The filters through which every picture goes. No path and no text of a person is ever in a filter.

use domain::{Canvas, Probe, Quirks, Transform};

use crate::tone::{PLAIN, Tone};

/// High dynamic range (PQ or HLG, BT.2020) to BT.709, by the Hable curve on linear light of 100 nits.
pub(crate) const TONE_MAP: &str = "zscale=t=linear:npl=100,format=gbrpf32le,zscale=p=bt709,\
    tonemap=tonemap=hable:desat=0,zscale=t=bt709:m=bt709:r=tv,format=yuv420p";

/// Colours of a wider gamut (BT.2020 or Display P3) to those of BT.709, by way of linear light. Their curve is taken for
/// that of BT.709, as all footage's is that is not HDR; some does not say which one it has.
const GAMUT_MAP: &str = "zscale=tin=bt709:p=bt709:t=bt709:m=bt709:r=tv,format=yuv420p";

/// Returns the filters that bring a picture's light and colours to those of usual screens; nothing for most pictures.
pub(crate) const fn to_usual_screens(probe: &Probe) -> Option<&'static str> {
    if probe.is_hdr {
        Some(TONE_MAP)
    } else if probe.quirks.has_wide_gamut {
        Some(GAMUT_MAP)
    } else {
        None
    }
}

/// How `scale` ends for a JPEG, which every reader takes for BT.601 of full range, whatever the video is.
pub(crate) const JPEG_COLOURS: &str = "out_color_matrix=bt601:out_range=pc,format=yuvj420p";

/// Burns the captions in. Files are named as seen from a scratch folder, in which ffmpeg then works.
///
/// Up to ffmpeg 6 the filter takes every picture for BT.601, which turned pure green into 216 of 255; newer ones look at
/// the picture or into the file. So both are BT.601 meanwhile: there and back costs 1 ms a frame, and 60 dB are left.
pub(crate) const CAPTIONS: &str = "colorspace=ispace=bt709:iprimaries=bt709:itrc=bt709:irange=tv:\
    space=smpte170m:primaries=bt709:trc=bt709:range=tv:fast=1,\
    ass=filename=captions.ass:fontsdir=../fonts,\
    colorspace=ispace=smpte170m:iprimaries=bt709:itrc=bt709:irange=tv:\
    space=bt709:primaries=bt709:trc=bt709:range=tv:fast=1";

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

/// Returns the filters that make good a picture's quirks, with the comma after them; nothing for most pictures. Two
/// chains of one graph have other numbers.
pub(crate) fn made_good(probe: &Probe, number: usize) -> String {
    let Quirks { lacks_colours, is_interlaced, is_see_through, .. } = probe.quirks;
    let colours = match assumed_colours(probe) {
        // Many decoders forget what they were told to assume.
        [_, matrix, ..] if lacks_colours => format!("setparams=colorspace={matrix},"),
        _ => String::new(),
    };
    let whole = if is_interlaced { "bwdif=mode=send_frame:deint=interlaced," } else { "" };
    let on_white = if is_see_through {
        format!(
            "format=rgba,split[over{number}][under{number}];\
             [under{number}]lutrgb=r=maxval:g=maxval:b=maxval:a=maxval[white{number}];\
             [white{number}][over{number}]overlay=format=rgb,format=rgb24,"
        )
    } else {
        String::new()
    };
    format!("{colours}{whole}{on_white}")
}

/// Returns the filters that fill the canvas with the part of a picture that its transform shows, in BT.709 of
/// limited range.
pub(crate) fn fill(probe: &Probe, transform: &Transform, canvas: Canvas) -> String {
    let Canvas { width, height } = canvas;
    let fitted = [("iw", format!("ih*{width}/{height}/sar")), ("ih", format!("iw*sar*{height}/{width}"))];
    let zoom = match transform.zoom_percent {
        100 => String::new(),
        percent => format!("*100/{percent}"),
    };
    let [w, h] = fitted.map(|(whole, fit)| format!("'min({whole},{fit}){zoom}'"));
    let [x, y] = [("iw-ow", transform.pan_x_percent), ("ih-oh", transform.pan_y_percent)];
    let place = if (x.1, y.1) == (0, 0) {
        // The filter puts the part into the middle by itself.
        String::new()
    } else {
        let [x, y] = [x, y].map(|(room, pan)| format!("'({room})*{}/200'", i16::from(pan) + 100));
        format!(":x={x}:y={y}")
    };
    // What is outside is cut off first: scaling it would be work for nothing.
    let crop = format!("crop=w={w}:h={h}{place}");
    let flip = if transform.flip { "hflip," } else { "" };
    let filled = if let Some(map) = to_usual_screens(probe) {
        format!("{flip}{crop},scale={width}:{height},{map},setsar=1")
    } else {
        format!(
            "{flip}{crop},scale={width}:{height}:out_color_matrix=bt709:out_range=tv,format=yuv420p,setsar=1"
        )
    };
    filled + &colours(transform)
}

/// Returns the filter of a transform's colours, with the comma before it.
fn colours(transform: &Transform) -> String {
    let Transform { brightness_percent, contrast_percent, saturation_percent, .. } = *transform;
    let share = |percent: i8| f64::from(percent) / 100.0;
    let tone = Tone {
        contrast: 1.0 + share(contrast_percent),
        brightness: share(brightness_percent),
        saturation: 1.0 + share(saturation_percent),
        ..PLAIN
    };
    tone.filter()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_plain_picture_has_no_filter_that_it_does_not_need() {
        let probe = Probe {
            duration_ms: 1,
            width: 1920,
            height: 1080,
            fps: 30.0,
            has_sound: false,
            is_hdr: false,
            quirks: Quirks::NONE,
        };
        let canvas = Canvas { width: 540, height: 960 };
        let plain = fill(&probe, &Transform::default(), canvas);
        assert!(!plain.contains("lut") && !plain.contains("hflip") && !plain.contains(":x="), "{plain}");
        let turned = Transform { flip: true, zoom_percent: 150, pan_x_percent: -100, ..Transform::default() };
        let turned = fill(&probe, &turned, canvas);
        assert!(turned.starts_with("hflip,crop=w='min(iw,ih*540/960/sar)*100/150'"), "{turned}");
        assert!(turned.contains(":x='(iw-ow)*0/200':y='(ih-oh)*100/200'"), "{turned}");
    }
}
