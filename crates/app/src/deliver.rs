//! Delivers finished clips as files that a person finds again.

use std::{
    fs::{self, OpenOptions},
    io::{self, Write as _},
    path::{Path, PathBuf},
};

use domain::{Clip, MediaKey, ProfileContext, vtt_of_srt};
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

/// A file to deliver.
struct Part {
    /// What its name ends with.
    ending: String,
    content: Content,
}

enum Content {
    /// That of a file, which is copied.
    Copy(PathBuf),
    Text(String),
}

/// Writes each clip's video, captions (`SubRip` and `WebVTT`), picture and recipe; returns the paths.
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
        parts.extend(parts_of(studio, ctx, clip).await?);
    }
    let base = plain_name(name);
    let targets = free_targets(place, &base, &parts);
    let mut delivered = Vec::with_capacity(parts.len());
    for (part, to) in parts.iter().zip(targets) {
        write(&part.content, &to, place.overwrite)
            .map_err(|error| Failure::failed(format!("{} cannot be written", to.display()), error))?;
        delivered.push(to);
    }
    Ok(delivered)
}

async fn parts_of(studio: &Studio, ctx: &ProfileContext, clip: &Clip) -> Result<Vec<Part>, Failure> {
    let srt = open(studio, ctx, &MediaKey::ClipCaptions(clip.id)).await?;
    let captions = fs::read_to_string(&srt).map_err(|error| Failure::failed(UNREADABLE, error))?;
    let all = [
        ("mp4", Content::Copy(open(studio, ctx, &MediaKey::Clip(clip.id)).await?)),
        ("srt", Content::Copy(srt)),
        ("vtt", Content::Text(vtt_of_srt(&captions))),
        ("jpg", Content::Copy(open(studio, ctx, &MediaKey::ClipThumbnail(clip.id)).await?)),
        ("recipe.json", Content::Copy(open(studio, ctx, &MediaKey::ClipRecipe(clip.id)).await?)),
    ];
    let part = |(extension, content): (&str, Content)| {
        let ending = format!("variant-{}.{extension}", clip.made.variant);
        Part { ending, content }
    };
    Ok(all.into_iter().map(part).collect())
}

const UNREADABLE: &str = "a finished file cannot be read";

async fn open(studio: &Studio, ctx: &ProfileContext, key: &MediaKey) -> Result<PathBuf, Failure> {
    let file = studio.open_media(ctx, key).await.map_err(|error| Failure::failed(UNREADABLE, error))?;
    Ok(file.path)
}

/// Finds a number under which none of the files is there yet; all of one delivery have the same.
fn free_targets(place: &Place, base: &str, parts: &[Part]) -> Vec<PathBuf> {
    let targets = |stem: &str| -> Vec<PathBuf> {
        parts.iter().map(|part| place.folder.join(format!("{stem}-{}", part.ending))).collect()
    };
    let mut all = targets(base);
    let mut number: u64 = 1;
    while !place.overwrite && all.iter().any(|path| path.symlink_metadata().is_ok()) {
        number += 1;
        all = targets(&format!("{base}-{number}"));
    }
    all
}

fn write(content: &Content, to: &Path, overwrite: bool) -> io::Result<()> {
    let mut options = OpenOptions::new();
    options.write(true);
    if overwrite {
        options.create(true).truncate(true)
    } else {
        options.create_new(true)
    };
    match content {
        Content::Copy(from) => {
            let mut source = fs::File::open(from)?;
            io::copy(&mut source, &mut options.open(to)?)?;
        }
        Content::Text(text) => options.open(to)?.write_all(text.as_bytes())?,
    }
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
        let parts = ["mp4", "srt"].map(|extension| Part {
            ending: format!("variant-1.{extension}"),
            content: Content::Text(String::new()),
        });
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

    #[test]
    fn a_written_text_replaces_a_longer_one_only_where_that_was_asked_for() {
        let folder = tempfile::tempdir().unwrap();
        let to = folder.path().join("a.vtt");
        fs::write(&to, "mine, and longer").unwrap();
        let text = Content::Text("WEBVTT".to_owned());
        assert_eq!(write(&text, &to, false).unwrap_err().kind(), io::ErrorKind::AlreadyExists);
        assert_eq!(fs::read_to_string(&to).unwrap(), "mine, and longer");
        write(&text, &to, true).unwrap();
        assert_eq!(fs::read_to_string(&to).unwrap(), "WEBVTT");
    }
}
