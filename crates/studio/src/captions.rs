//! Captions before anything is rendered: where each word will stand.

use domain::{CaptionStyle, FontFile, Format, Frames, SetCaption, SpokenWord, Unwritable};

use crate::Studio;

/// The most characters of which captions are previewed.
pub const MAX_CAPTION_CHARS: usize = 300;

/// Captions that follow each other.
#[derive(Debug, Clone, PartialEq)]
pub struct CaptionPreview {
    /// Each as it will be set.
    pub captions: Vec<SetCaption>,
}

/// Why captions cannot be previewed.
#[derive(Debug, thiserror::Error)]
pub enum CaptionPreviewError {
    /// Too much or nothing.
    #[error("captions are previewed of 1 to {MAX_CAPTION_CHARS} characters")]
    Text,
    /// No font has a sign.
    #[error(transparent)]
    Unwritable(#[from] Unwritable),
}

impl Studio {
    /// Sets a text as a video of the format would show it, as if it were spoken in one sentence.
    ///
    /// # Errors
    /// [`CaptionPreviewError`].
    pub fn preview_captions(
        &self,
        text: &str,
        style: CaptionStyle,
        format: Format,
    ) -> Result<CaptionPreview, CaptionPreviewError> {
        let count = text.chars().count();
        if text.trim().is_empty() || count > MAX_CAPTION_CHARS {
            return Err(CaptionPreviewError::Text);
        }
        // When words are spoken changes no line: they follow each other, a frame each.
        let word = |(n, text): (u32, &str)| {
            let start_ms = Frames(n).ms() + 1;
            SpokenWord { text: text.to_owned(), start_ms, end_ms: start_ms }
        };
        let words: Vec<SpokenWord> = (0..).zip(text.split_whitespace()).map(word).collect();
        let sentence = Frames(u32::try_from(words.len()).unwrap_or(u32::MAX));
        let cues: Vec<Vec<String>> = style
            .cues(&words, sentence)
            .into_iter()
            .map(|cue| cue.words.into_iter().map(|word| word.text).collect())
            .collect();
        let captions = self.ports.typesetter.set(&cues, style, format)?;
        Ok(CaptionPreview { captions })
    }

    /// Lists the fonts of captions.
    pub fn caption_fonts(&self) -> Vec<FontFile> {
        self.ports.typesetter.fonts()
    }
}
