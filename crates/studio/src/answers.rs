//! Answers: a request that is sent twice under one key is done once.

use std::time::Duration;

use domain::{Asked, KeptAnswer, ProfileContext, RequestKey, StoreError};

use crate::Studio;

/// How long a request may take before another one under its key may believe that it broke off.
const HOLD: Duration = Duration::from_mins(2);

impl Studio {
    /// Notes that a request is carried out, unless it was or is.
    pub async fn begin_request(
        &self,
        ctx: &ProfileContext,
        key: &RequestKey,
        request_hash: &[u8],
    ) -> Result<Asked, StoreError> {
        self.ports.answers.begin(ctx, key, request_hash, HOLD).await
    }

    /// Keeps the answer to a request.
    pub async fn keep_answer(
        &self,
        ctx: &ProfileContext,
        key: &RequestKey,
        answer: &KeptAnswer,
    ) -> Result<(), StoreError> {
        self.ports.answers.keep(ctx, key, answer).await
    }

    /// Forgets a request that was refused, so that it can be tried again.
    pub async fn forget_request(&self, ctx: &ProfileContext, key: &RequestKey) -> Result<(), StoreError> {
        self.ports.answers.forget(ctx, key).await
    }
}
