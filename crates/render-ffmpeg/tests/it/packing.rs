//! Packing: speech in the forms that programs ask for.

use std::path::Path;

use domain::{RenderError, SoundEncoder, SoundFormat};

use crate::stage::*;

const SPEECH: &str = "sine=f=440:r=48000:d=2";
const WAV: &str = "-ac 1 -c:a pcm_s16le";

#[tokio::test]
async fn every_form_holds_the_whole_sound_in_one_channel() {
    let stage = Stage::new().await;
    let wav = stage.make("speech.wav", SPEECH, WAV);
    for format in SoundFormat::ALL {
        let out = stage.path(&format!("packed.{}", format.ending()));
        stage.ffmpeg.encode(&stage.ctx, &wav, format, &out).await.unwrap();
        let (codec, container) = match format {
            SoundFormat::Mp3 => ("mp3", "mp3"),
            SoundFormat::M4a => ("aac", "mov"),
            SoundFormat::Aac => ("aac", "aac"),
            SoundFormat::Opus => ("opus", "ogg"),
            SoundFormat::Flac => ("flac", "flac"),
        };
        assert_eq!(answer(&out, "a:0", "codec_name,sample_rate,channels"), format!("{codec},48000,1"));
        assert!(is_a(&out, container), "{format:?}");
        let samples = decoded(&out).len() / 2;
        assert!((95_500..101_000).contains(&samples), "{format:?}: {samples} of 96,000 samples");
        let first = std::fs::read(&out).unwrap();
        stage.ffmpeg.encode(&stage.ctx, &wav, format, &out).await.unwrap();
        assert!(std::fs::read(&out).unwrap() == first, "{format:?}: the same sound has the same bytes");
    }
}

/// Tells whether a demuxer that is forced on a file reads it.
fn is_a(file: &Path, demuxer: &str) -> bool {
    let file = file.to_str().unwrap();
    child("ffmpeg", &["-nostdin", "-v", "error", "-xerror", "-f", demuxer, "-i", file, "-f", "null", "-"])
        .status
        .success()
}

/// Returns the samples, two bytes each.
fn decoded(file: &Path) -> Vec<u8> {
    let file = file.to_str().unwrap();
    child("ffmpeg", &["-nostdin", "-v", "error", "-i", file, "-f", "s16le", "-"]).stdout
}

#[tokio::test]
async fn what_is_no_wav_file_is_refused_and_leaves_nothing() {
    let stage = Stage::new().await;
    let (playlist, out) = (stage.path("speech.wav"), stage.path("packed.mp3"));
    std::fs::write(&playlist, "#EXTM3U\n#EXTINF:1,\n/etc/hostname\n").unwrap();
    let refused = stage.ffmpeg.encode(&stage.ctx, &playlist, SoundFormat::Mp3, &out).await;
    assert!(matches!(refused, Err(RenderError::Child { .. })), "{refused:?}");
    assert!(!out.exists());
}
