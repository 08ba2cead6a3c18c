//! Writes captions as an ASS file: the only way in which a person's text reaches ffmpeg.

use std::{fmt::Write as _, ops::Range};

use domain::{CaptionStyle, Colour, Cue, CueWord, FPS, HEIGHT, WIDTH};

use crate::{
    fonts::{Font, Fonts},
    layout::{Layout, OUTLINE_PX, Preference, lay_out},
    safe_box::SAFE_BOX_2026,
};

/// The name of the ASS file in a scratch folder.
pub(crate) const FILE: &str = "captions.ass";
/// How far the captions' lower edge is above that of the safe box, in pixels.
const ABOVE_EDGE_PX: u32 = 12;

const HEADER: &str = "ScriptType: v4.00+
WrapStyle: 2
ScaledBorderAndShadow: yes
YCbCr Matrix: TV.709

[V4+ Styles]
Format: Name, Fontname, Fontsize, PrimaryColour, SecondaryColour, OutlineColour, BackColour, Bold, Italic, \
Underline, StrikeOut, ScaleX, ScaleY, Spacing, Angle, BorderStyle, Outline, Shadow, Alignment, MarginL, MarginR, \
MarginV, Encoding";

/// What of a chunk's captions can be shown.
pub(crate) struct Writable<'w> {
    fonts: &'w Fonts,
    preference: Preference,
    cues: Vec<(&'w Cue, Vec<CueWord>)>,
    style: CaptionStyle,
}

/// Takes what can be shown; `None` when that is nothing.
pub(crate) fn writable<'w>(fonts: &'w Fonts, cues: &'w [Cue], style: CaptionStyle) -> Option<Writable<'w>> {
    let cues: Vec<(&Cue, Vec<CueWord>)> =
        cues.iter().map(|cue| (cue, shown(fonts, cue))).filter(|(_, words)| !words.is_empty()).collect();
    let texts = || cues.iter().flat_map(|(_, words)| words.iter().map(|word| word.text.as_str()));
    texts().next()?;
    let preference = Preference::of(fonts, texts());
    Some(Writable { fonts, preference, cues, style })
}

impl Writable<'_> {
    /// Writes the ASS file for some frames of the chunk.
    pub(crate) fn ass(&self, place: &Range<u32>) -> String {
        let main = self.preference.font(self.fonts, ' ');
        let (letters, outline) = (ass_colour(self.style.text_colour), ass_colour(self.style.outline_colour));
        let mut out = format!(
            "[Script Info]\nPlayResX: {WIDTH}\nPlayResY: {HEIGHT}\n{HEADER}\n\
             Style: Caption,{},100,&H00{letters},&H00{letters},&H00{outline},&H00000000,{},0,0,0,100,100,0,0,1,\
             {OUTLINE_PX},0,2,0,0,0,1\n\n[Events]\n\
             Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text\n",
            main.family,
            bold(main),
        );
        for (cue, words) in &self.cues {
            self.events(place, cue, words, &mut out);
        }
        out
    }

    /// Writes one event a word: all words of the cue, with the spoken one in its colour.
    fn events(&self, place: &Range<u32>, cue: &Cue, words: &[CueWord], out: &mut String) {
        let texts: Vec<String> = words.iter().map(|word| word.text.clone()).collect();
        let layout = lay_out(self.fonts, self.preference, &texts, &SAFE_BOX_2026);
        let mut start = cue.start;
        for (spoken, _) in words.iter().enumerate() {
            let end = words.get(spoken + 1).map_or(cue.end, |next| next.start.min(cue.end)).max(start);
            let (from, to) = (start.0.max(place.start), end.0.min(place.end));
            if from < to {
                let text = self.text(&layout, &texts, spoken);
                let (from, to) = (time(from - place.start), time(to - place.start));
                // Writing to a String cannot fail.
                let _ = writeln!(out, "Dialogue: 0,{from},{to},Caption,,0,0,0,,{text}");
            }
            start = end;
        }
    }

    fn text(&self, layout: &Layout, words: &[String], spoken: usize) -> String {
        let (fonts, preference) = (self.fonts, self.preference);
        let (x, y) = (SAFE_BOX_2026.centre_x(), lower_edge_px(&self.style));
        let (plain, highlight) =
            (ass_colour(self.style.text_colour), ass_colour(self.style.highlight_colour));
        let mut pen =
            Pen { fonts, preference, layout, font: preference.font(fonts, ' '), out: String::new() };
        let _ = write!(pen.out, "{{\\an2\\pos({x},{y})\\fs{}}}", pen.size());
        for (n, word) in words.iter().enumerate() {
            if n > 0 {
                pen.out.push_str(if n == layout.first_line { "\\N" } else { " " });
            }
            if n == spoken {
                let _ = write!(pen.out, "{{\\1c&H{highlight}&}}");
            }
            pen.write(word);
            if n == spoken {
                let _ = write!(pen.out, "{{\\1c&H{plain}&}}");
            }
        }
        pen.out
    }
}

/// Returns what of a cue's words can be shown; a word of emoji alone vanishes, and the one before stays spoken.
fn shown(fonts: &Fonts, cue: &Cue) -> Vec<CueWord> {
    cue.words
        .iter()
        .map(|word| CueWord { text: fonts.writable(&word.text), start: word.start })
        .filter(|word| !word.text.trim().is_empty())
        .collect()
}

/// Writes a colour in the order blue, green, red that ASS has.
fn ass_colour(colour: Colour) -> String {
    format!("{:02X}{:02X}{:02X}", colour.blue, colour.green, colour.red)
}

/// Where the captions' lower edge is, never below the safe box.
fn lower_edge_px(style: &CaptionStyle) -> u32 {
    let wanted = HEIGHT * u32::from(style.position_percent.as_percent()) / 100;
    wanted.min(SAFE_BOX_2026.lower_y()) - ABOVE_EDGE_PX
}

/// Writes letters, each in the font that has it.
struct Pen<'p> {
    fonts: &'p Fonts,
    preference: Preference,
    layout: &'p Layout,
    font: &'p Font,
    out: String,
}

impl Pen<'_> {
    fn size(&self) -> String {
        format!("{:.2}", self.layout.em_px * self.font.line_ems)
    }

    fn write(&mut self, word: &str) {
        for c in word.chars() {
            self.take_font(self.preference.font(self.fonts, c));
            self.letter(c);
        }
        self.take_font(self.preference.font(self.fonts, ' '));
    }

    /// Writes a letter so that it never means anything to libass. After a backslash stands a space of no width:
    /// `\N`, `\h` and `\{` would be commands.
    fn letter(&mut self, c: char) {
        match c {
            '{' => self.out.push_str("\\{"),
            '}' => self.out.push_str("\\}"),
            '\\' => self.out.push_str("\\\u{200B}"),
            c => self.out.push(c),
        }
    }
}

impl<'p> Pen<'p> {
    fn take_font(&mut self, font: &Font) {
        if font.family == self.font.family {
            return;
        }
        let fonts: &'p Fonts = self.fonts;
        self.font = if font.family == fonts.first.family { &fonts.first } else { &fonts.second };
        let size = self.size();
        let _ = write!(self.out, "{{\\fn{}\\b{}\\fs{size}}}", self.font.family, u8::from(self.font.is_bold));
    }
}

const fn bold(font: &Font) -> i8 {
    if font.is_bold { -1 } else { 0 }
}

/// Writes the moment half a frame before a frame, in the hundredths of a second that ASS has: late enough that the
/// frame before does not show it, early enough that the frame itself does.
fn time(frame: u32) -> String {
    let half_frames = u64::from(frame) * 2;
    let hundredths = half_frames.saturating_sub(1) * 100 / (2 * u64::from(FPS));
    let (seconds, minutes, hours) = (hundredths / 100 % 60, hundredths / 6000 % 60, hundredths / 360_000);
    format!("{hours}:{minutes:02}:{seconds:02}.{:02}", hundredths % 100)
}

#[cfg(test)]
mod tests {
    use domain::Frames;

    use super::*;

    fn cue(words: &[(&str, u32)], end: u32) -> Cue {
        let word = |(text, start): &(&str, u32)| CueWord { text: (*text).to_owned(), start: Frames(*start) };
        Cue { start: Frames(words[0].1), end: Frames(end), words: words.iter().map(word).collect() }
    }

    fn dialogue(cue: Cue) -> Vec<String> {
        dialogue_in(0..1000, cue)
    }

    fn dialogue_in(place: Range<u32>, cue: Cue) -> Vec<String> {
        let (fonts, cues) = (Fonts::open().unwrap(), [cue]);
        let text = writable(&fonts, &cues, CaptionStyle::default())
            .map(|captions| captions.ass(&place))
            .unwrap_or_default();
        text.lines().filter(|line| line.starts_with("Dialogue:")).map(str::to_owned).collect()
    }

    #[test]
    fn every_frame_falls_into_its_own_event() {
        for n in 1..20_000_u32 {
            let hundredths = (u64::from(n) * 2 - 1) * 100 / 60;
            let at_us = |frame: u32| u64::from(frame) * 1_000_000 / 30;
            assert!(hundredths * 10_000 + 5_000 <= at_us(n), "frame {n} shows it");
            assert!(hundredths * 10_000 >= at_us(n - 1) + 5_000, "frame {} does not", n - 1);
        }
        assert_eq!((time(0).as_str(), time(91).as_str()), ("0:00:00.00", "0:00:03.01"));
    }

    #[test]
    fn the_highlight_moves_from_word_to_word() {
        let lines = dialogue(cue(&[("Order", 3), ("it", 10), ("today", 16)], 40));
        assert_eq!(lines.len(), 3);
        assert!(lines[1].contains("0:00:00.31,0:00:00.51"), "{}", lines[1]);
        assert!(lines[1].ends_with("Order {\\1c&H00FFFF&}it{\\1c&HFFFFFF&} today"), "{}", lines[1]);
    }

    #[test]
    fn a_piece_of_a_chunk_has_its_part_of_the_captions() {
        let lines = dialogue_in(12..20, cue(&[("Order", 3), ("it", 10), ("today", 16)], 40));
        assert_eq!(lines.len(), 2);
        assert!(lines[0].contains("0:00:00.00,0:00:00.11") && lines[0].contains("&}it{"), "{}", lines[0]);
        assert!(lines[1].contains("0:00:00.11,0:00:00.25") && lines[1].contains("&}today{"), "{}", lines[1]);
    }

    #[test]
    fn a_text_has_no_power_over_the_captions() {
        let lines = dialogue(cue(&[("{\\an8}\\N", 0), ("a,b", 5)], 9));
        assert!(lines[0].contains("\\{\\\u{200B}an8\\}\\\u{200B}N"), "{}", lines[0]);
    }

    #[test]
    fn words_of_emoji_vanish_and_the_word_before_stays_spoken() {
        let lines = dialogue(cue(&[("Light", 0), ("🕯️", 5), ("now", 9)], 20));
        assert_eq!(lines.len(), 2);
        assert!(lines[0].contains("0:00:00.00,0:00:00.28"), "{}", lines[0]);
        assert!(!lines[0].contains('🕯'));
        assert!(dialogue(cue(&[("🕯️", 0)], 20)).is_empty());
    }

    #[test]
    fn letters_that_only_one_font_has_are_written_in_it() {
        let lines = dialogue(cue(&[("α→", 0)], 20));
        assert!(
            lines[0].contains("α{\\fnMontserrat ExtraBold\\b0\\fs99.97}→{\\fnNoto Sans\\b1"),
            "{}",
            lines[0]
        );
    }
}
