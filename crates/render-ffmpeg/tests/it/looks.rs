//! Sizes, looks, transitions, stills, logos and cards: what a plan says is what is seen.

use std::{collections::HashMap, path::PathBuf};

use domain::{
    CaptionStyle, Chunk, ChunkInput, Colour, Container, Corner, Cue, Cut, EndCard, Format, Frames, Grade,
    Logo, Look, Motion, PictureId, Quality, RenderError, Renderer, SourceVideoId, Transform, Transition,
};

use crate::stage::*;

const H264: &str = "-c:v libx264 -preset ultrafast -pix_fmt yuv420p -color_range tv -colorspace bt709";
const WHITE: [i32; 3] = [255, 255, 255];

/// A chunk of one file, and how it is rendered.
struct Scene {
    stage: Stage,
    footage: HashMap<SourceVideoId, (domain::FootageFile, domain::Probe)>,
    video: SourceVideoId,
    format: Format,
    quality: Quality,
    logo: Option<PathBuf>,
}

impl Scene {
    async fn of(source: &str) -> Self {
        let stage = Stage::new().await;
        let footage = file(&stage.make("a.mp4", source, H264), Container::Mp4);
        let probe = stage.probe(&footage).await.unwrap();
        let video = SourceVideoId::new();
        let footage = HashMap::from([(video, (footage, probe))]);
        Self { stage, footage, video, format: Format::Square, quality: Quality::Draft, logo: None }
    }

    fn cut(&self, start_ms: u32, frames: u32) -> Cut {
        Cut::plain(self.video, start_ms, Frames(frames))
    }

    async fn render(&self, out: &str, chunk: &Chunk) -> Result<PathBuf, RenderError> {
        let out = self.stage.path(out);
        let logo = self.logo.as_deref();
        let (format, quality, footage) = (self.format, self.quality, &self.footage);
        let input = ChunkInput { chunk, format, quality, footage, logo };
        let ctx = &self.stage.ctx;
        self.stage.ffmpeg.render_chunk(ctx, &input, &out, &domain::ignore_progress).await?;
        Ok(out)
    }

    async fn cuts(&self, out: &str, cuts: Vec<Cut>) -> PathBuf {
        self.render(out, &Chunk::plain(cuts, Vec::new())).await.unwrap()
    }

    /// Renders one shot with a transform.
    async fn shown(&self, out: &str, transform: Transform) -> PathBuf {
        self.cuts(out, vec![Cut { transform, ..self.cut(0, 3) }]).await
    }
}

fn near(found: i32, expected: i32, by: i32) -> bool {
    (found - expected).abs() <= by
}

#[tokio::test]
async fn every_format_and_quality_has_its_size() {
    let mut scene = Scene::of(&quarters("640x360", "30", "1")).await;
    for (format, quality, size) in [
        (Format::Tiktok, Quality::Draft, "540,960"),
        (Format::InstagramStory, Quality::Standard, "1080,1920"),
        (Format::Square, Quality::Final, "1080,1080"),
        (Format::Landscape, Quality::Draft, "960,540"),
    ] {
        (scene.format, scene.quality) = (format, quality);
        let clip = scene.cuts("size.mp4", vec![scene.cut(0, 4)]).await;
        assert_eq!(answer(&clip, "v:0", "width,height,nb_read_packets"), format!("{size},4"), "{format:?}");
        let picture = picture(&clip, 3);
        let (width, height) = size.split_once(',').unwrap();
        let (right, below): (usize, usize) = (width.parse().unwrap(), height.parse().unwrap());
        for (x, y, colour) in
            [(9, 9, RED), (right - 9, 9, LIME), (9, below - 9, BLUE), (right - 9, below - 9, YELLOW)]
        {
            assert_colour(picture.at(x, y), colour);
        }
    }
}

#[tokio::test]
async fn a_transform_turns_frames_and_colours_the_picture() {
    let scene = Scene::of(&quarters("640x360", "30", "1")).await;
    let plain = Transform::default();
    let flipped = picture(&scene.shown("flip.mp4", Transform { flip: true, ..plain }).await, 1);
    assert_colour(flipped.at(9, 9), LIME);
    assert_colour(flipped.at(530, 9), RED);
    let corner = Transform { zoom_percent: 200, pan_x_percent: -100, pan_y_percent: 100, ..plain };
    let near = picture(&scene.shown("near.mp4", corner).await, 1);
    // The lower left corner, twice as large: its middle is still blue.
    assert_colour(near.at(250, 270), BLUE);
    assert_colour(near.at(9, 530), BLUE);
    let panned = picture(&scene.shown("pan.mp4", Transform { pan_x_percent: 100, ..plain }).await, 1);
    // Of the width, 180 of 640 are cut off at the left: what was the middle is left of it now.
    assert_colour(panned.at(200, 9), LIME);
    let grey = picture(&scene.shown("grey.mp4", Transform { saturation_percent: -100, ..plain }).await, 1);
    let [red, green, blue] = grey.at(9, 9);
    assert!((red - green).abs() < 8 && (green - blue).abs() < 8, "{red} {green} {blue}");
    let dark = picture(&scene.shown("dark.mp4", Transform { brightness_percent: -30, ..plain }).await, 1);
    assert!(dark.at(530, 9)[1] < 200, "{:?}", dark.at(530, 9));
}

#[tokio::test]
async fn footage_plays_at_its_speed_for_exactly_its_frames() {
    let scene = Scene::of(&numbered("128x128", 30, "4")).await;
    for (speed_percent, expected) in
        [(200, [50, 52, 54, 56, 58, 60]), (50, [50, 50, 51, 51, 52, 52]), (400, [50, 54, 58, 62, 66, 70])]
    {
        let fast = Transform { speed_percent, ..Transform::default() };
        let clip = scene.cuts("fast.mp4", vec![Cut { transform: fast, ..scene.cut(1000, 6) }]).await;
        let found = levels(&clip);
        assert_eq!(found.len(), 6, "{speed_percent}");
        assert!(found.iter().zip(expected).all(|(a, b)| near(*a, b, 1)), "{speed_percent}: {found:?}");
    }
}

#[tokio::test]
async fn a_crossfade_blends_exact_frames_within_a_chunk_and_from_the_one_before() {
    let scene = Scene::of(&numbered("128x128", 30, "8")).await;
    let (first, second) = (scene.cut(0, 20), scene.cut(5000, 20));
    let second = Cut { entry: Transition::Crossfade, ..second };
    let within = levels(&scene.cuts("within.mp4", vec![first, second]).await);
    assert_eq!(within.len(), 40, "lengths stay as they are");
    assert!((0..20).all(|n| near(within[n], 20 + i32::try_from(n).unwrap(), 2)), "{within:?}");
    // Levels 40..52 under 170..182: the blend rises from the one to the other and then is the second alone.
    assert!(near(within[20], 40, 14) && near(within[26], 111, 20), "{within:?}");
    assert!(within[20..33].is_sorted(), "{within:?}");
    assert!((32..40).all(|n| near(within[n], 150 + i32::try_from(n).unwrap(), 2)), "{within:?}");
    let chunk = Chunk { before: Some(first), ..Chunk::plain(vec![second], Vec::new()) };
    let alone = levels(&scene.render("alone.mp4", &chunk).await.unwrap());
    assert_eq!(alone.len(), 20);
    assert!(alone.iter().zip(&within[20..]).all(|(a, b)| near(*a, *b, 2)), "{alone:?} {within:?}");
    let again = scene.render("again.mp4", &chunk).await.unwrap();
    assert!(std::fs::read(again).unwrap() == std::fs::read(scene.stage.path("alone.mp4")).unwrap());
}

#[tokio::test]
async fn a_shot_that_ends_with_its_file_still_blends_into_the_next() {
    let scene = Scene::of(&numbered("128x128", 30, "4")).await;
    let last = scene.cut(3500, 15);
    let next = Cut { entry: Transition::Crossfade, ..scene.cut(0, 20) };
    let found = levels(&scene.cuts("end.mp4", vec![last, next]).await);
    assert_eq!(found.len(), 35);
    assert!(near(found[15], 139, 10) && near(found[34], 39, 2), "{found:?}");
}

#[tokio::test]
async fn a_dip_goes_through_black_and_a_flash_begins_white() {
    let scene = Scene::of("color=gray:s=128x128:r=30:d=4").await;
    let entering = |entry| vec![scene.cut(0, 15), Cut { entry, ..scene.cut(2000, 20) }];
    let dip = levels(&scene.cuts("dip.mp4", entering(Transition::Dip)).await);
    assert!(dip[19..24].iter().min().unwrap() < &40 && dip.len() == 35, "{dip:?}");
    assert!(near(dip[10], dip[30], 2), "{dip:?}");
    // As long down as up, a step a frame.
    assert!(dip[15..22].is_sorted_by(|a, b| a > b) && dip[21..28].is_sorted(), "{dip:?}");
    assert!(dip.windows(2).all(|two| (two[0] - two[1]).abs() < 30), "{dip:?}");
    let flash = levels(&scene.cuts("flash.mp4", entering(Transition::Flash)).await);
    assert!(flash[15] > 215 && near(flash[10], flash[22], 2) && flash.len() == 35, "{flash:?}");
    // The first shot of a video has none before it.
    let first = Cut { entry: Transition::Dip, ..scene.cut(0, 20) };
    let first = levels(&scene.cuts("first.mp4", vec![first]).await);
    assert!(first[0] < 40 && first.len() == 20, "{first:?}");
}

#[tokio::test]
async fn a_still_picture_moves_smoothly_for_exactly_its_frames() {
    let stage = Stage::new().await;
    let video = SourceVideoId::new();
    // A white field with a black bar whose left edge is watched.
    let source = "color=white:s=1200x1200:r=1:d=1,drawbox=x=300:y=0:w=100:h=1200:color=black:t=fill";
    let stills = [
        ("a.jpg", Container::Jpeg, "-frames:v 1 -q:v 2"),
        ("a.png", Container::Png, "-frames:v 1"),
        ("a.webp", Container::Webp, "-frames:v 1 -c:v libwebp"),
    ];
    for (name, container, line) in stills {
        let still = file(&stage.make(name, source, line), container);
        let probe = domain::Probe {
            duration_ms: 0,
            width: 1200,
            height: 1200,
            fps: 30.0,
            has_sound: false,
            is_hdr: false,
            quirks: domain::Quirks::NONE,
        };
        let footage = HashMap::from([(video, (still, probe))]);
        let cut = Cut { motion: Motion::ZoomIn, ..Cut::plain(video, 0, Frames(60)) };
        let chunk = Chunk::plain(vec![cut], Vec::new());
        let (format, quality) = (Format::Square, Quality::Standard);
        let input = ChunkInput { chunk: &chunk, format, quality, footage: &footage, logo: None };
        let out = stage.path("still.mp4");
        stage.ffmpeg.render_chunk(&stage.ctx, &input, &out, &domain::ignore_progress).await.unwrap();
        assert_eq!(answer(&out, "v:0", "nb_read_packets"), "60");
        let every: Vec<u32> = (0..60).collect();
        let edges: Vec<f64> = pictures(&out, &every).iter().map(left_edge).collect();
        // From 270 of 1080 the edge wanders to 540 - 270 * 1.15.
        assert!((edges[0] - 270.0).abs() < 2.0 && (edges[59] - 229.5).abs() < 2.0, "{name}: {edges:?}");
        let steps: Vec<f64> = edges.windows(2).map(|pair| pair[0] - pair[1]).collect();
        assert!(steps.iter().all(|step| (0.3..1.2).contains(step)), "{name}: it trembles: {steps:?}");
    }
}

/// Where white becomes black in the middle row, to parts of a pixel.
fn left_edge(picture: &Picture) -> f64 {
    (200..320).map(|x| f64::from(picture.at(x, 540)[1]) / 255.0).sum::<f64>() + 200.0
}

#[tokio::test]
async fn a_logo_lies_in_its_corner_and_what_is_transparent_stays_so() {
    let mut scene = Scene::of("color=black:s=640x640:r=30:d=2").await;
    let half = "color=red@1.0:s=200x100,format=rgba,geq=r=255:g=0:b=0:a='if(lt(X,100),255,0)'";
    scene.logo = Some(scene.stage.make("logo.png", half, "-frames:v 1"));
    let logo = Logo {
        picture: PictureId::new(),
        corner: Corner::BottomRight,
        width_percent: 20,
        opacity_percent: 100,
    };
    let look = Look { logo: Some(logo), ..Look::default() };
    let chunk = Chunk { look, ..Chunk::plain(vec![scene.cut(0, 5)], Vec::new()) };
    let clip = scene.render("logo.mp4", &chunk).await.unwrap();
    // 108 wide and 54 high; 27 free at the right and below: from 405, 459.
    let picture = picture(&clip, 4);
    assert_colour(picture.at(435, 490), RED);
    assert_colour(picture.at(495, 490), [0, 0, 0]);
    assert_colour(picture.at(380, 490), [0, 0, 0]);
    let faint = Look { logo: Some(Logo { opacity_percent: 50, ..logo }), ..Look::default() };
    let faint = scene.render("faint.mp4", &Chunk { look: faint, ..chunk.clone() }).await.unwrap();
    assert!(near(self::picture(&faint, 4).at(435, 490)[0], 128, 24));
    scene.logo = None;
    let missing = scene.render("missing.mp4", &chunk).await;
    assert!(matches!(&missing, Err(RenderError::Unusable(text)) if text.contains("logo")), "{missing:?}");
}

/// How much neighbours differ, in the middle of a picture.
fn roughness(picture: &Picture) -> i32 {
    let row = |y: usize| (100..400).map(move |x| (x, y));
    let step = |(x, y): (usize, usize)| (picture.at(x, y)[1] - picture.at(x + 1, y)[1]).abs();
    (250..290).flat_map(row).map(step).sum()
}

#[tokio::test]
async fn each_strength_takes_out_more_noise_or_sharpens_more() {
    let mut scene = Scene::of("color=gray:s=1080x1080:r=30:d=1,noise=alls=14:allf=t:all_seed=7").await;
    // At full size and with a careful encoder, so that neither takes out noise by itself.
    scene.quality = Quality::Standard;
    let of = async |look: Look| {
        let chunk = Chunk { look, ..Chunk::plain(vec![scene.cut(0, 5)], Vec::new()) };
        roughness(&picture(&scene.render("look.mp4", &chunk).await.unwrap(), 4))
    };
    let plain = of(Look::default()).await;
    let (mut smooth, mut sharp) = (vec![plain], vec![plain]);
    for strength in 1..=3 {
        smooth.push(of(Look { denoise: strength, ..Look::default() }).await);
        sharp.push(of(Look { sharpen: strength, ..Look::default() }).await);
    }
    assert!(smooth.windows(2).all(|pair| pair[1] * 100 <= pair[0] * 85), "{smooth:?}");
    // The encoder takes the least of it away again.
    assert!(sharp.is_sorted_by(|one, other| one < other) && sharp[3] > plain * 2, "{sharp:?}");
}

/// A picture with a colour in each quarter: dark grey, skin; grey, light grey.
const PATCHES: &str = "color=0x808080:s=640x640:r=30:d=1,format=gbrp,\
    drawbox=w=320:h=320:color=0x303030:t=fill,drawbox=x=320:w=320:h=320:color=0xE0AC8C:t=fill,\
    drawbox=x=320:y=320:w=320:h=320:color=0xD0D0D0:t=fill,\
    scale=out_color_matrix=bt709:out_range=tv,format=yuv420p,setparams=colorspace=bt709:range=tv";
const SKIN: [i32; 3] = [0xE0, 0xAC, 0x8C];

#[tokio::test]
async fn a_grade_is_seen_in_grey_and_leaves_skin_as_skin() {
    let scene = Scene::of(PATCHES).await;
    for (grade, warmth) in [
        (Grade::Natural, -2..=2),
        (Grade::Warm, 6..=12),
        (Grade::Cool, -12..=-6),
        (Grade::Vivid, -2..=2),
        (Grade::Soft, -2..=2),
        (Grade::Mono, -2..=2),
    ] {
        let look = Look { grade, ..Look::default() };
        let chunk = Chunk { look, ..Chunk::plain(vec![scene.cut(0, 3)], Vec::new()) };
        let picture = picture(&scene.render("grade.mp4", &chunk).await.unwrap(), 2);
        for (x, y) in [(135, 135), (135, 405), (405, 405)] {
            let [red, green, blue] = picture.at(x, y);
            assert!(warmth.contains(&(red - blue)), "{grade:?}: {:?}", [red, green, blue]);
            assert!(
                (green - i32::midpoint(red, blue)).abs() <= 2,
                "{grade:?} is green: {:?}",
                [red, green, blue]
            );
        }
        let skin = picture.at(405, 135);
        let most = match grade {
            Grade::Natural => 3,
            Grade::Mono => continue,
            _ => 16,
        };
        assert!(skin.iter().zip(SKIN).all(|(a, b)| near(*a, b, most)), "{grade:?}: {skin:?}");
        assert!(skin.is_sorted_by(|a, b| a > b), "{grade:?}: {skin:?}");
    }
}

#[tokio::test]
async fn an_end_card_shows_its_colour_and_its_texts() {
    let mut scene = Scene::of("color=black:s=64x64:r=30:d=1").await;
    scene.format = Format::Tiktok;
    scene.logo = Some(scene.stage.make("logo.png", "color=lime:s=200x100", "-frames:v 1"));
    let logo =
        Logo { picture: PictureId::new(), corner: Corner::TopLeft, width_percent: 40, opacity_percent: 100 };
    let card = EndCard {
        title: "Order {\\b1}today".to_owned(),
        detail: "shop.example".to_owned(),
        frames: Frames(45),
        background: Colour { red: 180, green: 20, blue: 60 },
        text_colour: Colour { red: 255, green: 255, blue: 255 },
    };
    let look = Look { logo: Some(logo), ..Look::default() };
    let chunk = Chunk { frames: Frames(45), card: Some(card), look, ..Chunk::plain(Vec::new(), Vec::new()) };
    let clip = scene.render("card.mp4", &chunk).await.unwrap();
    assert_eq!(answer(&clip, "v:0", "width,height,nb_read_packets"), "540,960,45");
    let picture = picture(&clip, 44);
    assert_colour(picture.at(20, 20), [180, 20, 60]);
    assert_colour(picture.at(270, 345), LIME);
    let white = |from: usize, to: usize| {
        let rows = (from..to).flat_map(|y| (0..540).map(move |x| (x, y)));
        rows.filter(|(x, y)| picture.at(*x, *y).iter().zip(WHITE).all(|(a, b)| near(*a, b, 30))).count()
    };
    assert!(white(417, 538) > 1000 && white(555, 600) > 200, "{} {}", white(417, 538), white(555, 600));
    let bytes = std::fs::read(&clip).unwrap();
    let again = scene.render("again.mp4", &chunk).await.unwrap();
    assert!(bytes == std::fs::read(again).unwrap());
}

#[tokio::test]
async fn a_title_of_letters_that_no_font_has_together_is_written_about_the_middle() {
    let mut scene = Scene::of("color=black:s=64x64:r=30:d=1").await;
    scene.format = Format::Tiktok;
    // So short that each is one line.
    for title in ["Χαλιά → gr", "अभी → in"] {
        let card = EndCard {
            title: title.to_owned(),
            detail: String::new(),
            frames: Frames(10),
            background: Colour { red: 0, green: 0, blue: 0 },
            text_colour: Colour { red: 255, green: 255, blue: 255 },
        };
        let chunk = Chunk { frames: Frames(10), card: Some(card), ..Chunk::plain(Vec::new(), Vec::new()) };
        let picture = picture(&scene.render("card.mp4", &chunk).await.unwrap(), 9);
        let is_letter = |x: usize| (0..960).any(|y| picture.at(x, y)[1] > 128);
        let columns: Vec<usize> = (0..540).filter(|x| is_letter(*x)).collect();
        let (left, right) = (columns[0], columns[columns.len() - 1]);
        assert!(right - left > 120 && (left + right).abs_diff(539) < 16, "{title}: {left} to {right}");
    }
}

#[tokio::test]
async fn a_card_of_many_words_stays_in_the_safe_box_and_off_its_logo() {
    let mut scene = Scene::of("color=black:s=64x64:r=30:d=1").await;
    scene.logo = Some(scene.stage.make("logo.png", "color=lime:s=200x150", "-frames:v 1"));
    let logo =
        Logo { picture: PictureId::new(), corner: Corner::TopLeft, width_percent: 50, opacity_percent: 100 };
    let card = EndCard {
        title: "Ătoată gjpqy colecția de toamnă e cu douăzeci la sută redus".to_owned(),
        detail: "Livrare gratuită în toată țara de la două sute de lei, și retur gratuit pe loc".to_owned(),
        frames: Frames(30),
        background: Colour { red: 0, green: 0, blue: 0 },
        text_colour: Colour { red: 255, green: 255, blue: 255 },
    };
    let look = Look { logo: Some(logo), ..Look::default() };
    let chunk = Chunk { frames: Frames(30), card: Some(card), look, ..Chunk::plain(Vec::new(), Vec::new()) };
    for format in [Format::Vertical, Format::YoutubeShorts, Format::Square, Format::Landscape] {
        scene.format = format;
        let picture = picture(&scene.render("card.mp4", &chunk).await.unwrap(), 29);
        let (free, width) = (format.safe_box(), usize::try_from(format.canvas().width / 2).unwrap());
        let (mut lime, mut letters) = ([usize::MAX, 0, usize::MAX, 0], 0);
        let place = |n: usize| (n % width, n / width);
        for ((x, y), pixel) in picture.pixels().enumerate().map(|(n, pixel)| (place(n), pixel)) {
            if pixel.iter().all(|level| *level > 90) {
                let [x, y] = [x, y].map(|px| u32::try_from(px * 2).unwrap());
                let inside = (free.left..free.right()).contains(&x) && (free.top..free.lower()).contains(&y);
                assert!(inside, "{format:?}: {x} {y} is not inside {free:?}");
                letters += 1;
            } else if pixel[1] > 200 {
                lime = [lime[0].min(x), lime[1].max(x), lime[2].min(y), lime[3].max(y)];
            }
        }
        assert!(letters > 2000, "{format:?}: {letters}");
        let [left, right, top, lower] = lime;
        assert!(right - left > 40 && lower - top > 30, "{format:?}: {lime:?}");
        for (x, y) in (top + 3..lower - 3).flat_map(|y| (left + 3..right - 3).map(move |x| (x, y))) {
            assert!(picture.at(x, y)[0] < 90, "{format:?}: a letter lies over the logo at {x} {y}");
        }
    }
}

#[tokio::test]
async fn a_logo_below_does_not_lie_under_captions() {
    let mut scene = Scene::of("color=black:s=640x640:r=30:d=1").await;
    scene.logo = Some(scene.stage.make("logo.png", "color=red:s=200x100", "-frames:v 1"));
    scene.format = Format::Vertical;
    let logo = Logo {
        picture: PictureId::new(),
        corner: Corner::BottomLeft,
        width_percent: 50,
        opacity_percent: 100,
    };
    let look = Look { logo: Some(logo), ..Look::default() };
    let chunk = Chunk { look, ..Chunk::plain(vec![scene.cut(0, 5)], vec![two_lines()]) };
    let (logo_rows, letters) =
        logo_and_letters(&picture(&scene.render("logo.mp4", &chunk).await.unwrap(), 4));
    assert!(logo_rows.len() > 120 && letters.len() > 20, "{} {}", logo_rows.len(), letters.len());
    assert!(logo_rows.last() < letters.first(), "{:?} {:?}", logo_rows.last(), letters.first());
}

#[tokio::test]
async fn a_logo_above_does_not_lie_under_captions_that_are_placed_high() {
    let mut scene = Scene::of("color=black:s=640x640:r=30:d=1").await;
    scene.logo = Some(scene.stage.make("logo.png", "color=red:s=200x100", "-frames:v 1"));
    scene.format = Format::Vertical;
    let logo =
        Logo { picture: PictureId::new(), corner: Corner::TopRight, width_percent: 50, opacity_percent: 100 };
    let look = Look { logo: Some(logo), ..Look::default() };
    let style = CaptionStyle { position_percent: 30.try_into().unwrap(), ..CaptionStyle::default() };
    let chunk = Chunk { look, style, ..Chunk::plain(vec![scene.cut(0, 5)], vec![two_lines()]) };
    let (logo_rows, letters) =
        logo_and_letters(&picture(&scene.render("logo.mp4", &chunk).await.unwrap(), 4));
    assert!(logo_rows.len() > 120 && letters.len() > 20, "{} {}", logo_rows.len(), letters.len());
    assert!(letters.last() < logo_rows.first(), "{:?} {:?}", letters.last(), logo_rows.first());
}

/// A caption that takes up two lines.
fn two_lines() -> Cue {
    let words = [("Order", 0), ("our", 1), ("magnificent", 2), ("candles", 3), ("today", 4)];
    crate::captions::cue(&words, 5)
}

/// The rows of a picture of 540 by 960 in which a red logo is, and those in which white letters are.
fn logo_and_letters(picture: &Picture) -> (Vec<usize>, Vec<usize>) {
    let rows = |is: fn([i32; 3]) -> bool| -> Vec<usize> {
        (0..960).filter(|y| (0..540).any(|x| is(picture.at(x, *y)))).collect()
    };
    let letters = rows(|[red, green, blue]| red > 200 && green > 200 && blue > 200);
    (rows(|[red, green, _]| red > 200 && green < 60), letters)
}

#[tokio::test]
async fn a_logo_that_is_very_wide_or_very_tall_becomes_a_line() {
    let mut scene = Scene::of("color=white:s=640x640:r=30:d=1").await;
    scene.logo = Some(scene.stage.make("wide.png", "color=black:s=600x30", "-frames:v 1"));
    let logo =
        Logo { picture: PictureId::new(), corner: Corner::TopLeft, width_percent: 5, opacity_percent: 100 };
    let look = Look { logo: Some(logo), ..Look::default() };
    let footage = Chunk { look: look.clone(), ..Chunk::plain(vec![scene.cut(0, 3)], Vec::new()) };
    let dark = |picture: &Picture| -> (usize, usize) {
        let is_dark = |x: usize, y: usize| picture.at(x, y)[1] < 128;
        let columns = (0..540).filter(|x| (0..540).any(|y| is_dark(*x, y))).count();
        (columns, (0..540).filter(|y| (0..540).any(|x| is_dark(x, *y))).count())
    };
    let (columns, rows) = dark(&picture(&scene.render("wide.mp4", &footage).await.unwrap(), 2));
    assert!((20..=30).contains(&columns) && (1..=4).contains(&rows), "{columns} {rows}");
    scene.logo = Some(scene.stage.make("tall.png", "color=black:s=20x2000", "-frames:v 1"));
    let white = Colour { red: 255, green: 255, blue: 255 };
    let card = EndCard {
        title: "Today".to_owned(),
        detail: String::new(),
        frames: Frames(30),
        background: white,
        text_colour: white,
    };
    let card = Chunk { frames: Frames(30), card: Some(card), look, ..Chunk::plain(Vec::new(), Vec::new()) };
    let (columns, rows) = dark(&picture(&scene.render("tall.mp4", &card).await.unwrap(), 29));
    assert!((1..=4).contains(&columns) && rows > 60, "{columns} {rows}");
}
