//! Downloads that are cut, and go on.

use std::time::Duration;

use domain::{ModelError, ModelState, ModelStep, VoiceModels as _};
use tokio::sync::Notify;

use crate::{
    place::{ABOUT, GRAPH, GRAPH_BYTES, Heard, Place, id},
    server::Reply,
};

const HALF: usize = GRAPH_BYTES / 2;

#[tokio::test]
async fn a_voice_comes_with_its_progress_and_only_once() {
    let place = Place::new().await;
    assert_eq!(place.state().await, ModelState::Absent);
    let heard = Heard::default();
    let model = place.models.pull(&id(), &|progress| heard.hear(progress)).await.unwrap();
    assert_eq!(model.state, ModelState::Present);
    place.has_the_voice().await;
    let told = heard.all();
    assert!(told.iter().zip(told.iter().skip(1)).all(|(one, next)| one.done_bytes <= next.done_bytes));
    let last = told.last().unwrap();
    assert_eq!((last.done_bytes, last.total_bytes), (model.size_bytes, model.size_bytes));
    assert!(
        told.iter()
            .any(|progress| progress.step == ModelStep::Downloading && progress.done_bytes < 3_000_000)
    );
    // What is there is proved and not fetched again.
    place.pull().await.unwrap();
    assert_eq!((place.server.asked(GRAPH).len(), place.server.asked(ABOUT).len()), (1, 1));
}

#[tokio::test]
async fn a_cut_download_goes_on_where_it_was() {
    let place = Place::new().await;
    let graph = &place.graph;
    place.server.reply(GRAPH, [Reply::Cut(graph.clone(), HALF), Reply::File(graph.clone())]);
    place.pull().await.unwrap();
    place.has_the_voice().await;
    let asked = place.server.asked(GRAPH);
    assert_eq!(asked.len(), 2);
    assert_eq!((asked[0].range.as_deref(), asked[0].if_range.as_deref()), (None, None));
    assert_eq!(asked[1].range.as_deref(), Some(&*format!("bytes={HALF}-")));
    assert_eq!(asked[1].if_range.as_deref(), Some("\"one\""));
}

#[tokio::test]
async fn a_download_that_is_always_cut_is_no_model_and_keeps_what_came() {
    let place = Place::new().await;
    place.server.reply(GRAPH, [Reply::Cut(place.graph.clone(), 1000)]);
    let error = place.pull().await.unwrap_err();
    assert!(matches!(error, ModelError::Unreachable { .. }), "{error:?}");
    place.has_no_voice();
    let kept = std::fs::metadata(place.path(".onnx.part")).unwrap().len();
    assert!((1000..=5000).contains(&kept), "{kept}");
    assert_eq!(place.state().await, ModelState::Partial { bytes: kept });
    // Nothing more comes: it is not asked for in vain again and again.
    let before = place.server.asked(GRAPH).len();
    place.server.reply(GRAPH, [Reply::Cut(place.graph.clone(), 0)]);
    assert!(place.pull().await.is_err());
    assert_eq!(place.server.asked(GRAPH).len(), before + 1);
    place.server.reply(GRAPH, [Reply::File(place.graph.clone())]);
    place.pull().await.unwrap();
    place.has_the_voice().await;
}

#[tokio::test]
async fn a_download_whose_caller_goes_away_goes_on_later() {
    let place = Place::new().await;
    place.server.reply(GRAPH, [Reply::Hang(place.graph.clone(), HALF), Reply::File(place.graph.clone())]);
    let came = Notify::new();
    let half = u64::try_from(HALF).unwrap();
    let tell = |progress: domain::ModelProgress| {
        if progress.done_bytes == half {
            came.notify_one();
        }
    };
    let voice = id();
    tokio::select! {
        done = place.models.pull(&voice, &tell) => panic!("{done:?}"),
        () = came.notified() => {}
    }
    place.has_no_voice();
    assert!(matches!(place.state().await, ModelState::Partial { .. }));
    let heard = Heard::default();
    place.models.pull(&id(), &|progress| heard.hear(progress)).await.unwrap();
    place.has_the_voice().await;
    assert_eq!(heard.steps(), [ModelStep::Checking, ModelStep::Downloading, ModelStep::Checking]);
    let from = place.server.asked(GRAPH)[1].range.clone().unwrap();
    let from: usize = from["bytes=".len()..].trim_end_matches('-').parse().unwrap();
    assert!(from > 0 && from <= HALF, "{from}");
}

#[tokio::test]
async fn a_server_that_knows_no_parts_is_taken_from_the_beginning() {
    let place = Place::new().await;
    place.server.reply(GRAPH, [Reply::Cut(place.graph.clone(), HALF), Reply::Whole(place.graph.clone())]);
    place.pull().await.unwrap();
    place.has_the_voice().await;
}

#[tokio::test]
async fn a_file_that_changed_on_the_server_is_taken_from_the_beginning() {
    let place = Place::new().await;
    let other = vec![7; GRAPH_BYTES];
    place.server.reply(GRAPH, [Reply::Cut(other, HALF), Reply::Tagged(place.graph.clone(), "\"two\"")]);
    place.pull().await.unwrap();
    place.has_the_voice().await;
    assert_eq!(place.server.asked(GRAPH).len(), 2);
}

#[tokio::test]
async fn a_beginning_of_another_file_is_found_out_and_thrown_away() {
    let place = Place::new().await;
    std::fs::create_dir_all(place.folder.path().join("piper")).unwrap();
    std::fs::write(place.path(".onnx.part"), vec![7; HALF]).unwrap();
    place.pull().await.unwrap();
    place.has_the_voice().await;
    let ranges: Vec<bool> = place.server.asked(GRAPH).iter().map(|asked| asked.range.is_some()).collect();
    assert_eq!(ranges, [true, false]);
}

#[tokio::test]
async fn another_part_than_was_asked_for_is_not_taken() {
    let place = Place::new().await;
    let graph = &place.graph;
    place.server.reply(
        GRAPH,
        [Reply::Cut(graph.clone(), 10), Reply::WrongPart(graph.clone()), Reply::File(graph.clone())],
    );
    place.pull().await.unwrap();
    place.has_the_voice().await;
    place.models.remove(&id()).await.unwrap();
    place.server.reply(GRAPH, [Reply::WrongPart(graph.clone())]);
    let error = place.pull().await.unwrap_err();
    assert!(matches!(error, ModelError::Refused(_)), "{error:?}");
    place.has_no_voice();
}

/// The process ended between the last byte and the name.
#[tokio::test]
async fn a_whole_part_needs_no_download() {
    let place = Place::new().await;
    std::fs::create_dir_all(place.folder.path().join("piper")).unwrap();
    std::fs::write(place.path(".onnx.part"), &place.graph).unwrap();
    place.pull().await.unwrap();
    place.has_the_voice().await;
    assert_eq!(place.server.asked(GRAPH).len(), 0);
}

#[tokio::test]
async fn a_part_that_is_too_long_is_taken_from_the_beginning() {
    let place = Place::new().await;
    std::fs::create_dir_all(place.folder.path().join("piper")).unwrap();
    std::fs::write(place.path(".onnx.part"), vec![7; GRAPH_BYTES + 1]).unwrap();
    place.pull().await.unwrap();
    place.has_the_voice().await;
}

#[tokio::test]
async fn a_refused_range_begins_anew() {
    let place = Place::new().await;
    let graph = &place.graph;
    place
        .server
        .reply(GRAPH, [Reply::Cut(graph.clone(), 10), Reply::Status(416), Reply::File(graph.clone())]);
    place.pull().await.unwrap();
    place.has_the_voice().await;
    assert_eq!(place.server.asked(GRAPH).len(), 3);
}

#[tokio::test]
async fn a_server_that_says_nothing_any_more_is_given_up() {
    let place = Place::new().await;
    place.server.reply(GRAPH, [Reply::Hang(place.graph.clone(), 0)]);
    let impatient = place.another(|settings| settings.patience = Duration::from_millis(300));
    let error = impatient.pull(&id(), &|_progress| {}).await.unwrap_err();
    assert!(error.to_string().contains("has said nothing for a while"), "{error}");
    place.has_no_voice();
}

#[tokio::test]
async fn the_contract_holds() {
    let place = Place::new().await;
    testkit::voice_models_contract::VoiceModelsContract { models: &place.models, id: id() }.hold().await;
}
