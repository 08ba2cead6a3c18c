//! Generate: a project becomes finished variants in the library.

use std::{collections::HashMap, path::Path};

use domain::{
    Choice, ClipId, Finish, FootageFile, Ingredients, Job, MadeFrom, MediaKey, Mix, Narration, Probe,
    ProfileContext, Project, ProjectId, ProviderName, Recipe, RenderPlan, Segment, ShownSegment,
    SourceVideoId, StoreError, VoiceManner,
};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::{
    Studio,
    assemble::Cut,
    narrate::{Narrating, share_of},
    report::{Report, Span},
    shots::ShotTable,
    spend::Cause,
    variants::{caption_style, too_few},
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

/// What of a job is speaking; the rest is rendering.
const SPEAKING: f32 = 0.05;

impl Studio {
    pub(crate) async fn generate(
        &self,
        job: &Job,
        wanted: Wanted,
        report: &Report,
    ) -> Result<Value, WorkError> {
        let ctx = &job.context();
        let scratch = self.scratch_folder()?;
        let project = self.ports.projects.find(ctx, wanted.project).await?;
        self.check_captions(&project)?;
        let mixes = self.mixes_of_variants(ctx, &project.making, wanted.variants).await?;
        let look = project.making.look_in(&self.ports.profiles.settings(ctx).await?);
        self.check_material(ctx, &mixes, &look).await?;
        let footage = self.footage_of(ctx, &project.source_videos, scratch.path()).await?;
        let narrations = self.narrations_of_variants(job, &project, &wanted, scratch.path(), report).await?;
        let ids: Vec<ClipId> = (1..=wanted.variants).map(|variant| clip_id(job, variant)).collect();
        let table = self.shot_table(ctx, &project, wanted.seed, &ids).await?;
        let lengths: Vec<Vec<_>> =
            narrations.iter().map(|n| n.sentences.iter().map(|sentence| sentence.frames).collect()).collect();
        let choices = table.choose(&project.making, &lengths, wanted.variants)?;
        let mut notes = too_few(&project.making, wanted.variants, narrations.len(), &mixes);
        let all = ids.iter().zip(choices).zip(narrations.iter().cycle().zip(mixes));
        for (variant, ((id, choice), (narration, mix))) in (1_u8..).zip(all) {
            let (before, share) = (usize::from(variant) - 1, |n: usize| share_of(n, ids.len()));
            let span = Span::WHOLE.part(SPEAKING, 1.0).part(share(before), share(before + 1));
            let recipe = self.recipe(ctx, &project, (variant, mix), (narration, &choice), &table).await?;
            // A job that goes on after an interruption finds the variants that it finished.
            let clip = match self.ports.clips.find(ctx, *id).await {
                Ok(finished) => finished,
                Err(StoreError::NotFound) => {
                    let cut = Cut { id: *id, of: ids.len(), recipe, original: None };
                    self.assemble(ctx, &footage, cut, scratch.path(), (report, span)).await?
                }
                Err(error) => return Err(error.into()),
            };
            for note in clip.made.notes {
                if !notes.contains(&note) {
                    notes.push(note);
                }
            }
        }
        Ok(json!({ "clip_ids": ids, "notes": notes }))
    }

    /// Speaks the script once by each voice of the variants.
    async fn narrations_of_variants(
        &self,
        job: &Job,
        project: &Project,
        wanted: &Wanted,
        scratch: &Path,
        report: &Report,
    ) -> Result<Vec<Narration>, WorkError> {
        let ctx = &job.context();
        let voices = self.voices_of_variants(ctx, project, wanted.variants).await?;
        let mut narrations = Vec::with_capacity(voices.len());
        for (n, voice) in voices.iter().enumerate() {
            let cause = Cause { job: Some(job.fields.id), project: Some(project.id) };
            let last_attempt = wanted.last_attempt;
            let what = Narrating { script: &project.script, voice, cause, last_attempt };
            let span = Span::WHOLE
                .part(0.0, SPEAKING)
                .part(share_of(n, voices.len()), share_of(n + 1, voices.len()));
            narrations.push(self.narrate(ctx, what, scratch, (report, span)).await?);
        }
        Ok(narrations)
    }

    /// Writes a variant's recipe.
    async fn recipe(
        &self,
        ctx: &ProfileContext,
        project: &Project,
        (variant, mix): (u8, Mix),
        (narration, choice): (&Narration, &Choice),
        table: &ShotTable,
    ) -> Result<Recipe, WorkError> {
        let settings = self.ports.profiles.settings(ctx).await?;
        let making = &project.making;
        let (captions, look) = (making.captions_in(&settings), making.look_in(&settings));
        let narration = narration.in_order(&choice.order);
        let manner = manner_of(&narration, &project.voice.provider);
        let finish = Finish {
            making,
            captions: caption_style(captions, making, variant - 1),
            look: look.clone(),
            mix,
        };
        let plan = RenderPlan::of(&narration, choice, &finish);
        let shown =
            |segment: &&Segment| choice.sentences.iter().flatten().any(|shot| shot.segment == segment.id);
        let made_from = MadeFrom {
            script: project.script.clone(),
            voice: project.voice.clone(),
            manner: manner.or_else(|| Some(settings.tts.manner_of(&project.voice.provider))),
            making: making.clone(),
            source_videos: project.source_videos.clone(),
            captions,
            look,
            segments: table.segments.iter().filter(shown).map(ShownSegment::from).collect(),
        };
        let notes = narration.notes.iter().chain(&choice.warnings).cloned().collect();
        let ingredients = Ingredients {
            project: project.id,
            project_name: project.name.clone(),
            variant,
            made_from,
            narration,
            shots: choice.sentences.clone(),
            chosen_from: Some(table.chosen_from.clone()),
            notes,
        };
        Ok(Recipe::of(self.ports.renderer.engine(), ingredients, plan))
    }

    /// Refuses signs that no font has, in what is said and on the card at the end.
    fn check_captions(&self, project: &Project) -> Result<(), WorkError> {
        let card = project.making.end_card.as_ref();
        let written =
            [Some(project.script.as_str()), card.map(|c| c.title.as_str()), card.map(|c| c.detail.as_str())];
        let missing: Vec<char> =
            written.into_iter().flatten().flat_map(|text| self.ports.renderer.unwritable(text)).collect();
        if missing.is_empty() {
            return Ok(());
        }
        let some: String = missing.iter().take(20).collect();
        let detail =
            format!("the caption fonts have no signs for: {some}. Write script and end card without them.");
        Err(WorkError::never("script_not_writable", detail))
    }

    /// Brings the files of source videos to this machine; all must be ready.
    pub(crate) async fn footage_of(
        &self,
        ctx: &ProfileContext,
        ids: &[SourceVideoId],
        scratch: &Path,
    ) -> Result<HashMap<SourceVideoId, (FootageFile, Probe)>, WorkError> {
        let mut footage = HashMap::new();
        for id in ids {
            let video = self.ports.footage.find(ctx, *id).await.map_err(|error| match error {
                StoreError::NotFound => WorkError::never(
                    "footage_gone",
                    "footage that this video shows has been deleted; choose other footage, and generate it anew",
                ),
                other => other.into(),
            })?;
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

/// Returns how the chosen engine was settled when it spoke, which may be long ago; nothing where another one spoke.
fn manner_of(narration: &Narration, chosen: &ProviderName) -> Option<VoiceManner> {
    let by = narration.spoken_by.as_ref().filter(|by| by.voice.provider == *chosen);
    by.map(|by| by.manner.clone())
}

/// The same job makes the same clip for a variant, however often it is interrupted.
pub(crate) fn clip_id(job: &Job, variant: u8) -> ClipId {
    ClipId::from(Uuid::new_v5(&job.fields.id.uuid(), &[variant]))
}
