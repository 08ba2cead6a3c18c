//! Subtitle files: a narration's captions for players that show them by themselves.

use crate::{Frames, Narration, cues};

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
        out.extend([&times, "\n", &plain(&text), "\n\n"]);
    }
    out
}

/// Writes the cues of a `SubRip` file as `WebVTT`; what is no cue is left out.
pub fn vtt_of_srt(srt: &str) -> String {
    let srt = srt.trim_start_matches('\u{FEFF}').replace("\r\n", "\n");
    let mut out = "WEBVTT\n\n".to_owned();
    for block in srt.split("\n\n") {
        let mut lines = block.trim_matches('\n').lines().skip_while(|line| !line.contains("-->"));
        let Some(times) = lines.next() else { continue };
        let text: Vec<String> = lines.map(plain).collect();
        out.extend([times.replace(',', ".").trim(), "\n", &text.join("\n"), "\n\n"]);
    }
    out
}

/// Writes what would be a tag or an entity of `WebVTT` as text.
fn plain(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
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
    use crate::{ContentHash, SpokenSentence, SpokenWord, TimingKind};

    fn spoken(text: &str) -> Vec<SpokenWord> {
        let word = |(n, text): (usize, &str)| {
            let start_ms = u32::try_from(n).unwrap() * 300;
            SpokenWord { text: text.to_owned(), start_ms, end_ms: start_ms + 250 }
        };
        text.split_whitespace().enumerate().map(word).collect()
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
            spoken_by: None,
        };
        let text = srt(&narration);
        assert!(text.starts_with(
            "1\n00:00:00,000 --> 00:00:01,500\nHello there.\n\n2\n00:00:01,500 --> 00:00:03,000\n"
        ));
        assert!(vtt(&narration).ends_with("\n\n00:00:01.500 --> 00:00:03.000\nHello there.\n\n"));
    }

    #[test]
    fn a_file_becomes_one_of_the_other_form_with_the_same_cues() {
        let words = spoken("Tom & <Jerry> say: 10,5 --> more.");
        let sentence = SpokenSentence {
            sound: ContentHash::of(&1).unwrap(),
            frames: Frames(90),
            words,
            timing: TimingKind::Native,
        };
        let sentences = vec![sentence.clone(), sentence];
        let narration =
            Narration { sentences, voice_label: String::new(), notes: Vec::new(), spoken_by: None };
        assert_eq!(vtt_of_srt(&srt(&narration)), vtt(&narration));
        let windows = srt(&narration).replace('\n', "\r\n");
        assert_eq!(vtt_of_srt(&format!("\u{FEFF}{windows}")), vtt(&narration));
        assert_eq!(vtt_of_srt("no cue at all"), "WEBVTT\n\n");
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
        let narration = Narration {
            sentences: vec![sentence],
            voice_label: String::new(),
            notes: Vec::new(),
            spoken_by: None,
        };
        assert!(srt(&narration).ends_with("\n<b> & → so.\n\n"));
        assert_eq!(vtt(&narration).lines().nth(3), Some("&lt;b&gt; &amp; → so."));
    }
}
