//! Credentials: stored, told apart by their last characters, forgotten; never given out.

use domain::{CredentialKind, ProfileContext, Secret, StoreError, StoredCredential};

use crate::Studio;

impl Studio {
    /// Stores a credential in place of an earlier one; [`StoreError::Conflict`] for one that belongs to an address, which
    /// is stored with it.
    pub async fn store_credential(
        &self,
        ctx: &ProfileContext,
        kind: CredentialKind,
        secret: &Secret,
    ) -> Result<StoredCredential, StoreError> {
        if kind.has_address() {
            let detail =
                format!("a key for {kind} is stored together with its address; connect there instead");
            return Err(StoreError::Conflict(detail));
        }
        self.ports.credentials.put(ctx, kind, secret).await
    }

    /// Lists what may be told of the profile's credentials.
    pub async fn credentials(&self, ctx: &ProfileContext) -> Result<Vec<StoredCredential>, StoreError> {
        self.ports.credentials.list(ctx).await
    }

    /// Forgets a credential.
    pub async fn forget_credential(
        &self,
        ctx: &ProfileContext,
        kind: CredentialKind,
    ) -> Result<(), StoreError> {
        self.ports.credentials.delete(ctx, kind).await
    }
}
