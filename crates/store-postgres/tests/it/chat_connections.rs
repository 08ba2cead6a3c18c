//! A store's model is its own.

use domain::{ChatConnection, ChatConnectionStore, StoreError, TokenPrice};
use store_postgres::Postgres;

use crate::stores::two;

fn connection(host: &str, price: i64) -> ChatConnection {
    ChatConnection {
        base_url: format!("https://{host}/v1").parse().unwrap(),
        model: "writer".parse().unwrap(),
        price_in: TokenPrice::micro_usd(price).unwrap(),
        price_out: TokenPrice::micro_usd(4 * price).unwrap(),
    }
}

fn is_gone<T>(answer: &Result<T, StoreError>) -> bool {
    matches!(answer, Err(StoreError::NotFound))
}

#[tokio::test]
async fn each_store_has_one_of_its_own_and_finds_no_other() {
    let two = two().await;
    let store: &Postgres = &two.store;
    assert!(is_gone(&ChatConnectionStore::find(store, &two.mine).await));
    let (mine, other) = (connection("mine.example", 300_000), connection("other.example", 0));
    ChatConnectionStore::put(store, &two.mine, &connection("earlier.example", 1)).await.unwrap();
    ChatConnectionStore::put(store, &two.mine, &mine).await.unwrap();
    assert!(is_gone(&ChatConnectionStore::find(store, &two.other).await));
    assert!(is_gone(&ChatConnectionStore::delete(store, &two.other).await));
    ChatConnectionStore::put(store, &two.other, &other).await.unwrap();
    assert_eq!(ChatConnectionStore::find(store, &two.mine).await.unwrap(), mine);
    ChatConnectionStore::delete(store, &two.mine).await.unwrap();
    assert!(is_gone(&ChatConnectionStore::delete(store, &two.mine).await));
    assert_eq!(ChatConnectionStore::find(store, &two.other).await.unwrap(), other);
}

#[tokio::test]
async fn a_row_that_cannot_be_read_names_its_place() {
    let two = two().await;
    ChatConnectionStore::put(&*two.store, &two.mine, &connection("mine.example", 1)).await.unwrap();
    two.database.run("UPDATE chat_connections SET base_url = 'gopher://x'").await;
    let corrupt = ChatConnectionStore::find(&*two.store, &two.mine).await.unwrap_err();
    assert!(corrupt.to_string().starts_with("cannot read chat_connections.base_url of row"), "{corrupt}");
}
