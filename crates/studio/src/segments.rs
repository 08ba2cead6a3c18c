//! Segments: what a person makes of footage.

use domain::{
    Container, FootageFile, FootageState, InvalidSegment, MediaError, MediaKey, PictureHash, Probe,
    ProfileContext, RenderError, Scores, Segment, SegmentChange, SegmentId, SegmentMarks, SourceVideo,
    SourceVideoId, StoreError,
};
use uuid::Uuid;

use crate::Studio;

impl Studio {
    /// Makes a segment of a span that a person chose. The same span again is the same segment.
    ///
    /// # Errors
    /// [`SegmentError`].
    pub async fn create_segment(
        &self,
        ctx: &ProfileContext,
        video: SourceVideoId,
        new: SegmentChange,
    ) -> Result<Segment, SegmentError> {
        let new = new.checked()?;
        let video = self.ports.footage.find(ctx, video).await?;
        let probe = probe_of(&video)?;
        let (start_ms, end_ms) = (new.start_ms.unwrap_or(0), new.end_ms.unwrap_or(probe.duration_ms));
        Segment::check_span(start_ms, end_ms, probe.duration_ms)?;
        let others = self.ports.footage.segments(ctx, &[video.id]).await?;
        let (scores, hash) = looks(&others, start_ms, end_ms);
        let id = made_id(video.id, start_ms, end_ms);
        let marks = new.marks(SegmentMarks::default());
        let segment = Segment { id, source_video: video.id, start_ms, end_ms, scores, hash, marks };
        self.take_picture(ctx, &video, &segment).await?;
        Ok(self.ports.footage.create_segment(ctx, &segment).await?)
    }

    /// Changes what the person names of a segment; the rest stays.
    ///
    /// # Errors
    /// [`SegmentError`]; nothing is changed then.
    pub async fn change_segment(
        &self,
        ctx: &ProfileContext,
        id: SegmentId,
        change: SegmentChange,
    ) -> Result<Segment, SegmentError> {
        let change = change.checked()?;
        let segment = self.ports.footage.find_segment(ctx, id).await?;
        if !change.moves() {
            return Ok(self.ports.footage.update_segment(ctx, id, &change).await?);
        }
        let video = self.ports.footage.find(ctx, segment.source_video).await?;
        let start_ms = change.start_ms.unwrap_or(segment.start_ms);
        let end_ms = change.end_ms.unwrap_or(segment.end_ms);
        Segment::check_span(start_ms, end_ms, probe_of(&video)?.duration_ms)?;
        self.take_picture(ctx, &video, &Segment { start_ms, end_ms, ..segment }).await?;
        // Both ends, so that what was checked together is stored together.
        let change = SegmentChange { start_ms: Some(start_ms), end_ms: Some(end_ms), ..change };
        Ok(self.ports.footage.update_segment(ctx, id, &change).await?)
    }

    /// Removes a segment; it can be brought back as long as its video is there.
    pub async fn remove_segment(&self, ctx: &ProfileContext, id: SegmentId) -> Result<(), StoreError> {
        self.ports.footage.remove_segment(ctx, id).await
    }

    /// Brings a removed segment back.
    pub async fn restore_segment(&self, ctx: &ProfileContext, id: SegmentId) -> Result<Segment, StoreError> {
        self.ports.footage.restore_segment(ctx, id).await
    }

    /// Stores the picture of a segment's middle, from the small video where there is one.
    async fn take_picture(
        &self,
        ctx: &ProfileContext,
        video: &SourceVideo,
        segment: &Segment,
    ) -> Result<(), SegmentError> {
        let scratch = self.scratch_folder()?;
        let (key, container) = match video.viewing {
            Some(_) => (MediaKey::Proxy(video.id), Container::Mp4),
            None => (MediaKey::SourceVideo(video.id), video.container),
        };
        let local = self.ports.media.local(ctx, &key, scratch.path()).await?;
        let file = FootageFile { path: local.path, container };
        let out = scratch.path().join("picture.jpg");
        self.ports.renderer.picture(ctx, &file, segment.middle_ms(), &out).await?;
        let key = MediaKey::SegmentThumbnail(video.id, segment.id);
        self.ports.media.put(ctx, &key, &out).await?;
        Ok(())
    }
}

/// The same span of a video is the same segment, so that a request that is sent twice makes one.
fn made_id(video: SourceVideoId, start_ms: u32, end_ms: u32) -> SegmentId {
    let place = format!("from {start_ms} to {end_ms} ms");
    SegmentId::from(Uuid::new_v5(&video.uuid(), place.as_bytes()))
}

fn probe_of(video: &SourceVideo) -> Result<Probe, SegmentError> {
    match (&video.state, video.probe) {
        (FootageState::Failed(_), _) => Err(SegmentError::Failed),
        (_, Some(probe)) => Ok(probe),
        (_, None) => Err(SegmentError::StillAnalysing),
    }
}

/// Scores a span by what was found in it, each find as far as it lies in the span; the picture's hash is that of
/// the find that shares most of it.
fn looks(others: &[Segment], start_ms: u32, end_ms: u32) -> (Scores, Option<PictureHash>) {
    let shared = |other: &Segment| other.shared_ms(start_ms, end_ms);
    let all: u64 = others.iter().map(|other| u64::from(shared(other))).sum();
    let mean = |value: fn(&Scores) -> f32| {
        others
            .iter()
            .map(|other| domain::ratio(u64::from(shared(other)), all) * value(&other.scores))
            .sum::<f32>()
    };
    let nearest = others.iter().filter(|other| shared(other) > 0).max_by_key(|other| shared(other));
    let scores = Scores {
        motion: mean(|scores| scores.motion),
        variance: mean(|scores| scores.variance),
        sharpness: mean(|scores| scores.sharpness),
        contrast: mean(|scores| scores.contrast),
        brightness: mean(|scores| scores.brightness),
        steadiness: nearest.and_then(|other| other.scores.steadiness),
    };
    (scores, nearest.and_then(|other| other.hash))
}

/// Says why a segment was not made or changed.
#[derive(Debug, thiserror::Error)]
pub enum SegmentError {
    /// It cannot be kept like this.
    #[error(transparent)]
    Invalid(#[from] InvalidSegment),
    /// Nothing is known of its video yet.
    #[error("the video is still being opened; try again in a moment")]
    StillAnalysing,
    /// Its video cannot be used.
    #[error("the video cannot be used, so nothing can be cut from it; upload it again")]
    Failed,
    /// The picture could not be taken.
    #[error(transparent)]
    Picture(#[from] RenderError),
    /// The disk.
    #[error("a file could not be read or written")]
    Disk(#[from] std::io::Error),
    /// A file could not be read or kept.
    #[error(transparent)]
    Media(#[from] MediaError),
    /// The row could not be read or kept.
    #[error(transparent)]
    Store(#[from] StoreError),
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(start_ms: u32, end_ms: u32, motion: f32, hash: u64) -> Segment {
        Segment {
            id: SegmentId::new(),
            source_video: SourceVideoId::new(),
            start_ms,
            end_ms,
            scores: Scores { motion, ..Scores::default() },
            hash: Some(PictureHash(hash)),
            marks: SegmentMarks::default(),
        }
    }

    #[test]
    fn a_span_is_as_good_as_what_was_found_in_it() {
        let others = [found(0, 2000, 0.2, 1), found(2000, 4000, 0.8, 2), found(4000, 6000, 1.0, 3)];
        let (scores, hash) = looks(&others, 1500, 3000);
        assert!((scores.motion - (0.2 + 2.0 * 0.8) / 3.0).abs() < 1e-6, "{scores:?}");
        assert_eq!(hash, Some(PictureHash(2)));
        assert_eq!(looks(&[], 0, 1000), (Scores::default(), None));
    }

    #[test]
    fn the_same_span_is_the_same_segment() {
        let video = SourceVideoId::new();
        assert_eq!(made_id(video, 10, 900), made_id(video, 10, 900));
        assert_ne!(made_id(video, 10, 900), made_id(video, 109, 00));
        assert_ne!(made_id(video, 10, 900), made_id(SourceVideoId::new(), 10, 900));
    }
}
