//! Bad input: exit code 2, a sentence with the cure, and nothing was started.

use crate::program::{Ended, Place};

fn refused(place: &Place, args: &[&str], sentence: &str) {
    let ended = place.run(args);
    assert_eq!(ended.code, Some(2), "{args:?}: {}", ended.err);
    assert!(ended.err.contains(sentence), "{args:?}: {}", ended.err);
    assert!(!place.path("data").exists(), "{args:?} made a data folder");
}

#[test]
fn footage_and_scripts_that_cannot_be_used_are_refused() {
    let place = Place::new();
    let script = place.write("script.txt", "Hello there.");
    let playlist = place.write("playlist.mp4", "#EXTM3U\n/etc/passwd\n");
    let empty = place.write("empty.mp4", "");
    let blank = place.write("blank.txt", " \n");
    let (script, playlist) = (script.to_str().unwrap(), playlist.to_str().unwrap());
    let (empty, blank) = (empty.to_str().unwrap(), blank.to_str().unwrap());
    let out = place.path("out");
    let make = |footage: &str, script: &str, more: &[&str], sentence: &str| {
        let mut args = vec!["make", "--profile", "Shop", "--out", out.to_str().unwrap()];
        args.extend(["--footage", footage, "--script", script]);
        args.extend(more);
        refused(&place, &args, sentence);
    };
    make("/nowhere.mp4", script, &[], "there is no such file");
    make(playlist, script, &[], "this is a playlist");
    make(empty, script, &[], "the file is empty");
    make(script, script, &[], "this is a text file");
    make("/tmp", script, &[], "name the video files themselves");
    make(empty, blank, &[], "the script is empty");
    make(empty, "/nowhere.txt", &[], "there is no such file");
    make(empty, script, &["--variants", "0"], "choose 1 to 10");
    make(empty, script, &["--variants", "11"], "choose 1 to 10");
    refused(
        &place,
        &["make", "--profile", " ", "--footage", empty, "--script", script, "--out", "x"],
        "1 to 80",
    );
}

#[test]
fn settings_that_cannot_be_used_are_refused_by_name() {
    let place = Place::new();
    refused(&place, &["serve", "--bind", "0.0.0.0:8000"], "edit-factory user create --email");
    refused(&place, &["serve", "--bind", "here"], "write it as 127.0.0.1:8000");
    refused(&place, &["serve", "--slots", "many"], "slots is a whole number from 1 to 64");
    let mut half = place.command(&["serve"]);
    let output = half.env("DATABASE_URL", "postgres://ef_app:secret@db/x").output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(2), "{said}");
    assert!(said.contains("EDIT_FACTORY_DATABASE_OWNER_URL") && !said.contains("secret"), "{said}");
}

#[test]
fn half_an_answer_to_how_people_sign_in_is_refused() {
    let place = Place::new();
    let (secret, issuer) = ("a secret with more than 32 letters in it", "https://x.supabase.co/auth/v1");
    for (settings, sentence) in [
        (&[("PUBLIC_URL", "https://factory.example.com")][..], "edit-factory user create --email"),
        (&[("PUBLIC_URL", "factory.example.com")], "write it like https://"),
        (&[("SUPABASE_JWT_SECRET", secret)], "needs supabase_issuer"),
        (&[("SUPABASE_ISSUER", issuer)], "supabase_jwt_secret or supabase_jwks_url"),
        (&[("SUPABASE_ISSUER", issuer), ("SUPABASE_JWT_SECRET", "a short secret")], "at least 32 characters"),
        (&[("SUPABASE_ISSUER", issuer), ("SUPABASE_JWKS_URL", "http://x.co/")], "begins with https://"),
        (
            &[
                ("SUPABASE_ISSUER", issuer),
                ("SUPABASE_JWT_SECRET", secret),
                ("SUPABASE_JWKS_URL", "https://x.co/"),
            ],
            "are both set",
        ),
    ] {
        let mut command = place.command(&["serve"]);
        for (name, value) in settings {
            command.env(format!("EDIT_FACTORY_{name}"), value);
        }
        let output = command.output().unwrap();
        let said = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{settings:?}: {said}");
        assert!(said.contains(sentence) && !said.contains("secret with"), "{settings:?}: {said}");
        assert!(!place.path("data").exists());
    }
}

#[test]
fn an_account_that_cannot_be_is_refused_before_anything_is_started() {
    let place = Place::new();
    refused(&place, &["user", "create", "--email", "ana", "--password-stdin"], "looks like name@example.com");
    refused(&place, &["user", "create", "--email", "a@b.c", "--password-stdin"], "10 to 200 characters");
    refused(&place, &["user", "create", "--email", "a@b.c"], "--password-stdin");
}

#[test]
fn config_tells_origins_and_hides_secrets() {
    let place = Place::new();
    let mut command = place.command(&["config"]);
    command
        .env("DATABASE_URL", "postgres://ef_app:hushed@db/x")
        .env("EDIT_FACTORY_LINK_KEY", "ab".repeat(32));
    command.env("EDIT_FACTORY_DATABASE_OWNER_URL", "postgres://o:hushed@db/x");
    command.env("EDIT_FACTORY_SUPABASE_JWT_SECRET", "hushed".repeat(8));
    command.env("EDIT_FACTORY_SUPABASE_ISSUER", "https://x.supabase.co/auth/v1");
    command.env("EDIT_FACTORY_DATABASE_WORKER_URL", "postgres://w:hushed@db/x");
    let output = command.output().unwrap();
    let out = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    assert!(!out.contains("hushed") && !out.contains("abab"), "{out}");
    assert!(out.contains("environment EDIT_FACTORY_DATA_DIR") && out.contains("default"), "{out}");
    assert!(out.contains("sign-in              supabase:"), "{out}");
}

#[test]
fn doctor_tells_of_each_part() {
    let place = Place::new();
    let mut command = place.command(&["doctor", "--json"]);
    // Machines by Apple alone have it.
    let output = command.env("EDIT_FACTORY_VIDEO_ENCODER", "h264_videotoolbox").output().unwrap();
    let ended = Ended::of(&output);
    let findings: serde_json::Value = serde_json::from_str(&ended.out).unwrap();
    let all = findings.as_array().unwrap();
    let encoder = all.iter().find(|finding| finding["part"] == "video encoder").unwrap();
    assert_eq!((&encoder["ok"], &encoder["required"]), (&false.into(), &false.into()), "{encoder}");
    assert!(encoder["cure"].as_str().unwrap().contains("libx264 is used instead"), "{encoder}");
    let ready = all.iter().all(|finding| finding["ok"] == true || finding["required"] == false);
    assert_eq!(ended.code, Some(i32::from(!ready)), "{}", ended.out);
    for part in [
        "limits of the video tools",
        "ffmpeg",
        "ffprobe",
        "PostgreSQL",
        "sign-in",
        "draft voice (espeak-ng)",
        "data folder",
        "free space",
    ] {
        assert!(all.iter().any(|finding| finding["part"] == part), "{part}: {}", ended.out);
    }
    let mut without = place.command(&["doctor"]);
    let output = without.env("EDIT_FACTORY_FFMPEG", "/nowhere/ffmpeg").output().unwrap();
    let out = String::from_utf8_lossy(&output.stdout);
    assert_eq!(output.status.code(), Some(1));
    assert!(out.contains("MISSING") && out.contains("apt-get install ffmpeg"), "{out}");
    assert!(!place.path("data").exists());
}
