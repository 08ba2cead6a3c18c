//! Typesetting: where each word of a caption stands, in pixels. What is burned in and what a page previews are drawn
//! from the same values.

use std::borrow::Cow;

use crate::{CaptionFont, CaptionStyle, Format};

/// How solid the shadow of letters is, from 0 to 1.
pub const SHADOW_OPACITY: f64 = 0.6;
/// How solid a bar behind lines is, from 0 to 1.
pub const BAR_OPACITY: f64 = 0.72;

/// Words that are on screen together, each at its place.
#[derive(Debug, Clone, PartialEq)]
pub struct SetCaption {
    /// The size of the letters in pixels an em.
    pub em_px: f64,
    /// The size of the spoken word's.
    pub spoken_em_px: f64,
    /// What lies around the letters.
    pub edge: SetEdge,
    /// What lies behind whole lines.
    pub bars: Vec<SetBox>,
    /// The words in order.
    pub words: Vec<SetWord>,
}

/// What lies around letters, in pixels; nothing where 0.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct SetEdge {
    /// The width of the line around each letter.
    pub outline_px: f64,
    /// How far the line fades: the standard deviation of a Gaussian.
    pub blur_px: f64,
    /// How far the shadow falls, right and down.
    pub shadow_px: f64,
}

/// A word at its place.
#[derive(Debug, Clone, PartialEq)]
pub struct SetWord {
    /// Its line, from 0.
    pub line: usize,
    /// Its middle.
    pub centre_x: f64,
    /// The line on which its letters stand.
    pub baseline_y: f64,
    /// The same while it is spoken.
    pub spoken_baseline_y: f64,
    /// Its letters, in as few fonts as can write them; without what cannot be shown.
    pub runs: Vec<SetRun>,
    /// What a box behind it covers.
    pub frame: SetBox,
}

/// Letters of one font.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SetRun {
    /// The letters.
    pub text: String,
    /// The font.
    pub font: CaptionFont,
}

/// A box with round corners.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct SetBox {
    /// Its left edge.
    pub x: f64,
    /// Its upper edge.
    pub y: f64,
    /// From left to right.
    pub width: f64,
    /// From top to bottom.
    pub height: f64,
    /// The radius of its corners.
    pub radius: f64,
}

/// A font as a browser takes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FontFile {
    /// Which one it is.
    pub font: CaptionFont,
    /// The name under which captions ask for it.
    pub family: &'static str,
    /// The name of the file.
    pub file_name: &'static str,
    /// Names its content.
    pub hash: String,
    /// The file: `TrueType`.
    pub bytes: Cow<'static, [u8]>,
}

/// Sets captions. It has no state and needs no profile: letters are the same for everybody.
pub trait Typesetter: Send + Sync {
    /// Sets captions that follow each other; a cue of which nothing can be shown is empty.
    ///
    /// # Errors
    /// [`Unwritable`] when no font has a sign for a character.
    fn set(
        &self,
        cues: &[Vec<String>],
        style: CaptionStyle,
        format: Format,
    ) -> Result<Vec<SetCaption>, Unwritable>;

    /// Lists the fonts.
    fn fonts(&self) -> Vec<FontFile>;
}

/// No caption font has a sign for these characters.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the caption fonts have no sign for {0}; write the text without these letters")]
pub struct Unwritable(pub String);
