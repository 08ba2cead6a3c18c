//! How far an adoption has come, kept in the target with each batch.

use diesel::{
    BoolExpressionMethods as _, ExpressionMethods as _, OptionalExtension as _, QueryDsl as _, delete,
    dsl::insert_into, upsert::excluded,
};
use diesel_async::RunQueryDsl as _;
use domain::StoreError;
use uuid::Uuid;

use super::report::Tally;
use crate::{Postgres, rows::failed, schema::adoptions, scope::Scope};

/// The step that remembers to whom rows without a user went; it outlives the adoption.
const ORPHANS: &str = "rows without a user";

/// How far a step has come.
#[derive(Debug, Clone, Default)]
pub(super) struct Mark {
    /// The id of the last row that was looked at.
    pub(super) upto: Option<String>,
    /// Whether there are no more.
    pub(super) is_finished: bool,
    /// The sums so far.
    pub(super) tally: Tally,
    /// How long the report was then.
    pub(super) report_bytes: u64,
}

/// The marks of one adoption, which acts as a user of its own.
#[derive(Debug, Clone, Copy)]
pub(super) struct Checkpoint(pub(super) Uuid);

impl Checkpoint {
    /// Finds the mark of a step.
    pub(super) async fn find(self, store: &Postgres, step: &str) -> Result<Option<Mark>, StoreError> {
        let mut scope = store.scoped_adoption(self.0).await?;
        let row: Option<(Option<String>, bool, serde_json::Value, i64)> = adoptions::table
            .find((self.0, step))
            .select((adoptions::upto, adoptions::is_finished, adoptions::tally, adoptions::report_bytes))
            .first(&mut *scope)
            .await
            .optional()
            .map_err(failed)?;
        scope.commit().await?;
        let Some((upto, is_finished, tally, report_bytes)) = row else { return Ok(None) };
        let corrupt = |column, reason: String| StoreError::Corrupt {
            table: "adoptions",
            column,
            row: format!("{} {step}", self.0),
            reason,
        };
        let tally = serde_json::from_value(tally).map_err(|error| corrupt("tally", error.to_string()))?;
        let report_bytes = u64::try_from(report_bytes);
        let report_bytes = report_bytes.map_err(|error| corrupt("report_bytes", error.to_string()))?;
        Ok(Some(Mark { upto, is_finished, tally, report_bytes }))
    }

    /// Stores the mark of a step in the transaction of its batch.
    pub(super) async fn save(self, scope: &mut Scope, step: &str, mark: &Mark) -> Result<(), StoreError> {
        let tally =
            serde_json::to_value(&mark.tally).map_err(|error| StoreError::Unavailable(Box::new(error)))?;
        let values = (
            adoptions::adoption_id.eq(self.0),
            adoptions::step.eq(step),
            adoptions::upto.eq(&mark.upto),
            adoptions::is_finished.eq(mark.is_finished),
            adoptions::tally.eq(tally),
            adoptions::report_bytes.eq(i64::try_from(mark.report_bytes).unwrap_or(i64::MAX)),
        );
        insert_into(adoptions::table)
            .values(values)
            .on_conflict((adoptions::adoption_id, adoptions::step))
            .do_update()
            .set((
                adoptions::upto.eq(excluded(adoptions::upto)),
                adoptions::is_finished.eq(excluded(adoptions::is_finished)),
                adoptions::tally.eq(excluded(adoptions::tally)),
                adoptions::report_bytes.eq(excluded(adoptions::report_bytes)),
                adoptions::updated_at.eq(diesel::dsl::now),
            ))
            .execute(&mut **scope)
            .await
            .map_err(failed)?;
        Ok(())
    }

    /// Returns how long the report was when the interrupted adoption last kept it; zero without one.
    pub(super) async fn report_bytes(self, store: &Postgres) -> Result<u64, StoreError> {
        let mut scope = store.scoped_adoption(self.0).await?;
        let most: Option<i64> = adoptions::table
            .filter(adoptions::adoption_id.eq(self.0).and(adoptions::step.ne(ORPHANS)))
            .select(diesel::dsl::max(adoptions::report_bytes))
            .first(&mut *scope)
            .await
            .map_err(failed)?;
        scope.commit().await?;
        Ok(most.and_then(|bytes| u64::try_from(bytes).ok()).unwrap_or(0))
    }

    /// Forgets the marks, so that the next adoption looks at every row.
    pub(super) async fn forget(self, store: &Postgres) -> Result<(), StoreError> {
        let mut scope = store.scoped_adoption(self.0).await?;
        let marks =
            adoptions::table.filter(adoptions::adoption_id.eq(self.0).and(adoptions::step.ne(ORPHANS)));
        delete(marks).execute(&mut *scope).await.map_err(failed)?;
        scope.commit().await
    }

    /// Finds to whom rows without a user went: the user and the profile.
    pub(super) async fn orphans(self, store: &Postgres) -> Result<Option<(Uuid, Uuid)>, StoreError> {
        let mark = self.find(store, ORPHANS).await?;
        let both = mark.and_then(|mark| mark.upto).and_then(|text| {
            let (user, profile) = text.split_once(' ')?;
            Some((Uuid::parse_str(user).ok()?, Uuid::parse_str(profile).ok()?))
        });
        Ok(both)
    }

    /// Remembers to whom rows without a user go.
    pub(super) async fn set_orphans(
        self,
        store: &Postgres,
        user: Uuid,
        profile: Uuid,
    ) -> Result<(), StoreError> {
        let mut scope = store.scoped_adoption(self.0).await?;
        let mark = Mark { upto: Some(format!("{user} {profile}")), is_finished: true, ..Mark::default() };
        self.save(&mut scope, ORPHANS, &mark).await?;
        scope.commit().await
    }
}
