//! Generate: a project becomes finished variants in the library.

use std::{collections::HashMap, path::Path};

use domain::{
    Choice, ClipId, FootageFile, Job, MediaKey, Narration, Probe, ProfileContext, Project, ProjectId,
    RenderPlan, Segment, SourceVideoId, StoreError, choose,
};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::{
    Studio,
    assemble::Cut,
    report::{Report, Span},
    work::WorkError,
};

/// What is to be generated.
pub(crate) struct Wanted {
    pub(crate) project: ProjectId,
    pub(crate) variants: u8,
    pub(crate) seed: u64,
    /// Whether the job will not be tried again.
    pub(crate) last_attempt: bool,
}

impl Studio {
    pub(crate) async fn generate(
        &self,
        job: &Job,
        wanted: Wanted,
        report: &Report,
    ) -> Result<Value, WorkError> {
        let Wanted { project, variants, seed, last_attempt } = wanted;
        let ctx = &job.context();
        let scratch = self.scratch_folder()?;
        let project = self.ports.projects.find(ctx, project).await?;
        self.check_captions(&project)?;
        let footage = self.local_footage(ctx, &project, scratch.path()).await?;
        let segments = self.ports.footage.segments(ctx, &project.source_videos).await?;
        let narration = self
            .narrate_project(
                job,
                &project,
                scratch.path(),
                last_attempt,
                (report, Span::WHOLE.part(0.0, 0.05)),
            )
            .await?;
        let lengths: Vec<_> = narration.sentences.iter().map(|sentence| sentence.frames).collect();
        let choices = choose(&lengths, &segments, variants, seed)?;
        let style = self.ports.profiles.settings(ctx).await?.captions;
        let mut clips: Vec<ClipId> = Vec::with_capacity(choices.len());
        let mut notes: Vec<String> = Vec::new();
        for (index, choice) in choices.iter().enumerate() {
            let variant = u8::try_from(index + 1).unwrap_or(u8::MAX);
            let share = |n: usize| crate::narrate::share_of(n, choices.len());
            let span = Span::WHOLE.part(0.05, 1.0).part(share(index), share(index + 1));
            let id = clip_id(job, variant);
            let said = notes_of(&narration, choice, &segments);
            // A job that goes on after an interruption finds the variants that it finished.
            match self.ports.clips.find(ctx, id).await {
                Ok(_finished) => {}
                Err(StoreError::NotFound) => {
                    let plan = RenderPlan::of(&narration, choice, style);
                    let cut = Cut { id, variant, of: choices.len(), plan: &plan, notes: said.clone() };
                    self.assemble(ctx, &project, &narration, &footage, cut, scratch.path(), (report, span))
                        .await?;
                }
                Err(error) => return Err(error.into()),
            }
            clips.push(id);
            for note in said {
                if !notes.contains(&note) {
                    notes.push(note);
                }
            }
        }
        Ok(json!({ "clip_ids": clips, "notes": notes }))
    }

    fn check_captions(&self, project: &Project) -> Result<(), WorkError> {
        let missing = self.ports.renderer.unwritable(project.script.as_str());
        if missing.is_empty() {
            return Ok(());
        }
        let some: String = missing.iter().take(20).collect();
        let detail = format!("the caption fonts have no signs for: {some}. Write the script without them.");
        Err(WorkError::never("script_not_writable", detail))
    }

    async fn local_footage(
        &self,
        ctx: &ProfileContext,
        project: &Project,
        scratch: &Path,
    ) -> Result<HashMap<SourceVideoId, (FootageFile, Probe)>, WorkError> {
        let mut footage = HashMap::new();
        for id in &project.source_videos {
            let video = self.ports.footage.find(ctx, *id).await?;
            let Some(probe) = video.probe else {
                let detail =
                    format!("{} is not ready; wait for its analysis or remove it", video.name.as_str());
                return Err(WorkError::never("footage_not_ready", detail));
            };
            let local = self.ports.media.local(ctx, &MediaKey::SourceVideo(*id), scratch).await?;
            footage.insert(*id, (FootageFile { path: local.path, container: video.container }, probe));
        }
        Ok(footage)
    }
}

/// The same job makes the same clip for a variant, however often it is interrupted.
pub(crate) fn clip_id(job: &Job, variant: u8) -> ClipId {
    ClipId::from(Uuid::new_v5(&job.fields.id.uuid(), &[variant]))
}

/// What the person should know about a variant.
fn notes_of(narration: &Narration, choice: &Choice, segments: &[Segment]) -> Vec<String> {
    let mut notes = narration.notes.clone();
    notes.extend(repeats_of(narration, choice, segments));
    notes
}

fn repeats_of(narration: &Narration, choice: &Choice, segments: &[Segment]) -> Option<String> {
    if choice.repeats == 0 {
        return None;
    }
    let shown: u32 = segments.iter().map(|s| s.end_ms.saturating_sub(s.start_ms)).sum();
    Some(format!(
        "The footage ({:.1} s in {} segments) is shorter than the narration ({:.1} s), so {} shots come again. \
         Add footage to avoid that.",
        f64::from(shown) / 1000.0,
        segments.len(),
        narration.frames().seconds(),
        choice.repeats
    ))
}
