//! Credentials, sealed before they reach the database.

use std::sync::Arc;

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use diesel::{
    BoolExpressionMethods as _, ExpressionMethods as _, PgExpressionMethods as _, QueryDsl as _, Queryable,
    Selectable, SelectableHelper as _, delete,
    dsl::{insert_into, now},
    update,
};
use diesel_async::{AsyncConnection as _, AsyncPgConnection, RunQueryDsl as _};
use domain::{CredentialKind, CredentialStore, ProfileContext, Secret, StoreError, StoredCredential};
use uuid::Uuid;

use crate::{
    MasterKeys, Postgres,
    rows::{Place, failed},
    schema::credentials,
    seal::{Owner, SealError, Sealed},
};

/// The credentials of profiles on PostgreSQL, sealed by master keys.
pub struct SealedCredentials {
    postgres: Arc<Postgres>,
    keys: Arc<MasterKeys>,
}

impl SealedCredentials {
    /// Keeps credentials in a database.
    pub const fn new(postgres: Arc<Postgres>, keys: Arc<MasterKeys>) -> Self {
        Self { postgres, keys }
    }

    /// Seals every credential of every profile anew that another key than the newest sealed; returns how many.
    /// Afterwards the older keys can go.
    ///
    /// # Errors
    /// [`StoreError::Corrupt`] for a credential that no configured key opens; those before it are done.
    pub async fn rotate(&self, owner_url: &str) -> Result<u64, StoreError> {
        let unavailable = |error: diesel::ConnectionError| StoreError::Unavailable(Box::new(error));
        let mut owner = AsyncPgConnection::establish(owner_url).await.map_err(unavailable)?;
        let mut rotated = 0;
        let mut after = (Uuid::nil(), String::new());
        loop {
            let (profile, kind) = after.clone();
            let later = credentials::profile_id
                .gt(profile)
                .or(credentials::profile_id.eq(profile).and(credentials::kind.gt(kind)));
            let rows: Vec<CredentialRow> = credentials::table
                .filter(later.and(credentials::key_id.ne(self.keys.newest())))
                .select(CredentialRow::as_select())
                .order((credentials::profile_id, credentials::kind))
                .limit(100)
                .load(&mut owner)
                .await
                .map_err(failed)?;
            let Some(last) = rows.last() else { return Ok(rotated) };
            after = (last.profile_id, last.kind.clone());
            for row in rows {
                rotated += self.seal_anew(&mut owner, row).await?;
            }
        }
    }

    async fn seal_anew(&self, owner: &mut AsyncPgConnection, row: CredentialRow) -> Result<u64, StoreError> {
        let (profile, kind, nonce) = (row.profile_id, row.kind.clone(), row.nonce.clone());
        let place = Place { table: "credentials", row: profile };
        let whose = Owner { profile, kind: place.read("kind", kind.parse())? };
        let secret = place.read("ciphertext", self.keys.open(&whose, &row.into_sealed()))?;
        let sealed = self.keys.seal(&whose, &secret).map_err(unsealable)?;
        // One that was stored anew meanwhile has another nonce, and the newest key.
        let changed = update(credentials::table.find((profile, kind)).filter(credentials::nonce.eq(nonce)))
            .set((
                credentials::version.eq(sealed.version),
                credentials::key_id.eq(sealed.key_id),
                credentials::nonce.eq(sealed.nonce),
                credentials::ciphertext.eq(sealed.ciphertext),
            ))
            .execute(owner)
            .await
            .map_err(failed)?;
        Ok(u64::try_from(changed).unwrap_or(0))
    }
}

impl SealedCredentials {
    async fn keep(
        &self,
        ctx: &ProfileContext,
        kind: CredentialKind,
        address: Option<&str>,
        secret: &Secret,
    ) -> Result<StoredCredential, StoreError> {
        let sealed = self.keys.seal(&Owner::of(ctx, kind), secret).map_err(unsealable)?;
        let mut scope = self.postgres.scoped(ctx).await?;
        let values = (
            credentials::version.eq(sealed.version),
            credentials::key_id.eq(sealed.key_id),
            credentials::nonce.eq(sealed.nonce),
            credentials::ciphertext.eq(sealed.ciphertext),
            credentials::last_four.eq(secret.last_four()),
            credentials::address.eq(address),
            credentials::updated_at.eq(now),
        );
        let whose = (credentials::profile_id.eq(ctx.profile().uuid()), credentials::kind.eq(kind.as_str()));
        let updated_at: DateTime<Utc> = insert_into(credentials::table)
            .values((whose, values.clone()))
            .on_conflict((credentials::profile_id, credentials::kind))
            .do_update()
            .set(values)
            .returning(credentials::updated_at)
            .get_result(&mut *scope)
            .await
            .map_err(failed)?;
        scope.commit().await?;
        let (last_four, address) = (secret.last_four(), address.map(str::to_owned));
        Ok(StoredCredential { kind, last_four, address, updated_at })
    }

    /// Opens the credential of an address, or the one that belongs to none.
    async fn open(
        &self,
        ctx: &ProfileContext,
        kind: CredentialKind,
        address: Option<&str>,
    ) -> Result<Secret, StoreError> {
        let mut scope = self.postgres.scoped(ctx).await?;
        let row: CredentialRow = credentials::table
            .find((ctx.profile().uuid(), kind.as_str()))
            .filter(credentials::address.is_not_distinct_from(address))
            .select(CredentialRow::as_select())
            .first(&mut *scope)
            .await
            .map_err(failed)?;
        scope.commit().await?;
        let place = Place { table: "credentials", row: ctx.profile().uuid() };
        place.read("ciphertext", self.keys.open(&Owner::of(ctx, kind), &row.into_sealed()))
    }
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = credentials)]
struct CredentialRow {
    profile_id: Uuid,
    kind: String,
    version: i16,
    key_id: String,
    nonce: Vec<u8>,
    ciphertext: Vec<u8>,
}

impl CredentialRow {
    fn into_sealed(self) -> Sealed {
        Sealed { version: self.version, key_id: self.key_id, nonce: self.nonce, ciphertext: self.ciphertext }
    }
}

#[async_trait]
impl CredentialStore for SealedCredentials {
    async fn put(
        &self,
        ctx: &ProfileContext,
        kind: CredentialKind,
        secret: &Secret,
    ) -> Result<StoredCredential, StoreError> {
        self.keep(ctx, kind, None, secret).await
    }

    async fn put_for(
        &self,
        ctx: &ProfileContext,
        kind: CredentialKind,
        address: &str,
        secret: &Secret,
    ) -> Result<StoredCredential, StoreError> {
        self.keep(ctx, kind, Some(address), secret).await
    }

    async fn get(&self, ctx: &ProfileContext, kind: CredentialKind) -> Result<Secret, StoreError> {
        self.open(ctx, kind, None).await
    }

    async fn get_for(
        &self,
        ctx: &ProfileContext,
        kind: CredentialKind,
        address: &str,
    ) -> Result<Secret, StoreError> {
        self.open(ctx, kind, Some(address)).await
    }

    async fn list(&self, ctx: &ProfileContext) -> Result<Vec<StoredCredential>, StoreError> {
        let mut scope = self.postgres.scoped(ctx).await?;
        let rows: Vec<(String, String, Option<String>, DateTime<Utc>)> = credentials::table
            .filter(credentials::profile_id.eq(ctx.profile().uuid()))
            .select((
                credentials::kind,
                credentials::last_four,
                credentials::address,
                credentials::updated_at,
            ))
            .order(credentials::kind)
            .load(&mut *scope)
            .await
            .map_err(failed)?;
        scope.commit().await?;
        let place = Place { table: "credentials", row: ctx.profile().uuid() };
        rows.into_iter()
            .map(|(kind, last_four, address, updated_at)| {
                let kind = place.read("kind", kind.parse())?;
                Ok(StoredCredential { kind, last_four, address, updated_at })
            })
            .collect()
    }

    async fn delete(&self, ctx: &ProfileContext, kind: CredentialKind) -> Result<(), StoreError> {
        let mut scope = self.postgres.scoped(ctx).await?;
        let gone = delete(credentials::table.find((ctx.profile().uuid(), kind.as_str())))
            .execute(&mut *scope)
            .await
            .map_err(failed)?;
        scope.commit().await?;
        if gone == 0 { Err(StoreError::NotFound) } else { Ok(()) }
    }
}

fn unsealable(error: SealError) -> StoreError {
    StoreError::Unavailable(Box::new(error))
}
