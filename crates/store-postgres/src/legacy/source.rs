//! The database of the original, which is only read.

use std::{collections::BTreeMap, fmt::Write as _};

use tokio_postgres::{Client, Config, NoTls, Row, config::Host};
use uuid::Uuid;

use super::report::AdoptError;

/// Makes ids of things that had none, or another kind, in the original.
const NAMESPACE: Uuid = Uuid::from_u128(0x6ed1_7fac_7047_4ad0_97ed_1e6a_c7da_7a01);

/// Returns the id of something of the original that is known by a text.
pub(super) fn id_of(kind: &str, name: &str) -> Uuid {
    Uuid::new_v5(&NAMESPACE, format!("{kind} {name}").as_bytes())
}

/// A column that an adoption wants to read.
#[derive(Debug, Clone, Copy)]
pub(super) enum Column {
    /// Whatever its type, as text.
    Text(&'static str),
    /// An array, as its literal.
    List(&'static str),
}

impl Column {
    const fn name(self) -> &'static str {
        match self {
            Self::Text(name) | Self::List(name) => name,
        }
    }
}

/// The source, and the columns that it has.
pub(super) struct Source {
    client: Client,
    shapes: BTreeMap<String, BTreeMap<String, Shape>>,
}

struct Shape {
    sql_type: String,
    is_array: bool,
}

impl Source {
    /// Connects, for reading alone.
    #[expect(clippy::disallowed_methods, reason = "drives the connection; ends with its client")]
    pub(super) async fn open(url: &str, tables: &[&'static str]) -> Result<Self, AdoptError> {
        let config: Config = url.parse().map_err(|error: tokio_postgres::Error| {
            // The error's own text could hold the password.
            drop(error);
            AdoptError::Address("write it as postgres://user:password@host:5432/database".to_owned())
        })?;
        refuse_distant(&config)?;
        let failed = |doing| move |source| AdoptError::Source { doing, source };
        let (client, connection) = config.connect(NoTls).await.map_err(failed("connecting"))?;
        tokio::spawn(async move {
            if let Err(error) = connection.await {
                tracing::warn!(%error, "the connection to the source broke");
            }
        });
        client.batch_execute(SESSION).await.map_err(failed("its session"))?;
        let names: Vec<&str> = tables.to_vec();
        let columns = client.query(COLUMNS, &[&names]).await.map_err(failed("its catalog"))?;
        let mut shapes: BTreeMap<String, BTreeMap<String, Shape>> = BTreeMap::new();
        for row in columns {
            let shape = Shape { sql_type: row.get(2), is_array: row.get(3) };
            shapes.entry(row.get(0)).or_default().insert(row.get(1), shape);
        }
        let source = Self { client, shapes };
        source.refuse_other().await?;
        Ok(source)
    }

    async fn refuse_other(&self) -> Result<(), AdoptError> {
        let ours = "SELECT to_regclass('public.adoptions') IS NOT NULL";
        let failed = |source| AdoptError::Source { doing: "its catalog", source };
        if self.client.query_one(ours, &[]).await.map_err(failed)?.get(0) {
            return Err(AdoptError::NotLegacy("is a database of this Edit Factory, not of the original"));
        }
        if self.shapes.is_empty() {
            return Err(AdoptError::NotLegacy(
                "has none of the original's tables; is it the right database?",
            ));
        }
        Ok(())
    }

    /// Returns what tells this database from any other, however it is reached.
    pub(super) async fn identity(&self) -> Result<Uuid, AdoptError> {
        const DATABASE: &str =
            "SELECT oid::text || ' ' || datname FROM pg_database WHERE datname = current_database()";
        let failed = |source| AdoptError::Source { doing: "its identity", source };
        let database: String = self.client.query_one(DATABASE, &[]).await.map_err(failed)?.get(0);
        // Hosted servers do not let everybody read it; the database's own number has to do there.
        let system =
            self.client.query_one("SELECT system_identifier::text FROM pg_control_system()", &[]).await;
        let system: String = system.map(|row| row.get(0)).unwrap_or_default();
        Ok(id_of("source", &format!("{system} {database}")))
    }

    /// Keeps a second adoption of this source away for as long as this connection lives: two would move each other's
    /// marks. The server needs a moment to notice that a killed one is gone, so this waits a little.
    pub(super) async fn reserve(&self) -> Result<(), AdoptError> {
        const ALONE: &str =
            "SET lock_timeout = '20s'; SELECT pg_advisory_lock(7310593858020254305); RESET lock_timeout";
        let busy = |source| AdoptError::Source { doing: "waiting for another adoption of it to end", source };
        self.client.batch_execute(ALONE).await.map_err(busy)
    }

    /// Names what the source lacks of a table.
    pub(super) fn lacks(&self, table: &'static str, columns: &[Column]) -> Vec<String> {
        let Some(shape) = self.shapes.get(table) else { return vec!["the table".to_owned()] };
        let mut lacks: Vec<String> = columns
            .iter()
            .filter(|column| match (column, shape.get(column.name())) {
                (_, None) => true,
                (Column::List(_), Some(found)) => !found.is_array,
                (Column::Text(_), Some(_)) => false,
            })
            .map(|column| column.name().to_owned())
            .collect();
        if !shape.contains_key("id") {
            lacks.push("id".to_owned());
        }
        lacks
    }

    /// Returns about how many rows a table has, as the source's planner believes.
    pub(super) async fn about(&self, table: &'static str) -> Result<Option<u64>, AdoptError> {
        const ROWS: &str = "SELECT reltuples::bigint FROM pg_class WHERE oid = to_regclass($1::text)";
        let failed = |source| AdoptError::Source { doing: table, source };
        let row = self.client.query_opt(ROWS, &[&table]).await.map_err(failed)?;
        Ok(row.and_then(|row| u64::try_from(row.get::<_, i64>(0)).ok()).filter(|&rows| rows > 0))
    }

    /// Writes a table of which others need some columns, in the types that they have; what is not there is null.
    pub(super) fn view(&self, table: &str, columns: &[(&str, &str)]) -> String {
        let shape = self.shapes.get(table);
        let mut sql = String::from("(SELECT ");
        for (number, (name, sql_type)) in columns.iter().enumerate() {
            let comma = if number == 0 { "" } else { ", " };
            let value = match shape.and_then(|shape| shape.get(*name)) {
                Some(_) => (*name).to_owned(),
                None => format!("NULL::{sql_type} AS {name}"),
            };
            sql.push_str(comma);
            sql.push_str(&value);
        }
        let rows = if shape.is_some() { format!(" FROM {table})") } else { " WHERE false)".to_owned() };
        sql.push_str(&rows);
        sql
    }

    /// Reads the next rows of a table in the order of its ids, each column as text, with what its joins tell.
    pub(super) async fn page(
        &self,
        wanted: &Wanted<'_>,
        after: Option<&str>,
        limit: u16,
    ) -> Result<Vec<Row>, AdoptError> {
        let failed = |source| AdoptError::Source { doing: wanted.table, source };
        let Some(key) = self.shapes.get(wanted.table).and_then(|shape| shape.get("id")) else {
            return Ok(Vec::new());
        };
        let (mut inner, mut outer) =
            (String::from("SELECT id AS key"), String::from("t.key::text AS id_text"));
        for column in wanted.columns {
            // Writing to a String cannot fail.
            let _ = write!(inner, ", {}", self.as_text(wanted.table, *column));
            let _ = write!(outer, ", t.{}", column.name());
        }
        for (name, sql_type) in wanted.raw {
            let there = self.shapes.get(wanted.table).is_some_and(|shape| shape.contains_key(*name));
            let value = if there { (*name).to_owned() } else { format!("NULL::{sql_type}") };
            let _ = write!(inner, ", {value} AS raw_{name}");
        }
        let table = wanted.table;
        let after_key = match after {
            Some(_) => format!("WHERE id > $1::text::{}", key.sql_type),
            None => String::new(),
        };
        let sql = format!(
            "SELECT {outer}{} FROM ({inner} FROM {table} {after_key} ORDER BY id LIMIT {limit}) t {} \
             ORDER BY t.key",
            wanted.told, wanted.joins
        );
        let rows = match after {
            Some(after) => self.client.query(&sql, &[&after]).await,
            None => self.client.query(&sql, &[]).await,
        };
        rows.map_err(failed)
    }

    fn as_text(&self, table: &str, column: Column) -> String {
        let name = column.name();
        let shape = self.shapes.get(table).and_then(|shape| shape.get(name));
        let readable = shape.is_some_and(|shape| matches!(column, Column::Text(_)) || shape.is_array);
        if readable { format!("{name}::text AS {name}") } else { format!("NULL::text AS {name}") }
    }

    /// Finds a user by email.
    pub(super) async fn user_of_email(&self, email: &str) -> Result<Option<Uuid>, AdoptError> {
        let users = self.view("auth.users", &[("id", "uuid"), ("email", "text")]);
        let sql =
            format!("SELECT id::text FROM {users} u WHERE lower(email::text) = lower($1::text) LIMIT 1");
        self.one_user(&sql, email).await
    }

    /// Finds a user by id.
    pub(super) async fn user_of_id(&self, id: Uuid) -> Result<Option<Uuid>, AdoptError> {
        let users = self.view("auth.users", &[("id", "uuid")]);
        self.one_user(&format!("SELECT id::text FROM {users} u WHERE id::text = $1::text"), &id.to_string())
            .await
    }

    async fn one_user(&self, sql: &str, name: &str) -> Result<Option<Uuid>, AdoptError> {
        let failed = |source| AdoptError::Source { doing: "auth.users", source };
        let row = self.client.query_opt(sql, &[&name]).await.map_err(failed)?;
        Ok(row.and_then(|row| Uuid::parse_str(row.get(0)).ok()))
    }
}

/// What is read of a table.
pub(super) struct Wanted<'a> {
    /// Its name.
    pub(super) table: &'static str,
    /// The columns, as text.
    pub(super) columns: &'a [Column],
    /// Columns that joins need in their own types, with the type of one that is missing: `raw_` and the name.
    pub(super) raw: &'a [(&'static str, &'static str)],
    /// The joins with other tables.
    pub(super) joins: String,
    /// What they tell, each as text, with a comma before it.
    pub(super) told: &'static str,
}

/// Writes a text of SQL as a UUID where it is one.
pub(super) fn as_uuid(text: &str) -> String {
    format!(
        "CASE WHEN {text} ~* '^[0-9a-f]{{8}}(-[0-9a-f]{{4}}){{3}}-[0-9a-f]{{12}}$' THEN ({text})::uuid END"
    )
}

/// The source is only read; times and numbers come in one form whatever its settings are.
const SESSION: &str = "SET default_transaction_read_only = on; SET TimeZone = 'UTC'; SET DateStyle = 'ISO, YMD'; \
     SET extra_float_digits = 1; SET statement_timeout = 0; SET application_name = 'edit-factory adopt-legacy'";

const COLUMNS: &str = "SELECT n.nspname || '.' || c.relname, a.attname::text, \
       format_type(a.atttypid, a.atttypmod), t.typcategory = 'A' \
     FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace \
     JOIN pg_type t ON t.oid = a.atttypid \
     WHERE a.attnum > 0 AND NOT a.attisdropped AND c.relkind IN ('r', 'p', 'v', 'm', 'f') \
       AND n.nspname || '.' || c.relname = ANY($1)";

/// A password and people's texts do not travel in the open: there is no TLS here.
fn refuse_distant(config: &Config) -> Result<(), AdoptError> {
    let near = |host: &Host| match host {
        Host::Tcp(name) => {
            name == "localhost" || name.parse().is_ok_and(|address: std::net::IpAddr| address.is_loopback())
        }
        Host::Unix(_) => true,
    };
    let addresses_are_near = config.get_hostaddrs().iter().all(std::net::IpAddr::is_loopback);
    if config.get_hosts().iter().all(near) && addresses_are_near {
        return Ok(());
    }
    Err(AdoptError::Address(
        "it is on another machine, and this program has no TLS to reach it safely; restore a dump of it on this \
         machine, or open a tunnel such as `ssh -L 5433:localhost:5432 host`, and name localhost"
            .to_owned(),
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_this_machine_is_reached_without_tls() {
        let near = |url: &str| refuse_distant(&url.parse().unwrap()).is_ok();
        assert!(near("postgres://a@localhost/x") && near("postgres://a@127.0.0.9:5433/x"));
        assert!(near("postgres://a@[::1]/x") && near("host=/run/postgresql user=a"));
        assert!(!near("postgres://a@db.example.test/x") && !near("postgres://a@10.0.0.1/x"));
        assert!(!near("host=localhost hostaddr=10.0.0.1 user=a") && !near("postgres://a@localhost,db/x"));
    }
}
