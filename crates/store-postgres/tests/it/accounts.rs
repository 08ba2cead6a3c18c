//! Accounts: who is the first, and what a request without a user sees.

use diesel::sql_query;
use diesel_async::{AsyncConnection as _, AsyncPgConnection, RunQueryDsl as _, SimpleAsyncConnection as _};
use domain::{
    AccountStore, Actor, Email, LoginSubjects, NewAccount, PasswordHash, ProfileStore, SecretHash,
    StoreError, UserId, UserStore as _,
};
use futures_util::future::join_all;
use store_postgres::scratch::ScratchDatabase;

fn account(email: &str) -> NewAccount {
    let hash = PasswordHash("$argon2id$".to_owned());
    NewAccount { email: Email::parse(email).unwrap(), name: email.to_owned(), password: hash }
}

#[tokio::test]
async fn the_first_account_has_the_local_users_stores_and_no_other_has() {
    let database = ScratchDatabase::create().await;
    let store = database.store();
    let local = store.local_user().await.unwrap();
    let shop = ProfileStore::list(&*store, &local).await.unwrap().remove(0);
    assert!(!store.any().await.unwrap());
    // Of several who are the first at once, one takes the place, and nobody else gets into it.
    let emails = ["a@x.y", "b@x.y", "c@x.y", "d@x.y"];
    let made: Vec<Result<UserId, StoreError>> =
        join_all(emails.map(|email| AccountStore::create(&*store, account(email)))).await;
    let owners = made.iter().flatten().filter(|user| **user == local.user()).count();
    assert_eq!(owners, 1, "{made:?}");
    for user in made.iter().flatten().filter(|user| **user != local.user()) {
        let theirs = ProfileStore::list(&*store, &Actor::signed_in(*user)).await.unwrap();
        assert!(theirs.len() == 1 && theirs[0].is_default && theirs[0].id != shop.id, "{theirs:?}");
    }
    assert_eq!(ProfileStore::list(&*store, &local).await.unwrap(), [shop]);
    let next = AccountStore::create(&*store, account("e@x.y")).await.unwrap();
    assert_ne!(next, local.user());
    let before = database.rows_of_none().await;
    assert!(matches!(AccountStore::create(&*store, account("e@x.y")).await, Err(StoreError::Conflict(_))));
    assert_eq!(database.rows_of_none().await, before, "nothing of a refused account stays");
}

#[tokio::test]
async fn a_request_without_a_user_sees_no_account_and_no_attempt() {
    let database = ScratchDatabase::create().await;
    let store = database.store();
    AccountStore::create(&*store, account("a@x.y")).await.unwrap();
    let subjects = LoginSubjects { account: SecretHash::of("a"), address: SecretHash::of("b") };
    assert_eq!(store.begin_login(subjects, chrono::DateTime::UNIX_EPOCH).await.unwrap(), 0);
    let mut app = AsyncPgConnection::establish(&database.urls.app).await.unwrap();
    for table in ["accounts", "sessions", "api_tokens", "users"] {
        let rows = sql_query(format!("SELECT 1 FROM {table}")).execute(&mut app).await.unwrap();
        assert_eq!(rows, 0, "{table}");
    }
    for statement in [
        "SELECT 1 FROM login_attempts",
        "DELETE FROM login_attempts",
        "UPDATE sessions SET expires_at = 'infinity'",
        "DELETE FROM accounts",
    ] {
        assert!(app.batch_execute(statement).await.is_err(), "{statement}");
    }
    let changed = sql_query("UPDATE accounts SET email = 'e@v.il'").execute(&mut app).await.unwrap();
    assert_eq!(changed, 0);
}
