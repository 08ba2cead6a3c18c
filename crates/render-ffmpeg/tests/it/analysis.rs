//! What analysis finds.

use std::{collections::HashMap, sync::Mutex};

use domain::{
    Chunk, ChunkInput,
    Container::{Matroska, Mp4},
    Cut, Frames, PictureHash, Quality, Renderer, SourceVideoId, Transform, ignore_progress, ignore_segment,
};

use crate::stage::*;

/// Four scenes at 30 frames a second: bars 2 s, a moving test picture 3.5 s, black 1 s, a wandering red 1.5 s.
const SCENES: &str = "smptebars=s=640x360:r=30:d=2[a];testsrc2=s=640x360:r=30:d=3.5[b];\
    color=black:s=640x360:r=30:d=1[c];color=red:s=640x360:r=30:d=1.5[r];color=white:s=90x360:r=30:d=1.5[w];\
    [r][w]overlay=x='100+t*200'[d];\
    [a][b][c][d]concat=n=4,format=yuv420p";
const H264: &str = "-c:v libx264 -preset ultrafast";

#[tokio::test]
async fn scenes_are_cut_within_half_a_frame_and_have_their_own_pictures() {
    let stage = Stage::new().await;
    let line = format!("-f lavfi -i sine=d=8 -c:a aac {H264}");
    let footage = file(&stage.make("a.mp4", SCENES, &line), Mp4);
    let (analysis, scratch) = stage.analyse(&footage).await.unwrap();
    let places: Vec<(u32, u32)> =
        analysis.segments.iter().map(|segment| (segment.start_ms, segment.end_ms)).collect();
    assert_eq!(places, [(0, 1983), (2017, 3733), (3734, 5483), (5517, 6483), (6517, 8000)]);
    assert_eq!((analysis.probe.duration_ms, analysis.probe.has_sound), (8000, true));
    let left = std::fs::read_dir(&scratch).unwrap().count();
    assert_eq!(left, analysis.segments.len() + 2, "other pictures are gone; the proxy and the sprites stay");
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
async fn no_segment_shows_a_neighbour_at_any_speed() {
    let stage = Stage::new().await;
    // A phone's rate, and a container in which the picture begins a little late.
    for (name, rate, line, container) in [
        ("a.mp4", "60000/1001", H264.to_owned(), Mp4),
        ("b.mkv", "30", format!("-f lavfi -i sine=d=2.2 -c:a libopus {H264}"), Matroska),
    ] {
        let two = format!(
            "color=red:s=640x360:r={rate}:d=1.1[a];color=blue:s=640x360:r={rate}:d=1.1[b];[a][b]concat,format=yuv420p"
        );
        let footage = file(&stage.make(name, &two, &line), container);
        let (analysis, _) = stage.analyse(&footage).await.unwrap();
        let [red, blue] = &analysis.segments[..] else { panic!("{name}: {:?}", analysis.segments) };
        for speed_percent in [25, 50, 100, 150, 400] {
            let transform = Transform { speed_percent, ..Transform::default() };
            for (segment, colour) in [(red, RED), (blue, BLUE)] {
                let ms = u64::from(segment.end_ms - segment.start_ms) * 100 / u64::from(speed_percent);
                let frames = Frames::within_ms(u32::try_from(ms).unwrap());
                let video = SourceVideoId::new();
                let cut = Cut { transform, ..Cut::plain(video, segment.start_ms, frames) };
                let chunk = Chunk::plain(vec![cut], Vec::new());
                let known = HashMap::from([(video, (footage.clone(), analysis.probe))]);
                let input = ChunkInput { quality: Quality::Draft, ..ChunkInput::standard(&chunk, &known) };
                let out = stage.path("clip.mp4");
                stage.ffmpeg.render_chunk(&stage.ctx, &input, &out, &ignore_progress).await.unwrap();
                for picture in pictures(&out, &[0, 1, frames.0 - 2, frames.0 - 1]) {
                    let found = picture.at(270, 480);
                    let near = found.iter().zip(colour).all(|(found, colour)| (found - colour).abs() <= 14);
                    assert!(near, "{name} at {speed_percent} %: {found:?} is not {colour:?}");
                }
            }
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
    stage.ffmpeg.analyse(&stage.ctx, &footage, &scratch, &tell, &ignore_segment).await.unwrap();
    let told = told.into_inner().unwrap();
    assert!(told.len() > 10 && told.is_sorted() && told.last() == Some(&1.0), "{told:?}");
}

#[tokio::test]
async fn segments_are_told_with_their_pictures_before_the_whole_file_is_through() {
    let stage = Stage::new().await;
    let footage = file(&stage.make("a.mp4", "testsrc2=s=320x180:r=30:d=24", H264), Mp4);
    let (share, told) = (Mutex::new(0.0), Mutex::new(Vec::new()));
    let tell = |now: f32| *share.lock().unwrap() = now;
    let found = |probe: &domain::Probe, segment: domain::AnalysedSegment| {
        assert_eq!(probe.duration_ms, 24_000);
        let picture = std::fs::read(&segment.thumbnail).unwrap();
        assert!(picture.ends_with(&[0xFF, 0xD9]), "the picture is whole");
        told.lock().unwrap().push((*share.lock().unwrap(), segment));
    };
    let scratch = stage.path("scratch");
    std::fs::create_dir(&scratch).unwrap();
    let analysis = stage.ffmpeg.analyse(&stage.ctx, &footage, &scratch, &tell, &found).await.unwrap();
    let told = told.into_inner().unwrap();
    assert!(told.len() >= 4 && told[0].0 < 0.5, "the first came at {} of the whole", told[0].0);
    let first: Vec<_> = told.into_iter().map(|(_, segment)| segment).collect();
    assert_eq!(first, analysis.segments[..first.len()]);
}

#[tokio::test]
async fn a_browser_gets_a_small_video_sprites_and_the_sound() {
    let stage = Stage::new().await;
    let source = "testsrc2=s=1280x720:r=30:d=12";
    // A tone from 4 s to 8 s, at -6 dB.
    let line =
        format!("-f lavfi -i aevalsrc='0.5*sin(2*PI*440*t)*between(t,4,8)':s=48000:d=12 -c:a aac {H264}");
    let footage = file(&stage.make("a.mp4", source, &line), Mp4);
    let (analysis, _) = stage.analyse(&footage).await.unwrap();
    let viewing = analysis.viewing.unwrap();
    let entries = "codec_name,width,height,pix_fmt,r_frame_rate,nb_read_packets";
    assert_eq!(answer(&viewing.proxy, "v:0", entries), "h264,640,360,yuv420p,15/1,180");
    let head = std::fs::read(&viewing.proxy).unwrap();
    let at = |name: &[u8]| head.windows(4).position(|four| four == name).unwrap();
    assert!(at(b"moov") < at(b"mdat"), "it begins before it is whole");
    let sprites = viewing.sprites;
    assert_eq!((sprites.count, sprites.columns, sprites.width, sprites.height), (23, 10, 160, 90));
    assert_eq!(
        (sprites.each_ms, answer(&viewing.sheet, "v:0", "width,height")),
        (533, "1600,900".to_owned())
    );
    let sound = viewing.sound.unwrap();
    assert_eq!((sound.sounds.len(), sound.silences.len()), (1, 2));
    assert!(sound.sounds[0].start_ms.abs_diff(4000) <= 40 && sound.sounds[0].end_ms.abs_diff(8000) <= 60);
    assert!((sound.peaks[60] - 0.5).abs() < 0.05 && sound.peaks[20] < 0.01, "{:?}", sound.peaks);
}

#[tokio::test]
async fn like_scenes_have_like_hashes_and_a_trembling_camera_is_told() {
    let stage = Stage::new().await;
    let noise = "testsrc2=s=800x450:r=30:d=2,loop=loop=-1:size=1,trim=duration=2,setpts=N/30/TB";
    let crop = |x: &str| format!("{noise},crop=640:360:x='{x}':y=40");
    let look = async |source: &str| {
        let footage = file(&stage.make("a.mp4", source, H264), Mp4);
        stage.analyse(&footage).await.unwrap().0.segments.remove(0)
    };
    let (still, pan) = (look(&crop("80")).await, look(&crop("20+2*n")).await);
    let trembling = look(&crop("80+16*mod(n,2)")).await;
    let steady = |segment: &domain::AnalysedSegment| segment.scores.steadiness.unwrap();
    assert!(steady(&still) > 0.95 && steady(&pan) > 0.7, "{:?} {:?}", still.scores, pan.scores);
    assert!(steady(&trembling) < 0.3, "{:?}", trembling.scores);
    let softer = look(&format!("{},eq=brightness=0.05", crop("80"))).await;
    assert!(still.hash.distance(softer.hash) < PictureHash::NEAR);
    let other = look("mandelbrot=s=640x360:r=30,trim=duration=1").await;
    assert!(still.hash.distance(other.hash) >= PictureHash::NEAR);
}

#[tokio::test]
async fn the_picture_of_any_moment_can_be_taken() {
    let stage = Stage::new().await;
    let footage = file(&stage.make("a.mp4", SCENES, H264), Mp4);
    let out = stage.path("moment.jpg");
    stage.ffmpeg.picture(&stage.ctx, &footage, 6000, &out).await.unwrap();
    assert_colour(picture(&out, 0).at(20, 20), [0, 0, 0]);
    stage.ffmpeg.picture(&stage.ctx, &footage, 7000, &out).await.unwrap();
    assert_colour(picture(&out, 0).at(20, 20), RED);
}
