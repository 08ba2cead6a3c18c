//! `make`: from a person's files to finished ones.

use rustix::process::Signal;

use crate::program::{Place, film, size_of};

fn order<'a>(footage: &'a str, script: &'a str, out: &'a str) -> Vec<&'a str> {
    vec![
        "make",
        "--profile",
        "Shop",
        "--footage",
        footage,
        "--script",
        script,
        "--out",
        out,
        "--name",
        "My clip",
    ]
}

#[test]
fn footage_and_a_script_become_a_video() {
    let place = Place::new();
    film(&place.path("clip.mp4"));
    let script = place.write("script.txt", "Hello there. This is it.");
    let (clip, out) = (place.path("clip.mp4"), place.path("out"));
    let args = order(clip.to_str().unwrap(), script.to_str().unwrap(), out.to_str().unwrap());
    let ended = place.run(&args);
    assert_eq!(ended.code, Some(0), "{}", ended.err);
    assert_eq!(size_of(&out.join("My-clip-variant-1.mp4")), "1080,1920");
    let captions = std::fs::read_to_string(out.join("My-clip-variant-1.srt")).unwrap();
    assert!(captions.contains("Hello there."), "{captions}");
    assert!(out.join("My-clip-variant-1.jpg").exists());
    let captions = std::fs::read_to_string(out.join("My-clip-variant-1.vtt")).unwrap();
    assert!(captions.starts_with("WEBVTT\n\n") && captions.contains("Hello there."), "{captions}");
    let recipe = std::fs::read(out.join("My-clip-variant-1.recipe.json")).unwrap();
    let recipe: serde_json::Value = serde_json::from_slice(&recipe).unwrap();
    assert_eq!(recipe["project_name"], "My clip");
    assert_eq!(recipe["variant"], 1);
    assert_eq!(ended.out.lines().count(), 5, "{}", ended.out);
    assert_eq!(place.processes(), Vec::<String>::new());
}

#[test]
fn an_unknown_voice_is_refused_with_the_known_ones() {
    let place = Place::new();
    film(&place.path("clip.mp4"));
    let script = place.write("script.txt", "Hello.");
    let (clip, out) = (place.path("clip.mp4"), place.path("out"));
    let mut args = order(clip.to_str().unwrap(), script.to_str().unwrap(), out.to_str().unwrap());
    args.extend(["--voice", "klingonese"]);
    let ended = place.run(&args);
    assert_eq!(ended.code, Some(2), "{}", ended.err);
    assert!(
        ended.err.contains("there is no voice klingonese") && ended.err.contains(" ro "),
        "{}",
        ended.err
    );
    assert_eq!(place.processes(), Vec::<String>::new());
}

#[test]
fn ctrl_c_stops_the_work_and_leaves_nobody_behind() {
    let place = Place::new();
    film(&place.path("clip.mp4"));
    let script = place.write("script.txt", &"This is quite a long sentence that takes a while. ".repeat(30));
    let (clip, out) = (place.path("clip.mp4"), place.path("out"));
    let args = order(clip.to_str().unwrap(), script.to_str().unwrap(), out.to_str().unwrap());
    let mut running = place.start(&args);
    running.hear("rendering");
    running.signal(Signal::INT);
    let ended = running.end();
    assert_eq!(ended.code, Some(130), "{}", ended.err);
    assert_eq!(ended.out, "");
    assert_eq!(place.processes(), Vec::<String>::new());
}
