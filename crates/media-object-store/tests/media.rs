//! The folder of files against the contract of every media store, and what only a folder has.

use std::sync::Arc;

use domain::{ClipId, MediaKey, MediaStore};
use media_object_store::ObjectMedia;
use tempfile::TempDir;
use testkit::media_contract::{MediaContract, some_context};

#[tokio::test]
async fn a_folder_keeps_the_contract() {
    let root = TempDir::new().unwrap();
    let store: Arc<dyn MediaStore> = Arc::new(ObjectMedia::folder(root.path()).unwrap());
    MediaContract::new(store).hold().await;
}

#[tokio::test]
async fn a_file_lies_below_its_profile() {
    let root = TempDir::new().unwrap();
    let media = ObjectMedia::folder(root.path()).unwrap();
    let (ctx, key) = (some_context(), MediaKey::Clip(ClipId::new()));
    let file = root.path().join("upload");
    std::fs::write(&file, "a clip").unwrap();
    media.put(&ctx, &key, &file).await.unwrap();
    let place = root.path().join(format!("{}/{key}", ctx.profile()));
    assert_eq!(std::fs::read_to_string(&place).unwrap(), "a clip");
    assert_eq!(media.local(&ctx, &key, root.path()).await.unwrap().path, place.canonicalize().unwrap());
}

#[tokio::test]
async fn what_a_killed_server_left_half_written_stands_in_nobodys_way() {
    let root = TempDir::new().unwrap();
    let media = ObjectMedia::folder(root.path()).unwrap();
    let (ctx, key) = (some_context(), MediaKey::Clip(ClipId::new()));
    let half = root.path().join(format!("{}/{key}#1", ctx.profile()));
    std::fs::create_dir_all(half.parent().unwrap()).unwrap();
    std::fs::write(&half, "half a cl").unwrap();
    assert_eq!(media.size(&ctx, &key).await.unwrap(), None);
    let file = root.path().join("upload");
    std::fs::write(&file, "a clip").unwrap();
    media.put(&ctx, &key, &file).await.unwrap();
    assert_eq!(media.size(&ctx, &key).await.unwrap(), Some(6));
}

#[tokio::test]
async fn a_folder_that_cannot_be_made_is_told() {
    let root = TempDir::new().unwrap();
    let file = root.path().join("a file");
    std::fs::write(&file, "").unwrap();
    let refused = ObjectMedia::folder(&file.join("media")).unwrap_err();
    assert!(refused.to_string().contains("make the folder of files"), "{refused}");
}
