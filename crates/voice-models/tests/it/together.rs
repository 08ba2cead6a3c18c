//! Two at the same files at once.

use std::sync::mpsc;

use domain::{ModelError, ModelStep, VoiceModels as _};
use tokio::sync::Notify;

use crate::{
    place::{GRAPH, GRAPH_BYTES, Heard, Place, id},
    server::Reply,
};

#[tokio::test]
async fn two_pulls_at_once_fetch_the_file_once() {
    let place = Place::new().await;
    let (open, gate) = mpsc::channel();
    place.server.reply(GRAPH, [Reply::Gate(place.graph.clone(), GRAPH_BYTES / 2, gate)]);
    let (came, other, heard) = (Notify::new(), place.another(|_same| {}), Heard::default());
    let (voice, tell) = (id(), |progress: domain::ModelProgress| {
        if progress.step == ModelStep::Downloading {
            came.notify_one();
        }
    });
    let first = place.models.pull(&voice, &tell);
    let second = async {
        came.notified().await;
        // Meanwhile nobody may take the file away, or look into it.
        for error in
            [other.remove(&id()).await.unwrap_err(), other.verify(&id(), &|_progress| {}).await.unwrap_err()]
        {
            assert!(matches!(error, ModelError::Busy(_)), "{error:?}");
        }
        let told = |progress: domain::ModelProgress| {
            heard.hear(progress);
            if progress.step == ModelStep::Waiting {
                open.send(()).unwrap();
            }
        };
        other.pull(&id(), &told).await
    };
    let (first, second) = tokio::join!(first, second);
    first.unwrap();
    second.unwrap();
    place.has_the_voice().await;
    assert_eq!(heard.steps(), [ModelStep::Waiting, ModelStep::Checking]);
    assert_eq!(place.server.asked(GRAPH).len(), 1);
}
