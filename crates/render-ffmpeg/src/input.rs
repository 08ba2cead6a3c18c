//! What stands before every `-i`: which protocols and formats may be opened, and how large a picture may be.

use std::{
    ffi::OsString,
    path::{Path, absolute},
};

use domain::{Container, RenderError};

/// The most pixels of a picture: 8192x4320, the largest that cameras make, either way up.
pub(crate) const MAX_PIXELS: u64 = 8192 * 4320;

/// The demuxer of each container, and the names under which ffmpeg may know it.
const fn demuxer(container: Container) -> (&'static str, &'static str) {
    match container {
        Container::Mp4 => ("mov", "mov,mp4,m4a,3gp,3g2,mj2"),
        Container::Matroska => ("matroska", "matroska,webm"),
        Container::Avi => ("avi", "avi"),
        Container::MpegTs => ("mpegts", "mpegts"),
        Container::Jpeg => ("jpeg_pipe", "jpeg_pipe"),
        Container::Png => ("png_pipe", "png_pipe"),
        Container::Webp => ("webp_pipe", "webp_pipe"),
    }
}

/// Returns the options that bind an input to a container's demuxer and to this machine's files.
pub(crate) fn confined(container: Container) -> Vec<OsString> {
    let (forced, whitelist) = demuxer(container);
    let max_pixels = MAX_PIXELS.to_string();
    args(&[
        "-protocol_whitelist",
        "file,pipe",
        "-format_whitelist",
        whitelist,
        "-f",
        forced,
        "-max_pixels",
        &max_pixels,
    ])
}

/// Returns the options with which an input gives its sound alone. Opening it would decode pictures all the same, to know
/// them: more than a quarter of the cost of listening to a minute.
pub(crate) fn sound_alone() -> Vec<OsString> {
    args(&["-skip_frame:v", "all", "-vn", "-sn", "-dn"])
}

/// Returns the options that stand before the name of a PNG file of our making.
pub(crate) fn our_picture() -> Vec<OsString> {
    let mut all = confined(Container::Png);
    all.push("-i".into());
    all
}

/// Returns a path in the form that no program takes for an option, a protocol or a pattern.
///
/// # Errors
/// [`RenderError::Io`] for an empty path.
pub(crate) fn file(path: &Path) -> Result<OsString, RenderError> {
    let path = absolute(path).map_err(|source| RenderError::Io { doing: "find the file", source })?;
    let mut url = OsString::from("file:");
    url.push(path);
    Ok(url)
}

/// Turns texts into arguments.
pub(crate) fn args(texts: &[&str]) -> Vec<OsString> {
    texts.iter().map(OsString::from).collect()
}

/// Splits a constant line into arguments.
pub(crate) fn words(line: &str) -> Vec<OsString> {
    line.split_whitespace().map(OsString::from).collect()
}

/// Writes milliseconds as seconds.
pub(crate) fn seconds(ms: u32) -> String {
    format!("{}.{:03}", ms / 1000, ms % 1000)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn eight_k_passes_and_a_picture_of_16000_squared_does_not() {
        let fits = |width: u64, height: u64| width * height <= MAX_PIXELS;
        assert!(fits(7680, 4320) && fits(4320, 8192) && !fits(16_000, 16_000));
    }

    #[test]
    fn a_path_is_never_an_option_or_a_protocol() {
        let url = file(Path::new("-y")).unwrap();
        assert!(url.to_string_lossy().starts_with("file:/"));
        assert_eq!(seconds(61_005), "61.005");
    }
}
