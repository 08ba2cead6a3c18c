//! Joining: picture and sound of a finished clip.

use std::{path::PathBuf, sync::Mutex};

use domain::{Container::Mp4, Format, Frames, Renderer, Soundtrack, ignore_progress};

use crate::stage::*;

const H264: &str = "-c:v libx264 -preset ultrafast -pix_fmt yuv420p -color_range tv";
const WAV: &str = "-ar 48000 -ac 1 -c:a pcm_s16le -t";
/// Bursts of pulses of 120 Hz with pauses: as speech, its peaks are some 16 dB above its loudness.
const PULSES: &str =
    "aevalsrc='0.8*exp(-160*mod(t,1/120))*sin(2*PI*700*t)*gt(sin(2*PI*1.5*t),-0.3)':s=48000:d=9";

/// Renders chunks of so many frames each.
async fn chunks(stage: &Stage, lengths: &[u32]) -> Vec<PathBuf> {
    let footage = file(&stage.make("a.mp4", &numbered("128x128", 30, "6"), H264), Mp4);
    let mut chunks = Vec::new();
    let mut start_ms = 0;
    for (n, frames) in lengths.iter().enumerate() {
        chunks.push(
            stage.render(&format!("it's {n}.mp4"), &footage, &[(start_ms, *frames)], &[]).await.unwrap(),
        );
        start_ms += frames * 1000 / 30;
    }
    chunks
}

async fn join(stage: &Stage, out: &str, chunks: &[PathBuf], voice: PathBuf, frames: u32) -> PathBuf {
    let (out, told) = (stage.path(out), Mutex::new(vec![0.0]));
    let tell = |share: f32| told.lock().unwrap().push(share);
    let sound = Soundtrack::of_voice(voice, Frames(frames));
    stage.ffmpeg.join(&stage.ctx, chunks, &sound, &out, &tell).await.unwrap();
    let told = told.into_inner().unwrap();
    assert!(told.is_sorted() && told.last() == Some(&1.0), "{told:?}");
    out
}

#[tokio::test]
async fn a_clip_has_the_frames_of_its_chunks_and_exactly_as_much_sound() {
    let stage = Stage::new().await;
    let lengths = [31, 17, 43];
    let chunks = chunks(&stage, &lengths).await;
    let voice = stage.make("voice.wav", PULSES, &format!("{WAV} {}", 91.0 / 30.0));
    let clip = join(&stage, "clip.mp4", &chunks, voice.clone(), 91).await;
    let measured = stage.ffmpeg.measure(&stage.ctx, &clip).await.unwrap();
    assert_eq!(measured.check(Frames(91), Format::default().canvas()), Ok(()));
    assert_eq!((measured.picture_ms, measured.sound_ms), (3033, 3033));
    assert_eq!(measured.size_bytes, std::fs::metadata(&clip).unwrap().len());
    let found = levels(&clip);
    let expected: Vec<i32> = (0..91).map(|n| 20 + n).collect();
    assert_eq!(found.len(), expected.len());
    assert!(found.iter().zip(&expected).all(|(a, b)| (a - b).abs() <= 2), "{found:?}");
    let sound = answer(&clip, "a:0", "codec_name,sample_rate,channels,duration_ts");
    assert_eq!(sound, format!("aac,48000,2,{}", 91 * 1600));
    let bytes = std::fs::read(&clip).unwrap();
    let place = |name: &[u8]| bytes.windows(4).position(|four| four == name);
    assert!(place(b"moov") < place(b"mdat"), "a player may begin at once");
    assert_eq!(bytes.windows(4).filter(|four| *four == b"Lavf" || *four == b"Lavc").count(), 0);
    let again = join(&stage, "again.mp4", &chunks, voice, 91).await;
    assert!(bytes == std::fs::read(again).unwrap(), "the same plan, the same bytes");
}

#[tokio::test]
async fn voices_loud_and_quiet_and_peaky_come_to_the_same_loudness() {
    let stage = Stage::new().await;
    let chunks = chunks(&stage, &[60]).await;
    let voices = [
        ("pulses", PULSES.to_owned()),
        ("quiet pulses", format!("{PULSES},volume=-36dB")),
        ("clipped pulses", format!("{PULSES},volume=14dB")),
        ("loud noise", "anoisesrc=a=0.9:c=white:r=48000:d=9:seed=1".to_owned()),
        ("quiet noise", "anoisesrc=a=0.003:c=pink:r=48000:d=9:seed=1".to_owned()),
        ("tone", "sine=f=440:r=48000:d=9".to_owned()),
    ];
    for (name, source) in voices {
        let voice = stage.make("voice.wav", &source, &format!("{WAV} 2"));
        let clip = join(&stage, "clip.mp4", &chunks, voice, 60).await;
        let (integrated, peak) = loudness(&clip);
        assert!((integrated + 14.0).abs() <= 0.5, "{name}: {integrated} LUFS");
        assert!(peak <= -1.5, "{name}: {peak} dBTP");
        let measured = stage.ffmpeg.measure(&stage.ctx, &clip).await.unwrap();
        assert!((measured.loudness_lufs - integrated).abs() <= 0.15, "{name}: {measured:?}");
        assert_eq!(measured.check(Frames(60), Format::default().canvas()), Ok(()), "{name}");
    }
}

#[tokio::test]
async fn a_word_shorter_than_the_meters_block_comes_to_the_loudness_of_all() {
    let stage = Stage::new().await;
    let chunks = chunks(&stage, &[10]).await;
    for (name, source) in [
        ("pulses", PULSES.to_owned()),
        ("quiet pulses", format!("{PULSES},volume=-36dB")),
        ("tone", "sine=f=440:r=48000:d=9".to_owned()),
    ] {
        let voice = stage.make("voice.wav", &source, &format!("{WAV} {}", 10.0 / 30.0));
        let clip = join(&stage, "clip.mp4", &chunks, voice, 10).await;
        let measured = stage.ffmpeg.measure(&stage.ctx, &clip).await.unwrap();
        assert_eq!(measured.check(Frames(10), Format::default().canvas()), Ok(()), "{name}: {measured:?}");
        // The same by its definition, of the same sound twelve times.
        let input = format!("-i {} -map 1:a -af aloop=loop=11:size=16000 -c:a pcm_s16le", clip.display());
        let (integrated, _) = loudness(&stage.make("again.wav", "anullsrc", &input));
        assert!((measured.loudness_lufs - integrated).abs() <= 0.15, "{name}: {integrated}, {measured:?}");
    }
    let nothing = stage.make("voice.wav", "anullsrc=r=48000:cl=mono:d=9", &format!("{WAV} {}", 10.0 / 30.0));
    let clip = join(&stage, "nothing.mp4", &chunks, nothing, 10).await;
    let measured = stage.ffmpeg.measure(&stage.ctx, &clip).await.unwrap();
    assert!(measured.loudness_lufs <= -69.0 && measured.sound_ms == 333, "{measured:?}");
}

#[tokio::test]
async fn the_sound_keeps_its_place_under_the_picture() {
    let stage = Stage::new().await;
    let chunks = chunks(&stage, &[60]).await;
    let beep = "aevalsrc='0.5*sin(2*PI*1000*t)*between(t,1,1.5)':s=48000:d=2";
    let clip =
        join(&stage, "clip.mp4", &chunks, stage.make("voice.wav", beep, &format!("{WAV} 2")), 60).await;
    let decoded =
        stage.make("decoded.wav", "anullsrc", &format!("-i {} -map 1:a -c:a pcm_s16le", clip.display()));
    let bytes = std::fs::read(decoded).unwrap();
    let data = bytes.windows(4).position(|four| four == b"data").unwrap() + 8;
    let left: Vec<i16> =
        bytes[data..].chunks_exact(4).map(|sample| i16::from_le_bytes([sample[0], sample[1]])).collect();
    assert!(left.len() >= 60 * 1600);
    let first = left.iter().position(|sample| sample.unsigned_abs() > 3000).unwrap();
    assert!(first.abs_diff(48_000) < 240, "the beep begins at sample {first}");
}

#[tokio::test]
async fn silence_stays_silence() {
    let stage = Stage::new().await;
    let chunks = chunks(&stage, &[45]).await;
    let voice = stage.make("voice.wav", "anullsrc=r=48000:cl=mono:d=9", &format!("{WAV} 1.5"));
    let clip = join(&stage, "clip.mp4", &chunks, voice, 45).await;
    let measured = stage.ffmpeg.measure(&stage.ctx, &clip).await.unwrap();
    assert!(measured.loudness_lufs <= -69.0 && measured.sound_ms == 1500, "{measured:?}");
}

#[tokio::test]
async fn a_thumbnail_shows_the_beginning() {
    let stage = Stage::new().await;
    let chunks = chunks(&stage, &[20]).await;
    let out = stage.path("thumbnail.jpg");
    stage.ffmpeg.thumbnail(&stage.ctx, &chunks[0], &out).await.unwrap();
    assert_eq!(answer(&out, "v:0", "codec_name,width,height"), "mjpeg,540,960");
    let missing = stage.path("missing.mp4");
    let nothing = stage.path("nothing.jpg");
    assert!(stage.ffmpeg.thumbnail(&stage.ctx, &missing, &nothing).await.is_err());
    assert!(!nothing.exists());
}

#[tokio::test]
async fn a_thumbnail_has_the_colours_of_its_clip() {
    let stage = Stage::new().await;
    let source = "color=0xE11D48:s=128x128:r=30:d=1,format=gbrp,\
        scale=out_color_matrix=bt709:out_range=tv,format=yuv420p,setparams=colorspace=bt709:range=tv";
    let footage = file(&stage.make("a.mp4", source, &format!("{H264} -colorspace bt709")), Mp4);
    let clip = stage.render("clip.mp4", &footage, &[(0, 20)], &[]).await.unwrap();
    let out = stage.path("thumbnail.jpg");
    stage.ffmpeg.thumbnail(&stage.ctx, &clip, &out).await.unwrap();
    assert_eq!(answer(&out, "v:0", "pix_fmt,color_range,color_space"), "yuvj420p,pc,bt470bg");
    assert_colour(picture(&out, 0).at(270, 480), [0xE1, 0x1D, 0x48]);
}

#[tokio::test]
async fn a_clip_that_cannot_be_joined_leaves_no_file() {
    let stage = Stage::new().await;
    let voice = stage.make("voice.wav", PULSES, &format!("{WAV} 1"));
    let out = stage.path("clip.mp4");
    let sound = Soundtrack::of_voice(voice, Frames(30));
    let chunks = [stage.path("missing.mp4")];
    let joined = stage.ffmpeg.join(&stage.ctx, &chunks, &sound, &out, &ignore_progress).await;
    assert!(joined.is_err() && !out.exists());
}
