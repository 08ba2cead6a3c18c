//! Finding the tools.

use domain::{Availability, RenderError, Renderer};
use render_ffmpeg::Ffmpeg;

use crate::stage::*;

#[tokio::test]
async fn the_engine_names_all_that_shapes_its_bytes() {
    let stage = Stage::new().await;
    let engine = stage.ffmpeg.engine();
    for part in
        [stage.ffmpeg.version(), "core ", "libass", "veryfast", "fonts ", "threads 2", "render-ffmpeg 2"]
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
