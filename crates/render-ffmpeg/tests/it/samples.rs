//! Recordings of voices: those that are taken, and files that lie.

use std::path::Path;

use domain::{
    NotASample, RenderError, SampleError, SampleFacts, SampleFile,
    SampleFormat::{self, Aac, Flac, Mp3, Mp4, Ogg, Wav},
    SampleReader as _,
};

use crate::stage::Stage;

const SPOKEN: &str = "sine=f=220:d=8,volume=-10dB";

async fn read(stage: &Stage, path: &Path, format: SampleFormat) -> Result<SampleFacts, SampleError> {
    let out = stage.path("sample.wav");
    drop(std::fs::remove_file(&out));
    let facts =
        stage.ffmpeg.read_sample(&stage.ctx, &SampleFile { path: path.to_owned(), format }, &out).await;
    assert_eq!(out.exists(), facts.is_ok(), "a file is there when it was read whole, and only then");
    facts
}

/// Reads a file as its first bytes say.
async fn sniffed(stage: &Stage, path: &Path) -> Result<SampleFacts, SampleError> {
    let bytes = std::fs::read(path).unwrap();
    read(stage, path, SampleFormat::sniff(&bytes[..bytes.len().min(4096)])?).await
}

fn is_broken(read: &Result<SampleFacts, SampleError>) -> bool {
    matches!(read, Err(SampleError::Reading(RenderError::Unusable(_))))
}

#[tokio::test]
async fn every_format_becomes_mono_at_24_khz_with_its_figures() {
    let stage = Stage::new().await;
    for (name, line) in [
        ("a.wav", "-ac 2 -ar 44100"),
        ("float.wav", "-c:a pcm_f32le -ar 96000"),
        ("a.mp3", "-c:a libmp3lame -ac 2"),
        ("bare.mp3", "-c:a libmp3lame -id3v2_version 0 -write_xing 0"),
        ("a.m4a", "-c:a aac"),
        ("phone.mp4", "-c:a aac -ar 16000"),
        ("a.aac", "-c:a aac -f adts"),
        ("a.ogg", "-c:a libopus"),
        ("vorbis.ogg", "-c:a libvorbis -ac 2"),
        ("a.flac", "-c:a flac"),
    ] {
        let facts = sniffed(&stage, &stage.make(name, SPOKEN, line)).await;
        let facts = facts.unwrap_or_else(|error| panic!("{name}: {error}"));
        assert!((7_900..=8_200).contains(&facts.duration_ms), "{name}: {facts:?}");
        assert!((-40.0..=-20.0).contains(&facts.loudness_lufs), "{name}: {facts:?}");
        assert!(facts.clipped_basis_points < 0.1, "{name}: {facts:?}");
        let wav = std::fs::read(stage.path("sample.wav")).unwrap();
        assert_eq!(&wav[..4], b"RIFF");
        let (channels, rate, bits) = (wav[22], u32::from_le_bytes(wav[24..28].try_into().unwrap()), wav[34]);
        assert_eq!((channels, rate, bits), (1, 24_000, 16), "{name}");
    }
}

#[tokio::test]
async fn silence_and_overdriven_sound_show_in_the_figures() {
    let stage = Stage::new().await;
    let silent = sniffed(&stage, &stage.make("silent.wav", "anullsrc=d=8", "")).await.unwrap();
    assert!(silent.loudness_lufs <= -69.0, "{silent:?}");
    let soft = stage.make("soft.wav", "sine=f=220:d=8,volume=-40dB", "");
    let soft = sniffed(&stage, &soft).await.unwrap();
    assert!((-69.0..-50.0).contains(&soft.loudness_lufs), "{soft:?}");
    for (name, line) in [("clipped.wav", ""), ("clipped.mp3", "-c:a libmp3lame")] {
        let path = stage.make(name, "sine=f=220:d=8,volume=40dB", line);
        let clipped = sniffed(&stage, &path).await.unwrap();
        assert!(clipped.clipped_basis_points > 100.0, "{name}: {clipped:?}");
    }
    // A codec may smooth flat tops; the loudness tells then.
    let smooth = sniffed(&stage, &stage.make("clipped.m4a", "sine=f=220:d=8,volume=40dB", "-c:a aac")).await;
    assert!(smooth.unwrap().check(std::time::Duration::from_secs(6)).is_err());
    let hot = sniffed(&stage, &stage.make("hot.wav", "sine=f=220:d=8,volume=17.5dB", "")).await.unwrap();
    assert!(hot.clipped_basis_points < 20.0, "loud, and not overdriven: {hot:?}");
}

#[tokio::test]
async fn a_video_a_cover_and_several_tracks_are_called_by_their_names() {
    let stage = Stage::new().await;
    let video = "-f lavfi -i color=red:s=64x64:d=8 -map 0 -map 1 -c:a aac -c:v libx264 -shortest";
    let theora = "-f lavfi -i color=red:s=64x64:d=8 -map 0 -map 1 -c:a libvorbis -c:v libtheora -shortest";
    let cover = "-f lavfi -i color=red:s=64x64:d=0.04 -map 0 -map 1 -c:a libmp3lame -c:v mjpeg -disposition:v attached_pic";
    let cases = [
        ("video.m4a", video, "-f mp4", NotASample::Video),
        ("video.ogg", theora, "", NotASample::Video),
        ("video.mkv", video, "-f matroska", NotASample::Video),
        ("cover.mp3", cover, "", NotASample::Cover),
        ("silent.m4a", "-f lavfi -i color=red:s=64x64:d=1 -map 1 -c:v libx264", "-f mp4", NotASample::Video),
        ("two.m4a", "-map 0 -map 0 -c:a aac", "-f mp4", NotASample::ManyTracks),
    ];
    for (name, line, form, named) in cases {
        let read = sniffed(&stage, &stage.make(name, SPOKEN, &format!("{line} {form}"))).await;
        assert!(matches!(&read, Err(SampleError::NotASample(found)) if *found == named), "{name}: {read:?}");
    }
}

#[tokio::test]
async fn a_playlist_or_an_archive_never_opens_another_file_whatever_it_is_taken_for() {
    let stage = Stage::new().await;
    let secret = stage.make("secret.wav", SPOKEN, "");
    let texts = [
        format!("#EXTM3U\n#EXT-X-TARGETDURATION:8\n#EXTINF:8,\n{}\n#EXT-X-ENDLIST\n", secret.display()),
        format!("ffconcat version 1.0\nfile '{}'\n", secret.display()),
        "ffconcat version 1.0\nfile secret.wav\n".to_owned(),
        "PK\u{3}\u{4} and so on".to_owned(),
        "<html><audio src=secret.wav></html>".to_owned(),
        "hello".to_owned(),
        String::new(),
    ];
    for text in texts {
        let path = stage.write("x.wav", &text);
        let refused = sniffed(&stage, &path).await;
        assert!(matches!(refused, Err(SampleError::NotASample(_))), "{text}: {refused:?}");
        if !matches!(refused, Err(SampleError::NotASample(NotASample::Playlist))) {
            continue;
        }
        // Even one that was taken for a recording reaches nothing else.
        for format in [Wav, Mp3, Mp4, Aac, Ogg, Flac] {
            let forced = read(&stage, &path, format).await;
            assert!(forced.is_err(), "{format:?}: {text}: {forced:?}");
        }
    }
}

#[tokio::test]
async fn a_recording_that_breaks_off_is_refused_where_it_says_how_long_it_was() {
    let stage = Stage::new().await;
    for (name, line) in
        [("a.wav", ""), ("a.m4a", "-c:a aac"), ("a.flac", "-c:a flac"), ("a.mp3", "-c:a libmp3lame")]
    {
        let bytes = std::fs::read(stage.make(name, SPOKEN, line)).unwrap();
        let half = stage.write(name, &bytes[..bytes.len() / 2]);
        let read = sniffed(&stage, &half).await;
        assert!(is_broken(&read), "{name}: {read:?}");
    }
    let header = stage.write("header.wav", b"RIFF\x24\0\0\0WAVEfmt ");
    assert!(is_broken(&sniffed(&stage, &header).await));
}

#[tokio::test]
async fn a_small_file_that_unfolds_to_hours_is_cut_off() {
    let stage = Stage::new().await;
    let hours = stage.make("hours.flac", "anullsrc=d=7200:r=8000:cl=mono", "-c:a flac");
    assert!(std::fs::metadata(&hours).unwrap().len() < 2_000_000, "it is small");
    let facts = sniffed(&stage, &hours).await.unwrap();
    assert_eq!(facts.duration_ms, 301_000);
    let large = stage.write("large.wav", vec![0; 20_000_001]);
    let refused = read(&stage, &large, Wav).await;
    assert!(matches!(refused, Err(SampleError::NotASample(NotASample::TooLarge))), "{refused:?}");
}
