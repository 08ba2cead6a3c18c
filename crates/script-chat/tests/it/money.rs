//! Money: what is quoted covers what is asked, and what is told is what is paid.

use domain::{Cost, ScriptWriter as _, TokenPrice};
use testkit::fake_chat::ChatFault;

use crate::world::{KEY, World, brief, connection};

/// What an answer costs by the tokens that the endpoint tells.
const ANSWER: Cost = Cost(1_000 + 4 * 400);

#[tokio::test]
async fn the_cost_is_that_of_the_tokens_that_were_told() {
    let world = World::open().await;
    assert_eq!(world.write("a candle").await.unwrap().cost, Some(ANSWER));
    world.fake.fail(ChatFault::Says("no".to_owned(), "stop"));
    assert_eq!(
        world.write("a candle").await.unwrap().cost,
        Some(ANSWER.plus(ANSWER)),
        "both answers are paid"
    );
}

#[tokio::test]
async fn a_quote_covers_the_second_attempt_and_tokens_that_are_not_told() {
    let world = World::open().await;
    let quote = world.chat.quote(&world.ctx, &brief("a candle")).await.unwrap();
    assert!(quote > ANSWER.plus(ANSWER) && quote < Cost(100_000), "{quote}");
    world.fake.fail(ChatFault::NoUsage);
    let cost = world.write("a candle").await.unwrap().cost.unwrap();
    assert!(cost > Cost::FREE && cost < quote, "{cost}");
    assert_eq!(world.fake.asked(), 2 - 1);
}

#[tokio::test]
async fn a_model_of_ones_own_is_free_whatever_it_tells() {
    let world = World::open().await;
    let mut free = connection(&world.fake.base_url());
    (free.price_in, free.price_out) = (TokenPrice::default(), TokenPrice::default());
    world.connect(&world.ctx, &free, KEY).await;
    assert_eq!(world.chat.quote(&world.ctx, &brief("a candle")).await.unwrap(), Cost::FREE);
    assert_eq!(world.write("a candle").await.unwrap().cost, Some(Cost::FREE));
}
