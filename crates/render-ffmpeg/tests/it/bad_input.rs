//! Files that are no footage, and files that lie.

use domain::{
    Container::{self, *},
    Probe, RenderError,
};

use crate::stage::*;

const H264: &str = "-c:v libx264 -preset ultrafast -pix_fmt yuv420p";
const ALL: [Container; 4] = [Mp4, Matroska, Avi, MpegTs];

#[track_caller]
fn assert_unusable<T: std::fmt::Debug>(result: &Result<T, RenderError>, says: &str) {
    assert!(matches!(result, Err(RenderError::Unusable(text)) if text.contains(says)), "{result:?}");
}

fn plausible() -> Probe {
    Probe {
        duration_ms: 2000,
        width: 640,
        height: 360,
        fps: 30.0,
        has_sound: false,
        is_hdr: false,
        quirks: domain::Quirks::NONE,
    }
}

#[tokio::test]
async fn empty_files_and_texts_are_refused() {
    let stage = Stage::new().await;
    for bytes in ["", "hello, I am a video"] {
        let path = stage.write("a.mp4", bytes);
        for container in ALL {
            assert_unusable(&stage.probe(&file(&path, container)).await, "upload");
        }
    }
}

#[tokio::test]
async fn a_playlist_never_opens_another_file_even_when_its_container_is_forced() {
    let stage = Stage::new().await;
    let secret = stage.make("secret.mp4", &quarters("640x360", "30", "2"), H264);
    let stream = stage.make("secret.ts", &quarters("640x360", "30", "2"), H264);
    let playlists = [
        format!("#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXTINF:2,\n{}\n#EXT-X-ENDLIST\n", stream.display()),
        format!("ffconcat version 1.0\nfile '{}'\n", secret.display()),
        "ffconcat version 1.0\nfile secret.mp4\n".to_owned(),
    ];
    for playlist in playlists {
        let path = stage.write("x.mp4", &playlist);
        for container in ALL {
            let footage = file(&path, container);
            assert_unusable(&stage.probe(&footage).await, "upload");
            assert!(stage.analyse(&footage).await.is_err());
            let rendered = stage.render_as("out.mp4", &footage, plausible(), &[(0, 5)], &[]).await;
            assert!(rendered.is_err(), "{container:?}: {playlist}");
            assert!(!stage.path("out.mp4").exists());
        }
    }
}

#[tokio::test]
async fn a_file_in_another_container_than_forced_is_refused() {
    let stage = Stage::new().await;
    let footage = file(&stage.make("a.mp4", &quarters("640x360", "30", "1"), H264), Matroska);
    assert_unusable(&stage.probe(&footage).await, "cannot be read as a video");
}

#[tokio::test]
async fn a_video_that_breaks_off_is_refused() {
    let stage = Stage::new().await;
    let noise = "testsrc2=s=640x360:r=30:d=4,noise=alls=20:allf=t";
    let half = |name: &str, line: &str| {
        let bytes = std::fs::read(stage.make(name, noise, line)).unwrap();
        stage.write(name, &bytes[..bytes.len() / 2])
    };
    let end = half("end.mp4", H264);
    assert_unusable(&stage.probe(&file(&end, Mp4)).await, "breaks off before its table of contents");
    let front = [
        ("front.mp4", Mp4, format!("{H264} -movflags +faststart")),
        ("a.mkv", Matroska, H264.to_owned()),
        ("a.avi", Avi, "-c:v mpeg4 -q:v 3".to_owned()),
    ];
    for (name, container, line) in front {
        let analysed = stage.analyse(&file(&half(name, &line), container)).await;
        assert_unusable(&analysed, "damaged or breaks off");
    }
}

#[tokio::test]
async fn sound_without_a_moving_picture_is_refused() {
    let stage = Stage::new().await;
    let sound = file(&stage.make("a.mp4", "sine=d=1", "-c:a aac"), Mp4);
    assert_unusable(&stage.probe(&sound).await, "sound but no moving picture");
    let line =
        "-f lavfi -i color=red:s=64x64:d=0.04 -map 0 -map 1 -c:a aac -c:v mjpeg -disposition:v attached_pic";
    let cover = file(&stage.make("cover.mp4", "sine=d=1", line), Mp4);
    assert_unusable(&stage.probe(&cover).await, "sound but no moving picture");
}

#[tokio::test]
async fn a_picture_of_16000_squared_is_refused_and_one_that_hides_its_size_is_not_decoded() {
    let stage = Stage::new().await;
    let line =
        "-f rawvideo -pix_fmt monob -s 16000x16000 -i /dev/zero -map 1 -frames:v 2 -c:v png -pix_fmt monob";
    for (name, container) in [("a.mov", Mp4), ("a.avi", Avi)] {
        let path = stage.make(name, "sine=d=1", line);
        assert!(std::fs::metadata(&path).unwrap().len() < 2_000_000);
        assert_unusable(&stage.probe(&file(&path, container)).await, "16000x16000");
        // Taken for something small, it still is not decoded.
        let rendered = stage.render_as("out.mp4", &file(&path, container), plausible(), &[(0, 2)], &[]).await;
        assert!(rendered.is_err(), "{rendered:?}");
    }
}

#[tokio::test]
async fn a_video_without_a_length_is_refused_with_the_cure() {
    let stage = Stage::new().await;
    let line = format!("{H264} -f matroska -live 1");
    let path = stage.make("live.webm", &quarters("640x360", "30", "1"), &line);
    assert_unusable(&stage.probe(&file(&path, Matroska)).await, "export it as MP4");
}
