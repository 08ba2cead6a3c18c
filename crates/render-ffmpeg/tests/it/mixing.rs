//! What sounds beside the voice: how loud it is, where it gives way, and how it ends.

use std::path::{Path, PathBuf};

use domain::{
    Container, Format, Frames, HeardShot, MusicBed, MusicId, MusicReader as _, MusicTrack, OriginalSound,
    RenderError, Renderer, SampleFile, SampleFormat, Soundtrack, Transition, ignore_progress,
};

use crate::stage::*;

const H264: &str = "-c:v libx264 -preset ultrafast -pix_fmt yuv420p -color_range tv";
const WAV: &str = "-ar 48000 -ac 1 -c:a pcm_s16le -t";

struct Mixing {
    stage: Stage,
    chunk: PathBuf,
    frames: u32,
}

impl Mixing {
    async fn new(frames: u32) -> Self {
        let stage = Stage::new().await;
        let source = format!("color=gray:s=128x128:r=30:d={}", frames / 30 + 1);
        let footage = file(&stage.make("a.mp4", &source, H264), Container::Mp4);
        let chunk = stage.render("chunk.mp4", &footage, &[(0, frames)], &[]).await.unwrap();
        Self { stage, chunk, frames }
    }

    /// A voice of 1 kHz that speaks from one second to another.
    fn voice(&self, from: u32, to: u32) -> PathBuf {
        let tone = format!("aevalsrc='0.3*sin(2*PI*1000*t)*between(t,{from},{to})':s=48000:d=60");
        let seconds = f64::from(self.frames) / 30.0;
        self.stage.make("voice.wav", &tone, &format!("{WAV} {seconds}"))
    }

    /// A piece of 200 Hz.
    async fn music(&self, seconds: u32, below_voice_lu: u8) -> MusicTrack {
        self.piece(&format!("sine=f=200:r=44100:d={seconds}"), below_voice_lu, 1000).await
    }

    /// A piece of music that begins somewhere in it.
    async fn piece(&self, source: &str, below_voice_lu: u8, start_ms: u32) -> MusicTrack {
        let path = self.stage.make("music.mp3", source, "-c:a libmp3lame -b:a 128k");
        let out = self.stage.path("music.flac");
        let file = SampleFile { path, format: SampleFormat::Mp3 };
        let facts = self.stage.ffmpeg.read_music(&self.stage.ctx, &file, &out).await.unwrap();
        let bed = MusicBed { music: MusicId::new(), below_voice_lu, start_ms };
        MusicTrack { path: out, duration_ms: facts.duration_ms, loudness_lufs: facts.loudness_lufs, bed }
    }

    async fn clip(&self, out: &str, sound: &Soundtrack) -> PathBuf {
        let out = self.stage.path(out);
        let chunks = [self.chunk.clone()];
        self.stage.ffmpeg.join(&self.stage.ctx, &chunks, sound, &out, &ignore_progress).await.unwrap();
        out
    }
}

/// How loud a tone is in a stretch of a file, in dB of full scale (RMS).
fn level_db(clip: &Path, hz: u32, from: f64, seconds: f64) -> f64 {
    // Twice: once lets a loud neighbour through.
    let pass = format!("bandpass=f={hz}:width_type=h:w=40");
    let band = format!("{pass},{pass},atrim=start={from}:duration={seconds},volumedetect");
    let args =
        ["-nostdin", "-hide_banner", "-i", clip.to_str().unwrap(), "-vn", "-af", &band, "-f", "null", "-"];
    let text = String::from_utf8(child("ffmpeg", &args).stderr).unwrap();
    let line = text.lines().find(|line| line.contains("mean_volume")).unwrap();
    line.split("mean_volume:").nth(1).unwrap().trim().trim_end_matches(" dB").parse().unwrap()
}

#[tokio::test]
async fn music_gives_way_to_the_voice_comes_back_is_repeated_and_fades_out() {
    let mixing = Mixing::new(12 * 30).await;
    // The piece of 4 s comes three times. Alone, it is well above the gate of 10 LU below the mean: were it on the gate,
    // a hundredth of a LU would decide whether it counts.
    let music = Some(mixing.music(4, 8).await);
    let sound = Soundtrack { music, ..Soundtrack::of_voice(mixing.voice(4, 8), Frames(360)) };
    let clip = mixing.clip("clip.mp4", &sound).await;
    let measured = mixing.stage.ffmpeg.measure(&mixing.stage.ctx, &clip).await.unwrap();
    assert_eq!(measured.check(Frames(360), Format::default().canvas()), Ok(()), "{measured:?}");
    let (integrated, peak) = loudness(&clip);
    assert!((measured.loudness_lufs + 14.0).abs() <= 0.2, "{measured:?}");
    assert!((integrated + 14.0).abs() <= 0.2 && peak <= -1.5, "{integrated} LUFS, {peak} dBTP, {measured:?}");
    let alone = level_db(&clip, 200, 2.0, 1.0);
    let under = level_db(&clip, 200, 5.0, 2.0);
    let back = level_db(&clip, 200, 9.0, 0.8);
    let end = level_db(&clip, 200, 11.85, 0.1);
    assert!(alone - under > 5.0 && (alone - back).abs() < 1.5, "{alone} {under} {back}");
    assert!(alone - end > 15.0, "{alone} {end}");
    let voice = level_db(&clip, 1000, 5.0, 2.0);
    assert!(voice - under > 12.0, "{voice} {under}");
    let again = mixing.clip("again.mp4", &sound).await;
    assert!(std::fs::read(clip).unwrap() == std::fs::read(again).unwrap(), "the same plan, the same bytes");
}

#[tokio::test]
async fn music_comes_again_from_its_beginning_wherever_it_began() {
    let mixing = Mixing::new(240).await;
    // 200 Hz for 3 s, then 500 Hz for 3 s.
    let piece = "aevalsrc='0.3*sin(2*PI*t*if(lt(t,3),200,500))':s=48000:d=6";
    let music = Some(mixing.piece(piece, 8, 4500).await);
    let sound = Soundtrack { music, ..Soundtrack::of_voice(mixing.voice(0, 0), Frames(240)) };
    let clip = mixing.clip("clip.mp4", &sound).await;
    let higher = |from: f64| level_db(&clip, 500, from, 0.7) - level_db(&clip, 200, from, 0.7);
    assert!(higher(0.4) > 20.0, "it begins at 4.5 s: {} dB", higher(0.4));
    for from in [1.8, 3.4] {
        assert!(higher(from) < -20.0, "its beginning sounds at {from} s: {} dB", higher(from));
    }
    assert!(higher(5.0) > 20.0, "and then goes on: {} dB", higher(5.0));
}

#[tokio::test]
async fn the_original_sound_is_that_of_its_shots_at_their_speed_and_blends_with_them() {
    let mixing = Mixing::new(120).await;
    let stage = &mixing.stage;
    let shot = |name: &str, hz: u32, speed_percent: u16, entry: Transition| {
        let line = format!("-f lavfi -i sine=f={hz}:d=9 -map 0 -map 1 {H264} -c:a aac");
        let made = stage.make(name, "color=gray:s=64x64:r=30:d=9", &line);
        let file = Some(file(&made, Container::Mp4));
        HeardShot { file, start_ms: 1000, frames: Frames(60), speed_percent, entry }
    };
    let first = shot("one.mp4", 300, 100, Transition::Cut);
    let second = shot("two.mp4", 600, 200, Transition::Crossfade);
    let original = Some(OriginalSound { percent: 50, shots: vec![first, second] });
    let sound = Soundtrack { original, ..Soundtrack::of_voice(mixing.voice(0, 0), Frames(120)) };
    let clip = mixing.clip("clip.mp4", &sound).await;
    // Twice as fast, and as high as it was.
    let (one, two) = (level_db(&clip, 300, 0.5, 1.0), level_db(&clip, 600, 2.6, 1.0));
    assert!((one - two).abs() < 3.0, "{one} {two}");
    assert!(level_db(&clip, 600, 0.5, 1.0) < one - 15.0 && level_db(&clip, 300, 2.6, 1.0) < two - 15.0);
    // Both sound while the one becomes the other, from 2 s to 2.4 s.
    let (one, two) = (level_db(&clip, 300, 2.15, 0.1), level_db(&clip, 600, 2.15, 0.1));
    assert!((one - two).abs() < 6.0, "{one} {two}");
    let measured = stage.ffmpeg.measure(&stage.ctx, &clip).await.unwrap();
    assert_eq!((measured.sound_ms, measured.frames), (4000, Frames(120)));
}

#[tokio::test]
async fn of_many_tracks_the_one_is_heard_that_the_file_prefers() {
    let mixing = Mixing::new(60).await;
    let line = format!(
        "-f lavfi -i sine=f=300:d=4 -f lavfi -i sine=f=600:d=4 -map 0 -map 1 -map 2 {H264} -c:a aac \
         -disposition:a:0 0 -disposition:a:1 default"
    );
    let made = mixing.stage.make("two.mkv", "color=gray:s=64x64:r=30:d=4", &line);
    let file = Some(file(&made, Container::Matroska));
    let shot =
        HeardShot { file, start_ms: 1000, frames: Frames(60), speed_percent: 100, entry: Transition::Cut };
    let original = Some(OriginalSound { percent: 100, shots: vec![shot] });
    let sound = Soundtrack { original, ..Soundtrack::of_voice(mixing.voice(0, 0), Frames(60)) };
    let clip = mixing.clip("clip.mp4", &sound).await;
    let (first, second) = (level_db(&clip, 300, 0.5, 1.0), level_db(&clip, 600, 0.5, 1.0));
    assert!(second > first + 20.0, "{first} {second}");
}

#[tokio::test]
async fn a_damaged_sound_track_is_silent_and_the_next_shot_is_heard() {
    let mixing = Mixing::new(120).await;
    let shot = |name: &str, sound: &str| {
        let line = format!("-f lavfi -i sine=f=600:d=4 -map 0 -map 1 {H264} {sound}");
        let made = mixing.stage.make(name, "color=gray:s=64x64:r=30:d=4", &line);
        let file = Some(file(&made, Container::Matroska));
        HeardShot { file, start_ms: 1000, frames: Frames(60), speed_percent: 100, entry: Transition::Cut }
    };
    // Every byte of the track is overwritten with noise.
    let damaged = shot("damaged.mkv", "-c:a mp2 -bsf:a noise=amount=1");
    let original = Some(OriginalSound { percent: 100, shots: vec![damaged, shot("good.mkv", "-c:a mp2")] });
    let sound = Soundtrack { original, ..Soundtrack::of_voice(mixing.voice(0, 0), Frames(120)) };
    let clip = mixing.clip("clip.mp4", &sound).await;
    let (first, second) = (level_db(&clip, 600, 0.5, 1.0), level_db(&clip, 600, 2.5, 1.0));
    assert!(second > first + 40.0, "{first} {second}");
    let measured = mixing.stage.ffmpeg.measure(&mixing.stage.ctx, &clip).await.unwrap();
    assert_eq!((measured.sound_ms, measured.frames), (4000, Frames(120)));
}

#[tokio::test]
async fn a_transition_cuts_neither_the_voice_nor_the_end_of_the_shot_before() {
    let mixing = Mixing::new(120).await;
    let stage = &mixing.stage;
    let shot = |name: &str, hz: u32, entry: Transition| {
        let line = format!("-f lavfi -i sine=f={hz}:d=9 -map 0 -map 1 {H264} -c:a aac");
        let made = stage.make(name, "color=gray:s=64x64:r=30:d=9", &line);
        let file = Some(file(&made, Container::Mp4));
        HeardShot { file, start_ms: 1000, frames: Frames(60), speed_percent: 100, entry }
    };
    let entry = Transition::Crossfade;
    let shots = vec![shot("one.mp4", 300, Transition::Cut), shot("two.mp4", 600, entry)];
    let original = Some(OriginalSound { percent: 100, shots });
    let sound = Soundtrack { original, ..Soundtrack::of_voice(mixing.voice(0, 4), Frames(120)) };
    let clip = mixing.clip("clip.mp4", &sound).await;
    // The shots blend from 2 s on.
    let long = entry.frames().seconds();
    let voice = |from: f64| level_db(&clip, 1000, from, 0.1);
    let alone = voice(1.5);
    for from in [1.9, 1.95, 2.0, 2.0 + long / 2.0, 2.0 + long] {
        assert!((voice(from) - alone).abs() < 1.0, "the voice at {from} s: {} {alone}", voice(from));
    }
    let (first, second) =
        (|from: f64| level_db(&clip, 300, from, 0.05), |from: f64| level_db(&clip, 600, from, 0.05));
    let (before, after) = (first(1.5), second(3.0));
    assert!((before - after).abs() < 2.0, "both are as loud: {before} {after}");
    assert!((first(1.94) - before).abs() < 1.5, "it is whole up to the transition");
    // Half-way each is half as high: 6 dB less.
    let middle = 2.0 + long / 2.0 - 0.025;
    for level in [first(middle) - before, second(middle) - after] {
        assert!((-8.5..-3.5).contains(&level), "{level} dB in the middle");
    }
    let gone = first(2.0 + long + 0.1);
    assert!(gone < before - 15.0, "and is gone after it: {before} {gone}");
}

#[tokio::test]
async fn music_of_every_form_is_read_and_what_is_none_is_refused() {
    let stage = Stage::new().await;
    let forms = [
        ("a.wav", SampleFormat::Wav, "-c:a pcm_s16le"),
        ("a.m4a", SampleFormat::Mp4, "-c:a aac"),
        ("a.ogg", SampleFormat::Ogg, "-c:a libopus"),
        ("a.flac", SampleFormat::Flac, "-c:a flac"),
    ];
    let out = stage.path("out.flac");
    for (name, format, line) in forms {
        let path = stage.make(name, "sine=f=300:r=44100:d=5", &format!("-ac 1 {line}"));
        let file = SampleFile { path, format };
        let facts = stage.ffmpeg.read_music(&stage.ctx, &file, &out).await.unwrap();
        assert!(facts.duration_ms.abs_diff(5000) < 40, "{name}: {facts:?}");
        assert!((-25.0..-15.0).contains(&facts.loudness_lufs), "{name}: {facts:?}");
        assert_eq!(answer(&out, "a:0", "codec_name,sample_rate,channels"), "flac,48000,2", "{name}");
        std::fs::remove_file(&out).unwrap();
    }
    let secret = stage.make("secret.wav", "sine=d=5", "-c:a pcm_s16le");
    let lie = stage.write("lie.mp3", format!("ffconcat version 1.0\nfile '{}'\n", secret.display()));
    for format in [SampleFormat::Mp3, SampleFormat::Wav, SampleFormat::Ogg, SampleFormat::Mp4] {
        let file = SampleFile { path: lie.clone(), format };
        let refused = stage.ffmpeg.read_music(&stage.ctx, &file, &out).await;
        assert!(matches!(refused, Err(RenderError::Unusable(_))), "{format:?}: {refused:?}");
        assert!(!out.exists());
    }
}
