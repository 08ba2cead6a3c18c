//! What row-level security costs: the same list as `ef_app`, and as a role that it does not apply to.

use std::sync::Arc;

use domain::{ClipStore, PageRequest, ProfileContext, ProjectStore};
use store_postgres::Postgres;

use crate::{
    Outcome,
    figures::{Times, head, row, say},
    place::{Place, Tenants},
};

const ROUNDS: usize = 3000;
const WARM_UP: usize = 200;

/// Lists in turns with and without walls.
pub(crate) async fn measure(place: &Place) -> Outcome<()> {
    let with = Arc::new(place.store()?);
    let without = place.store_without_walls().await?;
    let tenants = Tenants::read(&with).await?;
    say("\n### Row-level security: the same lists as ef_app and as its twin with BYPASSRLS, in turns");
    head(&["list of 50 through the store, p50", "ef_app", "BYPASSRLS", "difference"]);
    let page = PageRequest::default();
    let projects = async |store: &Postgres, ctx: ProfileContext| -> Outcome<()> {
        ProjectStore::list(store, &ctx, &page).await?;
        Ok(())
    };
    let clips = async |store: &Postgres, ctx: ProfileContext| -> Outcome<()> {
        ClipStore::list(store, &ctx, None, &page).await?;
        Ok(())
    };
    let (hot, random) = (|_| tenants.hot, |n| tenants.other(n));
    print("clips, hot profile", in_turns(&with, &without, clips, hot).await?);
    print("clips, random profiles", in_turns(&with, &without, clips, random).await?);
    print("projects, hot profile", in_turns(&with, &without, projects, hot).await?);
    print("projects, random profiles", in_turns(&with, &without, projects, random).await?);
    Ok(())
}

/// Each profile is listed once to have its pages at hand, then by both; each of them is the first every other time.
async fn in_turns(
    with: &Postgres,
    without: &Postgres,
    list: impl AsyncFn(&Postgres, ProfileContext) -> Outcome<()>,
    profile: impl Fn(usize) -> ProfileContext,
) -> Outcome<(Times, Times)> {
    for n in 0..WARM_UP {
        list(with, profile(n)).await?;
        list(without, profile(n)).await?;
    }
    let (mut walls, mut none) = (Times::default(), Times::default());
    for n in 0..ROUNDS {
        let ctx = profile(n);
        list(with, ctx).await?;
        if n % 2 == 0 {
            walls.time(list(with, ctx)).await?;
            none.time(list(without, ctx)).await?;
        } else {
            none.time(list(without, ctx)).await?;
            walls.time(list(with, ctx)).await?;
        }
    }
    Ok((walls, none))
}

fn print(name: &str, (with, without): (Times, Times)) {
    let (with, without) = (with.percentile(50), without.percentile(50));
    row(&[
        name.to_owned(),
        format!("{with:.3} ms"),
        format!("{without:.3} ms"),
        format!("{:+.3} ms", with - without),
    ]);
}
