//! What analysis finds.

use std::sync::Mutex;

use domain::{
    Container::{Matroska, Mp4},
    Renderer,
};

use crate::stage::*;

/// Four scenes at 30 frames a second: bars 2 s, a moving test picture 3.5 s, black 1 s, a wandering red 1.5 s.
const SCENES: &str = "smptebars=s=640x360:r=30:d=2[a];testsrc2=s=640x360:r=30:d=3.5[b];\
    color=black:s=640x360:r=30:d=1[c];color=red:s=640x360:r=30:d=1.5[r];color=white:s=90x360:r=30:d=1.5[w];\
    [r][w]overlay=x='100+t*200'[d];\
    [a][b][c][d]concat=n=4,format=yuv420p";
const H264: &str = "-c:v libx264 -preset ultrafast";

#[tokio::test]
async fn scenes_are_cut_at_their_very_frame_and_have_their_own_pictures() {
    let stage = Stage::new().await;
    let line = format!("-f lavfi -i sine=d=8 -c:a aac {H264}");
    let footage = file(&stage.make("a.mp4", SCENES, &line), Mp4);
    let (analysis, scratch) = stage.analyse(&footage).await.unwrap();
    let places: Vec<(u32, u32)> =
        analysis.segments.iter().map(|segment| (segment.start_ms, segment.end_ms)).collect();
    assert_eq!(places, [(0, 2000), (2000, 3733), (3734, 5500), (5500, 6500), (6500, 8000)]);
    assert_eq!((analysis.probe.duration_ms, analysis.probe.has_sound), (8000, true));
    let left = std::fs::read_dir(&scratch).unwrap().count();
    assert_eq!(left, analysis.segments.len(), "other pictures are gone");
    let middle = |n: usize| picture(&analysis.segments[n].thumbnail, 0).at(20, 20);
    assert_colour(middle(3), [0, 0, 0]);
    assert_colour(middle(4), RED);
    assert_eq!(answer(&analysis.segments[0].thumbnail, "v:0", "codec_name,width,height"), "mjpeg,360,202");
}

#[tokio::test]
async fn what_moves_and_is_sharp_scores_above_what_is_black_or_still() {
    let stage = Stage::new().await;
    let footage = file(&stage.make("a.mp4", SCENES, H264), Mp4);
    let (analysis, _) = stage.analyse(&footage).await.unwrap();
    let [bars, moving, _, black, wandering] = &analysis.segments[..] else { panic!("five segments") };
    assert!(moving.scores.motion > 0.1 && bars.scores.motion < 0.01, "{:?}", moving.scores);
    assert!(wandering.scores.motion > 0.0 && wandering.scores.variance > 0.1, "{:?}", wandering.scores);
    assert!(black.scores.total() < 0.01, "{:?}", black.scores);
    assert!(moving.scores.total() > bars.scores.total() && bars.scores.total() > black.scores.total());
    let blurred = format!("{SCENES},gblur=sigma=12");
    let (blurred, _) = stage.analyse(&file(&stage.make("b.mp4", &blurred, H264), Mp4)).await.unwrap();
    assert!(blurred.segments[1].scores.sharpness < moving.scores.sharpness / 4.0);
}

#[tokio::test]
async fn cuts_are_found_at_other_frame_rates_and_no_segment_shows_a_neighbour() {
    let stage = Stage::new().await;
    let two =
        "color=red:s=640x360:r=12:d=0.75[a];color=blue:s=640x360:r=12:d=0.75[b];[a][b]concat,format=yuv420p";
    let footage = file(&stage.make("a.mkv", two, H264), Matroska);
    let (analysis, _) = stage.analyse(&footage).await.unwrap();
    assert_eq!(analysis.segments.len(), 2);
    for (segment, colour) in analysis.segments.iter().zip([RED, BLUE]) {
        let frames = domain::Frames::within_ms(segment.end_ms - segment.start_ms).0;
        let clip = stage.render("clip.mp4", &footage, &[(segment.start_ms, frames)], &[]).await.unwrap();
        for frame in [0, frames - 1] {
            assert_colour(picture(&clip, frame).at(540, 960), colour);
        }
    }
}

#[tokio::test]
async fn a_long_scene_gives_several_segments_and_a_short_file_one() {
    let stage = Stage::new().await;
    let long = file(&stage.make("a.mp4", "testsrc2=s=320x180:r=30:d=7", H264), Mp4);
    let (analysis, _) = stage.analyse(&long).await.unwrap();
    let lengths: Vec<u32> = analysis.segments.iter().map(|s| s.end_ms - s.start_ms).collect();
    assert_eq!(lengths.len(), 3);
    assert!(lengths.iter().all(|length| (1500..=3000).contains(length)), "{lengths:?}");
    let short = file(&stage.make("b.mp4", "testsrc2=s=320x180:r=30:d=0.4", H264), Mp4);
    let (analysis, _) = stage.analyse(&short).await.unwrap();
    assert_eq!(analysis.segments.iter().map(|s| (s.start_ms, s.end_ms)).collect::<Vec<_>>(), [(0, 400)]);
}

#[tokio::test]
async fn progress_of_analysis_grows_to_one() {
    let stage = Stage::new().await;
    let footage = file(&stage.make("a.mp4", SCENES, H264), Mp4);
    let told = Mutex::new(Vec::new());
    let tell = |share: f32| told.lock().unwrap().push(share);
    let scratch = stage.path("scratch");
    std::fs::create_dir(&scratch).unwrap();
    stage.ffmpeg.analyse(&stage.ctx, &footage, &scratch, &tell).await.unwrap();
    let told = told.into_inner().unwrap();
    assert!(told.len() > 10 && told.is_sorted() && told.last() == Some(&1.0), "{told:?}");
}
