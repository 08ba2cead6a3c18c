//! Bearer tokens of profiles.

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use diesel::{
    BoolExpressionMethods as _, ExpressionMethods as _, QueryDsl as _, Queryable, Selectable,
    SelectableHelper as _, define_sql_function, delete,
    dsl::{insert_into, select},
    sql_types::{Binary, Timestamptz, Uuid as SqlUuid},
};
use diesel_async::RunQueryDsl as _;
use domain::{
    ApiToken, ApiTokenId, ApiTokenName, ApiTokenStore, ProfileContext, ProfileId, SecretHash, StoreError,
    UserId,
};
use uuid::Uuid;

use crate::{
    Postgres,
    rows::{Place, failed},
    schema::api_tokens,
};

define_sql_function! {
    /// Finds the token of a secret, as its profile and user.
    #[sql_name = "ef.find_token"]
    fn find_token(secret: Binary, at: Timestamptz) -> Nullable<Array<SqlUuid>>;
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = api_tokens)]
struct TokenRow {
    id: Uuid,
    name: String,
    last_four: String,
    created_at: DateTime<Utc>,
    last_used_at: Option<DateTime<Utc>>,
}

impl TokenRow {
    fn into_token(self) -> Result<ApiToken, StoreError> {
        let place = Place { table: "api_tokens", row: self.id };
        Ok(ApiToken {
            id: ApiTokenId::from(self.id),
            name: place.read("name", ApiTokenName::parse(&self.name))?,
            last_four: self.last_four,
            created_at: self.created_at,
            last_used_at: self.last_used_at,
        })
    }
}

#[async_trait]
impl ApiTokenStore for Postgres {
    async fn create(
        &self,
        ctx: &ProfileContext,
        token: &ApiToken,
        secret: SecretHash,
    ) -> Result<(), StoreError> {
        let mut scope = self.scoped(ctx).await?;
        insert_into(api_tokens::table)
            .values((
                api_tokens::profile_id.eq(ctx.profile().uuid()),
                api_tokens::id.eq(token.id.uuid()),
                api_tokens::user_id.eq(ctx.actor().uuid()),
                api_tokens::name.eq(token.name.as_str()),
                api_tokens::secret_hash.eq(secret.bytes().as_slice()),
                api_tokens::last_four.eq(&token.last_four),
                api_tokens::created_at.eq(token.created_at),
            ))
            .execute(&mut *scope)
            .await
            .map_err(failed)?;
        scope.commit().await
    }

    async fn list(&self, ctx: &ProfileContext) -> Result<Vec<ApiToken>, StoreError> {
        let mut scope = self.scoped(ctx).await?;
        let rows: Vec<TokenRow> = api_tokens::table
            .filter(api_tokens::profile_id.eq(ctx.profile().uuid()))
            .select(TokenRow::as_select())
            .order((api_tokens::created_at.desc(), api_tokens::id))
            .load(&mut *scope)
            .await
            .map_err(failed)?;
        scope.commit().await?;
        rows.into_iter().map(TokenRow::into_token).collect()
    }

    async fn delete(&self, ctx: &ProfileContext, id: ApiTokenId) -> Result<(), StoreError> {
        let mut scope = self.scoped(ctx).await?;
        let this = api_tokens::profile_id.eq(ctx.profile().uuid()).and(api_tokens::id.eq(id.uuid()));
        let gone = delete(api_tokens::table.filter(this)).execute(&mut *scope).await.map_err(failed)?;
        scope.commit().await?;
        if gone == 0 { Err(StoreError::NotFound) } else { Ok(()) }
    }

    async fn find(
        &self,
        secret: SecretHash,
        at: DateTime<Utc>,
    ) -> Result<Option<(UserId, ProfileId)>, StoreError> {
        let mut connection = self.unscoped().await?;
        let found: Option<Vec<Uuid>> = select(find_token(secret.bytes().as_slice(), at))
            .first(&mut *connection)
            .await
            .map_err(failed)?;
        let Some(&[profile, user]) = found.as_deref() else { return Ok(None) };
        Ok(Some((UserId::from(user), ProfileId::from(profile))))
    }
}
