//! The render plan: the pure value that says exactly what to render.

use serde::{Deserialize, Serialize};

use crate::{
    Canvas, CaptionStyle, Choice, ContentHash, Cue, EndCard, Format, Frames, Look, Making, Mix, Motion,
    Narration, Quality, Shot, SourceVideoId, SpokenSentence, Transform, Transition,
};

/// What one clip consists of, in whole frames.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RenderPlan {
    /// Where it will be shown.
    pub format: Format,
    /// How carefully it is encoded.
    pub quality: Quality,
    /// One chunk a sentence, in order; then the end card, where there is one.
    pub chunks: Vec<Chunk>,
    /// What sounds beside the voice.
    pub mix: Mix,
}

/// A sentence's picture, captions and sound; or the end card.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Chunk {
    /// The length.
    pub frames: Frames,
    /// The shot before the chunk, for a first cut that begins with a transition.
    pub before: Option<Cut>,
    /// The cuts in order; their frames sum to the length. None in an end card.
    pub cuts: Vec<Cut>,
    /// The captions, in frames from the chunk's beginning.
    pub captions: Vec<Cue>,
    /// How the captions look.
    pub style: CaptionStyle,
    /// What is done to every picture.
    pub look: Look,
    /// What is shown in place of footage.
    pub card: Option<EndCard>,
    /// Names the sentence's sound in the profile's cache; nothing is said in an end card.
    pub sound: Option<ContentHash>,
}

/// A stretch of a source video.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Cut {
    /// The source video.
    pub source_video: SourceVideoId,
    /// Where it begins, in milliseconds.
    pub start_ms: u32,
    /// How long it is shown; at another speed, as long as it is shown.
    pub frames: Frames,
    /// How the picture is shown.
    pub transform: Transform,
    /// How the view of a still picture moves.
    pub motion: Motion,
    /// How the shot before becomes this one.
    pub entry: Transition,
}

/// How the shots of a video are to look and sound, with what the profile settles in the place of what the project
/// leaves open.
#[derive(Debug, Clone)]
pub struct Finish<'m> {
    /// What was settled for the project.
    pub making: &'m Making,
    /// How captions look.
    pub captions: CaptionStyle,
    /// What is done to every picture.
    pub look: Look,
    /// What sounds beside the voice.
    pub mix: Mix,
}

/// Makes a sentence's chunk; its first shot comes out of the last one of the chunk before.
fn spoken(sentence: &SpokenSentence, shots: &[Shot], before: Option<Cut>, finish: &Finish<'_>) -> Chunk {
    let transition = finish.making.transition;
    let cut = |(n, shot): (usize, &Shot)| Cut {
        transform: shot.transform,
        motion: shot.motion,
        // Nothing comes before the first shot of all.
        entry: if n == 0 && before.is_none() { Transition::Cut } else { transition },
        ..Cut::plain(shot.source_video, shot.start_ms, shot.frames)
    };
    let cuts: Vec<Cut> = shots.iter().enumerate().map(cut).collect();
    // How the shot before came about does not show any more, and must not part what is the same in the cache.
    let blends = matches!(transition, Transition::Dip | Transition::Crossfade);
    let before = before.filter(|_| blends);
    let before = before.map(|before| Cut { entry: Transition::Cut, ..before });
    Chunk {
        before,
        style: finish.captions,
        look: finish.look.clone(),
        sound: Some(sentence.sound.clone()),
        ..Chunk::plain(cuts, finish.captions.cues(&sentence.words, sentence.frames))
    }
}

impl Chunk {
    /// Shows cuts as they were filmed, with captions in the standard style and nothing to hear.
    pub fn plain(cuts: Vec<Cut>, captions: Vec<Cue>) -> Self {
        Self {
            frames: cuts.iter().map(|cut| cut.frames).sum(),
            before: None,
            cuts,
            captions,
            style: CaptionStyle::default(),
            look: Look::default(),
            card: None,
            sound: None,
        }
    }
}

impl Cut {
    /// Shows a stretch as it was filmed.
    pub fn plain(source_video: SourceVideoId, start_ms: u32, frames: Frames) -> Self {
        Self {
            source_video,
            start_ms,
            frames,
            transform: Transform::default(),
            motion: Motion::Still,
            entry: Transition::Cut,
        }
    }
}

impl RenderPlan {
    /// Joins a narration, the shots chosen for it in the same order, and how they are to look and sound.
    pub fn of(narration: &Narration, choice: &Choice, finish: &Finish<'_>) -> Self {
        let making = finish.making;
        let mut chunks: Vec<Chunk> = Vec::with_capacity(narration.sentences.len() + 1);
        for (sentence, shots) in narration.sentences.iter().zip(&choice.sentences) {
            let before = chunks.last().and_then(|chunk| chunk.cuts.last()).copied();
            chunks.push(spoken(sentence, shots, before, finish));
        }
        if let Some(card) = &making.end_card {
            let frames = card.frames;
            let look = finish.look.clone();
            chunks.push(Chunk {
                frames,
                look,
                card: Some(card.clone()),
                ..Chunk::plain(Vec::new(), Vec::new())
            });
        }
        Self { format: making.format, quality: making.quality, chunks, mix: finish.mix }
    }

    /// Lists the source videos that it shows, each once.
    pub fn source_videos(&self) -> Vec<SourceVideoId> {
        let mut once = Vec::new();
        for chunk in &self.chunks {
            for cut in chunk.before.iter().chain(&chunk.cuts) {
                if !once.contains(&cut.source_video) {
                    once.push(cut.source_video);
                }
            }
        }
        once
    }

    /// Returns the whole length.
    pub fn frames(&self) -> Frames {
        self.chunks.iter().map(|chunk| chunk.frames).sum()
    }

    /// Returns the size of the picture.
    pub const fn canvas(&self) -> Canvas {
        self.quality.canvas(self.format)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Colour, SegmentId, TimingKind};

    fn sentence(frames: u32) -> SpokenSentence {
        let sound = ContentHash::of(&frames).unwrap();
        SpokenSentence { sound, frames: Frames(frames), words: Vec::new(), timing: TimingKind::Native }
    }

    fn shot(start_ms: u32, frames: u32) -> Shot {
        Shot {
            segment: SegmentId::new(),
            source_video: SourceVideoId::from(uuid::Uuid::nil()),
            start_ms,
            frames: Frames(frames),
            transform: Transform { zoom_percent: 120, ..Transform::default() },
            motion: Motion::ZoomIn,
            is_pinned: false,
            reason: String::new(),
        }
    }

    fn plan(making: &Making) -> RenderPlan {
        let sentences = vec![sentence(60), sentence(90)];
        let narration =
            Narration { sentences, voice_label: String::new(), notes: Vec::new(), spoken_by: None };
        let sentences = vec![vec![shot(0, 60)], vec![shot(5000, 45), shot(9000, 45)]];
        let choice = Choice { order: vec![0, 1], sentences, repeats: 0, warnings: Vec::new() };
        let (captions, look) = (CaptionStyle::default(), Look { sharpen: 1, ..Look::default() });
        RenderPlan::of(&narration, &choice, &Finish { making, captions, look, mix: making.mix })
    }

    #[test]
    fn a_plan_lasts_as_long_as_the_narration_and_the_card_at_its_end() {
        let black = Colour { red: 0, green: 0, blue: 0 };
        let card = EndCard {
            title: "Order today".to_owned(),
            detail: String::new(),
            frames: Frames(75),
            background: black,
            text_colour: black,
        };
        let making = Making { end_card: Some(card.clone()), format: Format::Square, ..Making::default() };
        let plan = plan(&making);
        assert_eq!((plan.frames(), plan.format), (Frames(60 + 90 + 75), Format::Square));
        let last = &plan.chunks[2];
        assert_eq!((&last.card, &last.sound, last.cuts.len(), last.look.sharpen), (&Some(card), &None, 0, 1));
        assert_eq!(plan.source_videos().len(), 1);
    }

    #[test]
    fn a_transition_comes_out_of_the_shot_before_even_where_that_is_in_another_chunk() {
        let cutting = plan(&Making::default());
        assert!(cutting.chunks.iter().all(|chunk| chunk.before.is_none()));
        let transition = Transition::Crossfade;
        let fading = plan(&Making { transition, ..Making::default() });
        let [first, second] = fading.chunks.as_slice() else { panic!("two chunks") };
        assert_eq!((first.before, first.cuts[0].entry), (None, Transition::Cut));
        assert_eq!(second.before.map(|cut| (cut.start_ms, cut.entry)), Some((0, Transition::Cut)));
        assert!(second.cuts.iter().all(|cut| cut.entry == transition));
        assert_eq!((second.cuts[0].transform.zoom_percent, second.cuts[0].motion), (120, Motion::ZoomIn));
    }
}
