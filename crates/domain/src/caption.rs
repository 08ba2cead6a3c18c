//! Captions: a sentence's words in cues short enough to read, each word with its moment.

use serde::{Deserialize, Serialize};

use crate::{Frames, Narration, SpokenWord};

/// The most characters on screen at once.
pub const MAX_CUE_CHARS: usize = 40;

/// Words that are on screen together.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Cue {
    /// The first frame, counted from the chunk's beginning.
    pub start: Frames,
    /// The frame after the last.
    pub end: Frames,
    /// The words in order; each is highlighted from its start to the next one's.
    pub words: Vec<CueWord>,
}

/// A word of a cue.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct CueWord {
    /// The word as written.
    pub text: String,
    /// The frame from which it is highlighted.
    pub start: Frames,
}

/// Groups a sentence's words into cues of at most [`MAX_CUE_CHARS`], about equally long, that follow each other
/// without a gap and end with the sentence.
pub fn cues(words: &[SpokenWord], sentence: Frames) -> Vec<Cue> {
    let mut cues: Vec<Cue> = groups(words)
        .into_iter()
        .map(|group| {
            let word =
                |w: &&SpokenWord| CueWord { text: w.text.clone(), start: Frames::nearest_ms(w.start_ms) };
            let words: Vec<CueWord> = group.iter().map(word).collect();
            let start = words.first().map_or(Frames(0), |first| first.start);
            Cue { start, end: sentence, words }
        })
        .collect();
    let starts: Vec<Frames> = cues.iter().skip(1).map(|cue| cue.start).collect();
    for (cue, next) in cues.iter_mut().zip(starts) {
        cue.end = next;
    }
    cues.retain(|cue| cue.start < cue.end);
    cues
}

fn groups(words: &[SpokenWord]) -> Vec<Vec<&SpokenWord>> {
    let total = line_chars(words.iter());
    let count = total.div_ceil(MAX_CUE_CHARS).max(1);
    let aim = total.div_ceil(count);
    let mut groups: Vec<Vec<&SpokenWord>> = vec![Vec::new()];
    for word in words {
        let Some(group) = groups.last_mut() else { break };
        let length = line_chars(group.iter().copied()) + usize::from(!group.is_empty());
        let with = length + word.text.chars().count();
        let full = with > MAX_CUE_CHARS || length >= aim;
        if full && !group.is_empty() {
            groups.push(vec![word]);
        } else {
            group.push(word);
        }
    }
    groups.retain(|group| !group.is_empty());
    groups
}

fn line_chars<'w>(words: impl Iterator<Item = &'w SpokenWord>) -> usize {
    let lengths: Vec<usize> = words.map(|word| word.text.chars().count()).collect();
    lengths.iter().sum::<usize>() + lengths.len().saturating_sub(1)
}

/// Writes a narration's captions as `SubRip` text.
pub fn srt(narration: &Narration) -> String {
    let mut out = String::new();
    for (number, (start, end, text)) in (1..).zip(lines(narration)) {
        let times = format!("{} --> {}", time(start, ','), time(end, ','));
        out.extend([&i32::to_string(&number), "\n", &times, "\n", &text, "\n\n"]);
    }
    out
}

/// Writes a narration's captions as `WebVTT` text.
pub fn vtt(narration: &Narration) -> String {
    let mut out = "WEBVTT\n\n".to_owned();
    for (start, end, text) in lines(narration) {
        let times = format!("{} --> {}", time(start, '.'), time(end, '.'));
        // What would be a tag or an entity is text here.
        let text = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
        out.extend([&times, "\n", &text, "\n\n"]);
    }
    out
}

/// Lists a narration's cues with their places in the whole; none has the arrow that separates times.
fn lines(narration: &Narration) -> Vec<(Frames, Frames, String)> {
    let mut lines = Vec::new();
    let mut offset = Frames(0);
    for sentence in &narration.sentences {
        for cue in cues(&sentence.words, sentence.frames) {
            let text: Vec<&str> = cue.words.iter().map(|word| word.text.as_str()).collect();
            let text = text.join(" ").replace("-->", "→");
            lines.push((offset.plus(cue.start), offset.plus(cue.end), text));
        }
        offset = offset.plus(sentence.frames);
    }
    lines
}

fn time(frames: Frames, point: char) -> String {
    let ms = frames.ms();
    let (seconds, minutes, hours) = (ms / 1000 % 60, ms / 60_000 % 60, ms / 3_600_000);
    format!("{hours:02}:{minutes:02}:{seconds:02}{point}{:03}", ms % 1000)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{ContentHash, SpokenSentence, TimingKind};

    fn spoken(text: &str) -> Vec<SpokenWord> {
        let word = |(n, text): (usize, &str)| {
            let start_ms = u32::try_from(n).unwrap() * 300;
            SpokenWord { text: text.to_owned(), start_ms, end_ms: start_ms + 250 }
        };
        text.split_whitespace().enumerate().map(word).collect()
    }

    #[test]
    fn cues_are_short_and_about_equally_long() {
        let words =
            spoken("Our new candle burns for sixty hours and smells of orange and fresh cut cedar wood");
        let cues = cues(&words, Frames(200));
        let lengths: Vec<usize> =
            cues.iter().map(|c| c.words.iter().map(|w| w.text.len() + 1).sum::<usize>() - 1).collect();
        assert!(lengths.iter().all(|length| *length <= MAX_CUE_CHARS), "{lengths:?}");
        assert!(lengths.iter().max().unwrap() - lengths.iter().min().unwrap() <= 14, "{lengths:?}");
        assert_eq!(cues.iter().map(|c| c.words.len()).sum::<usize>(), words.len());
    }

    #[test]
    fn cues_follow_each_other_and_end_with_the_sentence() {
        let cues = cues(&spoken("a b c d e f g h i j k l m n o p q r s t u v w x y z a b c d"), Frames(300));
        assert!(cues.len() > 1);
        assert!(cues.windows(2).all(|pair| pair[0].end == pair[1].start));
        assert_eq!(cues.last().unwrap().end, Frames(300));
    }

    #[test]
    fn srt_times_run_on_over_sentences() {
        let sentence = SpokenSentence {
            sound: ContentHash::of(&1).unwrap(),
            frames: Frames(45),
            words: spoken("Hello there."),
            timing: TimingKind::Native,
        };
        let narration = Narration {
            sentences: vec![sentence.clone(), sentence],
            voice_label: String::new(),
            notes: Vec::new(),
        };
        let text = srt(&narration);
        assert!(text.starts_with(
            "1\n00:00:00,000 --> 00:00:01,500\nHello there.\n\n2\n00:00:01,500 --> 00:00:03,000\n"
        ));
        assert!(vtt(&narration).ends_with("\n\n00:00:01.500 --> 00:00:03.000\nHello there.\n\n"));
    }

    #[test]
    fn signs_of_a_caption_file_are_text_in_it() {
        let words = spoken("<b> & --> so.");
        let sentence = SpokenSentence {
            sound: ContentHash::of(&1).unwrap(),
            frames: Frames(45),
            words,
            timing: TimingKind::Native,
        };
        let narration =
            Narration { sentences: vec![sentence], voice_label: String::new(), notes: Vec::new() };
        assert!(srt(&narration).ends_with("\n<b> & → so.\n\n"));
        assert_eq!(vtt(&narration).lines().nth(3), Some("&lt;b&gt; &amp; → so."));
    }
}
