//! Cloned voices.

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use diesel::{
    BoolExpressionMethods as _, ExpressionMethods as _, QueryDsl as _, Queryable, Selectable,
    SelectableHelper as _, delete, dsl::insert_into,
};
use diesel_async::RunQueryDsl as _;
use domain::{
    ClonedVoice, ClonedVoiceId, ClonedVoiceStore, Consent, KeptSample, NewClonedVoice, ProfileContext,
    StoreError, UserId, VoiceLabel,
};
use uuid::Uuid;

use crate::{
    Postgres,
    rows::{Place, failed, int},
    schema::cloned_voices,
    scope::Scope,
};

#[derive(Queryable, Selectable)]
#[diesel(table_name = cloned_voices)]
struct VoiceRow {
    id: Uuid,
    provider: String,
    voice: String,
    label: String,
    language: String,
    sample_ms: i32,
    sample_sha256: String,
    consent_text: String,
    consent_by: Uuid,
    consent_at: DateTime<Utc>,
    created_at: DateTime<Utc>,
}

impl VoiceRow {
    fn into_voice(self) -> Result<ClonedVoice, StoreError> {
        let place = Place { table: "cloned_voices", row: self.id };
        Ok(ClonedVoice {
            id: ClonedVoiceId::from(self.id),
            provider: place.read("provider", self.provider.parse())?,
            voice: place.read("voice", self.voice.parse())?,
            label: place.read("label", VoiceLabel::parse(&self.label))?,
            language: place.read("language", self.language.parse())?,
            sample: KeptSample {
                duration_ms: place.number("sample_ms", self.sample_ms)?,
                sha256: place.read("sample_sha256", self.sample_sha256.parse())?,
            },
            consent: Consent {
                text: self.consent_text,
                by: UserId::from(self.consent_by),
                at: self.consent_at,
            },
            created_at: self.created_at,
        })
    }
}

#[async_trait]
impl ClonedVoiceStore for Postgres {
    async fn create(&self, ctx: &ProfileContext, new: NewClonedVoice) -> Result<ClonedVoice, StoreError> {
        let mut scope = self.scoped(ctx).await?;
        let values = (
            cloned_voices::profile_id.eq(ctx.profile().uuid()),
            cloned_voices::id.eq(new.id.uuid()),
            cloned_voices::provider.eq(new.provider.as_str()),
            cloned_voices::voice.eq(new.voice.as_str()),
            cloned_voices::label.eq(new.label.as_str()),
            cloned_voices::language.eq(new.language.as_str()),
            cloned_voices::sample_ms.eq(int(new.sample.duration_ms)),
            cloned_voices::sample_sha256.eq(new.sample.sha256.as_str()),
            cloned_voices::consent_text.eq(&new.consent_text),
            cloned_voices::consent_by.eq(ctx.actor().uuid()),
        );
        insert_into(cloned_voices::table)
            .values(values)
            .on_conflict((cloned_voices::profile_id, cloned_voices::id))
            .do_nothing()
            .execute(&mut *scope)
            .await
            .map_err(failed)?;
        let voice = find(&mut scope, ctx, new.id).await?;
        scope.commit().await?;
        Ok(voice)
    }

    async fn list(&self, ctx: &ProfileContext) -> Result<Vec<ClonedVoice>, StoreError> {
        let mut scope = self.scoped(ctx).await?;
        let rows: Vec<VoiceRow> = cloned_voices::table
            .filter(cloned_voices::profile_id.eq(ctx.profile().uuid()))
            .select(VoiceRow::as_select())
            .order((cloned_voices::created_at.desc(), cloned_voices::id.desc()))
            .load(&mut *scope)
            .await
            .map_err(failed)?;
        scope.commit().await?;
        rows.into_iter().map(VoiceRow::into_voice).collect()
    }

    async fn find(&self, ctx: &ProfileContext, id: ClonedVoiceId) -> Result<ClonedVoice, StoreError> {
        let mut scope = self.scoped(ctx).await?;
        let voice = find(&mut scope, ctx, id).await?;
        scope.commit().await?;
        Ok(voice)
    }

    async fn delete(&self, ctx: &ProfileContext, id: ClonedVoiceId) -> Result<(), StoreError> {
        let mut scope = self.scoped(ctx).await?;
        let this = cloned_voices::profile_id.eq(ctx.profile().uuid()).and(cloned_voices::id.eq(id.uuid()));
        let gone = delete(cloned_voices::table.filter(this)).execute(&mut *scope).await.map_err(failed)?;
        scope.commit().await?;
        if gone == 0 { Err(StoreError::NotFound) } else { Ok(()) }
    }
}

async fn find(scope: &mut Scope, ctx: &ProfileContext, id: ClonedVoiceId) -> Result<ClonedVoice, StoreError> {
    let row: VoiceRow = cloned_voices::table
        .filter(cloned_voices::profile_id.eq(ctx.profile().uuid()))
        .filter(cloned_voices::id.eq(id.uuid()))
        .select(VoiceRow::as_select())
        .first(&mut **scope)
        .await
        .map_err(failed)?;
    row.into_voice()
}
