//! The service as a child: started when it is needed, again when it died, and gone with us.
#![cfg(unix)]
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::{
    fs,
    path::{Path, PathBuf},
    time::Duration,
};

use rustix::process::{Pid, Signal, kill_process};
use sidecar::{Service, Sidecar, SidecarError};
use tempfile::TempDir;

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().unwrap()
}

/// `./start-dev.sh test` installs the service's packages; without them these tests fail with the cure.
fn service(data: &Path) -> Service {
    Service {
        python: root().join(".tools/sidecar/bin/python"),
        folder: root().join("sidecars/voices"),
        program: vec!["tests/stub_service.py".into()],
        args: ["--engine", "edge", "--engine", "coqui", "--data-dir"]
            .map(Into::into)
            .into_iter()
            .chain([data.into()])
            .collect(),
    }
}

fn shell(script: &str, folder: &TempDir) -> Service {
    let program = vec!["-c".into(), script.into()];
    Service { python: "/bin/sh".into(), folder: folder.path().to_owned(), program, args: Vec::new() }
}

fn cure(told: Result<sidecar::Health, SidecarError>) -> String {
    match told {
        Err(SidecarError::Unavailable { cure }) => cure,
        other => panic!("{other:?}"),
    }
}

/// Finds the service's process by the folder that only it was given.
fn pid_of(data: &Path) -> Option<Pid> {
    let data = data.to_str().unwrap();
    let running =
        fs::read_dir("/proc").unwrap().filter_map(|entry| entry.unwrap().file_name().to_str()?.parse().ok());
    let ours = |pid: &i32| {
        let line = fs::read(format!("/proc/{pid}/cmdline")).unwrap_or_default();
        String::from_utf8_lossy(&line).contains(data) && !is_dead(*pid)
    };
    running.filter(ours).find_map(Pid::from_raw)
}

/// Gone, or dead with all its threads and not yet collected.
fn is_dead(pid: i32) -> bool {
    let threads = fs::read_dir(format!("/proc/{pid}/task")).map_or(0, Iterator::count);
    threads <= 1 && fs::read_to_string(format!("/proc/{pid}/stat")).map_or(true, |stat| stat.contains(") Z "))
}

async fn killed(data: &Path) -> Pid {
    let pid = pid_of(data).unwrap();
    kill_process(pid, Signal::KILL).unwrap();
    while !is_dead(pid.as_raw_nonzero().get()) {
        tokio::task::yield_now().await;
    }
    pid
}

#[tokio::test]
async fn it_runs_while_it_is_needed_and_no_longer() {
    let data = tempfile::tempdir().unwrap();
    let sidecar = Sidecar::own(service(data.path()));
    assert_eq!(pid_of(data.path()), None, "nobody has asked yet");
    let health = sidecar.health().await.unwrap();
    let names: Vec<&str> = health.engines.iter().map(|engine| engine.name.as_str()).collect();
    assert_eq!(names, ["edge", "coqui"]);
    assert_eq!(sidecar.last_told("coqui").unwrap().fingerprint.as_deref(), Some("tone-1"));
    let pid = pid_of(data.path()).unwrap();
    let secrets = fs::read(format!("/proc/{}/environ", pid.as_raw_nonzero())).unwrap();
    assert!(
        !String::from_utf8_lossy(&secrets).contains("CARGO_MANIFEST_DIR"),
        "it is given what it needs alone"
    );
    drop(sidecar);
    assert_eq!(pid_of(data.path()), None, "it ended with us");
}

#[tokio::test]
async fn one_that_died_is_started_again_and_not_in_a_loop() {
    let data = tempfile::tempdir().unwrap();
    let sidecar = Sidecar::own(service(data.path()));
    sidecar.health().await.unwrap();
    let first = killed(data.path()).await;
    sidecar.health().await.unwrap();
    assert_ne!(pid_of(data.path()), Some(first));
    killed(data.path()).await;
    let cure = cure(sidecar.health().await);
    assert!(cure.contains("ended by itself") && cure.contains("tried again in 2 s"), "{cure}");
    assert_eq!(pid_of(data.path()), None);
}

#[tokio::test]
async fn several_who_ask_at_once_share_one() {
    let data = tempfile::tempdir().unwrap();
    let sidecar = Sidecar::own(service(data.path()));
    let (one, two, three) =
        tokio::join!(sidecar.health(), sidecar.voices("coqui", "a"), sidecar.voices("edge", "b"));
    assert_eq!((one.unwrap().engines.len(), two.unwrap().len(), three.unwrap().len()), (2, 1, 3));
}

#[tokio::test]
async fn one_that_cannot_start_is_told_with_its_last_words() {
    let folder = tempfile::tempdir().unwrap();
    let none = Service { python: "/nowhere/python".into(), ..shell("", &folder) };
    let told = cure(Sidecar::own(none).health().await);
    assert!(told.contains("/nowhere/python") && told.contains("sidecar_python"), "{told}");
    let sidecar = Sidecar::own(shell("echo 'no module named x' >&2; exit 1", &folder));
    assert!(cure(sidecar.health().await).contains("no module named x"));
    // The second time at once, then with a pause.
    assert!(!cure(sidecar.health().await).contains("tried again"));
    assert!(cure(sidecar.health().await).contains("tried again in 2 s"));
    let babble = Sidecar::own(shell("echo hello; exec sleep 600", &folder));
    assert!(cure(babble.health().await).contains("does not start"));
}

#[tokio::test]
async fn nobody_who_gives_up_leaves_one_behind() {
    let data = tempfile::tempdir().unwrap();
    let sidecar = Sidecar::own(service(data.path()));
    let given_up = tokio::time::timeout(Duration::from_millis(1), sidecar.health()).await;
    assert!(given_up.is_err(), "it is faster than a process can be");
    // The start that was left alone goes on in its thread; what it made is thrown away, or was never made.
    sidecar.health().await.unwrap();
    drop(sidecar);
    let gone = async {
        while pid_of(data.path()).is_some() {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(Duration::from_secs(30), gone).await.unwrap();
}
