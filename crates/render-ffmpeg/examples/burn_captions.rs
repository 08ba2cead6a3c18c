//! Burns a text in every look over flat grey: `burn_captions FOLDER TEXT` writes `FOLDER/<look>.mp4`, each word spoken
//! for two frames. What a page previews is compared with it.
#![expect(clippy::unwrap_used, reason = "a tool of the tests may end with a panic")]

use std::{collections::HashMap, path::PathBuf};

use domain::{
    Actor, CaptionPreset, Chunk, ChunkInput, Container, Cut, FootageFile, Frames, NewProfile, Profile,
    ProfileContext, ProfileId, ProfileName, Renderer as _, Settings, SourceVideoId, SpokenWord, UserId,
    ignore_progress,
};
use render_ffmpeg::{Ffmpeg, FfmpegSettings};

/// How long each word is spoken.
const FRAMES_A_WORD: u32 = 2;

#[tokio::main]
async fn main() {
    let mut args = std::env::args().skip(1);
    let (folder, text) = (PathBuf::from(args.next().unwrap()), args.next().unwrap());
    let words: Vec<SpokenWord> = (0..)
        .zip(text.split_whitespace())
        .map(|(n, text)| {
            let start_ms = Frames(n * FRAMES_A_WORD).ms() + 1;
            SpokenWord { text: text.to_owned(), start_ms, end_ms: start_ms + 30 }
        })
        .collect();
    let frames = Frames(u32::try_from(words.len()).unwrap() * FRAMES_A_WORD);
    let grey = folder.join("grey.mp4");
    make_grey(&grey, frames);
    let settings = FfmpegSettings {
        ffmpeg: "ffmpeg".into(),
        ffprobe: "ffprobe".into(),
        work_dir: folder.join("work"),
        threads: 2,
        encoder: render_ffmpeg::VideoEncoder::default(),
    };
    let ffmpeg = Ffmpeg::find(settings).await.unwrap();
    let (ctx, video) = (context(), SourceVideoId::new());
    let file = FootageFile { path: grey, container: Container::Mp4 };
    let probe = ffmpeg.probe(&ctx, &file).await.unwrap();
    let footage = HashMap::from([(video, (file, probe))]);
    for preset in CaptionPreset::ALL {
        let style = preset.style();
        let mut chunk = Chunk::plain(vec![Cut::plain(video, 0, frames)], style.cues(&words, frames));
        chunk.style = style;
        let out = folder.join(format!("{}.mp4", preset.as_str()));
        let input = ChunkInput::standard(&chunk, &footage);
        ffmpeg.render_chunk(&ctx, &input, &out, &ignore_progress).await.unwrap();
    }
}

#[expect(clippy::disallowed_methods, reason = "fixtures are made with the tools themselves")]
fn make_grey(path: &std::path::Path, frames: Frames) {
    let count = frames.0.to_string();
    let mut ffmpeg = std::process::Command::new("ffmpeg");
    ffmpeg.args(["-nostdin", "-v", "error", "-y", "-f", "lavfi", "-i", "color=0x606060:s=540x960:r=30"]);
    let status = ffmpeg.args(["-frames:v", &count, "-pix_fmt", "yuv420p"]).arg(path).status().unwrap();
    assert!(status.success());
}

fn context() -> ProfileContext {
    let owner = Actor::signed_in(UserId::new());
    let profile = Profile {
        id: ProfileId::new(),
        owner: owner.user(),
        name: ProfileName::parse("Captions").unwrap(),
        description: String::new(),
        colour: NewProfile::COLOUR.to_owned(),
        icon: String::new(),
        settings: Settings::default(),
        is_default: true,
        created_at: chrono::DateTime::UNIX_EPOCH,
    };
    ProfileContext::enter(&owner, &profile).unwrap()
}
