//! Workers killed at random points.

use soak::{dice::Dice, kills::Kills};

use crate::stage::Stage;

#[tokio::test(flavor = "multi_thread")]
async fn workers_killed_anywhere_lose_nothing() {
    let stage = Stage::new(3).await;
    let mut kills = Kills {
        street: &stage.street,
        place: &stage.place,
        urls: &stage.urls,
        eye: &stage.eye,
        how: stage.how.clone(),
        pause_ms: 900,
        busy: 3,
        dice: Dice::seeded(3),
    };
    let (tally, findings) = kills.run(12).await.unwrap();
    let findings = findings.acquitted().unwrap();
    assert!(tally.with_children > 0, "no kill hit a worker at work: {tally:?}");
    assert!(findings.attempts > i64::try_from(findings.jobs.values().sum::<usize>()).unwrap(), "{findings}");
    assert!(findings.in_state(" done") > 0, "{findings}");
}
