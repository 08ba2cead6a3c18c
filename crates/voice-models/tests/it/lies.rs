//! Servers that answer with something else, and disks that are full.

use domain::{FileHash, ModelError, ModelState, VoiceModels as _};
use serde_json::json;

use crate::{
    place::{ABOUT, GRAPH, GRAPH_BYTES, KEY, Place, digits, id},
    server::Reply,
};

async fn refused(place: &Place, reply: Reply) -> ModelError {
    place.server.reply(GRAPH, [reply]);
    let error = place.pull().await.unwrap_err();
    place.has_no_voice();
    error
}

#[tokio::test]
async fn a_file_with_another_hash_is_deleted_and_told() {
    let place = Place::new().await;
    let mut forged = place.graph.clone();
    forged[GRAPH_BYTES - 1] ^= 1;
    let error = refused(&place, Reply::File(forged)).await;
    assert!(
        matches!(&error, ModelError::Mismatch { file, .. } if *file == format!("piper/{KEY}.onnx")),
        "{error:?}"
    );
    assert!(error.to_string().contains("was deleted"), "{error}");
    assert_eq!(place.files(), [""; 0]);
    assert_eq!(place.server.asked(GRAPH).len(), 1, "the same would come again");
    assert_eq!(place.state().await, ModelState::Absent);
}

#[tokio::test]
async fn a_file_of_another_size_is_not_even_fetched() {
    let place = Place::new().await;
    for bytes in [0, 10, GRAPH_BYTES + 1] {
        let error = refused(&place, Reply::File(vec![7; bytes])).await;
        assert!(error.to_string().contains(&format!("has {bytes} bytes there")), "{error}");
    }
    // Without a word about the size it ends where it must.
    let error = refused(&place, Reply::Unmeasured(vec![7; GRAPH_BYTES * 2])).await;
    assert!(matches!(&error, ModelError::Mismatch { why, .. } if why.contains("more than")), "{error:?}");
    assert_eq!(place.files(), [""; 0]);
    place.server.reply(GRAPH, [Reply::Unmeasured(place.graph.clone())]);
    place.pull().await.unwrap();
    place.has_the_voice().await;
}

#[tokio::test]
async fn a_page_instead_of_the_file_says_what_it_may_be() {
    let place = Place::new().await;
    let error = refused(&place, Reply::Page).await;
    assert!(error.to_string().contains("a page and not with the file"), "{error}");
}

#[tokio::test]
async fn what_the_server_says_is_told_and_its_troubles_pass() {
    let place = Place::new().await;
    for status in [404, 403, 401, 416, 204, 302] {
        let error = refused(&place, Reply::Status(status)).await;
        assert!(matches!(error, ModelError::Refused(_)), "{status}: {error:?}");
        assert!(error.to_string().contains(&status.to_string()), "{error}");
    }
    for status in [500, 502, 503, 429] {
        let error = refused(&place, Reply::Status(status)).await;
        assert!(matches!(error, ModelError::Unreachable { .. }), "{status}: {error:?}");
    }
}

#[tokio::test]
async fn redirects_are_followed_but_not_in_circles_and_not_to_open_lines() {
    let place = Place::new().await;
    place.server.reply("/elsewhere", [Reply::File(place.graph.clone())]);
    for leading_astray in [GRAPH, "http://example.invalid/x", "ftp://127.0.0.1/x", "file:///etc/passwd"] {
        let error = refused(&place, Reply::Redirect(leading_astray.to_owned())).await;
        assert!(matches!(error, ModelError::Refused(_)), "{leading_astray}: {error:?}");
    }
    assert!(place.server.asked(GRAPH).len() < 20);
    place.server.reply(GRAPH, [Reply::Redirect(format!("{}/elsewhere", place.server.url()))]);
    place.pull().await.unwrap();
    place.has_the_voice().await;
}

#[tokio::test]
async fn a_server_that_is_not_there_is_named() {
    let place = Place::new().await;
    let nobody = place.another(|settings| settings.piper_url = "http://127.0.0.1:1".to_owned());
    let error = nobody.pull(&id(), &|_progress| {}).await.unwrap_err();
    assert!(error.to_string().contains("127.0.0.1 cannot be reached"), "{error}");
}

#[tokio::test]
async fn a_disk_without_room_is_told_before_anything_is_fetched() {
    let place = Place::new().await;
    let full = place.another(|settings| settings.spare_bytes = u64::MAX / 2);
    let error = full.pull(&id(), &|_progress| {}).await.unwrap_err();
    assert!(matches!(error, ModelError::NoRoom { needed_bytes, free_bytes } if free_bytes < needed_bytes));
    assert_eq!(place.server.asked(GRAPH).len(), 0);
    // What needs no room is not refused for it.
    place.pull().await.unwrap();
    assert_eq!(full.pull(&id(), &|_progress| {}).await.unwrap().state, ModelState::Present);
}

/// Another process fills the disk meanwhile: every byte written to this device says so.
#[cfg(target_os = "linux")]
#[tokio::test]
async fn a_disk_that_fills_up_meanwhile_is_told() {
    let place = Place::new().await;
    std::fs::create_dir_all(place.folder.path().join("piper")).unwrap();
    std::os::unix::fs::symlink("/dev/full", place.path(".onnx.part")).unwrap();
    let error = place.pull().await.unwrap_err();
    assert!(matches!(error, ModelError::NoRoom { .. }), "{error:?}");
    place.has_no_voice();
    std::fs::remove_file(place.path(".onnx.part")).unwrap();
    place.pull().await.unwrap();
    place.has_the_voice().await;
}

#[tokio::test]
async fn a_broken_file_is_set_aside_by_a_check_and_mended_by_a_pull() {
    let place = Place::new().await;
    place.pull().await.unwrap();
    let check = async || place.models.verify(&id(), &|_progress| {}).await;
    assert_eq!(check().await.unwrap().state, ModelState::Present);
    let mut rotten = place.graph.clone();
    rotten[12] ^= 1;
    std::fs::write(place.path(".onnx"), rotten).unwrap();
    // A look does not read it.
    assert_eq!(place.state().await, ModelState::Present);
    let state = check().await.unwrap().state;
    assert!(matches!(&state, ModelState::Broken { why } if why.contains("set aside")), "{state:?}");
    place.has_no_voice();
    assert_eq!(place.state().await, state);
    place.pull().await.unwrap();
    place.has_the_voice().await;
    // One that is cut shows by its size, and is mended, too.
    std::fs::write(place.path(".onnx"), &place.graph[..10]).unwrap();
    assert!(matches!(place.state().await, ModelState::Broken { .. }));
    place.pull().await.unwrap();
    place.has_the_voice().await;
}

#[tokio::test]
async fn a_removed_voice_leaves_nothing() {
    let place = Place::new().await;
    place.pull().await.unwrap();
    std::fs::write(place.path(".onnx.broken"), "x").unwrap();
    std::fs::write(place.path(".onnx.json.part"), "x").unwrap();
    assert_eq!(place.models.remove(&id()).await.unwrap().state, ModelState::Absent);
    assert_eq!(place.files(), [""; 0]);
    // Again changes nothing.
    assert_eq!(place.models.remove(&id()).await.unwrap().state, ModelState::Absent);
}

#[tokio::test]
async fn what_kokoro_models_share_stays_as_long_as_one_needs_it() {
    let place = Place::new().await;
    let kokoro = place.folder.path().join("kokoro");
    std::fs::create_dir_all(&kokoro).unwrap();
    let made = |name: &str, bytes: u64| {
        std::fs::File::create(kokoro.join(name)).unwrap().set_len(bytes).unwrap();
    };
    made("voices-v1.0.bin", 28_214_398);
    let of = |id: &str| id.parse::<domain::VoiceModelId>().unwrap();
    let state = async |id| place.models.find(&of(id)).await.unwrap().state;
    // The voices alone are no model.
    assert_eq!(state("kokoro-v1.0").await, ModelState::Absent);
    made("kokoro-v1.0.int8.onnx", 114_119_327);
    // The older graph of a release before, which a person put there.
    made("kokoro-v1.0.onnx", 325_532_387);
    assert_eq!(state("kokoro-v1.0").await, ModelState::Present);
    place.models.remove(&of("kokoro-v1.0")).await.unwrap();
    assert_eq!(state("kokoro-v1.0").await, ModelState::Absent);
    assert_eq!(state("kokoro-v1.0-int8").await, ModelState::Present);
    place.models.remove(&of("kokoro-v1.0-int8")).await.unwrap();
    assert_eq!(std::fs::read_dir(&kokoro).unwrap().count(), 0);
}

#[tokio::test]
async fn a_catalogue_that_is_none_leaves_the_one_before() {
    let place = Place::new().await;
    let many = vec![b'['; 17_000_000];
    for bad in [Reply::Page, Reply::Status(500), Reply::File(b"{}".to_vec()), Reply::File(many)] {
        place.server.reply("/voices.json", [bad]);
        place.models.refresh().await.unwrap_err();
        assert_eq!(place.state().await, ModelState::Absent, "the voice is known no more");
    }
    // A kept one that is broken costs its voices, and not the pinned ones.
    std::fs::write(place.folder.path().join("piper-voices.json"), "{").unwrap();
    let names: Vec<String> =
        place.models.list().await.unwrap().into_iter().map(|model| model.id.to_string()).collect();
    let pinned =
        ["kokoro-v1.0", "kokoro-v1.0-fp16", "kokoro-v1.0-int8", "en_GB-vctk-medium", "en_US-lessac-medium"];
    assert_eq!(names, pinned);
}

/// Who can write the catalogue cannot weaken what is pinned here.
#[tokio::test]
async fn a_pinned_voice_is_not_replaced_by_the_catalogues() {
    let place = Place::new().await;
    let key = "en_US-lessac-medium";
    let file = json!({ "size_bytes": 3, "md5_digest": digits(b"abc") });
    let catalogue = json!({ key: {
        "name": "lessac", "quality": "medium", "language": {},
        "files": { format!("x/{key}.onnx"): file, format!("x/{key}.onnx.json"): file }
    }});
    place.server.reply("/voices.json", [Reply::File(catalogue.to_string().into_bytes())]);
    assert_eq!(place.models.refresh().await.unwrap(), 5);
    let model = place.models.find(&key.parse().unwrap()).await.unwrap();
    assert!(matches!(model.files[0].hash, FileHash::Sha256(_)));
    // Its file is asked for at its own place, and what comes is refused.
    place.server.reply("/en/en_US/lessac/medium/en_US-lessac-medium.onnx", [Reply::File(b"abc".to_vec())]);
    let error = place.models.pull(&key.parse().unwrap(), &|_progress| {}).await.unwrap_err();
    assert!(matches!(error, ModelError::Refused(_)), "{error:?}");
    assert!(place.server.asked(ABOUT).is_empty());
}

#[tokio::test]
async fn an_unknown_model_is_refused_by_its_name() {
    let place = Place::new().await;
    let unknown = "no_NO-such-voice".parse().unwrap();
    for error in [
        place.models.pull(&unknown, &|_progress| {}).await.unwrap_err(),
        place.models.remove(&unknown).await.unwrap_err(),
        place.models.verify(&unknown, &|_progress| {}).await.unwrap_err(),
        place.models.find(&unknown).await.unwrap_err(),
    ] {
        assert!(matches!(&error, ModelError::NoSuchModel(id) if *id == unknown), "{error:?}");
    }
}
