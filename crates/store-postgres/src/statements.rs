//! The statements that the stores really send, and how the server finds their rows: for tests and measurements.

use std::sync::{Mutex, PoisonError};

use diesel::{
    QueryableByName,
    connection::{Instrumentation, InstrumentationEvent, set_default_instrumentation},
    sql_query, sql_types,
};
use diesel_async::{RunQueryDsl as _, SimpleAsyncConnection as _};
use domain::{ProfileContext, StoreError};
use serde_json::Value;

use crate::{Postgres, rows::failed};

/// What was heard and not yet taken.
static HEARD: Mutex<Vec<Statement>> = Mutex::new(Vec::new());

/// A statement as a store sent it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statement {
    /// Its text, with `$1` and so on for values.
    pub sql: String,
    /// Its values as diesel shows them: `[a, b, [c, d]]`.
    values: String,
}

/// Whether the server plans for the values of one call, or once for all; a connection's sixth call may do either.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Planned {
    /// For the values of this call.
    ForTheseValues,
    /// Once for all calls.
    Once,
}

/// Hears, from now on, every statement of each connection that this process opens.
///
/// # Errors
/// [`StoreError::Unavailable`] when diesel's lock was broken by a panic.
pub fn listen() -> Result<(), StoreError> {
    set_default_instrumentation(|| Some(Box::new(Listener))).map_err(failed)
}

/// Takes what was heard of statements with a value that is this profile's id, in the order of sending.
pub fn take(ctx: &ProfileContext) -> Vec<Statement> {
    let profile = ctx.profile().uuid().to_string();
    let mut heard = HEARD.lock().unwrap_or_else(PoisonError::into_inner);
    heard.extract_if(.., |statement| statement.values.contains(&profile)).collect()
}

impl Statement {
    /// Runs it as `ef_app` inside the profile and returns the plan with the counted rows, as `EXPLAIN` gives it in
    /// JSON.
    ///
    /// # Errors
    /// [`StoreError`] when it cannot be run again.
    pub async fn explain(
        &self,
        store: &Postgres,
        ctx: &ProfileContext,
        planned: Planned,
    ) -> Result<Value, StoreError> {
        #[derive(QueryableByName)]
        struct Plan {
            #[diesel(sql_type = sql_types::Json, column_name = "QUERY PLAN")]
            plan: Value,
        }
        let mode = match planned {
            Planned::ForTheseValues => "force_custom_plan",
            Planned::Once => "force_generic_plan",
        };
        let mut scope = store.scoped(ctx).await?;
        let prepare = format!("SET LOCAL plan_cache_mode = {mode}; PREPARE explained AS {}", self.sql);
        scope.batch_execute(&prepare).await.map_err(failed)?;
        let explain = format!("EXPLAIN (ANALYZE, FORMAT JSON) EXECUTE explained({})", self.literals());
        let found: Plan = sql_query(explain).get_result(&mut *scope).await.map_err(failed)?;
        scope.batch_execute("DEALLOCATE explained").await.map_err(failed)?;
        scope.commit().await?;
        Ok(found.plan)
    }

    /// Writes the values as SQL: ids, times and numbers in quotes, lists of them as arrays.
    fn literals(&self) -> String {
        let inner = self.values.trim().strip_prefix('[').and_then(|text| text.strip_suffix(']'));
        let mut sql = String::from("'");
        let mut depth = 0_u8;
        for character in inner.unwrap_or_default().chars() {
            match character {
                '[' => {
                    depth = depth.saturating_add(1);
                    sql.push('{');
                }
                ']' => {
                    depth = depth.saturating_sub(1);
                    sql.push('}');
                }
                ',' if depth == 0 => sql.push_str("','"),
                ' ' => {}
                '\'' => sql.push_str("''"),
                other => sql.push(other),
            }
        }
        sql.push('\'');
        sql
    }
}

struct Listener;

impl Instrumentation for Listener {
    fn on_connection_event(&mut self, event: InstrumentationEvent<'_>) {
        let InstrumentationEvent::StartQuery { query, .. } = event else { return };
        let text = query.to_string();
        // What is sent as bare text, such as BEGIN, has no values.
        if let Some((sql, values)) = text.rsplit_once("-- binds: ") {
            let statement = Statement { sql: sql.trim().to_owned(), values: values.to_owned() };
            HEARD.lock().unwrap_or_else(PoisonError::into_inner).push(statement);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_become_literals() {
        let statement = Statement { sql: String::new(), values: "[a-1, [b, c], 51]".to_owned() };
        assert_eq!(statement.literals(), "'a-1','{b,c}','51'");
    }
}
