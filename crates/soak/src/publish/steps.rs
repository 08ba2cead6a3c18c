//! Kills at each step: a worker is stopped exactly there, by the server that it talks to or by the row that it writes, and
//! killed. The next one goes on.

use std::{collections::BTreeMap, time::Duration};

use testkit::fake_postiz::{FakeRequest, PostizFault, PostizGate, PostizOn};

use super::{
    Scene,
    gates::RowGate,
    shop::{Shop, Stock},
};
use crate::{Fault, kills::until, look::Eye, process::WorkerProcess, wiring::Works};

/// How long a worker may take to a step, a lost claim and an unreachable publisher on the way.
const PATIENCE: Duration = Duration::from_mins(3);

/// Where a worker is stopped.
#[derive(Debug, Clone)]
enum At {
    /// The server has a request and has done nothing yet; it never will.
    Before(PostizOn),
    /// The server has a request and does it only after the next worker has looked at its list.
    Late(PostizOn),
    /// The server has done it, and nobody hears of it.
    After(PostizOn),
    /// A row is about to be written: what the server said is known here alone.
    Row(&'static str),
}

/// What is published while workers are killed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum What {
    /// Posts for later; each of them meets the step.
    Posts,
    /// Posts for later; the step is met once.
    Job,
    /// A post that appears at once; the look that follows meets the step.
    Look,
}

/// A step, and where on the way to it workers are killed, one after the other.
struct Moment {
    name: &'static str,
    what: What,
    kills: Vec<At>,
}

/// How many moments there are.
pub(super) const MOMENTS: usize = 24;

/// Each moment by itself.
fn moments() -> [Moment; MOMENTS] {
    use PostizOn::{NewPost, Path, Upload};
    let (accounts, list, notices) =
        (Path("GET", "integrations"), Path("GET", "posts"), Path("GET", "notifications"));
    let of = |what, name, kills| Moment { name, what, kills };
    let each = |name, kills| of(What::Posts, name, kills);
    let (before, after) = (|on: &PostizOn| At::Before(on.clone()), |on: &PostizOn| At::After(on.clone()));
    [
        of(What::Job, "the job begins", vec![At::Row("jobs:publish:running")]),
        each("the account is read", vec![before(&accounts)]),
        each("before the upload is noted", vec![At::Row("publications:uploading")]),
        each("before the upload", vec![before(&Upload)]),
        of(What::Job, "the upload arrives late", vec![At::Late(Upload)]),
        each("after the upload", vec![after(&Upload)]),
        each("after the upload, before its row", vec![At::Row("publication_uploads")]),
        each("before the list is read", vec![before(&list)]),
        each("before the sending is noted", vec![At::Row("publications:sending")]),
        // A post that never arrives is sent three times and no more, so this is met once.
        of(What::Job, "before the post", vec![before(&NewPost)]),
        of(What::Job, "the post arrives late", vec![At::Late(NewPost)]),
        each("after the post", vec![after(&NewPost)]),
        each("after the post, before the budget is noted", vec![At::Row("publishing_budgets")]),
        each("after the post, before its row", vec![At::Row("publications:sent")]),
        each("before it is scheduled", vec![At::Row("publications:scheduled")]),
        each("before it is looked for", vec![after(&NewPost), before(&list)]),
        each("it was found, before its row", vec![after(&NewPost), At::Row("publications:sent")]),
        of(
            What::Job,
            "it was not found, before its row",
            vec![before(&NewPost), At::Row("publications:planned")],
        ),
        of(What::Job, "before the next look is ordered", vec![At::Row("jobs:sync_publications:ready")]),
        of(What::Job, "before the job is done", vec![At::Row("jobs:publish:done")]),
        of(What::Look, "the look asks the list", vec![after(&list)]),
        of(What::Look, "the look asks for notices", vec![before(&notices)]),
        of(What::Look, "before it is published", vec![At::Row("publications:published")]),
        of(What::Look, "before the look is done", vec![At::Row("jobs:sync_publications:done")]),
    ]
}

/// All places at which workers are stopped, in a few rows: one post, or look, meets them one after the other.
fn rows() -> Vec<Moment> {
    use PostizOn::{NewPost, Path, Upload};
    let (accounts, list, notices) =
        (Path("GET", "integrations"), Path("GET", "posts"), Path("GET", "notifications"));
    let of = |what, name, kills| Moment { name, what, kills };
    let one = |name, at| Moment { name, what: What::Job, kills: vec![at] };
    let post = vec![
        At::Row("jobs:publish:running"),
        At::Before(accounts),
        At::Row("publications:uploading"),
        At::Before(Upload),
        At::After(Upload),
        At::Row("publication_uploads"),
        At::Before(list.clone()),
        At::Row("publications:sending"),
        At::Before(NewPost),
        At::Row("publications:planned"),
        At::After(NewPost),
        At::Before(list.clone()),
        At::Row("publications:sent"),
        At::Row("publications:scheduled"),
        At::Row("jobs:sync_publications:ready"),
        At::Row("jobs:publish:done"),
    ];
    let look = vec![
        At::After(list),
        At::Before(notices),
        At::Row("publications:published"),
        At::Row("jobs:sync_publications:done"),
    ];
    vec![
        of(What::Job, "a post at every step", post),
        one("the upload arrives late", At::Late(Upload)),
        one("the post arrives late", At::Late(NewPost)),
        one("before the budget is noted", At::Row("publishing_budgets")),
        one("after the post, before its row", At::Row("publications:sent")),
        of(What::Look, "a look at every step", look),
    ]
}

/// How thoroughly it is done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Walk {
    /// Each step by itself, so many posts each.
    Each {
        /// How many.
        posts: usize,
    },
    /// One post meets many steps.
    InRows,
}

/// What was done.
#[derive(Debug, Default, Clone)]
pub struct Steps {
    /// By the step, how many workers were killed there.
    pub kills: BTreeMap<&'static str, usize>,
    /// How many posts there are at the servers, each clip once at each channel.
    pub posts: usize,
}

/// Has a shop publish for each moment, so many posts where each post meets it, and kills its worker there.
///
/// # Errors
/// When a step is not met, or a post is missing, is there twice, or is another shop's.
pub async fn kill_at_each_step(scene: &Scene<'_>, walk: Walk) -> Result<Steps, Fault> {
    let (moments, posts) = match walk {
        Walk::Each { posts } => (Vec::from(moments()), posts),
        Walk::InRows => (rows(), 1),
    };
    RowGate::build(scene.eye).await?;
    let works = Works::open(scene.place, &scene.place.desk(), scene.urls).await?;
    let mut steps = Steps::default();
    let mut line = Line { scene, worker: None, started: 0 };
    for (number, moment) in moments.into_iter().enumerate() {
        let (name, clips) = (format!("Shop{number:02}"), if moment.what == What::Look { 1 } else { posts });
        let at_once = moment.what == What::Look;
        let stock = Stock { name: &name, clips, networks: &["threads"], at_once, seed: 1 };
        let shop = Shop::open(scene, &works, &stock).await?;
        let times = if moment.what == What::Posts { posts } else { 1 };
        let killed = line.play(&works, &shop, &moment, times).await;
        let killed = killed.map_err(|fault| format!("{}: {fault}", moment.name))?;
        steps.kills.insert(moment.name, killed);
        steps.posts += shop.inspect().map_err(|fault| format!("{}: {fault}", moment.name))?;
    }
    line.rest().await?;
    Ok(steps)
}

/// One worker after the other.
struct Line<'l> {
    scene: &'l Scene<'l>,
    worker: Option<WorkerProcess>,
    started: usize,
}

impl Line<'_> {
    /// Publishes what a shop has, with kills at a moment, and waits until it is over. Returns how many there were.
    async fn play(
        &mut self,
        works: &Works,
        shop: &Shop,
        moment: &Moment,
        times: usize,
    ) -> Result<usize, Fault> {
        // What is to be stopped begins only when it can be.
        self.rest().await?;
        shop.confirm(works).await?;
        if moment.what == What::Look {
            self.work()?;
            self.over(shop, None).await?;
            self.rest().await?;
            self.due(shop, "sync_publications").await?;
        }
        let mut killed = 0;
        for _ in 0..times {
            for at in &moment.kills {
                let armed = Armed::at(at, shop, self.scene.eye).await?;
                self.work()?;
                armed.reached().await?;
                self.kill().await?;
                killed += 1;
                self.after(armed, shop, moment.what).await?;
            }
        }
        self.work()?;
        self.over(shop, (moment.what == What::Look).then_some("sent")).await?;
        Ok(killed)
    }

    /// Starts a worker unless there is one.
    fn work(&mut self) -> Result<(), Fault> {
        if self.worker.is_none() {
            self.worker = Some(self.scene.work(&format!("step-{}", self.started))?);
            self.started += 1;
        }
        Ok(())
    }

    async fn kill(&mut self) -> Result<(), Fault> {
        let worker = self.worker.take().ok_or("nobody works")?;
        worker.kill().await.map(drop)
    }

    async fn rest(&mut self) -> Result<(), Fault> {
        match self.worker.take() {
            Some(worker) => worker.stop().await.map(drop),
            None => Ok(()),
        }
    }

    /// Opens the gate where a worker was killed, and gives its job back at once instead of after its lease.
    async fn after(&mut self, armed: Armed<'_>, shop: &Shop, what: What) -> Result<(), Fault> {
        let late = match armed {
            Armed::Late(gate) => Some(gate),
            Armed::Request(_) | Armed::Row(_) => None,
        };
        self.scene.give_back().await?;
        self.due(shop, if what == What::Look { "sync_publications" } else { "publish" }).await?;
        let Some(gate) = late else { return Ok(()) };
        let looks = |requests: &[FakeRequest]| {
            requests
                .iter()
                .filter(|request| request.method == "GET" && request.path.contains("/posts"))
                .count()
        };
        let before = looks(&shop.server.requests());
        self.work()?;
        let looked = shop.server.until(|requests| looks(requests) > before);
        tokio::time::timeout(PATIENCE, looked).await?;
        gate.open();
        Ok(())
    }

    /// Lets the time of a shop's jobs of a kind come.
    async fn due(&self, shop: &Shop, kind: &str) -> Result<(), Fault> {
        let profile = shop.ctx.profile();
        let due = format!(
            "UPDATE jobs SET run_at = clock_timestamp()
             WHERE profile_id = '{profile}' AND state = 'ready' AND kind = '{kind}'"
        );
        self.scene.eye.execute(&due).await
    }

    /// Waits until no post of a shop is on its way any more, nor in a state.
    async fn over(&self, shop: &Shop, state: Option<&str>) -> Result<(), Fault> {
        let (profile, state) = (shop.ctx.profile(), state.unwrap_or("uploading"));
        let left = format!(
            "SELECT (SELECT count(*) FROM jobs
                     WHERE profile_id = '{profile}' AND kind = 'publish' AND state IN ('ready', 'running'))
                  + (SELECT count(*) FROM publications WHERE profile_id = '{profile}' AND state = '{state}')"
        );
        let over = until(PATIENCE, || async { Ok(self.scene.eye.number(&left).await? == 0) }).await;
        let said = self.worker.as_ref().map(WorkerProcess::said).transpose()?.unwrap_or_default();
        over.map_err(|fault| format!("it does not end: {fault}; {said}").into())
    }
}

/// A place where a worker will be stopped.
enum Armed<'e> {
    Request(PostizGate),
    Late(PostizGate),
    Row(RowGate<'e>),
}

impl<'e> Armed<'e> {
    async fn at(at: &At, shop: &Shop, eye: &'e Eye) -> Result<Self, Fault> {
        let gate = PostizGate::default();
        let hold = |on: &PostizOn, fault| shop.server.fail(on.clone(), fault, 1);
        Ok(match at {
            At::Before(on) => {
                hold(on, PostizFault::HeldBefore(gate.clone()));
                Self::Request(gate)
            }
            At::After(on) => {
                hold(on, PostizFault::HeldAfter(gate.clone()));
                Self::Request(gate)
            }
            At::Late(on) => {
                hold(on, PostizFault::HeldBefore(gate.clone()));
                Self::Late(gate)
            }
            At::Row(place) => Self::Row(RowGate::close(eye, place).await?),
        })
    }

    async fn reached(&self) -> Result<(), Fault> {
        match self {
            Self::Request(gate) | Self::Late(gate) => {
                Ok(tokio::time::timeout(PATIENCE, gate.reached()).await?)
            }
            Self::Row(gate) => gate.reached().await,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn the_rows_leave_no_place_out() {
        let places = |moments: &[Moment]| -> BTreeSet<String> {
            moments.iter().flat_map(|moment| &moment.kills).map(|at| format!("{at:?}")).collect()
        };
        assert_eq!(places(&rows()), places(&moments()));
    }
}
