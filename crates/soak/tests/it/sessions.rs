//! The database ends the workers' sessions under load.

use std::time::Duration;

use soak::dice::Dice;

use crate::stage::Stage;

#[tokio::test(flavor = "multi_thread")]
async fn sessions_that_the_database_ends_are_opened_anew() {
    let stage = Stage::new(1).await;
    let workers = [stage.worker("a"), stage.worker("b")];
    let film = stage.film().await;
    for number in 0..3 {
        stage.order(film, number, 1).await;
        stage.street.upload(stage.street.shop(0).unwrap()).await.unwrap();
    }
    let mut dice = Dice::seeded(2);
    for _ in 0..15 {
        // The fault itself comes by chance; nothing is waited for.
        tokio::time::sleep(dice.time(400) + Duration::from_millis(20)).await;
        let all = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity
                   WHERE datname = current_database() AND usename IN ('ef_app', 'ef_worker')";
        stage.eye.execute(all).await.unwrap();
    }
    stage.until_all_ended().await;
    for worker in workers {
        worker.stop().await.unwrap();
    }
    stage.all_done().await;
}
