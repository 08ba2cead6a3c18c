//! Footage: the source videos of a profile, and their scored segments.

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::{
    AnalysedSegment, Container, Job, NewJob, Page, PageRequest, ProfileContext, Segment, SegmentChange,
    SegmentId, SegmentLooks, SourceVideoId, StoreError, Viewing,
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
    /// What there is to look through it; nothing for a still picture, and for what was analysed before this was made.
    pub viewing: Option<Viewing>,
    /// How many segments there are, also while the analysis goes on.
    pub segment_count: u32,
    /// The first segment, whose picture stands for the whole.
    pub cover: Option<Cover>,
    /// When it was uploaded.
    pub created_at: DateTime<Utc>,
}

/// The segment whose picture stands for a source video.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cover {
    /// The segment.
    pub segment: SegmentId,
    /// The place of its picture, in milliseconds.
    pub middle_ms: u32,
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
    /// What is made good before it is shown.
    #[serde(default)]
    pub quirks: Quirks,
}

/// What is made good of a picture before it is shown; nothing for most.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
#[expect(clippy::struct_excessive_bools, reason = "each may be without the others")]
pub struct Quirks {
    /// It does not say what its colours mean: they are those that are usual for its size.
    pub lacks_colours: bool,
    /// Each frame holds two moments, line by line.
    pub is_interlaced: bool,
    /// One can see through it: it is laid on white.
    pub is_see_through: bool,
    /// Its colours are of a wider gamut than those of usual screens, and yet it is not high dynamic range.
    pub has_wide_gamut: bool,
}

impl Quirks {
    /// Those of most pictures.
    pub const NONE: Self =
        Self { lacks_colours: false, is_interlaced: false, is_see_through: false, has_wide_gamut: false };
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
    /// Stores some of the segments while the analysis goes on, and what the video is. What an earlier attempt stored
    /// under the same ids is replaced; what a person changed of it stays, and so do the looks of what was moved.
    async fn record_segments(
        &self,
        ctx: &ProfileContext,
        id: SourceVideoId,
        probe: &Probe,
        segments: &[(SegmentId, AnalysedSegment)],
    ) -> Result<(), StoreError>;
    /// Stores what there is to look through a source video; its files already are.
    async fn record_viewing(
        &self,
        ctx: &ProfileContext,
        id: SourceVideoId,
        viewing: Viewing,
    ) -> Result<(), StoreError>;
    /// Stores what analysis found, in place of what an earlier attempt stored, and makes the video ready. Segments
    /// that a person made or changed stay as they are.
    async fn record_analysis(
        &self,
        ctx: &ProfileContext,
        id: SourceVideoId,
        probe: &Probe,
        segments: &[(SegmentId, AnalysedSegment)],
    ) -> Result<(), StoreError>;
    /// Marks a source video as unusable, with the reason for the person; of its segments those stay that a person made
    /// or changed, for an analysis that goes better.
    async fn record_failure(
        &self,
        ctx: &ProfileContext,
        id: SourceVideoId,
        reason: &str,
    ) -> Result<(), StoreError>;
    /// Lists the segments of some source videos by place, without those that were removed.
    async fn segments(&self, ctx: &ProfileContext, ids: &[SourceVideoId])
    -> Result<Vec<Segment>, StoreError>;
    /// Finds a segment that was not removed.
    async fn find_segment(&self, ctx: &ProfileContext, id: SegmentId) -> Result<Segment, StoreError>;
    /// Stores a segment that a person made, unless one of the very same span is there: that one is returned then, and
    /// no later analysis moves it. Of two at once one is stored.
    async fn create_segment(&self, ctx: &ProfileContext, new: &Segment) -> Result<Segment, StoreError>;
    /// Changes the given fields of a segment, and where looks are given, those: they are of its new place.
    async fn update_segment(
        &self,
        ctx: &ProfileContext,
        id: SegmentId,
        change: &SegmentChange,
        looks: Option<SegmentLooks>,
    ) -> Result<Segment, StoreError>;
    /// Removes a segment: nothing shows it any more, and no later analysis brings it back.
    async fn remove_segment(&self, ctx: &ProfileContext, id: SegmentId) -> Result<(), StoreError>;
    /// Brings a removed segment back as it was; one that is there stays.
    async fn restore_segment(&self, ctx: &ProfileContext, id: SegmentId) -> Result<Segment, StoreError>;
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
