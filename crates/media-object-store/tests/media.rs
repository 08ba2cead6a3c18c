//! The folder of files against the contract of every media store, and what only a folder has.

use std::{path::Path, sync::Arc, time::Duration};

use domain::{ClipId, MediaError, MediaKey, MediaStore};
use media_object_store::ObjectMedia;
use tempfile::TempDir;
use testkit::media_contract::{MediaContract, some_context};

fn open(root: &Path) -> Result<ObjectMedia, MediaError> {
    ObjectMedia::folder(root, &root.join("unfinished"))
}

#[tokio::test]
async fn a_folder_keeps_the_contract() {
    let root = TempDir::new().unwrap();
    let store: Arc<dyn MediaStore> = Arc::new(open(root.path()).unwrap());
    MediaContract::new(store).hold().await;
}

#[tokio::test]
async fn a_file_lies_below_its_profile() {
    let root = TempDir::new().unwrap();
    let media = open(root.path()).unwrap();
    let (ctx, key) = (some_context(), MediaKey::Clip(ClipId::new()));
    let file = root.path().join("upload");
    std::fs::write(&file, "a clip").unwrap();
    media.put(&ctx, &key, &file).await.unwrap();
    let place = root.path().join(format!("{}/{key}", ctx.profile()));
    assert_eq!(std::fs::read_to_string(&place).unwrap(), "a clip");
    assert_eq!(media.local(&ctx, &key, root.path()).await.unwrap().path, place.canonicalize().unwrap());
}

#[tokio::test]
async fn a_file_is_written_where_nobody_looks_and_nothing_stays_there() {
    let root = TempDir::new().unwrap();
    let media = open(root.path()).unwrap();
    let (ctx, key) = (some_context(), MediaKey::Clip(ClipId::new()));
    let file = root.path().join("upload");
    std::fs::write(&file, vec![7; 40 << 20]).unwrap();
    // Given up before and after the first byte was written.
    for given_up_after in 0..8 {
        let put = media.put(&ctx, &key, &file);
        let put = tokio::time::timeout(Duration::from_millis(given_up_after), put).await;
        assert_eq!(media.size(&ctx, &key).await.unwrap(), put.ok().map(Result::unwrap));
        media.delete(&ctx, &key).await.unwrap();
    }
    media.put(&ctx, &key, &file).await.unwrap();
    let left = || std::fs::read_dir(root.path().join("unfinished")).unwrap().count();
    let gone = async {
        while left() > 0 {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(Duration::from_secs(10), gone).await.expect("a half-written file stays");
    assert_eq!(media.size(&ctx, &key).await.unwrap(), Some(40 << 20));
}

#[tokio::test]
async fn unfinished_files_on_another_disk_are_refused() {
    let (root, elsewhere) = (TempDir::new().unwrap(), TempDir::new().unwrap());
    let refused = ObjectMedia::folder(root.path(), elsewhere.path()).unwrap_err();
    assert!(refused.to_string().contains("must lie in the folder of files"), "{refused}");
}

#[tokio::test]
async fn a_folder_that_cannot_be_made_is_told() {
    let root = TempDir::new().unwrap();
    let file = root.path().join("a file");
    std::fs::write(&file, "").unwrap();
    let refused = open(&file.join("media")).unwrap_err();
    assert!(refused.to_string().contains("make the folder of files"), "{refused}");
}
