//! The one decode of footage: what ffmpeg is asked for, and what its end says about the file.

use std::path::Path;

use domain::{FootageFile, Probe, RenderError, SpriteSheet, whole};

use crate::{
    ended::Ended,
    input::{self, args, words},
    picture::{JPEG_COLOURS, TONE_MAP, assumed_colours, made_good, to_usual_screens},
    probe::Found,
};

/// The most frames a second that are looked at.
const MAX_FPS: f64 = 30.0;
/// The most frames a second of the small video.
const PROXY_FPS: f64 = 16.0;
/// The sides of the small video in pixels, the longer and the shorter. Everything else is made from its frames.
const PROXY_PX: (u32, u32) = (640, 360);
/// The longer side of the grey frames in pixels.
const GREY_PX: u32 = 320;
/// The width of thumbnails in pixels, and the most height.
const THUMBNAIL_PX: (u32, u32) = (360, 640);
/// Thumbnails are taken this often; the one nearest to a segment's middle stays.
const THUMBNAILS_EACH_SECOND: f64 = 2.0;
/// The longer side of a sprite in pixels.
const SPRITE_PX: u32 = 160;
/// How many sprites stand in a row, and the most rows.
const SPRITES: (u32, u32) = (10, 10);

/// The small video in the scratch folder.
pub(crate) const PROXY: &str = "proxy.mp4";
/// The sheet of sprites in the scratch folder.
pub(crate) const SHEET: &str = "sprites.jpg";

/// How the one decode goes.
#[derive(Debug, PartialEq)]
pub(crate) struct Decode {
    /// Frames a second that are looked at.
    pub(crate) fps: f64,
    /// The size of the grey frames.
    pub(crate) grey: (u32, u32),
    /// How many frames are expected.
    pub(crate) expected: u32,
    /// A thumbnail is taken every so many frames.
    pub(crate) step: usize,
    base: (u32, u32),
    thumbnail: (u32, u32),
    sprite: (u32, u32),
    /// Every so many frames go into the small video.
    proxy_step: u32,
    /// Of those, every so many give a thumbnail.
    thumbnail_step: u32,
    /// Every so many thumbnails there is a sprite.
    sprite_step: u32,
    is_still: bool,
}

impl Decode {
    /// Plans the decode of a file.
    pub(crate) fn of(file: &FootageFile, probe: &Probe) -> Self {
        let fps = probe.fps.clamp(1.0, MAX_FPS);
        let is_still = file.container.is_still();
        let expected = if is_still { 1 } else { whole(f64::from(probe.duration_ms) / 1000.0 * fps) };
        let proxy_step = whole((fps / PROXY_FPS).ceil()).max(1);
        let thumbnail_step = whole(fps / THUMBNAILS_EACH_SECOND / f64::from(proxy_step)).max(1);
        let step = thumbnail_step * proxy_step;
        let (long, short) = PROXY_PX;
        let frame = if probe.width >= probe.height { (long, short) } else { (short, long) };
        Self {
            fps,
            grey: fit(probe, (GREY_PX, GREY_PX)),
            expected,
            step: usize::try_from(step).unwrap_or(1),
            base: fit(probe, (frame.0.min(probe.width), frame.1.min(probe.height))),
            thumbnail: fit(probe, THUMBNAIL_PX),
            sprite: fit(probe, (SPRITE_PX, SPRITE_PX)),
            proxy_step,
            thumbnail_step,
            sprite_step: expected.div_ceil(step).div_ceil(SPRITES.0 * SPRITES.1).max(1),
            is_still,
        }
    }

    /// The most frames: twice the stated length. A clock that jumps by hours would fill the disk.
    fn most(&self) -> u32 {
        self.expected.saturating_mul(2).saturating_add(300)
    }

    /// Returns the arguments of ffmpeg. Grey frames go to standard output, all else to the folder where it works.
    ///
    /// # Errors
    /// [`RenderError::Io`] when the file has no path.
    pub(crate) fn arguments(
        &self,
        file: &FootageFile,
        probe: &Probe,
        threads: u8,
    ) -> Result<Vec<std::ffi::OsString>, RenderError> {
        // Sharing out work on such small pictures costs more than it gains, but for mapping tones.
        let filter_threads = if probe.is_hdr { threads } else { 1 }.to_string();
        let (threads, most) = (threads.to_string(), self.most().to_string());
        let mut all = words("-nostdin -xerror -hide_banner -loglevel error -nostats -y");
        all.extend(args(&["-filter_threads", &filter_threads, "-filter_complex_threads", &filter_threads]));
        all.extend(input::confined(file.container));
        all.extend(args(self.colours(probe)));
        all.extend(args(self.haste(probe)));
        all.extend(args(&["-threads", &threads, "-an", "-sn", "-dn", "-i"]));
        all.push(input::file(&file.path)?);
        all.extend(args(&["-filter_complex", &self.graph(probe)]));
        let output = |pad: &str, most: &str, rest: &str| {
            words(&format!("-map {pad} -fps_mode passthrough -frames:v {most} {rest}"))
        };
        all.extend(output("[grey]", &most, "-f rawvideo pipe:1"));
        all.extend(output("[thumbnail]", &most, "-c:v mjpeg -threads 1 -q:v 4 -f image2 -start_number 0"));
        all.push(format!("file:{}", thumbnail_name("%06d")).into());
        if !self.is_still {
            all.extend(output("[sheet]", "1", "-c:v mjpeg -threads 1 -q:v 5 -f image2 -update 1"));
            all.push(format!("file:{SHEET}").into());
            // With one quantizer for all, the encoder need not look ahead: a sixth of its work.
            let encoder = "-c:v libx264 -preset ultrafast -qp 30 -g 30 -threads 1 -map_metadata -1 -movflags +faststart -f mp4";
            all.extend(output("[proxy]", &most, encoder));
            all.push(format!("file:{PROXY}").into());
        }
        Ok(all)
    }

    /// Returns the colours of what states none; those of still pictures are BT.601, whatever their size.
    fn colours(&self, probe: &Probe) -> &'static [&'static str] {
        if self.is_still { &["-colorspace", "smpte170m"] } else { assumed_colours(probe) }
    }

    /// Spares the decoder smoothing the blocks of frames that no other frame is made of, where each pixel that is looked
    /// at stands for at least two by two: nobody sees them there.
    fn haste(&self, probe: &Probe) -> &'static [&'static str] {
        let is_halved = probe.width >= 2 * self.base.0 && probe.height >= 2 * self.base.1;
        if is_halved && !self.is_still { &["-skip_loop_filter", "noref"] } else { &[] }
    }

    fn graph(&self, probe: &Probe) -> String {
        let size = |(width, height): (u32, u32)| format!("scale={width}:{height}:flags=area");
        let colours = to_usual_screens(probe).unwrap_or("format=yuv420p");
        let jpeg = format!(":{JPEG_COLOURS}");
        let (width, height) = self.base;
        let base = format!("scale={width}:{height}:flags=fast_bilinear:out_range=tv,{colours},setsar=1");
        let thumbnail = size(self.thumbnail);
        let plain = made_good(probe, 0);
        // A still picture lasts too short for a frame of any slow rate.
        if self.is_still {
            let grey = size(self.grey);
            return format!(
                "[0:V:0]{plain}{base},split[a][b];[a]{grey},format=gray[grey];[b]{thumbnail}{jpeg}[thumbnail]"
            );
        }
        let (columns, rows) = SPRITES;
        let (width, height) = self.grey;
        // Most of what all this costs is reading the large frames: each gives its grey one, by the way of scaling that
        // reads the fewest of its lines; only some give more. Its light must be that of screens, its gamut is not seen.
        let tones = if probe.is_hdr { format!(",{TONE_MAP}") } else { String::new() };
        format!(
            "[0:V:0]{plain}fps={:.6}:start_time=0,split[all][some];\
             [all]scale={width}:{height}:flags=fast_bilinear:out_range=tv{tones},format=gray[grey];\
             [some]select='not(mod(n,{}))',{base},split[small][proxy];\
             [small]select='not(mod(n,{}))',split[t][s];\
             [t]{thumbnail}{jpeg}[thumbnail];\
             [s]select='not(mod(n,{}))',{}{jpeg},tile={columns}x{rows}[sheet]",
            self.fps,
            self.proxy_step,
            self.thumbnail_step,
            self.sprite_step,
            size(self.sprite),
        )
    }

    /// Returns how long so many frames last.
    pub(crate) fn ms(&self, frames: usize) -> u32 {
        whole(f64::from(u32::try_from(frames).unwrap_or(u32::MAX)) / self.fps * 1000.0)
    }

    /// Returns how the sprites of so many frames lie.
    pub(crate) fn sprites(&self, frames: usize) -> SpriteSheet {
        let frames = u32::try_from(frames).unwrap_or(u32::MAX);
        let step = u32::try_from(self.step).unwrap_or(1).saturating_mul(self.sprite_step).max(1);
        SpriteSheet {
            count: frames.div_ceil(step).min(SPRITES.0 * SPRITES.1),
            columns: SPRITES.0,
            width: self.sprite.0,
            height: self.sprite.1,
            each_ms: whole(f64::from(step) / self.fps * 1000.0),
        }
    }

    /// Refuses what breaks off, and what has nothing to show.
    pub(crate) fn judge(&self, ended: &Ended, found: &Found, frames: usize) -> Result<(), RenderError> {
        let lines = ended.log.last_lines();
        if ended.is_no_fault_of_input() {
            return Err(ended.failure());
        }
        let decoded_ms = if self.is_still { found.probe.duration_ms } else { self.ms(frames) };
        let short = found.stated_ms.is_some_and(|stated| {
            let missing = stated.saturating_sub(decoded_ms);
            missing > 1000 && missing > stated / 10
        });
        let breaks_off = ["File ended prematurely", "partial file"]
            .into_iter()
            .any(|sign| ended.log.notable(sign).next().is_some());
        if self.is_still && (!ended.well || frames == 0) {
            tracing::info!(lines, "a picture is damaged");
            return Err(RenderError::Unusable(
                "the picture is damaged or not what it says it is; open it, save it as JPEG or PNG, and upload that"
                    .to_owned(),
            ));
        }
        if !ended.well || short || breaks_off {
            tracing::info!(lines, decoded_ms, "footage is damaged");
            return Err(RenderError::Unusable(format!(
                "the video is damaged or breaks off: {:.1} s of {:.1} s could be read; upload the whole file again, and if \
                 it stays so, export it anew from a video editor",
                f64::from(decoded_ms) / 1000.0,
                f64::from(found.probe.duration_ms.max(decoded_ms)) / 1000.0,
            )));
        }
        if frames == 0 {
            return Err(RenderError::Unusable("the video holds no picture that can be shown".to_owned()));
        }
        if u32::try_from(frames).unwrap_or(u32::MAX) >= self.most() {
            return Err(RenderError::Unusable(
                "the times in the video contradict each other; export it anew from a video editor, and upload that"
                    .to_owned(),
            ));
        }
        Ok(())
    }

    /// Returns the arguments that take the picture of one moment.
    ///
    /// # Errors
    /// [`RenderError::Io`] when a file has no path.
    pub(crate) fn picture(
        &self,
        file: &FootageFile,
        probe: &Probe,
        at_ms: u32,
        out: &Path,
    ) -> Result<Vec<std::ffi::OsString>, RenderError> {
        let mut all = words("-nostdin -hide_banner -loglevel error -nostats -y");
        all.extend(input::confined(file.container));
        all.extend(args(self.colours(probe)));
        if !self.is_still {
            all.extend(args(&["-ss", &input::seconds(at_ms)]));
        }
        all.extend(args(&["-threads", "1", "-an", "-sn", "-dn", "-i"]));
        all.push(input::file(&file.path)?);
        let (width, height) = self.thumbnail;
        let colours =
            to_usual_screens(probe).map(|map| format!(",{map},scale=w=iw:h=ih")).unwrap_or_default();
        let plain = made_good(probe, 0);
        let filter = format!("{plain}scale={width}:{height}:flags=area{colours}:{JPEG_COLOURS},setsar=1");
        all.extend(args(&["-map", "0:V:0", "-vf", &filter, "-frames:v", "1", "-c:v", "mjpeg", "-q:v", "4"]));
        all.extend(words("-f image2 -update 1"));
        all.push(input::file(out)?);
        Ok(all)
    }
}

/// Names a thumbnail.
pub(crate) fn thumbnail_name(number: &str) -> String {
    format!("thumbnail-{number}.jpg")
}

/// Returns the picture's size within a frame, its shape kept, in even numbers.
fn fit(probe: &Probe, (width, height): (u32, u32)) -> (u32, u32) {
    let (own_width, own_height) = (f64::from(probe.width), f64::from(probe.height));
    let scale = (f64::from(width) / own_width).min(f64::from(height) / own_height);
    let even = |side: f64| (whole(side * scale / 2.0) * 2).max(16);
    (even(own_width), even(own_height))
}

#[cfg(test)]
mod tests {
    use domain::Container;

    use super::*;

    fn decode(width: u32, height: u32, duration_ms: u32) -> Decode {
        let probe = Probe {
            duration_ms,
            width,
            height,
            fps: 59.94,
            has_sound: false,
            is_hdr: false,
            quirks: domain::Quirks::NONE,
        };
        Decode::of(&FootageFile { path: "x".into(), container: Container::Mp4 }, &probe)
    }

    #[test]
    fn pictures_keep_their_shape_in_a_small_frame() {
        let wide = decode(1920, 1080, 10_000);
        assert_eq!((wide.grey, wide.thumbnail, wide.base), ((320, 180), (360, 202), (640, 360)));
        assert_eq!((wide.expected, wide.step, wide.proxy_step), (300, 16, 2));
        let tall = decode(1080, 1920, 10_000);
        assert_eq!((tall.grey, tall.thumbnail, tall.base), ((180, 320), (360, 640), (360, 640)));
        assert_eq!(decode(8000, 64, 10_000).grey, (320, 16));
        assert_eq!(decode(128, 72, 10_000).base, (128, 72));
    }

    #[test]
    fn sprites_reach_to_the_end_of_any_length() {
        for seconds in [1, 9, 50, 51, 300, 7200] {
            let decode = decode(1920, 1080, seconds * 1000);
            let frames = usize::try_from(decode.expected).unwrap();
            let sheet = decode.sprites(frames);
            assert!(sheet.count <= 100, "{sheet:?}");
            let last_ms = (sheet.count - 1) * sheet.each_ms;
            assert!(last_ms < seconds * 1000 && last_ms + sheet.each_ms >= seconds * 1000 - 1, "{sheet:?}");
        }
        assert_eq!(decode(1920, 1080, 300_000).sprites(9000).each_ms, 3200);
    }
}
