//! Looks at the database as its superuser, who is above all walls.

use serde::de::DeserializeOwned;
use tokio_postgres::{Client, NoTls, types::ToSql};

use crate::Fault;

/// Asks with a connection of its own each time, so that no fault of before is in the way.
#[derive(Debug, Clone)]
pub struct Eye {
    url: String,
}

impl Eye {
    /// Looks at the database of an address.
    pub fn on(admin_url: &str) -> Self {
        Self { url: admin_url.to_owned() }
    }

    /// Reads the rows of a query.
    ///
    /// # Errors
    /// When the database does not answer, or the rows are of another form.
    pub async fn rows<T: DeserializeOwned>(&self, sql: &str) -> Result<Vec<T>, Fault> {
        let all = format!("SELECT coalesce(json_agg(r), '[]')::text FROM ({sql}) r");
        let text: String = self.ask(&all, &[]).await?.ok_or("an aggregate without a row")?;
        Ok(serde_json::from_str(&text)?)
    }

    /// Reads the first number of a query.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn number(&self, sql: &str) -> Result<i64, Fault> {
        self.ask(sql, &[]).await?.ok_or_else(|| "no row".into())
    }

    /// Executes a statement.
    ///
    /// # Errors
    /// When the database does not.
    pub async fn execute(&self, sql: &str) -> Result<(), Fault> {
        let (client, connection) = tokio_postgres::connect(&self.url, NoTls).await?;
        tokio::select! {
            ended = connection => { ended?; Err("the connection has ended".into()) }
            done = client.batch_execute(sql) => Ok(done?),
        }
    }

    /// Opens a connection that stays until its client is dropped.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn stay(&self) -> Result<Client, Fault> {
        let (client, connection) = tokio_postgres::connect(&self.url, NoTls).await?;
        #[expect(clippy::disallowed_methods, reason = "the connection ends with its client")]
        tokio::spawn(connection);
        Ok(client)
    }

    async fn ask<T>(&self, sql: &str, values: &[&(dyn ToSql + Sync)]) -> Result<Option<T>, Fault>
    where
        T: for<'r> tokio_postgres::types::FromSql<'r>,
    {
        let (client, connection) = tokio_postgres::connect(&self.url, NoTls).await?;
        tokio::select! {
            ended = connection => { ended?; Err("the connection has ended".into()) }
            row = client.query_opt(sql, values) => Ok(row?.map(|row| row.try_get(0)).transpose()?),
        }
    }
}
