//! Sets captions: which letters in which font, in which line, at which place.

use std::ops::Range;

use domain::{
    CaptionDesign, CaptionEdge, CaptionFont, CaptionStyle, FontFile, Format, Highlight, LetterCase,
    ORPHAN_CHARS, RenderError, SafeBox, SetBox, SetCaption, SetEdge, SetRun, SetWord, Typesetter, Unwritable,
    whole,
};

use crate::{
    fonts::{Fonts, STAND_INS},
    layout::{Layout, Room, Width, lay_out},
    shape::Ink,
};

/// How far captions stay away from the edges of the safe box: rounding and smoothing of letters reach so far.
const AWAY_PX: f64 = 3.0;
/// How far the captions' lower edge is above that of the safe box.
const ABOVE_EDGE_PX: f64 = 12.0;
/// The space between the letters of two lines, in ems.
const LEADING_EMS: f64 = 0.06;
/// How far a box reaches beyond its word to the sides, above and below the letters' line, and its corners; in ems.
const BOX: (f64, f64, f64, f64) = (0.13, 0.88, 0.26, 0.16);
/// How far a bar reaches beyond the letters above and below, and its corners; in ems.
const BAR: (f64, f64) = (0.1, 0.12);
/// How many standard deviations of a blur can be seen.
const SEEN_OF_BLUR: f64 = 2.5;
/// The standard deviation of what libass calls a blur of one: `2 / sqrt(ln 256)`.
pub(crate) const BLUR_DEVIATION: f64 = 0.849_321_8;

/// The fonts of captions, which set them where no ffmpeg is at hand.
pub struct CaptionFonts {
    fonts: Fonts,
}

impl CaptionFonts {
    /// Opens the embedded fonts.
    ///
    /// # Errors
    /// [`RenderError::Tool`] when this program was built with a broken font.
    pub fn open() -> Result<Self, RenderError> {
        Ok(Self { fonts: Fonts::open()? })
    }
}

impl Typesetter for CaptionFonts {
    fn set(
        &self,
        cues: &[Vec<String>],
        style: CaptionStyle,
        format: Format,
    ) -> Result<Vec<SetCaption>, Unwritable> {
        let missing: String = cues.iter().flatten().flat_map(|word| self.fonts.unwritable(word)).collect();
        if !missing.is_empty() {
            return Err(Unwritable(missing));
        }
        let written = |cue: &Vec<String>| -> Vec<String> {
            cue.iter().map(|word| written(&self.fonts, word, style)).filter(|word| !word.is_empty()).collect()
        };
        let cues: Vec<Vec<String>> = cues.iter().map(written).collect();
        let page = Page::of(&self.fonts, cues.iter().flatten().map(String::as_str), style, format);
        Ok(cues.iter().map(|cue| page.set(cue)).collect())
    }

    fn fonts(&self) -> Vec<FontFile> {
        self.fonts.files()
    }
}

/// Returns what of a word is shown, as its style writes it.
pub(crate) fn written(fonts: &Fonts, word: &str, style: CaptionStyle) -> String {
    let word = fonts.writable(word);
    let word = word.trim();
    match style.preset.design().case {
        LetterCase::AsWritten => word.to_owned(),
        LetterCase::Capitals => word.to_uppercase(),
    }
}

/// On what captions of one look are set: all of them in the same font, in the same box.
pub(crate) struct Page<'f> {
    fonts: &'f Fonts,
    first: CaptionFont,
    style: CaptionStyle,
    design: CaptionDesign,
    safe: SafeBox,
    canvas_height: u32,
}

/// A word with what it takes up.
struct Measured {
    runs: Vec<SetRun>,
    ink: Ink,
}

impl<'f> Page<'f> {
    /// Chooses the font: the style's own when it has every character, so that all lines have one look.
    pub(crate) fn of<'w>(
        fonts: &'f Fonts,
        mut words: impl Iterator<Item = &'w str>,
        style: CaptionStyle,
        format: Format,
    ) -> Self {
        let design = style.preset.design();
        let own = fonts.get(design.font);
        let has_all = words.all(|word| word.chars().all(|c| own.has(c)));
        let first = if has_all { design.font } else { CaptionFont::NotoSans };
        let (safe, canvas_height) = (format.safe_box(), format.canvas().height);
        Self { fonts, first, style, design, safe, canvas_height }
    }

    /// Returns the rows that captions may take up: two lines at full size.
    pub(crate) fn rows(&self) -> Range<u32> {
        let em = f64::from(self.design.em_px);
        let line = [Measured { runs: Vec::new(), ink: Ink::default() }];
        let [first, last] = self.baselines(em, &line, &line);
        let (reach, beyond) = (self.fonts.get(self.first).reach, self.beyond_ems());
        whole(first - (reach.above + beyond) * em)..whole(last + (reach.below + beyond) * em)
    }

    /// Sets words that are on screen together, written as the style writes them.
    pub(crate) fn set(&self, words: &[String]) -> SetCaption {
        let measured: Vec<Measured> = words.iter().map(|word| self.measure(word)).collect();
        let layout = self.lay_out(words, &measured);
        let em = layout.em_px;
        let (first, second) = measured.split_at_checked(layout.first_line).unwrap_or((&measured, &[]));
        let baselines = self.baselines(em, first, second);
        let mut caption = SetCaption {
            em_px: em,
            spoken_em_px: em * self.growth(),
            edge: self.edge(em),
            bars: Vec::new(),
            words: Vec::new(),
        };
        for (n, (line, baseline)) in [first, second].into_iter().zip(baselines).enumerate() {
            if !line.is_empty() {
                self.set_line(n, line, baseline, &mut caption);
            }
        }
        caption
    }

    fn set_line(&self, number: usize, line: &[Measured], baseline: f64, caption: &mut SetCaption) {
        let em = caption.em_px;
        let slot = |word: &Measured| word.ink.advance * self.growth() * em;
        let spaces = u32::try_from(line.len().saturating_sub(1)).unwrap_or(u32::MAX);
        let space = self.space_ems() * em;
        let width = line.iter().map(slot).sum::<f64>() + f64::from(spaces) * space;
        let mut x = f64::from(self.safe.left) + (f64::from(self.safe.width) - width) / 2.0;
        if let CaptionEdge::Bar { .. } = self.design.edge {
            caption.bars.push(self.bar(em, x, width, baseline));
        }
        let reach = self.fonts.get(self.first).reach;
        // A word grows about the middle of its letters.
        let lift = (reach.above - reach.below) / 2.0 * (self.growth() - 1.0) * em;
        for word in line {
            let (beside, above, below, radius) = BOX;
            let half = word.ink.advance * em / 2.0;
            let centre_x = x + slot(word) / 2.0;
            caption.words.push(SetWord {
                line: number,
                centre_x,
                baseline_y: baseline,
                spoken_baseline_y: baseline + lift,
                runs: word.runs.clone(),
                frame: SetBox {
                    x: centre_x - half - beside * em,
                    y: baseline - above * em,
                    width: 2.0 * (half + beside * em),
                    height: (above + below) * em,
                    radius: radius * em,
                },
            });
            x += slot(word) + space;
        }
    }

    fn bar(&self, em: f64, x: f64, width: f64, baseline: f64) -> SetBox {
        let ((beyond, radius), reach) = (BAR, self.fonts.get(self.first).reach);
        let beside = self.beside_ems() * em;
        SetBox {
            x: x - beside,
            y: baseline - (reach.above + beyond) * em,
            width: width + 2.0 * beside,
            height: (reach.above + reach.below + 2.0 * beyond) * em,
            radius: radius * em,
        }
    }

    /// Finds the lines on which letters stand, so that the captions' lower edge is where the style has it and
    /// everything is inside the safe box.
    fn baselines(&self, em: f64, first: &[Measured], second: &[Measured]) -> [f64; 2] {
        let reach = self.reach_of(first.iter().chain(second));
        let beyond = self.beyond_ems();
        let two = u32::from(!second.is_empty());
        let pitch = (reach.above + reach.below + LEADING_EMS.max(2.0 * beyond)) * em;
        let (above, below) = ((reach.above + beyond) * em, (reach.below + beyond) * em);
        let wanted =
            f64::from(self.canvas_height) * f64::from(self.style.position_percent.as_percent()) / 100.0;
        let floor = wanted.min(f64::from(self.safe.lower())) - ABOVE_EDGE_PX - below;
        let ceiling = f64::from(self.safe.top) + AWAY_PX + above + f64::from(two) * pitch;
        let last = floor.max(ceiling);
        if second.is_empty() { [last, last] } else { [last - pitch, last] }
    }

    fn lay_out(&self, words: &[String], measured: &[Measured]) -> Layout {
        let overhang = measured.iter().map(|word| word.ink.overhang).fold(0.0, f64::max);
        let width = |(word, measured): (&String, &Measured)| Width {
            ems: measured.ink.advance * self.growth(),
            is_short: word.chars().count() < ORPHAN_CHARS,
        };
        let widths: Vec<Width> = words.iter().zip(measured).map(width).collect();
        lay_out(
            &widths,
            Room {
                width_px: f64::from(self.safe.width) - 2.0 * AWAY_PX,
                em_px: f64::from(self.design.em_px),
                space_ems: self.space_ems(),
                around_ems: 2.0 * (self.beside_ems() + overhang),
            },
        )
    }

    /// Returns how far letters reach above and below their line: as far as any of the font's usual ones, so that
    /// captions do not jump, and farther where these do.
    fn reach_of<'m>(&self, words: impl Iterator<Item = &'m Measured>) -> Ink {
        let usual = self.fonts.get(self.first).reach;
        words.fold(usual, |reach, word| Ink {
            above: reach.above.max(word.ink.above),
            below: reach.below.max(word.ink.below),
            ..usual
        })
    }

    fn measure(&self, word: &str) -> Measured {
        let mut runs: Vec<SetRun> = Vec::new();
        for c in word.chars() {
            let font = self.font(c);
            match runs.last_mut().filter(|run| run.font == font) {
                Some(run) => run.text.push(c),
                None => runs.push(SetRun { text: c.to_string(), font }),
            }
        }
        let ink = |run: &SetRun| Ink::of(&self.fonts.get(run.font).face, &run.text);
        let ink = runs.iter().map(ink).fold(Ink::default(), Ink::and);
        Measured { runs, ink }
    }

    /// Returns the font for a character: the first that has it.
    fn font(&self, c: char) -> CaptionFont {
        let has = |font: &CaptionFont| self.fonts.get(*font).has(c);
        std::iter::once(self.first).chain(STAND_INS).find(has).unwrap_or(self.first)
    }

    /// Returns the font in which most letters are.
    pub(crate) const fn first(&self) -> CaptionFont {
        self.first
    }

    fn space_ems(&self) -> f64 {
        Ink::of(&self.fonts.get(self.first).face, " ").advance
    }

    fn growth(&self) -> f64 {
        match self.design.highlight {
            Highlight::Grow { percent } => f64::from(percent) / 100.0,
            Highlight::Colour | Highlight::Box | Highlight::Fill => 1.0,
        }
    }

    fn edge(&self, em: f64) -> SetEdge {
        let scaled = |px: u32| f64::from(px) * em / f64::from(self.design.em_px);
        match self.design.edge {
            CaptionEdge::Outline { width_px } => {
                SetEdge { outline_px: scaled(width_px), ..SetEdge::default() }
            }
            CaptionEdge::Shadow { width_px, offset_px } => {
                SetEdge { outline_px: scaled(width_px), shadow_px: scaled(offset_px), ..SetEdge::default() }
            }
            CaptionEdge::Glow { width_px, blur_px } => SetEdge {
                outline_px: scaled(width_px),
                blur_px: scaled(blur_px) * BLUR_DEVIATION,
                ..SetEdge::default()
            },
            CaptionEdge::Bar { .. } => SetEdge::default(),
        }
    }

    /// Returns how far something reaches beyond letters in every direction, in ems.
    fn edge_ems(&self) -> f64 {
        let edge = self.edge(f64::from(self.design.em_px));
        (edge.outline_px + edge.shadow_px + SEEN_OF_BLUR * edge.blur_px) / f64::from(self.design.em_px)
    }

    /// Returns how far something reaches beyond the letters of a line to each side, in ems.
    fn beside_ems(&self) -> f64 {
        let bar = match self.design.edge {
            CaptionEdge::Bar { padding_px } => f64::from(padding_px) / f64::from(self.design.em_px),
            _ => 0.0,
        };
        let frame = if self.design.highlight == Highlight::Box { BOX.0 } else { 0.0 };
        self.edge_ems().max(bar).max(frame)
    }

    /// Returns how far something reaches beyond the letters of a line above and below, in ems.
    fn beyond_ems(&self) -> f64 {
        let bar = if matches!(self.design.edge, CaptionEdge::Bar { .. }) { BAR.0 } else { 0.0 };
        let reach = self.fonts.get(self.first).reach;
        let growth = f64::midpoint(reach.above, reach.below) * (self.growth() - 1.0);
        self.edge_ems().max(bar) + growth
    }
}
