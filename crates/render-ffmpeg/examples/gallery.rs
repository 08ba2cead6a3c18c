//! Renders everything that a look consists of and lays the frames out on sheets, to be looked at:
//! `gallery FOLDER FIRST.mp4 SECOND.mp4 STILL.jpg LOGO.png [SHEET...]` writes `FOLDER/<sheet>.png`.
//!
//! Sheets: captions, formats, transitions, transforms, motions, grades, filters, logos, cards. All unless some are named.
//! The footage wants some seconds of a real picture: skin, edges and noise show what a colour patch does not.
#![expect(clippy::unwrap_used, reason = "a tool for looking may end with a panic")]

use std::{
    collections::HashMap,
    path::{Path, PathBuf},
};

use domain::{
    Actor, CaptionPreset, Chunk, ChunkInput, Colour, Container, Corner, Cut, EndCard, FootageFile, Format,
    Frames, Grade, Logo, Look, Motion, NewProfile, PictureId, Probe, Profile, ProfileContext, ProfileId,
    ProfileName, Quality, Renderer as _, Settings, SourceVideoId, SpokenWord, Transform, Transition, UserId,
    ignore_progress,
};
use render_ffmpeg::{Ffmpeg, FfmpegSettings, VideoEncoder};

const TEXT: &str = "Our new candle burns for sixty hours and smells of orange";
const LENGTH: Frames = Frames(60);

struct Gallery {
    ffmpeg: Ffmpeg,
    ctx: ProfileContext,
    folder: PathBuf,
    footage: HashMap<SourceVideoId, (FootageFile, Probe)>,
    first: SourceVideoId,
    second: SourceVideoId,
    still: SourceVideoId,
    logo: PathBuf,
}

/// A clip, and the frames of it that are looked at.
struct Shown {
    chunk: Chunk,
    format: Format,
    quality: Quality,
    frames: Vec<u32>,
}

#[tokio::main]
async fn main() {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let [folder, first, second, still, logo, sheets @ ..] = args.as_slice() else {
        panic!("gallery FOLDER FIRST.mp4 SECOND.mp4 STILL.jpg LOGO.png [SHEET...]")
    };
    let folder = PathBuf::from(folder);
    let settings = FfmpegSettings {
        ffmpeg: "ffmpeg".into(),
        ffprobe: "ffprobe".into(),
        work_dir: folder.join("work"),
        threads: 2,
        encoder: VideoEncoder::default(),
    };
    let ids = [SourceVideoId::new(), SourceVideoId::new(), SourceVideoId::new()];
    let (logo, footage) = (PathBuf::from(logo), HashMap::new());
    let [one, two, three] = ids;
    let ffmpeg = Ffmpeg::find(settings).await.unwrap();
    let mut gallery =
        Gallery { ffmpeg, ctx: context(), folder, footage, first: one, second: two, still: three, logo };
    for (id, path) in ids.into_iter().zip([first, second, still]) {
        let container = if id == three { Container::Jpeg } else { Container::Mp4 };
        let file = FootageFile { path: path.into(), container };
        let probe = gallery.ffmpeg.probe(&gallery.ctx, &file).await.unwrap();
        gallery.footage.insert(id, (file, probe));
    }
    let all: [(&str, Vec<Shown>); 9] = [
        ("captions", gallery.captions()),
        ("formats", gallery.formats()),
        ("transitions", gallery.transitions()),
        ("transforms", gallery.transforms()),
        ("motions", gallery.motions()),
        ("grades", gallery.grades()),
        ("filters", gallery.filters()),
        ("logos", gallery.logos()),
        ("cards", Gallery::cards()),
    ];
    for (name, shown) in all {
        if sheets.is_empty() || sheets.iter().any(|sheet| sheet == name) {
            gallery.sheet(name, &shown).await;
        }
    }
}

impl Gallery {
    fn cut(&self, frames: Frames) -> Cut {
        Cut::plain(self.first, 500, frames)
    }

    fn plain(&self) -> Chunk {
        Chunk::plain(vec![self.cut(LENGTH)], Vec::new())
    }

    fn with_look(&self, look: Look) -> Chunk {
        Chunk { look, ..self.plain() }
    }

    fn captioned(&self, preset: CaptionPreset) -> Chunk {
        let style = preset.style();
        let words: Vec<SpokenWord> = (0..)
            .zip(TEXT.split_whitespace())
            .map(|(n, text)| SpokenWord {
                text: text.to_owned(),
                start_ms: Frames(n * 5).ms() + 1,
                end_ms: Frames(n * 5 + 4).ms(),
            })
            .collect();
        Chunk { style, captions: style.cues(&words, LENGTH), ..self.plain() }
    }

    fn captions(&self) -> Vec<Shown> {
        let shown = |preset| shown(self.captioned(preset), Format::Vertical, &[3, 17, 42]);
        CaptionPreset::ALL.into_iter().map(shown).collect()
    }

    fn formats(&self) -> Vec<Shown> {
        let shown = |format| shown(self.captioned(CaptionPreset::Bar), format, &[17, 42]);
        Format::ALL.into_iter().map(shown).collect()
    }

    fn transitions(&self) -> Vec<Shown> {
        let entering = |entry| {
            let next = Cut { entry, ..Cut::plain(self.second, 500, Frames(30)) };
            shown(
                Chunk::plain(vec![self.cut(Frames(30)), next], Vec::new()),
                Format::Vertical,
                &[29, 30, 31, 33, 36, 39, 41, 42],
            )
        };
        Transition::ALL.into_iter().map(entering).collect()
    }

    fn transforms(&self) -> Vec<Shown> {
        let plain = Transform::default();
        let all = [
            plain,
            Transform { flip: true, ..plain },
            Transform { zoom_percent: 200, ..plain },
            Transform { zoom_percent: 300, pan_x_percent: 60, pan_y_percent: -60, ..plain },
            Transform { pan_x_percent: -100, ..plain },
            Transform { pan_x_percent: 100, ..plain },
            Transform { speed_percent: 50, ..plain },
            Transform { speed_percent: 200, ..plain },
            Transform { brightness_percent: 20, ..plain },
            Transform { contrast_percent: 30, ..plain },
            Transform { saturation_percent: 60, ..plain },
            Transform { saturation_percent: -100, ..plain },
        ];
        let shown = |transform| {
            let cut = Cut { transform, ..self.cut(LENGTH) };
            shown(Chunk::plain(vec![cut], Vec::new()), Format::Vertical, &[0, 59])
        };
        all.into_iter().map(shown).collect()
    }

    fn motions(&self) -> Vec<Shown> {
        let moving = |motion| {
            let cut = Cut { motion, ..Cut::plain(self.still, 0, LENGTH) };
            shown(Chunk::plain(vec![cut], Vec::new()), Format::Vertical, &[0, 30, 59])
        };
        [Motion::Still, Motion::ZoomIn, Motion::ZoomOut, Motion::PanLeft, Motion::PanRight]
            .into_iter()
            .map(moving)
            .collect()
    }

    fn grades(&self) -> Vec<Shown> {
        let all = [Grade::Natural, Grade::Warm, Grade::Cool, Grade::Vivid, Grade::Soft, Grade::Mono];
        let graded = |grade| {
            let mut chunk = self.with_look(Look { grade, ..Look::default() });
            chunk.cuts = vec![self.cut(Frames(30)), Cut::plain(self.second, 500, Frames(30))];
            shown(chunk, Format::Vertical, &[15, 45])
        };
        all.into_iter().map(graded).collect()
    }

    fn filters(&self) -> Vec<Shown> {
        let near = Transform { zoom_percent: 200, ..Transform::default() };
        let filtered = |look: Look| {
            let chunk =
                Chunk { cuts: vec![Cut { transform: near, ..self.cut(LENGTH) }], ..self.with_look(look) };
            shown(chunk, Format::Vertical, &[40])
        };
        let denoised = (0..=3).map(|denoise| filtered(Look { denoise, ..Look::default() }));
        let sharpened = (1..=3).map(|sharpen| filtered(Look { sharpen, ..Look::default() }));
        denoised.chain(sharpened).collect()
    }

    fn logos(&self) -> Vec<Shown> {
        let corners = [Corner::TopLeft, Corner::TopRight, Corner::BottomLeft, Corner::BottomRight];
        let laid = |corner, width_percent, opacity_percent, format| {
            let logo = Logo { picture: PictureId::new(), corner, width_percent, opacity_percent };
            let look = Look { logo: Some(logo), ..Look::default() };
            shown(Chunk { look, ..self.captioned(CaptionPreset::Classic) }, format, &[17])
        };
        let vertical = corners.into_iter().map(|corner| laid(corner, 20, 100, Format::Vertical));
        let faint = [Format::Vertical, Format::Square, Format::Landscape];
        vertical.chain(faint.into_iter().map(|format| laid(Corner::TopRight, 30, 40, format))).collect()
    }

    fn cards() -> Vec<Shown> {
        let texts = [
            ("Order today", "lumina-candles.example"),
            (
                "The whole autumn collection is twenty percent off till Sunday",
                "Free delivery in all of the country from two hundred lei, and free returns, too",
            ),
            ("Comandă acum", ""),
        ];
        let mut all = Vec::new();
        for format in [Format::Vertical, Format::Square, Format::Landscape] {
            for (title, detail) in texts {
                for has_logo in [false, true] {
                    all.push(Self::card(format, (title, detail), has_logo));
                }
            }
        }
        all
    }

    fn card(format: Format, (title, detail): (&str, &str), has_logo: bool) -> Shown {
        let card = EndCard {
            title: title.to_owned(),
            detail: detail.to_owned(),
            frames: Frames(30),
            background: Colour::of_rgb(0x0015_201A),
            text_colour: Colour::of_rgb(0x00FF_FFFF),
        };
        let (picture, corner) = (PictureId::new(), Corner::TopLeft);
        let logo = has_logo.then_some(Logo { picture, corner, width_percent: 30, opacity_percent: 100 });
        let look = Look { logo, ..Look::default() };
        let chunk =
            Chunk { frames: card.frames, card: Some(card), look, ..Chunk::plain(Vec::new(), Vec::new()) };
        shown(chunk, format, &[15])
    }

    /// Renders clips and lays their frames out, a row a clip.
    async fn sheet(&self, name: &str, all: &[Shown]) {
        let mut rows = Vec::new();
        for (n, shown) in all.iter().enumerate() {
            let clip = self.folder.join(format!("{name}-{n}.mp4"));
            let input = ChunkInput {
                chunk: &shown.chunk,
                format: shown.format,
                quality: shown.quality,
                footage: &self.footage,
                logo: shown.chunk.look.logo.is_some().then_some(self.logo.as_path()),
            };
            self.ffmpeg.render_chunk(&self.ctx, &input, &clip, &ignore_progress).await.unwrap();
            rows.push(Self::row(&clip, shown));
        }
        report(&format!("{name}: {}", rows.join(" ")));
    }

    /// Writes frames of a clip beside each other, with the safe box around what is free.
    fn row(clip: &Path, shown: &Shown) -> String {
        let (full, free) = (shown.format.canvas(), shown.format.safe_box());
        let small = shown.quality.canvas(shown.format);
        let scaled = |px: u32| px * small.width / full.width;
        let wanted: Vec<String> = shown.frames.iter().map(|n| format!("eq(n,{n})")).collect();
        let out = clip.with_extension("png");
        let filter = format!(
            "select='{}',drawbox=x={}:y={}:w={}:h={}:color=red@0.6:t=1,tile={}x1:padding=4",
            wanted.join("+"),
            scaled(free.left),
            scaled(free.top),
            scaled(free.width),
            scaled(free.height),
            shown.frames.len()
        );
        let clip = clip.to_string_lossy().into_owned();
        let row = out.to_string_lossy().into_owned();
        ffmpeg(&["-i", &clip, "-vf", &filter, "-frames:v", "1", &row]);
        row
    }
}

fn shown(chunk: Chunk, format: Format, frames: &[u32]) -> Shown {
    Shown { chunk, format, quality: Quality::Draft, frames: frames.to_vec() }
}

#[expect(clippy::disallowed_methods, reason = "sheets are made with the tools themselves")]
fn ffmpeg(args: &[&str]) {
    let mut ffmpeg = std::process::Command::new("ffmpeg");
    let status = ffmpeg.args(["-nostdin", "-v", "error", "-y"]).args(args).status().unwrap();
    assert!(status.success());
}

fn context() -> ProfileContext {
    let owner = Actor::signed_in(UserId::new());
    let profile = Profile {
        id: ProfileId::new(),
        owner: owner.user(),
        name: ProfileName::parse("Gallery").unwrap(),
        description: String::new(),
        colour: NewProfile::COLOUR.to_owned(),
        icon: String::new(),
        settings: Settings::default(),
        is_default: true,
        created_at: chrono::DateTime::UNIX_EPOCH,
    };
    ProfileContext::enter(&owner, &profile).unwrap()
}

#[expect(clippy::print_stdout, reason = "it tells where the sheets are")]
fn report(text: &str) {
    println!("{text}");
}
