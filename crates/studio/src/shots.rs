//! Shots: what is chosen for each sentence, for the variants of a project, and for the person to see beforehand.

use std::collections::HashSet;

use domain::{
    Alternative, Choice, Chooser, ClipId, Coverage, FootageState, Frames, Language, Lines, Making,
    NoSegments, ProfileContext, Project, ProjectId, Segment, SegmentId, Sentence, SourceVideo, SourceVideoId,
    StoreError,
};

use crate::{ShotPlace, Studio, language::language_of};

/// A project's footage and script, ready to choose from.
pub(crate) struct ShotTable {
    pub(crate) sentences: Vec<Sentence>,
    pub(crate) segments: Vec<Segment>,
    language: Option<Language>,
    stills: HashSet<SourceVideoId>,
    taken: HashSet<SegmentId>,
    seed: u64,
}

impl ShotTable {
    /// Chooses the shots of variants whose sentences last so long; a variant's lengths come again when there are fewer.
    pub(crate) fn choose(
        &self,
        making: &Making,
        lengths: &[Vec<Frames>],
        variants: u8,
    ) -> Result<Vec<Choice>, NoSegments> {
        let mut chooser = self.chooser(making)?;
        let lengths = lengths.iter().cycle().take(usize::from(variants));
        lengths.map(|lengths| chooser.variant(lengths)).collect()
    }

    /// Lists what could stand in the place of a shot of variants that last so long.
    pub(crate) fn alternatives(
        &self,
        making: &Making,
        lengths: &[Vec<Frames>],
        place: ShotPlace,
    ) -> Result<Vec<Alternative>, NoSegments> {
        let mut chooser = self.chooser(making)?;
        let mut lengths = lengths.iter().cycle();
        for before in lengths.by_ref().take(usize::from(place.variant.saturating_sub(1))) {
            chooser.variant(before)?;
        }
        let Some(lengths) = lengths.next() else { return Ok(Vec::new()) };
        chooser.alternatives(lengths, (place.sentence, place.shot))
    }

    fn chooser<'t>(&'t self, making: &'t Making) -> Result<Chooser<'t>, NoSegments> {
        let lines = Lines { sentences: &self.sentences, language: self.language.as_ref() };
        let coverage = Coverage { segments: &self.segments, stills: &self.stills, taken: &self.taken };
        Chooser::new(&lines, &coverage, making, self.seed)
    }
}

impl Studio {
    /// Lays out what a project's shots are chosen from. The clips that are about to be made are left aside: what they
    /// show is not shown elsewhere.
    pub(crate) async fn shot_table(
        &self,
        ctx: &ProfileContext,
        project: &Project,
        seed: u64,
        aside: &[ClipId],
    ) -> Result<ShotTable, StoreError> {
        let mut ready: Vec<SourceVideo> = Vec::with_capacity(project.source_videos.len());
        for id in &project.source_videos {
            let video = self.ports.footage.find(ctx, *id).await?;
            if video.state == FootageState::Ready {
                ready.push(video);
            }
        }
        let ids: Vec<SourceVideoId> = ready.iter().map(|video| video.id).collect();
        let segments = self.ports.footage.segments(ctx, &ids).await?;
        let single: Vec<SegmentId> = segments.iter().filter(|s| s.marks.single_use).map(|s| s.id).collect();
        let taken = if single.is_empty() {
            HashSet::new()
        } else {
            self.ports.clips.shown(ctx, &single, aside).await?.into_iter().collect()
        };
        Ok(ShotTable {
            sentences: project.script.sentences(),
            language: language_of(project.script.as_str()),
            stills: ready.iter().filter(|video| video.container.is_still()).map(|video| video.id).collect(),
            segments,
            taken,
            seed,
        })
    }
}

/// The project's id is the seed: the same project gives the same variants.
pub(crate) fn seed_of(project: ProjectId) -> u64 {
    let (high, _low) = project.uuid().as_u64_pair();
    high
}
