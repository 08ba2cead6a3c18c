//! A worker's own clocks are wrong: leases go by the database's alone.

use std::{path::Path, time::Duration};

use soak::process::How;

use crate::stage::{Stage, skipped, system};

/// A clock that counts since the start of the machine, ten days ahead.
const AHEAD: &str = "unshare --time --monotonic 864000 --boottime 864000";

#[tokio::test(flavor = "multi_thread")]
async fn a_worker_whose_clocks_are_ten_days_off_neither_loses_nor_takes_a_job() {
    let stage = Stage::new(1).await.with_leases_of(Duration::from_secs(5));
    let ahead = match system(&format!("{AHEAD} true")) {
        Ok(_) => How { through: AHEAD.split(' ').map(Into::into).collect(), ..stage.how.clone() },
        Err(error) => return skipped(&format!("no other clock can be set here: {error}")),
    };
    let ahead = other_day(ahead);
    let (mut right, mut wrong) = (stage.worker("right"), stage.worker_as(&ahead, &stage.urls, "wrong"));
    right.until_up().await.unwrap();
    wrong.until_up().await.unwrap();
    let film = stage.film().await;
    let mut jobs = Vec::new();
    for number in 0..3 {
        jobs.push(stage.order(film, number, 1).await);
    }
    for job in &jobs {
        stage.until_state(job, "done").await;
        assert_eq!(stage.job(job).await.attempt, 1, "a lease was taken for over\n{}", stage.logs());
    }
    assert!(wrong.said().unwrap().contains("job started"), "the wrong one did nothing\n{}", stage.logs());
    right.stop().await.unwrap();
    let last = stage.order(film, 9, 2).await;
    stage.until_state(&last, "running").await;
    wrong.kill().await.unwrap();
    let (began, next) = (tokio::time::Instant::now(), stage.worker("next"));
    stage.until(&last, "a second attempt", |now| now.attempt == 2).await;
    assert!(began.elapsed() < Duration::from_mins(1), "its lease lasted too long");
    stage.until_state(&last, "done").await;
    next.stop().await.unwrap();
    stage.all_done().await;
}

/// Sets the calendar forward as well, where libfaketime is there to do it.
fn other_day(how: How) -> How {
    let places =
        ["x86_64-linux-gnu", "aarch64-linux-gnu"].map(|machine| format!("/usr/lib/{machine}/faketime"));
    let library = places.iter().map(|place| format!("{place}/libfaketime.so.1"));
    let Some(library) = library.into_iter().find(|library| Path::new(library).exists()) else {
        skipped(
            "the calendar stays right, for libfaketime is not installed; the monotonic clock is set forward",
        );
        return how;
    };
    let environment =
        [("LD_PRELOAD", library.as_str()), ("FAKETIME", "+10d"), ("FAKETIME_DONT_FAKE_MONOTONIC", "1")];
    How { environment: environment.map(|(name, value)| (name.into(), value.into())).to_vec(), ..how }
}
