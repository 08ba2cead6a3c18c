//! What every [`MediaStore`] keeps, wherever its files lie; adapters and fakes run it in their tests.
//!
//! A part that fails panics and names what was broken.
#![expect(
    clippy::expect_used,
    clippy::missing_panics_doc,
    reason = "a contract that is broken panics, as a test does"
)]

use std::{path::PathBuf, sync::Arc, time::Duration};

use chrono::DateTime;
use domain::{
    Actor, Cache, ClipId, ClonedVoiceId, ContentHash, FileOwner, MediaError, MediaKey, MediaStore, MusicId,
    PictureId, Profile, ProfileContext, ProfileId, ProfileName, SegmentId, Settings, SourceVideoId, UserId,
};
use tempfile::TempDir;

/// Returns a context in a new profile of a new user.
pub fn some_context() -> ProfileContext {
    let owner = UserId::new();
    let profile = Profile {
        id: ProfileId::new(),
        owner,
        name: ProfileName::parse("Lumina").expect("a name"),
        description: String::new(),
        colour: "#5b5bd6".to_owned(),
        icon: String::new(),
        settings: Settings::default(),
        is_default: true,
        created_at: DateTime::UNIX_EPOCH,
    };
    ProfileContext::enter(&Actor::signed_in(owner), &profile).expect("the owner enters")
}

/// The store that is held to the contract.
pub struct MediaContract {
    store: Arc<dyn MediaStore>,
    ours: ProfileContext,
    theirs: ProfileContext,
    desk: TempDir,
}

impl MediaContract {
    /// Takes a store, which may hold files already.
    pub fn new(store: Arc<dyn MediaStore>) -> Self {
        let desk = TempDir::new().expect("a folder for the files to store");
        Self { store, ours: some_context(), theirs: some_context(), desk }
    }

    /// Runs every part.
    pub async fn hold(&self) {
        self.what_is_put_is_read_back().await;
        self.a_put_replaces_the_whole_file().await;
        self.a_missing_file_is_not_found().await;
        self.another_profile_never_finds_it().await;
        self.deleting_twice_is_deleting().await;
        self.a_source_video_goes_with_its_pictures().await;
        self.a_put_that_cannot_read_changes_nothing().await;
        self.an_abandoned_put_leaves_the_old_or_the_new().await;
        self.the_owners_of_files_are_told().await;
        self.a_cache_lists_its_own_files_and_no_others().await;
        self.a_profile_goes_with_all_its_files_and_no_others().await;
    }

    /// A cache's files are told with their sizes and ages: of this profile, and of this cache.
    pub async fn a_cache_lists_its_own_files_and_no_others(&self) {
        let hash = |text: &str| ContentHash::of(&text).expect("a hash");
        let (sound, timings) = (MediaKey::Speech(hash("said")), MediaKey::SpeechTimings(hash("said")));
        self.put(&self.ours, &sound, b"sound").await;
        self.put(&self.ours, &timings, b"{}").await;
        self.put(&self.ours, &MediaKey::Chunk(hash("shown")), b"picture").await;
        let theirs = MediaKey::Speech(hash("theirs"));
        self.put(&self.theirs, &theirs, b"x").await;
        let files = self.store.cached(&self.ours, Cache::Speech).await.expect("the cache");
        let size_of = |key: &MediaKey| files.iter().find(|file| file.key == *key).map(|file| file.size_bytes);
        assert_eq!([&sound, &timings, &theirs].map(size_of), [Some(5), Some(2), None], "{files:?}");
        let speech = |key: &MediaKey| matches!(key, MediaKey::Speech(_) | MediaKey::SpeechTimings(_));
        assert!(files.iter().all(|file| speech(&file.key)), "{files:?}");
        assert!(files.iter().all(|file| file.age < Duration::from_hours(1)), "{files:?}");
        let chunks = self.store.cached(&self.ours, Cache::Chunks).await.expect("the cache");
        assert!(chunks.iter().any(|file| file.key == MediaKey::Chunk(hash("shown"))), "{chunks:?}");
    }

    /// What files belong to is told once each, and not before all of its files are old enough.
    pub async fn the_owners_of_files_are_told(&self) {
        let (video, clip, voice) = (SourceVideoId::new(), ClipId::new(), ClonedVoiceId::new());
        let (music, picture) = (MusicId::new(), PictureId::new());
        let hash = ContentHash::of(&"cached").expect("a hash");
        for key in [
            MediaKey::SourceVideo(video),
            MediaKey::SegmentThumbnail(video, SegmentId::new()),
            MediaKey::Clip(clip),
            MediaKey::ClipCaptions(clip),
            MediaKey::ClipRecipe(clip),
            MediaKey::VoiceSample(voice),
            MediaKey::Music(music),
            MediaKey::Picture(picture),
            MediaKey::Chunk(hash),
        ] {
            self.put(&self.ours, &key, b"a file").await;
        }
        let owners = async |age| self.store.owners(&self.ours, age).await.expect("the owners");
        let told = owners(Duration::ZERO).await;
        for owner in [
            FileOwner::SourceVideo(video),
            FileOwner::Clip(clip),
            FileOwner::ClonedVoice(voice),
            FileOwner::Music(music),
            FileOwner::Picture(picture),
        ] {
            assert_eq!(told.iter().filter(|told| **told == owner).count(), 1, "{owner:?}");
        }
        assert!(owners(Duration::from_hours(1)).await.is_empty());
        let theirs = self.store.owners(&self.theirs, Duration::ZERO).await.expect("the owners");
        assert!(!theirs.contains(&FileOwner::Clip(clip)));
        self.store.delete_clip(&self.ours, clip).await.expect("the clip goes");
        assert!(!owners(Duration::ZERO).await.contains(&FileOwner::Clip(clip)));
        assert!(owners(Duration::ZERO).await.contains(&FileOwner::SourceVideo(video)));
    }

    /// Deleting everything of a profile takes nothing of another, and can be done twice.
    pub async fn a_profile_goes_with_all_its_files_and_no_others(&self) {
        let keys = [MediaKey::Clip(ClipId::new()), MediaKey::SourceVideo(SourceVideoId::new())];
        for key in &keys {
            self.put(&self.ours, key, b"ours").await;
            self.put(&self.theirs, key, b"theirs").await;
        }
        for _ in 0..2 {
            self.store.delete_all(&self.ours).await.expect("everything of ours goes");
            for key in &keys {
                assert_eq!(self.read(&self.ours, key).await, None, "{key}");
                assert_eq!(self.read(&self.theirs, key).await, Some(b"theirs".to_vec()), "{key}");
            }
        }
    }

    /// A file of each kind comes back byte by byte, an empty one too.
    pub async fn what_is_put_is_read_back(&self) {
        let hash = ContentHash::of(&"words").expect("a hash");
        let (video, segment, clip) = (SourceVideoId::new(), SegmentId::new(), ClipId::new());
        let keys = [
            MediaKey::SourceVideo(video),
            MediaKey::SegmentThumbnail(video, segment),
            MediaKey::Speech(hash.clone()),
            MediaKey::SpeechTimings(hash.clone()),
            MediaKey::Chunk(hash),
            MediaKey::Clip(clip),
            MediaKey::ClipThumbnail(clip),
            MediaKey::ClipCaptions(clip),
            MediaKey::ClipRecipe(clip),
            MediaKey::VoiceSample(ClonedVoiceId::new()),
            MediaKey::Music(MusicId::new()),
            MediaKey::Picture(PictureId::new()),
        ];
        for key in &keys {
            self.put(&self.ours, key, key.to_string().as_bytes()).await;
        }
        for key in &keys {
            assert_eq!(self.read(&self.ours, key).await, Some(key.to_string().into_bytes()), "{key}");
        }
        let long: Vec<u8> = (0..5_000_000_u32).flat_map(u32::to_le_bytes).collect();
        for bytes in [&[][..], &long] {
            let key = MediaKey::Clip(ClipId::new());
            self.put(&self.ours, &key, bytes).await;
            assert!(
                self.read(&self.ours, &key).await.as_deref() == Some(bytes),
                "{} bytes differ",
                bytes.len()
            );
        }
    }

    /// Nothing of a longer earlier file shines through.
    pub async fn a_put_replaces_the_whole_file(&self) {
        let key = MediaKey::Clip(ClipId::new());
        self.put(&self.ours, &key, b"the first and longer file").await;
        self.put(&self.ours, &key, b"second").await;
        assert_eq!(self.read(&self.ours, &key).await.as_deref(), Some(&b"second"[..]));
    }

    /// A file that is not there has no size and cannot be opened.
    pub async fn a_missing_file_is_not_found(&self) {
        assert_eq!(self.read(&self.ours, &MediaKey::Clip(ClipId::new())).await, None);
    }

    /// In another profile the same key is another file.
    pub async fn another_profile_never_finds_it(&self) {
        let (video, segment) = (SourceVideoId::new(), SegmentId::new());
        let key = MediaKey::SegmentThumbnail(video, segment);
        self.put(&self.ours, &key, b"ours").await;
        assert_eq!(self.read(&self.theirs, &key).await, None);
        self.store.delete(&self.theirs, &key).await.expect("deleting nothing");
        self.store.delete_source_video(&self.theirs, video).await.expect("deleting nothing");
        self.put(&self.theirs, &key, b"theirs").await;
        assert_eq!(self.read(&self.ours, &key).await.as_deref(), Some(&b"ours"[..]));
    }

    /// What is not there is deleted already, and may be put again.
    pub async fn deleting_twice_is_deleting(&self) {
        let key = MediaKey::Clip(ClipId::new());
        self.put(&self.ours, &key, b"a clip").await;
        for _ in 0..2 {
            self.store.delete(&self.ours, &key).await.expect("deleted");
            assert_eq!(self.read(&self.ours, &key).await, None);
        }
        self.put(&self.ours, &key, b"again").await;
        assert_eq!(self.read(&self.ours, &key).await.as_deref(), Some(&b"again"[..]));
    }

    /// Its file and its pictures go, and nobody else's.
    pub async fn a_source_video_goes_with_its_pictures(&self) {
        let (gone, stays) = (SourceVideoId::new(), SourceVideoId::new());
        for video in [gone, stays] {
            self.put(&self.ours, &MediaKey::SourceVideo(video), b"a video").await;
            for _ in 0..3 {
                self.put(&self.ours, &MediaKey::SegmentThumbnail(video, SegmentId::new()), b"a picture")
                    .await;
            }
        }
        let picture = MediaKey::SegmentThumbnail(gone, SegmentId::new());
        self.put(&self.ours, &picture, b"a picture").await;
        for _ in 0..2 {
            self.store.delete_source_video(&self.ours, gone).await.expect("deleted");
            assert_eq!(self.read(&self.ours, &MediaKey::SourceVideo(gone)).await, None);
            assert_eq!(self.read(&self.ours, &picture).await, None);
        }
        assert!(self.read(&self.ours, &MediaKey::SourceVideo(stays)).await.is_some());
    }

    /// A put of a file that is not there is refused and the earlier one stays.
    pub async fn a_put_that_cannot_read_changes_nothing(&self) {
        let key = MediaKey::Clip(ClipId::new());
        self.put(&self.ours, &key, b"earlier").await;
        let missing = self.desk.path().join("not there");
        let refused = self.store.put(&self.ours, &key, &missing).await;
        assert!(matches!(refused, Err(MediaError::Failed { .. })), "{refused:?}");
        assert_eq!(self.read(&self.ours, &key).await.as_deref(), Some(&b"earlier"[..]));
    }

    /// However early a put is given up, a reader finds the earlier file or the later one, whole.
    pub async fn an_abandoned_put_leaves_the_old_or_the_new(&self) {
        let (old, new) = (vec![b'o'; 1000], vec![b'n'; 20_000_000]);
        let file = self.desk.path().join("abandoned");
        std::fs::write(&file, &new).expect("a file to store");
        let (mut abandoned, mut at_most) = (0, Duration::ZERO);
        for _ in 0..12 {
            let (key, fresh) = (MediaKey::Clip(ClipId::new()), MediaKey::Clip(ClipId::new()));
            self.put(&self.ours, &key, &old).await;
            for key in [&key, &fresh] {
                let put = self.store.put(&self.ours, key, &file);
                abandoned += u32::from(tokio::time::timeout(at_most, put).await.is_err());
            }
            // What was given up may still go on for a moment: its size is not compared.
            let (kept, made) = (self.read_now(&key).await, self.read_now(&fresh).await);
            assert!(kept.as_ref() == Some(&old) || kept.as_ref() == Some(&new), "the file is neither");
            assert!(made.is_none() || made.as_ref() == Some(&new), "half a file is to be seen");
            at_most = at_most * 2 + Duration::from_micros(50);
        }
        assert!(abandoned > 0, "no put was given up half-way");
    }

    async fn put(&self, ctx: &ProfileContext, key: &MediaKey, bytes: &[u8]) {
        let file: PathBuf = self.desk.path().join("upload");
        std::fs::write(&file, bytes).expect("a file to store");
        let size = self.store.put(ctx, key, &file).await.expect("stored");
        assert_eq!(usize::try_from(size).ok(), Some(bytes.len()), "the size of {key}");
        assert_eq!(std::fs::read(&file).ok().as_deref(), Some(bytes), "the given file is left alone");
    }

    /// Reads a file that may be replaced meanwhile.
    async fn read_now(&self, key: &MediaKey) -> Option<Vec<u8>> {
        match self.store.local(&self.ours, key, self.desk.path()).await {
            Ok(local) => Some(std::fs::read(&local.path).expect("a readable file")),
            Err(MediaError::NotFound) => None,
            Err(error) => panic!("{key}: {error:?}"),
        }
    }

    /// Reads a file as callers do; what `size` says and what `local` gives agree.
    async fn read(&self, ctx: &ProfileContext, key: &MediaKey) -> Option<Vec<u8>> {
        let size = self.store.size(ctx, key).await.expect("a size or none");
        match self.store.local(ctx, key, self.desk.path()).await {
            Ok(local) => {
                let bytes = std::fs::read(&local.path).expect("a readable file");
                assert_eq!(
                    size.and_then(|size| usize::try_from(size).ok()),
                    Some(bytes.len()),
                    "the size of {key}"
                );
                Some(bytes)
            }
            Err(MediaError::NotFound) => {
                assert_eq!(size, None, "{key} has a size and is not there");
                None
            }
            Err(error) => panic!("{key}: {error:?}"),
        }
    }
}
