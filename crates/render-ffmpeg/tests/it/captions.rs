//! Captions as they stand in the picture.

use domain::{Container::Mp4, Cue, CueWord, FootageFile, Frames, RenderError, Renderer};

use crate::stage::*;

/// Makes a cue of words with their first frames.
pub(crate) fn cue(words: &[(&str, u32)], end: u32) -> Cue {
    let word = |(text, start): &(&str, u32)| CueWord { text: (*text).to_owned(), start: Frames(*start) };
    Cue { start: Frames(words[0].1), end: Frames(end), words: words.iter().map(word).collect() }
}

fn dark_grey(stage: &Stage) -> FootageFile {
    let line = "-c:v libx264 -preset ultrafast -pix_fmt yuv420p";
    file(&stage.make("grey.mp4", "color=0x303030:s=360x640:r=30:d=2", line), Mp4)
}

/// Renders texts over dark grey, so that the black edge of letters shows, too: one a frame.
async fn burned(stage: &Stage, texts: &[&str]) -> Vec<Picture> {
    let count = u32::try_from(texts.len()).unwrap();
    let text = |(at, text): (u32, &&str)| {
        let words: Vec<(&str, u32)> = text.split_whitespace().map(|word| (word, at)).collect();
        cue(&words, at + 1)
    };
    let captions: Vec<Cue> = (0..count).zip(texts).map(text).collect();
    let clip = stage.render("clip.mp4", &dark_grey(stage), &[(0, count)], &captions).await.unwrap();
    pictures(&clip, &(0..count).collect::<Vec<u32>>())
}

/// The outermost columns and rows of a caption with its edge.
#[derive(Debug, PartialEq)]
struct Bounds {
    left: usize,
    right: usize,
    top: usize,
    bottom: usize,
}

impl Bounds {
    /// Finds whatever differs from the dark grey.
    fn of(picture: &Picture) -> Self {
        let mut found = Self { left: usize::MAX, right: 0, top: usize::MAX, bottom: 0 };
        for (n, pixel) in picture.pixels().enumerate() {
            if pixel.iter().any(|value| value.abs_diff(0x30) > 24) {
                let (x, y) = (n % 1080, n / 1080);
                found.left = found.left.min(x);
                found.right = found.right.max(x);
                found.top = found.top.min(y);
                found.bottom = found.bottom.max(y);
            }
        }
        found
    }

    const fn width(&self) -> usize {
        self.right - self.left
    }
}

async fn bounds(stage: &Stage, texts: &[&str]) -> Vec<Bounds> {
    burned(stage, texts).await.iter().map(Bounds::of).collect()
}

#[tokio::test]
async fn every_caption_with_its_edge_lies_in_the_safe_box() {
    let stage = Stage::new().await;
    let latin = [
        "Hi!",
        "Order today, and we ship tomorrow.",
        "WWWWWWWWWWWWWWWWWWW WWWWWWWWWWWWWWWWWWWW",
        "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft",
        "jÂgpqy ĂÂÎȘȚ ăâîșț {}[]() gjpqy ẞŞÇÅÑ",
        "AVAVAVAVAVAVA ToToToToToTo LTLTLTLTLTLT",
    ];
    let hindi = ["हमारी नई मोमबत्ती साठ घंटे तक जलती है आज", "ω Ω ὕβρις"];
    for texts in [&latin[..], &hindi[..]] {
        for (text, found) in texts.iter().zip(bounds(&stage, texts).await) {
            assert!(found.left >= 60 && found.right < 1080 - 180, "{text}: {found:?}");
            assert!(found.top >= 250 && found.bottom < 1920 - 460, "{text}: {found:?}");
            assert!(found.top > 1100, "{text} is in the lower part of the box: {found:?}");
            let off = found.left.abs_diff(960 - found.right);
            assert!(off <= 12, "{text} is in the middle of the box: {found:?}");
        }
    }
}

/// Returns the mean column of yellow pixels, and how many are white.
fn highlight(picture: &Picture) -> (Option<usize>, usize) {
    let yellow = |pixel: &[u8; 3]| pixel[0] > 200 && pixel[1] > 200 && pixel[2] < 90;
    let columns: Vec<usize> =
        picture.pixels().enumerate().filter(|(_, pixel)| yellow(pixel)).map(|(n, _)| n % 1080).collect();
    let white = picture.pixels().filter(|pixel| pixel.iter().all(|value| *value > 220)).count();
    (columns.iter().sum::<usize>().checked_div(columns.len()), white)
}

#[tokio::test]
async fn the_highlight_moves_with_the_word_at_its_very_frame() {
    let stage = Stage::new().await;
    let captions = [cue(&[("One", 3), ("two", 10), ("three", 17)], 24), cue(&[("Four", 24)], 28)];
    let clip = stage.render("clip.mp4", &dark_grey(&stage), &[(0, 30)], &captions).await.unwrap();
    let frames = [2, 3, 9, 10, 16, 17, 23, 24, 27, 28];
    let found: Vec<(Option<usize>, usize)> = pictures(&clip, &frames).iter().map(highlight).collect();
    assert_eq!(found[0], (None, 0), "nothing before the first word");
    let (one, two, three, four) = (found[1].0, found[3].0, found[5].0, found[7].0);
    assert!(one.is_some() && one < two && two < three, "{found:?}");
    assert!(found[1..7].iter().all(|(_, white)| *white > 1000), "the other words are white: {found:?}");
    assert_eq!([found[2].0, found[4].0, found[6].0], [one, two, three], "until the frame before the next");
    assert!(four.is_some() && found[7].1 == 0, "the next cue has one word: {found:?}");
    assert!(found[8].0 == four && found[9] == (None, 0), "nothing after the last frame: {found:?}");
}

#[tokio::test]
async fn commands_in_a_text_are_shown_as_written() {
    let stage = Stage::new().await;
    let texts = [
        "{\\an8}up",
        "an8up",
        "a\\Nb",
        "aNb",
        "a\\hb\\nc",
        "ahbnc",
        "Tom & Jerry's \"quote\"",
        "Tom Jerrys quote",
    ];
    let found = bounds(&stage, &texts).await;
    assert!(found.iter().all(|bounds| bounds.top > 1300), "all stand below, in one line: {found:?}");
    for (pair, more) in found.chunks(2).zip([40, 15, 30, 60]) {
        assert!(pair[0].width() > pair[1].width() + more, "its marks are there: {pair:?}");
    }
}

#[tokio::test]
async fn romanian_letters_have_their_marks_below_and_above() {
    let stage = Stage::new().await;
    let found = bounds(&stage, &["sx", "șx", "tx", "țx", "AX", "ĂX", "AX", "ÂX", "IX", "ÎX"]).await;
    for pair in found[..4].chunks(2) {
        assert!(pair[1].bottom > pair[0].bottom + 5, "a comma below: {pair:?}");
    }
    for pair in found[4..].chunks(2) {
        assert!(pair[1].top + 8 < pair[0].top, "a mark above: {pair:?}");
    }
}

#[tokio::test]
async fn emoji_are_left_out_and_other_letters_without_a_sign_are_refused() {
    let stage = Stage::new().await;
    let found = bounds(&stage, &["Hello 👩‍🚀❤️", "Hello", "🕯️ 🎉"]).await;
    assert_eq!(found[0], found[1]);
    assert_eq!(found[2].right, 0, "nothing at all");
    assert_eq!(stage.ffmpeg.unwritable("Hello 你好 🎉"), ['你', '好']);
    let refused = stage.render("clip.mp4", &dark_grey(&stage), &[(0, 2)], &[cue(&[("你好", 0)], 2)]).await;
    assert!(matches!(&refused, Err(RenderError::Unusable(text)) if text.contains("你好")), "{refused:?}");
}
