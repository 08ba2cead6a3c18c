//! Reads what a source video is, with ffprobe, and refuses what can be no footage.

use std::time::Duration;

use domain::{Container, FootageFile, Probe, Quirks, RenderError, STILL_MS, whole};
use serde::Deserialize;

use crate::{
    input::{self, MAX_PIXELS, args},
    lines::{Log, TOO_LARGE},
    process::{self, Call},
    tools::Tools,
};

/// How long ffprobe may take.
const LIMIT: Duration = Duration::from_mins(1);
/// The most bytes of an answer that are read.
const MAX_ANSWER: usize = 4 << 20;
/// The least side of a picture in pixels.
const MIN_SIDE: u32 = 64;

/// What ffprobe answers.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Answer {
    /// The streams.
    #[serde(default)]
    pub(crate) streams: Vec<Stream>,
    /// The file as a whole.
    #[serde(default)]
    pub(crate) format: Format,
    /// The first frame, where it was asked for.
    #[serde(default)]
    frames: Vec<Frame>,
}

/// A frame as ffprobe describes it.
#[derive(Debug, Default, Deserialize)]
struct Frame {
    #[serde(default)]
    side_data_list: Vec<SideData>,
}

/// A stream as ffprobe describes it. It writes many numbers as text.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Stream {
    /// `video`, `audio` or another.
    pub(crate) codec_type: String,
    codec_name: Option<String>,
    /// Width as stored.
    pub(crate) width: u32,
    /// Height as stored.
    pub(crate) height: u32,
    sample_aspect_ratio: Option<String>,
    avg_frame_rate: Option<String>,
    r_frame_rate: Option<String>,
    /// Length in seconds.
    pub(crate) duration: Option<String>,
    start_time: Option<String>,
    nb_frames: Option<String>,
    /// Packets as counted.
    pub(crate) nb_read_packets: Option<String>,
    color_transfer: Option<String>,
    color_primaries: Option<String>,
    color_space: Option<String>,
    field_order: Option<String>,
    pix_fmt: Option<String>,
    index: u32,
    disposition: Disposition,
    side_data_list: Vec<SideData>,
}

#[derive(Debug, Default, Deserialize)]
struct Disposition {
    #[serde(default)]
    attached_pic: u8,
    #[serde(default)]
    default: u8,
}

#[derive(Debug, Default, Deserialize)]
struct SideData {
    rotation: Option<f64>,
}

impl Stream {
    /// Tells whether it is the still picture that goes with a recording.
    pub(crate) const fn is_cover(&self) -> bool {
        self.disposition.attached_pic != 0
    }
}

/// A file as ffprobe describes it.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Format {
    duration: Option<String>,
    start_time: Option<String>,
}

/// What probing found, and how far it can be trusted.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Found {
    /// What everybody may know.
    pub(crate) probe: Probe,
    /// The length that the picture's own track states; a file that breaks off holds less.
    pub(crate) stated_ms: Option<u32>,
    /// The sound track to listen to, among all streams: the one that the file prefers, else the first.
    pub(crate) sound_track: Option<u32>,
}

/// Reads what a source video is.
pub(crate) async fn probe(tools: &Tools, file: &FootageFile) -> Result<Found, RenderError> {
    let mut arguments = args(&["-hide_banner", "-v", "error", "-show_streams", "-show_format"]);
    arguments.extend(args(&["-print_format", "json"]));
    if file.container.is_still() {
        // How a still picture is turned, its frame tells alone.
        arguments.extend(args(&["-show_frames", "-read_intervals", "%+#1"]));
    }
    arguments.extend(input::confined(file.container));
    arguments.extend([std::ffi::OsString::from("-i"), input::file(&file.path)?]);
    let (answer, log) =
        ask(tools, arguments, "probing the footage").await?.map_err(|lines| refusal(&lines))?;
    if let Some(size) =
        log.notable(TOO_LARGE).find_map(|line| line.split_whitespace().find(|word| is_size(word)))
    {
        return too_large(size);
    }
    found(&answer, file.container)
}

/// Tells whether a word is a size such as `16000x16000`.
fn is_size(word: &str) -> bool {
    word.split_once('x')
        .is_some_and(|(width, height)| [width, height].into_iter().all(|side| side.parse::<u32>().is_ok()))
}

/// Asks ffprobe; the inner error is its refusal of the file, in its own words.
pub(crate) async fn ask(
    tools: &Tools,
    args: Vec<std::ffi::OsString>,
    doing: &'static str,
) -> Result<Result<(Answer, Log), String>, RenderError> {
    let mut json = Vec::new();
    let call = Call { program: &tools.ffprobe, doing, args, dir: &tools.work_dir, limit: LIMIT };
    let mut take = |bytes: &[u8]| {
        if json.len() < MAX_ANSWER {
            json.extend_from_slice(bytes);
        }
    };
    let ended = process::run(call, &mut take).await?;
    if ended.is_no_fault_of_input() {
        return Err(ended.failure());
    }
    if !ended.well {
        return Ok(Err(ended.log.last_lines()));
    }
    let answer = serde_json::from_slice(&json).map(|answer| Ok((answer, ended.log)));
    answer.map_err(|error| RenderError::Child {
        program: "ffprobe",
        doing,
        last_lines: format!("its answer could not be read: {error}"),
    })
}

fn too_large<T>(size: &str) -> Result<T, RenderError> {
    unusable(format!(
        "the picture is {size} pixels, more than the 8192x4320 that can be worked with; export the video in 4K or smaller"
    ))
}

fn unusable<T>(text: impl Into<String>) -> Result<T, RenderError> {
    Err(RenderError::Unusable(text.into()))
}

fn refusal(lines: &str) -> RenderError {
    tracing::debug!(lines, "ffprobe refused the file");
    RenderError::Unusable(if lines.contains("moov atom not found") {
        "the video breaks off before its table of contents: the recording or the upload was cut short; upload the \
         whole file again, and check that it plays to its end on your device"
            .to_owned()
    } else {
        "the file cannot be read as a video: it is damaged or not what it says it is; check that it plays on your \
         device, export it as MP4 (H.264), and upload it again"
            .to_owned()
    })
}

fn found(answer: &Answer, container: Container) -> Result<Found, RenderError> {
    let has_sound = answer.streams.iter().any(|stream| stream.codec_type == "audio");
    let picture = picture(answer, has_sound)?;
    let (width, height) = shown_size(picture, &answer.frames);
    let pixels = u64::from(picture.width) * u64::from(picture.height);
    if pixels > MAX_PIXELS {
        return too_large(&format!("{width}x{height}"));
    }
    if picture.codec_name.as_deref().is_none_or(|name| name == "unknown" || name == "none") {
        return unusable(
            "the picture is in a format that is not known here; export the video as MP4 (H.264)",
        );
    }
    if width.min(height) < MIN_SIDE {
        return unusable(format!(
            "the picture is only {width}x{height} pixels; upload a video of at least {MIN_SIDE} pixels on each side"
        ));
    }
    if container.is_still() {
        let quirks = Quirks { is_see_through: is_see_through(picture), ..Quirks::NONE };
        let probe =
            Probe { duration_ms: STILL_MS, width, height, fps: 1.0, has_sound: false, is_hdr: false, quirks };
        return Ok(Found { probe, stated_ms: None, sound_track: None });
    }
    let stated_ms = picture.duration.as_deref().and_then(ms);
    let duration_ms = stated_ms.map(|length| length + late_start_ms(picture, &answer.format));
    let duration_ms = duration_ms.or_else(|| answer.format.duration.as_deref().and_then(ms));
    let fps = [&picture.avg_frame_rate, &picture.r_frame_rate]
        .into_iter()
        .find_map(|rate| rate.as_deref().and_then(quotient));
    let (Some(duration_ms), Some(fps)) = (duration_ms, fps) else {
        return unusable(
            "the video does not say how long it is: the recording was not finished, or holds no moving picture; open \
             it in a video editor, export it as MP4, and upload it again",
        );
    };
    let hdr = matches!(picture.color_transfer.as_deref(), Some("smpte2084" | "arib-std-b67"));
    let quirks = Quirks {
        lacks_colours: picture.color_space.as_deref().is_none_or(|space| space == "unknown"),
        is_interlaced: matches!(picture.field_order.as_deref(), Some("tt" | "bb" | "tb" | "bt")),
        is_see_through: is_see_through(picture),
        has_wide_gamut: !hdr && matches!(picture.color_primaries.as_deref(), Some("bt2020" | "smpte432")),
    };
    let probe = Probe { duration_ms, width, height, fps, has_sound, is_hdr: hdr, quirks };
    Ok(Found { probe, stated_ms, sound_track: sound_track(answer) })
}

/// Tells whether there is transparency in a picture's format. A palette may hold some.
fn is_see_through(picture: &Stream) -> bool {
    let format = picture.pix_fmt.as_deref().unwrap_or_default();
    ["rgba", "bgra", "argb", "abgr", "gbrap", "yuva", "ya8", "ya16", "pal8"]
        .into_iter()
        .any(|see_through| format.starts_with(see_through))
}

/// Finds the sound track to listen to; one of an unknown kind cannot be.
fn sound_track(answer: &Answer) -> Option<u32> {
    let is_known = |stream: &&Stream| {
        let name = stream.codec_name.as_deref();
        stream.codec_type == "audio" && name.is_some_and(|name| name != "unknown" && name != "none")
    };
    let mut tracks = answer.streams.iter().filter(is_known);
    let first = tracks.clone().next()?;
    Some(tracks.find(|track| track.disposition.default != 0).unwrap_or(first).index)
}

/// Finds the first moving picture: a cover in a sound file is none.
fn picture(answer: &Answer, has_sound: bool) -> Result<&Stream, RenderError> {
    let mut pictures = answer.streams.iter().filter(|stream| stream.codec_type == "video");
    let moving = pictures.find(|stream| !stream.is_cover());
    match moving {
        Some(picture) if picture.nb_frames.as_deref() == Some("0") => {
            unusable("the video holds no picture at all: the recording was not finished; upload another file")
        }
        Some(picture) if picture.width == 0 || picture.height == 0 => unusable(
            "the picture of the video cannot be read; check that it plays on your device, and export it as MP4 (H.264)",
        ),
        Some(picture) => Ok(picture),
        None if has_sound => {
            unusable("the file has sound but no moving picture; upload a video, not a sound recording")
        }
        None => unusable("the file holds no moving picture; upload a video"),
    }
}

/// Returns the size on the screen: pixels made square, then turned.
fn shown_size(picture: &Stream, frames: &[Frame]) -> (u32, u32) {
    let aspect = picture.sample_aspect_ratio.as_deref().and_then(|text| quotient(&text.replace(':', "/")));
    let width = aspect.map_or(picture.width, |aspect| whole(f64::from(picture.width) * aspect).max(1));
    let of_frame = frames.iter().flat_map(|frame| &frame.side_data_list);
    let rotation =
        picture.side_data_list.iter().chain(of_frame).find_map(|side| side.rotation).unwrap_or(0.0);
    let lies = (rotation / 90.0).round().rem_euclid(2.0) > 0.5;
    if lies { (picture.height, width) } else { (width, picture.height) }
}

/// Returns how long after the file's beginning the picture begins.
fn late_start_ms(picture: &Stream, format: &Format) -> u32 {
    let number = |text: &Option<String>| text.as_deref().and_then(|text| text.parse::<f64>().ok());
    match (number(&picture.start_time), number(&format.start_time)) {
        (Some(picture), Some(file)) => whole((picture - file) * 1000.0),
        _ => 0,
    }
}

/// Reads seconds as milliseconds; nothing for a length of nothing.
pub(crate) fn ms(seconds: &str) -> Option<u32> {
    let ms = whole(seconds.parse::<f64>().ok()? * 1000.0);
    (ms > 0).then_some(ms)
}

/// Reads a quotient such as `30000/1001`; nothing for `0/0` and for zero.
fn quotient(text: &str) -> Option<f64> {
    let (top, bottom) = text.split_once('/')?;
    let (top, bottom) = (top.parse::<f64>().ok()?, bottom.parse::<f64>().ok()?);
    let value = top / bottom;
    (value.is_finite() && value > 0.0).then_some(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(json: &str) -> Result<Found, RenderError> {
        found(&serde_json::from_str(json).unwrap(), Container::Mp4)
    }

    fn video(more: &str) -> String {
        format!(
            r#"{{"streams": [{{"codec_type": "video", "codec_name": "h264", "width": 1920, "height": 1080,
            "avg_frame_rate": "30/1", "duration": "2.5" {more}}}], "format": {{"duration": "9"}}}}"#
        )
    }

    #[test]
    fn a_picture_is_turned_and_its_pixels_made_square() {
        let size = |more: &str| {
            let probe = answer(&video(more)).unwrap().probe;
            (probe.width, probe.height)
        };
        assert_eq!(size(""), (1920, 1080));
        assert_eq!(size(r#", "side_data_list": [{"rotation": -90}]"#), (1080, 1920));
        assert_eq!(size(r#", "side_data_list": [{}, {"rotation": 180}]"#), (1920, 1080));
        assert_eq!(size(r#", "sample_aspect_ratio": "1:2""#), (960, 1080));
        assert_eq!(size(r#", "sample_aspect_ratio": "0:1""#), (1920, 1080));
    }

    #[test]
    fn a_wider_gamut_is_a_quirk_of_what_is_not_hdr() {
        let wide = |primaries: &str, transfer: &str| {
            let colours = format!(r#", "color_primaries": "{primaries}", "color_transfer": "{transfer}""#);
            let probe = answer(&video(&colours)).unwrap().probe;
            (probe.quirks.has_wide_gamut, probe.is_hdr)
        };
        for transfer in ["bt709", "bt2020-10", "iec61966-2-1", "unknown"] {
            assert_eq!(wide("bt2020", transfer), (true, false), "{transfer}");
            assert_eq!(wide("smpte432", transfer), (true, false), "{transfer}");
            assert_eq!(wide("bt709", transfer), (false, false), "{transfer}");
        }
        assert_eq!(wide("bt2020", "smpte2084"), (false, true));
        assert!(!answer(&video("")).unwrap().probe.quirks.has_wide_gamut);
    }

    #[test]
    fn the_length_is_that_of_the_picture_where_it_is_stated() {
        assert_eq!(answer(&video("")).unwrap().probe.duration_ms, 2500);
        let found = answer(&video("").replace("\"duration\": \"2.5\"", "\"duration\": \"N/A\"")).unwrap();
        assert_eq!((found.probe.duration_ms, found.stated_ms), (9000, None));
    }

    #[test]
    fn the_preferred_sound_track_is_listened_to_and_a_still_picture_is_turned_by_its_frame() {
        let sound = |index: u32, codec: &str, preferred: u8| {
            format!(
                r#", {{"codec_type": "audio", "index": {index}, "codec_name": "{codec}", "disposition": {{"default": {preferred}}}}}"#
            )
        };
        let track = |sounds: &str| {
            let json = video("").replace("}], \"format\"", &format!("}}{sounds}], \"format\""));
            answer(&json).unwrap().sound_track
        };
        assert_eq!(track(""), None);
        assert_eq!(track(&format!("{}{}", sound(1, "aac", 0), sound(2, "aac", 1))), Some(2));
        assert_eq!(track(&format!("{}{}", sound(1, "unknown", 1), sound(2, "pcm_s16le", 0))), Some(2));
        let turned = video("")
            .replace("\"format\"", r#""frames": [{"side_data_list": [{"rotation": 90}]}], "format""#);
        let found = found(&serde_json::from_str(&turned).unwrap(), Container::Jpeg).unwrap();
        assert_eq!((found.probe.width, found.probe.height), (1080, 1920));
        assert_eq!((found.probe.duration_ms, found.stated_ms), (STILL_MS, None));
    }

    #[test]
    fn what_is_no_footage_is_refused_with_a_cure() {
        let refused = |json: &str| match answer(json) {
            Err(RenderError::Unusable(text)) => text,
            other => panic!("{other:?}"),
        };
        assert!(refused(r#"{"streams": [{"codec_type": "audio"}]}"#).contains("sound but no moving picture"));
        let cover = video(r#", "disposition": {"attached_pic": 1}"#);
        assert!(refused(&cover).contains("no moving picture"));
        assert!(refused(&video(r#", "nb_frames": "0""#)).contains("no picture at all"));
        let large = video("").replace("1920", "16000").replace("1080", "16000");
        assert!(refused(&large).contains("16000x16000"));
        let endless = video("").replace("\"2.5\"", "\"N/A\"").replace("\"9\"", "\"N/A\"");
        assert!(refused(&endless).contains("how long it is"));
        assert!(refused(&video("").replace("1080", "32")).contains("1920x32"));
    }
}
