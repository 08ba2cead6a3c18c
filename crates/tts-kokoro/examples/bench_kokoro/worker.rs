//! Our side: answers a line for each line that it reads.

use std::{
    fs,
    io::{self, BufRead},
    path::Path,
    time::Instant,
};

use domain::{
    Actor, Profile, ProfileContext, ProfileId, ProfileName, Speech, Speed, SpokenAudio, TtsProvider, UserId,
};
use tts_kokoro::{Kokoro, Limits, OnnxPaths};

use crate::{Outcome, report, texts};

/// Speaks when it is told to.
pub(crate) fn serve(model: &Path, voices: &Path, text: &str) -> Outcome<()> {
    let folder = tempfile::tempdir()?;
    let kokoro = folder.path().join("kokoro");
    fs::create_dir(&kokoro)?;
    std::os::unix::fs::symlink(fs::canonicalize(model)?, kokoro.join("kokoro-v1.0.onnx"))?;
    std::os::unix::fs::symlink(fs::canonicalize(voices)?, kokoro.join("voices-v1.0.bin"))?;
    let paths = OnnxPaths { library: None, extra_search: vec![testkit::installed::onnxruntime()] };
    let kokoro = Kokoro::new(folder.path().to_owned(), paths, texts::phonemizer()?, Limits::default());
    let words = text.split(' ').map(str::to_owned).collect();
    let speech = Speech::new(words, "af_heart".parse()?, Speed::NORMAL)?;
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).build()?;
    let ctx = ctx()?;
    let mut before: Option<SpokenAudio> = None;
    for line in io::stdin().lock().lines() {
        let (began, cpu, mut samples) = (Instant::now(), cpu_seconds()?, 0);
        let mut wall = None;
        match line?.as_str() {
            "speak" => {
                let audio = runtime.block_on(kokoro.synthesize(&ctx, &speech))?;
                samples = audio.samples.len();
                wall = Some(began.elapsed());
                if before.get_or_insert_with(|| audio.clone()) != &audio {
                    return Err("the same words gave other samples".into());
                }
            }
            "first" => {
                let mut take = |_piece: SpokenAudio| {
                    wall.get_or_insert_with(|| began.elapsed());
                };
                runtime.block_on(kokoro.stream(&ctx, &speech, &mut take))?;
            }
            _memory => {}
        }
        let wall = wall.unwrap_or_else(|| began.elapsed()).as_secs_f64();
        report(&format!("{wall} {} {samples} {}", cpu_seconds()? - cpu, peak_kb()?));
    }
    Ok(())
}

/// The CPU time of this process, in seconds; the system counts in hundredths.
fn cpu_seconds() -> Outcome<f64> {
    let stat = fs::read_to_string("/proc/self/stat")?;
    let after_name = stat.rsplit_once(')').ok_or("an odd /proc/self/stat")?.1;
    let ticks: Vec<f64> =
        after_name.split_whitespace().skip(11).take(2).map(str::parse).collect::<Result<_, _>>()?;
    Ok(ticks.iter().sum::<f64>() / 100.0)
}

fn peak_kb() -> Outcome<f64> {
    let status = fs::read_to_string("/proc/self/status")?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).ok_or("no VmHWM")?;
    Ok(line.split_whitespace().next().ok_or("no VmHWM")?.parse()?)
}

fn ctx() -> Outcome<ProfileContext> {
    let owner = UserId::new();
    let profile = Profile {
        id: ProfileId::new(),
        owner,
        name: ProfileName::parse("Bench")?,
        description: String::new(),
        colour: "#5b5bd6".to_owned(),
        icon: String::new(),
        settings: domain::Settings::default(),
        is_default: true,
        created_at: chrono::DateTime::UNIX_EPOCH,
    };
    Ok(ProfileContext::enter(&Actor::signed_in(owner), &profile)?)
}
