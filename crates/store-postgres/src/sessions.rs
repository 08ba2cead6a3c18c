//! Sessions.

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use diesel::{
    BoolExpressionMethods as _, ExpressionMethods as _, QueryDsl as _, Queryable, Selectable,
    SelectableHelper as _, define_sql_function, delete,
    dsl::{insert_into, select},
    sql_types::{Binary, Timestamptz, Uuid as SqlUuid},
};
use diesel_async::RunQueryDsl as _;
use domain::{Actor, SecretHash, Session, SessionId, SessionStore, StoreError, UserId};
use uuid::Uuid;

use crate::{Postgres, rows::failed, schema::sessions};

define_sql_function! {
    /// Finds the session of a secret, as its id and user.
    #[sql_name = "ef.find_session"]
    fn find_session(secret: Binary, at: Timestamptz) -> Nullable<Array<SqlUuid>>;
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = sessions)]
struct SessionRow {
    id: Uuid,
    created_at: DateTime<Utc>,
    last_seen_at: DateTime<Utc>,
    expires_at: DateTime<Utc>,
}

impl From<SessionRow> for Session {
    fn from(row: SessionRow) -> Self {
        Self {
            id: SessionId::from(row.id),
            created_at: row.created_at,
            last_seen_at: row.last_seen_at,
            expires_at: row.expires_at,
        }
    }
}

#[async_trait]
impl SessionStore for Postgres {
    async fn create(&self, actor: &Actor, session: &Session, secret: SecretHash) -> Result<(), StoreError> {
        let user = actor.user().uuid();
        let mut scope = self.scoped_user(actor).await?;
        let expired = sessions::expires_at.le(session.created_at);
        delete(sessions::table.filter(sessions::user_id.eq(user).and(expired)))
            .execute(&mut *scope)
            .await
            .map_err(failed)?;
        insert_into(sessions::table)
            .values((
                sessions::id.eq(session.id.uuid()),
                sessions::user_id.eq(user),
                sessions::secret_hash.eq(secret.bytes().as_slice()),
                sessions::created_at.eq(session.created_at),
                sessions::last_seen_at.eq(session.last_seen_at),
                sessions::expires_at.eq(session.expires_at),
            ))
            .execute(&mut *scope)
            .await
            .map_err(failed)?;
        scope.commit().await
    }

    async fn find(
        &self,
        secret: SecretHash,
        at: DateTime<Utc>,
    ) -> Result<Option<(UserId, SessionId)>, StoreError> {
        let mut connection = self.unscoped().await?;
        let found: Option<Vec<Uuid>> = select(find_session(secret.bytes().as_slice(), at))
            .first(&mut *connection)
            .await
            .map_err(failed)?;
        let Some(&[session, user]) = found.as_deref() else { return Ok(None) };
        Ok(Some((UserId::from(user), SessionId::from(session))))
    }

    async fn list(&self, actor: &Actor, at: DateTime<Utc>) -> Result<Vec<Session>, StoreError> {
        let mut scope = self.scoped_user(actor).await?;
        let rows: Vec<SessionRow> = sessions::table
            .filter(sessions::user_id.eq(actor.user().uuid()).and(sessions::expires_at.gt(at)))
            .select(SessionRow::as_select())
            .order((sessions::created_at.desc(), sessions::id))
            .load(&mut *scope)
            .await
            .map_err(failed)?;
        scope.commit().await?;
        Ok(rows.into_iter().map(Session::from).collect())
    }

    async fn delete(&self, actor: &Actor, id: SessionId) -> Result<(), StoreError> {
        let mut scope = self.scoped_user(actor).await?;
        let own = sessions::user_id.eq(actor.user().uuid()).and(sessions::id.eq(id.uuid()));
        let gone = delete(sessions::table.filter(own)).execute(&mut *scope).await.map_err(failed)?;
        scope.commit().await?;
        if gone == 0 { Err(StoreError::NotFound) } else { Ok(()) }
    }

    async fn delete_all(&self, actor: &Actor) -> Result<u64, StoreError> {
        let mut scope = self.scoped_user(actor).await?;
        let own = sessions::user_id.eq(actor.user().uuid());
        let gone = delete(sessions::table.filter(own)).execute(&mut *scope).await.map_err(failed)?;
        scope.commit().await?;
        Ok(u64::try_from(gone).unwrap_or(u64::MAX))
    }
}
