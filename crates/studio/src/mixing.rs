//! What sounds in a clip and what lies over it: the files that its plan names, brought to this machine.

use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
};

use domain::{
    Chunk, ContentHash, Cut, Frames, HeardShot, Look, MediaError, MediaKey, Mix, Music, MusicBed, MusicId,
    MusicTrack, OriginalSound, PictureId, ProfileContext, RenderPlan, Soundtrack, StoreError,
};

use crate::{Studio, assemble::Footage, work::WorkError};

impl Studio {
    /// Gathers everything that sounds in a clip.
    pub(crate) async fn soundtrack(
        &self,
        ctx: &ProfileContext,
        plan: &RenderPlan,
        footage: &Footage,
        scratch: &Path,
    ) -> Result<Soundtrack, WorkError> {
        let Mix { music, original_percent } = plan.mix;
        let voice = self.voice(ctx, plan, scratch).await?;
        let music = match music {
            Some(bed) => Some(self.music_track(ctx, bed, scratch).await?),
            None => None,
        };
        let shots = || plan.chunks.iter().flat_map(|chunk| heard(chunk, footage)).collect();
        let original = (original_percent > 0)
            .then(|| OriginalSound { percent: original_percent.min(100), shots: shots() });
        Ok(Soundtrack { voice, frames: plan.frames(), music, original })
    }

    /// Joins the sentences' sounds, which are whole frames each, into one file; an end card is silent.
    async fn voice(
        &self,
        ctx: &ProfileContext,
        plan: &RenderPlan,
        scratch: &Path,
    ) -> Result<PathBuf, WorkError> {
        let sounds: Vec<(Option<ContentHash>, Frames)> =
            plan.chunks.iter().map(|chunk| (chunk.sound.clone(), chunk.frames)).collect();
        Ok(self.join_sounds(ctx, &sounds, scratch).await?)
    }

    /// Refuses music and a logo that have been deleted: that costs nothing to find out before anything is paid for.
    pub(crate) async fn check_material(
        &self,
        ctx: &ProfileContext,
        mixes: &[Mix],
        look: &Look,
    ) -> Result<(), WorkError> {
        let pieces: BTreeSet<MusicId> = mixes.iter().filter_map(|mix| Some(mix.music?.music)).collect();
        for piece in pieces {
            self.piece(ctx, piece).await?;
        }
        let Some(logo) = &look.logo else { return Ok(()) };
        let size_bytes = self.ports.media.size(ctx, &MediaKey::Picture(logo.picture)).await?;
        if size_bytes.is_some() { Ok(()) } else { Err(picture_gone()) }
    }

    async fn piece(&self, ctx: &ProfileContext, id: MusicId) -> Result<Music, WorkError> {
        self.ports.music.find(ctx, id).await.map_err(|error| match error {
            StoreError::NotFound => WorkError::never(
                "music_gone",
                "the music of this video has been deleted; choose another piece, or none, and generate it again",
            ),
            other => other.into(),
        })
    }

    async fn music_track(
        &self,
        ctx: &ProfileContext,
        bed: MusicBed,
        scratch: &Path,
    ) -> Result<MusicTrack, WorkError> {
        let music = self.piece(ctx, bed.music).await?;
        let file = self.ports.media.local(ctx, &MediaKey::Music(bed.music), scratch).await?;
        let domain::MusicFacts { duration_ms, loudness_lufs } = music.facts;
        Ok(MusicTrack { path: file.path, duration_ms, loudness_lufs, bed })
    }

    /// Brings the logo's picture to this machine, where the look has one.
    pub(crate) async fn logo(
        &self,
        ctx: &ProfileContext,
        look: &Look,
        scratch: &Path,
    ) -> Result<Option<PathBuf>, WorkError> {
        let Some(logo) = &look.logo else { return Ok(None) };
        Ok(Some(self.picture(ctx, logo.picture, scratch).await?))
    }

    async fn picture(
        &self,
        ctx: &ProfileContext,
        id: PictureId,
        scratch: &Path,
    ) -> Result<PathBuf, WorkError> {
        match self.ports.media.local(ctx, &MediaKey::Picture(id), scratch).await {
            Ok(file) => Ok(file.path),
            Err(MediaError::NotFound) => Err(picture_gone()),
            Err(error) => Err(error.into()),
        }
    }
}

fn picture_gone() -> WorkError {
    let detail =
        "the logo of this video has been deleted; choose another picture, or none, and generate it again";
    WorkError::never("picture_gone", detail)
}

/// Returns what of a chunk's footage can be heard.
fn heard(chunk: &Chunk, footage: &Footage) -> Vec<HeardShot> {
    if chunk.cuts.is_empty() {
        return vec![silent(chunk.frames)];
    }
    let shot = |cut: &Cut| {
        let found = footage.get(&cut.source_video);
        let file = found.filter(|(_, probe)| probe.has_sound).map(|(file, _)| file.clone());
        let (start_ms, speed_percent) = (cut.start_ms, cut.transform.speed_percent);
        HeardShot { file, start_ms, frames: cut.frames, speed_percent, entry: cut.entry }
    };
    chunk.cuts.iter().filter(|cut| cut.frames > Frames(0)).map(shot).collect()
}

fn silent(frames: Frames) -> HeardShot {
    HeardShot { file: None, start_ms: 0, frames, speed_percent: 100, entry: domain::Transition::Cut }
}
