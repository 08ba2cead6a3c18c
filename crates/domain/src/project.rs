//! Projects: an idea in work, with its script and the footage chosen for it.

use async_trait::async_trait;
use chrono::{DateTime, Utc};

use crate::{
    InvalidMaking, Making, MakingChanges, Page, PageRequest, ProfileContext, ProjectId, Script, SegmentId,
    SourceVideoId, StoreError, VoiceChoice,
};

/// An idea in work.
#[derive(Debug, Clone, PartialEq)]
pub struct Project {
    /// Its id.
    pub id: ProjectId,
    /// What the person calls it.
    pub name: String,
    /// What the voice says.
    pub script: Script,
    /// The footage to choose from, in the person's order.
    pub source_videos: Vec<SourceVideoId>,
    /// Who says it.
    pub voice: VoiceChoice,
    /// What is settled for its videos.
    pub making: Making,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// When it was last changed.
    pub updated_at: DateTime<Utc>,
}

/// A project that does not exist yet.
#[derive(Debug, Clone, PartialEq)]
pub struct NewProject {
    name: String,
    script: Script,
    source_videos: Vec<SourceVideoId>,
    voice: VoiceChoice,
    making: Making,
}

impl NewProject {
    /// Checks what a person put together.
    ///
    /// # Errors
    /// [`InvalidProject`], naming the field.
    pub fn new(
        name: &str,
        script: Script,
        source_videos: Vec<SourceVideoId>,
        voice: VoiceChoice,
    ) -> Result<Self, InvalidProject> {
        let (name, source_videos) = (name_of(name)?, footage_of(source_videos)?);
        Ok(Self { name, script, source_videos, voice, making: Making::default() })
    }

    /// Settles how its videos are made.
    ///
    /// # Errors
    /// [`InvalidProject::Making`].
    pub fn made(self, making: Making) -> Result<Self, InvalidProject> {
        Ok(Self { making: making.checked()?, ..self })
    }

    /// Returns the name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Returns the script.
    pub const fn script(&self) -> &Script {
        &self.script
    }

    /// Returns the footage.
    pub fn source_videos(&self) -> &[SourceVideoId] {
        &self.source_videos
    }

    /// Returns the voice.
    pub const fn voice(&self) -> &VoiceChoice {
        &self.voice
    }

    /// Returns what is settled for its videos.
    pub const fn making(&self) -> &Making {
        &self.making
    }
}

/// The fields of a project that a person changes; what is absent stays.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ProjectChanges {
    /// A new name.
    pub name: Option<String>,
    /// A new script.
    pub script: Option<Script>,
    /// Other footage.
    pub source_videos: Option<Vec<SourceVideoId>>,
    /// Another voice.
    pub voice: Option<VoiceChoice>,
    /// What is to be settled otherwise for its videos.
    pub making: MakingChanges,
}

impl ProjectChanges {
    /// Checks the fields that are there.
    ///
    /// # Errors
    /// [`InvalidProject`], naming the field.
    pub fn checked(self) -> Result<Self, InvalidProject> {
        Ok(Self {
            name: self.name.as_deref().map(name_of).transpose()?,
            source_videos: self.source_videos.map(footage_of).transpose()?,
            making: self.making.checked()?,
            ..self
        })
    }
}

/// The most source videos in a project.
const MAX_SOURCE_VIDEOS: usize = 100;

fn name_of(text: &str) -> Result<String, InvalidProject> {
    let name = text.trim();
    let fits = (1..=200).contains(&name.chars().count()) && !name.chars().any(char::is_control);
    if fits { Ok(name.to_owned()) } else { Err(InvalidProject::Name) }
}

fn footage_of(ids: Vec<SourceVideoId>) -> Result<Vec<SourceVideoId>, InvalidProject> {
    let mut once: Vec<SourceVideoId> = Vec::with_capacity(ids.len());
    for id in ids {
        if !once.contains(&id) {
            once.push(id);
        }
    }
    if once.len() > MAX_SOURCE_VIDEOS { Err(InvalidProject::TooMuchFootage) } else { Ok(once) }
}

/// A source video and its copy in another profile.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CopiedFootage {
    /// The source video.
    pub original: SourceVideoId,
    /// The copy.
    pub copy: SourceVideoId,
}

impl CopiedFootage {
    /// Names the copy of a segment, so that its picture and its row agree.
    pub fn segment(&self, original: SegmentId) -> SegmentId {
        SegmentId::from(uuid::Uuid::new_v5(&self.copy.uuid(), original.uuid().as_bytes()))
    }
}

/// Keeps projects.
#[cfg_attr(feature = "mocks", mockall::automock)]
#[async_trait]
pub trait ProjectStore: Send + Sync {
    /// Creates a project; [`StoreError::NotFound`] when a source video is not this profile's.
    /// The same id again changes nothing.
    async fn create(
        &self,
        ctx: &ProfileContext,
        id: ProjectId,
        new: NewProject,
    ) -> Result<Project, StoreError>;
    /// Copies a project with the rows of its footage and segments into another profile, all or nothing. The footage
    /// gets the ids under which its files were copied; one that is missing there is a [`StoreError::Conflict`].
    async fn copy(
        &self,
        from: &ProfileContext,
        id: ProjectId,
        to: &ProfileContext,
        copy: ProjectId,
        footage: &[CopiedFootage],
    ) -> Result<Project, StoreError>;
    /// Finds some projects; those that are not there are left out.
    async fn some(&self, ctx: &ProfileContext, ids: &[ProjectId]) -> Result<Vec<Project>, StoreError>;
    /// Finds a project.
    async fn find(&self, ctx: &ProfileContext, id: ProjectId) -> Result<Project, StoreError>;
    /// Lists projects, newest first.
    async fn list(&self, ctx: &ProfileContext, page: &PageRequest) -> Result<Page<Project>, StoreError>;
    /// Changes a project's named fields.
    async fn update(
        &self,
        ctx: &ProfileContext,
        id: ProjectId,
        changes: ProjectChanges,
    ) -> Result<Project, StoreError>;
    /// Deletes a project; its clips stay in the library.
    async fn delete(&self, ctx: &ProfileContext, id: ProjectId) -> Result<(), StoreError>;
}

/// Says which field of a project cannot be taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum InvalidProject {
    /// The name.
    #[error("a project's name has 1 to 200 characters on one line")]
    Name,
    /// The footage.
    #[error("a project uses at most {MAX_SOURCE_VIDEOS} source videos")]
    TooMuchFootage,
    /// What is settled for its videos.
    #[error(transparent)]
    Making(#[from] InvalidMaking),
}
