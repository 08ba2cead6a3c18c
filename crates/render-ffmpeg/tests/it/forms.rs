//! Every form that footage comes in.

use domain::{Container::*, FootageFile};

use crate::stage::*;

const H264: &str = "-c:v libx264 -preset ultrafast -pix_fmt yuv420p -colorspace bt709";

/// Renders two cuts, checks that the clip has its exact form, and returns its tenth frame.
async fn rendered(stage: &Stage, footage: &FootageFile) -> Picture {
    let clip = stage.render("clip.mp4", footage, &[(100, 5), (300, 8)], &[]).await.unwrap();
    let found = answer(&clip, "v:0", "codec_name,width,height,sample_aspect_ratio,pix_fmt,r_frame_rate");
    assert_eq!(found, "h264,1080,1920,1:1,yuv420p,30/1");
    let colours = answer(&clip, "v:0", "color_range,color_space,color_transfer,color_primaries");
    assert_eq!(colours, "tv,bt709,bt709,bt709");
    assert_eq!(answer(&clip, "v:0", "nb_read_packets"), "13");
    assert_eq!(levels(&clip).len(), 13);
    picture(&clip, 10)
}

fn assert_quarters(picture: &Picture) {
    assert_colour(picture.at(100, 100), RED);
    assert_colour(picture.at(980, 100), LIME);
    assert_colour(picture.at(100, 1820), BLUE);
    assert_colour(picture.at(980, 1820), YELLOW);
}

#[tokio::test]
async fn landscape_and_portrait_keep_their_middle() {
    let stage = Stage::new().await;
    for size in ["640x360", "270x480"] {
        let path = stage.make("a.mp4", &quarters(size, "30", "1"), H264);
        assert_quarters(&rendered(&stage, &file(&path, Mp4)).await);
    }
}

#[tokio::test]
async fn a_picture_turned_by_metadata_stands_upright() {
    let stage = Stage::new().await;
    let path = stage.make("a.mp4", &quarters("640x360", "30", "1"), H264);
    let mut bytes = std::fs::read(&path).unwrap();
    let header = bytes.windows(4).position(|four| four == b"tkhd").unwrap();
    // A quarter turn clockwise in the track header's matrix (ISO/IEC 14496-12).
    let turn: [i32; 9] = [0, 0x1_0000, 0, -0x1_0000, 0, 0, 0, 0, 0x4000_0000];
    let matrix: Vec<u8> = turn.iter().flat_map(|value| value.to_be_bytes()).collect();
    bytes[header + 44..header + 80].copy_from_slice(&matrix);
    let footage = file(&stage.write("turned.mp4", bytes), Mp4);
    let probe = stage.probe(&footage).await.unwrap();
    assert_eq!((probe.width, probe.height), (360, 640));
    let picture = rendered(&stage, &footage).await;
    assert_colour(picture.at(100, 100), BLUE);
    assert_colour(picture.at(980, 100), RED);
    assert_colour(picture.at(980, 1820), LIME);
    assert_colour(picture.at(100, 1820), YELLOW);
    let (analysis, _) = stage.analyse(&footage).await.unwrap();
    assert_eq!(answer(&analysis.segments[0].thumbnail, "v:0", "width,height"), "360,640");
}

#[tokio::test]
async fn odd_sizes_4k_and_oblong_pixels_come_out_right() {
    let stage = Stage::new().await;
    let small = quarters("641x359", "30", "1").replace("bt709", "smpte170m");
    let odd = stage.make("odd.mkv", &small, "-c:v ffv1 -pix_fmt yuv420p");
    assert_quarters(&rendered(&stage, &file(&odd, Matroska)).await);
    let large = stage.make("4k.mp4", &quarters("3840x2160", "30", "0.6"), H264);
    let footage = file(&large, Mp4);
    assert_eq!(stage.probe(&footage).await.unwrap().width, 3840);
    assert_quarters(&rendered(&stage, &footage).await);
    // Shown twice as wide as stored: only the blue middle is within 9:16.
    let columns = "color=red:s=540x960:r=30:d=1,drawbox=x=125:w=290:color=blue:t=fill,setsar=2";
    let footage = file(&stage.make("oblong.mp4", columns, H264), Mp4);
    assert_eq!(stage.probe(&footage).await.unwrap().width, 1080);
    let picture = rendered(&stage, &footage).await;
    for x in [20, 540, 1060] {
        assert_colour(picture.at(x, 960), BLUE);
    }
}

#[tokio::test]
async fn ten_bit_hdr_is_mapped_to_the_screens_colours() {
    let stage = Stage::new().await;
    // PQ code values: diffuse white of 203 cd/m² lies at 58 %, here beside pure red of BT.2020.
    let source = "color=black:s=640x360:r=30:d=1,format=yuv420p10le,\
                  geq=lum='if(lt(Y,H/2),572,250)':cb='if(lt(Y,H/4),512,450)':cr='if(lt(Y,H/4),512,720)'";
    for transfer in ["smpte2084", "arib-std-b67"] {
        let tags = format!("colorprim=bt2020:transfer={transfer}:colormatrix=bt2020nc:log-level=none");
        let line = format!("-c:v libx265 -preset ultrafast -pix_fmt yuv420p10le -x265-params {tags}");
        let footage = file(&stage.make("hdr.mp4", source, &line), Mp4);
        assert!(stage.probe(&footage).await.unwrap().is_hdr);
        let picture = rendered(&stage, &footage).await;
        let white = picture.at(540, 300);
        let spread = white.iter().max().unwrap() - white.iter().min().unwrap();
        assert!(spread <= 8 && white[0] > 130, "{transfer}: white is {white:?}");
        let red = picture.at(540, 1500);
        assert!(red[0] > red[1] + 60 && red[0] > red[2] + 60, "{transfer}: red is {red:?}");
        // Taken for BT.709, this red would be pale: about 233, 115, 112.
        let vivid = picture.at(540, 750);
        assert!(vivid[0] > 200 && vivid[1] < 40 && vivid[2] < 90, "{transfer}: vivid red is {vivid:?}");
        let (analysis, _) = stage.analyse(&footage).await.unwrap();
        let thumbnail = crate::stage::picture(&analysis.segments[0].thumbnail, 0).at(180, 30);
        assert!(thumbnail.iter().all(|value| *value > 130), "{transfer}: {thumbnail:?}");
    }
}

#[tokio::test]
async fn a_wider_gamut_without_hdr_is_mapped_to_the_screens_colours() {
    let stage = Stage::new().await;
    // Taken for BT.709, this red would be 208, 82, 45 of BT.2020, and 236, 62, 47 of Display P3.
    let assert_near = |found: [i32; 3], expected: [i32; 3], what: &str| {
        let near = found.iter().zip(expected).all(|(found, expected)| (found - expected).abs() <= 24);
        assert!(near, "{what}: {found:?} is not {expected:?}");
    };
    for (primaries, transfer, matrix) in [
        ("bt2020", "bt2020-10", "bt2020nc"),
        ("bt2020", "bt709", "bt2020nc"),
        ("smpte432", "bt709", "bt709"),
        ("smpte432", "iec61966-2-1", "bt709"),
    ] {
        let what = format!("{primaries} {transfer}");
        let source = format!(
            "{},setparams=color_primaries=bt709:color_trc=bt709,\
             zscale=p={primaries}:t=bt709:m={matrix}:r=tv,format=yuv420p10le",
            quarters("640x360", "30", "1")
        );
        let tags = format!("colorprim={primaries}:transfer={transfer}:colormatrix={matrix}:log-level=none");
        let line = format!("-c:v libx265 -preset ultrafast -crf 12 -pix_fmt yuv420p10le -x265-params {tags}");
        let footage = file(&stage.make("wide.mp4", &source, &line), Mp4);
        let probe = stage.probe(&footage).await.unwrap();
        assert!(probe.quirks.has_wide_gamut && !probe.is_hdr, "{what}");
        let clip = rendered(&stage, &footage).await;
        for (x, y, colour) in [(100, 100, RED), (980, 100, LIME), (100, 1820, BLUE), (980, 1820, YELLOW)] {
            assert_near(clip.at(x, y), colour, &what);
        }
        let moment = stage.path("moment.jpg");
        domain::Renderer::picture(&stage.ffmpeg, &stage.ctx, &footage, 500, &moment).await.unwrap();
        let (analysis, _) = stage.analyse(&footage).await.unwrap();
        for jpeg in [&analysis.segments[0].thumbnail, &moment] {
            let jpeg = picture(jpeg, 0);
            for (x, y, colour) in [(20, 20, RED), (340, 20, LIME), (20, 180, BLUE), (340, 180, YELLOW)] {
                assert_near(jpeg.at(x, y), colour, &what);
            }
        }
    }
}

#[tokio::test]
async fn colours_are_kept_whatever_their_range_and_tags() {
    let stage = Stage::new().await;
    // Full range, in which 128 is the middle and 0 and 255 the ends.
    let steps = "color=black:s=360x640:r=30:d=1,format=yuvj420p,\
                 geq=lum='if(lt(Y,H/3),0,if(lt(Y,2*H/3),128,255))':cb=128:cr=128";
    for line in
        ["-c:v libx264 -preset ultrafast -pix_fmt yuvj420p", "-c:v ffv1 -pix_fmt yuv420p10le -color_range pc"]
    {
        let source = format!("{steps},scale=in_range=pc:out_range=pc");
        let path = stage.make("full.mkv", &source, line);
        assert_eq!(answer(&path, "v:0", "color_range"), "pc");
        let picture = rendered(&stage, &file(&path, Matroska)).await;
        assert_colour(picture.at(540, 200), [0, 0, 0]);
        assert_colour(picture.at(540, 960), [128, 128, 128]);
        assert_colour(picture.at(540, 1700), [255, 255, 255]);
    }
}

#[tokio::test]
async fn colours_that_are_not_said_are_those_that_players_take() {
    let stage = Stage::new().await;
    // Large pictures are BT.709 and small ones BT.601.
    for (size, matrix) in [("1280x720", "bt709"), ("640x360", "bt601")] {
        for codec in ["libx264 -preset ultrafast", "libx265 -preset ultrafast", "libvpx-vp9 -cpu-used 8"] {
            let source = quarters(size, "30", "1")
                .replace("out_color_matrix=bt709", &format!("out_color_matrix={matrix}"));
            let source = source.replace("colorspace=bt709", "colorspace=unknown");
            let line = format!("-c:v {codec} -pix_fmt yuv420p");
            let path = stage.make("untagged.mkv", &source, &line);
            assert_eq!(answer(&path, "v:0", "color_space"), "unknown");
            let footage = file(&path, Matroska);
            assert_quarters(&rendered(&stage, &footage).await);
            let (analysis, _) = stage.analyse(&footage).await.unwrap();
            assert_colour(crate::stage::picture(&analysis.segments[0].thumbnail, 0).at(20, 20), RED);
        }
    }
}

/// Counts the places where a pixel differs much from the one below.
fn combs(picture: &Picture) -> usize {
    let column =
        |x: usize| (0..1919).filter(|y| (picture.at(x, *y)[1] - picture.at(x, y + 1)[1]).abs() > 60).count();
    (0..1080).step_by(4).map(column).sum()
}

#[tokio::test]
async fn what_moves_in_interlaced_footage_has_no_combs() {
    let stage = Stage::new().await;
    // A bar that wanders 12 pixels with each field, of which two are woven into a frame.
    let source = "color=black:s=720x576:r=50:d=1,format=yuv420p,\
                  geq=lum='if(lt(mod(X-12*N,240),80),235,16)':cb=128:cr=128,tinterlace=interleave_top,fieldorder=tff";
    for (name, container, codec) in [
        ("a.mp4", Mp4, "-c:v libx264 -preset ultrafast -flags +ilme+ildct -x264-params tff=1"),
        ("a.ts", MpegTs, "-c:v mpeg2video -q:v 2 -flags +ilme+ildct"),
    ] {
        let footage = file(&stage.make(name, source, codec), container);
        let probe = stage.probe(&footage).await.unwrap();
        assert!(probe.quirks.is_interlaced, "{name}");
        let found = combs(&rendered(&stage, &footage).await);
        let woven = domain::Probe { quirks: domain::Quirks::NONE, ..probe };
        let clip = stage.render_as("woven.mp4", &footage, woven, &[(100, 5)], &[]).await.unwrap();
        let woven = combs(&picture(&clip, 2));
        assert!(woven > 2000 && found < woven / 10, "{name}: {found} of {woven} combs are left");
        let (analysis, _) = stage.analyse(&footage).await.unwrap();
        assert_eq!(analysis.probe.duration_ms, 1000, "{name}");
    }
}

#[tokio::test]
async fn footage_with_sound_of_any_kind_or_none_is_footage() {
    let stage = Stage::new().await;
    let silent = file(&stage.make("silent.mp4", &quarters("640x360", "30", "1"), H264), Mp4);
    assert!(!stage.probe(&silent).await.unwrap().has_sound);
    for channels in [1, 6] {
        let line = format!("-f lavfi -i sine=d=1 -ac {channels} -c:a aac {H264}");
        let footage = file(&stage.make("sound.mp4", &quarters("640x360", "30", "1"), &line), Mp4);
        assert!(stage.probe(&footage).await.unwrap().has_sound);
        assert_quarters(&rendered(&stage, &footage).await);
    }
}

#[tokio::test]
async fn every_container_and_frame_rate_gives_the_frame_of_its_moment() {
    let stage = Stage::new().await;
    let forms = [
        ("a.mp4", Mp4, 25, "-c:v libx264 -g 50 -bf 2"),
        ("b.mkv", Matroska, 60, "-c:v libx264 -g 50"),
        ("c.webm", Matroska, 24, "-c:v libvpx -deadline realtime -g 40"),
        ("d.avi", Avi, 15, "-c:v mpeg4 -g 20"),
        ("e.ts", MpegTs, 30, "-c:v libx264 -g 60 -bf 2"),
        ("f.ts", MpegTs, 25, "-c:v mpeg2video -q:v 2"),
    ];
    for (name, container, rate, codec) in forms {
        let line = format!("{codec} -pix_fmt yuv420p -color_range tv");
        let path = stage.make(name, &numbered("128x128", rate, "2.5"), &line);
        let clip = stage.render("clip.mp4", &file(&path, container), &[(1500, 10)], &[]).await.unwrap();
        let found = levels(&clip);
        assert_eq!(found.len(), 10, "{name}");
        for (n, level) in (0_i32..).zip(&found) {
            let moment = 1.5 + f64::from(n) / 30.0;
            let expected = 20.0 + moment * f64::from(rate);
            assert!((f64::from(*level) - expected).abs() <= 3.0, "{name}: {found:?} at {n}");
        }
    }
}

#[tokio::test]
async fn a_still_stretch_of_a_varying_frame_rate_shows_its_last_picture() {
    let stage = Stage::new().await;
    let source = format!("{},select='lt(t,1)+gte(t,3)+eq(n,45)'", numbered("128x128", 30, "4"));
    let line = "-fps_mode vfr -c:v libx264 -preset ultrafast -g 10 -pix_fmt yuv420p -color_range tv";
    let footage = file(&stage.make("vfr.mp4", &source, line), Mp4);
    assert!(stage.probe(&footage).await.unwrap().fps < 20.0);
    // Frame 45 (level 65) stands from 1.5 s to 3 s, then frames 90 and on follow.
    let clip = stage.render("clip.mp4", &footage, &[(2000, 15), (2900, 9)], &[]).await.unwrap();
    let found = levels(&clip);
    assert_eq!(found.len(), 24);
    assert!(found[..18].iter().all(|level| (level - 65).abs() <= 2), "{found:?}");
    assert!((found[18] - 110).abs() <= 2 && (found[23] - 115).abs() <= 2, "{found:?}");
}

/// Analyses a file and returns what was made for the browser, with the frames of the small video.
async fn looked_through(stage: &Stage, footage: &FootageFile) -> (domain::Analysis, Vec<i32>) {
    let (analysis, _) = stage.analyse(footage).await.unwrap();
    let levels = levels(&analysis.viewing.as_ref().unwrap().proxy);
    (analysis, levels)
}

#[tokio::test]
async fn analysis_counts_the_frames_of_a_varying_rate_as_time_goes_by() {
    let stage = Stage::new().await;
    let source = format!("{},select='lt(t,1)+gte(t,3)'", numbered("128x128", 30, "4"));
    let line = "-fps_mode vfr -c:v libx264 -preset ultrafast -g 10 -pix_fmt yuv420p -color_range tv";
    let footage = file(&stage.make("vfr.mp4", &source, line), Mp4);
    let (analysis, levels) = looked_through(&stage, &footage).await;
    assert!(analysis.probe.duration_ms.abs_diff(4000) <= 70, "{:?}", analysis.probe);
    // The last picture before the still stretch stands for two of the four seconds; steps of four levels and less are
    // beneath the small video's quantizer.
    let standing = levels.iter().filter(|level| (**level - 49).abs() <= 4).count();
    assert!(standing.abs_diff(levels.len() / 2) <= 2, "{levels:?}");
}

#[tokio::test]
async fn the_range_and_depth_of_levels_do_not_show_in_scores_and_pictures() {
    let stage = Stage::new().await;
    // White of limited and of full range, of eight and of ten bits, is the same white.
    let forms = [
        ("yuv420p", "tv", 235),
        ("yuv420p", "pc", 255),
        ("yuv420p10le", "tv", 940),
        ("yuv420p10le", "pc", 1023),
    ];
    for (form, range, white) in forms {
        let source = format!(
            "color=black:s=360x640:r=30:d=1,format={form},geq=lum={white}:cb={0}:cr={0},setparams=range={range}",
            if white > 255 { 512 } else { 128 }
        );
        let line = format!("-c:v ffv1 -color_range {range}");
        let path = stage.make("white.mkv", &source, &line);
        let (analysis, proxy) = looked_through(&stage, &file(&path, Matroska)).await;
        assert_colour(picture(&analysis.segments[0].thumbnail, 0).at(100, 100), [255, 255, 255]);
        assert!(proxy.iter().all(|level| (level - 235).abs() <= 2), "{form} {range}: {proxy:?}");
    }
}

#[tokio::test]
async fn of_several_sound_tracks_the_preferred_one_is_listened_to_in_any_layout() {
    let stage = Stage::new().await;
    let silent = file(&stage.make("silent.mp4", &quarters("640x360", "30", "1"), H264), Mp4);
    assert_eq!(stage.analyse(&silent).await.unwrap().0.viewing.unwrap().sound, None);
    let tone = "-f lavfi -i aevalsrc='0.5*sin(2*PI*440*t)':s=48000:d=1";
    for layout in ["-ac 1", "-ac 2", "-ac 6"] {
        let line = format!(
            "-f lavfi -i anullsrc=d=1 {tone} -map 0:v -map 1:a -map 2:a {layout} -c:a pcm_s16le \
             -disposition:a:0 0 -disposition:a:1 default {H264}"
        );
        let path = stage.make("tracks.mkv", &quarters("640x360", "30", "1"), &line);
        let sound = stage.analyse(&file(&path, Matroska)).await.unwrap().0.viewing.unwrap().sound.unwrap();
        assert_eq!((sound.sounds.len(), sound.silences.len()), (1, 0), "{layout}");
        assert!(
            sound.peaks[5] > 0.1 && (10..=11).contains(&sound.peaks.len()),
            "{layout}: {:?}",
            sound.peaks
        );
    }
}
