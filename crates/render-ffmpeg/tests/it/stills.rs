//! Still pictures as footage.

use domain::{Container, Container::*, RenderError, Renderer, STILL_MS};

use crate::stage::*;

/// A JPEG that says by EXIF that it is to be turned a quarter clockwise.
fn turned(jpeg: &[u8]) -> Vec<u8> {
    let exif: &[u8] =
        b"\xFF\xE1\x00\x22Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0";
    [&jpeg[..2], exif, &jpeg[2..]].concat()
}

/// Four colours as cameras write them into still pictures: by BT.601, without saying so.
fn photograph(size: &str) -> String {
    let colours = quarters(size, "1", "1");
    format!(
        "{colours},scale=out_color_matrix=bt601:out_range=tv,format=yuv420p,setparams=colorspace=smpte170m"
    )
}

#[tokio::test]
async fn every_kind_of_still_picture_is_one_segment_with_its_picture() {
    let stage = Stage::new().await;
    let source = photograph("641x359");
    let kinds =
        [("a.jpg", "-q:v 2", Jpeg), ("a.png", "-pix_fmt rgb48be", Png), ("a.webp", "-quality 90", Webp)];
    for (name, line, container) in kinds {
        let path = stage.make(name, &source, &format!("-frames:v 1 {line}"));
        assert_eq!(Container::sniff(&std::fs::read(&path).unwrap()), Ok(container), "{name}");
        let (analysis, _) = stage.analyse(&file(&path, container)).await.unwrap();
        let probe = analysis.probe;
        assert_eq!((probe.width, probe.height, probe.duration_ms), (641, 359, STILL_MS), "{name}");
        let [segment] = &analysis.segments[..] else { panic!("{name}: one segment") };
        assert_eq!((segment.start_ms, segment.end_ms), (0, STILL_MS));
        assert_eq!((segment.scores.motion, segment.scores.steadiness), (0.0, Some(1.0)));
        assert!(segment.scores.contrast > 0.3 && analysis.viewing.is_none());
        let picture = picture(&segment.thumbnail, 0);
        for (x, y, colour) in [(20, 20, RED), (340, 20, LIME), (20, 180, BLUE), (340, 180, YELLOW)] {
            assert_colour(picture.at(x, y), colour);
        }
        let out = stage.path("moment.jpg");
        stage.ffmpeg.picture(&stage.ctx, &file(&path, container), 4000, &out).await.unwrap();
        assert_colour(crate::stage::picture(&out, 0).at(20, 20), RED);
    }
}

#[tokio::test]
async fn a_product_that_is_cut_out_stands_on_white() {
    let stage = Stage::new().await;
    let source = "color=black@0:s=720x1280:r=1:d=1,format=rgba,geq=r=0:g=0:b=255:a='255*between(X,260,459)*between(Y,540,739)'";
    for (name, container, line) in
        [("a.png", Png, ""), ("a.webp", Webp, "-lossless 1"), ("b.png", Png, "-pix_fmt rgba64be")]
    {
        let path = stage.make(name, source, &format!("-frames:v 1 {line}"));
        let still = file(&path, container);
        assert!(stage.probe(&still).await.unwrap().quirks.is_see_through, "{name}");
        let clip = stage.render("clip.mp4", &still, &[(0, 4), (0, 3)], &[]).await.unwrap();
        for frame in [0, 6] {
            let picture = picture(&clip, frame);
            assert_colour(picture.at(100, 100), [255, 255, 255]);
            assert_colour(picture.at(540, 960), BLUE);
        }
        let (analysis, _) = stage.analyse(&still).await.unwrap();
        assert_colour(picture(&analysis.segments[0].thumbnail, 0).at(10, 10), [255, 255, 255]);
    }
    let opaque = file(&stage.make("c.png", "color=red:s=128x128:r=1:d=1", "-frames:v 1 -pix_fmt rgb24"), Png);
    assert!(!stage.probe(&opaque).await.unwrap().quirks.is_see_through);
}

#[tokio::test]
async fn a_photograph_that_was_taken_upright_stands_upright() {
    let stage = Stage::new().await;
    let path = stage.make("a.jpg", &photograph("640x360"), "-frames:v 1 -q:v 2");
    let upright = stage.write("turned.jpg", turned(&std::fs::read(&path).unwrap()));
    let (analysis, _) = stage.analyse(&file(&upright, Jpeg)).await.unwrap();
    assert_eq!((analysis.probe.width, analysis.probe.height), (360, 640));
    let thumbnail = &analysis.segments[0].thumbnail;
    assert_eq!(answer(thumbnail, "v:0", "width,height"), "360,640");
    let picture = picture(thumbnail, 0);
    assert_colour(picture.at(20, 20), BLUE);
    assert_colour(picture.at(340, 20), RED);
}

#[tokio::test]
async fn a_damaged_or_giant_picture_is_refused_with_the_cure() {
    let stage = Stage::new().await;
    let path = stage.make("a.png", &photograph("640x360"), "-frames:v 1");
    let half = std::fs::read(&path).unwrap();
    let torn = stage.write("torn.png", &half[..60]);
    let giant = stage.make("giant.png", "color=red:s=9000x9000:r=1:d=1", "-frames:v 1 -compression_level 9");
    for path in [torn, giant] {
        let refused = stage.analyse(&file(&path, Png)).await.unwrap_err();
        assert!(matches!(refused, RenderError::Unusable(_)), "{refused:?}");
    }
}
