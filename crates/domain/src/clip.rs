//! Clips: the finished videos in a profile's library.

use async_trait::async_trait;
use chrono::{DateTime, Utc};

use crate::{
    ClipId, ContentHash, MadeFrom, Page, PageRequest, ProfileContext, ProjectId, Quality, SegmentId,
    StoreError,
};

/// A finished video.
#[derive(Debug, Clone, PartialEq)]
pub struct Clip {
    /// Its id.
    pub id: ClipId,
    /// What it is.
    pub made: NewClip,
    /// When it was finished.
    pub created_at: DateTime<Utc>,
}

/// What a clip is. Only a measured and approved file becomes one, and what was adopted from the original.
#[derive(Debug, Clone, PartialEq)]
pub struct NewClip {
    /// The project that it was made from, unless that was deleted.
    pub project: Option<ProjectId>,
    /// The project's name at that time.
    pub project_name: String,
    /// Which variant of its generation it is, from 1.
    pub variant: u8,
    /// Length in milliseconds.
    pub duration_ms: u32,
    /// Width in pixels.
    pub width: u32,
    /// Height in pixels.
    pub height: u32,
    /// Size in bytes.
    pub size_bytes: u64,
    /// Integrated loudness in LUFS.
    pub loudness_lufs: f64,
    /// Who spoke, as a person reads it.
    pub voice_label: String,
    /// What the person should know, such as repeated shots.
    pub notes: Vec<String>,
    /// Names everything that it was made from; another value now means that it is stale.
    pub fingerprint: ContentHash,
    /// Names the file that did not come along when the clip was adopted from the original; what is measured of a
    /// file is 0 then.
    pub missing_file: Option<String>,
    /// How carefully it was encoded.
    pub quality: Quality,
    /// What it was made from; nothing for one that was made before this was kept, or adopted.
    pub made_from: Option<MadeFrom>,
}

impl NewClip {
    /// Takes note of how many scenes for single use another clip shows, too.
    pub fn note_shared_scenes(&mut self, count: usize) {
        match count {
            0 => {}
            1 => self.notes.push("A scene that is for single use is in another clip, too.".to_owned()),
            count => {
                self.notes.push(format!("{count} scenes that are for single use are in other clips, too."));
            }
        }
    }
}

/// Keeps clips.
#[cfg_attr(feature = "mocks", mockall::automock)]
#[async_trait]
pub trait ClipStore: Send + Sync {
    /// Puts a clip into the library; the same id again changes nothing. It gets a note when it shows scenes for single
    /// use that another clip shows, other than pinned ones; some clips are left aside, such as the one that is rendered
    /// again.
    async fn create(
        &self,
        ctx: &ProfileContext,
        id: ClipId,
        new: NewClip,
        aside: &[ClipId],
    ) -> Result<Clip, StoreError>;
    /// Finds a clip.
    async fn find(&self, ctx: &ProfileContext, id: ClipId) -> Result<Clip, StoreError>;
    /// Lists clips, newest first; those of one project when it is named.
    async fn list(
        &self,
        ctx: &ProfileContext,
        project: Option<ProjectId>,
        page: &PageRequest,
    ) -> Result<Page<Clip>, StoreError>;
    /// Lists those of some segments that clips show, some clips left aside.
    async fn shown(
        &self,
        ctx: &ProfileContext,
        segments: &[SegmentId],
        aside: &[ClipId],
    ) -> Result<Vec<SegmentId>, StoreError>;
    /// Takes a clip out of the library.
    async fn delete(&self, ctx: &ProfileContext, id: ClipId) -> Result<(), StoreError>;
}
