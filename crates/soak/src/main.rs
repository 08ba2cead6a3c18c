//! `soak`: kills workers until it is believed that jobs survive it.

use std::process::ExitCode;

use clap::{Parser, Subcommand};
use soak::{Fault, kills, publish, worker};

/// Proves that jobs survive anything.
#[derive(Debug, Parser)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Do jobs until SIGTERM
    #[command(hide = true)]
    Worker(worker::WorkerArgs),
    /// Kill workers while they make videos, then look at every row and file
    Kills(kills::KillsArgs),
    /// Kill workers while they publish, then count what arrived
    Publish(publish::PublishArgs),
}

fn main() -> ExitCode {
    match run(Cli::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(fault) => {
            tracing::error!("{fault}");
            ExitCode::FAILURE
        }
    }
}

fn run(cli: Cli) -> Result<(), Fault> {
    worker::log()?;
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(async {
        match cli.command {
            Command::Worker(args) => worker::run(&args).await,
            Command::Kills(args) => kills::run(args).await,
            Command::Publish(args) => publish::run(args).await,
        }
    })
}
