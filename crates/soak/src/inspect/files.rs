//! The files: whose they are, and whether they are whole.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};

use domain::{Frames, MediaKey, Script, SpokenSentence};
use uuid::Uuid;

use super::{Findings, rows::Rows};
use crate::{Fault, street::Shop};

/// Sizes of files by their place below the folder of files.
pub(super) type Files = BTreeMap<PathBuf, u64>;

/// The lengths of all spoken sentences, by profile and words.
#[derive(Debug, Default)]
pub(super) struct Lengths(BTreeMap<(Uuid, String), Frames>);

impl Lengths {
    /// Returns how many frames a video of a script has.
    pub(super) fn frames(&self, profile: &Uuid, script: &str) -> Option<u32> {
        let sentences = Script::parse(script).ok()?.sentences();
        let lengths = sentences.iter().map(|sentence| self.0.get(&(*profile, sentence.text())).copied());
        lengths.sum::<Option<Frames>>().map(|frames| frames.0)
    }
}

/// Lists all files below a folder.
pub(super) fn walk(root: &Path) -> Result<Files, Fault> {
    let (mut files, mut folders) = (Files::new(), vec![root.to_owned()]);
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder)? {
            let entry = entry?;
            if entry.file_type()?.is_dir() {
                folders.push(entry.path());
            } else {
                files.insert(entry.path().strip_prefix(root)?.to_owned(), entry.metadata()?.len());
            }
        }
    }
    Ok(files)
}

/// Looks for files that belong to no row and no cache.
pub(super) fn check_places(files: &Files, rows: &Rows, findings: &mut Findings) {
    for (path, size) in files {
        let text = path.to_string_lossy();
        if text.contains('#') || text.starts_with("unfinished") {
            findings.accuse(format!("{text} was begun and never finished"));
            continue;
        }
        let owner =
            text.split_once('/').and_then(|(profile, key)| Some((profile.parse::<Uuid>().ok()?, key)));
        let Some((profile, key)) = owner.filter(|(profile, _)| rows.profiles.contains(profile)) else {
            findings.accuse(format!("{text} belongs to no profile"));
            continue;
        };
        if !is_wanted(profile, key, *size, rows) {
            findings.accuse(format!("{text} ({size} bytes) belongs to no row and to no cache"));
        }
    }
    for film in &rows.films {
        let place = PathBuf::from(format!("{}/source-videos/{}/original", film.profile_id, film.id));
        if files.get(&place).and_then(|size| i64::try_from(*size).ok()) != Some(film.size_bytes) {
            findings.accuse(format!("source video {} lacks its file, or a part of it", film.id));
        }
    }
    for segment in &rows.segments {
        let (profile, film) = (segment.profile_id, segment.source_video_id);
        let place = format!("{profile}/source-videos/{film}/segments/{}.jpg", segment.id);
        if files.get(Path::new(&place)).is_none_or(|size| *size == 0) {
            findings.accuse(format!("segment {} has no picture", segment.id));
        }
    }
}

fn is_wanted(profile: Uuid, key: &str, size: u64, rows: &Rows) -> bool {
    let is_hash = |name: &str| name.len() >= 32 && name.chars().all(|c| c.is_ascii_hexdigit());
    let cached = |folder: &str, end: &str| {
        key.strip_prefix(folder).and_then(|name| name.strip_suffix(end)).is_some_and(is_hash)
    };
    if cached("speech/", ".wav") || cached("speech/", ".json") || cached("chunks/", ".mp4") {
        return size > 0;
    }
    match key.parse::<MediaKey>() {
        Ok(
            MediaKey::SourceVideo(id)
            | MediaKey::Proxy(id)
            | MediaKey::SpriteSheet(id)
            | MediaKey::SoundCurve(id),
        ) => rows.films.iter().any(|film| (film.profile_id, film.id) == (profile, id.uuid())),
        Ok(MediaKey::SegmentThumbnail(film, id)) => rows.segments.iter().any(|segment| {
            (segment.profile_id, segment.source_video_id, segment.id) == (profile, film.uuid(), id.uuid())
        }),
        Ok(
            MediaKey::Clip(id)
            | MediaKey::ClipThumbnail(id)
            | MediaKey::ClipCaptions(id)
            | MediaKey::ClipRecipe(id),
        ) => rows.clips.iter().any(|clip| (clip.profile_id, clip.id) == (profile, id.uuid())),
        _ => false,
    }
}

/// Looks for what a dead worker left in the folder of work that is thrown away.
pub(super) fn check_left_behind(scratch: &Path, findings: &mut Findings) -> Result<(), Fault> {
    for entry in std::fs::read_dir(scratch)? {
        findings.accuse(format!("{} was left behind", entry?.path().display()));
    }
    Ok(())
}

/// Reads every cached sentence, and compares each sound with its timings.
pub(super) fn check_speech(media: &Path, files: &Files, findings: &mut Findings) -> Result<Lengths, Fault> {
    /// The bytes before the samples of a WAV file.
    const HEADER: usize = 44;
    let mut lengths = Lengths::default();
    for path in files.keys().filter(|path| path.extension().is_some_and(|end| end == "json")) {
        let text = path.to_string_lossy();
        if !text.contains("/speech/") {
            continue;
        }
        let Some(profile) = text.split('/').next().and_then(|profile| profile.parse().ok()) else { continue };
        let spoken: SpokenSentence = match serde_json::from_slice(&std::fs::read(media.join(path))?) {
            Ok(spoken) => spoken,
            Err(error) => {
                findings.accuse(format!("{text} cannot be read: {error}"));
                continue;
            }
        };
        let sound = files.get(&path.with_extension("wav")).copied();
        let planned = HEADER + spoken.frames.samples() * size_of::<i16>();
        if sound.and_then(|size| usize::try_from(size).ok()) != Some(planned) {
            findings.accuse(format!("the sound of {text} has {sound:?} bytes, planned are {planned}"));
        }
        let words: Vec<&str> = spoken.words.iter().map(|word| word.text.as_str()).collect();
        lengths.0.insert((profile, words.join(" ")), spoken.frames);
    }
    Ok(lengths)
}

/// Looks for other shops' names in a shop's captions and sentences.
pub(super) fn check_captions(
    shop: &Shop,
    all: &[Shop],
    place: &Path,
    files: &Files,
    findings: &mut Findings,
) -> Result<(), Fault> {
    let profile = shop.ctx.profile().to_string();
    for path in files.keys().filter(|path| path.starts_with(&profile)) {
        // How loud footage is, second by second, is numbers alone.
        let is_curve = path.file_name().is_some_and(|name| name == "sound.json");
        if is_curve || !path.extension().is_some_and(|end| end == "srt" || end == "json") {
            continue;
        }
        let text = std::fs::read_to_string(place.join(path.strip_prefix(&profile)?))?;
        if !text.contains(shop.name)
            || all.iter().any(|other| other.name != shop.name && text.contains(other.name))
        {
            findings.accuse(format!("{} is not {}'s", path.display(), shop.name));
        }
    }
    Ok(())
}
