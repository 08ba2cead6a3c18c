//! Chunks: exact frames, equal bytes, and what happens when it does not work out.

use std::{collections::HashMap, sync::Mutex};

use domain::{Chunk, ChunkInput, Container::Mp4, Cut, Frames, RenderError, Renderer, SourceVideoId};

use crate::stage::*;

const H264: &str = "-c:v libx264 -preset ultrafast -pix_fmt yuv420p -color_range tv";

#[tokio::test]
async fn cuts_follow_each_other_to_the_frame() {
    let stage = Stage::new().await;
    let path = stage.make("a.mp4", &numbered("128x128", 30, "4"), H264);
    let clip =
        stage.render("clip.mp4", &file(&path, Mp4), &[(2000, 7), (500, 1), (3000, 5)], &[]).await.unwrap();
    let expected: Vec<i32> = (80..87).chain(35..36).chain(110..115).collect();
    let found = levels(&clip);
    assert_eq!(found.len(), expected.len());
    assert!(found.iter().zip(&expected).all(|(a, b)| (a - b).abs() <= 1), "{found:?}");
}

#[tokio::test]
async fn large_footage_is_rendered_in_pieces_that_nobody_can_tell() {
    let stage = Stage::new().await;
    let footage = file(&stage.make("a.mp4", &numbered("128x128", 30, "4"), H264), Mp4);
    let captions = [crate::captions::cue(&[("One", 0), ("two", 9)], 15)];
    let cuts = [(2000, 7), (500, 3), (3000, 5)];
    let probe = stage.probe(&footage).await.unwrap();
    let whole = stage.render_as("whole.mp4", &footage, probe, &cuts, &captions).await.unwrap();
    // Taken for 8K, each cut is a piece of its own.
    let large = domain::Probe { width: 7680, height: 4320, ..probe };
    let pieces = stage.render_as("pieces.mp4", &footage, large, &cuts, &captions).await.unwrap();
    assert_ne!(std::fs::read(&whole).unwrap(), std::fs::read(&pieces).unwrap());
    assert_eq!(answer(&pieces, "v:0", "nb_read_packets,duration"), "0.500000,15");
    let (expected, found) = (levels(&whole), levels(&pieces));
    assert_eq!(found.len(), 15);
    assert!(found.iter().zip(&expected).all(|(a, b)| (a - b).abs() <= 2), "{found:?} {expected:?}");
    let frames = [0, 8, 9, 14];
    for (whole, piece) in pictures(&whole, &frames).iter().zip(pictures(&pieces, &frames)) {
        let unlike = whole.pixels().zip(piece.pixels()).filter(|(a, b)| a[2].abs_diff(b[2]) > 60).count();
        assert!(unlike < 400, "captions differ in {unlike} pixels");
    }
}

#[tokio::test]
async fn a_cut_beyond_the_files_end_stands_still_and_one_of_nothing_fails() {
    let stage = Stage::new().await;
    let footage = file(&stage.make("a.mp4", &numbered("128x128", 30, "1"), H264), Mp4);
    let clip = stage.render("clip.mp4", &footage, &[(800, 12)], &[]).await.unwrap();
    let found = levels(&clip);
    assert_eq!(found.len(), 12);
    assert!((found[11] - 49).abs() <= 1, "{found:?}");
    let nothing = stage.render("nothing.mp4", &footage, &[(5000, 12)], &[]).await;
    assert!(
        matches!(&nothing, Err(RenderError::Unusable(text)) if text.contains("only 0 of 12")),
        "{nothing:?}"
    );
    assert!(!stage.path("nothing.mp4").exists());
}

#[tokio::test]
async fn the_same_plan_gives_the_same_bytes() {
    let stage = Stage::new().await;
    let footage = file(&stage.make("a.mp4", "testsrc2=s=640x360:r=30:d=2", H264), Mp4);
    let captions = [crate::captions::cue(&[("Same", 0), ("bytes", 8)], 20)];
    let mut bytes = Vec::new();
    for out in ["one.mp4", "two.mp4"] {
        let clip = stage.render(out, &footage, &[(0, 10), (900, 10)], &captions).await.unwrap();
        bytes.push(std::fs::read(clip).unwrap());
    }
    assert!(bytes[0] == bytes[1] && bytes[0].len() > 1000);
}

#[tokio::test]
async fn a_plan_that_contradicts_itself_is_refused() {
    let stage = Stage::new().await;
    let cut = Cut::plain(SourceVideoId::new(), 0, Frames(10));
    for (frames, says) in [(11, "as long as the sentence"), (10, "a source video is missing")] {
        let chunk = Chunk { frames: Frames(frames), ..Chunk::plain(vec![cut], Vec::new()) };
        let footage = HashMap::new();
        let input = ChunkInput::standard(&chunk, &footage);
        let out = stage.path("out.mp4");
        let error = stage.ffmpeg.render_chunk(&stage.ctx, &input, &out, &domain::ignore_progress).await;
        assert!(matches!(&error, Err(RenderError::Unusable(text)) if text.contains(says)), "{error:?}");
    }
}

#[tokio::test]
async fn giving_a_chunk_up_leaves_no_file_behind() {
    let stage = Stage::new().await;
    let footage = file(&stage.make("a.mp4", "testsrc2=s=640x360:r=30:d=4", H264), Mp4);
    let (begun, mut has_begun) = tokio::sync::mpsc::unbounded_channel();
    let (begun, out) = (Mutex::new(begun), stage.path("out.mp4"));
    let tell = |_: f32| begun.lock().unwrap().send(()).unwrap();
    let video = SourceVideoId::new();
    let cut = Cut::plain(video, 0, Frames(900));
    let chunk = Chunk::plain(vec![cut], Vec::new());
    let probe = stage.probe(&footage).await.unwrap();
    let footage = HashMap::from([(video, (footage, probe))]);
    let input = ChunkInput::standard(&chunk, &footage);
    let mut work = stage.ffmpeg.render_chunk(&stage.ctx, &input, &out, &tell);
    tokio::select! {
        ended = &mut work => panic!("too soon: {ended:?}"),
        _ = has_begun.recv() => {}
    }
    assert!(out.exists());
    drop(work);
    assert!(!out.exists());
    let work = settings(out.parent().unwrap()).work_dir;
    let left: Vec<_> = std::fs::read_dir(work).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(left.len(), 2, "the fonts and their list alone: {left:?}");
}
