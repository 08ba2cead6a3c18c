//! Delivers finished clips as files that a person finds again.

use std::{
    fs::{self, OpenOptions},
    io,
    path::{Path, PathBuf},
};

use domain::{Clip, MediaKey, ProfileContext};
use studio::Studio;

use crate::failure::Failure;

/// Where files go.
#[derive(Debug)]
pub(crate) struct Place {
    /// The folder; it is there.
    pub(crate) folder: PathBuf,
    /// Whether files of the same names are overwritten; else the new ones get a number.
    pub(crate) overwrite: bool,
}

/// Copies each clip's video, captions and picture; returns the paths.
///
/// # Errors
/// When a file cannot be read or written.
pub(crate) async fn deliver(
    studio: &Studio,
    ctx: &ProfileContext,
    place: &Place,
    name: &str,
    clips: &[Clip],
) -> Result<Vec<PathBuf>, Failure> {
    let mut parts = Vec::new();
    for clip in clips {
        let keys = [
            (MediaKey::Clip(clip.id), "mp4"),
            (MediaKey::ClipCaptions(clip.id), "srt"),
            (MediaKey::ClipThumbnail(clip.id), "jpg"),
        ];
        for (key, extension) in keys {
            let file = studio
                .open_media(ctx, &key)
                .await
                .map_err(|error| Failure::failed("a finished file cannot be read", error))?;
            parts.push((file.path, format!("variant-{}.{extension}", clip.made.variant)));
        }
    }
    let base = plain_name(name);
    let targets = free_targets(place, &base, &parts);
    let mut delivered = Vec::with_capacity(parts.len());
    for ((from, _), to) in parts.iter().zip(targets) {
        copy(from, &to, place.overwrite)
            .map_err(|error| Failure::failed(format!("{} cannot be written", to.display()), error))?;
        delivered.push(to);
    }
    Ok(delivered)
}

/// Finds a number under which none of the files is there yet; all of one delivery have the same.
fn free_targets(place: &Place, base: &str, parts: &[(PathBuf, String)]) -> Vec<PathBuf> {
    let targets = |stem: &str| -> Vec<PathBuf> {
        parts.iter().map(|(_, rest)| place.folder.join(format!("{stem}-{rest}"))).collect()
    };
    let mut all = targets(base);
    let mut number: u64 = 1;
    while !place.overwrite && all.iter().any(|path| path.symlink_metadata().is_ok()) {
        number += 1;
        all = targets(&format!("{base}-{number}"));
    }
    all
}

fn copy(from: &Path, to: &Path, overwrite: bool) -> io::Result<()> {
    let mut source = fs::File::open(from)?;
    let mut options = OpenOptions::new();
    options.write(true);
    if overwrite {
        options.create(true).truncate(true)
    } else {
        options.create_new(true)
    };
    io::copy(&mut source, &mut options.open(to)?)?;
    Ok(())
}

/// Makes a file name of a project's name: letters and digits of any script, else dashes.
fn plain_name(name: &str) -> String {
    let dashed: String = name.chars().map(|c| if c.is_alphanumeric() { c } else { '-' }).collect();
    let parts: Vec<&str> = dashed.split('-').filter(|part| !part.is_empty()).collect();
    let mut plain = String::new();
    for part in parts {
        // A file's name has at most 255 bytes; the rest is for numbers and extensions.
        if plain.len() + part.len() > 150 {
            break;
        }
        if !plain.is_empty() {
            plain.push('-');
        }
        plain.push_str(part);
    }
    if plain.is_empty() { "video".to_owned() } else { plain }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_become_plain_file_names() {
        assert_eq!(plain_name("../Știri: ediția 2!"), "Știri-ediția-2");
        assert_eq!(plain_name("🎉"), "video");
        assert!(plain_name(&"ab ".repeat(200)).len() <= 150);
    }

    #[test]
    fn what_is_there_already_is_kept() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("a-variant-1.srt"), "mine").unwrap();
        let parts: Vec<_> =
            ["mp4", "srt"].iter().map(|e| (PathBuf::new(), format!("variant-1.{e}"))).collect();
        let mut place = Place { folder: folder.path().to_owned(), overwrite: false };
        let names = |place: &Place| -> Vec<String> {
            free_targets(place, "a", &parts)
                .iter()
                .map(|path| path.file_name().unwrap().to_string_lossy().into_owned())
                .collect()
        };
        assert_eq!(names(&place), ["a-2-variant-1.mp4", "a-2-variant-1.srt"]);
        place.overwrite = true;
        assert_eq!(names(&place), ["a-variant-1.mp4", "a-variant-1.srt"]);
    }
}
