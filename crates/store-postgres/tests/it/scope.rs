//! Calls that are given up anywhere leave neither an open transaction nor a profile in a pooled connection.

use std::{future::poll_fn, pin::pin, sync::Arc, task::Poll, time::Duration};

use diesel::{QueryableByName, sql_query, sql_types::BigInt};
use diesel_async::{AsyncConnection as _, AsyncPgConnection, SimpleAsyncConnection as _};
use domain::{
    Actor, Container, Cost, CostLedger, DashboardStore, FootageName, FootageStore, JobFilter, JobStore,
    NewJob, NewProfile, NewProject, NewSourceVideo, PageRequest, ProfileContext, ProfileStore, ProjectStore,
    Reserved, Script, SourceVideoId, Speed, Task, UserStore, VoiceChoice,
};
use futures_util::{StreamExt as _, stream};
use store_postgres::{Postgres, scratch::ScratchDatabase};
use uuid::Uuid;

/// Refuses a row that is written under settings which its scope did not make: they must have leaked.
const WATCH: &str = "
    CREATE FUNCTION ef.watch() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF TG_TABLE_NAME = 'profiles' AND current_setting('app.profile_id', true) <> ''
          OR TG_TABLE_NAME <> 'profiles' AND current_setting('app.user_id', true) = '' THEN
        RAISE EXCEPTION 'a setting has leaked';
      END IF;
      RETURN NEW;
    END $$;
    CREATE TRIGGER watch BEFORE INSERT ON profiles FOR EACH ROW EXECUTE FUNCTION ef.watch();
    CREATE TRIGGER watch BEFORE INSERT ON projects FOR EACH ROW EXECUTE FUNCTION ef.watch();
    CREATE TRIGGER watch BEFORE INSERT ON source_videos FOR EACH ROW EXECUTE FUNCTION ef.watch();";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn calls_given_up_anywhere_leave_nothing_behind() {
    const CALLS: u32 = 480;
    let database = ScratchDatabase::create().await;
    let mut admin = AsyncPgConnection::establish(database.admin_url()).await.unwrap();
    admin.batch_execute(WATCH).await.unwrap();
    let desk = Desk::open(&database).await;
    let calls = stream::iter(0..CALLS).map(|number| {
        let polls = Uuid::new_v4().as_u128() % 24;
        given_up_after(polls, desk.call(number))
    });
    let given_up = calls.buffer_unordered(12).filter(|given_up| std::future::ready(*given_up)).count().await;
    assert!(given_up > 100, "only {given_up} calls were given up");
    assert!(given_up < 480, "no call was finished");
    let open = "SELECT count(*) AS n FROM pg_stat_activity \
                WHERE datname = current_database() AND usename = 'ef_app' AND xact_start IS NOT NULL";
    // A server process that lost its client needs a moment; a forgotten transaction would stay.
    let closing = async { while count(&mut admin, open).await > 0 {} };
    tokio::time::timeout(Duration::from_secs(10), closing).await.expect("a transaction stays open");
    // More than there are connections in the pool, so that each one is looked at.
    let after: Vec<()> =
        stream::iter(0..64).map(|number| desk.call(number)).buffer_unordered(16).collect().await;
    assert_eq!(after.len(), 64);
    let halves = "SELECT (SELECT count(*) FROM source_videos) - (SELECT count(*) FROM jobs) AS n";
    assert_eq!(
        count(&mut admin, halves).await,
        0,
        "a source video and its job are stored both or not at all"
    );
}

/// The public methods at work, for two profiles of one user.
struct Desk {
    store: Arc<Postgres>,
    actor: Actor,
    profiles: [ProfileContext; 2],
}

impl Desk {
    async fn open(database: &ScratchDatabase) -> Self {
        let store = database.store();
        let actor = store.local_user().await.unwrap();
        let mut profiles = Vec::new();
        for name in ["Lumina", "Brasswick"] {
            let new = NewProfile::parse(name, "", "#5b5bd6", "").unwrap();
            let profile = ProfileStore::create(&*store, &actor, domain::ProfileId::new(), new).await.unwrap();
            profiles.push(ProfileContext::enter(&actor, &profile).unwrap());
        }
        Self { store, actor, profiles: profiles.try_into().unwrap() }
    }

    /// Makes one of a few calls; each one must succeed when it is left to finish.
    async fn call(&self, number: u32) {
        let ctx = &self.profiles[usize::from(number.is_multiple_of(2))];
        match number % 8 {
            0 => {
                let new = NewProfile::parse("Another", "", "#5b5bd6", "").unwrap();
                ProfileStore::create(&*self.store, &self.actor, domain::ProfileId::new(), new).await.unwrap();
            }
            1 => drop(
                ProjectStore::create(&*self.store, ctx, domain::ProjectId::new(), project()).await.unwrap(),
            ),
            2 => drop(FootageStore::create(&*self.store, ctx, footage().0, footage().1).await.unwrap()),
            3 => drop(
                JobStore::list(&*self.store, ctx, JobFilter::All, &PageRequest::default()).await.unwrap(),
            ),
            4 => {
                let spend = crate::ledger::spend(&number.to_string(), 5);
                let Reserved::Held(held) = self.store.reserve(ctx, &spend).await.unwrap() else { return };
                self.store.settle(ctx, &held, Cost(4)).await.unwrap();
            }
            5 => drop(self.store.dashboard(ctx, None).await.unwrap()),
            6 => {
                let (from, to) = (&self.profiles[0], &self.profiles[1]);
                let original = ProjectStore::create(&*self.store, from, domain::ProjectId::new(), project());
                let original = original.await.unwrap().id;
                self.store.copy(from, original, to, domain::ProjectId::new(), &[]).await.unwrap();
            }
            _ => drop(ProfileStore::list(&*self.store, &self.actor).await.unwrap()),
        }
    }
}

fn project() -> NewProject {
    let voice = VoiceChoice {
        provider: "espeak-ng".parse().unwrap(),
        voice: "en-us".parse().unwrap(),
        speed: Speed::percent(100).unwrap(),
    };
    NewProject::new("A candle", Script::parse("Our candle burns long.").unwrap(), vec![], voice).unwrap()
}

fn footage() -> (NewSourceVideo, NewJob) {
    let id = SourceVideoId::new();
    let name = FootageName::parse("candle.mp4").unwrap();
    let video = NewSourceVideo { id, name, container: Container::Mp4, size_bytes: 1000 };
    (video, NewJob::new(Task::Analyse { source_video: id }))
}

/// Polls some work so often, then drops it; tells whether it was dropped unfinished.
async fn given_up_after(polls: u128, work: impl Future<Output = ()>) -> bool {
    let mut work = pin!(work);
    let mut left = polls;
    poll_fn(|cx| {
        if left == 0 {
            return Poll::Ready(true);
        }
        left -= 1;
        work.as_mut().poll(cx).map(|()| false)
    })
    .await
}

async fn count(admin: &mut AsyncPgConnection, sql: &str) -> i64 {
    use diesel_async::RunQueryDsl as _;

    #[derive(QueryableByName)]
    struct Count {
        #[diesel(sql_type = BigInt)]
        n: i64,
    }
    sql_query(sql).get_result::<Count>(admin).await.unwrap().n
}
