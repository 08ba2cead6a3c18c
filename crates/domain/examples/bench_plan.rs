//! Measures how long it takes to plan a project's shots and to make a render plan of them.
//!
//! `cargo run --release -p domain --example bench_plan` prints, for 10,000 segments and scripts of 5, 20 and 60
//! sentences, the median and the slowest of 21 runs in milliseconds.
#![expect(clippy::print_stdout, reason = "it prints what it measured")]

use std::{
    collections::HashSet,
    time::{Duration, Instant},
};

use domain::{
    CaptionStyle, Chooser, ContentHash, Coverage, Finish, Frames, Lines, Look, Making, Matching, Narration,
    PictureHash, RenderPlan, Scores, Script, Segment, SegmentId, SegmentMarks, Sentence, ShownBefore,
    SourceVideoId, SpokenSentence, SpokenWord, TimingKind,
};

type Outcome<T> = Result<T, Box<dyn std::error::Error>>;

const SEGMENTS: u32 = 10_000;
const RUNS: usize = 21;
const WORDS: [&str; 12] = [
    "candle", "wax", "shop", "hand", "light", "cedar", "orange", "evening", "table", "gift", "glass", "flame",
];

fn main() -> Outcome<()> {
    let segments = segments();
    println!("{SEGMENTS} segments of {} source videos, {} keywords", SEGMENTS / 100, WORDS.len());
    println!("matching | sentences | variants | median ms | slowest ms");
    for matching in Matching::ALL {
        for (sentences, variants, again) in
            [(5, 1, false), (20, 1, false), (60, 1, false), (60, 1, true), (60, 10, false)]
        {
            let narration = narration(sentences)?;
            let making = Making { matching, ..Making::default() };
            let before =
                if again { plan(&narration, &segments, &making, (1, Vec::new()))?.1 } else { Vec::new() };
            let mut times = Vec::with_capacity(RUNS);
            for _ in 0..RUNS {
                let began = Instant::now();
                let (frames, _) = plan(&narration, &segments, &making, (variants, before.clone()))?;
                times.push(began.elapsed());
                assert_eq!(frames, narration.frames());
            }
            times.sort_unstable();
            let ms = |time: Option<&Duration>| time.map_or(0.0, |time| time.as_secs_f64() * 1000.0);
            println!(
                "{} | {sentences} | {variants}{} | {:.1} | {:.1}",
                matching.as_str(),
                if again { ", after its video" } else { "" },
                ms(times.get(RUNS / 2)),
                ms(times.last())
            );
        }
    }
    Ok(())
}

/// Plans variants after videos of them, and returns how long the last one is and what it shows.
fn plan(
    narration: &Narration,
    segments: &[Segment],
    making: &Making,
    (variants, before): (u8, Vec<Vec<ShownBefore>>),
) -> Outcome<(Frames, Vec<Vec<ShownBefore>>)> {
    let words = |sentence: &SpokenSentence| sentence.words.iter().map(|word| word.text.clone()).collect();
    let sentences: Vec<Sentence> =
        narration.sentences.iter().map(|sentence| Sentence { words: words(sentence) }).collect();
    let (stills, taken) = (HashSet::new(), HashSet::new());
    let coverage = Coverage { segments, stills: &stills, taken: &taken };
    domain::chosen_from(segments, making, 7)?;
    let chooser = Chooser::new(&Lines { sentences: &sentences, language: None }, &coverage, making, 7)?;
    let mut chooser = chooser.keeping(before);
    let lengths: Vec<Frames> = narration.sentences.iter().map(|sentence| sentence.frames).collect();
    let (mut frames, mut shown) = (Frames(0), Vec::new());
    for _ in 0..variants {
        let choice = chooser.variant(&lengths)?;
        let finish =
            Finish { making, captions: CaptionStyle::default(), look: Look::default(), mix: making.mix };
        frames = RenderPlan::of(&narration.in_order(&choice.order), &choice, &finish).frames();
        let said = |(at, shots): (&usize, &Vec<_>)| {
            let words = sentences.get(*at).map(|sentence| sentence.words.clone()).unwrap_or_default();
            ShownBefore { words, shots: shots.clone() }
        };
        shown = choice.order.iter().zip(&choice.sentences).map(said).collect();
    }
    Ok((frames, vec![shown]))
}

fn segments() -> Vec<Segment> {
    let videos: Vec<SourceVideoId> = (0..SEGMENTS / 100).map(|_| SourceVideoId::new()).collect();
    let mut dice = 1_u64;
    let mut roll = || {
        dice = dice.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        dice >> 16
    };
    let segment = |(number, video): (u32, &SourceVideoId)| {
        let start_ms = number / 100 * 2500;
        let share = |roll: u64| f32::from(u8::try_from(roll % 256).unwrap_or(0)) / 255.0;
        let scores = Scores { motion: share(roll()), sharpness: share(roll()), ..Scores::default() };
        let word = WORDS.get(usize::try_from(roll() % 24).unwrap_or(0)).map(|&word| word.to_owned());
        Segment {
            id: SegmentId::new(),
            source_video: *video,
            start_ms,
            end_ms: start_ms + 2500,
            scores,
            // Every tenth picture is like another.
            hash: Some(PictureHash(if number % 10 == 0 { roll() % 8 } else { roll() << 20 ^ roll() })),
            marks: SegmentMarks { keywords: word.into_iter().collect(), ..SegmentMarks::default() },
        }
    };
    (0..SEGMENTS).zip(videos.iter().cycle()).map(segment).collect()
}

fn narration(sentences: usize) -> Outcome<Narration> {
    let word = |n: usize| WORDS.get(n % WORDS.len()).copied().unwrap_or("candle");
    let text: Vec<String> = (0..sentences)
        .map(|n| format!("This {} burns next to the {}, number {n}.", word(n), word(n * 5 + 3)))
        .collect();
    let script = Script::parse(&text.join(" "))?;
    let mut spoken = Vec::with_capacity(sentences);
    for (n, sentence) in script.sentences().into_iter().enumerate() {
        let word = |(place, text): (u32, String)| SpokenWord {
            text,
            start_ms: place * 400,
            end_ms: place * 400 + 380,
        };
        spoken.push(SpokenSentence {
            sound: ContentHash::of(&n)?,
            frames: Frames(100),
            words: (0..).zip(sentence.words).map(word).collect(),
            timing: TimingKind::Native,
        });
    }
    Ok(Narration { sentences: spoken, voice_label: "Tone".to_owned(), notes: Vec::new(), spoken_by: None })
}
