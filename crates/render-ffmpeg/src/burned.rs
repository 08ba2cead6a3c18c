//! Captions of every look and format as ffmpeg burns them in.

use std::{ops::Range, path::Path};

use domain::{
    CaptionFont, CaptionPreset, CaptionStyle, Chunk, ChunkInput, Colour, Container, Cue, CueWord, Cut,
    FootageFile, Format, Frames, Probe, RenderError, SetBox, SourceVideoId, SpokenWord, Typesetter,
    ignore_progress,
};

use crate::{
    CaptionFonts, FfmpegSettings, captions, chunk,
    input::words,
    picture::CAPTIONS,
    process::{self, Call},
    tools::Tools,
};

struct Stage {
    tools: Tools,
    folder: tempfile::TempDir,
}

impl Stage {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let settings = FfmpegSettings {
            ffmpeg: "ffmpeg".into(),
            ffprobe: "ffprobe".into(),
            work_dir: folder.path().join("work"),
            threads: 2,
            encoder: crate::VideoEncoder::default(),
        };
        Self { tools: Tools::prepare(&settings).unwrap(), folder }
    }

    /// Burns captions into frames of one colour and returns what ffmpeg writes of them after some more filters.
    async fn burn(
        &self,
        (style, format): (CaptionStyle, Format),
        cues: &[Cue],
        source: &str,
        after: &str,
    ) -> Result<Vec<u8>, RenderError> {
        let place = 0..cues.last().unwrap().end.0 + 1;
        self.burn_part((style, format), cues, place, (source, after)).await
    }

    /// Burns the captions of some frames.
    async fn burn_part(
        &self,
        (style, format): (CaptionStyle, Format),
        cues: &[Cue],
        place: Range<u32>,
        (source, after): (&str, &str),
    ) -> Result<Vec<u8>, RenderError> {
        let frames = place.end - place.start;
        let ass = captions::writable(&self.tools.fonts, cues, style, format).unwrap().ass(&place);
        let scratch = self.tools.scratch()?;
        std::fs::write(scratch.path().join(captions::FILE), ass).unwrap();
        let canvas = format.canvas();
        let input = format!("{source}:s={}x{}:r=30", canvas.width, canvas.height);
        self.ffmpeg(
            scratch.path(),
            &format!("-f lavfi -i {input} -frames:v {frames} -vf {CAPTIONS},{after} pipe:1"),
        )
        .await
    }

    async fn ffmpeg(&self, dir: &Path, line: &str) -> Result<Vec<u8>, RenderError> {
        let mut out = Vec::new();
        let call = Call {
            program: &self.tools.ffmpeg,
            doing: "a test",
            args: words(&format!("-nostdin -hide_banner -v info -nostats -y {line}")),
            dir,
            limit: std::time::Duration::from_mins(2),
        };
        let log = process::run(call, &mut |bytes| out.extend_from_slice(bytes)).await?.success()?;
        self.tools.fonts.check_taken(&log)?;
        Ok(out)
    }
}

/// Cues that follow each other, each word spoken for a frame.
fn a_frame_a_word(texts: &[&str], style: CaptionStyle) -> Vec<Cue> {
    let mut frame = 0;
    let mut cues = Vec::new();
    for text in texts {
        let words: Vec<SpokenWord> = (frame..)
            .zip(text.split_whitespace())
            .map(|(n, text)| SpokenWord {
                text: text.to_owned(),
                start_ms: Frames(n).ms() + 1,
                end_ms: Frames(n).ms() + 30,
            })
            .collect();
        frame += u32::try_from(words.len()).unwrap();
        cues.extend(style.cues(&words, Frames(frame)));
    }
    cues
}

/// Everything of it can be told from black.
fn white(preset: CaptionPreset) -> CaptionStyle {
    let white = Colour::of_rgb(0x00FF_FFFF);
    CaptionStyle { text_colour: white, highlight_colour: white, outline_colour: white, ..preset.style() }
}

const HARD: [&str; 6] = [
    "Hi!",
    "WWWWWWWWWWWWWWWWWWW WWWWWWWWWWWWWWWWWWWW",
    "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft",
    "jÂgpqy ĂÂÎȘȚ ăâîșț {}[]() gjpqy ẞŞÇÅÑ",
    "AVAVAVAVAVAVA ToToToToToTo LTLTLTLTLTLT fjfjfjfj",
    "हमारी नई मोमबत्ती साठ घंटे तक जलती है आज ω ὕβρις",
];

/// The outermost columns and rows of what was drawn into each frame: left, top, right, lower.
fn drawn(report: Vec<u8>) -> Vec<[u32; 4]> {
    let report = String::from_utf8(report).unwrap();
    let values = |name: &str| -> Vec<u32> {
        let key = format!("lavfi.bbox.{name}=");
        report.lines().filter_map(|line| line.strip_prefix(&key)?.parse().ok()).collect()
    };
    let [x1, y1, x2, y2] = ["x1", "y1", "x2", "y2"].map(values);
    x1.into_iter().zip(y1).zip(x2.into_iter().zip(y2)).map(|((a, b), (c, d))| [a, b, c, d]).collect()
}

async fn assert_inside(stage: &Stage, format: Format, style: CaptionStyle, texts: &[&str]) {
    let (safe, cues) = (format.safe_box(), a_frame_a_word(texts, style));
    let measure = "format=gray,bbox=min_val=8,metadata=print:file=- -f null";
    let found = drawn(stage.burn((style, format), &cues, "color=black", measure).await.unwrap());
    let what = format!("{format:?} {:?} {texts:?}", style.preset);
    let words: usize = cues.iter().map(|cue| cue.words.len()).sum();
    assert!(found.len() >= words, "{what}: something is on screen in each of {words} frames");
    for [left, top, right, lower] in found {
        let place = [left, top, right, lower];
        let inside = left >= safe.left && top >= safe.top && right < safe.right() && lower < safe.lower();
        assert!(inside, "{what}: {place:?} is not inside {safe:?}");
        let off = (left - safe.left).abs_diff(safe.right() - right);
        assert!(off <= 24, "{what}: {place:?} is in the middle of {safe:?}");
    }
}

#[tokio::test]
async fn every_look_lies_inside_the_safe_box_of_every_format() {
    let stage = Stage::new();
    let (latin, hindi) = HARD.split_at(5);
    for format in Format::ALL {
        for preset in CaptionPreset::ALL {
            assert_inside(&stage, format, white(preset), latin).await;
        }
    }
    for format in [Format::Vertical, Format::Landscape] {
        for preset in CaptionPreset::ALL {
            let style = CaptionStyle { position_percent: 30.try_into().unwrap(), ..white(preset) };
            assert_inside(&stage, format, style, hindi).await;
        }
    }
}

#[tokio::test]
async fn every_look_takes_the_fonts_that_are_ours_and_no_other() {
    for preset in CaptionPreset::ALL {
        let style = preset.style();
        let cues = a_frame_a_word(&["Order {today} a\\Nb"], style);
        let burn = async |stage: &Stage| {
            stage.burn((style, Format::Vertical), &cues, "color=gray", "null -f null").await
        };
        let mut stage = Stage::new();
        burn(&stage).await.unwrap();
        stage.tools.fonts.misname(preset.design().font, "Arial");
        let refused = burn(&stage).await;
        assert!(matches!(&refused, Err(RenderError::Child { .. })), "{preset:?}: {refused:?}");
    }
}

#[tokio::test]
async fn a_video_whose_captions_are_in_another_font_is_not_made() {
    let mut stage = Stage::new();
    let path = stage.folder.path().join("grey.mp4");
    let line =
        format!("-f lavfi -i color=gray:s=360x640:r=30 -frames:v 12 -pix_fmt yuv420p {}", path.display());
    stage.ffmpeg(stage.folder.path(), &line).await.unwrap();
    let video = SourceVideoId::new();
    let probe = Probe {
        duration_ms: 400,
        width: 360,
        height: 640,
        fps: 30.0,
        has_sound: false,
        is_hdr: false,
        quirks: domain::Quirks::NONE,
    };
    let footage = [(video, (FootageFile { path, container: Container::Mp4 }, probe))].into();
    let word = CueWord { text: "Now".to_owned(), start: Frames(0) };
    let cue = Cue { start: Frames(0), end: Frames(6), words: vec![word] };
    let mut chunk = Chunk::plain(vec![Cut::plain(video, 0, Frames(6))], vec![cue]);
    chunk.style = CaptionPreset::Pop.style();
    let input = ChunkInput::standard(&chunk, &footage);
    let out = stage.folder.path().join("out.mp4");
    chunk::render(&stage.tools, &input, &out, &ignore_progress).await.unwrap();
    std::fs::remove_file(&out).unwrap();
    stage.tools.fonts.misname(CaptionFont::Anton, "Impact");
    let refused = chunk::render(&stage.tools, &input, &out, &ignore_progress).await;
    assert!(
        matches!(&refused, Err(RenderError::Child { last_lines, .. }) if last_lines.contains("Impact")),
        "{refused:?}"
    );
    assert!(!out.exists());
}

#[tokio::test]
async fn letters_have_the_colours_that_were_asked_for() {
    let stage = Stage::new();
    for rgb in [0x00FF_FFFF, 0x00FF_FF00, 0x00FF_0000, 0x0000_FF00, 0x0000_00FF, 0x00E1_1D48, 0x0022_D3EE] {
        let colour = Colour::of_rgb(rgb);
        let (text_colour, highlight_colour, outline_colour) = (colour, colour, colour);
        let style =
            CaptionStyle { text_colour, highlight_colour, outline_colour, ..CaptionPreset::Pop.style() };
        let cues = a_frame_a_word(&["Order"], style);
        let rgb = "format=gbrp,format=rgb24 -f rawvideo -pix_fmt rgb24";
        let all = stage.burn((style, Format::Square), &cues, "color=gray", rgb).await.unwrap();
        let frame = &all[..1080 * 1080 * 3];
        let asked = [colour.red, colour.green, colour.blue];
        let is =
            |pixel: &[u8], asked: [u8; 3], by: u8| pixel.iter().zip(asked).all(|(a, b)| a.abs_diff(b) <= by);
        let letters = frame.chunks_exact(3).filter(|pixel| is(pixel, asked, 4)).count();
        assert!(letters > 5000, "{colour}: {letters} pixels");
        assert!(is(&frame[..3], [128; 3], 1), "the picture around stays: {:?}", &frame[..3]);
    }
}

/// A sentence as an engine speaks it: words of uneven lengths at moments between frames.
fn narration() -> Vec<SpokenWord> {
    let starts = [45, 310, 421, 777, 1003, 1290, 1466, 1790, 2055, 2230, 2611];
    let words = "Our new candle burns for sixty hours and smells of orange";
    words
        .split(' ')
        .zip(starts)
        .map(|(text, start_ms)| SpokenWord { text: text.to_owned(), start_ms, end_ms: start_ms + 90 })
        .collect()
}

/// Counts the pixels of a word's box that have the colour of what is spoken.
fn lit(frame: &[u8], width: u32, area: &SetBox, above: u32) -> usize {
    let range = |from: f64, length: f64| domain::whole(from)..domain::whole(from + length);
    let at = |x: u32, y: u32| usize::try_from(((y - above) * width + x) * 3).unwrap();
    let is_lit = |pixel: &[u8]| pixel[0] < 60 && pixel[1] > 180 && pixel[2] < 60;
    range(area.y, area.height)
        .flat_map(|y| range(area.x, area.width).map(move |x| (x, y)))
        .filter(|(x, y)| is_lit(&frame[at(*x, *y)..][..3]))
        .count()
}

#[tokio::test]
async fn each_word_lights_up_within_40_ms_of_being_spoken() {
    let (stage, format, setter) = (Stage::new(), Format::Vertical, CaptionFonts::open().unwrap());
    let green = Colour::of_rgb(0x0000_FF00);
    let (above, height) = (1000, 460);
    for preset in CaptionPreset::ALL {
        let style = CaptionStyle { highlight_colour: green, ..preset.style() };
        let cues = style.cues(&narration(), Frames(100));
        let crop = format!("crop=1080:{height}:0:{above} -f rawvideo -pix_fmt rgb24");
        let video = stage.burn((style, format), &cues, "color=gray", &crop).await.unwrap();
        let frames: Vec<&[u8]> = video.chunks_exact(1080 * height * 3).collect();
        let texts: Vec<Vec<String>> =
            cues.iter().map(|cue| cue.words.iter().map(|word| word.text.clone()).collect()).collect();
        let set = setter.set(&texts, style, format).unwrap();
        let places = set.iter().flat_map(|caption| caption.words.iter().map(|word| word.frame));
        let mut worst_ms = 0;
        for (word, place) in narration().iter().zip(places) {
            let planned = usize::try_from(Frames::nearest_ms(word.start_ms).0).unwrap();
            // A word of another cue may have stood at the same place before.
            let first = (planned.saturating_sub(3)..frames.len())
                .find(|n| {
                    let before = if *n == 0 { 0 } else { lit(frames[n - 1], 1080, &place, above) };
                    lit(frames[*n], 1080, &place, above) > before.max(20) + 20
                })
                .unwrap();
            let off_ms = Frames(u32::try_from(first).unwrap()).ms().abs_diff(word.start_ms);
            worst_ms = worst_ms.max(off_ms);
        }
        assert!(worst_ms <= 40, "{preset:?}: a word lights up {worst_ms} ms off");
    }
}

#[tokio::test]
async fn a_fill_goes_on_where_a_chunk_was_cut() {
    let (stage, look) = (Stage::new(), (CaptionPreset::Karaoke.style(), Format::Vertical));
    let word = CueWord { text: "Portocale".to_owned(), start: Frames(4) };
    let cues = [Cue { start: Frames(4), end: Frames(24), words: vec![word] }];
    let crop = "crop=1080:100:0:1360 -f rawvideo -pix_fmt rgb24";
    let whole = stage.burn_part(look, &cues, 0..24, ("color=black", crop)).await.unwrap();
    let part = stage.burn_part(look, &cues, 13..24, ("color=black", crop)).await.unwrap();
    let filled = |frame: &[u8]| frame.chunks_exact(3).filter(|pixel| pixel[0] < 90 && pixel[2] > 180).count();
    let frame = 1080 * 100 * 3;
    let counts: Vec<(usize, usize)> = whole
        .chunks_exact(frame)
        .skip(13)
        .zip(part.chunks_exact(frame))
        .map(|(w, p)| (filled(w), filled(p)))
        .collect();
    assert_eq!(counts.len(), 11);
    assert!(counts[0].0 > 500 && counts[10].0 > counts[0].0 + 1000, "it is filled by and by: {counts:?}");
    for (whole, part) in counts {
        assert!(whole.abs_diff(part) * 25 <= whole, "{whole} and {part} pixels");
    }
}
