//! Finding the tools, and the encoder.

use std::{fs, os::unix::fs::PermissionsExt as _};

use domain::{Availability, Container, RenderError, Renderer};
use render_ffmpeg::{Encoder, Ffmpeg, Part, VideoEncoder};

use crate::stage::*;

#[tokio::test]
async fn the_engine_names_all_that_shapes_its_bytes() {
    let stage = Stage::new().await;
    let engine = stage.ffmpeg.engine();
    for part in
        [stage.ffmpeg.version(), "core ", "libass", "veryfast", "fonts ", "threads 2", "render-ffmpeg 6"]
    {
        assert!(engine.contains(part), "{part}: {engine}");
    }
    let report = stage.ffmpeg.report();
    assert!(report.len() >= 6);
    assert!(
        report.iter().all(|part| matches!(part.availability, Availability::Available { .. })),
        "{report:?}"
    );
}

#[tokio::test]
async fn a_missing_tool_has_a_cure() {
    let folder = tempfile::tempdir().unwrap();
    let mut settings = settings(folder.path());
    settings.ffmpeg = "ffmpeg-that-is-not-there".into();
    let report = Ffmpeg::inspect(&settings).await;
    assert!(
        matches!(&report[0].availability, Availability::Unavailable { cure } if cure.contains("apt-get"))
    );
    assert!(matches!(report[1].availability, Availability::Available { .. }), "ffprobe is there: {report:?}");
    let Err(RenderError::Tool { cure }) = Ffmpeg::find(settings).await.map(|_| ()) else { panic!("found") };
    assert!(cure.contains("ffmpeg-that-is-not-there") && cure.contains("apt-get install ffmpeg"), "{cure}");
}

#[tokio::test]
async fn a_program_that_is_no_ffmpeg_is_found_out() {
    let folder = tempfile::tempdir().unwrap();
    let mut settings = settings(folder.path());
    settings.ffmpeg = "true".into();
    let Err(RenderError::Tool { cure }) = Ffmpeg::find(settings).await.map(|_| ()) else { panic!("found") };
    assert!(cure.contains("5.1 or newer"), "{cure}");
}

#[tokio::test]
async fn a_folder_that_cannot_be_written_has_a_cure() {
    let folder = tempfile::tempdir().unwrap();
    let blocked = folder.path().join("file");
    std::fs::write(&blocked, "").unwrap();
    let report = Ffmpeg::inspect(&settings(&blocked)).await;
    assert!(
        matches!(&report[0].availability, Availability::Unavailable { cure } if cure.contains("writable"))
    );
}

/// What is told of the encoder.
fn encoder(parts: &[Part]) -> &Part {
    parts.iter().find(|part| part.name == "video encoder").unwrap()
}

#[tokio::test]
async fn an_encoder_that_does_not_work_here_is_told_and_software_does_its_work() {
    // Machines by Apple alone have it.
    let folder = tempfile::tempdir().unwrap();
    let mut settings = settings(folder.path());
    settings.encoder = VideoEncoder::Wanted(Encoder::VideoToolbox);
    let found = Ffmpeg::find(settings.clone()).await.unwrap();
    let remark = found.remark().unwrap();
    assert!(remark.contains("h264_videotoolbox does not work") && remark.contains("libx264"), "{remark}");
    let part = encoder(found.report());
    assert!(!part.is_needed, "work goes on without it");
    let Availability::Unavailable { cure } = &part.availability else { panic!("{part:?}") };
    assert!(cure.contains("ffmpeg said: ") && cure.contains("video_encoder"), "{cure}");
    assert!(found.engine().contains("-c:v libx264") && !found.engine().contains("videotoolbox"));
    // The bytes are those of software, so its chunks can be used.
    settings.encoder = VideoEncoder::default();
    let plain = Ffmpeg::find(settings).await.unwrap();
    assert_eq!((plain.engine(), plain.remark()), (found.engine(), None));
    assert!(matches!(encoder(plain.report()).availability, Availability::Available { .. }));
}

/// Stands for an ffmpeg on a machine with an NVIDIA card: what is asked of the card is done in software.
const NVIDIA: &str = r#"#!/bin/sh
left=$#
while [ "$left" -gt 0 ]; do
  word=$1
  shift
  left=$((left - 1))
  case $word in
    h264_nvenc) set -- "$@" libx264 ;;
    p1 | p4 | p6) set -- "$@" ultrafast ;;
    -tune | -rc | -b:v) shift; left=$((left - 1)) ;;
    -cq) set -- "$@" -crf ;;
    h264_qsv | h264_vaapi) echo 'No such device' >&2; exit 1 ;;
    *) set -- "$@" "$word" ;;
  esac
done
exec ffmpeg "$@"
"#;

#[tokio::test]
async fn hardware_that_works_is_used_and_names_its_chunks() {
    let mut stage = Stage::new().await;
    let program = stage.write("nvidia-ffmpeg", NVIDIA);
    fs::set_permissions(&program, fs::Permissions::from_mode(0o755)).unwrap();
    let software = stage.ffmpeg.engine();
    for wanted in [VideoEncoder::Wanted(Encoder::Nvenc), VideoEncoder::Auto] {
        let mut settings = settings(&stage.path("."));
        settings.ffmpeg.clone_from(&program);
        settings.encoder = wanted;
        stage.ffmpeg = Ffmpeg::find(settings).await.unwrap();
        assert_eq!(stage.ffmpeg.remark(), None);
        let engine = stage.ffmpeg.engine();
        assert!(engine.contains("-c:v h264_nvenc -preset p4") && engine != software, "{engine}");
        let part = encoder(stage.ffmpeg.report());
        assert!(
            matches!(&part.availability, Availability::Available { version } if version.contains("h264_nvenc")),
            "{part:?}"
        );
    }
    let line = "-c:v libx264 -preset ultrafast -pix_fmt yuv420p";
    let footage = file(&stage.make("a.mp4", &numbered("128x128", 30, "1"), line), Container::Mp4);
    let clip = stage.render("clip.mp4", &footage, &[(0, 6), (500, 4)], &[]).await.unwrap();
    assert_eq!(answer(&clip, "v:0", "nb_read_packets,has_b_frames,color_space"), "0,bt709,10");
}
