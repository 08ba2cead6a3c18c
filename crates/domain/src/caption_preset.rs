//! Caption presets: the fixed looks among which a person chooses; colours and place are the person's own.

use serde::{Deserialize, Serialize};

use crate::{CaptionPosition, CaptionStyle, Colour, CueLimits, InvalidSettings};

/// A fixed look of captions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CaptionPreset {
    /// Heavy letters with an edge; the spoken word changes its colour.
    #[default]
    Classic,
    /// A box lies behind the spoken word.
    WordBox,
    /// The colour runs through the words as they are spoken.
    Karaoke,
    /// One to three large capitals at a time; the spoken word grows.
    Pop,
    /// Quiet letters with a shadow.
    Clean,
    /// Letters that glow.
    Neon,
    /// A bar behind the lines, as subtitles have.
    Bar,
}

/// The letters of a look.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum CaptionFont {
    /// Montserrat `ExtraBold`.
    Montserrat,
    /// Inter Bold.
    Inter,
    /// Anton, narrow and high.
    Anton,
    /// Noto Sans Bold.
    NotoSans,
}

/// What lies around or behind letters; pixels at full size, fewer where letters are smaller.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum CaptionEdge {
    /// A line around each letter.
    Outline {
        /// How wide it is.
        width_px: u32,
    },
    /// A thin line, and a shadow to the lower right.
    Shadow {
        /// How wide the line is.
        width_px: u32,
        /// How far the shadow falls.
        offset_px: u32,
    },
    /// A line that fades into light.
    Glow {
        /// How wide it is before it fades.
        width_px: u32,
        /// How far it fades.
        blur_px: u32,
    },
    /// A bar behind each line.
    Bar {
        /// How far it reaches beyond the letters to the left and right.
        padding_px: u32,
    },
}

/// How the spoken word is told from the others.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Highlight {
    /// By its colour.
    Colour,
    /// By a box behind it.
    Box,
    /// By a colour that runs through it and stays.
    Fill,
    /// By its colour and by its size.
    Grow {
        /// Its size in hundredths of the others'.
        percent: u32,
    },
}

/// Whether words stand as they are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum LetterCase {
    /// As written.
    AsWritten,
    /// In capitals.
    Capitals,
}

/// Everything of a look that a person does not choose.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CaptionDesign {
    /// The letters.
    pub font: CaptionFont,
    /// Their size in pixels an em, where they fit.
    pub em_px: u32,
    /// Capitals or not.
    pub case: LetterCase,
    /// What lies around them.
    pub edge: CaptionEdge,
    /// How the spoken word is told.
    pub highlight: Highlight,
    /// How much is on screen at once.
    pub limits: CueLimits,
}

impl CaptionPreset {
    /// Every preset, in the order in which a person chooses.
    pub const ALL: [Self; 7] =
        [Self::Classic, Self::WordBox, Self::Karaoke, Self::Pop, Self::Clean, Self::Neon, Self::Bar];

    /// Returns the name that the database and the API use.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Classic => "classic",
            Self::WordBox => "word_box",
            Self::Karaoke => "karaoke",
            Self::Pop => "pop",
            Self::Clean => "clean",
            Self::Neon => "neon",
            Self::Bar => "bar",
        }
    }

    /// Reads a name.
    ///
    /// # Errors
    /// [`InvalidSettings::Preset`] when it is none.
    pub fn parse(name: &str) -> Result<Self, InvalidSettings> {
        Self::ALL.into_iter().find(|preset| preset.as_str() == name).ok_or(InvalidSettings::Preset)
    }

    /// Returns the name for people.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Classic => "Classic",
            Self::WordBox => "Word box",
            Self::Karaoke => "Karaoke",
            Self::Pop => "Pop",
            Self::Clean => "Clean",
            Self::Neon => "Neon",
            Self::Bar => "Subtitle bar",
        }
    }

    /// Returns a sentence for people about the look.
    pub const fn description(self) -> &'static str {
        match self {
            Self::Classic => "Heavy letters with an outline; the spoken word changes its colour.",
            Self::WordBox => "A box lies behind the spoken word.",
            Self::Karaoke => "The colour runs through the words as they are spoken.",
            Self::Pop => "One to three large capitals at a time; the spoken word grows.",
            Self::Clean => "Quiet letters with a soft shadow.",
            Self::Neon => "Letters that glow.",
            Self::Bar => "A bar behind the lines, as subtitles have.",
        }
    }

    /// Returns everything of the look that a person does not choose.
    pub const fn design(self) -> CaptionDesign {
        let classic = CaptionDesign {
            font: CaptionFont::Montserrat,
            em_px: 64,
            case: LetterCase::AsWritten,
            edge: CaptionEdge::Outline { width_px: 5 },
            highlight: Highlight::Colour,
            limits: CueLimits::STANDARD,
        };
        match self {
            Self::Classic => classic,
            Self::WordBox => CaptionDesign {
                edge: CaptionEdge::Outline { width_px: 4 },
                highlight: Highlight::Box,
                limits: CueLimits { chars: 32, words: 6 },
                ..classic
            },
            Self::Karaoke => CaptionDesign {
                font: CaptionFont::Inter,
                edge: CaptionEdge::Outline { width_px: 4 },
                highlight: Highlight::Fill,
                ..classic
            },
            Self::Pop => CaptionDesign {
                font: CaptionFont::Anton,
                em_px: 112,
                case: LetterCase::Capitals,
                edge: CaptionEdge::Outline { width_px: 7 },
                highlight: Highlight::Grow { percent: 108 },
                limits: CueLimits { chars: 18, words: 3 },
            },
            Self::Clean => CaptionDesign {
                font: CaptionFont::Inter,
                em_px: 56,
                edge: CaptionEdge::Shadow { width_px: 1, offset_px: 3 },
                ..classic
            },
            Self::Neon => CaptionDesign { edge: CaptionEdge::Glow { width_px: 5, blur_px: 7 }, ..classic },
            Self::Bar => CaptionDesign {
                font: CaptionFont::NotoSans,
                em_px: 52,
                edge: CaptionEdge::Bar { padding_px: 22 },
                ..classic
            },
        }
    }

    /// Returns the look in its own colours, at the lowest place.
    pub const fn style(self) -> CaptionStyle {
        let (text, highlight, outline) = match self {
            Self::Classic => (0x00FF_FFFF, 0x00FF_FF00, 0x0000_0000),
            Self::WordBox => (0x00FF_FFFF, 0x00E1_1D48, 0x0000_0000),
            Self::Karaoke => (0x00FF_FFFF, 0x0022_D3EE, 0x0000_0000),
            Self::Pop => (0x00FF_FFFF, 0x00FF_D60A, 0x0000_0000),
            Self::Clean => (0x00FF_FFFF, 0x00FF_D9A0, 0x0000_0000),
            Self::Neon => (0x00FF_FFFF, 0x007C_FFCB, 0x00FF_2BD6),
            Self::Bar => (0x00FF_FFFF, 0x00FF_E066, 0x0010_1418),
        };
        CaptionStyle {
            preset: self,
            text_colour: Colour::of_rgb(text),
            highlight_colour: Colour::of_rgb(highlight),
            outline_colour: Colour::of_rgb(outline),
            position_percent: CaptionPosition::LOWEST,
        }
    }
}

impl CaptionStyle {
    /// Lists a style for each of so many variants: the person's own first, then the other presets in their own
    /// colours at the person's place, and from the beginning again where there are more variants than presets.
    pub fn variants(self, count: usize) -> Vec<Self> {
        let place =
            |preset: CaptionPreset| Self { position_percent: self.position_percent, ..preset.style() };
        let others = CaptionPreset::ALL.into_iter().filter(|preset| *preset != self.preset).map(place);
        let all: Vec<Self> = std::iter::once(self).chain(others).collect();
        all.into_iter().cycle().take(count).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_those_of_serde_and_each_look_differs() {
        for (n, preset) in CaptionPreset::ALL.into_iter().enumerate() {
            assert_eq!(serde_json::to_value(preset).unwrap(), preset.as_str());
            for other in &CaptionPreset::ALL[n + 1..] {
                assert_ne!(preset.design(), other.design());
                assert_ne!(preset.label(), other.label());
            }
        }
    }

    #[test]
    fn the_first_preset_is_the_style_that_was_there_before() {
        assert_eq!(CaptionPreset::default().style(), CaptionStyle::default());
        let stored = r##"{"text_colour":"#102030","highlight_colour":"#ffff00","outline_colour":"#000000",
            "position_percent":70}"##;
        let read: CaptionStyle = serde_json::from_str(stored).unwrap();
        assert_eq!((read.preset, read.text_colour.red), (CaptionPreset::Classic, 0x10));
    }

    #[test]
    fn variants_differ_as_long_as_there_are_presets() {
        let own = CaptionStyle { text_colour: Colour::of_rgb(0x0012_3456), ..CaptionPreset::Pop.style() };
        let styles = own.variants(9);
        assert_eq!((styles.len(), styles[0], styles[7]), (9, own, own));
        let presets: std::collections::HashSet<_> = styles.iter().map(|style| style.preset).collect();
        assert_eq!(presets.len(), CaptionPreset::ALL.len());
    }
}
