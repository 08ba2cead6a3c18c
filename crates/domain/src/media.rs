//! Files of a profile, under keys made only from typed ids.

use std::{
    fmt,
    path::{Path, PathBuf},
    str::FromStr,
    time::Duration,
};

use async_trait::async_trait;

use crate::{
    ClipId, ClonedVoiceId, ContentHash, MusicId, PictureId, ProfileContext, SegmentId, SourceVideoId,
};

/// Names a file within a profile. It cannot name another profile's: the store puts the context's profile in front.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum MediaKey {
    /// A source video as uploaded.
    SourceVideo(SourceVideoId),
    /// The picture of a segment.
    SegmentThumbnail(SourceVideoId, SegmentId),
    /// A source video small enough to look through: MP4.
    Proxy(SourceVideoId),
    /// Small pictures of a source video on one sheet: JPEG.
    SpriteSheet(SourceVideoId),
    /// What is to be heard in a source video: JSON.
    SoundCurve(SourceVideoId),
    /// A spoken sentence: WAV.
    Speech(ContentHash),
    /// A spoken sentence's word timings: JSON.
    SpeechTimings(ContentHash),
    /// A rendered sentence: MP4 without sound.
    Chunk(ContentHash),
    /// A finished clip: MP4.
    Clip(ClipId),
    /// A clip's picture: JPEG.
    ClipThumbnail(ClipId),
    /// A clip's captions: SRT.
    ClipCaptions(ClipId),
    /// A clip's recipe: JSON.
    ClipRecipe(ClipId),
    /// The sample of a cloned voice: WAV.
    VoiceSample(ClonedVoiceId),
    /// A piece of music: FLAC.
    Music(MusicId),
    /// A picture: PNG.
    Picture(PictureId),
}

impl MediaKey {
    /// Returns the media type of the file, where the key tells.
    pub const fn media_type(&self) -> Option<&'static str> {
        match self {
            Self::SourceVideo(_) => None,
            Self::SegmentThumbnail(..) | Self::SpriteSheet(_) | Self::ClipThumbnail(_) => Some("image/jpeg"),
            Self::Speech(_) | Self::VoiceSample(_) => Some("audio/wav"),
            Self::SpeechTimings(_) | Self::SoundCurve(_) | Self::ClipRecipe(_) => Some("application/json"),
            Self::Music(_) => Some("audio/flac"),
            Self::Picture(_) => Some("image/png"),
            Self::Proxy(_) | Self::Chunk(_) | Self::Clip(_) => Some("video/mp4"),
            Self::ClipCaptions(_) => Some("application/x-subrip; charset=utf-8"),
        }
    }
}

impl fmt::Display for MediaKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::SourceVideo(id) => write!(f, "source-videos/{id}/original"),
            Self::SegmentThumbnail(video, id) => write!(f, "source-videos/{video}/segments/{id}.jpg"),
            Self::Proxy(id) => write!(f, "source-videos/{id}/proxy.mp4"),
            Self::SpriteSheet(id) => write!(f, "source-videos/{id}/sprites.jpg"),
            Self::SoundCurve(id) => write!(f, "source-videos/{id}/sound.json"),
            Self::Speech(hash) => write!(f, "speech/{hash}.wav"),
            Self::SpeechTimings(hash) => write!(f, "speech/{hash}.json"),
            Self::Chunk(hash) => write!(f, "chunks/{hash}.mp4"),
            Self::Clip(id) => write!(f, "clips/{id}/video.mp4"),
            Self::ClipThumbnail(id) => write!(f, "clips/{id}/thumbnail.jpg"),
            Self::ClipCaptions(id) => write!(f, "clips/{id}/captions.srt"),
            Self::ClipRecipe(id) => write!(f, "clips/{id}/recipe.json"),
            Self::VoiceSample(id) => write!(f, "voice-samples/{id}.wav"),
            Self::Music(id) => write!(f, "music/{id}.flac"),
            Self::Picture(id) => write!(f, "pictures/{id}.png"),
        }
    }
}

/// Says that a text is no key of a file that a person may download.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a media key")]
pub struct ParseMediaKeyError;

impl FromStr for MediaKey {
    type Err = ParseMediaKeyError;

    /// Reads the keys that links are made of; of the caches only a sentence's sound is among them.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        fn id<T: FromStr>(text: &str) -> Result<T, ParseMediaKeyError> {
            text.parse().map_err(|_bad| ParseMediaKeyError)
        }
        let parts: Vec<&str> = text.split('/').collect();
        match parts.as_slice() {
            ["source-videos", video, "original"] => Ok(Self::SourceVideo(id(video)?)),
            ["source-videos", video, "segments", file] => {
                let segment = file.strip_suffix(".jpg").ok_or(ParseMediaKeyError)?;
                Ok(Self::SegmentThumbnail(id(video)?, id(segment)?))
            }
            ["source-videos", video, "proxy.mp4"] => Ok(Self::Proxy(id(video)?)),
            ["source-videos", video, "sprites.jpg"] => Ok(Self::SpriteSheet(id(video)?)),
            ["source-videos", video, "sound.json"] => Ok(Self::SoundCurve(id(video)?)),
            ["speech", file] => Ok(Self::Speech(id(file.strip_suffix(".wav").ok_or(ParseMediaKeyError)?)?)),
            ["clips", clip, "video.mp4"] => Ok(Self::Clip(id(clip)?)),
            ["clips", clip, "thumbnail.jpg"] => Ok(Self::ClipThumbnail(id(clip)?)),
            ["clips", clip, "captions.srt"] => Ok(Self::ClipCaptions(id(clip)?)),
            ["clips", clip, "recipe.json"] => Ok(Self::ClipRecipe(id(clip)?)),
            ["voice-samples", file] => {
                Ok(Self::VoiceSample(id(file.strip_suffix(".wav").ok_or(ParseMediaKeyError)?)?))
            }
            ["music", file] => Ok(Self::Music(id(file.strip_suffix(".flac").ok_or(ParseMediaKeyError)?)?)),
            ["pictures", file] => {
                Ok(Self::Picture(id(file.strip_suffix(".png").ok_or(ParseMediaKeyError)?)?))
            }
            _ => Err(ParseMediaKeyError),
        }
    }
}

/// A file that can be opened on this machine.
#[derive(Debug)]
pub struct LocalMedia {
    /// Where it is. Read it only: it may be the store's own.
    pub path: PathBuf,
}

/// What a file belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FileOwner {
    /// A source video: its file, the pictures of its segments, and what it is looked through by.
    SourceVideo(SourceVideoId),
    /// A clip: its video, picture, captions and recipe.
    Clip(ClipId),
    /// A cloned voice: its sample.
    ClonedVoice(ClonedVoiceId),
    /// A piece of music.
    Music(MusicId),
    /// A picture.
    Picture(PictureId),
}

impl FileOwner {
    /// Reads the owner from a key's text; nothing for the caches.
    pub fn of(key: &str) -> Option<Self> {
        let (kind, rest) = key.split_once('/')?;
        match kind {
            "voice-samples" => return rest.strip_suffix(".wav")?.parse().ok().map(Self::ClonedVoice),
            "music" => return rest.strip_suffix(".flac")?.parse().ok().map(Self::Music),
            "pictures" => return rest.strip_suffix(".png")?.parse().ok().map(Self::Picture),
            _ => {}
        }
        let (id, _file) = rest.split_once('/')?;
        match kind {
            "source-videos" => id.parse().ok().map(Self::SourceVideo),
            "clips" => id.parse().ok().map(Self::Clip),
            _ => None,
        }
    }
}

/// A cache of a profile.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cache {
    /// Spoken sentences.
    Speech,
    /// Rendered sentences.
    Chunks,
}

impl Cache {
    /// Every cache.
    pub const ALL: [Self; 2] = [Self::Speech, Self::Chunks];

    /// Returns the folder of its keys.
    pub const fn folder(self) -> &'static str {
        match self {
            Self::Speech => "speech",
            Self::Chunks => "chunks",
        }
    }

    /// Reads the key of a file in it by the file's name.
    pub fn key_of(self, name: &str) -> Option<MediaKey> {
        let (hash, kind) = name.split_once('.')?;
        let hash = hash.parse().ok()?;
        match (self, kind) {
            (Self::Speech, "wav") => Some(MediaKey::Speech(hash)),
            (Self::Speech, "json") => Some(MediaKey::SpeechTimings(hash)),
            (Self::Chunks, "mp4") => Some(MediaKey::Chunk(hash)),
            _ => None,
        }
    }
}

/// A file in a cache.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CachedFile {
    /// Which file.
    pub key: MediaKey,
    /// How big it is.
    pub size_bytes: u64,
    /// How long ago it was written.
    pub age: Duration,
}

/// Keeps the files of profiles.
#[cfg_attr(feature = "mocks", mockall::automock)]
#[async_trait]
pub trait MediaStore: Send + Sync {
    /// Stores a copy of a file, whole or not at all, in place of an earlier one; returns its size in bytes.
    async fn put(&self, ctx: &ProfileContext, key: &MediaKey, file: &Path) -> Result<u64, MediaError>;
    /// Returns the size of a file in bytes, or nothing when there is no such file.
    async fn size(&self, ctx: &ProfileContext, key: &MediaKey) -> Result<Option<u64>, MediaError>;
    /// Makes a file readable on this machine, bringing it to `scratch` where it lies elsewhere.
    async fn local(
        &self,
        ctx: &ProfileContext,
        key: &MediaKey,
        scratch: &Path,
    ) -> Result<LocalMedia, MediaError>;
    /// Deletes a file; one that is not there is deleted already.
    async fn delete(&self, ctx: &ProfileContext, key: &MediaKey) -> Result<(), MediaError>;
    /// Deletes all files of a source video.
    async fn delete_source_video(&self, ctx: &ProfileContext, id: SourceVideoId) -> Result<(), MediaError>;
    /// Deletes a clip's files.
    async fn delete_clip(&self, ctx: &ProfileContext, id: ClipId) -> Result<(), MediaError>;
    /// Lists what files belong to, as far as all of its files are older than `age`; the caches are left out.
    async fn owners(&self, ctx: &ProfileContext, age: Duration) -> Result<Vec<FileOwner>, MediaError>;
    /// Lists the files in a cache of the profile.
    async fn cached(&self, ctx: &ProfileContext, cache: Cache) -> Result<Vec<CachedFile>, MediaError>;
    /// Deletes every file of the profile.
    async fn delete_all(&self, ctx: &ProfileContext) -> Result<(), MediaError>;
}

/// The media store's refusal.
#[derive(Debug, thiserror::Error)]
pub enum MediaError {
    /// There is no such file in this profile.
    #[error("the file is not there")]
    NotFound,
    /// The disk or the bucket is full: make room and try again.
    #[error("there is no space left for files; make room on the disk of the data folder and try again")]
    Full,
    /// The store failed: try again.
    #[error("the media store failed while it tried to {doing}")]
    Failed {
        /// What was tried.
        doing: &'static str,
        /// Why it failed.
        #[source]
        source: Box<dyn std::error::Error + Send + Sync>,
    },
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_of_links_are_read_back_and_nothing_else_is() {
        let (video, segment, clip) = (SourceVideoId::new(), SegmentId::new(), ClipId::new());
        let keys = [
            MediaKey::SourceVideo(video),
            MediaKey::SegmentThumbnail(video, segment),
            MediaKey::Proxy(video),
            MediaKey::SpriteSheet(video),
            MediaKey::SoundCurve(video),
            MediaKey::Clip(clip),
            MediaKey::ClipThumbnail(clip),
            MediaKey::ClipCaptions(clip),
            MediaKey::ClipRecipe(clip),
            MediaKey::VoiceSample(ClonedVoiceId::new()),
            MediaKey::Music(MusicId::new()),
            MediaKey::Picture(PictureId::new()),
        ];
        for key in keys {
            assert_eq!(key.to_string().parse::<MediaKey>(), Ok(key));
        }
        for bad in [
            "../clips",
            "clips/x/video.mp4",
            "chunks/aa.mp4",
            "speech/../aa.wav",
            "speech/aa.wav",
            "/etc/passwd",
            "source-videos/../original",
            "voice-samples/../x.wav",
            "voice-samples/x.wav",
            "music/../x.flac",
            "pictures/x.png",
            "",
        ] {
            assert_eq!(bad.parse::<MediaKey>(), Err(ParseMediaKeyError), "{bad}");
        }
    }
}
