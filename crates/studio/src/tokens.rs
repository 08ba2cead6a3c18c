//! Bearer tokens: make, list, revoke.

use domain::{AccessSecret, ApiToken, ApiTokenId, ApiTokenName, ProfileContext};

use crate::{SignIn, SignInError, secrets::new_secret};

/// How a token of ours begins, so that people and scanners know one.
pub(crate) const TOKEN_PREFIX: &str = "ef_";

impl SignIn {
    /// Makes a token of the profile; its secret is told this once.
    pub async fn create_token(
        &self,
        ctx: &ProfileContext,
        name: ApiTokenName,
    ) -> Result<(ApiToken, AccessSecret), SignInError> {
        let secret = new_secret(TOKEN_PREFIX)?;
        let length = secret.expose().chars().count();
        let last_four = secret.expose().chars().skip(length.saturating_sub(4)).collect();
        let created_at = self.ports.clock.now();
        let token = ApiToken { id: ApiTokenId::new(), name, last_four, created_at, last_used_at: None };
        self.ports.tokens.create(ctx, &token, secret.hash()).await?;
        Ok((token, secret))
    }

    /// Lists the profile's tokens, the newest first.
    pub async fn tokens(&self, ctx: &ProfileContext) -> Result<Vec<ApiToken>, SignInError> {
        Ok(self.ports.tokens.list(ctx).await?)
    }

    /// Revokes a token of the profile, at once.
    pub async fn revoke_token(&self, ctx: &ProfileContext, id: ApiTokenId) -> Result<(), SignInError> {
        Ok(self.ports.tokens.delete(ctx, id).await?)
    }
}
