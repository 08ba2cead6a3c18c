//! Footage: the source videos of a profile, and their scored segments.

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::{
    AnalysedSegment, Container, Job, NewJob, Page, PageRequest, ProfileContext, Scores, SegmentId,
    SourceVideoId, StoreError, Transform,
};

/// A source video as it was uploaded.
#[derive(Debug, Clone, PartialEq)]
pub struct SourceVideo {
    /// Its id.
    pub id: SourceVideoId,
    /// The name that the person's file had.
    pub name: FootageName,
    /// How its file is laid out.
    pub container: Container,
    /// Its size in bytes.
    pub size_bytes: u64,
    /// How far it is.
    pub state: FootageState,
    /// What probing found, once it did.
    pub probe: Option<Probe>,
    /// How many segments analysis found.
    pub segment_count: u32,
    /// The first segment, whose picture stands for the whole.
    pub cover: Option<SegmentId>,
    /// When it was uploaded.
    pub created_at: DateTime<Utc>,
}

/// How far a source video is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FootageState {
    /// A job looks at it.
    Analysing,
    /// Its segments can be used.
    Ready,
    /// It cannot be used, in the words for the person.
    Failed(String),
}

/// A file's name for display: its last part, at most 200 characters, without control characters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FootageName(String);

impl FootageName {
    /// Takes the displayable part of a file name as a client sent it. It never becomes a path.
    ///
    /// # Errors
    /// [`InvalidFootageName`] when nothing displayable is left.
    pub fn parse(text: &str) -> Result<Self, InvalidFootageName> {
        let last = text.rsplit(['/', '\\']).next().unwrap_or(text);
        let name: String = last.chars().filter(|c| !c.is_control()).take(200).collect();
        let name = name.trim();
        if name.is_empty() { Err(InvalidFootageName) } else { Ok(Self(name.to_owned())) }
    }

    /// Returns the name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Says that a file has no displayable name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the file has no name")]
pub struct InvalidFootageName;

/// What probing found out about a source video, as it is shown (rotation applied).
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Probe {
    /// Length in milliseconds.
    pub duration_ms: u32,
    /// Width in pixels as shown.
    pub width: u32,
    /// Height in pixels as shown.
    pub height: u32,
    /// Average frames a second.
    pub fps: f64,
    /// Whether there is a sound track.
    pub has_sound: bool,
    /// Whether the picture is high dynamic range and must be tone-mapped.
    pub is_hdr: bool,
}

/// A scored span of a source video worth showing.
#[derive(Debug, Clone, PartialEq)]
pub struct Segment {
    /// Its id.
    pub id: SegmentId,
    /// The source video.
    pub source_video: SourceVideoId,
    /// Where it begins, in milliseconds.
    pub start_ms: u32,
    /// Where it ends, in milliseconds.
    pub end_ms: u32,
    /// How good it looks.
    pub scores: Scores,
    /// What its picture looks like; nothing for one that was analysed before this was known.
    pub hash: Option<PictureHash>,
    /// What a person noted about it.
    pub marks: SegmentMarks,
}

/// A picture's perceptual hash: like pictures differ in few bits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct PictureHash(pub u64);

impl PictureHash {
    /// Below so many different bits two pictures are taken for the same.
    pub const NEAR: u32 = 8;

    /// Returns in how many bits two pictures differ (their Hamming distance).
    pub const fn distance(self, other: Self) -> u32 {
        (self.0 ^ other.0).count_ones()
    }
}

/// What a person noted about a segment.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct SegmentMarks {
    /// What it shows, each in the person's words.
    pub keywords: Vec<String>,
    /// Whether it is preferred among equals.
    pub favourite: bool,
    /// Whether no two clips may show it.
    pub single_use: bool,
    /// For the person alone.
    pub notes: String,
    /// How it is shown.
    pub transform: Transform,
}

/// A source video that is not stored yet; its file already is.
#[derive(Debug, Clone, PartialEq)]
pub struct NewSourceVideo {
    /// Its id, which named the file.
    pub id: SourceVideoId,
    /// Its name.
    pub name: FootageName,
    /// How its file is laid out.
    pub container: Container,
    /// Its size in bytes.
    pub size_bytes: u64,
}

/// Keeps source videos and their segments.
#[cfg_attr(feature = "mocks", mockall::automock)]
#[async_trait]
pub trait FootageStore: Send + Sync {
    /// Stores a source video and enqueues its analysis, both or none; the same id again changes nothing.
    async fn create(
        &self,
        ctx: &ProfileContext,
        new: NewSourceVideo,
        analysis: NewJob,
    ) -> Result<(SourceVideo, Job), StoreError>;
    /// Finds a source video.
    async fn find(&self, ctx: &ProfileContext, id: SourceVideoId) -> Result<SourceVideo, StoreError>;
    /// Lists source videos, newest first.
    async fn list(&self, ctx: &ProfileContext, page: &PageRequest) -> Result<Page<SourceVideo>, StoreError>;
    /// Stores what analysis found, in place of what an earlier attempt stored, and makes the video ready.
    async fn record_analysis(
        &self,
        ctx: &ProfileContext,
        id: SourceVideoId,
        probe: &Probe,
        segments: &[(SegmentId, AnalysedSegment)],
    ) -> Result<(), StoreError>;
    /// Marks a source video as unusable, with the reason for the person.
    async fn record_failure(
        &self,
        ctx: &ProfileContext,
        id: SourceVideoId,
        reason: &str,
    ) -> Result<(), StoreError>;
    /// Lists the segments of some source videos by place.
    async fn segments(&self, ctx: &ProfileContext, ids: &[SourceVideoId])
    -> Result<Vec<Segment>, StoreError>;
    /// Finds some segments; those that are not there are left out.
    async fn some_segments(
        &self,
        ctx: &ProfileContext,
        ids: &[SegmentId],
    ) -> Result<Vec<Segment>, StoreError>;
    /// Deletes a source video with its segments; a project that used it keeps its clips.
    async fn delete(&self, ctx: &ProfileContext, id: SourceVideoId) -> Result<(), StoreError>;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_name_is_for_display_only() {
        let parse = |text: &str| FootageName::parse(text).map(|name| name.as_str().to_owned());
        assert_eq!(parse("C:\\videos\\spring.mp4").as_deref(), Ok("spring.mp4"));
        assert_eq!(parse("../../etc/passwd").as_deref(), Ok("passwd"));
        assert_eq!(parse("\u{0}\n "), Err(InvalidFootageName));
    }
}
