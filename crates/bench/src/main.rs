//! `bench`: measures the stores and the queue on a real PostgreSQL and prints Markdown tables.

mod figures;
mod fill;
mod http;
mod lists;
mod machine;
mod place;
mod plans;
mod process;
mod queue;
mod scope;
mod walls;

use std::path::PathBuf;

use clap::{Parser, Subcommand};

use crate::place::Place;

/// What a measurement gives, or why it ended.
type Outcome<T> = Result<T, Box<dyn std::error::Error + Send + Sync>>;

/// Measures the stores and the queue on a real PostgreSQL.
#[derive(Debug, Parser)]
struct Cli {
    /// Where the private PostgreSQL lies; kept between runs, for filling it takes minutes
    #[arg(long, global = true, value_name = "DIR", default_value = "target/bench-postgres")]
    folder: PathBuf,
    /// The program that serves HTTP
    #[arg(long, global = true, value_name = "FILE", default_value = "target/release/edit-factory")]
    program: PathBuf,
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Lists of 50 among 1.1 million projects, over HTTP; the cost of row-level security; every list's plan
    Lists,
    /// Claims of jobs, their fairness, and how soon an idle worker starts
    Queue,
    /// The cost of a transaction that names its profile
    Scope,
}

#[tokio::main]
async fn main() -> Outcome<()> {
    let cli = Cli::parse();
    let place = Place::open(&cli.folder).await?;
    machine::print(place.server_version());
    let measured = match cli.what {
        What::Lists => lists(&place, &cli.program).await,
        What::Queue => queue::measure(&place).await,
        What::Scope => scope(&place).await,
    };
    let closed = place.close().await;
    measured.and(closed)
}

async fn lists(place: &Place, program: &std::path::Path) -> Outcome<()> {
    fill::fill(place).await?;
    lists::measure(place, program).await?;
    walls::measure(place).await?;
    plans::print(place).await
}

async fn scope(place: &Place) -> Outcome<()> {
    fill::fill(place).await?;
    scope::measure(place).await
}
