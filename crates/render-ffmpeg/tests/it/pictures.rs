//! Pictures that persons upload: read to their pixels, and nothing else of them.

use domain::{Container, PictureFile, PictureReader as _, PictureSize, RenderError};

use crate::stage::*;

#[tokio::test]
async fn a_picture_is_kept_as_png_no_larger_than_needed() {
    let stage = Stage::new().await;
    let out = stage.path("out.png");
    for (name, container, line, expected) in [
        ("a.png", Container::Png, "", PictureSize { width: 300, height: 200 }),
        ("a.jpg", Container::Jpeg, "-q:v 2", PictureSize { width: 300, height: 200 }),
        ("a.webp", Container::Webp, "-c:v libwebp", PictureSize { width: 300, height: 200 }),
        ("b.png", Container::Png, "-vf scale=3000:2000", PictureSize { width: 2048, height: 1365 }),
    ] {
        let path = stage.make(name, "testsrc2=s=300x200", &format!("-frames:v 1 {line}"));
        let found = stage.ffmpeg.read_picture(&stage.ctx, &PictureFile { path, container }, &out).await;
        assert_eq!(found.unwrap(), expected, "{name}");
        assert_eq!(answer(&out, "v:0", "codec_name,pix_fmt"), "png,rgba", "{name}");
        std::fs::remove_file(&out).unwrap();
    }
}

#[tokio::test]
async fn a_picture_that_lies_or_is_enormous_is_refused() {
    let stage = Stage::new().await;
    let out = stage.path("out.png");
    let line =
        "-f rawvideo -pix_fmt monob -s 16000x16000 -i /dev/zero -map 1 -frames:v 1 -c:v png -pix_fmt monob";
    let bomb = stage.make("bomb.png", "sine=d=1", line);
    let secret = stage.make("secret.png", "testsrc2=s=300x200", "-frames:v 1");
    let list = stage.write("list.png", format!("ffconcat version 1.0\nfile '{}'\n", secret.display()));
    for (path, container) in [(bomb, Container::Png), (list, Container::Png), (secret, Container::Jpeg)] {
        let found = stage.ffmpeg.read_picture(&stage.ctx, &PictureFile { path, container }, &out).await;
        assert!(matches!(found, Err(RenderError::Unusable(_))), "{container:?}: {found:?}");
        assert!(!out.exists());
    }
}
