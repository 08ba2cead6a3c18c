//! The disk is full for a while.

use std::{
    io::Write as _,
    path::{Path, PathBuf},
};

use crate::stage::{Stage, skipped, system};

/// A small disk in memory; it goes with the value.
struct SmallDisk(PathBuf);

impl SmallDisk {
    fn mount(at: &Path, kilobytes: u32) -> Option<Self> {
        std::fs::create_dir_all(at).unwrap();
        match system(&format!("mount -t tmpfs -o size={kilobytes}k soak {}", at.display())) {
            Ok(_) => Some(Self(at.to_owned())),
            Err(error) => {
                skipped(&format!("no disk can be mounted here: {error}"));
                None
            }
        }
    }

    fn grow(&self, megabytes: u32) {
        system(&format!("mount -o remount,size={megabytes}m {}", self.0.display())).unwrap();
    }

    /// Fills it to the last byte.
    fn fill(&self) {
        let mut ballast = std::fs::File::create(self.0.join("ballast")).unwrap();
        while ballast.write_all(&[0; 4096]).is_ok() {}
    }

    fn empty(&self) {
        std::fs::remove_file(self.0.join("ballast")).unwrap();
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        if let Err(error) = system(&format!("umount --lazy {}", self.0.display())) {
            skipped(&error);
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_job_waits_for_room_in_the_library_and_leaves_nothing_half_written() {
    let stage = Stage::new(1).await;
    let film = {
        let worker = stage.worker("before");
        let film = stage.film().await;
        worker.stop().await.unwrap();
        film
    };
    let Some(disk) = full_copy(&stage) else { return };
    let worker = stage.worker("a");
    let job = stage.order(film, 1, 1).await;
    let is_full = |code: &Option<String>| code.as_deref() == Some("disk_full");
    stage
        .until(&job, "a job that waits for room", |now| now.state == "ready" && is_full(&now.failure_code))
        .await;
    let half: Vec<PathBuf> = files(&stage.place.unfinished());
    assert_eq!(half, Vec::<PathBuf>::new(), "half-written files stay");
    disk.empty();
    try_now(&stage).await;
    stage.until_state(&job, "done").await;
    worker.stop().await.unwrap();
    stage.all_done().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_job_waits_for_room_to_work_in() {
    let stage = Stage::new(1).await;
    // The caption fonts take one and a half megabytes of it.
    let Some(disk) = SmallDisk::mount(&stage.place.scratch(), 1700) else { return };
    let worker = stage.worker("a");
    let film = stage.film().await;
    let job = stage.order(film, 1, 2).await;
    let is_full = |code: &Option<String>| code.as_deref() == Some("disk_full");
    stage
        .until(&job, "a job that waits for room", |now| now.state == "ready" && is_full(&now.failure_code))
        .await;
    disk.grow(64);
    try_now(&stage).await;
    stage.until_state(&job, "done").await;
    worker.stop().await.unwrap();
    stage.all_done().await;
}

/// Spares the test the minute that a person has to make room.
async fn try_now(stage: &Stage) {
    stage.eye.execute("UPDATE jobs SET run_at = now() WHERE state = 'ready'").await.unwrap();
}

/// Puts the library on a small disk, and fills that.
fn full_copy(stage: &Stage) -> Option<SmallDisk> {
    let (media, copy) = (stage.place.media(), stage.folder().join("copy"));
    system(&format!("cp -a {} {}", media.display(), copy.display())).unwrap();
    let disk = SmallDisk::mount(&media, 16 << 10)?;
    system(&format!("cp -a {}/. {}", copy.display(), media.display())).unwrap();
    disk.fill();
    Some(disk)
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let (mut files, mut folders) = (Vec::new(), vec![folder.to_owned()]);
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() { folders.push(path) } else { files.push(path) }
        }
    }
    files
}
