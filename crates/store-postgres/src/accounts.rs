//! Accounts, and the counting of attempts to sign in.

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use diesel::{
    BoolExpressionMethods as _, ExpressionMethods as _, OptionalExtension as _, QueryDsl as _, Queryable,
    QueryableByName, Selectable, SelectableHelper as _, define_sql_function, delete,
    dsl::{insert_into, select},
    sql_query,
    sql_types::{BigInt, Binary, Nullable, Text, Timestamptz, Uuid as SqlUuid},
    update,
};
use diesel_async::{AsyncConnection as _, AsyncPgConnection, RunQueryDsl as _};
use domain::{
    Account, AccountStore, Actor, Email, LoginSubjects, NewAccount, PasswordHash, SessionId, StoreError,
    UserId,
};
use uuid::Uuid;

use crate::{
    Postgres,
    profiles::{LOCAL_USER, settle},
    rows::{Place, failed},
    schema::{accounts, sessions, users},
};

define_sql_function! {
    /// Tells whether anybody has an account.
    #[sql_name = "ef.has_accounts"]
    fn has_accounts() -> Bool;
}

define_sql_function! {
    /// Counts an attempt, or tells for how long to wait.
    #[sql_name = "ef.begin_login"]
    fn begin_login(account: Binary, address: Binary, at: Timestamptz) -> Integer;
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = accounts)]
struct AccountRow {
    user_id: Uuid,
    email: String,
    password_hash: String,
    created_at: DateTime<Utc>,
}

#[derive(QueryableByName)]
struct FoundAccount {
    #[diesel(sql_type = Nullable<SqlUuid>)]
    user_id: Option<Uuid>,
    #[diesel(sql_type = Nullable<Text>)]
    password_hash: Option<String>,
}

#[async_trait]
impl AccountStore for Postgres {
    async fn any(&self) -> Result<bool, StoreError> {
        let mut connection = self.unscoped().await?;
        select(has_accounts()).first(&mut *connection).await.map_err(failed)
    }

    async fn create(&self, new: NewAccount) -> Result<UserId, StoreError> {
        // Of two who are both the first, one finds the local user's account taken.
        let user = if self.any().await? { UserId::new() } else { UserId::from(LOCAL_USER) };
        let actor = Actor::signed_in(user);
        let mut scope = self.scoped_user(&actor).await?;
        settle(&mut scope, &actor, &new.name).await?;
        update(users::table)
            .filter(users::id.eq(user.uuid()))
            .set(users::name.eq(&new.name))
            .execute(&mut *scope)
            .await
            .map_err(failed)?;
        insert_into(accounts::table)
            .values((
                accounts::user_id.eq(user.uuid()),
                accounts::email.eq(new.email.as_str()),
                accounts::password_hash.eq(&new.password.0),
            ))
            .execute(&mut *scope)
            .await
            .map_err(failed)
            .map_err(|error| match error {
                StoreError::Conflict(_) => {
                    StoreError::Conflict("there is an account with this email already".to_owned())
                }
                other => other,
            })?;
        scope.commit().await?;
        Ok(user)
    }

    async fn find(&self, email: &Email) -> Result<Option<(UserId, PasswordHash)>, StoreError> {
        let mut connection = self.unscoped().await?;
        let found: FoundAccount = sql_query("SELECT user_id, password_hash FROM ef.find_account($1)")
            .bind::<Text, _>(email.as_str())
            .get_result(&mut *connection)
            .await
            .map_err(failed)?;
        Ok(found.user_id.map(UserId::from).zip(found.password_hash.map(PasswordHash)))
    }

    async fn own(&self, actor: &Actor) -> Result<Option<Account>, StoreError> {
        let mut scope = self.scoped_user(actor).await?;
        let row: Option<AccountRow> = accounts::table
            .filter(accounts::user_id.eq(actor.user().uuid()))
            .select(AccountRow::as_select())
            .first(&mut *scope)
            .await
            .optional()
            .map_err(failed)?;
        scope.commit().await?;
        row.map(AccountRow::into_account).transpose()
    }

    async fn set_password(
        &self,
        actor: &Actor,
        password: PasswordHash,
        keep: Option<SessionId>,
    ) -> Result<(), StoreError> {
        let user = actor.user().uuid();
        let mut scope = self.scoped_user(actor).await?;
        let changed = update(accounts::table)
            .filter(accounts::user_id.eq(user))
            .set(accounts::password_hash.eq(password.0))
            .execute(&mut *scope)
            .await
            .map_err(failed)?;
        if changed == 0 {
            return Err(StoreError::NotFound);
        }
        // No session has the nil id.
        let kept = keep.map_or(Uuid::nil(), SessionId::uuid);
        delete(sessions::table.filter(sessions::user_id.eq(user).and(sessions::id.ne(kept))))
            .execute(&mut *scope)
            .await
            .map_err(failed)?;
        scope.commit().await
    }

    async fn begin_login(&self, subjects: LoginSubjects, at: DateTime<Utc>) -> Result<u32, StoreError> {
        let mut connection = self.unscoped().await?;
        let (account, address) = (subjects.account.bytes().as_slice(), subjects.address.bytes().as_slice());
        let wait: i32 =
            select(begin_login(account, address, at)).first(&mut *connection).await.map_err(failed)?;
        Ok(u32::try_from(wait).unwrap_or(0))
    }

    async fn forgive_login(&self, subjects: LoginSubjects) -> Result<(), StoreError> {
        let mut connection = self.unscoped().await?;
        sql_query("SELECT ef.forgive_login($1, $2)")
            .bind::<Binary, _>(subjects.account.bytes().as_slice())
            .bind::<Binary, _>(subjects.address.bytes().as_slice())
            .execute(&mut *connection)
            .await
            .map_err(failed)?;
        Ok(())
    }
}

impl AccountRow {
    fn into_account(self) -> Result<Account, StoreError> {
        let place = Place { table: "accounts", row: self.user_id };
        Ok(Account {
            user: UserId::from(self.user_id),
            email: place.read("email", Email::parse(&self.email))?,
            password: PasswordHash(self.password_hash),
            created_at: self.created_at,
        })
    }
}

/// An account in the list of all, which only the owner of the database may ask for.
#[derive(Debug, Clone, PartialEq, Eq, QueryableByName)]
pub struct ListedAccount {
    /// The email.
    #[diesel(sql_type = Text)]
    pub email: String,
    /// When it was made.
    #[diesel(sql_type = Timestamptz)]
    pub created_at: DateTime<Utc>,
    /// How many sessions are open.
    #[diesel(sql_type = BigInt)]
    pub sessions: i64,
}

/// Lists every account by email, as `ef_owner`: no request can.
///
/// # Errors
/// [`StoreError::Unavailable`] when the database does not answer.
pub async fn list_accounts(owner_url: &str, at: DateTime<Utc>) -> Result<Vec<ListedAccount>, StoreError> {
    let unavailable = |error: diesel::ConnectionError| StoreError::Unavailable(Box::new(error));
    let mut connection = AsyncPgConnection::establish(owner_url).await.map_err(unavailable)?;
    sql_query(
        "SELECT email, created_at, (SELECT count(*) FROM sessions s WHERE s.user_id = a.user_id AND s.expires_at > $1)
           AS sessions FROM accounts a ORDER BY email",
    )
    .bind::<Timestamptz, _>(at)
    .load(&mut connection)
    .await
    .map_err(failed)
}
