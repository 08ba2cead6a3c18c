//! Narrations that are no video's.

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use diesel::{
    BoolExpressionMethods as _, ExpressionMethods as _, OptionalExtension as _, QueryDsl as _, Queryable,
    Selectable, SelectableHelper as _, delete, dsl::insert_into, update,
};
use diesel_async::RunQueryDsl as _;
use domain::{
    Cursor, Job, JobId, KeptNarration, Narration, NarrationId, NarrationState, NarrationStore, NewJob,
    NewNarration, Page, PageRequest, ProfileContext, Script, Speed, SpokenNarration, StoreError, VoiceChoice,
};
use serde_json::Value;
use uuid::Uuid;

use crate::{
    Postgres, jobs,
    rows::{Place, failed, int},
    schema::narrations,
    scope::Scope,
};

/// All but the sentences, which are long.
#[derive(Queryable, Selectable)]
#[diesel(table_name = narrations)]
struct NarrationRow {
    id: Uuid,
    job_id: Uuid,
    script: String,
    voice_provider: String,
    voice: String,
    speed_percent: i16,
    state: String,
    failure: Option<String>,
    voice_label: Option<String>,
    duration_ms: Option<i32>,
    notes: Option<Value>,
    created_at: DateTime<Utc>,
}

impl NarrationRow {
    fn into_narration(self) -> Result<KeptNarration, StoreError> {
        let place = Place { table: "narrations", row: self.id };
        let percent: u16 = place.number("speed_percent", self.speed_percent)?;
        let state = match (self.state.as_str(), self.failure, self.voice_label, self.duration_ms) {
            ("waiting", ..) => Ok(NarrationState::Waiting),
            ("failed", Some(reason), ..) => Ok(NarrationState::Failed(reason)),
            ("spoken", _, Some(voice_label), Some(duration_ms)) => {
                Ok(NarrationState::Spoken(SpokenNarration {
                    voice_label,
                    duration_ms: place.number("duration_ms", duration_ms)?,
                    notes: place.read("notes", serde_json::from_value(self.notes.unwrap_or_default()))?,
                }))
            }
            (other, ..) => Err(format!("{other} lacks what belongs to it")),
        };
        Ok(KeptNarration {
            id: NarrationId::from(self.id),
            job: JobId::from(self.job_id),
            script: place.read("script", Script::parse(&self.script))?,
            voice: VoiceChoice {
                provider: place.read("voice_provider", self.voice_provider.parse())?,
                voice: place.read("voice", self.voice.parse())?,
                speed: place.read("speed_percent", Speed::percent(percent))?,
            },
            state: place.read("state", state)?,
            created_at: self.created_at,
        })
    }
}

#[async_trait]
impl NarrationStore for Postgres {
    async fn create(&self, ctx: &ProfileContext, new: NewNarration, job: NewJob) -> Result<Job, StoreError> {
        let mut scope = self.scoped(ctx).await?;
        let values = (
            narrations::profile_id.eq(ctx.profile().uuid()),
            narrations::id.eq(new.id.uuid()),
            narrations::job_id.eq(job.id.uuid()),
            narrations::script.eq(new.script.as_str()),
            narrations::voice_provider.eq(new.voice.provider.as_str()),
            narrations::voice.eq(new.voice.voice.as_str()),
            narrations::speed_percent.eq(i16::try_from(new.voice.speed.as_percent()).unwrap_or(i16::MAX)),
        );
        let insert = insert_into(narrations::table).values(values).on_conflict_do_nothing();
        insert.execute(&mut *scope).await.map_err(failed)?;
        let job = jobs::enqueue(&mut scope, ctx, job).await?;
        scope.commit().await?;
        Ok(job)
    }

    async fn find(&self, ctx: &ProfileContext, id: NarrationId) -> Result<KeptNarration, StoreError> {
        let mut scope = self.scoped(ctx).await?;
        let row: NarrationRow = narrations::table
            .filter(narrations::profile_id.eq(ctx.profile().uuid()))
            .filter(narrations::id.eq(id.uuid()))
            .select(NarrationRow::as_select())
            .first(&mut *scope)
            .await
            .map_err(failed)?;
        scope.commit().await?;
        row.into_narration()
    }

    async fn spoken(&self, ctx: &ProfileContext, id: NarrationId) -> Result<Option<Narration>, StoreError> {
        let mut scope = self.scoped(ctx).await?;
        let row: (Option<Value>, Option<String>, Option<Value>) = narrations::table
            .filter(narrations::profile_id.eq(ctx.profile().uuid()))
            .filter(narrations::id.eq(id.uuid()))
            .select((narrations::sentences, narrations::voice_label, narrations::notes))
            .first(&mut *scope)
            .await
            .map_err(failed)?;
        scope.commit().await?;
        let (Some(sentences), Some(voice_label), Some(notes)) = row else { return Ok(None) };
        let place = Place { table: "narrations", row: id.uuid() };
        Ok(Some(Narration {
            sentences: place.read("sentences", serde_json::from_value(sentences))?,
            voice_label,
            notes: place.read("notes", serde_json::from_value(notes))?,
            spoken_by: None,
        }))
    }

    async fn list(
        &self,
        ctx: &ProfileContext,
        page: &PageRequest,
    ) -> Result<Page<KeptNarration>, StoreError> {
        let mut scope = self.scoped(ctx).await?;
        let mut query = narrations::table
            .filter(narrations::profile_id.eq(ctx.profile().uuid()))
            .select(NarrationRow::as_select())
            .order((narrations::created_at.desc(), narrations::id.desc()))
            .limit(i64::from(page.limit()) + 1)
            .into_boxed();
        if let Some(Cursor { created_at, id }) = page.after {
            // The first half is what the index is entered by; an OR alone reads all newer rows for nothing.
            let older = narrations::created_at
                .le(created_at)
                .and(narrations::created_at.lt(created_at).or(narrations::id.lt(id)));
            query = query.filter(older);
        }
        let rows: Vec<NarrationRow> = query.load(&mut *scope).await.map_err(failed)?;
        scope.commit().await?;
        let list = rows.into_iter().map(NarrationRow::into_narration).collect::<Result<Vec<_>, _>>()?;
        Ok(Page::of(page, list, |kept| Cursor { created_at: kept.created_at, id: kept.id.uuid() }))
    }

    async fn record_spoken(
        &self,
        ctx: &ProfileContext,
        id: NarrationId,
        spoken: &Narration,
    ) -> Result<(), StoreError> {
        let sentences = serde_json::to_value(&spoken.sentences);
        let values = (
            narrations::state.eq("spoken"),
            narrations::failure.eq(None::<String>),
            narrations::sentences.eq(sentences.map_err(|error| StoreError::Unavailable(Box::new(error)))?),
            narrations::voice_label.eq(&spoken.voice_label),
            narrations::duration_ms.eq(int(spoken.frames().ms())),
            narrations::notes.eq(Value::from(spoken.notes.clone())),
        );
        let mut scope = self.scoped(ctx).await?;
        let own = narrations::profile_id.eq(ctx.profile().uuid()).and(narrations::id.eq(id.uuid()));
        let told = update(narrations::table).filter(own).set(values).execute(&mut *scope).await;
        let told = told.map_err(failed)?;
        scope.commit().await?;
        if told == 0 { Err(StoreError::NotFound) } else { Ok(()) }
    }

    async fn record_failure(
        &self,
        ctx: &ProfileContext,
        id: NarrationId,
        reason: &str,
    ) -> Result<(), StoreError> {
        let mut scope = self.scoped(ctx).await?;
        let own = narrations::profile_id.eq(ctx.profile().uuid()).and(narrations::id.eq(id.uuid()));
        let values = (narrations::state.eq("failed"), narrations::failure.eq(Some(reason)));
        update(narrations::table)
            .filter(own.and(narrations::state.ne("spoken")))
            .set(values)
            .execute(&mut *scope)
            .await
            .map_err(failed)?;
        scope.commit().await
    }

    async fn delete(&self, ctx: &ProfileContext, id: NarrationId) -> Result<(), StoreError> {
        let mut scope = self.scoped(ctx).await?;
        let job = taken(&mut scope, ctx, id).await?.ok_or(StoreError::NotFound)?;
        jobs::stop(&mut scope, ctx, Some(JobId::from(job))).await?;
        scope.commit().await
    }
}

/// Deletes a row and returns its job.
async fn taken(scope: &mut Scope, ctx: &ProfileContext, id: NarrationId) -> Result<Option<Uuid>, StoreError> {
    let own = narrations::profile_id.eq(ctx.profile().uuid()).and(narrations::id.eq(id.uuid()));
    let gone = delete(narrations::table.filter(own)).returning(narrations::job_id);
    gone.get_result(&mut **scope).await.optional().map_err(failed)
}
