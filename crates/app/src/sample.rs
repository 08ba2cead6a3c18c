//! Sample footage: moving scenes that ffmpeg makes of nothing, once; kept in the data folder.

use std::{
    ffi::OsString,
    io,
    path::{Path, PathBuf},
};

use crate::{config::Settings, failure::Failure, process, progress::Step};

/// Grows when the pictures change, so that old ones are not taken for new ones.
const EDITION: u32 = 1;
/// How long each scene is shown.
const SCENE_S: u32 = 3;

/// A clip of sample footage: a few scenes joined by hard cuts, with sound.
#[derive(Debug)]
pub(crate) struct Sample {
    /// Its file's name.
    pub(crate) name: &'static str,
    width: u32,
    height: u32,
    /// Sources and filters, with W and H for the size.
    scenes: [&'static str; 5],
    /// The sound: an expression of the time.
    sound: &'static str,
}

/// A landscape and a portrait clip in candle light.
pub(crate) const CANDLES: [Sample; 2] = [
    Sample {
        name: "candle-light.mp4",
        width: 1280,
        height: 720,
        scenes: [FLAME, EMBERS, BLAZE, GLOW, DUSK],
        sound: "0.12*sin(2*PI*196*t)*(0.6+0.4*sin(2*PI*0.5*t))",
    },
    Sample {
        name: "candle-workshop.mp4",
        width: 720,
        height: 1280,
        scenes: [GLOW, WAX, FLAME, SPARKS, EMBERS],
        sound: "0.12*sin(2*PI*247*t)*(0.6+0.4*sin(2*PI*0.7*t))",
    },
];

/// A landscape and a portrait clip in the colours of a studio in the mountains.
pub(crate) const STUDIO: [Sample; 2] = [
    Sample {
        name: "atelier-culori.mp4",
        width: 1280,
        height: 720,
        scenes: [VALLEY, WEAVE, FOREST, SHAPES, TILES],
        sound: "0.12*sin(2*PI*165*t)*(0.6+0.4*sin(2*PI*0.4*t))",
    },
    Sample {
        name: "atelier-forme.mp4",
        width: 720,
        height: 1280,
        scenes: [SHAPES, VALLEY, TILES, RIVER, WEAVE],
        sound: "0.12*sin(2*PI*220*t)*(0.6+0.4*sin(2*PI*0.6*t))",
    },
];

const FLAME: &str = "gradients=s=W2xH2:r=30:c0=0xfff0c4:c1=0xff9f1c:c2=0x2b0a06:n=3:type=radial:speed=0.02:seed=7,\
    scale=W:H,drawbox=x=iw*0.42:y=ih*0.55:w=iw*0.16:h=ih*0.45:color=0xfff3d6:t=fill,vignette=PI/4";
const EMBERS: &str = "life=s=W20xH20:r=30:ratio=0.12:mold=12:life_color=0xffd166:death_color=0x7a1f0a:\
    mold_color=0x2b0a06:seed=11,scale=W:H:flags=neighbor";
const BLAZE: &str = "mandelbrot=s=W4xH4:r=30:start_scale=1.2:end_scale=0.02:end_pts=90:inner=black,\
    scale=W:H,format=yuv420p,lutyuv=y=val*0.9+12:u=val*0.2+75:v=val*0.2+135";
const GLOW: &str = "gradients=s=W2xH2:r=30:c0=0x5c1a1b:c1=0xf4a259:c2=0xf7d488:c3=0xbc4b51:n=4:speed=0.03:seed=3,\
    scale=W:H,drawgrid=w=iw/6:h=ih/10:t=3:color=0xfff1d0@0.25";
const DUSK: &str = "cellauto=s=W20xH20:r=30:rule=110:seed=5:ratio=0.4,scale=W:H:flags=neighbor,format=yuv420p,\
    lutyuv=y=val*0.75+32:u=90:v=175";
const WAX: &str =
    "testsrc2=s=W2xH2:r=30,gblur=sigma=4,scale=W:H,format=yuv420p,lutyuv=y=val*0.8+30:u=95:v=160";
const SPARKS: &str = "sierpinski=s=W2xH2:r=30:seed=9:type=carpet,scale=W:H,format=yuv420p,\
    lutyuv=y=val*0.7+30:u=80:v=165";
const VALLEY: &str = "gradients=s=W2xH2:r=30:c0=0x0b3954:c1=0x087e8b:c2=0xbfd7ea:c3=0x2a9d8f:n=4:speed=0.03:seed=21,\
    scale=W:H,drawbox=x=0:y=ih*0.72:w=iw:h=ih*0.28:color=0x16425b@0.8:t=fill";
const WEAVE: &str = "cellauto=s=W20xH20:r=30:rule=30:seed=8,scale=W:H:flags=neighbor,format=yuv420p,\
    lutyuv=y=val*0.7+40:u=165:v=100";
const FOREST: &str = "mandelbrot=s=W4xH4:r=30:start_x=-0.7436:start_y=0.1318:start_scale=0.6:end_scale=0.01:\
    end_pts=90:inner=period,scale=W:H,format=yuv420p,lutyuv=y=val*0.8+20:u=val*0.3+78:v=val*0.2+75";
const SHAPES: &str = "testsrc2=s=WxH:r=30,hue=h=-25*t:s=0.7";
const TILES: &str = "life=s=W20xH20:r=30:ratio=0.2:mold=20:life_color=0xe9c46a:death_color=0x264653:\
    mold_color=0x1d3557:seed=4,scale=W:H:flags=neighbor";
const RIVER: &str = "gradients=s=W2xH2:r=30:c0=0x1d3557:c1=0x457b9d:c2=0xa8dadc:n=3:type=spiral:speed=0.04:seed=2,\
    scale=W:H,drawgrid=w=iw/4:h=ih/4:t=4:color=white@0.3";

/// Makes a clip, unless it is there already; returns its path.
///
/// # Errors
/// When ffmpeg fails or the folder cannot be written.
pub(crate) async fn make(settings: &Settings, folder: &Path, sample: &Sample) -> Result<PathBuf, Failure> {
    let failed = |error: io::Error| Failure::failed(format!("{} could not be made", sample.name), error);
    let folder = folder.join(format!("edition-{EDITION}"));
    std::fs::create_dir_all(&folder).map_err(failed)?;
    let path = folder.join(sample.name);
    if path.exists() {
        return Ok(path);
    }
    let step = Step::begin(format!("filming {}", sample.name));
    let unfinished = tempfile::Builder::new()
        .prefix("unfinished-")
        .suffix(".mp4")
        .tempfile_in(&folder)
        .map_err(failed)?
        .into_temp_path();
    let whole_us = f64::from(sample.seconds()) * 1e6;
    process::run(&settings.ffmpeg, sample.arguments(&unfinished), |line| {
        let us = line.strip_prefix("out_time_us=").and_then(|us| us.parse::<f64>().ok());
        if let Some(us) = us {
            step.tell(
                domain::ratio(domain::whole(us / 1e3).into(), domain::whole(whole_us / 1e3).into()),
                "",
            );
        }
    })
    .await
    .map_err(failed)?;
    unfinished.persist(&path).map_err(|error| failed(error.error))?;
    step.done();
    Ok(path)
}

impl Sample {
    fn seconds(&self) -> u32 {
        self.scenes.iter().map(|_scene| SCENE_S).sum()
    }

    fn arguments(&self, out: &Path) -> Vec<OsString> {
        let line = "-nostdin -hide_banner -v error -y -progress pipe:1 -filter_complex";
        let mut args: Vec<OsString> = line.split(' ').map(OsString::from).collect();
        args.push(self.graph().into());
        let line = "-map [v] -map [a] -c:v libx264 -preset ultrafast -crf 20 -pix_fmt yuv420p -c:a aac -b:a 96k \
                    -movflags +faststart -f mp4";
        args.extend(line.split_whitespace().map(OsString::from));
        args.push(out.into());
        args
    }

    fn graph(&self) -> String {
        let scenes = self.scenes.iter().enumerate().map(|(number, scene)| {
            let scene = self.sized(scene);
            format!("{scene},trim=duration={SCENE_S},setsar=1,format=yuv420p[s{number}];")
        });
        let labels = (0..self.scenes.len()).map(|number| format!("[s{number}]"));
        let (count, seconds) = (self.scenes.len(), self.seconds());
        let joined = format!("concat=n={count}:v=1:a=0,fps=30[v];");
        let sound = format!("aevalsrc='{}':s=48000:d={seconds}[a]", self.sound);
        scenes.chain(labels).chain([joined, sound]).collect()
    }

    /// Writes the size into a scene: whole, or for the slow sources a part of it.
    fn sized(&self, scene: &str) -> String {
        let even = |size: u32, part: u32| (size / part / 2 * 2).to_string();
        scene
            .replace("W20", &even(self.width, 20))
            .replace("H20", &even(self.height, 20))
            .replace("W4", &even(self.width, 4))
            .replace("H4", &even(self.height, 4))
            .replace("W2", &even(self.width, 2))
            .replace("H2", &even(self.height, 2))
            .replace("s=WxH", &format!("s={}x{}", self.width, self.height))
            .replace("scale=W:H", &format!("scale={}:{}", self.width, self.height))
    }
}
