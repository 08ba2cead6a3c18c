//! Writes captions as an ASS file: the only way in which a person's text reaches ffmpeg.
//!
//! Each word is an event of its own at a place of its own, so that what is burned in is what was set.

use std::{fmt::Write as _, ops::Range};

use domain::{
    BAR_OPACITY, CaptionStyle, Cue, CueWord, Format, Highlight, SHADOW_OPACITY, SetCaption, SetWord,
};

use crate::{
    ass::{self, Layer},
    fonts::Fonts,
    typeset::{BLUR_DEVIATION, Page, written},
};

/// The name of the ASS file in a scratch folder.
pub(crate) const FILE: &str = "captions.ass";

/// What of a chunk's captions can be shown.
pub(crate) struct Writable<'w> {
    fonts: &'w Fonts,
    cues: Vec<(&'w Cue, Vec<CueWord>)>,
    style: CaptionStyle,
    format: Format,
}

/// Takes what can be shown; `None` when that is nothing.
pub(crate) fn writable<'w>(
    fonts: &'w Fonts,
    cues: &'w [Cue],
    style: CaptionStyle,
    format: Format,
) -> Option<Writable<'w>> {
    let shown = |cue: &Cue| shown(fonts, cue, style);
    let cues: Vec<(&Cue, Vec<CueWord>)> =
        cues.iter().map(|cue| (cue, shown(cue))).filter(|(_, words)| !words.is_empty()).collect();
    if cues.is_empty() { None } else { Some(Writable { fonts, cues, style, format }) }
}

/// Returns what of a cue's words can be shown; a word of emoji alone vanishes, and the one before stays spoken.
fn shown(fonts: &Fonts, cue: &Cue, style: CaptionStyle) -> Vec<CueWord> {
    cue.words
        .iter()
        .map(|word| CueWord { text: written(fonts, &word.text, style), start: word.start })
        .filter(|word| !word.text.is_empty())
        .collect()
}

impl Writable<'_> {
    /// Writes the ASS file for some frames of the chunk.
    pub(crate) fn ass(&self, place: &Range<u32>) -> String {
        let texts = self.cues.iter().flat_map(|(_, words)| words.iter().map(|word| word.text.as_str()));
        let page = Page::of(self.fonts, texts, self.style, self.format);
        let font = self.fonts.get(page.first());
        let style = ass::Style {
            family: font.family,
            is_bold: font.is_bold,
            text: self.style.text_colour,
            edge: self.style.outline_colour,
            shadow_opacity: SHADOW_OPACITY,
        };
        let mut events = Events { captions: self, place, out: ass::header(self.format.canvas(), &style) };
        for (cue, words) in &self.cues {
            let texts: Vec<String> = words.iter().map(|word| word.text.clone()).collect();
            events.cue(cue, words, &page.set(&texts));
        }
        events.out
    }
}

/// When a word stands how.
#[derive(Clone, Copy, PartialEq)]
enum Turn {
    Before,
    Spoken { frames: u32 },
    After,
}

/// Writes the events of cues, of which only what is in `place` is shown.
struct Events<'e> {
    captions: &'e Writable<'e>,
    place: &'e Range<u32>,
    out: String,
}

impl Events<'_> {
    fn cue(&mut self, cue: &Cue, words: &[CueWord], set: &SetCaption) {
        let (first, last) = (cue.start.0, cue.end.0);
        let bar_colour = ass::colour(self.captions.style.outline_colour);
        let bar_alpha = ass::alpha(BAR_OPACITY);
        for bar in &set.bars {
            self.shape(
                Layer::Bar,
                (first, last),
                &format!("\\1c&H{bar_colour}&\\1a&H{bar_alpha}&{}", ass::drawn(bar)),
            );
        }
        let mut start = first;
        for (n, word) in set.words.iter().enumerate() {
            let end = words.get(n + 1).map_or(last, |next| next.start.0.min(last)).max(start);
            self.word(set, word, (first, start), Turn::Before);
            self.word(set, word, (start, end), Turn::Spoken { frames: end - start });
            self.word(set, word, (end, last), Turn::After);
            start = end;
        }
    }

    fn word(&mut self, set: &SetCaption, word: &SetWord, span: (u32, u32), turn: Turn) {
        let style = self.captions.style;
        let highlight = style.preset.design().highlight;
        if let (Turn::Spoken { .. }, Highlight::Box) = (turn, highlight) {
            let colour = ass::colour(style.highlight_colour);
            self.shape(Layer::Behind, span, &format!("\\1c&H{colour}&{}", ass::drawn(&word.frame)));
        }
        let letters = self.letters(set, word, turn);
        let edge = set.edge;
        let around = format!("\\bord{:.2}\\shad{:.2}", edge.outline_px, edge.shadow_px);
        let colour = self.colour(highlight, turn, span);
        if edge.blur_px > 0.0 {
            let blur = edge.blur_px / BLUR_DEVIATION;
            self.event(Layer::Behind, span, &format!("{{\\1a&HFF&{around}\\blur{blur:.2}{letters}"));
            self.event(Layer::Letters, span, &format!("{{{colour}\\bord0{letters}"));
        } else {
            self.event(Layer::Letters, span, &format!("{{{colour}{around}{letters}"));
        }
    }

    /// Writes the colour of a word's letters.
    fn colour(&self, highlight: Highlight, turn: Turn, span: (u32, u32)) -> String {
        let style = self.captions.style;
        let (plain, spoken) = (ass::colour(style.text_colour), ass::colour(style.highlight_colour));
        match (highlight, turn) {
            (Highlight::Fill, Turn::Spoken { frames }) => {
                // What of the word lies before this piece of the chunk is filled already.
                let begun = match ass::gone(span.0, self.place.start) {
                    0 => String::new(),
                    gone => format!("\\k-{gone}"),
                };
                format!("\\1c&H{spoken}&\\2c&H{plain}&{begun}\\kf{}", ass::hundredths(frames))
            }
            (Highlight::Fill, Turn::After)
            | (Highlight::Colour | Highlight::Grow { .. }, Turn::Spoken { .. }) => {
                format!("\\1c&H{spoken}&")
            }
            _ => format!("\\1c&H{plain}&"),
        }
    }

    /// Writes the place and the letters of a word, and ends the block of commands that was begun.
    fn letters(&self, set: &SetCaption, word: &SetWord, turn: Turn) -> String {
        let (em, baseline) = match turn {
            Turn::Spoken { .. } => (set.spoken_em_px, word.spoken_baseline_y),
            Turn::Before | Turn::After => (set.em_px, word.baseline_y),
        };
        let fonts = || word.runs.iter().map(|run| self.captions.fonts.get(run.font));
        let above = fonts().map(|font| font.line_above_ems).fold(0.0, f64::max);
        let below = fonts().map(|font| font.line_below_ems).fold(0.0, f64::max);
        // libass puts the middle of the line's height at the place.
        let middle = baseline + (below - above) / 2.0 * em;
        let mut out = format!("\\an5\\pos({:.2},{middle:.2})", word.centre_x);
        for (n, (run, font)) in word.runs.iter().zip(fonts()).enumerate() {
            let (begin, size) = (if n > 0 { "{" } else { "" }, em * font.line_ems());
            // Writing to a String cannot fail.
            let _ = write!(out, "{begin}\\fn{}\\b{}\\fs{size:.2}}}", font.family, u8::from(font.is_bold));
            run.text.chars().for_each(|c| ass::letter(&mut out, c));
        }
        out
    }

    fn shape(&mut self, layer: Layer, span: (u32, u32), drawing: &str) {
        self.event(layer, span, &format!("{{\\an7\\pos(0,0)\\bord0\\shad0{drawing}}}"));
    }

    fn event(&mut self, layer: Layer, (from, to): (u32, u32), text: &str) {
        let Range { start, end } = *self.place;
        let (from, to) = (from.max(start), to.min(end));
        if from < to {
            ass::event(&mut self.out, layer, (from - start, to - start), text);
        }
    }
}

#[cfg(test)]
mod tests {
    use domain::{CaptionPreset, Frames};

    use super::*;

    fn cue(words: &[(&str, u32)], end: u32) -> Cue {
        let word = |(text, start): &(&str, u32)| CueWord { text: (*text).to_owned(), start: Frames(*start) };
        Cue { start: Frames(words[0].1), end: Frames(end), words: words.iter().map(word).collect() }
    }

    fn dialogue(preset: CaptionPreset, place: Range<u32>, cue: Cue) -> Vec<String> {
        let (fonts, cues) = (Fonts::open().unwrap(), [cue]);
        let text = writable(&fonts, &cues, preset.style(), Format::Vertical)
            .map(|captions| captions.ass(&place))
            .unwrap_or_default();
        text.lines().filter(|line| line.starts_with("Dialogue:")).map(str::to_owned).collect()
    }

    fn classic(cue: Cue) -> Vec<String> {
        dialogue(CaptionPreset::Classic, 0..1000, cue)
    }

    /// The events of a word, by its letters.
    fn of<'l>(lines: &'l [String], word: &str) -> Vec<&'l str> {
        lines.iter().filter(|line| line.ends_with(&format!("}}{word}"))).map(String::as_str).collect()
    }

    #[test]
    fn each_word_is_plain_then_spoken_then_plain() {
        let lines = classic(cue(&[("Order", 3), ("it", 10), ("today", 16)], 40));
        assert_eq!(lines.len(), 7, "{lines:#?}");
        let it = of(&lines, "it");
        assert!(it[0].contains(",0:00:00.08,0:00:00.31,") && it[0].contains("\\1c&HFFFFFF&"), "{it:#?}");
        assert!(it[1].contains(",0:00:00.31,0:00:00.51,") && it[1].contains("\\1c&H00FFFF&"), "{it:#?}");
        assert!(it[2].contains(",0:00:00.51,0:00:01.31,") && it[2].contains("\\1c&HFFFFFF&"), "{it:#?}");
    }

    #[test]
    fn a_piece_of_a_chunk_has_its_part_of_the_captions() {
        let words = || cue(&[("Order", 3), ("it", 10), ("today", 16)], 40);
        let lines = dialogue(CaptionPreset::Classic, 12..20, words());
        assert_eq!(lines.len(), 5, "{lines:#?}");
        let it = of(&lines, "it");
        assert!(it[0].contains("0:00:00.00,0:00:00.11") && it[0].contains("&H00FFFF&"), "{it:#?}");
        let filled = dialogue(CaptionPreset::Karaoke, 12..20, words());
        assert!(of(&filled, "it")[0].contains("\\k-9\\kf20"), "{filled:#?}");
    }

    #[test]
    fn a_text_has_no_power_over_the_captions() {
        let lines = classic(cue(&[("{\\an8}\\N", 0), ("a,b", 5)], 9));
        assert!(lines[0].ends_with("}\\{\\\u{200B}an8\\}\\\u{200B}N"), "{}", lines[0]);
    }

    #[test]
    fn words_of_emoji_vanish_and_the_word_before_stays_spoken() {
        let lines = classic(cue(&[("Light", 0), ("🕯️", 5), ("now", 9)], 20));
        assert_eq!(lines.len(), 4);
        assert!(of(&lines, "Light")[0].contains("0:00:00.00,0:00:00.28"), "{lines:#?}");
        assert!(!lines.concat().contains('🕯'));
        assert!(classic(cue(&[("🕯️", 0)], 20)).is_empty());
    }

    #[test]
    fn letters_that_only_one_font_has_are_written_in_it() {
        let lines = classic(cue(&[("α→", 0)], 20));
        assert!(
            lines[0].contains("\\fnNoto Sans\\b1") && lines[0].contains("}α{\\fnMontserrat ExtraBold\\b0"),
            "{}",
            lines[0]
        );
        let cyrillic = dialogue(CaptionPreset::Pop, 0..20, cue(&[("Здравей", 0)], 20));
        assert!(cyrillic[0].contains("Noto Sans") && cyrillic[0].ends_with("}ЗДРАВЕЙ"), "{}", cyrillic[0]);
    }

    #[test]
    fn a_look_has_its_own_box_bar_light_and_letters() {
        let drawn = |preset| dialogue(preset, 0..99, cue(&[("Order", 0), ("it", 9)], 30));
        let layers =
            |preset| -> Vec<char> { drawn(preset).iter().filter_map(|line| line.chars().nth(10)).collect() };
        assert_eq!(layers(CaptionPreset::Classic).iter().filter(|layer| **layer != '2').count(), 0);
        assert_eq!(layers(CaptionPreset::WordBox).iter().filter(|layer| **layer == '1').count(), 2);
        assert_eq!(layers(CaptionPreset::Neon).iter().filter(|layer| **layer == '1').count(), 4);
        assert_eq!(layers(CaptionPreset::Bar).iter().filter(|layer| **layer == '0').count(), 1);
        assert!(drawn(CaptionPreset::Pop).concat().contains("}ORDER"));
    }
}
