//! Set captions on the wire: everything that a page needs to draw what will be burned in.

use domain::{BAR_OPACITY, CaptionEdge, CaptionStyle, FontFile, SHADOW_OPACITY};
use serde::Serialize;
use utoipa::ToSchema;

/// A picture's size in pixels.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Canvas {
    width: u32,
    height: u32,
}

impl From<domain::Canvas> for Canvas {
    fn from(canvas: domain::Canvas) -> Self {
        Self { width: canvas.width, height: canvas.height }
    }
}

/// The part of a picture that the networks' own buttons and texts leave free, in pixels.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct SafeBox {
    left: u32,
    top: u32,
    width: u32,
    height: u32,
}

impl From<domain::SafeBox> for SafeBox {
    fn from(free: domain::SafeBox) -> Self {
        Self { left: free.left, top: free.top, width: free.width, height: free.height }
    }
}

/// The colours, each as `#rrggbb`.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct SetColours {
    text: String,
    highlight: String,
    /// Of the line, the shadow, the light or the bar.
    edge: String,
    /// How solid the shadow is, 0 to 1.
    shadow_opacity: f64,
    /// How solid the bar is, 0 to 1.
    bar_opacity: f64,
}

impl SetColours {
    pub(crate) fn of(style: CaptionStyle) -> Self {
        Self {
            text: style.text_colour.to_string(),
            highlight: style.highlight_colour.to_string(),
            edge: style.outline_colour.to_string(),
            shadow_opacity: match style.preset.design().edge {
                CaptionEdge::Shadow { .. } => SHADOW_OPACITY,
                _ => 0.0,
            },
            bar_opacity: BAR_OPACITY,
        }
    }
}

/// Words that are on screen together.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct SetCaption {
    /// The size of the letters in pixels an em.
    em_px: f64,
    /// The size of the spoken word's.
    spoken_em_px: f64,
    /// The width of the line around each letter.
    outline_px: f64,
    /// How far the line fades into light: the standard deviation of a Gaussian.
    blur_px: f64,
    /// How far the shadow falls, right and down.
    shadow_px: f64,
    /// What lies behind whole lines.
    bars: Vec<SetBox>,
    words: Vec<SetWord>,
}

/// A word at its place.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct SetWord {
    /// Its line, from 0.
    line: usize,
    /// Its middle.
    centre_x: f64,
    /// The line on which its letters stand.
    baseline_y: f64,
    /// The same while it is spoken.
    spoken_baseline_y: f64,
    /// Its letters.
    runs: Vec<SetRun>,
    /// What a box behind it covers.
    frame: SetBox,
}

/// Letters of one font.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct SetRun {
    text: String,
    /// One of the `fonts` of the presets.
    family: String,
}

/// A box with round corners.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct SetBox {
    x: f64,
    y: f64,
    width: f64,
    height: f64,
    radius: f64,
}

impl From<domain::SetBox> for SetBox {
    fn from(set: domain::SetBox) -> Self {
        let domain::SetBox { x, y, width, height, radius } = set;
        Self { x, y, width, height, radius }
    }
}

impl SetCaption {
    pub(crate) fn of(caption: domain::SetCaption, fonts: &[FontFile]) -> Self {
        let run = |run: domain::SetRun| {
            let family = fonts.iter().find(|file| file.font == run.font).map_or("", |file| file.family);
            SetRun { text: run.text, family: family.to_owned() }
        };
        let word = |word: domain::SetWord| SetWord {
            line: word.line,
            centre_x: word.centre_x,
            baseline_y: word.baseline_y,
            spoken_baseline_y: word.spoken_baseline_y,
            runs: word.runs.into_iter().map(run).collect(),
            frame: word.frame.into(),
        };
        Self {
            em_px: caption.em_px,
            spoken_em_px: caption.spoken_em_px,
            outline_px: caption.edge.outline_px,
            blur_px: caption.edge.blur_px,
            shadow_px: caption.edge.shadow_px,
            bars: caption.bars.into_iter().map(SetBox::from).collect(),
            words: caption.words.into_iter().map(word).collect(),
        }
    }
}
