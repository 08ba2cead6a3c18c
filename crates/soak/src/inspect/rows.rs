//! The rows, and what they say about each other.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;
use serde_json::Value;
use uuid::Uuid;

use super::Findings;
use crate::{Fault, look::Eye};

#[derive(Debug, Deserialize)]
pub(super) struct JobRow {
    profile_id: Uuid,
    id: Uuid,
    kind: String,
    task: Value,
    state: String,
    failure_code: Option<String>,
    failure_detail: Option<String>,
    result: Option<Value>,
    attempt: i64,
}

#[derive(Debug, Deserialize)]
pub(super) struct ClipRow {
    pub(super) profile_id: Uuid,
    pub(super) id: Uuid,
    project_id: Option<Uuid>,
    variant: u8,
    pub(super) size_bytes: i64,
}

#[derive(Debug, Deserialize)]
pub(super) struct FilmRow {
    pub(super) profile_id: Uuid,
    pub(super) id: Uuid,
    pub(super) size_bytes: i64,
    state: String,
}

#[derive(Debug, Deserialize)]
pub(super) struct SegmentRow {
    pub(super) profile_id: Uuid,
    pub(super) id: Uuid,
    pub(super) source_video_id: Uuid,
}

#[derive(Debug, Deserialize)]
struct ProjectRow {
    id: Uuid,
    script: String,
}

#[derive(Debug)]
pub(super) struct Rows {
    jobs: Vec<JobRow>,
    pub(super) clips: Vec<ClipRow>,
    pub(super) films: Vec<FilmRow>,
    pub(super) segments: Vec<SegmentRow>,
    projects: Vec<ProjectRow>,
    pub(super) profiles: BTreeSet<Uuid>,
}

impl Rows {
    pub(super) async fn read(eye: &Eye) -> Result<Self, Fault> {
        #[derive(Deserialize)]
        struct Id {
            id: Uuid,
        }
        let profiles: Vec<Id> = eye.rows("SELECT id FROM profiles").await?;
        Ok(Self {
            jobs: eye.rows("SELECT * FROM jobs").await?,
            clips: eye.rows("SELECT * FROM clips").await?,
            films: eye.rows("SELECT * FROM source_videos").await?,
            segments: eye.rows("SELECT * FROM segments").await?,
            projects: eye.rows("SELECT * FROM projects").await?,
            profiles: profiles.into_iter().map(|profile| profile.id).collect(),
        })
    }

    pub(super) fn script_of(&self, clip: &ClipRow) -> Option<&str> {
        let project = self.projects.iter().find(|project| Some(project.id) == clip.project_id)?;
        Some(&project.script)
    }

    pub(super) fn check(&self, findings: &mut Findings) {
        for job in &self.jobs {
            *findings.jobs.entry(format!("{} {}", job.kind, job.state)).or_default() += 1;
            findings.attempts += job.attempt;
            self.check_job(job, findings);
        }
        self.check_clips(findings);
        for film in self.films.iter().filter(|film| film.state == "analysing") {
            findings.accuse(format!("source video {} is analysed for ever: no job is left for it", film.id));
        }
    }

    fn check_job(&self, job: &JobRow, findings: &mut Findings) {
        let told = |text: &Option<String>| text.as_ref().is_some_and(|text| !text.is_empty());
        match job.state.as_str() {
            "done" => self.check_result(job, findings),
            "failed" | "dead" if told(&job.failure_code) && told(&job.failure_detail) => {}
            "failed" | "dead" => {
                findings.accuse(format!("job {} is {} and nobody knows why", job.id, job.state));
            }
            "cancelled" => {}
            state => findings.accuse(format!("job {} has not ended: {state}", job.id)),
        }
    }

    fn check_result(&self, job: &JobRow, findings: &mut Findings) {
        if job.kind == "analyse" {
            let film = job.task.get("source_video").and_then(|id| serde_json::from_value(id.clone()).ok());
            let ready = |found: &FilmRow| Some(found.id) == film && found.state == "ready";
            if !self.films.iter().any(ready) {
                findings.accuse(format!("analysis {} is done, but its source video is not ready", job.id));
            }
            return;
        }
        let clips = job.result.as_ref().and_then(|result| result.get("clip_ids")).cloned();
        let clips: Vec<Uuid> = clips.and_then(|ids| serde_json::from_value(ids).ok()).unwrap_or_default();
        if clips.is_empty() {
            findings.accuse(format!("job {} is done without a clip", job.id));
        }
        for clip in clips {
            let there = |found: &ClipRow| found.id == clip && found.profile_id == job.profile_id;
            if !self.clips.iter().any(there) {
                findings.accuse(format!("job {} is done, but its clip {clip} is not in the library", job.id));
            }
        }
    }

    /// Each project is ordered once here, so each of its variants is one clip.
    fn check_clips(&self, findings: &mut Findings) {
        let mut seen = BTreeMap::new();
        for clip in &self.clips {
            if let Some(other) = seen.insert((clip.project_id, clip.variant), clip.id) {
                findings.accuse(format!("clips {other} and {} are the same variant", clip.id));
            }
        }
    }
}
