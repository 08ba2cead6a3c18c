//! What it costs that every statement runs in a transaction that names its profile.

use std::sync::Arc;

use diesel::{ExpressionMethods as _, QueryDsl as _, table};
use diesel_async::{AsyncConnection as _, AsyncPgConnection, RunQueryDsl as _};
use domain::JobStore as _;

use crate::{
    Outcome,
    figures::{Times, head, row},
    place::{Place, Tenants},
};

table! {
    job_seqs (profile_id) { profile_id -> Uuid, seq -> BigInt, }
}

const ROUNDS: usize = 10_000;
const WARM_UP: usize = 500;

/// Reads one row in a scope, and bare, in turns.
pub(crate) async fn measure(place: &Place) -> Outcome<()> {
    let store = Arc::new(place.store()?);
    let tenants = Tenants::read(&store).await?;
    // It makes the role that the bare connection takes.
    drop(place.store_without_walls().await?);
    let mut bare = AsyncPgConnection::establish(&place.twin_url()).await?;
    let (mut empty, mut scoped, mut unscoped) = (Times::default(), Times::default(), Times::default());
    for n in 0..ROUNDS + WARM_UP {
        if n == WARM_UP {
            (empty, scoped, unscoped) = (Times::default(), Times::default(), Times::default());
        }
        let ctx = tenants.other(n);
        empty.time(async { Ok(store.ping().await?) }).await?;
        scoped.time(async { Ok(store.latest_seq(&ctx).await?) }).await?;
        let one = job_seqs::table.filter(job_seqs::profile_id.eq(ctx.profile().uuid())).select(job_seqs::seq);
        unscoped.time(async { Ok(one.first::<i64>(&mut bare).await?) }).await?;
    }
    head(&["one row by its key", "p50", "p95"]);
    for (name, times) in [
        ("a scope with nothing in it: BEGIN with the profile, COMMIT", &empty),
        ("in a scope, as ef_app", &scoped),
        ("without a scope, as a role with BYPASSRLS", &unscoped),
    ] {
        row(&[
            name.to_owned(),
            format!("{:.3} ms", times.percentile(50)),
            format!("{:.3} ms", times.percentile(95)),
        ]);
    }
    Ok(())
}
