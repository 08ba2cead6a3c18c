//! What every [`VoiceModels`] keeps, wherever the files are; adapters and fakes run it in their tests.
//!
//! A part that fails panics and names what was broken.
#![expect(
    clippy::expect_used,
    clippy::missing_panics_doc,
    reason = "a contract that is broken panics, as a test does"
)]

use std::{collections::HashSet, sync::Mutex};

use domain::{ModelError, ModelProgress, ModelState, VoiceModelId, VoiceModels};

/// The models that are held to the contract.
pub struct VoiceModelsContract<'m> {
    /// The models.
    pub models: &'m dyn VoiceModels,
    /// One that is absent and can be had.
    pub id: VoiceModelId,
}

impl VoiceModelsContract<'_> {
    /// Runs every part.
    pub async fn hold(&self) {
        self.the_list_is_in_order_and_whole().await;
        self.an_unknown_model_is_refused_by_its_name().await;
        self.a_model_comes_is_proved_and_goes().await;
    }

    /// Each model is there once, in order, and says what one needs to choose it.
    pub async fn the_list_is_in_order_and_whole(&self) {
        let all = self.models.list().await.expect("a list");
        let keys: Vec<_> = all.iter().map(|model| (model.engine.clone(), model.id.clone())).collect();
        assert!(keys.is_sorted(), "the list has no order: {keys:?}");
        let ids: HashSet<_> = all.iter().map(|model| &model.id).collect();
        assert_eq!(ids.len(), all.len(), "two models have the same id");
        for model in &all {
            let says =
                !model.label.is_empty() && !model.languages.is_empty() && !model.licence.name.is_empty();
            assert!(says && model.licence.url.starts_with("https://"), "{model:?}");
            assert!(model.size_bytes > 0 && !model.files.is_empty(), "{model:?}");
            assert_eq!(self.models.find(&model.id).await.expect("a model"), *model);
        }
    }

    /// What is not in the list can be neither had nor removed.
    pub async fn an_unknown_model_is_refused_by_its_name(&self) {
        let unknown: VoiceModelId = "no_NO-such-voice".parse().expect("an id");
        for error in [
            self.models.find(&unknown).await.expect_err("an unknown model"),
            self.models.pull(&unknown, &|_progress| {}).await.expect_err("an unknown model"),
            self.models.verify(&unknown, &|_progress| {}).await.expect_err("an unknown model"),
            self.models.remove(&unknown).await.expect_err("an unknown model"),
        ] {
            assert!(matches!(&error, ModelError::NoSuchModel(id) if *id == unknown), "{error:?}");
        }
    }

    /// A model comes with its progress, can be pulled again, is proved, and goes.
    pub async fn a_model_comes_is_proved_and_goes(&self) {
        let state = async || self.models.find(&self.id).await.expect("the model").state;
        assert_eq!(state().await, ModelState::Absent);
        for _ in 0..2 {
            let heard = Mutex::new(Vec::new());
            let tell = |progress: ModelProgress| heard.lock().expect("what was heard").push(progress);
            let pulled = self.models.pull(&self.id, &tell).await.expect("the model");
            assert_eq!((pulled.state, state().await), (ModelState::Present, ModelState::Present));
            let heard = heard.lock().expect("what was heard");
            let done: Vec<u64> = heard.iter().map(|progress| progress.done_bytes).collect();
            assert!(done.is_sorted(), "progress goes back: {done:?}");
            let last = heard.last().expect("progress");
            assert_eq!((last.done_bytes, last.total_bytes), (pulled.size_bytes, pulled.size_bytes));
        }
        let checked = self.models.verify(&self.id, &|_progress| {}).await.expect("a check");
        assert_eq!(checked.state, ModelState::Present);
        for _ in 0..2 {
            assert_eq!(self.models.remove(&self.id).await.expect("no model").state, ModelState::Absent);
        }
        assert_eq!(state().await, ModelState::Absent);
    }
}
